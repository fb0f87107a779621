"""Scenarios: files in, a validated and indexed scenario out."""

from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.scenario.load import available, load
from greatgame.scenario.variants import list_levers, varied

__all__ = ["IndexedScenario", "available", "list_levers", "load", "open_scenario", "varied"]
