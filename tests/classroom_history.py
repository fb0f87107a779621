"""A checker of histories: whether what clients were told can have come of the order in which a class wrote it down.

Clients note what they ask for, when, and what they are told: done, refused, or
nothing, where the server was killed in between.  The class's log gives an
order.  The history holds where doing what was *asked* in that order explains
every answer: what was acknowledged is done exactly once, what was refused
never, what got no answer at most once; nothing is done before it was asked for
or after something that was asked for later and had its answer before; and
every page shows what had been done up to where it says it stands.
"""

from __future__ import annotations

import math
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from greatgame.classroom.log import Entry

Outcome = Literal["unknown", "acknowledged", "refused"]
Place = tuple[str, str, str]
"""Where something stands: an order in a team's draft, or a client's own forecast or answer; kind, whose, name."""
DRAFT = "draft"


@dataclass
class Deed:
    """One request of one client, sent again under the same id until it was answered."""

    client: str
    asked: dict[str, Any]
    """The action, with its id; empty: the page was read."""
    writes: tuple[Place, object] | None
    """What it sets; None: nothing that is followed here.  An order of no units is taken out of the draft."""
    invoked: float
    ended: float = math.inf
    outcome: Outcome = "unknown"
    number: int = 0
    """The entry of the log up to which, by the answer, all is written that it tells of."""
    sees: frozenset[tuple[str, str]] = frozenset()
    """Kinds of places, and whose, that a page shows all of."""
    shown: Mapping[Place, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Of the action."""
        return str(self.asked.get("id", ""))

    def end(self, outcome: Outcome, number: int = 0) -> None:
        """The answer is here."""
        self.ended, self.outcome, self.number = time.monotonic(), outcome, number

    def show(self, number: int, sees: Iterable[tuple[str, str]], shown: Mapping[Place, object]) -> None:
        """The page is here."""
        self.sees, self.shown = frozenset(sees), shown
        self.end("acknowledged", number)

    def __str__(self) -> str:
        return f"{self.client}: {self.asked or f'page at {self.number}'}"


class History:
    """What all clients of a class have noted; they may note at the same time."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self._lock = threading.Lock()

    def begin(self, client: str, asked: dict[str, Any], writes: tuple[Place, object] | None = None) -> Deed:
        """A client asks for something now."""
        deed = Deed(client, asked, writes, time.monotonic())
        with self._lock:
            self.deeds.append(deed)
        return deed

    def faults(self, log: Iterable[Entry]) -> list[str]:
        """Everything that the log's order does not explain; nothing: the history holds."""
        against = _Against(self.deeds, list(log))
        return [*against.counted(), *against.timed(), *against.read(), *against.played()]


class _Against:
    """A history beside the log of its class."""

    def __init__(self, deeds: list[Deed], entries: list[Entry]) -> None:
        self.entries = entries
        self.actions = {deed.id: deed for deed in deeds if deed.asked}
        self.pages = sorted((deed for deed in deeds if not deed.asked), key=lambda deed: deed.number)
        self.written = {entry.action: entry.number for entry in entries if entry.action in self.actions}

    def counted(self) -> Iterator[str]:
        """Each action is done as often as its client has a right to expect, and each seat stays open."""
        times = Counter(entry.action for entry in self.entries if entry.action is not None)
        allowed = {"acknowledged": (1, 1), "refused": (0, 0), "unknown": (0, 1)}
        for deed in self.actions.values():
            least, most = allowed[deed.outcome]
            count = times.pop(deed.id, 0)
            if count < least:
                yield f"lost: {deed}"
            if count > most:
                yield f"{deed.outcome}, but done {count} times: {deed}"
        yield from (f"nobody asked for it: {action}" for action in times)
        yield from (f"a page was refused: {deed}" for deed in self.pages if deed.outcome == "refused")

    def timed(self) -> Iterator[str]:
        """What was answered before something else was asked for stands before it, and where its answer says."""
        latest: Deed | None = None
        for entry in self.entries:
            if (deed := self._asked(entry)) is None:
                continue
            if latest is not None and deed.ended < latest.invoked:
                yield f"written after what was asked for later: {deed}, after {latest}"
            if deed.outcome == "acknowledged" and deed.number < entry.number:
                yield f"acknowledged at {deed.number}, written at {entry.number}: {deed}"
            latest = _later(latest, deed)

    def read(self) -> Iterator[str]:
        """Each page shows what was done up to its place, and its place fits the time at which it was read."""
        places: dict[Place, object] = {}
        rows, latest = iter(self.entries), None
        entry = next(rows, None)
        answered = self._answered()
        for page in self.pages:
            if page.outcome != "acknowledged":
                continue
            while entry is not None and entry.number <= page.number:
                self._do(places, entry)
                latest = _later(latest, self._asked(entry))
                entry = next(rows, None)
            if latest is not None and latest.invoked > page.ended:
                yield f"shown before it was asked for: {latest}, on {page}"
            before = bisect_left(answered, page.invoked, key=lambda row: row[0])
            if before and answered[before - 1][1] > page.number:
                yield f"stale: {page}, though entry {answered[before - 1][1]} had been answered for"
            wanted = {where: value for where, value in places.items() if where[:2] in page.sees}
            if wanted != page.shown:
                yield f"{page}: shows {dict(page.shown)}, what was done makes it {wanted}"

    def _answered(self) -> list[tuple[float, int]]:
        """By when which entry of the log had certainly been written: (time, number), both rising."""
        rows, most = [], 0
        known = [deed for deed in (*self.actions.values(), *self.pages) if deed.outcome == "acknowledged"]
        for deed in sorted(known, key=lambda deed: deed.ended):
            most = max(most, self.written.get(deed.id, 0) if deed.asked else deed.number)
            rows.append((deed.ended, most))
        return rows

    def played(self) -> Iterator[str]:
        """Each round is played once, or anew after it was taken back, and from what the teams had drafted."""
        places: dict[Place, object] = {}
        resolved: list[str] = []
        for entry in self.entries:
            if entry.event.kind == "undone":
                resolved.pop()
            elif entry.event.kind == "resolved":
                row = entry.event.data["round"]
                if row["step"] in resolved:
                    yield f"resolved twice: {row['step']}"
                resolved.append(row["step"])
                for team, turns in row["orders"].items():
                    drafted = {where[2]: value for where, value in places.items() if where[:2] == (DRAFT, team)}
                    if turns[0] != drafted and (drafted or team not in row["defaulted"]):
                        yield f"{row['step']}: {team} drafted {drafted}, played was {turns[0]}"
            self._do(places, entry)

    def _asked(self, entry: Entry) -> Deed | None:
        """What a client asked for that an entry writes down."""
        return None if entry.action is None else self.actions.get(entry.action)

    def _do(self, places: dict[Place, object], entry: Entry) -> None:
        """Do what was asked for; of what the class does by itself, only that a new step begins with empty drafts."""
        deed = self._asked(entry)
        if deed is not None and deed.writes is not None:
            where, value = deed.writes
            places[where] = value
            if where[0] == DRAFT and not value:
                del places[where]
        if entry.event.kind == "stepped":
            for where in [where for where in places if where[0] == DRAFT]:
                del places[where]


def _later(one: Deed | None, other: Deed | None) -> Deed | None:
    """Which of two was asked for later."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda deed: deed.invoked)
