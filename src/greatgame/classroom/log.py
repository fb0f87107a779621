"""The log of a class: everything that happened, in order, in a file that only grows.

The file is an SQLite database in write-ahead mode.  What :meth:`Log.append`
has returned from is on the disk: a killed server finds it again.  Every
action of a browser carries an id of its own, so that one sent twice, because
its answer was lost, is done once.

Each entry carries a checksum since format 2, so that a class is never taken up
from entries that a disk or a stick has changed; classes of format 1, which have
none, are read and go on without.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from greatgame.classroom.recognise import APPLICATION, Sort, recognise
from greatgame.classroom.remains import remove
from greatgame.errors import GreatGameError

FORMAT, UNSUMMED = 2, 1
"""Of a new class, and of those that are read although their entries have no checksums."""
SCHEMA = f"""
BEGIN;
PRAGMA application_id = {APPLICATION};
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    time REAL NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    action TEXT,
    sum INTEGER NOT NULL
);
CREATE INDEX event_action ON event (action);
CREATE TABLE refusal (time REAL NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL);
INSERT INTO about VALUES ('format', '{FORMAT}');
COMMIT;
"""
REMEDY = "go on from a copy of the file, or begin a new class; 'greatgame class delete' removes this one"
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
            found = recognise(path)
            if found.sort is Sort.OTHER:
                raise GreatGameError(
                    f"class file {path}: is no class of Great Game, or damaged beyond recognition; it was left as it "
                    "is: name the file of a class"
                )
            if found.sort is Sort.DAMAGED:
                raise GreatGameError(f"class file {path}: is damaged ({found.why}): {REMEDY}")
            # Requests are answered by one thread, turns resolved by another; a lock of the room keeps them apart.
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            if found.sort is Sort.EMPTY:
                self._file.executescript(SCHEMA)
            self._summed = self._format() == FORMAT
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")
            (last,) = self._file.execute("SELECT coalesce(max(number), 0) FROM event").fetchone()
            known = self._file.execute("SELECT who, count(*) FROM refusal GROUP BY who").fetchall()
        except (sqlite3.OperationalError, OSError) as error:
            raise GreatGameError(f"class file {path}: cannot be used: {error}; name another one") from error
        except sqlite3.Error as error:
            raise GreatGameError(f"class file {path}: is damaged ({error}): {REMEDY}") from error
        self.last = int(last)
        """Number of the newest entry; 0 where there is none."""
        self._refused = Counter(dict(known))
        self._unwritten: deque[Refusal] = deque()

    def _format(self) -> int:
        (value,) = self._file.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
        for known in (UNSUMMED, FORMAT):
            if value == str(known):
                return known
        raise GreatGameError(
            f"class file {self.path}: has format {value!r}, this program reads {UNSUMMED} and {FORMAT}; "
            "open it with the version that wrote it"
        )

    def append(self, events: Sequence[Event], action: str | None = None) -> list[Entry]:
        """Write events in one go: all of them, or none.

        Raises:
            GreatGameError: where they cannot be written; then nothing was.
        """
        now = float(self.clock())
        entries = [Entry(self.last + 1 + place, now, event, action) for place, event in enumerate(events)]
        rows = [(e.number, e.time, e.event.kind, json.dumps(e.event.data), e.action) for e in entries]
        if self._summed:
            self._write("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", [(*row, _sum(*row)) for row in rows])
        else:
            self._write("INSERT INTO event VALUES (?, ?, ?, ?, ?)", rows)
        self.last += len(entries)
        return entries

    def entries(self) -> Iterator[Entry]:
        """Everything, oldest first.

        Raises:
            GreatGameError: at the first entry that is missing, cannot be read or is not as it was written.
        """
        last, number = self.last, 0
        for row in self._rows():
            number += 1
            if row[0] != number:
                raise self.damaged(number, "is missing")
            yield self._entry(*row)
        if number < last:
            raise self.damaged(number + 1, "is missing")

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        """The lines of the table of entries as they stand there."""
        number = 0
        try:
            for row in self._file.execute("SELECT * FROM event ORDER BY number"):
                yield row
                number = row[0]
        except sqlite3.Error as error:
            # SQLite's own words on letters that are none repeat the whole text.
            why = "its letters are none" if "UTF-8" in str(error) else str(error)
            raise self.damaged(number + 1, f"cannot be read ({why})") from error

    def _entry(self, number: int, when: object, kind: object, data: object, action: object, *kept: object) -> Entry:
        if self._summed and kept != (_sum(number, when, kind, data, action),):
            raise self.damaged(number, "is not as it was written: its checksum is another")
        try:
            found = json.loads(data) if isinstance(data, str) else None
        except ValueError as error:
            raise self.damaged(number, f"is not as it was written ({error})") from error
        match when, kind, found, action:
            case float(), str(), dict(), str() | None:
                return Entry(number, when, Event(kind, found), action)
        raise self.damaged(number, "is not as it was written: a field is of another kind")

    def damaged(self, number: int, why: str) -> GreatGameError:
        """What is to be told where an entry cannot be taken in."""
        return GreatGameError(f"class file {self.path}: is damaged: entry {number} {why}: {REMEDY}")

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
        try:
            written = self._file.execute("SELECT time, who, what, why FROM refusal ORDER BY rowid").fetchall()
        except sqlite3.Error as error:
            raise GreatGameError(f"class file {self.path}: what was refused cannot be read ({error})") from error
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


def _sum(*fields: object) -> int:
    """The checksum of an entry, over all that is kept of it."""
    return zlib.crc32(json.dumps(fields, default=repr).encode())
