"""The map's data and the places of the scenarios: complete, on the globe, and refused in words where they are not."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from greatgame.errors import GreatGameError
from greatgame.paths import data_dir
from greatgame.scenario import IndexedScenario
from greatgame.text import JAPANESE, tell
from greatgame.views.geography import Places, places


@pytest.fixture(scope="module")
def atlas() -> dict[str, Any]:
    """The map as it is shipped."""
    document: dict[str, Any] = json.loads((data_dir("assets") / "map" / "map.json").read_text(encoding="utf-8"))
    return document


def test_everything_in_the_scenario_has_a_place(tokyo: IndexedScenario) -> None:
    book = places()
    assert set(tokyo.names.projects) <= book.projects.keys()
    assert set(tokyo.names.legs) <= book.legs.keys()
    assert set(tokyo.names.flashpoints) <= book.flashpoints.keys()
    assert all(book.centre(host) for host in tokyo.names.hosts)
    assert {book.actors[host].capital for host in tokyo.names.hosts} <= book.cities.keys()


def test_every_host_has_its_own_land_on_the_map(tokyo: IndexedScenario, atlas: dict[str, Any]) -> None:
    book = places()
    owned = [area for host in tokyo.names.hosts for area in book.actors[host].areas]
    assert len(owned) == len(set(owned))
    assert set(owned) <= atlas["areas"].keys()


def test_legs_of_a_corridor_meet(tokyo: IndexedScenario) -> None:
    """Every leg touches another of its corridor, so that no route is drawn in pieces."""
    book = places()
    for corridor in tokyo.file.corridor.values():
        ends = {name: {p for path in book.legs[name].paths for p in (path[0], path[-1])} for name in corridor.legs}
        for name, mine in ends.items():
            others = {p for other, theirs in ends.items() if other != name for p in theirs}
            near = [math.dist(a, b) for a in mine for b in others]
            assert not near or min(near) < 1.0, f"{name}: {min(near):.1f} degrees"


def test_contested_areas_stand_apart(atlas: dict[str, Any]) -> None:
    assert {"Crimea", "Etorofu", "Kunashiri"} <= atlas["contested"].keys()
    assert not atlas["contested"].keys() & atlas["areas"].keys()
    assert atlas["hatched"]


def test_arcs_of_the_map_are_whole(atlas: dict[str, Any]) -> None:
    used = {
        max(i, ~i) for part in ("areas", "contested") for found in atlas[part].values() for ring in found for i in ring
    }
    assert used == set(range(len(atlas["arcs"])))
    assert all(arc and len(arc) % 2 == 0 for arc in atlas["arcs"])


def test_a_project_without_a_place_stands_at_its_host() -> None:
    book = places()
    host = next(iter(book.actors))
    assert book.project("a-project-of-somebody-else", host) == book.centre(host)
    assert Places().project("anything", "anywhere") is None


def test_names_are_told_in_both_languages() -> None:
    for city in places().cities.values():
        assert tell(city.name, JAPANESE) != str(city.name)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[actor.a]\nareas = 3", "actor.a.areas should be a list"),
        ("[actor.a]\ncapital = 7", "actor.a.capital should be text"),
        ("[city.c]\nname = 'C'", "city.c lacks at"),
        ("[city.c]\nat = [1, 2]\nrank = 9\nname = 'C'", "city.c.rank"),
        ("[project.p]\nat = [1, 200]", r"\[1, 200\] is not on the globe"),
        ("[leg.l]\npaths = [[[1, 2]]]", "leg.l.paths should be a list of lines"),
        ("[nonsense.x]\nat = [1, 2]", "nonsense is no kind of place"),
        ("project = 3", "project should be a table"),
        ("[", "cannot be read"),
    ],
)
def test_a_fault_is_told_with_file_entry_and_remedy(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "places.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GreatGameError, match=complaint) as caught:
        places(file)
    assert "places.toml" in str(caught.value)
    assert "reinstall" in str(caught.value)
