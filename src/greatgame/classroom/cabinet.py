"""What pages tell of the offices within a team: who sits where, who drafts what, and what a draft waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from greatgame.classroom.load import Exercise
from greatgame.classroom.offices import Missing
from greatgame.classroom.room import Room
from greatgame.classroom.state import Resolved, Seat, Team
from greatgame.classroom.worlds import kind_of
from greatgame.messages import messages as catalogue
from greatgame.text import Text, named, tell

Shown = dict[str, Any]


def office_of(room: Room, seat: Seat) -> Shown | None:
    """The student's office: what it drafts, and when an order counts; None where the team has none."""
    if seat.role is None:
        return None
    team, language = room.state.teams[seat.team], seat.language
    offices = room.offices(team)
    role = room.exercise.plan.role[seat.role]
    leads = offices.leads(seat.role)
    return {
        "id": seat.role,
        "who": who(room.exercise, seat.role, language),
        "drafts": bool(offices.kinds(seat.role)),
        "kinds": kinds(room.exercise, role.kinds, language),
        "consents": kinds(room.exercise, role.consents, language),
        "leads": leads,
        "leader": None if offices.lead is None else who(room.exercise, offices.lead, language),
        "rule": rule(room.exercise, language),
        "empty": _names(room, offices.empty, language) if leads else [],
        "table": [
            {"who": who(room.exercise, name, language), "members": _members(room, team, name)} for name in offices.roles
        ],
    }


def of_draft(room: Room, team: Team, order: str, seat: Seat | None, language: str) -> Shown:
    """Beside an order of a draft: who drafts it, who agrees, whether it counts, and what it waits for."""
    if not room.exercise.plan.role:
        return {"agreed": [], "by": "", "counts": True, "waits": "", "strikes": True}
    offices, kind = room.offices(team), kind_of(room.worlds.session_of(team), order)
    agreed = team.agreed.get(order, [])
    missing = offices.missing(kind, agreed)
    return {
        "agreed": agreed,
        "by": _listed(_names(room, offices.drafters(kind), language), language),
        "yes": _listed(_names(room, [name for name in offices.filled if name in agreed], language), language),
        "counts": missing.nothing,
        "waits": waits(room, missing, language),
        "strikes": seat is not None and seat.role is not None and offices.strikes(seat.role, kind),
    }


def of_kind(room: Room, seat: Seat, row: Shown) -> Shown:
    """A kind of order as a student's office sees it: its own, or another's."""
    if seat.role is None:
        return row
    offices = room.offices(room.state.teams[seat.team])
    drafters = _names(room, offices.drafters(row["kind"]), seat.language)
    return {**row, "mine": row["kind"] in offices.kinds(seat.role), "office": _listed(drafters, seat.language)}


def fallen(room: Room, team: Team, row: Resolved) -> list[Text]:
    """What fell away in a round because the offices had not agreed."""
    if not room.exercise.plan.role:
        return []
    book = room.worlds.session_of(team).catalogue
    return [book.describe(book.number(order)) for order in row.fallen(team.id, room.worlds.world_of(team))]


def who(exercise: Exercise, role: str, language: str) -> str:
    """An office in a line."""
    return exercise.texts[language].brief[role].who


def kinds(exercise: Exercise, names: Iterable[str], language: str) -> list[str]:
    """Kinds of move in words."""
    known = exercise.scenario.file.kind
    return [tell(named(known[name].name, known[name].name_ja), language) for name in names]


def rule(exercise: Exercise, language: str) -> str:
    """When an order of a team with offices counts."""
    messages, plan = catalogue(language), exercise.plan
    agreement = plan.agreement
    lead = None if agreement is None or agreement.lead is None else who(exercise, agreement.lead, language)
    votes = None if agreement is None else agreement.votes
    if lead and votes:
        first = messages("office-rule-lead-or-votes", lead=lead, votes=votes)
    elif lead:
        first = messages("office-rule-lead", lead=lead)
    else:
        first = messages("office-rule-votes", votes=votes) if votes else messages("office-rule-all")
    lines = [first]
    for name, role in plan.role.items():
        if role.consents:
            wanted = _listed(kinds(exercise, role.consents, language), language)
            lines.append(messages("office-rule-consent", office=who(exercise, name, language), kinds=wanted))
    return messages("office-sentences").join([*lines, messages("office-rule-else")])


def waits(room: Room, missing: Missing, language: str) -> str:
    """What an order waits for, in words; empty where it counts."""
    messages, parts = catalogue(language), _names(room, missing.all_of, language)
    if missing.lead is not None:
        lead = who(room.exercise, missing.lead, language)
        parts.append(messages("office-lead-or", lead=lead, votes=missing.votes) if missing.votes else lead)
    elif missing.votes:
        parts.append(messages("office-more", votes=missing.votes))
    return messages("office-waits", offices=messages("office-and").join(parts)) if parts else ""


def _names(room: Room, roles: Iterable[str], language: str) -> list[str]:
    return [who(room.exercise, name, language) for name in roles]


def _members(room: Room, team: Team, role: str) -> list[str]:
    return [seat.name for seat in room.state.members(team.id) if seat.role == role]


def _listed(names: Iterable[str], language: str) -> str:
    return catalogue(language)("paper-comma").join(names)
