"""The chance tape: every random number of a campaign, drawn before it begins.

One stream per kind of chance (named in :data:`STREAMS`), keyed by the world's
seed and the stream's name with numpy's counter-based Philox generator.  A row
belongs to one turn; rows are padded to a power of two, so that one more
country or project, or a longer campaign, leaves all other dice as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import on_grid

STREAMS: dict[str, tuple[str, str]] = {
    "tension": ("flashpoints", "normal"),
    "price": ("minerals", "normal"),
    "caspian": ("", "normal"),
    "growth": ("hosts", "normal"),
    "stability": ("hosts", "normal"),
    "event": ("events", "uniform"),
    "preparation": ("ventures", "normal"),
    "construction": ("projects", "normal"),
    "breaking": ("projects", "uniform"),
    "transit": ("corridors", "normal"),
    "venture_view": ("ventures", "normal"),
    "perception": ("moves", "normal"),
}
"""Stream -> (axis of its row, distribution)."""

MAX_SEED = 2**63 - 1


@lru_cache
def _key(stream: str) -> int:
    return int.from_bytes(hashlib.sha256(stream.encode()).digest()[:8], "little")


def _width(entities: int) -> int:
    return max(8, 1 << (entities - 1).bit_length())


class Tape:
    """Random numbers ``[turn, world, entity]`` by stream."""

    def __init__(self, rows: dict[str, Floats], seeds: tuple[int, ...]) -> None:
        self._rows = rows
        self.seeds = seeds

    @classmethod
    def draw(cls, scenario: IndexedScenario, seeds: Sequence[int], moves: int) -> Tape:
        """The tape of worlds with the given seeds; ``moves`` is the size of the catalogue."""
        rows: dict[str, Floats] = {}
        for stream, (axis, distribution) in STREAMS.items():
            if axis == "moves":
                entities = moves
            else:
                entities = len(getattr(scenario.names, axis)) if axis else 1
            width = _width(entities)
            block = np.empty((scenario.turns, len(seeds), width))
            for world, seed in enumerate(seeds):
                generator = np.random.Generator(np.random.Philox(key=[seed & (2**64 - 1), _key(stream)]))
                block[:, world] = (
                    generator.random((scenario.turns, width))
                    if distribution == "uniform"
                    else generator.standard_normal((scenario.turns, width))
                )
            rows[stream] = on_grid(np.ascontiguousarray(block[:, :, :entities]))
        return cls(rows, tuple(seeds))

    def read(self, stream: str, turn: int) -> Floats:
        """Row of one turn: ``[world, entity]``."""
        return self._rows[stream][turn]

    def without(self, streams: Sequence[str]) -> Tape:
        """The same tape with some streams silent: normals at 0, uniforms at 1 (nothing happens)."""
        rows = dict(self._rows)
        for stream in streams:
            silent = 1.0 if STREAMS[stream][1] == "uniform" else 0.0
            rows[stream] = np.full_like(rows[stream], silent)
        return Tape(rows, self.seeds)

    def select(self, worlds: Sequence[int]) -> Tape:
        """The rows of some worlds, in the order given."""
        rows = {name: np.ascontiguousarray(row[:, list(worlds)]) for name, row in self._rows.items()}
        return Tape(rows, tuple(self.seeds[w] for w in worlds))

    def spliced(self, later: Tape, turn: int) -> Tape:
        """This tape up to ``turn`` (exclusive), then ``later``: luck unknown from now on."""
        rows = {name: np.concatenate([row[:turn], later._rows[name][turn:]]) for name, row in self._rows.items()}
        return Tape(rows, later.seeds)
