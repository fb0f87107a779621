"""Widgets that say something: labels, running text, icons and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import paint
from greatgame.ui.kit.widget import Size, Tip, Widget
from greatgame.ui.kit.words import Line, Run, Span, marked, plain, wrapped

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Figure

BODY, SMALL, HEADING, TITLE = 16, 14, 20, 28
"""Sizes of text in units of the kit; nothing is smaller than SMALL."""
LINES_KEPT = 4000
"""Texts whose lines are kept, by width."""
LEADING = 1.35
"""Distance of lines in running text, in heights of its letters."""


def base_line(ui: Ui, middle: int, points: int) -> int:
    """Where letters stand whose line is drawn around a height of the screen."""
    size = ui.px(points)
    return middle - ui.fonts.height(size) // 2 + ui.fonts.ascent(size)


class Label(Widget):
    """One line of text; what does not fit is cut with an ellipsis and reported."""

    def __init__(
        self,
        text: str,
        *,
        size: int = BODY,
        bold: bool = False,
        ink: str = "text",
        align: str = "left",
        icon: str | None = None,
        elide: bool = False,
        name: str = "",
        tip: Tip | None = None,
    ) -> None:
        super().__init__(name=name, tip=tip)
        self.text, self.points, self.bold, self.ink = text, size, bold, ink
        self.align, self.icon = align, icon
        self.elide = elide
        """Whether it may be cut without being reported; the whole text is then its tip."""

    def size(self, ui: Ui, width: int) -> Size:
        wide = ui.fonts.width(ui.tell(self.text), ui.px(self.points), self.bold)
        if self.icon:
            wide += ui.px(self.points * 1.5)
        return wide, ui.fonts.height(ui.px(self.points))

    def baseline(self, ui: Ui) -> int:
        return base_line(ui, self.rect.centery, self.points)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        rect = pygame.Rect(self.rect)
        ink = ui.theme.colour(self.ink if self.enabled else "faint")
        if self.icon:
            side = ui.px(self.points * 1.2)
            surface.blit(ui.fonts.icon(self.icon, side, ink), (rect.left, rect.centery - side // 2))
            rect = pygame.Rect(rect.left + ui.px(self.points * 1.5), rect.top, 0, rect.height)
            rect.width = self.rect.right - rect.left
        drawn = ui.text_in(surface, ui.tell(self.text), rect, self.points, ink, self.bold, self.align, self.elide, self)
        if self.elide and not drawn and self.tip is None:
            self.tip = self.text


class Icon(Widget):
    """An icon alone; give it a tip that says what it means."""

    def __init__(self, icon: str, *, size: int = 18, ink: str = "accent", tip: Tip | None = None) -> None:
        super().__init__(tip=tip)
        self.icon, self.side, self.ink = icon, size, ink

    def size(self, ui: Ui, width: int) -> Size:
        return ui.px(self.side), ui.px(self.side)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        side = ui.px(self.side)
        image = ui.fonts.icon(self.icon, side, ui.theme.colour(self.ink))
        surface.blit(image, image.get_rect(center=self.rect.center))


class Rich(Widget):
    """Running text with bold, colours, icons and links, broken by the rules of Japanese and English.

    ``text`` is marked as :func:`greatgame.ui.kit.words.marked` says, or comes as
    spans.  Tab stops at a text with links: arrows choose one, Enter opens it.
    """

    def __init__(
        self,
        text: str | Sequence[Span],
        *,
        size: int = BODY,
        ink: str = "text",
        on_link: Callable[[str], None] | None = None,
        name: str = "",
        tip: Tip | None = None,
    ) -> None:
        super().__init__(name=name, tip=tip)
        self.text, self.points, self.ink = text, size, ink
        self.on_link = on_link
        self.chosen = 0

    @property
    def focusable(self) -> bool:  # type: ignore[override]
        """Whether there is a link to stop at."""
        return bool(self.links)

    def spans(self, ui: Ui) -> Sequence[Span]:
        """The text in runs, told in the language of the window."""
        return marked(ui.tell(self.text)) if isinstance(self.text, str) else self.text

    @property
    def links(self) -> list[str]:
        """Targets of its links in order."""
        spans = marked(self.text) if isinstance(self.text, str) else self.text
        return [span.link for span in spans if span.link]

    def size(self, ui: Ui, width: int) -> Size:
        lines = self._wrapped(ui, width)
        return max((run.left + run.width for line in lines for run in line), default=0), len(lines) * self._step(ui)

    def baseline(self, ui: Ui) -> int | None:
        one = len(self._wrapped(ui, self.rect.width)) == 1
        return base_line(ui, self.rect.top + self._step(ui) // 2, self.points) if one else None

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        lines = self._wrapped(ui, self.rect.width)
        if len(lines) * self._step(ui) > self.rect.height + self._step(ui) // 2:
            ui.report(self, plain(self.spans(ui)))
        places = self._links(ui)
        if ui.focus is self and places:
            for rect in places[min(self.chosen, len(places) - 1)][1]:
                paint.box(surface, rect.inflate(ui.px(4), 0), None, ui.px(3), ui.theme.focus, ui.px(1))
        for number, line in enumerate(lines):
            top = self.rect.top + number * self._step(ui)
            for run in line:
                self._draw_run(ui, surface, run, top)

    def _draw_run(self, ui: Ui, surface: pygame.Surface, run: Run, top: int) -> None:
        left = self.rect.left + run.left
        ink = ui.theme.colour(run.span.ink or self.ink)
        middle = top + self._step(ui) // 2
        if run.span.icon:
            image = ui.fonts.icon(run.span.icon, ui.px(self.points * 1.1), ink)
            surface.blit(image, image.get_rect(midleft=(left, middle)))
            return
        image = ui.fonts.text(run.span.text, ui.px(self.points), ink, run.span.bold)
        rect = image.get_rect(midleft=(left, middle))
        surface.blit(image, rect)
        if run.span.link:
            width = ui.fonts.width(run.span.text.rstrip(), ui.px(self.points), run.span.bold)
            pygame.draw.line(surface, ink, (left, rect.bottom - 2), (left + width, rect.bottom - 2), ui.px(1))

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        for number, (target, rects) in enumerate(self._links(ui)):
            if any(rect.collidepoint(place) for rect in rects):
                self.chosen = number
                return self._open(ui, target)
        return False

    def on_key(self, ui: Ui, key: str) -> bool:
        links = self.links
        if key in ("enter", "space") and links:
            return self._open(ui, links[min(self.chosen, len(links) - 1)])
        if key in ("left", "right") and len(links) > 1:
            self.chosen = (self.chosen + (1 if key == "right" else -1)) % len(links)
            ui.redraw()
            return True
        return False

    def _open(self, ui: Ui, target: str) -> bool:
        if self.on_link is not None:
            self.on_link(target)
        elif ui.on_link is not None:
            ui.on_link(target)
        else:
            return False
        return True

    def _links(self, ui: Ui) -> list[tuple[str, list[pygame.Rect]]]:
        found: list[tuple[str, list[pygame.Rect]]] = []
        for number, line in enumerate(self._wrapped(ui, self.rect.width)):
            top = self.rect.top + number * self._step(ui)
            for run in line:
                if not run.span.link:
                    continue
                rect = pygame.Rect(self.rect.left + run.left, top, run.width, self._step(ui))
                goes_on = bool(found) and run.left == 0 and found[-1][0] == run.span.link
                if goes_on:
                    found[-1][1].append(rect)
                else:
                    found.append((run.span.link, [rect]))
        return found

    def _step(self, ui: Ui) -> int:
        return round(ui.px(self.points) * LEADING)

    def _wrapped(self, ui: Ui, width: int) -> list[Line]:
        spans = self.spans(ui)
        key = (tuple(spans), width, ui.scale, self.points)
        found = ui.lines.get(key)
        if found is None:
            if len(ui.lines) > LINES_KEPT:
                ui.lines.clear()
            found = ui.lines[key] = wrapped(spans, width, lambda span: self._measure(ui, span))
        return found

    def _measure(self, ui: Ui, span: Span) -> int:
        if span.icon:
            return ui.px(self.points * 1.45)
        return ui.fonts.width(span.text, ui.px(self.points), span.bold)


class Title(Rich):
    """What stands above something: bold, and in as many lines as it needs."""

    def __init__(self, text: str) -> None:
        super().__init__((), size=HEADING)
        self.title = text

    def spans(self, ui: Ui) -> Sequence[Span]:
        return (Span(ui.tell(self.title), bold=True),)


class FigureLabel(Widget):
    """A figure of a view: value and unit, with the change since the turn before.

    The mouse over it or ``why`` from the keyboard shows what it is made of;
    a click or Enter opens its account.
    """

    focusable = True

    def __init__(
        self,
        figure: Figure,
        *,
        size: int = BODY,
        bold: bool = True,
        ink: str = "text",
        align: str = "left",
        unit: bool = True,
        change: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(name=name or f"figure:{figure.title}", figure=figure)
        self.points, self.bold, self.ink, self.align = size, bold, ink, align
        self.unit, self.change = unit, change

    def parts(self, ui: Ui) -> list[tuple[str, int, bool, str]]:
        """(text, size, bold, ink) of what stands in the line."""
        figure = self.figure
        assert figure is not None
        found = [(ui.tell(figure.text), self.points, self.bold, self.ink)]
        if self.unit and figure.unit:
            found.append((ui.tell(figure.unit), max(14, self.points - 2), False, "muted"))
        return found

    def size(self, ui: Ui, width: int) -> Size:
        wide = sum(ui.fonts.width(text, ui.px(size), bold) for text, size, bold, _ in self.parts(ui))
        wide += ui.px(4) * (len(self.parts(ui)) - 1) + (ui.px(14) if self._moved else 0)
        return wide, ui.fonts.height(ui.px(self.points))

    @property
    def _moved(self) -> bool:
        return bool(self.change and self.figure is not None and self.figure.change)

    def baseline(self, ui: Ui) -> int:
        return base_line(ui, self.rect.centery, self.points)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        ui.ring(surface, self, radius=4)
        wide = self.size(ui, self.rect.width)[0]
        if wide > self.rect.width + 1:
            ui.report(self, " ".join(text for text, *_ in self.parts(ui)))
        left = {"left": self.rect.left, "right": self.rect.right - wide, "centre": self.rect.centerx - wide // 2}[
            self.align
        ]
        base = self.baseline(ui)
        for text, size, bold, ink in self.parts(ui):
            image = ui.fonts.text(text, ui.px(size), ui.theme.colour(ink), bold)
            surface.blit(image, (left, base - ui.fonts.ascent(ui.px(size))))
            left += image.get_width() + ui.px(4)
        if self._moved and self.figure is not None and self.figure.change is not None:
            up = self.figure.change > 0
            tint = ui.theme.gain if up else ui.theme.loss
            paint.triangle(surface, (left + ui.px(5), self.rect.centery), ui.px(9), up, tint)
        if ui.hovered is self:
            under = base + ui.px(3)
            pygame.draw.line(surface, ui.theme.edge, (self.rect.left, under), (self.rect.right, under), ui.px(1))

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        assert self.figure is not None
        ui.open_figure(self.figure)
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return key == "enter" and self.on_press(ui, self.rect.center)
