"""A position: one moment of one campaign, from which any number of futures can be played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from greatgame.agents.opening import Opening
from greatgame.agents.seating import EXPERT
from greatgame.model import GreatGameModel
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import State
from greatgame.world.tape import Tape
from greatgame.world.world import World

Orders = Mapping[int, int]
"""Catalogue number -> units."""


@dataclass(frozen=True)
class Position:
    """Everything that the future follows from, chance aside; it can be sent to another process."""

    scenario: IndexedScenario
    state: State
    """Of one world."""
    memory: Floats
    """``[1, entry]``, see :class:`World`."""
    turn: int
    opened: bool
    """Whether the shocks of the turn have struck already."""
    strategy: str
    """Who plays the player's seat from now on."""
    strength: str
    seats: Mapping[str, str] = field(default_factory=dict)
    """Other seats filled by choice: actor -> strategy or decider."""

    @classmethod
    def of(cls, model: GreatGameModel, opened: bool, world: int = 0, strategy: str | None = None) -> Position:
        """The present of one world of a model."""
        past = model.world
        return cls(
            scenario=model.game,
            state=past.state.select([world]),
            memory=past.memory[[world]].copy(),
            turn=past.turn,
            opened=opened,
            strategy=strategy or model.strategy,
            strength=model.strength,
            seats=model.seats,
        )

    @property
    def left(self) -> int:
        """Turns to be played until the scenario ends."""
        return self.scenario.turns - self.turn

    def ordinary(self) -> Position:
        """The same with minds that do not look ahead themselves, as an expert takes the others to play."""
        return replace(self, strength="standard") if self.strength == EXPERT else self

    def futures(self, seeds: Sequence[int], plans: Sequence[Orders | None]) -> GreatGameModel:
        """Worlds that go on from here with fresh luck, ready to be played: all seeds under each plan in turn.

        Args:
            seeds: of the luck from now on, the same for every plan.
            plans: orders of the player's seat in this turn; None leaves them to the strategy.
        """
        luck = [seed for _ in plans for seed in seeds]
        amounts = np.zeros((len(plans), self.memory.shape[1]))
        for row, plan in zip(amounts, plans, strict=True):
            for number, units in (plan or {}).items():
                row[number] = units
        written = np.array([plan is not None for plan in plans])
        tape = Tape.draw(self.scenario, luck, self.memory.shape[1])
        world = World(self.scenario, self.state.select([0] * len(luck)), tape)
        world.turn, world.memory = self.turn, np.repeat(self.memory, len(luck), axis=0)
        model = GreatGameModel(
            self.scenario, self.strategy, self.strength, world=world, opened=self.opened, seats=self.seats
        )
        mine = model.catalogue.mine[self.scenario.player]
        each = np.repeat(np.arange(len(plans)), len(seeds))
        model.opening = Opening(self.turn, mine, amounts[:, mine].take(each, axis=0), written.take(each))
        return model
