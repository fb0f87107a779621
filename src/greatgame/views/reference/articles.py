"""What an article of the encyclopaedia is made of."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.records import Record
from greatgame.text import Text
from greatgame.views.figures import Figure


@dataclass(frozen=True)
class Link(Record):
    """The way to another article."""

    topic: str
    title: Text


@dataclass(frozen=True)
class Block(Record):
    """A part of an article under one heading: running text, figures, and ways to other articles."""

    heading: Text
    """Empty for the text that an article begins with."""
    paragraphs: tuple[Text, ...] = ()
    """Marked text: bold, and links to other articles."""
    figures: tuple[Figure, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.paragraphs or self.figures or self.links)


@dataclass(frozen=True)
class Article(Record):
    """Everything about one topic."""

    topic: str
    """Section and name: ``concept:trust``."""
    section: Text
    title: Text
    blocks: tuple[Block, ...]

    @property
    def links(self) -> tuple[str, ...]:
        """Topics of all its blocks' links."""
        return tuple(link.topic for block in self.blocks for link in block.links)


@dataclass(frozen=True)
class Topic(Record):
    """An article's place in the index."""

    topic: str
    section: str
    """Id of the section."""
    title: Text
    words: str = ""
    """What else finds it: other names, readings, its text; folded."""


NOTHING = Text("")
