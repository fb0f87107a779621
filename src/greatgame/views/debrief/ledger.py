"""Card 3: what moved a figure over the whole campaign."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.indicators import cell_of, player_buyer
from greatgame.records import Record
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.text import Text, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.readings import Readings, lines_of
from greatgame.views.titles import changed, printed, threshold_of, title_of, unit_of

STEPS = 9
"""Causes with a step of their own; smaller ones are taken together."""


@dataclass(frozen=True)
class Choice(Record):
    """A figure that can be opened."""

    path: str
    title: str
    group: str


@dataclass(frozen=True)
class Step(Record):
    """One step of the waterfall."""

    label: str
    amount: Figure
    begin: float
    """Level before the step."""
    end: float
    mine: bool
    chance: bool


@dataclass(frozen=True)
class Waterfall(Record):
    """A figure's way from the start of the campaign to its end."""

    path: str
    opening: Figure
    closing: Figure
    steps: tuple[Step, ...]
    low: float
    """Lowest level that a step touches."""
    high: float


def choices(session: Session) -> tuple[Choice, ...]:
    """The figures worth opening, in groups."""
    s, me = session.scenario, session.player
    names = s.names
    others = [power for power in names.powers if power != me]
    groups: list[tuple[str, list[str]]] = [
        ("The pledge", [f"pledge.{part}" for part in names.pledge]),
        ("Trust", [f"trust.{host}.{me}" for host in names.hosts]),
        ("The hosts", [f"{name}.{host}" for name in ("autonomy", "institutions", "skills") for host in names.hosts]),
        ("Roads", [f"volume.{corridor}" for corridor in names.corridors]),
        ("At home", [f"support.{me}", f"credibility.{me}"]),
        ("Rivals", [f"{name}.{power}.{me}" for name in ("wariness", "grievance") for power in others]),
        ("Tension", [f"tension.{point}" for point in names.flashpoints]),
    ]
    if player_buyer(s) >= 0:
        groups.append(("Materials", [f"security.{me}.{mineral}" for mineral in names.minerals]))
    return tuple(Choice(path, title_of(s, *cell_of(s, path)), Text(group)) for group, paths in groups for path in paths)


def waterfall(session: Session, path: str) -> Waterfall:
    """What moved a figure since the campaign began, the largest causes one by one.

    Raises:
        GreatGameError: for a figure that there is not.
    """
    readings, scenario = Readings(session), session.scenario
    variable, index = cell_of(scenario, path)
    unit, title = unit_of(scenario, variable, index), title_of(scenario, variable, index)
    whole = session.explain(path)
    lines = _grouped(lines_of(session, whole.entries, unit, by_project=False))
    opening, closing = whole.opening * unit.scale, whole.closing * unit.scale

    def shown(words: Text, value: float, account: Account, signed: bool = False) -> Figure:
        threshold = "" if signed else threshold_of(scenario, readings.state, variable, index)
        name = Text((changed(unit) if signed else unit).name)
        return Figure(words, value, name, printed(value, unit, signed), lambda: account, threshold, None, path)

    first = AccountLine(say("At the start of {quarter}", quarter=when(scenario.quarter(0))), opening)
    note = say("The value at the start, and everything that has moved it since.")
    start = Account(title, Text(unit.name), opening, (first,), say("Where the scenario begins."))
    end = Account(title, Text(unit.name), closing, (first, *lines), note)
    steps, level = [], opening
    for line in lines:
        account = Account(
            line.label, Text(changed(unit).name), line.amount, (line,), say("Sum of its entries in the ledger.")
        )
        amount = shown(Text(line.label) if not isinstance(line.label, Text) else line.label, line.amount, account, True)
        steps.append(Step(line.label, amount, level, level + line.amount, line.mine, line.chance))
        level += line.amount
    levels = [opening, closing, *(step.end for step in steps)]
    return Waterfall(
        path=path,
        opening=shown(say("{title}, at the start", title=title), opening, start),
        closing=shown(title, closing, end),
        steps=tuple(steps),
        low=min(levels),
        high=max(levels),
    )


def _grouped(lines: tuple[AccountLine, ...]) -> tuple[AccountLine, ...]:
    """The largest lines in their order; the rest of each sort together."""
    if len(lines) <= STEPS:
        return lines
    large = set(sorted(range(len(lines)), key=lambda i: -abs(lines[i].amount))[: STEPS - 2])
    kept, rest = [], {False: 0.0, True: 0.0}
    for i, line in enumerate(lines):
        if i in large:
            kept.append(line)
        else:
            rest[line.mine] += line.amount
    others = [
        AccountLine(say("your other orders") if mine else say("everything else"), amount, mine=mine)
        for mine, amount in rest.items()
        if amount
    ]
    return tuple(sorted([*kept, *others], key=lambda line: (line.chance, line.mine)))
