"""Why a figure that is measured anew every turn changed: which part of it moved, and which way.

The ledger names the parts of such a figure, which says what weighs most in it
and not what changed: "demand met today" stands beside a fall as beside a rise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from greatgame.indicators import arriving, security_by_part
from greatgame.scenario.indexed import IndexedScenario
from greatgame.text import Text
from greatgame.world.state import State

Index = tuple[int, ...]

SECURED = (
    ("More of today's demand is met", "Less of today's demand is met"),
    ("More would be left without the largest supplier", "Less would be left without the largest supplier"),
    (
        "Stocks would cover more of a year without the largest supplier",
        "Stocks would cover less of a year without the largest supplier",
    ),
)
"""Part of security of supply -> what is said where it rose, and where it fell."""


def why(scenario: IndexedScenario, name: str, index: Index, opening: State, closing: State) -> Text | None:
    """What moved a measured figure from one state to the other; None where the figure is not measured but posted."""
    if name not in _MEASURED:
        return None
    rose = bool(getattr(closing, name)[(0, *index)] > getattr(opening, name)[(0, *index)])
    return _MEASURED[name](scenario, index, rose, opening, closing)


def _secured(scenario: IndexedScenario, index: Index, rose: bool, opening: State, closing: State) -> Text:
    now, was = (np.moveaxis(security_by_part(scenario, state), 0, -1)[index] for state in (closing, opening))
    moved = now - was
    return Text(SECURED[int(np.argmax(moved if rose else -moved))][0 if rose else 1])


def _unmet(scenario: IndexedScenario, index: Index, rose: bool, opening: State, closing: State) -> Text:
    """Whether more or less arrived than before; else stocks made the difference."""
    now, was = (float(arriving(scenario, state)[index]) for state in (closing, opening))
    if rose:
        return Text("Less arrives of what is needed" if now < was else "Stocks fill less of the gap")
    return Text("More arrives of what is needed" if now > was else "Stocks fill more of the gap")


_MEASURED: Mapping[str, Callable[[IndexedScenario, Index, bool, State, State], Text]] = {
    "security": _secured,
    "unmet": _unmet,
}
