"""Search for strategies: several pillars at once, common random numbers, judged on luck not trained on.

The search is NSGA-II (Deb et al. 2002, https://doi.org/10.1109/4235.996017) of
Optuna over the weights, tastes and threshold of a base strategy.  Every
candidate plays the same training seeds, so that candidates differ by what they
do.  What is on the frontier is played again on held-out seeds, beside the base
strategy, because the best of many is partly the luckiest of many.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from greatgame.agents.idle import served
from greatgame.errors import GreatGameError
from greatgame.lab.ensemble import Campaigns, play
from greatgame.lab.statistics import Paired, paired
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.schema_minds import Strategy
from greatgame.scenario.strategies import named, with_strategy
from greatgame.scenario.variants import varied
from greatgame.words import known

TOTAL = "total"
"""Goal that stands for the weighted score."""
WEIGHTS, TASTES, THRESHOLDS = (0.0, 2.5), (-1.5, 1.5), (0.0, 1.0)
"""What the weights of considerations, the tastes for kinds of move and the threshold are searched over."""
POPULATION = 24
HELD_OUT_FROM = 1_000_000
"""First held-out seed; training seeds stay below."""
STALE = ("name_ja", "text_ja", "rationale")
MOST_SHOWN = 12
"""Strategies of the frontier that are written and judged."""


@dataclass(frozen=True)
class Parameter:
    """One number of a strategy that is searched."""

    path: str
    """As :func:`greatgame.scenario.variants.varied` takes it."""
    base: float
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    """A strategy of the frontier."""

    name: str
    changes: Mapping[str, float]
    """Value by path, where it differs from the base strategy's."""
    training: Mapping[str, float]
    """Mean by goal on the training seeds."""
    held_out: Mapping[str, Paired]
    """Against the base strategy on the held-out seeds, by pillar and total."""

    def as_dict(self) -> dict[str, Any]:
        rows = {goal: row.as_dict() for goal, row in self.held_out.items()}
        return {"name": self.name, "changes": self.changes, "training": self.training, "held_out": rows}


@dataclass(frozen=True)
class Frontier:
    """What a search found."""

    scenario: str
    base: str
    goals: tuple[str, ...]
    seeds: int
    held_out: int
    trials: tuple[tuple[float, ...], ...]
    """Mean by goal of every candidate, in the order in which they were tried; the first is the base strategy."""
    found: tuple[Found, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Strategy file (TOML) by name."""

    def as_dict(self) -> dict[str, Any]:
        content = asdict(self)
        content["found"] = [row.as_dict() for row in self.found]
        return content


def parameters(scenario: IndexedScenario, base: str) -> tuple[Parameter, ...]:
    """What can be searched of a strategy: the considerations and kinds of move of its seat, and the threshold."""
    strategy = scenario.file.strategy[base]
    threshold = (strategy.threshold or scenario.file.defaults.threshold).value
    book = catalogue_of(scenario)
    given = np.unique(book.kind_of[book.mine[scenario.player]])
    kinds = [book.kind_names[number] for number in given]
    kinds = [name for name in kinds if book.kinds[name].spec.role != "respond" and name not in strategy.avoid]
    tastes = strategy.tastes
    rows = [
        Parameter(f"strategy.{base}.weights.{name}", strategy.weights.number(name), *WEIGHTS)
        for name in served(book, scenario.player)
    ]
    rows += [
        Parameter(f"strategy.{base}.tastes.{name}", tastes.number(name) if tastes else 0.0, *TASTES) for name in kinds
    ]
    return (*rows, Parameter(f"strategy.{base}.threshold", threshold, *THRESHOLDS))


def checked_goals(scenario: IndexedScenario, goals: Sequence[str]) -> tuple[str, ...]:
    """Pillars, or ``total``, each once.

    Raises:
        GreatGameError: for an unknown one, or none.
    """
    if not goals:
        raise GreatGameError(f"name at least one goal: {TOTAL}, {', '.join(scenario.names.pillars)}")
    for goal in goals:
        known("goal", goal, (TOTAL, *scenario.names.pillars))
    return tuple(dict.fromkeys(goals))


def search(
    scenario: IndexedScenario,
    goals: Sequence[str],
    base: str = "all-round",
    trials: int = 240,
    seeds: int = 32,
    held_out: int = 200,
    seed: int = 0,
    temper: str = "as-published",
    told: Callable[[int, int], None] = lambda done, all: None,
) -> Frontier:
    """Search the strategies around ``base`` for the best trade-offs between goals.

    Args:
        goals: pillars, or ``total``; each is made as large as possible.
        base: a strategy of the scenario, or a strategy file.
        trials: candidates to try.
        seeds: training seeds that every candidate plays.
        held_out: seeds on which the frontier is judged.
        seed: of the search.
        temper: of the rivals.
        told: called with how many candidates were tried, and how many there will be.

    Raises:
        GreatGameError: for an unknown goal or strategy.
    """
    goals = checked_goals(scenario, goals)
    scenario, base = _taken_in(scenario, base)
    scenario = varied(scenario, temper=temper)
    space = parameters(scenario, base)
    values, results = _explore(scenario, goals, base, space, trials, range(seeds), seed, told)
    chosen = _spread([tuple(row) for row in results], MOST_SHOWN)
    judged = range(HELD_OUT_FROM, HELD_OUT_FROM + held_out)
    yardstick = play(scenario, judged, strategy=base)
    found, files = [], {}
    for number, place in enumerate(chosen, start=1):
        name = f"{base}-{number}"
        changes = _changes(space, values[place])
        variant = varied(scenario, changes=changes)
        beside = _compared(scenario, play(variant, judged, strategy=base), yardstick)
        found.append(Found(name, changes, dict(zip(goals, results[place], strict=True)), beside))
        files[name] = strategy_file(name, variant.file.strategy[base], base, goals)
    return Frontier(scenario.id, base, goals, seeds, held_out, tuple(map(tuple, results)), tuple(found), files)


def _taken_in(scenario: IndexedScenario, base: str) -> tuple[IndexedScenario, str]:
    """The scenario with the base among its strategies, and its name there; a file of one's own is taken in."""
    if base in scenario.file.strategy:
        return scenario, base
    strategy, name = named(scenario, base), Path(base.partition(".toml")[0]).name
    name = "-".join(re.findall("[a-z0-9]+", name.lower())) or "mine"
    while name in scenario.file.strategy:
        name += "-mine"
    return with_strategy(scenario, name, strategy), name


def _explore(
    scenario: IndexedScenario,
    goals: tuple[str, ...],
    base: str,
    space: tuple[Parameter, ...],
    trials: int,
    seeds: Sequence[int],
    seed: int,
    told: Callable[[int, int], None],
) -> tuple[list[dict[str, float]], list[list[float]]]:
    """Values by path and means by goal of every candidate; the first candidate is the base strategy."""
    import optuna

    optuna.logging.set_verbosity(logging.WARNING)
    sampler = optuna.samplers.NSGAIISampler(population_size=POPULATION, seed=seed)
    study = optuna.create_study(directions=["maximize"] * len(goals), sampler=sampler)
    study.enqueue_trial({p.path: min(max(p.base, p.low), p.high) for p in space})
    values, results = [], []
    for number in range(trials):
        trial = study.ask()
        candidate = {p.path: round(trial.suggest_float(p.path, p.low, p.high), 3) for p in space}
        variant = varied(scenario, changes=_changes(space, candidate))
        means = _means(scenario, play(variant, seeds, strategy=base, block=len(seeds)), goals)
        study.tell(trial, means)
        values.append(candidate)
        results.append(means)
        told(number + 1, trials)
    return values, results


def _changes(space: Sequence[Parameter], candidate: Mapping[str, float]) -> dict[str, float]:
    """What differs from the base strategy."""
    return {p.path: candidate[p.path] for p in space if abs(candidate[p.path] - p.base) > 1e-9}


def _means(scenario: IndexedScenario, played: Campaigns, goals: Sequence[str]) -> list[float]:
    return [float(_scores(scenario, played, goal).mean()) for goal in goals]


def _scores(scenario: IndexedScenario, played: Campaigns, goal: str) -> Floats:
    """One goal of every campaign."""
    return played.total if goal == TOTAL else played.score[:, scenario.names.pillars.at(goal)]


def _compared(scenario: IndexedScenario, mine: Campaigns, other: Campaigns) -> dict[str, Paired]:
    goals = (TOTAL, *scenario.names.pillars)
    return {goal: paired(_scores(scenario, mine, goal), _scores(scenario, other, goal)) for goal in goals}


def front(rows: Sequence[tuple[float, ...]]) -> list[int]:
    """Places of the rows that no other row beats or equals in everything and beats in something."""
    table = np.array(rows)
    kept: list[int] = []
    for place, row in enumerate(table):
        better = (table >= row).all(axis=1) & (table > row).any(axis=1)
        if not better.any() and not any((table[other] == row).all() for other in kept):
            kept.append(place)
    return kept


def _spread(rows: Sequence[tuple[float, ...]], most: int) -> list[int]:
    """At most so many places of the frontier, far apart: those with the largest crowding distance, ends first."""
    places = front(rows)
    table = np.array([rows[place] for place in places])
    distance = np.zeros(len(places))
    for column in table.T:
        order = np.argsort(column, kind="stable")
        width = max(float(np.ptp(column)), 1e-12)
        distance[order[[0, -1]]] = np.inf
        distance[order[1:-1]] += (column[order[2:]] - column[order[:-2]]) / width
    best = sorted(range(len(places)), key=lambda i: (-distance[i], places[i]))[:most]
    # Listed from the best to the worst by the first goal.
    return [places[i] for i in sorted(best, key=lambda i: (-table[i, 0], places[i]))]


def strategy_file(name: str, strategy: Strategy, base: str, goals: Sequence[str]) -> str:
    """A strategy as the text of a strategy file."""
    found = f"found by search from {base} for {', '.join(goals)}"
    content = strategy.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    # A translation, or a reason, of the base strategy is not this one's.
    content = {key: value for key, value in content.items() if key not in ("name", "text", *STALE)}
    for part in ("weights", "tastes"):
        table = getattr(strategy, part)
        if table is not None:
            values = {key: table.number(key) for key in table.values}
            content[part] = {"unit": table.unit, "assumption": found, "values": values}
    content = {"name": f"{strategy.name} {name.rsplit('-', 1)[-1]}", "text": f"{found.capitalize()}.", **content}
    lines = [f"# Written by 'greatgame optimise': {found}.", ""]
    return "\n".join([*lines, *_toml(("strategy", name), content)]) + "\n"


def _toml(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    """A table as TOML: plain values and single figures on a line each, then the tables in it."""
    yield f"[{'.'.join(map(_key, path))}]"
    for key, value in table.items():
        if not _is_table(value) and not _is_tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if _is_table(value):
            yield ""
            yield from _toml((*path, key), value)
        for row in value if _is_tables(value) else ():
            yield ""
            yield f"[[{'.'.join(map(_key, (*path, key)))}]]"
            yield from (f"{_key(name)} = {_value(inner)}" for name, inner in row.items())


def _is_table(value: Any) -> bool:
    """A single figure reads best on one line; anything longer has lines of its own."""
    return isinstance(value, dict) and "value" not in value


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else json.dumps(key)
