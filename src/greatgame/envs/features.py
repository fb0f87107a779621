"""What a machine sees: figures of the state on scales that learn well, and its own means."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from greatgame.errors import GreatGameError
from greatgame.given import once, texts
from greatgame.model import begun
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.words import known
from greatgame.world.state import State
from greatgame.world.variables import BY_NAME, Variable, cell_name

Vector = NDArray[np.float32]

PUBLIC = (
    "trust",
    "mood",
    "dependence",
    "resentment",
    "squeeze",
    "debt",
    "institutions",
    "skills",
    "stability",
    "growth",
    "autonomy",
    "wariness",
    "grievance",
    "ties",
    "tension",
    "support",
    "credibility",
    "pledge",
    "signed",
    "prepared",
    "backer",
    "stage",
    "built",
    "price",
    "stock",
    "saved",
    "control",
    "unmet",
    "security",
    "dwell",
    "volume",
    "transit_days",
    "reliability",
    "caspian_level",
    "pending",
    "score",
)
"""Variables that are observed unless others are asked for."""


HUNDRED = 100.0
"""Bounds up to this are a scale; larger ones only keep figures sane."""


class Features:
    """Layout of an observation: scaled cells of state variables, then the seat's own means.

    A figure with bounds up to :data:`HUNDRED` runs from 0 to 1 between them;
    any other one is ``x / (|x| + scale)``, where the scale is the variable's mean size at the
    start (1 if it starts at nothing), so that it lies between -1 and 1.
    """

    def __init__(self, scenario: IndexedScenario, variables: Sequence[str] | None = None) -> None:
        chosen = PUBLIC if variables is None else texts("variables", variables)
        once("variable", chosen)
        if not chosen:
            raise GreatGameError("an observation needs at least one variable; leave it out for the usual ones")
        self.variables: tuple[Variable, ...] = tuple(BY_NAME[known("variable", name, BY_NAME)] for name in chosen)
        self.scenario = scenario
        opening = begun(scenario, (0,)).state
        self._scales = [_scale(getattr(opening, variable.name)) for variable in self.variables]
        resources = scenario.names.resources
        shapes = [getattr(opening, variable.name).shape[1:] for variable in self.variables]
        self.names: tuple[str, ...] = (
            *(
                cell_name(scenario, variable, index)
                for variable, shape in zip(self.variables, shapes, strict=True)
                for index in np.ndindex(*shape)
            ),
            *(f"left.{resource}" for resource in resources),
            "orders_left",
            "time",
        )
        """Name of every figure: those of ``greatgame explain``, then what is left to spend, and the time gone."""

    def __len__(self) -> int:
        return len(self.names)

    def observe(self, state: State, left: Floats, budget: Floats, orders_left: Floats, time: float) -> Vector:
        """Observations ``[world, figure]``.

        Args:
            state: the present.
            left: ``[world, resource]`` of the seat after the orders given so far.
            budget: ``[resource]`` a quarter.
            orders_left: ``[world]``, 0 to 1.
            time: share of the campaign that has passed.
        """
        worlds = state.worlds
        parts = [
            _scaled(variable, getattr(state, variable.name), scale).reshape(worlds, -1)
            for variable, scale in zip(self.variables, self._scales, strict=True)
        ]
        parts += [left / (left + np.maximum(budget, 1.0)), orders_left[:, None], np.full((worlds, 1), time)]
        return np.concatenate(parts, axis=1).astype(np.float32)


def _scale(values: Floats) -> float:
    return float(np.abs(values).mean()) or 1.0


def _scaled(variable: Variable, values: Floats, scale: float) -> Floats:
    if np.isfinite(variable.low) and variable.high <= HUNDRED:
        scaled: Floats = (values - variable.low) / (variable.high - variable.low)
        return scaled
    squashed: Floats = values / (np.abs(values) + scale)
    return squashed
