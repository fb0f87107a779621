"""All figures of a scenario with where they come from, the sources, and how many are sourced and assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType

from greatgame.records import Record
from greatgame.scenario.figures import GRADES
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.sources import FigureRow
from greatgame.text import Text, joined, named, say, tell
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.reference.numbers import SECTIONS, given_figure, kind_of, rows_of, title_of
from greatgame.views.reference.search import folded, matches

ANY = ""
ORIGINS: Mapping[str, str] = MappingProxyType(
    {
        ANY: "Every origin",
        "sourced": "Sourced",
        "assumed": "Assumed",
        "judgement": "Judgements",
        "A": "Grade A: official",
        "B": "Grade B: press, research",
        "C": "Grade C: weak",
        "D": "Grade D: worked out",
    }
)
"""Origin of a figure -> what it is called in the list of filters."""


@dataclass(frozen=True)
class FigureEntry(Record):
    """One figure as the list shows it."""

    path: str
    title: Text
    figure: Figure
    year: str
    origin: Text
    """Grade of the sources, or whether it is assumed or a judgement."""
    reason: Text
    """Titles of the sources, or the reason."""


@dataclass(frozen=True)
class SourceEntry(Record):
    """One source, and how many figures rest on it."""

    key: str
    title: str
    about: str
    """Publisher, date and address, as far as they are known."""
    figures: Figure


class DataBook:
    """Every figure and every source of a scenario."""

    def __init__(self, scenario: IndexedScenario) -> None:
        self.scenario = scenario

    @property
    def entries(self) -> tuple[FigureEntry, ...]:
        """All figures in the order of the files."""
        return _entries(self.scenario)

    @property
    def sections(self) -> tuple[str, ...]:
        """Sections that have figures."""
        return tuple(dict.fromkeys(entry.path.split(".")[0] for entry in self.entries))

    @cached_property
    def sources(self) -> tuple[SourceEntry, ...]:
        """All sources, by key."""
        used: dict[str, list[FigureRow]] = {}
        for row in rows_of(self.scenario).values():
            for key in row.source.split("+") if row.source else ():
                used.setdefault(key, []).append(row)
        return tuple(self._source(key, used.get(key, [])) for key in sorted(self.scenario.file.source))

    def _source(self, key: str, rows: list[FigureRow]) -> SourceEntry:
        source = self.scenario.file.source[key]
        about = " · ".join(part for part in (source.publisher, source.date, source.address, source.note) if part)
        return SourceEntry(
            key, source.title, about, _counted(say("Figures that rest on it: {key}", key=key), _by_section(rows))
        )

    def find(self, query: str, language: str, section: str = ANY, origin: str = ANY) -> tuple[FigureEntry, ...]:
        """Figures whose words answer a query, of a section and an origin."""
        asked, rows = folded(query).strip(), rows_of(self.scenario)
        told = _folded(self.scenario, language) if asked else ("",) * len(rows)
        return tuple(
            entry
            for entry, words in zip(self.entries, told, strict=True)
            if (not section or entry.path.startswith(f"{section}."))
            and _of(rows[entry.path], origin)
            and (not asked or matches(asked, words))
        )

    def find_sources(self, query: str) -> tuple[SourceEntry, ...]:
        """Sources whose words answer a query."""
        asked = folded(query).strip()
        return tuple(
            entry for entry in self.sources if matches(asked, folded(f"{entry.key} {entry.title} {entry.about}"))
        )

    @property
    def counts(self) -> tuple[Figure, ...]:
        """How many figures there are: all, sourced, assumed; and judgements apart from them."""
        rows = list(rows_of(self.scenario).values())
        claims = [row for row in rows if row.kind == "figure"]
        sourced = [row for row in claims if row.sourced]
        assumed = [row for row in claims if not row.sourced]
        grades = {
            say("grade {grade}: {meaning}", grade=grade, meaning=Text(meaning)): sum(
                row.grade == grade for row in sourced
            )
            for grade, meaning in GRADES.items()
        }
        return (
            _counted(say("Figures"), {say("sourced"): len(sourced), say("assumed"): len(assumed)}),
            _counted(say("Sourced"), grades),
            _counted(say("Assumed, each with its reason"), _by_section(assumed)),
            _counted(say("Judgements: weights and tastes"), _by_section([row for row in rows if row.kind != "figure"])),
        )


def _by_section(rows: list[FigureRow]) -> dict[Text, int]:
    found: dict[Text, int] = {}
    for row in rows:
        section = row.path.split(".")[0]
        name = Text(SECTIONS.get(section, section))
        found[name] = found.get(name, 0) + 1
    return found


def _counted(title: Text, parts: Mapping[Text, int]) -> Figure:
    """A number of figures, and what it is made of."""
    unit = Text("figures")
    lines = tuple(AccountLine(label, float(count)) for label, count in parts.items())
    whole = float(sum(parts.values()))
    account = Account(title, unit, whole, lines, say("Counted in the scenario's files."))
    return Figure(title, whole, unit, f"{whole:,.0f}", lambda: account)


def _of(row: FigureRow, origin: str) -> bool:
    if origin == "sourced":
        return row.sourced
    if origin == "assumed":
        return not row.sourced and row.kind == "figure"
    if origin == "judgement":
        return row.kind != "figure"
    return not origin or row.grade == origin


@lru_cache(maxsize=4)
def _entries(scenario: IndexedScenario) -> tuple[FigureEntry, ...]:
    return tuple(_entry(scenario, row) for row in rows_of(scenario).values())


def _entry(scenario: IndexedScenario, row: FigureRow) -> FigureEntry:
    titles = [Text(scenario.file.source[key].title) for key in row.source.split("+")] if row.source else []
    reason = joined(titles, "; ") if titles else named(row.assumption or "")
    title = title_of(scenario, row.path)
    figure = given_figure(scenario, row, title)
    origin = say("grade {grade}", grade=row.grade) if row.sourced else kind_of(row)
    return FigureEntry(row.path, title, figure, str(row.year or ""), origin, reason)


@lru_cache(maxsize=4)
def _folded(scenario: IndexedScenario, language: str) -> tuple[str, ...]:
    return tuple(
        folded(f"{entry.path} {entry.title} {tell(entry.title, language)} {tell(entry.reason, language)} {entry.year}")
        for entry in _entries(scenario)
    )
