"""Forms: figures of every entry that are linear in what is seen.

The equations of :mod:`greatgame.agents.appraisal` are written with forms: a
form times a constant and a sum of forms are forms again.  They are worked out
once for a catalogue; in a turn only the readings are new, so that appraising
every move is one sum of coefficient times reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from greatgame.agents.readings import READINGS, STALE
from greatgame.moves.catalogue import Block, Catalogue
from greatgame.scenario.indexed import Floats, Ints
from greatgame.scenario.vocabulary import CHANNELS

Number = NDArray[Any] | float


@dataclass(frozen=True)
class Term:
    """A coefficient times one cell of a reading, for every entry: ``[entry]`` each."""

    reading: str
    cells: Ints
    coefficient: Floats


class Form:
    """``constant + sum of coefficient x reading`` for every entry of a block: ``[entry]`` each."""

    __array_ufunc__ = None
    """Arrays leave the sum and the product with a form to the form."""

    def __init__(self, constant: Number, terms: tuple[Term, ...] = ()) -> None:
        self.constant = constant
        self.terms = terms

    def __add__(self, other: Form | Number) -> Form:
        if isinstance(other, Form):
            return Form(self.constant + other.constant, self.terms + other.terms)
        return Form(self.constant + other, self.terms)

    def __mul__(self, factor: Number) -> Form:
        scaled = (Term(t.reading, t.cells, t.coefficient * factor) for t in self.terms)
        return Form(self.constant * factor, tuple(scaled))

    def __radd__(self, other: Number) -> Form:
        return self + other

    def __rmul__(self, factor: Number) -> Form:
        return self * factor

    def __truediv__(self, divisor: Number) -> Form:
        return self * (1.0 / divisor)

    def __neg__(self) -> Form:
        return self * -1.0

    def __sub__(self, other: Form | Number) -> Form:
        return self + -other

    def __rsub__(self, other: Number) -> Form:
        return -self + other


Strengths = Mapping[str, Form | Number]
"""What speaks for and against the entries of a block, by consideration."""


class Strength(NamedTuple):
    """A form worked out: what it is made of at every entry of its block."""

    constants: Floats
    """[entry]"""
    terms: tuple[Term, ...]


def laid_out(form: Form | Number, entries: int) -> Strength:
    """A form, or a plain number, for all of so many entries."""
    if not isinstance(form, Form):
        form = Form(form)
    return Strength(np.broadcast_to(form.constant, (entries,)), form.terms)


class Sight:
    """What the actors of a block's entries look at: gives the forms that equations begin with."""

    def __init__(self, catalogue: Catalogue, block: Block) -> None:
        self.catalogue = catalogue
        self.block = block
        minds = catalogue.scenario.minds
        self.weights = catalogue.scenario.appraisal[block.role]
        """What the role makes of what is seen: ``[appraisal.ROLE]``."""
        self.span = minds["span"]
        """Points that count once."""
        self._fatigue = minds["choice"].stale

    def __call__(self, reading: str, *columns: str) -> Form:
        """A reading at the entries' own indices; ``columns`` (``host``, ``actor`` ...) name one for each axis.

        A reading that has a figure for every entry of the role needs no columns.
        """
        if READINGS[reading].role:
            return self._form(reading, np.arange(len(self.block)))
        shape = READINGS[reading].shape(self.catalogue)
        return self._form(reading, self.block.cells(columns, shape) if columns else 0 * self.block.numbers)

    def share(self, channel: str, whose: str) -> Form:
        """Share that a power (``actor`` or ``power``) has in one channel of the host's dependence."""
        shape = READINGS["dependence"].shape(self.catalogue)
        index = self.block.host, np.full(len(self.block), CHANNELS.index(channel)), getattr(self.block, whose)
        return self._form("dependence", np.ravel_multi_index(index, shape))

    @property
    def stale(self) -> Form:
        """How stale the same move is, 0 to 1: governments do not repeat themselves every quarter."""
        return self._fatigue * self._form(STALE, self.block.numbers)

    def _form(self, reading: str, cells: Ints) -> Form:
        return Form(0.0, (Term(reading, cells, np.ones(len(self.block))),))
