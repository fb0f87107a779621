"""The top bar of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pygame

from greatgame.ui.kit import Button, FigureLabel, Label, Panel, Row, Size, Spacer, Ui, Widget
from greatgame.ui.kit.choices import Item
from greatgame.ui.room.cards import MOST_ALERTS
from greatgame.views.figures import Figure
from greatgame.views.topbar import TopBar

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


class Form(NamedTuple):
    """How much of its figures the bar tells."""

    pledge: bool = False
    """Whether the pledge stands apart from what is committed of it, and not after a stroke behind that."""
    signed: bool = False
    built: bool = False
    unit: bool = True
    """Whether the money has its unit."""
    words: bool = False
    """Whether there are words beside the number of matters that wait."""
    gap: int = 7


FORMS = (
    Form(pledge=True, signed=True, built=True, words=True),
    Form(signed=True, built=True, words=True),
    Form(signed=True, built=True, words=True, gap=3),
    Form(signed=True, built=True, gap=3),
    Form(signed=True, words=True, gap=3),
    Form(signed=True, gap=3),
    Form(signed=True, unit=False, gap=3),
    Form(gap=3),
)
"""The fullest first; in all of them the goals, the trust and the score."""


def top_bar(room: RoomScreen) -> Widget:
    """Quarter, pledge, goals, trust, score, what calls for attention, help."""
    return Panel([Fitting([_row(room, form) for form in FORMS])], pad=2, radius=0, edge=None)


class Fitting(Widget):
    """The first of several rows for which there is room; the last where there is room for none."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self.children = [self.rows[0]]

    def size(self, ui: Ui, width: int) -> Size:
        return self._fitting(ui, width).size(ui, width)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.children = [self._fitting(ui, rect.width)]
        super().layout(ui, rect)

    def _fitting(self, ui: Ui, width: int) -> Row:
        return next((row for row in self.rows if row.size(ui, width)[0] <= width), self.rows[-1])


def _row(room: RoomScreen, form: Form) -> Row:
    ui, bar = room.ui, room.state.top
    parts: list[Widget] = [
        Button("", room.menu, icon="list", kind="quiet", name="menu", tip=ui.say("room-menu")),
        Label(ui.tell(bar.quarter), size=18, bold=True),
        FigureLabel(bar.turn, unit=False, bold=False, ink="muted", name="top turn"),
        *_money(room, bar, form),
        _gap(),
        *_item(room, "room-goals", bar.goals, unit=False),
        *_item(room, "room-trust", bar.trust, unit=False),
        *_item(room, "room-score", bar.score, unit=False),
        Spacer(),
        _alert(room, bar, form.words),
        Button("", room.show_alerts, icon="bell", kind="quiet", name="cable", tip=ui.say("room-news")),
        Button("", room.app.help, icon="circle-help", kind="quiet", name="help", tip=ui.say("room-help")),
    ]
    return Row(parts, gap=form.gap)


def _money(room: RoomScreen, bar: TopBar, form: Form) -> list[Widget]:
    """What is promised, and what has become of it."""
    parts = _item(room, "room-pledge", bar.pledge, unit=form.unit) if form.pledge else []
    if form.signed and form.pledge:
        parts += _item(room, "room-signed", bar.signed, unit=form.unit)
    elif form.signed:
        gap, words, signed = _item(room, "room-signed", bar.signed, unit=False)
        whole = FigureLabel(bar.pledge, unit=form.unit, bold=False, ink="muted", name="top room-pledge")
        parts += [gap, words, Row([signed, Label("/", size=15, ink="muted"), whole], gap=2)]
    return parts + (_item(room, "room-built", bar.built, unit=form.unit) if form.built else [])


def _gap() -> Widget:
    return Spacer(8)


def _item(room: RoomScreen, key: str, figure: Figure, unit: bool) -> list[Widget]:
    """A word and its figure."""
    words = Label(room.ui.say(key), size=15, ink="muted")
    change = key in ("room-trust", "room-score")
    return [_gap(), words, FigureLabel(figure, unit=unit, change=change, name=f"top {key}")]


def _alert(room: RoomScreen, bar: TopBar, words: bool) -> Widget:
    """How many urgent alerts there are; leads to where the only one, or each of them, is dealt with."""
    urgent = [alert for alert in bar.alerts if alert.urgent]
    if not urgent:
        return Spacer(1)
    ui = room.ui
    told = ui.say("room-alerts", count=len(urgent)) if words else ui.tell(bar.waiting.text)
    label = Label(told, size=15, ink="warning", icon="triangle-alert")
    go = (lambda: room.follow(urgent[0].target)) if len(urgent) == 1 else room.show_alerts
    lines = [ui.tell(row.text) for row in urgent[:MOST_ALERTS]]
    # Many memoranda can lapse in one quarter; the list that opens has them all.
    tip = "\n".join([*lines, "…"] if len(urgent) > MOST_ALERTS else lines)
    item = Item(label, go, pad=6, name="alert", tip=tip)
    item.figure = bar.waiting
    return item
