"""The map as a widget: lenses, selection by mouse and keyboard, zoom, and what moves on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pygame

from greatgame.ui.kit import SMALL, Modal, Size, Ui, Widget, paint
from greatgame.ui.map.atlas import Atlas, atlas
from greatgame.ui.map.effects import Effects
from greatgame.ui.map.legend import ScaleBar, legend, strip_box
from greatgame.ui.map.picture import CLOSE, Intent, Mark, Picture, note_box
from greatgame.ui.map.projection import Camera
from greatgame.views.chart import Chart, Lens, Table, tables

NEAR_VIEW, FAR_VIEW = (65.8, 43.4, 4600.0), (77.0, 48.5, 10600.0)
"""Middle in degrees and width in km of the two views."""
NARROWEST, WIDEST = 900.0, 10600.0
BOUNDS = (-4900.0, -3300.0, 4600.0, 2700.0)
"""Where the middle of the picture may be, km."""
STEP, ZOOM, CLOSER = 0.12, 1.25, 1.05
DRAGGED = 4
"""Pixels after which a press is a drag."""
PICTURES = 10
"""Pictures that are kept."""
ARROWS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class Spot(Widget):
    """Something on the map that has a figure; the mouse and the keyboard find it through the map."""

    def __init__(self, mark: Mark, origin: tuple[int, int]) -> None:
        super().__init__(name=f"map:{mark.key}", figure=mark.figure, tip="\n".join(mark.words))
        self.key = mark.key
        self.rect = mark.rect.move(origin)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        """It lies where the picture has it."""


class MapView(Widget):
    """The map under one lens.

    ``on_select`` hears what is chosen, ``on_open`` what is to be opened, both as
    keys: ``host:...``, ``project:...``, ``leg:...`` or ``flashpoint:...``.
    """

    focusable = True

    def __init__(
        self,
        chart: Chart,
        lens: str = "influence",
        *,
        on_select: Callable[[str], None] | None = None,
        on_open: Callable[[str], None] | None = None,
        intents: Sequence[Intent] = (),
        land: Atlas | None = None,
        name: str = "map",
    ) -> None:
        super().__init__(name=name)
        self.chart, self.key = chart, lens
        self.on_select, self.on_open = on_select, on_open
        self.intents = tuple(intents)
        self.land = land or atlas()
        self.selected: str | None = None
        self.effects = Effects(self)
        self.grow = 1.0
        self._view = NEAR_VIEW
        self._camera: Camera | None = None
        self._pictures: dict[tuple[object, ...], Picture] = {}
        self._picture: Picture | None = None
        self._press: tuple[int, int] | None = None
        self._drag: tuple[int, int] | None = None

    # What it shows

    @property
    def lens(self) -> Lens:
        """The lens that is on."""
        return self.chart.lens(self.key)

    def tables(self) -> tuple[Table, ...]:
        """What the map shows, as rows of figures."""
        return tables(self.lens)

    def show_lens(self, ui: Ui, key: str) -> None:
        """Put another lens on; what is selected stays so, if the lens shows it."""
        self.key = key
        ui.relayout()

    def show_chart(self, ui: Ui, chart: Chart, intents: Sequence[Intent] = ()) -> None:
        """Show the session as it stands after a turn."""
        self.chart, self.intents = chart, tuple(intents)
        self._pictures.clear()
        ui.relayout()

    def show_view(self, ui: Ui, far: bool = False) -> None:
        """Go to one of the two views."""
        self._view, self._camera = FAR_VIEW if far else NEAR_VIEW, None
        ui.relayout()

    def select(self, ui: Ui, key: str | None, tell: bool = True) -> None:
        """Choose something by its key, or nothing."""
        self.selected = key
        ui.tooltip.hide()
        ui.redraw()
        if key is not None and tell and self.on_select is not None:
            self.on_select(key)

    def open_legend(self, ui: Ui) -> None:
        """Say what colours and signs mean."""
        content = [legend(ui, self.chart, self.lens)]
        ui.push(
            Modal(
                ui.tell(self.lens.title),
                content,
                width=720 if self.lens.ways else 520,
                icon="layers",
                name="map-legend",
            )
        )

    # Layout

    def size(self, ui: Ui, width: int) -> Size:
        return width, round(width * 0.73)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        if rect.width < 8 or rect.height < 8:
            self.children = []
            return
        picture = self.picture(ui)
        spots = [Spot(mark, self.rect.topleft) for mark in picture.marks]
        bar = ScaleBar(self.lens.scale, self.lens.led)
        wide, high = bar.size(ui, rect.width)
        bar.layout(ui, pygame.Rect(rect.left + ui.px(14), rect.bottom - high - ui.px(8), wide, high))
        self.children = [*spots, bar]

    def camera(self) -> Camera:
        """Where the map looks."""
        size = (self.rect.width, self.rect.height)
        if self._camera is None:
            east, north, width = self._view
            x, y = self.land.projection(east, north)
            # In a narrow or a flat window the view is as high as it is made for.
            width = max(width, width * (size[0] / size[1]) / (656 / 480))
            self._camera = Camera(x, y, width, size, -self.land.projection.lean(east))
        return self._camera.resized(size)

    def picture(self, ui: Ui) -> Picture:
        """The picture as it is now, drawn if it has not been."""
        camera = self.camera()
        key = (self.key, camera, ui.language, ui.scale, ui.theme.name, id(self.chart), self.intents)
        found = self._pictures.pop(key, None)
        if found is None:
            found = Picture(ui, self.chart, self.lens, self.land, camera, self.intents)
        self._pictures[key] = found
        while len(self._pictures) > PICTURES:
            del self._pictures[next(iter(self._pictures))]
        self._picture = found
        return found

    def at(self, place: tuple[int, int]) -> list[Widget]:
        if not self.visible or not self.rect.collidepoint(place):
            return []
        mark = self._mark_at(place)
        for child in self.children:
            if isinstance(child, Spot) and mark is not None and child.figure is mark.figure and child.key == mark.key:
                return [self, child]
        return [self]

    def _mark_at(self, place: tuple[int, int]) -> Mark | None:
        if self._picture is None:
            return None
        return self._picture.mark_at((place[0] - self.rect.left, place[1] - self.rect.top))

    # Drawing

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        if self._picture is None or self.rect.width < 8:
            return
        before = surface.get_clip()
        surface.set_clip(self.rect.clip(before))
        shift = self._shift()
        surface.blit(self._picture.surface, self.rect.move(shift))
        if shift == (0, 0):
            self._draw_selection(ui, surface)
            self.effects.draw(ui, surface)
        self._draw_strip(ui, surface)
        surface.set_clip(before)
        if ui.focus is self and ui.input.keyboard:
            pygame.draw.rect(surface, ui.theme.focus, self.rect, ui.px(2))

    def _shift(self) -> tuple[int, int]:
        if self._press is None or self._drag is None:
            return 0, 0
        return self._drag[0] - self._press[0], self._drag[1] - self._press[1]

    def _draw_strip(self, ui: Ui, surface: pygame.Surface) -> None:
        """Scale and note at the foot of the map."""
        bar = self.children[-1]
        title = ui.tell(self.lens.scale.title)
        box = strip_box(ui, self.lens, self.rect.size).move(self.rect.topleft)
        paint.box(surface, box, ui.theme.panel, ui.px(5), ui.theme.line, ui.px(1))
        line = pygame.Rect(box.left + ui.px(8), box.top + ui.px(2), box.width - ui.px(16), ui.px(20))
        ui.text_in(surface, title, line, SMALL, ui.theme.text, True, widget=self)
        bar.draw(ui, surface)
        note = ui.fonts.text(ui.say("map-borders-short"), ui.px(SMALL), ui.theme.faint)
        place = note_box(ui, self.rect.size).move(self.rect.topleft)
        surface.blit(note, note.get_rect(center=place.center))

    def _draw_selection(self, ui: Ui, surface: pygame.Surface) -> None:
        picture = self._picture
        if picture is None or self.selected is None:
            return
        for outline in picture.outlines(self.selected):
            moved = [(x + self.rect.left, y + self.rect.top) for x, y in outline]
            pygame.draw.lines(surface, ui.theme.focus, False, moved, ui.px(2))
        # What stands on the map is read over the line, not under it.
        for sign in picture.marks:
            if sign.key.startswith(("host:", "intent:", "project:", "group:")):
                surface.blit(picture.surface, sign.rect.move(self.rect.topleft), sign.rect)
        for name in picture.names:
            name.draw(surface, self.rect.topleft)
        mark = picture.mark(self.selected)
        if mark is not None:
            rect = mark.rect.move(self.rect.topleft).inflate(ui.px(6), ui.px(6))
            radius = rect.height // 2 if rect.width == rect.height else ui.px(7)
            paint.box(surface, rect, None, radius, ui.theme.focus, ui.px(2))

    # Mouse

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        self._press, self._drag = place, None
        return True

    def on_drag(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self._press is not None and (self._drag is not None or math.dist(place, self._press) > DRAGGED):
            self._drag = place
        return True

    def on_release(self, ui: Ui, place: tuple[int, int]) -> bool:
        shift = self._shift()
        dragged, pressed = self._drag is not None, self._press
        self._press = self._drag = None
        if dragged:
            self._look(ui, self.camera().panned(-shift[0] / self.rect.width, -shift[1] / self.rect.height))
        elif pressed is not None:
            mark = self._mark_at(place)
            if mark is not None and mark.members:
                self._enter(ui, mark)
            else:
                self.select(ui, None if mark is None else chosen(mark.key))
        return True

    def _enter(self, ui: Ui, group: Mark) -> None:
        """Go so near to a group that each of its projects has a sign."""
        self.select(ui, group.members[0])
        closer = CLOSER * CLOSE * ui.scale / self.camera().scale
        self._look(ui, self.camera().zoomed(max(ZOOM, closer), group.rect.center))

    def on_wheel(self, ui: Ui, steps: int, place: tuple[int, int]) -> bool:
        at = place[0] - self.rect.left, place[1] - self.rect.top
        self._look(ui, self.camera().zoomed(ZOOM**steps, at))
        return True

    def _look(self, ui: Ui, camera: Camera) -> None:
        self._camera = camera.bounded(BOUNDS, NARROWEST, WIDEST * max(1.0, self.rect.width / self.rect.height / 1.37))
        ui.relayout()

    # Keyboard

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ARROWS:
            return self._choose_toward(ui, *ARROWS[key])
        if key.startswith("shift+") and key.removeprefix("shift+") in ARROWS:
            x, y = ARROWS[key.removeprefix("shift+")]
            self._look(ui, self.camera().panned(x * STEP, y * STEP))
            return True
        if key in ("+", "-"):
            self._look(ui, self.camera().zoomed(ZOOM if key == "+" else 1 / ZOOM))
            return True
        if key in ("home", "end"):
            self.show_view(ui, far=key == "end")
            return True
        if key in ("page up", "page down"):
            return self._choose_next(ui, 1 if key == "page down" else -1)
        if key == "enter" and self.selected is not None:
            mark = None if self._picture is None else self._picture.mark(self.selected)
            if mark is not None and mark.members:
                self._enter(ui, mark)
                return True
            if self.on_open is not None:
                self.on_open(self.selected)
                return True
        if key == "escape" and self.selected is not None:
            self.select(ui, None)
            return True
        return False

    def on_action(self, ui: Ui, action: str) -> bool:
        """``why`` shows what the selection's figure is made of; a second time opens it."""
        spot = self.spot(self.selected) if self.selected else None
        if action == "why" and spot is not None:
            ui.tooltip.show(ui, spot, pinned=True)
            return True
        return False

    def spot(self, key: str) -> Spot | None:
        """The widget of something that is shown, or of the group that it is shown in."""
        mark = None if self._picture is None else self._picture.mark(key)
        shown = key if mark is None else mark.key
        return next((child for child in self.children if isinstance(child, Spot) and child.key == shown), None)

    def paths(self, leg: str) -> list[list[tuple[float, float]]]:
        """Pixels of a leg within the map, whether the lens shows it or not."""
        place = self.chart.places.legs.get(leg)
        if place is None or self._picture is None:
            return []
        return [[self._picture.pixel(spot) for spot in path] for path in place.paths]

    def _shown(self) -> list[Mark]:
        """What can be chosen and is in the picture, in the lens's order."""
        if self._picture is None:
            return []
        found = [self._picture.mark(key) for key in self.lens.order]
        found += [self._picture.mark(f"flashpoint:{spot.flashpoint}") for spot in self.lens.hotspots]
        whole = pygame.Rect((0, 0), self.rect.size)
        once = {mark.key: mark for mark in found if mark is not None and whole.collidepoint(mark.rect.center)}
        return list(once.values())

    def _choose_next(self, ui: Ui, by: int) -> bool:
        shown = self._shown()
        if not shown:
            return False
        here = self._here(shown)
        place = (0 if by > 0 else -1) if here is None else shown.index(here) + by
        self.select(ui, standing_for(shown[place % len(shown)]))
        return True

    def _here(self, shown: Sequence[Mark]) -> Mark | None:
        """What is selected, among what is shown."""
        return next((mark for mark in shown if self.selected in (mark.key, *mark.members)), None)

    def _choose_toward(self, ui: Ui, x: int, y: int) -> bool:
        shown = self._shown()
        here = self._here(shown)
        if here is None:
            return self._choose_next(ui, 1)
        near = []
        for order, mark in enumerate(shown):
            across, down = mark.rect.centerx - here.rect.centerx, mark.rect.centery - here.rect.centery
            ahead, aside = across * x + down * y, abs(across * y) + abs(down * x)
            if ahead > 0 and mark is not here:
                near.append((ahead + 2.0 * aside, order, standing_for(mark)))
        if near:
            self.select(ui, min(near)[2])
        return True


def standing_for(mark: Mark) -> str:
    """What is selected by choosing a mark: of a group its first."""
    return mark.members[0] if mark.members else mark.key


def chosen(key: str) -> str:
    """What is selected by touching a mark: of a bar or an intent its host, of a flow its leg."""
    kind, name = key.split(":", 1)
    return {"bar": f"host:{name}", "intent": f"host:{name}", "flow": f"leg:{name}"}.get(kind, key)
