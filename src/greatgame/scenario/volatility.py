"""Volatility of published series, as the model draws it."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from greatgame.scenario.figures import Series


def log_volatility(series: Series) -> float:
    """Standard deviation of the quarterly log change, estimated from yearly levels."""
    path = [(year, value) for year, value in series.path() if value > 0]
    steps = [math.log(after / before) / math.sqrt(year - prior) for (prior, before), (year, after) in pairwise(path)]
    if len(steps) < 2:
        return 0.0
    return float(np.std(steps, ddof=1)) / 2.0


def growth_volatility(series: Series | None) -> float:
    """Standard deviation of the quarterly change of yearly growth (percentage points).

    Dollar GDP moves with the currency; only the middle half of the yearly
    changes is used, so that a devaluation does not count as a business cycle.
    """
    if series is None or len(series.values) < 5:
        return 0.0
    levels = [value for _, value in series.path()]
    changes = np.array([100.0 * math.log(b / a) for a, b in pairwise(levels)])
    low, high = np.percentile(changes, [25, 75])
    return float(high - low) / 1.349 / 2.0 / 2.0
