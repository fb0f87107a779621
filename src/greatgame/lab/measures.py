"""Figures by name, read from all worlds at once: the total, pillars, what ``explain`` opens, and derived figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.indicators import CONVERSION, DERIVED, cell_of, figure
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import State
from greatgame.world.world import in_turn

TOTAL = "total"
"""Name of the weighted score; pillars go by their own names."""

Reader = Callable[[State], Floats]
"""Reads one figure of every world: ``[world]``."""


def reader(scenario: IndexedScenario, path: str) -> Reader:
    """How to read a figure: ``total``, a pillar, a state variable's path, or a derived figure.

    Raises:
        GreatGameError: for a figure that there is not, or that only a ledger can tell.
    """
    if path == TOTAL:
        return lambda state: in_turn(state.score * scenario.pillar_weights)
    if path in scenario.names.pillars.place:
        pillar = scenario.names.pillars.at(path)
        return lambda state: state.score[:, pillar].copy()
    if path == CONVERSION:
        raise GreatGameError(f"{CONVERSION} counts what happened in one campaign: it has no value in an ensemble")
    if path.split(".")[0] in DERIVED:
        return lambda state: np.array([figure(scenario, state, path, world) for world in range(state.worlds)])
    variable, cell = cell_of(scenario, path)
    return lambda state: np.array(getattr(state, variable)[(slice(None), *cell)])
