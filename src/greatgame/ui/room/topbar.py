"""The top bar of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greatgame.ui.kit import Button, FigureLabel, Label, Panel, Row, Spacer, Widget
from greatgame.ui.kit.choices import Item
from greatgame.ui.room.cards import MOST_ALERTS
from greatgame.views.figures import Figure
from greatgame.views.topbar import TopBar

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

ONE_DIGIT = 9
"""Matters that wait up to which there is room for words beside their number."""


def top_bar(room: RoomScreen) -> Widget:
    """Quarter, pledge, goals, trust, score, what calls for attention, help."""
    ui, bar = room.ui, room.state.top
    narrow = ui.screen.width / ui.scale < 1180
    parts: list[Widget] = [
        Button("", room.menu, icon="list", kind="quiet", name="menu", tip=ui.say("room-menu")),
        Label(ui.tell(bar.quarter), size=18, bold=True),
        FigureLabel(bar.turn, unit=False, bold=False, ink="muted", name="top turn"),
        *_item(room, "room-pledge", bar.pledge, narrow),
        *_item(room, "room-signed", bar.signed, narrow),
        *_item(room, "room-built", bar.built, narrow),
        _gap(),
        *_item(room, "room-goals", bar.goals, narrow, unit=False),
        *_item(room, "room-trust", bar.trust, narrow, unit=False),
        *_item(room, "room-score", bar.score, narrow, unit=False),
        Spacer(),
        _alert(room, bar, narrow),
    ]
    parts += [
        Button("", room.show_alerts, icon="bell", kind="quiet", name="cable", tip=ui.say("room-news")),
        Button("", room.app.help, icon="circle-help", kind="quiet", name="help", tip=ui.say("room-help")),
    ]
    return Panel([Row(parts, gap=3 if narrow else 7)], pad=2, radius=0, edge=None)


def _gap() -> Widget:
    return Spacer(8)


def _item(room: RoomScreen, key: str, figure: Figure, narrow: bool, unit: bool = True) -> list[Widget]:
    """A word and its figure; where it is narrow only what matters most."""
    if narrow and key in ("room-signed", "room-built", "room-pledge"):
        return []
    words = Label(room.ui.say(key), size=15, ink="muted")
    return [
        _gap(),
        words,
        FigureLabel(figure, unit=unit, change=key in ("room-trust", "room-score"), name=f"top {key}"),
    ]


def _alert(room: RoomScreen, bar: TopBar, narrow: bool) -> Widget:
    """How many urgent alerts there are; leads to where the only one, or each of them, is dealt with."""
    urgent = [alert for alert in bar.alerts if alert.urgent]
    if not urgent:
        return Spacer(1)
    ui = room.ui
    # A bar with all its figures has no room for the words beside a number of two digits.
    short = narrow or len(urgent) > ONE_DIGIT
    words = ui.tell(bar.waiting.text) if short else ui.say("room-alerts", count=len(urgent))
    label = Label(words, size=15, ink="warning", icon="triangle-alert")
    go = (lambda: room.follow(urgent[0].target)) if len(urgent) == 1 else room.show_alerts
    lines = [ui.tell(row.text) for row in urgent[:MOST_ALERTS]]
    # Many memoranda can lapse in one quarter; the list that opens has them all.
    tip = "\n".join([*lines, "…"] if len(urgent) > MOST_ALERTS else lines)
    item = Item(label, go, pad=6, name="alert", tip=tip)
    item.figure = bar.waiting
    return item
