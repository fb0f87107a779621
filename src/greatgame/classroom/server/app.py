"""The server's routes.

A link that ends in a seat's, the teacher's or the projector's key is all the
identity there is; a wrong one is told apart from nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Annotated, Any, Literal

import segno
from fastapi import FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from greatgame import __version__
from greatgame.classroom.given import RefusedError
from greatgame.classroom.results import account
from greatgame.classroom.room import ACTIONS, Room
from greatgame.classroom.seen import for_projector, for_student, for_teacher, orders, words_of
from greatgame.classroom.server.analysts import TOOLS, Analysts
from greatgame.classroom.server.guards import Guard, Pace
from greatgame.classroom.server.papers import Papers
from greatgame.classroom.state import Seat
from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.text import ENGLISH, LANGUAGES, translations

BURST, A_SECOND = 600.0, 200.0
"""Pace of one address: a whole class may sit behind one router."""
TICK = 0.25
"""Seconds between two looks at the clock of the room."""
TOGETHER = 0.15
"""Seconds for which news is held back, to be told together."""
KEEP_ALIVE = 15.0
"""Seconds of silence after which a stream says that it is still there."""
STATUS = {"not-now": 409, "not-yours": 403, "unknown": 404, "illegal": 422, "full": 503}

Key = Annotated[str, Path(pattern=r"^[\w-]{20,64}$")]
Language = Annotated[Literal["en", "ja"] | None, Query()]
Tool = Annotated[str, Path(json_schema_extra={"enum": list(TOOLS)})]
FileName = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,20}(\.[a-z]{1,10}){1,2}$")]


class Action(BaseModel):
    """Something that a student or the teacher does; what each kind takes stands in docs/CLASSROOM.md."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[\w-]{8,64}$")] | None = None
    """Of this action: sent twice, it is done once."""
    kind: Annotated[str, Field(max_length=20, json_schema_extra={"enum": list(ACTIONS)})]
    order: Annotated[str, Field(max_length=200)] | None = None
    units: int | None = None
    ready: bool | None = None
    agreed: bool | None = None
    question: Annotated[str, Field(max_length=80)] | None = None
    value: str | float | None = None
    forecast: Annotated[str, Field(max_length=80)] | None = None
    chance: float | None = None
    weight: Annotated[str, Field(max_length=80)] | None = None
    language: Annotated[str, Field(max_length=8)] | None = None
    reading: Annotated[str, Field(max_length=8)] | None = None
    consent: bool | None = None
    name: Annotated[str, Field(max_length=100)] | None = None
    step: Annotated[str, Field(max_length=80)] | None = Field(default=None, alias="from")
    minutes: float | None = None
    add: float | None = None
    pause: bool | None = None
    event: Annotated[str, Field(max_length=80)] | None = None
    to: Annotated[str, Field(max_length=20)] | None = None
    text: Annotated[str, Field(max_length=2000)] | None = None
    shown: bool | None = None
    seat: Annotated[str, Field(max_length=20)] | None = None
    link: bool | None = None
    team: Annotated[str, Field(max_length=20)] | None = None
    role: Annotated[str, Field(max_length=80)] | None = None
    removed: bool | None = None


class Joining(BaseModel):
    """A student at the door."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[\w-]{8,64}$")] | None = None
    pin: Annotated[str, Field(max_length=20)]
    name: Annotated[str, Field(max_length=100)]
    team: Annotated[str, Field(max_length=20)] | None = None
    language: Annotated[str, Field(max_length=8)] | None = None


class Deleting(BaseModel):
    """The end of a class and of all that was written of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    pin: Annotated[str, Field(max_length=20)]


class Hall:
    """The room with everybody who waits for news of it."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._news: set[tuple[asyncio.Event, str | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        room.changed.append(self.tell)

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Changes may come from any thread; news is given out on this loop."""
        self._loop = loop

    def tell(self, team: str | None) -> None:
        """Wake those who wait for news of a team, or everybody."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake, team)

    def _wake(self, team: str | None) -> None:
        for event, wanted in self._news:
            if team is None or wanted is None or wanted == team:
                event.set()

    @contextlib.contextmanager
    def waiting(self, team: str | None) -> Iterator[asyncio.Event]:
        """An event that is set with every change that a team sees; None: with every change."""
        mine = (asyncio.Event(), team)
        self._news.add(mine)
        try:
            yield mine[0]
        finally:
            self._news.discard(mine)


def make(room: Room, address: str, pace: Pace | None = None, stop: Callable[[], None] = lambda: None) -> FastAPI:
    """The application that serves a room.

    Args:
        room: the class.
        address: what students open, such as ``http://192.168.1.5:8000``.
        pace: of requests from one address.
        stop: called when the teacher has deleted the class.
    """
    hall, analysts, papers = Hall(room), Analysts(room), Papers(room)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        hall.bind(asyncio.get_running_loop())
        await run_in_threadpool(_read_words, room)
        clock = asyncio.create_task(_clock(room, papers))
        try:
            yield
        finally:
            clock.cancel()
            await run_in_threadpool(analysts.close)

    app = FastAPI(title="Great Game: a class", version=__version__, docs_url=None, redoc_url=None, lifespan=life)
    _errors(app, room)
    _pages(app)
    _student(app, hall, analysts)
    _asked(app, room, analysts)
    _teacher(app, hall, papers, address)
    _projector(app, hall, address)
    _debrief(app, room, papers, stop)
    app.add_middleware(Guard, pace=pace or Pace(BURST, A_SECOND), gone=lambda: papers.gone)
    return app


def _read_words(room: Room) -> None:
    """Read the words of all languages before anybody asks: it takes a second, in which sixty students would wait."""
    for language in LANGUAGES:
        words_of(language)
        if language != ENGLISH:
            translations(language)
        with room.lock:
            for_teacher(room, language)


async def _clock(room: Room, papers: Papers) -> None:
    """Lock drafts when time is up."""
    while not papers.gone:
        await asyncio.sleep(TICK)
        with contextlib.suppress(GreatGameError):
            await run_in_threadpool(room.tick)


def _errors(app: FastAPI, room: Room) -> None:
    def refused(request: Request, status: int, code: str, why: str) -> JSONResponse:
        who = request.client.host if request.client else "unknown"
        with room.lock:
            room.log.refused(who, f"{request.method} {_without_key(request.url.path)}", why)
        return JSONResponse({"code": code, "why": why}, status)

    @app.exception_handler(RefusedError)
    async def _(request: Request, error: RefusedError) -> JSONResponse:
        return await run_in_threadpool(refused, request, STATUS[error.code], error.code, str(error))

    @app.exception_handler(GreatGameError)
    async def _(request: Request, error: GreatGameError) -> JSONResponse:
        # The disk is full, or a figure is asked for that there is not: said, and nothing is changed.
        return await run_in_threadpool(refused, request, 422, "illegal", str(error).splitlines()[0])

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        return await run_in_threadpool(refused, request, 422, "illegal", f"{field}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> JSONResponse:
        code = "unknown" if error.status_code == 404 else "illegal"
        return await run_in_threadpool(refused, request, error.status_code, code, str(error.detail))


def _without_key(path: str) -> str:
    """A path as it may be written down: without what opens a seat."""
    return "/".join(part if len(part) < 20 else "…" for part in path.split("/"))


# Files


@lru_cache
def _file(name: str) -> bytes:
    return (data_dir("assets") / "class" / name).read_bytes()


FILES = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "student.js": "text/javascript; charset=utf-8",
    "teacher.js": "text/javascript; charset=utf-8",
    "projector.js": "text/javascript; charset=utf-8",
    "join.js": "text/javascript; charset=utf-8",
}


def _pages(app: FastAPI) -> None:
    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def front() -> HTMLResponse:
        return _shell("join")

    @app.get("/s/{key}", response_class=HTMLResponse, include_in_schema=False)
    def student(key: Key) -> HTMLResponse:
        return _shell("student")

    @app.get("/t/{key}", response_class=HTMLResponse, include_in_schema=False)
    def teacher(key: Key) -> HTMLResponse:
        return _shell("teacher")

    @app.get("/p/{key}", response_class=HTMLResponse, include_in_schema=False)
    def projector(key: Key) -> HTMLResponse:
        return _shell("projector")

    @app.get("/files/{name}", include_in_schema=False)
    def file(name: str) -> Response:
        if name not in FILES:
            raise HTTPException(404, "there is no such file")
        return Response(_file(name), media_type=FILES[name], headers={"Cache-Control": "max-age=3600"})

    @app.get("/api/words")
    def words(language: Language = None) -> dict[str, str]:
        """The fixed words of the pages."""
        return words_of(language or "en")


def _shell(page: str) -> HTMLResponse:
    """A page without content: its script asks for it, with the key in its own address."""
    return HTMLResponse(
        f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Great Game</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/files/page.css">
<script type="module" src="/files/{page}.js"></script></head>
<body class="{page}"><div id="page" aria-busy="true"></div><noscript>JavaScript is needed.</noscript></body></html>"""
    )


# Interface


def _seat_of(room: Room, key: str) -> Seat:
    seat = room.state.seat_of(key)
    if seat is None:
        raise RefusedError("not-yours", "no seat has this link; ask the teacher for yours")
    return seat


def _check_teacher(room: Room, key: str) -> None:
    if not secrets.compare_digest(key.encode(), room.state.teacher_key.encode()):
        raise RefusedError("not-yours", "this is not the teacher's link")


def _asked(app: FastAPI, room: Room, analysts: Analysts) -> None:
    @app.post("/api/seat/{key}/tools/{tool}")
    def put(key: Key, tool: Tool) -> dict[str, Any]:
        """Ask about futures of the draft, the advisors' counsel or the likely moves of others."""
        with room.lock:
            seat = _seat_of(room, key)
            team = room.state.teams[seat.team]
            analysts.ask(team, tool)
            return analysts.seen(team, seat.language)


def _debrief(app: FastAPI, room: Room, papers: Papers, stop: Callable[[], None]) -> None:
    @app.get("/api/teacher/{key}/debrief")
    def seen(key: Key) -> dict[str, Any]:
        """How far the debrief is, and its files."""
        _check_teacher(room, key)
        return papers.seen()

    @app.post("/api/teacher/{key}/debrief")
    def write(key: Key, language: Language = None) -> dict[str, Any]:
        """Write the debrief, anew where there is one."""
        _check_teacher(room, key)
        papers.write(language or room.state.language)
        return papers.seen()

    @app.get("/api/teacher/{key}/debrief/{name}", response_class=Response)
    def file(key: Key, name: FileName) -> Response:
        """A file of the debrief."""
        _check_teacher(room, key)
        return papers.file(name)

    @app.get("/api/seat/{key}/debrief", response_class=Response)
    def page(key: Key) -> Response:
        """The pages of the student's team, once they are handed out."""
        return papers.of_team(_seat_of(room, key).team, "html")

    @app.get("/api/seat/{key}/capsule", response_class=Response)
    def capsule(key: Key) -> Response:
        """The team's campaign, to be opened in the game."""
        return papers.of_team(_seat_of(room, key).team, "capsule.zip")

    @app.post("/api/teacher/{key}/delete")
    def delete(key: Key, body: Deleting) -> dict[str, bool]:
        """Delete the class with all that was written of it, and stop; the PIN says that it is meant."""
        _check_teacher(room, key)
        if body.pin != room.state.pin:
            raise RefusedError("illegal", "to delete the class, give its PIN")
        with room.lock:
            papers.delete()
        stop()
        return {"deleted": True}


def _student(app: FastAPI, hall: Hall, analysts: Analysts) -> None:
    room = hall.room

    @app.post("/api/join")
    def join(body: Joining) -> dict[str, str]:
        """Take a seat; the answer holds the key of its link."""
        return {"key": room.join(body.model_dump(exclude_none=True)).key}

    @app.get("/api/seat/{key}")
    def seen(key: Key) -> dict[str, Any]:
        """What the student sees now."""
        with room.lock:
            seat = _seat_of(room, key)
            asked = analysts.seen(room.state.teams[seat.team], seat.language)
            return {**for_student(room, seat), "asked": asked}

    @app.get("/api/seat/{key}/orders")
    def moves(key: Key) -> list[dict[str, Any]]:
        """What the team can order."""
        with room.lock:
            return orders(room, _seat_of(room, key))

    @app.get("/api/seat/{key}/account")
    def opened(key: Key, path: Annotated[str, Query(max_length=200)]) -> dict[str, Any]:
        """The lines of a figure."""
        with room.lock:
            seat = _seat_of(room, key)
            return account(room, room.state.teams[seat.team], path, seat.language)

    @app.post("/api/seat/{key}")
    def act(key: Key, body: Action) -> dict[str, int]:
        """Do something; the answer says up to which entry of the log it is written."""
        room.student(key, body.model_dump(exclude_none=True, by_alias=True))
        return {"number": room.state.number}

    @app.get("/api/seat/{key}/news")
    async def news(key: Key, request: Request) -> StreamingResponse:
        """Server-sent events: one with each change."""
        return _stream(hall, request, _seat_of(room, key).team, lambda: room.state.seat_of(key) is not None)


def _teacher(app: FastAPI, hall: Hall, papers: Papers, address: str) -> None:
    room = hall.room

    @app.get("/api/teacher/{key}")
    def seen(key: Key, language: Language = None) -> dict[str, Any]:
        """What the teacher sees now."""
        with room.lock:
            _check_teacher(room, key)
            return {**for_teacher(room, language or room.state.language), "debrief": papers.seen()}

    @app.get("/api/teacher/{key}/seat/{seat}")
    def link(key: Key, seat: Annotated[str, Path(max_length=20)]) -> dict[str, str]:
        """The key of a seat's link, for a student who lost it."""
        with room.lock:
            _check_teacher(room, key)
            if seat not in room.state.seats:
                raise RefusedError("unknown", "there is no such seat")
            return {"key": room.state.seats[seat].key}

    @app.get("/api/teacher/{key}/qr/{seat}", response_class=Response)
    def code(key: Key, seat: Annotated[str, Path(max_length=20)]) -> Response:
        """A seat's link to be photographed by the student's device."""
        return _picture(f"{address}/s/{link(key, seat)['key']}")

    @app.get("/api/teacher/{key}/links")
    def links(key: Key) -> dict[str, str]:
        """The projector's key."""
        _check_teacher(room, key)
        return {"projector": room.state.projector_key}

    @app.get("/api/teacher/{key}/refusals")
    def refusals(key: Key) -> list[dict[str, Any]]:
        """What was refused, newest last."""
        with room.lock:
            _check_teacher(room, key)
            rows = room.log.refusals()[-200:]
        return [{"time": when, "who": who, "what": what, "why": why} for when, who, what, why in rows]

    @app.post("/api/teacher/{key}")
    def act(key: Key, body: Action) -> dict[str, int]:
        """Lead the class."""
        room.teacher(key, body.model_dump(exclude_none=True, by_alias=True))
        return {"number": room.state.number}

    @app.get("/api/teacher/{key}/news")
    async def news(key: Key, request: Request) -> StreamingResponse:
        """Server-sent events: one with each change."""
        _check_teacher(room, key)
        return _stream(hall, request, None, lambda: True)


def _projector(app: FastAPI, hall: Hall, address: str) -> None:
    room = hall.room

    def check(key: str) -> None:
        if not secrets.compare_digest(key.encode(), room.state.projector_key.encode()):
            raise RefusedError("not-yours", "this is not the projector's link")

    @app.get("/api/wall/{key}")
    def seen(key: Key, language: Language = None) -> dict[str, Any]:
        """What the wall shows now."""
        with room.lock:
            check(key)
            return {**for_projector(room, language or room.state.language), "address": address}

    @app.get("/api/wall/{key}/qr", response_class=Response)
    def code(key: Key) -> Response:
        """The door's address to be photographed, with the PIN in it."""
        check(key)
        return _picture(f"{address}/#pin={room.state.pin}")

    @app.get("/api/wall/{key}/news")
    async def news(key: Key, request: Request) -> StreamingResponse:
        """Server-sent events: one with each change."""
        check(key)
        return _stream(hall, request, None, lambda: True)


def _picture(address: str) -> Response:
    """An address as a QR code."""
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", scale=8, border=2)
    return Response(stream.getvalue(), media_type="image/svg+xml")


def _stream(hall: Hall, request: Request, team: str | None, allowed: Callable[[], bool]) -> StreamingResponse:
    """The number of the newest entry, again with each change."""

    async def rows() -> AsyncIterator[str]:
        with hall.waiting(team) as changed:
            while not await request.is_disconnected():
                changed.clear()
                if not allowed():
                    return
                yield f"data: {json.dumps({'number': hall.room.state.number})}\n\n"
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), KEEP_ALIVE)
                    # Taps that follow each other closely are told of together.
                    await asyncio.sleep(TOGETHER)

    return StreamingResponse(rows(), media_type="text/event-stream")
