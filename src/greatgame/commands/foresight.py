"""Looking ahead: an expert's advice on a saved position, and a study of what experts gain."""

from __future__ import annotations

from typing import Annotated

import typer

from greatgame.commands.common import AsJson, JsonFile, SaveFile, check_output, deliver, show, starting


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (advise, expertise):
        app.command()(command)


def advise(
    save: SaveFile,
    strategy: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="what this strategy would order, instead of an expert")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what an expert would order in your seat now and what it saw ahead, or what a strategy would order."""
    with starting():
        from rich.console import Group
        from rich.text import Text

        from greatgame.records import Advice
        from greatgame.session import Session

    session = Session.load(save)
    if strategy is None:
        found = session.advice()
    else:
        found = Advice(session.draft(strategy), f"what the strategy {strategy!r} would order")
    lines = [Text(f"{session.quarter}: {found.text}.")]
    lines += [Text(f"  {row.amount} x {row.order}  ({row.text})") for row in found.orders]
    show({"quarter": session.quarter, **found.as_dict()}, Group(*lines), as_json)


def expertise(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="name of a shipped scenario, or a folder")],
    seeds: Annotated[int, typer.Option(min=2, help="held-out campaigns of each arm")] = 200,
    workers: Annotated[int, typer.Option(min=1, max=256, help="processes")] = 1,
    json_file: JsonFile = None,
) -> None:
    """Measure what looking ahead gains over every strategy, and costs you in your rivals' hands (takes long)."""
    check_output(json_file)
    from greatgame.lab import expertise as study

    # Told on stderr, so that the table alone goes where output goes.
    found = study.run(scenario, seeds, workers, lambda line: typer.echo(line, err=True))
    deliver(found.as_dict(), found.render(), json_file)
