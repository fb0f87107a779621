"""Errors that people read: what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an input."""

    file: str
    field: str
    value: str
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: {self.field}" if self.field else self.file
        shown = f" = {self.value}" if self.value else ""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{place}{shown}: {self.problem}{remedy}"


class GreatGameError(Exception):
    """Any error caused by input; the command line prints it and exits with 2."""


class ScenarioError(GreatGameError):
    """A scenario that cannot be used; carries every fault found."""

    def __init__(self, what: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        lines = [what, *(f"  {fault}" for fault in self.faults)]
        super().__init__("\n".join(lines))


class OrderError(GreatGameError):
    """An order that cannot be given; names the failing conditions."""

    def __init__(self, order: str, reasons: Sequence[str]) -> None:
        self.order, self.reasons = order, tuple(reasons)
        super().__init__(f"order {order!r} cannot be given: " + "; ".join(self.reasons))


class OrdersError(OrderError):
    """Several orders that cannot be given; ``order`` and ``reasons`` are those of the first."""

    def __init__(self, faults: Sequence[OrderError]) -> None:
        super().__init__(faults[0].order, faults[0].reasons)
        self.faults = tuple(faults)
        self.args = ("\n".join(str(fault) for fault in faults),)


class SaveError(GreatGameError):
    """A save that cannot be read or does not replay.

    ``reason`` says the same to who plays, without the file's name and fields: one translatable sentence.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


def refusal(error: GreatGameError) -> str:
    """Why something was refused, as a front end with a language of its own tells it."""
    words: str = (error.reason if isinstance(error, SaveError) else "") or error.args[0]
    # As it is: a text that can be told in another language is a string, and would lose that as a plain one.
    return words
