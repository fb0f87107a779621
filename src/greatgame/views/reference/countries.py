"""Dossiers of governments: who they are, what they aim at and with what weights, their levers, where they stand."""

from __future__ import annotations

from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import called, told
from greatgame.text import Text, joined, say
from greatgame.views.figures import Figure
from greatgame.views.readings import Readings
from greatgame.views.reference.articles import NOTHING, Block, Link
from greatgame.views.reference.numbers import field_words, figures_under, given_figure, rows_of
from greatgame.views.reference.past import record_of
from greatgame.views.reference.things import government, link
from greatgame.views.reference.written import written

NEAR = frozenset({"award", "respond", "invest"})
"""Roles of orders that everybody concerned has: they are no lever."""


def country_blocks(scenario: IndexedScenario, name: str, readings: Readings | None) -> list[Block]:
    """The dossier of a government."""
    dossier = written().get(f"country:{name}")
    host = name in scenario.names.hosts
    blocks = [Block(NOTHING, dossier.paragraphs if dossier is not None else ())]
    if readings is not None:
        blocks.append(Block(Text("In your campaign"), figures=_stands(readings, name)))
    blocks += [
        Block(Text("Published doctrine"), (told(scenario.doctrine(name)),), _weights(scenario, name)),
        Block(Text("How it decides"), figures=_manner(scenario, name)),
        Block(Text("Its levers"), links=_levers(scenario, name)),
        Block(Text("In the levels"), tuple(_levels(scenario, name))),
    ]
    if host:
        near = [other for other in scenario.file.host[name].neighbours if other in scenario.names.actors]
        blocks.append(Block(Text("Neighbours"), links=tuple(government(scenario, other) for other in near)))
    else:
        firms = [firm for firm, row in scenario.file.firm.items() if row.power == name]
        blocks.append(Block(Text("Firms"), links=tuple(link(scenario, "firm", firm) for firm in firms)))
    blocks.append(Block(Text("Projects"), links=_projects(scenario, name, host)))
    blocks.append(record_of(scenario, name))
    blocks.append(Block(Text("Figures"), figures=figures_under(scenario, *_prefixes(name, host))))
    return blocks


def _prefixes(name: str, host: bool) -> tuple[str, ...]:
    return (f"host.{name}", f"tie.{name}") if host else (f"power.{name}",)


def _weights(scenario: IndexedScenario, name: str) -> tuple[Figure, ...]:
    """Weights of the doctrine, the heaviest first."""
    head = f"doctrine.{name}.weights."
    rows = [row for path, row in rows_of(scenario).items() if path.startswith(head)]
    rows.sort(key=lambda row: -row.value)
    return tuple(
        given_figure(scenario, row, field_words("doctrine", row.path.removeprefix(head)).capital) for row in rows
    )


def _manner(scenario: IndexedScenario, name: str) -> tuple[Figure, ...]:
    """Threshold, noise, inertia and orders a turn; where the doctrine is silent, what holds for everybody."""
    rows = rows_of(scenario)
    keys = ("threshold", "noise", "inertia", "orders")
    found = [(rows.get(f"doctrine.{name}.{key}") or rows[f"defaults.{key}"], key) for key in keys]
    return tuple(given_figure(scenario, row, field_words("doctrine", key)) for row, key in found)


def _levers(scenario: IndexedScenario, name: str) -> tuple[Link, ...]:
    """Kinds of order that it may give, beside those that everybody concerned has."""
    groups = {name, "everyone", "hosts" if name in scenario.names.hosts else "powers"}
    kinds = scenario.file.kind.items()
    return tuple(
        link(scenario, "order", key) for key, kind in kinds if groups & set(kind.actors) and kind.role not in NEAR
    )


def _levels(scenario: IndexedScenario, name: str) -> list[Text]:
    """In which levels it gives orders, and in which it rests."""
    levels = scenario.file.level.values()
    acts = [called(level) for level in levels if name not in level.idle]
    rests = [called(level) for level in levels if name in level.idle]
    found = []
    if rests:
        found.append(
            say(
                "It gives orders at the levels: {levels}. It rests at: {others}.",
                levels=joined(acts),
                others=joined(rests),
            )
        )
    elif acts:
        found.append(say("It gives orders at every level."))
    return found


def _projects(scenario: IndexedScenario, name: str, host: bool) -> tuple[Link, ...]:
    rows = scenario.file.project.items()
    if host:
        return tuple(link(scenario, "project", key) for key, row in rows if row.host == name)
    return tuple(link(scenario, "project", key) for key, row in rows if row.sponsor == name)


def _stands(readings: Readings, name: str) -> tuple[Figure, ...]:
    """Where it stands now, as the inspector has it."""
    s, me = readings.scenario, readings.session.player
    if name in s.names.hosts:
        paths = [f"trust.{name}.{me}", f"mood.{name}.{me}"]
        paths += [f"{head}.{name}" for head in ("autonomy", "growth", "institutions", "skills", "stability", "terms")]
    elif name == me:
        paths = [f"support.{name}", f"credibility.{name}", "pledge.committed", "pledge.disbursed"]
    else:
        paths = [f"ties.{me}.{name}", f"wariness.{name}.{me}", f"grievance.{name}.{me}", f"pressure.{me}.{name}"]
    return tuple(readings.figure(path) for path in paths)
