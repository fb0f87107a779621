"""Sums of coefficient times reading, for all entries of a catalogue in all worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from greatgame.agents.forms import Term
from greatgame.agents.readings import READINGS
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats, Ints


@dataclass(frozen=True)
class _Layer:
    """One term of every sum that has so many: the place of its reading, and its coefficient."""

    cells: Ints
    coefficient: Floats
    """``[sum, 1]``"""


class Sums:
    """The terms of all entries, laid out so that they are added up in few array operations.

    The first layer holds the first term of every sum, the second layer the
    second, and so on; sums with most terms come first, so that a layer is the
    beginning of the one before.  Entries with the same terms share one sum.
    """

    def __init__(self, catalogue: Catalogue, terms: Iterable[tuple[Ints, Term]]) -> None:
        """``terms`` are given with the catalogue numbers of their entries."""
        found: dict[str, list[tuple[Ints, Term]]] = {}
        for entries, term in terms:
            if term.coefficient.any():
                found.setdefault(term.reading, []).append((entries, term))
        self.readings = tuple(name for name in READINGS if name in found)
        """What needs to be looked at."""
        self._begins: dict[str, int] = {}
        """Where each reading begins, where they are one after another."""
        self._width = 0
        for name in self.readings:
            self._begins[name] = self._width
            self._width += READINGS[name].size(catalogue)
        parts = [(entries, term) for name in self.readings for entries, term in found[name]]
        self._layers: list[_Layer] = []
        self._place: Ints = self._lay_out(catalogue.size, parts)
        """Place of each entry's sum."""

    def _lay_out(self, entries: int, parts: list[tuple[Ints, Term]]) -> Ints:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        keys = [numbers * self._width + self._begins[term.reading] + term.cells for numbers, term in parts]
        # Terms of one entry with the same cell of a reading are one.
        key, run = np.unique(np.concatenate([none, *keys]), return_inverse=True)
        size = np.bincount(
            run, weights=np.concatenate([nothing, *(term.coefficient for _, term in parts)]), minlength=len(key)
        ).astype(np.float64)
        key, size = key.compress(size != 0.0), size.compress(size != 0.0)
        entry, cell = np.divmod(key, max(self._width, 1))
        count = np.bincount(entry, minlength=entries)
        ends = np.cumsum(count)
        sums: dict[bytes, int] = {}
        begins: list[int] = []
        sum_of = np.zeros(entries, dtype=np.int64)
        for e, (end, length) in enumerate(zip(ends.tolist(), count.tolist(), strict=True)):
            its = slice(end - length, end)
            sum_of[e] = sums.setdefault(cell[its].tobytes() + size[its].tobytes(), len(sums))
            if sum_of[e] == len(begins):
                begins.append(end - length)
        lengths = np.zeros(len(sums), dtype=np.int64)
        lengths[sum_of] = count
        order = np.argsort(-lengths, kind="stable")
        first = np.array(begins, dtype=np.int64).take(order)
        for depth in range(int(count.max(initial=0))):
            at = first[: np.count_nonzero(lengths > depth)] + depth
            self._layers.append(_Layer(cell.take(at), size.take(at)[:, None]))
        self._sums = len(sums)
        return np.argsort(order, kind="stable").take(sum_of)

    def total(self, readings: Mapping[str, Floats], worlds: slice) -> Floats:
        """Every entry's sum in some worlds, for readings ``[world, cell]`` each: ``[entry, world]``.

        The worlds come last, so that a term is taken for all of them in one piece.
        """
        none = np.zeros((0, worlds.stop - worlds.start))
        seen = np.concatenate([none, *(readings[name][worlds].T for name in self.readings)])
        total, space = np.zeros((self._sums, seen.shape[1])), np.empty((self._sums, seen.shape[1]))
        for layer in self._layers:
            term = space[: len(layer.cells)]
            seen.take(layer.cells, axis=0, out=term, mode="clip")
            term *= layer.coefficient
            total[: len(layer.cells)] += term
        return total.take(self._place, axis=0)
