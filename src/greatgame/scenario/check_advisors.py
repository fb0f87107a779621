"""Consistency of advisors: the pillars that they weigh."""

from __future__ import annotations

from greatgame.scenario.figures import total
from greatgame.scenario.findings import Findings
from greatgame.scenario.vocabulary import PILLARS


def check_advisors(found: Findings) -> None:
    """Weights are of pillars, none counts against the score, and each advisor cares for something."""
    for name, advisor in found.file.advisor.items():
        here = ("advisor", name, "weights")
        found.keys(here, advisor.weights, PILLARS, "pillar")
        for pillar in advisor.weights.values:
            weight = advisor.weights.number(pillar)
            if weight < 0:
                found.add(
                    (*here, "values", pillar), "a pillar cannot count against an advice", "give 0 or more", weight
                )
        if total(advisor.weights) <= 0:
            found.add(here, "this advisor weighs nothing", "give at least one pillar a weight above 0")
