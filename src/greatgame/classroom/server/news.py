"""News of a class: who waits for it is woken by each change that they see."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import StreamingResponse

from greatgame.classroom.given import RefusedError
from greatgame.classroom.room import Room
from greatgame.text import say

TOGETHER = 0.15
"""Seconds for which news is held back, to be told together."""
KEEP_ALIVE = 15.0
"""Seconds of silence after which a stream says that it is still there."""
STREAMS = 12
"""Streams that may be open under one link: somebody has a few tabs, and that one is dead is noticed after a while."""
Team = Callable[[], str | None]
"""Whose news somebody sees, who may be moved to another team; None: everybody's."""


@dataclass(eq=False)
class Waiting:
    """Somebody who waits for news."""

    who: str
    team: Team
    event: asyncio.Event = field(default_factory=asyncio.Event)


class Hall:
    """The room with everybody who waits for news of it."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._waiting: set[Waiting] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        room.changed.append(self.tell)

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Changes may come from any thread; news is given out on this loop."""
        self._loop = loop

    def tell(self, team: str | None) -> None:
        """Wake those who wait for news of a team, or everybody."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake, team)

    def _wake(self, team: str | None) -> None:
        for one in self._waiting:
            if team is None or one.team() in (None, team):
                one.event.set()

    @contextlib.contextmanager
    def waiting(self, who: str, team: Team) -> Iterator[asyncio.Event]:
        """An event that is set with every change that somebody sees."""
        one = Waiting(who, team)
        self._waiting.add(one)
        try:
            yield one.event
        finally:
            self._waiting.discard(one)

    def stream(
        self, request: Request, who: str, team: Team = lambda: None, allowed: Callable[[], bool] = lambda: True
    ) -> StreamingResponse:
        """The number of the newest entry, again with each change, as long as the link is ``allowed``.

        Raises:
            RefusedError: where too many are open under this link.
        """
        if sum(one.who == who for one in self._waiting) >= STREAMS:
            told = say("this link is open {times} times already: close some of its pages", times=STREAMS)
            raise RefusedError("full", told)

        async def rows() -> AsyncIterator[str]:
            with self.waiting(who, team) as changed:
                while not await request.is_disconnected():
                    changed.clear()
                    if not allowed():
                        return
                    yield f"data: {json.dumps({'number': self.room.state.number})}\n\n"
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(changed.wait(), KEEP_ALIVE)
                        # Taps that follow each other closely are told of together.
                        await asyncio.sleep(TOGETHER)

        return StreamingResponse(rows(), media_type="text/event-stream")
