"""The Mesa agents: ten governments and Japan's firms.

An agent looks at the view, decides, and hands in orders; it never touches the
state.  One agent plays its part in all worlds of the model at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from greatgame.agents.minds import Appraiser, Decider
from greatgame.agents.view import View
from greatgame.rules.found import find
from greatgame.scenario.indexed import Floats, Ints

if TYPE_CHECKING:
    from greatgame.model import GreatGameModel


class Actor(mesa.Agent):  # type: ignore[misc]  # mesa has no types
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

    def step(self) -> None:
        """As every actor does; those who share a chancery are handed in by the first of them."""
        if isinstance(self.decider, Appraiser):
            game: Any = self.model
            game.submit_together(self.decider.chancery)
        else:
            super().step()

    def decide(self, view: View) -> Floats:
        game: Any = self.model
        utility = game.utility.take(self.mine, axis=1)
        return self.decider.decide(view, self.number, utility)


class Firm(Actor):
    """A firm archetype: backs the venture with the best margin over its hurdle, one a quarter.

    Its view of a project is its own: a private signal on top of the public
    margin.  Mechanism 2.
    """

    def __init__(self, model: GreatGameModel, name: str, number: int, decider: Decider | None = None) -> None:
        super().__init__(model, name, number)
        self.decider = decider
        self.place = slice(0, 0)
        """Where its entries lie among the investments, which are sorted by firm."""
        if len(self.mine):
            start = model.catalogue.blocks["invest"].start
            self.place = slice(int(self.mine[0]) - start, int(self.mine[-1]) - start + 1)

    def step(self) -> None:
        """As every actor does; those who are left to themselves are handed in by the first of them."""
        if self.decider is None:
            game: Any = self.model
            game.submit_firms()
        else:
            super().step()

    def decide(self, view: View) -> Floats:
        if self.decider is None or len(self.mine) == 0:
            return np.zeros((view.worlds, len(self.mine)))
        return self.decider.decide(view, self.number, view.margins[:, self.place])


def firms_choices(view: View) -> tuple[Ints, Ints]:
    """World and catalogue number of what every firm that is left to itself would back this quarter."""
    if "invest" not in view.catalogue.blocks:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    s, block = view.scenario, view.catalogue.blocks["invest"]
    open_to = find(view.legal[:, block.span])
    venture = open_to.world * len(s.names.ventures) + block.venture.take(open_to.column)
    signal = view.luck_at("venture_view", venture)
    private = view.luck_at("perception", open_to.world * view.catalogue.size + open_to.column + block.start)
    seen = open_to.of(view.margins) + s.finance.gap_scale * 0.5 * (signal + private)
    # Each firm takes the best that is open to it, if it clears the hurdle.
    firm = open_to.world * len(s.names.firms) + block.firm.take(open_to.column)
    best = np.zeros(view.worlds * len(s.names.firms))
    np.maximum.at(best, firm, seen)
    backed = open_to.where(seen == best.take(firm))
    return backed.world, backed.column + block.start
