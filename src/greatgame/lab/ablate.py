"""Ablation: what each mechanism moves, by switching it off on the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from greatgame.lab.ensemble import play
from greatgame.lab.statistics import Paired, paired
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.variants import varied
from greatgame.scenario.vocabulary import MECHANISMS, PILLARS


@dataclass(frozen=True)
class AblationTable:
    """Effect of switching each mechanism off: off less on, by pillar."""

    scenario: str
    seeds: int
    strategy: str
    effects: dict[str, dict[str, Paired]]

    @property
    def idle(self) -> list[str]:
        """Mechanisms that move no pillar beyond noise, eight pillars being looked at."""
        return [name for name, row in self.effects.items() if not any(p.clear_among(len(row)) for p in row.values())]

    def as_dict(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "seeds": self.seeds,
            "strategy": self.strategy,
            "idle": self.idle,
            "mechanisms": {
                name: {pillar: p.as_dict() for pillar, p in row.items()} for name, row in self.effects.items()
            },
        }

    def render(self) -> RenderableType:
        table = Table(
            title=f"{self.scenario}: switching a mechanism off ({self.seeds} paired campaigns, {self.strategy})",
            caption="Change of the pillar in standard deviations over campaigns, ± half the 95 % interval; "
            "bold where the interval leaves out zero.",
        )
        table.add_column("mechanism off")
        for pillar in PILLARS:
            table.add_column(pillar, justify="right")
        for name, row in self.effects.items():
            table.add_row(name, *(_cell(row[pillar]) for pillar in PILLARS))
        return table


def _cell(p: Paired) -> str:
    text = f"{p.effect:+.2f} ±{(p.effect_high - p.effect_low) / 2:.2f}"
    return f"[bold]{text}[/bold]" if p.clear else f"[dim]{text}[/dim]"


def run(
    scenario: IndexedScenario,
    seeds: int = 200,
    strategy: str = "all-round",
    mechanisms: Sequence[str] = MECHANISMS,
) -> AblationTable:
    """Play ``seeds`` campaigns as they are and once more without each mechanism."""
    luck = range(seeds)
    base = play(scenario, luck, strategy)
    effects = {}
    for name in mechanisms:
        without = play(varied(scenario, without=[name]), luck, strategy)
        effects[name] = {
            pillar: paired(without.score[:, i], base.score[:, i]) for i, pillar in enumerate(scenario.names.pillars)
        }
    return AblationTable(scenario.id, seeds, strategy, effects)
