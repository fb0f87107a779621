"""The turn's predictions: three statements, each with a probability of one's own, scored when they are due."""

from __future__ import annotations

from collections.abc import Callable

from greatgame.ui.kit import Column, FigureLabel, Label, Rich, Row, Scroll, Slider, Ui, Widget
from greatgame.ui.orders.deciding import Deciding
from greatgame.views.predictions import OPTIONS, Asked, predictions

SLIDER = 230


def statements(ui: Ui, desk: Deciding) -> Widget:
    """What is asked this turn, and how good earlier answers were."""
    view = predictions(desk.session)
    if not view.asked:
        key = "orders-predictions-hidden" if desk.silent else "orders-predictions-first"
        return Rich(ui.say("orders-over" if desk.session.finished else key), size=15, ink="muted").growing()
    rows: list[Widget] = [_row(ui, desk, asked, number) for number, asked in enumerate(view.asked, start=1)]
    if view.score is not None and view.model is not None:
        line: list[Widget] = [Label(ui.say("orders-brier"), size=14, ink="muted"), FigureLabel(view.score, size=14)]
        line += [Label(ui.say("orders-brier-futures"), size=14, ink="muted"), FigureLabel(view.model, size=14)]
        rows.append(Row(line, gap=8))
    return Scroll(Column(rows, gap=4), name="predictions")


def _row(ui: Ui, desk: Deciding, asked: Asked, number: int) -> Widget:
    said = asked.answer is not None
    slider = Slider(
        asked.answer if asked.answer is not None else 0.5,
        OPTIONS[0],
        OPTIONS[-1],
        OPTIONS[1],
        _answer(desk, asked.goal),
        words=lambda value: ui.say("orders-chance", share=round(100 * value)) if said else ui.say("orders-unsaid"),
        beside=ui.say("orders-unsaid"),
        name=f"predict:{number}",
        tip=ui.say("orders-predict-tip"),
    )
    return Row([Rich(asked.text, size=15).growing(), slider.fixed(width=SLIDER)], gap=12)


def _answer(desk: Deciding, goal: str) -> Callable[[float], None]:
    def say(value: float) -> None:
        desk.campaign.foretell(goal, value)

    return say
