"""Projects and legs as the map shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from greatgame.scenario.indexed import Ints
from greatgame.text import say
from greatgame.views import chart_figures as made
from greatgame.views.chart import Site, Way
from greatgame.views.figures import Figure
from greatgame.views.names import label, letter

if TYPE_CHECKING:
    from greatgame.views.chart import Chart

OPEN, BUILDING, OPERATING, LOST = 0, 1, 2, 3
"""Stages as the state counts them."""
STARTED = {BUILDING: "building", OPERATING: "operating", LOST: "lost"}
FULL_STRAIN = 100.0
"""Use of capacity at which the colour of a leg is at its end, %."""


def group_cost(group: Sequence[Site]) -> Figure:
    """What projects that share a sign cost together."""
    note = say("The capital cost of each project, added up.")
    title = say("{count} projects here", count=len(group))
    return made.stake(title, [site.cost for site in group], [site.name for site in group], note)


def sites(chart: Chart) -> tuple[Site, ...]:
    """All projects that have a place, in the scenario's order."""
    s = chart.session.scenario
    found = (_site(chart, j) for j in range(len(s.names.projects)))
    return tuple(site for site in found if site is not None)


def _site(chart: Chart, j: int) -> Site | None:
    readings, s = chart.readings, chart.session.scenario
    name = s.names.projects[j]
    project = s.file.project[name]
    at = chart.places.project(name, project.host)
    if at is None:
        return None
    stage, sponsor, progress = _standing(chart, j)
    return Site(
        project=name,
        name=label(s, "projects", name),
        host=project.host,
        sector=chart.name(f"sector:{project.sector}"),
        stage=stage,
        sponsor=sponsor,
        letter=letter(s, sponsor) if sponsor else "",
        cost=made.cost(readings, name),
        progress=progress,
        at=at,
        mark=" ".join(dict.fromkeys(s.file.mineral[output.mineral].symbol for output in project.outputs)),
    )


def _standing(chart: Chart, j: int) -> tuple[str, str | None, Figure | None]:
    """Stage, sponsor and progress of a project."""
    readings, s, state = chart.readings, chart.session.scenario, chart.readings.state
    name, stage = s.names.projects[j], round(float(state.stage[0, j]))
    if stage in STARTED:
        place = round(float(state.sponsor[0, j])) - 1
        power = s.names.powers[place] if place >= 0 else None
        return STARTED[stage], power, readings.figure(f"built.{name}")
    venture = _foremost(chart, j)
    if venture < 0:
        return "open", None, None
    power = s.names.powers[int(s.venture_power[venture])]
    ready = float(state.prepared[0, venture]) >= 1.0
    funded = bool((state.package[0, venture] > 0).any())
    words = "financed" if ready and funded else "prepared" if ready else "signed"
    return words, power, readings.figure(f"prepared.{s.names.ventures[venture]}")


def _foremost(chart: Chart, j: int) -> int:
    """The signed venture that stands for an open project: the player's, else the one that is furthest; -1 for none."""
    s, state = chart.session.scenario, chart.readings.state
    mine = int(s.venture_slot[j, s.player])
    if mine >= 0 and state.signed[0, mine] > 0:
        return mine
    slots: Ints = s.venture_slot[j]
    signed = [int(v) for v in slots if v >= 0 and state.signed[0, v] > 0]
    return max(signed, key=lambda v: float(state.prepared[0, v]), default=-1)


def ways(chart: Chart) -> tuple[Way, ...]:
    """All legs that have a place, the busiest first."""
    readings, s = chart.readings, chart.session.scenario
    flows = {name: made.leg_flow(readings, name) for name in s.names.legs if name in chart.places.legs}
    widest = max((figure.value for figure in flows.values()), default=0.0)
    found = []
    for name, flow in flows.items():
        strain = made.leg_strain(readings, name)
        users = np.flatnonzero(s.route_legs[:, s.names.legs.at(name)]).tolist()
        place = chart.places.legs[name]
        found.append(
            Way(
                leg=name,
                name=label(s, "legs", name),
                mode=s.file.leg[name].mode,
                corridors=tuple(label(s, "corridors", s.names.corridors[c]) for c in users),
                flow=flow,
                strain=strain,
                width=flow.value / max(widest, 1e-9),
                level=min(1.0, max(0.0, strain.value / FULL_STRAIN)),
                paths=place.paths,
                at=place.at,
            )
        )
    return tuple(sorted(found, key=lambda way: -way.width))
