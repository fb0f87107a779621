"""Sections about the mechanisms: ``[rules.*]``, the coefficients of their equations."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from greatgame.scenario.figures import (
    Figure,
    GrowthRate,
    PercentPoints,
    Points,
    Probability,
    Quarters,
    Rate,
    Ratio,
    Share,
    SomePoints,
    SomeQuarters,
    SomeShare,
    unit,
)
from greatgame.scenario.section import Section, ShareTable


class PledgeRules(Section):
    lapse: SomeQuarters
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
    grace: Quarters
    """Quarters for which a complete bid may wait for the host before it lapses."""


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
    deepest_shelter: Share
    """Most of a country's risk that insurance and co-finance take away together."""
    skill_value: PercentPoints
    """Return between a firm of full skill and one without any."""
    usual_skill: Ratio
    """Skill at which a sector's return is as published."""
    equity_from: Share
    """Preparation from which a firm commits itself."""


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
    """Growth lost if a whole GDP more were owed than at the start."""
    relief_share: Share
    restructure_share: Share
    relief_from: Share
    """Debt over GDP from which there is something to relieve."""


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
    passing: ShareTable
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
    grievance: Points
    """Grievance that a rung up causes in the buyer."""
    forgiven: Share
    """Part of it that a rung down takes back."""
    awareness_shortage: Points
    """Awareness gained in a quarter without any supply."""


class AnswerRules(Section):
    switching: Rate
    """Share of a gap that new contracts can close in a quarter at full awareness."""
    room: Share
    """Share of a free source's output that one buyer can reach."""
    substitution: Share
    """Share of demand removed by one research order."""
    substitute_least: Share
    """Demand that could still be substituted from which another research order is worth giving."""
    substitution_lag: Quarters
    autonomous: Rate
    """Substitution a quarter driven by awareness alone."""
    stock_order: Annotated[Figure, unit("days", low=1, high=365)]
    """Days of demand that one stockpile order buys."""
    draw: Share
    """Share of stocks that industry draws in a quarter before the state releases more."""
    stock_cap: Annotated[Figure, unit("days", low=1, high=3000)]
    pressure_decay: Rate
    restocking: Share
    """Most of a year's demand that goes from a surplus back into stocks in a quarter."""
    release_least: Share
    """Part of the largest stock from which there is something to release."""
    release_from: Share
    """Unmet demand from which there is a shortage to relieve."""
    equity_most: Share
    """Part of a buyer's demand up to which it buys into one source."""


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
    crowded: Share
    """Utilisation of a leg from which waiting grows."""
    crowding_most: Ratio
    """Utilisation beyond that at which waiting grows no more."""
    disruption_risk: Share
    """Reliability lost under a complete disruption."""
    rerouted: Share
    """Part of the traffic without room that looks for another corridor."""
    blocking_rung: Annotated[Figure, unit("level", low=1, high=4)]
    """Mean rung of controls at which all is held up that can be."""
    no_route: Share
    """Share of a cargo that arrives where no corridor leads to the buyer."""


class CaspianRules(Section):
    dwell_gain: Ratio
    """Capacity gained per share of dwell removed."""
    customs: Share
    """Share of avoidable dwell removed by one digital-customs order."""
    least_wait: Annotated[Figure, unit("days", low=0, high=30)]
    """Avoidable dwell from which another such order is worth giving."""
    greening: Share
    """Share of a leg's capacity added by one port-works order."""
    widening_lag: Quarters
    least_loading: Share
    """What ships carry however low the water."""


class WarinessRules(Section):
    reversion: Rate
    presence: Points
    """Wariness per billion dollars of security-coded projects begun."""
    reassurance: Points
    tension_link: Points
    """Tension raised by ten points of wariness above the start, a quarter."""
    grievance_link: Ratio
    grievance_calmed: Ratio
    """How much faster grievance yields to dialogue than wariness."""
    watchful: SomePoints
    """Wariness at which presence and reassurance work as published."""


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
    step: SomeShare
    """How much of a full squeeze one order applies."""
    complete: Share
    """Part of a full squeeze from which there is nothing left to apply."""
    needs: Share
    """Dependence from which a squeeze is felt at all."""
    unrest: Points
    """Stability lost a quarter under one full squeeze."""
    unrest_most: Ratio
    """Full squeezes beyond which life gets no harder."""


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
    release_step: Share
    """Part of a dependence that one deliberate step away gives up."""
    balanced: Share
    """Share of a channel above which a balancing host trims a partner."""
    dominant: Share
    """Share of a channel above which hosts spread their bets by themselves."""
    squeezed: Ratio
    """How much faster they do under a full squeeze."""
    terms_calm: Points
    """Terms up to which no running deal is broken."""
    terms_least: Points
    """Terms from which a government does not lower them any further."""
    terms_most: Points
    """Terms from which it does not raise them any further."""
    processing_growth: GrowthRate
    """Growth gained by a local-processing rule."""
    terms_drag: GrowthRate
    """Growth lost per point of terms above the start."""


class WarRules(Section):
    trust_loss: Points
    """Trust lost by the aggressor a quarter at full intensity."""
    anxiety: Ratio
    sanctions_risk: Share
    """Reliability lost by legs across the aggressor at full intensity."""
    dependence_loss: Rate
    centre: Points
    """Intensity of a war below which opinion of the aggressor recovers rather than falls."""


class ValuesRules(Section):
    joint_multiplier: Ratio
    """Extra co-finance effect of a standing allied statement."""
    alliance_decay: Rate
    regime_unease: Points
    conditions_quality: Points
    """Institutions gained a year per billion dollars operating under conditions."""
    alliance_step: Share
    """What one joint statement adds to a standing alliance."""


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
    control_display: Share
    """Part of what a public display costs in ties that a rung of control costs."""


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
    time_kept: Quarters
    """Leaders' time that can be kept, in quarters of it."""
    budget_floor: Share
    """Part of the published budget that comes without any support at home."""
    memory: Share
    """Part of last quarter's orders that is still on everybody's mind a quarter later."""
    repair: Share
    """Part of a disruption that is repaired in a quarter."""
    goodwill: SomePoints
    """Trust at which a gain of goodwill is full: it is double at none, and nothing at twice as much."""
    skills_quality: Share
    """Part of what projects add to skills that depends on the quality of their sponsor's ways."""
    growth_quality: Share
    """The same for growth."""
    projects_pull: Rate
    """How fast running projects draw a channel toward their sponsor."""
    stability_noise: Points
    """Standard deviation of a quarter's domestic politics."""
    stability_growth: Points
    """Stability gained a quarter per percentage point of growth above trend."""


class ConstructionRules(Section):
    slip: Ratio
    """Log standard deviation of a quarter's construction progress."""
    institutions_floor: Ratio
    institutions_slope: Ratio
    """Speed of building = floor + slope x institutions/100."""
    trust_quality: Share
    """Part of the trust earned by delivery that depends on the quality of the sponsor's ways."""
    mothball_price: Ratio
    """Price over that at financial close below which a mine loses money."""
    mothball_quarters: Quarters
    """Quarters after which it is shut."""


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
    construction: ConstructionRules
