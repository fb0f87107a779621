"""A world that has nothing to do with the shipped ones: two powers, one host, and as few things as a model needs.

It borrows the rules and the moves of the main scenario, and none of its countries, minerals, routes or projects.
What it is made of can be one of each kind, where arrays have axes of length one.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from greatgame.scenario.check import cross_check
from greatgame.scenario.extending import Document
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.load import Loaded, load, validated
from greatgame.scenario.schema import ScenarioFile

PLAYER, RIVAL, HOST = "alba", "bora", "zedland"


def elsewhere(minerals: int = 1, demand: tuple[float, ...] = (100.0,)) -> IndexedScenario:
    """The world, with so many minerals; the player's ``demand`` for each, tonnes a year, the last for all others."""
    document = _document(minerals, demand)
    file = validated(ScenarioFile, document, {}, "the world", lambda file: cross_check(Loaded(file, document, {})))
    return IndexedScenario(Loaded(file, document, {}))


def _document(minerals: int = 1, demand: tuple[float, ...] = (100.0,)) -> Document:
    """The same as a document of TOML."""
    main = deepcopy(load("tokyo-2026").document)
    document: Document = {
        name: main[name] for name in main if name not in {"history", "benchmark", "injected", "other_source", "level"}
    }
    document["scenario"] = _without(main["scenario"], "title_ja", "summary_ja") | {
        "id": "elsewhere",
        "title": "Elsewhere",
        "summary": "A world of its own.",
        "start": "2030Q1",
        "turns": 8,
        "player": PLAYER,
    }
    document |= {"flashpoint": {}, "other_source": {}, "firm": {}, "temper": {}, "level": {}, "event": {}}
    document["power"] = {PLAYER: _power(main["power"]["japan"], RIVAL), RIVAL: _power(main["power"]["china"], PLAYER)}
    document["host"] = {HOST: _host(main["host"]["kazakhstan"])}
    halves = {key: _table("index", **{PLAYER: 50, RIVAL: 50}) for key in ("trust", "mood")}
    channels = ("trade", "finance", "security", "transit", "labour", "digital")
    document["tie"] = {HOST: halves | {key: _table("share", **{PLAYER: 0.45, RIVAL: 0.45}) for key in channels}}
    wanted = [demand[min(m, len(demand) - 1)] for m in range(minerals)]
    found = {f"metal-{m}": _mineral(main["mineral"]["gallium"], tonnes) for m, tonnes in enumerate(wanted)}
    document["mineral"] = found
    document["leg"] = {"long-road": _named(main["leg"]["kazakh-rail"], "Long road") | {"host": HOST}}
    way = {"legs": ["long-road"], "reaches": [PLAYER], "hosts": [HOST]}
    document["corridor"] = {"way-out": _named(main["corridor"]["trans-caspian"], "Way out") | way}
    document["project"] = {"pit": _pit()}
    document["kind"] = _kinds(main["kind"])
    minds = {PLAYER: "japan", RIVAL: "china", HOST: "kazakhstan"}
    document["doctrine"] = {who: _mind(main["doctrine"][mind], document["kind"]) for who, mind in minds.items()}
    document["strategy"] = {name: _mind(mind, document["kind"]) for name, mind in main["strategy"].items()}
    used = _sources({name: part for name, part in document.items() if name != "source"})
    document["source"] = {name: part for name, part in main["source"].items() if name in used}
    return document


def _figure(value: float, unit: str) -> Document:
    return {"value": value, "unit": unit, "assumption": "made up for a test"}


def _table(unit: str, **values: float) -> Document:
    return {"unit": unit, "assumption": "made up for a test", "values": values}


def _without(table: Document, *keys: str) -> Document:
    return {key: value for key, value in table.items() if key not in keys}


def _named(table: Document, name: str) -> Document:
    return _without(table, "name_ja") | {"name": name}


def _power(like: Document, other: str) -> Document:
    budgets = _table("USD mn/yr", grants=50, loans=300, bank=900, insurance=400, equity=100)
    ties, wariness = _table("index", **{other: 60}), _table("index", **{other: 30})
    name = "Bora" if other == PLAYER else "Alba"
    own = {"letter": name[:2].upper(), "firm_led": False, "budgets": budgets, "wariness": wariness, "ties": ties}
    return _named(like, name) | own


def _host(like: Document) -> Document:
    debt = _table("USD mn", **{RIVAL: 500, "others": 2000})
    return _without(_named(like, "Zedland"), "gdp_history") | {"letter": "ZE", "neighbours": [], "debt": debt}


def _mineral(like: Document, tonnes: float) -> Document:
    gone = ("imports", "controls", "equity_source", "equity_tonnes", "equity_cost", "equity_lag")
    return _without(_named(like, "Metal"), *gone) | {
        "mined": _table("t/yr", **{HOST: 100, RIVAL: 300}),
        "refined": _table("t/yr", **{RIVAL: 350}),
        "demand": _table("t/yr", **{PLAYER: tonnes}),
        "stock": _table("days", **{PLAYER: 60}),
        "controls": {RIVAL: _table("level", **{PLAYER: 1})},
    }


def _pit() -> Document:
    tonnes = {"tonnes": _figure(20, "t/yr"), "offtake": _figure(0.8, "share")}
    return {
        "name": "Pit",
        "host": HOST,
        "sector": "mining",
        "capex": _figure(100, "USD mn"),
        "build": _figure(4, "quarters"),
        "sponsors": [PLAYER, RIVAL],
        "real": False,
        "outputs": [{"mineral": "metal-0", "stage": "mined"} | tonnes],
    }


def _kinds(kinds: Document) -> Document:
    """Those that two powers and a host can have."""
    meant = {"powers": ["powers"], "hosts": ["hosts"], "japan": [PLAYER], "china": [RIVAL]}
    found: Document = {}
    for name, kind in kinds.items():
        actors = list(dict.fromkeys(who for actor in kind["actors"] for who in meant.get(actor, [])))
        if kind["role"] in {"stockpile", "substitute", "equity"}:
            actors = [PLAYER]
        if actors:
            found[name] = _without(kind, "targets") | {"actors": actors}
    return found


def _mind(mind: Document, kinds: Document) -> Document:
    """Without what it has to say of moves and figures that are not there."""
    kept = _without(mind, "rule", "budget", "text", "text_ja")
    for field in {"avoid", "rules"} & kept.keys():
        kept[field] = [name for name in kept[field] if name in kinds]
    if "tastes" in kept:
        values = kept["tastes"]["values"]
        kept["tastes"] = kept["tastes"] | {"values": {name: x for name, x in values.items() if name in kinds}}
    return kept | ({"text": "A mind of its own."} if "text" in mind else {})


def _sources(part: Any) -> set[str]:
    """Keys of all sources that a part of a document names."""
    if isinstance(part, list):
        return set().union(*map(_sources, part))
    if not isinstance(part, dict):
        return set()
    own = set(part["source"].split("+")) if isinstance(part.get("source"), str) else set()
    return own.union(*map(_sources, part.values()))
