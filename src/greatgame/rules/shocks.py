"""Shocks: conflicts elsewhere, the sea, and events (mechanisms 9, 13, 18)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from greatgame.rules.consequences import Consequence, Consequences, by_effect
from greatgame.rules.context import Orders, Turn
from greatgame.rules.found import Found, Listed, find
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints, quarter_number
from greatgame.scenario.schema_moves import Event
from greatgame.world.layout import layout_of
from greatgame.world.spans import Drift, Drifts
from greatgame.world.variables import find_cell, shape
from greatgame.world.world import NONE, Causes, Happened


def strike(turn: Turn) -> None:
    """Move tensions, the Caspian and disruptions, then draw the quarter's events."""
    s, world, state = turn.scenario, turn.world, turn.state
    world.happened = NONE
    chance = s.tension_volatility * math.sqrt(s.dt) * world.luck("tension")
    changes: dict[str, Causes] = {"tension": {"turn of events": chance}}
    if s.on("caspian"):
        chance = s.caspian_volatility * math.sqrt(s.dt / 4.0) * world.luck("caspian")[:, 0]
        changes["caspian_level"] = {"trend": s.caspian_trend * s.dt / 4.0, "wet and dry years": chance}
    if s.on("events"):
        changes["rest"] = {"time passes": np.maximum(-s.dt, -state.rest)}
    world.post_all(changes, _drifts(s))
    if s.on("events"):
        _draw_events(turn)


@lru_cache(maxsize=16)
def _drifts(s: IndexedScenario) -> Drifts:
    return Drifts(
        {
            "tension": Drift("return to its usual level", s.tension_reversion * s.dt, s.tension_baseline),
            "disruption": Drift("repair", 1.0 - (1.0 - s.society.repair) ** s.dt, 0.0),
        }
    )


class _Tests(NamedTuple):
    """The conditions of events: the rows of each event, and by row the place of a figure and what it lies between."""

    of: Listed
    place: Ints
    low: Floats
    high: Floats


@lru_cache(maxsize=16)
def _tests(s: IndexedScenario) -> _Tests:
    layout = layout_of(s)
    rows = []
    for e, name in enumerate(s.names.events):
        for test in s.file.event[name].when:
            variable, index = find_cell(s, test.variable)
            size = shape(s, variable)
            place = layout.slots[variable.name].begin + (int(np.ravel_multi_index(index, size)) if size else 0)
            low = -np.inf if test.above is None else test.above
            rows.append((e, place, low, np.inf if test.below is None else test.below))
    columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    event, places = columns[0].astype(np.int64), columns[1].astype(np.int64)
    return _Tests(Listed(event, len(s.names.events)), places, columns[2], columns[3])


@lru_cache(maxsize=16)
def _chances(s: IndexedScenario) -> Floats:
    """Probability in a turn that an event happens if its conditions hold: ``[turn, event]``.

    It is 0 where no quarter of the turn lies within the event's dates.
    """
    events = [s.file.event[name] for name in s.names.events]
    first = quarter_number(s.file.scenario.start) + s.dt * np.arange(s.turns)[:, None]
    begins = np.array([quarter_number(event.begins) if event.begins else -np.inf for event in events])
    ends = np.array([quarter_number(event.ends) if event.ends else np.inf for event in events])
    chances = np.array([event.chance.value for event in events])
    in_time = (first <= ends) & (first + s.dt > begins)
    return np.where(in_time, 1.0 - (1.0 - chances) ** s.dt, 0.0)


@lru_cache(maxsize=16)
def _happenings(s: IndexedScenario) -> Consequences:
    """What each event does: it will not come again for a while, may wait for an answer, and has its effects."""
    events = [s.file.event[name] for name in s.names.events]
    count = len(events)
    number = np.arange(count)
    rest = np.array([1e6 if event.once else _cooldown(s, event) for event in events])
    answerable = np.array([float(bool(event.choices)) for event in events])
    rows = [
        Consequence("rest", number, number, rest, ("the event happened",) * count),
        Consequence("pending", number, number, answerable, ("the event waits for an answer",) * count),
    ]
    rows += [by_effect(s, e, event.name, effect) for e, event in enumerate(events) for effect in event.effects]
    return Consequences(s, count, rows)


def _cooldown(s: IndexedScenario, event: Event) -> float:
    return (event.cooldown or s.file.defaults.cooldown).value


def _draw_events(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    fired = find((world.luck("event") < _chances(s)[world.turn]) & (state.rest <= 0))
    if fired:
        fired = _possible(turn, fired)
    if (certain := s.injected.get(world.turn)) is not None:
        holds = np.zeros((world.worlds, len(s.names.events)), dtype=np.bool_)
        holds.reshape(-1)[fired.at] = True
        holds[:, certain] = True
        fired = find(holds)
    if fired:
        world.happened = Happened(fired.world, fired.column)
        _happenings(s).post(world, Orders(fired.world, fired.column, np.ones(len(fired.at))))


def _possible(turn: Turn, fired: Found) -> Found:
    """Those of the events that chance chose whose conditions hold."""
    s, world, state = turn.scenario, turn.world, turn.state
    tests = _tests(s)
    case, row = tests.of.rows(fired.column)
    value = state.flat.take(state.layout.at(world.worlds, fired.world.take(case), tests.place.take(row)))
    failed = (value <= tests.low.take(row)) | (value >= tests.high.take(row))
    holds = np.ones(len(fired.at), dtype=np.bool_)
    holds[case[failed]] = False
    return fired.where(holds)
