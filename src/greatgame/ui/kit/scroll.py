"""An area in which something longer is moved up and down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.widget import Size, Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui

BAR, STEP = 8, 48

EDGE = 4
"""Room for the mark of the focus, in units of the kit."""


class Area(Widget):
    """Shows a part of something higher than itself; the wheel and a bar at the right move it."""

    def __init__(self, *, name: str = "") -> None:
        super().__init__(name=name)
        self.offset = 0
        """Pixels that are out of sight above."""
        self.grow = 1.0
        self.whole = 0
        """Pixels of the whole height, known once it is laid out."""
        self._grip: int | None = None

    def stride(self, ui: Ui) -> int:
        """Pixels by which one step of the wheel moves it."""
        return ui.px(STEP)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        before = surface.get_clip()
        surface.set_clip(self.pane(ui).clip(before))
        super().draw(ui, surface)
        surface.set_clip(before)
        if bar := self._bar(ui):
            paint.box(surface, bar, ui.theme.edge, bar.width // 2)

    def pane(self, ui: Ui) -> pygame.Rect:
        """Where something of it can be seen."""
        return self.rect

    def _bar(self, ui: Ui) -> pygame.Rect | None:
        if self.whole <= self.rect.height:
            return None
        height = max(ui.px(24), self.rect.height * self.rect.height // self.whole)
        top = (self.rect.height - height) * self.offset // (self.whole - self.rect.height)
        return pygame.Rect(self.rect.right - ui.px(BAR), self.rect.top + top, ui.px(BAR - 2), height)

    def move(self, ui: Ui, by: int) -> bool:
        """Move by pixels; False where it is at the end already."""
        before = self.offset
        self.offset = max(0, min(self.offset + by, self.whole - self.rect.height))
        if self.offset == before:
            return False
        ui.relayout()
        return True

    def on_wheel(self, ui: Ui, steps: int, place: tuple[int, int]) -> bool:
        return self.move(ui, -steps * self.stride(ui))

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        bar = self._bar(ui)
        if bar is None or place[0] < bar.left - ui.px(4):
            return False
        self._grip = place[1] - bar.top if bar.collidepoint(bar.centerx, place[1]) else bar.height // 2
        return self.on_drag(ui, place)

    def on_drag(self, ui: Ui, place: tuple[int, int]) -> bool:
        bar = self._bar(ui)
        if bar is None or self._grip is None:
            return False
        way = max(1, self.rect.height - bar.height)
        wanted = (place[1] - self._grip - self.rect.top) * (self.whole - self.rect.height) // way
        self.move(ui, wanted - self.offset)
        return True

    def on_release(self, ui: Ui, place: tuple[int, int]) -> bool:
        self._grip = None
        return False


class Scroll(Area):
    """One child, as wide as the area and as high as it likes; page keys move it too."""

    def __init__(self, child: Widget, *, name: str = "") -> None:
        super().__init__(name=name)
        self.children = [child]

    def take_over(self, other: Widget) -> None:
        if isinstance(other, Scroll):
            self.offset, self._grip = other.offset, other._grip

    def size(self, ui: Ui, width: int) -> Size:
        return ui.measured(self.children[0], width - ui.px(BAR + 4))

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        child = self.children[0]
        width = rect.width
        self.whole = ui.measured(child, width)[1]
        if self.whole > rect.height:
            width -= ui.px(BAR + 4)
            self.whole = ui.measured(child, width)[1]
        self.offset = max(0, min(self.offset, self.whole - rect.height))
        child.layout(ui, pygame.Rect(rect.left, rect.top - self.offset, width, max(self.whole, rect.height)))

    def pane(self, ui: Ui) -> pygame.Rect:
        """A little more than the area where nothing is scrolled away, for the mark of the focus."""
        edge = ui.px(EDGE)
        above = edge if self.offset == 0 else 0
        below = edge if self.offset >= self.whole - self.rect.height else 0
        return pygame.Rect(
            self.rect.left - edge, self.rect.top - above, self.rect.width + 2 * edge, self.rect.height + above + below
        )

    def on_key(self, ui: Ui, key: str) -> bool:
        page = self.rect.height - ui.px(STEP)
        steps = {"page up": -page, "page down": page, "ctrl+home": -self.whole, "ctrl+end": self.whole}
        return key in steps and self.move(ui, steps[key])

    def at(self, place: tuple[int, int]) -> list[Widget]:
        if not self.visible or not self.rect.collidepoint(place):
            return []
        return [self, *self.children[0].at(place)]

    def reveal(self, ui: Ui, rect: pygame.Rect) -> None:
        margin = ui.px(6)
        if rect.top < self.rect.top:
            self.move(ui, rect.top - self.rect.top - margin)
        elif rect.bottom > self.rect.bottom:
            self.move(ui, min(rect.bottom - self.rect.bottom + margin, rect.top - self.rect.top))
