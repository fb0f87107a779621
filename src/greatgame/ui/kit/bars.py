"""Bars: values beside one another, shares of a whole, and the steps from one value to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.account import amount_text
from greatgame.ui.kit.controls import badge
from greatgame.ui.kit.plot import Scale
from greatgame.ui.kit.theme import mixed
from greatgame.ui.kit.widget import Size, Tip, Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Account, AccountLine, Figure

LINE = 28


@dataclass(frozen=True)
class Bar:
    """One bar: a figure, and who or what it belongs to."""

    label: str
    figure: Figure
    look: tuple[int, str] | None = None
    """(place, letter) of an actor."""
    ink: str = "accent"


class Bars(Widget):
    """Bars from left to right with label and value; each opens its figure."""

    def __init__(
        self, bars: Sequence[Bar], *, bounds: tuple[float, float] | None = None, label_width: int = 120
    ) -> None:
        super().__init__()
        highest = max((abs(bar.figure.value) for bar in bars), default=1.0) or 1.0
        lowest = min((bar.figure.value for bar in bars), default=0.0)
        low, high = bounds or (min(0.0, lowest), highest)
        self.children = [BarLine(bar, (low, high), label_width) for bar in bars]

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(LINE) * len(self.children)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        for number, child in enumerate(self.children):
            child.layout(ui, pygame.Rect(rect.left, rect.top + number * ui.px(LINE), rect.width, ui.px(LINE)))


class BarLine(Widget):
    """One of the bars."""

    focusable = True

    def __init__(self, bar: Bar, bounds: tuple[float, float], label_width: int) -> None:
        super().__init__(name=f"bar:{bar.label}:{bar.figure.title}", figure=bar.figure)
        self.bar, self.bounds, self.label_width = bar, bounds, label_width

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(LINE)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, bar, rect = ui.theme, self.bar, self.rect
        left = rect.left
        if bar.look is not None:
            badge(ui, surface, pygame.Rect(left, rect.centery - ui.px(9), ui.px(18), ui.px(18)), *bar.look)
            left += ui.px(24)
        label = pygame.Rect(left, rect.top, ui.px(self.label_width) - (left - rect.left), rect.height)
        ui.text_in(surface, ui.tell(bar.label), label, 15, theme.text, widget=self)
        value = f"{ui.tell(bar.figure.text)} {ui.tell(bar.figure.unit)}".rstrip()
        wide = max(ui.px(64), ui.fonts.width(value, ui.px(15)))
        ui.text_in(surface, value, pygame.Rect(rect.right - wide, rect.top, wide, rect.height), 15, align="right")
        track = pygame.Rect(label.right + ui.px(8), rect.centery - ui.px(5), 0, ui.px(10))
        track.width = max(ui.px(8), rect.right - wide - ui.px(10) - track.left)
        paint.box(surface, track, theme.field, ui.px(3), theme.line, 1)
        x = Scale(*self.bounds, track.left, track.right)
        ends = sorted((round(x(max(self.bounds[0], 0.0))), round(x(bar.figure.value))))
        filled = pygame.Rect(ends[0], track.top, ends[1] - ends[0], track.height).clip(track)
        if bar.look is None:
            paint.box(surface, filled, theme.colour(bar.ink), ui.px(3))
        elif filled.width:
            look = theme.look(*bar.look)
            surface.fill(look.colour, filled)
            if look.pattern != "solid":
                paint.hatch(surface, filled, look.pattern, theme.ink_on(look.colour), ui.px(6), ui.px(1))
        ui.ring(surface, self, radius=4)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        ui.open_figure(self.bar.figure)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key == "enter" and self.on_press(ui, self.rect.center)


class Shares(Widget):
    """One bar divided among actors, with patterns and letters: who has how much of it."""

    def __init__(
        self,
        parts: Sequence[tuple[tuple[int, str], float]],
        *,
        high: int = 16,
        figure: Figure | None = None,
        tip: Tip | None = None,
    ) -> None:
        super().__init__(figure=figure, tip=tip)
        self.parts, self.high = parts, high

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(self.high)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        whole = sum(max(0.0, value) for _, value in self.parts)
        if not whole:
            paint.box(surface, self.rect, ui.theme.field, ui.px(3), ui.theme.line, 1)
            return
        passed, left = 0.0, self.rect.left
        for (place, letter), value in self.parts:
            passed += max(0.0, value)
            right = self.rect.left + round(self.rect.width * passed / whole)
            part = pygame.Rect(left, self.rect.top, right - left, self.rect.height)
            look = ui.theme.look(place, letter)
            surface.fill(look.colour, part)
            ink = ui.theme.ink_on(look.colour)
            if look.pattern != "solid":
                paint.hatch(surface, part, look.pattern, mixed(look.colour, ink, 0.5), ui.px(6), ui.px(1))
            image = ui.fonts.text(letter, ui.px(max(14, self.high - 4)), ink, True)
            if image.get_width() + ui.px(4) <= part.width:
                box = image.get_rect(center=part.center)
                surface.fill(look.colour, box.inflate(ui.px(4), 0).clip(part))
                surface.blit(image, box)
            surface.fill(ui.theme.background, (right - 1, self.rect.top, 1, self.rect.height))
            left = right


class Waterfall(Widget):
    """From the opening through every contribution to the total: an account as steps.

    Own orders are bold, chance stands last; where there are more lines than
    ``most``, the smallest are one step together.
    """

    def __init__(self, account: Account, *, rest: str, total: str, most: int = 10, label_width: int = 200) -> None:
        super().__init__()
        lines = sorted(account.lines, key=lambda line: line.chance)
        steps: list[tuple[str, float, AccountLine | None]]
        if len(lines) > most:
            large = sorted(lines, key=lambda line: -abs(line.amount))[: most - 1]
            small = [line for line in lines if line not in large]
            kept = [line for line in lines if line in large]
            steps = [(line.label, line.amount, line) for line in kept]
            steps.append((rest, sum(line.amount for line in small), None))
        else:
            steps = [(line.label, line.amount, line) for line in lines]
        levels, level = [0.0], 0.0
        for _, amount, _ in steps:
            level += amount
            levels.append(level)
        bounds = (min(levels), max(*levels, min(levels) + 1e-9))
        rows: list[Widget] = []
        level = 0.0
        for label, amount, line in steps:
            rows.append(Step(label, level, level + amount, bounds, line, account.unit, label_width))
            level += amount
        rows.append(Step(total, 0.0, account.total, bounds, None, account.unit, label_width, whole=True))
        self.children = rows

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(LINE) * len(self.children)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        for number, child in enumerate(self.children):
            child.layout(ui, pygame.Rect(rect.left, rect.top + number * ui.px(LINE), rect.width, ui.px(LINE)))


class Step(Widget):
    """One step of a waterfall."""

    def __init__(
        self,
        label: str,
        start: float,
        end: float,
        bounds: tuple[float, float],
        line: AccountLine | None,
        unit: str,
        label_width: int,
        whole: bool = False,
    ) -> None:
        super().__init__(name=f"step:{label}", figure=line.opens if line is not None else None)
        self.label, self.start, self.end, self.bounds = label, start, end, bounds
        self.line, self.unit, self.label_width, self.whole = line, unit, label_width, whole
        self.tip = line.note if line is not None and line.note else label
        self.focusable = self.figure is not None

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, rect = ui.theme, self.rect
        mine = self.line is not None and self.line.mine
        chance = self.line is not None and self.line.chance
        label = pygame.Rect(rect.left, rect.top, ui.px(self.label_width), rect.height)
        ink = theme.link if self.figure is not None else theme.text
        ui.text_in(surface, ui.tell(self.label), label, 15, ink, mine or self.whole, elide=True, widget=self)
        amount = self.end - self.start
        said = amount_text(amount, self.unit, not self.whole, ui.language)
        value = pygame.Rect(rect.right - ui.px(72), rect.top, ui.px(72), rect.height)
        ui.text_in(surface, said, value, 15, theme.text, mine or self.whole, "right", widget=self)
        track = pygame.Rect(label.right + ui.px(8), rect.centery - ui.px(7), 0, ui.px(14))
        track.width = max(ui.px(8), value.left - ui.px(8) - track.left)
        x = Scale(*self.bounds, track.left, track.right)
        ends = sorted((round(x(self.start)), round(x(self.end))))
        bar = pygame.Rect(ends[0], track.top, max(ui.px(2), ends[1] - ends[0]), track.height)
        role = "accent" if self.whole else "chance" if chance else "gain" if amount >= 0 else "loss"
        paint.box(surface, bar, theme.colour(role), ui.px(2))
        if not self.whole and bar.width > ui.px(12):
            paint.triangle(surface, bar.center, ui.px(8), amount >= 0, theme.background)
        zero = round(x(0.0)) if self.bounds[0] <= 0 <= self.bounds[1] else track.left
        surface.fill(theme.line, (zero, rect.top, 1, rect.height))
        ui.ring(surface, self, radius=4)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.figure is None:
            return False
        ui.open_figure(self.figure)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key == "enter" and self.on_press(ui, self.rect.center)
