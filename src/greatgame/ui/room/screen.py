"""The chart room: its state, its parts and its keys."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import pygame

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.ui.campaign import FORETOLD, QUEUE, TURN, Campaign
from greatgame.ui.kit import Scroll, Ui, Widget
from greatgame.ui.map import MapView
from greatgame.ui.orders.deciding import deciding
from greatgame.ui.room import inspector as sheets
from greatgame.ui.room.cards import cable_card, event_modal
from greatgame.ui.room.chart import chart_panel, chips
from greatgame.ui.room.commit import CommitBar
from greatgame.ui.room.escalating import escalation_card
from greatgame.ui.room.frame import Frame, places
from greatgame.ui.room.inspector import inspector_panel
from greatgame.ui.room.left import left_panel
from greatgame.ui.room.resolving import Resolving
from greatgame.ui.room.slots import deeds, filled
from greatgame.ui.room.state import State
from greatgame.ui.room.tables import table_panel
from greatgame.ui.room.thinking import thinking
from greatgame.ui.room.topbar import top_bar
from greatgame.ui.screen import Screen
from greatgame.views.chart import Chart
from greatgame.views.escalation import challenge
from greatgame.views.events import event_card
from greatgame.views.figures import Figure
from greatgame.views.inspector import Inspector, Sheet
from greatgame.views.lenses import LENSES
from greatgame.views.names import letter
from greatgame.views.orders import OrderBook
from greatgame.views.readings import Readings
from greatgame.views.resolve import resolution

if TYPE_CHECKING:
    from greatgame.ui.app import App

PANEL_TOPICS: Mapping[str, str] = MappingProxyType(
    {"top": "room", "queue": "queue", "forecast": "forecast", "advisors": "advisors", "commit": "commit"}
)
"""Panel -> what the encyclopaedia opens about it; about the others what is selected."""


ARMED = 12.0
"""Seconds within which the second stroke ends the turn."""


def key_of(figure: Figure) -> str:
    """By which a figure of a sheet is found again."""
    return figure.path or f"{figure.title} {figure.unit}"


class RoomScreen(Screen):
    """The screen on which the campaign is played."""

    topic = "room"

    def __init__(self, app: App) -> None:
        super().__init__(app)
        if app.campaign is None:
            raise GreatGameError("the chart room needs a campaign: begin or load one first")
        self.campaign: Campaign = app.campaign
        self.subject = f"host:{self.session.scenario.names.hosts[0]}"
        """What the inspector shows."""
        self.sheet_tab = sheets.WHY
        self.left_tab = 0
        self.only_mine = True
        self.lens = next(iter(LENSES))
        self.as_table = False
        """Whether the table view stands in the map's place."""
        self.table = 0
        """Which of the lens's tables is shown."""
        self.panel = "map"
        """The panel that is shown where panels take turns."""
        self.armed = False
        """Whether Enter has been struck once."""
        self._strokes = 0
        self.memory: dict[str, object] = {}
        """What the fillers of places keep for as long as the room is open, by place."""
        self._figure: dict[str, str] = {}
        self._scrolls: dict[str, Scroll] = {}
        self._stop: Callable[[], None] | None = None
        self._told = -1
        self._map_later = False
        """Whether the map is to show the new state a moment after the figures."""
        self._built_for: tuple[tuple[int, int], float] | None = None
        self.state = State(self.session)
        """The views of the campaign as it stands."""
        self.map = MapView(self.chart, self.lens, on_select=self.inspect, on_open=self.inspect)
        """The map, which keeps its pictures while the rest is built anew."""
        self.map.selected = self.subject

    # What its parts read

    @property
    def session(self) -> Session:
        """The session that is played."""
        return self.campaign.session

    @property
    def readings(self) -> Readings:
        """The figures of the campaign as it stands."""
        return self.state.readings

    @property
    def inspector(self) -> Inspector:
        """Sheets of the campaign as it stands."""
        return self.state.inspector

    @property
    def book(self) -> OrderBook:
        """The player's orders as they stand."""
        return self.state.book

    @property
    def chart(self) -> Chart:
        """What the map shows of the campaign as it stands."""
        return self.state.chart

    def take(self, state: State) -> None:
        """Go on from a state a turn later that was made beside the window."""
        self.state = state
        self.as_table, self.panel = False, "map"
        self._map_later = True
        self.campaign.resolved(state.session)
        self._map_later = False

    def show_state(self) -> None:
        """Show the state as it is on the map."""
        self.map.show_chart(self.ui, self.chart)

    def room_for(self, panel: str) -> tuple[float, float]:
        """Width and height of a panel in units of the kit; those of the whole window where it is not seen."""
        width, height = self.ui.screen.width / self.ui.scale, self.ui.screen.height / self.ui.scale
        return places(width, height, self.panel).get(panel, (0.0, 0.0, width, height))[2:]

    def place_of(self, actor: str) -> int:
        """Place of an actor in the list of those told apart by colour; hosts and others share the last."""
        powers = self.session.scenario.names.powers
        return powers.place.get(actor, len(powers))

    def on_map(self, key: str) -> str | None:
        """Under which key the map shows something: of a project that the lens leaves out its host; None for nothing."""
        kind, _, name = key.partition(":")
        if kind == "leg":
            return key if self.map.paths(name) else None
        if self.map.spot(key) is not None or kind != "project":
            return key if self.map.spot(key) is not None else None
        scenario = self.session.scenario
        return f"host:{scenario.names.hosts[int(scenario.project_host[scenario.names.projects.at(name)])]}"

    def below_map(self) -> int:
        """Pixels between the map and the foot of the window."""
        return self.ui.screen.bottom - self.map.rect.bottom

    def letter_of(self, actor: str) -> str:
        """Letter of a government; the first of its name where it has none."""
        file = self.session.scenario.file
        return letter(self.session.scenario, actor) if actor in file.power or actor in file.host else actor[:1].upper()

    def kept(self, scroll: Scroll) -> Scroll:
        """A scrolling area that stands where the one of its name stood before."""
        if scroll.name in self._scrolls:
            scroll.offset = self._scrolls[scroll.name].offset
        self._scrolls[scroll.name] = scroll
        return scroll

    # The screen

    def build(self) -> Widget:
        chart = table_panel(self) if self.as_table else chart_panel(self)
        panels = {
            "top": top_bar(self),
            "left": left_panel(self),
            "map": chart,
            "inspector": inspector_panel(self),
            "queue": filled(self, "queue"),
            "forecast": filled(self, "forecast"),
            "advisors": filled(self, "advisors"),
            "commit": CommitBar(self),
        }
        for name, panel in panels.items():
            panel.topic = panel.topic or PANEL_TOPICS.get(name, self.subject)
        titles = {name: self.ui.say(f"room-panel-{name}") for name in panels if name not in ("top", "commit")}
        return Frame(panels, titles, self.panel, self.show_panel)

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        """Build anew for another size of the window: what is shown depends on the room that there is."""
        if self._built_for not in (None, (rect.size, ui.scale)):
            self.children = [self.build()]
        self._built_for = rect.size, ui.scale
        self.map.intents = chips(deciding(self.app).intents, self.session.scenario, self.lens)
        super().layout(ui, rect)

    def opened(self) -> None:
        if self._stop is None:
            self._stop = self.campaign.listen(self._changed)
        if self._told < self.session.turn and not self.session.finished:
            self._told = self.session.turn
            self.show_cable()

    def left(self) -> None:
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _changed(self, what: str) -> None:
        if what == FORETOLD:
            return
        self.armed = False
        here = self.state.session is self.session
        if what == QUEUE and here:
            self.state = self.state.requeued()
        elif what != TURN or not here:
            self.state = State(self.session)
        if what != QUEUE:
            self._figure.clear()
            if not self._map_later:
                self.show_state()
        self.refresh()

    def show_panel(self, name: str) -> None:
        """Show one of the panels that take turns."""
        self.panel = name
        self.refresh()

    # Looking

    def inspect(self, subject: str) -> None:
        """Show a subject in the inspector: ``host:ID``, ``project:ID``, ``figure:PATH`` and so on."""
        self.subject = subject
        self.map.select(self.ui, subject, tell=False)
        self.refresh()

    def follow(self, target: str) -> None:
        """Go where an alert or a headline leads."""
        kind, _, name = target.partition(":")
        if kind == "event":
            self.show_event(name)
        elif kind == "challenge":
            self.show_challenge()
        else:
            self.sheet_tab = sheets.WHY
            self.inspect(target)

    def shown_figure(self, sheet: Sheet) -> Figure:
        """The figure of a sheet whose account is shown."""
        wanted = self._figure.get(sheet.subject)
        return next((figure for figure in sheet.figures if key_of(figure) == wanted), sheet.figures[0])

    def choose_figure(self, figure: Figure) -> None:
        """Show the account of another figure of the sheet."""
        self._figure[self.subject] = key_of(figure)
        self.refresh()

    def choose_sheet(self, tab: int) -> None:
        """Show Why, How or Source."""
        self.sheet_tab = tab
        self.refresh()

    def choose_left(self, tab: int) -> None:
        """Show hosts or pipeline."""
        self.left_tab = tab
        self.refresh()

    def show_only_mine(self, only: bool) -> None:
        """List the player's projects only, or all."""
        self.only_mine = only
        self.refresh()

    def set_lens(self, name: str) -> None:
        """Look through another lens."""
        self.lens, self.table = name, 0
        self.map.show_lens(self.ui, name)
        self.refresh()

    def choose_table(self, number: int) -> None:
        """Show another of the lens's tables."""
        self.table = number
        self.refresh()

    def toggle_table(self) -> None:
        """Put the table in the map's place, or the map back."""
        self.as_table = not self.as_table
        self.panel = "map"
        self.refresh()

    # Orders

    def go_to_order(self, order: str) -> None:
        """Queue an order, or say what stands in the way."""
        self.change_orders((), order)

    def change_orders(self, taken: Collection[str], order: str | None = None) -> None:
        """Take orders out and queue one in their place, or say what stands in the way."""
        if (taken or order is not None) and not self.campaign.replace(taken, order):
            self.app.tell(self.ui.say("room-cannot"), self.campaign.problem)

    def open_dossier(self, sheet: Sheet) -> None:
        """Open the encyclopaedia at what a sheet is about."""
        self.app.open_link(sheet.dossier)

    # Cards

    def show_cable(self) -> None:
        """Show the news."""
        self.ui.push(cable_card(self))

    def show_alerts(self) -> None:
        """Show the news with everything that calls for attention."""
        self.ui.push(cable_card(self, everything=True))

    def show_event(self, name: str) -> None:
        """Show an event of the open turn."""
        card = event_card(self.readings, name)
        if card is not None:
            self.ui.push(event_modal(self, card))

    def watch(self) -> None:
        """Watch the campaign on from here, where a strategy plays it."""
        self.app.go("replay", session=self.session)

    def menu(self) -> None:
        """Show what can be done with the campaign."""
        self.app.menu()

    # The end of the turn

    def commit(self) -> None:
        """End the turn, at the second stroke."""
        if self.session.finished:
            self.finish()
            return
        if not self.armed:
            self.armed = True
            self._strokes += 1
            self.ui.after(ARMED, partial(self._disarm, self._strokes))
            self.refresh()
            return
        self.armed = False
        thinking(self, self._resolved)

    def _disarm(self, stroke: int) -> None:
        """Forget a stroke; a later one, such as that of the next turn, has its own time."""
        if self.armed and stroke == self._strokes:
            self.armed = False
            if self._shown:
                self.refresh()

    def _resolved(self) -> None:
        """The turn is over: tell it, then the news."""
        found = resolution(self.readings)
        self._told = self.session.turn
        if found is None:
            self.after_turn()
        else:
            sequence = Resolving(self, found, self.after_turn)
            self.ui.push(sequence)
            sequence.begin()

    def after_turn(self) -> None:
        """What follows the sequence: the end, or a challenge, and then the news."""
        if self.session.finished:
            self.finish()
        elif not self.show_challenge(self.show_cable):
            self.show_cable()

    def show_challenge(self, done: Callable[[], None] = lambda: None) -> bool:
        """Show the escalation card and then ``done``; False where nobody challenged the player."""
        found = challenge(self.readings, self.book)
        if found is not None:
            self.ui.push(escalation_card(self, found, done))
        return found is not None

    def finish(self) -> None:
        """Go to the debrief."""
        from greatgame.ui import routes

        if routes.known("debrief"):
            self.app.go("debrief")
        else:
            self.ui.toast(self.ui.say("room-over"), icon="flag")

    # Keys

    def actions(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            **deeds(self),
            "commit": self.commit,
            "undo": lambda: self._step(self.campaign.undo(), "room-nothing-undone"),
            "redo": lambda: self._step(self.campaign.redo(), "room-nothing-redone"),
            "why": lambda: self.choose_sheet(sheets.WHY),
            "how": lambda: self.choose_sheet(sheets.HOW),
            "ledger": self.open_ledger,
            "table": self.toggle_table,
            "back": self.menu,
        }
        for number, name in enumerate(LENSES, start=1):
            found[f"lens-{number}"] = self._lens(name)
        return found

    def _lens(self, name: str) -> Callable[[], None]:
        return lambda: self.set_lens(name)

    def _step(self, done: bool, otherwise: str) -> None:
        if not done:
            self.ui.toast(self.ui.say(otherwise))

    def open_ledger(self) -> None:
        """Open the account of the figure that the inspector shows."""
        sheet = self.inspector.sheet(self.subject)
        if sheet.figures:
            self.ui.open_figure(self.shown_figure(sheet))
