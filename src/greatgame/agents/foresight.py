"""Expert minds: look ahead by running the model forward on a small ensemble.

An expert knows what every player may know: the present state, everybody's
published doctrine, and the rules.  It knows neither the luck to come nor what
others are about to order: its futures have chance tapes of their own
(:mod:`greatgame.agents.futures`).  Each turn it

1. plays each *way* that it knows (its doctrine; for the player's seat, the
   best strategies) to the end in the same few futures, and prefers another to
   the usual one if the gain exceeds its standard error;
2. plays that way leaning toward some kinds of move and away from others, and
   estimates what each kind is worth to its objective from here on
   (:mod:`greatgame.agents.screening`);
3. plays plans that lean toward what is worth it in the futures of step 1, and
   again keeps the plainer plan unless the gain exceeds its standard error.

To improve a policy by simulating it is known as rollout (Bertsekas and
Castanon 1999, Journal of Heuristics 5) and, among several policies, as policy
switching (Chang, Givan and Chong 2004, Discrete Event Dynamic Systems 14).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from greatgame.agents.futures import Present
from greatgame.agents.minds import Decider
from greatgame.agents.objectives import objective
from greatgame.agents.screening import clear, design, error, shrunk
from greatgame.agents.view import View
from greatgame.agents.weighing import Appraisal
from greatgame.moves.catalogue import Catalogue
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.naming import strategy
from greatgame.text import Text, say
from greatgame.world.world import World

STRIDES = 2
"""Plans that are tried on the leaning found best: as it is, and bolder."""
ROWS = 256
"""Futures played side by side."""


@dataclass(frozen=True)
class Effort:
    """How much an expert simulates; what it finds depends on this, never on the clock."""

    pairs: int = 32
    """Least number of trials a turn, each played twice, with opposite leans (more where a seat has many kinds)."""
    checks: int = 8
    """Futures a turn in which ways and plans are compared."""
    study: int = 16
    """Campaigns in which each strategy is tried before the first turn, to know the best."""

    def campaigns(self, kinds: int, ways: int) -> int:
        """Futures played each turn for a seat with so many kinds of move and ways to play."""
        return self.checks * (ways + STRIDES) + 2 * len(design(kinds, self.pairs))


class PlayOn(Protocol):
    """Plays worlds on to the end, one seat by a way that leans, everyone else by doctrine."""

    def __call__(self, world: World, way: str, lean: Floats) -> None:
        """``lean`` is ``[world, kind]``; the world is changed in place."""
        ...


@dataclass(frozen=True)
class Thought:
    """What an expert made of one turn in one world."""

    way: str
    lean: Floats
    """Utility added by kind of move: ``[kind]``."""
    gain: float
    """Points of the objective that the plan gained over the usual way, mean over the futures."""
    error: float
    """Standard error of the gain."""
    expected: float
    """Mean objective at the end, points."""
    futures: int

    def words(self, usual: str, called: Callable[[str], Text] = Text) -> Text:
        """The finding as a sentence; ``usual`` is what the plan is compared with, ``called`` names ways to play."""
        leans = bool(np.count_nonzero(self.lean))
        if self.way == usual and not leans:
            gained = say("no plan clearly gained over {usual}", usual=called(usual))
        else:
            way = called(self.way)
            gained = say(
                "{plan} gained {gain:+.1f} ± {error:.1f} points over {usual} as it is",
                plan=say("{way} with leanings of its own", way=way) if leans else way,
                gain=self.gain,
                error=self.error,
                usual=called(usual),
            )
        words = "in {futures} futures {gained}; {expected:.1f} points are expected at the end"
        return say(words, futures=self.futures, gained=gained, expected=self.expected)


class Leaning:
    """A mind that leans toward some kinds of move and away from others.

    Args:
        mind: who decides, by the utility that it is handed.
        lean: utility added: ``[world, kind]``.
    """

    def __init__(self, mind: Decider, lean: Floats) -> None:
        self.mind, self.lean = mind, lean

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        book = view.catalogue
        kinds = book.kind_of.take(book.mine[actor])
        return self.mind.decide(view, actor, utility + self.lean.take(kinds, axis=1))


class Expert:
    """Strength ``expert``: chooses how to play, and how to lean, by looking ahead.

    Args:
        scenario: the scenario.
        catalogue: its moves.
        ways: minds that the seat may follow, by name, which decide by the utility that they are handed; the
            first is the usual one, by whose doctrine the appraisal is made that :meth:`decide` is handed.
        appraised: appraisal of a view by the way of a name.
        play_on: runs the model forward.
        effort: how much to simulate.
    """

    def __init__(
        self,
        scenario: IndexedScenario,
        catalogue: Catalogue,
        ways: Mapping[str, Decider],
        appraised: Callable[[View, str], Appraisal],
        play_on: PlayOn,
        effort: Effort,
    ) -> None:
        self.scenario, self.catalogue = scenario, catalogue
        self.lean, self.stride = scenario.minds["expert"].lean, scenario.minds["expert"].stride
        self.ways = dict(ways)
        self.usual = next(iter(self.ways))
        self.appraised, self.play_on, self.effort = appraised, play_on, effort
        self.thoughts: tuple[Thought, ...] = ()
        """What it made of the latest turn, world by world."""
        self.appraisals: dict[str, Appraisal] = {}
        """Appraisals of the latest turn by ways that are not the usual one, where a world follows them."""
        self.seconds = 0.0
        """Time that the latest turn took."""

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        began = time.perf_counter()
        self.thoughts, self.appraisals = self._considered(view, actor), {}
        lean = np.array([thought.lean for thought in self.thoughts])
        mine = self.catalogue.mine[actor]
        amounts = np.zeros(utility.shape)
        for way, worlds in self._followers([thought.way for thought in self.thoughts]):
            seen = utility
            if way != self.usual:
                self.appraisals[way] = self.appraised(view, way)
                seen = self.appraisals[way].utility.take(mine, axis=1)
            amounts[worlds] = Leaning(self.ways[way], lean).decide(view, actor, seen)[worlds]
        self.seconds = time.perf_counter() - began
        return amounts

    def words(self, world: int = 0) -> Text:
        """What it made of the latest turn, as a sentence."""
        return self.thoughts[world].words(self.usual, lambda way: strategy(self.scenario, way))

    def _considered(self, view: View, actor: int) -> tuple[Thought, ...]:
        """A thought for every world, worked out for a few worlds at a time."""
        kinds = np.unique(self.catalogue.kind_of[self.catalogue.mine[actor]])
        trials = design(len(kinds), self.effort.pairs)
        together = max(1, ROWS // (2 * len(trials)))
        thoughts: list[Thought] = []
        for begin in range(0, view.worlds, together):
            present = Present(view, actor, np.arange(begin, min(begin + together, view.worlds)))
            thoughts += self._think(present, kinds, trials)
        return tuple(thoughts)

    def _think(self, present: Present, kinds: Ints, trials: Floats) -> list[Thought]:
        """The steps above, for a few worlds."""
        width = len(self.catalogue.kind_names)
        still = np.zeros((present.worlds, 1, width))
        tried = {way: self._checked(present, way, still)[:, 0] for way in self.ways}
        plans = [_Plan({way: ends[w] for way, ends in tried.items()}, width) for w in range(present.worlds)]
        for way, at in self._followers([plan.prefer(self.usual) for plan in plans]):
            part = present.some(at)
            steps = np.array([shrunk(gap, trials) for gap in self._tried(part, way, kinds, trials)])
            leans = np.zeros((part.worlds, STRIDES, width))
            leans[:, :, kinds] = self.lean * np.array([1.0, self.stride])[:, None] * steps[:, None]
            ends = self._checked(part, way, leans)
            for row, w in enumerate(at):
                for lean, values in zip(leans[row], ends[row], strict=True):
                    plans[w].consider(lean, values)
        return [plan.thought(self.usual) for plan in plans]

    def _checked(self, present: Present, way: str, leans: Floats) -> Floats:
        """Objective at the end under each lean ``[world, lean, kind]``: ``[world, lean, future]``."""
        every = np.repeat(leans[:, :, None], self.effort.checks, axis=2)
        return self._ends(present, way, "check", every)

    def _tried(self, present: Present, way: str, kinds: Ints, trials: Floats) -> Floats:
        """Half the difference that opposite leans make to the objective: ``[world, pair]``."""
        opposite = np.zeros((2, len(trials), len(self.catalogue.kind_names)))
        opposite[:, :, kinds] = self.lean * np.stack([trials, -trials])
        leans = np.repeat(opposite[None], present.worlds, axis=0)
        ends = self._ends(present, way, "trial", leans)
        return 0.5 * (ends[:, 0] - ends[:, 1])

    def _ends(self, present: Present, way: str, purpose: str, leans: Floats) -> Floats:
        """Objective at the end of futures that lean as ``[world, time, future, kind]`` says."""
        worlds, times, count, width = leans.shape
        world = present.futures(purpose, count, times)
        self.play_on(world, way, leans.reshape(-1, width))
        return objective(self.scenario, world.state, present.actor).reshape(worlds, times, count)

    def _followers(self, ways: Sequence[str]) -> list[tuple[str, Ints]]:
        """The worlds that follow each way, for ways that any follows."""
        found = [
            (way, np.array([w for w, name in enumerate(ways) if name == way], dtype=np.int64)) for way in self.ways
        ]
        return [(way, worlds) for way, worlds in found if len(worlds)]


class _Plan:
    """The plan that is best so far in one world.

    Args:
        ways: objective in the futures of the checks by way: ``[future]`` each.
        width: number of kinds of move.
    """

    def __init__(self, ways: Mapping[str, Floats], width: int) -> None:
        self.ways = ways
        self.way = ""
        self.lean: Floats = np.zeros(width)
        self.values: Floats = np.zeros(0)

    def prefer(self, usual: str) -> str:
        """Take the way with the best mean if it is clearly better than the usual one."""
        best = max(self.ways, key=lambda way: float(self.ways[way].mean()))
        self.way = best if clear(self.ways[best] - self.ways[usual]) else usual
        self.values = self.ways[self.way]
        return self.way

    def consider(self, lean: Floats, values: Floats) -> None:
        """Change to other leans if that is clearly better."""
        if clear(values - self.values):
            self.lean, self.values = lean, values

    def thought(self, usual: str) -> Thought:
        gain = self.values - self.ways[usual]
        return Thought(
            self.way, self.lean, float(gain.mean()), error(gain), float(self.values.mean()), futures=len(gain)
        )
