"""What a class leaves on the disk: its log with what belongs to it, and the debrief that was written beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from greatgame.errors import GreatGameError

LOG_PARTS = ("", "-wal", "-shm")
"""Endings of the log's file and of those that SQLite keeps beside it."""
DEBRIEF = "-debrief"


def debrief_folder(file: Path) -> Path:
    """Where the teacher's page has the debrief of a class's file written."""
    return file.with_name(file.name + DEBRIEF)


def remove(file: Path) -> None:
    """Remove all that a class has left, the log last: while it is there, the class can be found and deleted again.

    Raises:
        GreatGameError: naming what could not be removed.
    """
    try:
        folder = debrief_folder(file)
        if folder.exists():
            shutil.rmtree(folder)
        for ending in reversed(LOG_PARTS):
            Path(f"{file}{ending}").unlink(missing_ok=True)
    except OSError as error:
        what = error.filename or file
        raise GreatGameError(
            f"cannot delete {what}: {error.strerror or error}; close what uses it, then delete it"
        ) from error
