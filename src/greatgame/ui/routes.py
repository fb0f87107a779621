"""Names of the screens, so that one can be opened without being imported, and the modules that show themselves.

A screen's class takes the application and, if it likes, keyword arguments.
Add a line here, and (for ``play --shot``) the module to :data:`PICTURED`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from greatgame.ui.screen import Screen

if TYPE_CHECKING:
    from greatgame.ui.app import App

ROUTES: Mapping[str, str] = MappingProxyType(
    {
        "title": "title:TitleScreen",
        "new-game": "new_game:NewGameScreen",
        "load": "load_game:LoadScreen",
        "debrief": "debrief.screen:DebriefScreen",
        "counterfactual": "debrief.counterfactual:CounterfactualScreen",
        "watch": "watch.setup:WatchScreen",
        "test-strategy": "watch.trial:TrialScreen",
        "replay": "watch.replay:ReplayScreen",
        "class": "classes.screen:ClassScreen",
        "settings": "settings_screen:SettingsScreen",
        "learn": "learn.screen:LearnScreen",
        "room": "room.screen:RoomScreen",
        "wind-tunnel": "orders.tunnel:WindTunnel",
        "encyclopaedia": "reference.encyclopaedia:EncyclopaediaScreen",
        "data": "reference.data:DataScreen",
    }
)
"""Name -> module in :mod:`greatgame.ui` and class."""

PICTURED: tuple[str, ...] = (
    "title",
    "new_game",
    "load_game",
    "settings_screen",
    "game_menu",
    "faults",
    "map.pictures",
    "learn.pictures",
    "room.shots",
    "debrief.screen",
    "orders.pictures",
    "debrief.counterfactual",
    "watch.setup",
    "watch.replay",
    "reference.encyclopaedia",
    "watch.trial",
    "classes.screen",
    "reference.data",
)
"""Modules in :mod:`greatgame.ui` that register pictures with :func:`greatgame.ui.shots.shot`."""


def known(name: str) -> bool:
    """Whether there is a screen of that name."""
    return name in ROUTES


def screen(name: str, app: App, **given: Any) -> Screen:
    """The screen of a name."""
    module, _, kind = ROUTES[name].partition(":")
    made: Screen = getattr(import_module(f"greatgame.ui.{module}"), kind)(app, **given)
    made.name = name
    return made
