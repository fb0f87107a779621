"""A run capsule: one file with all that a campaign follows from, so that it can be played again anywhere.

It is a ZIP archive: the save, the folders of its scenario, the strategy files
of its seats, and a README that says how to replay it.  :func:`unpacked` opens
one that came from somebody else, and therefore believes nothing that it says.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from greatgame import __version__, saves
from greatgame.agents.seating import file_of
from greatgame.errors import GreatGameError, SaveError
from greatgame.scenario.load import chain_of, files_in, folder_of
from greatgame.session import Session
from greatgame.text import Text, say

SAVE, SCENARIOS, STRATEGIES, README = "campaign.save.json", "scenarios", "strategies", "README.txt"
ENDING = ".zip"
MAX_ARCHIVE, MAX_PARTS, MAX_CONTENT = 10_000_000, 400, 40_000_000
"""Bytes of an archive, files in it, and bytes of them together: real ones are twenty times smaller."""

_PART = re.compile(rf"{SCENARIOS}/(?:[^/]+/){{1,3}}[^/]+\.toml|{STRATEGIES}/[^/]+\.toml")
"""What may be in one beside the save and the README."""
_PROGRAM = re.compile(rf"{STRATEGIES}/[^/]+\.py")
"""A decider in Python, which may be in one but is not opened."""
_STEP = re.compile(r'(?!\.)[^<>:"\\|?*\x00-\x1f]{1,120}(?<![. ])')
"""A step of a path that every system takes as a mere name."""


def packed(session: Session) -> bytes:
    """The archive; the same campaign gives the same bytes."""
    save, files = _portable(session)
    parts = {
        README: _readme(session, files).encode(),
        SAVE: saves.text_of(save).encode(),
        **files,
        **dict(_scenario(session)),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _portable(session: Session) -> tuple[saves.Save, dict[str, bytes]]:
    """The save with places inside the capsule, and the strategy files that it names."""
    save = session.as_save()
    files: dict[str, bytes] = {}

    def inside(spec: str) -> str:
        path = file_of(spec)
        if path is None or not path.is_file():
            return spec
        content = path.read_bytes()
        name = _free_name(path, content, files)
        files[name] = content
        return name + spec.removeprefix(str(path))

    seats = {actor: inside(spec) for actor, spec in save.seats.items()}
    strategy = None if save.strategy is None else inside(save.strategy)
    scenario = save.scenario.model_copy(update={"folder": f"{SCENARIOS}/{_folder(session).name}"})
    return save.model_copy(update={"strategy": strategy, "seats": seats, "scenario": scenario}), files


def _free_name(path: Path, content: bytes, files: Mapping[str, bytes]) -> str:
    """A file's place in the capsule, numbered where another one of that name, in whatever case, is there already."""
    there = {name.casefold(): name for name in files}
    stem = _as_name(path.stem, "strategy")
    names = (f"{STRATEGIES}/{stem}{'' if n == 1 else f'-{n}'}{path.suffix}" for n in count(1))
    # Two seats may be filled by the same file.
    name = next(name for name in names if files.get(there.get(name.casefold(), ""), content) == content)
    return there.get(name.casefold(), name)


def _folder(session: Session) -> Path:
    return folder_of(session.folder or session.scenario.id)


def _scenario(session: Session) -> Iterator[tuple[str, bytes]]:
    """Every file of the scenario and of those that it extends."""
    for folder in chain_of(_folder(session)):
        for file in files_in(folder):
            yield f"{SCENARIOS}/{folder.name}/{file.relative_to(folder).as_posix()}", file.read_bytes()


def _readme(session: Session, files: Iterable[str]) -> str:
    scenario = session.scenario
    runs_code = any(_PROGRAM.fullmatch(name) for name in files)
    window = (
        "\nThe window does not open it: a program in Python decides in it, which is run only by who asks for it."
        if runs_code
        else f"    greatgame play {SAVE}          # the window"
    )
    about = {
        "program": __version__,
        "scenario": scenario.id,
        "hash": scenario.hash,
        "seed": session.seed,
        "turns": session.turn,
        "digest": session.digest,
    }
    return (
        "A campaign of Great Game, complete: the save and its scenario.\n\n"
        f"Unpack this archive, open a terminal in its folder, and with version {__version__} of the game:\n\n"
        f"    greatgame replay {SAVE}        # the report; every turn is checked\n"
        f"{window}\n\n"
        f"What it must come to:\n\n{json.dumps(about, indent=2)}\n"
    )


# From an archive


def unpacked(path: Path, into: Path) -> Path:
    """Unpack a capsule into a folder of its own below ``into``; the save in it, which can be loaded from anywhere.

    The same archive always goes into the same folder.

    Raises:
        GreatGameError: where it cannot be read, is damaged, or holds what no capsule of this game holds; then
            nothing is left behind.
    """
    try:
        data = _content(path)
        target = into / f"{_plain(path)}-{hashlib.sha256(data).hexdigest()[:12]}"
        parts = _parts(data)
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into, prefix=".unpacking-") as name:
            draft = Path(name) / "capsule"
            for part, content in parts.items():
                file = draft / part
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            saves.write(draft / SAVE, _settled(draft, target))
            shutil.rmtree(target, ignore_errors=True)
            draft.rename(target)
    except _ProgramError as error:
        raise _unfit(path, error.args[0], BY_HAND) from error
    except GreatGameError as error:
        raise _unfit(path, error.args[0]) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise _unfit(path, say("it cannot be read or unpacked ({reason})", reason=reason)) from error
    return target / SAVE


class _ProgramError(GreatGameError):
    """An archive holds a program, which is never run because somebody sent it."""


ASK_AGAIN = "Ask for the file again."
BY_HAND = "If you trust it, unpack it yourself and replay it as its README says."


def _unfit(path: Path, reason: str, remedy: str = ASK_AGAIN) -> GreatGameError:
    template = "The run capsule {file} cannot be opened: {reason}. {remedy}"
    return GreatGameError(say(template, file=path.name, reason=reason, remedy=Text(remedy)))


def _plain(path: Path) -> str:
    """The archive's name as that of a folder."""
    return _as_name(path.name.removesuffix(ENDING).removesuffix(".capsule"), "capsule")


def _as_name(words: str, instead: str) -> str:
    """Words as the name of a file or folder that every system takes."""
    return re.sub(r"[^\w-]+", "-", words)[:40].strip("-") or instead


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(MAX_ARCHIVE + 1)
    if len(data) > MAX_ARCHIVE:
        raise GreatGameError(Text("it is larger than any run capsule"))
    return data


def _parts(data: bytes) -> dict[str, bytes]:
    """Every file of an archive by its name; what stands in its directory about sizes is not relied upon."""
    parts: dict[str, bytes] = {}
    left = MAX_CONTENT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = [row for row in archive.infolist() if not row.is_dir()]
            _check_names([row.orig_filename for row in rows])
            for row in rows:
                with archive.open(row) as stream:
                    parts[row.orig_filename] = stream.read(left + 1)
                left -= len(parts[row.orig_filename])
                if left < 0:
                    raise GreatGameError(Text("it is larger than any run capsule"))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # A password or an unknown way of packing is told as a RuntimeError.
        raise GreatGameError(Text("it is cut off or damaged, or no ZIP archive")) from error
    return parts


def _check_names(names: list[str]) -> None:
    if len(names) > MAX_PARTS or len({name.casefold() for name in names}) != len(names):
        raise GreatGameError(Text("it holds more files than a run capsule, or one of them twice"))
    if SAVE not in names:
        raise GreatGameError(say("there is no {save} in it", save=SAVE))
    for name in names:
        plain = all(_STEP.fullmatch(step) for step in name.split("/"))
        if plain and _PROGRAM.fullmatch(name):
            raise _ProgramError(say("a program in Python decides in it: {name}", name=repr(name)[:80]))
        if not plain or not (name in (SAVE, README) or _PART.fullmatch(name)):
            raise GreatGameError(say("it holds a file that no run capsule holds: {name}", name=repr(name)[:80]))


def _settled(draft: Path, target: Path) -> saves.Save:
    """The save with the places that it names as they will be; what it names elsewhere is refused."""
    try:
        reading = saves.read(draft / SAVE)
    except SaveError as error:
        raise GreatGameError(Text("its save is damaged")) from error
    if reading.altered:
        raise GreatGameError(Text("its save was changed after it was written"))
    save = reading.save

    def inside(spec: str) -> str:
        """A decider of a seat: a name known here, or a file of the capsule."""
        path = file_of(spec)
        if path is not None and not _within(draft, path, STRATEGIES):
            raise GreatGameError(say("its save names a file that is not in it: {name}", name=str(path)[:80]))
        return spec if path is None else str((target / path).resolve()) + spec.removeprefix(str(path))

    folder = save.scenario.folder
    if folder is None or not _within(draft, Path(folder) / "scenario.toml", SCENARIOS):
        raise GreatGameError(Text("its save names a scenario that is not in it"))
    scenario = save.scenario.model_copy(update={"folder": str((target / folder).resolve())})
    seats = {actor: inside(spec) for actor, spec in save.seats.items()}
    strategy = None if save.strategy is None else inside(save.strategy)
    return save.model_copy(update={"strategy": strategy, "seats": seats, "scenario": scenario})


def _within(draft: Path, path: Path, folder: str) -> bool:
    """Whether a path that a save names leads to a file in that folder of the capsule."""
    steps = path.parts
    return not path.is_absolute() and steps[:1] == (folder,) and ".." not in steps and (draft / path).is_file()
