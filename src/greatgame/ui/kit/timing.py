"""Things that happen later, in every frame, or in the background."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

FRAME, LOOK, IDLE = 1 / 60, 1 / 20, 0.5
"""Seconds between two frames, between two looks at background work, and at most asleep."""


class Timing:
    """Timers, animations and looks at background work, on one clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._frames: list[tuple[float, Callable[[float], bool]]] = []
        self._looks: list[Callable[[], bool]] = []
        self._looked = 0.0

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call once, later."""
        heapq.heappush(self._timers, (self.clock() + seconds, next(self._count), call))

    def animate(self, frame: Callable[[float], bool]) -> None:
        """Call in every frame with the seconds since now, until it returns False."""
        self._frames.append((self.clock(), frame))

    def poll(self, look: Callable[[], bool]) -> None:
        """Call some twenty times a second until it returns False."""
        self._looks.append(look)

    @property
    def animating(self) -> bool:
        """Whether frames are wanted."""
        return bool(self._frames)

    @property
    def busy(self) -> bool:
        """Whether something moves, or is worked on in the background."""
        return bool(self._frames or self._looks)

    def pause(self) -> float:
        """Seconds for which nothing will happen unless somebody moves."""
        if self._frames:
            return FRAME
        pause = LOOK if self._looks else IDLE
        if self._timers:
            pause = min(pause, self._timers[0][0] - self.clock())
        return max(0.001, pause)

    def tick(self) -> bool:
        """Do what is due; returns whether an animation moved.

        What fails is dropped and raises; everything else goes on in the next tick.
        """
        now = self.clock()
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        if self._looks and now - self._looked >= LOOK * 0.9:
            self._looked = now
            for look in tuple(self._looks):
                self._looks.remove(look)
                if look():
                    self._looks.append(look)
        moved = tuple(self._frames)
        for row in moved:
            self._frames.remove(row)
            if row[1](now - row[0]):
                self._frames.append(row)
        return bool(moved)
