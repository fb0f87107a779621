"""What the worst futures have in common: events, others' orders and luck that are found there more than elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from greatgame.lab.statistics import held_together, seldom
from greatgame.moves.catalogue import Catalogue
from greatgame.records import Record
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario
from greatgame.scenario.naming import called
from greatgame.text import Text, say

TENTH = 10
"""One future in so many is among the worst."""
LEAST = 4
"""Worst futures from which on it makes sense to ask what they have in common."""
DOUBT = 0.05
"""Probability of a finding by chance alone, all that was looked at together, above which it is not told."""
TOLD = 8
"""Findings that are told at most."""
UPPER = 0.75
"""Quantile above which a figure counts as high."""
RARE, USUAL = 0.05, 0.6
"""Shares of all futures between which something can mark the worst: rarer proves nothing, more usual tells nothing."""


@dataclass(frozen=True)
class Mark(Record):
    """Something that is more frequent among the worst futures than elsewhere."""

    kind: str
    """``event``, ``orders``, ``project`` or ``figure``."""
    name: str
    """Id of the event or project, ``ACTOR/KIND`` of the orders, or path of the figure."""
    text: str
    inside: int
    """Worst futures that have it."""
    outside: int
    """Other futures that have it."""
    share_inside: float
    share_outside: float
    probability: float
    """Of so large a difference by chance alone, raised for all that was looked at."""


@dataclass(frozen=True)
class Worst(Record):
    """The worst tenth of the futures by the total."""

    futures: int
    below: float
    """The best total among them."""
    mean: float
    mean_elsewhere: float
    pillars: dict[str, float]
    """Points by pillar: the mean of the worst less the mean elsewhere, lowest first."""
    looked_at: int
    """Possible marks that were tested together."""
    marks: tuple[Mark, ...]
    """Most certain first."""


@dataclass
class Course:
    """What happened in futures besides the figures that were asked for, from the next turn on."""

    events: Floats
    """``[future, event]`` how often"""
    orders: Floats
    """``[future, actor, kind]`` carried out"""
    tension: Floats
    """``[future, flashpoint]`` highest"""
    price: Floats
    """``[future, mineral]`` highest"""
    sponsor: Floats
    """``[future, project]`` whose it is at the horizon: number of the power, from 1; 0 nobody's"""
    score: Floats
    """``[future, pillar]`` at the horizon"""

    def joined(self, other: Course) -> Course:
        """Both one after the other."""
        pairs = ((getattr(self, part.name), getattr(other, part.name)) for part in fields(self))
        return Course(*(np.concatenate(pair) for pair in pairs))


Possible = tuple[str, str, str, Bools]
"""Kind, name, words, and where it is so ``[future]``."""


def worst_of(book: Catalogue, total: Floats, course: Course) -> Worst:
    """The worst tenth by ``total`` ``[future]`` and its marks; none are sought in fewer than forty futures."""
    count = max(1, len(total) // TENTH)
    # Equal totals are told apart by the number of the future.
    order = np.argsort(total, kind="stable")
    inside = np.zeros(len(total), dtype=bool)
    inside[order[:count]] = True
    possible = list(_possible(book, course)) if count >= LEAST else []
    elsewhere = total[~inside]
    shortfall = course.score[inside].mean(axis=0) - course.score[~inside].mean(axis=0)
    pillars = dict(zip(book.scenario.names.pillars, (float(points) for points in shortfall), strict=True))
    return Worst(
        futures=count,
        below=float(total[order[count - 1]]),
        mean=float(total[inside].mean()),
        mean_elsewhere=float(elsewhere.mean()),
        pillars=dict(sorted(pillars.items(), key=lambda row: row[1])),
        looked_at=len(possible),
        marks=_marks(possible, inside),
    )


def contrast(book: Catalogue, inside: Bools, course: Course) -> tuple[Mark, ...]:
    """What is found more often in the futures ``inside`` ``[future]`` than elsewhere; nothing where they are few."""
    drawn = int(np.count_nonzero(inside))
    if not LEAST <= drawn < len(inside):
        return ()
    return _marks(list(_possible(book, course)), inside)


def _marks(possible: Sequence[Possible], inside: Bools) -> tuple[Mark, ...]:
    drawn, n = int(np.count_nonzero(inside)), len(inside)
    counts = [(int(np.count_nonzero(has & inside)), int(np.count_nonzero(has))) for *_, has in possible]
    chances = held_together([seldom(within, drawn, cases, n) for within, cases in counts])
    marks = [
        Mark(
            kind=kind,
            name=name,
            text=text,
            inside=within,
            outside=cases - within,
            share_inside=within / drawn,
            share_outside=(cases - within) / (n - drawn),
            probability=chance,
        )
        for (kind, name, text, _), (within, cases), chance in zip(possible, counts, chances, strict=True)
        if chance < DOUBT
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.probability, mark.name))[:TOLD])


def _possible(book: Catalogue, course: Course) -> Iterator[Possible]:
    """Everything that some futures have and others have not, neither very rare nor usual."""
    s = book.scenario
    for e, event in enumerate(s.names.events):
        has = course.events[:, e] > 0
        if _divides(has):
            yield "event", event, called(s.file.event[event]), has
    yield from _orders(s, book, course.orders)
    mine = np.unique(s.venture_project[s.venture_power == s.player])
    for j in mine:
        has = course.sponsor[:, j] != s.player + 1
        if _divides(has):
            project = s.names.projects[j]
            yield "project", project, say("{project}: not won", project=called(s.file.project[project])), has
    for values, axis, variable in (
        (course.tension, s.names.flashpoints, "tension"),
        (course.price, s.names.minerals, "price"),
    ):
        for i, name in enumerate(axis):
            high = float(np.quantile(values[:, i], UPPER))
            has = values[:, i] > high
            if _divides(has):
                labels = s.file.flashpoint if variable == "tension" else s.file.mineral
                values_of = {"name": called(labels[name]), "variable": Text(variable), "value": high}
                yield "figure", f"{variable}.{name}", say("{name}: {variable} above {value:.3g}", **values_of), has


def _orders(s: IndexedScenario, book: Catalogue, orders: Floats) -> Iterator[Possible]:
    """Orders of everyone but the player, governments one by one and firms together, often or seldom."""
    governments = len(s.names.actors)
    counts = np.concatenate([orders[:, :governments], orders[:, governments:].sum(axis=1, keepdims=True)], axis=1)
    labels = [s.label(actor) for actor in s.names.actors] + [Text("Firms")]
    for actor, label in enumerate(labels):
        if actor == s.player:
            continue
        for k, kind in enumerate(book.kind_names):
            given = counts[:, actor, k]
            if not given.any():
                continue
            who = book.actors[actor] if actor < governments else "firms"
            move = called(book.kinds[kind].spec)
            for has, count in _halves(given):
                words = say("{actor}: {move}, {count}", actor=label, move=move, count=count)
                yield "orders", f"{who}/{kind}", words, has


def _halves(given: Floats) -> Iterator[tuple[Bools, Text]]:
    """Where an order is given more often than in the middle future, and where less, with how often in words."""
    middle = np.quantile(given, 0.5, method="lower")
    often, rarely = given > middle, given < np.quantile(given, 0.5, method="higher")
    if _divides(often):
        yield often, say("{times} or more", times=_times(int(given[often].min())))
    if _divides(rarely):
        yield rarely, _at_most(int(given[rarely].max()))


def _divides(has: Bools) -> bool:
    return RARE * len(has) <= int(np.count_nonzero(has)) <= USUAL * len(has)


def _times(count: int) -> Text:
    return Text("once") if count == 1 else say("{count} times", count=count)


def _at_most(count: int) -> Text:
    return Text("never") if count == 0 else say("{times} at most", times=_times(count))
