"""What patterns of orders mean, such as ``visit`` or ``visit/*/leaders``, and what to write for one that means none."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fnmatch import fnmatchcase

from greatgame.words import suggestion


def means(pattern: str, order: str) -> bool:
    """Whether a kind of move, or a pattern of orders, means an order (whose id begins with its actor)."""
    bare = order.partition("/")[2]
    return fnmatchcase(bare, pattern) if "/" in pattern else bare.partition("/")[0] == pattern


def instead(pattern: str, orders: Sequence[str]) -> str:
    """What to write instead of a pattern that means none of ``orders``, of which there is at least one.

    It is mended part by part, so that what is right in it stays.
    """
    rows = [order.split("/")[1:] for order in orders]
    mended: list[str] = []
    for place, part in enumerate(pattern.split("/")):
        names = list(dict.fromkeys(row[place] for row in rows if place < len(row)))
        if not names:
            return f"one looks like {'/'.join(rows[0])!r}"
        stands = any(fnmatchcase(name, part) for name in names)
        near = [part] if stands else difflib.get_close_matches(part, names, n=1)
        if not near:
            return f"in place of {part!r}, {suggestion(part, names)}"
        mended += near
        rows = [row for row in rows if place < len(row) and fnmatchcase(row[place], near[0])]
    wanted = "/".join(mended)
    return f"did you mean {wanted if any(means(wanted, order) for order in orders) else '/'.join(rows[0])!r}?"
