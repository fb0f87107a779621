"""The advisors in full: what each recommends, why, how much it is worth, and what would change their mind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import Button, Column, FigureLabel, Icon, Label, Panel, Rich, Row, Scroll, Ui, Widget, Wrap
from greatgame.ui.orders.live import WAYS, DeskPanel, Sentence, ranged, titled
from greatgame.ui.orders.queue import drafter
from greatgame.ui.orders.sheet import Sheet
from greatgame.views.advisors import AdvisorCard
from greatgame.views.figures import Figure
from greatgame.views.made import Said
from greatgame.views.outlook import EffectRow
from greatgame.views.prospects import MarkRow

if TYPE_CHECKING:
    from greatgame.ui.orders.deciding import Deciding

BESIDE = 900
"""Units of width from which the advisors stand side by side."""
MARKS = 4
"""Things in common that are told at most."""


class Advice(DeskPanel):
    """All advisors."""

    def __init__(self, desk: Deciding, open_order: Callable[[str], None]) -> None:
        super().__init__(desk, name="advice")
        self.open_order = open_order
        self.beside = True

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        beside = rect.width / ui.scale >= BESIDE
        if beside != self.beside:
            self.beside = beside
            self.forget()
        super().layout(ui, rect)

    def build(self, ui: Ui) -> Widget:
        cards = self.desk.advice
        if not cards:
            return Panel([Rich(ui.say(self.desk.unadvised), ink="muted")])
        shown = [self._card(ui, card) for card in cards]
        if self.beside:
            columns = [self._column(card, parts).growing() for card, parts in zip(cards, shown, strict=True)]
            return Row(columns, gap=10, middle=False)
        return Scroll(Column([Panel(parts, gap=10) for parts in shown], gap=8), name="advice")

    @staticmethod
    def _column(card: AdvisorCard, parts: list[Widget]) -> Widget:
        *content, foot = parts
        return Panel([Scroll(Column(content, gap=10), name=f"advice {card.advisor}"), foot], gap=8)

    def _card(self, ui: Ui, card: AdvisorCard) -> list[Widget]:
        name = Label(card.name, size=18, bold=True, ink="accent", elide=True)
        head = Column([name, Rich(card.text, size=14, ink="muted")], gap=2)
        gain = FigureLabel(card.gain, size=20, name=f"full-gain:{card.advisor}")
        worth = Row([gain, ranged(ui, card.low, card.high)], gap=10)
        ahead = Row([Rich(ui.say("orders-worth-ahead"), size=15).growing(), FigureLabel(card.ahead, size=15)], gap=8)
        effects, pillars = effect_rows(ui, card), [_pillar(ui, figure, card.advisor) for figure in card.pillars]
        return [
            head,
            Column([Rich(card.recommendation, size=16), *_said(ui, card.agreed, f"agreed:{card.advisor}")], gap=3),
            Column([worth, ahead], gap=2),
            *([Column([titled(ui, "orders-made-of", "layers"), *pillars], gap=3)] if pillars else []),
            Column([titled(ui, "orders-mechanism", "settings"), Rich(card.mechanism, size=15)], gap=3),
            *([Column([titled(ui, "orders-effects", "trending-up"), *effects], gap=3)] if effects else []),
            Column([titled(ui, "orders-change-mind", "split"), *self._change(ui, card)], gap=3),
            Column([titled(ui, "orders-instead", "scale"), *_said(ui, card.others, f"instead:{card.advisor}")], gap=3),
            self._foot(ui, card),
        ]

    def _change(self, ui: Ui, card: AdvisorCard) -> list[Widget]:
        rows: list[Widget] = [Sentence(ui, card.upset, size=15, name=f"upset:{card.advisor}")]
        if card.marks:
            rows.append(Rich(ui.say("orders-common"), size=14, ink="muted"))
            rows += mark_rows(ui, card.marks[:MARKS])
        return rows

    def _foot(self, ui: Ui, card: AdvisorCard) -> Widget:
        campaign = self.desk.campaign

        def queue() -> None:
            if campaign.submit(card.order):
                ui.toast(ui.say("orders-queued"), icon="check")
            else:
                ui.toast(ui.tell(campaign.problem), icon="triangle-alert")

        taken = any(row.order == card.order for row in self.desk.session.queue)
        take = Button(
            ui.say("orders-put-in"),
            queue,
            kind="primary" if card.sure else "plain",
            icon="plus",
            points=15,
            name=f"take:{card.advisor}",
            why_not=ui.say("orders-is-queued") if taken else "",
        )
        look = Button(
            ui.say("orders-look"), lambda: self.open_order(card.order), points=15, name=f"look:{card.advisor}"
        )
        return Wrap([take, look], gap=8)


def _said(ui: Ui, sentences: Sequence[Said], name: str) -> list[Widget]:
    return [Sentence(ui, said, size=14, name=f"{name}:{number}") for number, said in enumerate(sentences)]


def effect_rows(ui: Ui, card: AdvisorCard) -> list[Widget]:
    """What the order moves, by name and amount."""
    return [_effect(ui, row, card.advisor) for row in card.effects]


def _pillar(ui: Ui, figure: Figure, who: str) -> Widget:
    """What a pillar gives of the gain, or takes from it."""
    ink = "gain" if figure.value > 0 else "loss"
    shown = FigureLabel(figure, size=15, ink=ink, name=f"pillar:{who}:{figure.title}")
    return Row([Rich(figure.title, size=15).growing(), shown], gap=8)


def _effect(ui: Ui, row: EffectRow, who: str) -> Widget:
    ink = WAYS[row.way]
    figure = FigureLabel(row.late, size=15, ink=ink, name=f"{who} {row.path}")
    return Row([Rich(row.title, size=15).growing(), figure], gap=8)


def mark_rows(ui: Ui, marks: Sequence[MarkRow]) -> list[Widget]:
    """What some futures have more often than the others: both shares."""
    return [
        Row(
            [
                Icon("circle-dot", size=14, ink="chance"),
                Rich(mark.text, size=15).growing(),
                FigureLabel(mark.inside, size=15, ink="chance", name=f"inside:{mark.text}"),
                Label(ui.say("orders-elsewhere"), size=14, ink="muted"),
                FigureLabel(mark.outside, size=14, bold=False, ink="muted", name=f"outside:{mark.text}"),
            ],
            gap=6,
        )
        for mark in marks
    ]


class AdviceNote(DeskPanel):
    """What is to be known about the advice: why they disagree, or that they are thinking again."""

    def build(self, ui: Ui) -> Widget:
        again = self.desk.advising and bool(self.desk.advice)
        if again:
            words, ink = ui.say("orders-advising"), "chance"
        else:
            words, ink = ui.say("orders-disagree", strategy=drafter(ui, self.desk.session)), "muted"
        return Label(words, size=14, ink=ink, align="right", elide=True)


class AdviceSheet(Sheet):
    """The advisors as a dialogue."""

    topic = "advisors"

    def __init__(self, ui: Ui, desk: Deciding, open_order: Callable[[str], None]) -> None:
        super().__init__(
            ui,
            ui.say("orders-advisors"),
            Advice(desk, open_order),
            icon="message-square",
            head=[AdviceNote(desk, name="advice-note").growing()],
            name="advice",
        )
