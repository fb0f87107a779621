"""Paired comparisons with confidence intervals, and shares with theirs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.records import Record
from greatgame.scenario.indexed import Floats

CONFIDENCE = 0.95
"""Confidence of every interval that does not say otherwise."""
Z95 = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2.0)


@lru_cache(maxsize=256)
def student(freedom: int, probability: float) -> float:
    """Quantile of Student's t distribution, infinite for no degree of freedom."""
    # It is read where intervals are asked for only: a campaign has no use for it.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability)) if freedom >= 1 else math.inf


@dataclass(frozen=True)
class Paired(Record):
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
        low, high = self.among(comparisons)
        return low > 0 or high < 0

    def among(self, comparisons: int) -> tuple[float, float]:
        """The interval widened so that all of so many hold together with 95 % confidence (Bonferroni)."""
        half = (self.high - self.low) / 2.0
        if half == 0.0 or self.n < 2:
            return self.low, self.high
        tail = (1.0 - CONFIDENCE) / 2.0
        half *= student(self.n - 1, 1.0 - tail / comparisons) / student(self.n - 1, 1.0 - tail)
        return self.mean - half, self.mean + half

    @property
    def identical(self) -> bool:
        """Whether both arms came out alike, as far as this figure goes."""
        return self.low == self.high == 0.0

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "clear": self.clear}


def _spread(first: Floats, second: Floats, mean: float) -> float:
    """Pooled standard deviation; where campaigns hardly differ, a hundredth of the difference."""
    if len(first) < 2:
        return max(abs(mean), 1e-12)
    pooled = float(np.sqrt((first.var(ddof=1) + second.var(ddof=1)) / 2.0))
    return max(pooled, abs(mean) / 100.0, 1e-12)


def half_width(sample: Floats) -> float:
    """Half of the 95 % interval of a mean ``[campaign]`` (Student's t); infinite for a single campaign."""
    n = len(sample)
    if n < 2:
        return math.inf
    return student(n - 1, 0.5 + CONFIDENCE / 2.0) * float(sample.std(ddof=1)) / math.sqrt(n)


def tails(sample: Floats) -> tuple[float, float]:
    """Mean of the lowest tenth of a sample and of its highest: unlike quantiles they always take its mean between."""
    ranked = np.sort(sample)
    tenth = max(1, len(ranked) // 10)
    return float(ranked[:tenth].mean()), float(ranked[-tenth:].mean())


def paired(first: Floats, second: Floats) -> Paired:
    """Compare two samples ``[campaign]`` pair by pair.

    Raises:
        GreatGameError: where they are not of the same campaigns.
    """
    if np.shape(first) != np.shape(second):
        raise GreatGameError(
            f"samples of {len(first)} and {len(second)} campaigns cannot be paired: play both on the same seeds"
        )
    difference = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    n = len(difference)
    mean = float(difference.mean())
    error = half_width(difference)
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


@dataclass(frozen=True)
class Share(Record):
    """How often something happened, with a 95 % interval (Wilson 1927)."""

    count: float
    """Cases, ties counted as half."""
    n: int
    share: float
    low: float
    high: float


def share_of(count: float, n: int) -> Share:
    """The share ``count / n``; without any case nothing is known of it, from 0 to 1."""
    if n == 0:
        return Share(0.0, 0, 0.0, 0.0, 1.0)
    count = float(count)
    share, z = count / n, Z95
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Share(count, n, share, max(middle - half, 0.0) if count else 0.0, min(middle + half, 1.0))


def seldom(inside: int, drawn: int, cases: int, n: int) -> float:
    """Probability that of ``drawn`` out of ``n`` campaigns ``inside`` or more are among ``cases``, by chance alone.

    Fisher's exact test, one-sided.
    """
    most = min(drawn, cases)
    ways = sum(math.comb(cases, k) * math.comb(n - cases, drawn - k) for k in range(inside, most + 1))
    return ways / math.comb(n, drawn)


def held_together(probabilities: Sequence[float]) -> list[float]:
    """Probabilities raised for how many were looked at (Holm 1979), in the order given."""
    order = sorted(range(len(probabilities)), key=lambda i: (probabilities[i], i))
    raised, least = [0.0] * len(probabilities), 0.0
    for rank, i in enumerate(order):
        least = max(least, min(1.0, probabilities[i] * (len(probabilities) - rank)))
        raised[i] = least
    return raised
