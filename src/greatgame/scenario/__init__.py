"""Scenarios: files in, a validated and indexed scenario out."""

from greatgame.scenario.indexed import IndexedScenario, open_scenario, switched
from greatgame.scenario.load import available, load

__all__ = ["IndexedScenario", "available", "load", "open_scenario", "switched"]
