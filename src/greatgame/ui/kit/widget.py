"""Widgets and how they are laid out: columns, rows, panels, scrolling areas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Figure

Size = tuple[int, int]
Tip = str | Callable[[], str]


class Widget:
    """Something on the screen.

    ``size`` says how much room it would like, ``layout`` gives it a rectangle in
    pixels of the screen, ``draw`` draws it.  Keys and clicks come through the
    ``on_`` methods, which return whether they made use of them; what is not used
    goes on to the parent.
    """

    focusable = False
    """Whether Tab stops here."""
    layered = False
    """Whether it takes all input while it is on top (menus and dialogues)."""
    topic = ""
    """What help opens about it; empty: what it opens about that which is around it."""

    def __init__(self, *, name: str = "", tip: Tip | None = None, figure: Figure | None = None) -> None:
        self.name = name
        """By which the focus finds it again after a screen was built anew."""
        self.tip = tip
        self.figure = figure
        """The figure that it shows, if it shows one; opens with ``why``."""
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.children: list[Widget] = []
        self.visible = True
        self.enabled = True
        self.grow = 0.0
        """Share of the room that is left over in a row or a column; 0: as large as it would like to be."""
        self.width: int | None = None
        """Width in a row, in units of the kit (pixels at 100 %), where it is fixed."""
        self.height: int | None = None
        """Height in a column, likewise."""

    # What a widget does

    def size(self, ui: Ui, width: int) -> Size:
        """Pixels it would like to have where ``width`` are there."""
        return 0, 0

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        """Take a rectangle of the screen and place the children in it."""
        self.rect = pygame.Rect(rect)
        for child in self.children:
            child.layout(ui, self.rect)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        """Draw it and the children."""
        for child in self.children:
            if child.visible:
                child.draw(ui, surface)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        """The mouse button went down on it."""
        return False

    def on_drag(self, ui: Ui, place: tuple[int, int]) -> bool:
        """The mouse moved while the button that went down on it is held."""
        return False

    def on_release(self, ui: Ui, place: tuple[int, int]) -> bool:
        """The button that went down on it went up, wherever that was."""
        return False

    def on_move(self, ui: Ui, place: tuple[int, int]) -> bool:
        """The mouse moved over it without a button held."""
        return False

    def on_wheel(self, ui: Ui, steps: int, place: tuple[int, int]) -> bool:
        """The wheel was turned over it; up is positive."""
        return False

    def on_key(self, ui: Ui, key: str) -> bool:
        """A key was struck while it or a child had the focus; see :func:`greatgame.ui.kit.keys.key_name`."""
        return False

    def on_text(self, ui: Ui, text: str) -> bool:
        """Text was typed while it had the focus."""
        return False

    def on_action(self, ui: Ui, action: str) -> bool:
        """A key that the table of keys lays on ``action`` was struck and nobody inside used it."""
        return False

    # What others ask of it

    def take_over(self, other: Widget) -> None:
        """Go on where ``other`` stood: one of the same kind and name that this one takes the place of."""

    def walk(self) -> Iterator[Widget]:
        """It and everything visible inside, in order of reading."""
        yield self
        for child in self.children:
            if child.visible:
                yield from child.walk()

    def at(self, place: tuple[int, int]) -> list[Widget]:
        """From it down to the innermost widget at a place; empty where the place is outside."""
        if not self.visible or not self.rect.collidepoint(place):
            return []
        for child in reversed(self.children):
            if path := child.at(place):
                return [self, *path]
        return [self]

    def path_to(self, widget: Widget) -> list[Widget]:
        """From it down to ``widget``; empty where that is not inside."""
        if widget is self:
            return [self]
        for child in self.children:
            if child.visible and (path := child.path_to(widget)):
                return [self, *path]
        return []

    def baseline(self, ui: Ui) -> int | None:
        """Where on the screen the letters of its one line stand, once it is laid out; None where it has none."""
        return None

    def passing_ends(self) -> int:
        """Pixels from above at which what is told in passing may end, so that it lies on nothing that is read."""
        return self.rect.bottom

    def said(self) -> str:
        """Its tip as it is now."""
        return (self.tip() if callable(self.tip) else self.tip) or ""

    def reveal(self, ui: Ui, rect: pygame.Rect) -> None:
        """Bring a part into view where only a part can be seen."""

    def growing(self, share: float = 1.0) -> Widget:
        """Itself, taking the room that is left over."""
        self.grow = share
        return self

    def fixed(self, width: int | None = None, height: int | None = None) -> Widget:
        """Itself, with a width or a height given in units of the kit, and not growing."""
        self.width, self.height, self.grow = width, height, 0.0
        return self


class Column(Widget):
    """Children one below the other, as wide as the column."""

    def __init__(self, children: Iterable[Widget] = (), *, gap: int = 8, pad: int = 0, name: str = "") -> None:
        super().__init__(name=name)
        self.children = list(children)
        self.gap, self.pad = gap, pad

    def size(self, ui: Ui, width: int) -> Size:
        pad = ui.px(self.pad)
        sizes = [self._wish(ui, child, width - 2 * pad) for child in self.children if child.visible]
        gaps = ui.px(self.gap) * max(0, len(sizes) - 1)
        return max((w for w, _ in sizes), default=0) + 2 * pad, sum(h for _, h in sizes) + gaps + 2 * pad

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        pad, gap = ui.px(self.pad), ui.px(self.gap)
        inner = rect.inflate(-2 * pad, -2 * pad)
        shown = [child for child in self.children if child.visible]
        wishes = [0 if child.grow else self._wish(ui, child, inner.width)[1] for child in shown]
        heights = shared(wishes, [child.grow for child in shown], inner.height - gap * max(0, len(shown) - 1))
        top = inner.top
        for child, height in zip(shown, heights, strict=True):
            child.layout(ui, pygame.Rect(inner.left, top, inner.width, height))
            top += height + gap

    @staticmethod
    def _wish(ui: Ui, child: Widget, width: int) -> Size:
        wide, high = ui.measured(child, width)
        return wide, high if child.height is None else ui.px(child.height)


class Row(Widget):
    """Children side by side; each as high as the row, or as it would like to be where ``middle`` is set.

    In the middle, texts of all sizes stand on one line.
    """

    def __init__(
        self, children: Iterable[Widget] = (), *, gap: int = 8, pad: int = 0, middle: bool = True, name: str = ""
    ) -> None:
        super().__init__(name=name)
        self.children = list(children)
        self.gap, self.pad, self.middle = gap, pad, middle

    def size(self, ui: Ui, width: int) -> Size:
        pad = ui.px(self.pad)
        shown = [child for child in self.children if child.visible]
        widths = self._widths(ui, shown, width - 2 * pad)
        high = max((self._high(ui, child, w) for child, w in zip(shown, widths, strict=True)), default=0)
        wide = sum(widths) + ui.px(self.gap) * max(0, len(shown) - 1)
        return wide + 2 * pad, high + 2 * pad

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        pad, gap = ui.px(self.pad), ui.px(self.gap)
        inner = rect.inflate(-2 * pad, -2 * pad)
        shown = [child for child in self.children if child.visible]
        left = inner.left
        for child, width in zip(shown, self._widths(ui, shown, inner.width), strict=True):
            high = min(inner.height, self._high(ui, child, width)) if self.middle else inner.height
            child.layout(ui, pygame.Rect(left, inner.top + (inner.height - high) // 2, width, high))
            left += width + gap
        if self.middle:
            _level(ui, shown, self.rect)

    def baseline(self, ui: Ui) -> int | None:
        found = (child.baseline(ui) for child in self.children if child.visible) if self.middle else ()
        return next((line for line in found if line is not None), None)

    def _widths(self, ui: Ui, shown: Sequence[Widget], width: int) -> list[int]:
        width -= ui.px(self.gap) * max(0, len(shown) - 1)
        wishes = [0 if child.grow else self._wide(ui, child, width) for child in shown]
        return shared(wishes, [child.grow for child in shown], width)

    @staticmethod
    def _wide(ui: Ui, child: Widget, width: int) -> int:
        return ui.measured(child, width)[0] if child.width is None else ui.px(child.width)

    @staticmethod
    def _high(ui: Ui, child: Widget, width: int) -> int:
        return ui.measured(child, width)[1] if child.height is None else ui.px(child.height)


def _level(ui: Ui, children: Sequence[Widget], within: pygame.Rect) -> None:
    """Have the texts of widgets that lie side by side stand on one line: that of the largest, if there is room."""
    said = [(child, line) for child in children if (line := child.baseline(ui)) is not None]
    if len({line for _, line in said}) < 2:
        return
    common = max(line for _, line in said)
    common = max(common, *(line - (child.rect.top - within.top) for child, line in said))
    common = min(common, *(line + within.bottom - child.rect.bottom for child, line in said))
    for child, line in said:
        if line != common:
            child.layout(ui, child.rect.move(0, common - line))


def shared(wishes: Sequence[int], shares: Sequence[float], room: int) -> list[int]:
    """Lengths along a row: wishes are met, and what is left is shared among those that grow."""
    left = max(0, room - sum(wishes))
    whole = sum(shares)
    lengths, given, passed = [], 0, 0.0
    for wish, share in zip(wishes, shares, strict=True):
        if share and whole:
            passed += share
            part = round(left * passed / whole) - given
            given += part
            lengths.append(part)
        else:
            lengths.append(wish)
    return lengths


class Wrap(Widget):
    """Children side by side, going on in the next line where a line is full."""

    def __init__(self, children: Iterable[Widget] = (), *, gap: int = 6, name: str = "") -> None:
        super().__init__(name=name)
        self.children = list(children)
        self.gap = gap

    def size(self, ui: Ui, width: int) -> Size:
        places = self._places(ui, width)
        return max((r.right for r in places), default=0), max((r.bottom for r in places), default=0)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        shown = [child for child in self.children if child.visible]
        places = self._places(ui, rect.width)
        for child, place in zip(shown, places, strict=True):
            child.layout(ui, place.move(rect.topleft))
        for top in dict.fromkeys(place.top for place in places):
            beside = [child for child, place in zip(shown, places, strict=True) if place.top == top]
            _level(ui, beside, beside[0].rect.unionall([child.rect for child in beside]))

    def _places(self, ui: Ui, width: int) -> list[pygame.Rect]:
        gap = ui.px(self.gap)
        places: list[pygame.Rect] = []
        left = top = high = 0
        for child in self.children:
            if not child.visible:
                continue
            w, h = ui.measured(child, width)
            w = min(w, width)
            if left and left + w > width:
                left, top, high = 0, top + high + gap, 0
            places.append(pygame.Rect(left, top, w, h))
            left, high = left + w + gap, max(high, h)
        return places


class Spacer(Widget):
    """Empty room; grows where no length is given."""

    def __init__(self, length: int = 0) -> None:
        super().__init__()
        self.length = length
        self.grow = 0.0 if length else 1.0

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(self.length), ui.px(self.length)


class Rule(Widget):
    """A thin line between parts of a column."""

    def size(self, ui: Ui, width: int) -> Size:
        return width, ui.px(1)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        surface.fill(ui.theme.line, self.rect)


class Panel(Column):
    """A column on a ground of its own, with rounded corners."""

    def __init__(
        self,
        children: Iterable[Widget] = (),
        *,
        gap: int = 8,
        pad: int = 12,
        ground: str = "panel",
        edge: str | None = "line",
        radius: int = 8,
        name: str = "",
    ) -> None:
        super().__init__(children, gap=gap, pad=pad, name=name)
        self.ground, self.edge, self.radius = ground, edge, radius

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        edge = None if self.edge is None else ui.theme.colour(self.edge)
        paint.box(surface, self.rect, ui.theme.colour(self.ground), ui.px(self.radius), edge, ui.px(1))
        super().draw(ui, surface)
