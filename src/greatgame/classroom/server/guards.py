"""What keeps a class's server upright: limits of size and pace, and headers that keep browsers from harm."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 16_384
"""Bytes of the largest request that is read; an answer of 2,000 letters fits."""
MAX_PATH = 512
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
DELETED = b'{"code":"unknown","why":"the class was deleted"}'
TOO_LARGE = b'{"code":"illegal","why":"the request is too large"}'
TOO_MANY = b'{"code":"full","why":"too many requests: wait a moment"}'


class Pace:
    """Requests that one address may make: a burst, filled up again at a steady rate."""

    def __init__(
        self, burst: float, a_second: float, most: int = 4096, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.a_second, self.most, self.clock = burst, a_second, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> bool:
        """Whether one more is within the pace."""
        now = self.clock()
        left, then = self._left.pop(who, (self.burst, now))
        left = min(self.burst, left + (now - then) * self.a_second)
        self._left[who] = (left - 1.0 if left >= 1.0 else left, now)
        if len(self._left) > self.most:
            self._left.popitem(last=False)
        return left >= 1.0


class Guard:
    """Refuses what is too large or too fast before it is read, and adds the headers to every answer."""

    def __init__(self, app: ASGIApp, pace: Pace, gone: Callable[[], bool] = lambda: False) -> None:
        """``gone``: whether the class was deleted, so that there is nothing to answer from."""
        self.app, self.pace, self.gone = app, pace, gone

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
        if self.gone():
            await _refuse(sent, 410, DELETED)
        elif not self.pace.take(client[0] if client else "unknown"):
            await _refuse(sent, 429, TOO_MANY)
        elif len(scope.get("raw_path") or b"") > MAX_PATH:
            await _refuse(sent, 414, TOO_LARGE)
        elif (body := await _body(receive)) is None:
            await _refuse(sent, 413, TOO_LARGE)
        else:
            await self.app(scope, _again(body, receive), sent)


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


async def _refuse(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
