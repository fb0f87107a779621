"""The Mesa agents: ten governments and Japan's firms.

An agent looks at the view, decides, and hands in orders; it never touches the
state.  One agent plays its part in all worlds of the model at once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from greatgame.agents.minds import Appraiser, Decider
from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
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

    def decide(self, view: View) -> Floats:
        if len(self.mine) == 0:
            return np.zeros((view.worlds, 0))
        if self.decider is not None:
            return self.decider.decide(view, self.number, view.margins[:, self.place])
        return firms_choices(view)[:, self.place]


def firms_choices(view: View) -> Floats:
    """What every firm backs this quarter: ``[world, investment entry]``.

    Worked out for all firms together and kept with the view.
    """
    if view.backed is None:
        block = view.catalogue.blocks["invest"]
        s = view.scenario
        signal = view.venture_view.take(block.venture, axis=1)
        private = view.perception[:, block.span]
        seen = view.margins + s.finance.gap_scale * 0.5 * (signal + private)
        np.putmask(seen, ~view.legal[:, block.span], -np.inf)
        # Entries are sorted by firm: each takes the best of its own run, if it clears the hurdle.
        best = np.maximum.reduceat(seen, _firm_begins(view.catalogue), axis=1)
        own = best.take(_run_of(view.catalogue), axis=1)
        view.backed = ((seen == own) & (seen >= 0.0)).astype(np.float64)
    return view.backed


@lru_cache(maxsize=16)
def _firm_begins(catalogue: Catalogue) -> Ints:
    return np.unique(catalogue.blocks["invest"].firm, return_index=True)[1]


@lru_cache(maxsize=16)
def _run_of(catalogue: Catalogue) -> Ints:
    return np.unique(catalogue.blocks["invest"].firm, return_inverse=True)[1]
