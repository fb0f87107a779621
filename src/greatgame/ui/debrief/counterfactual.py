"""The same luck, otherwise played: both campaigns side by side, filled turn by turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.ui.debrief.cards import side_by_side
from greatgame.ui.kit import (
    SMALL,
    Cell,
    Column,
    Drop,
    FigureLabel,
    Heading,
    Icon,
    Label,
    Legend,
    LineChart,
    Panel,
    Rich,
    Row,
    Scroll,
    Series,
    Spacer,
    Table,
    Widget,
)
from greatgame.ui.screen import Screen, narrow, titled
from greatgame.ui.shots import shot
from greatgame.views.debrief.otherwise import Apart, Otherwise, otherwise
from greatgame.views.figures import Figure
from greatgame.views.strategies import playable

if TYPE_CHECKING:
    from greatgame.ui.app import App

IDLE = "do-nothing"


class CounterfactualScreen(Screen):
    """A campaign beside another one under the same luck; by default without any order."""

    topic = "counterfactual"

    def __init__(self, app: App, session: Session | None = None, strategy: str = IDLE) -> None:
        super().__init__(app)
        chosen = session or (app.campaign.session if app.campaign is not None else None)
        if chosen is None or not chosen.history:
            raise GreatGameError("there is no finished turn to play otherwise: play one first")
        self.session = chosen
        self.choices = playable(chosen.scenario)
        specs = [row.spec for row in self.choices]
        self.chosen = specs.index(strategy) if strategy in specs else 0
        self._begin()

    def _begin(self) -> None:
        self.other = self.session.beside(self.choices[self.chosen].spec)

    @property
    def complete(self) -> bool:
        """Whether the other campaign has been played as far as this one."""
        return self.other.turn >= self.session.turn

    def opened(self) -> None:
        self.ui.poll(lambda other=self.other: self._step(other))  # type: ignore[misc]

    def _step(self, other: Session) -> bool:
        """Play one more turn of the other campaign; the window is drawn in between."""
        if other is not self.other or not self._shown or self.complete:
            return False
        other.advance()
        self.refresh()
        return not self.complete

    def finish(self) -> None:
        """Play the rest at once."""
        while not self.complete:
            self.other.advance()
        self.refresh()

    def _choose(self, number: int) -> None:
        self.chosen = number
        self._begin()
        self.refresh()
        self.opened()

    def build(self) -> Widget:
        ui = self.ui
        drop = Drop([ui.tell(row.name) for row in self.choices], self.chosen, self._choose, name="strategy")
        who = [Label(ui.say("counterfactual-who"), ink="muted"), drop]
        if self.other.history:
            card = otherwise(self.session, self.other)
            parts = side_by_side(ui, self._course(card), self._tables(card), 0.46)
        else:
            parts = Panel([self._progress()])
        if narrow(ui):
            return titled(self, ui.say("counterfactual-title"), Column([Row(who, gap=12), parts.growing()], gap=10))
        return titled(self, ui.say("counterfactual-title"), parts, *who)

    def _progress(self) -> Widget:
        if self.complete:
            return Rich(self.ui.say("counterfactual-hint"), size=SMALL, ink="muted")
        words = self.ui.say("counterfactual-busy", turn=self.other.turn, turns=self.session.turn)
        return Row([Icon("clock"), Label(words, size=SMALL, ink="muted")], gap=8)

    def _course(self, card: Otherwise) -> Widget:
        ui = self.ui
        name = ui.tell(self.choices[self.chosen].name)
        lines = [
            Series(ui.say("counterfactual-you"), [figure.value for figure in card.mine], "accent"),
            Series(name, [figure.value for figure in card.other], "chance", dashed=True),
        ]
        reads = [
            f"{quarter}: {lines[0].name} {mine.text}, {name} {other.text}"
            for quarter, mine, other in zip(card.quarters, card.mine, card.other, strict=True)
        ]
        chart = LineChart(
            card.quarters,
            lines,
            reads=reads,
            threshold=self.session.scenario.total_goal,
            threshold_name=ui.say("orders-goal-line", level=self.session.scenario.total_goal),
            high=300,
            figure=card.total.difference,
            name="course",
        )
        head = Row(
            [Label(ui.say("counterfactual-course"), size=SMALL, bold=True, ink="accent"), Spacer(), Legend(lines)],
            gap=12,
        )
        sums = Row(
            [
                *self._sum(ui.say("counterfactual-yours"), card.total, "mine"),
                *self._sum(ui.say("counterfactual-theirs"), card.total, "other"),
                *self._sum(ui.say("counterfactual-difference"), card.total, "difference"),
            ],
            gap=10,
        )
        return Panel([head, chart.growing(), sums, self._progress()], gap=12, pad=18)

    def _sum(self, title: str, row: Apart, which: str) -> list[Widget]:
        figure = getattr(row, which)
        ink = "text" if which != "difference" else _ink(figure)
        return [Label(title, ink="muted", size=15), FigureLabel(figure, size=20, ink=ink, unit=False), Spacer()]

    def _tables(self, card: Otherwise) -> Widget:
        ui = self.ui
        parts: list[Widget] = []
        for key, rows in (("counterfactual-pillars", card.pillars), ("counterfactual-figures", card.figures)):
            parts.append(self._table(ui.say(key), rows, key))
        return Panel([Scroll(Column(parts, gap=10), name="tables")], pad=12)

    def _table(self, title: str, rows: tuple[Apart, ...], name: str) -> Widget:
        ui = self.ui
        keys = ("yours", "theirs", "difference")
        headings = [Heading(title, grow=1.0)]
        headings += [Heading(ui.say(f"counterfactual-{key}"), grow=0.0, align="right") for key in keys]
        cells = [
            [
                Cell(row.title),
                Cell(figure=row.mine),
                Cell(figure=row.other, ink="muted"),
                Cell(figure=row.difference, unit=False, bold=True, ink=_ink(row.difference)),
            ]
            for row in rows
        ]
        return Table(headings, cells, name=name)


def _ink(difference: Figure) -> str:
    """Of a difference; one that prints as nothing is neither gain nor loss."""
    if not difference.text.strip("+-0.,"):
        return "muted"
    return "gain" if difference.value > 0 else "loss"


@shot("counterfactual", campaign="quick", turns=6)
def _beside(app: App) -> None:
    screen = app.go("counterfactual")
    assert isinstance(screen, CounterfactualScreen)
    screen.finish()
