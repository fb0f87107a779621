"""Pictures of the debrief: the way of the score, bars of replays, steps of a waterfall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import SMALL, FigureLabel, Size, Widget, paint
from greatgame.ui.kit.account import amount_text
from greatgame.ui.kit.plot import ticks
from greatgame.ui.kit.words import Span, sentence, wrapped
from greatgame.views.debrief.assumptions import Assumption
from greatgame.views.debrief.course import Course, Turning
from greatgame.views.debrief.ledger import Step, Waterfall
from greatgame.views.debrief.luck import Bar
from greatgame.views.figures import Figure

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui


USUAL, MOST = 0.42, 0.58
"""Shares of a row that its label takes."""
LOW_WAY = 120
"""Height of the line of the score from which it has room above, in units."""
AWAY, MARK = 20, 14
"""How far a mark stands from its point, and its side, in units."""
AXIS = 22
"""Height of the values below an axis, in units."""


class Dot(Widget):
    """A point of a picture that shows a figure."""

    def __init__(self, figure: Figure, press: Callable[[], None]) -> None:
        super().__init__(figure=figure)
        self.press = press

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        self.press()
        return True


class Way(Widget):
    """The score turn by turn with a scrubber; arrows move it, Enter opens the score of the turn."""

    focusable = True

    def __init__(
        self, course: Course, chosen: int, choose: Callable[[int], None], high: int = 210, slots: int = 0
    ) -> None:
        super().__init__(name="way")
        self.course, self.chosen, self.choose, self.tall = course, chosen, choose, high
        self.slots = max(slots, len(course.moments))
        """Turns that there is room for."""
        self.children = [
            Dot(moment.total, lambda turn=turn: choose(turn))  # type: ignore[misc]
            for turn, moment in enumerate(course.moments)
        ]
        totals = [moment.total.value for moment in course.moments]
        room = max(0.15 * (max(totals) - min(totals)), 0.5)
        self.low, self.high = min(totals) - room, max(totals) + room

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(self.tall)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        above = ui.px(28 if self.tall > LOW_WAY else 8)
        self.beneath = ui.px(AWAY + MARK // 2) if self.course.costly else 0
        high = rect.height - above - ui.px(30)
        self.ticks = self._ticks((high - self.beneath) // ui.px(32))
        names = max(ui.fonts.width(self._tick(tick), ui.px(SMALL)) for tick in self.ticks) + ui.px(8)
        self.plot = pygame.Rect(rect.left + names, rect.top + above, rect.width - names - ui.px(14), high)
        step = self.plot.width / max(1, self.slots)
        for turn, child in enumerate(self.children):
            left = self.plot.left + round(step * turn)
            child.layout(ui, pygame.Rect(left, rect.top, round(step), rect.height))

    def place(self, turn: int) -> tuple[int, int]:
        """Where the point of a turn stands."""
        return self.children[turn].rect.centerx, self.level(self.course.moments[turn].total.value)

    def level(self, value: float) -> int:
        """How far down a score stands; below the lowest there is room for a mark, so that it lies on no name."""
        share = (value - self.low) / max(self.high - self.low, 1e-9)
        high = self.plot.height - self.beneath
        return self.plot.bottom - self.beneath - round(share * high)

    def _ticks(self, room: int) -> list[float]:
        """Scores that the scale names: as many as there is room for, and at least one."""
        return ticks(self.low, self.high, most=max(2, min(room, 5))) or ticks(self.low, self.high, most=3)

    @staticmethod
    def _tick(value: float) -> str:
        return amount_text(value, signed=False)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        turns = range(len(self.children))
        here = self.children[self.chosen].rect
        paint.box(surface, here.inflate(-2, 0), theme.chosen, ui.px(4))
        surface.fill(theme.line, (self.plot.left, self.plot.bottom, self.plot.width, 1))
        self._scale(ui, surface)
        points = [self.place(turn) for turn in turns]
        if len(points) > 1:
            pygame.draw.lines(surface, theme.accent, False, points, ui.px(3))
        for turn in turns:
            paint.box(surface, _square(points[turn], ui.px(9)), theme.background, ui.px(5), theme.accent, ui.px(2))
        for rows, up in ((self.course.best, True), (self.course.costly, False)):
            for row in rows:
                self._mark(ui, surface, row, points[row.turn], up)
        self._name_turns(ui, surface)
        ui.ring(surface, self)

    def _scale(self, ui: Ui, surface: pygame.Surface) -> None:
        for tick in self.ticks:
            y = self.level(tick)
            surface.fill(ui.theme.line, (self.plot.left, y, self.plot.width, 1))
            name = pygame.Rect(self.rect.left, y - ui.px(11), self.plot.left - self.rect.left - ui.px(6), ui.px(22))
            ui.text_in(surface, self._tick(tick), name, SMALL, ui.theme.muted, align="right", widget=self)

    def _mark(self, ui: Ui, surface: pygame.Surface, row: Turning, point: tuple[int, int], up: bool) -> None:
        tint = ui.theme.gain if up else ui.theme.loss
        away = ui.px(AWAY)
        top = point[1] - away if up else point[1] + away
        paint.triangle(surface, (point[0], top), ui.px(MARK), up, tint)

    def _name_turns(self, ui: Ui, surface: pygame.Surface) -> None:
        names = [moment.quarter for moment in self.course.moments]
        widest = max(ui.fonts.width(name, ui.px(SMALL)) for name in names) + ui.px(8)
        step = max(1, -(-widest // max(1, self.children[0].rect.width)))
        named = [turn for turn in range(0, len(names), step) if turn == self.chosen or abs(turn - self.chosen) >= step]
        for turn in dict.fromkeys([*named, self.chosen]):
            rect = pygame.Rect(0, 0, widest, ui.px(22))
            rect.midtop = self.children[turn].rect.centerx, self.plot.bottom + ui.px(6)
            rect.clamp_ip(self.rect)
            ink = ui.theme.text if turn == self.chosen else ui.theme.muted
            ui.text_in(surface, names[turn], rect, SMALL, ink, turn == self.chosen, "centre", widget=self)

    def on_key(self, ui: Ui, key: str) -> bool:
        last = len(self.children) - 1
        steps = {"left": self.chosen - 1, "right": self.chosen + 1, "home": 0, "end": last}
        if key in steps:
            self.choose(max(0, min(steps[key], last)))
            return True
        if key == "enter":
            ui.open_figure(self.course.moments[self.chosen].total)
            return True
        return False


def _square(centre: tuple[int, int], side: int) -> pygame.Rect:
    rect = pygame.Rect(0, 0, side, side)
    rect.center = centre
    return rect


@dataclass(frozen=True)
class Mark:
    """A level that is named in a histogram."""

    value: float
    text: str
    ink: str = "text"


class Histogram(Widget):
    """How often what came about; arrows choose a bar, Enter opens it."""

    focusable = True

    def __init__(self, bars: Sequence[Bar], above: Sequence[Mark], below: Sequence[Mark] = ()) -> None:
        super().__init__(name="histogram")
        self.bars, self.above, self.below = bars, above, below
        self.chosen = next((n for n, bar in enumerate(bars) if bar.holds_result), 0)
        self.children = [Dot(bar.count, lambda n=n: self._take(n)) for n, bar in enumerate(bars)]  # type: ignore[misc]

    def _take(self, number: int) -> None:
        self.chosen = number

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(330)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        above = 8 + 26 * len(self.above)
        self.plot = pygame.Rect(rect.left + ui.px(10), rect.top + ui.px(above), rect.width - ui.px(20), 0)
        self.plot.height = rect.height - ui.px(above + 6 + AXIS + 24 * len(self.below))
        step = self.plot.width / len(self.children)
        for number, child in enumerate(self.children):
            left, right = (self.plot.left + round(step * n) for n in (number, number + 1))
            child.layout(ui, pygame.Rect(left, self.plot.top, right - left, self.plot.height))

    def across(self, value: float) -> int:
        """Where a result lies from left to right."""
        low, high = self.bars[0].low, self.bars[-1].high
        share = min(1.0, max(0.0, (value - low) / max(high - low, 1e-9)))
        return self.plot.left + round(share * self.plot.width)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        most = max(bar.count.value for bar in self.bars) or 1.0
        for number, (bar, child) in enumerate(zip(self.bars, self.children, strict=True)):
            high = round(child.rect.height * bar.count.value / most)
            rect = pygame.Rect(child.rect.left + 1, child.rect.bottom - high, child.rect.width - 2, high)
            chosen = ui.hovered is child or (ui.focus is self and ui.input.keyboard and number == self.chosen)
            paint.box(surface, rect, theme.hover if chosen else theme.chosen, ui.px(3), theme.chance, ui.px(1))
        surface.fill(theme.line, (self.plot.left, self.plot.bottom, self.plot.width, 1))
        self._axis(ui, surface)
        for line, mark in enumerate(self.above):
            self._above(ui, surface, line, mark)
        for line, mark in enumerate(self.below):
            self._below(ui, surface, line, mark)
        ui.ring(surface, self)

    def _axis(self, ui: Ui, surface: pygame.Surface) -> None:
        """Round values below the bars, but for those that a thread of a mark runs through."""
        threads = [self.across(mark.value) for mark in self.below]
        for tick in ticks(self.bars[0].low, self.bars[-1].high, most=6):
            text, x = amount_text(tick, signed=False), self.across(tick)
            rect = pygame.Rect(0, self.plot.bottom + ui.px(4), ui.fonts.width(text, ui.px(SMALL)) + 2, ui.px(AXIS - 4))
            rect.centerx = x
            surface.fill(ui.theme.line, (x, self.plot.bottom, ui.px(1), ui.px(4)))
            if self.rect.contains(rect) and not any(rect.left - 2 <= thread <= rect.right + 2 for thread in threads):
                ui.text_in(surface, text, rect, SMALL, ui.theme.muted, align="centre", widget=self)

    def _above(self, ui: Ui, surface: pygame.Surface, line: int, mark: Mark) -> None:
        """A line down to the axis with its name on top, each on a line of its own."""
        x, top, ink = self.across(mark.value), self.rect.top + ui.px(4 + 26 * line), ui.theme.colour(mark.ink)
        width = ui.fonts.width(mark.text, ui.px(SMALL), True) + ui.px(4)
        rect = pygame.Rect(0, top, width, ui.px(22))
        rect.centerx = x
        for other in (self.across(higher.value) for higher in self.above[:line]):
            # The line of a higher name comes down here: stand beside it.
            if rect.left - ui.px(6) < other < rect.right + ui.px(6):
                rect.left = other + ui.px(6) if x > other else other - ui.px(6) - rect.width
        rect.clamp_ip(self.rect)
        ui.text_in(surface, mark.text, rect, SMALL, ink, True, "centre", widget=self)
        surface.fill(ink, (x - ui.px(1), rect.bottom, ui.px(2), self.plot.bottom - rect.bottom))

    def _below(self, ui: Ui, surface: pygame.Surface, line: int, mark: Mark) -> None:
        """A triangle below the axis with its name beside it, each on a line of its own."""
        x, middle = self.across(mark.value), self.plot.bottom + ui.px(14 + AXIS + 24 * line)
        surface.fill(ui.theme.line, (x, self.plot.bottom, ui.px(1), middle - self.plot.bottom))
        paint.triangle(surface, (x, middle), ui.px(12), True, ui.theme.colour(mark.ink))
        gap, width = ui.px(12), ui.fonts.width(mark.text, ui.px(SMALL))
        left = x + gap if x + gap + width <= self.rect.right else x - gap - width
        rect = pygame.Rect(left, middle - ui.px(11), width + 2, ui.px(22))
        ui.text_in(surface, mark.text, rect, SMALL, ui.theme.colour(mark.ink), widget=self)

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ("left", "right"):
            self.chosen = max(0, min(self.chosen + (1 if key == "right" else -1), len(self.children) - 1))
            self.figure = self.bars[self.chosen].count
            ui.redraw()
            return True
        if key == "enter":
            ui.open_figure(self.bars[self.chosen].count)
            return True
        return False


class Bars(Widget):
    """Rows of a label, a bar from a level to a level, and a figure that opens."""

    def __init__(self, rows: Sequence[BarRow]) -> None:
        super().__init__()
        self.rows = rows
        self.children = [*rows]

    def size(self, ui: Ui, width: int) -> Size:
        self._agree(ui)
        return width, sum(row.size(ui, width)[1] for row in self.rows)

    def _agree(self, ui: Ui) -> None:
        """Have the bars of all rows begin at one place."""
        longest = max((row.wish(ui) for row in self.rows), default=0)
        for row in self.rows:
            row.words_wide = longest

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        top = rect.top
        self._agree(ui)
        for row in self.rows:
            high = row.size(ui, rect.width)[1]
            row.layout(ui, pygame.Rect(rect.left, top, rect.width, high))
            top += high


class BarRow(Widget):
    """One row of :class:`Bars`; its label has :data:`USUAL` of the width, or more where that is too little."""

    def __init__(
        self,
        label: str,
        figure: Figure,
        begin: float,
        end: float,
        bounds: tuple[float, float],
        ink: str,
        *,
        bold: bool = False,
        note: str = "",
        goal: float | None = None,
    ) -> None:
        super().__init__()
        self.label, self.begin, self.end, self.bounds, self.ink = label, begin, end, bounds, ink
        self.bold, self.note, self.goal = bold, note, goal
        self.words_wide = 0
        """Pixels that the longest label of all rows takes."""
        self.value = FigureLabel(figure, align="right", unit=False, ink=ink if ink != "edge" else "text")
        self.children = [self.value]

    def wish(self, ui: Ui) -> int:
        """Pixels that its label takes."""
        return ui.fonts.width(sentence(ui.tell(self.label)), ui.px(15), self.bold)

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(34) + (len(self._lines(ui, self._words_width(width))) - 1) * ui.fonts.height(ui.px(15))

    def _words_width(self, width: int) -> int:
        return max(round(width * USUAL), min(self.words_wide, round(width * MOST)))

    def _lines(self, ui: Ui, width: int) -> list[str]:
        """The label in as many lines as it needs."""

        def measure(span: Span) -> int:
            return ui.fonts.width(span.text, ui.px(15), self.bold)

        found = wrapped((Span(sentence(ui.tell(self.label))),), width, measure)
        return ["".join(run.span.text for run in line).strip() for line in found]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        self.words = pygame.Rect(rect.left, rect.top, self._words_width(rect.width), rect.height)
        value = ui.px(74)
        note = ui.px(124) if self.note else 0
        self.value.layout(ui, pygame.Rect(rect.right - value - note, rect.top, value, rect.height))
        self.aside = pygame.Rect(rect.right - note + ui.px(10), rect.top, note - ui.px(10), rect.height)
        left = self.words.right + ui.px(10)
        self.track = pygame.Rect(left, 0, rect.right - value - note - ui.px(8) - left, ui.px(18))
        self.track.centery = rect.centery

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        lines, step = self._lines(ui, self.words.width), ui.fonts.height(ui.px(15))
        top = self.words.centery - step * len(lines) // 2
        for number, line in enumerate(lines):
            place = pygame.Rect(self.words.left, top + number * step, self.words.width, step)
            ui.text_in(surface, line, place, 15, theme.text, self.bold, widget=self)
        paint.box(surface, self.track, theme.field, ui.px(3))
        low, high = self.bounds
        span = max(high - low, 1e-9)
        ends = sorted(
            self.track.left + round((level - low) / span * self.track.width) for level in (self.begin, self.end)
        )
        bar = pygame.Rect(ends[0], self.track.top, max(ui.px(2), ends[1] - ends[0]), self.track.height)
        bar.clamp_ip(self.track)
        paint.box(surface, bar, theme.colour(self.ink), ui.px(2))
        if low < 0 < high:
            zero = self.track.left + round(-low / span * self.track.width)
            surface.fill(theme.edge, (zero, self.track.top - ui.px(3), ui.px(1), self.track.height + ui.px(6)))
        if self.goal is not None:
            x = self.track.left + round((self.goal - low) / span * self.track.width)
            surface.fill(theme.text, (x - ui.px(1), self.track.top - ui.px(4), ui.px(2), self.track.height + ui.px(8)))
        if self.note:
            ui.text_in(surface, ui.tell(self.note), self.aside, SMALL, theme.muted, widget=self)
        super().draw(ui, surface)


def waterfall_rows(fall: Waterfall, heading: str, ending: str) -> list[BarRow]:
    """Opening, steps and closing, one below the other."""
    bounds = _bounds(fall.low, fall.high)
    rows = [BarRow(heading, fall.opening, bounds[0], fall.opening.value, bounds, "edge", bold=True)]
    rows += [
        BarRow(step.label, step.amount, step.begin, step.end, bounds, _ink(step), bold=step.mine) for step in fall.steps
    ]
    rows.append(BarRow(ending, fall.closing, bounds[0], fall.closing.value, bounds, "edge", bold=True))
    return rows


def _bounds(low: float, high: float) -> tuple[float, float]:
    room = 0.08 * max(high - low, 1e-6)
    return (min(low, 0.0) if low < 0.35 * high else low - room, high + room)


def _ink(step: Step) -> str:
    if step.chance:
        return "chance"
    return "gain" if step.amount.value >= 0 else "loss"


def assumption_rows(rows: Sequence[Assumption]) -> list[BarRow]:
    """How far the result moves under each assumption, in ordinary luck."""
    reach = max([abs(row.usual.value) for row in rows] + [1.0]) * 1.05
    return [
        BarRow(
            row.label,
            row.usual,
            0.0,
            row.usual.value,
            (-reach, reach),
            "gain" if row.way > 0 else "loss" if row.way < 0 else "edge",
            note=row.verdict,
        )
        for row in rows
    ]
