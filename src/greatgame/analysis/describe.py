"""Distributions of outcomes, for all campaigns and by the values of a lever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

from greatgame.analysis.read import Factor, Floats, Results, Values

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NAN = float("nan")
ROUNDING = 1e-12
"""Share of an outcome's variance that is nothing but rounding."""
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
        return Distribution(outcome, group, 0, NAN, NAN, NAN, NAN, (NAN,) * len(QUANTILES), NAN, NAN)
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


@dataclass(frozen=True)
class Split:
    """Where the variance of an outcome between campaigns lies, as shares of it; NaN where it cannot be told."""

    points: float
    """Between the points' means over their seeds: the whole that sensitivity indices are shares of."""
    luck: float
    """Between the seeds' means over all points, which nothing but luck sets apart."""
    interaction: float
    """What is left: points that differ otherwise on other seeds."""
    campaigns: int
    """How many campaigns this is of."""


def split(results: Results, outcome: str) -> Split:
    """Two-way analysis of variance, points by seeds: shares of the total sum of squares, which add up to 1.

    Plain shares rather than estimates of variance components, since points and
    seeds are those that were played: the shares are exact for these campaigns,
    none is below 0, and that of the points is what the sensitivity indices
    divide.  Where points do not share seeds, all that can be told is what lies
    between points, their own luck included.
    """
    values = results.outcome(outcome)
    there = np.isfinite(values)
    table = _crossed(results, outcome)
    points, seeds = table.shape
    played = np.unique(results.columns["point"])
    # A few points of many would not speak for the rest.
    if seeds < 2 or 2 * table.size < there.sum() or (points == 1 and len(played) > 1):
        return _one_way(results.columns["point"][there], values[there])
    if np.ptp(table) == 0.0:
        return Split(NAN, NAN, NAN, table.size)
    whole = table.mean()
    rows, columns = table.mean(axis=1, keepdims=True) - whole, table.mean(axis=0) - whole
    rest = table - whole - rows - columns
    squares = np.array([seeds * (rows**2).sum(), points * (columns**2).sum(), (rest**2).sum()])
    squares[squares <= ROUNDING * squares.sum()] = 0.0
    between, luck, interaction = (float(share) for share in squares / squares.sum())
    return Split(between, luck, interaction, table.size)


def _one_way(points: Values, values: Floats) -> Split:
    """What lies between points of which each has its own seeds."""
    _, place, counts = np.unique(points, return_inverse=True, return_counts=True)
    if len(counts) < 2 or counts.max() < 2 or np.ptp(values) == 0.0:
        return Split(NAN, NAN, NAN, len(values))
    means = np.bincount(place, values) / counts
    between = float((counts * (means - values.mean()) ** 2).sum() / ((values - values.mean()) ** 2).sum())
    return Split(between, NAN, NAN, len(values))


def _crossed(results: Results, outcome: str) -> Floats:
    """An outcome as [point, seed], for the points that were played with every seed that most were played with."""
    points, row = np.unique(results.columns["point"], return_inverse=True)
    seeds, column = np.unique(results.columns["seed"], return_inverse=True)
    table = np.full((len(points), len(seeds)), np.nan)
    table[row, column] = results.outcome(outcome)
    table = table[:, np.isfinite(table).mean(axis=0) > 0.5]
    complete: Floats = table[np.isfinite(table).all(axis=1)]
    return complete
