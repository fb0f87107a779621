"""The counterfactual: a campaign beside the same luck played otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.records import Record, TurnRecord
from greatgame.session import Session
from greatgame.text import Text, say
from greatgame.views.debrief.course import score_after
from greatgame.views.derived import TOTAL, TRUST
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.readings import Readings
from greatgame.views.titles import CHANGES


@dataclass(frozen=True)
class Apart(Record):
    """One figure of both campaigns."""

    title: str
    mine: Figure
    other: Figure
    difference: Figure
    """Mine less the other's."""


@dataclass(frozen=True)
class Otherwise(Record):
    """Both campaigns as far as both are played."""

    quarters: tuple[str, ...]
    mine: tuple[Figure, ...]
    """Score after each turn."""
    other: tuple[Figure, ...]
    total: Apart
    pillars: tuple[Apart, ...]
    figures: tuple[Apart, ...]


def otherwise(session: Session, other: Session) -> Otherwise:
    """Both campaigns up to the last turn that both have finished."""
    turns = min(session.turn, other.turn)
    mine = session if session.turn == turns else session.fork(turns)
    here, there = Readings(mine), Readings(other)
    names, me = session.scenario.names, session.player
    beside = [*(f"pledge.{part}" for part in names.pledge), TRUST, f"support.{me}", f"credibility.{me}"]

    def scores(of: Session) -> tuple[Figure, ...]:
        return tuple(score_after(of, record) for record in _finished(of, turns))

    return Otherwise(
        quarters=tuple(record.quarter for record in _finished(mine, turns)),
        mine=scores(mine),
        other=scores(other),
        total=_apart(here, there, TOTAL),
        pillars=tuple(_apart(here, there, f"score.{name}") for name in names.pillars),
        figures=tuple(_apart(here, there, path) for path in beside),
    )


def _finished(session: Session, turns: int) -> list[TurnRecord]:
    return session.history[:turns]


def _apart(here: Readings, there: Readings, path: str) -> Apart:
    mine, other = here.figure(path), there.figure(path)
    value = mine.value - other.value
    unit = Text(CHANGES.get(str(mine.unit), mine.unit))
    title = say("{title}, beside the other campaign", title=mine.title)

    def account() -> Account:
        lines = (
            AccountLine(say("this campaign"), mine.value, mine=True, opens=mine),
            AccountLine(say("less the other campaign"), -other.value, opens=other),
        )
        return Account(title, unit, value, lines, say("The same seed, played otherwise."))

    return Apart(mine.title, mine, other, Figure(title, value, unit, _signed(mine, value), account))


def _signed(like: Figure, value: float) -> str:
    """A difference with its sign and as many places as the figure has."""
    places = len(like.text.partition(".")[2])
    return f"{round(value, places) + 0.0:+,.{places}f}"
