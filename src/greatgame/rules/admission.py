"""Admission: orders are checked against legality and purse, and paid for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from greatgame.moves.legality import NEAR, legal
from greatgame.rules.context import DONE, REFUSED_ILLEGAL, REFUSED_UNPAID, Turn
from greatgame.scenario.indexed import Bools, Floats, Ints
from greatgame.world.state import on_grid
from greatgame.world.world import summed


def admit(turn: Turn) -> None:
    """Keep what is legal and can be paid; the rest is refused and recorded so.

    Where an actor's orders together exceed its purse, they are admitted in the
    order of the catalogue until the money or the time runs out.
    """
    book, world = turn.catalogue, turn.world
    assert turn.intents is not None
    turn.orders = np.zeros(turn.intents.shape)
    turn.outcome = np.zeros(turn.intents.shape, dtype=np.int8)
    asked = np.flatnonzero(turn.intents.any(axis=0))
    if len(asked) == 0:
        return
    wanted = turn.intents.take(asked, axis=1)
    wanted = np.minimum(np.where(np.isfinite(wanted), np.maximum(wanted, 0.0), 0.0), book.most[asked])
    allowed = (legal(book, world.state) if turn.allowed is None else turn.allowed).take(asked, axis=1)
    amounts = wanted * allowed
    outcome = np.where(wanted > 0, np.where(allowed, DONE, REFUSED_ILLEGAL), 0)
    public = book.actor[asked] < len(turn.scenario.names.actors)
    time = on_grid(amounts * (book.diplomacy[asked] * public))
    money = on_grid(amounts * (book.money[asked] * public))
    for w in np.flatnonzero(_overspent(turn, asked, time, money)):
        _ration(turn, asked, int(w), amounts, time, money, outcome)
    turn.orders[:, asked] = amounts
    turn.outcome[:, asked] = outcome
    paid = np.flatnonzero(public)
    numbers = asked[paid]
    base = book.actor[numbers] * len(turn.scenario.names.resources)
    world.post_cells("purse", "price of the order", base, -time.take(paid, axis=1), numbers)
    dear = np.flatnonzero(public & (book.money[asked] > 0))
    numbers = asked[dear]
    base = book.actor[numbers] * len(turn.scenario.names.resources) + book.resource[numbers]
    world.post_cells("purse", "price of the order", base, -money.take(dear, axis=1), numbers)


def _overspent(turn: Turn, asked: Ints, time: Floats, money: Floats) -> Bools:
    """Worlds in which some actor's orders cost more than its purse."""
    book, purse = turn.catalogue, turn.state.purse
    actors, resources = purse.shape[1:]
    actor = np.minimum(book.actor[asked], actors - 1)
    spent = summed(money, actor * resources + book.resource[asked], actors * resources)
    spent += summed(time, actor * resources, actors * resources)
    over: Bools = (spent > purse.reshape(len(spent), -1) + NEAR).any(axis=1)
    return over


def _ration(
    turn: Turn, asked: Ints, w: int, amounts: Floats, time: Floats, money: Floats, outcome: NDArray[np.int64]
) -> None:
    """Admit one world's orders until an actor's time or money runs out."""
    book = turn.catalogue
    left = turn.state.purse[w].copy()
    for i in np.flatnonzero(amounts[w]):
        actor, resource = int(book.actor[asked[i]]), int(book.resource[asked[i]])
        if actor >= left.shape[0]:
            continue
        if time[w, i] > left[actor, 0] + NEAR or money[w, i] > left[actor, resource] + NEAR:
            amounts[w, i] = time[w, i] = money[w, i] = 0.0
            outcome[w, i] = REFUSED_UNPAID
            continue
        left[actor, 0] -= time[w, i]
        left[actor, resource] -= money[w, i]
