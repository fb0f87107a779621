"""A process beside the program that answers questions, so that a screen stays alive meanwhile."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import pickle
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from greatgame.errors import GreatGameError
from greatgame.lab.forecast import CancelledError, Forecast, Signal
from greatgame.processes import process, stand_back
from greatgame.scenario.indexed import IndexedScenario

STOP, CLOSE = "stop", "close"
"""What the program tells the worker, beside questions."""
BEHIND = 15
"""How far the process stands back where there are fewer cores than processes: the window comes first."""
PATIENCE = 5.0
"""Seconds that a worker has to end by itself."""


class Answer(Protocol):
    """What a worker finds."""

    @property
    def complete(self) -> bool:
        """Whether nothing better is to come."""


A = TypeVar("A", bound=Answer)


class Task(Protocol):
    """A question that knows how it is answered; it can be sent to another process."""

    def answer(self, tell: Callable[[Any], None], cancel: Signal) -> None:
        """Tell of every better answer, the complete one last, until ``cancel`` is set."""


@dataclass(frozen=True)
class _Job:
    number: int
    question: Any


@dataclass(frozen=True)
class _Found:
    number: int
    found: Any
    problem: str | None = None


class _Packer:
    """Packs messages; a scenario, which is large, is sent once and named afterwards."""

    def __init__(self) -> None:
        self._sent: list[IndexedScenario] = []

    def packed(self, message: Any) -> bytes:
        """The message with the scenarios that the other side has not had yet.

        Raises:
            GreatGameError: where a part of it cannot be sent; then nothing counts as sent.
        """
        known, body = list(self._sent), io.BytesIO()

        class Pickler(pickle.Pickler):
            def persistent_id(self, thing: Any) -> int | None:
                if not isinstance(thing, IndexedScenario):
                    return None
                place = next((i for i, scenario in enumerate(known) if scenario is thing), None)
                if place is None:
                    known.append(thing)
                    place = len(known) - 1
                return place

        try:
            Pickler(body).dump(message)
            packed = pickle.dumps((known[len(self._sent) :], body.getvalue()))
        except Exception as error:
            # What a question's parts raise when they are pickled is theirs to choose.
            raise GreatGameError(
                f"the question cannot be sent to another process: {error}; ask with plain lists, texts and numbers"
            ) from error
        self._sent = known
        return packed


class _Unpacker:
    """The other side of :class:`_Packer`."""

    def __init__(self) -> None:
        self._known: list[IndexedScenario] = []

    def message(self, packed: bytes) -> Any:
        """What was packed."""
        fresh, body = pickle.loads(packed)
        self._known += fresh
        known = self._known

        class Unpickler(pickle.Unpickler):
            def persistent_load(self, place: Any) -> IndexedScenario:
                return known[int(place)]

        return Unpickler(io.BytesIO(body)).load()


class _Sender:
    """Writes messages from a thread: the other side may be starting or busy, and nobody here waits for it."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        self.pipe = pipe
        self.failed = False
        """Whether the other side is gone."""
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="greatgame-sender", daemon=True)
        self._thread.start()

    def send(self, packed: bytes) -> None:
        """Have a message written."""
        self._waiting.put(packed)

    def close(self, seconds: float) -> None:
        """Write what is left and end."""
        self._waiting.put(None)
        self._thread.join(seconds)

    def _write(self) -> None:
        try:
            while (packed := self._waiting.get()) is not None:
                self.pipe.send_bytes(packed)
        except (OSError, ValueError):
            self.failed = True


class Worker(Generic[A]):
    """One process that answers one question at a time; a new question takes the place of the old one.

    Use it as a context manager, or call :meth:`close`.  A script that makes one
    needs ``if __name__ == "__main__":``, see :func:`greatgame.processes.context`.
    """

    def __init__(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = process(_work, theirs, name="greatgame-forecast")
        self._process.start()
        theirs.close()
        self._number = 0
        self._busy = False
        self._latest: A | None = None
        self._packer = _Packer()
        self._sender = _Sender(self._pipe)

    @property
    def process_id(self) -> int | None:
        """Number of the process."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """Whether a better picture is still to come; :meth:`poll` keeps it up to date."""
        return self._busy

    def start(self, question: Task) -> None:
        """Begin with a question (see :meth:`greatgame.session.Session.question`); one under way is given up.

        It returns at once, even while the process is still starting.

        Raises:
            GreatGameError: where the process is gone; or where the question cannot be sent, and all stays as it was.
        """
        packed = self._packer.packed(_Job(self._number + 1, question))
        self._number += 1
        self._latest, self._busy = None, True
        self._send(packed)

    def poll(self, seconds: float = 0.0) -> A | None:
        """The latest answer to the question under way, or None before the first; waits for news for ``seconds``.

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

    def wait(self) -> A:
        """The complete answer.

        Raises:
            GreatGameError: as :meth:`poll`, and where nothing is under way.
        """
        while self._busy:
            self.poll(1.0)
        if self._latest is None:
            raise GreatGameError("no question is under way: start one first")
        return self._latest

    def cancel(self) -> None:
        """Give up the question under way; the latest answer stays, the process waits for the next question."""
        if self._busy:
            self._number += 1
            self._busy = False
            self._send(self._packer.packed(STOP))

    def close(self, patience: float = PATIENCE) -> None:
        """End the process; harmless when it is gone already.

        Args:
            patience: seconds that it has to end by itself; 0 for a screen, which must not wait.
        """
        self._sender.send(self._packer.packed(CLOSE))
        self._process.join(patience)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(PATIENCE)
        self._sender.close(PATIENCE)
        self._pipe.close()
        self._busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, answer: _Found) -> None:
        if answer.number != self._number:
            return
        if answer.problem is not None:
            self._busy = False
            raise GreatGameError(answer.problem)
        assert answer.found is not None
        self._latest, self._busy = answer.found, not answer.found.complete

    def _send(self, packed: bytes) -> None:
        if self._sender.failed or not self._process.is_alive():
            self._lost()
        self._sender.send(packed)

    def _lost(self) -> None:
        self._busy = False
        self._process.join(PATIENCE)
        code = self._process.exitcode
        raise GreatGameError(
            f"the worker's process has ended unexpectedly (exit code {code}); make a new worker and ask again"
        )


class ForecastWorker(Worker[Forecast]):
    """A worker for forecasts."""


class _Interrupted:
    """Set as soon as the program has something new to say."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        self.pipe = pipe

    def is_set(self) -> bool:
        return self.pipe.poll()


def _work(pipe: Connection[Any, Any]) -> None:
    """What the process does: answer questions until it is told to close, or the program is gone."""
    stand_back(BEHIND)
    unpacker = _Unpacker()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while (message := unpacker.message(pipe.recv_bytes())) != CLOSE:
            if isinstance(message, _Job):
                _answer(pipe, message)


def _answer(pipe: Connection[Any, Any], job: _Job) -> None:
    try:
        job.question.answer(lambda found: pipe.send(_Found(job.number, found)), _Interrupted(pipe))
    except CancelledError:
        return
    except (EOFError, OSError):
        raise
    except Exception as error:
        # The program shows the message; the worker stays for the next question.
        known = isinstance(error, GreatGameError)
        pipe.send(_Found(job.number, None, str(error) if known else f"the question failed: {error!r}"))
