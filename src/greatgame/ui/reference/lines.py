"""A list of thousands of lines, of which only those that can be seen are widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import Widget, paint
from greatgame.ui.kit.scroll import BAR, Area
from greatgame.ui.kit.widget import Size

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui

WHEEL = 3
"""Lines that one step of the wheel moves."""


class Line(Widget):
    """One line that can be seen."""

    def __init__(self, lines: Lines, number: int) -> None:
        super().__init__(name=f"{lines.name} {number}")
        self.lines, self.number = lines, number
        self.children = [lines.make(number)]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        self.children[0].layout(ui, rect.inflate(-2 * ui.px(8), 0))

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, lines = ui.theme, self.lines
        hot = ui.hovered is not None and bool(self.path_to(ui.hovered))
        here = self.number == lines.cursor and ui.focus is lines and ui.input.keyboard
        if self.number == lines.chosen or hot or here:
            fill = theme.chosen if self.number == lines.chosen else theme.hover
            paint.box(surface, self.rect, fill, ui.px(5), theme.accent if self.number == lines.chosen else None)
        elif lines.striped and self.number % 2:
            paint.box(surface, self.rect, theme.raised, ui.px(4))
        if here:
            paint.box(surface, self.rect, None, ui.px(5), theme.focus, ui.px(2))
        super().draw(ui, surface)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        ui.input.focus = self.lines
        self.lines.cursor = self.number
        self.lines.open(self.number)
        return True


class Lines(Area):
    """Lines of one height; arrows, page keys, home and end move along them, Enter opens one.

    ``make`` builds the widget of a line when it comes into view.
    """

    focusable = True

    def __init__(
        self,
        count: int,
        make: Callable[[int], Widget],
        open_line: Callable[[int], None],
        *,
        height: int = 34,
        chosen: int = -1,
        striped: bool = False,
        typed: Callable[[str], None] | None = None,
        name: str = "lines",
    ) -> None:
        super().__init__(name=name)
        self.count, self.make, self.open = count, make, open_line
        self.line, self.chosen, self.striped = height, chosen, striped
        self.typed = typed
        """Who hears letters that are typed while the list has the focus: the search."""
        self.cursor = max(chosen, 0)
        self._begun = self._seek = False
        self._made: dict[int, Line] = {}

    def stand_as(self, other: Lines) -> None:
        """Stand where a list stood that this one takes the place of; what is chosen is brought into view."""
        self.cursor = max(0, min(other.cursor, self.count - 1)) if self.chosen < 0 else self.chosen
        self.offset, self._begun = other.offset, other._begun
        self._seek = self.chosen >= 0 and self.chosen != other.chosen

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(self.line) * self.count

    def stride(self, ui: Ui) -> int:
        return WHEEL * ui.px(self.line)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        line = ui.px(self.line)
        self.whole = self.count * line
        if not self._begun:
            self._begun = True
            self.offset = self.cursor * line - rect.height // 2 if self.chosen >= 0 else 0
        if self._seek:
            self.offset = min(max(self.offset, (self.cursor + 1) * line - rect.height), self.cursor * line)
            self._seek = False
        self.offset = max(0, min(self.offset, self.whole - rect.height))
        width = rect.width - (ui.px(BAR + 4) if self.whole > rect.height else 0)
        first = self.offset // line
        last = min(self.count, (self.offset + rect.height) // line + 1)
        self._made = {n: self._made.get(n) or Line(self, n) for n in range(first, last)}
        self.children = list(self._made.values())
        for number, child in self._made.items():
            child.layout(ui, pygame.Rect(rect.left, rect.top + number * line - self.offset, width, line))

    def at(self, place: tuple[int, int]) -> list[Widget]:
        return super().at(place) if self.rect.collidepoint(place) else []

    # Moving

    def _show(self, ui: Ui, number: int) -> None:
        """Put the cursor on a line and bring it into view."""
        self.cursor = max(0, min(number, self.count - 1))
        line = ui.px(self.line)
        top, bottom = self.cursor * line, (self.cursor + 1) * line
        if top < self.offset:
            self.move(ui, top - self.offset)
        elif bottom > self.offset + self.rect.height:
            self.move(ui, bottom - self.rect.height - self.offset)
        ui.redraw()

    def on_key(self, ui: Ui, key: str) -> bool:
        page = max(1, self.rect.height // ui.px(self.line) - 1)
        steps = {"up": -1, "down": 1, "page up": -page, "page down": page, "home": -self.count, "end": self.count}
        if key in steps and self.count:
            if key == "up" and self.cursor == 0:
                return False
            self._show(ui, self.cursor + steps[key])
            return True
        if key == "enter" and self.count:
            self.open(self.cursor)
            return True
        return self.typed is not None and (len(key) == 1 or key == "space")

    def on_text(self, ui: Ui, text: str) -> bool:
        if self.typed is None or not text.strip():
            return False
        self.typed(text)
        return True
