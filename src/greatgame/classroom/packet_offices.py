"""What a debrief says of a team's offices: who held them, what each brought through and what that was worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from greatgame.classroom.cabinet import fallen, who
from greatgame.classroom.worlds import kind_of
from greatgame.messages import messages as catalogue
from greatgame.scenario.naming import when
from greatgame.text import tell

if TYPE_CHECKING:
    from greatgame.classroom.findings import ClassFacts, TeamFacts
    from greatgame.classroom.packet_content import Page, Said
    from greatgame.lab.debrief import TurningPoint


def members(facts: ClassFacts, row: TeamFacts, language: str) -> list[str]:
    """Who was in the team, and in which office where it had any."""
    say, exercise = catalogue(language), facts.room.exercise
    return [
        seat.name
        if seat.role is None
        else say("packet-member", name=seat.name, office=who(exercise, seat.role, language))
        for seat in facts.room.state.members(row.team.id)
    ]


def lost(facts: ClassFacts, row: TeamFacts, language: str) -> Iterator[tuple[str, list[str]]]:
    """Rounds with the drafts on which the team's offices had not agreed."""
    texts = facts.room.exercise.texts[language]
    for each in facts.room.state.resolved:
        if texts_of := fallen(facts.room, row.team, each):
            yield texts.step[each.step].title, [tell(text, language) for text in texts_of]


def consented(facts: ClassFacts, row: TeamFacts, point: TurningPoint, language: str) -> list[str]:
    """The offices that had agreed on an order, in words; none where the team had none or did not draft it."""
    world = facts.room.worlds.world_of(row.team)
    turn = 0
    for each in facts.room.state.resolved:
        if turn == point.turn:
            agreed = each.agreed.get(row.team.id, {}).get(point.orders[0], [])
            roles = facts.room.exercise.plan.role
            return [who(facts.room.exercise, name, language) for name in roles if name in agreed]
        turn += len(each.orders[world])
    return []


def shares(page: Page, facts: ClassFacts, row: TeamFacts) -> list[Said]:
    """For each office how much it drafted, how much of it was ordered, and what that was worth.

    The worth is the sum over its orders, each left out by itself under the same luck.
    """
    room, session, say = facts.room, row.session, catalogue(page.language)
    world = room.worlds.world_of(row.team)
    found: list[Said] = []
    for name, role in room.exercise.plan.role.items() if session is not None else ():
        assert session is not None
        drafts = [
            (each, order)
            for each in room.state.resolved
            for order in each.drafts.get(row.team.id, {})
            if kind_of(session, order) in role.kinds
        ]
        points = [
            point
            for point in (row.debrief.orders if row.debrief is not None else ())
            if kind_of(session, point.orders[0]) in role.kinds
        ]
        lines = [(f"{tell(when(p.quarter), page.language)} · {tell(p.text, page.language)}", p.effect) for p in points]
        worth, office = sum(point.effect for point in points), who(room.exercise, name, page.language)
        found.append(
            {
                "office": office,
                "drafted": len(drafts),
                "ordered": sum(order in each.orders[world][0] for each, order in drafts),
                "worth": worth,
                "anchor": page.claim(office, say("page-points"), worth, lines) if lines else None,
            }
        )
    return found
