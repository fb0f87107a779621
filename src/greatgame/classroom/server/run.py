"""Serve a class on the local network until the teacher ends it."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

from greatgame.classroom.room import Room
from greatgame.classroom.server.app import make
from greatgame.classroom.server.guards import Paces
from greatgame.classroom.server.lines import lines
from greatgame.errors import GreatGameError

BACKLOG = 256
MAX_HEAD = 16_384
"""Bytes of a request before its body."""
KEEP_ALIVE = 75
"""Seconds for which a silent connection is kept: phones reconnect slowly."""


def serve(room: Room, line: socket.socket, ready: Callable[[str], None], paces: Paces | None = None) -> None:
    """Serve on a socket that listens, until interrupted; ``ready`` is told the address that students open."""
    host, port = line.getsockname()[:2]
    address = f"http://{reachable(host)}:{port}"
    server: uvicorn.Server | None = None

    def stop() -> None:
        assert server is not None
        server.should_exit = True

    ready(address)
    server = server_of(make(room, address, paces, stop))
    # uvicorn has ended well by then, and interrupts once more.
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[line])


def server_of(app: FastAPI) -> uvicorn.Server:
    """What a class's application runs in."""
    settings = uvicorn.Config(
        app,
        http=lines(),
        ws="none",
        h11_max_incomplete_event_size=MAX_HEAD,
        server_header=False,
        # What strangers send is no warning to the teacher, who sees it on the console.
        log_level="error",
        access_log=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=KEEP_ALIVE,
    )
    return uvicorn.Server(settings)


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens.

    Raises:
        GreatGameError: saying why it cannot, and what to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by its name: asyncio lets small answers go at once only where it is told, and else they wait 40 ms.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        why = error.strerror or error
        raise GreatGameError(
            f"cannot listen on {host}:{port}: {why}; choose another address with --host, or port with --port"
        ) from None
    try:
        yield made
    finally:
        made.close()


def reachable(host: str) -> str:
    """The address under which others on the network find a server that listens on ``host``."""
    if not ipaddress.ip_address(host).is_unspecified:
        return f"[{host}]" if ":" in host else host
    # A datagram socket that is "connected" sends nothing; it only asks the system which way it would go.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
