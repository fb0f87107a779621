"""Analysis of a batch from its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greatgame.commands.common import JsonFile, check_output, make_folder, print_out, starting, write_json, write_text

if TYPE_CHECKING:
    from greatgame.analysis.tables import Analysis


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(analyse)


def analyse(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="folder written by 'greatgame batch --out'")],
    goal: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="what counts as failure, e.g. 'total < 45'; repeatable")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="the report; by default report.html in DIR")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FOLDER", help="the tables as CSV; by default DIR/csv")] = None,
    json_file: JsonFile = None,
) -> None:
    """Say what came of a batch: distributions, what matters, and in which futures it fails."""
    for path in (out, json_file):
        check_output(path)
    with starting(plays=False):
        from greatgame.analysis import report, tables
        from greatgame.analysis.discovery import goal_named
        from greatgame.analysis.read import open_results
        from greatgame.extras import needs

    needs("lab", "pyarrow", "SALib", "ema_workbench", "matplotlib")
    results = open_results(folder)
    goals = [goal_named(text, results) for text in goal or ()]
    analysis = tables.analyse(results, goals)
    page = out or folder / "report.html"
    write_text(report.html(analysis), page)
    sheets = csv or folder / "csv"
    _tables(sheets, analysis)
    if json_file is not None:
        write_json(tables.as_dict(analysis), json_file)
    if str(json_file) != "-":
        _say(report.sentences(analysis), page, sheets)


def _say(sentences: list[str], page: Path, sheets: Path) -> None:
    from greatgame.printing import bulleted

    print_out(bulleted(sentences))
    typer.echo(f"\nReport: {page}\nTables: {sheets}")


def _tables(folder: Path, analysis: Analysis) -> None:
    from greatgame.analysis import tables as book

    make_folder(folder)
    for name, rows in (
        ("distributions", book.distribution_rows(analysis)),
        ("sensitivity", book.sensitivity_rows(analysis)),
        ("discovery", book.discovery_rows(analysis)),
        ("dictionary", book.dictionary_rows(analysis)),
    ):
        write_text(book.as_csv(rows, book.COLUMNS[name]), folder / f"{name}.csv")
