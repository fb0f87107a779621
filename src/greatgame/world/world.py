"""A :class:`World` holds the state of W campaigns and the one door to it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from greatgame import loops
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.world.layout import Layout
from greatgame.world.ledger import BOUND, Item, Ledger
from greatgame.world.spans import Drifts, Span
from greatgame.world.state import GRID, SCALE, State, on_grid
from greatgame.world.tape import Tape
from greatgame.world.variables import BY_NAME, Variable


@lru_cache(maxsize=32)
def _in_all_worlds(cells: bytes, width: int, worlds: int) -> Ints:
    """The cells of all worlds one after another, each world's beyond those of the worlds before it."""
    places: Ints = (np.arange(worlds) * width)[:, None] + np.frombuffer(cells, dtype=np.int64)
    return places.reshape(-1)


def summed(values: Floats | Bools, cells: Ints, width: int) -> Floats:
    """Columns of ``values`` ``[world, column]`` added up by cell, in their order: ``[world, width]``."""
    worlds = len(values)
    if loops.compiled is not None and values.dtype == np.float64:
        sums = np.zeros((worlds, width))
        loops.compiled.sum_by_cell(sums, values, cells, worlds)
        return sums
    places = _in_all_worlds(cells.tobytes(), width, worlds)
    total = np.bincount(places, values.reshape(-1), worlds * width)
    return total.astype(np.float64, copy=False).reshape(worlds, width)


_SCALE, _GRID = np.array(SCALE), np.array(GRID)
"""As arrays without axes, which numpy takes faster than Python's numbers."""


MANY_SUMS = 128
"""Sums from which on adding whole slices is faster than adding up each by itself."""
MANY_PLACES = 8
"""Slices from which on it pays to lay them out one after another first, and that for few sums already."""
FEW_SUMS = 16


def in_turn(values: Floats) -> Floats:
    """Sum over the last axis, added up one after another: ``[...]``; the order never depends on the shape.

    Either way of adding takes the same steps; which is faster depends on how many sums there are.
    """
    places = values.shape[-1]
    if values.size <= (MANY_SUMS if places <= MANY_PLACES else FEW_SUMS) * places:
        total: Floats = np.add.accumulate(values, axis=-1)[..., -1]
        return total
    if places > MANY_PLACES:
        slices = np.ascontiguousarray(values.reshape(-1, places).T)
        total = np.add.reduce(slices, axis=0).reshape(values.shape[:-1])
    else:
        total = values[..., 0].copy()
        for place in range(1, places):
            total += values[..., place]
    return total


def added_up(slices: Floats) -> Floats:
    """Sum over the first axis, added up one after another: ``[...]``; the order never depends on the shape."""
    few = slices.size <= FEW_SUMS * len(slices)
    total: Floats = np.add.accumulate(slices, axis=0)[-1] if few else np.add.reduce(slices, axis=0)
    return total


@lru_cache(maxsize=16)
def _of_first_axis(layout: Layout, names: tuple[str, ...]) -> Ints:
    """Places of all figures of some variables, by their first axis: ``[column, figure]``."""
    slots = [layout.slots[name] for name in names]
    return np.concatenate([np.arange(slot.begin, slot.end).reshape(slot.shape[0], -1) for slot in slots], axis=1)


class Change(NamedTuple):
    """Changes of single figures of one variable in single worlds: ``size[i]`` moves cell ``cells[i]`` of ``world[i]``.

    ``cause`` names all of them or each one; ``orders`` gives the catalogue
    numbers of the orders behind them, if any.
    """

    variable: str
    cause: str | Sequence[str]
    world: Ints
    cells: Ints
    size: Floats
    orders: Ints | None = None


class Part(NamedTuple):
    """A change of part of a variable's array: ``size`` is added at the index ``at``, ``[world, ...]``."""

    at: tuple[Any, ...]
    size: Floats


class Times(NamedTuple):
    """A change of ``rate`` times some figures, which are multiplied where the change is written."""

    rate: float
    figures: Floats


class Happened(NamedTuple):
    """Events that happened: ``event[i]`` in ``world[i]``."""

    world: Ints
    event: Ints


NONE = Happened(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

Causes = Mapping[str, Floats | float | Part | Times]
"""Changes of one variable by cause, each as wide as ``[world, *axes]`` or a part of it."""


@lru_cache(maxsize=256)
def _in_steps(rate: float) -> Floats:
    """A rate in steps of the grid, as an array without axes."""
    return np.array(rate * SCALE)


def _write_steps(change: Floats | float | Part | Times, place: Floats) -> None:
    """Write a change in steps of the grid, not rounded yet."""
    if isinstance(change, Times):
        # The grid is a power of two, so either way of multiplying gives the same figures.
        np.multiply(change.figures, _in_steps(change.rate), out=place)
    elif isinstance(change, Part):
        place.fill(0.0)
        place[change.at] = change.size * _SCALE
    else:
        np.multiply(change, _SCALE, out=place)


def _grid_steps(change: Floats | float | Part | Times, shape: tuple[int, ...]) -> Floats:
    """A change in whole steps of the grid: a new array of the given shape."""
    steps: Floats = np.empty(shape)
    _write_steps(change, steps)
    return np.rint(steps, out=steps)


def _taken(values: Floats, places: Ints) -> Floats:
    """Of every figure along the first axis, the one at its place."""
    taken: Floats = np.take_along_axis(values, places[None], axis=0)[0]
    return taken


class World:
    """W campaigns side by side: state, tape, turn number and (optionally) ledger.

    Rules change the state through :meth:`post`, :meth:`post_all`, :meth:`post_cells`,
    :meth:`post_cases` and :meth:`post_together` only.
    Each change is rounded to the grid, so that what the ledger lists adds up
    exactly to what happened.
    """

    def __init__(self, scenario: IndexedScenario, state: State, tape: Tape, ledger: Ledger | None = None) -> None:
        self.scenario = scenario
        self.state = state
        self.worlds = state.worlds
        self.tape = tape
        self.ledger = ledger
        self.turn = 0
        self.phase = "start"
        self._spans: dict[tuple[tuple[str, ...], tuple[int, ...], Drifts | None], Span] = {}
        self.memory: Floats = np.zeros((state.worlds, 0))
        """How present each order still is in everybody's mind, ``[world, entry]``: 1 and more if given last turn."""
        self.happened = NONE
        """Events of the turn's opening, for studies; none where a copy begins after it. No rule reads it."""

    @classmethod
    def begin(
        cls, scenario: IndexedScenario, opening: State, seeds: Sequence[int], moves: int, ledger: bool = False
    ) -> World:
        """One world for each seed, all of them at the same opening position, given as one world."""
        tape = Tape.draw(scenario, seeds, moves)
        world = cls(scenario, opening.repeated(len(seeds)), tape, Ledger() if ledger else None)
        world.memory = np.zeros((len(seeds), moves))
        return world

    @cached_property
    def shown(self) -> State:
        """The present state, which cannot be written: rules change arrays in place, so it stays present."""
        return self.state.frozen()

    def copy(self, worlds: Sequence[int] | None = None) -> World:
        """An independent copy (of some worlds, in the order given), without ledger."""
        if worlds is None:
            other = World(self.scenario, self.state.copy(), self.tape)
            other.memory = self.memory.copy()
        else:
            chosen = list(worlds)
            other = World(self.scenario, self.state.select(chosen), self.tape.select(chosen))
            other.memory = self.memory[chosen]
        other.turn, other.phase = self.turn, self.phase
        return other

    def fork(self, seeds: Sequence[int], moves: int, world: int = 0) -> World:
        """The present of one world continued with fresh luck, once for each seed."""
        past = self.copy([world] * len(seeds))
        past.tape = past.tape.spliced(Tape.draw(self.scenario, seeds, moves), self.turn)
        return past

    def luck(self, stream: str, at: Ints | None = None) -> Floats:
        """This turn's row of a tape stream, ``[world, entity]``, or what lies ``at`` some places of it laid flat."""
        return self.tape.read(stream, self.turn, at)

    def post(self, name: str, causes: Causes) -> None:
        """Add changes to a variable, one for each cause, then hold it to its bounds.

        Each change broadcasts to ``[world, *axes]``, or is a :class:`Part` of it.
        """
        values: Floats = getattr(self.state, name)
        total: Floats | None = None
        for cause, change in causes.items():
            if isinstance(change, Part) and total is not None and self.ledger is None:
                total[change.at] += np.rint(change.size * _SCALE)
                continue
            steps = _grid_steps(change, values.shape)
            if self.ledger is not None:
                self.ledger.record(Item(self.turn, self.phase, name, (cause,), steps * GRID))
            # Whole grid steps add up exactly, so one addition does for all causes.
            total = steps if total is None else np.add(total, steps, out=total)
        if total is not None:
            self._add_steps(name, total)

    def post_all(self, changes: Mapping[str, Causes], drifts: Drifts | None = None) -> None:
        """As :meth:`post` of one variable after another, in one go; ``drifts`` come first of each one's causes.

        For whole variables that lie near each other, none of which is changed
        by what another is brought to; not for shares that sum to one.
        """
        if self.ledger is not None:
            back = drifts.by_name if drifts is not None else {}
            for name in dict.fromkeys([*changes, *back]):
                first = {back[name].cause: back[name].change(getattr(self.state, name))} if name in back else {}
                self.post(name, first | dict(changes.get(name, {})))
            return
        key = tuple(changes), tuple(map(len, changes.values())), drifts
        span = self._spans.get(key)
        if span is None:
            span = self._spans[key] = Span(self.state.layout, self.worlds, *key)
        for places, causes in zip(span.places, changes.values(), strict=True):
            for place, change in zip(places, causes.values(), strict=True):
                _write_steps(change, place)
        span.apply(self.state.flat)

    def post_stacked(self, name: str, causes: Sequence[str], changes: Floats) -> None:
        """As :meth:`post` of ``changes`` ``[cause, world, *axes]``, in one go."""
        if self.ledger is not None:
            self.post(name, dict(zip(causes, changes, strict=True)))
            return
        steps = changes * _SCALE
        np.rint(steps, out=steps)
        self._add_steps(name, np.add.reduce(steps, axis=0))

    def advance(self, name: str) -> None:
        """Let time pass in a pipeline: what is due in one turn leaves it, the rest moves one step ahead.

        The last axis of the variable is the number of turns until it is due.
        """
        pipe: Floats = getattr(self.state, name)
        if self.ledger is None:
            # Figures that change places stay on the grid and within their bounds.  All move as one long row,
            # and what comes into a last place from the pipeline behind it is cleared.
            row = pipe.reshape(-1)
            row[:-1] = row[1:]
            pipe[..., -1] = 0.0
            return
        shifted = np.concatenate([pipe[..., 1:], np.zeros_like(pipe[..., :1])], axis=-1)
        self.post(name, {"time passes": shifted - pipe})

    def post_cells(
        self, name: str, cause: str | Sequence[str], cells: Ints, change: Floats, orders: Ints | None = None
    ) -> None:
        """Add single figures: column ``i`` of ``change`` ``[world, column]`` moves flat cell ``cells[i]``.

        ``cause`` names all columns or each one; ``orders`` gives the catalogue
        numbers of the orders behind the columns.
        """
        columns = len(cells)
        spread = change.reshape(-1)
        # Few of the figures that could move do so in a world: only those are worked on.
        moved = spread.nonzero()[0]
        if len(moved) == 0:
            return
        if self.ledger is not None:
            causes = (cause,) * columns if isinstance(cause, str) else tuple(cause)
            self.ledger.record(Item(self.turn, self.phase, name, causes, on_grid(change), cells, orders))
        world: Ints
        column: Ints
        world, column = np.divmod(moved, columns)
        self._add(name, world, cells.take(column), spread.take(moved))

    def post_columns(self, name: str, cause: str, cells: Ints, change: Floats) -> None:
        """As :meth:`post_cells` where each cell is given once and most of the figures move."""
        if self.ledger is not None:
            self.post_cells(name, cause, cells, change)
            return
        table = getattr(self.state, name).reshape(self.worlds, -1)
        held = table.take(cells, axis=1)
        held += on_grid(change)
        self._hold(BY_NAME[name], held)
        table[:, cells] = held

    def post_parts(self, name: str, causes: Sequence[str], cells: Ints, change: Floats) -> None:
        """As :meth:`post_cells` where every figure moves, each by several columns."""
        if self.ledger is not None:
            self.post_cells(name, causes, cells, change)
            return
        values: Floats = getattr(self.state, name)
        values += summed(on_grid(change), cells, math.prod(values.shape[1:])).reshape(values.shape)
        self._hold(BY_NAME[name], values)

    def post_cases(
        self,
        name: str,
        cause: str | Sequence[str],
        world: Ints,
        cells: Ints,
        change: Floats,
        orders: Ints | None = None,
    ) -> None:
        """Add single figures in single worlds: ``change[i]`` moves flat cell ``cells[i]`` of ``world[i]``.

        ``cause`` names all changes or each one; ``orders`` gives the catalogue
        numbers of the orders behind them.
        """
        if len(cells) == 0:
            return
        if self.ledger is not None:
            delta = np.zeros((self.worlds, len(cells)))
            delta[world, np.arange(len(cells))] = on_grid(change)
            causes = (cause,) * len(cells) if isinstance(cause, str) else tuple(cause)
            self.ledger.record(Item(self.turn, self.phase, name, causes, delta, cells, orders))
        self._add(name, world, cells, change)

    def post_together(self, changes: Sequence[Change]) -> None:
        """As :meth:`post_cases` of one change after another, in one go: faster where there are several.

        Each figure is held to its bounds once, after all changes.  So no figure
        may be both raised and lowered, unless the order does not matter, and
        shares that sum to one cannot be moved like this.
        """
        changes = [change for change in changes if len(change.cells)]
        if self.ledger is not None or len(changes) < 2:
            for change in changes:
                self.post_cases(*change)
            return
        slots = self.state.layout.slots
        places = np.concatenate([change.cells + slots[change.variable].begin for change in changes])
        world = np.concatenate([change.world for change in changes]) if self.worlds > 1 else changes[0].world
        self.move(world, places, np.concatenate([change.size for change in changes]))

    def clear(self, names: tuple[str, ...], cause: str, world: Ints, column: Ints) -> None:
        """Bring variables to nothing in some places: all figures at ``column[i]`` of their first axis in ``world[i]``.

        That axis is the same for all of them.
        """
        state = self.state
        if self.ledger is None:
            places = _of_first_axis(state.layout, names).take(column, axis=0)
            state.flat[state.layout.at(self.worlds, world[:, None], places)] = 0.0
            return
        for name in names:
            held = getattr(state, name)[world, column].reshape(len(column), -1)
            width = held.shape[1]
            cells = (column[:, None] * width + np.arange(width)).reshape(-1)
            self.post_cases(name, cause, world.repeat(width), cells, -held.reshape(-1))

    def post_rows(
        self, name: str, cause: str, rows: Ints, change: Floats, orders: Ints | None = None, parts: Floats | None = None
    ) -> None:
        """Add ``change`` ``[row, last axis]`` to some rows of a variable, each a flat place on all other axes.

        Rows are numbered through all worlds, and each is given once: for
        variables whose last axis holds shares that sum to one.  ``parts``
        ``[order, row, last axis]`` is what each of ``orders`` adds to the
        change; only a ledger asks for it.
        """
        values: Floats = getattr(self.state, name)
        table = values.reshape(-1, values.shape[-1])
        if self.ledger is not None:
            self.ledger.record(self._by_order(name, cause, rows, on_grid(change), orders, parts))
            whole = np.zeros(table.shape)
            whole[rows] = on_grid(change)
            values += whole.reshape(values.shape)
            self._hold(BY_NAME[name], values)
            return
        held = table.take(rows, axis=0)
        held += on_grid(change)
        self._hold(BY_NAME[name], held)
        table[rows] = held

    def _by_order(
        self, name: str, cause: str, rows: Ints, change: Floats, orders: Ints | None, parts: Floats | None
    ) -> Item:
        """An item for changed rows; what is left over by rounding goes to the last order that moves a figure."""
        shape = getattr(self.state, name).shape
        if orders is None or parts is None:
            whole = np.zeros((math.prod(shape[:-1]), shape[-1]))
            whole[rows] = change
            return Item(self.turn, self.phase, name, (cause,), whole.reshape(shape))
        shares = on_grid(parts)
        moved = shares != 0
        moved[-1] |= (change != 0) & ~moved.any(axis=0)
        last = len(shares) - 1 - moved[::-1].argmax(axis=0)
        np.put_along_axis(shares, last[None], (change - shares.sum(axis=0) + _taken(shares, last))[None], axis=0)
        order, row, place = moved.nonzero()
        world, within = np.divmod(rows.take(row), math.prod(shape[1:-1]))
        delta = np.zeros((self.worlds, len(order)))
        delta[world, np.arange(len(order))] = shares[order, row, place]
        cells = within * shape[-1] + place
        return Item(self.turn, self.phase, name, (cause,) * len(order), delta, cells, orders.take(order))

    def move(self, world: Ints, places: Ints, size: Floats, at: Ints | None = None) -> None:
        """Change figures of any variables, named by their place in the layout, and hold them to their bounds.

        This is the inside of the door, without a ledger: rules come in by the
        functions above and by :class:`greatgame.rules.consequences.Consequences`.
        A single world's number need not be repeated.
        ``at`` is where the figures lie in the array, if known.
        """
        state = self.state
        flat, layout = state.flat, state.layout
        if loops.compiled is not None:
            loops.compiled.move(flat, *layout.tables, world, places, size, self.worlds)
            return
        if at is None:
            at = layout.at(self.worlds, world, places)
        delta: Floats = size * _SCALE
        np.rint(delta, out=delta)
        delta *= _GRID
        # Sums of grid multiples are exact, so the order of summation cannot show.
        np.add.at(flat, at, delta)
        # What was not touched is within its bounds already.
        held = flat.take(at)
        np.maximum(held, layout.low.take(places), out=held)
        np.minimum(held, layout.high.take(places), out=held)
        flat[at] = held

    def _add(self, name: str, world: Ints, cells: Ints, change: Floats) -> None:
        variable = BY_NAME[name]
        if self.ledger is None and not variable.simplex:
            self.move(world, cells + self.state.layout.slots[name].begin, change)
            return
        values: Floats = getattr(self.state, name)
        flat = values.reshape(-1)
        np.add.at(flat, world * (len(flat) // self.worlds) + cells, on_grid(change))
        self._hold(variable, values)

    def _add_steps(self, name: str, steps: Floats) -> None:
        """Add whole steps of the grid to a variable, and hold it to its bounds; ``steps`` are used up."""
        variable = BY_NAME[name]
        values: Floats = getattr(self.state, name)
        if loops.compiled is not None and self.ledger is None and not variable.simplex:
            loops.compiled.add(values, steps, variable.low, variable.high)
            return
        steps *= _GRID
        values += steps
        self._hold(variable, values)

    def _hold(self, variable: Variable, values: Floats) -> None:
        before = values.copy() if self.ledger is not None else None
        np.maximum(values, variable.floor, out=values)
        np.minimum(values, variable.ceiling, out=values)
        if variable.simplex:
            total = np.einsum("...p->...", values)
            over = total > 1.0
            if np.count_nonzero(over):
                scaled = np.floor(values / np.maximum(total, 1.0)[..., None] * SCALE) * GRID
                np.copyto(values, scaled, where=over[..., None])
        if self.ledger is not None and before is not None:
            self.ledger.record(Item(self.turn, self.phase, variable.name, (BOUND,), values - before))
