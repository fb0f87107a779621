"""Corridors: legs, the Caspian, works, and the traffic's choice of route (mechanisms 8, 9, 13)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.schema import CHANNELS
from greatgame.world.state import State, start


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
        saved = np.clip((s.leg_dwell - state.dwell) / waiting, 0.0, 1.0)
        capacity *= 1.0 + s.caspian.dwell_gain * saved
    capacity *= 1.0 - state.disruption
    if s.on("coercion"):
        capacity *= 1.0 - s.coercion.leg_loss * leg_squeeze(s, state)
    return capacity


def leg_squeeze(s: IndexedScenario, state: State) -> Floats:
    """Transit squeeze felt on each leg: ``[world, leg]``."""
    transit = state.squeeze[:, :, CHANNELS.index("transit")]
    felt = np.zeros(state.capacity.shape)
    if not transit.any():
        return felt
    for leg, (power, host) in enumerate(zip(s.leg_crosses, s.leg_host, strict=True)):
        if power >= 0:
            felt[:, leg] = transit[:, host, power] if host >= 0 else transit[:, :, power].max(-1)
    return felt


def sanctions_risk(s: IndexedScenario, state: State) -> Floats:
    """Reliability lost by legs across a power at war: ``[world, leg]`` (mechanism 13)."""
    risk = np.zeros(state.capacity.shape)
    if s.on("war-shock"):
        for q in np.flatnonzero(s.at_war):
            at = s.leg_crosses == s.aggressor[q]
            risk += np.where(at, (s.war.sanctions_risk * state.tension[:, q] / 100.0)[:, None], 0.0)
    return risk


def conditions(s: IndexedScenario, state: State) -> tuple[Floats, Floats, Floats, Floats]:
    """Limit (Mt/yr), days, reliability and price (USD/FEU) of every corridor: each ``[world, corridor]``.

    The price is what a shipper minds: cost, the value of time, and a premium
    for unreliability.
    """
    legs = leg_capacity(s, state)
    sound = s.leg_reliability * (1.0 - sanctions_risk(s, state)) * (1.0 - 0.5 * state.disruption)
    shape = (state.worlds, len(s.names.corridors))
    limit, days, steady, cost = np.full(shape, np.inf), np.zeros(shape), np.ones(shape), np.zeros(shape)
    if not s.on("caspian"):
        # Without limits every leg carries what comes.
        legs = np.full_like(legs, UNLIMITED)
    load = state.volume
    for c, slots in enumerate(s.route_slots):
        for leg in slots:
            limit[:, c] = np.minimum(limit[:, c], legs[:, leg])
        crowd = 1.0 + s.delivery.congestion * np.clip(load[:, c] / limit[:, c] - 0.6, 0.0, 0.6)
        for leg in slots:
            days[:, c] += s.leg_days[leg] + state.dwell[:, leg] * crowd
            steady[:, c] *= sound[:, leg]
            cost[:, c] += s.leg_cost[leg]
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
    spill = np.zeros(wanted.shape[0])
    space = np.zeros(wanted.shape[0])
    for c in range(wanted.shape[1]):
        spill = spill + excess[:, c]
        space = space + room[:, c]
    share = np.minimum(1.0, 0.5 * spill / np.maximum(space, 1e-9))
    result: Floats = carried + room * share[:, None]
    return result


def access(turn: Turn, steady: Floats, price: Floats) -> Floats:
    """Share of a host's mineral output that reaches each buyer: ``[world, host, buyer]`` (mechanism 8).

    Cargo splits over the routes that serve the host and reach the buyer by
    price; what crosses a power that embargoes the buyer is held up in
    proportion to the rung of its controls.
    """
    s, state = turn.scenario, turn.state
    hosts, buyers = len(s.names.hosts), len(s.names.buyers)
    result = np.ones((turn.world.worlds, hosts, buyers))
    if not s.on("delivery"):
        return result
    weight = np.exp(-s.delivery.route_choice * price / 1000.0)
    for b in range(buyers):
        blocked = np.zeros_like(steady)
        for x in s.controllers:
            rung = np.zeros(turn.world.worlds)
            for m in range(len(s.names.minerals)):
                rung = rung + s.importance[m] * state.control[:, x, b, m]
            held = s.delivery.blocked * np.minimum(rung / 2.0, 1.0)
            blocked = np.maximum(blocked, np.where(s.route_crosses[:, x], held[:, None], 0.0))
        arriving = steady * (1.0 - blocked)
        reach = s.reaches[:, s.buyer_power[b]]
        for h in range(hosts):
            total, good = np.zeros(turn.world.worlds), np.zeros(turn.world.worlds)
            for c in np.flatnonzero(reach & s.serves[:, h]):
                total = total + weight[:, c]
                good = good + weight[:, c] * arriving[:, c]
            result[:, h, b] = np.where(total > 0, good / np.maximum(total, 1e-12), 0.3)
    return result
