"""What is kept of a campaign: outcomes at its end, and figures turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from greatgame.explain import title
from greatgame.indicators import DERIVED, cell_of, figure, index_of, unit_of
from greatgame.model import GreatGameModel
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import State

TOTAL = "total"
"""The weighted score, the outcome that every batch has."""
DIGEST = "digest"


@dataclass(frozen=True)
class Outcome:
    """One column of results."""

    name: str
    unit: str
    text: str

    def as_dict(self) -> dict[str, str]:
        return {"name": self.name, "unit": self.unit, "text": self.text}


class Measures:
    """Figures by dotted name, read from all worlds of a model at once.

    Args:
        scenario: that the figures belong to.
        paths: ``total`` and whatever ``greatgame explain`` knows.

    Raises:
        GreatGameError: for a name that there is not, with the closest that there is.
    """

    def __init__(self, scenario: IndexedScenario, paths: Sequence[str]) -> None:
        self.scenario, self.paths = scenario, tuple(paths)
        self._cells: dict[str, tuple[str, tuple[Any, ...]]] = {}
        self._derived: list[str] = []
        for path in self.paths:
            head = path.split(".")[0]
            if head in DERIVED:
                index_of(scenario, path, DERIVED[head][0])
                self._derived.append(path)
            elif path != TOTAL:
                variable, cell = cell_of(scenario, path)
                self._cells[path] = (variable, (slice(None), *cell))

    def read(self, model: GreatGameModel) -> dict[str, Floats]:
        """Every figure as it is now: ``[world]`` each."""
        state = model.world.state
        found: dict[str, Floats] = {name: getattr(state, name_of)[at] for name, (name_of, at) in self._cells.items()}
        if TOTAL in self.paths:
            # Along the last axis: a sum per world whose order never depends on how many worlds there are.
            found[TOTAL] = (state.score * model.game.pillar_weights).sum(axis=-1)
        if self._derived:
            rows = [self._of_one(state.select([world])) for world in range(state.worlds)]
            found |= dict(zip(self._derived, np.array(rows).T, strict=True))
        return {path: np.array(found[path]) for path in self.paths}

    def _of_one(self, one: State) -> list[float]:
        return [figure(self.scenario, one, path) for path in self._derived]


def outcome_paths(scenario: IndexedScenario, more: Sequence[str]) -> tuple[str, ...]:
    """Total, pillars and pledge, then what the sweep asks for."""
    names = scenario.names
    usual = [TOTAL, *(f"score.{pillar}" for pillar in names.pillars), *(f"pledge.{part}" for part in names.pledge)]
    return tuple(dict.fromkeys([*usual, *more]))


def described(scenario: IndexedScenario, paths: Sequence[str]) -> tuple[Outcome, ...]:
    """Name, unit and meaning of outcomes."""
    return tuple(_outcome(scenario, path) for path in paths)


def _outcome(scenario: IndexedScenario, path: str) -> Outcome:
    head = path.split(".")[0]
    if path == TOTAL:
        return Outcome(path, unit_of(path), "weighted score of all pillars at the end, 0 to 100")
    if head in DERIVED:
        return Outcome(path, unit_of(path), f"{path}, at the end")
    variable, cell = cell_of(scenario, path)
    return Outcome(path, unit_of(path), f"{title(scenario, variable, cell)}, at the end")
