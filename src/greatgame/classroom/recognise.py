"""Whether a file is a class of Great Game, found out without writing to it.

A class is told by what its log keeps about itself and by the tables that it
has.  Where a file is too damaged to be asked, the words stand in it still with
which those tables were made: names and answers must not be kept for good
because nobody can read them any more, and no other file may be deleted.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from greatgame.classroom.remains import LOG_PARTS

APPLICATION = 0x47474331
"""``GGC1``, by which SQLite's header says whose file it is, in classes of format 2 on."""
PLACE = slice(68, 72)
"""Where that stands in the header."""
MARKS = (
    b"CREATE TABLE event (\n    number INTEGER PRIMARY KEY,\n    time REAL NOT NULL,",
    b"CREATE INDEX event_action ON event (action)",
    b"CREATE TABLE refusal (time REAL NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL)",
)
"""Words of the tables of a class, of any format, as SQLite keeps them; one is enough."""
LOOKED_AT = 1 << 16
"""Bytes of the beginning in which they are looked for; they stand on the first page."""
COLUMNS = ("number", "time", "kind", "data", "action")
"""What the table of entries has at least."""


class Sort(Enum):
    """What a file is."""

    EMPTY = "empty"
    CLASS = "class"
    DAMAGED = "damaged"
    OTHER = "other"


@dataclass(frozen=True)
class Recognised:
    """What a file is, and why it is not read where it is damaged."""

    sort: Sort
    why: str = ""


def recognise(path: Path) -> Recognised:
    """What a file is that exists.

    Raises:
        OSError: where it cannot be read at all.
    """
    parts = [Path(f"{path}{ending}") for ending in LOG_PARTS[:2]]
    sizes = [part.stat().st_size if part.is_file() else 0 for part in parts]
    if not any(sizes):
        return Recognised(Sort.EMPTY)
    why = ""
    try:
        if _has_the_tables(path, written_ahead=bool(sizes[1])):
            return Recognised(Sort.CLASS)
    except sqlite3.Error as error:
        why = str(error)
    # Only now are they opened: a process that closes a file loses the locks on it that SQLite has there, and a server
    # without them would lose what it writes ahead as soon as another process has read the class.
    begin = [_beginning(part) for part in parts]
    ours = begin[0][PLACE] == APPLICATION.to_bytes(4, "big") or any(mark in part for part in begin for mark in MARKS)
    return Recognised(Sort.DAMAGED, why or "what it says of itself is missing") if ours else Recognised(Sort.OTHER)


def _beginning(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as stream:
        return stream.read(LOOKED_AT)


def _has_the_tables(path: Path, written_ahead: bool) -> bool:
    # SQLite leaves files beside one in write-ahead mode even when it only reads, unless nobody is said to write to it;
    # what a killed class has written ahead is read from there.
    how = "mode=ro" if written_ahead else "mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as file:
        columns = {str(row[1]) for row in file.execute("PRAGMA table_info(event)")}
        if not columns.issuperset(COLUMNS):
            return False
        return file.execute("SELECT value FROM about WHERE key = 'format'").fetchone() is not None
