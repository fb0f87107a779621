"""What a session hands out: frozen records that turn into plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: dictionaries, lists, strings, numbers, null."""
    if isinstance(value, Record):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


@dataclass(frozen=True)
class Record:
    """Base of all results."""

    def as_dict(self) -> dict[str, Any]:
        """The record under the names of its fields."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True)
class Price(Record):
    """What one unit of a move costs its actor."""

    diplomacy: float
    """Points of leaders' and ministers' time."""
    money_usd_mn: float
    money_jpy_bn: float | None
    """The same money in the player's own currency; None for other actors."""
    resource: str | None
    """Purse that the money comes from; None where it costs none."""


@dataclass(frozen=True)
class Move(Record):
    """One entry of the catalogue as it stands now."""

    id: str
    actor: str
    kind: str
    name: str
    text: str
    price: Price
    most: int
    """Most units in one turn."""
    legal: bool
    failing: tuple[str, ...]
    """Everything that stands in the way; empty for a legal move."""


@dataclass(frozen=True)
class QueuedOrder(Record):
    """An order that waits for the end of the turn."""

    order: str
    amount: int
    text: str


@dataclass(frozen=True)
class Reason(Record):
    """One consideration behind an order and its weighted part of the utility (firms: percentage points of return)."""

    consideration: str
    part: float


@dataclass(frozen=True)
class OrderRecord(Record):
    """An order as it was given and what became of it."""

    actor: str
    actor_name: str
    order: str
    kind: str
    text: str
    amount: float
    """Units asked for."""
    admitted: float
    """Units carried out."""
    outcome: str
    """``done``, ``refused: not possible`` or ``refused: cannot be paid``."""
    reasons: tuple[Reason, ...]
    """Largest first; empty for explicit orders.  Their parts sum to the actor's utility or margin."""


@dataclass(frozen=True)
class ChoiceRecord(Record):
    """An answer that a government may give to an event."""

    id: str
    name: str
    order: str | None
    """The order that gives this answer; None where no government has the choice."""


@dataclass(frozen=True)
class EventRecord(Record):
    """An event of a turn."""

    id: str
    name: str
    text: str
    actor: str | None
    actor_name: str | None
    """The government that has a choice, if any."""
    choices: tuple[ChoiceRecord, ...]
    choice: str | None
    """Answer taken; None while the turn is open or where there is nothing to choose."""
    choice_name: str | None


@dataclass(frozen=True)
class Headline(Record):
    """One of the turn's changes that moved the score most."""

    path: str
    title: str
    unit: str
    change: float
    value: float
    score_effect: float
    """Points of the weighted score that this change alone is worth."""
    cause: str
    """Largest entry in the direction of the change; whose it is stands in the fields that follow."""
    actor: str | None
    actor_name: str | None
    order: str | None
    why: str
    """The order or the cause in words; for a figure that is measured anew, which part of it moved, and which way."""
    text: str


@dataclass(frozen=True)
class Remark(Record):
    """What a mind that looks ahead made of a turn."""

    actor: str
    actor_name: str
    text: str


@dataclass(frozen=True)
class Advice(Record):
    """What an expert would order in the player's seat."""

    orders: tuple[QueuedOrder, ...]
    text: str
    """What it found when it looked ahead."""


@dataclass(frozen=True)
class TurnRecord(Record):
    """Everything that a finished turn leaves behind."""

    turn: int
    quarter: str
    events: tuple[EventRecord, ...]
    orders: tuple[OrderRecord, ...]
    indicators: dict[str, Any]
    """See :func:`greatgame.indicators.measure`."""
    headlines: tuple[Headline, ...]
    digest: str
    remarks: tuple[Remark, ...] = ()
    """Of the minds that look ahead, one for each."""


@dataclass(frozen=True)
class PillarScore(Record):
    """One pillar of the score, 0 to 100, with its goal, its weight in the total and the parts it consists of."""

    pillar: str
    points: float
    goal: float
    weight: float
    parts: dict[str, float]


@dataclass(frozen=True)
class Score(Record):
    """The player's score by pillar."""

    pillars: tuple[PillarScore, ...]
    total: float

    def points(self) -> dict[str, float]:
        """Points by pillar."""
        return {row.pillar: row.points for row in self.pillars}


@dataclass(frozen=True)
class Counterfactual(Record):
    """The same luck played by another strategy, and how far this campaign is ahead of it."""

    strategy: str
    turns: int
    """Turns played by both."""
    quarter: str | None
    """Last quarter compared; None before the first is over."""
    indicators: dict[str, Any]
    score: Score
    difference: dict[str, float]
    """Points by pillar: this campaign less the other."""
    total_difference: float
