"""What the consistency checks share: the ids of a scenario and the book of faults."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from greatgame.errors import Fault
from greatgame.scenario.examine import as_written
from greatgame.scenario.figures import FigureTable
from greatgame.scenario.load import Loaded
from greatgame.scenario.schema import ScenarioFile
from greatgame.words import suggestion

Path = tuple[str, ...]

NEAR = 1e-6
"""Slack for sums of shares."""


@dataclass(frozen=True)
class Ids:
    """Everything that a scenario gives a name to, in file order."""

    powers: tuple[str, ...]
    hosts: tuple[str, ...]
    buyers: tuple[str, ...]
    """Powers with demand for a mineral."""
    sources: tuple[str, ...]
    """Where minerals may come from: powers, hosts and others."""
    minerals: tuple[str, ...]
    legs: tuple[str, ...]
    corridors: tuple[str, ...]
    sectors: tuple[str, ...]
    projects: tuple[str, ...]
    firms: tuple[str, ...]
    flashpoints: tuple[str, ...]
    events: tuple[str, ...]
    kinds: tuple[str, ...]
    publications: tuple[str, ...]

    @classmethod
    def of(cls, file: ScenarioFile) -> Ids:
        demand = {buyer for mineral in file.mineral.values() for buyer in mineral.demand.values}
        return cls(
            powers=tuple(file.power),
            hosts=tuple(file.host),
            buyers=tuple(power for power in file.power if power in demand),
            sources=(*file.power, *file.host, *file.other_source),
            minerals=tuple(file.mineral),
            legs=tuple(file.leg),
            corridors=tuple(file.corridor),
            sectors=tuple(file.sector),
            projects=tuple(file.project),
            firms=tuple(file.firm),
            flashpoints=tuple(file.flashpoint),
            events=tuple(file.event),
            kinds=tuple(file.kind),
            publications=tuple(file.source),
        )

    @property
    def governments(self) -> tuple[str, ...]:
        return (*self.powers, *self.hosts)

    @property
    def creditors(self) -> tuple[str, ...]:
        return (*self.powers, "others")


class Findings:
    """The faults found so far, and the ways to find one."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.file: ScenarioFile = loaded.file
        self.ids = Ids.of(loaded.file)
        self.faults: list[Fault] = []

    def add(self, path: Path, problem: str, remedy: str = "", value: object = "") -> None:
        """Note a fault at ``path`` of the document."""
        shown = value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
        self.faults.append(Fault(self.loaded.where(*path), as_written(path), shown, problem, remedy))

    def known(self, path: Path, name: str | None, allowed: Collection[str], what: str) -> bool:
        """Whether ``name`` is one of ``allowed`` (or absent); a fault if not."""
        if name is None or name in allowed:
            return True
        self.add(path, f"unknown {what}", suggestion(name, allowed), repr(name))
        return False

    def all_known(self, path: Path, names: Iterable[str], allowed: Collection[str], what: str) -> None:
        """A fault for every one of ``names`` that is not among ``allowed``."""
        for name in names:
            self.known(path, name, allowed, what)

    def keys(self, path: Path, table: FigureTable | None, allowed: Collection[str], what: str) -> None:
        """A fault for every row of a table of figures that ``allowed`` does not name."""
        for key in table.values if table else ():
            self.known((*path, "values", key), key, allowed, what)

    def exact_keys(self, path: Path, table: FigureTable, wanted: Collection[str], what: str) -> None:
        """A fault for every row that is too many or missing."""
        self.keys(path, table, wanted, what)
        for key in wanted:
            if key not in table.values:
                self.add((*path, "values", key), f"this {what} is missing", "add a row for it")

    def distinct(self, path: Path, names: Iterable[str]) -> None:
        """A fault for every name that a list holds twice."""
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self.add(path, "is named twice", "name it once", repr(name))
            seen.add(name)
