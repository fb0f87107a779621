"""Whether a sweep means something in its scenario: names, figures, ranges, sizes; every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from greatgame.agents.seating import file_of, lasting
from greatgame.batch.measures import Measures
from greatgame.batch.space import point_count
from greatgame.batch.sweep import MAX_CAMPAIGNS, MAX_POINTS, Range, Sweep, SweepError, Value, parse, read
from greatgame.batch.worker import SEATED, check_decisions
from greatgame.errors import Fault, GreatGameError
from greatgame.model import STRENGTHS, GreatGameModel
from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.scenario.variants import list_levers, varied
from greatgame.scenario.vocabulary import MECHANISMS
from greatgame.words import AS_PUBLISHED, known

DEFAULTS = {"strategy": "all-round", "strength": "standard", "temper": AS_PUBLISHED}
"""Settings of a sweep that does not name them."""


@dataclass(frozen=True)
class Checked:
    """A sweep that can be run."""

    sweep: Sweep
    scenario: IndexedScenario
    place: str
    """Name or folder of the scenario."""
    settings: dict[str, str]
    units: dict[str, str]
    """Unit of every lever and uncertainty that is a figure."""
    files: dict[str, str]
    """Strategies that are files: words of the sweep -> specification with the path in full."""


def checked(file: Path) -> Checked:
    """Read a sweep and check all of it.

    Raises:
        SweepError: with every fault, located.
    """
    sweep, faults = parse(read(file), file.name)
    if sweep is None:
        raise SweepError("the sweep cannot be run:", faults)
    check = _Check(sweep, file, {fault.field.split(".")[0] for fault in faults})
    faults += check.faults()
    if faults:
        raise SweepError("the sweep cannot be run:", faults)
    assert check.scenario is not None
    return Checked(sweep, check.scenario, check.place, check.settings, check.units, check.files)


class _Check:
    """The checks of one sweep, each of which yields faults."""

    def __init__(self, sweep: Sweep, file: Path, unread: Collection[str]) -> None:
        self.sweep, self.file = sweep, file
        self.unread = unread
        """Tables that are not as they were meant, because their form is at fault."""
        self.scenario: IndexedScenario | None = None
        self.place = sweep.scenario
        self.units: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.settings = {name: getattr(sweep, name) or default for name, default in DEFAULTS.items()}

    def faults(self) -> list[Fault]:
        return [*self._scenario(), *self._design(), *self._names(), *self._in_scenario()]

    def _fault(self, field: str, value: object, problem: str, remedy: str) -> Fault:
        shown = "" if value is None else value.text if isinstance(value, Range) else repr(value)
        return Fault(self.file.name, field, shown[:60], problem, remedy)

    def _caught(self, field: str, value: object, attempt: Callable[[], Any]) -> Iterator[Fault]:
        """A fault for the error that ``attempt`` raises."""
        try:
            attempt()
        except GreatGameError as error:
            yield self._fault(field, value, str(error), "mend it")

    def _scenario(self) -> Iterator[Fault]:
        for number, name in enumerate(self.sweep.without):
            yield from self._caught(f"without[{number}]", name, partial(known, "mechanism", name, MECHANISMS))
        off = tuple(sorted(set(self.sweep.without) & set(MECHANISMS)))
        self.place = _place(self.sweep.scenario, self.file.parent)
        try:
            self.scenario = open_scenario(self.place, off)
        except GreatGameError as error:
            yield self._fault("scenario", self.sweep.scenario, str(error), "name another, or mend it")

    def _design(self) -> Iterator[Fault]:
        sweep, kind = self.sweep, self.sweep.kind
        design, ranges = sweep.design, sweep.ranges
        if design is not None:
            if kind == "none" and sweep.dimensions:
                yield self._fault("design.kind", kind, "there are levers or uncertainties to try", "name a design")
            sampled = kind in {"latin-hypercube", "sobol"}
            if sampled and design.points is None:
                yield self._fault("design.points", None, f"is missing: a {kind} design has a size", "add it")
            if not sampled and design.points is not None:
                yield self._fault("design.points", design.points, f"has no meaning in a {kind} design", "remove it")
            if sampled and not ranges:
                problem = f"a {kind} design samples ranges, and there is none"
                yield self._fault("design.kind", kind, problem, "give a range, or use a grid")
            if kind == "sobol" and design.points is not None and design.points & (design.points - 1):
                near = 1 << design.points.bit_length()
                yield self._fault("design.points", design.points, "is no power of two", f"use {near // 2} or {near}")
            if design.second_order and kind != "sobol":
                yield self._fault("design.second_order", True, "belongs to a sobol design", "remove it")
        elif ranges and "design" not in self.unread:
            remedy = 'add [design] with kind = "latin-hypercube", "sobol" or "grid"'
            yield self._fault("design", None, "is missing: ranges need one", remedy)
        yield from self._steps()
        yield from self._size()

    def _steps(self) -> Iterator[Fault]:
        for field, _, given in self._dimensions():
            if not isinstance(given, Range):
                continue
            if self.sweep.kind == "grid" and self.sweep.design is not None and given.steps is None:
                yield self._fault(field, given, "is a range without steps, which a grid needs", "add steps = ...")
            if self.sweep.kind in {"latin-hypercube", "sobol"} and given.steps is not None:
                yield self._fault(f"{field}.steps", given.steps, "belongs to a grid", "remove it")

    def _size(self) -> Iterator[Fault]:
        points, seeds = point_count(self.sweep), self.sweep.slots.count
        if points > MAX_POINTS:
            problem = f"makes {points:,} points; the most is {MAX_POINTS:,}"
            yield self._fault("design" if self.sweep.design else "levers", None, problem, "try fewer values or samples")
        elif points * seeds > MAX_CAMPAIGNS:
            problem = f"makes {points:,} x {seeds:,} campaigns; the most is {MAX_CAMPAIGNS:,}"
            yield self._fault("seeds", seeds, problem, "lower seeds or points")

    def _dimensions(self) -> Iterator[tuple[str, str, list[Value] | Range]]:
        """(field of the sweep, name, what it is given) of every lever and uncertainty."""
        for table in ("levers", "uncertainties"):
            for name, given in getattr(self.sweep, table).items():
                yield f"{table}.{name}", name, given

    def _names(self) -> Iterator[Fault]:
        """Each thing is said once, and names are names."""
        said: dict[str, str] = {}
        for field, name, given in self._dimensions():
            plain = _plain(name)
            if plain in said:
                yield self._fault(field, None, f"is the same as {said[plain]}", "keep one of the two")
            said[plain] = field
            if name not in SEATED:
                if not isinstance(given, Range) and any(isinstance(value, str) for value in given):
                    remedy = f"give numbers; only {', '.join(SEATED)} are chosen by name"
                    yield self._fault(field, given, "holds a text where a figure is meant", remedy)
                continue
            if getattr(self.sweep, name) is not None:
                yield self._fault(name, getattr(self.sweep, name), f"is given here and in {field}", "keep one")
            if isinstance(given, Range) or not all(isinstance(value, str) for value in given):
                yield self._fault(field, None, "is chosen by name", f'write {name} = ["...", "..."]')

    def _in_scenario(self) -> Iterator[Fault]:
        game = self.scenario
        if game is None:
            return
        if self.sweep.turns is not None and self.sweep.turns > game.turns:
            yield self._fault("turns", self.sweep.turns, f"the scenario has {game.turns} turns", "lower it")
        for field in ("outcomes", "timelines"):
            for number, path in enumerate(getattr(self.sweep, field)):
                yield from self._caught(f"{field}[{number}]", path, partial(Measures, game, [path]))
        yield from self._seated(game)
        yield from self._figures(game)

    def _seated(self, game: IndexedScenario) -> Iterator[Fault]:
        """Strategies, strengths and tempers that there are."""
        attempts: dict[str, Callable[[str], object]] = {
            "strategy": lambda words: self._try_strategy(game, words),
            "strength": lambda name: known("strength", name, STRENGTHS),
            "temper": lambda name: varied(game, temper=name),
        }
        for name, attempt in attempts.items():
            yield from self._caught(name, None, partial(attempt, self.settings[name]))
            for field, other, given in self._dimensions():
                if other == name and isinstance(given, list):
                    for value in given:
                        if isinstance(value, str):
                            yield from self._caught(field, value, partial(attempt, value))

    def _try_strategy(self, game: IndexedScenario, words: str) -> None:
        """Play one turn by a strategy, so that one that never works is refused before the batch begins."""
        spec = words
        if file_of(words) is not None:
            # Files are meant beside the sweep, and found from anywhere.
            spec = self.files[words] = lasting(str(self.file.parent / words))
        model = GreatGameModel(game, strategy=spec, seeds=[0])
        model.step()
        check_decisions(model)

    def _figures(self, game: IndexedScenario) -> Iterator[Fault]:
        """Figures that there are, at the least and the most of what they are given."""
        levers = {_plain(path): unit for path, _, unit, *_ in list_levers(game)}
        for field, name, given in self._dimensions():
            if name in SEATED:
                continue
            values = [given.low, given.high] if isinstance(given, Range) else [v for v in given if isinstance(v, float)]
            self.units[name] = levers.get(_plain(name), "")
            for value in sorted({min(values), max(values)} if values else ()):
                faults = list(self._caught(field, value, partial(varied, game, changes={name: value})))
                yield from faults
                if faults and _plain(name) not in levers:
                    break  # An unknown figure is unknown at the other end too.


def _plain(path: str) -> str:
    """A figure's path without the parts that may be left out."""
    return ".".join(step for step in path.split(".") if step not in {"value", "values"})


def _place(scenario: str, beside: Path) -> str:
    """A scenario's folder in full, beside the sweep or from here, so that workers elsewhere find it; else its name."""
    for base in (beside, Path()):
        try:
            if (base / scenario / "scenario.toml").is_file():
                return str((base / scenario).resolve())
        except (OSError, ValueError):
            pass  # No path can be named like this: then it is no folder.
    return scenario
