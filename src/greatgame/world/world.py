"""A :class:`World` holds the state of W campaigns and the one door to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

import numpy as np

from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.world.ledger import BOUND, Item, Ledger
from greatgame.world.state import GRID, SCALE, State, start
from greatgame.world.tape import Tape
from greatgame.world.variables import BY_NAME, Variable


@lru_cache(maxsize=4096)
def _scatter(cells: bytes) -> tuple[Ints, Ints, Ints] | None:
    """Distinct cells, the order that brings equal cells together, where each run begins; None if all differ."""
    columns = np.frombuffer(cells, dtype=np.int64)
    touched, counts = np.unique(columns, return_counts=True)
    if len(touched) == len(columns):
        return None
    return touched, np.argsort(columns, kind="stable"), np.concatenate([[0], np.cumsum(counts)[:-1]])


def summed(values: Floats, cells: Ints, width: int) -> Floats:
    """Columns of ``values`` ``[world, column]`` added up by cell: ``[world, width]``."""
    result = np.zeros((len(values), width))
    scatter = _scatter(cells.tobytes())
    if scatter is None:
        result[:, cells] = values
    else:
        touched, order, begins = scatter
        result[:, touched] = np.add.reduceat(values.take(order, axis=1), begins, axis=1)
    return result


class World:
    """W campaigns side by side: state, tape, turn number and (optionally) ledger.

    Rules change the state through :meth:`post`, :meth:`assign` and :meth:`post_cells` only.
    Each change is rounded to the grid, so that what the ledger lists adds up
    exactly to what happened.
    """

    def __init__(self, scenario: IndexedScenario, state: State, tape: Tape, ledger: Ledger | None = None) -> None:
        self.scenario = scenario
        self.state = state
        self.tape = tape
        self.ledger = ledger
        self.turn = 0
        self.phase = "start"
        self.memory: Floats = np.zeros((state.worlds, 0))
        """How present each order still is in everybody's mind, ``[world, entry]``: 1 and more if given last turn."""

    @classmethod
    def begin(cls, scenario: IndexedScenario, seeds: Sequence[int], moves: int, ledger: bool = False) -> World:
        """Worlds at the start of the scenario, one for each seed."""
        world = cls(scenario, start(scenario, len(seeds)), Tape.draw(scenario, seeds, moves), Ledger() if ledger else None)
        world.memory = np.zeros((len(seeds), moves))
        return world

    @property
    def worlds(self) -> int:
        return self.state.worlds

    def copy(self, worlds: Sequence[int] | None = None) -> World:
        """An independent copy (of some worlds, in the order given), without ledger."""
        chosen = list(range(self.worlds)) if worlds is None else list(worlds)
        other = World(self.scenario, self.state.select(chosen), self.tape.select(chosen))
        other.turn, other.phase = self.turn, self.phase
        other.memory = self.memory[chosen].copy()
        return other

    def fork(self, seeds: Sequence[int], moves: int, world: int = 0) -> World:
        """The present of one world continued with fresh luck, once for each seed."""
        past = self.copy([world] * len(seeds))
        past.tape = past.tape.spliced(Tape.draw(self.scenario, seeds, moves), self.turn)
        return past

    @contextmanager
    def during(self, phase: str) -> Iterator[None]:
        """Mark the phase that posts from here on belong to."""
        before, self.phase = self.phase, phase
        yield
        self.phase = before

    def luck(self, stream: str) -> Floats:
        """This turn's row of a tape stream, ``[world, entity]``."""
        return self.tape.read(stream, self.turn)

    def post(self, name: str, causes: Mapping[str, Floats | float]) -> None:
        """Add changes to a variable, one for each cause, then hold it to its bounds.

        Each change broadcasts to ``[world, *axes]``.
        """
        values: Floats = getattr(self.state, name)
        for cause, change in causes.items():
            delta: Floats = np.rint(np.asarray(change) * SCALE)
            delta *= GRID
            values += delta
            if self.ledger is not None:
                whole = np.broadcast_to(delta, values.shape)
                self.ledger.record(Item(self.turn, self.phase, name, (cause,), whole))
        variable = BY_NAME[name]
        if variable.bounded:
            self._hold(variable, values)

    def assign(self, name: str, cause: str, target: Floats) -> None:
        """Post the change that brings a variable to ``target``."""
        self.post(name, {cause: target - getattr(self.state, name)})

    def post_cells(
        self, name: str, cause: str | Sequence[str], cells: Ints, change: Floats, orders: Ints | None = None
    ) -> None:
        """Add single figures: column ``i`` of ``change`` ``[world, column]`` moves flat cell ``cells[i]``.

        ``cause`` names all columns or each one; ``orders`` gives the catalogue
        numbers of the orders behind the columns.
        """
        if len(cells) == 0:
            return
        values: Floats = getattr(self.state, name)
        delta: Floats = np.rint(change * SCALE)
        delta *= GRID
        flat = values.reshape(self.worlds, -1)
        scatter = _scatter(cells.tobytes())
        if scatter is None:
            flat[:, cells] += delta
        else:
            # Sums of grid multiples are exact, so the order of summation cannot show.
            touched, order, begins = scatter
            flat[:, touched] += np.add.reduceat(delta.take(order, axis=1), begins, axis=1)
        if self.ledger is not None:
            causes = (cause,) * len(cells) if isinstance(cause, str) else tuple(cause)
            self.ledger.record(Item(self.turn, self.phase, name, causes, delta, cells, orders))
        variable = BY_NAME[name]
        if variable.bounded:
            self._hold(variable, values)

    def _hold(self, variable: Variable, values: Floats) -> None:
        before = values.copy() if self.ledger is not None else None
        if variable.low > -np.inf:
            np.maximum(values, variable.low, out=values)
        if variable.high < np.inf:
            np.minimum(values, variable.high, out=values)
        if variable.simplex:
            total = np.einsum("...p->...", values)
            if (total > 1.0).any():
                scaled = np.floor(values / np.maximum(total, 1.0)[..., None] * SCALE) * GRID
                values[...] = np.where((total > 1.0)[..., None], scaled, values)
        if self.ledger is not None and before is not None:
            self.ledger.record(Item(self.turn, self.phase, variable.name, (BOUND,), values - before))
