"""A person's whole first game with the keyboard alone: Tab, arrows, Enter and shortcuts; the mouse is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

import desktop
from desktop import Game

pytestmark = pytest.mark.skipif(bool(desktop.missing()), reason=desktop.missing())


def test_a_first_game_by_keyboard(tmp_path: Path) -> None:
    data = desktop.short_scenarios(tmp_path / "data")
    with desktop.desk() as desk, desktop.game(desk, tmp_path / "home", data=data) as game:
        changes_the_size(game)
        chooses_a_scenario(game)
        game.strike("escape")
        game.until_screen("title")
        assert_no_mouse(game)
        game.enter("title:quit")
        assert game.ended() == 0


def assert_no_mouse(game: Game) -> None:
    heard = game.look()["heard"]
    assert heard["pointer"] == 0
    assert heard["move"] <= 1, "a window that opens under the mouse may hear of it once"


def changes_the_size(game: Game) -> None:
    """Larger in the settings, smaller again by its keys."""
    before = game.until_there("title:play")["rect"]
    game.enter("title:settings")
    game.until_screen("settings")
    game.enter("scale")
    game.strike("down", "enter", "escape")
    game.until_screen("title")
    assert game.until_there("title:play")["rect"][3] > before[3]
    game.strike("ctrl+-")
    game.until(lambda: game.until_there("title:play")["rect"] == before, "everything is as large as before")


def chooses_a_scenario(game: Game) -> None:
    """The short one, and a seed of one's own."""
    game.enter("title:play")
    game.until_screen("new-game")
    game.enter("scenario:short")
    game.until(lambda: game.reads("Short: a first year"), "the scenario is shown")
    game.tab_to("seed")
    game.strike("end", *["backspace"] * 9)
    game.type("7")
    row = game.row("seed")
    assert row is not None
    assert row["text"] == "7"
