"""The pipeline: every project from memorandum to operation, whose it is and how long it still takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from greatgame.moves.legality import OPEN
from greatgame.records import Record
from greatgame.text import Text, named, say
from greatgame.views.figures import Figure
from greatgame.views.given import stage_of
from greatgame.views.names import actor, label, letter
from greatgame.views.readings import Readings

STAGES: Mapping[str, str] = MappingProxyType(
    {
        "signed": "Memorandum",
        "prepared": "Prepared",
        "financed": "Financed",
        "building": "Building",
        "operating": "Operating",
        "lost": "Lost",
        "open": "Open",
    }
)
"""Stage of a project -> what it is called, in the order in which a project passes them; open ones stand last."""


@dataclass(frozen=True)
class Bidder(Record):
    """A power with a memorandum, or the one that builds."""

    power: str
    name: Text
    letter: str
    mine: bool


@dataclass(frozen=True)
class ProjectRow(Record):
    """One project as it stands."""

    id: str
    name: Text
    host: str
    host_name: Text
    host_letter: str
    sector: Text
    stage: str
    stage_name: Text
    bidders: tuple[Bidder, ...]
    """Who holds a memorandum; of a project that is begun, who has it."""
    mine: bool
    progress: Figure | None
    """Prepared or built so far."""
    left: Figure | None
    """Quarters until it runs, at usual pace."""
    cost: Figure
    wait: Text
    """What it waits for, in a line; empty where it waits for nothing."""
    real: bool
    """Named in public documents."""


def project_row(readings: Readings, name: str) -> ProjectRow:
    """One project."""
    key = f"project {name}"
    if key not in readings.memo:
        readings.memo[key] = _project_row(readings, name)
    row: ProjectRow = readings.memo[key]
    return row


def _project_row(readings: Readings, name: str) -> ProjectRow:
    s, state = readings.scenario, readings.state
    j = s.names.projects.at(name)
    spec = s.file.project[name]
    stage = stage_of(readings, j)
    bidders = _bidders(readings, j)
    mine = any(bidder.mine for bidder in bidders)
    begun = stage in ("building", "operating", "lost")
    progress = None
    v = int(s.venture_slot[j, s.player])
    if stage == "building":
        progress = readings.of_state(f"built.{name}")
    elif not begun and v >= 0 and state.signed[0, v] > 0:
        progress = readings.of_state(f"prepared.{s.names.ventures[v]}")
    return ProjectRow(
        id=name,
        name=label(s, "projects", name),
        host=spec.host,
        host_name=label(s, "hosts", spec.host),
        host_letter=letter(s, spec.host),
        sector=_sector(readings, spec.sector),
        stage=stage,
        stage_name=Text(STAGES[stage]),
        bidders=bidders,
        mine=mine,
        progress=progress,
        left=readings.figure(f"quarters_left.{name}") if stage not in ("operating", "lost", "open") else None,
        cost=readings.figure(f"capex.{name}"),
        wait=_wait(readings, stage, mine),
        real=spec.real,
    )


def _sector(readings: Readings, name: str) -> Text:
    spec = readings.scenario.file.sector[name]
    return named(getattr(spec, "name", name), getattr(spec, "name_ja", None))


def _bidders(readings: Readings, project: int) -> tuple[Bidder, ...]:
    s, state = readings.scenario, readings.state
    sponsor = int(state.sponsor[0, project]) - 1
    if state.stage[0, project] != OPEN:
        powers = [sponsor] if sponsor >= 0 else []
    else:
        signed = np.flatnonzero((s.venture_project == project) & (state.signed[0] > 0))
        powers = sorted({int(s.venture_power[v]) for v in signed}, key=lambda p: (p != s.player, p))
    names = [s.names.powers[p] for p in powers]
    return tuple(Bidder(name, actor(s, name), letter(s, name), name == readings.session.player) for name in names)


def _wait(readings: Readings, stage: str, mine: bool) -> Text:
    if not mine:
        return Text("")
    words = {
        "signed": say("being prepared by the agencies"),
        "prepared": say("waits for finance and a firm's decision"),
        "financed": say("waits for the host's award"),
        "building": say("under construction"),
    }
    return words.get(stage, Text(""))


@dataclass(frozen=True)
class Pipeline(Record):
    """All projects, own ones first within a stage."""

    rows: tuple[ProjectRow, ...]

    def by_stage(self) -> dict[str, tuple[ProjectRow, ...]]:
        """Rows by stage, in the order of the stages; none for an empty one."""
        found = {stage: tuple(row for row in self.rows if row.stage == stage) for stage in STAGES}
        return {stage: rows for stage, rows in found.items() if rows}

    def mine(self) -> tuple[ProjectRow, ...]:
        """The player's."""
        return tuple(row for row in self.rows if row.mine)


def own_projects(readings: Readings, host: str) -> tuple[ProjectRow, ...]:
    """The player's projects in one host."""
    s = readings.scenario
    there = [name for name in s.names.projects if s.file.project[name].host == host]
    mine = [name for name in there if any(bidder.mine for bidder in _bidders(readings, s.names.projects.at(name)))]
    return tuple(project_row(readings, name) for name in mine)


def pipeline(readings: Readings) -> Pipeline:
    """All projects."""
    s = readings.scenario
    order = list(STAGES)
    rows = [project_row(readings, name) for name in s.names.projects]
    rows.sort(key=lambda row: (order.index(row.stage), not row.mine, -(row.progress.value if row.progress else 0.0)))
    return Pipeline(tuple(rows))
