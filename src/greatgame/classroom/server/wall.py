"""What the projector's page asks: it sends nothing."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from greatgame.classroom.given import RefusedError
from greatgame.classroom.seen import for_projector
from greatgame.classroom.server.asked import Key, Language
from greatgame.classroom.server.doors import check_wall, picture
from greatgame.classroom.server.news import Hall


def add_wall(app: FastAPI, hall: Hall, address: str) -> None:
    """The routes of the wall."""
    room = hall.room

    @app.get("/api/wall/{key}")
    def seen(key: Key, language: Language = None) -> dict[str, Any]:
        """What the wall shows now."""
        with room.lock:
            check_wall(room, key)
            return {**for_projector(room, language or room.state.language), "address": address}

    @app.get("/api/wall/{key}/qr", response_class=Response)
    def code(key: Key) -> Response:
        """The door's address to be photographed, with the PIN in it, while the wall shows it."""
        check_wall(room, key)
        if room.step.kind != "join":
            raise RefusedError("not-now", "the door is not shown any more")
        return picture(f"{address}/#pin={room.state.pin}")

    @app.get("/api/wall/{key}/news")
    async def news(key: Key, request: Request) -> StreamingResponse:
        """Server-sent events: one with each change."""
        check_wall(room, key)
        return hall.stream(request, "wall")
