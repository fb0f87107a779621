"""Screening: what many small changes are worth, from few trials.

Trials follow a two-level design whose columns are orthogonal, folded over:
every trial is played with its mirror image under the same luck, so that what
one change is worth is not mistaken for what two do together (Box and Hunter
1961, The 2^(k-p) fractional factorial designs, Technometrics 3).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from greatgame.scenario.indexed import Floats

SPARE = 8
"""Trials beyond the number of changes, from which the error of the effects is estimated."""


@lru_cache(maxsize=64)
def design(changes: int, least: int) -> Floats:
    """Trials as rows of -1 and 1: ``[pair, change]``; each stands for itself and its mirror image.

    Rows are ``least`` or more, a power of two; the columns are those of
    Sylvester's matrix, without the constant one.
    """
    size = 1
    while size < max(least, changes + 1 + SPARE):
        size *= 2
    common = np.arange(size)[:, None] & np.arange(1, changes + 1)
    odd = np.zeros(common.shape, dtype=np.int64)
    while np.count_nonzero(common):
        odd ^= common & 1
        common >>= 1
    signs: Floats = (1 - 2 * odd).astype(np.float64)
    return signs


def shrunk(gap: Floats, trials: Floats) -> Floats:
    """How sure it is that each change is worth making, 1, or its opposite, -1: ``[change]``.

    An effect counts for nothing within its standard error, and for more the
    further it lies beyond: the non-negative garrote (Breiman 1995, Better
    subset regression using the nonnegative garrote, Technometrics 37).

    Args:
        gap: half the difference between each trial and its mirror image: ``[pair]``.
        trials: their design: ``[pair, change]``.
    """
    pairs, changes = trials.shape
    effect = (gap[:, None] * trials).sum(axis=0) / pairs
    rest = gap - (trials * effect).sum(axis=1)
    variance = float((rest * rest).sum()) / (pairs - changes) / pairs
    certain = np.maximum(1.0 - variance / np.maximum(effect * effect, 1e-18), 0.0)
    result: Floats = np.sign(effect) * certain
    return result


def error(gain: Floats) -> float:
    """Standard error of a mean gain, from its values in paired futures."""
    return float(gain.std(ddof=1) / np.sqrt(len(gain)))


def clear(gain: Floats) -> bool:
    """Whether the mean gain exceeds its standard error."""
    return float(gain.mean()) > error(gain)
