"""Charts of the widget kit: ticks, reading by keyboard, pictures that are kept, steps of a waterfall."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pygame
import pytest

from greatgame.ui.kit import (
    Bar,
    Bars,
    Column,
    Fan,
    FanChart,
    Legend,
    LineChart,
    Series,
    Shares,
    Spark,
    Ui,
    Waterfall,
)
from greatgame.ui.kit.bars import Step
from greatgame.ui.kit.plot import ticks
from greatgame.views.figures import Account, AccountLine
from kit_bench import drawn, figure, strike

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def ui() -> Ui:
    return Ui((1280, 720))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3, 97), (0.2, 0.21), (1e3, 1e6), (5, 5)])
def test_ticks_are_round_and_few(low: float, high: float) -> None:
    marks = ticks(low, high)
    assert 1 <= len(marks) <= 5
    assert all(low - 1e-9 <= mark <= high + 1e-9 for mark in marks)
    assert len(set(marks)) == len(marks)


def test_a_chart_is_read_point_by_point_from_the_keyboard(ui: Ui) -> None:
    fan = Fan("plan", [1.0, 2.0, 3.0], [([0.5, 1.0, 2.0], [2.0, 3.0, 4.0])])
    chart = FanChart(["a", "b", "c"], [fan], unit="points", threshold=2.5, reads=["one", "two", "three"])
    ui.show(Column([Legend([fan]), chart]))
    strike(ui, pygame.K_TAB)
    said = []
    for _ in range(3):
        strike(ui, pygame.K_LEFT)
        said.append(chart.said())
    assert said == ["three", "two", "one"]
    drawn(ui)
    assert ui.truncated == []


def test_a_chart_is_drawn_once_for_its_data(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = LineChart(["a", "b"], [Series("s", [1.0, 2.0], look=(1, "C")), Series("t", [2.0, 1.0], dashed=True)])
    count: list[int] = []
    before = chart.plot

    def counted(*given: Any) -> None:
        count.append(1)
        before(*given)

    monkeypatch.setattr(chart, "plot", counted)
    ui.show(Column([chart, Spark([1.0, 2.0, 3.0], threshold=2.0)]))
    drawn(ui)
    drawn(ui)
    assert len(count) == 1
    ui.configure(scale=1.5)
    drawn(ui)
    assert len(count) == 2


def test_steps_of_a_waterfall_lead_to_the_total(ui: Ui) -> None:
    lines = tuple(AccountLine(f"cause {n}", float(n - 3)) for n in range(20))
    account = Account("Trust", "points", 130.0, lines)
    fall = Waterfall(account, rest="the rest", total="Total", most=6)
    ui.show(Column([fall, Bars([Bar("a", figure(), look=(0, "J"))]), Shares([((0, "J"), 1.0), ((1, "C"), 2.0)])]))
    drawn(ui)
    steps = [child for child in fall.children if isinstance(child, Step)]
    assert len(steps) == 7
    assert all(a.end == b.start for a, b in pairwise(steps[:-1]))
    assert steps[-2].end == steps[-1].end == 130.0
    assert ui.truncated == []
