"""What charts over time share: the area, ticks, a cursor that reads values, a picture kept per version of the data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.account import amount_text
from greatgame.ui.kit.labels import SMALL
from greatgame.ui.kit.theme import Colour
from greatgame.ui.kit.widget import Size, Tip, Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Figure

FINER = 2
"""How many times larger plots are drawn before they are reduced."""


@dataclass(frozen=True)
class Scale:
    """Values to pixels of one axis."""

    low: float
    high: float
    first: float
    last: float
    """Pixels of ``low`` and ``high``."""

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.first + (self.last - self.first) * share


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values between two bounds, at most ``most``."""
    span = high - low
    if not span > 0 or not math.isfinite(span):
        return [low]
    step = 10.0 ** math.floor(math.log10(span / most))
    step *= next(times for times in (1, 2, 2.5, 5, 10, 20) if span / (step * times) <= most - 0.001)
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]


class Plot(Widget):
    """Base of charts with time along the foot.

    ``labels`` names the points; ``reads`` says in words what stands at each, for
    the mouse and for left and right on the keyboard.
    """

    def __init__(
        self,
        labels: Sequence[str],
        *,
        reads: Sequence[str] = (),
        unit: str = "",
        threshold: float | None = None,
        threshold_name: str = "",
        bounds: tuple[float, float] | None = None,
        high: int = 180,
        figure: Figure | None = None,
        name: str = "",
        tip: Tip | None = None,
    ) -> None:
        super().__init__(name=name, tip=tip or self._read, figure=figure)
        self.labels, self.reads, self.unit = labels, reads, unit
        self.threshold, self.bounds, self.high = threshold, bounds, high
        self.threshold_name = threshold_name
        """What the dashed line of the threshold is, written at it."""
        self.cursor: int | None = None
        self.focusable = bool(reads) or figure is not None
        self._picture: tuple[tuple[object, ...], pygame.Surface] | None = None

    # For subclasses

    def values(self) -> list[float]:
        """All values that must be seen."""
        raise NotImplementedError

    def plot(self, ui: Ui, fine: pygame.Surface, x: Scale, y: Scale, times: int) -> None:
        """Draw the data, ``times`` larger."""
        raise NotImplementedError

    # Widget

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(self.high)

    def range(self) -> tuple[float, float]:
        """Lowest and highest value of the axis."""
        if self.bounds is not None:
            return self.bounds
        values = [value for value in self.values() if math.isfinite(value)]
        if self.threshold is not None:
            values.append(self.threshold)
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        margin = (high - low) * 0.06 or max(1.0, abs(high) * 0.1)
        return low - margin, high + margin

    def area(self, ui: Ui) -> pygame.Rect:
        """Where the data are drawn."""
        line = ui.fonts.height(ui.px(SMALL))
        top = line + ui.px(4) if self.unit else line // 2
        rect = self.rect
        height = rect.height - top - line - ui.px(6)
        marks = [amount_text(tick, signed=False) for tick in self._ticks(ui, height)]
        left = max((ui.fonts.width(mark, ui.px(SMALL)) for mark in marks), default=0) + ui.px(8)
        return pygame.Rect(rect.left + left, rect.top + top, rect.width - left - ui.px(10), height)

    def _ticks(self, ui: Ui, height: int) -> list[float]:
        """Values that are marked on an upright axis of so many pixels."""
        most = max(2, min(5, height // (ui.fonts.height(ui.px(SMALL)) + ui.px(6))))
        return ticks(*self.range(), most=most)

    def scales(self, area: pygame.Rect, times: int = 1) -> tuple[Scale, Scale]:
        """Scales of both axes within an area at the origin."""
        low, high = self.range()
        last = max(1, len(self.labels) - 1)
        return Scale(0, last, 0, area.width * times), Scale(low, high, area.height * times, 0)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        area = self.area(ui)
        if area.width < 8 or area.height < 8:
            ui.report(self, self.name or self.unit)
            return
        self._axes(ui, surface, area)
        surface.blit(self._kept(ui, area), area.topleft)
        self._marks(ui, surface, area)
        ui.ring(surface, self)

    def _kept(self, ui: Ui, area: pygame.Rect) -> pygame.Surface:
        key = (area.size, ui.theme.name, ui.scale)
        if self._picture is None or self._picture[0] != key:
            x, y = self.scales(area, FINER)
            picture = paint.supersampled(area.size, lambda fine, times: self.plot(ui, fine, x, y, times), FINER)
            self._picture = key, picture
        return self._picture[1]

    def _axes(self, ui: Ui, surface: pygame.Surface, area: pygame.Rect) -> None:
        theme = ui.theme
        _, y = self.scales(area)
        line = ui.fonts.height(ui.px(SMALL))
        for tick in self._ticks(ui, area.height):
            level = area.top + round(y(tick))
            surface.fill(theme.line, (area.left, level, area.width, 1))
            mark = ui.fonts.text(amount_text(tick, signed=False), ui.px(SMALL), theme.muted)
            surface.blit(mark, mark.get_rect(midright=(area.left - ui.px(6), level)))
        if self.unit:
            unit = pygame.Rect(self.rect.left, self.rect.top, self.rect.width, line)
            ui.text_in(surface, ui.tell(self.unit), unit, SMALL, theme.muted, widget=self)
        self._foot(ui, surface, area, line)

    def _foot(self, ui: Ui, surface: pygame.Surface, area: pygame.Rect, line: int) -> None:
        """Names of as many points as there is room for, at equal distances from the first on."""
        if not self.labels:
            return
        x, _ = self.scales(area)
        widest = max(ui.fonts.width(label, ui.px(SMALL)) for label in self.labels) + ui.px(16)
        # The last name is moved inward by half of itself.
        most = max(1, (area.width - widest // 2) // widest)
        shown = range(0, len(self.labels), max(1, -(-(len(self.labels) - 1) // most)))
        for number in shown:
            image = ui.fonts.text(self.labels[number], ui.px(SMALL), ui.theme.muted)
            place = image.get_rect(midtop=(area.left + round(x(number)), area.bottom + ui.px(4)))
            surface.blit(image, place.clamp(pygame.Rect(self.rect.left, place.top, self.rect.width, place.height)))

    def _marks(self, ui: Ui, surface: pygame.Surface, area: pygame.Rect) -> None:
        x, y = self.scales(area)
        if self.threshold is not None:
            level = area.top + round(y(self.threshold))
            dashes(surface, ui.theme.warning, (area.left, area.right), level, ui.px(5))
            name_level(ui, surface, area, level, self.threshold_name, ui.theme.warning)
        if self.cursor is not None and self.cursor < len(self.labels):
            left = area.left + round(x(self.cursor))
            surface.fill(ui.theme.focus, (left, area.top, ui.px(1), area.height))

    # Reading

    def _read(self) -> str:
        if self.cursor is None or not self.cursor < len(self.reads):
            return ""
        return self.reads[self.cursor]

    def _to(self, ui: Ui, cursor: int) -> bool:
        cursor = max(0, min(cursor, len(self.labels) - 1))
        if cursor != self.cursor:
            self.cursor = cursor
            if self._read():
                ui.tooltip.show(ui, self)
            ui.redraw()
        return True

    def on_move(self, ui: Ui, place: tuple[int, int]) -> bool:
        area = self.area(ui)
        if not self.reads or not area.width:
            return False
        return self._to(ui, round((place[0] - area.left) / area.width * max(1, len(self.labels) - 1)))

    def on_key(self, ui: Ui, key: str) -> bool:
        if key == "enter" and self.figure is not None:
            ui.open_figure(self.figure)
            return True
        step = {"left": -1, "right": 1}.get(key)
        if step is None or not self.reads:
            return False
        return self._to(ui, len(self.labels) - 1 if self.cursor is None else self.cursor + step)


def dashes(
    surface: pygame.Surface, colour: Colour, between: tuple[int, int], level: int, length: int, thickness: int = 1
) -> None:
    """A level dashed line."""
    for left in range(between[0], between[1], 2 * length):
        surface.fill(colour, (left, level, min(length, between[1] - left), thickness))


def name_level(ui: Ui, surface: pygame.Surface, area: pygame.Rect, level: int, name: str, colour: Colour) -> None:
    """Write what a level line is at its beginning, above it where there is room."""
    if not name:
        return
    points = ui.px(SMALL)
    image, rim = ui.fonts.text(name, points, colour), ui.fonts.text(name, points, ui.theme.field)
    place = image.get_rect(bottomleft=(area.left + ui.px(3), level))
    if place.top < area.top:
        place.top = level + ui.px(1)
    for step in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        surface.blit(rim, place.move(step))
    surface.blit(image, place)


def polyline(
    surface: pygame.Surface, colour: Colour, points: Sequence[tuple[float, float]], width: int, dashed: int = 0
) -> None:
    """A line through points with round joints; ``dashed`` is the length of dashes in pixels, 0 for none."""
    for (ax, ay), (bx, by) in pairwise(points):
        if not dashed:
            pygame.draw.line(surface, colour, (ax, ay), (bx, by), width)
            continue
        length = math.hypot(bx - ax, by - ay)
        count = max(1, round(length / (2 * dashed)))
        for number in range(count):
            start, end = number / count, (number + 0.5) / count
            begun = (ax + (bx - ax) * start, ay + (by - ay) * start)
            pygame.draw.line(surface, colour, begun, (ax + (bx - ax) * end, ay + (by - ay) * end), width)
    if not dashed:
        for point in points[1:-1]:
            pygame.draw.circle(surface, colour, point, width / 2)
