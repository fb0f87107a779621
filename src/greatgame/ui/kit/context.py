"""The context that widgets live in: scale, texts, focus, layers, timers, and what has to be drawn again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pygame

from greatgame.messages import Messages, messages
from greatgame.text import ENGLISH
from greatgame.ui.kit import paint
from greatgame.ui.kit.fonts import Fonts
from greatgame.ui.kit.input import Input
from greatgame.ui.kit.keys import DEFAULT_KEYS, key_label
from greatgame.ui.kit.labels import SMALL
from greatgame.ui.kit.overlay import AccountView, Companion, Toast, ToolTip
from greatgame.ui.kit.theme import CHART_ROOM, Colour, Look, Theme
from greatgame.ui.kit.timing import Timing
from greatgame.ui.kit.widget import Size, Widget
from greatgame.ui.kit.words import Line, typeset
from greatgame.views.figures import Figure

ELLIPSIS = "…"


class Ui:
    """One window's worth of widgets.

    ``root`` is the screen that is shown, ``layers`` stand above it (dialogues,
    menus); the top layer gets the input.  Widgets call :meth:`redraw` when they
    look otherwise than before, and :meth:`relayout` when sizes have changed.
    """

    def __init__(
        self,
        size: tuple[int, int] = (1280, 720),
        *,
        language: str = ENGLISH,
        scale: float = 1.0,
        theme: Theme = CHART_ROOM,
        reduced_motion: bool = False,
        keys: Mapping[str, str] = DEFAULT_KEYS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.screen = pygame.Rect(0, 0, *size)
        self.fonts = Fonts()
        self.scale, self.theme, self.reduced_motion = scale, theme, reduced_motion
        self.keys = dict(keys)
        """Action -> key; see :data:`greatgame.ui.kit.keys.DEFAULT_KEYS`."""
        self.messages: Messages = messages(language)
        self.time = Timing(clock)
        self.input = Input(self)
        self.root = Widget()
        self.layers: list[Widget] = []
        self.companion: Companion | None = None
        self.free = self.screen
        """What a companion leaves of the window to dialogues."""
        self.tooltip = ToolTip()
        self.toasts: list[Toast] = []
        self.dirty = True
        """Whether the picture is out of date."""
        self.stale = True
        """Whether the layout is."""
        self._search = False
        """Whether the focus has to be found again."""
        self.frames = 0
        """How many pictures were drawn."""
        self.lines: dict[tuple[object, ...], list[Line]] = {}
        """Running texts as they were broken into lines, for widgets that are built anew with the same text."""
        self._sizes: dict[tuple[Widget, int], Size] | None = None
        self.truncated: list[tuple[str, str]] = []
        """(widget, text) of everything that did not fit when the picture was drawn last."""
        self.on_link: Callable[[str], None] | None = None
        """Who opens links of running text that have no opener of their own: the encyclopaedia."""
        self.on_action: Callable[[str], bool] | None = None
        """Who hears actions that no widget used: the application."""
        self.on_figure: Callable[[Figure], None] | None = None
        """Who shows a figure's account; by default a dialogue."""

    # Words and measures

    def say(self, key: str, /, **values: Any) -> str:
        """A message of the catalogues in the window's language."""
        return typeset(self.messages(key, **values))

    def tell(self, text: str) -> str:
        """A text of the engine or of a view in the window's language."""
        return typeset(self.messages.tell(text))

    @property
    def language(self) -> str:
        """Of the window."""
        return self.messages.language

    def px(self, units: float) -> int:
        """Pixels of the screen for a length in units of the kit (pixels at 100 %); at least one."""
        return max(1, round(units * self.scale)) if units > 0 else round(units * self.scale)

    def key(self, action: str) -> str:
        """The key of an action as people read it, or nothing."""
        name = self.keys.get(action, "")
        return key_label(name) if name else ""

    def look(self, place: int, letter: str = "") -> Look:
        """Colour, pattern and letter of the actor at a place of the scenario's list."""
        return self.theme.look(place, letter)

    # What the window has to do

    def redraw(self) -> None:
        """Have the picture drawn again."""
        self.dirty = True

    def relayout(self) -> None:
        """Have everything laid out and drawn again."""
        self.stale = self.dirty = True

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call once, later."""
        self.time.after(seconds, call)

    def animate(self, frame: Callable[[float], bool]) -> None:
        """Call in every frame with the seconds since the beginning, until it returns False."""
        self.time.animate(frame)

    def poll(self, look: Callable[[], bool]) -> None:
        """Call some twenty times a second until it returns False: for work in the background."""
        self.time.poll(look)

    def resize(self, size: tuple[int, int]) -> None:
        """The window has another size now."""
        self.screen = pygame.Rect(0, 0, *size)
        self.relayout()

    def configure(
        self,
        *,
        language: str | None = None,
        scale: float | None = None,
        theme: Theme | None = None,
        reduced_motion: bool | None = None,
        keys: Mapping[str, str] | None = None,
    ) -> None:
        """Change how everything looks; screens that keep texts of their own must be built again."""
        self.messages = self.messages if language is None else messages(language)
        self.scale = self.scale if scale is None else scale
        self.theme = self.theme if theme is None else theme
        self.reduced_motion = self.reduced_motion if reduced_motion is None else reduced_motion
        self.keys = self.keys if keys is None else dict(keys)
        self.relayout()

    # Screens and layers

    def show(self, root: Widget) -> None:
        """Show another screen; the focus stays on the widget of the same name, if there is one."""
        self.root = root
        self.layers.clear()
        self.input.pressed = None
        self.refreshed()

    def push(self, layer: Widget) -> None:
        """Put a dialogue or a menu on top; it has the input until it is popped."""
        self.input.remember()
        self.layers.append(layer)
        self.tooltip.hide()
        self.relayout()
        self.settle()
        self.input.focus_first(layer)

    def pop(self, layer: Widget | None = None) -> None:
        """Take the top layer away, or ``layer`` and all above it; the focus goes back to where it was."""
        if layer is not None and layer not in self.layers:
            return
        while self.layers:
            top = self.layers.pop()
            self.input.recall()
            if layer is None or top is layer:
                break
        self.refreshed()

    @property
    def top(self) -> Widget:
        """Who has the input: the top layer, or the screen."""
        return self.layers[-1] if self.layers else self.root

    @property
    def tops(self) -> list[Widget]:
        """Who has the input: the top layer, and the companion if there is one."""
        beside = self.companion
        return [self.top] if beside is None or not beside.visible else [self.top, beside]

    def path_at(self, place: tuple[int, int]) -> list[Widget]:
        """From the outermost to the innermost widget at a place."""
        return next((path for top in reversed(self.tops) if (path := top.at(place))), [])

    def path_to(self, widget: Widget) -> list[Widget]:
        """From the outermost down to a widget that can have input; empty where it cannot."""
        return next((path for top in self.tops if (path := top.path_to(widget))), [])

    def refreshed(self) -> None:
        """Widgets were built anew: lay them out, and find the focus again by its name."""
        self.tooltip.hide()
        self.relayout()
        self._search = True

    def toast(self, text: str, icon: str = "info", seconds: float = 4.0) -> None:
        """Tell something in passing."""
        toast = Toast(text, icon)
        self.toasts.append(toast)
        self.relayout()
        self.after(seconds, lambda: self._forget(toast))

    def _forget(self, toast: Toast) -> None:
        if toast in self.toasts:
            self.toasts.remove(toast)
            self.relayout()

    def open_figure(self, figure: Figure) -> None:
        """Show what a figure is made of."""
        if self.on_figure is not None:
            self.on_figure(figure)
        elif isinstance(self.top, AccountView):
            self.top.go(self, figure)
        else:
            self.push(AccountView(self, figure))

    @property
    def focus(self) -> Widget | None:
        """The widget that hears the keyboard."""
        if self._search:
            self.settle()
        return self.input.focus

    @property
    def hovered(self) -> Widget | None:
        """The innermost widget under the mouse."""
        return self.input.hovered

    # Drawing

    def settle(self) -> None:
        """Lay out what is stale."""
        if not self.stale:
            return
        self.stale = False
        self._sizes = {}
        try:
            self.root.layout(self, self.screen)
            self.free = self.screen if self.companion is None else self.companion.leaves(self)
            for layer in self.layers:
                layer.layout(self, self.screen)
            if self.companion is not None:
                self.companion.layout(self, self.screen)
        finally:
            self._sizes = None
        if self._search:
            self._search = False
            self.input.find_again()
        bottom = (self.screen.bottom if self.layers else self.root.passing_ends()) - self.px(16)
        for toast in reversed(self.toasts):
            bottom = toast.place(self, bottom)

    def measured(self, widget: Widget, width: int) -> Size:
        """What ``widget.size`` says; asked only once in a layout, however deep it lies in rows and columns."""
        # A widget that learns something new while it is measured may have everything settled in between.
        sizes = self._sizes
        if sizes is None:
            return widget.size(self, width)
        key = (widget, width)
        if key not in sizes:
            sizes[key] = widget.size(self, width)
        return sizes[key]

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the whole picture."""
        self.settle()
        self.truncated.clear()
        self.frames += 1
        self.dirty = False
        surface.fill(self.theme.background)
        self.root.draw(self, surface)
        for layer in self.layers:
            layer.draw(self, surface)
        for toast in self.toasts:
            toast.draw(self, surface)
        if self.companion is not None and self.companion.visible:
            self.companion.draw(self, surface)
        self.tooltip.draw(self, surface)

    def report(self, widget: Widget, text: str) -> None:
        """A widget could not show the whole of its text."""
        self.truncated.append((f"{type(widget).__name__} {widget.name}".strip(), text))

    def ring(self, surface: pygame.Surface, widget: Widget, radius: int = 6) -> None:
        """Mark the widget that has the focus."""
        if self.focus is widget and self.input.keyboard:
            thick = self.px(3 if self.theme.bold_lines else 2)
            rect = widget.rect.inflate(self.px(4), self.px(4))
            paint.box(surface, rect, None, self.px(radius + 2), self.theme.focus, thick)

    def text_in(
        self,
        surface: pygame.Surface,
        text: str,
        rect: pygame.Rect,
        size: int = SMALL,
        ink: Colour | None = None,
        bold: bool = False,
        align: str = "left",
        elide: bool = False,
        widget: Widget | None = None,
    ) -> bool:
        """Draw one line in the middle of ``rect``; cut and reported where it does not fit (False then)."""
        points = self.px(size)
        fits = self.fonts.width(text, points, bold) <= rect.width + 1
        if not fits:
            if not elide:
                self.report(widget or self.root, text)
            text = self._cut(text, rect.width, points, bold)
        image = self.fonts.text(text, points, ink or self.theme.text, bold)
        place = image.get_rect(centery=rect.centery)
        place.x = {
            "left": rect.left,
            "right": rect.right - place.width,
            "centre": rect.centerx - place.width // 2,
        }[align]
        surface.blit(image, place)
        return fits

    def _cut(self, text: str, width: int, points: int, bold: bool) -> str:
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.fonts.width(text[:middle].rstrip() + ELLIPSIS, points, bold) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS
