"""The effect study: each kind of move made whenever possible, against never making it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from rich.console import RenderableType
from rich.table import Table

from greatgame.agents.choice import choose
from greatgame.agents.minds import Decider, DoNothing
from greatgame.agents.view import View
from greatgame.lab.ensemble import Campaigns, Probe, play, together
from greatgame.lab.statistics import Paired, paired
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import Catalogue, MoveKind, catalogue_of
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import PILLARS
from greatgame.world.variables import BY_NAME, axis

INSIST = 100.0
"""Utility that lifts the move under study above everything else."""
TOGETHER = 384
"""Worlds of several studies that are played side by side at most; more would leave the processor's cache."""


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
        value = _possible(view, actor, utility)
        self.bend(view.catalogue, actor, value)
        return self.chosen(view, actor, value)

    def bend(self, book: Catalogue, actor: int, value: Floats) -> None:
        """Change utilities ``[world, own entry]`` in place, so that the move is made, or is not."""
        mine = book.mine[actor]
        finance = book.blocks.get("finance")
        if finance is not None and finance.start <= self.numbers[0] < finance.stop:
            # Instruments stand in for each other, so one is judged with the others away,
            # and used as the seat sees fit: one order a quarter is no package.
            others = (mine >= finance.start) & (mine < finance.stop) & ~np.isin(mine, self.numbers)
            value[:, others] = -np.inf
            if self.always:
                return
        columns = np.flatnonzero(np.isin(mine, self.numbers))
        wanted = value[:, columns]
        value[:, columns] = -np.inf
        if self.always:
            best = wanted.argmax(axis=1)
            rows = np.arange(len(value))
            value[rows, columns[best]] = wanted[rows, best] + INSIST

    def chosen(self, view: View, actor: int, value: Floats) -> Floats:
        """What the seat orders by these utilities."""
        return choose(view, actor, value, self.threshold, self.orders)


class SideBySide:
    """Several studies of one seat in one ensemble: the worlds fall into equal parts, one for each."""

    def __init__(self, arms: Sequence[Insist]) -> None:
        self.arms = arms

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        value = _possible(view, actor, utility)
        for arm, part in zip(self.arms, np.split(value, len(self.arms)), strict=True):
            arm.bend(view.catalogue, actor, part)
        return self.arms[0].chosen(view, actor, value)


def _possible(view: View, actor: int, utility: Floats) -> Floats:
    """Utilities ``[world, own entry]`` of what is legal; minus infinity elsewhere."""
    legal = np.take(view.legal, view.catalogue.mine[actor], axis=1)
    possible: Floats = np.where(legal, utility, -np.inf)
    return possible


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


@dataclass(frozen=True)
class Study:
    """A move to be studied: of a kind, or of one of its variants where they pull different ways."""

    kind: MoveKind
    item: str
    measure: str | None
    sign: str | None
    actor: int
    """Number of the seat that makes it, the first that can."""
    numbers: Ints
    """Entries of the catalogue."""


def _studies(scenario: IndexedScenario, book: Catalogue, kind: MoveKind) -> Iterator[Study]:
    actor = scenario.player if kind.spec.role == "respond" else int(book.actor[kind.numbers[0]])
    numbers = kind.numbers[book.actor[kind.numbers] == actor]
    items = kind.spec.items
    if not any(item.measure for item in items.values()):
        yield Study(kind, "", kind.spec.measure, kind.spec.sign, actor, numbers)
        return
    for name, item in items.items():
        own = np.array([n for n in numbers if book.ids[n].endswith(f"/{name}")], dtype=np.int64)
        yield Study(kind, name, item.measure or kind.spec.measure, item.sign or kind.spec.sign, actor, own)


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
    studies = [
        study
        for name, kind in book.kinds.items()
        if kinds is None or name in kinds
        for study in _studies(scenario, book, kind)
    ]
    found: dict[int, MoveEffect] = {}
    for places in _batches(studies, seeds):
        measured = _measured(scenario, book, [studies[place] for place in places], seeds, strategy)
        found |= zip(places, measured, strict=True)
    return EffectTable(scenario.id, seeds, [found[place] for place in range(len(studies))])


def _batches(studies: Sequence[Study], seeds: int) -> Iterator[list[int]]:
    """Places of the studies that share an ensemble: those of one seat, as many as fit; firms have one of their own."""
    at_once = max(1, TOGETHER // (2 * seeds))
    seat = [-1 if study.kind.spec.role == "invest" else study.actor for study in studies]
    for actor in dict.fromkeys(seat):
        places = [n for n, its in enumerate(seat) if its == actor]
        yield from (places[begin : begin + at_once] for begin in range(0, len(places), at_once))


def _measured(
    scenario: IndexedScenario, book: Catalogue, studies: Sequence[Study], seeds: int, strategy: str
) -> Iterator[MoveEffect]:
    """Studies of one seat in one ensemble: for each the worlds where the move is made, then those where it never is."""
    name = book.actors[studies[0].actor]
    probes: dict[str, Probe] = {
        study.measure: partial(figure, pattern=study.measure, actor=name) for study in studies if study.measure
    }
    worlds = list(range(seeds))
    if studies[0].kind.spec.role == "invest":
        idle: dict[str, Decider] = {firm: DoNothing() for firm in scenario.names.firms}
        made = play(scenario, worlds, strategy, probes=probes)
        campaigns = together([made, play(scenario, worlds, strategy, probes=probes, deciders=lambda _: idle)])
        arm = np.repeat([0, 1], seeds)
    else:
        insisting = [Insist(scenario, name, study.numbers, always) for study in studies for always in (True, False)]
        seats = {name: SideBySide(insisting)}
        # Block by block, so that memory does not grow with the seeds; in each the arms stand one after another.
        at_once = max(1, TOGETHER // len(insisting))
        chunks = [worlds[begin : begin + at_once] for begin in range(0, seeds, at_once)]
        everywhere = [seed for chunk in chunks for _ in insisting for seed in chunk]
        arm = np.concatenate([np.repeat(np.arange(len(insisting)), len(chunk)) for chunk in chunks])
        block = at_once * len(insisting)
        campaigns = play(scenario, everywhere, strategy, probes=probes, deciders=lambda _: seats, block=block)
    for number, study in enumerate(studies):
        yield _effect(book, study, campaigns, *(np.flatnonzero(arm == 2 * number + never) for never in (0, 1)))


def _effect(book: Catalogue, study: Study, campaigns: Campaigns, made: Ints, never: Ints) -> MoveEffect:
    firms = study.kind.spec.role == "invest"
    counts = campaigns.orders[made].sum(axis=1) if firms else campaigns.orders[made, study.actor]
    effect = None
    if study.measure is not None:
        course = campaigns.probes[study.measure]
        effect = paired(course[made].mean(axis=1), course[never].mean(axis=1))
    score = campaigns.score
    return MoveEffect(
        kind=study.kind.name,
        item=study.item,
        actor="firms" if firms else book.actors[study.actor],
        measure=study.measure,
        sign=study.sign,
        made=float(counts[:, book.kind_names.index(study.kind.name)].mean()),
        effect=effect,
        pillars={p: paired(score[made, i], score[never, i]) for i, p in enumerate(PILLARS)},
    )
