"""Intents: what everyone else is likely to order this turn, from minds that perceive afresh in many worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.lab.forecast import Signal, seeds_of
from greatgame.lab.statistics import Share, share_of
from greatgame.memory import swept
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.position import Position
from greatgame.records import Record

WORLDS = 64
TOLD = 3
"""Orders told of each actor."""
UNLIKELY = 0.1
"""Probability below which an order is not told."""


@dataclass(frozen=True)
class Intent(Record):
    """An order that somebody may give this turn."""

    actor: str
    actor_name: str
    order: str
    kind: str
    text: str
    probability: Share
    host: str | None
    """Where it aims at; None where at no host."""
    project: str | None


@dataclass(frozen=True)
class Intents(Record):
    """What everyone else is likely to do in one turn."""

    turn: int
    worlds: int
    intents: tuple[Intent, ...]
    """By actor in the scenario's order, the most likely first."""

    @property
    def complete(self) -> bool:
        """Intents come in one piece."""
        return True

    def of(self, actor: str) -> tuple[Intent, ...]:
        """Those of one actor."""
        return tuple(intent for intent in self.intents if intent.actor == actor)


@dataclass(frozen=True)
class IntentsQuestion:
    """What is asked; it can be sent to another process."""

    position: Position
    worlds: int = WORLDS
    seed: int = 0

    def answer(self, tell: Callable[[Intents], None], cancel: Signal) -> None:
        """Answer as a worker does; it is too short to be stopped."""
        tell(run(self))


def run(question: IntentsQuestion) -> Intents:
    """Let everybody decide in worlds that differ in how dimly things are seen; nothing is resolved.

    The campaign's own luck has no part in it, so that what is likely is no
    betrayal of what comes.

    Raises:
        GreatGameError: where the campaign is over, or for no worlds.
    """
    position = question.position
    if position.left < 1:
        raise GreatGameError("the campaign is over: nobody orders anything any more")
    if question.worlds < 2:
        raise GreatGameError(f"intents need 2 worlds or more, not {question.worlds}")
    with swept():
        model = position.futures(seeds_of(question.seed, "intents", question.worlds), [None])
        model.open()
        for agent in model.agents:
            agent.step()
        counts = np.count_nonzero(model.intents > 0, axis=0)
    book = catalogue_of(position.scenario)
    found: list[Intent] = []
    for actor in range(len(position.scenario.names.actors)):
        if actor != position.scenario.player:
            mine = book.mine[actor]
            likely = mine[np.argsort(-counts[mine], kind="stable")][:TOLD]
            found += [_intent(book, int(n), int(counts[n]), question.worlds) for n in likely]
    return Intents(position.turn, question.worlds, tuple(row for row in found if row.probability.share >= UNLIKELY))


def _intent(book: Catalogue, number: int, count: int, worlds: int) -> Intent:
    scenario = book.scenario
    block, i = book.block(number)
    actor, names = book.actors[int(book.actor[number])], scenario.names
    host, project = int(block.host[i]), int(block.project[i])
    if host < 0 and project >= 0:
        host = int(scenario.project_host[project])
    return Intent(
        actor=actor,
        actor_name=scenario.label(actor),
        order=book.ids[number],
        kind=book.kind(number).name,
        text=book.describe(number),
        probability=share_of(count, worlds),
        host=names.hosts[host] if host >= 0 else None,
        project=names.projects[project] if project >= 0 else None,
    )
