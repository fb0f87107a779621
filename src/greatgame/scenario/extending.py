"""What a scenario makes of the one that it extends: parts are taken out of it, others are laid over the rest."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from greatgame.errors import Fault
from greatgame.words import suggestion

Document = dict[str, Any]
Place = tuple[str, ...]
Origin = dict[Place, str]
"""The file that each part of a document came from; those of a scenario that is extended begin with its folder."""

FIGURE_KEYS = {"unit", "year", "source", "grade", "assumption", "note"}
OWN_FOLDER = "strategies"
"""The only folder inside a scenario's own."""
ALL = "*"
"""In a path to be taken out, any letters: by itself, everything that a table holds."""
OTHER_LANGUAGE = "_ja"
"""Ending of the key that says the same as the one without it in another language."""
WITHOUT: Place = ("scenario", "without")


def locate(origin: Origin, path: Sequence[str]) -> str:
    """The file that holds ``path``, or the nearest part of it."""
    for length in range(len(path), -1, -1):
        if found := origin.get(tuple(path[:length])):
            return found
    return "scenario.toml"


def inherited(file: str) -> bool:
    """Whether a file, as an origin names it, belongs to a scenario that is extended."""
    folder, slash, _ = file.partition("/")
    return bool(slash) and folder != OWN_FOLDER


def is_figure(value: Document) -> bool:
    """Whether a table is a figure or a table of figures, with unit and origin."""
    if "value" in value:
        return not isinstance(value["value"], dict)
    return "values" in value and bool(FIGURE_KEYS & value.keys())


@dataclass(frozen=True)
class Extension:
    """What came of extending a document."""

    document: Document
    gone: frozenset[Place]
    """What was taken out of the base."""
    unknown: Mapping[str, str]
    """Paths that the base has nothing at, with what to write instead."""

    def survives(self, path: Place, own: Document) -> bool:
        """Whether ``path`` of the base is still there."""
        if path[0] in self._touched and any(path[:length] in self.gone for length in range(1, len(path) + 1)):
            return False
        return _uncovered(path, own)

    @cached_property
    def _touched(self) -> frozenset[str]:
        """The top-level tables that something was taken out of."""
        return frozenset(place[0] for place in self.gone)


def extended(base: Document, own: Document) -> Extension:
    """``own`` laid over what ``[scenario] without`` in it leaves of ``base``.

    All paths are looked up in the base as it is, so that their order does not matter.
    """
    gone, unknown = set[Place](), {}
    for path in _paths(own):
        steps = path.split(".")
        if places := _places(base, steps):
            gone.update(places)
        else:
            unknown[path] = _instead(base, steps)
    # What the base took out of its own is not there to be taken out again.
    gone.add(WITHOUT)
    return Extension(_over(_pruned(base, gone), own), frozenset(gone), unknown)


def _paths(own: Document) -> list[str]:
    """What a scenario takes out; nothing where it does not say so properly, which is found with its other fields."""
    meta = own.get("scenario")
    paths = meta.get("without") if isinstance(meta, dict) else None
    return [path for path in paths if isinstance(path, str)] if isinstance(paths, list) else []


def _rows(node: Any) -> tuple[Place, Document]:
    """The keys of a table and the way to them: those of a table of figures are its rows."""
    if not isinstance(node, dict):
        return (), {}
    rows = node.get("values")
    return (("values",), rows) if isinstance(rows, dict) and is_figure(node) else ((), node)


def _places(node: Any, steps: Sequence[str], here: Place = ()) -> list[Place]:
    """All places that a path leads to; the word ``values`` may be left out."""
    if not steps:
        return [here]
    step, rest = steps[0], steps[1:]
    way, table = _rows(node)
    if way and step in node:
        way, table = (), node
    keys = [step] if step in table else [key for key in table if ALL in step and fnmatchcase(key, step)]
    return [place for key in keys for place in _places(table[key], rest, (*here, *way, key))]


def _instead(base: Document, steps: Sequence[str]) -> str:
    """What to write instead of a path that leads nowhere."""
    length = next(length for length in range(len(steps), -1, -1) if _places(base, steps[:length]))
    before, wrong, after = steps[:length], steps[length], steps[length + 1 :]
    keys = list(dict.fromkeys(key for place in _places(base, before) for key in _rows(_at(base, place))[1]))
    if not keys:
        return f"{'.'.join(before)} has no parts of its own: take out the whole, or override it"
    near = difflib.get_close_matches(wrong, keys, n=1)
    return f"did you mean {'.'.join([*before, near[0], *after])!r}?" if near else suggestion(wrong, keys)


def _at(node: Any, place: Place) -> Any:
    for step in place:
        node = node[step]
    return node


def _pruned(node: Document, places: Collection[Place], here: Place = ()) -> Document:
    """A table without what is at some places; nothing is written to, since scenarios share what they extend."""
    kept: Document = {}
    for key, value in node.items():
        at = (*here, key)
        below = {place for place in places if place[: len(at)] == at}
        if at not in below:
            kept[key] = _pruned(value, below, at) if below and isinstance(value, dict) else value
    return kept


def _over(base: Document, own: Document) -> Document:
    """``base`` with every part that ``own`` names replaced.

    A figure or a table of figures is replaced whole, so that a number never
    keeps the source of the number it replaces; ``values`` without a unit
    replaces single rows.  A text never keeps the translation of the text that
    it replaces.
    """
    result = {key: value for key, value in base.items() if key in own or not _translates(key, own)}
    for key, value in own.items():
        present = base.get(key)
        if isinstance(present, dict) and isinstance(value, dict) and not is_figure(value):
            result[key] = _over(present, value)
        else:
            result[key] = value
    return result


def _translates(key: str, own: Document) -> bool:
    """Whether a key of the base says in another language what ``own`` says anew."""
    return key.endswith(OTHER_LANGUAGE) and key.removesuffix(OTHER_LANGUAGE) in own


def _uncovered(path: Place, own: Document) -> bool:
    """Whether ``path`` of a base is still there once ``own`` has been laid over it."""
    node: Any = own
    for step in path:
        if not isinstance(node, dict) or is_figure(node):
            return False
        if step not in node:
            return not _translates(step, node)
        node = node[step]
    return True


# --- Faults in what is inherited -----------------------------------------------------------------


def for_author(faults: Iterable[Fault], document: Document, origin: Origin) -> list[Fault]:
    """The faults with remedies that the author of the scenario can follow.

    He does not own the files of the scenario that he extends: what is wrong
    there is mended from his own.
    """
    faults = list(faults)
    if not any(inherited(fault.file) for fault in faults):
        return faults
    own = {path: file for path, file in origin.items() if not inherited(file)}
    taken = {path.rpartition(".")[2] for path in _paths(document)}
    return [_mended_here(fault, document, own, taken) if inherited(fault.file) else fault for fault in faults]


def _mended_here(fault: Fault, document: Document, own: Origin, taken: set[str]) -> Fault:
    path = fault.field.split(".")
    file = locate(own, path)
    place, node = _whole(document, path)
    is_key = len(place) == len(path) and fault.value == repr(path[-1]) and not isinstance(node, str)
    is_gone = not taken.isdisjoint(fault.value.strip("'").split("."))
    if len(place) < len(path) and isinstance(node, dict) and not is_figure(node):
        how = f"in {file}"
    elif is_key or (fault.remedy.startswith("remove it") and not isinstance(node, list)):
        # What a table lacks cannot be said by overriding it.
        how = f'without = ["{".".join(step for step in place if step != "values")}"] in {locate(own, WITHOUT)}'
    else:
        how = f"{_override(place, node)} in {file}"
    if not is_gone:
        return replace(fault, remedy=f"{fault.remedy} ({how})" if fault.remedy else how)
    # Another name that resembles one that was taken out is of no help.
    return replace(
        fault, remedy=f"take it out too: {how}" if is_key else f"{how}, or take out {'.'.join(path[:2])} too"
    )


def _whole(document: Document, path: Sequence[str]) -> tuple[list[str], Any]:
    """The nearest part of a path that can be overridden, and what stands there: a list and a figure are replaced whole.

    Of a part that is not there, the table in which it would stand.
    """
    node: Any = document
    for length, step in enumerate(path):
        if not isinstance(node, dict) or "value" in node:
            return list(path[:length]), node
        way, table = _rows(node)
        table = node if way and step in node else table
        if step not in table:
            return list(path[:length]), node
        node = table[step]
    return list(path), node


def _override(path: Sequence[str], node: Any) -> str:
    if len(path) == 1 or (isinstance(node, dict) and not is_figure(node)):
        return f"override [{'.'.join(path)}]"
    return f"override [{'.'.join(path[:-1])}] {path[-1]}"
