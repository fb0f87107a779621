"""From a folder of TOML files to one validated document."""

from __future__ import annotations

import copy
import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import BaseModel, ValidationError

from greatgame.errors import Fault, ScenarioError
from greatgame.paths import data_dir
from greatgame.scenario.examine import examined
from greatgame.scenario.extending import WITHOUT, Document, Origin, extended, for_author, is_figure, locate
from greatgame.scenario.figures import SHORTEST_REASON
from greatgame.scenario.schema import ScenarioFile
from greatgame.validation import brief

MAX_BYTES = 4_000_000
"""Largest scenario file that is read; real ones are a hundred times smaller."""


@dataclass(frozen=True)
class Loaded:
    """A validated document, with the file that each part came from."""

    file: ScenarioFile
    document: Document
    origin: Origin
    folder: str | None = None
    """Where it was read from in full; None for a shipped scenario."""

    def where(self, *path: str) -> str:
        """Name of the file that holds ``path``, or the nearest part of it."""
        return locate(self.origin, path)


def available() -> list[str]:
    """Ids of the shipped scenarios, those that stand on their own before those that extend them."""
    root = data_dir("scenarios")
    names = [folder.name for folder in root.iterdir() if (folder / "scenario.toml").is_file()]
    return sorted(names, key=lambda name: (extends(root / name) is not None, name))


def extends(folder: Path) -> str | None:
    """The scenario that the one in ``folder`` extends, read without validating anything; None if there is none."""
    try:
        meta = _parsed((folder / "scenario.toml").read_bytes()).get("scenario")
    except (OSError, ValueError, RecursionError):
        return None
    parent = meta.get("extends") if isinstance(meta, dict) else None
    return parent if isinstance(parent, str) else None


def folder_of(name: str | Path) -> Path:
    """The folder of a shipped scenario, or the folder that ``name`` is a path to."""
    path = Path(name)
    if _holds_scenario(path):
        return path
    known = available()
    if str(name) in known:
        return data_dir("scenarios") / str(name)
    if _is_there(path):
        kind = "folder has no scenario.toml" if path.is_dir() else "scenario is a folder, and this is a file"
        raise ScenarioError(f"no scenario {str(name)!r}: the {kind}; name the folder that holds the scenario.toml")
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"shipped: {', '.join(known)}."
    remedy = f"{hint} A folder with a scenario.toml works too"
    raise ScenarioError(f"unknown scenario {str(name)!r}: {remedy}")


def _holds_scenario(folder: Path) -> bool:
    try:
        return (folder / "scenario.toml").is_file()
    except (OSError, ValueError):
        # Too long for a path, or with a character that no path has: then it is not one.
        return False


def _is_there(path: Path) -> bool:
    try:
        return path.exists() and path != Path()
    except (OSError, ValueError):
        return False


def load(name: str | Path) -> Loaded:
    """Read, merge and validate a scenario.

    Raises:
        ScenarioError: with every fault of the files found at once.
    """
    folder = folder_of(name)
    document, origin = _document(folder, chain=())
    from greatgame.scenario.check import cross_check

    def faults_of(file: ScenarioFile) -> list[Fault]:
        return cross_check(Loaded(file, document, origin))

    what = f"scenario {folder.name!r}"
    if not document.keys() & {"power", "host", "mineral"}:
        # Whoever wrote so little meant to change another one.
        what += " (to take over what another says, write extends under [scenario])"
    file = validated(ScenarioFile, document, origin, what, faults_of)
    return Loaded(file, document, origin, own_folder(name))


FilesState = tuple[tuple[str, int, int], ...]
"""What tells one state of files from the next: path in full, time of change and size of each."""


def state_of(name: str | Path) -> FilesState:
    """The files that a scenario is read from, those of the scenarios it extends among them, as they are now.

    Raises:
        ScenarioError: where there is no such scenario, or one that it extends is not there.
    """
    paths = [path.resolve() for folder in chain_of(folder_of(name)) for path in files_in(folder)]
    known = [(path, _status(path)) for path in paths]
    return tuple((str(path), status.st_mtime_ns, status.st_size) for path, status in known if status is not None)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        # Whoever reads it says what is wrong with it.
        return None


def files_in(folder: Path) -> list[Path]:
    """The files that a scenario's folder is made of; what editors and systems keep hidden beside them is not."""
    return [path for part in (folder, folder / "strategies") for path in _toml_in(part)]


def _toml_in(folder: Path) -> list[Path]:
    # In capitals too, as systems take it that do not tell them apart.
    found = [path for path in folder.glob("*") if path.suffix.lower() == ".toml"]
    return sorted(path for path in found if not path.name.startswith("."))


def own_folder(name: str | Path) -> str | None:
    """The folder in full, where ``name`` is a path to a scenario's; None where it is the name of a shipped one."""
    return str(Path(name).resolve()) if _holds_scenario(Path(name)) else None


_Model = TypeVar("_Model", bound=BaseModel)


def validated(
    model: type[_Model],
    document: Document,
    origin: Origin,
    what: str,
    check: Callable[[_Model], list[Fault]] | None = None,
    unfit: str = "is not consistent",
) -> _Model:
    """The document as ``model``; ``check`` finds what is wrong beyond the shape of its tables.

    Raises:
        ScenarioError: with every fault of ``what`` at once.
    """
    try:
        file = model.model_validate(document)
    except ValidationError as error:
        found = examined(model, document, error, lambda path: locate(origin, path))
        faults, later = found.faults, ""
        if check and found.file is not None:
            faults = [*faults, *(fault for fault in check(found.file) if not found.is_consequence(fault))]
        if check and not (found.file is not None and found.names_stand):
            later = " (once this is mended, sums and what hangs on its names are checked)"
        raise ScenarioError(f"{what} is not valid{later}:", for_author(_distinct(faults), document, origin)) from None
    if check and (faults := check(file)):
        raise ScenarioError(f"{what} {unfit}:", for_author(faults, document, origin))
    return file


def read_strategies(path: Path) -> tuple[Document, Origin]:
    """A strategy file as a document, with the file that each part came from.

    Raises:
        ScenarioError: where it cannot be read, or holds other tables than ``[strategy.NAME]``.
    """
    faults: list[Fault] = []
    document = read_toml(path, faults)
    others = [key for key in document or () if key != "strategy"]
    faults += [
        Fault(path.name, key, "", "has no place in a strategy file", "keep only [strategy.NAME]") for key in others
    ]
    if document is not None and not document.get("strategy"):
        faults.append(Fault(path.name, "strategy", "", "is missing", "add a table [strategy.NAME]"))
    if document is None or faults:
        raise ScenarioError(f"strategy file {str(path)!r} cannot be used:", faults)
    origin: Origin = {}
    for key, value in document.items():
        _mark(origin, (key,), value, path.name)
    return spelt_out(document), origin


def chain_of(folder: Path) -> list[Path]:
    """The folder of a scenario and of every one that it extends in turn.

    Raises:
        ScenarioError: where one of them is not there.
    """
    found = [folder]
    while (parent := extends(found[-1])) is not None:
        found.append(_base_of(found[-1], parent, tuple(str(path.resolve()) for path in found[:-1])))
    return found


def _distinct(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def _document(folder: Path, chain: tuple[str, ...]) -> tuple[Document, Origin]:
    own: Document = {}
    origin: Origin = {}
    faults: list[Fault] = []
    for path in files_in(folder):
        part = read_toml(path, faults)
        if part is not None:
            file = path.relative_to(folder).as_posix()
            own = _joined(own, spelt_out(part), file, origin, faults, ())
    if faults:
        raise ScenarioError(f"scenario {folder.name!r} cannot be read:", faults)
    meta = own.get("scenario")
    parent = meta.get("extends") if isinstance(meta, dict) else None
    if not isinstance(parent, str):
        return own, origin
    base_folder = _base_of(folder, parent, chain)
    base, base_origin = _document(base_folder, (*chain, str(folder.resolve())))
    found = extended(base, own)
    if found.unknown:
        file = locate(origin, WITHOUT)
        problem = f"{base_folder.name} has nothing of this name"
        faults = [Fault(file, ".".join(WITHOUT), repr(part), problem, hint) for part, hint in found.unknown.items()]
        raise ScenarioError(f"scenario {folder.name!r} cannot be read:", faults)
    inherited = f"{base_folder.name}/"
    named = {path: inherited + file for path, file in base_origin.items() if found.survives(path, own)}
    return found.document, {**named, **origin}


def _base_of(folder: Path, parent: str, chain: tuple[str, ...]) -> Path:
    """The folder of the scenario that the one in ``folder`` extends: a neighbour, or a shipped one."""
    nearby = folder.parent / parent
    try:
        base = nearby if _holds_scenario(nearby) else folder_of(parent)
    except ScenarioError:
        remedy = f"use a folder beside it, or one of: {', '.join(available())}"
        fault = Fault("scenario.toml", "scenario.extends", repr(parent), "no such scenario", remedy)
        raise ScenarioError(f"scenario {folder.name!r} cannot be read:", [fault]) from None
    if str(base.resolve()) in (*chain, str(folder.resolve())):
        route = " -> ".join([*(Path(step).name for step in chain), folder.name, base.name])
        problem = f"extends itself: {route}"
        fault = Fault("scenario.toml", "scenario.extends", repr(parent), problem, "remove it from one of them")
        raise ScenarioError(f"scenario {folder.name!r} extends itself:", [fault])
    return base


_BIASES = ("weights", "tastes")
_BIAS = ("threshold", "noise", "inertia")


def spelt_out(document: Document) -> Document:
    """The document with the plain numbers of its strategies written as figures.

    A strategy is a preference through and through, so its ``rationale`` is
    the reason for every number that does not state its own.
    """
    strategies = document.get("strategy")
    if not isinstance(strategies, dict):
        return document
    return {**document, "strategy": {name: _with_figures(table) for name, table in strategies.items()}}


def _with_figures(strategy: Any) -> Any:
    if not isinstance(strategy, dict) or not isinstance(rationale := strategy.get("rationale", ""), str):
        return strategy
    told = len(rationale.strip()) >= SHORTEST_REASON
    reason = rationale if told else "too short a rationale, which is found where it stands"
    filled: Document = dict(strategy)
    for key in _BIASES:
        table = filled.get(key)
        if isinstance(table, dict) and not is_figure(table) and "values" not in table:
            filled[key] = {"unit": "weight", "assumption": reason, "values": table}
    for key in (*_BIAS, "orders"):
        number = filled.get(key)
        if isinstance(number, int | float) and not isinstance(number, bool):
            unit = "orders" if key == "orders" else "weight"
            filled[key] = {"value": number, "unit": unit, "assumption": reason}
    # Plain numbers without a rationale: one fault, where it is missing, not one for each number.
    return filled if told or filled == strategy else {**filled, "rationale": rationale}


@lru_cache(maxsize=128)
def _parsed(content: bytes) -> Document:
    """What a file says; never written to, since scenarios share the files of the one that they extend."""
    # Some editors put a mark of the byte order in front, which is no part of the text.
    document = tomli.loads(content.decode("utf-8").removeprefix("\ufeff"))
    _check_depth(document)
    return document


MAX_DEPTH = 60
"""Most tables one inside another; a real file has ten."""


def _check_depth(document: Document) -> None:
    """Refuse tables so deep that functions which call themselves could not walk through them.

    Raises:
        RecursionError: as brackets nested as deeply do by themselves.
    """
    level: list[Any] = [document]
    for _ in range(MAX_DEPTH):
        level = [part for node in level for part in (node.values() if isinstance(node, dict) else node)]
        level = [part for part in level if isinstance(part, dict | list)]
        if not level:
            return
    raise RecursionError


_UNREADABLE: Mapping[type[OSError], str] = {
    FileNotFoundError: "check its name",
    IsADirectoryError: "name a file in that folder",
}
"""Why a file cannot be read -> what to do; permissions where nothing else is said."""


def read_toml(path: Path, faults: list[Fault]) -> Document | None:
    """What a TOML file says, not to be written to; None where it cannot be read, which is among the faults then."""
    try:
        if path.stat().st_size > MAX_BYTES:
            faults.append(Fault(path.name, "", "", f"larger than {MAX_BYTES:,} bytes", "is this the right file?"))
            return None
        return _parsed(path.read_bytes())
    except UnicodeDecodeError as error:
        faults.append(Fault(path.name, "", "", f"not UTF-8 (byte {error.start})", "save the file as UTF-8"))
    except tomli.TOMLDecodeError as error:
        faults.append(Fault(path.name, "", "", f"not TOML: {error}", "mend the line named"))
    except RecursionError:
        faults.append(Fault(path.name, "", "", "tables are nested too deeply", "is this the right file?"))
    except ValueError as error:
        # Python's advice on numbers of thousands of digits is for programmers.
        problem = "holds a number of thousands of digits" if "digits" in str(error) else f"cannot be read: {error}"
        faults.append(Fault(path.name, "", "", problem, "shorten or mend it"))
    except OSError as error:
        remedy = _UNREADABLE.get(type(error), "check the file's permissions")
        faults.append(Fault(path.name, "", "", f"cannot be read: {error.strerror}", remedy))
    return None


def _joined(
    first: Document, second: Document, file: str, origin: Origin, faults: list[Fault], path: tuple[str, ...]
) -> Document:
    """The tables of two files in one; the same leaf may stand in only one of them.

    ``second`` comes from ``file``, which is noted in ``origin`` for what is new.
    """
    result = copy.copy(first)
    for key, value in second.items():
        here = (*path, key)
        present = first.get(key)
        if isinstance(present, dict) and isinstance(value, dict) and not is_figure(value):
            result[key] = _joined(present, value, file, origin, faults, here)
        elif key in first and present != value:
            other = locate(origin, here)
            problem = f"already given in {other}"
            faults.append(Fault(file, ".".join(here), brief(value), problem, "keep one of the two"))
        elif key not in first:
            result[key] = value
            _mark(origin, here, value, file)
    return result


def _mark(origin: Origin, path: tuple[str, ...], value: Any, file: str) -> None:
    origin[path] = file
    if isinstance(value, dict):
        for key, part in value.items():
            _mark(origin, (*path, key), part, file)
