"""Suppliers: alert buyers save, turn to free ones, and let contracts with controlling ones run out (mechanism 7)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.world.world import added_up, summed


def adapt(turn: Turn, need: Floats, supply: Floats, share: Floats) -> None:
    """Buyers who are alert look elsewhere.

    ``need`` and ``supply`` are ``[world, buyer, mineral]``, t/yr; ``share`` is what
    :func:`greatgame.rules.minerals.passing` said.
    """
    s, world, state = turn.scenario, turn.world, turn.state
    if not s.on("control-answers"):
        return
    alert = state.awareness / 100.0
    slow = s.answers.autonomous * s.dt * alert * np.maximum(s.substitutable - state.saved, 0.0)
    world.post("saved", {"industry saves material": slow})
    pace = s.answers.switching * s.dt * alert
    switch(turn, pace * np.maximum(need - supply, 0.0))
    give_up(turn, pace, np.maximum(supply - need, 0.0), share)


def switch(turn: Turn, wanted: Floats) -> None:
    """Buyers contract what is ``wanted`` ``[world, buyer, mineral]`` with suppliers that have room for it."""
    s, world, state = turn.scenario, turn.world, turn.state
    offers = _offers(s)
    refined = state.refined.reshape(world.worlds, -1)
    # What a supplier has not promised to any buyer yet.
    left = refined - added_up(state.contract.transpose(1, 0, 2, 3)).reshape(world.worlds, -1)
    np.maximum(left, 0.0, out=left)
    held = state.contract.reshape(world.worlds, -1).take(offers.cell, axis=1)
    room = (s.answers.room * refined).take(offers.supply, axis=1)
    room -= held
    np.maximum(room, 0.0, out=room)
    np.minimum(room, left.take(offers.supply, axis=1), out=room)
    whole = summed(room, offers.demand, s.demand.size).reshape(wanted.shape)
    share = np.minimum(wanted / np.maximum(whole, 1e-9), 1.0)
    room *= share.reshape(world.worlds, -1).take(offers.demand, axis=1)
    # Where buyers together want more than is left, each gets the same part of what it wants.
    together = summed(room, offers.supply, left.shape[1])
    left /= np.maximum(together, 1e-9)
    np.minimum(left, 1.0, out=left)
    room *= left.take(offers.supply, axis=1)
    world.post_columns("contract", "buyers switch to free suppliers", offers.cell, room)
    # What is bought from them arrives as it is.
    bought = state.contract.reshape(world.worlds, -1).take(offers.cell, axis=1)
    turn.flow[offers.source, :, offers.buyer, offers.mineral] = bought.T


def give_up(turn: Turn, pace: Floats, surplus: Floats, share: Floats) -> None:
    """Buyers who get more than they need let contracts with suppliers that control exports run out.

    Those go first that hold something back now, then the others; as much as
    ``surplus`` ``[world, buyer, mineral]`` is to go, at a ``pace`` of so much of it.
    """
    if not np.count_nonzero(np.minimum(pace, surplus)):
        return
    s, world, state = turn.scenario, turn.world, turn.state
    contract = state.contract.transpose(3, 0, 1, 2)
    held, passed = contract[s.controller_source], share.transpose(1, 0, 2, 3)
    sent, closed = held * passed, passed < 1.0
    first = sent * closed
    whole = added_up(first)
    part = np.minimum(surplus / np.maximum(whole, 1e-9), 1.0)
    rest = np.maximum(surplus - whole, 0.0) / np.maximum(added_up(sent) - whole, 1e-9)
    gone = held * np.where(closed, part, np.minimum(rest, 1.0)) * pace
    given_up = -gone.transpose(1, 0, 2, 3).reshape(world.worlds, -1)
    world.post_columns("contract", "buyers give up what they no longer need", _controlled_cells(s), given_up)
    flow = turn.flow[s.controller_source] - (held - contract[s.controller_source]) * passed
    turn.flow[s.controller_source] = np.maximum(flow, 0.0)


@lru_cache(maxsize=16)
def _controlled_cells(s: IndexedScenario) -> Ints:
    """Flat (buyer, mineral, source) cells of contracts with suppliers that control exports, one after another."""
    demands = np.arange(s.demand.size) * len(s.names.sources)
    cells: Ints = (s.controller_source[:, None] + demands).reshape(-1)
    return cells


@lru_cache(maxsize=16)
def _free(s: IndexedScenario) -> Bools:
    """Whether a source neither controls exports nor is a host: ``[source]``."""
    free = np.ones(len(s.names.sources), dtype=np.bool_)
    free[s.controller_source] = free[s.host_source] = False
    return free


@dataclass(frozen=True)
class _Offers:
    """What buyers can switch to, ``[offer]`` each: every mineral for every buyer from every free source that has it."""

    cell: Ints
    """Flat (buyer, mineral, source) cell of the contract."""
    demand: Ints
    """Flat (buyer, mineral) cell."""
    supply: Ints
    """Flat (mineral, source) cell."""
    buyer: Ints
    mineral: Ints
    source: Ints


@lru_cache(maxsize=16)
def _offers(s: IndexedScenario) -> _Offers:
    """The offers of sources that refine a mineral at the start; of the free ones no other ever begins to."""
    flags, sources = ((s.refined > 0.0) & _free(s)).reshape(-1), len(s.names.sources)
    cell = np.flatnonzero(np.tile(flags, len(s.names.buyers)))
    demand = cell // sources
    buyer, mineral = np.divmod(demand, len(s.names.minerals))
    return _Offers(cell, demand, cell % flags.size, buyer, mineral, cell % sources)
