"""A program that serves another one ends with it, however that one ends: killed, it can tell nobody."""

from __future__ import annotations

import _thread
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import wait

CHUNK = 1024


def end_with(gone: Callable[[], object]) -> None:
    """Interrupt the main thread, as Ctrl+C does, once ``gone`` returns."""

    def watch() -> None:
        gone()
        _thread.interrupt_main()

    threading.Thread(target=watch, name="greatgame-owner", daemon=True).start()


def input_ended() -> None:
    """Return when nothing more can come from standard input: whoever holds its other end has let go, or is dead."""
    # Not through sys.stdin: a thread that waits there holds a lock that Python wants when it ends.
    while os.read(sys.stdin.fileno(), CHUNK):
        continue


def parent_ended() -> None:
    """Return when the process is gone that started this one with :mod:`multiprocessing`."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
