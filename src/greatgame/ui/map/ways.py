"""Routes on the map: as wide as their flow, coloured by their strain, dashed where ships sail."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pygame

from greatgame.ui.kit.theme import Colour
from greatgame.ui.map.colours import Inks, valued
from greatgame.ui.map.projection import Place
from greatgame.views.chart import Way

THIN, THICK, CASING = 1.8, 7.0, 1.6
"""Width of a route without freight and of the busiest one, and of the dark rim, in units of the kit."""
AFLOAT = frozenset({"ferry", "sea"})
"""Modes that are drawn dashed."""
NODES = frozenset({"port", "border"})
"""Modes that have a sign of their own."""


def thickness(way: Way) -> float:
    """Width of a route in units of the kit: the square root of its flow, so that small ones are seen."""
    return THIN + (THICK - THIN) * math.sqrt(way.width)


def draw_ways(
    surface: pygame.Surface, ways: Sequence[Way], lines: Sequence[Sequence[Sequence[Place]]], unit: float, inks: Inks
) -> None:
    """Draw routes, wide ones first; ``lines`` are the pixels of each way's paths."""
    for way, paths in zip(ways, lines, strict=True):
        for path in paths:
            stroke(surface, path, inks.casing, (thickness(way) + 2 * CASING) * unit, way.mode in AFLOAT, unit)
    for way, paths in zip(ways, lines, strict=True):
        for path in paths:
            stroke(surface, path, valued(way.level), thickness(way) * unit, way.mode in AFLOAT, unit)


def stroke(
    surface: pygame.Surface, path: Sequence[Place], ink: Colour, width: float, dashed: bool, unit: float
) -> None:
    """Draw a line with round joints, or a dashed one."""
    thick = max(1, round(width))
    pieces = dashes(path, 7 * unit, 4.5 * unit) if dashed else [path]
    for piece in pieces:
        pygame.draw.lines(surface, ink, False, piece, thick)
        for point in piece if thick > 2 else ():
            pygame.draw.circle(surface, ink, point, thick / 2)


def dashes(path: Sequence[Place], long: float, gap: float) -> list[list[Place]]:
    """A line cut into dashes."""
    found: list[list[Place]] = []
    left, drawing = long, True
    piece: list[Place] = [path[0]]
    for a, b in pairwise(path):
        start, rest = a, math.dist(a, b)
        while rest > left:
            share = left / rest
            start = (start[0] + share * (b[0] - start[0]), start[1] + share * (b[1] - start[1]))
            rest -= left
            if drawing:
                found.append([*piece, start])
            piece, drawing = [start], not drawing
            left = long if drawing else gap
        left -= rest
        piece.append(b)
    if drawing and len(piece) > 1:
        found.append(piece)
    return found


def distance(path: Sequence[Place], at: Place) -> float:
    """How far a point lies from a line."""
    return min((_to_piece(a, b, at) for a, b in pairwise(path)), default=math.inf)


def _to_piece(a: Place, b: Place, at: Place) -> float:
    span = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    if span == 0:
        return math.dist(a, at)
    share = ((at[0] - a[0]) * (b[0] - a[0]) + (at[1] - a[1]) * (b[1] - a[1])) / span
    share = min(1.0, max(0.0, share))
    return math.dist((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])), at)
