"""Distributions of outcomes, for all campaigns and by the values of a lever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from greatgame.analysis.read import Factor, Floats, Results

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
Z95 = 1.959964
"""Two-sided 95 % quantile of the normal distribution."""
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
    """95 % confidence interval of the mean, points and seeds being one sample."""
    deviation: float
    quantiles: tuple[float, ...]
    """5, 25, 50, 75 and 95 %."""
    least: float
    most: float


def distribution(outcome: str, values: Floats, group: str = "") -> Distribution:
    """What the values are like; those that are not there are left out."""
    values = values[np.isfinite(values)]
    n = len(values)
    if n == 0:
        nan = float("nan")
        return Distribution(outcome, group, 0, nan, nan, nan, nan, (nan,) * len(QUANTILES), nan, nan)
    deviation = float(values.std(ddof=1)) if n > 1 else 0.0
    half = Z95 * deviation / np.sqrt(n) if n > 1 else float("inf")
    mean = float(values.mean())
    quantiles = tuple(float(q) for q in np.quantile(values, QUANTILES))
    extremes = float(values.min()), float(values.max())
    return Distribution(outcome, group, n, mean, mean - half, mean + half, deviation, quantiles, *extremes)


def groups(results: Results, factor: Factor) -> list[tuple[str, Any]]:
    """The values of a factor that campaigns were played with, as text and as an index array."""
    column = results.factor(factor.name)
    values = [value for value in factor.values if np.any(column == value)]
    return [(f"{value:g}" if factor.numeric else str(value), column == value) for value in values]


def distributions(results: Results) -> list[Distribution]:
    """Every outcome over all campaigns, then by the value of every lever that has few values."""
    found = [distribution(o.name, results.outcome(o.name)) for o in results.outcomes]
    for factor in results.factors:
        if not 1 < len(factor.values) <= FEW_VALUES:
            continue
        for text, rows in groups(results, factor):
            group = f"{factor.name} = {text}"
            found += [distribution(o.name, results.outcome(o.name)[rows], group) for o in results.outcomes]
    return found


def luck_share(results: Results, outcome: str) -> float:
    """Share of an outcome's variance that is luck: the variance between seeds of one point over all of it.

    NaN where no point was played with more than one seed.  The rest is what
    was varied.  One-way analysis of variance with points as groups.
    """
    values, point = results.outcome(outcome), results.columns["point"]
    there = np.isfinite(values)
    values, point = values[there], point[there]
    _, group, counts = np.unique(point, return_inverse=True, return_counts=True)
    if len(values) <= len(counts):
        return float("nan")
    means = np.bincount(group, values) / counts
    within = float(((values - means[group]) ** 2).sum() / (len(values) - len(counts)))
    if len(counts) == 1:
        return 1.0
    # The spread of the points' means holds a share of luck too, which is taken out.
    size = (len(values) - (counts**2).sum() / len(values)) / (len(counts) - 1)
    between_mean = float((counts * (means - values.mean()) ** 2).sum() / (len(counts) - 1))
    between = max((between_mean - within) / size, 0.0)
    return within / (within + between) if within + between > 0 else float("nan")
