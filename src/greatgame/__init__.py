"""Great Game: a strategy laboratory of geopolitics on an agent-based model."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path


def _version() -> str:
    try:
        return metadata.version("greatgame")
    except metadata.PackageNotFoundError:
        # Run from a checkout that was never installed: the project file knows.
        project = Path(__file__).parents[2] / "pyproject.toml"
        if not project.is_file():
            return "unknown"
        import tomli

        return str(tomli.loads(project.read_text(encoding="utf-8"))["project"]["version"])


__version__ = _version()
