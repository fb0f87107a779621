"""Test a strategy: many worlds of one plan, beside another strategy on the same luck."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.lab.contest import Contestant
from greatgame.lab.trial import Trial, TrialQuestion
from greatgame.lab.trial import trials as lab_trials
from greatgame.scenario.variants import varied
from greatgame.ui.debrief.cards import side_by_side
from greatgame.ui.debrief.charts import Histogram, Mark
from greatgame.ui.home import strategies_folder
from greatgame.ui.kit import (
    SMALL,
    Button,
    Column,
    Drop,
    FigureLabel,
    Icon,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Span,
    Widget,
)
from greatgame.ui.screen import Screen, narrow, titled
from greatgame.ui.shots import shot
from greatgame.ui.watch.forest import Forest
from greatgame.ui.watch.roster import found_again
from greatgame.ui.working import Working
from greatgame.views.beginnings import Beginning, beginning, listed, scenarios
from greatgame.views.strategies import Playable, playable
from greatgame.views.trial import TrialView, shown

if TYPE_CHECKING:
    from greatgame.ui.app import App

WORLDS = (50, 200, 500)
FIRST, SECOND = "first", "second"


class TrialScreen(Screen):
    """Choose a strategy, see how it does."""

    topic = "test-strategy"

    def __init__(self, app: App, scenario: str = "", strategy: str = "") -> None:
        super().__init__(app)
        self.ids = scenarios()
        self.scenario = self.ids.index(scenario) if scenario in self.ids else 0
        self.temper, self.worlds = 0, 1
        self.strategies = rows = self._playable()
        """Strategies to choose from, the player's own among them, as they are shown: what is chosen counts in them."""
        self.chosen = next((n for n, row in enumerate(rows) if row.spec == strategy), self._first_own(rows))
        self.against = 0
        self.work: Working[Trial] = Working(self._told)
        self._asked: tuple[str, str] = ("", "")
        """What the strategies of the trial under way are called."""

    @property
    def beginning(self) -> Beginning:
        """The scenario that is chosen."""
        return beginning(self.ids[self.scenario])

    def _playable(self) -> tuple[Playable, ...]:
        return playable(self.beginning.scenario, strategies_folder())

    def reload(self) -> None:
        """Read the player's folder anew: what was chosen stays chosen."""
        before, self.strategies = self.strategies, self._playable()
        rows, chosen, against = self.strategies, before[self.chosen], before[self.against]
        self.chosen = found_again(self.ui, rows, chosen, self._first_own(rows))
        self.against = found_again(self.ui, rows, against, 0)
        if rows != before:
            self.refresh()

    def _first_own(self, rows: tuple[Playable, ...]) -> int:
        """The player's own first file that can be played; otherwise the second strategy of the scenario."""
        own = (number for number, row in enumerate(rows) if row.own and not row.problem)
        return next(own, min(1, len(rows) - 1))

    def opened(self) -> None:
        self.reload()

    def left(self) -> None:
        if self not in self.app.stack:
            self.work.stop()

    def _told(self) -> None:
        if self._shown:
            self.refresh()

    # What is done

    def question(self) -> TrialQuestion:
        """What is asked of the worker."""
        found, rows = self.beginning, self.strategies
        temper = found.tempers[self.temper].id
        contestants = (Contestant(FIRST, rows[self.chosen].spec), Contestant(SECOND, rows[self.against].spec))
        return TrialQuestion(varied(found.scenario, temper=temper), contestants, WORLDS[self.worlds], temper)

    def begin(self) -> None:
        """Have the worlds played."""
        self._name()
        self.work.latest = None
        self.work.ask(self.ui, self.question())
        self.refresh()

    def _name(self) -> None:
        rows = self.strategies
        self._asked = rows[self.chosen].name, rows[self.against].name

    def stop(self) -> None:
        """Give it up; what is known stays."""
        self.work.give_up()
        self.refresh()

    def _set(self, field: str) -> Callable[[int], None]:
        def choose(number: int) -> None:
            setattr(self, field, number)
            if field == "scenario":
                self.temper = self.against = 0
                self.strategies = self._playable()
                self.chosen = self._first_own(self.strategies)
            else:
                self.reload()
            self.refresh()

        return choose

    # Widgets

    def build(self) -> Widget:
        left = Panel([Scroll(Column(self._choices(), gap=8), name="choices")], pad=16)
        right = Panel([Scroll(Column(self._results(), gap=7), name="results")], pad=14)
        told = self.work.latest is not None or self.work.busy or self.work.problem
        # One below the other, what was found comes first.
        parts = (right, left) if told and narrow(self.ui) else (left, right)
        return titled(self, self.ui.say("trial-title"), side_by_side(self.ui, *parts, 0.37))

    def _choices(self) -> list[Widget]:
        ui, found, rows = self.ui, self.beginning, self.strategies
        names = [ui.tell(row.name) for row in rows]
        chosen, against = rows[self.chosen], rows[self.against]
        problem = chosen.problem or against.problem
        parts: list[Widget] = [
            *self._choice(ui.say("new-scenario"), [ui.tell(listed(name).title) for name in self.ids], "scenario"),
            *self._choice(ui.say("trial-strategy", seat=found.seat), names, "chosen"),
            Rich((Span(ui.tell(chosen.text)),), size=SMALL, ink="warning" if chosen.problem else "muted"),
            *self._choice(ui.say("trial-against"), names, "against"),
            *self._choice(ui.say("new-temper"), [ui.tell(row.name) for row in found.tempers], "temper"),
            *self._choice(ui.say("trial-worlds"), [ui.say("trial-count", count=count) for count in WORLDS], "worlds"),
        ]
        go = Button(ui.say("trial-go"), self.begin, kind="primary", icon="wind", name="go", why_not=ui.tell(problem))
        reload = Button(ui.say("trial-reload"), self.reload, icon="refresh-cw", kind="quiet", name="reload")
        where = Rich((Span(ui.say("trial-folder", folder=str(strategies_folder()))),), size=SMALL, ink="muted")
        return [*parts, Row([go, Spacer(), reload]), where]

    def _choice(self, title: str, names: list[str], field: str) -> list[Widget]:
        head = Label(title, size=SMALL, bold=True, ink="accent")
        return [head, Drop(names, getattr(self, field), self._set(field), name=field)]

    def _results(self) -> list[Widget]:
        ui, work = self.ui, self.work
        if work.problem:
            again = Button(ui.say("trial-again"), self.begin, icon="refresh-cw", name="again")
            words = Rich((Span(work.reason(ui), ink="warning"),)).growing()
            head: list[Widget] = [Row([Icon("triangle-alert", ink="warning"), words, again], gap=10)]
        else:
            head = []
        if work.latest is None:
            if work.busy:
                waits = Row(
                    [Icon("clock"), Label(ui.say("trial-busy"), ink="muted"), Spacer(), self._stopper()], gap=10
                )
                return [*head, waits]
            return [*head, Label(ui.say("trial-none"), bold=True), Rich(ui.say("trial-none-text"), ink="muted")]
        return [*head, *self._found(shown(work.latest, *self._asked))]

    def _stopper(self) -> Widget:
        return Button(self.ui.say("debrief-stop"), self.stop, icon="x", name="stop")

    def _found(self, card: TrialView) -> list[Widget]:
        ui = self.ui
        top: list[Widget] = [Rich((Span(ui.tell(card.sentence), bold=True),), size=18).growing()]
        top += [Label(ui.say("trial-played"), ink="muted", size=15), FigureLabel(card.worlds, unit=False)]
        if self.work.busy:
            top.append(self._stopper())
        mine, other = self._asked
        means = Row(
            [
                Label(ui.tell(mine), ink="muted", elide=True),
                FigureLabel(card.total.mine, size=20),
                Spacer(),
                Label(ui.tell(other), ink="muted", elide=True),
                FigureLabel(card.total.other, size=20),
            ],
            gap=10,
        )
        marks = [
            Mark(0.0, ui.say("trial-even"), "muted"),
            Mark(card.total.difference.value, ui.say("trial-mean"), "accent"),
        ]
        return [
            Row(top, gap=10),
            means,
            Label(ui.say("trial-differences"), size=SMALL, bold=True, ink="accent"),
            Forest([card.total, *card.pillars]),
            Label(ui.say("trial-distribution"), size=SMALL, bold=True, ink="accent"),
            Histogram(card.bars, marks).fixed(height=150),
            Rich((Span(ui.tell(card.method)),), size=SMALL, ink="muted"),
        ]


def _tested(app: App, worlds: int) -> TrialScreen:
    """The screen with a few worlds played, for pictures."""
    screen = TrialScreen(app, "quick", "do-nothing")
    question = screen.question()
    (screen.work.latest,) = lab_trials(TrialQuestion(question.scenario, question.contestants, worlds, question.temper))
    screen._name()
    app.put(screen)
    return screen


@shot("test-strategy")
def _chosen(app: App) -> None:
    app.put(TrialScreen(app, "quick"))


@shot("test-strategy-found")
def _found(app: App) -> None:
    _tested(app, 16)


@shot("test-strategy-lost")
def _lost(app: App) -> None:
    screen = _tested(app, 4)
    screen.work.problem = "the worker's process has ended unexpectedly (exit code -9); make a new worker and ask again"
    screen.refresh()
