"""What is left of leaders' time and of the purses after the queue."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from greatgame.ui.kit import Label, Row, Ui, Widget
from greatgame.ui.kit.widget import Size
from greatgame.ui.orders.live import PURSES, TIME
from greatgame.views.orders import PurseRow

LEAD = 19
"""Units before the words."""


class PurseField(Widget):
    """What is left in one purse: icon, amount, and a line for the share.

    With ``unit`` money has its unit, and leaders' time its name if there is room.
    """

    focusable = True

    def __init__(self, purse: PurseRow, *, unit: bool = True) -> None:
        super().__init__(name=f"purse:{purse.purse}", figure=purse.remaining)
        self.purse, self.unit = purse, unit

    def words(self, ui: Ui) -> str:
        """The amount, with what goes with it where that is to be shown."""
        left = self.purse.remaining
        if not self.unit:
            return ui.tell(left.text)
        if self.purse.purse == TIME:
            return f"{ui.tell(self.purse.name)} {ui.tell(left.text)}"
        return f"{ui.tell(left.text)} {ui.tell(left.unit)}"

    def size(self, ui: Ui, width: int) -> Size:
        return ui.fonts.width(self.words(ui), ui.px(14)) + ui.px(LEAD + 8), ui.px(21)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, rect = ui.theme, self.rect
        side = ui.px(14)
        icon = ui.fonts.icon(PURSES.get(self.purse.purse, "wallet"), side, theme.muted)
        surface.blit(icon, (rect.left, rect.centery - side // 2 - ui.px(1)))
        words = pygame.Rect(rect.left + ui.px(LEAD), rect.top - ui.px(1), rect.width - ui.px(LEAD), rect.height)
        fits = self.purse.purse != TIME or ui.fonts.width(self.words(ui), ui.px(14)) <= words.width
        told = self.words(ui) if fits else ui.tell(self.purse.remaining.text)
        ui.text_in(surface, told, words, 14, theme.text, widget=self)
        bar = pygame.Rect(rect.left, rect.bottom - ui.px(2), rect.width - ui.px(6), ui.px(2))
        surface.fill(theme.line, bar)
        bar.width = round(bar.width * max(0.0, 1.0 - self.purse.spent))
        surface.fill(theme.accent, bar)
        ui.ring(surface, self, radius=3)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        ui.open_figure(self.purse.remaining)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key == "enter" and self.on_press(ui, self.rect.center)


def purse_rows(ui: Ui, purses: Sequence[PurseRow]) -> list[Widget]:
    """Purses in two short lines; the unit of the money stands once, at the end."""
    first: list[Widget] = [PurseField(purse, unit=place == 0).growing() for place, purse in enumerate(purses[:3])]
    first[0].growing(1.6)
    second: list[Widget] = [PurseField(purse, unit=False).growing() for purse in purses[3:]]
    if len(purses) > 1:
        second.append(Label(ui.tell(purses[-1].remaining.unit), size=14, ink="muted"))
    return [Row(line, gap=4) for line in (first, second) if line]


class PurseStrip(Widget):
    """Purses side by side, as fully as there is room: with units, with one unit at the end, or leaders' time alone."""

    def __init__(self, purses: Sequence[PurseRow]) -> None:
        super().__init__(name="purses")
        self.purses = purses

    def _rows(self, ui: Ui) -> list[Row]:
        unit = Label(ui.tell(self.purses[-1].remaining.unit), size=14, ink="muted")
        short: list[Widget] = [PurseField(purse, unit=place == 0) for place, purse in enumerate(self.purses)]
        return [
            Row([PurseField(purse) for purse in self.purses], gap=6),
            Row([*short, unit], gap=6),
            Row([PurseField(self.purses[0])], gap=6),
        ]

    def _fitting(self, ui: Ui, width: int) -> Row:
        rows = self._rows(ui)
        return next((row for row in rows if row.size(ui, width)[0] <= width), rows[-1])

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(22)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        row = self._fitting(ui, rect.width)
        wide = min(rect.width, row.size(ui, rect.width)[0])
        row.layout(ui, pygame.Rect(rect.right - wide, rect.top, wide, rect.height))
        self.children = [row]
