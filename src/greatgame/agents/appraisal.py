"""Appraisal: what speaks for and against every move, by consideration.

For each role one function returns ``{consideration: strength}``, arrays
``[world, entry]`` of order one.  A doctrine's weights turn strengths into
utility; the weighted parts of a chosen move are the recorded reasons.  The
functions know expected effects, not outcomes: they read the same state that
everyone sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from greatgame.agents.view import View
from greatgame.moves.catalogue import Block, Cases, Catalogue
from greatgame.rules.diplomacy import openness
from greatgame.rules.society import suitors
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.schema import CHANNELS, CONSIDERATIONS, Doctrine
from greatgame.world.world import in_turn

Strengths = dict[str, Floats]
_Appraiser = Callable[[View, Block], Strengths]


DIGITAL = CHANNELS.index("digital")
NEVER = -9.0
"""Strength that rules a move out where its mechanism is switched off."""
DUTY = 3.0
"""What answering an event is worth in itself: no government leaves it to chance."""


@dataclass(frozen=True)
class Weights:
    """The doctrines in force, as weights by role and entry."""

    by_role: Mapping[str, Mapping[str, Floats]]
    taste: Floats
    """[entry]"""
    price: Floats
    """[entry]"""
    noise: Floats
    """[entry]"""
    inertia: Floats
    """[entry]"""
    fixed: Floats
    """Taste and price together: [entry]"""


def weigh(catalogue: Catalogue, doctrines: Mapping[str, Doctrine]) -> Weights:
    """Weights for the doctrines (by actor id) that are in force."""
    defaults = catalogue.scenario.file.defaults
    actors = catalogue.actors
    rows = {c: np.zeros(len(actors)) for c in CONSIDERATIONS}
    noise, inertia = np.zeros(len(actors)), np.zeros(len(actors))
    taste = np.zeros(catalogue.size)
    for a, actor in enumerate(actors):
        doctrine = doctrines.get(actor)
        if doctrine is None:
            continue
        for name in CONSIDERATIONS:
            rows[name][a] = doctrine.weights.number(name)
        noise[a] = (doctrine.noise or defaults.noise).value
        inertia[a] = (doctrine.inertia or defaults.inertia).value
        tastes = doctrine.tastes
        for name in tastes.values if tastes else ():
            numbers = catalogue.kinds[name].numbers
            taste[numbers[catalogue.actor[numbers] == a]] = tastes.number(name) if tastes else 0.0
    by_role = {
        role: {c: rows[c][block.actor] for c in CONSIDERATIONS if rows[c][block.actor].any()}
        for role, block in catalogue.blocks.items()
    }
    cost = price(catalogue)
    return Weights(by_role, taste, cost, noise[catalogue.actor], inertia[catalogue.actor], taste + cost)


def appraise(view: View, weights: Weights, reasons: dict[str, Strengths] | None = None) -> Floats:
    """Utility of every entry as its actor sees it: ``[world, entry]``.

    Where ``reasons`` is given, the weighted parts are kept in it by role.
    """
    book = view.catalogue
    utility = weights.noise * view.perception
    utility += weights.fixed
    repeated = (view.memory.reshape(-1) >= 1.0).nonzero()[0]
    utility.reshape(-1)[repeated] += weights.inertia.take(repeated % book.size)
    for role, block in book.blocks.items():
        if role == "invest":
            continue
        cases = None if reasons is not None else _cases(view, block)
        if cases is None:
            parts = _weighted(view, block, weights.by_role[role], utility[:, block.span])
        else:
            own = cases.own(utility)
            _weighted(view, cases, weights.by_role[role], own)
            utility.reshape(-1)[cases.world * book.size + cases.numbers] = own[0]
            continue
        if reasons is not None:
            shape = (view.worlds, len(block))
            reasons[role] = {name: np.broadcast_to(part, shape) for name, part in parts.items()}
    if reasons is not None:
        shape = (view.worlds, book.size)
        reasons["*"] = {
            "price": np.broadcast_to(weights.price, shape),
            "taste": np.broadcast_to(weights.taste, shape),
            "perception": weights.noise * view.perception,
        }
    return utility


def _weighted(view: View, block: Block, weights: Mapping[str, Floats], utility: Floats) -> Strengths:
    """Add what speaks for and against the entries of a role to ``utility``; returns the weighted parts."""
    parts: Strengths = {}
    for consideration, strength in _APPRAISERS[block.role](view, block).items():
        weight = weights.get(consideration)
        if weight is not None:
            part = (weight.take(block.column) if isinstance(block, Cases) else weight) * strength
            utility += part
            parts[consideration] = part
    if block.role == "respond":
        utility += DUTY
    return parts


MANY, SPARSE = 4096, 0.25
"""Only the legal cases of a role are looked at where it has many entries and worlds of which few are legal."""
BY_CASE = frozenset({"open-venture", "study", "finance", "award", "solicit"})
"""Roles whose moves are possible in few worlds at a time."""


def _cases(view: View, block: Block) -> Cases | None:
    """The legal cases of a block, where working on them alone is less work."""
    size = view.worlds * len(block)
    if block.role not in BY_CASE or size < MANY:
        return None
    legal = view.legal[:, block.span]
    if np.count_nonzero(legal) > SPARSE * size:
        return None
    return Cases(block, *legal.nonzero())


TIME_PRICE, MONEY_PRICE = 0.12, 0.25
"""Utility of a point of time, and of a year's budget of the instrument that pays."""


def price(catalogue: Catalogue) -> Floats:
    """What a unit of each entry costs its actor, in utility: ``[entry]``, not positive."""
    budget = catalogue.scenario.budget
    actor = np.minimum(catalogue.actor, len(budget) - 1)
    year = 4.0 * budget[actor, catalogue.resource]
    cost: Floats = TIME_PRICE * catalogue.diplomacy + MONEY_PRICE * np.minimum(catalogue.money / (1.0 + year), 1.0)
    return -cost


def _room(view: View, block: Block) -> Floats:
    """Distance of the host's trust in the actor from full trust, 0 to 1."""
    return block.pick(view.cold, "host", "actor")


def _rest(view: View, block: Block) -> Floats:
    """How stale the same move is, 0 to 1: governments do not repeat themselves every quarter."""
    rest: Floats = 0.6 * np.minimum(block.own(view.memory), 1.6)
    return rest


@lru_cache(maxsize=512)
def _host_weight(s: IndexedScenario, block: Block) -> Floats:
    """Importance of the host by size of its economy, 0.4 to 1: ``[entry]``."""
    weight: Floats = 0.4 + 0.6 * np.sqrt(s.gdp / s.gdp.max())
    return weight[block.host]


@lru_cache(maxsize=512)
def _mineral_weight(s: IndexedScenario, block: Block) -> Floats:
    """Importance of the mineral for supply, 0.3 to 1: ``[entry]``."""
    return np.minimum(1.0, 0.3 + 4.0 * s.importance[block.mineral])


@lru_cache(maxsize=512)
def _size(s: IndexedScenario, block: Block, base: float, slope: float, unit: float, most: float) -> Floats:
    """Weight of a project by its cost: ``base + slope * sqrt(cost / unit)``, at most ``most``."""
    return np.minimum(base + slope * np.sqrt(s.capex[block.project] / unit), most)


def _visit(view: View, block: Block) -> Strengths:
    weight = _host_weight(view.scenario, block)
    waiting = np.minimum(block.pick(view.waiting, "host", "actor"), 6.0)
    return {
        "relations": 0.9 * block.size * weight * _room(view, block) - _rest(view, block),
        "commitment": 0.16 * block.size * waiting,
        "contest": 0.8 * block.size * block.pick(view.contest, "host", "actor"),
        "influence": (0.25 * block.size * weight)[None],
    }


@lru_cache(maxsize=64)
def _venture_constants(s: IndexedScenario, block: Block) -> tuple[Floats, Floats, Floats, Floats]:
    """Weight by size, whose pledge it serves, standing influence, and quality of the sector: ``[entry]`` each."""
    worth = _size(s, block, 0.0, 1.0, 1000.0, 1.6)
    pledged: Floats = (block.actor == s.player) * np.minimum(0.3 + worth, 1.6)
    share = s.dependence[block.host, block.sector_channel, block.actor]
    influence = 0.4 * _host_weight(s, block) + 0.3 * (1.0 - share)
    quality = np.where(s.sector_skills[block.project] > 0.5, 0.5, 0.0)
    return worth, pledged, influence, quality


def _open_venture(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    worth, pledged, influence, quality = block.fixed(_venture_constants)
    led = s.firm_led[block.actor]
    hopeful = 1.0 / (1.0 + np.exp((block.pick(view.margin, "venture") + 7.0) / -1.5))
    left = block.each(np.maximum(0.0, 1.0 - state.pledge[:, 1] / max(s.pledge_target_jpy, 1.0)))
    rivals = np.minimum(block.pick(view.rivals, "venture"), 2.0) * (0.35 * ~led)
    return {
        "commerce": np.where(led, hopeful, 0.6) * (0.8 * worth),
        "supply": 1.2 * block.pick(view.need, "venture"),
        "connectivity": 0.8 * view.link[block.venture][None],
        "influence": influence[None],
        "contest": rivals + 0.5 * block.pick(view.contest, "host", "actor"),
        "relations": 0.3 * (block.pick(state.solicited, "venture") > 0),
        "commitment": hopeful * (0.8 * pledged) * left,
        "caution": -block.pick(view.strain, "actor") - 0.5 * block.pick(view.risk, "host"),
        "quality": quality[None],
    }


def _study(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    hopeful = 1.0 / (1.0 + np.exp((block.pick(view.margin, "venture") + 6.0) / -1.5))
    left = 1.0 - block.pick(state.prepared, "venture")
    late = 0.5 + block.pick(state.age, "venture") / s.pledge.lapse
    (worth,) = block.fixed(_study_constants)
    return {"commitment": worth * hopeful * left * late}


@lru_cache(maxsize=64)
def _study_constants(s: IndexedScenario, block: Block) -> tuple[Floats]:
    """Weight of a study by the project's size: ``[entry]``."""
    return (_size(s, block, 0.5, 0.5, 500.0, 1.5) * 1.6,)


@lru_cache(maxsize=64)
def _finance_constants(s: IndexedScenario, block: Block) -> tuple[Floats, Floats, Floats]:
    """Return gained by a unit of each entry, risk it takes away per unit of host risk, weight by size: ``[entry]``."""
    on = s.on("hybrid-finance")
    rate = np.array([s.finance.loan_gain, s.finance.bank_gain, 0.0, s.finance.cofinance_gain])[block.instrument]
    shelter = np.array([0.0, 0.0, s.finance.insurance_cover, s.finance.halo])[block.instrument]
    risk = s.sector_risk[block.project] * s.finance.country_risk
    return block.unit * rate * on, block.unit * shelter * risk * on, _size(s, block, 1.1, 0.3, 500.0, 1.7)


def _finance(view: View, block: Block) -> Strengths:
    """An instrument is worth what it closes of the gap to the firms' hurdle."""
    state = view.state
    rate, shelter, worth = block.fixed(_finance_constants)
    gap = np.maximum(0.6 - block.pick(view.margin, "venture"), 0.0)
    gain = rate + shelter * block.pick(view.risk, "host")
    useful = np.minimum(gap, gain) / (0.7 + 0.5 * gap)
    wanted = block.pick(state.backer, "venture") == 0
    wanted &= gap < 10.0
    ready = np.minimum(block.pick(state.prepared, "venture") + 0.25, 1.0) * wanted
    late = block.effect("delay") / 50.0
    return {
        "commitment": (2.4 * useful - late * (gap > 0)) * ready * worth,
        "supply": 0.8 * useful * ready * block.pick(view.need, "venture"),
        "debt": block.pick(view.owed, "host") * (-0.5 * (block.instrument <= 1)),
    }


def _aid(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    trust, governance, unsettling = (block.effect(name) for name in ("trust", "institutions", "stability"))
    weak = np.maximum(65.0 - block.pick(state.institutions, "host"), 0.0)
    unstable = np.maximum(60.0 - block.pick(state.stability, "host"), 0.0)
    return {
        "relations": 0.7 * np.sign(trust) * _room(view, block) - _rest(view, block),
        "quality": 0.55 / 40.0 * weak * (governance > 0),
        "influence": 0.2 * _host_weight(s, block)[None],
        "caution": -0.5 / 40.0 * unstable * (unsettling < 0) - 0.15 * (trust < 0),
        "contest": 0.4 * block.pick(view.contest, "host", "actor") * (s.quality[block.actor] > 0.5),
    }


def _train(view: View, block: Block) -> Strengths:
    few = 1.0 / (1.0 + block.pick(view.people, "host", "actor") / 400.0)
    return {
        "quality": 0.9 * few * view.scenario.quality[block.actor],
        "relations": 0.5 * few * _room(view, block) - 0.5 * _rest(view, block),
        "influence": 0.3 * few,
    }


def _standards(view: View, block: Block) -> Strengths:
    digital = view.channel("digital")
    way = block.pick(openness(view.scenario, digital), "host", "actor")
    mine = block.pick(digital, "host", "actor")
    return {
        "influence": 0.7 * way * (1.0 - mine) - 0.8 * _rest(view, block),
        "contest": 0.6 * (block.pick(digital.max(axis=2), "host") - mine) * way,
        "commerce": 0.3 * way,
        "quality": 0.2 * way * view.scenario.quality[block.actor],
    }


def _works(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    tight = block.pick(view.bottleneck, "leg")
    slack = np.minimum(np.maximum(block.pick(state.dwell, "leg") - s.leg_dwell_floor[block.leg], 0.0), 3.0)
    shallow = np.minimum(np.maximum(state.caspian_design - state.caspian_level + 0.45, 0.0), 2.0)[:, None]
    gain = slack * (0.4 * block.is_item("customs")) + 1.4 * np.maximum(tight - 0.6, 0.0) * block.is_item("greening")
    gain += shallow * (0.9 * s.on("caspian") * block.is_item("dredging"))
    return {"connectivity": 1.9 * gain * (0.4 + 0.6 * tight) - 0.4 * _rest(view, block)}


def _statement(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    unpopular = np.maximum(55.0 - block.pick(state.support, "actor"), 0.0) / 25.0
    felt = block.pick(view.wronged, "actor")
    apart = 1.0 - block.pick(state.alliance, "actor", "power")
    return {
        "contest": 0.5 * felt + 0.3 * apart,
        "commitment": 0.35 * unpopular + 0.25 * apart * s.on("values"),
        "caution": -0.0045 * block.pick(view.feared, "actor"),
        "grievance": 0.4 * felt,
    }


def _reassure(view: View, block: Block) -> Strengths:
    state = view.state
    fear = block.pick(state.wariness, "power", "actor") + block.pick(state.grievance, "power", "actor")
    return {"caution": 0.95 * np.minimum(fear / 55.0, 1.6) - 0.7 * _rest(view, block)}


def _stockpile(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    need = np.maximum(s.demand[block.buyer, block.mineral], 1e-9)
    days = block.pick(state.stock, "buyer", "mineral") * (365.0 / need)
    buy = np.maximum(1.0 - days / 200.0, 0.0) * block.pick(view.insecurity, "buyer", "mineral")
    release = 3.0 * block.pick(state.unmet, "buyer", "mineral")
    return {"supply": 1.1 * np.where(block.is_item("buy") > 0, buy * _mineral_weight(s, block), release)}


def _substitute(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    coming = block.pick(state.saved, "buyer", "mineral") + block.pick(view.researched, "buyer", "mineral")
    room = np.maximum(1.0 - coming / np.maximum(s.substitutable[block.mineral], 1e-6), 0.0)
    return {"supply": 0.9 * _mineral_weight(s, block) * room * block.pick(view.insecurity, "buyer", "mineral")}


def _equity(view: View, block: Block) -> Strengths:
    s = view.scenario
    need = np.maximum(s.demand[block.buyer, block.mineral], 1e-9)
    step = np.minimum(8.0 * s.equity_tonnes[block.mineral] / need, 1.0)
    gain = step * np.maximum(1.0 - block.pick(view.bought, "buyer", "mineral") * (3.0 / need), 0.0)
    return {"supply": 1.1 * _mineral_weight(s, block) * gain * block.pick(view.insecurity, "buyer", "mineral")}


def _trade_response(view: View, block: Block) -> Strengths:
    state = view.state
    worst = block.pick(view.worst_control, "power", "own_buyer") / 4.0
    pressed = block.pick(state.pressure, "actor", "power") / 100.0
    hard = block.is_item("counter-measure")
    return {
        "grievance": 0.8 * worst + 0.01 * block.pick(state.grievance, "actor", "power"),
        "supply": 0.6 * worst * (1.0 - pressed) - _rest(view, block),
        "caution": block.pick(state.ties, "actor", "power") * (-(0.25 + 0.9 * hard) / 100.0),
    }


def _control(view: View, block: Block) -> Strengths:
    """The controlling power's calculus: leverage and grievance against its own losses (mechanism 6)."""
    s, state = view.scenario, view.state
    up = block.is_item("tighten")
    down = 1.0 - up
    rung = block.pick(state.control, "actor", "buyer", "mineral")
    need = np.maximum(s.demand[block.buyer, block.mineral], 1e-9)
    hold = np.minimum(block.pick(state.contract, "buyer", "mineral", "own_source") / need, 1.0)
    anger = block.pick(view.provocation, "actor", "power")
    taught = block.pick(state.awareness, "buyer", "mineral") / 100.0
    pressure = block.pick(state.pressure, "power", "actor") / 100.0
    restraint: Floats | float = 0.3
    if s.on("de-risking"):
        restraint = s.ties.restraint / 100.0 * block.pick(state.ties, "actor", "power")
    loss = s.controls.revenue * hold * (1.0 + rung / 4.0)
    off = 0.0 if s.on("export-controls") else NEVER
    costs = 0.45 + 0.7 * restraint + 0.6 * loss + 0.8 * taught + 0.8 * pressure + 0.25 * rung
    relief = 0.15 * rung + 0.5 * restraint + 0.5 * loss * (rung >= 2) + 0.6 * pressure + 0.4 * taught - 0.3
    return {
        "grievance": anger * (up - 0.9 * down),
        "leverage": (0.55 * hold * (1.0 - rung / 4.0) - 0.5 * _rest(view, block)) * up,
        "caution": relief * down - costs * up + off,
    }


def _squeeze(view: View, block: Block) -> Strengths:
    """Pressure where a dependent host strays; favours where it does not (mechanism 11)."""
    s, state = view.scenario, view.state
    hard = block.is_item("squeeze")
    soft = 1.0 - hard
    hold = block.pick(state.dependence, "host", "channel", "actor")
    held = block.pick(state.squeeze, "host", "channel", "actor")
    strayed = block.pick(view.contest, "host", "actor")
    cold = np.maximum(block.pick(view.cooled, "host", "actor"), 0.0) / 30.0
    fear = block.pick(view.alarmed, "actor") / 25.0
    rest = _rest(view, block)
    off = 0.0 if s.on("coercion") else NEVER
    resented = block.pick(state.resentment, "host", "actor") / 30.0
    return {
        "leverage": np.minimum(hold * 2.0, 1.0) * (0.8 * hard - 0.24 * soft),
        "contest": 0.8 * np.maximum(strayed - 0.35, 0.0) * (1.0 - held) * hard + 0.15 * strayed * soft,
        "grievance": (cold + fear) * (0.5 * hard),
        "relations": (0.5 * _room(view, block) - rest) * soft,
        "caution": 0.5 * held * soft - (1.5 + 0.4 * rest + 0.5 * resented) * hard + off,
        "influence": 0.25 * soft * hold,
    }


def _relief(view: View, block: Block) -> Strengths:
    strain = np.minimum(4.0 * block.pick(view.owed_to, "host", "power"), 1.0)
    return {
        "relations": 0.7 * strain * _room(view, block) - _rest(view, block),
        "contest": 0.6 * strain * block.pick(view.contest, "host", "actor"),
        "influence": 0.2 * strain,
        "commerce": -0.6 * strain,
    }


def _secure(view: View, block: Block) -> Strengths:
    shaky = np.maximum(65.0 - block.pick(view.state.stability, "host"), 0.0) / 40.0
    share = block.pick(view.channel("security"), "host", "actor")
    return {
        "security": 0.6 * shaky + 0.25 * share - _rest(view, block),
        "influence": 0.35 * (1.0 - share),
        "contest": 0.5 * block.pick(view.contest, "host", "actor"),
    }


def _supply(view: View, block: Block) -> Strengths:
    rest = _rest(view, block)
    return {
        "influence": 0.35 * _host_weight(view.scenario, block)[None],
        "relations": 0.5 * _room(view, block) - rest,
        "commerce": 0.35 - rest,
        "contest": 0.4 * block.pick(view.contest, "host", "actor"),
    }


def _sanction(view: View, block: Block) -> Strengths:
    """Banks that help a war economy: the more so, the more the host trades with the aggressor (mechanism 13)."""
    s = view.scenario
    trade = view.channel("trade")
    heat = np.zeros((view.worlds, len(block)))
    for q in np.flatnonzero(s.at_war):
        helped = np.ascontiguousarray(trade[:, :, s.aggressor[q]])
        heat = heat + block.pick(helped, "host") * (view.state.tension[:, q, None] / 50.0)
    return {
        "grievance": 1.4 * heat - _rest(view, block),
        "relations": -0.5 + 0.2 * _room(view, block),
        "caution": np.full((1, 1), -0.35),
    }


@lru_cache(maxsize=64)
def _bid_constants(s: IndexedScenario, block: Block) -> tuple[Floats, Floats, Floats, Floats]:
    """What a bidder's speed, volume, quality and debt mean to a host: ``[entry]`` each."""
    c, p = s.contest, block.power
    speed = c.need_speed * (s.speed[p] - 1.0)
    volume = 0.5 + c.need_volume * 0.5 * s.debt_share[p]
    quality = c.need_quality * (s.quality[p] - 0.5)
    return speed, volume, quality, c.need_debt * np.where(s.firm_led[p], 0.25, s.debt_share[p]) * 2.0


def _award(view: View, block: Block) -> Strengths:
    """The host judges a bid by its needs of the moment (mechanism 3)."""
    s, state = view.scenario, view.state
    if not s.on("bid-contest"):
        return {"growth": np.full((1, 1), 1.0)}
    c = s.contest
    speed, volume, quality, lent = block.fixed(_bid_constants)
    share = block.pick(state.dependence, "host", "sector_channel", "power")
    whole = block.pick(view.mean_share, "host", "power")
    slow = 0.6 + block.pick(view.slowdown, "host")
    unskilled = 0.4 + np.maximum(70.0 - block.pick(state.skills, "host"), 0.0) / 40.0
    unsettled = 1.0 + np.maximum(60.0 - block.pick(state.stability, "host"), 0.0) / 30.0
    growth = volume + speed * slow
    if s.on("standards"):
        growth = growth + s.standards.advantage * share * (block.sector_channel == DIGITAL)
    spread = float(s.on("multi-vector"))
    away = c.need_autonomy * (share + whole - 0.25) + 0.5 * block.pick(view.anxiety, "host", "power")
    return {
        "growth": growth,
        "quality": quality * unskilled,
        "debt": -lent * np.maximum(block.pick(view.owed, "host") - 0.1, 0.0),
        # A bidder whose word counts for little is believed less, whatever the friendship.
        "relations": c.need_trust * block.pick(view.warmth, "host", "power")
        + c.need_credibility * (block.pick(state.credibility, "power") - 50.0) / 50.0,
        "autonomy": -spread * away,
        "caution": -0.5 * block.pick(view.sites, "host") - 0.2 * s.conditions[block.power] * unsettled,
    }


def _solicit(view: View, block: Block) -> Strengths:
    s = view.scenario
    share = block.pick(view.state.dependence, "host", "sector_channel", "power")
    spread = float(s.on("multi-vector"))
    (worth,) = block.fixed(_solicit_constants)
    return {
        "growth": worth / (1.0 + block.pick(view.rivals, "venture")),
        "autonomy": spread * (0.3 - share - 0.4 * block.pick(view.anxiety, "host", "power")),
        "relations": 0.3 * block.pick(view.warmth, "host", "power"),
    }


@lru_cache(maxsize=64)
def _solicit_constants(s: IndexedScenario, block: Block) -> tuple[Floats]:
    """What a project of its size promises a host: ``[entry]``."""
    return (_size(s, block, 0.0, 1.0, 1000.0, 1.2) * 0.35,)


def _reform(view: View, block: Block) -> Strengths:
    weak = np.maximum(60.0 - block.pick(view.state.institutions, "host"), 0.0) / 40.0
    shaky = np.maximum(60.0 - block.pick(view.state.stability, "host"), 0.0) / 25.0
    return {
        "quality": 1.3 * weak - 0.5 * _rest(view, block),
        "caution": -0.25 - 0.5 * shaky,
        "growth": 0.3 * weak,
    }


def _terms(view: View, block: Block) -> Strengths:
    """Courted by all, a host raises its price; left alone, it lowers it (mechanism 12)."""
    s, state = view.scenario, view.state
    if not s.on("multi-vector"):
        return {"commerce": np.full((1, 1), NEVER)}
    up = block.is_item("raise")
    down = 1.0 - up
    courted = np.minimum(block.pick(suitors(s, state, view.signatures), "host") * 4.0, 1.5)
    boom = in_turn(s.importance * np.log(state.price / s.price))
    terms = block.pick(state.terms, "host") / 100.0
    rising = 0.6 * courted + 0.5 * boom[:, None] - 0.4 * terms
    falling = 0.4 * terms - 0.5 * courted - 0.2
    return {
        "commerce": rising * up + falling * down,
        "growth": (0.5 + terms) * (0.25 * down - 0.35 * up),
        "caution": -0.25 - _rest(view, block),
    }


def _processing(view: View, block: Block) -> Strengths:
    """Ore that leaves unrefined argues for a rule, jobs lost elsewhere against it (mechanism 12)."""
    direction = block.is_item("adopt") - block.is_item("repeal")
    raw = np.minimum(block.pick(view.raw_mines, "host"), 2.0)
    return {
        "growth": 0.4 * raw * direction,
        "autonomy": 0.25 * direction[None],
        "caution": np.full((1, 1), -0.55),
    }


def _align(view: View, block: Block) -> Strengths:
    s = view.scenario
    lean = block.is_item("lean")
    away = 1.0 - lean
    share = block.pick(view.mean_share, "host", "power")
    largest = block.pick(view.largest_share, "host")
    anxiety = block.pick(view.anxiety, "host", "power")
    spread = float(s.on("multi-vector"))
    counsel = (0.25 + 0.8 * (largest - share)) * lean + 2.2 * (share - 0.2) * away - 0.25
    shield = 0.3 * share * lean - 0.8 * block.pick(view.channel("security"), "host", "power") * away
    return {
        "autonomy": spread * counsel,
        "relations": block.pick(view.warmth, "host", "power") * (0.5 * lean - 0.4 * away) - _rest(view, block),
        "grievance": anxiety * (away - 0.5 * lean),
        "security": shield,
        "caution": (-0.3 - 0.3 * away)[None],
    }


def _balance(view: View, block: Block) -> Strengths:
    low = np.maximum(75.0 - block.pick(view.state.autonomy, "host"), 0.0) / 30.0
    fear = block.pick(view.most_anxiety, "host")
    felt = (0.7 * low + 0.5 * fear) * view.scenario.on("multi-vector")
    return {"autonomy": felt - 0.8 * _rest(view, block), "caution": np.full((1, 1), -0.2)}


def _restructure(view: View, block: Block) -> Strengths:
    owed = block.pick(view.owed_to, "host", "power")
    slow = 0.6 * block.pick(view.slower, "host") * (owed > 0.03)
    return {
        "debt": 4.0 * np.maximum(owed - 0.04, 0.0) + slow - _rest(view, block),
        "caution": np.full((1, 1), -0.45),
        "autonomy": -0.5 * block.pick(view.channel("finance"), "host", "power"),
    }


def _regional(view: View, block: Block) -> Strengths:
    together = np.maximum(60.0 - block.pick(view.state.stability, "neighbour"), 0.0) / 60.0
    return {
        "growth": 0.45 - 1.2 * _rest(view, block),
        "relations": 0.3 - 0.2 * together,
        "autonomy": 0.25 * block.pick(view.most_anxiety, "host"),
    }


@lru_cache(maxsize=64)
def _choice_strengths(s: IndexedScenario, block: Block) -> Strengths:
    """What speaks for each answer to an event, as the scenario says: ``[1, entry]`` each."""
    parts: Strengths = {}
    for i in range(len(block)):
        event = s.file.event[s.names.events[block.event[i]]]
        choice = list(event.choices.values())[block.choice[i]]
        for name in choice.considerations.values:
            row = parts.setdefault(name, np.zeros((1, len(block))))
            row[:, i] += 0.4 * choice.considerations.number(name)
    return parts


def _respond(view: View, block: Block) -> Strengths:
    return _choice_strengths(view.scenario, block)


_APPRAISERS: dict[str, _Appraiser] = {
    "visit": _visit,
    "open-venture": _open_venture,
    "study": _study,
    "finance": _finance,
    "aid": _aid,
    "train": _train,
    "standards": _standards,
    "works": _works,
    "statement": _statement,
    "reassure": _reassure,
    "stockpile": _stockpile,
    "substitute": _substitute,
    "equity": _equity,
    "trade-response": _trade_response,
    "control": _control,
    "squeeze": _squeeze,
    "relief": _relief,
    "secure": _secure,
    "supply": _supply,
    "sanction": _sanction,
    "award": _award,
    "solicit": _solicit,
    "reform": _reform,
    "terms": _terms,
    "processing": _processing,
    "align": _align,
    "balance": _balance,
    "restructure": _restructure,
    "regional": _regional,
    "respond": _respond,
}
