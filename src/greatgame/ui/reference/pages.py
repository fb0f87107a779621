"""How an article is set: headings, running text, figures in columns, ways to other articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from greatgame.ui.kit import BODY, Chip, Column, FigureLabel, Rich, Row, Spacer, Span, Ui, Widget, Wrap
from greatgame.ui.screen import narrow
from greatgame.views.figures import Figure
from greatgame.views.reference.articles import Article, Block

Read = Callable[[str], None]


def article_parts(ui: Ui, article: Article, read: Read) -> list[Widget]:
    """The widgets of an article below its title."""
    return [part for block in article.blocks for part in _block(ui, block, read)]


def _block(ui: Ui, block: Block, read: Read) -> Iterator[Widget]:
    if block.heading:
        yield Spacer(4)
        yield Rich((Span(ui.tell(block.heading), bold=True),), size=BODY, ink="accent")
    for paragraph in block.paragraphs:
        yield Rich(ui.tell(paragraph), on_link=read)
    if block.figures:
        yield _figures(ui, block.figures)
    if block.links:
        yield Wrap([_chip(ui, link.topic, ui.tell(link.title), read) for link in block.links], gap=8)


def _chip(ui: Ui, topic: str, title: str, read: Read) -> Widget:
    return Chip(title, act=lambda: read(topic), ink="link", name=f"to {topic}")


def _figures(ui: Ui, figures: Sequence[Figure]) -> Widget:
    columns = 1 if narrow(ui) else 2
    parts = [figures[first : first + columns] for first in range(0, len(figures), columns)]
    rows = [Row([_figure(ui, figure) for figure in part], gap=32, middle=False) for part in parts]
    for row in rows:
        row.children += [Spacer() for _ in range(columns - len(row.children))]
    return Column(rows, gap=2)


def _figure(ui: Ui, figure: Figure) -> Widget:
    title = Rich((Span(ui.tell(figure.title)),), size=15, ink="muted")
    return Row([title.growing(), FigureLabel(figure, size=15, align="right")], gap=10).growing()
