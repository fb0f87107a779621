"""Imagined futures: the present of some worlds, continued with luck that nobody knows yet."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np

from greatgame.agents.view import View
from greatgame.scenario.indexed import Ints
from greatgame.world.tape import MAX_SEED, Tape
from greatgame.world.world import World


class Present:
    """Some worlds of a view, from which one seat looks ahead.

    Everything comes from what the view shows to everybody: the tape of the
    campaign and the orders of others are not there to be read.
    """

    def __init__(self, view: View, actor: int, which: Ints) -> None:
        self.view, self.actor, self.which = view, actor, which
        self.worlds = len(which)

    def some(self, at: Ints) -> Present:
        """A few of the worlds."""
        return Present(self.view, self.actor, self.which[at])

    def futures(self, purpose: str, count: int, times: int) -> World:
        """Worlds ``[world, time, future]`` in one row: each present with ``count`` kinds of luck, ``times`` over."""
        view = self.view
        seeds = [s for w in self.which for s in luck(view.seeds[w], view.turn, self.actor, purpose, count)]
        tape = Tape.draw(view.scenario, seeds, view.catalogue.size)
        places = np.arange(self.worlds * count).reshape(self.worlds, 1, count)
        order = np.repeat(places, times, axis=1).reshape(-1)
        rows = self.which.take(order // count)
        world = World(view.scenario, view.state.select(rows), tape.select(order.tolist()) if times > 1 else tape)
        world.turn = view.turn
        world.memory = view.memory.take(rows, axis=0)
        return world


def luck(seed: int, turn: int, actor: int, purpose: str, count: int) -> list[int]:
    """Seeds of imagined futures, keyed by the world's seed, the turn, the seat and what they are for."""
    words = np.random.SeedSequence([seed, turn, actor, _key(purpose)]).generate_state(count, np.uint64)
    return [int(word) & MAX_SEED for word in words]


@lru_cache
def _key(purpose: str) -> int:
    return int.from_bytes(hashlib.sha256(f"futures: {purpose}".encode()).digest()[:8], "little")
