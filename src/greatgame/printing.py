"""How the command line prints: one width, one kind of table, figures in a few characters."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDTH, WIDEST = 100, 116
"""Columns where no terminal says otherwise, and the most that still reads well."""

BLOCKS = "▁▂▃▄▅▆▇█"
EIGHTHS = "▏▎▍▌▋▊▉█"


def console(stderr: bool = False) -> Console:
    """A console that prints the same words to a terminal, a file and a pipe."""
    stream = sys.stderr if stderr else sys.stdout
    width: int | None = WIDTH
    if os.environ.get("COLUMNS", "").isdigit() or stream.isatty():
        width = max(min(Console(file=stream).width, WIDEST), 60)
    return Console(file=stream, width=width, highlight=False, emoji=False, markup=False)


def table(*columns: str, title: str = "", wide: Sequence[str] = ()) -> Table:
    """A quiet table.  A column that starts with ``>`` is set right, ``=`` centred; ``wide`` ones may wrap."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title or None, title_justify="left", show_edge=False)
    made.title_style = "italic"
    made.header_style = "bold"
    for column in columns:
        name = column.lstrip(">=")
        aligned = {">": "right", "=": "center"}.get(column[:1], "left")
        loose = name in wide
        made.add_column(
            name,
            justify=aligned,  # type: ignore[arg-type]  # one of rich's three words by construction
            no_wrap=not loose,
            overflow="fold" if loose else "ellipsis",
            min_width=len(name) if aligned == "right" else None,
            ratio=1 if loose else None,
        )
    if wide:
        made.expand = True
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


def toned(value: float, digits: int = 1, good: int = 1) -> Text:
    """A signed change, green where it is welcome; the sign says the same without colour."""
    text = signed(value, digits)
    if text[0] not in "+−":
        return Text(text, style="dim")
    return Text(text, style="green" if (value > 0) == (good > 0) else "red")


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 order``, ``2 orders``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
