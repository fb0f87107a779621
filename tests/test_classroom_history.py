"""The checker of histories finds what must not happen to a class, and nothing where all is well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from classroom_history import Deed, History, Place
from greatgame.classroom.log import Entry, Event

Writes = tuple[Place, object] | None
VISIT, LOAN = ("draft", "team-1", "visit"), ("draft", "team-1", "loan")


class Told:
    """A history that holds, to be told otherwise: one tap each of two clients, two pages, a round."""

    def __init__(self) -> None:
        self.history = History()
        self.log: list[Entry] = []
        self.write("stepped", self.deed("teacher", "step-0001", 0, 1))
        self.visit = self.deed("Mika", "visit-001", 2, 5, (VISIT, 1))
        self.write("drafted", self.visit)
        self.early = self.page("Mika", 2, {VISIT: 1}, 6, 7)
        self.loan = self.deed("Ren", "loan-0001", 3, 8, (LOAN, 2))
        self.write("drafted", self.loan)
        self.page("Ren", 3, {VISIT: 1, LOAN: 2}, 9, 10)
        self.round = self.deed("teacher", "round-001", 11, 12)
        self.write("resolved", self.round, {VISIT[2]: 1, LOAN[2]: 2})

    def deed(self, client: str, action: str, invoked: float, ended: float, writes: Writes = None) -> Deed:
        deed = Deed(client, {"id": action}, writes, invoked, ended, "acknowledged", len(self.log) + 1)
        self.history.deeds.append(deed)
        return deed

    def page(self, client: str, number: int, shown: dict[Place, object], invoked: float, ended: float) -> Deed:
        page = Deed(client, {}, None, invoked, ended, "acknowledged", number, frozenset({VISIT[:2]}), shown)
        self.history.deeds.append(page)
        return page

    def write(self, kind: str, deed: Deed, orders: dict[str, int] | None = None) -> None:
        row = {"step": "round-1", "orders": {"team-1": [orders]}, "defaulted": []}
        data = {} if orders is None else {"round": row}
        self.log.append(Entry(len(self.log) + 1, 0.0, Event(kind, data), deed.id))


def lost(told: Told) -> None:
    """An acknowledged tap is not there after a kill; what follows has moved up."""
    place = next(n for n, entry in enumerate(told.log) if entry.action == told.visit.id)
    told.log[place:] = [replace(entry, number=entry.number - 1) for entry in told.log[place + 1 :]]


def doubled(told: Told) -> None:
    """A tap that was sent twice is done twice."""
    told.write("drafted", told.loan)


def played_double(told: Told) -> None:
    """A round is resolved again without having been taken back."""
    told.write("resolved", told.deed("teacher", "round-002", 13, 14), {VISIT[2]: 1, LOAN[2]: 2})


def other_orders(told: Told) -> None:
    """What is played is not what was drafted."""
    told.log[-1].event.data["round"]["orders"]["team-1"][0][VISIT[2]] = 2


def stale(told: Told) -> None:
    """A page shows the draft as it was before a tap that had been acknowledged."""
    told.page("Ren", 2, {VISIT: 1}, 9, 10)


def wrong(told: Told) -> None:
    """A page shows another draft than was made."""
    told.early.shown = {VISIT: 3}


def backwards(told: Told) -> None:
    """A page stands before one that its reader has seen already."""
    told.early.number, told.early.shown = 3, {VISIT: 1, LOAN: 2}
    told.page("Mika", 2, {VISIT: 1}, 7.5, 7.9)


def too_early(told: Told) -> None:
    """A page shows what nobody had asked for yet."""
    told.early.ended, told.early.number, told.early.shown = 2.5, 3, {VISIT: 1, LOAN: 2}


def turned_round(told: Told) -> None:
    """What was answered first stands last in the log."""
    told.visit.ended, told.loan.invoked = 2.5, 2.7
    one, other = told.log[1:3]
    told.log[1:3] = [replace(one, action=other.action), replace(other, action=one.action)]


def refused(told: Told) -> None:
    """A tap that was refused is done all the same."""
    told.loan.outcome = "refused"


def closed(told: Told) -> None:
    """A seat is gone."""
    told.early.outcome = "refused"


def foreign(told: Told) -> None:
    """The log holds what no client asked for."""
    told.history.deeds.remove(told.loan)


def too_low(told: Told) -> None:
    """An answer says that something is written before it is."""
    told.loan.number = 2


FAULTS: dict[Callable[[Told], None], str] = {
    lost: "lost: Mika",
    doubled: "done 2 times: Ren",
    played_double: "resolved twice",
    other_orders: "played was",
    stale: "stale: Ren",
    wrong: "what was done makes it",
    backwards: "stale: Mika",
    too_early: "shown before it was asked for",
    turned_round: "written after what was asked for later",
    refused: "refused, but done 1 times",
    closed: "a page was refused",
    foreign: "nobody asked for it",
    too_low: "acknowledged at 2",
}


def test_a_history_that_holds_has_no_faults() -> None:
    told = Told()
    assert told.history.faults(told.log) == []
    told.loan.outcome = "unknown"
    assert told.history.faults(told.log) == [], "what got no answer may have been done"


def test_what_got_no_answer_may_not_have_been_done() -> None:
    told = Told()
    told.log.pop()
    told.round.outcome = "unknown"
    assert told.history.faults(told.log) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Callable[[Told], None]) -> None:
    told = Told()
    fault(told)
    found = told.history.faults(told.log)
    assert any(FAULTS[fault] in row for row in found), found
