"""How the program ends where somebody stops it or nobody listens: read before all else, so it imports little."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

INTERRUPTED, UNREAD = 130, 141
"""Exit codes, as shells know them: stopped from the keyboard; whoever read the output went away (128 + SIGPIPE)."""


def complete() -> None:
    """Have standard streams that were closed (``>&-``) lead nowhere, as ``>/dev/null`` would.

    Otherwise the next file that is opened takes their place, and gets what others print.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115
            # Programs started from here need it as much.
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


def interrupted() -> None:
    """Say so, where anybody listens."""
    with suppress(OSError):
        print("interrupted", file=sys.stderr, flush=True)


def let_go() -> bool:
    """Write what is still to be written, or drop it where that fails; returns whether a reader had left.

    Python itself would try again at its very end, and complain.
    """
    left = False
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            left = left or error.errno == errno.EPIPE
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    return left
