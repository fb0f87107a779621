"""A campaign on the map, turn by turn, with the controls of a player: play, pause, step, scrub, speed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.errors import GreatGameError
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.ui.debrief.charts import Way
from greatgame.ui.kit import (
    SMALL,
    Button,
    Column,
    Drop,
    FigureLabel,
    Icon,
    Item,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Span,
    Tabs,
    Widget,
    Wrap,
)
from greatgame.ui.map import MapView
from greatgame.ui.room.pictures import Badge
from greatgame.ui.screen import Screen, narrow
from greatgame.ui.shots import shot
from greatgame.ui.watch.reel import Reel
from greatgame.views.chart import Chart
from greatgame.views.debrief.course import course
from greatgame.views.derived import GOALS, TOTAL
from greatgame.views.lenses import LENSES
from greatgame.views.readings import Readings
from greatgame.views.resolve import PHASES, Beat, resolution
from greatgame.views.strategies import name_of

if TYPE_CHECKING:
    from greatgame.ui.app import App

PACES = (4.0, 2.0, 0.8)
"""Seconds a turn stands: slow, usual, fast."""
ICONS = {"chance": "dices", "rivals": "flag", "hosts": "landmark", "you": "check", "markets": "chart-line"}
STAGGER = 0.12
"""Seconds between the pulses of one turn."""


class ReplayScreen(Screen):
    """Watch a session; one that a strategy plays goes on to the end of its scenario."""

    topic = "watch"

    def __init__(self, app: App, session: Session | None = None, play: bool = False) -> None:
        super().__init__(app)
        chosen = session or (app.campaign.session if app.campaign is not None else None)
        if chosen is None:
            raise GreatGameError("there is no campaign to watch: choose one first")
        self.reel = Reel(chosen)
        if not (self.reel.length or self.reel.grows):
            raise GreatGameError("no turn of this campaign is over: there is nothing to watch")
        self.place = 0 if self.reel.grows and not self.reel.length else min(1, self.reel.length)
        """Finished turns at the place that is shown."""
        self.playing = play
        self.pace = 1
        self.tab = 0
        """Map or what happened, where the window has room for one of them."""
        self.lens = next(iter(LENSES))
        self._round = 0
        self.map = MapView(Chart(self.shown), self.lens)

    @property
    def shown(self) -> Session:
        """The campaign at the place that is shown."""
        return self.reel.at(self.place)

    @property
    def over(self) -> bool:
        """Whether nothing follows."""
        return self.place >= self.reel.length and not self.reel.grows

    def opened(self) -> None:
        if self.playing:
            self._wait()

    def left(self) -> None:
        self.playing = False

    # Moving

    def go(self, turn: int) -> None:
        """Show the campaign after so many turns."""
        turn = max(0, min(turn, self.reel.length))
        fresh = turn == self.place + 1
        self.place = turn
        self.map.effects.stop(self.ui)
        self.map.show_chart(self.ui, Chart(self.shown))
        self.refresh()
        if fresh:
            self._pulse()

    def step(self) -> None:
        """One turn on; where the last one is shown, another is played."""
        if self.place < self.reel.length:
            self.go(self.place + 1)
        elif self.reel.grows:
            self.reel.extend(self.ui, self._grown)
            self.refresh()

    def _grown(self) -> None:
        if self._shown:
            self.go(self.reel.length)

    def toggle(self) -> None:
        """Play or pause; at the end, from the beginning."""
        if not self.playing and self.over:
            self.go(min(1, self.reel.length))
        self.playing = not self.playing
        self.refresh()
        if self.playing:
            self._wait()

    def _wait(self) -> None:
        """Go on after a while, unless somebody has paused meanwhile."""
        self._round += 1
        mine = self._round

        def on() -> None:
            if not self.playing or mine != self._round or not self._shown:
                return
            self.step()
            if self.over:
                self.playing = False
                self.refresh()
            else:
                self._wait()

        self.ui.after(PACES[self.pace], on)

    def _seek(self, turn: int) -> None:
        """Scrub: whoever moves by hand has paused."""
        self.playing = False
        self.go(turn)

    def _set_pace(self, number: int) -> None:
        self.pace = number
        if self.playing:
            self._wait()

    def _pulse(self) -> None:
        """Draw the eye to where something happened, in causal order."""
        found = resolution(Readings(self.shown))
        if found is None:
            return
        here = self.place
        for number, beat in enumerate(beat for beat in found.beats if beat.places):
            self.ui.after(number * STAGGER, lambda beat=beat: self._one_pulse(beat, here))  # type: ignore[misc]

    def _one_pulse(self, beat: Beat, turn: int) -> None:
        if self._shown and self.place == turn:
            for place in beat.places[:1]:
                if key := self._key(place):
                    self.map.effects.pulse(self.ui, key, self.ui.look(self._seat_of(beat), beat.letter).colour)

    def _key(self, place: str) -> str:
        """What the map calls a place; empty for what it does not show."""
        names = self.shown.scenario.names
        kinds = (("host", names.hosts), ("project", names.projects), ("leg", names.legs))
        return next((f"{kind}:{place}" for kind, known in kinds if place in known), "")

    def _seat_of(self, beat: Beat) -> int:
        powers = self.shown.scenario.names.powers
        return powers.place.get(beat.actor or "", len(powers))

    # Widgets

    def build(self) -> Widget:
        ui = self.ui
        if narrow(ui):
            names = [(ui.say(f"watch-{name}"), None) for name in ("map", "told")]
            tabs = Tabs(names, self.tab, self._choose_tab, name="tabs")
            part = self._told() if self.tab else self.map
            above = Row([tabs.growing(), *([] if self.tab else [self._lenses()])], gap=12)
            return Column([self._head(), above, part.growing(), self._controls()], gap=6, pad=12)
        chart = Column([Row([self._lenses(), Spacer()]), self.map.growing()], gap=6)
        parts = Row([chart.growing(0.62), self._told().growing(0.38)], gap=12, middle=False)
        return Column([self._head(), parts.growing(), self._controls()], gap=8, pad=12)

    def _choose_tab(self, number: int) -> None:
        self.tab = number
        self.refresh()

    def _head(self) -> Widget:
        ui, session = self.ui, self.shown
        readings = Readings(session)
        back = Button(ui.say("app-back"), self.app.back, icon="chevron-left", kind="quiet", name="back")
        quarter = when(session.history[-1].quarter) if session.history else ui.say("watch-start")
        title = Label(quarter, size=22, bold=True, name="quarter")
        figures: list[Widget] = []
        if not narrow(ui):
            figures = [Label(self._who(), ink="muted", elide=True).growing()]
        figures += [Label(ui.say("room-goals"), ink="muted", size=15), FigureLabel(readings.figure(GOALS), unit=False)]
        figures += [Label(ui.say("room-score"), ink="muted", size=15), FigureLabel(readings.figure(TOTAL), change=True)]
        return Row([back, title, *([Spacer()] if narrow(ui) else []), *figures], gap=12).fixed(height=40)

    def _who(self) -> str:
        ui, session = self.ui, self.reel.session
        if session.strategy is None:
            return ui.say("watch-by-hand")
        return ui.say("watch-by", strategy=ui.tell(name_of(session.scenario, session.strategy)))

    def _lenses(self) -> Widget:
        names = [self.ui.say(f"room-lens-{name}") for name in LENSES]
        return Drop(names, list(LENSES).index(self.lens), self._set_lens, name="lens")

    def _set_lens(self, number: int) -> None:
        self.lens = list(LENSES)[number]
        self.map.show_lens(self.ui, self.lens)
        self.refresh()

    def _told(self) -> Widget:
        """What happened in the turn."""
        ui = self.ui
        found = resolution(Readings(self.shown))
        if found is None:
            return Panel([Label(ui.say("watch-begin"), bold=True), Rich(ui.say("watch-begin-text"), ink="muted")])
        rows: list[Widget] = []
        for phase, name in PHASES.items():
            beats = [beat for beat in found.beats if beat.phase == phase]
            if beats:
                words = ui.tell(name if phase != "you" else self._seat())
                rows.append(Label(words, size=SMALL, bold=True, ink="accent", icon=ICONS[phase]))
                rows += [self._beat(beat, number) for number, beat in enumerate(beats)]
            if more := found.more.get(phase, 0):
                rows.append(Label(ui.say("watch-more", count=more), size=SMALL, ink="muted"))
        return Panel([Scroll(Column(rows, gap=4), name="beats")], pad=12)

    def _seat(self) -> str:
        return self.shown.scenario.label(self.shown.player)

    def _beat(self, beat: Beat, number: int) -> Widget:
        ui = self.ui
        parts: list[Widget] = []
        if beat.letter:
            parts.append(Badge(self._seat_of(beat), beat.letter, tip=ui.tell(beat.actor_name)))
        ink = "faint" if beat.refused else "warning" if beat.answers_you else "text"
        parts.append(Rich((Span(ui.tell(beat.text), ink=ink),), size=15).growing())
        lines: list[Widget] = [Row(parts, gap=8)]
        if beat.effect is not None:
            title = Label(ui.tell(beat.effect.title), size=SMALL, ink="muted", elide=True)
            lines.append(Row([title.growing(), FigureLabel(beat.effect, size=15, align="right")], gap=8))
        key = next((key for place in beat.places if (key := self._key(place))), "")
        act = (lambda: self.map.select(ui, key)) if key else None
        return Item(Column(lines, gap=2), act, name=f"beat:{beat.phase}:{number}")

    def _controls(self) -> Widget:
        ui = self.ui
        icon, words = ("pause", "watch-pause") if self.playing else ("play", "watch-play")
        last = self.reel.length
        buttons: list[Widget] = [
            self._button("skip-back", "watch-first", lambda: self._seek(min(1, last))),
            self._button("chevron-left", "watch-before", lambda: self._seek(self.place - 1)),
            Button(ui.say(words), self.toggle, icon=icon, kind="primary", name="play"),
            self._button("chevron-right", "watch-next", self._step_by_hand),
            self._button("skip-forward", "watch-last", lambda: self._seek(last)),
        ]
        paces = [ui.say(f"watch-pace-{number}") for number in range(len(PACES))]
        buttons += [Drop(paces, self.pace, self._set_pace, name="pace", tip=ui.say("watch-pace"))]
        if self.reel.busy:
            buttons += [Icon("clock"), Label(ui.say("watch-playing"), size=SMALL, ink="muted")]
        if self.reel.session.finished:
            buttons.append(Button(ui.say("watch-debrief"), self._debrief, icon="flag", name="debrief"))
        rows: list[Widget] = []
        if last and not narrow(ui):
            rows.append(
                Way(
                    course(self.reel.session),
                    max(0, self.place - 1),
                    lambda turn: self._seek(turn + 1),
                    high=92,
                    slots=self.reel.session.scenario.turns if self.reel.grows else last,
                )
            )
        return Column([*rows, Wrap(buttons, gap=8)], gap=6)

    def _button(self, icon: str, key: str, act: Callable[[], None]) -> Button:
        return Button("", act, icon=icon, name=key, tip=self.ui.say(key))

    def _step_by_hand(self) -> None:
        self.playing = False
        self.step()

    def _debrief(self) -> None:
        self.app.go("debrief", session=self.reel.session)

    def actions(self) -> dict[str, Callable[[], None]]:
        lenses = {f"lens-{number + 1}": lambda number=number: self._set_lens(number) for number in range(len(LENSES))}
        return {**lenses, "commit": self.toggle}


@shot("replay", campaign="quick", turns=6)
def _replay(app: App) -> None:
    assert app.campaign is not None
    screen = ReplayScreen(app)
    app.put(screen)
    screen.go(4)


@shot("replay-begin", campaign="quick", turns=0)
def _begin(app: App) -> None:
    app.put(ReplayScreen(app, session=Session.new("quick", 7, "all-round")))
