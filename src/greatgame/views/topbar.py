"""The top bar: where the campaign stands, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.records import Record
from greatgame.text import Text
from greatgame.views.cable import Alert, alerts
from greatgame.views.derived import GOALS, TOTAL, TRUST
from greatgame.views.figures import Figure
from greatgame.views.readings import Readings


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
    alerts: tuple[Alert, ...]
    finished: bool


def topbar(readings: Readings) -> TopBar:
    """The top bar of a session as it stands."""
    goals = readings.figure(GOALS)
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
        alerts=alerts(readings),
        finished=readings.session.finished,
    )
