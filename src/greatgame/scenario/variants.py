"""Variants: a scenario with another temper, mechanisms switched off, or single figures changed.

A variant shares with its original everything that it does not change, so that
a design of thousands of points can open one for each.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

import numpy as np
from pydantic import BaseModel

from greatgame.errors import GreatGameError, ScenarioError
from greatgame.given import texts
from greatgame.scenario.check import check_figures
from greatgame.scenario.extending import Document
from greatgame.scenario.figures import Figure, FigureTable, UnitRule
from greatgame.scenario.indexed import IndexedScenario, Variant
from greatgame.scenario.load import Loaded
from greatgame.scenario.schema import Injection, ScenarioFile
from greatgame.scenario.schema_minds import Doctrine
from greatgame.scenario.vocabulary import CONSIDERATIONS, MECHANISMS
from greatgame.words import AS_PUBLISHED, known

FIXED = frozenset({"source", "history", "benchmark", "temper", "level", "advisor", "injected"})
"""Top-level tables whose figures no campaign reads as they stand."""
UNLIMITED = 1e9
"""Bound of a figure that has none of its own."""
SET = "set for a variant of the scenario"
"""Origin of a figure that was changed: it no longer has the source of the number that it replaces."""
BIAS = "weight"
"""Unit of weights and tastes."""
DEFAULTED = ("threshold", "noise", "inertia", "orders")
"""Figures that a doctrine may leave to ``[defaults]``."""


class Lever(NamedTuple):
    """A figure that can be varied."""

    path: str
    """Dotted, as :func:`varied` takes it."""
    value: float
    unit: str
    low: float
    high: float
    least: bool = True
    """Whether ``low`` itself is within bounds; not where the figure must be above it."""

    def takes(self, value: float) -> bool:
        """Whether a value is within bounds."""
        return self.low <= value <= self.high and (self.least or value > self.low)

    @property
    def bounds(self) -> str:
        """In words, such as ``0 to 1 (share)``."""
        return f"{'' if self.least else 'above '}{self.low:g} to {self.high:g} ({self.unit})"


def varied(
    scenario: IndexedScenario,
    *,
    temper: str = AS_PUBLISHED,
    without: Sequence[str] = (),
    changes: Mapping[str, float] | None = None,
    injected: Iterable[tuple[str, str]] = (),
) -> IndexedScenario:
    """The scenario with another temper, mechanisms switched off and single figures changed.

    A variant of a variant has the differences of both; a figure changed twice
    keeps the later value, whatever the temper.  The same differences give the
    same hash in any order.

    Args:
        scenario: the original, or a variant of it.
        temper: name of a ``[temper.NAME]``; ``as-published`` leaves the temper as it is.
        without: mechanisms to switch off.
        changes: value by dotted path, e.g. ``doctrine.china.weights.grievance``; the words ``value`` and
            ``values`` may be left out.  See :func:`list_levers`.
        injected: (quarter, event) that happen for certain, beside those of the scenario itself.

    Raises:
        GreatGameError: for an unknown name or path (with the nearest ones), or a value out of bounds.
        ScenarioError: where the figures no longer fit together.
    """
    own, original = scenario.variant, scenario.original
    without = texts("mechanisms to switch off:", without)
    for name in without:
        known("mechanism", name, MECHANISMS)
    known("temper", temper, tempers(scenario))
    checked = dict(_checked(original, path, value) for path, value in (changes or {}).items())
    wanted = Variant(
        own.temper if temper == AS_PUBLISHED else temper,
        tuple(sorted({*own.without, *(name for name in without if original.on(name))})),
        tuple(sorted({**dict(own.changes), **checked}.items())),
        tuple(sorted({*own.injected, *(_injection(scenario, quarter, event) for quarter, event in injected)})),
    )
    if wanted.injected and ("events" in wanted.without or not original.on("events")):
        names = ", ".join(event for _, event in wanted.injected)
        raise GreatGameError(f"{names} cannot be injected: the mechanism 'events' is switched off in this campaign")
    return scenario if wanted == own else _built(original, wanted)


def _injection(scenario: IndexedScenario, quarter: str, event: str) -> tuple[str, str]:
    """An injected event as it is kept: by the first quarter of its turn."""
    known("event", event, scenario.names.events)
    turns = {scenario.quarter(turn): turn for turn in range(scenario.turns)}
    turns |= {scenario.first_quarter(turn): turn for turn in range(scenario.turns)}
    known("quarter", quarter, turns)
    return scenario.first_quarter(turns[quarter]), event


def tempers(scenario: IndexedScenario) -> tuple[str, ...]:
    """Names of the tempers there are; the first is that of the doctrines as they stand."""
    return (AS_PUBLISHED, *scenario.file.temper)


def list_levers(scenario: IndexedScenario) -> list[Lever]:
    """Every figure that can be varied, in the order of the document, with the bounds of its value.

    Weights that a doctrine does not name are among them: they are 0.  Tastes
    that it does not name can be varied too, and are not listed.  The doctrine
    of the player's seat is not: a strategy decides there.
    """
    return list(_all_levers(scenario.file))


@lru_cache(maxsize=8)
def _index(original: IndexedScenario) -> dict[str, Lever]:
    """What can be varied by path, with what doctrines and strategies leave to the defaults."""
    file = original.file
    unsaid = {lever.path: lever for lever in _unsaid(file)}
    return unsaid | {lever.path: lever for lever in _all_levers(file)}


def _all_levers(file: ScenarioFile) -> Iterator[Lever]:
    idle = _idle(file)
    return (lever for lever in _levers(file, _Hint(ScenarioFile), ()) if not lever.path.startswith(idle))


def _idle(file: ScenarioFile) -> str:
    """Where the paths begin of what only describes: a strategy decides in the player's seat, not its doctrine."""
    return f"doctrine.{file.scenario.player}."


def _unsaid(file: ScenarioFile) -> Iterator[Lever]:
    tastes = _field(Doctrine, "tastes")
    for section, book in (("doctrine", file.doctrine), ("strategy", file.strategy)):
        for name in (name for name in book if not f"{section}.{name}.".startswith(_idle(file))):
            for kind in file.kind:
                yield tastes.lever((section, name, "tastes", kind), 0.0, BIAS)
            for part in DEFAULTED:
                default: Figure = getattr(file.defaults, part)
                yield _field(Doctrine, part).lever((section, name, part), default.value, default.unit)


def _field(model: type[BaseModel], name: str) -> _Hint:
    field = model.model_fields[name]
    return _Hint(model).part(field.annotation, field.metadata)


def _checked(original: IndexedScenario, path: str, value: float) -> tuple[str, float]:
    """The path in its usual form, and the value as a number within the figure's bounds."""
    lever = _lever(original, path)
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not math.isfinite(value):
        raise GreatGameError(f"{path} = {value!r} is no number: give one finite number, in {lever.unit}")
    if not lever.takes(value):
        remedy = f"give a value {'from ' if lever.least else ''}{lever.bounds}; it is {lever.value:g}"
        raise GreatGameError(f"{path} = {value:g} is out of bounds: {remedy}")
    return lever.path, float(value)


def _lever(original: IndexedScenario, path: str) -> Lever:
    levers = _index(original)
    head, _, last = path.rpartition(".")
    for spelling in (path, path.removesuffix(".value"), f"{head.removesuffix('.values')}.{last}"):
        if spelling in levers:
            return levers[spelling]
    if path.startswith(_idle(original.file)):
        part = path.removeprefix(_idle(original.file))
        problem = f"{path!r} moves nothing: a strategy decides in the player's seat, its doctrine only describes it"
        raise GreatGameError(f"{problem}; vary strategy.NAME.{part}, such as strategy.{_first(original)}.{part}")
    near = difflib.get_close_matches(path, levers, n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(near)}?" if near else f"'greatgame scenarios sources {original.id}' lists them"
    raise GreatGameError(f"unknown figure {path!r}: {hint}")


def _first(original: IndexedScenario) -> str:
    return next(iter(original.file.strategy), "NAME")


class _Hint(NamedTuple):
    """What an annotation says of the figures below it."""

    annotation: Any
    rule: UnitRule | None = None

    def part(self, annotation: Any, metadata: Sequence[Any] = ()) -> _Hint:
        """The hint of a field; ``None`` beside a type, and what wraps a type, are looked through."""
        rule = next((note.func for note in metadata if isinstance(getattr(note, "func", None), UnitRule)), None)
        if get_origin(annotation) is Annotated:
            inner, *notes = get_args(annotation)
            return self.part(inner, [*metadata, *notes])
        held = [kind for kind in get_args(annotation) if kind is not type(None)]
        if len(held) == 1 and len(held) < len(get_args(annotation)):
            return self.part(held[0], metadata)
        return _Hint(annotation, rule)

    def item(self) -> _Hint:
        """The hint of what a dictionary or a list holds."""
        return self.part(get_args(self.annotation)[-1])

    def lever(self, path: tuple[str, ...], value: float, unit: str) -> Lever:
        low, high, above = (self.rule.low, self.rule.high, self.rule.above) if self.rule else (None, None, None)
        bottom = low if above is None else above
        least, most = -UNLIMITED if bottom is None else bottom, UNLIMITED if high is None else high
        return Lever(".".join(path), value, unit, least, most, above is None)


def _levers(node: Any, hint: _Hint, path: tuple[str, ...]) -> Iterator[Lever]:
    """The figures below ``node``."""
    if isinstance(node, FigureTable):
        for key in node.values:
            yield hint.lever((*path, key), node.number(key), node.unit)
        if path[0] in {"doctrine", "strategy"} and path[-1] == "weights":
            for key in CONSIDERATIONS:
                if key not in node.values:
                    yield hint.lever((*path, key), 0.0, node.unit)
    elif isinstance(node, Figure):
        yield hint.lever(path, node.value, node.unit)
    elif isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            if path or name not in FIXED:
                part = hint.part(field.annotation, field.metadata)
                yield from _levers(getattr(node, name), part, (*path, field.alias or name))
    elif isinstance(node, Mapping | list):
        items: Iterable[tuple[Any, Any]] = node.items() if isinstance(node, Mapping) else enumerate(node)
        for key, value in items:
            yield from _levers(value, hint.item(), (*path, str(key)))


@lru_cache(maxsize=16)
def _built(original: IndexedScenario, variant: Variant) -> IndexedScenario:
    """The original with all differences of a variant, indexed."""
    patch = _Patch(original.file, original.loaded.document)
    if variant.without:
        patch.switch_off(variant.without)
    if variant.temper != AS_PUBLISHED:
        temper = original.file.temper[variant.temper]
        for part, book in (("weights", temper.weights), ("tastes", temper.tastes)):
            for actor, table in book.items():
                for key in table.values:
                    patch.set(("doctrine", actor, part, key), table.figure(key))
    if variant.injected:
        patch.inject(variant.injected)
    levers = _index(original)
    for path, value in variant.changes:
        patch.set(tuple(path.split(".")), Figure(value=value, unit=levers[path].unit, assumption=SET))
    loaded = Loaded(patch.file, patch.document, original.loaded.origin, original.loaded.folder)
    if faults := check_figures(loaded, patch.changed):
        raise ScenarioError(f"a variant of scenario {original.id!r} is not consistent:", faults)
    return IndexedScenario(loaded, original, frozenset(patch.changed), variant)


class _Patch:
    """A validated document and its plain form, changed side by side; the originals stay as they are."""

    def __init__(self, file: ScenarioFile, document: Document) -> None:
        self.file, self.document = file, document
        self.changed: set[str] = set()
        """Top-level tables that differ."""

    def switch_off(self, mechanisms: Sequence[str]) -> None:
        off = dict.fromkeys(mechanisms, False)
        self.document = {**self.document, "mechanisms": {**self.document.get("mechanisms", {}), **off}}
        self.file = self.file.model_copy(update={"mechanisms": {**self.file.mechanisms, **off}})
        self.changed.add("mechanisms")

    def inject(self, injected: Sequence[tuple[str, str]]) -> None:
        rows = [Injection(event=event, quarter=quarter) for quarter, event in injected]
        added = [row for row in rows if row not in self.file.injected]
        plain = [*self.document.get("injected", []), *(row.model_dump() for row in added)]
        self.document = {**self.document, "injected": plain}
        self.file = self.file.model_copy(update={"injected": [*self.file.injected, *added]})
        self.changed.add("injected")

    def set(self, steps: tuple[str, ...], figure: Figure) -> None:
        """Put a figure in the place of the one that ``steps`` lead to."""
        self.file, self.document = _replaced(self.file, self.document, steps, figure)
        self.changed.add(steps[0])


def _replaced(node: Any, plain: Any, steps: tuple[str, ...], figure: Figure) -> tuple[Any, Any]:
    """Copies of a part of the document, validated and plain, with a figure put in."""
    if not steps:
        return figure, _plain(figure)
    step, rest = steps[0], steps[1:]
    if isinstance(node, FigureTable):
        rows = {**node.values, step: figure}
        return node.model_copy(update={"values": rows}), {**plain, "values": {**plain["values"], step: _plain(figure)}}
    if isinstance(node, BaseModel):
        name, key = _names(node, plain, step)
        part, bare = getattr(node, name), plain.get(key)
        if part is None and rest:
            part = FigureTable(values={}, unit=figure.unit, assumption=SET)
            bare = {**_origin(part), "values": {}}
        part, bare = _replaced(part, bare, rest, figure)
        return node.model_copy(update={name: part}), {**plain, key: bare}
    if isinstance(node, list):
        place = int(step)
        part, bare = _replaced(node[place], plain[place], rest, figure)
        return [*node[:place], part, *node[place + 1 :]], [*plain[:place], bare, *plain[place + 1 :]]
    part, bare = _replaced(node[step], plain[step], rest, figure)
    return {**node, step: part}, {**plain, step: bare}


def _names(node: BaseModel, plain: Document, step: str) -> tuple[str, str]:
    """The field that a step means, and its key in the plain document, which may be the name or the alias."""
    for name, field in type(node).model_fields.items():
        if step in (name, field.alias):
            key = next((word for word in (field.alias, name) if word in plain), field.alias or name)
            return name, str(key)
    raise KeyError(step)


def _origin(part: Figure | FigureTable) -> Document:
    return {key: value for key, value in part.model_dump(exclude={"value", "values"}).items() if value is not None}


def _plain(figure: Figure) -> Document:
    return {"value": figure.value, **_origin(figure)}
