"""What the page about the JSON has to name."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def documented(*parts: dict[str, Any]) -> None:
    """Every key of these objects stands in the page about the JSON."""
    page = (Path(__file__).parents[1] / "docs" / "JSON.md").read_text(encoding="utf-8")
    assert [key for part in parts for key in part if f"`{key}`" not in page] == []
