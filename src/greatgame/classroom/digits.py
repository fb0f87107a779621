"""Numbers of the debrief as digits, with a dash where there is none."""

from __future__ import annotations

from greatgame.views.titles import Unit, printed

NONE = "–"


def plain(value: float | None, digits: int) -> str:
    """A number: ``51.3``, ``−0.4``, ``–``."""
    return NONE if value is None else printed(value, Unit("", decimals=digits))


def signed(value: float | None, digits: int) -> str:
    """A difference with its sign: ``+3.1``, ``−0.4``, ``–``."""
    return NONE if value is None else printed(value, Unit("", decimals=digits), signed=True)
