"""Indicators: autonomy, security of supply and the score by pillar, itemised.

Each is a state variable whose changes are posted component by component, so
that its ledger explains it like any other figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from greatgame.rules.context import Turn, largest
from greatgame.rules.corridors import inland, start_conditions
from greatgame.rules.minerals import flow_by_source, passing
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.state import State
from greatgame.world.world import added_up, in_turn, summed

Parts = dict[str, Floats]

AUTONOMY = tuple(f"{channel} dependence" for channel in CHANNELS)
SECURITY = ("demand met today", "left without the largest supplier", "stocks for a year without it")
"""What the ledger calls the parts of these two."""


def record(turn: Turn) -> None:
    """Measure the quarter."""
    s, state, world = turn.scenario, turn.state, turn.world
    _renew(turn, "autonomy", AUTONOMY, autonomy_parts(s, state))
    _renew(turn, "security", SECURITY, security_parts(s, state, turn.flow))
    score, parts = _score(s), np.ascontiguousarray(_score_parts(s, state).T)
    world.post_parts("score", score.causes, score.cells, _spread(state.score, parts, score.cells))


NOTHING = 1e-9
"""Points below which parts together are nothing."""


def _renew(turn: Turn, name: str, causes: Sequence[str], parts: Floats) -> None:
    """Bring a variable to the sum of ``parts`` ``[part, world, *axes]``; the change is spread over them by size.

    Where all parts are nothing, each has an equal share in it.
    """
    present: Floats = getattr(turn.state, name)
    sizes = np.abs(parts)
    gap = added_up(parts) - present
    whole = added_up(sizes)
    empty = whole < NOTHING
    if np.count_nonzero(empty):
        sizes[:, empty] = 1.0
        whole[empty] = len(parts)
    sizes *= gap
    sizes /= whole
    turn.world.post_stacked(name, causes, sizes)


def _spread(present: Floats, parts: Floats, cells: Ints) -> Floats:
    """Changes ``[world, part]`` that lead from ``present`` to the sum of each cell's parts, by their size.

    Where all parts of a cell are nothing, each has an equal share in it.
    """
    pillars, size = present.shape[1], np.abs(parts)
    gap = summed(parts, cells, pillars) - present
    whole = summed(size, cells, pillars)
    empty = whole < NOTHING
    if np.count_nonzero(empty):
        size[empty.take(cells, axis=1)] = 1.0
        whole = np.where(empty, np.bincount(cells, minlength=pillars), whole)
    # A pillar without parts is never looked up.
    change: Floats = gap.take(cells, axis=1) * size / whole.take(cells, axis=1)
    return change


def concentration(shares: Floats) -> Floats:
    """Herfindahl index of the partners' shares, home and others apart: ``[...]``."""
    return in_turn(shares * shares)


def autonomy_parts(s: IndexedScenario, state: State) -> Floats:
    """Autonomy of hosts, 0 to 100, by channel: ``[channel, world, host]``.

    One minus the weighted concentration of each channel's dependence; a host
    with one partner for everything has 0, one that stands alone has 100.
    """
    spread = 1.0 - np.sqrt(concentration(state.dependence))
    parts = 100.0 * s.channel_weights * spread
    return np.ascontiguousarray(parts.transpose(2, 0, 1))


@lru_cache(maxsize=16)
def _home(s: IndexedScenario) -> tuple[int, ...]:
    """Of each buyer, the source that it is itself."""
    return tuple(s.names.sources.at(s.names.powers[power]) for power in s.buyer_power)


def _largest_abroad(s: IndexedScenario, flow: Floats) -> Floats:
    """What each buyer gets from its largest foreign source: ``[world, buyer, mineral]``."""
    home = _home(s)
    first = max(home) + 1
    abroad = flow[:first].copy()
    for b, own in enumerate(home):
        abroad[own, :, b] = 0.0
    most: Floats = np.maximum.reduce(flow[first:], axis=0, initial=0.0)
    return np.maximum(most, np.maximum.reduce(abroad, axis=0), out=most)


def security_parts(s: IndexedScenario, state: State, flow: Floats | None = None) -> Floats:
    """Security of supply by buyer and mineral, 0 to 100, as :data:`SECURITY` says: ``[part, world, buyer, mineral]``.

    One part is how much of today's need trade and stores meet together, the other
    what would be left if the largest foreign supplier stopped for a year, stocks
    included.  ``flow`` is what :func:`flow_by_source` says of the state, where the
    caller knows it already.
    """
    need = s.demand * (1.0 - state.saved)
    if flow is None:
        flow = flow_by_source(s, state, passing(s, state))
    supply = added_up(flow)
    lead = _largest_abroad(s, flow)
    need = np.maximum(need, 1e-9)
    rest = np.minimum((supply - lead) / need, 1.0)
    for b, m in _unused(s):
        # Who needs nothing lacks nothing.
        rest[:, b, m] = 1.0
    cover = np.minimum(state.stock / need, 1.0 - rest)
    part = s.score_parts["supply"]
    today, resilience = 100.0 * part["today"], 100.0 * part["resilience"]
    return np.array([today * (1.0 - state.unmet), resilience * rest, resilience * cover])


@lru_cache(maxsize=16)
def _unused(s: IndexedScenario) -> tuple[tuple[int, int], ...]:
    """Buyers and minerals that they have no demand for."""
    return tuple((int(b), int(m)) for b, m in np.argwhere(s.demand <= 0.0))


@lru_cache(maxsize=16)
def open_routes(s: IndexedScenario) -> Floats:
    """Weight of corridors that serve hosts without crossing a power that controls or wages war: ``[corridor]``."""
    rivals = {int(x) for x in s.controllers} | {int(s.aggressor[q]) for q in np.flatnonzero(s.at_war)}
    # A corridor that only begins at a rival's border is still free of it.
    free = [rivals.isdisjoint(s.leg_crosses[list(inland(s, c))].tolist()) for c in range(len(s.route_slots))]
    weight = np.where(free, s.volume, 0.0)
    result: Floats = weight / max(float(weight.sum()), 1e-9)
    return result


@lru_cache(maxsize=16)
def _wary(s: IndexedScenario) -> tuple[Ints, Ints]:
    """Flat (power, player) cells of those that watch the player from the start, and flashpoints that face the player.

    These are the ones where it is among those against the aggressor.
    """
    watching = np.flatnonzero(s.start_wariness[:, s.player] > 0)
    return watching * len(s.names.powers) + s.player, np.flatnonzero(s.against[:, s.player])


def _mean(values: Floats, cells: Ints) -> Floats:
    """Sum of some cells of ``values`` ``[world, ...]`` in equal parts, 0 where there is none: ``[world]``."""
    count = len(cells)
    return in_turn(values.reshape(len(values), -1).take(cells, axis=1) / count) if count else np.zeros(len(values))


def _over_hosts(*figures: Floats) -> Floats:
    """Mean over the hosts of each figure ``[world, host]``, added up in their order: ``[figure, world]``."""
    together = np.array(figures)
    result: Floats = in_turn(together) / together.shape[2]
    return result


class _Measure(NamedTuple):
    """How a figure becomes part of a pillar: ``points * (begin + figure / full)``, the bracket within bounds."""

    pillar: str
    cause: str
    """What the ledger and :func:`_figures` call it; no two have one name."""
    points: float
    full: float = 1.0
    begin: float = 0.0
    least: float = -np.inf
    most: float = np.inf


def _measures(s: IndexedScenario) -> list[_Measure]:
    """The parts of all pillars, pillar by pillar; docs/MODEL.md has the formulas."""
    full, parts = s.score_scales, s.score_parts
    target = max(s.pledge_target_jpy, 1e-9)
    pledge, corridor, trust, hosts = parts["pledge"], parts["corridor"], parts["trust"], parts["hosts"]
    standards, calm, home = parts["standards"], parts["calm"], parts["home"]
    return [
        _Measure("pledge", "committed", 100.0 * pledge["committed"], target, most=1.0),
        _Measure("pledge", "disbursed", 100.0 * pledge["disbursed"], target, most=1.0),
        _Measure("supply", "security of supply", 1.0),
        _Measure("corridor", "volume", 100.0 * corridor["volume"]),
        _Measure("corridor", "days", 100.0 * corridor["days"]),
        _Measure("corridor", "reliability", 100.0 * corridor["reliability"]),
        _Measure("trust", "hosts' trust", trust["hosts"]),
        _Measure("trust", "credibility", trust["credibility"]),
        _Measure("hosts", "autonomy", hosts["autonomy"]),
        _Measure("hosts", "growth", 100.0 * hosts["growth"], full.growth, least=0.0, most=1.0),
        _Measure("hosts", "skills", hosts["skills"]),
        _Measure("hosts", "institutions", hosts["institutions"]),
        _Measure("hosts", "debt", 100.0 * hosts["debt"], -full.debt, begin=1.0, least=0.0, most=1.0),
        _Measure("standards", "own standards", 100.0 * standards["own"], full.standards, most=1.0),
        _Measure("standards", "no bloc dominates", 100.0 * standards["dispersion"], -1.0, begin=1.0),
        _Measure("calm", "no wariness", calm["wariness"], -1.0, begin=100.0),
        _Measure("calm", "no grievance", calm["grievance"], -1.0, begin=100.0),
        _Measure("calm", "no tension", calm["tension"], -1.0, begin=100.0),
        _Measure("home", "support", home["support"]),
        _Measure("home", "ties kept", home["ties"]),
        _Measure("home", "factories supplied", 100.0 * home["supplied"]),
    ]


def _figures(s: IndexedScenario, state: State) -> Parts:
    """What each part of the player's score measures, by what the ledger calls the part: ``[world]``."""
    me, powers = s.player, len(s.names.powers)
    b = s.names.buyers.place.get(s.names.powers[me], -1)
    supply, met = np.zeros(state.worlds), np.ones(state.worlds)
    if b >= 0:
        supply, met = in_turn(s.cares[b] * np.array([state.security[:, b], 1.0 - state.unmet[:, b]]))
    full = s.score_scales
    usual = np.minimum(state.volume / _usual_volume(s), 1.0)
    quick = np.minimum(full.days * start_conditions(s).days[:, 0] / np.maximum(state.transit_days, 1.0), 1.0)
    volume, days, reliability = in_turn(open_routes(s) * np.array([usual, quick, state.reliability]))
    digital = state.dependence[:, :, CHANNELS.index("digital")]
    trust, autonomy, growth, skills, institutions, debt, own, most = _over_hosts(
        state.trust[:, :, me],
        state.autonomy,
        state.growth,
        state.skills,
        state.institutions,
        np.einsum("whc->wh", state.debt) / state.gdp,
        digital[:, :, me],
        largest(digital),
    )
    wary, faced = _wary(s)
    return {
        "committed": state.pledge[:, 1],
        "disbursed": state.pledge[:, 2],
        "security of supply": supply,
        "volume": volume,
        "days": days,
        "reliability": reliability,
        "hosts' trust": trust,
        "credibility": state.credibility[:, me],
        "autonomy": autonomy,
        "growth": growth,
        "skills": skills,
        "institutions": institutions,
        "debt": debt,
        "own standards": own,
        "no bloc dominates": most,
        "no wariness": _mean(state.wariness, wary),
        "no grievance": _mean(state.grievance, wary),
        "no tension": _mean(state.tension, faced),
        "support": state.support[:, me],
        "ties kept": _mean(state.ties, me * powers + s.controllers),
        "factories supplied": met,
    }


@lru_cache(maxsize=16)
def _usual_volume(s: IndexedScenario) -> Floats:
    """Volume at which each corridor counts in full: ``[corridor]``."""
    usual: Floats = s.score_scales.volume * np.maximum(s.volume, 1e-9)
    return usual


class _Score(NamedTuple):
    """The measures as columns, ``[part]``, or ``[part, 1]`` for their numbers."""

    pillars: tuple[str, ...]
    causes: tuple[str, ...]
    cells: Ints
    """The pillar that each part belongs to."""
    points: Floats
    full: Floats
    begin: Floats
    least: Floats
    most: Floats


@lru_cache(maxsize=16)
def _score(s: IndexedScenario) -> _Score:
    pillars, causes, *numbers = zip(*_measures(s), strict=True)
    cells = np.array([s.names.pillars.at(pillar) for pillar in pillars])
    return _Score(pillars, causes, cells, *(np.array(column)[:, None] for column in numbers))


def _score_parts(s: IndexedScenario, state: State) -> Floats:
    """Components of every pillar of the player's score, in points: ``[part, world]``."""
    score, figures = _score(s), _figures(s, state)
    parts = np.array([figures[cause] for cause in score.causes])
    parts /= score.full
    parts += score.begin
    np.maximum(parts, score.least, out=parts)
    np.minimum(parts, score.most, out=parts)
    parts *= score.points
    return parts


def pillar_parts(s: IndexedScenario, state: State) -> dict[str, Parts]:
    """Components of every pillar of the player's score, ``[world]`` each."""
    score, found = _score(s), dict[str, Parts]()
    for pillar, cause, part in zip(score.pillars, score.causes, _score_parts(s, state), strict=True):
        found.setdefault(pillar, {})[cause] = part
    return found
