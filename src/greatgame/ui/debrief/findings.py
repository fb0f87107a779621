"""What the worker has found out about a finished campaign so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.lab.afterwards import Afterwards, question_of
from greatgame.session import Session
from greatgame.ui.working import Working

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui

REPLAYS, TRIED = 500, 64


class Findings(Working[Afterwards]):
    """A debrief that is worked out in a process of its own."""

    def __init__(self, session: Session, told: Callable[[], None]) -> None:
        super().__init__(told)
        self.session = session

    @property
    def done(self) -> float:
        """Share of the work that is done."""
        return 0.0 if self.latest is None else self.latest.done / max(self.latest.of, 1)

    def start(self, ui: Ui) -> None:
        """Begin, where there is something to be worked out; harmless when it is under way or done."""
        if self.busy or not self.session.turn or (self.latest is not None and self.latest.complete):
            return
        self.ask(ui, question_of(self.session, REPLAYS, tried=TRIED))
