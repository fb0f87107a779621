"""What the worker has found out about a finished campaign so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.errors import GreatGameError
from greatgame.lab.afterwards import Afterwards, question_of
from greatgame.lab.worker import Worker
from greatgame.session import Session

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui

REPLAYS, TRIED = 500, 64


class Findings:
    """A debrief that is worked out in a process of its own; ``told`` is called with every new piece."""

    def __init__(self, session: Session, told: Callable[[], None]) -> None:
        self.session, self.told = session, told
        self.latest: Afterwards | None = None
        self.problem = ""
        """Why nothing more comes, in words."""
        self._worker: Worker[Afterwards] | None = None

    @property
    def done(self) -> float:
        """Share of the work that is done."""
        return 0.0 if self.latest is None else self.latest.done / max(self.latest.of, 1)

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self._worker is not None and self._worker.busy

    @property
    def stopped(self) -> bool:
        """Whether it was given up before everything was known."""
        return self._worker is None and self.latest is not None and not self.latest.complete

    def start(self, ui: Ui) -> None:
        """Begin, where there is something to be worked out; harmless when it is under way or done."""
        if self.busy or not self.session.turn or (self.latest is not None and self.latest.complete):
            return
        self.stop()
        self.problem = ""
        try:
            self._worker = Worker()
            self._worker.start(question_of(self.session, REPLAYS, tried=TRIED))
        except (GreatGameError, OSError) as error:
            self._fail(str(error))
            return
        ui.poll(self._look)

    def stop(self) -> None:
        """End the process."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close(patience=0.0)

    def _look(self) -> bool:
        worker = self._worker
        if worker is None:
            return False
        before = self.latest
        try:
            self.latest = worker.poll() or before
        except GreatGameError as error:
            self._fail(str(error))
            return False
        if self.latest is not before:
            self.told()
        if not worker.busy:
            self.stop()
            self.told()
        return self._worker is not None

    def _fail(self, reason: str) -> None:
        self.stop()
        self.problem = reason
        self.told()
