"""Articles made from the scenario alone: orders, projects, minerals, routes, firms, events, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from greatgame.mechanisms import MECHANISM_BOOK
from greatgame.moves.catalogue import catalogue_of
from greatgame.moves.legality import conditions
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import called, reasoned, told, when
from greatgame.scenario.schema_moves import Event, Kind
from greatgame.text import Text, joined, named, say
from greatgame.views.figures import Figure
from greatgame.views.names import actor
from greatgame.views.reference.articles import NOTHING, Block, Link
from greatgame.views.reference.numbers import figures_under, given_figure, rows_of
from greatgame.views.reference.past import record_of
from greatgame.views.reference.written import mechanism_title
from greatgame.world.state import start

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "order": "kind",
        "project": "project",
        "sector": "sector",
        "mineral": "mineral",
        "corridor": "corridor",
        "leg": "leg",
        "firm": "firm",
        "event": "event",
        "flashpoint": "flashpoint",
        "strategy": "strategy",
        "temper": "temper",
    }
)
"""Section of the encyclopaedia -> table of the scenario that its articles are made from."""
RECORDED = frozenset({"mineral", "corridor", "leg"})
"""Sections about whose things there are published series."""
PERIODS = {"begins": "from {quarter}", "ends": "until {quarter}"}


def things(scenario: IndexedScenario, section: str) -> Mapping[str, Any]:
    """What a section has articles about."""
    rows: Mapping[str, Any] = getattr(scenario.file, TABLES[section])
    return rows


def thing_blocks(scenario: IndexedScenario, section: str, name: str) -> list[Block]:
    """The article about a thing: its text, what it belongs to, its figures."""
    thing = things(scenario, section)[name]
    blocks = [Block(NOTHING, tuple(_texts(thing)))]
    maker = MAKERS.get(section)
    if maker is not None:
        blocks += maker(scenario, name, thing)
    if section in RECORDED:
        blocks.append(record_of(scenario, name))
    blocks.append(Block(Text("Figures"), figures=figures_under(scenario, f"{TABLES[section]}.{name}")))
    return blocks


def _texts(thing: Any) -> Iterable[Text]:
    if getattr(thing, "text", None):
        yield told(thing)
    if getattr(thing, "rationale", None) and (why := reasoned(thing)) is not None:
        yield why
    if getattr(thing, "note", None):
        yield named(thing.note)


def link(scenario: IndexedScenario, section: str, name: str) -> Link:
    """The way to a thing's article."""
    return Link(f"{section}:{name}", called(things(scenario, section)[name]))


def government(scenario: IndexedScenario, name: str) -> Link:
    """The way to a government's dossier."""
    return Link(f"country:{name}", actor(scenario, name))


def mechanism(name: str) -> Link:
    """The way to a mechanism."""
    return Link(f"mechanism:{name}", mechanism_title(name))


def _belongs(links: Iterable[Link]) -> Block:
    return Block(Text("Belongs to"), links=tuple(links))


def _order(scenario: IndexedScenario, name: str, kind: Kind) -> list[Block]:
    book = catalogue_of(scenario)
    block = book.blocks.get(kind.role)
    needed = [] if block is None else [text for text, _ in conditions(scenario, start(scenario), block)]
    givers = {book.actors[number] for number in book.actor[book.numbers_of(name)]}
    governments = [who for who in scenario.names.actors if who in givers]
    works = [mechanism(key) for key, entry in MECHANISM_BOOK.items() if kind.role in entry.roles]
    variants = [called(item) for item in kind.items.values()]
    return [
        Block(Text("Variants"), (joined(variants),)) if variants else Block(NOTHING),
        Block(Text("What must hold"), tuple(say("- {condition}", condition=text) for text in dict.fromkeys(needed))),
        Block(Text("What it takes"), figures=tuple(_time_of(scenario, kind))),
        Block(Text("Mechanisms that it works on"), links=tuple(works)),
        Block(Text("Who can give it"), links=tuple(government(scenario, who) for who in governments)),
    ]


def _time_of(scenario: IndexedScenario, kind: Kind) -> Iterator[Figure]:
    """What an order of the kind takes of the leaders' time: of each variant, where they differ."""
    if kind.role == "respond":
        return  # Every answer takes something else: its event tells what.
    variants = kind.items.values() or (None,)
    rows = {say("Leaders' time"): kind.effort_of(item) for item in variants}
    if len({kind.effort_of(item) for item in variants}) > 1:
        of_each = ((called(item), kind.effort_of(item)) for item in kind.items.values())
        rows = {say("Leaders' time: {variant}", variant=variant): effort for variant, effort in of_each}
    for label, effort in rows.items():
        if (row := rows_of(scenario).get(f"defaults.attention.{effort}")) is not None:
            yield given_figure(scenario, row, label)


def _project(scenario: IndexedScenario, name: str, project: Any) -> list[Block]:
    links = [government(scenario, project.host), link(scenario, "sector", project.sector)]
    links += [link(scenario, "mineral", output.mineral) for output in project.outputs]
    links += [link(scenario, "leg", wider.leg) for wider in project.widens]
    blocks = [_belongs(dict.fromkeys(links))]
    blocks.append(Block(Text("Needs first"), links=tuple(link(scenario, "project", p) for p in project.requires)))
    blocks.append(Block(Text("Who can bid"), links=tuple(government(scenario, p) for p in project.sponsors)))
    return blocks


def _projects_of(scenario: IndexedScenario, title: str, holds: Callable[[Any], bool]) -> Block:
    rows = scenario.file.project
    return Block(Text(title), links=tuple(link(scenario, "project", n) for n, row in rows.items() if holds(row)))


def _sector(scenario: IndexedScenario, name: str, sector: Any) -> list[Block]:
    return [
        _projects_of(scenario, "Projects", lambda row: row.sector == name),
        Block(
            Text("Firms"),
            links=tuple(
                link(scenario, "firm", firm)
                for firm, row in scenario.file.firm.items()
                if name in row.core or name in row.side
            ),
        ),
    ]


def _mineral(scenario: IndexedScenario, name: str, mineral: Any) -> list[Block]:
    controllers = [government(scenario, power) for power in mineral.controls]
    return [
        Block(Text("Who can control its export"), links=tuple(controllers)),
        _projects_of(scenario, "Projects that bring it", lambda row: any(o.mineral == name for o in row.outputs)),
    ]


def _corridor(scenario: IndexedScenario, name: str, corridor: Any) -> list[Block]:
    return [
        Block(Text("Legs in order"), links=tuple(link(scenario, "leg", leg) for leg in corridor.legs)),
        Block(Text("Carries for"), links=tuple(government(scenario, host) for host in corridor.hosts)),
    ]


def _leg(scenario: IndexedScenario, name: str, leg: Any) -> list[Block]:
    used = [row for row, corridor in scenario.file.corridor.items() if name in corridor.legs]
    across = [government(scenario, place) for place in (leg.host, leg.crosses) if place in scenario.names.actors]
    return [
        _belongs(link(scenario, "corridor", corridor) for corridor in used),
        Block(Text("Crosses"), links=tuple(dict.fromkeys(across))),
        _projects_of(scenario, "Projects that widen it", lambda row: any(w.leg == name for w in row.widens)),
    ]


def _firm(scenario: IndexedScenario, name: str, firm: Any) -> list[Block]:
    return [
        _belongs([government(scenario, firm.power)]),
        Block(Text("Its trade"), links=tuple(link(scenario, "sector", sector) for sector in firm.core)),
        Block(Text("Beside it"), links=tuple(link(scenario, "sector", sector) for sector in firm.side)),
    ]


def _event(scenario: IndexedScenario, name: str, event: Event) -> list[Block]:
    spans = [say(words, quarter=when(getattr(event, key))) for key, words in PERIODS.items() if getattr(event, key)]
    answers = tuple(say("- {condition}", condition=called(choice)) for choice in event.choices.values())
    asked = [government(scenario, event.actor)] if event.actor is not None else []
    return [
        Block(Text("When"), tuple(spans)),
        Block(Text("Who is asked"), links=tuple(asked)),
        Block(Text("Answers; silence means the first"), answers),
        Block(Text("What an answer takes"), figures=tuple(_taken(scenario, name))),
    ]


def _taken(scenario: IndexedScenario, name: str) -> Iterator[Figure]:
    """Time and money that the answers to an event take, of those that take any."""
    rows, block = rows_of(scenario), catalogue_of(scenario).blocks.get("respond")
    if block is None:
        return
    for i in np.flatnonzero(block.event == scenario.names.events.at(name)).tolist():
        answer, choice = block.answer(i), block.ids[i].rsplit("/", 1)[-1]
        effort = scenario.file.kind[block.kinds[i]].effort_of(answer)
        if effort != "none" and (row := rows.get(f"defaults.attention.{effort}")) is not None:
            yield given_figure(scenario, row, say("Leaders' time: {variant}", variant=called(answer)))
        if (row := rows.get(f"event.{name}.choices.{choice}.price")) is not None:
            yield given_figure(scenario, row, say("Money: {variant}", variant=called(answer)))


def _flashpoint(scenario: IndexedScenario, name: str, point: Any) -> list[Block]:
    return [
        Block(Text("Moves from"), links=(government(scenario, point.aggressor),)),
        Block(Text("Faces"), links=tuple(government(scenario, power) for power in point.against)),
    ]


MAKERS: Mapping[str, Callable[[IndexedScenario, str, Any], list[Block]]] = MappingProxyType(
    {
        "order": _order,
        "project": _project,
        "sector": _sector,
        "mineral": _mineral,
        "corridor": _corridor,
        "leg": _leg,
        "firm": _firm,
        "event": _event,
        "flashpoint": _flashpoint,
    }
)
"""Section -> what its articles have beside text and figures."""
