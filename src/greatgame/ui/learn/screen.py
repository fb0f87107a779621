"""Learn: what the guided first game is, and the way into it, anew or where it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.ui.kit import SMALL, Button, Column, Icon, Label, Panel, Rich, Row, Scroll, Spacer, Ui, Widget
from greatgame.ui.learn import progress
from greatgame.ui.learn.guide import Guide
from greatgame.ui.learn.steps import course
from greatgame.ui.screen import Screen, titled

if TYPE_CHECKING:
    from greatgame.ui.app import App

PARTS = (("read", "search"), ("order", "list"), ("odds", "dices"), ("commit", "check"), ("answer", "users"))
"""(message, icon) of what one learns."""
WIDEST = 840
"""Units of the kit."""


class Middle(Widget):
    """One child in the middle, as high as it likes and no wider than is good to read."""

    def __init__(self, child: Widget) -> None:
        super().__init__()
        self.children = [child]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        wide = min(rect.width, ui.px(WIDEST))
        place = pygame.Rect(0, 0, wide, min(rect.height, self.children[0].size(ui, wide)[1]))
        place.center = rect.centerx, rect.top + max(place.height, round(0.9 * rect.height)) // 2
        self.children[0].layout(ui, place)


class LearnScreen(Screen):
    """One page, then the chart room."""

    topic = "learn"

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.course = course()
        self.kept = progress.kept()
        self.entry = progress.campaign_of(self.kept, app.shelf)

    def build(self) -> Widget:
        ui = self.ui
        lines: list[Widget] = [Rich(ui.say("learn-about"), size=18), Spacer(6)]
        for key, icon in PARTS:
            words = Rich(ui.say(f"learn-about-{key}"))
            lines.append(Row([Icon(icon, size=22, ink="accent"), words.growing()], gap=14))
        lines += [Spacer(6), Rich(ui.say("learn-about-free"), ink="muted", size=15)]
        buttons: list[Widget] = []
        if self.entry is not None and self.kept is not None:
            number = self.course.place(self.kept.step) + 1
            words_on = ui.say("learn-go-on", number=number, of=len(self.course.steps))
            buttons.append(Button(words_on, self.go_on, kind="primary", icon="play", name="learn:go-on"))
            buttons.append(Button(ui.say("learn-anew"), self.begin, icon="refresh-cw", name="learn:begin"))
        else:
            buttons.append(Button(ui.say("learn-start"), self.begin, kind="primary", icon="play", name="learn:begin"))
        text = Scroll(Column(lines, gap=12), name="about")
        foot = Row([Label(ui.say("learn-time"), size=SMALL, ink="muted", icon="clock"), Spacer(), *buttons], gap=10)
        page = Panel([text, foot], gap=14, pad=24)
        return titled(self, ui.say("learn-title"), Middle(page))

    def begin(self) -> None:
        """Begin at the first step."""
        try:
            session = Session.new(self.course.scenario, self.course.seed, level=self.course.level)
        except GreatGameError as error:
            self.app.tell(self.ui.say("new-failed"), str(error))
            return
        self.app.play(session)
        Guide(self.app, self.course)

    def go_on(self) -> None:
        """Take up the campaign of the guide where it was left."""
        assert self.entry is not None
        assert self.kept is not None
        if self.app.take_up(self.entry):
            Guide(self.app, self.course, self.kept.step)
