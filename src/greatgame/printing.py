"""How the command line prints: one width, one kind of table, figures in a few characters."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from greatgame import text

WIDTH, WIDEST, STUDY = 100, 116, 150
"""Columns where no terminal says otherwise, the most that still reads well, and what a study's table may take."""

BLOCKS = "▁▂▃▄▅▆▇█"
EIGHTHS = "▏▎▍▌▋▊▉█"


class _Terminal(Console):
    """A console that leaves it to the command line what becomes of output that nobody reads."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def console(widest: int = WIDEST, markup: bool = False) -> Console:
    """A console that prints the same words to a terminal, a file and a pipe.

    Where nothing says how wide the output is, it is ``WIDTH`` columns, or
    ``widest`` where more than the usual was asked for.
    """
    width = WIDTH if widest == WIDEST else widest
    if os.environ.get("COLUMNS", "").isdigit() or sys.stdout.isatty():
        width = max(min(Console().width, widest), 60)
    return _Terminal(width=width, highlight=False, emoji=False, markup=markup)


def table(*columns: str) -> Table:
    """A quiet table; a column that starts with ``>`` is set right, one that starts with ``*`` takes what room is left.

    Where there is too little, words wrap and pictures are drawn smaller; the numbers on the right stay whole.
    """
    made = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
    for column in columns:
        name = column.lstrip(">*")
        if column.startswith("*"):
            made.expand = True
            made.add_column(name, overflow="fold", ratio=1)
        elif column.startswith(">"):
            made.add_column(name, justify="right", no_wrap=True, min_width=len(name))
        else:
            made.add_column(name, overflow="fold")
    return made


class Heading:
    """A section's title with a line to the edge."""

    def __init__(self, words: str, aside: str = "") -> None:
        self.words, self.aside = words, aside

    def __rich_console__(self, terminal: Console, options: ConsoleOptions) -> RenderResult:
        line = Text("\n")
        line.append(self.words.upper(), style="bold")
        if self.aside:
            line.append(f"  {self.aside}", style="dim")
        rest = options.max_width - len(line.plain) - 1
        line.append("  " + "─" * max(rest, 0) if rest > 4 else "", style="dim")
        yield line


def indented(content: RenderableType, columns: int = 2) -> Padding:
    """Content set in from the left."""
    return Padding(content, (0, 0, 0, columns))


def sparkline(values: Iterable[float], low: float = 0.0, high: float = 100.0) -> str:
    """A line of block characters, one for each value between ``low`` and ``high``."""
    span = max(high - low, 1e-9)
    steps = [min(max((value - low) / span, 0.0), 1.0) for value in values]
    return "".join(BLOCKS[min(int(step * len(BLOCKS)), len(BLOCKS) - 1)] for step in steps)


def course(values: Sequence[float], least: float = 20.0, points: int = 0) -> str:
    """A sparkline over the values' own range, widened to ``least``, so that noise does not look like news.

    With ``points``, only so many of the values are drawn, evenly spread, the last among them.
    """
    middle = (min(values) + max(values)) / 2.0
    half = max(max(values) - min(values), least) / 2.0
    return sparkline(evenly(values, points), middle - half, middle + half)


def evenly(values: Sequence[float], points: int) -> Sequence[float]:
    """So many of the values at most, evenly spread, the last among them; all of them for no points."""
    if not points or len(values) <= points:
        return values
    step = (len(values) - 1) / max(points - 1, 1)
    return [values[-1 - round(i * step)] for i in reversed(range(points))]


class Picture:
    """A line of characters in a cell, drawn in fewer where there is less room."""

    def __init__(self, draw: Callable[[int], str], widest: int) -> None:
        self.draw, self.widest = draw, widest

    @classmethod
    def of_course(cls, values: Sequence[float], least: float = 20.0, points: int = 0) -> Picture:
        """:func:`course` of all values, or of so many points at most."""
        return cls(lambda width: course(values, least, width), min(len(values), points or len(values)))

    @classmethod
    def of_growth(cls, values: Sequence[float]) -> Picture:
        """:func:`sparkline` of all values, from nothing to the largest of them."""
        return cls(lambda width: sparkline(evenly(values, width), 0.0, max(values)), len(values))

    @classmethod
    def of_bar(cls, value: float, full: float, width: int) -> Picture:
        """:func:`bar`, as wide as that where there is room."""
        return cls(lambda width: bar(value, full, width), width)

    def __rich_console__(self, terminal: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self.draw(min(options.max_width, self.widest)), no_wrap=True, overflow="crop")

    def __rich_measure__(self, terminal: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(1, min(options.max_width, self.widest))


def bulleted(lines: Iterable[str]) -> Table:
    """Sentences behind bullets, with a hanging indent."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    for line in lines:
        grid.add_row("•", line)
    return grid


def bar(value: float, full: float, width: int) -> str:
    """A bar of ``width`` columns when ``value`` reaches ``full``, exact to an eighth of a column."""
    eighths = round(min(max(value / max(full, 1e-9), 0.0), 1.0) * width * 8)
    whole, part = divmod(eighths, 8)
    return "█" * whole + (EIGHTHS[part - 1] if part else "")


def signed(value: float, digits: int = 1) -> str:
    """A change with its sign, a true minus, and no sign on nothing: ``+3.1``, ``−0.4``, ``0.0``."""
    text = f"{abs(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0.0:
        return text
    return f"{'+' if value > 0 else '−'}{text}"


def toned(value: float, good: bool = True) -> Text:
    """A signed change, green where it is welcome; ``good`` says whether more is. The sign says it without colour."""
    text = signed(value)
    if text[0] not in "+−":
        return Text(text, style="dim")
    return Text(text, style="green" if (value > 0) == good else "red")


def listed(words: Sequence[str], last: str = "and") -> text.Text:
    """``a, b and c``."""
    if len(words) < 2:
        return text.joined(words)
    return text.joined([text.joined(words[:-1]), words[-1]], f" {last} ")


def percent(share: float) -> str:
    """A share as whole per cents, without calling the nearly certain certain."""
    if 0.0 < share < 0.005:
        return "<1 %"
    if 0.995 < share < 1.0:
        return ">99 %"
    return f"{100 * share:.0f} %"


def counted(number: int, one: str, many: str = "") -> text.Text:
    """``1 order``, ``2 orders``."""
    return text.say(f"{{number:,}} {one if number == 1 else many or one + 's'}", number=number)
