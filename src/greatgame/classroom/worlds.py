"""The worlds of a class: one for each team on the same luck, or one that all share.

They hold nothing that does not follow from the exercise and the log: after a
restart they are played again from the orders, and their fingerprints compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from greatgame.classroom.exercise import Step
from greatgame.classroom.load import Exercise
from greatgame.classroom.offices import Offices
from greatgame.classroom.state import NO_SENSE, ClassState, Orders, Resolved, Team, told
from greatgame.errors import GreatGameError
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.variants import varied
from greatgame.session import BY_HAND, Session

SHARED = "world"
"""Id of the world that all teams share."""
NOTHING = "do-nothing"


class RoundError(GreatGameError):
    """A round of the log that does not replay."""

    def __init__(self, number: int, why: str) -> None:
        self.number, self.why = number, why
        super().__init__(f"entry {number} of the class: {why}")


class Worlds:
    """The campaigns of one class."""

    def __init__(self, exercise: Exercise, state: ClassState) -> None:
        self.exercise = exercise
        self.sessions: dict[str, Session] = {}
        """World -> its campaign, at the start of the round that is open."""
        self._rebuild(state)

    # Who is where

    def world_of(self, team: Team) -> str:
        """Id of the world that a team plays in."""
        return team.id if self.exercise.plan.exercise.worlds == "own" else SHARED

    def seats_of(self, team: Team) -> tuple[str, ...]:
        """The governments that a team gives orders for."""
        return (team.seat,) if team.seat is not None else tuple(self.exercise.plan.exercise.seats)

    def measured_of(self, team: Team) -> str:
        """The government that a team is measured as: the scenario's player where it has that seat, else its first."""
        seats, player = self.seats_of(team), self.session_of(team).player
        return player if player in seats else seats[0]

    def session_of(self, team: Team) -> Session:
        """The campaign of a team's world."""
        return self.sessions[self.world_of(team)]

    @property
    def turn(self) -> int:
        """The open turn, which is the same in all worlds."""
        return next(iter(self.sessions.values())).turn

    # What was played

    def _rebuild(self, state: ClassState) -> None:
        self._begin(state)
        for row in state.resolved:
            self._take_up(row)
        if state.practice is not None:
            self._begin(state)
            self._take_up(state.practice)

    def _take_up(self, row: Resolved) -> None:
        """Play a round again.

        Raises:
            RoundError: where it cannot be, or leads elsewhere.
        """
        try:
            self._replay(row)
        except NO_SENSE as error:
            raise RoundError(row.number, told(error)) from error

    def _begin(self, state: ClassState) -> None:
        """Stand at the start of the campaign in all worlds."""
        meta = self.exercise.plan.exercise
        scenario = self._scenario(state)
        player = scenario.names.powers[scenario.player]
        self.sessions = {}
        for team in state.teams.values():
            world = self.world_of(team)
            if world in self.sessions:
                continue
            seats = self._played(state, team)
            self.sessions[world] = Session.new(
                scenario,
                meta.seed,
                strategy=None if player in seats else meta.strategy,
                strength=meta.strength,
                temper=meta.temper,
                seats={seat: BY_HAND for seat in seats if seat != player},
                level=meta.level,
            )
            # A scenario of the exercise's own is no shipped one: saves and capsules say where it lies.
            self.sessions[world].folder = self.exercise.scenario_folder

    def _played(self, state: ClassState, team: Team) -> tuple[str, ...]:
        """All seats that are given by hand in a team's world."""
        if self.exercise.plan.exercise.worlds == "own":
            return self.seats_of(team)
        return tuple(seat for other in state.teams.values() for seat in self.seats_of(other))

    def _scenario(self, state: ClassState) -> IndexedScenario:
        """The scenario with the events that the exercise and the teacher put in."""
        scenario = self.exercise.scenario
        rows = [(turn, event) for turn, step in self._openings for event in step.injected] + state.injected
        return varied(scenario, injected=[(scenario.first_quarter(turn), event) for turn, event in rows])

    @cached_property
    def _openings(self) -> list[tuple[int, Step]]:
        """The turn with which each round opens."""
        turn, rows = 0, []
        for step in self.exercise.plan.rounds:
            rows.append((turn, step))
            turn += step.turns
        return rows

    def _replay(self, row: Resolved) -> None:
        for world, turns in row.orders.items():
            session = self.sessions[world]
            for orders in turns:
                self._advance(session, orders)
            if session.digest != row.digests[world]:
                raise GreatGameError(
                    f"round {row.step!r} of world {world!r} replays to another state ({session.digest} instead of "
                    f"{row.digests[world]}): open the class with the version that wrote it"
                )

    @staticmethod
    def _advance(session: Session, orders: Orders) -> None:
        for seat in session.hands:
            session.desk(seat).restore({})
        for order, units in orders.items():
            session.submit(order, units)
        session.advance()

    # What is played now

    def resolve(self, state: ClassState, step: Step) -> Resolved:
        """Play a round from the drafts, in all worlds; :meth:`undo` takes it back."""
        meta = self.exercise.plan.exercise
        defaulted: list[str] = []
        first: dict[str, Orders] = {world: {} for world in self.sessions}
        for team in state.teams.values():
            session = self.session_of(team)
            orders = agreed(state, team, self.exercise, session)
            if not orders and not team.ready:
                defaulted.append(team.id)
                for seat in self.seats_of(team):
                    orders |= orders_of(session, seat, meta.default)
            first[self.world_of(team)] |= orders
        played: dict[str, list[Orders]] = {}
        for world, session in self.sessions.items():
            turns = [first[world]]
            self._advance(session, first[world])
            for _ in range(step.turns - 1):
                more: Orders = {}
                for seat in session.hands:
                    more |= orders_of(session, seat, meta.carry_on)
                self._advance(session, more)
                turns.append(more)
            played[world] = turns
        return Resolved(
            step=step.id,
            orders=played,
            drafts={team.id: dict(team.draft) for team in state.teams.values()},
            defaulted=defaulted,
            digests={world: session.digest for world, session in self.sessions.items()},
            agreed={team.id: dict(team.agreed) for team in state.teams.values() if self.exercise.plan.role},
        )

    def undo(self, row: Resolved) -> None:
        """Go back to where a round began that was resolved last."""
        for world, turns in row.orders.items():
            for _ in turns:
                self.sessions[world].undo_turn()
        self.clear()

    def clear(self) -> None:
        """Empty all queues: drafts stand in the log, not on desks."""
        for session in self.sessions.values():
            for seat in session.hands:
                session.desk(seat).restore({})

    def begin_again(self, state: ClassState) -> None:
        """Stand where the rounds that count have led to: after practice, and after a change from outside."""
        # At once: the teams' staff looks at the turn without the room's lock, to see whether a question still stands.
        self.sessions = Worlds(self.exercise, state).sessions

    def inject(self, event: str, turn: int) -> None:
        """Put an event into all worlds.

        Raises:
            GreatGameError: where it cannot be.
        """
        for session in self.sessions.values():
            session.inject(event, turn)

    def retract(self, event: str, turn: int) -> None:
        """Take it back."""
        for session in self.sessions.values():
            session.retract(event, turn)


def agreed(state: ClassState, team: Team, exercise: Exercise, session: Session) -> Orders:
    """The orders of a draft that count: where there are offices, those that enough of them agree to."""
    if not exercise.plan.role:
        return dict(team.draft)
    offices = Offices(exercise.plan, state, team)
    return {
        order: units
        for order, units in team.draft.items()
        if offices.missing(kind_of(session, order), team.agreed.get(order, [])).nothing
    }


def orders_of(session: Session, seat: str, strategy: str) -> Orders:
    """What a strategy (in the player's seat) or the published doctrine (in any other) would order now."""
    if seat == session.player and strategy == NOTHING:
        return {}
    if session.finished:
        return {}
    model = session.position(strategy).futures([session.seed], [None])
    model.step()
    book = session.catalogue
    mine = book.mine[book.actors.index(seat)]
    desk, found = session.desk(seat), Orders()
    for place in np.flatnonzero(model.intents[0, mine]):
        number = int(mine[place])
        units = int(model.intents[0, number])
        if not desk.faults(number, units):
            found[book.ids[number]] = units
            desk.submit(book.ids[number], units)
    desk.restore({})
    return found


def check_order(session: Session, seat: str, draft: Mapping[str, int], order: str, units: int) -> list[str]:
    """Everything that stands in the way of an order beside the rest of a draft; nothing: it can be given."""
    desk = session.desk(seat)
    rest = {name: count for name, count in draft.items() if name != order and giver_of(session, name) == seat}
    desk.restore(desk.checked(rest))
    try:
        return desk.faults(session.catalogue.number(order), units)
    finally:
        desk.restore({})


def giver_of(session: Session, order: str) -> str:
    """The government whose order it is."""
    book = session.catalogue
    giver: str = book.actors[int(book.actor[book.number(order)])]
    return giver


def kind_of(session: Session, order: str) -> str:
    """The kind of move that an order is."""
    book = session.catalogue
    name: str = book.kind(book.number(order)).name
    return name
