"""Signs on the map: projects by stage, ports and borders, conflicts, and letters of powers."""

from __future__ import annotations

import math
from functools import lru_cache

import pygame

from greatgame.ui.kit import Look, Theme, Ui, paint
from greatgame.ui.kit.theme import Colour, mixed

FINER = 4
RADIUS, SMALL_RADIUS = 9.5, 3.5
"""Of a project somebody has signed for, and of one that is open to bids, in units of the kit."""
FULL_TURN = 2 * math.pi


def radius(stage: str, count: int = 1) -> float:
    """Of the sign of a project, or of so many of one standing, in units of the kit."""
    return SMALL_RADIUS if stage == "open" else RADIUS if count == 1 else RADIUS + 4.5


def site_sign(ui: Ui, stage: str, look: Look, progress: float, count: int = 1) -> pygame.Surface:
    """The sign of a project: the ring tells the stage, colour and letter the sponsor; with how many there are."""
    if count > 1:
        return _with_count(ui, site_sign(ui, stage, look, progress), look, count)
    side = ui.px(2 * radius(stage) + 3)
    ring = _ring(side, stage, look.colour, round(progress * 24) / 24, ui.theme.background, ui.theme.edge)
    if not look.letter or stage == "open":
        return ring
    sign = ring.copy()
    ink = Theme.ink_on(look.colour) if stage == "operating" else look.colour
    letter = ui.fonts.text(look.letter, ui.px(14 if len(look.letter) == 1 else 12), ink, True)
    sign.blit(letter, letter.get_rect(center=(side // 2, side // 2)))
    return sign


def _with_count(ui: Ui, sign: pygame.Surface, look: Look, count: int) -> pygame.Surface:
    """A sign with a number at its upper right."""
    words = ui.fonts.text(str(count), ui.px(14), ui.theme.text, True)
    tag = pygame.Rect(0, 0, words.get_width() + ui.px(6), ui.px(16))
    picture = pygame.Surface((sign.get_width() + tag.width - ui.px(7), sign.get_height() + ui.px(8)), pygame.SRCALPHA)
    picture.blit(sign, sign.get_rect(bottomleft=(0, picture.get_height())))
    tag.topright = picture.get_width(), 0
    paint.box(picture, tag, ui.theme.panel, ui.px(5), look.colour, ui.px(1))
    picture.blit(words, words.get_rect(center=tag.center))
    return picture


@lru_cache(maxsize=512)
def _ring(side: int, stage: str, colour: Colour, progress: float, ground: Colour, quiet: Colour) -> pygame.Surface:
    def draw(fine: pygame.Surface, times: int) -> None:
        middle, r = (side * times / 2, side * times / 2), (side / 2 - 1) * times
        thin, thick = max(1, round(0.075 * side * times)), round(0.16 * side * times)
        if stage == "open":
            pygame.draw.circle(fine, ground, middle, r)
            pygame.draw.circle(fine, quiet, middle, r, round(0.3 * r))
            return
        pygame.draw.circle(fine, ground, middle, r + times)
        if stage == "operating":
            pygame.draw.circle(fine, colour, middle, r)
        elif stage == "building":
            pygame.draw.circle(fine, mixed(ground, colour, 0.3), middle, r, thick)
            _arc(fine, middle, r, thick, colour, progress)
        elif stage == "signed":
            _dotted(fine, middle, r, thin, colour)
        elif stage == "lost":
            pygame.draw.circle(fine, quiet, middle, r, thin)
            reach = r * 0.7
            for way in (-1, 1):
                a, b = (middle[0] - reach, middle[1] - way * reach), (middle[0] + reach, middle[1] + way * reach)
                pygame.draw.line(fine, quiet, a, b, thin)
        else:
            pygame.draw.circle(fine, colour, middle, r, thin)
            if stage == "financed":
                pygame.draw.circle(fine, colour, middle, r - 2.1 * thin, thin)

    return paint.supersampled((side, side), draw, FINER)


def _arc(fine: pygame.Surface, middle: tuple[float, float], r: float, thick: int, colour: Colour, share: float) -> None:
    """A part of a ring, from the top clockwise."""
    steps = max(2, round(60 * share))
    outer = [_on(middle, r, share * i / steps) for i in range(steps + 1)]
    inner = [_on(middle, r - thick, share * i / steps) for i in range(steps, -1, -1)]
    if share > 0:
        pygame.draw.polygon(fine, colour, [*outer, *inner])


def _dotted(fine: pygame.Surface, middle: tuple[float, float], r: float, thick: int, colour: Colour) -> None:
    for i in range(12):
        outer = [_on(middle, r, (i + part) / 12) for part in (0.0, 0.2, 0.4, 0.6)]
        inner = [_on(middle, r - thick, (i + part) / 12) for part in (0.6, 0.4, 0.2, 0.0)]
        pygame.draw.polygon(fine, colour, [*outer, *inner])


def _on(middle: tuple[float, float], r: float, turn: float) -> tuple[float, float]:
    angle = FULL_TURN * turn - math.pi / 2
    return middle[0] + r * math.cos(angle), middle[1] + r * math.sin(angle)


def badge(ui: Ui, look: Look, side: int) -> pygame.Surface:
    """A power's square: its colour, its pattern and its letter."""
    return _badge(ui, look, side)


def _badge(ui: Ui, look: Look, side: int) -> pygame.Surface:
    ink = Theme.ink_on(look.colour)
    square = pygame.Surface((side, side), pygame.SRCALPHA)
    paint.box(square, square.get_rect(), look.colour, ui.px(4))
    letter = ui.fonts.text(look.letter, ui.px(14), ink, True)
    square.blit(letter, letter.get_rect(center=(side // 2, side // 2)))
    return square


def node_sign(ui: Ui, icon: str, ink: Colour) -> pygame.Surface:
    """A port or a border: an icon in a dark round."""
    side = ui.px(20)
    sign = paint.supersampled((side, side), lambda fine, times: _disc(fine, ui.theme.background, ink, times), FINER)
    image = ui.fonts.icon(icon, ui.px(13), ui.theme.text)
    sign.blit(image, image.get_rect(center=(side // 2, side // 2)))
    return sign


def _disc(fine: pygame.Surface, fill: Colour, rim: Colour, times: int) -> None:
    middle = fine.get_rect().center
    pygame.draw.circle(fine, fill, middle, middle[0] - times)
    pygame.draw.circle(fine, rim, middle, middle[0] - times, round(1.8 * times))


def hotspot_sign(ui: Ui, level: float) -> pygame.Surface:
    """A conflict: crossed swords in rings that are the more, the hotter it is."""
    side = ui.px(40)
    rings = 1 + round(2 * level)

    def draw(fine: pygame.Surface, times: int) -> None:
        middle = fine.get_rect().center
        for ring in range(rings):
            r = (0.42 + 0.27 * ring) * middle[0]
            pygame.draw.circle(fine, (*ui.theme.loss, 230 - 70 * ring), middle, r, round(1.6 * times))
        pygame.draw.circle(fine, ui.theme.background, middle, 0.4 * middle[0])

    sign = paint.supersampled((side, side), draw, FINER)
    image = ui.fonts.icon("swords", ui.px(13), ui.theme.loss)
    sign.blit(image, image.get_rect(center=(side // 2, side // 2)))
    return sign
