"""Small figures of decisions: prices, counts of futures, differences between plans; each with its account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from greatgame.lab.statistics import Share
from greatgame.records import Record
from greatgame.text import Text, joined, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.titles import Unit, changed, printed

FUTURES = Unit("futures", 1.0, 0)
PERCENT = Unit("%", 1.0, 0)


@dataclass(frozen=True)
class Said(Record):
    """A sentence, and the figure that its number is."""

    text: Text
    figure: Figure | None = None


def made(
    title: Text,
    value: float,
    unit: Unit,
    lines: Sequence[AccountLine],
    note: str = "",
    threshold: str = "",
    signed: bool = False,
    sources: tuple[str, ...] = (),
) -> Figure:
    """A figure of a value that is scaled already, with the lines that add up to it."""
    account = Account(title, Text(unit.name), value, tuple(lines), note, sources)
    return Figure(title, value, Text(unit.name), printed(value, unit, signed), lambda: account, threshold)


def odds(title: Text, share: Share, others: Share | None = None, *, ties: bool = False) -> Figure:
    """How often something happens in futures, in per cent; beside how often without, if that is known.

    ``ties`` tells that futures in which two plans come out alike were counted half.
    """
    percent = 100.0 * share.share
    line = AccountLine(say("{count:g} of {n} futures", count=share.count, n=share.n), percent)
    low, high = 100.0 * share.low, 100.0 * share.high
    interval = say("95 % interval {low:.0f} to {high:.0f} %.", low=low, high=high)
    note = joined([interval, say("Ties count half.")], " ") if ties else interval
    threshold = "" if others is None else say("{share:.0f} % without it", share=100.0 * others.share)
    return made(title, percent, PERCENT, (line,), note, threshold)


def alike(title: Text, n: int) -> Figure:
    """Instead of odds where two plans come out alike in all of ``n`` futures, so that neither is ahead."""
    return replace(count_of(title, 0.0, n), unit="", text=say("alike"))


def count_of(title: Text, count: float, n: int) -> Figure:
    """So many of ``n`` futures."""
    line = AccountLine(say("futures of {n} in which it is so", n=n), count)
    return made(title, count, FUTURES, (line,), say("Each pair of futures meets the same luck."))


def difference(title: Text, with_orders: float, without: float, unit: Unit, note: str = "") -> Figure:
    """What orders change in the mean over futures, in a shown unit."""
    lines = (AccountLine(say("mean with it"), with_orders), AccountLine(say("less the mean without it"), -without))
    return made(title, with_orders - without, changed(unit), lines, note, signed=True)


def bound(title: Text, value: float, unit: Unit, words: Text, signed: bool = True) -> Figure:
    """One end of a range, such as the value below which a tenth of the futures lie."""
    return made(title, value, unit, (AccountLine(words, value),), signed=signed)
