"""Classes: list, show and check exercises."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from greatgame.commands.common import BAD_INPUT, AsJson, show
from greatgame.errors import GreatGameError, ScenarioError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from greatgame.classroom.load import Exercise

classes = typer.Typer(rich_markup_mode=None, help="Exercises for classes: list, show, check, print and run them.")

ExerciseName = Annotated[str, typer.Argument(metavar="EXERCISE", help="name of a shipped exercise, or a folder")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(classes, name="class", cls=TyperGroup)


@classes.command("list")
def list_exercises(as_json: AsJson = False) -> None:
    """Name the exercises that are shipped."""
    from greatgame.classroom.listing import listed

    rows = listed()
    show({"exercises": rows}, None if as_json else _shipped(rows), as_json)


@classes.command("show")
def show_exercise(name: ExerciseName, as_json: AsJson = False) -> None:
    """Tell what is in an exercise: aims, steps with minutes, questions, forecasts, rubric."""
    from greatgame.classroom.listing import described
    from greatgame.classroom.load import load_exercise

    content = described(load_exercise(name))
    show(content, None if as_json else _described(content), as_json)


@classes.command("validate")
def validate(
    folders: Annotated[list[str], typer.Argument(metavar="FOLDER...", help="folders or names of exercises")],
    as_json: AsJson = False,
) -> None:
    """Check exercises and print every fault at once; exit code 2 if there is any."""
    from greatgame.provenance import render_checks

    results = [_checked(folder) for folder in folders]
    show({"exercises": results}, None if as_json else render_checks(results), as_json)
    if not all(result["valid"] for result in results):
        raise typer.Exit(BAD_INPUT)


@classes.command("guide")
def guide(
    name: ExerciseName,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for the pages; made where there is none")],
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="en|ja", help="repeatable; by default both")
    ] = None,
) -> None:
    """Write what is printed for a class: guide, students' pages, slides and order cards, as HTML and PDF."""
    from greatgame.classroom.load import load_exercise
    from greatgame.classroom.texts import LANGUAGES
    from greatgame.commands.common import make_folder
    from greatgame.extras import needs
    from greatgame.words import known

    chosen = [known("language", each, LANGUAGES) for each in language or LANGUAGES]
    exercise = load_exercise(name)
    needs("class", "fpdf")
    make_folder(out)
    for each in chosen:
        _print(exercise, each, out)


@classes.command("format")
def format_of_exercises(
    page: Annotated[Path | None, typer.Option("--page", metavar="FILE", help="renew the tables of this page")] = None,
) -> None:
    """Tell what the files of an exercise may contain, in Markdown."""
    from greatgame.classroom.reference import reference, renewed

    if page is None:
        typer.echo(reference())
    else:
        typer.echo(f"{page}: {'renewed' if renewed(page) else 'is up to date'}")


def _print(exercise: Exercise, language: str, out: Path) -> None:
    from greatgame.classroom.paper import Paper
    from greatgame.commands.common import write_bytes
    from greatgame.leaf import html
    from greatgame.leaf_pdf import pdf

    for leaf in Paper(exercise, language).documents():
        for ending, content in (("html", html(leaf).encode("utf-8")), ("pdf", pdf(leaf))):
            path = out / f"{exercise.id}-{leaf.name}.{ending}"
            write_bytes(content, path)
            typer.echo(str(path))


def _checked(folder: str) -> dict[str, Any]:
    from greatgame.classroom.load import load_exercise

    try:
        plan = load_exercise(folder).plan
    except ScenarioError as error:
        faults = [asdict(fault) for fault in error.faults]
        return {"name": folder, "valid": False, "message": str(error), "faults": faults}
    except GreatGameError as error:
        return {"name": folder, "valid": False, "message": str(error), "faults": []}
    words = f"{folder}: no faults ({len(plan.step)} steps, {plan.minutes:g} minutes)"
    return {"name": folder, "valid": True, "message": words, "faults": []}


def _shipped(rows: list[dict[str, Any]]) -> RenderableType:
    from greatgame.printing import table

    shown = table("Exercise", ">Minutes", ">Teams", "Played in", "*Title")
    for row in rows:
        teams = f"{row['teams']['least']}-{row['teams']['most']}"
        place = {"own": "worlds of their own", "shared": "one world"}[row["worlds"]]
        shown.add_row(row["id"], f"{row['minutes']:g}", teams, place, row["title"]["en"])
    return shown


def _offices(content: dict[str, Any]) -> list[RenderableType]:
    """Offices within a team, where it has any: what each drafts, and when an order counts."""
    from rich.text import Text

    from greatgame.printing import Heading, table

    if not content["offices"]:
        return []
    shown = table("Office", "*Drafts", "*Needed for")
    for row in content["offices"]:
        shown.add_row(row["name"]["en"], ", ".join(row["kinds"]), ", ".join(row["consents"]))
    return [Heading("Offices"), shown, Text(content["agreement"]["en"])]


def _described(content: dict[str, Any]) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from greatgame.printing import Heading, table

    steps = table(">Minutes", "Step", "Kind", ">Turns", "*What is new, asked and foretold")
    for step in content["steps"]:
        new = [f"unlocks {', '.join(step['unlocks'])}"] if step["unlocks"] else []
        happens = [f"happens: {', '.join(step['injected'])}"] if step["injected"] else []
        asked = [f"asks {', '.join(step['questions'])}"] if step["questions"] else []
        told = [f"{len(step['forecasts'])} forecasts"] if step["forecasts"] else []
        turns = str(step["turns"]) if step["turns"] else ""
        shown = "; ".join([*new, *happens, *asked, *told])
        steps.add_row(f"{step['minutes']:g}", step["title"]["en"], step["kind"], turns, shown)
    rubric = table(">Points", "*Judged by")
    for row in content["rubric"]:
        rubric.add_row(f"{'+' if row['bonus'] else ''}{row['points']:g}", row["name"]["en"])
    aims = [Text(f"- {row['text']['en']} ({row['concept']})") for row in content["objectives"]]
    seats = ", ".join(content["seats"])
    place = f"Scenario {content['scenario']}, seed {content['seed']}, {content['worlds']} worlds, seats: {seats}."
    return Group(
        Heading(content["title"]["en"], f"{content['minutes']:g} minutes"),
        Text(content["summary"]["en"].strip()),
        Text(place),
        Heading("What students can do afterwards"),
        Padding(Group(*aims), (0, 0, 0, 2)),
        *_offices(content),
        Heading("Steps"),
        steps,
        Heading("Rubric"),
        rubric,
    )
