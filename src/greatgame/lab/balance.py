"""Balance: every strategy against every temper in every scenario, and what is wrong with the game.

Asked of the same worlds everywhere: how scores are spread, which goals can be
reached, whether one strategy is best at everything, which moves nobody makes,
and what each scenario changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.lab.contest import Progress, measures
from greatgame.lab.ensemble import Campaigns, play
from greatgame.lab.goals import Goal, goals_of
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Paired, Share, half_width, paired, share_of
from greatgame.moves.catalogue import catalogue_of
from greatgame.records import Record
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.variants import varied
from greatgame.words import AS_PUBLISHED

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of the totals of a strategy's campaigns."""
RARE, USUAL = 0.05, 0.95
"""A goal reached in a smaller share of campaigns is out of reach; one that is reached in a larger one without an order
is granted."""
SELDOM = 0.05
"""Orders a campaign below which a move counts as dead."""
UNMOVED = 3.0
"""Points between the best and the worst strategy's mean below which a pillar hardly depends on strategy."""
FEWEST = 2
"""Worlds of each combination that an interval takes."""


@dataclass(frozen=True)
class Arena(Record):
    """A scenario with a temper of the rivals, and who does best in it."""

    scenario: str
    hash: str
    """Of the scenario as published, whatever the temper."""
    temper: str
    best: str
    mean: float
    """Mean total of the best."""
    second: str
    ahead: Paired
    """Total of the best less that of the second."""
    clear: bool
    """Whether it is ahead beyond doubt, all strategies compared."""


@dataclass(frozen=True)
class Standing(Record):
    """One strategy over all arenas."""

    strategy: str
    mean: float
    low: float
    high: float
    quantiles: dict[str, float]
    """Of the total: ``5%`` to ``95%``."""
    pillars: dict[str, float]
    best_pillars: tuple[str, ...]
    """Pillars on which no other has a higher mean."""
    best_arenas: int


@dataclass(frozen=True)
class Reach(Record):
    """How often a goal is reached."""

    goal: str
    strategy: str
    """The strategy that reaches it most often."""
    share: Share
    scenario: str
    temper: str
    """Where it does so most often, and how often there."""
    share_there: float
    idle: float
    """The smallest share under any strategy."""
    by_scenario: dict[str, float]
    """Scenario -> the largest share of campaigns that any strategy reaches it in there, over all tempers."""
    verdict: str
    """``open``, ``out of reach`` (in every scenario) or ``granted``."""


@dataclass(frozen=True)
class Move(Record):
    """How often a kind of move is made."""

    kind: str
    seat: str
    """``player`` or ``others``."""
    most: float
    """Orders carried out a campaign, mean over arenas, under the strategy with which it is made most often."""
    strategy: str
    dead: bool


@dataclass(frozen=True)
class World(Record):
    """What a scenario changes against the first, under the reference strategy."""

    scenario: str
    differences: dict[str, Paired]
    """Of the total and by pillar: this scenario less the first."""


@dataclass(frozen=True)
class Balance(Record):
    """The whole study."""

    reference: str
    seeds: int
    campaigns: int
    arenas: tuple[Arena, ...]
    standings: tuple[Standing, ...]
    """Highest mean first."""
    goals: tuple[Reach, ...]
    moves: tuple[Move, ...]
    worlds: tuple[World, ...]

    @property
    def dominant(self) -> str | None:
        """The strategy that is best on every pillar or in every arena, if there is one."""
        for row in self.standings:
            if len(row.best_pillars) == len(row.pillars) or row.best_arenas == len(self.arenas):
                return row.strategy
        return None

    @property
    def unmoved(self) -> dict[str, float]:
        """Pillars that hardly depend on strategy, with the points between the best and the worst mean."""
        points = {pillar: [row.pillars[pillar] for row in self.standings] for pillar in self.standings[0].pillars}
        spread = {pillar: max(means) - min(means) for pillar, means in points.items()}
        return {pillar: width for pillar, width in spread.items() if width < UNMOVED}

    @property
    def beyond_reach(self) -> dict[str, list[str]]:
        """Scenario -> goals that no strategy reaches there."""
        scenarios = list(dict.fromkeys(arena.scenario for arena in self.arenas))
        missed = {name: [row.goal for row in self.goals if row.by_scenario[name] < RARE] for name in scenarios}
        return {name: goals for name, goals in missed.items() if goals}

    @property
    def granted(self) -> list[str]:
        """Goals that every strategy reaches."""
        return [row.goal for row in self.goals if row.verdict == "granted"]

    @property
    def dead(self) -> list[str]:
        """Moves that hardly anybody makes, as ``KIND (SEAT)``."""
        return [f"{row.kind} ({row.seat})" for row in self.moves if row.dead]


@dataclass(frozen=True)
class Cell:
    """One strategy's campaigns in one arena."""

    scenario: IndexedScenario
    temper: str
    strategy: str
    played: Campaigns

    @property
    def measures(self) -> Mapping[str, Floats]:
        return measures(self.scenario, self.played)


def run(
    scenarios: Sequence[IndexedScenario],
    campaigns: int,
    strategies: Sequence[str] = (),
    tempers: Sequence[str] = (),
    goals: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> tuple[Balance, list[Cell]]:
    """Play at least ``campaigns`` campaigns, the same number in every combination, on the same seeds.

    Args:
        scenarios: the first is what the others are compared with.
        strategies: by default those that all scenarios have.
        tempers: by default those that all scenarios have.
        goals: about pillars or the total; by default those that each scenario sets.

    Raises:
        GreatGameError: for a goal about another figure, fewer than two strategies, or an unknown name.
    """
    asked = {scenario.id: _asked(scenario, goals) for scenario in scenarios}
    names = strategies or _common([list(s.file.strategy) for s in scenarios])
    dispositions = tempers or [AS_PUBLISHED, *_common([list(s.file.temper) for s in scenarios])]
    if len(names) < FEWEST:
        raise GreatGameError("a balance takes two strategies or more: name the others")
    seeds = max(FEWEST, math.ceil(campaigns / (len(scenarios) * len(dispositions) * len(names))))
    cells = []
    for scenario in scenarios:
        for temper in dispositions:
            minded = varied(scenario, temper=temper)
            cells += [Cell(minded, temper, name, play(minded, range(seeds), name)) for name in names]
            if progress is not None:
                progress(f"{scenario.id}, {temper}: {len(cells) * seeds:,} campaigns")
    return _judged(scenarios, list(names), cells, asked, seeds), cells


def _common(lists: Sequence[Sequence[str]]) -> list[str]:
    return [name for name in lists[0] if all(name in other for other in lists)]


def _asked(scenario: IndexedScenario, goals: Sequence[str] | None) -> tuple[Goal, ...]:
    found = goals_of(scenario, goals)
    for goal in found:
        if goal.path != TOTAL and goal.path not in scenario.names.pillars.place:
            known = ", ".join((TOTAL, *scenario.names.pillars))
            raise GreatGameError(f"goal {str(goal)!r}: balance keeps scores only; name one of {known}")
    return found


def _judged(
    scenarios: Sequence[IndexedScenario],
    names: list[str],
    cells: list[Cell],
    goals: Mapping[str, tuple[Goal, ...]],
    seeds: int,
) -> Balance:
    """What was found; ``goals`` by scenario, in the same order in each."""
    groups = [cells[begin : begin + len(names)] for begin in range(0, len(cells), len(names))]
    hashes = {scenario.id: scenario.hash for scenario in scenarios}
    arenas = tuple(_arena(group, hashes[group[0].scenario.id]) for group in groups)
    of = {name: [cell for cell in cells if cell.strategy == name] for name in names}
    published = [cell for cell in of[names[0]] if cell.temper == cells[0].temper]
    return Balance(
        reference=names[0],
        seeds=seeds,
        campaigns=seeds * len(cells),
        arenas=arenas,
        standings=_standings(of, arenas),
        goals=tuple(_reach(dict(zip(goals, row, strict=True)), of) for row in zip(*goals.values(), strict=True)),
        moves=tuple(_moves(cells)),
        worlds=tuple(_world(cell, published[0]) for cell in published[1:]),
    )


def _arena(group: Sequence[Cell], published: str) -> Arena:
    # Sorting keeps the order of equals, so that ties go to who was named first.
    ranked = sorted(group, key=lambda cell: -float(cell.played.total.mean()))
    first, second = ranked[:2]
    ahead = paired(first.played.total, second.played.total)
    return Arena(
        scenario=first.scenario.id,
        hash=published,
        temper=first.temper,
        best=first.strategy,
        mean=float(first.played.total.mean()),
        second=second.strategy,
        ahead=ahead,
        clear=ahead.clear_among(len(group) - 1),
    )


def _standings(of: Mapping[str, list[Cell]], arenas: Sequence[Arena]) -> tuple[Standing, ...]:
    points = {name: _means(cells) for name, cells in of.items()}
    best = {pillar: max(points, key=lambda name: points[name][pillar]) for pillar in next(iter(points.values()))}
    rows = []
    for name, cells in of.items():
        totals = np.stack([cell.played.total for cell in cells])
        # Arenas share seeds, so seeds are what is independent.
        by_seed = totals.mean(axis=0)
        mean, error = float(by_seed.mean()), half_width(by_seed)
        rows.append(
            Standing(
                strategy=name,
                mean=mean,
                low=mean - error,
                high=mean + error,
                quantiles={f"{q:.0%}": float(np.quantile(totals, q)) for q in QUANTILES},
                pillars=points[name],
                best_pillars=tuple(pillar for pillar, winner in best.items() if winner == name),
                best_arenas=sum(arena.best == name for arena in arenas),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.mean))


def _means(cells: Sequence[Cell]) -> dict[str, float]:
    pillars = cells[0].scenario.names.pillars
    mean = np.mean([cell.played.score.mean(axis=0) for cell in cells], axis=0)
    return {pillar: float(value) for pillar, value in zip(pillars, mean, strict=True)}


def _reach(goal: Mapping[str, Goal], of: Mapping[str, list[Cell]]) -> Reach:
    """How often a goal is reached, which may be set differently in each scenario."""

    def reached(cell: Cell) -> int:
        its = goal[cell.scenario.id]
        return int(np.count_nonzero(its.reached(cell.measures[its.path])))

    counts = {name: [reached(cell) for cell in cells] for name, cells in of.items()}
    n = {name: sum(len(cell.played.total) for cell in cells) for name, cells in of.items()}
    shares = {name: sum(counts[name]) / n[name] for name in of}
    name = max(shares, key=lambda name: shares[name])
    place = int(np.argmax(counts[name]))
    there = of[name][place]
    share_there = counts[name][place] / len(there.played.total)
    idle = min(shares.values())
    return Reach(
        goal=_label(list(goal.values())),
        strategy=name,
        share=share_of(sum(counts[name]), n[name]),
        scenario=there.scenario.id,
        temper=there.temper,
        share_there=share_there,
        idle=idle,
        by_scenario=_by_scenario(of, counts),
        verdict="out of reach" if share_there < RARE else "granted" if idle > USUAL else "open",
    )


def _label(goals: Sequence[Goal]) -> str:
    """A goal in words, with the range of its values where scenarios set it differently."""
    values = sorted({goal.value for goal in goals})
    return str(goals[0]) + (f" ({values[0]:g} to {values[-1]:g})" if len(values) > 1 else "")


def _by_scenario(of: Mapping[str, list[Cell]], counts: Mapping[str, list[int]]) -> dict[str, float]:
    """The best strategy's share in each scenario, from the counts of each strategy's cells."""
    best: dict[str, float] = {}
    for name, cells in of.items():
        reached: dict[str, list[int]] = {}
        played: dict[str, int] = {}
        for cell, count in zip(cells, counts[name], strict=True):
            reached.setdefault(cell.scenario.id, []).append(count)
            played[cell.scenario.id] = played.get(cell.scenario.id, 0) + len(cell.played.total)
        for scenario, found in reached.items():
            best[scenario] = max(best.get(scenario, 0.0), sum(found) / played[scenario])
    return best


def _moves(cells: Sequence[Cell]) -> list[Move]:
    """Every kind of move for the player's seat and for all others, the rarest first."""
    counts: dict[tuple[str, str], dict[str, list[float]]] = {}
    for cell in cells:
        for key, count in _orders(cell):
            counts.setdefault(key, {}).setdefault(cell.strategy, []).append(count)
    rows = []
    for (kind, seat), by_strategy in counts.items():
        mean = {name: float(np.mean(row)) for name, row in by_strategy.items()}
        name = max(mean, key=lambda name: mean[name])
        rows.append(Move(kind, seat, mean[name], name, mean[name] < SELDOM))
    return sorted(rows, key=lambda row: row.most)


def _orders(cell: Cell) -> Iterator[tuple[tuple[str, str], float]]:
    """(kind, seat) and orders a campaign, for whoever may give them."""
    book = catalogue_of(cell.scenario)
    mean = cell.played.orders.mean(axis=0)
    for k, kind in enumerate(book.kind_names):
        able = np.unique(book.actor[book.kinds[kind].numbers])
        mine = able == cell.scenario.player
        for seat, actors in (("player", able[mine]), ("others", able[~mine])):
            if len(actors):
                yield (kind, seat), float(mean[actors, k].sum())


def _world(cell: Cell, first: Cell) -> World:
    here, there = first.measures, cell.measures
    return World(cell.scenario.id, {name: paired(there[name], here[name]) for name in there})
