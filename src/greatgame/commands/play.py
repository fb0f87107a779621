"""The window: play, or draw every screen to pictures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from greatgame.commands.common import make_folder, prepare_window, starting
from greatgame.errors import GreatGameError
from greatgame.processes import read_ahead
from greatgame.text import LANGUAGES

LEAST, MOST = 1.0, 2.0
"""Sizes of everything as shares of the usual one."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(play)


def play(
    save: Annotated[
        Path | None, typer.Argument(metavar="SAVE", help="a save to go on from, or a run capsule (.zip)")
    ] = None,
    scenario: Annotated[str | None, typer.Option(metavar="NAME", help="begin this scenario at once")] = None,
    seed: Annotated[int | None, typer.Option(help="the luck of the campaign: 0 or more")] = None,
    level: Annotated[str | None, typer.Option(metavar="NAME", help="play with less of the model")] = None,
    language: Annotated[str | None, typer.Option(help=f"one of {', '.join(LANGUAGES)}")] = None,
    scale: Annotated[float | None, typer.Option(help="size of everything, 1.0 to 2.0")] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="size of the window in pixels")] = "1280x720",
    shot: Annotated[
        Path | None, typer.Option("--shot", metavar="DIR", help="draw every screen to PNG files, without a window")
    ] = None,
    describe: Annotated[
        Path | None,
        typer.Option("--describe", metavar="FILE", help="say in a file what the window shows, for assistive tools"),
    ] = None,
) -> None:
    """Open the game's window."""
    _check(language, scale)
    pixels = _pixels(size)
    if (seed is not None or level is not None) and scenario is None:
        raise GreatGameError("--seed and --level need --scenario NAME; or choose them on the screen 'New game'")
    prepare_window()
    if shot is not None:
        _shoot(shot, pixels, scale or 1.0)
        return
    if describe is not None and not describe.parent.is_dir():
        raise GreatGameError(f"--describe {describe}: there is no folder {describe.parent}; make it, or name another")
    window(save, scenario, seed, level, language, scale, pixels, describe)


def window(
    save: Path | None = None,
    scenario: str | None = None,
    seed: int | None = None,
    level: str | None = None,
    language: str | None = None,
    scale: float | None = None,
    pixels: tuple[int, int] = (1280, 720),
    describe: Path | None = None,
) -> None:
    """Open the window, at the title or in a campaign, and stay until it is closed."""
    prepare_window()
    with starting():
        from greatgame.session import Session
        from greatgame.ui.app import App
        from greatgame.ui.capsules import opened

    session = None
    if save is not None:
        session = opened(save)
    elif scenario is not None:
        session = Session.new(scenario, 0 if seed is None else seed, level=level)
    app = App(pixels, language=language, scale=scale, describe=describe)
    if session is not None:
        app.play(session)
    # So that the first forecast is not kept waiting by the start of the process that works it out.
    read_ahead()
    app.run()


def _check(language: str | None, scale: float | None) -> None:
    if language is not None and language not in LANGUAGES:
        raise GreatGameError(f"no language {language!r}; there are: {', '.join(LANGUAGES)}")
    if scale is not None and not LEAST <= scale <= MOST:
        raise GreatGameError(f"--scale {scale}: use a number from {LEAST} to {MOST}")


def _pixels(size: str) -> tuple[int, int]:
    parts = size.lower().split("x")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        raise GreatGameError(f"--size {size!r}: write width x height in pixels, such as 1280x720")
    width, height = int(parts[0]), int(parts[1])
    if not (640 <= width <= 7680 and 360 <= height <= 4320):
        raise GreatGameError(f"--size {size!r}: use 640x360 to 7680x4320 pixels")
    return width, height


def _shoot(folder: Path, pixels: tuple[int, int], scale: float) -> None:
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    make_folder(folder)
    with starting():
        from greatgame.ui.shots import save_all
    count = save_all(folder, pixels, scale, typer.echo)
    typer.echo(f"{count} pictures in {folder}")
