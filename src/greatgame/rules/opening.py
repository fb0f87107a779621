"""The opening position: the start of a scenario with everything measured that rules measure every turn.

Minds judge the first turn by the same figures as any other, and what a figure
was before the first turn is what it was, not a number that stands for it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.rules.corridors import start_access, start_conditions
from greatgame.rules.indicators import autonomy_parts, pillar_parts, security_parts
from greatgame.rules.minerals import flow_by_source, needed, passing, project_supply, uncovered
from greatgame.scenario.indexed import IndexedScenario
from greatgame.world.state import State, on_grid, start
from greatgame.world.world import added_up


@lru_cache(maxsize=16)
def opening_position(s: IndexedScenario) -> State:
    """One world before the first turn, which cannot be written: all measured that rules measure every turn."""
    state = start(s)
    routes = start_conditions(s)
    state.transit_days[...] = on_grid(routes.days.T)
    state.reliability[...] = on_grid(routes.steady.T)
    state.access[...] = start_access(s)
    # What projects of its own send a buyer already is part of what it imports, and counts once.
    local, _ = project_supply(s, state)
    arriving = (local * state.access.transpose(1, 0, 2)[..., None]).transpose(1, 2, 3, 0)
    state.contract[..., s.host_source] = on_grid(np.maximum(state.contract[..., s.host_source] - arriving, 0.0))
    need, supply = needed(s, state), added_up(flow_by_source(s, state, passing(s, state)))
    gap = np.maximum(need - supply, 0.0) * (s.dt / 4.0)
    state.unmet[...] = on_grid(uncovered(s, state, need, gap)[1])
    state.autonomy[...] = on_grid(added_up(autonomy_parts(s, state)))
    state.security[...] = on_grid(added_up(security_parts(s, state)))
    for pillar, parts in pillar_parts(s, state).items():
        points = added_up(np.array(list(parts.values())))
        state.score[:, s.names.pillars.at(pillar)] = on_grid(np.minimum(np.maximum(points, 0.0), 100.0))
    return state.frozen()
