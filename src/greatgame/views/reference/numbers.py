"""Figures of the scenario as they are shown: what each is in words, its value, where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from greatgame.indicators import cell_of
from greatgame.mechanisms import MECHANISM_BOOK
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import called
from greatgame.scenario.sources import FigureRow, list_figures
from greatgame.text import Text, joined, named, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import PILLARS, PLAIN, actor
from greatgame.views.origins import origin
from greatgame.views.reference.written import field_name, mechanism_title
from greatgame.views.titles import exact
from greatgame.views.titles import title_of as title_of_state

SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "scenario": "Scenario",
        "flashpoint": "Flashpoint",
        "power": "Power",
        "host": "Host",
        "tie": "Tie",
        "channel_weights": "Weights of channels",
        "mineral": "Mineral",
        "leg": "Leg",
        "corridor": "Corridor",
        "caspian": "Caspian Sea",
        "sector": "Sector",
        "project": "Project",
        "firm": "Firm",
        "doctrine": "Doctrine",
        "strategy": "Strategy",
        "appraisal": "How moves are weighed",
        "minds": "How minds see",
        "temper": "Temper",
        "advisor": "Advisor",
        "kind": "Kind of order",
        "event": "Event",
        "score": "Score",
        "rules": "Rules",
        "defaults": "Defaults",
        "history": "Record of the past",
        "benchmark": "Benchmark",
    }
)
"""Section of the scenario's file -> what it is called."""
UNNAMED = frozenset({"scenario", "score", "rules", "defaults", "caspian", "channel_weights"})
"""Sections whose first step names no thing."""
SEEN: Mapping[str, str] = MappingProxyType({"appraisal": "role", "minds": "group"})
"""Sections that say how minds see the world -> what their tables stand for, under which their names are found."""
WEIGHED = frozenset({"doctrine", "temper", "strategy", "event"})
"""Sections with weights of considerations, whose names are fields' names."""


@lru_cache(maxsize=8)
def rows_of(scenario: IndexedScenario) -> Mapping[str, FigureRow]:
    """All figures of a scenario by path."""
    return {row.path: row for row in list_figures(scenario.file)}


@lru_cache(maxsize=8)
def _below(scenario: IndexedScenario) -> Mapping[str, list[str]]:
    """Paths of figures by every path that they lie below, or are."""
    found: dict[str, list[str]] = {}
    for path in rows_of(scenario):
        for prefix in accumulate(path.split("."), "{}.{}".format):
            found.setdefault(prefix, []).append(path)
    return found


def title_of(scenario: IndexedScenario, path: str) -> Text:
    """What a figure of the scenario is, in words: section, thing, and what of it."""
    section, *rest = path.split(".")
    return joined([Text(SECTIONS.get(section, section)), *words_of(scenario, section, rest)], " · ")


def words_of(scenario: IndexedScenario, section: str, parts: Iterable[str]) -> list[Text]:
    """The rest of a path, in words; where the path goes through a list, what stands there says its own name."""
    found: list[Text] = []
    here: Any = getattr(scenario.file, section, None)
    around = section
    for place, part in enumerate(parts):
        inside = _inside(here, part)
        if section in SEEN:
            found.append(field_words(SEEN[section] if place == 0 else around, part))
            around = section if section == "appraisal" else f"{section}.{part}"
        elif place == 0 and section not in UNNAMED:
            found.append(called(inside) if hasattr(inside, "name") else actor(scenario, part))
        elif place == 0 and section == "rules":
            found.append(mechanism_title(part) if part in MECHANISM_BOOK else field_words("any", part))
            around = f"rules.{part}"
        elif isinstance(here, list):
            found[-1:] = [_item(scenario, inside, part)]
        else:
            found.append(_word(scenario, around, here, part))
        here = inside
    return found


def _inside(here: Any, part: str) -> Any:
    if isinstance(here, list):
        return here[int(part)]
    return here.get(part) if isinstance(here, Mapping) else getattr(here, part.replace("-", "_"), None)


def _item(scenario: IndexedScenario, item: Any, part: str) -> Text:
    """What stands at a place of a list: an effect by its figure, an output or a widening by what it is of."""
    if variable := getattr(item, "variable", ""):
        return title_of_state(scenario, *cell_of(scenario, variable))
    for section in ("mineral", "leg"):
        if name := getattr(item, section, ""):
            return called(getattr(scenario.file, section)[name])
    return say("no. {number}", number=int(part) + 1)


def _word(scenario: IndexedScenario, around: str, here: Any, part: str) -> Text:
    """One step of a path: a year, something with a name, somebody, an aim, or a field."""
    if part.isdigit():
        return Text(part)
    if hasattr(inside := _inside(here, part), "name"):
        return called(inside)
    if around in ("score", "advisor") and part in PILLARS:
        return Text(PILLARS[part])
    file = scenario.file
    for table in (file.power, file.host, file.other_source, file.mineral, file.kind):
        rows: Mapping[str, Any] = table
        if part in rows:
            return called(rows[part])
    return field_words("doctrine" if around in WEIGHED else around, part)


def field_words(around: str, field: str) -> Text:
    """A field of a scenario's file in words; ``around`` is its section."""
    return field_name(around, field) or Text(PLAIN.get(field, field.replace("_", " ").replace("-", " ")))


def given_figure(scenario: IndexedScenario, row: FigureRow, title: Text | None = None) -> Figure:
    """A figure of the scenario; its account is its source, or the reason for it."""
    name = title_of(scenario, row.path) if title is None else title
    unit = Text(row.unit)

    def account() -> Account:
        line = AccountLine(kind_of(row), row.value)
        where = say("In the scenario's files: {path}.", path=row.path)
        note = joined([named(row.note), where], "; ") if row.note else where
        return Account(title_of(scenario, row.path), unit, row.value, (line,), note, (origin(scenario, row),))

    return Figure(name, row.value, unit, exact(row.value, row.unit), account, threshold=_when(row))


def kind_of(row: FigureRow) -> Text:
    """Whether a figure is sourced, assumed or a judgement, in words."""
    if row.source is not None:
        return Text("as the source has it") if row.grade != "D" else Text("worked out from the sources")
    return Text("a judgement") if row.kind == "preference" else Text("assumed")


def _when(row: FigureRow) -> str:
    return say("of {year}", year=row.year) if row.year is not None else ""


def figures_under(scenario: IndexedScenario, *prefixes: str) -> tuple[Figure, ...]:
    """All figures below some paths, titled by what follows there."""
    rows, below = rows_of(scenario), _below(scenario)
    if len(prefixes) == 1:
        paths = below.get(prefixes[0], [])
    else:
        wanted = {path for prefix in prefixes for path in below.get(prefix, ())}
        paths = [path for path in rows if path in wanted]
    return tuple(given_figure(scenario, rows[path], _rest(scenario, path)) for path in paths)


def _rest(scenario: IndexedScenario, path: str) -> Text:
    """A title without the section and the thing, which the article's own title says."""
    section, *parts = path.split(".")
    words = words_of(scenario, section, parts)
    return joined(words[1:] if len(words) > 1 else words, " · ").capital
