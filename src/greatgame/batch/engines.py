"""Where the parts of a batch are made: in this process, in local processes, or on a Dask cluster.

An engine takes jobs and yields what came of each as it is done.  It takes a
few more than it has hands for, so its memory does not grow with the batch.  A
worker that dies loses nothing but its part, which is given to another.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from greatgame import processes
from greatgame.batch.store import BatchError
from greatgame.batch.worker import Done, Job, run_part
from greatgame.errors import GreatGameError
from greatgame.extras import needs

AHEAD = 2
"""Jobs that each worker has in hand, so that none waits for the parent."""
ATTEMPTS = 3
"""Workers that a part may kill before it is given up."""
SECONDS_TO_ANSWER = 15.0
"""Time that a scheduler has to answer."""

ENGINES = ("inline", "processes", "dask")


class Engine(Protocol):
    """Makes parts."""

    def results(self, jobs: Iterator[Job]) -> Iterator[Done]:
        """What came of each job, in the order in which they are done.

        Raises:
            BatchError: where a part cannot be written, or its workers die again and again.
        """
        ...


def _silent(words: str) -> None:
    """Tells nobody."""


def engine_named(
    name: str | None, workers: int | None, scheduler: str | None, tell: Callable[[str], None] = _silent
) -> Engine:
    """An engine by name; by default local processes, or this one where there is one worker.

    ``tell`` is called with what somebody who waits should know.

    Raises:
        GreatGameError: for settings that do not go together.
    """
    if scheduler is not None and name not in {None, "dask"}:
        raise GreatGameError(f"--scheduler is for --engine dask, not {name}")
    hands = _cores() if workers is None else workers
    if hands < 1:
        raise GreatGameError(f"--workers {workers}: at least one is needed")
    if scheduler is not None or name == "dask":
        return Dask(scheduler, hands, tell)
    if name == "inline" or (name is None and hands == 1):
        return Inline()
    return Processes(hands)


def _cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Inline:
    """One part after another in this process."""

    def results(self, jobs: Iterator[Job]) -> Iterator[Done]:
        for job in jobs:
            yield run_part(job)


class _LostError(Exception):
    """Local processes died; carries the jobs that they had."""

    def __init__(self, jobs: list[Job]) -> None:
        self.jobs = jobs


class Processes:
    """Local worker processes."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def results(self, jobs: Iterator[Job]) -> Iterator[Done]:
        attempts: Counter[int] = Counter()
        again: deque[Job] = deque()
        while True:
            try:
                yield from self._until_lost(again, jobs)
                return
            except _LostError as lost:
                for job in sorted(lost.jobs, key=lambda job: job.number):
                    attempts[job.number] += 1
                    _give_up_after(attempts[job.number], job.number)
                    again.append(job)

    def _until_lost(self, again: deque[Job], jobs: Iterator[Job]) -> Iterator[Done]:
        """Work until all jobs are done, or a worker dies: then the others of its pool cannot be used either."""
        running: dict[Future[Done], Job] = {}
        try:
            with processes.pool(self.workers) as pool:
                while True:
                    self._hand_out(pool, running, again, jobs)
                    if not running:
                        return
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        done = future.result()
                        del running[future]
                        yield done
        except BrokenProcessPool:
            raise _LostError(list(running.values())) from None

    def _hand_out(
        self, pool: ProcessPoolExecutor, running: dict[Future[Done], Job], again: deque[Job], jobs: Iterator[Job]
    ) -> None:
        while len(running) < AHEAD * self.workers:
            job = again.popleft() if again else next(jobs, None)
            if job is None:
                return
            try:
                running[pool.submit(run_part, job)] = job
            except BrokenProcessPool:
                again.appendleft(job)
                raise


def _give_up_after(attempts: int, number: int) -> None:
    if attempts >= ATTEMPTS:
        problem = f"part {number} lost {attempts} workers one after another (killed, or out of memory?)"
        raise BatchError(f"{problem}: use fewer workers or a smaller --block, then --resume; finished parts stay")


class Dask:
    """Workers of a Dask cluster: of the scheduler named, or of a cluster on this machine.

    Every worker needs this program, the scenario and the batch's folder under the same path.
    """

    def __init__(self, scheduler: str | None, workers: int, tell: Callable[[str], None] = _silent) -> None:
        self.scheduler, self.workers, self.tell = scheduler, workers, tell

    def results(self, jobs: Iterator[Job]) -> Iterator[Done]:
        dask = _distributed()
        with contextlib.ExitStack() as open_things:
            client = open_things.enter_context(self._client(dask, open_things))
            yield from self._on(dask, client, jobs)

    def _on(self, dask: Any, client: Any, jobs: Iterator[Job]) -> Iterator[Done]:
        finished = dask.as_completed()
        with self._connected(dask):
            threads = sum(client.nthreads().values())
        if not threads and self.scheduler is not None:
            self.tell(f"waiting for workers at {self.scheduler}: start some with 'dask worker {self.scheduler}'")

        def hand_out(count: int) -> None:
            for job in itertools.islice(jobs, count):
                with self._connected(dask):
                    finished.add(client.submit(run_part, job, pure=False))

        hand_out(AHEAD * (threads or self.workers))
        for future in finished:
            try:
                with self._connected(dask, future):
                    done: Done = future.result()
            except dask.KilledWorker as error:
                problem = f"a part lost its Dask worker again and again ({error})"
                raise BatchError(f"{problem}: see the workers' logs, then --resume; finished parts stay") from None
            future.release()
            hand_out(1)
            yield done

    @contextlib.contextmanager
    def _connected(self, dask: Any, future: Any = None) -> Iterator[None]:
        """Tell of a scheduler that is lost; what a part fails with by itself goes on."""
        try:
            yield
        except (dask.CancelledError, dask.client.ClosedClientError, OSError) as error:
            if future is not None and future.status == "error":
                raise
            # While its client is closed it logs a traceback of the same.
            logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
            place = f"at {self.scheduler!r}" if self.scheduler else "on this machine"
            reason = f" ({error.reason})" if hasattr(error, "reason") else ""
            problem = f"lost the connection to the Dask scheduler {place}{reason}"
            raise BatchError(f"{problem}: start it again, then go on with --resume; finished parts stay") from None

    def _client(self, dask: Any, open_things: contextlib.ExitStack) -> Any:
        address = self.scheduler
        if address is None:
            cluster = dask.LocalCluster(n_workers=self.workers, threads_per_worker=1, dashboard_address=None)
            address = open_things.enter_context(cluster)
        try:
            return dask.Client(address, timeout=SECONDS_TO_ANSWER)
        except (OSError, ValueError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise GreatGameError(
                f"no Dask scheduler answers at {self.scheduler!r} ({reason}): start it first, then add --resume"
            ) from None


def _distributed() -> Any:
    needs("lab", "distributed")
    import distributed

    return distributed
