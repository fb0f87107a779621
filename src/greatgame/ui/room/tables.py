"""The table view, in the map's place: whatever the lens shows, as rows that can be sorted and opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.ui.kit import Button, Cell, Heading, Label, Panel, Row, Table, Widget
from greatgame.text import Text
from greatgame.views.figures import Figure
from greatgame.views.table import LENSES, table
from greatgame.views.table import Table as TableView

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


def table_panel(room: RoomScreen) -> Widget:
    """The table of the lens, with the lenses above it."""
    ui = room.ui
    found = table(room.readings, room.lens)
    units = [_unit(room, found, column) for column in range(len(found.columns))]
    common = units[0] if units and len(set(units)) == 1 else ""
    headings = [Heading("", grow=1.5)]
    for column, unit in zip(found.columns, units, strict=True):
        words = ui.tell(column)
        headings.append(Heading(f"{words}, {unit}" if unit and not common else words, align="right"))
    rows = [[Cell(ui.tell(row.name), bold=True), *(_cell(room, cell) for cell in row.cells)] for row in found.rows]

    def opened(number: int) -> None:
        room.inspect(found.rows[number].subject)

    title = ui.tell(found.title)
    head = Row(
        [
            Label(f"{title}, {common}" if common else title, bold=True, elide=True).growing(),
            Button(ui.say("room-map"), room.toggle_table, icon="map", kind="quiet", name="to map"),
        ],
        gap=8,
    )
    return Panel([head, lens_row(room), Table(headings, rows, open_row=opened, name=f"table {room.lens}")], gap=6, pad=8)


def _unit(room: RoomScreen, found: TableView, column: int) -> str:
    """The unit that all figures of a column share; empty where there are none."""
    units = {room.ui.tell(cell.unit) for row in found.rows if isinstance(cell := row.cells[column], Figure)}
    return units.pop() if len(units) == 1 else ""


def _cell(room: RoomScreen, cell: Figure | Text | None) -> Cell:
    if isinstance(cell, Figure):
        return Cell(figure=cell, unit=False)
    return Cell("" if cell is None else room.ui.tell(cell))


def lens_row(room: RoomScreen) -> Widget:
    """The seven lenses with their keys."""
    buttons: list[Widget] = []
    for number, name in enumerate(LENSES, start=1):
        button = Button(
            room.ui.key(f"lens-{number}"),
            _chooser(room, name),
            kind="quiet",
            points=15,
            name=f"lens {name}",
            tip=room.ui.say(f"room-lens-{name}"),
        )
        button.chosen = room.lens == name
        buttons.append(button)
    title = Label(room.ui.say(f"room-lens-{room.lens}"), size=15, ink="muted", elide=True)
    return Row([*buttons, title.growing()], gap=3)


def _chooser(room: RoomScreen, name: str) -> Callable[[], None]:
    return lambda: room.set_lens(name)
