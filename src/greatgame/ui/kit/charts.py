"""Charts over time: lines, fans of futures, sparklines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.controls import badge as draw_badge
from greatgame.ui.kit.labels import SMALL
from greatgame.ui.kit.plot import Plot, Scale, polyline
from greatgame.ui.kit.theme import Colour
from greatgame.ui.kit.widget import Size, Tip, Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Figure

DOT, DASH = 3, 6


@dataclass(frozen=True)
class Series:
    """One line: ``look`` is (place, letter) of an actor, or ``ink`` a role of the theme."""

    name: str
    values: Sequence[float]
    ink: str = "accent"
    look: tuple[int, str] | None = None
    dashed: bool = False
    start: int = 0
    """Point of the chart at which the values begin."""

    def colour(self, ui: Ui) -> Colour:
        """Of the line."""
        return ui.theme.colour(self.ink) if self.look is None else ui.theme.look(*self.look).colour


@dataclass(frozen=True)
class Fan:
    """Many futures: bands from the widest to the narrowest, each (low values, high values), and the middle line."""

    name: str
    middle: Sequence[float]
    bands: Sequence[tuple[Sequence[float], Sequence[float]]]
    ink: str = "gain"
    dashed: bool = False
    start: int = 0


class LineChart(Plot):
    """Lines over time; each is named at its end where there is room, and has marks of its own."""

    def __init__(self, labels: Sequence[str], series: Sequence[Series], **given: Any) -> None:
        super().__init__(labels, **given)
        self.series = series

    def values(self) -> list[float]:
        return [value for row in self.series for value in row.values]

    def plot(self, ui: Ui, fine: pygame.Surface, x: Scale, y: Scale, times: int) -> None:
        for number, row in enumerate(self.series):
            points = [(x(row.start + n), y(value)) for n, value in enumerate(row.values)]
            colour = row.colour(ui)
            polyline(fine, colour, points, ui.px(2) * times, ui.px(DASH) * times if row.dashed else 0)
            for point in points[:: max(1, len(points) // 6)]:
                marker(fine, colour, point, ui.px(DOT) * times, number)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        super().draw(ui, surface)
        area = self.area(ui)
        x, y = self.scales(area)
        taken: list[pygame.Rect] = []
        for row in self.series:
            if row.look is None or not row.look[1] or not row.values:
                continue
            side = ui.px(16)
            left = area.left + round(x(row.start + len(row.values) - 1)) - side
            badge = pygame.Rect(left, area.top + round(y(row.values[-1])) - side // 2, side, side)
            while badge.collidelist(taken) >= 0:
                badge.move_ip(0, side)
            taken.append(badge)
            draw_badge(ui, surface, badge, *row.look)


class FanChart(Plot):
    """Fans of futures: the present plan, and beside it, dashed, another one."""

    def __init__(self, labels: Sequence[str], fans: Sequence[Fan], **given: Any) -> None:
        super().__init__(labels, **given)
        self.fans = fans

    def values(self) -> list[float]:
        found: list[float] = []
        for fan in self.fans:
            found += fan.middle
            for low, high in fan.bands:
                found += [*low, *high]
        return found

    def plot(self, ui: Ui, fine: pygame.Surface, x: Scale, y: Scale, times: int) -> None:
        for fan in self.fans:
            ink = ui.theme.colour(fan.ink)
            for number, (low, high) in enumerate(fan.bands):
                if fan.dashed:
                    continue
                upper = [(x(fan.start + n), y(value)) for n, value in enumerate(high)]
                lower = [(x(fan.start + n), y(value)) for n, value in enumerate(low)]
                layer = pygame.Surface(fine.get_size(), pygame.SRCALPHA)
                if len(upper) > 1:
                    pygame.draw.polygon(layer, (*ink, 50 + 34 * number), upper + lower[::-1])
                fine.blit(layer, (0, 0))
        for fan in self.fans:
            ink = ui.theme.colour(fan.ink)
            points = [(x(fan.start + n), y(value)) for n, value in enumerate(fan.middle)]
            polyline(fine, ink, points, ui.px(2) * times, ui.px(DASH) * times if fan.dashed else 0)
            if fan.dashed and fan.bands:
                for side in fan.bands[0]:
                    edge = [(x(fan.start + n), y(value)) for n, value in enumerate(side)]
                    polyline(fine, ink, edge, ui.px(1) * times, ui.px(3) * times)


class Spark(Widget):
    """A small line without axes: where something came from; the last value is marked."""

    def __init__(
        self,
        values: Sequence[float],
        *,
        ink: str = "accent",
        wide: int = 80,
        high: int = 24,
        bounds: tuple[float, float] | None = None,
        threshold: float | None = None,
        figure: Figure | None = None,
        tip: Tip | None = None,
    ) -> None:
        super().__init__(figure=figure, tip=tip)
        self.values, self.ink, self.wide, self.high = tuple(values), ink, wide, high
        self.bounds, self.threshold = bounds, threshold
        self._picture: tuple[tuple[object, ...], pygame.Surface] | None = None

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(self.wide), ui.px(self.high)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        if not self.values or self.rect.width < 4 or self.rect.height < 4:
            return
        key = (self.rect.size, ui.theme.name, self.values)
        if self._picture is None or self._picture[0] != key:
            picture = paint.supersampled(self.rect.size, lambda fine, times: self._plot(ui, fine, times), 3)
            self._picture = key, picture
        surface.blit(self._picture[1], self.rect)

    def _plot(self, ui: Ui, fine: pygame.Surface, times: int) -> None:
        low, high = self.bounds or (min(self.values), max(self.values))
        if high - low < 1e-9:
            low, high = low - 1, high + 1
        pad = ui.px(DOT) * times
        width, height = fine.get_size()
        y = Scale(low, high, height - pad, pad)
        x = Scale(0, max(1, len(self.values) - 1), pad, width - pad)
        if self.threshold is not None and low <= self.threshold <= high:
            fine.fill(ui.theme.warning, (0, round(y(self.threshold)), width, times))
        points = [(x(n), y(value)) for n, value in enumerate(self.values)]
        ink = ui.theme.colour(self.ink)
        polyline(fine, ink, points, round(ui.px(1.5) * times))
        pygame.draw.circle(fine, ink, points[-1], pad)


class Legend(Widget):
    """What the lines of a chart are called, with the marks by which they are told apart."""

    def __init__(self, rows: Sequence[Series | Fan]) -> None:
        super().__init__()
        self.rows = rows

    def size(self, ui: Ui, width: int) -> Size:
        left, lines = 0, 1
        widest = 0
        for row in self.rows:
            wide = self._wide(ui, row)
            if left and left + wide > width:
                left, lines = 0, lines + 1
            left += wide
            widest = max(widest, left)
        return widest, lines * ui.px(22)

    def _wide(self, ui: Ui, row: Series | Fan) -> int:
        return ui.px(34 + 16) + ui.fonts.width(ui.tell(row.name), ui.px(SMALL))

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        left, top = self.rect.left, self.rect.top
        for number, row in enumerate(self.rows):
            wide = self._wide(ui, row)
            if left > self.rect.left and left + wide > self.rect.right:
                left, top = self.rect.left, top + ui.px(22)
            ink = row.colour(ui) if isinstance(row, Series) else ui.theme.colour(row.ink)
            middle = top + ui.px(11)
            polyline(surface, ink, [(left, middle), (left + ui.px(26), middle)], ui.px(2), 5 if row.dashed else 0)
            if isinstance(row, Series):
                marker(surface, ink, (left + ui.px(13), middle), ui.px(DOT + 1), number)
            words = pygame.Rect(left + ui.px(34), top, self.rect.right - left - ui.px(34), ui.px(22))
            ui.text_in(surface, ui.tell(row.name), words, SMALL, ui.theme.muted, widget=self)
            left += wide


def marker(surface: pygame.Surface, colour: Colour, place: tuple[float, float], radius: int, number: int) -> None:
    """A mark by place in the list: circle, square, triangle, diamond, ring."""
    x, y = place
    kind = number % 5
    if kind == 0:
        pygame.draw.circle(surface, colour, place, radius)
    elif kind == 1:
        pygame.draw.rect(surface, colour, (x - radius, y - radius, 2 * radius, 2 * radius))
    elif kind == 2:
        pygame.draw.polygon(surface, colour, [(x, y - radius), (x + radius, y + radius), (x - radius, y + radius)])
    elif kind == 3:
        pygame.draw.polygon(surface, colour, [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)])
    else:
        pygame.draw.circle(surface, colour, place, radius, max(1, radius // 2))
