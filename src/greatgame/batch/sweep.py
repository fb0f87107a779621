"""The sweep: what a researcher asks for, as a short TOML file.

The shortest one names a scenario and a number of seeds; docs/BATCH.md has the
whole format.  Here its form is checked; whether its names mean anything in the
scenario is for :mod:`greatgame.batch.check` to say.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

from greatgame.errors import Fault, GreatGameError
from greatgame.scenario.load import read_toml

MAX_SEEDS = 10_000_000
"""Seeds of one point; also the step between the run numbers of two points."""
MAX_POINTS = 1_000_000
MAX_CAMPAIGNS = 100_000_000

DesignKind = Literal["none", "grid", "latin-hypercube", "sobol"]
Value = str | float
"""What a lever can be set to: a name, or a figure."""
Document = dict[str, Any]


class SweepError(GreatGameError):
    """A sweep that cannot be run; carries every fault found."""

    def __init__(self, what: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join([what, *(f"  {fault}" for fault in self.faults)]))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Number = Annotated[float, Field(allow_inf_nan=False)]


class Range(_Part):
    """A stretch from which values are drawn, or in a grid taken in even steps."""

    low: Number
    high: Number
    steps: Annotated[int, Field(ge=2, le=1000)] | None = None
    """Values in a grid, both ends included."""

    @model_validator(mode="after")
    def _is_a_stretch(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low = {self.low:g} is not below high = {self.high:g}")
        return self

    @property
    def text(self) -> str:
        """As a sweep writes it."""
        steps = "" if self.steps is None else f", steps = {self.steps}"
        return f"{{ low = {self.low:g}, high = {self.high:g}{steps} }}"


def _value(value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("is neither a name nor a number")
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        raise ValueError("is not a finite number")
    return float(value)


def _distinct(values: list[Value]) -> list[Value]:
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"names {', '.join(twice)} more than once")
    return values


Values = Annotated[list[Annotated[Any, AfterValidator(_value)]], Field(min_length=1), AfterValidator(_distinct)]
Dimension = Annotated[
    Annotated[Values, Tag("values")] | Annotated[Range, Tag("range")],
    Discriminator(lambda given: "values" if isinstance(given, list) else "range"),
]
"""A list, all of which is tried, or a range."""
TAGS = frozenset({"values", "range", "number", "table"})


def _flat(table: Any) -> Any:
    """Dotted keys as TOML reads them (tables in tables) under one dotted name each."""
    return dict(_leaves(table, ())) if isinstance(table, dict) else table


def _leaves(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for key, given in table.items():
        if isinstance(given, dict) and not _is_range(given):
            yield from _leaves(given, (*path, key))
        else:
            yield ".".join((*path, key)), given


def _is_range(table: Mapping[str, Any]) -> bool:
    fields = [key for key in table if key in Range.model_fields]
    return not table or any(not isinstance(table[key], dict) for key in fields)


Dimensions = Annotated[dict[str, Dimension], BeforeValidator(_flat)]


class Seeds(_Part):
    """The luck of the campaigns: consecutive seeds, the same for every point."""

    first: Annotated[int, Field(ge=0, le=2**62)] = 0
    count: Annotated[int, Field(ge=1, le=MAX_SEEDS)]


class Design(_Part):
    """How ranges are sampled; lists are always tried in full."""

    kind: DesignKind
    points: Annotated[int, Field(ge=1, le=MAX_POINTS)] | None = None
    """Of a Latin hypercube its size; of a Sobol design the base N, a power of two."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    second_order: bool = False
    """Of a Sobol design: N (2D + 2) samples, for indices of pairs too, instead of N (D + 2)."""


_SeedCount = Annotated[int, Field(ge=1, le=MAX_SEEDS)]


class Sweep(_Part):
    """A whole sweep."""

    scenario: Annotated[str, Field(min_length=1, max_length=1000)]
    seeds: Annotated[
        Annotated[_SeedCount, Tag("number")] | Annotated[Seeds, Tag("table")],
        Discriminator(lambda given: "table" if isinstance(given, dict | Seeds) else "number"),
    ]
    strategy: str | None = None
    strength: str | None = None
    temper: str | None = None
    without: list[str] = []
    turns: Annotated[int, Field(ge=1, le=1000)] | None = None
    outcomes: list[str] = []
    timelines: list[str] = []
    part: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Campaigns in one file of results."""
    design: Design | None = None
    levers: Dimensions = {}
    uncertainties: Dimensions = {}

    @property
    def slots(self) -> Seeds:
        """First seed and their number."""
        return self.seeds if isinstance(self.seeds, Seeds) else Seeds(count=self.seeds)

    @property
    def dimensions(self) -> dict[str, list[Value] | Range]:
        """Levers, then uncertainties."""
        return {**self.levers, **self.uncertainties}

    @property
    def ranges(self) -> dict[str, Range]:
        """Dimensions given as ranges."""
        return {name: given for name, given in self.dimensions.items() if isinstance(given, Range)}

    @property
    def kind(self) -> DesignKind:
        """The design; a grid where only lists are given."""
        if self.design is not None:
            return self.design.kind
        return "grid" if self.dimensions else "none"


def read(path: Path) -> Document:
    """The document of a sweep file.

    Raises:
        SweepError: where it cannot be read.
    """
    faults: list[Fault] = []
    document = read_toml(path, faults)
    if document is None:
        named = [dataclasses.replace(fault, file=str(path)) for fault in faults]
        raise SweepError("the sweep cannot be read:", named)
    return document


def parse(document: Document, file: str) -> tuple[Sweep | None, list[Fault]]:
    """The sweep and the faults of its form; with faults, as much of the sweep as is sound (None: nothing)."""
    try:
        return Sweep.model_validate(document), []
    except ValidationError as error:
        items = error.errors()
    sound = {**document, "levers": _flat(document.get("levers", {}))}
    sound["uncertainties"] = _flat(document.get("uncertainties", {}))
    for item in items:
        _drop(sound, [step for step in item["loc"] if step not in TAGS])
    sound.setdefault("seeds", 1)
    try:
        rest = Sweep.model_validate(sound)
    except ValidationError:
        rest = None
    return rest, [_fault(item, file) for item in items]


def _drop(document: Document, path: Sequence[int | str]) -> None:
    """Take out the smallest named part of a sweep that holds ``path``."""
    head = str(path[0]) if path else ""
    table = document.get(head)
    if head in {"levers", "uncertainties"} and isinstance(table, dict) and len(path) > 1:
        document[head] = {name: given for name, given in table.items() if name != path[1]}
    else:
        document.pop(head, None)


def _fault(item: Any, file: str) -> Fault:
    steps = [step for step in item["loc"] if step not in TAGS]
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    given = item["input"]
    shown = "" if item["type"] == "missing" or isinstance(given, dict | list) else _brief(given)
    problem, remedy = _in_words(item)
    return Fault(file, field, shown, problem, remedy)


def _brief(value: Any) -> str:
    if isinstance(value, int) and abs(value) > 10**60:
        return "a huge number"
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "add it"),
    "extra_forbidden": ("is not known here", "remove it or mend its name; docs/BATCH.md lists what there is"),
    "finite_number": ("is not a finite number", "give a finite number"),
    "list_type": ("is not a list", "write a list: [...]"),
    "string_type": ("is not a text", "write it in quotes"),
    "bool_type": ("is neither true nor false", "write true or false, without quotes"),
    "float_type": ("is not a number", "give one number, without quotes"),
    "int_type": ("is not a whole number", "give one number, without quotes or fractions"),
    "model_type": ("is neither a list nor a range", "write [value, ...] or { low = ..., high = ... }"),
    "dict_type": ("is not a table", "write a table"),
    "too_short": ("is empty", "give at least one value"),
}
"""Kind of pydantic error -> problem and remedy."""


def _in_words(item: Any) -> tuple[str, str]:
    kind: str = item["type"]
    if kind in _WORDS:
        return _WORDS[kind]
    context: dict[str, Any] = item.get("ctx", {})
    if kind == "literal_error":
        return "is not allowed here", f"use {context['expected']}"
    if kind == "less_than_equal":
        return f"is absurdly large: the most is {context['le']:,}", "lower it"
    if kind == "greater_than_equal":
        return f"is below the least, {context['ge']:,}", "raise it"
    message: str = item["msg"].removeprefix("Value error, ").replace("Input should", "should")
    return message, "mend it"
