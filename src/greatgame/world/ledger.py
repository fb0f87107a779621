"""The ledger: every change of the state, itemised by cause.

A ledger is attached for interactive play, single runs and debriefs; ensembles
go without and only sum the items.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from greatgame.scenario.indexed import Floats, Ints
from greatgame.world.variables import Variable

BOUND = "bound"
"""Cause of the entry that a bound adds when a figure would leave its range."""


class Item(NamedTuple):
    """One posted change: a whole array with one cause, or columns with a cause each."""

    turn: int
    phase: str
    variable: str
    causes: tuple[str, ...]
    delta: Floats
    """``[world, *axes]``, or ``[world, column]`` where ``cells`` is given."""
    cells: Ints | None = None
    """Flat cell that each column moves."""
    orders: Ints | None = None
    """Catalogue number of the order behind each column."""


@dataclass(frozen=True)
class Entry:
    """One line of an explanation: what moved one figure of one world."""

    turn: int
    phase: str
    cause: str
    change: float
    order: int | None
    """Catalogue number of the order behind it, if any."""


_TURN = attrgetter("turn")


def _of_turn(items: Sequence[Item], turn: int) -> Sequence[Item]:
    """The items of one turn: they lie in the order in which they were posted, which is that of the turns."""
    return items[bisect_left(items, turn, key=_TURN) : bisect_left(items, turn + 1, key=_TURN)]


class Ledger:
    """All items posted since the campaign began."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self.items: list[Item] = []
        """All of them, in the order in which they were posted."""
        self._by_variable: dict[str, list[Item]] = {}
        for item in items:
            self._keep(item)

    def record(self, item: Item) -> None:
        """Keep an item, unless it changes nothing."""
        if np.count_nonzero(item.delta):
            self._keep(item)

    def _keep(self, item: Item) -> None:
        self.items.append(item)
        self._by_variable.setdefault(item.variable, []).append(item)

    def of_turn(self, turn: int) -> Sequence[Item]:
        """What was posted in one turn."""
        return _of_turn(self.items, turn)

    def until(self, turn: int) -> Ledger:
        """A ledger of what was posted before a turn began."""
        return Ledger(self.items[: bisect_left(self.items, turn, key=_TURN)])

    def _of(self, variable: Variable, turn: int | None) -> Sequence[Item]:
        items = self._by_variable.get(variable.name, [])
        return items if turn is None else _of_turn(items, turn)

    def entries(
        self,
        variable: Variable,
        index: tuple[int, ...],
        shape: tuple[int, ...],
        world: int = 0,
        turn: int | None = None,
    ) -> Iterator[Entry]:
        """Entries of one cell, in the order in which they were posted."""
        cell = int(np.ravel_multi_index(index, shape)) if shape else 0
        for item in self._of(variable, turn):
            if item.cells is None:
                if change := float(item.delta[world].reshape(-1)[cell]):
                    yield Entry(item.turn, item.phase, item.causes[0], change, None)
                continue
            for column in np.flatnonzero((item.cells == cell) & (item.delta[world] != 0)):
                order = None if item.orders is None else int(item.orders[column])
                change = float(item.delta[world, column])
                yield Entry(item.turn, item.phase, item.causes[column], change, order)

    def total(self, variable: Variable, turn: int, state_shape: tuple[int, ...]) -> Floats:
        """Sum of one turn's entries of a variable, ``[world, *axes]``."""
        worlds = state_shape[0]
        flat = np.zeros((worlds, int(np.prod(state_shape[1:], dtype=int))))
        for item in self._of(variable, turn):
            if item.cells is None:
                flat += item.delta.reshape(worlds, -1)
            else:
                for column, cell in enumerate(item.cells):
                    flat[:, cell] += item.delta[:, column]
        return flat.reshape(state_shape)
