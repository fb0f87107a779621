"""A derived figure opened for who reads it outside the window: what it is made of, and where to read on."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.explain import TOTAL, turn_named
from greatgame.records import Record
from greatgame.session import Session
from greatgame.views import derived
from greatgame.views.figures import AccountLine
from greatgame.views.readings import Readings
from greatgame.views.titles import UNITS

PERCENT = UNITS["share"]


@dataclass(frozen=True)
class Made(Record):
    """One part of a derived figure."""

    words: str
    amount: float
    opens: str | None
    """Path of the figure that this part is itself, if it can be opened further."""


@dataclass(frozen=True)
class Opened(Record):
    """A derived figure: the amounts of its parts add up to its value."""

    path: str
    title: str
    unit: str
    turn: int | None
    """The turn at whose end it stood like this; None for the present, with changes since the campaign began."""
    quarter: str | None
    value: float
    parts: tuple[Made, ...]
    note: str
    """How the parts make the figure, in a sentence."""
    threshold: str
    """The level that matters; empty where there is none."""
    sources: tuple[str, ...]


def full_name(session: Session, path: str) -> str:
    """A figure's path where it was called by its short name: a pillar of the score, or the total."""
    if path in session.scenario.names.pillars.place:
        return f"score.{path}"
    return derived.TOTAL if path == TOTAL else path


def opened(session: Session, path: str, turn: str | int | None = None) -> Opened | None:
    """A derived figure by its dotted name, now or at the end of a turn; None for a figure with entries of its own.

    Raises:
        GreatGameError: for a part of its name that names nothing, and for a turn that has not begun.
    """
    if path.split(".")[0] == "score":
        return None
    scenario = session.scenario
    number = None if turn is None else turn_named(scenario, turn, min(session.turn, scenario.turns - 1))
    figure = derived.figure(_readings(session, number), path)
    if figure is None:
        return None
    account = figure.account()
    # Screens show shares in per cent; whoever reads a figure by its path finds it as batches and reports have it.
    percent = figure.unit == PERCENT.name
    scale = 1.0 / PERCENT.scale if percent else 1.0
    return Opened(
        path=path,
        title=str(figure.title),
        unit="share" if percent else str(figure.unit),
        turn=number,
        quarter=None if number is None else scenario.quarter(number),
        value=account.total * scale,
        parts=tuple(_part(line, scale) for line in account.lines),
        note=str(account.note),
        threshold=str(figure.threshold),
        sources=tuple(str(source) for source in account.sources),
    )


def _readings(session: Session, turn: int | None) -> Readings:
    """The figures at the end of a turn, changes counted from its start; or now, counted from the first turn."""
    if turn is None or turn == session.turn:
        readings = Readings(session)
        readings.since = 0 if turn is None else turn
        return readings
    readings = Readings(session.fork(turn + 1))
    # What the next turn has brought when it opened is none of this one's.
    readings.state = session.at(turn + 1)
    return readings


def _part(line: AccountLine, scale: float) -> Made:
    return Made(str(line.label), line.amount * scale, None if line.opens is None else line.opens.path)
