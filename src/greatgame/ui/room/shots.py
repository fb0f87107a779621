"""Pictures of the chart room in all its states."""

from __future__ import annotations

import time

from greatgame.ui.app import App
from greatgame.ui.room import inspector
from greatgame.ui.room.resolving import Resolving
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.room.thinking import Thinking
from greatgame.ui.shots import shot
from greatgame.views.events import event_cards

SCENARIO = "tokyo-2026"


def _room(app: App, quiet: bool = True) -> RoomScreen:
    """The room; with ``quiet`` without the cable on top."""
    room = app.go("room")
    assert isinstance(room, RoomScreen)
    if quiet:
        app.ui.pop()
    return room


def _committed(room: RoomScreen) -> Resolving:
    """The sequence after the end of the turn, which is worked out beside the window."""
    room.commit()
    room.commit()
    while isinstance(room.ui.top, Thinking):
        time.sleep(0.005)
        room.ui.time.tick()
    assert isinstance(room.ui.top, Resolving)
    return room.ui.top


@shot("room", campaign=SCENARIO, turns=4)
def _present(app: App) -> None:
    _room(app)


@shot("room-brief", campaign=SCENARIO)
def _brief(app: App) -> None:
    _room(app, quiet=False)


@shot("room-cable", campaign=SCENARIO, turns=2)
def _cable(app: App) -> None:
    _room(app, quiet=False)


@shot("room-pipeline", campaign=SCENARIO, turns=6)
def _pipeline(app: App) -> None:
    room = _room(app)
    room.choose_left(1)
    room.set_lens("projects")
    rows = room.session.scenario.names.projects
    room.inspect(f"project:{rows[-1]}")


@shot("room-alerts", campaign=SCENARIO, turns=6)
def _alerts(app: App) -> None:
    _room(app).show_alerts()


@shot("room-how", campaign=SCENARIO, turns=4)
def _how(app: App) -> None:
    room = _room(app)
    room.set_lens("trade")
    room.inspect(f"corridor:{room.session.scenario.names.corridors[1]}")
    room.choose_sheet(inspector.HOW)


@shot("room-source", campaign=SCENARIO, turns=4)
def _source(app: App) -> None:
    room = _room(app)
    room.set_lens("rivals")
    room.inspect(f"mineral:{room.session.scenario.names.minerals[0]}")
    room.choose_sheet(inspector.SOURCE)


@shot("room-table", campaign=SCENARIO, turns=4)
def _table(app: App) -> None:
    _room(app).toggle_table()


@shot("room-event", campaign=SCENARIO, turns=2)
def _event(app: App) -> None:
    room = _room(app)
    room.show_event(event_cards(room.readings)[0].id)


@shot("room-resolved", campaign=SCENARIO, turns=2)
def _resolved(app: App) -> None:
    room = _room(app)
    app.ui.reduced_motion = True
    _committed(room)


@shot("room-resolving", campaign=SCENARIO, turns=2)
def _resolving(app: App) -> None:
    room = _room(app)
    sequence = _committed(room)
    sequence.show(5)


@shot("room-challenged", campaign=SCENARIO, turns=3)
def _challenged(app: App) -> None:
    room = _room(app)
    assert room.show_challenge()


@shot("room-order", campaign=SCENARIO, turns=4)
def _order(app: App) -> None:
    room = _room(app)
    room.inspect(f"order:{next(move.id for move in room.book.moves.values() if move.legal)}")
