"""PettingZoo environments: every government is a machine's; firms keep their own minds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.utils import seeding
from pettingzoo import AECEnv, ParallelEnv
from pettingzoo.utils import parallel_to_aec, wrappers

from greatgame.envs.features import Vector
from greatgame.envs.rewards import Purse
from greatgame.envs.seat import SEEDS, observed, opened
from greatgame.envs.table import ORDERS, Table
from greatgame.errors import GreatGameError
from greatgame.scenario.indexed import IndexedScenario, Ints
from greatgame.words import known

Observation = dict[str, Any]


class GovernmentsEnv(ParallelEnv):  # type: ignore[misc]  # PettingZoo has no types
    """All governments of one campaign, choosing side by side.

    Spaces are those of :class:`greatgame.envs.seat.SeatEnv` seat by seat; an
    observation is a dictionary of ``observation`` and ``action_mask``.  The
    quarter is resolved when every seat has ended it; a seat that has can only
    wait.  Nobody sees what others have queued.  Each government is paid for its
    own objective (:mod:`greatgame.agents.objectives`).

    Args:
        scenario: name, folder or an opened scenario.
        seats: governments that machines play, all by default; minds of ``strength`` play the others.
        strength: minds of everyone else.
        orders: choices in a quarter.
        variables: state variables to observe; the public figures by default.
        reward: ``change`` or ``final``.
        render_mode: ``ansi`` for a line of text, or None.

    Raises:
        GreatGameError: for anything unknown.
    """

    metadata = {"render_modes": ["ansi"], "name": "greatgame_v0", "is_parallelizable": True}  # noqa: RUF012

    def __init__(
        self,
        scenario: str | IndexedScenario = "tokyo-2026",
        seats: Sequence[str] | None = None,
        strength: str = "standard",
        orders: int = ORDERS,
        variables: Sequence[str] | None = None,
        reward: str = "change",
        render_mode: str | None = None,
    ) -> None:
        if render_mode is not None:
            known("render mode", render_mode, ("ansi",))
        game = opened(scenario)
        chosen = tuple(game.names.actors) if seats is None else seats
        self.table = Table(game, chosen, strength, orders, variables)
        self.possible_agents = list(self.table.seats)
        self.agents: list[str] = []
        self.render_mode = render_mode
        self._purses = {agent: Purse(reward) for agent in self.possible_agents}
        self.action_spaces = {agent: spaces.Discrete(self.table.actions(agent)) for agent in self.possible_agents}
        self.observation_spaces = {
            agent: spaces.Dict(
                {
                    "observation": observed(self.table),
                    "action_mask": spaces.Box(0, 1, (self.table.actions(agent),), np.int8),
                }
            )
            for agent in self.possible_agents
        }
        self._random: np.random.Generator | None = None

    def observation_space(self, agent: str) -> spaces.Dict:
        """The space of a government's observations, the same object at each call."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Discrete:
        """The space of a government's actions, the same object at each call."""
        return self.action_spaces[agent]

    def moves(self, agent: str) -> tuple[str, ...]:
        """The order behind each action of a government but the last, which ends its quarter.

        Raises:
            GreatGameError: for a government that no machine plays here.
        """
        return self.table.moves(agent)

    @property
    def figures(self) -> tuple[str, ...]:
        """The name of every figure of an observation: the same for all governments."""
        return self.table.figures

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, dict[str, Any]]]:
        """Begin a campaign; without a seed the environment's generator draws one."""
        if seed is not None or self._random is None:
            self._random, _ = seeding.np_random(seed)
        self.table.begin([int(self._random.integers(SEEDS)) if seed is None else seed])
        self.agents = list(self.possible_agents)
        for agent, purse in self._purses.items():
            purse.begin(self.table.standing(agent))
        return self._seen(self.agents), self._infos(dict.fromkeys(self.agents, True))

    def step(
        self, actions: dict[str, Any]
    ) -> tuple[dict[str, Observation], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict[str, Any]]]:
        """Everybody gives one order, or ends the quarter; who is left out ends it.

        Raises:
            GreatGameError: before ``reset``, for an unknown government, and for what is no action; then nobody's
                order is queued.
        """
        if not self.agents:
            raise GreatGameError("no campaign is under way: call reset() first")
        live, chosen = self.agents, self._checked(actions)
        possible = {agent: bool(self.table.give(agent, chosen[agent])[0]) for agent in live}
        rewards = dict.fromkeys(live, 0.0)
        if self.table.settled:
            self.table.resolve()
            for agent in live:
                rewards[agent] = float(self._purses[agent].pay(self.table.standing(agent), self.table.finished)[0])
        over = self.table.finished
        seen, infos = self._seen(live), self._infos(possible)
        if over:
            self.agents = []
        return seen, rewards, dict.fromkeys(live, over), dict.fromkeys(live, False), infos

    def _checked(self, actions: Mapping[str, Any]) -> dict[str, Ints]:
        """The action of every government, before any of them is carried out."""
        if not isinstance(actions, Mapping):
            raise GreatGameError(f"actions are {actions!r}: give a dictionary with the action of each government")
        for agent in actions:
            known("government", agent, self.possible_agents)
        ends = {agent: self.table.actions(agent) - 1 for agent in self.agents}
        return {agent: self.table.checked(agent, [actions.get(agent, end)]) for agent, end in ends.items()}

    def render(self) -> str | None:
        """The present quarter in a line."""
        if self.render_mode is None or not self.table.begun:
            return None
        turn = min(self.table.model.world.turn, self.table.scenario.turns - 1)
        points = ", ".join(f"{agent} {self.table.standing(agent)[0]:.1f}" for agent in self.possible_agents)
        return f"{self.table.scenario.quarter(turn)}  {points}"

    def state(self) -> Vector:
        """What the first government sees: the figures of the state are the same for all.

        Raises:
            GreatGameError: before the first campaign.
        """
        self.table.require_campaign()
        seen: Vector = self.table.observe(self.possible_agents[0])[0]
        return seen

    def _seen(self, agents: Sequence[str]) -> dict[str, Observation]:
        return {
            agent: {"observation": self.table.observe(agent)[0], "action_mask": self.table.mask(agent)[0]}
            for agent in agents
        }

    def _infos(self, possible: dict[str, bool]) -> dict[str, dict[str, Any]]:
        return {
            agent: {"possible": held, "objective": float(self.table.standing(agent)[0])}
            for agent, held in possible.items()
        }


def parallel_env(**options: Any) -> ParallelEnv:
    """All governments side by side; options are those of :class:`GovernmentsEnv`."""
    return GovernmentsEnv(**options)


class _InTurn(wrappers.BaseWrapper):  # type: ignore[misc]  # PettingZoo has no types
    """Refuses what is no action when it is given, not when all have chosen."""

    def __init__(self, one_by_one: AECEnv, table: Table) -> None:
        super().__init__(one_by_one)
        self._table = table

    def step(self, action: Any) -> None:
        """The selected government's action; one whose campaign is over has none to give."""
        agent = self.agent_selection
        if not (self.terminations[agent] or self.truncations[agent]):
            self._table.checked(agent, [action])
        super().step(action)


def env(**options: Any) -> AECEnv:
    """All governments one after another (orders stay sealed until all have chosen); options as above."""
    side_by_side = GovernmentsEnv(**options)
    return wrappers.OrderEnforcingWrapper(_InTurn(parallel_to_aec(side_by_side), side_by_side.table))
