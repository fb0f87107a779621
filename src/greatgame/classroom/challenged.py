"""The escalation card of a class: what somebody did against the team in the last turn, and four ways to answer."""

from __future__ import annotations

from greatgame.classroom.results import Shown, readings_of
from greatgame.classroom.room import Room
from greatgame.classroom.state import Team
from greatgame.messages import messages
from greatgame.text import tell
from greatgame.views.escalation import CONCEPT, YIELD, Answer, challenge
from greatgame.views.orders import OrderBook


def challenge_of(room: Room, team: Team, language: str) -> Shown | None:
    """The gravest challenge that the team can still answer, once the exercise has unlocked the card.

    None where nobody stood against it, and for teams that are not the
    scenario's player: others are not told who challenges them.
    """
    if CONCEPT not in room.tools or not room.playing or room.exercise.plan.exercise.play == "strategies":
        return None
    found = room.kept(("challenge", team.id, language), lambda: _card(room, team, language))
    if found is None:
        return None
    pressing = [order for order in team.draft if found["about"] in order.split("/")]
    return {**found, "answers": [_beside(row, team, pressing) for row in found["answers"]]}


def _card(room: Room, team: Team, language: str) -> Shown | None:
    session = room.worlds.session_of(team)
    if session.player not in room.worlds.seats_of(team):
        return None
    found = challenge(readings_of(session), OrderBook(session))
    if found is None:
        return None
    kind, _, about = found.subject.partition(":")
    stake = found.stake
    return {
        "title": tell(found.title, language),
        "text": tell(found.text, language),
        "stake": messages(language)("challenge-stake", name=stake.title, value=stake.text, unit=stake.unit),
        # Only what is done for a project presses on with it.
        "about": about if kind == "project" else "",
        "answers": [_answer(row, language) for row in found.answers],
    }


def _answer(row: Answer, language: str) -> Shown:
    time, money = (row.price.time, row.price.dollars) if row.price is not None else (None, None)
    return {
        "stance": row.stance,
        "name": tell(row.name, language),
        "text": tell(row.text, language),
        "order": row.order,
        "says": "" if row.order_name is None else tell(row.order_name, language),
        "time": 0.0 if time is None else time.value,
        "money": 0.0 if money is None else money.value,
        "failing": [tell(words, language) for words in row.failing],
    }


def _beside(row: Shown, team: Team, pressing: list[str]) -> Shown:
    """An answer beside the team's draft: whether it stands there, and what backing down would take out of it."""
    return {**row, "drafted": row["order"] in team.draft, "drops": pressing if row["stance"] == YIELD else []}
