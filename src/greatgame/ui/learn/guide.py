"""The guide: which step it is, whether it has been done, and where its light and its card stand."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from greatgame.scenario.levels import level_of
from greatgame.session import Session
from greatgame.text import named as in_both
from greatgame.ui.kit import Companion, Modal, Scroll, Ui, Widget, paint
from greatgame.ui.kit.widget import Size
from greatgame.ui.learn import progress
from greatgame.ui.learn.card import MOST, WIDTHS, Acts, End, Said, card, chip
from greatgame.ui.learn.deeds import DEEDS, NEEDS, Sight, found, named
from greatgame.ui.learn.placing import AWAY, best, in_the_way
from greatgame.ui.learn.steps import Course, Step

if TYPE_CHECKING:
    from greatgame.ui.app import App

MARGIN, GAP, RIM = 10, 22, 6
"""Units of the kit: from the card to the window's edge, to what is lit, and from there to its ring."""
PULSE, BEATS = 0.6, 3
"""Seconds of a beat of the ring, and how often it beats when a step begins."""
SMALL_WINDOW = 520
"""Height of the window, in units of the kit, below which cards are brief."""
SEEDS = 1_000_000
CLOSERS = ("first", "close*", "later")
"""Names of the buttons that close a dialogue."""
THINKING = "thinking"
"""Layer under which the session is at work in another thread, and is not to be read."""


class Guide(Companion):
    """Stands above the chart room of one campaign; see :mod:`greatgame.ui.learn`."""

    def __init__(self, app: App, course: Course, step: str = "") -> None:
        super().__init__(name="learn")
        assert app.campaign is not None
        self.app, self.course, self.campaign = app, course, app.campaign
        self.sight = Sight(app)
        self.resting = False
        self.praise = ""
        self.brief = True
        """Whether the card is brief where there is little room."""
        self.over = False
        """Whether it is done with."""
        self.lit: pygame.Rect | None = None
        """Where the light is."""
        self.number = course.place(step)
        self._before = self.sight.before()
        self._moved: list[str] = []
        self._looking = False
        self._swell = 0.0
        self._card_of: tuple[object, ...] = ()
        self._place: tuple[tuple[object, ...], pygame.Rect] | None = None
        self._begin()
        app.ui.companion = self
        app.ui.relayout()

    @property
    def ui(self) -> Ui:
        """The window's context."""
        return self.app.ui

    @property
    def step(self) -> Step:
        """What is to be done."""
        return self.course.steps[self.number]

    # Steps

    def _begin(self) -> None:
        """Take stock, as the step in hand begins."""
        self.brief = True
        self._before = self.sight.before()
        while self.number + 1 < len(self.course.steps) and self._idle():
            self.number += 1
        self._moved = self.sight.moved()
        progress.keep(progress.Progress(self.step.id, self.campaign.key))
        self._reveal()
        if not self.ui.reduced_motion:
            self.ui.animate(self._beat)
        self.ui.relayout()

    def _idle(self) -> bool:
        """Whether there is nothing to do in the step in hand: what it needs is not there, or it is done already."""
        return not NEEDS[self.step.needs](self.sight) or self._done()

    def _done(self) -> bool:
        return DEEDS[self.step.done](self.sight, self._before, self.step.of)

    def _beat(self, seconds: float) -> bool:
        part = seconds / PULSE
        self._swell = 0.0 if part >= BEATS else 1.0 - part % 1.0
        self.ui.redraw()
        return part < BEATS and not self.over

    def look(self) -> None:
        """See whether the step in hand has been done; called after whatever has changed the picture."""
        self._looking = False
        if self.over or THINKING in self.sight.opened:
            return
        if self.app.campaign is not self.campaign:
            self.leave()
        elif not self.resting and self._done():
            self.praise = self.step.id
            self._next()

    def go_to(self, step: str) -> None:
        """Begin a step, whatever came before it."""
        self.praise, self.number = "", self.course.place(step)
        self._begin()

    def skip(self) -> None:
        """Go on without having done it."""
        self.praise = ""
        self._next()

    def _next(self) -> None:
        if self.number + 1 < len(self.course.steps):
            self.number += 1
            self._begin()

    @property
    def _small(self) -> bool:
        """Whether there is little room for the card."""
        return self.step.aside or self._low

    @property
    def _low(self) -> bool:
        """Whether a dialogue leaves no room beside itself."""
        return self.ui.screen.height / self.ui.scale < SMALL_WINDOW

    @property
    def _strip(self) -> bool:
        """Whether the card makes room for a dialogue."""
        asked = self.brief and not self.resting and self.step.done != "read"
        return asked and self._low and isinstance(self.ui.top, Modal)

    def unfold(self) -> None:
        """Say what the step is about, or leave it away again."""
        self.brief = not self.brief
        self.ui.relayout()

    def rest(self) -> None:
        """Shrink to a chip; the game goes on without it."""
        self.resting = True
        self.ui.relayout()

    def resume(self) -> None:
        """Show the card again."""
        self.resting = False
        self._begin()

    def leave(self) -> None:
        """Go away; how far it came is kept."""
        self.over = True
        if self.ui.companion is self:
            self.ui.companion = None
        self.ui.refreshed()

    def finish(self) -> None:
        """The end of the guide: the campaign stays."""
        progress.keep(None)
        self.leave()

    def begin_own(self) -> None:
        """The end of the guide: on to the first campaign of one's own."""
        self.finish()
        self.app.play(Session.new(self.course.scenario, secrets.randbelow(SEEDS), level=self.course.onward))

    # What is lit

    def _spots(self) -> list[str]:
        return [
            spot.replace("{moved}", host)
            for spot in self.step.spot
            for host in (self._moved if "{moved}" in spot else [""])
        ]

    def _light(self) -> pygame.Rect | None:
        """The part of what the step is about that can be seen."""
        top = self.ui.top
        widgets = found(top, CLOSERS if self._blocked() else self._spots())
        seen = [rect for widget in widgets if (rect := self._seen(top, widget)).width]
        return seen[0].unionall(seen[1:]) if seen else None

    def _blocked(self) -> bool:
        """Whether a dialogue has to be closed first."""
        top = self.ui.top
        return isinstance(top, Modal) and bool(self.step.spot) and not found(top, self._spots())

    def _seen(self, top: Widget, widget: Widget) -> pygame.Rect:
        rect = widget.rect.clip(self.ui.screen)
        for around in top.path_to(widget):
            if isinstance(around, Scroll):
                rect = rect.clip(around.rect)
        return rect

    def _reveal(self) -> None:
        """Scroll to what the step is about."""
        self.ui.settle()
        for widget in found(self.ui.top, self._spots())[:1]:
            for around in self.ui.top.path_to(widget):
                around.reveal(self.ui, widget.rect)

    # Widget

    def _said(self) -> Said:
        ui, step = self.ui, self.step
        level = level_of(self.sight.session.scenario, self.course.onward)
        values = {name: ui.key(action) for name, action in zip(("stroke", "other"), step.keys, strict=False)}
        values["level"] = ui.tell(in_both(level.name, level.name_ja))
        ends: tuple[End, ...] = ()
        if step.done == "read":
            ends = (
                ("learn:begin", ui.say("learn-begin", **values), self.begin_own),
                ("learn:stay", ui.say("learn-stay"), self.finish),
            )
        brief = self._small and self.brief
        of = len(self.course.steps)
        blocked = self._blocked()
        return Said(step, self.number + 1, of, self.praise, values, ends, blocked, self._small, brief, self._strip)

    def _build(self) -> None:
        said = self._said()
        self.children = [chip(self.ui, said, self.resume) if self.resting else card(self.ui, said, self._acts)]

    @property
    def _acts(self) -> Acts:
        return Acts(self.skip, self.rest, self.unfold)

    def leaves(self, ui: Ui) -> pygame.Rect:
        """All but a strip along the foot of a small window, so that a dialogue lies beside it and not under it."""
        free = pygame.Rect(ui.screen)
        if self._wanted() and self._strip:
            said = self._said()
            # Whether the dialogue has to be closed first is known when it is laid out: there is room for either.
            either = [card(ui, replace(said, blocked=blocked), self._acts) for blocked in (False, True)]
            wide = ui.screen.width - 2 * ui.px(MARGIN)
            free.height -= max(shown.size(ui, wide)[1] for shown in either)
        return free

    def _wanted(self) -> bool:
        """Whether the screen that is shown is one that the guide is about."""
        if self.over or self.app.campaign is not self.campaign:
            return False
        return self.sight.room is not None or self.step.done == "closed" or named(self.sight.opened, self.step.of)

    def size(self, ui: Ui, width: int) -> Size:
        return self.children[0].size(ui, width)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.visible = self._wanted()
        self._watch()
        if not self.visible:
            return
        looks = (
            self.number,
            self.resting,
            self.brief,
            self._strip,
            ui.screen.size,
            self._blocked(),
            self.praise,
            ui.language,
            ui.scale,
            ui.theme.name,
        )
        if looks != self._card_of:
            self._card_of = looks
            self._build()
        self.lit = None if self.resting else self._light()
        self.rect = self._placed(ui, rect, looks)
        self.children[0].layout(ui, self.rect)

    def _placed(self, ui: Ui, rect: pygame.Rect, looks: tuple[object, ...]) -> pygame.Rect:
        """Where the card stands; there it stays as long as the same is lit."""
        key = (looks, rect.size, len(ui.layers), None if self.lit is None else tuple(self.lit))
        if self._place is None or self._place[0] != key:
            self._place = key, self._best(ui, rect.inflate(-2 * ui.px(MARGIN), -2 * ui.px(MARGIN)))
        return self._place[1]

    def _best(self, ui: Ui, inside: pygame.Rect) -> pygame.Rect:
        shown = self.children[0]
        if self._strip:
            high = shown.size(ui, inside.width)[1]
            return pygame.Rect(inside.left, ui.screen.bottom - high - ui.px(MARGIN) // 2, inside.width, high)
        if self.resting:
            widths = {shown.size(ui, inside.width)[0]}
        else:
            usual = WIDTHS[2:] if self.step.done == "read" or self._small else WIDTHS
            widths = {min(ui.px(wide), round(inside.width * MOST)) for wide in usual}
        sizes = [(wide, min(shown.size(ui, wide)[1], inside.height)) for wide in sorted(widths, reverse=True)]
        near = AWAY * (0.1 if self.step.aside else 1.0)
        return best(sizes, inside, self._with_rim(ui), in_the_way(ui), ui.px(GAP), near)

    def _with_rim(self, ui: Ui) -> pygame.Rect | None:
        return None if self.lit is None else self.lit.inflate(2 * ui.px(RIM), 2 * ui.px(RIM))

    def _watch(self) -> None:
        """Look, as soon as all is settled."""
        if not self._looking and not self.over:
            self._looking = True
            self.ui.after(0.0, self.look)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        self._watch()
        ring = self._with_rim(ui)
        if ring is not None:
            self._draw_light(ui, surface, ring)
        paint.shadow(surface, self.rect, ui.px(10))
        super().draw(ui, surface)

    def _draw_light(self, ui: Ui, surface: pygame.Surface, ring: pygame.Rect) -> None:
        """A ring around what the step is about, and a line from the card to it."""
        if not self.step.aside and not self.rect.colliderect(ring):
            begin = _nearest(self.rect, ring.center)
            end = _nearest(ring, begin)
            pygame.draw.line(surface, ui.theme.background, begin, end, ui.px(5))
            pygame.draw.line(surface, ui.theme.accent, begin, end, ui.px(2))
        swell = round(self._swell * ui.px(14))
        if swell:
            paint.box(surface, ring.inflate(2 * swell, 2 * swell), None, ui.px(10), ui.theme.edge, ui.px(2))
        paint.box(surface, ring.inflate(ui.px(3), ui.px(3)), None, ui.px(10), ui.theme.background, ui.px(5))
        paint.box(surface, ring, None, ui.px(9), ui.theme.accent, ui.px(3))

    def on_key(self, ui: Ui, key: str) -> bool:
        if key == "escape" and not self.resting:
            self.rest()
            return True
        return False

    def on_action(self, ui: Ui, action: str) -> bool:
        in_room = self.sight.room is not None and not ui.layers
        return action == "back" and in_room and self.on_key(ui, "escape")


def _nearest(rect: pygame.Rect, place: tuple[int, int]) -> tuple[int, int]:
    """The point of a rectangle that is nearest to a place."""
    return (
        min(max(place[0], rect.left), rect.right - 1),
        min(max(place[1], rect.top), rect.bottom - 1),
    )
