"""A person's whole first game with the mouse: the real command, a real window, nothing but clicks and typed names."""

from __future__ import annotations

from pathlib import Path

import pytest

import desktop
from desktop import Game

pytestmark = pytest.mark.skipif(bool(desktop.missing()), reason=desktop.missing())


def test_a_first_game_by_mouse(tmp_path: Path) -> None:
    data = desktop.short_scenarios(tmp_path / "data")
    with desktop.desk() as desk, desktop.game(desk, tmp_path / "home", data=data) as game:
        changes_the_language(game)
        chooses_a_scenario(game)
        game.click("back")
        game.until_screen("title")
        game.click("title:quit")
        assert game.ended() == 0


def changes_the_language(game: Game) -> None:
    """To Japanese, everything at once, and back."""
    game.click("title:settings")
    game.until_screen("settings")
    for language, word in (("日本語", "言語"), ("English", "Language")):
        game.click("language")
        game.click_text(language)
        game.until(lambda word=word: game.reads(word), f"{word} is read")  # type: ignore[misc]
    game.click("back")
    game.until_screen("title")


def chooses_a_scenario(game: Game) -> None:
    """The short one, and a seed of one's own."""
    game.click("title:play")
    game.until_screen("new-game")
    game.click("scenario:short")
    game.until(lambda: game.reads("Short: a first year"), "the scenario is shown")
    game.click("seed")
    game.strike("end", *["backspace"] * 9)
    game.type("7")
    row = game.row("seed")
    assert row is not None
    assert row["text"] == "7"
