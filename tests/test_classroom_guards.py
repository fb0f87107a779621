"""The web server of a class under those who want in, want more than is theirs, or want it to fall over."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request
from uvicorn.server import ServerState

from classroom_web import Web, sample_room
from greatgame.classroom.given import RefusedError
from greatgame.classroom.log import MAX_OF_ONE, Log
from greatgame.classroom.room import Room
from greatgame.classroom.server.guards import MAX_BODY, Pace, Paces
from greatgame.classroom.server.lines import lines
from greatgame.classroom.server.news import STREAMS, Hall


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return sample_room(tmp_path)


@pytest.fixture
def web(room: Room) -> Iterator[Web]:
    with Web(room) as client:
        yield client


def test_a_wall_shows_no_secrets(web: Web, room: Room) -> None:
    key = web.join("Secretive")
    for _ in range(3):
        web.lead("next")
    wall = web.get(f"/api/wall/{room.state.projector_key}").text
    for secret in (key, room.state.teacher_key, room.state.pin, "Secretive"):
        assert secret not in wall


@pytest.mark.parametrize("place", ["seat", "teacher", "wall"])
def test_wrong_links_open_nothing(web: Web, room: Room, place: str) -> None:
    key = web.join()
    others = {"seat": room.state.teacher_key, "teacher": key, "wall": key}
    guesses = [others[place], "A" * 22, key[:-1] + ("A" if key[-1] != "A" else "B"), "..%2f..%2fclass.db", "%00" * 22]
    for guess in guesses:
        for answer in (web.get(f"/api/{place}/{guess}"), web.post(f"/api/{place}/{guess}", json={"kind": "next"})):
            assert answer.status_code in {403, 404, 405, 422}, answer.text
    assert room.state.step == 0
    assert room.log.refusals(), "what was refused is written down"
    assert not any(key in what for _, _, what, _ in room.log.refusals()), "but no key is"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"kind": "draft", "order": {"$gt": ""}}',
        b'{"kind": "no-such"}',
        b'{"kind": "ready", "unknown": 1}',
        b'{"kind": "draft", "units": 1e400}',
        b"\xff\xfe\x00",
        b'{"kind": "' + b"x" * (MAX_BODY + 1) + b'"}',
    ],
)
def test_malformed_requests_are_refused(web: Web, room: Room, body: bytes) -> None:
    key = web.join()
    before = room.log.last
    answer = web.post(f"/api/seat/{key}", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert room.log.last == before


def test_names_and_notes_are_only_ever_text(web: Web, room: Room) -> None:
    key = web.join("<script>alert(1)")
    assert web.get(f"/api/seat/{key}").json()["team"]["members"] == ["<script>alert(1)"]
    assert web.get(f"/api/seat/{key}").headers["content-type"].startswith("application/json")
    script = web.get("/files/page.js").text + web.get("/files/student.js").text + web.get("/files/teacher.js").text
    assert "innerHTML" not in script
    assert "insertAdjacentHTML" not in script


def test_a_flood_is_held_back(room: Room) -> None:
    clock = iter(float(n) / 1000 for n in range(10_000))
    paces = Paces.usual()
    paces.requests = Pace(20, 10, clock=lambda: next(clock))
    with Web(room, paces) as web:
        codes = [web.get("/api/words").status_code for _ in range(60)]
    assert codes[:20] == [200] * 20
    assert codes.count(429) >= 35


def test_what_is_too_large_or_too_fast_is_written_down_and_hides_nobody(room: Room) -> None:
    paces = Paces.usual()
    paces.requests = Pace(3, 0)
    with Web(room, paces) as web:
        web.get("/" + "x" * 600)
        web.post("/api/join", content=b"x" * (MAX_BODY + 1))
        key = web.join()
        assert web.get(f"/api/seat/{key}").status_code == 429
        whys = [why for _, _, _, why in room.log.refusals()]
        assert whys == ["the request is too large"] * 2 + ["too many requests: wait a moment"]
        assert not any(key in what for _, _, what, _ in room.log.refusals())
        for _ in range(2 * MAX_OF_ONE):
            room.log.refused("10.0.0.66", "GET /", "a flood")
        room.log.refused("10.0.0.7", "GET /x", "another")
        assert room.log.refusal_count == len(room.log.refusals()) == MAX_OF_ONE + 4
    room.log.write_refusals()
    assert Log(room.log.path).refusal_count == MAX_OF_ONE + 4


def test_a_pin_is_not_found_by_trying(web: Web, room: Room) -> None:
    codes = [web.post("/api/join", json={"pin": f"{n:06}x", "name": "Guesser"}).status_code for n in range(40)]
    assert codes == [403] * 30 + [429] * 10
    refused = web.post("/api/join", json={"pin": room.state.pin, "name": "Guesser"})
    assert refused.status_code == 429, "nor is the right one told from the wrong ones then"
    assert not room.state.seats


def test_a_seat_that_taps_without_end_does_not_fill_the_disk(web: Web, room: Room) -> None:
    key, other = web.join(), web.join("Ren")
    change = {"kind": "settings", "reading": "full"}
    codes = [web.post(f"/api/seat/{key}", json=change).status_code for _ in range(120)]
    assert codes[:60] == [200] * 60
    assert codes.count(429) >= 20
    assert web.post(f"/api/seat/{other}", json=change).status_code == 200


def test_a_full_room_says_so(web: Web, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.classroom.room.MAX_SEATS", 1)
    web.join()
    full = web.post("/api/join", json={"pin": room.state.pin, "name": "Late"})
    assert full.status_code == 409, "not an error of the server, after which pages try again for ever"
    web.lead("move", seat="seat-1", removed=True)
    web.join("Late")


def test_the_door_s_picture_goes_with_the_door(web: Web, room: Room) -> None:
    picture = f"/api/wall/{room.state.projector_key}/qr"
    assert web.get(picture).status_code == 200
    web.lead("next")
    assert web.get(picture).status_code == 409


class Wire(asyncio.Transport):
    """The other end of a connection that nothing is sent over."""

    def __init__(self) -> None:
        super().__init__({"peername": ("10.0.0.66", 40_000), "sockname": ("10.0.0.1", 80)})
        self.closed = False

    def write(self, data: object) -> None:
        raise AssertionError(data)

    def close(self) -> None:
        self.closed = True

    abort = close


def test_connections_without_requests_do_not_keep_others_out() -> None:
    async def connect() -> tuple[list[bool], list[bool]]:
        settings = uvicorn.Config(FastAPI(), log_config=None)
        made, wires = lines(2, 0.02), [Wire() for _ in range(3)]
        held = [made(settings, ServerState(), {}) for _ in wires]
        for line, wire in zip(held, wires, strict=True):
            line.connection_made(wire)
        at_once = [wire.closed for wire in wires]
        held[0].data_received(b"GET / HTTP/1.1\r\nHost:")
        await asyncio.sleep(0.1)
        for line in held:
            line.connection_lost(None)
        return at_once, [wire.closed for wire in wires]

    at_once, later = asyncio.run(connect())
    assert at_once == [False, False, True], "one address holds two"
    assert later == [True, True, True], "and says what it wants"


def test_a_link_is_not_open_in_a_hundred_pages(room: Room) -> None:
    async def reading() -> list[bool]:
        hall = Hall(room)
        with contextlib.ExitStack() as open_pages:
            refused = []
            for _ in range(STREAMS + 1):
                try:
                    hall.stream(Request({"type": "http"}), "seat-1")
                    refused.append(False)
                except RefusedError:
                    refused.append(True)
                open_pages.enter_context(hall.waiting("seat-1", lambda: None))
            hall.stream(Request({"type": "http"}), "seat-2")
        return refused

    assert asyncio.run(reading()) == [False] * STREAMS + [True]
