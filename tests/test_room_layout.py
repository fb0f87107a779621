"""The chart room at all sizes of the window and of the text: nothing overlaps, nothing is cut off, all is in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from greatgame.text import LANGUAGES
from greatgame.ui.kit import FigureLabel, Label, Rich, Scroll, Ui, Widget
from greatgame.ui.kit.controls import Button, Tabs
from greatgame.ui.kit.outline import words
from greatgame.ui.map import MapView
from greatgame.ui.orders.live import Live
from greatgame.ui.room.frame import MAIN
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.shots import Shot, all_shots, own_home, staged

pytestmark = pytest.mark.usefixtures("display")

WINDOWS = (
    ((1280, 720), (1.0, 1.5, 2.0)),
    ((1600, 900), (1.0,)),
    ((1920, 1080), (1.0, 2.0)),
)
"""Size of the window -> scales."""
ROOM = [shot for shot in all_shots() if shot.name.startswith(("room", "orders"))]
SLACK = 2
"""Pixels of rounding."""
LEAST = 44
"""Units of height below which a list that does not fit is of no use."""


def named(widget: Widget) -> str:
    text = getattr(widget, "text", "")
    return f"{type(widget).__name__} {widget.name} {text!s:.40}"


def complaints(ui: Ui, widget: Widget, clip: pygame.Rect, scrolls: bool = False, cuts: bool = False) -> Iterator[str]:
    """What is wrong with a widget and everything in it; ``clip`` is what can be seen of it.

    With ``cuts`` single lines may be cut: their tips have the whole of them.
    """
    cuts = cuts or isinstance(widget, Live)
    if isinstance(widget, Label | Rich | FigureLabel | Button | Tabs):
        wide, high = widget.size(ui, widget.rect.width)
        # Running text breaks its lines; buttons, tabs and widgets of a set height were made to stand in it.
        free = isinstance(widget, Rich) or (cuts and isinstance(widget, Label) and widget.elide)
        if wide > widget.rect.width + SLACK and not free:
            yield f"{named(widget)}: {wide} pixels wide, has {widget.rect.width}"
        if high > widget.rect.height + SLACK and widget.height is None and not isinstance(widget, Tabs | Button):
            yield f"{named(widget)}: {high} pixels high, has {widget.rect.height}"
    seen = pygame.Rect(clip.left, -(10**6), clip.width, 2 * 10**6) if scrolls else clip
    if widget.rect.size != (0, 0) and not seen.inflate(SLACK, SLACK).contains(widget.rect):
        yield f"{named(widget)}: {widget.rect} is not within {seen}"
    if isinstance(widget, Scroll):
        if widget.children[0].rect.height > widget.rect.height and widget.rect.height < ui.px(LEAST):
            yield f"{named(widget)}: {widget.rect.height} pixels are too little for a list"
        scrolls = True
    if isinstance(widget, MapView):
        return
    for child in widget.children:
        if isinstance(child, Scroll) and child.visible and child.rect.height <= 0:
            yield f"{named(child)}: there is no room for a list"
    shown = [child for child in widget.children if child.visible and child.rect.width and child.rect.height]
    for child in shown:
        if not isinstance(widget, Scroll) and not widget.rect.inflate(2 * SLACK, 2 * SLACK).contains(child.rect):
            yield f"{named(child)} {child.rect} reaches out of {named(widget)} {widget.rect}"
    for number, child in enumerate(shown):
        for other in shown[number + 1 :]:
            common = child.rect.inflate(-SLACK, -SLACK).clip(other.rect.inflate(-SLACK, -SLACK))
            if common.width > 0 and common.height > 0:
                yield f"{named(child)} {child.rect} lies on {named(other)} {other.rect}"
    inner = widget.rect if isinstance(widget, Scroll) else clip
    for child in shown:
        yield from complaints(ui, child, inner.clip(clip) if isinstance(widget, Scroll) else clip, scrolls, cuts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_panels_that_take_turns_have_room_for_what_is_in_them(
    scale: float, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MapView, "layout", Widget.layout)
    with own_home():
        app = staged(Shot("panels", lambda app: None, "tokyo-2026", 4, "all-round"), language, scale, pictured=False)
        room = app.go("room")
        assert isinstance(room, RoomScreen)
        app.ui.pop()
        for panel in (*MAIN, "inspector"):
            room.show_panel(panel)
            app.ui.settle()
            assert list(complaints(app.ui, app.ui.root, app.ui.screen)) == [], panel


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_at_the_top_tells_as_much_as_there_is_room_for(language: str) -> None:
    with own_home():
        app = staged(Shot("bar", lambda app: None, "tokyo-2026", 4, "all-round"), language, pictured=False)
        room = app.go("room")
        assert isinstance(room, RoomScreen)
        app.ui.pop()
        urgent = tuple(alert for alert in room.state.top.alerts if alert.urgent)
        assert len(urgent) > 9, "more than fit into one digit"

        def told(size: tuple[int, int], scale: float) -> dict[str, str]:
            app.ui.resize(size)
            app.ui.configure(scale=scale)
            app.ui.settle()
            bar = room.children[0].children[0]
            assert list(complaints(app.ui, bar, app.ui.screen)) == []
            return {widget.name: words(app.ui, widget) for widget in bar.walk()} | {
                "waiting": " ".join(words(app.ui, widget) for widget in bar.walk() if isinstance(widget, Label))
            }

        money = {"top room-pledge", "top room-signed", "top room-built"}
        in_words = app.ui.say("room-alerts", count=len(urgent))
        wide = told((1920, 1080), 1.0)
        assert money <= wide.keys()
        assert in_words in wide["waiting"]
        assert in_words in told((1280, 720), 1.0)["waiting"]
        assert money - {"top room-built"} <= told((1280, 720), 1.5).keys()
        assert {"top room-goals", "top room-trust", "top room-score"} <= told((1280, 720), 2.0).keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shot", ROOM, ids=lambda shot: shot.name)
def test_nothing_overlaps_or_is_cut_off_at_any_size(shot: Shot, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The map lays its own names and signs, which has tests of its own and takes long.
    monkeypatch.setattr(MapView, "layout", Widget.layout)
    wrong: dict[tuple[tuple[int, int], float], list[str]] = {}
    with own_home():
        app = staged(shot, language, pictured=shot.name.startswith("orders"))
        ui = app.ui
        for size, scales in WINDOWS:
            for scale in scales:
                ui.resize(size)
                ui.configure(scale=scale)
                ui.settle()
                found = [text for layer in ui.layers or [ui.root] for text in complaints(ui, layer, ui.screen)]
                if found:
                    wrong[size, scale] = found
    assert wrong == {}
