"""Strategy files: a ``[strategy.NAME]`` of its own, checked against the scenario it is to play."""

from __future__ import annotations

from pathlib import Path

from greatgame.errors import Fault, GreatGameError
from greatgame.scenario.check_moves import check_strategy
from greatgame.scenario.findings import Findings
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.load import Loaded, read_strategies, validated
from greatgame.scenario.schema_minds import Strategy
from greatgame.scenario.section import Id, Section
from greatgame.words import known


class StrategyFile(Section):
    """The whole file."""

    strategy: dict[Id, Strategy]


def load_strategies(scenario: IndexedScenario, path: Path) -> dict[str, Strategy]:
    """The strategies of a file by name.

    Raises:
        ScenarioError: with every fault of the file at once: file, field, value, problem, remedy.
    """
    document, origin = read_strategies(path)

    def faults_of(file: StrategyFile) -> list[Fault]:
        book = Findings(Loaded(scenario.file, document, origin))
        for name, strategy in file.strategy.items():
            check_strategy(book, ("strategy", name), strategy)
        return list(dict.fromkeys(book.faults))

    what, unfit = f"strategy file {str(path)!r}", f"does not fit scenario {scenario.id!r}"
    return validated(StrategyFile, document, origin, what, faults_of, unfit).strategy


def load_strategy(scenario: IndexedScenario, path: Path, name: str = "") -> Strategy:
    """One strategy of a file: the one named, or the only one; faults are those of :func:`find_strategy`."""
    return find_strategy(scenario, path, name)[1]


def find_strategy(scenario: IndexedScenario, path: Path, name: str = "") -> tuple[str, Strategy]:
    """One strategy of a file with its name there: the one named, or the only one.

    Raises:
        GreatGameError: where there are several and none is named, or none of that name.
        ScenarioError: as :func:`load_strategies`.
    """
    found = load_strategies(scenario, path)
    if not name and len(found) > 1:
        listed = ", ".join(found)
        raise GreatGameError(f"{path} holds several strategies ({listed}): name one as {path}:{next(iter(found))}")
    chosen = known(f"strategy in {path}", name or next(iter(found)), found)
    return chosen, found[chosen]


def named(scenario: IndexedScenario, spec: str) -> Strategy:
    """A strategy by name or file.

    Raises:
        GreatGameError: where there is none; deciders in Python have no tables to show.
    """
    head, _, name = spec.rpartition(":") if ".toml:" in spec else (spec, "", "")
    if head.endswith(".toml"):
        return load_strategy(scenario, Path(head), name)
    if ".py" in spec:
        raise GreatGameError(f"{spec} is a program: read its text, or try it with 'greatgame strategy check {spec}'")
    return scenario.file.strategy[known("strategy", spec, scenario.file.strategy)]


def with_strategy(scenario: IndexedScenario, name: str, strategy: Strategy) -> IndexedScenario:
    """The scenario with one more strategy of its own, so that its figures can be varied as those of the others.

    ``name`` must be free in the scenario.
    """
    loaded = scenario.loaded
    written = {"strategy": {**loaded.document["strategy"], name: strategy.model_dump(exclude_none=True, mode="json")}}
    file = loaded.file.model_copy(update={"strategy": {**loaded.file.strategy, name: strategy}})
    return IndexedScenario(Loaded(file, {**loaded.document, **written}, loaded.origin, loaded.folder))
