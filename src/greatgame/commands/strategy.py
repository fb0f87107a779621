"""Strategies: list, show, begin a new one, and check one against the contract of deciders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from greatgame.commands.common import BAD_INPUT, AsJson, SaveFile, check_output, show
from greatgame.errors import GreatGameError

strategy = typer.Typer(rich_markup_mode=None, help="List, show, begin and check strategies.")

Scenario = Annotated[str, typer.Option("--scenario", metavar="NAME", help="scenario that it is to play")]
MAIN = "tokyo-2026"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(strategy, name="strategy", cls=TyperGroup)


@strategy.command("list")
def list_strategies(
    scenario: Annotated[str, typer.Argument(metavar="[SCENARIO]", help="name of a scenario, or a folder")] = MAIN,
    as_json: AsJson = False,
) -> None:
    """Name the strategies that a scenario offers, each with its rule in words."""
    from greatgame.guide import list_of, render_list
    from greatgame.scenario.indexed import open_scenario

    listed = list_of(open_scenario(scenario))
    show(listed, None if as_json else render_list(listed), as_json)


@strategy.command("show")
def show_strategy(
    spec: Annotated[str, typer.Argument(metavar="NAME|FILE", help="a strategy of the scenario, or a strategy file")],
    scenario: Scenario = MAIN,
    as_json: AsJson = False,
) -> None:
    """Tell how a strategy plays and why: its rule in words, rationale, weights, rules and budgets."""
    from greatgame.guide import described, render_strategy
    from greatgame.scenario.indexed import open_scenario
    from greatgame.scenario.strategies import named

    told = described(spec, named(open_scenario(scenario), spec))
    show(told, None if as_json else render_strategy(told), as_json)


@strategy.command("new")
def new_strategy(
    name: Annotated[str, typer.Argument(metavar="NAME", help="lower-case words joined by hyphens")],
    scenario: Scenario = MAIN,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="the file, if not NAME.toml")] = None,
) -> None:
    """Write a commented strategy file to begin from; it plays as it stands."""
    from greatgame.files import replacing
    from greatgame.guide import template
    from greatgame.scenario.indexed import open_scenario

    target = out or Path(f"{name}.toml")
    check_output(target)
    if target.exists():
        raise GreatGameError(f"{str(target)!r} is there already: choose another name, or remove it first")
    text = template(open_scenario(scenario), name)
    with replacing(target) as stream:
        stream.write(text.encode())
    typer.echo(f"written: {target}\nplay it:  greatgame run {scenario} --strategy {target}")
    typer.echo(f"check it: greatgame strategy check {target}")


@strategy.command("transcribe")
def transcribe_strategy(
    save: SaveFile,
    name: Annotated[str, typer.Argument(metavar="NAME", help="lower-case words joined by hyphens")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="the file, if not NAME.toml")] = None,
) -> None:
    """Make a strategy file of a campaign's orders, turn by turn, with the priorities that they speak of."""
    from greatgame.files import replacing
    from greatgame.lab.transcribe import transcribe
    from greatgame.session import Session

    target = out or Path(f"{name}.toml")
    check_output(target)
    if target.exists():
        raise GreatGameError(f"{str(target)!r} is there already: choose another name, or remove it first")
    session = Session.load(save)
    made = transcribe(session, name)
    with replacing(target) as stream:
        stream.write(made.text.encode())
    typer.echo(f"written: {target}, {made.orders} orders in {made.turns} turns")
    if made.exact:
        typer.echo(
            f"it replays the campaign: greatgame run {session.scenario.id} --seed {session.seed} --strategy {target}"
        )
    else:
        typer.echo(f"it differs from the campaign in: {', '.join(made.differing)}", err=True)


@strategy.command("check")
def check_strategy(
    spec: Annotated[str, typer.Argument(metavar="NAME|FILE", help="a strategy, its file, or FILE.py:NAME")],
    scenario: Scenario = MAIN,
    seat: Annotated[str, typer.Option("--seat", metavar="ACTOR", help="whose seat it fills; the player's")] = "",
    seconds: Annotated[float, typer.Option(min=0.01, max=600, help="time limit for a decision")] = 5.0,
    as_json: AsJson = False,
) -> None:
    """Try a strategy or decider against the contract; exit code 2 where it breaks a clause."""
    from greatgame.contract import check, idle_in
    from greatgame.guide import checked, render_checks

    results = checked(spec, check(spec, scenario, seat, seconds), idle_in(spec, scenario, seat))
    show(results, None if as_json else render_checks(results), as_json)
    if not results["passed"]:
        raise typer.Exit(BAD_INPUT)
