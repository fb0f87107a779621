"""What happens when something goes wrong inside a screen: the game is kept, the player told, and it goes on."""

from __future__ import annotations

import contextlib
import traceback
from datetime import datetime
from typing import TYPE_CHECKING

from greatgame import __version__
from greatgame.errors import GreatGameError
from greatgame.files import replacing
from greatgame.ui.home import home

if TYPE_CHECKING:
    from pathlib import Path

    from greatgame.ui.app import App

SPAN = 10.0
"""Seconds within which faults are counted together."""
HOME_AFTER, END_AFTER = 2, 5
"""Faults within that time after which the title is shown, and after which the program ends."""


class Faults:
    """Takes errors that nobody expected."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._times: list[float] = []

    def take(self, error: Exception) -> bool:
        """Deal with an error; True goes on, after too many the program ends with a message.

        Raises:
            GreatGameError: with what happened and where the report lies, when nothing works any more.
        """
        app = self.app
        if app.campaign is not None:
            with contextlib.suppress(Exception):
                app.campaign.autosave()
        report = None if isinstance(error, GreatGameError) else self._report(error)
        now = app.ui.time.clock()
        self._times = [time for time in self._times if now - time < SPAN] + [now]
        if len(self._times) > END_AFTER:
            where = f"; what happened stands in {report}" if report else ""
            raise GreatGameError(f"the window cannot go on ({error}){where}; the campaign was saved") from error
        if len(self._times) > HOME_AFTER:
            app.campaign = None
            app.ui.layers.clear()
            app.reset("title")
        words = str(error) if report is None else app.ui.say("fault-text", file=str(report))
        app.tell(app.ui.say("fault-title"), words)
        return True

    def _report(self, error: Exception) -> Path | None:
        """Write down what happened, for those who mend it."""
        path = home() / "fault.txt"
        lines = [f"Great Game {__version__}, {datetime.now():%Y-%m-%d %H:%M:%S}", *traceback.format_exception(error)]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as stream:
                stream.write("\n".join(lines).encode("utf-8"))
        except OSError:
            return None
        return path
