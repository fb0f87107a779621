"""What is in a scenario, its actors and its stakes, as a document and as printed tables.

Every function that renders takes the document that ``--json`` writes, so that
what is printed and what a program reads cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from greatgame.printing import Heading, Picture, counted, table
from greatgame.scenario.indexed import PERIODS, IndexedScenario
from greatgame.scenario.load import load
from greatgame.scenario.schema_minds import Doctrine
from greatgame.scenario.vocabulary import CONTROL_LADDER, MECHANISMS, PILLARS
from greatgame.words import STAGES

Document = dict[str, Any]


def describe(s: IndexedScenario) -> Document:
    """Everything ``scenarios show`` tells: JSON-friendly, keys documented in docs/JSON.md."""
    meta = s.file.scenario
    return {
        "id": s.id,
        "title": s.title,
        "summary": meta.summary,
        "hash": s.hash,
        "start": s.quarter(0),
        "end": s.quarter(s.turns - 1),
        "turns": s.turns,
        "player": s.names.powers[s.player],
        "pledge_jpy_bn": s.pledge_target_jpy,
        "powers": [_power(s, name) for name in s.names.powers],
        "hosts": [_host(s, name) for name in s.names.hosts],
        "firms": [_firm(s, name) for name in s.names.firms],
        "strategies": [
            {"id": name, "name": strategy.name, "text": strategy.text} for name, strategy in s.file.strategy.items()
        ],
        "levels": [
            {
                "id": name,
                "name": level.name,
                "text": level.text,
                "without": level.without,
                "idle": level.idle,
                "hides": level.hides,
            }
            for name, level in s.file.level.items()
        ],
        "minerals": [_mineral(s, m) for m in range(len(s.names.minerals))],
        "corridors": [_corridor(s, c) for c in range(len(s.names.corridors))],
        "projects": [_project(s, j) for j in range(len(s.names.projects))],
        "events": [_event(s, name) for name in s.names.events],
        "mechanisms": {name: s.on(name) for name in MECHANISMS},
        "score_goals": {pillar: float(s.pillar_goals[i]) for i, pillar in enumerate(PILLARS)},
        "score_parts": {pillar: dict(s.score_parts[pillar]) for pillar in PILLARS},
        "score_weights": {pillar: float(s.pillar_weights[i]) for i, pillar in enumerate(PILLARS)},
    }


def _weights(doctrine: Doctrine) -> dict[str, float]:
    return {name: doctrine.weights.number(name) for name in doctrine.weights.values}


def _power(s: IndexedScenario, name: str) -> Document:
    p = s.names.powers.at(name)
    doctrine = s.doctrine(name)
    return {
        "id": name,
        "name": s.file.power[name].name,
        "doctrine": doctrine.text,
        "weights": _weights(doctrine),
        "money_usd_mn_per_year": float(s.budget[p, 1:].sum()) * 4.0,
        "diplomacy_points_per_quarter": float(s.budget[p, 0]),
        "agency_capacity_projects": float(s.agency_capacity[p]),
        "controls_minerals": p in s.controllers,
    }


def _host(s: IndexedScenario, name: str) -> Document:
    h = s.names.hosts.at(name)
    doctrine = s.doctrine(name)
    debt = s.start_debt[h]
    largest = int(debt[: len(s.names.powers)].argmax())
    return {
        "id": name,
        "name": s.file.host[name].name,
        "doctrine": doctrine.text,
        "weights": _weights(doctrine),
        "gdp_usd_mn": float(s.gdp[h]),
        "growth_percent": float(s.growth[h]),
        "institutions": float(s.institutions[h]),
        "trust_in_player": float(s.trust[h, s.player]),
        "largest_creditor": s.names.powers[largest],
        "largest_creditor_share": float(debt[largest] / max(debt.sum(), 1e-9)),
    }


def _firm(s: IndexedScenario, name: str) -> Document:
    f = s.names.firms.at(name)
    return {
        "id": name,
        "name": s.file.firm[name].name,
        "power": s.names.powers[s.firm_power[f]],
        "capital_usd_mn": float(s.firm_capital[f]),
        "hurdle_percent": float(s.firm_hurdle[f]),
        "sectors": list(s.file.firm[name].sectors),
    }


def _mineral(s: IndexedScenario, m: int) -> Document:
    mineral = s.file.mineral[s.names.minerals[m]]
    world = float(s.refined[m].sum())
    held = [float(s.refined[m, source]) for source in s.controller_source]
    top = max(range(len(held)), key=held.__getitem__) if held else -1
    b = s.names.buyers.place.get(s.names.powers[s.player], -1)
    own: Document = {"demand_t_per_year": None, "controller_share_of_supply": None, "control": None, "stock_days": None}
    if b >= 0 and top >= 0:
        need = max(float(s.demand[b, m]), 1e-9)
        rung = int(s.control[:, b, m].max())
        own = {
            "demand_t_per_year": float(s.demand[b, m]),
            "controller_share_of_supply": float(s.contract[b, m, s.controller_source[top]]) / need,
            "control": CONTROL_LADDER[rung],
            "stock_days": float(s.stock[b, m]) / need * 365.0,
        }
    return {
        "id": s.names.minerals[m],
        "name": mineral.name,
        "price_usd_per_kg": float(s.price[m]),
        "importance": float(s.importance[m]),
        "controller": s.names.powers[s.controllers[top]] if top >= 0 else None,
        "controller_share_of_world_refining": held[top] / max(world, 1e-9) if top >= 0 else None,
        **own,
    }


def _corridor(s: IndexedScenario, c: int) -> Document:
    slots = s.route_slots[c]
    legs = [s.file.leg[s.names.legs[leg]] for leg in slots]
    weakest = min(slots, key=lambda leg: float(s.leg_capacity[leg]))
    return {
        "id": s.names.corridors[c],
        "name": s.file.corridor[s.names.corridors[c]].name,
        "legs": [s.names.legs[leg] for leg in slots],
        "volume_mt_per_year": float(s.volume[c]),
        "weakest_leg": s.names.legs[weakest],
        "weakest_leg_name": s.file.leg[s.names.legs[weakest]].name,
        "capacity_mt_per_year": float(s.leg_capacity[weakest]),
        "days": sum(leg.days.value + leg.dwell.value for leg in legs),
        "cost_usd_per_feu": sum(leg.cost.value for leg in legs),
        "crosses": [p for i, p in enumerate(s.names.powers) if s.route_crosses[c, i]],
    }


def _project(s: IndexedScenario, j: int) -> Document:
    name = s.names.projects[j]
    project = s.file.project[name]
    return {
        "id": name,
        "name": project.name,
        "host": project.host,
        "sector": project.sector,
        "stage": project.status,
        "sponsor": project.sponsor,
        "sponsors": list(project.sponsors),
        "capex_usd_mn": project.capex.value,
        "build_quarters": project.build.value,
        "real": project.real,
    }


def _event(s: IndexedScenario, name: str) -> Document:
    event = s.file.event[name]
    return {
        "id": name,
        "name": event.name,
        "chance_per_quarter": event.chance.value,
        "begins": event.begins,
        "ends": event.ends,
        "conditions": len(event.when),
        "actor": event.actor,
        "choices": [choice.name for choice in event.choices.values()],
    }


def render_overview(d: Document) -> RenderableType:
    """The document of :func:`describe` for a reader."""
    labels = {row["id"]: row["name"] for key in ("powers", "hosts") for row in d[key]}
    labels |= {row["id"]: row["name"] for row in d["corridors"]}
    parts: list[RenderableType] = [
        Text.assemble((d["title"], "bold"), f"  ({d['id']}, {d['start']} to {d['end']}, {d['turns']} turns)"),
        Padding(Text(d["summary"]), (1, 0, 0, 0)),
        *_stakes(d, labels),
        *_actors(d, labels),
        *_projects(d, labels),
        *_things(d, labels),
        *_chances(d, labels),
        *_mechanisms(d),
        *_levels(d),
    ]
    return Group(*parts)


def _stakes(d: Document, labels: dict[str, str]) -> list[RenderableType]:
    weights = d["score_weights"]
    rows = table("Pillar", ">Goal", ">Weight", "", "*What it consists of")
    for pillar, weight in weights.items():
        parts = ", ".join(f"{name} {share:.0%}" for name, share in d["score_parts"][pillar].items())
        shown = Picture.of_bar(weight, max(weights.values()), 12)
        rows.add_row(pillar, f"{d['score_goals'][pillar]:g}", f"{weight:.0%}", shown, parts)
    pledge = f"JPY {d['pledge_jpy_bn']:,.0f} bn"
    goal = Text(f"You are {labels[d['player']]}; the pledge is {pledge}. The score weighs {len(weights)} pillars.")
    ways = table("Strategy", "*What it does")
    for row in d["strategies"]:
        ways.add_row(row["id"], row["text"])
    return [Heading("What is at stake"), goal, rows, Heading("Strategies for your seat"), ways]


def _actors(d: Document, labels: dict[str, str]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for title, key in (("Powers and their doctrines", "powers"), ("Hosts and their doctrines", "hosts")):
        rows = table("Actor", "*Doctrine", "Weighs most")
        for row in d[key]:
            first = sorted(row["weights"].items(), key=lambda pair: -pair[1])[:3]
            shown = "\n".join(f"{name} {weight:g}" for name, weight in first)
            rows.add_row(row["name"], row["doctrine"], "your strategy decides" if row["id"] == d["player"] else shown)
        parts += [Heading(title), rows]
    firms = table("Firm", ">USD mn", ">Hurdle", "*Best at")
    for row in d["firms"]:
        firms.add_row(
            row["name"], f"{row['capital_usd_mn']:,.0f}", f"{row['hurdle_percent']:g}%", ", ".join(row["sectors"][:4])
        )
    total = sum(row["capital_usd_mn"] for row in d["firms"])
    heading = Heading("Firms", f"{len(d['firms'])} archetypes with USD {total:,.0f} mn to put into the region")
    return [*parts, heading, firms]


def _projects(d: Document, labels: dict[str, str]) -> list[RenderableType]:
    projects = d["projects"]
    real = sum(row["real"] for row in projects)
    heading = Heading("Projects", f"{len(projects)}, {real} of them named in public documents")
    parts: list[RenderableType] = [heading]
    for title, key in (("Host", "host"), ("Sector", "sector")):
        rows = table(title, *(f">{stage.capitalize()}" for stage in STAGES), ">All", ">USD bn", "Most open to")
        for value in dict.fromkeys(row[key] for row in projects):
            mine = [row for row in projects if row[key] == value]
            stages = Counter(row["stage"] for row in mine)
            bidders = Counter(p for row in mine for p in row["sponsors"])
            rows.add_row(
                labels.get(value, value),
                *(str(stages[stage] or "·") for stage in STAGES),
                str(len(mine)),
                f"{sum(row['capex_usd_mn'] for row in mine) / 1000:.1f}",
                Text(", ".join(f"{labels[p]} {n}" for p, n in bidders.most_common(2)), style="dim"),
            )
        parts.append(rows)
        if key == "host":
            parts.append(Text(""))
    return parts


def _things(d: Document, labels: dict[str, str]) -> list[RenderableType]:
    shares = (">World refining", ">Your supply")
    minerals = table("Mineral", "Controller", *shares, "Control on you", ">Stock days", ">Weight")
    for row in d["minerals"]:
        share, mine = row["controller_share_of_world_refining"], row["controller_share_of_supply"]
        minerals.add_row(
            row["name"],
            labels.get(row["controller"], "none"),
            f"{share:.0%}" if share is not None else "·",
            f"{mine:.0%}" if mine is not None else "·",
            row["control"] or "·",
            f"{row['stock_days']:,.0f}" if row["stock_days"] is not None else "·",
            f"{row['importance']:.0%}",
        )
    corridors = table("Corridor", ">Mt/yr", ">Days", ">USD/FEU", "*Weakest leg (Mt/yr)", "Crosses")
    for row in d["corridors"]:
        corridors.add_row(
            row["name"],
            f"{row['volume_mt_per_year']:.1f}",
            f"{row['days']:.0f}",
            f"{row['cost_usd_per_feu']:,.0f}",
            f"{row['weakest_leg_name']} ({row['capacity_mt_per_year']:g})",
            ", ".join(labels[p] for p in row["crosses"]) or "no power",
        )
    aside = "the controller's share of world refining and of your contracts"
    return [Heading("Minerals", aside), minerals, Heading("Corridors"), corridors]


def _span(begins: str | None, ends: str | None) -> str:
    """When an event can happen, after its name; nothing where it always can."""
    if begins and ends:
        return f" ({begins})" if begins == ends else f" ({begins} to {ends})"
    return f" (from {begins})" if begins else f" (until {ends})" if ends else ""


def _chances(d: Document, labels: dict[str, str]) -> list[RenderableType]:
    rows = table("Event", ">Chance", "*Who answers, and how")
    for row in d["events"]:
        chance = f"{row['chance_per_quarter']:.1%}" + (" if" if row["conditions"] else "   ")
        when = _span(row["begins"], row["ends"])
        answers = f"{labels[row['actor']]}: {'; '.join(row['choices'])}" if row["actor"] else "·"
        rows.add_row(row["name"] + when, chance, answers)
    return [Heading("Events", "chance a quarter; 'if': only when conditions on the state hold"), rows]


def _mechanisms(d: Document) -> list[RenderableType]:
    on = [name for name, state in d["mechanisms"].items() if state]
    off = [name for name, state in d["mechanisms"].items() if not state]
    words = f"On: {', '.join(on)}." + (f"\nOff: {', '.join(off)}." if off else "  None is off.")
    return [Heading("Mechanisms", "switch one off with: greatgame run ... --without NAME"), Text(words)]


def _levels(d: Document) -> list[RenderableType]:
    shown = table("Level", ">Mechanisms", ">Idle", ">Hidden", "*What it has")
    for row in d["levels"]:
        on = str(len(MECHANISMS) - len(row["without"]))
        shown.add_row(row["id"], on, str(len(row["idle"])), str(len(row["hides"])), row["text"])
    return [Heading("Levels", "play one with: greatgame run ... --level NAME"), shown] if d["levels"] else []


def shipped(names: Sequence[str]) -> list[Document]:
    """Identity of each scenario: id, title, first and last quarter, player, summary.

    Raises:
        ScenarioError: for one that cannot be read.
    """
    rows = []
    for name in names:
        loaded = load(name)
        meta = loaded.file.scenario
        rows.append(
            {
                "id": meta.id,
                "title": meta.title,
                "start": meta.start,
                "turns": meta.turns,
                "quarters_per_turn": meta.quarters_per_turn,
                "player": meta.player,
                "strategies": list(loaded.file.strategy),
                "summary": meta.summary,
            }
        )
    return rows


def render_shipped(rows: list[Document]) -> RenderableType:
    """The scenarios there are."""
    shown = table("Scenario", "Title", "Starts", "Turns", "*Strategies for your seat")
    for row in rows:
        turns = counted(row["turns"], PERIODS[row["quarters_per_turn"] - 1])
        shown.add_row(row["id"], row["title"], row["start"], turns, ", ".join(row["strategies"]))
    return shown
