"""Finance: memoranda, preparation, packages, firms' decisions and the award of projects.

Mechanisms 1 (pledge, memorandum, dead letter), 2 (hybrid finance) and 3 (speed
and volume against quality and trust).  A *venture* is one power's attempt at
one project: signed, prepared, financed, backed by a firm where the power is
led by firms, then judged by the host against rival bids.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.moves.legality import BUILDING, NEAR, OPEN, bid_ready, prerequisites_met, public_share
from greatgame.rules.consequences import Consequence, Consequences, by_order
from greatgame.rules.context import Given, Step, Turn, host_power, largest, rivals, uneven
from greatgame.rules.effects import attention
from greatgame.rules.found import Found, Listed, find
from greatgame.rules.minerals import dearer
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.naming import CLOSED, DEAD_LETTER, OUTBID, RETURNED
from greatgame.scenario.vocabulary import INSTRUMENTS
from greatgame.world.state import State
from greatgame.world.world import Change

VENTURE = ("signed", "prepared", "studied", "backer", "age", "solicited", "package")
"""What the state says of a venture, and forgets when it ends."""
NOBODY = 2**31
"""A rank behind all that anyone can have."""


def resolve(turn: Turn) -> None:
    """Sign, study, finance, prepare, back, award and lapse, in this order."""
    _by_themselves(turn.catalogue).post(turn.world, turn.cases, turn.cases.entry)
    _answer_invitations(turn)
    _finance(turn)
    _prepare(turn)
    _back(turn)
    _award(turn)
    _lapse(turn)


@lru_cache(maxsize=16)
def _by_themselves(book: Catalogue) -> Consequences:
    """What memoranda and studies change whatever the state."""
    s = book.scenario
    rows: list[Consequence] = []
    if block := book.blocks.get("open-venture"):
        billions = s.capex[block.project] / 1000.0
        warmth = s.pledge.announcement_trust * np.sqrt(billions)
        promised = s.capex[block.project] * s.exchange_rate / 1000.0 * (block.actor == s.player)
        toward = block.host * len(s.names.powers) + block.actor
        rows += [
            by_order(block, "signed", block.venture, np.ones(len(block))),
            by_order(block, "trust", toward, warmth),
            by_order(block, "support", block.actor, s.pledge.announcement_support * billions),
            by_order(block, "pledge", np.zeros(len(block), dtype=np.int64), promised),
        ]
    if block := book.blocks.get("study"):
        rows += [
            by_order(block, "studied", block.venture, np.ones(len(block))),
            by_order(block, "prepared", block.venture, np.full(len(block), s.pledge.study_boost)),
        ]
    return Consequences(s, book.size, rows)


def _answer_invitations(turn: Turn) -> None:
    """What a host has asked for is half agreed when it is signed."""
    if not (given := turn.given("open-venture")):
        return
    invited = given.now(turn.state.solicited, "venture")
    if np.count_nonzero(invited):
        gained = invited * turn.scenario.vector.solicit_boost * given.amount
        turn.post_steps(given, Step("prepared", given.venture, gained, "the host had asked for it"))


def _finance(turn: Turn) -> None:
    state = turn.state
    if not (given := turn.given("finance")):
        return
    asked = given.amount
    amount = asked * _within_cap(turn, given)
    package = given.cells(("venture", "instrument"), state.package.shape[1:])
    purse = given.cells(("actor", "resource"), state.purse.shape[1:])
    # Concessional and multilateral money is cheap and comes with appraisals.
    delay = -given.effect("delay") / 100.0 * amount
    turn.post_steps(
        given,
        Step("package", package, given.unit * amount),
        Step("purse", purse, given.money * (asked - amount), "returned: beyond the limit of public money"),
        Step("prepared", given.venture, delay, "appraisal by the lender"),
    )


def _within_cap(turn: Turn, given: Given) -> Floats:
    """Share of each order that fits, ``[case]``: several tranches of one quarter may exceed the cap together."""
    s, state = turn.scenario, turn.state
    capped = given.instrument != s.names.instruments.at("insurance")
    at = given.world * state.signed.shape[1] + given.venture
    asked = np.bincount(at, given.unit * given.amount * capped).take(at)
    lent = public_share(state.package.reshape(-1, len(INSTRUMENTS)).take(at, axis=0))
    room = np.maximum(s.finance.cap + NEAR - lent, 0.0)
    share: Floats = np.where(capped & (asked > room), room / np.maximum(asked, NEAR), 1.0)
    return share


def _prepare(turn: Turn) -> None:
    """Preparation advances with institutions, agency capacity and leaders' push (mechanism 1)."""
    s, world, state = turn.scenario, turn.world, turn.state
    signed = state.signed > 0
    signed &= (state.stage == OPEN).take(s.venture_project, axis=1)
    active, ventures = signed.astype(np.float64), find(signed)
    powers = len(s.names.powers)
    # What is prepared waits for others and keeps nobody busy.
    unready = (state.prepared < 1.0).reshape(-1).take(ventures.at)
    files = ventures.world * powers + s.venture_power.take(ventures.column)
    busy = np.bincount(files.compress(unready), None, world.worlds * powers)
    # The pace in each country by power, which all ventures there share.
    pace = s.pledge.institutions_floor + s.pledge.institutions_slope * (state.institutions / 100.0)
    pace = pace[:, :, None] / s.preparation * effort(s, busy.reshape(-1, powers))[:, None]
    if s.on("coercion") and np.count_nonzero(state.squeeze):
        pace *= 1.0 - s.coercion.obedience * _foreign_pressure(state)
    gained = ventures.per(pace, host_power(s).take(ventures.column))
    gained *= uneven(s, s.pledge.start_noise, world.luck("preparation", ventures.at))
    gained *= s.dt
    begun = prerequisites_met(s, state, BUILDING).astype(np.float64)
    gained *= ventures.per(begun, s.venture_project.take(ventures.column))
    step = np.zeros(active.shape)
    step.reshape(-1)[ventures.at] = gained
    world.post_all(
        {
            "prepared": {"preparation by the agencies": step, "leaders' push": turn.push * active},
            # What is no longer under preparation has no age.
            "age": {"time passes": _older(s, state, active)},
        }
    )


def _older(s: IndexedScenario, state: State, active: Floats) -> Floats:
    """By how much ventures grow older: ``[world, venture]``; those not ``active`` lose their age."""
    change: Floats = s.dt + state.age
    change *= active
    change -= state.age
    return change


def effort(s: IndexedScenario, busy: Ints) -> Floats:
    """Share of full attention that a power's agencies can give each venture: ``[world, power]``.

    Announcing more than the agencies can prepare slows everything; ``busy``
    ``[world, power]`` counts the ventures under preparation.
    """
    share: Floats = np.minimum(1.0, s.agency_capacity / np.maximum(busy, 1.0))
    return share


def _foreign_pressure(state: State) -> Floats:
    """Largest squeeze on a host by any power other than each power: ``[world, host, power]``."""
    return rivals(largest(state.squeeze.transpose(0, 1, 3, 2)))


def host_risk(s: IndexedScenario, state: State) -> Floats:
    """Country risk of each host, 0 to 1: ``[world, host]``."""
    weak = s.finance.institutions_weight * (1.0 - state.institutions / 100.0)
    shaky = s.finance.stability_weight * (1.0 - state.stability / 100.0)
    risk: Floats = weak + shaky
    return risk


class _Terms(NamedTuple):
    """What an investment brings whatever the state: ``[entry]`` each, or ``[venture]`` of those that firms can back."""

    sector: Floats
    """Return of the sector, by the firm's skill in it."""
    exposure: Floats
    """Percentage points that a unit of country risk adds for the firm, not positive."""
    mineral: Ints
    """Mineral that the project yields, one past the last if none."""
    venture: Ints
    """Place of the venture among those that firms can back."""
    packages: tuple[Ints, ...]
    """Flat (venture, instrument) cell, for each instrument: ``[venture]``."""
    power: Ints
    """Power of the venture and of the firms that can back it: ``[venture]``."""


@lru_cache(maxsize=16)
def _investment_terms(s: IndexedScenario, block: Block) -> _Terms:
    j, f = block.project, block.firm
    ventures, place = np.unique(block.venture, return_inverse=True)
    return _Terms(
        sector=s.irr[j] + s.finance.skill_value * (s.firm_skill[f, s.project_sector[j]] - s.finance.usual_skill),
        exposure=-(s.sector_risk[j] * s.firm_aversion[f] * s.finance.country_risk),
        mineral=np.where(s.project_mineral[j] >= 0, s.project_mineral[j], len(s.names.minerals)),
        venture=place,
        packages=tuple(ventures * len(INSTRUMENTS) + i for i in range(len(INSTRUMENTS))),
        power=s.venture_power[ventures],
    )


def margin_parts(s: IndexedScenario, state: State, block: Block) -> dict[str, Floats]:
    """What speaks for and against an investment, in percentage points of return.

    ``block`` holds the firms' investment entries; each part broadcasts to
    ``[world, entry]`` and their sum is the firm's risk-adjusted margin over its
    hurdle (mechanism 2).
    """
    h, f, terms = block.host, block.firm, _investment_terms(s, block)
    shelter, gain, better = np.zeros((1, 1)), np.zeros((1, 1)), np.zeros((1, 1))
    if s.on("hybrid-finance"):
        package = state.package.reshape(len(state.package), -1)
        loans, bank, cover, shared = (package.take(cells, axis=1) for cells in terms.packages)
        ally = np.ones((1, 1))
        if s.on("values"):
            ally = (1.0 + s.values.joint_multiplier * largest(state.alliance)).take(terms.power, axis=1)
        # What a venture's package does is the same for every firm.
        shelter = -np.minimum(
            s.finance.deepest_shelter, s.finance.insurance_cover * cover + s.finance.halo * shared * ally
        )
        gain = s.finance.loan_gain * loans + s.finance.bank_gain * bank + s.finance.cofinance_gain * shared * ally
        shelter, gain = shelter.take(terms.venture, axis=1), gain.take(terms.venture, axis=1)
    risk = host_risk(s, state).take(h, axis=1) * terms.exposure
    drift = np.zeros((len(state.price), len(s.names.minerals) + 1))
    np.multiply(np.log(dearer(s, state)), s.finance.price_beta, out=drift[:, :-1])
    if s.on("rear-base"):
        better = (s.rear.partner_irr * (state.skills - s.skills) / 10.0).take(h, axis=1)
    return {
        "return of the sector": terms.sector[None],
        "price of the product": drift.take(terms.mineral, axis=1),
        "public finance": gain,
        "country risk": risk,
        "risk taken by insurers": risk * shelter,
        "host's terms": (-s.finance.terms_cost / 100.0 * state.terms).take(h, axis=1),
        "partner's skills": better,
        "appetite": state.appetite.take(f, axis=1),
        "hurdle": -s.firm_hurdle[f][None],
    }


def _first(cells: Ints, rank: Ints, count: int) -> Bools:
    """Whether a case has the lowest rank of those in the same of ``count`` cells: ``[case]``."""
    lowest = np.full(count, NOBODY)
    np.minimum.at(lowest, cells, rank)
    first: Bools = rank == lowest.take(cells)
    return first


def _back(turn: Turn) -> None:
    """Firms commit their equity; of several in one quarter the first on the list leads."""
    s, state = turn.scenario, turn.state
    if not (given := turn.given("invest")):
        return
    at = given.world * state.backer.shape[1] + given.venture
    leads = _first(at, given.firm, state.backer.size)
    stake = s.finance.firm_equity * s.capex.take(given.project)
    turn.post_steps(
        given,
        Step("backer", given.venture, leads * (given.firm + 1.0)),
        Step("capital", given.firm, -stake * leads),
    )


@lru_cache(maxsize=16)
def may_back(book: Catalogue) -> Bools:
    """Whether a firm, by the number that the state gives it, may back a venture: ``[venture, number]``."""
    s = book.scenario
    may = np.zeros((len(s.names.ventures), len(s.names.firms) + 1), dtype=np.bool_)
    if block := book.blocks.get("invest"):
        may[block.venture, block.firm + 1] = True
    return may


@lru_cache(maxsize=16)
def _award_numbers(book: Catalogue) -> Ints:
    """Catalogue number of the award of each venture."""
    block = book.blocks["award"]
    numbers = np.zeros(len(book.scenario.names.ventures), dtype=np.int64)
    numbers[block.venture] = block.numbers
    return numbers


@lru_cache(maxsize=16)
def _watched(s: IndexedScenario) -> tuple[Listed, Ints, Floats]:
    """Who watches security-coded ventures: the rows of each venture, their wariness cells and points."""
    watch = attention(s)
    powers = watch.shape[0]
    rows = [
        (v, observer * powers + p, s.wariness.presence * s.capex[j] / 1000.0 * s.sector_coded[j] * watch[observer, p])
        for v, (p, j) in enumerate(zip(s.venture_power, s.venture_project, strict=True))
        for observer in range(powers)
        if watch[observer, p] > 0 and s.sector_coded[j] > 0
    ]
    by = np.array([r[0] for r in rows], dtype=np.int64)
    cells = np.array([r[1] for r in rows], dtype=np.int64)
    return Listed(by, len(s.names.ventures)), cells, np.array([r[2] for r in rows])


def _award(turn: Turn) -> None:
    """The host's choice: the winner builds, the losers go home (mechanism 3)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if not (given := turn.given("award")):
        return
    asked = np.zeros(state.signed.shape, dtype=np.bool_)
    asked[given.world, given.venture] = True
    won = find(asked)
    # Of several awards of one project, which only a player can order, the first on the list counts.
    site = won.world * state.stage.shape[1] + s.venture_project.take(won.column)
    won = won.where(_first(site, s.venture_power.take(won.column), state.stage.size))
    world.post_together([*_close(turn, won, given.whole.causes[0]), *_alarm(turn, won)])
    beaten = _beaten(s, state, won)
    felt = []
    if s.on("bid-contest"):
        sting = np.where(beaten.of(bid_ready(s, state)), -s.contest.lost_trust, 0.0)
        by = _winners(turn, won, beaten) if world.ledger is not None else None
        named = turn.about(OUTBID, s.venture_project.take(beaten.column))
        felt.append(Change("trust", named, beaten.world, host_power(s).take(beaten.column), sting, by))
    close_ventures(turn, beaten, OUTBID, felt)


def _close(turn: Turn, won: Found, cause: str) -> list[Change]:
    """Financial close of ventures that were awarded: their projects are being built from now on."""
    s, state = turn.scenario, turn.state
    numbers = _award_numbers(turn.catalogue).take(won.column)
    project, power = s.venture_project.take(won.column), s.venture_power.take(won.column)
    mineral = s.project_mineral.take(project)
    before = won.per(state.close_price, project)
    price = np.where(mineral >= 0, won.per(state.price, np.maximum(mineral, 0)), before)
    mine = (power == s.player).nonzero()[0]
    ours = project.take(mine)
    cost = s.capex.take(ours) * s.exchange_rate / 1000.0
    closed = np.ones(len(mine), dtype=np.int64)
    return [
        Change("stage", cause, won.world, project, np.full(len(project), BUILDING), numbers),
        Change("sponsor", cause, won.world, project, power.astype(np.float64) + 1.0, numbers),
        Change("close_price", cause, won.world, project, price - before),
        Change("pledge", turn.about(CLOSED, ours), won.world.take(mine), closed, cost, numbers.take(mine)),
    ]


def _alarm(turn: Turn, won: Found) -> list[Change]:
    """Security-coded projects are noticed by those who watch their sponsor (mechanism 10)."""
    if not turn.scenario.on("wariness"):
        return []
    watchers, cells, size = _watched(turn.scenario)
    case, row = watchers.rows(won.column)
    numbers = _award_numbers(turn.catalogue).take(won.column.take(case))
    cause = "security-coded project"
    return [Change("wariness", cause, won.world.take(case), cells.take(row), size.take(row), numbers)]


def _beaten(s: IndexedScenario, state: State, won: Found) -> Found:
    """Other powers' ventures for the projects of those that won."""
    ventures = state.signed.shape[1]
    rival = s.venture_slot[s.venture_project.take(won.column)]
    others = (rival >= 0) & (rival != won.column[:, None])
    at = np.sort((won.world[:, None] * ventures + rival)[others])
    at = at[state.signed.reshape(-1).take(at) > 0]
    world = at // ventures
    return Found(at, world, at - world * ventures)


def _winners(turn: Turn, won: Found, beaten: Found) -> Ints:
    """Catalogue numbers of the awards to which ventures lost their projects: ``[beaten]``."""
    project = turn.scenario.venture_project
    sites = zip(won.world.tolist(), project.take(won.column).tolist(), strict=True)
    award = dict(zip(sites, _award_numbers(turn.catalogue).take(won.column).tolist(), strict=True))
    lost = zip(beaten.world.tolist(), project.take(beaten.column).tolist(), strict=True)
    return np.array([award[site] for site in lost], dtype=np.int64)


@lru_cache(maxsize=16)
def _paid_for(book: Catalogue) -> tuple[Listed, Ints, Ints, Floats]:
    """What is paid for by venture: the rows of each, flat package cell, purse cell, dollars a share."""
    ventures = len(book.scenario.names.ventures)
    block = book.blocks.get("finance")
    if block is None:
        empty = np.zeros(0, dtype=np.int64)
        return Listed(empty, ventures), empty, empty, np.zeros(0)
    package = block.venture * len(INSTRUMENTS) + block.instrument
    purse = block.actor * len(book.scenario.names.resources) + block.resource
    return Listed(block.venture, ventures), package, purse, block.money / np.maximum(block.unit, 1e-9)


def close_ventures(turn: Turn, closed: Found, cause: str, felt: Sequence[Change] = ()) -> None:
    """End ventures: money and equity return to their owners.

    ``felt`` is what else follows from it for the same reason.
    """
    s, state = turn.scenario, turn.state
    if not closed:
        return
    listed, package, purse, price = _paid_for(turn.catalogue)
    case, row = listed.rows(closed.column)
    where = closed.world.take(case)
    lent = state.package.reshape(-1).take(where * (state.package.size // state.worlds) + package.take(row))
    backer = closed.of(state.backer).astype(np.int64)
    led = may_back(turn.catalogue)[closed.column, backer].nonzero()[0]
    project = s.venture_project.take(closed.column)
    stakes, backed = s.finance.firm_equity * s.capex.take(project.take(led)), closed.world.take(led)
    public, private = _returned(turn, cause, project.take(case)), _returned(turn, cause, project.take(led))
    turn.world.post_together(
        [
            *felt,
            Change("purse", public, where, purse.take(row), lent * price.take(row)),
            Change("capital", private, backed, backer.take(led) - 1, stakes),
        ]
    )
    turn.world.clear(VENTURE, cause, closed.world, closed.column)


def _returned(turn: Turn, cause: str, projects: Ints) -> str | list[str]:
    """What the ledger calls money that comes back because a project was closed for some reason: of each case."""
    named = turn.about(cause, projects)
    return RETURNED + named if isinstance(named, str) else [RETURNED + name for name in named]


def _lapse(turn: Turn) -> None:
    """Memoranda that do not progress become dead letters (mechanism 1)."""
    s, state = turn.scenario, turn.state
    if not s.on("pledge"):
        return
    if not (old := find(state.age >= s.pledge.lapse)):
        return
    # A bid that only lacks the host's word is given time.
    limit = s.pledge.lapse + s.pledge.grace * old.of(bid_ready(s, state))
    still = old.per(state.stage, s.venture_project.take(old.column)) == OPEN
    if not (dead := old.where((old.of(state.signed) > 0) & still & (old.of(state.age) >= limit))):
        return
    power, many = s.venture_power.take(dead.column), np.ones(len(dead.at))
    named = turn.about(DEAD_LETTER, s.venture_project.take(dead.column))
    felt = [
        Change("trust", named, dead.world, host_power(s).take(dead.column), -s.pledge.lapse_trust * many),
        Change("credibility", named, dead.world, power, -s.pledge.lapse_credibility * many),
    ]
    close_ventures(turn, dead, DEAD_LETTER, felt)
