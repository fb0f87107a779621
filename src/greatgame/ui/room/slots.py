"""Who fills the places of the room that are not its own: the queue, the forecast, the advisors.

A filler is a function from the room to a widget::

    # greatgame/ui/orders/queue.py
    def queue_panel(room: RoomScreen) -> Widget:
        return Panel([...], pad=10, name="queue")

    SLOTS = {"queue": "orders.queue:queue_panel"}

It is called whenever the room is built anew, which is after everything that
changes the campaign or the selection; state that shall outlast this lives in
``room.memory`` under the place's name.  What a filler may use of the room:

* ``room.ui``, ``room.app``, ``room.session``, ``room.campaign`` (all commands go
  through it, the room hears of them and builds itself anew), ``room.readings``,
  ``room.inspector``, ``room.chart``;
* ``room.subject`` and ``room.inspect("host:ID")``; ``room.go_to_order(ID)`` queues an
  order or says why it cannot be given; ``room.ui.open_figure(figure)``;
* ``room.kept(Scroll(..., name=...))`` for lists that stay where they were scrolled to;
  ``room.place_of(actor)`` and ``room.letter_of(actor)`` for badges;
* ``room.refresh()`` after a change of what it keeps in ``room.memory``; keys of its
  own by :data:`KEYS`.

Where panels take turns (large scales, small windows) a filler gets the width
of the whole window instead of the size of its place: it lays itself out for
both.  The room gives the places their sizes (:mod:`greatgame.ui.room.frame`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from greatgame.ui.kit import Widget
from greatgame.ui.room.waiting import queue_list, quiet

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

Filler = Callable[["RoomScreen"], Widget]
Deed = Callable[["RoomScreen"], None]

SLOTS: Mapping[str, str] = MappingProxyType(
    {
        "queue": "orders.places:queue_place",
        "forecast": "orders.places:forecast_place",
        "advisors": "orders.places:advisors_place",
    }
)
"""Place (``queue``, ``forecast``, ``advisors``) -> module in :mod:`greatgame.ui` and function (a :data:`Filler`)."""

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "wind-tunnel": "orders.places:open_tunnel",
        "compare": "orders.places:compare",
        "advisors": "orders.places:open_advice",
        "draft": "orders.places:draft",
        "palette": "orders.places:open_palette",
        "predict": "orders.places:open_predictions",
    }
)
"""Action of the table of keys -> module and function (a :data:`Deed`)."""


def _named(where: str) -> Any:
    """The function that ``module:name`` in :mod:`greatgame.ui` means."""
    module, _, name = where.partition(":")
    return getattr(import_module(f"greatgame.ui.{module}"), name)


def filled(room: RoomScreen, place: str) -> Widget:
    """The widget of a place."""
    if place in SLOTS:
        filler: Filler = _named(SLOTS[place])
        return filler(room)
    return queue_list(room) if place == "queue" else quiet(room, place)


def deeds(room: RoomScreen) -> dict[str, Callable[[], None]]:
    """What the fillers do on keys."""

    def doer(where: str) -> Callable[[], None]:
        deed: Deed = _named(where)
        return lambda: deed(room)

    return {action: doer(where) for action, where in KEYS.items()}
