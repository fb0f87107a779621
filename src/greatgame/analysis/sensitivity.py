"""Which factor moves which outcome: shares of variance with confidence intervals.

Sobol designs give first-order and total-order indices (Saltelli et al. 2010,
https://doi.org/10.1016/j.cpc.2009.09.018) by SALib, on the mean over the
campaigns of each sample.  Any other sample of ranges gives the first-order
index alone, by RBD-FAST (Tarantola et al. 2006,
https://doi.org/10.1016/j.ress.2005.06.003).  Factors that take a few values,
names or numbers, get the correlation ratio, which is their first-order index:
RBD-FAST takes the order of a grid for an effect.

All are shares of the same whole, the differences between points without luck.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
ROUNDING = 1e-12
"""Share of an outcome's variance that is nothing but rounding."""
LOTS = 10
"""Seeds from which on they can be drawn again in a bootstrap."""
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

    def times(self, share: float) -> Index:
        """The same index as a share of a larger whole."""
        parts = ("first", "first_half", "total", "total_half")
        return replace(self, **{name: getattr(self, name) * share for name in parts})

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
    ranges = [factor for factor in varied if factor.sampled]
    listed_ones = [factor for factor in varied if not factor.sampled]
    indices: list[Index] = []
    notes: list[str] = []
    unclear: list[str] = []
    for outcome in results.outcomes:
        values = results.outcome(outcome.name)
        if not np.isfinite(values).all() or np.ptp(values) == 0.0:
            continue
        drawn = _Drawn(results, values)
        if drawn.between <= 0.0:
            # Luck alone differs, so there is nothing that a factor could explain.
            continue
        indices += [_ratio(outcome.name, factor, results, drawn) for factor in listed_ones]
        if ranges:
            found = _of_ranges(outcome.name, ranges, results, drawn, notes)
            if any(index.method == SOBOL and index.vague for index in found):
                unclear.append(outcome.name)
            else:
                indices += [index.times(drawn.sampled) for index in found]
    if unclear:
        notes.append(
            f"The Sobol design is too small to say what moves {listed(unclear)}: the intervals of the indices are "
            "too long. Raise design.points and expand the batch."
        )
    return Sensitivity(tuple(indices), tuple(dict.fromkeys(notes)), tuple(unclear))


class _Drawn:
    """An outcome of all campaigns, and how they hang together."""

    def __init__(self, results: Results, values: Floats) -> None:
        seeds, seed = np.unique(results.columns["seed"], return_inverse=True)
        # Equal seeds meet equal luck at all points, so what is theirs says nothing of the points.
        luck = np.bincount(seed, values) / np.bincount(seed)
        spread, values = float(values.var()), values - (luck - luck.mean()).take(seed)
        self.values = values
        points, self.point, counts = np.unique(results.columns["point"], return_inverse=True, return_counts=True)
        row_of = {int(point): row for row, point in enumerate(results.points["point"])}
        self.rows = [row_of[int(point)] for point in points]
        """Rows of the points that were played."""
        drawn = results.points[SAMPLE][self.rows]
        samples, self.first, of_point = np.unique(drawn, return_index=True, return_inverse=True)
        """The first of the points of each sample."""
        self.sample = of_point[self.point]
        """The sample of each campaign, counted from 0."""
        left = float(values.var())
        if left <= ROUNDING * spread:
            self.between = 0.0
        else:
            self.between = _between(values, self.point) if counts.max() > 1 else 1.0
        """Share of the differences between campaigns of one seed that lies between points; the rest is luck."""
        apart = self.means.take(self.sample).var()
        self.sampled = float(apart) / left / self.between if self.between > 0.0 else 0.0
        """Variance between the means of samples over that between points without luck; lists make the rest."""
        self.lot = self.sample if len(samples) > 1 else seed if len(seeds) >= LOTS else self.point
        """What was drawn by chance, and is drawn again in a bootstrap: samples, else seeds, else points."""

    @property
    def means(self) -> Floats:
        """Mean over the campaigns of each sample."""
        means: Floats = np.bincount(self.sample, self.values) / np.bincount(self.sample)
        return means


def _of_ranges(outcome: str, factors: list[Factor], results: Results, drawn: _Drawn, notes: list[str]) -> list[Index]:
    means = drawn.means
    if np.ptp(means) == 0.0:
        return []
    problem = results.manifest["space"].get("salib_problem")
    if results.design == "sobol" and problem:
        if len(drawn.rows) == len(results.points["point"]):
            return _sobol(outcome, problem, means)
        notes.append(
            f"{len(results.points['point']) - len(drawn.rows)} points of the Sobol design have no result, "
            "so its indices cannot be formed; those of a plain sample are shown. Resume the batch."
        )
    if len(means) < ENOUGH:
        notes.append(f"{len(means)} points are too few for shares of variance; use {ENOUGH} or more.")
        return []
    return _fast(outcome, factors, results, drawn)


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


def _fast(outcome: str, factors: list[Factor], results: Results, drawn: _Drawn) -> list[Index]:
    from SALib.analyze import rbd_fast

    rows = np.array(drawn.rows)[drawn.first]
    names = [factor.name for factor in factors]
    sample = np.column_stack([results.points[name][rows].astype(np.float64) for name in names])
    bounds = [[float(column.min()), float(column.max())] for column in sample.T]
    told = {"num_vars": len(names), "names": names, "bounds": bounds}
    with _quiet():
        found = rbd_fast.analyze(told, sample, drawn.means, num_resamples=RESAMPLES, seed=SEED)
    nan = float("nan")
    parts = zip(names, found["S1"], found["S1_conf"], strict=True)
    return [Index(outcome, name, FAST, float(share), float(half), nan, nan) for name, share, half in parts]


def _ratio(outcome: str, factor: Factor, results: Results, drawn: _Drawn) -> Index:
    """Share of the differences between points that lies between the values of a factor with few; by bootstrap."""
    _, group = np.unique(results.factor(factor.name).astype(str), return_inverse=True)
    lots, groups = int(drawn.lot.max()) + 1, int(group.max()) + 1
    cell = drawn.lot * groups + group
    about = drawn.values - drawn.values.mean()
    weights = (np.ones(len(about)), about, about * about)
    sums = np.array([np.bincount(cell, weight, lots * groups).reshape(lots, groups) for weight in weights])
    dice = np.random.default_rng(SEED)
    times = dice.multinomial(lots, np.full(lots, 1.0 / lots), size=RESAMPLES)
    shares = [_epsilon(*(count @ part for part in sums)) / drawn.between for count in times]
    half = 1.959964 * float(np.std(shares, ddof=1))
    share = _epsilon(*sums.sum(axis=1)) / drawn.between
    return Index(outcome, factor.name, RATIO, share, half, float("nan"), float("nan"))


def _between(values: Floats, group: Values) -> float:
    """Share of variance between groups, corrected for chance."""
    index, about = group.astype(np.int64), values - values.mean()
    weights = (np.ones(len(about)), about, about * about)
    counts, sums, squares = (np.bincount(index, weight).astype(np.float64) for weight in weights)
    return _epsilon(counts, sums, squares)


def _epsilon(counts: Floats, sums: Floats, squares: Floats) -> float:
    """Epsilon squared (Kelley 1935), from the number of figures in each group, their sum and that of their squares."""
    held = counts > 0
    counts, sums = counts[held], sums[held]
    n, k = float(counts.sum()), len(counts)
    level = float(sums.sum()) ** 2 / n
    whole = float(squares.sum()) - level
    inner = whole - (float((sums * sums / counts).sum()) - level)
    if whole <= 0.0 or n <= k:
        return 0.0
    return 1.0 - (inner / (n - k)) / (whole / (n - 1.0))
