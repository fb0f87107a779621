"""From degrees to kilometres on a flat map, and from there to pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0088

Spot = tuple[float, float]
Place = tuple[float, float]
Points = NDArray[np.float64]
"""``[point, 2]``"""


@dataclass(frozen=True)
class Albers:
    """Equal-area conic projection: km, x to the right, y downwards; it wraps at the 180th meridian."""

    longitude: float
    latitude: float
    parallels: tuple[float, float]

    @cached_property
    def cone(self) -> tuple[float, float, float]:
        """(constant of the cone, its squared scale, radius at the middle latitude)."""
        low, high = (math.radians(parallel) for parallel in self.parallels)
        n = (math.sin(low) + math.sin(high)) / 2
        c = math.cos(low) ** 2 + 2 * n * math.sin(low)
        return n, c, EARTH_KM * math.sqrt(c - 2 * n * math.sin(math.radians(self.latitude))) / n

    def __call__(self, east: float, north: float) -> Spot:
        """Kilometres from the middle of the map."""
        n, c, middle = self.cone
        turn = n * ((math.radians(east - self.longitude) + math.pi) % (2 * math.pi) - math.pi)
        radius = EARTH_KM * math.sqrt(max(0.0, c - 2 * n * math.sin(math.radians(north)))) / n
        return radius * math.sin(turn), radius * math.cos(turn) - middle

    def line(self, spots: Iterable[Spot]) -> Points:
        """Several places."""
        return np.array([self(*spot) for spot in spots], dtype=np.float64).reshape(-1, 2)

    def lean(self, east: float) -> float:
        """By how much north leans away from upright on a meridian, in radians."""
        return self.cone[0] * math.radians(east - self.longitude)


@dataclass(frozen=True)
class Camera:
    """Which part of the flat map fills a picture."""

    x: float
    y: float
    """Middle of the picture, km."""
    width: float
    """Of the picture, km."""
    size: tuple[int, int]
    """Of the picture, pixels."""
    turn: float = 0.0
    """Radians by which the map is turned, so that north is up in the middle."""

    @property
    def scale(self) -> float:
        """Pixels in a kilometre."""
        return self.size[0] / self.width

    @cached_property
    def _matrix(self) -> Points:
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return self.scale * np.array([[cos, sin], [-sin, cos]])

    def pixels(self, points: Points) -> Points:
        """Pixels of points in km."""
        middle = np.array([self.size[0] / 2, self.size[1] / 2])
        found: Points = (points - np.array([self.x, self.y])) @ self._matrix + middle
        return found

    def pixel(self, spot: Spot) -> Place:
        """Pixel of one point in km."""
        x, y = self.pixels(np.array([spot]))[0].tolist()
        return x, y

    def place(self, pixel: Sequence[float]) -> Spot:
        """The point in km that lies under a pixel."""
        away = np.array([pixel[0] - self.size[0] / 2, pixel[1] - self.size[1] / 2])
        x, y = (away @ np.linalg.inv(self._matrix) + np.array([self.x, self.y])).tolist()
        return x, y

    def resized(self, size: tuple[int, int]) -> Camera:
        """The same part of the map in another picture."""
        return replace(self, size=size)

    def finer(self, times: int) -> Camera:
        """The same part of the map, drawn several times larger."""
        return replace(self, size=(self.size[0] * times, self.size[1] * times))

    def panned(self, right: float, down: float) -> Camera:
        """Looking further right and down, by shares of the picture."""
        x, y = self.place((self.size[0] * (0.5 + right), self.size[1] * (0.5 + down)))
        return replace(self, x=x, y=y)

    def zoomed(self, factor: float, at: Sequence[float] | None = None) -> Camera:
        """Nearer by a factor (below one: farther), with what is under a pixel staying there."""
        if at is None:
            return replace(self, width=self.width / factor)
        x, y = self.place(at)
        nearer = replace(self, width=self.width / factor)
        there = nearer.place(at)
        return replace(nearer, x=nearer.x + x - there[0], y=nearer.y + y - there[1])

    def bounded(self, box: tuple[float, float, float, float], narrowest: float, widest: float) -> Camera:
        """The nearest camera that looks at a box of the map (left, top, right, bottom in km) and no closer."""
        width = min(max(self.width, narrowest), widest)
        x = min(max(self.x, box[0]), box[2])
        y = min(max(self.y, box[1]), box[3])
        return replace(self, x=x, y=y, width=width)
