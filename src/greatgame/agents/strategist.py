"""The strategist: plays a strategy that has rules and budgets beside its weights.

A rule looks at figures of the state, at what others did, and at the calendar;
in every world in which all of that holds, it adds to the worth of some moves
or rules them out.  Nothing is kept from turn to turn, so that a campaign can
be taken up anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from greatgame.agents.choice import choose
from greatgame.agents.meaning import instead, means
from greatgame.agents.view import View
from greatgame.errors import Fault, ScenarioError
from greatgame.moves.catalogue import Catalogue
from greatgame.moves.legality import NEAR
from greatgame.scenario.indexed import Bools, Floats, Ints, quarter_number
from greatgame.scenario.schema_minds import Allowance, Condition, Reaction, Sighting, Strategy
from greatgame.scenario.vocabulary import ANYONE, RESOURCES
from greatgame.words import suggestion
from greatgame.world.variables import BY_NAME, axis
from greatgame.world.world import in_turn

Home = tuple[str, str]
"""The file that holds a strategy, and its name there."""


class Strategist:
    """Takes the best affordable moves by its doctrine, its rules and within its budgets, one after another.

    Args:
        catalogue: the moves that there are.
        strategy: what it plays.
        actor: the seat.
        name: what the strategy is called by.
        home: the file that holds it and its name there; by default it is the scenario's own.

    Raises:
        ScenarioError: where rules or budgets name what this seat cannot do or see, with all that do.
    """

    def __init__(
        self, catalogue: Catalogue, strategy: Strategy, actor: int, name: str, home: Home | None = None
    ) -> None:
        scenario = catalogue.scenario
        defaults = scenario.file.defaults
        self.actor = actor
        self.threshold = (strategy.threshold or defaults.threshold).value
        self.orders = scenario.orders_a_turn(strategy)
        seat = _Seat(catalogue, actor, home or (catalogue.scenario.loaded.where("strategy", name), name))
        self.never: Bools = seat.matching(strategy.avoid, "avoid")
        self.rules = [_Rule.of(seat, rule, f"rule.{number}") for number, rule in enumerate(strategy.rule)]
        self.budgets = [_Budget.of(seat, part, f"budget.{number}") for number, part in enumerate(strategy.budget)]
        if seat.faults:
            raise ScenarioError(f"strategy {name!r} does not fit the seat of {seat.own_name}:", seat.faults)

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        """Amounts ``[world, own entry]``."""
        bonus, ruled_out = self.reactions(view)
        possible = view.legal.take(view.catalogue.mine[actor], axis=1) & ~ruled_out & ~self.never
        worth = np.where(possible, utility + bonus, -np.inf)
        if not self.budgets:
            return choose(view, actor, worth, self.threshold, self.orders)
        return self._within_budgets(view, worth)

    def reactions(self, view: View) -> tuple[Floats, Bools]:
        """What the rules that hold add to each own entry, and what they rule out: ``[world, own entry]`` each."""
        own = len(self.never)
        bonus, ruled_out = np.zeros((view.worlds, own)), np.zeros((view.worlds, own), dtype=np.bool_)
        for rule in self.rules:
            holds = rule.holds(view)[:, None]
            bonus += holds * rule.bonus
            ruled_out |= holds & rule.forbidden
        return bonus, ruled_out

    def _within_budgets(self, view: View, worth: Floats) -> Floats:
        """The greedy choice of :func:`greatgame.agents.choice.choose`, which also stops at the budgets."""
        book, mine = view.catalogue, view.catalogue.mine[self.actor]
        kind, group = book.kind_of[mine], book.group[mine]
        purse = view.state.purse[:, self.actor]
        bills, limits = zip(*self._purses(book, mine, purse), strict=True)
        bill, room = np.stack(bills), np.stack(limits, axis=1)
        amounts = np.zeros(worth.shape)
        every, variety = np.arange(len(worth)), view.minds["choice"].variety
        for _ in range(self.orders):
            # What no longer fits into a purse or a budget is no candidate.
            fits = np.ones(worth.shape, dtype=np.bool_)
            for number, price in enumerate(bill):
                fits &= price <= room[:, number, None] + NEAR
            worth = np.where(fits, worth, -np.inf)
            best = worth.argmax(axis=1)
            able = worth[every, best] > self.threshold
            if not np.count_nonzero(able):
                break
            amounts[every, best] = np.where(able, 1.0, amounts[every, best])
            room -= (bill[:, best] * able).T
            worth -= (kind == kind[best][:, None]) * (variety * able)[:, None]
            worth = np.where((group == group[best][:, None]) & able[:, None], -np.inf, worth)
        return amounts

    def _purses(self, book: Catalogue, mine: Ints, purse: Floats) -> list[tuple[Floats, Floats]]:
        """What every own entry takes from each purse and budget ``[own entry]``, and what is in it ``[world]``."""
        prices = [np.where(book.resource[mine] == r, book.money[mine], 0.0) for r in range(len(RESOURCES))]
        prices[0] = prices[0] + book.diplomacy[mine]
        found = [(price, purse[:, r]) for r, price in enumerate(prices)]
        for budget in self.budgets:
            if budget.resource is None:
                limit = np.full(len(purse), float(int(budget.share * self.orders + NEAR)))
                found.append((budget.moves * 1.0, limit))
            else:
                found.append((budget.moves * prices[budget.resource], budget.share * purse[:, budget.resource]))
        return found


class _Seat:
    """Whose strategy it is, for turning its words into entries of the catalogue.

    Words that mean nothing in this seat are noted in :attr:`faults` and taken to mean nothing, so that all are found.
    """

    def __init__(self, catalogue: Catalogue, actor: int, home: Home) -> None:
        self.catalogue, self.actor, self.home = catalogue, actor, home
        self.faults: list[Fault] = []
        self.scenario = catalogue.scenario
        self.mine: Ints = catalogue.mine[actor]
        self.own_name = catalogue.actors[actor]

    def matching(self, patterns: Iterable[str], field: str) -> Bools:
        """Own entries that any of the patterns means: ``[own entry]``; kinds that others make mean none.

        A pattern that means no order of a kind that this seat does make is a fault.
        """
        found = np.zeros(len(self.mine), dtype=np.bool_)
        for pattern in patterns:
            meant = np.array([means(pattern, self.catalogue.ids[number]) for number in self.mine], dtype=np.bool_)
            if not meant.any():
                self._refuse(pattern, field)
            found |= meant
        return found

    def _refuse(self, pattern: str, field: str) -> None:
        kind = pattern.partition("/")[0]
        own = [self.catalogue.ids[n] for n in self.mine if means(kind, self.catalogue.ids[n])]
        if own:
            self._fault(field, pattern, f"means no move of {self.own_name}", instead(pattern, own))

    def _fault(self, field: str, value: str, problem: str, remedy: str) -> None:
        file, name = self.home
        fault = Fault(file, f"strategy.{name}.{field}", repr(value), problem, remedy)
        if fault not in self.faults:
            self.faults.append(fault)

    def others(self, actor: str, pattern: str, field: str) -> Ints:
        """Catalogue numbers of the moves of others that are meant.

        Where nobody whom it could mean ever makes such a move, that is a fault.
        """
        book = self.catalogue
        wanted = [a for a in range(len(self.scenario.names.actors)) if actor in (ANYONE, book.actors[a])]
        makes = [n for a in wanted for n in book.mine[a].tolist()]
        numbers = [n for n in makes if means(pattern, book.ids[n])]
        if not numbers:
            remedy = instead(pattern, [book.ids[n] for n in makes])
            self._fault(f"{field}.move", pattern, f"{actor} has no such move that could be seen", remedy)
        return np.array([n for n in numbers if book.actor[n] != self.actor], dtype=np.int64)

    def cells(self, path: str, field: str) -> tuple[str, Ints]:
        """The variable that a path means, and its flat cells: one, or all along the axes marked ``*``.

        A path that leads nowhere from this seat is a fault, and means the variable's first cell.
        """
        head, *parts = path.split(".")
        axes = [axis(self.scenario, name) for name in BY_NAME[head].axes]
        places = []
        for ids, part in zip(axes, parts, strict=True):
            wanted = self.own_name if part == "@" else part
            if wanted not in ids.place and wanted != "*":
                remedy = f"in place of {part!r}, {suggestion(part, ids)}"
                self._fault(f"{field}.variable", path, f"is no figure for {self.own_name}", remedy)
                return head, np.zeros(1, dtype=np.int64)
            places.append(list(range(len(ids))) if wanted == "*" else [ids.at(wanted)])
        shape = tuple(len(ids) for ids in axes)
        grid = np.meshgrid(*places, indexing="ij") if places else []
        return head, np.ravel_multi_index([g.reshape(-1) for g in grid], shape) if grid else np.zeros(1, np.int64)


@dataclass(frozen=True)
class _Test:
    """A condition on one figure, or on the mean of several."""

    variable: str
    cells: Ints
    above: float
    below: float

    @classmethod
    def of(cls, seat: _Seat, test: Condition, field: str) -> _Test:
        above = -np.inf if test.above is None else test.above
        below = np.inf if test.below is None else test.below
        return cls(*seat.cells(test.variable, field), above, below)

    def holds(self, view: View) -> Bools:
        values = getattr(view.state, self.variable).reshape(view.worlds, -1).take(self.cells, axis=1)
        figure = in_turn(values) / len(self.cells)
        return (figure > self.above) & (figure < self.below)


@dataclass(frozen=True)
class _Memory:
    """A condition on what somebody else did."""

    entries: Ints
    least: float
    """How present a single such move still is after the last quarter for which it counts."""

    @classmethod
    def of(cls, seat: _Seat, sighting: Sighting, field: str) -> _Memory:
        entries = seat.others(sighting.actor, sighting.move, field)
        return cls(entries, seat.scenario.society.memory ** (sighting.within - 1) - NEAR)

    def holds(self, view: View) -> Bools:
        found: Bools = np.count_nonzero(view.memory.take(self.entries, axis=1) >= self.least, axis=1) > 0
        return found


@dataclass(frozen=True)
class _Rule:
    """A rule as arrays over the seat's own entries."""

    begins: float
    ends: float
    tests: tuple[_Test | _Memory, ...]
    bonus: Floats
    forbidden: Bools

    @classmethod
    def of(cls, seat: _Seat, rule: Reaction, field: str) -> _Rule:
        tests: list[_Test | _Memory] = []
        tests += [_Test.of(seat, test, f"{field}.when.{number}") for number, test in enumerate(rule.when)]
        tests += [_Memory.of(seat, seen, f"{field}.seen.{number}") for number, seen in enumerate(rule.seen)]
        bonus = np.zeros(len(seat.mine))
        for pattern, worth in rule.prefer.items():
            bonus += worth * seat.matching([pattern], f"{field}.prefer")
        first, last = (_turn(seat, quarter) for quarter in (rule.begins, rule.ends))
        return cls(
            begins=-np.inf if first is None else first,
            ends=np.inf if last is None else last,
            tests=tuple(tests),
            bonus=bonus,
            forbidden=seat.matching(rule.forbid, f"{field}.forbid"),
        )

    def holds(self, view: View) -> Bools:
        """Worlds in which the rule holds now: ``[world]``."""
        worlds = np.full(view.worlds, self.begins <= view.turn <= self.ends)
        for test in self.tests:
            worlds &= test.holds(view)
        return worlds


def _turn(seat: _Seat, quarter: str | None) -> float | None:
    """The turn in which a quarter lies: 0 is the first."""
    if quarter is None:
        return None
    first = quarter_number(seat.scenario.file.scenario.start)
    return (quarter_number(quarter) - first) // seat.scenario.dt


@dataclass(frozen=True)
class _Budget:
    """A budget as an array over the seat's own entries."""

    moves: Bools
    share: float
    resource: int | None
    """The purse; None: the orders of a turn."""

    @classmethod
    def of(cls, seat: _Seat, part: Allowance, field: str) -> _Budget:
        resource = None if part.of == "orders" else RESOURCES.index(part.of)
        return cls(seat.matching(part.moves, f"{field}.moves"), part.share, resource)


REASON = "rule"
"""Name of what a rule adds to a move's worth, among the reasons that are recorded."""


def rules_say(mind: Strategist, view: View) -> Mapping[int, float]:
    """What the rules add to each entry in the first world, by catalogue number."""
    bonus, _ = mind.reactions(view)
    return dict(zip(view.catalogue.mine[mind.actor].tolist(), bonus[0].tolist(), strict=True))
