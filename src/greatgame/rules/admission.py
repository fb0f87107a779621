"""Admission: orders are checked against legality and purse, and paid for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import NEAR, legal
from greatgame.rules.context import DONE, REFUSED_ILLEGAL, REFUSED_UNPAID, Orders, Turn
from greatgame.rules.found import places
from greatgame.scenario.indexed import Floats, Ints
from greatgame.world.state import on_grid
from greatgame.world.world import Change

PRICE = "price of the order"
"""What the ledger calls the payment for an order."""


def admit(turn: Turn) -> None:
    """Keep what is legal and can be paid; the rest is refused and recorded so.

    Where an actor's orders together exceed its purse, they are admitted in the
    order of the catalogue until the money or the time runs out.
    """
    book, world = turn.catalogue, turn.world
    assert turn.intents is not None
    handed_in = places(turn.intents != 0.0)
    if len(handed_in) == 0:
        return
    where, asked = np.divmod(handed_in, book.size)
    wanted = turn.intents.reshape(-1).take(handed_in)
    wanted[~np.isfinite(wanted)] = 0.0
    np.minimum(np.maximum(wanted, 0.0), book.most.take(asked), out=wanted)
    legal_now = legal(book, world.state) if turn.allowed is None else turn.allowed
    allowed = legal_now.reshape(-1).take(handed_in)
    outcome = (REFUSED_ILLEGAL + (DONE - REFUSED_ILLEGAL) * allowed) * (wanted > 0)
    wanted *= allowed
    prices = _prices(book)
    time, money = on_grid(wanted * prices.time.take(asked)), on_grid(wanted * prices.money.take(asked))
    asking = _Asking(where, asked, wanted, outcome, time, money)
    spent = _spent(turn, asking)
    over = (spent > world.state.purse + NEAR).nonzero()[0]
    if len(over):
        for w in np.unique(over):
            _ration(turn, int(w), asking)
        spent = _spent(turn, asking)
    turn.admit(_by_entry(asking, book.size), handed_in, asking.outcome)
    if world.ledger is None:
        world.post("purse", {PRICE: -spent})
    else:
        world.post_together([_payment(asking, time, prices.time_cell), _payment(asking, money, prices.money_cell)])


def _payment(asking: _Asking, spent: Floats, cells: Ints) -> Change:
    """What is taken from the purses, where anything is."""
    paid = spent.nonzero()[0]
    numbers = asking.entry.take(paid)
    return Change("purse", PRICE, asking.world.take(paid), cells.take(numbers), -spent.take(paid), numbers)


class _Prices(NamedTuple):
    """What a unit of each entry costs a public purse, and which: ``[entry]`` each; firms pay from their capital."""

    time: Floats
    money: Floats
    time_cell: Ints
    """Flat (actor, resource) cell of the purse."""
    money_cell: Ints


@lru_cache(maxsize=16)
def _prices(book: Catalogue) -> _Prices:
    actors, resources = len(book.scenario.names.actors), len(book.scenario.names.resources)
    public = book.actor < actors
    cell = np.minimum(book.actor, actors - 1) * resources
    return _Prices(book.diplomacy * public, book.money * public, cell, cell + book.resource)


@dataclass
class _Asking:
    """What is asked for, one case after another, world by world in the order of the catalogue: ``[case]`` each."""

    world: Ints
    entry: Ints
    amount: Floats
    outcome: Ints
    time: Floats
    money: Floats


def _by_entry(asking: _Asking, entries: int) -> Orders:
    """What was admitted of it, sorted by entry and then by world."""
    admitted = asking.amount.nonzero()[0]
    # Short numbers are sorted in one pass; equal ones keep their order, which is that of the worlds.
    number = asking.entry.take(admitted).astype(np.min_scalar_type(entries))
    order = admitted.take(number.argsort(kind="stable"))
    return Orders(asking.world.take(order), asking.entry.take(order), asking.amount.take(order))


def _spent(turn: Turn, asking: _Asking) -> Floats:
    """What all orders together take from each purse: ``[world, actor, resource]``."""
    purse, prices = turn.state.purse, _prices(turn.catalogue)
    first = asking.world * (purse.size // len(purse))
    spent = np.bincount(first + prices.money_cell.take(asking.entry), asking.money, purse.size)
    spent += np.bincount(first + prices.time_cell.take(asking.entry), asking.time, purse.size)
    return spent.astype(np.float64, copy=False).reshape(purse.shape)


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
