"""The order book: kinds of order, what they can aim at, and one order in full; side by side where there is room."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pygame

from greatgame.errors import GreatGameError
from greatgame.ui.kit import (
    Button,
    Column,
    FigureLabel,
    Icon,
    Item,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Toggle,
    Ui,
    Widget,
)
from greatgame.ui.orders import card as parts
from greatgame.ui.orders.deciding import DRAFT, Deciding
from greatgame.ui.orders.live import ROLES, DeskPanel, Live
from greatgame.ui.orders.purses import PurseStrip
from greatgame.ui.orders.sheet import Sheet
from greatgame.views.orders import KindRow, TargetRow

KINDS, TARGETS = 326, 272
"""Units of the two lists."""
THREE, TWO = 1080, 600
"""Units of width from which three or two lists stand side by side."""
ABOUT = ("host", "project")
"""Kinds of subject that orders aim at."""


class Book(Live):
    """The content of the order book."""

    def __init__(self, desk: Deciding, order: str = "", about: str = "", only: bool = False) -> None:
        super().__init__(name="book")
        self.desk = desk
        self.about = about if about.partition(":")[0] in ABOUT else ""
        """Subject (``host:ID``, ``project:ID``) that the lists can be narrowed to; empty where there is none."""
        self.only = only and bool(self.about)
        """Whether they are."""
        self.columns = 3
        self.kind = self.order = ""
        self.units = 1
        if order:
            self._open(order)
        else:
            kinds = self.kinds()
            self.kind = kinds[0].kind if kinds else ""

    # What is listed

    def kinds(self) -> list[KindRow]:
        """Kinds of which something aims at the subject."""
        return [row for row in self.desk.book.kinds() if not self.only or self.targets(row.kind)]

    def targets(self, kind: str) -> list[TargetRow]:
        """Orders of a kind that aim at the subject."""
        what, _, name = self.about.partition(":")
        rows = self.desk.book.targets(kind)
        return [row for row in rows if not self.only or getattr(row, what) == name]

    # What can be done

    def choose_kind(self, ui: Ui, kind: str) -> None:
        """List the orders of a kind."""
        self.kind, self.order = kind, ""
        targets = self.targets(kind)
        if len(targets) == 1:
            self._open(targets[0].order)
        ui.refreshed()

    def choose_order(self, ui: Ui, order: str) -> None:
        """Show an order in full."""
        self._open(order)
        ui.refreshed()

    def choose_units(self, ui: Ui, units: int) -> None:
        """Show so many units of it."""
        self.units = max(1, units)
        ui.refreshed()

    def narrow(self, ui: Ui, only: bool) -> None:
        """List the orders of the subject alone, or all."""
        self.only = only
        ui.refreshed()

    def back(self, ui: Ui) -> bool:
        """Where the lists take turns: return to the one before."""
        if self.columns == 3 or (not self.order and (self.columns == 2 or not self.kind)):
            return False
        if self.order and self.columns == 1:
            self.order = ""
        else:
            self.kind = self.order = ""
        ui.refreshed()
        return True

    def put_in(self, ui: Ui) -> None:
        """Queue the order."""
        campaign = self.desk.campaign
        if not campaign.set_amount(self.order, self.units):
            ui.toast(ui.tell(campaign.problem), icon="triangle-alert")

    def take_out(self) -> None:
        """Take it out of the queue."""
        self.desk.campaign.withdraw(self.order)

    def _open(self, order: str) -> None:
        card = self.desk.book.card(order)
        self.order, self.kind, self.units = order, card.kind, max(1, card.queued)

    # How it looks

    def state(self, ui: Ui) -> Hashable:
        return self.desk.version, self.kind, self.order, self.units, self.only, self.columns

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        wide = rect.width / ui.scale
        self.columns = 3 if wide >= THREE else 2 if wide >= TWO else 1
        super().layout(ui, rect)

    def size(self, ui: Ui, width: int) -> tuple[int, int]:
        return width, ui.px(400)

    def build(self, ui: Ui) -> Widget:
        if self.columns == 3:
            return Row(
                [
                    self._kinds(ui).fixed(width=KINDS),
                    self._targets(ui).fixed(width=TARGETS),
                    self._card(ui).growing(),
                ],
                gap=10,
                middle=False,
            )
        lists = self._targets(ui) if self.kind else self._kinds(ui)
        if self.columns == 2:
            return Row([lists.fixed(width=min(KINDS, 240)), self._card(ui).growing()], gap=10, middle=False)
        return self._card(ui) if self.order else lists

    def _kinds(self, ui: Ui) -> Widget:
        rows: list[Widget] = []
        if self.about:
            name = ui.tell(self.desk.book.subject(self.about))
            rows.append(
                Toggle(ui.say("orders-only", name=name), self.only, lambda on: self.narrow(ui, on), name="only")
            )
        rows += [self._kind(ui, row) for row in self.kinds()]
        if not rows:
            rows = [Rich(ui.say("orders-nothing-here"), size=15, ink="muted")]
        return Scroll(Column(rows, gap=2), name="kinds")

    def _kind(self, ui: Ui, row: KindRow) -> Widget:
        usable = row.possible.value > 0
        ink = "text" if usable else "muted"
        line = Row(
            [
                Icon(ROLES.get(row.role, "circle-dot"), size=18, ink="accent" if usable else "muted"),
                Label(ui.tell(row.name), ink=ink, elide=True).growing(),
                FigureLabel(row.possible, size=14, bold=False, ink="muted", unit=False, name=f"possible:{row.kind}"),
            ],
            gap=10,
        )
        return Item(
            line,
            lambda: self.choose_kind(ui, row.kind),
            chosen=row.kind == self.kind,
            name=f"kind:{row.kind}",
            topic=f"order:{row.kind}",
            tip=ui.tell(row.text),
        )

    def _targets(self, ui: Ui) -> Widget:
        rows: list[Widget] = []
        if self.columns < 3:
            rows.append(Row([_way_back(ui, lambda: self.back(ui)), Spacer()]))
        rows += [self._target(ui, row) for row in self.targets(self.kind)]
        return Scroll(Column(rows, gap=2), name=f"targets {self.kind}")

    def _target(self, ui: Ui, row: TargetRow) -> Widget:
        icon = "circle-check" if row.queued else "circle" if row.legal else "lock"
        ink = "text" if row.legal or row.queued else "muted"
        words = Rich(ui.tell(row.target), size=15, ink=ink).growing()
        line = Row([Icon(icon, size=16, ink="gain" if row.queued else "muted"), words], gap=8)
        return Item(
            line,
            lambda: self.choose_order(ui, row.order),
            chosen=row.order == self.order,
            name=f"target:{row.order}",
            topic=f"order:{row.order}",
            tip=ui.say(f"orders-is-{'queued' if row.queued else 'legal' if row.legal else 'illegal'}"),
        )

    def _card(self, ui: Ui) -> Widget:
        if not self.order:
            words = ui.say("orders-choose-target" if self.kind else "orders-choose-kind")
            return Panel([Rich(words, size=15, ink="muted")], pad=14)
        book = self.desk.book
        try:
            card = book.card(self.order)
        except GreatGameError as error:
            return Panel([Rich(ui.tell(str(error)), size=15, ink="warning")], pad=14)
        units = min(self.units, round(card.most.value))
        top = parts.heading(ui, card)
        line: list[Widget] = [parts.price_line(ui, book.price(self.order, units)).growing()]
        if card.most.value > 1:
            shown = book.units(self.order, units)
            line.append(parts.stepper(ui, shown, round(card.most.value), lambda n: self.choose_units(ui, n)))
        inside: list[Widget] = [*top, Row(line, gap=10)]
        if card.failing and not card.queued:
            inside.append(parts.obstacles(ui, card))
        else:
            inside += parts.outlook(ui, self.desk.preview(self.order, units, DRAFT))
        foot = parts.buttons(ui, card, units, lambda: self.put_in(ui), self.take_out)
        way = [Spacer(), _way_back(ui, lambda: self.back(ui))] if self.columns == 1 else []
        return Panel(
            [Scroll(Column(inside, gap=10), name=f"card {self.order}"), Row([*foot, *way], gap=8)], gap=8, pad=12
        )


def _way_back(ui: Ui, act: Callable[[], object]) -> Widget:
    def go() -> None:
        act()

    return Button(ui.say("kit-back"), go, icon="chevron-left", kind="quiet", points=15, name="book-back")


class BookSheet(Sheet):
    """The order book as a dialogue."""

    topic = "orders"

    def __init__(self, ui: Ui, desk: Deciding, order: str = "", about: str = "", only: bool = False) -> None:
        self.book = Book(desk, order, about, only)
        super().__init__(
            ui,
            ui.say("orders-book"),
            self.book,
            icon="list",
            head=[_Purses(desk, name="book purses").growing()],
            name="order book",
        )

    def on_key(self, ui: Ui, key: str) -> bool:
        if key == "backspace" and self.book.back(ui):
            return True
        return super().on_key(ui, key)

    def on_action(self, ui: Ui, action: str) -> bool:
        campaign = self.book.desk.campaign
        if action in ("undo", "redo"):
            campaign.undo() if action == "undo" else campaign.redo()
            return True
        return super().on_action(ui, action)


class _Purses(DeskPanel):
    """What is left, at the head of the book."""

    def build(self, ui: Ui) -> Widget:
        return PurseStrip(self.desk.book.purses())
