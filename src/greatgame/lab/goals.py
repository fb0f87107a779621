"""Goals: what a forecast gives probabilities of."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from greatgame.errors import GreatGameError
from greatgame.explain import titled
from greatgame.lab.measures import reader
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario
from greatgame.text import Text, say

SIGNS: dict[str, Callable[[Floats, float], Bools]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
FORM = re.compile(r"\s*([\w.-]+?)\s*(>=|<=|>|<)\s*(\S+)\s*")


@dataclass(frozen=True)
class Goal:
    """A figure that shall lie above or below a value when the horizon is reached."""

    path: str
    sign: str
    value: float

    def __str__(self) -> str:
        return f"{self.path} {self.sign} {self.value:g}"

    def words(self, scenario: IndexedScenario) -> Text:
        """As it is written; other languages have the figure's title."""
        figure = titled(scenario, self.path).reworded(self.path)
        return say("{figure} {sign} {value:g}", figure=figure, sign=self.sign, value=self.value)

    def reached(self, values: Floats) -> Bools:
        """Where it is reached: ``[world]``."""
        return SIGNS[self.sign](values, self.value)


def goals_of(scenario: IndexedScenario, wanted: Sequence[str] | None) -> tuple[Goal, ...]:
    """Goals from words such as ``supply >= 60``; where none are named, those of the pillars that count in the score.

    Raises:
        GreatGameError: for a goal that cannot be read, or about a figure that there is not.
    """
    if wanted is None:
        rows = zip(
            scenario.names.pillars, scenario.pillar_goals.tolist(), scenario.pillar_weights.tolist(), strict=True
        )
        return tuple(Goal(pillar, ">=", level) for pillar, level, weight in rows if weight > 0)
    return tuple(_goal(scenario, words) for words in wanted)


def _goal(scenario: IndexedScenario, words: str) -> Goal:
    found = FORM.fullmatch(words)
    try:
        value = float(found[3]) if found else math.nan
    except ValueError:
        value = math.nan
    if found is None or not math.isfinite(value):
        raise GreatGameError(f"goal {words!r}: write a figure, a sign and a number, such as 'supply >= 60'")
    reader(scenario, found[1])
    return Goal(found[1], found[2], value)
