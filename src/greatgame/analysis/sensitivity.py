"""Which factor moves which outcome: shares of variance with confidence intervals.

Sobol designs give first-order and total-order indices (Saltelli et al. 2010,
https://doi.org/10.1016/j.cpc.2009.09.018) by SALib, on the mean over the seeds
of each point.  Any other sample gives the first-order index alone, by RBD-FAST
(Tarantola et al. 2006, https://doi.org/10.1016/j.ress.2005.06.003).
Factors with a few values by name get the correlation ratio, which is their
first-order index.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from greatgame.analysis.read import SAMPLE, Factor, Floats, Results, Values
from greatgame.printing import listed

SOBOL, FAST, RATIO = "Sobol", "RBD-FAST", "correlation ratio"
ENOUGH = 60
"""Points below which a sample says too little about shares of variance."""
LEAST_SAMPLES = 16
"""Base samples of a Sobol design below which even the intervals of its indices mean nothing."""
LONG = 0.25
"""Half width beyond which an interval that holds zero says nothing: the share may be none or a good part."""
NOTABLE = 0.01
"""Share of variance below which a factor moves nothing that anybody would see."""
RESAMPLES = 200
SEED = 20_260_101
"""Of the bootstrap, so that a report can be written again to the letter."""


@dataclass(frozen=True)
class Index:
    """Sensitivity of one outcome to one factor."""

    outcome: str
    factor: str
    method: str
    first: float
    """Share of variance that the factor explains alone."""
    first_half: float
    """Half width of its 95 % confidence interval."""
    total: float
    """Share with all its interactions; NaN where the method cannot tell."""
    total_half: float

    @property
    def matters(self) -> bool:
        """Whether the wider index (or the only one) is a per cent or more, and its interval leaves out zero."""
        value, half = (self.first, self.first_half) if np.isnan(self.total) else (self.total, self.total_half)
        return bool(value >= NOTABLE and value - half > 0.0)

    @property
    def vague(self) -> bool:
        """Whether a total-order index says nothing: its interval is above 1, longer than 0 to 1, or long from 0."""
        low = self.total - self.total_half
        long = self.total_half > (LONG if low <= 0.0 else 0.5)
        return bool(low > 1.0 or long or not np.isfinite(low))


@dataclass(frozen=True)
class Sensitivity:
    """All indices, and what to keep in mind."""

    indices: tuple[Index, ...]
    notes: tuple[str, ...]
    unclear: tuple[str, ...] = ()
    """Outcomes of which the Sobol design is too small to say anything; they have no such indices."""

    def of(self, outcome: str) -> list[Index]:
        """Indices of one outcome, the strongest first."""
        rows = [index for index in self.indices if index.outcome == outcome]
        return sorted(rows, key=lambda index: -(index.first if np.isnan(index.total) else index.total))


def sensitivity(results: Results) -> Sensitivity:
    """Indices of every outcome to every factor that was varied."""
    varied = [factor for factor in results.factors if len(np.unique(results.factor(factor.name).astype(str))) > 1]
    if not varied:
        return Sensitivity((), (f"{results.unvaried}, so there is nothing to be sensitive to.",))
    numeric = [factor for factor in varied if factor.numeric]
    named = [factor for factor in varied if not factor.numeric]
    indices: list[Index] = []
    notes: list[str] = []
    unclear: list[str] = []
    for outcome in results.outcomes:
        values = results.outcome(outcome.name)
        if not np.isfinite(values).all() or np.ptp(values) == 0.0:
            continue
        indices += [_ratio(outcome.name, factor, results, values) for factor in named]
        if numeric:
            found = _numeric(outcome.name, numeric, results, values, notes)
            if any(index.method == SOBOL and index.vague for index in found):
                unclear.append(outcome.name)
            else:
                indices += found
    if unclear:
        notes.append(
            f"The Sobol design is too small to say what moves {listed(unclear)}: the intervals of the indices are "
            "too long. Raise design.points and expand the batch."
        )
    return Sensitivity(tuple(indices), tuple(dict.fromkeys(notes)), tuple(unclear))


def _means(results: Results, values: Floats) -> tuple[Floats, Floats]:
    """Points that were played, and the mean of an outcome over the seeds of each."""
    points, group, counts = np.unique(results.columns["point"], return_inverse=True, return_counts=True)
    return points.astype(np.float64), np.bincount(group, values) / counts


def _numeric(outcome: str, factors: list[Factor], results: Results, values: Floats, notes: list[str]) -> list[Index]:
    points, means = _means(results, values)
    if np.ptp(means) == 0.0:
        # Luck alone differs, so there is nothing that a factor could explain.
        return []
    problem = results.manifest["space"].get("salib_problem")
    if results.design == "sobol" and problem:
        if len(points) == len(results.points["point"]):
            return _sobol(outcome, problem, _by_sample(results, points, means))
        notes.append(
            f"{len(results.points['point']) - len(points)} points of the Sobol design have no result, "
            "so its indices cannot be formed; those of a plain sample are shown. Resume the batch."
        )
    if len(points) < ENOUGH:
        notes.append(f"{len(points)} points are too few for shares of variance; use {ENOUGH} or more.")
        return []
    return _fast(outcome, factors, results, points, means)


def _by_sample(results: Results, points: Floats, means: Floats) -> Floats:
    """Mean over the points of each sample, in the order in which SALib drew them."""
    row_of = {int(point): row for row, point in enumerate(results.points["point"])}
    sample = results.points[SAMPLE][[row_of[int(point)] for point in points]]
    _, group, counts = np.unique(sample, return_inverse=True, return_counts=True)
    return np.bincount(group, means) / counts


@contextmanager
def _quiet() -> Iterator[None]:
    """SALib and numpy warn of samples that are all the same, which are told from the figures."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _sobol(outcome: str, problem: dict[str, Any], means: Floats) -> list[Index]:
    from SALib.analyze import sobol

    second = bool(problem.get("calc_second_order", False))
    names = list(problem["names"])
    told = {"num_vars": len(names), "names": names, "bounds": problem["bounds"]}
    with _quiet():
        found = sobol.analyze(told, means, calc_second_order=second, num_resamples=RESAMPLES, seed=SEED)
    if len(means) < LEAST_SAMPLES * (len(names) * (2 if second else 1) + 2):
        # A bootstrap over a few samples gives an interval that is anything, narrow too.
        found["ST_conf"] = np.full(len(names), np.inf)
    rows = zip(names, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
    return [Index(outcome, name, SOBOL, *(float(value) for value in numbers)) for name, *numbers in rows]


def _fast(outcome: str, factors: list[Factor], results: Results, points: Floats, means: Floats) -> list[Index]:
    from SALib.analyze import rbd_fast

    row_of = {int(point): row for row, point in enumerate(results.points["point"])}
    rows = [row_of[int(point)] for point in points]
    names = [factor.name for factor in factors]
    sample = np.column_stack([results.points[name][rows].astype(np.float64) for name in names])
    bounds = [[float(column.min()), float(column.max())] for column in sample.T]
    told = {"num_vars": len(names), "names": names, "bounds": bounds}
    with _quiet():
        found = rbd_fast.analyze(told, sample, means, num_resamples=RESAMPLES, seed=SEED)
    nan = float("nan")
    parts = zip(names, found["S1"], found["S1_conf"], strict=True)
    return [Index(outcome, name, FAST, float(share), float(half), nan, nan) for name, share, half in parts]


def _ratio(outcome: str, factor: Factor, results: Results, values: Floats) -> Index:
    """Share of variance between the values of a factor that goes by names; interval by bootstrap over campaigns."""
    _, group = np.unique(results.factor(factor.name).astype(str), return_inverse=True)
    dice = np.random.default_rng(SEED)
    shares = []
    for _ in range(RESAMPLES):
        rows = dice.integers(len(values), size=len(values))
        shares.append(_between(values[rows], group[rows]))
    half = 1.959964 * float(np.std(shares, ddof=1))
    return Index(outcome, factor.name, RATIO, _between(values, group), half, float("nan"), float("nan"))


def _between(values: Floats, group: Values) -> float:
    """Share of variance between groups, corrected for chance (epsilon squared)."""
    index = group.astype(np.int64)
    counts = np.bincount(index)
    held = counts > 0
    means = np.bincount(index, values)[held] / counts[held]
    whole = float(((values - values.mean()) ** 2).sum())
    inner = whole - float((counts[held] * (means - values.mean()) ** 2).sum())
    n, k = len(values), int(held.sum())
    if whole == 0.0 or n <= k:
        return 0.0
    return 1.0 - (inner / (n - k)) / (whole / (n - 1))
