"""Search for strategies: what is kept, what is written, and that it can be repeated."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import Extended
from greatgame.cli import app
from greatgame.errors import GreatGameError
from greatgame.lab import frontier
from greatgame.lab.optimise import Frontier, checked_goals, front, parameters, search
from greatgame.scenario import IndexedScenario, open_scenario
from json_page import documented

Rows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def found(tokyo: IndexedScenario) -> Frontier:
    """A small search."""
    return search(tokyo, ["supply", "calm"], trials=6, seeds=2, held_out=4)


@given(rows=Rows)
def test_nothing_beats_the_frontier_and_everything_else_is_beaten(rows: list[tuple[float, ...]]) -> None:
    kept = front(rows)
    table = np.array(rows)
    for place, row in enumerate(table):
        beaten = any((other >= row).all() and (other > row).any() for other in table)
        twin = any((table[k] == row).all() for k in kept)
        assert beaten != twin
        assert not (beaten and place in kept)


def test_base_strategy_is_tried_first_and_the_search_can_be_repeated(tokyo: IndexedScenario, found: Frontier) -> None:
    again = search(tokyo, ["supply", "calm"], trials=6, seeds=2, held_out=4)
    assert again == found
    other = search(tokyo, ["supply", "calm"], trials=6, seeds=2, held_out=4, seed=1)
    assert other.trials[0] == found.trials[0]
    assert other.trials[1:] != found.trials[1:]


def test_what_is_written_plays_as_what_was_found(tokyo: IndexedScenario, found: Frontier, extended: Extended) -> None:
    row = found.found[0]
    text = found.files[row.name]
    assert list(tomllib.loads(text)["strategy"]) == [row.name]
    written = open_scenario(extended(text)).file.strategy[row.name]
    for path, value in row.changes.items():
        _, _, part, *key = path.split(".")
        table = getattr(written, part)
        assert (table.number(key[0]) if key else table.value) == value


def test_every_consideration_and_kind_of_the_seat_is_searched(tokyo: IndexedScenario) -> None:
    paths = [parameter.path for parameter in parameters(tokyo, "quiet")]
    assert len(paths) == len(set(paths))
    assert "strategy.quiet.weights.supply" in paths
    assert "strategy.quiet.tastes.reassurance" in paths
    # What a strategy never does is no matter of taste.
    assert "strategy.quiet.tastes.joint-statement" not in paths


@pytest.mark.parametrize(("goals", "complaint"), [([], "at least one"), (["suply"], "did you mean supply")])
def test_goals_are_checked(tokyo: IndexedScenario, goals: list[str], complaint: str) -> None:
    with pytest.raises(GreatGameError, match=complaint):
        checked_goals(tokyo, goals)


def test_command_writes_files_and_the_frontier(tmp_path: Path) -> None:
    arguments = ["optimise", "tokyo-2026", "--goal", "supply", "--trials", "3", "--seeds", "2", "--held-out", "2"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "o"), "--json", str(tmp_path / "o.json")])
    assert result.exit_code == 0, result.stderr
    names = {path.suffix for path in (tmp_path / "o").iterdir()}
    assert names == {".toml", ".csv", ".svg"}
    assert "held-out worlds" in " ".join(result.stdout.split())
    content = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    documented(content, content["found"][0])
    assert content["trials"][0] == [pytest.approx(content["trials"][0][0])], "a mean for each goal"


@pytest.mark.trial
def test_a_strategy_file_is_searched_around_too(tmp_path: Path) -> None:
    """What a search has found can be the base of the next; a name that the scenario has is not overwritten."""
    arguments = ["optimise", "tokyo-2026", "--goal", "supply", "--trials", "3", "--seeds", "2", "--held-out", "2"]
    first = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "a")])
    assert first.exit_code == 0, first.stderr
    (found, *_) = sorted((tmp_path / "a").glob("*.toml"))
    for name in (found.name, "quiet.toml"):
        base = found.rename(found.with_name(name))
        again = CliRunner().invoke(app, [*arguments, "--base", str(base), "--out", str(tmp_path / name)])
        assert again.exit_code == 0, again.stderr
        (further, *_) = sorted((tmp_path / name).glob("*.toml"))
        assert further.stem == {"quiet.toml": "quiet-mine-1"}.get(name, f"{base.stem}-1")
        checked = CliRunner().invoke(app, ["compare", str(base), str(further), "--seeds", "2"])
        assert checked.exit_code == 0, checked.stderr
        found = base
    unknown = CliRunner().invoke(app, [*arguments, "--base", "none.toml"])
    assert (unknown.exit_code, "check its name" in unknown.stderr) == (2, True)


def test_verdict_needs_a_clear_difference(found: Frontier) -> None:
    for goal in found.goals:
        for row in frontier.better_at(found, goal):
            assert row.held_out[goal].low > 0
