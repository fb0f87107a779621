"""What a reading is, and how one is listed; :mod:`greatgame.agents.readings` has them all."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats
from greatgame.world.variables import BY_NAME, axis


@dataclass(frozen=True)
class Reading:
    """Axes of a reading and how to take it."""

    axes: tuple[str, ...]
    role: str
    """The role whose entries it has figures for, instead of axes."""
    take: Callable[[View], Floats]

    def shape(self, catalogue: Catalogue) -> tuple[int, ...]:
        """Shape in one world."""
        if self.role:
            return (len(catalogue.blocks[self.role]),)
        return tuple(len(axis(catalogue.scenario, name)) for name in self.axes)

    def size(self, catalogue: Catalogue) -> int:
        """Number of figures in one world."""
        return math.prod(self.shape(catalogue))


LISTED: dict[str, Reading] = {}


def reading(axes: str = "", role: str = "") -> Callable[[Callable[[View], Floats]], Callable[[View], Floats]]:
    """List a function as the reading of its own name."""

    def listed(take: Callable[[View], Floats]) -> Callable[[View], Floats]:
        LISTED[take.__name__] = Reading(tuple(axes.split()), role, take)
        return take

    return listed


def as_it_is(*names: str) -> None:
    """List state variables as they are now: who takes them keeps a copy, for the state itself goes on."""
    for name in names:
        LISTED[name] = Reading(BY_NAME[name].axes, "", attrgetter(f"state.{name}"))


def of_the_view(axes: str, *names: str) -> None:
    """List figures that the view has already."""
    for name in names:
        LISTED[name] = Reading(tuple(axes.split()), "", attrgetter(name))
