"""What the teacher's console asks and sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from greatgame.classroom.given import RefusedError
from greatgame.classroom.keys import same, typed
from greatgame.classroom.room import Room
from greatgame.classroom.seen import for_teacher
from greatgame.classroom.server.asked import Action, Deleting, FileName, Key, Language, SeatName
from greatgame.classroom.server.doors import check_teacher, picture
from greatgame.classroom.server.news import Hall
from greatgame.classroom.server.papers import Papers

LATEST = 200
"""Refusals that the console lists."""


def add_teacher(app: FastAPI, hall: Hall, papers: Papers, address: str) -> None:
    """The routes of the console."""
    room = hall.room

    @app.get("/api/teacher/{key}")
    def seen(key: Key, language: Language = None) -> dict[str, Any]:
        """What the teacher sees now."""
        with room.lock:
            check_teacher(room, key)
            return {**for_teacher(room, language or room.state.language), "debrief": papers.seen()}

    @app.get("/api/teacher/{key}/seat/{seat}")
    def link(key: Key, seat: SeatName) -> dict[str, str]:
        """The key of a seat's link, for a student who lost it."""
        with room.lock:
            check_teacher(room, key)
            if seat not in room.state.seats:
                raise RefusedError("unknown", "there is no such seat")
            return {"key": room.state.seats[seat].key}

    @app.get("/api/teacher/{key}/qr/{seat}", response_class=Response)
    def code(key: Key, seat: SeatName) -> Response:
        """A seat's link to be photographed by the student's device."""
        return picture(f"{address}/s/{link(key, seat)['key']}")

    @app.get("/api/teacher/{key}/links")
    def links(key: Key) -> dict[str, str]:
        """The projector's key."""
        check_teacher(room, key)
        return {"projector": room.state.projector_key}

    @app.get("/api/teacher/{key}/refusals")
    def refusals(key: Key) -> list[dict[str, Any]]:
        """What was refused, newest last."""
        with room.lock:
            check_teacher(room, key)
            rows = room.log.refusals()[-LATEST:]
        return [{"time": when, "who": who, "what": what, "why": why} for when, who, what, why in rows]

    @app.post("/api/teacher/{key}")
    def act(key: Key, body: Action) -> dict[str, int]:
        """Lead the class."""
        room.teacher(key, body.model_dump(exclude_none=True, by_alias=True))
        return {"number": room.state.number}

    @app.get("/api/teacher/{key}/news")
    async def news(key: Key, request: Request) -> StreamingResponse:
        """Server-sent events: one with each change."""
        check_teacher(room, key)
        return hall.stream(request, "teacher")


def add_debrief(app: FastAPI, room: Room, papers: Papers, stop: Callable[[], None]) -> None:
    """The routes by which the teacher has the debrief written, hands it out, and deletes the class."""

    @app.get("/api/teacher/{key}/debrief")
    def seen(key: Key) -> dict[str, Any]:
        """How far the debrief is, and its files."""
        check_teacher(room, key)
        return papers.seen()

    @app.post("/api/teacher/{key}/debrief")
    def write(key: Key, language: Language = None) -> dict[str, Any]:
        """Write the debrief, anew where there is one."""
        check_teacher(room, key)
        papers.write(language or room.state.language)
        return papers.seen()

    @app.get("/api/teacher/{key}/debrief/{name}", response_class=Response)
    def file(key: Key, name: FileName) -> Response:
        """A file of the debrief."""
        check_teacher(room, key)
        return papers.file(name)

    @app.post("/api/teacher/{key}/delete")
    def delete(key: Key, body: Deleting) -> dict[str, bool]:
        """Delete the class with all that was written of it, and stop; the PIN says that it is meant."""
        check_teacher(room, key)
        if not same(typed(body.pin), room.state.pin):
            raise RefusedError("illegal", "to delete the class, give its PIN")
        with room.lock:
            papers.delete()
        stop()
        return {"deleted": True}
