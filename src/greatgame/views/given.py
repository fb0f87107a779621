"""Figures of the calendar and the scenario: the turn, the pledge, what a project costs, how long it still takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.indicators import CONVERSION, NOT_RIPE, Memoranda, Signing, memoranda
from greatgame.moves.legality import BUILDING, LOST, OPEN, OPERATING
from greatgame.scenario.naming import when
from greatgame.text import Text, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import actor, label
from greatgame.views.titles import UNITS, Unit, printed

if TYPE_CHECKING:
    from greatgame.views.readings import Readings

TURNS = Unit("turns", 1.0, 0)
QUARTERS = Unit("quarters", 1.0, 0)
MONEY = UNITS["USD mn"]


def given(
    readings: Readings,
    path: str,
    title: str,
    unit: Unit,
    lines: tuple[AccountLine, ...],
    note: str,
    threshold: str = "",
    sources: tuple[str, ...] = (),
) -> Figure:
    """A figure that is the sum of a few lines."""
    value = sum(line.amount for line in lines)
    account = Account(title, Text(unit.name), value, lines, note, sources)
    return Figure(title, value, Text(unit.name), printed(value, unit), lambda: account, threshold, None, path)


def turn(readings: Readings) -> Figure:
    """The number of the open turn, counted from 1; of the last one when the campaign is over."""
    session = readings.session
    last = min(session.turn, readings.scenario.turns - 1)
    lines = (
        AccountLine(say("turns that are over"), float(last)),
        AccountLine(say("the turn that is open") if not session.finished else say("the last turn"), 1.0),
    )
    title = say("Turn, {quarter}", quarter=when(session.quarter))
    note = say("The campaign has {turns} turns.", turns=readings.scenario.turns)
    last_one = say("the last one is {turns}", turns=readings.scenario.turns)
    figure = given(readings, "turn", title, TURNS, lines, note, last_one)
    return replace(figure, text=f"{figure.text}/{readings.scenario.turns}")


def pledge_target(readings: Readings) -> Figure:
    """What was pledged."""
    unit = UNITS["JPY bn"]
    line = AccountLine(
        say("pledged, to be signed and paid by the end"), readings.scenario.pledge_target_jpy * unit.scale
    )
    note = say("The pledge of the scenario; both halves of the pillar count against it.")
    sources = readings.source("scenario.pledge")
    return given(
        readings, "pledge_target", say("The pledge"), unit, (line,), note, say("full marks when reached"), sources
    )


def capex(readings: Readings, project: str) -> Figure:
    """What a project costs."""
    s = readings.scenario
    line = AccountLine(say("cost as published or estimated"), float(s.capex[s.names.projects.at(project)]))
    title = say("Cost: {project}", project=label(s, "projects", project))
    sources = readings.source(f"project.{project}.capex")
    return given(
        readings, f"capex.{project}", title, MONEY, (line,), say("Capital cost, before interest."), "", sources
    )


def quarters_left(readings: Readings, project: str) -> Figure:
    """How long a project still takes at usual pace: its preparation, or what is left to build."""
    s, state = readings.scenario, readings.state
    j = s.names.projects.at(project)
    stage = float(state.stage[0, j])
    lines: list[AccountLine] = []
    if stage == OPEN and (v := int(s.venture_slot[j, s.player])) >= 0 and state.signed[0, v] > 0:
        usual, done = float(s.preparation[s.player]), min(float(state.prepared[0, v]), 1.0)
        lines += [
            AccountLine(say("usual time of preparation"), usual),
            AccountLine(say("prepared already"), -usual * done, opens=_cell(readings, "prepared", s.names.ventures[v])),
        ]
    if stage in (OPEN, BUILDING):
        usual, done = float(s.build[j]), min(float(state.built[0, j]), 1.0)
        sponsor = int(state.sponsor[0, j]) - 1
        pace = float(s.speed[sponsor if sponsor >= 0 else s.player])
        lines += [
            AccountLine(say("usual time of construction"), usual),
            AccountLine(say("built already"), -usual * done, opens=_cell(readings, "built", project)),
            AccountLine(say("pace of the builder"), usual * (1.0 - done) * (1.0 / pace - 1.0)),
        ]
    title = say("Quarters left: {project}", project=label(s, "projects", project))
    note = say("At usual pace; institutions, crowded agencies and luck move it.")
    sources = readings.source(f"project.{project}.build")
    return given(readings, f"quarters_left.{project}", title, QUARTERS, tuple(lines), note, "", sources)


def conversion(readings: Readings) -> Figure:
    """Of the memoranda signed two years ago or earlier, the share that became projects within two years.

    Raises:
        GreatGameError: where there is none yet.
    """
    s, past = readings.scenario, memoranda(readings.scenario, readings.session.ledger)
    if not past.ripe:
        raise GreatGameError(NOT_RIPE)
    unit = UNITS["share"]
    lines = tuple(
        AccountLine(_fate(readings, past, signing), past.converted(signing) * unit.scale / len(past.ripe))
        for signing in past.ripe
    )
    note = say(
        "Counted are memoranda that are at least {turns} turns old: {count}.", count=len(past.ripe), turns=past.limit
    )
    return given(
        readings, CONVERSION, say("Memoranda that became projects: {power}", power=actor(s, readings.session.player)),
        unit, lines, note,
    )  # fmt: skip


def _fate(readings: Readings, past: Memoranda, signing: Signing) -> Text:
    """What became of one memorandum, in words."""
    s = readings.scenario
    quarter = when(s.quarter(signing.turn))
    since = say("from before {quarter}", quarter=quarter) if signing.inherited else say("of {quarter}", quarter=quarter)
    what = {"project": label(s, "projects", s.names.projects[int(s.venture_project[signing.venture])]), "since": since}
    if signing.took is None:
        return say("{project}, {since}: no financial close", **what)
    closed = when(s.quarter(signing.turn + signing.took))
    if past.converted(signing):
        return say("{project}, {since}: closed in {quarter}", **what, quarter=closed)
    return say("{project}, {since}: closed only in {quarter}", **what, quarter=closed)


def _cell(readings: Readings, variable: str, name: str) -> Figure:
    return readings.of_state(f"{variable}.{name}")


def stage_of(readings: Readings, project: int) -> str:
    """Where a project stands for the player: one of :data:`greatgame.views.pipeline.STAGES`."""
    s, state = readings.scenario, readings.state
    stage = float(state.stage[0, project])
    if stage != OPEN:
        return {BUILDING: "building", OPERATING: "operating", LOST: "lost"}[stage]
    ventures = np.flatnonzero((s.venture_project == project) & (state.signed[0] > 0))
    own = [v for v in ventures.tolist() if int(s.venture_power[v]) == s.player]
    for v in own or ventures.tolist()[:1]:
        if state.prepared[0, v] < 1.0:
            return "signed"
        return "financed" if state.backer[0, v] > 0 or not s.firm_led[int(s.venture_power[v])] else "prepared"
    return "open"
