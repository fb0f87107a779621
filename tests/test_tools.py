"""The scripts in tools/: what they write is what the repository keeps."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import greatgame
from greatgame.scenario import IndexedScenario

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("STARTING-YEAR.md", "PATTERNS.md", "ABLATION.md", "EFFECTS.md", "FORECAST.md")


def tool(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script of tools/ as its docstring says."""
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / name), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(Path(greatgame.__file__).parents[1]), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def rows(page: str) -> list[list[str]]:
    """Cells of a page's table, head and rule left out."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in lines[2:]]


def test_study_writes_the_same_page_twice(tmp_path: Path, tokyo: IndexedScenario) -> None:
    pages = []
    for _ in range(2):
        done = tool("study.py", "--only", "startyear", "--seeds", 3, "--out", tmp_path)
        assert done.returncode == 0, done.stderr
        pages.append((tmp_path / "STARTING-YEAR.md").read_text(encoding="utf-8"))
    assert pages[0] == pages[1]
    assert "seeds 0 to 2" in pages[0]
    assert [row[0] for row in rows(pages[0])] == [mark.name for mark in tokyo.file.benchmark.values()]


def test_study_of_one_campaign_is_refused(tmp_path: Path) -> None:
    done = tool("study.py", "--only", "patterns", "--seeds", 1, "--out", tmp_path)
    assert done.returncode == 2
    assert "2 campaigns or more" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_of_record_is_of_this_scenario(name: str, tokyo: IndexedScenario) -> None:
    """A page that was measured on other figures is out of date: run python tools/study.py."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    found = re.search(r"hash `(\w+)`", page)
    assert found
    assert found[1] == tokyo.hash, f"docs/{name} is of another state of the scenario: run python tools/study.py"
    assert len(rows(page)) >= 10


def test_picture_is_drawn_whole(tmp_path: Path) -> None:
    done = tool("picture.py", "--seed", 3, "--out", tmp_path / "report.svg")
    assert done.returncode == 0, done.stderr
    picture = ElementTree.parse(tmp_path / "report.svg")
    words = "".join(picture.getroot().itertext()).replace("\xa0", " ")
    for heading in ("IN SHORT", "THE PLEDGE", "SCORE", "seed 3"):
        assert heading in words
    assert "SUPPLY OF MINERALS" not in words
