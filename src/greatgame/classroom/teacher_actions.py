"""What the teacher may do when, and the events that come of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from greatgame.classroom import given
from greatgame.classroom.given import Action, RefusedError
from greatgame.classroom.keys import fresh_key
from greatgame.classroom.log import Event
from greatgame.classroom.state import HELD, LOCKED, PLANNING, SHOWN
from greatgame.classroom.typed import foretold, typed
from greatgame.errors import GreatGameError

if TYPE_CHECKING:
    from greatgame.classroom.room import Room

MAX_NOTE = 500


def _next(room: Room, action: Action) -> list[Event]:
    if action.get("from") not in (None, room.step.id):
        raise RefusedError("not-now", "the class has gone on already")
    if room.step.kind == "round" and room.state.phase != SHOWN:
        raise RefusedError("not-now", "this round is not resolved yet")
    if room.state.step + 1 >= len(room.exercise.plan.step):
        raise RefusedError("not-now", "this is the last step")
    return [_stepped(room, room.state.step + 1)]


def _stepped(room: Room, number: int) -> Event:
    step = room.exercise.plan.step[number]
    playing = step.kind in {"round", "practice"}
    deadline = room.clock() + 60.0 * (step.plan or 0.0) if playing else None
    return Event("stepped", {"step": number, "phase": PLANNING if playing else HELD, "deadline": deadline})


def _lock(room: Room, action: Action) -> list[Event]:
    room.check_phase(PLANNING, "drafts are locked while orders are planned")
    return [Event("locked")]


def _unlock(room: Room, action: Action) -> list[Event]:
    room.check_phase(LOCKED, "drafts are not locked")
    return [
        Event("unlocked", {"deadline": room.clock() + given.number("minutes", action.get("minutes", 2), 0.5, 60) * 60})
    ]


def _undo(room: Room, action: Action) -> list[Event]:
    room.check_phase(SHOWN, "there is no round to take back")
    return [Event("undone", {"practice": room.step.kind == "practice", "deadline": _fresh_deadline(room)})]


def _fresh_deadline(room: Room) -> float:
    return room.clock() + 60.0 * (room.step.plan or 1.0)


def _timer(room: Room, action: Action) -> list[Event]:
    room.check_phase(PLANNING, "no clock runs now")
    left = room.seconds_left() or 0.0
    if "add" in action:
        left = max(0.0, left + given.number("add", action["add"], -3600, 3600))
    paused = room.state.paused is not None
    if "pause" in action:
        paused = action["pause"] is True
    row = {"deadline": None, "paused": left} if paused else {"deadline": room.clock() + left, "paused": None}
    return [Event("timed", row)]


def _inject(room: Room, action: Action) -> list[Event]:
    event = given.one_of("event", action.get("event"), room.exercise.scenario.names.events)
    turn = _next_opening(room)
    try:
        room.worlds.inject(event, turn)
    except GreatGameError as error:
        raise RefusedError("illegal", str(error)) from None
    return [Event("injected", {"turn": turn, "event": event})]


def _retract(room: Room, action: Action) -> list[Event]:
    turn, event = _next_opening(room), action.get("event")
    if (turn, event) not in room.state.injected:
        raise RefusedError("unknown", "no such event waits for the next round")
    room.worlds.retract(str(event), turn)
    return [Event("retracted", {"turn": turn, "event": event})]


def _next_opening(room: Room) -> int:
    """The turn with which the next round opens."""
    if room.state.phase in {PLANNING, LOCKED} and room.step.kind == "round":
        return room.worlds.turn + room.step.turns
    if room.step.kind == "practice":
        raise RefusedError("not-now", "nothing is injected into the practice")
    return room.worlds.turn


def _note(room: Room, action: Action) -> list[Event]:
    to = action.get("to")
    if to is not None:
        to = room.team(to).id
    return [Event("noted", {"to": to, "text": given.words("note", action.get("text"), MAX_NOTE)})]


def _board(room: Room, action: Action) -> list[Event]:
    return [Event("board", {"shown": action.get("shown") is True})]


def _move(room: Room, action: Action) -> list[Event]:
    """Give a seat another link, team, name or role, or take it away."""
    seat = room.state.seats.get(str(action.get("seat")))
    if seat is None:
        raise RefusedError("unknown", "there is no such seat")
    data: dict[str, Any] = {"id": seat.id}
    if action.get("link") is True:
        data["key"] = fresh_key()
    if "team" in action:
        data["team"] = room.team(action["team"]).id
    if "name" in action:
        data["name"] = given.name(action["name"])
    if "role" in action:
        data["role"] = given.one_of("role", action["role"], room.exercise.plan.role)
    if "removed" in action:
        data["removed"] = action["removed"] is True
    return [Event("seat-changed", data)]


def _publish(room: Room, action: Action) -> list[Event]:
    return [Event("published", {"shown": action.get("shown") is True})]


def _finish(room: Room, action: Action) -> list[Event]:
    return [Event("finished")]


TEACHER: dict[str, Callable[[Room, Action], list[Event]]] = {
    "next": _next,
    "lock": _lock,
    "unlock": _unlock,
    "undo": _undo,
    "timer": _timer,
    "inject": _inject,
    "retract": _retract,
    "note": _note,
    "board": _board,
    "move": _move,
    "publish": _publish,
    "finish": _finish,
    "typed": typed,
    "foretold": foretold,
}
"""Kind of action -> what it does; to resolve a round is done by the room."""
