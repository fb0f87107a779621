"""The inspector: what is selected, with Why, How and Source, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import (
    SMALL,
    Button,
    Column,
    FigureLabel,
    Icon,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Tabs,
    Ui,
    Widget,
)
from greatgame.ui.kit.account import account_lines
from greatgame.ui.kit.choices import Item
from greatgame.ui.kit.words import Span, sentence
from greatgame.ui.orders.places import open_book
from greatgame.ui.room.pictures import Waterfall
from greatgame.views.figures import Figure
from greatgame.views.how import Action
from greatgame.views.inspector import Sheet

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

WHY, HOW, SOURCE = range(3)
"""Tabs."""
MOST = 10
"""Lines of an account under *Why*; the whole of it opens on a click."""
AIMED = frozenset({"host", "project", "mineral", "leg"})
"""Kinds of subject whose orders need not be said to be aimed at it."""
LOW = 430
"""Units of the panel's height below which the orders stand in one list with the rest."""
ACTIONS = 0.19
"""Share of the panel that the orders take at least."""
GAP = 9
"""Units above and below the heading of the orders."""


def inspector_panel(room: RoomScreen) -> Widget:
    """The sheet of the selected subject."""
    ui, sheet = room.ui, room.inspector.sheet(room.subject)
    dossier = Button(
        "", lambda: room.open_dossier(sheet), icon="book-open", kind="quiet", name="dossier", tip=ui.say("room-dossier")
    )
    head = Row([Rich((Span(ui.tell(sheet.title), bold=True),), size=18).growing(), dossier], gap=4)
    line = Rich((Span(sentence(ui.tell(sheet.line))),), size=15, ink="muted")
    tabs = Tabs(
        [(ui.say("room-why"), None), (ui.say("room-how"), None), (ui.say("room-source"), None)],
        room.sheet_tab,
        room.choose_sheet,
        name="sheet tabs",
    )
    body = {WHY: _why, HOW: _how, SOURCE: _source}[room.sheet_tab](room, sheet)
    top: list[Widget] = [head] if len(sheet.figures) == 1 and not sheet.line else [head, line]
    orders, high = _orders(room, sheet), room.room_for("inspector")[1]
    if high < LOW:
        body += orders
    sheets = room.kept(Scroll(Column(body, gap=6), name=f"sheet {room.sheet_tab} {room.subject}"))
    parts: Widget = sheets
    if orders and high >= LOW:
        listed = room.kept(Scroll(Column(orders[1:], gap=2), name=f"actions {room.subject}"))
        parts = Halves(sheets, orders[0], listed, least=max(84, round(high * ACTIONS)))
    return Panel([*top, tabs, parts.growing()], gap=6, pad=10)


class Halves(Widget):
    """A sheet as high as it is, if that leaves the least to the orders below it, which have the rest."""

    def __init__(self, sheet: Scroll, heading: Widget, orders: Scroll, least: int) -> None:
        super().__init__()
        self.sheet, self.heading, self.orders, self.least = sheet, heading, orders, least
        self.children = [sheet, heading, orders]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        gap, head = ui.px(GAP), ui.measured(self.heading, rect.width)[1]
        room = rect.height - 2 * gap - head
        below = min(ui.px(self.least), ui.measured(self.orders.children[0], rect.width)[1])
        above = min(ui.measured(self.sheet.children[0], rect.width)[1], room - below)
        self.sheet.layout(ui, pygame.Rect(rect.left, rect.top, rect.width, above))
        self.heading.layout(ui, pygame.Rect(rect.left, rect.top + above + gap, rect.width, head))
        top = rect.top + above + head + 2 * gap
        self.orders.layout(ui, pygame.Rect(rect.left, top, rect.width, rect.bottom - top))


def _orders(room: RoomScreen, sheet: Sheet) -> list[Widget]:
    """A heading and the orders that bear on it; nothing where there are none."""
    if not sheet.actions:
        return []
    short = [action.short for action in sheet.actions]
    alone = sheet.subject.partition(":")[0] in AIMED and len(set(short)) == len(short)
    heading = Label(room.ui.say("room-actions"), size=SMALL, bold=True, ink="accent")
    return [heading, *(_action(room, action, alone) for action in sheet.actions)]


def _why(room: RoomScreen, sheet: Sheet) -> list[Widget]:
    """The figures of a sheet, the account of the chosen one under it."""
    if len(sheet.figures) == 1:
        figure = sheet.figures[0]
        return [FigureLabel(figure, size=22, change=True, name="sheet value"), *_ledger(room, figure, False)]
    rows: list[Widget] = []
    shown = room.shown_figure(sheet) if sheet.figures else None
    for figure, label in zip(sheet.figures, sheet.labels, strict=True):
        rows.append(_figure_row(room, figure, room.ui.tell(label), figure is shown))
        if figure is shown:
            rows.append(Panel(_ledger(room, figure), gap=5, pad=8, ground="field"))
    return rows


def _ledger(room: RoomScreen, figure: Figure, level: bool = True) -> list[Widget]:
    account = figure.account()
    parts = account_lines(room.ui, account, most=MOST, opens=room.ui.open_figure)
    if len(account.lines) > 1:
        parts.insert(0, Waterfall(account, figure))
    if level and figure.threshold:
        words = sentence(room.ui.tell(figure.threshold))
        parts.insert(0, Rich((Span(words),), size=SMALL, ink="muted"))
    return parts


def _figure_row(room: RoomScreen, figure: Figure, words: str, chosen: bool) -> Widget:
    """A figure of the sheet; choosing it shows its account below."""
    mark = "chevron-down" if chosen else "chevron-right"
    label = Label(words, size=15, elide=True, bold=chosen, ink="text" if chosen else "muted", icon=mark)
    value = FigureLabel(figure, size=15, change=True, name=f"value {figure.path or figure.unit}")
    return Item(Row([label.growing(), Spacer(4), value], gap=4), lambda: room.choose_figure(figure), pad=4,
                name=f"figure {figure.path or figure.unit}")  # fmt: skip


def _how(room: RoomScreen, sheet: Sheet) -> list[Widget]:
    return [Rich((Span(room.ui.tell(text)),), size=16) for text in sheet.how]


def _source(room: RoomScreen, sheet: Sheet) -> list[Widget]:
    if not sheet.sources:
        return [Rich(room.ui.say("room-no-source"), size=15, ink="muted")]
    return [Rich((Span(room.ui.tell(source)),), size=15) for source in sheet.sources]


def _action(room: RoomScreen, action: Action, short: bool) -> Widget:
    """An order that bears on it: opens the order book there; one that cannot be given says why."""
    why_not = "\n".join(room.ui.tell(reason) for reason in action.failing)
    said = room.ui.tell(action.short if short else action.name)
    words = Rich((Span(said),), size=15, ink="text" if action.legal else "faint")
    mark = Icon("chevron-right" if action.legal else "lock", size=16, ink="accent" if action.legal else "faint")
    tip = why_not or room.ui.tell(action.text)
    row = Row([mark, words.growing()], gap=6)
    name, topic = f"order {action.order}", f"order:{action.order}"
    return Item(row, lambda: open_book(room, action.order), pad=5, name=name, tip=tip, topic=topic)
