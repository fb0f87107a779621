"""Scenarios: list, show, check, name sources, and renew the pages written from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from greatgame.commands.common import BAD_INPUT, STALE, AsJson, ScenarioName, show

scenarios = typer.Typer(rich_markup_mode=None, help="List, show and check scenarios; name their figures' sources.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(scenarios, name="scenarios", cls=TyperGroup)
    app.command()(docs)


@scenarios.command("list")
def list_scenarios(as_json: AsJson = False) -> None:
    """Name the scenarios that are shipped."""
    from greatgame.overview import render_shipped, shipped
    from greatgame.scenario.load import available

    rows = shipped(available())
    show({"scenarios": rows}, render_shipped(rows), as_json)


@scenarios.command("show")
def show_scenario(name: ScenarioName, as_json: AsJson = False) -> None:
    """Tell what is in a scenario: actors and doctrines, stakes, projects, minerals, corridors, events."""
    from greatgame.overview import describe, render_overview
    from greatgame.scenario.indexed import open_scenario

    described = describe(open_scenario(name))
    show(described, None if as_json else render_overview(described), as_json)


@scenarios.command("validate")
def validate(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="scenario names or folders")],
    as_json: AsJson = False,
) -> None:
    """Check scenarios and print every fault at once; exit code 2 if there is any."""
    from greatgame.provenance import check, render_checks

    results = [check(path) for path in paths]
    show({"scenarios": results}, None if as_json else render_checks(results), as_json)
    if not all(result["valid"] for result in results):
        raise typer.Exit(BAD_INPUT)


@scenarios.command("sources")
def sources(name: ScenarioName, as_json: AsJson = False) -> None:
    """List every figure with its source, or the reason why it is assumed."""
    from greatgame.provenance import provenance, render_provenance

    listed = provenance(name)
    show(listed, None if as_json else render_provenance(listed), as_json)


def docs(
    scenario: ScenarioName = "tokyo-2026",
    check: Annotated[bool, typer.Option("--check", help="change nothing; exit code 1 if it is out of date")] = False,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="the page, if not docs/MODEL.md")] = None,
) -> None:
    """Renew the tables of docs/MODEL.md that come from a scenario and the code."""
    from greatgame import modeldoc
    from greatgame.scenario.indexed import open_scenario

    page, opened = file or modeldoc.default_path(), open_scenario(scenario)
    old = modeldoc.stale(opened, page)
    if not old:
        typer.echo(f"{page} is up to date")
    elif check:
        typer.echo(f"greatgame: {page} is out of date: {', '.join(old)}; run 'greatgame docs' to renew it", err=True)
        raise typer.Exit(STALE)
    else:
        modeldoc.write(opened, page)
        typer.echo(f"renewed in {page}: {', '.join(old)}")
