"""Colours by role, palettes to choose from, and how actors are told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

Colour = tuple[int, int, int]
"""Red, green and blue from 0 to 255."""

ENOUGH = 4.5
"""Least contrast of a text with what is behind it (WCAG 2, level AA)."""


def hexed(text: str) -> Colour:
    """``#D55E00`` as a colour."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``share`` of the other colour in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance of sRGB, after WCAG 2."""
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours from 1 to 21, after WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class Look:
    """How one actor is told from the others: never by the colour alone."""

    colour: Colour
    pattern: str
    """Name of a hatching of :func:`greatgame.ui.kit.paint.hatch`."""
    letter: str = ""


PATTERNS = ("solid", "rising", "dots", "cross", "level", "falling")
"""Hatchings by place of the actor."""

OKABE_ITO = ("#D55E00", "#F0E442", "#56B4E9", "#FFFFFF", "#009E73", "#CC79A7")
"""By place of the actor; further actors share the last with another pattern."""

SPREAD = ("#E66100", "#FFE66D", "#3FA7F5", "#FFFFFF", "#14A88A", "#F0A6D8")
"""The same order with more distance in lightness, for eyes that see hues alike."""


@dataclass(frozen=True)
class Theme:
    """Colours by role; every text role is readable on every ground role (a test measures it)."""

    name: str
    # Grounds, from the back to the front.
    background: Colour
    panel: Colour
    raised: Colour
    field: Colour
    hover: Colour
    chosen: Colour
    primary: Colour
    primary_hover: Colour
    # Lines and decoration; they carry no text.
    line: Colour
    edge: Colour
    focus: Colour
    shadow: Colour
    # Texts.
    text: Colour
    muted: Colour
    accent: Colour
    link: Colour
    gain: Colour
    loss: Colour
    warning: Colour
    chance: Colour
    faint: Colour
    """Of what cannot be used now: read on quiet grounds only."""
    actors: tuple[str, ...] = OKABE_ITO
    bold_lines: bool = False
    """Whether outlines and focus rings are drawn heavier."""

    @property
    def grounds(self) -> Mapping[str, Colour]:
        """Roles that text may stand on."""
        names = ("background", "panel", "raised", "field", "hover", "chosen", "primary", "primary_hover")
        return MappingProxyType({name: getattr(self, name) for name in names})

    @property
    def inks(self) -> Mapping[str, Colour]:
        """Roles that text may have on any ground."""
        names = ("text", "muted", "accent", "link", "gain", "loss", "warning", "chance")
        return MappingProxyType({name: getattr(self, name) for name in names})

    def pairs(self) -> Iterator[tuple[str, str, float]]:
        """(ink, ground, contrast) of every pair that may occur."""
        for ink, colour in self.inks.items():
            for ground, behind in self.grounds.items():
                if ground.startswith("primary") and ink not in ("text",):
                    continue
                yield ink, ground, contrast(colour, behind)
        for ground in ("background", "panel", "raised", "field"):
            yield "faint", ground, contrast(self.faint, self.grounds[ground])

    def colour(self, role: str) -> Colour:
        """A colour by the name of its role."""
        found: Colour = getattr(self, role)
        return found

    def look(self, place: int, letter: str = "") -> Look:
        """How the actor at a place of the scenario's list is drawn."""
        colour = self.actors[min(place, len(self.actors) - 1)]
        return Look(hexed(colour), PATTERNS[place % len(PATTERNS)], letter)

    @staticmethod
    def ink_on(ground: Colour) -> Colour:
        """Black or white, whichever is read better on a ground that belongs to data."""
        dark, light = (10, 12, 16), (255, 255, 255)
        return dark if contrast(dark, ground) >= contrast(light, ground) else light


CHART_ROOM = Theme(
    "chart-room",
    background=hexed("#0B111B"),
    panel=hexed("#121A27"),
    raised=hexed("#1A2433"),
    field=hexed("#0E1520"),
    hover=hexed("#223044"),
    chosen=hexed("#2A3A52"),
    primary=hexed("#6B5416"),
    primary_hover=hexed("#735B1A"),
    line=hexed("#2D3B50"),
    edge=hexed("#6C7F9A"),
    focus=hexed("#FFE08A"),
    shadow=hexed("#000000"),
    text=hexed("#EDF1F7"),
    muted=hexed("#B6C1D1"),
    accent=hexed("#EBC56A"),
    link=hexed("#F2CF7C"),
    gain=hexed("#8CC6FF"),
    loss=hexed("#FFB27A"),
    warning=hexed("#FFC46B"),
    chance=hexed("#D5BFFF"),
    faint=hexed("#8B98AB"),
)

HIGH_CONTRAST = replace(
    CHART_ROOM,
    name="high-contrast",
    background=hexed("#000000"),
    panel=hexed("#000000"),
    raised=hexed("#0A0F16"),
    field=hexed("#000000"),
    hover=hexed("#1C2735"),
    chosen=hexed("#223148"),
    primary=hexed("#4A3900"),
    primary_hover=hexed("#5A4600"),
    line=hexed("#8FA3BF"),
    edge=hexed("#C9D6E8"),
    text=hexed("#FFFFFF"),
    muted=hexed("#E1E8F2"),
    accent=hexed("#FFDD80"),
    link=hexed("#FFE08A"),
    faint=hexed("#B5C0CF"),
    bold_lines=True,
)

COLOUR_BLIND = replace(
    CHART_ROOM,
    name="colour-blind",
    gain=hexed("#9CCBFF"),
    loss=hexed("#FFB000"),
    accent=hexed("#F5E6B0"),
    link=hexed("#F7EBBE"),
    actors=SPREAD,
)

PALETTES: Mapping[str, Theme] = MappingProxyType({t.name: t for t in (CHART_ROOM, HIGH_CONTRAST, COLOUR_BLIND)})
"""Palettes by name, the usual one first."""
