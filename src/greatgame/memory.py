"""Memory that does not grow with the number of campaigns."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def swept() -> Iterator[None]:
    """Free what was made inside the block and forgotten by its end, at hardly any cost.

    A model, its agents and their minds refer to each other, so only the
    garbage collector frees them, and it seldom looks at objects that have
    lived through a campaign.  Without it inside the block they are still young
    at its end, where a look at the young ones takes a fraction of a
    millisecond.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if enabled:
            gc.enable()


def settle() -> None:
    """Free what nobody needs any more, then leave alone what is there.

    A scenario and a campaign are here to stay; looking at all of them again and
    again takes so long each time that a window stutters.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
