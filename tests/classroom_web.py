"""The server of a class for tests, asked in the test's own process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import classroom_sample
from greatgame.classroom.load import load_exercise
from greatgame.classroom.room import Room
from greatgame.classroom.server.app import make
from greatgame.classroom.server.guards import Paces

ADDRESS = "http://127.0.0.1:8000"
PATIENCE = 60.0


def sample_room(folder: Path) -> Room:
    """A class of the short exercise that has just been opened."""
    return Room.open(load_exercise(classroom_sample.write(folder)), folder / "class.db")


class Web(TestClient):
    """Everybody's browser."""

    def __init__(self, room: Room, paces: Paces | None = None, stop: Callable[[], None] = lambda: None) -> None:
        super().__init__(make(room, ADDRESS, paces, stop))
        self.room = room

    def join(self, name: str = "Mika") -> str:
        """Take a seat; the key of its link."""
        answer = self.post("/api/join", json={"pin": self.room.state.pin, "name": name})
        assert answer.status_code == 200, answer.text
        key: str = answer.json()["key"]
        return key

    def lead(self, kind: str, **more: object) -> None:
        """Do something as the teacher."""
        answer = self.post(f"/api/teacher/{self.room.state.teacher_key}", json={"kind": kind, **more})
        assert answer.status_code == 200, answer.text


def patiently(found: Callable[[], Any]) -> Any:
    """Ask until there is something, and hand it out."""
    end = time.monotonic() + PATIENCE
    while not (answer := found()):
        assert time.monotonic() < end, "no answer"
        time.sleep(0.05)
    return answer
