"""The debrief of a campaign: luck against decisions, and the orders on which it turned.

The same orders are played again under other luck, and reference strategies
under that luck too; then each order is left out under the campaign's own
luck.  Orders written for one course of events may be impossible in another:
they are refused there, and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from greatgame.agents.opening import Script
from greatgame.agents.seating import AUTOPILOT
from greatgame.errors import GreatGameError
from greatgame.given import once
from greatgame.lab.contest import Progress, fair_play
from greatgame.lab.ensemble import BLOCK, Campaigns, play
from greatgame.lab.forecast import seeds_of
from greatgame.lab.gaps import Gap, gaps
from greatgame.lab.statistics import Paired, paired
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import catalogue_of
from greatgame.records import Record
from greatgame.rules.context import DONE
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.naming import strategy
from greatgame.session import Session
from greatgame.text import joined

REPLAYS = 500
IDLE = "do-nothing"
USUAL = AUTOPILOT
"""The strategy whose orders advisors give."""
CHECKED = 8
"""Orders with the largest effects that are tried under other luck as well."""
ELSEWHERE = 64
"""Replays on which they are tried."""

Omission = tuple[int, tuple[int, ...]]
"""Turn, and catalogue numbers of the orders of that turn that are left out."""


@dataclass(frozen=True)
class Luck(Record):
    """The result among replays of the same orders under other luck."""

    replays: int
    result: float
    """Total of the campaign."""
    beaten: float
    """Share of the replays that the campaign's total is ahead of; ties count half."""
    mean: float
    """Mean total of the replays: what the orders are worth in ordinary luck."""
    q05: float
    q50: float
    q95: float
    pillars: dict[str, float]
    """Points by pillar: the campaign less the replays' mean."""

    @property
    def worth(self) -> float:
        """Points of the total that luck brought."""
        return self.result - self.mean


@dataclass(frozen=True)
class Reference(Record):
    """A strategy on the luck of the replays, and on the campaign's own."""

    strategy: str
    mean: float
    decisions: Paired
    """Total of the replays less the strategy's, seed by seed: what the decisions are worth beside it."""
    own_luck: float
    """Points by which the campaign's result is ahead of the strategy on the campaign's own luck."""


@dataclass(frozen=True)
class Refusals(Record):
    """Orders of the replays that could not be carried out there."""

    orders: int
    """Given in one campaign."""
    refused_here: int
    """Refused in the campaign itself."""
    share: float
    """Refused in a replay, mean over the replays."""
    most: float
    """The same in the replay with most refusals."""


@dataclass(frozen=True)
class TurningPoint(Record):
    """What the campaign would have been without an order, or a quarter's orders, under the same luck."""

    turn: int
    quarter: str
    orders: tuple[str, ...]
    """Ids of what is left out."""
    text: str
    effect: float
    """Total of the campaign less the total without."""
    pillars: dict[str, float]
    refused_later: int
    """Later orders that were carried out in the campaign and are refused without this one."""
    elsewhere: Paired | None = None
    """The same effect under the luck of replays, for the largest few."""


@dataclass(frozen=True)
class Debrief(Record):
    """Luck, decisions and turning points of a campaign, up to its last finished turn."""

    scenario: str
    hash: str
    seed: int
    strategy: str | None
    """Who played the seat; None: a human."""
    turns: int
    quarter: str
    """The last finished one."""
    luck: Luck
    replays: tuple[float, ...]
    """Total of each replay."""
    references: tuple[Reference, ...]
    refusals: Refusals
    quarters: tuple[TurningPoint, ...]
    """All orders of a quarter left out together, largest effect first."""
    orders: tuple[TurningPoint, ...]
    """Orders left out one by one, largest effect first."""
    gaps: tuple[Gap, ...]
    """Turns in which the first of the references gained most on the campaign, the worst first: unlike turning points
    they also show what was left undone."""


def references_of(scenario: IndexedScenario, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The strategies to stand beside the replays; by default the autopilot and doing nothing, where there are any."""
    there = scenario.file.strategy
    return tuple(wanted) if wanted is not None else tuple(name for name in (USUAL, IDLE) if name in there)


def run(
    session: Session,
    replays: int = REPLAYS,
    seed: int = 0,
    references: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Debrief:
    """Replay, compare and leave out; takes some replays for each order and reference.

    Args:
        session: a campaign with at least one finished turn.
        replays: of the same orders under other luck.
        seed: of the other luck.
        references: strategies by specification; see :func:`references_of`.
        progress: told what is done.

    Raises:
        GreatGameError: where no turn is over, for fewer than two replays, or an unknown strategy or one named twice.
    """
    if not session.turn:
        raise GreatGameError("no turn is over yet: there is nothing to debrief")
    if replays < 2:
        raise GreatGameError(f"{replays} replays: luck takes 2 or more")
    beside = references_of(session.scenario, references)
    once("reference", beside)
    for name in beside:
        # A name that is wrong is found before the work is done, not after.
        GreatGameModel(session.scenario, name, session.strength, seeds=[session.seed])
    return Debriefing(session, seeds_of(seed, "debrief", replays), progress or _silent).report(beside)


def _silent(words: str) -> None:
    """Tell nobody."""


class Debriefing:
    """One campaign's script, played again and again."""

    def __init__(self, session: Session, seeds: list[int], tell: Progress) -> None:
        self.session, self.scenario, self.seeds, self.tell = session, session.scenario, seeds, tell
        self.book = catalogue_of(self.scenario)
        self.turns = session.turn
        self.mine = self.book.mine[self.scenario.player]
        self.amounts = session.script().amounts
        """Orders of all seats given by hand ``[turn, entry]``: replays repeat them."""
        self.given = [{int(number): int(row[number]) for number in self.mine if row[number]} for row in self.amounts]
        """The player's alone, turn by turn: only they are judged."""

    def report(self, references: Sequence[str]) -> Debrief:
        session, score = self.session, self.session.score()
        replayed = self.play(self.seeds)
        self.tell("replays")
        result = score.total
        rows = []
        for name in references:
            rows.append(self.reference(name, replayed, result)[0])
            self.tell(name)
        opened = self.gaps(references)
        quarters, orders = self.turning_points()
        return Debrief(
            scenario=self.scenario.id,
            hash=self.scenario.hash,
            seed=session.seed,
            strategy=session.strategy,
            turns=self.turns,
            quarter=session.history[-1].quarter,
            luck=self.luck(replayed, result),
            replays=tuple(float(total) for total in replayed.total),
            references=tuple(rows),
            refusals=self.refusals(replayed),
            quarters=quarters,
            orders=orders,
            gaps=opened,
        )

    def gaps(self, references: Sequence[str]) -> tuple[Gap, ...]:
        """Where the gap to the first reference opened, under the campaign's own luck."""
        return gaps(self.session, references[0]) if references else ()

    def play(
        self,
        seeds: Sequence[int],
        omitted: Sequence[Omission] | None = None,
        scenario: IndexedScenario | None = None,
        strength: str | None = None,
    ) -> Campaigns:
        """The script under the luck of ``seeds``; with ``omitted``, one omission in each campaign.

        ``scenario`` may be another variant of the same one, ``strength`` that of other minds.
        """
        player = self.scenario.names.powers[self.scenario.player]
        begun = 0

        def deciders(_: IndexedScenario) -> dict[str, Any]:
            nonlocal begun
            rows = [] if omitted is None else list(omitted[begun : begun + BLOCK])
            begun += BLOCK
            return dict.fromkeys((player, *self.session.hands), Script(self.amounts, _by_turn(rows)))

        def refused(model: GreatGameModel) -> Floats:
            assert model.turn is not None
            outcome = model.turn.outcome.take(self.mine, axis=1)
            count: Floats = np.count_nonzero((outcome != 0) & (outcome != DONE), axis=1).astype(float)
            return count

        return play(
            scenario or self.scenario,
            seeds,
            strength=strength or self.session.strength,
            strategy=_any_strategy(self.scenario),
            deciders=deciders,
            probes={"refused": refused},
            block=BLOCK,
            seats=self.session.filled,
            turns=self.turns,
        )

    def luck(self, replayed: Campaigns, result: float) -> Luck:
        total = replayed.total
        q05, q50, q95 = (float(value) for value in np.quantile(total, (0.05, 0.5, 0.95)))
        means = replayed.score.mean(axis=0)
        mine = self.session.score().points()
        pillars = self.scenario.names.pillars
        return Luck(
            replays=len(total),
            result=result,
            beaten=float(((total < result) + 0.5 * (total == result)).mean()),
            mean=float(total.mean()),
            q05=q05,
            q50=q50,
            q95=q95,
            pillars={name: mine[name] - float(means[place]) for place, name in enumerate(pillars)},
        )

    def reference(self, name: str, replayed: Campaigns, result: float) -> tuple[Reference, Floats]:
        """A strategy in the player's seat beside the replays, on the same luck, and the total of each campaign.

        The other seats given by hand repeat their orders.
        """
        played = play(
            self.scenario,
            [*self.seeds, self.session.seed],
            name,
            self.session.strength,
            deciders=lambda _: dict.fromkeys(self.session.others, Script(self.amounts)),
            seats=self.session.filled,
            turns=self.turns,
            after=fair_play,
        )
        totals, own = played.total[:-1], float(played.total[-1])
        known = strategy(self.scenario, name)
        return Reference(known, float(totals.mean()), paired(replayed.total, totals), result - own), totals

    def refusals(self, replayed: Campaigns) -> Refusals:
        orders = sum(len(orders) for orders in self.given)
        counts = replayed.probes["refused"].sum(axis=1) / max(orders, 1)
        here = sum(
            row.outcome != "done"
            for record in self.session.history
            for row in record.orders
            if row.actor == self.session.player
        )
        return Refusals(orders, here, float(counts.mean()), float(counts.max()))

    def turning_points(self) -> tuple[tuple[TurningPoint, ...], tuple[TurningPoint, ...]]:
        """Quarters and single orders by the size of their effect on the total."""
        whole = [(turn, tuple(orders)) for turn, orders in enumerate(self.given) if orders]
        single = list(self.carried_out())
        omissions: list[Omission] = [(0, ()), *whole, *single]
        without = self.play([self.session.seed] * len(omissions), omissions)
        self.tell(f"{len(single)} orders left out one by one")
        points = [self.point(omission, without, place) for place, omission in enumerate(omissions)][1:]
        quarters = _sorted(points[: len(whole)])
        orders = _sorted(points[len(whole) :])
        return quarters, (*self.elsewhere(orders[:CHECKED]), *orders[CHECKED:])

    def carried_out(self) -> Iterator[Omission]:
        """Every order of the seat that was carried out."""
        for turn, record in enumerate(self.session.history):
            done = {row.order for row in record.orders if row.outcome == "done"}
            for number in self.given[turn]:
                if self.book.ids[number] in done:
                    yield turn, (number,)

    def point(self, omission: Omission, without: Campaigns, place: int) -> TurningPoint:
        """The campaign less campaign ``place`` of ``without``, of which the first leaves out nothing."""
        turn, numbers = omission
        score = without.score[0] - without.score[place]
        later = without.probes["refused"][place, turn + 1 :] - without.probes["refused"][0, turn + 1 :]
        return TurningPoint(
            turn=turn,
            quarter=self.scenario.quarter(turn),
            orders=tuple(self.book.ids[number] for number in numbers),
            text=joined([self.book.describe(number) for number in numbers], "; "),
            effect=float(without.total[0] - without.total[place]),
            pillars={name: float(points) for name, points in zip(self.scenario.names.pillars, score, strict=True)},
            refused_later=max(0, int(later.sum())),
        )

    def elsewhere(self, points: Sequence[TurningPoint]) -> Iterator[TurningPoint]:
        """The same points with their effect under the luck of some replays."""
        seeds = self.seeds[:ELSEWHERE]
        omissions: list[Omission] = [(0, ())] * len(seeds)
        for point in points:
            omissions += [(point.turn, tuple(self.book.number(order) for order in point.orders))] * len(seeds)
        played = self.play(seeds * (1 + len(points)), omissions).total.reshape(-1, len(seeds))
        for point, row in zip(points, played[1:], strict=True):
            effect = paired(played[0], row) if len(seeds) > 1 else None
            yield replace(point, elsewhere=effect)


def _by_turn(omissions: Sequence[Omission]) -> dict[int, tuple[list[int], list[int]]]:
    """Omissions, one for each world of a block, as a script wants them."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for world, (turn, numbers) in enumerate(omissions):
        worlds, entries = found.setdefault(turn, ([], []))
        worlds += [world] * len(numbers)
        entries += numbers
    return found


def _sorted(points: Sequence[TurningPoint]) -> tuple[TurningPoint, ...]:
    return tuple(sorted(points, key=lambda point: (-abs(point.effect), point.turn, point.orders)))


def _any_strategy(scenario: IndexedScenario) -> str:
    """A strategy of the scenario, for a seat that a script fills anyway."""
    names = list(scenario.file.strategy)
    return AUTOPILOT if AUTOPILOT in names else names[0]
