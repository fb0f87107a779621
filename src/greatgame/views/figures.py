"""Figures as they are shown: a value with unit, scope and threshold, and the account that adds up to it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from greatgame.records import Record


@dataclass(frozen=True)
class AccountLine(Record):
    """One line of an account."""

    label: str
    """In words, translatable (see :mod:`greatgame.text`)."""
    amount: float
    mine: bool = False
    """Whether an order of the player's is behind it; shown in bold."""
    chance: bool = False
    """Whether luck is behind it; shown last."""
    opens: Figure | None = field(default=None, compare=False, repr=False)
    """The figure that this line is itself, if it can be opened further."""
    note: str = ""
    """Formula, factor or source in words."""

    def as_dict(self) -> dict[str, object]:
        return {
            "label": str(self.label),
            "amount": self.amount,
            "mine": self.mine,
            "chance": self.chance,
            "note": self.note,
        }


@dataclass(frozen=True)
class Account(Record):
    """Lines that add up to a figure."""

    title: str
    unit: str
    total: float
    lines: tuple[AccountLine, ...]
    note: str = ""
    """How the lines make the figure, in a sentence."""
    sources: tuple[str, ...] = ()
    """Where the inputs come from: source and grade, or the reason of an assumption."""

    @property
    def adds_up(self) -> bool:
        """Whether the lines sum to the total, to nine digits."""
        total = math.fsum(line.amount for line in self.lines)
        return math.isclose(total, self.total, rel_tol=1e-9, abs_tol=1e-9)


@dataclass(frozen=True)
class Figure(Record):
    """A number as it is shown; no number is shown otherwise."""

    title: str
    """What it is, with its scope: ``Trust in Japan: Kazakhstan``."""
    value: float
    unit: str
    text: str
    """The value as it is printed, without the unit."""
    account: Callable[[], Account] = field(compare=False, repr=False)
    """What it is made of; computed when it is asked for."""
    threshold: str = ""
    """The level that matters and what happens there; empty where there is none."""
    change: float | None = None
    """Since the turn before."""
    path: str | None = None
    """Name by which :meth:`greatgame.session.Session.explain` knows it, if it does."""

    def as_dict(self) -> dict[str, object]:
        return {
            "title": str(self.title),
            "value": self.value,
            "unit": str(self.unit),
            "text": self.text,
            "threshold": str(self.threshold),
            "change": self.change,
            "path": self.path,
        }
