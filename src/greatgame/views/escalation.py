"""A challenged move: who stands against it, what is at stake, and the four ways to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from greatgame.moves.catalogue import Block
from greatgame.records import Record
from greatgame.scenario.vocabulary import INSTRUMENTS
from greatgame.text import Text, say
from greatgame.views.figures import Figure
from greatgame.views.names import label
from greatgame.views.orders import OrderBook, Price, as_text
from greatgame.views.readings import Readings
from greatgame.views.resolve import Beat, resolution

CONCEPT = "escalation"
"""Under which a level may leave it out."""
INSIST, TRADE, TOGETHER, YIELD = "insist", "trade", "together", "yield"
SHARED = "cofinance"
"""The part of a finance package that others give."""

STANCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        INSIST: ("Insist", "Press on with it and answer in kind."),
        TRADE: ("Offer a trade", "Talk to the challenger, or give the host something else."),
        TOGETHER: ("Go multilateral", "Bring others in, so that it is no duel."),
        YIELD: ("Back down", "Give no further order for it, and take out those that are queued."),
    }
)
"""Way to answer -> its name and what it means, in order."""


@dataclass(frozen=True)
class Answer(Record):
    """One way to answer: an order with its price, or the failing conditions of the nearest one."""

    stance: str
    name: Text
    text: Text
    order: str | None
    """None where nothing is to be ordered."""
    order_name: Text | None
    price: Price | None
    queued: bool
    failing: tuple[str, ...]


@dataclass(frozen=True)
class Challenge(Record):
    """What somebody did against the player in the last turn."""

    beat: Beat
    title: Text
    text: Text
    subject: str
    """For the inspector: ``project:ID``, ``mineral:ID`` or ``power:ID``."""
    stake: Figure
    """What there is to be lost."""
    answers: tuple[Answer, ...]
    queued: tuple[str, ...]
    """Orders in the queue that press on with it; backing down takes them out."""


@dataclass(frozen=True)
class _Aim:
    """What a challenge is about, as places on the scenario's axes; -1 where it is not about such a thing."""

    power: int
    project: int
    host: int
    mineral: int


def challenge(readings: Readings, book: OrderBook) -> Challenge | None:
    """The gravest challenge of the last turn that can still be answered.

    None where nobody stood against the player, a strategy plays the seat, or the level leaves challenges out.
    """
    # Unlike the figures, what can be answered and what has been depends on the queue.
    queue = readings.session.queue
    if CONCEPT not in readings.memo or readings.memo[CONCEPT][0] != queue:
        readings.memo[CONCEPT] = queue, _gravest(readings, book)
    found: Challenge | None = readings.memo[CONCEPT][1]
    return found


def _gravest(readings: Readings, book: OrderBook) -> Challenge | None:
    session = readings.session
    nobody = session.finished or session.strategy is not None or CONCEPT in session.hidden
    told = None if nobody else resolution(readings)
    # What a host has awarded already is decided, and no answer takes it back.
    open_beats = [beat for beat in told.answered if _role(readings, beat) != "award"] if told is not None else []
    found = [(beat, _aim(readings, beat)) for beat in open_beats]
    if not found:
        return None
    beat, aim = max(found, key=lambda row: _weight(readings, row[1]))
    return _challenge(readings, book, beat, aim)


def _role(readings: Readings, beat: Beat) -> str:
    book = readings.session.catalogue
    return str(book.block(book.number(beat.order))[0].role)


def _aim(readings: Readings, beat: Beat) -> _Aim:
    s, book = readings.scenario, readings.session.catalogue
    block, i = book.block(book.number(beat.order))
    project, host = int(block.project[i]), int(block.host[i])
    if host < 0 and project >= 0:
        host = int(s.project_host[project])
    return _Aim(s.names.powers.place.get(str(beat.actor), -1), project, host, int(block.mineral[i]))


def _weight(readings: Readings, aim: _Aim) -> tuple[bool, float]:
    """Projects come before all else, by what they cost."""
    return aim.project >= 0, float(readings.scenario.capex[aim.project]) if aim.project >= 0 else 0.0


def _challenge(readings: Readings, book: OrderBook, beat: Beat, aim: _Aim) -> Challenge:
    s, names = readings.scenario, readings.scenario.names
    if aim.project >= 0:
        name = names.projects[aim.project]
        subject, stake, about = f"project:{name}", readings.figure(f"capex.{name}"), label(s, "projects", name)
    elif aim.mineral >= 0:
        name = names.minerals[aim.mineral]
        path = f"security.{readings.session.player}.{name}"
        subject, stake, about = f"mineral:{name}", readings.figure(path), label(s, "minerals", name)
    else:
        name = names.powers[aim.power]
        path = f"ties.{readings.session.player}.{name}"
        subject, stake, about = f"power:{name}", readings.figure(path), label(s, "powers", name)
    rows = {order.order for order in readings.session.queue}
    pressing = tuple(order for order in rows if aim.project >= 0 and names.projects[aim.project] in order.split("/"))
    return Challenge(
        beat=beat,
        title=say("{actor} challenges you: {subject}", actor=beat.actor_name, subject=about),
        text=beat.text,
        subject=subject,
        stake=stake,
        answers=tuple(_answer(book, stance, aim, rows) for stance in STANCES),
        queued=pressing,
    )


def _answer(book: OrderBook, stance: str, aim: _Aim, queued: set[str]) -> Answer:
    name, text = (Text(words) for words in STANCES[stance])
    orders = list(dict.fromkeys(_orders(book, stance, aim)))
    able = [order for order in orders if book.moves[order].legal or order in queued]
    order = next(iter(able or orders), None)
    failing: tuple[str, ...] = ()
    if order is None:
        if stance != YIELD:
            failing = (say("No order of this kind bears on it."),)
        return Answer(stance, name, text, None, None, None, False, failing)
    move = book.moves[order]
    failing = () if order in queued else move.failing
    return Answer(stance, name, text, order, as_text(move.name), book.price(order, 1), order in queued, failing)


def _orders(book: OrderBook, stance: str, aim: _Aim) -> Iterator[str]:
    """Orders of the player's that answer in one way, the most fitting first."""
    for role, fits in _FITTING.get(stance, ()):
        block = book.catalogue.blocks.get(role)
        if block is None:
            continue
        for i in np.flatnonzero(block.actor == book.scenario.player).tolist():
            order = block.ids[i]
            if order in book.moves and fits(block, i, aim):
                yield order


Fits = Callable[[Block, int, _Aim], bool]


def _own_finance(block: Block, i: int, aim: _Aim) -> bool:
    return _of_project(block, i, aim) and not _shared_finance(block, i, aim)


def _shared_finance(block: Block, i: int, aim: _Aim) -> bool:
    return _of_project(block, i, aim) and int(block.instrument[i]) == INSTRUMENTS.index(SHARED)


def _of_project(block: Block, i: int, aim: _Aim) -> bool:
    return aim.project >= 0 and int(block.project[i]) == aim.project


def _of_mineral(block: Block, i: int, aim: _Aim) -> bool:
    return aim.mineral >= 0 and int(block.mineral[i]) == aim.mineral


def _at_power(block: Block, i: int, aim: _Aim) -> bool:
    return aim.project < 0 and int(block.power[i]) == aim.power


def _to_power(block: Block, i: int, aim: _Aim) -> bool:
    return int(block.power[i]) == aim.power


def _of_host(block: Block, i: int, aim: _Aim) -> bool:
    return aim.host >= 0 and int(block.host[i]) == aim.host


def _with_others(block: Block, i: int, aim: _Aim) -> bool:
    return int(block.power[i]) != aim.power


_FITTING: Mapping[str, tuple[tuple[str, Fits], ...]] = MappingProxyType(
    {
        INSIST: (
            ("finance", _own_finance),
            ("study", _of_project),
            ("trade-response", _at_power),
            ("substitute", _of_mineral),
            ("equity", _of_mineral),
            ("visit", _of_host),
        ),
        TRADE: (("reassure", _to_power), ("aid", _of_host), ("train", _of_host)),
        TOGETHER: (("finance", _shared_finance), ("statement", _with_others)),
    }
)
"""Way to answer -> roles of orders, and which of them bear on it."""
