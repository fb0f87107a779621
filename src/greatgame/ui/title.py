"""The title: everything one click away, and the last campaign first of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from greatgame import __version__
from greatgame.scenario.naming import when
from greatgame.shelf import Entry
from greatgame.ui import routes
from greatgame.ui.backdrop import Backdrop
from greatgame.ui.kit import SMALL, Button, Column, Modal, Rich, Row, Scroll, Spacer, Span, Ui, Widget
from greatgame.ui.screen import Screen
from greatgame.ui.shots import shot

if TYPE_CHECKING:
    from greatgame.ui.app import App

MENU = (
    ("learn", "title-learn", "graduation-cap", "learn"),
    ("play", "title-play", "play", "new-game"),
    ("test", "title-test", "wind", "test-strategy"),
    ("class", "title-class", "users", "class"),
    ("watch", "title-watch", "eye", "watch"),
    ("data", "title-data", "database", "data"),
    ("load", "title-load", "folder-open", "load"),
    ("settings", "title-settings", "settings", "settings"),
)
"""(name, message, icon, screen) of the menu; a screen that is not there is left out."""
MENU_WIDTH = 400
TALL = 690
"""Height of a window in units of the kit from which there is room for a note to each entry."""
WIDE, MENU_SHARE = 800, 0.54
"""Width of a window in units of the kit below which the menu takes a share of it."""


class TitleScreen(Screen):
    """The first screen."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._asked = False
        self.backdrop = Backdrop()

    def shape(self, ui: Ui) -> tuple[bool, bool, int]:
        """Whether it is wide, whether there is room for notes, and the width of the menu in units."""
        width, height = ui.screen.width / ui.scale, ui.screen.height / ui.scale
        wide = width >= WIDE
        return wide, height >= TALL, MENU_WIDTH if wide else round(width * MENU_SHARE)

    def build(self) -> Widget:
        ui = self.ui
        wide, tall, menu_width = self.shape(ui)
        entries = self.app.shelf.entries()
        latest = next((row for row in entries if row.readable and not row.finished), None)
        menu: list[Widget] = [] if latest is None else [self._continue(latest)]
        for name, message, icon, target in MENU:
            if routes.known(target):
                given = {"count": len(entries)} if name == "load" else {}
                note = ui.say(f"{message}-note", **given) if tall else ""
                menu.append(self._entry(name, message, icon, target, note))
        leave = Button(
            ui.say("title-quit"), self.app.quit, icon="log-out", align="left", kind="quiet", name="title:quit"
        )
        menu.append(leave)
        foot = f"{ui.say('title-version', version=__version__)}  ·  {ui.say('title-borders')}"
        left = Column(
            [
                Spacer(),
                Rich((Span(ui.say("title-name"), bold=True),), size=46 if wide else 30),
                Rich(ui.say("title-line"), size=18 if wide else 16, ink="accent"),
                Spacer(12),
                Rich((Span(foot),), size=SMALL, ink="muted"),
            ],
            gap=10,
            pad=36 if wide else 20,
        )
        right = Scroll(Column(menu, gap=8 if tall else 5, pad=24 if tall else 14), name="menu")
        return Row([left.growing(), right.fixed(width=menu_width)], gap=0, middle=False)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        right = self.children[0].children[1].rect
        seen = pygame.Rect(self.rect.left, self.rect.top, right.left - self.rect.left, self.rect.height)
        self.backdrop.draw(ui, surface, seen)
        surface.fill(ui.theme.panel, right)
        surface.fill(ui.theme.line, (right.left, right.top, ui.px(1), right.height))
        super().draw(ui, surface)

    def _entry(self, name: str, message: str, icon: str, target: str, note: str) -> Widget:
        return Button(
            self.ui.say(message),
            lambda: self._go(target),
            icon=icon,
            note=note,
            align="left",
            name=f"title:{name}",
            points=18,
        )

    def _go(self, target: str) -> None:
        self.app.go(target)

    def _continue(self, entry: Entry) -> Widget:
        return Button(
            self.ui.say("title-continue"),
            lambda: self._take_up(entry),
            icon="chevron-right",
            note=self.ui.tell(entry.title) if self.shape(self.ui)[1] else "",
            badge=entry.opens,
            kind="primary",
            align="left",
            name="title:continue",
            points=18,
        )

    def _stands(self, entry: Entry) -> str:
        if entry.quarter:
            return self.ui.say("title-crashed-text", title=entry.title, quarter=when(entry.quarter))
        return self.ui.say("title-crashed-first", title=entry.title)

    def _take_up(self, entry: Entry) -> None:
        self.app.take_up(entry)

    def opened(self) -> None:
        if self._asked:
            return
        self._asked = True
        found = self.app.shelf.unfinished()
        if found is not None:
            self._offer(found)

    def _offer(self, entry: Entry) -> None:
        """After a crash: go on where the campaign stood."""
        ui, dialogue = self.ui, None

        def go_on() -> None:
            ui.pop()
            self._take_up(entry)

        def leave() -> None:
            ui.pop()
            self.app.shelf.end(entry.campaign)

        dialogue = Modal(
            ui.say("title-crashed"),
            [Rich(self._stands(entry))],
            icon="history",
            actions=[
                Button(ui.say("title-crashed-no"), leave),
                Button(ui.say("title-crashed-yes"), go_on, kind="primary", name="first"),
            ],
            closable=False,
            name="crashed",
        )
        ui.push(dialogue)


@shot("title")
def _first_start(app: App) -> None:
    app.go("title")


@shot("title-continue", campaign="quick", turns=2)
def _later_start(app: App) -> None:
    assert app.campaign is not None
    app.campaign.leave()
    app.go("title")


@shot("title-crashed", campaign="quick", turns=2)
def _after_a_crash(app: App) -> None:
    assert app.campaign is not None
    app.campaign.autosave()
    app.go("title")
