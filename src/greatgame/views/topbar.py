"""The top bar: where the campaign stands, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.records import Record
from greatgame.text import Text, say
from greatgame.views.cable import Alert, alerts
from greatgame.views.derived import GOALS, TOTAL, TRUST
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.made import made
from greatgame.views.readings import Readings
from greatgame.views.titles import Unit


@dataclass(frozen=True)
class TopBar(Record):
    """What the top bar shows."""

    quarter: Text
    turn: Figure
    turns: int
    """Of the whole campaign; part of how the turn is printed."""
    pledge: Figure
    signed: Figure
    built: Figure
    goals: Figure
    goal_count: int
    trust: Figure
    score: Figure
    waiting: Figure
    """How many of the alerts are urgent."""
    alerts: tuple[Alert, ...]
    finished: bool


def topbar(readings: Readings) -> TopBar:
    """The top bar of a session as it stands."""
    goals, found = readings.figure(GOALS), alerts(readings)
    return TopBar(
        quarter=Text(readings.session.quarter),
        turn=readings.figure("turn"),
        turns=readings.scenario.turns,
        pledge=readings.figure("pledge_target"),
        signed=readings.figure("pledge.committed"),
        built=readings.figure("pledge.disbursed"),
        goals=goals,
        goal_count=len(readings.scenario.names.pillars),
        trust=readings.figure(TRUST),
        score=readings.figure(TOTAL),
        waiting=_waiting(found),
        alerts=found,
        finished=readings.session.finished,
    )


def _waiting(found: tuple[Alert, ...]) -> Figure:
    """How many matters cannot wait, each of them a line."""
    lines = [AccountLine(alert.text, 1.0) for alert in found if alert.urgent]
    return made(say("Matters that wait for you"), float(len(lines)), Unit("matters", 1.0, 0), lines)
