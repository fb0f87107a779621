"""Scenario discovery: in which futures does a strategy fail?

The patient rule induction method (Friedman and Fisher 1999,
https://doi.org/10.1023/A:1008894516817) peels the space of uncertainties and
levers down to a box in which failures are dense, as Bryant and Lempert (2010,
https://doi.org/10.1016/j.techfore.2009.08.002) use it.  The search is that of
the EMA workbench.  The box is found on one half of the points and judged on
the other, so that a pattern in the noise does not pass for a finding.
"""

from __future__ import annotations

import logging
import operator
import re
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greatgame.analysis.read import Results
from greatgame.errors import GreatGameError
from greatgame.printing import counted, percent
from greatgame.words import significant

Bools = NDArray[np.bool_]

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
WORDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
GOAL = re.compile(r"^\s*([\w.\-]+)\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*$")
DEFAULT_SHARE = 0.25
"""Without a goal, the worst quarter of campaigns counts as failure."""
PLAIN = 0.05
"""Quasi-p above which a side of a box may be chance, so it is left out."""
TIES = 0.05
"""Difference from that share that is said in words."""
LEAST_CASES = 20
"""Failures, and successes, below which there is nothing to discover."""
SEED = 20_260_101
Z95 = 1.959964


@dataclass(frozen=True)
class Goal:
    """What counts as failure: an outcome on the wrong side of a threshold."""

    outcome: str
    sign: str
    threshold: float
    remark: str = ""
    """What is to be known of the threshold, as a sentence."""

    @property
    def text(self) -> str:
        """In words, such as ``total below 45``."""
        short = f"{self.threshold:g}"
        return f"{self.outcome} {WORDS[self.sign]} {short if float(short) == self.threshold else self.threshold}"

    def failed(self, results: Results) -> Bools:
        """Whether each campaign failed."""
        return np.asarray(COMPARE[self.sign](results.outcome(self.outcome), self.threshold), dtype=np.bool_)


@dataclass(frozen=True)
class Restriction:
    """One side of a box."""

    factor: str
    text: str
    """In words, such as ``above 1.4``."""
    low: float
    high: float
    """Limits where the factor is a number, else NaN."""
    values: tuple[str, ...]
    quasi_p: float
    """Chance of a box as dense as this one without the restriction (Bryant and Lempert 2010)."""


@dataclass(frozen=True)
class Step:
    """A box on the way of the peeling."""

    coverage: float
    density: float
    mass: float
    restrictions: int


@dataclass(frozen=True)
class Discovery:
    """What was found about one goal."""

    goal: Goal
    failures: int
    campaigns: int
    steps: tuple[Step, ...]
    chosen: int | None
    """Number of the step that is reported; None: no box stood up to the other half."""
    restrictions: tuple[Restriction, ...]
    inside: int
    """Held-out campaigns in the box; the figures below are of the held-out half."""
    density: float
    density_low: float
    density_high: float
    """Share of failures in the box with its 95 % interval (Wilson)."""
    elsewhere: float
    """Share of failures outside the box."""
    coverage: float
    """Share of all failures that lie in the box."""
    why_not: str = ""
    """Why there is no finding."""

    @property
    def sentence(self) -> str:
        """The finding in words."""
        base = f"{self.goal.text}: {percent(self.failures / max(self.campaigns, 1))} of campaigns"
        if self.chosen is None:
            return " ".join(part for part in (f"{base}.", self.goal.remark, self.why_not) if part)
        where = " and ".join(f"{row.factor} is {row.text}" for row in self.restrictions)
        found = (
            f"Fails ({self.goal.text}) in {percent(self.density)} of futures in which {where}, "
            f"and in {percent(self.elsewhere)} of all others; "
            f"this box holds {percent(self.coverage)} of all failures."
        )
        return f"{found} {self.goal.remark}" if self.goal.remark else found


def goal_named(text: str, results: Results) -> Goal:
    """A goal written as ``OUTCOME < NUMBER`` (or ``<=``, ``>``, ``>=``): the side that counts as failure.

    Raises:
        GreatGameError: saying how a goal is written, or which outcomes there are.
    """
    found = GOAL.match(text)
    if found is None:
        raise GreatGameError(f"goal {text!r} is not understood: write what counts as failure, such as 'total < 45'")
    results.named(found[1])
    return Goal(found[1], found[2], float(found[3]))


def default_goal(results: Results) -> Goal:
    """The worst quarter by the first outcome, or as near to it as ties allow, at a threshold of few digits."""
    outcome = results.outcomes[0].name
    values = results.outcome(outcome)
    values = values[np.isfinite(values)]
    if not len(values):
        return Goal(outcome, "<", 0.0, f"No campaign has a finite {outcome}.")
    levels, counts = np.unique(values, return_counts=True)
    if len(levels) < 2:
        return Goal(outcome, "<", float(np.quantile(values, DEFAULT_SHARE)))
    below = np.cumsum(counts)[:-1] / counts.sum()
    best = int(np.argmin(np.abs(below - DEFAULT_SHARE)))
    share = float(below[best])
    remark = ""
    # A few campaigns that all end otherwise miss the quarter by half of one at most.
    if abs(share - DEFAULT_SHARE) > max(TIES, 0.5 / len(values)):
        remark = f"Many campaigns end alike, so that {percent(share)} of them count as failure instead of a quarter."
    return Goal(outcome, "<", _rounded(float(levels[best]), float(levels[best + 1])), remark)


def _rounded(low: float, high: float) -> float:
    """A number above ``low`` and at most ``high``, of four digits where there is one, else of as few as it takes."""
    middle = low + (high - low) / 2
    for digits in range(4, 18):
        for value in (middle, high):
            short = float(f"{value:.{digits}g}")
            if low < short <= high:
                return short
    return high


def discover(results: Results, goal: Goal) -> Discovery:
    """Look for a box of futures in which failures are dense."""
    failed = goal.failed(results)
    varied = [factor for factor in results.factors if len(np.unique(results.factor(factor.name).astype(str))) > 1]
    count = int(failed.sum())
    if not varied:
        return _nothing(goal, failed, f"{results.unvaried}, so failures have no pattern to find.")
    if min(count, len(failed) - count) < 2 * LEAST_CASES:
        return _nothing(
            goal, failed, f"With {counted(count, 'failure')} of {len(failed)} there are too few cases to compare."
        )
    first = _training(results)
    boxes = _peel(results, [factor.name for factor in varied], failed, first)
    steps = tuple(_step(results, box, failed, first) for box in boxes)
    chosen = _choose(steps)
    if chosen is None:
        return _nothing(goal, failed, "No box is denser in failures than chance would make one.", steps)
    return _judged(results, goal, failed, ~first, steps, chosen, boxes[chosen])


def _nothing(goal: Goal, failed: Bools, why: str, steps: tuple[Step, ...] = ()) -> Discovery:
    nan = float("nan")
    return Discovery(goal, int(failed.sum()), len(failed), steps, None, (), 0, nan, nan, nan, nan, nan, why)


def _training(results: Results) -> Bools:
    """Half of the points (of the seeds, where there is one point), drawn the same way every time."""
    point = results.columns["point"]
    unit = point if len(np.unique(point)) > 1 else results.columns["run"]
    units = np.unique(unit)
    drawn = np.random.default_rng(SEED).permutation(units)[: len(units) // 2]
    return np.isin(unit, drawn)


@contextmanager
def _quiet() -> Iterator[None]:
    """The workbench reports on its logger and warns about its libraries; neither is for our readers."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


Box = tuple[Restriction, ...]


def _peel(results: Results, names: list[str], failed: Bools, rows: Bools) -> list[Box]:
    """Boxes on the way of the peeling, each without the sides that chance may have cut."""
    with _quiet():
        import pandas as pd

        # On being read it looks through all its callers, for each of its classes; in a thread of its own there are few.
        with ThreadPoolExecutor(1) as alone:
            prim = alone.submit(_workbench).result()
        table = pd.DataFrame({name: results.factor(name)[rows] for name in names})
        for factor in results.factors:
            if factor.name in table:
                table[factor.name] = table[factor.name].astype(float if factor.numeric else "category")
        # The whole trajectory is wanted, so no density is asked for.
        found = prim.Prim(table, failed[rows], threshold=1e-9).find_box()
    boxes = [_restrictions(results, limits, chances) for limits, chances in zip(found.box_lims, found.qp, strict=True)]
    return list(dict.fromkeys(boxes))


def _workbench() -> Any:
    """The workbench's search; reading it takes longer than most searches."""
    from ema_workbench.analysis import prim

    return prim


def _restrictions(results: Results, limits: Any, chances: dict[str, Any]) -> Box:
    """Sides of a box that are unlikely to be chance; the workbench writes -1 for a side that was not cut."""
    found = []
    for factor in results.factors:
        if factor.name not in chances:
            continue
        sides = [float(chance) for chance in chances[factor.name]]
        if not factor.numeric:
            chance = max((side for side in sides if side >= 0), default=1.0)
            values = tuple(sorted(str(value) for value in limits[factor.name].iloc[0]))
            if chance <= PLAIN:
                text = values[0] if len(values) == 1 else f"one of {', '.join(values)}"
                found.append(Restriction(factor.name, text, float("nan"), float("nan"), values, chance))
            continue
        bounds = [float(value) for value in limits[factor.name]]
        low, high = (
            bound if 0 <= side <= PLAIN else open_end
            for bound, side, open_end in zip(bounds, sides, (-np.inf, np.inf), strict=True)
        )
        if np.isfinite(low) or np.isfinite(high):
            worst = max(side for side in sides if 0 <= side <= PLAIN)
            found.append(Restriction(factor.name, _between(low, high), low, high, (), worst))
    return tuple(found)


def _between(low: float, high: float) -> str:
    if np.isfinite(low) and np.isfinite(high):
        return f"between {significant(low)} and {significant(high)}"
    return f"above {significant(low)}" if np.isfinite(low) else f"below {significant(high)}"


def _step(results: Results, box: Box, failed: Bools, rows: Bools) -> Step:
    """Coverage, density and mass of a box among the campaigns that found it."""
    inside, bad = within(results, box)[rows], failed[rows]
    hits = int((inside & bad).sum())
    return Step(hits / max(int(bad.sum()), 1), hits / max(int(inside.sum()), 1), float(inside.mean()), len(box))


def _choose(steps: tuple[Step, ...]) -> int | None:
    """The box with the best balance of coverage and density; None if none is denser than the whole."""
    best, score = None, 0.0
    for number, step in enumerate(steps):
        if step.restrictions == 0:
            continue
        balance = 2.0 * step.coverage * step.density / max(step.coverage + step.density, 1e-12)
        # Each further restriction must earn its place in the sentence.
        balance *= 0.98**step.restrictions
        if balance > score:
            best, score = number, balance
    return best


def within(results: Results, restrictions: tuple[Restriction, ...]) -> Bools:
    """Campaigns that lie in a box."""
    inside = np.ones(results.campaigns, dtype=np.bool_)
    for row in restrictions:
        column = results.factor(row.factor)
        if row.values:
            inside &= np.isin(column.astype(str), row.values)
        else:
            inside &= (column >= row.low) & (column <= row.high)
    return inside


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % confidence interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    share, z = hits / n, Z95
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return float(centre - half), float(centre + half)


def _judged(
    results: Results,
    goal: Goal,
    failed: Bools,
    rows: Bools,
    steps: tuple[Step, ...],
    chosen: int,
    restrictions: tuple[Restriction, ...],
) -> Discovery:
    """Figures of a box on campaigns that did not take part in finding it."""
    inside = within(results, restrictions)[rows]
    bad = failed[rows]
    n, hits = int(inside.sum()), int((inside & bad).sum())
    low, high = wilson(hits, n)
    outside = float((bad & ~inside).sum() / max(int((~inside).sum()), 1))
    if n == 0 or low <= outside:
        why = "A box was found on one half of the points, but on the other half failures are no denser in it."
        return _nothing(goal, failed, why, steps)
    coverage = hits / max(int(bad.sum()), 1)
    return Discovery(
        goal, int(failed.sum()), len(failed), steps, chosen, restrictions, n, hits / n, low, high, outside, coverage
    )
