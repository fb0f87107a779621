"""The catalogue of moves: every order that anyone can give in a scenario.

An entry is a kind of move (verb), the actor that may make it, its target and,
for some kinds, a variant.  Orders are amounts over the catalogue, an array
``[world, entry]``.  Validation, saves, minds, the screen's order list and the
batch output all speak of entries.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from greatgame.errors import OrderError
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.naming import answered, called
from greatgame.scenario.schema_moves import Choice, Kind
from greatgame.scenario.vocabulary import CHANNELS, INSTRUMENTS, RESOURCES, ROLES
from greatgame.text import Text, joined, say

TARGETS = (
    "host",
    "power",
    "venture",
    "project",
    "leg",
    "mineral",
    "buyer",
    "firm",
    "event",
    "choice",
    "neighbour",
)
"""Index columns of an entry; -1 where it has no such target."""


@dataclass
class _Row:
    actor: int
    name: str
    item: str | None = None
    targets: dict[str, int] = field(default_factory=dict)


class Block:
    """All entries of one role, as columns of equal length.

    ``host``, ``power``, ``venture`` ... are index columns (-1: none); ``size``
    is the variant's strength; ``diplomacy``, ``money`` and ``resource`` the
    price of a unit; ``channel``, ``instrument`` and ``unit`` what the kinds say.
    """

    host: Ints
    power: Ints
    venture: Ints
    project: Ints
    leg: Ints
    mineral: Ints
    buyer: Ints
    firm: Ints
    event: Ints
    choice: Ints
    neighbour: Ints

    def __init__(
        self, scenario: IndexedScenario, role: str, parts: list[tuple[str, Kind, list[_Row]]], start: int
    ) -> None:
        rows = [(spec, row) for _, spec, part in parts for row in part]
        self.scenario = scenario
        self.role, self.start, self.stop = role, start, start + len(rows)
        self.span = slice(start, self.stop)
        self.numbers: Ints = np.arange(start, self.stop)
        self.ids = tuple(row.name for _, row in rows)
        self.kinds = tuple(name for name, _, part in parts for _ in part)
        self.causes = tuple(spec.name for spec, _ in rows)
        self.items = tuple(row.item or "" for _, row in rows)
        self.actor: Ints = np.array([row.actor for _, row in rows], dtype=np.int64)
        for target in TARGETS:
            setattr(self, target, np.array([row.targets.get(target, -1) for _, row in rows], dtype=np.int64))
        items = [spec.items.get(row.item or "") for spec, row in rows]
        self.size: Floats = np.array([item.size.value if item and item.size else 1.0 for item in items])
        variants = [self.answer(i) for i in range(len(rows))] if role == "respond" else items
        priced = [(spec, variant) for (spec, _), variant in zip(rows, variants, strict=True)]
        attention = scenario.file.defaults.attention
        self.diplomacy: Floats = np.array([attention.number(spec.effort_of(variant)) for spec, variant in priced])
        self.resource: Ints = np.array([RESOURCES.index(spec.resource) if spec.resource else 1 for spec, _ in rows])
        self.most: Floats = np.array([float(spec.most) for spec, _ in rows])
        # Columns that some roles look up states by.
        self.sector_channel: Ints = scenario.project_channel[np.maximum(self.project, 0)]
        everyone = (*scenario.names.actors, *scenario.names.firms)
        self.own_buyer: Ints = np.array([scenario.names.buyers.place.get(everyone[a], 0) for a in self.actor])
        supplier = [scenario.names.sources.place.get(everyone[a], 0) for a in self.actor]
        self.own_source: Ints = np.array(supplier, dtype=np.int64)
        self.channel: Ints = np.array([CHANNELS.index(spec.channel) if spec.channel else -1 for spec, _ in rows])
        instruments = [INSTRUMENTS.index(spec.instrument) if spec.instrument else -1 for spec, _ in rows]
        self.instrument: Ints = np.array(instruments)
        self.unit: Floats = np.array([spec.share.value if spec.share else 0.0 for spec, _ in rows])
        self._items: dict[str, Floats] = {}
        self.money: Floats = np.array([spec.price_of(variant) for spec, variant in priced])
        if role == "finance":
            self.money = self.unit * scenario.capex[self.project]
        if role == "equity":
            self.money = scenario.equity_cost[self.mineral].copy()
        if role == "stockpile":
            tonnes = scenario.answers.stock_order / 365.0 * scenario.demand[self.buyer, self.mineral]
            self.money = tonnes * scenario.price[self.mineral] / 1000.0 * self.is_item("buy")
        names = {name for spec, _ in rows if spec.effects for name in spec.effects.values}
        self._effects = {
            name: np.array([spec.effects.number(name) if spec.effects else 0.0 for spec, _ in rows]) for name in names
        }
        self._cells: dict[tuple[tuple[str, ...], tuple[int, ...]], Ints] = {}
        self._zero: Floats = np.zeros(len(rows))

    def __len__(self) -> int:
        return self.stop - self.start

    def answer(self, column: int) -> Choice:
        """The answer to an event that an entry of role respond gives."""
        event = self.scenario.file.event[self.scenario.names.events[self.event[column]]]
        answers: tuple[Choice, ...] = tuple(event.choices.values())
        return answers[int(self.choice[column])]

    def pick(self, values: Floats, *columns: str) -> Floats:
        """``values[:, i, j, ...]`` at the entries' own indices: ``[world, entry]``.

        ``columns`` name index columns (``host``, ``actor`` ...) for the axes of
        ``values`` after the world; axes that are left over stay as they are.
        """
        if len(columns) == 1:
            return values.take(self.cells(columns, values.shape[1:2]), axis=1)
        axes = 1 + len(columns)
        cells = self.cells(columns, values.shape[1:axes])
        return values.reshape(len(values), -1, *values.shape[axes:]).take(cells, axis=1)

    def cells(self, columns: tuple[str, ...], lead: tuple[int, ...]) -> Ints:
        """Flat place of every entry on axes of length ``lead``, by its index columns."""
        found = self._cells.get((columns, lead))
        if found is None:
            index = tuple(np.maximum(getattr(self, name), 0) for name in columns)
            found = self._cells[columns, lead] = np.ravel_multi_index(index, lead)
        return found

    def effect(self, name: str) -> Floats:
        """Effect size ``name`` of every entry, 0 where the scenario gives none."""
        return self._effects.get(name, self._zero)

    def is_item(self, item: str) -> Floats:
        """1.0 where the entry is the variant ``item``."""
        found = self._items.get(item)
        if found is None:
            found = self._items[item] = np.array([float(name == item) for name in self.items])
        return found


class Cases(Block):
    """Some entries of a block in some worlds, one after another, where few are worth a look.

    Its columns are ``[case]`` where a block's are ``[entry]``.
    """

    def __init__(self, whole: Block, world: Ints, column: Ints) -> None:
        self.whole, self.world, self.column = whole, world, column
        self.scenario = whole.scenario
        self.role, self.start, self.stop = whole.role, 0, len(column)

    def __getattr__(self, name: str) -> Any:
        values = getattr(self.whole, name).take(self.column)
        setattr(self, name, values)
        return values

    def effect(self, name: str) -> Floats:
        """As :meth:`Block.effect`, for the cases: ``[case]``."""
        return self.whole.effect(name).take(self.column)

    def is_item(self, item: str) -> Floats:
        """As :meth:`Block.is_item`, for the cases: ``[case]``."""
        return self.whole.is_item(item).take(self.column)


@dataclass(frozen=True)
class MoveKind:
    """One kind of move and where its entries lie in the catalogue."""

    name: str
    spec: Kind
    numbers: Ints


class Catalogue:
    """Every entry of a scenario, sorted by role, kind, actor and target."""

    def __init__(self, scenario: IndexedScenario) -> None:
        self.scenario = scenario
        self.actors = (*scenario.names.actors, *scenario.names.firms)
        self.blocks: dict[str, Block] = {}
        self.kinds: dict[str, MoveKind] = {}
        start = 0
        for role in ROLES:
            parts: list[tuple[str, Kind, list[_Row]]] = []
            for name, spec in scenario.file.kind.items():
                rows = list(_rows(scenario, name, spec)) if spec.role == role else []
                if rows:
                    first = start + sum(len(part) for *_, part in parts)
                    self.kinds[name] = MoveKind(name, spec, np.arange(first, first + len(rows)))
                    parts.append((name, spec, rows))
            if parts:
                self.blocks[role] = Block(scenario, role, parts, start)
                start = self.blocks[role].stop
        self.size = start
        blocks = list(self.blocks.values())
        self.ids: tuple[str, ...] = tuple(i for block in blocks for i in block.ids)
        self.place: dict[str, int] = {name: i for i, name in enumerate(self.ids)}
        self.kind_names = tuple(self.kinds)
        order = {name: i for i, name in enumerate(self.kind_names)}
        self.kind_of: Ints = np.array([order[name] for block in blocks for name in block.kinds])
        self.causes: tuple[str, ...] = tuple(cause for block in blocks for cause in block.causes)
        self.actor: Ints = np.concatenate([block.actor for block in blocks])
        self.diplomacy: Floats = np.concatenate([block.diplomacy for block in blocks])
        self.money: Floats = np.concatenate([block.money for block in blocks])
        self.resource: Ints = np.concatenate([block.resource for block in blocks])
        self.most: Floats = np.concatenate([block.most for block in blocks])
        self.group: Ints = np.concatenate([block.start + _exclusive(block) for block in blocks])
        """Entries of one group exclude each other."""
        self.mine: dict[int, Ints] = {a: np.flatnonzero(self.actor == a) for a in range(len(self.actors))}
        self.columns: dict[int, Ints | slice] = {a: _run(mine) for a, mine in self.mine.items()}
        """The same, as a slice where they lie side by side."""
        self.place_in_mine: Ints = np.zeros(self.size, dtype=np.int64)
        """Place of each entry among its actor's own."""
        self._described: dict[int, Text] = {}
        for mine in self.mine.values():
            self.place_in_mine[mine] = np.arange(len(mine))

    def number(self, order: str) -> int:
        """Catalogue number of an order's id.

        Raises:
            OrderError: naming the closest ids.
        """
        found = self.place.get(order) if isinstance(order, str) else None
        if found is None:
            near = difflib.get_close_matches(str(order), self.ids, n=3, cutoff=0.4)
            raise OrderError(order, [f"no such move; close to it: {', '.join(near) or 'none (see greatgame moves)'}"])
        return found

    def numbers_of(self, kind: str) -> Ints:
        """Catalogue numbers of a kind's orders; none of a kind that the scenario has no possible order of."""
        found = self.kinds.get(kind)
        return found.numbers if found is not None else np.zeros(0, dtype=np.int64)

    def kind(self, number: int) -> MoveKind:
        """The kind of an entry."""
        return self.kinds[self.kind_names[int(self.kind_of[number])]]

    def block(self, number: int) -> tuple[Block, int]:
        """The block that holds an entry, and the entry's place in it."""
        for block in self.blocks.values():
            if number < block.stop:
                return block, number - block.start
        raise IndexError(number)

    def describe(self, number: int) -> Text:
        """A move in words: ``Leaders' visit: Kazakhstan``."""
        found = self._described.get(number)
        if found is None:
            found = self._described[number] = self._in_words(number)
        return found

    def _in_words(self, number: int) -> Text:
        block, i = self.block(number)
        spec = self.kind(number).spec
        s, file = self.scenario, self.scenario.file
        names = s.names
        if block.role == "respond":
            event = file.event[names.events[block.event[i]]]
            return answered(event, block.answer(i))
        parts: list[Text] = []
        if block.project[i] >= 0:
            parts.append(called(file.project[names.projects[block.project[i]]]))
            if block.role in {"award", "solicit"}:
                parts.append(called(file.power[names.powers[s.venture_power[block.venture[i]]]]))
        elif block.host[i] >= 0 and block.actor[i] != len(names.powers) + block.host[i] and block.leg[i] < 0:
            parts.append(called(file.host[names.hosts[block.host[i]]]))
        for index, axis, table in (
            (block.neighbour[i], names.hosts, file.host),
            (block.leg[i], names.legs, file.leg),
            (block.mineral[i], names.minerals, file.mineral),
        ):
            if index >= 0:
                parts.append(called(table[axis[index]]))
        if block.power[i] >= 0 and block.power[i] != block.actor[i] and block.role not in {"award", "solicit"}:
            parts.append(called(file.power[names.powers[block.power[i]]]))
        title = called(spec.items.get(block.items[i], spec))
        return say("{title}: {targets}", title=title, targets=joined(parts)) if parts else title


def _run(numbers: Ints) -> Ints | slice:
    """Numbers in order, as a slice where none is left out."""
    if len(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers):
        return slice(int(numbers[0]), int(numbers[-1]) + 1)
    return numbers


def _exclusive(kind: Block) -> Ints:
    """For every entry, the first entry of its kind that it excludes or is excluded by."""
    if kind.role == "award":
        keys = [f"{j}" for j in kind.project]
    elif kind.role == "respond":
        keys = [f"{e}" for e in kind.event]
    elif kind.role in {"align", "invest", "solicit"}:
        keys = [str(a) for a in kind.actor]
    elif kind.role in {"control", "squeeze", "terms", "processing", "stockpile", "visit"}:
        keys = [name.rsplit("/", 1)[0] for name in kind.ids]
    else:
        keys = list(kind.ids)
    first: dict[str, int] = {}
    return np.array([first.setdefault(key, i) for i, key in enumerate(keys)], dtype=np.int64)


Rows = Iterator[_Row]
_Builder = Callable[[IndexedScenario, str, Kind, str, int], Rows]


def _rows(scenario: IndexedScenario, name: str, spec: Kind) -> Rows:
    builder = _BUILDERS[str(spec.role)]
    names = scenario.names
    everyone = (*names.actors, *names.firms)
    groups = {"powers": names.powers, "hosts": names.hosts, "firms": names.firms, "everyone": names.actors}
    for actor in (a for named in spec.actors for a in groups.get(named, (named,))):
        number = everyone.index(actor)
        for row in builder(scenario, name, spec, actor, number):
            if not spec.items:
                yield row
            for item in spec.items:
                if _makes_sense(scenario, spec, item, row):
                    yield _Row(number, f"{row.name}/{item}", item, row.targets)


def _makes_sense(s: IndexedScenario, spec: Kind, item: str, row: _Row) -> bool:
    """Variants that can never be legal are no entries."""
    if spec.role != "works":
        return True
    leg = row.targets["leg"]
    if item == "dredging":
        return bool(s.leg_caspian[leg])
    if item == "greening":
        return s.file.leg[s.names.legs[leg]].mode in {"port", "ferry"}
    return bool(s.leg_dwell[leg] > s.leg_dwell_floor[leg])


def _chosen(spec: Kind, ids: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(i, name) for i, name in enumerate(ids) if not spec.targets or name in spec.targets]


def _by_host(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    for h, host in _chosen(spec, s.names.hosts):
        yield _Row(number, f"{actor}/{name}/{host}", None, {"host": h, "power": number})


def _by_power(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    for p, power in _chosen(spec, s.names.powers):
        if power != actor:
            yield _Row(number, f"{actor}/{name}/{power}", None, {"power": p})


def _by_venture(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    names = s.names
    for v, venture in enumerate(names.ventures):
        j = int(s.venture_project[v])
        sector = names.sectors[s.project_sector[j]]
        if s.venture_power[v] != number or (spec.sectors and sector not in spec.sectors):
            continue
        targets = {"venture": v, "project": j, "host": int(s.project_host[j]), "power": number}
        yield _Row(number, f"{actor}/{name}/{venture.split('/')[1]}", None, targets)


def _by_bid(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    h = number - len(s.names.powers)
    for v, venture in enumerate(s.names.ventures):
        j = int(s.venture_project[v])
        if s.project_host[j] == h:
            power, project = venture.split("/")
            targets = {"venture": v, "project": j, "host": h, "power": int(s.venture_power[v])}
            yield _Row(number, f"{actor}/{name}/{project}/{power}", None, targets)


def _by_leg(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    for g, leg in _chosen(spec, s.names.legs):
        targets = {"leg": g, "host": int(s.leg_host[g])}
        yield _Row(number, f"{actor}/{name}/{leg}", None, targets)


def _by_mineral(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    buyer = s.names.buyers.place.get(actor, -1)
    for m, mineral in _chosen(spec, s.names.minerals):
        if spec.role == "equity" and s.equity_source[m] < 0:
            continue
        yield _Row(number, f"{actor}/{name}/{mineral}", None, {"mineral": m, "buyer": buyer, "power": -1})


def _by_controlled(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    for b, buyer in _chosen(spec, s.names.buyers):
        if buyer == actor:
            continue
        for m, mineral in enumerate(s.names.minerals):
            if s.may_control[number, m]:
                targets = {"buyer": b, "mineral": m, "power": int(s.buyer_power[b])}
                yield _Row(number, f"{actor}/{name}/{buyer}/{mineral}", None, targets)


def _by_self(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    yield _Row(number, f"{actor}/{name}", None, {"host": number - len(s.names.powers)})


def _by_partner(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    for p, power in _chosen(spec, s.names.powers):
        yield _Row(number, f"{actor}/{name}/{power}", None, {"host": number - len(s.names.powers), "power": p})


def _by_neighbour(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    h = number - len(s.names.powers)
    for o, other in enumerate(s.names.hosts):
        if s.neighbours[h, o]:
            yield _Row(number, f"{actor}/{name}/{other}", None, {"host": h, "neighbour": o})


def _by_choice(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    for e, event in enumerate(s.names.events):
        if s.file.event[event].actor == actor:
            for c, choice in enumerate(s.file.event[event].choices):
                yield _Row(number, f"{actor}/{name}/{event}/{choice}", None, {"event": e, "choice": c})


def _by_investment(s: IndexedScenario, name: str, spec: Kind, actor: str, number: int) -> Rows:
    f = s.names.firms.at(actor)
    for v, venture in enumerate(s.names.ventures):
        j = int(s.venture_project[v])
        if s.venture_power[v] == s.firm_power[f] and s.firm_skill[f, s.project_sector[j]] > 0:
            targets = {"venture": v, "project": j, "host": int(s.project_host[j]), "firm": f}
            yield _Row(number, f"{actor}/{name}/{venture.split('/')[1]}", None, targets)


_BUILDERS: dict[str, _Builder] = {
    "visit": _by_host,
    "open-venture": _by_venture,
    "study": _by_venture,
    "finance": _by_venture,
    "aid": _by_host,
    "train": _by_host,
    "standards": _by_host,
    "works": _by_leg,
    "statement": _by_power,
    "reassure": _by_power,
    "stockpile": _by_mineral,
    "substitute": _by_mineral,
    "equity": _by_mineral,
    "trade-response": _by_power,
    "control": _by_controlled,
    "squeeze": _by_host,
    "relief": _by_host,
    "secure": _by_host,
    "supply": _by_host,
    "sanction": _by_host,
    "award": _by_bid,
    "solicit": _by_bid,
    "reform": _by_self,
    "terms": _by_self,
    "processing": _by_self,
    "align": _by_partner,
    "balance": _by_self,
    "restructure": _by_partner,
    "regional": _by_neighbour,
    "respond": _by_choice,
    "invest": _by_investment,
}


@lru_cache(maxsize=16)
def catalogue_of(scenario: IndexedScenario) -> Catalogue:
    """The catalogue of a scenario, built once."""
    return Catalogue(scenario)
