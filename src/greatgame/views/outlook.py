"""What may come: previews of orders, forecasts of the queue against a pinned plan, and what the others intend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from greatgame.indicators import cell_of
from greatgame.lab.common import Mark
from greatgame.lab.forecast import AHEAD, Band, Forecast, Likelihood
from greatgame.lab.goals import FORM
from greatgame.lab.intents import Intent, Intents
from greatgame.lab.measures import TOTAL
from greatgame.lab.preview import Chance, Effect, Preview, Spread
from greatgame.lab.statistics import Paired
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.text import Text, say
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.made import FUTURES, PERCENT, Said, bound, count_of, difference, made, odds
from greatgame.views.names import actor, label, letter
from greatgame.views.orders import as_text
from greatgame.views.titles import UNITS, Unit, title_of, unit_of

POINTS = Unit("points", 1.0, 2)
TENTH_LOW, TENTH_HIGH = "a tenth of the futures lie below", "a tenth of the futures lie above"
TWENTIETH_LOW, TWENTIETH_HIGH = "a twentieth of the futures lie below", "a twentieth of the futures lie above"
SIGNS = {">=": "≥", "<=": "≤"}

CHANCES: Mapping[str, str] = MappingProxyType(
    {
        "admitted": "The order is carried out",
        "signed": "Memorandum stands: {project}",
        "awarded": "Awarded to us: {project}",
        "building": "Ours and under way: {project}",
    }
)
"""What may come about -> its words."""

DULL = ("wariness", "grievance", "resentment")
"""Feelings of which more is worse."""


@dataclass(frozen=True)
class EffectRow(Record):
    """A figure that an order moves."""

    path: str
    title: Text
    soon: Figure
    """At the end of this turn."""
    late: Figure
    low: Figure
    high: Figure
    """A tenth of the futures lie beyond each, at the horizon."""
    worse: bool
    """Whether the player would rather not have it."""


@dataclass(frozen=True)
class MindRow(Record):
    """Somebody who minds, or is pleased."""

    actor: str
    name: Text
    letter: str
    row: EffectRow


@dataclass(frozen=True)
class ChanceRow(Record):
    """Something that comes about more or less often."""

    title: Text
    odds: Figure
    without: Figure


@dataclass(frozen=True)
class PreviewView(Record):
    """What an order would do."""

    delay: Said
    pipeline: Said | None
    effects: tuple[EffectRow, ...]
    minded: tuple[MindRow, ...]
    """Those who mind first."""
    chances: tuple[ChanceRow, ...]
    ahead: Figure
    """How often the total is higher with it."""
    method: Text


def previewed(scenario: IndexedScenario, preview: Preview) -> PreviewView:
    """A preview as it is shown."""
    effects = tuple(effect_row(scenario, effect, preview) for effect in preview.effects if effect.actor is None)
    minded = [
        MindRow(str(e.actor), actor(scenario, str(e.actor)), letter(scenario, str(e.actor)), row)
        for e, row in ((e, effect_row(scenario, e, preview)) for e in preview.reactions)
    ]
    quarters = scenario.dt * preview.horizon
    return PreviewView(
        delay=_delay(scenario, preview),
        pipeline=_pipeline(scenario, preview),
        effects=effects,
        minded=tuple(sorted(minded, key=lambda row: not row.row.worse)),
        chances=tuple(_chance(scenario, chance) for chance in preview.chances),
        ahead=odds(say("Futures in which the total is higher with the order"), preview.ahead, ties=True),
        method=say(
            "{futures} pairs of futures on the same luck, {quarters:g} quarters ahead, with the order and without.",
            futures=preview.futures,
            quarters=quarters,
        ),
    )


def effect_row(scenario: IndexedScenario, effect: Effect, preview: Preview | None = None) -> EffectRow:
    """One moved figure as it is shown."""
    title, unit = _named(scenario, effect.path)
    low = bound(title, effect.late.low * unit.scale, unit, say(TENTH_LOW))
    high = bound(title, effect.late.high * unit.scale, unit, say(TENTH_HIGH))
    soon, late = (_spread(title, spread, unit) for spread in (effect.soon, effect.late))
    falls = effect.path.split(".")[0] in (*DULL, "tension")
    return EffectRow(effect.path, title, soon, late, low, high, (effect.largest.mean > 0) == falls)


def _spread(title: Text, spread: Spread, unit: Unit) -> Figure:
    words = say("Mean over the futures, at the end of turn {turn} from now on.", turn=spread.turn + 1)
    return difference(title, spread.with_orders * unit.scale, spread.without * unit.scale, unit, words)


def _named(scenario: IndexedScenario, path: str) -> tuple[Text, Unit]:
    """Title and unit of a figure that a forecast or a preview looks at; changes are small, so two decimals."""
    if path == TOTAL:
        return say("Total score"), POINTS
    name, cell = cell_of(scenario, f"score.{path}" if path in scenario.names.pillars.place else path)
    unit = unit_of(scenario, name, cell)
    return title_of(scenario, name, cell), Unit(unit.name, unit.scale, max(unit.decimals, 2))


def _delay(scenario: IndexedScenario, preview: Preview) -> Said:
    if preview.delay is None:
        return Said(say("Nothing else moves within {quarters:g} quarters.", quarters=scenario.dt * preview.horizon))
    quarters = scenario.dt * preview.delay
    title = say("Quarters until the first effect")
    figure = made(title, quarters, UNITS["quarters"], (AccountLine(title, quarters),))
    if preview.delay == 0:
        return Said(say("The first effect shows at the end of this turn."), figure)
    return Said(say("The first effect shows {quarters:g} quarters later.", quarters=quarters), figure)


def _pipeline(scenario: IndexedScenario, preview: Preview) -> Said | None:
    if preview.pipeline is None:
        return None
    quarters = scenario.dt * preview.pipeline
    title = say("Quarters until the main effect comes through")
    figure = made(title, quarters, UNITS["quarters"], (AccountLine(say("delay of the scenario"), quarters),))
    return Said(say("The main effect comes through after {quarters:g} quarters.", quarters=quarters), figure)


def _chance(scenario: IndexedScenario, chance: Chance) -> ChanceRow:
    project = label(scenario, "projects", chance.project) if chance.project else Text("")
    title = say(CHANCES[chance.event], project=project) if chance.project else say(CHANCES[chance.event])
    return ChanceRow(title, odds(title, chance.with_orders, chance.without), odds(title, chance.without))


@dataclass(frozen=True)
class IntentRow(Record):
    """An order that somebody may give."""

    actor: str
    name: Text
    letter: str
    text: Text
    probability: Figure
    host: str | None
    project: str | None


def intended(scenario: IndexedScenario, intents: Intents) -> tuple[IntentRow, ...]:
    """What the others intend, the powers' first, each one's most likely first."""
    return tuple(_intent(scenario, intent) for intent in intents.intents)


def _intent(scenario: IndexedScenario, intent: Intent) -> IntentRow:
    name, text = actor(scenario, intent.actor), as_text(intent.text)
    title = say("Probability: {actor}, {order}", actor=name, order=text)
    return IntentRow(
        intent.actor,
        name,
        letter(scenario, intent.actor),
        text,
        odds(title, intent.probability),
        intent.host,
        intent.project,
    )


# Forecasts


@dataclass(frozen=True)
class Fan(Record):
    """One figure over the turns to come: bands to draw, and the numbers beside them."""

    path: str
    title: Text
    band: Band
    """Under the queue, in the unit of the model."""
    pinned: Band
    scale: float
    """From the model's unit to the shown one."""
    goal: float | None
    """Value to be reached, in the shown unit."""
    median: Figure
    low: Figure
    high: Figure
    difference: Figure
    clear: bool
    """Whether the difference can be told from nothing."""


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


def forecast_view(scenario: IndexedScenario, found: Forecast) -> ForecastView:
    """A forecast as it is shown."""
    same = found.queue == found.pinned
    return ForecastView(
        verdict=_verdict(found, same),
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
    )


def duel(found: Forecast) -> Said:
    """How often the queue is ahead of the pinned plan."""
    lead, n = found.goals[0], found.futures
    total = found.differences[TOTAL]
    title = say("Futures in which the better plan is ahead")
    if total.identical:
        return Said(say("Both plans come out alike."), count_of(title, 0.0, n))
    other = _other(found)
    if lead.gained >= lead.lost:
        words = say("The queue beats {plan} in {count} of {n} identical futures.", plan=other, count=lead.gained, n=n)
        return Said(words, count_of(title, float(lead.gained), n))
    words = say("The queue falls behind {plan} in {count} of {n} identical futures.", plan=other, count=lead.lost, n=n)
    return Said(words, count_of(title, float(lead.lost), n))


def _other(found: Forecast) -> Text:
    """What the queue is compared with."""
    return say("the pinned plan") if found.pinned else say("doing nothing")


def _verdict(found: Forecast, same: bool) -> Said:
    total = found.differences[TOTAL]
    title = say("Total: queue less pinned plan, at the end of {quarter}", quarter=found.quarters[-1])
    figure = _difference(title, found, TOTAL, POINTS)
    if same:
        middle, quarter = found.bands[TOTAL], found.quarters[-1]
        expected = made(
            say("Expected total"), middle.mean[-1], POINTS, (AccountLine(say("mean of the futures"), middle.mean[-1]),)
        )
        words = say("The total is expected at {points:.1f} in {quarter}.", points=middle.mean[-1], quarter=quarter)
        return Said(words, expected)
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


def _fan(scenario: IndexedScenario, found: Forecast, path: str) -> Fan:
    title, unit = _named(scenario, path)
    shown = Unit(unit.name, unit.scale, 1 if unit.name == "points" else 2)
    band = found.bands[path]
    goal = next((row for row in found.goals if row.goal.split(" ")[0] == path), None)
    matched = FORM.fullmatch(goal.goal) if goal is not None else None
    return Fan(
        path=path,
        title=title,
        band=band,
        pinned=found.pinned_bands[path],
        scale=unit.scale,
        goal=float(matched[3]) if matched else None,
        median=bound(title, band.q50[-1] * unit.scale, shown, say("half of the futures lie below"), signed=False),
        low=bound(title, band.q05[-1] * unit.scale, shown, say(TWENTIETH_LOW), signed=False),
        high=bound(title, band.q95[-1] * unit.scale, shown, say(TWENTIETH_HIGH), signed=False),
        difference=_difference(title, found, path, unit),
        clear=found.differences[path].clear_among(len(found.bands)),
    )


def _goal(scenario: IndexedScenario, row: Likelihood) -> GoalRow:
    matched = FORM.fullmatch(row.goal)
    assert matched is not None
    title = say(
        "{figure} {sign} {value:g}",
        figure=_named(scenario, matched[1])[0],
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
