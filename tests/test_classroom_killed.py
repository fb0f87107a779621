"""A class's server killed in every state of a round is in the same state again within seconds, and nothing is lost."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import classroom_sample
from greatgame.classroom.bots import Client, Measured
from greatgame.classroom.load import load_exercise
from greatgame.classroom.log import Log
from greatgame.classroom.room import Room
from greatgame.cli import app

SOON = 5.0
"""Seconds within which a killed server must be back, less what starting Python takes on a loaded machine."""


class Served:
    """``greatgame class run`` in a process of its own."""

    def __init__(self, exercise: Path, file: Path) -> None:
        command = [sys.executable, "-m", "greatgame", "class", "run", str(exercise), "--file", str(file)]
        command += ["--host", "127.0.0.1", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if "Press Ctrl+C" in line:
                break
        found = re.search(r"(http://\S+)/t/(\S+)", said)
        assert found, said + (self.process.stderr.read() if self.process.stderr else "")
        self.address, self.key = found.groups()
        self.pin = re.findall(r"PIN (\d+)", said)[0]

    def client(self) -> Client:
        return Client(self.address, Measured())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def exercise(tmp_path: Path) -> Path:
    return classroom_sample.write(tmp_path)


def test_a_killed_server_goes_on_where_it_was(exercise: Path, tmp_path: Path) -> None:
    file = tmp_path / "class.db"
    server = Served(exercise, file)
    client = server.client()
    joined = client.post("/api/join", {"pin": server.pin, "name": "Mika"})
    seat, teacher = f"/api/seat/{joined['key']}", f"/api/teacher/{server.key}"
    acknowledged: dict[str, int] = {}
    times = []

    def again() -> None:
        """Kill the server and start it; the same page as before."""
        nonlocal server, client
        before = {**client.get(seat), "left": None}
        server.kill()
        begun = time.monotonic()
        server = Served(exercise, file)
        client = server.client()
        after = {**client.get(seat), "left": None}
        times.append(time.monotonic() - begun)
        assert after == before
        draft = (after["plan"] or {}).get("draft", [])
        if after["phase"] == "planning":
            assert {row["order"]: row["units"] for row in draft} == acknowledged

    for _ in range(3):
        client.post(teacher, {"kind": "next"})
    kinds = client.get(f"{seat}/orders")
    orders = [order["order"] for kind in kinds for order in kind["orders"] if not order["failing"]]
    tap = {"kind": "draft", "order": orders[0], "units": 1, "id": "the-same-tap-1"}
    assert client.post(seat, tap)
    acknowledged[orders[0]] = 1
    again()
    assert client.post(seat, tap), "a tap whose answer was lost is sent again"
    assert {row["order"]: row["units"] for row in client.get(seat)["plan"]["draft"]} == acknowledged, "and done once"
    client.post(teacher, {"kind": "lock"})
    again()
    client.post(teacher, {"kind": "resolve"})
    again()
    client.post(teacher, {"kind": "undo"})
    again()
    server.kill()
    room = Room(load_exercise(exercise), Log(file))
    kinds_written = [entry.event.kind for entry in room.log.entries()]
    assert kinds_written.count("drafted") == 1
    assert kinds_written.count("joined") == 1
    assert min(times) < SOON


def test_a_server_killed_while_it_resolves_has_resolved_or_not(exercise: Path, tmp_path: Path) -> None:
    file = tmp_path / "class.db"
    server = Served(exercise, file)
    client = server.client()
    teacher = f"/api/teacher/{server.key}"
    for _ in range(3):
        client.post(teacher, {"kind": "next"})
    threading.Thread(target=lambda: _quietly(client, teacher), daemon=True).start()
    time.sleep(0.05)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    server = Served(exercise, file)
    seen = server.client().get(f"/api/teacher/{server.key}")
    assert seen["phase"] in {"planning", "locked", "shown"}
    assert not seen["busy"]
    if seen["phase"] != "shown":
        assert server.client().post(f"/api/teacher/{server.key}", {"kind": "resolve"})
    server.kill()


def _quietly(client: Client, teacher: str) -> None:
    try:
        client.post(teacher, {"kind": "resolve"})
    except Exception as error:
        print(f"killed in mid-air: {error}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "no-such-exercise"], "unknown exercise"),
        (["run", "{exercise}", "--file", "{folder}/text.class"], "cannot be used"),
        (["run", "{exercise}", "--file", "{folder}/new.class", "--teams", "99"], "takes 1 to 8"),
        (["packet", "{folder}/none.class"], "no such file"),
        (["delete", "{folder}/none.class", "--yes"], "no such file"),
    ],
)
def test_bad_input_is_told(exercise: Path, tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "text.class").write_text("not a class, only some words that are long enough", encoding="utf-8")
    given = [part.format(exercise=exercise, folder=tmp_path) for part in arguments]
    found = CliRunner().invoke(app, ["class", *given])
    assert found.exit_code == 2
    assert words in " ".join(found.output.split())
    assert "Traceback" not in found.output


def test_a_deleted_class_leaves_nothing(exercise: Path, tmp_path: Path) -> None:
    file = tmp_path / "class.db"
    room = Room.open(load_exercise(exercise), file)
    room.join({"pin": room.state.pin, "name": "Mika"})
    room.log.close()
    assert CliRunner().invoke(app, ["class", "delete", str(file), "--yes"]).exit_code == 0
    assert not list(tmp_path.glob("class.db*"))
