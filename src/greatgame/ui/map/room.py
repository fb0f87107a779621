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

TRIES = 24
"""Steps outward in which a free place is looked for."""


@dataclass
class Room:
    """What is taken of a picture."""

    frame: pygame.Rect
    taken: list[pygame.Rect] = field(default_factory=list)

    def free(self, rect: pygame.Rect) -> bool:
        """Whether a rectangle lies within the picture and on nothing."""
        return self.frame.contains(rect) and rect.collidelist(self.taken) < 0

    def take(self, rect: pygame.Rect) -> None:
        """Put something there."""
        self.taken.append(pygame.Rect(rect))

    def beside(self, at: Place, size: tuple[int, int], gap: int) -> pygame.Rect | None:
        """A free place right, left, above or below a point, and takes it; None where there is none."""
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
        for corner in corners:
            rect = pygame.Rect(corner, size)
            if self.free(rect):
                self.take(rect)
                return rect
        return None

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
    return [(x, y) for x, y in at.tolist()]


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
