"""Admission: orders are checked against legality and purse, and paid for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from greatgame.moves.legality import NEAR, legal
from greatgame.rules.context import DONE, REFUSED_ILLEGAL, REFUSED_UNPAID, Orders, Turn
from greatgame.scenario.indexed import Bools, Floats, Ints
from greatgame.world.state import on_grid


def admit(turn: Turn) -> None:
    """Keep what is legal and can be paid; the rest is refused and recorded so.

    Where an actor's orders together exceed its purse, they are admitted in the
    order of the catalogue until the money or the time runs out.
    """
    book, world = turn.catalogue, turn.world
    assert turn.intents is not None
    turn.orders = np.zeros(turn.intents.shape)
    turn.outcome = np.zeros(turn.intents.shape, dtype=np.int8)
    places = (turn.intents.reshape(-1) != 0.0).nonzero()[0]
    if len(places) == 0:
        return
    where, asked = np.divmod(places, book.size)
    wanted = turn.intents.reshape(-1).take(places)
    wanted = np.minimum(np.where(np.isfinite(wanted), np.maximum(wanted, 0.0), 0.0), book.most.take(asked))
    legal_now = legal(book, world.state) if turn.allowed is None else turn.allowed
    allowed = legal_now.reshape(-1).take(places)
    asking = _Asking(where, asked, wanted * allowed, np.where(wanted > 0, np.where(allowed, DONE, REFUSED_ILLEGAL), 0))
    public = book.actor.take(asked) < len(turn.scenario.names.actors)
    asking.time = on_grid(asking.amount * (book.diplomacy.take(asked) * public))
    asking.money = on_grid(asking.amount * (book.money.take(asked) * public))
    for w in _overspent(turn, asking).nonzero()[0]:
        _ration(turn, int(w), asking)
    turn.orders.reshape(-1)[places] = asking.amount
    turn.outcome.reshape(-1)[places] = asking.outcome
    turn.admit(_by_entry(asking, book.size))
    resources = len(turn.scenario.names.resources)
    for spent, resource in ((asking.time, 0), (asking.money, book.resource.take(asked))):
        paid = (spent > 0).nonzero()[0]
        numbers = asked.take(paid)
        cells = (book.actor.take(asked) * resources + resource).take(paid)
        world.post_cases("purse", "price of the order", where.take(paid), cells, -spent.take(paid), numbers)


@dataclass
class _Asking:
    """What is asked for, one case after another, world by world in the order of the catalogue: ``[case]`` each."""

    world: Ints
    entry: Ints
    amount: Floats
    outcome: Ints
    time: Floats = field(default_factory=lambda: np.zeros(0))
    money: Floats = field(default_factory=lambda: np.zeros(0))


def _by_entry(asking: _Asking, entries: int) -> Orders:
    """What was admitted of it, sorted by entry and then by world."""
    admitted = asking.amount.nonzero()[0]
    # Short numbers are sorted in one pass; equal ones keep their order, which is that of the worlds.
    number = asking.entry.take(admitted).astype(np.min_scalar_type(entries))
    order = admitted.take(number.argsort(kind="stable"))
    return Orders(asking.world.take(order), asking.entry.take(order), asking.amount.take(order))


def _overspent(turn: Turn, asking: _Asking) -> Bools:
    """Worlds in which some actor's orders cost more than its purse."""
    book, purse = turn.catalogue, turn.state.purse
    actors, resources = purse.shape[1:]
    time = (asking.world * actors + np.minimum(book.actor.take(asking.entry), actors - 1)) * resources
    spent = np.bincount(time + book.resource.take(asking.entry), asking.money, purse.size)
    spent += np.bincount(time, asking.time, purse.size)
    over: Bools = spent > purse.reshape(-1) + NEAR
    worlds: Bools = np.count_nonzero(over.reshape(len(purse), -1), axis=1) > 0
    return worlds


def _ration(turn: Turn, w: int, asking: _Asking) -> None:
    """Admit one world's orders until an actor's time or money runs out."""
    book = turn.catalogue
    left = turn.state.purse[w].copy()
    for i in ((asking.world == w) & (asking.amount != 0)).nonzero()[0]:
        actor, resource = int(book.actor[asking.entry[i]]), int(book.resource[asking.entry[i]])
        if actor >= left.shape[0]:
            continue
        if asking.time[i] > left[actor, 0] + NEAR or asking.money[i] > left[actor, resource] + NEAR:
            asking.amount[i] = asking.time[i] = asking.money[i] = 0.0
            asking.outcome[i] = REFUSED_UNPAID
            continue
        left[actor, 0] -= asking.time[i]
        left[actor, resource] -= asking.money[i]
