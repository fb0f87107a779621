"""Distributions of outcomes, for all campaigns and by the values of a lever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

from greatgame.analysis.read import Factor, Floats, Results, Values

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FEW_VALUES = 12
"""Values up to which a factor is shown value by value."""


@dataclass(frozen=True)
class Distribution:
    """An outcome over campaigns."""

    outcome: str
    group: str
    """Value of the lever that the campaigns share; empty: all campaigns."""
    n: int
    mean: float
    low: float
    high: float
    """95 % confidence interval of the mean over seeds, since points that share a seed share its luck."""
    deviation: float
    quantiles: tuple[float, ...]
    """5, 25, 50, 75 and 95 %."""
    least: float
    most: float


def distribution(outcome: str, values: Floats, seeds: Values, group: str = "") -> Distribution:
    """What the values are like; those that are not there are left out."""
    there = np.isfinite(values)
    values, seeds = values[there], seeds[there]
    n = len(values)
    if n == 0:
        nan = float("nan")
        return Distribution(outcome, group, 0, nan, nan, nan, nan, (nan,) * len(QUANTILES), nan, nan)
    deviation = float(values.std(ddof=1)) if n > 1 else 0.0
    mean, half = float(values.mean()), _half_width(values, seeds)
    quantiles = tuple(float(q) for q in np.quantile(values, QUANTILES))
    extremes = float(values.min()), float(values.max())
    return Distribution(outcome, group, n, mean, mean - half, mean + half, deviation, quantiles, *extremes)


def _half_width(values: Floats, seeds: Values) -> float:
    """Half of the 95 % interval of a mean: the seeds are the independent sample, not the campaigns on them."""
    _, place, counts = np.unique(seeds, return_inverse=True, return_counts=True)
    if len(counts) < 2:
        return float("inf")
    means = np.bincount(place, values) / counts
    return float(stdtrit(len(counts) - 1, 0.975) * means.std(ddof=1) / np.sqrt(len(counts)))


def groups(results: Results, factor: Factor) -> list[tuple[str, Any]]:
    """The values of a factor that campaigns were played with, as text and as an index array."""
    column = results.factor(factor.name)
    values = [value for value in factor.values if np.any(column == value)]
    return [(f"{value:g}" if factor.numeric else str(value), column == value) for value in values]


def distributions(results: Results) -> list[Distribution]:
    """Every outcome over all campaigns, then by the value of every lever that has few values."""
    seeds = results.columns["seed"]
    found = [distribution(o.name, results.outcome(o.name), seeds) for o in results.outcomes]
    for factor in results.factors:
        if not 1 < len(factor.values) <= FEW_VALUES:
            continue
        for text, rows in groups(results, factor):
            group = f"{factor.name} = {text}"
            found += [distribution(o.name, results.outcome(o.name)[rows], seeds[rows], group) for o in results.outcomes]
    return found


def luck_share(results: Results, outcome: str) -> float:
    """Share of an outcome's variance that is luck: the variance between seeds of one point over all of it.

    NaN where no point was played with more than one seed.  The rest is what
    was varied.  Two-way analysis of variance: since every point meets the
    same seeds, what a seed does to all points alike does not spread their means.
    """
    table = _crossed(results, outcome)
    points, seeds = table.shape
    if points == 0 or seeds < 2:
        return float("nan")
    if points == 1:
        return 1.0
    within = float(table.var(axis=1, ddof=1).mean())
    means = table.mean(axis=1)
    rest = table - means[:, None] - table.mean(axis=0) + table.mean()
    # The spread of the points' means holds a share of their own luck too, which is taken out.
    own_luck = float((rest**2).sum()) / ((points - 1) * (seeds - 1) * seeds)
    between = max(float(means.var(ddof=1)) - own_luck, 0.0)
    return within / (within + between) if within + between > 0 else float("nan")


def _crossed(results: Results, outcome: str) -> Floats:
    """An outcome as [point, seed], for the points that were played with every seed that most were played with."""
    points, row = np.unique(results.columns["point"], return_inverse=True)
    seeds, column = np.unique(results.columns["seed"], return_inverse=True)
    table = np.full((len(points), len(seeds)), np.nan)
    table[row, column] = results.outcome(outcome)
    table = table[:, np.isfinite(table).mean(axis=0) > 0.5]
    complete: Floats = table[np.isfinite(table).all(axis=1)]
    return complete
