"""The effect study: each kind of move made whenever possible, against never making it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import RenderableType
from rich.table import Table

from greatgame.agents.choice import Request, choose
from greatgame.agents.minds import Decider, DoNothing
from greatgame.agents.view import View
from greatgame.lab.ensemble import Probe, play
from greatgame.lab.statistics import Paired, paired
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import Catalogue, MoveKind, catalogue_of
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.schema import PILLARS
from greatgame.world.variables import BY_NAME, axis

INSIST = 100.0
"""Utility that lifts the move under study above everything else."""


class Insist:
    """Plays a seat by its doctrine, but makes one kind of move once a turn whenever it can, or never."""

    def __init__(self, scenario: IndexedScenario, actor: str, numbers: Ints, always: bool) -> None:
        doctrine = scenario.file.doctrine[actor]
        if actor == scenario.names.powers[scenario.player]:
            doctrine = scenario.file.strategy["all-round"]
        defaults = scenario.file.defaults
        self.threshold = (doctrine.threshold or defaults.threshold).value
        self.orders = scenario.orders_a_turn(doctrine)
        self.numbers, self.always = numbers, always

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        book = view.catalogue
        mine = book.mine[actor]
        value = np.where(np.take(view.legal, mine, axis=1), utility, -np.inf)
        finance = book.blocks.get("finance")
        if finance is not None and finance.start <= self.numbers[0] < finance.stop:
            # Instruments stand in for each other, so one is judged with the others away,
            # and used as the seat sees fit: one order a quarter is no package.
            others = (mine >= finance.start) & (mine < finance.stop) & ~np.isin(mine, self.numbers)
            value[:, others] = -np.inf
            if self.always:
                return choose(view, [Request(actor, value, self.threshold, self.orders)])[actor]
        columns = np.flatnonzero(np.isin(mine, self.numbers))
        wanted = value[:, columns]
        value[:, columns] = -np.inf
        if self.always:
            best = wanted.argmax(axis=1)
            rows = np.arange(view.worlds)
            value[rows, columns[best]] = wanted[rows, best] + INSIST
        return choose(view, [Request(actor, value, self.threshold, self.orders)])[actor]


@dataclass(frozen=True)
class MoveEffect:
    """What making a move does, against not making it."""

    kind: str
    item: str
    actor: str
    measure: str | None
    sign: str | None
    made: float
    """Orders of it a campaign, where it is made."""
    effect: Paired | None
    """On the documented measure, mean over the campaign."""
    pillars: dict[str, Paired]

    @property
    def as_documented(self) -> bool:
        """Whether the measure moves in the documented direction beyond noise."""
        if self.effect is None or self.sign is None:
            return True
        return self.effect.low > 0 if self.sign == "+" else self.effect.high < 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "item": self.item,
            "actor": self.actor,
            "measure": self.measure,
            "documented_sign": self.sign,
            "as_documented": self.as_documented,
            "orders": self.made,
            "effect": self.effect.as_dict() if self.effect else None,
            "pillars": {name: p.as_dict() for name, p in self.pillars.items()},
        }


@dataclass(frozen=True)
class EffectTable:
    """Effects of every kind of move."""

    scenario: str
    seeds: int
    moves: list[MoveEffect]

    def as_dict(self) -> dict[str, Any]:
        return {"scenario": self.scenario, "seeds": self.seeds, "moves": [m.as_dict() for m in self.moves]}

    def render(self) -> RenderableType:
        table = Table(
            title=f"{self.scenario}: each move made whenever possible, against never ({self.seeds} paired campaigns)",
            caption="Effect on the documented figure, mean over the campaign, in standard deviations with "
            "95 % interval; then the player's pillars that move beyond noise, in points.",
        )
        table.add_column("move")
        table.add_column("by")
        table.add_column("orders", justify="right")
        table.add_column("figure")
        table.add_column("effect", justify="right")
        table.add_column("says", justify="center")
        table.add_column("pillars")
        for m in self.moves:
            clear = [f"{name} {p.mean:+.1f}" for name, p in m.pillars.items() if p.clear and abs(p.mean) >= 0.05]
            name = f"{m.kind}: {m.item}" if m.item else m.kind
            effect = "-"
            if m.effect is not None:
                # Rich reads square brackets as markup.
                effect = rf"{m.effect.effect:+.2f} \[{m.effect.effect_low:+.2f}, {m.effect.effect_high:+.2f}]"
            verdict = "" if m.sign is None else f"{m.sign} {'yes' if m.as_documented else 'NO'}"
            table.add_row(name, m.actor, f"{m.made:.0f}", m.measure or "-", effect, verdict, ", ".join(clear))
        return table


def _variants(kind: MoveKind) -> Iterator[tuple[str, str | None, str | None]]:
    """(item, measure, sign) of a kind, or of each of its variants where they pull different ways."""
    items = kind.spec.items
    if not any(item.measure for item in items.values()):
        yield "", kind.spec.measure, kind.spec.sign
        return
    for name, item in items.items():
        yield name, item.measure or kind.spec.measure, item.sign or kind.spec.sign


def figure(model: GreatGameModel, pattern: str, actor: str) -> Floats:
    """Mean of the cells that a pattern such as ``trust.*.@`` names: ``[world]``."""
    head, *parts = pattern.split(".")
    variable = BY_NAME[head]
    values: Floats = getattr(model.world.state, head)
    index: list[Any] = [slice(None)]
    for name, part in zip(variable.axes, parts, strict=True):
        wanted = actor if part == "@" else part
        index.append(slice(None) if wanted == "*" else axis(model.game, name).at(wanted))
    chosen = np.ascontiguousarray(values[tuple(index)]).reshape(model.world.worlds, -1)
    mean: Floats = chosen.mean(axis=1)
    return mean


def run(
    scenario: IndexedScenario, seeds: int = 64, kinds: Sequence[str] | None = None, strategy: str = "all-round"
) -> EffectTable:
    """Play every kind of move (and variant) against its absence on the same luck."""
    book = catalogue_of(scenario)
    moves = [
        _study(scenario, book, kind, variant, seeds, strategy)
        for name, kind in book.kinds.items()
        if kinds is None or name in kinds
        for variant in _variants(kind)
    ]
    return EffectTable(scenario.id, seeds, moves)


def _study(
    scenario: IndexedScenario,
    book: Catalogue,
    kind: MoveKind,
    variant: tuple[str, str | None, str | None],
    seeds: int,
    strategy: str,
) -> MoveEffect:
    item, measure, sign = variant
    first = int(book.actor[kind.numbers[0]])
    if kind.spec.role == "respond":
        first = scenario.player
    actor = book.actors[first]
    numbers = kind.numbers[book.actor[kind.numbers] == first]
    if item:
        numbers = np.array([n for n in numbers if book.ids[n].endswith(f"/{item}")], dtype=np.int64)

    def seats(always: bool) -> Mapping[str, Decider]:
        if kind.spec.role == "invest":
            return {} if always else {name: DoNothing() for name in scenario.names.firms}
        return {actor: Insist(scenario, actor, numbers, always)}

    probes: dict[str, Probe] = {}
    if measure is not None:
        pattern = measure
        probes["x"] = lambda model: figure(model, pattern, actor)
    made = play(scenario, range(seeds), strategy, probes=probes, deciders=lambda _: seats(True))
    never = play(scenario, range(seeds), strategy, probes=probes, deciders=lambda _: seats(False))
    counts = made.orders.sum(axis=1) if kind.spec.role == "invest" else made.orders[:, first]
    index = book.kind_names.index(kind.name)
    effect = paired(made.probes["x"].mean(axis=1), never.probes["x"].mean(axis=1)) if measure else None
    return MoveEffect(
        kind=kind.name,
        item=item,
        actor=actor if kind.spec.role != "invest" else "firms",
        measure=measure,
        sign=sign,
        made=float(counts[:, index].mean()),
        effect=effect,
        pillars={p: paired(made.score[:, i], never.score[:, i]) for i, p in enumerate(PILLARS)},
    )
