"""What the teacher types in for a team from paper: orders by the short codes of its cards, and its forecasts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from greatgame.classroom.cards import Deck, deck
from greatgame.classroom.given import Action, RefusedError, one_of, words
from greatgame.classroom.log import Event
from greatgame.classroom.state import PLANNING, Orders, Seat, Team
from greatgame.classroom.worlds import check_order, giver_of
from greatgame.errors import GreatGameError
from greatgame.text import joined, say

if TYPE_CHECKING:
    from greatgame.classroom.room import Room

MAX_LINE = 400
"""Letters of a line of codes."""
PERCENT = re.compile(r"(\d{1,3}(?:\.\d)?)[%％]?")
BLANK = ("-", "–", "−", "―", "ー")
"""Written for a forecast that was not given."""


def typed(room: Room, action: Action) -> list[Event]:
    """Exchange a team's draft (of one of its governments) for what a line of codes says; all of it, or nothing.

    What stands on paper was agreed round the table: every office of the team is taken to have consented.
    """
    room.check_phase(PLANNING, "orders are not planned now")
    if room.exercise.plan.exercise.play == "strategies":
        raise RefusedError("not-now", "no orders are given in this exercise")
    team = room.team(action.get("team"))
    seats = room.worlds.seats_of(team)
    seat = one_of("government", action.get("seat", seats[0]), seats)
    line = action.get("text", "")
    orders = _read(room, seat, words("the line of codes", line, MAX_LINE)) if str(line).strip() else {}
    kept = {order: units for order, units in team.draft.items() if _giver(room, team, order) != seat}
    for order, units in orders.items():
        _check(room, team, seat, kept, order, units)
        kept[order] = units
    return [Event("typed", {"team": team.id, "orders": kept, "agreed": list(room.exercise.plan.role)})]


def foretold(room: Room, action: Action) -> list[Event]:
    """A team's forecasts of this round from its answer sheet, in the order of the statements; ``-`` for none.

    They count as those of one student more, who stands for the sheet.
    """
    room.check_phase(PLANNING, "forecasts are taken while orders are planned")
    team, asked = room.team(action.get("team")), list(room.step.forecasts)
    if not asked:
        raise RefusedError("not-now", "no forecast is asked for now")
    said = re.split(r"[,;、，；\s]+", words("the line of probabilities", action.get("text"), MAX_LINE))
    if len(said) != len(asked):
        told = "numbers in this line: {found}; forecasts of this round: {wanted}; write one number for each, in order"
        raise RefusedError("illegal", say(told, wanted=len(asked), found=len(said)))
    chances = {name: _chance(word) for name, word in zip(asked, said, strict=True) if word not in BLANK}
    seat, events = sheet_of(room, team), list[Event]()
    if seat is None:
        row = room.seat_row(team, team.name, room.state.language)
        # It holds no office: whoever has one could be waited for.
        events.append(Event("joined", {**row, "role": None, "paper": True}))
    name = seat.id if seat is not None else str(events[0].data["id"])
    rows = ({"forecast": forecast, "seat": name, "chance": chance} for forecast, chance in chances.items())
    return [*events, *(Event("foretold", row) for row in rows)]


def chances(room: Room, team: Team) -> str:
    """The forecasts of this round that were typed in for a team, as a line."""
    seat = sheet_of(room, team)
    rows = [room.state.forecasts.get(name, {}) for name in room.step.forecasts]
    if seat is None or not any(seat.id in row for row in rows):
        return ""
    return " ".join(f"{100 * row[seat.id]:g}" if seat.id in row else BLANK[0] for row in rows)


def sheet_of(room: Room, team: Team) -> Seat | None:
    """The seat that stands for a team's answer sheets."""
    return next((seat for seat in room.state.members(team.id) if seat.paper), None)


def _chance(word: str) -> float:
    match = PERCENT.fullmatch(word)
    if match is None or float(match[1]) > 100:
        raise RefusedError("illegal", say("{word!r} is no probability: write a number from 0 to 100", word=word))
    return float(match[1]) / 100


def codes(room: Room, team: Team, seat: str) -> str:
    """What a team has drafted for a government, as the codes of its cards."""
    known = {row.order: row.code for card in _deck(room, seat).cards for row in card.rows}
    drafted = [(known[order], units) for order, units in team.draft.items() if order in known]
    return " ".join(code if units == 1 else f"{code}x{units}" for code, units in drafted)


def _read(room: Room, seat: str, line: str) -> Orders:
    try:
        return _deck(room, seat).orders(line)
    except GreatGameError as error:
        raise RefusedError("illegal", error.args[0]) from None


def _check(room: Room, team: Team, seat: str, before: Orders, order: str, units: int) -> None:
    if faults := check_order(room.worlds.session_of(team), seat, before, order, units):
        rows = (row for card in _deck(room, seat).cards for row in card.rows)
        code = next(row.code for row in rows if row.order == order)
        raise RefusedError("illegal", say("{code}: {why}", code=code, why=joined(faults, "; ")))


def _giver(room: Room, team: Team, order: str) -> str:
    return giver_of(room.worlds.session_of(team), order)


def _deck(room: Room, seat: str) -> Deck:
    """The cards of a government; their codes are the same in every world and turn."""
    session = next(iter(room.worlds.sessions.values()))
    return room.kept(("deck", seat), lambda: deck(session, seat))
