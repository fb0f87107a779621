"""The session: one campaign as front ends see it.

New, load and save; submit, undo and redo; advance, fork and go back.  What it
shows stands in :mod:`greatgame.standing`, what it can be asked in
:mod:`greatgame.asking`.  Front ends import this module and no rule.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from greatgame import __version__, saves
from greatgame.agents.minds import Decider, Given
from greatgame.agents.opening import Script
from greatgame.agents.seating import lasting
from greatgame.asking import Asking, Scope
from greatgame.desk import Desk, Queue, QueueLike
from greatgame.errors import GreatGameError, SaveError
from greatgame.given import file_path, mapping, texts, whole
from greatgame.model import STRENGTHS, GreatGameModel, begun, checked_seed
from greatgame.moves.catalogue import catalogue_of
from greatgame.recording import Notes, record_turn
from greatgame.records import Advice, QueuedOrder, TurnRecord
from greatgame.restoring import place_of, scenario_of
from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.scenario.levels import idle_seats, level_of
from greatgame.scenario.load import own_folder
from greatgame.scenario.variants import varied
from greatgame.standing import BY_HAND
from greatgame.words import AS_PUBLISHED, known
from greatgame.world.world import World

__all__ = ["BY_HAND", "Scope", "Session"]


class Session(Asking):
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
        self.strategy, self.strength, self.level, self.folder = strategy, strength, level, folder
        self.seats = dict(seats or {})
        self.hands = _hands(scenario, strategy, self.seats)
        self.catalogue = catalogue_of(scenario)
        self.predictions, self.history = [], []
        self._past = []
        self._given = []
        self._script: Script | None = None
        """Orders that the seats given by hand repeat, instead of what is submitted."""
        self._start(begun(scenario, (self.seed,), ledger=True))

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
        number, filled = whole("seed", seed), mapping("seats", seats)
        if strength not in STRENGTHS:
            raise GreatGameError(f"unknown strength {strength!r}; there are: {', '.join(STRENGTHS)}")
        game = _opened(scenario, without, temper)
        idle: dict[str, str] = {}
        if level is not None:
            chosen = level_of(game, level)
            game, idle = varied(game, without=chosen.without), idle_seats(game, chosen)
        return cls(game, number, strategy, strength, _folder_of(scenario), {**idle, **filled}, level)

    # Moves and the queue

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

    def replace(self, taken: Collection[str], order_id: str | None = None, amount: int = 1) -> None:
        """Take orders out of the queue and put another in their place, or none: one change, one :meth:`undo`.

        Raises:
            OrderError: where one is not queued, or with everything that stands in the way; the queue stays as it was.
            GreatGameError: where what is taken out is no list of orders.
        """
        taken = texts("orders", taken)
        orders = [*taken, *([] if order_id is None else [order_id])]
        if orders:
            self._desk_of(orders[-1]).replace(taken, order_id, amount)

    def fill(self, orders: QueueLike) -> tuple[QueuedOrder, ...]:
        """Queue what is not queued yet of some orders, as far as it can be given: one change, one :meth:`undo`.

        Args:
            orders: one unit of each id (an id may be repeated), or units by id; earlier ones are paid first.

        Returns:
            What was added to, with all the units that are queued of it now.

        Raises:
            OrderError: for an order that there is not, or an amount that is no count.
            GreatGameError: where a strategy fills the seat, or the campaign is over.
        """
        return self._desk_of(next(iter(orders))).fill(orders) if orders else ()

    def clear(self) -> None:
        """Empty the queue; :meth:`undo` brings it back."""
        self._desk.clear()

    def reorder(self, order_id: str, place: int) -> None:
        """Put a queued order at another place of the queue, counted from 0; :meth:`undo` puts it back.

        Raises:
            OrderError: where it is not queued.
            GreatGameError: for a place that the queue does not have.
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

        It looks ahead by running the model forward, which takes a second or two.  Kinds of
        order that the campaign's level keeps back are left out.

        Raises:
            GreatGameError: when the campaign is over.
        """
        if self.finished:
            raise GreatGameError("the campaign is over: there is nothing left to order")
        model, seat = self._model, self.scenario.player
        expert = model.expert(self.player)
        mine = self.catalogue.mine[seat]
        amounts = expert.decide(model.view, seat, model.utility.take(mine, axis=1))[0]
        return Advice(self._open_to_player(mine, amounts), expert.words())

    # Events from outside

    def inject(self, event: str, turn: int | None = None) -> tuple[QueuedOrder, ...]:
        """Let an event happen for certain when a turn opens, whatever chance and its conditions say.

        Args:
            event: by id.
            turn: the next one by default; where it is the open one, that opens again, and the queue is filled anew.

        Returns:
            The queued orders of all seats that can no longer be given after the event; they are queued no more.

        Raises:
            GreatGameError: for an unknown event, a turn that is over or beyond the end, and where events are off.
        """
        number = self._coming("injected", event, turn)
        return self._exchange(varied(self.scenario, injected=[(self.scenario.first_quarter(number), event)]), number)

    def retract(self, event: str, turn: int | None = None) -> tuple[QueuedOrder, ...]:
        """Take back an event that was injected into the next turn, or another one that is not over.

        Returns:
            The queued orders that can no longer be given without it, as from :meth:`inject`.

        Raises:
            GreatGameError: where none of that name was injected there.
        """
        number = self._coming("retracted", event, turn)
        own, row = self.scenario.variant, (self.scenario.first_quarter(number), event)
        if row not in own.injected:
            quarter = self.scenario.quarter(number)
            raise GreatGameError(f"{event!r} was not injected in {quarter}: there is nothing to retract")
        rest = [kept for kept in own.injected if kept != row]
        original = self.scenario.original
        return self._exchange(
            varied(original, temper=own.temper, without=own.without, changes=dict(own.changes), injected=rest), number
        )

    def _coming(self, done: str, event: str, turn: int | None) -> int:
        """A turn that is not over, the next one by default."""
        number = self.turn + 1 if turn is None else whole("turn", turn)
        if self.finished:
            raise GreatGameError(f"{event!r} cannot be {done}: the campaign is over; undo the last turn first")
        if not self.turn <= number < self.scenario.turns:
            raise GreatGameError(
                f"{event!r} cannot be {done} in turn {number}: it must be one from {self.turn} "
                f"to {self.scenario.turns - 1}"
            )
        return number

    def _exchange(self, scenario: IndexedScenario, turn: int) -> tuple[QueuedOrder, ...]:
        """Go on in a variant of the scenario that differs from ``turn`` on; the orders that are lost by it."""
        desks, self.scenario, self.catalogue = self._desks, scenario, catalogue_of(scenario)
        self._return_to(self.turn)
        if turn == self.turn:
            return tuple(order for seat, desk in self._desks.items() for order in desk.renew(desks[seat].queue))
        state = self._model.world.state
        self._lay_out({seat: desk.copy(state, self.catalogue) for seat, desk in desks.items()})
        return ()

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
        twin._model, twin._script = self._model, self._script
        twin._return_to(self.turn if turn is None else turn)
        if twin.turn == self.turn:
            twin._lay_out({seat: desk.copy(twin._model.world.state) for seat, desk in self._desks.items()})
        return twin

    def beside(self, strategy: str) -> Session:
        """The campaign begun anew, with the same luck and ``strategy`` in the player's seat.

        Other seats given by hand repeat the orders that were given in this one, so that nothing differs but the
        player's decisions and what follows from them.

        Raises:
            GreatGameError: for an unknown strategy.
        """
        other = Session(self.scenario, self.seed, strategy, self.strength, self.folder, self.seats, self.level)
        if self.others:
            other._script = self.script()
            other._return_to(0)
        return other

    # Saves

    def save(self, path: str | Path) -> None:
        """Write the campaign to a file, queue included.

        Raises:
            SaveError: where it cannot be written, and as :meth:`as_save`.
        """
        saves.write(file_path("save", path), self.as_save())

    def as_save(self) -> saves.Save:
        """What a save of this moment holds.

        Raises:
            SaveError: for a campaign in which other seats repeat the orders of another one (see :meth:`beside`).
        """
        if self._script is not None:
            # Here some of them may be against the rules, and the turns to come need those of the other campaign.
            seats = ", ".join(self.others)
            raise SaveError(
                f"this campaign was begun beside another one, whose orders {seats} repeat: it cannot be saved -> "
                "save the other one, and begin this one beside it again"
            )
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
                # A name that is not in UTF-8 cannot stand in the file; whoever loads it says where the scenario lies.
                folder=None if self.folder is None else os.fsencode(self.folder).decode(errors="replace"),
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
        return cls._replayed(saves.read(file_path("save", path)), scenario)

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
        save, place = reading.save, place_of(reading.save, scenario)
        game = scenario_of(reading, place, BY_HAND)
        try:
            session = cls.new(game, save.seed, save.strategy, save.strength, seats=save.seats)
        except GreatGameError as error:
            raise reading.fault("strategy or seats", f"{save.strategy}, {save.seats}", str(error)) from error
        session.folder = _folder_of(place)
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
        deciders: dict[str, Decider] = dict.fromkeys(self.hands, self._script or self._seat)
        self._model = GreatGameModel(
            self.scenario, self.stand_in, self.strength, deciders=deciders, world=world, seats=self.filled
        )
        self._open()

    def _open(self) -> None:
        if not self.finished:
            self._model.open()
        state = self._model.world.state
        numbers = {seat: self.catalogue.actors.index(seat) for seat in self.hands}
        hidden = {seat: self.hidden if seat == self.player else () for seat in self.hands}
        over = self.finished
        self._lay_out({seat: Desk(self.catalogue, state, hidden[seat], numbers[seat], over) for seat in self.hands})

    def _lay_out(self, desks: dict[str, Desk]) -> None:
        """Put the open turn's desks there; where a strategy plays the player's seat, its desk only looks."""
        self._desks = desks
        self._desk = desks.get(self.player) or Desk(self.catalogue, self._model.world.state, self.hidden)
        self._previews = {}

    def _return_to(self, turn: int) -> None:
        """Stand at the start of a turn of the past; what came after is forgotten."""
        world = self._past[turn].copy()
        # What is past is shared with forks, and events may have been injected into one of them since.
        world.scenario = self.scenario
        world.ledger = self.ledger.until(turn)
        del self.history[turn:], self._given[turn:], self._past[turn:]
        self.predictions = [row for row in self.predictions if row.turn <= turn]
        self._start(world)

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


def _opened(
    scenario: str | Path | IndexedScenario,
    without: Sequence[str] = (),
    temper: str = AS_PUBLISHED,
) -> IndexedScenario:
    """The scenario, with mechanisms switched off and another temper."""
    game = scenario if isinstance(scenario, IndexedScenario) else open_scenario(scenario)
    return varied(game, temper=temper, without=without)


def _hands(scenario: IndexedScenario, strategy: str | None, seats: Mapping[str, str]) -> tuple[str, ...]:
    """The seats whose orders are given by hand."""
    own = scenario.names.powers[scenario.player]
    others = [seat for seat, spec in seats.items() if spec == BY_HAND]
    if own in others:
        raise GreatGameError(f"seat {own!r} is the player's: it is given by hand where no strategy is named for it")
    for seat in others:
        known("government", seat, scenario.names.actors)
    return (own, *others) if strategy is None else tuple(others)


def _folder_of(scenario: str | Path | IndexedScenario) -> str | None:
    """Where a scenario lies that was opened from a folder; None for a shipped one."""
    return scenario.loaded.folder if isinstance(scenario, IndexedScenario) else own_folder(scenario)
