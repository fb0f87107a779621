"""Who holds a class: one server at a time, and nobody deletes what is held.

Two servers of one file would each go on from what it has read itself, and what
is written to a deleted file is lost.  Who only reads a class asks for nothing.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from greatgame.classroom.recognise import Sort, recognise
from greatgame.errors import GreatGameError
from greatgame.text import say

LOCK = "-lock"
"""Ending of the empty file beside a class's that is locked while the class is held."""
PATIENCE = 3.0
"""Seconds to wait for a class that is just being ended: its pages have two."""


@contextlib.contextmanager
def holding(file: Path) -> Iterator[None]:
    """Hold a class, begun or not, until the block ends or this process does, even if it is killed.

    Raises:
        GreatGameError: where it is held already, or its folder cannot be written to.
    """
    lock = Path(f"{os.path.realpath(file)}{LOCK}")
    held = _locked(file, lock)
    try:
        yield
    finally:
        held.close()
        # Its file stays beside a class, for who waits for the lock has it open.  Where there is none, as it was never
        # begun or was deleted, nothing stays.
        with contextlib.suppress(OSError):
            if not file.exists() or recognise(file).sort in {Sort.EMPTY, Sort.OTHER}:
                lock.unlink()


def _locked(file: Path, lock: Path) -> sqlite3.Connection:
    """What locks until it is closed: SQLite does it on every system, and each lets go when the process is gone."""
    with contextlib.ExitStack() as undone:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            held = sqlite3.connect(lock, timeout=PATIENCE, isolation_level=None)
            undone.callback(held.close)
            # Nothing is written, so nothing is to be taken back after a crash.
            held.execute("PRAGMA journal_mode = OFF")
            held.execute("BEGIN EXCLUSIVE")
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                told = (
                    "class file {file}: this class is being held already, in another terminal or window: "
                    "end it there first"
                )
                raise GreatGameError(say(told, file=str(file))) from None
            told = "class file {file}: cannot be held: {lock} cannot be used ({why}): see that it can be written"
            raise GreatGameError(say(told, file=str(file), lock=str(lock), why=str(error))) from error
        undone.pop_all()
        return held
