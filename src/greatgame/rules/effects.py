"""Effects that kinds of move have in common, as the scenario sizes them.

A kind's ``effects`` table may hold, per unit ordered: ``trust`` and ``mood``
(of the host toward the actor), ``institutions``, ``skills``, ``stability``,
``terms`` and ``growth`` (of the host), ``support`` and ``credibility`` (of the
actor), and ``wariness`` (of every power that is wary of the actor).
"""

from __future__ import annotations

import numpy as np

from greatgame.moves.catalogue import MoveKind
from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats

HOST_EFFECTS = ("institutions", "skills", "stability", "terms", "growth")
ACTOR_EFFECTS = ("support", "credibility")


def apply(turn: Turn, kind: MoveKind, amount: Floats) -> None:
    """Post a kind's common effects for the admitted ``amount`` ``[world, entry]``."""
    s, world = turn.scenario, turn.world
    strength = amount * kind.size
    powers = len(s.names.powers)
    for name in ("trust", "mood"):
        if size := kind.effect(name):
            partner = np.where(kind.actor < powers, kind.actor, np.maximum(kind.power, 0))
            cells = kind.host * powers + partner
            change = size * strength
            if size > 0:
                # Goodwill has diminishing returns: it closes part of the distance to full trust.
                room = 1.0 - getattr(turn.state, name).reshape(world.worlds, -1)[:, cells] / 100.0
                change = change * room * 2.0
            world.post_cells(name, kind.spec.name, cells, change, kind.numbers)
    for name in HOST_EFFECTS:
        if size := kind.effect(name):
            world.post_cells(name, kind.spec.name, kind.host, size * strength, kind.numbers)
    for name in ACTOR_EFFECTS:
        if size := kind.effect(name):
            world.post_cells(name, kind.spec.name, kind.actor, size * strength, kind.numbers)
    if kind.effect("wariness") and s.on("wariness"):
        alarm(turn, kind.spec.name, kind, kind.effect("wariness") * strength)


def alarm(turn: Turn, cause: str, kind: MoveKind, size: Floats) -> None:
    """Raise the wariness of every power that watches the actor.

    ``size`` is ``[world, entry]`` in points for a power that watches with full
    attention (:func:`attention`).
    """
    watch = attention(turn)
    powers = len(turn.scenario.names.powers)
    for observer in range(powers):
        eyes = watch[observer, kind.actor]
        if eyes.any():
            cells = observer * powers + kind.actor
            turn.world.post_cells("wariness", cause, cells, size * eyes, kind.numbers)


def attention(turn: Turn) -> Floats:
    """How closely each power watches each other: ``[observer, observed]``, 1 at a starting wariness of 50."""
    watch: Floats = turn.scenario.start_wariness / 50.0
    return watch
