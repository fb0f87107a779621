"""Consistency of levels: what they switch off, leave idle and hide."""

from __future__ import annotations

from greatgame.scenario.findings import Findings, Path
from greatgame.scenario.levels import idle_strategy
from greatgame.scenario.schema_minds import Level
from greatgame.scenario.vocabulary import CONCEPTS, MECHANISMS


def check_levels(found: Findings) -> None:
    """Every name that a level gives must be there."""
    for name, level in found.file.level.items():
        _level(found, ("level", name), level)


def _level(found: Findings, here: Path, level: Level) -> None:
    player = found.file.scenario.player
    found.all_known((*here, "without"), level.without, MECHANISMS, "mechanism")
    found.all_known((*here, "idle"), level.idle, found.ids.governments, "government")
    found.all_known((*here, "hides"), level.hides, (*found.ids.kinds, *CONCEPTS), "kind of move or concept")
    for field in ("without", "idle", "hides"):
        found.distinct((*here, field), getattr(level, field))
    if player in level.idle:
        found.add((*here, "idle"), "the player cannot be idle", "remove it", repr(player))
    if level.idle and idle_strategy(found.file) is None:
        problem = "no strategy of the scenario gives no orders, so nobody can be idle"
        found.add((*here, "idle"), problem, "add a [strategy.NAME] whose orders are 0")
