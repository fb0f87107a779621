"""Orders that the teacher types in for a team, by the short codes of its paper cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greatgame.classroom.cards import Deck, deck
from greatgame.classroom.given import Action, RefusedError, one_of, words
from greatgame.classroom.log import Event
from greatgame.classroom.state import PLANNING, Orders, Team
from greatgame.classroom.worlds import check_order, giver_of
from greatgame.errors import GreatGameError
from greatgame.text import joined, say

if TYPE_CHECKING:
    from greatgame.classroom.room import Room

MAX_LINE = 400
"""Letters of a line of codes."""


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
