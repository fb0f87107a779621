"""Batches: a sweep over levers and uncertainties, kept as files that can be resumed and expanded."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greatgame.commands.common import JsonFile, check_output, starting, write_json
from greatgame.processes import read_ahead

if TYPE_CHECKING:
    from greatgame.batch.run import Progress

SOME_FAILED = 1
"""Exit code of a batch that is complete but has campaigns that failed."""
SECONDS_A_LINE = 5.0
"""Time between two lines of progress where there is no terminal."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(batch)


def batch(
    sweep: Annotated[Path, typer.Argument(metavar="SWEEP.toml", help="what to run: docs/BATCH.md has the format")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder of the batch")],
    workers: Annotated[int | None, typer.Option(metavar="N", help="processes (default: one for each core)")] = None,
    engine: Annotated[str | None, typer.Option(help="inline, processes or dask")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="of a Dask cluster")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on with the batch in DIR")] = False,
    expand: Annotated[bool, typer.Option("--expand", help="add the seeds, samples or values that are new")] = False,
    share: Annotated[str | None, typer.Option("--slice", metavar="I/N", help="only the I-th of N shares")] = None,
    block: Annotated[int, typer.Option(min=1, max=4096, help="worlds side by side (no result depends on it)")] = 512,
    json_file: JsonFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="show no progress")] = False,
) -> None:
    """Run a sweep over levers and uncertainties; exit code 1 if campaigns failed."""
    check_output(json_file)
    if engine in {None, "processes"} and workers != 1:
        read_ahead()
    with starting():
        from greatgame.batch.engines import ENGINES, engine_named
        from greatgame.batch.run import run, share_named
        from greatgame.words import known

    if engine is not None:
        known("engine", engine, ENGINES)
    chosen = engine_named(engine, workers, scheduler, (lambda words: None) if quiet else _tell)
    part = share_named(share) if share is not None else None
    with _shown(quiet) as watch:
        result = run(sweep, out, chosen, resume=resume, expand=expand, share=part, block=block, watch=watch)
    if json_file is not None:
        write_json(result.as_dict(), json_file)
    if str(json_file) != "-":
        typer.echo("\n".join(_summary(result)))
    if result.failed:
        raise typer.Exit(SOME_FAILED)


def _tell(words: str) -> None:
    typer.echo(f"greatgame: {words}", err=True)


def _summary(result: Progress) -> Iterator[str]:
    if not result.played:
        yield f"Nothing to do: all {result.campaigns:,} campaigns are in {result.folder} already."
        return
    rate = f"{result.rate:,.0f} a second"
    yield f"{result.played:,} campaigns played in {result.seconds:,.1f} s ({rate}); they are in {result.folder}."
    if result.before:
        yield f"{result.before:,} were there already."
    if result.failed:
        yield f"{result.failed:,} of them failed; their rows say why. The first:"
        yield from (f"  {complaint}" for complaint in result.complaints)


@contextmanager
def _shown(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Progress on stderr: a bar on a terminal, plain lines elsewhere."""
    if quiet:
        yield lambda progress: None
    elif sys.stderr.isatty():
        with _bar() as watch:
            yield watch
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich import progress as rich
    from rich.console import Console

    columns = (rich.BarColumn(), rich.MofNCompleteColumn(), rich.TextColumn("{task.fields[rest]}"))
    with rich.Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task("", total=None, rest="")

        def watch(progress: Progress) -> None:
            done = progress.before + progress.played
            shown.update(task, total=progress.campaigns, completed=done, rest=_pace(progress))

        yield watch


def _lines() -> Callable[[Progress], None]:
    last = time.monotonic()

    def watch(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_A_LINE:
            last = time.monotonic()
            done = progress.before + progress.played
            typer.echo(f"{done:,} of {progress.campaigns:,} campaigns, {_pace(progress)}", err=True)

    return watch


def _pace(progress: Progress) -> str:
    if progress.remaining is None:
        return "starting"
    failed = f", {progress.failed:,} failed" if progress.failed else ""
    minutes, seconds = divmod(round(progress.remaining), 60)
    left = f"{minutes:,} min {seconds:02} s" if minutes else f"{seconds} s"
    return f"{progress.rate:,.0f} a second, {left} left{failed}"
