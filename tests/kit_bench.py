"""What tests of the widget kit share: a clock, figures with accounts, a mouse, a keyboard and a surface."""

from __future__ import annotations

import pygame

from greatgame.ui.kit import Ui
from greatgame.views.figures import Account, AccountLine, Figure


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def inner_figure() -> Figure:
    lines = (AccountLine("start", 5.0), AccountLine("luck", -1.0, chance=True))
    return Figure("Part", 4.0, "points", "4.0", lambda: Account("Part", "points", 4.0, lines))


def figure(value: float = 61.0) -> Figure:
    lines = (
        AccountLine("luck", -1.0, chance=True),
        AccountLine("order", 4.0, mine=True, opens=inner_figure()),
        AccountLine("start", value - 3.0),
    )
    account = Account("Trust", "points", value, lines)
    return Figure("Trust", value, "points", str(value), lambda: account, "below 40: stop")


def strike(ui: Ui, key: int, mod: int = 0) -> bool:
    return ui.input.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=""))


def click(ui: Ui, place: tuple[int, int]) -> None:
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        ui.input.handle(pygame.Event(kind, button=1, pos=place))


def drawn(ui: Ui) -> pygame.Surface:
    surface = pygame.Surface(ui.screen.size)
    ui.draw(surface)
    return surface
