"""The map behind the title: the hosts in the light, the routes in gold, the rest in the dark."""

from __future__ import annotations

from typing import ClassVar

import pygame

from greatgame.ui.kit import Ui
from greatgame.ui.kit.plot import polyline
from greatgame.ui.kit.theme import mixed
from greatgame.ui.map.atlas import atlas
from greatgame.ui.map.colours import inks
from greatgame.ui.map.ground import Dress, ground
from greatgame.ui.map.projection import Camera
from greatgame.views.beginnings import beginning, scenarios
from greatgame.views.geography import places

MIDDLE, WIDTH = (63.5, 41.0), 4600.0
"""Middle in degrees and width in km of what is seen."""
WARM, LINE, GLOW = 0.13, 0.85, 0.7
"""Share of the accent in the hosts' land, in the routes and in the light about them."""
FOOT = 300
"""Height of the words at the foot, where it grows dark, in units of the kit."""
SHOWN = 2
"""Cities up to this rank have a light."""
FINER, COARSER = 2, 3
"""How much larger lines are drawn than shown, and how much smaller their light, which is blurred, is worked out."""

KEPT = 3
"""Pictures, by size and colours, that are kept."""


class Backdrop:
    """Draws the map, whose picture is kept: it is the same whenever the title is shown in this window."""

    _kept: ClassVar[dict[tuple[object, ...], pygame.Surface]] = {}

    def draw(self, ui: Ui, surface: pygame.Surface, rect: pygame.Rect) -> None:
        """Fill ``rect``."""
        key = (rect.size, ui.theme.name, ui.scale)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = _picture(ui, (rect.width, rect.height))
        surface.blit(self._kept[key], rect)


def _picture(ui: Ui, size: tuple[int, int]) -> pygame.Surface:
    land, where = atlas(), places()
    camera = Camera(*land.projection(*MIDDLE), WIDTH, size, -land.projection.lean(MIDDLE[0]))
    tints = inks(ui.theme)
    lit = Dress(mixed(tints.host, ui.theme.accent, WARM))
    dresses = {area: lit for host in _hosts() if host in where.actors for area in where.actors[host].areas}
    picture = ground(land, camera, tints, (), dresses, ui.px(1))
    _light(ui, picture, camera)
    _darken(ui, picture)
    return picture


def _hosts() -> tuple[str, ...]:
    return beginning(scenarios()[0]).scenario.names.hosts


def _light(ui: Ui, picture: pygame.Surface, camera: Camera) -> None:
    """Every route and every large city, each in a light of its own."""
    size = (picture.get_width() * FINER, picture.get_height() * FINER)
    lights = pygame.Surface(size)
    finer, project, accent = camera.finer(FINER), atlas().projection, ui.theme.accent
    for leg in places().legs.values():
        for path in leg.paths:
            line = [(float(x), float(y)) for x, y in finer.pixels(project.line(path))]
            polyline(lights, mixed((0, 0, 0), accent, LINE), line, ui.px(1.7) * FINER)
    for city in places().cities.values():
        if city.rank <= SHOWN:
            spot = finer.pixels(project.line([city.at]))[0]
            pygame.draw.aacircle(lights, accent, (float(spot[0]), float(spot[1])), ui.px(2.6) * FINER)
    sharp = pygame.transform.smoothscale(lights, picture.get_size())
    coarse = pygame.transform.smoothscale(sharp, [max(1, side // COARSER) for side in picture.get_size()])
    soft = pygame.transform.smoothscale(
        pygame.transform.gaussian_blur(coarse, max(1, ui.px(9) // COARSER)), picture.get_size()
    )
    soft.fill([round(255 * GLOW)] * 3, special_flags=pygame.BLEND_RGB_MULT)
    for layer in (soft, sharp):
        picture.blit(layer, (0, 0), special_flags=pygame.BLEND_RGB_MAX if layer is sharp else pygame.BLEND_RGB_ADD)


def _darken(ui: Ui, picture: pygame.Surface) -> None:
    """Let the foot fade into the dark, so that the words can be read."""
    width, height = picture.get_size()
    veil = pygame.Surface((1, height), pygame.SRCALPHA)
    foot = ui.px(FOOT)
    for y in range(height):
        share = max(0.0, 1 - (height - y) / foot)
        veil.set_at((0, y), (*ui.theme.background, round(255 * min(0.94, 0.1 + 1.9 * share))))
    picture.blit(pygame.transform.scale(veil, (width, height)), (0, 0))
