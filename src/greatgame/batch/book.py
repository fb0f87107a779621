"""The book of a batch: begin, resume or expand it in its folder, and know which parts are still to be made."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greatgame import __version__
from greatgame.agents.seating import file_of
from greatgame.batch import store
from greatgame.batch.check import Checked
from greatgame.batch.measures import described, outcome_paths
from greatgame.batch.plan import Part, all_parts, grown, part_size
from greatgame.batch.space import Space, listed, space_of
from greatgame.batch.store import BatchError, Manifest
from greatgame.batch.sweep import Range, Sweep
from greatgame.batch.worker import Frame, Job, Task
from greatgame.indicators import unit_of


@dataclass(frozen=True)
class Book:
    """A batch in its folder."""

    folder: Path
    manifest: Manifest
    space: Space

    @property
    def frame(self) -> Frame:
        """What all campaigns have in common."""
        manifest = self.manifest
        return Frame(
            place=manifest.scenario.place,
            scenario_hash=manifest.scenario.hash,
            without=tuple(manifest.scenario.without),
            turns=manifest.turns,
            outcomes=tuple(row["name"] for row in manifest.outcomes),
            timelines=tuple(manifest.timelines),
            first_seed=manifest.seeds.first,
            files={words: part.spec for words, part in manifest.files.items()},
        )

    def parts(self, share: tuple[int, int] = (1, 1)) -> Iterator[Part]:
        """The parts of the ``i``-th of ``n`` shares, so that no two shares write the same file."""
        which, shares = share
        return (part for part in all_parts(self.manifest.tranches) if part.number % shares == which - 1)

    def missing(self, share: tuple[int, int] = (1, 1)) -> list[Part]:
        """Parts of a share that are not there or not sound."""
        return [part for part in self.parts(share) if not store.sound(self.folder, part, self.manifest)]

    def settings(self, point: int) -> dict[str, str | float]:
        """Everything that a point is played with."""
        return {**self.manifest.settings.model_dump(), **self.space.values(point)}

    def job(self, part: Part, block: int) -> Job:
        """What a worker needs to make a part."""
        tasks = tuple(Task(cell.point, self.settings(cell.point), cell.slots[0], cell.campaigns) for cell in part.cells)
        return Job(str(self.folder), part.number, self.frame, tasks, self.manifest.provenance(part), block)


def open_book(folder: Path, mend: bool = False) -> Book:
    """The batch that lies in a folder; with ``mend``, points that are missing or damaged are written again.

    Raises:
        BatchError: where there is none, or it is damaged.
    """
    manifest = store.read_manifest(folder)
    try:
        return Book(folder, manifest, store.read_points(folder, manifest))
    except BatchError:
        if not mend:
            raise
    space = _drawn_again(manifest)
    if space is None:
        problem = f"{str(folder / store.POINTS)!r} is missing or damaged, and lists of the sweep were changed later"
        raise BatchError(f"{problem}, so its points cannot be drawn again: begin the batch anew in another folder")
    store.write_points(folder, space, _provenance(manifest))
    return Book(folder, manifest, space)


def _drawn_again(manifest: Manifest) -> Space | None:
    """The points as they were drawn when the batch was begun and expanded; None where that cannot be told.

    A batch that grew in samples and seeds only is known at every stage; the hash kept with each stage proves it.
    """
    space: Space | None = None
    points = seeds = 0
    for stage, tranches in itertools.groupby(manifest.tranches, lambda tranche: tranche.sweep_hash):
        for tranche in tranches:
            points, seeds = max(points, tranche.points[1]), max(seeds, tranche.slots[1])
        asked = {**manifest.sweep, "seeds": {**manifest.sweep["seeds"], "count": seeds}}
        design = asked.get("design", {})
        if "points" in design:
            asked["design"] = {**design, "points": design["points"] * points // manifest.space.points}
        if _sweep_hash(asked, manifest.scenario.hash, manifest.files) != stage:
            return None
        space = space_of(Sweep.model_validate(asked), space)
    return space if space is not None and space.points == manifest.space.points else None


def book_for(found: Checked, folder: Path, resume: bool, expand: bool) -> Book:
    """The batch of a sweep in ``folder``: begun there, or the one that is there, expanded where that is asked for.

    Raises:
        BatchError: where the folder holds something else, or cannot be written.
    """
    store.arrow()
    folder = folder.absolute()
    if not (folder / store.MANIFEST).exists():
        return _begun(found, folder)
    _check_same_ground(store.read_manifest(folder), found)
    book = open_book(folder, mend=resume or expand)
    wanted = _document(found.sweep)
    if wanted == book.manifest.sweep:
        if not (resume or expand):
            raise BatchError(f"{str(folder)!r} holds this batch already: add --resume to go on with it")
        return book
    _check_growth(book, found.sweep, expand)
    return _written(found, folder, book)


def _begun(found: Checked, folder: Path) -> Book:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strangers = sorted(path.name for path in folder.iterdir() if path.name not in _OURS and path.name[0] != ".")
    except OSError as error:
        raise store.unwritable(folder, error) from None
    if strangers:
        raise BatchError(f"{str(folder)!r} is not empty (it holds {strangers[0]}) and no batch: name another folder")
    return _written(found, folder, None)


_OURS = frozenset({store.MANIFEST, store.POINTS, store.PARTS, store.LINES})


def _written(found: Checked, folder: Path, earlier: Book | None) -> Book:
    """Draw the points that are new, and write the key space and the manifest."""
    sweep = found.sweep
    space = space_of(sweep, earlier.space if earlier is not None else None)
    manifest = _manifest(found, space, earlier)
    try:
        (folder / store.PARTS).mkdir(exist_ok=True)
        if sweep.timelines:
            (folder / store.LINES).mkdir(exist_ok=True)
    except OSError as error:
        raise store.unwritable(folder, error) from None
    store.write_points(folder, space, _provenance(manifest))
    # Last, because a batch is what its manifest says.
    store.write_manifest(folder, manifest)
    return Book(folder, manifest, space)


def _provenance(manifest: Manifest) -> store.Provenance:
    """What stands in the metadata of the points."""
    first, last = manifest.seeds.first, manifest.seeds.first + manifest.seeds.count - 1
    return {
        "program": "greatgame",
        "version": manifest.version,
        "scenario": manifest.scenario.id,
        "scenario_hash": manifest.scenario.hash,
        "sweep_hash": manifest.sweep_hash,
        "seeds": f"{first}-{last}",
    }


def _manifest(found: Checked, space: Space, earlier: Book | None) -> Manifest:
    sweep, game = found.sweep, found.scenario
    document, files = _document(sweep), _files(found)
    sweep_hash = _sweep_hash(document, game.hash, files)
    usual = sweep.part or part_size(space.points, sweep.slots.count)
    size = earlier.manifest.part_size if earlier is not None else usual
    before = earlier.manifest.tranches if earlier is not None else []
    paths, timelines = outcome_paths(game, sweep.outcomes), list(dict.fromkeys(sweep.timelines))
    return Manifest(
        version=__version__,
        scenario=store.ScenarioPart(id=game.id, hash=game.hash, place=found.place, without=sorted(set(sweep.without))),
        sweep=document,
        sweep_hash=sweep_hash,
        space=store.SpacePart(
            levers=_dimensions(found, sweep.levers),
            uncertainties=_dimensions(found, sweep.uncertainties),
            design=sweep.kind,
            points=space.points,
            batches=list(space.batches),
            salib_problem=space.problem,
        ),
        seeds=sweep.slots,
        turns=sweep.turns or game.turns,
        settings=store.Settings(**found.settings),
        files=files,
        part_size=size,
        outcomes=[outcome.as_dict() for outcome in described(game, paths)],
        timelines=timelines,
        units={path: unit_of(path) for path in timelines},
        tranches=grown(before, space.points, sweep.slots.count, size, sweep_hash),
    )


def _dimensions(found: Checked, given: dict[str, Any]) -> list[dict[str, Any]]:
    lists = listed(found.sweep)
    rows = []
    for name, dimension in given.items():
        row: dict[str, Any] = {"name": name, "unit": found.units.get(name, "")}
        if name in lists:
            row["values"] = lists[name]
        if isinstance(dimension, Range):
            row |= {"low": dimension.low, "high": dimension.high}
        rows.append(row)
    return rows


def _document(sweep: Sweep) -> dict[str, Any]:
    """A sweep as it was given, in one way of writing it."""
    document = sweep.model_dump(mode="json", exclude_unset=True)
    return {**document, "seeds": sweep.slots.model_dump()}


def _files(found: Checked) -> dict[str, store.FilePart]:
    """The strategies' files as they are now."""
    parts = {}
    for words, spec in found.files.items():
        file = file_of(spec)
        assert file is not None
        parts[words] = store.FilePart(spec=spec, sha256=hashlib.sha256(file.read_bytes()).hexdigest())
    return parts


def _sweep_hash(sweep: dict[str, Any], scenario: str, files: dict[str, store.FilePart]) -> str:
    document = {"sweep": sweep, "scenario": scenario, "files": [part.sha256 for part in files.values()]}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _check_same_ground(manifest: Manifest, found: Checked) -> None:
    """Rows of one batch come from one program and one scenario."""
    if manifest.version != __version__:
        problem = f"the batch was made by version {manifest.version}, this is {__version__}"
        raise BatchError(f"{problem}: go on with that version, or begin a new batch")
    if manifest.scenario.hash != found.scenario.hash:
        problem = f"the scenario {found.scenario.id} has the hash {found.scenario.hash} now"
        problem += f", the batch was made with {manifest.scenario.hash}"
        raise BatchError(f"{problem}: bring the scenario back as it was, or begin a new batch")
    now = _files(found)
    for words, part in manifest.files.items():
        if words in now and now[words].sha256 != part.sha256:
            raise BatchError(
                f"the strategy {words!r} was changed since the batch was made: bring its file back as it was"
            )


def _check_growth(book: Book, sweep: Sweep, expand: bool) -> None:
    """A sweep that differs from the batch may only ask for more of the same."""
    before = Sweep.model_validate(book.manifest.sweep)
    shrunk = [*_differences(before, sweep), *_shrinkage(before, sweep)]
    if shrunk:
        problem = f"the sweep differs from the batch in {str(book.folder)!r}: {'; '.join(shrunk)}"
        raise BatchError(f"{problem}. Only more seeds, samples or values can be added: begin a new batch for the rest")
    if not expand:
        raise BatchError(f"the sweep asks for more than the batch in {str(book.folder)!r}: add --expand to add it")


def _differences(before: Sweep, after: Sweep) -> Iterator[str]:
    """What must not change at all."""
    growing = {"seeds", "design", "levers", "uncertainties"}
    for name in Sweep.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if name not in growing and old != new:
            yield f"{name} was {old!r} and is {new!r}"
    if before.slots.first != after.slots.first:
        yield f"seeds.first was {before.slots.first} and is {after.slots.first}"
    kept = {"kind", "seed", "second_order"}
    old_design = before.design.model_dump(include=kept) if before.design else None
    new_design = after.design.model_dump(include=kept) if after.design else None
    if old_design != new_design:
        yield f"design was {old_design} and is {new_design}"
    for table in ("levers", "uncertainties"):
        if list(getattr(before, table)) != list(getattr(after, table)):
            yield f"{table} has other names"


def _shrinkage(before: Sweep, after: Sweep) -> Iterator[str]:
    """What may grow and does not."""
    if after.slots.count < before.slots.count:
        yield f"seeds were {before.slots.count:,} and are {after.slots.count:,}"
    old_points = before.design.points if before.design else None
    new_points = after.design.points if after.design else None
    if (new_points or 0) < (old_points or 0):
        yield f"design.points was {old_points:,} and is {new_points}"
    new_lists = listed(after)
    for name, values in listed(before).items():
        if name in new_lists and not set(values) <= set(new_lists[name]):
            yield f"{name} has lost values"
    for name, given in before.ranges.items():
        other = after.ranges.get(name)
        if before.kind != "grid" and name in after.dimensions and given != other:
            yield f"the range of {name} is another"
