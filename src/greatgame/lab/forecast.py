"""Forecasts: a few hundred futures of a position under a queue of orders, against a pinned alternative.

Both plans meet the same luck, future by future, and after this turn the same
strategy plays the seat; the luck is drawn afresh, never taken from the
campaign's own tape.  A forecast of so many futures is the same however they
are cut into blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.given import whole
from greatgame.lab.common import Course, Worst, worst_of
from greatgame.lab.contest import fair_play
from greatgame.lab.ensemble import by_kind
from greatgame.lab.goals import Goal, goals_of
from greatgame.lab.measures import TOTAL, Reader, reader
from greatgame.lab.statistics import Paired, Share, paired, share_of
from greatgame.memory import swept
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.position import Orders, Position
from greatgame.records import Record
from greatgame.scenario.indexed import Floats
from greatgame.scenario.naming import strategy
from greatgame.text import Text, say
from greatgame.world.state import State

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FIRST, BLOCK = 16, 96
"""Futures of the first block, which is there at once, and of the later ones, which are quicker for each."""
FIGURES = ("pledge.announced", "pledge.committed", "pledge.disbursed")
"""Figures that are followed beside the total and the pillars where nobody names any."""
MOST = 10_000
AHEAD = "total above the pinned"
"""The goal that every forecast has."""


class Signal(Protocol):
    """Something that may be set to stop the work, such as ``threading.Event``."""

    def is_set(self) -> bool: ...


class CancelledError(GreatGameError):
    """The forecast was stopped before its first block was done."""


@dataclass(frozen=True)
class Band(Record):
    """A figure over the turns to come: ``[turn]`` each, at the end of every turn."""

    mean: tuple[float, ...]
    q05: tuple[float, ...]
    q25: tuple[float, ...]
    q50: tuple[float, ...]
    q75: tuple[float, ...]
    q95: tuple[float, ...]


@dataclass(frozen=True)
class Likelihood(Record):
    """How likely a goal is under both plans: shares of the futures with 95 % intervals."""

    goal: str
    queue: Share
    pinned: Share
    gained: int
    """Futures in which the goal is reached under the queue only."""
    lost: int
    """Futures in which it is reached under the pinned plan only."""


@dataclass(frozen=True)
class Forecast(Record):
    """What may come of a position."""

    scenario: str
    hash: str
    turn: int
    """The turn whose orders are in question."""
    quarter: str
    strategy: str
    """Who plays the seat afterwards."""
    seed: int
    futures: int
    """Paired futures that this picture stands on."""
    asked: int
    """Paired futures that were asked for."""
    queue: tuple[str, ...] | None
    """Orders in words; None where the strategy gives its own."""
    pinned: tuple[str, ...] | None
    quarters: tuple[str, ...]
    """The turns to come, this one first."""
    bands: dict[str, Band]
    """Under the queue: the total, pillars and figures by name."""
    pinned_bands: dict[str, Band]
    goals: tuple[Likelihood, ...]
    differences: dict[str, Paired]
    """Queue less pinned at the horizon, by name."""
    worst: Worst
    """The worst tenth under the queue."""

    @property
    def complete(self) -> bool:
        """Whether all futures that were asked for are in it."""
        return self.futures == self.asked


@dataclass(frozen=True)
class Question:
    """What is to be forecast; it can be sent to another process.

    ``queue`` and ``pinned`` are orders of the present turn by catalogue number;
    None leaves them to the strategy.
    """

    position: Position
    queue: Orders | None
    pinned: Orders | None = field(default_factory=dict)
    futures: int = 200
    seed: int = 0
    horizon: int | None = None
    """Turns to be played; all that are left by default."""
    goals: Sequence[str] | None = None
    figures: Sequence[str] = FIGURES

    def answer(self, tell: Callable[[Forecast], None], cancel: Signal) -> None:
        """Answer as a worker does: tell of every better picture until it is complete or stopped."""
        run(self, tell, cancel)


def seeds_of(seed: int, name: str, count: int) -> list[int]:
    """Seeds of luck that belong to a seed and a name; more of them begin with the same ones.

    Raises:
        GreatGameError: for what is no seed.
    """
    number = whole("seed", seed)
    if not 0 <= number < 2**63:
        raise GreatGameError(f"seed {seed} is out of range: use a whole number from 0 to {2**63 - 1}")
    words = np.random.SeedSequence([number, *name.encode()]).generate_state(2 * count, np.uint32)
    return [int(high) << 31 | int(low) >> 1 for high, low in words.reshape(count, 2)]


def run(
    question: Question,
    progress: Callable[[Forecast], None] | None = None,
    cancel: Signal | None = None,
    block: int = BLOCK,
) -> Forecast:
    """Play the futures block by block.

    Args:
        question: what is to be forecast.
        progress: told of every better picture, the first of :data:`FIRST` futures, the last one included.
        cancel: looked at in every turn; once it is set, the picture so far is returned.
        block: futures of later blocks; the final picture does not depend on it.

    Raises:
        GreatGameError: for a horizon, goal, figure or number of futures that cannot be.
        CancelledError: where there is no picture yet.
    """
    study = _Study(question)
    seeds = seeds_of(question.seed, "forecast", question.futures)
    found: Forecast | None = None
    for begin, end in _blocks(question.futures, block):
        with swept():
            done = study.play(seeds[begin:end], cancel)
        if not done:
            break
        found = study.picture()
        if progress is not None:
            progress(found)
    if found is None:
        raise CancelledError("the forecast was stopped before its first band; ask again")
    return found


def _blocks(futures: int, block: int) -> Iterator[tuple[int, int]]:
    begin, size = 0, FIRST
    while begin < futures:
        end = min(begin + size, futures)
        yield begin, end
        begin, size = end, block


class _Study:
    """Futures played so far, and the picture that they give."""

    def __init__(self, question: Question) -> None:
        self.question, self.position = question, question.position
        self.scenario, self.book = self.position.scenario, catalogue_of(self.position.scenario)
        self.horizon = _checked(question)
        self.goals = goals_of(self.scenario, question.goals)
        paths = [TOTAL, *self.scenario.names.pillars, *question.figures]
        self.shown = tuple(dict.fromkeys(paths))
        wanted = dict.fromkeys([*paths, *(goal.path for goal in self.goals)])
        self.readers: dict[str, Reader] = {path: reader(self.scenario, path) for path in wanted}
        same = question.queue == question.pinned
        self.plans = (question.queue,) if same else (question.queue, question.pinned)
        self.lines: dict[str, Floats] = {}
        """``[plan, future, turn]`` by name."""
        self.course: Course | None = None

    def play(self, seeds: Sequence[int], cancel: Signal | None) -> bool:
        """Play one block; False where it was stopped."""
        model = self.position.futures(seeds, self.plans)
        watch = Watch(model, len(seeds))
        lines: dict[str, list[Floats]] = {path: [] for path in self.readers}
        for _ in range(self.horizon):
            if cancel is not None and cancel.is_set():
                return False
            model.step()
            fair_play(model)
            watch.look(model)
            for path, read in self.readers.items():
                lines[path].append(read(model.world.state))
        self._keep(lines, watch.course(model), len(seeds))
        return True

    def _keep(self, lines: dict[str, list[Floats]], course: Course, futures: int) -> None:
        for path, line in lines.items():
            block = np.stack(line, axis=-1).reshape(len(self.plans), futures, self.horizon)
            self.lines[path] = np.concatenate([self.lines[path], block], axis=1) if path in self.lines else block
        self.course = course if self.course is None else self.course.joined(course)

    def picture(self) -> Forecast:
        """What the futures played so far say."""
        question, s, turn = self.question, self.scenario, self.position.turn
        assert self.course is not None
        ends = {path: (line[0, :, -1], line[-1, :, -1]) for path, line in self.lines.items()}
        return Forecast(
            scenario=s.id,
            hash=s.hash,
            turn=turn,
            quarter=s.quarter(turn),
            strategy=strategy(s, self.position.strategy),
            seed=question.seed,
            futures=len(ends[TOTAL][0]),
            asked=question.futures,
            queue=_in_words(self.book, question.queue),
            pinned=_in_words(self.book, question.pinned),
            quarters=tuple(s.quarter(turn + step) for step in range(self.horizon)),
            bands={path: _band(self.lines[path][0]) for path in self.shown},
            pinned_bands={path: _band(self.lines[path][-1]) for path in self.shown},
            goals=(_lead(*ends[TOTAL]), *(_likelihood(goal.words(s), goal, *ends[goal.path]) for goal in self.goals)),
            differences={path: paired(*ends[path]) for path in self.shown},
            worst=worst_of(self.book, ends[TOTAL][0], self.course),
        )


class Watch:
    """Counts in the futures of the first plan what might explain the worst of them."""

    def __init__(self, model: GreatGameModel, futures: int) -> None:
        self.first = slice(0, futures)
        self.begun = model.world.turn
        state = model.world.state
        self.events = np.zeros((futures, state.rest.shape[1]))
        self.orders = np.zeros((futures, model.catalogue.size))
        self.tension = np.zeros((futures, state.tension.shape[1]))
        self.price = np.zeros((futures, state.price.shape[1]))

    def look(self, model: GreatGameModel) -> None:
        """Note the turn that is just over; what is known of its opening already is no news."""
        state: State = model.world.state
        world, event = model.world.happened
        mine = world < len(self.events)
        self.events[world[mine], event[mine]] += 1.0
        np.maximum(self.tension, state.tension[self.first], out=self.tension)
        np.maximum(self.price, state.price[self.first], out=self.price)
        assert model.turn is not None
        self.orders += model.turn.orders[self.first]

    def course(self, model: GreatGameModel) -> Course:
        """All that was noted, with where the futures have come to."""
        state, orders = model.world.state, by_kind(model.catalogue, self.orders)
        sponsor, score = state.sponsor[self.first].copy(), state.score[self.first].copy()
        return Course(self.events, orders, self.tension, self.price, sponsor, score)


def _checked(question: Question) -> int:
    """The horizon in turns."""
    left = question.position.left
    if left < 1:
        raise GreatGameError("the campaign is over: there is no future left to forecast")
    if not 2 <= question.futures <= MOST:
        raise GreatGameError(f"{question.futures} futures: ask for 2 to {MOST:,}")
    horizon = left if question.horizon is None else question.horizon
    if not 1 <= horizon <= left:
        raise GreatGameError(f"a horizon of {horizon} turns: choose from 1 to {left}, the turns that are left")
    return horizon


def _in_words(book: Catalogue, orders: Orders | None) -> tuple[str, ...] | None:
    if orders is None:
        return None
    texts = ((book.describe(number), units) for number, units in orders.items())
    return tuple(say("{order} ×{units}", order=text, units=units) if units > 1 else text for text, units in texts)


def _band(line: Floats) -> Band:
    """Quantiles of ``[future, turn]`` over the futures."""
    rows = np.quantile(line, QUANTILES, axis=0)
    return Band(_floats(line.mean(axis=0)), *(_floats(row) for row in rows))


def _floats(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _likelihood(words: Text, goal: Goal, queue: Floats, pinned: Floats) -> Likelihood:
    mine, other = goal.reached(queue), goal.reached(pinned)
    return Likelihood(
        goal=words,
        queue=share_of(int(np.count_nonzero(mine)), len(mine)),
        pinned=share_of(int(np.count_nonzero(other)), len(other)),
        gained=int(np.count_nonzero(mine & ~other)),
        lost=int(np.count_nonzero(other & ~mine)),
    )


def _lead(queue: Floats, pinned: Floats) -> Likelihood:
    """The goal of being ahead of the other plan; ties count half."""
    ahead, behind = int(np.count_nonzero(queue > pinned)), int(np.count_nonzero(queue < pinned))
    ties = (len(queue) - ahead - behind) / 2.0

    def share(count: int) -> Share:
        return share_of(count + ties, len(queue))

    return Likelihood(Text(AHEAD), share(ahead), share(behind), ahead, behind)
