"""Widgets that do something: buttons, toggles, chips, tabs, drop-down lists, sliders, a line to type in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.labels import BODY, SMALL
from greatgame.ui.kit.theme import Colour
from greatgame.ui.kit.widget import Size, Tip, Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui

TALL = 36
"""Height of a control in units of the kit."""
Act = Callable[[], None]


class Button(Widget):
    """A button with a text, an icon, or both; ``kind`` is ``plain``, ``primary`` or ``quiet``.

    ``note`` is a second, smaller line; ``why_not`` makes it unusable and says
    why: it can still be reached, so that the reasons can be read.
    """

    focusable = True

    def __init__(
        self,
        text: str,
        act: Act,
        *,
        icon: str | None = None,
        kind: str = "plain",
        note: str = "",
        badge: str = "",
        why_not: str = "",
        align: str = "centre",
        points: int = BODY,
        name: str = "",
        tip: Tip | None = None,
    ) -> None:
        super().__init__(name=name or text, tip=why_not or tip)
        self.text, self.act, self.icon, self.kind = text, act, icon, kind
        self.note, self.badge, self.why_not, self.align, self.points = note, badge, why_not, align, points
        self.chosen = False
        """Whether it is marked as the one of several that holds."""

    def size(self, ui: Ui, width: int) -> Size:
        wide = ui.fonts.width(self.text, ui.px(self.points), self.kind == "primary" or self.chosen)
        if self.note:
            wide = max(wide, ui.fonts.width(self.note, ui.px(SMALL)))
        wide += self._lead(ui) + ui.px(24 if self.text else 14)
        if self.badge:
            wide += ui.fonts.width(self.badge, ui.px(SMALL)) + ui.px(16)
        return wide, ui.px(TALL + 20 if self.note else TALL)

    def _lead(self, ui: Ui) -> int:
        return 0 if self.icon is None else ui.px(self.points * 1.25) + (ui.px(8) if self.text else 0)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        usable = self.enabled and not self.why_not
        hot = usable and ui.hovered is self
        fill = {"primary": theme.primary, "quiet": None}.get(self.kind, theme.raised)
        if self.chosen:
            fill = theme.chosen
        if hot:
            fill = theme.primary_hover if self.kind == "primary" else theme.hover
        if not usable:
            fill = None if self.kind == "quiet" else theme.panel
        edge: Colour | None = theme.accent if self.chosen or (self.kind == "primary" and usable) else theme.line
        if self.kind == "quiet" and not self.chosen:
            edge = fill
        paint.box(surface, self.rect, fill, ui.px(6), edge, ui.px(2 if theme.bold_lines else 1))
        ui.ring(surface, self)
        self._draw_words(ui, surface, theme.text if usable else theme.faint)

    def _draw_words(self, ui: Ui, surface: pygame.Surface, ink: Colour) -> None:
        bold = self.kind == "primary" or self.chosen
        inner = self.rect.inflate(-ui.px(24 if self.text else 14), 0)
        words = ui.fonts.width(self.text, ui.px(self.points), bold)
        lead = self._lead(ui)
        left = inner.left
        aside = ui.fonts.width(self.badge, ui.px(SMALL)) + ui.px(10) if self.badge else 0
        if self.align == "centre" and not self.note:
            spare = max(0, inner.width - words - lead)
            left += min(spare // 2, max(0, spare - aside))
        if self.icon:
            side = ui.px(self.points * 1.25)
            tint = ink if self.kind == "primary" or ink == ui.theme.faint else ui.theme.accent
            surface.blit(ui.fonts.icon(self.icon, side, tint), (left, inner.centery - side // 2))
        right = inner.right
        if self.badge:
            width = ui.fonts.width(self.badge, ui.px(SMALL))
            place = pygame.Rect(right - width, inner.top, width, inner.height)
            muted = ui.theme.muted if self.kind != "primary" else ui.theme.text
            ui.text_in(surface, self.badge, place, SMALL, muted, widget=self)
            right -= width + ui.px(10)
        rect = pygame.Rect(left + lead, inner.top, right - left - lead, inner.height)
        if not self.text:
            return
        if self.note:
            half = rect.height // 2
            upper = pygame.Rect(rect.left, rect.top + ui.px(3), rect.width, half)
            lower = pygame.Rect(rect.left, rect.top + half - ui.px(3), rect.width, half)
            ui.text_in(surface, self.text, upper, self.points, ink, bold, widget=self)
            note = ui.theme.text if self.kind == "primary" else ui.theme.muted
            ui.text_in(surface, self.note, lower, SMALL, note, widget=self)
        else:
            ui.text_in(surface, self.text, rect, self.points, ink, bold, widget=self)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        return True

    def on_release(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.rect.collidepoint(place):
            self.do(ui)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        if key not in ("enter", "space"):
            return False
        self.do(ui)
        return True

    def do(self, ui: Ui) -> None:
        """Do what it is there for, or say why that cannot be."""
        if self.why_not:
            ui.tooltip.show(ui, self, pinned=True)
        elif self.enabled:
            self.act()


class Toggle(Widget):
    """Something that is on or off."""

    focusable = True

    def __init__(
        self, text: str, on: bool, change: Callable[[bool], None], *, name: str = "", tip: Tip | None = None
    ) -> None:
        super().__init__(name=name or text, tip=tip)
        self.text, self.on, self.change = text, on, change

    def size(self, ui: Ui, width: int) -> Size:
        return ui.fonts.width(self.text, ui.px(BODY)) + ui.px(54), ui.px(TALL - 4)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        track = pygame.Rect(self.rect.left, self.rect.centery - ui.px(11), ui.px(42), ui.px(22))
        paint.box(surface, track, theme.primary if self.on else theme.field, ui.px(11), theme.edge, ui.px(1))
        knob = pygame.Rect(0, 0, ui.px(16), ui.px(16))
        knob.center = (track.right - ui.px(12) if self.on else track.left + ui.px(12), track.centery)
        paint.box(surface, knob, theme.accent if self.on else theme.edge, ui.px(8))
        words = pygame.Rect(track.right + ui.px(10), self.rect.top, 0, self.rect.height)
        words.width = self.rect.right - words.left
        ui.text_in(surface, self.text, words, BODY, theme.text if self.enabled else theme.faint, widget=self)
        ui.ring(surface, self)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        self.on = not self.on
        ui.redraw()
        self.change(self.on)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key in ("enter", "space") and self.on_press(ui, self.rect.center)


class Chip(Widget):
    """A short text in a small frame: a state, a tag, an intent; with ``act`` it is a small button."""

    def __init__(
        self,
        text: str,
        *,
        icon: str | None = None,
        ink: str = "text",
        ground: str = "raised",
        look: tuple[int, str] | None = None,
        act: Act | None = None,
        name: str = "",
        tip: Tip | None = None,
    ) -> None:
        super().__init__(name=name or text, tip=tip)
        self.text, self.icon, self.ink, self.ground, self.act = text, icon, ink, ground, act
        self.look = look
        """(place, letter) of the actor whose colour and letter stand before the text."""
        self.focusable = act is not None

    def size(self, ui: Ui, width: int) -> Size:
        return ui.fonts.width(self.text, ui.px(SMALL)) + self._lead(ui) + ui.px(16), ui.px(24)

    def _lead(self, ui: Ui) -> int:
        return (ui.px(20) if self.icon else 0) + (ui.px(26) if self.look else 0)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        hot = self.act is not None and ui.hovered is self
        fill = theme.hover if hot else theme.colour(self.ground)
        paint.box(surface, self.rect, fill, ui.px(12), theme.line, ui.px(1))
        left = self.rect.left + ui.px(8)
        if self.look is not None:
            badge(ui, surface, pygame.Rect(left - ui.px(4), self.rect.top + ui.px(3), ui.px(18), ui.px(18)), *self.look)
            left += ui.px(20)
        if self.icon:
            side = ui.px(15)
            image = ui.fonts.icon(self.icon, side, theme.colour(self.ink))
            surface.blit(image, (left, self.rect.centery - side // 2))
            left += ui.px(20)
        rect = pygame.Rect(left, self.rect.top, self.rect.right - ui.px(8) - left, self.rect.height)
        ui.text_in(surface, self.text, rect, SMALL, theme.colour(self.ink), widget=self)
        ui.ring(surface, self, radius=12)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.act is None:
            return False
        self.act()
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key in ("enter", "space") and self.on_press(ui, self.rect.center)


def badge(ui: Ui, surface: pygame.Surface, rect: pygame.Rect, place: int, letter: str) -> None:
    """An actor's mark: its letter on its colour."""
    look = ui.theme.look(place, letter)
    paint.box(surface, rect, look.colour, ui.px(4), ui.theme.background, ui.px(1))
    size = max(10, round(rect.height / ui.scale * (0.72 if len(letter) == 1 else 0.58)))
    image = ui.fonts.text(letter, ui.px(size), ui.theme.ink_on(look.colour), True)
    surface.blit(image, image.get_rect(center=rect.center))


class Slider(Widget):
    """A number between two bounds, in steps; ``said`` puts it in words."""

    focusable = True

    def __init__(
        self,
        value: float,
        low: float,
        high: float,
        step: float,
        change: Callable[[float], None],
        *,
        words: Callable[[float], str],
        beside: str = "",
        name: str = "",
        tip: Tip | None = None,
    ) -> None:
        super().__init__(name=name, tip=tip)
        self.value, self.low, self.high, self.step = value, low, high, step
        self.change, self.words = change, words
        self.beside = beside
        """Words for which there is room too, so that sliders below one another are alike."""

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(280), ui.px(TALL - 4)

    def _track(self, ui: Ui) -> pygame.Rect:
        said = (self.beside, *(self.words(value) for value in (self.low, self.high, self.value)))
        words = max(ui.fonts.width(text, ui.px(BODY)) for text in said)
        width = max(ui.px(40), self.rect.width - words - ui.px(24))
        return pygame.Rect(self.rect.left + ui.px(8), self.rect.centery - ui.px(3), width - ui.px(8), ui.px(6))

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme, track = ui.theme, self._track(ui)
        share = (self.value - self.low) / (self.high - self.low)
        paint.box(surface, track, theme.field, ui.px(3), theme.edge, ui.px(1))
        filled = pygame.Rect(track.left, track.top, round(track.width * share), track.height)
        paint.box(surface, filled, theme.accent, ui.px(3))
        knob = pygame.Rect(0, 0, ui.px(18), ui.px(18))
        knob.center = (track.left + round(track.width * share), track.centery)
        paint.box(surface, knob, theme.accent, ui.px(9), theme.background, ui.px(2))
        words = pygame.Rect(track.right + ui.px(14), self.rect.top, 0, self.rect.height)
        words.width = self.rect.right - words.left
        ui.text_in(surface, self.words(self.value), words, BODY, theme.text, widget=self)
        ui.ring(surface, self)

    def _set(self, ui: Ui, value: float) -> bool:
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        value = min(self.low + steps * self.step, self.high)
        if value != self.value:
            self.value = value
            ui.redraw()
            self.change(value)
        return True

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        track = self._track(ui)
        return self._set(ui, self.low + (place[0] - track.left) / track.width * (self.high - self.low))

    def on_drag(self, ui: Ui, place: tuple[int, int]) -> bool:
        return self.on_press(ui, place)

    def on_key(self, ui: Ui, key: str) -> bool:
        moves = {"left": -self.step, "right": self.step, "home": self.low - self.value, "end": self.high - self.value}
        return key in moves and self._set(ui, self.value + moves[key])


APART, CLOSE = 24, 10
"""Units between the names of two tabs, usually and where there is little room."""


class Tabs(Widget):
    """One of several, side by side; arrows choose.  Each tab is (text, icon or None)."""

    focusable = True

    def __init__(
        self, tabs: Sequence[tuple[str, str | None]], chosen: int, choose: Callable[[int], None], *, name: str = "tabs"
    ) -> None:
        super().__init__(name=name)
        self.tabs, self.chosen, self.choose = tabs, chosen, choose

    def size(self, ui: Ui, width: int) -> Size:
        return sum(self._wishes(ui, APART)), ui.px(40)

    def fits(self, ui: Ui, width: int) -> bool:
        """Whether all names stand in a width, as close as they can be."""
        return sum(self._wishes(ui, CLOSE)) <= width

    def _wishes(self, ui: Ui, apart: int) -> list[int]:
        icons = [0 if icon is None else 26 for _, icon in self.tabs]
        widths = (ui.fonts.width(text, ui.px(BODY), True) for text, _ in self.tabs)
        return [wide + ui.px(apart + more) for wide, more in zip(widths, icons, strict=True)]

    def _apart(self, ui: Ui) -> int:
        """Units between two names: fewer where there is no room for the usual ones."""
        return APART if sum(self._wishes(ui, APART)) <= self.rect.width else CLOSE

    def places(self, ui: Ui) -> list[pygame.Rect]:
        """Rectangles of the tabs; room that is left over is shared."""
        wishes = self._wishes(ui, self._apart(ui))
        spare = max(0, min(self.rect.width - sum(wishes), ui.px(24) * len(wishes)))
        left, found = self.rect.left, []
        for wish in wishes:
            width = wish + spare // len(wishes)
            found.append(pygame.Rect(left, self.rect.top, width, self.rect.height))
            left += width
        return found

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        surface.fill(theme.line, (self.rect.left, self.rect.bottom - ui.px(1), self.rect.width, ui.px(1)))
        for number, ((text, icon), rect) in enumerate(zip(self.tabs, self.places(ui), strict=True)):
            mine = number == self.chosen
            ink = theme.text if mine else theme.muted
            words = rect.inflate(-ui.px(self._apart(ui)), 0)
            if icon:
                side = ui.px(18)
                image = ui.fonts.icon(icon, side, theme.accent if mine else ink)
                surface.blit(image, (words.left, words.centery - side // 2))
                words = pygame.Rect(words.left + ui.px(26), words.top, words.width - ui.px(26), words.height)
            if rect.right > self.rect.right + 1:
                words.width = max(0, words.width - (rect.right - self.rect.right))
            ui.text_in(surface, text, words, BODY, ink, mine, widget=self)
            if mine:
                surface.fill(theme.accent, (rect.left, rect.bottom - ui.px(3), rect.width, ui.px(3)))
        ui.ring(surface, self)

    def _choose(self, ui: Ui, number: int) -> bool:
        number %= len(self.tabs)
        if number != self.chosen:
            self.chosen = number
            ui.redraw()
            self.choose(number)
        return True

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        for number, rect in enumerate(self.places(ui)):
            if rect.collidepoint(place):
                return self._choose(ui, number)
        return False

    def on_key(self, ui: Ui, key: str) -> bool:
        step = {"left": -1, "right": 1}.get(key)
        return step is not None and self._choose(ui, self.chosen + step)
