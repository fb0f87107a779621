"""Run a batch: from a sweep's file to the parts in a folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from greatgame.batch import store
from greatgame.batch.book import Book, book_for
from greatgame.batch.check import checked
from greatgame.batch.engines import Engine
from greatgame.batch.plan import Part
from greatgame.batch.worker import COMPLAINTS, Done, Job
from greatgame.errors import GreatGameError

BLOCK = 512
"""Worlds played side by side: twice as many gain a twentieth for twice the memory, half as many lose a twentieth."""


@dataclass
class Progress:
    """How far a batch is; it grows no further with the number of campaigns."""

    folder: Path
    campaigns: int
    """Of the share that is run."""
    before: int = 0
    """Of them, done already when this run began."""
    played: int = 0
    failed: int = 0
    """Of those played now."""
    complaints: list[str] = field(default_factory=list)
    """The first failures in words; the rest are in the rows."""
    parts: int = 0
    """Parts written now."""
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Campaigns a second so far."""
        return self.played / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that the rest takes at this rate; None before there is one."""
        left = self.campaigns - self.before - self.played
        return left / self.rate if self.rate > 0 else None

    def count(self, done: Done) -> None:
        """Enter a part that has been made."""
        self.parts += 1
        self.played += done.campaigns
        self.failed += done.failed
        self.complaints += done.complaints[: COMPLAINTS - len(self.complaints)]
        self.seconds = time.monotonic() - self.began

    def as_dict(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "campaigns": self.campaigns,
            "there_before": self.before,
            "played": self.played,
            "failed": self.failed,
            "complaints": self.complaints,
            "parts_written": self.parts,
            "seconds": self.seconds,
            "campaigns_per_second": self.rate,
        }


def share_named(words: str) -> tuple[int, int]:
    """``2/8``: the second of eight shares.

    Raises:
        GreatGameError: for anything else.
    """
    which, _, shares = words.partition("/")
    if which.isdecimal() and shares.isdecimal() and 1 <= int(which) <= int(shares):
        return int(which), int(shares)
    raise GreatGameError(f"--slice {words}: write I/N, the I-th of N shares, with I from 1 to N")


def run(
    sweep: Path,
    folder: Path,
    engine: Engine,
    *,
    resume: bool = False,
    expand: bool = False,
    share: tuple[int, int] | None = None,
    block: int = BLOCK,
    watch: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Make the parts of a sweep that are still missing in ``folder``.

    Args:
        sweep: its file.
        folder: of the batch; begun where it is new.
        engine: where the parts are made.
        resume: go on with a batch that is there.
        expand: add what the sweep asks for beyond the batch that is there.
        share: ``(i, n)``: only the i-th of n shares of the parts; shares may run side by side.
        block: worlds played side by side; results do not depend on it.
        watch: called with the progress after every part, and once before the first.

    Raises:
        GreatGameError: for a sweep or folder that cannot be used; finished parts stay.
    """
    # Shares begin together, and whichever comes first makes the batch.
    book = book_for(checked(sweep), folder, resume or share is not None, expand)
    mine = share or (1, 1)
    missing = book.missing(mine)
    store.sweep_up(book.folder, missing)
    campaigns = sum(part.campaigns for part in book.parts(mine))
    progress = Progress(book.folder, campaigns, campaigns - sum(part.campaigns for part in missing))
    watch(progress)
    for done in engine.results(_jobs(book, missing, block)):
        progress.count(done)
        watch(progress)
    # Workers that were killed on the way leave drafts too.
    store.sweep_up(book.folder, missing)
    return progress


def _jobs(book: Book, parts: list[Part], block: int) -> Iterator[Job]:
    return (book.job(part, block) for part in parts)
