"""Sums of coefficient times reading, for all entries of a catalogue in all worlds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from greatgame.agents.forms import Term
from greatgame.agents.readings import READINGS
from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats, Ints

TERM = np.dtype([("coefficient", np.float64), ("column", np.int64)])
"""A term for the loop in C: what is multiplied with the figure at a place among all that are looked at."""


class Terms(NamedTuple):
    """All terms of some entries, one after another, and which cells are looked at."""

    ends: Ints
    """Where the terms of each entry begin, and where the last one's end: ``[entry + 1]``."""
    terms: NDArray[np.void]
    """As :data:`TERM` says: ``[term]``."""
    first: Ints
    """First cell of each reading that is looked at: ``[reading]``."""
    places: Ints
    """Where these stand among all, and where the last one's end: ``[reading + 1]``."""


class Sums:
    """The terms of all entries as one sparse matrix, so that all sums are one product.

    A row of the matrix holds an entry's coefficients.  The product adds the
    terms of a row one after another for each world apart, so a world's sums do
    not depend on the worlds beside it.
    """

    def __init__(self, catalogue: Catalogue, terms: Iterable[tuple[Ints, Term]]) -> None:
        """``terms`` are given with the catalogue numbers of their entries."""
        found: dict[str, list[tuple[Ints, Term]]] = {}
        for entries, term in terms:
            if term.coefficient.any():
                found.setdefault(term.reading, []).append((entries, term))
        self.cells: dict[str, slice] = {}
        """What needs to be looked at: reading -> the cells from the first to the last one that counts."""
        self.places: dict[str, slice] = {}
        """Reading -> where these cells stand among all that are looked at."""
        parts: list[tuple[int, Ints, Term]] = []
        width = 0
        for name in (name for name in READINGS if name in found):
            counting = np.concatenate([term.cells.compress(term.coefficient != 0.0) for _, term in found[name]])
            span = self.cells[name] = slice(int(counting.min()), int(counting.max()) + 1)
            parts += [(width - span.start, entries, term) for entries, term in found[name]]
            self.places[name] = slice(width, width + span.stop - span.start)
            width = self.places[name].stop
        self.width = width
        """How many cells are looked at."""
        self._coefficients = _matrix(catalogue.size, width, parts)

    def look(self, view: View, together: int) -> list[Floats]:
        """Take the readings that count, some worlds ``together``: ``[cell looked at, world]`` for each lot of worlds.

        Each reading is laid out as soon as it is taken, while it is still in the
        processor's cache.
        """
        worlds = view.worlds
        lots = np.empty((worlds // together, self.width, together))
        rest = np.empty((self.width, worlds % together))
        whole = lots.shape[0] * together
        for name, cells in self.cells.items():
            figures, place = READINGS[name].take(view).reshape(worlds, -1)[:, cells].T, self.places[name]
            if whole:
                lots[:, place] = figures[:, :whole].reshape(-1, len(lots), together).swapaxes(0, 1)
                figures = figures[:, whole:]
            rest[place] = figures
        return [*lots, rest] if worlds % together else [*lots]

    def place(self, reading: str, cell: int) -> int | None:
        """Where a cell of a reading stands among those looked at; None where it counts for nothing."""
        cells = self.cells.get(reading)
        if cells is None:
            return None
        return self.places[reading].start + cell - cells.start if cells.start <= cell < cells.stop else None

    def terms(self, entries: Ints) -> Terms:
        """The terms of some entries, for sums that read where the readings lie."""
        rows = self._coefficients[entries]
        terms = np.empty(len(rows.data), dtype=TERM)
        terms["coefficient"], terms["column"] = rows.data, rows.indices
        first = np.array([cells.start for cells in self.cells.values()], dtype=np.int64)
        places = np.array([*(place.start for place in self.places.values()), self.width], dtype=np.int64)
        return Terms(rows.indptr.astype(np.int64), terms, first, places)

    def total(self, seen: Floats) -> Floats:
        """Every entry's sum in one lot of worlds: ``[entry, world]``."""
        total: Floats = self._coefficients @ seen
        return total


def _matrix(entries: int, width: int, parts: list[tuple[int, Ints, Term]]) -> Any:
    """Coefficients ``[entry, cell]``; terms of one entry with the same cell of a reading are one."""
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    keys = [numbers * width + begin + term.cells for begin, numbers, term in parts]
    sizes = np.concatenate([nothing, *(term.coefficient for *_, term in parts)])
    # What counts for nothing may lie beside the cells that are looked at.
    counts = sizes != 0.0
    key, run = np.unique(np.concatenate([none, *keys]).compress(counts), return_inverse=True)
    size = np.bincount(run, weights=sizes.compress(counts), minlength=len(key)).astype(np.float64)
    key, size = key.compress(size != 0.0), size.compress(size != 0.0)
    entry, cell = np.divmod(key, max(width, 1))
    ends = np.concatenate([[0], np.cumsum(np.bincount(entry, minlength=entries))])
    return csr_array((size, cell, ends), shape=(entries, width))
