"""Seats for machines: environments after the habits of Gymnasium and PettingZoo.

Importing this package registers every shipped scenario with Gymnasium, such as
``greatgame/Tokyo2026-v0``.  docs/ENVS.md describes spaces, masks and rewards.
"""

from __future__ import annotations

from greatgame.extras import needs

needs("envs", "gymnasium", "pettingzoo")

import gymnasium  # noqa: E402  # looked for first, so that what is missing is said in words

from greatgame.envs.governments import GovernmentsEnv, env, parallel_env  # noqa: E402
from greatgame.envs.seat import SeatEnv  # noqa: E402
from greatgame.envs.vector import SeatVectorEnv  # noqa: E402
from greatgame.scenario.load import available  # noqa: E402
from greatgame.words import known  # noqa: E402

VERSION = 0
"""Raised when spaces or rewards change, so that published results say what they were trained on."""

__all__ = ["VERSION", "GovernmentsEnv", "SeatEnv", "SeatVectorEnv", "env", "name_of", "parallel_env"]


def name_of(scenario: str) -> str:
    """The registered name of a shipped scenario: its words run together, and the version.

    Raises:
        GreatGameError: for a scenario that is not shipped, which has no name.
    """
    words = known("scenario", scenario, available()).split("-")
    return f"greatgame/{''.join(word.capitalize() for word in words)}-v{VERSION}"


def _register() -> None:
    for scenario in available():
        if name_of(scenario) not in gymnasium.registry:
            gymnasium.register(
                name_of(scenario),
                entry_point="greatgame.envs.seat:SeatEnv",
                vector_entry_point="greatgame.envs.vector:SeatVectorEnv",
                kwargs={"scenario": scenario},
            )


_register()
