"""Strategies to choose from: those of a scenario, and files in a folder of the player's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from greatgame.errors import GreatGameError
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.schema_minds import Strategy
from greatgame.scenario.strategies import load_strategies
from greatgame.text import named


@dataclass(frozen=True)
class Playable(Record):
    """One strategy."""

    spec: str
    """As the model takes it."""
    name: str
    text: str
    """What it does, or why it cannot be played."""
    own: bool
    """Whether it lies in the player's folder."""
    problem: str = ""
    """Why it cannot be played; empty if it can."""


def playable(scenario: IndexedScenario, folder: Path | None = None) -> tuple[Playable, ...]:
    """Strategies that can play the player's seat; files that cannot are listed with the reason."""
    shipped = [_one(name, row, own=False) for name, row in scenario.file.strategy.items()]
    return (*shipped, *(() if folder is None else _own(scenario, folder)))


def name_of(scenario: IndexedScenario, spec: str) -> str:
    """What a strategy is called: a file by its name."""
    row = scenario.file.strategy.get(spec)
    return named(row.name, row.name_ja) if row is not None else Path(spec).stem


def _own(scenario: IndexedScenario, folder: Path) -> Iterator[Playable]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and path.is_file())
    except OSError:
        return
    for path in files:
        try:
            found = load_strategies(scenario, path)
        except GreatGameError as error:
            yield Playable(str(path), path.stem, str(error), True, str(error))
            continue
        several = len(found) > 1
        for name, row in found.items():
            yield _one(f"{path}:{name}" if several else str(path), row, own=True)


def _one(spec: str, row: Strategy, own: bool) -> Playable:
    return Playable(spec, named(row.name, row.name_ja), named(row.text, row.text_ja), own)
