"""Classes that are held: run one, try it out, rehearse it, write its debrief, delete it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greatgame.commands.classroom import ExerciseName, classes
from greatgame.commands.common import STALE, AsJson, JsonFile, check_output, starting, telling, write_json
from greatgame.errors import GreatGameError
from greatgame.owner import end_with, input_ended

if TYPE_CHECKING:
    from greatgame.classroom.recognise import Sort
    from greatgame.classroom.rehearse import Rehearsal
    from greatgame.classroom.room import Room

PORT = 8765
ClassFile = Annotated[Path, typer.Argument(metavar="FILE", help="file of a class, as 'class run' names it")]
TeamCount = Annotated[int | None, typer.Option("--teams", metavar="N", help="teams (default: the exercise's usual)")]
Owned = Annotated[
    bool, typer.Option("--with-owner", help="end when standard input does: whoever started this is gone", hidden=True)
]
Strict = Annotated[bool, typer.Option("--strict", help="exit code 1 where something is to be changed")]
LanguageName = Annotated[str, typer.Option("--language", metavar="en|ja", help="of the console, the wall and papers")]


def register(app: typer.Typer) -> None:
    """Add the commands to the group of :mod:`greatgame.commands.classroom`."""
    for command in (run, check, rehearse, packet, delete):
        classes.command()(command)


def run(
    name: ExerciseName,
    teams: TeamCount = None,
    language: LanguageName = "en",
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="where the class is kept (default: EXERCISE.class)")
    ] = None,
    host: Annotated[str, typer.Option(help="address to listen on; 127.0.0.1 for this machine only")] = "0.0.0.0",
    port: Annotated[int, typer.Option(min=0, max=65535, help="port; 0: any that is free")] = PORT,
    owned: Owned = False,
) -> None:
    """Hold a class: serve its pages on the local network until Ctrl+C; started again, it goes on where it was."""
    if owned:
        end_with(input_ended)
    with starting():
        from greatgame.classroom.load import load_exercise
        from greatgame.extras import needs

        needs("class", "fastapi", "fpdf", "jinja2", "segno", "uvicorn")
        from greatgame.classroom.holding import holding
        from greatgame.classroom.log import Log
        from greatgame.classroom.room import Room
        from greatgame.classroom.server.run import listening, serve
    exercise = load_exercise(name)
    path = file or Path(f"{exercise.id}.class")
    # Where nobody can be served, no class is begun; and it is read only once nobody else writes to it.
    with holding(path), listening(host, port) as line:
        if path.exists():
            room = Room(exercise, Log(path))
            typer.echo(f"Going on with the class in {path}, at step {room.step.id!r}.")
        else:
            room = Room.open(exercise, path, teams, language)
            typer.echo(f"A new class, kept in {path}.")
        try:
            serve(room, line, lambda address: _announce(room, address))
        finally:
            room.log.close()
    if not path.exists():
        typer.echo("The class was deleted, with everything that was written of it.")
        return
    typer.echo(f"Stopped. 'greatgame class run {name}' goes on; 'greatgame class packet {path}' writes the debrief.")


def _announce(room: Room, address: str) -> None:
    """What the teacher opens, and what is for the wall."""
    typer.echo(f"  Teacher (keep it to yourself): {address}/t/{room.state.teacher_key}")
    typer.echo(f"  Wall:                          {address}/p/{room.state.projector_key}")
    typer.echo(f"  Students:                      {address}   PIN {room.state.pin}")
    typer.echo("Press Ctrl+C to stop; nothing is lost.")


def check(
    name: ExerciseName,
    seats: Annotated[int, typer.Option(min=1, max=120, help="simulated students")] = 6,
    language: LanguageName = "en",
    strict: Strict = False,
    as_json: AsJson = False,
    owned: Owned = False,
) -> None:
    """Try a class out before it is held: the address, a code to photograph, and a whole class of simulated students."""
    if owned:
        end_with(input_ended)
    with starting():
        from greatgame.classroom.checkup import as_document, examine, rendered
        from greatgame.classroom.load import load_exercise
        from greatgame.extras import needs

        needs("class", "fastapi", "fpdf", "jinja2", "segno", "uvicorn")
        from greatgame.messages import messages
    messages(language)  # an unknown one is told of before the class is held
    findings = examine(load_exercise(name), seats, PORT, telling("check"))
    if as_json:
        write_json(as_document(findings, language), Path("-"))
    else:
        typer.echo(rendered(findings, language))
    if strict and findings.complaints:
        raise typer.Exit(STALE)


def rehearse(
    name: ExerciseName,
    seats: Annotated[int, typer.Option(min=1, max=120, help="simulated students")] = 60,
    teams: TeamCount = None,
    think: Annotated[float, typer.Option(min=0.0, max=60.0, help="longest pause between two taps, seconds")] = 1.0,
    strict: Strict = False,
    json_file: JsonFile = None,
) -> None:
    """Hold a whole class with simulated students on this machine and say how well it kept up."""
    check_output(json_file)
    with starting():
        from greatgame.classroom.load import load_exercise
        from greatgame.extras import needs

        needs("class", "fastapi", "fpdf", "jinja2", "segno", "uvicorn")
        from greatgame.classroom.rehearse import rehearse as hold
        from greatgame.classroom.rehearse import workplace
    exercise = load_exercise(name)
    with workplace() as folder:
        found = hold(exercise, seats, teams, folder, telling("rehearsal"), think)
    if json_file is not None:
        write_json({**found.as_dict(), "complaints": list(found.complaints)}, json_file)
    if str(json_file) != "-":
        for line in _lines(found):
            typer.echo(line)
    if strict and found.complaints:
        raise typer.Exit(STALE)


def _lines(found: Rehearsal) -> list[str]:
    from greatgame.printing import counted

    resolved = ", ".join(f"{seconds:.2f}" for seconds in found.resolved)
    return [
        f"{found.exercise}: {counted(found.seats, 'student')} in {counted(found.teams, 'team')}, "
        f"{counted(found.actions, 'action')}",
        f"  acknowledged: half within {found.acknowledged_p50 * 1000:.0f} ms, 99 of 100 within "
        f"{found.acknowledged_p99 * 1000:.0f} ms (aim 200)",
        f"  pages: 99 of 100 within {found.read_p99 * 1000:.0f} ms; "
        f"the largest has {found.largest / 1000:.0f} kB (aim 200)",
        f"  rounds resolved in {resolved} s (aim 1)",
        f"  {counted(found.questions, 'question')} to teams' staff, answered within {found.answered:.1f} s (aim 30)",
        f"  debrief written in {found.packet:.1f} s (aim 60)",
        f"  refused, as a class must refuse: {counted(len(found.refused), 'kind')}",
        *(f"! {complaint}" for complaint in found.complaints),
    ]


def packet(
    file: ClassFile,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for the packet")] = Path("debrief"),
    language: LanguageName = "en",
    exercise: Annotated[str | None, typer.Option(metavar="EXERCISE", help="where it is, if it is not shipped")] = None,
) -> None:
    """Write the debrief of a class: pages for class and teams (HTML, and PDF to print), gradebook, run capsules."""
    with starting():
        from greatgame.extras import needs

        needs("class", "fpdf", "jinja2")
        from greatgame.classroom.packet import write
    room = _room(file, exercise)
    try:
        files = write(room, out, language, tell_of=telling("debrief"))
    finally:
        room.log.close()
    typer.echo(f"Written to {out}: {', '.join(path.name for path in files)}")


def delete(file: ClassFile, yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False) -> None:
    """Delete a class with everything that its students wrote."""
    from greatgame.classroom.holding import holding
    from greatgame.classroom.recognise import Sort
    from greatgame.classroom.remains import remove

    sort = _sort_of(file)
    if sort is Sort.OTHER:
        raise GreatGameError(
            f"class file {file}: is no class of Great Game, and was left as it is; where it is one that is damaged "
            "beyond recognition, delete the file itself"
        )
    if sort is Sort.EMPTY:
        raise GreatGameError(f"class file {file}: is empty: there is no class in it; delete the file itself")
    if sort is Sort.DAMAGED:
        typer.echo(f"{file} is a class of Great Game that is damaged and cannot be read any more.")
    if not yes and not typer.confirm(f"Delete {file} with all names and answers?"):
        typer.echo("Nothing was deleted.")
        return
    with holding(file):
        remove(file)
    typer.echo(f"Deleted {file}. A packet that 'class packet' wrote stays where it is: delete its folder too.")


def _room(file: Path, exercise: str | None) -> Room:
    from greatgame.classroom.load import load_exercise
    from greatgame.classroom.log import Log
    from greatgame.classroom.recognise import Sort
    from greatgame.classroom.room import Room

    # A file without anything in it becomes no class by being looked at.
    log = None if _sort_of(file) is Sort.EMPTY else Log(file)
    try:
        opened = next(log.entries(), None) if log is not None else None
        if log is None or opened is None:
            raise GreatGameError(f"class file {file}: is empty: there is no class in it")
        name = opened.event.data.get("exercise")
        if exercise is None and not isinstance(name, str):
            raise log.damaged(1, f"({opened.event.kind}) names no exercise")
        try:
            found = load_exercise(exercise or str(name))
        except GreatGameError as error:
            if exercise is not None:
                raise
            raise GreatGameError(f"class file {file}: {error}; say where it is with --exercise") from error
        return Room(found, log)
    except GreatGameError:
        if log is not None:
            log.close()
        raise


def _sort_of(file: Path) -> Sort:
    """What a file is that is named as a class.

    Raises:
        GreatGameError: where there is none, or it cannot be read.
    """
    from greatgame.classroom.recognise import recognise

    if not file.is_file():
        raise GreatGameError(f"class file {file}: there is no such file; check the name")
    try:
        return recognise(file).sort
    except OSError as error:
        raise GreatGameError(f"class file {file}: cannot be read: {error.strerror or error}") from error
