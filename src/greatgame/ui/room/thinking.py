"""The wait while everyone decides: the turn is worked out beside the window, which stays alive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import Icon, Label, Panel, Row, Ui, Widget, paint
from greatgame.ui.room.state import State

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


BETWEEN = 0.03
"""Seconds between the steps in which the new state is shown."""


class Thinking(Widget):
    """The room rests while the turn is worked out."""

    layered = True

    def __init__(self, words: str) -> None:
        super().__init__(name="thinking")
        self.panel = Panel([Row([Icon("refresh-cw", size=22), Label(words, size=18)], gap=12)], pad=20, edge="accent")
        self.children = [self.panel]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        width, height = self.panel.size(ui, rect.width)
        place = pygame.Rect(0, 0, width, height)
        place.center = rect.center
        self.panel.layout(ui, place)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        paint.shadow(surface, self.panel.rect, ui.px(12))
        super().draw(ui, surface)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return True

    def on_action(self, ui: Ui, action: str) -> bool:
        return True


def thinking(room: RoomScreen, done: Callable[[], None]) -> None:
    """Work out the turn and what the room shows of it beside the window, which stays alive; then ``done``.

    Where the room is left meanwhile, nothing becomes of it: its campaign was kept as it stood before.

    Raises:
        GreatGameError: whatever the turn raised.
    """
    wait = Thinking(room.ui.say("room-resolving"))
    found: list[State] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(State(room.campaign.resolve()).warmed(room.lens))
        except BaseException as error:
            failed.append(error)

    def waiting() -> bool:
        """Whether the player still sees the room wait: a file may be dropped on the window at any time."""
        return room.app.screen is room and wait in room.ui.layers

    def look() -> bool:
        if not waiting():
            return False
        # What is told meanwhile, such as that a file cannot be opened, is read first.
        if thread.is_alive() or room.ui.top is not wait:
            return True
        if failed:
            room.ui.pop(wait)
            raise failed[0]
        # Figures, then the map, then what follows: each in a picture of its own, so that none takes long.
        room.take(found[0])
        room.ui.after(BETWEEN, show)
        room.ui.after(2 * BETWEEN, finish)
        return False

    def show() -> None:
        if waiting():
            room.show_state()

    def finish() -> None:
        if waiting():
            room.ui.pop(wait)
            done()

    thread = threading.Thread(target=work, name="greatgame-turn", daemon=True)
    room.ui.push(wait)
    thread.start()
    # Frame by frame, so that the window is seen to live.
    room.ui.animate(lambda _: look())
