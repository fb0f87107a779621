"""Search for a policy with the vectorised environment, and try it on luck that it has not met.

The policy is one preference for each kind of move, less what tires with every
order of the kind in a quarter; it ends the quarter when it likes nothing more.
The search is the cross-entropy method (Rubinstein 1999).

Usage: python examples/search_policy.py [GENERATIONS POPULATION TRAINING HELD_OUT]
"""

import sys

import gymnasium
import numpy as np
from numpy.typing import NDArray

import greatgame.envs  # registers the environments

Array = NDArray[np.float64]


def play(name: str, policies: Array, seeds: list[int]) -> Array:
    """Final score of every policy on its seed; ``policies`` is [campaign, kind]."""
    envs = gymnasium.make_vec(name, num_envs=len(seeds))
    _, info = envs.reset(seed=seeds)  # type: ignore[arg-type]  # one seed for each campaign
    rows, liking, turn = np.arange(len(seeds)), policies.copy(), 0
    while turn < TURNS:
        worth = np.where(info["action_mask"][:, :-1] == 1, liking[:, KIND_OF] + TASTE, -np.inf)
        best = worth.argmax(axis=1)
        *_, info = envs.step(np.where(worth[rows, best] > 0, best, len(KIND_OF)))
        liking[rows, KIND_OF[best]] -= 0.3
        if info["turn"][0] > turn:
            liking, turn = policies.copy(), info["turn"][0]
    return np.asarray(info["objective"])


def search(name: str, generations: int, population: int, training: int) -> Array:
    """The mean of the last generation's best policies."""
    random = np.random.default_rng(1)
    mean, spread = np.zeros(len(KINDS)), np.ones(len(KINDS))
    for generation in range(generations):
        tried = mean + spread * random.normal(size=(population, len(KINDS)))
        seeds = [1000 * generation + s for s in range(training)] * population
        scores = play(name, tried.repeat(training, axis=0), seeds).reshape(population, training).mean(axis=1)
        best = tried[scores.argsort()[-max(2, population // 4) :]]
        mean, spread = best.mean(axis=0), best.std(axis=0) + 0.1
        print(f"generation {generation + 1}: best {scores.max():.1f}, mean {scores.mean():.1f} points")
    return mean


name = greatgame.envs.name_of("tokyo-2026")
seat = greatgame.envs.SeatEnv("tokyo-2026")
TURNS = seat.table.scenario.turns
KINDS, KIND_OF = np.unique([move.split("/")[1] for move in seat.moves], return_inverse=True)
TASTE = np.random.default_rng(0).uniform(0.0, 0.2, len(KIND_OF))  # which move of a kind comes first
generations, population, training, held_out = [int(text) for text in sys.argv[1:]] or [8, 16, 8, 64]
policy = search(name, generations, population, training)
seeds = list(range(10**6, 10**6 + held_out))
gain = play(name, np.tile(policy, (held_out, 1)), seeds) - play(name, np.full((held_out, len(KINDS)), -1.0), seeds)
half = 1.96 * gain.std(ddof=1) / np.sqrt(held_out)
print(f"against doing nothing, on {held_out} held-out seeds: {gain.mean():+.2f} ± {half:.2f} points (95 %)")
