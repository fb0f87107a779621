"""The queue of orders: what will be ordered, what it costs, what is left."""

from __future__ import annotations

from collections.abc import Callable

from greatgame.ui.kit import Button, Column, FigureLabel, Icon, Item, Label, Panel, Rich, Row, Scroll, Ui, Widget
from greatgame.ui.kit.widget import Size
from greatgame.ui.orders.deciding import Deciding
from greatgame.ui.orders.live import ROLES, DeskPanel, IconButton, price_row, small
from greatgame.ui.orders.purses import purse_rows
from greatgame.views.orders import QueueRow
from greatgame.views.outlook import PreviewView


class QueueItem(Item):
    """A queued order: Enter opens it, Delete takes it out, Ctrl and an arrow move it."""

    def __init__(
        self, desk: Deciding, row: QueueRow, place: int, content: Widget, open_order: Callable[[str], None]
    ) -> None:
        super().__init__(content, lambda: open_order(row.order), pad=4, name=f"queued:{row.order}")
        self.desk, self.row, self.place = desk, row, place
        self.tip = row.text
        self.topic = f"order:{row.order}"

    def on_key(self, ui: Ui, key: str) -> bool:
        moves = {"ctrl+up": self.place - 1, "ctrl+down": self.place + 1}
        if key in moves and ui.focus is self:
            self.desk.campaign.reorder(self.row.order, max(0, moves[key]))
            return True
        if key in ("delete", "backspace") and ui.focus is self:
            self.desk.campaign.withdraw(self.row.order)
            return True
        return super().on_key(ui, key)


class QueuePanel(DeskPanel):
    """The queue as a panel of the chart room."""

    def __init__(self, desk: Deciding, open_book: Callable[[str], None]) -> None:
        super().__init__(desk, name="queue-panel")
        self.open_book = open_book

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
        add = Button(ui.say("orders-add"), lambda: self.open_book(""), icon="plus", points=15, name="queue-add")
        head = Row([Label(ui.say("orders-queue"), size=16, bold=True).growing(), undo, redo, Small(add)], gap=4)
        rows: list[Widget] = [self._row(ui, row, place) for place, row in enumerate(view.rows)]
        if not rows:
            rows = [Rich(ui.say("orders-empty"), size=14, ink="muted")]
        feet = purse_rows(ui, view.purses)
        return Panel([head, Scroll(Column(rows, gap=1), name="queue-list"), *feet], gap=3, pad=8)

    def _step(self, step: Callable[[], bool]) -> None:
        step()

    def _row(self, ui: Ui, row: QueueRow, place: int) -> Widget:
        def out() -> None:
            self.desk.campaign.withdraw(row.order)

        name = Label(row.text, size=15, elide=True).growing()
        line: list[Widget] = [price_row(ui, row.price)]
        if row.units.value > 1:
            line.append(small(row.units, name=f"units:{row.order}"))
        preview = self.desk.preview(row.order)
        if isinstance(preview, PreviewView):
            chance = preview.chances[-1]
            line.append(FigureLabel(chance.odds, size=14, bold=False, ink="chance", name=f"odds:{row.order}"))
        words = Column([name, Row(line, gap=12)], gap=0)
        remove = IconButton("x", out, ui.say("orders-remove"), name=f"remove:{row.order}", side=22)
        icon = Icon(ROLES.get(row.role, "circle-dot"), size=18)
        return QueueItem(self.desk, row, place, Row([icon, words.growing(), remove], gap=8), self.open_book)


class Small(Widget):
    """A button of less height."""

    def __init__(self, button: Button, height: int = 28) -> None:
        super().__init__()
        self.children, self.high = [button], height

    def size(self, ui: Ui, width: int) -> Size:
        return self.children[0].size(ui, width)[0], ui.px(self.high)
