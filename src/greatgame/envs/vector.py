"""Many campaigns of one seat as a vectorised environment: one model of W worlds, not W processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from greatgame.envs.features import Vector
from greatgame.envs.rewards import Purse, checked_seeds
from greatgame.envs.seat import SEEDS, Seated, observed, opened, seat_of
from greatgame.envs.table import ORDERS, Mask, Table
from greatgame.errors import GreatGameError
from greatgame.given import whole
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints


class SeatVectorEnv(Seated, VectorEnv[Vector, Ints, NDArray[Any]]):
    """W campaigns of :class:`greatgame.envs.seat.SeatEnv` in lock-step.

    A quarter is resolved when all worlds have ended it; until then a world
    that has ended its own can only wait (its last action), and nothing happens
    to it.  All campaigns have the same length, so they finish together; the
    next step begins new ones (``AutoresetMode.NEXT_STEP``).

    ``reset(seed=n)`` gives the worlds the seeds n, n + 1 ...; a list gives
    each its own.  Either way what was given also seeds the generator, so that
    the campaigns after these are the same again.  Arguments are those of
    :class:`SeatEnv`, and ``num_envs``.
    """

    metadata = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}  # noqa: RUF012  # Gymnasium's habit

    def __init__(
        self,
        num_envs: int = 1,
        scenario: str | IndexedScenario = "tokyo-2026",
        seat: str | None = None,
        strength: str = "standard",
        orders: int = ORDERS,
        variables: Sequence[str] | None = None,
        reward: str = "change",
    ) -> None:
        worlds = whole("num_envs", num_envs)
        if worlds < 1:
            raise GreatGameError(f"num_envs = {num_envs}: at least 1 campaign is needed")
        game = opened(scenario)
        self.seat = seat_of(game, seat)
        self.table = Table(game, [self.seat], strength, orders, variables)
        self.num_envs = worlds
        self.single_observation_space = observed(self.table)
        self.single_action_space = spaces.Discrete(self.table.actions(self.seat))
        self.observation_space = batch_space(self.single_observation_space, worlds)
        self.action_space = batch_space(self.single_action_space, worlds)
        self._purse = Purse(reward)

    def reset(
        self, *, seed: int | list[int] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Vector, dict[str, Any]]:
        """Begin a campaign in every world."""
        drawn = self.np_random.integers(SEEDS, size=self.num_envs).tolist() if seed is None else seed
        self.table.begin(checked_seeds(drawn, self.num_envs))
        self._sow(seed)
        self._purse.begin(self.table.standing(self.seat))
        return self.table.observe(self.seat), self._info(np.ones(self.num_envs, dtype=np.bool_))

    def step(self, actions: Ints) -> tuple[Vector, Floats, NDArray[Any], NDArray[Any], dict[str, Any]]:
        """Give one order in each world, or end its quarter."""
        self.table.require_campaign()
        never = np.zeros(self.num_envs, dtype=np.bool_)
        rewards = np.zeros(self.num_envs)
        if self.table.finished:
            seen, info = self.reset()
            return seen, rewards, never, never.copy(), info
        possible = self.table.give(self.seat, actions)
        if self.table.settled:
            self.table.resolve()
            rewards = self._purse.pay(self.table.standing(self.seat), self.table.finished)
        over = np.full(self.num_envs, self.table.finished)
        return self.table.observe(self.seat), rewards, over, never, self._info(possible)

    def action_masks(self) -> Mask:
        """1 where an action is possible now: ``[world, action]``.

        Raises:
            GreatGameError: before the first campaigns.
        """
        self.table.require_campaign()
        return self.table.mask(self.seat)

    def _sow(self, seed: object) -> None:
        """Let the generator, which draws the seeds of later campaigns, begin from the seeds of these."""
        if isinstance(seed, list | tuple):
            self.np_random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([int(s) for s in seed])))
        elif isinstance(seed, int | np.integer):
            super().reset(seed=int(seed))

    def _info(self, possible: NDArray[np.bool_]) -> dict[str, Any]:
        return {
            "action_mask": self.action_masks(),
            "possible": possible,
            "objective": self.table.standing(self.seat),
            "turn": np.full(self.num_envs, self.table.model.world.turn),
        }
