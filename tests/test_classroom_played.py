"""Every shipped exercise, held by simulated students from joining to the packet."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest

from classroom_served import served
from greatgame.capsule import unpacked
from greatgame.classroom import bots
from greatgame.classroom.load import available, load_exercise
from greatgame.classroom.log import Log
from greatgame.classroom.rehearse import rehearse
from greatgame.classroom.room import Room
from greatgame.classroom.server.guards import Paces
from greatgame.session import Session

ASKING = "one-japan"
"""The exercise in which staff is asked: it has one team, for advice takes a second of processor time."""


@contextmanager
def here(folder: Path, file: Path) -> Iterator[str]:
    """A class served by this process."""
    room = Room(load_exercise(folder), Log(file))
    with served(room, Paces.unlimited()) as address:
        yield address
    room.log.close()


SHORT = {"host-side", "standard-90", "strategy-lab"}
"""Exercises of each kind that every run of the tests holds; the others are trials."""


@pytest.mark.parametrize(
    "name", [name if name in SHORT else pytest.param(name, marks=pytest.mark.trial) for name in available()]
)
def test_an_exercise_is_held_to_its_end(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bots, "TAPS", 2)
    exercise = load_exercise(name)
    teams = exercise.plan.exercise.teams.least
    # One by a server in a process of its own, as a rehearsal is held; the others by this one, which costs half.
    serving = None if name == ASKING else here
    found = rehearse(
        exercise, teams + 1, teams, tmp_path, think=0.0, replays=3, serving=serving, asking=serving is None
    )
    playing = [step for step in exercise.plan.step if step.kind in {"round", "practice"}]
    assert len(found.resolved) == len(playing)
    assert found.largest < 200_000
    assert (found.questions > 0) is (serving is None), "staff is asked in one of them"
    folder = tmp_path / "debrief"
    names = {path.name for path in folder.iterdir()}
    assert (folder / "debrief.pdf").read_bytes().startswith(b"%PDF")
    assert {"class.html", "gradebook.csv", *(f"team-{n + 1}.html" for n in range(teams))} <= names
    rows = list(csv.reader(io.StringIO((folder / "gradebook.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == teams + 2, "a head, and a row for each student"
    for row in exercise.plan.rubric:
        assert any(column.startswith(f"{row} (of") for column in rows[0])
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "://" not in text.replace("http://www.w3.org", ""), "a page asks nothing of other machines"
        assert 'href="#opened-' in text or exercise.plan.exercise.play == "strategies" or page.name != "class.html"
    pages = unescape((folder / "team-1.html").read_text(encoding="utf-8"))
    offices = exercise.texts["en"].brief if exercise.plan.role else {}
    assert [brief.who for brief in offices.values() if f"<td>{brief.who}</td>" not in pages] == []
    assert ("(agreed by " in pages) is bool(offices), "it is told who stood behind the orders that decided"
    archives = sorted(folder.glob("*.capsule.zip"))
    assert len(archives) == (0 if exercise.plan.exercise.play == "strategies" else teams)
    for archive in archives[-1:]:
        save = unpacked(archive, tmp_path / "opened")
        assert Session.load(save).turn == sum(step.turns for step in exercise.plan.rounds)
