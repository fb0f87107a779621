"""The guided first game: played to its end by mouse and by keyboard, left and taken up again, and its data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pygame
import pytest

from greatgame.errors import GreatGameError
from greatgame.lab.counsel import CounselQuestion
from greatgame.lab.predictions import PredictionQuestion
from greatgame.messages import messages
from greatgame.text import LANGUAGES
from greatgame.ui.app import App
from greatgame.ui.kit import Modal, Widget
from greatgame.ui.learn import progress
from greatgame.ui.learn.deeds import DEEDS, NEEDS, Before
from greatgame.ui.learn.guide import Guide
from greatgame.ui.learn.placing import Obstacle, best, cost
from greatgame.ui.learn.screen import LearnScreen
from greatgame.ui.learn.steps import course
from greatgame.ui.orders import deciding
from greatgame.ui.orders.atonce import AtOnce
from greatgame.ui.room.screen import RoomScreen

pytestmark = pytest.mark.usefixtures("own_home")

PATIENCE = 60.0
"""Seconds in which a deed must have shown."""
SOON = 0.01
"""Seconds until something that is to be waited for."""


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The game in a window that nobody sees; what the guide needs is worked out on the spot, and the rest is not."""
    monkeypatch.setattr(deciding, "process", lambda name: Needed())
    pygame.display.init()
    app = App(language="en")
    app.ui.reduced_motion = True
    app.reset("title")
    yield app
    app.quit()
    pygame.display.quit()


class Needed(AtOnce):
    """Advice and statements to foretell."""

    def ask(self, slot: str, task: Any, told: Callable[[Any], None], **given: Any) -> None:
        if isinstance(task, CounselQuestion | PredictionQuestion):
            super().ask(slot, task, told, **given)


class Keyboard:
    """Somebody at the window with the keyboard alone: posts events, and waits until they show."""

    def __init__(self, app: App) -> None:
        self.app = app

    def until(self, shown: Callable[[], bool], what: str) -> None:
        assert self.app.window is not None
        end = time.monotonic() + PATIENCE
        while not shown():
            assert time.monotonic() < end, f"{what}: {self.guide.step.id}, {[w.name for w in self.app.ui.layers]}"
            self.app.window.turn()

    def settle(self) -> None:
        """Let everything that was posted happen, and be drawn."""
        assert self.app.window is not None
        self.app.window.turn()
        while self.app.ui.dirty or self.app.ui.time.pause() < SOON:
            self.app.window.turn()

    @property
    def guide(self) -> Guide:
        guide = self.app.ui.companion
        assert isinstance(guide, Guide)
        return guide

    @property
    def room(self) -> RoomScreen:
        assert isinstance(self.app.screen, RoomScreen)
        return self.app.screen

    def widget(self, name: str) -> Widget:
        """The first widget of a name (or whose name begins so, with ``*``) that can be reached."""
        self.app.ui.settle()
        found = [w for top in self.app.ui.tops for w in top.walk() if fnmatchcase(w.name, name) and w.rect.width]
        assert found, f"{name} in {sorted({w.name for w in self.app.ui.top.walk()})}"
        return found[0]

    def play(self) -> list[str]:
        """Follow the guide to its end; the steps that were taken."""
        taken: list[str] = []
        while self.guide.step.done != "read":
            step = self.guide.step.id
            taken.append(step)
            getattr(self, step.replace("-", "_"))()
            self.until(lambda step=step: self.guide.step.id != step, f"{step} is done")  # type: ignore[misc]
            assert self.guide.praise == step
        return taken

    def strike(self, key: int, mod: int = 0) -> None:
        pygame.event.post(pygame.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=""))
        self.settle()

    def walk_to(self, name: str) -> None:
        """Tab until the focus is on it."""
        self.app.ui.settle()
        stops, focus = self.app.ui.input.stops(), self.app.ui.focus
        place = next((n for n, stop in enumerate(stops) if fnmatchcase(stop.name, name)), None)
        assert place is not None, f"Tab does not reach {name}"
        steps = (place - stops.index(focus)) % len(stops) if focus in stops else place + 1
        for _ in range(steps):
            pygame.event.post(pygame.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode=""))
        self.settle()
        assert self.app.ui.focus is not None
        assert fnmatchcase(self.app.ui.focus.name, name)

    def choose(self, name: str) -> None:
        self.walk_to(name)
        self.strike(pygame.K_RETURN)

    def begin(self) -> None:
        self.choose("title:learn")
        self.choose("learn:begin")
        self.until(lambda: isinstance(self.app.screen, RoomScreen), "the room is open")

    def brief(self) -> None:
        self.strike(pygame.K_RETURN)

    def number(self) -> None:
        self.walk_to("top room-trust")
        self.strike(pygame.K_y)

    def ledger(self) -> None:
        self.strike(pygame.K_y)

    def close(self) -> None:
        self.strike(pygame.K_ESCAPE)

    def lens(self) -> None:
        self.strike(pygame.K_4)

    def order(self) -> None:
        self.choose("order *")
        self.choose("order")

    def undo(self) -> None:
        self.strike(pygame.K_ESCAPE)
        self.strike(pygame.K_z, pygame.KMOD_CTRL)

    def redo(self) -> None:
        self.strike(pygame.K_y, pygame.KMOD_CTRL)

    def odds(self) -> None:
        self.strike(pygame.K_w)

    tunnel = close

    def advice(self) -> None:
        self.strike(pygame.K_a)

    advised = close

    def draft(self) -> None:
        self.strike(pygame.K_d)

    def predict(self) -> None:
        self.strike(pygame.K_p)
        self.walk_to("predict:*")
        self.strike(pygame.K_RIGHT)

    def commit(self) -> None:
        self.walk_to("commit")
        self.strike(pygame.K_RETURN)
        self.strike(pygame.K_RETURN)

    def answers(self) -> None:
        self.until(lambda: self.app.ui.top.name == "resolving", "the turn is told")
        self.strike(pygame.K_RETURN)

    def challenge(self) -> None:
        self.choose("answer *")

    def effect(self) -> None:
        self.until(lambda: self.app.ui.top.name == "cable", "the news has come")
        self.strike(pygame.K_ESCAPE)
        self.choose("trust *")

    def event(self) -> None:
        self.strike(pygame.K_ESCAPE)
        self.choose("cable")
        self.choose("event *")
        self.choose("choice *")

    def end(self) -> None:
        self.choose("learn:begin")


@pytest.mark.trial
def test_the_guide_is_followed_to_its_end(app: App) -> None:
    """By keyboard; with the mouse it is followed on a real screen, in test_played_guided."""
    someone = Keyboard(app)
    someone.settle()
    someone.begin()
    taken = someone.play()
    steps = [step for step in course().steps if step.done != "read"]
    assert taken == [step.id for step in steps]
    session = someone.guide.sight.session
    assert session.turn == 1
    assert DEEDS["answered"](someone.guide.sight, Before(), ())
    someone.end()
    someone.until(
        lambda: app.campaign is not None and app.campaign.session.level == course().onward, "one's own begins"
    )
    assert app.ui.companion is None
    assert progress.kept() is None


# --- Left and taken up again --------------------------------------------------------------------------


@pytest.fixture
def quiet() -> Iterator[App]:
    """The game without a window, at the guide's first step."""
    pygame.display.init()
    pygame.display.set_mode((8, 8))
    app = App(language="en", open_window=False)
    app.reset("title")
    screen = app.go("learn")
    assert isinstance(screen, LearnScreen)
    screen.begin()
    yield app
    pygame.display.quit()


def guide_of(app: App) -> Guide:
    guide = app.ui.companion
    assert isinstance(guide, Guide)
    return guide


def strike(app: App, key: int) -> None:
    app.ui.input.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
    app.ui.settle()
    app.ui.time.tick()


def test_escape_puts_the_guide_aside_and_the_game_goes_on(quiet: App) -> None:
    guide = guide_of(quiet)
    strike(quiet, pygame.K_RETURN)
    strike(quiet, pygame.K_ESCAPE)
    assert guide.resting
    assert [widget.name for widget in guide.walk() if widget.focusable] == ["learn:resume"]
    number = guide.number
    strike(quiet, pygame.K_4)
    assert guide.number == number, "nothing is counted while it rests"
    strike(quiet, pygame.K_ESCAPE)
    assert quiet.ui.layers, "the second Escape opens the menu"
    quiet.ui.layers.clear()
    guide.resume()
    assert not guide.resting


def test_a_step_can_be_skipped_and_what_follows_from_it_is_left_out(quiet: App) -> None:
    guide = guide_of(quiet)
    quiet.ui.layers.clear()
    guide.go_to("odds")
    guide.skip()
    assert guide.step.id == "advice", "there is no wind tunnel to come back from"
    assert guide.praise == ""


def test_the_guide_says_so_where_something_has_to_be_closed_first(quiet: App) -> None:
    guide = guide_of(quiet)
    guide.go_to("lens")
    quiet.ui.settle()
    said = [getattr(widget, "text", "") for widget in guide.walk()]
    assert quiet.ui.say("learn-first-close") in said
    first = next(widget for widget in quiet.ui.top.walk() if widget.name == "first")
    assert guide.lit is not None
    assert guide.lit.contains(first.rect.clip(quiet.ui.screen))


def test_the_guide_goes_with_its_campaign_and_is_taken_up_where_it_was(quiet: App) -> None:
    quiet.ui.layers.clear()
    guide_of(quiet).go_to("order")
    quiet.home()
    quiet.ui.settle()
    quiet.ui.time.tick()
    assert quiet.ui.companion is None
    assert progress.kept() is not None
    screen = quiet.go("learn")
    assert isinstance(screen, LearnScreen)
    screen.go_on()
    assert guide_of(quiet).step.id == "order"
    guide_of(quiet).finish()
    assert progress.kept() is None
    assert quiet.ui.companion is None


def test_in_a_small_window_the_card_is_brief_until_it_is_asked(quiet: App) -> None:
    quiet.ui.layers.clear()
    guide = guide_of(quiet)
    guide.go_to("order")
    quiet.ui.configure(scale=2.0)
    quiet.ui.settle()
    text = quiet.ui.say("learn-order-text")
    assert text not in [getattr(widget, "text", "") for widget in guide.walk()]
    next(widget for widget in guide.walk() if widget.name == "learn:more").on_key(quiet.ui, "enter")
    quiet.ui.settle()
    assert text in [getattr(widget, "text", "") for widget in guide.walk()]


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_in_a_small_window_a_dialogue_lies_beside_the_card(quiet: App, scale: float) -> None:
    guide, ui = guide_of(quiet), quiet.ui
    ui.configure(scale=scale)
    ui.settle()
    assert isinstance(ui.top, Modal)
    assert not guide.rect.colliderect(ui.top.panel.rect)
    assert ui.screen.contains(guide.rect)
    ui.layers.clear()
    ui.relayout()
    ui.settle()
    assert ui.free == ui.screen


def test_other_screens_are_not_covered(quiet: App) -> None:
    quiet.ui.layers.clear()
    guide_of(quiet).go_to("order")
    quiet.go("settings")
    quiet.ui.settle()
    assert not guide_of(quiet).visible
    quiet.back()
    quiet.ui.settle()
    assert guide_of(quiet).visible


@pytest.mark.parametrize("text", ["{", "[]", '{"step": 1}', "\x00"])
def test_what_was_kept_of_it_may_be_damaged(own_home: Path, text: str) -> None:
    (own_home / "guide.json").write_text(text, encoding="utf-8")
    assert progress.kept() is None


# --- Its data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_its_words_and_its_conditions(language: str) -> None:
    say, found = messages(language), course()
    assert len({step.id for step in found.steps}) == len(found.steps)
    for step in found.steps:
        assert step.done in DEEDS
        assert step.needs in NEEDS
        endings = ("", "-text") if step.done == "read" else ("", "-text", "-do", "-done")
        assert all(f"learn-{step.id}{ending}" in say for ending in endings), step.id
        assert bool(step.of) == (step.done in ("opened", "gone")), step.id
    assert [step.done for step in found.steps].index("read") == len(found.steps) - 1


@pytest.mark.parametrize("text", ["[[", "scenario = 1", "[[step]]\nid = 3\nfly = true"])
def test_a_damaged_course_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "first-game.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GreatGameError, match="reinstall"):
        course(path)


def test_the_card_stands_beside_its_target_and_off_dialogues() -> None:
    inside = pygame.Rect(10, 10, 1260, 700)
    target, dialogue = pygame.Rect(900, 600, 80, 30), Obstacle(pygame.Rect(300, 80, 680, 560), 12.0, whole=True)
    place = best([(280, 250), (600, 200)], inside, target, [dialogue], 20)
    assert inside.contains(place)
    assert not place.colliderect(target)
    assert not place.colliderect(dialogue.rect)
    assert cost(place, target, [dialogue], inside) < cost(dialogue.rect, target, [dialogue], inside)
