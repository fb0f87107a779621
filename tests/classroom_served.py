"""Servers of a class for tests, and students who tap at the same time and note what they are told.

A server that can be killed is a process forked from one that has read everything already, which
costs a fifth of starting ``greatgame class run``.
"""

from __future__ import annotations

import multiprocessing
import random
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from classroom_history import DRAFT, Deed, History, Place
from greatgame.classroom.bots import Client, Measured, Refused
from greatgame.classroom.load import load_exercise
from greatgame.classroom.log import Log
from greatgame.classroom.room import Room
from greatgame.classroom.server.app import make
from greatgame.classroom.server.guards import Paces
from greatgame.classroom.server.run import listening, serve, server_of
from greatgame.errors import GreatGameError
from greatgame.owner import end_with, parent_ended
from greatgame.processes import PRELOADED, context, process

HOST = "127.0.0.1"
PATIENCE = 60.0
PAUSE = 0.02
"""Seconds between two tries to reach a server that was killed."""
NEVER_SAID = 1 << 62
"""Where the answer names no place in the log."""

if (found := context()).get_start_method() == "forkserver":
    found.set_forkserver_preload(
        ["greatgame.sooner", *PRELOADED, "greatgame.classroom.bots", "greatgame.classroom.server.run"]
    )


def free_port() -> int:
    """A port that a server can take, and take again after it was killed, as pages look for it there."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Forked:
    """A server of the class that a file holds."""

    def __init__(self, exercise: Path, file: Path, port: int) -> None:
        mine, theirs = multiprocessing.Pipe(duplex=False)
        self.process = process(_hold, exercise, file, port, theirs)
        self.process.start()
        theirs.close()
        assert mine.poll(PATIENCE), "the server did not start"
        self.address = mine.recv()

    def kill(self) -> None:
        self.process.kill()
        self.process.join(PATIENCE)


def _hold(exercise: Path, file: Path, port: int, ready: Connection) -> None:
    """What the process does."""
    end_with(parent_ended)
    with listening(HOST, port) as line:
        serve(Room(load_exercise(exercise), Log(file)), line, ready.send)


@contextmanager
def served(room: Room, paces: Paces | None = None, port: int = 0) -> Iterator[str]:
    """A room behind an address of this machine, served by this process."""
    with listening(HOST, port) as line:
        address = f"http://{HOST}:{line.getsockname()[1]}"
        server = server_of(make(room, address, paces))
        server.config.timeout_graceful_shutdown = 1
        thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
        thread.start()
        try:
            end = time.monotonic() + PATIENCE
            while not server.started:
                assert time.monotonic() < end, "the server did not start"
                time.sleep(PAUSE)
            yield address
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


class Person:
    """Somebody at a browser: sends each action until it is answered, and notes it."""

    def __init__(self, address: str, name: str, history: History) -> None:
        self.name, self.history = name, history
        self.client = Client(address, Measured())
        self.path = ""

    def do(self, action: dict[str, Any], writes: tuple[Place, object] | None = None, patient: float = 1.0) -> bool:
        """Send an action, and again with that chance where no answer comes; whether it was done."""
        asked = {"id": secrets.token_hex(8), **action}
        deed = self.history.begin(self.name, asked, writes)
        answer = self._answer(lambda: (self.client.post(self.path, asked),), patient)
        if answer is None:
            return False
        (found,) = answer
        deed.end("refused" if found is None else "acknowledged", (found or {}).get("number", NEVER_SAID))
        return found is not None

    def _answer(self, ask: Any, patient: float) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                return ask()
            except GreatGameError as error:
                if "does not answer" not in str(error):
                    raise
                if random.random() >= patient:
                    return None
                time.sleep(PAUSE)
        raise AssertionError("the server did not come back")

    def look(self) -> Any:
        """Read the page."""
        deed = self.history.begin(self.name, {})
        try:
            seen = self._answer(lambda: self.client.get(self.path), 1.0)
        except Refused:
            deed.end("refused")
            raise
        self.note(deed, seen)
        return seen

    def note(self, deed: Deed, seen: Any) -> None:
        """Note what a page showed of what is followed; a teacher's shows none of it."""
        deed.show(seen["number"], (), {})


class Pupil(Person):
    """A student who taps until told to stop."""

    def __init__(self, address: str, pin: str, name: str, history: History) -> None:
        super().__init__(address, name, history)
        self.path = "/api/join"
        body = {"id": secrets.token_hex(8), "pin": pin, "name": name}
        deed = history.begin(name, body)
        self.key = self.client.post(self.path, body)["key"]
        deed.end("acknowledged", NEVER_SAID)
        self.path = f"/api/seat/{self.key}"
        self.team = self.look()["team"]["id"]
        self.chance = random.Random(name)
        self.orders: list[str] = []
        self.taps = 0
        self.still = threading.Event()
        """Whether nothing is tapped now."""
        self.quiet = threading.Event()
        """Whether the last tap was answered since."""
        self.gone = threading.Event()
        self._thread = threading.Thread(target=self._tap, name=name, daemon=True)

    def begin(self) -> None:
        """Begin to tap."""
        self._thread.start()

    def leave(self) -> None:
        """Stop, once the last tap was answered."""
        self.gone.set()
        self._thread.join(PATIENCE)

    def note(self, deed: Deed, seen: Any) -> None:
        team = seen["team"]["id"]
        sees = [(DRAFT, team)] if seen["plan"] else []
        shown: dict[Place, object] = {
            (DRAFT, team, row["order"]): row["units"] for row in (seen["plan"] or {}).get(DRAFT, [])
        }
        for kind, rows, value in (("answer", "questions", "answer"), ("forecast", "forecasts", "chance")):
            sees += [(kind, self.name)] if seen[rows] else []
            shown |= {(kind, self.name, row["id"]): row[value] for row in seen[rows] if row[value] is not None}
        deed.show(seen["number"], sees, shown)

    def _tap(self) -> None:
        while not self.gone.is_set():
            if self.still.is_set():
                self.quiet.set()
                time.sleep(PAUSE)
                continue
            self.quiet.clear()
            self._one(self.look())

    def _one(self, seen: Any) -> None:
        """A tap that the page allows now, or has just allowed."""
        patient = 0.7
        if seen["questions"]:
            value = self.chance.choice(["balance", "gain"])
            self.do(
                {"kind": "answer", "question": "why", "value": value}, (("answer", self.name, "why"), value), patient
            )
        elif seen["forecasts"] and self.chance.random() < 0.3:
            chance = self.chance.randrange(11) / 10
            writes = (("forecast", self.name, "trusted"), chance)
            self.do({"kind": "foretell", "forecast": "trusted", "chance": chance}, writes, patient)
        elif seen["plan"]:
            order, units = self.chance.choice(self.orders), self.chance.choice([0, 1, 1])
            self.do({"kind": "draft", "order": order, "units": units}, ((DRAFT, self.team, order), units), patient)
        self.taps += 1
        time.sleep(PAUSE / 4)
