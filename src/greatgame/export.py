"""A campaign as one JSON document (docs/JSON.md documents its keys), and as tables for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from greatgame import __version__
from greatgame.moves.catalogue import Catalogue
from greatgame.records import Counterfactual, plain
from greatgame.session import Session
from greatgame.world.ledger import Item
from greatgame.world.variables import BY_NAME, cell_name, shape

Document = dict[str, Any]


def document(session: Session, counterfactual: Counterfactual) -> Document:
    """Everything that the report shows, and the whole ledger behind it."""
    s = session.scenario
    return {
        "scenario": {"id": s.id, "title": s.title, "hash": s.hash, "without": list(s.switched_off)},
        "temper": s.variant.temper,
        "changes": dict(s.variant.changes),
        "version": __version__,
        "seed": session.seed,
        "strategy": session.strategy,
        "strength": session.strength,
        "seats": dict(session.seats),
        "level": session.level,
        "decisions": [asdict(row) for row in session.decisions],
        "player": session.player,
        "turns": [record.as_dict() for record in session.history],
        "score": session.score().as_dict(),
        "counterfactual": plain(counterfactual),
        "digest": session.history[-1].digest,
        "digests": session.digests,
        "ledger": list(_entries(session)),
    }


def tables(session: Session) -> dict[str, str]:
    """The finished turns, their orders and the ledger as comma-separated texts, by name of the file."""
    turns = [{"turn": row.turn, "quarter": row.quarter, **_flat(row.indicators)} for row in session.history]
    orders = [
        {"turn": record.turn, "quarter": record.quarter, **{name: getattr(row, name) for name in ORDER_COLUMNS}}
        for record in session.history
        for row in record.orders
    ]
    return {"turns.csv": _csv(turns), "orders.csv": _csv(orders), "ledger.csv": _csv(list(_entries(session)))}


ORDER_COLUMNS = ("actor", "order", "kind", "text", "amount", "admitted", "outcome")


def _flat(document: Document, before: str = "") -> Document:
    """The numbers of a nested document by dotted names."""
    found: Document = {}
    for key, value in document.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{key}.")
        elif isinstance(value, int | float | str):
            found[before + key] = value
    return found


def _csv(rows: list[Document]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _entries(session: Session) -> Iterator[Document]:
    """Every entry of the finished turns, in the order in which they were posted."""
    names = _Names(session.catalogue)
    for item in session.ledger.items:
        if item.turn < session.turn:
            yield from names.entries(item, session.scenario.quarter(item.turn))


class _Names:
    """Dotted names of the state's cells, worked out once for each variable."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._paths: dict[str, list[str]] = {}

    def entries(self, item: Item, quarter: str) -> Iterator[Document]:
        """One document for each figure that an item moved."""
        row = item.delta[0].reshape(-1)
        paths = self.paths(item.variable)
        for column in np.flatnonzero(row).tolist():
            cell = column if item.cells is None else int(item.cells[column])
            number = -1 if item.orders is None else int(item.orders[column])
            yield {
                "turn": item.turn,
                "quarter": quarter,
                "phase": item.phase,
                "variable": paths[cell],
                "cause": item.causes[0 if item.cells is None else column],
                "change": float(row[column]),
                "actor": self.catalogue.actors[int(self.catalogue.actor[number])] if number >= 0 else None,
                "order": self.catalogue.ids[number] if number >= 0 else None,
            }

    def paths(self, name: str) -> list[str]:
        """Names of a variable's cells in flat order."""
        found = self._paths.get(name)
        if found is None:
            s, variable = self.catalogue.scenario, BY_NAME[name]
            size = shape(s, variable)
            found = [cell_name(s, variable, index) for index in np.ndindex(*size)]
            self._paths[name] = found
        return found
