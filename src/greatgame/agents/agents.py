"""The Mesa agents: ten governments and Japan's firms.

An agent looks at the view, decides, and hands in orders; it never touches the
state.  One agent plays its part in all worlds of the model at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from greatgame.agents.minds import Decider
from greatgame.agents.view import View
from greatgame.scenario.indexed import Floats, Ints

if TYPE_CHECKING:
    from greatgame.model import GreatGameModel


class Actor(mesa.Agent):  # type: ignore[misc]
    """Anyone who gives orders."""

    def __init__(self, model: GreatGameModel, name: str, number: int) -> None:
        super().__init__(model)
        self.name = name
        self.number = number
        self.mine: Ints = model.catalogue.mine[number]

    def step(self) -> None:
        """Look, decide, and hand in this turn's orders."""
        game: Any = self.model
        view: View = game.view
        game.submit(self.number, self.decide(view))

    def decide(self, view: View) -> Floats:
        """Amounts ``[world, own entry]``."""
        raise AttributeError("an Actor is a Government or a Firm")


class Government(Actor):
    """A country, power or host, with the decider that fills its seat."""

    def __init__(self, model: GreatGameModel, name: str, number: int, decider: Decider) -> None:
        super().__init__(model, name, number)
        self.decider = decider

    def decide(self, view: View) -> Floats:
        game: Any = self.model
        utility = np.take(game.utility, self.mine, axis=1)
        return self.decider.decide(view, self.number, utility)


class Firm(Actor):
    """A firm archetype: backs the venture with the best margin over its hurdle, one a quarter.

    Its view of a project is its own: a private signal on top of the public
    margin.  Mechanism 2.
    """

    def decide(self, view: View) -> Floats:
        s = view.scenario
        chosen = np.zeros((view.worlds, len(self.mine)))
        if len(self.mine) == 0:
            return chosen
        kind = view.catalogue.kind(int(self.mine[0]))
        place = self.mine - kind.start
        margin = np.take(view.margins[kind.name], place, axis=1)
        signal = np.take(view.venture_view, kind.venture[place], axis=1)
        private = 0.5 * np.take(view.perception, self.mine, axis=1)
        seen = margin + s.finance.gap_scale * (0.5 * signal + private)
        seen = np.where(np.take(view.legal, self.mine, axis=1), seen, -np.inf)
        best = seen.argmax(axis=1)
        rows = np.arange(view.worlds)
        chosen[rows, best] = (seen[rows, best] >= 0.0).astype(float)
        return chosen
