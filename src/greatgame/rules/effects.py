"""Effects that kinds of move have in common, as the scenario sizes them.

A kind's ``effects`` table may hold, per unit ordered: ``trust`` and ``mood``
(of the host toward the actor, or of the actor's people toward the power it
deals with), ``institutions``, ``skills``, ``stability``, ``terms`` and
``growth`` (of the host), ``support`` and ``credibility`` (of the actor), and
``wariness`` (of every power that watches the actor).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.rules.consequences import Consequence, by_order
from greatgame.scenario.indexed import Floats, IndexedScenario

BY_ROLE = frozenset(
    {
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
)
"""Roles whose common effects follow from the order alone; others apply theirs under conditions of their own."""

HOST_EFFECTS = ("institutions", "skills", "stability", "terms", "growth")
ACTOR_EFFECTS = ("support", "credibility")


def attention(s: IndexedScenario) -> Floats:
    """How closely each power watches each other: ``[observer, observed]``, 1 where it is watchful at the start."""
    watch: Floats = s.start_wariness / s.wariness.watchful
    return watch


@lru_cache(maxsize=16)
def common(book: Catalogue) -> tuple[Consequence, ...]:
    """The common effects of all entries."""
    return tuple(
        row for role in sorted(BY_ROLE & book.blocks.keys()) for row in _of_role(book.scenario, book.blocks[role])
    )


def _of_role(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    powers = len(s.names.powers)
    partner = np.where(block.actor < powers, block.actor, block.power)
    felt = block.size
    if block.role == "aid" and not s.on("values"):
        # Without values politics, conditions are neither attached nor felt.
        felt = felt * (block.effect("stability") == 0)
    toward = block.host * powers + partner
    for name in ("trust", "mood"):
        at = (block.host >= 0) & (partner >= 0)
        yield by_order(block, name, toward, np.where(at, felt * block.effect(name), 0.0), goodwill=True)
    for name in HOST_EFFECTS:
        yield by_order(block, name, block.host, np.where(block.host >= 0, felt * block.effect(name), 0.0))
    for name in ACTOR_EFFECTS:
        yield by_order(block, name, block.actor, np.where(block.actor < powers, felt * block.effect(name), 0.0))
    if not s.on("wariness"):
        return
    watch = attention(s)
    actor = np.minimum(block.actor, powers - 1)
    for observer in range(powers):
        # An ally that speaks along is not alarmed by it.
        alarmed = (block.actor < powers) & (block.power != observer)
        alarm = felt * watch[observer, actor] * block.effect("wariness")
        yield by_order(block, "wariness", observer * powers + actor, alarm * alarmed)
