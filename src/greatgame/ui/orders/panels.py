"""The middle and the right panel at the foot of the chart room: the forecast, and advisors with commit."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from greatgame.ui.kit import Button, Column, FigureLabel, Item, Label, Panel, Rich, Row, Scroll, Spacer, Ui, Widget
from greatgame.ui.orders.deciding import Deciding
from greatgame.ui.orders.fans import fan_view
from greatgame.ui.orders.foretell import statements
from greatgame.ui.orders.live import DeskPanel, Sentence, ranged
from greatgame.ui.orders.queue import Small
from greatgame.ui.orders.rivals import Rivals
from greatgame.views.advisors import AdvisorCard
from greatgame.views.prospects import Fan, ForecastView

STRIP = ("total", "pledge.committed")
"""Figures that the strip always shows; the third is the goal that hangs most in the balance."""


FORECAST, RIVALS, PREDICTIONS = range(3)
"""What the panel in the middle shows, in turn."""
TABS = (("orders-forecast", "chart-area"), ("orders-rivals", "flag"), ("orders-predictions", "target"))
ROOMY = 1000
"""Units of the window's width from which the key of the wind tunnel is said."""


class ForecastPanel(DeskPanel):
    """What may come of the queue, what the rivals intend, and what the player foretells."""

    def __init__(self, desk: Deciding, open_tunnel: Callable[[], None], inspect: Callable[[str], None]) -> None:
        super().__init__(desk, name="forecast-panel")
        self.open_tunnel, self.inspect = open_tunnel, inspect
        self.shown = FORECAST

    def state(self, ui: Ui) -> Hashable:
        return self.desk.version, self.shown

    def choose(self, ui: Ui, shown: int) -> None:
        """Show another of the three."""
        self.shown = shown
        ui.refreshed()

    def build(self, ui: Ui) -> Widget:
        content = (self._forecast, self._rivals, self._predictions)[self.shown](ui)
        return Panel([self._head(ui), *content], gap=4, pad=8)

    def _head(self, ui: Ui) -> Widget:
        tabs = [Small(self._tab(ui, number)) for number in range(len(TABS))]
        tunnel = Button(
            ui.say("orders-tunnel"),
            self.open_tunnel,
            icon="wind",
            badge=ui.key("wind-tunnel") if ui.screen.width / ui.scale >= ROOMY else "",
            points=15,
            name="open-tunnel",
        )
        busy = Label(ui.say("orders-working"), size=14, ink="chance", elide=True).growing()
        rest: Widget = busy if self.desk.forecasting and self.shown == FORECAST else Spacer()
        return Row([*tabs, rest, Small(tunnel)], gap=4)

    def _tab(self, ui: Ui, number: int) -> Button:
        key, icon = TABS[number]
        button = Button(
            ui.say(key), lambda: self.choose(ui, number), icon=icon, kind="quiet", points=15, name=f"tab:{key}"
        )
        button.chosen = number == self.shown
        return button

    def _forecast(self, ui: Ui) -> list[Widget]:
        view = self.desk.forecast
        if view is None:
            words = ui.say("orders-forecast-first" if not self.desk.session.finished else "orders-over")
            return [Rich(words, size=15, ink="muted"), Spacer()]
        line = Sentence(ui, view.verdict if view.same else view.duel, size=15, name="duel")
        line.tip = ui.tell(view.after)
        fans = [fan_view(ui, fan, self.desk.swapped, difference=not view.same).growing() for fan in strip_of(view)]
        return [line, Row(fans, gap=12, middle=False).growing()]

    def _rivals(self, ui: Ui) -> list[Widget]:
        return [Rivals(ui, self.desk, self.inspect)]

    def _predictions(self, ui: Ui) -> list[Widget]:
        return [statements(ui, self.desk)]


def strip_of(view: ForecastView) -> list[Fan]:
    """The fans of the strip."""
    by_path = {fan.path: fan for fan in view.fans}
    found = [by_path[path] for path in STRIP if path in by_path]
    open_goals = sorted((abs(goal.queue.value - 50.0), place) for place, goal in enumerate(view.goals))
    with_goal = [fan for fan in view.fans if fan.goal is not None]
    if open_goals and with_goal:
        found.append(with_goal[min(open_goals[0][1], len(with_goal) - 1)])
    return found


class AdvisorsPanel(DeskPanel):
    """Three opinions in two lines each; one opens in full."""

    def __init__(self, desk: Deciding, open_advice: Callable[[str], None]) -> None:
        super().__init__(desk, name="advisors-panel")
        self.open_advice = open_advice

    def build(self, ui: Ui) -> Widget:
        rows: list[Widget] = [self._row(ui, card) for card in self.desk.advice]
        if not rows:
            title = Label(ui.say("orders-advisors"), size=16, bold=True)
            return Panel([title, Rich(ui.say(self.desk.unadvised), size=14, ink="muted"), Spacer()], gap=4, pad=8)
        return Panel([Scroll(Column(rows, gap=0), name="advisors")], gap=4, pad=4)

    def _row(self, ui: Ui, card: AdvisorCard) -> Widget:
        who = Label(card.name, size=14, ink="accent", elide=True).growing()
        ink = "text" if card.sure else "muted"
        # All are points, as the tip and the opened advice say; the room goes to names.
        gain = FigureLabel(card.gain, size=15, name=f"gain:{card.advisor}", ink=ink, unit=False)
        # Whole: at its end stands how sure the advisor is.
        what = Rich(card.recommendation, size=14, ink=ink)
        content = Column([Row([who, gain, ranged(ui, card.low, card.high)], gap=8), what], gap=0)
        tip = ui.say("orders-advisor-tip", stroke=ui.key("advisors"))
        return Item(content, lambda: self.open_advice(card.advisor), pad=4, name=f"advisor:{card.advisor}", tip=tip)
