"""Sums of coefficient times reading, for all entries of a catalogue in all worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from greatgame.agents.forms import Term
from greatgame.agents.readings import READINGS
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats, Ints


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
        self.spans: dict[str, slice] = {}
        """What needs to be looked at: reading -> the cells from the first to the last one that counts."""
        parts: list[tuple[int, Ints, Term]] = []
        width = 0
        for name in (name for name in READINGS if name in found):
            counting = np.concatenate([term.cells.compress(term.coefficient != 0.0) for _, term in found[name]])
            span = self.spans[name] = slice(int(counting.min()), int(counting.max()) + 1)
            parts += [(width - span.start, entries, term) for entries, term in found[name]]
            width += span.stop - span.start
        self._coefficients = _matrix(catalogue.size, width, parts)

    def of(self, entries: Ints) -> Sums:
        """The sums of some entries, in their order."""
        some = copy(self)
        some._coefficients = self._coefficients[entries]
        return some

    def total(self, readings: Mapping[str, Floats], worlds: slice) -> Floats:
        """Every entry's sum in some worlds, for readings ``[world, cell]`` each: ``[entry, world]``."""
        none = np.zeros((0, worlds.stop - worlds.start))
        seen = np.concatenate([none, *(readings[name][worlds, span].T for name, span in self.spans.items())])
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
