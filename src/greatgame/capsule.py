"""A run capsule: one file with all that a campaign follows from, so that it can be played again anywhere.

It is a ZIP archive: the save, the folders of its scenario, the strategy files
of its seats, and a README that says how to replay it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from greatgame import __version__, saves
from greatgame.agents.seating import file_of
from greatgame.scenario.load import chain_of, folder_of
from greatgame.session import Session

SAVE, SCENARIOS, STRATEGIES, README = "campaign.save.json", "scenarios", "strategies", "README.txt"


def packed(session: Session) -> bytes:
    """The archive; the same campaign gives the same bytes."""
    save, files = _portable(session)
    parts = {
        README: _readme(session).encode(),
        SAVE: saves.text_of(save).encode(),
        **files,
        **dict(_scenario(session)),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _portable(session: Session) -> tuple[saves.Save, dict[str, bytes]]:
    """The save with places inside the capsule, and the strategy files that it names."""
    save = session.as_save()
    files: dict[str, bytes] = {}

    def inside(spec: str) -> str:
        path = file_of(spec)
        if path is None or not path.is_file():
            return spec
        name = f"{STRATEGIES}/{path.name}"
        files[name] = path.read_bytes()
        return name + spec.removeprefix(str(path))

    seats = {actor: inside(spec) for actor, spec in save.seats.items()}
    strategy = None if save.strategy is None else inside(save.strategy)
    scenario = save.scenario.model_copy(update={"folder": f"{SCENARIOS}/{_folder(session).name}"})
    return save.model_copy(update={"strategy": strategy, "seats": seats, "scenario": scenario}), files


def _folder(session: Session) -> Path:
    return folder_of(session.folder or session.scenario.id)


def _scenario(session: Session) -> Iterator[tuple[str, bytes]]:
    """Every file of the scenario and of those that it extends."""
    for folder in chain_of(_folder(session)):
        for file in sorted(folder.rglob("*.toml")):
            yield f"{SCENARIOS}/{folder.name}/{file.relative_to(folder).as_posix()}", file.read_bytes()


def _readme(session: Session) -> str:
    scenario = session.scenario
    about = {
        "program": __version__,
        "scenario": scenario.id,
        "hash": scenario.hash,
        "seed": session.seed,
        "turns": session.turn,
        "digest": session.digest,
    }
    return (
        "A campaign of Great Game, complete: the save and its scenario.\n\n"
        f"Unpack this archive, open a terminal in its folder, and with version {__version__} of the game:\n\n"
        f"    greatgame replay {SAVE}        # the report; every turn is checked\n"
        f"    greatgame play {SAVE}          # the window\n\n"
        f"What it must come to:\n\n{json.dumps(about, indent=2)}\n"
    )
