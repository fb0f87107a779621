"""The benchmark: campaigns a second, where the time goes, and the ratio to ``mesa.batch_run``."""

from __future__ import annotations

import contextlib
import io
import platform
import time
import tracemalloc
from dataclasses import dataclass, field, replace
from typing import Any

import mesa
import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table

from greatgame import loops, processes
from greatgame.lab.waits import Wait, waits
from greatgame.memory import swept
from greatgame.model import GreatGameModel
from greatgame.printing import counted
from greatgame.rules.turn import Profile
from greatgame.scenario.indexed import IndexedScenario, open_scenario

SIZES = (1, 64, 256, 512, 1024)
"""Worlds played side by side: the last are fastest; a batch takes the last but one, which need less memory."""


@dataclass(frozen=True)
class BenchReport:
    """What was measured: on one core in one process, and on several at once where that was asked for."""

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
    workers: int = 1
    """Processes measured beside each other."""
    together_rate: float | None = None
    """Campaigns a second of all of them, each with its own ensembles; None with one worker."""
    together_batch_rate: float | None = None
    """Campaigns a second of mesa.batch_run with as many processes."""
    waits: dict[str, Wait] = field(default_factory=dict)
    """What a player waits for, by name."""
    notes: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Best ensemble rate over mesa.batch_run's, one process each."""
        return max(self.rates.values()) / self.batch_rate

    @property
    def together_ratio(self) -> float | None:
        """The same with several processes each."""
        if self.together_rate is None or self.together_batch_rate is None:
            return None
        return self.together_rate / self.together_batch_rate

    def as_dict(self) -> dict[str, Any]:
        waits = {name: wait.as_dict() for name, wait in self.waits.items()}
        return {**self.__dict__, "waits": waits, "ratio": self.ratio, "together_ratio": self.together_ratio}

    def render(self) -> RenderableType:
        speed = Table(title=f"{self.scenario}: campaigns a second ({self.machine})")
        speed.add_column("worlds side by side")
        for column in ("campaigns/s", "of batch_run", "peak memory, MB"):
            speed.add_column(column, justify="right")
        for worlds, rate in self.rates.items():
            speed.add_row(
                str(worlds), f"{rate:,.1f}", f"{rate / self.batch_rate:.1f} x", f"{self.memory_mb[worlds]:,.1f}"
            )
        speed.add_row("mesa.batch_run", f"{self.batch_rate:,.1f}", "1.0 x", "")
        if self.together_rate is not None and self.together_batch_rate is not None:
            speed.add_section()
            many = f"{max(self.rates)} in each of {self.workers} processes"
            speed.add_row(many, f"{self.together_rate:,.1f}", f"{self.together_ratio:.1f} x", "")
            speed.add_row(f"mesa.batch_run, {self.workers} processes", f"{self.together_batch_rate:,.1f}", "1.0 x", "")
        where = Table(title="Milliseconds a campaign, by phase")
        where.add_column("phase")
        for worlds in self.phases:
            where.add_column(counted(worlds, "world"), justify="right")
        for phase in next(iter(self.phases.values())):
            where.add_row(phase, *(f"{1000 * profile.get(phase, 0.0):.3f}" for profile in self.phases.values()))
        same = "Ensemble and batch_run give the same digests." if self.identical else "DIGESTS DIFFER."
        return Group(speed, where, self._waits(), same, *self.notes)

    def _waits(self) -> Table:
        table = Table(title="What a player waits for, milliseconds")
        table.add_column("")
        for column in ("median", "longest", "processor", "times"):
            table.add_column(column, justify="right")
        for name, wait in self.waits.items():
            shown = (f"{1000 * spent:,.0f}" for spent in (wait.median, wait.longest, wait.processor))
            table.add_row(name, *shown, str(wait.times))
        return table


def run(
    name: str = "tokyo-2026", seconds: float = 3.0, workers: int = 1, sizes: tuple[int, ...] = SIZES
) -> BenchReport:
    """Measure for about ``seconds`` a size; timings are wall-clock.

    With several ``workers`` as many processes are also measured at once, each
    with ensembles of the largest size.  The first size must be 1.
    """
    scenario = open_scenario(name)
    rates, phases, memory = {}, {}, {}
    for worlds in sizes:
        rates[worlds] = _rate(scenario, worlds, seconds)
        phases[worlds] = _profile(scenario, worlds)
        memory[worlds] = _memory(scenario, worlds)
    batch_rate, identical = _batch(scenario, seconds, rates[1])
    machine = f"Python {platform.python_version()}, numpy {np.__version__}, mesa {mesa.__version__}, {_loops()}"
    report = BenchReport(
        scenario.id, machine, rates, phases, memory, batch_rate, identical, workers, waits=waits(scenario)
    )
    if workers == 1:
        return report
    together = _together(name, workers, seconds, max(sizes))
    return replace(report, together_rate=together, together_batch_rate=_batch_together(scenario, workers, seconds))


def _loops() -> str:
    """Whether the compiled loops are in use."""
    return "numpy in the place of loops in C" if loops.compiled is None else "loops in C"


def _rate(scenario: IndexedScenario, worlds: int, seconds: float) -> float:
    """Campaigns a second, as long as they last; the first ensemble, for which memory is got, is not counted."""
    _play(scenario, 0, worlds)
    played, begun = 0, time.perf_counter()
    while True:
        _play(scenario, played, worlds)
        played += worlds
        spent = time.perf_counter() - begun
        if spent >= seconds:
            return played / spent


def _play(scenario: IndexedScenario, first: int, worlds: int) -> None:
    """Play as a batch does."""
    with swept():
        GreatGameModel(scenario, seeds=range(first, first + worlds)).play()


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


def _own_rate(name: str, seconds: float, worlds: int) -> float:
    """Rate of one process among several."""
    return _rate(open_scenario(name), worlds, seconds)


def _together(name: str, workers: int, seconds: float, worlds: int) -> float:
    """Campaigns a second of several processes that play at the same time."""
    # Started afresh, as on every system, and long enough that starting does not matter.
    with processes.pool(workers) as pool:
        return sum(pool.map(_own_rate, [name] * workers, [seconds] * workers, [worlds] * workers))


def _batch_together(scenario: IndexedScenario, workers: int, seconds: float) -> float:
    """mesa.batch_run with several processes."""
    count = max(4 * workers, int(seconds * workers * _rate(scenario, 1, min(seconds, 1.0))))
    begun = time.perf_counter()
    _batch_rows(scenario, count, workers)
    return count / (time.perf_counter() - begun)


def _batch_rows(scenario: IndexedScenario, count: int, processes: int) -> list[dict[str, Any]]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        rows: list[dict[str, Any]] = mesa.batch_run(
            GreatGameModel,
            parameters={"scenario": scenario.id, "world_seed": list(range(count))},
            number_processes=processes,
            max_steps=scenario.turns,
            data_collection_period=-1,
            display_progress=False,
        )
    return rows


def _batch(scenario: IndexedScenario, seconds: float, alone: float) -> tuple[float, bool]:
    """mesa.batch_run over as many campaigns as fit the time, in this process."""
    count = max(4, int(seconds * alone))
    begun = time.perf_counter()
    rows = _batch_rows(scenario, count, 1)
    rate = count / (time.perf_counter() - begun)
    model = GreatGameModel(scenario, seeds=range(count)).play()
    digests = {int(row["world_seed"]): row["digest"] for row in rows if row.get("digest")}
    same = all(digests.get(seed) == model.digest(seed) for seed in range(count))
    return rate, same
