"""From a folder of TOML files to one validated document."""

from __future__ import annotations

import copy
import difflib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from greatgame.errors import Fault, ScenarioError
from greatgame.paths import data_dir
from greatgame.scenario.schema import ScenarioFile

MAX_BYTES = 4_000_000
"""Largest scenario file that is read; real ones are a hundred times smaller."""

Document = dict[str, Any]
Origin = dict[tuple[str, ...], str]
FIGURE_KEYS = {"unit", "year", "source", "grade", "assumption", "note"}


@dataclass(frozen=True)
class Loaded:
    """A validated document, with the file that each part came from."""

    file: ScenarioFile
    document: Document
    origin: Origin

    def where(self, *path: str) -> str:
        """Name of the file that holds ``path``, or the nearest part of it."""
        return locate(self.origin, path)


def locate(origin: Origin, path: Sequence[str]) -> str:
    for length in range(len(path), 0, -1):
        if found := origin.get(tuple(path[:length])):
            return found
    return "scenario.toml"


def available() -> list[str]:
    """Ids of the shipped scenarios."""
    root = data_dir("scenarios")
    return sorted(folder.name for folder in root.iterdir() if (folder / "scenario.toml").is_file())


def folder_of(name: str | Path) -> Path:
    """The folder of a shipped scenario, or the folder that ``name`` is a path to."""
    path = Path(name)
    if (path / "scenario.toml").is_file():
        return path
    known = available()
    if str(name) in known:
        return data_dir("scenarios") / str(name)
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"shipped: {', '.join(known)}"
    remedy = f"{hint} A folder with a scenario.toml works too"
    raise ScenarioError(f"unknown scenario {str(name)!r}: {remedy}")


def load(name: str | Path) -> Loaded:
    """Read, merge and validate a scenario.

    Raises:
        ScenarioError: with every fault of the files found at once.
    """
    folder = folder_of(name)
    document, origin = _document(folder, chain=())
    faults: list[Fault] = []
    try:
        file = ScenarioFile.model_validate(document)
    except ValidationError as error:
        faults = [_fault(item, origin) for item in error.errors()]
        raise ScenarioError(f"scenario {folder.name!r} is not valid:", _distinct(faults)) from None
    loaded = Loaded(file, document, origin)
    from greatgame.scenario.check import cross_check

    if faults := cross_check(loaded):
        raise ScenarioError(f"scenario {folder.name!r} is not consistent:", faults)
    return loaded


def _distinct(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def _document(folder: Path, chain: tuple[str, ...]) -> tuple[Document, Origin]:
    if str(folder) in chain:
        raise ScenarioError(f"scenario {folder.name!r} extends itself: {' -> '.join((*chain, str(folder)))}")
    own: Document = {}
    origin: Origin = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        part = _read(path, faults)
        if part is not None:
            _merge_files(own, part, path.name, origin, faults, ())
    if faults:
        raise ScenarioError(f"scenario {folder.name!r} cannot be read:", faults)
    meta = own.get("scenario")
    parent = meta.get("extends") if isinstance(meta, dict) else None
    if not isinstance(parent, str):
        return own, origin
    nearby = folder.parent / parent
    base_folder = nearby if (nearby / "scenario.toml").is_file() else folder_of(parent)
    base, base_origin = _document(base_folder, (*chain, str(folder)))
    named = {key: f"{base_folder.name}/{file}" for key, file in base_origin.items()}
    return _override(base, own), {**named, **origin}


def _read(path: Path, faults: list[Fault]) -> Document | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            faults.append(Fault(path.name, "", "", f"larger than {MAX_BYTES:,} bytes", "is this a scenario file?"))
            return None
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        faults.append(Fault(path.name, "", "", f"not UTF-8 (byte {error.start})", "save the file as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(path.name, "", "", f"not TOML: {error}", "mend the line named"))
    except OSError as error:
        faults.append(Fault(path.name, "", "", f"cannot be read: {error.strerror}", "check the file's permissions"))
    return None


def _merge_files(
    into: Document, part: Document, file: str, origin: Origin, faults: list[Fault], path: tuple[str, ...]
) -> None:
    """Join the tables of several files; the same leaf may stand in only one of them."""
    for key, value in part.items():
        here = (*path, key)
        present = into.get(key)
        if isinstance(present, dict) and isinstance(value, dict) and not _is_figure(value):
            _merge_files(present, value, file, origin, faults, here)
        elif key in into and present != value:
            other = locate(origin, here)
            faults.append(Fault(file, ".".join(here), "", f"already given in {other}", "keep one of the two"))
        elif key not in into:
            into[key] = value
            _mark(origin, here, value, file)


def _mark(origin: Origin, path: tuple[str, ...], value: Any, file: str) -> None:
    origin[path] = file
    if isinstance(value, dict):
        for key, part in value.items():
            _mark(origin, (*path, key), part, file)


def _is_figure(value: Document) -> bool:
    return bool(FIGURE_KEYS & value.keys()) and ("value" in value or "values" in value)


def _override(base: Document, own: Document) -> Document:
    """``base`` with every part that ``own`` names replaced.

    A figure or a table of figures is replaced whole, so that a number never
    keeps the source of the number it replaces; ``values`` without a unit
    replaces single rows.
    """
    result = copy.copy(base)
    for key, value in own.items():
        present = base.get(key)
        if isinstance(present, dict) and isinstance(value, dict) and not _is_figure(value):
            result[key] = _override(present, value)
        else:
            result[key] = value
    return result


_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "remove it or mend its name",
    "string_pattern_mismatch": "use lower-case words joined by hyphens",
    "literal_error": "use one of the names listed",
    "finite_number": "give a finite number",
}


def _fault(item: Any, origin: Origin) -> Fault:
    path = [str(step) for step in item["loc"] if str(step) not in {"Figure", "float", "function-after[_finite(), float]"}]
    path = [step for step in path if not step.startswith("function-")]
    value = "" if item["type"] == "missing" or isinstance(item["input"], dict | list) else repr(item["input"])
    problem = item["msg"].removeprefix("Value error, ")
    return Fault(locate(origin, path), ".".join(path), value[:60], problem, _REMEDIES.get(item["type"], ""))
