"""The application that serves a class: its routes, its clock, and what guards them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from greatgame import __version__
from greatgame.classroom.room import Room
from greatgame.classroom.server.analysts import Analysts
from greatgame.classroom.server.guards import Guard, Paces
from greatgame.classroom.server.news import Hall
from greatgame.classroom.server.pages import add_pages, read_words
from greatgame.classroom.server.papers import Papers
from greatgame.classroom.server.refusals import add_refusals, without_key
from greatgame.classroom.server.student import add_student
from greatgame.classroom.server.teacher import add_debrief, add_teacher
from greatgame.classroom.server.wall import add_wall
from greatgame.errors import GreatGameError

TICK = 0.25
"""Seconds between two looks at the clock of the room."""


def make(room: Room, address: str, paces: Paces | None = None, stop: Callable[[], None] = lambda: None) -> FastAPI:
    """The application that serves a room.

    Args:
        room: the class.
        address: what students open, such as ``http://192.168.1.5:8000``.
        paces: how fast requests, taps and guesses may come; None: as a class needs it.
        stop: called when the teacher has deleted the class.
    """
    hall, analysts, papers, paces = Hall(room), Analysts(room), Papers(room), paces or Paces.usual()

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        hall.bind(asyncio.get_running_loop())
        await run_in_threadpool(read_words, room)
        clock = asyncio.create_task(_clock(room, papers))
        try:
            yield
        finally:
            clock.cancel()
            await run_in_threadpool(analysts.close)

    app = FastAPI(title="Great Game: a class", version=__version__, docs_url=None, redoc_url=None, lifespan=life)
    add_refusals(app, room)
    add_pages(app)
    add_student(app, hall, analysts, papers, paces)
    add_teacher(app, hall, papers, address)
    add_debrief(app, room, papers, stop)
    add_wall(app, hall, address)

    def noted(who: str, what: str, why: str) -> None:
        room.log.refused(who, without_key(what), why)

    app.add_middleware(Guard, pace=paces.requests, gone=lambda: papers.gone, noted=noted)
    return app


async def _clock(room: Room, papers: Papers) -> None:
    """Lock drafts when time is up, and write down what was refused."""
    while not papers.gone:
        await asyncio.sleep(TICK)
        with contextlib.suppress(GreatGameError):
            await run_in_threadpool(_tick, room)


def _tick(room: Room) -> None:
    room.tick()
    with room.lock:
        room.log.write_refusals()
