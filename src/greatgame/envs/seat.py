"""A Gymnasium environment for one government's seat, the player's by default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

from greatgame.envs.features import Vector
from greatgame.envs.rewards import Purse
from greatgame.envs.table import ORDERS, Mask, Table
from greatgame.errors import GreatGameError
from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.words import known

SEEDS = 2**31
"""Campaigns without a seed of their own draw one below this."""


def seat_of(scenario: IndexedScenario, seat: str | None) -> str:
    """The seat that is meant: the player's where none is named."""
    return scenario.names.powers[scenario.player] if seat is None else seat


def opened(scenario: str | IndexedScenario) -> IndexedScenario:
    """A scenario by name or folder, or as it is."""
    return scenario if isinstance(scenario, IndexedScenario) else open_scenario(scenario)


def observed(table: Table) -> spaces.Space[Vector]:
    """The space of one observation."""
    space: spaces.Space[Any] = spaces.Box(-1.0, 1.0, (len(table.features),), np.float32)
    return space


class Seated:
    """What the actions and observations of one seat mean: the same whether one campaign is played or many."""

    table: Table
    seat: str

    @property
    def moves(self) -> tuple[str, ...]:
        """The order behind each action but the last."""
        return self.table.moves(self.seat)

    @property
    def figures(self) -> tuple[str, ...]:
        """The name of every figure of an observation."""
        return self.table.figures


class SeatEnv(Seated, gymnasium.Env[Vector, np.int64]):
    """One campaign, one seat, one order at a time.

    **Actions.** ``Discrete(n + 1)``: action ``i < n`` orders one unit of the
    seat's move ``i`` (:attr:`moves`); the last action ends the quarter, which
    then is resolved.  After ``orders`` choices the quarter ends by itself.  An
    impossible action gives no order and is reported as ``info["possible"]``.

    **Masks.** ``info["action_mask"]`` and :meth:`action_masks`, 1 where an
    action is legal, affordable and not excluded by what is queued already.

    **Observations.** See :class:`greatgame.envs.features.Features`;
    :attr:`figures` names every figure.

    **Rewards.** See :data:`greatgame.envs.rewards.REWARDS`;
    ``info["objective"]`` is the objective itself.

    **Seeds.** ``reset(seed=n)`` plays the campaign that ``greatgame run
    --seed n`` plays; without a seed the environment's generator draws one.

    Args:
        scenario: name, folder or an opened scenario.
        seat: a government; the player's by default.
        strength: minds of everyone else.
        orders: choices in a quarter.
        variables: state variables to observe; the public figures by default.
        reward: ``change`` or ``final``.
        render_mode: ``ansi`` for a line of text, or None.

    Raises:
        GreatGameError: for anything unknown.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 4}  # noqa: RUF012  # Gymnasium's habit

    def __init__(
        self,
        scenario: str | IndexedScenario = "tokyo-2026",
        seat: str | None = None,
        strength: str = "standard",
        orders: int = ORDERS,
        variables: Sequence[str] | None = None,
        reward: str = "change",
        render_mode: str | None = None,
    ) -> None:
        if render_mode is not None:
            known("render mode", render_mode, self.metadata["render_modes"])
        game = opened(scenario)
        self.seat = seat_of(game, seat)
        self.table = Table(game, [self.seat], strength, orders, variables)
        self.render_mode = render_mode
        self.observation_space = observed(self.table)
        self.action_space = spaces.Discrete(self.table.actions(self.seat))
        self._purse = Purse(reward)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Vector, dict[str, Any]]:
        """Begin a campaign."""
        super().reset(seed=seed)
        self.table.begin([int(self.np_random.integers(SEEDS)) if seed is None else seed])
        self._purse.begin(self.table.standing(self.seat))
        return self._seen(), self._info(True)

    def step(self, action: np.int64) -> tuple[Vector, float, bool, bool, dict[str, Any]]:
        """Give one order, or end the quarter."""
        if not self.table.begun or self.table.finished:
            raise GreatGameError("no campaign is under way: call reset() first")
        possible = bool(self.table.give(self.seat, np.array([action]))[0])
        reward = 0.0
        if self.table.settled:
            self.table.resolve()
            reward = float(self._purse.pay(self.table.standing(self.seat), self.table.finished)[0])
        return self._seen(), reward, self.table.finished, False, self._info(possible)

    def action_masks(self) -> Mask:
        """1 where an action is possible now: ``[action]``; the name that masked learners look for.

        Raises:
            GreatGameError: before the first campaign.
        """
        self.table.require_campaign()
        mask: Mask = self.table.mask(self.seat)[0]
        return mask

    def render(self) -> str | None:
        """The present quarter in a line."""
        if self.render_mode is None or not self.table.begun:
            return None
        table = self.table
        turn = min(table.model.world.turn, table.scenario.turns - 1)
        queued = ", ".join(table.catalogue.ids[number] for number in np.flatnonzero(table.queue[0])) or "no orders yet"
        return f"{table.scenario.quarter(turn)}  {table.standing(self.seat)[0]:.1f} points  {queued}"

    def _seen(self) -> Vector:
        seen: Vector = self.table.observe(self.seat)[0]
        return seen

    def _info(self, possible: bool) -> dict[str, Any]:
        return {
            "action_mask": self.action_masks(),
            "possible": possible,
            "objective": float(self.table.standing(self.seat)[0]),
            "turn": self.table.model.world.turn,
        }
