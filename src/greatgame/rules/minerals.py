"""Minerals: who gets what from whom, stocks, prices and the answers to controls (mechanisms 6, 7, 8)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.moves.legality import OPERATING
from greatgame.rules import effects
from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import State, start


def clear(turn: Turn) -> None:
    """Stockpile and research orders, then supply, shortage, price and adaptation."""
    _orders(turn)
    _arrivals(turn)
    need, supply = balance(turn.scenario, turn.state)
    _shortage(turn, need, supply)
    _prices(turn)
    _adapt(turn, need)


def _orders(turn: Turn) -> None:
    s, world = turn.scenario, turn.world
    minerals = len(s.names.minerals)
    for kind, amount in turn.ordered("stockpile"):
        direction = kind.is_item("buy") - kind.is_item("release")
        cells = kind.buyer * minerals + kind.mineral
        tonnes = s.answers.stock_order / 365.0 * s.demand[kind.buyer, kind.mineral]
        if s.on("control-answers"):
            world.post_cells("stock", kind.spec.name, cells, tonnes * direction * amount, kind.numbers)
        effects.apply(turn, kind, amount)
    lag = turn.state.research.shape[-1]
    for kind, amount in turn.ordered("substitute"):
        cells = (kind.buyer * minerals + kind.mineral) * lag + lag - 1
        world.post_cells("research", kind.spec.name, cells, s.answers.substitution * kind.size * amount, kind.numbers)
        effects.apply(turn, kind, amount)
    lag = turn.state.equity.shape[-1]
    for kind, amount in turn.ordered("equity"):
        cells = (kind.buyer * minerals + kind.mineral) * lag + s.equity_steps[kind.mineral] - 1
        world.post_cells("equity", kind.spec.name, cells, s.equity_tonnes[kind.mineral] * amount, kind.numbers)
        effects.apply(turn, kind, amount)


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


def project_supply(s: IndexedScenario, state: State, detour: bool) -> Floats:
    """Refined tonnes a year that projects in the region send each buyer: ``[world, buyer, mineral, host]``.

    Ore counts once it is refined.  What the region cannot refine either goes
    to refiners elsewhere (``detour`` false) or through the controlling power's
    refineries (``detour`` true), where its controls apply (mechanism 8).
    """
    worlds = state.stage.shape[0]
    hosts = len(s.names.hosts)
    result = np.zeros((worlds, len(s.names.buyers), len(s.names.minerals), hosts))
    running = state.stage == OPERATING
    for b, power in enumerate(s.buyer_power):
        mine = running & (state.sponsor == power + 1.0)
        if not mine.any():
            continue
        ore = np.zeros((worlds, len(s.names.minerals), hosts))
        metal = np.zeros_like(ore)
        for j, m, refined, tonnes, offtake in s.outputs:
            part = mine[:, j] * tonnes * offtake
            if refined:
                metal[:, m, s.project_host[j]] += part
            else:
                ore[:, m, s.project_host[j]] += part
        raw = np.maximum(ore - metal, 0.0)
        if not s.on("delivery"):
            result[:, b] = 0.0 if detour else np.maximum(ore, metal)
            continue
        # A local-processing rule keeps unrefined ore at home.
        raw = raw * (1.0 - state.processing[:, None, :])
        elsewhere = s.delivery.refining_elsewhere
        result[:, b] = (1.0 - elsewhere) * raw if detour else metal + elsewhere * raw
    return result


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
    detour = project_supply(s, state, detour=True)
    through = detour[..., 0] * 0.0
    for h in range(detour.shape[-1]):
        through = through + detour[..., h]
    share = passing(s, state)
    for i, source in enumerate(s.controller_source):
        flow[..., source] += through if i == 0 else 0.0
        flow[..., source] *= share[:, i]
    local = project_supply(s, state, detour=False)
    for h, source in enumerate(s.host_source):
        flow[..., source] += local[..., h]
        flow[..., source] *= state.access[:, h, :, None]
    return flow


def balance(s: IndexedScenario, state: State) -> tuple[Floats, Floats]:
    """Need and supply of refined minerals, t/yr: two arrays ``[world, buyer, mineral]``."""
    need = s.demand * (1.0 - state.saved)
    flow = supply_by_source(s, state)
    supply = np.zeros(need.shape)
    for source in range(flow.shape[-1]):
        supply = supply + flow[..., source]
    return need, supply


def _shortage(turn: Turn, need: Floats, supply: Floats) -> None:
    """Gaps are met from stocks; what is left stops factories (mechanism 6)."""
    s, world, state = turn.scenario, turn.world, turn.state
    years = s.dt / 4.0
    gap = np.maximum(need - supply, 0.0) * years
    drawn = np.minimum(gap, state.stock)
    spare = np.minimum(np.maximum(supply - need, 0.0) * years, 0.02 * s.demand * s.dt)
    room = np.maximum(s.stock - state.stock, 0.0)
    world.post("stock", {"drawn to fill the gap": -drawn, "restocked from surplus": np.minimum(spare, room)})
    short = np.where(need > 0, (gap - drawn) / np.maximum(need * years, 1e-9), 0.0)
    world.assign("unmet", "demand that neither trade nor stocks met", short)
    turn.loss = np.zeros(short.shape[:2])
    for m in range(short.shape[2]):
        turn.loss = turn.loss + s.output_loss[m] * short[:, :, m]


def _prices(turn: Turn) -> None:
    """Prices revert to cost, jump with controls and wander with history's volatility."""
    s, world, state = turn.scenario, turn.world, turn.state
    target = np.log(s.price) + s.controls.price_premium * (tightness(s, state) - tightness_at_start(s))
    log = np.log(state.price)
    pull = s.controls.price_reversion * s.dt * (target - log)
    chance = s.controls.price_scale * s.price_volatility * np.sqrt(s.dt) * world.luck("price")
    moved = np.exp(pull) - 1.0
    world.post("price", {"scarcity and cost": state.price * moved, "markets": state.price * np.exp(pull) * (np.exp(chance) - 1.0)})


def tightness(s: IndexedScenario, state: State) -> Floats:
    """Share of the buyers' demand that is controlled away or unmet: ``[world, mineral]``."""
    tight = np.zeros(state.price.shape)
    share = passing(s, state)
    weight = s.demand / np.maximum(s.demand.sum(axis=0), 1e-9)
    for b in range(s.demand.shape[0]):
        for i, source in enumerate(s.controller_source):
            normal = s.contract[b, :, source] / np.maximum(s.demand[b], 1e-9)
            tight = tight + weight[b] * normal * (1.0 - share[:, i, b])
        tight = tight + weight[b] * state.unmet[:, b]
    return tight


@lru_cache(maxsize=16)
def tightness_at_start(s: IndexedScenario) -> Floats:
    """What the starting price already contains: ``[mineral]``."""
    tight: Floats = tightness(s, start(s, 1))[0]
    return tight


def _adapt(turn: Turn, need: Floats) -> None:
    """Buyers who were hurt look elsewhere (mechanisms 6, 7)."""
    s, world, state = turn.scenario, turn.world, turn.state
    fade = -s.controls.awareness_decay * s.dt * state.awareness
    world.post("awareness", {"shortage": 30.0 * s.dt * state.unmet, "habit returns": fade})
    if not s.on("control-answers"):
        return
    alert = state.awareness / 100.0
    slow = s.answers.autonomous * s.dt * alert * np.maximum(s.substitutable - state.saved, 0.0)
    world.post("saved", {"industry saves material": slow})
    flow = supply_by_source(s, state)
    supply = np.zeros(need.shape)
    for source in range(flow.shape[-1]):
        supply = supply + flow[..., source]
    gap = np.maximum(need - supply, 0.0)
    refined = np.zeros((world.worlds, *state.mined.shape[1:]))
    refined += state.refined
    refined[:, :, s.controller_source] = 0.0
    refined[:, :, s.host_source] = 0.0
    room = np.maximum(s.answers.room * refined[:, None] - state.contract, 0.0)
    total = np.zeros(need.shape)
    for source in range(room.shape[-1]):
        total = total + room[..., source]
    wanted = s.answers.switching * s.dt * alert * gap
    share = np.minimum(wanted / np.maximum(total, 1e-9), 1.0)
    world.post("contract", {"buyers switch to free suppliers": room * share[..., None]})
