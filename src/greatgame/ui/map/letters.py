"""Names on the map: of towns, waters and conflicts, where there is room for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit.theme import Colour
from greatgame.views.geography import City

if TYPE_CHECKING:
    from greatgame.ui.map.picture import Picture

CAPITAL, TOWN = 1, 3
"""Ranks of cities that are named far away and near."""
HIGH = 14
TOUCH = 4
"""Units of the kit by which the corner of a sign may reach into a name's room: both are rounder than their boxes."""


@dataclass(frozen=True)
class Name:
    """A name that is written: its letters with their dark rim, and the room they have."""

    text: str
    rect: pygame.Rect
    letters: pygame.Surface

    def draw(self, surface: pygame.Surface, origin: tuple[int, int] = (0, 0)) -> None:
        """Write it into a picture whose upper left corner the map's lies at ``origin``."""
        surface.blit(self.letters, self.letters.get_rect(center=self.rect.move(origin).center))


class Letters:
    """Writes into a picture; a name takes its room, and without room it is left away."""

    def __init__(self, picture: Picture) -> None:
        self.picture, self.ui, self.room = picture, picture.ui, picture.room
        self._written: set[int] = set()
        self._kept: list[tuple[City, pygame.Rect]] = []

    def _capitals(self) -> list[City]:
        cities = self.picture.chart.places.cities.values()
        return [city for city in cities if city.rank == CAPITAL]

    @contextmanager
    def capitals_free(self) -> Iterator[None]:
        """Nothing that takes its room within this hides a capital."""
        kept = len(self.room.taken)
        dots = [self._dot(city) for city in self._capitals()] if self.picture.near else []
        self.room.taken += dots
        yield
        del self.room.taken[kept : kept + len(dots)]

    def capitals(self) -> None:
        """Capitals take their room before the signs of projects, which stand beside them then."""
        if self.picture.near and self.picture.lens.sites:
            for city in self._capitals():
                dot = self._dot(city)
                rect = self._beside(city) if self.room.free(dot) else None
                if rect is not None:
                    self._put(city, dot)
                    self._kept.append((city, rect))

    def _write_capitals(self) -> None:
        """Names of capitals where they took room, or at another side where a sign had to go there after all."""
        for city, rect in self._kept:
            place = rect
            if any(_lies_on(mark.rect, rect, self.ui.px(TOUCH)) for mark in self.picture.marks if mark.is_sign):
                self.room.taken.remove(rect)
                place = self._beside(city) or self.room.take(rect)
            self._write(self.ui.tell(city.name), place, self.ui.theme.text)

    def all(self) -> None:
        """Everything that has a name and has not got it yet."""
        self._write_capitals()
        places, near = self.picture.chart.places, self.picture.near
        for water in places.waters.values() if near else ():
            self.name(self.ui.tell(water.name), self.picture.pixel(water.at), 0, self.picture.inks.water_name, True)
        rank = TOWN if near else CAPITAL
        cities = sorted(places.cities.values(), key=lambda city: city.rank)
        shown = [city for city in cities if city.rank <= rank and id(city) not in self._written]
        dots = {id(city): self._dot(city) for city in shown}
        for city in shown:
            self._city(city, [dot for key, dot in dots.items() if key != id(city)])

    def _dot(self, city: City) -> pygame.Rect:
        at = self.picture.pixel(city.at)
        dot = pygame.Rect(0, 0, self.ui.px(7), self.ui.px(7))
        dot.center = round(at[0]), round(at[1])
        return dot

    def _city(self, city: City, others: Sequence[pygame.Rect]) -> None:
        """A city's dot and name, if the name has room and hides no other city."""
        dot = self._dot(city)
        if not self.room.free(dot):
            return
        kept = len(self.room.taken)
        self.room.taken += others
        rect = self._beside(city)
        del self.room.taken[kept : kept + len(others)]
        if rect is not None:
            self._write(self.ui.tell(city.name), rect, self._ink(city))
            self._put(city, dot)

    def _ink(self, city: City) -> Colour:
        return self.ui.theme.text if city.rank == CAPITAL else self.ui.theme.muted

    def _beside(self, city: City) -> pygame.Rect | None:
        """Room for a city's name, taken."""
        return self.room.beside(self.picture.pixel(city.at), self._size(self.ui.tell(city.name)), self.ui.px(6))

    def _put(self, city: City, dot: pygame.Rect) -> None:
        """A city's dot."""
        self._written.add(id(city))
        self.room.take(dot)
        pygame.draw.aacircle(self.picture.surface, self.picture.inks.casing, dot.center, self.ui.px(3.6))
        pygame.draw.aacircle(self.picture.surface, self._ink(city), dot.center, self.ui.px(2.6))

    def name(self, text: str, at: Sequence[float], gap: int, ink: Colour, centred: bool = False) -> None:
        """A name with a dark rim, where there is room for it."""
        size = self._size(text)
        rect = self._centred(at, size) if centred else self.room.beside((at[0], at[1]), size, gap)
        if rect is not None:
            self._write(text, rect, ink)

    def _size(self, text: str) -> tuple[int, int]:
        points = self.ui.px(HIGH)
        return self.ui.fonts.width(text, points) + 2, self.ui.fonts.height(points) - self.ui.px(3)

    def _write(self, text: str, rect: pygame.Rect, ink: Colour) -> None:
        """Write a name into its room."""
        image = self.ui.fonts.text(text, self.ui.px(HIGH), ink)
        rim = self.ui.fonts.text(text, self.ui.px(HIGH), self.picture.inks.casing)
        wide = self.ui.px(1)
        rimmed = pygame.Surface((image.get_width() + 2 * wide, image.get_height() + 2 * wide), pygame.SRCALPHA)
        for x, y in _around(wide):
            rimmed.blit(rim, (wide + x, wide + y))
        rimmed.blit(image, (wide, wide))
        name = Name(text, rect, rimmed)
        name.draw(self.picture.surface)
        self.picture.names.append(name)

    def _centred(self, at: Sequence[float], size: tuple[int, int]) -> pygame.Rect | None:
        rect = pygame.Rect((0, 0), size)
        rect.center = round(at[0]), round(at[1])
        if not self.room.free(rect):
            return None
        self.room.take(rect)
        return rect


def _around(by: int) -> Iterable[tuple[int, int]]:
    return [(x, y) for x in (-by, 0, by) for y in (-by, 0, by) if x or y]


def _lies_on(one: pygame.Rect, other: pygame.Rect, touch: int) -> bool:
    common = one.clip(other)
    return common.width > touch and common.height > touch
