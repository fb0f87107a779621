"""The teacher's dry run: is this machine reachable, is there room, and does a whole class go through?"""

from __future__ import annotations

import io
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno

from greatgame.classroom.load import Exercise
from greatgame.classroom.rehearse import Rehearsal, rehearse, workplace
from greatgame.classroom.server.run import reachable
from greatgame.messages import messages
from greatgame.records import Record
from greatgame.text import Text, say, tell

ANYWHERE = "0.0.0.0"
ROOM = 200_000_000
"""Bytes of disk that a class with its packet never fills."""
THINK = 0.2
REPLAYS = 10
"""Whether the debrief is written is looked at here; how fast it is, in a rehearsal."""


@dataclass(frozen=True)
class Checkup(Record):
    """What was found."""

    address: str
    """What students open."""
    minutes: float
    rehearsal: Rehearsal
    complaints: tuple[Text, ...]
    """What to change, where something fails."""


def examine(exercise: Exercise, seats: int, port: int, tell: Callable[[str], None]) -> Checkup:
    """Look at everything that a class needs, and hold one with simulated students.

    Raises:
        GreatGameError: where the simulated class cannot be held to its end.
    """
    found: list[Text] = []
    host = reachable(ANYWHERE)
    if host.startswith("127."):
        found.append(say("this machine is on no network: join the one that students use, or open a hotspot"))
    elif not _listens(host, port):
        barred = "port {port} is taken or barred: close what uses it, or run the class with --port"
        found.append(say(barred, port=str(port)))
    with workplace() as folder:
        if shutil.disk_usage(folder).free < ROOM:
            found.append(say("less than {least} MB are free on the disk: make room", least=ROOM // 1_000_000))
        held = rehearse(exercise, seats, None, folder, tell, THINK, REPLAYS)
    if shutil.disk_usage(Path.cwd()).free < ROOM:
        full = "less than {least} MB are free where the class would be kept: make room, or name a file with --file"
        found.append(say(full, least=ROOM // 1_000_000))
    address = f"http://{host}:{port}"
    return Checkup(address, exercise.plan.minutes, held, (*found, *held.complaints))


def _listens(host: str, port: int) -> bool:
    """Whether a server on all addresses would be reached under the one that students open."""
    with socket.socket() as server:
        try:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((ANYWHERE, port))
            server.listen(1)
            with socket.create_connection((host, port), timeout=2.0):
                return True
        except OSError:
            return False


def rendered(found: Checkup, language: str) -> str:
    """For a terminal: the address as a code to photograph, what was measured, and what to change."""
    stream, words, held = io.StringIO(), messages(language), found.rehearsal
    segno.make(found.address, error="l").terminal(stream, compact=True)
    slowest = max(held.resolved, default=0.0)
    lines = [
        words("check-address", address=found.address),
        stream.getvalue(),
        words("check-held", seats=held.seats, minutes=found.minutes, seconds=round(held.seconds)),
        words("check-speed", tap=round(held.acknowledged_p99 * 1000), round=round(slowest, 1)),
    ]
    if found.complaints:
        lines += [words("check-change"), *(f"  - {tell(complaint, language)}" for complaint in found.complaints)]
    else:
        lines.append(words("check-well"))
    return "\n".join(lines)


def as_document(found: Checkup, language: str) -> dict[str, Any]:
    """For other programs; what to change is told in a language."""
    return {**found.as_dict(), "complaints": [tell(complaint, language) for complaint in found.complaints]}
