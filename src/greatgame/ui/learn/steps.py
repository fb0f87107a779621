"""The steps of the guided first game, read from their file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir

FILE = "first-game.toml"


@dataclass(frozen=True)
class Step:
    """One thing to do."""

    id: str
    """Of its messages: ``learn-<id>`` and so on."""
    done: str
    """What the player has to have done, a key of :data:`greatgame.ui.learn.deeds.DEEDS`."""
    of: tuple[str, ...] = ()
    """Names of widgets that ``done`` means, with ``*`` for anything."""
    spot: tuple[str, ...] = ()
    """Names of widgets to be lit: the first that is there."""
    aside: bool = False
    """Whether there is something to read, so that the card is brief and rather out of the way than near."""
    needs: str = ""
    """What has to be there for it, a key of :data:`greatgame.ui.learn.deeds.NEEDS`; without it the step is left out."""
    keys: tuple[str, ...] = ()
    """Actions whose keys the messages name, as ``$stroke`` and ``$other``."""


@dataclass(frozen=True)
class Course:
    """The campaign in which one learns, and its steps."""

    scenario: str
    seed: int
    level: str
    onward: str
    """Level of the campaign that follows."""
    steps: tuple[Step, ...]

    def place(self, step: str) -> int:
        """Where a step stands; the first where there is none of that name."""
        return next((n for n, row in enumerate(self.steps) if row.id == step), 0)


def course(path: Path | None = None) -> Course:
    """The guided first game.

    Raises:
        GreatGameError: where its file is missing or damaged.
    """
    path = path or data_dir("assets") / "learn" / FILE
    try:
        found = tomli.loads(path.read_text(encoding="utf-8"))
        steps = tuple(_step(row) for row in found["step"])
        return Course(found["scenario"], found["seed"], found["level"], found["onward"], steps)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GreatGameError(f"{path}: the guided first game cannot be read ({error}); reinstall the game") from None


def _step(row: dict[str, Any]) -> Step:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Step(**given)
