"""Previews: what orders of this turn would do over the next few turns, beside the same futures without them.

Both plans meet the same luck, future by future, so that what differs is the
orders' doing.  A preview is small enough to be made while somebody looks at an
order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from greatgame.desk import joint
from greatgame.errors import GreatGameError
from greatgame.explain import title
from greatgame.indicators import player_buyer
from greatgame.lab.forecast import Signal, seeds_of
from greatgame.lab.measures import TOTAL
from greatgame.lab.statistics import Share, half_width, paired, share_of, tails
from greatgame.memory import swept
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.moves.legality import BUILDING, LOST
from greatgame.position import Orders, Position
from greatgame.records import Record
from greatgame.rules.context import DONE
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.state import State
from greatgame.world.variables import BY_NAME, cell_name, lag_length
from greatgame.world.world import in_turn

FUTURES, HORIZON = 32, 4
"""Futures of each plan and turns of each: what fits into a tenth of a second."""
LEAST_CHANGE = 0.005
"""Change, in a figure's own unit, below which nothing is told; shares are shown in per cent, and so is theirs."""
MINDED = ("wariness", "grievance", "resentment", "trust")
"""Variables that say who minds."""
PILLAR_UNIT = "points"
LAGS = {"train": "training_lag", "substitute": "research_lag", "works": "works_lag", "equity": "equity_lag"}
"""Role of an order -> the pipeline through which its main effect comes."""


class Watched(NamedTuple):
    """A figure that previews look at."""

    path: str
    title: str
    unit: str
    variable: str
    """Of the state; ``total`` for the weighted score."""
    cell: tuple[int, ...]
    actor: str | None
    """Whose feelings it tells; None where it is no feeling."""


@dataclass(frozen=True)
class Spread(Record):
    """A difference that orders make, future by future."""

    turn: int
    """Turns ahead: 0 is the end of this one."""
    with_orders: float
    """Mean of the figure."""
    without: float
    low: float
    """Mean of the lowest tenth of the differences."""
    middle: float
    high: float
    """Mean of the highest tenth."""

    @property
    def mean(self) -> float:
        """Mean difference."""
        return self.with_orders - self.without


@dataclass(frozen=True)
class Effect(Record):
    """A figure that the orders move beyond noise."""

    path: str
    title: str
    unit: str
    actor: str | None
    """Who minds, or is pleased; None where the figure is no feeling."""
    soon: Spread
    """At the end of this turn."""
    late: Spread
    """At the horizon, when a later order may have made up for it."""
    first: int
    """Turns until it shows: 0 is the end of this one."""

    @property
    def largest(self) -> Spread:
        """The larger of both."""
        return self.soon if abs(self.soon.mean) > abs(self.late.mean) else self.late


@dataclass(frozen=True)
class Chance(Record):
    """How often something comes about by the horizon, with the orders and without."""

    event: str
    """``admitted``, ``signed``, ``awarded`` or ``building``."""
    project: str | None
    with_orders: Share
    without: Share


@dataclass(frozen=True)
class Preview(Record):
    """What orders would do."""

    turn: int
    orders: dict[str, int]
    """Units by id, those in question."""
    beside: dict[str, int]
    """What is ordered anyhow."""
    futures: int
    horizon: int
    """Turns looked ahead."""
    quarters: tuple[str, ...]
    effects: tuple[Effect, ...]
    """The total first, then the pillars, then the largest."""
    chances: tuple[Chance, ...]
    delay: int | None
    """Turns until anything but the purse moves; None where nothing does within the horizon."""
    pipeline: int | None
    """Turns that the main effect takes to come through, where the scenario says so."""
    ahead: Share
    """Futures in which the total is higher with the orders."""
    alike: bool
    """Whether the total is the same in every future, with them and without."""

    @property
    def complete(self) -> bool:
        """A preview comes in one piece."""
        return True

    @property
    def reactions(self) -> tuple[Effect, ...]:
        """Effects on what actors feel."""
        return tuple(effect for effect in self.effects if effect.actor is not None)


@dataclass(frozen=True)
class PreviewQuestion:
    """What is to be previewed; it can be sent to another process."""

    position: Position
    orders: Orders
    """In question, by catalogue number."""
    beside: Orders
    futures: int = FUTURES
    seed: int = 0
    horizon: int = HORIZON
    projects: tuple[int, ...] = ()
    """Whose odds are asked for beside those that the orders are about, by place."""

    def answer(self, tell: Callable[[Preview], None], cancel: Signal) -> None:
        """Answer as a worker does; it is too short to be stopped."""
        tell(run(self))


@lru_cache(maxsize=16)
def watched(scenario: IndexedScenario) -> tuple[Watched, ...]:
    """The figures that previews look at, the total first, then pillars, then the player's relations and others."""
    names, me = scenario.names, scenario.player
    others = [p for p in range(len(names.powers)) if p != me]
    hosts = range(len(names.hosts))
    buyer = player_buyer(scenario)
    cells: list[tuple[str, tuple[int, ...], str | None]] = []
    cells += [("score", (i,), None) for i in range(len(names.pillars))]
    cells += [("pledge", (i,), None) for i in range(len(names.pledge))]
    for variable in ("trust", "resentment"):
        cells += [(variable, (h, me), names.hosts[h]) for h in hosts]
    for variable in ("wariness", "grievance"):
        cells += [(variable, (p, me), names.powers[p]) for p in others]
    cells += [(v, (me,), None) for v in ("support", "credibility")]
    cells += [("tension", (i,), None) for i in range(len(names.flashpoints))]
    cells += [(v, (h,), None) for v in ("autonomy", "institutions", "skills") for h in hosts]
    # Of what hosts depend on the player for, only this one is a goal: the pillar of standards is made of it.
    cells += [("dependence", (h, CHANNELS.index("digital"), me), None) for h in hosts]
    cells += [("volume", (i,), None) for i in range(len(names.corridors))]
    if buyer >= 0:
        cells += [("security", (buyer, m), None) for m in range(len(names.minerals))]
    rows = [Watched(TOTAL, TOTAL, PILLAR_UNIT, TOTAL, (), None)]
    for variable, cell, actor in cells:
        name, words = cell_name(scenario, BY_NAME[variable], cell), title(scenario, variable, cell)
        rows.append(Watched(name, words, BY_NAME[variable].unit, variable, cell, actor))
    return tuple(rows)


def read(scenario: IndexedScenario, rows: Sequence[Watched], state: State) -> Floats:
    """The figures in all worlds: ``[world, figure]``."""
    columns = [
        in_turn(state.score * scenario.pillar_weights)
        if row.variable == TOTAL
        else getattr(state, row.variable)[(slice(None), *row.cell)]
        for row in rows
    ]
    return np.stack(columns, axis=1)


def run(question: PreviewQuestion) -> Preview:
    """Play both plans and compare.

    Raises:
        GreatGameError: where the campaign is over, or for too few futures.
    """
    position = question.position
    scenario = position.scenario
    if position.left < 1:
        raise GreatGameError("the campaign is over: there is nothing left to preview")
    if question.futures < 2 or question.horizon < 1:
        raise GreatGameError(
            f"a preview needs 2 futures and 1 turn or more, not {question.futures}, {question.horizon}"
        )
    horizon, rows = min(question.horizon, position.left), watched(scenario)
    plan = joint(dict(question.beside), dict(question.orders))
    seeds = seeds_of(question.seed, "preview", question.futures)
    with swept():
        model = position.futures(seeds, [plan, question.beside])
        lines = []
        admitted = None
        for _ in range(horizon):
            model.step()
            lines.append(read(scenario, rows, model.world.state))
            admitted = _admitted(model, question) if admitted is None else admitted
    values = np.stack(lines, axis=1).reshape(2, question.futures, horizon, len(rows))
    assert admitted is not None
    effects = effects_of(rows, values)
    totals = values[:, :, -1, 0]
    ahead = int(np.count_nonzero(totals[0] > totals[1]))
    ties = int(np.count_nonzero(totals[0] == totals[1]))
    book = catalogue_of(scenario)
    return Preview(
        turn=position.turn,
        orders={book.ids[number]: units for number, units in question.orders.items()},
        beside={book.ids[number]: units for number, units in question.beside.items()},
        futures=question.futures,
        horizon=horizon,
        quarters=tuple(scenario.quarter(position.turn + step) for step in range(horizon)),
        effects=effects,
        chances=(_admission(admitted), *_projects(model, book, question)),
        delay=min((effect.first for effect in effects), default=None),
        pipeline=_pipeline(scenario, book, question.orders),
        ahead=share_of(ahead + ties / 2.0, question.futures),
        alike=ties == question.futures,
    )


def _admitted(model: GreatGameModel, question: PreviewQuestion) -> Bools:
    """Whether all orders in question were admitted: ``[future]``."""
    assert model.turn is not None
    numbers = list(question.orders)
    done: Bools = (model.turn.outcome[: question.futures, numbers] == DONE).all(axis=1)
    return done


def _admission(admitted: Bools) -> Chance:
    share = share_of(int(np.count_nonzero(admitted)), len(admitted))
    return Chance("admitted", None, share, share_of(0, len(admitted)))


def effects_of(rows: Sequence[Watched], values: Floats) -> tuple[Effect, ...]:
    """Figures whose mean differs clearly at the end of this turn or at the horizon, all looked at together.

    ``values`` are ``[plan, future, turn, figure]``.
    """
    turns = values.shape[2]
    found = []
    for i, row in enumerate(rows):
        line = values[..., i]
        least = _least(row.unit)
        if not any(_clear(line[..., turn], 2 * len(rows), least) for turn in {0, turns - 1}):
            continue
        soon, late = (_spread(line[..., turn], turn) for turn in (0, turns - 1))
        first = _first(line[0] - line[1], least)
        found.append((row, Effect(row.path, row.title, row.unit, row.actor, soon, late, first)))
    scores = [effect for row, effect in found if row.variable in {TOTAL, "score"}]
    others = [effect for row, effect in found if row.variable not in {TOTAL, "score"}]
    return (*scores, *sorted(others, key=lambda effect: (-abs(effect.largest.mean) / _scale(effect), effect.path)))


def _least(unit: str) -> float:
    return LEAST_CHANGE / 100.0 if unit == "share" else LEAST_CHANGE


def _clear(values: Floats, comparisons: int, least: float) -> bool:
    """Whether ``[plan, future]`` differ beyond noise and by enough to be told."""
    mean = float((values[0] - values[1]).mean())
    return abs(mean) >= least and paired(values[0], values[1]).clear_among(comparisons)


def _spread(values: Floats, turn: int) -> Spread:
    means = values.mean(axis=1)
    changes = values[0] - values[1]
    low, high = tails(changes)
    return Spread(turn, float(means[0]), float(means[1]), low, float(np.median(changes)), high)


def _scale(effect: Effect) -> float:
    """A change that matters, by unit: billions of yen count less than points."""
    return {"points": 1.0, "JPY bn": 20.0, "Mt/yr": 0.1, "share": 0.01}.get(effect.unit, 1.0)


def _first(difference: Floats, least: float) -> int:
    """First turn in which ``[future, turn]`` is clearly off nothing; the last one where it becomes clear only then."""
    last = int(difference.shape[1]) - 1
    for turn in range(last):
        column = difference[:, turn]
        if abs(float(column.mean())) >= least and abs(float(column.mean())) > half_width(column):
            return turn
    return last


def _projects(model: GreatGameModel, book: Catalogue, question: PreviewQuestion) -> list[Chance]:
    """What becomes of the projects in question: signed, won, being built or running."""
    scenario, state = book.scenario, model.world.state
    mine = scenario.player + 1
    found = []
    for j in sorted({*_about(book, question.orders), *question.projects}):
        name = scenario.names.projects[j]
        venture = int(scenario.venture_slot[j, scenario.player])
        own = state.sponsor[:, j] == mine
        running = own & (state.stage[:, j] >= BUILDING) & (state.stage[:, j] < LOST)
        events = [("building", running)]
        if venture >= 0:
            events.insert(0, ("signed", (state.signed[:, venture] > 0) | own))
        found += [_chance(event, name, happened) for event, happened in events]
    return found


def _about(book: Catalogue, orders: Orders) -> set[int]:
    """Projects that orders are about."""
    places = [book.block(number) for number in orders]
    return {int(block.project[i]) for block, i in places if block.project[i] >= 0}


def _chance(event: str, project: str, happened: Bools) -> Chance:
    first, second = np.split(happened, 2)
    shares = [share_of(int(np.count_nonzero(half)), len(half)) for half in (first, second)]
    return Chance(event, project, *shares)


def _pipeline(scenario: IndexedScenario, book: Catalogue, orders: Orders) -> int | None:
    """Turns that the main effect of the slowest order takes to come through."""
    roles = {str(book.kind(number).spec.role) for number in orders}
    lags = [lag_length(scenario, LAGS[role]) for role in roles if role in LAGS]
    return max(lags) if lags else None
