"""One order in full: price, odds, delay, range of effect, who minds, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable

from greatgame.ui.kit import Button, Column, FigureLabel, Icon, Label, Panel, Rich, Row, Spacer, Ui, Widget, Wrap
from greatgame.ui.orders.live import WAYS, IconButton, Sentence, price_parts, small, titled
from greatgame.views.figures import Figure
from greatgame.views.orders import OrderCard, Price
from greatgame.views.outlook import ChanceRow, EffectRow, MindRow, PreviewView

FIGURE_WIDTH = 78
"""Units of a column of figures."""
EFFECTS, MINDED = 8, 8
"""Rows that are shown at most."""


def heading(ui: Ui, card: OrderCard) -> list[Widget]:
    """What the order is."""
    return [
        Rich(ui.tell(card.name), size=18, ink="text"),
        Rich(ui.tell(card.text), size=15, ink="muted"),
    ]


def price_line(ui: Ui, price: Price) -> Widget:
    """What it costs, and from which purse."""
    return Wrap(price_parts(ui, price, size=16, bold=True), gap=14, name="price")


def obstacles(ui: Ui, card: OrderCard) -> Widget:
    """Everything that stands in the way of an order that cannot be given."""
    rows: list[Widget] = [Label(ui.say("orders-cannot"), size=15, bold=True, ink="warning", icon="lock")]
    rows += [Row([Icon("circle-x", size=16, ink="warning"), Rich(ui.tell(w), size=15).growing()]) for w in card.failing]
    return Panel(rows, gap=4, pad=10, ground="raised")


def stepper(ui: Ui, units: Figure, most: int, change: Callable[[int], None]) -> Widget:
    """How many units."""
    now = round(units.value)
    fewer = IconButton(
        "minus",
        lambda: change(now - 1),
        ui.say("orders-fewer"),
        name="fewer",
        why_not=ui.say("orders-least") if now <= 1 else "",
    )
    more = IconButton(
        "plus",
        lambda: change(now + 1),
        ui.say("orders-more"),
        name="more",
        why_not=ui.say("orders-most") if now >= most else "",
    )
    return Row([fewer, FigureLabel(units, name="units"), more], gap=8)


def outlook(ui: Ui, found: PreviewView | str | None) -> list[Widget]:
    """What the order would do, or why that is not known."""
    if found is None:
        return [Label(ui.say("orders-previewing"), size=15, ink="chance", icon="refresh-cw")]
    if isinstance(found, str):
        return [Rich(ui.tell(found), size=15, ink="warning")]
    parts: list[Widget] = []
    if found.beside is not None:
        parts.append(Rich(ui.tell(found.beside), size=15, name="beside"))
    parts += [_odds(ui, found), _when(ui, found)]
    if found.effects or not found.anyway:
        parts.append(_effects(ui, found))
    if found.minded:
        parts.append(_minded(ui, found))
    parts.append(Rich(ui.tell(found.method), size=14, ink="muted"))
    return parts


def _odds(ui: Ui, found: PreviewView) -> Widget:
    rows: list[Widget] = [titled(ui, "orders-odds", "dices")]
    rows += [_chance(ui, row) for row in found.chances]
    ahead = FigureLabel(found.ahead, size=15, name="ahead")
    words = ui.say("orders-ahead", quarter=ui.tell(found.horizon))
    rows.append(Row([Rich(words, size=15).growing(), ahead], gap=8))
    return Column(rows, gap=2)


def _chance(ui: Ui, row: ChanceRow) -> Widget:
    parts: list[Widget] = [Rich(ui.tell(row.title), size=15).growing(), FigureLabel(row.odds, size=15, ink="chance")]
    if row.without.value:
        parts += [Label(ui.say("orders-otherwise"), size=14, ink="muted"), small(row.without, ink="muted")]
    return Row(parts, gap=8)


def _when(ui: Ui, found: PreviewView) -> Widget:
    rows: list[Widget] = [titled(ui, "orders-delay", "clock"), Sentence(ui, found.delay, size=15, name="delay")]
    if found.pipeline is not None:
        rows.append(Sentence(ui, found.pipeline, size=15, name="pipeline"))
    return Column(rows, gap=2)


def _effects(ui: Ui, found: PreviewView) -> Widget:
    heads: list[Widget] = [
        Label(ui.say(key), size=14, ink="muted", align="right", elide=True).fixed(width=width)
        for key, width in (("orders-soon", FIGURE_WIDTH), ("orders-late", FIGURE_WIDTH), ("orders-range", 118))
    ]
    rows: list[Widget] = [titled(ui, "orders-effects", "trending-up", *heads)]
    rows += [effect_line(ui, row) for row in found.effects[:EFFECTS]]
    if not found.effects:
        rows.append(Rich(ui.say("orders-no-effect"), size=15, ink="muted"))
    return Column(rows, gap=3)


def effect_line(ui: Ui, row: EffectRow) -> Widget:
    """One moved figure: its name, the change now and later, the range."""
    ink = WAYS[row.way]
    return Row(
        [
            Label(ui.tell(row.title), size=15, elide=True).growing(),
            FigureLabel(row.soon, size=15, bold=False, unit=False, align="right", name=f"soon:{row.path}").fixed(
                width=FIGURE_WIDTH
            ),
            FigureLabel(row.late, size=15, unit=False, ink=ink, align="right", name=f"late:{row.path}").fixed(
                width=FIGURE_WIDTH
            ),
            span(ui, row.low, row.high, row.path).fixed(width=118),
        ],
        gap=6,
    )


def span(ui: Ui, low: Figure, high: Figure, path: str) -> Row:
    """A range at the right of a line."""
    ends = [
        FigureLabel(f, size=14, bold=False, ink="muted", unit=False, name=f"{path}:{n}")
        for n, f in enumerate((low, high))
    ]
    return Row([Spacer(), ends[0], Label(ui.say("orders-to"), size=14, ink="muted"), ends[1]], gap=3)


def _minded(ui: Ui, found: PreviewView) -> Widget:
    chips: list[Widget] = [MindChip(ui, row) for row in found.minded[:MINDED]]
    return Column([titled(ui, "orders-minded", "users"), Wrap(chips, gap=6)], gap=4)


class MindChip(Row):
    """Who minds or is pleased, what moves and by how much."""

    def __init__(self, ui: Ui, mind: MindRow) -> None:
        # The arrow is the figure's, the colour the player's: more wariness rises and is bad.
        late = mind.row.late.value
        icon = "minus" if mind.row.way == 0 else "trending-up" if late > 0 else "trending-down"
        ink = WAYS[mind.row.way]
        figure = FigureLabel(mind.row.late, size=15, unit=False, ink=ink, name=f"mind:{mind.row.path}")
        words = Label(ui.tell(mind.row.title), size=15)
        super().__init__([Icon(icon, size=16, ink=ink), words, figure], gap=6, pad=2)


def buttons(
    ui: Ui, card: OrderCard, units: int, order: Callable[[], None], withdraw: Callable[[], None]
) -> list[Widget]:
    """What can be done with the order."""
    if card.queued == units:
        return [Button(ui.say("orders-take-out"), withdraw, icon="x", name="order")]
    usable = card.legal or card.queued
    why_not = "" if usable else "\n".join(ui.tell(words) for words in card.failing)
    key = "orders-change" if card.queued else "orders-put-in"
    return [Button(ui.say(key), order, kind="primary", icon="plus", name="order", why_not=why_not)]
