"""The command line: play, replay, explain and look into scenarios.

Commands import what they need when they run, so that help and the catalogue of
scenarios appear at once.  Bad input gives one message on stderr and exit code 2.
"""

from __future__ import annotations

import errno
import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from greatgame import __version__
from greatgame.errors import GreatGameError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from greatgame.report import Report

STALE, BAD_INPUT, INTERRUPTED = 1, 2, 130


class Guarded(TyperGroup):
    """Turns errors that people can mend into a message on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except GreatGameError as error:
            _complain(str(error))
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            place = f" {error.filename!r}" if error.filename else ""
            _complain(f"cannot use the file{place}: {error.strerror or error}; check its name and permissions")
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None


def _complain(message: str) -> None:
    typer.echo(f"greatgame: {message}", err=True)
    raise typer.Exit(BAD_INPUT) from None


app = typer.Typer(
    cls=Guarded,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A strategy laboratory of geopolitics: agents decide, rules resolve, every figure can be opened.",
)
scenarios = typer.Typer(rich_markup_mode=None, help="List, show and check scenarios; name their figures' sources.")
app.add_typer(scenarios, name="scenarios", cls=TyperGroup)

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="name of a shipped scenario, or a folder")]
SaveFile = Annotated[Path, typer.Argument(metavar="SAVE", help="file written by 'run --save'")]
JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="write it as JSON ('-': stdout)")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON instead of tables")]
Without = Annotated[list[str] | None, typer.Option("--without", metavar="MECHANISM", help="switch it off; repeatable")]


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
        from greatgame.welcome import welcome

        typer.echo(welcome())
    else:
        return
    raise typer.Exit


@app.command()
def run(
    scenario: ScenarioName,
    seed: Annotated[int, typer.Option(help="the luck of the campaign: 0 or more")] = 7,
    strategy: Annotated[str, typer.Option(help="who plays your seat (see 'scenarios show')")] = "all-round",
    strength: Annotated[str, typer.Option(help="minds of everyone else: novice or standard")] = "standard",
    without: Without = None,
    turns: Annotated[int | None, typer.Option(metavar="N", help="stop after N turns")] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="keep the campaign for replay and explain")] = None,
    json_file: JsonFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print no report")] = False,
) -> None:
    """Play a campaign by a strategy and print what came of it."""
    _check_output(save)
    _check_output(json_file)
    with _starting():
        from greatgame.report import Report
        from greatgame.session import Session

    _check_names(scenario, strategy, strength, without or [])
    session = Session.new(scenario, seed=seed, strategy=strategy, strength=strength, without=without or ())
    last = session.scenario.turns if turns is None else turns
    if not 1 <= last <= session.scenario.turns:
        raise GreatGameError(f"--turns {turns}: choose from 1 to {session.scenario.turns}, the length of {scenario}")
    while session.turn < last:
        session.advance()
    if save is not None:
        session.save(save)
    if not quiet or json_file is not None:
        _present(Report(session), json_file, quiet, save)


def _check_names(scenario: str, strategy: str, strength: str, without: list[str]) -> None:
    """Say of a name that is not quite right which one was probably meant."""
    from greatgame.model import STRENGTHS
    from greatgame.scenario.indexed import open_scenario
    from greatgame.scenario.schema import MECHANISMS
    from greatgame.words import known

    known("strategy", strategy, open_scenario(scenario).file.strategy)
    known("strength", strength, STRENGTHS)
    for mechanism in without:
        known("mechanism", mechanism, MECHANISMS)


@app.command()
def replay(save: SaveFile, json_file: JsonFile = None) -> None:
    """Play a save again, check every turn's digest, and print the report."""
    _check_output(json_file)
    with _starting():
        from greatgame.report import Report
        from greatgame.session import Session

    session = Session.load(save)
    _present(Report(session), json_file, False, save)


def _present(report: Report, json_file: Path | None, quiet: bool, save: Path | None) -> None:
    if json_file is not None:
        from greatgame.export import document

        _write_json(document(report.session, report.counterfactual), json_file)
    if not quiet and str(json_file) != "-":
        _print(report.render(str(save) if save else None))


@app.command()
def explain(
    save: SaveFile,
    path: Annotated[str, typer.Argument(metavar="PATH", help="a figure of the state, e.g. trust.HOST.POWER")],
    turn: Annotated[str | None, typer.Option(metavar="TURN", help="one quarter (2028Q1) or turn number only")] = None,
    as_json: AsJson = False,
) -> None:
    """Open a figure: what moved it, when, by how much, because of whose order."""
    with _starting():
        from greatgame.report import render_explanation
        from greatgame.session import Session

    session = Session.load(save)
    found = session.explain(path, int(turn) if turn is not None and turn.isdigit() else turn)
    if as_json:
        _write_json(found.as_dict(), Path("-"))
    else:
        _print(render_explanation(found))


@app.command()
def moves(
    scenario: ScenarioName,
    actor: Annotated[str | None, typer.Option(help="only the moves of one actor, by id")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="only this kind of move; may be repeated")] = None,
    effects: Annotated[bool, typer.Option("--effects", help="measure what each kind does (takes minutes)")] = False,
    seeds: Annotated[int, typer.Option(min=2, help="campaigns to compare, for --effects")] = 200,
    as_json: AsJson = False,
) -> None:
    """Show the catalogue of moves: who may order what, at which price, and what it is good for."""
    from greatgame.overview import moves_of, render_moves
    from greatgame.scenario.indexed import open_scenario

    opened = open_scenario(scenario)
    catalogue = moves_of(opened, actor, kind or ())
    if effects:
        from greatgame.lab import effects as study

        table = study.run(opened, seeds, [row["id"] for row in catalogue["kinds"]])
        _deliver(table.as_dict(), table.render(), Path("-") if as_json else None)
        return
    _show(catalogue, None if as_json else render_moves(catalogue, opened), as_json)


@app.command()
def ablate(
    scenario: ScenarioName,
    seeds: Annotated[int, typer.Option(min=2, help="campaigns a mechanism is tried on")] = 200,
    json_file: JsonFile = None,
) -> None:
    """Switch off each mechanism in turn and measure what it was doing (takes minutes)."""
    _check_output(json_file)
    from greatgame.lab import ablate as study
    from greatgame.scenario.indexed import open_scenario

    table = study.run(open_scenario(scenario), seeds=seeds)
    _deliver(table.as_dict(), table.render(), json_file)


@app.command()
def startyear(
    scenario: ScenarioName,
    seeds: Annotated[int, typer.Option(min=1, help="campaigns to average")] = 32,
    as_json: AsJson = False,
) -> None:
    """Compare the starting year, run without shocks, with the figures it is calibrated on."""
    from greatgame.lab import startyear as study
    from greatgame.scenario.indexed import open_scenario

    table = study.run(open_scenario(scenario), seeds)
    _deliver(table.as_dict(), table.render(), Path("-") if as_json else None)


@app.command()
def patterns(
    scenario: ScenarioName,
    seeds: Annotated[int, typer.Option(min=2, help="campaigns each pattern is tried on")] = 64,
    as_json: AsJson = False,
) -> None:
    """Try the patterns that the model must reproduce (takes a minute)."""
    from greatgame.lab import patterns as study
    from greatgame.scenario.indexed import open_scenario

    table = study.run(open_scenario(scenario), seeds)
    _deliver(table.as_dict(), table.render(), Path("-") if as_json else None)


@app.command()
def bench(
    json_file: JsonFile = None,
    seconds: Annotated[float, typer.Option(min=0.01, max=600, help="time for each size of ensemble")] = 3.0,
) -> None:
    """Measure speed: campaigns a second alone and in ensembles, time by phase, memory."""
    _check_output(json_file)
    from greatgame.lab import bench as study

    report = study.run(seconds=seconds)
    _deliver(report.as_dict(), report.render(), json_file)


@app.command()
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


@scenarios.command("list")
def list_scenarios(as_json: AsJson = False) -> None:
    """Name the scenarios that are shipped."""
    from greatgame.overview import render_shipped, shipped
    from greatgame.scenario.load import available

    rows = shipped(available())
    _show({"scenarios": rows}, render_shipped(rows), as_json)


@scenarios.command("show")
def show_scenario(name: ScenarioName, as_json: AsJson = False) -> None:
    """Tell what is in a scenario: actors and doctrines, stakes, projects, minerals, corridors, events."""
    from greatgame.overview import describe, render_overview
    from greatgame.scenario.indexed import open_scenario

    described = describe(open_scenario(name))
    _show(described, None if as_json else render_overview(described), as_json)


@scenarios.command("validate")
def validate(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="scenario names or folders")],
    as_json: AsJson = False,
) -> None:
    """Check scenarios and print every fault at once; exit code 2 if there is any."""
    from greatgame.provenance import check, render_checks

    results = [check(path) for path in paths]
    _show({"scenarios": results}, None if as_json else render_checks(results), as_json)
    if not all(result["valid"] for result in results):
        raise typer.Exit(BAD_INPUT)


@scenarios.command("sources")
def sources(name: ScenarioName, as_json: AsJson = False) -> None:
    """List every figure with its source, or the reason why it is assumed."""
    from greatgame.provenance import provenance, render_provenance

    listed = provenance(name)
    _show(listed, None if as_json else render_provenance(listed), as_json)


def _show(content: dict[str, Any], printed: RenderableType | None, as_json: bool) -> None:
    if as_json or printed is None:
        _write_json(content, Path("-"))
    else:
        _print(printed)


def _deliver(content: dict[str, Any], printed: RenderableType, json_file: Path | None) -> None:
    if json_file is not None:
        _write_json(content, json_file)
    if str(json_file) != "-":
        _print_study(printed)


def _print(content: RenderableType) -> None:
    from greatgame.printing import console

    console().print(content)


def _print_study(content: RenderableType) -> None:
    """Tables of the laboratory: many columns, with emphasis in rich's markup."""
    from greatgame.printing import STUDY, console

    console(STUDY, markup=True).print(content)


@contextmanager
def _starting() -> Iterator[None]:
    """Import quickly: a search for garbage among modules costs a fifth of the start and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _check_output(path: Path | None) -> None:
    """Refuse an output file that cannot be written before the work is done, not after."""
    if path is None or str(path) == "-":
        return
    if path.is_dir():
        raise GreatGameError(f"cannot write {str(path)!r}: it is a folder; name a file in it")
    if not path.absolute().parent.is_dir():
        raise GreatGameError(f"cannot write {str(path)!r}: there is no folder {str(path.parent)!r}; make it first")


def _write_json(content: dict[str, Any], path: Path) -> None:
    indent = None if "ledger" in content else 1
    text = json.dumps(content, ensure_ascii=False, indent=indent, allow_nan=False, default=_bare)
    if str(path) == "-":
        typer.echo(text)
        return
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise GreatGameError(f"cannot write {str(path)!r}: {error.strerror}; choose another place") from None


def _bare(value: Any) -> Any:
    """A numpy number as Python's own."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} {value!r} has no place in JSON")
