"""What the command palette of the chart room knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from greatgame.ui import routes
from greatgame.ui.kit.keys import DEFAULT_KEYS
from greatgame.ui.orders.book import BookSheet
from greatgame.ui.orders.deciding import deciding
from greatgame.ui.orders.live import ROLES
from greatgame.ui.orders.palette import Command, every
from greatgame.views.names import label
from greatgame.views.reference.library import Library

if TYPE_CHECKING:
    from greatgame.ui.room.screen import RoomScreen

SCREENS = {"wind-tunnel": "wind", "encyclopaedia": "book-open", "load": "folder-open", "settings": "settings"}
"""Screens that are opened above the room -> icon."""
SUBJECTS = {
    "hosts": ("host", "landmark"),
    "projects": ("project", "hammer"),
    "corridors": ("corridor", "route"),
    "minerals": ("mineral", "pickaxe"),
    "powers": ("power", "flag"),
    "flashpoints": ("flashpoint", "swords"),
}
"""Axis of the scenario -> what a subject of it is called, and its icon."""
READ = ("play", "concept", "mechanism", "event", "strategy")
"""Sections of the encyclopaedia whose articles are listed."""


def commands(room: RoomScreen) -> list[Command]:
    """Everything that can be done in the room or looked at from it."""
    return [*_actions(room), *_screens(room), *_subjects(room), *_orders(room), *_concepts(room)]


def _actions(room: RoomScreen) -> Iterator[Command]:
    ui, deeds = room.ui, room.actions()
    for action in DEFAULT_KEYS:
        act = deeds.get(action)
        if act is not None and action not in ("palette", "back", *SCREENS):
            title = ui.say(f"action-{action}")
            yield Command(title, ui.say("orders-action"), "keyboard", act, ui.key(action), action)


def _screens(room: RoomScreen) -> Iterator[Command]:
    ui, app = room.ui, room.app

    def opener(name: str) -> Command:
        return Command(
            ui.say(f"orders-screen-{name}"), ui.say("orders-screen"), SCREENS[name], lambda: _go(name), words=name
        )

    def _go(name: str) -> None:
        if name == "encyclopaedia":
            app.help()
        else:
            app.go(name)

    yield from (opener(name) for name in SCREENS if routes.known(name))


def _subjects(room: RoomScreen) -> Iterator[Command]:
    ui, scenario = room.ui, room.session.scenario
    for axis, (kind, icon) in SUBJECTS.items():
        for name in getattr(scenario.names, axis):
            text = label(scenario, axis, name)
            yield Command(
                ui.tell(text), ui.say(f"orders-{kind}"), icon, _inspector(room, f"{kind}:{name}"), words=every(text)
            )


def _concepts(room: RoomScreen) -> Iterator[Command]:
    """Articles of the encyclopaedia on ideas, mechanisms and playing; things are found as themselves."""
    ui = room.ui
    for row in Library(room.session.scenario).topics:
        if row.section in READ:
            title, words = ui.tell(row.title), every(row.title)
            yield Command(title, ui.say("orders-concept"), "book-open", _reader(room, row.topic), words=words)


def _reader(room: RoomScreen, topic: str) -> Callable[[], None]:
    return lambda: room.app.open_link(topic)


def _inspector(room: RoomScreen, subject: str) -> Callable[[], None]:
    return lambda: room.inspect(subject)


def _orders(room: RoomScreen) -> Iterator[Command]:
    ui, book = room.ui, deciding(room.app).book
    roles = {row.kind: row.role for row in book.kinds()}
    for row in book.all_targets():
        icon = ROLES.get(roles[row.kind], "circle-dot") if row.legal or row.queued else "lock"
        yield Command(ui.tell(row.name), ui.say("orders-order"), icon, _order(room, row.order), words=every(row.name))


def _order(room: RoomScreen, order: str) -> Callable[[], None]:
    return lambda: room.ui.push(BookSheet(room.ui, deciding(room.app), order))
