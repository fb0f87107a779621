"""What moves on the map while a turn resolves: rings at a place, and beads along a route."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit.theme import Colour
from greatgame.ui.map.projection import Place
from greatgame.ui.map.room import along

if TYPE_CHECKING:
    from greatgame.ui.kit import Ui
    from greatgame.ui.map.widget import MapView

PULSE, FLOW = 0.9, 1.4
"""Seconds that a ring and a row of beads last."""
BEADS = 5


@dataclass(frozen=True)
class Pulse:
    """Rings that widen around what a key means."""

    key: str
    colour: Colour
    begun: float
    lasts: float = PULSE


@dataclass(frozen=True)
class Flow:
    """Beads that run along a leg."""

    leg: str
    colour: Colour
    begun: float
    lasts: float = FLOW


class Effects:
    """Everything that moves on one map; with reduced motion it stands still for as long."""

    def __init__(self, view: MapView) -> None:
        self.view = view
        self.running: list[Pulse | Flow] = []

    def pulse(self, ui: Ui, key: str, colour: Colour) -> None:
        """Draw the eye to a host, a project, a leg or a conflict."""
        self._start(ui, Pulse(key, colour, ui.time.clock()))

    def flow(self, ui: Ui, legs: Sequence[str], colour: Colour) -> None:
        """Show traffic along legs, such as those of a corridor."""
        for leg in legs:
            self._start(ui, Flow(leg, colour, ui.time.clock()))

    def stop(self, ui: Ui) -> None:
        """End everything at once."""
        self.running.clear()
        ui.redraw()

    def _start(self, ui: Ui, effect: Pulse | Flow) -> None:
        self.running.append(effect)
        ui.redraw()
        if ui.reduced_motion:
            ui.after(effect.lasts, lambda: self._end(ui, effect))
        else:
            ui.animate(lambda seconds: self._frame(ui, effect, seconds))

    def _frame(self, ui: Ui, effect: Pulse | Flow, seconds: float) -> bool:
        ui.redraw()
        if seconds < effect.lasts and effect in self.running:
            return True
        self._end(ui, effect)
        return False

    def _end(self, ui: Ui, effect: Pulse | Flow) -> None:
        if effect in self.running:
            self.running.remove(effect)
        ui.redraw()

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        """Draw what is under way."""
        for effect in self.running:
            share = 0.5 if ui.reduced_motion else (ui.time.clock() - effect.begun) / effect.lasts
            share = min(1.0, max(0.0, share))
            if isinstance(effect, Pulse):
                self._draw_pulse(ui, surface, effect, share)
            else:
                self._draw_flow(ui, surface, effect, share)

    def _draw_pulse(self, ui: Ui, surface: pygame.Surface, effect: Pulse, share: float) -> None:
        spot = self.view.spot(effect.key)
        if spot is None:
            return
        for ring in range(2):
            phase = share - 0.25 * ring
            if 0.0 <= phase <= 1.0:
                radius = max(spot.rect.height // 2, ui.px(9)) + round(phase * ui.px(34))
                ink = (*effect.colour, round(230 * (1.0 - phase)))
                wide = pygame.Surface((2 * radius + 4, 2 * radius + 4), pygame.SRCALPHA)
                pygame.draw.circle(wide, ink, (radius + 2, radius + 2), radius, ui.px(3))
                surface.blit(wide, wide.get_rect(center=spot.rect.center))

    def _draw_flow(self, ui: Ui, surface: pygame.Surface, effect: Flow, share: float) -> None:
        origin = self.view.rect.topleft
        for path in self.view.paths(effect.leg):
            for bead in range(BEADS):
                at = along(path, (share + bead / BEADS) % 1.0)
                place: Place = (at[0] + origin[0], at[1] + origin[1])
                pygame.draw.aacircle(surface, ui.theme.background, place, ui.px(5))
                pygame.draw.aacircle(surface, effect.colour, place, ui.px(3.5))
