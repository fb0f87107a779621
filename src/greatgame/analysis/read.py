"""A batch directory read back: what was varied, what was measured, one row a campaign.

Nothing here opens a scenario: the manifest says what stands in the files, so a
batch can be analysed when the scenario it came from is gone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greatgame.deferred import read_whole
from greatgame.errors import GreatGameError

Floats = NDArray[np.float64]
Values = NDArray[Any]

FORMAT = 1
"""Form of the manifest that is understood here."""
SAMPLE = "sample"
"""Column of the points that numbers the samples of the ranges; points of one sample differ in their lists only."""


@dataclass(frozen=True)
class Factor:
    """Something that was varied: a lever (ours to choose) or an uncertainty (not ours)."""

    name: str
    lever: bool
    numeric: bool
    unit: str = ""
    low: float = float("nan")
    high: float = float("nan")
    values: tuple[Any, ...] = ()
    """Values tried, where they are a list."""

    @property
    def sampled(self) -> bool:
        """Whether it was drawn from a range, rather than set to each of a few values."""
        return bool(np.isfinite(self.low)) and not self.values

    @property
    def range(self) -> str:
        """What it was varied over, in words."""
        if self.values:
            return ", ".join(f"{value:g}" if self.numeric else str(value) for value in self.values)
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Outcome:
    """A figure measured at the end of each campaign."""

    name: str
    unit: str
    text: str


@dataclass(frozen=True)
class Failure:
    """A campaign that could not be played."""

    run: int
    seed: int
    message: str


@dataclass(frozen=True)
class Lines:
    """Courses over time: one array ``[campaign, turn]`` for each path."""

    quarters: tuple[str, ...]
    runs: Values
    paths: dict[str, Floats]


@dataclass(frozen=True)
class Results:
    """A batch, ready to be analysed; ``columns`` hold the campaigns that were played, in order of run."""

    folder: Path
    manifest: dict[str, Any]
    factors: tuple[Factor, ...]
    outcomes: tuple[Outcome, ...]
    columns: dict[str, Values]
    failures: tuple[Failure, ...]
    points: dict[str, Values]
    """Value of each factor by point, ``point`` itself, and the number of its ``sample``."""
    lines: Lines | None = None

    @property
    def campaigns(self) -> int:
        """Campaigns that were played."""
        return len(self.columns["run"])

    @property
    def planned(self) -> int:
        """Campaigns that the manifest asks for."""
        seeds = self.manifest.get("seeds", [])
        count = int(seeds["count"]) if isinstance(seeds, dict) and "count" in seeds else len(seeds)
        return count * len(self.points["point"])

    @property
    def unplayed(self) -> int:
        """Campaigns that the manifest asks for and no part holds."""
        return max(self.planned - self.campaigns - len(self.failures), 0)

    @property
    def design(self) -> str:
        return str(self.manifest["space"].get("design", "none"))

    @property
    def unvaried(self) -> str:
        """Why there is nothing to compare, where all campaigns that were played share their factors."""
        return "Only one point has results" if self.factors else "Nothing was varied but the seed"

    def outcome(self, name: str) -> Floats:
        """One outcome of every campaign."""
        return np.asarray(self.columns[name], dtype=np.float64)

    def factor(self, name: str) -> Values:
        """One factor's value in every campaign."""
        return self.columns[name]

    def named(self, name: str) -> Outcome:
        """The outcome of that name.

        Raises:
            GreatGameError: listing what was measured.
        """
        from greatgame.words import known

        known("outcome", name, [outcome.name for outcome in self.outcomes])
        return next(outcome for outcome in self.outcomes if outcome.name == name)


def open_results(folder: str | Path) -> Results:
    """Read a batch directory.

    Raises:
        GreatGameError: where it is none, is damaged, or holds no campaign.
    """
    place = Path(folder)
    manifest = _manifest(place)
    factors = _factors(manifest)
    outcomes = tuple(Outcome(o["name"], o.get("unit", ""), o.get("text", "")) for o in manifest["outcomes"])
    points = _table(place / "points.parquet", ["point", SAMPLE, *(factor.name for factor in factors)])
    wanted = ["run", "point", "seed", "status", "error", *(outcome.name for outcome in outcomes)]
    table = _joined([_table(part, wanted) for part in _parts(place / "parts")], wanted)
    order = np.argsort(table["run"], kind="stable")
    table = {name: column[order] for name, column in table.items()}
    played = table["status"] == "ok"
    failures = tuple(
        Failure(int(run), int(seed), str(error))
        for run, seed, error in zip(*(table[name][~played] for name in ("run", "seed", "error")), strict=True)
    )
    columns = {name: column[played] for name, column in table.items() if name not in ("status", "error")}
    if len(columns["run"]) == 0:
        first = f"; the first failed because: {failures[0].message}" if failures else ""
        raise GreatGameError(f"{str(place)!r} holds no campaign that was played to its end{first}")
    row_of = {int(point): row for row, point in enumerate(points["point"])}
    strange = [int(point) for point in np.unique(columns["point"]) if int(point) not in row_of]
    if strange:
        raise GreatGameError(f"{str(place / 'points.parquet')!r} lacks point {strange[0]}, which a part refers to")
    rows = np.array([row_of[int(point)] for point in columns["point"]])
    for factor in factors:
        columns[factor.name] = points[factor.name][rows]
    return Results(place, manifest, factors, outcomes, columns, failures, points, _lines(place, manifest))


def _manifest(place: Path) -> dict[str, Any]:
    path = place / "manifest.json"
    if not place.is_dir():
        raise GreatGameError(f"there is no folder {str(place)!r}; name the one given to 'greatgame batch --out'")
    if not path.is_file():
        raise GreatGameError(f"{str(place)!r} is no batch: it has no manifest.json; name the folder of a batch")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise GreatGameError(
            f"{str(path)!r} cannot be read ({error}); begin the batch anew in another folder"
        ) from None
    missing = [key for key in ("format", "version", "scenario", "space", "seeds", "outcomes") if key not in found]
    if missing:
        raise GreatGameError(f"{str(path)!r} lacks {', '.join(missing)}: it is not the manifest of a batch")
    if found["format"] != FORMAT:
        raise GreatGameError(f"{str(path)!r} has format {found['format']}; this version reads format {FORMAT}")
    return dict(found)


def _factors(manifest: dict[str, Any]) -> tuple[Factor, ...]:
    space = manifest["space"]
    levers = [_factor(row, True) for row in space.get("levers", [])]
    return (*levers, *(_factor(row, False) for row in space.get("uncertainties", [])))


def _factor(row: dict[str, Any], lever: bool) -> Factor:
    """A lever or uncertainty, given as a range, as a list, or in a grid as a range of which these values are tried."""
    numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in row.get("values", ()))
    low, high = float(row.get("low", np.nan)), float(row.get("high", np.nan))
    return Factor(row["name"], lever, numeric, row.get("unit", ""), low, high, tuple(row.get("values", ())))


def _parts(folder: Path) -> list[Path]:
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        raise GreatGameError(f"{str(folder)!r} holds no parts yet; run the batch, or resume it")
    return parts


def _table(path: Path, wanted: Sequence[str]) -> dict[str, Values]:
    """Columns of a Parquet file as arrays; nulls become NaN or None."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # pyarrow would swallow an interrupt while it reads pandas.
    read_whole("pandas")

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        why = str(error).splitlines()[0]
        raise GreatGameError(f"{str(path)!r} cannot be read ({why}); 'greatgame batch --resume' redoes it") from None
    missing = [name for name in wanted if name not in table.column_names]
    if missing:
        raise GreatGameError(f"{str(path)!r} lacks the column {missing[0]!r} that the manifest names")
    return {name: table.column(name).to_numpy(zero_copy_only=False) for name in wanted}


def _joined(tables: Sequence[dict[str, Values]], wanted: Sequence[str]) -> dict[str, Values]:
    return {name: np.concatenate([table[name] for table in tables]) for name in wanted}


def _lines(place: Path, manifest: dict[str, Any]) -> Lines | None:
    """The time lines of all campaigns that ran to the last turn, if any were kept."""
    paths = list(manifest.get("timelines") or [])
    files = sorted((place / "lines").glob("part-*.parquet"))
    if not paths or not files:
        return None
    wanted = ["run", "turn", "quarter", *paths]
    table = _joined([_table(file, wanted) for file in files], wanted)
    turns = int(table["turn"].max()) + 1
    order = np.lexsort((table["turn"], table["run"]))
    runs, counts = np.unique(table["run"], return_counts=True)
    whole = np.isin(table["run"][order], runs[counts == turns])
    rows = order[whole]
    quarters = tuple(str(quarter) for quarter in table["quarter"][rows[:turns]])
    courses = {path: table[path][rows].astype(np.float64).reshape(-1, turns) for path in paths}
    return Lines(quarters, runs[counts == turns], courses)
