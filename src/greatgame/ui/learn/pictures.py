"""Pictures of the guided first game, for ``play --shot``."""

from __future__ import annotations

from greatgame.ui.app import App
from greatgame.ui.learn.guide import Guide
from greatgame.ui.learn.screen import LearnScreen
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.shots import Stage, shot


def _guided(app: App, step: str = "") -> Guide:
    """The guide at a step, in the first turn of its campaign, with nothing above the room from the second step on."""
    screen = app.go("learn")
    assert isinstance(screen, LearnScreen)
    app.ui.reduced_motion = True
    screen.begin()
    guide = app.ui.companion
    assert isinstance(guide, Guide)
    if step:
        app.ui.layers.clear()
        app.ui.refreshed()
        guide.go_to(step)
    return guide


def _at(step: str) -> Stage:
    def stage(app: App) -> None:
        _guided(app, step)

    return stage


@shot("learn")
def _page(app: App) -> None:
    app.go("learn")


@shot("learn-brief")
def _brief(app: App) -> None:
    _guided(app)


for _step in ("number", "lens", "order", "undo", "draft", "commit", "onward"):
    shot(f"learn-{_step}")(_at(_step))


@shot("learn-ledger")
def _ledger(app: App) -> None:
    guide = _guided(app, "close")
    room = app.screen
    assert isinstance(room, RoomScreen)
    room.open_ledger()
    guide.go_to("close")


@shot("learn-resting")
def _resting(app: App) -> None:
    _guided(app, "order").rest()
