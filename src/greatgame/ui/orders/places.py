"""What fills the chart room's places for the queue, the forecast and the advisors, and what its keys do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.ui.kit import Widget
from greatgame.ui.orders.advice import AdviceSheet
from greatgame.ui.orders.book import BookSheet
from greatgame.ui.orders.commands import commands
from greatgame.ui.orders.deciding import Deciding, deciding
from greatgame.ui.orders.live import DeskPanel
from greatgame.ui.orders.palette import Palette
from greatgame.ui.orders.panels import PREDICTIONS, AdvisorsPanel, ForecastPanel
from greatgame.ui.orders.queue import QueuePanel, drafter

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


def queue_place(room: RoomScreen) -> Widget:
    """The queue."""
    return _kept(
        room, "queue", lambda desk: QueuePanel(desk, lambda order: open_book(room, order), lambda: draft(room))
    )


def forecast_place(room: RoomScreen) -> Widget:
    """The forecast."""
    return _kept(room, "forecast", lambda desk: ForecastPanel(desk, lambda: open_tunnel(room), room.inspect))


def advisors_place(room: RoomScreen) -> Widget:
    """The advisors."""
    return _kept(room, "advisors", lambda desk: AdvisorsPanel(desk, lambda name: open_advice(room, name)))


def _kept(room: RoomScreen, place: str, make: Callable[[Deciding], DeskPanel]) -> Widget:
    """The panel of a place; it stays while the room around it is built anew."""
    desk = deciding(room.app)
    desk.share(room.book)
    known = room.memory.get(place)
    if not isinstance(known, DeskPanel) or known.desk is not desk:
        known = room.memory[place] = make(desk)
    return known


def open_book(room: RoomScreen, order: str = "") -> None:
    """Open the order book, at an order if one is named; it can be narrowed to what the inspector shows."""
    room.ui.push(BookSheet(room.ui, deciding(room.app), order, room.subject))


def draft(room: RoomScreen) -> None:
    """Put into the queue what the strategy would order by which forecasts and advice go on."""
    ui, campaign = room.ui, deciding(room.app).campaign
    if room.session.finished:
        ui.toast(ui.say("orders-over"))
    elif count := campaign.draft():
        ui.toast(ui.say("orders-drafted", count=count, stroke=ui.key("undo")), icon="pen-line")
    else:
        ui.toast(ui.say("orders-draft-none", strategy=drafter(ui, room.session)))


def open_advice(room: RoomScreen, advisor: str = "") -> None:
    """Open what the advisors say in full."""

    def look(order: str) -> None:
        room.ui.pop()
        open_book(room, order)

    room.ui.push(AdviceSheet(room.ui, deciding(room.app), look))


def open_tunnel(room: RoomScreen) -> None:
    """Open the wind tunnel."""
    room.app.go("wind-tunnel")


def compare(room: RoomScreen) -> None:
    """Pin the queue; where a plan is pinned, put the other one in front."""
    desk = deciding(room.app)
    pinned = bool(desk.pinned)
    desk.compare()
    if not pinned:
        room.ui.toast(room.ui.say("orders-pinned-now" if desk.pinned else "orders-pin-nothing"), icon="pin")


def open_palette(room: RoomScreen) -> None:
    """Open the command palette."""
    room.ui.push(Palette(room.ui, commands(room)))


def open_predictions(room: RoomScreen) -> None:
    """Show the turn's predictions in the place of the forecast."""
    panel = forecast_place(room)
    if isinstance(panel, ForecastPanel):
        panel.choose(room.ui, PREDICTIONS)
        room.show_panel("forecast")
