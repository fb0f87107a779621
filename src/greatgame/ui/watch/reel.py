"""A campaign to be watched: any finished turn of it, and new turns where a strategy plays on."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.session import Session

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui

KEPT = 6
"""Turns that are kept ready."""


class Reel:
    """Turns of a session; the session itself stands behind the last of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._ready: OrderedDict[int, Session] = OrderedDict()
        self._thread: threading.Thread | None = None

    @property
    def length(self) -> int:
        """Turns that are there."""
        return self.session.turn

    @property
    def grows(self) -> bool:
        """Whether more turns can be played."""
        return self.session.strategy is not None and not self.session.finished

    @property
    def busy(self) -> bool:
        """Whether a turn is being played."""
        return self._thread is not None

    def at(self, turn: int) -> Session:
        """The campaign after so many finished turns."""
        if turn not in self._ready:
            self._ready[turn] = self.session.fork(turn)
        self._ready.move_to_end(turn)
        while len(self._ready) > KEPT:
            self._ready.popitem(last=False)
        return self._ready[turn]

    def extend(self, ui: Ui, done: Callable[[], None]) -> None:
        """Have another turn played beside the window, which stays alive; then ``done``.

        Raises:
            GreatGameError: later, from the window's loop, whatever the turn raised.
        """
        if self.busy or not self.grows:
            return
        failed: list[BaseException] = []
        # A copy is played, so that what is shown meanwhile stands still.
        session = self.session.fork()

        def work() -> None:
            try:
                session.advance()
            except BaseException as error:
                failed.append(error)

        self._thread = threading.Thread(target=work, name="greatgame-watched-turn", daemon=True)
        self._thread.start()

        def look() -> bool:
            assert self._thread is not None
            if self._thread.is_alive():
                return True
            self._thread = None
            if failed:
                raise failed[0]
            self.session = session
            done()
            return False

        ui.poll(look)
