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
from greatgame.moves.catalogue import Catalogue, MoveKind
from greatgame.scenario.indexed import Floats
from greatgame.scenario.schema import CHANNELS, CONSIDERATIONS, Doctrine
from greatgame.rules.diplomacy import openness

Strengths = dict[str, Floats]
_Appraiser = Callable[[View, MoveKind], Strengths]


DUTY = 3.0
"""What answering an event is worth in itself: no government leaves it to chance."""


@dataclass(frozen=True)
class Weights:
    """The doctrines in force, as weights by kind of move and entry."""

    by_kind: Mapping[str, Mapping[str, Floats]]
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
        if doctrine.tastes:
            for kind_name in doctrine.tastes.values:
                if kind := catalogue.kinds.get(kind_name):
                    mine = kind.actor == a
                    taste[kind.start : kind.stop][mine] = doctrine.tastes.number(kind_name)
    by_kind = {
        name: {c: rows[c][kind.actor] for c in CONSIDERATIONS if rows[c][kind.actor].any()}
        for name, kind in catalogue.kinds.items()
    }
    return Weights(by_kind, taste, noise[catalogue.actor], inertia[catalogue.actor])


def appraise(view: View, weights: Weights, reasons: dict[str, Strengths] | None = None) -> Floats:
    """Utility of every entry as its actor sees it: ``[world, entry]``.

    Where ``reasons`` is given, the weighted parts are kept in it by kind.
    """
    book, state = view.catalogue, view.state
    utility = weights.taste + weights.noise * view.perception
    if view.last is not None:
        utility += weights.inertia * (view.last > 0)
    for name, kind in book.kinds.items():
        if kind.role == "invest":
            continue
        parts: Strengths = {}
        part_weights = weights.by_kind[name]
        for consideration, strength in _APPRAISERS[kind.role](view, kind).items():
            weight = part_weights.get(consideration)
            if weight is not None:
                part = weight * strength
                utility[:, kind.span] += part
                if reasons is not None:
                    parts[consideration] = np.broadcast_to(part, (view.worlds, len(kind)))
        price = -0.12 * kind.diplomacy - 0.25 * np.minimum(
            kind.money / (1.0 + state.purse[:, kind.actor, kind.resource]), 1.0
        )
        if kind.role == "respond":
            price = price + DUTY
        utility[:, kind.span] += price
        if reasons is not None:
            parts["duty" if kind.role == "respond" else "price"] = np.broadcast_to(price, (view.worlds, len(kind)))
            reasons[name] = parts
    return utility


def _room(view: View, kind: MoveKind) -> Floats:
    """Distance of the host's trust in the actor from full trust, 0 to 1."""
    room: Floats = 1.0 - view.state.trust[:, kind.host, kind.actor] / 100.0
    return room


def _rest(view: View, kind: MoveKind) -> Floats:
    """0.6 where the same move was made last turn: governments do not repeat themselves every quarter."""
    if view.last is None:
        return np.zeros((view.worlds, len(kind)))
    rest: Floats = 0.6 * (view.last[:, kind.span] > 0)
    return rest


def _weight_of_host(view: View, kind: MoveKind) -> Floats:
    s = view.scenario
    weight: Floats = 0.4 + 0.6 * np.sqrt(s.gdp / s.gdp.max())[kind.host]
    return weight


def _visit(view: View, kind: MoveKind) -> Strengths:
    waiting = view.waiting[:, kind.host, kind.actor]
    return {
        "relations": 0.9 * kind.size * _room(view, kind) * _weight_of_host(view, kind) - _rest(view, kind),
        "commitment": 0.16 * kind.size * np.minimum(waiting, 6.0),
        "contest": 0.8 * kind.size * view.contest[:, kind.host, kind.actor],
        "influence": 0.25 * kind.size * _weight_of_host(view, kind),
    }


def _open_venture(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    v, a = kind.venture, kind.actor
    billions = s.capex[kind.project] / 1000.0
    led = s.firm_led[a]
    load = np.take(view.load, a, axis=1)
    hopeful = 1.0 / (1.0 + np.exp(-(np.take(view.margin, v, axis=1) + 4.0) / 2.0))
    profit = np.where(led, hopeful, 0.6) * np.minimum(np.sqrt(billions), 1.6)
    left = 0.0
    if led.any():
        left = np.maximum(0.0, 1.0 - state.pledge[:, 1] / max(s.pledge_target_jpy, 1.0))[:, None] * (a == s.player)
    share = s.dependence[kind.host, s.project_channel[kind.project], a]
    return {
        "commerce": 0.8 * profit,
        "supply": 1.2 * np.take(view.need, v, axis=1),
        "connectivity": 0.8 * view.link[v],
        "influence": 0.4 * _weight_of_host(view, kind) + 0.3 * (1.0 - share),
        "contest": 0.35 * np.minimum(np.take(view.rivals, v, axis=1), 2.0) * (~led)
        + 0.5 * view.contest[:, kind.host, a],
        "relations": 0.3 * (np.take(state.solicited, v, axis=1) > 0),
        "commitment": 0.5 * left * hopeful * np.minimum(np.sqrt(billions), 1.6),
        "caution": -1.1 * np.maximum(load - 0.7, 0.0) * 2.0 - 0.5 * view.risk[:, kind.host],
        "quality": np.broadcast_to(0.5 * (s.sector_skills[kind.project] > 0.5), (view.worlds, len(kind))),
    }


def _study(view: View, kind: MoveKind) -> Strengths:
    margin = np.take(view.margin, kind.venture, axis=1)
    hopeful = 1.0 / (1.0 + np.exp(-(margin + 3.0) / 1.5))
    worth = np.minimum(np.sqrt(view.scenario.capex[kind.project] / 500.0), 1.5)
    left = 1.0 - np.take(view.state.prepared, kind.venture, axis=1)
    age = np.take(view.state.age, kind.venture, axis=1) / view.scenario.pledge.lapse
    return {"commitment": 1.3 * hopeful * left * worth * (0.5 + age)}


def _finance(view: View, kind: MoveKind) -> Strengths:
    """An instrument is worth what it closes of the gap to the firms' hurdle."""
    s = view.scenario
    margin = np.take(view.margin, kind.venture, axis=1)
    gap = np.maximum(0.6 - margin, 0.0)
    unit = kind.spec.share.value if kind.spec.share else 0.0
    risk = view.risk[:, kind.host] * s.sector_risk[kind.project] * s.finance.country_risk
    gain = {
        "loans": s.finance.loan_gain * unit + 0.0 * risk,
        "bank": s.finance.bank_gain * unit + 0.0 * risk,
        "insurance": s.finance.insurance_cover * unit * risk,
        "cofinance": s.finance.cofinance_gain * unit + s.finance.halo * unit * risk,
    }[str(kind.spec.instrument)]
    if not s.on("hybrid-finance"):
        gain = 0.0 * gain
    useful = np.minimum(gap, gain) / 2.0
    unbacked = np.take(view.state.backer, kind.venture, axis=1) == 0
    ready = np.minimum(np.take(view.state.prepared, kind.venture, axis=1) + 0.25, 1.0)
    reach = gap < 9.0
    worth = np.minimum(np.sqrt(s.capex[kind.project] / 500.0), 1.6)
    owed = np.einsum("whc->wh", view.state.debt) / view.state.gdp
    debt = np.take(owed, kind.host, axis=1) if kind.spec.instrument in {"loans", "bank"} else 0.0
    return {
        "commitment": 1.2 * useful * unbacked * ready * reach * worth,
        "supply": 0.5 * useful * unbacked * ready * reach * np.take(view.need, kind.venture, axis=1),
        "debt": -0.5 * debt * np.ones((1, len(kind))),
    }


def _aid(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    weak = np.maximum(65.0 - state.institutions[:, kind.host], 0.0) / 40.0
    governance = kind.effect("institutions") > 0
    unstable = np.maximum(60.0 - state.stability[:, kind.host], 0.0) / 40.0
    return {
        "relations": 0.7 * np.sign(kind.effect("trust")) * _room(view, kind) - _rest(view, kind),
        "quality": 0.55 * weak * governance,
        "influence": 0.2 * _weight_of_host(view, kind) * np.ones((1, 1)),
        "caution": -0.5 * unstable * (kind.effect("stability") < 0) - 0.15 * (kind.effect("trust") < 0),
        "contest": 0.4 * view.contest[:, kind.host, kind.actor] * (s.quality[kind.actor] > 0.5),
    }


def _train(view: View, kind: MoveKind) -> Strengths:
    people = view.state.alumni[:, kind.host, kind.actor] + view.state.training[:, kind.host, kind.actor].sum(-1)
    few = 1.0 / (1.0 + people / 400.0)
    quality = view.scenario.quality[kind.actor]
    return {
        "quality": 0.9 * few * quality,
        "relations": 0.5 * few * _room(view, kind) - 0.5 * _rest(view, kind),
        "influence": 0.3 * few,
    }


def _standards(view: View, kind: MoveKind) -> Strengths:
    digital = np.ascontiguousarray(view.state.dependence[:, :, CHANNELS.index("digital")])
    way = openness(view.scenario, digital)[:, kind.host, kind.actor]
    mine = digital[:, kind.host, kind.actor]
    return {
        "influence": 0.7 * way * (1.0 - mine) - 0.6 * _rest(view, kind),
        "contest": 0.6 * (digital.max(-1)[:, kind.host] - mine) * way,
        "commerce": 0.3 * way,
        "quality": 0.2 * way * view.scenario.quality[kind.actor],
    }


def _works(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    tight = view.bottleneck[:, kind.leg]
    slack = np.maximum(state.dwell[:, kind.leg] - s.leg_dwell_floor[kind.leg], 0.0)
    shallow = np.clip(state.caspian_design - state.caspian_level + 0.45, 0.0, 2.0)[:, None]
    gain = (
        kind.is_item("customs") * np.minimum(slack, 3.0) * 0.4
        + kind.is_item("greening") * np.maximum(tight - 0.35, 0.0)
        + kind.is_item("dredging") * shallow * 0.9 * s.on("caspian")
    )
    return {"connectivity": 1.1 * gain * (0.4 + 0.6 * tight) - 0.4 * _rest(view, kind)}


def _statement(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    unpopular = np.maximum(55.0 - state.support[:, kind.actor], 0.0) / 25.0
    felt = np.zeros((view.worlds, len(kind)))
    for x in s.controllers:
        felt = felt + state.grievance[:, kind.actor, x] / 50.0
    fear = np.zeros_like(felt)
    for p in range(len(s.names.powers)):
        fear = fear + state.wariness[:, p, kind.actor] / 200.0
    standing = state.alliance[:, kind.actor, kind.power]
    return {
        "contest": 0.5 * felt + 0.3 * (1.0 - standing),
        "commitment": 0.35 * unpopular + 0.25 * (1.0 - standing) * (s.on("values")),
        "caution": -0.9 * fear,
        "grievance": 0.4 * felt,
    }


def _reassure(view: View, kind: MoveKind) -> Strengths:
    state = view.state
    fear = state.wariness[:, kind.power, kind.actor] + state.grievance[:, kind.power, kind.actor]
    return {"caution": 0.95 * np.minimum(fear / 55.0, 1.6) - 0.7 * _rest(view, kind)}


def _stockpile(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    b = np.maximum(kind.buyer, 0)
    days = state.stock[:, b, kind.mineral] / np.maximum(s.demand[b, kind.mineral], 1e-9) * 365.0
    weight = np.minimum(1.0, 0.3 + 4.0 * s.importance[kind.mineral])
    buy = np.maximum(1.0 - days / 200.0, 0.0) * view.insecurity[:, b, kind.mineral] * weight
    release = 3.0 * state.unmet[:, b, kind.mineral]
    return {"supply": 1.1 * np.where(np.array(kind.items) == "buy", buy, release)}


def _substitute(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    b = np.maximum(kind.buyer, 0)
    coming = state.saved[:, b, kind.mineral] + state.research[:, b, kind.mineral].sum(-1)
    room = np.maximum(1.0 - coming / np.maximum(s.substitutable[kind.mineral], 1e-6), 0.0)
    weight = np.minimum(1.0, 0.3 + 4.0 * s.importance[kind.mineral])
    return {"supply": 0.9 * room * view.insecurity[:, b, kind.mineral] * weight}


def _equity(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    b = np.maximum(kind.buyer, 0)
    weight = np.minimum(1.0, 0.3 + 4.0 * s.importance[kind.mineral])
    part = s.equity_tonnes[kind.mineral] / np.maximum(s.demand[b, kind.mineral], 1e-9)
    coming = state.equity[:, b, kind.mineral].sum(-1) / np.maximum(s.demand[b, kind.mineral], 1e-9)
    gain = np.minimum(part * 8.0, 1.0) * np.maximum(1.0 - 3.0 * coming, 0.0)
    return {"supply": 1.1 * gain * view.insecurity[:, b, kind.mineral] * weight}


def _trade_response(view: View, kind: MoveKind) -> Strengths:
    state = view.state
    buyers = [view.scenario.names.buyers.place.get(view.catalogue.actors[a], 0) for a in kind.actor]
    worst = state.control[:, kind.power, buyers].max(-1) / 4.0
    ties = state.ties[:, kind.actor, kind.power] / 100.0
    hard = kind.is_item("counter-measure")
    pressed = state.pressure[:, kind.actor, kind.power] / 100.0
    return {
        "grievance": 0.8 * worst + 0.5 * state.grievance[:, kind.actor, kind.power] / 50.0,
        "supply": 0.6 * worst * (1.0 - pressed) - _rest(view, kind),
        "caution": -(0.25 + 0.9 * hard) * ties,
    }


def _control(view: View, kind: MoveKind) -> Strengths:
    """The controlling power's calculus (mechanism 6)."""
    s, state = view.scenario, view.state
    x, b, m, target = kind.actor, kind.buyer, kind.mineral, kind.power
    rung = state.control[:, x, b, m]
    up = kind.is_item("tighten")
    down = 1.0 - up
    source = np.array([s.names.sources.at(s.names.powers[p]) for p in x])
    hold = np.minimum(state.contract[:, b, m, source] / np.maximum(s.demand[b, m], 1e-9), 1.0)
    anger = view.provocation[:, x, target]
    taught = state.awareness[:, b, m] / 100.0
    pressure = state.pressure[:, target, x] / 100.0
    restraint = s.ties.restraint * state.ties[:, x, target] / 100.0 if s.on("de-risking") else 0.3
    loss = s.controls.revenue * hold * (1.0 + rung / 4.0)
    off = 0.0 if s.on("export-controls") else -9.0
    again = 0.5 * _rest(view, kind)
    return {
        "grievance": 1.0 * (anger * up - 0.9 * anger * down),
        "leverage": 0.55 * hold * (1.0 - rung / 4.0) * up - again * up,
        "caution": (-0.45 - 0.7 * restraint - 0.6 * loss - 0.8 * taught - 0.8 * pressure - 0.25 * rung) * up
        + (0.15 * rung + 0.5 * restraint + 0.5 * loss * (rung >= 2) + 0.6 * pressure + 0.4 * taught - 0.3) * down
        + off,
    }


def _squeeze(view: View, kind: MoveKind) -> Strengths:
    """Pressure where a dependent host strays; favours where it does not (mechanism 11)."""
    s, state = view.scenario, view.state
    h, a = kind.host, kind.actor
    channel = CHANNELS.index(str(kind.spec.channel))
    hard = kind.is_item("squeeze")
    soft = 1.0 - hard
    hold = state.dependence[:, h, channel, a]
    held = state.squeeze[:, h, channel, a]
    strayed = view.contest[:, h, a]
    cold = np.maximum(s.trust[h, a] - state.trust[:, h, a], 0.0) / 30.0
    fear = np.zeros((view.worlds, len(kind)))
    for p in range(len(s.names.powers)):
        fear = fear + np.maximum(state.wariness[:, a, p] - s.start_wariness[a, p], 0.0) / 25.0
    off = 0.0 if s.on("coercion") else -9.0
    return {
        "leverage": 0.8 * np.minimum(hold * 2.0, 1.0) * (hard - 0.3 * soft),
        "contest": 0.9 * strayed * (1.0 - held) * hard + 0.15 * strayed * soft,
        "grievance": (0.5 * cold + 0.5 * fear) * hard,
        "relations": 0.5 * _room(view, kind) * soft - _rest(view, kind),
        "caution": (-1.05 - 0.5 * state.resentment[:, h, a] / 30.0) * hard + 0.5 * held * soft + off,
        "influence": 0.25 * soft * hold,
    }


def _relief(view: View, kind: MoveKind) -> Strengths:
    owed = view.state.debt[:, kind.host, kind.power] / view.state.gdp[:, kind.host]
    strain = np.minimum(owed * 4.0, 1.0)
    return {
        "relations": 0.7 * strain * _room(view, kind) - _rest(view, kind),
        "contest": 0.6 * strain * view.contest[:, kind.host, kind.actor],
        "influence": 0.2 * strain,
        "commerce": -0.6 * strain,
    }


def _secure(view: View, kind: MoveKind) -> Strengths:
    shaky = np.maximum(65.0 - view.state.stability[:, kind.host], 0.0) / 40.0
    share = view.state.dependence[:, kind.host, CHANNELS.index("security"), kind.actor]
    return {
        "security": 0.6 * shaky + 0.25 * share - _rest(view, kind),
        "influence": 0.35 * (1.0 - share),
        "contest": 0.5 * view.contest[:, kind.host, kind.actor],
    }


def _supply(view: View, kind: MoveKind) -> Strengths:
    return {
        "influence": 0.35 * _weight_of_host(view, kind) * np.ones((1, 1)),
        "relations": 0.5 * _room(view, kind) - _rest(view, kind),
        "commerce": np.full((1, len(kind)), 0.35),
        "contest": 0.4 * view.contest[:, kind.host, kind.actor],
    }


def _sanction(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    heat = np.zeros((view.worlds, len(kind)))
    for q in np.flatnonzero(s.at_war):
        tie = state.dependence[:, kind.host, CHANNELS.index("trade"), s.aggressor[q]]
        heat = heat + state.tension[:, q, None] / 100.0 * tie * 2.0
    return {
        "grievance": 1.4 * heat - _rest(view, kind),
        "relations": -0.3 - 0.2 * state.trust[:, kind.host, kind.actor] / 100.0,
        "caution": np.full((1, len(kind)), -0.35),
    }


def _award(view: View, kind: MoveKind) -> Strengths:
    """The host judges a bid by its needs of the moment (mechanism 3)."""
    s, state = view.scenario, view.state
    c, h, p, j = s.contest, kind.host, kind.power, kind.project
    if not s.on("bid-contest"):
        return {"growth": np.full((1, len(kind)), 1.0)}
    channel = s.project_channel[j]
    share = state.dependence[:, h, channel, p]
    whole = np.einsum("whkp->whp", state.dependence)[:, h, p] / len(CHANNELS)
    slow = np.maximum(s.growth[h] + 1.0 - state.growth[:, h], 0.0) / 3.0
    owed = np.einsum("whc->wh", state.debt)[:, h] / state.gdp[:, h]
    lent = np.where(s.firm_led[p], 0.25, s.debt_share[p])
    weak = np.maximum(70.0 - state.skills[:, h], 0.0) / 40.0
    bloc = 0.0
    if s.on("standards"):
        digital = state.dependence[:, h, CHANNELS.index("digital"), p]
        bloc = s.standards.advantage * digital * (channel == CHANNELS.index("digital"))
    spread = s.on("multi-vector") * 1.0
    return {
        "growth": 0.5 + c.need_speed * (s.speed[p] - 1.0) * (0.6 + slow) + c.need_volume * 0.5 * s.debt_share[p] + bloc,
        "quality": c.need_quality * (s.quality[p] - 0.5) * (0.4 + weak),
        "debt": -c.need_debt * lent * np.maximum(owed - 0.1, 0.0) * 2.0,
        "relations": c.need_trust * (state.trust[:, h, p] - 50.0) / 50.0,
        "autonomy": -c.need_autonomy * spread * (share + whole - 0.25) - 0.5 * spread * view.anxiety[:, h, p],
        "caution": -0.2 * s.conditions[p] * (1.0 + np.maximum(60.0 - state.stability[:, h], 0.0) / 30.0),
    }


def _solicit(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    share = state.dependence[:, kind.host, s.project_channel[kind.project], kind.power]
    alone = 1.0 / (1.0 + np.take(view.rivals, kind.venture, axis=1))
    worth = np.minimum(np.sqrt(s.capex[kind.project] / 1000.0), 1.2)
    spread = s.on("multi-vector") * 1.0
    return {
        "growth": 0.35 * worth * alone,
        "autonomy": (0.5 * (0.3 - share) * 2.0 - 0.4 * view.anxiety[:, kind.host, kind.power]) * spread,
        "relations": 0.3 * (state.trust[:, kind.host, kind.power] - 50.0) / 50.0,
    }


def _reform(view: View, kind: MoveKind) -> Strengths:
    state = view.state
    weak = np.maximum(60.0 - state.institutions[:, kind.host], 0.0) / 40.0
    shaky = np.maximum(60.0 - state.stability[:, kind.host], 0.0) / 25.0
    return {
        "quality": 1.3 * weak - 0.5 * _rest(view, kind),
        "caution": -0.25 - 0.5 * shaky,
        "growth": 0.3 * weak,
    }


def _terms(view: View, kind: MoveKind) -> Strengths:
    """Courted by all, a host raises its price; left alone, it lowers it (mechanism 12)."""
    from greatgame.rules.society import suitors

    s, state = view.scenario, view.state
    if not s.on("multi-vector"):
        return {"commerce": np.full((1, len(kind)), -9.0)}
    up = kind.is_item("raise")
    courted = np.minimum(suitors(s, state)[:, kind.host] * 4.0, 1.5)
    boom = np.zeros((view.worlds, 1))
    for m in range(len(s.names.minerals)):
        boom = boom + s.importance[m] * np.log(state.price[:, m : m + 1] / s.price[m])
    terms = state.terms[:, kind.host] / 100.0
    return {
        "commerce": (0.6 * courted + 0.5 * boom - 0.4 * terms) * up + (0.4 * terms - 0.5 * courted - 0.2) * (1 - up),
        "growth": (-0.35 * up + 0.25 * (1 - up)) * (0.5 + terms),
        "caution": -0.25 * np.ones((1, len(kind))) - _rest(view, kind),
    }


def _processing(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    adopt = kind.is_item("adopt")
    raw = np.zeros((view.worlds, len(kind)))
    for j, _, refined, _, _ in s.outputs:
        if not refined:
            raw += (state.stage[:, j] == 2.0)[:, None] * (kind.host == s.project_host[j])
    return {
        "growth": 0.4 * np.minimum(raw, 2.0) * (adopt - (1 - adopt)),
        "autonomy": 0.25 * (adopt - (1 - adopt)) * np.ones((1, 1)),
        "caution": np.full((1, len(kind)), -0.55),
    }


def _align(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    h, p = kind.host, kind.power
    lean = kind.is_item("lean")
    away = 1.0 - lean
    share = np.einsum("whkp->whp", state.dependence)[:, h, p] / len(CHANNELS)
    trust = (state.trust[:, h, p] - 50.0) / 50.0
    spread = s.on("multi-vector") * 1.0
    largest = (np.einsum("whkp->whp", state.dependence) / len(CHANNELS)).max(-1)[:, h]
    return {
        "autonomy": spread * ((0.25 + 0.8 * (largest - share)) * lean + (2.2 * (share - 0.2)) * away - 0.25),
        "relations": 0.5 * trust * lean - 0.4 * trust * away - _rest(view, kind),
        "grievance": -0.5 * view.anxiety[:, h, p] * lean + 1.0 * view.anxiety[:, h, p] * away,
        "security": (0.3 * share * lean - 0.8 * state.dependence[:, h, CHANNELS.index("security"), p] * away),
        "caution": -0.3 * np.ones((1, len(kind))) - 0.3 * away,
    }


def _balance(view: View, kind: MoveKind) -> Strengths:
    state = view.state
    low = np.maximum(75.0 - state.autonomy[:, kind.host], 0.0) / 30.0
    fear = view.anxiety.max(-1)[:, kind.host]
    if not view.scenario.on("multi-vector"):
        low, fear = 0.0 * low, 0.0 * fear
    return {"autonomy": 0.7 * low + 0.5 * fear - 0.8 * _rest(view, kind), "caution": -0.2 * np.ones_like(low)}


def _restructure(view: View, kind: MoveKind) -> Strengths:
    s, state = view.scenario, view.state
    owed = state.debt[:, kind.host, kind.power] / state.gdp[:, kind.host]
    slow = np.maximum(s.growth[kind.host] - state.growth[:, kind.host], 0.0) / 3.0
    return {
        "debt": 4.0 * np.maximum(owed - 0.04, 0.0) + 0.6 * slow * (owed > 0.03) - _rest(view, kind),
        "caution": np.full((1, len(kind)), -0.45),
        "autonomy": -0.5 * state.dependence[:, kind.host, CHANNELS.index("finance"), kind.power],
    }


def _regional(view: View, kind: MoveKind) -> Strengths:
    state = view.state
    together = np.maximum(60.0 - state.stability[:, kind.neighbour], 0.0) / 60.0
    return {
        "growth": np.full((1, len(kind)), 0.45) - 0.8 * _rest(view, kind),
        "relations": 0.3 - 0.2 * together,
        "autonomy": 0.25 * view.anxiety.max(-1)[:, kind.host],
    }


def _respond(view: View, kind: MoveKind) -> Strengths:
    s = view.scenario
    parts: Strengths = {}
    for i in range(len(kind)):
        event = s.file.event[s.names.events[kind.event[i]]]
        choice = list(event.choices.values())[kind.choice[i]]
        for name in choice.considerations.values:
            row = parts.setdefault(name, np.zeros((1, len(kind))))
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
