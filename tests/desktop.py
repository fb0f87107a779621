"""A person at a desk: a screen without hardware, a mouse, a keyboard, and the game's window on it.

The game is the real command in a process of its own.  All that reaches it are
events of the X server's mouse and keyboard; what it shows is read from the file
that ``play --describe`` keeps, and looked at in pictures of the screen.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, TextIO

import pygame

from xserver import Desk

PATIENCE = 60.0
"""Seconds after which a person gives up waiting; far more than anything takes."""
STROKES = 4
"""How often something is pressed that takes two strokes and may take them for one."""
Row = dict[str, Any]
"""A widget, as :mod:`greatgame.ui.kit.outline` tells it."""


def _begins(name: str, pattern: str) -> bool:
    return pattern.endswith("*") and name.startswith(pattern[:-1])


class Game:
    """The game's window, as the person in front of it sees and works it."""

    def __init__(self, desk: Desk, home: Path, *arguments: str) -> None:
        self.desk = desk
        self._outline = home / "shown.json"
        self._outline.unlink(missing_ok=True)
        self._read: TextIO | None = None
        self._shown: dict[str, Any] = {}
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("SDL_", "WAYLAND_"))}
        environment |= {"DISPLAY": desk.name, "GREATGAME_HOME": str(home), "LC_ALL": "C.UTF-8"}
        self._said = home / "said.txt"
        command = [sys.executable, "-m", "greatgame", "play", "--describe", str(self._outline), *arguments]
        with self._said.open("w") as said:
            self.process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        self.until(self._outline.exists, "the window opens")
        self.until(desk.focus, "the window is shown")

    # Looking

    def look(self) -> dict[str, Any]:
        """What is shown now."""
        # Who waits looks a hundred times a second: read is only what is new.  The file stays open, so that the one that
        # takes its place is another to the file system too.
        if self._read is None or os.fstat(self._read.fileno()).st_ino != self._outline.stat().st_ino:
            self._let_go()
            self._read = self._outline.open(encoding="utf-8")
            self._shown = json.load(self._read)
        return self._shown

    def _let_go(self) -> None:
        if self._read is not None:
            self._read.close()
            self._read = None

    @property
    def screen(self) -> str:
        """Name of the screen that is shown."""
        return str(self.look()["screen"])

    @property
    def layers(self) -> list[str]:
        """Names of the dialogues and menus that lie above the screen."""
        return list(self.look()["layers"])

    def rows(self) -> list[Row]:
        """Widgets of what has the input: the dialogue or menu on top, or the screen."""
        shown = self.look()
        return [row for row in shown["widgets"] if row["layer"] == len(shown["layers"])]

    def row(self, name: str) -> Row | None:
        """The widget of a name; a name that ends in * stands for the first one that begins so."""
        return next((row for row in self.rows() if row["name"] == name or _begins(row["name"], name)), None)

    def text_of(self, name: str) -> str:
        """What a widget says."""
        return str(self.until_there(name)["text"])

    def reads(self, text: str) -> bool:
        """Whether a text stands somewhere on the screen."""
        shown = self.look()
        told = [row["text"] for row in shown["widgets"]] + shown["toasts"] + [shown["tooltip"]]
        return any(text in line for line in told)

    # Waiting

    def until(self, condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Wait for something; give up with a reason."""
        end = time.monotonic() + patience
        while not condition():
            if self.process.poll() is not None:
                raise AssertionError(f"the game ended while waiting until {what}:\n{self._said.read_text()}")
            if time.monotonic() > end:
                raise AssertionError(f"waited {patience:.0f} s until {what}")
            time.sleep(0.01)

    def until_screen(self, name: str) -> None:
        """Wait for a screen."""
        self.until(lambda: self.screen == name, f"the screen is {name!r}")

    def until_layer(self, name: str) -> None:
        """Wait for a dialogue."""
        self.until(lambda: self.layers[-1:] == [name], f"{name!r} lies on top")

    def until_there(self, name: str) -> Row:
        """Wait for a widget."""
        self.until(lambda: self.row(name) is not None, f"there is a widget {name!r}")
        row = self.row(name)
        assert row is not None
        return row

    # Keyboard

    def strike(self, *keys: str) -> None:
        """Strike keys one after the other; returns when the window has dealt with them."""
        count = self.look()["heard"]["key"]
        for key in keys:
            self.desk.strike(key)
            # Modifiers are keys too.
            count += 1 + key[:-1].count("+")
        self._until_heard("key", count, " ".join(keys))

    def _until_heard(self, kind: str, count: int, what: str) -> None:
        end = time.monotonic() + PATIENCE
        # What is struck may be what ends the game.
        while self.process.poll() is None and self.look()["heard"][kind] < count:
            assert time.monotonic() < end, f"the window does not hear {what}"
            time.sleep(0.005)

    def type(self, text: str) -> None:
        """Type a text."""
        self.strike(*text)

    def tab_to(self, name: str) -> None:
        """Go to a widget with Tab, the shorter way round."""
        for _ in range(5):
            stops = [row["name"] for row in self.rows() if row["stop"]]
            place = next(place for place, stop in enumerate(stops) if stop == name or _begins(stop, name))
            focus = self.look()["focus"]
            if focus == stops[place]:
                return
            if focus in stops:
                ahead = (place - stops.index(focus)) % len(stops)
                back = len(stops) - ahead
                self.strike(*["tab"] * ahead if ahead <= back else ["shift+tab"] * back)
            else:
                self.strike(*["tab"] * (place + 1))
        raise AssertionError(f"Tab does not reach {name!r}")

    def enter(self, name: str) -> None:
        """Go to a widget with Tab and strike Enter."""
        self.until_there(name)
        self.tab_to(name)
        self.strike("enter")

    # Mouse

    def point(self, name: str) -> None:
        """Move the mouse to a widget."""
        self.desk.point(self._free(self.until_there(name)))

    def click(self, name: str) -> None:
        """Click a widget, turning the wheel until it is in view."""
        self.until_there(name)
        for _ in range(40):
            row = self.row(name)
            assert row is not None, f"{name!r} went away"
            _, _, width, height = row["seen"]
            if width and height >= min(row["rect"][3], 24):
                return self.click_at(self._free(row))
            self._wheel_to(row)
        raise AssertionError(f"the wheel does not bring {name!r} into view")

    def _free(self, row: Row) -> tuple[int, int]:
        """A place of a widget that no guide's card covers."""
        left, top, width, height = row["seen"]
        beside = pygame.Rect(self.look()["beside"] or (0, 0, 0, 0))
        places = [(left + width * part // 8, top + height // 2) for part in (4, 2, 6, 1, 7)]
        mine = row["name"].startswith("learn:")
        free = [place for place in places if mine or not beside.collidepoint(place)]
        assert free, f"{row['name']!r} lies under the guide's card"
        return free[0]

    def click_text(self, text: str) -> None:
        """Click the button, row or option that says this."""

        def found() -> list[Row]:
            return [row for row in self.rows() if row["text"] == text and row["seen"][2]]

        self.until(found, f"something says {text!r}")
        left, top, width, height = found()[0]["seen"]
        self.click_at((left + width // 2, top + height // 2))

    def click_tab(self, name: str, number: int) -> None:
        """Click a tab, counted from 1."""
        left, top, width, height = self.until_there(name)["parts"][number - 1]
        self.click_at((left + width // 2, top + height // 2))

    def click_at(self, place: tuple[int, int]) -> None:
        """Click a place of the screen."""
        self.desk.point(place)
        before = self.look()["heard"]["pointer"]
        self.desk.button()
        self._until_heard("pointer", before + 2, f"the click at {place}")

    def _wheel_to(self, row: Row) -> None:
        left, top, width, _ = row["rect"]
        around = [
            other["seen"]
            for other in self.rows()
            if other["kind"] == "Scroll" and other["rect"][0] <= left and left + width <= sum(other["rect"][::2])
        ]
        areas = [seen for seen in around if seen[2] and seen[3]]
        assert areas, f"{row['name']!r} is hidden and nothing scrolls there"
        area = min(areas, key=lambda seen: seen[2] * seen[3])
        self.desk.point((area[0] + area[2] // 2, area[1] + area[3] // 2))
        before = self.look()["heard"]["pointer"]
        self.desk.button(4 if top < area[1] else 5)
        self._until_heard("pointer", before + 1, "the wheel")

    # Beginning and end

    def ended(self) -> int:
        """Wait until the game has ended by itself; what it returned."""
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(10)
        self._let_go()

    def picture(self, path: Path) -> None:
        """Keep a picture of the screen."""
        pygame.image.save(self.desk.picture(), str(path))


class Person:
    """Someone who plays with one hand: ``do`` is how they work a widget."""

    def __init__(self, game: Game) -> None:
        self.game = game

    def do(self, name: str) -> None:
        """Press a button, choose a row, go into a field."""
        raise NotImplementedError

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        raise NotImplementedError

    def ask_why(self, name: str) -> None:
        """Ask what a figure means."""
        raise NotImplementedError

    def turn_to(self, tabs: str, number: int) -> None:
        """Choose a tab, counted from 1."""
        raise NotImplementedError

    def done_with(self, layer: str) -> None:
        """Close what lies on top by its first button."""
        self.game.until_layer(layer)
        self.do("first")
        self.game.until(lambda: layer not in self.game.layers, f"{layer} is closed")

    def do_if_it_stays(self, name: str) -> None:
        """Press what may go away by itself at any moment."""
        try:
            self.do(name)
        except (AssertionError, StopIteration):
            if self.game.row(name):
                raise

    def commit(self) -> None:
        """End the turn with two strokes; on a slow machine the first may be forgotten by the second."""
        for _ in range(STROKES):
            if not self.game.layers:
                self.do("commit")
        self.game.until(lambda: self.game.layers, "the turn ends")

    def see_it_through(self) -> None:
        """The turn is told beat by beat: skip, unless it has been told meanwhile, then go on."""
        self.game.until_layer("resolving")
        for _ in range(STROKES):
            if self.game.layers[-1:] == ["resolving"]:
                self.do("first")
        self.game.until(lambda: "resolving" not in self.game.layers, "the turn is told")


class Mouse(Person):
    """Someone who clicks."""

    def do(self, name: str) -> None:
        self.game.click(name)

    def go_to(self, name: str) -> None:
        self.game.click(name)

    def ask_why(self, name: str) -> None:
        self.game.point(name)
        self.game.until(lambda: self.game.look()["tooltip"], f"{name} tells what it means")

    def turn_to(self, tabs: str, number: int) -> None:
        self.game.click_tab(tabs, number)


class Keyboard(Person):
    """Someone who has no mouse: Tab and Enter, and the keys that the game lays on what is done often."""

    shortcuts: ClassVar[dict[str, str]] = {
        "back": "escape",
        "menu": "escape",
        "queue-undo": "ctrl+z",
        "queue-redo": "ctrl+y",
        "open-tunnel": "w",
    }
    """Widget -> the key that does the same."""

    def do(self, name: str) -> None:
        if name in self.shortcuts:
            self.game.strike(self.shortcuts[name])
        else:
            self.game.enter(name)

    def go_to(self, name: str) -> None:
        self.game.until_there(name)
        self.game.tab_to(name)

    def ask_why(self, name: str) -> None:
        self.go_to(name)
        self.game.strike("y")
        self.game.until(lambda: self.game.look()["tooltip"], f"{name} tells what it means")

    def turn_to(self, tabs: str, number: int) -> None:
        self.go_to(tabs)
        chosen = int(self.game.until_there(tabs)["chosen"]) + 1
        self.game.strike(*["right" if number > chosen else "left"] * abs(number - chosen))


@contextlib.contextmanager
def desk() -> Iterator[Desk]:
    """A desk that is cleared away afterwards."""
    made = Desk()
    try:
        yield made
    finally:
        made.close()


@contextlib.contextmanager
def game(at: Desk, home: Path, *arguments: str) -> Iterator[Game]:
    """The game in a window on a desk; where something goes wrong a picture is kept in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    opened = Game(at, home, *arguments)
    try:
        yield opened
        assert not (home / "fault.txt").exists(), (home / "fault.txt").read_text(encoding="utf-8")
    except BaseException as error:
        opened.picture(home / "failed.png")
        error.add_note(f"the screen looked like {home / 'failed.png'}; what it showed is told in {home / 'shown.json'}")
        raise
    finally:
        opened.kill()
