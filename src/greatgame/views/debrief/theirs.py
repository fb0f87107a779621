"""Card 5: what every other government wanted, and what it got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from greatgame.lab.theirs import Aim, Standing, standings
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.session import Session
from greatgame.text import Text, named, say
from greatgame.views.debrief.common import COUNT, POINTS, figure
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.names import actor, label, letter
from greatgame.views.titles import Unit

AIMS: Mapping[str, str] = MappingProxyType(
    {
        "commerce": "business",
        "supply": "secure materials",
        "influence": "hosts tied to it",
        "contest": "rivals held back",
        "autonomy": "independence",
        "growth": "growth",
        "quality": "skills and institutions",
        "relations": "trust",
        "grievance": "old scores settled",
        "leverage": "a hold on hosts",
        "caution": "no alarm among others",
        "debt": "a light debt",
        "security": "calm",
        "commitment": "credibility",
        "connectivity": "open routes",
    }
)
"""Consideration of a doctrine -> the aim behind it."""

OWN_AIMS: Mapping[str, str] = MappingProxyType({"caution": "stability", "grievance": "no resentment"})
"""The same for hosts, where it is another."""

SHOWN = 4
"""Aims that are told of each government."""
PROJECTS = Unit("projects", 1.0, 0)
WEIGHT = Unit("weight", 1.0, 1)


@dataclass(frozen=True)
class AimRow(Record):
    """One aim."""

    name: str
    weight: Figure
    before: Figure
    after: Figure


@dataclass(frozen=True)
class Theirs(Record):
    """One government's game."""

    actor: str
    name: str
    letter: str
    host: bool
    doctrine: str
    """As it is published."""
    before: Figure
    after: Figure
    """How it stands by its own lights."""
    change: Figure
    aims: tuple[AimRow, ...]
    """The heaviest few."""
    projects: Figure | None
    """Won since the start (powers)."""
    orders: Figure


def theirs(session: Session) -> tuple[Theirs, ...]:
    """Every government's game but the player's, powers first."""
    return tuple(_theirs(session.scenario, row) for row in standings(session))


def _theirs(scenario: IndexedScenario, row: Standing) -> Theirs:
    doctrine, name = scenario.doctrine(row.actor), actor(scenario, row.actor)
    host = row.actor in scenario.names.hosts
    before = _standing(scenario, row, say("{actor} by its own lights, at the start", actor=name), True)
    after = _standing(scenario, row, say("{actor} by its own lights", actor=name), False)
    heaviest = row.aims[:SHOWN]
    return Theirs(
        actor=row.actor,
        name=name,
        letter=letter(scenario, row.actor),
        host=host,
        doctrine=named(doctrine.text, doctrine.text_ja),
        before=before,
        after=after,
        change=_change(row, say("{actor}: what it got", actor=name), host),
        aims=tuple(_aim(row.actor, name, aim, host) for aim in heaviest),
        projects=None if host else _projects(scenario, row, name),
        orders=_orders(row, name),
    )


def aim_words(name: str, host: bool) -> Text:
    """The aim behind a consideration, in words by which more is better; a host measures some another way."""
    return Text(OWN_AIMS.get(name, AIMS.get(name, name)) if host else AIMS.get(name, name))


def _shares(row: Standing) -> dict[str, float]:
    """Share of each aim in the whole."""
    whole = sum(aim.weight for aim in row.aims)
    return {aim.name: aim.weight / whole for aim in row.aims}


def _standing(scenario: IndexedScenario, row: Standing, title: Text, start: bool) -> Figure:
    shares, host = _shares(row), row.actor in scenario.names.hosts
    amounts = {aim.name: shares[aim.name] * (aim.before if start else aim.after) for aim in row.aims}

    def lines() -> list[AccountLine]:
        return [
            AccountLine(
                say(
                    "{aim}: {points:.2f} points at a weight of {weight:.2f} %",
                    aim=aim_words(aim.name, host),
                    points=aim.before if start else aim.after,
                    weight=100.0 * shares[aim.name],
                ),
                amounts[aim.name],
            )
            for aim in row.aims
        ]

    note = say("Each aim of its published doctrine, measured from 0 to 100, at its weight.")
    threshold = say("on a scale from {low:g} to {high:g}", low=0, high=100)
    return figure(title, sum(amounts.values()), POINTS, lines, note, threshold)


def _change(row: Standing, title: Text, host: bool) -> Figure:
    shares = _shares(row)
    amounts = {aim.name: shares[aim.name] * (aim.after - aim.before) for aim in row.aims}

    def lines() -> list[AccountLine]:
        rows = [AccountLine(aim_words(name, host), amount) for name, amount in amounts.items()]
        return sorted(rows, key=lambda line: -abs(line.amount))

    note = say("Change of each aim since the start, at its weight.")
    return figure(title, sum(amounts.values()), POINTS, lines, note, signed=True)


def _aim(who: str, name: Text, aim: Aim, host: bool) -> AimRow:
    words = aim_words(aim.name, host)
    title = say("{actor}, {aim}", actor=name, aim=words)

    def shown(value: float, heading: Text, line: str) -> Figure:
        row = AccountLine(Text(line), value)
        return figure(
            heading, value, POINTS, lambda: [row], say("An index from 0 to 100 that its doctrine is measured by.")
        )

    weight = AccountLine(say("in its published doctrine"), aim.weight)
    where = say("In the scenario's files: {path}.", path=f"doctrine.{who}.weights.{aim.name}")
    return AimRow(
        name=words,
        weight=figure(say("Weight of the aim: {title}", title=title), aim.weight, WEIGHT, lambda: [weight], where),
        before=shown(aim.before, say("{title}, at the start", title=title), "at the start of the campaign"),
        after=shown(aim.after, title, "at the end of the last turn"),
    )


def _projects(scenario: IndexedScenario, row: Standing, name: Text) -> Figure:
    def lines() -> list[AccountLine]:
        if not row.projects:
            return [AccountLine(say("none"), 0.0)]
        return [AccountLine(label(scenario, "projects", project), 1.0) for project in row.projects]

    return figure(say("Projects won: {actor}", actor=name), float(len(row.projects)), PROJECTS, lines)


def _orders(row: Standing, name: Text) -> Figure:
    line = AccountLine(say("carried out since the start"), float(row.orders))
    return figure(say("Orders: {actor}", actor=name), float(row.orders), COUNT, lambda: [line])
