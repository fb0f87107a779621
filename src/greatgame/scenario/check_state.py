"""Consistency of what a scenario says of figures of the state: measures, conditions and effects."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from greatgame.scenario.axes import Axis
from greatgame.scenario.findings import Findings, Path
from greatgame.scenario.schema import ScenarioFile
from greatgame.scenario.schema_minds import Condition
from greatgame.scenario.schema_moves import Effect
from greatgame.scenario.vocabulary import CHANNELS, INSTRUMENTS, PILLARS, RESOURCES
from greatgame.words import suggestion
from greatgame.world.variables import (
    BY_NAME,
    DERIVED_AXES,
    FROM_THE_LEDGER,
    NoCellError,
    Variable,
    find_cell_on,
    find_places,
)

CHANGE_UNITS = {"points": "points", "share": "share", "%/yr": "%/yr", "%-points": "%-points", "m": "m", "rung": "level"}
"""Unit of a variable -> unit of a change to it; other variables change by a ratio of their value."""

LEAST_RATIO, MOST_RATIO = -1.0, 2.0
"""A relative change takes away all there is at most, or makes it three times as much.

More is a per cent taken for a ratio, and would compound beyond any figure where the event comes again.
"""

OWN, ALL = "@", "*"
"""In a path, what stands for the own seat, and for all along an axis."""


def check_measure(found: Findings, here: Path, written: str | None) -> None:
    """A measure is a figure of the state, one that is derived from it, or the one that the ledger gives."""
    if written is None or written == FROM_THE_LEDGER:
        return
    head = written.partition(".")[0]
    there = {**{name: variable.axes for name, variable in BY_NAME.items()}, **DERIVED_AXES}
    if head not in there:
        found.add(here, "unknown measure", suggestion(head, (*there, FROM_THE_LEDGER)), repr(written))
        return
    try:
        find_places(lambda name: _axis(found, name), written, there[head])
    except NoCellError as error:
        _unknown(found, here, written, error)


def check_pattern(found: Findings, here: Path, pattern: str | None, actors: Sequence[str]) -> None:
    """What a kind of move is told to change must be a figure of the state for every actor that ``@`` can stand for."""
    if pattern is None:
        return
    for actor in actors:
        if _variable(found, here, pattern, (actor,)) is None:
            return


def check_condition(found: Findings, here: Path, test: Condition, own: Sequence[str] = ()) -> Variable | None:
    """A test on one figure of the state must be one that may hold and may not."""
    variable = _variable(found, (*here, "variable"), test.variable, own)
    if test.above is None and test.below is None:
        found.add(here, "this condition always holds", "give above, below or both", test.variable)
    for field in ("above", "below"):
        mark = getattr(test, field)
        if mark is not None and not math.isfinite(mark):
            found.add((*here, field), "must be a finite number", "give a finite number", mark)
    if _never(test.above, test.below):
        problem = f"this condition never holds: above {test.above:g} and below {test.below:g}"
        found.add(here, problem, "mend one of the two", test.variable)
    if variable is not None:
        _reachable(found, here, test, variable)
    return variable


def _reachable(found: Findings, here: Path, test: Condition, variable: Variable) -> None:
    """A mark must lie within the bounds of its figure."""
    for field, mark, beyond in (("above", test.above, variable.high), ("below", test.below, variable.low)):
        if mark is not None and _finite(mark) and (mark >= beyond if field == "above" else mark <= beyond):
            problem = f"this condition never holds: {variable.name} lies between {variable.low:g} and {variable.high:g}"
            found.add((*here, field), problem, "mend the mark", mark)


def _finite(mark: float | None) -> bool:
    """Whether there is a mark that means something; one that is not finite is a fault of its own."""
    return mark is not None and math.isfinite(mark)


def _never(above: float | None, below: float | None) -> bool:
    """Whether no figure is above the one mark and below the other."""
    return above is not None and below is not None and _finite(above) and _finite(below) and above >= below


def check_together(found: Findings, here: Path, tests: Sequence[Condition]) -> None:
    """Conditions on one figure that cannot hold together; each by itself is looked at elsewhere."""
    for (first, one), (second, other) in combinations(enumerate(tests), 2):
        for above, below in ((one.above, other.below), (other.above, one.below)):
            if one.variable == other.variable and _never(above, below):
                problem = (
                    f"these never hold together: above {above:g} and below {below:g} (when.{first}, when.{second})"
                )
                found.add((*here, "when", str(second)), problem, "mend one of the two", other.variable)


def check_watched(found: Findings, here: Path, test: Condition) -> None:
    """A condition of a rule, in which ``@`` stands for any government and ``*`` for all along an axis."""
    check_condition(found, here, test, found.ids.governments)


def check_effects(found: Findings, here: Path, effects: Sequence[Effect]) -> None:
    """Every effect must change a figure of the state, by a change in its unit."""
    for number, effect in enumerate(effects):
        path = (*here, str(number))
        variable = _variable(found, (*path, "variable"), effect.variable)
        if variable is not None:
            _change(found, path, effect, variable)


def _change(found: Findings, here: Path, effect: Effect, variable: Variable) -> None:
    path, unit = (*here, "change"), effect.change.unit
    wanted = "ratio" if effect.relative else CHANGE_UNITS.get(variable.unit)
    shown = f"{effect.change.value:g} {unit}"
    if wanted is None:
        problem = f"{variable.name} (in {variable.unit}) changes by a ratio of its value"
        found.add(path, problem, "write relative = true and the change in ratio", shown)
    elif unit != wanted:
        how = "a relative change" if effect.relative else f"a change of {variable.name}"
        found.add(path, f"wrong unit; {how} is in {wanted!r}", "convert the figure to that unit", shown)
    else:
        check_ratio(found, here, effect)


def check_ratio(found: Findings, here: Path, effect: Effect) -> None:
    """A relative change must be one that a figure can take, turn after turn."""
    if effect.relative and not LEAST_RATIO <= effect.change.value <= MOST_RATIO:
        problem = f"a relative change lies between {LEAST_RATIO:g} and {MOST_RATIO:g}"
        remedy = "give a ratio of the present value: 0.1 is ten per cent more"
        found.add((*here, "change"), problem, remedy, f"{effect.change.value:g} {effect.change.unit}")


def _variable(found: Findings, here: Path, written: str, own: Sequence[str] = ()) -> Variable | None:
    """The variable that a path names; a fault with the path as it is written, if it names none.

    Where ``own`` says whom ``@`` may stand for, it does, and ``*`` for all along an axis.
    """
    head, *parts = written.split(".")
    axes = BY_NAME[head].axes if head in BY_NAME else ()
    if own and len(parts) == len(axes):
        parts = [_meant(part, _axis(found, axis), own) for part, axis in zip(parts, axes, strict=True)]
    try:
        variable, _ = find_cell_on(lambda name: _axis(found, name), ".".join([head, *parts]))
    except NoCellError as error:
        _unknown(found, here, written, error)
        return None
    return variable


def _meant(part: str, ids: Axis, own: Sequence[str]) -> str:
    """An id that a part of a path stands for; where none can be meant, the only one of ``own``, or the part itself."""
    if part == OWN:
        return next((name for name in own if name in ids.place), own[0] if len(own) == 1 else part)
    return next(iter(ids), part) if part == ALL else part


def _unknown(found: Findings, here: Path, written: str, error: NoCellError) -> None:
    """A fault for a path that names nothing."""
    given = written.split(".")[error.place]
    stands = f" ({OWN!r} stands for it)" if given == OWN and given != error.part else ""
    found.add(here, error.problem + stands, error.remedy or suggestion(given, error.allowed), repr(written))


def _axis(found: Findings, name: str) -> Axis:
    file, ids = found.file, found.ids
    named: dict[str, Sequence[str]] = {
        "actors": ids.governments,
        "channels": CHANNELS,
        "instruments": INSTRUMENTS,
        "resources": RESOURCES,
        "pillars": PILLARS,
        "pledge": ("announced", "committed", "disbursed"),
    }
    if name in named:
        return Axis(named[name])
    if name == "ventures":
        return Axis([f"{power}/{key}" for key, project in file.project.items() for power in project.sponsors])
    if name.endswith("_lag"):
        return Axis([f"in-{step + 1}" for step in range(_longest(file, name))])
    return Axis(getattr(ids, name))


def _longest(file: ScenarioFile, name: str) -> int:
    """Turns that a pipeline holds, before the scenario is indexed."""
    quarters = {
        "training_lag": file.rules.human_capital.delay.value,
        "research_lag": file.rules.control_answers.substitution_lag.value,
        "works_lag": file.rules.caspian.widening_lag.value,
        "equity_lag": max((m.equity_lag.value for m in file.mineral.values() if m.equity_lag), default=1.0),
    }
    return max(1, math.ceil(quarters[name] / file.scenario.quarters_per_turn))
