"""What can be taken away from a campaign: files in folders of the player's own."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from greatgame import capsule, export
from greatgame.errors import GreatGameError
from greatgame.extras import lacking
from greatgame.files import replacing
from greatgame.lab.afterwards import Afterwards
from greatgame.lab.transcribe import transcribe
from greatgame.leaf import html
from greatgame.messages import messages
from greatgame.session import Session
from greatgame.shelf import unwritten
from greatgame.text import joined
from greatgame.ui.home import exports_folder, strategies_folder
from greatgame.views.debrief.page import report

if TYPE_CHECKING:
    from greatgame.ui.app import App


Files = Mapping[Path, tuple[bytes, str]]
"""What is to be written: content, and a note for the player."""


@dataclass(frozen=True)
class Made:
    """What came of an attempt: where the file is, or why there is none."""

    path: Path
    problem: str = ""
    note: str = ""


class Exports:
    """Makes and writes files beside the window; a failure is told and changes nothing."""

    def __init__(self, app: App, session: Session, told: Callable[[], None]) -> None:
        self.app, self.session, self.told = app, session, told
        self.made: list[Made] = []
        """The latest first."""
        self._threads: dict[str, threading.Thread] = {}

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

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return bool(self._threads)

    # What can be made

    def report(self, found: Afterwards | None) -> None:
        """The debrief as a page of HTML."""
        say, target = messages(self.app.ui.language), self.folder / "report.html"
        self._make("report", lambda: {target: (html(report(self.session, say, found)).encode(), "")})

    def pages(self, found: Afterwards | None) -> None:
        """The same as a PDF; see :meth:`no_pages`."""
        # Of an extra: not there on every machine.
        from greatgame.leaf_pdf import pdf

        say, target = messages(self.app.ui.language), self.folder / "report.pdf"
        self._make("pages", lambda: {target: (pdf(report(self.session, say, found)), "")})

    @property
    def no_pages(self) -> str:
        """Why no PDF can be written here and what to install, in words; empty where one can."""
        missing = lacking("class", "fpdf")
        return "" if missing is None else self.app.ui.tell(missing)

    def tables(self) -> None:
        """Turns, orders and ledger as comma-separated files."""
        folder = self.folder
        self._make(
            "tables",
            lambda: {folder / name: (text.encode(), "") for name, text in export.tables(self.session).items()},
        )

    def capsule(self) -> None:
        """Everything that the campaign follows from, in one archive."""
        target = self.folder / "capsule.zip"
        self._make("capsule", lambda: {target: (capsule.packed(self.session), "")})

    def strategy(self) -> None:
        """The orders as a strategy file."""
        target = self.strategy_file
        say = messages(self.app.ui.language)

        def make() -> Files:
            found = transcribe(self.session, target.stem[:40].rstrip("-"))
            inexact = say("debrief-inexact", turns=joined(found.differing))
            return {target: (found.text.encode(), "" if found.exact else inexact)}

        self._make("strategy", make)

    # Inside

    def _make(self, name: str, make: Callable[[], Files]) -> None:
        """Work in a thread, so that the window stays alive; tell when it is done."""
        if name in self._threads:
            return
        rows: list[Made] = []
        failed: list[BaseException] = []

        def work() -> None:
            try:
                rows.extend(_written(make()))
            except (GreatGameError, OSError) as error:
                rows.append(Made(self.folder, str(error)))
            except BaseException as error:
                failed.append(error)

        thread = self._threads[name] = threading.Thread(target=work, name=f"greatgame-{name}", daemon=True)
        thread.start()

        def look() -> bool:
            if thread.is_alive():
                return True
            del self._threads[name]
            paths = {row.path for row in rows}
            self.made = [*rows, *(other for other in self.made if other.path not in paths)]
            self.told()
            if failed:
                raise failed[0]
            return False

        self.app.ui.poll(look)


def _written(files: Files) -> Iterator[Made]:
    """Write one after another; the first that cannot be written is the last."""
    for path, (content, note) in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as stream:
                stream.write(content)
        except OSError as error:
            yield Made(path, unwritten(path, error))
            return
        yield Made(path, note=note)
