"""What the commands share: options, output to terminal and JSON, checks before work begins."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from greatgame.errors import GreatGameError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from greatgame.agents.guard import Decision

STALE, BAD_INPUT = 1, 2
"""Exit codes: out of date, input that people can mend; :mod:`greatgame.ends` has those of a program that is stopped."""

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables that keep numpy from taking all cores, which would make the window stutter."""

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="name of a shipped scenario, or a folder")]
SaveFile = Annotated[Path, typer.Argument(metavar="SAVE", help="file written by 'run --save'")]
JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="write it as JSON ('-': stdout)")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON instead of tables")]
Without = Annotated[list[str] | None, typer.Option("--without", metavar="MECHANISM", help="switch it off; repeatable")]

StrategySpec = Annotated[
    str,
    typer.Option("--strategy", metavar="NAME|FILE", help="who plays your seat: a strategy, its file, or FILE.py:NAME"),
]
TemperName = Annotated[str, typer.Option("--temper", metavar="NAME", help="temper of the rivals")]
Seats = Annotated[
    list[str] | None,
    typer.Option("--seat", metavar="ACTOR=NAME|FILE", help="who plays another seat; repeatable"),
]


def seats_named(options: list[str] | None) -> dict[str, str]:
    """Seat -> strategy or decider, from options such as ``ACTOR=mine.toml``."""
    seats: dict[str, str] = {}
    for option in options or ():
        actor, equals, spec = option.partition("=")
        if not (actor and equals and spec):
            raise GreatGameError(
                f"--seat {option!r}: write ACTOR=STRATEGY, with an actor and a strategy's name or file"
            )
        if actor in seats:
            raise GreatGameError(f"--seat {option!r}: {actor} is seated twice; keep one of the two")
        seats[actor] = spec
    return seats


def warn_of(decisions: Sequence[Decision]) -> None:
    """Say on stderr which decisions of deciders in Python failed, one line for each seat and status."""
    failed: dict[tuple[str, str], list[Decision]] = {}
    for row in decisions:
        if row.status != "ok":
            failed.setdefault((row.actor, row.status), []).append(row)
    for (actor, status), rows in failed.items():
        made = sum(row.actor == actor for row in decisions)
        first = f"first in turn {rows[0].turn}: {rows[0].message}"
        typer.echo(f"greatgame: {actor}: {len(rows)} of {made} decisions failed ({status}), {first}", err=True)


def show(content: dict[str, Any], printed: RenderableType | None, as_json: bool) -> None:
    if as_json or printed is None:
        write_json(content, Path("-"))
    else:
        print_out(printed)


def deliver(content: dict[str, Any], printed: RenderableType, json_file: Path | None) -> None:
    if json_file is not None:
        write_json(content, json_file)
    if str(json_file) != "-":
        print_study(printed)


def print_out(content: RenderableType) -> None:
    from greatgame.printing import console

    console().print(content)


def print_study(content: RenderableType) -> None:
    """Tables of the laboratory: many columns, with emphasis in rich's markup."""
    from greatgame.printing import STUDY, console

    console(STUDY, markup=True).print(content)


def prepare_window() -> None:
    """Set what numpy and pygame read when they are imported."""
    for name in THREADS:
        os.environ.setdefault(name, "1")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")


@contextmanager
def starting(plays: bool = True) -> Iterator[None]:
    """Import quickly: a search for garbage among modules costs a fifth of the start and finds none.

    ``plays`` says that campaigns will be played, for which Mesa is read first: while it is read it looks through all
    files that are being read for it, which takes a fifth of a second where those are many.
    """
    gc.disable()
    try:
        if plays:
            import_module("mesa")
        yield
    finally:
        gc.freeze()
        gc.enable()


def check_output(path: Path | None, save: bool = False) -> None:
    """Refuse an output file that cannot be written before the work is done, not after.

    A ``save`` takes the place of a save and of no other file; other output, of no save.
    """
    if path is None or str(path) == "-":
        return
    if path.is_dir():
        raise GreatGameError(f"cannot write {str(path)!r}: it is a folder; name a file in it")
    if not path.absolute().parent.is_dir():
        raise GreatGameError(f"cannot write {str(path)!r}: there is no folder {str(path.parent)!r}; make it first")
    head = _head(path)
    if save and head and not head.lstrip().startswith(b"{"):
        raise GreatGameError(f"cannot write {str(path)!r}: the file there is no save; choose another name")
    if not save and b'"great-game-save"' in head:
        raise GreatGameError(f"cannot write {str(path)!r}: the file there is a saved campaign; choose another name")


def _head(path: Path) -> bytes:
    """The first bytes of a file that is there, of a device or pipe none."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(200)
    except OSError as error:
        raise GreatGameError(f"cannot write {str(path)!r}: {error.strerror}; choose another place") from None


def write_json(content: dict[str, Any], path: Path) -> None:
    indent = None if "ledger" in content else 1
    text = json.dumps(content, ensure_ascii=False, indent=indent, allow_nan=False, default=_bare)
    if str(path) == "-":
        typer.echo(text)
    else:
        write_text(text + "\n", path)


def write_text(text: str, path: Path) -> None:
    """Write a text file, whole or not at all.

    Raises:
        GreatGameError: where it cannot be written.
    """
    write_bytes(text.encode("utf-8"), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file, whole or not at all.

    Raises:
        GreatGameError: where it cannot be written.
    """
    from greatgame.files import replacing

    try:
        with replacing(path) as stream:
            stream.write(content)
    except OSError as error:
        raise GreatGameError(f"cannot write {str(path)!r}: {error.strerror}; choose another place") from None


def make_folder(path: Path) -> None:
    """Make a folder for output where there is none.

    Raises:
        GreatGameError: where it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GreatGameError(f"cannot make the folder {str(path)!r}: {error.strerror}; choose another") from None


def _bare(value: Any) -> Any:
    """A numpy number as Python's own."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} {value!r} has no place in JSON")


def telling(what: str) -> Callable[[str], None]:
    """Tells of progress, where somebody is watching."""

    def tell(words: str) -> None:
        if sys.stderr.isatty():
            typer.echo(f"{what}: {words}", err=True)

    return tell


def counting(what: str) -> Callable[[int, int], None]:
    """Tells how much is done, twenty times in all, where somebody is watching."""
    say = telling(what)

    def tell(done: int, whole: int) -> None:
        if done % max(1, whole // 20) == 0 or done == whole:
            say(f"{done:,} of {whole:,}")

    return tell
