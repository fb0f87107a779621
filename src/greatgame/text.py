"""Text that can be told in another language.

The engine and the scenarios speak English: a :class:`Text` is an English
string like any other, so records, JSON and the command line need not know more.
It remembers what it was made of, and :func:`tell` makes it again in another
language: from the translation that a scenario file brings along
(:func:`named`), or from a template and its values (:func:`say`), whose
translation is looked up by the English template, as gettext does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.words import unpowered

ENGLISH, JAPANESE = "en", "ja"
LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", JAPANESE: "日本語"})
"""Language -> its own name."""

SEPARATORS: Mapping[tuple[str, str], str] = {
    (", ", JAPANESE): "、",
    ("; ", JAPANESE): "；",
    (" and ", JAPANESE): "と",
    (" or ", JAPANESE): "または",
    (" ", JAPANESE): "",
}
"""(English separator, language) -> what stands there."""


GROUPED = frozenset({("JPY bn", JAPANESE), ("JPY bn/yr", JAPANESE)})
"""(unit, language) where the language groups digits its own way and says the unit with them (see :func:`grouped`)."""


MYRIADS: Mapping[str, float] = MappingProxyType({"trillions": 1e8, "billions": 1e5, "millions": 1e2})
"""Format of a number in a sentence -> how many ten thousands one of it is."""


class Text(str):
    """An English string that knows how to be told in other languages.

    Use :func:`say`, :func:`named` and :func:`joined` to make one.
    """

    template: str
    """English template with named fields; the string itself where there are none."""
    values: Mapping[str, Any]
    """Values of the template's fields, texts among them."""
    other: Mapping[str, str]
    """Language -> translation that was brought along."""
    parts: tuple[tuple[str, ...], str] | None
    """Texts and the separator that joins them."""

    def __new__(
        cls,
        english: str,
        template: str | None = None,
        values: Mapping[str, Any] | None = None,
        other: Mapping[str, str] | None = None,
        parts: tuple[tuple[str, ...], str] | None = None,
    ) -> Text:
        if isinstance(english, Text) and template is None and not other and parts is None:
            return english
        text = super().__new__(cls, english)
        text.template = english if template is None else template
        text.values = dict(values or {})
        text.other = dict(other or {})
        text.parts = parts
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return Text, (str(self), self.template, self.values, self.other, self.parts)

    def __str__(self) -> str:
        return str.__str__(self)

    def reworded(self, english: str) -> Text:
        """Other words in English; other languages as before."""
        return Text(english, self.template, self.values, self.other, self.parts)

    @property
    def capital(self) -> Text:
        """With a capital at its beginning, where the language knows any."""
        return self.reworded(self[:1].upper() + self[1:])


def say(template: str, **values: Any) -> Text:
    """``template`` filled with ``values``; other languages find their template by the English one.

    Formats such as ``{share:.0%}`` belong to the template, so that a
    translation may choose its own.
    """
    return Text(_filled(template, values), template, values)


def named(english: str, japanese: str | None = None) -> Text:
    """A name or a text that brings its translation along."""
    return Text(english, other={} if japanese is None else {JAPANESE: japanese})


def joined(texts: Iterable[str], separator: str = ", ") -> Text:
    """Texts one after another."""
    parts = tuple(texts)
    return Text(separator.join(parts), parts=(parts, separator))


def tell(text: str, language: str = ENGLISH) -> str:
    """``text`` in a language, or in English where nobody has translated it (see :func:`missing`)."""
    return str(text) if language == ENGLISH else _told(text, language, None)


def missing(text: str, language: str) -> list[str]:
    """English templates within ``text`` that have no translation."""
    found: list[str] = []
    if language != ENGLISH:
        _told(text, language, found)
    return found


def _told(text: str, language: str, untold: list[str] | None) -> str:
    if not isinstance(text, Text):
        return _looked_up(text, language, untold)
    if language in text.other:
        return text.other[language]
    if text.parts is not None:
        parts, separator = text.parts
        return SEPARATORS.get((separator, language), separator).join(_told(part, language, untold) for part in parts)
    template = _looked_up(text.template, language, untold)
    if not text.values:
        return template
    values = {
        name: _told(value, language, untold) if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    return _filled(template, values)


class _Digits:
    """A number within a sentence: with a true minus sign, never ``−0``, and grouped as a language groups it.

    The formats ``billions`` and ``millions`` are for such sums in Japanese: ``{mark:billions}円``.
    """

    __slots__ = ("number",)

    def __init__(self, number: Any) -> None:
        self.number = number

    def __repr__(self) -> str:
        return repr(self.number)

    def __format__(self, spec: str) -> str:
        if spec in MYRIADS:
            return _myriads(self.number * MYRIADS[spec])
        digits = unpowered(format(self.number, spec))
        if not digits.startswith("-"):
            return digits
        if any(digit in "123456789" for digit in digits) or "inf" in digits:
            return digits.replace("-", "−", 1)
        return digits.replace("-", "+" if "+" in spec else "", 1)


def _filled(template: str, values: Mapping[str, Any]) -> str:
    return template.format(
        **{name: value if isinstance(value, str) else _Digits(value) for name, value in values.items()}
    )


def grouped(value: float, unit: str, language: str, signed: bool = False) -> str | None:
    """A value where a language groups the digits of its unit its own way, what is grouped named; None elsewhere."""
    if (str(unit), language) not in GROUPED:
        return None
    return f"{_myriads(value * MYRIADS['billions'], signed)}円"


def _myriads(ten_thousands: float, signed: bool = False) -> str:
    """A sum of ten thousands in Japanese digits: ``3兆8500億``."""
    whole = round(abs(ten_thousands))
    groups = (("兆", whole // 10**8), ("億", whole // 10**4 % 10**4), ("万", whole % 10**4))
    digits = "".join(f"{count}{name}" for name, count in groups if count) or "0"
    sign = "−" if ten_thousands < 0 and whole else "+" if signed else ""
    return f"{sign}{digits}"


def _looked_up(english: str, language: str, untold: list[str] | None) -> str:
    found = translations(language).get(english)
    if found is None:
        if untold is not None and any(letter.isalpha() for letter in english):
            untold.append(english)
        return english
    return found


@cache
def translations(language: str) -> Mapping[str, str]:
    """English template -> template in a language, for what the engine says; from ``assets/text/*.LANGUAGE.toml``.

    Raises:
        GreatGameError: where a file is missing or cannot be read.
    """
    folder = data_dir("assets") / "text"
    files = sorted({folder / f"engine.{language}.toml", *folder.glob(f"*.{language}.toml")})
    sections = [section for path in files for section in _sections(path, language)]
    return {english: text for section in sections for english, text in section.items()}


def _sections(path: Path, language: str) -> Iterable[Mapping[str, str]]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8")).values()
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise GreatGameError(
            f"{path}: the texts in {language!r} cannot be read ({error}): reinstall greatgame"
        ) from error
