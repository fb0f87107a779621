"""A person's whole first game with the mouse: the real command, a real window, nothing but clicks and typed names."""

from __future__ import annotations

from pathlib import Path

import pytest

import desktop
import xserver
from desktop import Game, Mouse
from first_game import ORDERS, FirstGame

pytestmark = [
    pytest.mark.skipif(bool(xserver.missing()), reason=xserver.missing()),
    pytest.mark.usefixtures("short_scenario"),
]


@pytest.mark.trial
def test_a_first_game_by_mouse(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desktop.desk() as desk:
        with desktop.game(desk, home) as game:
            changes_the_language(game)
            first = FirstGame(Mouse(game), home)
            first.begin("cadet")
            first.order(ORDERS[0])
            first.order_from_book("visit", ORDERS[1])
            first.wind_tunnel()
            first.end_turn()
            assert list(first.saved().turns[0].orders) == ORDERS
            first.save_as("Mine")
            first.quit()
            before = first.digest()
        with desktop.game(desk, home) as game:
            first = FirstGame(Mouse(game), home)
            game.click("title:load")
            game.click("load:Mine.save.json")
            game.until_screen("room")
            first.person.done_with("cable")
            assert first.digest() == before
            first.to_the_end()
            first.debrief()
            first.export()
            game.click("back")
            game.until_screen("room")
            first.quit()


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
