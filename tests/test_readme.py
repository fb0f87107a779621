"""The README is executed: every command and every block of Python, in a temporary folder.

The install lines are what ``.ci/run`` executes, word for word; a test here sees to that.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import greatgame
from greatgame.paths import data_dir
from greatgame.scenario import available

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"sh", "bat", "python", "toml"}
INSTALLING = (".venv/bin/", "python3 -m venv ")
"""What lines begin with that need a fresh machine; .ci/run gives them one."""
SHORTER = (
    (re.compile(r"--seeds \d+"), "--seeds 2"),
    (re.compile(r"--seconds \d+"), "--seconds 0.01"),
    (re.compile(r"range\(200\)"), "range(3)"),
)
"""Numbers of the text that say how long to run, and what the test puts in their place."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text and the line of the README where it begins."""

    language: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.language} at line {self.line}"


BLOCKS = [Block(m[1], m[2], README.count("\n", 0, m.start()) + 1) for m in FENCE.finditer(README)]


def shortened(text: str) -> str:
    for pattern, short in SHORTER:
        text = pattern.sub(short, text)
    return text


def commands(block: Block) -> Iterator[str]:
    """Commands of a shell block, install lines left out."""
    for line in block.text.splitlines():
        if line and not line.startswith(INSTALLING):
            yield line


def execute(arguments: list[str], folder: Path) -> str:
    """Run Python there; its output, or a failure that shows what it said."""
    surroundings = os.environ | {"PYTHONPATH": str(Path(greatgame.__file__).parents[1]), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{shlex.join(arguments)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def perform(block: Block, folder: Path) -> None:
    """Do what a reader would do with the block."""
    if block.language == "python":
        script = folder / "block.py"
        script.write_text(shortened(block.text), encoding="utf-8")
        assert execute([script.name], folder), f"{block} prints nothing"
    elif block.language == "toml":
        named = re.match(r"# FILE (\S+)\n", block.text)
        assert named, f"{block}: its first line must say '# FILE name'"
        file = folder / named[1]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")
    elif block.language == "sh":
        for command in commands(block):
            program, *arguments = shlex.split(shortened(command))
            assert program == "greatgame", f"{block}: the test knows no {program!r}"
            execute(["-m", "greatgame", *arguments], folder)


SECTIONS = re.split(r"^(?=#{2,3} )", README, flags=re.MULTILINE)
STARTS = [README[: README.index(section)].count("\n") + 1 for section in SECTIONS]
TITLES = [section.splitlines()[0].lstrip("# ") for section in SECTIONS]


def blocks_of(number: int) -> list[Block]:
    """Blocks of a section; one section is one story, its files follow from each other."""
    end = STARTS[number + 1] if number + 1 < len(STARTS) else README.count("\n") + 2
    return [block for block in BLOCKS if STARTS[number] <= block.line < end]


@pytest.mark.parametrize("number", [n for n in range(len(SECTIONS)) if blocks_of(n)], ids=lambda n: TITLES[n])
def test_section(number: int, tmp_path: Path) -> None:
    for block in blocks_of(number):
        perform(block, tmp_path)


def test_every_fence_is_read() -> None:
    assert README.count("```") == 2 * len(BLOCKS)
    assert {block.language for block in BLOCKS} == LANGUAGES


def test_a_broken_command_is_seen(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="unknown scenario"):
        perform(Block("sh", "greatgame run nowhere\n", 1), tmp_path)
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        perform(Block("python", "print(1 / 0)\n", 1), tmp_path)


def test_install_lines_are_what_ci_executes() -> None:
    """.ci/run takes the first two shell blocks of the README; they must be the two that install."""
    first, second = [block.text for block in BLOCKS if block.language == "sh"][:2]
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install -c constraints.txt . && ")
    assert first.rstrip().endswith(f".venv/bin/greatgame run {available()[0]}")
    assert second.startswith('.venv/bin/pip install -c constraints.txt -e ".[dev]" && ')
    assert second.rstrip().endswith(".venv/bin/pytest")
    installing = [line for block in BLOCKS if block.language == "sh" for line in block.text.splitlines()]
    assert [line for line in installing if line.startswith(INSTALLING)] == [first.rstrip(), second.rstrip()]


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
