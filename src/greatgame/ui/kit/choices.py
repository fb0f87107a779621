"""Widgets to choose with: drop-down lists, lists of rows, a line to type in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.controls import TALL
from greatgame.ui.kit.labels import BODY
from greatgame.ui.kit.scroll import Scroll
from greatgame.ui.kit.widget import Column, Size, Tip, Widget

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui

CARET = 5
"""Room for the caret before the hint of an empty line, in units of the kit."""


class Item(Widget):
    """A row of a list: any content, chosen by click or Enter."""

    focusable = True

    def __init__(
        self,
        content: Widget,
        act: Callable[[], None] | None = None,
        *,
        chosen: bool = False,
        pad: int = 8,
        name: str = "",
        tip: Tip | None = None,
        topic: str = "",
    ) -> None:
        super().__init__(name=name, tip=tip)
        self.topic = topic
        self.children = [content]
        self.act, self.chosen, self.pad = act, chosen, pad

    def size(self, ui: Ui, width: int) -> Size:
        wide, high = ui.measured(self.children[0], width - 2 * ui.px(self.pad))
        return wide + 2 * ui.px(self.pad), high + ui.px(self.pad)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        self.children[0].layout(ui, rect.inflate(-2 * ui.px(self.pad), -ui.px(self.pad)))

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        hot = self.act is not None and ui.hovered is not None and bool(self.path_to(ui.hovered))
        if self.chosen or hot:
            fill = theme.chosen if self.chosen else theme.hover
            paint.box(surface, self.rect, fill, ui.px(6), theme.accent if self.chosen else None, ui.px(1))
        super().draw(ui, surface)
        ui.ring(surface, self)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if self.act is None:
            return False
        self.act()
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ("enter", "space") and ui.focus is self:
            return self.on_press(ui, self.rect.center)
        return False


class Drop(Widget):
    """One of several, folded up; opens on click, Enter or arrow down, unless ``why_not`` says why it cannot."""

    focusable = True

    def __init__(
        self,
        options: Sequence[str],
        chosen: int,
        choose: Callable[[int], None],
        *,
        name: str = "drop",
        tip: Tip | None = None,
        why_not: str = "",
    ) -> None:
        super().__init__(name=name, tip=why_not or tip)
        self.options, self.chosen, self.choose, self.why_not = options, chosen, choose, why_not

    def size(self, ui: Ui, width: int) -> Size:
        widest = max(ui.fonts.width(text, ui.px(BODY)) for text in self.options)
        return widest + ui.px(52), ui.px(TALL)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        usable = not self.why_not
        fill = theme.panel if not usable else theme.hover if ui.hovered is self else theme.field
        paint.box(surface, self.rect, fill, ui.px(6), theme.edge if usable else theme.line, ui.px(1))
        words = pygame.Rect(self.rect.left + ui.px(12), self.rect.top, self.rect.width - ui.px(48), self.rect.height)
        ui.text_in(surface, self.options[self.chosen], words, BODY, theme.text if usable else theme.faint, widget=self)
        side = ui.px(18)
        image = ui.fonts.icon("chevron-down", side, theme.muted if usable else theme.faint)
        surface.blit(image, (self.rect.right - ui.px(10) - side, self.rect.centery - side // 2))
        ui.ring(surface, self)

    def take(self, ui: Ui, number: int) -> None:
        """Choose an option."""
        ui.pop()
        ui.input.give(self)
        if number != self.chosen:
            self.chosen = number
            self.choose(number)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if not self.why_not:
            ui.push(Menu(self))
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key in ("enter", "space", "down") and self.on_press(ui, self.rect.center)


class Menu(Widget):
    """The options of a :class:`Drop`, unfolded below or above it."""

    layered = True

    def __init__(self, drop: Drop) -> None:
        super().__init__()
        self.drop = drop
        self.list = Scroll(Column([self._option(number) for number in range(len(drop.options))], gap=2))
        self.children = [self.list]

    def _option(self, number: int) -> Widget:
        name = "first" if number == self.drop.chosen else ""
        return Option(self.drop, number, name)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        anchor = self.drop.rect
        pad = ui.px(5)
        width = max(anchor.width, self.list.size(ui, rect.width)[0] + 2 * pad)
        high = self.list.children[0].size(ui, width)[1] + 2 * pad
        below, above = rect.bottom - anchor.bottom - ui.px(8), anchor.top - rect.top - ui.px(8)
        down = high <= below or below >= above
        high = min(high, below if down else above)
        top = anchor.bottom + ui.px(4) if down else anchor.top - ui.px(4) - high
        self.frame = pygame.Rect(min(anchor.left, rect.right - width - pad), top, width, high)
        self.list.layout(ui, self.frame.inflate(-2 * pad, -2 * pad))

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        paint.shadow(surface, self.frame, ui.px(8))
        paint.box(surface, self.frame, ui.theme.raised, ui.px(6), ui.theme.edge, ui.px(1))
        super().draw(ui, surface)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if not self.frame.collidepoint(place):
            ui.pop(self)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        if key == "escape":
            ui.pop(self)
            return True
        options = ui.input.stops() if key in ("home", "end") else []
        return bool(options) and ui.input.give(options[0 if key == "home" else -1])

    def on_action(self, ui: Ui, action: str) -> bool:
        return True


class Option(Widget):
    """One line of a menu."""

    focusable = True

    def __init__(self, drop: Drop, number: int, name: str) -> None:
        super().__init__(name=name)
        self.drop, self.number = drop, number
        self.text = drop.options[number]

    def size(self, ui: Ui, width: int) -> Size:
        return ui.fonts.width(self.drop.options[self.number], ui.px(BODY)) + ui.px(46), ui.px(32)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        mine = self.number == self.drop.chosen
        if ui.hovered is self or ui.focus is self:
            paint.box(surface, self.rect, theme.hover, ui.px(4))
        if mine:
            side = ui.px(16)
            image = ui.fonts.icon("check", side, theme.accent)
            surface.blit(image, (self.rect.left + ui.px(6), self.rect.centery - side // 2))
        words = pygame.Rect(self.rect.left + ui.px(30), self.rect.top, self.rect.width - ui.px(34), self.rect.height)
        ui.text_in(surface, self.drop.options[self.number], words, BODY, theme.text, mine, widget=self)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        self.drop.take(ui, self.number)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key in ("enter", "space") and self.on_press(ui, self.rect.center)


class Entry(Widget):
    """A line to type in; ``accept`` says which letters it takes."""

    focusable = True

    def __init__(
        self,
        text: str,
        change: Callable[[str], None],
        *,
        hint: str = "",
        longest: int = 60,
        accept: Callable[[str], bool] = str.isprintable,
        width: int = 240,
        name: str = "entry",
    ) -> None:
        super().__init__(name=name)
        self.text, self.change, self.hint = text, change, hint
        self.longest, self.accept, self.wide = longest, accept, width
        self.cursor = len(text)

    def size(self, ui: Ui, width: int) -> Size:
        hint = ui.fonts.width(self.hint, ui.px(BODY)) + ui.px(20 + CARET)
        return max(ui.px(self.wide), min(hint, width)), ui.px(TALL)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        theme = ui.theme
        focused = ui.focus is self
        edge = theme.focus if focused else theme.edge
        paint.box(surface, self.rect, theme.field, ui.px(6), edge, ui.px(2 if focused else 1))
        inner = self.rect.inflate(-ui.px(20), 0)
        if not self.text:
            beside = pygame.Rect(inner.left + ui.px(CARET), inner.top, inner.width - ui.px(CARET), inner.height)
            ui.text_in(surface, self.hint, beside, BODY, theme.muted, elide=True, widget=self)
        shown = pygame.Rect(inner)
        at = ui.fonts.width(self.text[: self.cursor], ui.px(BODY))
        before = surface.get_clip()
        surface.set_clip(inner.inflate(4, 0).clip(before))
        shift = max(0, at - inner.width + ui.px(2))
        image = ui.fonts.text(self.text, ui.px(BODY), theme.text)
        surface.blit(image, image.get_rect(midleft=(shown.left - shift, shown.centery)))
        if focused:
            height = ui.fonts.height(ui.px(BODY))
            surface.fill(theme.focus, (shown.left + at - shift, shown.centery - height // 2, ui.px(2), height))
        surface.set_clip(before)

    def set(self, ui: Ui, text: str) -> None:
        """Put another text in its place."""
        self.text, self.cursor = text, len(text)
        ui.redraw()
        self.change(text)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        offset = place[0] - self.rect.left - ui.px(10)
        widths = [ui.fonts.width(self.text[:n], ui.px(BODY)) for n in range(len(self.text) + 1)]
        self.cursor = min(range(len(widths)), key=lambda n: abs(widths[n] - offset))
        return True

    def on_text(self, ui: Ui, text: str) -> bool:
        taken = "".join(letter for letter in text if self.accept(letter))[: self.longest - len(self.text)]
        if taken:
            cursor = self.cursor + len(taken)
            self.set(ui, self.text[: self.cursor] + taken + self.text[self.cursor :])
            self.cursor = cursor
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ("left", "right", "home", "end"):
            to = {"left": self.cursor - 1, "right": self.cursor + 1, "home": 0, "end": len(self.text)}[key]
            self.cursor = max(0, min(to, len(self.text)))
        elif key == "backspace" and self.cursor:
            cursor = self.cursor - 1
            self.set(ui, self.text[:cursor] + self.text[cursor + 1 :])
            self.cursor = cursor
        elif key == "delete" and self.cursor < len(self.text):
            cursor = self.cursor
            self.set(ui, self.text[:cursor] + self.text[cursor + 1 :])
            self.cursor = cursor
        else:
            # Letters come as text afterwards: no shortcut may take them away.
            return (
                len(key) == 1
                or key in ("space", "backspace", "delete")
                or (key.startswith("shift+") and key != "shift+tab")
            )
        return True
