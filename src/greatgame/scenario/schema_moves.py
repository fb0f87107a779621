"""Sections about moves and events: kinds of move, their items and effects, events and their choices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greatgame.scenario.figures import Figure, Money, Probability, Quarters, Ratio, Share, unit
from greatgame.scenario.schema_minds import Condition
from greatgame.scenario.section import Id, Name, PointsTable, Quarter, Section, Text, WeightTable
from greatgame.scenario.vocabulary import INSTRUMENTS, ROLES

Effort = Literal["none", "light", "normal", "heavy", "ministers", "leaders"]


class Item(Section):
    """One variant of a kind of move."""

    name: Name
    name_ja: str | None = None
    price: Money | None = None
    effort: Effort | None = None
    size: Ratio | None = None
    """Strength relative to the kind's effect; 1 if absent."""
    measure: str | None = None
    sign: Literal["+", "-"] | None = None
    """Documented effect where it differs from the kind's."""


class Kind(Section):
    """A kind of move: who may make it, what it costs, how strong it is."""

    name: Name
    name_ja: str | None = None
    text: Text
    text_ja: str | None = None
    role: Literal[ROLES]  # type: ignore[valid-type]  # the tuple is the one list of them
    actors: Annotated[list[Id], Field(min_length=1)]
    targets: list[Id] = []
    """Hosts, powers, minerals or legs it may aim at; empty: all that the role allows."""
    sectors: list[Id] = []
    """For ventures: the sectors it opens; empty: all."""
    items: dict[Id, Item] = {}
    resource: Literal["grants", "loans", "bank", "insurance", "equity"] | None = None
    price: Money | None = None
    """Money for one unit (finance is priced by share of capital cost)."""
    instrument: Literal[INSTRUMENTS] | None = None  # type: ignore[valid-type]  # as above
    share: Share | None = None
    """For finance: share of capital cost that one unit covers."""
    effort: Effort
    """How much of leaders' and ministers' time it takes."""
    most: Annotated[int, Field(ge=1, le=10)] = 1
    """Most units in one turn."""
    channel: Literal["trade", "finance", "security", "transit", "labour", "digital"] | None = None
    effects: PointsTable | None = None
    """Effect sizes that the role reads: see docs/MODEL.md."""
    measure: str | None = None
    """Figure of the state that shows the effect, e.g. ``trust.*.@``: ``@`` is the actor, ``*`` the mean over all."""
    sign: Literal["+", "-"] | None = None
    """Documented direction of the effect on ``measure``."""

    def effort_of(self, variant: Item | Choice | None) -> Effort:
        """How much time an order takes: of a variant or an answer to an event where it says so."""
        return variant.effort if variant is not None and variant.effort is not None else self.effort

    def price_of(self, variant: Item | Choice | None) -> float:
        """What an order takes of the kind's resource, USD mn."""
        price = variant.price if variant is not None and variant.price is not None else self.price
        return 0.0 if price is None else price.value


class Effect(Section):
    """A change to one figure of the state."""

    variable: str
    change: Annotated[Figure, unit("points", "share", "ratio", "%/yr", "m", "level", "%-points", low=-100, high=100)]
    relative: bool = False
    """True where the change is a ratio of the present value: -1 (nothing is left) to 2 (three times as much)."""


class Choice(Section):
    """One answer that the government concerned may give."""

    name: Name
    name_ja: str | None = None
    considerations: WeightTable
    """What speaks for it: consideration -> strength."""
    effects: list[Effect]
    price: Money | None = None
    """Money that it takes; as the kind of move says if absent.  Silence gives the first answer, which costs nothing."""
    effort: Effort | None = None
    """How much of leaders' and ministers' time it takes; as the kind of move says if absent."""


class Event(Section):
    name: Name
    name_ja: str | None = None
    text: Text
    text_ja: str | None = None
    chance: Probability
    begins: Quarter | None = None
    """First quarter in which it can happen; any if absent."""
    ends: Quarter | None = None
    """Last quarter in which it can happen; any if absent."""
    when: list[Condition] = []
    effects: list[Effect]
    actor: Id | None = None
    """The government that has a choice."""
    choices: dict[Id, Choice] = {}
    cooldown: Quarters | None = None
    once: bool = False
