"""Testing strategies in the window: many worlds of one plan beside another on the same luck."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from greatgame.errors import GreatGameError
from greatgame.guide import template
from greatgame.lab import compare
from greatgame.lab.contest import Contestant
from greatgame.lab.trial import Trial, TrialQuestion, trials
from greatgame.scenario.indexed import open_scenario
from greatgame.ui.app import App
from greatgame.ui.home import strategies_folder
from greatgame.ui.shots import drawn
from greatgame.ui.watch import trial as screens
from greatgame.ui.watch.trial import TrialScreen
from greatgame.views.trial import shown

pytestmark = pytest.mark.usefixtures("display", "own_home")

PAIR = (Contestant("first", "do-nothing"), Contestant("second", "all-round"))


@pytest.fixture(scope="module")
def told() -> list[Trial]:
    return list(trials(TrialQuestion(open_scenario("quick"), PAIR, 20, "as-published")))


@pytest.fixture
def app() -> App:
    made = App(language="en", open_window=False)
    made.go("title")
    return made


def until(app: App, over: Callable[[], object]) -> None:
    """Let time pass until something holds."""
    end = time.monotonic() + 60
    while not over():
        assert time.monotonic() < end, "it does not come"
        app.ui.time.tick()
        time.sleep(0.01)


def press(app: App, name: str) -> None:
    """Click the widget of a name."""
    app.ui.settle()
    widget = next(widget for widget in app.ui.top.walk() if widget.name == name)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        app.ui.input.handle(pygame.Event(kind, button=1, pos=widget.rect.center))


def test_the_complete_trial_is_the_comparison(told: list[Trial]) -> None:
    assert [trial.done for trial in told] == [16, 20]
    assert [trial.complete for trial in told] == [False, True]
    assert told[-1].comparison == compare.run(open_scenario("quick"), PAIR, range(20))


def test_what_is_shown_is_what_was_found(told: list[Trial]) -> None:
    card = shown(told[-1], "Mine", "Theirs")
    contrasts = told[-1].comparison.pairs[0].contrasts
    rows = [card.total, *card.pillars]
    assert [row.difference.value for row in rows] == pytest.approx([row.difference.mean for row in contrasts.values()])
    assert [row.won.value for row in rows] == pytest.approx([100 * row.won.share for row in contrasts.values()])
    assert [row.way for row in rows] == [{"ahead": 1, "behind": -1}.get(r.verdict, 0) for r in contrasts.values()]
    assert sum(bar.count.value for bar in card.bars) == 20
    assert card.sentence == "Mine ends lower than Theirs."
    figures = [figure for row in rows for figure in (row.mine, row.other, row.difference, row.won)]
    assert all(figure.account().adds_up for figure in [*figures, card.worlds, *(bar.count for bar in card.bars)])


def test_a_trial_needs_two_strategies_and_worlds() -> None:
    for contestants, worlds in ((PAIR[:1], 20), (PAIR, 1)):
        with pytest.raises(GreatGameError, match="two strategies or more"):
            next(trials(TrialQuestion(open_scenario("quick"), contestants, worlds, "as-published")))


def test_ones_own_strategy_is_tried_first_and_a_lost_worker_told(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    strategies_folder().mkdir(parents=True)
    (strategies_folder() / "mine.toml").write_text(template(open_scenario("quick"), "mine"))
    monkeypatch.setattr(screens, "WORLDS", (20, 20))
    screen = app.put(TrialScreen(app, "quick"))
    assert isinstance(screen, TrialScreen)
    assert screen.strategies[screen.chosen].own
    press(app, "go")
    worker = screen.work._worker
    assert worker is not None
    worker._process.kill()
    until(app, lambda: screen.work.problem)
    assert screen.work.reason(app.ui) == app.ui.say("working-lost")
    press(app, "again")
    until(app, lambda: screen.work.latest is not None and screen.work.latest.complete)
    drawn(app)
    assert screen.work.latest == list(trials(screen.question()))[-1]
    assert not screen.work.busy


def test_a_trial_is_stopped_and_left(app: App) -> None:
    screen = app.put(TrialScreen(app, "quick", "do-nothing"))
    assert isinstance(screen, TrialScreen)
    screen._set("worlds")(2)
    press(app, "go")
    drawn(app)
    press(app, "stop")
    assert not screen.work.busy
    drawn(app)
    screen._set("scenario")(1)
    press(app, "go")
    assert screen.work.busy
    app.back()
    assert not screen.work.busy


def own(name: str, strategy: str = "") -> Path:
    """A strategy file of the player's own."""
    strategies_folder().mkdir(parents=True, exist_ok=True)
    path = strategies_folder() / f"{name}.toml"
    path.write_text(template(open_scenario("quick"), strategy or name))
    return path


def test_the_strategy_that_is_shown_is_tried_whatever_becomes_of_the_files(app: App) -> None:
    mine = own("mine")
    screen = app.put(TrialScreen(app, "quick", str(mine)))
    assert isinstance(screen, TrialScreen)
    earlier = own("another")
    assert [row.strategy for row in screen.question().contestants] == [str(mine), screen.strategies[0].spec]
    press(app, "reload")
    assert [row.strategy for row in screen.question().contestants] == [str(mine), screen.strategies[0].spec]
    screen._set("against")(screen.chosen)
    earlier.unlink()
    screen._set("worlds")(0)
    assert [row.strategy for row in screen.question().contestants] == [str(mine), str(mine)]
    assert not app.ui.toasts


def test_a_chosen_strategy_whose_file_is_gone_is_told_and_another_chosen(app: App) -> None:
    own("another")
    mine = own("mine")
    screen = app.put(TrialScreen(app, "quick", str(mine)))
    assert isinstance(screen, TrialScreen)
    screen._set("against")(screen.chosen)
    mine.unlink()
    assert screen.question().contestants[0].strategy == str(mine), "nothing is read without a word"
    press(app, "reload")
    drawn(app)
    assert [screen.strategies[n].spec for n in (screen.chosen, screen.against)] == [
        str(strategies_folder() / "another.toml"),
        screen.strategies[0].spec,
    ]
    assert len(app.ui.toasts) == 2
    assert all("mine" in toast.text.lower() for toast in app.ui.toasts)


def test_a_file_of_several_strategies_stays_chosen_where_it_is_damaged(app: App) -> None:
    path = own("both")
    path.write_text(path.read_text() + template(open_scenario("quick"), "second"))
    screen = app.put(TrialScreen(app, "quick", f"{path}:second"))
    assert isinstance(screen, TrialScreen)
    assert screen.strategies[screen.chosen].spec == f"{path}:second"
    path.write_text("[strategy.torn")
    press(app, "reload")
    assert screen.strategies[screen.chosen].spec == str(path)
    assert screen.strategies[screen.chosen].problem


def test_a_strategy_that_cannot_be_played_is_not_tried(app: App) -> None:
    strategies_folder().mkdir(parents=True)
    (strategies_folder() / "torn.toml").write_text("[strategy.torn")
    screen = app.put(TrialScreen(app, "quick"))
    assert isinstance(screen, TrialScreen)
    assert not screen.strategies[screen.chosen].own
    screen._set("chosen")(len(screen.strategies) - 1)
    press(app, "go")
    assert not screen.work.busy
