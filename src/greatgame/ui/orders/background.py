"""Work beside the window: questions that a process of its own answers, one after another.

The window only looks now and then whether an answer has come; whatever a
question costs, no frame waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from greatgame.errors import GreatGameError
from greatgame.lab.worker import Task, Worker

LOST = "ended unexpectedly"
"""How a worker says that its process is gone."""
TRIES = 2
"""Times that a question is asked of a new process after one was lost."""
PAUSE = 0.02
"""Seconds between two looks of somebody who waits."""


@dataclass
class _Job:
    slot: str
    rank: int
    task: Task
    told: Callable[[Any], None]
    failed: Callable[[str], None]
    lost: Callable[[], None]
    tries: int = field(default=0)


class Lane:
    """One process and the questions that wait for it; a question takes the place of an older one in its slot."""

    patient = True
    """Whether answers come later."""

    def __init__(self) -> None:
        self._worker: Worker[Any] | None = None
        self._waiting: list[_Job] = []
        self._job: _Job | None = None
        self._latest: Any = None

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._job is not None or bool(self._waiting)

    @property
    def process_id(self) -> int | None:
        """Number of the process, where there is one."""
        return None if self._worker is None else self._worker.process_id

    def ask(
        self,
        slot: str,
        task: Task,
        told: Callable[[Any], None],
        *,
        rank: int = 0,
        failed: Callable[[str], None] = lambda words: None,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        """Have a question answered.

        Args:
            slot: an older question of the same slot is given up.
            task: the question.
            told: hears of every better answer, from :meth:`look`.
            rank: lower ones come first and interrupt higher ones.
            failed: hears why there is no answer.
            lost: hears that the process was lost and the question is asked anew.
        """
        self.drop(slot)
        self._waiting.append(_Job(slot, rank, task, told, failed, lost))
        self._waiting.sort(key=lambda job: job.rank)
        if self._job is not None and self._waiting[0].rank < self._job.rank:
            interrupted = self._stop()
            self._waiting.append(interrupted)
            self._waiting.sort(key=lambda job: job.rank)
        self._next()

    def drop(self, slot: str) -> None:
        """Give up the question of a slot, if there is one."""
        self._waiting = [job for job in self._waiting if job.slot != slot]
        if self._job is not None and self._job.slot == slot:
            self._stop()
            self._next()

    def clear(self) -> None:
        """Give up everything."""
        self._waiting = []
        if self._job is not None:
            self._stop()

    def look(self) -> bool:
        """Take answers that have come; whether more are to come."""
        job, worker = self._job, self._worker
        if job is not None and worker is not None:
            try:
                found = worker.poll()
            except GreatGameError as error:
                self._fault(job, str(error))
            else:
                self._take(job, worker, found)
        return self.busy

    def wait(self, seconds: float = 0.0) -> None:
        """Look once, waiting so long for news; for pictures and tests."""
        if self._job is not None and self._worker is not None and self._worker.busy:
            try:
                self._worker.poll(seconds or PAUSE)
            except GreatGameError as error:
                self._fault(self._job, str(error))
        self.look()

    def close(self) -> None:
        """End the process."""
        self.clear()
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _take(self, job: _Job, worker: Worker[Any], found: Any) -> None:
        if found is not None and found is not self._latest:
            self._latest = found
            if not worker.busy:
                self._job = None
            job.told(found)
        elif not worker.busy:
            self._job = None
        if self._job is None:
            self._next()

    def _fault(self, job: _Job, words: str) -> None:
        self._job = None
        if LOST in words:
            self._worker = None
            job.tries += 1
            if job.tries <= TRIES:
                job.lost()
                self._waiting.insert(0, job)
                self._next()
                return
        job.failed(words)
        self._next()

    def _stop(self) -> _Job:
        assert self._job is not None
        job, self._job = self._job, None
        if self._worker is not None:
            try:
                self._worker.cancel()
            except GreatGameError:
                self._worker = None
        return job

    def _next(self) -> None:
        if self._job is not None or not self._waiting:
            return
        job = self._job = self._waiting.pop(0)
        self._latest = None
        try:
            if self._worker is None:
                self._worker = Worker()
            self._worker.start(job.task)
        except (GreatGameError, OSError) as error:
            self._fault(job, str(error) if isinstance(error, GreatGameError) else LOST)


DESK, TUNNEL = "desk", "tunnel"
"""Lanes: one for the quick questions of the desk, one for long forecasts."""


@cache
def process(name: str) -> Lane:
    """The lane of a name, kept from campaign to campaign."""
    return Lane()
