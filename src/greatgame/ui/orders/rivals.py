"""What the others are likely to do this turn: chips with a probability."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from greatgame.ui.kit import Column, FigureLabel, Item, Rich, Row, Scroll, Span, Ui, Widget
from greatgame.ui.kit.controls import badge
from greatgame.ui.kit.widget import Size
from greatgame.ui.orders.deciding import INTENT, Deciding
from greatgame.views.figures import Figure
from greatgame.views.outlook import IntentRow

CHIP = 290
"""Least units of a chip's width."""
MOST = 16
"""Chips that are shown at most: powers before hosts, the likeliest first."""


class Mark(Widget):
    """An actor's letter on its colour; with a figure it says what it stands for."""

    def __init__(self, place: int, letter: str, figure: Figure | None = None) -> None:
        super().__init__(figure=figure)
        self.place, self.letter = place, letter

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(20 if len(self.letter) == 1 else 28), ui.px(20)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        box = pygame.Rect(self.rect.left, 0, self.size(ui, 0)[0], ui.px(18))
        box.centery = self.rect.centery
        badge(ui, surface, box, self.place, self.letter)


def place_of(desk: Deciding, actor: str) -> int:
    """Place of an actor among those told apart by colour; hosts and others share the last."""
    powers = desk.session.scenario.names.powers
    return powers.place.get(actor, len(powers))


class Rivals(Widget):
    """Chips in as many columns as there is room for."""

    def __init__(self, ui: Ui, desk: Deciding, inspect: Callable[[str], None]) -> None:
        super().__init__(name="rivals")
        self.desk, self.inspect = desk, inspect
        self.columns = 0
        self.grow = 1.0

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(100)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        columns = max(1, int(rect.width / ui.scale // CHIP))
        if columns != self.columns:
            self.columns = columns
            self.children = [self._content(ui)]
        super().layout(ui, rect)

    def _content(self, ui: Ui) -> Widget:
        powers = self.desk.session.scenario.names.powers.place
        rows = sorted(self.desk.intents, key=lambda row: (row.actor not in powers, -row.probability.value))[:MOST]
        if not rows:
            hidden = INTENT in self.desk.session.hidden
            return Rich(ui.say("orders-intents-hidden" if hidden else "orders-intents-first"), size=15, ink="muted")
        chips = [self._chip(ui, row) for row in rows]
        # The likeliest stand above; a column leaves no room beside what is long in another one.
        stacks = [Column(chips[place :: self.columns], gap=1).growing() for place in range(self.columns)]
        return Scroll(Row(stacks, gap=6, middle=False), name="intents")

    def _chip(self, ui: Ui, row: IntentRow) -> Widget:
        text = Rich((Span(ui.tell(row.text)),), size=14).growing()
        likely = FigureLabel(row.probability, size=14, ink="chance", name=f"likely:{row.actor}:{row.text}")
        subject = f"project:{row.project}" if row.project else f"host:{row.host}" if row.host else f"power:{row.actor}"
        line = Row([Mark(place_of(self.desk, row.actor), row.letter).fixed(width=28), text, likely], gap=6)
        return Item(line, lambda: self.inspect(subject), pad=5, name=f"intent:{row.actor}:{row.text}")
