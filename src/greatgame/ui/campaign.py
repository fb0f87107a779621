"""The campaign that is played: the only place from which its state is changed.

Screens ask ``campaign.session`` for what they show and call the methods here to
change it.  After every change the listeners are told, and a moment later the
campaign is saved by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from greatgame.errors import GreatGameError, refusal
from greatgame.lab import predictions
from greatgame.lab.predictions import Statements
from greatgame.records import QueuedOrder, TurnRecord
from greatgame.session import Session
from greatgame.shelf import Entry, Kept, Shelf

QUEUE, TURN, LOADED, FORETOLD = "queue", "turn", "loaded", "foretold"
"""What changed: the queue of orders, the turn, the whole campaign, or what the player foretells."""
Listener = Callable[[str], None]
Later = Callable[[float, Callable[[], None]], None]
SAVE_DELAY = 1.0
"""Seconds between a change of the queue and the autosave."""
TURN_DELAY = 0.2
"""The same after a turn: the picture comes first."""


class Campaign:
    """A session with autosaves, undo over turns, and listeners."""

    def __init__(self, session: Session, shelf: Shelf, key: str = "", later: Later | None = None) -> None:
        self.session = session
        self.shelf = shelf
        self.key = shelf.begin(key)
        """By which the shelf knows its autosaves."""
        self.version = 0
        """Counts changes, for what is kept per version."""
        self.problem = ""
        """Why the last change or save could not be made, in words; empty where it could."""
        self.on_problem: Callable[[str], None] | None = None
        """Told in words when the campaign could not be kept; once for every reason."""
        self._told = ""
        self._later = later
        self._listeners: list[Listener] = []
        self._waiting = False

    # Listeners

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of changes (:data:`QUEUE`, :data:`TURN`, :data:`LOADED`); what is returned ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _changed(self, what: str) -> None:
        self.version += 1
        for listener in tuple(self._listeners):
            listener(what)
        if what != LOADED and self._later is not None:
            if not self._waiting:
                self._waiting = True
                self._later(SAVE_DELAY if what == QUEUE else TURN_DELAY, self._save_waiting)
        else:
            self.autosave()

    # The queue

    def submit(self, order: str, amount: int = 1) -> bool:
        """Queue an order; False with :attr:`problem` where it cannot be given."""
        return self._try(lambda: self.session.submit(order, amount))

    def withdraw(self, order: str) -> bool:
        """Take an order out of the queue."""
        return self._try(lambda: self.session.withdraw(order))

    def set_amount(self, order: str, amount: int) -> bool:
        """Have so many units of an order in the queue; none takes it out."""
        now = next((row.amount for row in self.session.queue if row.order == order), 0)
        if amount == now:
            return True
        if amount > now:
            return self.submit(order, amount - now)
        return self.replace([order], order if amount > 0 else None, amount)

    def replace(self, taken: Collection[str], order: str | None = None, amount: int = 1) -> bool:
        """Take orders out of the queue and put another in their place, or none: one step to undo."""
        return self._try(lambda: self.session.replace(taken, order, amount))

    def draft(self) -> int:
        """Add to the queue what the strategy would order by which forecasts go on; how many orders that were."""
        added: list[QueuedOrder] = []
        drafted = {row.order: row.amount for row in self.session.draft()}
        self._try(lambda: added.extend(self.session.fill(drafted)))
        return len(added)

    def reorder(self, order: str, place: int) -> bool:
        """Put an order at another place of the queue, counted from 0."""
        return self._try(lambda: self.session.reorder(order, place))

    def clear(self) -> bool:
        """Empty the queue."""
        return self._try(self.session.clear)

    def undo(self) -> bool:
        """Take back the last change of the queue; False where there is none."""
        return self._step(self.session.undo)

    def redo(self) -> bool:
        """Make it again; False where there is nothing to redo."""
        return self._step(self.session.redo)

    def _step(self, step: Callable[[], bool]) -> bool:
        done = step()
        if done:
            self._changed(QUEUE)
        return done

    def _try(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except GreatGameError as error:
            self.problem = str(error)
            return False
        self.problem = ""
        self._changed(QUEUE)
        return True

    # Predictions

    def state(self, statements: Statements) -> None:
        """Keep what can be foretold this turn."""
        predictions.put(self.session, statements)
        self._changed(FORETOLD)

    def foretell(self, goal: str, probability: float | None) -> bool:
        """Say how likely a statement of the turn is."""
        try:
            predictions.answer(self.session, goal, probability)
        except GreatGameError as error:
            self.problem = str(error)
            return False
        self._changed(FORETOLD)
        return True

    # Time

    def commit(self) -> TurnRecord:
        """End the turn.

        Raises:
            GreatGameError: when the campaign is over.
        """
        self.resolved(self.resolve())
        return self.session.history[-1]

    def resolve(self) -> Session:
        """The first half of :meth:`commit`, which may run beside the window's thread: the session a turn later.

        It works on a copy, so that whatever happens meanwhile finds the campaign as it was.

        Raises:
            GreatGameError: when the campaign is over.
        """
        later = self.session.fork()
        later.advance()
        return later

    def resolved(self, later: Session) -> None:
        """The second half of :meth:`commit`: go on from there, tell the listeners, and save."""
        self.session = later
        self._changed(TURN)

    def undo_turn(self) -> bool:
        """Go back to the turn before, its orders in the queue again; False in the first turn."""
        if not self.session.history:
            return False
        # On a copy: a debrief may be shown of the session as it was, and written to a file beside the window.
        earlier = self.session.fork()
        earlier.undo_turn()
        self.session = earlier
        self._changed(TURN)
        return True

    # Saves

    def autosave(self) -> Kept:
        """Keep the present; :attr:`problem` says why not."""
        self._waiting = False
        kept = self.shelf.autosave(self.session, self.key)
        self.problem = kept.problem
        if kept.problem and kept.problem != self._told and self.on_problem is not None:
            self.on_problem(kept.problem)
        self._told = kept.problem
        return kept

    def _save_waiting(self) -> None:
        if self._waiting:
            self.autosave()

    def quicksave(self) -> Kept:
        """Keep a quick save."""
        return self.shelf.quicksave(self.session)

    def save(self, name: str, replace: bool = False) -> Kept:
        """Keep a save under a name."""
        return self.shelf.save(self.session, name, replace)

    def quickload(self) -> bool:
        """Go on from the latest quick save; False with :attr:`problem` where that cannot be."""
        entry = self.shelf.latest_quick()
        return entry is not None and self.take_up(entry)

    def take_up(self, entry: Entry) -> bool:
        """Go on from a save in place of what is played now, which is kept."""
        try:
            session = Session.load(entry.path)
        except GreatGameError as error:
            self.problem = refusal(error)
            return False
        if self._waiting:
            self.autosave()
        self.session = session
        self.key = self.shelf.begin(entry.campaign)
        self._changed(LOADED)
        return True

    def leave(self) -> None:
        """Save and leave in good order: nothing is to be recovered next time."""
        self.autosave()
        self._listeners.clear()
        self.shelf.end(self.key)
