"""A screen: one page of the game, built from widgets whenever what it shows has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import Button, Column, Label, Row, Spacer, Ui, Widget

if TYPE_CHECKING:
    from greatgame.ui.app import App


NARROW = 1000
"""Width in units of the kit below which a screen puts parts below one another."""


def narrow(ui: Ui) -> bool:
    """Whether the window has no room for parts side by side; a screen is built anew when that changes."""
    return ui.screen.width < ui.px(NARROW)


class Screen(Widget):
    """Subclasses write :meth:`build` and call :meth:`refresh` when what they show has changed."""

    topic = ""
    """Where the encyclopaedia opens on F1."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._shown = False
        self._shape: object = None
        self._old = True
        """Whether what it shows has changed since it was built."""

    @property
    def ui(self) -> Ui:
        """The window's context."""
        return self.app.ui

    def build(self) -> Widget:
        """The widgets as they are now."""
        raise NotImplementedError

    def shape(self, ui: Ui) -> object:
        """What of the window's size the widgets depend on: they are built anew when it changes."""
        return narrow(ui)

    def refresh(self) -> None:
        """Have the widgets built anew, once, before the next picture; the focus and what is scrolled stay."""
        self._old = True
        if self._shown:
            self.ui.refreshed()

    def _build(self) -> None:
        self._shape, self._old = self.shape(self.ui), False
        old = list(self.walk())
        self.children = [self.build()]
        self.ui.input.hand_over(old, self.walk())

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        if self._old or self._shape != self.shape(ui):
            self._build()
            ui.input.find_again()
        super().layout(ui, rect)

    def walk(self) -> Iterator[Widget]:
        if self._old and self._shown:
            self.ui.settle()
        return super().walk()

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
        self.ui.settle()
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
