"""Pages to be printed, as PDF: the blocks of :mod:`leaf` set with the game's own font."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TableCellFillMode, VAlign
from fpdf.fonts import FontFace
from fpdf.util import Padding

from greatgame import drawing as drawn
from greatgame.drawing import Dot, Drawing, Mark, Point, Way, Words
from greatgame.leaf import (
    Bar,
    Bars,
    Block,
    Bullets,
    Curve,
    Grid,
    Heading,
    Leaf,
    Lines,
    Paragraph,
    Picture,
    Slide,
    Tile,
    Tiles,
)
from greatgame.leaf_breaks import LINES, SHORT, SPOKEN, TOGETHER, WHOLE, Piece, block_of, needs, tied
from greatgame.paths import data_dir

FONT = "Game Sans"
INK, DEEP, QUIET, EDGE, PALE = (26, 28, 32), (20, 53, 79), (85, 85, 85), (31, 93, 140), (230, 234, 238)
BREAK = "\u200b"
"""Where a line may end though there is no space."""
HOLD = "\u00a0"
"""Holds a cell open that is to be written into by hand."""
NOT_FIRST = frozenset("、。，．・：；？！」』）】］〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％,.!?:;)]}”’…")
"""What may not begin a line in Japanese (kinsoku)."""
NOT_LAST = frozenset("「『（【［〔〈《([{“‘")
"""What may not end one."""
POINT = 25.4 / 72
"""Millimetres of a point."""
BESIDE = 1.5
"""Room beside the words of a cell."""
SIZES = {1: 20.0, 2: 13.5, 3: 11.5}
TEXT, LEADING = 10.5, 0.52
"""Size of words in points, and height of a line in millimetres for each of them."""
INDENT, MARKED, LINE, BAR = 7.0, 5.0, 9.0, 6.2
"""Millimetres before a point of a list and before what is said, and heights of a line to write on and of a bar."""


def pdf(leaf: Leaf) -> bytes:
    """The document as a PDF of A4 pages."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sheet = _Sheet(leaf)
    for block in leaf.blocks:
        sheet.put(block)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """A document in the making."""

    def __init__(self, leaf: Leaf) -> None:
        super().__init__(orientation="landscape" if leaf.wide else "portrait", format="A4")
        fonts = data_dir("assets") / "fonts"
        self.add_font(FONT, "", fonts / "GameSans-Regular.ttf")
        self.add_font(FONT, "B", fonts / "GameSans-Bold.ttf")
        self.set_lang(leaf.language)
        self.set_title(leaf.title)
        self.set_margins(15, 16)
        self.set_auto_page_break(True, 18)
        self.leaf = leaf
        self._broken: dict[tuple[object, ...], list[str]] = {}
        """Words by their width and face -> their lines."""
        self.add_page()
        self._needs = iter(self._planned())
        """The room that each piece to come needs on its page."""

    def footer(self) -> None:
        """Title and number at the foot of each page."""
        self.set_y(-13)
        self._face(8.5, QUIET)
        self.cell(0, 5, self.leaf.title)
        self.set_x(-40)
        self.cell(25, 5, str(self.page_no()), align="R")

    def put(self, block: Block) -> None:
        """Set one block."""
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case Bullets():
                self._bullets(block)
            case Grid():
                self._grid(block)
            case Bars(rows):
                for row in rows:
                    self._begin()
                    self._bar(row)
                self.ln(3)
            case Curve():
                self._curve(block)
            case Tiles(tiles):
                self._tiles(tiles)
            case Picture(drawing, share):
                self._picture(drawing, share)
            case Lines(count):
                for _ in range(count):
                    self._begin()
                    self.ln(LINE)
                    self.set_draw_color(*QUIET)
                    self.set_line_width(0.2)
                    self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)
                self.ln(3)
            case Slide(words, points):
                self._slide(words, points)

    # Where pages end

    def _planned(self) -> list[float]:
        """The room that each piece of the document needs on its page."""
        pieces: list[Piece] = []
        for block, after in pairwise((*self.leaf.blocks, None)):
            if block is not None and (found := self._pieces(block)):
                found[-1].held = tied(block, after)
                pieces += found
        return needs(pieces, self.h - self.t_margin - self.b_margin)

    def _pieces(self, block: Block) -> list[Piece]:
        """What a block is set in, piece by piece; setting it begins each of them."""
        match block:
            case Heading():
                self._face(SIZES[block.level], bold=True)
                lines = len(self._lines(block.words, self._beside(block))) * SIZES[block.level] * 0.5
                return [Piece(lines + {1: 4.0, 2: 4.0, 3: 2.0}[block.level], 1.0)]
            case Paragraph():
                return self._of_paragraph(block)
            case Bullets(items):
                heights = [self._height(item, TEXT, self.epw - INDENT) for item in items]
                return block_of(heights, LINES if len(heights) > SHORT else SHORT, 2.3, 0.8)
            case Grid():
                head, rows = self._rows(block)
                together = TOGETHER if len(rows) > WHOLE else WHOLE
                return block_of([head + rows[0], *rows[1:]], together, 3.0) if rows else []
            case Bars(bars):
                found = block_of([BAR * (2 if bar.group else 1) for bar in bars], TOGETHER, 3.0)
                for bar, piece in zip(bars, found, strict=True):
                    piece.held |= bool(bar.group)
                return found
            case Curve():
                return [Piece(46.0, 3.0)]
            case Tiles(tiles):
                return [Piece(self._of_tiles(tiles) + 1.0, 3.0)]
            case Picture(drawing, share):
                return [Piece(self.epw * share * drawing.high / drawing.wide + 1.0, 3.0)]
            case Lines(count):
                return block_of([LINE] * count, TOGETHER, 3.0)
            case Slide():
                return []

    def _of_paragraph(self, block: Paragraph) -> list[Piece]:
        size, _ = self._voice(block)
        label = 4.5 if block.label else 0.0
        self._face(size, bold=block.voice == "figure")
        marked = block.voice in SPOKEN
        lines = [size * LEADING for _ in self._lines(block.words, self.epw - MARKED if marked else self.epw)]
        if marked:
            return [Piece(label + sum(lines), 2.0)]
        # Three lines and fewer stay together.
        together = LINES if len(lines) > 3 else 3
        return block_of([label + lines[0], *lines[1:]], together, 2.0)

    def _begin(self) -> None:
        """Begin the next piece, on a new page where it and what it holds do not fit on this one."""
        self._room(next(self._needs))

    def _face(self, size: float, colour: tuple[int, int, int] = INK, bold: bool = False) -> None:
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*colour)

    def _say(self, words: str, height: float, width: float = 0, begun: bool = True) -> None:
        """Words line by line; lines after the first are pieces of their own where the words were not ``begun``."""
        for place, line in enumerate(self._lines(words, width)):
            if place and not begun:
                self._begin()
            self.cell(width, height, line, new_x="LMARGIN", new_y="NEXT")

    def _lines(self, words: str, width: float, padding: float = 0.0) -> list[str]:
        """The words line by line, as they fit; without marks, so that a reader of the PDF can search and copy them."""
        # What is measured before it is set is broken once.
        wide = width or self.w - self.r_margin - self.x
        key = (words, round(wide, 6), padding, self.font_size_pt, self.font_style)
        found = self._broken.get(key)
        if found is None:
            lines = self.multi_cell(
                wide,
                text=breakable(words),
                align="L",
                padding=Padding(0, padding, 0, padding),
                dry_run=True,
                output="LINES",
            )
            assert isinstance(lines, list)
            found = self._broken[key] = [line.replace(BREAK, "") for line in lines]
        return found

    def _room(self, needed: float) -> None:
        """Begin a new page where there is less room than needed, and more on the next."""
        if self._full(self.y, needed):
            self.add_page()

    def _full(self, foot: float, needed: float) -> bool:
        return foot + needed > self.h - self.b_margin and foot > self.t_margin + 1

    def _heading(self, block: Heading) -> None:
        if block.level == 1 and self.y > self.t_margin + 1:
            self.add_page()
        size = SIZES[block.level]
        self._begin()
        if block.level > 1 and self.y > self.t_margin + 1:
            self.ln(4 if block.level == 2 else 2)
        if block.aside:
            self._face(10, QUIET)
            top = self.y
            self.cell(0, size * 0.5, block.aside, align="R")
            self.set_xy(self.l_margin, top)
        self._face(size, DEEP, bold=True)
        self._say(block.words, size * 0.5, self._beside(block))
        if block.level == 1:
            self.set_fill_color(*EDGE)
            self.rect(self.l_margin, self.y + 1, self.epw, 1.0, style="F")
            self.ln(4)
        self.ln(1)

    def _beside(self, block: Heading) -> float:
        """Width of a heading's words beside what stands at the right."""
        return self.epw - (40 if block.aside else 0)

    @staticmethod
    def _voice(block: Paragraph) -> tuple[float, tuple[int, int, int]]:
        """Size and colour of a paragraph."""
        return {"note": (9.0, QUIET), "lead": (12.0, INK), "figure": (26.0, INK)}.get(block.voice, (TEXT, INK))

    def _paragraph(self, block: Paragraph) -> None:
        size, colour = self._voice(block)
        marked = block.voice in SPOKEN
        left = self.l_margin
        self._begin()
        if marked:
            self.set_left_margin(left + MARKED)
            self.set_x(left + MARKED)
        top, page = self.y, self.page
        if block.label:
            self._face(8.5, QUIET, bold=True)
            self._say(block.label, 4.5)
        self._face(size, colour, bold=block.voice == "figure")
        self._say(block.words, size * LEADING, begun=marked)
        if marked:
            self.set_left_margin(left)
            self.set_fill_color(*(EDGE if block.voice == "say" else (138, 109, 29)))
            if page == self.page:
                self.rect(left, top, 1.2, self.y - top, style="F")
            self.set_x(left)
        self.ln(2)

    def _height(self, words: str, size: float, width: float) -> float:
        self._face(size)
        return len(self._lines(words, width)) * size * LEADING

    def _bullets(self, block: Bullets) -> None:
        left, plain = self.l_margin, "☐" if block.boxes else "•"
        for number, item in enumerate(block.items, start=1):
            self._begin()
            self._face(TEXT)
            self.cell(INDENT, TEXT * LEADING, f"{number}." if block.numbered else plain)
            self.set_left_margin(left + INDENT)
            self.set_x(left + INDENT)
            self._say(item, TEXT * LEADING)
            self.set_left_margin(left)
            self.set_x(left)
            self.ln(0.8)
        self.ln(1.5)

    def _grid(self, grid: Grid) -> None:
        """The table, part by part where it goes over several pages, each with its head."""
        head, heights = self._rows(grid)
        part: list[Sequence[str]] = []
        foot = self.y + head
        for row, high, need in zip(grid.rows, heights, self._needs, strict=False):
            if self._full(foot if part else self.y, need):
                self._table(grid, part)
                self.add_page()
                part, foot = [], self.y + head
            part.append(row)
            foot += high
        self._table(grid, part)
        self.ln(3)

    def _rows(self, grid: Grid) -> tuple[float, list[float]]:
        """Heights of a table's head, nothing where it has none, and of its rows."""
        size, padding = self._of_table(grid)

        def high(row: Sequence[str]) -> float:
            return max(cell.count("\n") + 1 for cell in self._cells(grid, row)) * size * 0.5 + 2 * padding

        self._face(size, bold=True)
        head = high(grid.head) if any(grid.head) else 0.0
        self._face(size)
        return head, [high(row) for row in grid.rows]

    @staticmethod
    def _of_table(grid: Grid) -> tuple[float, float]:
        """Size of a table's words, and the room above and below them."""
        return 8.5 if grid.small else 9.5, 2.6 if grid.tall else 0.8

    def _table(self, grid: Grid, rows: Sequence[Sequence[str]]) -> None:
        """Some rows of a table under its head, on one page."""
        if not rows:
            return
        size, padding = self._of_table(grid)
        self._face(size)
        self.set_draw_color(185, 190, 198)
        self.set_fill_color(255, 255, 255)
        align = tuple("RIGHT" if column in grid.right else "LEFT" for column in range(len(grid.head)))
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            cell_fill_mode=TableCellFillMode.NONE,
            col_widths=tuple(grid.widths),
            text_align=align,
            v_align=VAlign.T,
            line_height=size * 0.5,
            padding=(padding, BESIDE),
            first_row_as_headings=any(grid.head),
            headings_style=FontFace(emphasis="BOLD", color=DEEP),
        ) as table:
            if any(grid.head):
                self._face(size, bold=True)
                table.row(self._cells(grid, grid.head))
            self._face(size)
            for row in rows:
                table.row(self._cells(grid, row))

    def _cells(self, grid: Grid, row: Sequence[str]) -> list[str]:
        """The cells of a row, broken into lines as their columns are wide."""
        share = self.epw / sum(grid.widths)
        lines = (self._lines(cell, width * share, BESIDE) for cell, width in zip(row, grid.widths, strict=True))
        return ["\n".join(each) or HOLD for each in lines]

    def _bar(self, bar: Bar) -> None:
        """The group on a line of its own; name, bar with half of it marked, digits."""
        indent, track, digits, high = 5.0, 84.0, 26.0, BAR
        if bar.group:
            self._face(9.5, bold=True)
            self.cell(0, high, bar.group, new_x="LMARGIN", new_y="NEXT")
        self._face(9.5)
        self.set_x(self.l_margin + indent)
        self.cell(self.epw - indent - track - digits, high, bar.words)
        left, top = self.x, self.y + 1.4
        share = max(0.0, min(1.0, bar.share))
        for colour, begin, width in ((PALE, 0.0, track), (EDGE, 0.0, track * share), (INK, track / 2 - 0.2, 0.4)):
            self.set_fill_color(*colour)
            self.rect(left + begin, top, width, high - 2.8, style="F")
        self.set_x(left + track)
        self.cell(digits, high, bar.text, align="R", new_x="LMARGIN", new_y="NEXT")

    def _curve(self, curve: Curve) -> None:
        """The line between its two ends, the times below."""
        side, high = 16.0, 34.0
        self._begin()
        left, top = self.l_margin + side, self.y + 2
        *points, (_, goal) = [(left + x, top + y) for x, y in curve.points(self.epw - 2 * side, high)]
        self.set_draw_color(*QUIET)
        self.set_line_width(0.2)
        self.set_dash_pattern(dash=1.2, gap=1.2)
        self.line(left, goal, self.w - self.r_margin - side, goal)
        self.set_dash_pattern()
        self._face(8.5, QUIET)
        self.set_xy(left, goal - 4)
        self.cell(2 * side, 4, curve.goal_name)
        self.set_draw_color(*EDGE)
        self.set_line_width(0.7)
        self.polyline(points)
        sides = ((points[0], -side, "R"), (points[-1], 1.0, "L"))
        for ((x, y), shift, align), text, time in zip(sides, curve.ends, curve.times, strict=True):
            self._face(9.5)
            self.set_xy(x + shift, y - 2.5)
            self.cell(side - 1, 5, text, align=align)
            self._face(8.5, QUIET)
            self.set_xy(x - side, top + high + 1)
            self.cell(2 * side, 5, time, align="C")
        self.set_xy(self.l_margin, top + high + 9)

    def _tiles(self, tiles: Sequence[Tile]) -> None:
        """Boxes of one height beside one another."""
        gap, high = 4.0, self._of_tiles(tiles)
        wide = (self.epw - gap * (len(tiles) - 1)) / len(tiles)
        self._begin()
        top = self.y + 1
        for place, tile in enumerate(tiles):
            left = self.l_margin + place * (wide + gap)
            self.set_draw_color(185, 190, 198)
            self.set_line_width(0.2)
            self.rect(left, top, wide, high)
            rows = ((tile.words, 8.5, QUIET, 2.0), (tile.text, 18.0, INK, 6.6), (tile.aside, 8.5, QUIET, 15.2))
            for words, size, colour, down in rows:
                self._face(size, colour, bold=size > 10)
                self.set_xy(left + 2, top + down)
                self.cell(wide - 4, size * 0.45, words)
        self.set_xy(self.l_margin, top + high + 3)

    @staticmethod
    def _of_tiles(tiles: Sequence[Tile]) -> float:
        """Height of the boxes."""
        return 21.0 if any(tile.aside for tile in tiles) else 16.0

    def _picture(self, drawing: Drawing, share: float) -> None:
        scale = self.epw * share / drawing.wide
        self._begin()
        left, top = self.l_margin, self.y + 1
        for mark in drawing.marks:
            self._mark(mark, left, top, scale)
        self.set_dash_pattern()
        self.set_xy(self.l_margin, top + drawing.high * scale + 3)

    def _mark(self, mark: Mark, left: float, top: float, scale: float) -> None:
        """One mark of a drawing, whose field begins at a place of the page."""

        def at(point: Point) -> Point:
            return left + point[0] * scale, top + point[1] * scale

        match mark:
            case Way(points, colour, width, dashes):
                self.set_draw_color(colour)
                self.set_line_width(width * scale)
                stroke, gap = (dashes[0], dashes[1]) if dashes else (0.0, 0.0)
                self.set_dash_pattern(stroke * scale, gap * scale)
                self.polyline([at(point) for point in points])
            case drawn.Block(x, y, wide, high, colour, dashed):
                self.set_fill_color(colour)
                self.set_draw_color(*INK)
                self.set_line_width(0.2)
                self.set_dash_pattern(*((0.5, 0.5) if dashed else (0.0, 0.0)))
                self.rect(*at((x, y)), wide * scale, high * scale, style="DF" if dashed else "F")
            case Dot(place, radius, colour):
                self.set_fill_color(colour)
                self.set_draw_color(*INK)
                self.set_line_width(0.2)
                self.set_dash_pattern()
                self.circle(*at(place), radius * scale, style="DF")
            case Words(place, words, anchor):
                x, y = at(place)
                self._face(drawn.LETTER * scale / POINT)
                self.text(
                    x - self.get_string_width(words) * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor], y, words
                )

    def _slide(self, words: str, points: Sequence[str]) -> None:
        if self.y > self.t_margin + 1:
            self.add_page()
        self.ln(10)
        self._face(32, DEEP, bold=True)
        self._say(words, 15)
        self.ln(10)
        for point in points:
            self._face(21)
            self.cell(10, 11, "•")
            left = self.l_margin
            self.set_left_margin(left + 10)
            self.set_x(left + 10)
            self._say(point, 11)
            self.set_left_margin(left)
            self.set_x(left)
            self.ln(4)


def breakable(words: str) -> str:
    """The words with marks where a line of Japanese may end; words in other scripts stay whole."""
    return "".join(_marked(words))


def _marked(words: str) -> Iterator[str]:
    for here, after in pairwise(f"{words} "):
        yield here
        between = (_wide(here) or _wide(after)) and " " not in {here, after}
        if between and after not in NOT_FIRST and here not in NOT_LAST:
            yield BREAK


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}
