"""What keeps a class's server upright: limits of size and pace, and headers that keep browsers from harm."""

from __future__ import annotations

import asyncio
import json
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from greatgame.text import ENGLISH, LANGUAGES, tell

MAX_BODY = 16_384
"""Bytes of the largest request that is read; an answer of 2,000 letters fits."""
MAX_PATH = 512
SLOW = 10.0
"""Seconds in which a request has to be here as a whole."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
CODES = {410: "unknown", 429: "too-fast"}
TOO_LARGE = "the request is too large"


class Pace:
    """Requests that one address may make: a burst, filled up again at a steady rate."""

    def __init__(
        self, burst: float, a_second: float, most: int = 4096, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.a_second, self.most, self.clock = burst, a_second, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> bool:
        """Whether one more is within the pace; it is counted."""
        with self._lock:
            now, left = self.clock(), self._now(who)
            self._left[who] = (left - 1.0 if left >= 1.0 else left, now)
            self._left.move_to_end(who)
            if len(self._left) > self.most:
                self._left.popitem(last=False)
        return left >= 1.0

    def has(self, who: str) -> bool:
        """Whether one more would be within the pace."""
        with self._lock:
            return self._now(who) >= 1.0

    def _now(self, who: str) -> float:
        left, then = self._left.get(who, (self.burst, 0.0))
        return min(self.burst, left + (self.clock() - then) * self.a_second)


class Paces:
    """What one address or one seat may do how fast; a rehearsal's students all sit on one address, and never rest."""

    def __init__(self, requests: Pace, taps: Pace, guesses: Pace) -> None:
        self.requests = requests
        """Of one address."""
        self.taps = taps
        """Of one seat: each is written to the disk, for good."""
        self.guesses = guesses
        """Wrong PINs of one address."""

    @classmethod
    def usual(cls) -> Paces:
        """As a class needs it; all of it may sit behind one router."""
        return cls(Pace(600.0, 200.0), Pace(60.0, 5.0), Pace(30.0, 0.2))

    @classmethod
    def unlimited(cls) -> Paces:
        """As fast as it goes."""
        return cls(Pace(math.inf, 0.0), Pace(math.inf, 0.0), Pace(math.inf, 0.0))


class Guard:
    """Refuses what is too large or too fast before it is read, and adds the headers to every answer."""

    def __init__(
        self, app: ASGIApp, pace: Pace, gone: Callable[[], bool], noted: Callable[[str, str, str], None]
    ) -> None:
        """What guards an application.

        Args:
            app: what is guarded.
            pace: of requests of one address.
            gone: whether the class was deleted, so that there is nothing to answer from.
            noted: told who asked for what when it was refused here, and why.
        """
        self.app, self.pace, self.gone, self.noted = app, pace, gone, noted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        client = scope.get("client")
        who = client[0] if client else "unknown"
        if self.gone():
            await _refuse(sent, 410, tell("the class was deleted", language_of(scope)))
            return
        if not self.pace.take(who):
            refusal = (429, "too many requests: wait a moment")
        elif len(scope.get("raw_path") or b"") > MAX_PATH:
            refusal = (414, TOO_LARGE)
        else:
            try:
                async with asyncio.timeout(SLOW):
                    body = await _body(receive)
            except TimeoutError:
                refusal = (408, "the request did not come to its end")
            else:
                if body is not None:
                    await self.app(scope, _again(body, receive), sent)
                    return
                refusal = (413, TOO_LARGE)
        self.noted(who, f"{scope['method']} {scope['path']}", refusal[1])
        await _refuse(sent, refusal[0], tell(refusal[1], language_of(scope)))


async def _body(receive: Receive) -> bytes | None:
    """The request's body; None where it is too large."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        part = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """A channel that hands out a body that was read already, then what follows it."""
    given = False

    async def channel() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return channel


def language_of(scope: Scope) -> str:
    """The language that a page is in, which it says of itself."""
    asked = Headers(scope=scope).get("accept-language", "")[:2]
    return asked if asked in LANGUAGES else ENGLISH


async def _refuse(send: Send, status: int, why: str) -> None:
    body = json.dumps({"code": CODES.get(status, "illegal"), "why": why}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
