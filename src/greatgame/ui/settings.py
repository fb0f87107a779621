"""The player's settings: kept in one file, mended where it is damaged."""

from __future__ import annotations

import json
import locale
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from greatgame.files import replacing
from greatgame.text import ENGLISH, LANGUAGES
from greatgame.ui.kit.keys import DEFAULT_KEYS, FIXED
from greatgame.ui.kit.theme import CHART_ROOM, PALETTES, Theme

SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
"""Sizes of everything, as shares of the usual one."""


def usual_language() -> str:
    """The language of the machine, if the game speaks it."""
    spoken = (locale.getlocale()[0] or "").split("_")[0].lower()
    return spoken if spoken in LANGUAGES else ENGLISH


@dataclass(frozen=True)
class Settings:
    """What the player may choose about the window."""

    language: str = field(default_factory=usual_language)
    scale: float = 1.0
    palette: str = CHART_ROOM.name
    reduced_motion: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    """Action -> key, where it is not the usual one."""

    @property
    def theme(self) -> Theme:
        """The palette's colours."""
        return PALETTES[self.palette]

    @property
    def all_keys(self) -> dict[str, str]:
        """Action -> key, the usual ones included."""
        return {**DEFAULT_KEYS, **self.keys}

    def with_key(self, action: str, key: str) -> Settings:
        """With ``action`` on another key; the action that was there gets the key that is free now."""
        laid = self.all_keys
        other = next((name for name, there in laid.items() if there == key and name != action), None)
        if other is not None:
            laid[other] = laid[action]
        laid[action] = key
        return replace(self, keys={name: there for name, there in laid.items() if there != DEFAULT_KEYS[name]})


def may_lay(key: str) -> bool:
    """Whether an action may be laid on a key."""
    return bool(key) and key not in FIXED


def _keys(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() <= DEFAULT_KEYS.keys():
        return False
    laid = list({**DEFAULT_KEYS, **value}.values())
    return all(isinstance(key, str) and key not in FIXED - {"escape"} for key in laid) and len(set(laid)) == len(laid)


CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "language": lambda value: value in tuple(LANGUAGES),
    "scale": lambda value: value in SCALES,
    "palette": lambda value: value in tuple(PALETTES),
    "reduced_motion": lambda value: isinstance(value, bool),
    "keys": _keys,
}
"""Setting -> whether a value may be used."""


@dataclass(frozen=True)
class Found:
    """Settings as they were read, and what was wrong with the file."""

    settings: Settings
    problems: tuple[str, ...] = ()
    """Names of settings that could not be used; ``file`` for the whole."""


def read(path: Path) -> Found:
    """The settings of a file; what cannot be used is as usual."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Found(Settings())
    except (OSError, ValueError, RecursionError):
        return Found(Settings(), ("file",))
    if not isinstance(document, dict):
        return Found(Settings(), ("file",))
    good: dict[str, Any] = {}
    bad: list[str] = []
    for row in fields(Settings):
        if row.name not in document:
            continue
        if CHECKS[row.name](document[row.name]):
            good[row.name] = document[row.name]
        else:
            bad.append(row.name)
    return Found(Settings(**good), tuple(bad))


def write(settings: Settings, path: Path) -> str:
    """Keep the settings; the reason why that could not be, or nothing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(json.dumps(asdict(settings), ensure_ascii=False, indent=1).encode("utf-8"))
    except OSError as error:
        return error.strerror or str(error)
    return ""
