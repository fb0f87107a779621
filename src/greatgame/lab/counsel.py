"""Counsel: advisors who look at the same futures and weigh the score differently.

A shortlist of orders is played in a few futures each, beside the same futures
without them; the orders that lead for somebody are then played in more and
other futures, so that nobody is praised for luck.  Where the same order is worth
most to two advisors, the first of them names it, and the other says that it
agrees and names the best that nobody else names: so there are as many
recommendations as advisors, and each knows what the others' are worth to it.
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
from greatgame.lab.preview import Effect, Watched, effects_of, read, watched
from greatgame.lab.statistics import Share, paired, share_of, tails
from greatgame.memory import swept
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.position import Orders, Position
from greatgame.records import Record
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario
from greatgame.scenario.schema_minds import Advisor

CANDIDATES, SCREENED, FUTURES, HORIZON = 18, 16, 64, 8
"""Orders on the shortlist, futures of each in the first round and in the second, turns of each."""
FINALISTS = 2
"""Orders that each advisor adds to the second round."""
ROUND = 7
"""Plans that are played side by side."""
LEAST = 0.005
"""Points below which nothing is gained that two decimals would show."""
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
    """Mean of the lowest tenth of the futures; with the highest tenth it always takes the mean gain between."""
    high: float
    ahead: Share
    """Futures in which the order is worth more than nothing."""
    clear: bool
    """Whether the mean gain can be told from nothing."""
    parts: tuple[Part, ...]
    """By pillar, the largest first; their gains add up to the gain."""

    @property
    def helps(self) -> bool:
        """Whether it is clearly worth more than nothing, and so much that it shows."""
        return self.clear and self.gain >= LEAST


@dataclass(frozen=True)
class Beside(Record):
    """Another advisor's recommendation, by this one's measure."""

    advisor: str
    """Who recommends it."""
    finalist: Finalist
    """As this advisor sees it."""
    difference: float
    """Its mean gain less that of this advisor's own recommendation."""
    clear: bool
    """Whether the two can be told apart."""


@dataclass(frozen=True)
class Agreement(Record):
    """What an advisor finds best and another recommends already."""

    advisor: str
    """Who recommends it."""
    finalist: Finalist
    """As this advisor sees it."""
    theirs: Finalist
    """This advisor's own recommendation, as the other one sees it."""


@dataclass(frozen=True)
class Opinion(Record):
    """What one advisor recommends."""

    advisor: str
    first: Finalist
    """The best by its measure of what nobody before it recommends."""
    second: Finalist | None
    """The best of the others, except one that it agrees on."""
    apart: bool
    """Whether the mean gains of these two can be told apart."""
    agreed: Agreement | None
    others: tuple[Beside, ...]
    """What the other advisors recommend."""
    upset: Share
    """Futures in which the runner-up is worth more than the recommendation."""
    marks: tuple[Mark, ...]
    """What those futures have more often than the others."""
    effects: tuple[Effect, ...]
    """What the recommendation moves most."""

    @property
    def waits(self) -> bool:
        """Whether the advisor finds no order clearly worth giving."""
        return not self.first.helps


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
    finalists: list[int] = []
    for name in table.advisors:
        ranking = (shortlist[place] for place in table.ranking(rough, name))
        finalists += islice((number for number in ranking if number not in finalists), FINALISTS)
    fine = table.play(finalists, question.futures, "final")
    scenario, book = table.scenario, table.book
    return Counsel(
        turn=question.position.turn,
        queue={book.ids[number]: units for number, units in question.queue.items()},
        candidates=tuple(book.ids[number] for number in shortlist),
        futures=question.futures,
        horizon=table.horizon,
        quarters=tuple(scenario.quarter(question.position.turn + step) for step in range(table.horizon)),
        opinions=_Round(table, finalists, fine).opinions(),
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

    def ranking(self, played: Floats, name: str) -> list[int]:
        """Places of the orders, the best for an advisor first."""
        best: list[int] = np.argsort(-self.gains(played, name).mean(axis=1), kind="stable").tolist()
        return best

    def finalist(self, name: str, number: int, played: Floats, place: int) -> Finalist:
        """An order at its place among those played, as an advisor sees it."""
        gain = self.gains(played, name)[place]
        changes = (played[place + 1] - played[0])[:, -1, self.scores].mean(axis=0)
        rows = zip(self.scenario.names.pillars, self.weights(name), changes, strict=True)
        parts = [Part(pillar, float(weight), float(change)) for pillar, weight, change in rows if weight > 0]
        low, high = tails(gain)
        return Finalist(
            order=self.book.ids[number],
            text=self.book.describe(number),
            gain=float(gain.mean()),
            low=low,
            high=high,
            ahead=share_of(int(np.count_nonzero(gain > 0)), len(gain)),
            clear=paired(gain, np.zeros(len(gain))).clear,
            parts=tuple(sorted(parts, key=lambda part: -abs(part.gain))),
        )


class _Round:
    """The second round: every advisor's view of every order in it, and who recommends which."""

    def __init__(self, table: _Table, numbers: Sequence[int], played: Floats) -> None:
        self.table, self.played = table, played
        self.gains = {name: table.gains(played, name) for name in table.advisors}
        self.rankings = {name: table.ranking(played, name) for name in table.advisors}
        self.seen = {
            name: [table.finalist(name, number, played, place) for place, number in enumerate(numbers)]
            for name in table.advisors
        }
        self.named = self._seated()

    def _seated(self) -> dict[str, int]:
        """Advisor -> place of the order that it recommends; those to whom some order clearly helps choose first."""
        best = {name: self.seen[name][self.rankings[name][0]] for name in self.seen}
        named: dict[str, int] = {}
        for name in sorted(self.seen, key=lambda name: not best[name].helps):
            free = [place for place in self.rankings[name] if place not in named.values()]
            named[name] = (free or self.rankings[name])[0]
        return named

    def opinions(self) -> tuple[Opinion, ...]:
        """What every advisor says."""
        return tuple(self._opinion(name) for name in self.seen)

    def _opinion(self, name: str) -> Opinion:
        table, gains, seen, first = self.table, self.gains[name], self.seen[name], self.named[name]
        agreed = self._agreed(name)
        skipped = {first} if agreed is None else {first, self.rankings[name][0]}
        second = next((place for place in self.rankings[name] if place not in skipped), None)
        upset: Bools = gains[second] > gains[first] if second is not None else np.zeros(gains.shape[1], dtype=np.bool_)
        assert table.course is not None
        effects = effects_of(table.rows, np.stack([self.played[first + 1], self.played[0]]))
        return Opinion(
            advisor=name,
            first=seen[first],
            second=None if second is None else seen[second],
            apart=second is not None and paired(gains[second], gains[first]).clear,
            agreed=agreed,
            others=tuple(self._beside(name, other) for other in self.seen if other != name),
            upset=share_of(int(np.count_nonzero(upset)), len(upset)),
            marks=contrast(table.book, upset, table.course),
            effects=tuple(effect for effect in effects if not effect.path.startswith(("score", "total")))[:TOLD],
        )

    def _agreed(self, name: str) -> Agreement | None:
        """Who recommends what is worth most to an advisor, where it is not the advisor itself."""
        best, own = self.rankings[name][0], self.named[name]
        ally = next((other for other in self.named if other != name and self.named[other] == best), None)
        if best == own or ally is None or not self.seen[name][best].helps:
            return None
        return Agreement(ally, self.seen[name][best], self.seen[ally][own])

    def _beside(self, name: str, other: str) -> Beside:
        gains, theirs = self.gains[name], self.named[other]
        gap = paired(gains[theirs], gains[self.named[name]])
        return Beside(other, self.seen[name][theirs], gap.mean, gap.clear)


def weights_of(scenario: IndexedScenario, advisor: Advisor) -> Floats:
    """An advisor's weights of the pillars, which sum to one: ``[pillar]``."""
    weights = np.array([advisor.weights.number(pillar) for pillar in scenario.names.pillars])
    share: Floats = weights / weights.sum()
    return share
