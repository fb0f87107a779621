"""Levels: campaigns with less of the model, so that it can be learnt one concept after another."""

from __future__ import annotations

from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.schema import ScenarioFile
from greatgame.scenario.schema_minds import Level
from greatgame.words import known


def level_of(scenario: IndexedScenario, name: str) -> Level:
    """A level by name.

    Raises:
        GreatGameError: where the scenario has none of that name.
    """
    return scenario.file.level[known("level", name, scenario.file.level)]


def idle_strategy(file: ScenarioFile) -> str | None:
    """The strategy that gives no orders, if there is one."""
    rows = file.strategy.items()
    return next((name for name, row in rows if row.orders is not None and row.orders.value == 0), None)


def idle_seats(scenario: IndexedScenario, level: Level) -> dict[str, str]:
    """Seats that a level leaves idle: actor -> strategy that gives no orders."""
    strategy = idle_strategy(scenario.file)
    return {} if strategy is None else dict.fromkeys(level.idle, strategy)
