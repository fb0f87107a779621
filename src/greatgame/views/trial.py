"""A trial of a strategy: every pillar beside the other strategy's, and how the worlds came out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greatgame.lab.compare import AHEAD, ALIKE, BEHIND, Contrast
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Paired
from greatgame.lab.trial import Trial
from greatgame.records import Record
from greatgame.text import Text, say
from greatgame.views.debrief.common import PERCENT, POINTS, figure
from greatgame.views.debrief.luck import Bar, bars_of
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.names import PILLARS
from greatgame.views.titles import Unit

WORLDS = Unit("worlds", 1.0, 0)
VERDICTS = {AHEAD: "higher", BEHIND: "lower", ALIKE: "the same", "unclear": "cannot be told apart"}
"""Verdict of a comparison -> what is said of it."""


@dataclass(frozen=True)
class Measured(Record):
    """One figure of both strategies."""

    name: Text
    mine: Figure
    other: Figure
    difference: Figure
    low: float
    high: float
    """95 % interval of the difference."""
    won: Figure
    """Share of the worlds in which it is higher."""
    verdict: Text
    way: int
    """-1: lower, 0: not to be told, 1: higher."""


@dataclass(frozen=True)
class TrialView(Record):
    """The trial so far."""

    sentence: Text
    worlds: Figure
    total: Measured
    pillars: tuple[Measured, ...]
    bars: tuple[Bar, ...]
    """Worlds by how far the strategy is ahead."""
    method: Text


def shown(trial: Trial, mine: str, other: str) -> TrialView:
    """A trial of two as it is shown; ``mine`` and ``other`` are what the strategies are called."""
    pair = trial.comparison.pairs[0]
    means = {row.label: row.means for row in trial.comparison.standings}
    rows = {
        name: _measured(name, contrast, (means[pair.first][name], means[pair.second][name]), (mine, other))
        for name, contrast in pair.contrasts.items()
    }
    gaps = np.array(trial.totals[pair.first]) - np.array(trial.totals[pair.second])
    total = rows.pop(TOTAL)
    return TrialView(
        sentence=_sentence(total, mine, other),
        worlds=_worlds(trial),
        total=total,
        pillars=tuple(rows.values()),
        bars=bars_of(gaps, 0.0, "Worlds from {low:+.1f} to {high:+.1f} points"),
        method=say(
            "The same luck for both. A verdict holds only where zero lies outside an interval widened for all "
            "{count} comparisons.",
            count=trial.comparison.comparisons,
        ),
    )


def _sentence(total: Measured, mine: str, other: str) -> Text:
    if total.way > 0:
        return say("{first} ends higher than {second}.", first=mine, second=other)
    if total.way < 0:
        return say("{first} ends lower than {second}.", first=mine, second=other)
    return say("{first} and {second} cannot be told apart by their total.", first=mine, second=other)


def _measured(name: str, row: Contrast, means: tuple[float, float], names: tuple[str, str]) -> Measured:
    label = say("Total") if name == TOTAL else Text(PILLARS.get(name, name))
    titles = [say("{measure}: {strategy}", measure=label, strategy=who) for who in names]
    one, two = (_mean(title, value, row.difference.n) for title, value in zip(titles, means, strict=True))
    return Measured(
        name=label,
        mine=one,
        other=two,
        difference=_difference(label, row.difference, one, two),
        low=row.difference.low,
        high=row.difference.high,
        won=_won(label, row),
        verdict=Text(VERDICTS[row.verdict]),
        way={AHEAD: 1, BEHIND: -1}.get(row.verdict, 0),
    )


def _mean(title: Text, value: float, worlds: int) -> Figure:
    line = AccountLine(say("mean over {count} worlds", count=worlds), value)
    return figure(title, value, POINTS, lambda: [line], "", say("of 100 points"))


def _difference(label: Text, found: Paired, one: Figure, two: Figure) -> Figure:
    def lines() -> list[AccountLine]:
        return [
            AccountLine(one.title, one.value, mine=True, opens=one),
            AccountLine(say("less {strategy}", strategy=two.title), -two.value, opens=two),
        ]

    note = say(
        "Mean over {count} worlds, pair by pair; with 95 % confidence the true mean is {low:+.2f} to {high:+.2f}.",
        count=found.n,
        low=found.low,
        high=found.high,
    )
    return figure(say("Difference: {measure}", measure=label), one.value - two.value, POINTS, lines, note, signed=True)


def _won(label: Text, row: Contrast) -> Figure:
    share = 100.0 * row.won.share
    line = AccountLine(say("worlds in which it is higher, even ones as half"), share)
    note = say("Of {count} worlds.", count=row.won.n)
    title = say("Worlds won: {measure}", measure=label)
    return figure(title, share, PERCENT, lambda: [line], note, say("half is even"))


def _worlds(trial: Trial) -> Figure:
    line = AccountLine(say("worlds that both have played"), float(trial.done))
    return figure(say("Worlds played"), float(trial.done), WORLDS, lambda: [line])
