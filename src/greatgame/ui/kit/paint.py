"""Drawing that is smooth: rounded boxes, hatchings and pictures drawn larger than they are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pygame

from greatgame.ui.kit.theme import Colour

FINER = 4
"""How many times larger rounded boxes are drawn before they are reduced."""
Draw = Callable[[pygame.Surface, int], None]


@lru_cache(maxsize=512)
def _box(
    size: tuple[int, int], fill: Colour | None, radius: int, edge: Colour | None, thickness: int
) -> pygame.Surface:
    """A rounded box; wide ones are put together from a small one, so that the cost does not grow with the size."""
    width, height = size
    least = 2 * radius + 2 * thickness + 2
    small = (min(width, least), min(height, least))
    fine = pygame.Surface((small[0] * FINER, small[1] * FINER), pygame.SRCALPHA)
    whole = fine.get_rect()
    if edge is not None:
        pygame.draw.rect(fine, edge, whole, border_radius=radius * FINER)
        inner = whole.inflate(-2 * thickness * FINER, -2 * thickness * FINER)
        hollow = (0, 0, 0, 0) if fill is None else fill
        pygame.draw.rect(fine, hollow, inner, border_radius=max(0, radius - thickness) * FINER)
    elif fill is not None:
        pygame.draw.rect(fine, fill, whole, border_radius=radius * FINER)
    corner = pygame.transform.smoothscale(fine, small)
    return corner if small == size else _stretched(corner, size)


def _stretched(corner: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
    """The nine parts of a small box laid out over a large one."""
    box = pygame.Surface(size, pygame.SRCALPHA)
    (width, height), (w, h) = size, corner.get_size()
    left, top = w // 2, h // 2
    columns = ((0, left, 0, left), (left, 1, left, width - w + 1), (left + 1, w - left - 1, width - (w - left - 1), 0))
    rows = ((0, top, 0, top), (top, 1, top, height - h + 1), (top + 1, h - top - 1, height - (h - top - 1), 0))
    for x, from_width, to_x, to_width in columns:
        for y, from_height, to_y, to_height in rows:
            part = corner.subsurface((x, y, from_width, from_height))
            wanted = (to_width or from_width, to_height or from_height)
            box.blit(part if wanted == part.get_size() else pygame.transform.scale(part, wanted), (to_x, to_y))
    return box


def box(
    surface: pygame.Surface,
    rect: pygame.Rect,
    fill: Colour | None,
    radius: int = 6,
    edge: Colour | None = None,
    thickness: int = 1,
) -> None:
    """Draw a box with smooth rounded corners."""
    if rect.width <= 0 or rect.height <= 0:
        return
    radius = max(0, min(radius, rect.width // 2, rect.height // 2))
    surface.blit(_box((rect.width, rect.height), fill, radius, edge, thickness), rect.topleft)


@lru_cache(maxsize=64)
def _shadow(size: tuple[int, int], spread: int) -> pygame.Surface:
    """A small one laid out over the size: to blur a large one takes longer than two frames."""
    least = 8 * spread + 2
    small = (min(size[0] + 4 * spread, least), min(size[1] + 4 * spread, least))
    corner = pygame.Surface(small, pygame.SRCALPHA)
    inner = corner.get_rect().inflate(-4 * spread, -4 * spread)
    pygame.draw.rect(corner, (0, 0, 0, 130), inner, border_radius=spread)
    soft = pygame.transform.gaussian_blur(corner, spread)
    return _stretched(soft, (size[0] + 4 * spread, size[1] + 4 * spread))


def shadow(surface: pygame.Surface, rect: pygame.Rect, spread: int = 10) -> None:
    """Draw a soft shadow under a box."""
    surface.blit(_shadow((rect.width, rect.height), spread), (rect.x - 2 * spread, rect.y - spread))


def supersampled(size: tuple[int, int], draw: Draw, times: int = 2) -> pygame.Surface:
    """What ``draw(surface, times)`` draws ``times`` larger, reduced: the cheapest smooth lines and bands."""
    size = max(1, size[0]), max(1, size[1])
    fine = pygame.Surface((size[0] * times, size[1] * times), pygame.SRCALPHA)
    draw(fine, times)
    return pygame.transform.smoothscale(fine, size)


@lru_cache(maxsize=128)
def _tile(pattern: str, colour: Colour, step: int, thickness: int) -> pygame.Surface:
    def draw(fine: pygame.Surface, times: int) -> None:
        side, width = step * times, thickness * times
        if pattern in ("rising", "cross"):
            for shift in (-side, 0, side):
                pygame.draw.line(fine, colour, (shift, side), (shift + side, 0), width)
        if pattern in ("falling", "cross"):
            for shift in (-side, 0, side):
                pygame.draw.line(fine, colour, (shift, 0), (shift + side, side), width)
        if pattern == "level":
            pygame.draw.line(fine, colour, (0, side // 2), (side, side // 2), width)
        if pattern == "dots":
            pygame.draw.circle(fine, colour, (side // 2, side // 2), width)
        if pattern == "solid":
            fine.fill(colour)

    return supersampled((step, step), draw, 4)


def hatch(
    surface: pygame.Surface, rect: pygame.Rect, pattern: str, colour: Colour, step: int = 8, thickness: int = 2
) -> None:
    """Fill a rectangle with a pattern of :data:`greatgame.ui.kit.theme.PATTERNS`, in step with the whole surface."""
    tile = _tile(pattern, colour, step, thickness)
    before = surface.get_clip()
    surface.set_clip(rect.clip(before))
    for x in range(rect.left - rect.left % step, rect.right, step):
        for y in range(rect.top - rect.top % step, rect.bottom, step):
            surface.blit(tile, (x, y))
    surface.set_clip(before)


def triangle(surface: pygame.Surface, centre: tuple[int, int], size: int, up: bool, colour: Colour) -> None:
    """A small triangle that points up or down: gain and loss without colour."""

    def draw(fine: pygame.Surface, times: int) -> None:
        side = size * times
        tip, base = (0, side - 1) if up else (side - 1, 0)
        pygame.draw.polygon(fine, colour, [(side // 2, tip), (side - 1, base), (0, base)])

    surface.blit(_triangle(size, up, colour, draw), (centre[0] - size // 2, centre[1] - size // 2))


_triangles: dict[tuple[int, bool, Colour], pygame.Surface] = {}


def _triangle(size: int, up: bool, colour: Colour, draw: Draw) -> pygame.Surface:
    key = (size, up, colour)
    if key not in _triangles:
        _triangles[key] = supersampled((size, size), draw, 4)
    return _triangles[key]
