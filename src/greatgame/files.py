"""Files that are either as they were or as they should be, whatever happens while they are written."""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

DRAFT = ".draft"
"""Ending of a file that is being written."""
STALE = 3600.0
"""Seconds after which a half-written file is nobody's any more."""
LONGEST = 140
"""Bytes of a name beside which that of its writer has room; most systems allow 255 in all."""


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """A stream whose content takes the place of ``target`` when the block ends well.

    A crash at any moment leaves the old file or the new one; an error leaves
    the old one and no draft.  A link stays: what it leads to is replaced.

    Raises:
        OSError: where it cannot be written.
    """
    if target.exists() and not target.is_file():
        # A device or a pipe has no old content to keep, and a file must not take its place.
        with target.open("wb") as stream:
            yield stream
        return
    target = Path(os.path.realpath(target))
    if target.exists() and not os.access(target, os.W_OK):
        # A rename would go through all the same, and what somebody protected would be gone.
        raise PermissionError(errno.EACCES, "it is read-only", str(target))
    # One name per writer on any machine, in the same folder, so that the last step is a rename in one file system.
    writer = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"
    draft = target.with_name(f".{_stem(target)}.{writer}{DRAFT}")
    try:
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(target.parent)


def drafts_of(target: Path) -> list[Path]:
    """Drafts of ``target`` that are being written, or that writers left behind when they were killed."""
    return sorted(target.parent.glob(f".{glob.escape(_stem(target))}.*{DRAFT}"))


def is_stale(draft: Path) -> bool:
    """Whether nobody has written to a draft for so long that its writer must have been killed."""
    try:
        return time.time() - draft.stat().st_mtime > STALE
    except FileNotFoundError:
        # Its writer was quicker: the draft is whole, and has its name.
        return False


def writer_here(target: Path, draft: Path) -> int | None:
    """The process of this machine that a draft of ``target`` was begun by; None: it was begun on another machine."""
    here = re.escape(f".{_stem(target)}.{socket.gethostname()}-")
    found = re.fullmatch(rf"{here}(\d+)-\d+{re.escape(DRAFT)}", draft.name)
    return int(found[1]) if found else None


def _stem(target: Path) -> str:
    """What the drafts of a file are called by: its name, or a short one where there is no room for more."""
    name = os.fsencode(target.name)
    return target.name if len(name) <= LONGEST else hashlib.sha256(name).hexdigest()[:32]


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut; not every system can open a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
