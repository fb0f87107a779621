"""The map's place: the lenses with their keys, and the map under the one that is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.ui.kit import SMALL, Button, Column, Label, Row, Spacer, Widget
from greatgame.views.lenses import LENSES

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


def chart_panel(room: RoomScreen) -> Widget:
    """Lenses above, the map below."""
    return Column([lens_row(room), room.map.growing()], gap=3)


def lens_row(room: RoomScreen) -> Widget:
    """The seven lenses with their keys, and the way to the table and back."""
    ui = room.ui
    buttons: list[Widget] = []
    for number, name in enumerate(LENSES, start=1):
        button = Button(
            ui.key(f"lens-{number}"),
            _chooser(room, name),
            kind="quiet",
            points=15,
            name=f"lens {name}",
            tip=ui.say(f"room-lens-{name}"),
        )
        button.chosen = room.lens == name
        buttons.append(button.fixed(width=33, height=32))
    title = Label(ui.say(f"room-lens-{room.lens}"), size=SMALL, bold=True)
    other = "room-to-map" if room.as_table else "room-to-table"
    icon = "map" if room.as_table else "table"
    switch = Button(
        ui.say(other), room.toggle_table, icon=icon, kind="quiet", points=15, badge=ui.key("table"), name="V"
    )
    return Row([Row(buttons, gap=0), Spacer(2), title.growing(), switch], gap=1)


def _chooser(room: RoomScreen, name: str) -> Callable[[], None]:
    return lambda: room.set_lens(name)
