"""What a caller hands in, checked at the door: programs and notebooks get a clear error for a slip of type."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from pathlib import Path
from typing import TypeVar

from greatgame.errors import GreatGameError

T = TypeVar("T")


def whole(what: str, value: object) -> int:
    """A whole number, numpy's included; true and false are none.

    Raises:
        GreatGameError: for anything else.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise GreatGameError(f"{what} {value!r} is no whole number: use one such as 1")
    return int(value)


def text(what: str, value: object) -> str:
    """A name or another piece of text.

    Raises:
        GreatGameError: for anything else.
    """
    if not isinstance(value, str):
        raise GreatGameError(f"{what} {value!r} is no text: write it in quotes")
    return value


def texts(what: str, values: object) -> tuple[str, ...]:
    """A list of names.

    Raises:
        GreatGameError: for a single text, which Python would take for a list of letters, and for anything else.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise GreatGameError(f"{what} {values!r}: give a list of names, even for one")
    return tuple(text(what, value) for value in values)


def once(what: str, names: Sequence[str]) -> None:
    """Names that all differ.

    Raises:
        GreatGameError: for one that is there twice.
    """
    for place, name in enumerate(names):
        if name in names[:place]:
            raise GreatGameError(f"{what} {name!r} is named twice; name each once")


def mapping(what: str, values: Mapping[str, T] | None) -> dict[str, T]:
    """Something by name; nothing for None.

    Raises:
        GreatGameError: for anything else.
    """
    if values is not None and not isinstance(values, Mapping):
        raise GreatGameError(f"{what} {values!r}: give a mapping of names to what belongs to each")
    return {text(what, name): value for name, value in (values or {}).items()}


def file_path(what: str, path: object) -> Path:
    """The path of a file.

    Raises:
        GreatGameError: for what is no path.
    """
    if not isinstance(path, str | os.PathLike):
        raise GreatGameError(f"{what} {path!r} is no path of a file: write it in quotes")
    return Path(path)
