"""The end of a turn on screen: the wait while everyone decides, then what happened, beat by beat."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from greatgame.ui.kit import (
    Button,
    Column,
    FigureLabel,
    Icon,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Ui,
    Widget,
    paint,
)
from greatgame.ui.kit.words import Span
from greatgame.ui.room.pictures import Badge
from greatgame.views.resolve import PHASES, Beat, Resolution

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

LONGEST, SHORTEST = 10.0, 6.0
"""Seconds that the whole sequence takes."""
PER_BEAT = 0.7
PATIENCE = 0.1
"""Seconds after which the wait is told."""

ICONS = {"chance": "dices", "rivals": "flag", "hosts": "landmark", "you": "check", "markets": "chart-line"}


class Thinking(Widget):
    """The room rests while the turn is worked out."""

    layered = True

    def __init__(self, words: str) -> None:
        super().__init__(name="thinking")
        self.panel = Panel([Row([Icon("refresh-cw", size=22), Label(words, size=18)], gap=12)], pad=20, edge="accent")
        self.children = [self.panel]

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        width, height = self.panel.size(ui, rect.width)
        place = pygame.Rect(0, 0, width, height)
        place.center = rect.center
        self.panel.layout(ui, place)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        paint.shadow(surface, self.panel.rect, ui.px(12))
        super().draw(ui, surface)

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        return True

    def on_action(self, ui: Ui, action: str) -> bool:
        return True


def thinking(room: RoomScreen, done: Callable[[], None]) -> None:
    """Work out the turn beside the window, which stays alive; then ``done``.

    Raises:
        GreatGameError: whatever the turn raised.
    """
    wait = Thinking(room.ui.say("room-resolving"))
    failed: list[BaseException] = []

    def work() -> None:
        try:
            room.campaign.resolve()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, name="greatgame-turn", daemon=True)
    thread.start()
    thread.join(PATIENCE)

    def finish() -> None:
        if failed:
            raise failed[0]
        room.campaign.resolved()
        done()

    if not thread.is_alive():
        finish()
        return
    room.ui.push(wait)

    def look() -> bool:
        if thread.is_alive():
            return True
        room.ui.pop(wait)
        finish()
        return False

    room.ui.poll(look)


class Resolving(Widget):
    """The sequence of a turn: one beat after another, all of them at once with reduced motion; any key skips."""

    layered = True

    def __init__(self, room: RoomScreen, told: Resolution, done: Callable[[], None]) -> None:
        super().__init__(name="resolving")
        self.room, self.told, self.done = room, told, done
        count = max(1, len(told.beats))
        self.pace = min(max(PER_BEAT * count, SHORTEST), LONGEST) / count
        self.seen = 0
        self.over = False
        self._begun = False
        self._build()
        if room.ui.reduced_motion:
            self.skip()
        else:
            self.seen = 1
            self._build()
            room.ui.animate(self._frame)

    def _frame(self, seconds: float) -> bool:
        if self.over:
            return False
        seen = min(1 + int(seconds / self.pace), len(self.told.beats))
        if seen != self.seen:
            self.seen = seen
            self._build()
            self.room.ui.refreshed()
        if seconds >= self.pace * len(self.told.beats):
            self.skip()
            return False
        return True

    def skip(self) -> None:
        """Show the whole of it, and the way on."""
        self.over = True
        self.seen = len(self.told.beats)
        self._build()
        self.room.ui.refreshed()

    def close(self) -> None:
        """Go on with the game."""
        self.room.ui.pop(self)
        self.done()

    # Widgets

    def _build(self) -> None:
        ui = self.room.ui
        shown = self.told.beats[: self.seen]
        rows: list[Widget] = []
        phase = ""
        for beat in shown:
            if beat.phase != phase:
                phase = beat.phase
                rows.append(
                    Label(ui.tell(PHASES[phase]), size=14, bold=True, ink="accent", icon=ICONS.get(phase, "circle"))
                )
            rows.append(self._beat(beat, beat is shown[-1] and not self.over))
        self.scroll = Scroll(Column(rows, gap=4), name="beats")
        self.scroll.offset = 10**6 if not self.over else 0
        words = ui.say("room-on") if self.over else ui.say("room-skip")
        act = self.close if self.over else self.skip
        button = Button(words, act, kind="primary" if self.over else "plain", name="first", icon="fast-forward")
        foot: list[Widget] = [Spacer(), button]
        answered = self.told.answered()
        if self.over and answered:
            names = dict.fromkeys(ui.tell(beat.actor_name) for beat in answered)
            foot.insert(0, Rich((Span(ui.say("room-answered", names=", ".join(names)), ink="warning"),), size=15))
            foot[0].growing()
            foot.pop(1)
        title = Label(ui.say("room-happened", quarter=ui.tell(self.told.quarter)), size=20, bold=True)
        self.panel = Panel([title, self.scroll, Row(foot, gap=10)], gap=10, pad=16, edge="accent", radius=12)
        self.children = [self.panel]

    def _beat(self, beat: Beat, fresh: bool) -> Widget:
        ui = self.room.ui
        ink = "warning" if beat.answers_you else "text"
        line: list[Widget] = []
        if beat.actor is not None and beat.letter:
            line.append(Badge(self.room.place_of(beat.actor), beat.letter, tip=ui.tell(beat.actor_name)))
        else:
            line.append(Icon(ICONS.get(beat.phase, "circle"), size=18, ink="muted", tip=ui.tell(beat.actor_name)))
        words = (Span(ui.tell(beat.text), bold=fresh, ink="faint" if beat.refused else ink),)
        line.append(Rich(words, size=15).growing())
        if beat.effect is not None:
            line.append(Label(ui.tell(beat.effect.title), size=14, ink="muted", elide=True).fixed(width=210))
            line.append(FigureLabel(beat.effect, size=15, align="right", name=f"beat {beat.text}").fixed(width=110))
        return Row(line, gap=8)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        place = pygame.Rect(0, 0, min(ui.px(860), rect.width - ui.px(32)), min(ui.px(470), rect.height - ui.px(64)))
        place.midbottom = rect.centerx, rect.bottom - ui.px(28)
        self.panel.layout(ui, place)

    def draw(self, ui: Ui, surface: pygame.Surface) -> None:
        paint.shadow(surface, self.panel.rect, ui.px(12))
        super().draw(ui, surface)

    # Input

    def on_press(self, ui: Ui, place: tuple[int, int]) -> bool:
        if not self.over:
            self.skip()
        return True

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ("escape", "enter", "space"):
            if self.over:
                self.close()
            else:
                self.skip()
            return True
        return False

    def on_action(self, ui: Ui, action: str) -> bool:
        return action not in ("help", "full-screen", "larger", "smaller")
