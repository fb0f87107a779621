"""A class's server killed in every state of a round is in the same state again within seconds, and nothing is lost."""

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import pytest
from typer.testing import CliRunner

import classroom_sample
from classroom_history import History
from classroom_served import HOST, PATIENCE, Forked, Person, Pupil, free_port
from greatgame.classroom import holding
from greatgame.classroom.load import load_exercise
from greatgame.classroom.log import Entry, Log
from greatgame.classroom.room import Room
from greatgame.cli import app

SOON = 5.0
"""Seconds within which a killed server must be back, on a machine that does nothing else: of processor time."""
TAPS = 4
"""How often each student taps in each state before the server is killed."""
NAMES = ("Mika", "Ren", "Aya")


class Commanded:
    """``greatgame class run`` in a process of its own."""

    def __init__(self, exercise: Path, file: Path, port: int) -> None:
        command = [sys.executable, "-m", "greatgame", "class", "run", str(exercise), "--file", str(file)]
        command += ["--host", "localhost", "--port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = iter(self.process.stdout.readline, "")
        assert any("Press Ctrl+C" in line for line in said), self.process.communicate()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def ended(self) -> str:
        """What it says at its end, which is near."""
        said, complained = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0, complained
        return said


class Class:
    """A class of three students in two teams whose server is killed again and again."""

    def __init__(self, folder: Path) -> None:
        self.exercise, self.file, self.port = classroom_sample.write(folder), folder / "class.db", free_port()
        room = Room.open(load_exercise(self.exercise), self.file)
        self.key, self.pin = room.state.teacher_key, room.state.pin
        session = room.worlds.sessions["team-1"]
        self.orders = [move.id for move in session.moves()[:6]]
        room.log.close()
        self.history = History()
        self.server: Forked | Commanded = Forked(self.exercise, self.file, self.port)
        address = f"http://{HOST}:{self.port}"
        self.teacher = Person(address, "teacher", self.history)
        self.teacher.path = f"/api/teacher/{self.key}"
        self.pupils = [Pupil(address, self.pin, name, self.history) for name in NAMES]
        for pupil in self.pupils:
            pupil.orders = self.orders
            pupil.begin()

    def lead(self, *kinds: str) -> None:
        for kind in kinds:
            assert self.teacher.do({"kind": kind}), (kind, self.teacher.client.measured.refused)

    def quietly(self) -> list[Any]:
        """The pages of all students, who do not tap until :meth:`go_on`."""
        for pupil in self.pupils:
            pupil.still.set()
        for pupil in self.pupils:
            assert pupil.quiet.wait(PATIENCE)
        return [{**pupil.look(), "left": None} for pupil in self.pupils]

    def go_on(self) -> None:
        for pupil in self.pupils:
            pupil.still.clear()

    def tapped(self, times: int = TAPS) -> None:
        """Wait until each student has tapped so often."""
        wanted = [pupil.taps + times for pupil in self.pupils]
        end = time.monotonic() + PATIENCE
        while any(pupil.taps < count for pupil, count in zip(self.pupils, wanted, strict=True)):
            assert time.monotonic() < end, [pupil.taps for pupil in self.pupils]
            time.sleep(0.01)

    def killed(self, times: int = TAPS) -> None:
        """Kill the server amid taps, and start it again."""
        self.tapped(times)
        self.server.kill()
        self.server = Forked(self.exercise, self.file, self.port)

    def delete(self) -> None:
        """Have the teacher's page delete the class."""
        address = f"http://{HOST}:{self.port}{self.teacher.path}/delete"
        body = json.dumps({"pin": self.pin}).encode()
        asked = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            assert json.load(answer) == {"deleted": True}

    def entries(self) -> list[Entry]:
        """The log, as it is on the disk now."""
        log = Log(self.file)
        try:
            return list(log.entries())
        finally:
            log.close()

    def resolving(self) -> threading.Thread:
        """Have the round resolved, and return while it is; the thread ends when the teacher has an answer."""
        last = self.entries()[-1].number
        waiting = threading.Thread(target=self.lead, args=("resolve",), daemon=True)
        waiting.start()
        end = time.monotonic() + PATIENCE
        while not any(entry.event.kind == "locked" for entry in self.entries() if entry.number > last):
            assert time.monotonic() < end
        return waiting


@pytest.mark.trial
def test_killed_in_every_state_a_class_loses_and_doubles_nothing(tmp_path: Path) -> None:
    held = Class(tmp_path)
    held.lead("next")
    held.killed()  # in a quiz
    held.lead("next", "next")
    held.killed()  # while orders are planned
    held.lead("lock")
    held.killed()  # while they are locked
    held.lead("unlock")
    held.tapped()
    waiting = held.resolving()
    held.killed(0)
    waiting.join(PATIENCE)
    assert held.teacher.look()["phase"] == "shown", "the action was sent again, and done once"
    held.killed()  # when its result is shown
    held.lead("undo")
    held.tapped()
    before = held.quietly()
    held.server.kill()
    held.server = command = Commanded(held.exercise, held.file, held.port)
    assert held.quietly() == before, "the same pages as before"
    held.go_on()
    held.tapped()
    held.lead("resolve")
    for pupil in held.pupils:
        pupil.leave()
        pupil.look()
    entries = held.entries()
    assert held.history.faults(entries) == []
    count = Counter(entry.event.kind for entry in entries)
    assert count["joined"] == len(NAMES)
    assert count["resolved"] == 2
    assert count["undone"] == 1
    assert min(count["drafted"], count["answered"], count["foretold"]) > 0
    outcomes = Counter(deed.outcome for deed in held.history.deeds)
    assert outcomes["acknowledged"] > 80
    held.delete()
    before_it = getrusage(RUSAGE_CHILDREN)
    assert "The class was deleted" in command.ended()
    after_it = getrusage(RUSAGE_CHILDREN)
    assert after_it.ru_utime + after_it.ru_stime - before_it.ru_utime - before_it.ru_stime < SOON
    assert not list(tmp_path.glob("class.db*"))


@pytest.fixture
def exercise(tmp_path: Path) -> Path:
    return classroom_sample.write(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "no-such-exercise"], "unknown exercise"),
        (["run", "{exercise}", "--file", "{folder}/text.class"], "is no class"),
        (["run", "{exercise}", "--file", "{folder}/new.class", "--teams", "99"], "takes 1 to 8"),
        (["run", "{exercise}", "--file", "{folder}/new.class", "--host", "192.0.2.1"], "cannot listen on 192.0.2.1"),
        (["run", "{exercise}", "--file", "{folder}/new.class", "--host", "no.such."], "cannot listen on no.such."),
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
    assert not list(tmp_path.glob("new.class*")), "no class is begun that cannot be held"


def test_a_deleted_class_leaves_nothing(exercise: Path, tmp_path: Path) -> None:
    file = tmp_path / "class.db"
    room = Room.open(load_exercise(exercise), file)
    room.join({"pin": room.state.pin, "name": "Mika"})
    room.log.close()
    assert CliRunner().invoke(app, ["class", "delete", str(file), "--yes"]).exit_code == 0
    assert not list(tmp_path.glob("class.db*"))


def test_a_class_is_held_by_one_program_at_a_time(
    exercise: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "PATIENCE", 0.0)
    file, port = tmp_path / "class.db", str(free_port())
    first = Commanded(exercise, file, free_port())
    for command in (["run", str(exercise), "--file", str(file), "--port", port], ["delete", str(file), "--yes"]):
        found = CliRunner().invoke(app, ["class", *command])
        assert found.exit_code == 2
        assert "class.db: this class is being held already" in " ".join(found.output.split())
    found = CliRunner().invoke(app, ["class", "packet", str(file), "--exercise", str(exercise)])
    assert "no round was resolved yet" in found.output, "it is only read"
    first.kill()
    with holding.holding(file):
        pass
    assert CliRunner().invoke(app, ["class", "delete", str(file), "--yes"]).exit_code == 0
    assert not list(tmp_path.glob("class.db*"))
