"""One picture of the map: ground, routes, signs and names, and what lies where in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pygame

from greatgame.text import Text, named
from greatgame.ui.kit import SMALL, Look, Ui
from greatgame.ui.kit.theme import mixed
from greatgame.ui.map import signs, ways
from greatgame.ui.map.atlas import Atlas
from greatgame.ui.map.colours import Inks, inks, valued, worn
from greatgame.ui.map.crowd import Group, from_afar, grouped
from greatgame.ui.map.ground import NOBODY, Dress, Tints, ground, numbered, seen
from greatgame.ui.map.legend import strip_box
from greatgame.ui.map.letters import Letters, Name
from greatgame.ui.map.plaques import Plaque, intent_chip, plaque, small_plaque
from greatgame.ui.map.projection import Camera, Place, Spot
from greatgame.ui.map.room import Room, spread
from greatgame.views.chart import STAGES, Area, Chart, Lens, Site, Way
from greatgame.views.chart_sites import group_cost
from greatgame.views.figures import Figure

NEAR = 0.105
"""Pixels in a kilometre, at 100 %, from which on the map counts as near."""
CLOSE = 0.24
"""The same, from which on each project has a sign of its own."""
TINY, FEW = 0.08, 2
"""The same, below which there is room for the projects of so many sponsors in a host."""
REACH_OF_GROUP = 44
"""Units of the kit within which projects of one standing share a sign until then."""
NODE_ICONS = {"port": "anchor", "border": "flag"}
REACH = 7.0
"""Units of the kit within which a route is touched."""


@dataclass(frozen=True)
class Mark:
    """Something in the picture that has a figure: where it lies and what it says."""

    key: str
    rect: pygame.Rect
    figure: Figure
    words: tuple[str, ...] = ()
    """Said before the figure: told already."""
    members: tuple[str, ...] = ()
    """Keys of what it stands for, where it stands for several."""

    @property
    def is_sign(self) -> bool:
        """Whether it is the sign of a project or of several."""
        return self.key.startswith(("project:", "group:"))


@dataclass(frozen=True)
class Intent:
    """What a power is likely to do in a host: shown as a chip under its plaque."""

    host: str
    power: str
    text: Text
    chance: Figure


@dataclass
class Picture:
    """The map under one lens, drawn once."""

    ui: Ui
    chart: Chart
    lens: Lens
    atlas: Atlas
    camera: Camera
    intents: tuple[Intent, ...] = ()
    marks: list[Mark] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    """Of towns, waters and conflicts, as they are written."""

    def __post_init__(self) -> None:
        self.inks: Inks = inks(self.ui.theme)
        self.room = Room(pygame.Rect((0, 0), self.camera.size))
        self.letters = Letters(self)
        self.surface = ground(self.atlas, self.camera, self.inks, self._tints(), self._dresses(), self.ui.scale)
        self._draw()

    # Where things are

    @property
    def near(self) -> bool:
        """Whether there is room for plaques and names."""
        return self.camera.scale / self.ui.scale >= NEAR

    def pixel(self, spot: Spot) -> Place:
        """Pixel of a place in degrees."""
        return self.camera.pixel(self.atlas.projection(*spot))

    @cached_property
    def looks(self) -> dict[str, Look]:
        """How the powers are told apart."""
        s = self.chart.session.scenario
        return {name: self.ui.look(place, s.file.power[name].letter) for place, name in enumerate(s.names.powers)}

    @cached_property
    def lines(self) -> list[list[list[Place]]]:
        """Pixels of the paths of every way."""
        project = self.atlas.projection
        return [
            [[(x, y) for x, y in self.camera.pixels(project.line(path)).tolist()] for path in way.paths]
            for way in self.lens.ways
        ]

    @cached_property
    def _owned(self) -> dict[str, str]:
        """Area -> the host that owns it."""
        actors = self.chart.places.actors
        return {iso: row.host for row in self.lens.areas if row.host in actors for iso in actors[row.host].areas}

    @cached_property
    def _numbers(self) -> pygame.Surface:
        return numbered(self.atlas, self.camera, list(self._owned))

    def host_at(self, place: tuple[int, int]) -> str | None:
        """The host whose land lies under a pixel."""
        if not self.surface.get_rect().collidepoint(place):
            return None
        number = self._numbers.get_at_mapped(place)
        return None if number == NOBODY else list(self._owned.values())[number - 1]

    def mark_at(self, place: tuple[int, int]) -> Mark | None:
        """What lies under a pixel: a sign before a route before a host."""
        for mark in reversed(self.marks):
            if not mark.key.startswith(("leg:", "host:")) and mark.rect.collidepoint(place):
                return mark
        for mark in reversed(self.marks):
            if mark.rect.collidepoint(place) and (mark.key.startswith("host:") or self._is_node(mark)):
                return mark
        if (leg := self._leg_at(place)) is not None:
            return self.mark(f"leg:{leg}")
        host = self.host_at(place)
        return None if host is None else self.mark(f"host:{host}")

    def _is_node(self, mark: Mark) -> bool:
        return mark.rect.width <= self.ui.px(24)

    def _leg_at(self, place: Place) -> str | None:
        reach = self.ui.px(REACH)
        near = [
            (min(ways.distance(path, place) for path in paths), way.leg)
            for way, paths in zip(self.lens.ways, self.lines, strict=True)
        ]
        found = min(near, default=(math.inf, ""))
        return found[1] if found[0] <= reach else None

    def mark(self, key: str) -> Mark | None:
        """The first mark of a key, or the one that stands for it among others."""
        return next((mark for mark in self.marks if mark.key == key or key in mark.members), None)

    def outlines(self, key: str) -> list[list[Place]]:
        """Lines that mark what a key means: the borders of a host, the course of a leg."""
        kind, name = key.split(":", 1)
        if kind == "leg":
            return [
                path for way, paths in zip(self.lens.ways, self.lines, strict=True) if way.leg == name for path in paths
            ]
        place = self.chart.places.actors.get(name) if kind == "host" else None
        rings = [ring for iso in (place.areas if place else ()) for ring in self.atlas.areas.get(iso, ())]
        return [[(x, y) for x, y in pixels.tolist()] for pixels in seen(self.camera, rings)]

    # Drawing

    def _tints(self) -> Tints:
        """The land of the powers, in a breath of their colours."""
        actors = self.chart.places.actors
        tints = [
            (iso, look.colour) for name, look in self.looks.items() if name in actors for iso in actors[name].areas
        ]
        return tuple((iso, mixed(self.inks.land, colour, 0.05)) for iso, colour in tints)

    def _dresses(self) -> dict[str, Dress]:
        actors = self.chart.places.actors
        worn_by = [(area, actors[area.host].areas) for area in self.lens.areas if area.host in actors]
        return {iso: self._dress(area) for area, areas in worn_by for iso in areas}

    def _dress(self, area: Area) -> Dress:
        if area.leader is not None:
            look = self.looks[area.leader]
            fill = worn(self.inks.host, look.colour, area.level)
            return Dress(fill, look.pattern, mixed(fill, look.colour, 0.6))
        if self.lens.led:
            return Dress(self.inks.host)
        fill = valued(area.level)
        return Dress(mixed(self.inks.host, fill, 0.55) if self.lens.ways else fill)

    def _draw(self) -> None:
        self.room.take(note_box(self.ui, self.camera.size))
        self.room.take(strip_box(self.ui, self.lens, self.camera.size))
        with self.letters.capitals_free():
            plaques = self._plaques()
        self._ways()
        self.room.crossed = [points for paths in self.lines for points in paths]
        self._nodes()
        for area, _, rect in plaques:
            self._thread(area.host, rect)
        self._hotspots()
        self.letters.capitals()
        self._sites()
        for area, found, rect in plaques:
            self._hang(area, found, rect)
        self.letters.all()

    def _plaques(self) -> list[tuple[Area, Plaque, pygame.Rect]]:
        """Plaques take their room first, whatever is drawn before them."""
        bars = {group.host: group for group in self.lens.bars}
        found = []
        for area in self.lens.areas:
            at = self._stand(area.host)
            if at is None:
                continue
            made = plaque(self.ui, area, bars.get(area.host), self.looks) if self.near else None
            made = made or small_plaque(self.ui, area, self.looks)
            hung = self._chips(area.host, made)
            rect = made.picture.get_rect(center=(round(at[0]), round(at[1])))
            rect.height += hung
            if self.room.frame.inflate(rect.size).colliderect(rect):
                rect = self.room.nearest(rect, self.ui.px(6))
            self.room.take(rect.inflate(self.ui.px(6), self.ui.px(6)))
            rect.height -= hung
            found.append((area, made, rect))
        return found

    def _stand(self, host: str) -> Place | None:
        place = self.chart.places.actors.get(host)
        spot = self.chart.places.centre(host)
        if spot is None or place is None:
            return None
        return self.pixel(place.sign if self.near and place.sign else spot)

    def _hang(self, area: Area, found: Plaque, rect: pygame.Rect) -> None:
        self.surface.blit(found.picture, rect)
        said = (self.ui.tell(area.name),)
        self.marks.append(Mark(f"host:{area.host}", rect, area.figure, said))
        for box, figure in found.bars:
            self.marks.append(Mark(f"bar:{area.host}", box.move(rect.topleft), figure, said))
        for intent, chip, box in self._placed(area.host, found):
            place = box.move(rect.bottomleft)
            self.surface.blit(chip, place)
            self.marks.append(Mark(f"intent:{area.host}", place, intent.chance, (self.ui.tell(intent.text),)))

    def _placed(self, host: str, found: Plaque) -> list[tuple[Intent, pygame.Surface, pygame.Rect]]:
        """Chips of what others are likely to do, in rows under a plaque, from its lower left corner."""
        gap, left, top, placed = self.ui.px(3), 0, self.ui.px(3), []
        widest = max(found.picture.get_width(), self.ui.px(120))
        for intent in [intent for intent in self.intents if intent.host == host]:
            chip = intent_chip(self.ui, self.looks[intent.power], intent.chance)
            if left and left + chip.get_width() > widest:
                left, top = 0, top + chip.get_height() + gap
            placed.append((intent, chip, chip.get_rect(topleft=(left, top))))
            left += chip.get_width() + gap
        return placed

    def _chips(self, host: str, found: Plaque) -> int:
        """How far the chips hang below a plaque."""
        return max((box.bottom for _, _, box in self._placed(host, found)), default=0)

    def _thread(self, host: str, rect: pygame.Rect) -> None:
        """A thin line from a plaque that stands aside to its land; nothing is put on its end."""
        centre = self.chart.places.centre(host)
        if not self.near or centre is None:
            return
        end = self.pixel(centre)
        if rect.collidepoint(end):
            return
        ink = self.ui.theme.edge
        begin = (min(max(end[0], rect.left), rect.right), min(max(end[1], rect.top), rect.bottom))
        pygame.draw.aaline(self.surface, ink, begin, end)
        pygame.draw.aacircle(self.surface, self.inks.casing, end, self.ui.px(4))
        pygame.draw.aacircle(self.surface, ink, end, self.ui.px(3))
        spot = pygame.Rect(0, 0, self.ui.px(9), self.ui.px(9))
        spot.center = round(end[0]), round(end[1])
        self.room.take(spot)

    def _ways(self) -> None:
        if not self.lens.ways:
            return
        times = 2
        fine = pygame.Surface((self.camera.size[0] * times, self.camera.size[1] * times), pygame.SRCALPHA)
        larger = [[[(x * times, y * times) for x, y in path] for path in paths] for paths in self.lines]
        ways.draw_ways(fine, self.lens.ways, larger, self.ui.scale * times, self.inks)
        self.surface.blit(pygame.transform.smoothscale(fine, self.camera.size), (0, 0))

    def _nodes(self) -> None:
        """Signs of ports and borders; the other legs are marked at their middle."""
        for way in self.lens.ways:
            at = self.pixel(way.at)
            if way.mode in ways.NODES:
                sign = signs.node_sign(self.ui, NODE_ICONS[way.mode], valued(way.level))
                rect = sign.get_rect(center=(round(at[0]), round(at[1])))
                self.surface.blit(sign, rect)
                self.room.take(rect)
            else:
                rect = pygame.Rect(0, 0, self.ui.px(16), self.ui.px(16))
                rect.center = round(at[0]), round(at[1])
            self._mark_way(way, rect)

    def _mark_way(self, way: Way, rect: pygame.Rect) -> None:
        tell = self.ui.tell
        said = (tell(way.name), " / ".join(tell(name) for name in way.corridors))
        self.marks.append(Mark(f"leg:{way.leg}", rect, way.strain, said))
        self.marks.append(Mark(f"flow:{way.leg}", rect.move(0, 0).inflate(-rect.width, -rect.height), way.flow, said))

    def _hotspots(self) -> None:
        for spot in self.lens.hotspots:
            sign = signs.hotspot_sign(self.ui, min(1.0, spot.figure.value / 100.0))
            at = self.pixel(spot.at)
            rect = sign.get_rect(center=(round(at[0]), round(at[1])))
            rect = self.room.nearest(rect, self.ui.px(6))
            self.surface.blit(sign, rect)
            self.room.take(rect)
            name = self.ui.tell(spot.name)
            self.marks.append(Mark(f"flashpoint:{spot.flashpoint}", rect, spot.figure, (name,)))
            self.letters.name(name, rect.center, rect.width // 2, self.ui.theme.loss)

    def _sites(self) -> None:
        pixels = [(site, self.pixel(site.at)) for site in self.lens.sites]
        shown = [(site, at) for site, at in pixels if self.room.frame.collidepoint(at)]
        close = self.camera.scale / self.ui.scale >= CLOSE
        groups = grouped(shown, 0 if close else self.ui.px(REACH_OF_GROUP)) if self.near else self._afar(shown)
        homes = [group.at for group in groups]
        radii = [self.ui.scale * signs.radius(group.first.stage, len(group.sites)) + 1 for group in groups]
        # Plaques took their room first: in a pinch a sign rather lies on a name than under a plaque.
        places = spread(homes, radii, self.room.taken[::-1])
        for home, place in zip(homes, places, strict=True):
            if math.dist(home, place) > self.ui.px(8):
                pygame.draw.aaline(self.surface, self.ui.theme.edge, home, place)
                pygame.draw.aacircle(self.surface, self.ui.theme.edge, home, self.ui.px(1.5))
        # What is open to bids lies below what somebody has signed for.
        for i in sorted(range(len(groups)), key=lambda i: groups[i].first.stage != "open"):
            self._group(groups[i], places[i])

    def _afar(self, shown: Sequence[tuple[Site, Place]]) -> list[Group]:
        return from_afar(shown, FEW if self.camera.scale / self.ui.scale < TINY else len(self.looks))

    def _group(self, group: Group, at: Place) -> None:
        site, count = group.first, len(group.sites)
        look = self.looks.get(site.sponsor or "", Look(self.ui.theme.edge, "solid", site.letter))
        progress = site.progress.value / 100.0 if site.progress else 0.0
        sign = signs.site_sign(self.ui, site.stage, look, min(1.0, max(0.0, progress)), count)
        rect = sign.get_rect(center=(round(at[0]), round(at[1])))
        self.surface.blit(sign, rect)
        self.room.take(rect)
        if count == 1:
            self.marks.append(Mark(f"project:{site.project}", rect, site.progress or site.cost, self._said(site)))
            return
        alike = len({one.stage for one in group.sites}) == 1
        each = [self._said(one) for one in group.sites]
        names = (*(said[0] for said in each), each[0][1]) if alike else tuple(": ".join(said[:2]) for said in each)
        members = tuple(f"project:{one.project}" for one in group.sites)
        self.marks.append(Mark(f"group:{site.project}", rect, group_cost(group.sites), names, members))

    def _said(self, site: Site) -> tuple[str, ...]:
        tell = self.ui.tell
        lines = [tell(site.name), tell(Text(STAGES[site.stage]))]
        if site.sponsor is not None:
            power = self.chart.session.scenario.file.power[site.sponsor]
            lines[1] = self.ui.say("map-whose", stage=lines[1], power=named(power.name, power.name_ja))
        return (*lines, tell(site.sector))


def note_box(ui: Ui, size: tuple[int, int]) -> pygame.Rect:
    """Where the note on borders stands, in the lower right corner."""
    wide, high = ui.fonts.width(ui.say("map-borders-short"), ui.px(SMALL)), ui.px(20)
    return pygame.Rect(size[0] - wide - ui.px(8), size[1] - high - ui.px(2), wide, high)
