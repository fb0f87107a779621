"""Where the things of a scenario are: ``assets/map/places.toml``, read and checked once.

The keys are ids of scenarios.  An id that is not there has no place: what it
names is drawn at its host's centre, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import tomli

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.text import Text, named

Spot = tuple[float, float]
"""Degrees east and north."""
Route = tuple[Spot, ...]

Thing = TypeVar("Thing")

REMEDY = "mend the entry or reinstall greatgame"


@dataclass(frozen=True)
class ActorPlace:
    """Land and seat of a power or a host."""

    areas: tuple[str, ...] = ()
    """ISO 3166 numbers of the map's areas."""
    centre: Spot | None = None
    sign: Spot | None = None
    """Where its plaque stands when the map is near; by default at the centre."""
    capital: str | None = None


@dataclass(frozen=True)
class City:
    """A city that may be named on the map."""

    at: Spot
    rank: int
    """1 in every view, 2 in the near one, 3 where there is room."""
    name: Text


@dataclass(frozen=True)
class LegPlace:
    """The lines that a leg follows."""

    paths: tuple[Route, ...]
    at: Spot
    """Where its sign stands."""


@dataclass(frozen=True)
class Water:
    """A name on water."""

    at: Spot
    name: Text


@dataclass(frozen=True)
class Places:
    """All places by id."""

    actors: Mapping[str, ActorPlace] = field(default_factory=dict)
    cities: Mapping[str, City] = field(default_factory=dict)
    legs: Mapping[str, LegPlace] = field(default_factory=dict)
    projects: Mapping[str, Spot] = field(default_factory=dict)
    flashpoints: Mapping[str, Spot] = field(default_factory=dict)
    waters: Mapping[str, Water] = field(default_factory=dict)

    def centre(self, actor: str) -> Spot | None:
        """Where an actor's signs stand: its centre, else its capital, else nowhere."""
        place = self.actors.get(actor)
        if place is None:
            return None
        capital = self.cities.get(place.capital or "")
        return place.centre or (capital.at if capital else None)

    def project(self, name: str, host: str) -> Spot | None:
        """Where a project stands; at its host's centre where nobody has said."""
        return self.projects.get(name) or self.centre(host)


@cache
def places(path: Path | None = None) -> Places:
    """The places of a file, by default of ``assets/map/places.toml``.

    Raises:
        GreatGameError: naming file, entry and remedy where it cannot be used.
    """
    file = path or data_dir("assets") / "map" / "places.toml"
    try:
        document = tomli.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise GreatGameError(f"{file}: the places cannot be read ({error}): {REMEDY}") from error
    return _Reader(file).places(document)


class _Reader:
    """Reads one document; every fault names file and entry."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def places(self, document: Mapping[str, Any]) -> Places:
        known = {"actor", "city", "leg", "project", "flashpoint", "water"}
        if unknown := sorted(document.keys() - known):
            raise self.fault(unknown[0], f"is no kind of place; there are: {', '.join(sorted(known))}")

        def each(kind: str, read: Callable[[str, Mapping[str, Any]], Thing]) -> dict[str, Thing]:
            table = self.table(kind, document.get(kind, {}))
            return {name: read(f"{kind}.{name}", self.table(f"{kind}.{name}", row)) for name, row in table.items()}

        return Places(
            actors=each("actor", self.actor),
            cities=each("city", self.city),
            legs=each("leg", self.leg),
            projects=each("project", self.at),
            flashpoints=each("flashpoint", self.at),
            waters=each("water", lambda where, row: Water(self.at(where, row), self.name(where, row))),
        )

    def actor(self, where: str, row: Mapping[str, Any]) -> ActorPlace:
        areas = row.get("areas", [])
        if not isinstance(areas, list) or not all(isinstance(area, str) for area in areas):
            raise self.fault(f"{where}.areas", "should be a list of ISO numbers in quotation marks")
        return ActorPlace(
            areas=tuple(areas),
            centre=self.spot(f"{where}.centre", row["centre"]) if "centre" in row else None,
            sign=self.spot(f"{where}.sign", row["sign"]) if "sign" in row else None,
            capital=self.word(f"{where}.capital", row.get("capital")),
        )

    def city(self, where: str, row: Mapping[str, Any]) -> City:
        rank = row.get("rank", 3)
        if rank not in (1, 2, 3):
            raise self.fault(f"{where}.rank", "should be 1, 2 or 3")
        return City(self.at(where, row), rank, self.name(where, row))

    def leg(self, where: str, row: Mapping[str, Any]) -> LegPlace:
        paths = row.get("paths")
        if not isinstance(paths, list) or not paths or not all(isinstance(p, list) and len(p) > 1 for p in paths):
            raise self.fault(f"{where}.paths", "should be a list of lines of two points or more")
        lines = tuple(tuple(self.spot(f"{where}.paths", point) for point in line) for line in paths)
        middle = lines[0][len(lines[0]) // 2]
        return LegPlace(lines, self.spot(f"{where}.at", row["at"]) if "at" in row else middle)

    def at(self, where: str, row: Mapping[str, Any]) -> Spot:
        if "at" not in row:
            raise self.fault(where, "lacks at = [degrees east, degrees north]")
        return self.spot(f"{where}.at", row["at"])

    def name(self, where: str, row: Mapping[str, Any]) -> Text:
        english = self.word(f"{where}.name", row.get("name"))
        if not english:
            raise self.fault(f"{where}.name", "is missing")
        return named(english, self.word(f"{where}.name_ja", row.get("name_ja")))

    def spot(self, where: str, value: Any) -> Spot:
        if not isinstance(value, list) or len(value) != 2 or not all(_is_number(part) for part in value):
            raise self.fault(where, "should be [degrees east, degrees north]")
        east, north = float(value[0]), float(value[1])
        if not (-180 <= east <= 180 and -90 <= north <= 90):
            raise self.fault(where, f"[{east:g}, {north:g}] is not on the globe: east -180 to 180, north -90 to 90")
        return east, north

    def word(self, where: str, value: Any) -> str | None:
        if value is not None and not isinstance(value, str):
            raise self.fault(where, "should be text in quotation marks")
        return value

    def table(self, where: str, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.fault(where, "should be a table")
        return value

    def fault(self, where: str, problem: str) -> GreatGameError:
        return GreatGameError(f"{self.file}: {where} {problem}; {REMEDY}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
