"""Studies of the model itself: ablation, the starting year, patterns, speed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from greatgame.commands.common import AsJson, JsonFile, ScenarioName, check_output, deliver, prepare_window


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (ablate, startyear, patterns, bench):
        app.command()(command)


def ablate(
    scenario: ScenarioName,
    seeds: Annotated[int, typer.Option(min=2, help="campaigns a mechanism is tried on")] = 200,
    json_file: JsonFile = None,
) -> None:
    """Switch off each mechanism in turn and measure what it was doing (takes minutes)."""
    check_output(json_file)
    from greatgame.lab import ablate as study
    from greatgame.scenario.indexed import open_scenario

    table = study.run(open_scenario(scenario), seeds=seeds)
    deliver(table.as_dict(), table.render(), json_file)


def startyear(
    scenario: ScenarioName,
    seeds: Annotated[int, typer.Option(min=1, help="campaigns to average")] = 32,
    as_json: AsJson = False,
) -> None:
    """Compare the starting year, run without shocks, with the figures it is calibrated on."""
    from greatgame.lab import startyear as study
    from greatgame.scenario.indexed import open_scenario

    table = study.run(open_scenario(scenario), seeds)
    deliver(table.as_dict(), table.render(), Path("-") if as_json else None)


def patterns(
    scenario: ScenarioName,
    seeds: Annotated[int, typer.Option(min=2, help="campaigns each pattern is tried on")] = 64,
    as_json: AsJson = False,
) -> None:
    """Try the patterns that the model must reproduce (takes a minute)."""
    from greatgame.lab import patterns as study
    from greatgame.scenario.indexed import open_scenario

    table = study.run(open_scenario(scenario), seeds)
    deliver(table.as_dict(), table.render(), Path("-") if as_json else None)


def bench(
    json_file: JsonFile = None,
    seconds: Annotated[float, typer.Option(min=0.01, max=600, help="time for each size of ensemble")] = 3.0,
    worlds: Annotated[int, typer.Option(min=2, max=4096, help="the largest ensemble to measure")] = 1024,
    workers: Annotated[int, typer.Option(min=1, max=1024, help="processes to measure beside each other too")] = 1,
    window: Annotated[bool, typer.Option("--window", help="measure the game's window instead")] = False,
) -> None:
    """Measure speed: campaigns a second, time by phase, memory, what a player waits for; or the window's frames."""
    check_output(json_file)
    if window:
        _bench_window(seconds, json_file)
        return
    from greatgame.lab import bench as study

    sizes = (*(size for size in study.SIZES if size < worlds), worlds)
    report = study.run(seconds=seconds, workers=workers, sizes=sizes)
    deliver(report.as_dict(), report.render(), json_file)


def _bench_window(seconds: float, json_file: Path | None) -> None:
    prepare_window()
    from rich.console import Group
    from rich.table import Table

    from greatgame.ui import bench as study

    report = study.run(seconds=seconds)
    width, height = study.SIZE
    table = Table(title=f"{report.scenario}: the window at {width} x {height}")
    table.add_column("what")
    for column in ("measured", "aim", "met"):
        table.add_column(column, justify="right")
    for what, measured, aim, met in report.rows():
        table.add_row(what, measured, aim, ("yes" if met else "NO") if aim else "")
    about = f"{report.frames:,} frames; {report.machine}; pictures by SDL's driver {report.driver!r}."
    if report.load is not None:
        about += f" Programs that wanted a processor meanwhile: {report.load:.1f}."
    deliver(report.as_dict(), Group(table, about), json_file)
