"""The queue of orders: what will be ordered, what it costs, what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from greatgame.lab.measures import TOTAL
from greatgame.session import Session
from greatgame.text import joined
from greatgame.ui.kit import Button, Column, FigureLabel, Icon, Item, Label, Panel, Rich, Row, Scroll, Ui, Widget
from greatgame.ui.kit.widget import Size
from greatgame.ui.orders.deciding import Deciding
from greatgame.ui.orders.live import PURSES, ROLES, TIME, WAYS, DeskPanel, IconButton, small
from greatgame.ui.orders.purses import purse_rows
from greatgame.ui.orders.rivals import Mark, place_of
from greatgame.views.figures import Figure
from greatgame.views.orders import QueueRow
from greatgame.views.outlook import EffectRow, PreviewView
from greatgame.views.strategies import name_of

ROOMY = 420
"""Units of width from which everything about an order stands in its line."""
MINDED = 4
"""Who minds, at most, where there is room."""


class QueueItem(Item):
    """A queued order: Enter opens it, Delete takes it out, Ctrl and an arrow move it, and so does the mouse."""

    def __init__(
        self, desk: Deciding, row: QueueRow, place: int, content: Widget, open_order: Callable[[str], None], tip: str
    ) -> None:
        super().__init__(content, lambda: open_order(row.order), pad=3, name=f"queued:{row.order}", tip=tip)
        self.desk, self.row, self.place = desk, row, place
        self.topic = f"order:{row.order}"
        self._grip: int | None = None
        self._home = 0

    def take_over(self, other: Widget) -> None:
        if isinstance(other, QueueItem):
            self._grip, self._home = other._grip, other._home

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        self._grip, self._home = place[1], self.rect.top
        return True

    def on_drag(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self._grip is not None:
            self.layout(ui, self.rect.move(0, self._home + place[1] - self._grip - self.rect.top))
        return True

    def on_release(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self._grip is None:
            return False
        lines = round((place[1] - self._grip) / max(1, self.rect.height))
        self._grip = None
        ui.relayout()
        if lines:
            self._move(self.place + lines)
        elif self.act is not None and self.rect.collidepoint(place):
            self.act()
        return True

    def _move(self, place: int) -> None:
        last = len(self.desk.session.queue) - 1
        self.desk.campaign.reorder(self.row.order, max(0, min(place, last)))

    def on_key(self, ui: Ui, key: str) -> bool:
        moves = {"ctrl+up": -1, "ctrl+down": 1}
        if ui.focus is self and key in moves:
            self._move(self.place + moves[key])
        elif ui.focus is self and key in ("delete", "backspace"):
            self.desk.campaign.withdraw(self.row.order)
        elif ui.focus is self and key in ("enter", "space") and self.act is not None:
            self.act()
        else:
            return False
        return True


class QueuePanel(DeskPanel):
    """The queue as a panel of the chart room."""

    def __init__(self, desk: Deciding, open_book: Callable[[str], None], draft: Callable[[], None]) -> None:
        super().__init__(desk, name="queue-panel")
        self.open_book, self.draft = open_book, draft
        self.roomy = False
        """Whether there is room for everything about an order in its line."""

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        roomy = rect.width / ui.scale >= ROOMY
        if roomy != self.roomy:
            self.roomy = roomy
            self.forget()
        super().layout(ui, rect)

    def build(self, ui: Ui) -> Widget:
        view, campaign = self.desk.book.queue(), self.desk.campaign
        undo = IconButton(
            "undo-2",
            lambda: self._step(campaign.undo),
            ui.say("orders-undo", stroke=ui.key("undo")),
            name="queue-undo",
            why_not="" if view.undoable else ui.say("orders-no-undo"),
        )
        redo = IconButton(
            "redo-2",
            lambda: self._step(campaign.redo),
            ui.say("orders-redo", stroke=ui.key("redo")),
            name="queue-redo",
            why_not="" if view.redoable else ui.say("orders-no-redo"),
        )
        draft = IconButton(
            "pen-line",
            self.draft,
            ui.say("orders-draft", stroke=ui.key("draft"), strategy=drafter(ui, self.desk.session)),
            name="queue-draft",
        )
        add = Button(ui.say("orders-add"), lambda: self.open_book(""), icon="plus", points=15, name="queue-add")
        head = Row([Label(ui.say("orders-queue"), size=16, bold=True).growing(), undo, redo, draft, Small(add)], gap=4)
        rows: list[Widget] = [self._row(ui, row, place) for place, row in enumerate(view.rows)]
        heads: list[Widget] = [head]
        if rows and view.horizon is not None:
            heads.append(Label(ui.say("orders-by", quarter=ui.tell(view.horizon)), size=14, ink="muted", elide=True))
        if not rows:
            words = ui.say("orders-empty", stroke=ui.key("draft"), strategy=drafter(ui, self.desk.session))
            rows = [Rich(words, size=14, ink="muted")]
        feet = purse_rows(ui, view.purses)
        return Panel([Column(heads, gap=0), Scroll(Column(rows, gap=1), name="queue-list"), *feet], gap=3, pad=8)

    def _step(self, step: Callable[[], bool]) -> None:
        step()

    def _row(self, ui: Ui, row: QueueRow, place: int) -> Widget:
        def out() -> None:
            self.desk.campaign.withdraw(row.order)

        name = Label(row.text, size=15, elide=True).growing()
        preview = self.desk.preview(row.order, round(row.units.value))
        found = preview if isinstance(preview, PreviewView) else None
        price, yen = self._price(row), self._yen(row)
        worth, later = ([], []) if found is None else (self._worth(row, found), self._later(row, found))
        least_first = [*later[::-1], *yen, *worth[::-1], *price[::-1]]
        line = Sparing([*price, *yen, *worth, *later], least_first, gap=10 if self.roomy else 5)
        remove = IconButton("x", out, ui.say("orders-remove"), name=f"remove:{row.order}", side=22)
        icon = Icon(ROLES.get(row.role, "circle-dot"), size=18)
        words = Column([name, line], gap=0).growing()
        tip = "\n".join([ui.tell(row.text), *_told(ui, row, found), ui.say("orders-move")])
        return QueueItem(self.desk, row, place, Row([icon, words, remove], gap=8), self.open_book, tip)

    def _price(self, row: QueueRow) -> list[Widget]:
        """What it takes of the purses at the foot of the panel, under their signs and in their units."""
        price = row.price
        parts: list[Widget] = []
        if price.time is not None:
            time = FigureLabel(price.time, size=14, bold=False, unit=False, name=f"time:{row.order}")
            parts.append(Row([Icon(PURSES[TIME], size=14, ink="muted"), time], gap=3))
        if price.dollars is not None:
            sign = Icon(PURSES.get(price.resource or "", "wallet"), size=14, ink="muted")
            parts.append(Row([sign, small(price.dollars, name=f"money:{row.order}")], gap=3))
        if row.units.value > 1:
            parts.append(small(row.units, name=f"units:{row.order}"))
        return parts

    def _yen(self, row: QueueRow) -> list[Widget]:
        yen = row.price.yen
        if not self.roomy or yen is None:
            return []
        return [Row([Label("=", size=14, ink="muted"), small(yen, ink="muted")], gap=5)]

    def _worth(self, row: QueueRow, found: PreviewView) -> list[Widget]:
        """What it adds to the total, and in how many futures it adds anything.

        Both can be compared between orders; what has to happen for each has its odds on the order's card.
        """
        parts: list[Widget] = []
        total = _of_total(found)
        if total is not None:
            ink = WAYS[total.way]
            parts.append(FigureLabel(total.late, size=14, ink=ink, unit=self.roomy, name=f"total:{row.order}"))
        return [*parts, FigureLabel(found.ahead, size=14, bold=False, ink="chance", name=f"ahead:{row.order}")]

    def _later(self, row: QueueRow, found: PreviewView) -> list[Widget]:
        """When it is felt, and who minds most."""
        parts: list[Widget] = []
        if self.roomy and found.delay.figure is not None:
            delay = FigureLabel(found.delay.figure, size=14, bold=False, ink="muted", name=f"delay:{row.order}")
            parts.append(Row([Icon("clock", size=14, ink="muted"), delay], gap=3))
        minded = [mind for mind in found.minded if mind.row.way < 0][: MINDED if self.roomy else 1]
        return parts + [Mark(place_of(self.desk, mind.actor), mind.letter, mind.row.late) for mind in minded]


def drafter(ui: Ui, session: Session) -> str:
    """The strategy that drafts orders: that by which forecasts and advice go on."""
    return ui.tell(name_of(session.scenario, session.stand_in))


def _of_total(found: PreviewView) -> EffectRow | None:
    return next((effect for effect in found.effects if effect.path == TOTAL), None)


def _told(ui: Ui, row: QueueRow, found: PreviewView | None) -> list[str]:
    """Everything about an order in words, for its line may lack the room."""
    price = row.price
    units = row.units if row.units.value > 1 else None
    time = [f"{ui.tell(price.time_purse)} {ui.tell(price.time.text)}"] if price.time is not None else []
    money = " = ".join(_said(ui, figure) for figure in (price.dollars, price.yen) if figure is not None)
    if money and price.purse is not None:
        money = f"{ui.tell(price.purse)} {money}"
    costs = [*filter(None, [money]), *time, *([_said(ui, units)] if units is not None else [])]
    lines = [ui.tell(joined(costs))] if costs else []
    if found is None:
        return lines
    total = _of_total(found)
    figures = [found.ahead] if total is None else [total.late, found.ahead]
    lines += [ui.say("orders-told", name=ui.tell(figure.title), value=_said(ui, figure)) for figure in figures]
    who = joined(list(dict.fromkeys(mind.name for mind in found.minded if mind.row.way < 0))[:MINDED])
    return lines + ([ui.say("orders-who-minds", names=ui.tell(who))] if who else [])


def _said(ui: Ui, figure: Figure) -> str:
    return f"{ui.tell(figure.text)} {ui.tell(figure.unit)}".rstrip()


class Sparing(Row):
    """A row that leaves out what there is no room for, the first of ``least_first`` first."""

    def __init__(self, children: Sequence[Widget], least_first: Sequence[Widget], *, gap: int) -> None:
        super().__init__(children, gap=gap)
        self.least_first = tuple(least_first)

    def size(self, ui: Ui, width: int) -> Size:
        for child in self.least_first:
            child.visible = True
        for child in self.least_first:
            if super().size(ui, width)[0] <= width:
                break
            child.visible = False
        return super().size(ui, width)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.size(ui, rect.width)
        super().layout(ui, rect)


class Small(Widget):
    """A button of less height."""

    def __init__(self, button: Button, height: int = 28) -> None:
        super().__init__()
        self.children, self.high = [button], height

    def size(self, ui: Ui, width: int) -> Size:
        return self.children[0].size(ui, width)[0], ui.px(self.high)
