"""Exercises in which teams write a strategy: how much each consideration weighs, played in many worlds.

A team's strategy is the exercise's default one with weights multiplied by
what the team chose.  All teams play on the same seeds, so that their
differences are their strategies' doing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from greatgame.classroom.exercise import Step
from greatgame.classroom.load import Exercise
from greatgame.classroom.state import ClassState, Resolved
from greatgame.lab.debrief import IDLE
from greatgame.lab.ensemble import Campaigns, play
from greatgame.lab.forecast import seeds_of
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.levels import idle_seats, level_of
from greatgame.scenario.variants import varied

USUAL = 1.0
"""What a weight is multiplied by where a team says nothing."""


@dataclass(frozen=True)
class Standing:
    """How a team's strategy did."""

    team: str
    campaigns: Campaigns


def weights_of(exercise: Exercise) -> dict[str, float]:
    """The considerations that teams can weigh, with the weight that 1 stands for."""
    strategy = exercise.scenario.file.strategy[exercise.plan.exercise.default]
    if strategy.weights is None:
        return {}
    table = strategy.weights
    return {name: table.number(name) for name in table.values if table.number(name)}


def written(state: ClassState, step: Step) -> Resolved:
    """The round as it stands in the log: what teams wrote decides all of it."""
    return Resolved(
        step=step.id,
        orders={},
        drafts={},
        defaulted=[team.id for team in state.teams.values() if not team.strategy and not team.ready],
        digests={},
        strategies={team.id: dict(team.strategy) for team in state.teams.values()},
    )


def standings(exercise: Exercise, row: Resolved) -> list[Standing]:
    """Every team's strategy in the same worlds, in the teams' order."""
    usual = weights_of(exercise)
    found = []
    for team, chosen in row.strategies.items():
        weights = tuple(sorted((name, usual[name] * factor) for name, factor in chosen.items()))
        found.append(Standing(team, _played(exercise, exercise.plan.exercise.default, weights)))
    return found


def references(exercise: Exercise) -> dict[str, float]:
    """Mean totals of the usual strategy, whose weights nobody changed, and of doing nothing, in the same worlds."""
    usual = exercise.plan.exercise.default
    found = {usual: float(_played(exercise, usual, ()).total.mean())}
    if IDLE in exercise.scenario.file.strategy:
        found[IDLE] = float(_played(exercise, IDLE, ()).total.mean())
    return found


@lru_cache(maxsize=64)
def _played(exercise: Exercise, strategy: str, weights: tuple[tuple[str, float], ...]) -> Campaigns:
    meta = exercise.plan.exercise
    scenario, idle = _scenario(exercise)
    changes = {f"strategy.{strategy}.weights.{name}": value for name, value in weights}
    return play(
        varied(scenario, temper=meta.temper, changes=changes),
        seeds_of(meta.seed, exercise.id, meta.worlds_a_strategy),
        strategy=strategy,
        strength=meta.strength,
        seats=idle,
    )


def _scenario(exercise: Exercise) -> tuple[IndexedScenario, dict[str, str]]:
    """The scenario at the exercise's level, and the seats that the level leaves idle."""
    scenario, name = exercise.scenario, exercise.plan.exercise.level
    if name is None:
        return scenario, {}
    level = level_of(scenario, name)
    scenario = varied(scenario, without=level.without)
    return scenario, idle_seats(scenario, level)
