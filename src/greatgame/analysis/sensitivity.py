"""Which factor moves which outcome: shares of variance with confidence intervals.

Sobol designs give first-order and total-order indices (Saltelli et al. 2010,
https://doi.org/10.1016/j.cpc.2009.09.018) by SALib, on the mean over the
campaigns of each sample.  Any other sample of ranges gives the first-order
index alone, by RBD-FAST (Tarantola et al. 2006,
https://doi.org/10.1016/j.ress.2005.06.003).  Factors that take a few values,
names or numbers, get the correlation ratio, which is their first-order index:
RBD-FAST takes the order of a grid for an effect.

All points meet the same seeds, so a point's mean over them is an exact figure of
those worlds; where some are missing, crossing.py says what can be used.  All
indices are shares of the same whole, the variance of these means.  Luck is no
part of the points to be taken out of that whole: what a seed does to one
factor's effect it does at every point, so that the residual of the analysis of
variance is no sample of as many errors as there are points.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import fdtri

from greatgame.analysis.crossing import balanced
from greatgame.analysis.describe import ROUNDING
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
LUCKY = 0.5
"""Share of what lies between points that may be luck, beyond which more seeds are advised."""
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
    luck: float = 0.0
    """What the luck that is left in the points' means may make of the total order."""

    @property
    def matters(self) -> bool:
        """Whether an index is a per cent or more, and its interval above what nothing but luck would give."""
        alone = self.first >= NOTABLE and self.first - self.first_half > 0.0
        return bool(alone or (self.total >= NOTABLE and self.total - self.total_half > self.luck))

    def times(self, share: float) -> Index:
        """The same index as a share of a larger whole."""
        parts = ("first", "first_half", "total", "total_half", "luck")
        return replace(self, **{name: getattr(self, name) * share for name in parts})

    @property
    def above(self) -> bool:
        """Whether the interval of a total-order index lies above 1, where no share can be."""
        return bool(self.total - self.total_half > 1.0)

    @property
    def vague(self) -> bool:
        """Whether a total-order index says nothing: its interval is above 1, longer than 0 to 1, or long from 0."""
        low = self.total - self.total_half
        long = self.total_half > (LONG if low <= 0.0 else 0.5)
        return bool(self.above or long or not np.isfinite(low))


@dataclass(frozen=True)
class Sensitivity:
    """All indices, and what to keep in mind."""

    indices: tuple[Index, ...]
    notes: tuple[str, ...]
    unclear: tuple[str, ...] = ()
    """Outcomes of which the Sobol design is too small to say anything; they have no such indices."""
    lucky: tuple[str, ...] = ()
    """Outcomes of which more than half of what lies between points may be the luck of the seeds played."""
    uneven: str = ""
    """Why no shares can be formed of what was played, as a sentence."""

    def of(self, outcome: str) -> list[Index]:
        """Indices of one outcome, the strongest first."""
        rows = [index for index in self.indices if index.outcome == outcome]
        return sorted(rows, key=lambda index: -(index.first if np.isnan(index.total) else index.total))


def sensitivity(results: Results) -> Sensitivity:
    """Indices of every outcome to every factor that was varied."""
    varied = [factor for factor in results.factors if len(np.unique(results.factor(factor.name).astype(str))) > 1]
    if not varied:
        return Sensitivity((), (f"{results.unvaried}, so there is nothing to be sensitive to.",))
    even, caution = balanced(results)
    if even is None:
        return Sensitivity((), (caution,), uneven=caution)
    results = even
    ranges = [factor for factor in varied if factor.sampled]
    listed_ones = [factor for factor in varied if not factor.sampled]
    indices: list[Index] = []
    notes = [caution] if caution else []
    unclear: list[str] = []
    lost: list[str] = []
    alike: list[str] = []
    few: list[str] = []
    for outcome in results.outcomes:
        values = results.outcome(outcome.name)
        if not np.isfinite(values).all():
            lost.append(outcome.name)
            continue
        drawn = _Drawn(results, values)
        if drawn.whole <= 0.0:
            alike.append(outcome.name)
            continue
        if drawn.left > LUCKY:
            few.append(outcome.name)
        for factor in listed_ones:
            if (index := _ratio(outcome.name, factor, results, drawn)) is not None:
                indices.append(index)
            else:
                notes.append(
                    f"Each value of {factor.name} was played at one point with one seed, "
                    "so what it does cannot be told from luck: use two seeds or more."
                )
        if ranges:
            found = _of_ranges(outcome.name, ranges, results, drawn, notes)
            shares = [index.times(drawn.sampled) for index in found]
            # An index above all that there is to share is no estimate, however small a part of the whole that is.
            if any(
                one.method == SOBOL and (one.above or share.vague) for one, share in zip(found, shares, strict=True)
            ):
                unclear.append(outcome.name)
            else:
                indices += shares
    if unclear:
        notes.append(
            f"The Sobol design is too small to say what moves {listed(unclear)}: the intervals of the indices are "
            "too long. Raise design.points and expand the batch."
        )
    if few:
        notes.append(
            f"More than half of what lies between points in {listed(few)} may be the luck of these seeds: their "
            "shares hold of these worlds alone. Use more seeds."
        )
    if alike:
        notes.append(f"Nothing that was varied moves {listed(alike)}: equal seeds end alike at all points.")
    if lost:
        notes.append(f"Some campaigns ended without a number for {listed(lost)}, so shares cannot be formed.")
    return Sensitivity(tuple(indices), tuple(dict.fromkeys(notes)), tuple(unclear), tuple(few))


class _Drawn:
    """An outcome of all campaigns, and how they hang together."""

    def __init__(self, results: Results, values: Floats) -> None:
        _, self.seed = np.unique(results.columns["seed"], return_inverse=True)
        # Equal seeds meet equal luck at all points, so what is theirs says nothing of the points.
        luck = np.bincount(self.seed, values) / np.bincount(self.seed)
        spread, values = float(values.var()), values - (luck - luck.mean()).take(self.seed)
        self.values = values
        points, self.point = np.unique(results.columns["point"], return_inverse=True)
        row_of = {int(point): row for row, point in enumerate(results.points["point"])}
        self.rows = [row_of[int(point)] for point in points]
        """Rows of the points that were played."""
        samples, self.first, of_point = np.unique(
            results.points[SAMPLE][self.rows], return_index=True, return_inverse=True
        )
        """The first of the points of each sample."""
        self.sample = of_point[self.point]
        """The sample of each campaign, counted from 0."""
        self.samples = len(samples)
        at = _means(self.point, values)
        self.whole = float(at.var()) if float(at.var()) > ROUNDING * spread else 0.0
        """Variance between the points' means over the seeds; every index is a share of it."""
        self.means = _means(self.sample, values)
        """Mean over the campaigns of each sample."""
        apart = float(self.means.var())
        self.sampled = apart / self.whole if self.whole > 0.0 else 0.0
        """Share of the whole that lies between samples of the ranges; lists make the rest."""
        freedom = len(values) - len(points) - int(self.seed.max())
        rest = float(((values - at.take(self.point)) ** 2).sum()) / freedom if freedom > 0 else 0.0
        each = len(values) / len(samples)
        self.left = min(rest / each / apart, 1.0) if apart > 0.0 else 0.0
        """Share of the differences between samples that may be luck left in their means; 0 where it is not known."""


def _means(group: Values, values: Floats) -> Floats:
    """Mean of the values of each group."""
    means: Floats = np.bincount(group, values) / np.bincount(group)
    return means


def _of_ranges(outcome: str, factors: list[Factor], results: Results, drawn: _Drawn, notes: list[str]) -> list[Index]:
    means = drawn.means
    if np.ptp(means) == 0.0:
        return []
    problem = results.manifest["space"].get("salib_problem")
    if results.design == "sobol" and problem:
        if len(drawn.rows) == len(results.points["point"]):
            return _sobol(outcome, problem, means, drawn.left)
        notes.append(
            f"{len(results.points['point']) - len(drawn.rows)} points of the Sobol design lack results, "
            "so its indices cannot be formed; those of a plain sample are shown."
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


def _sobol(outcome: str, problem: dict[str, Any], means: Floats, left: float) -> list[Index]:
    from SALib.analyze import sobol

    second = bool(problem.get("calc_second_order", False))
    names = list(problem["names"])
    told = {"num_vars": len(names), "names": names, "bounds": problem["bounds"]}
    with _quiet():
        found = sobol.analyze(told, means, calc_second_order=second, num_resamples=RESAMPLES, seed=SEED)
    if len(means) < LEAST_SAMPLES * (len(names) * (2 if second else 1) + 2):
        # A bootstrap over a few samples gives an interval that is anything, narrow too.
        found["ST_conf"] = np.full(len(names), np.inf)
    # Luck that strikes each point otherwise raises all total orders alike, so it is no more than the least of them.
    luck = min(left, max(float(np.min(found["ST"])), 0.0))
    columns = [[float(value) for value in found[key]] for key in ("S1", "S1_conf", "ST", "ST_conf")]
    rows = zip(names, *columns, strict=True)
    return [Index(outcome, name, SOBOL, first, half, total, wide, luck) for name, first, half, total, wide in rows]


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


def _ratio(outcome: str, factor: Factor, results: Results, drawn: _Drawn) -> Index | None:
    """Share of the whole that lies between the values of a factor with few; None where nothing can be told.

    Every value meets the same samples of the ranges, or the same seeds where
    there are none.  How far the differences between values change from one of
    these to the next says how large they would be by chance.
    """
    _, group = np.unique(results.factor(factor.name).astype(str), return_inverse=True)
    lot = drawn.sample if drawn.samples > 1 else drawn.seed
    lots, groups = int(lot.max()) + 1, int(group.max()) + 1
    cells = np.bincount(lot * groups + group, minlength=lots * groups).reshape(lots, groups)
    sums = np.bincount(lot * groups + group, drawn.values, lots * groups).reshape(lots, groups)
    whole = (cells > 0).all(axis=1)
    nan = float("nan")
    if whole.sum() < 2:
        found = _one_seed(group, drawn)
        return Index(outcome, factor.name, RATIO, *found, nan, nan) if found is not None else None
    table = sums[whole] / cells[whole]
    lots, between = len(table), table.mean(axis=0)
    error = table - table.mean(axis=1, keepdims=True) - between + table.mean()
    freedom = groups - 1, (groups - 1) * (lots - 1)
    chance = float((error**2).sum()) / freedom[1] / lots * freedom[0] / groups
    share = float(between.var()) / drawn.whole
    if drawn.samples == 1:
        return Index(outcome, factor.name, RATIO, share, _by_luck(chance, freedom, drawn), nan, nan)
    half = _by_bootstrap(table, chance, drawn, np.flatnonzero(whole))
    return Index(outcome, factor.name, RATIO, share - chance / drawn.whole, half, nan, nan)


def _by_luck(chance: float, freedom: tuple[int, int], drawn: _Drawn) -> float:
    """The share that luck alone stays below in 95 of 100 cases, by the F test.

    Lists are tried in full, so a share is what it is in the worlds that were
    played, and it is the worlds alone that could have been others.
    """
    return float(fdtri(*freedom, 0.95)) * chance / drawn.whole


def _by_bootstrap(table: Floats, chance: float, drawn: _Drawn, lots: Values) -> float:
    """Half width of the interval of a share, drawing the samples of the ranges again."""
    own = np.isin(drawn.sample, lots)
    place = np.searchsorted(lots, drawn.sample[own])
    at = _means(drawn.point, drawn.values)[drawn.point[own]]
    at = at - at.mean()
    n, s, q = (np.bincount(place, weight) for weight in (np.ones(len(at)), at, at * at))
    dice = np.random.default_rng(SEED)
    times = dice.multinomial(len(lots), np.full(len(lots), 1.0 / len(lots)), size=RESAMPLES)
    between = ((times @ table) / len(lots)).var(axis=1)
    whole = times @ q / (times @ n) - (times @ s / (times @ n)) ** 2
    there = whole > 0.0
    return 1.959964 * float(np.std((between[there] - chance) / whole[there], ddof=1))


def _one_seed(group: Values, drawn: _Drawn) -> tuple[float, float] | None:
    """Share and half width where luck was met once: chance is what lies between points of the same value."""
    groups, points = int(group.max()) + 1, len(group)
    if points <= groups:
        return None
    freedom = groups - 1, points - groups
    means = _means(group, drawn.values).take(group)
    chance = freedom[0] * float(((drawn.values - means) ** 2).sum()) / freedom[1] / points
    return float(means.var()) / drawn.whole, _by_luck(chance, freedom, drawn)
