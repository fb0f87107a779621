"""Where the gap to a strategy opened: the turns in which it gained most on a campaign, and why, from both ledgers.

The strategy plays the same seat under the same luck, so that what differs is
the player's doing, what was left undone among it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from greatgame.explain import Cell, Line, score_effects, titled, value_in, watched_cells
from greatgame.indicators import cell_of
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import in_general, of_several, strategy
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.session import Session
from greatgame.text import Text, say
from greatgame.words import significant
from greatgame.world.ledger import BOUND
from greatgame.world.variables import BY_NAME, cell_name
from greatgame.world.world import in_turn

SHOWN = 3
"""Turns at most, reasons of each and figures of each reason."""
LEAST = 0.05
"""Points of the total below which nothing is told: with one decimal it would be shown as 0."""


@dataclass(frozen=True)
class Moved(Record):
    """A figure that one cause moved."""

    path: str
    title: str
    unit: str
    here: float
    """By how much in the campaign."""
    there: float
    """In the strategy's."""
    effect: float
    """Points of the total by which that widened the gap."""


@dataclass(frozen=True)
class Reason(Record):
    """One cause in the ledgers of why the gap opened."""

    cause: str
    """In words; where it befell several projects, how many."""
    actor: str | None
    """Whose order it was, if another government's."""
    effect: float
    """Points of the total by which it widened the gap, over all figures that it moved."""
    figures: tuple[Moved, ...]
    """The few that count most."""
    text: str


@dataclass(frozen=True)
class Gap(Record):
    """A turn in which a strategy gained on the campaign under the same luck."""

    turn: int
    quarter: str
    strategy: str
    gap: float
    """Points of the total by which the strategy is ahead at the end of the turn."""
    widened: float
    """Points by which it gained in this turn."""
    reasons: tuple[Reason, ...]
    """The largest first; they need not add up to what it gained."""


def gaps(session: Session, name: str) -> tuple[Gap, ...]:
    """The few turns in which a strategy gained most on the campaign, the worst first.

    Raises:
        GreatGameError: for an unknown strategy.
    """
    other = session.beside(name)
    while other.turn < session.turn:
        other.advance()
    lead = [_total(other, turn) - _total(session, turn) for turn in range(session.turn + 1)]
    gained = [after - before for before, after in pairwise(lead)]
    worst = sorted(range(session.turn), key=lambda turn: (-gained[turn], turn))[:SHOWN]
    known = strategy(session.scenario, name)
    return tuple(
        Gap(
            turn=turn,
            quarter=session.scenario.quarter(turn),
            strategy=known,
            gap=lead[turn + 1],
            widened=gained[turn],
            reasons=_reasons(session, other, turn, known),
        )
        for turn in worst
        if gained[turn] >= LEAST
    )


def _total(session: Session, turn: int) -> float:
    """The score when a turn begins, which is that of the end of the one before."""
    return float(in_turn(session.at(turn).score * session.scenario.pillar_weights)[0])


Key = tuple[str, str | None]
"""A cause in general, and whose order it is, if another government's."""


@dataclass
class _Cause:
    """What one cause did in one turn of a campaign."""

    moved: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Figure -> its change, and what that was worth to the total."""
    named: dict[str, set[str]] = field(default_factory=dict)
    """Figure -> the cause in full, by every project that it befell."""


def _causes(session: Session, turn: int) -> dict[Key, _Cause]:
    """All causes of one turn, with what they moved of what the score is made of."""
    sums: dict[tuple[Key, Cell], float] = {}
    found: dict[Key, _Cause] = {}
    for cell in _cells(session.scenario):
        path = _path(session.scenario, cell)
        for line, change in within_bounds(session.explain(path, turn).entries):
            key = _key(session, line)
            found.setdefault(key, _Cause()).named.setdefault(path, set()).add(line.cause)
            sums[key, cell] = sums.get((key, cell), 0.0) + change
    closing = session.at(turn + 1)
    without = [(cell, value_in(closing, cell) - change) for (_, cell), change in sums.items()]
    worth = score_effects(session.scenario, without, closing)
    for ((key, cell), change), points in zip(sums.items(), worth, strict=True):
        found[key].moved[_path(session.scenario, cell)] = change, points
    return found


def within_bounds(entries: Sequence[Line]) -> Iterator[tuple[Line, float]]:
    """Entries of one figure with their changes, less what a bound of its scale took back of those that went beyond."""
    back = sum(line.change for line in entries if line.cause == BOUND)
    beyond = sum(line.change for line in entries if line.change * back < 0.0)
    left = max(0.0, 1.0 + back / beyond) if beyond else 1.0
    for line in entries:
        if line.cause != BOUND:
            yield line, line.change * left if line.change * back < 0.0 else line.change


def _key(session: Session, line: Line) -> Key:
    return in_general(line.cause), None if line.actor == session.player else line.actor_name


def _cells(scenario: IndexedScenario) -> Iterator[Cell]:
    """What the score is made of."""
    yield from watched_cells(scenario)
    for host in range(len(scenario.names.hosts)):
        yield "dependence", (host, CHANNELS.index("digital"), scenario.player)


def _path(scenario: IndexedScenario, cell: Cell) -> str:
    return cell_name(scenario, BY_NAME[cell[0]], cell[1])


def _reasons(session: Session, other: Session, turn: int, name: Text) -> tuple[Reason, ...]:
    here, there = _causes(session, turn), _causes(other, turn)
    found = [
        _reason(session.scenario, key, here.get(key, _Cause()), there.get(key, _Cause()), name)
        for key in {**here, **there}
    ]
    ranked = sorted(found, key=lambda reason: (-reason.effect, reason.cause))
    return tuple(reason for reason in ranked[:SHOWN] if reason.effect >= LEAST)


def _reason(scenario: IndexedScenario, key: Key, here: _Cause, there: _Cause, name: Text) -> Reason:
    nothing = (0.0, 0.0)
    figures = []
    for path in {**here.moved, **there.moved}:
        (mine, lost), (theirs, won) = here.moved.get(path, nothing), there.moved.get(path, nothing)
        variable, index = cell_of(scenario, path)
        unit = BY_NAME[variable].unit_at(index)
        figures.append(Moved(path, titled(scenario, path), unit, mine, theirs, won - lost))
    figures.sort(key=lambda moved: (-moved.effect, moved.path))
    first, actor = figures[0], key[1]
    # What happened here is counted; where nothing did, what happened there.
    cause = _words(key[0], here.named.get(first.path) or there.named[first.path])
    words = cause if actor is None else say("{cause} ({actor})", cause=cause, actor=actor)
    text = say(
        BECAUSE,
        cause=words,
        figure=first.title,
        here=_signed(first.here),
        unit=Text(first.unit),
        strategy=name,
        there=_signed(first.there),
    )
    return Reason(cause, actor, sum(moved.effect for moved in figures), tuple(figures[:SHOWN]), text)


BECAUSE = "{cause}: {figure} {here} {unit} ({strategy}: {there})"
"""What a cause did in the campaign, and in the strategy's."""


def _words(cause: str, named: set[str]) -> str:
    """The cause with its project where it befell one only, otherwise with their number."""
    return next(iter(named)) if len(named) == 1 else of_several(cause, len(named))


def _signed(value: float) -> str:
    digits = significant(abs(value), 3)
    return digits if not value else f"{'+' if value > 0 else '−'}{digits}"
