"""Classes from the window: exercises are told, tried out and held, and nothing is left running."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from greatgame.classroom import holding
from greatgame.classroom.load import available
from greatgame.messages import messages
from greatgame.ui.app import App
from greatgame.ui.classes import classroom
from greatgame.ui.classes.child import Child
from greatgame.ui.classes.classroom import OWNED, Links, fresh, kept, links_of
from greatgame.ui.classes.screen import ClassScreen
from greatgame.ui.home import HOME, classes_folder
from greatgame.ui.kit import Button

SHORTEST = "taster-45"
PATIENCE = 60.0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that were opened in the browser."""
    addresses: list[str] = []
    monkeypatch.setattr("webbrowser.open", addresses.append)
    return addresses


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]) -> Iterator[App]:
    monkeypatch.setenv(HOME, str(tmp_path))
    pygame.display.init()
    app = App(open_window=False)
    app.pictured = True
    app.classroom.where = ("--host", "127.0.0.1", "--port", "0")
    app.go("title")
    yield app
    app.quit()


def press(app: App, name: str) -> None:
    app.ui.settle()
    [button] = [row for row in app.ui.top.walk() if isinstance(row, Button) and row.name == name]
    assert not button.why_not
    button.act()


def until(app: App, there: Callable[[], object]) -> None:
    """Let the window's time pass until something is there."""
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, (app.classroom.held, app.classroom.tried)
        time.sleep(0.05)
        app.ui.time.tick()


def serving(app: App) -> Child:
    """The process that serves the class."""
    child = app.classroom._holding
    assert child is not None
    return child


def test_the_title_leads_to_all_exercises(app: App) -> None:
    press(app, "title:class")
    app.ui.settle()
    names = {row.name for row in app.ui.top.walk() if isinstance(row, Button)}
    assert names >= {*available(), "try", "hold"}
    press(app, "the-table")
    assert isinstance(app.screen, ClassScreen)
    assert app.screen.chosen == "the-table"


def test_exercises_are_read_one_after_another_while_the_window_answers(app: App) -> None:
    app.pictured = False
    screen = app.go("class")
    assert isinstance(screen, ClassScreen)
    assert screen.exercises == []
    until(app, lambda: len(screen.exercises) == len(available()))
    minutes = [row.plan.minutes for row in screen.exercises]
    assert minutes == sorted(minutes)
    assert screen.chosen == screen.exercises[0].id


@pytest.mark.trial
def test_a_class_is_held_stopped_and_gone_on_with(app: App, opened: list[str]) -> None:
    app.go("class")
    press(app, "hold")
    held = app.classroom.held
    assert held is not None
    until(app, lambda: held.links or held.problem)
    assert held.links is not None, held.problem
    assert urllib.request.urlopen(held.links.students, timeout=PATIENCE).status == 200
    until(app, lambda: opened)
    assert opened == [held.links.teacher]
    assert held.links.teacher.startswith(f"{held.links.students}/t/")
    first = serving(app)
    app.back()
    assert not first.over, "a class goes on while its teacher looks at other screens"
    app.go("class")
    press(app, "stop")
    until(app, lambda: first.over)
    assert first._process.returncode == 0, "its input ended, as it does where the window is killed, and it ended well"
    assert kept(SHORTEST) == [classes_folder() / f"{SHORTEST}.class"]
    assert fresh(SHORTEST).name == f"{SHORTEST}-2.class"
    press(app, "go-on")
    again = app.classroom.held
    assert again is not None
    until(app, lambda: again.links or again.problem)
    assert again.links is not None, again.problem
    assert again.links.pin == held.links.pin
    second = serving(app)
    app.quit()
    until(app, lambda: second.over)


def test_a_class_is_deleted_with_all_that_belongs_to_it(app: App) -> None:
    classes_folder().mkdir()
    for ending in (".class", ".class-wal", ".class-shm"):
        (classes_folder() / f"{SHORTEST}{ending}").write_bytes(b"names")
    debrief = classes_folder() / f"{SHORTEST}.class-debrief"
    debrief.mkdir()
    (debrief / "team-1.html").write_bytes(b"names")
    app.go("class")
    press(app, "delete-class")
    press(app, "first")
    assert kept(SHORTEST), "nothing goes unasked"
    press(app, "delete-class")
    press(app, "delete")
    assert list(classes_folder().iterdir()) == []


def test_a_class_that_is_held_elsewhere_is_not_deleted(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "PATIENCE", 0.0)
    file = fresh(SHORTEST)
    file.parent.mkdir()
    file.write_bytes(b"names")
    app.ui.messages = messages("ja")
    app.go("class")
    with holding.holding(file):
        press(app, "delete-class")
        press(app, "delete")
    assert file.exists()
    assert "すでに開かれています" in app.ui.toasts[-1].text


def test_why_a_class_ended_is_told(app: App) -> None:
    app.classroom.where = ("--port", "99999")
    app.go("class")
    press(app, "hold")
    held = app.classroom.held
    assert held is not None
    until(app, lambda: held.problem)
    assert "Invalid value for '--port'" in held.problem
    press(app, "stop")
    assert app.classroom.held is None


def test_what_trying_out_found_is_told(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    class Quick(Child):
        """A check that is over at once."""

        def __init__(self, *arguments: str) -> None:
            assert arguments == ("class", "check", SHORTEST, "--language", "en", "--json", OWNED)
            super().__init__("class", "show", SHORTEST, "--json")

    monkeypatch.setattr(classroom, "Child", Quick)
    app.classroom.try_out(SHORTEST)
    tried = app.classroom.tried
    assert tried is not None
    until(app, lambda: tried.findings or tried.problem)
    assert tried.findings is not None
    assert tried.findings["id"] == SHORTEST


def test_without_its_packages_a_class_can_only_be_looked_at(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.extras.find_spec", lambda name: None)
    app.go("class")
    app.ui.settle()
    deeds = {row.name: row for row in app.ui.top.walk() if isinstance(row, Button)}
    assert deeds["try"].why_not
    assert deeds["hold"].why_not


def test_addresses_are_known_once_all_were_told() -> None:
    lines = [
        "A new class, kept in x.class.",
        "  Teacher (keep it to yourself): http://10.0.0.5:8765/t/abc",
        "  Wall:                          http://10.0.0.5:8765/p/def",
        "  Students:                      http://10.0.0.5:8765   PIN 123456",
    ]
    address = "http://10.0.0.5:8765"
    assert links_of(lines) == Links(f"{address}/t/abc", f"{address}/p/def", address, "123456")
    assert links_of(lines[:3]) is None
