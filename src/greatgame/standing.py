"""Where a campaign stands: what front ends look at, and nothing that changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from greatgame.agents.guard import Decision
from greatgame.agents.opening import Script
from greatgame.agents.seating import assumed
from greatgame.desk import Desk, Queue
from greatgame.errors import GreatGameError, OrderError
from greatgame.explain import Explanation, events_of, explain, headlines, turn_named
from greatgame.given import text, whole
from greatgame.indicators import figure, measure
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import Catalogue
from greatgame.recording import score_of
from greatgame.records import EventRecord, Headline, Move, OrderRecord, QueuedOrder, Score, TurnRecord
from greatgame.saves import PredictionPart
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.levels import level_of
from greatgame.world.ledger import Ledger
from greatgame.world.state import State
from greatgame.world.world import World

BY_HAND = "by hand"
"""What fills a seat whose orders are given through the session, beside the player's."""


class Standing:
    """A campaign at its present turn, as it is told; :class:`greatgame.session.Session` makes and moves it."""

    scenario: IndexedScenario
    seed: int
    strategy: str | None
    """Who plays the player's seat; None: a human."""
    strength: str
    folder: str | None
    """Where the scenario lies, if it was opened from a folder."""
    seats: dict[str, str]
    """Other seats filled by choice: actor -> strategy, decider, or :data:`BY_HAND`."""
    hands: tuple[str, ...]
    """The seats whose orders are given by hand; the player's, if it is one of them, comes first."""
    level: str | None
    """How much of the model there is, by name; None: all of it."""
    predictions: list[PredictionPart]
    """What the player foretold, oldest first (see :mod:`greatgame.lab.predictions`)."""
    catalogue: Catalogue
    history: list[TurnRecord]
    """Finished turns."""
    _given: list[Queue]
    """Orders of the player and of all seats given by hand, in every finished turn."""
    _past: list[World]
    """The world at the start of every turn, before its shocks; the last one is the present turn's."""
    _model: GreatGameModel
    _desks: dict[str, Desk]
    """Where the orders of the open turn lie, by seat given by hand."""
    _desk: Desk
    """The player's; where a strategy plays it, one that only looks."""

    @property
    def turn(self) -> int:
        """Number of the open turn; the first is 0."""
        return len(self.history)

    @property
    def quarter(self) -> str:
        """Calendar name of the open turn, or of the last one when the campaign is over."""
        return self.scenario.quarter(min(self.turn, self.scenario.turns - 1))

    @property
    def finished(self) -> bool:
        """Whether the last turn is over."""
        return self.turn >= self.scenario.turns

    @property
    def player(self) -> str:
        """The actor whose seat this session plays."""
        return self.scenario.names.powers[self.scenario.player]

    @property
    def stand_in(self) -> str:
        """The strategy that plays the seat in what may come: the session's own, or the autopilot."""
        return assumed(self.scenario) if self.strategy is None else self.strategy

    @property
    def hidden(self) -> frozenset[str]:
        """Kinds of move and concepts that the campaign's level leaves for later."""
        return frozenset() if self.level is None else frozenset(level_of(self.scenario, self.level).hides)

    @property
    def digest(self) -> str:
        """Fingerprint of the state when the open turn began; orders still queued do not show in it."""
        return self._past[-1].state.digest()

    @property
    def digests(self) -> list[str]:
        """Fingerprint at the end of every finished turn."""
        return [record.digest for record in self.history]

    @property
    def state(self) -> State:
        """The present state, read-only: shocks and budgets of the open turn included."""
        return self._model.world.shown

    def at(self, turn: int) -> State:
        """The state when a turn began, before its shocks, read-only; ``turn`` itself may be the open one.

        Raises:
            GreatGameError: where the turn has not begun.
        """
        if not 0 <= whole("turn", turn) < len(self._past):
            raise GreatGameError(f"turn {turn} has not begun; there are 0 to {len(self._past) - 1}")
        return self._past[turn].shown

    @property
    def ledger(self) -> Ledger:
        """Everything posted since the campaign began."""
        ledger = self._model.world.ledger
        assert ledger is not None
        return ledger

    @property
    def events(self) -> tuple[EventRecord, ...]:
        """Events of the open turn, with the orders that answer them."""
        return () if self.finished else events_of(self.catalogue, self.ledger, self.turn, None)

    @property
    def answers(self) -> frozenset[str]:
        """Orders that answer an event of the open turn, whether anything stands in their way or not."""
        return frozenset(choice.order for event in self.events for choice in event.choices if choice.order)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """How the decisions of deciders in Python went since the campaign was begun or taken up, oldest first."""
        return self._model.decisions

    def indicators(self, turn: int | None = None) -> dict[str, Any]:
        """The present figures, or those when a turn began; see :func:`greatgame.indicators.measure`."""
        if turn is not None:
            return measure(self.scenario, self.at(turn))
        return measure(self.scenario, self.state, ledger=self.ledger)

    def figure(self, path: str) -> float:
        """One present figure by its dotted name, see :func:`greatgame.indicators.figure`."""
        return figure(self.scenario, self.state, text("figure", path), ledger=self.ledger)

    def score(self) -> Score:
        """The player's score by pillar, as of the last finished turn (before the first: of the start)."""
        return score_of(self.scenario, self._past[-1].state)

    @property
    def filled(self) -> dict[str, str]:
        """Seats filled by a strategy or decider that somebody chose."""
        return {seat: spec for seat, spec in self.seats.items() if spec != BY_HAND}

    @property
    def others(self) -> tuple[str, ...]:
        """The seats given by hand beside the player's."""
        return tuple(seat for seat in self.hands if seat != self.player)

    def script(self) -> Script:
        """What the player and all seats given by hand ordered in every finished turn, to be given again."""
        amounts = np.zeros((len(self._given), self.catalogue.size))
        for row, given in zip(amounts, self._given, strict=True):
            for number, units in given.items():
                row[number] = units
        return Script(amounts)

    # What can be ordered

    def moves(self, actor: str | None = None, all: bool = False) -> list[Move]:
        """The moves of a seat (the player's by default) in catalogue order.

        Legal ones only, or with ``all`` every one with the conditions that it
        fails.  For the player, "legal" is meant beside what is queued already.

        Raises:
            GreatGameError: for an unknown actor.
        """
        chosen = self.player if actor is None else actor
        moves = self._desks.get(chosen, self._desk).moves(chosen, all)
        return [] if self.finished else moves

    def price(self, order_ids: Sequence[str] | Mapping[str, int]) -> dict[str, float]:
        """What orders cost together by resource: points of diplomacy, then USD mn.

        Args:
            order_ids: one unit of each id (an id may be repeated), or units by id.
        """
        return self._by_resource(self._desk.price(order_ids))

    def purse(self) -> dict[str, float]:
        """The player's purse by resource before the queue is paid."""
        return self._by_resource(self._desk.purse())

    def remaining(self) -> dict[str, float]:
        """The player's purse by resource after the queue."""
        return self._by_resource(self._desk.remaining())

    @property
    def queue(self) -> tuple[QueuedOrder, ...]:
        """Orders that :meth:`advance` will give, in the order in which they were submitted."""
        return self._desk.queued()

    # Why

    def explain(self, path: str, turn: int | str | None = None) -> Explanation:
        """What moved a figure, in one turn (number or quarter such as ``2028Q1``) or since the start.

        Opening plus entries is exactly closing.  The open turn shows what has
        happened in it so far.

        Raises:
            GreatGameError: for an unknown figure or turn, saying what there is.
        """
        number = None if turn is None else self._turn_named(turn)
        opening = self._past[number or 0].state
        closing = self._model.world.state
        if number is not None and number < self.turn:
            closing = self._past[number + 1].state
        return explain(self.catalogue, self.ledger, text("figure", path), number, opening, closing)

    def headlines(self, since: int) -> tuple[Headline, ...]:
        """The changes from the start of a turn to the end of the last finished one that moved the player's score most.

        Every figure is told once, with its net change and what moved it most that way.

        Raises:
            GreatGameError: where the turn has not begun.
        """
        opening, turns = self.at(since), range(since, self.turn)
        return headlines(self.catalogue, self.ledger, turns, opening, self.at(self.turn))

    def why(self, order_id: str, turn: int | str | None = None) -> OrderRecord:
        """The record of an order of a finished turn (the last by default), with the reasons that chose it.

        Raises:
            GreatGameError: where it was not given; names what its actor ordered instead.
        """
        if not self.history:
            raise GreatGameError("no turn is over yet: advance first")
        number = self.turn - 1 if turn is None else self._turn_named(turn)
        if number >= self.turn:
            raise GreatGameError(f"{self.quarter} is not over yet: its orders are known after advance")
        actor = self.catalogue.actors[int(self.catalogue.actor[self.catalogue.number(order_id)])]
        rows = [row for row in self.history[number].orders if row.actor == actor]
        for row in rows:
            if row.order == order_id:
                return row
        others = ", ".join(row.order for row in rows) or "nothing"
        raise OrderError(order_id, [f"it was not given in {self.scenario.quarter(number)}; {actor} ordered: {others}"])

    def _turn_named(self, turn: int | str) -> int:
        return turn_named(self.scenario, turn, min(self.turn, self.scenario.turns - 1))

    def _by_id(self, queue: Queue) -> dict[str, int]:
        return {self.catalogue.ids[number]: amount for number, amount in queue.items()}

    def _by_resource(self, values: Floats) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self.scenario.names.resources, values, strict=True)}
