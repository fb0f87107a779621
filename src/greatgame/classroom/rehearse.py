"""A rehearsal: a whole exercise with simulated students on this machine, and how well it kept up."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from greatgame.classroom import packet
from greatgame.classroom.bots import Client, Measured, Student, students
from greatgame.classroom.findings import REPLAYS
from greatgame.classroom.load import Exercise, load_exercise
from greatgame.classroom.log import Log
from greatgame.classroom.room import Room
from greatgame.classroom.server.guards import Paces
from greatgame.classroom.server.run import listening, serve
from greatgame.errors import GreatGameError
from greatgame.owner import end_with, parent_ended
from greatgame.processes import process
from greatgame.records import Record
from greatgame.text import Text, say

LOOPBACK = "127.0.0.1"
ACKNOWLEDGED, RESOLVED, ANSWERED, PACKET, PAGE = 0.2, 1.0, 30.0, 60.0, 200_000
"""What a class needs: seconds to acknowledge (99 of 100), to resolve eight worlds, until a question to the staff is
answered, and for the packet; bytes a page."""

START = 60.0
"""Seconds that a server may take to start."""
THINK = 1.0
"""Seconds between two taps at most; people take ten times as long."""

Serving = Callable[[Path, Path], AbstractContextManager[str]]
"""How a class is served: its exercise's folder, its file -> the address."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Rehearsal(Record):
    """What was measured."""

    exercise: str
    seats: int
    teams: int
    actions: int
    acknowledged_p50: float
    """Seconds."""
    acknowledged_p99: float
    read_p99: float
    resolved: tuple[float, ...]
    """Seconds of each round, the practice first."""
    questions: int
    """To teams' staff."""
    answered: float
    """Seconds until the slowest of them was answered."""
    packet: float
    """Seconds until the debrief packet was written."""
    largest: int
    """Bytes of the largest answer."""
    refused: tuple[str, ...]
    """What was refused, each reason once."""
    seconds: float

    @property
    def complaints(self) -> tuple[Text, ...]:
        """Where this machine was too slow for a class of this size, and what to do."""
        found: list[Text] = []
        if self.acknowledged_p99 > ACKNOWLEDGED:
            slow = "1 in 100 actions took over {took:.0f} ms (aim {aim:.0f}): close other programs, or share devices"
            found.append(say(slow, took=self.acknowledged_p99 * 1000, aim=ACKNOWLEDGED * 1000))
        if max(self.resolved, default=0.0) > RESOLVED:
            slow = "a round took {took:.1f} s to resolve (aim {aim:.0f} s): have fewer teams, or close other programs"
            found.append(say(slow, took=max(self.resolved), aim=RESOLVED))
        if self.answered > ANSWERED:
            slow = (
                "a team waited {took:.0f} s for its staff (aim {aim:.0f} s): have fewer teams, or close other programs"
            )
            found.append(say(slow, took=self.answered, aim=ANSWERED))
        if self.packet > PACKET:
            slow = "the debrief took {took:.0f} s (aim {aim:.0f} s): begin it before the discussion"
            found.append(say(slow, took=self.packet, aim=PACKET))
        if self.largest > PAGE:
            large = "a page has {bytes:,} bytes (aim {aim:,}): slow networks will feel it"
            found.append(say(large, bytes=self.largest, aim=PAGE))
        return tuple(found)


def rehearse(
    exercise: Exercise,
    seats: int,
    teams: int | None,
    folder: Path,
    tell: Tell = lambda _: None,
    think: float = THINK,
    replays: int = REPLAYS,
    serving: Serving | None = None,
    asking: bool = True,
) -> Rehearsal:
    """Play an exercise from joining to the packet with simulated students; files go into ``folder``.

    ``think`` is the longest pause between two taps of a student, seconds; ``replays`` those of each team's orders
    for the debrief; ``serving`` is how the class is served, if not by :func:`served`; ``asking``: whether one student
    of each team asks the team's staff.

    Raises:
        GreatGameError: where the server failed, or a figure's lines did not add up.
    """
    begun = time.perf_counter()
    path = folder / "rehearsal.class"
    room = Room.open(exercise, path, teams)
    key, pin, count = room.state.teacher_key, room.state.pin, len(room.state.teams)
    room.log.close()
    with (serving or served)(exercise.folder, path) as address:
        tell(f"{seats} students join" if seats > 1 else "1 student joins")
        crowd = students(address, pin, seats, exercise.plan.exercise.seed, think)
        # Who joins comes into the smallest team: of the first, each into another.
        for number, student in enumerate(crowd[:count] if asking else []):
            student.tool = number
        times = _lead(address, key, crowd, tell)
    tell("debrief")
    before = time.perf_counter()
    # Taken up again from its log, as after a lost battery.
    room = Room(exercise, Log(path))
    try:
        packet.write(room, folder / "debrief", room.state.language, replays)
    finally:
        room.log.close()
    written = time.perf_counter() - before
    return _measured(exercise, crowd, count, times, written, time.perf_counter() - begun)


def _lead(address: str, key: str, crowd: list[Student], tell: Tell) -> list[float]:
    """Lead the class through all steps; seconds that rounds took to resolve."""
    teacher, path, times = Client(address, Measured()), f"/api/teacher/{key}", []
    with ThreadPoolExecutor(len(crowd)) as pool:
        while True:
            seen = teacher.get(path)
            step = seen["step"]
            tell(step["id"])
            list(pool.map(lambda student: student.act(), crowd))
            if step["kind"] in {"round", "practice"}:
                before = time.perf_counter()
                teacher.post(path, {"kind": "resolve"})
                times.append(time.perf_counter() - before)
                list(pool.map(lambda student: student.open_figure(), crowd))
            if step["number"] == step["of"]:
                break
            teacher.post(path, {"kind": "next", "from": step["id"]})
    teacher.post(path, {"kind": "finish"})
    teacher.close()
    for student in crowd:
        student.client.close()
    return times


def _measured(
    exercise: Exercise, crowd: list[Student], teams: int, times: list[float], written: float, seconds: float
) -> Rehearsal:
    acknowledged = np.array([t for student in crowd for t in student.measured.acknowledged])
    read = np.array([t for student in crowd for t in student.measured.read])
    answered = [t for student in crowd for t in student.measured.answered]
    refused = dict.fromkeys(words for student in crowd for words in student.measured.refused)
    return Rehearsal(
        exercise=exercise.id,
        seats=len(crowd),
        teams=teams,
        actions=len(acknowledged),
        acknowledged_p50=float(np.quantile(acknowledged, 0.5)),
        acknowledged_p99=float(np.quantile(acknowledged, 0.99)),
        read_p99=float(np.quantile(read, 0.99)),
        resolved=tuple(times),
        questions=len(answered),
        answered=max(answered, default=0.0),
        packet=written,
        largest=max(student.measured.largest for student in crowd),
        refused=tuple(refused),
        seconds=seconds,
    )


@contextmanager
def served(exercise: Path, log: Path) -> Iterator[str]:
    """A class's server in a process of its own, for this machine only; yields its address.

    Raises:
        GreatGameError: where it does not start.
    """
    mine, theirs = multiprocessing.Pipe(duplex=False)
    server = process(_serve, exercise, log, theirs, starts_others=True)
    server.start()
    theirs.close()
    try:
        if not mine.poll(START):
            raise GreatGameError(f"the class's server did not start within {START:.0f} s")
        try:
            address = str(mine.recv())
        except EOFError:
            raise GreatGameError("the class's server did not start") from None
        yield address
    finally:
        server.terminate()
        server.join(10.0)
        mine.close()


def _serve(exercise: Path, log: Path, ready: Connection) -> None:
    """What the process does."""
    end_with(parent_ended)
    room = Room(load_exercise(exercise), Log(log))
    with listening(LOOPBACK, 0) as line:
        serve(room, line, ready.send, Paces.unlimited())


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="greatgame-class-") as place:
        yield Path(place)
