"""Construction: what was awarded is built, starts to run, or is lost (mechanisms 1, 3, 4, 12, 16)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.moves.legality import BUILDING, LOST, OPERATING
from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario
from greatgame.world.state import State

SLIP = 0.25
"""Log standard deviation of a quarter's construction progress."""
MOTHBALL_PRICE = 0.5
MOTHBALL_QUARTERS = 4.0
"""A mine whose product sells below half its price at financial close for a year is shut."""


def build(turn: Turn) -> None:
    """Advance building sites, start what is finished, shut or break what fails."""
    _progress(turn)
    _start(turn)
    _slump(turn)
    _nationalism(turn)
    fade = -turn.scenario.finance.appetite_reversion * turn.scenario.dt * turn.state.appetite
    turn.world.post("appetite", {"boards change": fade})


def sponsored_by(s: IndexedScenario, state: State, power: int) -> Bools:
    """Projects whose sponsor is ``power``: ``[world, project]``."""
    mine: Bools = state.sponsor == power + 1.0
    return mine


def _progress(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    active = state.stage == BUILDING
    sponsor = np.maximum(state.sponsor - 1.0, 0.0).astype(np.int64)
    institutions = state.institutions.take(s.project_host, axis=1) / 100.0
    pace = s.dt / s.build * s.speed[sponsor] * (0.75 + 0.5 * institutions)
    pace *= np.exp(SLIP * world.luck("construction"))
    step = np.where(active, np.minimum(pace, 1.0 - state.built), 0.0)
    before = state.built.copy()
    world.post("built", {"construction": step})
    turn.disbursed = (state.built - before) * s.capex
    mine = np.where(sponsored_by(s, state, s.player), turn.disbursed, 0.0)
    world.post_cells("pledge", "construction", np.full(len(s.names.projects), 2), mine * s.exchange_rate / 1000.0)
    _borrow(turn)


def lent_share(s: IndexedScenario, state: State) -> Floats:
    """Share of a project's cost that ends as the host's public debt: ``[world, project]`` (mechanism 4)."""
    sponsor = np.maximum(state.sponsor - 1.0, 0.0).astype(np.int64)
    slot = np.maximum(s.venture_slot[np.arange(len(s.names.projects)), sponsor], 0)
    loans = np.take_along_axis(state.package[..., 0] + state.package[..., 1], slot, axis=1)
    share: Floats = np.where(s.firm_led[sponsor], loans, s.debt_share[sponsor])
    return share


def _borrow(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    if not np.count_nonzero(turn.disbursed):
        return
    amount = turn.disbursed * lent_share(s, state)
    owed = np.zeros(state.debt.shape)
    owed[:, :, :-1] = by_host(s, by_sponsor(s, state, amount)).transpose(0, 2, 1)
    world.post("debt", {"loans drawn for projects": owed})


def by_host(s: IndexedScenario, values: Floats) -> Floats:
    """Sum of a project figure ``[..., project]`` over each host's projects: ``[..., host]``."""
    total: Floats = np.add.reduceat(values, s.host_begins, axis=-1)
    return total


def by_sponsor(s: IndexedScenario, state: State, values: Floats) -> Floats:
    """A project figure under each possible sponsor, 0 where that is another: ``[world, power, project]``."""
    mine = state.sponsor[:, None, :] == _sponsors(s)
    laid_out: Floats = mine * values[:, None, :]
    return laid_out


@lru_cache(maxsize=16)
def _sponsors(s: IndexedScenario) -> Floats:
    """What the state calls each power as a sponsor: ``[power, 1]``."""
    return np.arange(1.0, len(s.names.powers) + 1.0)[:, None]


def _start(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    done = ((state.stage == BUILDING) & (state.built >= 1.0)).astype(float)
    if not done.any():
        return
    world.post("stage", {"starts to run": done * (OPERATING - BUILDING)})
    powers = len(s.names.powers)
    worth = np.sqrt(s.capex / 1000.0)
    for p in range(powers):
        mine = done * sponsored_by(s, state, p)
        if not mine.any():
            continue
        cells = s.project_host * powers + p
        scale = 0.5 + 0.5 * s.quality[p]
        room = 2.0 - state.trust.reshape(world.worlds, -1).take(cells, axis=1) / 50.0
        world.post_cells("trust", "project delivered", cells, s.pledge.built_trust * scale * room * worth * mine)
        gain = s.pledge.built_credibility * mine * worth
        world.post_cells("credibility", "project delivered", np.full(len(worth), p), gain)
    _appetite(turn, done, s.finance.appetite_gain, "project delivered")
    _widen(turn, done)
    _produce(turn, done, 1.0, "project delivered")


def _produce(turn: Turn, begun: Floats, sign: float, cause: str) -> None:
    """Add (or take back) what projects mine and refine: ``begun`` is ``[world, project]``."""
    s, world = turn.scenario, turn.world
    sources = len(s.names.sources)
    for refined, name in ((False, "mined"), (True, "refined")):
        rows = np.flatnonzero(s.output_refined == refined)
        project = s.output_project[rows]
        cells = s.output_mineral[rows] * sources + s.host_source[s.project_host[project]]
        change = sign * begun.take(project, axis=1) * s.output_tonnes[rows]
        if change.any():
            world.post_cells(name, cause, cells, change)


def _appetite(turn: Turn, done: Floats, size: float, cause: str) -> None:
    """Firms learn from outcomes: the leader of each finished or lost project changes its appetite (mechanism 2)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if block := turn.catalogue.blocks.get("invest"):
        won = state.sponsor.take(block.project, axis=1) == s.firm_power[block.firm] + 1.0
        led = (state.backer.take(block.venture, axis=1) == block.firm + 1.0) & won
        world.post_cells("appetite", cause, block.firm, size * led * done.take(block.project, axis=1))


def _widen(turn: Turn, done: Floats) -> None:
    """Finished transport projects widen legs and cut waiting (mechanism 9)."""
    s, world, state = turn.scenario, turn.world, turn.state
    for j, leg, capacity, dwell in s.widens:
        begun = done[:, j]
        if not begun.any():
            continue
        world.post_cells("capacity", "project delivered", np.array([leg]), (begun * capacity)[:, None])
        if dwell:
            cut = np.minimum(dwell, np.maximum(state.dwell[:, leg] - s.leg_dwell_floor[leg], 0.0))
            world.post_cells("dwell", "project delivered", np.array([leg]), -(begun * cut)[:, None])


def _lose(turn: Turn, lost: Floats, cause: str) -> None:
    """Projects that stop for good give back what they added."""
    s, world, state = turn.scenario, turn.world, turn.state
    running = lost * (state.stage == OPERATING)
    world.post("stage", {cause: lost * (LOST - state.stage)})
    _produce(turn, running, -1.0, cause)
    _appetite(turn, lost, -s.finance.appetite_loss, cause)


def _slump(turn: Turn) -> None:
    """Every rare-earth venture of 2010-13 in the region died of the price collapse of 2012."""
    s, world, state = turn.scenario, turn.world, turn.state
    mine = s.project_mineral >= 0
    price = state.price.take(np.maximum(s.project_mineral, 0), axis=1)
    low = mine & (state.stage >= BUILDING) & (state.stage < LOST) & (price < MOTHBALL_PRICE * state.close_price)
    world.post("slump", {"price below half of that at close": np.where(low, s.dt, -state.slump)})
    shut = (state.slump >= MOTHBALL_QUARTERS).astype(float)
    if shut.any():
        _lose(turn, shut * low, "price collapse")


def _nationalism(turn: Turn) -> None:
    """Where the state takes most and trusts least, a running deal can break (mechanism 12)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not s.on("multi-vector"):
        return
    sponsor = np.maximum(state.sponsor - 1.0, 0.0).astype(np.int64)
    host = s.project_host
    powers = len(s.names.powers)
    terms = state.terms.take(host, axis=1)
    cell = host * powers + sponsor
    trust = np.take_along_axis(state.trust.reshape(world.worlds, -1), cell, axis=1)
    heat = np.maximum(terms - 50.0, 0.0) / 50.0 * (1.0 - trust / 100.0)
    chance = s.vector.break_chance * s.dt * heat
    extractive = s.project_mineral >= 0
    active = extractive & (state.stage >= BUILDING) & (state.stage < LOST) & (state.sponsor > 0)
    broken = (active & (world.luck("breaking") < chance)).astype(float)
    if broken.any():
        _lose(turn, broken, "resource nationalism")
