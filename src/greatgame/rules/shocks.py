"""Shocks: conflicts elsewhere, the sea, and events (mechanisms 9, 13, 18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.schema import Effect, Event
from greatgame.world.variables import find_cell, shape

REPAIR = 0.5
"""Share of a disruption that is repaired in a quarter."""


def strike(turn: Turn) -> None:
    """Move tensions, the Caspian and disruptions, then draw the quarter's events."""
    s, world, state = turn.scenario, turn.world, turn.state
    back = s.tension_reversion * s.dt * (s.tension_baseline - state.tension)
    chance = s.tension_volatility * np.sqrt(s.dt) * world.luck("tension")
    world.post("tension", {"return to its usual level": back, "turn of events": chance})
    if s.on("caspian"):
        chance = s.caspian_volatility * np.sqrt(s.dt / 4.0) * world.luck("caspian")[:, 0]
        world.post("caspian_level", {"trend": s.caspian_trend * s.dt / 4.0, "wet and dry years": chance})
    world.post("disruption", {"repair": -(1.0 - (1.0 - REPAIR) ** s.dt) * state.disruption})
    if s.on("events"):
        _draw_events(turn)


@dataclass(frozen=True)
class EffectColumns:
    """Effects on one variable: column i is caused by number ``by[i]``."""

    variable: str
    cells: Ints
    by: Ints
    change: Floats
    relative: Floats
    causes: tuple[str, ...]

    def sizes(self, values: Floats) -> Floats:
        """Change of each column in each world, relative ones resolved."""
        flat = values.reshape(values.shape[0], -1).take(self.cells, axis=1)
        size: Floats = self.change * np.where(self.relative > 0, flat, 1.0)
        return size


def effect_columns(scenario: IndexedScenario, effects: Sequence[tuple[int, str, Effect]]) -> tuple[EffectColumns, ...]:
    """Group effects (number, cause, effect) by the variable they move."""
    grouped: dict[str, list[tuple[int, int, float, float, str]]] = {}
    for number, cause, effect in effects:
        variable, index = find_cell(scenario, effect.variable)
        size = shape(scenario, variable)
        cell = int(np.ravel_multi_index(index, size)) if size else 0
        row = (cell, number, effect.change.value, float(effect.relative), cause)
        grouped.setdefault(variable.name, []).append(row)
    return tuple(
        EffectColumns(
            name,
            np.array([r[0] for r in rows]),
            np.array([r[1] for r in rows]),
            np.array([r[2] for r in rows]),
            np.array([r[3] for r in rows]),
            tuple(r[4] for r in rows),
        )
        for name, rows in grouped.items()
    )


@dataclass(frozen=True)
class _Compiled:
    chance: Floats
    rest: Floats
    answerable: Floats
    conditions: tuple[tuple[int, str, int, float, float], ...]
    effects: tuple[EffectColumns, ...]


@lru_cache(maxsize=16)
def _compiled(s: IndexedScenario) -> _Compiled:
    events = [s.file.event[name] for name in s.names.events]
    conditions = []
    for e, event in enumerate(events):
        for test in event.when:
            variable, index = find_cell(s, test.variable)
            size = shape(s, variable)
            cell = int(np.ravel_multi_index(index, size)) if size else 0
            low = -np.inf if test.above is None else test.above
            high = np.inf if test.below is None else test.below
            conditions.append((e, variable.name, cell, low, high))
    effects = [(e, event.name, effect) for e, event in enumerate(events) for effect in event.effects]
    chance = np.array([event.chance.value for event in events])
    return _Compiled(
        chance=1.0 - (1.0 - chance) ** s.dt,
        rest=np.array([1e6 if event.once else _cooldown(s, event) for event in events]),
        answerable=np.array([float(bool(event.choices)) for event in events]),
        conditions=tuple(conditions),
        effects=effect_columns(s, effects),
    )


def _cooldown(s: IndexedScenario, event: Event) -> float:
    return (event.cooldown or s.file.defaults.cooldown).value


def _draw_events(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    book = _compiled(s)
    world.post("rest", {"time passes": np.maximum(-s.dt, -state.rest)})
    fired = (world.luck("event") < book.chance) & (state.rest <= 0)
    likely = np.count_nonzero(fired, axis=0)
    if not likely.any():
        return
    for event, name, cell, low, high in book.conditions:
        if likely[event]:
            value = getattr(state, name).reshape(world.worlds, -1)[:, cell]
            fired[:, event] &= (value > low) & (value < high)
    happened = fired.astype(float)
    world.post("rest", {"the event happened": happened * book.rest})
    world.post("pending", {"the event waits for an answer": happened * book.answerable})
    likely = np.count_nonzero(fired, axis=0)
    for columns in book.effects:
        if np.count_nonzero(likely.take(columns.by)):
            size = columns.sizes(getattr(state, columns.variable)) * happened.take(columns.by, axis=1)
            world.post_cells(columns.variable, columns.causes, columns.cells, size)
