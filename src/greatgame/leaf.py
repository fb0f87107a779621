"""Pages to be printed: a handful of kinds of block, written as HTML here and as PDF by :mod:`leaf_pdf`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from greatgame.drawing import Drawing

Voice = Literal["plain", "say", "watch", "note", "lead", "figure"]
"""How a paragraph is set: said aloud, to be looked out for, in small print, as an introduction, as one large number."""


@dataclass(frozen=True)
class Heading:
    """A title: 1 begins a page of its own, 2 a section, 3 a part of it."""

    words: str
    level: Literal[1, 2, 3] = 2
    aside: str = ""


@dataclass(frozen=True)
class Paragraph:
    words: str
    voice: Voice = "plain"
    label: str = ""


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]
    numbered: bool = False
    boxes: bool = False
    """A box to tick before each."""


@dataclass(frozen=True)
class Grid:
    """A table; ``widths`` are shares of the line, columns in ``right`` are set right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    right: frozenset[int] = frozenset()
    small: bool = False
    tall: bool = False
    """With room in its rows to write by hand."""


@dataclass(frozen=True)
class Bar:
    """A number out of a whole: its name, its digits, and the share of the line that it fills, 0 to 1."""

    words: str
    text: str
    share: float
    group: str = ""
    """Heading of this bar and of those after it that have none."""


@dataclass(frozen=True)
class Bars:
    """Numbers beside one another, each with its bar; half of the line is marked."""

    rows: Sequence[Bar]


@dataclass(frozen=True)
class Curve:
    """A figure over time as a line, its ends named, a goal dashed and named."""

    values: Sequence[float]
    ends: tuple[str, str]
    """First and last value in digits."""
    times: tuple[str, str]
    goal: float
    goal_name: str
    """What stands at the line of the goal, where the curve begins."""

    def points(self, width: float, height: float) -> list[tuple[float, float]]:
        """Where the values lie in a field of that size, and at the end where the goal does."""
        low, high = min(*self.values, self.goal) - 1.0, max(*self.values, self.goal) + 1.0
        steps = max(1, len(self.values) - 1)
        heights = [height * (high - value) / (high - low) for value in (*self.values, self.goal)]
        return [(width * min(place, steps) / steps, y) for place, y in enumerate(heights)]


@dataclass(frozen=True)
class Tile:
    """A number that is read first: what it is, its digits, and a word about it."""

    words: str
    text: str
    aside: str = ""


@dataclass(frozen=True)
class Tiles:
    """Numbers to be read first, side by side."""

    tiles: Sequence[Tile]


@dataclass(frozen=True)
class Picture:
    """A drawing that takes so much of the line."""

    drawing: Drawing
    share: float = 1.0


@dataclass(frozen=True)
class Lines:
    """Room to write by hand."""

    count: int = 3


@dataclass(frozen=True)
class Slide:
    """A page for the screen: a title and a few points."""

    words: str
    points: Sequence[str]


Block = Heading | Paragraph | Bullets | Grid | Bars | Curve | Tiles | Picture | Lines | Slide


@dataclass
class Leaf:
    """One document."""

    name: str
    """Of its file, without ending."""
    title: str
    language: str
    wide: bool = False
    """Landscape."""
    blocks: list[Block] = field(default_factory=list)

    def add(self, *blocks: Block) -> None:
        """Put blocks at the end."""
        self.blocks.extend(blocks)


STYLE = """
@page { size: A4 %(page)s; margin: 16mm 15mm 18mm; @bottom-right { content: counter(page); font: 9pt sans-serif; } }
* { box-sizing: border-box; }
html { color: #1a1c20; background: #fff;
  font: 11pt/1.5 "Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP", "Noto Sans JP", "Noto Sans", system-ui, sans-serif; }
body { margin: 0 auto; max-width: %(width)s; padding: 8mm; line-break: strict; overflow-wrap: anywhere; }
h1 { font-size: 20pt; line-height: 1.25; margin: 0 0 4mm; padding-bottom: 2mm; border-bottom: 1.2mm solid #1f5d8c; }
h1:not(:first-child) { break-before: page; margin-top: 14mm; }
h2 { font-size: 13.5pt; line-height: 1.3; margin: 7mm 0 2mm; }
h3 { font-size: 11.5pt; margin: 5mm 0 1mm; }
h1, h2, h3 { break-after: avoid; color: #14354f; }
h1 small, h2 small, h3 small { float: right; margin-left: 4mm; font-size: 10pt; font-weight: normal; color: #555; }
p { margin: 0 0 2.5mm; orphans: 3; widows: 3; }
p:has(b.label) { break-inside: avoid; }
p b.label { display: block; font-size: 9pt; letter-spacing: .04em; color: #555; }
p.lead { font-size: 12pt; }
p.say { border-left: 1.2mm solid #1f5d8c; padding: 1mm 0 1mm 4mm; break-inside: avoid; }
p.watch { border: .3mm solid #8a6d1d; border-left-width: 1.2mm; padding: 1mm 3mm; break-inside: avoid; }
p.note { font-size: 9.5pt; color: #444; }
p.figure { font-size: 26pt; line-height: 1.2; font-weight: 700; }
table.bars td, table.bars th { border: 0; padding: .6mm 2mm; }
table.bars th { font-size: inherit; }
td.track div { position: relative; height: 3mm; margin-top: 1.5mm; background: #e6eaee; }
td.track i { display: block; height: 3mm; background: #1f5d8c; }
td.track div::after { content: ""; position: absolute; left: 50%%; top: 0; width: .4mm; height: 3mm;
  background: #16202b; }
td.track div, td.track i, td.track div::after { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
div.tiles { display: flex; gap: 4mm; margin: 2mm 0 4mm; break-inside: avoid; }
div.tiles > div { flex: 1; border: .2mm solid #b9bec6; padding: 2mm 3mm; } div.tiles small { display: block; }
div.tiles b { display: block; font-size: 20pt; line-height: 1.2; }
div.picture { break-inside: avoid; margin: 1mm 0 3mm; } div.picture svg { width: 100%%; height: auto; }
svg.curve { width: 100%%; height: auto; break-inside: avoid; }
ul, ol { margin: 0 0 3mm; padding-left: 7mm; } li { margin-bottom: 1mm; }
table { width: 100%%; border-collapse: collapse; margin: 1mm 0 4mm; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm; border-bottom: .2mm solid #b9bec6; }
th { border-bottom: .5mm solid #14354f; font-size: 9.5pt; } thead { display: table-header-group; }
tr { break-inside: avoid; }
td.right, th.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding: 1mm; }
th.right { white-space: normal; }
table.small { font-size: 9pt; line-height: 1.35; }
table.tall td { height: 9.5mm; }
ul.boxes { list-style: "☐  "; }
hr.line { border: 0; border-bottom: .2mm solid #777; height: 9mm; margin: 0; }
section.slide { break-after: page; break-inside: avoid; min-height: %(slide)s; padding: 14mm 12mm;
  border: .3mm solid #b9bec6; }
section.slide h2 { font-size: 34pt; margin: 0 0 12mm; }
section.slide li { font-size: 22pt; line-height: 1.35; margin-bottom: 5mm; }
@media print {
  body { padding: 0; max-width: none; }
  section.slide { border: 0; }
  h1:not(:first-child) { margin-top: 0; }
}
"""


def html(leaf: Leaf) -> str:
    """The document as one file that needs nothing else."""
    shape = {"page": "landscape" if leaf.wide else "portrait", "width": "297mm" if leaf.wide else "200mm"}
    style = STYLE % {**shape, "slide": "165mm"}
    body = "\n".join(_block(block) for block in leaf.blocks)
    return (
        f'<!doctype html>\n<html lang="{leaf.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(leaf.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(words, level, aside):
            beside = f"<small>{escape(aside)}</small>" if aside else ""
            return f"<h{level}>{escape(words)}{beside}</h{level}>"
        case Paragraph(words, voice, label):
            named = f'<b class="label">{escape(label)}</b>' if label else ""
            kind = "" if voice == "plain" else f' class="{voice}"'
            return f"<p{kind}>{named}{escape(words)}</p>"
        case Bullets(items, numbered, boxes):
            kind = "ol" if numbered else "ul"
            ticked = ' class="boxes"' if boxes else ""
            return f"<{kind}{ticked}>{_each('li', items)}</{kind}>"
        case Grid():
            return _grid(block)
        case Bars(rows):
            return f'<table class="bars"><tbody>{"".join(map(_bar, rows))}</tbody></table>'
        case Curve():
            return _curve(block)
        case Tiles(tiles):
            return f'<div class="tiles">{"".join(map(_tile, tiles))}</div>'
        case Picture(drawing, share):
            return f'<div class="picture" style="width:{100 * share:.0f}%">{drawing.svg()}</div>'
        case Lines(count):
            return '<hr class="line">' * count
        case Slide(words, points):
            return f'<section class="slide"><h2>{escape(words)}</h2><ul>{_each("li", points)}</ul></section>'


def _grid(grid: Grid) -> str:
    whole = sum(grid.widths)
    widths = "".join(f'<col style="width:{100 * share / whole:.1f}%">' for share in grid.widths)
    kinds = [' class="right"' if column in grid.right else "" for column in range(len(grid.head))]
    head = "".join(f'<th scope="col"{kind}>{escape(words)}</th>' for kind, words in zip(kinds, grid.head, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in grid.rows
    )
    kinds_of_table = [name for name, on in (("small", grid.small), ("tall", grid.tall)) if on]
    small = f' class="{" ".join(kinds_of_table)}"' if kinds_of_table else ""
    top = f"<thead><tr>{head}</tr></thead>" if any(grid.head) else ""
    return f"<table{small}><colgroup>{widths}</colgroup>{top}<tbody>{rows}</tbody></table>"


def _tile(tile: Tile) -> str:
    return (
        f"<div><small>{escape(tile.words)}</small><b>{escape(tile.text)}</b><small>{escape(tile.aside)}</small></div>"
    )


def _bar(bar: Bar) -> str:
    width = 100.0 * max(0.0, min(1.0, bar.share))
    track = f'<div><i style="width:{width:.1f}%"></i></div>'
    above = f'<tr><th colspan="3">{escape(bar.group)}</th></tr>' if bar.group else ""
    cells = f'<td>{escape(bar.words)}</td><td class="track">{track}</td><td class="right">{escape(bar.text)}</td>'
    return f"{above}<tr>{cells}</tr>"


def _curve(curve: Curve) -> str:
    *points, (_, goal) = [(60.0 + x, 12.0 + y) for x, y in curve.points(520.0, 110.0)]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [
        f'<line x1="60" x2="580" y1="{goal:.1f}" y2="{goal:.1f}" stroke="#8a96a3" stroke-dasharray="4 4"/>',
        f'<text x="64" y="{max(goal - 4, 10):.1f}" font-size="12" fill="#52606d">{escape(curve.goal_name)}</text>',
        f'<polyline points="{way}" fill="none" stroke="#1f5d8c" stroke-width="2.5"/>',
    ]
    sides = ((points[0], "end", -8.0), (points[-1], "start", 8.0))
    for ((x, y), anchor, shift), text, time in zip(sides, curve.ends, curve.times, strict=True):
        parts.append(
            f'<text x="{x + shift:.1f}" y="{y + 5:.1f}" text-anchor="{anchor}" font-size="13">{escape(text)}</text>'
            f'<text x="{x:.1f}" y="142" text-anchor="middle" font-size="12" fill="#52606d">{escape(time)}</text>'
        )
    return f'<svg class="curve" viewBox="0 0 640 150" role="img">{"".join(parts)}</svg>'


def _each(tag: str, items: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape(item)}</{tag}>" for item in items)


def paragraphs(words: str, voice: Voice = "plain") -> list[Paragraph]:
    """A text with blank lines between its paragraphs, one block each."""
    return [Paragraph(" ".join(part.split("\n")), voice) for part in words.strip().split("\n\n")]
