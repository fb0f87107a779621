"""One campaign rebuilt from its row of results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greatgame import __version__
from greatgame.batch import store
from greatgame.batch.book import Book, open_book
from greatgame.batch.measures import DIGEST
from greatgame.batch.plan import all_parts, place_of
from greatgame.batch.store import BatchError
from greatgame.batch.worker import variant
from greatgame.scenario.indexed import IndexedScenario


@dataclass(frozen=True)
class Row:
    """A row of results and everything that its campaign follows from."""

    book: Book
    run: int
    seed: int
    turns: int
    settings: dict[str, str | float]
    scenario: IndexedScenario
    digest: str

    def explain(self, digest: str) -> str:
        """Whether a campaign rebuilt from the row came out the same; if not, why that may be."""
        if digest == self.digest:
            return f"The same campaign: its digest is that of run {self.run} ({digest})."
        made = self.book.manifest.version
        why = f"the batch was made by version {made}, this is {__version__}"
        if made == __version__:
            why = "program and scenario are the same, so a strategy's code or the row was changed, or there is a fault"
        return f"ANOTHER campaign: run {self.run} has the digest {self.digest}, rebuilt it has {digest}; {why}."


def row_of(place: Path, run: int) -> Row:
    """The row of a run in a batch's folder, or in one of its parts.

    Raises:
        BatchError: where there is no such run, it failed, or its scenario is another one now.
    """
    inside = place.is_file() and place.suffix == ".parquet"
    folder = place.absolute().parent.parent if inside else place.absolute()
    book = open_book(folder)
    found = _found(book, place if inside else _file_of(book, run), run)
    if found["status"] != store.OK:
        raise BatchError(f"run {run} failed when the batch was made ({found['error']}): there is no result to rebuild")
    settings = book.settings(int(found["point"]))
    scenario = variant(book.frame, settings)
    return Row(book, run, int(found["seed"]), book.manifest.turns, settings, scenario, str(found[DIGEST]))


def _file_of(book: Book, run: int) -> Path:
    point, slot = place_of(run)
    for part in all_parts(book.manifest.tranches):
        if any(cell.point == point and cell.slots[0] <= slot < cell.slots[1] for cell in part.cells):
            return store.part_file(book.folder, part.number)
    seeds = book.manifest.seeds.count
    problem = f"there is no run {run}: run numbers are point x 10,000,000 + seed slot"
    raise BatchError(f"{problem}; points go from 0 to {book.space.points - 1}, slots from 0 to {seeds - 1}")


def _found(book: Book, file: Path, run: int) -> dict[str, Any]:
    table = store.read_table(file)
    runs = table.column("run").to_pylist()
    if run not in runs:
        raise BatchError(f"there is no run {run} in {file.name}: it has those from {runs[0]} to {runs[-1]}")
    columns = ["point", "seed", "status", "error", DIGEST]
    row: dict[str, Any] = table.select(columns).slice(runs.index(run), 1).to_pylist()[0]
    return row
