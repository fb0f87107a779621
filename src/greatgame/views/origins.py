"""Where the figures that a variable starts from stand in the scenario, and what their sources are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from greatgame.scenario.figures import GRADES
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.sources import FigureRow
from greatgame.text import Text, joined, named, say
from greatgame.views.titles import exact
from greatgame.world.variables import BY_NAME, axis

if TYPE_CHECKING:
    from greatgame.views.readings import Readings

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "trust": "tie.{a}.trust.{b}",
        "mood": "tie.{a}.mood.{b}",
        "dependence": "tie.{a}.{b}.{c}",
        "debt": "host.{a}.debt.{b}",
        "institutions": "host.{a}.institutions",
        "skills": "host.{a}.skills",
        "stability": "host.{a}.stability",
        "terms": "host.{a}.terms",
        "growth": "host.{a}.growth",
        "gdp": "host.{a}.gdp",
        "wariness": "power.{b}.wariness.{a}",
        "ties": "power.{a}.ties.{b}",
        "tension": "flashpoint.{a}.tension",
        "support": "power.{a}.support",
        "credibility": "power.{a}.credibility",
        "price": "mineral.{a}.price",
        "mined": "mineral.{a}.mined.{b}",
        "refined": "mineral.{a}.refined.{b}",
        "contract": "mineral.{b}.imports.{a}.{c}",
        "stock": "mineral.{b}.stock.{a}",
        "control": "mineral.{c}.controls.{a}.{b}",
        "unmet": "mineral.{b}.demand.{a}",
        "security": "mineral.{b}.demand.{a}",
        "capacity": "leg.{a}.capacity",
        "dwell": "leg.{a}.dwell",
        "volume": "corridor.{a}.volume",
        "built": "project.{a}.build",
        "stage": "project.{a}.capex",
        "capital": "firm.{a}.capital",
        "caspian_level": "caspian.level",
        "caspian_design": "caspian.design",
        "score": "score.weights.{a}",
        "pledge": "scenario.pledge",
        "purse": "power.{a}.budgets.{b}",
    }
)
"""State variable -> figure of the scenario that it starts from; a, b and c as in the titles."""


def origins_of(readings: Readings, variable: str, index: tuple[int, ...]) -> tuple[str, ...]:
    """Where the start of a figure comes from, in words; empty where it starts from nothing."""
    place = PLACES.get(variable)
    if place is None:
        return ()
    axes = BY_NAME[variable].axes
    ids = [axis(readings.scenario, name)[i] for name, i in zip(axes, index, strict=True)]
    return readings.source(place.format(**dict(zip("abc", ids, strict=False))))


def origin(scenario: IndexedScenario, row: FigureRow) -> Text:
    """One figure of the scenario with unit, year, source and grade, or the reason for assuming it."""
    return _origin(scenario, joined([exact(row.value, row.unit), Text(row.unit)], " "), row)


def origins_by_name(scenario: IndexedScenario, rows: Sequence[tuple[Text, FigureRow]]) -> tuple[Text, ...]:
    """The same of several figures: those of one unit and origin together, each with what it belongs to."""
    alike: dict[FigureRow, list[Text]] = {}
    for name, row in rows:
        words = say("{name} {amount}", name=name, amount=exact(row.value, row.unit))
        alike.setdefault(replace(row, path="", value=0.0), []).append(words)
    return tuple(
        _origin(scenario, say("{unit} ({figures})", unit=Text(row.unit).capital, figures=joined(words)), row)
        for row, words in alike.items()
    )


def _origin(scenario: IndexedScenario, quantity: Text, row: FigureRow) -> Text:
    if row.source is None:
        word = "a judgement: {reason}" if row.kind == "preference" else "assumed: {reason}"
        return say(
            "{quantity}, {origin}",
            quantity=quantity,
            origin=say(word, reason=_reason(row)),
        )
    titles = [scenario.file.source[key].title for key in row.source.split("+") if key in scenario.file.source]
    return say(
        "{quantity} ({year}): {titles}. Grade {grade}, {meaning}",
        quantity=quantity,
        year=row.year,
        titles="; ".join(titles) or row.source,
        grade=row.grade,
        meaning=Text(GRADES[row.grade or "D"]),
    )


def _reason(row: FigureRow) -> Text:
    return named(row.assumption or "")
