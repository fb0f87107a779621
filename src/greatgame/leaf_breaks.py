"""Where a page may end: what belongs together stands on one page, and nothing stands alone at its foot or head.

A document is a run of pieces: a heading, a line of a paragraph, a row of a
table.  Between some of them no page ends: after a heading, within a short
table or list and the first and the last rows of a longer one, between
words and the table or the room to write that they introduce, before what is
said or looked out for, and before words under a list and small print under a
table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from greatgame.leaf import Bars, Block, Bullets, Curve, Grid, Heading, Lines, Paragraph, Picture, Slide, Tiles

TOGETHER = 3
"""Rows of a table, bars or lines to write on of which none stands on a page without as many of its neighbours."""
WHOLE, SHORT = 10, 6
"""Rows of a table, and points of a list, up to which it is not parted."""
LINES = 2
"""The same for lines of a paragraph and for points of a list."""
SPOKEN = frozenset({"say", "watch"})
"""Voices that comment on what stands before them."""
SHOWN = (Bars, Curve, Grid, Picture, Tiles)
"""Blocks that words introduce, and that small print below explains."""


@dataclass
class Piece:
    """What cannot be parted."""

    high: float
    gap: float = 0.0
    """To the next one."""
    held: bool = False
    """Whether no page ends between it and the next one."""


def needs(pieces: Sequence[Piece], page: float) -> list[float]:
    """For each piece the room without which it begins a new page: as far as the pieces that it holds reach.

    Where they are more than a page holds, it is the piece and the next one.
    """
    found: list[float] = []
    rest = 0.0
    for place in reversed(range(len(pieces))):
        piece, least = pieces[place], pieces[place].high
        if piece.held and place + 1 < len(pieces):
            least += piece.gap + pieces[place + 1].high
        rest = piece.high + (piece.gap + rest if piece.held else 0.0)
        found.append(rest if rest <= page else least)
    return found[::-1]


def block_of(heights: Sequence[float], together: int, gap: float = 0.0, between: float = 0.0) -> list[Piece]:
    """The pieces of one block: so many of the first and of the last stay together; with the gaps between and after."""
    last = len(heights) - 1
    return [
        Piece(high, gap if place == last else between, place < together - 1 or last - together < place < last)
        for place, high in enumerate(heights)
    ]


def tied(block: Block, after: Block | None) -> bool:
    """Whether no page ends between two blocks."""
    if after is None or isinstance(block, Slide) or isinstance(after, (Slide, Heading)):
        return isinstance(block, Heading) and isinstance(after, Heading) and after.level > block.level
    if isinstance(block, Heading):
        return True
    if isinstance(after, Paragraph):
        told = isinstance(block, Bullets) or (after.voice == "note" and isinstance(block, SHOWN))
        return told or after.voice in SPOKEN
    return isinstance(block, Paragraph) and isinstance(after, (*SHOWN, Bullets, Lines))
