"""How the variables of a state lie side by side in one array."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.world.variables import BY_NAME, VARIABLES, Variable, shape


@dataclass(frozen=True)
class Slot:
    """One variable's part of the array: cells ``begin`` to ``end`` of every world."""

    name: str
    begin: int
    end: int
    shape: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Layout:
    """Where each variable of a scenario lies.

    The *place* of a figure is its variable's ``begin`` plus its flat cell, so
    that one number names any figure of a world.  All worlds of a variable are
    kept together, ``[world, *axes]`` without gaps.
    """

    slots: dict[str, Slot]
    total: int
    low: Floats
    """Lower bound at each place, and so on: ``[place]``."""
    high: Floats
    begin: Ints
    size: Ints
    """How many cells the variable at each place has in one world."""

    @property
    def tables(self) -> tuple[Ints, Ints, Floats, Floats]:
        """Where figures lie and between what bounds, as the loops in C ask for it."""
        return self.begin, self.size, self.low, self.high

    def at(self, worlds: int, world: Ints, places: Ints) -> Ints:
        """Where in the array of ``worlds`` worlds the figure at ``places[i]`` of ``world[i]`` lies."""
        if worlds == 1:
            return places
        at: Ints = _in_first_world(self, worlds).take(places)
        at += world * self.size.take(places)
        return at


@lru_cache(maxsize=16)
def _in_first_world(layout: Layout, worlds: int) -> Ints:
    """Where in the array of so many worlds the first world's figures lie: ``[place]``."""
    at: Ints = layout.begin * (worlds - 1) + np.arange(layout.total)
    return at


NEIGHBOURS: tuple[tuple[str, ...], ...] = (
    (
        *("resentment", "trust", "institutions", "skills", "stability", "terms"),
        *("support", "credibility", "ties", "alliance", "wariness", "debt"),
    ),
    ("mood", "growth", "grievance", "tension", "disruption", "rest", "caspian_level"),
    ("squeeze", "pressure"),
    ("prepared", "age"),
    ("stock", "unmet"),
    ("price", "awareness"),
    ("volume", "transit_days", "reliability", "access"),
)
"""Variables that rules change in one go, and which therefore lie side by side."""


def _in_order() -> list[Variable]:
    """All variables in the order in which they lie."""
    side_by_side = [name for names in NEIGHBOURS for name in names]
    return [BY_NAME[name] for name in side_by_side] + [v for v in VARIABLES if v.name not in side_by_side]


@lru_cache(maxsize=16)
def layout_of(scenario: IndexedScenario) -> Layout:
    """The layout of a scenario's state."""
    slots: dict[str, Slot] = {}
    total = 0
    variables = _in_order()
    for variable in variables:
        axes = shape(scenario, variable)
        end = total + int(np.prod(axes, dtype=np.int64))
        slots[variable.name] = Slot(variable.name, total, end, axes)
        total = end
    size = np.array([slot.end - slot.begin for slot in slots.values()])
    return Layout(
        slots=slots,
        total=total,
        low=np.array([variable.low for variable in variables]).repeat(size),
        high=np.array([variable.high for variable in variables]).repeat(size),
        begin=np.array([slot.begin for slot in slots.values()]).repeat(size),
        size=size.repeat(size),
    )
