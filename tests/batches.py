"""Batch directories with known answers, for tests of the analysis."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

Measure = Callable[[Mapping[str, Any], Any, np.random.Generator], Mapping[str, Any]]
"""(values by factor, seeds, dice) -> outcomes, for all campaigns of a point."""


def write_batch(
    folder: Path,
    uncertainties: Mapping[str, tuple[float, float]],
    measure: Measure,
    design: str = "latin-hypercube",
    n: int = 256,
    seeds: int = 2,
    levers: Mapping[str, list[Any]] | None = None,
    failed: int = 0,
    part_size: int = 500,
) -> Path:
    """Write a batch as 'greatgame batch' would, with outcomes from a function whose properties are known."""
    dice = np.random.default_rng(5)
    names = list(uncertainties)
    problem: dict[str, Any] = {
        "num_vars": len(names),
        "names": names,
        "bounds": [list(bounds) for bounds in uncertainties.values()],
        "calc_second_order": False,
    }
    if not names:
        sample = np.zeros((1, 0))
    elif design == "sobol":
        # It reads half of scipy, and every process of the tests reads the top of this file.
        from SALib.sample import sobol as sobol_sample

        sample = sobol_sample.sample(problem, n, calc_second_order=False, seed=7)
    else:
        low, high = np.array(problem["bounds"]).T
        sample = low + (high - low) * dice.random((n, len(names)))
    # Every sample of the ranges meets every combination of the levers.
    sets = list(product(*(levers or {}).values()))
    columns: dict[str, list[Any]] = {"sample": [row for row in range(len(sample)) for _ in sets]}
    for i, name in enumerate(names):
        columns[name] = [value for value in sample[:, i] for _ in sets]
    for i, name in enumerate(levers or {}):
        columns[name] = [combination[i] for _ in range(len(sample)) for combination in sets]
    points = len(sample) * len(sets)
    (folder / "parts").mkdir(parents=True)
    pq.write_table(pa.table({"point": pa.array(range(points), pa.int32()), **columns}), folder / "points.parquet")
    rows: dict[str, list[Any]] = {name: [] for name in ("run", "point", "seed", "status", "error")}
    outcomes: dict[str, list[Any]] = {}
    numbers = np.arange(seeds)
    for point in range(points):
        here = {name: column[point] for name, column in columns.items()}
        found = {name: np.broadcast_to(v, seeds) for name, v in measure(here, numbers, dice).items()}
        for slot in range(seeds):
            run = point * seeds + slot
            broken = run < failed
            for name, value in (
                ("run", run),
                ("point", point),
                ("seed", slot),
                ("status", "failed" if broken else "ok"),
                ("error", "turn 3: the dice were lost" if broken else None),
            ):
                rows[name].append(value)
            for name, column in found.items():
                outcomes.setdefault(name, []).append(None if broken else float(column[slot]))
    whole = {**rows, **outcomes}
    for part, begin in enumerate(range(0, len(rows["run"]), part_size)):
        table = pa.table({name: column[begin : begin + part_size] for name, column in whole.items()})
        pq.write_table(table, folder / "parts" / f"part-{part:05d}.parquet")
    manifest = {
        "format": 1,
        "version": "0.1.0",
        "scenario": {"id": "planted", "hash": "0" * 64},
        "sweep": {},
        "space": {
            "levers": [{"name": name, "values": values} for name, values in (levers or {}).items()],
            "uncertainties": [
                {"name": name, "low": low, "high": high, "unit": "ratio"} for name, (low, high) in uncertainties.items()
            ],
            "design": design if names else "none",
            "points": points,
            **({"salib_problem": problem} if design == "sobol" and names else {}),
        },
        "seeds": {"first": 0, "count": seeds},
        "part_size": part_size,
        "outcomes": [{"name": name, "unit": "points", "text": "planted"} for name in outcomes],
        "timelines": [],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
