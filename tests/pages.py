"""Pages that are executed: every command and every block of Python, as a reader would, in a temporary folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import greatgame

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTALLING = (".venv/bin/", "python3 -m venv ", "pip install ")
"""What lines begin with that need a fresh machine; .ci/run gives them one."""
SHORTER = (
    (re.compile(r"--seeds \d+"), "--seeds 2"),
    (re.compile(r"--(held-out|trials|replays|futures) \d+"), r"--\1 4"),
    (re.compile(r"--seconds \d+"), "--seconds 0.01"),
    (re.compile(r"range\(200\)"), "range(3)"),
    (re.compile(r"^seeds = \d+$", re.MULTILINE), "seeds = 2"),
    (re.compile(r"^points = \d+$", re.MULTILINE), "points = 4"),
)
"""Numbers of the text that say how long to run, and what the test puts in their place."""


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
        file.write_text(shortened(block.text), encoding="utf-8")
    elif block.language == "sh":
        for command in commands(block):
            program, *arguments = shlex.split(shortened(command))
            assert program == "greatgame", f"{block}: the test knows no {program!r}"
            execute(["-m", "greatgame", *arguments], folder)
