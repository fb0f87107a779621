"""The loops in C in which a campaign would otherwise spend half its time, where the package was built with a compiler.

Almost everything here is whole-array arithmetic, which numpy does as fast as C.
A few things are not: they look at few figures each, one after another, so that
numpy spends its time on being called, or on laying out what nobody looks at.
They are the functions of :class:`Loops`.

The numpy code of each stands where the loop is called.  It says what the loop
must do, and takes its place on machines without a compiler: results agree to
the last bit, which ``tests/test_loops.py`` tries.  ``GREATGAME_LOOPS=numpy``
leaves the loops out.
"""

from __future__ import annotations

import hashlib
import os
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from greatgame.scenario.indexed import Bools, Floats, Ints

SOURCE = Path(__file__).with_name("_compiled.c")


def fingerprint(source: Path) -> int:
    """Tells one state of the source from another, in 60 bits."""
    return int(hashlib.sha256(source.read_bytes()).hexdigest()[:15], 16)


class Loops(Protocol):
    """What is compiled, from ``_compiled.c``.

    Arrays are C-contiguous unless said otherwise; those written to are marked.

    Raises:
        TypeError: where an array holds other things than the loop reads.
        ValueError: where arrays do not fit each other.
        IndexError: where a number points beyond a table.
    """

    SOURCE: int
    """Fingerprint of the source that it is compiled from."""

    def appraise(self, *tables: Any) -> int:
        """See :meth:`greatgame.agents.weighing.Appraisal.above`.

        ``legal`` and ``presence`` ``[world, entry]``; luck as bits ``[world, entry]`` and the figure of each
        ``[256]``; the tables of a watch; then, written to, world, entry and worth of what clears its bar, with room
        for all; the presence beyond which nothing is staler; and a list of the readings ``[world, cell]``, which may
        lie in memory in any order.

        Returns:
            How many clear their bar.
        """
        ...

    def choose(self, *tables: Any) -> int:
        """See :func:`greatgame.agents.choice.choose_cases`.

        World, entry and worth (written to) of the cases; ``purse`` ``[world, actor, resource]``; time, resource,
        money, kind, group and actor ``[entry]``; seat ``[actor]``; threshold and orders ``[seat]``; then, written
        to, world and entry of what is chosen, with room for all; what each further order of a kind is worth less,
        and how far a price may exceed what is left, for rounding.

        Returns:
            How many are chosen.
        """
        ...

    def move(
        self,
        flat: Floats,
        begin: Ints,
        size: Ints,
        low: Floats,
        high: Floats,
        world: Ints,
        places: Ints,
        change: Floats,
        worlds: int,
        /,
    ) -> None:
        """See :meth:`greatgame.world.world.World.move`; ``flat`` is written to, the next four are of its layout."""
        ...

    def post(self, *tables: Any) -> None:
        """See :meth:`greatgame.rules.consequences.Consequences.post`.

        As :meth:`move` up to ``high``; world, number and amount ``[case]``; count and end ``[number]``; place,
        size, most, span and whether relative ``[consequence]``; and the number of worlds.
        """
        ...

    def add(self, values: Floats, steps: Floats, low: float, high: float, /) -> None:
        """See :meth:`greatgame.world.world.World.post`: steps of the grid are rounded and added to ``values``."""
        ...

    def sum_by_cell(self, sums: Floats, values: Floats | Bools, cells: Ints, worlds: int, /) -> None:
        """See :func:`greatgame.world.world.summed`; ``sums`` are added to."""
        ...

    def apply(
        self,
        held: Floats,
        steps: Floats,
        low: Floats,
        high: Floats,
        rate: Floats,
        usual: Floats,
        further: Ints,
        /,
    ) -> None:
        """See :meth:`greatgame.world.spans.Span.apply`; ``held`` and ``steps`` are written to."""
        ...


def _found() -> Loops | None:
    if os.environ.get("GREATGAME_LOOPS") == "numpy":
        return None
    try:
        found, source = cast(Loops, import_module("greatgame.loops._compiled")), fingerprint(SOURCE)
    except (ImportError, OSError):
        return None
    # A checkout that is installed to be worked on keeps the binary of an earlier state until it is installed again.
    return found if source == found.SOURCE else None


compiled = _found()
"""The loops, or None where numpy takes their place."""
