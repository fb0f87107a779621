"""Names of what a scenario holds, as texts that can be told in every language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import caused
from greatgame.text import Text, named, say
from greatgame.words import PURSES

PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "trade": "trade",
        "finance": "finance",
        "security": "security",
        "transit": "transit",
        "labour": "labour",
        "digital": "digital",
        **PURSES,
        "cofinance": "co-finance",
        "announced": "announced",
        "committed": "committed",
        "disbursed": "disbursed",
        "others": "other creditors",
    }
)
"""Ids of channels, purses, instruments, creditors and stages of the pledge -> what they are called."""

PILLARS: Mapping[str, str] = MappingProxyType(
    {
        "pledge": "Pledge kept",
        "supply": "Supply secured",
        "corridor": "Corridors open",
        "trust": "Trust won",
        "hosts": "Hosts' gain",
        "standards": "Digital standards",
        "calm": "Calm among powers",
        "home": "Support at home",
    }
)
"""Pillar of the score -> what it is called."""

RUNGS: Mapping[str, str] = MappingProxyType(
    {"free": "free trade", "licence": "licences", "slow-walk": "slow walk", "quota": "quota", "embargo": "embargo"}
)
"""Rung of export control -> what it is called."""

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "minerals": "mineral",
        "legs": "leg",
        "corridors": "corridor",
        "projects": "project",
        "events": "event",
        "flashpoints": "flashpoint",
        "sources": "other_source",
        "powers": "power",
        "hosts": "host",
        "firms": "firm",
    }
)
"""Axis -> table of the scenario that names what lies on it."""


def label(scenario: IndexedScenario, kind: str, name: str) -> Text:
    """Display name of an id on an axis such as ``hosts`` or ``channels``; the id itself where nothing names it."""
    if kind == "ventures":
        power, project = name.split("/")
        return say("{power} for {project}", power=actor(scenario, power), project=label(scenario, "projects", project))
    if kind == "pillars":
        return Text(PILLARS.get(name, name))
    if name in PLAIN and kind not in TABLES:
        return Text(PLAIN[name])
    if kind.endswith("_lag"):
        turns = int(name.removeprefix("in-"))
        return say("next turn") if turns == 1 else say("in {turns} turns", turns=turns)
    for table in (TABLES.get(kind), "power", "host", "firm"):
        rows: Mapping[str, Any] = getattr(scenario.file, table) if table else {}
        if name in rows:
            return named(rows[name].name, getattr(rows[name], "name_ja", None))
    return Text(name)


def actor(scenario: IndexedScenario, name: str) -> Text:
    """Display name of a government or a firm."""
    return label(scenario, "powers", name)


def letter(scenario: IndexedScenario, name: str) -> str:
    """The letter or two that stand for a government where colour is not enough."""
    rows: Mapping[str, Any] = {**scenario.file.power, **scenario.file.host}
    return str(rows[name].letter)


def cause_text(scenario: IndexedScenario, cause: str) -> Text:
    """A cause as the ledger has it, as a text."""
    return cause if isinstance(cause, Text) else caused(scenario, cause)
