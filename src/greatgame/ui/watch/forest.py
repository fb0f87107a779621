"""Differences with their intervals, one row each: how far, how sure, who is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import SMALL, FigureLabel, Size, Widget, paint
from greatgame.views.trial import Measured

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui

HIGH = 27
INKS = {1: "gain", 0: "muted", -1: "loss"}


class Forest(Widget):
    """Rows on one common scale around zero."""

    def __init__(self, rows: Sequence[Measured]) -> None:
        super().__init__()
        reach = max([abs(end) for row in rows for end in (row.low, row.high)] + [1.0]) * 1.05
        self.children = [ForestRow(row, reach, first=not number) for number, row in enumerate(rows)]

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(HIGH) * len(self.children)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        for number, child in enumerate(self.children):
            child.layout(ui, pygame.Rect(rect.left, rect.top + number * ui.px(HIGH), rect.width, ui.px(HIGH)))


class ForestRow(Widget):
    """Label, interval, difference, worlds won, verdict."""

    def __init__(self, row: Measured, reach: float, first: bool = False) -> None:
        super().__init__()
        self.row, self.reach, self.first = row, reach, first
        ink = INKS[row.way]
        self.difference = FigureLabel(row.difference, unit=False, align="right", ink=ink if row.way else "text")
        self.won = FigureLabel(row.won, align="right", bold=False, ink="muted")
        self.children = [self.difference, self.won]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        wide = rect.width >= ui.px(560)
        label, verdict = round(rect.width * (0.25 if wide else 0.4)), ui.px(150 if wide else 0)
        self.words = pygame.Rect(rect.left, rect.top, label, rect.height)
        self.aside = pygame.Rect(rect.right - verdict, rect.top, verdict, rect.height)
        right = self.aside.left - ui.px(14 if wide else 0)
        self.won.layout(ui, pygame.Rect(right - ui.px(56), rect.top, ui.px(56), rect.height))
        self.difference.layout(ui, pygame.Rect(right - ui.px(124), rect.top, ui.px(60), rect.height))
        left = self.words.right + ui.px(10)
        self.track = pygame.Rect(left, rect.top + ui.px(5), right - ui.px(136) - left, rect.height - ui.px(10))

    def x(self, value: float) -> int:
        """Where a difference lies."""
        share = (value + self.reach) / (2 * self.reach)
        return self.track.left + round(share * self.track.width)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, row = ui.theme, self.row
        ui.text_in(surface, ui.tell(row.name), self.words, 15, theme.text, self.first, elide=True, widget=self)
        paint.box(surface, self.track, theme.field, ui.px(3))
        surface.fill(theme.edge, (self.x(0.0), self.rect.top, ui.px(1), self.rect.height))
        ink, middle = theme.colour(INKS[row.way]), self.track.centery
        low, high = self.x(max(row.low, -self.reach)), self.x(min(row.high, self.reach))
        surface.fill(ink, (low, middle - ui.px(1), max(1, high - low), ui.px(2)))
        for end in (low, high):
            surface.fill(ink, (end, middle - ui.px(4), ui.px(1), ui.px(8)))
        dot = pygame.Rect(0, 0, ui.px(11), ui.px(11))
        dot.center = self.x(row.difference.value), middle
        # Filled where the verdict holds, hollow where it cannot be told.
        paint.box(surface, dot, ink if row.way else theme.panel, ui.px(6), ink, ui.px(2))
        if self.aside.width:
            ui.text_in(surface, ui.tell(row.verdict), self.aside, SMALL, theme.muted, widget=self)
        super().draw(ui, surface)
