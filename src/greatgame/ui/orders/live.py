"""Widgets that build themselves anew when there is news, and sentences whose number opens."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import Button, FigureLabel, Icon, Label, Rich, Row, Ui, Widget
from greatgame.ui.kit.widget import Size
from greatgame.ui.kit.words import Span
from greatgame.views.figures import Figure
from greatgame.views.made import Said
from greatgame.views.orders import Price

if TYPE_CHECKING:
    from greatgame.ui.orders.deciding import Deciding

ROLES = {
    "visit": "users",
    "open-venture": "handshake",
    "study": "search",
    "finance": "banknote",
    "aid": "sprout",
    "train": "graduation-cap",
    "standards": "shield-alert",
    "works": "hammer",
    "statement": "megaphone",
    "reassure": "message-square",
    "stockpile": "layers",
    "substitute": "flask-conical",
    "equity": "pickaxe",
    "trade-response": "scale",
    "respond": "bell",
}
"""Role of an order -> its icon."""

WAYS = {1: "gain", 0: "muted", -1: "loss"}
"""Way of a moved figure -> the colour that it is shown in."""


class Live(Widget):
    """A widget whose inside is built when it is laid out and something has changed since."""

    def __init__(self, *, name: str = "") -> None:
        super().__init__(name=name)
        self._built: Hashable = None

    def state(self, ui: Ui) -> Hashable:
        """What the inside depends on, beside the looks of the window."""
        raise NotImplementedError

    def build(self, ui: Ui) -> Widget:
        """The inside as it is now."""
        raise NotImplementedError

    def freshen(self, ui: Ui) -> None:
        """Build anew what is out of date; the focus and the places in lists stay."""
        key = (self.state(ui), ui.language, ui.scale, id(ui.theme))
        if key == self._built:
            return
        self._built = key
        focus = ui.focus
        held = focus is not None and bool(self.path_to(focus))
        old = list(self.walk())
        self.children = [self.build(ui)]
        ui.input.hand_over(old, self.walk())
        if held and focus is not None:
            ui.input.focus = next((w for w in self.walk() if w.focusable and w.name == focus.name), None)

    def forget(self) -> None:
        """Build anew at the next layout, whatever has changed."""
        self._built = None

    def size(self, ui: Ui, width: int) -> Size:
        self.freshen(ui)
        return self.children[0].size(ui, width)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.freshen(ui)
        super().layout(ui, rect)


class DeskPanel(Live):
    """A panel that shows what a desk has worked out, as it is now."""

    def __init__(self, desk: Deciding, *, name: str) -> None:
        super().__init__(name=name)
        self.desk = desk

    def state(self, ui: Ui) -> Hashable:
        return self.desk.version


class Sentence(Rich):
    """A sentence with a figure in it: opens like any figure."""

    def __init__(self, ui: Ui, said: Said, *, size: int = 16, ink: str = "text", name: str = "") -> None:
        super().__init__((Span(ui.tell(said.text)),), size=size, ink=ink, name=name or f"said:{said.text.template}")
        self.figure = said.figure

    @property
    def focusable(self) -> bool:  # type: ignore[override]
        """Whether there is a figure to open."""
        return self.figure is not None

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        ui.ring(surface, self, radius=4)
        super().draw(ui, surface)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.figure is None:
            return False
        ui.open_figure(self.figure)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key == "enter" and self.on_press(ui, self.rect.center)


class IconButton(Button):
    """A small button with an icon alone; the tip says what it does."""

    def __init__(
        self, icon: str, act: Callable[[], None], tip: str, *, name: str, why_not: str = "", side: int = 28
    ) -> None:
        super().__init__("", act, icon=icon, kind="quiet", name=name, tip=tip, why_not=why_not)
        self.side = side

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(self.side), ui.px(self.side)


def titled(ui: Ui, key: str, icon: str, *more: Widget) -> Row:
    """The heading of a part."""
    words = Rich((Span(ui.say(key), bold=True, ink="accent"),), size=14).growing()
    return Row([Icon(icon, size=16), words, *more], gap=6)


PURSES = {
    "diplomacy": "clock",
    "grants": "sprout",
    "loans": "landmark",
    "bank": "banknote",
    "insurance": "shield-alert",
    "equity": "layers",
}
"""Purse -> icon."""
TIME = "diplomacy"
"""The purse of leaders' time."""


def price_parts(ui: Ui, price: Price, *, size: int = 14, bold: bool = False, named: bool = True) -> list[Widget]:
    """What an order takes of each purse, under the purse's sign, or that it is free.

    Money stands in the unit of the purses, and once more in the player's own.  With ``named`` the purse of the money
    is told in words beside its sign.
    """
    parts: list[Widget] = []
    if price.dollars is not None and price.yen is not None:
        purse = "" if price.purse is None else ui.tell(price.purse)
        sign = Icon(PURSES.get(price.resource or "", "wallet"), size=size, ink="muted", tip=purse)
        words: list[Widget] = [Label(purse, size=size, ink="muted")] if named and purse else []
        amounts = [small(price.dollars, size, bold), Label("=", size=size, ink="muted")]
        parts.append(Row([sign, *words, *amounts, small(price.yen, size, ink="muted")], gap=5))
    if price.time is not None:
        name = ui.tell(price.time_purse)
        amount = FigureLabel(price.time, size=size, bold=bold, unit=False)
        parts.append(
            Row([Icon(PURSES[TIME], size=size, ink="muted"), Label(name, size=size, ink="muted"), amount], gap=5)
        )
    return parts or [Label(ui.say("orders-free"), size=size, ink="muted")]


def price_row(ui: Ui, price: Price) -> Row:
    """What an order costs, in one line."""
    first, *rest = price_parts(ui, price, named=False)
    return Row([first, *(widget for part in rest for widget in (Label("·", size=14, ink="muted"), part))], gap=6)


def small(figure: Figure, size: int = 14, bold: bool = False, ink: str = "text", name: str = "") -> FigureLabel:
    """A figure in a line of small print."""
    return FigureLabel(figure, size=size, bold=bold, ink=ink, name=name)


def ranged(ui: Ui, low: Figure, high: Figure, size: int = 14) -> Row:
    """A range: both ends are figures."""
    return Row(
        [
            FigureLabel(low, size=size, bold=False, ink="muted", unit=False, name=f"low:{low.title}"),
            Label(ui.say("orders-to"), size=size, ink="muted"),
            FigureLabel(high, size=size, bold=False, ink="muted", unit=False, name=f"high:{high.title}"),
        ],
        gap=4,
    )
