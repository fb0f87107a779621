"""What the player is shown while deciding: kept for one campaign, worked out beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from greatgame.errors import GreatGameError
from greatgame.lab import predictions
from greatgame.lab.counsel import Counsel
from greatgame.lab.forecast import Forecast
from greatgame.lab.intents import Intents
from greatgame.lab.preview import Preview
from greatgame.session import Session
from greatgame.ui.campaign import FORETOLD, QUEUE, Campaign
from greatgame.ui.kit import Ui
from greatgame.ui.orders.atonce import AtOnce, Idle
from greatgame.ui.orders.background import DESK, LOST, PAUSE, TUNNEL, Lane, process
from greatgame.views.advisors import AdvisorCard, advised
from greatgame.views.orders import OrderBook
from greatgame.views.outlook import IntentRow, PreviewView, intended, previewed
from greatgame.views.prospects import ForecastView, forecast_view

if TYPE_CHECKING:
    from greatgame.ui.app import App

FUTURES = 200
"""Pairs of futures of a forecast."""
REST = 0.35
"""Seconds without a change of the queue after which the background begins."""
STEP = 0.03
"""Seconds between two questions about queued orders."""
DRAFT, QUEUED, INTENTS, STATED, COUNSEL = range(5)
"""Ranks of questions at the desk: the order that is looked at comes first, advice last."""
INTENT, FORETELLING = "intents", "predictions"
"""Concepts that a level may hide."""

Key = tuple[str, int, str]
"""An order, its units, and a project whose odds are told too."""


class Deciding:
    """Prices, previews, the forecast, intents and advice of one campaign; panels read it and redraw on news."""

    def __init__(
        self, ui: Ui, campaign: Campaign, futures: int = FUTURES, lanes: Callable[[str], Lane] = process
    ) -> None:
        self.ui, self.campaign, self.futures = ui, campaign, futures
        self.lanes = {name: lanes(name) for name in (DESK, TUNNEL)}
        """Who answers quick questions, and long ones."""
        self.version = 0
        """Counts news, so that panels know when they are out of date."""
        self.notice = ""
        """What happened to the background, as a key of the messages; empty where all is well."""
        self.reason = ""
        """Why it happened."""
        self.pinned: dict[str, int] = {}
        """The plan that the queue is compared with; at first no order."""
        self.swapped = False
        """Whether charts show the pinned plan in front."""
        self.stopped = False
        """Whether the player gave up the forecast."""
        self.forecast: ForecastView | None = None
        self.intents: tuple[IntentRow, ...] = ()
        self.advice: tuple[AdvisorCard, ...] = ()
        self.advising = False
        """Whether advice is being worked out."""
        self.exhausted = False
        """Whether nothing more can be ordered beside the queue, so that there is nothing to advise."""
        self._book: OrderBook | None = None
        self._previews: dict[Key, PreviewView | str] = {}
        self._begun: set[Key] = set()
        self._wanted: list[Key] = []
        self._draft: Key | None = None
        self._due, self._polling, self._closed = True, False, False
        self._stop_listening = campaign.listen(self._changed)
        # The processes start while the room is being opened, when nothing moves yet.
        self._begin()

    @property
    def session(self) -> Session:
        """The campaign's session as it is now."""
        return self.campaign.session

    @property
    def book(self) -> OrderBook:
        """The order book as it is now."""
        if self._book is None:
            self._book = OrderBook(self.session)
        return self._book

    def share(self, book: OrderBook) -> None:
        """Use somebody else's book of the same state, which has worked out its moves already."""
        if book.session is self.session:
            self._book = book

    @property
    def working(self) -> bool:
        """Whether anything is still being worked out."""
        return self._due or any(lane.busy for lane in self.lanes.values())

    @property
    def forecasting(self) -> bool:
        """Whether a better forecast is to come."""
        return not self.stopped and (self._due or self.lanes[TUNNEL].busy)

    @property
    def unadvised(self) -> str:
        """Why there is no advice, as a key of the messages."""
        if self.session.finished:
            return "orders-over"
        return "orders-advisors-none" if self.exhausted else "orders-advisors-first"

    @property
    def silent(self) -> bool:
        """Whether the level asks for no predictions."""
        return FORETELLING in self.session.hidden

    @property
    def _stated(self) -> bool:
        return any(part.turn == self.session.turn for part in self.session.predictions)

    # What panels ask for

    def preview(self, order: str, units: int = 1, rank: int = QUEUED, project: str = "") -> PreviewView | str | None:
        """What an order would do; why that cannot be said; or None while it is worked out.

        ``project`` is one whose odds are to be told though the order is about something else.
        """
        key = order, units, project
        if key not in self._previews and key not in self._begun:
            self._begun.add(key)
            if rank == DRAFT or not self.lanes[DESK].patient:
                self._ask_preview(key, rank)
            else:
                # One after the other, so that no picture waits for all of them.
                self._wanted.append(key)
                if len(self._wanted) == 1:
                    self.ui.after(STEP, self._ask_wanted)
        return self._previews.get(key)

    def _ask_wanted(self) -> None:
        if self._wanted and not self._closed:
            self._ask_preview(self._wanted.pop(0), QUEUED)
        if self._wanted:
            self.ui.after(STEP, self._ask_wanted)

    def _ask_preview(self, key: Key, rank: int) -> None:
        try:
            order, units, project = key
            asked = self.session.preview_question({order: units}, projects=[project] if project else [])
        except GreatGameError as error:
            self._previews[key] = str(error)
            self.news()
        else:
            self._ask(DESK, self._slot(key, rank), rank, asked, partial(self._previewed, key))

    def _slot(self, key: Key, rank: int) -> str:
        """A new draft takes the place of the one before."""
        if rank != DRAFT:
            return f"preview {key}"
        if self._draft is not None and self._draft not in self._previews:
            self._begun.discard(self._draft)
        self._draft = key
        return "draft"

    def pin(self) -> None:
        """Compare with the queue as it is now from here on."""
        self.pinned = {row.order: row.amount for row in self.session.queue}
        self._ask_forecast()

    def unpin(self) -> None:
        """Compare with no order."""
        self.pinned, self.swapped = {}, False
        self._ask_forecast()

    def compare(self) -> None:
        """Pin the queue where nothing is pinned; otherwise put the other plan in front."""
        if self.pinned:
            self.swapped = not self.swapped
            self.news()
        else:
            self.pin()

    def stop(self) -> None:
        """Give up the forecast; what is known of it stays."""
        self.stopped = True
        self.lanes[TUNNEL].drop("forecast")
        self.news()

    def again(self) -> None:
        """Ask again for everything that is not known, of new processes where the old ones are lost."""
        self.notice = self.reason = ""
        self._begun, self._due = set(), True
        self._begin()

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until everything is worked out: for pictures and tests."""
        if self._due:
            self._begin()
        end = monotonic() + seconds
        while self.working and monotonic() < end:
            for lane in self.lanes.values():
                lane.wait(PAUSE)

    def close(self) -> None:
        """Another campaign is played now."""
        self._closed = True
        self._stop_listening()
        for lane in self.lanes.values():
            lane.clear()

    # Asking

    def _changed(self, what: str) -> None:
        if what == FORETOLD:
            self.news()
            return
        self._book = None
        self._previews, self._begun, self._wanted, self._draft = {}, set(), [], None
        # What was asked of the advisors is given up with all else.
        self.stopped = self.advising = False
        for lane in self.lanes.values():
            lane.clear()
        if what != QUEUE:
            self.pinned, self.intents, self.forecast, self.advice, self.swapped = {}, (), None, (), False
        self.news()
        if not self._due:
            self._due = True
            self.ui.after(REST, self._begin)

    def _begin(self) -> None:
        if not self._due or self._closed:
            return
        self._due = False
        if self.session.finished:
            return
        if not self.intents and INTENT not in self.session.hidden:
            self._ask(DESK, "intents", INTENTS, self.session.intents_question(), self._intended)
        if not self.silent and not self._stated:
            self._ask(DESK, "statements", STATED, predictions.question_of(self.session), self.campaign.state)
        asked = self.session.counsel_question()
        self.exhausted = not asked.possible
        if self.exhausted:
            self.advice = ()
        elif self.session.scenario.file.advisor:
            self.advising = True
            self._ask(DESK, "counsel", COUNSEL, asked, self._advised)
        self._ask_forecast()

    def _ask_forecast(self) -> None:
        if self.session.finished:
            return
        queue = {row.order: row.amount for row in self.session.queue}
        try:
            asked = self.session.question(queue=queue, pinned=self.pinned, futures=self.futures)
        except GreatGameError:
            # What was pinned cannot be ordered any more.
            self.pinned = {}
            asked = self.session.question(queue=queue, futures=self.futures)
        self.stopped = False
        asked = replace(asked, position=asked.position.ordinary())
        self._ask(TUNNEL, "forecast", 0, asked, self._forecast)
        self.news()

    def _ask(self, name: str, slot: str, rank: int, task: Any, told: Callable[[Any], None]) -> None:
        self.lanes[name].ask(slot, task, told, rank=rank, failed=partial(self._failed, slot), lost=self._lost)
        if not self._polling:
            self._polling = True
            self.ui.poll(self._look)

    def _look(self) -> bool:
        busy = [lane.look() for lane in self.lanes.values()]
        self._polling = any(busy) and not self._closed
        return self._polling

    # Answers

    def _previewed(self, key: Key, found: Preview) -> None:
        self._previews[key] = previewed(self.session.scenario, found)
        self.news()

    def _intended(self, found: Intents) -> None:
        self.intents = intended(self.session.scenario, found)
        self.news()

    def _advised(self, found: Counsel) -> None:
        self.advice, self.advising = advised(self.session.scenario, found), False
        self.news()

    def _forecast(self, found: Forecast) -> None:
        self.forecast, self.notice = forecast_view(self.session.scenario, found), ""
        self.news()

    def _failed(self, slot: str, words: str) -> None:
        if slot == "counsel":
            self.advising = False
        lost = LOST in words
        self.notice, self.reason = "orders-lost-for-good" if lost else "orders-background-failed", words
        told = self.ui.say(self.notice) if lost else self.ui.say(self.notice, reason=self.ui.tell(words))
        self.ui.toast(told, icon="triangle-alert")
        self.news()

    def _lost(self) -> None:
        self.ui.toast(self.ui.say("orders-background-lost"), icon="refresh-cw")
        self.news()

    def news(self) -> None:
        """Something is new: panels build themselves anew when they are drawn next."""
        self.version += 1
        self.ui.relayout()


_last: list[Deciding] = []


def deciding(app: App) -> Deciding:
    """What belongs to the open campaign of an application, made once; that of an earlier campaign is closed.

    Without a window nobody waits for answers; for pictures they are worked out on the spot.
    """
    campaign = app.campaign
    assert campaign is not None
    if not _last or _last[0].campaign is not campaign or _last[0].ui is not app.ui:
        for desk in _last:
            desk.close()
        lanes = process if app.window is not None else _at_once(app.whole) if app.pictured else _idle
        _last[:] = [Deciding(app.ui, campaign, lanes=lanes)]
    return _last[0]


def _at_once(whole: bool) -> Callable[[str], Lane]:
    return lambda name: AtOnce(whole)


def _idle(name: str) -> Lane:
    return Idle()
