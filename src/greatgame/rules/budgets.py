"""Budgets: money and leaders' time for the quarter."""

from __future__ import annotations

import numpy as np

from greatgame.rules.context import Turn

TIME_KEPT = 1.5
"""Leaders' time cannot be hoarded: at most one and a half quarters of it."""


def open_quarter(turn: Turn) -> None:
    """Add the quarter's budget; what exceeds the carry-over lapses.

    Money follows domestic support: a policy at 50 points gets the published
    budget, at 0 half of it, at 100 half as much again.
    """
    s, state = turn.scenario, turn.state
    grant = np.repeat((s.budget * s.dt)[None], turn.world.worlds, axis=0)
    powers = len(s.names.powers)
    grant[:, :powers, 1:] *= (0.5 + state.support / 100.0)[..., None]
    cap = s.budget * s.dt * (1.0 + s.society.carry_over)
    cap[:, 0] = s.budget[:, 0] * s.dt * TIME_KEPT
    excess = np.maximum(state.purse + grant - cap, 0.0)
    turn.world.post("purse", {f"budget of the {s.period}": grant, "unspent money lapses": -excess})
