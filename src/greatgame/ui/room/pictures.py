"""Small pictures of the room: sparklines, bars of progress, and waterfalls of accounts."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from greatgame.ui.kit import Size, Spark, Ui, Widget, paint
from greatgame.ui.kit.controls import badge
from greatgame.views.figures import Account, AccountLine, Figure

LEAST = 4.0
"""Least stretch that the height of a line stands for, in the figure's unit."""


def spark(values: Sequence[float], figure: Figure, wide: int) -> Widget:
    """A line of how a figure went; small changes look small."""
    middle, half = (min(values) + max(values)) / 2, max(max(values) - min(values), LEAST) / 2
    rise = values[-1] - values[0]
    ink = "gain" if rise > 0 else "loss" if rise < 0 else "muted"
    bounds = middle - half, middle + half
    return Spark(values, ink=ink, wide=wide, high=22, bounds=bounds, figure=figure)


class Bar(Widget):
    """How much of a whole is done."""

    def __init__(self, figure: Figure, whole: float = 100.0, ink: str = "accent") -> None:
        super().__init__(figure=figure)
        self.share, self.ink = max(0.0, min(figure.value / whole, 1.0)), ink

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(70), ui.px(8)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        track = pygame.Rect(self.rect.left, 0, self.rect.width, ui.px(6))
        track.centery = self.rect.centery
        paint.box(surface, track, ui.theme.field, ui.px(3), ui.theme.line, 1)
        done = pygame.Rect(track)
        done.width = round(track.width * self.share)
        paint.box(surface, done, ui.theme.colour(self.ink), ui.px(3))


class Badge(Widget):
    """An actor's letter on its colour, with an icon before it if there is one to tell what it stands for."""

    def __init__(self, place: int, letter: str, *, icon: str = "", figure: Figure | None = None, tip: str = "") -> None:
        super().__init__(figure=figure, tip=tip or None)
        self.place, self.letter, self.icon = place, letter, icon

    def size(self, ui: Ui, width: int) -> Size:
        wide = 20 if len(self.letter) == 1 else 28
        return ui.px(wide + (18 if self.icon else 0)), ui.px(20)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        left = self.rect.left
        if self.icon:
            side = ui.px(15)
            image = ui.fonts.icon(self.icon, side, ui.theme.muted)
            surface.blit(image, (left, self.rect.centery - side // 2))
            left += ui.px(18)
        box = pygame.Rect(left, 0, self.rect.right - left, ui.px(18))
        box.centery = self.rect.centery
        badge(ui, surface, box, self.place, self.letter)


class Waterfall(Widget):
    """An account as steps from where the figure stood to where it stands; the axis shows the stretch that moved."""

    HIGH = 76

    def __init__(self, account: Account, figure: Figure) -> None:
        super().__init__(figure=figure)
        self.account = account
        self._kept: tuple[tuple[object, ...], pygame.Surface] | None = None

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(self.HIGH)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        key = (self.rect.size, ui.theme.name, ui.scale)
        if self._kept is None or self._kept[0] != key:
            self._kept = key, paint.supersampled(self.rect.size, lambda fine, times: self._steps(ui, fine, times), 2)
        surface.blit(self._kept[1], self.rect)

    def spans(self) -> list[tuple[float, float, AccountLine | None]]:
        """From and to of every bar, with its line; the last one is the total."""
        level, found = 0.0, list[tuple[float, float, AccountLine | None]]()
        for line in self.account.lines:
            found.append((level, level + line.amount, line))
            level += line.amount
        return [*found, (0.0, self.account.total, None)]

    def _steps(self, ui: Ui, fine: pygame.Surface, times: int) -> None:
        spans = self.spans()
        levels = [to for _, to, _ in spans]
        moved = [abs(to - start) for start, to, _ in spans[1:-1]]
        low, high = min(levels), max(levels)
        # A figure that moved little shows only the stretch in which it moved.
        floor = 0.0 if low <= 0 or sum(moved, 0.0) > 0.25 * high else max(0.0, low - 0.6 * max(high - low, 0.02 * high))
        floor = min(floor, low) if low < 0 else floor
        span = max(high - floor, 1e-9)
        wide, tall = fine.get_size()
        pad, base = 6 * times, tall - 6 * times
        step = (wide - 2 * pad) / len(spans)

        def at(value: float) -> int:
            return round(base - (max(value, floor) - floor) / span * (tall - 16 * times))

        for number, (start, to, line) in enumerate(spans):
            whole = line is None or number == 0
            top, bottom = sorted((at(to), base if whole else at(start)))
            thick = max(bottom - top, 2 * times)
            rect = pygame.Rect(round(pad + number * step + step * 0.14), top, round(step * 0.72), thick)
            pygame.draw.rect(fine, self._ink(ui, line, whole), rect, border_radius=2 * times)
            if whole and floor > 0:
                self._broken(ui, fine, rect, base, times)
            if line is not None and line.mine:
                pygame.draw.rect(fine, ui.theme.accent, rect.inflate(4 * times, 4 * times), 2 * times, 3 * times)
            if line is not None and number + 1 < len(spans):
                begin, end = rect.right, round(pad + (number + 1) * step + step * 0.14)
                pygame.draw.line(fine, ui.theme.edge, (begin, at(to)), (end, at(to)), times)
        pygame.draw.line(fine, ui.theme.line, (pad, base), (wide - pad, base), times)

    @staticmethod
    def _broken(ui: Ui, fine: pygame.Surface, rect: pygame.Rect, base: int, times: int) -> None:
        """Two slanting cuts near the foot of a bar: it does not begin at zero."""
        for lift in (9, 14):
            left, right = (
                (rect.left - 3 * times, base - (lift - 3) * times),
                (rect.right + 3 * times, base - lift * times),
            )
            pygame.draw.line(fine, ui.theme.panel, left, right, 2 * times)

    @staticmethod
    def _ink(ui: Ui, line: AccountLine | None, whole: bool) -> tuple[int, int, int]:
        if line is not None and line.chance and not whole:
            return ui.theme.chance
        if whole or line is None:
            return ui.theme.edge
        return ui.theme.gain if line.amount > 0 else ui.theme.loss
