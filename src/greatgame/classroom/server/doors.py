"""Who may come in: a link that ends in a seat's, the teacher's or the wall's key is all the identity there is."""

from __future__ import annotations

import io

import segno
from fastapi.responses import Response

from greatgame.classroom.given import RefusedError
from greatgame.classroom.keys import same
from greatgame.classroom.room import Room
from greatgame.classroom.state import Seat


def seat_of(room: Room, key: str) -> Seat:
    """The seat that a key opens.

    Raises:
        RefusedError: where it opens none.
    """
    seat = room.state.seat_of(key)
    if seat is None:
        raise RefusedError("not-yours", "no seat has this link; ask the teacher for yours")
    return seat


def check_teacher(room: Room, key: str) -> None:
    """Let the teacher in, and nobody else.

    Raises:
        RefusedError: for any other key.
    """
    if not same(key, room.state.teacher_key):
        raise RefusedError("not-yours", "this is not the teacher's link")


def check_wall(room: Room, key: str) -> None:
    """Let the projector in, and nobody else.

    Raises:
        RefusedError: for any other key.
    """
    if not same(key, room.state.projector_key):
        raise RefusedError("not-yours", "this is not the projector's link")


def picture(address: str) -> Response:
    """An address as a QR code."""
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", scale=8, border=2)
    return Response(stream.getvalue(), media_type="image/svg+xml")
