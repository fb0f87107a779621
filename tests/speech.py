"""What is drawn on a screen, in words, and which words belong to no language or to a wrong one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pygame
import pytest

from greatgame.scenario import IndexedScenario
from greatgame.text import ENGLISH, JAPANESE
from greatgame.ui.kit.context import Ui
from greatgame.ui.kit.fonts import Fonts
from greatgame.ui.kit.labels import Label, Rich
from greatgame.ui.kit.words import plain

LATIN = re.compile(r"[A-Za-z][A-Za-z']+")
KEYS = frozenset(
    {"Alt", "Ctrl", "Shift", "Enter", "Esc", "Escape", "Tab", "Delete", "Page", "Up", "Down", "Home", "End"}
)
NAMES = frozenset({"kg", "km", "mtu", "Great", "Game", "greatgame", "English", "SuperX", "Dy", "Tb"})
"""Units, programs and languages that are written so in every language."""
ACRONYM = re.compile(r"[A-Z]{2,8}s?|[IVX]+")
FOLDERS = re.compile(r"(?:[\w.~-]*/)+[\w.*~-]+|[\w.-]+\.(?:toml|json|csv|html|zip|txt)\b")
COMMAND = re.compile(r"greatgame [a-z-]+(?: [a-z-]+)*|pip install [ -~]+")
ADDRESS = re.compile(r"https?://[!-~]+")


@contextmanager
def heard() -> Iterator[list[str]]:
    """Everything that is drawn within: running text and labels whole, though they be wrapped or cut."""
    said: list[str] = []
    within = 0
    draw_text, draw_label, draw_rich = Fonts.text, Label.draw, Rich.draw

    def text(self: Fonts, words: str, *rest: Any, **more: Any) -> pygame.Surface:
        if not within:
            said.append(words)
        return draw_text(self, words, *rest, **more)

    def whole(of: Label | Rich, ui: Ui, surface: pygame.Surface) -> None:
        nonlocal within
        said.append(ui.tell(of.text) if isinstance(of, Label) else plain(of.spans(ui)))
        within += 1
        try:
            draw_label(of, ui, surface) if isinstance(of, Label) else draw_rich(of, ui, surface)
        finally:
            within -= 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fonts, "text", text)
        patch.setattr(Label, "draw", whole)
        patch.setattr(Rich, "draw", whole)
        yield said


def quotations(scenario: IndexedScenario) -> tuple[str, ...]:
    """What stands in the language in which it was written: titles, publishers and addresses of publications."""
    parts = [
        part
        for source in scenario.file.source.values()
        for part in (source.title, source.publisher, source.address, source.note, source.date)
        if part
    ]
    return tuple(sorted(set(parts), key=len, reverse=True))


def foreign(language: str, said: Iterable[str], quoted: Iterable[str], typed: Iterable[str] = ()) -> list[str]:
    """Texts in a wrong language: Latin words on Japanese screens, Japanese signs on English ones.

    ``quoted`` may stand anywhere in a text, ``typed`` are whole texts that a player wrote.
    """
    quotes, own = tuple(quoted), frozenset(typed)
    check = _latin if language == JAPANESE else _japanese
    return sorted({text for text in said if text not in own and check(text, quotes)})


def _latin(text: str, quotes: tuple[str, ...]) -> bool:
    if not LATIN.search(text):
        return False
    for quote in quotes:
        text = text.replace(quote, "")
    for pattern in (ADDRESS, COMMAND, FOLDERS):
        text = pattern.sub("", text)
    return any(not _allowed(word) for word in LATIN.findall(text))


def _allowed(word: str) -> bool:
    return word in KEYS or word in NAMES or ACRONYM.fullmatch(word) is not None


def _japanese(text: str, quotes: tuple[str, ...]) -> bool:
    del quotes
    return any(unicodedata.name(sign, "").startswith(("CJK", "HIRAGANA", "KATAKANA")) for sign in text)


LANGUAGE_NAMES = {ENGLISH: ("日本語",), JAPANESE: ("English",)}
"""A language's screens -> names of the other languages, which are told in themselves."""
