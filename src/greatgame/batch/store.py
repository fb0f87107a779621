"""The files of a batch: manifest, points, parts and time lines.

Every file is written under another name and renamed when it is whole, so a
file that is there is a whole one unless something damaged it later; resuming
checks that too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from greatgame.batch.plan import Part, Tranche
from greatgame.batch.space import SAMPLE, Space
from greatgame.batch.sweep import Seeds
from greatgame.deferred import read_whole
from greatgame.errors import GreatGameError
from greatgame.extras import needs
from greatgame.files import drafts_of, is_stale, replacing, writer_here

FORMAT: Literal[1] = 1
MANIFEST, POINTS, PARTS, LINES = "manifest.json", "points.parquet", "parts", "lines"
OK, FAILED = "ok", "failed"

Provenance = dict[str, str]


class BatchError(GreatGameError):
    """A batch that cannot begin or go on; finished parts stay as they are."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScenarioPart(_Section):
    """Which scenario it is, to the last figure."""

    id: str
    hash: str
    place: str
    """Name of a shipped one, or folder."""
    without: list[str]


class Settings(_Section):
    """What holds for every point that does not say otherwise."""

    strategy: str
    strength: str
    temper: str


class FilePart(_Section):
    """A strategy's file as it was when the batch was made."""

    spec: str
    """With the path in full."""
    sha256: str


class SpacePart(_Section):
    """The key space; the points themselves are in ``points.parquet``."""

    levers: list[dict[str, Any]]
    uncertainties: list[dict[str, Any]]
    design: str
    points: int
    batches: list[int]
    salib_problem: dict[str, Any] | None


class Manifest(_Section):
    """What a batch is: everything that its results follow from."""

    format: Literal[1] = FORMAT
    version: str
    scenario: ScenarioPart
    sweep: dict[str, Any]
    sweep_hash: str
    space: SpacePart
    seeds: Seeds
    turns: int
    settings: Settings
    files: dict[str, FilePart] = {}
    """Strategies that are files, by the words of the sweep."""
    part_size: int
    outcomes: list[dict[str, str]]
    timelines: list[str]
    units: dict[str, str] = {}
    """Unit of each time line; empty in batches from before they were written down."""
    tranches: list[Tranche]

    @property
    def campaigns(self) -> int:
        return sum(tranche.campaigns for tranche in self.tranches)

    @property
    def parts(self) -> int:
        return sum(tranche.parts for tranche in self.tranches)

    def provenance(self, part: Part) -> Provenance:
        """What stands in the metadata of a part's files."""
        slots = [cell.slots for cell in part.cells]
        first, last = min(begin for begin, _ in slots), max(end for _, end in slots) - 1
        return {
            "program": "greatgame",
            "version": self.version,
            "scenario": self.scenario.id,
            "scenario_hash": self.scenario.hash,
            "sweep_hash": part.sweep_hash,
            "seeds": f"{self.seeds.first + first}-{self.seeds.first + last}",
            "part": str(part.number),
        }


FORM = {"compression": "zstd", "write_page_checksum": True}
"""How tables are written."""


def arrow() -> tuple[Any, Any]:
    """pyarrow and its Parquet module.

    They read pandas with their first use, swallow an interrupt meanwhile and leave it half read: here it is read first.

    Raises:
        GreatGameError: where they are not installed.
    """
    needs("lab", "pyarrow")
    import pyarrow
    import pyarrow.parquet as parquet

    read_whole("pandas")

    return pyarrow, parquet


def part_file(folder: Path, number: int, kind: str = PARTS) -> Path:
    """Where a part (or its time lines) lies."""
    return folder / kind / f"part-{number:05d}.parquet"


def write_table(table: Any, target: Path) -> None:
    """Write a Parquet file, whole or not at all, the same bytes for the same table.

    Raises:
        BatchError: where it cannot be written.
    """
    _, parquet = arrow()
    try:
        with replacing(target) as stream:
            parquet.write_table(table, stream, **FORM)
    except OSError as error:
        raise unwritable(target, error) from None


@cache
def learn_to_write() -> None:
    """Have everything read that writing takes, by writing a little into memory: once in a process."""
    pyarrow, parquet = arrow()
    table = pyarrow.table({"name": pyarrow.array([""]), "figure": pyarrow.array(np.zeros(1))})
    parquet.write_table(table, pyarrow.BufferOutputStream(), **FORM)


def unwritable(target: Path, error: OSError) -> BatchError:
    """The error for a file that cannot be written, saying what to do."""
    remedy = "make room or mend its permissions, then run the same command with --resume; finished parts stay"
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        remedy = "that is a file: name a folder with --out"
    return BatchError(f"cannot write {str(target)!r}: {error.strerror or error} -> {remedy}")


def read_table(source: Path) -> Any:
    """A Parquet file, every page checked.

    Raises:
        BatchError: where it is missing or damaged.
    """
    pyarrow, parquet = arrow()
    try:
        return parquet.read_table(source, page_checksum_verification=True)
    except FileNotFoundError:
        problem = f"there is no file {str(source)!r}"
        raise BatchError(f"{problem}: run the batch with --resume to write it, or name a batch's folder") from None
    except (OSError, pyarrow.ArrowException) as error:
        reason = str(error).splitlines()[0]
        raise BatchError(f"{str(source)!r} is damaged ({reason}): run the batch with --resume to mend it") from None


def sound(folder: Path, part: Part, manifest: Manifest) -> bool:
    """Whether a part is there, whole and the one that the manifest means."""
    kinds = (PARTS, LINES) if manifest.timelines else (PARTS,)
    return all(_is_sound(part_file(folder, part.number, kind), part, manifest, kind) for kind in kinds)


def _is_sound(file: Path, part: Part, manifest: Manifest, kind: str) -> bool:
    if not file.is_file():
        return False
    try:
        table = read_table(file)
    except BatchError:
        return False
    stated = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    rows = part.campaigns if kind == PARTS else int(stated.get("rows", -1))
    return bool(manifest.provenance(part).items() <= stated.items() and table.num_rows == rows)


def sweep_up(folder: Path, parts: Iterable[Part]) -> None:
    """Remove what killed writers of these parts left half written; what another task is writing now stays."""
    for part in parts:
        for kind in (PARTS, LINES):
            target = part_file(folder, part.number, kind)
            for draft in drafts_of(target):
                if is_stale(draft) or _is_gone(writer_here(target, draft)):
                    draft.unlink(missing_ok=True)


def _is_gone(pid: int | None) -> bool:
    """Whether a process of this machine has ended; of another machine's (None), nobody knows."""
    if pid is None:
        return False
    needs("lab", "psutil")
    import psutil

    try:
        # Killed, and not yet noticed by whoever started it.
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write or replace the manifest.

    Raises:
        BatchError: where it cannot be written.
    """
    target = folder / MANIFEST
    text = json.dumps(manifest.model_dump(mode="json"), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    try:
        with replacing(target) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise unwritable(target, error) from None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a batch.

    Raises:
        BatchError: where there is none, or it is not one that this program reads.
    """
    file = folder / MANIFEST
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BatchError(f"{str(folder)!r} holds no batch: there is no {MANIFEST} in it") from None
    except OSError as error:
        raise BatchError(f"cannot read {str(file)!r}: {error.strerror}; check its permissions") from None
    except ValueError:
        raise BatchError(f"{str(file)!r} is damaged: it is not JSON; begin the batch anew in another folder") from None
    stated = document.get("format") if isinstance(document, dict) else None
    if stated != FORMAT:
        raise BatchError(f"{str(file)!r} has format {stated!r}, this program reads {FORMAT}: use the one that wrote it")
    try:
        return Manifest.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BatchError(f"{str(file)!r} is damaged: {field}: {first['msg']}; begin the batch anew") from None


def write_points(folder: Path, space: Space, provenance: Mapping[str, str]) -> None:
    """Write the table of points.

    Raises:
        BatchError: where it cannot be written.
    """
    pyarrow, _ = arrow()
    columns = {
        "point": pyarrow.array(range(space.points), pyarrow.int32()),
        SAMPLE: pyarrow.array(space.samples, pyarrow.int32()),
        **{name: pyarrow.array(space.columns[name]) for name in space.names},
    }
    table = pyarrow.table(columns).replace_schema_metadata(dict(provenance))
    write_table(table, folder / POINTS)


def read_points(folder: Path, manifest: Manifest) -> Space:
    """The points that the manifest speaks of.

    Raises:
        BatchError: where the table is missing, damaged, too short or another one.
    """
    file, part = folder / POINTS, manifest.space
    table = read_table(file)
    names = tuple(row["name"] for row in (*part.levers, *part.uncertainties))
    if lacking := [name for name in (*names, SAMPLE) if name not in table.column_names]:
        raise BatchError(f"{str(file)!r} lacks {', '.join(lacking)}: run the batch with --resume to mend it")
    if table.num_rows < part.points:
        problem = f"{str(file)!r} has {table.num_rows} points, the manifest {part.points}"
        raise BatchError(f"{problem}: run the batch with --resume to mend it")
    # An expansion that was killed may have written its points but not yet its manifest.
    table = table.slice(0, part.points)
    columns = {name: table.column(name).to_pylist() for name in names}
    return Space(names, columns, table.column(SAMPLE).to_pylist(), tuple(part.batches), part.salib_problem)
