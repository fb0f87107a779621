"""What the phases of one turn share: the world, the orders, and a few helpers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from greatgame.moves.catalogue import Catalogue, MoveKind
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.world.state import State
from greatgame.world.world import World

REFUSED_ILLEGAL, REFUSED_UNPAID, DONE = 1, 2, 3
"""Outcome codes of an order; 0 is no order."""


class Turn:
    """One turn being resolved."""

    def __init__(self, world: World, catalogue: Catalogue, orders: Floats | None) -> None:
        self.world = world
        self.catalogue = catalogue
        self.scenario: IndexedScenario = world.scenario
        self.intents = orders
        self.orders: Floats = np.zeros((world.worlds, 0)) if orders is None else orders
        self.outcome: Ints = np.zeros((world.worlds, 0), dtype=np.int64)
        self.push: Floats = np.zeros(0)
        """Preparation gained this turn by political push: [world, venture]."""
        self.disbursed: Floats = np.zeros(0)
        """Capital spent this turn: [world, project], USD mn."""
        self.loss: Floats = np.zeros(0)
        """Output lost to shortages this turn: [world, buyer], per cent of quarterly GDP."""

    @property
    def state(self) -> State:
        return self.world.state

    def ordered(self, role: str) -> Iterator[tuple[MoveKind, Floats]]:
        """Kinds of a role that anybody ordered, with the admitted amounts ``[world, entry of the kind]``."""
        for kind in self.catalogue.role(role):
            amount = self.orders[:, kind.span]
            if amount.any():
                yield kind, amount


def pulled(shares: Floats, rates: Floats) -> Floats:
    """Change of shares drawn toward partners.

    ``shares`` and ``rates`` are ``[..., power]``; partner p gains ``rates[p]``
    and everyone gives up in proportion, so that shares stay on the simplex
    while the rates sum to less than one.
    """
    total = np.einsum("...p->...", rates)[..., None]
    change: Floats = rates - shares * total
    return change
