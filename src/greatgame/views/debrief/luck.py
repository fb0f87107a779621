"""Card 4: luck and decisions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from greatgame.lab.afterwards import Afterwards
from greatgame.lab.debrief import Luck, Reference
from greatgame.records import Record
from greatgame.scenario.indexed import Floats
from greatgame.session import Session
from greatgame.text import Text, named, say
from greatgame.views.debrief.common import PERCENT, POINTS, figure, mean_note
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.names import PILLARS
from greatgame.views.titles import Unit

BARS = 24
"""Bars of the histogram."""
REPLAYS = Unit("replays", 1.0, 0)


@dataclass(frozen=True)
class Bar(Record):
    """Replays whose result lies in one span of points."""

    low: float
    high: float
    count: Figure
    holds_result: bool
    """Whether the campaign's own result lies here."""


@dataclass(frozen=True)
class Beside(Record):
    """A strategy beside the player's orders."""

    name: str
    mean: Figure
    decisions: Figure
    """What the player's orders are worth beside it, in ordinary luck."""
    own_luck: Figure
    """The same under the campaign's own luck."""


@dataclass(frozen=True)
class LuckCard(Record):
    """Where the result lies among replays of the same orders."""

    sentence: str
    result: Figure
    mean: Figure
    """What the orders bring in ordinary luck."""
    luck: Figure
    """What luck added or took."""
    beaten: Figure
    """Share of the replays behind the result."""
    bars: tuple[Bar, ...]
    beside: tuple[Beside, ...]
    refused: Figure
    """Share of the orders that could not be carried out in replays."""


def luck(session: Session, found: Afterwards) -> LuckCard | None:
    """The card as far as it is known; None before the first replays."""
    if found.luck is None or found.refusals is None:
        return None
    known = found.luck
    totals = np.array(found.replays)
    return LuckCard(
        sentence=_sentence(known),
        result=_result(known),
        mean=_mean(totals),
        luck=_luck(session, known),
        beaten=_beaten(totals, known.result),
        bars=bars_of(
            totals,
            known.result,
            "Replays from {low:.1f} to {high:.1f} points",
            [row.mean for row in found.references],
        ),
        beside=tuple(_beside(session, row, known) for row in found.references),
        refused=_refused(found),
    )


def _sentence(known: Luck) -> Text:
    if known.q05 <= known.result <= known.q95:
        return Text("The result is what these orders usually bring: luck was neither kind nor cruel.")
    if known.result > known.q95:
        return Text("Luck was kind: the same orders seldom end so well.")
    return Text("Luck was unkind: the same orders seldom end so low.")


def _result(known: Luck) -> Figure:
    def lines() -> list[AccountLine]:
        orders = AccountLine(say("what these orders bring in ordinary luck"), known.mean, mine=True)
        return [orders, AccountLine(say("luck of this campaign"), known.worth, chance=True)]

    return figure(say("Result of the campaign"), known.result, POINTS, lines)


def _mean(totals: Floats) -> Figure:
    count, value = len(totals), float(totals.mean())
    low, middle = math.floor(float(totals.min())), float(np.median(totals))

    def lines() -> list[AccountLine]:
        below, above = totals[totals <= middle], totals[totals > middle]
        rows = [AccountLine(say("the lower half of the replays, its part of the mean"), float(below.sum()) / count)]
        rows.append(AccountLine(say("the upper half of the replays, its part of the mean"), float(above.sum()) / count))
        return rows

    note = say(
        "Mean result of {count} replays of the same orders under other luck; the lowest is {low:.0f}.",
        count=count,
        low=low,
    )
    return figure(say("The same orders in ordinary luck"), value, POINTS, lines, note)


def _luck(session: Session, known: Luck) -> Figure:
    scenario = session.scenario
    weights = dict(zip(scenario.names.pillars, map(float, scenario.pillar_weights), strict=True))

    def lines() -> list[AccountLine]:
        rows = [
            AccountLine(Text(PILLARS[name]), weights[name] * points, chance=True)
            for name, points in known.pillars.items()
        ]
        return sorted(rows, key=lambda row: -abs(row.amount))

    note = say("This campaign less the mean of the replays, pillar by pillar at its weight.")
    return figure(say("Luck of this campaign"), known.worth, POINTS, lines, note, signed=True)


def _beaten(totals: Floats, result: float) -> Figure:
    less, equal = 100.0 * float((totals < result).mean()), 50.0 * float((totals == result).mean())

    def lines() -> list[AccountLine]:
        return [
            AccountLine(say("replays that end lower"), less, chance=True),
            AccountLine(say("half of those that end the same"), equal, chance=True),
        ]

    note = say("Of {count} replays of the same orders under other luck.", count=len(totals))
    return figure(say("Replays behind this result"), less + equal, PERCENT, lines, note, say("half is ordinary luck"))


def bars_of(totals: Floats, result: float, template: str, marks: Sequence[float] = ()) -> tuple[Bar, ...]:
    """A histogram of totals that has room for a result and other marks; ``template`` says what a bar counts."""
    low, high = min(float(totals.min()), result, *marks), max(float(totals.max()), result, *marks)
    edges = np.linspace(math.floor(low), math.ceil(high) + (math.floor(low) == math.ceil(high)), BARS + 1)
    counts, _ = np.histogram(totals, edges)
    bars = []
    for i, count in enumerate(counts):
        begin, end = float(edges[i]), float(edges[i + 1])
        words = say(template, low=begin, high=end)
        here = begin <= result < end or (i == BARS - 1 and result == end)
        bars.append(Bar(begin, end, _counted(words, float(count)), here))
    return tuple(bars)


def _counted(words: Text, count: float) -> Figure:
    line = AccountLine(words, count, chance=True)
    return figure(words, count, REPLAYS, lambda: [line])


def _beside(session: Session, row: Reference, known: Luck) -> Beside:
    spec = session.scenario.file.strategy.get(row.strategy)
    name = named(spec.name, spec.name_ja) if spec else Text(row.strategy)
    shown = _theirs(name, row)

    def decisions() -> list[AccountLine]:
        mine = AccountLine(say("your orders in ordinary luck"), row.decisions.mean + row.mean, mine=True)
        return [mine, AccountLine(say("less {strategy}", strategy=name), -row.mean, opens=shown)]

    def own() -> list[AccountLine]:
        mine = AccountLine(say("this campaign"), known.result, mine=True)
        return [mine, AccountLine(say("less {strategy}", strategy=name), row.own_luck - known.result)]

    note = mean_note(row.decisions)
    worth = say("Your orders beside {strategy}", strategy=name)
    same = say("Your orders beside {strategy}, under this luck", strategy=name)
    return Beside(
        name=name,
        mean=shown,
        decisions=figure(worth, row.decisions.mean, POINTS, decisions, note, signed=True),
        own_luck=figure(same, row.own_luck, POINTS, own, signed=True),
    )


def _theirs(name: Text, row: Reference) -> Figure:
    line = AccountLine(say("mean of its campaigns under the luck of the replays"), row.mean, chance=True)
    return figure(name, row.mean, POINTS, lambda: [line])


def _refused(found: Afterwards) -> Figure:
    assert found.refusals is not None
    share = 100.0 * found.refusals.share
    line = AccountLine(say("orders refused, mean over the replays"), share, chance=True)
    note = say("Orders written for one course of events may be impossible in another.")
    return figure(say("Orders that fall away under other luck"), share, PERCENT, lambda: [line], note)
