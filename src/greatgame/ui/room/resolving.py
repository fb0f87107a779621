"""What happened in a turn, beat by beat in causal order: shown on the map, told below it, then listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import pygame

from greatgame.text import joined
from greatgame.ui.kit import (
    SMALL,
    Button,
    Colour,
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
from greatgame.ui.kit.words import Span, sentence
from greatgame.ui.room.pictures import Badge
from greatgame.views.resolve import CHANCE, HOSTS, MARKETS, PHASES, RIVALS, YOU, Beat, Resolution

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

LONGEST, SHORTEST = 10.0, 6.0
"""Seconds that the whole sequence takes."""
PER_BEAT = 0.7
LIST = (860, 500)
"""Width and height of the list at the end."""
TOLD, TALL = 3, 600
"""Beats that the band tells, the newest first, and units of the window's height below which it tells one only."""

ICONS: Mapping[str, str] = MappingProxyType(
    {CHANCE: "dices", RIVALS: "flag", HOSTS: "landmark", YOU: "check", MARKETS: "chart-line"}
)
"""Part of the sequence -> icon."""


class Resolving(Widget):
    """The sequence of a turn; a key or a click skips to the list of all of it; with reduced motion that comes first."""

    layered = True

    def __init__(self, room: RoomScreen, told: Resolution, done: Callable[[], None]) -> None:
        super().__init__(name="resolving")
        self.room, self.told, self.done = room, told, done
        count = max(1, len(told.beats))
        self.pace = min(max(PER_BEAT * count, SHORTEST), LONGEST) / count
        self.seen = 0
        self.over = room.ui.reduced_motion
        self._build()

    def begin(self) -> None:
        """Start, once it is on the screen."""
        if not self.over:
            self.show(1)
            self.room.ui.animate(self._frame)

    def _frame(self, seconds: float) -> bool:
        if self.over:
            return False
        if not self._seen:
            # The room was left, or the encyclopaedia lies over it; where it comes back, the list stands there.
            self.skip()
            return False
        if seconds >= self.pace * len(self.told.beats):
            self.skip()
            return False
        seen = min(1 + int(seconds / self.pace), len(self.told.beats))
        if seen != self.seen:
            self.show(seen)
        return True

    def show(self, seen: int) -> None:
        """Tell one beat more, and show on the map where it happened."""
        self.seen = seen
        self._build()
        self.room.ui.refreshed()
        if self.told.beats:
            self._point_out(self.told.beats[seen - 1])

    def _point_out(self, beat: Beat) -> None:
        ui, view = self.room.ui, self.room.map
        view.effects.stop(ui)
        keys = [self.room.on_map(key) for key in beat.places] or [self.room.on_map(f"host:{beat.actor}")]
        legs = [key.partition(":")[2] for key in keys if key is not None and key.startswith("leg:")]
        view.effects.flow(ui, legs, self._colour(beat))
        for key in dict.fromkeys(keys):
            if key is not None and not key.startswith("leg:"):
                view.effects.pulse(ui, key, self._colour(beat))

    def _colour(self, beat: Beat) -> Colour:
        theme = self.room.ui.theme
        if beat.phase in (CHANCE, MARKETS) or beat.actor is None:
            return theme.chance if beat.phase == CHANCE else theme.accent
        return self.room.ui.look(self.room.place_of(beat.actor), beat.letter).colour

    @property
    def _seen(self) -> bool:
        """Whether the player sees it."""
        return self in self.room.ui.layers

    def skip(self) -> None:
        """Show the list of all of it, and the way on."""
        self.over = True
        self.room.map.effects.stop(self.room.ui)
        self._build()
        if self._seen:
            self.room.ui.refreshed()
            self.room.ui.input.focus_first(self)

    def close(self) -> None:
        """Go on with the game."""
        self.room.ui.pop(self)
        self.done()

    # Widgets

    def _build(self) -> None:
        parts = self._listed() if self.over else self._under_way()
        self.panel = Panel(parts, gap=10, pad=16, edge="accent", radius=12)
        self.children = [self.panel]

    def _under_way(self) -> list[Widget]:
        """The parts of the sequence with the present one marked, and the beats that were told last."""
        ui, now = self.room.ui, self.told.beats[self.seen - 1] if self.seen else None
        order = [phase for phase in PHASES if any(beat.phase == phase for beat in self.told.beats)]
        at = -1 if now is None else order.index(now.phase)
        chips: list[Widget] = []
        for number, phase in enumerate(order):
            ink = "accent" if number == at else "muted" if number < at else "faint"
            label = Label(ui.tell(PHASES[phase]), size=15, bold=number == at, ink=ink, icon=ICONS[phase])
            chips += [label, Icon("chevron-right", size=14, ink="faint")]
        skip = Button(ui.say("room-skip"), self.skip, kind="quiet", icon="fast-forward", name="first")
        head = Row([*chips[:-1], Spacer(), skip], gap=8)
        most = TOLD if ui.screen.height / ui.scale >= TALL else 1
        last = [self._beat(beat, beat is now) for beat in reversed(self.told.beats[: self.seen][-most:])]
        return [head, *last]

    def _listed(self) -> list[Widget]:
        ui = self.room.ui
        rows: list[Widget] = []
        for phase, name in PHASES.items():
            beats = [beat for beat in self.told.beats if beat.phase == phase]
            if beats:
                rows.append(Label(ui.tell(name), size=SMALL, bold=True, ink="accent", icon=ICONS[phase]))
                rows += [self._beat(beat, False) for beat in beats]
            if more := self.told.more.get(phase, 0):
                rows.append(Label(ui.say("watch-more", count=more), size=SMALL, ink="muted", name=f"more {phase}"))
        title = Label(ui.say("room-happened", quarter=ui.tell(self.told.quarter)), size=20, bold=True)
        button = Button(ui.say("room-on"), self.close, kind="primary", icon="check", name="first")
        answered = dict.fromkeys(beat.actor_name for beat in self.told.answered)
        words: Widget = Spacer()
        if answered:
            said = ui.say("room-answered", names=joined(answered))
            words = Rich((Span(said, ink="warning"),), size=15).growing()
        return [title, Scroll(Column(rows, gap=6), name="beats"), Row([words, button], gap=10)]

    def _beat(self, beat: Beat, fresh: bool) -> Widget:
        ui = self.room.ui
        ink = "faint" if beat.refused else "warning" if beat.answers_you else "text"
        if beat.actor is not None and beat.letter:
            mark: Widget = Badge(self.room.place_of(beat.actor), beat.letter, tip=ui.tell(beat.actor_name))
        else:
            mark = Icon(ICONS[beat.phase], size=18, ink="muted", tip=ui.tell(beat.actor_name))
        words = Rich((Span(sentence(ui.tell(beat.text)), bold=fresh, ink=ink),), size=17 if fresh else 15)
        line: list[Widget] = [Row([mark, Spacer()]).fixed(width=28), words.growing(1.4)]
        if beat.effect is not None:
            line.append(Rich((Span(ui.tell(beat.effect.title)),), size=SMALL, ink="muted").growing())
            line.append(FigureLabel(beat.effect, size=15, align="right", name=f"beat {beat.text}").fixed(width=118))
        return Row(line, gap=8)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        place = pygame.Rect(0, 0, rect.width, rect.height)
        if self.over:
            place.size = min(ui.px(LIST[0]), rect.width - ui.px(24)), min(ui.px(LIST[1]), rect.height - ui.px(24))
            place.center = rect.center
        else:
            wanted = self.panel.size(ui, rect.width)[1]
            place.height = min(max(self.room.below_map(), wanted), rect.height)
            place.bottom = rect.bottom
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
