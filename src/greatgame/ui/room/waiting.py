"""What stands in places of the room that nobody fills: a plain list of the queue, and headings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.ui.kit import Column, Label, Panel, Scroll, Widget
from greatgame.ui.kit.choices import Item

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


def queue_list(room: RoomScreen) -> Widget:
    """The queued orders; choosing one takes it out."""
    rows: list[Widget] = [
        Item(Label(room.ui.tell(order.text), size=15, elide=True), _taker(room, order.order), name=order.order)
        for order in room.session.queue
    ]
    title = Label(room.ui.say("room-panel-queue"), bold=True, ink="muted")
    return Panel([title, Scroll(Column(rows, gap=2), name="queue")], gap=6, pad=10)


def _taker(room: RoomScreen, order: str) -> Callable[[], None]:
    def take() -> None:
        room.campaign.withdraw(order)

    return take


def quiet(room: RoomScreen, place: str) -> Widget:
    """A heading."""
    return Panel([Label(room.ui.say(f"room-panel-{place}"), bold=True, ink="muted")], pad=10)
