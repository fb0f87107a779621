"""Finance: memoranda, preparation, packages, firms' decisions and the award of projects.

Mechanisms 1 (pledge, memorandum, dead letter), 2 (hybrid finance) and 3 (speed
and volume against quality and trust).  A *venture* is one power's attempt at
one project: signed, prepared, financed, backed by a firm where the power is
led by firms, then judged by the host against rival bids.
"""

from __future__ import annotations

import numpy as np

from greatgame.moves.catalogue import MoveKind
from greatgame.moves.legality import BUILDING, OPEN, prerequisites_met
from greatgame.rules import effects
from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import State

GRACE = 4.0
"""Quarters for which a complete bid may wait for the host before it lapses."""


def resolve(turn: Turn) -> None:
    """Sign, study, finance, prepare, back, award and lapse, in this order."""
    _sign(turn)
    _study_and_finance(turn)
    _prepare(turn)
    _back(turn)
    _award(turn)
    _lapse(turn)


def _sign(turn: Turn) -> None:
    s, world = turn.scenario, turn.world
    powers = len(s.names.powers)
    for kind, amount in turn.ordered("open-venture"):
        world.post_cells("signed", kind.spec.name, kind.venture, amount, kind.numbers)
        invited = turn.state.solicited[:, kind.venture] * s.vector.solicit_boost
        world.post_cells("prepared", "the host had asked for it", kind.venture, invited * amount, kind.numbers)
        billions = s.capex[kind.project] / 1000.0
        warmth = s.pledge.announcement_trust * np.sqrt(billions)
        world.post_cells("trust", kind.spec.name, kind.host * powers + kind.actor, warmth * amount, kind.numbers)
        world.post_cells(
            "support", kind.spec.name, kind.actor, s.pledge.announcement_support * billions * amount, kind.numbers
        )
        mine = kind.actor == s.player
        cost = s.capex[kind.project] * s.exchange_rate / 1000.0 * mine
        world.post_cells("pledge", kind.spec.name, np.zeros_like(kind.actor), cost * amount, kind.numbers)
        effects.apply(turn, kind, amount)


def _study_and_finance(turn: Turn) -> None:
    s, world = turn.scenario, turn.world
    for kind, amount in turn.ordered("study"):
        world.post_cells("studied", kind.spec.name, kind.venture, amount, kind.numbers)
        gain = s.pledge.study_boost * amount
        world.post_cells("prepared", kind.spec.name, kind.venture, gain, kind.numbers)
        effects.apply(turn, kind, amount)
    width = len(s.names.instruments)
    for kind, amount in turn.ordered("finance"):
        place = s.names.instruments.at(str(kind.spec.instrument))
        unit = kind.spec.share.value if kind.spec.share else 0.0
        cells = kind.venture * width + place
        world.post_cells("package", kind.spec.name, cells, unit * amount, kind.numbers)
        effects.apply(turn, kind, amount)


def _prepare(turn: Turn) -> None:
    """Preparation advances with institutions, agency capacity and leaders' push (mechanism 1)."""
    s, world, state = turn.scenario, turn.world, turn.state
    active = (state.signed > 0) & (np.take(state.stage, s.venture_project, axis=1) == OPEN)
    host = s.project_host[s.venture_project]
    institutions = np.take(state.institutions, host, axis=1) / 100.0
    pace = s.pledge.institutions_floor + s.pledge.institutions_slope * institutions
    pace /= s.preparation[s.venture_power]
    pace *= np.take(effort(s, active), s.venture_power, axis=1)
    pace *= np.exp(s.pledge.start_noise * world.luck("preparation"))
    if s.on("coercion"):
        pace *= 1.0 - s.coercion.obedience * np.take(
            _foreign_pressure(state).reshape(world.worlds, -1), host * len(s.names.powers) + s.venture_power, axis=1
        )
    waiting = np.take(prerequisites_met(s, state, BUILDING), s.venture_project, axis=1)
    step = np.where(active & waiting, pace * s.dt, 0.0)
    push = np.where(active, turn.push, 0.0)
    world.post("prepared", {"preparation by the agencies": step, "leaders' push": push})
    world.post("age", {"time passes": np.where(active, s.dt, -state.age)})


def effort(s: IndexedScenario, active: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """Share of full attention that a power's agencies can give each venture: ``[world, power]``."""
    powers = len(s.names.powers)
    result = np.ones((active.shape[0], powers))
    for p in range(powers):
        count = active[:, s.venture_power == p].sum(-1)
        result[:, p] = np.minimum(1.0, s.agency_capacity[p] / np.maximum(count, 1.0))
    return result


def _foreign_pressure(state: State) -> Floats:
    """Largest squeeze on a host by any power other than each power: ``[world, host, power]``."""
    worst = state.squeeze.max(axis=2)
    result = np.zeros_like(worst)
    powers = worst.shape[-1]
    for p in range(powers):
        for q in range(powers):
            if q != p:
                result[..., p] = np.maximum(result[..., p], worst[..., q])
    return result


def host_risk(s: IndexedScenario, state: State) -> Floats:
    """Country risk of each host, 0 to 1: ``[world, host]``."""
    weak = s.finance.institutions_weight * (1.0 - state.institutions / 100.0)
    shaky = s.finance.stability_weight * (1.0 - state.stability / 100.0)
    risk: Floats = weak + shaky
    return risk


def margin_parts(s: IndexedScenario, state: State, kind: MoveKind) -> dict[str, Floats]:
    """What speaks for and against an investment, in percentage points of return.

    ``kind`` is the firms' kind of move; each part is ``[world, entry]`` and
    their sum is the firm's risk-adjusted margin over its hurdle (mechanism 2).
    """
    j, h, v, f = kind.project, kind.host, kind.venture, kind.firm
    package = np.take(state.package, v, axis=1)
    loans, bank, cover, shared = (package[..., i] for i in range(4))
    ally = 1.0
    if s.on("values"):
        ally = 1.0 + s.values.joint_multiplier * state.alliance[:, s.firm_power[f[0]]].max(-1)[:, None]
    shelter = np.zeros_like(cover)
    gain = np.zeros_like(cover)
    if s.on("hybrid-finance"):
        shelter = np.minimum(0.9, s.finance.insurance_cover * cover + s.finance.halo * shared * ally)
        gain = s.finance.loan_gain * loans + s.finance.bank_gain * bank + s.finance.cofinance_gain * shared * ally
    risk = np.take(host_risk(s, state), h, axis=1) * s.sector_risk[j] * s.firm_aversion[f] * s.finance.country_risk
    mineral = np.maximum(s.project_mineral[j], 0)
    drift = np.log(np.take(state.price, mineral, axis=1) / s.price[mineral]) * (s.project_mineral[j] >= 0)
    better = 0.0
    if s.on("rear-base"):
        better = s.rear.partner_irr * (np.take(state.skills, h, axis=1) - s.skills[h]) / 10.0
    skill = s.firm_skill[f, s.project_sector[j]]
    return {
        "return of the sector": np.broadcast_to(s.irr[j] + 2.0 * (skill - 0.7), cover.shape),
        "price of the product": s.finance.price_beta * drift,
        "public finance": gain,
        "country risk": -risk,
        "risk taken by insurers": risk * shelter,
        "host's terms": -s.finance.terms_cost * np.take(state.terms, h, axis=1) / 100.0,
        "partner's skills": np.broadcast_to(better, cover.shape),
        "appetite": np.take(state.appetite, f, axis=1),
        "hurdle": np.broadcast_to(-s.firm_hurdle[f], cover.shape),
    }


def _back(turn: Turn) -> None:
    """Firms commit their equity; the first to commit leads the venture."""
    s, world, state = turn.scenario, turn.world, turn.state
    taken = state.backer > 0
    for kind, amount in turn.ordered("invest"):
        for i in np.flatnonzero(amount.any(axis=0)):
            v = int(kind.venture[i])
            first = (amount[:, i] > 0) & ~taken[:, v]
            taken[:, v] |= first
            numbers = kind.numbers[i : i + 1]
            whom = np.where(first, float(kind.firm[i] + 1), 0.0)[:, None]
            world.post_cells("backer", kind.spec.name, np.array([v]), whom, numbers)
            stake = s.finance.firm_equity * s.capex[kind.project[i]]
            world.post_cells("capital", kind.spec.name, kind.firm[i : i + 1], np.where(first, -stake, 0.0)[:, None], numbers)


def _award(turn: Turn) -> None:
    """The host's choice: the winner builds, the losers go home (mechanism 3)."""
    s, world, state = turn.scenario, turn.world, turn.state
    powers = len(s.names.powers)
    for kind, amount in turn.ordered("award"):
        for i in np.flatnonzero(amount.any(axis=0)):
            j, v, p = int(kind.project[i]), int(kind.venture[i]), int(kind.power[i])
            won = ((amount[:, i] > 0) & (state.stage[:, j] == OPEN)).astype(float)[:, None]
            numbers = kind.numbers[i : i + 1]
            here = np.array([j])
            world.post_cells("stage", kind.spec.name, here, won * BUILDING, numbers)
            world.post_cells("sponsor", kind.spec.name, here, won * (p + 1.0), numbers)
            if s.project_mineral[j] >= 0:
                price = state.price[:, s.project_mineral[j]] - state.close_price[:, j]
                world.post_cells("close_price", kind.spec.name, here, won * price[:, None], numbers)
            if p == s.player:
                cost = s.capex[j] * s.exchange_rate / 1000.0
                world.post_cells("pledge", "financial close", np.array([1]), won * cost, numbers)
            if s.on("wariness"):
                size = s.wariness.presence * s.capex[j] / 1000.0 * s.sector_coded[j]
                _watch(turn, p, won * size, numbers)
            for rival in s.venture_slot[j]:
                if rival < 0 or rival == v:
                    continue
                loser = int(s.venture_power[rival])
                beaten = won[:, 0] * state.signed[:, rival]
                ready = beaten * (state.prepared[:, rival] >= 1.0)
                cell = np.array([int(kind.host[i]) * powers + loser])
                sting = -s.contest.lost_trust * ready if s.on("bid-contest") else 0.0 * ready
                world.post_cells("trust", "lost a contest", cell, sting[:, None], numbers)
                close_venture(turn, int(rival), beaten, "lost a contest")


def _watch(turn: Turn, actor: int, size: Floats, numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    """Security-coded projects alarm those who watch the sponsor (mechanism 10)."""
    watch = effects.attention(turn)
    powers = watch.shape[0]
    for observer in range(powers):
        if watch[observer, actor] > 0:
            cell = np.array([observer * powers + actor])
            turn.world.post_cells("wariness", "security-coded project", cell, size * watch[observer, actor], numbers)


def close_venture(turn: Turn, v: int, closed: Floats, cause: str) -> None:
    """End a venture in the worlds where ``closed`` is 1: money and equity return to their owners."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not closed.any():
        return
    cell = np.array([v])
    power, j = int(s.venture_power[v]), int(s.venture_project[v])
    firm = state.backer[:, v] * closed
    stake = s.finance.firm_equity * s.capex[j]
    if firm.any():
        back = (firm[:, None] == np.arange(1, len(s.names.firms) + 1)) * stake
        world.post("capital", {cause: back})
    width = len(s.names.resources)
    refund = state.package[:, v] * closed[:, None] * s.capex[j]
    for place, resource in enumerate(("loans", "bank", "insurance")):
        if refund[:, place].any():
            at = np.array([power * width + s.names.resources.at(resource)])
            share = np.array([_unit_price(turn, v, place)])
            world.post_cells("purse", cause, at, refund[:, place, None] * share)
    for name in ("signed", "prepared", "studied", "backer", "age", "solicited"):
        world.post_cells(name, cause, cell, -(getattr(state, name)[:, v] * closed)[:, None])
    cells = v * len(s.names.instruments) + np.arange(len(s.names.instruments))
    world.post_cells("package", cause, cells, -state.package[:, v] * closed[:, None])


def _unit_price(turn: Turn, v: int, place: int) -> float:
    """Money paid for one dollar of capital cost covered by an instrument."""
    name = turn.scenario.names.instruments[place]
    for kind in turn.catalogue.role("finance"):
        if kind.spec.instrument == name and v in kind.venture:
            i = int(np.flatnonzero(kind.venture == v)[0])
            unit = kind.spec.share.value if kind.spec.share else 1.0
            return float(kind.money[i] / (unit * turn.scenario.capex[kind.project[i]]))
    return 0.0


def _lapse(turn: Turn) -> None:
    """Memoranda that do not progress become dead letters (mechanism 1)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not s.on("pledge"):
        return
    limit = s.pledge.lapse + GRACE * (state.prepared >= 1.0)
    dead = (state.signed > 0) & (np.take(state.stage, s.venture_project, axis=1) == OPEN) & (state.age >= limit)
    powers = len(s.names.powers)
    for v in np.flatnonzero(dead.any(axis=0)):
        gone = dead[:, v].astype(float)
        power, host = int(s.venture_power[v]), int(s.project_host[s.venture_project[v]])
        cause = "dead letter"
        world.post_cells("trust", cause, np.array([host * powers + power]), -s.pledge.lapse_trust * gone[:, None])
        world.post_cells("credibility", cause, np.array([power]), -s.pledge.lapse_credibility * gone[:, None])
        close_venture(turn, int(v), gone, cause)
