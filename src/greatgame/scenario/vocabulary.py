"""Words that scenarios and code share: channels, instruments, roles, considerations, pillars, mechanisms."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CHANNELS = ("trade", "finance", "security", "transit", "labour", "digital")
"""Channels of dependence (host on power)."""

RESOURCES = ("diplomacy", "grants", "loans", "bank", "insurance", "equity")
"""What moves are paid with: leaders' time, then money by instrument."""

INSTRUMENTS = ("loans", "bank", "insurance", "cofinance")
"""Parts of a project's finance package, each a share of its capital cost."""

CONTROL_LADDER = ("free", "licence", "slow-walk", "quota", "embargo")
"""Rungs of export control, in order of severity."""

PILLARS = ("pledge", "supply", "corridor", "trust", "hosts", "standards", "calm", "home")
"""Pillars of the score."""

PILLAR_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pledge": ("committed", "disbursed"),
        "supply": ("today", "resilience"),
        "corridor": ("volume", "days", "reliability"),
        "trust": ("hosts", "credibility"),
        "hosts": ("autonomy", "growth", "skills", "institutions", "debt"),
        "standards": ("own", "dispersion"),
        "calm": ("wariness", "grievance", "tension"),
        "home": ("support", "ties", "supplied"),
    }
)
"""What each pillar consists of; the scenario says how much of it each part is."""

MECHANISMS = (
    "pledge",
    "hybrid-finance",
    "bid-contest",
    "debt",
    "human-capital",
    "export-controls",
    "control-answers",
    "delivery",
    "caspian",
    "wariness",
    "coercion",
    "multi-vector",
    "war-shock",
    "values",
    "standards",
    "rear-base",
    "de-risking",
    "events",
)
"""The eighteen mechanisms; each can be switched off in ``[mechanisms]``."""

ROLES = (
    "visit",
    "open-venture",
    "study",
    "finance",
    "aid",
    "train",
    "standards",
    "works",
    "statement",
    "reassure",
    "stockpile",
    "substitute",
    "equity",
    "trade-response",
    "control",
    "squeeze",
    "relief",
    "secure",
    "supply",
    "sanction",
    "award",
    "solicit",
    "reform",
    "terms",
    "processing",
    "align",
    "balance",
    "restructure",
    "regional",
    "respond",
    "invest",
)
"""What a kind of move does; the code knows roles, the scenario names the kinds."""

CONSIDERATIONS = (
    "commerce",
    "supply",
    "influence",
    "contest",
    "autonomy",
    "growth",
    "quality",
    "relations",
    "grievance",
    "leverage",
    "caution",
    "debt",
    "security",
    "commitment",
    "connectivity",
)
"""What a mind weighs; a doctrine gives each a weight."""

ANYONE = "anyone"
"""In a strategy's rule: all other governments."""

CONCEPTS = ("escalation", "intents", "predictions")
"""What screens may leave out at a level: answers to challenged moves, rivals' probable orders, own forecasts."""

EFFORTS = ("none", "light", "normal", "heavy", "ministers", "leaders")
