"""Pages to be printed: a handful of kinds of block, written as HTML here and as PDF by :mod:`leaf_pdf`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

Voice = Literal["plain", "say", "watch", "note", "lead"]
"""How a paragraph is set: said aloud, to be looked out for, in small print, as an introduction."""


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
class Lines:
    """Room to write by hand."""

    count: int = 3


@dataclass(frozen=True)
class Slide:
    """A page for the screen: a title and a few points."""

    words: str
    points: Sequence[str]


Block = Heading | Paragraph | Bullets | Grid | Lines | Slide


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
ul, ol { margin: 0 0 3mm; padding-left: 7mm; } li { margin-bottom: 1mm; }
table { width: 100%%; border-collapse: collapse; margin: 1mm 0 4mm; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm; border-bottom: .2mm solid #b9bec6; }
th { border-bottom: .5mm solid #14354f; font-size: 9.5pt; } thead { display: table-header-group; }
tr { break-inside: avoid; }
td.right, th.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding: 1mm; }
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


def _each(tag: str, items: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape(item)}</{tag}>" for item in items)


def paragraphs(words: str, voice: Voice = "plain") -> list[Paragraph]:
    """A text with blank lines between its paragraphs, one block each."""
    return [Paragraph(" ".join(part.split("\n")), voice) for part in words.strip().split("\n\n")]
