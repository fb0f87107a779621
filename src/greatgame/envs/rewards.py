"""Rewards: what a machine is paid for."""

from __future__ import annotations

from numbers import Integral

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.given import whole
from greatgame.scenario.indexed import Floats
from greatgame.words import known

REWARDS = ("change", "final")
"""``change``: points of the objective gained over the quarter, paid when it is resolved; their sum over a
campaign is the final objective less the opening one.  ``final``: the objective at the end, and nothing before."""


class Purse:
    """Pays one seat at the end of every quarter."""

    def __init__(self, reward: str) -> None:
        self.reward = known("reward", reward, REWARDS)
        self._before: Floats = np.zeros(0)

    def begin(self, standing: Floats) -> None:
        """Note the objective at the opening: ``[world]``."""
        self._before = standing

    def pay(self, standing: Floats, finished: bool) -> Floats:
        """Rewards of the quarter that has just been resolved: ``[world]``."""
        gained = standing - self._before
        self._before = standing
        if self.reward == "change":
            return gained
        return standing if finished else np.zeros_like(standing)


def checked_seeds(seeds: object, count: int) -> list[int]:
    """One seed for each world: a list as it is, or a whole number and those that follow it.

    Raises:
        GreatGameError: where there are too few or too many, and for what is no whole number.
    """
    if isinstance(seeds, Integral):
        first = whole("seed", seeds)
        return [first + world for world in range(count)]
    if isinstance(seeds, list | tuple) and len(seeds) == count:
        return [whole("seed", seed) for seed in seeds]
    raise GreatGameError(f"seeds {seeds!r}: give one whole number, or a list of {count}")
