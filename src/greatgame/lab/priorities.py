"""Priorities behind orders: weights and tastes under which what was ordered looks better than what was not.

In every turn all orders that were possible are told apart into those given and
those left, by a logistic regression on what spoke for each of them, by
consideration, and on its kind.  A penalty on large numbers (ridge: Hoerl and
Kennard 1970, Technometrics 12) keeps it in bounds where orders are few.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from greatgame.agents.weighing import Appraisal, Weights, weigh
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import Catalogue
from greatgame.records import Record
from greatgame.scenario.figures import Figure, FigureTable
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario
from greatgame.scenario.schema_minds import Doctrine
from greatgame.scenario.vocabulary import CONSIDERATIONS

PENALTY = 2.0
STEPS = 25
"""Newton steps at most; a handful is usual."""
HEAVIEST = 1.5
"""What the heaviest weight is scaled to."""
DIGITS = 2
NEAR = 1e-6
WHY = "estimated"


@dataclass(frozen=True)
class Priorities(Record):
    """Weights by consideration and tastes by kind of move."""

    weights: dict[str, float]
    tastes: dict[str, float]


def estimated(scenario: IndexedScenario, turns: Iterable[tuple[GreatGameModel, Floats]]) -> Priorities:
    """Priorities that speak of the orders given ``[entry]`` in each turn."""
    rows: list[Floats] = []
    given: list[Bools] = []
    kinds: list[str] = []
    sizes: list[tuple[int, int]] = []
    lenses: list[Weights] = []
    for model, amounts in turns:
        book, mine = model.catalogue, model.catalogue.mine[scenario.player]
        if not lenses:
            lenses, kinds = _lenses(book, scenario), sorted({book.kind(int(n)).name for n in mine})
        possible = mine[model.view.legal[0, mine] | (amounts[mine] > 0)]
        strengths = np.stack([_strength(model, lens, lenses[-1])[possible] for lens in lenses[:-1]], axis=1)
        names = [book.kind(int(number)).name for number in possible]
        dummies = np.array([[name == kind for kind in kinds] for name in names], dtype=float)
        rows.append(np.concatenate([strengths, dummies.reshape(len(possible), len(kinds))], axis=1))
        given.append(amounts[possible] > 0)
        sizes.append((len(possible), int(np.count_nonzero(given[-1]))))
    features, chosen = np.concatenate(rows), np.concatenate(given)
    slopes, base = _fitted(features, chosen.astype(float))
    considerations = np.maximum(slopes[: len(CONSIDERATIONS)], 0.0)
    scale = HEAVIEST / max(float(considerations.max(initial=0.0)), NEAR) if considerations.any() else 1.0
    scale = min(scale, HEAVIEST)
    bar = scenario.file.defaults.threshold.value
    cut = _cut(features @ slopes + base, sizes)
    shift = bar - scale * (cut - base)
    weights = {name: round(float(scale * w), DIGITS) for name, w in zip(CONSIDERATIONS, considerations, strict=True)}
    tastes = {k: scale * float(t) + shift for k, t in zip(kinds, slopes[len(CONSIDERATIONS) :], strict=True)}
    return Priorities(
        {name: weight for name, weight in weights.items() if weight} or {"caution": 1.0},
        {kind: round(min(max(taste, -10.0), 10.0), DIGITS) for kind, taste in tastes.items()},
    )


def _lenses(book: Catalogue, scenario: IndexedScenario) -> list[Weights]:
    """Doctrines of the seat that weigh one consideration each, and at the end one that weighs none."""
    player = scenario.names.powers[scenario.player]
    nothing = Figure(value=0.0, unit="weight", assumption=WHY)
    blank = _with_weights(scenario.doctrine(player), {}, nothing)
    alone = [_with_weights(blank, {name: 1.0}, nothing) for name in CONSIDERATIONS]
    return [weigh(book, {player: doctrine}) for doctrine in (*alone, blank)]


def _with_weights(doctrine: Doctrine, weights: dict[str, float], noise: Figure) -> Doctrine:
    """A doctrine with other weights, without tastes, noise and habit."""
    values: dict[str, float | Figure] = {**weights} or {CONSIDERATIONS[0]: 0.0}
    table = FigureTable(values=values, unit="weight", assumption=WHY)
    return doctrine.model_copy(update={"weights": table, "tastes": None, "noise": noise, "inertia": noise})


def _strength(model: GreatGameModel, lens: Weights, blank: Weights) -> Floats:
    """What speaks for every entry by one consideration: ``[entry]``."""
    both = (Appraisal(model.view, weights).utility[0] for weights in (lens, blank))
    seen, without = both
    strength: Floats = seen - without
    return strength


def _fitted(features: Floats, chosen: Floats) -> tuple[Floats, float]:
    """Slopes and base of a logistic regression with a penalty on the slopes."""
    ones = np.ones((len(features), 1))
    design = np.concatenate([features, ones], axis=1)
    penalty = np.full(design.shape[1], PENALTY)
    penalty[-1] = NEAR
    beta = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(design @ beta, -30.0, 30.0)))
        slope = design.T @ (chosen - likely) - penalty * beta
        curve = (design * (likely * (1.0 - likely))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if float(np.abs(step).max()) < NEAR:
            break
    return beta[:-1], float(beta[-1])


def _cut(worth: Floats, sizes: list[tuple[int, int]]) -> float:
    """The worth above which about as many orders lie, turn by turn, as were given."""
    cuts, begin = [], 0
    for possible, count in sizes:
        row = np.sort(worth[begin : begin + possible])[::-1]
        begin += possible
        if 0 < count < possible:
            cuts.append(0.5 * float(row[count - 1] + row[count]))
    return float(np.mean(cuts)) if cuts else float(worth.max(initial=0.0)) + 1.0
