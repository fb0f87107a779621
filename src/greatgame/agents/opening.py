"""Orders that somebody has written down: for one turn in place of a mind's, or turn by turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greatgame.agents.view import View
from greatgame.scenario.indexed import Bools, Floats, Ints


@dataclass(frozen=True)
class Opening:
    """Written orders of a seat in one turn, which take the place of what its mind decides then."""

    turn: int
    mine: Ints
    """Catalogue numbers of the seat's entries."""
    amounts: Floats
    """``[world, own entry]``"""
    written: Bools
    """``[world]``: where the written orders are given; elsewhere the mind's own stay."""

    def put(self, intents: Floats) -> None:
        """Write the orders into everybody's intents ``[world, entry]``."""
        worlds = self.written.nonzero()[0]
        intents[np.ix_(worlds, self.mine)] = self.amounts[worlds]


class Script:
    """Orders written down for every turn, with some left out in some worlds.

    Args:
        amounts: ``[turn, entry]``; nothing is ordered in later turns.
        omitted: turn -> (worlds, entries) of the orders that are not given, one by one.
    """

    def __init__(self, amounts: Floats, omitted: dict[int, tuple[list[int], list[int]]] | None = None) -> None:
        self.amounts = amounts
        self.omitted = omitted or {}

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        if view.turn >= len(self.amounts):
            return np.zeros_like(utility)
        given = np.repeat(self.amounts[view.turn][None], view.worlds, axis=0)
        if view.turn in self.omitted:
            given[self.omitted[view.turn]] = 0.0
        return given.take(view.catalogue.mine[actor], axis=1)
