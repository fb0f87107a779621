"""The window's loop: asleep at rest, awake within a moment, and a change of the queue that costs little."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pygame
import pytest

from greatgame.session import Session
from greatgame.ui.kit import Ui, Window
from greatgame.views.orders import OrderBook


class Machine:
    """A clock that only waiting moves, and who looked for events when."""

    def __init__(self) -> None:
        self.now = 0.0
        self.looks: list[float] = []
        self.coming: list[tuple[float, pygame.Event]] = []

    def perf_counter(self) -> float:
        return self.now

    def wait(self, milliseconds: int) -> None:
        self.now += milliseconds / 1000

    def get(self) -> list[pygame.Event]:
        self.looks.append(self.now)
        found = [event for at, event in self.coming if at <= self.now]
        self.coming = [(at, event) for at, event in self.coming if at > self.now]
        return found


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(time, "perf_counter", machine.perf_counter)
    monkeypatch.setattr(pygame.time, "wait", machine.wait)
    monkeypatch.setattr(pygame.event, "get", machine.get)
    return machine


@pytest.fixture
def shown(machine: Machine) -> Iterator[Window]:
    yield Window(Ui(clock=machine.perf_counter), "loop")
    pygame.display.quit()


def run(shown: Window, machine: Machine, until: float) -> None:
    while machine.now < until:
        shown.turn()


def test_at_rest_the_window_looks_seldom_and_draws_nothing(shown: Window, machine: Machine) -> None:
    run(shown, machine, 10.0)
    drawn, looked = shown.ui.frames, len(machine.looks)
    run(shown, machine, 20.0)
    assert shown.ui.frames == drawn
    assert (len(machine.looks) - looked) / 10.0 < 40.0


def test_a_key_is_heard_within_a_moment_at_rest_and_sooner_at_work(shown: Window, machine: Machine) -> None:
    heard: list[float] = []

    def hear(action: str) -> bool:
        heard.append(machine.now)
        return True

    shown.ui.on_action = hear
    strike = pygame.Event(pygame.KEYDOWN, key=pygame.K_F1, mod=0, unicode="")
    run(shown, machine, 10.0)
    machine.coming = [(10.001, strike), (10.2013, strike)]
    run(shown, machine, 11.0)
    assert heard[0] - 10.001 <= 0.031
    assert heard[1] - 10.2013 <= 0.005


def test_frames_are_paced_by_the_clock_whatever_a_picture_takes(shown: Window, machine: Machine) -> None:
    frames: list[float] = []

    def frame(spent: float) -> bool:
        frames.append(machine.now)
        machine.now += 0.010
        return len(frames) < 10

    shown.ui.animate(frame)
    run(shown, machine, 1.0)
    assert (frames[-1] - frames[1]) / 8 == pytest.approx(1 / 60, abs=0.002)


def test_what_can_be_ordered_is_what_a_fresh_desk_says() -> None:
    session = Session.new("quick", 7)
    before = session.moves(all=True)
    order = next(move for move in before if move.legal and move.price.money_usd_mn)
    session.submit(order.id)
    fresh = session.fork()
    assert session.moves(all=True) == fresh.moves(all=True)
    assert OrderBook(session).moves[order.id].failing != before[before.index(order)].failing
    session.undo()
    assert session.moves(all=True) == before
