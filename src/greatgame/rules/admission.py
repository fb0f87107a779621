"""Admission: orders are checked against legality and purse, and paid for."""

from __future__ import annotations

import numpy as np

from greatgame.moves.legality import NEAR, legal
from greatgame.rules.context import DONE, REFUSED_ILLEGAL, REFUSED_UNPAID, Turn
from greatgame.scenario.indexed import Bools, Floats, Ints
from greatgame.world.state import on_grid


def admit(turn: Turn) -> None:
    """Keep what is legal and can be paid; the rest is refused and recorded so.

    Where an actor's orders together exceed its purse, they are admitted in the
    order of the catalogue until the money or the time runs out.
    """
    book, world = turn.catalogue, turn.world
    assert turn.intents is not None
    wanted = np.minimum(np.where(np.isfinite(turn.intents), np.maximum(turn.intents, 0.0), 0.0), book.most)
    allowed = legal(book, world.state) if turn.allowed is None else turn.allowed
    amounts = wanted * allowed
    turn.outcome = np.where(wanted > 0, np.where(allowed, DONE, REFUSED_ILLEGAL), 0)
    states = len(turn.scenario.names.actors)
    public = book.actor < states
    time = on_grid(amounts * book.diplomacy * public)
    money = on_grid(amounts * book.money * public)
    for w in np.flatnonzero(_overspent(turn, time, money)):
        _ration(turn, int(w), amounts, time, money)
    turn.orders = amounts
    if amounts.any():
        given = np.flatnonzero(amounts.any(axis=0) & public)
        width = len(turn.scenario.names.resources)
        base = book.actor[given] * width
        world.post_cells("purse", "price of the order", base, -time[:, given], given)
        world.post_cells("purse", "price of the order", base + book.resource[given], -money[:, given], given)


def _overspent(turn: Turn, time: Floats, money: Floats) -> Bools:
    """Worlds in which some actor's orders cost more than its purse."""
    book, purse = turn.catalogue, turn.state.purse
    given = np.flatnonzero(time.any(axis=0) | money.any(axis=0))
    actors, resources = purse.shape[1:]
    actor = np.minimum(book.actor[given], actors - 1)
    # Sums of grid multiples are exact, whatever their order.
    spent = money[:, given] @ _incidence(actor * resources + book.resource[given], actors * resources)
    spent += time[:, given] @ _incidence(actor * resources, actors * resources)
    over: Bools = (spent > purse.reshape(len(spent), -1) + NEAR).any(axis=1)
    return over


def _incidence(cells: Ints, width: int) -> Floats:
    matrix = np.zeros((len(cells), width))
    matrix[np.arange(len(cells)), cells] = 1.0
    return matrix


def _ration(turn: Turn, w: int, amounts: Floats, time: Floats, money: Floats) -> None:
    book = turn.catalogue
    left = turn.state.purse[w].copy()
    for number in np.flatnonzero(amounts[w]):
        actor = int(book.actor[number])
        if actor >= left.shape[0]:
            continue
        resource = int(book.resource[number])
        if time[w, number] > left[actor, 0] + NEAR or money[w, number] > left[actor, resource] + NEAR:
            amounts[w, number] = time[w, number] = money[w, number] = 0.0
            turn.outcome[w, number] = REFUSED_UNPAID
            continue
        left[actor, 0] -= time[w, number]
        left[actor, resource] -= money[w, number]
