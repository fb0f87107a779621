"""Indicators: autonomy, security of supply and the score by pillar, itemised.

Each is a state variable whose changes are posted component by component, so
that its ledger explains it like any other figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from greatgame.rules.context import Turn, largest
from greatgame.rules.minerals import flow_by_source, passing
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.state import State, start
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
    causes, cells = _score_parts(s)
    parts = np.array([part for parts in pillar_parts(s, state).values() for part in parts.values()])
    world.post_parts("score", causes, cells, _spread(state.score, np.ascontiguousarray(parts.T), cells))


@lru_cache(maxsize=16)
def _score_parts(s: IndexedScenario) -> tuple[tuple[str, ...], Ints]:
    """What the ledger calls each part of the score, and the pillar that it belongs to."""
    pillars = pillar_parts(s, start(s, 1))
    cells = np.array([s.names.pillars.at(pillar) for pillar, parts in pillars.items() for _ in parts])
    return tuple(cause for parts in pillars.values() for cause in parts), cells


def _renew(turn: Turn, name: str, causes: Sequence[str], parts: Floats) -> None:
    """Bring a variable to the sum of ``parts`` ``[part, world, *axes]``; the change is spread over them by size."""
    present: Floats = getattr(turn.state, name)
    sizes = np.abs(parts)
    gap = added_up(parts) - present
    whole = np.maximum(added_up(sizes), 1e-9)
    sizes *= gap
    sizes /= whole
    turn.world.post_stacked(name, causes, sizes)


def _spread(present: Floats, parts: Floats, cells: Ints) -> Floats:
    """Changes ``[world, part]`` that lead from ``present`` to the sum of each cell's parts, by their size."""
    pillars, size = present.shape[1], np.abs(parts)
    gap = summed(parts, cells, pillars) - present
    whole = np.maximum(summed(size, cells, pillars), 1e-9)
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

    One part is what is delivered today, the other what would be left if the
    largest foreign supplier stopped for a year, stocks included.  ``flow`` is what
    :func:`flow_by_source` says of the state, where the caller knows it already.
    """
    need = s.demand * (1.0 - state.saved)
    if flow is None:
        flow = flow_by_source(s, state, passing(s, state))
    supply = added_up(flow)
    lead = _largest_abroad(s, flow)
    need = np.maximum(need, 1e-9)
    now = np.minimum(supply / need, 1.0)
    rest = np.minimum((supply - lead) / need, 1.0)
    cover = np.minimum(state.stock / need, 1.0 - rest)
    part = s.score_parts["supply"]
    today, resilience = 100.0 * part["today"], 100.0 * part["resilience"]
    return np.array([today * now * (1.0 - state.unmet), resilience * rest, resilience * cover])


@lru_cache(maxsize=16)
def open_routes(s: IndexedScenario) -> Floats:
    """Weight of corridors that serve hosts without crossing a power that controls or wages war: ``[corridor]``."""
    rivals = {int(x) for x in s.controllers} | {int(s.aggressor[q]) for q in np.flatnonzero(s.at_war)}
    free: Bools = np.count_nonzero(s.route_crosses[:, sorted(rivals)], axis=1) == 0
    # A corridor that only begins at a rival's border is still free of it.
    for c, slots in enumerate(s.route_slots):
        middle = [leg for leg in slots if s.file.leg[s.names.legs[leg]].mode != "border"]
        if not any(int(s.leg_crosses[leg]) in rivals for leg in middle):
            free[c] = True
    weight = np.where(free, s.volume, 0.0)
    result: Floats = weight / max(float(weight.sum()), 1e-9)
    return result


@lru_cache(maxsize=16)
def _start_days(s: IndexedScenario) -> Floats:
    from greatgame.rules.corridors import conditions

    days: Floats = conditions(s, start(s, 1))[1][:, 0]
    return days


@lru_cache(maxsize=16)
def _wary(s: IndexedScenario) -> tuple[Ints, Ints]:
    """Powers that watch the player from the start, and flashpoints where it is among those against the aggressor."""
    return np.flatnonzero(s.start_wariness[:, s.player] > 0), np.flatnonzero(s.against[:, s.player])


def _mean(values: Floats) -> Floats:
    """Sum of equal parts ``[world, part]``, each over their number; 0 where there is none: ``[world]``."""
    count = values.shape[1]
    return in_turn(values / count) if count else np.zeros(len(values))


def _over_hosts(*figures: Floats) -> Floats:
    """Mean over the hosts of each figure ``[world, host]``, added up in their order: ``[figure, world]``."""
    together = np.array(figures)
    result: Floats = in_turn(together) / together.shape[2]
    return result


def pillar_parts(s: IndexedScenario, state: State) -> dict[str, Parts]:
    """Components of every pillar of the player's score, ``[world]`` each; docs/MODEL.md has the formulas."""
    me = s.player
    worlds = state.worlds
    zero = np.zeros(worlds)
    target = max(s.pledge_target_jpy, 1e-9)
    b = s.names.buyers.place.get(s.names.powers[me], -1)
    supply, met = zero, zero + 1.0
    if b >= 0:
        supply = in_turn(s.importance * state.security[:, b])
        met = in_turn(s.importance * (1.0 - state.unmet[:, b]))
    weight, days = open_routes(s), _start_days(s)
    full = s.score_scales
    usual = full.volume * np.maximum(s.volume, 1e-9)
    volume = in_turn(weight * np.minimum(state.volume / usual, 1.0))
    quick = in_turn(weight * np.minimum(full.days * days / np.maximum(state.transit_days, 1.0), 1.0))
    steady = in_turn(weight * state.reliability)
    owed = np.einsum("whc->wh", state.debt) / state.gdp
    digital = state.dependence[:, :, CHANNELS.index("digital")]
    trust, autonomy, growth, skills, institutions, indebted, own, most = _over_hosts(
        state.trust[:, :, me],
        state.autonomy,
        state.growth,
        state.skills,
        state.institutions,
        owed,
        digital[:, :, me],
        largest(digital),
    )
    wary, faced = _wary(s)
    fear, grudge = _mean(state.wariness[:, wary, me]), _mean(state.grievance[:, wary, me])
    heat, ties = _mean(state.tension[:, faced]), _mean(state.ties[:, me, s.controllers])
    pledge, corridor, goodwill = (s.score_parts[pillar] for pillar in ("pledge", "corridor", "trust"))
    hosts, standards, calm = (s.score_parts[pillar] for pillar in ("hosts", "standards", "calm"))
    home = s.score_parts["home"]
    return {
        "pledge": {
            "committed": 100.0 * pledge["committed"] * np.minimum(state.pledge[:, 1] / target, 1.0),
            "disbursed": 100.0 * pledge["disbursed"] * np.minimum(state.pledge[:, 2] / target, 1.0),
        },
        "supply": {"security of supply": supply},
        "corridor": {
            "volume": 100.0 * corridor["volume"] * volume,
            "days": 100.0 * corridor["days"] * quick,
            "reliability": 100.0 * corridor["reliability"] * steady,
        },
        "trust": {
            "hosts' trust": goodwill["hosts"] * trust,
            "credibility": goodwill["credibility"] * state.credibility[:, me],
        },
        "hosts": {
            "autonomy": hosts["autonomy"] * autonomy,
            "growth": 100.0 * hosts["growth"] * np.minimum(np.maximum(growth / full.growth, 0.0), 1.0),
            "skills": hosts["skills"] * skills,
            "institutions": hosts["institutions"] * institutions,
            "debt": 100.0 * hosts["debt"] * np.minimum(np.maximum(1.0 - indebted / full.debt, 0.0), 1.0),
        },
        "standards": {
            "own standards": 100.0 * standards["own"] * np.minimum(own / full.standards, 1.0),
            "no bloc dominates": 100.0 * standards["dispersion"] * (1.0 - most),
        },
        "calm": {
            "no wariness": calm["wariness"] * (100.0 - fear),
            "no grievance": calm["grievance"] * (100.0 - grudge),
            "no tension": calm["tension"] * (100.0 - heat),
        },
        "home": {
            "support": home["support"] * state.support[:, me],
            "ties kept": home["ties"] * ties,
            "factories supplied": 100.0 * home["supplied"] * met,
        },
    }
