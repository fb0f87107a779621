"""A process beside the program that makes forecasts, so that a screen stays alive meanwhile."""

from __future__ import annotations

import contextlib
import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from greatgame.errors import GreatGameError
from greatgame.lab import forecast
from greatgame.lab.forecast import CancelledError, Forecast, Question

STOP, CLOSE = "stop", "close"
"""What the program tells the worker, beside questions."""
PATIENCE = 5.0
"""Seconds that a worker has to end by itself."""


@dataclass(frozen=True)
class _Job:
    number: int
    question: Question


@dataclass(frozen=True)
class _Answer:
    number: int
    found: Forecast | None
    problem: str | None = None


class ForecastWorker:
    """One process that answers one question at a time; a new question takes the place of the old one.

    Use it as a context manager, or call :meth:`close`.  The process is started
    anew ("spawned"), so a script that makes one needs the usual
    ``if __name__ == "__main__":`` around what it does.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), name="greatgame-forecast", daemon=True)
        self._process.start()
        theirs.close()
        self._number = 0
        self._busy = False
        self._latest: Forecast | None = None

    @property
    def process_id(self) -> int | None:
        """Number of the process."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """Whether a better picture is still to come; :meth:`poll` keeps it up to date."""
        return self._busy

    def start(self, question: Question) -> None:
        """Begin a forecast (see :meth:`greatgame.session.Session.question`); one under way is given up.

        Raises:
            GreatGameError: where the process is gone.
        """
        self._number += 1
        self._latest, self._busy = None, True
        self._send(_Job(self._number, question))

    def poll(self, seconds: float = 0.0) -> Forecast | None:
        """The latest picture of the forecast under way, or None before the first; waits for news for ``seconds``.

        Raises:
            GreatGameError: where the question cannot be answered, or the process is gone.
        """
        try:
            while self._busy and self._pipe.poll(seconds):
                self._take(self._pipe.recv())
                seconds = 0.0
        except (EOFError, OSError):
            self._lost()
        return self._latest

    def wait(self) -> Forecast:
        """The finished forecast.

        Raises:
            GreatGameError: as :meth:`poll`, and where nothing is under way.
        """
        while self._busy:
            self.poll(1.0)
        if self._latest is None:
            raise GreatGameError("no forecast is under way: start one first")
        return self._latest

    def cancel(self) -> None:
        """Give up the forecast under way; the latest picture stays, the process waits for the next question."""
        if self._busy:
            self._number += 1
            self._busy = False
            self._send(STOP)

    def close(self) -> None:
        """End the process; harmless when it is gone already."""
        with contextlib.suppress(OSError, ValueError):
            self._pipe.send(CLOSE)
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(PATIENCE)
        self._pipe.close()
        self._busy = False

    def __enter__(self) -> ForecastWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, answer: _Answer) -> None:
        if answer.number != self._number:
            return
        if answer.problem is not None:
            self._busy = False
            raise GreatGameError(answer.problem)
        assert answer.found is not None
        self._latest, self._busy = answer.found, not answer.found.complete

    def _send(self, message: Any) -> None:
        try:
            self._pipe.send(message)
        except (OSError, ValueError):
            self._lost()

    def _lost(self) -> None:
        self._busy = False
        self._process.join(PATIENCE)
        code = self._process.exitcode
        raise GreatGameError(
            f"the forecast's process has ended unexpectedly (exit code {code}); make a new worker and ask again"
        )


class _Interrupted:
    """Set as soon as the program has something new to say."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        self.pipe = pipe

    def is_set(self) -> bool:
        return self.pipe.poll()


def _work(pipe: Connection[Any, Any]) -> None:
    """What the process does: answer questions until it is told to close, or the program is gone."""
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while (message := pipe.recv()) != CLOSE:
            if isinstance(message, _Job):
                _answer(pipe, message)


def _answer(pipe: Connection[Any, Any], job: _Job) -> None:
    try:
        forecast.run(job.question, lambda found: pipe.send(_Answer(job.number, found)), _Interrupted(pipe))
    except CancelledError:
        return
    except (EOFError, OSError):
        raise
    except Exception as error:
        # The program shows the message; the worker stays for the next question.
        known = isinstance(error, GreatGameError)
        pipe.send(_Answer(job.number, None, str(error) if known else f"the forecast failed: {error!r}"))
