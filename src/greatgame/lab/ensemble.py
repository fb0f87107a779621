"""Many campaigns in blocks of worlds, with the few figures that studies need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from greatgame.agents.foresight import Effort
from greatgame.agents.minds import Decider
from greatgame.errors import GreatGameError
from greatgame.memory import swept
from greatgame.model import USUAL_EFFORT, GreatGameModel
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.world import in_turn

BLOCK = 256
"""Worlds played side by side: few enough that whoever watches soon hears how far it is."""

Probe = Callable[[GreatGameModel], Floats]
"""Reads ``[world, ...]`` from a model after a turn."""
Deciders = Callable[[IndexedScenario], Mapping[str, Decider]]


@dataclass
class Campaigns:
    """Results of an ensemble, one row a campaign."""

    seeds: tuple[int, ...]
    score: Floats
    """[campaign, pillar] at the end"""
    total: Floats
    """[campaign] weighted score"""
    orders: Floats
    """[campaign, actor, kind] orders carried out"""
    probes: dict[str, Floats] = field(default_factory=dict)
    """name -> [campaign, turn, ...]"""
    digests: tuple[str, ...] = ()


def play(
    scenario: IndexedScenario,
    seeds: Sequence[int],
    strategy: str = "all-round",
    strength: str = "standard",
    probes: Mapping[str, Probe] | None = None,
    deciders: Deciders | None = None,
    prepare: Callable[[GreatGameModel], None] | None = None,
    digests: bool = False,
    block: int = BLOCK,
    seats: Mapping[str, str] | None = None,
    turns: int | None = None,
    after: Callable[[GreatGameModel], None] | None = None,
    effort: Effort = USUAL_EFFORT,
) -> Campaigns:
    """Play one campaign for each seed and keep scores, order counts and probes.

    ``strategy`` and ``seats`` are specifications: names, files or deciders in
    Python, see :mod:`greatgame.agents.seating`.

    ``prepare`` may change a model before its first turn (e.g. silence streams
    of its tape); ``after`` is called after every turn and may raise an error
    to stop; ``turns`` ends campaigns early.  Results do not depend on ``block``.

    Raises:
        GreatGameError: where there are no seeds.
    """
    if not len(seeds):
        raise GreatGameError("there are no seeds: give one for each campaign, such as range(10)")
    parts = []
    for begin in range(0, len(seeds), block):
        chosen = tuple(seeds[begin : begin + block])
        given = deciders(scenario) if deciders else None
        with swept():
            model = GreatGameModel(
                scenario,
                strategy=strategy,
                strength=strength,
                seeds=chosen,
                deciders=given,
                seats=seats,
                effort=effort,
            )
            if prepare is not None:
                prepare(model)
            parts.append(_run(model, probes or {}, digests, turns or scenario.turns, after))
            del model
    return together(parts)


def together(parts: Sequence[Campaigns]) -> Campaigns:
    """Parts of an ensemble as one."""
    return Campaigns(
        seeds=tuple(seed for part in parts for seed in part.seeds),
        score=np.concatenate([part.score for part in parts]),
        total=np.concatenate([part.total for part in parts]),
        orders=np.concatenate([part.orders for part in parts]),
        probes={name: np.concatenate([part.probes[name] for part in parts]) for name in parts[0].probes},
        digests=tuple(digest for part in parts for digest in part.digests),
    )


def _run(
    model: GreatGameModel,
    probes: Mapping[str, Probe],
    digests: bool,
    turns: int,
    after: Callable[[GreatGameModel], None] | None,
) -> Campaigns:
    book = model.catalogue
    counts = np.zeros((model.world.worlds, book.size))
    lines: dict[str, list[Floats]] = {name: [] for name in probes}
    while model.world.turn < turns:
        model.step()
        if after is not None:
            after(model)
        assert model.turn is not None
        world, entry, amount = model.turn.cases
        counts[world, entry] += amount
        for name, probe in probes.items():
            lines[name].append(np.array(probe(model)))
    score = model.world.state.score.copy()
    # Added up one by one, not as a product of matrices, so that a world's total is the same in any block.
    total = in_turn(score * model.game.pillar_weights)
    return Campaigns(
        seeds=model.seeds,
        score=score,
        total=total,
        orders=by_kind(book, counts),
        probes={name: np.stack(line, axis=1) for name, line in lines.items()},
        digests=tuple(model.world.state.digests()) if digests else (),
    )


def by_kind(book: Catalogue, counts: Floats) -> Floats:
    """Orders ``[world, entry]`` added up by who gave them and their kind: ``[world, actor, kind]``."""
    orders = np.zeros((len(counts), len(book.actors), len(book.kind_names)))
    flat = orders.reshape(len(counts), -1)
    cells = book.actor * len(book.kind_names) + book.kind_of
    for cell in np.unique(cells):
        flat[:, cell] = counts[:, cells == cell].sum(axis=1)
    return orders
