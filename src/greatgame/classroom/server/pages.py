"""The pages' shells, their scripts and styles, and their fixed words."""

from __future__ import annotations

from functools import lru_cache

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from greatgame.classroom.room import Room
from greatgame.classroom.seen import for_teacher, words_of
from greatgame.classroom.server.asked import Key, Language
from greatgame.paths import data_dir
from greatgame.text import ENGLISH, LANGUAGES, translations

FILES = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "student.js": "text/javascript; charset=utf-8",
    "teacher.js": "text/javascript; charset=utf-8",
    "projector.js": "text/javascript; charset=utf-8",
    "join.js": "text/javascript; charset=utf-8",
}


def add_pages(app: FastAPI) -> None:
    """The routes that everybody may open: what they show is asked for with a key."""

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


@lru_cache
def _file(name: str) -> bytes:
    return (data_dir("assets") / "class" / name).read_bytes()


def _shell(page: str) -> HTMLResponse:
    """A page without content: its script asks for it, with the key in its own address."""
    return HTMLResponse(
        f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Great Game</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/files/page.css">
<script type="module" src="/files/{page}.js"></script></head>
<body class="{page}"><div id="page" aria-busy="true"></div><noscript>JavaScript is needed.</noscript></body></html>"""
    )


def read_words(room: Room) -> None:
    """Read the words of all languages before anybody asks: it takes a second, in which sixty students would wait."""
    for language in LANGUAGES:
        words_of(language)
        if language != ENGLISH:
            translations(language)
        with room.lock:
            for_teacher(room, language)
