"""Consistency of a scenario beyond the shape of its tables."""

from __future__ import annotations

from greatgame.errors import Fault
from greatgame.scenario.load import Loaded


def cross_check(loaded: Loaded) -> list[Fault]:
    """All inconsistencies found."""
    return []
