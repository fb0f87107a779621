"""A screen: one page of the game, built from widgets whenever what it shows has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.ui.kit import Button, Column, Label, Row, Spacer, Ui, Widget

if TYPE_CHECKING:
    from greatgame.ui.app import App


class Screen(Widget):
    """Subclasses write :meth:`build` and call :meth:`refresh` when what they show has changed."""

    topic = ""
    """Where the encyclopaedia opens on F1."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._shown = False

    @property
    def ui(self) -> Ui:
        """The window's context."""
        return self.app.ui

    def build(self) -> Widget:
        """The widgets as they are now."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Build the widgets anew; the focus stays on the one of the same name."""
        self.children = [self.build()]
        if self._shown:
            self.ui.refreshed()

    def opened(self) -> None:
        """It is shown now: first, or again after what was above it was left."""

    def left(self) -> None:
        """Another screen is shown now."""

    def actions(self) -> dict[str, Callable[[], None]]:
        """What it does for actions of the table of keys."""
        return {}

    def on_action(self, ui: Ui, action: str) -> bool:
        deed = self.actions().get(action)
        if deed is None:
            return False
        deed()
        return True

    def show(self) -> None:
        """Called by the application: build and show."""
        self._shown = True
        self.refresh()
        self.ui.show(self)
        self.opened()

    def hide(self) -> None:
        """Called by the application."""
        self._shown = False
        self.left()


def titled(screen: Screen, title: str, content: Widget, *more: Widget) -> Widget:
    """A page with its title, a way back, and ``more`` at the right of the title."""
    back = Button(screen.ui.say("app-back"), screen.app.back, icon="chevron-left", kind="quiet", name="back")
    head = Row([back, Label(title, size=24, bold=True), Spacer(), *more], gap=12).fixed(height=44)
    return Column([head, content.growing()], gap=12, pad=16)
