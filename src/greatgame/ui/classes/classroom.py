"""What the window knows of classes: the one that is held, and the one that is tried out."""

from __future__ import annotations

import json
import re
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greatgame.classroom import remains
from greatgame.classroom.holding import holding
from greatgame.errors import GreatGameError, refusal
from greatgame.extras import needs
from greatgame.ui.classes.child import Child
from greatgame.ui.home import classes_folder
from greatgame.ui.kit import Ui

ENDING = ".class"
LINK = re.compile(r"https?://[^\s/]+/(?P<page>[tp])/\S+")
OWNED = "--with-owner"
"""A command that is begun with it ends with the window."""
STUDENTS = re.compile(r"(?P<address>https?://[^\s/]+)\s+PIN\s+(?P<pin>\S+)")


@dataclass(frozen=True)
class Links:
    """Where a class is to be found."""

    teacher: str
    wall: str
    students: str
    pin: str


@dataclass
class Held:
    """A class that is served."""

    exercise: str
    links: Links | None = None
    """None until it is ready."""
    problem: str = ""
    """Why it ended, where nobody wanted it to."""


@dataclass
class Tried:
    """A class with simulated students."""

    exercise: str
    findings: dict[str, Any] | None = None
    """What ``class check --json`` says; None until it is over."""
    problem: str = ""


def links_of(lines: list[str]) -> Links | None:
    """What ``class run`` has told of its addresses, once it has told all."""
    pages = {found["page"]: found[0] for line in lines if (found := LINK.search(line))}
    students = next((found for line in lines if (found := STUDENTS.search(line))), None)
    if students is None or pages.keys() != {"t", "p"}:
        return None
    return Links(pages["t"], pages["p"], students["address"], students["pin"])


def missing_packages() -> bool:
    """Whether what a class is served with is not installed."""
    try:
        needs("class", "fastapi", "fpdf", "jinja2", "segno", "uvicorn")
    except GreatGameError:
        return True
    return False


def kept(exercise: str) -> list[Path]:
    """Classes of an exercise that were begun, the latest first."""
    own = re.compile(rf"{re.escape(exercise)}(-\d+)?{re.escape(ENDING)}")
    try:
        rows = [(path.stat().st_mtime, path) for path in classes_folder().iterdir() if own.fullmatch(path.name)]
    except OSError:
        return []
    return [path for _, path in sorted(rows, reverse=True)]


def fresh(exercise: str) -> Path:
    """The file of a new class."""
    number, path = 1, classes_folder() / f"{exercise}{ENDING}"
    while path.exists():
        number += 1
        path = classes_folder() / f"{exercise}-{number}{ENDING}"
    return path


def remove(file: Path) -> str:
    """Delete a class with all that its students wrote, and that was written of it; why not, where it cannot be."""
    try:
        with holding(file):
            remains.remove(file)
    except GreatGameError as error:
        return refusal(error)
    return ""


class Classroom:
    """Belongs to the application: a class goes on while its teacher looks at other screens."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui
        self.held: Held | None = None
        self.tried: Tried | None = None
        self.told: Callable[[], None] = lambda: None
        """Called when something has changed."""
        self.where: tuple[str, ...] = ()
        """Further options of ``class run``: address and port."""
        self._holding: Child | None = None
        self._trying: Child | None = None

    def hold(self, exercise: str, file: Path) -> None:
        """Serve a class that is kept in that file, a new one or one to be gone on with."""
        self.stop_holding()
        self.held = Held(exercise)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            options = ("--file", str(file), "--language", self.ui.language, *self.where, OWNED)
            self._holding = Child("class", "run", exercise, *options)
        except OSError as error:
            self.held.problem = error.strerror or str(error)
        self._follow()

    def try_out(self, exercise: str) -> None:
        """Hold a whole class with simulated students."""
        self.stop_trying()
        self.tried = Tried(exercise)
        try:
            self._trying = Child("class", "check", exercise, "--language", self.ui.language, "--json", OWNED)
        except OSError as error:
            self.tried.problem = error.strerror or str(error)
        self._follow()

    def stop_holding(self) -> None:
        """End the class; its file keeps everything."""
        if self._holding is not None:
            self._holding.stop()
        self._holding = self.held = None

    def stop_trying(self) -> None:
        """Give up what is tried out."""
        if self._trying is not None:
            self._trying.stop()
        self._trying = self.tried = None

    def stop(self) -> None:
        """End everything: the game is left."""
        self.stop_holding()
        self.stop_trying()

    def _follow(self) -> None:
        self.ui.poll(self._look)
        self.told()

    def _look(self) -> bool:
        before = (self.held and self.held.links, self._holding, self._trying)
        self._look_at_class()
        self._look_at_trial()
        if before != (self.held and self.held.links, self._holding, self._trying):
            self.told()
        return self._holding is not None or self._trying is not None

    def _look_at_class(self) -> None:
        child, held = self._holding, self.held
        if child is None or held is None:
            return
        if held.links is None and (links := links_of(list(child.said))):
            held.links = links
            browse(links.teacher)
        if child.over:
            held.links, held.problem = None, _last_words(child)
            self._holding = None

    def _look_at_trial(self) -> None:
        child, tried = self._trying, self.tried
        if child is None or tried is None or not child.over:
            return
        try:
            tried.findings = json.loads("\n".join(child.said))
        except ValueError:
            tried.problem = _last_words(child)
        self._trying = None


def _last_words(child: Child) -> str:
    return "\n".join((child.complained or child.said or ["?"])[-4:])


def browse(address: str) -> None:
    """Open a page in the system's browser, which may take its time."""
    threading.Thread(target=webbrowser.open, args=(address,), name="greatgame-browser", daemon=True).start()
