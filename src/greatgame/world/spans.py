"""Variables that lie side by side and are changed in one go.

Rules that do not read what the others change post their changes together:
those of all variables are rounded, added and held to their bounds at once,
which for few worlds takes a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

import numpy as np

from greatgame import loops
from greatgame.scenario.indexed import Floats, Ints
from greatgame.world.layout import Layout
from greatgame.world.state import GRID, SCALE
from greatgame.world.variables import BY_NAME

_GRID = np.array(GRID)
_NO_WAY_BACK = np.zeros(0), np.zeros(0)


class Drift(NamedTuple):
    """A variable's way back to its usual level: ``rate`` of the distance each turn, in every cell ``[*axes]``."""

    cause: str
    rate: Floats | float
    usual: Floats | float

    def change(self, present: Floats) -> Floats:
        """What a turn brings back."""
        back: Floats = self.rate * (self.usual - present)
        return back


class Drifts:
    """The ways back of several variables, laid out once: compare by identity, so keep one of a scenario."""

    def __init__(self, by_name: Mapping[str, Drift]) -> None:
        self.by_name = dict(by_name)


@lru_cache(maxsize=64)
def _bounds(layout: Layout, worlds: int, names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Bounds of every figure of some variables in all worlds, as they lie in the array."""
    slots = [layout.slots[name] for name in names]
    low = [np.tile(layout.low[slot.begin : slot.end], worlds) for slot in slots]
    high = [np.tile(layout.high[slot.begin : slot.end], worlds) for slot in slots]
    return np.concatenate(low), np.concatenate(high)


@lru_cache(maxsize=64)
def _laid_out(drifts: Drifts, layout: Layout, worlds: int, names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Rate in steps of the grid and usual level of every figure, 0 for variables that go their own way."""
    rates, usual = [], []
    for name in names:
        slot = layout.slots[name]
        drift = drifts.by_name.get(name, Drift("", 0.0, 0.0))
        shape = (worlds, *slot.shape)
        rates.append(np.broadcast_to(drift.rate * SCALE, shape).reshape(-1))
        usual.append(np.broadcast_to(drift.usual, shape).reshape(-1))
    return np.concatenate(rates), np.concatenate(usual)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) of neighbours that have a first row, then of those that have a second, and so on."""
    for level in range(max(rows)):
        for has, run in groupby(range(len(rows)), key=lambda i: rows[i] > level):
            if has:
                first, *rest = run
                yield first, first + len(rest) + 1


def between(layout: Layout, names: tuple[str, ...]) -> tuple[str, ...]:
    """All variables from the first to the last of those named, in the order in which they lie."""
    order = list(layout.slots)
    places = [order.index(name) for name in names]
    return tuple(order[min(places) : max(places) + 1])


class Span:
    """Room to add up the changes of some variables, by cause: kept, since it is the same in every turn."""

    def __init__(
        self, layout: Layout, worlds: int, names: tuple[str, ...], counts: tuple[int, ...], drifts: Drifts | None
    ) -> None:
        """Room for so many changes of each of ``names``."""
        self._arguments = layout, worlds, names, counts, drifts
        together = between(layout, names if drifts is None else (*names, *drifts.by_name))
        assert not any(BY_NAME[name].simplex for name in names), "shares that sum to one are posted by themselves"
        slots = [layout.slots[name] for name in together]
        sizes = [(slot.end - slot.begin) * worlds for slot in slots]
        count = dict(zip(names, counts, strict=True))
        # The way back takes the first row of all variables, otherwise it is each one's first change.
        more = [max(0, count.get(name, 0) - (drifts is None)) for name in together]
        total = sum(sizes)
        self._steps = np.zeros(total + sum(size * rows for size, rows in zip(sizes, more, strict=True)))
        self._total = self._steps[:total]
        self._begin = slots[0].begin * worlds
        self._sums: list[tuple[Floats, Floats]] = []
        further: list[tuple[int, int, int]] = []
        begins = list(accumulate(sizes, initial=0))
        rows: dict[str, list[Floats]] = {name: [] for name in together}

        def lay(first: int, last: int, row: Floats) -> None:
            """Divide a row among the variables from the first to the last (exclusive)."""
            for slot, begin, end in zip(slots[first:last], begins[first:last], begins[first + 1 :], strict=False):
                part = row[begin - begins[first] : end - begins[first]]
                rows[slot.name].append(part.reshape(worlds, *slot.shape))

        if drifts is None:
            lay(0, len(slots), self._total)
        free = total
        for first, last in _runs(more):
            # Neighbours' further changes lie side by side too, so that one addition does for them.
            begin, end = begins[first], begins[last]
            row = self._steps[free : free + end - begin]
            lay(first, last, row)
            self._sums.append((self._total[begin:end], row))
            further.append((begin, end, free))
            free += end - begin
        self._further: Ints = np.array(further, dtype=np.int64).reshape(-1)
        """Where each further row begins and ends, and where it lies, for the loop in C."""
        self.places = tuple(rows[name][: count[name]] for name in names)
        """Where each change of each variable is written, in steps of the grid: ``[world, *axes]``."""
        self._bounds = _bounds(layout, worlds, together)
        self._back = _laid_out(drifts, layout, worlds, together) if drifts is not None else None

    def __reduce__(self) -> tuple[type[Span], tuple[Layout, int, tuple[str, ...], tuple[int, ...], Drifts | None]]:
        # The places are views of one array, and a copy's must be views of its own.
        return Span, self._arguments

    def apply(self, flat: Floats) -> None:
        """Add what has been written to the figures of a state, and hold them to their bounds."""
        held = flat[self._begin : self._begin + len(self._total)]
        if loops.compiled is not None:
            loops.compiled.apply(held, self._steps, *self._bounds, *(self._back or _NO_WAY_BACK), self._further)
            return
        if self._back is not None:
            rate, usual = self._back
            np.subtract(usual, held, out=self._total)
            np.multiply(self._total, rate, out=self._total)
        np.rint(self._steps, out=self._steps)
        for total, more in self._sums:
            total += more
        self._total *= _GRID
        held += self._total
        low, high = self._bounds
        np.maximum(held, low, out=held)
        np.minimum(held, high, out=held)
