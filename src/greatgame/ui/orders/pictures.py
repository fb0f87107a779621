"""Pictures of everything with which orders are decided."""

from __future__ import annotations

from greatgame.ui.app import App
from greatgame.ui.orders.advice import AdviceSheet
from greatgame.ui.orders.book import BookSheet
from greatgame.ui.orders.deciding import Deciding, deciding
from greatgame.ui.orders.palette import Palette
from greatgame.ui.orders.panels import PREDICTIONS, RIVALS, ForecastPanel
from greatgame.ui.orders.places import draft, forecast_place, open_palette
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.shots import shot

SCENARIO = "tokyo-2026"


def _first(desk: Deciding, role: str) -> str:
    """The first order of a role that can be given."""
    kinds = [row.kind for row in desk.book.kinds() if row.role == role]
    return next(row.order for kind in kinds for row in desk.book.targets(kind) if row.legal)


@shot("orders-book", campaign=SCENARIO, turns=1)
def _book(app: App) -> None:
    desk = deciding(app)
    app.ui.push(BookSheet(app.ui, desk, order=_first(desk, "visit")))


@shot("orders-impossible", campaign=SCENARIO, turns=1)
def _impossible(app: App) -> None:
    desk = deciding(app)
    locked = next(row for row in desk.book.all_targets() if not row.legal)
    app.ui.push(BookSheet(app.ui, desk, order=locked.order))


@shot("orders-room", campaign=SCENARIO, turns=1)
def _room(app: App) -> None:
    _queue(app)
    app.go("room")
    app.ui.pop()


@shot("orders-rivals", campaign=SCENARIO, turns=3)
def _rivals(app: App) -> None:
    _panel(app, RIVALS)


@shot("orders-predictions", campaign=SCENARIO, turns=3)
def _predictions(app: App) -> None:
    desk = _panel(app, PREDICTIONS)
    asked = [part.goal for part in desk.session.predictions if part.turn == desk.session.turn]
    desk.campaign.foretell(asked[0], 0.7)


def _panel(app: App, shown: int) -> Deciding:
    room = app.go("room")
    app.ui.pop()
    assert isinstance(room, RoomScreen)
    panel = forecast_place(room)
    assert isinstance(panel, ForecastPanel)
    panel.choose(app.ui, shown)
    room.show_panel("forecast")
    return panel.desk


@shot("orders-drafted", campaign=SCENARIO, turns=1)
def _drafted(app: App) -> None:
    room = app.go("room")
    app.ui.pop()
    assert isinstance(room, RoomScreen)
    draft(room)
    room.show_panel("queue")
    deciding(app).settle()


@shot("orders-palette", campaign=SCENARIO, turns=1)
def _palette(app: App) -> None:
    room = app.go("room")
    app.ui.pop()
    assert isinstance(room, RoomScreen)
    open_palette(room)
    top = app.ui.top
    assert isinstance(top, Palette)
    top.entry.set(app.ui, "ka")


@shot("orders-advice", campaign=SCENARIO, turns=1)
def _advice(app: App) -> None:
    app.ui.push(AdviceSheet(app.ui, deciding(app), lambda order: None))


@shot("orders-tunnel", campaign=SCENARIO, turns=1)
def _tunnel(app: App) -> None:
    _queue(app)
    app.go("wind-tunnel")


@shot("orders-tunnel-pinned", campaign=SCENARIO, turns=1)
def _pinned(app: App) -> None:
    desk = _queue(app)
    desk.pin()
    desk.campaign.withdraw(desk.session.queue[0].order)
    desk.settle()
    app.go("wind-tunnel")


def _queue(app: App) -> Deciding:
    desk = deciding(app)
    for role in ("visit", "finance"):
        desk.campaign.submit(_first(desk, role))
    desk.settle()
    return desk
