"""Expertise: what looking ahead is worth, to the player and to the rivals, on luck that nobody has trained on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from greatgame import processes
from greatgame.agents.foresight import Effort
from greatgame.agents.seating import EXPERT, assumed
from greatgame.lab.ensemble import play
from greatgame.lab.statistics import Paired, paired
from greatgame.model import USUAL_EFFORT
from greatgame.scenario.indexed import Floats, IndexedScenario, open_scenario

HELD_OUT = 10**6
"""First seed of the study; strategies are made and tried on smaller ones."""
PART = 8
"""Campaigns that a worker plays at a time."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Arm:
    """One way to fill the seats, played on all seeds."""

    strategy: str
    strength: str
    score: Floats
    """[campaign, pillar]"""
    total: Floats
    """[campaign]"""
    seconds: float
    """Of computing, all workers together."""


@dataclass(frozen=True)
class Expertise:
    """The study's findings."""

    scenario: str
    usual: str
    seeds: int
    turns: int
    advised: Arm
    """An expert in the player's seat."""
    files: dict[str, Arm]
    """The strategies that the scenario ships, in the same worlds."""
    faced: Arm
    """The usual strategy against experts."""
    pillars: tuple[str, ...]

    @property
    def gains(self) -> dict[str, Paired]:
        """Weighted score of the expert less that of each strategy."""
        return {name: paired(self.advised.total, arm.total) for name, arm in self.files.items()}

    @property
    def losses(self) -> dict[str, Paired]:
        """What expert rivals change for the usual strategy: the weighted score, and every pillar."""
        before = self.files[self.usual]
        rows = {"total": paired(self.faced.total, before.total)}
        for place, pillar in enumerate(self.pillars):
            rows[pillar] = paired(self.faced.score[:, place], before.score[:, place])
        return rows

    def seconds_a_turn(self, arm: Arm) -> float:
        """Time that a turn of one campaign took on average."""
        return arm.seconds / self.seeds / self.turns

    def as_dict(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "seeds": self.seeds,
            "first_seed": HELD_OUT,
            "expert": {
                "mean": float(self.advised.total.mean()),
                "seconds_a_turn": self.seconds_a_turn(self.advised),
                "over": {
                    name: {"total": float(self.files[name].total.mean()), **gain.as_dict()}
                    for name, gain in self.gains.items()
                },
            },
            "rivals": {
                "strategy": self.usual,
                "seconds_a_turn": self.seconds_a_turn(self.faced),
                "change": {name: change.as_dict() for name, change in self.losses.items()},
            },
        }

    def render(self) -> RenderableType:
        gains = Table(title=f"{self.scenario}: an expert against every strategy ({self.seeds} paired campaigns)")
        for heading in ("strategy", "its score", "expert gains", "95 % interval", "worlds won"):
            gains.add_column(heading, justify="left" if heading == "strategy" else "right")
        for name, gain in sorted(self.gains.items(), key=lambda row: row[1].mean):
            score = f"{self.files[name].total.mean():.2f}"
            gains.add_row(name, score, f"{gain.mean:+.2f}", f"{gain.low:+.2f} to {gain.high:+.2f}", f"{gain.won:.0%}")
        losses = Table(title=f"{self.usual} against expert rivals: change by pillar")
        for heading in ("figure", "change", "95 % interval"):
            losses.add_column(heading, justify="left" if heading == "figure" else "right")
        for name, change in self.losses.items():
            losses.add_row(name, f"{change.mean:+.2f}", f"{change.low:+.2f} to {change.high:+.2f}")
        spent = (
            f"An expert took {self.seconds_a_turn(self.advised):.2f} s a turn, "
            f"four powers together {self.seconds_a_turn(self.faced):.2f} s."
        )
        return Group(gains, Text(), losses, Text(), Text(spent))


def run(
    scenario: str | IndexedScenario,
    seeds: int = 200,
    workers: int = 1,
    say: Say | None = None,
    effort: Effort = USUAL_EFFORT,
) -> Expertise:
    """Play every arm on the same held-out seeds.

    Args:
        scenario: name or folder where there are several workers.
        seeds: campaigns of each arm.
        workers: processes; results do not depend on it.
        say: is told when an arm is done.
        effort: how much experts simulate.
    """
    game = scenario if isinstance(scenario, IndexedScenario) else open_scenario(scenario)
    tell = say or (lambda line: None)
    luck = range(HELD_OUT, HELD_OUT + seeds)

    def arm(strategy: str, strength: str = "standard") -> Arm:
        found = _played(scenario, strategy, strength, luck, workers, effort)
        tell(f"{strategy} among {strength} minds: {found.total.mean():.2f} points, {found.seconds:.0f} s")
        return found

    files = {name: arm(name) for name in game.file.strategy}
    return Expertise(
        scenario=game.id,
        usual=assumed(game),
        seeds=seeds,
        turns=game.turns,
        files=files,
        advised=arm(EXPERT),
        faced=arm(assumed(game), EXPERT),
        pillars=tuple(game.names.pillars),
    )


def _played(
    scenario: str | IndexedScenario, strategy: str, strength: str, seeds: Sequence[int], workers: int, effort: Effort
) -> Arm:
    parts = [(scenario, strategy, strength, tuple(seeds[i : i + PART]), effort) for i in range(0, len(seeds), PART)]
    if workers > 1:
        with processes.pool(workers) as pool:
            found = list(pool.map(_part, parts))
    else:
        found = [_part(part) for part in parts]
    return Arm(
        strategy,
        strength,
        score=np.concatenate([score for score, _, _ in found]),
        total=np.concatenate([total for _, total, _ in found]),
        seconds=sum(seconds for _, _, seconds in found),
    )


def _part(part: tuple[str | IndexedScenario, str, str, tuple[int, ...], Effort]) -> tuple[Floats, Floats, float]:
    """Scores by pillar, weighted scores and seconds of a few campaigns."""
    scenario, strategy, strength, seeds, effort = part
    game = scenario if isinstance(scenario, IndexedScenario) else open_scenario(scenario)
    began = time.process_time()
    found = play(game, seeds, strategy, strength, effort=effort)
    return found.score, found.total, time.process_time() - began
