"""The benchmark: campaigns a second, where the time goes, and the ratio to ``mesa.batch_run``."""

from __future__ import annotations

import contextlib
import io
import platform
import time
import tracemalloc
from dataclasses import dataclass, field
from typing import Any

import mesa
import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table

from greatgame.model import GreatGameModel
from greatgame.rules.turn import Profile
from greatgame.scenario.indexed import IndexedScenario, open_scenario

SIZES = (1, 64, 256)
"""Worlds played side by side."""


@dataclass(frozen=True)
class BenchReport:
    """What was measured, on one core and in one process."""

    scenario: str
    machine: str
    rates: dict[int, float]
    """Worlds side by side -> campaigns a second."""
    phases: dict[int, Profile]
    """Worlds side by side -> seconds a campaign by phase."""
    memory_mb: dict[int, float]
    """Worlds side by side -> peak of the memory that one ensemble allocates, MB."""
    batch_rate: float
    """Campaigns a second of mesa.batch_run with one process."""
    identical: bool
    """Whether ensemble and batch_run gave the same digests."""
    notes: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Best ensemble rate over mesa.batch_run's."""
        return max(self.rates.values()) / self.batch_rate

    def as_dict(self) -> dict[str, Any]:
        return {**self.__dict__, "ratio": self.ratio}

    def render(self) -> RenderableType:
        speed = Table(title=f"{self.scenario}: campaigns a second, one core ({self.machine})")
        speed.add_column("worlds side by side")
        for column in ("campaigns/s", "of batch_run", "peak memory, MB"):
            speed.add_column(column, justify="right")
        for worlds, rate in self.rates.items():
            speed.add_row(
                str(worlds), f"{rate:,.1f}", f"{rate / self.batch_rate:.1f} x", f"{self.memory_mb[worlds]:,.1f}"
            )
        speed.add_row("mesa.batch_run", f"{self.batch_rate:,.1f}", "1.0 x", "")
        where = Table(title="Milliseconds a campaign, by phase")
        where.add_column("phase")
        for worlds in self.phases:
            where.add_column(f"{worlds} worlds", justify="right")
        for phase in next(iter(self.phases.values())):
            where.add_row(phase, *(f"{1000 * profile.get(phase, 0.0):.3f}" for profile in self.phases.values()))
        same = "Ensemble and batch_run give the same digests." if self.identical else "DIGESTS DIFFER."
        return Group(speed, where, same, *self.notes)


def run(name: str = "tokyo-2026", seconds: float = 3.0) -> BenchReport:
    """Measure for about ``seconds`` a size; timings are wall-clock of one process."""
    scenario = open_scenario(name)
    GreatGameModel(scenario, seeds=[0]).play()
    rates, phases, memory = {}, {}, {}
    for worlds in SIZES:
        rates[worlds] = _rate(scenario, worlds, seconds)
        phases[worlds] = _profile(scenario, worlds)
        memory[worlds] = _memory(scenario, worlds)
    batch_rate, identical = _batch(scenario, seconds, rates[1])
    machine = f"Python {platform.python_version()}, numpy {np.__version__}, mesa {mesa.__version__}"
    return BenchReport(scenario.id, machine, rates, phases, memory, batch_rate, identical)


def _rate(scenario: IndexedScenario, worlds: int, seconds: float) -> float:
    played, begun = 0, time.perf_counter()
    while True:
        GreatGameModel(scenario, seeds=range(played, played + worlds)).play()
        played += worlds
        spent = time.perf_counter() - begun
        if spent >= seconds:
            return played / spent


def _profile(scenario: IndexedScenario, worlds: int) -> Profile:
    begun = time.perf_counter()
    model = GreatGameModel(scenario, seeds=range(worlds))
    profile: Profile = {"set-up and tape": time.perf_counter() - begun}
    model.profile = profile
    begun = time.perf_counter()
    model.play()
    whole = time.perf_counter() - begun
    profile["agents decide"] = whole - sum(v for k, v in profile.items() if k != "set-up and tape")
    return {phase: spent / worlds for phase, spent in profile.items()}


def _memory(scenario: IndexedScenario, worlds: int) -> float:
    tracemalloc.start()
    GreatGameModel(scenario, seeds=range(worlds)).step()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _batch(scenario: IndexedScenario, seconds: float, alone: float) -> tuple[float, bool]:
    """mesa.batch_run over as many campaigns as fit the time, in this process."""
    count = max(4, int(seconds * alone))
    begun = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        rows = mesa.batch_run(
            GreatGameModel,
            parameters={"scenario": scenario.id, "world_seed": list(range(count))},
            number_processes=1,
            max_steps=scenario.turns,
            data_collection_period=-1,
            display_progress=False,
        )
    rate = count / (time.perf_counter() - begun)
    model = GreatGameModel(scenario, seeds=range(count)).play()
    digests = {int(row["world_seed"]): row["digest"] for row in rows if row.get("digest")}
    same = all(digests.get(seed) == model.digest(seed) for seed in range(count))
    return rate, same
