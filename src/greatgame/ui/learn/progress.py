"""How far the guided first game has come, kept among the player's own files."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from greatgame.files import replacing
from greatgame.shelf import Entry, Shelf
from greatgame.ui.home import home


@dataclass(frozen=True)
class Progress:
    """The step that is to be done next, and in which campaign."""

    step: str
    campaign: str
    """Its key on the shelf."""


def _file() -> Path:
    return home() / "guide.json"


def kept() -> Progress | None:
    """What was kept; None where nothing was, or nothing that can be read: then one begins anew."""
    try:
        row = json.loads(_file().read_text(encoding="utf-8"))
        return Progress(str(row["step"]), str(row["campaign"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(progress: Progress | None) -> None:
    """Keep it, or with None forget it; a disk that does not take it costs nothing but the place in the guide."""
    with contextlib.suppress(OSError):
        if progress is None:
            _file().unlink(missing_ok=True)
            return
        home().mkdir(parents=True, exist_ok=True)
        with replacing(_file()) as stream:
            stream.write(json.dumps(asdict(progress)).encode())


def campaign_of(progress: Progress | None, shelf: Shelf) -> Entry | None:
    """The latest save of the campaign in which one learns, if it can be gone on with."""
    if progress is None:
        return None
    rows = [row for row in shelf.entries() if row.campaign == progress.campaign and row.readable and not row.finished]
    return max(rows, key=lambda row: row.turn, default=None)
