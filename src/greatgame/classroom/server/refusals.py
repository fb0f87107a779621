"""What is refused: the answer with its reason, and a line in the class's log."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from greatgame.classroom.given import RefusedError
from greatgame.classroom.room import Room
from greatgame.classroom.server.guards import language_of
from greatgame.errors import GreatGameError
from greatgame.text import Text, tell

STATUS = {"not-now": 409, "not-yours": 403, "unknown": 404, "illegal": 422, "full": 409, "too-fast": 429}
KEY = 20
"""Letters from which on a part of a path may be a key."""


def add_refusals(app: FastAPI, room: Room) -> None:
    """Have every error told as a refusal."""

    def refused(request: Request, status: int, code: str, why: str) -> JSONResponse:
        room.log.refused(address_of(request), f"{request.method} {without_key(request.url.path)}", str(why))
        return JSONResponse({"code": code, "why": tell(why, language_of(request.scope))}, status)

    @app.exception_handler(RefusedError)
    async def _(request: Request, error: RefusedError) -> JSONResponse:
        return refused(request, STATUS[error.code], error.code, error.args[0])

    @app.exception_handler(GreatGameError)
    async def _(request: Request, error: GreatGameError) -> JSONResponse:
        # The disk is full, or a figure is asked for that there is not: said, and nothing is changed.
        why = error.args[0]
        return refused(request, 422, "illegal", why if isinstance(why, Text) else str(why).splitlines()[0])

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        return refused(request, 422, "illegal", f"{field}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> JSONResponse:
        code = "unknown" if error.status_code == 404 else "illegal"
        return refused(request, error.status_code, code, str(error.detail))


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"


def without_key(path: str) -> str:
    """A path as it may be written down: without what opens a seat."""
    return "/".join(part if len(part) < KEY else "…" for part in path.split("/"))
