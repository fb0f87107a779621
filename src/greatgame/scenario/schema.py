"""What a scenario's TOML files may contain, section by section.

A scenario is one folder of TOML files.  Their top-level tables are merged into
one document and validated against :class:`ScenarioFile`.  Entities live in
keyed tables (``[power.japan]``), so that a scenario which extends another can
override any part of it by naming the part.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greatgame.scenario.figures import AnyFigure, AnySeries, Figure, Ratio, SomeRatio, SomeShare, unit
from greatgame.scenario.schema_appraisal import Minds
from greatgame.scenario.schema_minds import Advisor, Defaults, Doctrine, Level, Strategy, Temper
from greatgame.scenario.schema_moves import Event, Kind
from greatgame.scenario.schema_rules import Rules
from greatgame.scenario.schema_world import (
    Caspian,
    Corridor,
    Firm,
    Flashpoint,
    Host,
    Leg,
    Mineral,
    OtherSource,
    Power,
    Project,
    Sector,
    Tie,
)
from greatgame.scenario.section import Id, Name, Quarter, ScoreTable, Section, ShareTable, Text, WeightTable


class Source(Section):
    """A publication that figures name by its key."""

    title: Text
    publisher: str | None = None
    date: str | None = None
    address: str | None = None
    note: str | None = None


class Meta(Section):
    """``[scenario]``: identity and calendar."""

    format: Literal[1]
    id: Id
    title: Name
    title_ja: str | None = None
    summary: Text
    summary_ja: str | None = None
    extends: Id | None = None
    without: list[str] = []
    """What of the scenario that it extends it leaves out: dotted paths, ``*`` for any letters of a name."""
    start: Quarter
    turns: Annotated[int, Field(ge=1, le=80)]
    quarters_per_turn: Annotated[int, Field(ge=1, le=4)] = 1
    """Length of a turn.  Rates, lags, chances, budgets and numbers of orders follow it; what one order does stays."""
    player: Id
    pledge: Annotated[Figure, unit("JPY bn", above=0, high=1e6)]
    exchange_rate: Annotated[Figure, unit("JPY/USD", low=1, high=1000)]


class ScoreScales(Section):
    """Where what a pillar measures counts in full."""

    volume: SomeRatio
    """Freight over that of the start."""
    days: Ratio
    """Days under way over those of the start."""
    growth: Annotated[Figure, unit("%/yr", above=0, high=50)]
    debt: SomeRatio
    """External debt over GDP that counts as none at all."""
    standards: SomeShare
    """Mean digital share of the player."""


class Score(Section):
    """Published weights of the pillars and of their parts, and what the player is to reach on each."""

    weights: WeightTable
    goals: ScoreTable
    parts: dict[str, WeightTable]
    """Pillar -> part -> how much it counts beside the others of the pillar."""
    scales: ScoreScales


class History(Section):
    """A published series: what led to the starting year."""

    name: Name
    name_ja: str | None = None
    measure: str | None = None
    """State variable or indicator that continues it, if any."""
    about: list[str] = []
    """What else it is about: governments, minerals, corridors, legs, or state variables by name."""
    series: AnySeries


class Benchmark(Section):
    """A figure of the starting year that a run without shocks should stay near."""

    name: Name
    measure: str
    """Indicator or state variable, e.g. ``volume.trans-caspian``."""
    figure: AnyFigure
    tolerance: Ratio


class Injection(Section):
    """An event that happens for certain, whatever chance and its conditions say."""

    event: Id
    quarter: Quarter
    """It happens in the turn in which this quarter lies."""


class ScenarioFile(Section):
    """The whole document."""

    scenario: Meta
    mechanisms: dict[str, bool] = {}
    source: dict[str, Source]
    flashpoint: dict[Id, Flashpoint]
    power: dict[Id, Power]
    host: dict[Id, Host]
    tie: dict[Id, Tie]
    channel_weights: ShareTable
    other_source: dict[Id, OtherSource]
    mineral: dict[Id, Mineral]
    leg: dict[Id, Leg]
    corridor: dict[Id, Corridor]
    caspian: Caspian
    sector: dict[Id, Sector]
    project: dict[Id, Project]
    firm: dict[Id, Firm]
    doctrine: dict[Id, Doctrine]
    strategy: dict[Id, Strategy]
    appraisal: dict[Id, WeightTable]
    """How each role weighs what it sees; :data:`greatgame.scenario.schema_appraisal.APPRAISED` has the names."""
    minds: Minds
    temper: dict[Id, Temper] = {}
    level: dict[Id, Level] = {}
    """In the order in which they are learnt."""
    advisor: dict[Id, Advisor] = {}
    kind: dict[Id, Kind]
    event: dict[Id, Event]
    injected: list[Injection] = []
    score: Score
    rules: Rules
    defaults: Defaults
    history: dict[Id, History] = {}
    benchmark: dict[Id, Benchmark] = {}
