"""What of a doctrine moves nothing in its seat.

Weights that no move serves, kinds of move that others make, rules that can
never hold, and budgets of a purse from which nothing of theirs is paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from greatgame.agents.appraisal import strengths
from greatgame.agents.meaning import means
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import quarter_number, quarters_of
from greatgame.scenario.schema_minds import Allowance, Doctrine, Reaction, Sighting, Strategy
from greatgame.scenario.vocabulary import ANYONE, CONSIDERATIONS, RESOURCES
from greatgame.words import PURSES


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
    rows = _reactions(catalogue, actor, doctrine) if isinstance(doctrine, Strategy) else ()
    return (*weights, *makes, *rows)


def _reactions(catalogue: Catalogue, actor: int, strategy: Strategy) -> Iterator[str]:
    """Rules that never hold in a seat, and budgets that never bind there."""
    for number, rule in enumerate(strategy.rule):
        yield from (f"rule.{number}.{reason}" for reason in _never(catalogue, actor, rule))
    for number, budget in enumerate(strategy.budget):
        if reason := _unbound(catalogue, actor, budget):
            yield f"budget.{number}.of: {reason}"


def _never(catalogue: Catalogue, actor: int, rule: Reaction) -> Iterator[str]:
    """Why a rule never holds in a seat, with the part of it that is the reason."""
    quarters = quarters_of(catalogue.scenario.file.scenario)
    if rule.begins is not None and quarter_number(rule.begins) > quarters[-1]:
        yield f"begins: {rule.begins} lies after the last turn of {catalogue.scenario.id}, so that the rule never holds"
    if rule.ends is not None and quarter_number(rule.ends) < quarters[0]:
        yield f"ends: {rule.ends} lies before the first turn of {catalogue.scenario.id}, so that the rule never holds"
    for number, sighting in enumerate(rule.seen):
        if not _visible(catalogue, actor, sighting):
            own = f"only moves of {catalogue.actors[actor]} itself are meant, which it does not see"
            yield f"seen.{number}: {own}, so that the rule never holds"


def _visible(catalogue: Catalogue, actor: int, sighting: Sighting) -> bool:
    """Whether somebody else than the seat, among those whom a sighting means, makes such a move."""
    others = [a for a in range(len(catalogue.scenario.names.actors)) if a != actor]
    wanted = [a for a in others if sighting.actor in (ANYONE, catalogue.actors[a])]
    return any(means(sighting.move, catalogue.ids[n]) for a in wanted for n in catalogue.mine[a])


def _unbound(catalogue: Catalogue, actor: int, budget: Allowance) -> str:
    """Why a budget never binds in a seat; empty where it may, and where the seat makes none of its moves."""
    mine = catalogue.mine[actor]
    kept = [n for n in mine.tolist() if any(means(pattern, catalogue.ids[n]) for pattern in budget.moves)]
    if budget.of == "orders" or not kept:
        return ""
    purse = RESOURCES.index(budget.of)
    paid = (catalogue.resource.take(kept) == purse) & (catalogue.money.take(kept) > 0.0)
    if purse == 0:
        paid |= catalogue.diplomacy.take(kept) > 0.0
    return "" if np.any(paid) else f"{catalogue.actors[actor]} pays none of these moves from {PURSES[budget.of]}"


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
