"""Levels: less of the model, the same figures, and refused with a reason where they are not right."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import Broken, Extended
from greatgame import saves
from greatgame.cli import app
from greatgame.errors import GreatGameError, OrderError, SaveError, ScenarioError
from greatgame.scenario import IndexedScenario, open_scenario
from greatgame.scenario.vocabulary import MECHANISMS
from greatgame.session import Session

HIDDEN_ORDER = "japan/scholarships/kazakhstan"


def test_levels_only_add(tokyo: IndexedScenario) -> None:
    levels = list(tokyo.file.level.values())
    assert len(levels) == 4
    for lower, higher in pairwise(levels):
        assert set(higher.without) < set(lower.without)
        assert set(higher.idle) < set(lower.idle) or not higher.idle
    assert not levels[-1].without
    assert not levels[-1].idle


def test_other_scenarios_inherit_them(tokyo: IndexedScenario) -> None:
    assert list(open_scenario("quick").file.level) == list(tokyo.file.level)


def test_a_level_switches_off_leaves_idle_and_hides(tokyo: IndexedScenario) -> None:
    level = tokyo.file.level["cadet"]
    session = Session.new(seed=3, level="cadet")
    assert set(session.scenario.switched_off) == set(level.without)
    assert not {move.kind for move in session.moves()} & set(level.hides)
    ordered = {row.actor for row in session.advance().orders}
    assert not ordered & set(level.idle)
    assert ordered, "hosts and firms go on"
    whole, part = Session.new(seed=3), Session.new(seed=3, level="cadet")
    prices = {move.id: move.price for move in whole.moves(all=True)}
    assert all(move.price == prices[move.id] for move in part.moves(all=True)), "no bonus"


def test_a_hidden_order_says_so() -> None:
    session = Session.new(seed=3, level="cadet")
    order = next(move.id for move in session.moves(all=True) if move.id.startswith(HIDDEN_ORDER))
    with pytest.raises(OrderError, match="higher level"):
        session.submit(order)
    with pytest.raises(OrderError, match="higher level"):
        session.fork().submit(order)
    Session.new(seed=3).submit(order)


def test_the_highest_level_is_the_whole_model() -> None:
    whole, top = (Session.new(seed=3, strategy="quiet", level=name) for name in (None, "ambassador"))
    assert whole.advance().digest == top.advance().digest
    assert top.hidden == {"intents"}
    assert not whole.hidden


def test_a_seat_filled_by_choice_is_not_idle() -> None:
    session = Session.new("quick", seed=3, level="cadet", seats={"china": "quiet"})
    assert session.seats["china"] == "quiet"
    assert session.seats["russia"] == "do-nothing"


def test_a_save_keeps_the_level(tmp_path: Path) -> None:
    path = tmp_path / "level.json"
    session = Session.new("quick", seed=3, level="attache")
    session.advance()
    session.save(path)
    again = Session.load(path)
    assert (again.level, again.seats, again.hidden) == ("attache", session.seats, session.hidden)
    assert again.digest == session.digest
    assert "scholarships" not in {move.kind for move in again.moves()}
    document = json.loads(path.read_text(encoding="utf-8"))
    document["level"] = "marshal"
    document["checksum"] = saves.checksum(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(SaveError, match="unknown level 'marshal': there are: cadet"):
        Session.load(path)


def test_a_save_of_format_2_is_the_whole_model(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    session = Session.new("quick", seed=3)
    session.advance()
    session.save(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["level"], document["predictions"]
    document["format"] = 2
    document["checksum"] = saves.checksum(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    again = Session.load(path)
    assert again.level is None
    assert again.digest == session.digest


@pytest.mark.parametrize(
    ("pattern", "replacement", "words"),
    [
        (r'^without = \["debt"', 'without = ["dept"', "unknown mechanism -> did you mean 'debt'?"),
        (r'^idle = \["china"', 'idle = ["chyna"', "unknown government -> did you mean 'china'?"),
        (r'^idle = \["china"', 'idle = ["japan"', "the player cannot be idle"),
        (
            r'^hides = \["intents"\]',
            'hides = ["intends"]',
            "unknown kind of move or concept -> did you mean 'intents'?",
        ),
        (r'^hides = \["intents"\]', 'hides = ["intents", "intents"]', "is named twice"),
    ],
)
def test_references_are_checked(broken: Broken, pattern: str, replacement: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        open_scenario(broken("levels.toml", pattern, replacement))
    assert words in str(caught.value)
    assert "levels.toml: level." in str(caught.value)


def test_a_level_alone_does_not_change_the_hash(extended: Extended) -> None:
    plain = open_scenario(extended("")).hash
    more = extended('[level.mine]\nname = "Mine"\ntext = "Mine."\nwithout = ["debt"]\n')
    other = more.rename(more.with_name("other"))
    assert open_scenario(other).hash == plain
    assert Session.new(other, level="mine").scenario.hash != plain


def test_an_unknown_level() -> None:
    with pytest.raises(GreatGameError, match="did you mean cadet"):
        Session.new(level="cadett")


def test_the_command_line_knows_levels() -> None:
    shown = CliRunner().invoke(app, ["scenarios", "show", "quick", "--json"])
    rows = json.loads(shown.stdout)["levels"]
    assert [row["id"] for row in rows] == ["cadet", "attache", "envoy", "ambassador"]
    assert set(rows[0]["without"]) <= set(MECHANISMS)
    printed = CliRunner().invoke(app, ["scenarios", "show", "quick"])
    assert "greatgame run ... --level NAME" in printed.stdout
    ran = CliRunner().invoke(app, ["run", "quick", "--level", "cadet", "--turns", "1", "--quiet", "--json", "-"])
    assert json.loads(ran.stdout)["level"] == "cadet"
