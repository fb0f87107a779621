"""Words that exercises share: those of common ids, and what holds for every class.

``exercises/common/<language>.toml`` has words for rubric rows, questions and
steps by ids that every exercise may use, and the parts of a guide that are
the same in every class.  An exercise that has words of its own for an id keeps
them; its rules, limits and if-then rows come after the common ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from greatgame.paths import data_dir
from greatgame.scenario.extending import Document
from greatgame.scenario.load import read_toml

FOLDER = "common"
BY_ID = ("rubric", "question", "step")
"""Sections whose words are taken for ids of the plan that the exercise has no words for."""
LISTS = ("before", "if_then", "rules", "limits")
"""Parts of the guide to which an exercise adds."""

Ids = Mapping[str, frozenset[str]]


def ids_of(plan: Document) -> Ids:
    """The ids that a plan names, by section, as far as it can be read; and the worksheets that serve its tools."""
    found = plan.get("step")
    steps = [step for step in found if isinstance(step, dict)] if isinstance(found, list) else []
    named = {step["id"] for step in steps if isinstance(step.get("id"), str)}
    sheets = {tool for step in steps for tool in ("ledger",) if tool in (step.get("unlocks") or ())}
    sheets |= {"forecast" for step in steps if step.get("forecasts")}
    ids = {"step": frozenset(named), "worksheet": frozenset(sheets)}
    return {**ids, **{part: frozenset(_table(plan.get(part))) for part in ("rubric", "question")}}


def with_common(words: Document, language: str, ids: Ids) -> Document:
    """The words of an exercise with those that it leaves to the common ones."""
    shared, full = _common(language), dict(words)
    for part in BY_ID:
        own = words.get(part, {})
        if isinstance(own, dict):
            full[part] = {**_named(shared.get(part), ids[part]), **own}
    guide, base = words.get("guide", {}), _table(shared.get("guide"))
    if isinstance(guide, dict):
        full["guide"] = {**base, **guide, **{part: _joined(base.get(part), guide.get(part)) for part in LISTS}}
        own = guide.get("worksheet", {})
        full["guide"]["worksheet"] = (
            {**own, **_named(base.get("worksheet"), ids["worksheet"] - set(own))} if isinstance(own, dict) else own
        )
    return full


def _named(part: Any, names: frozenset[str]) -> dict[str, Any]:
    return {name: row for name, row in _table(part).items() if name in names}


def _joined(common: Any, own: Any) -> Any:
    """Common rows, then the exercise's own; what is no list stays, to be refused with its name."""
    return own if own is not None and not isinstance(own, list) else [*(common or []), *(own or [])]


def _table(part: Any) -> dict[str, Any]:
    return part if isinstance(part, dict) else {}


@lru_cache(maxsize=4)
def _common(language: str) -> Document:
    return read_toml(data_dir("exercises") / FOLDER / f"{language}.toml", []) or {}
