"""Play the window at random: a hundred clicks, keys, drags and changes of size a second, from one seed.

    python tools/fuzz_window.py                          # a minute's worth: 6,000 inputs
    python tools/fuzz_window.py --events 1500 --seed 3 --language ja

Runs without a screen.  What goes wrong is printed with the last inputs, and the
exit code is 1; the same seed does the same again, up to what a worker's process
has found by when.  At the end the last save must load and be what was played.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter, deque
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pygame

from greatgame.session import Session
from greatgame.text import LANGUAGES
from greatgame.ui.app import App
from greatgame.ui.home import HOME
from greatgame.ui.kit.keys import DEFAULT_KEYS
from greatgame.ui.room.thinking import Thinking

STEP = 0.01
"""Seconds on the window's clock between two inputs: a hundred a second."""
DRAWN = 8
"""A picture every so many inputs: what a slow machine shows of them."""
SIZES = ((960, 540), (1280, 720), (1600, 900), (800, 1000), (1000, 563))
NAVIGATION = ("tab", "shift+tab", "enter", "enter", "space", "up", "down", "left", "right", "escape", "home", "end")
LETTERS = "abcxyz0189 あ界"
SHOWN = 12
"""Inputs that are printed when something goes wrong."""


class Restless:
    """Somebody who does anything, quickly."""

    def __init__(self, seed: int, language: str = "") -> None:
        self.luck = random.Random(seed)
        self.now = 0.0
        self.app = App(language=language or self.luck.choice(list(LANGUAGES)), clock=lambda: self.now)
        self.done: deque[str] = deque(maxlen=SHOWN)
        self.screens: Counter[str] = Counter()
        self.begin()

    def begin(self) -> None:
        """Begin a short campaign: most of what there is lies behind it."""
        self.app.play(Session.new("quick", self.luck.randrange(1000)))

    def do(self, number: int) -> None:
        """One input; what is due is done, and drawn now and then."""
        app, window = self.app, self.app.window
        assert window is not None
        self.now += STEP
        for event in self.events():
            window.handle(event)
            if not window.running:
                break
        if window.running:
            app.ui.time.tick()
            if number % DRAWN == 0:
                window.draw()
        if app.screen is None:
            raise AssertionError("no screen is shown")
        self.screens[type(app.ui.top).__name__] += 1
        if isinstance(app.ui.top, Thinking):
            # The window's clock runs faster than the thread that works out the turn.
            time.sleep(STEP)
        if not window.running or (app.campaign is None and self.luck.random() < 0.02):
            window.running = True
            self.note("begin again")
            self.begin()

    def note(self, what: str) -> None:
        """Remember what was done."""
        self.done.append(f"{type(self.app.ui.top).__name__}: {what}")

    def events(self) -> list[pygame.Event]:
        """The next input, as the window hears it."""
        kinds = (self.press, self.click, self.strike, self.navigate, self.move, self.drag, self.wheel, self.type)
        weights = (8, 4, 6, 8, 4, 2, 2, 1)
        if self.luck.random() < 0.01:
            return self.resize()
        return self.luck.choices(kinds, weights)[0]()

    def place(self) -> tuple[int, int]:
        """Anywhere in the window."""
        width, height = self.app.ui.screen.size
        return self.luck.randrange(width), self.luck.randrange(height)

    def press(self) -> list[pygame.Event]:
        """Click one of the things that can be clicked."""
        stops = self.app.ui.input.stops()
        if not stops:
            return self.click()
        widget = self.luck.choice(stops)
        self.note(f"press {type(widget).__name__} {widget.name}")
        return self._clicked(widget.rect.center)

    def click(self) -> list[pygame.Event]:
        """Click anywhere."""
        place = self.place()
        self.note(f"click {place}")
        return self._clicked(place)

    @staticmethod
    def _clicked(place: tuple[int, int]) -> list[pygame.Event]:
        return [
            pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0)),
            pygame.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1),
            pygame.Event(pygame.MOUSEBUTTONUP, pos=place, button=1),
        ]

    def drag(self) -> list[pygame.Event]:
        """Drag from anywhere to anywhere, and now and then forget to let go."""
        begin, end = self.place(), self.place()
        self.note(f"drag {begin} to {end}")
        events = [
            pygame.Event(pygame.MOUSEBUTTONDOWN, pos=begin, button=1),
            pygame.Event(pygame.MOUSEMOTION, pos=end, rel=(end[0] - begin[0], end[1] - begin[1]), buttons=(1, 0, 0)),
        ]
        if self.luck.random() < 0.8:
            events.append(pygame.Event(pygame.MOUSEBUTTONUP, pos=end, button=1))
        return events

    def move(self) -> list[pygame.Event]:
        """Move the mouse."""
        place = self.place()
        self.note(f"move {place}")
        return [pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(1, 1), buttons=(0, 0, 0))]

    def wheel(self) -> list[pygame.Event]:
        """Turn the wheel."""
        steps, place = self.luck.choice((-3, -1, 1, 3)), self.place()
        self.note(f"wheel {steps} {place}")
        return [pygame.Event(pygame.MOUSEWHEEL, x=0, y=steps, pos=place)]

    def navigate(self) -> list[pygame.Event]:
        """A key that moves the focus, or works what has it."""
        return self._struck(self.luck.choice(NAVIGATION))

    def strike(self) -> list[pygame.Event]:
        """A key of the table of keys."""
        return self._struck(self.luck.choice(list(DEFAULT_KEYS.values())))

    def _struck(self, key: str) -> list[pygame.Event]:
        self.note(f"key {key}")
        *modifiers, name = key.replace("++", "+plus").split("+")
        code = pygame.key.key_code({"plus": "=", "enter": "return"}.get(name, name))
        mod = sum({"ctrl": pygame.KMOD_LCTRL, "shift": pygame.KMOD_LSHIFT}[row] for row in modifiers)
        return [
            pygame.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=""),
            pygame.Event(pygame.KEYUP, key=code, mod=mod),
        ]

    def type(self) -> list[pygame.Event]:
        """A letter where one can be typed."""
        letter = self.luck.choice(LETTERS)
        self.note(f"type {letter}")
        return [pygame.Event(pygame.TEXTINPUT, text=letter)]

    def resize(self) -> list[pygame.Event]:
        """Another size of the window."""
        size = self.luck.choice(SIZES)
        self.note(f"resize {size}")
        pygame.display.set_mode(size, pygame.RESIZABLE)
        return [pygame.Event(pygame.WINDOWSIZECHANGED, x=size[0], y=size[1])]


def check_save(app: App) -> None:
    """The last autosave must load and be what was played."""
    campaign = app.campaign
    if campaign is None:
        return
    kept = campaign.autosave()
    assert kept.path is not None, kept.problem
    loaded = Session.load(kept.path)
    assert loaded.digest == campaign.session.digest, "the autosave is not what was played"
    assert loaded.queue == campaign.session.queue, "the autosave has another queue"


def main() -> int:
    """Run, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", choices=LANGUAGES, default="", help="by default, as the seed has it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME] = str(Path(folder) / "home")
        restless = Restless(given.seed, given.language)
        begun, number = time.perf_counter(), 0
        try:
            for number in range(1, given.events + 1):
                restless.do(number)
            check_save(restless.app)
        except Exception:
            traceback.print_exc()
            print(f"seed {given.seed}, input {number}; the last ones:", *restless.done, sep="\n  ", file=sys.stderr)
            return 1
        seconds = time.perf_counter() - begun
    seen = ", ".join(f"{name} {count}" for name, count in restless.screens.most_common())
    print(f"{given.events:,} inputs in {seconds:.0f} s, nothing went wrong; on top were: {seen}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
