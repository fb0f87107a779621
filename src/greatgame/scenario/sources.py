"""Every figure of a scenario with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel

from greatgame.scenario.figures import Figure, FigureTable, Provenance, Series
from greatgame.scenario.schema import ScenarioFile

Path = tuple[str, ...]

PREFERENCE_UNIT = "weight"
"""Unit of what somebody prefers rather than measures, in any section: weights, tastes, thresholds, noise, inertia."""
PREFERRED = frozenset({"appraisal", "minds"})
"""Sections that say how those who decide see the world, in whatever unit: preferences through and through."""


@dataclass(frozen=True)
class FigureRow:
    """One number of a scenario and its origin.

    ``path`` is dotted, without the word ``values``: ``mineral.gallium.mined.china``.
    A ``preference`` is a published judgement by nature, either by its section
    (:data:`PREFERRED`) or by its unit (:data:`PREFERENCE_UNIT`); a ``figure``
    claims something about the world, and is either sourced or assumed.
    """

    path: str
    value: float
    unit: str
    year: int | None
    source: str | None
    grade: str | None
    assumption: str | None
    kind: Literal["figure", "preference"]
    note: str | None = None

    @property
    def sourced(self) -> bool:
        return self.source is not None


@dataclass(frozen=True)
class Summary:
    """How many figures are sourced and assumed, and how many preferences there are beside them."""

    sourced: int
    assumed: int
    preferences: int

    @property
    def figures(self) -> int:
        return self.sourced + self.assumed

    @property
    def share_sourced(self) -> float:
        """Share of the figures (preferences apart) that name a source; 0 where there are none."""
        return self.sourced / self.figures if self.figures else 0.0


def origins(file: ScenarioFile) -> Iterator[tuple[Path, Provenance]]:
    """Everything that carries an origin, with its path in the document.

    A table comes before those of its rows that have an origin of their own.
    """
    for path, node in _carriers(file, ()):
        yield path, node
        if isinstance(node, FigureTable):
            for key, row in node.values.items():
                if isinstance(row, Figure):
                    yield (*path, "values", key), row


def list_figures(file: ScenarioFile) -> list[FigureRow]:
    """All numbers of a scenario, in the order of its sections; rows of a series carry their own year."""
    return [row for path, node in _carriers(file, ()) for row in _rows(".".join(path), node)]


def summary(rows: Sequence[FigureRow]) -> Summary:
    """Counts over ``rows``."""
    figures = [row for row in rows if row.kind == "figure"]
    sourced = sum(row.sourced for row in figures)
    return Summary(sourced, len(figures) - sourced, len(rows) - len(figures))


_Carrier = Figure | FigureTable
_CARRIERS = (Figure, FigureTable)
_INNER = (BaseModel, dict, list)
"""What a document is made of, down to the plain values."""


def _carriers(node: Any, path: Path) -> list[tuple[Path, _Carrier]]:
    """Everything below a node that has an origin, a table with all its rows as one."""
    found: list[tuple[Path, _Carrier]] = []
    _gather(node, path, found)
    return found


def _gather(node: Any, path: Path, found: list[tuple[Path, _Carrier]]) -> None:
    if isinstance(node, _CARRIERS):
        found.append((path, node))
        return
    for name, part in _parts(node):
        if isinstance(part, _INNER):
            _gather(part, (*path, name), found)


def _parts(node: Any) -> Iterable[tuple[str, Any]]:
    """What a node consists of, by name in the document; a list's places are its names."""
    if isinstance(node, BaseModel):
        return [(alias, getattr(node, name)) for name, alias in _fields(type(node))]
    return node.items() if isinstance(node, dict) else [(str(place), part) for place, part in enumerate(node)]


@lru_cache(maxsize=256)
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Names of a model's fields, as they are here and in the document."""
    return tuple((name, field.alias or name) for name, field in model.model_fields.items())


def _rows(path: str, node: Figure | FigureTable) -> Iterator[FigureRow]:
    if isinstance(node, Figure):
        yield _row(path, node, node.year)
        return
    for key in node.values:
        figure = node.figure(key)
        yield _row(f"{path}.{key}", figure, int(key) if isinstance(node, Series) else figure.year)


def _row(path: str, figure: Figure, year: int | None) -> FigureRow:
    preferred = figure.unit == PREFERENCE_UNIT or path.partition(".")[0] in PREFERRED
    kind: Literal["figure", "preference"] = "preference" if preferred else "figure"
    return FigureRow(
        path, figure.value, figure.unit, year, figure.source, figure.grade, figure.assumption, kind, figure.note
    )
