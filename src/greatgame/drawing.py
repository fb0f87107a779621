"""Small pictures made of lines, bars, dots and words: written as SVG here, set into a PDF by :mod:`leaf_pdf`.

Measures are those of the picture's own field, which is as wide as ``wide``;
colours are written ``#rrggbb``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

LETTER = 12.0
"""Height of letters."""
INK = "#17202c"


@dataclass(frozen=True)
class Way:
    """A line through points; ``dashes`` are lengths of stroke and gap, none for a whole line."""

    points: Sequence[Point]
    colour: str = INK
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Block:
    """A filled rectangle; ``dashed`` has an edge that tells it apart without colour."""

    left: float
    top: float
    wide: float
    high: float
    colour: str
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A filled circle with an edge."""

    at: Point
    radius: float
    colour: str


@dataclass(frozen=True)
class Words:
    """Words that begin, stand in the middle or end at a point of their base line."""

    at: Point
    words: str
    anchor: Anchor = "start"


Mark = Way | Block | Dot | Words


@dataclass
class Drawing:
    """One picture."""

    title: str
    """For those who do not see it."""
    wide: float
    high: float
    marks: list[Mark] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        """Draw over what is there."""
        self.marks.extend(marks)

    def svg(self) -> str:
        """The picture as SVG that needs nothing else."""
        head = f'viewBox="0 0 {self.wide:g} {self.high:g}" role="img" aria-label="{escape(self.title)}"'
        return f'<svg {head} font-size="{LETTER:g}" fill="currentColor">{"".join(map(_svg, self.marks))}</svg>'


def _svg(mark: Mark) -> str:
    match mark:
        case Way(points, colour, width, dashes):
            way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            gaps = f' stroke-dasharray="{" ".join(f"{length:g}" for length in dashes)}"' if dashes else ""
            return f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{width:g}"{gaps}/>'
        case Block(left, top, wide, high, colour, dashed):
            edge = f' stroke="{INK}" stroke-dasharray="2 2"' if dashed else ""
            place = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:g}"'
            return f'<rect {place} fill="{colour}"{edge}/>'
        case Dot((x, y), radius, colour):
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="{INK}"/>'
        case Words((x, y), words, anchor):
            return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
