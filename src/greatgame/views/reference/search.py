"""Finding by a few letters: without accents, in every language, and in Latin letters for Japanese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

SIGNS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォャュョー"
)
SOUNDS = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo "
    "ya yu yo ra ri ru re ro wa o n "
    "ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po vu a i u e o ya yu yo -"
)
KANA: Mapping[str, str] = MappingProxyType(dict(zip(SIGNS, SOUNDS.split(), strict=True)))
"""A katakana sign -> how it is typed."""
SMALL = frozenset("ァィゥェォャュョ")


def folded(text: str) -> str:
    """Small letters without accents, full-width letters as plain ones."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return unicodedata.normalize("NFKC", "".join(sign for sign in plain if not _accent(sign)))


def _accent(sign: str) -> bool:
    return unicodedata.combining(sign) != 0 and sign not in "\u3099\u309a"


@lru_cache(maxsize=4096)
def romaji(text: str) -> str:
    """The kana of a text in Latin letters, as they are typed; other signs fall away."""
    said: list[str] = []
    double = False
    for sign in text:
        sign = chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ん" else sign
        if sign == "ッ":
            double = True
            continue
        sound = KANA.get(sign, "")
        if sound == "-":
            sound = ""
        elif sign in SMALL and said and said[-1]:
            said[-1] = _contracted(said[-1], sound)
            continue
        said.append(sound[:1] + sound if double and sound else sound)
        double = False
    return "".join(said)


def _contracted(before: str, small: str) -> str:
    """Two signs that are one sound: ``shi`` and ``yo`` are ``sho``."""
    if small.startswith("y"):
        return before[:-1] + (small[1:] if before[-2:] in ("hi", "ji") and len(before) > 1 else small)
    return before[:-1] + small


def matches(query: str, *words: str) -> bool:
    """Whether every word of a folded query occurs somewhere."""
    return all(any(part in word for word in words) for part in query.split())


def rank(query: str, titles: Iterable[str], words: str) -> int | None:
    """How well folded titles and words answer a folded query: 0 is best, None not at all."""
    names = list(titles)
    if any(name.startswith(query) for name in names):
        return 0
    if any(matches(query, name) for name in names):
        return 1
    return 2 if matches(query, *names, words) else None
