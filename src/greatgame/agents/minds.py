"""Minds: the built-in deciders, from rules of thumb to appraisal.

A decider is anything with :meth:`Decider.decide`; a human player, a script, a
strategy and the minds here all stand behind it, for any seat and any number of
worlds at once.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from greatgame.agents.choice import Seats, choose, choose_cases
from greatgame.agents.view import View
from greatgame.agents.weighing import Appraisal, Watch, Weights
from greatgame.agents.yardsticks import NEVER
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.schema_minds import Doctrine, Strategy


class Decider(Protocol):
    """Whoever fills a seat."""

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        """Amounts ``[world, entry]`` over the actor's own entries (``catalogue.mine[actor]``).

        ``utility`` holds the appraisal of those entries by the doctrine in
        force for the seat; a decider may ignore it.
        """
        ...


class DoNothing:
    """Gives no order; events are answered by their first choice."""

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        return np.zeros_like(utility)


class Given:
    """Orders that somebody has already written down."""

    def __init__(self, amounts: Floats) -> None:
        self.amounts = amounts

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        mine = view.catalogue.mine[actor]
        return np.broadcast_to(self.amounts[..., mine], utility.shape)


class Appraiser:
    """Standard strength: takes the best affordable moves by its doctrine, one after another.

    Appraisers of one model share a :class:`Chancery`, which works out the
    choices of all of them in one go.
    """

    def __init__(self, scenario: IndexedScenario, catalogue: Catalogue, doctrine: Doctrine, chancery: Chancery) -> None:
        defaults = scenario.file.defaults
        self.threshold = (doctrine.threshold or defaults.threshold).value
        self.orders = scenario.orders_a_turn(doctrine)
        avoid = doctrine.avoid if isinstance(doctrine, Strategy) else []
        self.avoided: Ints = np.array([i for i, name in enumerate(catalogue.kind_names) if name in avoid], np.int64)
        self.chancery = chancery

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        book = view.catalogue
        world, entry = self.chancery.choices(view)
        its = (book.actor.take(entry) == actor).nonzero()[0]
        amounts = np.zeros(utility.shape)
        amounts[world.take(its), book.place_in_mine.take(entry.take(its))] = 1.0
        return amounts


class Chancery:
    """Works out the choices of all appraisers of a turn together, in a few array operations."""

    def __init__(self) -> None:
        self.seats: dict[int, Appraiser] = {}
        self._view: View | None = None
        self._choices: tuple[Ints, Ints] | None = None
        self.appraisal: Appraisal | None = None
        self._prepared: tuple[Seats, Watch] | None = None

    def choices(self, view: View) -> tuple[Ints, Ints]:
        """World and catalogue number of every order that a seat gives."""
        if self._choices is None or self._view is not view:
            assert self.appraisal is not None
            seats, watch = self._preparation(self.appraisal.weights)
            self._choices = choose_cases(view, seats, *self.appraisal.above(watch))
            self._view = view
        return self._choices

    def _preparation(self, weights: Weights) -> tuple[Seats, Watch]:
        """Who chooses, and what they may take, seat by seat."""
        if self._prepared is None:
            minds, book = list(self.seats.values()), weights.catalogue
            seats = Seats(list(self.seats), [m.threshold for m in minds], [m.orders for m in minds])
            in_order = [(book.mine[actor], self.seats[actor]) for actor in seats.actor.tolist()]
            taken = [mine.compress(~np.isin(book.kind_of[mine], mind.avoided)) for mine, mind in in_order]
            bars = [np.full(len(part), mind.threshold) for part, (_, mind) in zip(taken, in_order, strict=True)]
            self._prepared = seats, Watch(weights, np.concatenate(taken), np.concatenate(bars))
        return self._prepared


class RulesOfThumb:
    """Novice strength: knows what kinds of move it likes, not what they would do now."""

    def __init__(self, scenario: IndexedScenario, catalogue: Catalogue, doctrine: Doctrine) -> None:
        k = scenario.minds["novice"]
        self.orders = max(1, scenario.orders_a_turn(doctrine) - int(k.fewer * scenario.dt))
        self.mood = k.mood
        liking = np.full(len(catalogue.kind_names), NEVER)
        for rank, name in enumerate(doctrine.rules):
            if name in catalogue.kinds:
                liking[catalogue.kind_names.index(name)] = k.first - k.step * rank
        if block := catalogue.blocks.get("respond"):
            liking[catalogue.kind_of[block.start]] = scenario.minds["choice"].duty
        self.liking = liking

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        book = view.catalogue
        mine = book.mine[actor]
        utility = self.liking[book.kind_of[mine]] + self.mood * view.perception.take(mine, axis=1)
        possible = view.legal.take(mine, axis=1)
        return choose(view, actor, np.where(possible, utility, -np.inf), 0.0, self.orders)
