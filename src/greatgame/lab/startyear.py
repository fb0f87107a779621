"""The starting year: a run without shocks beside the figures it is calibrated on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import RenderableType
from rich.table import Table

from greatgame.indicators import CONVERSION, CONVERSION_QUARTERS, figure
from greatgame.model import GreatGameModel
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.words import significant

SILENT = ("tension", "price", "caspian", "growth", "stability", "event", "breaking")
"""Streams of the tape that are shocks; what remains is how projects fare."""

YEAR = 4.0
"""Quarters after which the figures are compared."""


@dataclass(frozen=True)
class Line:
    """One figure, measured beside published."""

    name: str
    measure: str
    published: float
    tolerance: float
    """Relative."""
    unit: str
    year: int | None
    source: str
    found: float
    spread: float
    """Standard deviation over campaigns."""

    @property
    def near(self) -> bool:
        return abs(self.found - self.published) <= self.tolerance * abs(self.published) + 1e-12


@dataclass(frozen=True)
class StartYearTable:
    """All benchmarks of a scenario."""

    scenario: str
    seeds: int
    lines: list[Line]

    def as_dict(self) -> dict[str, Any]:
        rows = [{**line.__dict__, "near": line.near} for line in self.lines]
        return {"scenario": self.scenario, "seeds": self.seeds, "lines": rows}

    def render(self) -> RenderableType:
        table = Table(
            title=f"{self.scenario}: first year without shocks ({self.seeds} campaigns, all-round)",
            caption="Found: mean over campaigns at the end of the first year "
            f"(memoranda: after {CONVERSION_QUARTERS:g} quarters), ± one standard deviation.",
        )
        table.add_column("figure")
        for column in ("published", "tolerance", "found"):
            table.add_column(column, justify="right")
        for column in ("unit", "near", "source"):
            table.add_column(column)
        for line in self.lines:
            found = f"{significant(line.found)} ±{significant(line.spread, digits=2)}"
            near = "yes" if line.near else "NO"
            tolerance = f"±{100 * line.tolerance:.0f} %"
            table.add_row(line.name, f"{line.published:g}", tolerance, found, line.unit, near, line.source)
        return table


def run(scenario: IndexedScenario, seeds: int = 32, strategy: str = "all-round") -> StartYearTable:
    """Play two quiet years and compare the scenario's benchmarks."""
    model = GreatGameModel(scenario, strategy=strategy, seeds=range(seeds))
    model.world.tape = model.world.tape.without(SILENT)
    book = scenario.file.benchmark
    found: dict[str, Floats] = {}
    signed = model.world.state.signed.copy()
    closed = np.zeros_like(signed)
    mine = scenario.venture_power == scenario.player
    for turn in range(scenario.steps(CONVERSION_QUARTERS)):
        model.step()
        state = model.world.state
        signed = np.maximum(signed, state.signed)
        won = np.take(state.sponsor, scenario.venture_project, axis=1) == scenario.player + 1.0
        closed = np.maximum(closed, won * signed)
        if turn == scenario.steps(YEAR) - 1:
            for name, mark in book.items():
                if mark.measure != CONVERSION:
                    found[name] = np.array([figure(scenario, state, mark.measure, w) for w in range(seeds)])
    rate = (closed[:, mine].sum(axis=1)) / np.maximum(signed[:, mine].sum(axis=1), 1.0)
    lines = []
    for name, mark in book.items():
        values = rate if mark.measure == CONVERSION else found[name]
        lines.append(
            Line(
                name=mark.name,
                measure=mark.measure,
                published=mark.figure.value,
                tolerance=mark.tolerance.value,
                unit=mark.figure.unit,
                year=mark.figure.year,
                source=mark.figure.source or "assumption",
                found=float(values.mean()),
                spread=float(values.std(ddof=1)) if seeds > 1 else 0.0,
            )
        )
    return StartYearTable(scenario.id, seeds, lines)
