"""The table that all environments sit at: W campaigns, some of whose governments are played by machines.

A machine gives its orders one at a time and then ends its quarter; when every
machine at the table has, the quarter is resolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greatgame.agents.minds import Given
from greatgame.agents.objectives import objective
from greatgame.agents.seating import assumed
from greatgame.envs.features import Features, Vector
from greatgame.errors import GreatGameError
from greatgame.given import once, texts, whole
from greatgame.model import STRENGTHS, GreatGameModel
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.moves.legality import NEAR
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.words import known
from greatgame.world.state import on_grid

Mask = NDArray[np.int8]

ORDERS = 18
"""Orders a quarter, unless told otherwise: what one government carries through at most."""


class Table:
    """Campaigns side by side, with the queues of the machines' seats.

    Args:
        scenario: the scenario.
        seats: governments that machines play, by name.
        strength: minds of everyone else.
        orders: choices a seat has in a quarter; the last one ends it in any case.
        variables: state variables to observe; see :class:`Features`.

    Raises:
        GreatGameError: for no seat, an unknown seat, strength or variable, and no room for orders.
    """

    def __init__(
        self,
        scenario: IndexedScenario,
        seats: Sequence[str],
        strength: str = "standard",
        orders: int = ORDERS,
        variables: Sequence[str] | None = None,
    ) -> None:
        if whole("orders", orders) < 1:
            raise GreatGameError(f"orders = {orders}: a seat needs at least 1 choice a quarter")
        known("strength", strength, STRENGTHS)
        self.seats = _numbered(tuple(scenario.names.actors), seats)
        self.scenario, self.strength, self.orders = scenario, strength, orders
        self.catalogue: Catalogue = catalogue_of(scenario)
        self.features = Features(scenario, variables)
        self.begun = False
        """Whether a first campaign has begun."""

    def actions(self, seat: str) -> int:
        """Number of actions of a seat: one for each of its moves, and the last one, which ends the quarter."""
        return len(self.catalogue.mine[self.seats[seat]]) + 1

    def moves(self, seat: str) -> tuple[str, ...]:
        """The order behind each action of a seat but the last.

        Raises:
            GreatGameError: for a seat that is not at the table.
        """
        actor = self.seats[known("government", seat, self.seats)]
        return tuple(self.catalogue.ids[number] for number in self.catalogue.mine[actor])

    @property
    def figures(self) -> tuple[str, ...]:
        """The name of every figure of an observation."""
        return self.features.names

    def require_campaign(self) -> None:
        """Let nobody look or act before there is anything to see.

        Raises:
            GreatGameError: before the first campaign.
        """
        if not self.begun:
            raise GreatGameError("no campaign is under way: call reset() first")

    def begin(self, seeds: Sequence[int]) -> None:
        """Set up one campaign for each seed and open the first quarter."""
        worlds = len(seeds)
        self.queue: Floats = np.zeros((worlds, self.catalogue.size))
        """Orders given so far this quarter: ``[world, entry]``."""
        seat = Given(self.queue)
        deciders = dict.fromkeys(self.seats, seat)
        self.model = GreatGameModel(
            self.scenario, assumed(self.scenario), self.strength, seeds=seeds, deciders=deciders
        )
        self.model.open()
        self._open()
        self.begun = True

    def _open(self) -> None:
        worlds = len(self.queue)
        self.queue[:] = 0.0
        self.given = {seat: np.zeros(worlds, dtype=np.int64) for seat in self.seats}
        """Choices made this quarter: ``[world]`` each."""
        self.ended: dict[str, Bools] = {seat: np.full(worlds, self.finished) for seat in self.seats}
        """Whether a seat is through with the quarter: ``[world]`` each."""
        self.left: dict[str, Floats] = {
            seat: self.model.world.state.purse[:, actor].copy() for seat, actor in self.seats.items()
        }
        """Purse after the orders given: ``[world, resource]`` each."""

    @property
    def finished(self) -> bool:
        """Whether the campaigns are over."""
        return self.model.finished

    @property
    def settled(self) -> bool:
        """Whether every seat in every world is through with the quarter."""
        return all(bool(ended.all()) for ended in self.ended.values())

    def mask(self, seat: str) -> Mask:
        """1 where an action is possible now: ``[world, action]``; ending the quarter always is."""
        actor = self.seats[seat]
        book = self.catalogue
        mine = book.mine[actor]
        result = np.ones((len(self.queue), len(mine) + 1), dtype=np.int8)
        if self.finished:
            result[:, :-1] = 0
            return result
        queued = self.queue.take(mine, axis=1)
        possible = self.model.view.legal.take(mine, axis=1) & (queued < book.most.take(mine))
        possible &= self._affordable(seat, mine, queued)
        possible &= self._free(mine, queued)
        possible &= ~self.ended[seat][:, None]
        result[:, :-1] = possible
        return result

    def _affordable(self, seat: str, mine: Ints, queued: Floats) -> Bools:
        """Whether the seat can pay one unit more of its moves."""
        time, money = _price(self.catalogue, mine, queued)
        left = self.left[seat]
        resource = self.catalogue.resource.take(mine)
        able: Bools = time <= left[:, :1] + NEAR
        able &= money <= left.take(resource, axis=1) + NEAR
        return able

    def _free(self, mine: Ints, queued: Floats) -> Bools:
        """Whether no move that excludes it is queued already."""
        groups, place = _groups(self.catalogue, int(self.catalogue.actor[mine[0]]))
        world, entry = queued.nonzero()
        taken = np.zeros((len(queued), groups), dtype=np.bool_)
        taken[world, place.take(entry)] = True
        free: Bools = ~taken.take(place, axis=1) | (queued > 0)
        return free

    def checked(self, seat: str, actions: Any) -> Ints:
        """Actions of a seat, one for each world, as numbers.

        Raises:
            GreatGameError: for anything else, with what was given.
        """
        last = self.actions(seat) - 1
        try:
            given = np.asarray(actions)
        except ValueError:
            # Lists of different lengths.
            given = np.zeros(0, dtype=np.bool_)
        counts = given.dtype.kind in "iu" and given.shape == (len(self.queue),)
        if not counts or np.any((given < 0) | (given > last)):
            wanted = f"give {len(self.queue)} whole numbers from 0 to {last}, one for each world"
            raise GreatGameError(f"actions of {seat} are {str(actions)[:80]}: {wanted}")
        return given.astype(np.int64)

    def give(self, seat: str, actions: Any) -> Bools:
        """Queue the moves chosen, one in each world, or end the quarter there.

        Whether each action was possible: ``[world]``.  One that is not gives no
        order, but counts as a choice; so does waiting after the end.

        Raises:
            GreatGameError: for what is no action; then nothing is queued.
        """
        mine = self.catalogue.mine[self.seats[seat]]
        actions, worlds = self.checked(seat, actions), np.arange(len(self.queue))
        possible: Bools = self.mask(seat)[worlds, actions] == 1
        ordering = possible & (actions < len(mine))
        world = ordering.nonzero()[0]
        place = actions.take(world)
        entry = mine.take(place)
        time, money = _price(self.catalogue, entry, self.queue[world, entry])
        self.left[seat][world, 0] -= time
        self.left[seat][world, self.catalogue.resource.take(entry)] -= money
        self.queue[world, entry] += 1.0
        self.given[seat] += 1
        self.ended[seat] |= (actions == len(mine)) | (self.given[seat] >= self.orders)
        return possible

    def resolve(self) -> None:
        """End the quarter for everybody and open the next."""
        self.model.step()
        if not self.finished:
            self.model.open()
        self._open()

    def observe(self, seat: str) -> Vector:
        """What a seat sees: ``[world, figure]``."""
        actor = self.seats[seat]
        return self.features.observe(
            self.model.world.state,
            self.left[seat],
            self.scenario.budget[actor],
            1.0 - np.minimum(self.given[seat] / self.orders, 1.0),
            self.model.world.turn / self.scenario.turns,
        )

    def standing(self, seat: str) -> Floats:
        """The objective of a seat's government, points: ``[world]``; the player's is the weighted score."""
        actor = self.seats[seat]
        return objective(self.scenario, self.model.world.state, actor)


def _numbered(actors: tuple[str, ...], seats: Sequence[str]) -> dict[str, int]:
    """The seats that machines play, each with its number among the actors."""
    chosen = texts("seats", seats)
    once("government", chosen)
    if not chosen:
        raise GreatGameError("seats = []: name at least one government for machines to play, or leave it out for all")
    return {seat: actors.index(known("government", seat, actors)) for seat in chosen}


def _price(book: Catalogue, entries: Ints, queued: Floats) -> tuple[Floats, Floats]:
    """Time and money for one unit more beside ``queued`` ``[..., entry]``, rounded as they are paid."""
    prices = (book.diplomacy.take(entries), book.money.take(entries))
    time, money = (on_grid((queued + 1.0) * price) - on_grid(queued * price) for price in prices)
    return time, money


@lru_cache(maxsize=64)
def _groups(book: Catalogue, actor: int) -> tuple[int, Ints]:
    """Number of groups of moves that exclude each other, and the group of each of the actor's moves."""
    found, place = np.unique(book.group[book.mine[actor]], return_inverse=True)
    return len(found), place
