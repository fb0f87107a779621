"""Explanations: what moved a figure, when, by how much and because of whose order.

Everything here is read from the ledger; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.indicators import CONVERSION, DERIVED, cell_of, figure, player_buyer, unit_of
from greatgame.measured import why
from greatgame.moves.catalogue import Catalogue
from greatgame.records import ChoiceRecord, EventRecord, Headline, Record
from greatgame.rules.indicators import pillar_parts
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.naming import called, caused, in_general, told
from greatgame.scenario.schema_moves import Event
from greatgame.text import Text, joined, say
from greatgame.words import significant
from greatgame.world.ledger import Entry, Ledger
from greatgame.world.state import State
from greatgame.world.variables import BY_NAME, axis, cell_name, shape


@dataclass(frozen=True)
class Line(Record):
    """One entry of the ledger, in words."""

    turn: int
    quarter: str
    phase: str
    cause: str
    change: float
    actor: str | None
    actor_name: str | None
    order: str | None
    """Id of the order behind it, if any."""
    order_text: str | None


@dataclass(frozen=True)
class Explanation(Record):
    """A figure's way from ``opening`` to ``closing``: the changes of the entries add up to it exactly."""

    path: str
    title: str
    unit: str
    turn: int | None
    """The turn explained; None for the whole campaign so far."""
    quarter: str | None
    opening: float
    closing: float
    entries: tuple[Line, ...]

    @property
    def change(self) -> float:
        """Sum of all entries."""
        return self.closing - self.opening

    def by_cause(self, by_project: bool = True) -> dict[str, float]:
        """Sum of the entries by cause, largest first; ``by_project`` or for all projects together."""
        sums: dict[str, float] = {}
        for line in self.entries:
            cause = line.cause if by_project else in_general(line.cause)
            sums[cause] = sums.get(cause, 0.0) + line.change
        return dict(sorted(sums.items(), key=lambda row: -abs(row[1])))


def explain(
    catalogue: Catalogue, ledger: Ledger, path: str, turn: int | None, opening: State, closing: State, world: int = 0
) -> Explanation:
    """Explain one figure between two states; ``turn`` limits the entries to one turn.

    Raises:
        GreatGameError: for a derived figure, which has no entries, with its value and what to open instead; for a path
            that there is not, with the closest that there is.
    """
    scenario = catalogue.scenario
    if path.split(".")[0] in DERIVED:
        raise GreatGameError(_derived(scenario, path, turn, closing, world))
    name, index = cell_of(scenario, path, derived=False)
    variable = BY_NAME[name]
    entries = ledger.entries(variable, index, shape(scenario, variable), world, turn)
    return Explanation(
        path=path,
        title=title(scenario, name, index),
        unit=variable.unit_at(index),
        turn=turn,
        quarter=None if turn is None else scenario.quarter(turn),
        opening=float(getattr(opening, name)[(world, *index)]),
        closing=float(getattr(closing, name)[(world, *index)]),
        entries=tuple(_line(catalogue, entry) for entry in entries),
    )


PARTS: Mapping[str, str] = {
    "utilisation": "volume.{0}, and capacity, dwell and disruption of its legs",
    "debt_share": "debt.{0}.{1}, and debt.{0} to the other creditors",
    "supply_share": "mined.{0}.{1} and refined.{0}.{1}, and those of the other sources",
    "stock_days": "stock.{buyer}.{0}",
    "total_score": "the pillars, {pillars}",
}
"""What derived figures are made of: state variables, which have entries."""


def _derived(scenario: IndexedScenario, path: str, turn: int | None, closing: State, world: int) -> str:
    """Why a derived figure is not explained, what it is, and what to open instead."""
    value, when = figure(scenario, closing, path, world), "now" if turn is None else f"in {scenario.quarter(turn)}"
    head, *places = path.split(".")
    pillars = ", ".join(f"score.{pillar}" for pillar in scenario.names.pillars)
    buyer = scenario.names.powers[scenario.player]
    parts = PARTS[head].format(*places, buyer=buyer, pillars=pillars)
    amount = f"{significant(value, 4)} {unit_of(path)}".removesuffix(" share")
    return f"{path!r} is derived ({amount} {when}) and has no entries of its own: open what it is made of: {parts}"


def _line(catalogue: Catalogue, entry: Entry) -> Line:
    scenario = catalogue.scenario
    # A negative number marks what nobody ordered, such as an event left unanswered.
    number = None if entry.order is None or entry.order < 0 else entry.order
    actor = None if number is None else catalogue.actors[int(catalogue.actor[number])]
    return Line(
        turn=entry.turn,
        quarter=scenario.quarter(entry.turn),
        phase=entry.phase,
        cause=caused(scenario, entry.cause),
        change=entry.change,
        actor=actor,
        actor_name=None if actor is None else scenario.label(actor),
        order=None if number is None else catalogue.ids[number],
        order_text=None if number is None else catalogue.describe(number),
    )


def turn_named(scenario: IndexedScenario, turn: int | str, latest: int) -> int:
    """Number of a turn given by number or by name (``2028Q1``, ``2028H1``); the first is 0.

    Raises:
        GreatGameError: where there is no such turn, or it has not begun.
    """
    played = [scenario.quarter(t) for t in range(latest + 1)]
    span = f"{played[0]} to {played[-1]} (0 to {latest})"
    text = str(turn).strip().upper()
    if text in played:
        return played.index(text)
    if not text.isdecimal() or len(text) > 4:
        raise GreatGameError(f"no turn {turn!r} has begun in this campaign; give its name or number, from {span}")
    if int(text) > latest:
        raise GreatGameError(f"turn {turn!r} has not begun; this campaign has {span}")
    return int(text)


def title(scenario: IndexedScenario, variable: str, index: tuple[int, ...]) -> Text:
    """A figure in words: ``Trust: Kazakhstan, Japan``."""
    axes = BY_NAME[variable].axes
    labels = [label(scenario, name, axis(scenario, name)[i]) for name, i in zip(axes, index, strict=True)]
    head = Text(variable.replace("_", " ").capitalize())
    return say("{title}: {targets}", title=head, targets=joined(labels)) if labels else head


TOTAL = "total"
"""Name of the weighted score among the figures of forecasts."""


def titled(scenario: IndexedScenario, path: str) -> Text:
    """A figure by its dotted name in words: a state variable, a derived figure, a pillar or the total.

    Raises:
        GreatGameError: for a figure that there is not.
    """
    head, *parts = path.split(".")
    if path in scenario.names.pillars.place or path in {TOTAL, CONVERSION}:
        return Text(path.replace("_", " ").capitalize())
    if head not in DERIVED:
        return title(scenario, *cell_of(scenario, path))
    stem = Text(head.replace("_", " ").capitalize())
    labels = [label(scenario, name, part) for name, part in zip(DERIVED[head][0], parts, strict=True)]
    return say("{title}: {targets}", title=stem, targets=joined(labels)) if labels else stem


def label(scenario: IndexedScenario, kind: str, name: str) -> Text:
    """Display name of an id on an axis."""
    file = scenario.file
    if kind.endswith("_lag"):
        return say("in-{turns}", turns=int(name.removeprefix("in-")))
    if kind == "ventures":
        power, project = name.split("/")
        return say("{power} for {project}", power=called(file.power[power]), project=called(file.project[project]))
    if name in (*scenario.names.actors, *scenario.names.firms):
        return scenario.label(name)
    tables: dict[str, Mapping[str, Any]] = {
        "minerals": file.mineral,
        "legs": file.leg,
        "corridors": file.corridor,
        "projects": file.project,
        "events": file.event,
        "flashpoints": file.flashpoint,
        "sources": file.other_source,
    }
    found = tables.get(kind, {}).get(name)
    return Text(name) if found is None else called(found)


HEADLINES = 3
"""Most headlines of a turn."""

Cell = tuple[str, tuple[int, ...]]


def headlines(
    catalogue: Catalogue, ledger: Ledger, turns: range, opening: State, closing: State
) -> tuple[Headline, ...]:
    """The changes of one turn, or over a few, that moved the player's score most, each with its main cause.

    ``opening`` and ``closing`` are states of one world, before the first of the turns and after the last.
    """
    moved = [cell for cell in watched_cells(catalogue.scenario) if value_in(opening, cell) != value_in(closing, cell)]
    effects = score_effects(catalogue.scenario, [(cell, value_in(opening, cell)) for cell in moved], closing)
    ranked = sorted(zip(effects, moved, strict=True), key=lambda row: -abs(row[0]))
    return tuple(
        _headline(catalogue, ledger, turns, cell, effect, opening, closing)
        for effect, cell in ranked[:HEADLINES]
        if effect
    )


def value_in(state: State, cell: Cell) -> float:
    """A figure of the first world."""
    return float(getattr(state, cell[0])[(0, *cell[1])])


def watched_cells(scenario: IndexedScenario) -> Iterator[Cell]:
    """The figures that the player's score is made of and that a reader knows by name."""
    names, me = scenario.names, scenario.player
    for i in range(len(names.pledge)):
        yield "pledge", (i,)
    for c in range(len(names.corridors)):
        for name in ("volume", "transit_days", "reliability"):
            yield name, (c,)
    for h in range(len(names.hosts)):
        yield "trust", (h, me)
        for name in ("autonomy", "institutions", "skills", "growth"):
            yield name, (h,)
    for p in range(len(names.powers)):
        for name in ("wariness", "grievance"):
            yield name, (p, me)
        yield "ties", (me, p)
    for q in range(len(names.flashpoints)):
        yield "tension", (q,)
    for name in ("support", "credibility"):
        yield name, (me,)
    if (b := player_buyer(scenario)) >= 0:
        for m in range(len(names.minerals)):
            yield "unmet", (b, m)
            yield "security", (b, m)


def score_effects(scenario: IndexedScenario, others: Sequence[tuple[Cell, float]], closing: State) -> list[float]:
    """What the weighted score would lose had each of these cells alone another value.

    One world for each cell, so that the score's own formulas answer.
    """
    trial = closing.select([0] * (len(others) + 1))
    for world, ((name, index), value) in enumerate(others):
        getattr(trial, name)[(world, *index)] = value
    total = np.zeros(trial.worlds)
    for pillar, parts in pillar_parts(scenario, trial).items():
        weight = scenario.pillar_weights[scenario.names.pillars.at(pillar)]
        for part in parts.values():
            total = total + weight * part
    return [float(total[-1] - score) for score in total[:-1]]


def _headline(
    catalogue: Catalogue, ledger: Ledger, turns: range, cell: Cell, effect: float, opening: State, closing: State
) -> Headline:
    scenario = catalogue.scenario
    name, index = cell
    variable = BY_NAME[name]
    change, value = value_in(closing, cell) - value_in(opening, cell), value_in(closing, cell)
    entries = [entry for turn in turns for entry in ledger.entries(variable, index, shape(scenario, variable), 0, turn)]
    main = _line(catalogue, _main(entries, float(np.sign(change))))
    reason = why(scenario, name, index, opening, closing) or main.order_text or main.cause
    words = title(scenario, name, index)
    return Headline(
        path=cell_name(scenario, variable, index),
        title=words,
        unit=variable.unit_at(index),
        change=change,
        value=value,
        score_effect=effect,
        cause=main.cause,
        actor=main.actor,
        actor_name=main.actor_name,
        order=main.order,
        why=reason,
        text=say(
            "{title} {change:+.3g} to {value:,.4g} ({unit}): {cause}",
            title=words,
            change=change,
            value=value,
            unit=Text(variable.unit_at(index)),
            cause=reason,
        ),
    )


def _main(entries: list[Entry], sign: float) -> Entry:
    """An entry of what moved a figure most one way: entries of one cause and order are taken together."""
    sums: dict[tuple[str, int | None], float] = {}
    for entry in entries:
        key = (entry.cause, entry.order)
        sums[key] = sums.get(key, 0.0) + entry.change * sign
    most = max(sums, key=sums.__getitem__)
    return next(entry for entry in entries if (entry.cause, entry.order) == most)


HAPPENED = {"the event happened", "the event waits for an answer"}
"""Causes under which the phase of shocks notes an event in ``rest`` and ``pending``."""


def events_of(catalogue: Catalogue, ledger: Ledger, turn: int, orders: Floats | None) -> tuple[EventRecord, ...]:
    """Events of one turn; ``orders`` ``[entry]`` are the admitted orders, None while the turn is open."""
    scenario = catalogue.scenario
    return tuple(_event(catalogue, e, orders) for e in sorted(_fired(scenario, ledger, turn)))


def _fired(scenario: IndexedScenario, ledger: Ledger, turn: int) -> set[int]:
    """Places of the events that the ledger shows to have happened."""
    by_name = {scenario.file.event[name].name: e for e, name in enumerate(scenario.names.events)}
    fired: set[int] = set()
    for item in ledger.of_turn(turn):
        if item.phase != "shocks" or item.cells is None:
            continue
        for column in np.flatnonzero(item.delta[0]):
            cause = item.causes[column]
            if cause in HAPPENED:
                fired.add(int(item.cells[column]))
            elif cause in by_name:
                fired.add(by_name[cause])
    return fired


def _event(catalogue: Catalogue, number: int, orders: Floats | None) -> EventRecord:
    scenario = catalogue.scenario
    name = scenario.names.events[number]
    event = scenario.file.event[name]
    chosen = None if orders is None else _answer(catalogue, number, event, orders)
    return EventRecord(
        id=name,
        name=called(event),
        text=told(event),
        actor=event.actor,
        actor_name=None if event.actor is None else scenario.label(event.actor),
        choices=tuple(
            ChoiceRecord(choice, called(spec), _order_of(catalogue, number, c))
            for c, (choice, spec) in enumerate(event.choices.items())
        ),
        choice=chosen,
        choice_name=None if chosen is None else called(event.choices[chosen]),
    )


def _order_of(catalogue: Catalogue, event: int, choice: int) -> str | None:
    block = catalogue.blocks.get("respond")
    if block is None:
        return None
    found = np.flatnonzero((block.event == event) & (block.choice == choice))
    return block.ids[int(found[0])] if len(found) else None


def _answer(catalogue: Catalogue, number: int, event: Event, orders: Floats) -> str | None:
    """The answer that was heard: the first one ordered; silence is the first on the list."""
    choices = list(event.choices)
    if not choices:
        return None
    if block := catalogue.blocks.get("respond"):
        given = np.flatnonzero((block.event == number) & (orders[block.span] > 0))
        if len(given):
            return choices[int(block.choice[given[0]])]
    return choices[0]
