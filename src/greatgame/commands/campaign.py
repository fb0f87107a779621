"""One campaign: run, replay, explain, and the moves there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greatgame.commands.common import (
    STALE,
    AsJson,
    JsonFile,
    SaveFile,
    ScenarioName,
    Seats,
    StrategySpec,
    TemperName,
    Without,
    check_output,
    deliver,
    print_out,
    seats_named,
    show,
    starting,
    warn_of,
    write_json,
)
from greatgame.errors import GreatGameError
from greatgame.words import AS_PUBLISHED

if TYPE_CHECKING:
    from greatgame.report import Report


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (run, replay, explain, moves):
        app.command()(command)


def run(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="name of a shipped scenario, or a folder")
    ] = None,
    seed: Annotated[int, typer.Option(help="the luck of the campaign: 0 or more")] = 7,
    strategy: StrategySpec = "all-round",
    strength: Annotated[str, typer.Option(help="minds of everyone else: novice, standard or expert")] = "standard",
    temper: TemperName = AS_PUBLISHED,
    seat: Seats = None,
    without: Without = None,
    level: Annotated[str | None, typer.Option(metavar="NAME", help="play with less of the model")] = None,
    turns: Annotated[int | None, typer.Option(metavar="N", help="stop after N turns")] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="keep the campaign for replay and explain")] = None,
    json_file: JsonFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print no report")] = False,
    from_row: Annotated[
        tuple[Path, int] | None,
        typer.Option("--from-row", metavar="DIR RUN", help="rebuild a run of a batch and check its digest"),
    ] = None,
) -> None:
    """Play a campaign by a strategy and print what came of it."""
    check_output(save, save=True)
    check_output(json_file)
    if save is not None and json_file is not None and save.resolve() == json_file.resolve():
        raise GreatGameError(f"--save and --json both name {str(save)!r}: give each its own file")
    if from_row is not None:
        _check_alone(context)
        _rebuild(*from_row, save, json_file, quiet)
        return
    if scenario is None:
        raise GreatGameError("name a SCENARIO ('greatgame scenarios list' shows them), or give --from-row DIR RUN")
    with starting():
        from greatgame.report import Report
        from greatgame.session import Session

    _check_names(strength, without or [])
    session = Session.new(
        scenario,
        seed,
        strategy,
        strength=strength,
        without=without or (),
        temper=temper,
        seats=seats_named(seat),
        level=level,
    )
    last = session.scenario.turns if turns is None else turns
    if not 1 <= last <= session.scenario.turns:
        raise GreatGameError(f"--turns {turns}: choose from 1 to {session.scenario.turns}, the length of {scenario}")
    while session.turn < last:
        session.advance()
    warn_of(session.decisions)
    if save is not None:
        session.save(save)
    if not quiet or json_file is not None:
        _present(Report(session), json_file, quiet, save)


def _check_alone(context: typer.Context) -> None:
    """A row says by itself what is played."""
    ours = {"from_row", "save", "json_file", "quiet"}
    others = {name: context.get_parameter_source(name) for name in context.params if name not in ours}
    extra = ", ".join(name for name, source in others.items() if source is not None and source.name == "COMMANDLINE")
    if extra:
        raise GreatGameError(f"--from-row says what is played: leave out {extra}")


def _rebuild(place: Path, run: int, save: Path | None, json_file: Path | None, quiet: bool) -> None:
    """Play a batch's campaign again; exit code 1 where it comes out otherwise."""
    with starting():
        from greatgame.batch.rebuild import row_of
        from greatgame.report import Report
        from greatgame.session import Session

    row = row_of(place, run)
    session = Session.new(row.scenario, row.seed, row.book.frame.seat(row.settings), str(row.settings["strength"]))
    while session.turn < row.turns:
        session.advance()
    if save is not None:
        session.save(save)
    if not quiet or json_file is not None:
        _present(Report(session), json_file, quiet, save)
    digest = session.digests[-1]
    # Beside a document on stdout the verdict goes to stderr.
    typer.echo(row.explain(digest), err=str(json_file) == "-" or digest != row.digest)
    if digest != row.digest:
        raise typer.Exit(STALE)


def _check_names(strength: str, without: list[str]) -> None:
    """Say of a name that is not quite right which one was probably meant."""
    from greatgame.model import STRENGTHS
    from greatgame.scenario.vocabulary import MECHANISMS
    from greatgame.words import known

    known("strength", strength, STRENGTHS)
    for mechanism in without:
        known("mechanism", mechanism, MECHANISMS)


def replay(save: SaveFile, json_file: JsonFile = None) -> None:
    """Play a save again, check every turn's digest, and print the report."""
    check_output(json_file)
    with starting():
        from greatgame.report import Report
        from greatgame.session import Session

    session = Session.load(save)
    _present(Report(session), json_file, False, save)


def _present(report: Report, json_file: Path | None, quiet: bool, save: Path | None) -> None:
    if json_file is not None:
        from greatgame.export import document

        write_json(document(report.session, report.counterfactual), json_file)
    if not quiet and str(json_file) != "-":
        print_out(report.render(str(save) if save else None))


def explain(
    save: SaveFile,
    path: Annotated[str, typer.Argument(metavar="PATH", help="a figure, e.g. trust.HOST.POWER or mou_conversion")],
    turn: Annotated[
        str | None, typer.Option(metavar="TURN", help="only one turn: 2028Q1, 2028H1 or its number")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Open a figure: what moved it, when, by how much, because of whose order; or what it is made of."""
    with starting():
        from greatgame.accounts import render_explanation, render_opened
        from greatgame.session import Session
        from greatgame.views.opened import full_name, opened

    session = Session.load(save)
    path = full_name(session, path)
    if made := opened(session, path, turn):
        show(made.as_dict(), None if as_json else render_opened(made), as_json)
        return
    found = session.explain(path, turn)
    show(found.as_dict(), None if as_json else render_explanation(found), as_json)


def moves(
    scenario: ScenarioName,
    actor: Annotated[str | None, typer.Option(help="only the moves of one actor, by id")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="only this kind of move; may be repeated")] = None,
    effects: Annotated[bool, typer.Option("--effects", help="measure what each kind does (takes minutes)")] = False,
    seeds: Annotated[int, typer.Option(min=2, help="campaigns to compare, for --effects")] = 200,
    as_json: AsJson = False,
) -> None:
    """Show the catalogue of moves: who may order what, at which price, and what it is good for."""
    from greatgame.movelist import moves_of, render_moves
    from greatgame.scenario.indexed import open_scenario

    opened = open_scenario(scenario)
    catalogue = moves_of(opened, actor, kind or ())
    if effects:
        from greatgame.lab import effects as study

        table = study.run(opened, seeds, [row["id"] for row in catalogue["kinds"]])
        deliver(table.as_dict(), table.render(), Path("-") if as_json else None)
        return
    show(catalogue, None if as_json else render_moves(catalogue, opened), as_json)
