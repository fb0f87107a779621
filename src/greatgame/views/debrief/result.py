"""Card 1: the result against targets, in five lines."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.lab.afterwards import Afterwards
from greatgame.lab.debrief import IDLE
from greatgame.records import Record
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.text import Text, named, say
from greatgame.views.debrief.common import POINTS, figure
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.names import actor
from greatgame.views.readings import Readings

GROUPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("The pledge", ("pledge",), ("pledge.committed", "pledge.disbursed")),
    ("Materials", ("supply",), ()),
    ("Roads and standards", ("corridor", "standards"), ()),
    ("Partners", ("trust", "hosts"), ()),
    ("Peace abroad, support at home", ("calm", "home"), ()),
)
"""Line -> pillars that it is about, and figures shown beside them."""


@dataclass(frozen=True)
class TargetLine(Record):
    """One line of the result."""

    label: str
    pillars: tuple[Figure, ...]
    goals: tuple[float, ...]
    """Points that each pillar is to reach."""
    beside: tuple[Figure, ...]
    reached: bool
    """Whether every pillar of the line stands at its goal."""


@dataclass(frozen=True)
class Result(Record):
    """How the campaign ended."""

    heading: str
    sentence: str
    """What became of it, without praise or blame."""
    total: Figure
    goals: Figure
    idle: Figure | None
    """What doing nothing would have brought under the same luck; None until it is known."""
    lines: tuple[TargetLine, ...]


def result(session: Session, found: Afterwards | None = None) -> Result:
    """The result as of the last finished turn."""
    readings = Readings(session)
    scenario = session.scenario
    total, goals = readings.figure("total_score"), readings.figure("goals_reached")
    title = named(scenario.title, scenario.file.scenario.title_ja)
    return Result(
        heading=say(
            "{player}, {title}: {quarter}",
            player=actor(scenario, session.player),
            title=title,
            quarter=when(session.history[-1].quarter if session.history else scenario.quarter(0)),
        ),
        sentence=_sentence(session, [_line(readings, *group).reached for group in GROUPS]),
        total=total,
        goals=goals,
        idle=_idle(total, found),
        lines=tuple(_line(readings, *group) for group in GROUPS),
    )


def _line(readings: Readings, label: str, pillars: tuple[str, ...], beside: tuple[str, ...]) -> TargetLine:
    figures = tuple(readings.figure(f"score.{name}") for name in pillars)
    scenario = readings.scenario
    goals = tuple(float(scenario.pillar_goals[scenario.names.pillars.at(name)]) for name in pillars)
    reached = all(figure.value >= goal for figure, goal in zip(figures, goals, strict=True))
    return TargetLine(Text(label), figures, goals, tuple(readings.figure(path) for path in beside), reached)


def _sentence(session: Session, reached: list[bool]) -> Text:
    over = session.finished
    if all(reached):
        words = "All goals are reached." if over else "All goals are reached so far."
    elif not any(reached):
        words = "No line has reached its goals; what held them back stands in the ledger."
    else:
        words = "Some goals are reached, others are not; each line opens what it is made of."
    return Text(words)


def _idle(total: Figure, found: Afterwards | None) -> Figure | None:
    row = next((row for row in found.references if row.strategy == IDLE), None) if found else None
    if row is None:
        return None

    def lines() -> list[AccountLine]:
        own = AccountLine(say("this campaign"), total.value, mine=True, opens=total)
        return [own, AccountLine(say("less what the orders brought beside giving none"), -row.own_luck)]

    return figure(
        say("Without any order, under the same luck"),
        total.value - row.own_luck,
        POINTS,
        lines,
        say("The same seed played again with no order from this seat."),
    )
