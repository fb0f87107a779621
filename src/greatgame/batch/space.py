"""The key space: which points a sweep consists of, in an order that expanding it only adds to.

A point sets every lever and every uncertainty.  Lists are tried in full, every
combination of them; ranges are sampled by the design.  Points run through the
samples and, for each sample, through the combinations of the lists, so that
the points of one combination are in the order in which SALib drew them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from greatgame.batch.sweep import Range, Sweep, Value
from greatgame.extras import needs
from greatgame.scenario.indexed import Floats

SAMPLE = "sample"
"""Column that says which sample of the ranges a point has, beside its own number."""

Key = tuple[int, tuple[Value, ...]]
"""Sample and values of the lists: what a point is, however it is numbered."""


@dataclass(frozen=True)
class Space:
    """The points of a sweep as columns of equal length; a point's number is its place."""

    names: tuple[str, ...]
    """Levers, then uncertainties."""
    columns: dict[str, list[Value]]
    samples: list[int]
    batches: tuple[int, ...] = ()
    """Of a Latin hypercube: sizes of the hypercubes drawn one after another."""
    problem: dict[str, Any] | None = field(default=None, compare=False)
    """SALib's description of a Sobol design."""

    @property
    def points(self) -> int:
        return len(self.samples)

    def values(self, point: int) -> dict[str, Value]:
        """Every lever and uncertainty of one point."""
        return {name: self.columns[name][point] for name in self.names}


def listed(sweep: Sweep) -> dict[str, list[Value]]:
    """Dimensions of which every value is tried; in a grid, ranges too."""
    found: dict[str, list[Value]] = {}
    for name, given in sweep.dimensions.items():
        if not isinstance(given, Range):
            found[name] = given
        elif sweep.kind == "grid":
            found[name] = np.linspace(given.low, given.high, given.steps or 2).tolist()
    return found


def sample_count(sweep: Sweep) -> int:
    """Samples of the ranges."""
    if sweep.kind in {"none", "grid"} or sweep.design is None or sweep.design.points is None:
        return 1
    if sweep.kind == "latin-hypercube":
        return sweep.design.points
    ranges = len(sweep.ranges)
    return sweep.design.points * (2 * ranges + 2 if sweep.design.second_order else ranges + 2)


def point_count(sweep: Sweep) -> int:
    """Points of a sweep, without drawing them."""
    count = sample_count(sweep)
    for values in listed(sweep).values():
        count *= len(values)
    return count


def space_of(sweep: Sweep, earlier: Space | None = None) -> Space:
    """The points of a sweep; those of ``earlier`` keep their numbers and new ones come behind them."""
    lists = listed(sweep)
    batches = _batches(sweep, earlier)
    drawn = _drawn(sweep, batches)
    known = dict(_keys(earlier, tuple(lists))) if earlier is not None else {}
    names = tuple(sweep.dimensions)
    columns = {name: list(earlier.columns[name]) if earlier is not None else [] for name in names}
    samples = list(earlier.samples) if earlier is not None else []
    for sample, row in enumerate(drawn):
        for combination in itertools.product(*lists.values()):
            if (sample, combination) in known:
                continue
            here = dict(zip(lists, combination, strict=True)) | row
            for name in names:
                columns[name].append(here[name])
            samples.append(sample)
    return Space(names, columns, samples, batches, _problem(sweep))


def _keys(space: Space, lists: tuple[str, ...]) -> Iterator[tuple[Key, int]]:
    for point, sample in enumerate(space.samples):
        yield (sample, tuple(space.columns[name][point] for name in lists)), point


def _batches(sweep: Sweep, earlier: Space | None) -> tuple[int, ...]:
    """One hypercube cannot grow and stay one, so each expansion draws another for the points it adds."""
    if sweep.kind != "latin-hypercube":
        return ()
    before = earlier.batches if earlier is not None else ()
    more = sample_count(sweep) - sum(before)
    return (*before, more) if more else before


def _drawn(sweep: Sweep, batches: Sequence[int]) -> list[dict[str, Value]]:
    """Values of the sampled ranges, one mapping a sample."""
    ranges = {} if sweep.kind == "grid" else sweep.ranges
    if not ranges or sweep.design is None:
        return [{}]
    if sweep.kind == "sobol":
        rows = _sobol(sweep)
    else:
        rows = np.concatenate([_hypercube(sweep, size, number) for number, size in enumerate(batches)])
    return [dict(zip(ranges, row.tolist(), strict=True)) for row in rows]


def _bounds(ranges: Mapping[str, Range]) -> dict[str, Any]:
    return {
        "num_vars": len(ranges),
        "names": list(ranges),
        "bounds": [[given.low, given.high] for given in ranges.values()],
    }


def _problem(sweep: Sweep) -> dict[str, Any] | None:
    if sweep.kind != "sobol" or sweep.design is None:
        return None
    extra = {"n": sweep.design.points, "calc_second_order": sweep.design.second_order}
    return {**_bounds(sweep.ranges), **extra}


def _sobol(sweep: Sweep) -> Floats:
    """Saltelli's extension of a scrambled Sobol sequence; a longer one of the same seed begins with a shorter one."""
    needs("lab", "SALib")
    from SALib.sample import sobol

    assert sweep.design is not None
    design = sweep.design
    rows: Floats = sobol.sample(
        _bounds(sweep.ranges), design.points, calc_second_order=design.second_order, seed=design.seed
    )
    return rows


def _hypercube(sweep: Sweep, size: int, number: int) -> Floats:
    needs("lab", "SALib")
    from SALib.sample import latin

    assert sweep.design is not None
    # Each hypercube needs luck of its own, or it would repeat the one before.
    seed = int(np.random.SeedSequence([sweep.design.seed, number]).generate_state(1)[0])
    rows: Floats = latin.sample(_bounds(sweep.ranges), size, seed=seed)
    return rows
