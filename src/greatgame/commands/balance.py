"""Balance: whether the game is worth playing by more than one strategy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from greatgame.commands.common import (
    JsonFile,
    check_output,
    make_folder,
    print_study,
    starting,
    write_json,
    write_text,
)
from greatgame.errors import GreatGameError

Names = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(balance)


def balance(
    campaigns: Annotated[int, typer.Option(min=1, max=10_000_000, help="at least so many in all")] = 10_000,
    scenario: Annotated[Names, typer.Option(help="repeatable; by default all that are shipped")] = None,
    strategy: Annotated[Names, typer.Option(help="repeatable; by default all of the scenarios")] = None,
    temper: Annotated[Names, typer.Option(help="of the rivals, repeatable; by default all of the scenarios")] = None,
    goal: Annotated[Names, typer.Option(metavar="GOAL", help="such as 'supply >= 60'; repeatable")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="write balance.json and campaigns.csv here")] = None,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="write it as a page in Markdown")] = None,
    json_file: JsonFile = None,
) -> None:
    """Play every strategy against every temper in every scenario: spread, reach, dominance, dead moves (minutes)."""
    for file in (page, json_file):
        check_output(file)
    if out is not None:
        make_folder(out)
    with starting():
        from greatgame.lab import balance as study
        from greatgame.lab import balance_page as pages
        from greatgame.scenario.indexed import open_scenario
        from greatgame.scenario.load import available

    names = scenario or available()
    if len(set(names)) < len(names):
        raise GreatGameError("a scenario is named twice; name each once")
    opened = [open_scenario(name) for name in names]
    found, cells = study.run(opened, campaigns, strategy or (), temper or (), goal, _tell)
    if out is not None:
        write_json(found.as_dict(), out / "balance.json")
        write_text(pages.campaigns_csv(cells), out / "campaigns.csv")
    if page is not None:
        write_text(pages.page(found, _command(campaigns, scenario, strategy, temper, goal, page)), page)
    if json_file is not None:
        write_json(found.as_dict(), json_file)
    if str(json_file) != "-":
        print_study(pages.render(found))


def _tell(words: str) -> None:
    typer.echo(words, err=True)


def _command(campaigns: int, scenario: Names, strategy: Names, temper: Names, goal: Names, page: Path) -> str:
    """The command that writes the page again."""
    chosen = (("scenario", scenario), ("strategy", strategy), ("temper", temper))
    parts = [f"--{name} {value}" for name, values in chosen for value in values or ()]
    parts += [f'--goal "{value}"' for value in goal or ()]
    return " ".join(["greatgame balance", f"--campaigns {campaigns}", *parts, f"--page {page}"])
