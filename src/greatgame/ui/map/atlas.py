"""The land as ``tools/build_map.py`` wrote it, read once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.ui.map.projection import Albers, Points

Ring = tuple[int, ...]
"""Arcs one after another; a negative number is an arc taken backwards."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """Land, borders, lakes and rivers, in km of one projection."""

    projection: Albers
    areas: Mapping[str, tuple[Points, ...]]
    """ISO 3166 number -> rings."""
    contested: Mapping[str, tuple[Points, ...]]
    """Areas that the data draw apart and that are hatched."""
    hatched: Mapping[str, Points]
    """Rough outlines within other areas that are hatched too."""
    borders: Mapping[tuple[str, str], tuple[Points, ...]]
    """Between two areas, by their sorted names."""
    coasts: tuple[Points, ...]
    lakes: tuple[Points, ...]
    rivers: tuple[Points, ...]


@cache
def atlas(path: Path | None = None) -> Atlas:
    """The map of a file, by default the one that is shipped.

    Raises:
        GreatGameError: where the file is missing or damaged.
    """
    file = path or data_dir("assets") / "map" / "map.json"
    try:
        return _atlas(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise GreatGameError(f"{file}: the map cannot be read ({error}): reinstall greatgame") from error


def _atlas(document: Mapping[str, Any]) -> Atlas:
    frame = document["projection"]
    arcs = [_line(arc) for arc in document["arcs"]]
    parts: dict[str, dict[str, list[Ring]]] = {
        kind: {name: [tuple(ring) for ring in rings] for name, rings in document[kind].items()}
        for kind in ("areas", "contested")
    }
    borders, coasts = _edges(arcs, {**parts["areas"], **parts["contested"]})
    return Atlas(
        projection=Albers(frame["longitude"], frame["latitude"], tuple(frame["parallels"])),
        areas=_shapes(arcs, parts["areas"]),
        contested=_shapes(arcs, parts["contested"]),
        hatched={name: _line(line) for name, line in document["hatched"].items()},
        borders=borders,
        coasts=coasts,
        lakes=tuple(_line(line) for line in document["lakes"]),
        rivers=tuple(_line(line) for line in document["rivers"]),
    )


def _line(steps: Sequence[int]) -> Points:
    """Points from the steps between them."""
    points: Points = np.cumsum(np.array(steps, dtype=np.float64).reshape(-1, 2), axis=0)
    return points


def _shapes(arcs: Sequence[Points], named: Mapping[str, Sequence[Ring]]) -> dict[str, tuple[Points, ...]]:
    return {name: tuple(_ring(arcs, ring) for ring in rings) for name, rings in named.items()}


def _ring(arcs: Sequence[Points], ring: Ring) -> Points:
    return np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])


def _edges(
    arcs: Sequence[Points], named: Mapping[str, Sequence[Ring]]
) -> tuple[dict[tuple[str, str], tuple[Points, ...]], tuple[Points, ...]]:
    """Arcs between two areas, and those that only one area has: its coasts."""
    users: dict[int, set[str]] = {}
    for name, rings in named.items():
        for ring in rings:
            for i in ring:
                users.setdefault(max(i, ~i), set()).add(name)
    borders: dict[tuple[str, str], list[Points]] = {}
    coasts = []
    for i, names in sorted(users.items()):
        if len(names) == 1:
            coasts.append(arcs[i])
        else:
            first, second, *_ = sorted(names)
            borders.setdefault((first, second), []).append(arcs[i])
    return {pair: tuple(lines) for pair, lines in borders.items()}, tuple(coasts)
