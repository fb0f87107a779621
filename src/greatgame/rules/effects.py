"""Effects that kinds of move have in common, as the scenario sizes them.

A kind's ``effects`` table may hold, per unit ordered: ``trust`` and ``mood``
(of the host toward the actor, or of the actor's people toward the power it
deals with), ``institutions``, ``skills``, ``stability``, ``terms`` and
``growth`` (of the host), ``support`` and ``credibility`` (of the actor), and
``wariness`` (of every power that watches the actor).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from greatgame.moves.catalogue import Catalogue
from greatgame.rules.context import Turn
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints

BY_ROLE = {
    "visit",
    "open-venture",
    "study",
    "finance",
    "aid",
    "train",
    "standards",
    "works",
    "statement",
    "reassure",
    "secure",
    "supply",
    "sanction",
    "reform",
    "balance",
    "regional",
    "relief",
    "restructure",
    "trade-response",
}
"""Roles whose common effects follow from the order alone; others apply theirs under conditions of their own."""

HOST_EFFECTS = ("institutions", "skills", "stability", "terms", "growth")
ACTOR_EFFECTS = ("support", "credibility")


@dataclass(frozen=True)
class _Columns:
    """Entries with an effect on one variable: which, on which cell, how much."""

    variable: str
    entries: Ints
    cells: Ints
    size: Floats
    causes: tuple[str, ...]


def attention(s: IndexedScenario) -> Floats:
    """How closely each power watches each other: ``[observer, observed]``, 1 at a starting wariness of 50."""
    watch: Floats = s.start_wariness / 50.0
    return watch


@lru_cache(maxsize=16)
def _columns(book: Catalogue) -> tuple[_Columns, ...]:
    s = book.scenario
    powers = len(s.names.powers)
    watch = attention(s)
    rows: dict[str, list[tuple[int, int, float]]] = {}

    def add(name: str, entry: int, cell: int, size: float) -> None:
        rows.setdefault(name, []).append((entry, cell, size))

    for role in ROLES_IN_ORDER:
        block = book.blocks.get(role)
        if block is None:
            continue
        for i, entry in enumerate(block.numbers):
            size = float(block.size[i])
            actor, host = int(block.actor[i]), int(block.host[i])
            partner = actor if actor < powers else int(block.power[i])
            governance = role == "aid" and block.effect("stability")[i] != 0
            if governance and not s.on("values"):
                continue  # without values politics, conditions are neither attached nor felt
            for name in ("trust", "mood"):
                if host >= 0 and partner >= 0 and block.effect(name)[i]:
                    add(name, int(entry), host * powers + partner, size * block.effect(name)[i])
            for name in HOST_EFFECTS:
                if host >= 0 and block.effect(name)[i]:
                    add(name, int(entry), host, size * block.effect(name)[i])
            for name in ACTOR_EFFECTS:
                if actor < powers and block.effect(name)[i]:
                    add(name, int(entry), actor, size * block.effect(name)[i])
            if s.on("wariness") and actor < powers and block.effect("wariness")[i]:
                for observer in range(powers):
                    eyes = watch[observer, actor]
                    # An ally that speaks along is not alarmed by it.
                    if eyes > 0 and observer != block.power[i]:
                        alarm = size * eyes * block.effect("wariness")[i]
                        add("wariness", int(entry), observer * powers + actor, alarm)
    return tuple(
        _Columns(
            name,
            np.array([r[0] for r in found]),
            np.array([r[1] for r in found]),
            np.array([r[2] for r in found]),
            tuple(book.causes[r[0]] for r in found),
        )
        for name, found in rows.items()
    )


ROLES_IN_ORDER = tuple(sorted(BY_ROLE))


def apply(turn: Turn) -> None:
    """Post the common effects of everything that was admitted."""
    world = turn.world
    for columns in _columns(turn.catalogue):
        amount = turn.orders.take(columns.entries, axis=1)
        if not np.count_nonzero(amount):
            continue
        change = columns.size * amount
        if columns.variable in {"trust", "mood"}:
            # Goodwill has diminishing returns: it closes part of the distance to full trust.
            flat = getattr(turn.state, columns.variable).reshape(world.worlds, -1)
            room = 2.0 - flat.take(columns.cells, axis=1) / 50.0
            change = np.where(columns.size > 0, change * room, change)
        world.post_cells(columns.variable, columns.causes, columns.cells, change, columns.entries)
