"""The log of a class: everything that happened, in order, in a file that only grows.

The file is an SQLite database in write-ahead mode.  What :meth:`Log.append`
has returned from is on the disk: a killed server finds it again.  Every
action of a browser carries an id of its own, so that one sent twice, because
its answer was lost, is done once.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from greatgame.classroom.remains import remove
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
MAX_REFUSALS, MAX_OF_ONE = 10_000, 1_000
"""Refused requests that are kept, and of one address: a flood must neither fill the disk nor hide the others."""
Refusal = tuple[float, str, str, str]
"""Time, who, what and why."""


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
            if not path.exists():
                path.touch(mode=0o600)
            # Requests are answered by one thread, turns resolved by another; a lock of the room keeps them apart.
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")
            self._file.executescript(SCHEMA)
            self._check_format()
            (last,) = self._file.execute("SELECT coalesce(max(number), 0) FROM event").fetchone()
            known = self._file.execute("SELECT who, count(*) FROM refusal GROUP BY who").fetchall()
        except (sqlite3.Error, OSError) as error:
            raise GreatGameError(f"class file {path}: cannot be used: {error}; name another one") from error
        self.last = int(last)
        """Number of the newest entry; 0 where there is none."""
        self._refused = Counter(dict(known))
        self._unwritten: deque[Refusal] = deque()

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
        self._write("INSERT INTO event VALUES (?, ?, ?, ?, ?)", rows)
        self.last += len(entries)
        return entries

    def entries(self) -> Iterator[Entry]:
        """Everything, oldest first."""
        for number, when, kind, data, action in self._file.execute("SELECT * FROM event ORDER BY number"):
            yield Entry(number, when, Event(kind, json.loads(data)), action)

    def refused(self, who: str, what: str, why: str) -> None:
        """Note a request that was refused, for the teacher to see; any thread may, and none waits for the disk."""
        who = who[:80]
        if self._refused[who] < MAX_OF_ONE and self.refusal_count < MAX_REFUSALS:
            self._refused[who] += 1
            self._unwritten.append((self.clock(), who, what[:200], why[:300]))

    def write_refusals(self) -> None:
        """Write down what was noted since; whoever calls it sees to it that nobody else writes.

        Raises:
            GreatGameError: where it cannot be written; then it is noted still.
        """
        rows = list(self._unwritten)
        if not rows:
            return
        self._write("INSERT INTO refusal VALUES (?, ?, ?, ?)", rows)
        for _ in rows:
            self._unwritten.popleft()

    @property
    def refusal_count(self) -> int:
        """How many refused requests are kept."""
        return self._refused.total()

    def refusals(self) -> list[Refusal]:
        """Time, who, what and why of what was refused, oldest first."""
        written = self._file.execute("SELECT time, who, what, why FROM refusal ORDER BY rowid")
        return [*written, *self._unwritten]

    def _write(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows in one go: all of them, or none."""
        try:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(statement, rows)
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            # A file that is closed, as the class was deleted meanwhile, is in no transaction.
            with contextlib.suppress(sqlite3.Error):
                self._file.rollback()
            raise GreatGameError(f"class file {self.path}: cannot be written ({error}): nothing was changed") from error

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(GreatGameError):
            self.write_refusals()
        self._file.close()

    def delete(self) -> None:
        """Close the file and remove it with all that belongs to the class.

        Raises:
            GreatGameError: naming what could not be removed.
        """
        self._file.close()
        remove(self.path)
