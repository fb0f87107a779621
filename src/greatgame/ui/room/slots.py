"""Who fills the places of the room that are not its own: the queue, the forecast, the advisors.

A filler is a function from the room to a widget; it is called whenever the
room is built anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from greatgame.ui.kit import Widget
from greatgame.ui.room.waiting import queue_list, quiet

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

Filler = Callable[["RoomScreen"], Widget]

SLOTS: Mapping[str, str] = MappingProxyType({})
"""Place (``queue``, ``forecast``, ``advisors``) -> module in :mod:`greatgame.ui` and function."""


def filled(room: RoomScreen, place: str) -> Widget:
    """The widget of a place."""
    if place in SLOTS:
        module, _, name = SLOTS[place].partition(":")
        filler: Filler = getattr(import_module(f"greatgame.ui.{module}"), name)
        return filler(room)
    return queue_list(room) if place == "queue" else quiet(room, place)
