"""What can be taken away from a campaign: files in folders of the player's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from greatgame import capsule, export
from greatgame.errors import GreatGameError
from greatgame.files import replacing
from greatgame.lab.afterwards import Afterwards
from greatgame.lab.transcribe import transcribe
from greatgame.messages import messages
from greatgame.session import Session
from greatgame.shelf import unwritten
from greatgame.ui.home import exports_folder, strategies_folder
from greatgame.views.debrief.page import page

if TYPE_CHECKING:
    from greatgame.ui.app import App


@dataclass(frozen=True)
class Made:
    """What came of an attempt: where the file is, or why there is none."""

    path: Path
    problem: str = ""
    note: str = ""


class Exports:
    """Writes files; a failure is told and changes nothing."""

    def __init__(self, app: App, session: Session) -> None:
        self.app, self.session = app, session
        self.made: list[Made] = []

    @property
    def stem(self) -> str:
        """Name that belongs to this campaign as it stands."""
        scenario = re.sub(r"[^a-z0-9]+", "-", self.session.scenario.id.lower()).strip("-")
        return f"{scenario[:20]}-{self.session.seed}-{self.session.digest[:6]}"

    @property
    def folder(self) -> Path:
        """Where everything goes but strategy files."""
        return exports_folder() / self.stem

    @property
    def folders(self) -> tuple[Path, Path]:
        """Both folders."""
        return self.folder, self.strategy_file.parent

    @property
    def strategy_file(self) -> Path:
        """Where the strategy goes: all such files lie in one folder, to be chosen from."""
        return strategies_folder() / f"mine-{self.stem}.toml"

    def report(self, found: Afterwards | None) -> None:
        """The debrief as a page of HTML."""
        text = page(self.session, messages(self.app.ui.language), found)
        self._keep(self.folder / "report.html", text.encode())

    def tables(self) -> None:
        """Turns, orders and ledger as comma-separated files."""
        self._keep_all({self.folder / name: text.encode() for name, text in export.tables(self.session).items()})

    def capsule(self) -> None:
        """Everything that the campaign follows from, in one archive."""
        self._keep(self.folder / "capsule.zip", capsule.packed(self.session))

    def strategy(self) -> None:
        """The orders as a strategy file."""
        target = self.strategy_file
        try:
            found = transcribe(self.session, target.stem[:40].rstrip("-"))
        except GreatGameError as error:
            self._note(Made(target, str(error)))
            return
        inexact = self.app.ui.say("debrief-inexact", turns=", ".join(found.differing))
        self._keep(target, found.text.encode(), "" if found.exact else inexact)

    def _keep_all(self, files: Mapping[Path, bytes]) -> None:
        for path, content in files.items():
            if not self._keep(path, content):
                return

    def _keep(self, path: Path, content: bytes, note: str = "") -> bool:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as stream:
                stream.write(content)
        except OSError as error:
            self._note(Made(path, unwritten(path, error)))
            return False
        self._note(Made(path, note=note))
        return True

    def _note(self, row: Made) -> None:
        self.made = [row, *(other for other in self.made if other.path != row.path)]
