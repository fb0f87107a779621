"""The session: one campaign as front ends see it.

New, load and save; the legal moves and their prices; submit, undo and redo;
advance; explain, why, fork, score and counterfactual.  Front ends import this
module and no rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from greatgame import __version__, saves
from greatgame.agents.agents import Firm
from greatgame.agents.minds import Given, RulesOfThumb
from greatgame.errors import GreatGameError, OrderError, SaveError
from greatgame.explain import Explanation, events_of, explain, headlines, turn_named
from greatgame.indicators import figure, measure
from greatgame.model import STRENGTHS, GreatGameModel, checked_seed, strategy_named
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.moves.legality import NEAR, conditions, failing, payable
from greatgame.records import (
    Counterfactual,
    EventRecord,
    Move,
    OrderRecord,
    PillarScore,
    Price,
    QueuedOrder,
    Reason,
    Score,
    TurnRecord,
)
from greatgame.rules.context import DONE, REFUSED_ILLEGAL, REFUSED_UNPAID
from greatgame.rules.finance import margin_parts
from greatgame.rules.indicators import pillar_parts
from greatgame.scenario.indexed import Floats, IndexedScenario, open_scenario
from greatgame.scenario.load import available
from greatgame.world.ledger import Ledger
from greatgame.world.state import State, on_grid
from greatgame.world.world import World

AUTOPILOT = "all-round"
"""The strategy that plays for whoever names none, and whose doctrine appraises a human's moves."""

OUTCOMES = {DONE: "done", REFUSED_ILLEGAL: "refused: not possible", REFUSED_UNPAID: "refused: cannot be paid"}

Queue = dict[int, int]
"""Catalogue number -> units."""


class Session:
    """One campaign, with the player's seat filled by a human or by a strategy.

    Use :meth:`new` or :meth:`load`.  The present turn is always open: its
    shocks have struck and its budgets are there, so that what :meth:`moves`
    shows is what can be ordered.
    """

    def __init__(self, scenario: IndexedScenario, seed: int, strategy: str | None, strength: str) -> None:
        self.scenario = scenario
        self.seed = checked_seed(seed)
        self.strategy = strategy
        """Who plays the player's seat; None: a human."""
        self.strength = strength
        self.catalogue: Catalogue = catalogue_of(scenario)
        self.history: list[TurnRecord] = []
        """Finished turns."""
        self._past: list[World] = []
        """The world at the start of every turn, before its shocks; the last one is the present turn's."""
        self._given: list[Queue] = []
        self._queue: Queue = {}
        self._undone: list[Queue] = []
        self._done: list[Queue] = []
        self._desk = Given(np.zeros(self.catalogue.size))
        self._start(World.begin(scenario, (self.seed,), self.catalogue.size, ledger=True))

    @classmethod
    def new(
        cls,
        scenario: str | Path | IndexedScenario = "tokyo-2026",
        seed: int = 0,
        strategy: str | None = None,
        strength: str = "standard",
        without: Sequence[str] = (),
    ) -> Session:
        """Begin a campaign.

        Args:
            scenario: name, folder, or a scenario that is open already.
            seed: of the chance tape.
            strategy: of the scenario, to play the player's seat; None leaves it to a human.
            strength: ``novice`` or ``standard`` minds for everyone else.
            without: mechanisms to switch off.

        Raises:
            GreatGameError: for anything unknown or out of range.
        """
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer):
            raise GreatGameError(f"seed {seed!r} is no whole number: use one from 0 on")
        if strength not in STRENGTHS:
            raise GreatGameError(f"unknown strength {strength!r}; there are: {', '.join(STRENGTHS)}")
        game = _opened(scenario, without)
        if strategy is not None:
            strategy_named(game, strategy)
        return cls(game, int(seed), strategy, strength)

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
        return self._model.world.state.frozen()

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

    def indicators(self) -> dict[str, Any]:
        """The present figures, see :func:`greatgame.indicators.measure`."""
        return measure(self.scenario, self.state, ledger=self.ledger)

    def figure(self, path: str) -> float:
        """One present figure by its dotted name, see :func:`greatgame.indicators.figure`."""
        return figure(self.scenario, self.state, path, ledger=self.ledger)

    def score(self) -> Score:
        """The player's score by pillar, as of the last finished turn (before the first: of the start)."""
        return _score(self.scenario, self._past[-1].state, self.turn)

    # Moves and the queue

    def moves(self, actor: str | None = None, all: bool = False) -> list[Move]:
        """The moves of a seat (the player's by default) in catalogue order.

        Legal ones only, or with ``all`` every one with the conditions that it
        fails.  For the player, "legal" is meant beside what is queued already.
        """
        name = self.player if actor is None else actor
        if name not in self.catalogue.actors:
            raise GreatGameError(f"no actor {name!r}; there are: {', '.join(self.catalogue.actors)}")
        if self.finished:
            return []
        numbers = self.catalogue.mine[self.catalogue.actors.index(name)]
        faults = self._all_faults(numbers) if name != self.player else self._own_faults(numbers)
        return [self._move(int(n), faults[int(n)]) for n in numbers if all or not faults[int(n)]]

    def price(self, order_ids: Sequence[str] | Mapping[str, int]) -> dict[str, float]:
        """What orders cost together by resource: points of diplomacy, then USD mn.

        Args:
            order_ids: one unit of each id (an id may be repeated), or units by id.
        """
        queue: Queue = {}
        rows = order_ids.items() if isinstance(order_ids, Mapping) else [(order, 1) for order in order_ids]
        for order, amount in rows:
            number = self.catalogue.number(order)
            queue[number] = queue.get(number, 0) + amount
        return self._by_resource(self._cost(queue))

    def purse(self) -> dict[str, float]:
        """The player's purse by resource before the queue is paid."""
        return self._by_resource(self._purse())

    def remaining(self) -> dict[str, float]:
        """The player's purse by resource after the queue."""
        return self._by_resource(self._purse() - self._cost(self._queue))

    @property
    def queue(self) -> tuple[QueuedOrder, ...]:
        """Orders that :meth:`advance` will give, in the order in which they were submitted."""
        return tuple(
            QueuedOrder(self.catalogue.ids[n], amount, self.catalogue.describe(n)) for n, amount in self._queue.items()
        )

    def submit(self, order_id: str, amount: int = 1) -> QueuedOrder:
        """Queue an order; submitted again it adds units.

        Raises:
            OrderError: with everything that stands in the way.
        """
        self._check_seat()
        number = self.catalogue.number(order_id)
        if faults := self._faults(number, amount):
            raise OrderError(order_id, faults)
        total = self._queue.get(number, 0) + amount
        self._change({**self._queue, number: total})
        return QueuedOrder(order_id, total, self.catalogue.describe(number))

    def withdraw(self, order_id: str) -> None:
        """Take an order out of the queue.

        Raises:
            OrderError: where it is not queued.
        """
        number = self.catalogue.number(order_id)
        if number not in self._queue:
            queued = ", ".join(row.order for row in self.queue) or "nothing"
            raise OrderError(order_id, [f"it is not in the queue, which holds {queued}"])
        self._change({n: amount for n, amount in self._queue.items() if n != number})

    def clear(self) -> None:
        """Empty the queue; :meth:`undo` brings it back."""
        if self._queue:
            self._change({})

    def undo(self) -> bool:
        """Take back the last change of the queue; False where there is none in this turn."""
        return self._step(self._done, self._undone)

    def redo(self) -> bool:
        """Make the change again that was undone last; False where there is none."""
        return self._step(self._undone, self._done)

    def undo_turn(self) -> None:
        """Go back to the start of the previous turn, with the orders given then in the queue of a human seat.

        Raises:
            GreatGameError: in the first turn.
        """
        if not self.history:
            raise GreatGameError("this is the first turn: there is none to take back")
        back = self.turn - 1
        given = self._given[back]
        self._return_to(back)
        if self.strategy is None:
            self._queue = dict(given)

    # Time

    def advance(self) -> TurnRecord:
        """End the turn: everyone decides and all orders resolve at once; then the next turn opens.

        Raises:
            GreatGameError: when the campaign is over.
        """
        if self.finished:
            raise GreatGameError(f"the campaign ended in {self.quarter}; begin a new one or undo the last turn")
        self._desk.amounts = self._amounts(self._queue)
        notes = _Notes(self._model)
        self._model.step()
        self._past.append(_snapshot(self._model.world))
        self._given.append(self._orders_of_player())
        self.history.append(self._record(notes))
        self._reset_queue()
        if not self.finished:
            self._model.open()
        return self.history[-1]

    def play(self) -> Session:
        """Advance to the end."""
        while not self.finished:
            self.advance()
        return self

    def fork(self) -> Session:
        """An independent copy that goes on from here with the same luck."""
        twin = Session.__new__(Session)
        twin.__dict__.update(self.__dict__)
        twin._desk = Given(np.zeros(self.catalogue.size))
        twin.history, twin._past, twin._given = list(self.history), list(self._past), list(self._given)
        twin._model = self._model
        twin._return_to(self.turn)
        twin._queue, twin._done, twin._undone = dict(self._queue), list(self._done), list(self._undone)
        return twin

    def ensemble(self, seeds: Sequence[int], strategy: str | None = None) -> GreatGameModel:
        """The present with fresh luck from here on, one world for each seed, ready to be played.

        The open turn's shocks have struck in all of them.  ``strategy`` plays
        the player's seat: by default the session's own, or the autopilot.
        Orders still queued are not given.

        Raises:
            GreatGameError: for no seeds, a bad one, or an unknown strategy.
        """
        if not seeds:
            raise GreatGameError("an ensemble needs at least one seed")
        chosen = strategy or self.strategy or self._adviser()
        world = self._model.world.fork([checked_seed(seed) for seed in seeds], self.catalogue.size)
        return GreatGameModel(self.scenario, chosen, self.strength, world=world, opened=not self.finished)

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
        over = number is not None and number < self.turn
        closing = self._past[number + 1].state if over and number is not None else self._model.world.state
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
        rows = self.history[number].orders
        for row in rows:
            if row.order == order_id:
                return row
        others = ", ".join(row.order for row in rows if row.actor == actor) or "nothing"
        raise OrderError(order_id, [f"it was not given in {self.scenario.quarter(number)}; {actor} ordered: {others}"])

    def counterfactual(self, strategy: str = "do-nothing") -> Counterfactual:
        """The same seed played from the start by another strategy, up to the end of the last finished turn."""
        strategy_named(self.scenario, strategy)
        model = GreatGameModel(self.scenario, strategy, self.strength, seeds=(self.seed,), ledger=True)
        for _ in range(self.turn):
            model.step()
        other = _score(self.scenario, model.world.state, self.turn)
        mine = self.score()
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
        ids = self.catalogue.ids
        turns = [
            saves.TurnPart(
                quarter=record.quarter, orders={ids[n]: amount for n, amount in given.items()}, digest=record.digest
            )
            for record, given in zip(self.history, self._given, strict=True)
        ]
        return saves.Save(
            program=__version__,
            scenario=saves.ScenarioPart(
                id=self.scenario.id,
                hash=self.scenario.hash,
                without=sorted(self.scenario.switched_off),
                folder=_folder_of(self.scenario),
            ),
            seed=self.seed,
            strategy=self.strategy,
            strength=self.strength,
            turns=turns,
            queue={ids[n]: amount for n, amount in self._queue.items()},
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
        reading = saves.read(path)
        session = cls._begun(reading, scenario)
        for number, part in enumerate(reading.save.turns):
            session._replay(reading, number, part)
        if reading.save.queue:
            session._submit_all(reading, "queue", reading.save.queue)
            session._done.clear()
        if reading.altered:
            raise reading.fault("checksum", "", "does not match the rest of the file")
        return session

    @classmethod
    def _begun(cls, reading: saves.Reading, scenario: str | Path | None) -> Session:
        save = reading.save
        place = scenario or save.scenario.folder or save.scenario.id
        try:
            game = _opened(place, ())
            already = set(game.switched_off)
            game = _opened(place, [name for name in save.scenario.without if name not in already])
            if game.hash != save.scenario.hash:
                found = f"the scenario {str(place)!r} that is here has the hash {game.hash}: its figures have changed"
                remedy = "go back to the scenario as it was, or start a new campaign"
                raise reading.fault("scenario.hash", save.scenario.hash, found, remedy)
            session = cls.new(game, save.seed, save.strategy, save.strength)
        except SaveError:
            raise
        except GreatGameError as error:
            raise reading.fault("scenario, seed, strategy or strength", "", str(error)) from error
        if len(save.turns) > game.turns:
            raise reading.fault("turns", str(len(save.turns)), f"the scenario has only {game.turns} turns")
        return session

    def _replay(self, reading: saves.Reading, number: int, part: saves.TurnPart) -> None:
        field = f"turns[{number}]"
        if part.quarter != self.quarter:
            raise reading.fault(f"{field}.quarter", part.quarter, f"should be {self.quarter}")
        if self.strategy is None:
            self._submit_all(reading, f"{field}.orders", part.orders)
        digest = self.advance().digest
        played = {self.catalogue.ids[n]: amount for n, amount in self._given[-1].items()}
        if played != part.orders:
            differs = ", ".join(sorted(played.items() ^ part.orders.items(), key=str)[0][:1])
            problem = f"the strategy {self.strategy!r} orders otherwise (first difference: {differs})"
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
        self._past.append(_snapshot(world))
        self._reset_queue()
        deciders = {self.player: self._desk} if self.strategy is None else None
        chosen = self.strategy or self._adviser()
        self._model = GreatGameModel(self.scenario, chosen, self.strength, deciders=deciders, world=world)
        if not self.finished:
            self._model.open()

    def _return_to(self, turn: int) -> None:
        """Stand at the start of a turn of the past; what came after is forgotten."""
        world = self._past[turn].copy()
        world.ledger = Ledger()
        world.ledger.items = [item for item in self.ledger.items if item.turn < turn]
        del self.history[turn:], self._given[turn:], self._past[turn:]
        self._start(world)

    def _adviser(self) -> str:
        strategies = self.scenario.file.strategy
        return AUTOPILOT if AUTOPILOT in strategies else next(iter(strategies), AUTOPILOT)

    def _turn_named(self, turn: int | str) -> int:
        return turn_named(self.scenario, turn, min(self.turn, self.scenario.turns - 1))

    def _check_seat(self) -> None:
        if self.strategy is not None:
            who = self.scenario.label(self.player)
            raise GreatGameError(f"{who} is played by the strategy {self.strategy!r}: begin without one to give orders")
        if self.finished:
            raise GreatGameError("the campaign is over: no more orders can be given")

    def _change(self, queue: Queue) -> None:
        self._done.append(self._queue)
        self._undone.clear()
        self._queue = queue

    def _step(self, source: list[Queue], other: list[Queue]) -> bool:
        if not source:
            return False
        other.append(self._queue)
        self._queue = source.pop()
        return True

    def _reset_queue(self) -> None:
        self._queue, self._done, self._undone = {}, [], []

    def _amounts(self, queue: Queue) -> Floats:
        amounts = np.zeros(self.catalogue.size)
        for number, amount in queue.items():
            amounts[number] = amount
        return amounts

    def _orders_of_player(self) -> Queue:
        mine = self.catalogue.mine[self.scenario.player]
        given = self._model.intents[0, mine]
        return {int(mine[i]): int(given[i]) for i in np.flatnonzero(given)}

    # Prices and conditions

    def _purse(self) -> Floats:
        row: Floats = self._model.world.state.purse[0, self.scenario.player]
        return row

    def _cost(self, queue: Queue) -> Floats:
        """Cost by resource, rounded as it will be when it is paid."""
        total = np.zeros(len(self.scenario.names.resources))
        for number, amount in queue.items():
            total[0] += float(on_grid(amount * self.catalogue.diplomacy[number]))
            total[self.catalogue.resource[number]] += float(on_grid(amount * self.catalogue.money[number]))
        return total

    def _by_resource(self, values: Floats) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self.scenario.names.resources, values, strict=True)}

    def _faults(self, number: int, amount: int) -> list[str]:
        """Everything that stands in the way of queueing an order of the player."""
        actor = int(self.catalogue.actor[number])
        if actor != self.scenario.player:
            given, seat = (self.scenario.label(name) for name in (self.catalogue.actors[actor], self.player))
            return [f"it is for {given} to give, and you play {seat}"]
        most = int(self.catalogue.most[number])
        if isinstance(amount, bool) or not isinstance(amount, int) or amount < 1:
            return [f"the amount {amount!r} must be a whole number from 1 to {most}"]
        faults = self._unmet(number)
        queued = self._queue.get(number, 0)
        if queued + amount > most:
            already = f", and {queued} are queued already" if queued else ""
            faults.append(f"at most {most} can be given in one turn{already}")
        return faults + self._excluded(number) + self._unpaid(number, amount)

    def _unmet(self, number: int) -> list[str]:
        block, place = self.catalogue.block(number)
        found = conditions(self.scenario, self._model.world.state, block)
        return [f"it requires that {text}" for text, holds in found if not holds[0, place]]

    def _excluded(self, number: int) -> list[str]:
        group = self.catalogue.group[number]
        return [
            f"it and the queued order {self.catalogue.ids[other]!r} exclude each other"
            for other in self._queue
            if other != number and self.catalogue.group[other] == group
        ]

    def _unpaid(self, number: int, amount: int) -> list[str]:
        left = self._purse() - self._cost(self._queue)
        price = self._cost({number: amount})
        faults = []
        for r in np.flatnonzero(price > left + NEAR):
            name = self.scenario.names.resources[int(r)]
            if r == 0:
                faults.append(f"it takes {price[0]:g} points of diplomatic time, {left[0]:.2f} are left")
            else:
                faults.append(f"it costs USD {price[r]:,.1f} mn of {name}, {left[r]:,.1f} are left")
        return faults

    def _own_faults(self, numbers: Any) -> dict[int, list[str]]:
        """Faults of one more unit of each of the player's entries."""
        found = self._unmet_of(numbers)
        for number, faults in found.items():
            if self._queue.get(number, 0) >= self.catalogue.most[number]:
                faults.append("as many as one turn allows are queued already")
            faults += self._excluded(number) + self._unpaid(number, 1)
        return found

    def _all_faults(self, numbers: Any) -> dict[int, list[str]]:
        """Faults of one unit of each entry of another actor, its whole purse at hand."""
        found = self._unmet_of(numbers)
        if len(numbers):
            time, money = payable(self.catalogue, self._model.world.state, numbers)
            for place in np.flatnonzero(~(time & money)[0]):
                number = int(numbers[place])
                short = failing(self.catalogue, self._model.world.state, number)
                found[number] += [text for text in short if text.startswith("it takes") or text.startswith("it costs")]
        return found

    def _unmet_of(self, numbers: Any) -> dict[int, list[str]]:
        """Conditions that fail, by entry; each block is looked at once."""
        found: dict[int, list[str]] = {int(number): [] for number in numbers}
        state = self._model.world.state
        for block in self.catalogue.blocks.values():
            mine = numbers[(numbers >= block.start) & (numbers < block.stop)]
            if not len(mine):
                continue
            for text, holds in conditions(self.scenario, state, block):
                for number in mine[~holds[0, mine - block.start]]:
                    found[int(number)].append(f"it requires that {text}")
        return found

    def _move(self, number: int, faults: list[str]) -> Move:
        book = self.catalogue
        kind = book.kind(number)
        money = float(book.money[number])
        own = int(book.actor[number]) == self.scenario.player
        return Move(
            id=book.ids[number],
            actor=book.actors[int(book.actor[number])],
            kind=kind.name,
            name=book.describe(number),
            text=kind.spec.text,
            price=Price(
                diplomacy=float(book.diplomacy[number]),
                money_usd_mn=money,
                money_jpy_bn=money * self.scenario.exchange_rate / 1000.0 if own else None,
                resource=self.scenario.names.resources[int(book.resource[number])] if money else None,
            ),
            most=int(book.most[number]),
            legal=not faults,
            failing=tuple(faults),
        )

    # Records

    def _record(self, notes: _Notes) -> TurnRecord:
        """The record of the turn that the model has just finished."""
        turn = self.turn
        opening, closing = self._past[turn].state, self._past[turn + 1].state
        resolved = self._model.turn
        assert resolved is not None
        intents, outcome = self._model.intents[0], resolved.outcome[0]
        numbers = sorted(np.flatnonzero(intents), key=lambda n: (self.catalogue.actor[n], n))
        orders = [
            self._order(int(n), float(intents[n]), float(resolved.orders[0, n]), int(outcome[n]), notes)
            for n in numbers
        ]
        return TurnRecord(
            turn=turn,
            quarter=self.scenario.quarter(turn),
            events=events_of(self.catalogue, self.ledger, turn, resolved.orders[0]),
            orders=tuple(orders),
            indicators=measure(self.scenario, closing, ledger=self.ledger),
            headlines=headlines(self.catalogue, self.ledger, turn, opening, closing),
            digest=closing.digest(),
        )

    def _order(self, number: int, amount: float, admitted: float, outcome: int, notes: _Notes) -> OrderRecord:
        book = self.catalogue
        actor = book.actors[int(book.actor[number])]
        return OrderRecord(
            actor=actor,
            actor_name=self.scenario.label(actor),
            order=book.ids[number],
            kind=book.kind(number).name,
            text=book.describe(number),
            amount=amount,
            admitted=admitted,
            outcome=OUTCOMES[outcome],
            reasons=notes.reasons(number),
        )


class _Notes:
    """What stood behind the decisions of a turn, noted before its orders change the world."""

    def __init__(self, model: GreatGameModel) -> None:
        self.model = model
        self.utility = model.utility[0]
        view = model.view
        self.perception = view.perception[0]
        self.margins: dict[str, Floats] = {}
        block = model.catalogue.blocks.get("invest")
        if block is not None:
            shape = (1, len(block))
            parts = margin_parts(model.game, view.state, block)
            self.margins = {name: np.broadcast_to(part, shape)[0].copy() for name, part in parts.items()}
        self.seats = {agent.number: agent for agent in model.agents}

    def reasons(self, number: int) -> tuple[Reason, ...]:
        """Weighted considerations behind one order, largest first."""
        block, place = self.model.catalogue.block(number)
        seat = self.seats[int(self.model.catalogue.actor[number])]
        if block.role == "invest" and isinstance(seat, Firm):
            return _sorted({name: float(part[place]) for name, part in self.margins.items()})
        decider = getattr(seat, "decider", None)
        if isinstance(decider, Given):
            return ()
        if isinstance(decider, RulesOfThumb):
            kind = int(self.model.catalogue.kind_of[number])
            parts = {"rule of thumb": float(decider.liking[kind]), "perception": float(self.perception[number])}
            return _sorted(parts)
        return _sorted(self._appraised(block.role, number, place))

    def _appraised(self, role: str, number: int, place: int) -> dict[str, float]:
        recorded = self.model.reasons
        assert recorded is not None
        parts = {name: float(part[0, place]) for name, part in recorded.get(role, {}).items()}
        parts |= {name: float(part[0, number]) for name, part in recorded["*"].items()}
        # What is left of the utility is the worth of answering at all, and of going on as before.
        rest = float(self.utility[number]) - sum(parts.values())
        name = "duty" if role == "respond" else "habit"
        parts[name] = parts.get(name, 0.0) + rest
        return parts


SMALL = 1e-9
"""Parts below this are rounding."""


def _sorted(parts: Mapping[str, float]) -> tuple[Reason, ...]:
    rows = [Reason(name, part) for name, part in parts.items() if abs(part) > SMALL]
    return tuple(sorted(rows, key=lambda reason: -abs(reason.part)))


def _score(scenario: IndexedScenario, state: State, turn: int) -> Score:
    """The score at the end of a turn; before the first turn is over it is worked out from the parts."""
    parts_of = {
        pillar: {name: float(np.broadcast_to(part, (1,))[0]) for name, part in parts.items()}
        for pillar, parts in pillar_parts(scenario, state).items()
    }
    pillars = []
    for i, pillar in enumerate(scenario.names.pillars):
        parts = parts_of[pillar]
        points = float(state.score[0, i]) if turn else min(max(sum(parts.values()), 0.0), 100.0)
        pillars.append(PillarScore(pillar, points, float(scenario.pillar_weights[i]), parts))
    return Score(tuple(pillars), sum(row.points * row.weight for row in pillars))


def _snapshot(world: World) -> World:
    return world.copy()


def _opened(scenario: str | Path | IndexedScenario, without: Sequence[str]) -> IndexedScenario:
    """The scenario with mechanisms switched off, in one order whatever the caller's: the hash depends on it."""
    off = tuple(sorted(set(without)))
    if isinstance(scenario, IndexedScenario):
        if off:
            raise GreatGameError("switch mechanisms off by name of the scenario, or pass one that has them off")
        return scenario
    return open_scenario(scenario, off)


def _folder_of(scenario: IndexedScenario) -> str | None:
    """Folder of a scenario that is none of the shipped ones."""
    if scenario.id in available():
        return None
    return None
