"""What figures are called, in which unit they are shown, and which level of them matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.indicators import cell_of
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.schema_moves import Effect
from greatgame.scenario.vocabulary import CONTROL_LADDER
from greatgame.text import JAPANESE, Text, grouped, named, say
from greatgame.views.names import RUNGS, actor, label
from greatgame.world.state import State
from greatgame.world.variables import BY_NAME, axis

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "trust": "Trust in {b}: {a}",
        "mood": "Public opinion of {b}: {a}",
        "dependence": "Dependence on {c} ({b}): {a}",
        "debt": "Debt to {b}: {a}",
        "resentment": "Resentment of {b}: {a}",
        "squeeze": "Squeeze by {c} ({b}): {a}",
        "alumni": "Alumni of {b}: {a}",
        "training": "In training with {b}, done {c}: {a}",
        "institutions": "Institutions: {a}",
        "skills": "Skills: {a}",
        "stability": "Stability: {a}",
        "terms": "What the state takes: {a}",
        "processing": "Local-processing rule: {a}",
        "growth": "Growth: {a}",
        "gdp": "Economic output: {a}",
        "autonomy": "Autonomy: {a}",
        "wariness": "Wariness of {b}: {a}",
        "grievance": "Grievance against {b}: {a}",
        "ties": "Economic ties: {a} and {b}",
        "alliance": "Alignment: {a} and {b}",
        "pressure": "Pressure of {a} on {b}",
        "tension": "Tension: {a}",
        "support": "Support at home: {a}",
        "credibility": "Credibility: {a}",
        "purse": "Purse of {a}: {b}",
        "pledge": "Pledge, {a}",
        "signed": "Memorandum: {a}",
        "prepared": "Preparation: {a}",
        "age": "Age of the memorandum: {a}",
        "solicited": "Invited by the host: {a}",
        "studied": "Feasibility study: {a}",
        "package": "Finance package ({b}): {a}",
        "backer": "Firm behind it: {a}",
        "stage": "Stage: {a}",
        "sponsor": "Sponsor: {a}",
        "built": "Construction: {a}",
        "slump": "Quarters of low prices: {a}",
        "close_price": "Price at closing: {a}",
        "capital": "Capital for the region: {a}",
        "appetite": "Appetite for the region: {a}",
        "price": "World price: {a}",
        "mined": "Mined in {b}: {a}",
        "refined": "Refined in {b}: {a}",
        "contract": "Contracts of {a} with {c}: {b}",
        "stock": "Stock of {a}: {b}",
        "saved": "Demand saved by {a}: {b}",
        "research": "Substitution on its way for {a}, {c}: {b}",
        "equity": "Equity output on its way for {a}, {c}: {b}",
        "control": "Export control by {a} on {b}: {c}",
        "awareness": "Awareness of {a}: {b}",
        "unmet": "Demand unmet of {a}: {b}",
        "security": "Security of supply of {a}: {b}",
        "capacity": "Capacity: {a}",
        "dwell": "Waiting time: {a}",
        "works": "Works under way, done {b}: {a}",
        "disruption": "Disruption: {a}",
        "volume": "Freight: {a}",
        "transit_days": "Transit time: {a}",
        "reliability": "Reliability: {a}",
        "access": "Reach to {b}: {a}",
        "caspian_level": "Level of the Caspian",
        "caspian_design": "Level that the Caspian ports are dredged for",
        "pending": "Waiting for an answer: {a}",
        "rest": "Time before it can happen again: {a}",
        "score": "{a}",
    }
)
"""State variable -> title; a, b and c stand for what lies on its axes."""


SHORT: Mapping[str, str] = MappingProxyType(
    {
        "trust": "Trust in {b}",
        "mood": "Opinion of {b}",
        "dependence": "Leans on {c}: {b}",
        "debt": "Debt to {b}",
        "institutions": "Institutions",
        "skills": "Skills",
        "stability": "Stability",
        "growth": "Growth",
        "autonomy": "Autonomy",
        "wariness": "Its wariness of {b}",
        "grievance": "Its grievance against {b}",
        "ties": "Economic ties",
        "pressure": "Your pressure on it",
        "support": "Support at home",
        "credibility": "Credibility",
        "prepared": "Preparation",
        "built": "Construction",
        "package": "Finance: {b}",
        "price": "World price",
        "unmet": "Demand unmet",
        "security": "Security of supply",
        "control": "Export control by {a}",
        "capacity": "Capacity",
        "dwell": "Waiting time",
        "disruption": "Disruption",
        "volume": "Freight",
        "transit_days": "Transit time",
        "reliability": "Reliability",
    }
)
"""State variable -> title where it is clear whose figure it is."""

OF_THINGS: Mapping[str, str] = MappingProxyType(
    {
        "utilisation": "Weakest leg used",
        "stock_days": "Stock in days of demand",
        "capex": "Cost",
        "quarters_left": "Quarters left",
    }
)
"""The same for derived figures."""


@dataclass(frozen=True)
class Unit:
    """How a unit of the model is shown: times ``scale``, as ``name``, with so many decimals."""

    name: str
    scale: float = 1.0
    decimals: int = 1


UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        "points": Unit("points"),
        "share": Unit("%", 100.0, 0),
        "JPY bn": Unit("JPY tn", 0.001, 2),
        "USD mn": Unit("USD mn", 1.0, 0),
        "people": Unit("people", 1.0, 0),
        "%/yr": Unit("%/yr"),
        "%-points": Unit("%-points"),
        "quarters": Unit("quarters"),
        "USD/kg": Unit("USD/kg", 1.0, 2),
        "t/yr": Unit("t/yr", 1.0, 0),
        "t": Unit("t", 1.0, 0),
        "Mt/yr": Unit("Mt/yr", 1.0, 2),
        "days": Unit("days"),
        "m": Unit("m", 1.0, 2),
        "rung": Unit("rung of 4", 1.0, 0),
    }
)
"""Unit of the model -> how it is shown; every other unit is shown as it is."""

CHANGES: Mapping[str, str] = MappingProxyType({"%": "%-points", "%/yr": "%-points/yr"})
"""Shown unit -> that of a change or a difference, where it is another: from 10 to 12 % are two points, not 2 %."""


def changed(unit: Unit) -> Unit:
    """How a change of a figure is shown, or the difference between two."""
    return replace(unit, name=CHANGES.get(unit.name, unit.name))


def unit_of(scenario: IndexedScenario, variable: str, index: tuple[int, ...]) -> Unit:
    """How one figure is shown."""
    raw = BY_NAME[variable].unit_at(index)
    return UNITS.get(raw, Unit(raw, 1.0, 0))


def printed(value: float, unit: Unit, signed: bool = False) -> str:
    """A shown value (scaled already) as digits with a true minus sign, without its unit; never ``−0``.

    A language that groups the digits of the unit its own way has them beside (:func:`greatgame.text.grouped`).
    """
    rounded = round(value, unit.decimals) + 0.0
    english = f"{rounded:{'+' if signed else ''},.{unit.decimals}f}".replace("-", "−")
    return _beside(english, rounded, unit.name, signed)


def exact(value: float, unit: str) -> str:
    """A given value with all its digits, without its unit (see :func:`printed`)."""
    return _beside(f"{value:,.10g}".replace("-", "−"), value, unit)


def _beside(english: str, value: float, unit: str, signed: bool = False) -> str:
    japanese = grouped(value, unit, JAPANESE, signed)
    return english if japanese is None else named(english, japanese)


def title_of(scenario: IndexedScenario, variable: str, index: tuple[int, ...]) -> Text:
    """A figure in words: ``Trust in Japan: Kazakhstan``."""
    axes = BY_NAME[variable].axes
    names = [label(scenario, name, axis(scenario, name)[i]) for name, i in zip(axes, index, strict=True)]
    return say(TITLES[variable], **dict(zip("abc", names, strict=False)))


def change_by(scenario: IndexedScenario, effect: Effect) -> tuple[Text, float, Unit]:
    """What an event or an answer to one changes: the figure in words, and by how much in its shown unit."""
    try:
        variable, index = cell_of(scenario, effect.variable)
        title, unit = title_of(scenario, variable, index), changed(unit_of(scenario, variable, index))
    except GreatGameError:  # A pattern that means several figures, such as every host's.
        title, unit = say("{figures}", figures=effect.variable), UNITS["points"]
    if effect.relative:
        unit = Unit("% of its present value", 100.0, 0)
    return title, effect.change.value * unit.scale, unit


def short_title(scenario: IndexedScenario, path: str, subject: str) -> Text | None:
    """A figure in words on the sheet of a subject such as ``host:ID``; None where only the full title will do."""
    head, *ids = path.split(".")
    kind = subject.partition(":")[0]
    if head in OF_THINGS:
        return Text(OF_THINGS[head])
    if head == "debt_share":
        return say("Share of {creditor} in the debt", creditor=label(scenario, "creditors", ids[1]))
    if kind == "power" and head == "trust":
        return say("Trust of {host}", host=label(scenario, "hosts", ids[0]))
    if head not in SHORT:
        return None
    names = [label(scenario, name, part) for name, part in zip(BY_NAME[head].axes, ids, strict=True)]
    return say(SHORT[head], **dict(zip("abc", names, strict=False)))


Threshold = Callable[[IndexedScenario, State, tuple[int, ...]], Text]


def _trust(s: IndexedScenario, state: State, index: tuple[int, ...]) -> Text:
    row = state.trust[0, index[0]].copy()
    row[index[1]] = -1.0
    first = int(np.argmax(row))
    name = actor(s, s.names.powers[first])
    return say("the most trusted other power: {power}, {points:.0f} of 100 points", power=name, points=row[first])


def _pledge(s: IndexedScenario, state: State, index: tuple[int, ...]) -> Text:
    return say("the pledge is JPY {target:.2f} tn", target=s.pledge_target_jpy / 1000.0)


def _control(s: IndexedScenario, state: State, index: tuple[int, ...]) -> Text:
    rung = round(float(state.control[(0, *index)]))
    return say("rung {rung} of 4 means: {word}", rung=rung, word=Text(RUNGS[CONTROL_LADDER[rung]]))


def _caspian(s: IndexedScenario, state: State, index: tuple[int, ...]) -> Text:
    depth = float(state.caspian_design[0])
    return say("below {depth:.2f} m, for which the ports are dredged, ships load less", depth=depth)


def _goal(s: IndexedScenario, state: State, index: tuple[int, ...]) -> Text:
    return say("the goal is {goal:g} of 100 points", goal=float(s.pillar_goals[index[0]]))


def _gap(template: str) -> Threshold:
    def words(s: IndexedScenario, state: State, index: tuple[int, ...]) -> Text:
        return say(template)

    return words


THRESHOLDS: Mapping[str, Threshold] = MappingProxyType(
    {
        "trust": _trust,
        "pledge": _pledge,
        "control": _control,
        "caspian_level": _caspian,
        "unmet": _gap("at 0 % all factories are supplied"),
        "wariness": _gap("0 is ease, 100 is open hostility"),
        "grievance": _gap("0 is forgotten, 100 is open hostility"),
        "tension": _gap("0 is peace, 100 is war at its worst"),
        "ties": _gap("100 is trade as it was before the quarrels"),
        "stage": _gap("0 open, 1 building, 2 operating, 3 lost"),
        "score": _goal,
        "growth": _gap("the score is full at 12 %/yr"),
    }
)
"""Variable -> the level that matters."""


LONGEST = 1000.0
"""End of a scale beyond which it is a guard against nonsense and tells a reader nothing."""


def threshold_of(scenario: IndexedScenario, state: State, variable: str, index: tuple[int, ...]) -> str:
    """The level of a figure that matters, or the scale on which it is read."""
    if variable in THRESHOLDS:
        return THRESHOLDS[variable](scenario, state, index)
    unit, found = unit_of(scenario, variable, index), BY_NAME[variable]
    if np.isfinite(found.low) and found.high <= LONGEST:
        low, high = found.low * unit.scale, found.high * unit.scale
        return say("on a scale from {low:g} to {high:g}", low=low, high=high)
    return ""
