"""The texts that people wrote for the encyclopaedia: ``assets/encyclopaedia/LANGUAGE.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import tomli

from greatgame.errors import GreatGameError
from greatgame.mechanisms import MECHANISM_BOOK
from greatgame.paths import data_dir
from greatgame.text import ENGLISH, JAPANESE, Text, named

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """One text: its title, its paragraphs in every language, and what belongs to it."""

    topic: str
    title: Text
    paragraphs: tuple[Text, ...]
    also: tuple[str, ...]
    """Topics that are read next."""
    variables: tuple[str, ...]
    """Heads of paths of figures that it explains."""
    rules: tuple[str, ...]
    """Tables of coefficients that belong to it."""
    lists: tuple[str, ...]
    """Tables of the scenario whose rows are told one by one, such as its levels."""
    names: tuple[str, ...]
    """Other names under which screens ask for it."""
    reading: str
    """How its Japanese title is typed with Latin letters."""


def paragraphs(text: str, joint: str = " ") -> list[str]:
    """Paragraphs of a text; they are parted by empty lines, and their lines are joined."""
    return [joint.join(part.split("\n")).strip() for part in text.strip().split("\n\n")]


def parts(language: str) -> Mapping[str, Row]:
    """Topic -> what stands under it in a language's file.

    Raises:
        GreatGameError: where the file is missing or cannot be read.
    """
    return {f"{section}:{name}": row for section, rows in _file(language).items() for name, row in rows.items()}


def _file(name: str) -> Row:
    path = data_dir("assets") / "encyclopaedia" / f"{name}.toml"
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise GreatGameError(f"{path}: the encyclopaedia cannot be read ({error}): reinstall greatgame") from error


@cache
def _fields() -> Row:
    return _file("figures")


def field_name(around: str, field: str) -> Text | None:
    """What a field of a scenario's file is called, if anybody says so; ``around`` is its section, or ``rules.NAME``."""
    here: Any = _fields()
    for step in around.split("."):
        here = here.get(step, {})
    found = here.get(field)
    if not isinstance(found, list):
        found = _fields()["any"].get(field)
    return None if found is None else named(*found)


def mechanism_title(name: str) -> Text:
    """What a mechanism is called."""
    return named(MECHANISM_BOOK[name].title, written()[f"mechanism:{name}"].title.other.get(JAPANESE))


@cache
def written() -> Mapping[str, Written]:
    """All texts by topic, in order of the English file."""
    japanese = parts(JAPANESE)
    return {topic: _written(topic, row, japanese.get(topic, {})) for topic, row in parts(ENGLISH).items()}


def _written(topic: str, row: Row, other: Row) -> Written:
    english = paragraphs(row["text"])
    told = paragraphs(other["text"], "") if "text" in other else []
    both = [named(text, told[place] if place < len(told) else None) for place, text in enumerate(english)]
    return Written(
        topic=topic,
        title=named(row.get("title", ""), other.get("title")),
        paragraphs=tuple(both),
        also=tuple(row.get("also", ())),
        variables=tuple(row.get("variables", ())),
        rules=tuple(row.get("rules", ())),
        lists=tuple(row.get("lists", ())),
        names=tuple(row.get("names", ())),
        reading=str(other.get("reading", "")),
    )
