"""Title and length of a scenario, for lists that cannot wait until it is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from greatgame.errors import ScenarioError
from greatgame.scenario.extending import extended
from greatgame.scenario.load import extends, folder_of
from greatgame.text import Text, named

QUARTER = re.compile(r"\d{4}Q[1-4]")
DEEPEST = 8
"""Most scenarios that extend one another."""


@dataclass(frozen=True)
class Headline:
    """What a scenario's first table says."""

    title: Text
    turns: int
    quarters_per_turn: int
    start: str
    """Quarter in which the first turn begins."""


@lru_cache(maxsize=64)
def headline(name: str) -> Headline:
    """Title, number and length of turns of a scenario, its other tables unread.

    Raises:
        ScenarioError: where there is none of that name, or it does not say.
    """
    meta: dict[str, Any] = {}
    metas: list[dict[str, Any]] = []
    folder: Path | None = folder_of(name)
    try:
        for _ in range(DEEPEST):
            if folder is None:
                break
            own = tomli.loads((folder / "scenario.toml").read_text(encoding="utf-8"))["scenario"]
            metas.insert(0, own)
            folder = _parent(folder)
        for own in metas:
            meta = extended({"scenario": meta}, {"scenario": own}).document["scenario"]
        title, start = named(str(meta["title"]), meta.get("title_ja")), str(meta["start"])
        if not QUARTER.fullmatch(start):
            raise ValueError(start)
        return Headline(title, int(meta["turns"]), int(meta.get("quarters_per_turn", 1)), start)
    except (OSError, KeyError, TypeError, ValueError):
        raise ScenarioError(f"scenario {name!r} does not say its title and its number of turns") from None


def _parent(folder: Path) -> Path | None:
    parent = extends(folder)
    if parent is None:
        return None
    beside = folder.parent / parent
    return beside if (beside / "scenario.toml").is_file() else folder_of(parent)
