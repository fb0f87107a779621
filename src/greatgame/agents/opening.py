"""Deciders that give what somebody has written down: for one turn before a mind takes over, or turn by turn."""

from __future__ import annotations

import numpy as np

from greatgame.agents.minds import Decider
from greatgame.agents.view import View
from greatgame.scenario.indexed import Bools, Floats


class Opening:
    """Written orders in one turn; another decider in all others, and in worlds for which nothing is written.

    Args:
        turn: the turn of the written orders.
        amounts: ``[world, entry]`` over the whole catalogue.
        written: ``[world]``: where the written orders are given; elsewhere the decider gives its own.
        then: who decides otherwise.
    """

    def __init__(self, turn: int, amounts: Floats, written: Bools, then: Decider) -> None:
        self.turn, self.amounts, self.written, self.then = turn, amounts, written, then

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        if view.turn != self.turn:
            return self.then.decide(view, actor, utility)
        mine = self.amounts.take(view.catalogue.mine[actor], axis=1)
        if self.written.all():
            return mine
        own = self.then.decide(view, actor, utility)
        return np.where(self.written[:, None], mine, own)


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
