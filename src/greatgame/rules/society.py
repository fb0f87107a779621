"""Society: trust, dependence, debt, skills, growth, support and wariness drift (all mechanisms meet here)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.moves.legality import BUILDING, OPERATING
from greatgame.rules.construction import by_host, by_sponsor
from greatgame.rules.context import Turn, pulled
from greatgame.rules.finance import ventures_by_project
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.schema import CHANNELS
from greatgame.world.state import State

A_THOUSAND = 1000.0
"""People in whom effects of alumni are counted; the effect goes with the square root of their number."""
WAR_CENTRE = 30.0
"""War intensity below which opinion of the aggressor recovers rather than falls."""


def drift(turn: Turn) -> None:
    """Let everything that follows from the quarter follow."""
    _people(turn)
    _trust(turn)
    _dependence(turn)
    _hosts(turn)
    _economy(turn)
    _powers(turn)


def running_worth(s: IndexedScenario, state: State) -> Floats:
    """Capital cost in operation under any sponsor, USD bn by project: ``[world, project]``."""
    running: Floats = ((state.stage == OPERATING) & (state.sponsor > 0)) * (s.capex / 1000.0)
    return running


def sponsor_trait(state: State, trait: Floats) -> Floats:
    """A power's trait for each project's sponsor: ``[world, project]``."""
    return np.take(trait, np.maximum(state.sponsor - 1.0, 0.0).astype(np.int64))


def _people(turn: Turn) -> None:
    """Students come home after two years and more, and stay for decades (mechanism 5)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if s.on("human-capital"):
        home = state.training[..., 0].copy()
        world.post("alumni", {"graduates return": home, "they retire or leave": -s.human.decay * s.dt * state.alumni})
    shifted = np.concatenate([state.training[..., 1:], np.zeros_like(state.training[..., :1])], axis=-1)
    world.post("training", {"time passes": shifted - state.training})


def _trust(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    causes: dict[str, Floats | float] = {
        "old habits": s.society.trust_reversion * s.dt * (s.trust - state.resentment - state.trust),
    }
    if s.on("human-capital"):
        causes["people who studied there"] = s.human.trust * s.dt * np.sqrt(state.alumni / A_THOUSAND)
    if s.on("war-shock"):
        war = np.zeros(state.trust.shape)
        for q in np.flatnonzero(s.at_war):
            heat = (state.tension[:, q] - WAR_CENTRE) / 100.0
            war[:, :, s.aggressor[q]] -= s.war.trust_loss * s.dt * heat[:, None] * s.war_exposure
        causes["war"] = war
    if s.on("debt"):
        causes["worry about debt"] = -s.debt.worry * s.dt * np.maximum(creditor_share(state) - s.debt.threshold, 0.0)
    world.post("trust", causes)
    follow = s.society.mood_follow * s.dt * (state.trust - state.mood)
    world.post("mood", {"opinion follows policy": follow})
    world.post("resentment", {"memory fades": -s.coercion.memory * s.dt * state.resentment})


def creditor_share(state: State) -> Floats:
    """Share of a host's external public debt owed to each power: ``[world, host, power]``."""
    total = np.einsum("whc->wh", state.debt)
    share: Floats = state.debt[..., :-1] / np.maximum(total, 1.0)[..., None]
    return share


def _dependence(turn: Turn) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    causes: dict[str, Floats | float] = {}
    shares = state.dependence
    built = np.zeros(shares.shape)
    flat = built.reshape(world.worlds, -1, len(s.names.powers))
    drawn = by_sponsor(s, state, running_worth(s, state) * s.sector_pull)
    flat[:, s.host_channels] = np.add.reduceat(drawn, s.channel_begins, axis=2).transpose(0, 2, 1)
    started = _operating_at_start(s)
    causes["projects that run"] = pulled(shares, np.maximum(built - started, 0.0) * 0.25 * s.dt)
    if s.on("debt"):
        rates = np.zeros(shares.shape)
        finance = CHANNELS.index("finance")
        owed = state.debt[..., :-1] / state.gdp[..., None]
        rates[:, :, finance] = s.debt.leverage * s.dt * np.maximum(owed - s.start_debt[:, :-1] / s.gdp[:, None], 0.0)
        causes["debt becomes leverage"] = pulled(shares, rates)
    if s.on("standards"):
        digital = CHANNELS.index("digital")
        largest = shares[:, :, digital] >= shares[:, :, digital].max(-1, keepdims=True)
        rates = np.zeros(shares.shape)
        rates[:, :, digital] = s.standards.installed_pull * s.dt * largest * shares[:, :, digital]
        causes["installed base"] = pulled(shares, rates)
    if s.on("war-shock"):
        away = np.zeros(shares.shape)
        for q in np.flatnonzero(s.at_war):
            heat = state.tension[:, q] / 100.0
            away[:, :, :, s.aggressor[q]] += s.war.dependence_loss * s.dt * (heat[:, None] * s.war_exposure)[:, :, None]
        causes["war unsettles old ties"] = -away * shares
    if s.on("multi-vector"):
        excess = np.maximum(shares - 0.3, 0.0)
        pressed = 1.0 + 2.0 * state.squeeze
        causes["hosts spread their bets"] = -s.vector.release * s.dt * excess * pressed
    gravity = s.society.gravity * s.dt * (s.dependence - shares)
    causes["geography and habit"] = gravity
    world.post("dependence", causes)


@lru_cache(maxsize=16)
def _operating_at_start(s: IndexedScenario) -> Floats:
    """Pull of what already ran at the start, which the starting shares contain: ``[host, channel, power]``."""
    pull = np.zeros(s.dependence.shape)
    for j, name in enumerate(s.names.projects):
        project = s.file.project[name]
        if project.status == "operating" and project.sponsor is not None:
            p = s.names.powers.at(project.sponsor)
            pull[s.project_host[j], s.project_channel[j], p] += s.capex[j] / 1000.0 * s.sector_pull[j]
    return pull


def _hosts(turn: Turn) -> None:
    """Institutions, skills, stability and terms of the hosts."""
    s, world, state = turn.scenario, turn.world, turn.state
    years = s.dt / 4.0
    worth = running_worth(s, state)
    grade = sponsor_trait(state, s.quality)
    quality = by_host(s, worth * s.sector_institutions * grade)
    skills = by_host(s, worth * (s.sector_skills * _rear(s)) * (0.4 + 0.6 * grade))
    governed = by_host(s, worth * sponsor_trait(state, s.conditions))
    alumni = np.einsum("whp->wh", state.alumni)
    causes: dict[str, Floats | float] = {
        "reform fatigue": s.society.institutions_reversion * s.dt * (s.institutions - state.institutions),
        "projects with standards": quality * years,
    }
    if s.on("values"):
        causes["conditions of finance"] = s.values.conditions_quality * governed * years
    learned = np.sqrt(alumni / A_THOUSAND / np.sqrt(s.population))
    grown: dict[str, Floats | float] = {"work in running projects": skills * years}
    if s.on("human-capital"):
        causes["graduates in office"] = s.human.institutions * s.dt * learned
        grown["graduates return"] = s.human.skills * s.dt * learned
    world.post("institutions", causes)
    grown["skills age"] = s.society.institutions_reversion * s.dt * (s.skills - state.skills)
    world.post("skills", grown)
    calm = s.society.stability_reversion * s.dt * (s.stability - state.stability)
    squeeze = np.einsum("whkp->wh", state.squeeze)
    unease: dict[str, Floats | float] = {
        "return to normal": calm,
        "domestic politics": 1.5 * np.sqrt(s.dt) * world.luck("stability"),
        "life under pressure": -0.8 * s.dt * np.minimum(squeeze, 2.0),
        "growth": 0.1 * s.dt * (state.growth - s.growth),
    }
    if s.on("values"):
        unease["governance conditions"] = -s.values.regime_unease * governed * years
    world.post("stability", unease)
    if s.on("multi-vector"):
        rise = s.vector.terms_pressure * s.dt * suitors(s, state, signed_by_project(s, state))
        ease = s.vector.terms_reversion * s.dt * (s.terms - state.terms)
        world.post("terms", {"courted by all": rise, "investors stay away": ease})


def suitors(s: IndexedScenario, state: State, signatures: Floats) -> Floats:
    """Rival memoranda beyond the first, per open project, by host: ``[world, host]`` (mechanism 12).

    ``signatures`` is what :func:`signed_by_project` says.
    """
    extra = np.maximum(signatures - 1.0, 0.0) * (state.stage < BUILDING)
    result: Floats = by_host(s, extra) / _project_counts(s)
    return result


@lru_cache(maxsize=16)
def _project_counts(s: IndexedScenario) -> Ints:
    """Number of projects of each host."""
    return np.diff(np.append(s.host_begins, len(s.names.projects)))


def signed_by_project(s: IndexedScenario, state: State) -> Floats:
    """How many powers have signed for each project: ``[world, project]``."""
    # Whole numbers: their sum is the same in any order.
    order, begins, projects = ventures_by_project(s)
    count = np.zeros(state.stage.shape)
    count[:, projects] = np.add.reduceat(state.signed.take(order, axis=1), begins, axis=1)
    return count


@lru_cache(maxsize=16)
def _rear(s: IndexedScenario) -> Floats:
    """Multiplier of what partner projects give their host (mechanism 16)."""
    if s.on("rear-base"):
        return np.where(s.sector_rear, s.rear.growth, 1.0)
    return np.where(s.sector_rear, 0.0, 1.0)


def _economy(turn: Turn) -> None:
    """Growth follows projects, skills, debt, pressure and chance; GDP follows growth."""
    s, world, state = turn.scenario, turn.world, turn.state
    worth = running_worth(s, state) * (s.sector_growth * _rear(s))
    added = by_host(s, worth * (0.7 + 0.3 * sponsor_trait(state, s.quality))) * 1000.0
    running = added - _gain_at_start(s)
    site = by_host(s, turn.disbursed) * s.society.site_gain / (s.dt / 4.0)
    output = 100.0 * (np.maximum(running, 0.0) * s.society.running_gain + site) / state.gdp
    target: dict[str, Floats | float] = {
        "projects and sites": s.society.growth_reversion * s.dt * output,
        "return to trend": s.society.growth_reversion * s.dt * (s.growth - state.growth),
        "business cycle": s.society.growth_noise * s.growth_volatility * np.sqrt(s.dt) * world.luck("growth"),
    }
    if s.on("human-capital"):
        skill = (state.skills - s.skills) / 10.0
        target["skills"] = s.society.growth_reversion * s.dt * s.human.skills_growth * skill
    if s.on("debt"):
        owed = np.einsum("whc->wh", state.debt) / state.gdp
        drag = s.debt.growth_drag * np.maximum(owed - s.debt.comfort, 0.0)
        target["debt service"] = -s.society.growth_reversion * s.dt * drag
        world.post("debt", {"repayment": -s.debt.service * s.dt * np.maximum(state.debt - s.start_debt, 0.0)})
    if s.on("coercion"):
        felt = np.einsum("whkp->wh", state.squeeze * state.dependence)
        target["squeeze"] = -s.society.growth_reversion * s.dt * s.coercion.growth_loss * felt
    # A local-processing rule adds value at home and frightens some capital away.
    target["local processing"] = s.society.growth_reversion * s.dt * 0.25 * state.processing
    terms = np.maximum(state.terms - s.terms, 0.0)
    target["terms deter investors"] = -s.society.growth_reversion * s.dt * 0.02 * terms
    world.post("growth", target)
    world.post("gdp", {"growth": state.gdp * state.growth / 100.0 * s.dt / 4.0})


@lru_cache(maxsize=16)
def _gain_at_start(s: IndexedScenario) -> Floats:
    """Growth effect of what already ran at the start, which the trend contains: ``[host]``, USD mn a year."""
    gain = np.zeros(len(s.names.hosts))
    for j, name in enumerate(s.names.projects):
        project = s.file.project[name]
        if project.status == "operating" and project.sponsor is not None:
            p = s.names.powers.at(project.sponsor)
            gain[s.project_host[j]] += s.capex[j] * s.sector_growth[j] * _rear(s)[j] * (0.7 + 0.3 * s.quality[p])
    return gain


def _powers(turn: Turn) -> None:
    """Support, credibility, wariness, grievance, ties and alliances among the powers."""
    s, world, state = turn.scenario, turn.world, turn.state
    support: dict[str, Floats | float] = {
        "return to normal": s.society.support_reversion * s.dt * (s.support - state.support)
    }
    shortage = np.zeros(state.support.shape)
    for b, power in enumerate(s.buyer_power):
        shortage[:, power] = turn.loss[:, b]
    support["industry short of minerals"] = -s.controls.support_loss * s.dt * shortage
    if s.on("de-risking"):
        torn = np.zeros(state.support.shape)
        for x in s.controllers:
            torn = torn + np.maximum(s.start_ties[:, x] - state.ties[:, :, x], 0.0) / 10.0
        support["trade that was torn"] = -s.ties.cost * s.dt * torn
        recover = s.ties.recovery * s.dt * (s.start_ties - state.ties)
        world.post("ties", {"commerce mends": recover})
    world.post("support", support)
    back = s.pledge.credibility_reversion * s.dt * (s.credibility - state.credibility)
    world.post("credibility", {"reputation fades": back})
    world.post("grievance", {"time heals": -s.controls.grievance_decay * s.dt * state.grievance})
    world.post("alliance", {"statements fade": -s.values.alliance_decay * s.dt * state.alliance})
    if not s.on("wariness"):
        return
    calm = s.wariness.reversion * s.dt * (s.start_wariness - state.wariness)
    world.post("wariness", {"attention turns elsewhere": calm})
    above = np.maximum(state.wariness - s.start_wariness, 0.0)
    world.post("grievance", {"wariness": s.wariness.grievance_link * s.dt * above})
    for q in range(len(s.names.flashpoints)):
        heat = np.zeros(world.worlds)
        for p in np.flatnonzero(s.against[q]):
            heat = heat + above[:, s.aggressor[q], p] / 10.0
        rise = s.wariness.tension_link * s.dt * heat
        world.post_cells("tension", "wariness of rivals", np.array([q]), rise[:, None])
