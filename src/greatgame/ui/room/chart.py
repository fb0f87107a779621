"""The map's place: the lenses with their keys, and the map under the one that is on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from greatgame.scenario.indexed import IndexedScenario
from greatgame.ui.kit import SMALL, Button, Column, Label, Row, Spacer, Widget
from greatgame.ui.map import Intent
from greatgame.views.lenses import LENSES
from greatgame.views.outlook import IntentRow

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen


CHIPPED = frozenset({"rivals"})
"""Lenses that show what other powers intend: the plaques of the others leave no room for it."""
LIKELY, MOST_CHIPS = 20.0, 2
"""Per cent from which an intent is shown, and most of them at a host."""


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


def chips(rows: Sequence[IntentRow], scenario: IndexedScenario, lens: str) -> tuple[Intent, ...]:
    """What other powers are likely to do in each host, for the map: the likeliest order of each of them."""
    if lens not in CHIPPED:
        return ()
    found: dict[tuple[str, str], Intent] = {}
    for row in sorted(rows, key=lambda row: -row.probability.value):
        host = row.host
        if host is None and row.project is not None:
            host = scenario.names.hosts[int(scenario.project_host[scenario.names.projects.at(row.project)])]
        if host is not None and row.actor in scenario.names.powers.place and row.probability.value >= LIKELY:
            found.setdefault((host, row.actor), Intent(host, row.actor, row.text, row.probability))
    shown: list[Intent] = []
    for host in scenario.names.hosts:
        shown += [intent for intent in found.values() if intent.host == host][:MOST_CHIPS]
    return tuple(shown)
