"""Checks of scenarios and the origin of their figures, as documents and as printed lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from greatgame.errors import GreatGameError, ScenarioError
from greatgame.printing import Heading, counted
from greatgame.scenario.figures import GRADES
from greatgame.scenario.load import Loaded, load
from greatgame.scenario.sources import FigureRow, list_figures, summary

Document = dict[str, Any]


def check(name: str) -> Document:
    """Whether a scenario can be used: ``name``, ``valid``, ``message`` and ``faults``."""
    try:
        loaded = load(name)
    except ScenarioError as error:
        faults = [asdict(fault) for fault in error.faults]
        return {"name": name, "valid": False, "message": str(error), "faults": faults}
    except GreatGameError as error:
        return {"name": name, "valid": False, "message": str(error), "faults": []}
    figures = len(list_figures(loaded.file))
    words = f"{name}: no faults ({counted(figures, 'figure')} checked)"
    return {"name": name, "valid": True, "message": words, "faults": []}


def render_checks(results: list[Document]) -> RenderableType:
    """One verdict a scenario; below it, every fault on a line of its own."""
    lines: list[RenderableType] = []
    for result in results:
        mark = Text("ok     ", style="green") if result["valid"] else Text("faulty ", style="red")
        # Messages keep their own line breaks: a fault that is searched for must not be cut in two.
        lines.append(Text.assemble(mark, result["message"]))
        if count := len(result["faults"]):
            lines.append(Text(f"       {counted(count, 'fault')}; each names file, field, value and remedy"))
    return Group(*lines)


def provenance(name: str) -> Document:
    """Every figure of a scenario with its origin, and the summary; keys documented in docs/JSON.md."""
    loaded = load(name)
    rows = list_figures(loaded.file)
    counts = summary(rows)
    return {
        "scenario": loaded.file.scenario.id,
        "figures": [_figure(loaded, row) for row in rows],
        "sources": {key: source.model_dump(exclude_none=True) for key, source in loaded.file.source.items()},
        "summary": {
            "figures": counts.figures,
            "sourced": counts.sourced,
            "assumed": counts.assumed,
            "preferences": counts.preferences,
            "share_sourced": counts.share_sourced,
            "grades": dict(sorted(Counter(row.grade for row in rows if row.grade).items())),
        },
    }


def _figure(loaded: Loaded, row: FigureRow) -> Document:
    keys = row.source.split("+") if row.source else []
    titles = [loaded.file.source[key].title for key in keys if key in loaded.file.source]
    return {**asdict(row), "titles": titles}


def render_provenance(d: Document) -> RenderableType:
    """Figures one to a line, grouped under what they share, with the summary at the end."""
    return Group(*_lines(d))


def _lines(d: Document) -> Iterator[RenderableType]:
    section = origin = ""
    for row in d["figures"]:
        if row["path"].split(".")[0] != section:
            section, origin = row["path"].split(".")[0], ""
            yield Heading(section)
        year = f" ({row['year']})" if row["year"] else ""
        yield Text(f"{row['path']} = {_number(row['value'])} {row['unit']}{year}")
        own = _origin(row)
        # A table's figures share one origin, which is printed once.
        if own != origin:
            yield Text(f"    {own}", style="dim")
            origin = own
    yield Heading("Sources")
    for key, source in d["sources"].items():
        parts = [source["title"], source.get("publisher"), source.get("date"), source.get("address")]
        yield Text(f"{key}: {'. '.join(part for part in parts if part)}")
    yield Heading("Summary")
    yield Text(_summary(d["summary"]))


def _origin(row: Document) -> str:
    note = f" ({row['note']})" if row["note"] else ""
    if row["source"]:
        return f"{row['source']}, grade {row['grade']}: {'; '.join(row['titles'])}{note}"
    word = "preference" if row["kind"] == "preference" else "assumption"
    return f"{word}: {row['assumption']}{note}"


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _summary(counts: Document) -> str:
    grades = "\n".join(f"  {grade}  {counts['grades'].get(grade, 0):>6,}  {words}" for grade, words in GRADES.items())
    return (
        f"{counts['figures']:,} figures: {counts['sourced']:,} sourced ({counts['share_sourced']:.0%}), "
        f"{counts['assumed']:,} assumed with a reason.\nBeside them {counts['preferences']:,} preferences "
        "(weights of doctrines and of the score, how minds see the world), published judgements by nature.\n"
        f"Grades:\n{grades}"
    )
