"""The log of a class: everything that happened, in order, in a file that only grows.

The file is an SQLite database in write-ahead mode.  What :meth:`Log.append`
has returned from is on the disk: a killed server finds it again.  Every
action of a browser carries an id of its own, so that one sent twice, because
its answer was lost, is done once.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from greatgame.errors import GreatGameError

FORMAT = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY,
    time REAL NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    action TEXT
);
CREATE INDEX IF NOT EXISTS event_action ON event (action);
CREATE TABLE IF NOT EXISTS refusal (time REAL NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL);
"""
MAX_REFUSALS = 10_000
"""Refused requests that are kept; a flood must not fill the disk."""


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """An event as it stands in the log."""

    number: int
    time: float
    """Seconds since 1970."""
    event: Event
    action: str | None
    """Id of the action that it came from."""


class Log:
    """The log of one class.

    Raises:
        GreatGameError: where the file cannot be opened or is no log of a class.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path, self.clock = path, clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = not path.exists()
            # Requests are answered by one thread, turns resolved by another; a lock of the room keeps them apart.
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            if fresh:
                os.chmod(path, 0o600)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")
            self._file.executescript(SCHEMA)
            self._check_format()
            (last,) = self._file.execute("SELECT coalesce(max(number), 0) FROM event").fetchone()
            (self._refused,) = self._file.execute("SELECT count(*) FROM refusal").fetchone()
        except (sqlite3.Error, OSError) as error:
            raise GreatGameError(f"class file {path}: cannot be used: {error}; name another one") from error
        self.last = int(last)
        """Number of the newest entry; 0 where there is none."""

    def _check_format(self) -> None:
        row = self._file.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
        if row is None:
            self._file.execute("INSERT INTO about VALUES ('format', ?)", (str(FORMAT),))
        elif row[0] != str(FORMAT):
            raise GreatGameError(
                f"class file {self.path}: has format {row[0]}, this program reads {FORMAT}; "
                "open it with the version that wrote it"
            )

    def append(self, events: Sequence[Event], action: str | None = None) -> list[Entry]:
        """Write events in one go: all of them, or none.

        Raises:
            GreatGameError: where they cannot be written; then nothing was.
        """
        now = self.clock()
        entries = [Entry(self.last + 1 + place, now, event, action) for place, event in enumerate(events)]
        rows = [(e.number, e.time, e.event.kind, json.dumps(e.event.data), e.action) for e in entries]
        try:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?)", rows)
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise GreatGameError(f"class file {self.path}: cannot be written ({error}): nothing was changed") from error
        self.last += len(entries)
        return entries

    def entries(self) -> Iterator[Entry]:
        """Everything, oldest first."""
        for number, when, kind, data, action in self._file.execute("SELECT * FROM event ORDER BY number"):
            yield Entry(number, when, Event(kind, json.loads(data)), action)

    def refused(self, who: str, what: str, why: str) -> None:
        """Note a request that was refused, for the teacher to see."""
        if self._refused < MAX_REFUSALS:
            self._refused += 1
            self._file.execute(
                "INSERT INTO refusal VALUES (?, ?, ?, ?)", (self.clock(), who[:80], what[:200], why[:300])
            )

    def refusals(self) -> list[tuple[float, str, str, str]]:
        """Time, who, what and why of what was refused, oldest first."""
        return list(self._file.execute("SELECT time, who, what, why FROM refusal ORDER BY rowid"))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def delete(self) -> None:
        """Close and remove the file with all that belongs to it."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)
