"""The choice: the best moves that a seat can pay for, for many seats and worlds side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

FEW = 9
"""Orders a turn from whose number on seats are worked on apart: they have many more cases, and take many more steps."""
NO_KIND, NOBODY = -1, -2
"""Kind of a place without a case, and of what a row takes that takes nothing: no two of them are alike."""
FEW_ROWS = 24
"""Rows up to which it is faster to choose for one after another, in plain numbers; the choices are the same."""


def choose(view: View, actor: int, utility: Floats, threshold: float, orders: int) -> Floats:
    """Choice of one seat among its own entries; see :func:`choose_cases`.

    Args:
        utility: ``[world, own entry]``, minus infinity where a move is not possible.

    Returns:
        Amounts ``[world, own entry]``.
    """
    book = view.catalogue
    found = (utility > threshold).nonzero()
    cases = found[0], book.mine[actor].take(found[1]), utility[found]
    world, entry = choose_cases(view, Seats([actor], [threshold], [orders]), *cases)
    amounts = np.zeros(utility.shape)
    amounts[world, book.place_in_mine.take(entry)] = 1.0
    return amounts


class Seats:
    """Who chooses: ``[seat]`` each, those with few orders first."""

    few_worlds = 16
    """Worlds up to which the number of steps decides how fast a choice is made, not the number of cases."""

    def __init__(self, actors: Sequence[int], thresholds: Sequence[float], orders: Sequence[int]) -> None:
        in_order = sorted(range(len(actors)), key=lambda i: orders[i] > FEW)
        self.actor: Ints = np.array([actors[i] for i in in_order], dtype=np.int64)
        self.threshold: Floats = np.array([thresholds[i] for i in in_order], dtype=np.float64)
        self.orders: Ints = np.array([orders[i] for i in in_order], dtype=np.int64)
        self.busy = int(np.count_nonzero(self.orders <= FEW))
        """Where those with many orders begin."""
        self.of_actor: Ints = np.zeros(self.actor.max(initial=0) + 1, dtype=np.int64)
        self.of_actor[self.actor] = np.arange(len(self.actor))

    def __len__(self) -> int:
        return len(self.actor)


class Cases(NamedTuple):
    """Moves worth their seats' while, row by row and in the order of the catalogue; a row is a seat in a world."""

    row: Ints
    entry: Ints
    utility: Floats


def choose_cases(view: View, seats: Seats, world: Ints, entry: Ints, utility: Floats) -> tuple[Ints, Ints]:
    """Greedy choice under the purse: the best move, then the best of what is left and can still be paid.

    The cases (world, entry, utility) are all moves worth their seats' while,
    world by world, seat by seat and in the order of the catalogue.  All seats choose side by side.
    Moves that exclude each other (two awards of one project, up and down of
    one control) are not chosen together, and each further move of a kind is
    worth a little less.

    Returns:
        World and catalogue number of every choice.
    """
    worlds, rows = view.worlds, len(seats) * view.worlds
    if rows <= FEW_ROWS:
        return _one_by_one(view, seats, world, entry, utility)
    seat = seats.of_actor.take(view.catalogue.actor.take(entry))
    # Seats with many orders and those with few are worked on apart where there is enough of both.
    bounds = [0, len(seats)] if worlds <= seats.few_worlds else [0, seats.busy, len(seats)]
    chosen = []
    for these in (range(first, last) for first, last in pairwise(bounds) if first < last):
        its = ((seat >= these.start) & (seat < these.stop)).nonzero()[0]
        if len(its):
            row = world.take(its) * len(these) + (seat.take(its) - these.start)
            chosen.append(_choose(view, seats, these, Cases(row, entry.take(its), utility.take(its))))
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(w for w, _ in chosen)]), np.concatenate([none, *(e for _, e in chosen)])


def _one_by_one(view: View, seats: Seats, world: Ints, entry: Ints, utility: Floats) -> tuple[Ints, Ints]:
    """As :func:`choose_cases`, for few rows."""
    row = world * len(seats) + seats.of_actor.take(view.catalogue.actor.take(entry))
    worth, numbers = utility.tolist(), entry.tolist()
    chosen: list[tuple[int, int]] = []
    begin = 0
    for place, count in enumerate(np.bincount(row).tolist()):
        if count:
            (w, i), end = divmod(place, len(seats)), begin + count
            cases = zip(worth[begin:end], numbers[begin:end], strict=True)
            left = (view.state.purse[w, seats.actor[i]] + NEAR).tolist()
            chosen.extend((w, number) for number in _greedy(view.catalogue, seats, i, cases, left))
            begin = end
    found = np.array(chosen, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _greedy(
    book: Catalogue, seats: Seats, seat: int, cases: Iterable[tuple[float, int]], left: list[float]
) -> list[int]:
    """Catalogue numbers that one seat chooses from its cases in one world, with what is ``left`` in its purse.

    A heap holds the cases, the best first and of equals the earlier one.  What
    a move of a kind takes off the others of its kind is noted at the kind, and
    taken off a case only when its turn comes.
    """
    prices, variety = _price_list(book), book.scenario.minds["choice"].variety
    bar, orders = float(seats.threshold[seat]), int(seats.orders[seat])
    heap = [(-worth, number, 0) for worth, number in cases]
    heapify(heap)
    chosen: list[int] = []
    of_kind: dict[int, int] = {}
    groups: set[int] = set()
    while heap and len(chosen) < orders and -heap[0][0] > bar:
        cost, number, known = heap[0]
        time, resource, money, kind, group = prices[number]
        alike = of_kind.get(kind, 0)
        if group in groups:
            heappop(heap)
        elif known < alike:
            heapreplace(heap, (cost + variety, number, known + 1))
        else:
            heappop(heap)
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


class _Rows:
    """Rows that still choose, each a seat in a world with its cases side by side."""

    def __init__(self, view: View, seats: Seats, these: range, cases: Cases, count: Ints) -> None:
        worlds, span, width = view.worlds, slice(these.start, these.stop), int(count.max())
        self.value: Floats = np.full((len(count), width), -np.inf)
        """Utility of every case, minus infinity where it is out of the question: ``[row, place]``."""
        self.kind: NDArray[Any] = np.full(self.value.shape, NO_KIND, dtype=np.int16)
        cells = _places(count) + width * cases.row
        self.value.reshape(-1)[cells] = cases.utility
        self.kind.reshape(-1)[cells] = view.catalogue.kind_of.take(cases.entry)
        self.number: Ints = np.arange(len(count))
        self.begin: Ints = np.cumsum(count) - count
        """Which case is the row's first: ``[row]``."""
        self.bar: Floats = np.tile(seats.threshold[span], worlds)
        self.orders: Ints = np.tile(seats.orders[span], worlds)
        purse = view.state.purse.take(seats.actor[span], axis=1)
        self.left: Floats = purse.reshape(len(count), -1) + NEAR
        """What is left in the purse: ``[row, resource]``."""

    def keep(self, still: Ints) -> None:
        """Leave out all other rows."""
        for name, values in vars(self).items():
            setattr(self, name, values.take(still, axis=0))

    def pay(self, price: _Prices, entry: Ints, wanted: Bools) -> Bools:
        """Take an entry's price out of each row's purse, where it is wanted and there is enough: ``[row]``."""
        time, money = self.left[:, 0], self.left.reshape(-1)
        purse = np.arange(0, money.size, self.left.shape[1]) + price.resource.take(entry)
        hours, cost = price.time.take(entry), price.money.take(entry)
        able: Bools = (time >= hours) & (money.take(purse) >= cost)
        able &= wanted
        time -= hours * able
        money[purse] -= cost * able
        return able


def _choose(view: View, seats: Seats, these: range, cases: Cases) -> tuple[Ints, Ints]:
    """World and catalogue number of the choices of some of the seats."""
    count = np.bincount(cases.row, minlength=len(these) * view.worlds)
    price, group, variety = _prices(view.catalogue), view.catalogue.group, view.minds["choice"].variety
    rows = _Rows(view, seats, these, cases, count)
    width = rows.value.shape[1]
    firsts = np.arange(0, rows.value.size, width)
    taken: list[tuple[Ints, Ints]] = []
    while True:
        first = firsts[: len(rows.value)]
        place = rows.value.argmax(axis=1)
        going = rows.value.reshape(-1).take(first + place) > rows.bar
        going &= rows.orders > 0
        busy = np.count_nonzero(going)
        if not busy:
            break
        if 2 * busy < len(going):
            still = going.nonzero()[0]
            rows.keep(still)
            first, place, going = firsts[:busy], place.take(still), going.take(still)
        # A row without cases is not going anywhere.
        chosen = cases.entry.take(rows.begin + place, mode="clip")
        able = rows.pay(price, chosen, going)
        rows.orders -= able
        taken.append((rows.number.compress(able), chosen.compress(able)))
        value = rows.value.reshape(-1)
        value[first + place] = -np.inf
        kind = np.where(able, view.catalogue.kind_of.take(chosen), NOBODY).astype(np.int16)
        alike = (rows.kind == kind[:, None]).reshape(-1).nonzero()[0]
        value[alike] -= variety
        # Only moves of one kind exclude each other.
        row = alike // width
        other = cases.entry.take(rows.begin.take(row) + alike - first.take(row))
        value[alike.compress(group.take(other) == group.take(chosen.take(row)))] = -np.inf
    row, chosen = (np.concatenate(parts) for parts in zip(*taken, strict=True))
    return row // len(these), chosen


class _Price(NamedTuple):
    """What a unit of an entry takes from the purse, and what else it excludes or makes less attractive."""

    time: float
    resource: int
    money: float
    """Nothing where the resource is time itself, which has been counted."""
    kind: int
    group: int


class _Prices(NamedTuple):
    """What a unit takes from the actor's purse: ``[entry]`` each."""

    time: Floats
    resource: Ints
    money: Floats
    """Nothing where the resource is time itself, which has been counted."""


@lru_cache(maxsize=16)
def _prices(book: Catalogue) -> _Prices:
    in_time = book.resource == 0
    return _Prices(book.diplomacy + book.money * in_time, book.resource, book.money * ~in_time)


@lru_cache(maxsize=16)
def _price_list(book: Catalogue) -> tuple[_Price, ...]:
    """The same entry by entry, for plain numbers."""
    columns = *_prices(book), book.kind_of, book.group
    return tuple(_Price(*row) for row in zip(*(column.tolist() for column in columns), strict=True))
