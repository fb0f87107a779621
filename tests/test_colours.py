"""Colours of the map for all eyes: what hue alone would tell is told by pattern, letter and lightness too.

The matrices simulate protanopia, deuteranopia and tritanopia (Machado, Oliveira
and Fernandes 2009, severity 1.0) on linear sRGB.
"""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from greatgame.scenario import IndexedScenario
from greatgame.ui.kit import PALETTES, Shares, Theme, Ui
from greatgame.ui.kit.charts import marker
from greatgame.ui.kit.plot import polyline
from greatgame.ui.kit.theme import Colour, contrast, luminance, mixed
from greatgame.ui.map.atlas import atlas
from greatgame.ui.map.colours import cividis, inks, valued, worn
from greatgame.ui.map.ground import Dress, ground
from greatgame.ui.map.projection import Camera

pytestmark = pytest.mark.usefixtures("display")

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


# --- In the pictures themselves ----------------------------------------------------------------------


def lightness(surface: pygame.Surface, eyes: str) -> Vector:
    """Luminance of every pixel as other eyes see it."""
    c = pygame.surfarray.array3d(surface) / 255.0
    light = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.clip(light @ np.array(MACHADO[eyes]).T, 0.0, 1.0) @ np.array([0.2126, 0.7152, 0.0722]))


def marked(one: pygame.Surface, other: pygame.Surface, eyes: str) -> float:
    """Share of pixels that are lighter or darker by more than a tenth in one picture than in the other."""
    ratio = (lightness(one, eyes) + 0.05) / (lightness(other, eyes) + 0.05)
    return float(np.mean(np.abs(np.log(ratio)) > math.log(1.1)))


@pytest.mark.parametrize("eyes", MACHADO)
def test_patterns_of_the_lenses_are_seen_by_all_eyes_and_differ(theme: Theme, eyes: str) -> None:
    land, (iso,) = atlas(), ("398",)
    x, y = land.projection(67.0, 48.0)
    camera, paints = Camera(x, y, 1500.0, (160, 120)), inks(theme)

    def drawn(place: int, pattern: str | None) -> pygame.Surface:
        fill = worn(paints.host, theme.look(place).colour, 0.5)
        dress = Dress(fill, pattern, mixed(fill, theme.look(place).colour, 0.6))
        return ground(land, camera, paints, (), {iso: dress}, 1.0)

    looks = [theme.look(place) for place in range(6)]
    patterned = [(place, look.pattern) for place, look in enumerate(looks) if look.pattern != "solid"]
    assert len(patterned) == len(looks) - 1
    for place, pattern in patterned:
        assert marked(drawn(place, pattern), drawn(place, None), eyes) > 0.02, (place, pattern)
    for (place, one), (_, other) in combinations(patterned, 2):
        assert marked(drawn(place, one), drawn(place, other), eyes) > 0.02, (one, other)


@pytest.mark.parametrize("eyes", MACHADO)
def test_gain_and_loss_are_apart_for_all_eyes(theme: Theme, eyes: str) -> None:
    assert distance(theme.gain, theme.loss, eyes) >= APART


def test_lines_of_a_chart_are_told_apart_without_any_colour() -> None:
    pictures = []
    for number in range(5):
        picture = pygame.Surface((40, 40))
        marker(picture, (255, 255, 255), (20, 20), 12, number)
        pictures.append(picture)
    assert all(marked(one, other, "normal") > 0.02 for one, other in combinations(pictures, 2))


def test_the_other_plan_of_a_fan_is_dashed() -> None:
    plain, dashed = pygame.Surface((200, 9)), pygame.Surface((200, 9))
    points = [(0.0, 4.0), (199.0, 4.0)]
    polyline(plain, (255, 255, 255), points, 2)
    polyline(dashed, (255, 255, 255), points, 2, 6)
    covered = [float(np.mean(lightness(one, "normal")[:, 4] > 0.5)) for one in (plain, dashed)]
    assert covered[0] > 0.99
    assert 0.3 < covered[1] < 0.8


@pytest.mark.parametrize("eyes", MACHADO)
def test_shares_among_powers_are_told_apart_by_all_eyes(theme: Theme, eyes: str) -> None:
    """Parts differ in lightness, pattern or both, even where there is no room for a letter."""

    def drawn(parts: list[tuple[tuple[int, str], float]]) -> pygame.Surface:
        ui = Ui((120, 24), theme=theme)
        ui.show(Shares(parts))
        surface = pygame.Surface((120, 24))
        ui.draw(surface)
        return surface

    for one, other in combinations(range(5), 2):
        assert marked(drawn([((one, ""), 1.0)]), drawn([((other, ""), 1.0)]), eyes) > 0.05, (one, other)
