"""What colours and signs of a lens mean: a strip within the map, and the whole legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from greatgame.text import Text, named
from greatgame.ui.kit import (
    SMALL,
    Column,
    FigureLabel,
    Label,
    Look,
    Rich,
    Row,
    Rule,
    Size,
    Spacer,
    Ui,
    Widget,
    Wrap,
    paint,
)
from greatgame.ui.kit.theme import Colour
from greatgame.ui.map import signs
from greatgame.ui.map.colours import inks, valued, worn
from greatgame.views.chart import STAGES, Chart, Lens, Scale


class ScaleBar(Widget):
    """The colours from one end of a scale to the other, between the two figures."""

    def __init__(self, scale: Scale, led: bool = False, length: int = 90) -> None:
        super().__init__()
        self.led, self.length = led, length
        self.low = FigureLabel(scale.low, size=SMALL, bold=False, unit=False)
        self.high = FigureLabel(scale.high, size=SMALL, bold=False)
        for end in (self.low, self.high):
            end.focusable = False
        self.children = [self.low, self.high]

    def size(self, ui: Ui, width: int) -> Size:
        ends = sum(end.size(ui, width)[0] for end in (self.low, self.high))
        return ends + ui.px(self.length + 12), ui.px(22)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        low, high = (end.size(ui, rect.width)[0] for end in (self.low, self.high))
        self.low.layout(ui, pygame.Rect(rect.left, rect.top, low, rect.height))
        left = rect.left + low + ui.px(self.length + 12)
        self.high.layout(ui, pygame.Rect(left, rect.top, high, rect.height))

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        bar = pygame.Rect(self.low.rect.right + ui.px(6), 0, ui.px(self.length), ui.px(10))
        bar.centery = self.rect.centery
        ground = inks(ui.theme).host
        for x in range(bar.width):
            level = x / max(1, bar.width - 1)
            ink = worn(ground, (255, 255, 255), level) if self.led else valued(level)
            pygame.draw.line(surface, ink, (bar.left + x, bar.top), (bar.left + x, bar.bottom - 1))
        pygame.draw.rect(surface, ui.theme.line, bar, 1)
        super().draw(ui, surface)


def strip_box(ui: Ui, lens: Lens, size: tuple[int, int]) -> pygame.Rect:
    """Where the title of a lens stands over its scale, in the lower left corner of a map."""
    wide, high = ScaleBar(lens.scale, lens.led).size(ui, size[0])
    wide = max(wide, ui.fonts.width(ui.tell(lens.scale.title), ui.px(SMALL), True)) + ui.px(16)
    box = pygame.Rect(ui.px(6), 0, wide, high + ui.px(22))
    box.bottom = size[1] - ui.px(6)
    return box


class Sample(Widget):
    """A small drawn example and what it means."""

    def __init__(self, text: str, draw: Callable[[Ui, pygame.Surface, pygame.Rect], None]) -> None:
        super().__init__()
        self.text, self.paint = text, draw

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(36) + ui.fonts.width(self.text, ui.px(SMALL)), ui.px(26)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        box = pygame.Rect(self.rect.left, self.rect.top, ui.px(28), self.rect.height)
        self.paint(ui, surface, box)
        rest = pygame.Rect(box.right + ui.px(8), box.top, self.rect.right - box.right - ui.px(8), box.height)
        ui.text_in(surface, self.text, rect=rest, widget=self)


def power_sample(name: str, look: Look) -> Sample:
    """Colour, pattern and letter of a power."""

    def draw(ui: Ui, surface: pygame.Surface, box: pygame.Rect) -> None:
        ground = worn(inks(ui.theme).host, look.colour, 0.5)
        field = pygame.Rect(box.left, 0, box.width, ui.px(20))
        field.centery = box.centery
        surface.fill(ground, field)
        if look.pattern != "solid":
            paint.hatch(surface, field, look.pattern, look.colour, ui.px(7), ui.px(1))
        badge = signs.badge(ui, look, ui.px(18))
        surface.blit(badge, badge.get_rect(center=field.center))

    return Sample(name, draw)


def stage_sample(ui: Ui, stage: str, look: Look) -> Sample:
    """The sign of a stage."""

    def draw(ui: Ui, surface: pygame.Surface, box: pygame.Rect) -> None:
        sign = signs.site_sign(ui, stage, look, 0.6)
        surface.blit(sign, sign.get_rect(center=box.center))

    return Sample(ui.tell(Text(STAGES[stage])), draw)


def line_sample(text: str, ink: Colour, width: float, dashed: bool = False) -> Sample:
    """A stroke of a route."""

    def draw(ui: Ui, surface: pygame.Surface, box: pygame.Rect) -> None:
        middle, thick = box.centery, ui.px(width)
        step = ui.px(9) if dashed else box.width
        for left in range(box.left, box.right, step):
            right = min(box.right, left + (ui.px(6) if dashed else box.width))
            pygame.draw.line(surface, ink, (left, middle), (right, middle), thick)

    return Sample(text, draw)


def contested_sample(ui: Ui) -> Sample:
    """The hatching of contested areas."""

    def draw(ui: Ui, surface: pygame.Surface, box: pygame.Rect) -> None:
        field = pygame.Rect(box.left, 0, box.width, ui.px(18))
        field.centery = box.centery
        surface.fill(inks(ui.theme).contested, field)
        paint.hatch(surface, field, "falling", inks(ui.theme).hatching, ui.px(6), ui.px(1))

    return Sample(ui.say("map-contested"), draw)


def legend(ui: Ui, chart: Chart, lens: Lens) -> Column:
    """The whole legend of a lens."""
    s = chart.session.scenario
    looks = {name: ui.look(place, s.file.power[name].letter) for place, name in enumerate(s.names.powers)}
    parts: list[Widget] = [Rich(lens.note, size=15, ink="muted"), scale_row(lens.scale, lens.led)]
    if lens.bar_scale is not None:
        parts.append(scale_row(lens.bar_scale, True))
    parts += [Rule(), Wrap(columns(ui, chart, lens, looks), gap=28)]
    parts += [Rule(), contested_sample(ui), Rich(ui.say("map-borders"), size=SMALL, ink="muted")]
    return Column(parts, gap=8)


def scale_row(scale: Scale, led: bool) -> Row:
    """What a scale measures, and its colours."""
    return Row([Label(scale.title, size=SMALL, bold=True), Spacer(), ScaleBar(scale, led)], gap=12)


def columns(ui: Ui, chart: Chart, lens: Lens, looks: dict[str, Look]) -> list[Widget]:
    """Powers, stages and routes, side by side; powers alone where a lens has no signs."""
    file = chart.session.scenario.file
    names = {name: ui.tell(named(file.power[name].name, file.power[name].name_ja)) for name in looks}
    found: list[Widget] = [headed(ui, "map-powers", [power_sample(names[name], look) for name, look in looks.items()])]
    if lens.sites:
        first = looks[chart.session.player]
        found.append(headed(ui, "map-stages", [stage_sample(ui, stage, first) for stage in STAGES]))
    if lens.ways:
        strokes = [
            line_sample(ui.say("map-route-width"), valued(0.4), 6),
            line_sample(ui.say("map-route-colour"), valued(0.95), 4),
            line_sample(ui.say("map-route-sea"), valued(0.4), 4, dashed=True),
        ]
        found.append(headed(ui, "map-routes", strokes))
    return found


def headed(ui: Ui, key: str, samples: Sequence[Widget]) -> Column:
    """Samples under a heading."""
    return Column([Label(ui.say(key), size=SMALL, bold=True, ink="accent"), *samples], gap=4)
