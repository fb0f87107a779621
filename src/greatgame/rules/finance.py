"""Finance: memoranda, preparation, packages, firms' decisions and the award of projects.

Mechanisms 1 (pledge, memorandum, dead letter), 2 (hybrid finance) and 3 (speed
and volume against quality and trust).  A *venture* is one power's attempt at
one project: signed, prepared, financed, backed by a firm where the power is
led by firms, then judged by the host against rival bids.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.moves.legality import BUILDING, NEAR, OPEN, prerequisites_met, public_share
from greatgame.rules.context import Turn, rivals
from greatgame.rules.effects import attention
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.schema import INSTRUMENTS
from greatgame.world.state import State
from greatgame.world.world import summed

GRACE = 4.0
"""Quarters for which a complete bid may wait for the host before it lapses."""
DEEPEST_SHELTER = 0.9
"""No insurance takes the whole of a country's risk."""
SKILL_VALUE = 2.0
"""Percentage points of return between a firm of full skill and one of half."""


def resolve(turn: Turn) -> None:
    """Sign, study, finance, prepare, back, award and lapse, in this order."""
    _sign(turn)
    _study_and_finance(turn)
    _prepare(turn)
    _back(turn)
    _award(turn)
    _lapse(turn)


def _sign(turn: Turn) -> None:
    s = turn.scenario
    powers = len(s.names.powers)
    if not (found := turn.ordered("open-venture")):
        return
    block, amount = found
    turn.post("signed", block, block.venture, amount)
    invited = turn.state.solicited.take(block.venture, axis=1) * s.vector.solicit_boost
    turn.post("prepared", block, block.venture, invited * amount, "the host had asked for it")
    billions = s.capex[block.project] / 1000.0
    warmth = s.pledge.announcement_trust * np.sqrt(billions)
    turn.post("trust", block, block.host * powers + block.actor, warmth * amount)
    turn.post("support", block, block.actor, s.pledge.announcement_support * billions * amount)
    mine = np.flatnonzero(block.actor == s.player)
    cost = s.capex[block.project[mine]] * s.exchange_rate / 1000.0
    turn.world.post_cells(
        "pledge",
        [block.causes[i] for i in mine],
        np.zeros(len(mine), dtype=np.int64),
        cost * amount.take(mine, axis=1),
        block.numbers[mine],
    )


def _study_and_finance(turn: Turn) -> None:
    s = turn.scenario
    if found := turn.ordered("study"):
        block, amount = found
        turn.post("studied", block, block.venture, amount)
        turn.post("prepared", block, block.venture, s.pledge.study_boost * amount)
    if found := turn.ordered("finance"):
        block, asked = found
        amount = asked * _within_cap(turn, block, asked)
        cells = block.venture * len(INSTRUMENTS) + block.instrument
        turn.post("package", block, cells, block.unit * amount)
        purse = block.actor * len(s.names.resources) + block.resource
        turn.post("purse", block, purse, block.money * (asked - amount), "returned: beyond the limit of public money")
        # Concessional and multilateral money is cheap and comes with appraisals.
        turn.post("prepared", block, block.venture, -block.effect("delay") / 100.0 * amount, "appraisal by the lender")


def _within_cap(turn: Turn, block: Block, amount: Floats) -> Floats:
    """Share of each order that fits: several tranches of one quarter may exceed the cap together."""
    s, state = turn.scenario, turn.state
    capped = block.instrument != s.names.instruments.at("insurance")
    asked = summed(block.unit * amount * capped, block.venture, state.signed.shape[1])
    room = np.maximum(s.finance.cap + NEAR - public_share(state), 0.0)
    fits = np.where(asked > room, room / np.maximum(asked, NEAR), 1.0)
    share: Floats = np.where(capped, fits.take(block.venture, axis=1), 1.0)
    return share


def _prepare(turn: Turn) -> None:
    """Preparation advances with institutions, agency capacity and leaders' push (mechanism 1)."""
    s, world, state = turn.scenario, turn.world, turn.state
    active = (state.signed > 0) & (state.stage.take(s.venture_project, axis=1) == OPEN)
    host = s.project_host[s.venture_project]
    institutions = state.institutions.take(host, axis=1) / 100.0
    pace = s.pledge.institutions_floor + s.pledge.institutions_slope * institutions
    pace /= s.preparation[s.venture_power]
    pace *= effort(s, active).take(s.venture_power, axis=1)
    pace *= np.exp(s.pledge.start_noise * world.luck("preparation"))
    if s.on("coercion"):
        pressure = _foreign_pressure(state).reshape(world.worlds, -1)
        felt = pressure.take(host * len(s.names.powers) + s.venture_power, axis=1)
        pace *= 1.0 - s.coercion.obedience * felt
    waiting = prerequisites_met(s, state, BUILDING).take(s.venture_project, axis=1)
    step = np.where(active & waiting, pace * s.dt, 0.0)
    push = np.where(active, turn.push, 0.0)
    world.post("prepared", {"preparation by the agencies": step, "leaders' push": push})
    world.post("age", {"time passes": np.where(active, s.dt, -state.age)})


def effort(s: IndexedScenario, active: Bools) -> Floats:
    """Share of full attention that a power's agencies can give each venture: ``[world, power]``.

    Announcing more than the agencies can prepare slows everything.
    """
    powers = len(s.names.powers)
    result = np.ones((active.shape[0], powers))
    for p in range(powers):
        count = active[:, s.venture_power == p].sum(-1)
        result[:, p] = np.minimum(1.0, s.agency_capacity[p] / np.maximum(count, 1.0))
    return result


def _foreign_pressure(state: State) -> Floats:
    """Largest squeeze on a host by any power other than each power: ``[world, host, power]``."""
    worst = state.squeeze.max(axis=2)
    return rivals(worst)


def host_risk(s: IndexedScenario, state: State) -> Floats:
    """Country risk of each host, 0 to 1: ``[world, host]``."""
    weak = s.finance.institutions_weight * (1.0 - state.institutions / 100.0)
    shaky = s.finance.stability_weight * (1.0 - state.stability / 100.0)
    risk: Floats = weak + shaky
    return risk


def margin_parts(s: IndexedScenario, state: State, block: Block) -> dict[str, Floats]:
    """What speaks for and against an investment, in percentage points of return.

    ``block`` holds the firms' investment entries; each part broadcasts to
    ``[world, entry]`` and their sum is the firm's risk-adjusted margin over its
    hurdle (mechanism 2).
    """
    j, h, v, f = block.project, block.host, block.venture, block.firm
    loans, bank, cover, shared = (state.package[..., i].take(v, axis=1) for i in range(4))
    ally: Floats | float = 1.0
    if s.on("values"):
        standing = state.alliance.max(axis=2).take(s.firm_power[f], axis=1)
        ally = 1.0 + s.values.joint_multiplier * standing
    shelter: Floats | float = 0.0
    gain: Floats | float = 0.0
    if s.on("hybrid-finance"):
        shelter = np.minimum(DEEPEST_SHELTER, s.finance.insurance_cover * cover + s.finance.halo * shared * ally)
        gain = s.finance.loan_gain * loans + s.finance.bank_gain * bank + s.finance.cofinance_gain * shared * ally
    risk = host_risk(s, state).take(h, axis=1) * (s.sector_risk[j] * s.firm_aversion[f] * s.finance.country_risk)
    mineral = np.maximum(s.project_mineral[j], 0)
    drift = np.log(state.price / s.price).take(mineral, axis=1) * (s.project_mineral[j] >= 0)
    better: Floats | float = 0.0
    if s.on("rear-base"):
        better = (s.rear.partner_irr * (state.skills - s.skills) / 10.0).take(h, axis=1)
    skill = s.firm_skill[f, s.project_sector[j]]
    return {
        "return of the sector": (s.irr[j] + SKILL_VALUE * (skill - 0.75))[None],
        "price of the product": s.finance.price_beta * drift,
        "public finance": np.zeros((1, 1)) + gain,
        "country risk": -risk,
        "risk taken by insurers": risk * shelter,
        "host's terms": (-s.finance.terms_cost / 100.0 * state.terms).take(h, axis=1),
        "partner's skills": np.zeros((1, 1)) + better,
        "appetite": state.appetite.take(f, axis=1),
        "hurdle": -s.firm_hurdle[f][None],
    }


@lru_cache(maxsize=16)
def _investors(ventures: bytes) -> tuple[Ints, Ints, Ints]:
    """Order of the investment entries by venture, where each venture's run begins, and the ventures."""
    venture = np.frombuffer(ventures, dtype=np.int64)
    order = np.argsort(venture, kind="stable")
    found, begins = np.unique(venture[order], return_index=True)
    return order, begins, found


def _back(turn: Turn) -> None:
    """Firms commit their equity; of several in one quarter the first on the list leads."""
    s, world = turn.scenario, turn.world
    if not (found := turn.ordered("invest")):
        return
    block, amount = found
    firms = len(s.names.firms)
    rank = np.where(amount > 0, firms - block.firm, 0.0)
    order, begins, ventures = _investors(block.venture.tobytes())
    best = np.zeros((world.worlds, len(s.names.ventures)))
    best[:, ventures] = np.maximum.reduceat(rank.take(order, axis=1), begins, axis=1)
    first = ((amount > 0) & (rank == best.take(block.venture, axis=1))).astype(np.float64)
    turn.post("backer", block, block.venture, first * (block.firm + 1.0))
    stake = s.finance.firm_equity * s.capex[block.project]
    turn.post("capital", block, block.firm, -stake * first)


@lru_cache(maxsize=16)
def _award_numbers(book: Catalogue) -> Ints:
    """Catalogue number of the award of each venture."""
    block = book.blocks["award"]
    numbers = np.zeros(len(book.scenario.names.ventures), dtype=np.int64)
    numbers[block.venture] = block.numbers
    return numbers


@lru_cache(maxsize=16)
def _watched(s: IndexedScenario) -> tuple[Ints, Ints, Floats]:
    """Security-coded ventures and who watches them: ventures, wariness cells, points each."""
    watch = attention(s)
    powers = watch.shape[0]
    rows = [
        (v, observer * powers + p, s.wariness.presence * s.capex[j] / 1000.0 * s.sector_coded[j] * watch[observer, p])
        for v, (p, j) in enumerate(zip(s.venture_power, s.venture_project, strict=True))
        for observer in range(powers)
        if watch[observer, p] > 0 and s.sector_coded[j] > 0
    ]
    return np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.array([r[2] for r in rows])


@lru_cache(maxsize=16)
def ventures_by_project(s: IndexedScenario) -> tuple[Ints, Ints, Ints]:
    """Order of ventures by project, where each project's run begins, and the projects that have any."""
    order = np.argsort(s.venture_project, kind="stable")
    projects, begins = np.unique(s.venture_project[order], return_index=True)
    return order, begins, projects


def _award(turn: Turn) -> None:
    """The host's choice: the winner builds, the losers go home (mechanism 3)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not (found := turn.ordered("award")):
        return
    block, amount = found
    asked = np.zeros((world.worlds, len(s.names.ventures)))
    asked[:, block.venture] = amount > 0
    # Of several awards of one project, which only a player can order, the first on the list counts.
    order, begins, projects = ventures_by_project(s)
    nobody = len(s.names.powers)
    asking = np.where(asked > 0, s.venture_power, nobody).take(order, axis=1)
    leader = np.full((world.worlds, len(s.names.projects)), nobody)
    leader[:, projects] = np.minimum.reduceat(asking, begins, axis=1)
    taken = (leader < nobody).astype(np.float64)
    won = asked * (leader.take(s.venture_project, axis=1) == s.venture_power)
    numbers, cause = _award_numbers(turn.catalogue), block.causes[0]
    project, power = s.venture_project, s.venture_power
    world.post_cells("stage", cause, project, won * BUILDING, numbers)
    world.post_cells("sponsor", cause, project, won * (power + 1.0), numbers)
    mineral = np.maximum(s.project_mineral, 0)
    price = (state.price.take(mineral, axis=1) - state.close_price) * (s.project_mineral >= 0)
    world.post("close_price", {cause: price * taken})
    mine = np.flatnonzero(power == s.player)
    cost = s.capex[project[mine]] * s.exchange_rate / 1000.0
    ones = np.ones(len(mine), dtype=np.int64)
    world.post_cells("pledge", "financial close", ones, won[:, mine] * cost, numbers[mine])
    if s.on("wariness"):
        seen, cells, size = _watched(s)
        world.post_cells("wariness", "security-coded project", cells, won[:, seen] * size, numbers[seen])
    beaten = state.signed * taken.take(project, axis=1) * (1.0 - won)
    if s.on("bid-contest"):
        sting = -s.contest.lost_trust * beaten * (state.prepared >= 1.0)
        world.post_cells("trust", "lost a contest", _host_power(s), sting)
    close_ventures(turn, beaten, "lost a contest")


def _host_power(s: IndexedScenario) -> Ints:
    """Flat (host, power) cell of each venture."""
    cells: Ints = s.project_host[s.venture_project] * len(s.names.powers) + s.venture_power
    return cells


@lru_cache(maxsize=16)
def _refund_cells(book: Catalogue) -> tuple[Ints, Ints, Floats]:
    """For every (venture, instrument) that is paid for: flat package cell, purse cell, dollars a share."""
    block = book.blocks.get("finance")
    if block is None:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, np.zeros(0)
    package = block.venture * len(INSTRUMENTS) + block.instrument
    purse = block.actor * len(book.scenario.names.resources) + block.resource
    return package, purse, block.money / np.maximum(block.unit, 1e-9)


def close_ventures(turn: Turn, closed: Floats, cause: str) -> None:
    """End ventures where ``closed`` ``[world, venture]`` is 1: money and equity return to their owners."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not closed.any():
        return
    package, purse, price = _refund_cells(turn.catalogue)
    if len(package):
        held = state.package.reshape(world.worlds, -1).take(package, axis=1)
        held = held * closed.take(package // len(INSTRUMENTS), axis=1)
        world.post_cells("purse", f"returned: {cause}", purse, held * price)
    if block := turn.catalogue.blocks.get("invest"):
        led = (state.backer * closed).take(block.venture, axis=1) == block.firm + 1.0
        stake = s.finance.firm_equity * s.capex[block.project]
        world.post_cells("capital", f"returned: {cause}", block.firm, led * stake)
    where, venture = closed.nonzero()
    for name in ("signed", "prepared", "studied", "backer", "age", "solicited"):
        world.post_cases(name, cause, where, venture, -getattr(state, name)[where, venture])
    width = len(INSTRUMENTS)
    cells = (venture[:, None] * width + np.arange(width)).reshape(-1)
    world.post_cases("package", cause, where.repeat(width), cells, -state.package[where, venture].reshape(-1))


def _lapse(turn: Turn) -> None:
    """Memoranda that do not progress become dead letters (mechanism 1)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not s.on("pledge"):
        return
    limit = s.pledge.lapse + GRACE * (state.prepared >= 1.0)
    still = state.stage.take(s.venture_project, axis=1) == OPEN
    dead = ((state.signed > 0) & still & (state.age >= limit)).astype(np.float64)
    if dead.any():
        world.post_cells("trust", "dead letter", _host_power(s), -s.pledge.lapse_trust * dead)
        world.post_cells("credibility", "dead letter", s.venture_power, -s.pledge.lapse_credibility * dead)
        close_ventures(turn, dead, "dead letter")
