"""Where something holds, and what belongs to it: the few cases among all that could be.

Most rules touch a few ventures or projects of a world in a turn.  They work on
*cases*, arrays ``[case]`` that say of each which world and which column it is.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from greatgame.scenario.indexed import Bools, Floats, Ints

Figure = TypeVar("Figure", np.float64, np.bool_)


class Found(NamedTuple):
    """Some figures of an array ``[world, column]``, in order: ``[case]`` each."""

    at: Ints
    """Place in the array laid flat."""
    world: Ints
    column: Ints

    def __bool__(self) -> bool:
        return len(self.at) > 0

    def of(self, values: NDArray[Figure]) -> NDArray[Figure]:
        """The figures of an array ``[world, column]`` at the cases."""
        return values.reshape(-1).take(self.at)

    def per(self, values: Floats, cells: Ints) -> Floats:
        """Of each case's world, the figure ``cells[case]`` of an array ``[world, ...]`` laid flat."""
        flat, worlds = values.reshape(-1), len(values)
        return flat.take(cells if worlds == 1 else self.world * (len(flat) // worlds) + cells)

    def where(self, chosen: Bools) -> Found:
        """The cases that are chosen ``[case]``."""
        kept = chosen.nonzero()[0]
        return Found(self.at.take(kept), self.world.take(kept), self.column.take(kept))


def find(holds: Bools) -> Found:
    """Where something holds, ``[world, column]``."""
    worlds, columns = holds.shape
    at = holds.reshape(-1).nonzero()[0]
    if worlds == 1:
        return Found(at, np.zeros(at.shape, dtype=np.int64), at)
    world = at // columns
    return Found(at, world, at - world * columns)


def places(holds: Bools) -> Ints:
    """Where something holds, in the array laid flat: as ``nonzero``, faster for many figures of which few hold.

    Eight figures are looked at together, and one by one only where one of them holds.
    """
    flat = holds.reshape(-1)
    whole = len(flat) - len(flat) % 8
    some = (flat[:whole].view(np.uint64) != 0).nonzero()[0]
    found = flat[:whole].reshape(-1, 8).take(some, axis=0).reshape(-1).nonzero()[0]
    at: Ints = (some * 8).take(found // 8) + found % 8
    return np.concatenate([at, whole + flat[whole:].nonzero()[0]])


class Listed:
    """Rows that belong to keys (the outputs of a project, the effects of an event), found for many keys at once."""

    def __init__(self, keys: Ints, count: int) -> None:
        """``keys`` ``[row]`` says what each row belongs to, one of ``count``."""
        self._order = np.argsort(keys, kind="stable")
        self._count: Ints = np.bincount(keys, minlength=count)
        self._end: Ints = np.cumsum(self._count)

    def rows(self, keys: Ints) -> tuple[Ints, Ints]:
        """All rows of ``keys`` one after another: the place among the keys that each belongs to, and which it is."""
        count = self._count.take(keys)
        place = np.arange(len(keys)).repeat(count)
        shift = self._end.take(keys)
        shift -= np.add.accumulate(count)
        return place, self._order.take(shift.take(place) + np.arange(len(place)))
