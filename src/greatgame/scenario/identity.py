"""The identity of a scenario: a hash of all that can change a campaign."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

PROSE = frozenset(
    {"name", "name_ja", "text", "text_ja", "title", "title_ja", "summary", "summary_ja"}
    | {"note", "rationale", "rationale_ja"}
)
"""Keys that do not change a campaign and so do not enter the scenario's hash."""

NOT_PLAYED = frozenset({"source", "history", "benchmark", "level", "advisor"})
"""Top-level tables that do not enter the hash; what a level switches off makes a variant, with a hash of its own."""


def _bare(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _bare(value) for key, value in node.items() if key not in PROSE}
    if isinstance(node, list):
        return [_bare(value) for value in node]
    if isinstance(node, int) and not isinstance(node, bool):
        return float(node)
    return node


def section_texts(document: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    """Each played table of a document as one text; those ``known`` are taken as they are."""
    # The order of tables is the order of axes, so keys are not sorted.
    return {
        name: known.get(name) or json.dumps(_bare(part), ensure_ascii=False, separators=(",", ":"))
        for name, part in document.items()
        if name not in NOT_PLAYED
    }


def digest_of(texts: Mapping[str, str]) -> str:
    """The hash of a document by the texts of its tables."""
    whole = ",".join(f"{json.dumps(name)}:{text}" for name, text in texts.items())
    return hashlib.sha256(f"{{{whole}}}".encode()).hexdigest()[:16]
