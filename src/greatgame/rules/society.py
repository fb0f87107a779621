"""Society: trust, dependence, debt, skills, growth, support and wariness drift (all mechanisms meet here)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from greatgame.moves.legality import BUILDING, OPERATING
from greatgame.rules.construction import by_host, by_quality, by_sponsor, sponsored
from greatgame.rules.context import Turn, largest, pulled
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.spans import Drift, Drifts
from greatgame.world.state import State, start
from greatgame.world.world import Part, Times, summed

A_THOUSAND = 1000.0
"""People in whom effects of alumni are counted; the effect goes with the square root of their number."""


Causes = dict[str, Floats | float | Part | Times]
"""Changes of one variable by cause."""
Changes = dict[str, Causes]


@dataclass(frozen=True)
class _Quarter:
    """What several rules of the phase need to know, and none of them changes: ``[world, host]`` each but the first."""

    running: Ints
    """What :func:`sponsored` says of the projects that run: ``[world, project]``."""
    quality: Floats
    """Institutions gained a year from projects with standards."""
    skills: Floats
    """Skills gained a year from work in projects that run."""
    governed: Floats
    """Conditions of finance that come with them."""
    added: Floats
    """Growth that they bring, USD bn a year."""
    owed: Floats
    """External public debt, USD mn."""
    alumni: Floats
    """People who studied with any of the partners."""


def drift(turn: Turn) -> None:
    """Let everything that follows from the quarter follow."""
    _people(turn)
    quarter = _quarter(turn)
    _dependence(turn, quarter.running)
    s, world, state = turn.scenario, turn.world, turn.state
    world.post_all(_trust(turn, quarter) | _hosts(turn, quarter) | _powers(turn) | _debt(turn), _first_drifts(s))
    world.post_all(_growth(turn, quarter) | _feelings(turn), _second_drifts(s))
    world.post("gdp", {"growth": Times(s.dt / 4.0, state.gdp * state.growth / 100.0)})


@lru_cache(maxsize=16)
def _first_drifts(s: IndexedScenario) -> Drifts:
    """What returns to its usual level by itself, each by its own rate."""
    society, dt = s.society, s.dt
    slow = society.institutions_reversion * dt
    drifts = {
        "resentment": Drift("memory fades", s.coercion.memory * dt, 0.0),
        "institutions": Drift("reform fatigue", slow, s.institutions),
        "skills": Drift("skills age", slow, s.skills),
        "stability": Drift("return to normal", society.stability_reversion * dt, s.stability),
        "support": Drift("return to normal", society.support_reversion * dt, s.support),
        "credibility": Drift("reputation fades", s.pledge.credibility_reversion * dt, s.credibility),
        "alliance": Drift("statements fade", s.values.alliance_decay * dt, 0.0),
    }
    if s.on("multi-vector"):
        drifts["terms"] = Drift("investors stay away", s.vector.terms_reversion * dt, s.terms)
    if s.on("de-risking"):
        drifts["ties"] = Drift("commerce mends", s.ties.recovery * dt, s.start_ties)
    if s.on("wariness"):
        drifts["wariness"] = Drift("attention turns elsewhere", s.wariness.reversion * dt, s.start_wariness)
    return Drifts(drifts)


@lru_cache(maxsize=16)
def _second_drifts(s: IndexedScenario) -> Drifts:
    """The same for what follows from those."""
    return Drifts(
        {
            "growth": Drift("return to trend", s.society.growth_reversion * s.dt, s.growth),
            "grievance": Drift("time heals", s.controls.grievance_decay * s.dt, 0.0),
        }
    )


def _quarter(turn: Turn) -> _Quarter:
    s, state = turn.scenario, turn.state
    running = sponsored(s, state, OPERATING)
    gifts = by_host(s, _gifts(s).take(running, axis=1))
    owed, alumni = np.einsum("whc->wh", state.debt), np.einsum("whp->wh", state.alumni)
    # What ran at the start is contained in the levels and trends of the start.
    quality, skills, governed, added = np.maximum(gifts - _gifts_at_start(s)[:, None], 0.0)
    return _Quarter(running, quality, skills, governed, added, owed, alumni)


def _by_sponsor_and_project(of_project: Floats, of_power: Floats) -> Floats:
    """The product by (power or 0, project), 0 where nobody runs it: ``[cell]``."""
    table = of_project * of_power[:, None]
    return np.concatenate([np.zeros((1, table.shape[1])), table]).reshape(-1)


@lru_cache(maxsize=16)
def _gifts(s: IndexedScenario) -> Floats:
    """What a running project gives its host a year, by its :func:`sponsored` cell.

    These are quality, skills, conditions and growth, one row each.

    Skills and growth count whoever runs it, and more the better its sponsor's standards.
    """
    worth = s.capex / 1000.0
    return np.array(
        [
            _by_sponsor_and_project(worth * s.sector_institutions, s.quality),
            _by_sponsor_and_project(
                worth * (s.sector_skills * _rear(s)), by_quality(s.society.skills_quality, s.quality)
            ),
            _by_sponsor_and_project(worth, s.conditions),
            _by_sponsor_and_project(
                worth * (s.sector_growth * _rear(s)), by_quality(s.society.growth_quality, s.quality)
            ),
        ]
    )


@lru_cache(maxsize=16)
def _gifts_at_start(s: IndexedScenario) -> Floats:
    """What the projects that ran at the start give, as :func:`_gifts` has it: ``[gift, host]``."""
    given: Floats = by_host(s, _gifts(s).take(sponsored(s, start(s), OPERATING), axis=1))[:, 0]
    return given


def _people(turn: Turn) -> None:
    """Students come home after two years and more, and stay for decades (mechanism 5)."""
    s, world, state = turn.scenario, turn.world, turn.state
    if s.on("human-capital"):
        leaving = Times(-s.human.decay * s.dt, state.alumni)
        world.post("alumni", {"graduates return": state.training[..., 0], "they retire or leave": leaving})
    world.advance("training")


@lru_cache(maxsize=16)
def _wars(s: IndexedScenario) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Powers that wage a war, and for each war who of them wages it and its flashpoint."""
    points = np.flatnonzero(s.at_war).tolist()
    powers = tuple(sorted({int(s.aggressor[q]) for q in points}))
    return powers, tuple((powers.index(int(s.aggressor[q])), q) for q in points)


@lru_cache(maxsize=16)
def _at_war(s: IndexedScenario) -> tuple[Any, ...]:
    """The powers that wage a war, as an index of a last axis of powers."""
    powers = list(_wars(s)[0])
    # One power, or neighbours, are found without a list, which is faster.
    together = len(powers) > 0 and powers[-1] - powers[0] == len(powers) - 1
    return (..., slice(powers[0], powers[-1] + 1) if together else powers)


def _war(s: IndexedScenario, size: float, heat: Floats) -> Floats:
    """What hosts feel of each power's wars, by the heat of every flashpoint: ``[world, host, power at war]``."""
    powers, wars = _wars(s)
    felt = np.zeros((len(heat), len(s.names.hosts), len(powers)))
    for i, q in wars:
        felt[:, :, i] += size * s.dt * heat[:, q, None] * s.war_exposure
    return felt


def _trust(turn: Turn, quarter: _Quarter) -> Changes:
    s, state = turn.scenario, turn.state
    causes: Causes = {
        "old habits": Times(s.society.trust_reversion * s.dt, s.trust - state.resentment - state.trust),
    }
    if s.on("human-capital"):
        causes["people who studied there"] = Times(s.human.trust * s.dt, np.sqrt(state.alumni / A_THOUSAND))
    if s.on("war-shock"):
        felt = _war(s, s.war.trust_loss, (state.tension - s.war.centre) / 100.0)
        causes["war"] = Part(_at_war(s), -felt)
    if s.on("debt"):
        share = state.debt[..., :-1] / np.maximum(quarter.owed, 1.0)[..., None]
        causes["worry about debt"] = Times(-s.debt.worry * s.dt, np.maximum(share - s.debt.threshold, 0.0))
    return {"trust": causes}


def _dependence(turn: Turn, running: Ints) -> None:
    s, world, state = turn.scenario, turn.world, turn.state
    shares = state.dependence
    causes: Causes = {"geography and habit": Times(s.society.gravity * s.dt, s.dependence - shares)}
    rates = _projects_pull(s, running)
    if np.count_nonzero(rates):
        causes["projects that run"] = pulled(shares, rates)
    if s.on("debt"):
        finance = (..., CHANNELS.index("finance"), slice(None))
        owed = state.debt[..., :-1] / state.gdp[..., None]
        drawn = s.debt.leverage * s.dt * np.maximum(owed - _owed_at_start(s), 0.0)
        causes["debt becomes leverage"] = Part(finance, pulled(np.ascontiguousarray(shares[finance]), drawn))
    if s.on("standards"):
        digital = (..., CHANNELS.index("digital"), slice(None))
        stack = np.ascontiguousarray(shares[digital])
        leads = stack >= largest(stack)[..., None]
        causes["installed base"] = Part(digital, pulled(stack, s.standards.installed_pull * s.dt * leads * stack))
    if s.on("war-shock"):
        at_war = _at_war(s)
        away = _war(s, s.war.dependence_loss, state.tension / 100.0)[:, :, None]
        causes["war unsettles old ties"] = Part(at_war, -away * shares[at_war])
    if s.on("multi-vector"):
        # The shares of the start have this in them already, as far as nobody squeezes.
        felt = np.maximum(shares - s.vector.dominant, 0.0) * (1.0 + s.vector.squeezed * state.squeeze)
        more = np.maximum(felt - _dominated_at_start(s), 0.0)
        causes["hosts spread their bets"] = Times(-s.vector.release * s.dt, more)
    world.post("dependence", causes)


@lru_cache(maxsize=16)
def _dominated_at_start(s: IndexedScenario) -> Floats:
    """Part of each share beyond which a host feels dominated, as the scenario begins: ``[host, channel, power]``."""
    excess: Floats = np.maximum(s.dependence - s.vector.dominant, 0.0)
    return excess


def _projects_pull(s: IndexedScenario, running: Ints) -> Floats:
    """How fast what runs, beyond what ran at the start, draws its channel: ``[world, host, channel, power]``."""
    rates = np.zeros((len(running), *s.dependence.shape))
    flat = rates.reshape(len(running), -1, len(s.names.powers))
    drawn = by_sponsor(s, running, _pull(s))
    flat[:, s.host_channels] = np.add.reduceat(drawn, s.channel_begins, axis=2).transpose(0, 2, 1)
    rates -= _operating_at_start(s)
    np.maximum(rates, 0.0, out=rates)
    rates *= s.society.projects_pull
    rates *= s.dt
    return rates


@lru_cache(maxsize=16)
def _pull(s: IndexedScenario) -> Floats:
    """What a project pulls while it runs: ``[project]``."""
    pull: Floats = s.capex / 1000.0 * s.sector_pull
    return pull


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


@lru_cache(maxsize=16)
def _owed_at_start(s: IndexedScenario) -> Floats:
    """What was owed to each power at the start, as a share of GDP: ``[host, power]``."""
    owed: Floats = s.start_debt[:, :-1] / s.gdp[:, None]
    return owed


@lru_cache(maxsize=16)
def _burden_at_start(s: IndexedScenario) -> Floats:
    """All that was owed at the start, as a share of GDP: ``[host]``."""
    burden: Floats = s.start_debt.sum(axis=1) / s.gdp
    return burden


def _hosts(turn: Turn, quarter: _Quarter) -> Changes:
    """Institutions, skills, stability and terms of the hosts."""
    s, world, state = turn.scenario, turn.world, turn.state
    years = s.dt / 4.0
    causes: Causes = {"projects with standards": Times(years, quarter.quality)}
    if s.on("values"):
        causes["conditions of finance"] = Times(years, s.values.conditions_quality * quarter.governed)
    grown: Causes = {"work in running projects": Times(years, quarter.skills)}
    if s.on("human-capital"):
        learned = np.sqrt(quarter.alumni / A_THOUSAND / np.sqrt(s.population))
        causes["graduates in office"] = Times(s.human.institutions * s.dt, learned)
        grown["graduates return"] = Times(s.human.skills * s.dt, learned)
    squeeze = np.einsum("whkp->wh", state.squeeze)
    unease: Causes = {
        "domestic politics": Times(s.society.stability_noise * math.sqrt(s.dt), world.luck("stability")),
        "life under pressure": Times(-s.coercion.unrest * s.dt, np.minimum(squeeze, s.coercion.unrest_most)),
        "growth": Times(s.society.stability_growth * s.dt, state.growth - s.growth),
    }
    if s.on("values"):
        unease["governance conditions"] = Times(years, -s.values.regime_unease * quarter.governed)
    changes: Changes = {"institutions": causes, "skills": grown, "stability": unease}
    if s.on("multi-vector"):
        courting = suitors(s, state, signed_by_project(s, state))
        changes["terms"] = {"courted by all": Times(s.vector.terms_pressure * s.dt, courting)}
    return changes


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
    return summed(state.signed, s.venture_project, len(s.names.projects))


@lru_cache(maxsize=16)
def _rear(s: IndexedScenario) -> Floats:
    """Multiplier of what partner projects give their host (mechanism 16)."""
    if s.on("rear-base"):
        return np.where(s.sector_rear, s.rear.growth, 1.0)
    return np.where(s.sector_rear, 0.0, 1.0)


def _debt(turn: Turn) -> Changes:
    """What was borrowed since the start is paid back (mechanism 4)."""
    s, state = turn.scenario, turn.state
    if not s.on("debt"):
        return {}
    return {"debt": {"repayment": Times(-s.debt.service * s.dt, np.maximum(state.debt - s.start_debt, 0.0))}}


def _growth(turn: Turn, quarter: _Quarter) -> Changes:
    """Growth follows projects, skills, debt, pressure and chance."""
    s, world, state = turn.scenario, turn.world, turn.state
    site = by_host(s, turn.disbursed) * s.society.site_gain / (s.dt / 4.0)
    output = 100.0 * (quarter.added * 1000.0 * s.society.running_gain + site) / state.gdp
    follow = s.society.growth_reversion * s.dt
    target: Causes = {
        "projects and sites": Times(follow, output),
        "business cycle": _cycle(s) * world.luck("growth"),
    }
    if s.on("human-capital"):
        skill = (state.skills - s.skills) / 10.0
        target["skills"] = Times(follow * s.human.skills_growth, skill)
    if s.on("debt"):
        # The growth of the start contains what was owed then.
        more = np.maximum(quarter.owed / state.gdp - _burden_at_start(s), 0.0)
        target["debt service"] = Times(-follow * s.debt.growth_drag, more)
    if s.on("coercion"):
        felt = np.einsum("whkp->wh", state.squeeze * state.dependence)
        target["squeeze"] = Times(-follow * s.coercion.growth_loss, felt)
    # A local-processing rule adds value at home and frightens some capital away.
    target["local processing"] = Times(follow * s.vector.processing_growth, state.processing)
    terms = np.maximum(state.terms - s.terms, 0.0)
    target["terms deter investors"] = Times(-follow * s.vector.terms_drag, terms)
    return {"growth": target}


@lru_cache(maxsize=16)
def _cycle(s: IndexedScenario) -> Floats:
    """What chance usually adds to growth in a turn or takes from it: ``[host]``."""
    usual: Floats = s.society.growth_noise * s.growth_volatility * math.sqrt(s.dt)
    return usual


def _powers(turn: Turn) -> Changes:
    """Support at home follows what trade with the others is worth."""
    s, state = turn.scenario, turn.state
    support: Causes = {
        "industry short of minerals": Part((..., s.buyer_power), -s.controls.support_loss * s.dt * turn.loss),
    }
    if s.on("de-risking"):
        lost = np.maximum(s.start_ties - state.ties, 0.0) / 10.0
        torn = np.zeros(state.support.shape)
        for x in s.controllers:
            torn += lost[:, :, x]
        support["trade that was torn"] = Times(-s.ties.cost * s.dt, torn)
    return {"support": support}


def _feelings(turn: Turn) -> Changes:
    """Opinion follows policy; grievance and tension follow wariness."""
    s, state = turn.scenario, turn.state
    # A people may like a power more or less than its government trusts it, and goes on doing so.
    mood = Times(s.society.mood_follow * s.dt, (state.trust - s.trust) - (state.mood - s.mood))
    changes: Changes = {"mood": {"opinion follows policy": mood}}
    if s.on("wariness"):
        above = np.maximum(state.wariness - s.start_wariness, 0.0)
        changes["grievance"] = {"wariness": Times(s.wariness.grievance_link * s.dt, above)}
        changes["tension"] = {"wariness of rivals": Times(s.wariness.tension_link * s.dt, _rivalry(s, above))}
    return changes


@lru_cache(maxsize=16)
def _watching(s: IndexedScenario) -> tuple[Ints, Ints]:
    """The flat (aggressor, power against it) cells of all flashpoints, and the flashpoint of each."""
    flashpoint, power = np.nonzero(s.against)
    return s.aggressor[flashpoint] * len(s.names.powers) + power, flashpoint


def _rivalry(s: IndexedScenario, above: Floats) -> Floats:
    """How wary aggressors are of those against them, beyond the usual: ``[world, flashpoint]``."""
    cells, flashpoint = _watching(s)
    tenths = above.reshape(len(above), -1).take(cells, axis=1) / 10.0
    return summed(tenths, flashpoint, len(s.names.flashpoints))
