"""Something that a process beside the window works out, told piece by piece."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic

from greatgame.errors import GreatGameError
from greatgame.lab.worker import A, Task, Worker

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui


LOST = "ended unexpectedly"
"""How a worker says that its process is gone."""


class Working(Generic[A]):
    """One question at a time; ``told`` is called with every new piece, and when no more is to come."""

    def __init__(self, told: Callable[[], None]) -> None:
        self.told = told
        self.latest: A | None = None
        self.problem = ""
        """Why nothing more comes, in words."""
        self.stopped = False
        """Whether somebody gave it up before everything was known."""
        self._worker: Worker[A] | None = None

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self._worker is not None and self._worker.busy

    def reason(self, ui: Ui) -> str:
        """Why nothing more comes, for the player."""
        return ui.say("working-lost") if LOST in self.problem else ui.tell(self.problem)

    def ask(self, ui: Ui, task: Task) -> None:
        """Have a question answered; one that is under way is given up, what is known stays until there is more."""
        self.stop()
        self.problem, self.stopped = "", False
        try:
            self._worker = Worker()
            self._worker.start(task)
        except (GreatGameError, OSError) as error:
            self._fail(str(error))
            return
        ui.poll(self._look)

    def give_up(self) -> None:
        """End it at somebody's wish; what is known stays."""
        self.stopped = self.busy
        self.stop()

    def stop(self) -> None:
        """End the process."""
        worker, self._worker = self._worker, None
        if worker is not None:
            # A process takes a while to end, above all on a busy machine: the window does not wait for it.
            threading.Thread(target=worker.close, args=(0.0,), name="greatgame-closing", daemon=True).start()

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
        if not worker.busy:
            self.stop()
            self.told()
        elif self.latest is not before:
            self.told()
        return self._worker is not None

    def _fail(self, reason: str) -> None:
        self.stop()
        self.problem = reason
        self.told()
