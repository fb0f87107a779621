"""Widgets that are built anew under somebody's hand: what is held, scrolled or dragged goes on."""

from __future__ import annotations

from collections.abc import Hashable

import pygame
import pytest

from greatgame.ui.kit import Button, Column, Label, Scroll, Slider, Ui, Widget
from greatgame.ui.orders.live import Live

pytestmark = pytest.mark.usefixtures("display")


class Restless(Live):
    """A panel that is built anew whenever anything is done in it."""

    def __init__(self) -> None:
        super().__init__(name="restless")
        self.version = self.pressed = 0
        self.value = 0.0

    def state(self, ui: Ui) -> Hashable:
        return self.version

    def change(self, value: float) -> None:
        self.value, self.version = value, self.version + 1

    def press(self) -> None:
        self.pressed += 1

    def build(self, ui: Ui) -> Widget:
        slider = Slider(self.value, 0.0, 1.0, 0.1, self.change, words=str, name="slider")
        lines = Scroll(Column([Label(f"line {n}") for n in range(40)], gap=2), name="lines")
        return Column([slider, Button("press", self.press, name="button"), lines], gap=4)


@pytest.fixture
def panel() -> Restless:
    return Restless()


@pytest.fixture
def ui(panel: Restless) -> Ui:
    ui = Ui((400, 300))
    ui.show(panel)
    ui.settle()
    return ui


def named(ui: Ui, name: str) -> Widget:
    ui.settle()
    return next(widget for widget in ui.root.walk() if widget.name == name)


def mouse(ui: Ui, kind: int, place: tuple[int, int]) -> None:
    ui.input.handle(pygame.Event(kind, button=1, pos=place, rel=(1, 1), buttons=(1, 0, 0)))


def renewed(ui: Ui, panel: Restless) -> None:
    """Something is new in the background."""
    panel.version += 1
    ui.relayout()
    ui.settle()


def test_a_slider_is_drawn_where_it_is_dragged_to(ui: Ui, panel: Restless) -> None:
    track = named(ui, "slider").rect
    mouse(ui, pygame.MOUSEBUTTONDOWN, (track.left + 20, track.centery))
    for step in range(30, 200, 30):
        mouse(ui, pygame.MOUSEMOTION, (track.left + step, track.centery))
        ui.relayout()
        held = named(ui, "slider")
        assert held is ui.input.pressed
        assert isinstance(held, Slider)
        assert held.value == pytest.approx(panel.value)
    assert panel.value > 0.5


def test_a_click_is_not_lost_when_the_button_is_built_anew_under_it(ui: Ui, panel: Restless) -> None:
    place = named(ui, "button").rect.center
    mouse(ui, pygame.MOUSEBUTTONDOWN, place)
    renewed(ui, panel)
    mouse(ui, pygame.MOUSEBUTTONUP, place)
    assert panel.pressed == 1


def test_a_list_goes_on_scrolling_while_it_is_built_anew(ui: Ui, panel: Restless) -> None:
    lines = named(ui, "lines")
    bar = (lines.rect.right - 4, lines.rect.top + 5)
    mouse(ui, pygame.MOUSEBUTTONDOWN, bar)
    mouse(ui, pygame.MOUSEMOTION, (bar[0], bar[1] + 40))
    before = named(ui, "lines")
    renewed(ui, panel)
    after = named(ui, "lines")
    assert isinstance(before, Scroll)
    assert isinstance(after, Scroll)
    assert after is not before
    assert after.offset == before.offset > 0
    mouse(ui, pygame.MOUSEMOTION, (bar[0], bar[1] + 80))
    assert after.offset > before.offset
