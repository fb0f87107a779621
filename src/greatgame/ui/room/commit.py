"""The button that ends the turn, at the second stroke of Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import Button, Ui, Widget

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


class CommitBar(Widget):
    """The button, and what it says once it has been struck."""

    def __init__(self, room: RoomScreen) -> None:
        super().__init__(name="commit bar")
        key = "room-finish" if room.session.finished else "room-commit-again" if room.armed else "room-commit"
        icon = "flag" if room.session.finished else "circle-check" if room.armed else "check"
        button = Button(
            room.ui.say(key),
            room.commit,
            kind="primary",
            icon=icon,
            badge=room.ui.key("commit"),
            name="commit",
            tip=room.ui.say("room-commit-tip"),
        )
        button.chosen = room.armed
        self.children = [button]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        self.children[0].layout(ui, rect)
