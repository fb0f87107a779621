"""What was found, as rows for CSV and JSON."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from greatgame.analysis.crossing import balanced
from greatgame.analysis.describe import Distribution, Split, distributions, split
from greatgame.analysis.discovery import Discovery, Goal, Step, default_goal, discover
from greatgame.analysis.read import SAMPLE, Results
from greatgame.analysis.sensitivity import Index, Sensitivity, sensitivity


@dataclass(frozen=True)
class Analysis:
    """Everything a report says about a batch."""

    results: Results
    distributions: tuple[Distribution, ...]
    splits: Mapping[str, Split]
    """Where the variance lies, by outcome."""
    sensitivity: Sensitivity
    discoveries: tuple[Discovery, ...]


def analyse(results: Results, goals: Sequence[Goal] = ()) -> Analysis:
    """Distributions, sensitivity and scenario discovery of a batch."""
    # Of the same campaigns as the sensitivity, so that its shares are of what is said here to lie between points.
    even = balanced(results)[0] or results
    return Analysis(
        results,
        tuple(distributions(results)),
        {outcome.name: split(even, outcome.name) for outcome in results.outcomes},
        sensitivity(results),
        tuple(discover(results, goal) for goal in goals or (default_goal(results),)),
    )


QUANTILE_NAMES = ("q05", "q25", "q50", "q75", "q95")
COLUMNS = {
    "distributions": (*(f.name for f in fields(Distribution) if f.name != "quantiles"), *QUANTILE_NAMES),
    "sensitivity": tuple(f.name for f in fields(Index)),
    "discovery": ("goal", "step", "reported", *(f.name for f in fields(Step))),
    "dictionary": ("column", "unit", "meaning"),
}
"""Columns of the tables, by name."""


def distribution_rows(analysis: Analysis) -> list[dict[str, Any]]:
    """One row for each outcome and group."""
    rows = []
    for found in analysis.distributions:
        row = asdict(found)
        row.update(zip(QUANTILE_NAMES, row.pop("quantiles"), strict=True))
        rows.append(row)
    return rows


def sensitivity_rows(analysis: Analysis) -> list[dict[str, Any]]:
    """One row for each outcome and factor."""
    return [asdict(index) for index in analysis.sensitivity.indices]


def discovery_rows(analysis: Analysis) -> list[dict[str, Any]]:
    """One row for each step of each peeling."""
    return [
        {"goal": found.goal.text, "step": number, "reported": number == found.chosen, **asdict(step)}
        for found in analysis.discoveries
        for number, step in enumerate(found.steps)
    ]


def dictionary_rows(analysis: Analysis) -> list[dict[str, str]]:
    """What every column of the batch's tables means."""
    results = analysis.results
    rows = [
        {"column": "run", "unit": "", "meaning": "number of the campaign; 'greatgame run --from-row' rebuilds it"},
        {"column": "point", "unit": "", "meaning": "row of points.parquet: the values that were set"},
        {"column": "seed", "unit": "", "meaning": "luck of the campaign; equal seeds meet equal luck at every point"},
        {"column": "status", "unit": "", "meaning": "ok, or failed with the reason in 'error'"},
        {"column": "error", "unit": "", "meaning": "what a campaign that failed was doing, and what went wrong"},
        {"column": "digest", "unit": "", "meaning": "fingerprint of the last state, by which a rebuilt row is checked"},
        {"column": SAMPLE, "unit": "", "meaning": "number of the sample of the ranges, in points.parquet"},
    ]
    for factor in results.factors:
        what = "lever" if factor.lever else "uncertainty"
        rows.append({"column": factor.name, "unit": factor.unit, "meaning": f"{what}, varied over {factor.range}"})
    rows += [{"column": o.name, "unit": o.unit, "meaning": o.text} for o in results.outcomes]
    if results.lines is None:
        return rows
    units = {outcome.name: outcome.unit for outcome in results.outcomes} | results.manifest.get("units", {})
    rows += [
        {"column": "turn", "unit": "turns", "meaning": "turn of the campaign, counted from 0, in lines/"},
        {"column": "quarter", "unit": "", "meaning": "the time that the turn is, in lines/"},
    ]
    for path in results.lines.paths:
        meaning = "course over time, at the end of each turn, in lines/"
        rows.append({"column": path, "unit": units.get(path, ""), "meaning": meaning})
    return rows


def as_dict(analysis: Analysis) -> dict[str, Any]:
    """The analysis for programs; numbers that do not exist are None."""
    results = analysis.results
    content = {
        "scenario": results.manifest["scenario"],
        "version": results.manifest["version"],
        "campaigns": results.campaigns,
        "planned": results.planned,
        "failed": len(results.failures),
        "design": results.design,
        "distributions": distribution_rows(analysis),
        "luck": {name: found.luck for name, found in analysis.splits.items()},
        "interaction": {name: found.interaction for name, found in analysis.splits.items()},
        "between_points": {name: found.points for name, found in analysis.splits.items()},
        "sensitivity": sensitivity_rows(analysis),
        "notes": list(analysis.sensitivity.notes),
        "discoveries": [
            {**_without_steps(found), "sentence": found.sentence, "found": found.chosen is not None}
            for found in analysis.discoveries
        ],
        "dictionary": dictionary_rows(analysis),
    }
    return dict(_plain(content))


def _without_steps(found: Discovery) -> dict[str, Any]:
    row = asdict(found)
    row.pop("steps")
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Rows as CSV text under a header, which stands alone where there are none."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
