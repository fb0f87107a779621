"""What happens when something goes wrong inside a screen: the game is kept, the player told, and it goes on."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from greatgame import __version__
from greatgame.errors import GreatGameError
from greatgame.files import replacing
from greatgame.shelf import Kept
from greatgame.ui.home import home
from greatgame.ui.kit import SMALL, Button, Modal, Rich, Span, Widget
from greatgame.ui.shots import shot

if TYPE_CHECKING:
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
        kept = self._keep()
        report = "\n".join(
            [f"Great Game {__version__}, {datetime.now():%Y-%m-%d %H:%M:%S}", *traceback.format_exception(error)]
        )
        path = _write(report)
        now = app.ui.time.clock()
        self._times = [time for time in self._times if now - time < SPAN] + [now]
        if len(self._times) > END_AFTER:
            where = f"; what happened stands in {path}" if path else ""
            saved = "; the campaign was saved" if kept else ""
            raise GreatGameError(f"the window cannot go on ({error}){where}{saved}") from error
        if len(self._times) > HOME_AFTER:
            self._go_home()
        if not any(isinstance(layer, FaultDialogue) for layer in app.ui.layers):
            said = app.ui.tell(str(error)) if isinstance(error, GreatGameError) else ""
            app.ui.push(FaultDialogue(self, said, report, path, kept))
        return True

    def _keep(self) -> Kept | None:
        """Save the campaign; None where none is open."""
        campaign = self.app.campaign
        if campaign is None:
            return None
        # Whatever is wrong, the dialogue must still come; it says then that nothing could be saved.
        try:
            return campaign.autosave()
        except Exception as error:
            return Kept(None, str(error))

    def _go_home(self) -> None:
        """Leave what fails, without asking it anything."""
        app = self.app
        app.campaign = None
        app.ui.layers.clear()
        app.stack.clear()
        app.go("title")

    def go_home(self) -> None:
        """Show the title; the campaign is on the shelf."""
        try:
            self.app.home()
        except Exception:
            self._go_home()


class FaultDialogue(Modal):
    """Says that something went wrong, that the campaign was saved, and what can be done."""

    def __init__(self, faults: Faults, said: str, report: str, path: Path | None, kept: Kept | None) -> None:
        ui = faults.app.ui
        self.ui, self.report = ui, report
        rows: list[Widget] = [Rich((Span(said),))] if said else []
        if kept is not None:
            words = ui.say("fault-saved") if kept else ui.say("fault-not-saved", reason=ui.tell(kept.problem))
            rows.append(Rich((Span(words),)))
        if path is not None:
            rows.append(Rich((Span(ui.say("fault-report", file=str(path))),), size=SMALL, ink="muted"))

        def home() -> None:
            ui.pop(self)
            faults.go_home()

        actions = [
            Button(ui.say("fault-copy"), self.copy, icon="copy", name="copy"),
            Button(ui.say("menu-title"), home, icon="house", name="home"),
            Button(ui.say("menu-go-on"), lambda: ui.pop(self), kind="primary", name="first"),
        ]
        super().__init__(ui.say("fault-title"), rows, icon="triangle-alert", width=640, actions=actions)

    def copy(self) -> None:
        """Put the report where it can be pasted from."""
        try:
            pygame.scrap.put_text(self.report)
        except pygame.error:
            self.ui.toast(self.ui.say("fault-not-copied"), icon="triangle-alert")
            return
        self.ui.toast(self.ui.say("fault-copied"), icon="circle-check")


def _write(report: str) -> Path | None:
    """Write down what happened, for those who mend it; None where that cannot be."""
    path = home() / "fault.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(report.encode("utf-8"))
    except OSError:
        return None
    return path


@shot("fault", campaign="quick", turns=1)
def _fault(app: App) -> None:
    app.go("title")
    app.ui.push(FaultDialogue(app.faults, "", "", Path("greatgame/fault.txt"), Kept(Path("auto.save.json"))))
