"""The shelf: where the game keeps its saves.

One folder holds them all:

* **autosaves**, one file a turn, the last few turns of the last few campaigns;
* **quick saves**, the last few;
* **named saves**, kept until their owner deletes them;
* a **marker** while a campaign is open, so that a crash is noticed at the next start.

Writing never raises: every method that writes answers with what was kept or
with the reason why nothing was, in words for the player, and the game goes on.
A file that cannot be read is listed with the reason and is never overwritten
or cleared away.  The shelf knows no screen; the front end says where the folder
is and shows the texts.

A campaign on the shelf::

    shelf = Shelf(folder)
    found = shelf.unfinished()          # after a crash: the save to offer
    key = shelf.begin()                 # a new campaign, or shelf.begin(found.campaign) to go on
    shelf.autosave(session, key)        # each turn, and whenever the queue has changed
    shelf.end(key)                      # a clean end: nothing is to be recovered
"""

from __future__ import annotations

import contextlib
import errno
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from greatgame import saves
from greatgame.errors import GreatGameError, SaveError, refusal
from greatgame.files import DRAFT, is_stale, replacing
from greatgame.records import Record
from greatgame.scenario.headline import Headline, headline
from greatgame.scenario.indexed import turn_name
from greatgame.session import Session
from greatgame.text import Text, say

TURNS_KEPT = 3
"""Autosaves kept of one campaign, each of another turn."""
CAMPAIGNS_KEPT = 6
"""Campaigns whose autosaves are kept."""
QUICK_KEPT = 3
LONGEST_NAME = 60
"""Characters of a save's name."""
ENDING = ".save.json"
MARKER = "running.json"

Kind = Literal["auto", "quick", "named"]

_AUTO = re.compile(r"auto-(?P<campaign>[0-9a-z]+)-(?P<turn>\d+)")
_QUICK = re.compile(r"quick-(?P<number>\d+)")
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""Characters that some system does not allow in a file's name."""


@dataclass(frozen=True)
class Entry(Record):
    """One save on the shelf."""

    path: Path
    kind: Kind
    name: str
    """As the player gave it; empty for others than named saves."""
    campaign: str
    """Key of the campaign of an autosave; empty for other saves."""
    written: datetime
    """Local time."""
    problem: str
    """Why it cannot be loaded, in words; empty if it can."""
    scenario: str = ""
    """Id; like all that follows empty or zero where the save cannot be read."""
    title: str = ""
    """Of the scenario, in words."""
    quarter: str = ""
    """The last that is over; empty before the first is."""
    opens: str = ""
    """The turn that going on opens with; empty where the campaign is over."""
    turn: int = 0
    turns: int = 0
    level: str | None = None
    strategy: str | None = None
    seed: int = 0

    @property
    def readable(self) -> bool:
        return not self.problem

    @property
    def finished(self) -> bool:
        """Whether the campaign is over."""
        return self.readable and self.turn >= self.turns


@dataclass(frozen=True)
class Kept(Record):
    """What became of an attempt to save."""

    path: Path | None
    """The file that was written; None where none was."""
    problem: str = ""
    """Why not, and what to do, in words."""

    def __bool__(self) -> bool:
        return self.path is not None


class Shelf:
    """The saves in one folder."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    # What there is

    def entries(self) -> list[Entry]:
        """All saves, the latest first; those that cannot be read among them."""
        rows = [_entry(path) for path in self._files()]
        return sorted(rows, key=lambda row: (row.written, row.path.name), reverse=True)

    def latest(self) -> Entry | None:
        """The save to go on with: the latest that can be read and is not over."""
        return next((row for row in self.entries() if row.readable and not row.finished), None)

    def latest_quick(self) -> Entry | None:
        """The latest quick save that can be read."""
        return next((row for row in self.entries() if row.kind == "quick" and row.readable), None)

    def unfinished(self) -> Entry | None:
        """After a crash: the latest save that can be read of the campaign that was open, if it is not over."""
        campaign = self._marked()
        rows = [row for row in self.entries() if row.campaign == campaign and row.readable] if campaign else []
        return rows[0] if rows and not rows[0].finished else None

    # Writing

    def begin(self, campaign: str = "") -> str:
        """Mark a campaign as open, a new one or one to be taken up; its key."""
        key = campaign or secrets.token_hex(4)
        self._sweep()
        self._attempt(self.folder / MARKER, lambda path: _write_marker(path, key))
        return key

    def end(self, campaign: str) -> None:
        """A campaign was left in good order: there is nothing to recover of it; another's marker stays."""
        if self._marked() == campaign:
            self._attempt(self.folder / MARKER, lambda path: path.unlink(missing_ok=True))

    def autosave(self, session: Session, campaign: str) -> Kept:
        """Keep the open turn with its queue; turns before it have files of their own."""
        free = self._free(f"auto-{campaign}-{session.turn:02d}")
        kept = self._write(session, free)
        if kept:
            self._clear_autosaves(campaign)
        return kept

    def quicksave(self, session: Session) -> Kept:
        """Keep a quick save beside the ones before."""
        numbers = [int(found["number"]) for path in self._files() if (found := _QUICK.match(path.name))]
        kept = self._write(session, self.folder / f"quick-{max(numbers, default=0) + 1:04d}{ENDING}")
        if kept:
            rows = [row for row in self.entries() if row.kind == "quick" and row.readable]
            self._remove(rows[QUICK_KEPT:])
        return kept

    def save(self, session: Session, name: str, replace: bool = False) -> Kept:
        """Keep a save under a name; an older one of that name only gives way with ``replace``."""
        stem = _UNFIT.sub(" ", name).strip().strip(".")[:LONGEST_NAME].strip()
        if not stem:
            return Kept(None, Text("A save needs a name with at least one letter or digit."))
        if _AUTO.match(stem) or _QUICK.match(stem):
            return Kept(None, say("The game itself uses names like {name}: choose another.", name=stem))
        path = self.folder / f"{stem}{ENDING}"
        if path.exists() and not replace:
            return Kept(None, say("There is a save called {name} already.", name=stem))
        if path.exists() and not _entry(path).readable:
            return Kept(
                None, say("The file called {name} cannot be read and is left alone: choose another name.", name=stem)
            )
        return self._write(session, path)

    def delete(self, entry: Entry) -> Kept:
        """Take a save away at its owner's wish."""
        return self._attempt(entry.path, lambda path: path.unlink(missing_ok=True))

    # Inside

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.name.endswith(ENDING) and path.name[0] != "."]
        except OSError:
            return []

    def _free(self, stem: str) -> Path:
        """The file of that name, or the next one that takes the place of nothing unreadable."""
        path, number = self.folder / f"{stem}{ENDING}", 1
        while path.exists() and not _entry(path).readable:
            number += 1
            path = self.folder / f"{stem}-{number}{ENDING}"
        return path

    def _write(self, session: Session, path: Path) -> Kept:
        return self._attempt(path, lambda target: saves.write(target, session.as_save()))

    def _attempt(self, path: Path, deed: Callable[[Path], None]) -> Kept:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            deed(path)
        except (OSError, SaveError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__
            return Kept(None, unwritten(path, cause if isinstance(cause, OSError) else None))
        return Kept(path)

    def _clear_autosaves(self, campaign: str) -> None:
        """Take away the oldest autosaves; what cannot be read stays."""
        found = [(found["campaign"], path) for path in self._files() if (found := _AUTO.match(path.name))]
        newest_first = sorted(found, key=lambda pair: _age(pair[1]))
        # Only what may have to go is opened: this is done every turn.
        own = [row for key, path in newest_first if key == campaign and (row := _entry(path)).readable]
        self._remove(own[TURNS_KEPT:])
        others = list(dict.fromkeys(key for key, _ in newest_first if key != campaign))[CAMPAIGNS_KEPT - 1 :]
        gone = [_entry(path) for key, path in newest_first if key in others]
        self._remove([row for row in gone if row.readable])

    def _sweep(self) -> None:
        """Take away what writers left behind when they were killed long ago."""
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f".*{DRAFT}"):
                if is_stale(path):
                    path.unlink()

    def _remove(self, rows: list[Entry]) -> None:
        for row in rows:
            self.delete(row)

    def _marked(self) -> str:
        """Key of the campaign that was open when the game last stopped."""
        try:
            document = json.loads((self.folder / MARKER).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return ""
        campaign = document.get("campaign") if isinstance(document, dict) else None
        return campaign if isinstance(campaign, str) else ""


def _write_marker(path: Path, campaign: str) -> None:
    with replacing(path) as stream:
        stream.write(json.dumps({"campaign": campaign}).encode())


def _age(path: Path) -> float:
    """Greater for a file that was written earlier."""
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0


def _entry(path: Path) -> Entry:
    """What stands in a file, or why that cannot be said."""
    stem = path.name.removesuffix(ENDING)
    auto, quick = _AUTO.match(stem), _QUICK.match(stem)
    kind: Kind = "auto" if auto else "quick" if quick else "named"
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        written = datetime.fromtimestamp(0)
    name, campaign = stem if kind == "named" else "", auto["campaign"] if auto else ""
    problem = _problem(path)
    if not problem:
        try:
            return _told(Entry(path, kind, name, campaign, written, ""))
        except GreatGameError as error:
            problem = refusal(error)
    return Entry(path, kind, name, campaign, written, problem)


def _told(entry: Entry) -> Entry:
    """The entry with what its save says.

    Raises:
        GreatGameError: where the save is not right, or its scenario is not there.
    """
    reading = saves.read(entry.path)
    if reading.altered:
        raise GreatGameError(saves.ALTERED)
    save = reading.save
    try:
        about: Headline = headline(save.scenario.place)
    except GreatGameError as error:
        raise reading.fault("scenario.id", save.scenario.id, str(error)) from error
    last = save.turns[-1].quarter if save.turns else ""
    told = {"scenario": save.scenario.id, "title": about.title, "turns": about.turns, "level": save.level}
    over = len(save.turns) >= about.turns
    told["opens"] = "" if over else turn_name(about.start, len(save.turns), about.quarters_per_turn)
    told |= {"quarter": last, "turn": len(save.turns), "strategy": save.strategy, "seed": save.seed}
    return Entry(**{**entry.__dict__, **told})


def _problem(path: Path) -> str:
    """Why a file cannot be a save, in words; empty if nothing speaks against it at first sight."""
    try:
        with path.open("rb") as stream:
            document = json.loads(stream.read(saves.MAX_BYTES).decode("utf-8-sig"))
    except OSError as error:
        return say("The file cannot be opened: {reason}.", reason=error.strerror or str(error))
    except (ValueError, RecursionError):
        return saves.DAMAGED
    if not isinstance(document, dict) or document.get("kind") != saves.KIND:
        return saves.NO_SAVE
    version = document.get("format")
    if isinstance(version, int) and version > saves.FORMAT:
        return saves.NEWER
    return ""


def unwritten(path: Path, error: OSError | None) -> Text:
    """Why a file was not written, and what to do."""
    folder = str(path.parent)
    code = error.errno if error else None
    if code in (errno.ENOSPC, errno.EDQUOT):
        return say(
            "Not saved: there is no room left on the disk of {folder}. Make room; the game goes on.", folder=folder
        )
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return say("Not saved: the folder {folder} may not be written to. The game goes on.", folder=folder)
    reason = (error.strerror or str(error)) if error else ""
    return say("Not saved in {folder}: {reason}. The game goes on.", folder=folder, reason=reason)
