"""The guided first game, as its card says, with the mouse; with the keyboard alone it is followed in test_learn."""

from __future__ import annotations

from pathlib import Path

import pytest

import desktop
import guided_game
import xserver
from desktop import Mouse

pytestmark = pytest.mark.skipif(bool(xserver.missing()), reason=xserver.missing())


@pytest.mark.trial
def test_the_guided_game_is_done_as_its_card_says(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desktop.desk() as desk, desktop.game(desk, home) as game:
        taken = guided_game.follow(Mouse(game))
        assert game.look()["heard"]["key"] == 0
        assert taken == [step for step in guided_game.DEEDS if step in taken]
        assert {"number", "ledger", "order", "undo", "odds", "commit", "effect", "event"} <= set(taken)
