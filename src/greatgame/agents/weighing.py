"""Weighing: what every move is worth to its actor by the doctrine in force.

Utility is the strengths of :mod:`greatgame.agents.appraisal` times a doctrine's
weights, and how a move strikes its actor this turn.  The weighted parts of a
chosen move are the recorded reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from greatgame import loops
from greatgame.agents.appraisal import strengths
from greatgame.agents.forms import Term
from greatgame.agents.readings import READINGS, STALE
from greatgame.agents.sums import Sums
from greatgame.agents.view import View
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats, Ints
from greatgame.scenario.schema_minds import Doctrine
from greatgame.scenario.vocabulary import CONSIDERATIONS
from greatgame.world.state import TOGETHER


@dataclass(frozen=True)
class Weights:
    """The doctrines in force, and what they make of the readings of a turn."""

    catalogue: Catalogue
    by_consideration: Mapping[str, Floats]
    """Weight of each consideration in the actor's doctrine: ``[entry]``."""
    taste: Floats
    """[entry]"""
    price: Floats
    """[entry]"""
    noise: Floats
    """[entry]"""
    inertia: Floats
    """[entry]"""
    fixed: Floats
    """All that speaks for and against an entry whatever is seen, taste and price included: [entry]."""
    stale: Floats
    """What staleness costs: [entry], not positive."""
    seen: Sums
    """What speaks for and against each entry as the turn's readings are."""


def weigh(catalogue: Catalogue, doctrines: Mapping[str, Doctrine]) -> Weights:
    """Weights for the doctrines (by actor id) that are in force."""
    defaults = catalogue.scenario.file.defaults
    actors = catalogue.actors
    rows = {c: np.zeros(len(actors)) for c in CONSIDERATIONS}
    noise, inertia = np.zeros(len(actors)), np.zeros(len(actors))
    taste = np.zeros(catalogue.size)
    for a, actor in enumerate(actors):
        doctrine = doctrines.get(actor)
        if doctrine is None:
            continue
        for name in CONSIDERATIONS:
            rows[name][a] = doctrine.weights.number(name)
        noise[a] = (doctrine.noise or defaults.noise).value
        inertia[a] = (doctrine.inertia or defaults.inertia).value
        tastes = doctrine.tastes
        for name in tastes.values if tastes else ():
            numbers = catalogue.numbers_of(name)
            taste[numbers[catalogue.actor[numbers] == a]] = tastes.number(name) if tastes else 0.0
    weights = {c: row[catalogue.actor] for c, row in rows.items()}
    constant, stale, seen = _weighted(catalogue, weights)
    cost = price(catalogue)
    return Weights(
        catalogue=catalogue,
        by_consideration=weights,
        taste=taste,
        price=cost,
        noise=noise[catalogue.actor],
        inertia=inertia[catalogue.actor],
        fixed=taste + cost + constant,
        stale=stale,
        seen=seen,
    )


def _weighted(catalogue: Catalogue, weights: Mapping[str, Floats]) -> tuple[Floats, Floats, Sums]:
    """Strengths times weights, all considerations together: constant part, part of staleness, and all other terms."""
    constant, stale = np.zeros(catalogue.size), np.zeros(catalogue.size)
    terms: list[tuple[Ints, Term]] = []
    for role, found in strengths(catalogue).items():
        block = catalogue.blocks[role]
        for consideration, form in found.items():
            weight = weights[consideration][block.span]
            constant[block.span] += weight * form.constants
            for term in form.terms:
                if term.reading == STALE:
                    stale[block.span] += weight * term.coefficient
                else:
                    terms.append((block.numbers, Term(term.reading, term.cells, weight * term.coefficient)))
    if "respond" in catalogue.blocks:
        constant[catalogue.blocks["respond"].span] += catalogue.scenario.minds["choice"].duty
    return constant, stale, Sums(catalogue, terms)


class Cases(NamedTuple):
    """Entries that are worth more than a bar, world by world: ``[case]`` each."""

    world: Ints
    entry: Ints
    utility: Floats


WATCHED = np.dtype(
    [(name, np.float64) for name in ("noise", "fixed", "inertia", "stale", "bar")]
    + [(name, np.int64) for name in ("entry", "begin", "end")]
)
"""An entry for the loop in C: what its worth is made of, what it is to exceed, and where its terms begin and end."""


class Watch:
    """Entries that are looked at together, and what each must be worth: ``[entry looked at]`` each."""

    def __init__(self, weights: Weights, entries: Ints, bar: Floats) -> None:
        self.weights, self.entries, self.bar = weights, entries, bar
        """Their catalogue numbers, and the utility that they are to exceed."""

    @cached_property
    def tables(self) -> tuple[NDArray[np.void], NDArray[np.void], Ints, Ints]:
        """The same as the loop in C reads it: entries, terms, and which cells of the readings are looked at."""
        ends, terms, first, places = self.weights.seen.terms(self.entries)
        rows = np.empty(len(self.entries), dtype=WATCHED)
        for name in ("noise", "fixed", "inertia", "stale"):
            rows[name] = getattr(self.weights, name).take(self.entries)
        rows["bar"], rows["entry"], rows["begin"], rows["end"] = self.bar, self.entries, ends[:-1], ends[1:]
        return rows, terms, first, places


class Appraisal:
    """How everyone sees every entry this turn, and why."""

    together = TOGETHER
    """Worlds appraised at a time."""

    def __init__(self, view: View, weights: Weights) -> None:
        self.weights = weights
        self.view, self.presence = view, view.memory
        self.stale_most = view.minds["choice"].stale_most
        """Presence beyond which a move is no staler."""

    @cached_property
    def seen(self) -> list[Floats]:
        """The turn's readings, by lots of worlds."""
        return self.weights.seen.look(self.view, self.together)

    @cached_property
    def utility(self) -> Floats:
        """Utility of every entry as its actor sees it: ``[world, entry]``."""
        utility: Floats = np.empty(self.presence.shape)
        for worlds, seen in self._lots(self.seen):
            self._appraise(worlds, seen, utility[worlds])
        return utility

    def _lots(self, readings: list[Floats]) -> list[tuple[slice, Floats]]:
        """The worlds, so many at a time, and what is seen of them."""
        worlds = self.view.worlds
        firsts = range(0, worlds, self.together)
        return [(slice(i, min(i + self.together, worlds)), seen) for i, seen in zip(firsts, readings, strict=True)]

    def _appraise(self, worlds: slice, seen: Floats, utility: Floats) -> None:
        """Write down the utility of some worlds: ``[world, entry]``."""
        weights, presence = self.weights, self.presence[worlds]
        np.multiply(self.view.perceived(worlds), weights.noise, out=utility)
        utility += weights.fixed
        utility += np.multiply(weights.inertia, presence >= 1.0)
        stale = np.minimum(presence, self.stale_most)
        stale *= weights.stale
        utility += stale
        utility += weights.seen.total(seen).T

    def above(self, watch: Watch) -> Cases:
        """What may be ordered and is worth more than its bar, world by world and in the order of the watch."""
        if loops.compiled is not None:
            return self._at_once(watch)
        worth = self.utility.take(watch.entries, axis=1)
        clears = self.view.legal.take(watch.entries, axis=1) & (worth > watch.bar)
        world, column = clears.nonzero()
        return Cases(world, watch.entries.take(column), worth[clears])

    def _at_once(self, watch: Watch) -> Cases:
        """The same by the loop in C, which looks at what may be ordered and at nothing else."""
        assert loops.compiled is not None
        view = self.view
        room = view.worlds * len(watch.entries)
        found = Cases(np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64), np.empty(room))
        count = loops.compiled.appraise(
            view.legal,
            self.presence,
            *view.perceived_bits(),
            *watch.tables,
            *found,
            self.stale_most,
            [READINGS[name].take(view).reshape(view.worlds, -1) for name in self.weights.seen.cells],
        )
        return Cases(found.world[:count], found.entry[:count], found.utility[:count])

    def parts(self, number: int, world: int = 0) -> dict[str, float]:
        """What spoke for and against one entry, by consideration; duty and habit are not among it."""
        weights, book = self.weights, self.weights.catalogue
        lot, among = divmod(world, self.together)
        seen = self.seen[lot]
        parts: dict[str, float] = {}
        for name, strength, terms in _made_of(book, number):
            for reading, cell, coefficient in terms:
                if reading == STALE:
                    strength += coefficient * min(float(self.presence[world, number]), self.stale_most)
                elif (place := weights.seen.place(reading, cell)) is not None:
                    strength += coefficient * float(seen[place, among])
            parts[name] = float(weights.by_consideration[name][number]) * strength
        parts["price"] = float(weights.price[number])
        parts["taste"] = float(weights.taste[number])
        perceived = self.view.luck_at("perception", np.array([world * book.size + number]))
        parts["perception"] = float(weights.noise[number] * perceived[0])
        return parts


class _Made(NamedTuple):
    """A strength of one entry: the consideration, its constant, and reading, cell and coefficient of every term."""

    name: str
    constant: float
    terms: tuple[tuple[str, int, float], ...]


@lru_cache(maxsize=4096)
def _made_of(catalogue: Catalogue, number: int) -> tuple[_Made, ...]:
    """What speaks for and against one entry, before weights."""
    block, place = catalogue.block(number)
    rows = strengths(catalogue).get(block.role, {})
    return tuple(
        _Made(
            name,
            float(constants[place]),
            tuple((term.reading, int(term.cells[place]), float(term.coefficient[place])) for term in terms),
        )
        for name, (constants, terms) in rows.items()
    )


def price(catalogue: Catalogue) -> Floats:
    """What a unit of each entry costs its actor, in utility: ``[entry]``, not positive."""
    budget, k = catalogue.scenario.budget, catalogue.scenario.minds["choice"]
    actor = np.minimum(catalogue.actor, len(budget) - 1)
    year = 4.0 * budget[actor, catalogue.resource]
    spent = np.minimum(catalogue.money / (1.0 + year), 1.0)
    cost: Floats = k.time_price * catalogue.diplomacy + k.money_price * spent
    return -cost
