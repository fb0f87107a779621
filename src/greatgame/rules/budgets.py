"""Budgets: money and leaders' time for the quarter."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.world import Times


def open_quarter(turn: Turn) -> None:
    """Add the quarter's budget; what exceeds the carry-over lapses.

    Money follows domestic support: at none there is the floor of the published
    budget, and one per cent more of it for every point.
    """
    s, state = turn.scenario, turn.state
    published, cap = _budgets(s)
    grant = published.repeat(turn.world.worlds, axis=0)
    grant[:, : len(s.names.powers), 1:] *= (s.society.budget_floor + state.support / 100.0)[..., None]
    excess = np.maximum(state.purse + grant - cap, 0.0)
    turn.world.post("purse", {f"budget of the {s.period}": grant, "unspent money lapses": Times(-1.0, excess)})


@lru_cache(maxsize=16)
def _budgets(s: IndexedScenario) -> tuple[Floats, Floats]:
    """Published budget of a turn ``[1, actor, resource]``, and the most that a purse holds ``[actor, resource]``."""
    cap = s.budget * (s.dt + s.society.carry_over)
    cap[:, 0] = s.budget[:, 0] * (s.dt + s.society.time_kept)
    return (s.budget * s.dt)[None], cap
