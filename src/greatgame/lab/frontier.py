"""What a search found, as a table, a picture and rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table

from greatgame import pictures
from greatgame.lab.optimise import TOTAL, Found, Frontier
from greatgame.printing import counted, listed, signed


def sentence(frontier: Frontier) -> str:
    """The answer in words."""
    better = {goal: better_at(frontier, goal) for goal in frontier.goals}
    parts = []
    for goal, rows in better.items():
        if rows:
            best = max(rows, key=lambda row: row.held_out[goal].mean)
            parts.append(f"{best.name} gains {signed(best.held_out[goal].mean)} in {goal}")
    if not parts:
        return f"Nothing that was found is better than {frontier.base} on luck that it was not trained on."
    return f"On luck that was not trained on, {listed(parts)} over {frontier.base}."


def better_at(frontier: Frontier, goal: str) -> list[Found]:
    """Strategies that beat the base strategy at a goal on held-out seeds, allowing for how many there are."""
    return [
        row
        for row in frontier.found
        if row.held_out[goal].mean > 0 and row.held_out[goal].clear_among(len(frontier.found))
    ]


def render(frontier: Frontier) -> RenderableType:
    """Table for the terminal."""
    columns = list(dict.fromkeys((*frontier.goals, TOTAL)))
    table = Table(
        title=f"{frontier.scenario}: {counted(len(frontier.trials), 'candidate')} around {frontier.base}, "
        f"each on {counted(frontier.seeds, 'training world')}",
        caption=f"Difference in points to {frontier.base} on {frontier.held_out} held-out worlds, with 95 % interval; "
        "an asterisk marks what stands out, allowing for the number of strategies.",
    )
    table.add_column("strategy")
    for goal in columns:
        table.add_column(goal, justify="right")
    table.add_column("changes", justify="right")
    for row in frontier.found:
        table.add_row(row.name, *(_cell(frontier, row, goal) for goal in columns), str(len(row.changes)))
    return Group(sentence(frontier), table)


def _cell(frontier: Frontier, row: Found, goal: str) -> str:
    found = row.held_out[goal]
    mark = "*" if found.clear_among(len(frontier.found)) else " "
    return f"{signed(found.mean)} ({signed(found.low)} to {signed(found.high)}){mark}"


def table(frontier: Frontier) -> str:
    """CSV: one row for each strategy of the frontier."""
    rows = []
    for row in frontier.found:
        cells: dict[str, Any] = {"strategy": row.name}
        cells |= {f"training.{goal}": mean for goal, mean in row.training.items()}
        for goal, found in row.held_out.items():
            cells |= {f"{goal}.difference": found.mean, f"{goal}.low": found.low, f"{goal}.high": found.high}
        rows.append(cells | {f"set.{path}": value for path, value in row.changes.items()})
    names = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def draw(frontier: Frontier, path: Path) -> None:
    """Every candidate by the first two goals (by order of trial where there is one), the frontier marked."""
    names = {tuple(row.training[goal] for goal in frontier.goals): row.name for row in frontier.found}
    up = frontier.goals[0]
    two = len(frontier.goals) > 1

    def place(number: int, trial: tuple[float, ...]) -> tuple[float, float]:
        return (trial[1], trial[0]) if two else (float(number), trial[0])

    with pictures.look():
        made = pictures.figure(
            7.2,
            4.6,
            f"{frontier.scenario}: what can be had together",
            f"{len(frontier.trials)} candidates, mean of {frontier.seeds} training worlds each",
        )
        axes = made.add_subplot()
        spots = [place(number, trial) for number, trial in enumerate(frontier.trials)]
        axes.plot(*zip(*spots, strict=True), "o", color=pictures.FADED, markersize=3, alpha=0.5, label="candidates")
        axes.plot(*spots[0], "s", color=pictures.INK, markersize=8, label=frontier.base)
        for number, trial in enumerate(frontier.trials):
            if trial in names:
                label = "on the frontier" if names[trial] == frontier.found[0].name else None
                axes.plot(*spots[number], "D", color=pictures.colour(1), markersize=7, label=label)
                short = names[trial].removeprefix(f"{frontier.base}-")
                axes.annotate(short, spots[number], xytext=(5, 5), textcoords="offset points", fontsize=8)
        axes.set_ylabel(f"{up}, points")
        axes.set_xlabel(f"{frontier.goals[1]}, points" if two else "order of trial")
        axes.grid()
        axes.legend(loc="best")
        pictures.save(made, path)
