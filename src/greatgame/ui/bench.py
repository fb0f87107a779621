"""How quickly the window answers: frames beside a wind tunnel, a commit, a turn, a preview, and its use at rest."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.ui.app import App
from greatgame.ui.home import HOME
from greatgame.ui.kit import Window
from greatgame.ui.kit.window import screen_missing
from greatgame.ui.orders.background import TUNNEL
from greatgame.ui.orders.deciding import Deciding, deciding

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = (1280, 720)
SEED = 7
PATIENCE = 120.0
"""Seconds after which something that is waited for does not come any more."""
SEQUENCE = 2.0
"""Seconds of the sequence of a turn that are measured."""
SETTLING = 1.5
"""Seconds for what a turn leaves to be done a little later, such as the autosave."""
TIMES = 7
"""A turn and a preview are measured so often; the median counts."""
FRAME, HITCH, TURN, IDLE = 33.0, 100.0, 150.0, 0.01
"""What is aimed at: milliseconds of a frame, of the longest at a commit, of a turn or a preview; share at rest."""


@dataclass(frozen=True)
class WindowReport:
    """What was measured; times are in milliseconds."""

    scenario: str
    machine: str
    load: float | None
    """Programs that wanted a processor over the last minute; with more of them than processors, times say little."""
    driver: str
    frames: int
    """Pictures drawn beside the wind tunnel."""
    frame_median: float
    frame_p99: float
    frame_longest: float
    """From one picture to the next while the wind tunnel runs and the mouse moves."""
    frame_work: float
    """Processor time of a frame, 99 of 100: what counts where other programs keep the machine busy."""
    commit_longest: float
    """The longest time without a picture from the commit on into the sequence."""
    commit_work: float
    """The longest processor time of a frame there."""
    idle_share: float
    """Share of one processor that the window uses at rest."""
    turn: float
    preview: float

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "aims_met": all(met for *_, met in self.rows())}

    def rows(self) -> Sequence[tuple[str, str, str, bool]]:
        """(what, measured, aim, whether it is met)."""
        return (
            ("frame beside the wind tunnel, median", f"{self.frame_median:.1f} ms", "", True),
            ("frame beside the wind tunnel, 99 of 100", *_judged(self.frame_p99, FRAME)),
            ("longest of these frames", f"{self.frame_longest:.1f} ms", "", True),
            ("processor time of a frame, 99 of 100", *_judged(self.frame_work, FRAME)),
            ("longest wait for a picture at a commit", *_judged(self.commit_longest, HITCH)),
            ("longest processor time of a frame there", *_judged(self.commit_work, HITCH)),
            ("a turn of everyone", *_judged(self.turn, TURN)),
            ("preview of an order", *_judged(self.preview, TURN)),
            (
                "processor at rest",
                f"{self.idle_share:.1%}",
                f"less than {IDLE:.0%}",
                self.idle_share < IDLE,
            ),
        )


def _judged(measured: float, aim: float) -> tuple[str, str, bool]:
    return f"{measured:.1f} ms", f"at most {aim:.0f} ms", measured <= aim


def run(name: str = "tokyo-2026", seconds: float = 3.0) -> WindowReport:
    """Measure; frames and rest for ``seconds`` each.

    Raises:
        GreatGameError: where the window does not do what is waited for.
    """
    if screen_missing():
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    with _own_home():
        app = App(SIZE, language="en")
        try:
            app.play(Session.new(name, SEED))
            return _measured(app, seconds)
        finally:
            app.quit()
            pygame.display.quit()


@contextmanager
def _own_home() -> Iterator[None]:
    """A place of its own for what the window writes: the player's saves are none of its business."""
    before = os.environ.get(HOME)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME] = str(Path(folder) / "home")
        try:
            yield
        finally:
            if before is None:
                del os.environ[HOME]
            else:
                os.environ[HOME] = before


def _measured(app: App, seconds: float) -> WindowReport:
    assert app.window is not None
    assert app.campaign is not None
    clock, desk = _Clock(app.window), deciding(app)
    session = app.campaign.session
    _close_all(app)
    _beside_the_tunnel(app, desk, clock, seconds)
    frames, work = clock.gaps, clock.work
    _give_up(app, desk, clock)
    _commit(app, clock)
    longest, hardest = max(clock.gaps), max(clock.work)
    _until(clock, lambda: desk.lanes[TUNNEL].busy, "the next forecast begins")
    # What is left of the sequence would be played to its end first.
    _strike(clock, pygame.K_SPACE)
    _close_all(app)
    _give_up(app, desk, clock)
    return WindowReport(
        scenario=session.scenario.id,
        machine=f"Python {platform.python_version()}, pygame-ce {pygame.version.ver}, {os.cpu_count()} processors",
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        driver=pygame.display.get_driver(),
        frames=len(frames),
        frame_median=_share(frames, 0.5),
        frame_p99=_share(frames, 0.99),
        frame_longest=max(frames),
        frame_work=_share(work, 0.99),
        commit_longest=longest,
        commit_work=hardest,
        idle_share=_idle(app.window, seconds),
        turn=_median(lambda: session.fork().advance()),
        preview=_preview(session),
    )


class _Clock:
    """Runs the window and notes how long pictures took."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.begin()

    def begin(self) -> None:
        """Count from now."""
        self.gaps: list[float] = []
        """Milliseconds from one picture to the next."""
        self.work: list[float] = []
        """Milliseconds of processor time of each turn of the window in which one was drawn."""
        self._shown = time.perf_counter()

    def turn(self) -> None:
        """One turn of the window."""
        before, used = self.window.ui.frames, time.thread_time()
        self.window.turn()
        if self.window.ui.frames == before:
            return
        now = time.perf_counter()
        self.gaps.append(1000 * (now - self._shown))
        self.work.append(1000 * (time.thread_time() - used))
        self._shown = now


def _beside_the_tunnel(app: App, desk: Deciding, clock: _Clock, seconds: float) -> None:
    """Draw frame after frame while the worker is busy, the mouse in motion."""
    assert app.campaign is not None
    app.campaign.submit(app.campaign.session.moves()[0].id)
    _until(clock, lambda: desk.forecast is not None, "the wind tunnel begins")
    begun = time.perf_counter()
    app.ui.animate(lambda spent: spent < seconds)
    clock.begin()
    while time.perf_counter() - begun < seconds:
        step = len(clock.gaps)
        place = (300 + step * 7 % 640, 100 + step * 3 % 380)
        pygame.event.post(pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(7, 3), buttons=(0, 0, 0)))
        clock.turn()


def _commit(app: App, clock: _Clock) -> None:
    """Strike Enter twice and wait until the turn is over and the sequence has begun."""
    assert app.campaign is not None
    turn = app.campaign.session.turn
    app.ui.input.focus = None
    clock.begin()
    for _ in range(2):
        _strike(clock, pygame.K_RETURN)
    campaign = app.campaign
    _until(clock, lambda: campaign.session.turn > turn, "the turn ends")
    end = time.perf_counter() + SEQUENCE
    while time.perf_counter() < end and app.ui.time.animating:
        clock.turn()


def _strike(clock: _Clock, key: int) -> None:
    pygame.event.post(pygame.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
    clock.turn()


def _idle(window: Window, seconds: float) -> float:
    """Share of a processor that the window's process uses while nobody does anything."""
    _run(window, SETTLING)
    used, begun = time.process_time(), time.perf_counter()
    _run(window, seconds)
    return (time.process_time() - used) / (time.perf_counter() - begun)


def _run(window: Window, seconds: float) -> None:
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        window.turn()


def _preview(session: Session) -> float:
    moves = [move.id for move in session.moves()]
    asked = iter(moves * TIMES)

    def look() -> None:
        session.fork().preview([next(asked)])

    return _median(look)


def _median(deed: Callable[[], object]) -> float:
    """Milliseconds, the median of several; the first, which fills caches, is not counted."""
    deed()
    spent = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        deed()
        spent.append(1000 * (time.perf_counter() - begun))
    return sorted(spent)[TIMES // 2]


def _share(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _give_up(app: App, desk: Deciding, clock: _Clock) -> None:
    """Have the background rest."""
    for lane in desk.lanes.values():
        lane.clear()
    _until(clock, lambda: not app.ui.time.busy, "the background rests")


def _close_all(app: App) -> None:
    while app.ui.layers:
        app.ui.pop()


def _until(clock: _Clock, holds: Callable[[], bool], what: str) -> None:
    """Run the window until something holds."""
    end = time.perf_counter() + PATIENCE
    while not holds():
        clock.turn()
        if time.perf_counter() > end:
            raise GreatGameError(f"{what}: not within {PATIENCE:.0f} seconds; there is nothing to measure")
