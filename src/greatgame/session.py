"""The session: one campaign as front ends see it.

New, load and save; the legal moves and their prices; submit, undo and redo;
advance; explain, why, fork, score and counterfactual.  Front ends import this
module and no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import numpy as np

from greatgame import __version__, saves
from greatgame.agents.guard import Decision
from greatgame.agents.minds import Given
from greatgame.agents.seating import assumed, lasting
from greatgame.desk import Desk, Queue, QueueLike, joint
from greatgame.errors import GreatGameError, OrderError
from greatgame.explain import Explanation, events_of, explain, turn_named
from greatgame.indicators import figure, measure
from greatgame.model import STRENGTHS, GreatGameModel, checked_seed
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.position import Position
from greatgame.recording import Notes, record_turn, score_of
from greatgame.records import Advice, Counterfactual, EventRecord, Move, OrderRecord, QueuedOrder, Score, TurnRecord
from greatgame.scenario.indexed import Floats, IndexedScenario, open_scenario
from greatgame.scenario.levels import idle_seats, level_of
from greatgame.scenario.variants import varied
from greatgame.words import AS_PUBLISHED, known
from greatgame.world.ledger import Ledger
from greatgame.world.state import State
from greatgame.world.world import World

if TYPE_CHECKING:
    from greatgame.lab.counsel import Counsel, CounselQuestion
    from greatgame.lab.forecast import Forecast, Question, Signal
    from greatgame.lab.intents import Intents, IntentsQuestion
    from greatgame.lab.preview import Preview, PreviewQuestion


BY_HAND = "by hand"
"""What fills a seat whose orders are given through the session, beside the player's."""


class Scope(TypedDict, total=False):
    """How far and wide a forecast looks."""

    futures: int
    """How many of each plan; by default 200."""
    seed: int
    """Of the luck to come: the same seed gives the same picture."""
    horizon: int | None
    """Turns to be played; by default all that are left."""
    goals: Sequence[str] | None
    """Such as ``supply >= 60``; by default every pillar at 50 points."""
    figures: Sequence[str]
    """Followed beside the total and the pillars, by their dotted names."""


class Session:
    """One campaign, with the player's seat filled by a human or by a strategy.

    Use :meth:`new` or :meth:`load`.  The present turn is always open: its
    shocks have struck and its budgets are there, so that what :meth:`moves`
    shows is what can be ordered.
    """

    def __init__(
        self,
        scenario: IndexedScenario,
        seed: int,
        strategy: str | None,
        strength: str,
        folder: str | None = None,
        seats: Mapping[str, str] | None = None,
        level: str | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = checked_seed(seed)
        self.strategy = strategy
        """Who plays the player's seat; None: a human."""
        self.strength = strength
        self.folder = folder
        """Where the scenario lies, if it was opened from a folder."""
        self.seats: dict[str, str] = dict(seats or {})
        """Other seats filled by choice: actor -> strategy, decider, or :data:`BY_HAND`."""
        self.hands: tuple[str, ...] = _hands(scenario, strategy, self.seats)
        """The seats whose orders are given by hand; the player's, if it is one of them, comes first."""
        self.level = level
        """How much of the model there is, by name; None: all of it."""
        self.predictions: list[saves.PredictionPart] = []
        """What the player foretold, oldest first (see :mod:`greatgame.lab.predictions`)."""
        self.catalogue: Catalogue = catalogue_of(scenario)
        self.history: list[TurnRecord] = []
        """Finished turns."""
        self._past: list[World] = []
        """The world at the start of every turn, before its shocks; the last one is the present turn's."""
        self._given: list[Queue] = []
        """Orders of the player and of all seats given by hand, in every finished turn."""
        self._start(World.begin(scenario, (self.seed,), self.catalogue.size, ledger=True))

    @classmethod
    def new(
        cls,
        scenario: str | Path | IndexedScenario = "tokyo-2026",
        seed: int = 0,
        strategy: str | None = None,
        strength: str = "standard",
        without: Sequence[str] = (),
        temper: str = AS_PUBLISHED,
        seats: Mapping[str, str] | None = None,
        level: str | None = None,
    ) -> Session:
        """Begin a campaign.

        Args:
            scenario: name, folder, or a scenario that is open already.
            seed: of the chance tape.
            strategy: to play the player's seat: the name of one of the scenario's, a strategy file, or a decider in
                Python (see :mod:`greatgame.agents.seating`); None leaves it to a human.
            strength: ``novice``, ``standard`` or ``expert`` minds for everyone else (see docs/MODEL.md).
            without: mechanisms to switch off.
            temper: of the rivals, by name.
            seats: other seats to be filled in the same way as by ``strategy``: actor -> strategy or decider; or
                :data:`BY_HAND` for a government whose orders are submitted as the player's are.
            level: one of the scenario's, with less of the model; None for all of it.

        Raises:
            GreatGameError: for anything unknown or out of range.
        """
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer):
            raise GreatGameError(f"seed {seed!r} is no whole number: use one from 0 on")
        if strength not in STRENGTHS:
            raise GreatGameError(f"unknown strength {strength!r}; there are: {', '.join(STRENGTHS)}")
        game = _opened(scenario, without, temper)
        idle: dict[str, str] = {}
        if level is not None:
            chosen = level_of(game, level)
            game, idle = varied(game, without=chosen.without), idle_seats(game, chosen)
        return cls(game, int(seed), strategy, strength, _folder_of(scenario), {**idle, **(seats or {})}, level)

    # Where the campaign stands

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
        if not 0 <= turn < len(self._past):
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
    def decisions(self) -> tuple[Decision, ...]:
        """How the decisions of deciders in Python went since the campaign was begun or taken up, oldest first."""
        return self._model.decisions

    def indicators(self) -> dict[str, Any]:
        """The present figures, see :func:`greatgame.indicators.measure`."""
        return measure(self.scenario, self.state, ledger=self.ledger)

    def figure(self, path: str) -> float:
        """One present figure by its dotted name, see :func:`greatgame.indicators.figure`."""
        return figure(self.scenario, self.state, path, ledger=self.ledger)

    def score(self) -> Score:
        """The player's score by pillar, as of the last finished turn (before the first: of the start)."""
        return score_of(self.scenario, self._past[-1].state, self.turn)

    # Moves and the queue

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

    def desk(self, seat: str) -> Desk:
        """Queue, prices and legality of one seat whose orders are given by hand, in the open turn.

        Raises:
            GreatGameError: for a seat that something else fills.
        """
        known("seat given by hand", seat, self._desks)
        return self._desks[seat]

    def submit(self, order_id: str, amount: int = 1) -> QueuedOrder:
        """Queue an order of the seat that it belongs to; submitted again it adds units.

        Raises:
            OrderError: with everything that stands in the way.
            GreatGameError: where a strategy fills the seat, or the campaign is over.
        """
        return self._desk_of(order_id).submit(order_id, amount)

    def withdraw(self, order_id: str) -> None:
        """Take an order out of the queue.

        Raises:
            OrderError: where it is not queued.
        """
        self._desk_of(order_id).withdraw(order_id)

    def clear(self) -> None:
        """Empty the queue; :meth:`undo` brings it back."""
        self._desk.clear()

    def reorder(self, order_id: str, place: int) -> None:
        """Put a queued order at another place of the queue, counted from 0; :meth:`undo` puts it back.

        Raises:
            OrderError: where it is not queued.
        """
        self._desk.reorder(order_id, place)

    @property
    def undoable(self) -> bool:
        """Whether :meth:`undo` would take anything back."""
        return self._desk.undoable

    @property
    def redoable(self) -> bool:
        """Whether :meth:`redo` would make any change again."""
        return self._desk.redoable

    def undo(self) -> bool:
        """Take back the last change of the queue; False where there is none in this turn."""
        return self._desk.undo()

    def redo(self) -> bool:
        """Make the change again that was undone last; False where there is none."""
        return self._desk.redo()

    def undo_turn(self) -> None:
        """Go back to the start of the previous turn, with the orders given then in the queue of a human seat.

        Raises:
            GreatGameError: in the first turn.
        """
        if not self.history:
            raise GreatGameError("this is the first turn: there is none to take back")
        given = self._given[-1]
        self._return_to(self.turn - 1)
        for desk in self._desks.values():
            mine = set(self.catalogue.mine[desk.seat].tolist())
            desk.restore({number: units for number, units in given.items() if number in mine})

    def advice(self) -> Advice:
        """What an expert would order in the player's seat this turn; nothing is queued.

        It looks ahead by running the model forward, which takes a second or two.

        Raises:
            GreatGameError: when the campaign is over.
        """
        if self.finished:
            raise GreatGameError("the campaign is over: there is nothing left to order")
        model, seat = self._model, self.scenario.player
        expert = model.expert(self.player)
        mine = self.catalogue.mine[seat]
        amounts = expert.decide(model.view, seat, model.utility.take(mine, axis=1))[0]
        orders = [
            QueuedOrder(self.catalogue.ids[number], int(amount), self.catalogue.describe(number))
            for number, amount in zip(mine.tolist(), amounts, strict=True)
            if amount
        ]
        return Advice(tuple(orders), expert.words())

    # Events from outside

    def inject(self, event: str, turn: int | None = None) -> None:
        """Let an event happen for certain when a turn opens, whatever chance and its conditions say.

        Args:
            event: by id.
            turn: the next one by default; where it is the open one, that opens again, with the queue as it was.

        Raises:
            GreatGameError: for an unknown event, a turn that is over or beyond the end, and where events are off.
        """
        self._exchange(varied(self.scenario, injected=[(self._coming(event, turn), event)]))

    def retract(self, event: str, turn: int | None = None) -> None:
        """Take back an event that was injected into the next turn, or another one that is not over.

        Raises:
            GreatGameError: where none of that name was injected there.
        """
        own, row = self.scenario.variant, (self._coming(event, turn), event)
        if row not in own.injected:
            raise GreatGameError(f"{event!r} was not injected in {row[0]}: there is nothing to retract")
        rest = [kept for kept in own.injected if kept != row]
        original = self.scenario.original
        self._exchange(
            varied(original, temper=own.temper, without=own.without, changes=dict(own.changes), injected=rest)
        )

    def _coming(self, event: str, turn: int | None) -> str:
        """First quarter of a turn that is not over."""
        number = self.turn + 1 if turn is None else turn
        if not self.turn <= number < self.scenario.turns:
            raise GreatGameError(
                f"{event!r} cannot be injected in turn {number}: it must be one from {self.turn} "
                f"to {self.scenario.turns - 1}"
            )
        return self.scenario.first_quarter(number)

    def _exchange(self, scenario: IndexedScenario) -> None:
        """Go on in a variant of the scenario that differs in coming turns only; queues stay."""
        desks, self.scenario, self.catalogue = self._desks, scenario, catalogue_of(scenario)
        for world in self._past:
            world.scenario = scenario
        self._return_to(self.turn)
        state = self._model.world.state
        self._lay_out({seat: desk.copy(state, self.catalogue) for seat, desk in desks.items()})

    # Time

    def advance(self) -> TurnRecord:
        """End the turn: everyone decides and all orders resolve at once; then the next turn opens.

        Raises:
            GreatGameError: when the campaign is over.
        """
        if self.finished:
            raise GreatGameError(f"the campaign ended in {self.quarter}; begin a new one or undo the last turn")
        turn, model = self.turn, self._model
        self._seat.amounts = sum((desk.amounts() for desk in self._desks.values()), np.zeros(self.catalogue.size))
        notes = Notes(model)
        model.step()
        self._past.append(model.world.copy())
        self._given.append(self._orders_given())
        opening, closing = self._past[turn].state, self._past[turn + 1].state
        self.history.append(record_turn(model, notes, turn, opening, closing))
        self._open()
        return self.history[-1]

    def play(self) -> Session:
        """Advance to the end."""
        while not self.finished:
            self.advance()
        return self

    def fork(self, turn: int | None = None) -> Session:
        """An independent copy that goes on from here, or from the start of an earlier turn, with the same luck.

        Raises:
            GreatGameError: where that turn has not begun.
        """
        if turn is not None:
            self.at(turn)
        twin = Session(self.scenario, self.seed, self.strategy, self.strength, self.folder, self.seats, self.level)
        twin.predictions = list(self.predictions)
        twin.history, twin._past, twin._given = list(self.history), list(self._past), list(self._given)
        twin._model = self._model
        twin._return_to(self.turn if turn is None else turn)
        if twin.turn == self.turn:
            twin._lay_out({seat: desk.copy(twin._model.world.state) for seat, desk in self._desks.items()})
        return twin

    def position(self, strategy: str | None = None) -> Position:
        """The present as futures are played from it, chance to come left open.

        ``strategy`` plays the player's seat from now on: by default the
        session's own, or the autopilot.
        """
        chosen = strategy or self.strategy or self._adviser()
        return Position.of(self._model, opened=not self.finished, strategy=chosen)

    def ensemble(
        self, seeds: Sequence[int], strategy: str | None = None, queue: QueueLike | None = None
    ) -> GreatGameModel:
        """The present with fresh luck from here on, one world for each seed, ready to be played.

        The open turn's shocks have struck in all of them.

        Args:
            seeds: of the luck to come.
            strategy: plays the player's seat: by default the session's own, or the autopilot.
            queue: what the seat orders in the open turn instead of what the strategy would; by default the
                orders that are queued, if there are any.

        Raises:
            GreatGameError: for no seeds, a bad one, an unknown strategy, or orders that cannot be given.
        """
        if not seeds:
            raise GreatGameError("an ensemble needs at least one seed")
        orders = None if self.finished else self._planned(queue)
        return self.position(strategy).futures([checked_seed(seed) for seed in seeds], [orders])

    def forecast(
        self,
        queue: QueueLike | None = None,
        pinned: QueueLike | None = (),
        strategy: str | None = None,
        progress: Callable[[Forecast], None] | None = None,
        cancel: Signal | None = None,
        **scope: Unpack[Scope],
    ) -> Forecast:
        """What may come of the present under orders of this turn, against a pinned alternative, on the same luck.

        Args:
            queue: as in :meth:`question`, like ``pinned``, ``strategy`` and ``scope``.
            progress: told of every better picture, the first within half a second.
            cancel: once it is set, the picture so far is returned.

        Raises:
            GreatGameError: for anything that cannot be, and where the campaign is over.
        """
        from greatgame.lab import forecast

        return forecast.run(self.question(queue, pinned, strategy, **scope), progress, cancel)

    def question(
        self,
        queue: QueueLike | None = None,
        pinned: QueueLike | None = (),
        strategy: str | None = None,
        **scope: Unpack[Scope],
    ) -> Question:
        """What :meth:`forecast` asks, for a worker in another process.

        Args:
            queue: orders of the open turn; by default what is queued, or where nothing is, the strategy's own.
            pinned: the alternative; by default no order, with None the strategy's own.
            strategy: who plays the seat afterwards: by default the session's own, or the autopilot.
            scope: how far and wide to look (:class:`Scope`).
        """
        from greatgame.lab.forecast import Question

        if self.finished:
            raise GreatGameError("the campaign is over: there is no future left to forecast")
        checked = None if pinned is None else self._desk.checked(pinned)
        return Question(self.position(strategy), self._planned(queue), checked, **scope)

    def preview(self, orders: QueueLike, futures: int = 32, horizon: int = 4, seed: int = 0) -> Preview:
        """What orders would do over the next turns, beside the same futures without them; kept until the queue changes.

        Args:
            orders: on top of the queue; where all of them are queued, the rest of the queue stands against it.
            futures: of each plan.
            horizon: turns to look ahead, as far as there are so many.
            seed: of the luck to come.

        Raises:
            OrderError: where they cannot be given beside the queue.
            GreatGameError: where the campaign is over.
        """
        from greatgame.lab import preview

        asked = self.preview_question(orders, futures, horizon, seed)
        key = (tuple(asked.orders.items()), tuple(asked.beside.items()), futures, horizon, seed)
        if key not in self._previews:
            self._previews[key] = preview.run(asked)
        return self._previews[key]

    def preview_question(
        self, orders: QueueLike, futures: int = 32, horizon: int = 4, seed: int = 0
    ) -> PreviewQuestion:
        """What :meth:`preview` asks, for a worker in another process."""
        from greatgame.lab.preview import PreviewQuestion

        if self.finished:
            raise GreatGameError("the campaign is over: there is nothing left to preview")
        queue, wanted = self._desk.queue, self._desk.counted(orders)
        if all(queue.get(number, 0) >= units for number, units in wanted.items()):
            left = {number: units - wanted.get(number, 0) for number, units in queue.items()}
            beside = {number: units for number, units in left.items() if units}
        else:
            beside = dict(queue)
            self._desk.checked({**self._by_id(beside), **self._by_id(joint(beside, wanted))})
        return PreviewQuestion(self.position().ordinary(), wanted, beside, futures, seed, horizon)

    def intents(self, worlds: int = 64, seed: int = 0) -> Intents:
        """What everyone else is likely to order this turn, by how often they would under fresh perception.

        Raises:
            GreatGameError: when the campaign is over.
        """
        from greatgame.lab import intents

        return intents.run(self.intents_question(worlds, seed))

    def intents_question(self, worlds: int = 64, seed: int = 0) -> IntentsQuestion:
        """What :meth:`intents` asks, for a worker in another process."""
        from greatgame.lab.intents import IntentsQuestion

        return IntentsQuestion(self.position().ordinary(), worlds, seed)

    def counsel(self, seed: int = 0) -> Counsel:
        """What the scenario's advisors recommend beside what is queued; it takes a second or two.

        Raises:
            GreatGameError: when the campaign is over, nobody advises, or nothing can be ordered.
        """
        from greatgame.lab import counsel

        return counsel.run(self.counsel_question(seed))

    def counsel_question(self, seed: int = 0) -> CounselQuestion:
        """What :meth:`counsel` asks, for a worker in another process."""
        from greatgame.lab.counsel import CounselQuestion

        possible = tuple(self.catalogue.number(move.id) for move in self.moves())
        return CounselQuestion(self.position().ordinary(), dict(self._desk.queue), possible, seed)

    def _planned(self, queue: QueueLike | None) -> Queue | None:
        """Orders of the open turn by catalogue number; None where they are the strategy's to give."""
        if queue is None:
            return dict(self._desk.queue) or None
        return self._desk.checked(queue)

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
        return explain(self.catalogue, self.ledger, path, number, opening, closing)

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

    def counterfactual(self, strategy: str = "do-nothing") -> Counterfactual:
        """The same seed played from the start by another strategy, up to the end of the last finished turn.

        Raises:
            GreatGameError: for an unknown strategy.
        """
        model = GreatGameModel(
            self.scenario, strategy, self.strength, seeds=(self.seed,), ledger=True, seats=self.filled
        )
        for _ in range(self.turn):
            model.step()
        mine, other = self.score(), score_of(self.scenario, model.world.state, self.turn)
        theirs = other.points()
        return Counterfactual(
            strategy=strategy,
            turns=self.turn,
            quarter=self.history[-1].quarter if self.history else None,
            indicators=measure(self.scenario, model.world.state, ledger=model.world.ledger),
            score=other,
            difference={row.pillar: row.points - theirs[row.pillar] for row in mine.pillars},
            total_difference=mine.total - other.total,
        )

    # Saves

    def save(self, path: str | Path) -> None:
        """Write the campaign to a file, queue included.

        Raises:
            SaveError: where it cannot be written.
        """
        saves.write(path, self.as_save())

    def as_save(self) -> saves.Save:
        """What a save of this moment holds."""
        turns = [
            saves.TurnPart(quarter=record.quarter, orders=self._by_id(given), digest=record.digest)
            for record, given in zip(self.history, self._given, strict=True)
        ]
        variant = self.scenario.variant
        return saves.Save(
            program=__version__,
            scenario=saves.ScenarioPart(
                id=self.scenario.id,
                hash=self.scenario.hash,
                without=list(self.scenario.switched_off),
                temper=variant.temper,
                changes=dict(variant.changes),
                injected=[saves.InjectionPart(quarter=quarter, event=event) for quarter, event in variant.injected],
                folder=self.folder,
            ),
            seed=self.seed,
            strategy=None if self.strategy is None else lasting(self.strategy),
            strength=self.strength,
            seats={name: spec if spec == BY_HAND else lasting(spec) for name, spec in self.seats.items()},
            level=self.level,
            turns=turns,
            queue=self._by_id({n: units for desk in self._desks.values() for n, units in desk.queue.items()}),
            predictions=list(self.predictions),
        )

    @classmethod
    def load(cls, path: str | Path, scenario: str | Path | None = None) -> Session:
        """A saved campaign, replayed and checked turn by turn.

        Args:
            path: the file.
            scenario: where the scenario lies now, if it has moved.

        Raises:
            SaveError: naming file, field and remedy where it cannot be read or does not replay.
        """
        return cls._replayed(saves.read(path), scenario)

    @classmethod
    def of_save(cls, save: saves.Save, scenario: str | Path | IndexedScenario | None = None) -> Session:
        """The same from a save that is in memory, on a scenario that may be open already."""
        return cls._replayed(saves.Reading(Path("campaign"), save, altered=False), scenario)

    @classmethod
    def _replayed(cls, reading: saves.Reading, scenario: str | Path | IndexedScenario | None) -> Session:
        session = cls._begun(reading, scenario)
        for number, part in enumerate(reading.save.turns):
            session._replay(reading, number, part)
        if reading.save.queue:
            session._submit_all(reading, "queue", reading.save.queue)
            for desk in session._desks.values():
                desk.restore(desk.queue)
        if reading.altered:
            raise reading.fault("checksum", "", "does not match the rest of the file")
        return session

    @classmethod
    def _begun(cls, reading: saves.Reading, scenario: str | Path | IndexedScenario | None) -> Session:
        """A session at the start of the saved campaign."""
        save, part = reading.save, reading.save.scenario
        folder = part.folder if part.folder and Path(part.folder).is_dir() else None
        place = scenario or folder or part.id
        try:
            game = _opened(
                place, part.without, part.temper, part.changes, [(row.quarter, row.event) for row in part.injected]
            )
        except GreatGameError as error:
            raise reading.fault("scenario", str(place), str(error), "say where the scenario lies") from error
        if game.hash != part.hash:
            problem = f"the scenario {str(place)!r} that is here has the hash {game.hash}: its figures are others"
            remedy = reading.remedy if reading.altered else "load it with the scenario as it was, or begin anew"
            raise reading.fault("scenario.hash", part.hash, problem, remedy)
        if len(save.turns) > game.turns:
            raise reading.fault("turns", str(len(save.turns)), f"the scenario has only {game.turns} turns")
        try:
            session = cls.new(game, save.seed, save.strategy, save.strength, seats=save.seats)
        except GreatGameError as error:
            raise reading.fault("strategy or strength", f"{save.strategy}, {save.strength}", str(error)) from error
        session.folder = _folder_of(place)
        if save.level is not None and save.level not in game.file.level:
            there = ", ".join(game.file.level) or "none"
            raise reading.fault("level", save.level, f"the scenario has no such level; there are: {there}")
        # What the level switched off and left idle is written down in the save itself.
        session.level, session.predictions = save.level, list(save.predictions)
        session._desk.hidden = session.hidden
        return session

    def _replay(self, reading: saves.Reading, number: int, part: saves.TurnPart) -> None:
        """Play one saved turn and check it."""
        field = f"turns[{number}]"
        if part.quarter != self.quarter:
            raise reading.fault(f"{field}.quarter", part.quarter, f"should be {self.quarter}")
        self._submit_all(reading, f"{field}.orders", self._by_hand(part.orders))
        digest = self.advance().digest
        differing = sorted(self._by_id(self._given[-1]).items() ^ part.orders.items())
        if differing:
            problem = f"the strategy {self.strategy!r} orders otherwise (first difference: {differing[0][0]})"
            raise reading.fault(f"{field}.orders", "", problem)
        if digest != part.digest:
            raise reading.fault(f"{field}.digest", part.digest, f"{part.quarter} replays to another state ({digest})")

    def _submit_all(self, reading: saves.Reading, field: str, orders: Mapping[str, int]) -> None:
        for order, amount in orders.items():
            try:
                self.submit(order, amount)
            except GreatGameError as error:
                raise reading.fault(f"{field}[{order}]", str(amount), str(error)) from error

    # Inside

    def _start(self, world: World) -> None:
        """Stand at the start of ``world``'s present turn and open it."""
        self._past.append(world.copy())
        self._seat = Given(np.zeros(self.catalogue.size))
        deciders = dict.fromkeys(self.hands, self._seat)
        chosen = self.strategy or self._adviser()
        self._model = GreatGameModel(
            self.scenario, chosen, self.strength, deciders=deciders, world=world, seats=self.filled
        )
        self._open()

    def _open(self) -> None:
        if not self.finished:
            self._model.open()
        state = self._model.world.state
        numbers = {seat: self.catalogue.actors.index(seat) for seat in self.hands}
        hidden = {seat: self.hidden if seat == self.player else () for seat in self.hands}
        self._lay_out({seat: Desk(self.catalogue, state, hidden[seat], numbers[seat]) for seat in self.hands})

    def _lay_out(self, desks: dict[str, Desk]) -> None:
        """Put the open turn's desks there; where a strategy plays the player's seat, its desk only looks."""
        self._desks = desks
        self._desk = desks.get(self.player) or Desk(self.catalogue, self._model.world.state, self.hidden)
        self._previews: dict[tuple[Any, ...], Preview] = {}

    def _return_to(self, turn: int) -> None:
        """Stand at the start of a turn of the past; what came after is forgotten."""
        world = self._past[turn].copy()
        world.ledger = self.ledger.until(turn)
        del self.history[turn:], self._given[turn:], self._past[turn:]
        self.predictions = [row for row in self.predictions if row.turn <= turn]
        self._start(world)

    def _adviser(self) -> str:
        """The strategy whose doctrine stands in for a human's where one is asked for."""
        return assumed(self.scenario)

    def _turn_named(self, turn: int | str) -> int:
        return turn_named(self.scenario, turn, min(self.turn, self.scenario.turns - 1))

    def _desk_of(self, order_id: str) -> Desk:
        """The desk on which an order is queued: its actor's, or the player's, which says why it cannot be."""
        if self.finished:
            raise GreatGameError("the campaign is over: no more orders can be given")
        actor = self.catalogue.actors[int(self.catalogue.actor[self.catalogue.number(order_id)])]
        if actor in self._desks:
            return self._desks[actor]
        if self.strategy is not None:
            who = self.scenario.label(self.player)
            raise GreatGameError(f"{who} is played by the strategy {self.strategy!r}: begin without one to give orders")
        return self._desk

    @property
    def filled(self) -> dict[str, str]:
        """Seats filled by a strategy or decider that somebody chose."""
        return {seat: spec for seat, spec in self.seats.items() if spec != BY_HAND}

    def _by_hand(self, orders: Mapping[str, int]) -> Mapping[str, int]:
        """Orders of a turn that are to be given, where a strategy gives the player's."""
        if self.strategy is None:
            return orders
        own = {self.catalogue.ids[number] for number in self.catalogue.mine[self.scenario.player]}
        return {order: units for order, units in orders.items() if order not in own}

    def _orders_given(self) -> Queue:
        """What the player and the seats given by hand ordered in the turn that is just over."""
        seats = dict.fromkeys((self.scenario.player, *(self.catalogue.actors.index(seat) for seat in self.hands)))
        mine = np.concatenate([self.catalogue.mine[seat] for seat in seats])
        given = self._model.intents[0, mine]
        return {int(mine[i]): int(given[i]) for i in np.flatnonzero(given)}

    def _by_id(self, queue: Queue) -> dict[str, int]:
        return {self.catalogue.ids[number]: amount for number, amount in queue.items()}

    def _by_resource(self, values: Floats) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self.scenario.names.resources, values, strict=True)}


def _opened(
    scenario: str | Path | IndexedScenario,
    without: Sequence[str] = (),
    temper: str = AS_PUBLISHED,
    changes: Mapping[str, float] | None = None,
    injected: Sequence[tuple[str, str]] = (),
) -> IndexedScenario:
    """The scenario, with mechanisms switched off, another temper, changed figures and injected events."""
    game = scenario if isinstance(scenario, IndexedScenario) else open_scenario(scenario)
    return varied(game, temper=temper, without=without, changes=changes, injected=injected)


def _hands(scenario: IndexedScenario, strategy: str | None, seats: Mapping[str, str]) -> tuple[str, ...]:
    """The seats whose orders are given by hand."""
    player = [scenario.names.powers[scenario.player]] if strategy is None else []
    others = [seat for seat, spec in seats.items() if spec == BY_HAND]
    for seat in others:
        known("government", seat, scenario.names.actors)
    return (*player, *others)


def _folder_of(scenario: str | Path | IndexedScenario) -> str | None:
    """Where a scenario lies that was opened from a folder; None for a shipped one."""
    if isinstance(scenario, IndexedScenario) or not (Path(scenario) / "scenario.toml").is_file():
        return None
    return str(Path(scenario).resolve())
