"""Minds: the built-in deciders, from rules of thumb to appraisal.

A decider is anything with :meth:`Decider.decide`; a human player, a script, a
strategy and the minds here all stand behind it, for any seat and any number of
worlds at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from greatgame.agents.appraisal import DUTY
from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import NEAR
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.schema import Doctrine, Strategy

VARIETY = 0.18
"""Utility that a second move of the same kind loses: attention is spread."""
FEW = 9
"""Orders a turn up to which a seat needs only a short list of candidates."""
SHORT_LIST, LONG_LIST = 20, 40
"""Candidates that a mind looks at closely, the best by first appraisal."""
SPARE = 3
"""Candidates that may turn out too dear before a mind gives up."""


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
    """Standard strength: takes the best affordable moves by its doctrine, one after another.

    Appraisers of one model share a :class:`Chancery`, which works out the
    choices of all of them in one go.
    """

    def __init__(self, scenario: IndexedScenario, catalogue: Catalogue, doctrine: Doctrine, chancery: Chancery) -> None:
        defaults = scenario.file.defaults
        self.threshold = (doctrine.threshold or defaults.threshold).value
        self.orders = int((doctrine.orders or defaults.orders).value)
        avoid = doctrine.avoid if isinstance(doctrine, Strategy) else []
        self.avoided: Ints = np.array([catalogue.kind_names.index(name) for name in avoid], dtype=np.int64)
        self.chancery = chancery

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        return self.chancery.choices(view)[actor]


class Chancery:
    """Works out the choices of all appraisers of a turn together, in a few array operations."""

    def __init__(self) -> None:
        self.seats: dict[int, Appraiser] = {}
        self._view: View | None = None
        self._choices: dict[int, Floats] = {}
        self.appraisal: Floats | None = None

    def choices(self, view: View) -> dict[int, Floats]:
        """Amounts ``[world, own entry]`` of every seat."""
        if self._view is not view:
            assert self.appraisal is not None
            possible = np.where(view.legal, self.appraisal, -np.inf)
            requests = []
            for actor, mind in self.seats.items():
                mine = view.catalogue.mine[actor]
                utility = possible.take(mine, axis=1)
                if len(mind.avoided):
                    utility[:, np.isin(view.catalogue.kind_of[mine], mind.avoided)] = -np.inf
                requests.append(Request(actor, utility, mind.threshold, mind.orders))
            self._choices = choose(view, requests)
            self._view = view
        return self._choices


class RulesOfThumb:
    """Novice strength: knows what kinds of move it likes, not what they would do now."""

    def __init__(self, scenario: IndexedScenario, catalogue: Catalogue, doctrine: Doctrine) -> None:
        self.orders = max(1, int((doctrine.orders or scenario.file.defaults.orders).value) - 2)
        liking = np.full(len(catalogue.kind_names), -9.0)
        for rank, name in enumerate(doctrine.rules):
            if name in catalogue.kinds:
                liking[catalogue.kind_names.index(name)] = 2.0 - 0.25 * rank
        if block := catalogue.blocks.get("respond"):
            liking[catalogue.kind_of[block.start]] = DUTY
        self.liking = liking

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        book = view.catalogue
        mine = book.mine[actor]
        utility = self.liking[book.kind_of[mine]] + 1.0 * view.perception.take(mine, axis=1)
        possible = view.legal.take(mine, axis=1)
        request = Request(actor, np.where(possible, utility, -np.inf), 0.0, self.orders)
        return choose(view, [request])[actor]


@dataclass(frozen=True)
class Request:
    """One seat's choice to be made."""

    actor: int
    utility: Floats
    """``[world, own entry]``, minus infinity where a move is not possible."""
    threshold: float
    orders: int


def choose(view: View, requests: Sequence[Request]) -> dict[int, Floats]:
    """Greedy choice under the purse: the best move, then the best of what is left and can still be paid.

    Seats choose side by side, those with long lists of orders apart from those
    with short ones.  Moves that exclude each other (two awards of one project,
    up and down of one control) are not chosen together, and each further move
    of a kind is worth a little less.

    Returns:
        Amounts ``[world, own entry]`` by actor.
    """
    result: dict[int, Floats] = {}
    busy = [r for r in requests if r.orders > FEW]
    for group, shortlist in ((busy, LONG_LIST), ([r for r in requests if r.orders <= FEW], SHORT_LIST)):
        if group:
            result.update(_choose(view, group, shortlist))
    return result


def _choose(view: View, requests: Sequence[Request], shortlist: int) -> dict[int, Floats]:
    book = view.catalogue
    worlds, seats = view.worlds, len(requests)
    result = {r.actor: np.zeros(r.utility.shape) for r in requests}
    short = np.zeros((seats, worlds, shortlist), dtype=np.int64)
    value = np.full((seats, worlds, shortlist), -np.inf)
    entry = np.zeros((seats, worlds, shortlist), dtype=np.int64)
    for i, request in enumerate(requests):
        # A column that is worth its while in no world cannot be chosen in any.
        open_to = np.flatnonzero((request.utility > request.threshold).any(axis=0))
        utility = request.utility.take(open_to, axis=1)
        count = len(open_to)
        if count > shortlist:
            part = np.argpartition(utility, count - shortlist, axis=1)[:, count - shortlist :]
            part.sort(axis=1)
            short[i] = open_to[part]
            value[i] = np.take_along_axis(utility, part, axis=1)
        else:
            short[i, :, :count] = open_to
            value[i, :, :count] = utility
        entry[i] = book.mine[request.actor][short[i]]
    flat = worlds * seats
    rows = np.arange(flat)
    value = value.reshape(flat, shortlist)
    entry = entry.reshape(flat, shortlist)
    kind, group = book.kind_of[entry], book.group[entry]
    purse = np.concatenate([view.state.purse[:, r.actor] for r in requests])
    threshold = np.repeat(np.array([r.threshold for r in requests]), worlds)
    left = np.repeat(np.array([float(r.orders) for r in requests]), worlds)
    taken_at = np.zeros((flat, shortlist))
    for _ in range(max(r.orders for r in requests) + SPARE):
        best = value.argmax(axis=1)
        chosen = entry[rows, best]
        able = (value[rows, best] > threshold) & (left > 0)
        if not able.any():
            break
        cost, hours, where = book.money[chosen], book.diplomacy[chosen], book.resource[chosen]
        able &= (purse[rows, where] + NEAR >= cost) & (purse[:, 0] + NEAR >= hours)
        purse[rows, where] -= cost * able
        purse[:, 0] -= hours * able
        left -= able
        taken_at[rows, best] += able
        value -= (VARIETY * able)[:, None] * (kind == book.kind_of[chosen][:, None])
        np.putmask(value, (group == book.group[chosen][:, None]) & able[:, None], -np.inf)
        value[rows, best] = -np.inf
    picked = taken_at.reshape(seats, worlds, shortlist)
    for i, request in enumerate(requests):
        world, place = np.nonzero(picked[i])
        result[request.actor][world, short[i, world, place]] = 1.0
    return result
