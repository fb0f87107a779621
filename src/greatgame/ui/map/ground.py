"""The ground of the map: sea, land in its dress, lakes and rivers, borders and coasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.theme import Colour
from greatgame.ui.map.atlas import Atlas
from greatgame.ui.map.colours import Inks
from greatgame.ui.map.projection import Camera, Points

FINER = 2
"""How many times larger the ground is drawn before it is reduced."""
MERIDIANS, CIRCLES = range(-20, 181, 10), range(0, 81, 10)
NOBODY = 0
"""In the surface of numbers: no area of interest."""


@dataclass(frozen=True)
class Dress:
    """How an area is drawn."""

    fill: Colour
    pattern: str | None = None
    ink: Colour = (255, 255, 255)
    """Of the pattern."""


Tints = tuple[tuple[str, Colour], ...]
"""Areas and their colours."""


def seen(camera: Camera, lines: Iterable[Points]) -> list[Points]:
    """Pixels of those lines that reach into the picture."""
    found = []
    width, height = camera.size
    for line in lines:
        pixels = camera.pixels(line)
        (left, top), (right, bottom) = pixels.min(axis=0), pixels.max(axis=0)
        if right >= 0 and bottom >= 0 and left <= width and top <= height and len(pixels) > 1:
            found.append(pixels)
    return found


def large_first(atlas: Atlas, names: Iterable[str]) -> list[tuple[str, Points]]:
    """Rings of areas, large ones first, so that enclaves lie on top."""
    rings = [(name, ring) for name in names for ring in atlas.areas.get(name, ())]
    return sorted(rings, key=lambda row: -float(np.prod(np.ptp(row[1], axis=0))))


def ground(
    atlas: Atlas,
    camera: Camera,
    inks: Inks,
    tints: Tints,
    dresses: Mapping[str, Dress],
    unit: float,
) -> pygame.Surface:
    """The ground in the size of the camera's picture.

    Args:
        tints: areas that are always drawn in a colour of their own.
        dresses: how areas are drawn that a lens colours; their borders stand out.
        unit: pixels in a unit of the kit.
    """
    return _ground(atlas, camera, inks, tints, tuple(dresses.items()), unit).copy()


@lru_cache(maxsize=4)
def _ground(
    atlas: Atlas, camera: Camera, inks: Inks, tints: Tints, dressed: tuple[tuple[str, Dress], ...], unit: float
) -> pygame.Surface:
    """The ground as it was drawn last, for who comes back to a lens; not to be drawn upon."""
    dresses = dict(dressed)
    brush = _Brush(camera.finer(FINER), unit * FINER)
    fine = _under(atlas, camera, inks, tints, unit).copy()
    for name, ring in large_first(atlas, dresses):
        brush.fill(fine, [ring], dresses[name].fill)
    for name, dress in dresses.items():
        if dress.pattern:
            brush.pattern(fine, atlas.areas.get(name, ()), dress.pattern, dress.ink, 11, 1.6)
    fine.blit(_over(atlas, camera, inks, tuple(dresses), unit), (0, 0))
    return pygame.transform.smoothscale(fine, camera.size)


@lru_cache(maxsize=4)
def _under(atlas: Atlas, camera: Camera, inks: Inks, tints: Tints, unit: float) -> pygame.Surface:
    """Sea, grid and plain land: the same for every lens; not to be drawn upon."""
    fine = camera.finer(FINER)
    brush, surface, project = _Brush(fine, unit * FINER), pygame.Surface(fine.size), atlas.projection
    surface.fill(inks.sea)
    meridians = [project.line((east, north) for north in range(0, 82, 3)) for east in MERIDIANS]
    circles = [project.line((east, north) for east in range(-20, 190, 3)) for north in CIRCLES]
    for line in seen(fine, [*meridians, *circles]):
        pygame.draw.aalines(surface, inks.grid, False, line)
    fills = dict(tints)
    for name, ring in large_first(atlas, atlas.areas):
        brush.fill(surface, [ring], fills.get(name, inks.land))
    return surface


@lru_cache(maxsize=4)
def _over(atlas: Atlas, camera: Camera, inks: Inks, edged: tuple[str, ...], unit: float) -> pygame.Surface:
    """Contested areas, lakes, rivers, borders and coasts: the same for every lens; not to be drawn upon."""
    fine = camera.finer(FINER)
    brush, surface = _Brush(fine, unit * FINER), pygame.Surface(fine.size, pygame.SRCALPHA)
    loose = [ring for rings in atlas.contested.values() for ring in rings]
    brush.fill(surface, loose, inks.contested)
    brush.pattern(surface, [*loose, *atlas.hatched.values()], "falling", inks.hatching, 6, 0.8)
    brush.strokes(surface, atlas.rivers, inks.river, 0.8)
    brush.fill(surface, atlas.lakes, inks.sea)
    brush.strokes(surface, [*atlas.lakes, *atlas.coasts], inks.coast, 0.8)
    plain: list[Points] = []
    marked: list[Points] = []
    for names, lines in atlas.borders.items():
        (marked if set(names) & set(edged) else plain).extend(lines)
    brush.strokes(surface, plain, inks.border, 0.8)
    brush.strokes(surface, marked, inks.casing, 2.6)
    brush.strokes(surface, marked, inks.edge, 1.0)
    return surface


@dataclass(frozen=True)
class _Brush:
    """Draws shapes of the flat map as a camera sees them."""

    camera: Camera
    unit: float

    def thick(self, units: float) -> int:
        return max(1, round(units * self.unit))

    def fill(self, surface: pygame.Surface, rings: Iterable[Points], ink: Colour) -> None:
        for pixels in seen(self.camera, rings):
            pygame.draw.polygon(surface, ink, pixels)

    def strokes(self, surface: pygame.Surface, lines: Iterable[Points], ink: Colour, units: float) -> None:
        for line in seen(self.camera, lines):
            pygame.draw.lines(surface, ink, False, line, self.thick(units))

    def pattern(
        self, surface: pygame.Surface, rings: Iterable[Points], pattern: str, ink: Colour, step: float, units: float
    ) -> None:
        """Lay a pattern over rings."""
        shapes = seen(self.camera, rings)
        if not shapes:
            return
        corners = np.concatenate(shapes)
        low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
        box = pygame.Rect(*low.tolist(), *(high - low + 1).tolist()).clip(surface.get_rect())
        layer = pygame.Surface(box.size, pygame.SRCALPHA)
        paint.hatch(layer, layer.get_rect(), pattern, ink, self.thick(step), self.thick(units))
        shape = pygame.Surface(box.size, pygame.SRCALPHA)
        for pixels in shapes:
            pygame.draw.polygon(shape, (255, 255, 255, 255), pixels - np.array(box.topleft))
        layer.blit(shape, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        surface.blit(layer, box)


def numbered(atlas: Atlas, camera: Camera, names: Sequence[str]) -> pygame.Surface:
    """A surface of 8 bits on which every area carries its place in ``names`` plus one: what is under the mouse."""
    surface = pygame.Surface(camera.size, depth=8)
    surface.set_palette([(i, i, i) for i in range(256)])
    surface.fill(NOBODY)
    numbers = {name: number for number, name in enumerate(names, 1)}
    for name, ring in large_first(atlas, names):
        for pixels in seen(camera, [ring]):
            pygame.draw.polygon(surface, numbers[name], pixels)
    return surface
