"""Where the data folders are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import importlib.resources
import os
from functools import lru_cache
from pathlib import Path

from greatgame.errors import GreatGameError


@lru_cache
def data_dir(kind: str) -> Path:
    """Folder ``kind`` ('assets', 'exercises' or 'scenarios').

    In a wheel it lies inside the package, in a checkout beside ``src``.  The
    environment variable ``GREATGAME_DATA`` names another place.
    """
    if chosen := os.environ.get("GREATGAME_DATA"):
        return Path(chosen) / kind
    here = Path(str(importlib.resources.files("greatgame")))
    for base in (here, *here.parents[:2]):
        if (base / kind).is_dir() and (base == here or (base / "pyproject.toml").is_file()):
            return base / kind
    raise GreatGameError(f"folder {kind}/ not found near {here}: reinstall greatgame or set GREATGAME_DATA")
