"""What orders and events change by themselves: compiled once, posted for those that are there.

Most of what an order does follows from the order alone: so many points of
trust here, so much money there.  A phase lists these as
:class:`Consequence`; :class:`Consequences` lays them out by number (of the
order in the catalogue, of the event ...), so that a turn looks up those of its
cases and posts them in one go, however many variables they move::

    @lru_cache(maxsize=16)
    def _by_themselves(book: Catalogue) -> Consequences:
        block = book.blocks["study"]
        return Consequences(book.scenario, book.size, [by_order(block, "studied", block.venture, np.ones(len(block)))])

    _by_themselves(turn.catalogue).post(turn.world, turn.cases, turn.cases.entry)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from greatgame import loops
from greatgame.moves.catalogue import Block
from greatgame.rules.context import Orders
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.schema_moves import Effect
from greatgame.world.layout import layout_of
from greatgame.world.variables import BY_NAME, find_cell, shape
from greatgame.world.world import World


class Consequence(NamedTuple):
    """What a unit of each of some orders or events does to one variable: ``numbers[i]`` moves flat cell ``cells[i]``.

    ``causes`` name each in the ledger.
    """

    variable: str
    numbers: Ints
    cells: Ints
    size: Floats
    causes: Sequence[str]
    goodwill: bool = False
    """True where there is ever less to gain: all at the goodwill of the rules, double at 0, none at twice that."""
    relative: Bools | bool = False
    """True where the size is a share of what is there."""


def by_order(
    block: Block, variable: str, cells: Ints, size: Floats, cause: str = "", goodwill: bool = False
) -> Consequence:
    """What a unit of each order of a block does to one variable: ``[entry of the block]`` each.

    The cause is the kind's own name, unless one is given.
    """
    causes = (cause,) * len(block) if cause else block.causes
    return Consequence(variable, block.numbers, cells, size, causes, goodwill)


def by_effect(s: IndexedScenario, number: int, cause: str, effect: Effect) -> Consequence:
    """What an effect that the scenario gives to an event or an answer does."""
    variable, index = find_cell(s, effect.variable)
    size = shape(s, variable)
    cell = np.ravel_multi_index(index, size) if size else 0
    change = np.array([effect.change.value])
    return Consequence(variable.name, np.array([number]), np.array([cell]), change, (cause,), relative=effect.relative)


class Consequences:
    """All consequences of a list, laid out by number.

    They are posted at the same moment and each figure is held to its bounds
    once.  Where a figure may be raised by one and lowered by another, and the
    order matters, they belong to different lists.
    """

    def __init__(self, scenario: IndexedScenario, numbers: int, rows: Iterable[Consequence]) -> None:
        layout = layout_of(scenario)
        found = list(rows)
        lengths = [len(row.size) for row in found]
        sizes = _joined([row.size for row in found], np.float64)
        kept = np.flatnonzero(sizes)
        number = _joined([row.numbers for row in found], np.int64)
        kept = kept.take(np.argsort(number.take(kept), kind="stable"))
        self._count: Ints = np.bincount(number.take(kept), minlength=numbers)
        self._end: Ints = np.cumsum(self._count)
        self._size: Floats = sizes.take(kept)
        places = [row.cells + layout.slots[row.variable].begin for row in found]
        self._place: Ints = _joined(places, np.int64).take(kept)
        self._variables = tuple(dict.fromkeys(row.variable for row in found))
        which = np.array([self._variables.index(row.variable) for row in found], dtype=np.int64)
        self._variable: Ints = which.repeat(lengths).take(kept)
        causes = [cause for row in found for cause in row.causes]
        self._causes = tuple(causes[i] for i in kept)
        gains = np.array([row.goodwill for row in found], dtype=np.bool_).repeat(lengths)[kept] & (self._size > 0)
        shares = _joined([np.broadcast_to(row.relative, row.size.shape) for row in found], np.bool_).take(kept)
        # The size goes by ``most - held / span``: 2 - held / goodwill where goodwill is gained, held itself where
        # it is a share of it, and 1 elsewhere.
        self._scaled = bool(gains.any() or shares.any())
        self._relative: Bools = shares
        self._most: Floats = np.where(shares, 0.0, np.where(gains, 2.0, 1.0))
        self._span: Floats = np.where(shares, -1.0, np.where(gains, scenario.society.goodwill, np.inf))
        # Shares that sum to one cannot be held to their bounds one by one.
        self._shared: Bools = np.array([BY_NAME[name].simplex for name in self._variables], dtype=np.bool_).take(
            self._variable
        )
        self._shares = bool(self._shared.any())

    def post(self, world: World, cases: Orders, orders: Ints | None = None) -> None:
        """Post the consequences of what is there: case ``i`` is ``amount[i]`` of number ``entry[i]`` in ``world[i]``.

        ``orders`` gives the catalogue number of the order behind each case, for
        the ledger.
        """
        if loops.compiled is not None and world.ledger is None and not self._shares:
            self._at_once(world, cases)
            return
        count = self._count.take(cases.entry)
        if not np.count_nonzero(count):
            return
        case, column = self._of(cases, count)
        where, place = cases.world.take(case), self._place.take(column)
        size: Floats = self._size.take(column)
        size *= cases.amount.take(case)
        at = world.state.layout.at(world.worlds, where, place)
        if self._scaled:
            _compound(size, at, self._relative.take(column))
            size *= self._most.take(column) - world.state.flat.take(at) / self._span.take(column)
        if world.ledger is None and not (self._shares and np.count_nonzero(self._shared.take(column))):
            world.move(where, place, size, at)
        else:
            self._post_in_turn(world, where, column, size, None if orders is None else orders.take(case))

    def _at_once(self, world: World, cases: Orders) -> None:
        """The same by the loop in C, for worlds whose changes nobody writes down."""
        assert loops.compiled is not None
        loops.compiled.post(
            world.state.flat,
            *world.state.layout.tables,
            *cases,
            self._count,
            self._end,
            self._place,
            self._size,
            self._most,
            self._span,
            self._relative,
            world.worlds,
        )

    def _of(self, cases: Orders, count: Ints) -> tuple[Ints, Ints]:
        """Every consequence of every case, which have ``count`` each: which case, and which column of the layout."""
        case = np.arange(len(count)).repeat(count)
        shift = self._end.take(cases.entry)
        shift -= np.add.accumulate(count)
        column = shift.take(case)
        column += np.arange(len(case))
        return case, column

    def _post_in_turn(self, world: World, where: Ints, column: Ints, size: Floats, orders: Ints | None) -> None:
        """Post variable by variable, for the ledger and for shares that sum to one."""
        slots = world.state.layout.slots
        moved = self._variable.take(column)
        for number in sorted(set(moved.tolist())):
            name, mine = self._variables[number], (moved == number).nonzero()[0]
            columns = column.take(mine)
            causes = [self._causes[i] for i in columns] if world.ledger is not None else ""
            cells = self._place.take(columns) - slots[name].begin
            behind = None if orders is None else orders.take(mine)
            world.post_cases(name, causes, where.take(mine), cells, size.take(mine), behind)


def _compound(size: Floats, at: Ints, relative: Bools) -> None:
    """Let each relative change find what those before it have left of the same figure.

    Two falls by half leave a quarter, not nothing.  Rare enough to be looked at one by one.

    Args:
        size: shares of what is there, ``[change]``; written to.
        at: the figures, ``[change]``.
        relative: which changes are relative, ``[change]``.
    """
    its = relative.nonzero()[0]
    if len(its) < 2 or len(np.unique(at.take(its))) == len(its):
        return
    left: dict[int, float] = {}
    for i, figure in zip(its.tolist(), at.take(its).tolist(), strict=True):
        share, before = float(size[i]), left.get(figure, 1.0)
        size[i] = share * before
        left[figure] = before * (1.0 + share)


def _joined(parts: Sequence[Floats | Ints | Bools], kind: type) -> Any:
    """The parts one after another; an empty array where there is none."""
    return np.concatenate([np.zeros(0, dtype=kind), *parts])
