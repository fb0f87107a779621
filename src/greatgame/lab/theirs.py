"""Their game: what every other government wanted, by its own doctrine, and what it got."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.agents.objectives import aims, objective, standing
from greatgame.records import Record
from greatgame.session import Session


@dataclass(frozen=True)
class Aim(Record):
    """One consideration by which a government judges the state."""

    name: str
    weight: float
    """In its doctrine."""
    before: float
    """Points, 0 to 100, at the start of the campaign."""
    after: float
    """At the end of the last finished turn."""


@dataclass(frozen=True)
class Standing(Record):
    """One government's game."""

    actor: str
    aims: tuple[Aim, ...]
    """The heaviest first."""
    projects: tuple[str, ...]
    """Projects that it has won since the start (powers)."""
    orders: int
    """Orders of its own that were carried out."""


def standings(session: Session) -> tuple[Standing, ...]:
    """Every government's game but the player's, powers first."""
    scenario, start, now = session.scenario, session.at(0), session.at(session.turn)
    rows = []
    for number, actor in enumerate(scenario.names.actors):
        if number == scenario.player:
            continue
        weights = aims(scenario, number)
        before, after = standing(scenario, start, number), standing(scenario, now, number)
        found = [Aim(name, weights[name], float(before[name][0]), float(after[name][0])) for name in weights]
        won = (now.sponsor[0] == number + 1) & (start.sponsor[0] != number + 1)
        projects = tuple(name for name, mine in zip(scenario.names.projects, won, strict=True) if mine)
        orders = sum(row.actor == actor and row.admitted > 0 for turn in session.history for row in turn.orders)
        in_order = tuple(sorted(found, key=lambda aim: -aim.weight))
        rows.append(Standing(actor, in_order, projects if number < len(scenario.names.powers) else (), orders))
    return tuple(rows)


def points(session: Session, seat: str, turn: int) -> float:
    """How a government stood at the start of a turn: the player by the score, any other by its own aims."""
    scenario = session.scenario
    return float(objective(scenario, session.at(turn), scenario.names.actors.at(seat))[0])
