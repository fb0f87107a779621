"""Sections about the world: powers, hosts, minerals, corridors, sectors, projects and firms."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greatgame.scenario.figures import (
    Figure,
    FigureTable,
    GrowthRate,
    Index,
    Money,
    Percent,
    Points,
    Quarters,
    Rate,
    Ratio,
    Series,
    Share,
    SomeQuarters,
    unit,
)
from greatgame.scenario.section import (
    BudgetTable,
    Id,
    IndexTable,
    LevelTable,
    MoneyTable,
    Name,
    Section,
    ShareTable,
    TonnesTable,
)


class Flashpoint(Section):
    """A conflict outside the region whose tension spills into it."""

    name: Name
    name_ja: str | None = None
    aggressor: Id
    against: list[Id] = []
    war: bool
    tension: Index
    baseline: Index
    reversion: Rate
    volatility: Annotated[Figure, unit("points/quarter", low=0, high=50)]


class Power(Section):
    """A state outside the region that offers, builds, lends or coerces."""

    name: Name
    name_ja: str | None = None
    letter: Annotated[str, Field(min_length=1, max_length=2)]
    firm_led: bool
    """True where ventures need a firm's decision; False where the state directs its lenders."""
    diplomacy: Annotated[Figure, unit("points/quarter", low=0, high=100)]
    agency_capacity: Annotated[Figure, unit("projects", low=0, high=500)]
    budgets: BudgetTable
    """Keys: grants, loans, bank, insurance, equity."""
    preparation: SomeQuarters
    """Quarters from signature to a bid that can be judged, at full effort in a host of median institutions."""
    speed: Ratio
    """Construction speed relative to the catalogue's build time."""
    quality: Ratio
    """Training, standards and local content in its offers, 0 to 1."""
    debt_share: Share
    """Share of capital cost that ends as the host's public debt."""
    conditions: Ratio | None = None
    """Governance conditions attached to its offers, 0 to 1; none if absent."""
    support: Index
    """Domestic support for the policy at the start."""
    credibility: Index
    wariness: IndexTable
    """Wariness of other powers' presence; key: the observed power."""
    ties: IndexTable
    """Economic ties with other powers (100: as deep as at the start of the decade)."""


class Host(Section):
    """A Central Asian state: full agent, courted and squeezed."""

    name: Name
    name_ja: str | None = None
    letter: Annotated[str, Field(min_length=1, max_length=2)]
    gdp: Annotated[Figure, unit("USD mn", low=1, high=1e8)]
    growth: Annotated[Figure, unit("%/yr", low=-25, high=25)]
    population: Annotated[Figure, unit("mn people", above=0, high=2000)]
    debt: MoneyTable
    """Public external debt by creditor; keys: powers, and ``others`` (multilaterals, bonds)."""
    institutions: Index
    skills: Index
    stability: Index
    terms: Index
    """How much the state takes: royalties, local processing and content rules."""
    war_exposure: Share
    """How near the war feels: weight of sovereignty anxiety."""
    diplomacy: Annotated[Figure, unit("points/quarter", low=0, high=100)] | None = None
    neighbours: list[Id] = []
    gdp_history: Annotated[Series, unit("USD mn", above=0)] | None = None


class Tie(Section):
    """``[tie.HOST]``: how a host stands with every power."""

    trust: IndexTable
    mood: IndexTable
    trade: ShareTable
    finance: ShareTable
    security: ShareTable
    transit: ShareTable
    labour: ShareTable
    digital: ShareTable


class Mineral(Section):
    name: Name
    name_ja: str | None = None
    symbol: Annotated[str, Field(min_length=1, max_length=4)]
    price: Annotated[Figure, unit("USD/kg", low=0.001, high=1e6)]
    price_history: Annotated[Series, unit("USD/kg", low=0, high=1e6)]
    mined: TonnesTable
    """World mine output by source; keys: powers, hosts and other source ids."""
    refined: TonnesTable
    """World refined output by source."""
    demand: TonnesTable
    """Yearly demand by buying power, refined."""
    imports: dict[Id, ShareTable] = {}
    """Share of a buyer's demand met from each source (its own output and recycling included).
    A buyer without a row buys in proportion to refined output."""
    stock: Annotated[FigureTable, unit("days", low=0, high=3000)]
    """Stock by buyer, in days of demand."""
    substitutable: Share
    """Largest share of demand that substitution and recycling can remove."""
    importance: Annotated[Figure, unit("weight", low=0, high=100)]
    """Weight in the supply pillar."""
    output_loss: Annotated[Figure, unit("%", low=0, high=5)]
    """Loss of the player's yearly GDP if supply stops for a whole year."""
    controls: dict[Id, LevelTable] = {}
    """Control level at the start: controlling power -> buyer -> rung."""
    equity_source: Id | None = None
    """Source elsewhere in which equity can be bought."""
    equity_tonnes: Annotated[Figure, unit("t/yr", low=0, high=1e7)] | None = None
    """Offtake that one equity order brings."""
    equity_cost: Money | None = None
    equity_lag: Quarters | None = None


class OtherSource(Section):
    """A mineral source that is neither power nor host."""

    name: Name
    name_ja: str | None = None


class Leg(Section):
    """One stretch of a corridor."""

    name: Name
    name_ja: str | None = None
    mode: Literal["rail", "port", "ferry", "border", "sea", "road"]
    host: Id | None = None
    crosses: Id | None = None
    """Power through whose territory or goodwill it runs."""
    capacity: Annotated[Figure, unit("Mt/yr", low=0.01, high=1000)]
    days: Annotated[Figure, unit("days", low=0, high=120)]
    """Moving time."""
    dwell: Annotated[Figure, unit("days", low=0, high=120)]
    """Waiting at ports, borders and yards."""
    dwell_floor: Annotated[Figure, unit("days", low=0, high=120)]
    """What digital customs, tracking and port management can reach."""
    cost: Annotated[Figure, unit("USD/FEU", low=0, high=50000)]
    reliability: Share
    caspian: bool = False
    """True where draught limits loading."""


class Corridor(Section):
    name: Name
    name_ja: str | None = None
    legs: Annotated[list[Id], Field(min_length=1)]
    volume: Annotated[Figure, unit("Mt/yr", low=0, high=1000)]
    growth: GrowthRate
    """Trend growth of the trade that could use it."""
    reaches: list[Id]
    """Powers whose ports it leads to."""
    hosts: list[Id] = []
    """Hosts whose exports can take it."""


class Caspian(Section):
    level: Annotated[Figure, unit("m", low=-40, high=-20)]
    trend: Annotated[Figure, unit("m/yr", low=-1, high=1)]
    volatility: Annotated[Figure, unit("m/yr", low=0, high=1)]
    design: Annotated[Figure, unit("m", low=-40, high=-20)]
    """Level for which the ports are dredged."""
    loading_loss: Ratio
    """Share of loading lost for each metre below the design level."""
    dredging: Annotated[Figure, unit("m", low=0, high=10)]
    """How much one dredging order lowers the design level."""


class Sector(Section):
    """What projects of one kind have in common."""

    name: Name
    name_ja: str | None = None
    irr: Percent
    """Expected return of the median project."""
    risk: Ratio
    """Exposure to country risk relative to the median project."""
    growth: Ratio
    """Yearly GDP gain per dollar of capital cost when operating."""
    skills: Points
    """Skills points a year per billion dollars operating."""
    institutions: Points
    channel: Literal["trade", "finance", "security", "transit", "labour", "digital"]
    """Dependence that it builds on its sponsor."""
    pull: Share
    """How much of the channel one billion dollars pulls to the sponsor."""
    security_coded: Ratio | None = None
    """How alarming it looks to rivals, 0 to 1; not at all if absent."""
    rear_base: bool = False
    """True for energy, IT and processing that make the host a partner (mechanism 16)."""


class Output(Section):
    """What a project produces when it runs."""

    mineral: Id
    stage: Literal["mined", "refined"]
    tonnes: Annotated[Figure, unit("t/yr", low=0, high=1e7)]
    offtake: Share
    """Share that the sponsor's country may take."""


class Widening(Section):
    """What a project does to a leg."""

    leg: Id
    capacity: Annotated[Figure, unit("Mt/yr", low=0, high=200)] | None = None
    dwell: Annotated[Figure, unit("days", low=0, high=60)] | None = None


class Project(Section):
    name: Name
    name_ja: str | None = None
    host: Id
    sector: Id
    capex: Annotated[Figure, unit("USD mn", above=0, high=1e8)]
    build: Quarters
    sponsors: Annotated[list[Id], Field(min_length=1)]
    requires: list[Id] = []
    irr: Percent | None = None
    outputs: list[Output] = []
    widens: list[Widening] = []
    real: bool
    """True for a project named in public documents, False for a plausible candidate."""
    status: Literal["open", "signed", "building", "operating"] = "open"
    sponsor: Id | None = None
    progress: Share | None = None
    """Preparation done (signed) or construction done (building)."""
    maturity: Literal["early", "advanced"] | None = None
    """How far a signed project has come, where no figure is known: see ``[defaults]``."""
    firm: Id | None = None
    note: str | None = None


class Firm(Section):
    """An archetype of private investor; the pledge is theirs to fulfil."""

    name: Name
    name_ja: str | None = None
    power: Id
    capital: Annotated[Figure, unit("JPY bn", "USD mn", low=0, high=1e6)]
    """What it could put into the region over five years."""
    hurdle: Percent
    aversion: Ratio | None = None
    """Percentage points of return asked for one unit of country risk, relative to the median firm; 1 if absent."""
    core: Annotated[list[Id], Field(min_length=1)]
    """Sectors of its trade."""
    side: list[Id] = []
    """Sectors that it can enter with partners; all others are out of its business."""

    @property
    def sectors(self) -> tuple[str, ...]:
        return (*self.core, *self.side)
