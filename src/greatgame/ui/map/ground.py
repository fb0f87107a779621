"""The ground of the map: sea, land in its dress, lakes and rivers, borders and coasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    edged: bool = False
    """Whether its borders stand out."""


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


def by_size(rings: Iterable[Points]) -> list[Points]:
    """Large rings first, so that enclaves lie on top."""
    return sorted(rings, key=lambda ring: -float(np.prod(ring.max(axis=0) - ring.min(axis=0))))


def ground(atlas: Atlas, camera: Camera, inks: Inks, dresses: Mapping[str, Dress], unit: float) -> pygame.Surface:
    """The ground in the size of the camera's picture; ``unit`` is the number of pixels in a unit of the kit."""
    fine = pygame.Surface((camera.size[0] * FINER, camera.size[1] * FINER))
    _Ground(atlas, camera.finer(FINER), inks, dresses, unit * FINER, fine).draw()
    return pygame.transform.smoothscale(fine, camera.size)


@dataclass
class _Ground:
    atlas: Atlas
    camera: Camera
    inks: Inks
    dresses: Mapping[str, Dress]
    unit: float
    surface: pygame.Surface

    def draw(self) -> None:
        self.surface.fill(self.inks.sea)
        self._grid()
        self._land()
        self._contested()
        self._water()
        self._lines()

    def _thick(self, units: float) -> int:
        return max(1, round(units * self.unit))

    def _grid(self) -> None:
        project = self.atlas.projection
        meridians = [project.line((east, north) for north in range(0, 82, 3)) for east in MERIDIANS]
        circles = [project.line((east, north) for east in range(-20, 190, 3)) for north in CIRCLES]
        for line in seen(self.camera, [*meridians, *circles]):
            pygame.draw.aalines(self.surface, self.inks.grid, False, line)

    def _land(self) -> None:
        rings = [(name, ring) for name, parts in self.atlas.areas.items() for ring in parts]
        for name, ring in sorted(rings, key=lambda row: -float(np.prod(np.ptp(row[1], axis=0)))):
            dress = self.dresses.get(name)
            for pixels in seen(self.camera, [ring]):
                pygame.draw.polygon(self.surface, dress.fill if dress else self.inks.land, pixels)
        for name, dress in self.dresses.items():
            if dress.pattern:
                self._patterned(self.atlas.areas.get(name, ()), dress.pattern, dress.ink, 11, 1.6)

    def _patterned(self, rings: Iterable[Points], pattern: str, ink: Colour, step: float, thick: float) -> None:
        """Lay a pattern over rings."""
        shapes = seen(self.camera, by_size(rings))
        if not shapes:
            return
        corners = np.concatenate(shapes)
        low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
        box = pygame.Rect(*low.tolist(), *(high - low + 1).tolist()).clip(self.surface.get_rect())
        mask = pygame.Surface(self.surface.get_size(), pygame.SRCALPHA) if box.size else None
        if mask is None:
            return
        paint.hatch(mask, box, pattern, ink, self._thick(step), self._thick(thick))
        shape = pygame.Surface(box.size, pygame.SRCALPHA)
        for pixels in shapes:
            pygame.draw.polygon(shape, (255, 255, 255, 255), pixels - np.array(box.topleft))
        mask.blit(shape, box, special_flags=pygame.BLEND_RGBA_MULT)
        self.surface.blit(mask, box, box)

    def _contested(self) -> None:
        for rings in self.atlas.contested.values():
            for pixels in seen(self.camera, rings):
                pygame.draw.polygon(self.surface, self.inks.contested, pixels)
        loose = [ring for rings in self.atlas.contested.values() for ring in rings]
        self._patterned([*loose, *self.atlas.hatched.values()], "falling", self.inks.hatching, 6, 0.8)

    def _water(self) -> None:
        for line in seen(self.camera, self.atlas.rivers):
            pygame.draw.lines(self.surface, self.inks.river, False, line, self._thick(0.8))
        for pixels in seen(self.camera, self.atlas.lakes):
            pygame.draw.polygon(self.surface, self.inks.sea, pixels)
            pygame.draw.aalines(self.surface, self.inks.coast, True, pixels)

    def _lines(self) -> None:
        plain: list[Points] = []
        edged: list[Points] = []
        for names, lines in self.atlas.borders.items():
            stands_out = any(name in self.dresses and self.dresses[name].edged for name in names)
            (edged if stands_out else plain).extend(lines)
        self._strokes(self.atlas.coasts, self.inks.coast, 0.8)
        self._strokes(plain, self.inks.border, 0.8)
        self._strokes(edged, self.inks.casing, 2.6)
        self._strokes(edged, self.inks.edge, 1.0)

    def _strokes(self, lines: Sequence[Points], ink: Colour, units: float) -> None:
        for line in seen(self.camera, lines):
            pygame.draw.lines(self.surface, ink, False, line, self._thick(units))


def numbered(atlas: Atlas, camera: Camera, names: Sequence[str]) -> pygame.Surface:
    """A surface of 8 bits on which every area carries its place in ``names`` plus one: what is under the mouse."""
    surface = pygame.Surface(camera.size, depth=8)
    surface.set_palette([(i, i, i) for i in range(256)])
    surface.fill(NOBODY)
    rings = [(number, ring) for number, name in enumerate(names, 1) for ring in atlas.areas.get(name, ())]
    for number, ring in sorted(rings, key=lambda row: -float(np.prod(np.ptp(row[1], axis=0)))):
        for pixels in seen(camera, [ring]):
            pygame.draw.polygon(surface, number, pixels)
    return surface
