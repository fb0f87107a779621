"""What pydantic finds wrong, in plain words: the problem and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True)
class Wrong:
    """One thing that a validator finds wrong."""

    part: tuple[str, ...]
    """Where it is inside the value."""
    problem: str
    remedy: str


class WrongValueError(ValueError):
    """All that a validator finds wrong with one value."""

    def __init__(self, found: Sequence[Wrong]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(wrong.problem for wrong in found))


def raise_all(found: Iterable[Wrong]) -> None:
    """Raise all that was found, if anything was.

    Raises:
        WrongValueError: with all of it.
    """
    if listed := list(found):
        raise WrongValueError(listed)


REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "remove it or mend its name",
    "bool_type": "write true or false, without quotes",
    "list_type": "write a list: [...]",
    "string_type": "write it in quotes",
    "greater_than_equal": "raise it",
    "less_than_equal": "lower it",
    "too_short": "give at least one",
    "string_too_long": "shorten it",
    "string_too_short": "say it in words",
}
"""Kind of pydantic error -> what to do."""

NO_NUMBER = ("is not a number", "give one number, without quotes")
"""Problem and remedy where a bare number belongs."""

_PATTERNS = {
    "(Q[1-4]|H[12])": ("is not a turn", "write it as 2026Q1, 2026H1 or 2026"),
    "0-9a-f": ("is not a fingerprint", "copy it in full"),
    "Q[1-4]": ("is not a quarter", "write year and quarter, e.g. 2026Q1"),
    "a-z": ("is not an id", "use lower-case words joined by hyphens"),
}
"""Part of a pattern -> what a text that does not match it is, and what to do."""

_TYPES = {
    "bool": ("is neither true nor false", REMEDIES["bool_type"]),
    "string": ("is not a text", REMEDIES["string_type"]),
    "list": ("is not a list", REMEDIES["list_type"]),
    "model": ("is not a table", "write a table"),
    "dict": ("is not a table", "write a table"),
    "int": ("is not a whole number", "give one number, without quotes or fractions"),
}
"""First word of a kind of pydantic error about the type -> problem and remedy."""


_SUBJECT = re.compile(r"^(Input|String|List|Dictionary|Value) should")
"""How messages of pydantic begin; the place of the fault stands before them."""


def brief(value: Any) -> str:
    """A plain value on part of a line; tables and lists are not shown."""
    if isinstance(value, dict | list):
        return ""
    if isinstance(value, int) and abs(value) > 10**60:
        return "a huge number"  # one of thousands of digits cannot even be turned into text
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def in_words(item: Any) -> tuple[str, str]:
    """Problem and remedy of one error of pydantic."""
    kind: str = item["type"]
    context: dict[str, Any] = item.get("ctx", {})
    message: str = item["msg"].removeprefix("Value error, ")
    if kind == "value_error":
        return message, ""
    if kind == "missing":
        return "is missing", REMEDIES[kind]
    if kind == "extra_forbidden":
        return "is not known here", REMEDIES[kind]
    if kind == "string_pattern_mismatch":
        return next((words for part, words in _PATTERNS.items() if part in context["pattern"]), (message, ""))
    if kind == "literal_error":
        return "is not allowed here", f"use {context['expected']}"
    if kind.startswith("float_"):
        return _no_number(item["input"])
    first, _, rest = kind.partition("_")
    if first in _TYPES and rest in {"type", "parsing", "parsing_size", "from_float"}:
        return _TYPES[first]
    return _SUBJECT.sub("should", message), REMEDIES.get(kind, "")


def _no_number(value: Any) -> tuple[str, str]:
    if isinstance(value, int) and not isinstance(value, bool):
        return "is absurdly large", "check the unit"
    return NO_NUMBER


def first_in_words(error: BaseException | None) -> str:
    """Value, problem and remedy of the first fault of an error; nothing where pydantic did not raise it."""
    if not isinstance(error, ValidationError):
        return ""
    item = error.errors()[0]
    problem, remedy = in_words(item)
    return f"{brief(item['input'])} {problem}; {remedy}"
