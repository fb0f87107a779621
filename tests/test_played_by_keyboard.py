"""A person's whole first game with the keyboard alone: Tab, arrows, Enter and shortcuts; the mouse is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

import desktop
import xserver
from desktop import Game, Keyboard
from first_game import ORDERS, FirstGame

pytestmark = [
    pytest.mark.skipif(bool(xserver.missing()), reason=xserver.missing()),
    pytest.mark.usefixtures("short_scenario"),
]


@pytest.mark.trial
def test_a_first_game_by_keyboard(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desktop.desk() as desk:
        with desktop.game(desk, home) as game:
            changes_the_size(game)
            first = FirstGame(Keyboard(game), home)
            first.begin("ambassador")
            first.order(ORDERS[0])
            first.order_from_book("visit", ORDERS[1])
            first.wind_tunnel()
            first.end_turn()
            assert list(first.saved().turns[0].orders) == ORDERS
            assert_no_mouse(game)
            first.quit()
        with desktop.game(desk, home) as game:
            first = FirstGame(Keyboard(game), home)
            game.enter("title:continue")
            game.until_screen("room")
            first.person.done_with("cable")
            first.to_the_end()
            first.debrief()
            first.export()
            game.strike("escape")
            game.until_screen("room")
            assert_no_mouse(game)
            first.quit()


def assert_no_mouse(game: Game) -> None:
    heard = game.look()["heard"]
    assert heard["pointer"] == 0
    assert heard["move"] <= 1, "a window that opens under the mouse may hear of it once"


def changes_the_size(game: Game) -> None:
    """Larger in the settings, smaller again by its keys."""
    before = game.until_there("title:quit")["rect"]
    game.enter("title:settings")
    game.until_screen("settings")
    game.enter("scale")
    game.strike("down", "enter", "escape")
    game.until_screen("title")
    game.until(lambda: game.until_there("title:quit")["rect"][3] > before[3], "everything is larger")
    game.strike("ctrl+-")
    game.until(lambda: game.until_there("title:quit")["rect"] == before, "everything is as large as before")
