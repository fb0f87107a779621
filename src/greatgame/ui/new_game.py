"""A new game: scenario, level, temper and strength of the others, luck."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.ui.kit import (
    SMALL,
    Button,
    Chip,
    Column,
    Drop,
    Entry,
    Item,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Span,
    Widget,
    Wrap,
)
from greatgame.ui.screen import Screen, titled
from greatgame.ui.shots import shot
from greatgame.views.beginnings import Beginning, Choice, beginning, listed, scenarios, strengths

if TYPE_CHECKING:
    from greatgame.ui.app import App

SEEDS = 1_000_000
"""Seeds are drawn below this, so that they can be read out."""
USUAL_STRENGTH = "standard"


class NewGameScreen(Screen):
    """Choose, read what it means, begin."""

    topic = "new-game"

    def __init__(self, app: App, scenario: str | None = None, seed: int | None = None) -> None:
        super().__init__(app)
        self.ids = scenarios()
        self.scenario = scenario if scenario in self.ids else self.ids[0]
        self.level = 0
        self.temper = 0
        self.strength = next(n for n, row in enumerate(strengths()) if row.id == USUAL_STRENGTH)
        self.seed = str(secrets.randbelow(SEEDS) if seed is None else seed)

    def build(self) -> Widget:
        ui = self.ui
        found: Beginning | None
        try:
            found, problem = beginning(self.scenario), ""
        except GreatGameError as error:
            found, problem = None, str(error)
        begin = Button(ui.say("new-begin"), self.begin, kind="primary", icon="play", name="begin", why_not=problem)
        names = Column([self._scenario(name) for name in self.ids], gap=4)
        left = Panel([Label(ui.say("new-scenario"), size=SMALL, bold=True, ink="muted"), Scroll(names)], pad=10)
        if found is None:
            right: Widget = Panel([Label(ui.say("new-failed"), bold=True), Rich((Span(problem),))])
        else:
            right = Panel([Scroll(Column(self._details(found), gap=14), name="details")], pad=18)
        content = Row([left.growing(0.36), right.growing(0.64)], gap=12, middle=False)
        return titled(self, ui.say("new-title"), content, begin)

    def _scenario(self, name: str) -> Widget:
        ui = self.ui
        try:
            found = listed(name)
            title, note = ui.tell(found.title), ui.tell(found.length)
        except GreatGameError:
            title, note = name, ui.say("new-failed")
        words = Column([Rich((Span(title, bold=True),)), Label(note, size=SMALL, ink="muted")], gap=2)
        return Item(words, lambda: self._choose(name), chosen=name == self.scenario, name=f"scenario:{name}")

    def _choose(self, name: str) -> None:
        if name != self.scenario:
            self.scenario, self.level, self.temper = name, 0, 0
        self.refresh()

    def _details(self, found: Beginning) -> list[Widget]:
        ui = self.ui
        parts: list[Widget] = [
            Rich((Span(ui.tell(found.title), bold=True),), size=20),
            Wrap(
                [
                    Chip(ui.say("new-seat", seat=found.seat), icon="landmark"),
                    Chip(ui.tell(found.length), icon="calendar"),
                ]
            ),
            Rich((Span(ui.tell(found.summary)),), ink="muted"),
            Label(ui.say("new-level"), size=SMALL, bold=True, ink="accent"),
        ]
        if found.levels:
            parts += [self._level(number, row) for number, row in enumerate(found.levels)]
        else:
            parts.append(Rich(ui.say("new-level-all-text")))
        quiet = ui.say("new-temper-quiet") if self._quiet(found) else ""
        parts.append(
            self._choice(ui.say("new-temper"), found.tempers, self._temper(found), self._set_temper, "temper", quiet)
        )
        parts.append(self._choice(ui.say("new-strength"), strengths(), self.strength, self._set_strength, "strength"))
        parts.append(self._luck())
        return parts

    def _level(self, number: int, row: Choice) -> Widget:
        ui = self.ui
        words = Column(
            [
                Label(ui.tell(row.name), bold=True, icon="circle-dot" if number == self.level else "circle"),
                Rich((Span(ui.tell(row.text)),), size=SMALL, ink="muted"),
            ],
            gap=2,
        )
        return Item(words, lambda: self._set_level(number), chosen=number == self.level, name=f"level:{row.id}")

    def _quiet(self, found: Beginning) -> bool:
        """Whether at the chosen level the rivals have no say, and so no temper."""
        return bool(found.levels) and found.levels[self.level].quiet

    def _temper(self, found: Beginning) -> int:
        """The temper with which the campaign would begin; what was chosen for another level is not forgotten."""
        return 0 if self._quiet(found) else self.temper

    def _choice(
        self,
        title: str,
        rows: Sequence[Choice],
        chosen: int,
        choose: Callable[[int], None],
        name: str,
        why_not: str = "",
    ) -> Widget:
        ui = self.ui
        drop = Drop([ui.tell(row.name) for row in rows], chosen, choose, name=name, why_not=why_not)
        words = Rich((Span(why_not or ui.tell(rows[chosen].text)),), size=SMALL, ink="muted")
        head = Label(title, size=SMALL, bold=True, ink="accent")
        return Column([head, Row([drop.fixed(width=220), words.growing()], gap=14)], gap=6)

    def _luck(self) -> Widget:
        ui = self.ui
        entry = Entry(
            self.seed, self._set_seed, hint=ui.say("new-seed-hint"), longest=9, accept=str.isdecimal, name="seed"
        )
        other = Button(ui.say("new-seed-other"), self._other_seed, icon="dices", name="other-seed")
        words = Rich(ui.say("new-seed-text"), size=SMALL, ink="muted")
        head = Label(ui.say("new-seed"), size=SMALL, bold=True, ink="accent")
        return Column([head, Row([entry.fixed(width=140), other, words.growing()], gap=10)], gap=6)

    def _set_level(self, number: int) -> None:
        self.level = number
        self.refresh()

    def _set_temper(self, number: int) -> None:
        self.temper = number
        self.refresh()

    def _set_strength(self, number: int) -> None:
        self.strength = number
        self.refresh()

    def _set_seed(self, text: str) -> None:
        self.seed = text

    def _other_seed(self) -> None:
        self.seed = str(secrets.randbelow(SEEDS))
        self.refresh()

    def begin(self) -> None:
        """Begin the campaign that was chosen."""
        try:
            found = beginning(self.scenario)
            session = Session.new(
                found.scenario,
                int(self.seed or 0),
                strength=strengths()[self.strength].id,
                temper=found.tempers[self._temper(found)].id,
                level=found.levels[self.level].id if found.levels else None,
            )
        except GreatGameError as error:
            self.app.tell(self.ui.say("new-failed"), str(error))
            return
        self.app.play(session)


@shot("new-game")
def _new(app: App) -> None:
    app.go("new-game", seed=7)
