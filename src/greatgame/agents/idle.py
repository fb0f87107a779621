"""What of a doctrine moves nothing in its seat: weights that no move serves, kinds of move that others make."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from greatgame.agents.appraisal import strengths
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.schema_minds import Doctrine, Strategy
from greatgame.scenario.vocabulary import CONSIDERATIONS


@lru_cache(maxsize=64)
def served(catalogue: Catalogue, actor: int) -> tuple[str, ...]:
    """The considerations that speak for or against some move of a seat, in the order of the vocabulary."""
    found: set[str] = set()
    for role, forms in strengths(catalogue).items():
        block = catalogue.blocks[role]
        its = block.actor == actor
        for name, (constants, terms) in forms.items():
            counts = constants != 0.0
            for term in terms:
                counts = counts | (term.coefficient != 0.0)
            if np.any(counts & its):
                found.add(name)
    return tuple(name for name in CONSIDERATIONS if name in found)


def idle(catalogue: Catalogue, actor: int, doctrine: Doctrine) -> tuple[str, ...]:
    """What counts for nothing in this seat, each with its place and why; empty where everything counts."""
    who = catalogue.actors[actor]
    kinds = {catalogue.kind_names[kind] for kind in catalogue.kind_of[catalogue.mine[actor]].tolist()}
    serving = served(catalogue, actor)
    weighed = [name for name in doctrine.weights.values if doctrine.weights.number(name)]
    weights = [f"weights.{name}: no move of {who} serves it" for name in weighed if name not in serving]
    makes = [
        f"{place}: {who} never makes {kind!r}"
        for place, pattern in _moves(doctrine)
        if (kind := pattern.partition("/")[0]) not in kinds
    ]
    return (*weights, *makes)


def _moves(doctrine: Doctrine) -> Iterator[tuple[str, str]]:
    """Where a doctrine names own moves, and the kind or pattern that it names."""
    for kind in doctrine.tastes.values if doctrine.tastes else ():
        yield f"tastes.{kind}", kind
    for number, kind in enumerate(doctrine.rules):
        yield f"rules.{number}", kind
    if not isinstance(doctrine, Strategy):
        return
    for number, kind in enumerate(doctrine.avoid):
        yield f"avoid.{number}", kind
    for number, rule in enumerate(doctrine.rule):
        yield from ((f"rule.{number}.prefer", pattern) for pattern in rule.prefer)
        yield from ((f"rule.{number}.forbid", pattern) for pattern in rule.forbid)
    for number, budget in enumerate(doctrine.budget):
        yield from ((f"budget.{number}.moves", pattern) for pattern in budget.moves)
