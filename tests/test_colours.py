"""Colours of the map for all eyes: what hue alone would tell is told by pattern, letter and lightness too.

The matrices simulate protanopia, deuteranopia and tritanopia (Machado, Oliveira
and Fernandes 2009, severity 1.0) on linear sRGB.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from greatgame.scenario import IndexedScenario
from greatgame.ui.kit import PALETTES, Theme
from greatgame.ui.kit.theme import Colour, contrast, luminance
from greatgame.ui.map.colours import cividis, inks, valued, worn

MACHADO: dict[str, list[list[float]]] = {
    "normal": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
APART = 20.0
"""Distance in CIELAB from which colours are told apart at a glance."""
STEPS = 21

Vector = NDArray[np.float64]


def linear(colour: Colour) -> Vector:
    """sRGB as light."""
    c = np.array(colour) / 255.0
    return np.asarray(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4))


def seen(colour: Colour, eyes: str) -> Vector:
    """Light as other eyes see it."""
    return np.clip(np.array(MACHADO[eyes]) @ linear(colour), 0.0, 1.0)


def lab(light: Vector) -> Vector:
    """CIELAB under daylight (D65)."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    white = np.array([0.9505, 1.0, 1.089])
    ratio = to_xyz @ light / white
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16.0 / 116.0)
    return np.array([116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])])


def distance(one: Colour, other: Colour, eyes: str) -> float:
    return float(np.linalg.norm(lab(seen(one, eyes)) - lab(seen(other, eyes))))


@pytest.fixture(params=list(PALETTES), ids=lambda name: str(name))
def theme(request: pytest.FixtureRequest) -> Theme:
    """Every palette that can be chosen."""
    found: Theme = PALETTES[request.param]
    return found


def test_the_simulation_leaves_grey_grey_and_confuses_what_it_should() -> None:
    for eyes in MACHADO:
        light = seen((128, 128, 128), eyes)
        assert np.ptp(light) < 0.01, eyes
    red, green = (200, 60, 40), (100, 110, 40)
    assert distance(red, green, "deutan") < 0.6 * distance(red, green, "normal")


@pytest.mark.parametrize("eyes", MACHADO)
def test_powers_are_told_apart_by_colour_or_by_pattern_and_letter(
    tokyo: IndexedScenario, theme: Theme, eyes: str
) -> None:
    powers = tokyo.names.powers
    looks = [theme.look(place, tokyo.file.power[name].letter) for place, name in enumerate(powers)]
    for (a, one), (b, other) in combinations(zip(powers, looks, strict=True), 2):
        by_shape = one.pattern != other.pattern and one.letter != other.letter
        assert by_shape or distance(one.colour, other.colour, eyes) >= APART, (a, b)


def test_patterns_and_letters_are_all_different(tokyo: IndexedScenario, theme: Theme) -> None:
    powers = tokyo.names.powers
    looks = [theme.look(place, tokyo.file.power[name].letter) for place, name in enumerate(powers)]
    assert len({look.pattern for look in looks}) == len(looks)
    assert len({look.letter for look in looks}) == len(looks)


@pytest.mark.parametrize("eyes", MACHADO)
def test_most_pairs_of_powers_are_apart_by_colour_alone(tokyo: IndexedScenario, theme: Theme, eyes: str) -> None:
    colours = [theme.look(place).colour for place in range(len(tokyo.names.powers))]
    pairs = [distance(one, other, eyes) for one, other in combinations(colours, 2)]
    assert sum(found >= APART for found in pairs) >= 0.8 * len(pairs), sorted(pairs)[:3]


@pytest.mark.parametrize("eyes", MACHADO)
def test_more_is_lighter_for_all_eyes(eyes: str) -> None:
    for colours in (cividis, valued):
        lightness = [float(lab(seen(colours(i / (STEPS - 1)), eyes))[0]) for i in range(STEPS)]
        assert all(b > a for a, b in pairwise(lightness))
        assert lightness[-1] - lightness[0] > 50


def test_a_host_that_wears_a_colour_wears_it_the_more_the_higher_its_level(theme: Theme) -> None:
    ground = inks(theme).host
    for place in range(6):
        colour = theme.look(place).colour
        near = [distance(worn(ground, colour, level / 4), colour, "normal") for level in range(5)]
        assert near == sorted(near, reverse=True)


def test_a_pattern_shows_on_the_ground_it_lies_on(theme: Theme) -> None:
    """The stroke of a pattern is the power's colour half mixed with its ground."""
    ground = inks(theme).host
    for place in range(6):
        colour = theme.look(place).colour
        for level in (0.0, 1.0):
            fill = worn(ground, colour, level)
            assert contrast(fill, colour) > 1.5, (place, level)


def test_letters_are_read_on_the_colours_of_powers(theme: Theme) -> None:
    for place in range(6):
        colour = theme.look(place).colour
        assert contrast(Theme.ink_on(colour), colour) >= 4.5
        assert contrast(colour, theme.panel) >= 3.0


def test_names_are_read_on_their_rims(theme: Theme) -> None:
    rim = inks(theme).casing
    assert all(contrast(ink, rim) >= 4.5 for ink in (theme.text, theme.muted, inks(theme).water_name, theme.loss))


def test_the_land_stands_out_from_the_sea_and_values_from_both(theme: Theme) -> None:
    ground = inks(theme)
    assert luminance(ground.land) > luminance(ground.sea)
    assert contrast(ground.edge, ground.land) >= 4.5
    assert contrast(valued(0.0), ground.casing) > 1.4
