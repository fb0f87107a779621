"""Colours of the map: a sequential scale for values, and tints of the land."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from greatgame.ui.kit.theme import Colour, Theme, hexed, mixed

CIVIDIS: tuple[Colour, ...] = (
    (0, 34, 78),
    (8, 51, 112),
    (53, 69, 108),
    (79, 87, 108),
    (102, 105, 112),
    (125, 124, 120),
    (148, 142, 119),
    (174, 163, 113),
    (200, 184, 102),
    (229, 207, 82),
    (254, 232, 56),
)
"""Cividis (Nunez, Anderton and Renslow 2018): lightness grows evenly for all eyes."""


@lru_cache(maxsize=1024)
def cividis(level: float) -> Colour:
    """The colour of a level from 0 to 1."""
    place = min(1.0, max(0.0, level)) * (len(CIVIDIS) - 1)
    low = min(int(place), len(CIVIDIS) - 2)
    return mixed(CIVIDIS[low], CIVIDIS[low + 1], place - low)


def valued(level: float) -> Colour:
    """The colour of a host or a route: cividis without its darkest end, which is too near to the ground."""
    return cividis(0.12 + 0.84 * level)


@dataclass(frozen=True)
class Inks:
    """What the ground of the map is drawn in."""

    sea: Colour
    land: Colour
    host: Colour
    contested: Colour
    hatching: Colour
    coast: Colour
    border: Colour
    edge: Colour
    river: Colour
    grid: Colour
    water_name: Colour
    casing: Colour


CALM = Inks(
    sea=hexed("#0C1826"),
    land=hexed("#1B2430"),
    host=hexed("#26313F"),
    contested=hexed("#2A313B"),
    hatching=hexed("#5A6675"),
    coast=hexed("#47627C"),
    border=hexed("#3C4857"),
    edge=hexed("#C9D3DF"),
    river=hexed("#24445F"),
    grid=hexed("#152234"),
    water_name=hexed("#7FA3C4"),
    casing=hexed("#060B12"),
)

STARK = replace(
    CALM,
    sea=hexed("#000814"),
    land=hexed("#10161E"),
    coast=hexed("#9FC4E8"),
    border=hexed("#8796A8"),
    edge=hexed("#FFFFFF"),
    water_name=hexed("#BFE0FF"),
)


def inks(theme: Theme) -> Inks:
    """The ground's colours in a theme; in the one of high contrast lines are lighter and grounds darker."""
    return STARK if theme.bold_lines else CALM


def worn(land: Colour, colour: Colour, level: float) -> Colour:
    """The ground of a host that wears a power's colour: the more, the higher the level."""
    return mixed(land, colour, 0.16 + 0.34 * level)
