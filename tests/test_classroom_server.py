"""The web server of a class over its interface: what it serves whom."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from classroom_web import Web, patiently, sample_room
from greatgame.classroom.room import Room
from greatgame.classroom.server import analysts
from greatgame.classroom.server.pages import FILES
from greatgame.classroom.server.run import listening
from greatgame.lab import counsel
from greatgame.session import Session


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return sample_room(tmp_path)


@pytest.fixture
def web(room: Room) -> Iterator[Web]:
    with Web(room) as client:
        yield client


def test_a_class_goes_through_a_round(web: Web, room: Room) -> None:
    key = web.join()
    for _ in range(3):
        web.lead("next")
    seen = web.get(f"/api/seat/{key}").json()
    assert seen["phase"] == "planning"
    assert seen["forecasts"][0]["id"] == "trusted"
    kinds = web.get(f"/api/seat/{key}/orders").json()
    order = next(order["order"] for kind in kinds for order in kind["orders"] if not order["failing"])
    assert web.post(f"/api/seat/{key}", json={"kind": "draft", "order": order}).json()["number"] == room.log.last
    web.lead("resolve")
    web.lead("board", shown=True)
    seen = web.get(f"/api/seat/{key}").json()
    assert seen["result"]["orders"][0]["done"]
    assert len(seen["board"]["teams"]) == 2
    opened = web.get(f"/api/seat/{key}/account", params={"path": seen["result"]["pillars"][0]["path"]}).json()
    assert sum(line["amount"] for line in opened["lines"]) == pytest.approx(opened["total"])
    wall = web.get(f"/api/wall/{room.state.projector_key}").json()
    assert len(wall["board"]["teams"]) == 2


def test_refusals_are_told_in_the_language_of_the_page(web: Web, room: Room) -> None:
    place = f"/api/teacher/{room.state.teacher_key}"
    line = {"kind": "typed", "team": "team-1", "text": "A1 Q99"}
    said = [web.post(place, json={"kind": "undo"}, headers={"Accept-Language": each}) for each in ("en", "ja", "fr")]
    assert [each.json()["why"] for each in said] == [
        "there is no round to take back",
        "取り消すラウンドがありません",
        "there is no round to take back",
    ]
    while room.step.kind != "practice":
        web.lead("next")
    found = web.post(place, json=line, headers={"Accept-Language": "ja"})
    assert found.status_code == 422
    assert "「Q99」" in found.json()["why"]
    web.lead("typed", team="team-1", text="A1")
    assert web.get(place).json()["teams"][0]["lines"][0]["codes"] == "A1"


def test_pages_ask_nothing_of_other_machines_and_are_small(web: Web, room: Room) -> None:
    size = 0
    for path in ("/", f"/s/{web.join()}", f"/t/{room.state.teacher_key}", f"/p/{room.state.projector_key}"):
        page = web.get(path)
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "://" not in page.text
    for name in FILES:
        body = web.get(f"/files/{name}")
        size += len(body.content)
        assert "://" not in body.text.replace("http://www.w3.org/2000/svg", "")
    assert size < 60_000


def test_figures_are_opened_once_the_ledger_is_unlocked(web: Web, room: Room) -> None:
    key = web.join()
    for _ in range(2):
        web.lead("next")
    web.lead("resolve")
    path = web.get(f"/api/seat/{key}").json()["result"]["pillars"][0]["path"]
    account = f"/api/seat/{key}/account"
    assert web.get(account, params={"path": path}).status_code == 409, "not in the practice"
    web.lead("next")
    assert web.get(account, params={"path": path}).json()["lines"]


def test_small_answers_go_at_once() -> None:
    """Where a socket does not name its protocol, asyncio leaves answers of two parts to wait for 40 ms."""
    with listening("127.0.0.1", 0) as line, socket.create_connection(line.getsockname()):
        taken, _ = line.accept()
        with taken:
            assert taken.proto == socket.IPPROTO_TCP


def test_seats_can_be_moved_to_another_device(web: Web, room: Room) -> None:
    key = web.join()
    own = web.get(f"/api/teacher/{room.state.teacher_key}/seat/seat-1").json()["key"]
    assert own == key
    picture = web.get(f"/api/teacher/{room.state.teacher_key}/qr/seat-1")
    assert picture.headers["content-type"] == "image/svg+xml"
    web.lead("move", seat="seat-1", link=True)
    assert web.get(f"/api/seat/{key}").status_code == 403
    fresh = web.get(f"/api/teacher/{room.state.teacher_key}/seat/seat-1").json()["key"]
    assert web.get(f"/api/seat/{fresh}").status_code == 200


class Broken:
    """A worker that fails at every question."""

    busy = False

    def start(self, task: object) -> None:
        raise MemoryError

    def close(self, patience: float) -> None:
        pass


def test_staff_is_asked_beside_orders_once_it_is_unlocked(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    with Web(room) as web:
        key, rival = web.join(), web.join("Ren")
        for _ in range(3):
            web.lead("next")
        assert web.post(f"/api/seat/{key}/tools/forecast").status_code == 409, "not before round 3"
        for _ in range(2):
            web.lead("resolve")
            web.lead("next")
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
        web.lead("resolve")
        assert web.get(f"/api/seat/{key}").json()["asked"] == {}, "nobody waits for it any more"


@pytest.mark.parametrize(
    ("language", "first", "last"), [("en", "2026H1", "2029H2"), ("ja", "2026年上半期", "2029年下半期")]
)
def test_staff_says_by_when_its_odds_hold(language: str, first: str, last: str) -> None:
    session = Session.new("quick", seed=3)
    session.submit("japan/visit/kazakhstan/leaders")

    def shown(found: object) -> dict[str, Any]:
        job = analysts.Job("", "team-1", 0, {}, session.scenario, session.intents_question(), ("japan",), found)
        return analysts.told(job, language)

    assert shown(session.intents())["quarter"] == first
    assert shown(session.forecast(futures=4, horizon=8))["until"] == last
    advice = shown(counsel.run(replace(session.counsel_question(), candidates=4, futures=8, horizon=8)))
    assert (advice["until"], advice["futures"]) == (last, 8)


def test_a_round_s_forecast_says_when_it_is_decided(web: Web, room: Room) -> None:
    key = web.join()
    for _ in range(3):
        web.lead("next")
    (asked,) = web.get(f"/api/seat/{key}").json()["forecasts"]
    assert asked["due"] == "end of 2026H1 (Words for round-1.)"


def test_a_debrief_is_written_handed_out_and_deleted_with_the_class(room: Room) -> None:
    stopped: list[bool] = []
    with Web(room, stop=lambda: stopped.append(True)) as web:
        key, teacher = web.join(), f"/api/teacher/{room.state.teacher_key}"
        assert web.post(f"{teacher}/debrief").status_code == 409, "nothing was played"
        for _ in range(3):
            web.lead("next")
        web.lead("resolve")
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
        assert web.post(f"{teacher}/debrief").status_code == 200, "written anew"
        patiently(lambda: web.get(f"{teacher}/debrief").json()["files"])
        packed = ZipFile(BytesIO(web.get(f"{teacher}/debrief/debrief.zip").content)).namelist()
        assert sorted(packed) == sorted(files[:-1]), "without the packet of before"
        assert web.get(f"/api/seat/{key}/debrief").status_code == 409, "not handed out yet"
        web.lead("publish", shown=True)
        assert "Heron" in web.get(f"/api/seat/{key}/debrief").text
        assert web.get(f"/api/seat/{key}/capsule").headers["content-type"] == "application/zip"
        assert web.post(f"{teacher}/delete", json={"pin": "no"}).status_code == 422
        assert web.post(f"{teacher}/delete", json={"pin": f" {room.state.pin}"}).json() == {"deleted": True}
        assert stopped
        assert web.get(f"/api/seat/{key}").status_code == 410
    assert not list(room.log.path.parent.glob("class.db*")), "nothing is left"
