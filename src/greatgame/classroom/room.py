"""The room: what students and the teacher may do when, and what comes of it.

An action is checked against the present state, turned into events, written
to the log, and only then taken in and acknowledged.  What cannot be done is
refused with a reason and changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from greatgame.classroom.exercise import Step
from greatgame.classroom.load import Exercise
from greatgame.classroom.log import Event, Log
from greatgame.classroom.offices import Offices
from greatgame.classroom.state import HELD, LOCKED, PLANNING, SHOWN, ClassState, Seat, Team
from greatgame.classroom.strategies import weights_of, written
from greatgame.classroom.worlds import Worlds, check_order, giver_of, kind_of
from greatgame.errors import GreatGameError
from greatgame.lab.goals import goals_of
from greatgame.lab.measures import reader
from greatgame.messages import messages as catalogue
from greatgame.text import LANGUAGES

MAX_SEATS = 120
MAX_NAME = 24
MAX_NOTE = 500
MAX_ANSWER = 2000
MAX_UNITS = 1000
KEY_BYTES = 16
"""Bytes of chance in a link: 128 bits."""
PIN_DIGITS = 6
Action = Mapping[str, Any]
T = TypeVar("T")


class RefusedError(GreatGameError):
    """An action that is not done; the class goes on as it was."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        """``not-now``, ``not-yours``, ``unknown``, ``illegal`` or ``full``."""


class Room:
    """One class that is running."""

    def __init__(self, exercise: Exercise, log: Log, clock: Callable[[], float] = time.time) -> None:
        """Take up the class that a log holds; :meth:`open` begins one.

        Raises:
            GreatGameError: where the log is of another exercise, or its worlds do not replay.
        """
        self.exercise, self.log, self.clock = exercise, log, clock
        self.lock = threading.RLock()
        """Whoever reads or changes the room holds it."""
        self.state = ClassState()
        for entry in log.entries():
            self.state.apply(entry)
        if not self.state.number:
            raise GreatGameError(f"class file {log.path}: is empty: begin a class with it first")
        if self.state.hash != fingerprint(exercise):
            raise GreatGameError(
                f"class file {log.path}: belongs to exercise {self.state.exercise!r} as it was then; the one here "
                "has other files: open it with those, or begin a new class"
            )
        self.worlds = Worlds(exercise, self.state)
        self.busy = False
        """Whether a round is being resolved: its worlds are not to be looked at, and drafts are closed."""
        self.changed: list[Callable[[str | None], None]] = []
        """Called after every change with the team that sees it; None: everybody does."""
        self._kept: dict[tuple[str, ...], Any] = {}

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
                        "pin": "".join(str(secrets.randbelow(10)) for _ in range(PIN_DIGITS)),
                        "teacher_key": secrets.token_urlsafe(KEY_BYTES),
                        "projector_key": secrets.token_urlsafe(KEY_BYTES),
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
            if (done := self._done(action)) and (seat := self._seat_by_action(done)):
                return seat
            if not secrets.compare_digest(str(action.get("pin", "")).encode(), self.state.pin.encode()):
                raise RefusedError("not-yours", "this is not the PIN of the class")
            if self.state.finished:
                raise RefusedError("not-now", "the class is over")
            if len(self.state.seats) >= MAX_SEATS:
                raise RefusedError("full", f"the room has {MAX_SEATS} seats, and all are taken")
            name = _name(action.get("name"))
            team = self._team(action.get("team") or self._smallest())
            language = _one_of("language", action.get("language", self.state.language), LANGUAGES)
            number = len(self.state.seats) + 1
            row = {
                "id": f"seat-{number}",
                "key": secrets.token_urlsafe(KEY_BYTES),
                "team": team.id,
                "name": name,
                "language": language,
                "role": self._free_role(team),
            }
            self._write([Event("joined", row)], action)
            return self.state.seats[f"seat-{number}"]

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
            kind = _one_of("action", action.get("kind"), _STUDENT)
            self._write(_STUDENT[kind](self, seat, action), action)

    def teacher(self, key: str, action: Action) -> None:
        """Do what the teacher wants; done once however often it is sent.

        Raises:
            RefusedError: where it cannot be done now, or the key is another.
        """
        with self.lock:
            if not secrets.compare_digest(key.encode(), self.state.teacher_key.encode()):
                raise RefusedError("not-yours", "this is not the teacher's link")
            if self._done(action):
                return
            kind = _one_of("action", action.get("kind"), (*_TEACHER, "resolve"))
            if self.busy:
                raise RefusedError("not-now", "the round is being resolved")
            if kind != "resolve":
                self._write(_TEACHER[kind](self, action), action)
                return
            self._begin_resolving()
        try:
            # Without the lock: students who answer or read meanwhile do not wait for the worlds.
            row = self._resolved()
        finally:
            with self.lock:
                self.busy = False
        with self.lock:
            self._write([Event("resolved", {"practice": self.step.kind == "practice", "round": row})], action)

    def tick(self) -> bool:
        """Lock the drafts where time is up; whether it did."""
        with self.lock:
            late = self.state.phase == PLANNING and self.state.paused is None and self.seconds_left() == 0.0
            if late and self.state.deadline is not None:
                self._write([Event("locked")], {})
            return late

    # What students do

    def _draft(self, seat: Seat, action: Action) -> list[Event]:
        team = self._planning_team(seat)
        order, units = action.get("order"), action.get("units", 1)
        if not isinstance(units, int) or isinstance(units, bool) or not 0 <= units <= MAX_UNITS:
            raise RefusedError("illegal", f"units must be a whole number from 0 to {MAX_UNITS}")
        if units == 0:
            if order not in team.draft:
                raise RefusedError("unknown", "this order is not in the draft")
            self._check_strikes(seat, team, str(order))
            return [Event("drafted", {"team": team.id, "order": order, "units": 0})]
        session = self.worlds.session_of(team)
        try:
            giver = giver_of(session, str(order))
        except GreatGameError as error:
            raise RefusedError("unknown", str(error)) from None
        if giver not in self.worlds.seats_of(team):
            raise RefusedError("not-yours", f"{session.scenario.label(giver)} is not played by your team")
        self._check_office(seat, team, str(order))
        if faults := check_order(session, giver, team.draft, str(order), units):
            raise RefusedError("illegal", "; ".join(faults))
        roles = [seat.role] if seat.role is not None else []
        return [Event("drafted", {"team": team.id, "order": order, "units": units, "agreed": roles})]

    def _check_office(self, seat: Seat, team: Team, order: str) -> None:
        """Whether the seat's office drafts such orders."""
        if seat.role is not None and self._kind(team, order) not in self.offices(team).kinds(seat.role):
            raise RefusedError("not-yours", "another office of your team drafts orders of this kind")

    def _check_strikes(self, seat: Seat, team: Team, order: str) -> None:
        """Whether the seat's office may take such a draft away."""
        if seat.role is not None and not self.offices(team).strikes(seat.role, self._kind(team, order)):
            raise RefusedError("not-yours", "the office that drafted this order takes it away, or the one that leads")

    def _kind(self, team: Team, order: str) -> str:
        return kind_of(self.worlds.session_of(team), order)

    def _agree(self, seat: Seat, action: Action) -> list[Event]:
        team = self._planning_team(seat)
        order = action.get("order")
        if seat.role is None or order not in team.draft:
            raise RefusedError("unknown", "there is no such draft to agree to")
        roles = [role for role in team.agreed.get(str(order), []) if role != seat.role]
        if action.get("agreed") is not False:
            roles.append(seat.role)
        return [Event("agreed", {"team": team.id, "order": order, "roles": roles})]

    def _weigh(self, seat: Seat, action: Action) -> list[Event]:
        team = self._planning_team(seat)
        if self.exercise.plan.exercise.play != "strategies":
            raise RefusedError("not-now", "no strategies are written in this exercise")
        weight = _one_of("weight", action.get("weight"), weights_of(self.exercise))
        value = _number("value", action.get("value"), 0.0, 3.0)
        return [Event("weighed", {"team": team.id, "weight": weight, "value": value})]

    def _ready(self, seat: Seat, action: Action) -> list[Event]:
        team = self._planning_team(seat)
        if seat.role is not None and not self.offices(team).leads(seat.role):
            raise RefusedError("not-yours", "the office that leads your team says when it is ready")
        return [Event("ready", {"team": team.id, "ready": action.get("ready") is not False})]

    def _answer(self, seat: Seat, action: Action) -> list[Event]:
        name = action.get("question")
        if name not in self.step.questions:
            raise RefusedError("not-now", "this question is not asked now")
        question, value = self.exercise.plan.question[str(name)], action.get("value")
        if question.form == "choice":
            value = _one_of("option", value, question.options)
        elif question.form == "number":
            value = _number("answer", value, question.low or 0.0, question.high or 0.0)
        else:
            value = _text("answer", value, MAX_ANSWER)
        return [Event("answered", {"step": self.step.id, "seat": seat.id, "question": name, "value": value})]

    def _foretell(self, seat: Seat, action: Action) -> list[Event]:
        if self.state.phase != PLANNING:
            raise RefusedError("not-now", "forecasts are taken while orders are planned")
        name = action.get("forecast")
        if name not in self.step.forecasts:
            raise RefusedError("not-now", "this forecast is not asked for now")
        chance = _number("chance", action.get("chance"), 0.0, 1.0)
        return [Event("foretold", {"forecast": name, "seat": seat.id, "chance": chance})]

    def _settings(self, seat: Seat, action: Action) -> list[Event]:
        data: dict[str, Any] = {"id": seat.id}
        if "language" in action:
            data["language"] = _one_of("language", action["language"], LANGUAGES)
        if "reading" in action:
            data["reading"] = _one_of("reading", action["reading"], ("plain", "full"))
        if "consent" in action:
            data["consent"] = action["consent"] is True
        return [Event("seat-changed", data)]

    def _team_name(self, seat: Seat, action: Action) -> list[Event]:
        return [Event("team-named", {"id": seat.team, "name": _name(action.get("name"))})]

    # What the teacher does

    def _next(self, action: Action) -> list[Event]:
        if action.get("from") not in (None, self.step.id):
            raise RefusedError("not-now", "the class has gone on already")
        if self.step.kind == "round" and self.state.phase != SHOWN:
            raise RefusedError("not-now", "this round is not resolved yet")
        if self.state.step + 1 >= len(self.exercise.plan.step):
            raise RefusedError("not-now", "this is the last step")
        return [self._stepped(self.state.step + 1)]

    def _stepped(self, number: int) -> Event:
        step = self.exercise.plan.step[number]
        playing = step.kind in {"round", "practice"}
        deadline = self.clock() + 60.0 * (step.plan or 0.0) if playing else None
        return Event("stepped", {"step": number, "phase": PLANNING if playing else HELD, "deadline": deadline})

    def _lock(self, action: Action) -> list[Event]:
        self._phase(PLANNING, "drafts are locked while orders are planned")
        return [Event("locked")]

    def _unlock(self, action: Action) -> list[Event]:
        self._phase(LOCKED, "drafts are not locked")
        return [
            Event("unlocked", {"deadline": self.clock() + _number("minutes", action.get("minutes", 2), 0.5, 60) * 60})
        ]

    def _begin_resolving(self) -> None:
        if self.state.phase not in {PLANNING, LOCKED}:
            raise RefusedError("not-now", "there is nothing to resolve")
        if self.state.phase == PLANNING:
            self._write([Event("locked")], {})
        self.busy = True

    def _resolved(self) -> dict[str, Any]:
        if self.exercise.plan.exercise.play == "strategies":
            row = written(self.state, self.step)
        else:
            row = self.worlds.resolve(self.state, self.step)
        return {
            "step": row.step,
            "orders": row.orders,
            "drafts": row.drafts,
            "defaulted": row.defaulted,
            "digests": row.digests,
            "strategies": row.strategies,
        }

    def _undo(self, action: Action) -> list[Event]:
        self._phase(SHOWN, "there is no round to take back")
        return [Event("undone", {"practice": self.step.kind == "practice", "deadline": self._fresh_deadline()})]

    def _fresh_deadline(self) -> float:
        return self.clock() + 60.0 * (self.step.plan or 1.0)

    def _timer(self, action: Action) -> list[Event]:
        self._phase(PLANNING, "no clock runs now")
        left = self.seconds_left() or 0.0
        if "add" in action:
            left = max(0.0, left + _number("add", action["add"], -3600, 3600))
        paused = self.state.paused is not None
        if "pause" in action:
            paused = action["pause"] is True
        row = {"deadline": None, "paused": left} if paused else {"deadline": self.clock() + left, "paused": None}
        return [Event("timed", row)]

    def _inject(self, action: Action) -> list[Event]:
        event = _one_of("event", action.get("event"), self.exercise.scenario.names.events)
        turn = self._next_opening()
        try:
            self.worlds.inject(event, turn)
        except GreatGameError as error:
            raise RefusedError("illegal", str(error)) from None
        return [Event("injected", {"turn": turn, "event": event})]

    def _retract(self, action: Action) -> list[Event]:
        turn, event = self._next_opening(), action.get("event")
        if (turn, event) not in self.state.injected:
            raise RefusedError("unknown", "no such event waits for the next round")
        self.worlds.retract(str(event), turn)
        return [Event("retracted", {"turn": turn, "event": event})]

    def _next_opening(self) -> int:
        """The turn with which the next round opens."""
        if self.state.phase in {PLANNING, LOCKED} and self.step.kind == "round":
            return self.worlds.turn + self.step.turns
        if self.step.kind == "practice":
            raise RefusedError("not-now", "nothing is injected into the practice")
        return self.worlds.turn

    def _note(self, action: Action) -> list[Event]:
        to = action.get("to")
        if to is not None:
            to = self._team(to).id
        return [Event("noted", {"to": to, "text": _text("note", action.get("text"), MAX_NOTE)})]

    def _board(self, action: Action) -> list[Event]:
        return [Event("board", {"shown": action.get("shown") is True})]

    def _move(self, action: Action) -> list[Event]:
        """Give a seat another link, team, name or role, or take it away."""
        seat = self.state.seats.get(str(action.get("seat")))
        if seat is None:
            raise RefusedError("unknown", "there is no such seat")
        data: dict[str, Any] = {"id": seat.id}
        if action.get("link") is True:
            data["key"] = secrets.token_urlsafe(KEY_BYTES)
        if "team" in action:
            data["team"] = self._team(action["team"]).id
        if "name" in action:
            data["name"] = _name(action["name"])
        if "role" in action:
            data["role"] = _one_of("role", action["role"], self.exercise.plan.role)
        if "removed" in action:
            data["removed"] = action["removed"] is True
        return [Event("seat-changed", data)]

    def _publish(self, action: Action) -> list[Event]:
        return [Event("published", {"shown": action.get("shown") is True})]

    def _finish(self, action: Action) -> list[Event]:
        return [Event("finished")]

    # Inside

    def _write(self, events: list[Event], action: Action) -> None:
        """Write events, take them in, and move the worlds where they do."""
        before = self.state.practice is not None
        undone = [event for event in events if event.kind == "undone"]
        row = (self.state.practice or self.state.resolved[-1]) if undone else None
        try:
            entries = self.log.append(events, _id(action))
        except GreatGameError:
            # What was played or put in, and cannot be written down, has not happened.
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
        known = _id(action)
        return known if known is not None and known in self.state.actions else None

    def _seat_by_action(self, action: str) -> Seat | None:
        for entry in self.log.entries():
            if entry.action == action and entry.event.kind == "joined":
                return self.state.seats[entry.event.data["id"]]
        return None

    def _phase(self, phase: str, why: str) -> None:
        if self.state.phase != phase:
            raise RefusedError("not-now", why)

    def _planning_team(self, seat: Seat) -> Team:
        self._phase(PLANNING, "orders are not planned now")
        return self.state.teams[seat.team]

    def _team(self, name: object) -> Team:
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


_STUDENT: dict[str, Callable[[Room, Seat, Action], list[Event]]] = {
    "draft": Room._draft,
    "agree": Room._agree,
    "weigh": Room._weigh,
    "ready": Room._ready,
    "answer": Room._answer,
    "foretell": Room._foretell,
    "settings": Room._settings,
    "team-name": Room._team_name,
}
_TEACHER: dict[str, Callable[[Room, Action], list[Event]]] = {
    "next": Room._next,
    "lock": Room._lock,
    "unlock": Room._unlock,
    "undo": Room._undo,
    "timer": Room._timer,
    "inject": Room._inject,
    "retract": Room._retract,
    "note": Room._note,
    "board": Room._board,
    "move": Room._move,
    "publish": Room._publish,
    "finish": Room._finish,
}
ACTIONS = sorted({*_STUDENT, *_TEACHER, "resolve"})
"""Kinds of action that there are."""

_OF_THE_WORLD = frozenset(
    {"stepped", "locked", "unlocked", "resolved", "undone", "injected", "retracted", "team-named"}
)
"""Kinds of event after which what is shown of the worlds is another."""
_OF_A_TEAM = frozenset({"drafted", "agreed", "weighed", "ready"})
_OF_A_SEAT = frozenset({"answered", "foretold"})


def fingerprint(exercise: Exercise) -> str:
    """SHA-256 of the plan and of the scenario's figures: what decides what a class can do."""
    # Without what is left at its default: a later version that knows more fields takes up an earlier one's class.
    plan = exercise.plan.model_dump_json(exclude_defaults=True) + exercise.scenario.hash
    return hashlib.sha256(plan.encode()).hexdigest()[:16]


def _id(action: Action) -> str | None:
    value = action.get("id")
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"[\w-]{8,64}", value):
        raise RefusedError("illegal", "the id of an action has 8 to 64 letters, digits and dashes")
    return value


def _one_of(what: str, value: object, allowed: Any) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise RefusedError("unknown", f"there is no such {what}")
    return value


def _number(what: str, value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise RefusedError("illegal", f"{what} must be a number from {low:g} to {high:g}")
    return float(value)


def _text(what: str, value: object, longest: int) -> str:
    """Words as they were written, without characters that control a screen."""
    if not isinstance(value, str):
        raise RefusedError("illegal", f"{what} must be text")
    clean = "".join(letter for letter in value if letter.isprintable() or letter == "\n").strip()
    if not 1 <= len(clean) <= longest:
        raise RefusedError("illegal", f"{what} must have 1 to {longest} letters")
    return clean


def _name(value: object) -> str:
    return " ".join(_text("a name", value, MAX_NAME).split())
