"""The scenario as the rules see it: names turned into indices, figures into arrays.

An :class:`IndexedScenario` is frozen: its arrays refuse to be written to.
Axes are tuples of ids in file order; ``index`` of an id is its place there.
Money is in millions of US dollars, except where a name ends in ``_jpy``
(billions of yen).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greatgame.scenario.axes import Axis, axes_of
from greatgame.scenario.coefficients import Coefficients
from greatgame.scenario.figures import FigureTable, total
from greatgame.scenario.identity import digest_of, section_texts
from greatgame.scenario.load import FilesState, Loaded, load, state_of
from greatgame.scenario.naming import called
from greatgame.scenario.schema import Meta, ScenarioFile
from greatgame.scenario.schema_minds import Doctrine
from greatgame.scenario.vocabulary import (
    CHANNELS,
    CONTROL_LADDER,
    MECHANISMS,
    PILLAR_PARTS,
    PILLARS,
    RESOURCES,
)
from greatgame.scenario.volatility import growth_volatility, log_volatility
from greatgame.text import Text, named
from greatgame.words import AS_PUBLISHED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ALL: frozenset[str] = frozenset({"*"})
"""Stands for every top-level table of a document."""

PERIODS = ("quarter", "half-year", "turn of three quarters", "year")
"""What a turn of one, two, three and four quarters is called."""


def quarter_number(name: str) -> int:
    """Number of a quarter such as 2026Q1, counted through all years."""
    year, quarter = name.split("Q")
    return int(year) * 4 + int(quarter) - 1


def quarters_of(calendar: Meta) -> range:
    """Numbers of all quarters of a campaign, from the first one's to the last one's."""
    first = quarter_number(calendar.start)
    return range(first, first + calendar.turns * calendar.quarters_per_turn)


def turn_name(start: str, turn: int, quarters: int) -> str:
    """Calendar name of a turn of so many quarters, counted from the one that begins with quarter ``start``."""
    year, quarter = divmod(quarter_number(start) + turn * quarters, 4)
    if quarters == 4 and quarter == 0:
        return str(year)
    if quarters == 2 and quarter % 2 == 0:
        return f"{year}H{quarter // 2 + 1}"
    return f"{year}Q{quarter + 1}"


def _frozen(values: Any, dtype: Any = np.float64) -> Any:
    array = np.ascontiguousarray(values, dtype=dtype)
    array.setflags(write=False)
    return array


def _table(rows: Sequence[Sequence[float]], columns: Axis) -> Any:
    """Rows as an array of two axes, also where there is no row: a scenario may have no flashpoint and no firm."""
    return np.array(rows).reshape(len(rows), len(columns))


def _row(table: FigureTable | None, axis: Axis) -> list[float]:
    return [table.number(name) if table else 0.0 for name in axis]


@dataclass(frozen=True)
class Variant:
    """How a scenario differs from the one it was opened from."""

    temper: str = AS_PUBLISHED
    without: tuple[str, ...] = ()
    """Mechanisms switched off, sorted."""
    changes: tuple[tuple[str, float], ...] = ()
    """(path, value) sorted by path."""
    injected: tuple[tuple[str, str], ...] = ()
    """(quarter, event) that happen for certain, in the order of time."""


class IndexedScenario:
    """Everything that rules and minds need to know, as frozen arrays."""

    def __init__(
        self,
        loaded: Loaded,
        parent: IndexedScenario | None = None,
        changed: frozenset[str] = ALL,
        variant: Variant | None = None,
    ) -> None:
        """Index a document; of a ``parent`` that differs only in some top-level tables, only what is ``changed``."""
        if parent is not None:
            inherited = {name: value for name, value in parent.__dict__.items() if name not in _OF_ITS_OWN}
            self.__dict__.update(inherited)
        self.parent, self.changed = parent, changed
        self.variant: Variant = variant or Variant()
        self.loaded = loaded
        self.file: ScenarioFile = loaded.file
        file = loaded.file
        self.id: str = file.scenario.id
        self.title: str = named(file.scenario.title, file.scenario.title_ja)
        self.turns: int = file.scenario.turns
        self.dt: float = float(file.scenario.quarters_per_turn)
        self.exchange_rate: float = file.scenario.exchange_rate.value
        self.pledge_target_jpy: float = file.scenario.pledge.value
        if parent is None:
            self.names = axes_of(file)
        self.player: int = self.names.powers.at(file.scenario.player)
        for sections, step in _STEPS:
            if changed is ALL or sections & changed:
                step(self, file)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything in the document that can change a campaign."""
        return digest_of(self.section_texts)

    @cached_property
    def section_texts(self) -> dict[str, str]:
        """What the hash is taken of, by top-level table; tables that a parent shares are not written out again."""
        known = self.parent.section_texts if self.parent is not None else {}
        kept = {name: text for name, text in known.items() if name not in self.changed}
        return section_texts(self.loaded.document, kept)

    def _switches(self, file: ScenarioFile) -> None:
        self._on = {name: file.mechanisms.get(name, True) for name in MECHANISMS}

    def _injections(self, file: ScenarioFile) -> None:
        self.injected: dict[int, Ints] = {}
        """Turn -> numbers of the events that happen in it for certain."""
        rows: dict[int, set[int]] = {}
        for row in file.injected:
            turn = (quarter_number(row.quarter) - quarter_number(file.scenario.start)) // int(self.dt)
            rows.setdefault(turn, set()).add(self.names.events.at(row.event))
        self.injected = {turn: np.array(sorted(events), dtype=np.int64) for turn, events in rows.items()}

    def _coefficients(self, file: ScenarioFile) -> None:
        rules = file.rules
        self.pledge = Coefficients(rules.pledge)
        self.finance = Coefficients(rules.hybrid_finance)
        self.contest = Coefficients(rules.bid_contest)
        self.debt = Coefficients(rules.debt)
        self.human = Coefficients(rules.human_capital)
        self.controls = Coefficients(rules.export_controls)
        self.answers = Coefficients(rules.control_answers)
        self.delivery = Coefficients(rules.delivery)
        self.caspian = Coefficients(rules.caspian)
        self.wariness = Coefficients(rules.wariness)
        self.coercion = Coefficients(rules.coercion)
        self.vector = Coefficients(rules.multi_vector)
        self.war = Coefficients(rules.war_shock)
        self.values = Coefficients(rules.values)
        self.standards = Coefficients(rules.standards)
        self.rear = Coefficients(rules.rear_base)
        self.ties = Coefficients(rules.de_risking)
        self.society = Coefficients(rules.society)
        self.construction = Coefficients(rules.construction)

    def _appraisals(self, file: ScenarioFile) -> None:
        self.appraisal: Mapping[str, Coefficients] = {
            role: Coefficients(table) for role, table in file.appraisal.items()
        }
        """What each role makes of what it sees: ``[appraisal.ROLE]``."""

    def _minds(self, file: ScenarioFile) -> None:
        minds = file.minds
        self.minds: Mapping[str, Coefficients] = {
            name: Coefficients(getattr(minds, name)) for name in type(minds).model_fields
        }
        """What all minds have in common: ``[minds.NAME]``."""

    @property
    def original(self) -> IndexedScenario:
        """The scenario that this one is a variant of; itself, if it is none."""
        return self.parent or self

    def on(self, mechanism: str) -> bool:
        """Whether a mechanism is switched on."""
        return self._on[mechanism]

    @property
    def switched_off(self) -> tuple[str, ...]:
        return tuple(name for name, on in self._on.items() if not on)

    def steps(self, quarters: float) -> int:
        """Turns that a lag of so many quarters takes; at least one."""
        return max(1, math.ceil(quarters / self.dt))

    @property
    def total_goal(self) -> float:
        """Score of who just reaches every goal."""
        return float((self.pillar_weights * self.pillar_goals).sum())

    def orders_a_turn(self, doctrine: Doctrine) -> int:
        """Most orders that who follows ``doctrine`` gives in a turn: as many a quarter, however long a turn is."""
        return int((doctrine.orders or self.file.defaults.orders).value * self.dt)

    def doctrine(self, actor: str) -> Doctrine:
        return self.file.doctrine[actor]

    def label(self, actor: str) -> Text:
        """Display name of an actor."""
        file = self.file
        return called(file.power.get(actor) or file.host.get(actor) or file.firm[actor])

    @property
    def period(self) -> str:
        """What a turn is called: a quarter, a half-year, a year."""
        return PERIODS[int(self.dt) - 1]

    def quarter(self, turn: int) -> str:
        """Calendar name of turn ``turn`` (0 is the first): 2026Q1; 2026H1 or 2026 where turns are halves or years.

        A turn that begins within a half or a year is named by its first quarter.
        """
        return turn_name(self.file.scenario.start, turn, int(self.dt))

    def first_quarter(self, turn: int) -> str:
        """The quarter in which turn ``turn`` begins, such as 2026Q1, however long turns are."""
        year, quarter = divmod(quarter_number(self.file.scenario.start) + turn * int(self.dt), 4)
        return f"{year}Q{quarter + 1}"

    def within(self, share: float) -> float:
        """What a share taken every quarter comes to in a turn."""
        return share if self.dt == 1 else 1.0 - (1.0 - share) ** self.dt

    def _powers(self, file: ScenarioFile) -> None:
        names = self.names
        powers = [file.power[name] for name in names.powers]
        budgets = np.zeros((len(names.actors), len(RESOURCES)))
        for i, power in enumerate(powers):
            budgets[i, 0] = power.diplomacy.value
            scale = 1000.0 / self.exchange_rate if power.budgets.unit == "JPY bn/yr" else 1.0
            for r, resource in enumerate(RESOURCES[1:], start=1):
                budgets[i, r] = power.budgets.number(resource) * scale / 4.0
        for i, host in enumerate(names.hosts, start=len(powers)):
            budgets[i, 0] = (file.host[host].diplomacy or file.defaults.host_diplomacy).value
        self.budget: Floats = _frozen(budgets)
        """[actor, resource] per quarter: points, then USD mn."""
        self.firm_led: Bools = _frozen([p.firm_led for p in powers], np.bool_)
        self.agency_capacity: Floats = _frozen([p.agency_capacity.value for p in powers])
        self.preparation: Floats = _frozen([p.preparation.value for p in powers])
        self.speed: Floats = _frozen([p.speed.value for p in powers])
        self.quality: Floats = _frozen([p.quality.value for p in powers])
        self.debt_share: Floats = _frozen([p.debt_share.value for p in powers])
        self.conditions: Floats = _frozen([p.conditions.value if p.conditions else 0.0 for p in powers])
        self.support: Floats = _frozen([p.support.value for p in powers])
        self.credibility: Floats = _frozen([p.credibility.value for p in powers])
        self.start_wariness: Floats = _frozen([_row(p.wariness, names.powers) for p in powers])
        self.start_ties: Floats = _frozen([_row(p.ties, names.powers) for p in powers])

    def _hosts(self, file: ScenarioFile) -> None:
        names = self.names
        hosts = [file.host[name] for name in names.hosts]
        ties = [file.tie[name] for name in names.hosts]
        self.gdp: Floats = _frozen([h.gdp.value for h in hosts])
        self.growth: Floats = _frozen([h.growth.value for h in hosts])
        self.population: Floats = _frozen([h.population.value for h in hosts])
        self.start_debt: Floats = _frozen([_row(h.debt, names.creditors) for h in hosts])
        self.institutions: Floats = _frozen([h.institutions.value for h in hosts])
        self.skills: Floats = _frozen([h.skills.value for h in hosts])
        self.stability: Floats = _frozen([h.stability.value for h in hosts])
        self.terms: Floats = _frozen([h.terms.value for h in hosts])
        self.war_exposure: Floats = _frozen([h.war_exposure.value for h in hosts])
        self.growth_volatility: Floats = _frozen([growth_volatility(h.gdp_history) for h in hosts])
        self.neighbours: Bools = _frozen([[o in h.neighbours for o in names.hosts] for h in hosts], np.bool_)
        self.trust: Floats = _frozen([_row(t.trust, names.powers) for t in ties])
        self.mood: Floats = _frozen([_row(t.mood, names.powers) for t in ties])
        self.dependence: Floats = _frozen([[_row(getattr(t, k), names.powers) for k in CHANNELS] for t in ties])
        self.channel_weights: Floats = _frozen([file.channel_weights.number(k) for k in CHANNELS])

    def _minerals(self, file: ScenarioFile) -> None:
        names = self.names
        minerals = [file.mineral[name] for name in names.minerals]
        self.price: Floats = _frozen([m.price.value for m in minerals])
        self.price_volatility: Floats = _frozen([log_volatility(m.price_history) for m in minerals])
        self.mined: Floats = _frozen([_row(m.mined, names.sources) for m in minerals])
        self.refined: Floats = _frozen([_row(m.refined, names.sources) for m in minerals])
        self.demand: Floats = _frozen([[m.demand.number(b) for m in minerals] for b in names.buyers])
        """[buyer, mineral] t/yr"""
        shares = np.zeros((len(names.buyers), len(minerals), len(names.sources)))
        for b, buyer in enumerate(names.buyers):
            for m, mineral in enumerate(minerals):
                if buyer in mineral.imports:
                    shares[b, m] = _row(mineral.imports[buyer], names.sources)
                else:
                    shares[b, m] = self.refined[m] / max(float(self.refined[m].sum()), 1e-9)
        self.contract: Floats = _frozen(shares * self.demand[:, :, None])
        """[buyer, mineral, source] t/yr of refined supply under contract"""
        days = np.array([[m.stock.number(b) for m in minerals] for b in names.buyers])
        self.stock: Floats = _frozen(days / 365.0 * self.demand)
        self.substitutable: Floats = _frozen([m.substitutable.value for m in minerals])
        weight = np.array([m.importance.value for m in minerals])
        self.importance: Floats = _frozen(weight / weight.sum())
        # Nobody cares for a mineral that he does not use; weights are divided again only where one is left out.
        cares = np.where(self.demand > 0.0, self.importance, 0.0)
        part = np.where((self.demand > 0.0).all(axis=1), 1.0, np.maximum(cares.sum(axis=1), 1e-9))
        self.cares: Floats = _frozen(cares / part[:, None])
        """[buyer, mineral] importance to each buyer; sums to 1 over what it has a demand for"""
        self.output_loss: Floats = _frozen([m.output_loss.value for m in minerals])
        controllers = [p for p in names.powers if any(p in m.controls for m in minerals)]
        self.controllers: Ints = _frozen([names.powers.at(p) for p in controllers], np.int64)
        self.controller_source: Ints = _frozen([names.sources.at(p) for p in controllers], np.int64)
        levels = np.zeros((len(names.powers), len(names.buyers), len(minerals)))
        for m, mineral in enumerate(minerals):
            for power, table in mineral.controls.items():
                levels[names.powers.at(power), :, m] = _row(table, names.buyers)
        self.control: Floats = _frozen(levels)
        """[power, buyer, mineral] rung"""
        self.may_control: Bools = _frozen(
            [[p in m.controls for m in minerals] for p in names.powers],
            np.bool_,
        )
        passing = file.rules.export_controls.passing
        self.passing: Floats = _frozen([passing.number(rung) for rung in CONTROL_LADDER])
        self.buyer_power: Ints = _frozen([names.powers.at(b) for b in names.buyers], np.int64)
        self.equity_source: Ints = _frozen(
            [names.sources.at(m.equity_source) if m.equity_source else -1 for m in minerals], np.int64
        )
        self.equity_tonnes: Floats = _frozen([m.equity_tonnes.value if m.equity_tonnes else 0.0 for m in minerals])
        self.equity_cost: Floats = _frozen([m.equity_cost.value if m.equity_cost else 0.0 for m in minerals])
        self.equity_steps: Ints = _frozen(
            [self.steps(m.equity_lag.value) if m.equity_lag else 1 for m in minerals], np.int64
        )
        self.host_source: Ints = _frozen([names.sources.at(h) for h in names.hosts], np.int64)

    def _corridors(self, file: ScenarioFile) -> None:
        names = self.names
        legs = [file.leg[name] for name in names.legs]
        routes = [file.corridor[name] for name in names.corridors]
        self.leg_capacity: Floats = _frozen([g.capacity.value for g in legs])
        self.leg_days: Floats = _frozen([g.days.value for g in legs])
        self.leg_dwell: Floats = _frozen([g.dwell.value for g in legs])
        self.leg_dwell_floor: Floats = _frozen([g.dwell_floor.value for g in legs])
        self.leg_cost: Floats = _frozen([g.cost.value for g in legs])
        self.leg_reliability: Floats = _frozen([g.reliability.value for g in legs])
        self.leg_caspian: Bools = _frozen([g.caspian for g in legs], np.bool_)
        self.leg_crosses: Ints = _frozen([names.powers.at(g.crosses) if g.crosses else -1 for g in legs], np.int64)
        self.leg_host: Ints = _frozen([names.hosts.at(g.host) if g.host else -1 for g in legs], np.int64)
        incidence = np.zeros((len(routes), len(legs)), dtype=bool)
        for c, route in enumerate(routes):
            for leg in route.legs:
                incidence[c, names.legs.at(leg)] = True
        self.route_legs: Bools = _frozen(incidence, np.bool_)
        self.route_slots: tuple[tuple[int, ...], ...] = tuple(
            tuple(names.legs.at(leg) for leg in route.legs) for route in routes
        )
        self.volume: Floats = _frozen([r.volume.value for r in routes])
        self.route_growth: Floats = _frozen([r.growth.value for r in routes])
        self.reaches: Bools = _frozen([[p in r.reaches for p in names.powers] for r in routes], np.bool_)
        self.serves: Bools = _frozen([[h in r.hosts for h in names.hosts] for r in routes], np.bool_)
        crosses = np.zeros((len(routes), len(names.powers)), dtype=bool)
        for c, stretch in enumerate(self.route_slots):
            for g in stretch:
                if self.leg_crosses[g] >= 0:
                    crosses[c, self.leg_crosses[g]] = True
        self.route_crosses: Bools = _frozen(crosses, np.bool_)

    def _projects(self, file: ScenarioFile) -> None:
        names = self.names
        projects = [file.project[name] for name in names.projects]
        sectors = [file.sector[name] for name in names.sectors]
        self.project_host: Ints = _frozen([names.hosts.at(p.host) for p in projects], np.int64)
        self.project_sector: Ints = _frozen([names.sectors.at(p.sector) for p in projects], np.int64)
        self.capex: Floats = _frozen([p.capex.value for p in projects])
        self.build: Floats = _frozen([max(1.0, p.build.value) for p in projects])
        sector_of = self.project_sector
        irr = np.array([s.irr.value for s in sectors])[sector_of]
        own = [p.irr.value if p.irr else irr[j] for j, p in enumerate(projects)]
        self.irr: Floats = _frozen(own)
        self.sector_risk: Floats = _frozen(np.array([s.risk.value for s in sectors])[sector_of])
        self.sector_growth: Floats = _frozen(np.array([s.growth.value for s in sectors])[sector_of])
        self.sector_skills: Floats = _frozen(np.array([s.skills.value for s in sectors])[sector_of])
        self.sector_institutions: Floats = _frozen(np.array([s.institutions.value for s in sectors])[sector_of])
        self.sector_pull: Floats = _frozen(np.array([s.pull.value for s in sectors])[sector_of])
        self.sector_coded: Floats = _frozen(
            np.array([s.security_coded.value if s.security_coded else 0.0 for s in sectors])[sector_of]
        )
        self.sector_rear: Bools = _frozen(np.array([s.rear_base for s in sectors])[sector_of], np.bool_)
        self.project_channel: Ints = _frozen(
            np.array([CHANNELS.index(s.channel) for s in sectors])[sector_of], np.int64
        )
        pairs_of = self.project_host * len(CHANNELS) + self.project_channel
        self.host_begins: Ints = _frozen(np.searchsorted(self.project_host, np.arange(len(names.hosts))), np.int64)
        """Where each host's projects begin on the project axis; every host has at least one."""
        host_channels, begins = np.unique(pairs_of, return_index=True)
        self.host_channels: Ints = _frozen(host_channels, np.int64)
        """Flat (host, channel) cells that have projects, in order."""
        self.channel_begins: Ints = _frozen(begins, np.int64)
        slots: list[tuple[list[int], list[int]]] = []
        for j, p in enumerate(projects):
            for k, other in enumerate(p.requires):
                if k == len(slots):
                    slots.append(([], []))
                slots[k][0].append(j)
                slots[k][1].append(names.projects.at(other))
        self.prerequisites: tuple[tuple[Ints, Ints], ...] = tuple(
            (_frozen(waiting, np.int64), _frozen(needed, np.int64)) for waiting, needed in slots
        )
        """For the first, second ... prerequisite: the projects that have one, and which it is."""
        self.requires: tuple[tuple[int, ...], ...] = tuple(
            tuple(names.projects.at(r) for r in p.requires) for p in projects
        )
        self.outputs: tuple[tuple[int, int, int, float, float], ...] = tuple(
            (j, names.minerals.at(o.mineral), int(o.stage == "refined"), o.tonnes.value, o.offtake.value)
            for j, p in enumerate(projects)
            for o in p.outputs
        )
        """(project, mineral, refined?, t/yr, share for the sponsor's country)"""
        mineral = np.full(len(projects), -1)
        for j, m, *_ in self.outputs:
            mineral[j] = m
        rows = np.array(self.outputs, dtype=np.float64).reshape(-1, 5)
        self.output_project: Ints = _frozen(rows[:, 0], np.int64)
        self.output_mineral: Ints = _frozen(rows[:, 1], np.int64)
        self.output_refined: Bools = _frozen(rows[:, 2], np.bool_)
        self.output_tonnes: Floats = _frozen(rows[:, 3])
        self.output_offtake: Floats = _frozen(rows[:, 4])
        self.project_mineral: Ints = _frozen(mineral, np.int64)
        self.widens: tuple[tuple[int, int, float, float], ...] = tuple(
            (j, names.legs.at(w.leg), w.capacity.value if w.capacity else 0.0, w.dwell.value if w.dwell else 0.0)
            for j, p in enumerate(projects)
            for w in p.widens
        )
        """(project, leg, Mt/yr added, days of dwell removed)"""
        pairs = [v.split("/") for v in names.ventures]
        self.venture_power: Ints = _frozen([names.powers.at(p) for p, _ in pairs], np.int64)
        self.venture_project: Ints = _frozen([names.projects.at(j) for _, j in pairs], np.int64)
        venture = np.full((len(projects), len(names.powers)), -1)
        venture[self.venture_project, self.venture_power] = np.arange(len(pairs))
        self.venture_slot: Ints = _frozen(venture, np.int64)
        """[project, power] index of the venture or -1"""

    def _firms(self, file: ScenarioFile) -> None:
        names = self.names
        firms = [file.firm[name] for name in names.firms]
        self.firm_power: Ints = _frozen([names.powers.at(f.power) for f in firms], np.int64)
        self.firm_capital: Floats = _frozen(
            [f.capital.value * (1000.0 / self.exchange_rate if f.capital.unit == "JPY bn" else 1.0) for f in firms]
        )
        self.firm_hurdle: Floats = _frozen([f.hurdle.value for f in firms])
        self.firm_aversion: Floats = _frozen([f.aversion.value if f.aversion else 1.0 for f in firms])
        core, side = (file.defaults.skill.number(kind) for kind in ("core", "side"))
        skill = [[core if k in f.core else side if k in f.side else 0.0 for k in names.sectors] for f in firms]
        self.firm_skill: Floats = _frozen(_table(skill, names.sectors))
        """[firm, sector]"""

    def _world(self, file: ScenarioFile) -> None:
        names = self.names
        points = [file.flashpoint[name] for name in names.flashpoints]
        self.tension: Floats = _frozen([q.tension.value for q in points])
        self.tension_baseline: Floats = _frozen([q.baseline.value for q in points])
        self.tension_reversion: Floats = _frozen([q.reversion.value for q in points])
        self.tension_volatility: Floats = _frozen([q.volatility.value for q in points])
        self.aggressor: Ints = _frozen([names.powers.at(q.aggressor) for q in points], np.int64)
        self.at_war: Bools = _frozen([q.war for q in points], np.bool_)
        self.against: Bools = _frozen(
            _table([[p in q.against for p in names.powers] for q in points], names.powers), np.bool_
        )
        sea = file.caspian
        self.caspian_level: float = sea.level.value
        self.caspian_trend: float = sea.trend.value
        self.caspian_volatility: float = sea.volatility.value
        self.caspian_design: float = sea.design.value
        self.loading_loss: float = sea.loading_loss.value
        self.dredging: float = sea.dredging.value
        weights = np.array([file.score.weights.number(p) for p in PILLARS])
        self.pillar_weights: Floats = _frozen(weights / weights.sum())
        self.pillar_goals: Floats = _frozen([file.score.goals.number(p) for p in PILLARS])
        """Points that the player is to reach: ``[pillar]``."""
        self.score_parts: Mapping[str, Mapping[str, float]] = {
            pillar: {part: table.number(part) / total(table) for part in PILLAR_PARTS[pillar]}
            for pillar, table in file.score.parts.items()
        }
        """How much of each pillar its parts are: pillar -> part -> share."""
        self.score_scales = Coefficients(file.score.scales)


_STEPS: tuple[tuple[frozenset[str], Callable[[IndexedScenario, ScenarioFile], None]], ...] = (
    (frozenset({"mechanisms"}), IndexedScenario._switches),
    (frozenset({"rules"}), IndexedScenario._coefficients),
    (frozenset({"appraisal"}), IndexedScenario._appraisals),
    (frozenset({"minds"}), IndexedScenario._minds),
    (frozenset({"scenario", "power", "host", "defaults"}), IndexedScenario._powers),
    (frozenset({"host", "tie", "channel_weights"}), IndexedScenario._hosts),
    (frozenset({"scenario", "mineral", "rules", "project"}), IndexedScenario._minerals),
    (frozenset({"leg", "corridor"}), IndexedScenario._corridors),
    (frozenset({"project", "sector"}), IndexedScenario._projects),
    (frozenset({"scenario", "firm", "defaults"}), IndexedScenario._firms),
    (frozenset({"flashpoint", "caspian", "score"}), IndexedScenario._world),
    (frozenset({"scenario", "event", "injected"}), IndexedScenario._injections),
)
"""Steps of indexing, in order, each with the top-level tables that it reads."""

_OF_ITS_OWN = frozenset({"parent", "changed", "hash", "section_texts"})
"""What a scenario does not take over from its parent."""


@lru_cache(maxsize=16)
def _cached(name: str, state: FilesState) -> IndexedScenario:
    return IndexedScenario(load(name))


def open_scenario(name: str | Path, without: Sequence[str] = ()) -> IndexedScenario:
    """A scenario by name or folder, with the mechanisms named in ``without`` switched off.

    As long as its files are as they were, it is the same object; files that
    were changed since, its own or those that it extends, are read again.
    """
    from greatgame.scenario.variants import varied

    return varied(_cached(str(name), state_of(str(name))), without=without)
