"""Watching campaigns turn by turn, and the same luck played otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from greatgame.errors import GreatGameError
from greatgame.guide import template
from greatgame.scenario.indexed import open_scenario
from greatgame.session import Session
from greatgame.ui.app import App
from greatgame.ui.debrief.counterfactual import CounterfactualScreen
from greatgame.ui.home import strategies_folder
from greatgame.ui.kit import FigureLabel, Label
from greatgame.ui.shots import drawn
from greatgame.ui.watch.replay import ReplayScreen
from greatgame.ui.watch.setup import WatchScreen
from greatgame.views.debrief.otherwise import otherwise
from greatgame.views.strategies import name_of, playable

pytestmark = pytest.mark.usefixtures("display", "own_home")


@pytest.fixture(scope="module")
def played() -> Session:
    """Three half-years by hand."""
    session = Session.new("quick", seed=7)
    for _ in range(3):
        session.submit(session.moves()[0].id)
        session.advance()
    return session


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> App:
    made = App(language="en", open_window=False, clock=clock)
    made.go("title")
    return made


def pass_time(app: App, clock: Clock, seconds: float) -> None:
    """Let the clock run, a twentieth of a second at a time."""
    for _ in range(round(seconds * 20)):
        clock.now += 0.05
        app.ui.time.tick()


def until(app: App, clock: Clock, over: Callable[[], object]) -> None:
    """Wait for another thread."""
    end = time.monotonic() + 60
    while not over():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.01)
        pass_time(app, clock, 0.1)


def press(app: App, name: str) -> None:
    """Click the widget of a name."""
    app.ui.settle()
    widget = next(widget for widget in app.ui.top.walk() if widget.name == name)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        app.ui.input.handle(pygame.Event(kind, button=1, pos=widget.rect.center))


def quarter(screen: ReplayScreen) -> str:
    return next(widget.text for widget in screen.walk() if isinstance(widget, Label) and widget.name == "quarter")


# --- A session stands at any of its turns -------------------------------------------------------------


def test_a_copy_stands_at_an_earlier_turn(played: Session) -> None:
    early = played.fork(1)
    assert (early.turn, early.digest, early.queue) == (1, played.history[0].digest, ())
    early.submit(played.as_save().turns[1].orders.popitem()[0])
    assert early.advance().digest == played.history[1].digest
    assert played.turn == 3
    with pytest.raises(GreatGameError, match="has not begun"):
        played.fork(4)


# --- Replay -------------------------------------------------------------------------------------------


def test_a_save_is_scrubbed_and_played(app: App, clock: Clock, played: Session) -> None:
    screen = ReplayScreen(app, played)
    app.put(screen)
    assert quarter(screen) == "2026H1"
    press(app, "watch-next")
    assert (screen.place, quarter(screen)) == (2, "2026H2")
    press(app, "watch-before")
    assert screen.shown.digest == played.history[0].digest
    press(app, "play")
    pass_time(app, clock, 2.2)
    assert (screen.place, screen.playing) == (2, True)
    pass_time(app, clock, 2.2)
    assert (screen.place, screen.playing, screen.over) == (3, False, True)
    press(app, "play")
    assert (screen.place, screen.playing) == (1, True)
    press(app, "watch-last")
    assert (screen.place, screen.playing) == (3, False)
    drawn(app)


def test_every_turn_of_a_replay_shows_its_own_figures(app: App, played: Session) -> None:
    screen = ReplayScreen(app, played)
    app.put(screen)
    shown = []
    for turn in range(1, 4):
        screen.go(turn)
        figures = [widget.figure for widget in screen.walk() if isinstance(widget, FigureLabel)]
        shown.append(next(row.value for row in figures if row is not None and row.path == "total_score"))
    assert shown == pytest.approx([played.fork(turn).score().total for turn in (1, 2, 3)])


def test_strategies_play_on_beside_the_window(app: App, clock: Clock) -> None:
    whole = Session.new("quick", 7, "all-round")
    screen = ReplayScreen(app, Session.new("quick", 7, "all-round"), play=True)
    app.put(screen)
    drawn(app)
    pass_time(app, clock, 2.1)
    until(app, clock, lambda: screen.place >= 2)
    press(app, "play")
    at = screen.place
    pass_time(app, clock, 9.0)
    assert screen.place <= at + 1, "it goes on though it was paused"
    for _ in range(screen.reel.length):
        whole.advance()
    assert screen.reel.session.digests == whole.digests
    app.back()
    assert not screen.playing


def test_a_campaign_without_a_finished_turn_is_not_watched(app: App) -> None:
    with pytest.raises(GreatGameError, match="nothing to watch"):
        ReplayScreen(app, Session.new("quick", 7))


def test_what_is_to_be_watched_is_chosen(app: App, played: Session) -> None:
    app.shelf.save(played, "Mine")
    app.go("watch", seed=7)
    press(app, "replay:Mine.save.json")
    assert isinstance(app.screen, ReplayScreen)
    assert app.screen.reel.session.digest == played.digest
    app.back()
    press(app, "go")
    assert isinstance(app.screen, ReplayScreen)
    assert app.screen.reel.session.strategy == "all-round"


def test_a_broken_strategy_file_is_listed_with_the_reason(app: App) -> None:
    strategies_folder().mkdir(parents=True)
    (strategies_folder() / "good.toml").write_text(template(open_scenario("quick"), "good"))
    (strategies_folder() / "torn.toml").write_text("[strategy.torn")
    rows = playable(open_scenario("quick"), strategies_folder())
    own = {Path(row.spec).stem: row.problem for row in rows if row.own}
    assert own["good"] == ""
    assert "torn.toml" in own["torn"]
    screen = app.go("watch", seed=7)
    assert isinstance(screen, WatchScreen)
    screen._set("strategy")(len(screen.strategies) - 1)
    press(app, "go")
    assert app.screen is screen
    assert name_of(open_scenario("quick"), "all-round") == "All-round"


def test_who_is_shown_is_watched_whatever_becomes_of_the_files(app: App) -> None:
    strategies_folder().mkdir(parents=True)
    files = [strategies_folder() / f"{name}.toml" for name in ("first", "second")]
    for path in files:
        path.write_text(template(open_scenario("quick"), path.stem))
    screen = app.go("watch", seed=7)
    assert isinstance(screen, WatchScreen)
    screen._set("scenario")(screen.ids.index("quick"))
    screen._set("strategy")(len(screen.strategies) - 1)
    files[0].unlink()
    press(app, "go")
    assert isinstance(app.screen, ReplayScreen)
    assert app.screen.reel.session.strategy == str(files[1])
    files[1].unlink()
    app.back()
    drawn(app)
    assert screen.strategies[screen.strategy].spec == "all-round"
    assert any("second" in toast.text.lower() for toast in app.ui.toasts)


# --- The same luck, otherwise -------------------------------------------------------------------------


def test_the_other_campaign_is_the_laboratorys(played: Session) -> None:
    other = played.beside("do-nothing")
    while other.turn < played.turn:
        other.advance()
    card = otherwise(played, other)
    known = played.counterfactual("do-nothing")
    assert card.total.difference.value == pytest.approx(known.total_difference)
    got = {row.mine.path: row.difference.value for row in card.pillars}
    assert got == pytest.approx({f"score.{name}": value for name, value in known.difference.items()})
    assert len(card.quarters) == len(card.mine) == len(card.other) == 3
    assert all(row.difference.account().adds_up for row in (card.total, *card.pillars, *card.figures))


def test_the_other_campaign_comes_in_turn_by_turn(app: App, clock: Clock, played: Session) -> None:
    screen = app.go("counterfactual", session=played)
    assert isinstance(screen, CounterfactualScreen)
    drawn(app)
    pass_time(app, clock, 0.1)
    assert 0 < screen.other.turn < played.turn
    drawn(app)
    pass_time(app, clock, 0.5)
    assert screen.complete
    screen._choose(0)
    pass_time(app, clock, 0.5)
    assert screen.other.strategy == screen.choices[0].spec
    assert screen.complete
