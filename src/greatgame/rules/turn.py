"""The turn, on one page.

A phase is a module of functions over the state; it reads what earlier phases
wrote and never reaches back.  Deciders are called by :mod:`greatgame.model`
between the two halves of the turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from greatgame.moves.catalogue import Catalogue
from greatgame.rules import (
    admission,
    budgets,
    coercion,
    construction,
    corridors,
    diplomacy,
    finance,
    indicators,
    minerals,
    shocks,
    society,
)
from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Bools, Floats
from greatgame.world.world import World

Phase = tuple[str, Callable[[Turn], None], str]

OPENING: tuple[Phase, ...] = (
    ("shocks", shocks.strike, "the world moves before anyone can react"),
    ("budgets", budgets.open_quarter, "money and leaders' time arrive before they can be spent"),
)
"""Before anyone decides."""

RESOLUTION: tuple[Phase, ...] = (
    ("admission", admission.admit, "orders are checked and paid for, all at once"),
    ("diplomacy", diplomacy.resolve, "words come first: visits, aid, memoranda, answers to events"),
    ("finance", finance.resolve, "bids are prepared, financed and judged on what was said"),
    ("construction", construction.build, "what was awarded is built"),
    ("coercion", coercion.resolve, "pressure and controls answer what was begun"),
    ("corridors", corridors.route, "traffic finds its way on what stands and what is squeezed"),
    ("minerals", minerals.clear, "supply is what is controlled, contracted and delivered"),
    ("society", society.drift, "trust, dependence and growth follow from all of the above"),
    ("indicators", indicators.record, "then the quarter is measured"),
)
"""After everyone has decided."""


AGAIN = 1e-6
"""What an order that is left out for the first time is short of one just given, at least."""
Profile = dict[str, float]
"""Seconds spent by phase."""


def open_turn(world: World, catalogue: Catalogue, profile: Profile | None = None) -> None:
    """Everything that happens before the agents decide."""
    _run(OPENING, Turn(world, catalogue, None), profile)


def resolve_turn(
    world: World, catalogue: Catalogue, orders: Floats, profile: Profile | None = None, allowed: Bools | None = None
) -> Turn:
    """Resolve all orders ``[world, entry]`` at once and move on to the next turn.

    ``allowed`` is what :func:`greatgame.moves.legality.legal` says of the
    present state, where the caller knows it already.

    Returns the finished :class:`Turn`, whose ``orders`` are the admitted amounts.
    """
    turn = Turn(world, catalogue, orders, allowed)
    _run(RESOLUTION, turn, profile)
    if world.ledger is not None:
        # Where reasons are recorded, the view of the turn keeps what was remembered when it was opened.
        world.memory = world.memory.copy()
    fading = turn.scenario.society.memory**turn.scenario.dt
    world.memory *= fading
    memory, cells = world.memory.reshape(-1), turn.cases.world * catalogue.size + turn.cases.entry
    # However often an order is repeated, it is below 1 as soon as it is left out: 1 and more means last turn.
    most = max(1.0, (1.0 - AGAIN) / max(fading, AGAIN))
    memory[cells] = np.minimum(memory.take(cells) + 1.0, most)
    world.turn += 1
    return turn


def _run(phases: tuple[Phase, ...], turn: Turn, profile: Profile | None) -> None:
    before = turn.world.phase
    for name, phase, _ in phases:
        begun = time.perf_counter() if profile is not None else 0.0
        # What is posted from here on belongs to this phase.
        turn.world.phase = name
        phase(turn)
        if profile is not None:
            profile[name] = profile.get(name, 0.0) + time.perf_counter() - begun
    turn.world.phase = before
