"""Counsel: advisors who look at the same futures, weigh the score differently, and so recommend different orders.

A shortlist of orders is played in a few futures each, beside the same futures
without them; the orders that lead for somebody are then played in more and
other futures, so that nobody is praised for luck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from greatgame.desk import joint
from greatgame.errors import GreatGameError
from greatgame.lab.common import Course, Mark, contrast
from greatgame.lab.forecast import CancelledError, Signal, Watch, seeds_of
from greatgame.lab.preview import HIGH, LOW, Effect, Watched, effects_of, read, watched
from greatgame.lab.statistics import Share, paired, share_of
from greatgame.memory import swept
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.position import Orders, Position
from greatgame.records import Record
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario
from greatgame.scenario.schema import Advisor

CANDIDATES, SCREENED, FUTURES, HORIZON = 18, 16, 64, 8
"""Orders on the shortlist, futures of each in the first round and in the second, turns of each."""
FINALISTS = 2
"""Orders of each advisor that go into the second round."""
ROUND = 6
"""Plans that are played side by side."""
TOLD = 3
"""Moved figures that are told."""


@dataclass(frozen=True)
class Part(Record):
    """What one pillar adds to an advisor's gain: ``weight`` times ``change``."""

    pillar: str
    weight: float
    """Of this advisor; all of them sum to one."""
    change: float
    """Points of the pillar, on the mean."""

    @property
    def gain(self) -> float:
        """Points as this advisor weighs them."""
        return self.weight * self.change


@dataclass(frozen=True)
class Finalist(Record):
    """An order as one advisor sees it after the second round."""

    order: str
    text: str
    gain: float
    """Mean gain in points as the advisor weighs them, beside not giving the order."""
    low: float
    """A tenth of the futures lie below."""
    high: float
    ahead: Share
    """Futures in which the order is worth more than nothing."""
    clear: bool
    """Whether the mean gain can be told from nothing."""
    parts: tuple[Part, ...]
    """By pillar, the largest first; their gains add up to the gain."""


@dataclass(frozen=True)
class Opinion(Record):
    """What one advisor recommends."""

    advisor: str
    first: Finalist
    second: Finalist | None
    upset: Share
    """Futures in which the runner-up is worth more than the recommendation."""
    marks: tuple[Mark, ...]
    """What those futures have more often than the others."""
    effects: tuple[Effect, ...]
    """What the recommendation moves most."""

    @property
    def waits(self) -> bool:
        """Whether the advisor finds no order clearly worth giving."""
        return not (self.first.clear and self.first.gain > 0)


@dataclass(frozen=True)
class Counsel(Record):
    """What all advisors say of one turn and queue."""

    turn: int
    queue: dict[str, int]
    """What is ordered anyhow: units by id."""
    candidates: tuple[str, ...]
    futures: int
    horizon: int
    quarters: tuple[str, ...]
    opinions: tuple[Opinion, ...]

    @property
    def complete(self) -> bool:
        """Counsel comes in one piece."""
        return True


@dataclass(frozen=True)
class CounselQuestion:
    """What is asked; it can be sent to another process."""

    position: Position
    queue: Orders
    """Ordered anyhow, by catalogue number."""
    possible: tuple[int, ...]
    """Orders that can be given beside the queue."""
    seed: int = 0
    candidates: int = CANDIDATES
    futures: int = FUTURES
    horizon: int = HORIZON

    def answer(self, tell: Callable[[Counsel], None], cancel: Signal) -> None:
        """Answer as a worker does: once, unless it is stopped."""
        tell(run(self, cancel))


def run(question: CounselQuestion, cancel: Signal | None = None) -> Counsel:
    """Ask all advisors of the scenario.

    Raises:
        GreatGameError: where the campaign is over, nobody advises, or nothing can be ordered.
        CancelledError: where it was stopped.
    """
    table = _Table(question, cancel)
    shortlist = table.shortlist()
    rough = table.play(shortlist, SCREENED, "screen")
    leaders: list[int] = []
    for name in table.advisors:
        gains = table.gains(rough, name).mean(axis=1)
        leaders += [shortlist[i] for i in islice(np.argsort(-gains, kind="stable"), FINALISTS)]
    finalists = list(dict.fromkeys(leaders))
    fine = table.play(finalists, question.futures, "final")
    scenario, book = table.scenario, table.book
    return Counsel(
        turn=question.position.turn,
        queue={book.ids[number]: units for number, units in question.queue.items()},
        candidates=tuple(book.ids[number] for number in shortlist),
        futures=question.futures,
        horizon=table.horizon,
        quarters=tuple(scenario.quarter(question.position.turn + step) for step in range(table.horizon)),
        opinions=tuple(table.opinion(name, finalists, fine) for name in table.advisors),
    )


class _Table:
    """The table that the advisors sit at: plans, futures, and how each weighs them."""

    def __init__(self, question: CounselQuestion, cancel: Signal | None) -> None:
        self.question, self.cancel, self.position = question, cancel, question.position
        self.scenario: IndexedScenario = self.position.scenario
        self.book: Catalogue = catalogue_of(self.scenario)
        self.advisors = self.scenario.file.advisor
        if self.position.left < 1:
            raise GreatGameError("the campaign is over: there is nothing left to advise")
        if not self.advisors or not question.possible:
            missing = "advisor in this scenario" if not self.advisors else "order that can be given now"
            raise GreatGameError(f"there is no {missing}, so there is no advice")
        self.horizon = min(question.horizon, self.position.left)
        self.rows: tuple[Watched, ...] = watched(self.scenario)
        pillars = [f"score.{name}" for name in self.scenario.names.pillars]
        self.scores = [[row.path for row in self.rows].index(path) for path in pillars]
        self.course: Course | None = None

    def shortlist(self) -> list[int]:
        """The best order of every kind as an all-round mind sees them, then the next best of any kind."""
        with swept():
            model = self.position.futures(seeds_of(self.question.seed, "shortlist", 1), [None])
            model.open()
            worth = model.utility[0]
        order = sorted(self.question.possible, key=lambda number: (-worth[number], number))
        best: dict[int, int] = {}
        for number in order:
            best.setdefault(int(self.book.kind_of[number]), number)
        rest = [number for number in order if number not in best.values()]
        return [*best.values(), *rest][: self.question.candidates]

    def play(self, numbers: Sequence[int], futures: int, name: str) -> Floats:
        """Play the queue alone and with each order: ``[plan, future, turn, figure]``, the queue alone first."""
        queue, seeds = dict(self.question.queue), seeds_of(self.question.seed, name, futures)
        plans = [queue, *(joint(queue, {number: 1}) for number in numbers)]
        parts = [self._play(plans[begin : begin + ROUND], seeds, begin == 0) for begin in range(0, len(plans), ROUND)]
        return np.concatenate(parts)

    def _play(self, plans: Sequence[Orders], seeds: Sequence[int], watching: bool) -> Floats:
        with swept():
            model = self.position.futures(seeds, plans)
            watch = Watch(model, len(seeds)) if watching else None
            lines = []
            for _ in range(self.horizon):
                if self.cancel is not None and self.cancel.is_set():
                    raise CancelledError("the advisors were interrupted; ask again")
                model.step()
                lines.append(read(self.scenario, self.rows, model.world.state))
                if watch is not None:
                    watch.look(model)
            if watch is not None:
                self.course = watch.course(model)
        return np.stack(lines, axis=1).reshape(len(plans), len(seeds), self.horizon, len(self.rows))

    def weights(self, name: str) -> Floats:
        """An advisor's weights of the pillars, which sum to one: ``[pillar]``."""
        return weights_of(self.scenario, self.advisors[name])

    def gains(self, played: Floats, name: str) -> Floats:
        """What each order adds at the horizon as an advisor weighs it: ``[order, future]``."""
        scores = played[:, :, -1, self.scores]
        gained: Floats = ((scores[1:] - scores[0]) * self.weights(name)).sum(axis=-1)
        return gained

    def opinion(self, name: str, numbers: Sequence[int], played: Floats) -> Opinion:
        """What an advisor makes of the orders of the second round."""
        gains = self.gains(played, name)
        ranking = np.argsort(-gains.mean(axis=1), kind="stable").tolist()
        first, second = ranking[0], ranking[1] if len(ranking) > 1 else None
        upset: Bools = gains[second] > gains[first] if second is not None else np.zeros(gains.shape[1], dtype=np.bool_)
        assert self.course is not None
        effects = effects_of(self.rows, np.stack([played[first + 1], played[0]]))
        return Opinion(
            advisor=name,
            first=self._finalist(name, numbers[first], gains[first], played[first + 1] - played[0]),
            second=None
            if second is None
            else self._finalist(name, numbers[second], gains[second], played[second + 1] - played[0]),
            upset=share_of(int(np.count_nonzero(upset)), len(upset)),
            marks=contrast(self.book, upset, self.course),
            effects=tuple(effect for effect in effects if not effect.path.startswith(("score", "total")))[:TOLD],
        )

    def _finalist(self, name: str, number: int, gain: Floats, difference: Floats) -> Finalist:
        changes = difference[:, -1, self.scores].mean(axis=0)
        weights = self.weights(name)
        rows = zip(self.scenario.names.pillars, weights, changes, strict=True)
        parts = [Part(pillar, float(weight), float(change)) for pillar, weight, change in rows if weight > 0]
        low, high = np.quantile(gain, (LOW, HIGH))
        return Finalist(
            order=self.book.ids[number],
            text=self.book.describe(number),
            gain=float(gain.mean()),
            low=float(low),
            high=float(high),
            ahead=share_of(int(np.count_nonzero(gain > 0)), len(gain)),
            clear=paired(gain, np.zeros(len(gain))).clear,
            parts=tuple(sorted(parts, key=lambda part: -abs(part.gain))),
        )


def weights_of(scenario: IndexedScenario, advisor: Advisor) -> Floats:
    """An advisor's weights of the pillars, which sum to one: ``[pillar]``."""
    weights = np.array([advisor.weights.number(pillar) for pillar in scenario.names.pillars])
    share: Floats = weights / weights.sum()
    return share
