"""What happened in a turn, told as a sequence: chance, rivals, hosts, you, markets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from greatgame.moves.catalogue import Block
from greatgame.records import OrderRecord, Record, TurnRecord
from greatgame.scenario.naming import when
from greatgame.text import Text, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import actor, cause_text, label, letter
from greatgame.views.readings import Readings
from greatgame.views.titles import changed, printed, title_of, unit_of
from greatgame.world.variables import BY_NAME, shape

CHANCE, RIVALS, HOSTS, YOU, MARKETS = "chance", "rivals", "hosts", "you", "markets"

PHASES: Mapping[str, str] = MappingProxyType(
    {CHANCE: "Chance", RIVALS: "The other powers", HOSTS: "The hosts", YOU: "Your orders", MARKETS: "Markets"}
)
"""Part of the sequence -> what it is called, in causal order."""

MOST: Mapping[str, int] = MappingProxyType({CHANCE: 3, RIVALS: 4, HOSTS: 4, YOU: 6, MARKETS: 3})
"""Most beats of each part; the rest is counted, but none of the player's own that was refused."""

LEAST = 0.002
"""Share of a figure's scale below which a change is no news."""
SCALES: Mapping[str, float] = MappingProxyType(
    {
        "points": 100.0,
        "share": 1.0,
        "USD mn": 20000.0,
        "JPY bn": 1000.0,
        "rung": 4.0,
        "%/yr": 20.0,
        "%-points/yr": 20.0,
        "Mt/yr": 20.0,
    }
)
"""Unit, of the model or shown, -> what counts as a large amount of it, to tell which of an order's effects to show."""
QUIET = frozenset(
    {
        "purse",
        "rest",
        "pending",
        "age",
        "sponsor",
        "backer",
        "close_price",
        "capital",
        "studied",
        "solicited",
        "support",
    }
)
"""Variables that are bookkeeping to a reader."""


@dataclass(frozen=True)
class Beat(Record):
    """One thing that happened."""

    phase: str
    actor: str | None
    actor_name: Text
    letter: str
    """Of a government; empty where none is behind it."""
    text: Text
    places: tuple[str, ...]
    """Keys of what it is about on the map: ``host:ID``, ``project:ID``, ``leg:ID``."""
    effect: Figure | None
    """The largest change that came of it."""
    refused: bool
    answers_you: bool
    """Whether it stands against something of the player's."""
    order: str = ""
    """The order behind it; empty where there is none."""


@dataclass(frozen=True)
class Resolution(Record):
    """The sequence of a turn."""

    quarter: str
    beats: tuple[Beat, ...]
    more: Mapping[str, int]
    """How many beats of each part are not shown."""
    answered: tuple[Beat, ...]
    """What stood against the player, shown or not."""


def resolution(readings: Readings, turn: int | None = None) -> Resolution | None:
    """The sequence of a finished turn, the last by default; None before the first is over."""
    session = readings.session
    if not session.history:
        return None
    record = session.history[-1 if turn is None else turn]
    effects = _effects(readings, record.turn)
    beats: dict[str, list[Beat]] = {phase: [] for phase in PHASES}
    beats[CHANCE] = [_event(readings, record, place) for place in range(len(record.events))]
    for order in record.orders:
        beat = _order(readings, order, effects)
        beats[beat.phase].append(beat)
    kept: list[Beat] = []
    answered: list[Beat] = []
    more: dict[str, int] = {}
    for phase, found in beats.items():
        if phase == YOU:
            ranked = found
            shown = [beat for place, beat in enumerate(found) if place < MOST[phase] or beat.refused]
        else:
            ranked = sorted(found, key=lambda beat: (not beat.answers_you, -_weight(beat)))
            shown = ranked[: MOST[phase]]
        kept += shown
        answered += [beat for beat in ranked if beat.answers_you]
        more[phase] = len(found) - len(shown)
    return Resolution(when(record.quarter), tuple(kept), more, tuple(answered))


def _weight(beat: Beat) -> float:
    if beat.effect is None:
        return 0.0
    return abs(beat.effect.value) / (SCALES.get(str(beat.effect.unit), 100.0))


Effect = tuple[str, int, float]
"""Variable, flat cell, change."""


def _effects(readings: Readings, turn: int) -> dict[int, Effect]:
    """The largest change behind every order of a turn, by catalogue number; each against the scale of its figure."""
    best: dict[int, tuple[float, Effect]] = {}
    for item in readings.session.ledger.of_turn(turn):
        if item.orders is None or item.cells is None or item.variable in QUIET:
            continue
        scale = SCALES.get(BY_NAME[item.variable].unit, 1000.0)
        for column in np.flatnonzero(item.delta[0]).tolist():
            number, change = int(item.orders[column]), float(item.delta[0, column])
            size = abs(change) / scale
            if number >= 0 and size >= LEAST and size > best.get(number, (0.0, None))[0]:
                best[number] = (size, (item.variable, int(item.cells[column]), change))
    return {number: effect for number, (_, effect) in best.items()}


def _figure(readings: Readings, effect: Effect, words: Text, mine: bool) -> Figure:
    """A change that an order made, opening to the figure it changed."""
    s = readings.scenario
    variable, cell, change = effect
    sizes = shape(s, BY_NAME[variable])
    index = tuple(int(i) for i in np.unravel_index(cell, sizes)) if sizes else ()
    unit, title = changed(unit_of(s, variable, index)), title_of(s, variable, index)
    value = change * unit.scale
    line = AccountLine(words, value, mine=mine)
    account = Account(title, Text(unit.name), value, (line,), say("As the ledger has it."))
    return Figure(title, value, Text(unit.name), printed(value, unit, signed=True), lambda: account, "", None, None)


def _event(readings: Readings, record: TurnRecord, place: int) -> Beat:
    s, event = readings.scenario, record.events[place]
    name = label(s, "events", event.id)
    words = name
    if event.choice and event.actor:
        choice = cause_text(s, f"{event.name}: {event.choice_name}")
        words = say("{event}; the answer of {actor}", event=choice, actor=actor(s, event.actor))
    parts = [part for effect in s.file.event[event.id].effects for part in effect.variable.split(".")[1:]]
    return Beat(CHANCE, None, Text(PHASES[CHANCE]), "", words, keys_of(readings, parts), None, False, False)


def _order(readings: Readings, order: OrderRecord, effects: Mapping[int, Effect]) -> Beat:
    s, book = readings.scenario, readings.session.catalogue
    number = book.number(order.order)
    block, place = book.block(number)
    mine = order.actor == readings.session.player
    words = cause_text(s, order.text)
    found = effects.get(number)
    return Beat(
        phase=_phase(readings, order.actor),
        actor=order.actor,
        actor_name=actor(s, order.actor),
        letter="" if order.actor in s.names.firms else letter(s, order.actor),
        text=words,
        places=_places(readings, block, place),
        effect=None if found is None else _figure(readings, found, words, mine),
        refused=order.outcome != "done",
        answers_you=not mine and order.outcome == "done" and _against(readings, block, place, order.actor),
        order=order.order,
    )


def _phase(readings: Readings, name: str) -> str:
    names = readings.scenario.names
    if name == readings.session.player:
        return YOU
    return RIVALS if name in names.powers else HOSTS if name in names.hosts else MARKETS


def _places(readings: Readings, block: Block, place: int) -> tuple[str, ...]:
    names = readings.scenario.names
    axes = {"project": names.projects, "leg": names.legs, "host": names.hosts}
    return keys_of(
        readings,
        [axis[int(getattr(block, name)[place])] for name, axis in axes.items() if getattr(block, name)[place] >= 0],
    )


def keys_of(readings: Readings, ids: Iterable[str]) -> tuple[str, ...]:
    """Keys such as ``host:ID`` of those ids that the map knows a place of."""
    names = readings.scenario.names
    kinds = {"project": names.projects, "leg": names.legs, "host": names.hosts, "flashpoint": names.flashpoints}
    found = [f"{kind}:{name}" for name in ids for kind, axis in kinds.items() if name in axis.place]
    return tuple(dict.fromkeys(found))


def _against(readings: Readings, block: Block, place: int, name: str) -> bool:
    """Whether an order stands against the player: a control aimed at it, a bid beside its own, an award to another."""
    s, me = readings.scenario, readings.scenario.player
    if block.role == "control":
        aimed = s.names.buyers[int(block.buyer[place])] == readings.session.player
        return aimed and not bool(block.is_item("relax")[place])
    if block.role in ("open-venture", "award"):
        project, venture = int(block.project[place]), int(block.venture[place])
        own = int(s.venture_slot[project, me])
        held = own >= 0 and bool(readings.before.signed[0, own] > 0)
        return held and int(s.venture_power[venture]) != me
    if block.role in ("squeeze", "sanction", "statement"):
        return int(block.power[place]) == me
    return False
