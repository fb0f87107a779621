"""Connections to a class: closed where a request does not come, and where one address holds too many.

Neither costs an attacker anything, and a system gives a program only a
thousand or so: a few lines of script could otherwise take all of them.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 400
"""Connections of one address: a whole class may sit behind one router, with a stream and a few requests each."""
SILENT = 10.0
"""Seconds in which a request's head has to be here: from the beginning, or from its first letters."""


def lines(most: int = MOST, silent: float = SILENT) -> type[H11Protocol]:
    """The protocol of one server, which counts its own connections."""
    held: Counter[str] = Counter()

    class Line(H11Protocol):
        """One connection."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.who = self.client[0] if self.client else "unknown"
            held[self.who] += 1
            self.patience = self.loop.call_later(silent, self.give_up)
            if held[self.who] > most:
                transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            held[self.who] -= 1
            self.patience.cancel()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self.patience.cancel()
            self.patience = self.loop.call_later(silent, self.give_up)

        def give_up(self) -> None:
            """Close it where no request is being answered and none was, which its own clock would look after."""
            answering = self.cycle is not None and not self.cycle.response_complete
            if not answering and self.timeout_keep_alive_task is None:
                self.transport.close()

    return Line
