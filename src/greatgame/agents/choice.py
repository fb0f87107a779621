"""The choice: the best moves that a seat can pay for, for many seats and worlds side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heapreplace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import NEAR
from greatgame.scenario.indexed import Bools, Floats, Ints

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
FEW_ROWS = 24
"""Rows up to which it is faster to choose for one after another, in plain numbers; the choices are the same."""


@dataclass(frozen=True)
class Request:
    """One seat's choice to be made."""

    actor: int
    utility: Floats
    """``[world, own entry]``, minus infinity where a move is not possible."""
    threshold: float
    orders: int


def choose(view: View, requests: Sequence[Request]) -> dict[int, Floats]:
    """Choice of some seats; see :func:`choose_cases`.

    Returns:
        Amounts ``[world, own entry]`` by actor.
    """
    book = view.catalogue
    seats = Seats([r.actor for r in requests], [r.threshold for r in requests], [r.orders for r in requests])
    found = [(r.utility > r.threshold).nonzero() for r in requests]
    result: dict[int, Floats] = {r.actor: np.zeros((view.worlds, len(book.mine[r.actor]))) for r in requests}
    world, entry = choose_cases(
        view,
        seats,
        np.concatenate([w for w, _ in found]),
        np.concatenate([book.mine[r.actor].take(c) for r, (_, c) in zip(requests, found, strict=True)]),
        np.concatenate([r.utility[cases] for r, cases in zip(requests, found, strict=True)]),
    )
    actor = book.actor.take(entry)
    for request in requests:
        its = (actor == request.actor).nonzero()[0]
        result[request.actor][world.take(its), book.place_in_mine.take(entry.take(its))] = 1.0
    return result


class Seats:
    """Who chooses: ``[seat]`` each, those with short lists of orders first."""

    few_worlds = 16
    """Worlds up to which the number of steps decides how fast a choice is made, not the length of the lists."""

    def __init__(self, actors: Sequence[int], thresholds: Sequence[float], orders: Sequence[int]) -> None:
        in_order = sorted(range(len(actors)), key=lambda i: orders[i] > FEW)
        self.actor: Ints = np.array([actors[i] for i in in_order], dtype=np.int64)
        self.threshold: Floats = np.array([thresholds[i] for i in in_order], dtype=np.float64)
        self.orders: Ints = np.array([orders[i] for i in in_order], dtype=np.int64)
        busy = self.orders > FEW
        self.length: Ints = np.where(busy, LONG_LIST, SHORT_LIST)
        """Candidates looked at closely."""
        most = [self.orders[busy == one].max(initial=0) for one in (False, True)]
        self.attempts: Ints = np.where(busy, most[1], most[0]) + SPARE
        """Moves considered before a mind gives up."""
        self.busy = int(np.count_nonzero(~busy))
        """Where those with long lists begin."""
        self.of_actor: Ints = np.zeros(self.actor.max(initial=0) + 1, dtype=np.int64)
        self.of_actor[self.actor] = np.arange(len(self.actor))

    def __len__(self) -> int:
        return len(self.actor)


@dataclass
class Cases:
    """Moves worth their seats' while, row by row and in the order of the catalogue; a row is a seat in a world."""

    row: Ints
    entry: Ints
    utility: Floats

    def keep(self, kept: Bools) -> None:
        self.row, self.entry, self.utility = (x.compress(kept) for x in (self.row, self.entry, self.utility))


def choose_cases(view: View, seats: Seats, world: Ints, entry: Ints, utility: Floats) -> tuple[Ints, Ints]:
    """Greedy choice under the purse: the best move, then the best of what is left and can still be paid.

    The cases (world, entry, utility) are all moves worth their seats' while, in
    each world in the order of the catalogue.  All seats choose side by side.
    Moves that exclude each other (two awards of one project, up and down of
    one control) are not chosen together, and each further move of a kind is
    worth a little less.

    Returns:
        World and catalogue number of every choice.
    """
    worlds, rows = view.worlds, len(seats) * view.worlds
    if rows <= FEW_ROWS:
        return _one_by_one(view, seats, world, entry, utility)
    row = seats.of_actor.take(view.catalogue.actor.take(entry)) * worlds + world
    order = np.argsort(row.astype(np.min_scalar_type(rows)), kind="stable")
    cases = Cases(row.take(order), entry.take(order), utility.take(order))
    count = np.bincount(cases.row, minlength=rows)
    length = seats.length.repeat(worlds)
    if np.count_nonzero(count > length):
        cases.keep(_shortlisted(cases, count, length))
        count = np.minimum(count, length)
    # Long lists and short ones are worked on apart where there is enough of both.
    bounds = [0, len(seats)] if worlds <= seats.few_worlds else [0, seats.busy, len(seats)]
    ends = np.concatenate([[0], np.cumsum(count)])
    chosen = []
    for first, last in pairwise(bounds):
        begin, end = int(ends[first * worlds]), int(ends[last * worlds])
        if begin < end:
            part = Cases(cases.row[begin:end] - first * worlds, cases.entry[begin:end], cases.utility[begin:end])
            chosen.append(_choose(view, seats, range(first, last), part, count[first * worlds : last * worlds]))
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(w for w, _ in chosen)]), np.concatenate([none, *(e for _, e in chosen)])


def _one_by_one(view: View, seats: Seats, world: Ints, entry: Ints, utility: Floats) -> tuple[Ints, Ints]:
    """As :func:`choose_cases`, for few rows."""
    row = world * len(seats) + seats.of_actor.take(view.catalogue.actor.take(entry))
    order = row.argsort(kind="stable")
    worth, numbers = utility.take(order).tolist(), entry.take(order).tolist()
    chosen: list[tuple[int, int]] = []
    begin = 0
    for place, count in enumerate(np.bincount(row).tolist()):
        if count:
            (w, i), end = divmod(place, len(seats)), begin + count
            cases = _shortlist(list(zip(worth[begin:end], numbers[begin:end], strict=True)), int(seats.length[i]))
            left = (view.state.purse[w, seats.actor[i]] + NEAR).tolist()
            chosen.extend((w, number) for number in _greedy(view.catalogue, seats, i, cases, left))
            begin = end
    found = np.array(chosen, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _shortlist(cases: list[tuple[float, int]], length: int) -> list[tuple[float, int]]:
    """The best of the cases of one row, as many as it has room for."""
    if len(cases) <= length:
        return cases
    worst = sorted(worth - TIE * number for worth, number in cases)[-length]
    return [(worth, number) for worth, number in cases if worth - TIE * number >= worst]


def _greedy(book: Catalogue, seats: Seats, seat: int, cases: list[tuple[float, int]], left: list[float]) -> list[int]:
    """Catalogue numbers that one seat chooses from its cases in one world, with what is ``left`` in its purse.

    A heap holds the cases, the best first and of equals the earlier one.  What
    a move of a kind takes off the others of its kind is noted at the kind, and
    taken off a case only when its turn comes.
    """
    prices = _price_list(book)
    bar, orders, attempts = float(seats.threshold[seat]), int(seats.orders[seat]), int(seats.attempts[seat])
    heap = [(-worth, number, 0) for worth, number in cases]
    heapify(heap)
    chosen: list[int] = []
    of_kind: dict[int, int] = {}
    groups: set[int] = set()
    while heap and attempts and len(chosen) < orders and -heap[0][0] > bar:
        cost, number, known = heap[0]
        time, resource, money, kind, group = prices[number]
        alike = of_kind.get(kind, 0)
        if group in groups:
            heappop(heap)
        elif known < alike:
            heapreplace(heap, (cost + VARIETY, number, known + 1))
        else:
            heappop(heap)
            attempts -= 1
            if left[0] >= time and left[resource] >= money:
                left[0] -= time
                left[resource] -= money
                chosen.append(number)
                of_kind[kind] = alike + 1
                groups.add(group)
    return chosen


def _places(count: Ints) -> Ints:
    """Place of every case in its row, rows having ``count`` cases each."""
    ends = np.cumsum(count)
    places: Ints = np.arange(count.sum()) - (ends - count).repeat(count)
    return places


def _shortlisted(cases: Cases, count: Ints, length: Ints) -> Bools:
    """Whether a case is among the best of its row, as many as the row's length: ``[case]``."""
    kept = np.ones(len(cases.row), dtype=np.bool_)
    for most in np.unique(length):
        long = (count > most) & (length == most)
        if not np.count_nonzero(long):
            continue
        at = long.take(cases.row).nonzero()[0]
        size = count.compress(long)
        width = int(size.max())
        cells = _places(size) + np.arange(0, width * len(size), width).repeat(size)
        # Equal utilities are told apart by the catalogue number, never by what other worlds look like.
        value = np.full((len(size), width), -np.inf)
        value.reshape(-1)[cells] = cases.utility.take(at) - TIE * cases.entry.take(at)
        worst = np.argpartition(value, width - most, axis=1)[:, : width - most]
        cut = np.zeros(value.shape, dtype=np.bool_)
        np.put_along_axis(cut, worst, True, axis=1)
        kept[at] = ~cut.reshape(-1).take(cells)
    return kept


def _choose(view: View, seats: Seats, these: range, cases: Cases, count: Ints) -> tuple[Ints, Ints]:
    """World and catalogue number of the choices of some of the seats, whose rows have ``count`` cases each."""
    worlds, span = view.worlds, slice(these.start, these.stop)
    rows, width = len(count), int(count.max())
    price, kinds, groups = _prices(view.catalogue)
    cells = _places(count) + width * cases.row
    value: Floats = np.full((rows, width), -np.inf)
    entry: Ints = np.zeros((rows, width), dtype=np.int64)
    worth, first = value.reshape(-1), np.arange(0, rows * width, width)
    worth[cells], entry.reshape(-1)[cells] = cases.utility, cases.entry
    kind, group = kinds.take(entry), groups.take(entry)
    purse = view.state.purse.take(seats.actor[span], axis=1)
    left = np.ascontiguousarray(purse.transpose(2, 1, 0)).reshape(-1, rows) + NEAR
    bar, orders = seats.threshold[span].repeat(worlds), seats.orders[span].repeat(worlds)
    name, attempts = np.arange(rows), seats.attempts[span].repeat(worlds)
    taken: list[tuple[Ints, Ints, Bools]] = []
    patient = int(attempts.min())
    for attempt in range(int(attempts.max())):
        at = value.argmax(axis=1) + first
        going = worth.take(at) > bar
        going &= orders > 0
        if attempt >= patient:
            going &= attempts > attempt
        busy = np.count_nonzero(going)
        if not busy:
            break
        if 2 * busy < len(going):
            # Rows that are done with are left out.
            still = going.nonzero()[0]
            at = at.take(still) - first.take(still) + first[:busy]
            value, entry, kind, group = (x.take(still, axis=0) for x in (value, entry, kind, group))
            name, bar, orders, attempts = (x.take(still) for x in (name, bar, orders, attempts))
            left, going, first, worth = left.take(still, axis=1), going.take(still), first[:busy], value.reshape(-1)
        chosen = entry.take(at)
        cost = price.take(chosen, axis=1)
        able = np.logical_and.reduce(left >= cost)
        able &= going
        cost *= able
        left -= cost
        orders -= able
        taken.append((name, chosen, able))
        worth[at] = -np.inf
        # No kind and no group has the number -1.
        its, group_taken = kind.take(at), group.take(at)
        np.putmask(its, ~able, -1)
        alike = (kind == its[:, None]).reshape(-1).nonzero()[0]
        worth[alike] -= VARIETY
        # Only moves of one kind exclude each other.
        excluded = group.take(alike) == group_taken.take(alike // kind.shape[1])
        worth[alike.compress(excluded)] = -np.inf
    row, chosen, able = (np.concatenate(parts) for parts in zip(*taken, strict=True))
    return row.compress(able) % worlds, chosen.compress(able)


class _Price(NamedTuple):
    """What a unit of an entry takes from the purse, and what else it excludes or makes less attractive."""

    time: float
    resource: int
    money: float
    """Nothing where the resource is time itself, which has been counted."""
    kind: int
    group: int


@lru_cache(maxsize=16)
def _price_list(book: Catalogue) -> tuple[_Price, ...]:
    """The same as :func:`_prices`, entry by entry."""
    price, kinds, groups = _prices(book)
    money = price[book.resource, np.arange(book.size)] * (book.resource != 0)
    columns = price[0], book.resource, money, kinds, groups
    return tuple(_Price(*row) for row in zip(*(column.tolist() for column in columns), strict=True))


@lru_cache(maxsize=16)
def _prices(book: Catalogue) -> tuple[Floats, NDArray[Any], NDArray[Any]]:
    """What a unit takes from the actor's purse ``[resource, entry]``; kind and group ``[entry]``, as short numbers."""
    price = np.zeros((len(book.scenario.names.resources), book.size))
    price[book.resource, np.arange(book.size)] = book.money
    price[0] += book.diplomacy
    short = np.int16 if book.size < 2**15 else np.int32
    return price, book.kind_of.astype(short), book.group.astype(short)
