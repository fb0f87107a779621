"""The contract that every decider keeps, a user's too.

Inherit it in a test and name the decider::

    class TestMine(DeciderContract):
        spec = "mine.py:Mine"

or run ``greatgame strategy check mine.py:Mine``, which goes through the same list.
"""

from __future__ import annotations

import copy
import pickle
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from greatgame.agents.agents import Government
from greatgame.agents.guard import LIMIT, Decision, Guarded, described, fault_of
from greatgame.agents.idle import idle
from greatgame.agents.minds import Decider
from greatgame.agents.seating import Filling, filling
from greatgame.agents.view import View
from greatgame.errors import GreatGameError
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, open_scenario
from greatgame.words import known


@dataclass(frozen=True)
class Check:
    """One clause of the contract and whether it is kept."""

    name: str
    text: str
    passed: bool
    message: str = ""
    """What was wrong."""
    tried: bool = True
    """Whether it could be tried: where no decision is made, nothing else can."""


@dataclass(frozen=True)
class _Seen:
    """One decision as it was watched."""

    amounts: Floats
    legal: Bools
    before: bytes
    after: bytes
    seconds: float


@dataclass(frozen=True)
class _Play:
    """A few turns of a few worlds."""

    seen: tuple[_Seen, ...]
    decisions: tuple[Decision, ...]
    digests: tuple[str, ...]
    most: Floats
    ids: tuple[str, ...]


class _Watched:
    """A decider that is watched while it decides."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider
        self.seen: list[_Seen] = []

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        mine = view.catalogue.mine[actor]
        before, begun = _fingerprint(view), time.perf_counter()
        amounts = self.decider.decide(view, actor, utility)
        seconds = time.perf_counter() - begun
        seen = _Seen(np.array(amounts), view.legal.take(mine, axis=1), before, _fingerprint(view), seconds)
        self.seen.append(seen)
        return amounts


def _fingerprint(view: View) -> bytes:
    """Everything that a view shows and a decider does not own."""
    shown = (view.memory, view.perception, view.venture_view, view.legal)
    state = "".join(view.state.digest(world) for world in range(view.worlds))
    return state.encode() + b"".join(np.ascontiguousarray(part).tobytes() for part in shown)


class DeciderContract:
    """What may be asked of any decider, as tests to inherit; each raises ``AssertionError`` with what was wrong."""

    spec: str = ""
    """The decider: a strategy's name or file, ``FILE.py:NAME``, or an installed one."""
    scenario: str = "tokyo-2026"
    seat: str = ""
    """Whose seat it fills; empty: the player's."""
    seeds: tuple[int, ...] = (3, 17, 80, 501)
    turns: int = 4
    time_limit: float = LIMIT

    @property
    def game(self) -> IndexedScenario:
        return open_scenario(self.scenario)

    def played(self, seeds: Sequence[int] = (), again: int = 0) -> _Play:
        """The decider at work; ``again`` tells one play from its repetition."""
        chosen = filling(self.game, self.spec)
        return _played(chosen, self.game, self.seat, tuple(seeds or self.seeds), self.turns, self.time_limit, again)

    def test_every_decision_is_made(self) -> None:
        """It decides in time, without an error, and returns amounts [world, own entry]."""
        failed = [row for row in self.played().decisions if row.status != "ok"]
        assert not failed, f"turn {failed[0].turn}: {failed[0].status}: {failed[0].message}"
        slow = max(self.played().seen, key=lambda row: row.seconds)
        assert slow.seconds <= self.time_limit, f"a decision took {slow.seconds:.1f} s of {self.time_limit:g} s"

    def test_amounts_are_whole_and_finite(self) -> None:
        """Amounts are whole, finite, and no more than a turn allows."""
        play = self.played()
        for turn, row in enumerate(play.seen):
            problem = fault_of(row.amounts, row.legal.shape)
            assert not problem, f"turn {turn}: {problem}"
            beyond = np.argwhere(row.amounts > play.most)
            assert not len(beyond), f"turn {turn}: more than the most units of {play.ids[int(beyond[0][1])]}"

    def test_orders_are_legal(self) -> None:
        """Only moves that are legal in their world are ordered."""
        play = self.played()
        for turn, row in enumerate(play.seen):
            wrong = np.argwhere((row.amounts > 0) & ~row.legal)
            assert not len(wrong), f"turn {turn}: {play.ids[int(wrong[0][1])]} is not possible in world {wrong[0][0]}"

    def test_same_seed_same_play(self) -> None:
        """The same seed leads to the same orders and the same world."""
        first, second = self.played(), self.played(again=1)
        for turn, (one, other) in enumerate(zip(first.seen, second.seen, strict=True)):
            assert np.array_equal(one.amounts, other.amounts), f"turn {turn}: played again it orders otherwise"
        assert first.digests == second.digests, "played again it leads to another world"

    def test_worlds_are_independent(self) -> None:
        """What it does in one world does not depend on the worlds beside it."""
        many = self.played()
        for world in (0, len(self.seeds) - 1):
            alone = self.played([self.seeds[world]])
            for turn, (row, single) in enumerate(zip(many.seen, alone.seen, strict=True)):
                same = np.array_equal(row.amounts[world], single.amounts[0])
                assert same, f"turn {turn}: seed {self.seeds[world]} alone is played otherwise than beside others"

    def test_it_writes_nothing_it_does_not_own(self) -> None:
        """What it is shown is left as it was."""
        for turn, row in enumerate(self.played().seen):
            assert row.before == row.after, f"turn {turn}: it changed what it was shown"

    def test_it_can_be_copied_and_pickled(self) -> None:
        """A copy, and what comes back from a pickle, plays the same."""
        chosen = filling(self.game, self.spec)
        if chosen.make is None:
            assert pickle.loads(pickle.dumps(chosen.strategy)) == chosen.strategy, "its pickle is another strategy"
            return
        original = self.played(self.seeds[:2])
        for how, twin in (("copy", copy.deepcopy), ("pickle", lambda thing: pickle.loads(pickle.dumps(thing)))):
            try:
                play = _play(chosen, self.game, self.seat, self.seeds[:2], self.turns, self.time_limit, twin)
            except GreatGameError:
                raise
            except Exception as error:
                raise AssertionError(f"no {how} can be made: {described(error)}") from error
            assert play.digests == original.digests, f"its {how} plays otherwise"


def check(
    spec: str,
    scenario: str = "tokyo-2026",
    seat: str = "",
    time_limit: float = LIMIT,
) -> list[Check]:
    """Run a decider through the contract.

    Raises:
        GreatGameError: where there is no such decider, or its file has faults: nothing can be tried then.
    """
    contract = DeciderContract()
    contract.spec, contract.scenario, contract.seat, contract.time_limit = spec, scenario, seat, time_limit
    results: list[Check] = []
    for name in [name for name in vars(DeciderContract) if name.startswith("test_")]:
        clause = getattr(contract, name)
        # Where the first clause fails there are no decisions to look at, only more time to lose.
        tried = not results or results[0].passed
        message = _broken(clause) if tried else "its decisions fail"
        results.append(Check(name.removeprefix("test_"), clause.__doc__ or "", not message, message, tried))
    return results


def idle_in(spec: str, scenario: str = "tokyo-2026", seat: str = "") -> tuple[str, ...]:
    """What of a strategy counts for nothing in the seat that it fills, each with its place; of a decider, nothing.

    Raises:
        GreatGameError: where there is no such decider or seat, or its file has faults.
    """
    game = open_scenario(scenario)
    strategy = filling(game, spec).strategy
    return () if strategy is None else idle(catalogue_of(game), _seat(game, seat), strategy)


def _seat(game: IndexedScenario, seat: str) -> int:
    """Number of a seat by its name; empty: the player's."""
    return game.names.actors.at(known("seat", seat or game.names.powers[game.player], game.names.actors))


def _broken(clause: Callable[[], None]) -> str:
    """What is wrong by a clause; empty if nothing is."""
    try:
        clause()
    except AssertionError as error:
        return str(error)
    return ""


@lru_cache(maxsize=16)
def _played(
    chosen: Filling,
    game: IndexedScenario,
    seat: str,
    seeds: tuple[int, ...],
    turns: int,
    limit: float,
    again: int,
) -> _Play:
    return _play(chosen, game, seat, seeds, turns, limit)


def _play(
    chosen: Filling,
    game: IndexedScenario,
    seat: str,
    seeds: tuple[int, ...],
    turns: int,
    limit: float,
    twin: Any = None,
) -> _Play:
    """Play with the seat's decider, or with its ``twin``, under watch."""
    number = _seat(game, seat)
    if number == game.player:
        model = GreatGameModel(game, chosen.spec, seeds=seeds, time_limit=limit)
    else:
        model = GreatGameModel(game, seeds=seeds, seats={game.names.actors[number]: chosen.spec}, time_limit=limit)
    agent = next(a for a in model.agents if isinstance(a, Government) and a.number == number)
    if twin is not None and isinstance(agent.decider, Guarded):
        agent.decider.decider = twin(agent.decider.decider)
    watched = agent.decider = _Watched(agent.decider)
    for _ in range(min(turns, game.turns)):
        model.step()
        if any(row.status != "ok" for row in model.decisions):
            break
    book = model.catalogue
    mine = book.mine[number]
    return _Play(
        tuple(watched.seen),
        model.decisions,
        tuple(model.digest(world) for world in range(len(seeds))),
        book.most[mine],
        tuple(book.ids[entry] for entry in mine),
    )
