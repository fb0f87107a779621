"""A dialogue as large as the window allows, whose content shares the room itself."""

from __future__ import annotations

from collections.abc import Iterable

import pygame

from greatgame.ui.kit import Icon, Label, Modal, Row, Spacer, Ui, Widget
from greatgame.ui.orders.live import IconButton

MARGIN = 14
"""Units that stay free around it."""


class Sheet(Modal):
    """A large dialogue; ``high`` and ``width`` are its most in units of the kit."""

    def __init__(
        self,
        ui: Ui,
        title: str,
        content: Widget,
        *,
        icon: str,
        width: int = 1160,
        high: int = 660,
        head: Iterable[Widget] = (),
        foot: Iterable[Widget] = (),
        name: str = "",
    ) -> None:
        super().__init__(title, [], width=width, icon=icon, name=name)
        self.high = high
        shut = IconButton("x", lambda: self.close(ui), ui.say("kit-close"), name="close-sheet")
        more = list(head) or [Spacer()]
        self.head = Row([Icon(icon, size=22), Label(title, size=18, bold=True), *more, shut], gap=10)
        self.foot = Row(list(foot), gap=12)
        self.foot.visible = bool(self.foot.children)
        self.panel.children = [self.head, content.growing(), self.foot]
        self.panel.gap, self.panel.pad = 10, 14

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        margin = 2 * ui.px(MARGIN)
        size = min(ui.px(self.wide), ui.free.width - margin), min(ui.px(self.high), ui.free.height - margin)
        panel = pygame.Rect((0, 0), size)
        panel.center = ui.free.center
        self.panel.layout(ui, panel)
