"""The README is executed: every command and every block of Python, in a temporary folder.

The install lines are what ``.ci/run`` executes, word for word; a test here sees to that.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from greatgame.paths import data_dir
from pages import INSTALLING, ROOT, Block, Page, Section, perform

PAGE = Page("README.md")
README, BLOCKS = PAGE.text, PAGE.blocks
LANGUAGES = {"sh", "bat", "python", "toml"}


@pytest.mark.usefixtures("short_scenario")
@pytest.mark.parametrize("section", PAGE.sections(), ids=lambda section: section.title)
def test_section(section: Section, tmp_path: Path) -> None:
    for block in section.blocks:
        perform(block, tmp_path)


def test_every_fence_is_read() -> None:
    assert README.count("```") == 2 * len(BLOCKS)
    assert {block.language for block in BLOCKS} == LANGUAGES


def test_a_broken_command_is_seen(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="unknown scenario"):
        perform(Block("sh", "greatgame run nowhere\n", 1), tmp_path)
    with pytest.raises(ZeroDivisionError):
        perform(Block("python", "print(1 / 0)\n", 1), tmp_path)


def test_install_lines_are_what_ci_executes() -> None:
    """.ci/run takes the first two shell blocks of the README; they must be the two that install."""
    first, second = [block.text for block in BLOCKS if block.language == "sh"][:2]
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install -c constraints.txt . && ")
    assert first.rstrip().endswith("&& .venv/bin/greatgame")
    assert second.startswith('.venv/bin/pip install -c constraints.txt -e ".[dev]" && ')
    assert second.rstrip().endswith(".venv/bin/pytest")
    installing = [line for block in BLOCKS if block.language == "sh" for line in block.text.splitlines()]
    assert [line for line in installing if line.startswith(INSTALLING)] == [
        first.rstrip(),
        second.rstrip(),
        'pip install -c constraints.txt ".[lab]"',
        'pip install -c constraints.txt ".[class]"',
    ]


def test_windows_does_the_same() -> None:
    shell = [block.text for block in BLOCKS if block.language == "sh"][:2]
    windows = [block.text for block in BLOCKS if block.language == "bat"]
    alike = [text.replace("python3 -m", "py -m").replace(".venv/bin/", ".venv\\Scripts\\") for text in shell]
    assert windows == alike


def test_links_and_folders_exist() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    folders = re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)
    assert len(links) >= 5
    assert len(folders) >= 10
    assert [name for name in links + folders if not (ROOT / name).exists()] == []


def test_the_picture_is_of_this_program() -> None:
    """The picture shows the scenario's title, and fetches nothing from elsewhere."""
    picture = (data_dir("assets") / "report.svg").read_text(encoding="utf-8")
    assert "Tokyo&#160;2026:&#160;the&#160;pledge" in picture
    assert re.findall(r"(?:href|src|url)\W*https?:", picture) == []


def test_constraints_hold_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert len(pins) > 20
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*(; .+)?", line)] == []
