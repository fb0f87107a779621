"""What the phases of one turn share: the world, the orders, and a few helpers."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from math import prod, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from greatgame.moves.catalogue import Block, Cases, Catalogue
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.naming import befallen
from greatgame.world.state import State
from greatgame.world.world import MANY_SUMS, Change, World

REFUSED_ILLEGAL, REFUSED_UNPAID, DONE = 1, 2, 3
"""Outcome codes of an order; 0 is no order."""


class Orders(NamedTuple):
    """All admitted orders, one case after another, by entry and then by world: ``[case]`` each."""

    world: Ints
    entry: Ints
    amount: Floats


class Given(Cases):
    """The admitted orders of one role, one case after another.

    Columns of the block (``host``, ``size`` ...), ``effect`` and ``is_item``
    are those of the cases' entries, ``[case]`` each.
    """

    def __init__(self, whole: Block, world: Ints, column: Ints, entry: Ints, amount: Floats) -> None:
        super().__init__(whole, world, column)
        self.numbers = entry
        self.amount = amount
        """How much was ordered in each case."""

    def now(self, values: Floats, *columns: str) -> Floats:
        """``values[world, i, j, ...]`` at each case's world and indices: ``[case]``; ``columns`` name all axes."""
        lead = values.shape[1:]
        cells = self.cells(columns, lead)
        if len(values) > 1:
            cells += self.world * prod(lead)
        return values.reshape(-1).take(cells)

    def cells(self, columns: tuple[str, ...], lead: tuple[int, ...]) -> Ints:
        """As :meth:`Block.cells`, for the cases: ``[case]``."""
        return self.whole.cells(columns, lead).take(self.column)

    def kinds_names(self) -> tuple[str, ...]:
        """What the ledger calls each case's order."""
        names = self.whole.causes
        return tuple(names[i] for i in self.column)


class Step(NamedTuple):
    """What the orders of a role do to one variable: case ``i`` moves flat cell ``cells[i]`` of its world.

    The cause is the kind's own name, unless one is given.
    """

    variable: str
    cells: Ints
    size: Floats
    cause: str = ""


NO_ORDERS = Orders(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))


class Turn:
    """One turn being resolved.

    Rules work on the orders that were given, not on all that could be:
    :meth:`given` has a role's, and :meth:`post_steps` posts what they change.
    What orders change by themselves, whatever the state, is compiled once as
    :class:`greatgame.rules.consequences.Consequences`.
    """

    _columns: Ints
    """Place of each admitted order in the block of its role."""

    def __init__(self, world: World, catalogue: Catalogue, orders: Floats | None, allowed: Bools | None = None) -> None:
        self.world = world
        self.catalogue = catalogue
        self.scenario: IndexedScenario = world.scenario
        self.intents = orders
        self.allowed = allowed
        self.cases = NO_ORDERS
        """The admitted orders as cases; :meth:`given` has those of a role."""
        self._answers = NO_ORDERS.entry, NO_ORDERS.entry
        self._runs: dict[str, tuple[int, int]] = {}
        self.push: Floats = np.zeros(0)
        """Preparation gained this turn by political push: [world, venture]."""
        self.disbursed: Floats = np.zeros(0)
        """Capital spent this turn: [world, project], USD mn."""
        self.released: Floats = np.zeros(0)
        """Tonnes released from the state's store this turn: [world, buyer, mineral]."""
        self.flow: Floats = np.zeros(0)
        """What reaches each buyer this turn: [source, world, buyer, mineral], refined tonnes a year."""
        self.loss: Floats = np.zeros(0)
        """Output lost to shortages this turn: [world, buyer], per cent of quarterly GDP."""

    @property
    def state(self) -> State:
        return self.world.state

    @property
    def asked(self) -> Ints:
        """Places of all orders that were handed in, admitted or not, in ``[world, entry]`` laid flat."""
        return self._answers[0]

    @cached_property
    def orders(self) -> Floats:
        """The admitted amounts ``[world, entry]``, for those who look at all that could have been ordered."""
        laid_out = np.zeros((self.world.worlds, self.catalogue.size))
        laid_out[self.cases.world, self.cases.entry] = self.cases.amount
        return laid_out

    @cached_property
    def outcome(self) -> NDArray[np.int8]:
        """What became of each order, as the codes above: ``[world, entry]``."""
        codes = np.zeros((self.world.worlds, self.catalogue.size), dtype=np.int8)
        places, answers = self._answers
        codes.reshape(-1)[places] = answers
        return codes

    def admit(self, cases: Orders, places: Ints, answers: Ints) -> None:
        """Take the admitted orders, sorted by entry and then by world, and the outcome of all that were given.

        ``places`` are those of the orders given in ``[world, entry]`` laid flat.
        """
        self.cases = cases
        self._answers = places, answers
        self._columns = _columns(self.catalogue).take(cases.entry)
        bounds = [*cases.entry.searchsorted(_starts(self.catalogue)).tolist(), len(cases.entry)]
        self._runs = dict(zip(self.catalogue.blocks, pairwise(bounds), strict=True))

    def given(self, role: str) -> Given | None:
        """The admitted orders of a role; None if nobody in any world gave any."""
        begin, end = self._runs.get(role, (0, 0))
        if begin == end:
            return None
        part = slice(begin, end)
        world, entry, amount = self.cases
        return Given(self.catalogue.blocks[role], world[part], self._columns[part], entry[part], amount[part])

    def about(self, cause: str, projects: Ints) -> str | list[str]:
        """A cause for the ledger that names the project of each case; without a ledger nobody reads it."""
        if self.world.ledger is None:
            return cause
        names, files = self.scenario.names.projects, self.scenario.file.project
        return [str(befallen(cause, files[names[j]])) for j in projects.tolist()]

    def post_steps(self, given: Given, *steps: Step) -> None:
        """Post what a role's orders do to one or several variables.

        Several steps are posted in one go and each figure is held to its bounds
        once: no figure may be both raised and lowered by steps that are posted
        together, unless it cannot reach its bounds.
        """
        ledger = self.world.ledger is not None
        self.world.post_together(
            [
                Change(name, cause or (given.kinds_names() if ledger else ""), given.world, cells, size, given.numbers)
                for name, cells, size, cause in steps
            ]
        )


@lru_cache(maxsize=16)
def _starts(book: Catalogue) -> Ints:
    """Where each role's entries begin."""
    return np.array([block.start for block in book.blocks.values()])


@lru_cache(maxsize=16)
def _columns(book: Catalogue) -> Ints:
    """Place of each entry in the block of its role."""
    return np.concatenate([np.arange(len(block)) for block in book.blocks.values()])


@lru_cache(maxsize=16)
def host_power(s: IndexedScenario) -> Ints:
    """Flat (host, power) cell of each venture."""
    cells: Ints = s.project_host[s.venture_project] * len(s.names.powers) + s.venture_power
    return cells


def largest(values: Floats) -> Floats:
    """Largest along a short last axis: ``[...]``."""
    places = values.shape[-1]
    if values.size <= MANY_SUMS * places:
        most: Floats = np.maximum.reduce(values, axis=-1)
        return most
    # As in a sum, one place after another is faster where there are many to find.
    result = np.maximum(values[..., 0], values[..., 1]) if places > 1 else values[..., 0]
    for place in range(2, places):
        np.maximum(result, values[..., place], out=result)
    return result


@lru_cache(maxsize=16)
def _others(count: int) -> tuple[Ints, ...]:
    """For the first, second ... of the others: which it is for each of ``count``."""
    return tuple(np.array([k if k < p else k + 1 for p in range(count)]) for k in range(count - 1))


def rivals(values: Floats) -> Floats:
    """Largest along the last axis among all others, at least 0: ``[..., power]``."""
    result: Floats = np.zeros(values.shape)
    for others in _others(values.shape[-1]):
        result = np.maximum(result, values.take(others, axis=-1))
    return result


def pulled(shares: Floats, rates: Floats) -> Floats:
    """Change of shares drawn toward partners.

    ``shares`` and ``rates`` are ``[..., power]``; partner p gains ``rates[p]``
    and everyone gives up in proportion, so that shares stay on the simplex
    while the rates sum to less than one.
    """
    total = np.einsum("...p->...", rates)[..., None]
    change: Floats = shares * total
    return np.subtract(rates, change, out=change)


def uneven(s: IndexedScenario, spread: float, luck: Floats) -> Floats:
    """What chance makes of a turn's progress: lognormal, ``spread`` the standard deviation of a quarter's logarithm.

    The median quarter is as planned; the mean, which good quarters raise, is the same however long a turn is.
    """
    multiple: Floats = np.exp(spread / sqrt(s.dt) * luck + spread**2 / 2.0 * (1.0 - 1.0 / s.dt))
    return multiple
