"""Japanese has one word for one thing: what docs/JAPANESE.md rejects does not come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from greatgame.paths import data_dir

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "JAPANESE.md"


def rows() -> list[list[str]]:
    """English, Japanese, use and rejected words of every row."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def words(cell: str) -> list[str]:
    return [word for word in cell.replace("、", ",").replace(" ", "").split(",") if word]


@pytest.fixture(scope="module")
def lines() -> dict[str, str]:
    """Place -> line, of every file that holds Japanese."""
    assets = data_dir("assets")
    files = [path for part in ("text/*.ja.*", "encyclopaedia/*.toml", "map/*.toml") for path in assets.glob(part)]
    files += [path for folder in ("scenarios", "exercises") for path in data_dir(folder).rglob("*.toml")]
    assert len(files) > 50
    return {
        f"{path.name}:{number}": line
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    }


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_rejected_word_does_not_come_back(row: list[str], lines: dict[str, str]) -> None:
    found = [f"{place}: {word}" for place, line in lines.items() for word in words(row[3]) if word in line]
    assert found == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_word_that_was_decided_on_is_used(row: list[str], lines: dict[str, str]) -> None:
    assert [word for word in words(row[1]) if not any(word in line for line in lines.values())] == []
