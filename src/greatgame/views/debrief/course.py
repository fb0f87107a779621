"""Card 2: the campaign turn by turn, and the orders on which it turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from greatgame.indicators import cell_of
from greatgame.lab.afterwards import Afterwards
from greatgame.lab.debrief import TurningPoint
from greatgame.lab.gaps import BECAUSE, Gap, Moved, Reason
from greatgame.moves.catalogue import catalogue_of
from greatgame.records import Record, TurnRecord
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.text import Text, joined, named, say
from greatgame.views.debrief.common import COUNT, POINTS, figure, mean_note
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.names import PILLARS, cause_text
from greatgame.views.orders import target_of
from greatgame.views.strategies import name_of
from greatgame.views.titles import Unit, changed, printed, title_of, unit_of

SHOWN = 3
"""Turning points of each kind."""
LEAST = 0.05
"""Points of the total below which an order changed nothing: with one decimal it would be shown as 0."""


@dataclass(frozen=True)
class Moment(Record):
    """One finished turn."""

    turn: int
    quarter: str
    total: Figure
    headlines: tuple[str, ...]
    """What moved the score most."""
    events: tuple[str, ...]
    orders: tuple[str, ...]
    """Own orders that were carried out."""
    kinds: tuple[Text, ...]
    """The same in fewer words: what was aimed at, kind by kind."""


@dataclass(frozen=True)
class Turning(Record):
    """An order, and what the campaign would have been without it."""

    turn: int
    quarter: str
    orders: tuple[str, ...]
    text: str
    effect: Figure
    """Points of the total, under the campaign's own luck."""
    usual: Figure | None
    """The same under other luck."""
    later: Figure
    """Later orders that would have been impossible without it."""


@dataclass(frozen=True)
class Because(Record):
    """Why a gap opened: one cause in the ledgers."""

    text: Text
    effect: Figure
    """Points of the total by which it widened the gap."""


@dataclass(frozen=True)
class Opened(Record):
    """A turn in which the gap to a strategy opened."""

    turn: int
    quarter: str
    widened: Figure
    """Points of the total by which the strategy gained."""
    reasons: tuple[Because, ...]


@dataclass(frozen=True)
class Course(Record):
    """The whole way."""

    moments: tuple[Moment, ...]
    best: tuple[Turning, ...]
    costly: tuple[Turning, ...]
    gaps: tuple[Opened, ...]
    """Where a strategy under the same luck gained most, the worst turn first."""
    strategy: Text | None
    """Which strategy that is; None where none gained anything."""
    known: bool
    """Whether turning points have been worked out."""


def course(session: Session, found: Afterwards | None = None) -> Course:
    """The campaign turn by turn, with turning points once they are known."""
    points = found.orders if found else None
    best = [point for point in points or () if point.effect >= LEAST]
    costly = [point for point in points or () if point.effect <= -LEAST]
    gaps = (found.gaps if found else None) or ()
    return Course(
        moments=tuple(_moment(session, record) for record in session.history),
        best=tuple(_turning(session, point) for point in best[:SHOWN]),
        costly=tuple(_turning(session, point) for point in costly[:SHOWN]),
        gaps=tuple(_opened(session, row) for row in gaps),
        strategy=Text(name_of(session.scenario, gaps[0].strategy)) if gaps else None,
        known=points is not None,
    )


def _moment(session: Session, record: TurnRecord) -> Moment:
    carried = [row for row in record.orders if row.actor == session.player and row.admitted > 0]
    return Moment(
        turn=record.turn,
        quarter=when(record.quarter),
        total=score_after(session, record),
        headlines=tuple(_headline(session, row.path, row.change) for row in record.headlines),
        events=tuple(_event(session, row.id) for row in record.events),
        orders=tuple(row.text for row in carried),
        kinds=_by_kind(session, [row.order for row in carried]),
    )


def _by_kind(session: Session, orders: Sequence[str]) -> tuple[Text, ...]:
    book = catalogue_of(session.scenario)
    targets: dict[str, list[Text]] = {}
    for number in map(book.number, orders):
        targets.setdefault(book.kind(number).name, []).append(target_of(book, number))
    return tuple(
        say("{kind}: {targets}", kind=named(spec.name, spec.name_ja), targets=joined(texts, "; "))
        for name, texts in targets.items()
        for spec in (book.kinds[name].spec,)
    )


def _event(session: Session, name: str) -> Text:
    event = session.scenario.file.event[name]
    return named(event.name, event.name_ja)


def _headline(session: Session, path: str, change: float) -> Text:
    title = title_of(session.scenario, *cell_of(session.scenario, path))
    return say("{title}: up", title=title) if change > 0 else say("{title}: down", title=title)


def score_after(session: Session, record: TurnRecord) -> Figure:
    """The score at the end of a turn."""
    scenario = session.scenario
    points: dict[str, float] = record.indicators["score"]["pillars"]
    weights = dict(zip(scenario.names.pillars, map(float, scenario.pillar_weights), strict=True))
    value = sum(points[name] * weights[name] for name in points)
    return figure(
        say("Score at the end of {quarter}", quarter=when(record.quarter)),
        value,
        POINTS,
        lambda: [AccountLine(Text(PILLARS[name]), points[name] * weights[name]) for name in points],
        say("Each pillar at its published weight."),
        say("of 100 points; who just reaches every goal has {goal:.1f}", goal=scenario.total_goal),
    )


def _turning(session: Session, point: TurningPoint) -> Turning:
    scenario = session.scenario
    weights = dict(zip(scenario.names.pillars, map(float, scenario.pillar_weights), strict=True))
    book = session.catalogue
    words = joined([book.describe(book.number(order)) for order in point.orders], "; ")

    def lines() -> list[AccountLine]:
        moved = {name: weights[name] * change for name, change in point.pillars.items()}
        rows = [AccountLine(Text(PILLARS[name]), amount, mine=True) for name, amount in moved.items() if amount]
        return sorted(rows, key=lambda row: -abs(row.amount))

    effect = figure(
        say("Worth of the order: {order}", order=words),
        point.effect,
        POINTS,
        lines,
        say("This campaign less the same campaign without the order, under the same luck, pillar by pillar."),
        signed=True,
    )
    return Turning(
        point.turn, when(point.quarter), point.orders, words, effect, _usual(point, words), _later(point, words)
    )


def _usual(point: TurningPoint, words: Text) -> Figure | None:
    if point.elsewhere is None:
        return None
    mean = point.elsewhere.mean

    def lines() -> list[AccountLine]:
        own = AccountLine(say("under this campaign's luck"), point.effect, mine=True)
        return [own, AccountLine(say("less what this campaign's luck added"), mean - point.effect, chance=True)]

    return figure(
        say("Worth under other luck: {order}", order=words),
        mean,
        POINTS,
        lines,
        mean_note(point.elsewhere),
        signed=True,
    )


def _later(point: TurningPoint, words: Text) -> Figure:
    title = say("Later orders that need it: {order}", order=words)
    line = AccountLine(say("orders of later turns that are refused without it"), float(point.refused_later))
    return figure(title, float(point.refused_later), COUNT, lambda: [line])


def _opened(session: Session, row: Gap) -> Opened:
    name, quarter = Text(name_of(session.scenario, row.strategy)), when(row.quarter)
    reasons = tuple(_because(session, reason, name, quarter) for reason in row.reasons)

    def lines() -> list[AccountLine]:
        rows = [AccountLine(reason.text, reason.effect.value, opens=reason.effect) for reason in reasons]
        return _with_rest(rows, row.widened)

    widened = figure(
        say("What {strategy} gained in {quarter}", strategy=name, quarter=quarter),
        row.widened,
        POINTS,
        lines,
        say("Under the same luck; what each cause moved here less what it moved there, with all figures that count."),
        signed=True,
    )
    return Opened(row.turn, quarter, widened, reasons)


def _because(session: Session, reason: Reason, name: Text, quarter: Text) -> Because:
    scenario = session.scenario
    cause = cause_text(scenario, reason.cause)
    if reason.actor is not None:
        cause = say("{cause} ({actor})", cause=cause, actor=Text(reason.actor))
    cause = cause.capital

    def told(moved: Moved, words: Text | None) -> Text:
        variable, index = cell_of(scenario, moved.path)
        unit = unit_of(scenario, variable, index)
        shown = {
            "figure": title_of(scenario, variable, index),
            "here": _by(moved.here, unit),
            "there": _by(moved.there, unit),
            "unit": Text(changed(unit).name),
            "strategy": name,
        }
        return say(MOVED, **shown) if words is None else say(BECAUSE, cause=words, **shown)

    def lines() -> list[AccountLine]:
        return _with_rest([AccountLine(told(moved, None), moved.effect) for moved in reason.figures], reason.effect)

    title = say("{cause}, {quarter}: what it added to the gap", cause=cause, quarter=quarter)
    note = say("Points of the total, figure by figure: here, and in the other campaign.")
    return Because(told(reason.figures[0], cause), figure(title, reason.effect, POINTS, lines, note, signed=True))


MOVED = "{figure} {here} {unit} ({strategy}: {there})"
"""How much a figure moved in the campaign, and in a strategy's."""


def _by(change: float, unit: Unit) -> str:
    return printed(change * unit.scale, changed(unit), signed=True) if change else "0"


def _with_rest(rows: list[AccountLine], whole: float) -> list[AccountLine]:
    rest = whole - sum(row.amount for row in rows)
    return [*rows, AccountLine(say("everything else"), rest)] if abs(rest) > 1e-9 else rows
