"""Card 6: would the result hold if the model were another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from greatgame.lab.afterwards import Afterwards, Switched
from greatgame.records import Record
from greatgame.session import Session
from greatgame.text import Text, named, say
from greatgame.views.debrief.common import PERCENT, POINTS, figure, mean_note
from greatgame.views.figures import AccountLine, Figure
from greatgame.words import AS_PUBLISHED

MECHANISMS: Mapping[str, str] = MappingProxyType(
    {
        "pledge": "the pledge's own dynamics",
        "hybrid-finance": "mixed finance",
        "bid-contest": "contests of bids",
        "debt": "debt and its pull",
        "human-capital": "human capital",
        "export-controls": "export controls",
        "control-answers": "answers to controls",
        "delivery": "delivery along routes",
        "caspian": "the falling Caspian",
        "wariness": "wariness among powers",
        "coercion": "coercion",
        "multi-vector": "hosts' many-sided policy",
        "war-shock": "the shock of war",
        "values": "values and allies",
        "standards": "digital standards",
        "rear-base": "partners as rear bases",
        "de-risking": "the price of de-risking",
        "events": "events",
    }
)
"""Mechanism -> what it is about."""

STRENGTHS: Mapping[str, str] = MappingProxyType(
    {
        "novice": "Others who follow rules of thumb",
        "standard": "Others who weigh every move",
        "expert": "Others who look ahead",
    }
)

LITTLE = 2.0
"""Points of the total below which a result is about the same."""


@dataclass(frozen=True)
class Assumption(Record):
    """One assumption turned."""

    kind: str
    """``mechanism``, ``temper`` or ``strength``."""
    name: str
    label: str
    own: Figure
    """Change of the result under the campaign's own luck."""
    usual: Figure
    """The same under other luck."""
    refused: Figure
    verdict: str
    """In a few words."""
    way: int
    """-1: the result falls, 0: about the same, 1: it rises."""


@dataclass(frozen=True)
class Assumptions(Record):
    """The card."""

    rows: tuple[Assumption, ...]
    """Those that matter most first."""
    holding: Figure | None
    """How many leave the result about the same or better; None before any is known."""


def assumptions(session: Session, found: Afterwards) -> Assumptions:
    """The card as far as it is known."""
    rows = [_row(session, row, found.total) for row in found.switches]
    in_order = sorted(rows, key=lambda row: -abs(row.usual.value))
    return Assumptions(tuple(in_order), _holding(rows) if rows else None)


def _label(session: Session, row: Switched) -> Text:
    if row.kind == "mechanism":
        return say("Without {mechanism}", mechanism=Text(MECHANISMS.get(row.name, row.name)))
    if row.kind == "strength":
        return Text(STRENGTHS.get(row.name, row.name))
    if row.name == AS_PUBLISHED:
        return say("Rivals as published")
    temper = session.scenario.file.temper[row.name]
    return say("Rivals: {temper}", temper=named(temper.name, temper.name_ja))


def _row(session: Session, row: Switched, total: float) -> Assumption:
    label, mean = _label(session, row), row.elsewhere.mean
    little = abs(mean) < LITTLE
    way = 0 if little or not row.elsewhere.clear else 1 if mean > 0 else -1
    verdicts = {0: "about the same" if little else "cannot be told", 1: "higher", -1: "lower"}

    def own() -> list[AccountLine]:
        other = AccountLine(say("the same orders under this assumption"), row.total)
        return [other, AccountLine(say("less the campaign"), row.difference - row.total)]

    def usual() -> list[AccountLine]:
        here = AccountLine(say("under this campaign's luck"), row.difference)
        return [here, AccountLine(say("less what this campaign's luck added"), mean - row.difference, chance=True)]

    note = mean_note(row.elsewhere)
    refused = AccountLine(say("orders refused, mean over the replays"), 100.0 * row.refused)
    return Assumption(
        kind=row.kind,
        name=row.name,
        label=label,
        own=figure(
            say("{label}, under this luck", label=label),
            row.difference,
            POINTS,
            own,
            say("The same orders under the same luck."),
            signed=True,
        ),
        usual=figure(label, mean, POINTS, usual, note, signed=True),
        refused=figure(say("{label}: orders refused", label=label), 100.0 * row.refused, PERCENT, lambda: [refused]),
        verdict=Text(verdicts[way]),
        way=way,
    )


def _holding(rows: list[Assumption]) -> Figure:
    share = 100.0 / len(rows)
    lines = [AccountLine(row.label, share if row.way >= 0 else 0.0, opens=row.usual) for row in rows]
    note = say(
        "Each counts for its part of one hundred where the result does not fall by {points:g} points or more.",
        points=LITTLE,
    )
    value = sum(line.amount for line in lines)
    return figure(say("Assumptions under which the result holds"), value, PERCENT, lambda: lines, note)
