"""A forecast as people read it: the answer in words, tables, and a picture of the bands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from greatgame import pictures
from greatgame.indicators import POINTS, unit_of
from greatgame.lab.common import Worst
from greatgame.lab.forecast import AHEAD, Band, Forecast, Likelihood
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Paired
from greatgame.printing import Heading, Picture, bulleted, counted, listed, percent, signed, table
from greatgame.scenario.naming import when
from greatgame.text import Text as Words
from greatgame.text import say

COLUMNS = 4
"""Panels side by side."""
NOTHING = "no order"
SHARE = "share"
"""Unit of figures from 0 to 1, which need more places than points do."""
FEW_ORDERS = 3
NOTABLE = 0.5
"""Points by which a pillar has to lie lower in the worst tenth to be named."""


def answer(found: Forecast) -> Words:
    """What the forecast says of the queue against the pinned plan, in a sentence or two."""
    total, quarter, last = found.differences[TOTAL], when(found.quarter), when(found.quarters[-1])
    first, second = plan_in_words(found.queue, found.strategy), plan_in_words(found.pinned, found.strategy)
    if found.queue == found.pinned:
        middle = found.bands[TOTAL]
        return say(
            "With {plan} in {quarter} the total is expected at {mean:.1f} at the end of {last}, "
            "in nine futures of ten between {low:.1f} and {high:.1f}.",
            plan=first,
            quarter=quarter,
            last=last,
            mean=middle.mean[-1],
            low=middle.q05[-1],
            high=middle.q95[-1],
        )
    plans = {"first": first.capital, "second": second, "quarter": quarter, "last": last}
    if total.identical:
        return say(
            "{first} in {quarter} makes no difference to the total beside {second}, at the end of {last}.", **plans
        )
    told = {
        "change": signed(total.mean, 2),
        "low": signed(total.low, 2),
        "high": signed(total.high, 2),
        "share": percent(found.goals[0].queue.share),
        "futures": counted(found.futures, "future"),
    }
    return say(f"{_verdict(total)}: {MEASURED}", **plans, **told)


MEASURED = "total {change} points at the end of {last}, 95 % interval {low} to {high}, ahead in {share} of {futures}."


def _verdict(total: Paired) -> str:
    if not total.clear:
        return "{first} in {quarter} cannot be told from {second}"
    return f"{{first}} in {{quarter}} is worth {'more' if total.mean > 0 else 'less'} than {{second}}"


def plan_in_words(orders: Sequence[str] | None, strategy: str) -> Words:
    """A plan for this turn in a few words."""
    if orders is None:
        return say("what {strategy} orders", strategy=strategy)
    if not orders:
        return Words(NOTHING)
    if len(orders) <= FEW_ORDERS:
        return listed(orders)
    return say("the queue of {orders}", orders=counted(len(orders), "order"))


def render(found: Forecast) -> RenderableType:
    """The forecast for a terminal."""
    parts: list[RenderableType] = [Text(answer(found), style="bold")]
    if found.queue and len(found.queue) > FEW_ORDERS:
        parts += [Heading("The queue"), bulleted(found.queue)]
    parts += [Heading("Goals", f"at the end of {found.quarters[-1]}"), _goals(found)]
    parts += [Heading("What may come", "under the queue"), _bands(found)]
    parts += [Heading("The worst tenth", _worst_aside(found.worst)), *_worst(found)]
    stopped = "" if found.complete else f" Stopped after {found.futures} of {found.asked}."
    method = (
        f"{found.scenario}, {counted(found.futures, 'pair')} of futures on the same luck, seed {found.seed}"
        f"{_afterwards(found)}. Probabilities with 95 % intervals.{stopped}"
    )
    return Group(*parts, "", Text(method, style="dim"))


def _afterwards(found: Forecast) -> str:
    """Who plays the seat after the turn in question, where there is a turn after it."""
    return f"; after {found.quarter} the seat is played by {found.strategy}" if len(found.quarters) > 1 else ""


def _with_unit(name: str) -> str:
    unit = unit_of(name)
    return name if unit == POINTS else f"{name}, {unit}"


def _goals(found: Forecast) -> RenderableType:
    pinned = plan_in_words(found.pinned, found.strategy)
    made = table("goal", ">probability", ">95 % interval", f">with {_shortened(pinned)}", ">futures gained", ">lost")
    for row in found.goals:
        q = row.queue
        made.add_row(
            row.goal,
            percent(q.share),
            f"{percent(q.low)} to {percent(q.high)}",
            percent(row.pinned.share),
            str(row.gained),
            str(row.lost),
        )
    return made


def _shortened(words: str) -> str:
    return words if len(words) <= 24 else "the pinned plan"


def _bands(found: Forecast) -> RenderableType:
    made = table("figure", "median", ">5 %", ">25 %", ">50 %", ">75 %", ">95 %", ">pinned 50 %", ">difference")
    for name, band in found.bands.items():
        difference = found.differences[name]
        unit = unit_of(name)
        cells = (_figure(row[-1], unit) for row in (band.q05, band.q25, band.q50, band.q75, band.q95))
        words = signed(difference.mean, _digits(difference.mean, unit))
        told = Text(words, style="bold" if difference.clear_among(len(found.bands)) else "dim")
        line = Picture.of_course(band.q50, _least(name, band, 20.0, 0.1), 12)
        made.add_row(_with_unit(name), line, *cells, _figure(found.pinned_bands[name].q50[-1], unit), told)
    return made


def _least(name: str, band: Band, points: float, part: float) -> float:
    """The least height to draw a figure over: so many points, or such a part of the highest of any other figure."""
    return points if unit_of(name) == POINTS else part * max(abs(value) for value in (*band.q05, *band.q95))


def _digits(value: float, unit: str) -> int:
    if unit == SHARE:
        return 3
    return 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0


def _figure(value: float, unit: str) -> str:
    if unit == SHARE and math.isfinite(value):
        return f"{value:.3f}"
    if value == 0.0 or not math.isfinite(value):
        return f"{value:.1f}"
    digits = 1 if abs(value) >= 10 else 2
    return f"{value:,.{0 if abs(value) >= 1000 else digits}f}"


def _worst_aside(worst: Worst) -> str:
    return f"{counted(worst.futures, 'future')} with a total of {worst.below:.1f} or less"


def _worst(found: Forecast) -> list[RenderableType]:
    worst = found.worst
    lower = [f"{name} {signed(points)}" for name, points in worst.pillars.items() if points <= -NOTABLE][:3]
    where = f" Lower than elsewhere: {listed(lower)} points." if lower else ""
    mean = f"Their mean total is {worst.mean:.1f}, elsewhere {worst.mean_elsewhere:.1f}.{where}"
    if not worst.marks:
        if not worst.looked_at:
            return [Text(mean), Text("They are too few to ask what they have in common.")]
        tested = f"{worst.looked_at} events, orders and figures"
        return [Text(mean), Text(f"Nothing of {tested} is found there clearly more often than elsewhere.")]
    made = table("*found there more often", ">worst tenth", ">elsewhere", ">by chance")
    others = found.futures - worst.futures
    for mark in worst.marks:
        inside = f"{mark.inside} of {worst.futures} ({percent(mark.share_inside)})"
        outside = f"{mark.outside} of {others} ({percent(mark.share_outside)})"
        made.add_row(mark.text, inside, outside, _chance(mark.probability))
    note = f"Chance is raised for all {worst.looked_at} that were looked at; what goes together need not be the cause."
    return [Text(mean), "", made, Text(note, style="dim")]


def _chance(probability: float) -> str:
    return "<0.001" if probability < 0.001 else f"{probability:.3f}"


def draw(found: Forecast, path: Path) -> None:
    """A panel for every figure: the bands under the queue, the median of the pinned plan."""
    names = list(found.bands)
    rows = math.ceil(len(names) / COLUMNS)
    aside = (
        f"{found.scenario} ({found.hash}), seed {found.seed}, {found.futures} pairs of futures{_afterwards(found)}.\n"
        f"Scores in points. Dark band 25 to 75 %, light band 5 to 95 %, line: median. Dashed: median with "
        f"{plan_in_words(found.pinned, found.strategy)}."
    )
    goals = {row.goal.split(" ")[0]: row for row in reversed(found.goals) if row.goal != AHEAD}
    with pictures.look():
        made = pictures.figure(10.4, 0.9 + 1.75 * rows, answer(found), aside)
        panels = made.subplots(rows, COLUMNS, squeeze=False, sharex=True).reshape(-1)
        for panel, name in zip(panels, names, strict=False):
            _panel(panel, found, name, goals.get(name))
        for panel in panels[len(names) :]:
            panel.set_visible(False)
        pictures.save(made, path)


def _panel(axes: Any, found: Forecast, name: str, goal: Likelihood | None) -> None:
    band, turns = found.bands[name], range(len(found.quarters))
    shade = pictures.COLOURS[0 if name == TOTAL else 2]
    # A single turn is drawn as wide as a turn is, since a line needs two points.
    single = len(turns) == 1
    at = (-0.5, 0.5) if single else turns
    q05, q25, q50, q75, q95, pinned = (
        row * 2 if single else row
        for row in (band.q05, band.q25, band.q50, band.q75, band.q95, found.pinned_bands[name].q50)
    )
    axes.fill_between(at, q05, q95, color=shade, alpha=0.18, linewidth=0)
    axes.fill_between(at, q25, q75, color=shade, alpha=0.35, linewidth=0)
    axes.plot(at, q50, color=shade, linewidth=1.6)
    if found.queue != found.pinned:
        axes.plot(at, pinned, color=pictures.INK, linewidth=1.0, linestyle=(0, (3, 2)))
    axes.set_title(_with_unit(name) if goal is None else f"{goal.goal}: {percent(goal.queue.share)}")
    axes.grid(axis="y")
    _room(axes, name, band)
    step = max(1, math.ceil(len(turns) / 4))
    axes.set_xticks(list(turns)[::step], found.quarters[::step], fontsize=7.5)


def _room(axes: Any, name: str, band: Band) -> None:
    """Give scores at least ten points of height, so that noise does not look like news."""
    low, high = min(band.q05), max(band.q95)
    least = _least(name, band, 10.0, 0.05)
    if high - low < least:
        middle = (low + high) / 2.0
        axes.set_ylim(middle - least / 2.0, middle + least / 2.0)
