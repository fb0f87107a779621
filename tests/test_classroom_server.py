"""The web server of a class over its interface: who gets in where, and what is refused."""

import ast
import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from uvicorn.server import ServerState

import classroom_sample
from greatgame import classroom
from greatgame.classroom.given import RefusedError
from greatgame.classroom.load import load_exercise
from greatgame.classroom.log import MAX_OF_ONE, Log
from greatgame.classroom.room import Room
from greatgame.classroom.server import analysts, guards
from greatgame.classroom.server.app import make
from greatgame.classroom.server.guards import MAX_BODY, Pace, Paces
from greatgame.classroom.server.lines import lines
from greatgame.classroom.server.news import STREAMS, Hall
from greatgame.classroom.server.pages import FILES
from greatgame.classroom.server.run import listening
from greatgame.text import missing

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room.open(load_exercise(classroom_sample.write(tmp_path)), tmp_path / "class.db")


@pytest.fixture
def web(room: Room) -> Iterator[TestClient]:
    with TestClient(make(room, ADDRESS)) as client:
        yield client


def join(web: TestClient, room: Room, name: str = "Mika") -> str:
    answer = web.post("/api/join", json={"pin": room.state.pin, "name": name})
    assert answer.status_code == 200, answer.text
    key: str = answer.json()["key"]
    return key


def lead(web: TestClient, room: Room, kind: str, **more: object) -> None:
    answer = web.post(f"/api/teacher/{room.state.teacher_key}", json={"kind": kind, **more})
    assert answer.status_code == 200, answer.text


def test_a_class_goes_through_a_round(web: TestClient, room: Room) -> None:
    key = join(web, room)
    for _ in range(3):
        lead(web, room, "next")
    seen = web.get(f"/api/seat/{key}").json()
    assert seen["phase"] == "planning"
    assert seen["forecasts"][0]["id"] == "trusted"
    kinds = web.get(f"/api/seat/{key}/orders").json()
    order = next(order["order"] for kind in kinds for order in kind["orders"] if not order["failing"])
    assert web.post(f"/api/seat/{key}", json={"kind": "draft", "order": order}).json()["number"] == room.log.last
    lead(web, room, "resolve")
    lead(web, room, "board", shown=True)
    seen = web.get(f"/api/seat/{key}").json()
    assert seen["result"]["orders"][0]["done"]
    assert len(seen["board"]["teams"]) == 2
    opened = web.get(f"/api/seat/{key}/account", params={"path": seen["result"]["pillars"][0]["path"]}).json()
    assert sum(line["amount"] for line in opened["lines"]) == pytest.approx(opened["total"])
    wall = web.get(f"/api/wall/{room.state.projector_key}").json()
    assert len(wall["board"]["teams"]) == 2


def test_refusals_are_told_in_the_language_of_the_page(web: TestClient, room: Room) -> None:
    place = f"/api/teacher/{room.state.teacher_key}"
    line = {"kind": "typed", "team": "team-1", "text": "A1 Q99"}
    said = [web.post(place, json={"kind": "undo"}, headers={"Accept-Language": each}) for each in ("en", "ja", "fr")]
    assert [each.json()["why"] for each in said] == [
        "there is no round to take back",
        "取り消すラウンドがありません",
        "there is no round to take back",
    ]
    while room.step.kind != "practice":
        lead(web, room, "next")
    found = web.post(place, json=line, headers={"Accept-Language": "ja"})
    assert found.status_code == 422
    assert "「Q99」" in found.json()["why"]
    lead(web, room, "typed", team="team-1", text="A1")
    assert web.get(place).json()["teams"][0]["lines"][0]["codes"] == "A1"


def test_every_refusal_can_be_told_in_japanese() -> None:
    said = {guards.TOO_LARGE}
    for source in Path(classroom.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in {"RefusedError", "check_phase"}:
                words = call.args[1]
                said |= {words.value} if isinstance(words, ast.Constant) and isinstance(words.value, str) else set()
    assert len(said) > 40
    assert [words for words in sorted(said) if missing(words, "ja")] == []


def test_pages_ask_nothing_of_other_machines_and_are_small(web: TestClient, room: Room) -> None:
    size = 0
    for path in ("/", f"/s/{join(web, room)}", f"/t/{room.state.teacher_key}", f"/p/{room.state.projector_key}"):
        page = web.get(path)
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "://" not in page.text
    for name in FILES:
        body = web.get(f"/files/{name}")
        size += len(body.content)
        assert "://" not in body.text.replace("http://www.w3.org/2000/svg", "")
    assert size < 60_000


def test_a_wall_shows_no_secrets(web: TestClient, room: Room) -> None:
    key = join(web, room, "Secretive")
    for _ in range(3):
        lead(web, room, "next")
    wall = web.get(f"/api/wall/{room.state.projector_key}").text
    for secret in (key, room.state.teacher_key, room.state.pin, "Secretive"):
        assert secret not in wall


@pytest.mark.parametrize("place", ["seat", "teacher", "wall"])
def test_wrong_links_open_nothing(web: TestClient, room: Room, place: str) -> None:
    key = join(web, room)
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
def test_malformed_requests_are_refused(web: TestClient, room: Room, body: bytes) -> None:
    key = join(web, room)
    before = room.log.last
    answer = web.post(f"/api/seat/{key}", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert room.log.last == before


def test_names_and_notes_are_only_ever_text(web: TestClient, room: Room) -> None:
    key = join(web, room, "<script>alert(1)")
    assert web.get(f"/api/seat/{key}").json()["team"]["members"] == ["<script>alert(1)"]
    assert web.get(f"/api/seat/{key}").headers["content-type"].startswith("application/json")
    script = web.get("/files/page.js").text + web.get("/files/student.js").text + web.get("/files/teacher.js").text
    assert "innerHTML" not in script
    assert "insertAdjacentHTML" not in script


def test_a_flood_is_held_back(room: Room) -> None:
    clock = iter(float(n) / 1000 for n in range(10_000))
    paces = Paces.usual()
    paces.requests = Pace(20, 10, clock=lambda: next(clock))
    with TestClient(make(room, ADDRESS, paces)) as web:
        codes = [web.get("/api/words").status_code for _ in range(60)]
    assert codes[:20] == [200] * 20
    assert codes.count(429) >= 35


def test_what_is_too_large_or_too_fast_is_written_down_and_hides_nobody(room: Room) -> None:
    paces = Paces.usual()
    paces.requests = Pace(3, 0)
    with TestClient(make(room, ADDRESS, paces)) as web:
        web.get("/" + "x" * 600)
        web.post("/api/join", content=b"x" * (MAX_BODY + 1))
        key = join(web, room)
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


def test_a_pin_is_not_found_by_trying(web: TestClient, room: Room) -> None:
    codes = [web.post("/api/join", json={"pin": f"{n:06}x", "name": "Guesser"}).status_code for n in range(40)]
    assert codes == [403] * 30 + [429] * 10
    refused = web.post("/api/join", json={"pin": room.state.pin, "name": "Guesser"})
    assert refused.status_code == 429, "nor is the right one told from the wrong ones then"
    assert not room.state.seats


def test_a_seat_that_taps_without_end_does_not_fill_the_disk(web: TestClient, room: Room) -> None:
    key, other = join(web, room), join(web, room, "Ren")
    change = {"kind": "settings", "reading": "full"}
    codes = [web.post(f"/api/seat/{key}", json=change).status_code for _ in range(120)]
    assert codes[:60] == [200] * 60
    assert codes.count(429) >= 20
    assert web.post(f"/api/seat/{other}", json=change).status_code == 200


def test_a_full_room_says_so(web: TestClient, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.classroom.room.MAX_SEATS", 1)
    join(web, room)
    full = web.post("/api/join", json={"pin": room.state.pin, "name": "Late"})
    assert full.status_code == 409, "not an error of the server, after which pages try again for ever"
    lead(web, room, "move", seat="seat-1", removed=True)
    join(web, room, "Late")


def test_figures_are_opened_once_the_ledger_is_unlocked(web: TestClient, room: Room) -> None:
    key = join(web, room)
    for _ in range(2):
        lead(web, room, "next")
    lead(web, room, "resolve")
    path = web.get(f"/api/seat/{key}").json()["result"]["pillars"][0]["path"]
    account = f"/api/seat/{key}/account"
    assert web.get(account, params={"path": path}).status_code == 409, "not in the practice"
    lead(web, room, "next")
    assert web.get(account, params={"path": path}).json()["lines"]


def test_the_door_s_picture_goes_with_the_door(web: TestClient, room: Room) -> None:
    picture = f"/api/wall/{room.state.projector_key}/qr"
    assert web.get(picture).status_code == 200
    lead(web, room, "next")
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


def test_small_answers_go_at_once() -> None:
    """Where a socket does not name its protocol, asyncio leaves answers of two parts to wait for 40 ms."""
    with listening("127.0.0.1", 0) as line, socket.create_connection(line.getsockname()):
        taken, _ = line.accept()
        with taken:
            assert taken.proto == socket.IPPROTO_TCP


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


def test_seats_can_be_moved_to_another_device(web: TestClient, room: Room) -> None:
    key = join(web, room)
    own = web.get(f"/api/teacher/{room.state.teacher_key}/seat/seat-1").json()["key"]
    assert own == key
    picture = web.get(f"/api/teacher/{room.state.teacher_key}/qr/seat-1")
    assert picture.headers["content-type"] == "image/svg+xml"
    lead(web, room, "move", seat="seat-1", link=True)
    assert web.get(f"/api/seat/{key}").status_code == 403
    fresh = web.get(f"/api/teacher/{room.state.teacher_key}/seat/seat-1").json()["key"]
    assert web.get(f"/api/seat/{fresh}").status_code == 200


def patiently(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + 60
    while not (answer := found()):
        assert time.monotonic() < end, "no answer"
        time.sleep(0.05)
    return answer


class Broken:
    """A worker that fails at every question."""

    busy = False

    def start(self, task: object) -> None:
        raise MemoryError

    def close(self, patience: float) -> None:
        pass


def test_staff_is_asked_beside_orders_once_it_is_unlocked(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    with TestClient(make(room, ADDRESS)) as web:
        key, rival = join(web, room), join(web, room, "Ren")
        for _ in range(3):
            lead(web, room, "next")
        assert web.post(f"/api/seat/{key}/tools/forecast").status_code == 409, "not before round 3"
        for _ in range(2):
            lead(web, room, "resolve")
            lead(web, room, "next")
        assert web.post(f"/api/seat/{key}/tools/forecast").status_code == 409, "not without a draft"
        assert web.post(f"/api/seat/{key}/tools/no-such").status_code == 409
        kinds = web.get(f"/api/seat/{key}/orders").json()
        order = next(order["order"] for kind in kinds for order in kind["orders"] if not order["failing"])
        web.post(f"/api/seat/{key}", json={"kind": "draft", "order": order})
        with monkeypatch.context() as patch:
            patch.setattr(analysts, "Worker", Broken)
            web.post(f"/api/seat/{key}/tools/forecast")
            row = patiently(lambda: (row := web.get(f"/api/seat/{key}").json()["asked"]["forecast"])["done"] and row)
            assert row["problem"] == "MemoryError", "and the next question is answered:"
        assert not web.post(f"/api/seat/{key}/tools/forecast").json()["forecast"]["done"]
        web.post(f"/api/seat/{key}", json={"kind": "draft", "order": order, "units": 0})
        other = next(
            row["order"] for kind in kinds for row in kind["orders"] if not row["failing"] and row["order"] != order
        )
        web.post(f"/api/seat/{key}", json={"kind": "draft", "order": other})
        second = web.post(f"/api/seat/{key}/tools/forecast")
        assert "still being answered" in second.json()["why"], "one of each team at a time"
        web.post(f"/api/seat/{key}", json={"kind": "draft", "order": other, "units": 0})
        web.post(f"/api/seat/{key}", json={"kind": "draft", "order": order})
        row = patiently(lambda: (row := web.get(f"/api/seat/{key}").json()["asked"]["forecast"])["done"] and row)
        assert row["problem"] is None
        assert row["fresh"]
        assert row["found"]["futures"] == 100
        assert row["found"]["low"] <= row["found"]["difference"] <= row["found"]["high"]
        assert web.get(f"/api/seat/{rival}").json()["asked"] == {}, "another team sees nothing of it"
        web.post(f"/api/seat/{key}", json={"kind": "draft", "order": order, "units": 0})
        web.post(f"/api/seat/{key}", json={"kind": "draft", "order": other})
        assert not web.get(f"/api/seat/{key}").json()["asked"]["forecast"]["fresh"]
        web.post(f"/api/seat/{key}/tools/forecast")
        lead(web, room, "resolve")
        assert web.get(f"/api/seat/{key}").json()["asked"] == {}, "nobody waits for it any more"


def test_a_debrief_is_written_handed_out_and_deleted_with_the_class(room: Room) -> None:
    stopped: list[bool] = []
    with TestClient(make(room, ADDRESS, stop=lambda: stopped.append(True))) as web:
        key, teacher = join(web, room), f"/api/teacher/{room.state.teacher_key}"
        assert web.post(f"{teacher}/debrief").status_code == 409, "nothing was played"
        for _ in range(3):
            lead(web, room, "next")
        lead(web, room, "resolve")
        assert web.post(f"{teacher}/debrief").status_code == 200
        files = patiently(lambda: web.get(f"{teacher}/debrief").json()["files"])
        pages, campaigns = ["team-1.html", "team-2.html"], ["team-1.capsule.zip", "team-2.capsule.zip"]
        assert files == ["debrief.pdf", "class.html", *pages, "gradebook.csv", *campaigns, "debrief.zip"]
        for name in files:
            assert web.get(f"{teacher}/debrief/{name}").status_code == 200
            assert web.get(f"/api/teacher/{key}/debrief/{name}").status_code == 403
        page = web.get(f"{teacher}/debrief/class.html")
        assert "sandbox" in page.headers["content-security-policy"]
        for name in ("class.db", "..%2fclass.db", "team-9.html"):
            assert web.get(f"{teacher}/debrief/{name}").status_code in {404, 422}
        assert web.get(f"/api/seat/{key}/debrief").status_code == 409, "not handed out yet"
        lead(web, room, "publish", shown=True)
        assert "Heron" in web.get(f"/api/seat/{key}/debrief").text
        assert web.get(f"/api/seat/{key}/capsule").headers["content-type"] == "application/zip"
        assert web.post(f"{teacher}/delete", json={"pin": "no"}).status_code == 422
        assert web.post(f"{teacher}/delete", json={"pin": room.state.pin}).json() == {"deleted": True}
        assert stopped
        assert web.get(f"/api/seat/{key}").status_code == 410
    assert not list(room.log.path.parent.glob("class.db*")), "nothing is left"
