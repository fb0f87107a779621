"""The room: one class that is running; its doors, its log, and the worlds that move with it.

An action is checked against the present state, turned into events, written
to the log, and only then taken in and acknowledged.  What cannot be done is
refused with a reason and changes nothing.  What each kind of action does is
said in :mod:`~greatgame.classroom.student_actions` and
:mod:`~greatgame.classroom.teacher_actions`.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from greatgame.classroom.exercise import Step
from greatgame.classroom.given import Action, RefusedError, id_of, one_of
from greatgame.classroom.given import name as a_name
from greatgame.classroom.keys import fresh_key, fresh_pin, same, typed
from greatgame.classroom.load import Exercise
from greatgame.classroom.log import REMEDY, Event, Log
from greatgame.classroom.offices import Offices
from greatgame.classroom.state import LOCKED, NO_SENSE, PLANNING, ClassState, Seat, Team, told
from greatgame.classroom.strategies import written
from greatgame.classroom.student_actions import STUDENT
from greatgame.classroom.teacher_actions import TEACHER
from greatgame.classroom.worlds import RoundError, Worlds
from greatgame.errors import GreatGameError
from greatgame.lab.goals import goals_of
from greatgame.lab.measures import reader
from greatgame.messages import messages as catalogue
from greatgame.text import LANGUAGES, say

MAX_SEATS = 120
T = TypeVar("T")


class Room:
    """One class that is running."""

    def __init__(self, exercise: Exercise, log: Log, clock: Callable[[], float] = time.time) -> None:
        """Take up the class that a log holds; :meth:`open` begins one.

        Raises:
            GreatGameError: where the log is damaged or of another exercise, or its worlds do not replay.
        """
        self.exercise, self.log, self.clock = exercise, log, clock
        self.lock = threading.RLock()
        """Whoever reads or changes the room holds it."""
        self.state = self._taken_up(log)
        if not self.state.number:
            raise GreatGameError(f"class file {log.path}: is empty: begin a class with it first")
        if self.state.hash != fingerprint(exercise):
            raise GreatGameError(
                f"class file {log.path}: belongs to exercise {self.state.exercise!r} as it was then; the one here "
                "has other files: open it with those, or begin a new class"
            )
        try:
            self.worlds = Worlds(exercise, self.state)
        except RoundError as error:
            raise log.damaged(error.number, f"cannot be played again ({error.why})") from error
        except NO_SENSE as error:
            raise GreatGameError(f"class file {log.path}: its worlds cannot begin ({told(error)}): {REMEDY}") from error
        self.busy = False
        """Whether a round is being resolved: its worlds are not to be looked at, and drafts are closed."""
        self._resolving: str | None = None
        """Id of the action by which it is, and what is set once it is not any more."""
        self._over = threading.Event()
        self.changed: list[Callable[[str | None], None]] = []
        """Called after every change with the team that sees it; None: everybody does."""
        self._kept: dict[tuple[str, ...], Any] = {}

    def _taken_up(self, log: Log) -> ClassState:
        """All that was written, taken in; whatever goes wrong with an entry, the file and the entry are named."""
        state, steps = ClassState(), range(len(self.exercise.plan.step))
        for entry in log.entries():
            try:
                state.apply(entry)
                if state.step not in steps:
                    raise KeyError(state.step)
            except NO_SENSE as error:
                raise log.damaged(entry.number, f"({entry.event.kind}) makes no sense: {told(error)}") from error
        return state

    @classmethod
    def open(
        cls,
        exercise: Exercise,
        path: Path,
        teams: int | None = None,
        language: str = "en",
        clock: Callable[[], float] = time.time,
    ) -> Room:
        """Begin a class, in a file that must not hold one yet.

        Raises:
            GreatGameError: for a file that is taken, a number of teams that the exercise does not allow, or a language
                that there is not.
        """
        meta = exercise.plan.exercise
        count = meta.teams.usual if teams is None else teams
        if not meta.teams.least <= count <= meta.teams.most:
            raise GreatGameError(f"{count} teams: exercise {meta.id!r} takes {meta.teams.least} to {meta.teams.most}")
        if language not in LANGUAGES:
            raise GreatGameError(f"no language {language!r}; there are: {', '.join(LANGUAGES)}")
        log = Log(path, clock)
        if log.last:
            log.close()
            raise GreatGameError(f"class file {path}: holds a class already: resume it, or name another file")
        shared = meta.worlds == "shared"
        names = catalogue(language)
        rows = [
            {"id": f"team-{n + 1}", "name": names(f"team-{n + 1}"), "seat": meta.seats[n] if shared else None}
            for n in range(count)
        ]
        log.append(
            [
                Event(
                    "opened",
                    {
                        "exercise": meta.id,
                        "hash": fingerprint(exercise),
                        "language": language,
                        "pin": fresh_pin(),
                        "teacher_key": fresh_key(),
                        "projector_key": fresh_key(),
                        "teams": rows,
                    },
                )
            ]
        )
        return cls(exercise, log, clock)

    @property
    def step(self) -> Step:
        """The step that is held now."""
        return self.exercise.plan.step[self.state.step]

    @property
    def playing(self) -> bool:
        """Whether it is a round or the practice."""
        return self.step.kind in {"round", "practice"}

    @property
    def tools(self) -> set[str]:
        """What pages offer beside orders by now."""
        return {tool for step in self.exercise.plan.step[: self.state.step + 1] for tool in step.unlocks}

    def seconds_left(self) -> float | None:
        """Until planning ends; None where no clock runs."""
        if self.state.paused is not None:
            return self.state.paused
        return None if self.state.deadline is None else max(0.0, self.state.deadline - self.clock())

    def offices(self, team: Team) -> Offices:
        """The offices of a team, as they are held now."""
        return Offices(self.exercise.plan, self.state, team)

    # Doors

    def join(self, action: Action) -> Seat:
        """Take a seat with the PIN.

        Raises:
            RefusedError: for a wrong PIN, a full room, a bad name, an unknown team or language.
        """
        with self.lock:
            if not same(typed(str(action.get("pin", ""))), self.state.pin):
                raise RefusedError("not-yours", "this is not the PIN of the class")
            if (done := self._done(action)) and (seat := self._seat_by_action(done)):
                return seat
            if self.state.finished:
                raise RefusedError("not-now", "the class is over")
            name = a_name(action.get("name"))
            team = self.team(action.get("team") or self._smallest())
            language = one_of("language", action.get("language", self.state.language), LANGUAGES)
            row = self.seat_row(team, name, language)
            self._write([Event("joined", row)], action)
            return self.state.seats[row["id"]]

    def seat_row(self, team: Team, name: str, language: str) -> dict[str, Any]:
        """A new seat in a team, to be written down.

        Raises:
            RefusedError: where the room is full.
        """
        if sum(not seat.removed for seat in self.state.seats.values()) >= MAX_SEATS:
            raise RefusedError("full", say("the room has {seats} seats, and all are taken", seats=MAX_SEATS))
        return {
            "id": f"seat-{len(self.state.seats) + 1}",
            "key": fresh_key(),
            "team": team.id,
            "name": name,
            "language": language,
            "role": self._free_role(team),
        }

    def student(self, key: str, action: Action) -> None:
        """Do what a student wants; done once however often it is sent.

        Raises:
            RefusedError: where it cannot be done now, or not by this seat.
        """
        with self.lock:
            seat = self.state.seat_of(key)
            if seat is None:
                raise RefusedError("not-yours", "no seat has this link; ask the teacher for yours")
            if self._done(action):
                return
            kind = one_of("action", action.get("kind"), STUDENT)
            self._write(STUDENT[kind](self, seat, action), action)

    def teacher(self, key: str, action: Action) -> None:
        """Do what the teacher wants; done once however often it is sent.

        Raises:
            RefusedError: where it cannot be done now, or the key is another.
        """
        with self.lock:
            if not same(key, self.state.teacher_key):
                raise RefusedError("not-yours", "this is not the teacher's link")
            if self._done(action):
                return
            kind = one_of("action", action.get("kind"), (*TEACHER, RESOLVE))
            if not self.busy and kind != RESOLVE:
                self._write(TEACHER[kind](self, action), action)
                return
            over = self._under_way(action) if self.busy else None
            if over is None:
                self._begin_resolving(action)
        if over is None:
            self._resolve(action)
        else:
            over.wait()
            self.teacher(key, action)

    def tick(self) -> bool:
        """Lock the drafts where time is up; whether it did."""
        with self.lock:
            late = self.state.phase == PLANNING and self.state.paused is None and self.seconds_left() == 0.0
            if late and self.state.deadline is not None:
                self._write([Event("locked")], {})
            return late

    # A round

    def _under_way(self, action: Action) -> threading.Event:
        """The end of the round that is being resolved, for the action that began it and, unanswered, was sent again."""
        if (name := id_of(action)) is None or name != self._resolving:
            raise RefusedError("not-now", "the round is being resolved")
        return self._over

    def _begin_resolving(self, action: Action) -> None:
        if self.state.phase not in {PLANNING, LOCKED}:
            raise RefusedError("not-now", "there is nothing to resolve")
        if self.state.phase == PLANNING:
            self._write([Event("locked")], {})
        self.busy, self._resolving, self._over = True, id_of(action), threading.Event()

    def _resolve(self, action: Action) -> None:
        """Play the round without the lock: students who answer or read meanwhile do not wait for the worlds."""
        try:
            row = self._resolved()
        except Exception as error:
            with self.lock:
                # First: whatever goes wrong with the worlds, the action that was sent again must not wait forever.
                self._end_resolving()
                self.worlds.begin_again(self.state)
            told = "the round cannot be resolved ({why}); nothing was changed: take an order out of a draft, then try"
            raise GreatGameError(say(told, why=f"{type(error).__name__}: {error}")) from error
        with self.lock:
            # In one go: nobody finds the worlds played, and the round not yet written down.
            self._end_resolving()
            self._write([Event("resolved", {"practice": self.step.kind == "practice", "round": row})], action)

    def _end_resolving(self) -> None:
        self.busy, self._resolving = False, None
        self._over.set()

    def _resolved(self) -> dict[str, Any]:
        if self.exercise.plan.exercise.play == "strategies":
            row = written(self.state, self.step)
        else:
            row = self.worlds.resolve(self.state, self.step)
        return {name: value for name, value in vars(row).items() if name != "number"}

    # Inside

    def _write(self, events: list[Event], action: Action) -> None:
        """Write events, take them in, and move the worlds where they do."""
        before = self.state.practice is not None
        undone = [event for event in events if event.kind == "undone"]
        row = (self.state.practice or self.state.resolved[-1]) if undone else None
        try:
            entries = self.log.append(events, id_of(action))
        except GreatGameError:
            # What was played or put in, and cannot be written down, has not happened.  Anything else that cannot leaves
            # the worlds alone: a round may be under way in them, or be over and wait for the lock to be written down.
            if any(event.kind in _MOVED_BEFORE for event in events):
                self.worlds.begin_again(self.state)
            raise
        for entry in entries:
            self.state.apply(entry)
        if row is not None:
            self.worlds.undo(row)
        elif before and self.state.practice is None:
            self.worlds.begin_again(self.state)
        if any(event.kind in _OF_THE_WORLD for event in events):
            self._kept.clear()
        teams = {self._seen_by(event) for event in events}
        team = teams.pop() if len(teams) == 1 else None
        for tell in self.changed:
            tell(team)

    def _seen_by(self, event: Event) -> str | None:
        """The team whose pages an event changes; None: everybody's."""
        if event.kind in _OF_A_TEAM:
            return str(event.data["team"])
        if event.kind in _OF_A_SEAT:
            return self.state.seats[event.data["seat"]].team
        return None

    def kept(self, key: tuple[str, ...], made: Callable[[], T]) -> T:
        """What is shown of the worlds, worked out once until they change; the caller holds the lock."""
        if key not in self._kept:
            self._kept[key] = made()
        found: T = self._kept[key]
        return found

    def _done(self, action: Action) -> str | None:
        """The action's id where it was done already."""
        known = id_of(action)
        return known if known is not None and known in self.state.actions else None

    def _seat_by_action(self, action: str) -> Seat | None:
        for entry in self.log.entries():
            if entry.action == action and entry.event.kind == "joined":
                return self.state.seats[entry.event.data["id"]]
        return None

    def check_phase(self, phase: str, why: str) -> None:
        """Refuse what can be done in another phase only, with the reason."""
        if self.state.phase != phase:
            raise RefusedError("not-now", why)

    def team(self, name: object) -> Team:
        """The team of a name that was given.

        Raises:
            RefusedError: where there is none.
        """
        if not isinstance(name, str) or name not in self.state.teams:
            raise RefusedError("unknown", "there is no such team")
        return self.state.teams[name]

    def _smallest(self) -> str:
        return min(self.state.teams, key=lambda team: len(self.state.members(team)))

    def _free_role(self, team: Team) -> str | None:
        """The office that fewest of the team hold."""
        roles = self.exercise.plan.role
        held = [seat.role for seat in self.state.members(team.id)]
        return min(roles, key=held.count) if roles else None

    def outcome(self, goal: str, team: Team, turn: int | None = None) -> bool:
        """Whether a forecast's statement is true in a team's world, now or after so many turns."""
        session = self.worlds.session_of(team)
        (wanted,) = goals_of(session.scenario, [goal])
        state = session.at(session.turn if turn is None else turn)
        return bool(wanted.reached(reader(session.scenario, wanted.path)(state))[0])


RESOLVE = "resolve"
ACTIONS = sorted({*STUDENT, *TEACHER, RESOLVE})
"""Kinds of action that there are."""

_OF_THE_WORLD = frozenset(
    {"stepped", "locked", "unlocked", "resolved", "undone", "injected", "retracted", "team-named"}
)
"""Kinds of event after which what is shown of the worlds is another."""
_MOVED_BEFORE = frozenset({"resolved", "injected", "retracted"})
"""Kinds of event that have moved the worlds before they are written down, while no round is being resolved."""
_OF_A_TEAM = frozenset({"drafted", "agreed", "weighed", "ready", "typed"})
_OF_A_SEAT = frozenset({"answered", "foretold"})


def fingerprint(exercise: Exercise) -> str:
    """SHA-256 of the plan and of the scenario's figures: what decides what a class can do."""
    # Without what is left at its default: a later version that knows more fields takes up an earlier one's class.
    plan = exercise.plan.model_dump_json(exclude_defaults=True) + exercise.scenario.hash
    return hashlib.sha256(plan.encode()).hexdigest()[:16]
