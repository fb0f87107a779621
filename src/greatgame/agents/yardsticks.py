"""Yardsticks: what the appraisals of several roles measure by."""

from __future__ import annotations

import numpy as np

from greatgame.moves.catalogue import Block
from greatgame.scenario.coefficients import Coefficients
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.vocabulary import CONTROL_LADDER

NEVER = -9.0
"""Strength that rules a move out where its mechanism is switched off."""
BILLION, HALF_A_BILLION = 1000.0, 500.0
"""Units in which the costs of projects are measured, millions of dollars."""
TOP = len(CONTROL_LADDER) - 1.0
"""The highest rung of the ladder of controls."""


def host_weight(s: IndexedScenario, block: Block) -> Floats:
    """Importance of the host by size of its economy: ``[entry]``."""
    k = s.minds["host"]
    weight: Floats = k.size_floor + k.size_slope * np.sqrt(s.gdp / s.gdp.max())
    return weight[block.host]


def mineral_weight(s: IndexedScenario, block: Block) -> Floats:
    """Importance of the mineral for supply, at most 1: ``[entry]``."""
    k = s.minds["supply"]
    return np.minimum(1.0, k.mineral_floor + k.mineral_slope * s.importance[block.mineral])


def size(block: Block, k: Coefficients, unit: float) -> Floats:
    """Weight of a project by its cost: ``size_floor + size_slope * sqrt(cost / unit)``, at most ``size_most``.

    Args:
        block: entries that each have a project.
        k: the figures of their role.
        unit: the cost of which a project has size 1, millions of dollars.
    """
    root = np.sqrt(block.scenario.capex[block.project] / unit)
    sizes: Floats = np.minimum(k.size_floor + k.size_slope * root, k.size_most)
    return sizes
