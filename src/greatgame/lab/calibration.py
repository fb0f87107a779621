"""Calibration: do forecasts come true as often as they say, and do intervals cover what they promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from greatgame.lab import forecast
from greatgame.lab.contest import measures
from greatgame.lab.ensemble import play
from greatgame.lab.forecast import Question
from greatgame.lab.measures import TOTAL, reader
from greatgame.lab.statistics import Share, paired, share_of
from greatgame.model import GreatGameModel
from greatgame.position import Position
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario

STRATEGIES = ("all-round", "do-nothing", "provocative", "quiet")
"""Who plays the campaigns, a quarter of them each."""
COMPARED = ("all-round", "quiet")
"""Strategies whose difference the intervals are tried on."""
MOMENTS = 5
"""Positions of a campaign that are forecast, evenly spread over its turns."""
FUTURES = 64
QUANTILES = (0.2, 0.4, 0.6, 0.8)
"""Goals ask whether a figure ends above these quantiles of what campaigns like these bring."""
EDGES = (0.0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.0)
"""Classes of forecast probability."""
PILOT = 1_000_000
"""First seed of the campaigns that only serve to set the goals."""
DRAWS = 2000
"""Samples that coverage is measured on."""
SIZES = (12, 25, 50, 100, 200)
"""Worlds of a sample."""
PLANTED = 0.5
"""Points of the total that are added to see whether they are found."""


@dataclass(frozen=True)
class Line:
    """One class of forecast probabilities, and how often the goal was reached."""

    low: float
    high: float
    mean: float
    """Mean forecast."""
    reached: Share


@dataclass(frozen=True)
class Reliability:
    """Forecasts beside what then happened."""

    campaigns: int
    positions: int
    futures: int
    forecasts: int
    """Positions times goals."""
    lines: tuple[Line, ...]
    brier: float
    """Mean squared difference between probability and outcome: 0 is best."""
    brier_base: float
    """The same for whoever always says how often each goal is reached at all."""
    brier_by_moment: dict[str, float]
    """Quarter of the position -> Brier score."""
    inside_half: float
    """Share of outcomes between the 25 and the 75 % line of their band."""
    inside_most: float
    """Share of outcomes between the 5 and the 95 % line."""


def reliability(scenario: IndexedScenario, campaigns: int = 100) -> Reliability:
    """Forecast positions of campaigns by several strategies, then look what became of them.

    The forecast knows who plays, as a player does; it never knows the luck.
    """
    paths = [TOTAL, *scenario.names.pillars]
    goals = _goals(scenario, paths)
    each = max(1, campaigns // len(STRATEGIES))
    rows = [row for place, name in enumerate(STRATEGIES) for row in _campaigns(scenario, name, place, each, goals)]
    said = np.array([row.said for row in rows])
    came = np.array([row.came for row in rows], dtype=float)
    half, most = (np.array([getattr(row, name) for row in rows]) for name in ("half", "most"))
    quarters = dict.fromkeys(row.quarter for row in rows)
    errors = (said - came) ** 2
    return Reliability(
        campaigns=each * len(STRATEGIES),
        positions=len(rows),
        futures=FUTURES,
        forecasts=said.size,
        lines=tuple(_lines(said.reshape(-1), came.reshape(-1))),
        brier=float(errors.mean()),
        brier_base=float(((came.mean(axis=0) - came) ** 2).mean()),
        brier_by_moment={q: float(errors[[row.quarter == q for row in rows]].mean()) for q in quarters},
        inside_half=float(half.mean()),
        inside_most=float(most.mean()),
    )


@dataclass(frozen=True)
class _Row:
    """One position: probabilities of the goals, whether they were reached, whether bands held what came."""

    quarter: str
    said: list[float]
    came: list[bool]
    half: list[bool]
    most: list[bool]


Goals = dict[str, Floats]
"""Figure -> values that it shall reach."""


def _goals(scenario: IndexedScenario, paths: Sequence[str]) -> Goals:
    pilots = [measures(scenario, play(scenario, range(PILOT, PILOT + 25), name)) for name in STRATEGIES]
    return {path: np.quantile(np.concatenate([dict(p)[path] for p in pilots]), QUANTILES) for path in paths}


def _campaigns(scenario: IndexedScenario, strategy: str, place: int, count: int, goals: Goals) -> Iterator[_Row]:
    """Positions of one strategy's campaigns with their forecasts and outcomes."""
    seeds = range(place * count, (place + 1) * count)
    model = GreatGameModel(scenario, strategy, seeds=seeds)
    moments = {scenario.turns * moment // MOMENTS for moment in range(MOMENTS)}
    kept: list[tuple[int, Position]] = []
    while not model.finished:
        if model.world.turn in moments:
            model.open()
            kept += [(world, Position.of(model, True, world)) for world in range(count)]
        model.step()
    truth = {path: reader(scenario, path)(model.world.state) for path in goals}
    words = [f"{path} >= {value!r}" for path, values in goals.items() for value in (float(v) for v in values)]
    for world, position in kept:
        question = Question(position, None, None, FUTURES, seeds[world], None, words, ())
        found = forecast.run(question, block=FUTURES)
        ends = {path: (band, float(truth[path][world])) for path, band in found.bands.items()}
        yield _Row(
            quarter=found.quarter,
            said=[row.queue.share for row in found.goals[1:]],
            came=[bool(truth[path][world] >= value) for path, values in goals.items() for value in values],
            half=[band.q25[-1] <= value <= band.q75[-1] for band, value in ends.values()],
            most=[band.q05[-1] <= value <= band.q95[-1] for band, value in ends.values()],
        )


def _lines(said: Floats, came: Floats) -> Iterator[Line]:
    last = len(EDGES) - 2
    for place, (low, high) in enumerate(pairwise(EDGES)):
        inside: Bools = (said >= low) & ((said < high) | (place == last))
        if count := int(np.count_nonzero(inside)):
            reached = share_of(float(came[inside].sum()), count)
            yield Line(low, high, float(said[inside].mean()), reached)


@dataclass(frozen=True)
class Coverage:
    """What intervals of samples of one size did."""

    worlds: int
    covered: float
    """Share of the 95 % intervals that hold the true difference, mean over the figures."""
    least: float
    """The same for the figure that fares worst."""
    invented: float
    """Share of samples without any true difference in which one is called among all figures."""
    found: float
    """Share of samples in which a planted difference of the total is called in the right direction."""


def coverage(scenario: IndexedScenario, campaigns: int = 2000, draws: int = DRAWS) -> tuple[Coverage, ...]:
    """Draw samples of worlds from many campaigns of two strategies, whose true difference is then known."""
    first, second = (dict(measures(scenario, play(scenario, range(campaigns), name))) for name in COMPARED)
    gaps = np.stack([first[name] - second[name] for name in first])
    true = gaps.mean(axis=1)
    generator = np.random.default_rng(0)
    return tuple(_coverage(gaps, true, worlds, draws, generator) for worlds in SIZES)


def _coverage(gaps: Floats, true: Floats, worlds: int, draws: int, generator: np.random.Generator) -> Coverage:
    held = np.zeros((draws, len(true)))
    invented = found = 0
    nothing = np.zeros(worlds)
    for draw in range(draws):
        chosen = gaps[:, generator.integers(0, gaps.shape[1], worlds)]
        rows = [paired(sample, nothing) for sample in chosen]
        held[draw] = [p.low <= value <= p.high for p, value in zip(rows, true, strict=True)]
        null = [paired(sample - value, nothing) for sample, value in zip(chosen, true, strict=True)]
        invented += any(p.clear_among(len(true)) for p in null)
        planted = paired(chosen[0] - true[0] + PLANTED, nothing)
        found += planted.clear_among(len(true)) and planted.mean > 0
    shares = held.mean(axis=0)
    return Coverage(worlds, float(shares.mean()), float(shares.min()), invented / draws, found / draws)
