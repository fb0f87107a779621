"""What may come: previews of orders, and what the others intend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from greatgame.indicators import cell_of
from greatgame.lab.intents import Intent, Intents
from greatgame.lab.measures import TOTAL
from greatgame.lab.preview import Chance, Effect, Preview, Spread
from greatgame.moves.catalogue import catalogue_of
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import when
from greatgame.text import Text, named, say
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.made import Said, alike, bound, difference, made, odds
from greatgame.views.names import actor, label, letter
from greatgame.views.orders import as_text
from greatgame.views.titles import UNITS, Unit, changed, title_of, unit_of

POINTS = Unit("points", 1.0, 2)
TENTH_LOW, TENTH_HIGH = "mean of the lowest tenth of the futures", "mean of the highest tenth of the futures"

CHANCES: Mapping[str, str] = MappingProxyType(
    {
        "admitted": "The order is carried out in {quarter}",
        "signed": "Memorandum stands at the end of {quarter}",
        "awarded": "Awarded to us at the end of {quarter}",
        "building": "Ours and under way at the end of {quarter}",
    }
)
"""What may come about -> its words, with the turn at whose end it is looked at."""

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
    """Means of the lowest and the highest tenth of the futures, at the horizon."""
    way: int
    """1 where the player would rather have what ``late`` prints, -1 where not, 0 where it prints no change."""


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
    brief: Text
    """The title without the project, for where that is said already."""
    odds: Figure
    without: Figure


@dataclass(frozen=True)
class PreviewView(Record):
    """What an order would do."""

    beside: Text | None
    """What an answer to an event is compared with, for without it the first answer counts; None for other orders."""
    anyway: bool
    """Whether the order is that first answer, which happens without it too."""
    delay: Said
    pipeline: Said | None
    effects: tuple[EffectRow, ...]
    minded: tuple[MindRow, ...]
    """Those who mind first."""
    chances: tuple[ChanceRow, ...]
    ahead: Figure
    """How often the total is higher with it, at the horizon; ``alike`` where it never differs."""
    horizon: Text
    """The turn at whose end the later figures are looked at."""
    method: Text


def previewed(scenario: IndexedScenario, preview: Preview) -> PreviewView:
    """A preview as it is shown."""
    effects = tuple(effect_row(scenario, effect, preview) for effect in preview.effects if effect.actor is None)
    minded = [
        MindRow(str(e.actor), actor(scenario, str(e.actor)), letter(scenario, str(e.actor)), row)
        for e, row in ((e, effect_row(scenario, e, preview)) for e in preview.reactions)
    ]
    quarters, horizon = scenario.dt * preview.horizon, when(preview.quarters[-1])
    title = say("Futures in which the total is higher with the order, at the end of {quarter}", quarter=horizon)
    beside, anyway = _silence(scenario, preview)
    return PreviewView(
        beside=beside,
        anyway=anyway,
        delay=_delay(scenario, preview, anyway),
        pipeline=_pipeline(scenario, preview),
        effects=effects,
        minded=tuple(sorted(minded, key=lambda row: row.row.way)),
        chances=tuple(_chance(scenario, chance, preview.quarters) for chance in preview.chances),
        ahead=alike(title, preview.futures) if preview.alike else odds(title, preview.ahead, ties=True),
        horizon=horizon,
        method=say(A_QUARTER_AHEAD if quarters == 1 else AHEAD, futures=preview.futures, quarters=quarters),
    )


AHEAD = "{futures} pairs of futures on the same luck, {quarters:g} quarters ahead, with the order and without."
A_QUARTER_AHEAD = "{futures} pairs of futures on the same luck, a quarter ahead, with the order and without."
"""How effects are found, the second in the last quarter of a campaign."""


def effect_row(scenario: IndexedScenario, effect: Effect, preview: Preview | None = None) -> EffectRow:
    """One moved figure as it is shown."""
    title, unit = titled(scenario, effect.path)
    low = bound(title, effect.late.low * unit.scale, changed(unit), say(TENTH_LOW))
    high = bound(title, effect.late.high * unit.scale, changed(unit), say(TENTH_HIGH))
    soon, late = (_spread(title, spread, unit) for spread in (effect.soon, effect.late))
    printed = round(late.value, unit.decimals)
    way = (printed > 0) - (printed < 0)
    bad = effect.path.split(".")[0] in (*DULL, "tension")
    return EffectRow(effect.path, title, soon, late, low, high, -way if bad else way)


def _spread(title: Text, spread: Spread, unit: Unit) -> Figure:
    words = say("Mean over the futures, at the end of this turn.")
    if spread.turn:
        words = say("Mean over the futures; turns after this one: {turn}.", turn=spread.turn)
    return difference(title, spread.with_orders * unit.scale, spread.without * unit.scale, unit, words)


def titled(scenario: IndexedScenario, path: str) -> tuple[Text, Unit]:
    """Title and unit of a figure that a forecast or a preview looks at; changes are small, so two decimals."""
    if path == TOTAL:
        return say("Total score"), POINTS
    name, cell = cell_of(scenario, f"score.{path}" if path in scenario.names.pillars.place else path)
    unit = unit_of(scenario, name, cell)
    return title_of(scenario, name, cell), Unit(unit.name, unit.scale, max(unit.decimals, 2))


def _silence(scenario: IndexedScenario, preview: Preview) -> tuple[Text | None, bool]:
    """What counts where an answer to an event is not given, and whether it is this very answer."""
    book = catalogue_of(scenario)
    for number in map(book.number, preview.orders):
        block, i = book.block(number)
        if block.role == "respond":
            event = scenario.file.event[scenario.names.events[block.event[i]]]
            first = next(iter(event.choices.values()))
            name = named(first.name, first.name_ja)
            if block.choice[i] == 0:
                return say("“{answer}” happens anyway: it counts if you give no answer.", answer=name), True
            return say("Compared with “{answer}”, which counts if you give no answer.", answer=name), False
    return None, False


def _delay(scenario: IndexedScenario, preview: Preview, anyway: bool) -> Said:
    if preview.delay is None and anyway:
        return Said(say("No figure clearly differs from giving no answer."))
    if preview.delay is None:
        within = scenario.dt * preview.horizon
        if within == 1:
            return Said(say("Nothing else moves within this quarter."))
        return Said(say("Nothing else moves within {quarters:g} quarters.", quarters=within))
    quarters = scenario.dt * preview.delay
    title = say("Quarters until the first effect")
    figure = made(title, quarters, UNITS["quarters"], (AccountLine(title, quarters),))
    if preview.delay == 0:
        return Said(say("The first effect shows at the end of this turn."), figure)
    if quarters == 1:
        return Said(say("The first effect shows a quarter later."), figure)
    return Said(say("The first effect shows {quarters:g} quarters later.", quarters=quarters), figure)


def _pipeline(scenario: IndexedScenario, preview: Preview) -> Said | None:
    if preview.pipeline is None:
        return None
    quarters = scenario.dt * preview.pipeline
    title = say("Quarters until the main effect comes through")
    figure = made(title, quarters, UNITS["quarters"], (AccountLine(say("delay of the scenario"), quarters),))
    if quarters == 1:
        return Said(say("The main effect comes through after a quarter."), figure)
    return Said(say("The main effect comes through after {quarters:g} quarters.", quarters=quarters), figure)


def _chance(scenario: IndexedScenario, chance: Chance, quarters: Sequence[str]) -> ChanceRow:
    """What may come about, and by when: an order at once, what it leads to at the horizon."""
    if chance.project is None:
        title = brief = say(CHANCES[chance.event], quarter=when(quarters[0]))
    else:
        brief = say(CHANCES[chance.event], quarter=when(quarters[-1]))
        title = say("{event}: {project}", event=brief, project=label(scenario, "projects", chance.project))
    return ChanceRow(title, brief, odds(title, chance.with_orders, chance.without), odds(title, chance.without))


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
