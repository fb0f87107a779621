"""The debrief packet: pages for the class and two for each team, the gradebook and run capsules, in one folder.

Pages are written as HTML, which opens anywhere and leads from each figure to
what it is made of, and as PDF to be printed: one for the whole class with all
its teams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from greatgame import __version__
from greatgame.capsule import packed
from greatgame.classroom.digits import plain, signed
from greatgame.classroom.findings import REPLAYS, find
from greatgame.classroom.gradebook import written
from greatgame.classroom.packet_content import Page, class_page, team_page
from greatgame.classroom.packet_leaf import leaf_of
from greatgame.classroom.room import Room
from greatgame.errors import GreatGameError
from greatgame.files import replacing
from greatgame.leaf_pdf import pdf
from greatgame.messages import messages as catalogue
from greatgame.paths import data_dir

CLASS_PAGE, PRINTED, GRADEBOOK = "class.html", "debrief.pdf", "gradebook.csv"


def write(
    room: Room, folder: Path, language: str, replays: int = REPLAYS, tell_of: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """The whole packet in a folder; files of an earlier one are replaced.

    Raises:
        GreatGameError: before the first round, and where the folder cannot be written.
    """
    if not room.state.resolved:
        raise GreatGameError("no round was resolved yet: there is nothing to debrief")
    facts = find(room, replays, tell_of)
    of_class = class_page(facts, language)
    of_teams = {row.team.id: team_page(facts, row, language) for row in facts.teams}
    files = {
        CLASS_PAGE: _html("packet_class.html", of_class),
        PRINTED: pdf(leaf_of(of_class, list(of_teams.values()), language)),
        GRADEBOOK: written(facts, language).encode(),
    }
    for row in facts.teams:
        files[f"{row.team.id}.html"] = _html("packet_team.html", of_teams[row.team.id])
        if row.session is not None:
            files[f"{row.team.id}.capsule.zip"] = packed(row.session)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with replacing(folder / name) as stream:
                stream.write(content)
    except OSError as error:
        raise GreatGameError(
            f"debrief in {folder}: cannot be written: {error.strerror or error}; name another folder with --out"
        ) from error
    return [folder / name for name in files]


def archive(files: Iterable[Path], target: Path) -> None:
    """Files of a packet, and nothing else that lies beside them, as one.

    Raises:
        OSError: where it cannot be written.
    """
    with replacing(target) as stream, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for file in files:
            made.write(file, file.name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(data_dir("assets") / "class"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"plain": plain, "signed": signed}
    return made


def _html(template: str, page: Page) -> bytes:
    style = (data_dir("assets") / "class" / "packet.css").read_text(encoding="utf-8")
    fixed = {"say": catalogue(page.language), "language": page.language, "style": Markup(style), "version": __version__}
    return _environment().get_template(template).render(page=page, **fixed, **page.says).encode()
