"""A screen: one page of the game, built from widgets whenever what it shows has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import Button, Column, Label, Row, Spacer, Tabs, Ui, Widget

if TYPE_CHECKING:
    from greatgame.ui.app import App


PAD = 16
"""Room around a page."""
LOW = 520
"""Height in units of the kit below which a page spares height."""
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
        return ui.screen.size, ui.scale

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

    def passing_ends(self) -> int:
        return min(self.rect.bottom, *(child.passing_ends() for child in self.children))

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


def low(ui: Ui) -> bool:
    """Whether the window has so little height that a page spares it for what it is about."""
    return ui.screen.height < ui.px(LOW)


def titled(
    screen: Screen,
    title: str,
    content: Widget,
    *more: Widget,
    tabs: Tabs | None = None,
    back: Callable[[], None] | None = None,
) -> Widget:
    """A page with its title, a way back, and ``more`` at the right of the title.

    Tabs stand below it, or, where there is little height and they fit, in its place.
    """
    ui = screen.ui
    way = Button(ui.say("app-back"), back or screen.app.back, icon="chevron-left", kind="quiet", name="back")
    taken = sum(ui.measured(widget, ui.screen.width)[0] for widget in (way, *more))
    beside = ui.screen.width - taken - ui.px(2 * PAD + 12 * (2 + len(more)))
    below: list[Widget] = []
    inside: list[Widget] = [Label(title, size=24, bold=True), Spacer()]
    if tabs is not None and low(ui) and tabs.fits(ui, beside):
        inside = [tabs.growing()]
    elif tabs is not None:
        below = [tabs]
    head = Row([way, *inside, *more], gap=12).fixed(height=44)
    return Column([head, *below, content.growing()], gap=12, pad=PAD)
