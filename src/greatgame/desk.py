"""The player's desk: what can be ordered, what it costs, and the orders that wait for the end of the turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from numbers import Integral

import numpy as np

from greatgame.errors import GreatGameError, OrderError, OrdersError
from greatgame.given import texts, whole
from greatgame.moves.catalogue import Block, Catalogue
from greatgame.moves.legality import NEAR, Condition, conditions
from greatgame.records import Move, Price, QueuedOrder
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.naming import told
from greatgame.text import Text, say
from greatgame.words import PURSES
from greatgame.world.state import State, on_grid

Queue = dict[int, int]
"""Catalogue number -> units."""

QueueLike = Sequence[str] | Mapping[str, int]
"""Orders by id: one unit of each (an id may be repeated), or units by id."""

Faults = dict[int, list[str]]
"""Catalogue number -> everything that stands in the way."""

MOST_UNITS = 2**63 - 1
"""More units than these are no amount in any order."""

OVER = Text("the campaign is over")
"""What stands in the way of every order then."""
HIDDEN = Text("it comes with a higher level")
"""What stands in the way of a kind of move that the campaign's level hides."""


class Desk:
    """Queue, prices and legality of one seat in one turn.

    What the desk accepts is what the rules admit: it asks the same conditions
    and rounds prices as they are paid.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        state: State,
        hidden: Collection[str] = (),
        seat: int | None = None,
        over: bool = False,
    ) -> None:
        """``hidden`` names kinds of move that the level keeps from the seat, by default the player's."""
        self.catalogue = catalogue
        self.hidden = hidden
        self.over = over
        """Whether the campaign is, so that no turn is left to order in."""
        self.scenario: IndexedScenario = catalogue.scenario
        self.seat: int = catalogue.scenario.player if seat is None else seat
        self.state = state
        self.queue: Queue = {}
        self._done: list[Queue] = []
        self._undone: list[Queue] = []
        self._standing: dict[int, list[Move]] = {}
        """Moves by seat as they stand whatever is queued: the state of a desk's turn does not change."""
        self._conditions: dict[str, list[Condition]] = {}
        """What the moves of a role require, for the same reason."""

    def copy(self, state: State, catalogue: Catalogue | None = None) -> Desk:
        """The same queue and its history on the desk of a twin (on the catalogue of another variant)."""
        other = Desk(catalogue or self.catalogue, state, self.hidden, self.seat, self.over)
        other.queue, other._done, other._undone = dict(self.queue), list(self._done), list(self._undone)
        return other

    def _with(self, queue: Queue) -> Desk:
        """The same turn's desk with another queue, to be tried; what orders require is not worked out again."""
        other = Desk(self.catalogue, self.state, self.hidden, self.seat, self.over)
        other.queue, other._conditions = dict(queue), self._conditions
        return other

    # The queue

    def queued(self) -> tuple[QueuedOrder, ...]:
        """The queue in words, in the order of submission."""
        return tuple(self._queued(number, amount) for number, amount in self.queue.items())

    def submit(self, order_id: str, amount: int) -> QueuedOrder:
        """Queue an order, or more units of it.

        Raises:
            OrderError: with everything that stands in the way.
        """
        number = self.catalogue.number(order_id)
        if faults := self.faults(number, amount):
            raise OrderError(order_id, faults)
        total = self.queue.get(number, 0) + int(amount)
        self._change({**self.queue, number: total})
        return self._queued(number, total)

    def withdraw(self, order_id: str) -> None:
        """Take an order out of the queue.

        Raises:
            OrderError: where it is not queued.
        """
        number = self._held(order_id)
        self._change({n: amount for n, amount in self.queue.items() if n != number})

    def replace(self, taken: Collection[str], order_id: str | None = None, amount: int = 1) -> None:
        """Take orders out and put so many units of one in the place of the first, or none, in one change.

        Raises:
            OrderError: where one is not queued, or with everything that stands in the way of the other.
            GreatGameError: where what is taken out is no list of orders.
        """
        gone = {self._held(order) for order in texts("orders", taken)}
        rest = {number: units for number, units in self.queue.items() if number not in gone}
        if order_id is not None:
            draft = self._with(rest)
            draft.submit(order_id, amount)
            number = self.catalogue.number(order_id)
            first = next((place for place, held in enumerate(self.queue) if held in gone), len(rest))
            if number not in rest:
                rows = list(rest.items())
                rest = dict([*rows[:first], (number, draft.queue[number]), *rows[first:]])
            else:
                rest = draft.queue
        if list(rest.items()) != list(self.queue.items()):
            self._change(rest)

    def fill(self, orders: QueueLike) -> tuple[QueuedOrder, ...]:
        """Queue what is not queued yet of some orders, as far as it can be given, in one change; what was added.

        Raises:
            OrderError: for an order that there is not, or an amount that is no count.
        """
        draft = self._with(self.queue)
        added: list[QueuedOrder] = []
        for number, amount in self.counted(orders).items():
            missing = amount - self.queue.get(number, 0)
            if missing > 0 and not draft.faults(number, missing):
                draft.queue[number] = amount
                added.append(self._queued(number, amount))
        if added:
            self._change(draft.queue)
        return tuple(added)

    def clear(self) -> None:
        """Empty the queue."""
        if self.queue:
            self._change({})

    def reorder(self, order_id: str, place: int) -> None:
        """Put a queued order at another place, counted from 0.

        Raises:
            OrderError: where it is not queued.
            GreatGameError: for a place that the queue does not have.
        """
        number, place, last = self._held(order_id), whole("place", place), len(self.queue) - 1
        if not 0 <= place <= last:
            span = f"give one from 0 to {last}" if last else "its only place is 0"
            raise GreatGameError(f"the queue has no place {place}: {span}")
        rest = [n for n in self.queue if n != number]
        rest.insert(place, number)
        if rest != list(self.queue):
            self._change({n: self.queue[n] for n in rest})

    def undo(self) -> bool:
        """Take back the last change; False where there is none."""
        return self._step(self._done, self._undone)

    def redo(self) -> bool:
        """Make the change again that was undone last; False where there is none."""
        return self._step(self._undone, self._done)

    def restore(self, queue: Queue) -> None:
        """Put a queue there that was accepted before, without a history of its own."""
        self.queue, self._done, self._undone = dict(queue), [], []

    def renew(self, queue: Queue) -> list[QueuedOrder]:
        """Queue what can still be given of another desk's orders, without their history, and return the rest."""
        dropped = []
        for number, units in queue.items():
            if self.faults(number, units):
                dropped.append(self._queued(number, units))
            else:
                self.queue[number] = units
        return dropped

    @property
    def undoable(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def redoable(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._undone)

    def amounts(self) -> Floats:
        """The queue as amounts ``[entry]``."""
        amounts = np.zeros(self.catalogue.size)
        for number, amount in self.queue.items():
            amounts[number] = amount
        return amounts

    def _held(self, order_id: str) -> int:
        """Catalogue number of a queued order."""
        number = self.catalogue.number(order_id)
        if number not in self.queue:
            held = ", ".join(self.catalogue.ids[n] for n in self.queue) or "nothing"
            raise OrderError(order_id, [f"it is not in the queue, which holds {held}"])
        return number

    def _queued(self, number: int, amount: int) -> QueuedOrder:
        return QueuedOrder(self.catalogue.ids[number], amount, self.catalogue.describe(number))

    def _change(self, queue: Queue) -> None:
        self._done.append(self.queue)
        self._undone.clear()
        self.queue = queue

    def _step(self, source: list[Queue], other: list[Queue]) -> bool:
        if not source:
            return False
        other.append(self.queue)
        self.queue = source.pop()
        return True

    # Prices

    def purse(self, actor: int | None = None) -> Floats:
        """What a government has by resource: ``[resource]``, points of diplomacy and USD mn."""
        row: Floats = self.state.purse[0, self.seat if actor is None else actor]
        return row

    def remaining(self) -> Floats:
        """The seat's purse after the queue: ``[resource]``."""
        left: Floats = self.purse() - self.cost(self.queue)
        return left

    def cost(self, queue: Queue) -> Floats:
        """Cost by resource, rounded as it will be when it is paid: ``[resource]``."""
        book = self.catalogue
        total = np.zeros(len(self.scenario.names.resources))
        for number, amount in queue.items():
            total[0] += float(on_grid(amount * book.diplomacy[number]))
            total[book.resource[number]] += float(on_grid(amount * book.money[number]))
        return total

    def checked(self, orders: QueueLike) -> Queue:
        """Orders as a queue of their own, whatever is queued already.

        Raises:
            OrderError: for all that cannot be given beside those before them that can.
        """
        draft = self._with({})
        faults: list[OrderError] = []
        for order, amount in _rows(orders):
            try:
                draft.submit(order, amount)
            except OrderError as fault:
                faults.append(fault)
        if faults:
            raise faults[0] if len(faults) == 1 else OrdersError(faults)
        return draft.queue

    def price(self, orders: QueueLike) -> Floats:
        """Cost of orders by resource; see :meth:`greatgame.session.Session.price`."""
        return self.cost(self.counted(orders))

    def counted(self, orders: QueueLike) -> Queue:
        """Orders as units by catalogue number, whether they can be given or not.

        Raises:
            OrderError: for an order that there is not, or an amount that is no count.
        """
        queue: Queue = {}
        for order, amount in _rows(orders):
            number = self.catalogue.number(order)
            if not _is_count(amount):
                raise OrderError(order, [f"the amount {amount!r} must be a whole number from 1 on"])
            queue[number] = queue.get(number, 0) + int(amount)
        return queue

    # Legality

    def faults(self, number: int, amount: int) -> list[str]:
        """Everything that stands in the way of queueing an order of the seat."""
        if self.over:
            return [OVER]
        book = self.catalogue
        actor = int(book.actor[number])
        if actor != self.seat:
            given, own = (self.scenario.label(book.actors[a]) for a in (actor, self.seat))
            return [say("it is for {giver} to give, and you play {player}", giver=given, player=own)]
        most = int(book.most[number])
        if not _is_count(amount):
            return [say("the amount {amount!r} must be a whole number from 1 to {most}", amount=amount, most=most)]
        faults = self._unmet(np.array([number]))[number]
        return faults + self._crowded(number, amount) + self._short(number, amount, self.remaining())

    def moves(self, actor: str, all: bool) -> list[Move]:
        """The moves of a seat; see :meth:`greatgame.session.Session.moves`.

        Raises:
            GreatGameError: for an unknown actor.
        """
        book = self.catalogue
        if actor not in book.actors:
            raise GreatGameError(f"no actor {actor!r}; there are: {', '.join(book.actors)}")
        seat = book.actors.index(actor)
        if seat not in self._standing:
            self._standing[seat] = [self._move(number, found) for number, found in self._unmet(book.mine[seat]).items()]
        left = self.remaining() if seat == self.seat else self.purse(seat) if seat < len(self.state.purse[0]) else None
        dear = self._dear(book.mine[seat], left)
        moves = []
        for number, move in zip(book.mine[seat].tolist(), self._standing[seat], strict=True):
            found = self._crowded(number, 1) if seat == self.seat else []
            if left is not None and number in dear:
                found += self._short(number, 1, left)
            moves.append(replace(move, legal=False, failing=(*move.failing, *found)) if found else move)
        return moves if all else [move for move in moves if move.legal]

    def _dear(self, numbers: Ints, left: Floats | None) -> set[int]:
        """Entries of which one unit costs more than is left."""
        if left is None:
            return set()
        book = self.catalogue
        price = np.zeros((len(numbers), len(left)))
        price[:, 0] = on_grid(book.diplomacy[numbers])
        price[np.arange(len(numbers)), book.resource[numbers]] += on_grid(book.money[numbers])
        return set(numbers[(price > left + NEAR).any(axis=1)].tolist())

    def _unmet(self, numbers: Ints) -> Faults:
        """Conditions that fail, by entry, of some in the order of the catalogue; each block is looked at once."""
        found: Faults = {number: self._not_yet(number) for number in numbers.tolist()}
        blocks = self.catalogue.blocks.values()
        ends = numbers.searchsorted([block.stop for block in blocks]).tolist()
        for block, begin, end in zip(blocks, [0, *ends], ends, strict=False):
            mine = numbers[begin:end]
            for text, holds in self._required(block) if begin < end else ():
                for number in mine[~holds[0, mine - block.start]].tolist():
                    found[number].append(say("it requires that {condition}", condition=Text(text)))
        return found

    def _required(self, block: Block) -> list[Condition]:
        if block.role not in self._conditions:
            self._conditions[block.role] = conditions(self.scenario, self.state, block)
        return self._conditions[block.role]

    def _not_yet(self, number: int) -> list[str]:
        """Whether the campaign's level keeps the order for later."""
        book = self.catalogue
        mine = int(book.actor[number]) == self.seat
        return [HIDDEN] if mine and self.hidden and book.kind(number).name in self.hidden else []

    def _crowded(self, number: int, amount: int) -> list[str]:
        """Conflicts with what is queued already."""
        book = self.catalogue
        queued, most = self.queue.get(number, 0), int(book.most[number])
        faults: list[str] = []
        if queued + amount > most:
            already = say("; queued already: {queued}", queued=queued) if queued else Text("")
            faults.append(say("at most {most} can be given in one turn{already}", most=most, already=already))
        groups = _groups(book)
        rivals = [n for n in self.queue if n != number and groups[n] == groups[number]]
        return faults + [
            say("it and the queued order “{order}” exclude each other", order=book.describe(n)) for n in rivals
        ]

    def _short(self, number: int, amount: int, left: Floats) -> list[str]:
        price = self.cost({number: amount})
        faults: list[str] = []
        for r in np.flatnonzero(price > left + NEAR):
            if r == 0:
                words = "it takes {price:g} points of leaders' time, {left:.2f} are left"
                faults.append(say(words, price=float(price[0]), left=float(left[0])))
            else:
                name = self.scenario.names.resources[int(r)]
                resource = Text(PURSES.get(name, name))
                words = "it costs USD {price:,.1f} mn of {resource}, {left:,.1f} are left"
                faults.append(say(words, price=float(price[r]), left=float(left[r]), resource=resource))
        return faults

    def _move(self, number: int, faults: list[str]) -> Move:
        book = self.catalogue
        kind = book.kind(number)
        money = float(book.money[number])
        own = int(book.actor[number]) == self.seat
        return Move(
            id=book.ids[number],
            actor=book.actors[int(book.actor[number])],
            kind=kind.name,
            name=book.describe(number),
            text=told(kind.spec),
            price=Price(
                diplomacy=float(book.diplomacy[number]),
                money_usd_mn=money,
                money_jpy_bn=money * self.scenario.exchange_rate / 1000.0 if own else None,
                resource=self.scenario.names.resources[int(book.resource[number])] if money else None,
            ),
            most=int(book.most[number]),
            legal=not faults,
            failing=tuple(faults),
        )


def joint(beside: Queue, orders: Queue) -> Queue:
    """Two queues in one."""
    return {number: beside.get(number, 0) + orders.get(number, 0) for number in {**beside, **orders}}


@lru_cache(maxsize=16)
def _groups(book: Catalogue) -> list[int]:
    """Which entries exclude each other: those of one number, by catalogue number."""
    numbers: list[int] = book.group.tolist()
    return numbers


def _rows(orders: QueueLike) -> Iterable[tuple[str, int]]:
    return orders.items() if isinstance(orders, Mapping) else [(order, 1) for order in texts("orders", orders)]


def _is_count(amount: object) -> bool:
    """Whether an amount is a number of units, and none so large that it has no price."""
    return isinstance(amount, Integral) and not isinstance(amount, bool) and 1 <= int(amount) <= MOST_UNITS
