"""Names on the map: of towns, waters and conflicts, where there is room for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit.theme import Colour
from greatgame.views.geography import City

if TYPE_CHECKING:
    from greatgame.ui.map.picture import Picture

CAPITAL, TOWN = 1, 3
"""Ranks of cities that are named far away and near."""
HIGH = 14


class Letters:
    """Writes into a picture; a name takes its room, and without room it is left away."""

    def __init__(self, picture: Picture) -> None:
        self.picture, self.ui, self.room = picture, picture.ui, picture.room
        self._written: set[int] = set()

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
        """Capitals come before the signs of projects, which stand beside them then."""
        if self.picture.near and self.picture.lens.sites:
            for city in self._capitals():
                self._city(city, ())

    def all(self) -> None:
        """Everything that has a name and has not got it yet."""
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
        ink = self.ui.theme.text if city.rank == CAPITAL else self.ui.theme.muted
        kept = len(self.room.taken)
        self.room.taken += others
        said = self.name(self.ui.tell(city.name), self.picture.pixel(city.at), self.ui.px(6), ink)
        del self.room.taken[kept : kept + len(others)]
        if said:
            self._written.add(id(city))
            self.room.take(dot)
            pygame.draw.aacircle(self.picture.surface, self.picture.inks.casing, dot.center, self.ui.px(3.6))
            pygame.draw.aacircle(self.picture.surface, ink, dot.center, self.ui.px(2.6))

    def name(self, text: str, at: Sequence[float], gap: int, ink: Colour, centred: bool = False) -> bool:
        """A name with a dark rim, where there is room for it."""
        image = self.ui.fonts.text(text, self.ui.px(HIGH), ink)
        size = image.get_width() + 2, image.get_height() - self.ui.px(3)
        rect = self._centred(at, size) if centred else self.room.beside((at[0], at[1]), size, gap)
        if rect is None:
            return False
        place = image.get_rect(center=rect.center)
        rim = self.ui.fonts.text(text, self.ui.px(HIGH), self.picture.inks.casing)
        for step in _around(self.ui.px(1)):
            self.picture.surface.blit(rim, place.move(step))
        self.picture.surface.blit(image, place)
        return True

    def _centred(self, at: Sequence[float], size: tuple[int, int]) -> pygame.Rect | None:
        rect = pygame.Rect((0, 0), size)
        rect.center = round(at[0]), round(at[1])
        if not self.room.free(rect):
            return None
        self.room.take(rect)
        return rect


def _around(by: int) -> Iterable[tuple[int, int]]:
    return [(x, y) for x in (-by, 0, by) for y in (-by, 0, by) if x or y]
