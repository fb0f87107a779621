"""Corridors: legs, the Caspian, works, and the traffic's choice of route (mechanisms 8, 9, 13)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.schema import CHANNELS
from greatgame.world.state import State, start
from greatgame.world.world import in_turn

UNLIMITED = 1e4
"""Mt a year that no corridor here could fill."""


def route(turn: Turn) -> None:
    """Carry out works, then let traffic find its way."""
    _works(turn)
    _traffic(turn)


def _works(turn: Turn) -> None:
    """Digital customs cut waiting soon; widening takes its lag; dredging keeps the draught (mechanism 9)."""
    s, world, state = turn.scenario, turn.world, turn.state
    lag = state.works.shape[-1]
    arriving = state.works[..., 0].copy()
    shifted = np.concatenate([state.works[..., 1:], np.zeros_like(state.works[..., :1])], axis=-1)
    world.post("capacity", {"port and leg works": arriving})
    world.post("works", {"time passes": shifted - state.works})
    if not (found := turn.ordered("works")):
        return
    block, amount = found
    strength = amount * block.size
    slack = np.maximum(state.dwell - s.leg_dwell_floor, 0.0).take(block.leg, axis=1)
    turn.post("dwell", block, block.leg, -s.caspian.customs * slack * block.is_item("customs") * strength)
    added = s.caspian.greening * s.leg_capacity[block.leg] * block.is_item("greening") * strength
    turn.post("works", block, block.leg * lag + lag - 1, added)
    if s.on("caspian"):
        # Dredging one port deepens the whole chain only by its part.
        depth = -s.dredging / max(1, int(s.leg_caspian.sum())) * block.is_item("dredging") * strength
        turn.post("caspian_design", block, np.zeros(len(block), dtype=np.int64), depth)


def leg_capacity(s: IndexedScenario, state: State) -> Floats:
    """Effective capacity of every leg, Mt/yr: ``[world, leg]``.

    Nominal capacity, times what draught allows where ships load in the
    Caspian, times what shorter waiting gains, less disruption and squeeze.
    """
    capacity = state.capacity.copy()
    if s.on("caspian"):
        short = np.maximum(state.caspian_design - state.caspian_level, 0.0)
        loading = np.maximum(0.3, 1.0 - s.loading_loss * short)
        capacity *= np.where(s.leg_caspian, loading[:, None], 1.0)
        waiting = np.maximum(s.leg_dwell - s.leg_dwell_floor, 0.1)
        saved = np.minimum(np.maximum((s.leg_dwell - state.dwell) / waiting, 0.0), 1.0)
        capacity *= 1.0 + s.caspian.dwell_gain * saved
    capacity *= 1.0 - state.disruption
    if s.on("coercion"):
        capacity *= 1.0 - s.coercion.leg_loss * leg_squeeze(s, state)
    return capacity


def leg_squeeze(s: IndexedScenario, state: State) -> Floats:
    """Transit squeeze felt on each leg: ``[world, leg]``."""
    transit = state.squeeze[:, :, CHANNELS.index("transit")]
    if not np.count_nonzero(transit):
        return np.zeros(state.capacity.shape)
    anywhere = transit.max(axis=1, keepdims=True)
    cells, crosses = _squeezed_cells(s)
    felt: Floats = np.concatenate([transit, anywhere], axis=1).reshape(state.worlds, -1).take(cells, axis=1) * crosses
    return felt


@lru_cache(maxsize=16)
def _squeezed_cells(s: IndexedScenario) -> tuple[Ints, Bools]:
    """Where each leg feels a squeeze, a cell of (host, or one past the last: any; power), and whether it can."""
    host = np.where(s.leg_host >= 0, s.leg_host, len(s.names.hosts))
    return host * len(s.names.powers) + np.maximum(s.leg_crosses, 0), s.leg_crosses >= 0


def sanctions_risk(s: IndexedScenario, state: State) -> Floats:
    """Reliability lost by legs across a power at war: ``[world, leg]`` (mechanism 13)."""
    risk = np.zeros(state.capacity.shape)
    if s.on("war-shock"):
        for q in np.flatnonzero(s.at_war):
            at = s.leg_crosses == s.aggressor[q]
            risk += at * (s.war.sanctions_risk * state.tension[:, q] / 100.0)[:, None]
    return risk


@lru_cache(maxsize=16)
def _stretches(s: IndexedScenario) -> tuple[tuple[Ints, Floats, Floats], ...]:
    """For the first, second ... leg of each corridor: which it is, its days and its cost: ``[corridor]`` each.

    A corridor that has no more legs has one past the last, which takes no time and costs nothing.
    """
    none = len(s.leg_days)
    days, cost = np.append(s.leg_days, 0.0), np.append(s.leg_cost, 0.0)
    longest = max(map(len, s.route_slots))
    legs = [np.array([slots[k] if k < len(slots) else none for slots in s.route_slots]) for k in range(longest)]
    return tuple((leg, days[leg], cost[leg]) for leg in legs)


def _and_none(values: Floats, filling: float) -> Floats:
    """A figure of every leg ``[world, leg]`` and one more of no leg at all, which changes nothing."""
    return np.concatenate([values, np.full((len(values), 1), filling)], axis=1)


def conditions(s: IndexedScenario, state: State) -> tuple[Floats, Floats, Floats, Floats]:
    """Limit (Mt/yr), days, reliability and price (USD/FEU) of every corridor: each ``[world, corridor]``.

    The price is what a shipper minds: cost, the value of time, and a premium
    for unreliability.
    """
    legs = leg_capacity(s, state)
    sound = s.leg_reliability * (1.0 - sanctions_risk(s, state)) * (1.0 - 0.5 * state.disruption)
    shape = (state.worlds, len(s.names.corridors))
    limit, days, steady = np.full(shape, np.inf), np.zeros(shape), np.ones(shape)
    if not s.on("caspian"):
        # Without limits every leg carries what comes.
        legs = np.full_like(legs, UNLIMITED)
    stretches = _stretches(s)
    legs, dwell, sound = _and_none(legs, np.inf), _and_none(state.dwell, 0.0), _and_none(sound, 1.0)
    for leg, _, _ in stretches:
        limit = np.minimum(limit, legs.take(leg, axis=1))
    full = np.minimum(np.maximum(state.volume / limit - 0.6, 0.0), 0.6)
    crowd = 1.0 + s.delivery.congestion * full
    cost = np.zeros(shape[1])
    for leg, moving, toll in stretches:
        days += moving + dwell.take(leg, axis=1) * crowd
        steady *= sound.take(leg, axis=1)
        cost = cost + toll
    price = cost + s.delivery.value_of_time * days + s.delivery.risk_premium * (1.0 - steady)
    return limit, days, steady, price


@lru_cache(maxsize=16)
def start_price(s: IndexedScenario) -> Floats:
    """Price of every corridor at the start, against which shippers compare: ``[corridor]``."""
    price: Floats = conditions(s, start(s, 1))[3][0]
    return price


def _traffic(turn: Turn) -> None:
    """Route choice by cost, time and risk within the weakest leg (mechanism 8)."""
    s, world, state = turn.scenario, turn.world, turn.state
    limit, days, steady, price = conditions(s, state)
    appeal = np.exp(-s.delivery.route_choice * (price - start_price(s)) / 1000.0)
    quarter = (world.turn + 1) * s.dt / 4.0
    wanted = s.volume * (1.0 + s.route_growth / 100.0) ** quarter * appeal
    wanted = _within(wanted, limit, s)
    world.post("volume", {"traffic finds its way": s.delivery.adjustment * s.dt * (wanted - state.volume)})
    world.assign("transit_days", "distance, waiting and crowding", days)
    world.assign("reliability", "legs, sanctions and disruptions", steady)
    world.assign("access", "routes to the buyer's ports", access(turn, steady, price))


def _within(wanted: Floats, limit: Floats, s: IndexedScenario) -> Floats:
    """Volumes within the weakest legs; half of what finds no room takes another route."""
    carried = np.minimum(wanted, limit)
    excess = wanted - carried
    room = limit - carried
    share = np.minimum(1.0, 0.5 * in_turn(excess) / np.maximum(in_turn(room), 1e-9))
    result: Floats = carried + room * share[:, None]
    return result


def access(turn: Turn, steady: Floats, price: Floats) -> Floats:
    """Share of a host's mineral output that reaches each buyer: ``[world, host, buyer]`` (mechanism 8).

    Cargo splits over the routes that serve the host and reach the buyer by
    price; what crosses a power that embargoes the buyer is held up in
    proportion to the rung of its controls.
    """
    s, state = turn.scenario, turn.state
    if not s.on("delivery"):
        return np.ones(state.access.shape)
    weight = np.exp(-s.delivery.route_choice * price / 1000.0)
    rung = in_turn(s.importance * state.control.take(s.controllers, axis=1))
    held = s.delivery.blocked * np.minimum(rung / 2.0, 1.0)
    blocked: Floats = np.zeros((turn.world.worlds, rung.shape[2], steady.shape[1]))
    for i, x in enumerate(s.controllers):
        blocked = np.maximum(blocked, held[:, i, :, None] * s.route_crosses[:, x])
    arriving = steady[:, None] * (1.0 - blocked)
    open_to = _open_to(s)
    total = in_turn(weight[:, None, None] * open_to)
    good = in_turn((weight[:, None] * arriving)[:, None] * open_to)
    result: Floats = np.where(total > 0, good / np.maximum(total, 1e-12), 0.3)
    return result


@lru_cache(maxsize=16)
def _open_to(s: IndexedScenario) -> Bools:
    """Whether a corridor serves the host and reaches the buyer: ``[host, buyer, corridor]``."""
    reach = s.reaches[:, s.buyer_power].T
    both: Bools = s.serves.T[:, None] & reach[None]
    return both
