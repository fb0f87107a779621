"""What the phases of one turn share: the world, the orders, and a few helpers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.world.state import State
from greatgame.world.world import World

REFUSED_ILLEGAL, REFUSED_UNPAID, DONE = 1, 2, 3
"""Outcome codes of an order; 0 is no order."""


class Turn:
    """One turn being resolved."""

    def __init__(self, world: World, catalogue: Catalogue, orders: Floats | None, allowed: Bools | None = None) -> None:
        self.world = world
        self.catalogue = catalogue
        self.scenario: IndexedScenario = world.scenario
        self.intents = orders
        self.allowed = allowed
        self.orders: Floats = np.zeros((world.worlds, 0)) if orders is None else orders
        self.outcome: NDArray[np.int8] = np.zeros((world.worlds, 0), dtype=np.int8)
        self.push: Floats = np.zeros(0)
        """Preparation gained this turn by political push: [world, venture]."""
        self.disbursed: Floats = np.zeros(0)
        """Capital spent this turn: [world, project], USD mn."""
        self.released: Floats = np.zeros(0)
        """Tonnes released from the state's store this turn: [world, buyer, mineral]."""
        self.loss: Floats = np.zeros(0)
        """Output lost to shortages this turn: [world, buyer], per cent of quarterly GDP."""

    @property
    def state(self) -> State:
        return self.world.state

    def ordered(self, role: str) -> tuple[Block, Floats] | None:
        """The block of a role and its admitted amounts ``[world, entry of the block]``; None if nobody ordered any."""
        block = self.catalogue.blocks.get(role)
        if block is None:
            return None
        amount = self.orders[:, block.span]
        return (block, amount) if np.count_nonzero(amount) else None

    def post(self, name: str, block: Block, cells: Ints, change: Floats, cause: str | None = None) -> None:
        """Post one change per order of a block, under the kinds' own names unless ``cause`` is given."""
        self.world.post_cells(name, cause or block.causes, cells, change, block.numbers)


def largest(values: Floats) -> Floats:
    """Largest along a short last axis: ``[...]``."""
    result: Floats = values[..., 0]
    for place in range(1, values.shape[-1]):
        result = np.maximum(result, values[..., place])
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
    change: Floats = rates - shares * total
    return change
