"""Saves: a campaign as a readable file that replays exactly.

A save holds what a campaign follows from: the scenario's identity and hash,
the seed, and the player's orders turn by turn; and for every turn the digest
of the state, so that a replay can be checked.  It is JSON, indented, in
UTF-8.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from greatgame import __version__
from greatgame.errors import Fault, SaveError
from greatgame.files import replacing
from greatgame.text import Text, say
from greatgame.validation import brief, in_words
from greatgame.words import AS_PUBLISHED
from greatgame.world.tape import MAX_SEED

FORMAT = 3
"""Version of the file format that this program writes."""

KIND = "great-game-save"
MAX_BYTES = 8_000_000
"""Largest save that is read; real ones are a hundred times smaller."""

Document = dict[str, Any]

DAMAGED = Text("The file is cut off or damaged.")
NO_SAVE = Text("The file is no save of this game.")
NEWER = Text("A newer version of the game wrote it: update the game.")
ALTERED = Text("It was changed after it was saved: go back to an unchanged copy.")
GONE = Text("The file is no longer there.")
WRONG = Text("Its contents are not right.")
OTHER_FIGURES = Text(
    "The scenario has changed since: load it with the scenario, or the version of the game, of that time."
)
OTHERWISE = Text("It does not come out as it was saved: the game, or a strategy's file, has changed since.")
"""Why a save is refused, to who plays; what is wrong where stands in the error itself."""


def _with_variants(document: Document) -> Document:
    """Format 2 also says which temper, changed figures and seats filled by choice there were: there were none."""
    scenario = document.get("scenario")
    if isinstance(scenario, dict):
        scenario = {**scenario, "temper": AS_PUBLISHED, "changes": {}}
    return {**document, "scenario": scenario, "seats": {}}


def _with_level(document: Document) -> Document:
    """Format 3 also has level, predictions and injected events: all of the model, and none."""
    return {**document, "level": None, "predictions": []}


MIGRATIONS: dict[int, Callable[[Document], Document]] = {1: _with_variants, 2: _with_level}
"""Format -> function that rewrites a document of that format to the next one."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Orders = dict[Annotated[str, Field(max_length=200)], Annotated[int, Field(ge=1)]]
"""Order id -> units; a decider in Python may have ordered any number of them."""


class InjectionPart(_Part):
    """An event that was put into the campaign from outside."""

    quarter: Annotated[str, Field(pattern=r"^\d{4}Q[1-4]$")]
    event: Annotated[str, Field(max_length=80)]


class ScenarioPart(_Part):
    """Which scenario it was, to the last figure."""

    id: Annotated[str, Field(max_length=80)]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    without: list[str] = []
    """Mechanisms switched off for this campaign."""
    temper: Annotated[str, Field(max_length=80)] = AS_PUBLISHED
    """Temper of the rivals."""
    changes: dict[Annotated[str, Field(max_length=200)], float] = {}
    """Figures changed for this campaign, by path."""
    injected: list[InjectionPart] = []
    """Events that happen for certain beside those of the scenario."""
    folder: Annotated[str, Field(max_length=4096)] | None = None
    """Where it lies, if it is none of the shipped ones."""

    @property
    def place(self) -> str:
        """Where the scenario is found here: its folder where that still is, else by its id."""
        try:
            there = self.folder is not None and Path(self.folder).is_dir()
        except OSError:
            # A name that no file here can have.
            there = False
        return self.folder if there and self.folder else self.id


class TurnPart(_Part):
    """One finished turn."""

    quarter: Annotated[str, Field(pattern=r"^\d{4}(Q[1-4]|H[12])?$")]
    orders: Orders
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class PredictionPart(_Part):
    """What the player said of one statement about a coming turn; no rule reads it."""

    turn: Annotated[int, Field(ge=0, le=80)]
    """Turn in which it was said."""
    due: Annotated[int, Field(ge=0, le=80)]
    """Turn at whose end the statement is true or not."""
    goal: Annotated[str, Field(max_length=200)]
    """Figure, sign and mark, such as ``score.supply >= 60``."""
    chance: Annotated[float, Field(ge=0, le=1)]
    """Share of futures in which it came true."""
    answer: Annotated[float, Field(ge=0, le=1)] | None
    """The player's probability; null: none was given."""


class Save(_Part):
    """The whole file, its checksum aside."""

    kind: Literal["great-game-save"] = "great-game-save"
    format: Literal[3] = 3
    program: Annotated[str, Field(max_length=80)]
    scenario: ScenarioPart
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)]
    strategy: str | None
    """Who plays the player's seat; null: a human."""
    strength: str
    seats: dict[Annotated[str, Field(max_length=80)], str] = {}
    """Other seats filled by choice: actor -> strategy's name or file, or decider in Python."""
    level: Annotated[str, Field(max_length=80)] | None = None
    """Level by name; null: the whole model."""
    turns: Annotated[list[TurnPart], Field(max_length=80)]
    queue: Orders = {}
    """Orders prepared for the turn that is open."""
    predictions: Annotated[list[PredictionPart], Field(max_length=1000)] = []
    """What the player foretold, oldest first."""


@dataclass(frozen=True)
class Reading:
    """A save as it was read."""

    path: Path
    save: Save
    altered: bool
    """True where the checksum shows that the file was changed after it was written."""

    def fault(self, field: str, value: str, problem: str, remedy: str = "") -> SaveError:
        """The error for a save that cannot be replayed."""
        fault = Fault(self.path.name, field, value, problem, remedy or self.remedy)
        return _refused(self.path, [fault], self._reason(field))

    def refused(self, faults: Sequence[tuple[str, str, str]]) -> SaveError:
        """The error for several faults at once: field, value and problem of each."""
        return _refused(self.path, [Fault(self.path.name, *row, self.remedy) for row in faults], self._reason(""))

    def _reason(self, field: str) -> Text:
        """The same to who plays."""
        if self.altered:
            return ALTERED
        if field == "scenario.id":
            return say("Its scenario is not here or cannot be used: {scenario}.", scenario=self.save.scenario.id)
        if field == "scenario.hash":
            return OTHER_FIGURES
        if self.save.program != __version__:
            return say("Version {program} of the game saved it: load it with that one.", program=self.save.program)
        return OTHERWISE

    @property
    def remedy(self) -> str:
        """What to do about a save that does not replay."""
        if self.altered:
            return "the file was changed after it was saved: go back to an unchanged copy, or start a new campaign"
        if self.save.program == __version__:
            return "put back what was changed since, a strategy's file or the program itself, or start a new campaign"
        return f"it was saved by version {self.save.program}: open it with that version, or start a new campaign"


def write(path: str | Path, save: Save) -> None:
    """Write a save, so that a crash at any moment leaves the old file or the new one.

    Raises:
        SaveError: where the file cannot be written.
    """
    target = Path(path)
    data = text_of(save).encode()
    try:
        with replacing(target) as stream:
            stream.write(data)
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        long = error.errno == errno.ENAMETOOLONG
        remedy = "use a shorter name" if long else "check that the folder exists, may be written to and has room"
        raise SaveError(f"save {target}: {problem} -> {remedy}") from error


def text_of(save: Save) -> str:
    """What stands in the file of a save."""
    document = save.model_dump(mode="json")
    document["checksum"] = checksum(document)
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def checksum(document: Document) -> str:
    """SHA-256 of a document without its own checksum."""
    bare = {key: value for key, value in document.items() if key != "checksum"}
    text = json.dumps(bare, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read(path: str | Path) -> Reading:
    """Read and validate a save; whether it replays is for the session to find out.

    Raises:
        SaveError: naming file, field and remedy, all faults of the file at once.
    """
    source = Path(path)
    document = _document(source)
    # The checksum is about the file as it lies there, so it is worked out before any migration.
    altered = document.get("checksum") != checksum(document)
    document = _migrated(source, document)
    stated = document.pop("checksum", None)
    if not isinstance(stated, str):
        fault = Fault(source.name, "checksum", "", "is missing", "go back to an unchanged copy")
        raise _refused(source, [fault], ALTERED)
    try:
        save = Save.model_validate(document)
    except ValidationError as error:
        raise _refused(source, [_fault(source, item) for item in error.errors()], WRONG) from error
    return Reading(source, save, altered)


def _document(path: Path) -> Document:
    text = _text(path)
    try:
        document = json.loads(text, object_pairs_hook=_distinct, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _broken(path, f"not complete JSON ({error.msg} at {place}): it is truncated or altered") from error
    except RecursionError as error:
        raise _broken(path, "nested too deeply to be a save") from error
    except ValueError as error:
        # Python's advice on numbers of thousands of digits is for programmers.
        problem = "holds a number of thousands of digits" if "digits" in str(error) else str(error)
        raise _broken(path, problem) from error
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise _broken(path, f'not a Great Game save (a save says "kind": "{KIND}")', NO_SAVE)
    return document


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            # Devices say nothing of their size.
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise _broken(path, f"larger than {MAX_BYTES:,} bytes: this is no save", NO_SAVE)
        # Some editors put a mark of the byte order in front, which is no part of the text.
        return content.decode("utf-8").removeprefix("\ufeff")
    except FileNotFoundError as error:
        near = sorted(p.name for p in path.parent.glob("*.json"))[:5] if path.parent.is_dir() else []
        found = f"; in that folder: {', '.join(near)}" if near else ""
        raise SaveError(f"save {path}: there is no such file -> check the name{found}", GONE) from error
    except UnicodeDecodeError as error:
        raise _broken(path, f"not UTF-8 (byte {error.start})") from error
    except (OSError, ValueError) as error:
        problem = (error.strerror if isinstance(error, OSError) else None) or str(error)
        words = f"save {path}: cannot be read: {problem} -> check the name and the permissions"
        raise SaveError(words, say("The file cannot be opened: {reason}.", reason=problem)) from error


def _distinct(pairs: list[tuple[str, Any]]) -> Document:
    table = dict(pairs)
    if len(table) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return table


def _not_a_number(text: str) -> float:
    raise ValueError(f"{text} is not a number that a save can hold")


def _migrated(path: Path, document: Document) -> Document:
    """The document in the present format."""
    version = document.get("format")
    if not isinstance(version, int) or isinstance(version, bool):
        fault = Fault(path.name, "format", repr(version), "must be a whole number", "do not edit saves")
        raise _refused(path, [fault], WRONG)
    if version > FORMAT:
        problem = f"this program reads formats up to {FORMAT}; the save was made by a newer one"
        raise _refused(path, [Fault(path.name, "format", str(version), problem, "update greatgame")], NEWER)
    while version < FORMAT:
        step = MIGRATIONS.get(version)
        if step is None:
            problem = "this format is too old to be read"
            remedy = f"open and save it with version {document.get('program', 'that wrote it')} or the next one"
            reason = Text("A version of the game that is too old to be read here wrote it.")
            raise _refused(path, [Fault(path.name, "format", str(version), problem, remedy)], reason)
        version += 1
        document = {**step(document), "format": version}
    return document


def _fault(path: Path, item: Any) -> Fault:
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in item["loc"]).lstrip(".")
    shown = "" if item["type"] == "missing" else brief(item["input"])
    return Fault(path.name, field, shown, in_words(item)[0], "go back to an unchanged copy")


def _broken(path: Path, problem: str, reason: Text = DAMAGED) -> SaveError:
    return SaveError(f"save {path}: {problem} -> go back to an unchanged copy, or start a new campaign", reason)


def _refused(path: Path, faults: list[Fault], reason: Text) -> SaveError:
    return SaveError("\n".join([f"save {path} cannot be loaded:", *(f"  {fault}" for fault in faults)]), reason)
