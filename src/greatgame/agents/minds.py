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
TIE = 1e-9
"""Utility by which an earlier entry of the catalogue goes before the next when lists are cut short."""
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
        self._thresholds: Floats | None = None

    def choices(self, view: View) -> dict[int, Floats]:
        """Amounts ``[world, own entry]`` of every seat."""
        if self._view is not view:
            assert self.appraisal is not None
            book = view.catalogue
            worth = self.appraisal > self._bar(book)
            worth &= view.legal
            open_to = worth.any(axis=0)
            requests = []
            for actor, mind in self.seats.items():
                entries = book.mine[actor].compress(open_to.take(book.mine[actor]))
                seen = self.appraisal.take(entries, axis=1)
                utility = np.where(worth.take(entries, axis=1), seen, -np.inf)
                requests.append(Request(actor, utility, mind.threshold, mind.orders, entries))
            self._choices = choose(view, requests)
            self._view = view
        return self._choices

    def _bar(self, book: Catalogue) -> Floats:
        """Utility above which an entry is worth its seat's while: ``[entry]``, infinite where nobody may take it."""
        if self._thresholds is None:
            bar = np.full(book.size, np.inf)
            for actor, mind in self.seats.items():
                mine = book.mine[actor]
                bar[mine] = np.where(np.isin(book.kind_of[mine], mind.avoided), np.inf, mind.threshold)
            self._thresholds = bar
        return self._thresholds


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
    entries: Ints | None = None
    """Catalogue numbers that the columns stand for, in order; all own entries by default."""


def choose(view: View, requests: Sequence[Request]) -> dict[int, Floats]:
    """Greedy choice under the purse: the best move, then the best of what is left and can still be paid.

    Seats choose side by side, those with long lists of orders apart from those
    with short ones.  Moves that exclude each other (two awards of one project,
    up and down of one control) are not chosen together, and each further move
    of a kind is worth a little less.

    Returns:
        Amounts ``[world, own entry]`` by actor.
    """
    book = view.catalogue
    result: dict[int, Floats] = {r.actor: np.zeros((view.worlds, len(book.mine[r.actor]))) for r in requests}
    busy = [r for r in requests if r.orders > FEW]
    for group, length in ((busy, LONG_LIST), ([r for r in requests if r.orders <= FEW], SHORT_LIST)):
        if group:
            seat, world, entry = _choose(view, group, length)
            for i, request in enumerate(group):
                its = (seat == i).nonzero()[0]
                result[request.actor][world.take(its), book.place_in_mine.take(entry.take(its))] = 1.0
    return result


def _shortlist(book: Catalogue, request: Request, length: int) -> tuple[Ints, Floats]:
    """The ``length`` best entries of each world, in the order of the catalogue, and their utility: ``[world, place]``.

    Places without an entry have a utility of minus infinity.
    """
    entries, utility = request.entries, request.utility
    if entries is None:
        # A column that is worth its while in no world cannot be chosen in any.
        columns = np.count_nonzero(utility > request.threshold, axis=0).nonzero()[0]
        entries, utility = book.mine[request.actor].take(columns), utility.take(columns, axis=1)
    worlds, count = utility.shape
    if count > length:
        # Equal utilities are told apart by the catalogue number, never by what other worlds look like.
        best = np.argpartition(utility - TIE * entries, count - length, axis=1)[:, count - length :]
        best.sort(axis=1)
        cells = best + np.arange(0, worlds * count, count)[:, None]
        return entries.take(best), utility.reshape(-1).take(cells)
    entry, value = np.zeros((worlds, length), dtype=np.int64), np.full((worlds, length), -np.inf)
    entry[:, :count], value[:, :count] = entries, utility
    return entry, value


def _choose(view: View, requests: Sequence[Request], length: int) -> tuple[Ints, Ints, Ints]:
    """Choices of several seats in all worlds: place of the request, world and catalogue number of each.

    A row is one seat in one world.
    """
    book, worlds = view.catalogue, view.worlds
    lists = [_shortlist(book, request, length) for request in requests]
    entry, value = (np.concatenate(parts) for parts in zip(*lists, strict=True))
    kind, group = book.kind_of.take(entry), book.group.take(entry)
    purse = np.concatenate([view.state.purse[:, r.actor] for r in requests])
    threshold = np.repeat(np.array([r.threshold for r in requests]), worlds)
    left = np.repeat(np.array([float(r.orders) for r in requests]), worlds)
    rows = len(value)
    first, time = np.arange(0, rows * length, length), np.arange(0, purse.size, purse.shape[1])
    held, worth = purse.reshape(-1), value.reshape(-1)
    taken: list[Ints] = []
    for _ in range(max(r.orders for r in requests) + SPARE):
        best = value.argmax(axis=1) + first
        able = (worth.take(best) > threshold) & (left > 0)
        if not np.count_nonzero(able):
            break
        chosen = entry.take(best)
        cost, hours = book.money.take(chosen), book.diplomacy.take(chosen)
        money = time + book.resource.take(chosen)
        able &= (held.take(money) + NEAR >= cost) & (held.take(time) + NEAR >= hours)
        held[money] -= cost * able
        held[time] -= hours * able
        left -= able
        taken.append(best.compress(able))
        worth[best] = -np.inf
        value -= (kind == kind.take(best)[:, None]) * (VARIETY * able)[:, None]
        # No group has the number -1.
        np.putmask(value, group == np.where(able, group.take(best), -1)[:, None], -np.inf)
    cells = np.concatenate([*taken, np.zeros(0, dtype=np.int64)])
    seat, world = np.divmod(cells // length, worlds)
    return seat, world, entry.take(cells)
