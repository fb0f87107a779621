"""The state variables: name, axes, unit and bounds of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from greatgame.scenario.axes import Axis
from greatgame.scenario.indexed import Floats, IndexedScenario

FARTHEST = 2.0**33
"""Bound of what has none of its own, far beyond any real figure: up to here figures on the grid add exactly."""


@dataclass(frozen=True)
class Variable:
    """One state variable; its array has shape ``[world, *axes]``."""

    name: str
    axes: tuple[str, ...]
    unit: str
    low: float = -FARTHEST
    high: float = FARTHEST
    simplex: bool = False
    """True where the last axis holds shares that sum to at most one."""

    def unit_at(self, index: tuple[int, ...]) -> str:
        """The unit of one cell: of two that are named, the first is that of the first place on the last axis."""
        first, _, others = self.unit.partition("; ")
        return others if others and index[-1] > 0 else first

    @cached_property
    def floor(self) -> Floats:
        """The lower bound as an array without axes."""
        return np.array(self.low)

    @cached_property
    def ceiling(self) -> Floats:
        """The upper bound as an array without axes."""
        return np.array(self.high)


def _v(
    name: str, axes: str, unit: str, low: float = -FARTHEST, high: float = FARTHEST, simplex: bool = False
) -> Variable:
    return Variable(name, tuple(axes.split()), unit, low, high, simplex)


VARIABLES: tuple[Variable, ...] = (
    # Hosts and their partners
    _v("trust", "hosts powers", "points", 0, 100),
    _v("mood", "hosts powers", "points", 0, 100),
    _v("dependence", "hosts channels powers", "share", 0, 1, simplex=True),
    _v("debt", "hosts creditors", "USD mn", 0),
    _v("resentment", "hosts powers", "points", 0, 100),
    _v("squeeze", "hosts channels powers", "share", 0, 1),
    _v("alumni", "hosts powers", "people", 0),
    _v("training", "hosts powers training_lag", "people", 0),
    _v("institutions", "hosts", "points", 0, 100),
    _v("skills", "hosts", "points", 0, 100),
    _v("stability", "hosts", "points", 0, 100),
    _v("terms", "hosts", "points", 0, 100),
    _v("processing", "hosts", "share", 0, 1),
    _v("growth", "hosts", "%/yr", -25, 25),
    _v("gdp", "hosts", "USD mn", 1),
    _v("autonomy", "hosts", "points", 0, 100),
    # Powers among themselves
    _v("wariness", "powers powers", "points", 0, 100),
    _v("grievance", "powers powers", "points", 0, 100),
    _v("ties", "powers powers", "points", 0, 100),
    _v("alliance", "powers powers", "share", 0, 1),
    _v("pressure", "powers powers", "points", 0, 100),
    _v("tension", "flashpoints", "points", 0, 100),
    _v("support", "powers", "points", 0, 100),
    _v("credibility", "powers", "points", 0, 100),
    _v("purse", "actors resources", "points; USD mn", 0),
    _v("pledge", "pledge", "JPY bn", 0),
    # Ventures (a power's bid for a project), projects and firms
    _v("signed", "ventures", "yes or no", 0, 1),
    _v("prepared", "ventures", "share", 0, 1),
    _v("age", "ventures", "quarters", 0),
    _v("solicited", "ventures", "share", 0, 1),
    _v("studied", "ventures", "share", 0, 1),
    _v("package", "ventures instruments", "share", 0, 1),
    _v("backer", "ventures", "firm number", 0),
    _v("stage", "projects", "0 open, 1 building, 2 operating, 3 lost", 0, 3),
    _v("sponsor", "projects", "power number, 0 none", 0),
    _v("built", "projects", "share", 0, 1),
    _v("slump", "projects", "quarters", 0),
    _v("close_price", "projects", "USD/kg", 0),
    _v("capital", "firms", "USD mn", 0),
    _v("appetite", "firms", "%-points", -5, 5),
    # Minerals
    _v("price", "minerals", "USD/kg", 0.001, 1e7),
    _v("mined", "minerals sources", "t/yr", 0),
    _v("refined", "minerals sources", "t/yr", 0),
    _v("contract", "buyers minerals sources", "t/yr", 0),
    _v("stock", "buyers minerals", "t", 0),
    _v("saved", "buyers minerals", "share", 0, 0.95),
    _v("research", "buyers minerals research_lag", "share", 0, 1),
    _v("equity", "buyers minerals equity_lag", "t/yr", 0),
    _v("control", "powers buyers minerals", "rung", 0, 4),
    _v("awareness", "buyers minerals", "points", 0, 100),
    _v("unmet", "buyers minerals", "share", 0, 1),
    _v("security", "buyers minerals", "points", 0, 100),
    # Corridors
    _v("capacity", "legs", "Mt/yr", 0.01),
    _v("dwell", "legs", "days", 0),
    _v("works", "legs works_lag", "Mt/yr", 0),
    _v("disruption", "legs", "share", 0, 0.95),
    _v("volume", "corridors", "Mt/yr", 0),
    _v("transit_days", "corridors", "days", 0),
    _v("reliability", "corridors", "share", 0, 1),
    _v("access", "hosts buyers", "share", 0, 1),
    _v("caspian_level", "", "m"),
    _v("caspian_design", "", "m"),
    # Events and the score
    _v("pending", "events", "yes or no", 0, 1),
    _v("rest", "events", "quarters", 0),
    _v("score", "pillars", "points", 0, 100),
)

BY_NAME: dict[str, Variable] = {variable.name: variable for variable in VARIABLES}

DERIVED_AXES: Mapping[str, tuple[str, ...]] = {
    "utilisation": ("corridors",),
    "debt_share": ("hosts", "creditors"),
    "supply_share": ("minerals", "sources"),
    "stock_days": ("minerals",),
    "total_score": (),
}
"""Axes of the measures that are no state variables but follow from them; the indicators work them out."""

FROM_THE_LEDGER = "mou_conversion"
"""The measure that follows from what happened, not from the state."""


class NoCellError(KeyError):
    """A path that names no figure."""

    def __init__(self, problem: str, place: int, part: str, allowed: Sequence[str], remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place, self.part = place, part
        """Which part of the path is wrong, and what it is."""
        self.allowed = allowed
        """What may stand there."""
        self.remedy = remedy
        """What to do, where that is not to write one of those."""


def axis(scenario: IndexedScenario, name: str) -> Axis:
    """The ids along an axis; lags are numbered turns ahead."""
    if name.endswith("_lag"):
        return Axis([f"in-{step + 1}" for step in range(lag_length(scenario, name))])
    found = getattr(scenario.names, name)
    assert isinstance(found, Axis)
    return found


def lag_length(scenario: IndexedScenario, name: str) -> int:
    """How many turns a pipeline holds."""
    if name == "training_lag":
        return scenario.steps(scenario.human.delay)
    if name == "research_lag":
        return scenario.steps(scenario.answers.substitution_lag)
    if name == "works_lag":
        return scenario.steps(scenario.caspian.widening_lag)
    return int(scenario.equity_steps.max(initial=1))


def shape(scenario: IndexedScenario, variable: Variable) -> tuple[int, ...]:
    """Shape of a variable in one world."""
    return tuple(len(axis(scenario, name)) for name in variable.axes)


def cell_name(scenario: IndexedScenario, variable: Variable, index: tuple[int, ...]) -> str:
    """``trust.kazakhstan.japan`` for a cell of ``trust``."""
    parts = [axis(scenario, name)[i] for name, i in zip(variable.axes, index, strict=True)]
    return ".".join([variable.name, *parts])


def find_cell(scenario: IndexedScenario, path: str) -> tuple[Variable, tuple[int, ...]]:
    """The variable and index that a dotted path names.

    Raises:
        NoCellError: saying which part is wrong and what is possible.
    """
    return find_cell_on(lambda name: axis(scenario, name), path)


def find_cell_on(axis_named: Callable[[str], Axis], path: str) -> tuple[Variable, tuple[int, ...]]:
    """:func:`find_cell` on axes given by name, for a scenario that is not indexed yet.

    Raises:
        NoCellError: saying which part is wrong and what is possible.
    """
    head = path.partition(".")[0]
    variable = BY_NAME.get(head)
    if variable is None:
        raise NoCellError(f"no variable {head!r}", 0, head, tuple(BY_NAME))
    return variable, find_places(axis_named, path, variable.axes)


def find_places(axis_named: Callable[[str], Axis], path: str, axes: Sequence[str]) -> tuple[int, ...]:
    """Where the parts of a dotted path, after its first, stand on these axes.

    Raises:
        NoCellError: saying which part is wrong and what is possible.
    """
    head, *rest = path.split(".")
    if len(rest) != len(axes):
        form = ".".join([head, *(name.rstrip("s").upper() for name in axes)])
        raise NoCellError(f"should have the form {form}", 0, head, (), "mend the path")
    index = []
    for place, (name, part) in enumerate(zip(axes, rest, strict=True), start=1):
        ids = axis_named(name)
        if not ids:
            raise NoCellError(f"this scenario has no {name}", place, part, (), "remove it")
        if part not in ids.place:
            raise NoCellError(f"{part!r} is not one of the {name}", place, part, ids)
        index.append(ids.at(part))
    return tuple(index)
