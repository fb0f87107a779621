"""Indicators: autonomy, security of supply and the score by pillar, itemised.

Each is a state variable whose changes are posted component by component, so
that its ledger explains it like any other figure.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.rules.context import Turn
from greatgame.rules.minerals import supply_by_source, total
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.schema import CHANNELS
from greatgame.world.state import State, start

Parts = dict[str, Floats]


def record(turn: Turn) -> None:
    """Measure the quarter."""
    s, state, world = turn.scenario, turn.state, turn.world
    _renew(turn, "autonomy", autonomy_parts(s, state))
    _renew(turn, "security", security_parts(s, state))
    causes: list[str] = []
    cells: list[int] = []
    changes: list[Floats] = []
    for pillar, parts in pillar_parts(s, state).items():
        cell = s.names.pillars.at(pillar)
        for cause, delta in _itemised(parts, state.score[:, cell]).items():
            causes.append(cause)
            cells.append(cell)
            changes.append(delta)
    world.post_cells("score", causes, np.array(cells), np.stack(changes, axis=1))


def _renew(turn: Turn, name: str, parts: Parts) -> None:
    present: Floats = getattr(turn.state, name)
    turn.world.post(name, dict(_itemised(parts, present)))


def _itemised(parts: Parts, present: Floats) -> Parts:
    """Changes that lead from ``present`` to the sum of ``parts``, spread over the parts by size."""
    total = np.zeros(present.shape)
    size = np.zeros(present.shape)
    for part in parts.values():
        total = total + part
        size = size + np.abs(part)
    gap = total - present
    return {cause: gap * np.abs(part) / np.maximum(size, 1e-9) for cause, part in parts.items()}


def concentration(shares: Floats) -> Floats:
    """Herfindahl index of the partners' shares, home and others apart: ``[...]``."""
    result = np.zeros(shares.shape[:-1])
    for p in range(shares.shape[-1]):
        result = result + shares[..., p] * shares[..., p]
    return result


def autonomy_parts(s: IndexedScenario, state: State) -> Parts:
    """Autonomy of hosts, 0 to 100, by channel: ``[world, host]`` each.

    One minus the weighted concentration of each channel's dependence; a host
    with one partner for everything has 0, one that stands alone has 100.
    """
    index = concentration(state.dependence)
    return {
        f"{channel} dependence": 100.0 * s.channel_weights[k] * (1.0 - np.sqrt(index[:, :, k]))
        for k, channel in enumerate(CHANNELS)
    }


def security_parts(s: IndexedScenario, state: State) -> Parts:
    """Security of supply by buyer and mineral, 0 to 100: ``[world, buyer, mineral]`` each.

    Half is what is delivered today, half what would be left if the largest
    foreign supplier stopped for a year, stocks included.
    """
    need = s.demand * (1.0 - state.saved)
    flow = supply_by_source(s, state)
    supply = total(flow)
    largest = np.zeros(need.shape)
    for b, power in enumerate(s.buyer_power):
        home = s.names.sources.at(s.names.powers[power])
        abroad = [source for source in range(flow.shape[-1]) if source != home]
        largest[:, b] = flow[:, b][..., abroad].max(axis=-1)
    need = np.maximum(need, 1e-9)
    now = np.minimum(supply / need, 1.0)
    rest = np.minimum((supply - largest) / need, 1.0)
    cover = np.minimum(state.stock / need, 1.0 - rest)
    return {
        "demand met today": 50.0 * now * (1.0 - state.unmet),
        "left without the largest supplier": 50.0 * rest,
        "stocks for a year without it": 50.0 * cover,
    }


def open_routes(s: IndexedScenario) -> Floats:
    """Weight of corridors that serve hosts without crossing a power that controls or wages war: ``[corridor]``."""
    rivals = {int(x) for x in s.controllers} | {int(s.aggressor[q]) for q in np.flatnonzero(s.at_war)}
    free = ~s.route_crosses[:, sorted(rivals)].any(axis=1) if rivals else np.ones(len(s.volume), dtype=bool)
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

    days: Floats = conditions(s, start(s, 1))[1][0]
    return days


def pillar_parts(s: IndexedScenario, state: State) -> dict[str, Parts]:
    """Components of every pillar of the player's score, ``[world]`` each; docs/MODEL.md has the formulas."""
    me = s.player
    worlds = state.worlds
    zero = np.zeros(worlds)
    target = max(s.pledge_target_jpy, 1e-9)
    b = s.names.buyers.place.get(s.names.powers[me], -1)
    supply, met = zero, zero + 1.0
    if b >= 0:
        supply = zero
        met = zero
        for m in range(len(s.names.minerals)):
            supply = supply + s.importance[m] * state.security[:, b, m]
            met = met + s.importance[m] * (1.0 - state.unmet[:, b, m])
    weight, days = open_routes(s), _start_days(s)
    volume, quick, steady = zero, zero, zero
    for c in range(len(weight)):
        volume = volume + weight[c] * np.minimum(state.volume[:, c] / (3.0 * max(s.volume[c], 1e-9)), 1.0)
        quick = quick + weight[c] * np.minimum(0.5 * days[c] / np.maximum(state.transit_days[:, c], 1.0), 1.0)
        steady = steady + weight[c] * state.reliability[:, c]
    hosts = len(s.names.hosts)

    def mean(values: Floats) -> Floats:
        total = np.zeros(worlds)
        for h in range(hosts):
            total = total + values[:, h]
        return total / hosts

    owed = np.einsum("whc->wh", state.debt) / state.gdp
    digital = state.dependence[:, :, CHANNELS.index("digital")]
    largest = digital.max(-1)
    wary = [p for p in range(len(s.names.powers)) if s.start_wariness[p, me] > 0]
    fear, grudge = zero, zero
    for p in wary:
        fear = fear + state.wariness[:, p, me] / len(wary)
        grudge = grudge + state.grievance[:, p, me] / len(wary)
    heat = zero
    faced = np.flatnonzero(s.against[:, me])
    for q in faced:
        heat = heat + state.tension[:, q] / len(faced)
    ties = zero
    for x in s.controllers:
        ties = ties + state.ties[:, me, x] / len(s.controllers)
    return {
        "pledge": {
            "committed": 60.0 * np.minimum(state.pledge[:, 1] / target, 1.0),
            "disbursed": 40.0 * np.minimum(state.pledge[:, 2] / target, 1.0),
        },
        "supply": {"security of supply": supply},
        "corridor": {"volume": 40.0 * volume, "days": 30.0 * quick, "reliability": 30.0 * steady},
        "trust": {
            "hosts' trust": 0.7 * mean(state.trust[:, :, me]),
            "credibility": 0.3 * state.credibility[:, me],
        },
        "hosts": {
            "autonomy": 0.35 * mean(state.autonomy),
            "growth": 25.0 * np.clip(mean(state.growth) / 12.0, 0.0, 1.0),
            "skills": 0.15 * mean(state.skills),
            "institutions": 0.15 * mean(state.institutions),
            "debt": 10.0 * np.clip(1.0 - mean(owed) / 0.6, 0.0, 1.0),
        },
        "standards": {
            "own standards": 50.0 * np.minimum(mean(digital[:, :, me]) / 0.3, 1.0),
            "no bloc dominates": 50.0 * (1.0 - mean(largest)),
        },
        "calm": {
            "no wariness": 0.4 * (100.0 - fear),
            "no grievance": 0.3 * (100.0 - grudge),
            "no tension": 0.3 * (100.0 - heat),
        },
        "home": {
            "support": 0.6 * state.support[:, me],
            "ties kept": 0.2 * ties,
            "factories supplied": 20.0 * met,
        },
    }
