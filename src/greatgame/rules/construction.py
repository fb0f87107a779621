"""Construction: what was awarded is built, starts to run, or is lost (mechanisms 1, 3, 4, 12, 16)."""

from __future__ import annotations

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


def sponsored_by(s: IndexedScenario, state: State, power: int) -> Bools:
    """Projects whose sponsor is ``power``: ``[world, project]``."""
    mine: Bools = state.sponsor == power + 1.0
    return mine


def _progress(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    active = state.stage == BUILDING
    sponsor = np.maximum(state.sponsor - 1.0, 0.0).astype(np.int64)
    institutions = np.take(state.institutions, s.project_host, axis=1) / 100.0
    pace = s.dt / s.build * s.speed[sponsor] * (0.75 + 0.5 * institutions)
    pace *= np.exp(SLIP * world.luck("construction"))
    step = np.where(active, np.minimum(pace, 1.0 - state.built), 0.0)
    before = state.built.copy()
    world.post("built", {"construction": step})
    turn.disbursed = (state.built - before) * s.capex
    mine = np.where(sponsored_by(s, state, s.player), turn.disbursed, 0.0)
    world.post_cells(
        "pledge", "construction", np.full(len(s.names.projects), 2), mine * s.exchange_rate / 1000.0
    )
    _borrow(turn, sponsor)


def _borrow(turn: Turn, sponsor: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    """The part of the cost that ends as the host's public debt (mechanism 4)."""
    s, world, state = turn.scenario, turn.world, turn.state
    creditors, powers = len(s.names.creditors), len(s.names.powers)
    owed = np.zeros((world.worlds, len(s.names.hosts) * creditors))
    for p in range(powers):
        mine = np.where(sponsored_by(s, state, p), turn.disbursed, 0.0)
        slots = s.venture_slot[:, p]
        lent = np.full((world.worlds, len(s.names.projects)), s.debt_share[p])
        if s.firm_led[p]:
            package = np.take(state.package, np.maximum(slots, 0), axis=1)
            lent = package[..., 0] + package[..., 1]
        amount = mine * lent
        for h in range(len(s.names.hosts)):
            here = np.ascontiguousarray(amount[:, s.project_host == h])
            owed[:, h * creditors + p] = np.einsum("wj->w", here)
    world.post("debt", {"loans drawn for projects": owed.reshape(state.debt.shape)})


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
        room = 1.0 - np.take(state.trust.reshape(world.worlds, -1), cells, axis=1) / 100.0
        world.post_cells("trust", "project delivered", cells, s.pledge.built_trust * scale * 2.0 * room * worth * mine)
        gain = s.pledge.built_credibility * mine * worth
        world.post_cells("credibility", "project delivered", np.full(len(worth), p), gain)
    _widen(turn, done)
    sources, minerals = len(s.names.sources), s.outputs
    if minerals:
        for refined, name in ((0, "mined"), (1, "refined")):
            rows = [row for row in minerals if row[2] == refined]
            cells = np.array([row[1] * sources + s.host_source[s.project_host[row[0]]] for row in rows], dtype=np.int64)
            tonnes = np.array([row[3] for row in rows])
            begun = np.take(done, np.array([row[0] for row in rows], dtype=np.int64), axis=1)
            world.post_cells(name, "project delivered", cells, begun * tonnes)


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
    sources = len(s.names.sources)
    for j, mineral, refined, tonnes, _ in s.outputs:
        if running[:, j].any():
            cell = np.array([mineral * sources + s.host_source[s.project_host[j]]])
            name = "refined" if refined else "mined"
            world.post_cells(name, cause, cell, -(running[:, j] * tonnes)[:, None])


def _slump(turn: Turn) -> None:
    """Every rare-earth venture of 2010-13 in the region died of the price collapse of 2012."""
    s, world, state = turn.scenario, turn.world, turn.state
    mine = s.project_mineral >= 0
    price = np.take(state.price, np.maximum(s.project_mineral, 0), axis=1)
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
    terms = np.take(state.terms, host, axis=1)
    cell = host * powers + sponsor
    trust = np.take_along_axis(state.trust.reshape(world.worlds, -1), cell, axis=1)
    heat = np.maximum(terms - 50.0, 0.0) / 50.0 * (1.0 - trust / 100.0)
    chance = s.vector.break_chance * s.dt * heat
    extractive = s.project_mineral >= 0
    active = extractive & (state.stage >= BUILDING) & (state.stage < LOST) & (state.sponsor > 0)
    broken = (active & (world.luck("breaking") < chance)).astype(float)
    if broken.any():
        _lose(turn, broken, "resource nationalism")
