"""Paired comparisons with confidence intervals."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from greatgame.scenario.indexed import Floats

Z95 = 1.959964
"""Two-sided 95 % quantile of the normal distribution; samples here are in the hundreds."""


@dataclass(frozen=True)
class Paired:
    """Difference between two arms played on the same luck."""

    n: int
    mean: float
    """Mean difference, first arm less second."""
    low: float
    high: float
    """95 % confidence interval of the mean difference."""
    effect: float
    """Mean difference in pooled standard deviations over campaigns, at most 100 either way."""
    effect_low: float
    effect_high: float
    won: float
    """Share of campaigns in which the first arm is ahead (ties count half)."""

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0

    def clear_among(self, comparisons: int) -> bool:
        """Whether zero lies outside an interval widened for so many comparisons (Bonferroni)."""
        half = (self.high - self.low) / 2.0
        wide = NormalDist().inv_cdf(1.0 - 0.025 / comparisons) / Z95
        return abs(self.mean) > half * wide

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "clear": self.clear}


def _spread(first: Floats, second: Floats, mean: float) -> float:
    """Pooled standard deviation; where campaigns hardly differ, a hundredth of the difference."""
    if len(first) < 2:
        return max(abs(mean), 1e-12)
    pooled = float(np.sqrt((first.var(ddof=1) + second.var(ddof=1)) / 2.0))
    return max(pooled, abs(mean) / 100.0, 1e-12)


def paired(first: Floats, second: Floats) -> Paired:
    """Compare two samples ``[campaign]`` pair by pair."""
    difference = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    n = len(difference)
    mean = float(difference.mean())
    error = Z95 * float(difference.std(ddof=1)) / np.sqrt(n) if n > 1 else float("inf")
    spread = _spread(np.asarray(first, dtype=float), np.asarray(second, dtype=float), mean)
    return Paired(
        n=n,
        mean=mean,
        low=mean - error,
        high=mean + error,
        effect=mean / spread,
        effect_low=(mean - error) / spread,
        effect_high=(mean + error) / spread,
        won=float((difference > 0).mean() + 0.5 * (difference == 0).mean()),
    )
