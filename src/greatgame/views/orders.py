"""The order book: kinds of order, their targets, one order in full, and the queue with what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from greatgame.errors import OrderError
from greatgame.lab.preview import HORIZON
from greatgame.moves.catalogue import Catalogue
from greatgame.records import Move, QueuedOrder, Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import told, when
from greatgame.session import Session
from greatgame.text import Text, joined, named, say
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.made import made
from greatgame.views.names import label
from greatgame.views.titles import Unit, change_by, printed

MONEY = Unit("USD mn", 1.0, 1)
YEN = Unit("JPY bn", 1.0, 1)
TIME = Unit("points", 1.0, 2)
COUNT = Unit("orders", 1.0, 0)
UNITS_OF = Unit("units", 1.0, 0)


@dataclass(frozen=True)
class Price(Record):
    """What orders cost: leaders' time, and money in both currencies; None where they cost none."""

    time: Figure | None
    dollars: Figure | None
    yen: Figure | None
    purse: Text | None
    """What the money is taken from."""
    resource: str | None
    """Name of that purse by which its sign is found."""
    time_purse: Text
    """What leaders' time is called."""


@dataclass(frozen=True)
class KindRow(Record):
    """One kind of order."""

    kind: str
    role: str
    name: Text
    text: Text
    possible: Figure
    """Orders of it that can be given now."""


@dataclass(frozen=True)
class TargetRow(Record):
    """One order of a kind, by what it aims at."""

    order: str
    kind: str
    name: Text
    """The order in words."""
    target: Text
    host: str | None
    project: str | None
    legal: bool
    queued: bool
    failing: tuple[str, ...]
    """Everything that stands in the way."""


@dataclass(frozen=True)
class OrderCard(Record):
    """One order in full."""

    order: str
    kind: str
    name: Text
    text: Text
    price: Price
    most: Figure
    """Units that can be given in one turn."""
    queued: int
    legal: bool
    failing: tuple[str, ...]


@dataclass(frozen=True)
class QueueRow(Record):
    """One queued order."""

    order: str
    role: str
    text: Text
    units: Figure
    price: Price


@dataclass(frozen=True)
class PurseRow(Record):
    """What is left in one purse after the queue."""

    purse: str
    name: Text
    remaining: Figure
    spent: float
    """Share of the purse that the queue takes."""


@dataclass(frozen=True)
class QueueView(Record):
    """The queue."""

    rows: tuple[QueueRow, ...]
    purses: tuple[PurseRow, ...]
    undoable: bool
    redoable: bool
    horizon: Text | None
    """The turn at whose end its orders' worth is looked at; None once the campaign is over."""


class OrderBook:
    """The orders of a session's player as they stand now; make a new one when the queue or the turn changes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scenario: IndexedScenario = session.scenario
        self.catalogue: Catalogue = session.catalogue

    @cached_property
    def moves(self) -> dict[str, Move]:
        """All moves of the seat that the level shows, by id."""
        moves = self.session.moves(all=True)
        return {move.id: move for move in moves if move.kind not in self.session.hidden}

    @cached_property
    def by_kind(self) -> dict[str, list[Move]]:
        """Moves by kind, in the scenario's order; answers to events only while one waits."""
        found: dict[str, list[Move]] = {}
        answers = self.session.answers
        for move in self.moves.values():
            if self.catalogue.kinds[move.kind].spec.role != "respond" or move.id in answers:
                found.setdefault(move.kind, []).append(move)
        return found

    def _queued(self, order: str) -> int:
        return self._units.get(order, 0)

    @cached_property
    def _units(self) -> dict[str, int]:
        return {row.order: row.amount for row in self.session.queue}

    def kinds(self) -> tuple[KindRow, ...]:
        """All kinds, those of which something can be ordered now first."""
        rows = [self._kind(kind, moves) for kind, moves in self.by_kind.items()]
        return tuple(sorted(rows, key=lambda row: not row.possible.value))

    def _kind(self, kind: str, moves: list[Move]) -> KindRow:
        spec = self.catalogue.kinds[kind].spec
        name, legal = named(spec.name, spec.name_ja), sum(move.legal for move in moves)
        lines = (
            AccountLine(say("orders of this kind"), float(len(moves))),
            AccountLine(say("less those that cannot be given now"), float(legal - len(moves))),
        )
        title = say("Can be ordered now: {kind}", kind=name)
        return KindRow(
            kind, str(spec.role), name, named(spec.text, spec.text_ja), made(title, float(legal), COUNT, lines)
        )

    def targets(self, kind: str) -> tuple[TargetRow, ...]:
        """Orders of a kind, those that can be given first."""
        rows = [self.target(move) for move in self.by_kind.get(kind, ())]
        return tuple(sorted(rows, key=lambda row: not (row.legal or row.queued)))

    def all_targets(self) -> tuple[TargetRow, ...]:
        """Every order, for the palette."""
        return tuple(self.target(move) for moves in self.by_kind.values() for move in moves)

    def target(self, move: Move) -> TargetRow:
        """One order as a row of its kind's list."""
        number = self.catalogue.number(move.id)
        block, i = self.catalogue.block(number)
        names = self.scenario.names
        host, project = int(block.host[i]), int(block.project[i])
        if host < 0 and project >= 0:
            host = int(self.scenario.project_host[project])
        return TargetRow(
            order=move.id,
            kind=move.kind,
            name=as_text(move.name),
            target=target_of(self.catalogue, number),
            host=names.hosts[host] if host >= 0 else None,
            project=names.projects[project] if project >= 0 else None,
            legal=move.legal,
            queued=bool(self._queued(move.id)),
            failing=move.failing,
        )

    def card(self, order: str) -> OrderCard:
        """One order in full.

        Raises:
            OrderError: where there is no such order, or it is another actor's.
        """
        actor = self.catalogue.actors[int(self.catalogue.actor[self.catalogue.number(order)])]
        move = self.moves.get(order) or next((m for m in self.session.moves(all=True) if m.id == order), None)
        if move is None:
            raise OrderError(order, [f"it is an order of {self.scenario.label(actor)}; choose one of your own"])
        title = say("Most units in one turn: {order}", order=as_text(move.name))
        line = AccountLine(say("units, as the scenario says"), float(move.most))
        return OrderCard(
            order=order,
            kind=move.kind,
            name=as_text(move.name),
            text=does(self.catalogue, order),
            price=self.price(order, 1),
            most=made(title, float(move.most), UNITS_OF, (line,)),
            queued=self._queued(order),
            legal=move.legal,
            failing=move.failing,
        )

    def subject(self, about: str) -> Text:
        """Name of a subject (``host:ID``, ``project:ID``) that orders aim at."""
        what, _, name = about.partition(":")
        return label(self.scenario, f"{what}s", name)

    def price(self, order: str, units: int) -> Price:
        """What so many units of an order cost."""
        number = self.catalogue.number(order)
        name = as_text(self.catalogue.describe(number))
        cost = self.session.price({order: units})
        (time_purse, time), *money = cost.items()
        purse, dollars = next(((name, amount) for name, amount in money if amount), (None, 0.0))
        title = say("Price: {order}", order=name)
        yen = dollars * self.scenario.exchange_rate / 1000.0
        rate = say("At {rate:g} yen a dollar.", rate=self.scenario.exchange_rate)
        kept = say("Points of {purse}.", purse=label(self.scenario, "resources", time_purse))
        return Price(
            time=made(title, time, TIME, _each(units, time), kept) if time else None,
            dollars=made(title, dollars, MONEY, _each(units, dollars)) if dollars else None,
            yen=made(title, yen, YEN, _each(units, yen), rate) if dollars else None,
            purse=None if purse is None else label(self.scenario, "resources", purse),
            resource=purse,
            time_purse=label(self.scenario, "resources", time_purse),
        )

    def queue(self) -> QueueView:
        """The queue with prices, and what it leaves."""
        session = self.session
        return QueueView(
            rows=tuple(self._queue_row(row) for row in session.queue),
            purses=self.purses(),
            undoable=session.undoable,
            redoable=session.redoable,
            horizon=self._horizon(),
        )

    def _horizon(self) -> Text | None:
        turn, turns = self.session.turn, self.scenario.turns
        return None if turn >= turns else when(self.scenario.quarter(min(turn + HORIZON, turns) - 1))

    def _queue_row(self, row: QueuedOrder) -> QueueRow:
        kind = self.catalogue.kind(self.catalogue.number(row.order))
        units, price = self.units(row.order, row.amount), self.price(row.order, row.amount)
        return QueueRow(row.order, str(kind.spec.role), as_text(row.text), units, price)

    def name(self, order: str) -> Text:
        """An order in words."""
        return as_text(self.catalogue.describe(self.catalogue.number(order)))

    def units(self, order: str, amount: int) -> Figure:
        """So many units of an order."""
        text = self.name(order)
        line = AccountLine(text, float(amount), mine=True)
        return made(say("Units: {order}", order=text), float(amount), UNITS_OF, (line,))

    def purses(self) -> tuple[PurseRow, ...]:
        """What is left in every purse: what was in it less what the queue takes."""
        purse = self.session.purse()
        prices = {row.order: self.session.price({row.order: row.amount}) for row in self.session.queue}
        texts = {row.order: as_text(row.text) for row in self.session.queue}
        found = []
        for place, (name, amount) in enumerate(purse.items()):
            taken = [(texts[order], price[name]) for order, price in prices.items() if price[name]]
            lines = [AccountLine(say("in the purse this turn"), amount)]
            lines += [AccountLine(text, -price, mine=True) for text, price in taken]
            words = label(self.scenario, "resources", name)
            left, spent = amount - sum(price for _, price in taken), sum(price for _, price in taken)
            unit = TIME if place == 0 else MONEY
            figure = made(say("Left after the queue: {purse}", purse=words), left, unit, lines)
            found.append(PurseRow(name, words, figure, spent / amount if amount else 0.0))
        return tuple(found)


def _each(units: int, price: float) -> tuple[AccountLine, ...]:
    return (AccountLine(say("{units} × {price:,.2f}", units=units, price=price / units), price),)


def as_text(words: str) -> Text:
    """Words of the engine as a text."""
    return words if isinstance(words, Text) else Text(words)


def does(catalogue: Catalogue, order: str) -> Text:
    """What an order does, in the scenario's words; for an answer to an event, what this answer changes at once."""
    number = catalogue.number(order)
    block, i = catalogue.block(number)
    if block.role != "respond":
        return told(catalogue.kind(number).spec)
    changes = [_change(*change_by(catalogue.scenario, effect)) for effect in block.answer(i).effects]
    return say("At once: {changes}.", changes=joined(changes)) if changes else say("It changes no figure at once.")


def _change(figure: Text, value: float, unit: Unit) -> Text:
    amount = printed(value, unit, signed=True)
    return say("{figure} {amount} {unit}", figure=figure, amount=amount, unit=Text(unit.name))


def target_of(catalogue: Catalogue, number: int) -> Text:
    """What an order aims at, and which variant it is: ``Kazakhstan, Leaders' visit``."""
    block, i = catalogue.block(number)
    scenario, names = catalogue.scenario, catalogue.scenario.names
    if block.role == "respond":
        event = scenario.file.event[names.events[block.event[i]]]
        choice = block.answer(i)
        return joined((named(choice.name, choice.name_ja), named(event.name, event.name_ja)), ", ")
    parts = list(_aims(catalogue, number))
    spec = catalogue.kind(number).spec
    item = spec.items.get(block.items[i])
    if item is not None:
        parts.append(named(item.name, item.name_ja))
    return (
        joined(parts, ", ") if parts else named(catalogue.kind(number).spec.name, catalogue.kind(number).spec.name_ja)
    )


def _aims(catalogue: Catalogue, number: int) -> Iterable[Text]:
    block, i = catalogue.block(number)
    scenario, names = catalogue.scenario, catalogue.scenario.names
    if block.project[i] >= 0:
        yield label(scenario, "projects", names.projects[block.project[i]])
    elif block.host[i] >= 0 and block.leg[i] < 0:
        yield label(scenario, "hosts", names.hosts[block.host[i]])
    for index, axis in ((block.leg[i], "legs"), (block.mineral[i], "minerals")):
        if index >= 0:
            yield label(scenario, axis, getattr(names, axis)[index])
    if block.power[i] >= 0 and block.power[i] != block.actor[i]:
        yield label(scenario, "powers", names.powers[block.power[i]])
