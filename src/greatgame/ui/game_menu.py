"""The menu of an open campaign: save, load, settings, leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.ui import routes
from greatgame.ui.kit import Button, Entry, Label, Modal, Rich, Row, Span, Widget
from greatgame.ui.shots import shot

if TYPE_CHECKING:
    from greatgame.ui.app import App

LONGEST = 40
"""Letters of a save's name."""


class GameMenu(Modal):
    """Opens over the chart room on Escape."""

    def __init__(self, app: App) -> None:
        ui = app.ui
        self.app = app
        rows: list[Widget] = [
            self._row("menu-go-on", "play", lambda: None, name="first"),
            self._row("menu-save", "save", lambda: app.ui.push(SaveDialogue(app))),
            self._row("menu-quick-save", "zap", app.quick_save, badge=ui.key("quick-save")),
            self._row("title-load", "folder-open", lambda: self._go("load")),
            self._row("menu-undo-turn", "undo-2", app.undo_turn),
            self._row("title-settings", "settings", lambda: self._go("settings")),
        ]
        if routes.known("encyclopaedia"):
            rows.append(self._row("action-help", "book-open", app.help, badge=ui.key("help")))
        rows.append(self._row("menu-title", "house", app.home))
        rows.append(self._row("title-quit", "log-out", app.quit))
        super().__init__(ui.say("menu-heading"), rows, width=380, icon="list")

    def _row(self, message: str, icon: str, act: Callable[[], None], badge: str = "", name: str = "") -> Widget:
        def close_and_act() -> None:
            self.app.ui.pop(self)
            act()

        text = self.app.ui.say(message)
        return Button(text, close_and_act, icon=icon, align="left", badge=badge, name=name or message)

    def _go(self, target: str) -> None:
        self.app.go(target)


class SaveDialogue(Modal):
    """Asks for a name that is there already, so that nobody has to type."""

    def __init__(self, app: App) -> None:
        ui, campaign = app.ui, app.campaign
        assert campaign is not None
        self.app, self.replace = app, False
        scenario = campaign.session.scenario.file.scenario
        title = scenario.title_ja if ui.language == "ja" and scenario.title_ja else scenario.title
        name = f"{title.split(':')[0].split('：')[0]} {campaign.session.quarter}"
        self.entry = Entry(name, self._typed, longest=LONGEST, width=340, name="save-name")
        self.problem = Rich(())
        actions = [
            Button(ui.say("kit-close"), lambda: ui.pop(self)),
            Button(ui.say("menu-save"), self.save, kind="primary", icon="save", name="first"),
        ]
        rows = [Label(ui.say("menu-name"), size=14, ink="muted"), Row([self.entry.growing()]), self.problem]
        super().__init__(ui.say("menu-save"), rows, width=460, icon="save", actions=actions)

    def _typed(self, text: str) -> None:
        self.replace = False

    def save(self) -> None:
        """Save under the name; one that is taken is asked about once."""
        app, ui = self.app, self.app.ui
        assert app.campaign is not None
        kept = app.campaign.save(self.entry.text, replace=self.replace)
        if kept:
            ui.pop(self)
            ui.toast(ui.say("menu-saved"), icon="circle-check")
            return
        taken = (app.shelf.folder / f"{self.entry.text.strip()}.save.json").exists()
        words = ui.tell(kept.problem)
        if taken and not self.replace:
            self.replace = True
            words = f"{words} {ui.say('menu-again')}"
        self.problem.text = (Span(words, ink="warning"),)
        ui.relayout()


@shot("menu", campaign="quick", turns=1)
def _menu(app: App) -> None:
    app.go("title")
    app.menu()


@shot("menu-save", campaign="quick", turns=1)
def _save(app: App) -> None:
    app.go("title")
    app.ui.layers.clear()
    app.ui.push(SaveDialogue(app))
