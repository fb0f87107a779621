"""Search for strategies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greatgame.commands.common import (
    JsonFile,
    ScenarioName,
    check_output,
    counting,
    make_folder,
    print_study,
    starting,
    write_json,
    write_text,
)

if TYPE_CHECKING:
    from greatgame.lab.optimise import Frontier


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(optimise)


def optimise(
    scenario: ScenarioName,
    goal: Annotated[list[str], typer.Option(metavar="PILLAR", help="to make large: a pillar, or total; repeatable")],
    base: Annotated[str, typer.Option(help="strategy to start from: a name, or a .toml file")] = "all-round",
    temper: Annotated[str, typer.Option(help="of the rivals")] = "as-published",
    trials: Annotated[int, typer.Option(min=2, max=100_000, help="candidates to try")] = 240,
    seeds: Annotated[int, typer.Option(min=2, help="training worlds that each candidate plays")] = 32,
    held_out: Annotated[int, typer.Option(min=2, help="worlds on which the frontier is judged")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="of the search")] = 0,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="write strategy files, picture and tables")] = None,
    json_file: JsonFile = None,
) -> None:
    """Search strategies for several goals at once, and judge what is found on luck it was not trained on."""
    check_output(json_file)
    if out is not None:
        make_folder(out)
    with starting():
        from greatgame.extras import needs
        from greatgame.lab import optimise as study
        from greatgame.lab.frontier import render
        from greatgame.scenario.indexed import open_scenario

    needs("lab", "optuna", "matplotlib")
    opened = open_scenario(scenario)
    found = study.search(opened, goal, base, trials, seeds, held_out, seed, temper, counting("candidates tried"))
    if out is not None:
        _write(found, out)
    if json_file is not None:
        write_json(found.as_dict(), json_file)
    if str(json_file) != "-":
        print_study(render(found))
        if out is not None:
            typer.echo(f"Strategy files, frontier.svg and frontier.csv are in {out}")


def _write(found: Frontier, out: Path) -> None:
    from greatgame.lab.frontier import draw, table

    for name, text in found.files.items():
        write_text(text, out / f"{name}.toml")
    write_text(table(found), out / "frontier.csv")
    draw(found, out / "frontier.svg")
