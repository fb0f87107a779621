"""The server's interface under requests made from its own description, and under paths that try to get out of it."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from classroom_web import ADDRESS, Web, sample_room
from greatgame.classroom.room import Room
from greatgame.classroom.server.app import make
from greatgame.classroom.server.guards import Paces

EXAMPLES = 9
"""Requests of each kind and key."""
LIMITS = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """A class in its first round, with one student."""
    folder = tmp_path_factory.mktemp("fuzzed")
    room = sample_room(folder)
    room.join({"pin": room.state.pin, "name": "Mika"})
    for _ in range(3):
        room.teacher(room.state.teacher_key, {"kind": "next"})
    return room


@pytest.fixture(scope="module")
def described(room: Room) -> BaseSchema:
    """What the server says of itself; a stream of news never ends, so it is left out."""
    app = make(room, ADDRESS, Paces.unlimited())
    return schemathesis.openapi.from_asgi("/openapi.json", app).exclude(path_regex="/news$")


def test_nothing_that_fits_the_description_makes_the_server_fail(described: BaseSchema, room: Room) -> None:
    """With a key that opens nothing, and with the one that opens the route."""
    state = room.state
    keys = {"seat": state.seats["seat-1"].key, "teacher": state.teacher_key, "wall": state.projector_key}
    asked: set[str] = set()

    def ask(case: Any) -> None:
        for key in (None, keys.get(case.path.split("/")[2])):
            if key is not None and "key" in case.path_parameters:
                case.path_parameters["key"] = key
            answer = case.call()
            asked.add(f"{case.method} {case.path}: {answer.status_code}")
            assert answer.status_code < 500, f"{case.method} {case.path} {case.body}: {answer.text}"
            assert "Traceback" not in answer.text

    for operation in described.get_all_operations():
        assert isinstance(operation, Ok), operation
        LIMITS(given(case=operation.ok().as_strategy())(ask))()
    for route in ("seat", "teacher"):
        assert f"GET /api/{route}/{{key}}: 200" in asked, "the key opened the route"
        judged = {f"POST /api/{route}/{{key}}: {status}" for status in (404, 409, 422)}
        assert judged & asked, "what was sent came before the room, which refused it"


@pytest.fixture(scope="module")
def web(room: Room) -> Iterator[Web]:
    with Web(room) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/files/..%2f..%2fclass.db",
        "/files/%2e%2e/%2e%2e/class.db",
        "/files/....//....//class.db",
        "/files/page.css%00.js",
        "/files/C:%5cclass.db",
        "/files//etc/passwd",
        "/%2e%2e/class.db",
        "/s/..%2f..%2fclass.db",
        "/api/seat/{seat}/account?path=../../class.db",
        "/api/seat/{seat}/account?path=__class__.__init__",
        *(
            f"/api/seat/{{seat}}/account?path={name}"
            for name in (
                "",
                ".",
                "score",
                "score.%00",
                "score.a.b",
                "mean",
                "mean.x",
                "turn.x",
                "debt_share.x",
                "trust.x.y",
            )
        ),
        "/api/teacher/{seat}/seat/seat-1",
        "/api/teacher/{seat}/refusals",
        "/api/wall/{seat}/qr",
        "/api/seat/{teacher}",
        "/docs",
        "/redoc",
    ],
)
def test_paths_do_not_lead_out_of_where_they_belong(web: Web, room: Room, path: str) -> None:
    state = room.state
    answer = web.get(path.format(seat=state.seats["seat-1"].key, teacher=state.teacher_key))
    assert 400 <= answer.status_code < 500, answer.text
    assert "SQLite" not in answer.text
    assert state.teacher_key not in answer.text
