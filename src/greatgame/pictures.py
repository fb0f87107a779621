"""What the laboratory's pictures share: matplotlib where it is needed, one look, files written whole."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greatgame.errors import GreatGameError
from greatgame.extras import needs
from greatgame.files import replacing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, FADED, RULE, BAND, PAPER = "#262a30", "#6a6e74", "#d5d5d0", "#f5f5f2", "#ffffff"
COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#7a7a7a",
    "#8a6d00",
    "#4b3f92",
    "#a01a4a",
    "#1b7f7a",
    "#b3a369",
)
"""Okabe and Ito's (2008) first, which people who see few colours can tell apart; markers tell it again."""
MARKERS = "osD^vPX<>*"

LOOK: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Helvetica", "Arial"],
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": FADED,
    "ytick.color": INK,
    "legend.frameon": False,
    # The same figures give the same file, and words stay words.
    "svg.hashsalt": "great-game",
    "svg.fonttype": "none",
}


def colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def marker(place: int) -> str:
    return MARKERS[place % len(MARKERS)]


@contextlib.contextmanager
def look() -> Iterator[None]:
    """The laboratory's look, for what is drawn inside.

    Raises:
        GreatGameError: where matplotlib is not installed.
    """
    needs("lab", "matplotlib")
    import matplotlib

    with matplotlib.rc_context(LOOK):
        yield


def figure(width: float, height: float, title: str, aside: str) -> Figure:
    """An empty figure of a size in inches with a title and lines of provenance; call it inside :func:`look`."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    made.suptitle(_wrapped(title, 10.0 * width), x=0.01, ha="left", fontsize=12, fontweight="bold")
    made.supxlabel(_wrapped(aside, 16.0 * width), x=0.01, ha="left", fontsize=7.5, color=FADED)
    return made


def _wrapped(words: str, signs: float) -> str:
    """No line longer than so many signs; figures stay with their signs."""
    lines = (textwrap.wrap(line, int(signs)) for line in words.replace(" %", "\u00a0%").split("\n"))
    return "\n".join(part for line in lines for part in line)


def bands(axes: Any, rows: int) -> None:
    """Rows ``0 ... rows - 1`` from top to bottom, every other one shaded, with grid lines across."""
    axes.set_ylim(rows - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    for row in range(0, rows, 2):
        axes.axhspan(row - 0.5, row + 0.5, color=BAND, linewidth=0, zorder=0)


ENDINGS = ("svg", "png", "pdf")


def check(path: Path) -> None:
    """Make sure that a picture can be drawn there, before the work is done.

    Raises:
        GreatGameError: for another ending, or where matplotlib is not installed.
    """
    if _ending(path) not in ENDINGS:
        raise GreatGameError(f"cannot draw {str(path)!r}: name a file that ends in .svg, .png or .pdf")
    needs("lab", "matplotlib")


def _ending(path: Path) -> str:
    return path.suffix.lstrip(".").lower()


def save(made: Figure, path: Path) -> None:
    """Write a figure in the form that the file's ending says, whole or not at all.

    Raises:
        GreatGameError: where it cannot be written, or the ending is no picture's.
    """
    check(path)
    ending = _ending(path)
    try:
        with replacing(path) as stream:
            made.savefig(stream, format=ending, dpi=144, metadata=None if ending == "png" else _undated(ending))
    except OSError as error:
        raise GreatGameError(f"cannot write {str(path)!r}: {error.strerror or error}; choose another place") from error


def _undated(ending: str) -> dict[str, None]:
    return {"Date": None} if ending == "svg" else {"CreationDate": None}
