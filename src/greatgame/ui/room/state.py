"""What the room knows of one state of the campaign; made beside the window where it takes long."""

from __future__ import annotations

from greatgame.session import Session
from greatgame.views.chart import Chart
from greatgame.views.inspector import Inspector
from greatgame.views.orders import OrderBook
from greatgame.views.pipeline import pipeline
from greatgame.views.readings import Readings


class State:
    """The views of a session as it stands; make a new one when the turn or the queue has changed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.readings = Readings(session)
        self.book = OrderBook(session)
        """The player's orders, also for those who fill the queue's place."""
        self.inspector = Inspector(self.readings, self.book)
        self.chart = Chart(session)

    def warmed(self, lens: str) -> State:
        """Itself, with what takes longest worked out."""
        if not self.session.finished:
            _ = self.book.moves
        pipeline(self.readings)
        self.chart.lens(lens)
        return self
