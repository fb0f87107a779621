"""What to watch: a campaign that strategies play, or a save played again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.errors import GreatGameError, refusal
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.shelf import Entry
from greatgame.ui.debrief.cards import side_by_side
from greatgame.ui.home import strategies_folder
from greatgame.ui.kit import SMALL, Button, Column, Drop, Label, Panel, Rich, Row, Scroll, Span, Widget
from greatgame.ui.kit import Entry as Line
from greatgame.ui.screen import Screen, titled
from greatgame.ui.shots import shot
from greatgame.ui.watch.roster import found_again
from greatgame.views.beginnings import Beginning, beginning, listed, scenarios, strengths
from greatgame.views.strategies import Playable, playable

if TYPE_CHECKING:
    from greatgame.ui.app import App

SEEDS = 1_000_000
USUAL = "standard"


class WatchScreen(Screen):
    """Choose a campaign to watch."""

    topic = "watch"

    def __init__(self, app: App, seed: int | None = None) -> None:
        super().__init__(app)
        self.ids = scenarios()
        self.scenario = self.strategy = self.temper = 0
        self.strength = next(n for n, row in enumerate(strengths()) if row.id == USUAL)
        self.seed = str(secrets.randbelow(SEEDS) if seed is None else seed)
        self.strategies = self._playable()
        """Who may play, as they are shown; :attr:`strategy` counts in them."""

    @property
    def beginning(self) -> Beginning:
        """The scenario that is chosen."""
        return beginning(self.ids[self.scenario])

    def _playable(self) -> tuple[Playable, ...]:
        return playable(self.beginning.scenario, strategies_folder())

    def reload(self) -> None:
        """Read the player's folder anew: who was chosen stays chosen."""
        before, self.strategies = self.strategies, self._playable()
        self.strategy = found_again(self.ui, self.strategies, before[self.strategy], 0)
        if self.strategies != before:
            self.refresh()

    def opened(self) -> None:
        self.reload()

    def build(self) -> Widget:
        left = Panel([Scroll(Column(self._match(), gap=10), name="match")], pad=18)
        right = Panel([Scroll(Column(self._saves(), gap=8), name="saves")], pad=18)
        return titled(self, self.ui.say("watch-title"), side_by_side(self.ui, left, right, 0.5))

    def _match(self) -> list[Widget]:
        ui, found = self.ui, self.beginning
        rows = self.strategies
        chosen = rows[self.strategy]
        parts: list[Widget] = [
            Label(ui.say("watch-match"), bold=True, size=18),
            *self._choice("new-scenario", [ui.tell(listed(name).title) for name in self.ids], "scenario"),
            Label(ui.say("watch-strategy", seat=found.seat), size=SMALL, bold=True, ink="accent"),
            Drop([ui.tell(row.name) for row in rows], self.strategy, self._set("strategy"), name="strategy"),
            Rich((Span(ui.tell(chosen.text)),), size=15, ink="warning" if chosen.problem else "muted"),
            *self._choice("new-temper", [ui.tell(row.name) for row in found.tempers], "temper"),
            *self._choice("new-strength", [ui.tell(row.name) for row in strengths()], "strength"),
            Label(ui.say("new-seed"), size=SMALL, bold=True, ink="accent"),
            Line(self.seed, self._set_seed, hint=ui.say("new-seed-hint"), longest=9, accept=str.isdecimal, name="seed"),
        ]
        go = Button(
            ui.say("watch-go"), self.begin, kind="primary", icon="play", name="go", why_not=ui.tell(chosen.problem)
        )
        return [*parts, Row([go])]

    def _choice(self, key: str, names: list[str], field: str) -> list[Widget]:
        head = Label(self.ui.say(key), size=SMALL, bold=True, ink="accent")
        return [head, Drop(names, getattr(self, field), self._set(field), name=field)]

    def _set(self, field: str) -> Callable[[int], None]:
        def choose(number: int) -> None:
            setattr(self, field, number)
            if field == "scenario":
                self.strategy = self.temper = 0
                self.strategies = self._playable()
            else:
                self.reload()
            self.refresh()

        return choose

    def _set_seed(self, text: str) -> None:
        self.seed = text

    def begin(self) -> None:
        """Watch the campaign that was chosen."""
        found = self.beginning
        try:
            session = Session.new(
                found.scenario,
                int(self.seed or 0),
                self.strategies[self.strategy].spec,
                strengths()[self.strength].id,
                temper=found.tempers[self.temper].id,
            )
            self.app.go("replay", session=session, play=True)
        except GreatGameError as error:
            self.app.tell(self.ui.say("watch-cannot"), str(error))

    # Saves

    def _saves(self) -> list[Widget]:
        ui = self.ui
        entries = [entry for entry in self.app.shelf.entries() if entry.readable and entry.turn]
        parts: list[Widget] = [Label(ui.say("watch-saves"), bold=True, size=18)]
        if not entries:
            parts.append(Rich(ui.say("watch-saves-none"), ink="muted"))
        return parts + [self._save(entry) for entry in entries]

    def _save(self, entry: Entry) -> Widget:
        ui = self.ui
        kind = entry.name or ui.say(f"load-{entry.kind}")
        said = [ui.tell(entry.title), ui.say("load-after", quarter=when(entry.quarter))]
        words = Column(
            [Label(kind, bold=True, elide=True), Rich((Span(" · ".join(said)),), size=15, ink="muted")], gap=2
        )
        name = f"replay:{entry.path.name}"
        again = Button(ui.say("watch-replay"), lambda: self._replay(entry), icon="play", name=name)
        return Row([words.growing(), again], gap=12)

    def _replay(self, entry: Entry) -> None:
        try:
            self.app.go("replay", session=Session.load(entry.path), play=True)
        except GreatGameError as error:
            self.app.refuse(entry.path, refusal(error))


@shot("watch", campaign="quick", turns=2)
def _choose(app: App) -> None:
    assert app.campaign is not None
    app.campaign.save("Before the summit")
    app.campaign.autosave()
    app.go("watch", seed=7)
