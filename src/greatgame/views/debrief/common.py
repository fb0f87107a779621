"""What the cards share: figures with accounts made on the spot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from greatgame.lab.statistics import Paired
from greatgame.text import Text, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.titles import UNITS, Unit, printed

POINTS, PERCENT = UNITS["points"], UNITS["share"]
COUNT = Unit("orders", 1.0, 0)


def mean_note(found: Paired) -> Text:
    """How sure a mean over replays is."""
    return say(
        "Mean over {count} replays under other luck; with 95 % confidence the true mean is {low:+.2f} to {high:+.2f}.",
        count=found.n,
        low=found.low,
        high=found.high,
    )


def figure(
    title: str,
    value: float,
    unit: Unit,
    lines: Callable[[], Sequence[AccountLine]],
    note: str = "",
    threshold: str = "",
    signed: bool = False,
    change: float | None = None,
    sources: tuple[str, ...] = (),
) -> Figure:
    """A figure whose account is made of ``lines`` when it is asked for."""

    def account() -> Account:
        return Account(title, Text(unit.name), value, tuple(lines()), note, sources)

    return Figure(title, value, Text(unit.name), printed(value, unit, signed), account, threshold, change)
