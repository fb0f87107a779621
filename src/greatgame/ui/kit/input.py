"""Where events go: the mouse to what is under it, keys to the focus and then outward, and the way of Tab."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit.keys import key_name
from greatgame.ui.kit.widget import Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui

HOVER_DELAY = 0.25
"""Seconds after which a tip appears."""
HEARD = {
    pygame.KEYDOWN: "key",
    pygame.MOUSEBUTTONDOWN: "pointer",
    pygame.MOUSEBUTTONUP: "pointer",
    pygame.MOUSEWHEEL: "pointer",
    pygame.MOUSEMOTION: "move",
}
"""Kinds of events that are counted."""
ARROWS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class Input:
    """The focus, the mouse and the keyboard of one window."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui
        self.focus: Widget | None = None
        self.hovered: Widget | None = None
        self.pressed: Widget | None = None
        self.keyboard = False
        """Whether the last thing used was the keyboard: then the focus is marked."""
        self.heard = {"key": 0, "pointer": 0, "move": 0}
        """How many keys were struck, buttons and wheels turned, and movements of the mouse heard."""
        self._before: list[Widget | None] = []
        self._clicked: str | None = None
        """Name of the widget to which the mouse gave the focus last."""

    def handle(self, event: pygame.Event) -> bool:
        """Give an event to whom it concerns; returns whether anybody used it."""
        ui = self.ui
        ui.settle()
        if kind := HEARD.get(event.type):
            self.heard[kind] += 1
        if event.type == pygame.MOUSEMOTION:
            return self._moved(event.pos)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return self._press(event.pos)
        if event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            return self._release(event.pos)
        if event.type == pygame.MOUSEWHEEL:
            return self._wheel(event)
        if event.type == pygame.KEYDOWN:
            return self._key(key_name(event))
        if event.type == pygame.TEXTINPUT and self.focus is not None:
            return self.focus.on_text(ui, event.text)
        return False

    # Mouse

    def _moved(self, place: tuple[int, int]) -> bool:
        ui = self.ui
        if self.pressed is not None:
            used = self.pressed.on_drag(ui, place)
            ui.redraw()
            return used
        path = ui.path_at(place)
        under = path[-1] if path else None
        if under is not self.hovered:
            self.hovered = under
            ui.tooltip.hide()
            ui.redraw()
            if teller := _teller(path):
                ui.after(HOVER_DELAY, lambda: self._tell(teller, under))
        return any(widget.on_move(ui, place) for widget in reversed(path))

    def _tell(self, teller: Widget, under: Widget | None) -> None:
        if self.hovered is under and self.pressed is None:
            self.ui.tooltip.show(self.ui, teller)

    def _press(self, place: tuple[int, int]) -> bool:
        ui = self.ui
        self.keyboard = False
        ui.tooltip.hide()
        ui.redraw()
        path = ui.path_at(place)
        for widget in reversed(path):
            if not widget.enabled:
                return True
            if widget.focusable:
                self.focus, self._clicked = widget, widget.name
            self.pressed = widget
            if widget.on_press(ui, place):
                return True
        self.pressed = None
        return False

    def _release(self, place: tuple[int, int]) -> bool:
        pressed, self.pressed = self.pressed, None
        self.ui.redraw()
        return pressed is not None and pressed.on_release(self.ui, place)

    def _wheel(self, event: pygame.Event) -> bool:
        place = getattr(event, "pos", None) or pygame.mouse.get_pos()
        return any(widget.on_wheel(self.ui, event.y, place) for widget in reversed(self.ui.path_at(place)))

    # Keyboard

    def _key(self, key: str) -> bool:
        if not key:
            return False
        ui = self.ui
        clicked = self.focus is not None and self.focus.name == self._clicked
        if key == "enter" and clicked and not self.keyboard and not ui.layers and not self._typing():
            # What was clicked last is not marked as having the focus: Enter is for the screen.
            self.focus = None
        self.keyboard = True
        ui.redraw()
        tip_shown = ui.tooltip.visible
        path = ui.path_to(self.focus) if self.focus is not None else []
        for widget in reversed(path):
            if widget.enabled and widget.on_key(ui, key):
                return True
        if ui.top not in path and ui.top.on_key(ui, key):
            return True
        if tip_shown and key == "escape":
            ui.tooltip.hide()
            return True
        return self._act(key, path) or self._navigate(key)

    def _typing(self) -> bool:
        """Whether the focus is on something to type in."""
        return self.focus is not None and type(self.focus).on_text is not Widget.on_text

    def _act(self, key: str, path: Iterable[Widget]) -> bool:
        ui = self.ui
        for action in [action for action, laid in ui.keys.items() if laid == key]:
            if action == "why" and self._why():
                return True
            # A companion hears first, so that it can be put aside from anywhere; it leaves the rest to the others.
            inner = list(path)[::-1]
            way = [*(beside for beside in ui.tops[1:] if beside not in inner), *inner]
            way += [] if ui.top in inner else [ui.top]
            if any(widget.on_action(ui, action) for widget in way):
                return True
            if ui.on_action is not None and ui.on_action(action):
                return True
        return False

    def _why(self) -> bool:
        """Show of the focus what the mouse shows of what is under it; a second time opens the account."""
        ui, focus = self.ui, self.focus if self.focus is not None else self.hovered
        if ui.tooltip.visible and ui.tooltip.figure is not None:
            ui.open_figure(ui.tooltip.figure)
            return True
        if focus is None:
            return False
        teller = _teller(ui.path_to(focus))
        if teller is None:
            return False
        ui.tooltip.show(ui, teller, pinned=True)
        return True

    def _navigate(self, key: str) -> bool:
        if key in ("tab", "shift+tab"):
            return self.step(-1 if key == "shift+tab" else 1)
        if key in ARROWS:
            return self._toward(*ARROWS[key])
        return False

    # Focus

    def stops(self) -> list[Widget]:
        """Widgets at which Tab stops, in order of reading."""
        self.ui.settle()
        return [widget for top in self.ui.tops for widget in top.walk() if widget.focusable and widget.enabled]

    def step(self, by: int) -> bool:
        """Move the focus by one stop."""
        stops = self.stops()
        if not stops:
            return False
        place = stops.index(self.focus) + by if self.focus in stops else (0 if by > 0 else -1)
        return self.give(stops[place % len(stops)])

    def give(self, widget: Widget) -> bool:
        """Give the focus to a widget and bring it into view."""
        ui = self.ui
        self.focus = widget
        ui.tooltip.hide()
        for around in ui.path_to(widget):
            ui.settle()
            around.reveal(ui, widget.rect)
        ui.redraw()
        return True

    def _toward(self, x: int, y: int) -> bool:
        """Move the focus to the nearest stop in a direction."""
        if self.focus is None:
            return self.step(1)
        here = self.focus.rect

        def distance(rect: pygame.Rect) -> float | None:
            across, down = rect.centerx - here.centerx, rect.centery - here.centery
            ahead, aside = (across * x, abs(down)) if x else (down * y, abs(across))
            beyond = rect.left >= here.right - 4 or rect.right <= here.left + 4
            if y:
                beyond = rect.top >= here.bottom - 4 or rect.bottom <= here.top + 4
            return ahead + 2.5 * aside if ahead > 0 and beyond else None

        near = [(d, n, w) for n, w in enumerate(self.stops()) if (d := distance(w.rect)) is not None]
        return bool(near) and self.give(min(near)[2])

    def focus_first(self, layer: Widget) -> None:
        """Put the focus on the first stop of a new layer."""
        stops = self.stops()
        self.focus = next((w for w in stops if w.name == "first"), stops[0] if stops else None)
        self.hovered = self.pressed = None

    def remember(self) -> None:
        """A layer goes on top: keep the focus of what is below."""
        self._before.append(self.focus)

    def recall(self) -> None:
        """The layer is gone."""
        self.focus = self._before.pop() if self._before else None

    def hand_over(self, old: Iterable[Widget], new: Iterable[Widget]) -> None:
        """Widgets take the place of others: those of the same kind and name go on where the others stood."""
        before = {(type(widget), widget.name): widget for widget in old if widget.name}
        for widget in new:
            other = before.get((type(widget), widget.name), widget)
            if other is not widget:
                widget.take_over(other)
                self.pressed = widget if self.pressed is other else self.pressed

    def find_again(self) -> None:
        """Widgets were built anew: the focus goes to the one of the same name; the mouse lets go of what is gone."""
        self.hovered = None
        if self.pressed is not None and not self.ui.path_to(self.pressed):
            self.pressed = None
        focus = self.focus
        if focus is not None and not self.ui.path_to(focus):
            self.focus = next((w for w in self.stops() if w.name and w.name == focus.name), None)


def _teller(path: Iterable[Widget]) -> Widget | None:
    """The innermost widget of a path that has a tip or a figure."""
    return next((w for w in reversed(list(path)) if w.figure is not None or w.said()), None)
