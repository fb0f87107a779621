"""Events of the open turn with the answers that can be given, and what each answer does."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from greatgame.errors import GreatGameError
from greatgame.records import EventRecord, Record
from greatgame.scenario.schema_moves import Effect
from greatgame.session import Session
from greatgame.text import Text, named, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import actor, label
from greatgame.views.orders import OrderBook, Price
from greatgame.views.origins import origin
from greatgame.views.readings import Readings
from greatgame.views.resolve import keys_of
from greatgame.views.titles import change_by, printed


@dataclass(frozen=True)
class ChoiceCard(Record):
    """One answer: the order that gives it, and what it changes at once."""

    id: str
    name: Text
    order: str | None
    """None where it is another government's to give."""
    effects: tuple[Figure, ...]
    """Changes, with their sign in the text."""
    queued: bool
    price: Price | None = None
    """What it takes, where it is the player's to give and takes anything."""


@dataclass(frozen=True)
class EventCard(Record):
    """Something that happened in the open turn."""

    id: str
    name: Text
    text: Text
    actor: str | None
    actor_name: Text | None
    """The government that has a choice."""
    mine: bool
    """Whether the choice waits for the player: where a strategy plays the seat, that makes it."""
    effects: tuple[Figure, ...]
    """What it has changed already."""
    choices: tuple[ChoiceCard, ...]
    places: tuple[str, ...]
    """Keys of what it strikes on the map."""


def event_cards(readings: Readings) -> tuple[EventCard, ...]:
    """Events of the open turn; those that wait for the player first."""
    cards = [_card(readings, event) for event in readings.session.events]
    return tuple(sorted(cards, key=lambda card: not card.mine))


def event_card(readings: Readings, name: str) -> EventCard | None:
    """One event of the open turn, if it happened."""
    return next((card for card in event_cards(readings) if card.id == name), None)


def waiting(session: Session, event: EventRecord) -> bool:
    """Whether an event of the open turn has a choice that somebody at this table is to make for the player."""
    return event.actor == session.player and bool(event.choices) and session.strategy is None


def _card(readings: Readings, event: EventRecord) -> EventCard:
    s = readings.scenario
    spec = s.file.event[event.id]
    queued = {order.order for order in readings.session.queue}
    mine = waiting(readings.session, event)
    book = OrderBook(readings.session)
    choices = tuple(
        ChoiceCard(
            id=choice.id,
            name=named(spec.choices[choice.id].name, spec.choices[choice.id].name_ja),
            order=choice.order if mine else None,
            effects=_changes(readings, f"event.{event.id}.choices.{choice.id}", spec.choices[choice.id].effects),
            queued=choice.order in queued,
            price=book.price(choice.order, 1) if mine and choice.order else None,
        )
        for choice in event.choices
    )
    return EventCard(
        id=event.id,
        name=label(s, "events", event.id),
        text=named(spec.text, spec.text_ja),
        actor=event.actor,
        actor_name=None if event.actor is None else actor(s, event.actor),
        mine=mine,
        effects=_changes(readings, f"event.{event.id}", spec.effects),
        choices=choices,
        places=_places(readings, event),
    )


def _places(readings: Readings, event: EventRecord) -> tuple[str, ...]:
    """What an event strikes: whatever its effects name, and whose choice it is."""
    parts = [part for effect in readings.scenario.file.event[event.id].effects for part in effect.variable.split(".")]
    return keys_of(readings, [*parts, event.actor or ""])


def _changes(readings: Readings, place: str, effects: list[Effect]) -> tuple[Figure, ...]:
    return tuple(_change(readings, f"{place}.effects.{i}.change", effect) for i, effect in enumerate(effects))


def _change(readings: Readings, place: str, effect: Effect) -> Figure:
    """What an event or an answer does to a figure of the state; its account is what the scenario says of it."""
    s = readings.scenario
    title, value, unit = change_by(s, effect)
    opens: Figure | None = None
    with suppress(GreatGameError):  # A pattern that means several figures opens none of them.
        opens = readings.of_state(effect.variable)
    note = say("Set by the scenario.")
    line = AccountLine(say("change at once"), value, chance=".choices." not in place, opens=opens)
    row = readings.rows.get(place)
    sources = () if row is None else (origin(s, row),)
    account = Account(title, Text(unit.name), value, (line,), note, sources)
    return Figure(title, value, Text(unit.name), printed(value, unit, signed=True), lambda: account, "", None, None)
