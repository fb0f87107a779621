"""What the room knows of one state of the campaign; made beside the window where it takes long."""

from __future__ import annotations

from functools import cached_property

from greatgame.session import Session
from greatgame.views.chart import Chart
from greatgame.views.escalation import challenge
from greatgame.views.hosts import HostCard, host_cards
from greatgame.views.inspector import Inspector
from greatgame.views.orders import OrderBook
from greatgame.views.pipeline import Pipeline, pipeline
from greatgame.views.readings import Readings
from greatgame.views.topbar import TopBar, topbar


class State:
    """The views of a session as it stands; make a new one when the turn or the queue has changed."""

    def __init__(self, session: Session, readings: Readings | None = None) -> None:
        self.session = session
        self.readings = readings or Readings(session)
        self.book = OrderBook(session)
        """The player's orders, also for those who fill the queue's place."""
        self.inspector = Inspector(self.readings, self.book)
        self.chart = Chart(session)

    def requeued(self) -> State:
        """The views after the queue has changed; what does not depend on it stays."""
        later = State(self.session, self.readings)
        later.chart = self.chart
        for name in ("cards", "pipeline"):
            if name in self.__dict__:
                later.__dict__[name] = self.__dict__[name]
        return later

    @cached_property
    def top(self) -> TopBar:
        """What the top bar shows."""
        return topbar(self.readings)

    @cached_property
    def cards(self) -> tuple[HostCard, ...]:
        """The hosts' cards."""
        return host_cards(self.readings)

    @cached_property
    def pipeline(self) -> Pipeline:
        """All projects."""
        return pipeline(self.readings)

    def warmed(self, lens: str) -> State:
        """Itself, with what takes longest worked out."""
        if not self.session.finished:
            _ = self.book.moves
        challenge(self.readings, self.book)
        _ = self.top, self.cards, self.pipeline
        self.chart.lens(lens)
        return self
