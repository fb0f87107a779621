"""Minds: the built-in deciders, from rules of thumb to appraisal.

A decider is anything with :meth:`Decider.decide`; a human player, a script, a
strategy and the minds here all stand behind it, for any seat and any number of
worlds at once.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import NEAR
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.schema import Doctrine

VARIETY = 0.18
"""Utility that a second move of the same kind loses: attention is spread."""
SHORTLIST = 24
"""Candidates that a mind looks at closely, the best by first appraisal."""


class Decider(Protocol):
    """Whoever fills a seat."""

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        """Amounts ``[world, entry]`` over the actor's own entries (``catalogue.mine[actor]``).

        ``utility`` holds the appraisal of those entries by the doctrine in
        force for the seat; a decider may ignore it.
        """
        ...


class DoNothing:
    """Gives no order; events are answered by their first choice."""

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        return np.zeros_like(utility)


class Given:
    """Orders that somebody has already written down."""

    def __init__(self, amounts: Floats) -> None:
        self.amounts = amounts

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        mine = view.catalogue.mine[actor]
        return np.broadcast_to(self.amounts[..., mine], utility.shape)


class Appraiser:
    """Standard strength: takes the best affordable moves by its doctrine, one after another."""

    def __init__(self, scenario: IndexedScenario, catalogue: Catalogue, doctrine: Doctrine, avoid: tuple[str, ...] = ()) -> None:
        defaults = scenario.file.defaults
        self.doctrine = doctrine
        self.threshold = (doctrine.threshold or defaults.threshold).value
        self.orders = int((doctrine.orders or defaults.orders).value)
        self.avoided = {name for name in avoid if name in catalogue.kinds}

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        book = view.catalogue
        mine = book.mine[actor]
        possible = np.take(view.legal, mine, axis=1)
        if self.avoided:
            possible &= ~np.isin(book.kind_of[mine], [book.kind_names.index(name) for name in self.avoided])
        return choose(view, actor, np.where(possible, utility, -np.inf), self.threshold, self.orders)


class RulesOfThumb:
    """Novice strength: knows what kinds of move it likes, not what they would do now."""

    def __init__(self, scenario: IndexedScenario, catalogue: Catalogue, doctrine: Doctrine, avoid: tuple[str, ...] = ()) -> None:
        self.orders = max(1, int((doctrine.orders or scenario.file.defaults.orders).value) - 2)
        liking = np.full(len(catalogue.kind_names), -9.0)
        for rank, name in enumerate(doctrine.rules):
            if name in catalogue.kinds and name not in avoid:
                liking[catalogue.kind_names.index(name)] = 2.0 - 0.25 * rank
        for kind in catalogue.role("respond"):
            liking[catalogue.kind_names.index(kind.name)] = 3.0
        self.liking = liking

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        book = view.catalogue
        mine = book.mine[actor]
        utility = self.liking[book.kind_of[mine]] + 1.0 * np.take(view.perception, mine, axis=1)
        possible = np.take(view.legal, mine, axis=1)
        return choose(view, actor, np.where(possible, utility, -np.inf), 0.0, self.orders)


def choose(view: View, actor: int, utility: Floats, threshold: float, orders: int) -> Floats:
    """Greedy choice under the purse: the best move, then the best of what is left and can still be paid.

    ``utility`` is ``[world, own entry]`` with minus infinity where a move is
    not possible.  Moves that exclude each other (two awards of one project, up
    and down of one control) are not chosen together, and each further move of
    a kind is worth a little less.
    """
    book = view.catalogue
    mine = book.mine[actor]
    worlds, count = utility.shape
    chosen = np.zeros((worlds, count))
    if count == 0 or orders == 0:
        return chosen
    rows = np.arange(worlds)
    if count > SHORTLIST:
        short: Ints = np.sort(np.argpartition(-utility, SHORTLIST - 1, axis=1)[:, :SHORTLIST], axis=1)
        value = np.take_along_axis(utility, short, axis=1)
    else:
        short = np.broadcast_to(np.arange(count), (worlds, count))
        value = utility.copy()
    entry = mine[short]
    kind, group = book.kind_of[entry], book.group[entry]
    time, money, resource = book.diplomacy[entry], book.money[entry], book.resource[entry]
    purse = view.state.purse[:, actor].copy() if actor < view.state.purse.shape[1] else None
    for _ in range(orders + 2):
        best = value.argmax(axis=1)
        worth = value[rows, best]
        if not (worth > threshold).any():
            break
        taken: Bools = worth > threshold
        if purse is not None:
            cost, hours, where = money[rows, best], time[rows, best], resource[rows, best]
            taken &= (purse[rows, where] + NEAR >= cost) & (purse[:, 0] + NEAR >= hours)
            purse[rows, where] -= np.where(taken, cost, 0.0)
            purse[:, 0] -= np.where(taken, hours, 0.0)
        taken &= chosen.sum(axis=1) < orders
        chosen[rows, short[rows, best]] = np.where(taken, 1.0, chosen[rows, short[rows, best]])
        value -= VARIETY * ((kind == kind[rows, best][:, None]) & taken[:, None])
        value[(group == group[rows, best][:, None]) & taken[:, None]] = -np.inf
        value[rows, best] = -np.inf
    return chosen
