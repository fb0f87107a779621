"""The tournament: every strategy on the same worlds of several scenarios and tempers, all against all.

Strategies play the player's seat one at a time; a world is won by whoever has
the higher total in it.  Who fails is disqualified with the reason, and the
tournament goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.given import once
from greatgame.lab.contest import Contestant, Progress, fair_play, measures
from greatgame.lab.ensemble import Campaigns, play
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Paired, half_width, paired
from greatgame.records import Record
from greatgame.scenario.indexed import Floats, IndexedScenario

GENERATIONS = 100
"""Generations over which shares of strategies that copy success are followed."""
PRESENT = 0.01
"""Share below which a strategy counts as gone."""


@dataclass(frozen=True)
class Arena(Record):
    """A scenario with a temper of the rivals."""

    scenario: str
    hash: str
    temper: str


@dataclass(frozen=True)
class Disqualified(Record):
    """A contestant that could not go on."""

    label: str
    strategy: str
    scenario: str
    temper: str
    message: str


@dataclass(frozen=True)
class Row(Record):
    """One contestant's place."""

    place: int
    best_place: int
    """Place that it may have at best: nobody else is clearly ahead of it."""
    worst_place: int
    label: str
    strategy: str
    mean: float
    """Total, mean over arenas."""
    low: float
    high: float
    worlds_won: float
    """Share of worlds won against all others; ties count half."""
    pillars: dict[str, float]
    """Points by pillar, mean over arenas."""
    by_arena: tuple[float, ...]
    """Mean total in each arena."""


@dataclass(frozen=True)
class Tournament(Record):
    """What came of it."""

    arenas: tuple[Arena, ...]
    seeds: int
    comparisons: int
    """How many differences of totals are judged together."""
    ranking: tuple[Row, ...]
    """Best mean total first."""
    payoff: dict[str, dict[str, float]]
    """Row label -> column label -> share of worlds in which the first has the higher total."""
    duels: tuple[dict[str, object], ...]
    """``first``, ``second``, ``difference`` of the totals, and the ``winner`` where it can be told."""
    ecology: dict[str, tuple[float, ...]]
    """Label -> share of the population in each generation."""
    disqualified: tuple[Disqualified, ...]

    @property
    def winner(self) -> str | None:
        """Who is clearly ahead of everybody else."""
        first = self.ranking[0] if self.ranking else None
        return first.label if first is not None and first.worst_place == 1 else None

    @property
    def survivors(self) -> list[str]:
        """Who is left when strategies are copied by their success, the most frequent first."""
        last = {label: shares[-1] for label, shares in self.ecology.items() if shares[-1] >= PRESENT}
        return sorted(last, key=lambda label: -last[label])


@dataclass(frozen=True)
class Field:
    """The contestants' campaigns, arena by arena: label -> campaigns."""

    arenas: tuple[Arena, ...]
    scenarios: tuple[IndexedScenario, ...]
    played: tuple[dict[str, Campaigns], ...]
    disqualified: tuple[Disqualified, ...]

    def totals(self, label: str) -> list[Floats]:
        """Totals ``[campaign]`` in each arena."""
        return [played[label].total for played in self.played]


def run(
    contestants: Sequence[Contestant],
    arenas: Sequence[tuple[IndexedScenario, str]],
    seeds: Sequence[int],
    progress: Progress | None = None,
) -> tuple[Tournament, Field]:
    """Play everyone everywhere.

    Args:
        contestants: at least two.
        arenas: scenarios as they are played, each with the name of its temper.
        seeds: of the worlds, the same in all arenas.
        progress: told who has played where.

    Raises:
        GreatGameError: where fewer than two contestants are left, there are fewer than two seeds, or a strategy or an
            arena is there twice.
    """
    if len(contestants) < 2:
        raise GreatGameError("a tournament takes two strategies or more: name the others")
    if len(seeds) < 2:
        raise GreatGameError("an interval takes 2 worlds or more: ask for more seeds")
    # A twin would count double among those whom the others meet, and an arena in every mean.
    once("strategy", [contestant.strategy for contestant in contestants])
    once("arena", [f"{scenario.id} {scenario.hash}, {temper}" for scenario, temper in arenas])
    field = _played(contestants, arenas, seeds, progress)
    left = [contestant for contestant in contestants if contestant.label in field.played[0]]
    if len(left) < 2:
        reasons = "\n".join(f"  {row.label} ({row.strategy}): {row.message}" for row in field.disqualified)
        raise GreatGameError(f"fewer than two contestants are left; disqualified:\n{reasons}")
    return _judged(left, field, len(seeds)), field


def _played(
    contestants: Sequence[Contestant],
    arenas: Sequence[tuple[IndexedScenario, str]],
    seeds: Sequence[int],
    progress: Progress | None,
) -> Field:
    out: dict[str, Disqualified] = {}
    rounds: list[dict[str, Campaigns]] = []
    for scenario, temper in arenas:
        found: dict[str, Campaigns] = {}
        for contestant in contestants:
            label = contestant.label
            if label in out:
                continue
            try:
                found[label] = play(scenario, seeds, contestant.strategy, after=fair_play)
            except Exception as error:
                # Whatever a contestant does wrong is its own affair, and no reason to stop.
                words = str(error) if isinstance(error, GreatGameError) else f"{type(error).__name__}: {error}"
                out[label] = Disqualified(label, contestant.strategy, scenario.id, temper, words)
            if progress is not None:
                progress(f"{label} in {scenario.id}, {temper}" + (": disqualified" if label in out else ""))
        rounds.append(found)
    kept = tuple({label: row for label, row in found.items() if label not in out} for found in rounds)
    return Field(
        arenas=tuple(Arena(scenario.id, scenario.hash, temper) for scenario, temper in arenas),
        scenarios=tuple(scenario for scenario, _ in arenas),
        played=kept,
        disqualified=tuple(out.values()),
    )


def _judged(contestants: Sequence[Contestant], field: Field, seeds: int) -> Tournament:
    labels = [contestant.label for contestant in contestants]
    totals = {label: np.stack(field.totals(label)) for label in labels}
    pairs = list(combinations(labels, 2))
    duels = {(a, b): paired(_worlds(totals[a]), _worlds(totals[b])) for a, b in pairs}
    payoff = {a: {b: _won(totals[a], totals[b]) for b in labels} for a in labels}
    winners = {pair: _winner(pair, duel, len(pairs)) for pair, duel in duels.items()}
    return Tournament(
        arenas=field.arenas,
        seeds=seeds,
        comparisons=len(pairs),
        ranking=_ranking(contestants, field, totals, payoff, winners),
        payoff=payoff,
        duels=tuple(
            {"first": a, "second": b, "difference": duel, "winner": winners[a, b]} for (a, b), duel in duels.items()
        ),
        ecology=ecology(payoff),
        disqualified=field.disqualified,
    )


def _worlds(totals: Floats) -> Floats:
    """Mean over arenas for each seed ``[seed]``: arenas share seeds, so seeds are what is independent."""
    mean: Floats = totals.mean(axis=0)
    return mean


def _won(first: Floats, second: Floats) -> float:
    return float((first > second).mean() + 0.5 * (first == second).mean())


def _winner(pair: tuple[str, str], duel: Paired, comparisons: int) -> str | None:
    low, high = duel.among(comparisons)
    return pair[0] if low > 0 else pair[1] if high < 0 else None


def _ranking(
    contestants: Sequence[Contestant],
    field: Field,
    totals: dict[str, Floats],
    payoff: dict[str, dict[str, float]],
    winners: dict[tuple[str, str], str | None],
) -> tuple[Row, ...]:
    ordered = sorted(contestants, key=lambda row: (-float(totals[row.label].mean()), row.label))
    rows = []
    for place, contestant in enumerate(ordered, start=1):
        label = contestant.label
        duels = [winner for pair, winner in winners.items() if label in pair]
        beaten = sum(winner == label for winner in duels)
        lost = sum(winner is not None and winner != label for winner in duels)
        sample = _worlds(totals[label])
        mean, error = float(sample.mean()), half_width(sample)
        others = [share for other, share in payoff[label].items() if other != label]
        rows.append(
            Row(
                place=place,
                best_place=1 + lost,
                worst_place=len(ordered) - beaten,
                label=label,
                strategy=contestant.strategy,
                mean=mean,
                low=mean - error,
                high=mean + error,
                worlds_won=sum(others) / len(others),
                pillars=_pillars(field, label),
                by_arena=tuple(float(row.mean()) for row in totals[label]),
            )
        )
    return tuple(rows)


def _pillars(field: Field, label: str) -> dict[str, float]:
    """Mean by pillar over the arenas that have it."""
    found: dict[str, list[float]] = {}
    for scenario, played in zip(field.scenarios, field.played, strict=True):
        for name, values in measures(scenario, played[label]).items():
            if name != TOTAL:
                found.setdefault(name, []).append(float(values.mean()))
    return {name: sum(values) / len(values) for name, values in found.items()}


def ecology(payoff: dict[str, dict[str, float]], generations: int = GENERATIONS) -> dict[str, tuple[float, ...]]:
    """Shares of strategies that are copied by their success, generation by generation.

    Replicator dynamics (Taylor and Jonker 1978) on the payoff matrix, from equal
    shares: a strategy's share grows by its worlds won against the present
    population over the population's mean, as in Axelrod's (1984) ecological
    tournament.
    """
    labels = list(payoff)
    matrix = np.array([[payoff[a][b] for b in labels] for a in labels])
    share = np.full(len(labels), 1.0 / len(labels))
    lines = [share]
    for _ in range(generations):
        fitness = (matrix * share).sum(axis=1)
        share = share * fitness / (share * fitness).sum()
        lines.append(share)
    return {label: tuple(float(line[place]) for line in lines) for place, label in enumerate(labels)}
