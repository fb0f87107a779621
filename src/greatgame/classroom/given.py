"""What comes from a browser is looked at before it is used: ids, names, numbers, words; and what refuses it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from greatgame.errors import GreatGameError
from greatgame.text import Text, say

MAX_NAME = 24
Action = Mapping[str, Any]
"""What a browser has sent."""


class RefusedError(GreatGameError):
    """An action that is not done; the class goes on as it was."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        """``not-now``, ``not-yours``, ``unknown``, ``illegal`` or ``full``."""


def id_of(action: Action) -> str | None:
    """The id of an action, if it has one.

    Raises:
        RefusedError: where it is none.
    """
    value = action.get("id")
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"[\w-]{8,64}", value):
        raise RefusedError("illegal", "the id of an action has 8 to 64 letters, digits and dashes")
    return value


def one_of(what: str, value: object, allowed: Collection[str]) -> str:
    """One of the names that there are.

    Raises:
        RefusedError: for any other.
    """
    if not isinstance(value, str) or value not in allowed:
        raise RefusedError("unknown", say("there is no such {what}", what=Text(what)))
    return value


def number(what: str, value: object, low: float, high: float) -> float:
    """A number within bounds.

    Raises:
        RefusedError: for anything else.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        told = say("{what} must be a number from {low:g} to {high:g}", what=Text(what), low=low, high=high)
        raise RefusedError("illegal", told)
    return float(value)


def words(what: str, value: object, longest: int) -> str:
    """Words as they were written, without characters that control a screen.

    Raises:
        RefusedError: where they are none or too many.
    """
    if not isinstance(value, str):
        raise RefusedError("illegal", say("{what} must be text", what=Text(what)))
    clean = "".join(letter for letter in value if letter.isprintable() or letter == "\n").strip()
    if not 1 <= len(clean) <= longest:
        told = say("{what} must have 1 to {longest} letters", what=Text(what), longest=longest)
        raise RefusedError("illegal", told)
    return clean


def name(value: object) -> str:
    """A name in one line.

    Raises:
        RefusedError: where it is none or too long.
    """
    return " ".join(words("a name", value, MAX_NAME).split())
