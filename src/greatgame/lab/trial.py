"""Trials: a strategy against another on the same worlds, told while the worlds are being played.

The complete answer is the one of :func:`greatgame.lab.compare.run`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from greatgame.errors import GreatGameError
from greatgame.lab.compare import Comparison, compared
from greatgame.lab.contest import Contestant, campaigns
from greatgame.lab.ensemble import Campaigns, together
from greatgame.lab.forecast import CancelledError, Signal
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario

FIRST, BLOCK = 16, 64
"""Worlds of the first picture, and of later blocks."""


@dataclass(frozen=True)
class Trial(Record):
    """What is known so far."""

    done: int
    """Worlds that all have played."""
    of: int
    comparison: Comparison
    totals: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Total of each world, by contestant."""

    @property
    def complete(self) -> bool:
        """Whether all worlds are played."""
        return self.done >= self.of


@dataclass(frozen=True)
class TrialQuestion:
    """Who plays, and how many worlds; it can be sent to another process."""

    scenario: IndexedScenario
    contestants: tuple[Contestant, ...]
    worlds: int
    temper: str

    def answer(self, tell: Callable[[Trial], None], cancel: Signal) -> None:
        """Tell block by block; see :class:`greatgame.lab.worker.Task`."""
        for found in trials(self):
            tell(found)
            if cancel.is_set():
                raise CancelledError("the trial was given up")


def trials(question: TrialQuestion) -> Iterator[Trial]:
    """Ever more worlds; the last trial has all of them.

    Raises:
        GreatGameError: for fewer than two contestants or worlds, or a strategy that cannot be played.
    """
    if len(question.contestants) < 2 or question.worlds < 2:
        raise GreatGameError("a trial takes two strategies or more, and 2 worlds or more")
    parts: dict[str, list[Campaigns]] = {row.label: [] for row in question.contestants}
    begin, size = 0, FIRST
    while begin < question.worlds:
        # A last block of a single world would have no interval of its own, but it never stands alone.
        seeds = range(begin, min(begin + size, question.worlds))
        for label, part in campaigns(question.scenario, question.contestants, seeds).items():
            parts[label].append(part)
        begin, size = seeds.stop, BLOCK
        played = {label: together(rows) for label, rows in parts.items()}
        found = compared(question.scenario, question.contestants, played, question.temper)
        totals = {label: tuple(float(total) for total in row.total) for label, row in played.items()}
        yield Trial(begin, question.worlds, found, totals)
