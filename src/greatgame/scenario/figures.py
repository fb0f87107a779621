"""Figures: numbers that carry their unit and where they come from.

Every number in a scenario is a :class:`Figure` or belongs to a
:class:`FigureTable`.  A figure either names a source (with year and grade) or
is marked as an assumption with the reason for it; there is no third way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from greatgame.validation import Wrong, WrongValueError, raise_all

Grade = Literal["A", "B", "C", "D"]
"""A official, B secondary press or research, C weak or conflicting, D derived from sourced rows."""

GRADES: dict[str, str] = {
    "A": "official body or official figure",
    "B": "secondary press, company or research",
    "C": "weak, partial or conflicting",
    "D": "derived by arithmetic from sourced figures",
}

SHORTEST_REASON = 8
"""Characters below which an assumption says nothing."""

UNITS: dict[str, str] = {
    "share": "fraction of a whole, 0 to 1",
    "%": "per cent",
    "%/yr": "per cent per year",
    "%-points": "percentage points",
    "index": "index, 0 to 100",
    "points": "points of an index",
    "points/quarter": "points of an index per quarter",
    "per quarter": "rate per quarter",
    "probability": "probability per quarter",
    "ratio": "dimensionless ratio",
    "number": "plain number: a count or a rank",
    "weight": "weight in a preference or a score",
    "USD mn": "millions of constant US dollars",
    "USD mn/yr": "millions of constant US dollars per year",
    "JPY bn": "billions of yen",
    "JPY bn/yr": "billions of yen per year",
    "JPY/USD": "yen per US dollar",
    "USD/kg": "US dollars per kilogram",
    "USD/FEU": "US dollars per forty-foot container",
    "USD/day": "US dollars per container and day",
    "t": "tonnes",
    "t/yr": "tonnes per year",
    "Mt/yr": "million tonnes per year",
    "mn people": "millions of people",
    "people": "people",
    "people/yr": "people per year",
    "days": "days",
    "quarters": "quarters of a year",
    "m": "metres, Baltic system",
    "m/yr": "metres per year",
    "projects": "number of projects",
    "orders": "number of orders a turn",
    "level": "rung of a ladder",
    "GW": "gigawatts",
    "k TEU/yr": "thousands of twenty-foot containers per year",
    "bcm/yr": "billion cubic metres per year",
    "USD bn/yr": "billions of US dollars per year",
}


ORIGIN = ("origin",)
"""Where inside a figure it is wrong, when that is its source or assumption."""


class Provenance(BaseModel):
    """Unit, year and origin shared by a figure or by every figure of a table."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    unit: str
    year: int | None = Field(default=None, ge=1900, le=2100)
    source: str | None = None
    grade: Grade | None = None
    assumption: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _sourced_or_assumed(self) -> Self:
        if (self.source is None) == (self.assumption is None):
            problem = "give either source (with year and grade) or assumption (the reason)"
            raise WrongValueError([Wrong(ORIGIN, problem, "give one of the two")])
        if self.source is not None and (self.year is None or self.grade is None):
            raise WrongValueError([Wrong(ORIGIN, "a sourced figure needs year and grade (A, B, C or D)", "add them")])
        if self.assumption is not None and len(self.assumption.strip()) < SHORTEST_REASON:
            raise WrongValueError([Wrong(ORIGIN, "an assumption needs its reason in words", "say why in a sentence")])
        return self

    @property
    def sourced(self) -> bool:
        return self.source is not None


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise WrongValueError([Wrong((), "must be a finite number", "give a finite number")])
    if abs(value) > 1e9:
        raise WrongValueError([Wrong((), "is absurdly large (limit 1e9)", "check the unit")])
    return value


Finite = Annotated[float, AfterValidator(_finite)]


class Figure(Provenance):
    """One number with its unit and origin."""

    value: Finite

    def __float__(self) -> float:
        return self.value


class FigureTable(Provenance):
    """Several numbers of one unit and (unless a row says otherwise) one origin."""

    values: dict[str, Finite | Figure]

    def number(self, key: str, default: float = 0.0) -> float:
        """The value under ``key``, in this table's unit."""
        row = self.values.get(key, default)
        return row.value if isinstance(row, Figure) else row

    def figure(self, key: str) -> Figure:
        """The row ``key`` as a figure of its own, inheriting the table's origin."""
        row = self.values[key]
        if isinstance(row, Figure):
            return row
        return Figure(value=row, **self.model_dump(exclude={"values"}))

    @model_validator(mode="after")
    def _rows_share_the_unit(self) -> Self:
        remedy = "give every row of a table in the table's unit"
        raise_all(
            Wrong(("values", key), f"is in {row.unit!r}, the table in {self.unit!r}", remedy)
            for key, row in self.values.items()
            if isinstance(row, Figure) and row.unit != self.unit
        )
        return self


def total(table: FigureTable) -> float:
    """Sum of a table's rows."""
    return math.fsum(table.number(key) for key in table.values)


class Series(FigureTable):
    """A :class:`FigureTable` whose keys are years."""

    @field_validator("values")
    @classmethod
    def _years(cls, values: dict[str, Any]) -> dict[str, Any]:
        raise_all(
            Wrong((key,), "the key is not a year", "use years as keys")
            for key in values
            if not (len(key) == 4 and key.isascii() and key.isdecimal() and 1900 <= int(key) <= 2100)
        )
        return values

    def path(self) -> list[tuple[int, float]]:
        """(year, value) in order of time."""
        return sorted((int(key), self.number(key)) for key in self.values)


class UnitRule:
    """A validator that checks a figure's unit and range, and whether it is whole where it must be."""

    def __init__(
        self,
        units: tuple[str, ...],
        low: float | None,
        high: float | None,
        above: float | None = None,
        whole: bool = False,
    ) -> None:
        self.units, self.low, self.high, self.above, self.whole = units, low, high, above, whole

    def __call__(self, figure: Any) -> Any:
        raise_all(self._wrongs(figure))
        return figure

    def _wrongs(self, figure: Figure | FigureTable) -> Iterator[Wrong]:
        if figure.unit not in self.units:
            problem = f"wrong unit {figure.unit!r}; this field is in {_either(self.units)}"
            yield Wrong(("unit",), problem, "convert the figure to that unit")
        for part, value in _numbers(figure):
            if self.above is not None and value <= self.above:
                yield Wrong(part, f"must be above {self.above:g}: other figures are divided by it", "raise it")
                continue
            if self.low is not None and value < self.low:
                problem = f"is below the smallest allowed value {self.low:g}"
            elif self.high is not None and value > self.high:
                problem = f"is above the largest allowed value {self.high:g}"
            elif self.whole and not value.is_integer():
                yield Wrong(part, "is not a whole number", f"write {math.floor(value)} or {math.ceil(value)}")
                continue
            else:
                continue
            yield Wrong(part, problem, "check the figure and its unit")


def _either(units: Sequence[str]) -> str:
    """The units as words: ``'a'``, ``'a' or 'b'``, ``'a', 'b' or 'c'``."""
    *others, last = map(repr, units)
    return f"{', '.join(others)} or {last}" if others else last


def _numbers(figure: Figure | FigureTable) -> Iterator[tuple[tuple[str, ...], float]]:
    """Each number with its place inside the figure or table."""
    if isinstance(figure, FigureTable):
        for key in figure.values:
            yield ("values", key), figure.number(key)
    else:
        yield ("value",), figure.value


def unit(
    *units: str,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    whole: bool = False,
) -> AfterValidator:
    """Annotation for a field: the units it accepts and the range of its values.

    ``above`` is a bound that no value may have itself: 0, for figures that others are divided by; ``whole`` values are
    counts, of which no part would be taken.
    """
    return AfterValidator(UnitRule(units, low, high, above, whole))


AnyFigure = Annotated[Figure, unit(*UNITS)]
AnySeries = Annotated[Series, unit(*UNITS)]
"""Figures of whatever is measured."""

Share = Annotated[Figure, unit("share", low=0, high=1)]
Index = Annotated[Figure, unit("index", low=0, high=100)]
Points = Annotated[Figure, unit("points", low=-100, high=100)]
Rate = Annotated[Figure, unit("per quarter", low=0, high=1)]
Probability = Annotated[Figure, unit("probability", low=0, high=1)]
Ratio = Annotated[Figure, unit("ratio", low=-1000, high=1000)]
Quarters = Annotated[Figure, unit("quarters", low=0, high=200)]
Money = Annotated[Figure, unit("USD mn", low=0, high=1e8)]
Percent = Annotated[Figure, unit("%", low=-100, high=1000)]
PercentPoints = Annotated[Figure, unit("%-points", low=-100, high=100)]
GrowthRate = Annotated[Figure, unit("%/yr", low=-50, high=50)]

SomeShare = Annotated[Figure, unit("share", above=0, high=1)]
SomePoints = Annotated[Figure, unit("points", above=0, high=100)]
SomeRatio = Annotated[Figure, unit("ratio", above=0, high=1000)]
SomeQuarters = Annotated[Figure, unit("quarters", above=0, high=200)]
"""The same for figures that rules or minds divide by."""
