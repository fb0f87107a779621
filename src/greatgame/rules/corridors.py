"""Corridors: legs, the Caspian, works, and the traffic's choice of route (mechanisms 8, 9, 13)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from greatgame.moves.catalogue import Catalogue
from greatgame.rules.consequences import Consequences, by_order
from greatgame.rules.context import Step, Turn, largest
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.state import State, on_grid, start
from greatgame.world.variables import lag_length
from greatgame.world.world import Times, added_up, in_turn

UNLIMITED = 1e4
"""Mt a year that no corridor here could fill."""


def route(turn: Turn) -> None:
    """Carry out works, then let traffic find its way."""
    _works(turn)
    _traffic(turn)


def _works(turn: Turn) -> None:
    """Digital customs cut waiting soon; widening takes its lag; dredging keeps the draught (mechanism 9)."""
    s, world, state = turn.scenario, turn.world, turn.state
    arriving = state.works[..., 0]
    if np.count_nonzero(arriving):
        world.post("capacity", {"port and leg works": arriving})
    world.advance("works")
    if not (given := turn.given("works")):
        return
    _by_themselves(turn.catalogue).post(world, turn.cases, turn.cases.entry)
    slack = np.maximum(given.now(state.dwell, "leg") - s.leg_dwell_floor.take(given.leg), 0.0)
    saved = s.caspian.customs * slack * given.is_item("customs") * (given.amount * given.size)
    turn.post_steps(given, Step("dwell", given.leg, -saved))


@lru_cache(maxsize=16)
def _by_themselves(book: Catalogue) -> Consequences:
    """What widening and dredging change whatever the state."""
    s, block = book.scenario, book.blocks["works"]
    lag = lag_length(s, "works_lag")
    wider = s.caspian.greening * s.leg_capacity[block.leg] * block.is_item("greening") * block.size
    rows = [by_order(block, "works", block.leg * lag + lag - 1, wider)]
    if s.on("caspian"):
        # Dredging one port deepens the whole chain only by its part.
        depth = -s.dredging / max(1, int(s.leg_caspian.sum())) * block.is_item("dredging") * block.size
        rows.append(by_order(block, "caspian_design", np.zeros(len(block), dtype=np.int64), depth))
    return Consequences(s, book.size, rows)


def leg_load(s: IndexedScenario, volume: Floats) -> Floats:
    """What all corridors, carrying ``volume`` ``[world, corridor]``, bring over every leg, Mt/yr: ``[world, leg]``."""
    load = np.zeros((len(volume), len(s.leg_days)))
    volume = np.concatenate([volume, np.zeros((len(volume), 1))], axis=1)
    for corridor in _through(s):
        load += volume.take(corridor, axis=1)
    return load


@lru_cache(maxsize=16)
def _through(s: IndexedScenario) -> tuple[Ints, ...]:
    """For the first, second ... corridor that uses each leg: which it is, one past the last if none: ``[leg]``."""
    legs = [[c for c, slots in enumerate(s.route_slots) for leg in slots if leg == g] for g in range(len(s.leg_days))]
    deepest = max(map(len, legs))
    return tuple(np.array([r[k] if k < len(r) else len(s.volume) for r in legs]) for k in range(deepest))


def leg_capacity(s: IndexedScenario, state: State) -> Floats:
    """Effective capacity of every leg, Mt/yr: ``[world, leg]``.

    Nominal capacity, times what draught allows where ships load in the
    Caspian, times what shorter waiting gains, less disruption and squeeze.
    """
    return _capacity(s, state, _let_pass(s, state))


def _capacity(s: IndexedScenario, state: State, passed: Floats | None) -> Floats:
    """The same; ``passed`` is what :func:`_let_pass` says."""
    capacity = state.capacity.copy()
    if s.on("caspian"):
        short = np.maximum(state.caspian_design - state.caspian_level, 0.0)
        loading = np.maximum(s.caspian.least_loading, 1.0 - s.loading_loss * short)
        capacity *= np.where(s.leg_caspian, loading[:, None], 1.0)
        saved = np.minimum(np.maximum((s.leg_dwell - state.dwell) / _avoidable(s), 0.0), 1.0)
        capacity *= 1.0 + s.caspian.dwell_gain * saved
    capacity *= 1.0 - state.disruption
    if passed is not None:
        capacity *= passed
    return capacity


@lru_cache(maxsize=16)
def _avoidable(s: IndexedScenario) -> Floats:
    """Days of waiting at the start that can be saved: ``[leg]``."""
    days: Floats = np.maximum(s.leg_dwell - s.leg_dwell_floor, 0.1)
    return days


def _let_pass(s: IndexedScenario, state: State) -> Floats | None:
    """Share of a leg's freight that the transit squeeze felt there lets pass: ``[world, leg]``; None: all of it."""
    if not s.on("coercion") or not np.count_nonzero(state.squeeze):
        return None
    transit = state.squeeze[:, :, CHANNELS.index("transit")]
    anywhere = largest(transit.transpose(0, 2, 1))
    cells, crosses = _squeezed_cells(s)
    both = np.concatenate([transit.reshape(state.worlds, -1), anywhere], axis=1)
    passed: Floats = 1.0 - s.coercion.leg_loss * (both.take(cells, axis=1) * crosses)
    return passed


@lru_cache(maxsize=16)
def _squeezed_cells(s: IndexedScenario) -> tuple[Ints, Floats]:
    """Where each leg feels a squeeze, a cell of (host, or one past the last: any; power), and 1 where it can."""
    host = np.where(s.leg_host >= 0, s.leg_host, len(s.names.hosts))
    crosses = (s.leg_crosses >= 0).astype(np.float64)
    return host * len(s.names.powers) + np.maximum(s.leg_crosses, 0), crosses


def sanctions_risk(s: IndexedScenario, state: State) -> Floats:
    """Reliability lost by legs across a power at war: ``[world, leg]`` (mechanism 13)."""
    risk = np.zeros(state.capacity.shape)
    for q, across in _sanctioned(s):
        risk += across * (s.war.sanctions_risk * state.tension[:, q] / 100.0)[:, None]
    return risk


@lru_cache(maxsize=16)
def _sanctioned(s: IndexedScenario) -> tuple[tuple[int, Floats], ...]:
    """Wars by flashpoint, and 1 for the legs that cross the power that wages it: ``[leg]``."""
    wars = np.flatnonzero(s.at_war) if s.on("war-shock") else ()
    return tuple((int(q), (s.leg_crosses == s.aggressor[q]).astype(np.float64)) for q in wars)


@dataclass(frozen=True)
class _Stretches:
    """The first, second ... leg of each corridor: ``[place, corridor]``, or ``[place, corridor, 1]`` but for ``leg``.

    A place that a corridor leaves empty names a leg that it has; it takes no time and costs nothing.
    """

    leg: Ints
    there: Floats
    """1 where the corridor has so many legs, 0 at an empty place."""
    empty: Bools
    days: Floats
    cost: Floats
    """Cost of all legs together: ``[corridor, 1]``."""


@lru_cache(maxsize=16)
def _stretches(s: IndexedScenario) -> _Stretches:
    longest = max(map(len, s.route_slots))
    leg = np.array([[slots[k] if k < len(slots) else slots[0] for slots in s.route_slots] for k in range(longest)])
    there = np.array([[float(k < len(slots)) for slots in s.route_slots] for k in range(longest)])
    cost = np.zeros(len(s.route_slots))
    for k in range(longest):
        cost = cost + s.leg_cost[leg[k]] * there[k]
    days = s.leg_days[leg] * there
    return _Stretches(leg, there[..., None], (there == 0)[..., None], days[..., None], cost[:, None])


class Conditions(NamedTuple):
    """What shippers meet: legs ``[world, leg]``, and corridors ``[corridor, world]``.

    The worlds lie side by side, so that what legs have in common is added up and
    compared for all worlds at once.
    """

    legs: Floats
    """Capacity of every leg, Mt/yr."""
    days: Floats
    steady: Floats
    """Reliability from end to end: what the legs are worth, times what the hardest squeeze lets pass."""
    price: Floats
    """What a shipper minds, USD/FEU: cost, the value of time, and a premium for unreliability."""
    exported: Floats
    """Reliability for what the hosts send, which need not pass a border at which the corridor only begins."""


def conditions(s: IndexedScenario, state: State) -> Conditions:
    """Capacity, days, reliability and price as legs, sanctions, disruptions and squeezes leave them."""
    stretches = _stretches(s)
    # Without limits every leg carries what comes.
    passed = _let_pass(s, state)
    legs = _capacity(s, state, passed) if s.on("caspian") else np.full(state.capacity.shape, UNLIMITED)
    # A stretch that corridors share is as full as all of them make it.
    use = np.maximum.reduce((leg_load(s, state.volume) / np.maximum(legs, 1e-6)).T.take(stretches.leg, axis=0), axis=0)
    full = np.minimum(np.maximum(use - s.delivery.crowded, 0.0), s.delivery.crowding_most)
    crowd = 1.0 + s.delivery.congestion * full
    waiting = (state.dwell.T.take(stretches.leg, axis=0) * stretches.there) * crowd
    sound = s.leg_reliability * (1.0 - sanctions_risk(s, state)) * (1.0 - s.delivery.disruption_risk * state.disruption)
    safe = sound.T.take(stretches.leg, axis=0)
    np.copyto(safe, 1.0, where=stretches.empty)
    days = np.add.reduce(stretches.days + waiting, axis=0)
    steady = exported = np.multiply.reduce(safe, axis=0)
    if passed is not None:
        exported = steady * np.minimum.reduce(np.where(_inland(s), passed.T.take(stretches.leg, axis=0), 1.0), axis=0)
        # One power that squeezes several legs in a row holds the same cargo up once.
        steady = steady * weakest(s, passed)
    price = stretches.cost + s.delivery.value_of_time * days + s.delivery.risk_premium * (1.0 - steady)
    return Conditions(legs, days, steady, price, exported)


def weakest(s: IndexedScenario, legs: Floats) -> Floats:
    """The least that a figure of legs ``[world, leg]`` is along every corridor: ``[corridor, world]``."""
    least: Floats = np.minimum.reduce(legs.T.take(_stretches(s).leg, axis=0), axis=0)
    return least


@lru_cache(maxsize=16)
def start_conditions(s: IndexedScenario) -> Conditions:
    """What :func:`conditions` says of the start, one world; shippers compare with its price."""
    return conditions(s, start(s))


def _traffic(turn: Turn) -> None:
    """Route choice by cost, time and risk within the weakest leg (mechanism 8)."""
    s, world, state = turn.scenario, turn.world, turn.state
    now = conditions(s, state)
    legs = now.legs
    appeal = np.exp(-s.delivery.route_choice * (now.price - start_conditions(s).price) / 1000.0)
    wanted = _within(divided(s, _trend(s, world.turn + 1), appeal), weakest(s, legs), s.delivery.rerouted)
    # Corridors that share a leg share its room: all give way alike.
    wanted *= weakest(s, np.minimum(legs / np.maximum(leg_load(s, wanted.T), 1e-9), 1.0))
    reached = access(s, state, now)
    world.post_all(
        {
            "volume": {"traffic finds its way": Times(s.delivery.adjustment * s.dt, wanted.T - state.volume)},
            "transit_days": {"distance, waiting and crowding": now.days.T - state.transit_days},
            "reliability": {"legs, sanctions, disruptions and squeezes": now.steady.T - state.reliability},
            "access": {"routes to the buyer's ports": reached - state.access},
        }
    )


@lru_cache(maxsize=1024)
def _trend(s: IndexedScenario, turn: int) -> Floats:
    """Volume of every corridor after so many turns if its price stays as it was, Mt/yr: ``[corridor, 1]``."""
    volume: Floats = s.volume * (1.0 + s.route_growth / 100.0) ** (turn * s.dt / 4.0)
    return volume[:, None]


def divided(s: IndexedScenario, trend: Floats, appeal: Floats) -> Floats:
    """Freight that wants each corridor, Mt/yr: ``[corridor, world]``; a logit over the routes (mechanism 8).

    ``trend`` ``[corridor, 1]`` is what wants it at the prices of the start, ``appeal``
    what today's price is worth beside that.  Freight between a host and a power that
    several corridors join keeps its total and is divided over them anew: what leaves
    one turns up on the others.  Where only one leads there is none to turn to; that
    freight stays at home as its price rises.
    """
    share, by_choice = _choices(s)
    wanted = trend * appeal
    if not len(by_choice):
        return wanted
    freight = share * trend[:, None]
    total = added_up(freight)
    # How much more or less a corridor gets of each choice, beside its own price: nothing at the prices of the start.
    more = total / np.maximum(added_up(freight * appeal[:, None]), 1e-12) - 1.0
    result: Floats = wanted * (1.0 + added_up(by_choice * more[:, None]))
    return result


@lru_cache(maxsize=16)
def _choices(s: IndexedScenario) -> tuple[Floats, Floats]:
    """Share of a corridor's freight that has each choice of corridors, ``[corridor, choice, 1]`` and by choice first.

    Nobody publishes who sends what to whom by which corridor, so its freight is
    spread evenly over the pairs of host and power that it joins.  Pairs with the
    same corridors are one choice; a pair with one corridor is none.
    """
    joins = (s.serves[:, :, None] & s.reaches[:, None, :]).reshape(len(s.serves), -1)
    pairs = np.maximum(joins.sum(axis=1), 1)
    open_to = [tuple(np.flatnonzero(pair).tolist()) for pair in joins.T]
    choices = sorted({corridors for corridors in open_to if len(corridors) > 1})
    share = np.zeros((len(joins), len(choices), 1))
    for k, corridors in enumerate(choices):
        for c in corridors:
            share[c, k] = open_to.count(corridors) / pairs[c]
    return share, np.ascontiguousarray(share.transpose(1, 0, 2))


def _within(wanted: Floats, limit: Floats, rerouted: float) -> Floats:
    """Volumes ``[corridor, world]`` within the weakest legs; a share of what finds no room takes another route."""
    carried = np.minimum(wanted, limit)
    excess = wanted - carried
    room = limit - carried
    share = np.minimum(1.0, rerouted * added_up(excess) / np.maximum(added_up(room), 1e-9))
    result: Floats = carried + room * share
    return result


def access(s: IndexedScenario, state: State, now: Conditions) -> Floats:
    """Share of a host's mineral output that reaches each buyer: ``[world, host, buyer]`` (mechanism 8).

    Cargo splits over the routes that serve the host and reach the buyer by
    price; what crosses a power that embargoes the buyer is held up in
    proportion to the rung of its controls, and by its squeeze.  A corridor that
    only begins at that power's border carries what the hosts send without
    crossing it.
    """
    if not s.on("delivery"):
        return np.ones(state.access.shape)
    weight = np.exp(-s.delivery.route_choice * now.price / 1000.0)
    rung = in_turn(s.importance * state.control.take(s.controllers, axis=1))
    held = s.delivery.blocked * np.minimum(rung / s.delivery.blocking_rung, 1.0)
    blocked = np.zeros((len(weight), rung.shape[2], state.worlds))
    for i, crosses in enumerate(_crossed(s)):
        np.maximum(blocked, held[:, i].T * crosses, out=blocked)
    arriving = now.exported[:, None] * (1.0 - blocked)
    open_to = _open_to(s)
    total = added_up(weight[:, None, None] * open_to)
    good = added_up((weight[:, None] * arriving)[:, None] * open_to)
    good /= np.maximum(total, 1e-12)
    np.copyto(good, s.delivery.no_route, where=total <= 0)
    return good.transpose(2, 0, 1)


@lru_cache(maxsize=16)
def start_access(s: IndexedScenario) -> Floats:
    """What :func:`access` says of the start, on the grid: ``[host, buyer]``."""
    return on_grid(access(s, start(s), start_conditions(s))[0])


def inland(s: IndexedScenario, corridor: int) -> tuple[int, ...]:
    """Legs of a corridor that are no mere border crossing: what the hosts send need not pass the others."""
    return tuple(leg for leg in s.route_slots[corridor] if s.file.leg[s.names.legs[leg]].mode != "border")


@lru_cache(maxsize=16)
def _inland(s: IndexedScenario) -> Bools:
    """True where what the hosts send passes the first, second ... leg of a corridor: ``[place, corridor, 1]``."""
    passes: Bools = np.zeros(_stretches(s).leg.shape, dtype=np.bool_)
    for c, slots in enumerate(s.route_slots):
        for k, leg in enumerate(slots):
            passes[k, c] = leg in inland(s, c)
    return passes[..., None]


@lru_cache(maxsize=16)
def _crossed(s: IndexedScenario) -> tuple[Floats, ...]:
    """For each controller, 1 for the corridors that cross it: ``[corridor, 1, 1]``."""
    crossed = [{int(s.leg_crosses[leg]) for leg in inland(s, c)} for c in range(len(s.route_slots))]
    return tuple(np.array([float(int(x) in met) for met in crossed])[:, None, None] for x in s.controllers)


@lru_cache(maxsize=16)
def _open_to(s: IndexedScenario) -> Floats:
    """1 where a corridor serves the host and reaches the buyer, else 0: ``[corridor, host, buyer, 1]``."""
    both = s.serves[:, :, None] & s.reaches[:, None, s.buyer_power]
    return both.astype(np.float64)[..., None]
