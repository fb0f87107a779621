"""The teacher's dry run: is this machine reachable, is there room, and does a whole class go through?"""

from __future__ import annotations

import io
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import segno

from greatgame.classroom.load import Exercise
from greatgame.classroom.rehearse import Rehearsal, rehearse, workplace
from greatgame.classroom.server.run import reachable
from greatgame.records import Record

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
    complaints: tuple[str, ...]
    """What to change, where something fails."""


def examine(exercise: Exercise, seats: int, port: int, tell: Callable[[str], None]) -> Checkup:
    """Look at everything that a class needs, and hold one with simulated students.

    Raises:
        GreatGameError: where the simulated class cannot be held to its end.
    """
    found = []
    host = reachable(ANYWHERE)
    if host.startswith("127."):
        found.append("this machine is on no network: join the one that students use, or open a hotspot")
    elif not _listens(host, port):
        found.append(f"port {port} is taken or barred: close what uses it, or run the class with --port")
    with workplace() as folder:
        if shutil.disk_usage(folder).free < ROOM:
            found.append(f"less than {ROOM // 1_000_000} MB are free on the disk: make room")
        held = rehearse(exercise, seats, None, folder, tell, THINK, REPLAYS)
    if shutil.disk_usage(Path.cwd()).free < ROOM:
        found.append("less than 200 MB are free where the class would be kept: make room, or name a file with --file")
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


def rendered(found: Checkup) -> str:
    """For a terminal: the address as a code to photograph, what was measured, and what to change."""
    stream = io.StringIO()
    segno.make(found.address, error="l").terminal(stream, compact=True)
    held = found.rehearsal
    lines = [
        f"Students will open {found.address} (photograph this with a phone on the same network):",
        stream.getvalue(),
        f"{held.seats} simulated students went through all {found.minutes:g} minutes in {held.seconds:.0f} s:",
        f"  99 of 100 taps acknowledged within {held.acknowledged_p99 * 1000:.0f} ms, slowest round "
        f"{max(held.resolved, default=0.0):.1f} s; the debrief was written.",
    ]
    if found.complaints:
        lines += ["To be changed:", *(f"  - {complaint}" for complaint in found.complaints)]
    else:
        lines.append("All is well: 'greatgame class run' holds the class.")
    return "\n".join(lines)
