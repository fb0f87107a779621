"""What each government wants of the state: the objectives of minds that look ahead.

The player's is the weighted score.  Every other government's is worked out
from its own doctrine: each consideration that bears weight there is measured
by one indicator from 0 to 100, and the objective is their weighted mean.
docs/MODEL.md has the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from greatgame.rules.context import largest
from greatgame.rules.effects import attention
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import State
from greatgame.world.world import in_turn

_Measure = Callable[[IndexedScenario, State, int], Floats]


def objective(scenario: IndexedScenario, state: State, actor: int) -> Floats:
    """How well a government (by its place among the actors) stands by its own lights, 0 to 100 points: ``[world]``."""
    if actor == scenario.player:
        return in_turn(state.score * scenario.pillar_weights)
    total, weight = np.zeros(state.worlds), 0.0
    for measure, share in _aims(scenario, actor).items():
        total += share * measure(scenario, state, actor)
        weight += share
    return total / max(weight, 1e-9)


def standing(scenario: IndexedScenario, state: State, actor: int) -> dict[str, Floats]:
    """How a government stands by each consideration that it judges the state by, 0 to 100 points: ``[world]``."""
    table = _table(scenario, actor)
    return {name: table[name](scenario, state, actor) for name in aims(scenario, actor)}


def aims(scenario: IndexedScenario, actor: int) -> dict[str, float]:
    """Considerations by which a government judges the state, and their weights in its doctrine."""
    table = _table(scenario, actor)
    weights = scenario.doctrine(scenario.names.actors[actor]).weights
    return {name: weights.number(name) for name in table if weights.number(name) > 0.0}


def _aims(scenario: IndexedScenario, actor: int) -> dict[_Measure, float]:
    table = _table(scenario, actor)
    return {table[name]: weight for name, weight in aims(scenario, actor).items()}


def _table(scenario: IndexedScenario, actor: int) -> Mapping[str, _Measure]:
    powers = len(scenario.names.powers)
    if actor >= powers:
        return HOSTS
    buys = bool(np.count_nonzero(scenario.buyer_power == actor))
    return POWERS if buys else {name: measure for name, measure in POWERS.items() if name != "supply"}


def _mean(values: Floats) -> Floats:
    """Mean over the second axis, added up in its order: ``[world]``; 0 where there is none."""
    count = values.shape[1]
    return in_turn(values) / count if count else np.zeros(len(values))


def _weighted(values: Floats, weights: Floats) -> Floats:
    """Weighted mean over the second axis, added up in its order: ``[world]``; 0 without weights."""
    total = float(weights.sum())
    return in_turn(values * (weights / total)) if total > 0.0 else np.zeros(len(values))


def _share(state: State, p: int) -> Floats:
    """Dependence of the hosts on a power, mean over channels: ``[world, host]``, 0 to 100 points."""
    shares: Floats = 100.0 * in_turn(np.ascontiguousarray(state.dependence[:, :, :, p])) / state.dependence.shape[2]
    return shares


def _watched(s: IndexedScenario, p: int) -> Floats:
    """How closely a power watches each other one: ``[power]``."""
    eyes: Floats = np.minimum(attention(s)[p], 1.0)
    eyes[p] = 0.0
    return eyes


def _commerce(s: IndexedScenario, state: State, p: int) -> Floats:
    won = (state.sponsor == p + 1) * s.capex
    return 100.0 * in_turn(won) / max(float(s.capex.sum()), 1e-9)


def _supply(s: IndexedScenario, state: State, p: int) -> Floats:
    b = int(np.flatnonzero(s.buyer_power == p)[0])
    return _weighted(state.security[:, b], s.cares[b])


def _influence(s: IndexedScenario, state: State, p: int) -> Floats:
    return _mean(_share(state, p))


def _contest(s: IndexedScenario, state: State, p: int) -> Floats:
    """What the watched lack: gains are relative (Grieco 1988), so a rival's success is a loss.

    A rival whose score is kept is judged by it, any other by its place in the hosts.
    """
    eyes, place = _watched(s, p), s.minds["aims"].place
    standing = np.zeros((state.worlds, len(eyes)))
    for other in map(int, np.flatnonzero(eyes)):
        if other == s.player:
            standing[:, other] = in_turn(state.score * s.pillar_weights)
        else:
            standing[:, other] = place * _mean(_share(state, other)) + (1.0 - place) * _mean(state.trust[:, :, other])
    return 100.0 - _weighted(standing, eyes)


def _relations(s: IndexedScenario, state: State, p: int) -> Floats:
    return _mean(state.trust[:, :, p])


def _grievance(s: IndexedScenario, state: State, p: int) -> Floats:
    eyes = _watched(s, p)[s.buyer_power]
    secured = np.zeros((state.worlds, len(eyes)))
    for b in np.flatnonzero(eyes):
        secured[:, b] = _weighted(state.security[:, b], s.cares[b])
    return 100.0 - _weighted(secured, eyes)


def _leverage(s: IndexedScenario, state: State, p: int) -> Floats:
    return 100.0 * _mean(largest(np.ascontiguousarray(state.dependence[:, :, :, p])))


def _caution(s: IndexedScenario, state: State, p: int) -> Floats:
    return 100.0 - _mean(np.delete(state.wariness[:, :, p], p, axis=1))


def _calm(s: IndexedScenario, state: State, p: int) -> Floats:
    return 100.0 - _mean(state.tension)


def _credibility(s: IndexedScenario, state: State, p: int) -> Floats:
    return state.credibility[:, p]


def _connectivity(s: IndexedScenario, state: State, actor: int) -> Floats:
    return 100.0 * _weighted(state.reliability, s.volume)


def _partners(s: IndexedScenario, state: State, p: int) -> Floats:
    governance = s.minds["aims"].governance
    return _mean(governance * state.institutions + (1.0 - governance) * state.skills)


def _own(state: State, name: str, s: IndexedScenario, actor: int) -> Floats:
    values: Floats = getattr(state, name)[:, actor - len(s.names.powers)]
    return values


def _host_commerce(s: IndexedScenario, state: State, actor: int) -> Floats:
    cost = s.capex * (s.project_host == actor - len(s.names.powers))
    begun = (state.stage >= 1.0) & (state.stage <= 2.0)
    return 100.0 * in_turn(begun * cost) / max(float(cost.sum()), 1e-9)


def _host_growth(s: IndexedScenario, state: State, actor: int) -> Floats:
    return 100.0 * np.minimum(np.maximum(_own(state, "growth", s, actor) / s.minds["aims"].brisk, 0.0), 1.0)


def _host_debt(s: IndexedScenario, state: State, actor: int) -> Floats:
    owed = in_turn(_own(state, "debt", s, actor)) / _own(state, "gdp", s, actor)
    return 100.0 * np.minimum(np.maximum(1.0 - owed / s.minds["aims"].heavy, 0.0), 1.0)


def _host_quality(s: IndexedScenario, state: State, actor: int) -> Floats:
    governance = s.minds["aims"].governance
    return governance * _own(state, "institutions", s, actor) + (1.0 - governance) * _own(state, "skills", s, actor)


POWERS: Mapping[str, _Measure] = {
    "commerce": _commerce,
    "supply": _supply,
    "influence": _influence,
    "contest": _contest,
    "quality": _partners,
    "relations": _relations,
    "grievance": _grievance,
    "leverage": _leverage,
    "caution": _caution,
    "security": _calm,
    "commitment": _credibility,
    "connectivity": _connectivity,
}
"""Consideration -> indicator of a power."""

HOSTS: Mapping[str, _Measure] = {
    "commerce": _host_commerce,
    "autonomy": lambda s, state, actor: _own(state, "autonomy", s, actor),
    "growth": _host_growth,
    "quality": _host_quality,
    "relations": lambda s, state, actor: _mean(_own(state, "trust", s, actor)),
    "grievance": lambda s, state, actor: 100.0 - _mean(_own(state, "resentment", s, actor)),
    "caution": lambda s, state, actor: _own(state, "stability", s, actor),
    "security": _calm,
    "debt": _host_debt,
    "connectivity": _connectivity,
}
"""Consideration -> indicator of a host."""
