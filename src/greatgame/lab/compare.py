"""Paired comparison of strategies on the same worlds, with a verdict only where the interval allows one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from greatgame import pictures
from greatgame.errors import GreatGameError
from greatgame.lab.contest import Contestant, Progress, campaigns, measures
from greatgame.lab.ensemble import Campaigns
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Paired, Share, half_width, paired, share_of
from greatgame.printing import counted, listed, percent, signed, table
from greatgame.scenario.indexed import Floats, IndexedScenario

ALIKE, UNCLEAR, AHEAD, BEHIND = "alike", "unclear", "ahead", "behind"
"""Verdicts on a figure: the same in every world, not to be told, higher, lower."""


@dataclass(frozen=True)
class Contrast:
    """One figure of two contestants compared world by world: first less second."""

    measure: str
    difference: Paired
    among: tuple[float, float]
    """The interval widened for everything that the study compares."""
    won: Share
    """Worlds in which the first is ahead, ties counted as half."""

    @property
    def verdict(self) -> str:
        """What may be said of the figure, however many are looked at."""
        if self.difference.identical:
            return ALIKE
        low, high = self.among
        return AHEAD if low > 0 else BEHIND if high < 0 else UNCLEAR

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.difference.as_dict(),
            "low_among_all": self.among[0],
            "high_among_all": self.among[1],
            "worlds_won": self.won.as_dict(),
            "verdict": self.verdict,
        }


@dataclass(frozen=True)
class Pair:
    """Two contestants compared on the total and every pillar."""

    first: str
    second: str
    contrasts: dict[str, Contrast]

    @property
    def total(self) -> Contrast:
        return self.contrasts[TOTAL]

    @property
    def winner(self) -> str | None:
        """Who is ahead on the total, where that can be told."""
        return {AHEAD: self.first, BEHIND: self.second}.get(self.total.verdict)

    def pillars(self, verdict: str) -> list[str]:
        """Pillars with a verdict."""
        return [name for name, row in self.contrasts.items() if name != TOTAL and row.verdict == verdict]

    def sentence(self) -> str:
        """The comparison in words."""
        total = self.total
        if all(row.verdict == ALIKE for row in self.contrasts.values()):
            return f"{self.first} and {self.second} are alike: not one score differs in {total.difference.n} worlds."
        interval = f"95 % interval {signed(total.difference.low, 2)} to {signed(total.difference.high, 2)}"
        if self.winner is None:
            told = f"{self.first} and {self.second} cannot be told apart on the total"
            return f"{told}: {signed(total.difference.mean, 2)} points, {interval}.{self._where()}"
        loser = self.second if self.winner == self.first else self.first
        won = total.won.share if self.winner == self.first else 1.0 - total.won.share
        gain = signed(total.difference.mean, 2)
        side = "" if self.winner == self.first else f" ({self.first} less {self.second})"
        return (
            f"{self.winner} beats {loser}: total {gain} points{side}, {interval}, "
            f"ahead in {percent(won)} of {counted(total.difference.n, 'world')}.{self._where()}"
        )

    def _where(self) -> str:
        parts = [
            f"{words} {listed(found)}"
            for words, found in (("higher on", self.pillars(AHEAD)), ("lower on", self.pillars(BEHIND)))
            if found
        ]
        return f" {self.first} is {listed(parts)}." if parts else ""

    def as_dict(self) -> dict[str, Any]:
        rows = {name: row.as_dict() for name, row in self.contrasts.items()}
        return {"first": self.first, "second": self.second, "winner": self.winner, "measures": rows}


@dataclass(frozen=True)
class Standing:
    """One contestant's own figures: mean and half of its 95 % interval, by measure."""

    label: str
    means: dict[str, float]
    errors: dict[str, float]


@dataclass(frozen=True)
class Comparison:
    """Contestants on the same worlds, two by two."""

    scenario: str
    hash: str
    temper: str
    seeds: int
    contestants: tuple[Contestant, ...]
    standings: tuple[Standing, ...]
    """Best mean total first."""
    pairs: tuple[Pair, ...]
    comparisons: int
    """How many differences are judged together."""

    @property
    def best(self) -> str | None:
        """Who is ahead of every other on the total, where that can be told."""
        for contestant in self.contestants:
            duels = [pair for pair in self.pairs if contestant.label in (pair.first, pair.second)]
            if all(pair.winner == contestant.label for pair in duels):
                return contestant.label
        return None

    @property
    def answer(self) -> str:
        """The finding in a sentence or two."""
        if len(self.pairs) == 1:
            return self.pairs[0].sentence()
        if self.best is not None:
            return f"{self.best} beats every other on the total over {counted(self.seeds, 'world')}."
        leader = self.standings[0].label
        level = [
            pair.second if pair.first == leader else pair.first
            for pair in self.pairs
            if leader in (pair.first, pair.second) and pair.winner is None
        ]
        behind = "cannot be told from it" if level else "are behind it in part"
        return f"No single best: {leader} has the highest mean total, and {listed(level) or 'others'} {behind}."

    def as_dict(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "hash": self.hash,
            "temper": self.temper,
            "seeds": self.seeds,
            "contestants": [row.as_dict() for row in self.contestants],
            "answer": self.answer,
            "best": self.best,
            "comparisons": self.comparisons,
            "standings": [
                {"label": row.label, "means": row.means, "half_widths": row.errors} for row in self.standings
            ],
            "pairs": [pair.as_dict() for pair in self.pairs],
        }

    def render(self) -> RenderableType:
        parts: list[RenderableType] = [Text(self.answer, style="bold"), ""]
        if len(self.pairs) == 1:
            parts.append(_pair_table(self.pairs[0]))
        else:
            parts += [self._standings_table(), "", *self._pillar_tables()]
        return Group(*parts, "", Text(self._method(), style="dim"))

    def _standings_table(self) -> RenderableType:
        columns = list(self.standings[0].means)
        made = table("mean score", *(f">{name}" for name in columns))
        for row in self.standings:
            made.add_row(row.label, *(f"{row.means[name]:.1f} ±{row.errors[name]:.1f}" for name in columns))
        return made

    def _pillar_tables(self) -> list[RenderableType]:
        names = list(self.pairs[0].contrasts)
        made = table("difference", *(f">{name}" for name in names), ">worlds won")
        for pair in self.pairs:
            cells = [_marked(pair.contrasts[name]) for name in names]
            made.add_row(f"{pair.first} − {pair.second}", *cells, percent(pair.total.won.share))
        return [made]

    def _method(self) -> str:
        return (
            f"{self.scenario}, rivals {self.temper}, {counted(self.seeds, 'world')}, the same luck for all. Intervals "
            f"are 95 % each; a verdict (* in tables of many) holds only where zero lies outside the interval widened "
            f"for all {self.comparisons} comparisons."
        )


def _marked(row: Contrast) -> Text:
    words = signed(row.difference.mean)
    if row.verdict in (AHEAD, BEHIND):
        return Text(f"{words}*", style="green" if row.verdict == AHEAD else "red")
    return Text(f"{words} ", style="dim")


VERDICTS = {ALIKE: "alike", UNCLEAR: "cannot be told", AHEAD: "{first} higher", BEHIND: "{second} higher"}


def _pair_table(pair: Pair) -> RenderableType:
    made = table(f"{pair.first} less {pair.second}", ">points", ">95 % interval", ">worlds won", ">effect", "verdict")
    for name, row in pair.contrasts.items():
        d = row.difference
        verdict = VERDICTS[row.verdict].format(first=pair.first, second=pair.second)
        interval = f"{signed(d.low, 2)} to {signed(d.high, 2)}"
        won = percent(row.won.share)
        made.add_row(name, signed(d.mean, 2), interval, won, signed(d.effect, 2), verdict)
    return made


def run(
    scenario: IndexedScenario,
    contestants: Sequence[Contestant],
    seeds: Sequence[int] = range(200),
    temper: str = "as-published",
    progress: Progress | None = None,
) -> Comparison:
    """Play every contestant on the same seeds and compare them two by two.

    Raises:
        GreatGameError: for fewer than two contestants or seeds, or a strategy that cannot be played.
    """
    if len(contestants) < 2:
        raise GreatGameError("a comparison takes two strategies or more: name the others")
    if len(seeds) < 2:
        raise GreatGameError("an interval takes 2 worlds or more: ask for more seeds")
    played = campaigns(scenario, contestants, seeds, progress)
    return compared(scenario, contestants, played, temper)


def compared(
    scenario: IndexedScenario, contestants: Sequence[Contestant], played: dict[str, Campaigns], temper: str
) -> Comparison:
    """The comparison of campaigns that have been played, by label, on the same seeds."""
    figures = {label: dict(measures(scenario, found)) for label, found in played.items()}
    duels = list(combinations([contestant.label for contestant in contestants], 2))
    count = len(duels) * (1 + len(scenario.names.pillars))
    standings = [_standing(label, figures[label]) for label in figures]
    return Comparison(
        scenario=scenario.id,
        hash=scenario.hash,
        temper=temper,
        seeds=len(next(iter(played.values())).seeds),
        contestants=tuple(contestants),
        standings=tuple(sorted(standings, key=lambda row: -row.means[TOTAL])),
        pairs=tuple(Pair(a, b, contrasts(figures[a], figures[b], count)) for a, b in duels),
        comparisons=count,
    )


def contrasts(first: dict[str, Floats], second: dict[str, Floats], comparisons: int) -> dict[str, Contrast]:
    """Every figure ``[world]`` of two contestants compared, by name; ``comparisons`` are judged together."""
    found = {}
    for name, mine in first.items():
        difference = paired(mine, second[name])
        gap = mine - second[name]
        won = share_of(float(np.count_nonzero(gap > 0) + 0.5 * np.count_nonzero(gap == 0)), len(gap))
        found[name] = Contrast(name, difference, difference.among(comparisons), won)
    return found


def _standing(label: str, figures: dict[str, Floats]) -> Standing:
    means = {name: float(values.mean()) for name, values in figures.items()}
    return Standing(label, means, {name: half_width(values) for name, values in figures.items()})


def draw(found: Comparison, path: Path) -> None:
    """A picture of all differences: every other contestant against the first, with intervals."""
    leader = found.contestants[0].label
    pairs = [pair for pair in found.pairs if pair.first == leader]
    names = list(pairs[0].contrasts)
    title = f"{leader} less {pairs[0].second}" if len(pairs) == 1 else f"{leader} against the others"
    aside = (
        f"{found.scenario} ({found.hash}), rivals {found.temper}, {found.seeds} paired worlds.\n"
        f"Bars are 95 % intervals; a marker is filled where the verdict holds for all {found.comparisons} comparisons."
    )
    with pictures.look():
        height = 1.5 + 0.28 * len(names) * max(1.0, 0.5 * len(pairs))
        made = pictures.figure(7.8, height, title, aside)
        axes = made.subplots()
        pictures.bands(axes, len(names))
        for place, pair in enumerate(pairs):
            offset = (place - (len(pairs) - 1) / 2.0) * 0.76 / len(pairs)
            _draw_pair(axes, pair, place, offset)
        if len(pairs) == 1:
            _draw_figures(axes, pairs[0])
        axes.axvline(0.0, color=pictures.INK, linewidth=0.8)
        axes.set_yticks(range(len(names)), names)
        axes.get_yticklabels()[0].set_fontweight("bold")
        axes.set_xlabel(f"points, {leader} less the other")
        if len(pairs) > 1:
            axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
        pictures.save(made, path)


def _draw_figures(axes: Any, pair: Pair) -> None:
    """Differences and shares in figures, right of the plot."""
    columns = ((1.02, "points"), (1.13, "worlds won"))
    place = axes.get_yaxis_transform()
    for at, words in columns:
        axes.text(at, -0.75, words, transform=place, color=pictures.FADED, fontsize=8)
    for row, contrast in enumerate(pair.contrasts.values()):
        cells = (signed(contrast.difference.mean, 2), percent(contrast.won.share))
        for (at, _), words in zip(columns, cells, strict=True):
            axes.text(at, row, words, transform=place, va="center", fontsize=8.5)


def _draw_pair(axes: Any, pair: Pair, place: int, offset: float) -> None:
    shade, shape = pictures.colour(place), pictures.marker(place)
    for row, contrast in enumerate(pair.contrasts.values()):
        d = contrast.difference
        firm = contrast.verdict in (AHEAD, BEHIND)
        axes.plot([d.low, d.high], [row + offset] * 2, color=shade, linewidth=1.6, solid_capstyle="butt")
        axes.plot(
            d.mean,
            row + offset,
            shape,
            color=shade,
            markerfacecolor=shade if firm else pictures.PAPER,
            markersize=6,
            label=f"less {pair.second}" if row == 0 else None,
        )
