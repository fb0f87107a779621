"""The choice: the best moves that a seat can pay for, for many seats and worlds side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from greatgame import loops
from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import NEAR
from greatgame.scenario.indexed import Bools, Floats, Ints

NO_KIND, NOBODY = -1, -2
"""Kind of a place without a case, and of what a row takes that takes nothing: no two of them are alike."""


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
    """Who chooses: ``[seat]`` each."""

    def __init__(self, actors: Sequence[int], thresholds: Sequence[float], orders: Sequence[int]) -> None:
        self.actor: Ints = np.array(actors, dtype=np.int64)
        self.threshold: Floats = np.array(thresholds, dtype=np.float64)
        self.orders: Ints = np.array(orders, dtype=np.int64)
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
    if loops.compiled is not None:
        return _at_once(view, seats, world, entry, utility)
    row = world * len(seats) + seats.of_actor.take(view.catalogue.actor.take(entry))
    return _side_by_side(view, seats, Cases(row, entry, utility))


def _at_once(view: View, seats: Seats, world: Ints, entry: Ints, utility: Floats) -> tuple[Ints, Ints]:
    """As :func:`choose_cases`, by the loop in C; it writes to ``utility``."""
    assert loops.compiled is not None
    book = view.catalogue
    chosen = np.empty_like(world), np.empty_like(entry)
    count = loops.compiled.choose(
        world,
        entry,
        utility,
        view.state.purse,
        *_prices(book),
        book.kind_of,
        book.group,
        book.actor,
        seats.of_actor,
        seats.threshold,
        seats.orders,
        *chosen,
        view.minds["choice"].variety,
        NEAR,
    )
    return chosen[0][:count], chosen[1][:count]


def _places(count: Ints) -> Ints:
    """Place of every case in its row, rows having ``count`` cases each."""
    ends = np.cumsum(count)
    places: Ints = np.arange(count.sum()) - (ends - count).repeat(count)
    return places


class _Rows:
    """Rows that still choose, each a seat in a world with its cases side by side."""

    def __init__(self, view: View, seats: Seats, cases: Cases, count: Ints) -> None:
        worlds, width = view.worlds, int(count.max())
        self.value: Floats = np.full((len(count), width), -np.inf)
        """Utility of every case, minus infinity where it is out of the question: ``[row, place]``."""
        self.kind: NDArray[Any] = np.full(self.value.shape, NO_KIND, dtype=np.int16)
        cells = _places(count) + width * cases.row
        self.value.reshape(-1)[cells] = cases.utility
        self.kind.reshape(-1)[cells] = view.catalogue.kind_of.take(cases.entry)
        self.number: Ints = np.arange(len(count))
        self.begin: Ints = np.cumsum(count) - count
        """Which case is the row's first: ``[row]``."""
        self.bar: Floats = np.tile(seats.threshold, worlds)
        self.orders: Ints = np.tile(seats.orders, worlds)
        purse = view.state.purse.take(seats.actor, axis=1)
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


def _side_by_side(view: View, seats: Seats, cases: Cases) -> tuple[Ints, Ints]:
    """As :func:`choose_cases`: every row takes its best case, then each its next, until none goes on."""
    if not len(cases.row):
        return cases.row, cases.entry
    count = np.bincount(cases.row, minlength=len(seats) * view.worlds)
    price, group, variety = _prices(view.catalogue), view.catalogue.group, view.minds["choice"].variety
    rows = _Rows(view, seats, cases, count)
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
    none = np.zeros(0, dtype=np.int64)
    row, chosen = (np.concatenate([none, *parts]) for parts in (zip(*taken, strict=True) if taken else ((), ())))
    return row // len(seats), chosen


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
