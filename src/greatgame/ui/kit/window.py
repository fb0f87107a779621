"""The window: opened where there is a screen, drawn when something changed, asleep otherwise."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pygame

from greatgame.errors import GreatGameError
from greatgame.ui.kit.context import Ui
from greatgame.ui.kit.timing import FRAME

LEAST = (960, 540)
"""Smallest size of the window in pixels."""
NAP, SLUMBER = 0.004, 0.03
"""Seconds between two looks for events: while somebody is at work, and at rest."""
LULL = 2.0
"""Seconds without an event after which the window is at rest."""

WITHOUT_SCREEN = (
    "start it on a desktop, or:\n"
    "  xvfb-run -a greatgame play\n"
    "  greatgame play --shot FOLDER      draws every screen to a picture, without a screen"
)
"""What to do on a machine without one."""


def screen_missing() -> bool:
    """Whether this machine has no screen that a window could open on."""
    if not sys.platform.startswith("linux") or os.environ.get("SDL_VIDEODRIVER"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def check_pygame() -> None:
    """Refuse pygame in place of pygame-ce: both own the same folder, and either may have replaced the other.

    Raises:
        GreatGameError: saying how to mend it.
    """
    if not getattr(pygame, "IS_CE", False):
        raise GreatGameError(
            "pygame is installed where pygame-ce should be; mend it with\n"
            "  pip uninstall pygame pygame-ce\n  pip install --force-reinstall pygame-ce"
        )


def open_display(size: tuple[int, int], title: str) -> pygame.Surface:
    """Open a window that can be resized.

    Raises:
        GreatGameError: where there is no screen, saying what to do.
    """
    check_pygame()
    if screen_missing():
        raise GreatGameError(f"no screen found (DISPLAY and WAYLAND_DISPLAY are unset); {WITHOUT_SCREEN}")
    # Only these two: a machine without a sound card need not hear about it.
    try:
        pygame.display.init()
        pygame.font.init()
        surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    except pygame.error as error:
        raise GreatGameError(f"cannot open a window ({error}); {WITHOUT_SCREEN}") from None
    if pygame.display.get_driver() in ("offscreen", "dummy") and not os.environ.get("SDL_VIDEODRIVER"):
        pygame.display.quit()
        raise GreatGameError(f"the screen named in DISPLAY cannot be reached; {WITHOUT_SCREEN}")
    pygame.display.set_caption(title)
    pygame.key.set_repeat(350, 40)
    return surface


class Window:
    """The loop: waits for events, ticks the timers, draws what is out of date."""

    def __init__(self, ui: Ui, title: str) -> None:
        self.ui = ui
        self.surface = open_display(ui.screen.size, title)
        ui.resize(self.surface.get_size())
        self.running = True
        self.on_quit: Callable[[], bool] | None = None
        """Asked when the window is to be closed; False keeps it open."""
        self.on_error: Callable[[Exception], bool] | None = None
        """Told of what went wrong in a widget; True goes on."""
        self.on_drop: Callable[[Path], object] | None = None
        """Told of a file that was dropped onto the window."""
        self.after_turn: Callable[[], None] | None = None
        """Told after each turn of the loop."""
        self._window_size: tuple[int, int] | None = None
        """Size of the window while the whole screen is filled."""
        self.frames: list[float] = []
        """Seconds that the last pictures took, at most a thousand."""
        self._heard = self._begun = time.perf_counter()
        """When the last event came, and when the last turn of the loop had waited enough."""

    def run(self) -> None:
        """Until somebody closes it."""
        pygame.key.start_text_input()
        try:
            while self.running:
                self.guarded_turn()
        finally:
            pygame.display.quit()

    def guarded_turn(self) -> None:
        """One turn of the loop; what goes wrong in it goes to ``on_error``."""
        try:
            self.turn()
        except Exception as error:
            if self.on_error is None or not self.on_error(error):
                raise

    def turn(self) -> None:
        """Wait for something to happen, and deal with it."""
        ui = self.ui
        pause = 0.001 if ui.dirty else ui.time.pause()
        if ui.time.animating:
            # Frames are paced by the clock, whatever the mouse does in between; what the last one took counts.
            spent = time.perf_counter() - self._begun
            pygame.time.wait(max(1, int(1000 * (min(pause, FRAME) - spent))))
            events = pygame.event.get()
        else:
            events = self._awaited(pause)
        self._begun = time.perf_counter()
        for event in self._merged(events):
            self.handle(event)
            if not self.running:
                return
        if ui.time.tick():
            ui.redraw()
        if ui.dirty and self.running:
            self.draw()
        if self.after_turn is not None:
            self.after_turn()

    def _awaited(self, pause: float) -> list[pygame.Event]:
        """The next events; none where none comes for so many seconds.

        ``pygame.event.wait`` looks a thousand times a second, which is a few
        hundredths of a processor for nothing.
        """
        now = time.perf_counter()
        end = now + pause
        while not (events := pygame.event.get()) and (now := time.perf_counter()) < end:
            nap = NAP if now - self._heard < LULL else SLUMBER
            pygame.time.wait(max(1, int(1000 * min(nap, end - now))))
        if events:
            self._heard = now
        return events

    def draw(self) -> None:
        """Draw and show the picture."""
        begun = self.ui.time.clock()
        self.ui.draw(self.surface)
        pygame.display.flip()
        self.frames.append(self.ui.time.clock() - begun)
        del self.frames[:-1000]

    @staticmethod
    def _merged(events: list[pygame.Event]) -> list[pygame.Event]:
        """Without movements of the mouse that the next one overtakes."""
        kept: list[pygame.Event] = []
        for event in events:
            if event.type == pygame.NOEVENT:
                continue
            if event.type == pygame.MOUSEMOTION and kept and kept[-1].type == pygame.MOUSEMOTION:
                kept.pop()
            kept.append(event)
        return kept

    def handle(self, event: pygame.Event) -> None:
        """Deal with one event."""
        if event.type == pygame.QUIT:
            if self.on_quit is None or self.on_quit():
                self.running = False
        elif event.type in (pygame.WINDOWSIZECHANGED, pygame.VIDEORESIZE):
            self.surface = pygame.display.get_surface() or self.surface
            self.ui.resize(self.surface.get_size())
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
            self.ui.redraw()
        elif event.type == pygame.DROPFILE:
            if self.on_drop is not None:
                self.on_drop(Path(event.file))
        else:
            self.ui.input.handle(event)

    def toggle_full_screen(self) -> bool:
        """Fill the screen, or return to a window; False where this screen cannot."""
        before, now = self.surface.get_size(), self._window_size
        try:
            if now is None:
                pygame.display.set_mode(pygame.display.get_desktop_sizes()[0], pygame.FULLSCREEN)
            else:
                pygame.display.set_mode(now, pygame.RESIZABLE)
        except pygame.error:
            pygame.display.set_mode(before, pygame.RESIZABLE)
            return False
        self._window_size = before if now is None else None
        self.surface = pygame.display.get_surface() or self.surface
        self.ui.resize(self.surface.get_size())
        return True
