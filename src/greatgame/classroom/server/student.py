"""What students' pages ask and send."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from greatgame.classroom.given import RefusedError
from greatgame.classroom.results import account
from greatgame.classroom.seen import for_student, orders
from greatgame.classroom.server.analysts import Analysts
from greatgame.classroom.server.asked import Action, Figure, Joining, Key, Tool
from greatgame.classroom.server.doors import seat_of
from greatgame.classroom.server.guards import Paces
from greatgame.classroom.server.news import Hall
from greatgame.classroom.server.papers import Papers
from greatgame.classroom.server.refusals import address_of

LEDGER = "ledger"


def add_student(app: FastAPI, hall: Hall, analysts: Analysts, papers: Papers, paces: Paces) -> None:
    """The routes of students: joining, the seat's page, what is done there, and what was found and written."""
    room = hall.room

    @app.post("/api/join")
    def join(body: Joining, request: Request) -> dict[str, str]:
        """Take a seat; the answer holds the key of its link."""
        who = address_of(request)
        if not paces.guesses.has(who):
            raise RefusedError("too-fast", "too many wrong PINs: wait a moment")
        try:
            return {"key": room.join(body.model_dump(exclude_none=True)).key}
        except RefusedError as error:
            if error.code == "not-yours":
                paces.guesses.take(who)
            raise

    @app.get("/api/seat/{key}")
    def seen(key: Key) -> dict[str, Any]:
        """What the student sees now."""
        with room.lock:
            seat = seat_of(room, key)
            asked = analysts.seen(room.state.teams[seat.team], seat.language)
            return {**for_student(room, seat), "asked": asked}

    @app.get("/api/seat/{key}/orders")
    def moves(key: Key) -> list[dict[str, Any]]:
        """What the team can order."""
        with room.lock:
            return orders(room, seat_of(room, key))

    @app.get("/api/seat/{key}/account")
    def opened(key: Key, path: Figure) -> dict[str, Any]:
        """The lines of a figure, once the exercise has opened the ledger."""
        with room.lock:
            seat = seat_of(room, key)
            if LEDGER not in room.tools:
                raise RefusedError("not-now", "what moved a figure can be opened in a later round")
            return account(room, room.state.teams[seat.team], path, seat.language)

    @app.post("/api/seat/{key}")
    def act(key: Key, body: Action) -> dict[str, int]:
        """Do something; the answer says up to which entry of the log it is written."""
        if not paces.taps.take(seat_of(room, key).id):
            raise RefusedError("too-fast", "too many taps: wait a moment")
        room.student(key, body.model_dump(exclude_none=True, by_alias=True))
        return {"number": room.state.number}

    @app.post("/api/seat/{key}/tools/{tool}")
    def put(key: Key, tool: Tool) -> dict[str, Any]:
        """Ask about futures of the draft, the advisors' counsel or the likely moves of others."""
        with room.lock:
            seat = seat_of(room, key)
            team = room.state.teams[seat.team]
            analysts.ask(team, tool)
            return analysts.seen(team, seat.language)

    @app.get("/api/seat/{key}/debrief", response_class=Response)
    def page(key: Key) -> Response:
        """The pages of the student's team, once they are handed out."""
        return papers.of_team(seat_of(room, key).team, "html")

    @app.get("/api/seat/{key}/capsule", response_class=Response)
    def capsule(key: Key) -> Response:
        """The team's campaign, to be opened in the game."""
        return papers.of_team(seat_of(room, key).team, "capsule.zip")

    @app.get("/api/seat/{key}/news")
    async def news(key: Key, request: Request) -> StreamingResponse:
        """Server-sent events: one with each change."""
        seat = seat_of(room, key)
        return hall.stream(request, seat.id, lambda: seat.team, lambda: room.state.seat_of(key) is not None)
