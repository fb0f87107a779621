"""What the title leads to beside playing, by events of the loop itself: test a strategy, watch, data and model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from greatgame.lab.trial import Trial, TrialQuestion, trials
from greatgame.ui import working
from greatgame.ui.app import App
from greatgame.ui.home import HOME
from greatgame.ui.kit import AccountView, Widget
from greatgame.ui.reference.data import DataScreen
from greatgame.ui.reference.encyclopaedia import EncyclopaediaScreen
from greatgame.ui.title import TitleScreen
from greatgame.ui.watch.replay import ReplayScreen
from greatgame.ui.watch.trial import TrialScreen
from greatgame.views.beginnings import scenarios

PATIENCE = 60.0
"""Seconds after which what is waited for does not come."""


class Beside:
    """A worker that answers in this process, with fewer worlds: first it is at work, then it has the answer."""

    def __init__(self) -> None:
        self.busy = False
        self.left: list[Trial] = []

    def start(self, task: TrialQuestion) -> None:
        self.left, self.busy = list(trials(replace(task, worlds=2))), True

    def poll(self) -> Trial | None:
        found = self.left.pop() if self.left else None
        self.busy = found is None
        return found

    def close(self, patience: float = 0.0) -> None:
        self.busy = False


class Person:
    """Somebody in front of the window: whatever is done is posted as an event, and heard in a turn of the loop."""

    def __init__(self, language: str) -> None:
        self.now = 0.0
        self.app = App(language=language, clock=lambda: self.now)
        self.app.reset("title")
        self.does()

    def does(self, *events: pygame.Event) -> None:
        assert self.app.window is not None
        for event in (*events, pygame.Event(pygame.USEREVENT)):
            pygame.event.post(event)
        self.app.window.turn()

    def waits(self, over: Callable[[], object], seconds: float = 0.1) -> None:
        end = time.monotonic() + PATIENCE
        while not over():
            assert time.monotonic() < end, "it does not come"
            self.now += seconds
            self.does()

    def widget(self, name: str) -> Widget:
        ui = self.app.ui
        ui.settle()
        found = next(widget for widget in ui.top.walk() if widget.name == name)
        ui.input.give(found)
        ui.settle()
        return next(widget for widget in ui.top.walk() if widget.name == name)

    def clicks(self, name: str) -> None:
        self.clicks_at(self.widget(name).rect.center)

    def clicks_at(self, place: tuple[int, int]) -> None:
        moved = pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0))
        kinds = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)
        self.does(moved, *(pygame.Event(kind, pos=place, button=1) for kind in kinds))

    def strikes(self, *keys: int) -> None:
        for key in keys:
            self.does(pygame.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))

    def types(self, text: str) -> None:
        for letter in text:
            self.does(pygame.Event(pygame.TEXTINPUT, text=letter))

    def chooses(self, drop: str, number: int) -> None:
        """Open a list and take the option of a number with the keyboard."""
        self.clicks(drop)
        self.strikes(pygame.K_HOME, *[pygame.K_DOWN] * number, pygame.K_RETURN)


@pytest.fixture
def person(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    monkeypatch.setenv(HOME, str(tmp_path))
    made = Person(request.param)
    yield made
    made.app.quit()
    pygame.display.quit()


@pytest.mark.parametrize("person", ["ja"], indirect=True)
def test_a_strategy_is_tested(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "Worker", Beside)
    person.clicks("title:test")
    screen = person.app.screen
    assert isinstance(screen, TrialScreen)
    person.chooses("scenario", scenarios().index("quick"))
    person.chooses("chosen", 1)
    assert (screen.scenario, screen.chosen) == (scenarios().index("quick"), 1)
    person.clicks("go")
    assert screen.work.busy
    person.waits(lambda: screen.work.latest)
    person.strikes(pygame.K_TAB)
    figures = [widget.figure for widget in screen.walk() if widget.figure is not None]
    assert len(figures) > 20
    assert all(figure.account().adds_up for figure in figures)
    assert person.app.ui.truncated == []
    person.strikes(pygame.K_ESCAPE)
    assert isinstance(person.app.screen, TitleScreen)


@pytest.mark.parametrize("person", ["en"], indirect=True)
def test_a_campaign_of_strategies_is_watched(person: Person) -> None:
    person.clicks("title:watch")
    person.chooses("scenario", scenarios().index("quick"))
    person.clicks("go")
    screen = person.app.screen
    assert isinstance(screen, ReplayScreen)
    person.waits(lambda: screen.place == 2)
    assert screen.playing
    person.clicks("play")
    person.clicks("watch-before")
    assert (screen.place, screen.playing) == (1, False)
    person.clicks("way")
    person.strikes(pygame.K_HOME, pygame.K_RIGHT)
    person.clicks("watch-next")
    assert screen.place == 2
    person.strikes(pygame.K_ESCAPE, pygame.K_ESCAPE)
    assert isinstance(person.app.screen, TitleScreen)


@pytest.mark.parametrize("person", ["ja"], indirect=True)
def test_a_figure_is_found_in_the_data_and_a_mechanism_read(person: Person) -> None:
    person.clicks("title:data")
    screen = person.app.screen
    assert isinstance(screen, DataScreen)
    person.clicks("search")
    person.types("debt")
    person.chooses("origin", 1)
    assert (screen.query, screen.origin != "") == ("debt", True)
    lines = next(widget for widget in screen.walk() if widget.name.startswith("figures debt"))
    person.clicks_at((lines.rect.left + 40, lines.rect.top + 10))
    opened = person.app.ui.top
    assert isinstance(opened, AccountView)
    assert opened.shown.account().adds_up
    person.strikes(pygame.K_ESCAPE)
    person.clicks("tabs")
    person.strikes(pygame.K_HOME, *[pygame.K_RIGHT] * 2)
    person.strikes(pygame.K_TAB, pygame.K_RETURN)
    assert isinstance(person.app.screen, EncyclopaediaScreen)
    person.strikes(pygame.K_ESCAPE, pygame.K_ESCAPE)
    assert isinstance(person.app.screen, TitleScreen)
