"""The study of balance for readers: tables on the terminal, a page in Markdown, a table of campaigns."""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from greatgame import __version__
from greatgame.lab.balance import SELDOM, Balance, Cell
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Paired
from greatgame.printing import counted, listed

WIDTH = 118
"""Columns of a page's text."""

Rows = tuple[str, Sequence[str], list[tuple[str, ...]]]
"""Title, columns (``>`` before one that is set right), and rows."""


def answers(found: Balance) -> list[str]:
    """What was found, in sentences."""
    arenas = len(found.arenas)
    leaders = list(dict.fromkeys(arena.best for arena in found.arenas))
    dominant = found.dominant
    lines = [
        f"One strategy dominates: {dominant} is best on every pillar or in every arena."
        if dominant
        else "No strategy dominates: none is best on every pillar, and none in every arena.",
        f"Best total: {listed([f'{name} in {_wins(found, name)} of {arenas} arenas' for name in leaders])}.",
    ]
    reached = [row.goal for row in found.goals if row.verdict == "open"]
    lines.append(f"Goals that the strategy decides: {listed(reached)}." if reached else "No goal is open.")
    lines += [f"Out of reach in {name}: {listed(goals)}." for name, goals in found.beyond_reach.items()]
    if found.granted:
        lines.append(f"Reached whatever one does: {listed(found.granted)}.")
    if found.unmoved:
        widths = [f"{pillar} ({width:.1f})" for pillar, width in found.unmoved.items()]
        lines.append(f"Hardly depends on strategy (points between the best and the worst): {listed(widths)}.")
    lines.append(
        f"Moves that hardly anybody makes: {listed(found.dead)}." if found.dead else "Every kind of move is made."
    )
    return lines


def _wins(found: Balance, name: str) -> int:
    return sum(arena.best == name for arena in found.arenas)


def _tables(found: Balance) -> Iterator[Rows]:
    pillars = list(found.standings[0].pillars)
    marks = list(found.standings[0].quantiles)
    yield (
        "Strategies over all arenas",
        ("Strategy", ">Mean total", *(f">{mark}" for mark in marks), ">Arenas won", "Best on"),
        [
            (
                row.strategy,
                f"{row.mean:.1f} ± {(row.high - row.low) / 2:.1f}",
                *(f"{row.quantiles[mark]:.1f}" for mark in marks),
                str(row.best_arenas),
                ", ".join(row.best_pillars) or "nothing",
            )
            for row in found.standings
        ],
    )
    yield (
        "Pillars, mean points",
        ("Strategy", *(f">{pillar}" for pillar in pillars)),
        [(row.strategy, *(f"{row.pillars[pillar]:.1f}" for pillar in pillars)) for row in found.standings],
    )
    yield (
        "Goals",
        ("Goal", "Verdict", "Best strategy", ">Reached", "Most often in", ">There", ">Least under any"),
        [
            (
                row.goal,
                row.verdict,
                row.strategy,
                f"{row.share.share:.0%}",
                f"{row.scenario}, {row.temper}",
                f"{row.share_there:.0%}",
                f"{row.idle:.0%}",
            )
            for row in found.goals
        ],
    )
    scenarios = list(found.goals[0].by_scenario) if found.goals else []
    yield (
        "Goals by scenario, under whichever strategy reaches them most often there",
        ("Goal", *(f">{name}" for name in scenarios)),
        [(row.goal, *(f"{row.by_scenario[name]:.0%}" for name in scenarios)) for row in found.goals],
    )
    yield (
        "Arenas",
        ("Scenario", "Hash", "Temper", "Best", ">Mean total", "Second", ">Ahead by", "Clear"),
        [
            (
                arena.scenario,
                f"`{arena.hash}`",
                arena.temper,
                arena.best,
                f"{arena.mean:.1f}",
                arena.second,
                _difference(arena.ahead, bold=False),
                "yes" if arena.clear else "no",
            )
            for arena in found.arenas
        ],
    )
    yield from _worlds(found, [TOTAL, *pillars])
    yield (
        "Moves, the rarest first",
        ("Move", "Seat", ">Orders a campaign", "Most often under", "Dead"),
        [(row.kind, row.seat, f"{row.most:.2f}", row.strategy, "yes" if row.dead else "no") for row in found.moves],
    )


def _worlds(found: Balance, measures: Sequence[str]) -> Iterator[Rows]:
    if not found.worlds:
        return
    first = found.arenas[0].scenario
    yield (
        f"What each scenario changes against {first}, under {found.reference}",
        ("Scenario", *(f">{name}" for name in measures)),
        [
            (world.scenario, *(_difference(world.differences[name], bold=True) for name in measures))
            for world in found.worlds
        ],
    )


def _difference(p: Paired, bold: bool) -> str:
    text = f"{p.mean:+.1f} ± {(p.high - p.low) / 2:.1f}"
    return f"**{text}**" if bold and p.clear else text


def render(found: Balance) -> RenderableType:
    """Tables for the terminal."""
    parts: list[RenderableType] = [Text(f"{_scope(found)}\n"), *(Text(f"- {line}") for line in answers(found))]
    for title, columns, rows in _tables(found):
        table = Table(title=f"\n{title}", title_justify="left")
        for column in columns:
            table.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left")
        for row in rows:
            table.add_row(*(re.sub(r"\*\*(.*)\*\*", r"[bold]\1[/bold]", cell).strip("`") for cell in row))
        parts.append(table)
    return Group(*parts)


def _scope(found: Balance) -> str:
    scenarios, tempers = ({getattr(arena, name) for arena in found.arenas} for name in ("scenario", "temper"))
    return (
        f"{found.campaigns:,} campaigns: {counted(len(found.standings), 'strategy', 'strategies')}, "
        f"{counted(len(scenarios), 'scenario')}, {counted(len(tempers), 'temper')} of the rivals, "
        f"seeds 0 to {found.seeds - 1} in each combination."
    )


def page(found: Balance, command: str) -> str:
    """The study as a page of docs/."""
    method = (
        f"{_scope(found)} All combinations meet the same luck. A mean is over arenas, ± half a 95 % interval over "
        "seeds; a difference is of pairs on one seed, bold where zero lies outside its interval; *clear* allows for "
        "all strategies compared. A goal is *out of reach* where no strategy reaches it in one campaign of twenty of "
        f"a scenario, *granted* where every strategy reaches it in nineteen of twenty. A move is *dead* where "
        f"it is made less than {SELDOM:g} times a campaign under any strategy, mean over arenas; what moves do is in "
        "[EFFECTS.md](EFFECTS.md)."
    )
    stamp = f"Written by `{command}`, greatgame {__version__}; do not edit by hand."
    lines = ["# Balance", "", *_wrapped(stamp), *_wrapped(method)]
    lines += [line for words in answers(found) for line in textwrap.wrap(f"- {words}", WIDTH, subsequent_indent="  ")]
    for title, columns, rows in _tables(found):
        lines += ["", f"## {title}", "", *_markdown(columns, rows)]
    return "\n".join(lines) + "\n"


def _wrapped(words: str) -> list[str]:
    return [*textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False), ""]


def _markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    names = [column.lstrip(">") for column in columns]
    rules = ["---:" if column.startswith(">") else "---" for column in columns]
    return [f"| {' | '.join(row)} |" for row in (names, rules, *rows)]


def campaigns_csv(cells: Sequence[Cell]) -> str:
    """One line a campaign: scenario, hash, temper, strategy, seed, total and pillars."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["scenario", "hash", "temper", "strategy", "seed", TOTAL, *cells[0].scenario.names.pillars])
    for cell in cells:
        names = (cell.scenario.id, cell.scenario.hash, cell.temper, cell.strategy)
        for seed, total, score in zip(cell.played.seeds, cell.played.total, cell.played.score, strict=True):
            writer.writerow([*names, seed, f"{total:.6f}", *(f"{points:.6f}" for points in score)])
    return text.getvalue()
