"""Campaigns that come as a file: run capsules of a class or of a friend, and saves from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from greatgame import capsule
from greatgame.session import Session
from greatgame.ui.home import capsules_folder, shelf_folder
from greatgame.ui.kit import SMALL, Button, Icon, Label, Panel, Rich, Row, Span, Ui, Widget

PATTERN = "*capsule.zip"


def opened(path: Path) -> Session:
    """The campaign of a run capsule or a save, replayed and checked.

    Raises:
        GreatGameError: saying why it cannot be opened.
    """
    if path.suffix.lower() == capsule.ENDING:
        path = capsule.unpacked(path, capsules_folder())
    return Session.load(path)


def found() -> list[Path]:
    """The run capsules that lie where the game looks for them, the latest first."""
    rows = [path for folder in (capsules_folder(), shelf_folder()) for path in _archives(folder)]
    return sorted(rows, key=lambda path: (_written(path), path.name), reverse=True)


def _archives(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.glob(PATTERN) if path.is_file()]
    except OSError:
        return []


def _written(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return datetime.fromtimestamp(0)


def listing(ui: Ui, open_file: Callable[[Path], bool]) -> list[Widget]:
    """A heading, a row for each capsule, and how others are opened."""
    said = ui.say("load-capsules-how", folder=str(capsules_folder()))
    return [
        Label(ui.say("load-capsules"), bold=True, size=18),
        *(_row(ui, path, open_file) for path in found()),
        Rich((Span(said),), size=SMALL, ink="muted"),
    ]


def _row(ui: Ui, path: Path, open_file: Callable[[Path], bool]) -> Widget:
    written = _written(path)
    date = ui.say("load-date", date=written.date(), time=f"{written:%H:%M}")

    def go() -> None:
        open_file(path)

    parts: list[Widget] = [
        Icon("download", size=24),
        Label(path.name, bold=True, elide=True).growing(),
        Label(date, size=SMALL, ink="muted", align="right"),
        Button(ui.say("load-capsule-go"), go, name=f"open:{path.name}"),
    ]
    return Panel([Row(parts, gap=14)], ground="panel", pad=12)
