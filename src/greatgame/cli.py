"""The command line: an entry point that gathers the commands and turns errors into messages.

Commands import what they need when they run, so that help and the catalogue of
scenarios appear at once.  Bad input gives one message on stderr and exit code 2.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from greatgame import __version__
from greatgame.commands import (
    analyse,
    balance,
    batch,
    campaign,
    classroom,
    foresight,
    laboratory,
    lessons,
    optimise,
    play,
    scenarios,
    strategy,
    studies,
)
from greatgame.commands.common import BAD_INPUT
from greatgame.ends import INTERRUPTED, UNREAD, interrupted
from greatgame.errors import GreatGameError


class Guarded(TyperGroup):
    """Turns errors that people can mend into a message on stderr and an exit code."""

    def make_context(self, *arguments: Any, **named: Any) -> Any:
        # Help is printed while the arguments are read.
        with _guarding():
            return super().make_context(*arguments, **named)

    def invoke(self, ctx: Any) -> Any:
        with _guarding():
            return super().invoke(ctx)


@contextmanager
def _guarding() -> Iterator[None]:
    try:
        yield
    except GreatGameError as error:
        _complain(str(error))
    except typer.BadParameter as error:
        error.message = _with_value(error)
        raise
    except OSError as error:
        if error.errno == errno.EPIPE:
            # ``| head`` has enough: nothing to complain of, and typer's own code for it means other things here.
            raise typer.Exit(UNREAD) from None
        place = f" {error.filename!r}" if error.filename else ""
        _complain(f"cannot use the file{place}: {error.strerror or error}; check its name and permissions")
    except KeyboardInterrupt:
        interrupted()
        raise typer.Exit(INTERRUPTED) from None


def _with_value(error: typer.BadParameter) -> str:
    """The message of a bad option with the value that was given, and what to do."""
    from greatgame.validation import first_in_words

    return first_in_words(error.__cause__) or str(error.message)


def _complain(message: str) -> None:
    try:
        typer.echo(f"greatgame: {message}", err=True)
    except BrokenPipeError:
        raise typer.Exit(UNREAD) from None
    raise typer.Exit(BAD_INPUT) from None


app = typer.Typer(
    cls=Guarded,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A strategy laboratory of geopolitics: agents decide, rules resolve, every figure can be opened.",
)
for part in (
    play,
    campaign,
    scenarios,
    strategy,
    studies,
    laboratory,
    analyse,
    optimise,
    batch,
    foresight,
    balance,
    classroom,
    lessons,
):
    part.register(app)


def main() -> None:
    """Entry point of the ``greatgame`` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that lacks a block character prints a question mark rather than failing.
            stream.reconfigure(errors="replace")
    app(prog_name="greatgame")


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="print the version and stop")] = False,
) -> None:
    if version:
        typer.echo(f"greatgame {__version__}")
    elif context.invoked_subcommand is None:
        _open_or_welcome()
    else:
        return
    raise typer.Exit


def _open_or_welcome() -> None:
    """Open the game where somebody can see it; otherwise say what there is to do."""
    if _has_screen():
        play.window()
        return
    from greatgame.welcome import welcome

    typer.echo(welcome())


def _has_screen() -> bool:
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
