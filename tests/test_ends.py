"""How the program ends where somebody stops it, and where nobody listens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from greatgame.ends import INTERRUPTED, UNREAD

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and shells of POSIX systems")

UNTOLD = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
"""An environment that does not say how wide the output is."""
PROGRAM = [sys.executable, "-m", "greatgame"]


def unread(command: list[str], errors_too: bool = False) -> tuple[int, str]:
    """Exit code and errors of a program whose output goes to a reader that is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        errors = subprocess.STDOUT if errors_too else subprocess.PIPE
        result = subprocess.run(command, stdout=writer, stderr=errors, text=True, timeout=120)
    finally:
        os.close(writer)
    return result.returncode, result.stderr or ""


@pytest.mark.parametrize("arguments", [["--version"], ["run", "--help"], ["scenarios", "list"]])
def test_a_reader_that_goes_away_is_no_fault(arguments: list[str]) -> None:
    assert unread([*PROGRAM, *arguments]) == (UNREAD, "")


def test_a_message_that_nobody_reads_is_no_finding() -> None:
    assert unread([*PROGRAM, "--nonsense"], errors_too=True) == (UNREAD, "")
    assert unread([*PROGRAM, "scenarios", "show", "nowhere"], errors_too=True) == (UNREAD, "")


LATE = """
import greatgame.cli
from greatgame.__main__ import main

greatgame.cli.main = lambda: print("still in the buffer")
main()
"""


def test_what_python_writes_at_its_end_may_go_unread_too() -> None:
    assert unread([sys.executable, "-c", LATE]) == (UNREAD, "")


def closed(command: list[str], streams: str) -> subprocess.CompletedProcess[str]:
    """What a program does whose streams are closed."""
    words = ["sh", "-c", f'exec "$@" {streams}', "sh", *command]
    return subprocess.run(words, capture_output=True, text=True, timeout=120, env=UNTOLD)


def test_a_closed_output_is_like_none() -> None:
    result = closed([*PROGRAM, "scenarios", "list"], ">&-")
    assert (result.returncode, result.stderr) == (0, "")
    refused = closed([*PROGRAM, "scenarios", "show", "nowhere"], ">&-")
    assert refused.returncode == 2
    assert "nowhere" in refused.stderr
    assert closed([*PROGRAM, "scenarios", "show", "nowhere"], "<&- >&- 2>&-").returncode == 2


HELD = """
import os, sys
from greatgame.ends import complete

complete()
with open(sys.argv[1], "w") as stream:
    os.system("echo lost")
    print("lost", flush=True)
"""


def test_no_file_takes_the_place_of_a_closed_output(tmp_path: Path) -> None:
    file = tmp_path / "kept.txt"
    assert closed([sys.executable, "-c", HELD, str(file)], "<&- >&-").returncode == 0
    assert file.read_text() == ""


STOPPED = """
import sys
from greatgame.__main__ import main

class Stop:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stop())
main()
"""


@pytest.mark.parametrize("module", ["greatgame.sooner", "greatgame.commands.batch"])
def test_an_interrupt_while_the_program_is_read_is_told_in_a_word(module: str) -> None:
    said = subprocess.run([sys.executable, "-c", STOPPED, module], capture_output=True, text=True, timeout=120)
    assert (said.returncode, said.stderr, said.stdout) == (INTERRUPTED, "interrupted\n", "")
