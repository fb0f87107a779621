"""The table view: whatever a lens of the map shows, as rows and columns of figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from greatgame.errors import GreatGameError
from greatgame.indicators import player_buyer
from greatgame.records import Record
from greatgame.text import Text, say
from greatgame.views.figures import Figure
from greatgame.views.names import actor, label
from greatgame.views.pipeline import STAGES, pipeline
from greatgame.views.readings import Readings

LENSES = ("influence", "projects", "trade", "debt", "security", "opinion", "rivals")
"""The seven lenses of the map, in the order of their keys."""

Cell = Figure | Text | None


@dataclass(frozen=True)
class Row(Record):
    """One row: what it is about, and a cell for each column."""

    name: Text
    subject: str
    """For the inspector: ``kind:id``."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table(Record):
    """What a lens shows, in rows."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]


def table(readings: Readings, lens: str) -> Table:
    """The table of a lens.

    Raises:
        GreatGameError: for a lens that there is not.
    """
    makers: Mapping[str, Callable[[Readings], Table]] = {
        "influence": _influence,
        "projects": _projects,
        "trade": _trade,
        "debt": _debt,
        "security": _security,
        "opinion": _opinion,
        "rivals": _rivals,
    }
    if lens not in makers:
        raise GreatGameError(f"no lens {lens!r}; there are: {', '.join(LENSES)}")
    return makers[lens](readings)


def _hosts(readings: Readings, title: Text, columns: list[tuple[Text, str]]) -> Table:
    """A row for each host; columns are headings and paths with ``{host}``."""
    s = readings.scenario
    rows = [
        Row(
            label(s, "hosts", host),
            f"host:{host}",
            tuple(readings.figure(path.format(host=host)) for _, path in columns),
        )
        for host in s.names.hosts
    ]
    return Table(title, tuple(heading for heading, _ in columns), tuple(rows))


def _powers(readings: Readings, path: str) -> list[tuple[Text, str]]:
    s = readings.scenario
    return [(actor(s, power), path.format(host="{host}", power=power)) for power in s.names.powers]


def _influence(readings: Readings) -> Table:
    columns = [*_powers(readings, "trust.{host}.{power}"), (say("Autonomy"), "autonomy.{host}")]
    return _hosts(readings, say("Influence: trust of the hosts in each power"), columns)


def _debt(readings: Readings) -> Table:
    s = readings.scenario
    columns = [(label(s, "creditors", name), f"debt_share.{{host}}.{name}") for name in s.names.creditors]
    return _hosts(readings, say("Debt: share of each creditor"), columns)


def _opinion(readings: Readings) -> Table:
    return _hosts(readings, say("Public opinion of each power"), _powers(readings, "mood.{host}.{power}"))


def _security(readings: Readings) -> Table:
    columns = [(say("Stability"), "stability.{host}"), *_powers(readings, "dependence.{host}.security.{power}")]
    return _hosts(readings, say("Security: stability, and on whom the hosts lean"), columns)


def _projects(readings: Readings) -> Table:
    rows = [
        Row(
            row.name,
            f"project:{row.id}",
            (Text(STAGES[row.stage]), row.host_name, row.progress, row.left, row.cost),
        )
        for row in pipeline(readings).rows
    ]
    columns = (say("Stage"), say("Host"), say("Progress"), say("Quarters left"), say("Cost"))
    return Table(say("Projects"), columns, tuple(rows))


def _trade(readings: Readings) -> Table:
    s = readings.scenario
    heads = ("volume", "utilisation", "transit_days", "reliability")
    rows = [
        Row(
            label(s, "corridors", name),
            f"corridor:{name}",
            tuple(readings.figure(f"{head}.{name}") for head in heads),
        )
        for name in s.names.corridors
    ]
    columns = (say("Freight"), say("Weakest leg used"), say("Transit time"), say("Reliability"))
    return Table(say("Trade: corridors"), columns, tuple(rows))


def _rivals(readings: Readings) -> Table:
    s, me = readings.scenario, readings.session.player
    if player_buyer(s) < 0:
        heads = ["price.{mineral}"]
        columns = [say("World price")]
    else:
        heads = [f"security.{me}.{{mineral}}", "stock_days.{mineral}", "price.{mineral}"]
        columns = [say("Security of supply"), say("Stock"), say("World price")]
        for p in s.controllers:
            heads.append(f"control.{s.names.powers[p]}.{me}.{{mineral}}")
            columns.append(say("Control by {power}", power=actor(s, s.names.powers[p])))
    rows = [
        Row(
            label(s, "minerals", name),
            f"mineral:{name}",
            tuple(readings.figure(head.format(mineral=name)) for head in heads),
        )
        for name in s.names.minerals
    ]
    return Table(say("Rivals' interests: minerals and who could stop them"), tuple(columns), tuple(rows))
