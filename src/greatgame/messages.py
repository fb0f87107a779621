"""What front ends say: message catalogues in Fluent, one file a language and part, with plural and number rules.

The engine's own texts are told by :func:`greatgame.text.tell`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number
from fluent.syntax.ast import Junk, Message, Resource

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.text import ENGLISH, LANGUAGES, Text, tell

LOCALES: Mapping[str, str] = {"en": "en-GB", "ja": "ja-JP"}


class Messages:
    """The messages of one language, from ``assets/text/<part>.<language>.ftl``.

    Raises:
        GreatGameError: where there is no such language, or a file is missing or damaged.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        if language not in LANGUAGES:
            raise GreatGameError(f"no language {language!r}; there are: {', '.join(LANGUAGES)}")
        self.language = language
        self._bundle = FluentBundle([LOCALES[language]], use_isolating=False)
        self.keys: dict[str, Path] = {}
        """Message -> its file."""
        for path in _files(language):
            resource = _resource(path)
            self._bundle.add_resource(resource)
            self.keys |= {entry.id.name: path for entry in resource.body if isinstance(entry, Message)}

    def __contains__(self, key: str) -> bool:
        return self._bundle.has_message(key)

    def __call__(self, key: str, **values: Any) -> str:
        """The message ``key``; engine texts among the values are told in the same language.

        Raises:
            KeyError: for a message that there is not, or one that lacks a value.
        """
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        said, faults = self._bundle.format_pattern(message.value, {k: self._value(v) for k, v in values.items()})
        if faults:
            raise KeyError(f"{key}: {faults[0]}")
        return str(said)

    def tell(self, text: str) -> str:
        """A text of the engine or of a scenario in this language."""
        return tell(text, self.language)

    def _value(self, value: Any) -> Any:
        if isinstance(value, Text):
            return self.tell(value)
        return value if isinstance(value, str | int | float | date) else fluent_number(float(value))


def _files(language: str) -> list[Path]:
    """The files of a language: every part that any language has."""
    folder = data_dir("assets") / "text"
    parts = sorted({path.name.split(".")[0] for path in folder.glob("*.ftl")})
    if not parts:
        raise GreatGameError(f"{folder}: there are no messages: reinstall greatgame")
    return [folder / f"{part}.{language}.ftl" for part in parts]


def _resource(path: Path) -> Resource:
    try:
        resource: Resource = FluentResource(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise GreatGameError(f"{path}: the messages cannot be read ({error}): reinstall greatgame") from error
    for entry in resource.body:
        if isinstance(entry, Junk):
            first = entry.content.splitlines()[0] if entry.content else ""
            raise GreatGameError(f"{path}: the messages are damaged at {first!r}: reinstall greatgame")
    return resource


@cache
def messages(language: str = ENGLISH) -> Messages:
    """The messages of a language, read once."""
    return Messages(language)
