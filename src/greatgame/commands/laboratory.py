"""The strategy laboratory: compare strategies, forecast a position, debrief a campaign, hold a tournament."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greatgame.commands.common import (
    STALE,
    JsonFile,
    SaveFile,
    check_output,
    print_out,
    starting,
    telling,
    write_json,
)
from greatgame.errors import GreatGameError
from greatgame.given import once

if TYPE_CHECKING:
    from rich.console import RenderableType

    from greatgame.lab.forecast import Forecast
    from greatgame.scenario.indexed import IndexedScenario

Contestants = Annotated[
    list[str], typer.Argument(metavar="STRATEGY...", help="strategies by name or file, also as LABEL=STRATEGY")
]
Scenario = Annotated[str, typer.Option("--scenario", metavar="SCENARIO", help="name of a shipped one, or a folder")]
SvgFile = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="draw it (.svg, or .png or .pdf)")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (compare, forecast, debrief, tournament):
        app.command()(command)


def compare(
    strategies: Contestants,
    scenario: Scenario = "tokyo-2026",
    seeds: Annotated[int, typer.Option(min=2, help="worlds that all are played on")] = 200,
    temper: Annotated[str, typer.Option(help="how rivals are minded: a temper of the scenario")] = "as-published",
    svg: SvgFile = None,
    json_file: JsonFile = None,
) -> None:
    """Compare strategies on the same worlds: differences by pillar, with a verdict where there can be one."""
    _check_picture(svg)
    check_output(json_file)
    with starting():
        from greatgame.lab import compare as study
        from greatgame.lab.contest import entrants

    found = study.run(_opened(scenario, temper), entrants(strategies), range(seeds), temper, telling("played"))
    if svg is not None:
        study.draw(found, svg)
    if json_file is not None:
        write_json(found.as_dict(), json_file)
    if str(json_file) != "-":
        _print_wide(found.render())


def forecast(
    save: SaveFile,
    order: Annotated[
        list[str] | None, typer.Option(metavar="ORDER", help="order to try, ID or ID=UNITS, instead of the queue")
    ] = None,
    pinned: Annotated[
        list[str] | None, typer.Option(metavar="ORDER", help="order of the alternative; without any: no order")
    ] = None,
    autopilot: Annotated[
        bool, typer.Option("--against-strategy", help="the alternative is what the strategy would order")
    ] = False,
    futures: Annotated[int, typer.Option(help="futures of each plan")] = 200,
    seed: Annotated[int, typer.Option(help="the luck to come: the same seed gives the same picture")] = 0,
    horizon: Annotated[int | None, typer.Option(metavar="TURNS", help="how far to look; by default to the end")] = None,
    goal: Annotated[list[str] | None, typer.Option(metavar="GOAL", help="such as 'supply >= 60'; repeatable")] = None,
    figure: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="figure to follow beside the pillars; repeatable")
    ] = None,
    strategy: Annotated[str | None, typer.Option(help="who plays your seat afterwards")] = None,
    svg: SvgFile = None,
    json_file: JsonFile = None,
) -> None:
    """Look ahead from a save: what may come of the queued orders, against a pinned alternative."""
    _check_picture(svg)
    check_output(json_file)
    if autopilot and pinned:
        raise GreatGameError("--against-strategy and --pinned name two alternatives: choose one")
    with starting():
        from greatgame.lab import forecast as study
        from greatgame.lab import outlook
        from greatgame.session import Session

    queue, alternative = None if order is None else _orders(order), None if autopilot else _orders(pinned or ())
    asked = Session.load(save).question(
        queue=queue,
        pinned=alternative,
        futures=futures,
        seed=seed,
        horizon=horizon,
        goals=goal,
        strategy=strategy,
        figures=study.FIGURES if figure is None else figure,
    )
    found = _until_stopped(lambda progress: study.run(asked, progress))
    if svg is not None:
        outlook.draw(found, svg)
    if json_file is not None:
        write_json({**found.as_dict(), "answer": outlook.answer(found), "complete": found.complete}, json_file)
    if str(json_file) != "-":
        print_out(outlook.render(found))


def debrief(
    save: SaveFile,
    replays: Annotated[int, typer.Option(min=2, help="of the same orders under other luck")] = 500,
    seed: Annotated[int, typer.Option(help="the other luck")] = 0,
    reference: Annotated[
        list[str] | None, typer.Option(metavar="STRATEGY", help="to stand beside the replays; repeatable")
    ] = None,
    svg: SvgFile = None,
    json_file: JsonFile = None,
) -> None:
    """Tell luck from decisions in a played campaign, and find the orders on which it turned (takes a minute)."""
    _check_picture(svg)
    check_output(json_file)
    with starting():
        from greatgame.lab import debrief as study
        from greatgame.lab import hindsight
        from greatgame.session import Session

    found = study.run(Session.load(save), replays, seed, reference, telling("debrief"))
    if svg is not None:
        hindsight.draw(found, svg)
    if json_file is not None:
        write_json({**found.as_dict(), "answer": hindsight.answer(found)}, json_file)
    if str(json_file) != "-":
        _print_wide(hindsight.render(found))


def tournament(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for tables and pictures")],
    strategies: Annotated[
        list[str] | None, typer.Argument(metavar="[STRATEGY...]", help="by default all of the first scenario")
    ] = None,
    scenarios: Annotated[str, typer.Option(metavar="A,B", help="scenarios, with commas between")] = "tokyo-2026",
    tempers: Annotated[str, typer.Option(metavar="A,B", help="tempers of the rivals")] = "as-published",
    seeds: Annotated[int, typer.Option(min=2, help="worlds in each scenario and temper")] = 100,
) -> None:
    """Hold a tournament: everyone on the same worlds; exit code 1 if somebody was disqualified."""
    if out.exists() and not out.is_dir():
        raise GreatGameError(f"cannot write {str(out)!r}: it is a file; name a folder")
    with starting():
        from greatgame.extras import needs
        from greatgame.lab import gazette
        from greatgame.lab import tournament as study
        from greatgame.lab.contest import entrants

    needs("lab", "matplotlib")
    moods = _listed("temper", tempers)
    arenas = [(_opened(name, temper), temper) for name in _listed("scenario", scenarios) for temper in moods]
    named = strategies or list(arenas[0][0].file.strategy)
    found, field = study.run(entrants(named), arenas, range(seeds), telling("played"))
    files = gazette.write(found, field, out)
    _print_wide(gazette.render(found))
    typer.echo(f"\nWritten to {out}: {', '.join(file.name for file in files)}")
    if found.disqualified:
        raise typer.Exit(STALE)


def _listed(what: str, words: str) -> list[str]:
    """The names between commas.

    Raises:
        GreatGameError: where there are none, or one is there twice.
    """
    names = [word.strip() for word in words.split(",") if word.strip()]
    if not names:
        raise GreatGameError(f"{words!r} names nothing: write names with commas between")
    once(what, names)
    return names


def _print_wide(content: RenderableType) -> None:
    from greatgame.printing import STUDY, console

    console(STUDY).print(content)


def _until_stopped(work: Callable[[Callable[[Forecast], None]], Forecast]) -> Forecast:
    """The forecast, or as much of it as there is when the keyboard stops it."""
    pictures: list[Forecast] = []

    def keep(found: Forecast) -> None:
        pictures.append(found)
        telling("futures")(f"{found.futures} of {found.asked}")

    try:
        return work(keep)
    except KeyboardInterrupt:
        if not pictures:
            raise
        return pictures[-1]


def _orders(words: list[str] | tuple[()]) -> dict[str, int]:
    """Units by order id."""
    units: dict[str, int] = {}
    for word in words:
        order, equals, count = word.partition("=")
        if equals and not (count.isdecimal() and len(count) <= 4):
            raise GreatGameError(f"order {word!r}: write ID, or ID=UNITS with a whole number")
        units[order] = units.get(order, 0) + (int(count) if equals else 1)
    return units


def _opened(scenario: str, temper: str) -> IndexedScenario:
    from greatgame.scenario.indexed import open_scenario
    from greatgame.scenario.variants import varied

    return varied(open_scenario(scenario), temper=temper)


def _check_picture(path: Path | None) -> None:
    check_output(path)
    if path is not None:
        from greatgame import pictures

        pictures.check(path)
