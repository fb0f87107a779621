"""The table view, in the map's place: whatever the lens shows, as rows that can be sorted and opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from greatgame.text import Text
from greatgame.ui.kit import Cell, Heading, Label, Panel, Table, Tabs, Widget
from greatgame.ui.room.chart import lens_row
from greatgame.views.chart import Table as TableView
from greatgame.views.chart import tables
from greatgame.views.figures import Figure

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


def table_panel(room: RoomScreen) -> Widget:
    """The tables of the lens, one of them at a time."""
    ui = room.ui
    lens = room.chart.lens(room.lens)
    found = tables(lens)
    chosen = min(room.table, len(found) - 1)
    parts: list[Widget] = [lens_row(room)]
    if len(found) > 1:
        tabs = [(ui.tell(one.title), None) for one in found]
        parts.append(Tabs(tabs, chosen, room.choose_table, name="tables"))
    names = [ui.tell(column) for column in found[chosen].columns]
    if chosen == 0 and lens.bars:
        # What the bars are and their unit are said once, above; each column then needs its power only.
        bars = lens.bars[0].bars
        first = len(names) - len(bars)
        names[first:] = [ui.tell(bar.name) for bar in bars]
        said = ui.say("room-under-powers", name=lens.signs, unit=bars[0].figure.unit)
        parts.append(Label(said, size=15, ink="muted", elide=True))
        units = {number: _unit(room, found[0], number) for number in range(first)}
    else:
        units = {number: _unit(room, found[chosen], number) for number in range(len(names))}
    headings = [
        ui.say("room-in-unit", name=name, unit=units[number]) if units.get(number) else name
        for number, name in enumerate(names)
    ]
    return Panel([*parts, _table(room, found[chosen], headings)], gap=6, pad=8)


def _table(room: RoomScreen, found: TableView, names: Sequence[str]) -> Widget:
    headings = [Heading("", grow=0)]
    for number, name in enumerate(names):
        numbers = any(isinstance(row.cells[number], Figure) for row in found.rows)
        headings.append(Heading(name, align="right" if numbers else "left", grow=0))
    rows = [[Cell(room.ui.tell(row.name), bold=True), *(_cell(room, cell) for cell in row.cells)] for row in found.rows]

    def opened(number: int) -> None:
        room.inspect(found.rows[number].key)

    return Table(headings, rows, open_row=opened, name=f"table {room.lens}")


def _unit(room: RoomScreen, found: TableView, column: int) -> str:
    """The unit that all figures of a column share; empty where there are none."""
    units = {room.ui.tell(cell.unit) for row in found.rows if isinstance(cell := row.cells[column], Figure)}
    return units.pop() if len(units) == 1 else ""


def _cell(room: RoomScreen, cell: Figure | Text | None) -> Cell:
    if isinstance(cell, Figure):
        return Cell(figure=cell, unit=False)
    return Cell("" if cell is None else room.ui.tell(cell))
