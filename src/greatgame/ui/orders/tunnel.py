"""The wind tunnel: this queue against the pinned plan in the same few hundred futures of this position."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import (
    Button,
    Column,
    FigureLabel,
    Icon,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Size,
    Spacer,
    Ui,
    Widget,
    Wrap,
    paint,
)
from greatgame.ui.orders.advice import mark_rows
from greatgame.ui.orders.deciding import Deciding, deciding
from greatgame.ui.orders.fans import fan_card, goal_row
from greatgame.ui.orders.live import DeskPanel, Sentence, titled
from greatgame.ui.screen import Screen
from greatgame.ui.screen import titled as page
from greatgame.views.figures import Figure
from greatgame.views.prospects import ForecastView

if TYPE_CHECKING:
    from greatgame.ui.app import App

WIDE = 1000
"""Units of width from which plans and goals stand beside the fans."""
SIDE = 436
LEAST = 250
"""Least width of a fan's card, in units."""


class WindTunnel(Screen):
    """The screen."""

    topic = "wind-tunnel"

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.desk = deciding(app)
        self.panel = TunnelPanel(self.desk)

    def build(self) -> Widget:
        return page(self, self.ui.say("orders-tunnel"), self.panel, TunnelHead(self.desk))

    def actions(self) -> dict[str, Callable[[], None]]:
        campaign = self.desk.campaign

        def undo() -> None:
            campaign.undo()

        def redo() -> None:
            campaign.redo()

        return {"compare": self.desk.compare, "wind-tunnel": self.app.back, "undo": undo, "redo": redo}


class TunnelHead(DeskPanel):
    """How far it is, and the buttons."""

    def __init__(self, desk: Deciding) -> None:
        super().__init__(desk, name="tunnel-head")

    def build(self, ui: Ui) -> Widget:
        desk, parts = self.desk, list[Widget]()
        if desk.forecast is not None:
            done = desk.forecast.done
            parts += [Progress(done, desk.forecast.share), FigureLabel(done, size=15, bold=False, name="futures-done")]
        if desk.forecasting:
            parts.append(Button(ui.say("orders-stop"), desk.stop, icon="pause", points=15, name="tunnel-stop"))
        elif desk.stopped or desk.notice:
            parts.append(Button(ui.say("orders-again"), desk.again, icon="play", points=15, name="tunnel-again"))
        return Row(parts, gap=10)


class Progress(Widget):
    """How much of the work is done."""

    def __init__(self, figure: Figure, share: float) -> None:
        super().__init__(figure=figure)
        self.share = share

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(120), ui.px(8)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        paint.box(surface, self.rect, ui.theme.field, ui.px(4), ui.theme.line, 1)
        done = pygame.Rect(self.rect)
        done.width = round(self.rect.width * self.share)
        if done.width > ui.px(4):
            paint.box(surface, done, ui.theme.accent, ui.px(4))


class TunnelPanel(DeskPanel):
    """Plans, verdict and goals at the left, fans at the right; one below the other where there is no room."""

    def __init__(self, desk: Deciding) -> None:
        super().__init__(desk, name="tunnel")
        self.wide, self.across = True, 3

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        units = rect.width / ui.scale
        found = units >= WIDE, max(1, int((units - (SIDE if units >= WIDE else 0)) // LEAST))
        if found != (self.wide, self.across):
            self.wide, self.across = found
            self.forget()
        super().layout(ui, rect)

    def build(self, ui: Ui) -> Widget:
        side, fans = self._side(ui), self._fans(ui)
        if self.wide:
            return Row(
                [
                    Scroll(Column(side, gap=8), name="tunnel-side").fixed(width=SIDE),
                    Scroll(fans, name="fans").growing(),
                ],
                gap=12,
                middle=False,
            )
        return Scroll(Column([*side, fans], gap=8), name="tunnel-side")

    def _side(self, ui: Ui) -> list[Widget]:
        desk, view = self.desk, self.desk.forecast
        parts: list[Widget] = []
        if desk.notice:
            words = Rich(ui.say(desk.notice, reason=ui.tell(desk.reason)), size=15, ink="warning")
            parts.append(Panel([words]))
        if view is None:
            key = "orders-over" if desk.session.finished else "orders-forecast-first"
            return [*parts, Panel([Rich(ui.say(key), size=15, ink="muted")]), self._plans(ui)]
        verdict: list[Widget] = [Sentence(ui, view.verdict, size=16, name="verdict")]
        if not view.same:
            verdict.insert(0, Sentence(ui, view.duel, size=18, name="duel"))
        verdict.append(Rich(ui.tell(view.after), size=14, ink="muted"))
        parts += [Panel(verdict, gap=6), self._plans(ui)]
        if view.goals:
            parts.append(
                Panel(
                    [titled(ui, "orders-goals", "target"), *[goal_row(ui, row, view.same) for row in view.goals]], gap=8
                )
            )
        parts.append(self._worst(ui, view))
        return parts

    def _plans(self, ui: Ui) -> Widget:
        desk = self.desk
        rows: list[Widget] = [
            titled(ui, "orders-this-queue", "list"),
            self._plan(ui, {r.order: r.amount for r in desk.session.queue}),
        ]
        pinned = ui.say("orders-pinned" if desk.pinned else "orders-pinned-empty")
        rows += [
            Spacer(2),
            Row([Icon("pin", size=16), Label(pinned, size=14, bold=True, ink="accent").growing()], gap=6),
            self._plan(ui, desk.pinned),
        ]
        can_pin = bool(desk.session.queue)
        pin = Button(
            ui.say("orders-pin"),
            desk.pin,
            icon="pin",
            points=15,
            name="pin",
            tip=ui.say("orders-pin-tip"),
            why_not="" if can_pin else ui.say("orders-pin-nothing"),
        )
        buttons: list[Widget] = [pin]
        if desk.pinned:
            buttons.append(Button(ui.say("orders-unpin"), desk.unpin, icon="x", points=15, name="unpin"))
            swap = Button(
                ui.say("orders-swap"),
                desk.compare,
                icon="split",
                points=15,
                badge=ui.key("compare"),
                name="swap",
                tip=ui.say("orders-swap-tip"),
            )
            swap.chosen = desk.swapped
            buttons.append(swap)
        return Panel([*rows, Wrap(buttons)], gap=6)

    def _plan(self, ui: Ui, plan: dict[str, int]) -> Widget:
        book = self.desk.book
        if not plan:
            return Rich(ui.say("orders-none"), size=15, ink="muted")
        lines: list[Widget] = []
        for order, amount in plan.items():
            units = book.units(order, amount)
            parts: list[Widget] = [Rich(book.name(order), size=15).growing()]
            if amount > 1:
                parts.append(FigureLabel(units, size=14, bold=False, name=f"plan:{order}"))
            lines.append(Row(parts, gap=8))
        return Column(lines, gap=2)

    def _worst(self, ui: Ui, view: ForecastView) -> Widget:
        rows: list[Widget] = [
            titled(ui, "orders-worst", "trending-down"),
            Sentence(ui, view.worst, size=15, name="worst"),
        ]
        if view.marks:
            rows.append(Rich(ui.say("orders-worst-common"), size=14, ink="muted"))
            rows += mark_rows(ui, view.marks)
        else:
            rows.append(Rich(ui.say("orders-worst-nothing"), size=14, ink="muted"))
        return Panel(rows, gap=6)

    def _fans(self, ui: Ui) -> Widget:
        view = self.desk.forecast
        if view is None:
            return Spacer()
        cells: list[Widget] = [Panel([fan_card(ui, fan, view, self.desk.swapped)], pad=10) for fan in view.fans]
        lines: list[Widget] = []
        for begin in range(0, len(cells), self.across):
            line = cells[begin : begin + self.across]
            line += [Spacer() for _ in range(self.across - len(line))]
            lines.append(Row([cell.growing() for cell in line], gap=8, middle=False))
        legend = Rich(ui.say("orders-fan-legend"), size=14, ink="muted")
        return Column([legend, *lines], gap=8)
