"""Offices within a team: who drafts which orders, and when an order counts.

An office that nobody holds is stood in for by the leading office, or by every
office where nobody leads; so an absent student stops nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from greatgame.classroom.exercise import Agreement, ExerciseFile
from greatgame.classroom.state import ClassState, Team


@dataclass(frozen=True)
class Missing:
    """What an order waits for."""

    all_of: tuple[str, ...]
    """Offices that have to agree in any case."""
    lead: str | None
    """The office whose consent carries it."""
    votes: int
    """How many offices more carry it without the leading one; 0: only the leading office can."""

    @property
    def nothing(self) -> bool:
        """Whether the order counts."""
        return not self.all_of and self.lead is None and not self.votes


class Offices:
    """The offices of one team, as they are held now."""

    def __init__(self, plan: ExerciseFile, state: ClassState, team: Team) -> None:
        self.roles = plan.role
        self.rule = plan.agreement or Agreement()
        held = {seat.role for seat in state.members(team.id)}
        self.filled = tuple(name for name in self.roles if name in held)
        self.empty = tuple(name for name in self.roles if name not in held)

    @cached_property
    def lead(self) -> str | None:
        """The office that leads, where somebody holds it."""
        return self.rule.lead if self.rule.lead in self.filled else None

    def leads(self, role: str) -> bool:
        """Whether an office says when the team is ready, strikes drafts and stands in for empty offices."""
        return self.lead in (None, role)

    def stands_for(self, role: str) -> tuple[str, ...]:
        """The offices whose orders an office drafts: its own, and the empty ones where it leads."""
        return (role, *(self.empty if self.leads(role) else ()))

    def kinds(self, role: str) -> set[str]:
        """Kinds of move that an office drafts now."""
        return {kind for name in self.stands_for(role) for kind in self.roles[name].kinds}

    def drafters(self, kind: str) -> tuple[str, ...]:
        """The offices to which a kind of move belongs, whether held or not."""
        return tuple(name for name, role in self.roles.items() if kind in role.kinds)

    def strikes(self, role: str, kind: str) -> bool:
        """Whether an office may take a draft of a kind off the table."""
        return self.leads(role) or kind in self.kinds(role)

    def missing(self, kind: str, agreed: Iterable[str]) -> Missing:
        """What an order of a kind waits for, given who agrees."""
        names = [name for name in self.filled if name in set(agreed)]
        own = [name for name in self.drafters(kind) if name in self.filled]
        wanted = [name for name in self.filled if kind in self.roles[name].consents]
        if own and not set(own) & set(names):
            wanted += own[:1]
        all_of = tuple(name for name in dict.fromkeys(wanted) if name not in names)
        if self.lead is not None and self.lead in (*names, *all_of):
            return Missing(all_of, None, 0)
        if self.rule.votes is None:
            others = [] if self.lead is not None else [name for name in self.filled if name not in names]
            return Missing(tuple(dict.fromkeys((*all_of, *others))), self.lead, 0)
        short = max(0, min(self.rule.votes, len(self.filled)) - len(names))
        return Missing(all_of, self.lead if short else None, short)
