"""What each page of a class is shown: plain data in one language, and nothing that the page may not know.

A student sees the own team and what everybody sees; the projector sees no
draft, no answer and no link; the console sees all of it but what students
have written under a consent that is theirs to give.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from greatgame.classroom.cabinet import of_draft, of_kind, office_of, who
from greatgame.classroom.challenged import challenge_of
from greatgame.classroom.exercise import Step
from greatgame.classroom.horizon import decided
from greatgame.classroom.results import Shown, board_of, considered, result_of
from greatgame.classroom.room import Room
from greatgame.classroom.state import PLANNING, SHOWN, Seat, Team
from greatgame.classroom.strategies import USUAL, weights_of
from greatgame.classroom.texts import Texts
from greatgame.classroom.typed import chances, codes
from greatgame.messages import messages as catalogue
from greatgame.records import Move
from greatgame.session import Session
from greatgame.text import named, tell
from greatgame.views.names import label

PAGE = "page-"
"""What the keys of words on pages begin with."""


# Students


def for_student(room: Room, seat: Seat) -> Shown:
    """A student's page."""
    team, language = room.state.teams[seat.team], seat.language
    texts, step = room.exercise.texts[language], room.step
    answers = room.state.answers.get(step.id, {}).get(seat.id, {})
    return {
        **_common(room, language),
        "seat": {"name": seat.name, "language": language, "reading": seat.reading, "consent": seat.consent},
        "office": office_of(room, seat),
        "team": {
            "id": team.id,
            "name": team.name,
            "ready": team.ready,
            "members": [member.name for member in room.state.members(team.id)],
        },
        "brief": _brief(room, seat, team, texts),
        "questions": [_question(room, texts, name, answers.get(name)) for name in step.questions],
        "forecasts": [_forecast(room, texts, name, seat) for name in step.forecasts],
        "plan": _plan(room, team, language, seat),
        "challenge": challenge_of(room, team, language) if room.state.phase == PLANNING else None,
        "result": room.kept(("result", team.id, language), lambda: result_of(room, team, language)),
        "notes": [{"number": n.number, "text": n.text} for n in room.state.notes if n.to in (None, team.id)],
        "board": _board(room, language) if room.state.board else None,
    }


def _common(room: Room, language: str) -> Shown:
    """What everybody knows."""
    state, step, texts = room.state, room.step, room.exercise.texts[language]
    words = texts.step[step.id]
    return {
        "number": state.number,
        "exercise": texts.title,
        "language": language,
        "play": room.exercise.plan.exercise.play,
        "step": {
            "id": step.id,
            "kind": step.kind,
            "title": words.title,
            "show": words.show,
            "number": state.step + 1,
            "of": len(room.exercise.plan.step),
        },
        "round": _round(room, step),
        "phase": state.phase,
        "busy": room.busy,
        "left": room.seconds_left(),
        "paused": state.paused is not None,
        "finished": state.finished,
        "published": state.published,
        "tools": sorted(room.tools),
        "events": room.kept(("events", language), lambda: _events(room, language)),
    }


def _board(room: Room, language: str) -> Shown | None:
    return room.kept(("board", language), lambda: board_of(room, language))


def _round(room: Room, step: Step) -> Shown | None:
    rounds = room.exercise.plan.rounds
    if step not in rounds:
        return None
    return {"number": rounds.index(step) + 1, "of": len(rounds)}


def _events(room: Room, language: str) -> list[Shown]:
    """News of the open turn that every world shares: what chance and the plan brought to all."""
    if not room.playing or room.state.phase == SHOWN:
        return []
    sessions = list(room.worlds.sessions.values())
    rows = {event.id: event for event in sessions[0].events}
    everywhere = set(rows).intersection(*({event.id for event in session.events} for session in sessions))
    return [
        {"name": tell(rows[name].name, language), "text": tell(rows[name].text, language)}
        for name in rows
        if name in everywhere
    ]


def _brief(room: Room, seat: Seat, team: Team, texts: Texts) -> list[Shown]:
    """What the student has been told, from the step on in which briefs are given out."""
    kinds = [step.kind for step in room.exercise.plan.step[: room.state.step + 1]]
    if "brief" not in kinds and not room.playing:
        return []
    if seat.role is not None:
        names = [seat.role]
    else:
        names = [] if room.exercise.plan.role else list(room.worlds.seats_of(team))
    rows = []
    for name in names:
        brief = texts.brief[name]
        text = brief.full if seat.reading == "full" else brief.plain
        rows.append({"who": brief.who, "text": text, "aims": list(brief.aims), "secret": brief.secret})
    return rows


def _question(room: Room, texts: Texts, name: str, answer: Any) -> Shown:
    question, words = room.exercise.plan.question[name], texts.question[name]
    return {
        "id": name,
        "form": question.form,
        "ask": words.ask,
        "options": [{"id": option, "text": words.options[option]} for option in question.options],
        "low": question.low,
        "high": question.high,
        "answer": answer,
    }


def _forecast(room: Room, texts: Texts, name: str, seat: Seat) -> Shown:
    return {
        "id": name,
        "text": texts.forecast[name],
        "due": decided(room.exercise, name, seat.language),
        "chance": room.state.forecasts.get(name, {}).get(seat.id),
    }


def _plan(room: Room, team: Team, language: str, reader: Seat) -> Shown | None:
    """The draft with what it costs, or the strategy that is written."""
    if not room.playing:
        return None
    if room.exercise.plan.exercise.play == "strategies":
        usual = weights_of(room.exercise)
        rows = [
            {"id": name, "name": considered(name, language), "value": team.strategy.get(name, USUAL)} for name in usual
        ]
        return {"weights": rows}
    session = room.worlds.session_of(team)
    purses = [_purse(session, seat, team, language) for seat in room.worlds.seats_of(team)]
    return {"quarter": session.quarter, "draft": _draft(room, team, language, reader), "purses": purses}


def _draft(room: Room, team: Team, language: str, reader: Seat | None = None) -> list[Shown]:
    book = room.worlds.session_of(team).catalogue
    return [
        {
            "order": order,
            "units": units,
            "text": tell(book.describe(book.number(order)), language),
            **of_draft(room, team, order, reader, language),
        }
        for order, units in team.draft.items()
        if order in book.ids
    ]


def _purse(session: Session, seat: str, team: Team, language: str) -> Shown:
    desk, book = session.desk(seat), session.catalogue
    number = book.actors.index(seat)
    mine = {
        book.number(order): units
        for order, units in team.draft.items()
        if int(book.actor[book.number(order)]) == number
    }
    whole, cost = desk.purse(), desk.cost(mine)
    names = session.scenario.names.resources
    return {
        "seat": tell(session.scenario.label(seat), language),
        "rows": [
            {
                "name": tell(label(session.scenario, "resources", name), language),
                "unit": "points" if place == 0 else "USD mn",
                "whole": round(float(whole[place]), 2),
                "left": round(float(whole[place] - cost[place]), 2),
            }
            for place, name in enumerate(names)
            if whole[place] > 0
        ],
    }


def orders(room: Room, seat: Seat) -> list[Shown]:
    """What a student's team can order in the open turn, by kind, those of the own office first.

    Beside the draft an order is checked when it is tapped.
    """
    team, language = room.state.teams[seat.team], seat.language
    rows = room.kept(("orders", team.id, language), lambda: _orders(room, team, language))
    return sorted((of_kind(room, seat, row) for row in rows), key=lambda row: not row.get("mine", True))


def _orders(room: Room, team: Team, language: str) -> list[Shown]:
    if not room.playing or room.state.phase != PLANNING or room.exercise.plan.exercise.play == "strategies":
        return []
    session = room.worlds.session_of(team)
    rows: list[Shown] = []
    for seat in room.worlds.seats_of(team):
        hidden = session.hidden if seat == session.player else frozenset()
        by_kind: dict[str, list[Move]] = {}
        for move in session.moves(seat, all=True):
            if move.kind not in hidden:
                by_kind.setdefault(move.kind, []).append(move)
        rows += [_kind(session, seat, kind, moves, language) for kind, moves in by_kind.items()]
    return [row for row in rows if row["orders"]]


def _kind(session: Session, seat: str, kind: str, moves: list[Move], language: str) -> Shown:
    spec = session.catalogue.kinds[kind].spec
    answers = session.answers
    shown = [move for move in moves if move.id in answers or spec.role != "respond"]
    return {
        "kind": kind,
        "seat": seat,
        "name": tell(named(spec.name, spec.name_ja), language),
        "text": tell(named(spec.text, spec.text_ja), language),
        "possible": sum(move.legal for move in shown),
        "orders": [
            {
                "order": move.id,
                "text": tell(move.name, language),
                "time": move.price.diplomacy,
                "money": round(move.price.money_usd_mn, 1),
                "most": move.most,
                "failing": [tell(words, language) for words in move.failing],
            }
            for move in sorted(shown, key=lambda move: not move.legal)
        ],
    }


# The teacher and the wall


def for_teacher(room: Room, language: str) -> Shown:
    """The console."""
    state, texts = room.state, room.exercise.texts[language]
    words = texts.step[room.step.id]
    events = room.exercise.scenario.file.event
    return {
        **_common(room, language),
        "say": words.say,
        "watch": words.watch,
        "pin": state.pin,
        "steps": [
            {"id": step.id, "title": texts.step[step.id].title, "minutes": step.minutes}
            for step in room.exercise.plan.step
        ],
        "teams": [_team(room, team, language) for team in state.teams.values()],
        "seats": [_seat(room, seat) for seat in state.seats.values()],
        "statements": [texts.forecast[name] for name in room.step.forecasts],
        "offices": [{"id": name, "who": who(room.exercise, name, language)} for name in room.exercise.plan.role],
        "board": state.board,
        "standing": _board(room, language),
        "injected": [name for turn, name in state.injected if turn >= room.worlds.turn],
        "choices": [
            {"id": name, "name": tell(named(event.name, event.name_ja), language)} for name, event in events.items()
        ],
        "notes": [{"number": note.number, "to": note.to, "text": note.text} for note in state.notes],
        "refused": room.log.refusal_count,
    }


def _team(room: Room, team: Team, language: str) -> Shown:
    strategies = room.exercise.plan.exercise.play == "strategies"
    return {
        "id": team.id,
        "name": team.name,
        "seat": None if team.seat is None else tell(room.exercise.scenario.label(team.seat), language),
        "ready": team.ready,
        "draft": [] if strategies else _draft(room, team, language),
        "lines": [] if strategies else _lines(room, team, language),
        "chances": chances(room, team) if room.step.forecasts else "",
        "weights": dict(team.strategy),
        "members": [seat.id for seat in room.state.members(team.id)],
    }


def _lines(room: Room, team: Team, language: str) -> list[Shown]:
    """The draft of each government of a team as codes of its cards, while they can be typed in."""
    if room.state.phase != PLANNING or room.busy:
        return []
    label = room.exercise.scenario.label
    return [
        {"seat": seat, "name": tell(label(seat), language), "codes": codes(room, team, seat)}
        for seat in room.worlds.seats_of(team)
    ]


def _seat(room: Room, seat: Seat) -> Shown:
    answered = room.state.answers.get(room.step.id, {}).get(seat.id, {})
    return {
        "id": seat.id,
        "name": seat.name,
        "team": seat.team,
        "role": seat.role,
        "language": seat.language,
        "removed": seat.removed,
        "answered": len(answered),
        "asked": len(room.step.questions) + len(room.step.forecasts),
        "foretold": sum(seat.id in room.state.forecasts.get(name, {}) for name in room.step.forecasts),
    }


def for_projector(room: Room, language: str) -> Shown:
    """The wall: what everybody may see, and how many are ready."""
    state = room.state
    teams = list(state.teams.values())
    return {
        **_common(room, language),
        "pin": state.pin if room.step.kind == "join" else None,
        "teams": [
            {"name": team.name, "members": len(state.members(team.id)), "ready": team.ready and room.playing}
            for team in teams
        ],
        "seats": sum(not seat.removed for seat in state.seats.values()),
        "board": _board(room, language) if state.board else None,
        "notes": [{"number": note.number, "text": note.text} for note in state.notes if note.to is None][-1:],
    }


@lru_cache(maxsize=4)
def words_of(language: str) -> dict[str, str]:
    """The fixed words of the pages by key; scripts fill in what stands behind a percent sign."""
    messages = catalogue(language)
    return {key.removeprefix(PAGE): messages(key) for key in messages.keys if key.startswith(PAGE)}
