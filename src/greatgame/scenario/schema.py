"""What a scenario's TOML files may contain, section by section.

A scenario is one folder of TOML files.  Their top-level tables are merged into
one document and validated against :class:`ScenarioFile`.  Entities live in
keyed tables (``[power.japan]``), so that a scenario which extends another can
override any part of it by naming the part.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from greatgame.scenario.figures import (
    Figure,
    FigureTable,
    GrowthRate,
    Index,
    Money,
    Percent,
    PercentPoints,
    Points,
    Probability,
    Quarters,
    Rate,
    Ratio,
    Series,
    Share,
    unit,
)

CHANNELS = ("trade", "finance", "security", "transit", "labour", "digital")
"""Channels of dependence (host on power)."""

RESOURCES = ("diplomacy", "grants", "loans", "bank", "insurance", "equity")
"""What moves are paid with: leaders' time, then money by instrument."""

INSTRUMENTS = ("loans", "bank", "insurance", "cofinance")
"""Parts of a project's finance package, each a share of its capital cost."""

CONTROL_LADDER = ("free", "licence", "slow-walk", "quota", "embargo")
"""Rungs of export control, in order of severity."""

PILLARS = ("pledge", "supply", "corridor", "trust", "hosts", "standards", "calm", "home")
"""Pillars of the score."""

MECHANISMS = (
    "pledge",
    "hybrid-finance",
    "bid-contest",
    "debt",
    "human-capital",
    "export-controls",
    "control-answers",
    "delivery",
    "caspian",
    "wariness",
    "coercion",
    "multi-vector",
    "war-shock",
    "values",
    "standards",
    "rear-base",
    "de-risking",
    "events",
)
"""The eighteen mechanisms; each can be switched off in ``[mechanisms]``."""

ROLES = (
    "visit",
    "open-venture",
    "study",
    "finance",
    "aid",
    "train",
    "standards",
    "works",
    "statement",
    "reassure",
    "stockpile",
    "substitute",
    "equity",
    "trade-response",
    "control",
    "squeeze",
    "relief",
    "secure",
    "supply",
    "sanction",
    "award",
    "solicit",
    "reform",
    "terms",
    "processing",
    "align",
    "balance",
    "restructure",
    "regional",
    "respond",
    "invest",
)
"""What a kind of move does; the code knows roles, the scenario names the kinds."""

CONSIDERATIONS = (
    "commerce",
    "supply",
    "influence",
    "contest",
    "autonomy",
    "growth",
    "quality",
    "relations",
    "grievance",
    "leverage",
    "caution",
    "debt",
    "security",
    "commitment",
    "connectivity",
)
"""What a mind weighs; a doctrine gives each a weight."""


ANYONE = "anyone"
"""In a strategy's rule: all other governments."""


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


Name = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
ShareTable = Annotated[FigureTable, unit("share", low=0, high=1)]
IndexTable = Annotated[FigureTable, unit("index", low=0, high=100)]
MoneyTable = Annotated[FigureTable, unit("USD mn", low=0, high=1e8)]
BudgetTable = Annotated[FigureTable, unit("USD mn/yr", "JPY bn/yr", low=0, high=1e7)]
TonnesTable = Annotated[FigureTable, unit("t/yr", low=0, high=1e8)]
LevelTable = Annotated[FigureTable, unit("level", low=0, high=4)]
Quarter = Annotated[str, Field(pattern=r"^20\d\dQ[1-4]$")]
WeightTable = Annotated[FigureTable, unit("weight", low=-20, high=20)]
ScoreTable = Annotated[FigureTable, unit("points", low=0, high=100)]
RatioTable = Annotated[FigureTable, unit("ratio", low=-1000, high=1000)]
PointsTable = Annotated[FigureTable, unit("points", low=-100, high=100)]


class Source(Section):
    """A publication that figures name by its key."""

    title: Text
    publisher: str | None = None
    date: str | None = None
    address: str | None = None
    note: str | None = None


class Meta(Section):
    """``[scenario]``: identity and calendar."""

    format: Literal[1]
    id: Id
    title: Name
    title_ja: str | None = None
    summary: Text
    summary_ja: str | None = None
    extends: Id | None = None
    start: Quarter
    turns: Annotated[int, Field(ge=1, le=80)]
    quarters_per_turn: Annotated[int, Field(ge=1, le=4)] = 1
    """Length of a turn.  Rates, lags, chances, budgets and numbers of orders follow it; what one order does stays."""
    player: Id
    pledge: Annotated[Figure, unit("JPY bn", low=0, high=1e6)]
    exchange_rate: Annotated[Figure, unit("JPY/USD", low=1, high=1000)]


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
    preparation: Quarters
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
    gdp: Money
    growth: GrowthRate
    population: Annotated[Figure, unit("mn people", low=0, high=2000)]
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
    gdp_history: Annotated[Series, unit("USD mn", low=0)] | None = None


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
    price: Annotated[Figure, unit("USD/kg", low=0, high=1e6)]
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
    capex: Money
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
    capital: Annotated[Figure, unit("JPY bn", "USD mn", low=0, high=1e7)]
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


Threshold = Annotated[Figure, unit("weight", low=-10, high=10)]
Noise = Annotated[Figure, unit("weight", low=0, high=10)]
OrderCount = Annotated[Figure, unit("orders", low=0, high=40)]


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
    rationale: Text | None = None
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


CONCEPTS = ("escalation", "intents", "predictions")
"""What screens may leave out at a level: answers to challenged moves, rivals' probable orders, own forecasts."""


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


EFFORTS = ("none", "light", "normal", "heavy", "ministers", "leaders")
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


class Effect(Section):
    """A change to one figure of the state."""

    variable: str
    change: Annotated[Figure, unit("points", "share", "ratio", "%/yr", "m", "level", "%-points", low=-100, high=100)]
    relative: bool = False
    """True where the change is a ratio of the present value."""


class Choice(Section):
    """One answer that the government concerned may give."""

    name: Name
    name_ja: str | None = None
    considerations: WeightTable
    """What speaks for it: consideration -> strength."""
    effects: list[Effect]


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


class Score(Section):
    """Published weights of the pillars, and what the player is to reach on each."""

    weights: WeightTable
    goals: ScoreTable


class PledgeRules(Section):
    lapse: Quarters
    """Age at which a memorandum that has not progressed lapses."""
    lapse_trust: Points
    lapse_credibility: Points
    announcement_support: Points
    """Support at home for each announced billion dollars."""
    announcement_trust: Points
    built_trust: Points
    """Trust for a project that starts to run, per billion dollars (square root)."""
    built_credibility: Points
    start_noise: Ratio
    """Log standard deviation of preparation progress."""
    institutions_floor: Ratio
    institutions_slope: Ratio
    """Preparation speed = floor + slope x institutions/100."""
    visit_push: Ratio
    """Progress that one leaders' visit gives every venture in the country."""
    study_boost: Ratio
    credibility_reversion: Rate


class FinanceRules(Section):
    country_risk: PercentPoints
    """Return asked for full country risk by the median firm."""
    institutions_weight: Share
    stability_weight: Share
    terms_cost: PercentPoints
    """Return lost when the state's terms are at 100."""
    insurance_cover: Ratio
    """Share of country risk removed per share of capital cost insured."""
    halo: Ratio
    """Share of country risk removed per share co-financed by development banks."""
    loan_gain: PercentPoints
    """Return gained per share of capital cost from concessional loans (viability gap)."""
    bank_gain: PercentPoints
    cofinance_gain: PercentPoints
    cap: Share
    """Largest public share of one package, insurance aside."""
    firm_equity: Share
    """Share of capital cost that the firm itself puts up."""
    appetite_gain: PercentPoints
    appetite_loss: PercentPoints
    appetite_reversion: Rate
    price_beta: PercentPoints
    """Return gained by a mine or refinery per log unit of price."""
    gap_scale: PercentPoints
    """Spread of firms' private views of a project."""


class ContestRules(Section):
    need_speed: Ratio
    need_volume: Ratio
    need_quality: Ratio
    need_debt: Ratio
    need_trust: Ratio
    need_credibility: Ratio
    need_autonomy: Ratio
    lost_trust: Points
    """Trust that a losing bidder's government takes away from the affair."""


class DebtRules(Section):
    leverage: Rate
    """Pull of the finance channel per share of GDP owed."""
    worry: Points
    """Trust lost a quarter per share of external debt owed to one power above the threshold."""
    threshold: Share
    service: Rate
    growth_drag: GrowthRate
    """Growth lost per share of GDP owed above the comfort level."""
    comfort: Share
    relief_share: Share
    restructure_share: Share


class HumanCapitalRules(Section):
    delay: Quarters
    cohort: Annotated[Figure, unit("people", low=1, high=10000)]
    skills: Points
    """Skills per thousand alumni returned, per million people (square root)."""
    institutions: Points
    trust: Points
    """Trust a quarter per thousand alumni."""
    decay: Rate
    skills_growth: GrowthRate
    """Growth gained per 10 points of skills above the start."""


class ControlRules(Section):
    passing: FigureTable
    """Share of normal trade that passes at each rung."""
    awareness_gain: Points
    awareness_decay: Rate
    price_premium: Ratio
    """Log price premium at a shortage of the whole demand."""
    price_reversion: Rate
    price_scale: Ratio
    """Share of historical price volatility that is drawn."""
    support_loss: Points
    """Support lost per per cent of GDP lost in the quarter."""
    revenue: Ratio
    ratchet: Points
    """Grievance relieved by one rung up."""
    grievance_decay: Rate


class AnswerRules(Section):
    switching: Rate
    """Share of a gap that new contracts can close in a quarter at full awareness."""
    room: Share
    """Share of a free source's output that one buyer can reach."""
    substitution: Share
    """Share of demand removed by one research order."""
    substitution_lag: Quarters
    autonomous: Rate
    """Substitution a quarter driven by awareness alone."""
    stock_order: Annotated[Figure, unit("days", low=1, high=365)]
    """Days of demand that one stockpile order buys."""
    draw: Share
    """Share of stocks that industry draws in a quarter before the state releases more."""
    stock_cap: Annotated[Figure, unit("days", low=1, high=3000)]


class DeliveryRules(Section):
    value_of_time: Annotated[Figure, unit("USD/day", low=0, high=1000)]
    route_choice: Ratio
    """Sensitivity of route choice to cost (logit scale, per thousand dollars a box)."""
    adjustment: Rate
    risk_premium: Annotated[Figure, unit("USD/FEU", low=0, high=20000)]
    """Cost that shippers add for an unreliable route."""
    congestion: Ratio
    blocked: Share
    """Share of a cargo through the controlling power's territory stopped at an embargo."""
    refining_elsewhere: Share
    """Share of unrefined output that still reaches the buyer through refiners outside the controller."""


class CaspianRules(Section):
    dwell_gain: Ratio
    """Capacity gained per share of dwell removed."""
    customs: Share
    """Share of avoidable dwell removed by one digital-customs order."""
    greening: Share
    """Share of a leg's capacity added by one port-works order."""
    widening_lag: Quarters


class WarinessRules(Section):
    reversion: Rate
    presence: Points
    """Wariness per billion dollars of security-coded projects begun."""
    reassurance: Points
    tension_link: Points
    """Tension raised by ten points of wariness above the start, a quarter."""
    grievance_link: Ratio


class CoercionRules(Section):
    decay: Rate
    growth_loss: GrowthRate
    """Growth lost under a full squeeze on a fully dependent channel."""
    trust_loss: Points
    memory: Rate
    """Decay of resentment a quarter."""
    resentment: Points
    obedience: Ratio
    """Preparation that rivals lose under a full squeeze."""
    leg_loss: Share


class VectorRules(Section):
    release: Rate
    """Pull back home or elsewhere when one partner dominates."""
    terms_pressure: Points
    """Rise of terms a quarter per bidder above one, per project."""
    terms_reversion: Rate
    break_chance: Probability
    """Chance a quarter that full nationalism breaks a project."""
    lean: Rate
    solicit_boost: Ratio
    regional_growth: GrowthRate


class WarRules(Section):
    trust_loss: Points
    """Trust lost by the aggressor a quarter at full intensity."""
    anxiety: Ratio
    sanctions_risk: Share
    """Reliability lost by legs across the aggressor at full intensity."""
    dependence_loss: Rate


class ValuesRules(Section):
    joint_multiplier: Ratio
    """Extra co-finance effect of a standing allied statement."""
    alliance_decay: Rate
    regime_unease: Points
    conditions_quality: Points
    """Institutions gained a year per billion dollars operating under conditions."""


class StandardsRules(Section):
    lock_in: Ratio
    """How much an installed base resists a rival standard."""
    installed_pull: Rate
    """Drift toward the largest installed base."""
    advantage: Ratio
    """Bid advantage of the standard bloc in digital projects."""


class RearBaseRules(Section):
    growth: Ratio
    """Multiplier of the growth effect of partner projects."""
    partner_irr: PercentPoints
    """Return gained by other projects in a host per ten points of skills above the start."""


class TiesRules(Section):
    recovery: Rate
    cost: Points
    """Support lost a quarter per ten points of ties torn."""
    restraint: Ratio
    """How far deep ties restrain the controller."""
    display_loss: Points


class SocietyRules(Section):
    trust_reversion: Rate
    mood_follow: Rate
    gravity: Rate
    """Drift of dependence back to its starting shares: geography does not move."""
    support_reversion: Rate
    stability_reversion: Rate
    institutions_reversion: Rate
    growth_reversion: Rate
    running_gain: Ratio
    """Share of running projects' yearly gain that goes on adding to growth."""
    site_gain: Ratio
    """Share of money spent on building sites that stays in the country."""
    growth_noise: Ratio
    """Share of historical growth volatility that is drawn."""
    carry_over: Quarters
    """Unspent money kept, in quarters of budget."""


class Rules(Section):
    """``[rules.*]``: coefficients of the mechanisms."""

    pledge: PledgeRules
    hybrid_finance: Annotated[FinanceRules, Field(alias="hybrid-finance")]
    bid_contest: Annotated[ContestRules, Field(alias="bid-contest")]
    debt: DebtRules
    human_capital: Annotated[HumanCapitalRules, Field(alias="human-capital")]
    export_controls: Annotated[ControlRules, Field(alias="export-controls")]
    control_answers: Annotated[AnswerRules, Field(alias="control-answers")]
    delivery: DeliveryRules
    caspian: CaspianRules
    wariness: WarinessRules
    coercion: CoercionRules
    multi_vector: Annotated[VectorRules, Field(alias="multi-vector")]
    war_shock: Annotated[WarRules, Field(alias="war-shock")]
    values: ValuesRules
    standards: StandardsRules
    rear_base: Annotated[RearBaseRules, Field(alias="rear-base")]
    de_risking: Annotated[TiesRules, Field(alias="de-risking")]
    society: SocietyRules


class History(Section):
    """A published series: what led to the starting year."""

    name: Name
    name_ja: str | None = None
    measure: str | None = None
    """State variable or indicator that continues it, if any."""
    series: Series


class Benchmark(Section):
    """A figure of the starting year that a run without shocks should stay near."""

    name: Name
    measure: str
    """Indicator or state variable, e.g. ``volume.trans-caspian``."""
    figure: Figure
    tolerance: Ratio


class Injection(Section):
    """An event that happens for certain, whatever chance and its conditions say."""

    event: Id
    quarter: Quarter
    """It happens in the turn in which this quarter lies."""


class ScenarioFile(Section):
    """The whole document."""

    scenario: Meta
    mechanisms: dict[str, bool] = {}
    source: dict[str, Source]
    flashpoint: dict[Id, Flashpoint]
    power: dict[Id, Power]
    host: dict[Id, Host]
    tie: dict[Id, Tie]
    channel_weights: ShareTable
    other_source: dict[Id, OtherSource]
    mineral: dict[Id, Mineral]
    leg: dict[Id, Leg]
    corridor: dict[Id, Corridor]
    caspian: Caspian
    sector: dict[Id, Sector]
    project: dict[Id, Project]
    firm: dict[Id, Firm]
    doctrine: dict[Id, Doctrine]
    strategy: dict[Id, Strategy]
    temper: dict[Id, Temper] = {}
    level: dict[Id, Level] = {}
    """In the order in which they are learnt."""
    advisor: dict[Id, Advisor] = {}
    kind: dict[Id, Kind]
    event: dict[Id, Event]
    injected: list[Injection] = []
    score: Score
    rules: Rules
    defaults: Defaults
    history: dict[Id, History] = {}
    benchmark: dict[Id, Benchmark] = {}
