"""What a session asks of the laboratory: what may come of its position, and what might have come instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from greatgame.desk import Queue, QueueLike
from greatgame.errors import GreatGameError
from greatgame.given import texts, whole
from greatgame.indicators import measure
from greatgame.model import GreatGameModel, checked_seeds
from greatgame.position import Position
from greatgame.recording import score_of
from greatgame.records import Counterfactual, QueuedOrder
from greatgame.scenario.indexed import Floats, Ints
from greatgame.standing import Standing

if TYPE_CHECKING:
    from greatgame.lab.counsel import Counsel, CounselQuestion
    from greatgame.lab.forecast import Forecast, Question, Signal
    from greatgame.lab.intents import Intents, IntentsQuestion
    from greatgame.lab.preview import Preview, PreviewQuestion


class Scope(TypedDict, total=False):
    """How far and wide a forecast looks."""

    futures: int
    """How many of each plan; by default 200."""
    seed: int
    """Of the luck to come: the same seed gives the same picture."""
    horizon: int | None
    """Turns to be played; by default all that are left."""
    goals: Sequence[str] | None
    """Such as ``supply >= 60``; by default every pillar at the goal that the scenario sets it."""
    figures: Sequence[str]
    """Followed beside the total and the pillars, by their dotted names."""


class Asking(Standing):
    """A campaign whose present can be asked.

    Most questions come twice: answered on the spot, and to be answered by a
    worker in another process (see :mod:`greatgame.lab.worker`).
    """

    _previews: dict[tuple[Any, ...], Preview]
    """What was previewed since the queue last changed."""

    def position(self, strategy: str | None = None) -> Position:
        """The present as futures are played from it, chance to come left open.

        ``strategy`` plays the player's seat from now on: by default the
        session's own, or the autopilot.
        """
        chosen = self.stand_in if strategy is None else strategy
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
        luck = checked_seeds(seeds)
        orders = None if self.finished else self._planned(queue)
        return self.position(strategy).futures(luck, [orders])

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

        Raises:
            GreatGameError: for orders that cannot be given, what is no number or list, and where the campaign is over.
        """
        from greatgame.lab.forecast import Question

        if self.finished:
            raise GreatGameError("the campaign is over: there is no future left to forecast")
        checked = None if pinned is None else self._desk.checked(pinned)
        plain: dict[str, Any] = {name: _plain(name, value) for name, value in scope.items()}
        return Question(self.position(strategy), self._planned(queue), checked, **plain)

    def preview(self, orders: QueueLike, futures: int = 32, horizon: int = 4, seed: int = 0) -> Preview:
        """What orders would do over the next turns, beside the same futures without them; kept until the queue changes.

        Args:
            orders: so many units of each in all, whatever is queued of them; the rest of the queue stands beside.
            futures: of each plan.
            horizon: turns to look ahead, as far as there are so many.
            seed: of the luck to come.

        Raises:
            OrderError: where they cannot be given beside the queue.
            GreatGameError: for anything else that cannot be, and where the campaign is over.
        """
        from greatgame.lab import preview

        asked = self.preview_question(orders, futures, horizon, seed)
        scope = (asked.futures, asked.horizon, asked.seed)
        key = (tuple(asked.orders.items()), tuple(asked.beside.items()), *scope)
        if key not in self._previews:
            self._previews[key] = preview.run(asked)
        return self._previews[key]

    def preview_question(
        self, orders: QueueLike, futures: int = 32, horizon: int = 4, seed: int = 0, projects: Sequence[str] = ()
    ) -> PreviewQuestion:
        """What :meth:`preview` asks, for a worker in another process; ``projects`` are those whose odds it adds."""
        from greatgame.lab.preview import PreviewQuestion

        if self.finished:
            raise GreatGameError("the campaign is over: there is nothing left to preview")
        numbers = whole("futures", futures), whole("seed", seed), whole("horizon", horizon)
        queue, wanted = self._desk.queue, self._desk.counted(orders)
        beside = {number: units for number, units in queue.items() if number not in wanted}
        if any(queue.get(number, 0) < units for number, units in wanted.items()):
            self._desk.checked(self._by_id({**beside, **wanted}))
        places = tuple(self.scenario.names.projects.at(project) for project in texts("projects", projects))
        return PreviewQuestion(self.position().ordinary(), wanted, beside, *numbers, places)

    def intents(self, worlds: int = 64, seed: int = 0) -> Intents:
        """What everyone else is likely to order this turn, by how often they would under fresh perception.

        Raises:
            GreatGameError: for what is no number of worlds or no seed, and when the campaign is over.
        """
        from greatgame.lab import intents

        return intents.run(self.intents_question(worlds, seed))

    def intents_question(self, worlds: int = 64, seed: int = 0) -> IntentsQuestion:
        """What :meth:`intents` asks, for a worker in another process."""
        from greatgame.lab.intents import IntentsQuestion

        return IntentsQuestion(self.position().ordinary(), whole("worlds", worlds), seed)

    def draft(self, strategy: str | None = None) -> tuple[QueuedOrder, ...]:
        """What a strategy would order in the player's seat this turn; nothing is queued (see :meth:`Session.fill`).

        Kinds of order that the campaign's level keeps back are left out.

        Args:
            strategy: by default the one that forecasts and advice let play on, so that what they say of a queue
                holds for those who go on by its drafts.

        Raises:
            GreatGameError: for an unknown strategy, and when the campaign is over.
        """
        if self.finished:
            raise GreatGameError("the campaign is over: there is nothing left to order")
        model = self.position(strategy).ordinary().futures([self.seed], [None])
        for agent in model.agents:
            agent.step()
        mine = self.catalogue.mine[self.scenario.player]
        return self._open_to_player(mine, model.intents[0, mine])

    def _open_to_player(self, entries: Ints, amounts: Floats) -> tuple[QueuedOrder, ...]:
        """Orders in words, without kinds that the level hides: ``[entry]`` each."""
        book = self.catalogue
        return tuple(
            QueuedOrder(book.ids[number], int(amount), book.describe(number))
            for number, amount in zip(entries.tolist(), amounts.tolist(), strict=True)
            if amount and book.kind(number).name not in self.hidden
        )

    def counsel(self, seed: int = 0) -> Counsel:
        """What the scenario's advisors recommend beside what is queued; it takes a second or two.

        Raises:
            GreatGameError: for no seed, when the campaign is over, nobody advises, or nothing can be ordered.
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

    def counterfactual(self, strategy: str = "do-nothing") -> Counterfactual:
        """The same seed played from the start by another strategy, up to the end of the last finished turn.

        Other seats given by hand repeat their orders.

        Raises:
            GreatGameError: for an unknown strategy.
        """
        model = GreatGameModel(
            self.scenario,
            strategy,
            self.strength,
            seeds=(self.seed,),
            ledger=True,
            deciders=dict.fromkeys(self.others, self.script()),
            seats=self.filled,
        )
        for _ in range(self.turn):
            model.step()
        mine, other = self.score(), score_of(self.scenario, model.world.state)
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


def _plain(name: str, value: object) -> object:
    """A part of a :class:`Scope` as a whole number or a list of texts; None where that stands for the default."""
    if value is None and name in {"horizon", "goals"}:
        return None
    return texts(name, value) if name in {"goals", "figures"} else whole(name, value)
