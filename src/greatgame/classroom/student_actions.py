"""What a student may do when, and the events that come of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from greatgame.classroom import given
from greatgame.classroom.given import Action, RefusedError
from greatgame.classroom.log import Event
from greatgame.classroom.state import PLANNING, Seat, Team
from greatgame.classroom.strategies import weights_of
from greatgame.classroom.worlds import check_order, giver_of, kind_of
from greatgame.errors import GreatGameError
from greatgame.text import LANGUAGES, joined, say

if TYPE_CHECKING:
    from greatgame.classroom.room import Room

MAX_ANSWER = 2000
MAX_UNITS = 1000


def _draft(room: Room, seat: Seat, action: Action) -> list[Event]:
    team = _planning_team(room, seat)
    order, units = action.get("order"), action.get("units", 1)
    if not isinstance(units, int) or isinstance(units, bool) or not 0 <= units <= MAX_UNITS:
        raise RefusedError("illegal", say("units must be a whole number from 0 to {most}", most=MAX_UNITS))
    if units == 0:
        if order not in team.draft:
            raise RefusedError("unknown", "this order is not in the draft")
        _check_strikes(room, seat, team, str(order))
        return [Event("drafted", {"team": team.id, "order": order, "units": 0})]
    session = room.worlds.session_of(team)
    try:
        giver = giver_of(session, str(order))
    except GreatGameError as error:
        raise RefusedError("unknown", str(error)) from None
    if giver not in room.worlds.seats_of(team):
        told = say("{government} is not played by your team", government=session.scenario.label(giver))
        raise RefusedError("not-yours", told)
    _check_office(room, seat, team, str(order))
    if faults := check_order(session, giver, team.draft, str(order), units):
        raise RefusedError("illegal", joined(faults, "; "))
    roles = [seat.role] if seat.role is not None else []
    return [Event("drafted", {"team": team.id, "order": order, "units": units, "agreed": roles})]


def _check_office(room: Room, seat: Seat, team: Team, order: str) -> None:
    """Whether the seat's office drafts such orders."""
    if seat.role is not None and _kind(room, team, order) not in room.offices(team).kinds(seat.role):
        raise RefusedError("not-yours", "another office of your team drafts orders of this kind")


def _check_strikes(room: Room, seat: Seat, team: Team, order: str) -> None:
    """Whether the seat's office may take such a draft away."""
    if seat.role is not None and not room.offices(team).strikes(seat.role, _kind(room, team, order)):
        raise RefusedError("not-yours", "the office that drafted this order takes it away, or the one that leads")


def _kind(room: Room, team: Team, order: str) -> str:
    return kind_of(room.worlds.session_of(team), order)


def _agree(room: Room, seat: Seat, action: Action) -> list[Event]:
    team = _planning_team(room, seat)
    order = action.get("order")
    if seat.role is None or order not in team.draft:
        raise RefusedError("unknown", "there is no such draft to agree to")
    roles = [role for role in team.agreed.get(str(order), []) if role != seat.role]
    if action.get("agreed") is not False:
        roles.append(seat.role)
    return [Event("agreed", {"team": team.id, "order": order, "roles": roles})]


def _weigh(room: Room, seat: Seat, action: Action) -> list[Event]:
    team = _planning_team(room, seat)
    if room.exercise.plan.exercise.play != "strategies":
        raise RefusedError("not-now", "no strategies are written in this exercise")
    weight = given.one_of("weight", action.get("weight"), weights_of(room.exercise))
    value = given.number("value", action.get("value"), 0.0, 3.0)
    return [Event("weighed", {"team": team.id, "weight": weight, "value": value})]


def _ready(room: Room, seat: Seat, action: Action) -> list[Event]:
    team = _planning_team(room, seat)
    if seat.role is not None and not room.offices(team).leads(seat.role):
        raise RefusedError("not-yours", "the office that leads your team says when it is ready")
    return [Event("ready", {"team": team.id, "ready": action.get("ready") is not False})]


def _answer(room: Room, seat: Seat, action: Action) -> list[Event]:
    name = action.get("question")
    if name not in room.step.questions:
        raise RefusedError("not-now", "this question is not asked now")
    question, value = room.exercise.plan.question[str(name)], action.get("value")
    if question.form == "choice":
        value = given.one_of("option", value, question.options)
    elif question.form == "number":
        value = given.number("answer", value, question.low or 0.0, question.high or 0.0)
    else:
        value = given.words("answer", value, MAX_ANSWER)
    return [Event("answered", {"step": room.step.id, "seat": seat.id, "question": name, "value": value})]


def _foretell(room: Room, seat: Seat, action: Action) -> list[Event]:
    if room.state.phase != PLANNING:
        raise RefusedError("not-now", "forecasts are taken while orders are planned")
    name = action.get("forecast")
    if name not in room.step.forecasts:
        raise RefusedError("not-now", "this forecast is not asked for now")
    chance = given.number("chance", action.get("chance"), 0.0, 1.0)
    return [Event("foretold", {"forecast": name, "seat": seat.id, "chance": chance})]


def _settings(room: Room, seat: Seat, action: Action) -> list[Event]:
    data: dict[str, Any] = {"id": seat.id}
    if "language" in action:
        data["language"] = given.one_of("language", action["language"], LANGUAGES)
    if "reading" in action:
        data["reading"] = given.one_of("reading", action["reading"], ("plain", "full"))
    if "consent" in action:
        data["consent"] = action["consent"] is True
    return [Event("seat-changed", data)]


def _team_name(room: Room, seat: Seat, action: Action) -> list[Event]:
    return [Event("team-named", {"id": seat.team, "name": given.name(action.get("name"))})]


def _planning_team(room: Room, seat: Seat) -> Team:
    room.check_phase(PLANNING, "orders are not planned now")
    return room.state.teams[seat.team]


STUDENT: dict[str, Callable[[Room, Seat, Action], list[Event]]] = {
    "draft": _draft,
    "agree": _agree,
    "weigh": _weigh,
    "ready": _ready,
    "answer": _answer,
    "foretell": _foretell,
    "settings": _settings,
    "team-name": _team_name,
}
"""Kind of action -> what it does."""
