"""The game is killed in the middle of a campaign: the next start offers to go on, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import desktop
import xserver
from desktop import Keyboard
from first_game import SCENARIO, FirstGame

pytestmark = [
    pytest.mark.skipif(bool(xserver.missing()), reason=xserver.missing()),
    pytest.mark.usefixtures("short_scenario"),
]


@pytest.mark.trial
def test_a_killed_game_goes_on_where_it_was(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desktop.desk() as desk:
        with desktop.game(desk, home, "--scenario", SCENARIO, "--seed", "7") as game:
            first = FirstGame(Keyboard(game), home)
            game.until_screen("room")
            first.person.done_with("cable")
            first.order("japan/visit/kazakhstan/ministers")
            first.end_turn()
            first.order("japan/visit/kazakhstan/leaders")
            game.until(lambda: first.queue(), "the queue is saved")
            before, digest = first.saved(), first.digest()
            game.kill()
        with desktop.game(desk, home) as game:
            first = FirstGame(Keyboard(game), home)
            game.until(lambda: game.layers == ["crashed"], "it offers to go on")
            first.person.do("first")
            game.until_screen("room")
            first.person.done_with("cable")
            game.until_there("queued:japan/visit/kazakhstan/leaders")
            after = first.saved()
            assert (after.turns, after.queue) == (before.turns, before.queue)
            assert first.digest() == digest
            first.quit()
            assert first.shelf.unfinished() is None, "after a good end there is nothing to recover"
