"""The kinds of moves, as a document and as a printed table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from greatgame.moves.catalogue import Block, Catalogue, catalogue_of
from greatgame.printing import counted, table
from greatgame.scenario.indexed import IndexedScenario, Ints
from greatgame.scenario.schema_moves import Kind
from greatgame.words import known, short

Document = dict[str, Any]


def moves_of(s: IndexedScenario, actor: str | None = None, only: Sequence[str] = ()) -> Document:
    """The catalogue of moves by kind, of everyone or one actor, all kinds or some; keys in docs/JSON.md.

    Raises:
        GreatGameError: for an unknown actor or kind.
    """
    book = catalogue_of(s)
    wanted = [known("kind of move", name, book.kinds) for name in only] or list(book.kinds)
    number = None if actor is None else book.actors.index(known("actor", actor, book.actors))
    kinds = []
    for name in wanted:
        kind = book.kinds[name]
        numbers = kind.numbers if number is None else kind.numbers[book.actor[kind.numbers] == number]
        if len(numbers):
            kinds.append(_kind(s, book, name, kind.spec, numbers))
    return {"scenario": s.id, "actor": actor, "orders": sum(row["orders"] for row in kinds), "kinds": kinds}


def _kind(s: IndexedScenario, book: Catalogue, name: str, spec: Kind, numbers: Ints) -> Document:
    block, first = book.block(int(numbers[0]))
    money, time = book.money[numbers], book.diplomacy[numbers]
    actors = [book.actors[a] for a in sorted({int(a) for a in book.actor[numbers]})]
    return {
        "id": name,
        "name": spec.name,
        "text": spec.text,
        "actors": actors,
        "orders": len(numbers),
        "orders_per_actor": len(numbers) / len(actors),
        "aims_at": _aims(block, first),
        "variants": list(spec.items),
        "resource": spec.resource,
        "price_usd_mn": [float(money.min()), float(money.max())],
        "effort_points": [float(time.min()), float(time.max())],
        "most_a_turn": spec.most,
        "instrument": spec.instrument,
        "documented": _documented(spec),
        "effects": {key: spec.effects.number(key) for key in spec.effects.values} if spec.effects else {},
    }


def _documented(spec: Kind) -> list[Document]:
    """What the scenario says a kind, or each of its variants, does to which figure."""
    found = [("", spec.measure, spec.sign)]
    found += [(name, item.measure or spec.measure, item.sign) for name, item in spec.items.items() if item.sign]
    return [{"variant": item, "measure": measure, "sign": sign} for item, measure, sign in found if measure and sign]


def _direction(effect: Document) -> str:
    parts = [part for part in effect["measure"].split(".") if part not in {"*", "@"}]
    way = "up" if effect["sign"] == "+" else "down"
    return f"{effect['variant']}: {'.'.join(parts)} {way}" if effect["variant"] else f"{'.'.join(parts)} {way}"


_AIMS = ("event", "neighbour", "leg", "mineral", "project", "power", "host")


def _aims(block: Block, place: int) -> str:
    """What the moves of a block are aimed at, the narrowest target first."""
    own = int(block.actor[place])
    for target in _AIMS:
        index = int(getattr(block, target)[place])
        if index >= 0 and not (target == "power" and index == own):
            return target
    return "itself"


def render_moves(d: Document, s: IndexedScenario) -> RenderableType:
    """The kinds of moves as a table."""
    shown = table("Kind", ">Orders", "Aims at", ">USD mn", "of", ">Effort", "*Documented effect")
    groups: dict[str, list[Document]] = {}
    for row in d["kinds"]:
        groups.setdefault(_who(s, row["actors"]), []).append(row)
    for who, rows in groups.items():
        if d["actor"] is None:
            shown.add_row(Text(who, style="bold"))
        for row in rows:
            shown.add_row(
                row["id"] if d["actor"] else f"  {row['id']}",
                str(row["orders"]),
                row["aims_at"],
                _range(row["price_usd_mn"], 0),
                row["resource"] or "",
                _range(row["effort_points"], 2),
                "; ".join(_direction(effect) for effect in row["documented"]),
            )
    owner = s.label(d["actor"]) if d["actor"] else "all actors"
    words = f"{counted(len(d['kinds']), 'kind')} of moves, {counted(d['orders'], 'possible order')}, of {owner}."
    note = (
        "Orders: how many there are. USD mn: price of one, and the purse it comes from. Effort: points of leaders' and "
        "ministers' time. Whether the documented effects come true is tried by --effects."
    )
    return Group(Text(words), Text(note, style="dim"), Text(""), shown)


def _range(pair: Sequence[float], digits: int) -> str:
    low, high = pair
    if high == 0:
        return "·"
    texts = [f"{value:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:,.0f}" for value in (low, high)]
    return texts[0] if texts[0] == texts[1] else f"{texts[0] or '0'}–{texts[1]}"


def _who(s: IndexedScenario, actors: Sequence[str]) -> str:
    groups = {"powers": s.names.powers, "hosts": s.names.hosts, "everyone": s.names.actors, "firms": s.names.firms}
    for name, ids in groups.items():
        if len(actors) > 1 and set(actors) == set(ids):
            return f"all {name}" if name != "everyone" else name
    if set(actors) <= set(s.names.firms):
        return counted(len(actors), "firm")
    if len(actors) > 3:
        return counted(len(actors), "actor")
    return ", ".join(s.label(actor) if len(actors) == 1 else short(s.label(actor)) for actor in actors)
