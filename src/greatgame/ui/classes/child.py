"""A command of the game that runs as a process beside the window, and no longer than the window."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from typing import IO

PATIENCE = 5.0
"""Seconds that it has for ending by itself."""


class Child:
    """Begins at once; what it says can be read while it runs.

    It is to end with its input, of which the window holds the other end and writes nothing: where the window is
    killed, the system lets go of it.

    Raises:
        OSError: where the system cannot begin it.
    """

    def __init__(self, *arguments: str) -> None:
        self.said: list[str] = []
        """Lines, oldest first."""
        self.complained: list[str] = []
        """Lines of its other output."""
        self.stopped = False
        """Whether somebody ended it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "greatgame", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        outputs = ((self._process.stdout, self.said), (self._process.stderr, self.complained))
        self._readers = [
            threading.Thread(target=_read, args=pair, name="greatgame-reading", daemon=True) for pair in outputs
        ]
        for reader in self._readers:
            reader.start()
        # However the game ends, it leaves nothing running behind.
        atexit.register(self._end)

    @property
    def over(self) -> bool:
        """Whether it has ended and all that it said was read."""
        return self._process.poll() is not None and not any(reader.is_alive() for reader in self._readers)

    def stop(self) -> None:
        """End it; the window does not wait for that, but the program does."""
        if not self.stopped:
            self.stopped = True
            threading.Thread(target=self._end, name="greatgame-ending").start()

    def _end(self) -> None:
        atexit.unregister(self._end)
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _read(stream: IO[str] | None, lines: list[str]) -> None:
    assert stream is not None
    with stream:
        lines.extend(line.rstrip() for line in stream)
