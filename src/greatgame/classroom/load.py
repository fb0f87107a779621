"""From the folder of an exercise to a validated plan with its words and its scenario."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from greatgame.classroom.common import ids_of, with_common
from greatgame.classroom.exercise import ExerciseFile
from greatgame.classroom.texts import LANGUAGES, Texts
from greatgame.errors import Fault, GreatGameError, ScenarioError
from greatgame.paths import data_dir
from greatgame.scenario.extending import Document, Origin
from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.scenario.load import read_toml, validated

PLAN = "exercise.toml"


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise that can be run."""

    folder: Path
    plan: ExerciseFile
    texts: dict[str, Texts]
    """By language."""

    @property
    def id(self) -> str:
        """Its short name."""
        return self.plan.exercise.id

    @property
    def scenario_folder(self) -> str | None:
        """Where the scenario lies, if it is one of the exercise's own."""
        own = self.folder / self.plan.exercise.scenario
        return str(own.resolve()) if (own / "scenario.toml").is_file() else None

    @cached_property
    def scenario(self) -> IndexedScenario:
        """The scenario as it stands, without what the level leaves out."""
        return open_scenario(self.scenario_folder or self.plan.exercise.scenario)


def available() -> list[str]:
    """Ids of the shipped exercises."""
    return sorted(folder.name for folder in data_dir("exercises").iterdir() if (folder / PLAN).is_file())


def load_exercise(name: str | Path) -> Exercise:
    """A shipped exercise by its name, or the one in a folder.

    Raises:
        ScenarioError: with every fault of its files at once: file, field, value, problem, remedy.
        GreatGameError: where there is none of that name.
    """
    from greatgame.classroom.check import faults_of

    folder = _folder_of(name)
    what = f"exercise {folder.name!r}"
    faults: list[Fault] = []
    documents = {file: read_toml(folder / file, faults) for file in (PLAN, *(f"{each}.toml" for each in LANGUAGES))}
    if faults:
        raise ScenarioError(f"{what} cannot be read:", faults)
    plan: ExerciseFile | None = None
    texts: dict[str, Texts] = {}
    ids = ids_of(documents[PLAN] or {})
    for file, document in documents.items():
        try:
            if file == PLAN:
                plan = validated(ExerciseFile, document or {}, _origin(document or {}, file), what)
            else:
                words = with_common(document or {}, Path(file).stem, ids)
                texts[Path(file).stem] = validated(Texts, words, _origin(words, file), what)
        except ScenarioError as error:
            faults += error.faults
    if faults or plan is None:
        raise ScenarioError(f"{what} is not valid:", faults)
    exercise = Exercise(folder, plan, texts)
    if faults := faults_of(exercise):
        raise ScenarioError(f"{what} is not consistent:", faults)
    return exercise


def _folder_of(name: str | Path) -> Path:
    path = Path(name)
    try:
        if (path / PLAN).is_file():
            return path
    except (OSError, ValueError):
        pass
    known = available()
    if str(name) in known:
        return data_dir("exercises") / str(name)
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"shipped: {', '.join(known)}."
    raise GreatGameError(f"unknown exercise {str(name)!r}: {hint} A folder with an {PLAN} works too")


def _origin(document: Document, file: str) -> Origin:
    """Every part of the document comes from one file; the path of nothing stands for all of it."""
    origin: Origin = {(): file}

    def mark(part: object, path: tuple[str, ...]) -> None:
        origin[path] = file
        if isinstance(part, dict):
            for key, inner in part.items():
                mark(inner, (*path, key))

    for key, part in document.items():
        mark(part, (key,))
    return origin
