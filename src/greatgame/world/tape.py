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
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
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
    "venture_view": ("ventures", "normal"),
    "perception": ("moves", "coarse"),
}
"""Stream -> (axis of its row, distribution).

``uniform`` has 32 random bits, ``normal`` the 65,536 quantiles of the standard
normal distribution at equal probability, ``coarse`` 256 of them.  Quantile
tables need nothing but the generator's raw bits, which numpy keeps stable.
"""

BITS = {"uniform": "<u4", "normal": "<u2", "coarse": "u1"}

MAX_SEED = 2**63 - 1

SHORT = 2**15
"""Random numbers up to which a stream is read in one go."""

_SILENCE = np.zeros(256)
"""What the bits of a silent stream mean."""

EVERYWHERE = slice(None)
"""All worlds."""


@lru_cache
def _key(stream: str) -> int:
    """Half of a generator's key that belongs to a stream; the other half is the seed."""
    key = int.from_bytes(hashlib.sha256(stream.encode()).digest()[:8], "little")
    # Keys beyond signed integers have always been rounded like this; another key would be other luck.
    return int(float(key)) if key > MAX_SEED else key


@lru_cache
def _quantiles(count: int) -> Floats:
    """Quantiles of the standard normal distribution at the middles of ``count`` equal parts, scaled to variance 1."""
    normal = NormalDist()
    half = np.array([normal.inv_cdf((i + 0.5) / count) for i in range(count // 2)])
    table = np.concatenate([half, -half[::-1]])
    return on_grid(table / np.sqrt(np.mean(table**2)))


def _width(entities: int) -> int:
    return max(8, 1 << (entities - 1).bit_length())


class Tape:
    """Random numbers by stream, kept as bits ``[turn, world, entity]`` until they are read."""

    def __init__(
        self, rows: dict[str, NDArray[Any]], seeds: tuple[int, ...], silent: frozenset[str] = frozenset()
    ) -> None:
        self._rows = rows
        self._silent = silent
        self.seeds = seeds
        self._read: dict[str, Floats | None] = {}

    @classmethod
    def draw(cls, scenario: IndexedScenario, seeds: Sequence[int], moves: int) -> Tape:
        """The tape of worlds with the given seeds; ``moves`` is the size of the catalogue."""
        rows = {}
        generator = np.random.Philox(key=0)
        fresh: Any = generator.state
        # Numbers in lists are read twice as fast as those in numpy's own arrays.
        key = [0, 0]
        fresh |= {"state": {"counter": [0] * 4, "key": key}, "buffer": [0] * 4}
        for stream, (axis, distribution) in STREAMS.items():
            entities = moves if axis == "moves" else len(getattr(scenario.names, axis)) if axis else 1
            dtype = np.dtype(BITS[distribution])
            width = _width(entities)
            words = scenario.turns * width * dtype.itemsize // 8
            row = np.empty((scenario.turns, len(seeds), entities), dtype=dtype)
            key[1] = _key(stream)
            for world, seed in enumerate(seeds):
                # Beginning anew with another key is cheaper than a new generator, and gives the same bits.
                key[0] = seed
                generator.state = fresh
                bits = generator.random_raw(words).astype("<u8", copy=False).view(dtype)
                row[:, world] = bits.reshape(scenario.turns, width)[:, :entities]
            rows[stream] = row
        return cls(rows, tuple(seeds))

    def read(self, stream: str, turn: int, at: Ints | None = None, worlds: slice = EVERYWHERE) -> Floats:
        """Row of one turn, in some worlds: ``[world, entity]``.

        Or its figures ``at`` places of the row laid flat: ``[place]``.
        """
        figures = self._whole(stream)
        row = (self._rows[stream] if figures is None else figures)[turn]
        row = row[worlds] if at is None else row.reshape(-1).take(at)
        return self._figures(stream, row) if figures is None else row

    def coarse(self, stream: str, turn: int) -> tuple[NDArray[np.uint8], Floats]:
        """Row of one turn of a coarse stream as its bits ``[world, entity]``, and the figure that each of 256 means."""
        assert STREAMS[stream][1] == "coarse"
        return self._rows[stream][turn], _SILENCE if stream in self._silent else _quantiles(256)

    def _whole(self, stream: str) -> Floats | None:
        """The figures of a short stream in all turns, read once; None of a long one, which is read turn by turn."""
        if stream not in self._read:
            bits, figures = self._rows[stream], None
            if bits.size <= SHORT:
                figures = self._figures(stream, bits)
                figures.setflags(write=False)
            self._read[stream] = figures
        return self._read[stream]

    def _figures(self, stream: str, bits: NDArray[Any]) -> Floats:
        """What some bits of a stream say."""
        distribution = STREAMS[stream][1]
        if stream in self._silent:
            return np.full(bits.shape, 1.0 if distribution == "uniform" else 0.0)
        if distribution == "uniform":
            chances: Floats = bits * 2.0**-32
            return chances
        deviates: Floats = _quantiles(1 << (8 * bits.dtype.itemsize)).take(bits)
        return deviates

    def without(self, streams: Sequence[str]) -> Tape:
        """The same tape with some streams silent: normals at 0, uniforms at 1 (nothing happens)."""
        return Tape(self._rows, self.seeds, self._silent | set(streams))

    def select(self, worlds: Sequence[int]) -> Tape:
        """The rows of some worlds, in the order given."""
        rows = {name: np.ascontiguousarray(row[:, list(worlds)]) for name, row in self._rows.items()}
        return Tape(rows, tuple(self.seeds[w] for w in worlds), self._silent)

    def spliced(self, later: Tape, turn: int) -> Tape:
        """This tape up to ``turn`` (exclusive), then ``later``: luck unknown from now on."""
        rows = {name: np.concatenate([row[:turn], later._rows[name][turn:]]) for name, row in self._rows.items()}
        return Tape(rows, later.seeds, self._silent)
