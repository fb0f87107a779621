"""Minerals: who gets what from whom, stocks, prices and the answers to controls (mechanisms 6, 7, 8)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import OPERATING
from greatgame.rules.consequences import Consequence, Consequences, by_order
from greatgame.rules.context import Step, Turn
from greatgame.rules.corridors import start_access
from greatgame.rules.suppliers import adapt
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.world.state import State, on_grid, start
from greatgame.world.variables import lag_length
from greatgame.world.world import Causes, Times, added_up, in_turn


def clear(turn: Turn) -> None:
    """Supply, stockpile and research orders, then shortage, price and adaptation."""
    s, state = turn.scenario, turn.state
    _arrivals(turn)
    share = passing(s, state)
    need = needed(s, state)
    turn.flow = flow_by_source(s, state, share)
    supply = added_up(turn.flow)
    _orders(turn, need, supply)
    _shortage(turn, need, supply)
    turn.world.post_all({"price": _prices(turn, share), "awareness": _awareness(turn)})
    adapt(turn, need, supply, share)


def needed(s: IndexedScenario, state: State) -> Floats:
    """Demand less what is saved, t/yr: ``[world, buyer, mineral]``."""
    need: Floats = s.demand * (1.0 - state.saved)
    return need


def _orders(turn: Turn, need: Floats, supply: Floats) -> None:
    """Research and stakes are put on their way; stores are filled from what trade brings, and emptied into a gap."""
    s, state = turn.scenario, turn.state
    _by_themselves(turn.catalogue).post(turn.world, turn.cases, turn.cases.entry)
    turn.released = np.zeros(state.stock.shape)
    if (given := turn.given("stockpile")) and s.on("control-answers"):
        cells = given.cells(("buyer", "mineral"), state.stock.shape[1:])
        tonnes = s.answers.stock_order / 365.0 * s.demand.take(cells) * given.amount
        # What is paid is a sum of money: it buys the less, the dearer the mineral has become.
        bought = tonnes / given.now(dearer(s, state), "mineral") * given.is_item("buy")
        gap = given.now(np.maximum(need - supply, 0.0) * (s.dt / 4.0), "buyer", "mineral")
        out = np.minimum(tonnes, given.now(state.stock, "buyer", "mineral")) * given.is_item("release")
        out = np.minimum(out, gap)
        # Who gets a part of what it needs is brought that part of what it orders, and can store what industry
        # does not lack of it: all that arrives beside is industry's already.
        met = given.now(np.minimum(supply / np.maximum(need, 1e-9), 1.0), "buyer", "mineral")
        stored = np.maximum(bought * met - gap, 0.0)
        purse = given.cells(("actor", "resource"), state.purse.shape[1:])
        undelivered = (bought - stored) / np.maximum(bought, 1e-9)
        unspent = given.money * given.amount * undelivered
        turn.post_steps(
            given,
            Step("stock", cells, stored - out),
            Step("purse", purse, unspent, "returned: not delivered"),
        )
        np.add.at(turn.released.reshape(-1), given.world * s.demand.size + cells, out)


@lru_cache(maxsize=16)
def _by_themselves(book: Catalogue) -> Consequences:
    """What research and stakes in mines elsewhere put on their way, whatever the state (mechanism 7)."""
    s = book.scenario
    rows: list[Consequence] = []
    for role, variable in (("substitute", "research"), ("equity", "equity")):
        if block := book.blocks.get(role):
            lag = lag_length(s, f"{variable}_lag")
            due = np.full(len(block), lag) if role == "substitute" else s.equity_steps[block.mineral]
            size = s.answers.substitution * block.size if role == "substitute" else s.equity_tonnes[block.mineral]
            cells = (block.buyer * len(s.names.minerals) + block.mineral) * lag + due - 1
            rows.append(by_order(block, variable, cells, size))
    return Consequences(s, book.size, rows)


def _arrivals(turn: Turn) -> None:
    """Research and mines elsewhere pay when their lag is over (mechanism 7)."""
    s, world, state = turn.scenario, turn.world, turn.state
    answered = s.on("control-answers")
    due = state.research[..., 0].copy()
    world.advance("research")
    if answered and np.count_nonzero(due):
        ceiling = np.maximum(s.substitutable - state.saved, 0.0)
        world.post("saved", {"substitution research": np.minimum(due, ceiling)})
    due = state.equity[..., 0].copy()
    world.advance("equity")
    if answered and np.count_nonzero(due):
        places, cells = _equity_cells(s)
        arriving = due.reshape(world.worlds, -1).take(places, axis=1)
        world.post_cells("contract", "equity in a supplier elsewhere", cells, arriving)


@lru_cache(maxsize=16)
def _equity_cells(s: IndexedScenario) -> tuple[Ints, Ints]:
    """Flat (buyer, mineral) places of minerals with a source to buy into, and the contract cell of each."""
    bought = s.equity_source >= 0
    places = np.flatnonzero(np.tile(bought, len(s.names.buyers)))
    source = np.tile(s.equity_source, len(s.names.buyers))[places]
    return places, places * len(s.names.sources) + source


@dataclass(frozen=True)
class _Outputs:
    """What projects mine and refine for their sponsors, ``[output]`` each."""

    tonnes: Floats
    """Tonnes a year that go to the sponsor's country, on the grid."""
    refined: Ints
    """1 for metal, 0 for ore."""
    host: Ints
    mineral: Ints
    buyer: Ints
    """Buyer of each sponsor, by the number that the state gives it; one past the last where it buys nothing."""


@lru_cache(maxsize=16)
def _outputs(s: IndexedScenario) -> _Outputs:
    buyer = np.full(len(s.names.powers) + 1, len(s.names.buyers))
    buyer[s.buyer_power + 1] = np.arange(len(s.names.buyers))
    return _Outputs(
        tonnes=on_grid(s.output_tonnes * s.output_offtake),
        refined=s.output_refined.astype(np.int64),
        host=s.project_host[s.output_project],
        mineral=s.output_mineral,
        buyer=buyer,
    )


def _delivered(s: IndexedScenario, state: State) -> tuple[Floats, Floats]:
    """Ore and metal that running projects send each buyer, t/yr: two arrays ``[host, world, buyer, mineral]``."""
    outputs, worlds, buyers = _outputs(s), state.worlds, len(s.names.buyers)
    sponsor = (state.sponsor * (state.stage == OPERATING)).take(s.output_project, axis=1).reshape(-1)
    running = sponsor.nonzero()[0]
    world, output = np.divmod(running, len(outputs.host))
    shape = (2, len(s.names.hosts), worlds, buyers + 1, len(s.names.minerals))
    cells = (outputs.refined * shape[1] + outputs.host).take(output) * worlds + world
    cells *= buyers + 1
    cells += outputs.buyer.take(sponsor.take(running).astype(np.int64))
    cells *= shape[4]
    cells += outputs.mineral.take(output)
    # Tonnes lie on the grid, so they add up exactly in any order.
    sent = np.bincount(cells, outputs.tonnes.take(output), math.prod(shape)).astype(np.float64, copy=False)
    ore, metal = sent.reshape(shape)[:, :, :, :buyers]
    return ore, metal


def project_supply(s: IndexedScenario, state: State) -> tuple[Floats, Floats]:
    """Refined tonnes a year that projects in the region send each buyer: two ``[host, world, buyer, mineral]``.

    Ore counts once it is refined.  What the region cannot refine goes to
    refiners elsewhere (with the metal, in the first array) or through the
    controlling power's refineries (second array), where its controls apply
    (mechanism 8).
    """
    ore, metal = _delivered(s, state)
    if not s.on("delivery"):
        return np.maximum(ore, metal), np.zeros(ore.shape)
    # A local-processing rule keeps unrefined ore at home.
    raw = ore - metal
    np.maximum(raw, 0.0, out=raw)
    raw *= (1.0 - state.processing).T[:, :, None, None]
    local = s.delivery.refining_elsewhere * raw
    local += metal
    raw *= 1.0 - s.delivery.refining_elsewhere
    return local, raw


def passing(s: IndexedScenario, state: State) -> Floats:
    """Share of normal trade that each controller lets through: ``[world, controller, buyer, mineral]``."""
    if not s.on("export-controls"):
        return np.ones((state.control.shape[0], len(s.controllers), *state.control.shape[2:]))
    rung = state.control.take(s.controllers, axis=1)
    low = np.minimum(np.floor(rung), 3.0).astype(np.int64)
    part = rung - low
    share: Floats = s.passing.take(low) * (1.0 - part) + s.passing.take(low + 1) * part
    return share


def flow_by_source(s: IndexedScenario, state: State, share: Floats) -> Floats:
    """Refined tonnes a year that reach each buyer by source: ``[source, world, buyer, mineral]``.

    ``share`` is what :func:`passing` says of the state.
    """
    # A copy even where one buyer and one mineral lie the same either way: it is written to.
    flow = state.contract.transpose(3, 0, 1, 2).copy()
    local, detour = project_supply(s, state)
    for i, source in enumerate(s.controller_source):
        if i == 0:
            flow[source] += added_up(detour)
        flow[source] *= share[:, i]
    at_hosts, reached = flow[_hosts(s)], state.access.transpose(1, 0, 2)[..., None]
    # A contract is what arrives as routes are at the start; of what projects yield, only what gets through does.
    at_hosts *= _kept(s, reached)
    local *= reached
    at_hosts += local
    return flow


def _kept(s: IndexedScenario, reached: Floats) -> Floats:
    """Part of a host's contracts that still arrives, by what reaches each buyer ``[host, world, buyer, 1]`` now."""
    usual = start_access(s)[:, None, :, None]
    # Where nothing could arrive at the start, nothing has changed for the contract.
    part: Floats = np.where(usual > 0.0, np.minimum(reached / np.maximum(usual, 1e-9), 1.0), 1.0)
    return part


def supply_by_source(s: IndexedScenario, state: State) -> Floats:
    """The flow of a state laid out by buyer: ``[world, buyer, mineral, source]``."""
    return flow_by_source(s, state, passing(s, state)).transpose(1, 2, 3, 0)


@lru_cache(maxsize=16)
def _hosts(s: IndexedScenario) -> slice:
    """Where the hosts stand among the sources, which name them one after another."""
    return slice(int(s.host_source[0]), int(s.host_source[-1]) + 1)


def total(flow: Floats) -> Floats:
    """Sum over sources, in their order whatever the number of worlds."""
    return in_turn(flow)


def _shortage(turn: Turn, need: Floats, supply: Floats) -> None:
    """Gaps are met from stocks; what is left stops factories (mechanism 6)."""
    s, world, state = turn.scenario, turn.world, turn.state
    years = s.dt / 4.0
    gap = np.maximum(np.maximum(need - supply, 0.0) * years - turn.released, 0.0)
    drawn, short = uncovered(s, state, need, gap)
    spare = np.minimum(np.maximum(supply - need, 0.0) * years, s.answers.restocking * s.demand * s.dt)
    room = np.maximum(s.stock - state.stock, 0.0)
    world.post_all(
        {
            "stock": {"drawn to fill the gap": Times(-1.0, drawn), "restocked from surplus": np.minimum(spare, room)},
            "unmet": {"demand that neither trade nor stocks met": short - state.unmet},
        }
    )
    turn.loss = in_turn(s.output_loss * short)


def uncovered(s: IndexedScenario, state: State, need: Floats, gap: Floats) -> tuple[Floats, Floats]:
    """What stocks give toward a turn's gap (tonnes), and the share of need that even they leave: as ``need`` each."""
    drawn = np.minimum(gap, s.within(s.answers.draw) * state.stock)
    # Where nothing is needed the gap is nothing too.
    return drawn, (gap - drawn) / np.maximum(need * (s.dt / 4.0), 1e-9)


def _prices(turn: Turn, share: Floats) -> Causes:
    """Prices revert to cost, jump with controls and wander with history's volatility."""
    s, world, state = turn.scenario, turn.world, turn.state
    usual, volatility = _price_habits(s)
    target = usual + s.controls.price_premium * (tightness(s, state, share) - tightness_at_start(s))
    moved = np.exp(s.controls.price_reversion * s.dt * (target - np.log(state.price)))
    wander = state.price * moved * (np.exp(volatility * world.luck("price")) - 1.0)
    return {"scarcity and cost": state.price * (moved - 1.0), "markets": wander}


def dearer(s: IndexedScenario, state: State) -> Floats:
    """World price as a multiple of the starting price: ``[world, mineral]``."""
    ratio: Floats = state.price / s.price
    return ratio


@lru_cache(maxsize=16)
def _price_habits(s: IndexedScenario) -> tuple[Floats, Floats]:
    """Logarithm of the starting price and a turn's volatility, each ``[mineral]``."""
    return np.log(s.price), s.controls.price_scale * s.price_volatility * math.sqrt(s.dt)


def tightness(s: IndexedScenario, state: State, share: Floats) -> Floats:
    """Share of the buyers' demand that is controlled away or unmet: ``[world, mineral]``.

    ``share`` is what :func:`passing` says of the state.
    """
    weight, normal = _trade_weights(s)
    controllers, buyers = normal.shape[:2]
    # Buyer by buyer, what each controller holds back and then what is unmet.
    tight = np.empty((buyers, controllers + 1, *state.price.shape))
    tight[:, :-1] = (normal * (1.0 - share)).transpose(2, 1, 0, 3)
    tight[:, -1] = (weight * state.unmet).transpose(1, 0, 2)
    return added_up(tight.reshape(-1, *state.price.shape))


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
    state = start(s)
    tight: Floats = tightness(s, state, passing(s, state))[0]
    return tight


def _awareness(turn: Turn) -> Causes:
    """Buyers who were hurt are alert, those who were not forget."""
    s, state = turn.scenario, turn.state
    return {
        "shortage": Times(s.controls.awareness_shortage * s.dt, state.unmet),
        "habit returns": Times(-s.controls.awareness_decay * s.dt, state.awareness),
    }
