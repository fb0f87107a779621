"""Explanations: what moved a figure, when, by how much and because of whose order.

Everything here is read from the ledger; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.indicators import cell_of, player_buyer
from greatgame.moves.catalogue import Catalogue
from greatgame.records import ChoiceRecord, EventRecord, Headline, Record
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.schema import Event
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

    def by_cause(self) -> dict[str, float]:
        """Sum of the entries by cause, largest first."""
        sums: dict[str, float] = {}
        for line in self.entries:
            sums[line.cause] = sums.get(line.cause, 0.0) + line.change
        return dict(sorted(sums.items(), key=lambda row: -abs(row[1])))


def explain(
    catalogue: Catalogue, ledger: Ledger, path: str, turn: int | None, opening: State, closing: State, world: int = 0
) -> Explanation:
    """Explain one figure between two states; ``turn`` limits the entries to one turn.

    Raises:
        GreatGameError: for a path that there is not, with the closest that there is.
    """
    scenario = catalogue.scenario
    name, index = cell_of(scenario, path)
    variable = BY_NAME[name]
    entries = ledger.entries(variable, index, shape(scenario, variable), world, turn)
    return Explanation(
        path=path,
        title=title(scenario, name, index),
        unit=variable.unit,
        turn=turn,
        quarter=None if turn is None else scenario.quarter(turn),
        opening=float(getattr(opening, name)[(world, *index)]),
        closing=float(getattr(closing, name)[(world, *index)]),
        entries=tuple(_line(catalogue, entry) for entry in entries),
    )


def _line(catalogue: Catalogue, entry: Entry) -> Line:
    scenario = catalogue.scenario
    # A negative number marks what nobody ordered, such as an event left unanswered.
    number = None if entry.order is None or entry.order < 0 else entry.order
    actor = None if number is None else catalogue.actors[int(catalogue.actor[number])]
    return Line(
        turn=entry.turn,
        quarter=scenario.quarter(entry.turn),
        phase=entry.phase,
        cause=entry.cause,
        change=entry.change,
        actor=actor,
        actor_name=None if actor is None else scenario.label(actor),
        order=None if number is None else catalogue.ids[number],
        order_text=None if number is None else catalogue.describe(number),
    )


def turn_named(scenario: IndexedScenario, turn: int | str, latest: int) -> int:
    """Number of a turn given by number or by quarter (``2028Q1``); the first is 0.

    Raises:
        GreatGameError: where there is no such turn, or it has not begun.
    """
    played = [scenario.quarter(t) for t in range(latest + 1)]
    span = f"{played[0]} to {played[-1]} (0 to {latest})"
    text = str(turn).strip().upper()
    if text in played:
        return played.index(text)
    if not text.isdecimal() or len(text) > 4:
        raise GreatGameError(f"no turn {turn!r} has begun in this campaign; give a quarter or number from {span}")
    if int(text) > latest:
        raise GreatGameError(f"turn {turn!r} has not begun; this campaign has {span}")
    return int(text)


def title(scenario: IndexedScenario, variable: str, index: tuple[int, ...]) -> str:
    """A figure in words: ``Trust: Kazakhstan, Japan``."""
    axes = BY_NAME[variable].axes
    labels = [label(scenario, name, axis(scenario, name)[i]) for name, i in zip(axes, index, strict=True)]
    head = variable.replace("_", " ").capitalize()
    return f"{head}: {', '.join(labels)}" if labels else head


def label(scenario: IndexedScenario, kind: str, name: str) -> str:
    """Display name of an id on an axis."""
    file = scenario.file
    if kind == "ventures":
        power, project = name.split("/")
        return f"{file.power[power].name} for {file.project[project].name}"
    if name in (*scenario.names.actors, *scenario.names.firms):
        return scenario.label(name)
    tables = {
        "minerals": file.mineral,
        "legs": file.leg,
        "corridors": file.corridor,
        "projects": file.project,
        "events": file.event,
        "sources": file.other_source,
    }
    found = tables.get(kind, {}).get(name)
    return name if found is None else str(found.name)


HEADLINES = 3
"""Most headlines of a turn."""


def headlines(catalogue: Catalogue, ledger: Ledger, turn: int, opening: State, closing: State) -> tuple[Headline, ...]:
    """The turn's largest changes among the figures that the score looks at, each with its main cause.

    Changes are compared as parts of a variable's natural span: 100 points, a
    share of 1, the whole pledge, the starting volume of a corridor.
    """
    scenario = catalogue.scenario
    moved = []
    for name, index, span in _watched(scenario):
        cell = (0, *index)
        change = float(getattr(closing, name)[cell]) - float(getattr(opening, name)[cell])
        if change:
            moved.append((abs(change) / span, name, index, change))
    moved.sort(key=lambda row: -row[0])
    return tuple(
        _headline(catalogue, ledger, turn, name, index, change, closing) for _, name, index, change in moved[:HEADLINES]
    )


def _watched(scenario: IndexedScenario) -> Iterator[tuple[str, tuple[int, ...], float]]:
    """(variable, index, span) of what the player's score is made of."""
    names, me = scenario.names, scenario.player
    for i in range(1, len(names.pledge)):
        yield "pledge", (i,), max(scenario.pledge_target_jpy, 1.0)
    for c in range(len(names.corridors)):
        yield "volume", (c,), max(float(scenario.volume[c]), 1.0)
        if scenario.volume[c] > 0:
            yield "reliability", (c,), 1.0
    for h in range(len(names.hosts)):
        yield "trust", (h, me), 100.0
        for name in ("autonomy", "institutions", "skills"):
            yield name, (h,), 100.0
        yield "growth", (h,), 12.0
    for p in range(len(names.powers)):
        if p != me and scenario.start_wariness[p, me] > 0:
            yield "wariness", (p, me), 100.0
            yield "grievance", (p, me), 100.0
    for q in np.flatnonzero(scenario.against[:, me]):
        yield "tension", (int(q),), 100.0
    for name in ("support", "credibility"):
        yield name, (me,), 100.0
    if (b := player_buyer(scenario)) >= 0:
        for m in range(len(names.minerals)):
            # A minor mineral moves the score as little as its weight says.
            weight = float(scenario.importance[m] / scenario.importance.max())
            yield "unmet", (b, m), 1.0 / max(weight, 1e-3)
            yield "security", (b, m), 100.0 / max(weight, 1e-3)


def _headline(
    catalogue: Catalogue,
    ledger: Ledger,
    turn: int,
    name: str,
    index: tuple[int, ...],
    change: float,
    closing: State,
) -> Headline:
    scenario, variable = catalogue.scenario, BY_NAME[name]
    # The first quarter measures some figures from a blank start: not news, but explained all the same.
    entries = list(ledger.entries(variable, index, shape(scenario, variable), 0, turn))
    main = _line(catalogue, max(entries, key=lambda entry: entry.change * np.sign(change)))
    value = float(getattr(closing, name)[(0, *index)])
    words = title(scenario, name, index)
    return Headline(
        path=cell_name(scenario, variable, index),
        title=words,
        unit=variable.unit,
        change=change,
        value=value,
        cause=main.cause,
        actor=main.actor,
        actor_name=main.actor_name,
        order=main.order,
        text=f"{words} {change:+.3g} to {value:.4g} ({variable.unit}): {main.order_text or main.cause}",
    )


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
    for item in ledger.items:
        if item.turn != turn or item.phase != "shocks":
            continue
        if item.cells is None and item.causes[0] in HAPPENED:
            fired |= {int(e) for e in np.flatnonzero(item.delta[0])}
        elif item.cells is not None:
            named = (item.causes[column] for column in np.flatnonzero(item.delta[0]))
            fired |= {by_name[cause] for cause in named if cause in by_name}
    return fired


def _event(catalogue: Catalogue, number: int, orders: Floats | None) -> EventRecord:
    scenario = catalogue.scenario
    name = scenario.names.events[number]
    event = scenario.file.event[name]
    chosen = None if orders is None else _answer(catalogue, number, event, orders)
    return EventRecord(
        id=name,
        name=event.name,
        text=event.text,
        actor=event.actor,
        actor_name=None if event.actor is None else scenario.label(event.actor),
        choices=tuple(
            ChoiceRecord(choice, spec.name, _order_of(catalogue, number, c))
            for c, (choice, spec) in enumerate(event.choices.items())
        ),
        choice=chosen,
        choice_name=None if chosen is None else event.choices[chosen].name,
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
