"""Consistency of a scenario beyond the shape of its tables.

Each function below looks at one section and notes every fault it finds;
none of them stops at the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from greatgame.errors import Fault
from greatgame.scenario.check_advisors import check_advisors
from greatgame.scenario.check_appraisal import check_appraisal
from greatgame.scenario.check_levels import check_levels
from greatgame.scenario.check_moves import (
    check_doctrines,
    check_events,
    check_injected,
    check_kinds,
    check_player_kinds,
    check_ratios,
    possible_orders,
)
from greatgame.scenario.check_record import check_record
from greatgame.scenario.extending import WITHOUT, inherited
from greatgame.scenario.figures import total
from greatgame.scenario.findings import NEAR, Findings
from greatgame.scenario.load import Loaded
from greatgame.scenario.schema_world import Mineral, Project
from greatgame.scenario.sources import list_figures, origins
from greatgame.scenario.vocabulary import (
    CHANNELS,
    CONTROL_LADDER,
    EFFORTS,
    MECHANISMS,
    PILLAR_PARTS,
    PILLARS,
    RESOURCES,
)

IMPORT_SLACK = 0.005
"""Import shares are published to a tenth of a per cent, so their sums are not exact."""

LIMITS = {"power and host": 40, "project": 500, "event": 200, "firm": 60}
"""More than this is a mistake, or more than a turn can handle."""

MAX_ORDERS = 5000
"""Most entries that the catalogue of moves may have."""


def cross_check(loaded: Loaded) -> list[Fault]:
    """All inconsistencies found."""
    found = Findings(loaded)
    _sizes(found)
    _names(found)
    _publications(found)
    _settings(found)
    _letters(found)
    _powers(found)
    _hosts(found)
    _ties(found)
    _minerals(found)
    _supply(found)
    _corridors(found)
    _projects(found)
    _cycles(found)
    _firms(found)
    check_doctrines(found)
    check_kinds(found)
    check_player_kinds(found)
    check_events(found)
    check_injected(found)
    check_appraisal(found)
    check_levels(found)
    check_advisors(found)
    check_record(found)
    return list(dict.fromkeys(found.faults))


def check_figures(loaded: Loaded, changed: Collection[str]) -> list[Fault]:
    """Inconsistencies that other figures in the top-level tables ``changed`` may have brought about."""
    found = Findings(loaded)
    for sections, check in _WEIGHED_TOGETHER:
        if not sections.isdisjoint(changed):
            check(found)
    return list(dict.fromkeys(found.faults))


def _sizes(found: Findings) -> None:
    ids = found.ids
    sections = {"power": ids.powers, "host": ids.hosts, "mineral": ids.minerals, "leg": ids.legs}
    sections |= {"corridor": ids.corridors, "sector": ids.sectors, "project": ids.projects, "kind": ids.kinds}
    for section, names in sections.items():
        if not names:
            found.add((section,), "has no entry", "give at least one")
    counts = {"power and host": len(ids.governments), "project": len(ids.projects)}
    counts |= {"event": len(ids.events), "firm": len(ids.firms)}
    for what, count in counts.items():
        if count > LIMITS[what]:
            section = what.split(" ", maxsplit=1)[0]
            found.add((section,), f"{count:,} entries of {what}; at most {LIMITS[what]} are possible", "remove some")
    orders = possible_orders(found.file)
    if orders > MAX_ORDERS:
        problem = f"{orders:,} different orders would be possible; at most {MAX_ORDERS:,} are"
        found.add(("kind",), problem, "remove kinds, projects or actors, or give kinds fewer targets and sectors")


def _names(found: Findings) -> None:
    ids = found.ids
    sections = {"power": ids.powers, "host": ids.hosts, "firm": ids.firms}
    sections |= {"other_source": tuple(found.file.other_source)}
    times = Counter(name for names in sections.values() for name in names)
    reserved = {"others", "powers", "hosts", "firms", "everyone"}
    for section, names in sections.items():
        for name in names:
            if times[name] > 1:
                found.add((section, name), "this id is given twice, in sections that share their ids", "rename one")
            if name in reserved:
                found.add((section, name), "this word is kept for a group", "choose another id")


def _publications(found: Findings) -> None:
    places: dict[str, list[tuple[str, ...]]] = {}
    for path, origin in origins(found.file):
        for key in origin.source.split("+") if origin.source else ():
            places.setdefault(key, []).append(path)
    for key, paths in places.items():
        # One publication may stand behind many figures: its absence is one fault.
        if key not in found.ids.publications:
            more = f" (and {len(paths) - 1} more figures)" if len(paths) > 1 else ""
            remedy = f"add the section [source.{key}], or mend the key"
            found.add((*paths[0], "source"), f"unknown source{more}", remedy, repr(key))
    for key in found.ids.publications:
        # What an extended scenario brings along need not be taken out by the one that extends it.
        own = not inherited(found.loaded.where("source", key))
        if key not in places and own:
            found.add(("source", key), "no figure names this source", "remove it")


def _pillar_parts(found: Findings) -> None:
    given = found.file.score.parts
    found.all_known(("score", "parts"), given, PILLAR_PARTS, "pillar")
    for pillar, parts in PILLAR_PARTS.items():
        path = ("score", "parts", pillar)
        if pillar not in given:
            found.add(path, "this pillar has no parts", f"say how much {', '.join(parts)} count")
            continue
        found.exact_keys(path, given[pillar], parts, "part")
        if total(given[pillar]) <= 0:
            found.add(path, "no part of the pillar counts", "give at least one a weight above 0")
        for part in given[pillar].values:
            if (weight := given[pillar].number(part)) < 0:
                found.add((*path, "values", part), "a part cannot count against its pillar", "give 0 or more", weight)


def _settings(found: Findings) -> None:
    file = found.file
    found.known(("scenario", "player"), file.scenario.player, found.ids.powers, "power")
    if file.scenario.without and file.scenario.extends is None:
        found.add(WITHOUT, "this scenario extends no other", "remove it, or name the other in extends")
    for name in file.mechanisms:
        found.known(("mechanisms", name), name, MECHANISMS, "mechanism")
    found.exact_keys(("score", "weights"), file.score.weights, PILLARS, "pillar")
    for pillar in file.score.weights.values:
        weight = file.score.weights.number(pillar)
        if weight < 0:
            path = ("score", "weights", "values", pillar)
            found.add(path, "a pillar cannot count against the score", "give 0 or more", weight)
    if total(file.score.weights) <= 0:
        found.add(("score", "weights"), "no pillar has a weight", "give at least one a weight above 0")
    found.exact_keys(("score", "goals"), file.score.goals, PILLARS, "pillar")
    _pillar_parts(found)
    found.exact_keys(("defaults", "attention"), file.defaults.attention, EFFORTS, "effort")
    found.exact_keys(("defaults", "maturity"), file.defaults.maturity, ("early", "advanced"), "maturity")
    found.exact_keys(("defaults", "skill"), file.defaults.skill, ("core", "side"), "kind of sector")
    found.exact_keys(("channel_weights",), file.channel_weights, CHANNELS, "channel")
    _sums_to_one(found, ("channel_weights",), total(file.channel_weights), NEAR)
    _ladder(found)
    _calendar(found)
    for name, point in file.flashpoint.items():
        found.known(("flashpoint", name, "aggressor"), point.aggressor, found.ids.powers, "power")
        found.all_known(("flashpoint", name, "against"), point.against, found.ids.powers, "power")


def _calendar(found: Findings) -> None:
    """Turns must be short enough for every rate: nothing can give up more than all of itself in a turn."""
    quarters = found.file.scenario.quarters_per_turn
    # Rates are at most 1 a quarter by their own bounds.
    for row in list_figures(found.file) if quarters > 1 else ():
        if row.unit == "per quarter" and row.value * quarters > 1.0:
            problem = f"a rate of {row.value:g} per quarter is more than all in a turn of {quarters} quarters"
            found.add(tuple(row.path.split(".")), problem, "lower it, or let turns be shorter", row.value)


def _ladder(found: Findings) -> None:
    path = ("rules", "export-controls", "passing")
    passing = found.file.rules.export_controls.passing
    found.exact_keys(path, passing, CONTROL_LADDER, "rung")
    shares = [passing.number(rung) for rung in CONTROL_LADDER if rung in passing.values]
    if any(after > before for before, after in pairwise(shares)):
        found.add(path, "more passes at a harder rung", f"let the shares fall along {', '.join(CONTROL_LADDER)}")


def _letters(found: Findings) -> None:
    """The map tells governments by their letters."""
    first: dict[str, str] = {}
    for kind, book in (("power", found.file.power), ("host", found.file.host)):
        for name, actor in book.items():
            other = first.setdefault(actor.letter, name)
            if other != name:
                found.add((kind, name, "letter"), f"is that of {other} too", "give each its own", repr(actor.letter))


def _powers(found: Findings) -> None:
    powers = found.ids.powers
    led = {firm.power for firm in found.file.firm.values()}
    for name, power in found.file.power.items():
        here = ("power", name)
        found.keys((*here, "budgets"), power.budgets, RESOURCES[1:], "budget")
        others = [other for other in powers if other != name]
        found.keys((*here, "wariness"), power.wariness, others, "other power")
        found.keys((*here, "ties"), power.ties, others, "other power")
        if power.firm_led and name not in led:
            problem = "its ventures need a firm, and no firm is of this power"
            found.add((*here, "firm_led"), problem, "give it firms, or write false", "true")


def _hosts(found: Findings) -> None:
    busy = {project.host for project in found.file.project.values()}
    for name, host in found.file.host.items():
        found.keys(("host", name, "debt"), host.debt, found.ids.creditors, "creditor")
        others = [other for other in found.ids.governments if other != name]
        found.all_known(("host", name, "neighbours"), host.neighbours, others, "neighbour")
        if name not in busy:
            found.add(("host", name), "no project is in this host", "give it at least one project")


def _ties(found: Findings) -> None:
    for host in found.ids.hosts:
        if host not in found.file.tie:
            found.add(("tie", host), "this host has no tie", f"add the section [tie.{host}]")
    for host, tie in found.file.tie.items():
        here = ("tie", host)
        found.known(here, host, found.ids.hosts, "host")
        for name in ("trust", "mood", *CHANNELS):
            found.keys((*here, name), getattr(tie, name), found.ids.powers, "power")
        for channel in CHANNELS:
            shares = total(getattr(tie, channel))
            if shares > 1.0 + NEAR:
                problem = "the powers' shares sum to more than 1"
                found.add((*here, channel), problem, "lower them; what is left is home and others", shares)


def _minerals(found: Findings) -> None:
    for name, mineral in found.file.mineral.items():
        _mineral(found, ("mineral", name), mineral)
    if found.file.mineral and not found.ids.buyers:
        found.add(("mineral",), "no power has a demand for a mineral", "give at least one power a demand")
    weights = [mineral.importance.value for mineral in found.file.mineral.values()]
    if weights and sum(weights) <= 0:
        found.add(("mineral",), "no mineral has an importance", "give at least one a weight above 0")


def _supply(found: Findings) -> None:
    """Who is judged by his supply must need one."""
    file, player = found.file, found.file.scenario.player
    weighed = file.score.weights.number("supply") > 0
    needs = any(mineral.demand.number(player) > 0 for mineral in file.mineral.values())
    if player in found.ids.powers and weighed and not needs:
        problem = "the player has no demand for a mineral, and the score weighs supply"
        remedy = "give it a demand for one, or set the weight of supply in [score.weights] to 0"
        found.add(("scenario", "player"), problem, remedy, repr(player))


def _mineral(found: Findings, here: tuple[str, ...], mineral: Mineral) -> None:
    ids = found.ids
    found.keys((*here, "mined"), mineral.mined, ids.sources, "source of minerals")
    found.keys((*here, "refined"), mineral.refined, ids.sources, "source of minerals")
    found.keys((*here, "demand"), mineral.demand, ids.powers, "power")
    found.keys((*here, "stock"), mineral.stock, ids.buyers, "buyer")
    for buyer, table in mineral.imports.items():
        path = (*here, "imports", buyer)
        found.known(path, buyer, ids.buyers, "buyer")
        found.keys(path, table, ids.sources, "source of minerals")
        _sums_to_one(found, path, total(table), IMPORT_SLACK)
    for power, levels in mineral.controls.items():
        found.known((*here, "controls", power), power, ids.powers, "power")
        found.keys((*here, "controls", power), levels, ids.buyers, "buyer")
    found.known((*here, "equity_source"), mineral.equity_source, ids.sources, "source of minerals")
    for field in ("equity_tonnes", "equity_cost", "equity_lag"):
        if mineral.equity_source is not None and getattr(mineral, field) is None:
            found.add((*here, field), "an equity_source needs this too", "add it, or remove equity_source")


def _sums_to_one(found: Findings, path: tuple[str, ...], shares: float, slack: float) -> None:
    if abs(shares - 1.0) > slack:
        found.add(path, "the shares should sum to 1", "mend a share, or give the rest its own row", shares)


def _corridors(found: Findings) -> None:
    ids = found.ids
    for name, leg in found.file.leg.items():
        found.known(("leg", name, "host"), leg.host, ids.hosts, "host")
        found.known(("leg", name, "crosses"), leg.crosses, ids.powers, "power")
        if leg.dwell_floor.value > leg.dwell.value:
            floor, dwell = leg.dwell_floor.value, leg.dwell.value
            found.add(("leg", name, "dwell_floor"), f"is above the dwell of {dwell:g} days", "lower it", floor)
    for name, route in found.file.corridor.items():
        here = ("corridor", name)
        found.all_known((*here, "legs"), route.legs, ids.legs, "leg")
        found.distinct((*here, "legs"), route.legs)
        found.all_known((*here, "reaches"), route.reaches, ids.powers, "power")
        found.all_known((*here, "hosts"), route.hosts, ids.hosts, "host")


def _projects(found: Findings) -> None:
    ids = found.ids
    for name, project in found.file.project.items():
        here = ("project", name)
        found.known((*here, "host"), project.host, ids.hosts, "host")
        found.known((*here, "sector"), project.sector, ids.sectors, "sector")
        found.all_known((*here, "sponsors"), project.sponsors, ids.powers, "power")
        found.distinct((*here, "sponsors"), project.sponsors)
        found.all_known((*here, "requires"), project.requires, ids.projects, "project")
        for output in project.outputs:
            found.known((*here, "outputs", "mineral"), output.mineral, ids.minerals, "mineral")
        for widening in project.widens:
            found.known((*here, "widens", "leg"), widening.leg, ids.legs, "leg")
        _status(found, here, project)
        _backer(found, here, project)


def _status(found: Findings, here: tuple[str, ...], project: Project) -> None:
    begun = project.status != "open"
    if begun and project.sponsor is None:
        found.add((*here, "sponsor"), f"a project with status {project.status!r} needs one", "name one of its sponsors")
    if not begun and project.sponsor is not None:
        problem = "an open project has no sponsor yet"
        found.add((*here, "sponsor"), problem, "remove it, or give the status", repr(project.sponsor))
    if project.maturity is not None and project.status != "signed":
        problem = f"tells how far a signed project has come, and this one is {project.status}"
        found.add((*here, "maturity"), problem, "remove it", repr(project.maturity))
    if project.maturity is not None and project.progress is not None:
        problem = "stands beside a figure of the same thing, progress"
        found.add((*here, "maturity"), problem, "keep one of the two", repr(project.maturity))
    if project.sponsor is not None:
        found.known((*here, "sponsor"), project.sponsor, project.sponsors, "sponsor among the project's sponsors")


def _backer(found: Findings, here: tuple[str, ...], project: Project) -> None:
    power = found.file.power.get(project.sponsor or "")
    if project.firm is None:
        if power is not None and power.firm_led and project.status in {"building", "operating"}:
            problem = f"a firm of {project.sponsor} must lead a project that is {project.status}"
            found.add((*here, "firm"), problem, "name the firm")
        return
    firm = found.file.firm.get(project.firm)
    if firm is None:
        found.known((*here, "firm"), project.firm, found.ids.firms, "firm")
        return
    if project.sector in found.ids.sectors and project.sector not in firm.sectors:
        problem = f"this firm has no skill in {project.sector}"
        found.add((*here, "firm"), problem, "name another firm, or give it the skill", repr(project.firm))
    if power is not None and power.firm_led and firm.power in found.ids.powers and firm.power != project.sponsor:
        problem = f"this firm is of {firm.power}, the sponsor is {project.sponsor}"
        found.add((*here, "firm"), problem, "name a firm of the sponsor", repr(project.firm))


def _cycles(found: Findings) -> None:
    """Prerequisites must not go round in a circle; every circle is named once."""
    left = {name: project.requires for name, project in found.file.project.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
            return
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
        first = circle.index(min(circle))
        circle = [*circle[first:-1], *circle[:first], circle[first]]
        route = " -> ".join(circle)
        found.add(("project", circle[0], "requires"), f"prerequisites go in a circle: {route}", "remove one of them")
        left = {name: requires for name, requires in left.items() if name not in circle}


def _firms(found: Findings) -> None:
    for name, firm in found.file.firm.items():
        found.known(("firm", name, "power"), firm.power, found.ids.powers, "power")
        found.all_known(("firm", name, "core"), firm.core, found.ids.sectors, "sector")
        found.all_known(("firm", name, "side"), firm.side, found.ids.sectors, "sector")
        found.distinct(("firm", name, "side"), firm.sectors)


_WEIGHED_TOGETHER: tuple[tuple[frozenset[str], Callable[[Findings], None]], ...] = (
    (frozenset({"score", "channel_weights", "rules", "defaults"}), _settings),
    (frozenset({"host"}), _hosts),
    (frozenset({"tie"}), _ties),
    (frozenset({"mineral"}), _minerals),
    (frozenset({"score", "mineral"}), _supply),
    (frozenset({"leg"}), _corridors),
    (frozenset({"doctrine", "strategy", "temper"}), check_doctrines),
    (frozenset({"event"}), check_ratios),
)
"""Checks that compare figures or name rows, with the tables that they look at."""
