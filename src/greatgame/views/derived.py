"""Figures that are worked out of several others: what they are made of adds up to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from greatgame.indicators import CONVERSION, index_of, player_buyer, stock_days, supply_shares, utilisation
from greatgame.lab.goals import goals_of
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.naming import when
from greatgame.text import Text, say
from greatgame.views import given
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import PILLARS, actor, label
from greatgame.views.titles import UNITS, Unit, printed
from greatgame.words import known
from greatgame.world.state import State

if TYPE_CHECKING:
    from greatgame.views.readings import Readings

TOTAL, GOALS, TRUST = "total_score", "goals_reached", "mean.trust"

PERCENT, POINTS, COUNT = UNITS["share"], UNITS["points"], Unit("goals", 1.0, 0)

OPENS: Mapping[str, str] = MappingProxyType(
    {
        "committed": "pledge.committed",
        "disbursed": "pledge.disbursed",
        "hosts' trust": TRUST,
        "credibility": "credibility.{player}",
        "autonomy": "mean.autonomy",
        "growth": "mean.growth",
        "skills": "mean.skills",
        "institutions": "mean.institutions",
        "support": "support.{player}",
    }
)
"""Part of a pillar -> the figure that it is worked out of."""

MEANS: Mapping[str, str] = MappingProxyType(
    {
        "trust": "Average trust in {player}",
        "autonomy": "Average autonomy of the hosts",
        "growth": "Average growth of the hosts",
        "skills": "Average skills in the hosts",
        "institutions": "Average institutions of the hosts",
    }
)
"""Figure of hosts -> what its average over them is called."""


def figure(readings: Readings, path: str) -> Figure | None:
    """The derived figure of this name; None where the name is none of them.

    Raises:
        GreatGameError: for a part of a derived figure's name that names nothing, with the closest that does.
    """
    head, *rest = path.split(".")
    makers: Mapping[str, tuple[Callable[..., Figure | None], tuple[str, ...]]] = {
        TOTAL: (total, ()),
        GOALS: (goals, ()),
        "score": (pillar, ("pillars",)),
        "utilisation": (used, ("corridors",)),
        "debt_share": (owed, ("hosts", "creditors")),
        "supply_share": (supplied, ("minerals", "sources")),
        "stock_days": (days, ("minerals",)),
        CONVERSION: (given.conversion, ()),
        "turn": (given.turn, ()),
        "pledge_target": (given.pledge_target, ()),
        "capex": (given.capex, ("projects",)),
        "quarters_left": (given.quarters_left, ("projects",)),
    }
    if head == "mean":
        return mean(readings, known("average", ".".join(rest), MEANS))
    if head not in makers:
        return None
    maker, axes = makers[head]
    index_of(readings.scenario, path, axes)
    return maker(readings, *rest)


def _figure(
    readings: Readings, path: str, title: str, value: float, unit: Unit, made: Callable[[], Sequence[AccountLine]],
    note: str, threshold: str = "", change: float | None = None, sources: tuple[str, ...] = (),
) -> Figure:  # fmt: skip
    def account() -> Account:
        return Account(title, Text(unit.name), value, tuple(made()), note, sources)

    return Figure(title, value, Text(unit.name), printed(value, unit), account, threshold, change, path)


# The score


def total(readings: Readings) -> Figure:
    """The weighted score."""
    score = readings.session.score()

    def lines() -> list[AccountLine]:
        rows = []
        for row in score.pillars:
            opens = pillar(readings, row.pillar)
            words = say(
                "{pillar}: {points:.2f} points at a weight of {weight:.2f} %",
                pillar=Text(PILLARS[row.pillar]),
                points=row.points,
                weight=100.0 * row.weight,
            )
            rows.append(AccountLine(words, row.points * row.weight, opens=opens))
        return rows

    return _figure(
        readings,
        TOTAL,
        say("Score of {player}", player=actor(readings.scenario, readings.session.player)),
        score.total,
        POINTS,
        lines,
        say("The sum of the pillars, each at its published weight, at the end of the last turn."),
        say("of 100 points; who just reaches every goal has {goal:.1f}", goal=readings.scenario.total_goal),
        _since(readings, score.total, lambda before: float((before.score[0] * readings.scenario.pillar_weights).sum())),
        readings.sources({f"score.weights.{row.pillar}": Text(PILLARS[row.pillar]) for row in score.pillars}),
    )


def _since(readings: Readings, value: float, of: Callable[[State], float]) -> float | None:
    """Change over the last turn; None before one is over. What it began with is measured too."""
    return value - of(readings.before) if readings.session.turn > 0 else None


def pillar(readings: Readings, name: str) -> Figure:
    """One pillar of the score: the sum of its parts."""
    row = next(row for row in readings.session.score().pillars if row.pillar == name)
    place = readings.scenario.names.pillars.at(name)

    def lines() -> list[AccountLine]:
        return _parts(readings, row.parts, row.points)

    return _figure(
        readings,
        f"score.{name}",
        Text(PILLARS[name]),
        row.points,
        POINTS,
        lines,
        say("The parts of the pillar, at the end of the last turn."),
        say("the goal is {goal:g} of 100 points", goal=float(readings.scenario.pillar_goals[place])),
        _since(readings, row.points, lambda before: float(before.score[0, place])),
        readings.sources({f"score.weights.{name}": Text(PILLARS[name])}),
    )


ROUNDING = 1e-3
"""Points by which the recorded score may differ from its parts."""


def _parts(readings: Readings, parts: Mapping[str, float], points: float) -> list[AccountLine]:
    """Parts of a pillar; what the bounds of the scale take or give stands at the end."""
    amounts = dict(parts)
    rest = points - sum(amounts.values())
    if amounts and abs(rest) <= ROUNDING:
        last = next(reversed(amounts))
        amounts[last] += rest
        rest = 0.0
    rows = []
    for name, amount in amounts.items():
        path = OPENS.get(name)
        opens = readings.figure(path.format(player=readings.session.player)) if path else None
        rows.append(AccountLine(Text(name), amount, opens=opens))
    if rest:
        rows.append(AccountLine(say("held between 0 and 100"), rest))
    return rows


def goals(readings: Readings) -> Figure:
    """How many goals are reached."""
    wanted = goals_of(readings.scenario, None)
    rows = []
    for goal in wanted:
        opens = pillar(readings, goal.path)
        reached = bool(goal.reached(np.array([opens.value]))[0])
        words = say(
            "{pillar}: {points:.1f} points, the goal is {goal:g}",
            pillar=opens.title,
            points=opens.value,
            goal=goal.value,
        )
        rows.append(AccountLine(words, float(reached), opens=opens))
    value = sum(row.amount for row in rows)
    figure = _figure(
        readings,
        GOALS,
        say("Goals reached of {count}", count=len(rows)),
        value,
        COUNT,
        lambda: rows,
        say("A goal counts once its pillar stands where the scenario sets it."),
        say("there are {count}", count=len(rows)),
    )
    return replace(figure, text=f"{figure.text}/{len(rows)}")


# Averages over the hosts


def mean(readings: Readings, name: str) -> Figure:
    """The average of a figure over the hosts."""
    s, me = readings.scenario, readings.session.player
    paths = [f"{name}.{host}.{me}" if name == "trust" else f"{name}.{host}" for host in s.names.hosts]
    each = [readings.of_state(path) for path in paths]
    count = len(each)

    def lines() -> list[AccountLine]:
        words = [
            say(
                "{host}: {value} divided by {count}",
                host=label(s, "hosts", host),
                value=figure.text,
                count=count,
            )
            for host, figure in zip(s.names.hosts, each, strict=True)
        ]
        return [AccountLine(said, figure.value / count, opens=figure) for said, figure in zip(words, each, strict=True)]

    unit = UNITS["%/yr"] if name == "growth" else POINTS
    return _figure(
        readings,
        f"mean.{name}",
        say(MEANS[name], player=actor(s, me)),
        sum(row.value / count for row in each),
        unit,
        lines,
        say("The sum over the {count} hosts, divided by their number.", count=count),
        "" if name == "growth" else say("on a scale from {low:g} to {high:g}", low=0, high=100),
        sum((row.change or 0.0) / count for row in each),
    )


# Shares


def _share(
    readings: Readings,
    path: str,
    title: str,
    of: Callable[[State], tuple[float, float]],
    words: tuple[str, str],
    threshold: str,
    opens: Figure | None,
) -> Figure:
    """A share of a whole: where it stood, and what its two sides have moved it by; ``of`` gives both sides."""
    (part, whole), (was, had) = of(readings.state), of(readings.before)
    share, before = 100.0 * part / max(whole, 1e-9), 100.0 * was / max(had, 1e-9)
    between = 100.0 * part / max(had, 1e-9)
    quarter = readings.scenario.quarter(readings.since)

    def lines() -> list[AccountLine]:
        return [
            AccountLine(say("At the start of {quarter}", quarter=when(quarter)), before),
            AccountLine(say(words[0], before=was, now=part), between - before, opens=opens),
            AccountLine(say(words[1], before=had, now=whole), share - between),
        ]

    # A part that is a share already has said so.
    note = "" if whole == had == 1.0 else say("{part:,.1f} of {whole:,.1f}", part=part, whole=whole)
    return _figure(readings, path, title, share, PERCENT, lines, note, threshold, share - before)


def used(readings: Readings, name: str) -> Figure:
    """How full the weakest leg of a corridor is."""
    s = readings.scenario
    c = s.names.corridors.at(name)

    def of(state: State) -> tuple[float, float]:
        one = state.select([0])
        volume = float(one.volume[0, c])
        share = float(utilisation(s, one)[c])
        return volume, volume / share if share > 0 else 1.0

    return _share(
        readings,
        f"utilisation.{name}",
        say("Use of the weakest leg: {corridor}", corridor=label(s, "corridors", name)),
        of,
        (
            "Freight went from {before:.2f} to {now:.2f} Mt/yr",
            "Capacity of the weakest leg went from {before:.2f} to {now:.2f} Mt/yr",
        ),
        say("at 100 % the weakest leg is full"),
        readings.of_state(f"volume.{name}"),
    )


def owed(readings: Readings, host: str, creditor: str) -> Figure:
    """Share of one creditor in a host's debt abroad."""
    s = readings.scenario
    h, c = s.names.hosts.at(host), s.names.creditors.at(creditor)
    return _share(
        readings,
        f"debt_share.{host}.{creditor}",
        say(
            "Share of {creditor} in the debt: {host}",
            creditor=label(s, "creditors", creditor),
            host=label(s, "hosts", host),
        ),
        lambda state: (float(state.debt[0, h, c]), float(state.debt[0, h].sum())),
        (
            "Owed to it: from USD {before:,.0f} to {now:,.0f} mn",
            "Owed to all: from USD {before:,.0f} to {now:,.0f} mn",
        ),
        say("above {share:.0f} % in one hand the public worries", share=100.0 * s.debt.threshold),
        readings.of_state(f"debt.{host}.{creditor}"),
    )


def supplied(readings: Readings, mineral: str, source: str) -> Figure:
    """Share of one source in what reaches the player."""
    s = readings.scenario
    m, k = s.names.minerals.at(mineral), s.names.sources.at(source)

    def of(state: State) -> tuple[float, float]:
        return float(supply_shares(s, state.select([0]))[m, k]), 1.0

    return _share(
        readings,
        f"supply_share.{mineral}.{source}",
        say(
            "Share of {source} in the supply: {mineral}",
            source=label(s, "sources", source),
            mineral=label(s, "minerals", mineral),
        ),
        of,
        ("What it delivers, as a share of all that arrives", "All that arrives"),
        say("at 100 % there is no other source"),
        None,
    )


def days(readings: Readings, mineral: str) -> Figure | None:
    """The player's stocks in days of demand; None where the player buys nothing."""
    s, b = readings.scenario, player_buyer(readings.scenario)
    if b < 0:
        return None
    m = s.names.minerals.at(mineral)
    now, was = (float(_days(s, state)[m]) for state in (readings.state, readings.before))
    stock = readings.of_state(f"stock.{s.names.buyers[b]}.{mineral}")
    quarter = s.quarter(readings.since)

    def lines() -> list[AccountLine]:
        words = say(
            "Stocks went from {before:,.0f} to {now:,.0f} t",
            before=stock.value - (stock.change or 0.0),
            now=stock.value,
        )
        return [
            AccountLine(say("At the start of {quarter}", quarter=when(quarter)), was),
            AccountLine(words, now - was, opens=stock),
        ]

    return _figure(
        readings,
        f"stock_days.{mineral}",
        say("Stock in days of demand: {mineral}", mineral=label(s, "minerals", mineral)),
        now,
        Unit("days", 1.0, 0),
        lines,
        say("Tonnes in stock over the demand of a day at the start."),
        say("365 days carry a whole year"),
        now - was,
        readings.source(f"mineral.{mineral}.stock.{readings.session.player}"),
    )


def _days(s: IndexedScenario, state: State) -> Floats:
    return stock_days(s, state.select([0]))
