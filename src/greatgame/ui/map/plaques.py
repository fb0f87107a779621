"""Plaques of the hosts: name, what the colour means, whose colours are worn, and a bar for every power."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from greatgame.ui.kit import Look, Ui, paint
from greatgame.ui.kit.theme import mixed
from greatgame.ui.map.signs import badge
from greatgame.views.chart import Area, Bars
from greatgame.views.figures import Figure

NAME, VALUE = 14, 16
PAD, BAR, BAR_GAP, BAR_HIGH = 6, 13, 3, 20


@dataclass(frozen=True)
class Plaque:
    """A plaque as a picture, and where its bars lie in it."""

    picture: pygame.Surface
    bars: tuple[tuple[pygame.Rect, Figure], ...] = ()


def plaque(ui: Ui, area: Area, bars: Bars | None, looks: dict[str, Look]) -> Plaque:
    """A host's plaque."""
    fonts, pad = ui.fonts, ui.px(PAD)
    name = fonts.text(ui.tell(area.name), ui.px(NAME), ui.theme.text, True)
    value = fonts.text(ui.tell(area.figure.text), ui.px(VALUE), ui.theme.accent, True)
    unit = fonts.text(ui.tell(area.figure.unit), ui.px(NAME), ui.theme.muted)
    side = ui.px(18)
    led = area.leader is not None
    measured = value.get_width() + ui.px(3) + unit.get_width() + (side + ui.px(5) if led else 0)
    row = ui.px(20)
    width = max(name.get_width(), measured)
    columns = len(bars.bars) if bars else 0
    wide = columns * ui.px(BAR) + max(0, columns - 1) * ui.px(BAR_GAP)
    width = max(width, wide)
    high = name.get_height() + row + (ui.px(BAR_HIGH) + ui.px(17) + ui.px(3) if bars else 0)
    picture = pygame.Surface((width + 2 * pad, high + pad), pygame.SRCALPHA)
    paint.box(picture, picture.get_rect(), ui.theme.panel, ui.px(5), mixed(ui.theme.line, ui.theme.edge, 0.5), ui.px(1))
    picture.set_alpha(238)
    picture.blit(name, (pad, pad // 2))
    middle = pad // 2 + name.get_height() + row // 2
    left = pad
    if area.leader is not None:
        sign = badge(ui, looks[area.leader], side)
        picture.blit(sign, sign.get_rect(midleft=(left, middle)))
        left += side + ui.px(5)
    picture.blit(value, value.get_rect(midleft=(left, middle)))
    left += value.get_width() + ui.px(3)
    picture.blit(unit, unit.get_rect(midleft=(left, middle + ui.px(1))))
    top = middle + row // 2 + ui.px(2)
    return Plaque(picture, _bars(ui, picture, bars, looks, pad, top) if bars else ())


def _bars(
    ui: Ui, picture: pygame.Surface, bars: Bars, looks: dict[str, Look], left: int, top: int
) -> tuple[tuple[pygame.Rect, Figure], ...]:
    wide, high = ui.px(BAR), ui.px(BAR_HIGH)
    found = []
    for bar in bars.bars:
        look = looks[bar.power]
        track = pygame.Rect(left, top, wide, high)
        picture.fill(ui.theme.field, track)
        fill = pygame.Rect(left, 0, wide, round(high * bar.level))
        fill.bottom = track.bottom
        picture.fill(mixed(ui.theme.field, look.colour, 0.45 if look.pattern != "solid" else 1.0), fill)
        if look.pattern != "solid":
            paint.hatch(picture, fill, look.pattern, look.colour, ui.px(6), ui.px(2))
        if fill.height:
            picture.fill(look.colour, (fill.left, fill.top, wide, min(fill.height, ui.px(2))))
        picture.fill(ui.theme.line, (left, track.bottom - ui.px(1), wide, ui.px(1)))
        letter = ui.fonts.text(bar.letter, ui.px(NAME), look.colour, True)
        picture.blit(letter, letter.get_rect(midtop=(track.centerx, track.bottom - ui.px(1))))
        found.append((pygame.Rect(track.left, track.top, wide, high + ui.px(16)), bar.figure))
        left += wide + ui.px(BAR_GAP)
    return tuple(found)


def small_plaque(ui: Ui, area: Area, looks: dict[str, Look]) -> Plaque:
    """Letters only, for a map that is far away."""
    text = ui.fonts.text(area.letter, ui.px(NAME), ui.theme.text, True)
    side = ui.px(18)
    wide = text.get_width() + 2 * ui.px(4) + (side if area.leader else 0)
    picture = pygame.Surface((wide, side), pygame.SRCALPHA)
    paint.box(picture, picture.get_rect(), ui.theme.panel, ui.px(4), ui.theme.edge, ui.px(1))
    picture.blit(text, text.get_rect(midleft=(ui.px(4), side // 2)))
    if area.leader is not None:
        picture.blit(badge(ui, looks[area.leader], side), (wide - side, 0))
    return Plaque(picture)


def intent_chip(ui: Ui, look: Look, chance: Figure) -> pygame.Surface:
    """A power's badge and how likely it is to act."""
    side = ui.px(18)
    words = ui.fonts.text(f"{ui.tell(chance.text)} {ui.tell(chance.unit)}", ui.px(NAME), ui.theme.text)
    chip = pygame.Surface((side + words.get_width() + ui.px(12), side + ui.px(4)), pygame.SRCALPHA)
    paint.box(chip, chip.get_rect(), ui.theme.raised, ui.px(9), look.colour, ui.px(1))
    sign = badge(ui, look, side)
    chip.blit(sign, (ui.px(2), ui.px(2)))
    chip.blit(words, words.get_rect(midleft=(side + ui.px(6), chip.get_height() // 2)))
    return chip
