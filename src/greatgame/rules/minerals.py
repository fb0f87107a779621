"""Minerals: who gets what from whom, stocks, prices and the answers to controls (mechanisms 6, 7, 8)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.moves.legality import OPERATING
from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.world.state import State, on_grid, start
from greatgame.world.world import in_turn, summed


def clear(turn: Turn) -> None:
    """Stockpile and research orders, then supply, shortage, price and adaptation."""
    _orders(turn)
    _arrivals(turn)
    need, supply = balance(turn.scenario, turn.state)
    _shortage(turn, need, supply)
    _prices(turn)
    _adapt(turn, need, supply)


def _orders(turn: Turn) -> None:
    s = turn.scenario
    minerals = len(s.names.minerals)
    turn.released = np.zeros(turn.state.stock.shape)
    if (found := turn.ordered("stockpile")) and s.on("control-answers"):
        block, amount = found
        cells = block.buyer * minerals + block.mineral
        tonnes = s.answers.stock_order / 365.0 * s.demand[block.buyer, block.mineral]
        held = turn.state.stock.reshape(turn.world.worlds, -1).take(cells, axis=1)
        out = np.minimum(tonnes * amount, held) * block.is_item("release")
        turn.post("stock", block, cells, tonnes * amount * block.is_item("buy") - out)
        given = np.flatnonzero(block.is_item("release"))
        turn.released.reshape(turn.world.worlds, -1)[:, cells[given]] = out[:, given]
    if found := turn.ordered("substitute"):
        block, amount = found
        lag = turn.state.research.shape[-1]
        cells = (block.buyer * minerals + block.mineral) * lag + lag - 1
        turn.post("research", block, cells, s.answers.substitution * block.size * amount)
    if found := turn.ordered("equity"):
        block, amount = found
        lag = turn.state.equity.shape[-1]
        cells = (block.buyer * minerals + block.mineral) * lag + s.equity_steps[block.mineral] - 1
        turn.post("equity", block, cells, s.equity_tonnes[block.mineral] * amount)


def _arrivals(turn: Turn) -> None:
    """Research and mines elsewhere pay when their lag is over (mechanism 7)."""
    s, world, state = turn.scenario, turn.world, turn.state
    for name in ("research", "equity"):
        pipe: Floats = getattr(state, name)
        due = pipe[..., 0].copy()
        shifted = np.concatenate([pipe[..., 1:], np.zeros_like(pipe[..., :1])], axis=-1)
        world.post(name, {"time passes": shifted - pipe})
        if not s.on("control-answers"):
            continue
        if name == "research":
            ceiling = np.maximum(s.substitutable - state.saved, 0.0)
            world.post("saved", {"substitution research": np.minimum(due, ceiling)})
            continue
        width = len(s.names.sources)
        with_source = np.flatnonzero(s.equity_source >= 0)
        for b in range(due.shape[1]):
            cells = (b * len(s.names.minerals) + with_source) * width + s.equity_source[with_source]
            world.post_cells("contract", "equity in a supplier elsewhere", cells, due[:, b, with_source])


@lru_cache(maxsize=16)
def _output_cells(s: IndexedScenario) -> tuple[Ints, Floats, Floats]:
    """(mineral, host) cell of each output, and the tonnes a year it mines or refines for its sponsor: ``[output]``."""
    cell = s.output_mineral * len(s.names.hosts) + s.project_host[s.output_project]
    tonnes = on_grid(s.output_tonnes * s.output_offtake)
    return cell, tonnes * ~s.output_refined, tonnes * s.output_refined


def project_supply(s: IndexedScenario, state: State) -> tuple[Floats, Floats]:
    """Refined tonnes a year that projects in the region send each buyer: two ``[world, buyer, mineral, host]``.

    Ore counts once it is refined.  What the region cannot refine goes to
    refiners elsewhere (with the metal, in the first array) or through the
    controlling power's refineries (second array), where its controls apply
    (mechanism 8).
    """
    shape = (state.worlds, len(s.names.buyers), len(s.names.minerals), len(s.names.hosts))
    direct, detour = np.zeros(shape), np.zeros(shape)
    cells, mined, refined = _output_cells(s)
    width = shape[2] * shape[3]
    running = (state.stage == OPERATING).take(s.output_project, axis=1)
    sponsor = state.sponsor.take(s.output_project, axis=1)
    for b, power in enumerate(s.buyer_power):
        mine = running & (sponsor == power + 1.0)
        if not mine.any():
            continue
        ore = summed(mine * mined, cells, width).reshape(shape[0], *shape[2:])
        metal = summed(mine * refined, cells, width).reshape(shape[0], *shape[2:])
        if not s.on("delivery"):
            direct[:, b] = np.maximum(ore, metal)
            continue
        # A local-processing rule keeps unrefined ore at home.
        raw = np.maximum(ore - metal, 0.0) * (1.0 - state.processing[:, None, :])
        direct[:, b] = metal + s.delivery.refining_elsewhere * raw
        detour[:, b] = (1.0 - s.delivery.refining_elsewhere) * raw
    return direct, detour


def passing(s: IndexedScenario, state: State) -> Floats:
    """Share of normal trade that each controller lets through: ``[world, controller, buyer, mineral]``."""
    if not s.on("export-controls"):
        return np.ones((state.control.shape[0], len(s.controllers), *state.control.shape[2:]))
    rung = np.ascontiguousarray(state.control[:, s.controllers])
    low = np.minimum(np.floor(rung), 3.0).astype(np.int64)
    part = rung - low
    share: Floats = s.passing[low] * (1.0 - part) + s.passing[low + 1] * part
    return share


def supply_by_source(s: IndexedScenario, state: State) -> Floats:
    """Refined tonnes a year that reach each buyer by source: ``[world, buyer, mineral, source]``."""
    flow = state.contract.copy()
    local, detour = project_supply(s, state)
    through = in_turn(detour)
    share = passing(s, state)
    for i, source in enumerate(s.controller_source):
        flow[..., source] += through if i == 0 else 0.0
        flow[..., source] *= share[:, i]
    at_hosts = flow.take(s.host_source, axis=-1) + local
    flow[..., s.host_source] = at_hosts * state.access.transpose(0, 2, 1)[:, :, None]
    return flow


def balance(s: IndexedScenario, state: State) -> tuple[Floats, Floats]:
    """Need and supply of refined minerals, t/yr: two arrays ``[world, buyer, mineral]``."""
    return s.demand * (1.0 - state.saved), total(supply_by_source(s, state))


def total(flow: Floats) -> Floats:
    """Sum over sources, in their order whatever the number of worlds."""
    return in_turn(flow)


def _shortage(turn: Turn, need: Floats, supply: Floats) -> None:
    """Gaps are met from stocks; what is left stops factories (mechanism 6)."""
    s, world, state = turn.scenario, turn.world, turn.state
    years = s.dt / 4.0
    gap = np.maximum(np.maximum(need - supply, 0.0) * years - turn.released, 0.0)
    drawn = np.minimum(gap, s.answers.draw * state.stock)
    spare = np.minimum(np.maximum(supply - need, 0.0) * years, 0.02 * s.demand * s.dt)
    room = np.maximum(s.stock - state.stock, 0.0)
    world.post("stock", {"drawn to fill the gap": -drawn, "restocked from surplus": np.minimum(spare, room)})
    short = np.where(need > 0, (gap - drawn) / np.maximum(need * years, 1e-9), 0.0)
    world.assign("unmet", "demand that neither trade nor stocks met", short)
    turn.loss = in_turn(s.output_loss * short)


def _prices(turn: Turn) -> None:
    """Prices revert to cost, jump with controls and wander with history's volatility."""
    s, world, state = turn.scenario, turn.world, turn.state
    target = np.log(s.price) + s.controls.price_premium * (tightness(s, state) - tightness_at_start(s))
    log = np.log(state.price)
    pull = s.controls.price_reversion * s.dt * (target - log)
    chance = s.controls.price_scale * s.price_volatility * np.sqrt(s.dt) * world.luck("price")
    moved = np.exp(pull)
    wander = state.price * moved * (np.exp(chance) - 1.0)
    world.post("price", {"scarcity and cost": state.price * (moved - 1.0), "markets": wander})


def tightness(s: IndexedScenario, state: State) -> Floats:
    """Share of the buyers' demand that is controlled away or unmet: ``[world, mineral]``."""
    tight = np.zeros(state.price.shape)
    share = passing(s, state)
    weight, normal = _trade_weights(s)
    held = normal * (1.0 - share)
    unmet = weight * state.unmet
    for b in range(s.demand.shape[0]):
        for i in range(len(s.controllers)):
            tight = tight + held[:, i, b]
        tight = tight + unmet[:, b]
    return tight


@lru_cache(maxsize=16)
def _trade_weights(s: IndexedScenario) -> tuple[Floats, Floats]:
    """Each buyer's part of demand ``[buyer, mineral]``, and what of all demand each controller supplies to it.

    The second array is ``[controller, buyer, mineral]``.
    """
    weight = s.demand / np.maximum(s.demand.sum(axis=0), 1e-9)
    normal = s.contract[:, :, s.controller_source] / np.maximum(s.demand, 1e-9)[..., None]
    return weight, np.ascontiguousarray((weight[..., None] * normal).transpose(2, 0, 1))


@lru_cache(maxsize=16)
def tightness_at_start(s: IndexedScenario) -> Floats:
    """What the starting price already contains: ``[mineral]``."""
    tight: Floats = tightness(s, start(s, 1))[0]
    return tight


def _adapt(turn: Turn, need: Floats, supply: Floats) -> None:
    """Buyers who were hurt look elsewhere (mechanisms 6, 7)."""
    s, world, state = turn.scenario, turn.world, turn.state
    fade = -s.controls.awareness_decay * s.dt * state.awareness
    world.post("awareness", {"shortage": 30.0 * s.dt * state.unmet, "habit returns": fade})
    if not s.on("control-answers"):
        return
    alert = state.awareness / 100.0
    slow = s.answers.autonomous * s.dt * alert * np.maximum(s.substitutable - state.saved, 0.0)
    world.post("saved", {"industry saves material": slow})
    gap = np.maximum(need - supply, 0.0)
    refined = state.refined.copy()
    refined[:, :, s.controller_source] = 0.0
    refined[:, :, s.host_source] = 0.0
    room = np.maximum(s.answers.room * refined[:, None] - state.contract, 0.0)
    wanted = s.answers.switching * s.dt * alert * gap
    share = np.minimum(wanted / np.maximum(total(room), 1e-9), 1.0)
    world.post("contract", {"buyers switch to free suppliers": room * share[..., None]})
