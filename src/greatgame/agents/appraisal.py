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

import numpy as np

from greatgame.agents.view import View
from greatgame.moves.catalogue import Block, Catalogue
from greatgame.rules.diplomacy import openness
from greatgame.rules.society import suitors
from greatgame.scenario.indexed import Floats
from greatgame.scenario.schema import CHANNELS, CONSIDERATIONS, Doctrine

Strengths = dict[str, Floats]
_Appraiser = Callable[[View, Block], Strengths]


DUTY = 3.0
"""What answering an event is worth in itself: no government leaves it to chance."""


@dataclass(frozen=True)
class Weights:
    """The doctrines in force, as weights by role and entry."""

    by_role: Mapping[str, Mapping[str, Floats]]
    taste: Floats
    """[entry]"""
    noise: Floats
    """[entry]"""
    inertia: Floats
    """[entry]"""


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
        for name in doctrine.tastes.values if doctrine.tastes else ():
            numbers = catalogue.kinds[name].numbers
            taste[numbers[catalogue.actor[numbers] == a]] = doctrine.tastes.number(name)  # type: ignore[union-attr]
    by_role = {
        role: {c: rows[c][block.actor] for c in CONSIDERATIONS if rows[c][block.actor].any()}
        for role, block in catalogue.blocks.items()
    }
    return Weights(by_role, taste, noise[catalogue.actor], inertia[catalogue.actor])


def appraise(view: View, weights: Weights, reasons: dict[str, Strengths] | None = None) -> Floats:
    """Utility of every entry as its actor sees it: ``[world, entry]``.

    Where ``reasons`` is given, the weighted parts are kept in it by role.
    """
    book = view.catalogue
    shape = (view.worlds, book.size)
    utility = weights.noise * view.perception
    utility += weights.taste + price(view)
    utility += weights.inertia * (view.memory >= 1.0)
    for role, block in book.blocks.items():
        if role == "invest":
            continue
        own = utility[:, block.span]
        parts: Strengths = {}
        by_consideration = weights.by_role[role]
        for consideration, strength in _APPRAISERS[role](view, block).items():
            weight = by_consideration.get(consideration)
            if weight is not None:
                part = weight * strength
                own += part
                if reasons is not None:
                    parts[consideration] = np.broadcast_to(part, own.shape)
        if role == "respond":
            own += DUTY
        if reasons is not None:
            reasons[role] = parts
    if reasons is not None:
        reasons["*"] = {
            "price": price(view),
            "taste": np.broadcast_to(weights.taste, shape),
            "perception": weights.noise * view.perception,
        }
    return utility


TIME_PRICE, MONEY_PRICE = 0.12, 0.25
"""Utility of a point of time, and of a whole purse of money."""


def price(view: View) -> Floats:
    """What a unit of each entry costs its actor, in utility: ``[world, entry]``, not positive."""
    book, purse = view.catalogue, view.state.purse
    last = purse.shape[1] - 1
    cells = np.minimum(book.actor, last) * purse.shape[2] + book.resource
    held = 1.0 / (1.0 + purse.reshape(view.worlds, -1))
    cost: Floats = np.minimum(book.money * np.take(held, cells, axis=1), 1.0)
    cost *= -MONEY_PRICE
    cost -= TIME_PRICE * book.diplomacy
    return cost


def _room(view: View, block: Block) -> Floats:
    """Distance of the host's trust in the actor from full trust, 0 to 1."""
    room: Floats = 1.0 - view.state.trust[:, block.host, block.actor] / 100.0
    return room


def _rest(view: View, block: Block) -> Floats:
    """How stale the same move is, 0 to 1: governments do not repeat themselves every quarter."""
    rest: Floats = 0.6 * np.minimum(view.memory[:, block.span], 1.6)
    return rest


def _weight_of_host(view: View, block: Block) -> Floats:
    s = view.scenario
    weight: Floats = 0.4 + 0.6 * np.sqrt(s.gdp / s.gdp.max())[block.host]
    return weight


def _visit(view: View, block: Block) -> Strengths:
    waiting = view.waiting[:, block.host, block.actor]
    return {
        "relations": 0.9 * block.size * _room(view, block) * _weight_of_host(view, block) - _rest(view, block),
        "commitment": 0.16 * block.size * np.minimum(waiting, 6.0),
        "contest": 0.8 * block.size * view.contest[:, block.host, block.actor],
        "influence": 0.25 * block.size * _weight_of_host(view, block),
    }


def _open_venture(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    v, a = block.venture, block.actor
    billions = s.capex[block.project] / 1000.0
    led = s.firm_led[a]
    load = np.take(view.load, a, axis=1)
    hopeful = 1.0 / (1.0 + np.exp(-(np.take(view.margin, v, axis=1) + 7.0) / 1.5))
    profit = np.where(led, hopeful, 0.6) * np.minimum(np.sqrt(billions), 1.6)
    left = 0.0
    if led.any():
        left = np.maximum(0.0, 1.0 - state.pledge[:, 1] / max(s.pledge_target_jpy, 1.0))[:, None] * (a == s.player)
    share = s.dependence[block.host, s.project_channel[block.project], a]
    return {
        "commerce": 0.8 * profit,
        "supply": 1.2 * np.take(view.need, v, axis=1),
        "connectivity": 0.8 * view.link[v],
        "influence": 0.4 * _weight_of_host(view, block) + 0.3 * (1.0 - share),
        "contest": 0.35 * np.minimum(np.take(view.rivals, v, axis=1), 2.0) * (~led)
        + 0.5 * view.contest[:, block.host, a],
        "relations": 0.3 * (np.take(state.solicited, v, axis=1) > 0),
        "commitment": 0.8 * left * hopeful * np.minimum(0.3 + np.sqrt(billions), 1.6),
        "caution": -1.1 * np.maximum(load - 0.7, 0.0) * 2.0 - 0.5 * np.take(view.risk, block.host, axis=1),
        "quality": np.broadcast_to(0.5 * (s.sector_skills[block.project] > 0.5), (view.worlds, len(block))),
    }


def _study(view: View, block: Block) -> Strengths:
    margin = np.take(view.margin, block.venture, axis=1)
    hopeful = 1.0 / (1.0 + np.exp(-(margin + 6.0) / 1.5))
    worth = np.minimum(0.5 + 0.5 * np.sqrt(view.scenario.capex[block.project] / 500.0), 1.5)
    left = 1.0 - np.take(view.state.prepared, block.venture, axis=1)
    age = np.take(view.state.age, block.venture, axis=1) / view.scenario.pledge.lapse
    return {"commitment": 1.6 * hopeful * left * worth * (0.5 + age)}


def _finance(view: View, block: Block) -> Strengths:
    """An instrument is worth what it closes of the gap to the firms' hurdle."""
    s = view.scenario
    margin = np.take(view.margin, block.venture, axis=1)
    gap = np.maximum(0.6 - margin, 0.0)
    risk = np.take(view.risk, block.host, axis=1) * s.sector_risk[block.project] * s.finance.country_risk
    rate = np.array([s.finance.loan_gain, s.finance.bank_gain, 0.0, s.finance.cofinance_gain])[block.instrument]
    shelter = np.array([0.0, 0.0, s.finance.insurance_cover, s.finance.halo])[block.instrument]
    gain = block.unit * (rate + shelter * risk) * s.on("hybrid-finance")
    useful = np.minimum(gap, gain) / (0.7 + 0.5 * gap)
    unbacked = np.take(view.state.backer, block.venture, axis=1) == 0
    ready = np.minimum(np.take(view.state.prepared, block.venture, axis=1) + 0.25, 1.0)
    reach = gap < 10.0
    worth = np.minimum(1.1 + 0.3 * np.sqrt(s.capex[block.project] / 500.0), 1.7)
    owed = np.einsum("whc->wh", view.state.debt) / view.state.gdp
    debt = np.take(owed, block.host, axis=1) * (block.instrument <= 1)
    late = block.effect("delay") / 100.0
    return {
        "commitment": (2.4 * useful - 2.0 * late * (gap > 0)) * unbacked * ready * reach * worth,
        "supply": 0.8 * useful * unbacked * ready * reach * np.take(view.need, block.venture, axis=1),
        "debt": -0.5 * debt,
    }


def _aid(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    weak = np.maximum(65.0 - np.take(state.institutions, block.host, axis=1), 0.0) / 40.0
    governance = (block.effect("institutions") > 0)
    unstable = np.maximum(60.0 - np.take(state.stability, block.host, axis=1), 0.0) / 40.0
    return {
        "relations": 0.7 * np.sign(block.effect("trust")) * _room(view, block) - _rest(view, block),
        "quality": 0.55 * weak * governance,
        "influence": 0.2 * _weight_of_host(view, block) * np.ones((1, 1)),
        "caution": -0.5 * unstable * (block.effect("stability") < 0) - 0.15 * (block.effect("trust") < 0),
        "contest": 0.4 * view.contest[:, block.host, block.actor] * (s.quality[block.actor] > 0.5),
    }


def _train(view: View, block: Block) -> Strengths:
    people = view.state.alumni[:, block.host, block.actor] + view.state.training[:, block.host, block.actor].sum(-1)
    few = 1.0 / (1.0 + people / 400.0)
    quality = view.scenario.quality[block.actor]
    return {
        "quality": 0.9 * few * quality,
        "relations": 0.5 * few * _room(view, block) - 0.5 * _rest(view, block),
        "influence": 0.3 * few,
    }


def _standards(view: View, block: Block) -> Strengths:
    digital = np.ascontiguousarray(view.state.dependence[:, :, CHANNELS.index("digital")])
    way = openness(view.scenario, digital)[:, block.host, block.actor]
    mine = digital[:, block.host, block.actor]
    return {
        "influence": 0.7 * way * (1.0 - mine) - 0.8 * _rest(view, block),
        "contest": 0.6 * (digital.max(-1)[:, block.host] - mine) * way,
        "commerce": 0.3 * way,
        "quality": 0.2 * way * view.scenario.quality[block.actor],
    }


def _works(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    tight = view.bottleneck[:, block.leg]
    slack = np.maximum(state.dwell[:, block.leg] - s.leg_dwell_floor[block.leg], 0.0)
    shallow = np.clip(state.caspian_design - state.caspian_level + 0.45, 0.0, 2.0)[:, None]
    gain = (
        block.is_item("customs") * np.minimum(slack, 3.0) * 0.4
        + block.is_item("greening") * np.maximum(tight - 0.35, 0.0)
        + block.is_item("dredging") * shallow * 0.9 * s.on("caspian")
    )
    return {"connectivity": 1.9 * gain * (0.4 + 0.6 * tight) - 0.4 * _rest(view, block)}


def _statement(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    unpopular = np.maximum(55.0 - state.support[:, block.actor], 0.0) / 25.0
    felt = np.zeros((view.worlds, len(block)))
    for x in s.controllers:
        felt = felt + state.grievance[:, block.actor, x] / 50.0
    fear = np.zeros_like(felt)
    for p in range(len(s.names.powers)):
        fear = fear + state.wariness[:, p, block.actor] / 200.0
    standing = state.alliance[:, block.actor, block.power]
    return {
        "contest": 0.5 * felt + 0.3 * (1.0 - standing),
        "commitment": 0.35 * unpopular + 0.25 * (1.0 - standing) * (s.on("values")),
        "caution": -0.9 * fear,
        "grievance": 0.4 * felt,
    }


def _reassure(view: View, block: Block) -> Strengths:
    state = view.state
    fear = state.wariness[:, block.power, block.actor] + state.grievance[:, block.power, block.actor]
    return {"caution": 0.95 * np.minimum(fear / 55.0, 1.6) - 0.7 * _rest(view, block)}


def _stockpile(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    b = np.maximum(block.buyer, 0)
    days = state.stock[:, b, block.mineral] / np.maximum(s.demand[b, block.mineral], 1e-9) * 365.0
    weight = np.minimum(1.0, 0.3 + 4.0 * s.importance[block.mineral])
    buy = np.maximum(1.0 - days / 200.0, 0.0) * view.insecurity[:, b, block.mineral] * weight
    release = 3.0 * state.unmet[:, b, block.mineral]
    return {"supply": 1.1 * np.where(block.is_item("buy") > 0, buy, release)}


def _substitute(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    b = np.maximum(block.buyer, 0)
    coming = state.saved[:, b, block.mineral] + state.research[:, b, block.mineral].sum(-1)
    room = np.maximum(1.0 - coming / np.maximum(s.substitutable[block.mineral], 1e-6), 0.0)
    weight = np.minimum(1.0, 0.3 + 4.0 * s.importance[block.mineral])
    return {"supply": 0.9 * room * view.insecurity[:, b, block.mineral] * weight}


def _equity(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    b = np.maximum(block.buyer, 0)
    weight = np.minimum(1.0, 0.3 + 4.0 * s.importance[block.mineral])
    part = s.equity_tonnes[block.mineral] / np.maximum(s.demand[b, block.mineral], 1e-9)
    coming = state.equity[:, b, block.mineral].sum(-1) / np.maximum(s.demand[b, block.mineral], 1e-9)
    gain = np.minimum(part * 8.0, 1.0) * np.maximum(1.0 - 3.0 * coming, 0.0)
    return {"supply": 1.1 * gain * view.insecurity[:, b, block.mineral] * weight}


def _trade_response(view: View, block: Block) -> Strengths:
    state = view.state
    buyers = [view.scenario.names.buyers.place.get(view.catalogue.actors[a], 0) for a in block.actor]
    worst = state.control[:, block.power, buyers].max(-1) / 4.0
    ties = state.ties[:, block.actor, block.power] / 100.0
    hard = block.is_item("counter-measure")
    pressed = state.pressure[:, block.actor, block.power] / 100.0
    return {
        "grievance": 0.8 * worst + 0.5 * state.grievance[:, block.actor, block.power] / 50.0,
        "supply": 0.6 * worst * (1.0 - pressed) - _rest(view, block),
        "caution": -(0.25 + 0.9 * hard) * ties,
    }


def _control(view: View, block: Block) -> Strengths:
    """The controlling power's calculus (mechanism 6)."""
    s, state = view.scenario, view.state
    x, b, m, target = block.actor, block.buyer, block.mineral, block.power
    rung = state.control[:, x, b, m]
    up = block.is_item("tighten")
    down = 1.0 - up
    source = np.array([s.names.sources.at(s.names.powers[p]) for p in x])
    hold = np.minimum(state.contract[:, b, m, source] / np.maximum(s.demand[b, m], 1e-9), 1.0)
    anger = view.provocation[:, x, target]
    taught = state.awareness[:, b, m] / 100.0
    pressure = state.pressure[:, target, x] / 100.0
    restraint = s.ties.restraint * state.ties[:, x, target] / 100.0 if s.on("de-risking") else 0.3
    loss = s.controls.revenue * hold * (1.0 + rung / 4.0)
    off = 0.0 if s.on("export-controls") else -9.0
    again = 0.5 * _rest(view, block)
    return {
        "grievance": 1.0 * (anger * up - 0.9 * anger * down),
        "leverage": 0.55 * hold * (1.0 - rung / 4.0) * up - again * up,
        "caution": (-0.45 - 0.7 * restraint - 0.6 * loss - 0.8 * taught - 0.8 * pressure - 0.25 * rung) * up
        + (0.15 * rung + 0.5 * restraint + 0.5 * loss * (rung >= 2) + 0.6 * pressure + 0.4 * taught - 0.3) * down
        + off,
    }


def _squeeze(view: View, block: Block) -> Strengths:
    """Pressure where a dependent host strays; favours where it does not (mechanism 11)."""
    s, state = view.scenario, view.state
    h, a = block.host, block.actor
    channel = block.channel
    hard = block.is_item("squeeze")
    soft = 1.0 - hard
    hold = state.dependence[:, h, channel, a]
    held = state.squeeze[:, h, channel, a]
    strayed = view.contest[:, h, a]
    cold = np.maximum(s.trust[h, a] - state.trust[:, h, a], 0.0) / 30.0
    fear = np.zeros((view.worlds, len(block)))
    for p in range(len(s.names.powers)):
        fear = fear + np.maximum(state.wariness[:, a, p] - s.start_wariness[a, p], 0.0) / 25.0
    off = 0.0 if s.on("coercion") else -9.0
    return {
        "leverage": 0.8 * np.minimum(hold * 2.0, 1.0) * (hard - 0.3 * soft),
        "contest": 0.8 * np.maximum(strayed - 0.35, 0.0) * (1.0 - held) * hard + 0.15 * strayed * soft,
        "grievance": (0.5 * cold + 0.5 * fear) * hard,
        "relations": 0.5 * _room(view, block) * soft - _rest(view, block) * soft,
        "caution": (-1.5 - 0.4 * _rest(view, block) - 0.5 * state.resentment[:, h, a] / 30.0) * hard + 0.5 * held * soft + off,
        "influence": 0.25 * soft * hold,
    }


def _relief(view: View, block: Block) -> Strengths:
    owed = view.state.debt[:, block.host, block.power] / np.take(view.state.gdp, block.host, axis=1)
    strain = np.minimum(owed * 4.0, 1.0)
    return {
        "relations": 0.7 * strain * _room(view, block) - _rest(view, block),
        "contest": 0.6 * strain * view.contest[:, block.host, block.actor],
        "influence": 0.2 * strain,
        "commerce": -0.6 * strain,
    }


def _secure(view: View, block: Block) -> Strengths:
    shaky = np.maximum(65.0 - np.take(view.state.stability, block.host, axis=1), 0.0) / 40.0
    share = view.state.dependence[:, block.host, CHANNELS.index("security"), block.actor]
    return {
        "security": 0.6 * shaky + 0.25 * share - _rest(view, block),
        "influence": 0.35 * (1.0 - share),
        "contest": 0.5 * view.contest[:, block.host, block.actor],
    }


def _supply(view: View, block: Block) -> Strengths:
    return {
        "influence": 0.35 * _weight_of_host(view, block) * np.ones((1, 1)),
        "relations": 0.5 * _room(view, block) - _rest(view, block),
        "commerce": 0.35 - _rest(view, block),
        "contest": 0.4 * view.contest[:, block.host, block.actor],
    }


def _sanction(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    heat = np.zeros((view.worlds, len(block)))
    for q in np.flatnonzero(s.at_war):
        tie = state.dependence[:, block.host, CHANNELS.index("trade"), s.aggressor[q]]
        heat = heat + state.tension[:, q, None] / 100.0 * tie * 2.0
    return {
        "grievance": 1.4 * heat - _rest(view, block),
        "relations": -0.3 - 0.2 * state.trust[:, block.host, block.actor] / 100.0,
        "caution": np.full((1, len(block)), -0.35),
    }


def _award(view: View, block: Block) -> Strengths:
    """The host judges a bid by its needs of the moment (mechanism 3)."""
    s, state = view.scenario, view.state
    c, h, p, j = s.contest, block.host, block.power, block.project
    if not s.on("bid-contest"):
        return {"growth": np.full((1, len(block)), 1.0)}
    channel = s.project_channel[j]
    share = state.dependence[:, h, channel, p]
    whole = np.einsum("whkp->whp", state.dependence)[:, h, p] / len(CHANNELS)
    slow = np.maximum(s.growth[h] + 1.0 - np.take(state.growth, h, axis=1), 0.0) / 3.0
    owed = np.einsum("whc->wh", state.debt)[:, h] / np.take(state.gdp, h, axis=1)
    lent = np.where(s.firm_led[p], 0.25, s.debt_share[p])
    weak = np.maximum(70.0 - np.take(state.skills, h, axis=1), 0.0) / 40.0
    bloc = 0.0
    if s.on("standards"):
        digital = state.dependence[:, h, CHANNELS.index("digital"), p]
        bloc = s.standards.advantage * digital * (channel == CHANNELS.index("digital"))
    spread = s.on("multi-vector") * 1.0
    busy = np.take(view.sites, h, axis=1)
    return {
        "growth": 0.5 + c.need_speed * (s.speed[p] - 1.0) * (0.6 + slow) + c.need_volume * 0.5 * s.debt_share[p] + bloc,
        "quality": c.need_quality * (s.quality[p] - 0.5) * (0.4 + weak),
        "debt": -c.need_debt * lent * np.maximum(owed - 0.1, 0.0) * 2.0,
        "relations": c.need_trust * (state.trust[:, h, p] - 50.0) / 50.0,
        "autonomy": -c.need_autonomy * spread * (share + whole - 0.25) - 0.5 * spread * view.anxiety[:, h, p],
        "caution": -0.5 * busy - 0.2 * s.conditions[p] * (1.0 + np.maximum(60.0 - np.take(state.stability, h, axis=1), 0.0) / 30.0),
    }


def _solicit(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    share = state.dependence[:, block.host, s.project_channel[block.project], block.power]
    alone = 1.0 / (1.0 + np.take(view.rivals, block.venture, axis=1))
    worth = np.minimum(np.sqrt(s.capex[block.project] / 1000.0), 1.2)
    spread = s.on("multi-vector") * 1.0
    return {
        "growth": 0.35 * worth * alone,
        "autonomy": (0.5 * (0.3 - share) * 2.0 - 0.4 * view.anxiety[:, block.host, block.power]) * spread,
        "relations": 0.3 * (state.trust[:, block.host, block.power] - 50.0) / 50.0,
    }


def _reform(view: View, block: Block) -> Strengths:
    state = view.state
    weak = np.maximum(60.0 - np.take(state.institutions, block.host, axis=1), 0.0) / 40.0
    shaky = np.maximum(60.0 - np.take(state.stability, block.host, axis=1), 0.0) / 25.0
    return {
        "quality": 1.3 * weak - 0.5 * _rest(view, block),
        "caution": -0.25 - 0.5 * shaky,
        "growth": 0.3 * weak,
    }


def _terms(view: View, block: Block) -> Strengths:
    """Courted by all, a host raises its price; left alone, it lowers it (mechanism 12)."""
    s, state = view.scenario, view.state
    if not s.on("multi-vector"):
        return {"commerce": np.full((1, len(block)), -9.0)}
    up = block.is_item("raise")
    courted = np.minimum(suitors(s, state)[:, block.host] * 4.0, 1.5)
    boom = np.zeros((view.worlds, 1))
    for m in range(len(s.names.minerals)):
        boom = boom + s.importance[m] * np.log(state.price[:, m : m + 1] / s.price[m])
    terms = np.take(state.terms, block.host, axis=1) / 100.0
    return {
        "commerce": (0.6 * courted + 0.5 * boom - 0.4 * terms) * up + (0.4 * terms - 0.5 * courted - 0.2) * (1 - up),
        "growth": (-0.35 * up + 0.25 * (1 - up)) * (0.5 + terms),
        "caution": -0.25 * np.ones((1, len(block))) - _rest(view, block),
    }


def _processing(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    adopt = block.is_item("adopt")
    raw = np.zeros((view.worlds, len(block)))
    for j, _, refined, _, _ in s.outputs:
        if not refined:
            raw += (state.stage[:, j] == 2.0)[:, None] * (block.host == s.project_host[j])
    return {
        "growth": 0.4 * np.minimum(raw, 2.0) * (adopt - (1 - adopt)),
        "autonomy": 0.25 * (adopt - (1 - adopt)) * np.ones((1, 1)),
        "caution": np.full((1, len(block)), -0.55),
    }


def _align(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    h, p = block.host, block.power
    lean = block.is_item("lean")
    away = 1.0 - lean
    share = np.einsum("whkp->whp", state.dependence)[:, h, p] / len(CHANNELS)
    trust = (state.trust[:, h, p] - 50.0) / 50.0
    spread = s.on("multi-vector") * 1.0
    largest = (np.einsum("whkp->whp", state.dependence) / len(CHANNELS)).max(-1)[:, h]
    return {
        "autonomy": spread * ((0.25 + 0.8 * (largest - share)) * lean + (2.2 * (share - 0.2)) * away - 0.25),
        "relations": 0.5 * trust * lean - 0.4 * trust * away - _rest(view, block),
        "grievance": -0.5 * view.anxiety[:, h, p] * lean + 1.0 * view.anxiety[:, h, p] * away,
        "security": (0.3 * share * lean - 0.8 * state.dependence[:, h, CHANNELS.index("security"), p] * away),
        "caution": -0.3 * np.ones((1, len(block))) - 0.3 * away,
    }


def _balance(view: View, block: Block) -> Strengths:
    state = view.state
    low = np.maximum(75.0 - np.take(state.autonomy, block.host, axis=1), 0.0) / 30.0
    fear = view.anxiety.max(-1)[:, block.host]
    if not view.scenario.on("multi-vector"):
        low, fear = 0.0 * low, 0.0 * fear
    return {"autonomy": 0.7 * low + 0.5 * fear - 0.8 * _rest(view, block), "caution": -0.2 * np.ones_like(low)}


def _restructure(view: View, block: Block) -> Strengths:
    s, state = view.scenario, view.state
    owed = state.debt[:, block.host, block.power] / np.take(state.gdp, block.host, axis=1)
    slow = np.maximum(s.growth[block.host] - np.take(state.growth, block.host, axis=1), 0.0) / 3.0
    return {
        "debt": 4.0 * np.maximum(owed - 0.04, 0.0) + 0.6 * slow * (owed > 0.03) - _rest(view, block),
        "caution": np.full((1, len(block)), -0.45),
        "autonomy": -0.5 * state.dependence[:, block.host, CHANNELS.index("finance"), block.power],
    }


def _regional(view: View, block: Block) -> Strengths:
    state = view.state
    together = np.maximum(60.0 - np.take(state.stability, block.neighbour, axis=1), 0.0) / 60.0
    return {
        "growth": 0.45 - 1.2 * _rest(view, block),
        "relations": 0.3 - 0.2 * together,
        "autonomy": 0.25 * view.anxiety.max(-1)[:, block.host],
    }


def _respond(view: View, block: Block) -> Strengths:
    s = view.scenario
    parts: Strengths = {}
    for i in range(len(block)):
        event = s.file.event[s.names.events[block.event[i]]]
        choice = list(event.choices.values())[block.choice[i]]
        for name in choice.considerations.values:
            row = parts.setdefault(name, np.zeros((1, len(block))))
            row[:, i] += 0.4 * choice.considerations.number(name)
    return parts


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
