"""Forecasts as they are shown: the queue against a pinned plan in the same futures."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.lab.common import Mark
from greatgame.lab.forecast import AHEAD, Band, Forecast, Likelihood
from greatgame.lab.goals import FORM
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Paired
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import when
from greatgame.text import Text, say
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.made import FUTURES, PERCENT, Said, bound, count_of, difference, made, odds
from greatgame.views.orders import as_text
from greatgame.views.outlook import POINTS, titled
from greatgame.views.strategies import name_of
from greatgame.views.titles import Unit, changed

TWENTIETH_LOW, TWENTIETH_HIGH = "a twentieth of the futures lie below", "a twentieth of the futures lie above"
SIGNS = {">=": "≥", "<=": "≤"}


@dataclass(frozen=True)
class Plan(Record):
    """One figure under one plan: the bands to draw, and the numbers beside them, at the end."""

    band: Band
    """In the unit of the model."""
    median: Figure
    low: Figure
    high: Figure
    difference: Figure
    """Mean less the other plan's."""


@dataclass(frozen=True)
class Fan(Record):
    """One figure over the turns to come, under both plans."""

    path: str
    title: Text
    queue: Plan
    pinned: Plan
    scale: float
    """From the model's unit to the shown one."""
    goal: float | None
    """Value to be reached, in the shown unit."""
    clear: bool
    """Whether the difference can be told from nothing."""

    def plans(self, swapped: bool) -> tuple[Plan, Plan]:
        """The plan in front and the other one: the queue and what is pinned, or the other way round."""
        return (self.pinned, self.queue) if swapped else (self.queue, self.pinned)


@dataclass(frozen=True)
class GoalRow(Record):
    """How likely a goal is under both plans."""

    title: Text
    queue: Figure
    pinned: Figure
    low: Figure
    high: Figure
    """Interval of the queue's."""
    gained: Figure
    lost: Figure


@dataclass(frozen=True)
class MarkRow(Record):
    """Something that is found more often among some futures."""

    text: Text
    inside: Figure
    outside: Figure


@dataclass(frozen=True)
class ForecastView(Record):
    """A forecast as it is shown."""

    verdict: Said
    duel: Said
    """So many of so many identical futures."""
    fans: tuple[Fan, ...]
    """The total first, then pillars and the pledge."""
    goals: tuple[GoalRow, ...]
    worst: Said
    marks: tuple[MarkRow, ...]
    done: Figure
    """Futures played of those asked for."""
    share: float
    """How much of the work that is, 0 to 1."""
    complete: bool
    quarters: tuple[str, ...]
    same: bool
    """Whether both plans are the same."""
    after: Text
    """Who plays the seat in the turns to come."""


def forecast_view(scenario: IndexedScenario, found: Forecast) -> ForecastView:
    """A forecast as it is shown."""
    same = found.queue == found.pinned
    return ForecastView(
        verdict=_verdict(scenario, found, same),
        duel=duel(found),
        fans=tuple(_fan(scenario, found, path) for path in found.bands),
        goals=tuple(_goal(scenario, row) for row in found.goals if row.goal != AHEAD),
        worst=_worst(found),
        marks=tuple(_mark(mark, found) for mark in found.worst.marks),
        done=_done(found),
        share=found.futures / found.asked,
        complete=found.complete,
        quarters=found.quarters,
        same=same,
        after=_after(scenario, found),
    )


def duel(found: Forecast) -> Said:
    """By how much the queue is ahead of the pinned plan in the mean, where that is clear, and in how many futures."""
    lead, n = found.goals[0], found.futures
    total = found.differences[TOTAL]
    quarter = when(found.quarters[-1])
    ahead = say("Futures in which the queue is ahead, at the end of {quarter}", quarter=quarter)
    behind = say("Futures in which the queue is behind, at the end of {quarter}", quarter=quarter)
    if total.identical:
        return Said(say("Both plans come out alike."), count_of(ahead, 0.0, n))
    other, points = _other(found), abs(total.mean)
    clear = total.clear and round(points, 2) > 0.0
    if clear and total.mean < 0:
        words = say(WORSE, plan=other, points=points, count=lead.lost, n=n)
        return Said(words, count_of(behind, float(lead.lost), n))
    if clear:
        words = say(BETTER, plan=other, points=points, count=lead.gained, n=n)
    else:
        words = say(ALIKE, plan=other, count=lead.gained, n=n)
    return Said(words, count_of(ahead, float(lead.gained), n))


BETTER = "Better than {plan} by {points:.2f} points on average, and ahead in {count} of {n} futures."
WORSE = "Worse than {plan} by {points:.2f} points on average, and behind in {count} of {n} futures."
ALIKE = "No clear difference: ahead of {plan} in {count} of {n} futures."
"""What the mean says of the queue, and beside it the count: a clear mean may come of few futures."""


def _other(found: Forecast) -> Text:
    """What the queue is compared with."""
    return say("the pinned plan") if found.pinned else say("no order now")


def _after(scenario: IndexedScenario, found: Forecast) -> Text:
    """Who plays on once the orders in question are given."""
    usual = name_of(scenario, found.strategy)
    if len(found.quarters) < 2:
        return say("This is the last turn: only its orders are in question.")
    return say(
        "From {quarter} on the strategy “{strategy}” gives your orders, under both plans alike.",
        quarter=when(found.quarters[1]),
        strategy=usual,
    )


def _verdict(scenario: IndexedScenario, found: Forecast, same: bool) -> Said:
    total = found.differences[TOTAL]
    title = say("Total: queue less pinned plan, at the end of {quarter}", quarter=when(found.quarters[-1]))
    figure = _difference(title, found, TOTAL, POINTS)
    if same:
        middle, quarter = found.bands[TOTAL], found.quarters[-1]
        # The figure that heads the fan of the total.
        half = middle.q50[-1]
        figured = made(say("Median total"), half, POINTS, (AccountLine(say("median of the futures"), half),))
        sentence = (
            "If “{strategy}” plays on, half of the futures end with more than {points:.1f} in {quarter}."
            if len(found.quarters) > 1
            else "Half of the futures end with more than {points:.1f} in {quarter}."
        )
        words = say(sentence, strategy=name_of(scenario, found.strategy), points=half, quarter=when(quarter))
        return Said(words, figured)
    if total.identical:
        return Said(say("The queue makes no difference to the total."), figure)
    if not total.clear:
        return Said(
            say("The plans cannot be told apart yet: {points:+.2f} points of the total.", points=total.mean), figure
        )
    if total.mean > 0:
        return Said(say("The queue is worth more: {points:+.2f} points of the total.", points=total.mean), figure)
    words = say("The queue is worth less: {points:+.2f} points of the total.", points=total.mean)
    return Said(words, figure)


def _difference(title: Text, found: Forecast, path: str, unit: Unit) -> Figure:
    mine, other = found.bands[path].mean[-1] * unit.scale, found.pinned_bands[path].mean[-1] * unit.scale
    row: Paired = found.differences[path]
    note = say("95 % interval {low:+.2f} to {high:+.2f}.", low=row.low * unit.scale, high=row.high * unit.scale)
    return difference(title, mine, other, unit, note)


def _turned(title: Text, found: Forecast, path: str, unit: Unit) -> Figure:
    """The same difference as the pinned plan has it."""
    mine, other = found.pinned_bands[path].mean[-1] * unit.scale, found.bands[path].mean[-1] * unit.scale
    row: Paired = found.differences[path]
    note = say("95 % interval {low:+.2f} to {high:+.2f}.", low=-row.high * unit.scale, high=-row.low * unit.scale)
    lines = (
        AccountLine(say("mean under the pinned plan"), mine),
        AccountLine(say("less the mean under the queue"), -other),
    )
    return made(title, mine - other, changed(unit), lines, note, signed=True)


def _fan(scenario: IndexedScenario, found: Forecast, path: str) -> Fan:
    title, unit = titled(scenario, path)
    goal = next((row for row in found.goals if row.goal.split(" ")[0] == path), None)
    matched = FORM.fullmatch(goal.goal) if goal is not None else None
    return Fan(
        path=path,
        title=title,
        queue=_plan(title, unit, found.bands[path], _difference(title, found, path, unit)),
        pinned=_plan(title, unit, found.pinned_bands[path], _turned(title, found, path, unit)),
        scale=unit.scale,
        goal=float(matched[3]) if matched else None,
        clear=found.differences[path].clear_among(len(found.bands)),
    )


def _plan(title: Text, unit: Unit, band: Band, apart: Figure) -> Plan:
    shown = Unit(unit.name, unit.scale, 1 if unit.name == "points" else 2)
    ends = (
        (band.q50, say("half of the futures lie below")),
        (band.q05, say(TWENTIETH_LOW)),
        (band.q95, say(TWENTIETH_HIGH)),
    )
    median, low, high = (bound(title, values[-1] * unit.scale, shown, words, signed=False) for values, words in ends)
    return Plan(band, median, low, high, apart)


def _goal(scenario: IndexedScenario, row: Likelihood) -> GoalRow:
    matched = FORM.fullmatch(row.goal)
    assert matched is not None
    title = say(
        "{figure} {sign} {value:g}",
        figure=titled(scenario, matched[1])[0],
        sign=SIGNS.get(matched[2], matched[2]),
        value=float(matched[3]),
    )
    low, high = 100.0 * row.queue.low, 100.0 * row.queue.high
    return GoalRow(
        title=title,
        queue=odds(title, row.queue, row.pinned),
        pinned=odds(title, row.pinned),
        low=bound(title, low, PERCENT, say("lower end of the 95 % interval"), signed=False),
        high=bound(title, high, PERCENT, say("upper end of the 95 % interval"), signed=False),
        gained=count_of(say("Reached with the queue only: {goal}", goal=title), float(row.gained), row.queue.n),
        lost=count_of(say("Reached with the pinned plan only: {goal}", goal=title), float(row.lost), row.queue.n),
    )


def _worst(found: Forecast) -> Said:
    worst = found.worst
    title = say("Mean total of the worst tenth")
    lines = (AccountLine(say("mean of {n} futures", n=worst.futures), worst.mean),)
    figure = made(title, worst.mean, POINTS, lines)
    words = say(
        "The worst tenth ends at {mean:.1f} on the mean, the others at {others:.1f}.",
        mean=worst.mean,
        others=worst.mean_elsewhere,
    )
    return Said(words, figure)


def _mark(mark: Mark, found: Forecast) -> MarkRow:
    return mark_row(mark, found.worst.futures, found.futures)


def mark_row(mark: Mark, drawn: int, futures: int) -> MarkRow:
    """Something that some futures have more often than the others."""
    text = as_text(mark.text)
    shares = ((mark.inside, mark.share_inside, drawn), (mark.outside, mark.share_outside, futures - drawn))
    figures = [
        made(
            text,
            100.0 * share,
            PERCENT,
            (AccountLine(say("{count:g} of {n} futures", count=count, n=n), 100.0 * share),),
        )
        for count, share, n in shares
    ]
    return MarkRow(text, *figures)


def _done(found: Forecast) -> Figure:
    title = say("Pairs of futures played, of {asked}", asked=found.asked)
    return made(title, float(found.futures), FUTURES, (AccountLine(title, float(found.futures)),))
