"""Pages that are executed: every command and every block of Python, as a reader would, in a temporary folder."""

from __future__ import annotations

import re
import runpy
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from greatgame.cli import app
from greatgame.lab.waits import Wait

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTALLING = (".venv/bin/", "python3 -m venv ", "pip install ")
"""What lines begin with that need a fresh machine; .ci/run gives them one."""
SHORTER = (
    (re.compile(r"--seeds \d+"), "--seeds 2"),
    (re.compile(r"--(held-out|trials|replays|futures) \d+"), r"--\1 4"),
    (re.compile(r"--seconds \d+"), "--seconds 0.01"),
    (re.compile(r"--worlds \d+"), "--worlds 2"),
    (re.compile(r"range\(200\)"), "range(3)"),
    (re.compile(r"\bablate tokyo-2026\b"), "ablate short"),
    (re.compile(r"^seeds = \d+$", re.MULTILINE), "seeds = 2"),
    (re.compile(r"^points = \d+$", re.MULTILINE), "points = 4"),
)
"""Numbers of the text that say how long to run, and what the test puts in their place; for a study of many campaigns
the scenario of four turns that the fixture ``short_scenario`` makes."""
BRIEF = {
    "greatgame.classroom.checkup.THINK": 0.0,
    "greatgame.classroom.checkup.REPLAYS": 2,
    "greatgame.classroom.bots.STAFF": ("intents",),
    "greatgame.lab.bench.waits": lambda scenario: {"a turn": Wait(0.1, 0.1, 0.1, 1)},
}
"""What else takes long within commands: pauses of simulated students, their questions to the staff, which
test_classroom_played asks, and what a player waits for, which test_mesa measures."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text and the line of the page where it begins."""

    language: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.language} at line {self.line}"


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; one section is one story, its files follow from each other."""

    title: str
    blocks: tuple[Block, ...]


class Page:
    """A page in Markdown, by its name in the repository."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = (ROOT / name).read_text(encoding="utf-8")
        self.blocks = tuple(
            Block(m[1], m[2], self.text.count("\n", 0, m.start()) + 1) for m in FENCE.finditer(self.text)
        )

    def sections(self) -> list[Section]:
        """Sections of the second and third level that hold blocks."""
        found, line = [], 1
        for part in re.split(r"^(?=#{2,3} )", self.text, flags=re.MULTILINE):
            end = line + part.count("\n")
            blocks = tuple(block for block in self.blocks if line <= block.line < end)
            if blocks:
                found.append(Section(part.splitlines()[0].lstrip("# "), blocks))
            line = end
        return found


def shortened(text: str) -> str:
    for pattern, short in SHORTER:
        text = pattern.sub(short, text)
    return text


def commands(block: Block) -> Iterator[str]:
    """Commands of a shell block, install lines left out."""
    for line in block.text.splitlines():
        if line and not line.startswith(INSTALLING):
            yield line


def command(arguments: list[str], folder: Path) -> None:
    """Give a command there; it must succeed.

    In this process, for most of a short command's time is the start of Python; that the
    program itself starts is tested elsewhere.
    """
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        for name, value in BRIEF.items():
            patch.setattr(name, value)
        done = CliRunner(env={"COLUMNS": "100"}).invoke(app, arguments)
    assert done.exit_code == 0, f"{shlex.join(arguments)}\n{done.output[-2000:]}\n{done.exception!r}"


def script(text: str, folder: Path) -> str:
    """Run Python there; what it prints."""
    file = folder / "block.py"
    file.write_text(text, encoding="utf-8")
    printed = StringIO()
    with chdir(folder), redirect_stdout(printed):
        runpy.run_path(file.name, run_name="__main__")
    return printed.getvalue()


def perform(block: Block, folder: Path) -> None:
    """Do what a reader would do with the block."""
    if block.language == "python":
        assert script(shortened(block.text), folder), f"{block} prints nothing"
    elif block.language == "toml":
        named = re.match(r"# FILE (\S+)\n", block.text)
        assert named, f"{block}: its first line must say '# FILE name'"
        file = folder / named[1]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shortened(block.text), encoding="utf-8")
    elif block.language == "sh":
        for line in commands(block):
            program, *arguments = shlex.split(shortened(line))
            assert program == "greatgame", f"{block}: the test knows no {program!r}"
            command(arguments, folder)
