"""How the program starts processes beside itself: the same everywhere, and quickly where the system allows it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, Final

from greatgame.deferred import deferring
from greatgame.paths import data_dir

if TYPE_CHECKING:
    # Windows has no such servers, nor their names.
    from multiprocessing.context import ForkServerContext, SpawnContext

SERVER: Final = "forkserver"
"""The way of starting processes that has a server."""

PRELOADED = ["mesa", "greatgame.session", "greatgame.lab.afterwards", "greatgame.lab.counsel"]
"""Modules that most processes need; with what they import they take longer to read than most questions to answer.
Mesa is quickest read first, see :func:`greatgame.commands.common.starting`."""

INSTEAD = "GREATGAME_BEHIND"
"""Variable of the environment: how far processes stand back, whatever they would by themselves.  Tests set it to 0, for
they wait for answers on a machine that other tests keep busy, where what stands far back gets a thirtieth of a core."""


@lru_cache
def context() -> SpawnContext | ForkServerContext:
    """How processes are started.

    On Linux the first one leaves behind a small server that has read the
    modules, and from which all later ones branch off at once ("forkserver").
    Elsewhere each is started afresh ("spawn").  Neither inherits anything
    else, so a script that starts processes needs the usual
    ``if __name__ == "__main__":`` around what it does.
    """
    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context(SERVER)
    # What the program does to start sooner, it does for its processes too; who uses it as a library does as they like.
    found.set_forkserver_preload(["greatgame.sooner", *PRELOADED] if deferring() else PRELOADED)
    return found


def read_ahead() -> None:
    """Let the server read its modules now, while this process reads its own.

    It ignores interrupts once it has read them; until then they are kept from it, for it would only show a traceback.
    """
    if context().get_start_method() != SERVER:
        return
    from multiprocessing import forkserver, resource_tracker

    # Starting this one lets interrupts through again, so it comes first.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def process(
    target: Callable[..., None], *arguments: Any, name: str | None = None, starts_others: bool = False
) -> BaseProcess:
    """A process to be started, which ends with this one; it has this one's environment as it is now.

    One that starts others itself has to see to its end: :func:`greatgame.owner.parent_ended` tells of this one's.
    """
    read_ahead()
    given = (dict(os.environ), _heeding, target, *arguments)
    return context().Process(target=_begin, args=given, name=name, daemon=not starts_others)


@contextmanager
def pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Several processes that take calls, until the block ends.

    They finish what they have where it ends well.  Where it does not, and where
    this process is killed, they end at once: an interrupt is this one's to answer.
    """
    read_ahead()
    theirs, ours = multiprocessing.Pipe(duplex=False)
    found = ProcessPoolExecutor(workers, context(), _begin, (dict(os.environ), _attend, theirs))
    try:
        yield found
        found.shutdown()
    finally:
        # Workers end when their line to this process does, however that comes about.
        ours.close()
        theirs.close()
        found.shutdown(wait=False, cancel_futures=True)


def _attend(line: Connection) -> None:
    """Prepare a worker: an interrupt is its starter's to answer, and no worker outlives the one that it works for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        wait([line])
        os._exit(1)

    threading.Thread(target=watch, name="greatgame-line", daemon=True).start()


def stand_back(far: int) -> None:
    """Let others go first where there are fewer cores than processes; ``far`` is what the system calls niceness."""
    instead = os.environ.get(INSTEAD, "")
    if hasattr(os, "nice"):
        os.nice(int(instead) if instead.isdecimal() else far)


def _begin(environment: Mapping[str, str], target: Callable[..., None] | None, *arguments: Any) -> None:
    """Take over the starter's environment, for a server of processes knows only that of its own beginning."""
    os.environ.clear()
    os.environ.update(environment)
    data_dir.cache_clear()
    if target is not None:
        target(*arguments)


def _heeding(target: Callable[..., None], *arguments: Any) -> None:
    """Run what an interrupt may stop: it is kept from the server, and so from what branches off, see read_ahead."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    target(*arguments)
