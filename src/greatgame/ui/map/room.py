"""Room on the map: where names and signs go, so that none lies on another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pygame

from greatgame.ui.map.projection import Place

STEPS, PULL, LEEWAY = 60, 0.06, 1.06
"""Rounds in which signs push each other away, how strongly each returns, and the distance kept."""

SQUEEZED = 2.0
"""Pixels by which a sign may reach into what is not to be covered."""

TRIES = 24
"""Steps outward in which a free place is looked for."""


@dataclass
class Room:
    """What is taken of a picture."""

    frame: pygame.Rect
    taken: list[pygame.Rect] = field(default_factory=list)
    crossed: list[list[Place]] = field(default_factory=list)
    """Lines that a name may lie on, where it finds no place beside them."""

    def free(self, rect: pygame.Rect) -> bool:
        """Whether a rectangle lies within the picture and on nothing."""
        return self.frame.contains(rect) and rect.collidelist(self.taken) < 0

    def take(self, rect: pygame.Rect) -> pygame.Rect:
        """Put something there."""
        self.taken.append(pygame.Rect(rect))
        return rect

    def beside(self, at: Place, size: tuple[int, int], gap: int) -> pygame.Rect | None:
        """A free place right, left, above or below a point, and takes it; None where there is none.

        A place that no line crosses is better than the first.
        """
        x, y = round(at[0]), round(at[1])
        width, height = size
        corners = (
            (x + gap, y - height // 2),
            (x - gap - width, y - height // 2),
            (x - width // 2, y - gap - height),
            (x - width // 2, y + gap),
            (x + gap, y - gap - height),
            (x + gap, y + gap),
        )
        free = [rect for rect in (pygame.Rect(corner, size) for corner in corners) if self.free(rect)]
        if not free:
            return None
        found = next((rect for rect in free if not self.is_crossed(rect)), free[0])
        self.take(found)
        return found

    def is_crossed(self, rect: pygame.Rect) -> bool:
        """Whether a line runs through a rectangle."""
        return any(rect.clipline(a, b) for line in self.crossed for a, b in pairwise(line))

    def held(self, rect: pygame.Rect) -> pygame.Rect:
        """The nearest rectangle of the same size within the picture."""
        return rect.clamp(self.frame)

    def nearest(self, rect: pygame.Rect, step: int) -> pygame.Rect:
        """The nearest free place for a rectangle, itself if it is free; itself too where there is none."""
        inside = self.held(rect)
        for far in range(TRIES):
            ways = [(0, 0)] if far == 0 else _ring(far * step)
            for way in ways:
                moved = inside.move(way)
                if self.free(moved):
                    return moved
        return inside


def _ring(far: int) -> list[tuple[int, int]]:
    """Steps of a length in sixteen directions, the straight ones first."""
    turns = sorted(range(16), key=lambda i: (i % 4, i))
    return [(round(far * math.cos(i * math.pi / 8)), round(far * math.sin(i * math.pi / 8))) for i in turns]


def spread(anchors: Sequence[Place], radii: Sequence[float], walls: Sequence[pygame.Rect]) -> list[Place]:
    """Places near ``anchors`` for round signs, so that they touch neither each other nor the walls.

    Signs push each other away and are drawn back to where they belong; the same
    input gives the same places.
    """
    if not anchors:
        return []
    home = np.array(anchors, dtype=np.float64)
    # Signs of one town stand at one point: a spiral gives each its own direction to go.
    turn = np.arange(len(home)) * 2.399963
    at = home + np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.8
    size = np.array(radii, dtype=np.float64)
    apart = (size[:, None] + size[None, :]) * LEEWAY
    np.fill_diagonal(apart, 0.0)
    for step in range(STEPS):
        at += (home - at) * PULL * (1.0 - step / STEPS)
        away = at[:, None] - at[None]
        distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-6)
        push = np.maximum(apart - distance, 0.0) / distance
        at += 0.5 * (away * push[..., None]).sum(axis=1)
        for wall in walls:
            _out_of(at, size, wall)
    _freed(at, size, walls)
    return [(x, y) for x, y in at.tolist()]


def _freed(at: np.ndarray, size: np.ndarray, walls: Sequence[pygame.Rect]) -> None:
    """Move what is still squeezed into a wall to the nearest place that is free, where there is one within reach."""
    if not walls:
        return
    middles = np.array([wall.center for wall in walls], dtype=np.float64)
    halves = np.array([wall.size for wall in walls], dtype=np.float64) / 2.0

    def squeezed(place: np.ndarray, i: int) -> bool:
        depth = halves + size[i] - np.abs(middles - place)
        return bool((depth.min(axis=1) > SQUEEZED).any())

    for i in range(len(at)):
        if not squeezed(at[i], i):
            continue
        others = np.arange(len(at)) != i
        for far in range(1, TRIES):
            free = [
                place
                for way in _ring(round(far * size[i] / 2.0))
                if not squeezed(place := at[i] + np.array(way), i)
                and (np.hypot(*(at[others] - place).T) >= size[others] + size[i] - SQUEEZED).all()
            ]
            if free:
                at[i] = free[0]
                break


def _out_of(at: np.ndarray, size: np.ndarray, wall: pygame.Rect) -> None:
    """Move the points that lie within a wall out of it by the shortest way."""
    left, right = wall.left - size, wall.right + size
    top, bottom = wall.top - size, wall.bottom + size
    inside = (at[:, 0] > left) & (at[:, 0] < right) & (at[:, 1] > top) & (at[:, 1] < bottom)
    for i in np.flatnonzero(inside).tolist():
        ways = (
            (at[i, 0] - left[i], 0, left[i]),
            (right[i] - at[i, 0], 0, right[i]),
            (at[i, 1] - top[i], 1, top[i]),
            (bottom[i] - at[i, 1], 1, bottom[i]),
        )
        _, axis, value = min(ways)
        at[i, axis] = value


def along(line: Sequence[Place], share: float) -> Place:
    """The point that lies a share of the way along a line."""
    lengths = [math.dist(a, b) for a, b in pairwise(line)]
    left = share * sum(lengths)
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        if left <= length and length > 0:
            part = left / length
            return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])
        left -= length
    return line[-1][0], line[-1][1]
