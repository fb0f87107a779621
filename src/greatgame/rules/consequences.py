"""What orders change by themselves, whatever the state: compiled once, posted for the orders that were given.

Most of what an order does follows from the order alone: so many points of
trust here, so much money there.  A phase lists these as
:class:`Consequence`; :class:`Consequences` lays them out by entry, so that a
turn looks up those of its orders and posts them in one go, however many
variables they move.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from greatgame.moves.catalogue import Catalogue
from greatgame.rules.context import Orders, Turn
from greatgame.scenario.indexed import Floats, Ints
from greatgame.world.layout import layout_of

GOODWILL_SPAN = 50.0
"""Goodwill has diminishing returns: a gain is full at this many points, double at 0 and nothing at twice as many."""


class Consequence(NamedTuple):
    """What a unit of each order of a role does to one variable: entry ``i`` of its block moves ``cells[i]``.

    The cause is the kind's own name, unless one is given.  ``goodwill`` marks
    variables of which there is ever less to gain.
    """

    role: str
    variable: str
    cells: Ints
    size: Floats
    cause: str = ""
    goodwill: bool = False


class Consequences:
    """The consequences of every entry, laid out by entry.

    All are posted at the same moment and each figure is held to its bounds
    once.  Where a figure may be raised by one and lowered by another, and the
    order matters, they belong to different lists.
    """

    def __init__(self, book: Catalogue, rows: Iterable[Consequence]) -> None:
        layout = layout_of(book.scenario)
        found = [row for row in rows if row.role in book.blocks]
        blocks = [book.blocks[row.role] for row in found]
        sizes = np.concatenate([np.zeros(0), *(row.size for row in found)])
        kept = np.flatnonzero(sizes)
        entry = np.concatenate([np.zeros(0, dtype=np.int64), *(block.numbers for block in blocks)])[kept]
        order = np.argsort(entry, kind="stable")
        kept = kept[order]
        self._count: Ints = np.bincount(entry, minlength=book.size)
        self._first: Ints = np.cumsum(self._count) - self._count
        begins = [row.cells + layout.slots[row.variable].begin for row in found]
        self._place: Ints = np.concatenate([np.zeros(0, dtype=np.int64), *begins])[kept]
        self._size: Floats = sizes[kept]
        self._variables = tuple(dict.fromkeys(row.variable for row in found))
        number = [np.full(len(row.size), self._variables.index(row.variable)) for row in found]
        self._variable: Ints = np.concatenate([np.zeros(0, dtype=np.int64), *number])[kept]
        causes = [row.cause or cause for row, block in zip(found, blocks, strict=True) for cause in block.causes]
        self._causes = tuple(causes[i] for i in kept)
        warm = [np.full(len(row.size), row.goodwill) for row in found]
        gains = np.concatenate([np.zeros(0, dtype=np.bool_), *warm])[kept] & (self._size > 0)
        self._goodwill = bool(gains.any())
        # What is no goodwill goes by one, which changes nothing.
        self._most: Floats = np.where(gains, 2.0, 1.0)
        self._span: Floats = np.where(gains, GOODWILL_SPAN, np.inf)

    def post(self, turn: Turn) -> None:
        """Post the consequences of all orders that were admitted."""
        world, cases = turn.world, turn.cases
        case, column = self._of(cases)
        if len(column) == 0:
            return
        where, place = cases.world.take(case), self._place.take(column)
        size: Floats = self._size.take(column)
        size *= cases.amount.take(case)
        at = turn.state.layout.at(world.worlds, where, place)
        if self._goodwill:
            size *= self._most.take(column) - turn.state.flat.take(at) / self._span.take(column)
        if world.ledger is None:
            world.move(where, place, size, at)
        else:
            self._itemise(turn, case, column, size)

    def _of(self, cases: Orders) -> tuple[Ints, Ints]:
        """Every consequence of every case: which case, and which column of the layout."""
        count = self._count.take(cases.entry)
        case = np.arange(len(count)).repeat(count)
        shift = self._first.take(cases.entry)
        shift += count
        shift -= count.cumsum()
        column = shift.take(case)
        column += np.arange(len(case))
        return case, column

    def _itemise(self, turn: Turn, case: Ints, column: Ints, size: Floats) -> None:
        """Post variable by variable, for the ledger."""
        layout, cases = turn.state.layout, turn.cases
        for number, name in enumerate(self._variables):
            mine = np.flatnonzero(self._variable.take(column) == number)
            columns, which = column[mine], case[mine]
            cells = self._place[columns] - layout.slots[name].begin
            causes = [self._causes[i] for i in columns]
            turn.world.post_cases(name, causes, cases.world[which], cells, size[mine], cases.entry[which])
