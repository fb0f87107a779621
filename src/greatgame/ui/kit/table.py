"""A table whose rows can be chosen and sorted, by mouse and by keyboard."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.labels import SMALL, base_line
from greatgame.ui.kit.scroll import Scroll
from greatgame.ui.kit.theme import Colour
from greatgame.ui.kit.widget import Column, Size, Widget, shared
from greatgame.ui.kit.words import Span, phrases, sentence, wrapped

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Figure

LINES = 4
"""Lines of a title at most, unless words themselves are too long."""
LINE, CELL, LEAST, GAP, CLOSE = 32, 15, 40, 14, 8
"""Height of a line, letters in a cell, least width of a column, gap between columns, and where room is short."""


@dataclass(frozen=True)
class Cell:
    """What stands in one field: a text, or a figure that can be opened."""

    text: str = ""
    figure: Figure | None = None
    ink: str = "text"
    bold: bool = False
    unit: bool = True
    """Whether the figure's unit stands beside it; otherwise the heading has to name it."""

    def shown(self, ui: Ui) -> str:
        """What it says in the language of the window."""
        if self.figure is None:
            return ui.tell(self.text)
        unit = ui.tell(self.figure.unit) if self.unit else ""
        return f"{ui.tell(self.figure.text)} {unit}".rstrip()

    @property
    def order(self) -> tuple[int, float, str]:
        """By what a column is sorted."""
        return (0, self.figure.value, "") if self.figure is not None else (1, 0.0, self.text)


@dataclass(frozen=True)
class Heading:
    """A column: its title, its width in units of the kit or its share of what is left, its side.

    With neither (``grow=0``) it is as wide as its widest cell and the longest word of its title;
    where all columns are, titles stand in as few lines as there is room for.
    """

    title: str
    width: int = 0
    grow: float = 1.0
    align: str = "left"


class Table(Widget):
    """Rows of cells under headings.

    Tab stops at the headings (left and right choose one, Enter sorts by it)
    and then at each row (arrows go up and down, left and right choose a figure,
    Enter opens it, or the row).
    """

    def __init__(
        self,
        headings: Sequence[Heading],
        rows: Sequence[Sequence[Cell]],
        *,
        open_row: Callable[[int], None] | None = None,
        sort: tuple[int, bool] | None = None,
        name: str = "table",
    ) -> None:
        super().__init__(name=name)
        self.headings, self.rows, self.open_row = headings, rows, open_row
        self.sort = sort
        """(column, whether downward) by which the rows stand."""
        self.head = TableHead(self)
        self.body = Scroll(Column(gap=0))
        self.children = [self.head, self.body]
        self.grow = 1.0
        self._columns: dict[tuple[int, float, str], list[tuple[int, int]]] = {}
        """(left, width) of the columns, by width of the line, scale and language."""
        self.arrange()

    def arrange(self) -> None:
        """Put the rows in their order."""
        order = list(range(len(self.rows)))
        if self.sort is not None:
            column, down = self.sort
            order.sort(key=lambda row: self.rows[row][column].order, reverse=down)
        self.body.children[0].children = [TableRow(self, row, place) for place, row in enumerate(order)]

    def sort_by(self, ui: Ui, column: int) -> None:
        """Sort by a column; once more turns it round."""
        down = not self.sort[1] if self.sort is not None and self.sort[0] == column else self._numeric(column)
        self.sort = column, down
        self.arrange()
        ui.refreshed()

    def _numeric(self, column: int) -> bool:
        return bool(self.rows) and self.rows[0][column].figure is not None

    def fields(self, ui: Ui, rect: pygame.Rect) -> list[pygame.Rect]:
        """Rectangles of the columns within a line."""
        key = rect.width, ui.scale, ui.language
        if key not in self._columns:
            self._columns[key] = self._shared(ui, rect.width)
        return [pygame.Rect(rect.left + left, rect.top, width, rect.height) for left, width in self._columns[key]]

    def _shared(self, ui: Ui, width: int) -> list[tuple[int, int]]:
        """Where the columns of a line of a width begin, and how wide they are."""
        side, count = ui.px(8), len(self.headings)
        wishes = [[self._wish(ui, number, lines) for number in range(count)] for lines in range(1, LINES + 1)]
        for gap in (ui.px(GAP), ui.px(CLOSE)):
            room = width - 2 * side - gap * (count - 1)
            if fitting := [found for found in wishes if sum(found) <= room]:
                break
        grows = [0.0 if h.width else h.grow for h in self.headings]
        if any(grows):
            widths = shared(wishes[-1], grows, room)
        else:
            wish = fitting[0] if fitting else wishes[-1]
            widths = _spread(wish, [0.0 if h.width else 1.0 for h in self.headings], room)
        lefts = itertools.accumulate((wide + gap for wide in widths[:-1]), initial=side)
        return list(zip(lefts, widths, strict=True))

    def _wish(self, ui: Ui, column: int, lines: int) -> int:
        """Width of a column before what is left is shared, its title in so many lines."""
        heading = self.headings[column]
        if heading.width or heading.grow:
            return ui.px(heading.width)
        cells = (ui.fonts.width(row[column].shown(ui), ui.px(CELL), row[column].bold) for row in self.rows)
        return max(_title_width(ui, heading.title, lines), *cells, ui.px(LEAST))

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(LINE) * len(self.rows) + self.head.size(ui, width)[1]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        line = self.head.size(ui, rect.width)[1]
        self.body.layout(ui, pygame.Rect(rect.left, rect.top + line, rect.width, rect.height - line))
        self.head.layout(ui, pygame.Rect(rect.left, rect.top, self.body.children[0].rect.width, line))


def title_lines(ui: Ui, title: str, width: int) -> list[str]:
    """A title in as many lines as it needs."""
    spans = (Span(sentence(title), bold=True),)
    found = wrapped(spans, max(1, width), lambda span: ui.fonts.width(span.text, ui.px(SMALL), True), phrases)
    return ["".join(run.span.text for run in line).strip() for line in found]


def _title_width(ui: Ui, title: str, lines: int) -> int:
    """The least width in which a title needs no more lines than so many, and no word of it is broken."""
    pieces = phrases(sentence(title))
    ends = range(len(pieces) + 1)
    runs = ("".join(pieces[begin:end]).strip() for begin in ends for end in ends if begin < end)
    widths = sorted({ui.fonts.width(run, ui.px(SMALL), True) for run in runs})
    least = max((ui.fonts.width(piece, ui.px(SMALL), True) for piece in pieces), default=0)
    enough = (width for width in widths if width >= least and len(title_lines(ui, title, width)) <= lines)
    return next(enough, least)


def _spread(wishes: Sequence[int], grows: Sequence[float], room: int) -> list[int]:
    """Wishes, with what is left given to all that grow alike; where there is too little, the widest gives way."""
    count = sum(1 for share in grows if share)
    left = room - sum(wishes)
    found = list(wishes)
    if left < 0:
        widest = max(range(len(found)), key=lambda column: found[column])
        found[widest] = max(1, found[widest] + left)
    elif count:
        found = [wish + (left // count if share else 0) for wish, share in zip(found, grows, strict=True)]
    return found


class TableHead(Widget):
    """The headings of a table."""

    focusable = True

    def __init__(self, table: Table) -> None:
        super().__init__(name=f"{table.name} headings")
        self.table, self.chosen = table, 0

    def size(self, ui: Ui, width: int) -> Size:
        fields = self.table.fields(ui, pygame.Rect(0, 0, width, 0))
        titles = zip(self.table.headings, fields, strict=True)
        lines = max((len(title_lines(ui, heading.title, rect.width)) for heading, rect in titles), default=1)
        return width, ui.px(LINE) + (lines - 1) * self._step(ui)

    @staticmethod
    def _step(ui: Ui) -> int:
        return ui.fonts.height(ui.px(SMALL))

    def _words(self, ui: Ui, surface: pygame.Surface, heading: Heading, rect: pygame.Rect, ink: Colour) -> None:
        lines, step = title_lines(ui, heading.title, rect.width), self._step(ui)
        top = rect.bottom - (ui.px(LINE) - step) // 2 - step * len(lines)
        for number, line in enumerate(lines):
            place = pygame.Rect(rect.left, top + number * step, rect.width, step)
            ui.text_in(surface, line, place, SMALL, ink, True, heading.align, widget=self)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, table = ui.theme, self.table
        for number, (heading, rect) in enumerate(zip(table.headings, table.fields(ui, self.rect), strict=True)):
            sorted_here = table.sort is not None and table.sort[0] == number
            ink = theme.accent if sorted_here else theme.muted
            if sorted_here and table.sort is not None:
                room = ui.px(16)
                x = rect.right - room // 2 if heading.align == "left" else rect.left + room // 2
                paint.triangle(surface, (x, rect.centery), ui.px(9), not table.sort[1], ink)
                rect = pygame.Rect(rect.left + (0 if heading.align == "left" else room), rect.top, 0, rect.height)
                rect.width = table.fields(ui, self.rect)[number].width - room
            self._words(ui, surface, heading, rect, ink)
            if ui.focus is self and ui.input.keyboard and number == self.chosen:
                field = table.fields(ui, self.rect)[number].inflate(ui.px(8), -ui.px(4))
                paint.box(surface, field, None, ui.px(5), theme.focus, ui.px(2))
        surface.fill(theme.line, (self.rect.left, self.rect.bottom - 1, self.rect.width, 1))

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        for number, rect in enumerate(self.table.fields(ui, self.rect)):
            if rect.inflate(ui.px(10), 0).collidepoint(place):
                self.chosen = number
                self.table.sort_by(ui, number)
                return True
        return False

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ("left", "right"):
            self.chosen = (self.chosen + (1 if key == "right" else -1)) % len(self.table.headings)
            return True
        if key in ("enter", "space"):
            self.table.sort_by(ui, self.chosen)
            return True
        return False


class TableRow(Widget):
    """One row of a table; its figures are widgets inside, so that all figures can be walked."""

    focusable = True

    def __init__(self, table: Table, row: int, place: int) -> None:
        super().__init__(name=f"{table.name} row {row}")
        self.table, self.row, self.place = table, row, place
        self.cells = table.rows[row]
        self.children = [CellView(cell, h.align) for cell, h in zip(self.cells, table.headings, strict=True)]
        self.chosen = 0

    @property
    def figures(self) -> list[Widget]:
        """Its fields that can be opened."""
        return [child for child in self.children if child.figure is not None]

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(LINE)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        for child, field in zip(self.children, self.table.fields(ui, self.rect), strict=True):
            child.layout(ui, field)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        hot = ui.hovered is not None and bool(self.path_to(ui.hovered))
        focused = ui.focus is self and ui.input.keyboard
        if hot or focused or self.place % 2:
            fill = theme.hover if hot or focused else theme.raised
            paint.box(surface, self.rect, fill, ui.px(4))
        super().draw(ui, surface)
        ui.ring(surface, self, radius=3)
        if focused and self.figures:
            field = self.figures[self.chosen % len(self.figures)].rect.inflate(ui.px(8), -ui.px(6))
            paint.box(surface, field, None, ui.px(4), theme.focus, ui.px(1))

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.table.open_row is None:
            return False
        self.table.open_row(self.row)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        figures = self.figures
        if key in ("left", "right") and figures:
            self.chosen = (self.chosen + (1 if key == "right" else -1)) % len(figures)
            self.figure = figures[self.chosen].figure
            ui.redraw()
            return True
        if key == "enter":
            if self.table.open_row is not None:
                return self.on_press(ui, self.rect.center)
            figure = figures[self.chosen % len(figures)].figure if figures else None
            if figure is not None:
                ui.open_figure(figure)
                return True
        if key in ("up", "down"):
            rows = self.table.body.children[0].children
            to = self.place + (1 if key == "down" else -1)
            if 0 <= to < len(rows):
                return ui.input.give(rows[to])
        return False


class CellView(Widget):
    """One field of a table."""

    def __init__(self, cell: Cell, align: str) -> None:
        super().__init__(figure=cell.figure)
        self.cell, self.align = cell, align

    def baseline(self, ui: Ui) -> int:
        return base_line(ui, self.rect.centery, CELL)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        figure = self.cell.figure
        text = self.cell.shown(ui)
        ink = ui.theme.colour(self.cell.ink)
        ui.text_in(surface, text, self.rect, CELL, ink, self.cell.bold, self.align, widget=self)
        if figure is not None and ui.hovered is self:
            bottom = self.rect.bottom - ui.px(5)
            pygame.draw.line(surface, ui.theme.edge, (self.rect.left, bottom), (self.rect.right, bottom))

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.cell.figure is None:
            return False
        ui.open_figure(self.cell.figure)
        return True
