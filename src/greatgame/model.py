"""The Mesa model: agents decide, rules resolve, for any number of worlds.

As a plain Mesa model it plays one campaign and works with ``mesa.batch_run``
and ``DataCollector``; with several seeds it plays an ensemble through the same
code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import mesa
import numpy as np

from greatgame.agents.agents import Firm, Government, firms_choices
from greatgame.agents.foresight import Effort, Expert, Leaning
from greatgame.agents.futures import luck
from greatgame.agents.guard import LIMIT, Decision, Guarded
from greatgame.agents.minds import Appraiser, Chancery, Decider, RulesOfThumb
from greatgame.agents.objectives import objective
from greatgame.agents.opening import Opening
from greatgame.agents.seating import EXPERT, Filling, assumed, filling, mind_of
from greatgame.agents.strategist import Strategist
from greatgame.agents.view import View
from greatgame.agents.weighing import Appraisal, Weights, weigh
from greatgame.errors import GreatGameError
from greatgame.given import whole
from greatgame.memory import swept
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.rules.context import Turn
from greatgame.rules.opening import opening_position
from greatgame.rules.turn import Profile, open_turn, resolve_turn
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, open_scenario
from greatgame.scenario.schema_minds import Doctrine, Strategy
from greatgame.words import known
from greatgame.world.tape import MAX_SEED
from greatgame.world.world import World

STRENGTHS = ("novice", "standard", "expert")
USUAL_EFFORT = Effort()
WAYS = 3
"""Strategies between which an expert in the player's seat chooses each turn."""
OWN_DOCTRINE = "its doctrine"
"""The one way to play that an expert has in any other seat."""


@lru_cache(maxsize=16)
def best_strategies(scenario: IndexedScenario, strength: str, campaigns: int) -> tuple[str, ...]:
    """The strategy that is usual and the best of the others, by mean score in campaigns of their own.

    Their luck depends on nothing but the number, so that every world's expert knows the same ones.
    """
    usual = assumed(scenario)
    seeds = luck(0, 0, scenario.player, "study", campaigns)
    means = {}
    for name, strategy in scenario.file.strategy.items():
        # Who gives no orders cannot lean.
        if name != usual and (strategy.orders is None or strategy.orders.value > 0):
            with swept():
                played = GreatGameModel(scenario, name, strength, seeds=seeds).play()
                means[name] = float(objective(scenario, played.world.state, scenario.player).mean())
                del played
    return usual, *sorted(means, key=lambda name: -means[name])[: WAYS - 1]


@lru_cache(maxsize=64)
def _published(scenario: IndexedScenario, actor: str) -> Strategy:
    """The doctrine of an actor in the form of a strategy."""
    doctrine = scenario.doctrine(actor)
    return Strategy.model_construct(**{**dict(doctrine), "name": actor, "avoid": [], "rule": [], "budget": []})


@lru_cache(maxsize=64)
def _weights(catalogue: Catalogue, seated: tuple[tuple[str, Filling], ...]) -> Weights:
    """Weights of the doctrines in force, where strategies stand in for those of some seats."""
    scenario = catalogue.scenario
    doctrines: dict[str, Doctrine] = dict(scenario.file.doctrine)
    player = scenario.names.powers[scenario.player]
    for actor, chosen in seated:
        # Who looks ahead in any other seat starts from that seat's own doctrine.
        if chosen.strategy is not None and (actor == player or not chosen.looks_ahead):
            doctrines[actor] = chosen.strategy
    return weigh(catalogue, doctrines)


def begun(game: IndexedScenario, seeds: Sequence[int], ledger: bool = False) -> World:
    """Worlds at the opening position of the scenario, one for each seed."""
    return World.begin(game, opening_position(game), seeds, catalogue_of(game).size, ledger)


def _reporters(game: IndexedScenario) -> dict[str, Callable[[GreatGameModel], Any]]:
    """What ``DataCollector`` keeps of a plain campaign: quarter, score by pillar, and the final digest."""

    def pillar(name: str) -> Callable[[GreatGameModel], Any]:
        return lambda model: model.score(name)

    return {
        "quarter": lambda model: game.quarter(model.world.turn - 1),
        "score": lambda model: model.score(),
        **{name: pillar(name) for name in game.names.pillars},
        "digest": lambda model: model.digest() if model.finished else "",
    }


class GreatGameModel(mesa.Model):  # type: ignore[misc]  # mesa has no types
    """One or many campaigns of a scenario.

    Args:
        scenario: name, folder or an indexed scenario.
        strategy: who plays the player's seat: a strategy's name or file, or a decider in Python, see
            :mod:`greatgame.agents.seating`; ``deciders`` may replace it.
        strength: ``novice``, ``standard`` or ``expert`` minds for everyone else (see docs/MODEL.md).
        seeds: one world for each; by default one world whose seed is ``rng``.
        ledger: keep every ledger entry (single runs).
        deciders: deciders for named seats, instead of the built-in minds.
        seats: the same by specification, as for ``strategy``: seat -> strategy's name or file, or Python decider.
        time_limit: seconds that a decider in Python may take for a decision, all worlds together.
        effort: how much experts simulate.
        rng: Mesa's seed; used as the world's seed where ``seeds`` is not given.
        world: play on from these worlds instead of beginning; then ``seeds`` and ``ledger`` are theirs.
        opened: whether the present turn of ``world`` has been opened already.
        world_seed: one world with this seed: the parameter to vary in ``mesa.batch_run``, which keeps ``rng``
            for itself in some versions.
    """

    def __init__(
        self,
        scenario: str | IndexedScenario = "tokyo-2026",
        strategy: str = "all-round",
        strength: str = "standard",
        seeds: Sequence[int] | None = None,
        ledger: bool = False,
        deciders: Mapping[str, Decider] | None = None,
        rng: Any = None,
        world: World | None = None,
        opened: bool = False,
        world_seed: int | None = None,
        seats: Mapping[str, str] | None = None,
        time_limit: float = LIMIT,
        effort: Effort = USUAL_EFFORT,
    ) -> None:
        super().__init__(rng=rng)
        self.game = scenario if isinstance(scenario, IndexedScenario) else open_scenario(scenario)
        if strength not in STRENGTHS:
            raise GreatGameError(f"unknown strength {strength!r}; there are: {', '.join(STRENGTHS)}")
        self.catalogue = catalogue_of(self.game)
        self.strategy, self.strength = strategy, strength
        if seeds is not None and world_seed is not None:
            raise GreatGameError("seeds and world_seed both say which worlds are played: give one of the two")
        if world is not None:
            seeds, ledger = world.tape.seeds, world.ledger is not None
        self.datacollector: Any = None
        """Mesa's collector; filled after every step where one campaign is played the Mesa way (no ``seeds``)."""
        if seeds is None:
            self.datacollector = mesa.DataCollector(model_reporters=_reporters(self.game))
            drawn = int(rng) if isinstance(rng, int | np.integer) else int(self.rng.integers(2**31))
            seeds = [drawn if world_seed is None else world_seed]
        self.seeds = checked_seeds(seeds)
        self.time_limit, self.effort = time_limit, effort
        self.seats = dict(seats or {})
        self._fillings = self._filled(self.seats)
        self.weights = _weights(self.catalogue, tuple(self._fillings.items()))
        self.world = world or begun(self.game, self.seeds, ledger)
        self.turn: Turn | None = None
        self.profile: Profile | None = None
        self.intents: Floats = np.zeros((len(self.seeds), self.catalogue.size))
        self.opening: Opening | None = None
        """Written orders of one turn, in place of what a seat decides; see :mod:`greatgame.position`."""
        self.chancery = Chancery()
        self._guarded: list[Guarded] = []
        self._place_agents(dict(deciders or {}))
        self._view: View | None = View(self.world, self.catalogue) if opened else None
        self._appraisal: Appraisal | None = None
        self._handed_in: View | None = None
        self._backed: View | None = None

    def _filled(self, seats: dict[str, str]) -> dict[str, Filling]:
        """What fills the player's seat and those that somebody chose a strategy or decider for."""
        for name in seats:
            known("seat", name, self.catalogue.actors)
        player = self.game.names.powers[self.game.player]
        if player in seats:
            raise GreatGameError(f"seat {player!r} is the player's: say who fills it by the strategy, not by a seat")
        filled = {name: filling(self.game, spec) for name, spec in {player: self.strategy, **seats}.items()}
        for name, chosen in filled.items():
            if name in self.game.names.firms and chosen.make is None:
                raise GreatGameError(
                    f"seat {name!r} is a firm: only a decider in Python can fill it, not {chosen.spec!r}"
                )
        return filled

    def _place_agents(self, deciders: dict[str, Decider]) -> None:
        game, book = self.game, self.catalogue
        for number, name in enumerate(book.actors):
            decider = deciders.pop(name, None) or self._mind(name, number)
            if isinstance(decider, Appraiser):
                self.chancery.seats[number] = decider
            if isinstance(decider, Guarded):
                self._guarded.append(decider)
            if number >= len(game.names.actors):
                Firm(self, name, number, decider)
            else:
                assert decider is not None
                Government(self, name, number, decider)
        if deciders:
            raise GreatGameError(f"no seat named {', '.join(deciders)}; there are: {', '.join(book.actors)}")
        assert len(self.agents) == len(book.actors)
        # Mesa counts agents' numbers in a table that holds every model for ever; no agent comes after these.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def _mind(self, name: str, number: int) -> Decider | None:
        """The mind of a seat; none for a firm that is left to itself."""
        game, book = self.game, self.catalogue
        if name in self._fillings:
            if self._fillings[name].looks_ahead:
                return self.expert(name)
            return mind_of(self._fillings[name], book, number, self.chancery, self.time_limit)
        if name in game.names.firms:
            return None
        doctrine = game.doctrine(name)
        if self.strength == "novice":
            return RulesOfThumb(game, book, doctrine)
        if self.strength == EXPERT and name in game.names.powers:
            return self.expert(name)
        return Appraiser(game, book, doctrine, self.chancery)

    def expert(self, name: str) -> Expert:
        """A mind that looks ahead, for any government's seat.

        Raises:
            GreatGameError: for a seat that is no government's.
        """
        game, book = self.game, self.catalogue
        known("government", name, game.names.actors)
        number = book.actors.index(name)
        if number == game.player:
            ways = {way: game.file.strategy[way] for way in best_strategies(game, self._ordinary, self.effort.study)}
        else:
            ways = {OWN_DOCTRINE: _published(game, name)}
        minds = {way: Strategist(book, strategy, number, way) for way, strategy in ways.items()}

        def appraised(view: View, way: str) -> Appraisal:
            return Appraisal(view, _weights(book, ((name, filling(game, way)),)))

        def play_on(world: World, way: str, lean: Floats) -> None:
            with swept():
                GreatGameModel(
                    game,
                    strategy=way if number == game.player else assumed(game),
                    strength=self._ordinary,
                    deciders={name: Leaning(minds[way], lean)},
                    world=world,
                    opened=True,
                ).play()

        return Expert(game, book, minds, appraised, play_on, self.effort)

    @property
    def _ordinary(self) -> str:
        """The strength that an expert takes everyone else to have."""
        return "novice" if self.strength == "novice" else "standard"

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """How the decisions of deciders in Python went, in the order in which they were made."""
        rows = [row for guarded in self._guarded for row in guarded.log]
        return tuple(sorted(rows, key=lambda row: row.turn))

    @property
    def view(self) -> View:
        """What everybody sees this turn."""
        if self._view is None:
            self._view = View(self.world, self.catalogue)
        return self._view

    @property
    def appraisal(self) -> Appraisal:
        """How everyone sees every entry this turn, and why."""
        if self._appraisal is None:
            self._appraisal = Appraisal(self.view, self.weights)
            self.chancery.appraisal = self._appraisal
        return self._appraisal

    @property
    def utility(self) -> Floats:
        """Every entry as its actor appraises it this turn: ``[world, entry]``."""
        return self.appraisal.utility

    @property
    def finished(self) -> bool:
        return self.world.turn >= self.game.turns

    def submit(self, actor: int, amounts: Floats) -> None:
        """Take one actor's orders ``[world, own entry]``."""
        self.intents[:, self.catalogue.columns[actor]] = amounts

    def submit_together(self, chancery: Chancery) -> None:
        """Take the orders of all actors that share a chancery, the first time that one of them asks in a turn."""
        if self._handed_in is not self.view:
            _ = self.appraisal
            world, entry = chancery.choices(self.view)
            self.intents.reshape(-1)[world * self.catalogue.size + entry] = 1.0
            self._handed_in = self.view

    def submit_firms(self) -> None:
        """Take the orders of all firms that are left to themselves, the first time that one of them asks in a turn."""
        if self._backed is not self.view:
            world, entry = firms_choices(self.view)
            theirs = self._by_themselves.take(self.catalogue.actor.take(entry))
            self.intents.reshape(-1)[(world * self.catalogue.size + entry).compress(theirs)] = 1.0
            self._backed = self.view

    @cached_property
    def _by_themselves(self) -> Bools:
        """Which actors are firms that are left to themselves: ``[actor]``."""
        firms = [agent.number for agent in self.agents if isinstance(agent, Firm) and agent.decider is None]
        return np.isin(np.arange(len(self.catalogue.actors)), firms)

    def open(self) -> None:
        """Shocks and budgets of the turn; afterwards the view is what players decide on."""
        if self._view is None:
            open_turn(self.world, self.catalogue, self.profile)
            _ = self.view

    def step(self) -> None:
        """Play one turn: open it, let every agent decide, resolve all orders at once."""
        if self.finished:
            self.running = False
            return
        self.open()
        if self.turn is not None:
            # Clearing what was asked costs less than fresh memory.
            self.intents.reshape(-1)[self.turn.asked] = 0.0
        for agent in self.agents:
            agent.step()
        if self.opening is not None and self.opening.turn == self.world.turn:
            self.opening.put(self.intents)
        self.turn = resolve_turn(self.world, self.catalogue, self.intents, self.profile, self.view.legal)
        self._view = self._appraisal = None
        self.running = not self.finished
        if self.datacollector is not None:
            self.datacollector.collect(self)

    def play(self) -> GreatGameModel:
        """Play to the end."""
        while not self.finished:
            self.step()
        return self

    def score(self, pillar: str | None = None, world: int = 0) -> float:
        """Score of one pillar, or the weighted score: a model reporter for ``DataCollector``."""
        row = self.world.state.score[world]
        if pillar is None:
            return float((row * self.game.pillar_weights).sum())
        return float(row[self.game.names.pillars.at(pillar)])

    def digest(self, world: int = 0) -> str:
        """Fingerprint of one world's state, equal on every machine."""
        return self.world.state.digest(world)


def checked_seed(seed: int) -> int:
    """A seed that the tape can use.

    Raises:
        GreatGameError: for what is no whole number, and for a negative or absurd one.
    """
    number = whole("seed", seed)
    if not 0 <= number <= MAX_SEED:
        raise GreatGameError(f"seed {seed} is out of range: use a whole number from 0 to {MAX_SEED}")
    return number


def checked_seeds(seeds: Iterable[int]) -> tuple[int, ...]:
    """Seeds of worlds, one for each.

    Raises:
        GreatGameError: for none, for what is no list, and for one that the tape cannot use.
    """
    if isinstance(seeds, str) or not isinstance(seeds, Iterable):
        raise GreatGameError(f"seeds {seeds!r}: give a list of whole numbers, even for one")
    found = tuple(checked_seed(seed) for seed in seeds)
    if not found:
        raise GreatGameError("there are no seeds: give one for each world, such as [1]")
    return found
