"""A debrief as people read it: the answer in words, tables, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from greatgame import pictures
from greatgame.lab.debrief import Debrief, Reference, TurningPoint
from greatgame.lab.gaps import Gap
from greatgame.printing import Heading, counted, listed, percent, signed, table
from greatgame.scenario.naming import when
from greatgame.text import Text as Words
from greatgame.text import joined, say

SHOWN = 12
"""Orders that are printed and drawn."""
NOTABLE = 0.05
"""Points of the total below which an order changed nothing worth a line."""
LONGEST = 56
"""Characters of an order's text in the picture."""


def answer(found: Debrief) -> Words:
    """Luck and decisions in a few sentences."""
    luck = found.luck
    parts = [
        say(
            "A total of {result:.1f} at the end of {quarter}, ahead of {beaten} of {replays} of the same orders under "
            "other luck (mean {mean:.1f}): luck was worth {luck} points.",
            result=luck.result,
            quarter=when(found.quarter),
            beaten=percent(luck.beaten),
            replays=counted(luck.replays, "replay"),
            mean=luck.mean,
            luck=signed(luck.result - luck.mean),
        )
    ]
    if found.references:
        parts.append(say("The decisions were worth {worth}.", worth=listed([_worth(row) for row in found.references])))
    if (lost := _lost(found)) is not None:
        parts.append(_opened(lost))
    if found.orders and abs(found.orders[0].effect) >= NOTABLE:
        best = found.orders[0]
        words = "What mattered most was '{order}' in {quarter} ({effect} points)."
        parts.append(say(words, order=best.text, quarter=when(best.quarter), effect=signed(best.effect)))
    return joined(parts, " ")


def _lost(found: Debrief) -> Gap | None:
    """Where the gap to the first reference opened most; None where the campaign ended ahead of it."""
    behind = bool(found.references) and found.references[0].own_luck < 0.0
    return found.gaps[0] if behind and found.gaps else None


def _opened(lost: Gap) -> Words:
    """Where a gap opened most, and its largest reason, if there is any."""
    about = {"strategy": lost.strategy, "quarter": when(lost.quarter), "points": signed(lost.widened)}
    if not lost.reasons:
        return say("The gap to {strategy} opened most in {quarter} ({points} points).", **about)
    words = "The gap to {strategy} opened most in {quarter} ({points} points): {reason}."
    return say(words, **about, reason=lost.reasons[0].text)


def _worth(row: Reference) -> Words:
    """What the decisions were worth beside one strategy."""
    told = "" if row.decisions.clear else " (not to be told from nothing)"
    return say(f"{{points}} beside {{strategy}}{told}", points=signed(row.decisions.mean), strategy=row.strategy)


def render(found: Debrief) -> RenderableType:
    """The debrief for a terminal."""
    parts: list[RenderableType] = [Text(answer(found), style="bold")]
    parts += [Heading("Luck", "the same orders under other luck"), *_luck(found)]
    parts += [Heading("Decisions", "those replays beside strategies under the same luck"), _references(found)]
    parts += [Text(_caution(found), style="dim")]
    if found.gaps:
        told = f"turns in which {found.gaps[0].strategy} gained most, this campaign's luck"
        parts += [Heading("Where the gap opened", told), _gaps(found.gaps)]
    parts += [Heading("Turning points", "quarters whose orders are left out, this campaign's luck")]
    parts += [_points(found.quarters[:5], False)]
    parts += [Heading("Turning points", "single orders left out, this campaign's luck"), _points(_told_of(found), True)]
    parts += [Text(_rest(found), style="dim")]
    return Group(*parts)


def _luck(found: Debrief) -> list[RenderableType]:
    luck = found.luck
    made = table("", ">result", ">5 %", ">median", ">95 %", ">mean", ">luck")
    figures = (luck.result, luck.q05, luck.q50, luck.q95, luck.mean)
    made.add_row("total", *(f"{value:.1f}" for value in figures), signed(luck.result - luck.mean))
    pillars = ", ".join(f"{name} {signed(points)}" for name, points in luck.pillars.items())
    return [made, Text(f"By pillar, less the replays' mean: {pillars}.")]


def _references(found: Debrief) -> RenderableType:
    made = table("strategy", ">its mean", ">decisions", ">95 % interval", ">replays ahead", ">on your own luck")
    for row in found.references:
        d = row.decisions
        interval = f"{signed(d.low, 2)} to {signed(d.high, 2)}"
        made.add_row(
            row.strategy, f"{row.mean:.1f}", signed(d.mean, 2), interval, percent(d.won), signed(row.own_luck, 2)
        )
    return made


def _caution(found: Debrief) -> str:
    refused = found.refusals
    return (
        f"Of {counted(refused.orders, 'order')} {refused.refused_here} were refused in the campaign; under other luck "
        f"{percent(refused.share)} are refused on the mean and {percent(refused.most)} at most, because what they need "
        "is not there. A strategy looks before it orders, the replays do not: decisions are judged strictly."
    )


def _gaps(rows: Sequence[Gap]) -> RenderableType:
    made = table("quarter", ">it gained", ">ahead by", "*what moved most, here and in its campaign", ">worth")
    for row in rows:
        reasons = row.reasons or (None,)
        for place, reason in enumerate(reasons):
            figures = (row.quarter, signed(row.widened, 2), signed(row.gap, 2)) if place == 0 else ("", "", "")
            told = ("many small changes", "") if reason is None else (str(reason.text), signed(reason.effect, 2))
            made.add_row(*figures, *told)
    return made


def _told_of(found: Debrief) -> list[TurningPoint]:
    return [point for point in found.orders[:SHOWN] if abs(point.effect) >= NOTABLE]


def _points(points: tuple[TurningPoint, ...] | list[TurningPoint], single: bool) -> RenderableType:
    columns = ["quarter", "*order" if single else "*orders", ">total", "*pillars", ">refused later"]
    made = table(*columns, *([">other luck"] if single else []))
    for point in points:
        largest = sorted(point.pillars.items(), key=lambda row: -abs(row[1]))[:2]
        pillars = ", ".join(f"{name} {signed(value)}" for name, value in largest if abs(value) >= NOTABLE)
        text = point.text if len(point.orders) == 1 else f"all {counted(len(point.orders), 'order')}"
        cells = [point.quarter, text, signed(point.effect, 2), pillars, str(point.refused_later)]
        made.add_row(*cells, *([_elsewhere(point)] if single else []))
    return made


def _elsewhere(point: TurningPoint) -> str:
    if point.elsewhere is None:
        return ""
    half = (point.elsewhere.high - point.elsewhere.low) / 2.0
    return f"{signed(point.elsewhere.mean, 2)} ±{half:.2f}"


def _rest(found: Debrief) -> str:
    rest = len(found.orders) - len(_told_of(found))
    return (
        f"Points of the total that would be missing without the order; {counted(rest, 'other order')} changed less. "
        "'Refused later' counts orders that it made possible. 'Other luck' is the mean effect under the luck of "
        "replays: where it is near nothing, the order mattered by chance."
    )


def draw(found: Debrief, path: Path) -> None:
    """The result among the replays, and the orders on which it turned."""
    points = _told_of(found)
    aside = (
        f"{found.scenario} ({found.hash}), campaign seed {found.seed}, played by {found.strategy or 'a human'}; "
        f"{found.luck.replays} replays.\nRight: total that would be missing without the order; diamonds: mean effect "
        "under other luck, with 95 % interval."
    )
    with pictures.look():
        made = pictures.figure(11.6, max(3.6, 1.4 + 0.3 * len(points)), _title(found), aside)
        left, right = made.subplots(1, 2, width_ratios=(1.0, 1.15))
        _histogram(left, found)
        _bars(right, points)
        pictures.save(made, path)


def _title(found: Debrief) -> str:
    luck = found.luck
    words = f"Result {luck.result:.1f}: luck {signed(luck.result - luck.mean)}"
    rows = [f"decisions {signed(row.decisions.mean)} beside {row.strategy}" for row in found.references]
    return ", ".join([words, *rows])


def _histogram(axes: Any, found: Debrief) -> None:
    axes.hist(np.array(found.replays), bins=24, color=pictures.COLOURS[5], edgecolor=pictures.PAPER, linewidth=0.5)
    top = axes.get_ylim()[1]
    axes.set_ylim(0, top * 1.25)
    axes.axvline(found.luck.result, color=pictures.COLOURS[1], linewidth=2.0, label="the campaign")
    axes.axvline(found.luck.mean, color=pictures.COLOURS[0], linewidth=1.2, label="mean of the replays")
    for place, row in enumerate(found.references):
        axes.plot(
            row.mean,
            top * 1.03,
            pictures.marker(place + 2),
            color=pictures.INK,
            markersize=6,
            label=f"mean of {row.strategy}",
        )
    axes.set_title("The same orders under other luck")
    axes.set_xlabel("total")
    axes.set_ylabel("replays")
    axes.legend(loc="upper center", ncols=2, fontsize=7.5, bbox_to_anchor=(0.5, -0.16))


def _bars(axes: Any, points: list[TurningPoint]) -> None:
    pictures.bands(axes, max(len(points), 1))
    for row, point in enumerate(points):
        shade = pictures.COLOURS[2] if point.effect > 0 else pictures.COLOURS[1]
        axes.barh(row, point.effect, height=0.55, color=shade)
        if point.elsewhere is not None:
            e = point.elsewhere
            axes.plot([e.low, e.high], [row, row], color=pictures.INK, linewidth=1.2)
            axes.plot(e.mean, row, "D", color=pictures.INK, markersize=4)
    axes.axvline(0.0, color=pictures.INK, linewidth=0.8)
    axes.set_yticks(range(len(points)), [f"{point.quarter}  {_cut(point.text)}" for point in points], fontsize=7.5)
    axes.set_title("Orders on which it turned")
    axes.set_xlabel("points of the total")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
