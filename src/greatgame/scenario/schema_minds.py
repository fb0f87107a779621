"""Sections about minds: defaults, doctrines, strategies, tempers, levels of difficulty and advisors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greatgame.scenario.figures import SHORTEST_REASON, Figure, FigureTable, Quarters, unit
from greatgame.scenario.section import Id, Name, Quarter, RatioTable, Section, ShareTable, Text, WeightTable
from greatgame.scenario.vocabulary import RESOURCES

Threshold = Annotated[Figure, unit("weight", low=-10, high=10)]

Noise = Annotated[Figure, unit("weight", low=0, high=10)]

OrderCount = Annotated[Figure, unit("orders", low=0, high=40, whole=True)]


class Defaults(Section):
    """``[defaults]``: what holds where a doctrine, a kind of move or an event says nothing."""

    threshold: Threshold
    noise: Noise
    inertia: Noise
    orders: OrderCount
    attention: Annotated[FigureTable, unit("points", low=0, high=20)]
    """Points of leaders' and ministers' time by effort."""
    cooldown: Quarters
    maturity: ShareTable
    """Preparation done in an ``early`` and in an ``advanced`` memorandum."""
    host_diplomacy: Annotated[Figure, unit("points/quarter", low=0, high=100)]
    """Leaders' time of a host that gives no figure of its own."""
    skill: RatioTable
    """Skill of a firm in a ``core`` and in a ``side`` sector, 0 to 1."""


class Doctrine(Section):
    """How an actor weighs its moves; published so that a class can read and change it."""

    text: Text
    text_ja: str | None = None
    weights: WeightTable
    """Consideration -> weight."""
    tastes: WeightTable | None = None
    """Kind of move -> bias added to its utility."""
    threshold: Threshold | None = None
    """Utility below which a move is not worth the trouble."""
    noise: Noise | None = None
    """Standard deviation of perception."""
    inertia: Noise | None = None
    """Bonus for repeating last turn's move."""
    orders: OrderCount | None = None
    """Most orders it issues in one turn."""
    rules: list[Id] = []
    """Kinds of move in order of preference, for the novice mind's rules of thumb."""


class Condition(Section):
    """A test on one figure of the state, e.g. ``tension.taiwan > 40``."""

    variable: str
    above: float | None = None
    below: float | None = None


Worth = Annotated[float, Field(ge=-20, le=20, allow_inf_nan=False)]
"""Utility that a rule adds to a move."""


class Sighting(Section):
    """A move of somebody else that is still remembered."""

    actor: Id
    """Who made it; ``anyone``: all others."""
    move: str
    """A kind of move, or a pattern of orders such as ``export-control/japan/*``."""
    within: Annotated[int, Field(ge=1, le=20)] = 4
    """Quarters for which one such move is remembered."""


class Reaction(Section):
    """``[[strategy.NAME.rule]]``: what changes in a strategy's tastes while all conditions hold."""

    text: Text
    """The rule in words."""
    text_ja: str | None = None
    when: list[Condition] = []
    """Figures of the state; ``@`` stands for the own seat, ``*`` for the mean over all."""
    seen: list[Sighting] = []
    begins: Quarter | None = None
    """First quarter in which it holds."""
    ends: Quarter | None = None
    """Last quarter in which it holds."""
    prefer: dict[str, Worth] = {}
    """Kind of move or pattern of orders -> utility added to it; below 0, taken away."""
    forbid: list[str] = []
    """Kinds of move or patterns of orders that are not given."""


class Allowance(Section):
    """``[[strategy.NAME.budget]]``: at most this share of a purse goes to some kinds of move."""

    moves: Annotated[list[str], Field(min_length=1)]
    """Kinds of move or patterns of orders."""
    share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    of: Literal["orders", *RESOURCES]  # type: ignore[valid-type]  # the tuple is the one list of them
    """``orders``: of the orders of a turn; otherwise of what is in that purse when the turn opens."""


class Strategy(Doctrine):
    """A doctrine for one seat, by default the player's, chosen by name or from a file."""

    name: Name
    name_ja: str | None = None
    rationale: Annotated[Text, Field(min_length=SHORTEST_REASON)] | None = None
    """Why somebody would play so."""
    rationale_ja: str | None = None
    avoid: list[Id] = []
    """Kinds of move it never makes."""
    rule: list[Reaction] = []
    budget: list[Allowance] = []


class Temper(Section):
    """``[temper.NAME]``: another mood of the rivals, as weights and tastes that replace those of their doctrines."""

    name: Name
    name_ja: str | None = None
    text: Text
    text_ja: str | None = None
    rationale: Text | None = None
    rationale_ja: str | None = None
    weights: dict[Id, WeightTable] = {}
    """Actor -> consideration -> weight."""
    tastes: dict[Id, WeightTable] = {}
    """Actor -> kind of move -> taste."""


class Level(Section):
    """``[level.NAME]``: how much of the model a campaign has; a level adds concepts, never a bonus."""

    name: Name
    name_ja: str | None = None
    text: Text
    text_ja: str | None = None
    without: list[str] = []
    """Mechanisms that are switched off."""
    idle: list[Id] = []
    """Governments that give no orders."""
    hides: list[Id] = []
    """Kinds of move that the player cannot order yet, and concepts that screens leave out."""


class Advisor(Section):
    """``[advisor.NAME]``: who advises the player, by weighing the pillars of the score in an own way."""

    name: Name
    name_ja: str | None = None
    text: Text
    text_ja: str | None = None
    weights: WeightTable
    """Pillar -> weight."""
