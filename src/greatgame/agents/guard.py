"""The guard: deciders that come from outside get a time limit, and what they return is looked at.

A decision that fails (a wrong answer, an error, too slow) is replaced by the
default order, which is none, and recorded; the campaign goes on.  The
built-in minds are not guarded and pay nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np

from greatgame.agents.minds import Decider
from greatgame.agents.view import View
from greatgame.scenario.indexed import Floats

LIMIT = 5.0
"""Seconds that a decision may take by default, all worlds together."""
AGAIN = 0.5
"""Seconds after which a decider that swallowed the interruption is interrupted again."""

OWN = str(Path(__file__).parents[1])
"""Folder of the program, whose lines stand between the caller and foreign code."""

Status = Literal["ok", "invalid", "error", "timeout"]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Decision:
    """One decision of a guarded seat, for all worlds of its model."""

    actor: str
    turn: int
    status: Status
    message: str
    """What was wrong; empty where all was well."""
    seconds: float


class TimeUp(BaseException):
    """Raised inside a function that takes too long; no ``except Exception`` holds it up."""


class Guarded:
    """A decider from outside behind a time limit; see :attr:`log` for how its decisions went."""

    def __init__(self, decider: Decider, name: str, limit: float = LIMIT) -> None:
        self.decider, self.name, self.limit = decider, name, limit
        self.log: list[Decision] = []

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        """Amounts ``[world, own entry]``: what the decider says, or nothing where its decision fails."""
        begun = time.perf_counter()
        status: Status = "ok"
        message = ""
        amounts: Any = None
        try:
            # What it prints must not mix with what the command writes to its standard output.
            with contextlib.redirect_stdout(sys.stderr):
                amounts = within(self.limit, lambda: self.decider.decide(view, actor, utility))
            message = fault_of(amounts, utility.shape)
            status = "invalid" if message else "ok"
        except TimeUp as error:
            status, message = "timeout", f"no decision within {self.limit:g} s{place_of(error)}"
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            # What it raises to leave a generator or the program ends its decision, nothing else.
            status, message = "error", described(error)
        seconds = time.perf_counter() - begun
        self.log.append(Decision(self.name, view.turn, status, message, seconds))
        return np.zeros(utility.shape) if status != "ok" else np.array(amounts, dtype=np.float64)


def fault_of(amounts: Any, shape: tuple[int, ...]) -> str:
    """What is wrong with the answer of a decider; empty if nothing is."""
    if not isinstance(amounts, np.ndarray):
        return f"returned {type(amounts).__name__}, not a numpy array [world, own entry]"
    if amounts.shape != shape:
        return f"returned an array of shape {amounts.shape}, not {shape} (world, own entry)"
    if amounts.dtype.kind not in "fiub":
        return f"returned an array of {amounts.dtype}, not of numbers"
    places = np.argwhere(~np.isfinite(amounts) | (amounts < 0) | (np.rint(amounts) != amounts))
    if not len(places):
        return ""
    world, entry = places[0]
    more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    value = amounts[world, entry]
    return f"amount {value} of own entry {entry} in world {world}{more}: amounts are whole numbers from 0"


def described(error: BaseException) -> str:
    """An error of foreign code in one line: what it was and where."""
    if isinstance(error, SyntaxError):
        return f"SyntaxError: {error.msg} ({error.filename}, line {error.lineno})"
    told = " ".join("".join(sign if sign.isprintable() else " " for sign in str(error)).split())
    return f"{type(error).__name__}{': ' if told else ''}{told}{place_of(error)}"


def place_of(error: BaseException) -> str:
    """The deepest line of the foreign file itself, not of a library that it called; empty if there is none."""
    frames = traceback.extract_tb(error.__traceback__)
    foreign = [frame for frame in frames if not frame.filename.startswith((OWN, "<frozen"))]
    if not foreign:
        return ""
    blamed = [frame for frame in foreign if frame.filename == foreign[0].filename][-1]
    return f" ({blamed.filename}, line {blamed.lineno})"


def within(limit: float, function: Callable[[], Result]) -> Result:
    """What ``function`` returns, if it does so within ``limit`` seconds.

    A watchdog raises :class:`TimeUp` inside the thread that runs it.  Endless
    loops in Python are stopped that way on every system; a single call into
    compiled code is stopped when it returns.

    Raises:
        TimeUp: when the time is over.
    """
    runner = threading.get_ident()
    done = threading.Event()
    guard = threading.Lock()

    def watch() -> None:
        wait = limit
        while not done.wait(wait):
            with guard:
                if not done.is_set():
                    _raise_in(runner, TimeUp)
            wait = AGAIN

    watchdog = threading.Thread(target=watch, daemon=True, name="watchdog of a decision")
    watchdog.start()
    try:
        # Twice, because the interruption may strike in the inner one.
        try:
            return function()
        finally:
            done.set()
    finally:
        done.set()
        with guard:
            # An interruption that came too late must not strike what follows.
            _raise_in(runner, None)


def _raise_in(thread: int, exception: type[BaseException] | None) -> None:
    pending = ctypes.py_object(exception) if exception is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), pending)
