"""One part of a batch: arguments in, file out.

The same function runs in this process, in local ones and on machines far
away.  It is given everything that its campaigns follow from, writes the part
itself and hands back a few numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from greatgame.batch.measures import DIGEST, Measures
from greatgame.batch.plan import run_number
from greatgame.batch.store import (
    FAILED,
    LINES,
    OK,
    PARTS,
    BatchError,
    Provenance,
    arrow,
    learn_to_write,
    part_file,
    write_table,
)
from greatgame.batch.sweep import Value
from greatgame.errors import GreatGameError
from greatgame.memory import swept
from greatgame.model import GreatGameModel
from greatgame.scenario.indexed import Floats, IndexedScenario, open_scenario
from greatgame.scenario.variants import varied
from greatgame.world.state import State

SEATED = ("strategy", "strength", "temper")
"""Settings that are chosen by name; every other lever is a figure of the scenario."""
COMPLAINTS = 3
"""Failures of a part that are told at once; all of them are in its rows."""


@dataclass(frozen=True)
class Frame:
    """What all campaigns of a batch have in common."""

    place: str
    """Name or folder of the scenario."""
    scenario_hash: str
    without: tuple[str, ...]
    turns: int
    outcomes: tuple[str, ...]
    timelines: tuple[str, ...]
    first_seed: int
    files: Mapping[str, str]
    """Strategies that are files: words of the sweep -> path in full."""

    def seat(self, settings: Mapping[str, Value]) -> str:
        """Who plays the player's seat, as a model takes it."""
        words = str(settings["strategy"])
        return self.files.get(words, words)


@dataclass(frozen=True)
class Task:
    """Campaigns of one point: its settings, and the seed slots from ``first`` on."""

    point: int
    settings: Mapping[str, Value]
    first: int
    count: int


@dataclass(frozen=True)
class Job:
    """One part to be made."""

    folder: str
    number: int
    frame: Frame
    tasks: tuple[Task, ...]
    provenance: Provenance
    block: int
    """Worlds played side by side; no result depends on it."""


@dataclass(frozen=True)
class Done:
    """What a worker hands back: the rows stay in the file."""

    number: int
    campaigns: int
    failed: int
    complaints: tuple[str, ...]


@dataclass
class _Block:
    """Results of some campaigns side by side; where ``error`` is set, the figures mean nothing."""

    error: list[str | None]
    figures: dict[str, Floats]
    digests: list[str | None]
    lines: dict[str, Floats]
    """path -> [campaign, turn]"""


@dataclass
class _Stage:
    """How far a block got, for the message of a failure."""

    words: str = "opening"


def run_part(job: Job) -> Done:
    """Play a part's campaigns and write its files, time lines first: the part itself says that all is there.

    Raises:
        BatchError: where a file cannot be written, or the scenario here is another one.
    """
    frame = job.frame
    # What writes the files is read before the first campaign, so that a worker's memory is the same from then on.
    learn_to_write()
    _base(frame.place, frame.without, frame.scenario_hash)
    blocks = [_played(frame, task, job.block) for task in job.tasks]
    if frame.timelines:
        write_table(_lines_table(job, blocks), part_file(Path(job.folder), job.number, LINES))
    write_table(_part_table(job, blocks), part_file(Path(job.folder), job.number, PARTS))
    errors = [
        f"point {task.point}, seed {frame.first_seed + slot}: {error}"
        for task, block in zip(job.tasks, blocks, strict=True)
        for slot, error in enumerate(block.error, task.first)
        if error is not None
    ]
    campaigns = sum(task.count for task in job.tasks)
    return Done(job.number, campaigns, len(errors), tuple(errors[:COMPLAINTS]))


@lru_cache(maxsize=4)
def _base(place: str, without: tuple[str, ...], expected: str) -> IndexedScenario:
    scenario = open_scenario(place, without)
    if scenario.hash != expected:
        problem = (
            f"the scenario {place!r} that is here has the hash {scenario.hash}, the batch was made with {expected}"
        )
        raise BatchError(f"{problem}: run it with the scenario as it was, or begin a new batch")
    return scenario


@lru_cache(maxsize=4)
def _variant(
    place: str, without: tuple[str, ...], expected: str, temper: str, changes: tuple[tuple[str, float], ...]
) -> IndexedScenario:
    return varied(_base(place, without, expected), temper=temper, changes=dict(changes))


def variant(frame: Frame, settings: Mapping[str, Value]) -> IndexedScenario:
    """The scenario of one point.

    Raises:
        GreatGameError: where a figure cannot have the value that the point gives it.
    """
    changes = tuple((name, float(value)) for name, value in settings.items() if name not in SEATED)
    return _variant(frame.place, frame.without, frame.scenario_hash, str(settings["temper"]), changes)


def _played(frame: Frame, task: Task, block: int) -> _Block:
    """All campaigns of a task."""
    seeds = [frame.first_seed + slot for slot in range(task.first, task.first + task.count)]
    try:
        game = variant(frame, task.settings)
    except BatchError:
        raise
    except GreatGameError as error:
        return _failed(frame, len(seeds), _complaint(_Stage(), error))
    chunks = [seeds[begin : begin + block] for begin in range(0, len(seeds), block)]
    return _joined([_isolated(frame, game, task, chunk) for chunk in chunks])


def _isolated(frame: Frame, game: IndexedScenario, task: Task, seeds: Sequence[int]) -> _Block:
    """Campaigns side by side; where something fails, halves of them, until those that fail are alone.

    So a failure is a row and its message is the same in a block of any size.
    """
    stage = _Stage()
    try:
        with swept():
            return _side_by_side(frame, game, task, seeds, stage)
    except Exception as error:
        if len(seeds) == 1:
            return _failed(frame, 1, _complaint(stage, error))
    middle = len(seeds) // 2
    return _joined([_isolated(frame, game, task, part) for part in (seeds[:middle], seeds[middle:])])


def _side_by_side(frame: Frame, game: IndexedScenario, task: Task, seeds: Sequence[int], stage: _Stage) -> _Block:
    strength = str(task.settings["strength"])
    model = GreatGameModel(game, strategy=frame.seat(task.settings), strength=strength, seeds=seeds)
    watched, kept = Measures(game, frame.timelines), Measures(game, frame.outcomes)
    turns: list[dict[str, Floats]] = []
    for turn in range(frame.turns):
        stage.words = f"playing {game.quarter(turn)}"
        model.step()
        check_decisions(model)
        turns.append(watched.read(model))
    stage.words = "measuring"
    lines = {path: np.stack([turn[path] for turn in turns], axis=1) for path in frame.timelines}
    figures = kept.read(model)
    errors = _no_numbers({**lines, **figures}, len(seeds))
    return _Block(errors, figures, _digests(model.world.state, errors), lines)


def _no_numbers(measured: Mapping[str, Floats], count: int) -> list[str | None]:
    """For each campaign, what to complain of where something measured is no finite number."""
    wrong: dict[int, list[str]] = {}
    for path, rows in measured.items():
        finite = np.isfinite(rows.reshape(count, -1)).all(axis=1)
        for place in np.flatnonzero(~finite).tolist():
            wrong.setdefault(place, []).append(path)
    said = {place: f"measuring: no finite number came out for {', '.join(paths)}" for place, paths in wrong.items()}
    return [said.get(place) for place in range(count)]


def _digests(state: State, errors: Sequence[str | None]) -> list[str | None]:
    """The digest of each campaign's state; none of one that is no numbers."""
    if not any(errors):
        return [*state.digests()]
    return [state.digest(world) if error is None else None for world, error in enumerate(errors)]


def check_decisions(model: GreatGameModel) -> None:
    """Refuse a campaign in which a decision failed: what the model does in its place is not the strategy's play.

    Raises:
        GreatGameError: saying whose decision failed, and how.
    """
    for row in model.decisions:
        if row.status != "ok":
            raise GreatGameError(f"the decision of {row.actor} failed ({row.status}): {row.message}")


def _complaint(stage: _Stage, error: Exception) -> str:
    """Stage and message, on one line."""
    message = " ".join(str(error).split())
    named = message if isinstance(error, GreatGameError) else f"{type(error).__name__}: {message}"
    return f"{stage.words}: {named}"


def _failed(frame: Frame, count: int, error: str) -> _Block:
    nothing = np.zeros(count)
    lines = {path: np.zeros((count, frame.turns)) for path in frame.timelines}
    return _Block([error] * count, dict.fromkeys(frame.outcomes, nothing), [None] * count, lines)


def _joined(blocks: Sequence[_Block]) -> _Block:
    if len(blocks) == 1:
        return blocks[0]
    return _Block(
        [error for block in blocks for error in block.error],
        {name: np.concatenate([block.figures[name] for block in blocks]) for name in blocks[0].figures},
        [digest for block in blocks for digest in block.digests],
        {path: np.concatenate([block.lines[path] for block in blocks]) for path in blocks[0].lines},
    )


def _keys(job: Job) -> tuple[list[int], list[int], list[int]]:
    """Run number, point and seed of every campaign of a part."""
    cells = [(task.point, slot) for task in job.tasks for slot in range(task.first, task.first + task.count)]
    runs = [run_number(point, slot) for point, slot in cells]
    return runs, [point for point, _ in cells], [job.frame.first_seed + slot for _, slot in cells]


def _part_table(job: Job, blocks: Sequence[_Block]) -> Any:
    pyarrow, _ = arrow()
    runs, points, seeds = _keys(job)
    block = _joined(blocks)
    failed = np.array([error is not None for error in block.error])
    columns = {
        "run": pyarrow.array(runs, pyarrow.int64()),
        "point": pyarrow.array(points, pyarrow.int32()),
        "seed": pyarrow.array(seeds, pyarrow.int64()),
        "status": pyarrow.array([FAILED if error else OK for error in block.error], pyarrow.string()),
        "error": pyarrow.array(block.error, pyarrow.string()),
        **{name: pyarrow.array(block.figures[name], pyarrow.float64(), mask=failed) for name in job.frame.outcomes},
        DIGEST: pyarrow.array(block.digests, pyarrow.string()),
    }
    return pyarrow.table(columns).replace_schema_metadata(job.provenance)


def _lines_table(job: Job, blocks: Sequence[_Block]) -> Any:
    """One row for each campaign that ended well and each of its turns."""
    pyarrow, _ = arrow()
    frame, block = job.frame, _joined(blocks)
    ended = [place for place, error in enumerate(block.error) if error is None]
    game = _base(frame.place, frame.without, frame.scenario_hash)
    runs = np.array(_keys(job)[0], dtype=np.int64)[ended]
    quarters = [game.quarter(turn) for turn in range(frame.turns)]
    columns = {
        "run": pyarrow.array(np.repeat(runs, frame.turns), pyarrow.int64()),
        "turn": pyarrow.array(np.tile(np.arange(frame.turns), len(ended)), pyarrow.int16()),
        "quarter": pyarrow.array(quarters * len(ended), pyarrow.string()),
        **{path: pyarrow.array(block.lines[path][ended].reshape(-1)) for path in frame.timelines},
    }
    table = pyarrow.table(columns)
    return table.replace_schema_metadata({**job.provenance, "rows": str(table.num_rows)})
