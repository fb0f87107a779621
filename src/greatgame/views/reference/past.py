"""The record of the past: what was published about a thing or a variable, year by year, before the game begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter

from greatgame.scenario.figures import GRADES, Series
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import called
from greatgame.text import Text, joined, named, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.reference.articles import Block
from greatgame.views.titles import TITLES, exact

WHOLE = 3
"""Years of a series that is shown whole; of a longer one the first and the last are."""


def record_of(scenario: IndexedScenario, *subjects: str) -> Block:
    """Published series about some things or variables, each as one figure; those that the game continues come first."""
    return Block(
        Text("Record of the past"), figures=tuple(_figure(scenario, *row) for row in _found(scenario, subjects))
    )


def _found(scenario: IndexedScenario, subjects: Iterable[str]) -> Iterator[tuple[Text, Series]]:
    """Name and numbers of each series that is about one of the subjects."""
    file, asked = scenario.file, set(subjects)
    for name, host in file.host.items():
        if host.gdp_history is not None and asked & {name, "gdp"}:
            yield say(TITLES["gdp"], a=called(host)), host.gdp_history
    for name, mineral in file.mineral.items():
        if asked & {name, "price"}:
            yield say(TITLES["price"], a=called(mineral)), mineral.price_history
    goes_on, beside = [], []
    for row in file.history.values():
        if row.measure is not None and asked & {*row.measure.split(".")}:
            goes_on.append(row)
        elif asked & {*row.about}:
            beside.append(row)
    for row in (*goes_on, *beside):
        yield called(row), row.series


def _figure(scenario: IndexedScenario, name: Text, series: Series) -> Figure:
    """A series as its values, or the first and the last; its account goes from year to year and names every source."""
    course = series.path()
    (first, begun), (last, value) = course[0], course[-1]
    years = str(last) if first == last else f"{first}–{last}"
    title, unit = say("{name}, {years}", name=name, years=years), Text(series.unit)
    shown = [now for _, now in course] if len(course) <= WHOLE else [begun, value]
    text = joined([exact(now, series.unit) for now in shown], " → ")

    def account() -> Account:
        steps = [(first, begun), *((year, now - old) for (_, old), (year, now) in pairwise(course))]
        lines = tuple(AccountLine(Text(str(year)), change, note=_note(series, year)) for year, change in steps)
        how = say("The first year, then the change to each later one.")
        note = joined([named(series.note), how], "; ") if series.note else how
        return Account(title, unit, value, lines, note, _sources(scenario, series))

    return Figure(title, value, unit, text, account, _span(series))


def _span(series: Series) -> str:
    """The lowest and the highest year of a series that is not shown whole."""
    course = series.path()
    if len(course) <= WHOLE:
        return ""
    (then, low), (year, high) = min(course, key=itemgetter(1)), max(course, key=itemgetter(1))
    ends = {"low": exact(low, series.unit), "high": exact(high, series.unit)}
    return say("lowest {low} in {then}, highest {high} in {year}", then=then, year=year, **ends)


def _note(series: Series, year: int) -> str:
    """The value of a year, and what only its own row says of it."""
    figure = series.figure(str(year))
    value = exact(figure.value, series.unit)
    return value if figure.note in (None, series.note) else joined([value, named(figure.note or "")], "; ")


def _sources(scenario: IndexedScenario, series: Series) -> tuple[str, ...]:
    """Publications and grades, each with its years."""
    found: dict[tuple[str, str], list[str]] = {}
    for year, _ in series.path():
        figure = series.figure(str(year))
        found.setdefault((figure.source or "", figure.grade or "D"), []).append(str(year))
    return tuple(
        say(
            "{years}: {titles}. Grade {grade}, {meaning}",
            years=", ".join(years),
            titles="; ".join(scenario.file.source[key].title for key in source.split("+") if key),
            grade=grade,
            meaning=Text(GRADES[grade]),
        )
        for (source, grade), years in found.items()
    )
