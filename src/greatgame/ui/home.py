"""Where the player's own files are: settings and saves."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME = "GREATGAME_HOME"
"""Environment variable that names another place."""


def home() -> Path:
    """Folder of the player's own files; it need not be there yet."""
    chosen = os.environ.get(HOME)
    return Path(chosen) if chosen else Path(platformdirs.user_data_path("greatgame", appauthor=False))


def shelf_folder() -> Path:
    """Folder of the saves."""
    return home() / "saves"


def settings_file() -> Path:
    """File of the settings."""
    return home() / "settings.json"


def exports_folder() -> Path:
    """Folder of what is taken away from campaigns."""
    return home() / "exports"


def strategies_folder() -> Path:
    """Folder of the player's strategy files."""
    return home() / "strategies"


def capsules_folder() -> Path:
    """Folder of run capsules, of the archives and what was unpacked from them."""
    return home() / "capsules"


def classes_folder() -> Path:
    """Folder of the classes that were held."""
    return home() / "classes"
