"""How minds appraise: what each role makes of what it sees, and what all minds have in common.

The numbers of ``[appraisal.ROLE]`` and of ``[minds.*]`` are judgements through
and through: they say what somebody who decides makes of the world, not what
the world is like.  docs/MODEL.md, section 7.3, has the equations in which they
stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from greatgame.scenario.figures import (
    Figure,
    FigureTable,
    GrowthRate,
    PercentPoints,
    Points,
    Ratio,
    Share,
    unit,
)
from greatgame.scenario.section import Section

Weight = Annotated[Figure, unit("weight", low=-20, high=20)]
Count = Annotated[Figure, unit("projects", low=0, high=1000)]
Span = Annotated[Figure, unit("points", low=0.1, high=1000)]
"""So many points count once."""

APPRAISED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        role: tuple(names.split())
        for role, names in {
            "visit": "cold stale files contest host",
            "open-venture": "size_floor size_slope size_most worth state_led need link host newcomer followed "
            "contest invited promise pledge_floor pledge_most strain risk teaching",
            "study": "unprepared size_floor size_slope size_most",
            "finance": "closed closed_for_supply owed size_floor size_slope size_most",
            "aid": "cold stale institutions host unstable resented contest",
            "train": "teaching cold stale newcomer",
            "standards": "newcomer stale behind market teaching",
            "works": "gain customs greening dredging stale",
            "statement": "wronged apart unpopular shared_values feared grievance",
            "reassure": "fear stale",
            "stockpile": "store unmet",
            "substitute": "substitutes",
            "equity": "sources step",
            "trade-response": "controlled grievance unanswered stale ties hard_ties",
            "control": "provoked hold stale costs restraint unknown_ties loss taught pressed rung "
            "easing_provoked easing_rung easing_restraint easing_loss easing_pressed easing_taught "
            "easing_costs",
            "squeeze": "grip strayed grievance costs stale resented easing_grip easing_contest easing_cold "
            "easing_stale easing_squeeze easing_hold",
            "relief": "cold stale contest owing loss",
            "secure": "unstable share stale newcomer contest",
            "supply": "host cold stale market stale_market contest",
            "sanction": "war_trade stale offence cold costs",
            "award": "any_bid volume usual_haste usual_teaching usual_quality debt firms_debt free_share "
            "anxiety sites conditions",
            "solicit": "alone size_floor size_slope size_most free_share share anxiety warmth",
            "reform": "institutions stale growth costs unstable",
            "terms": "courted boom terms growth growth_floor costs stale easing_terms easing_courted "
            "easing_bar easing_growth",
            "processing": "ore autonomy costs",
            "align": "lean lean_room lean_warmth lean_anxiety lean_security leave_share leave_warmth "
            "leave_anxiety leave_security leave_costs free_share bar costs stale",
            "balance": "bound anxiety stale costs",
            "restructure": "overdue deep slow stale costs share",
            "regional": "growth stale neighbours unstable anxiety",
            "respond": "said",
        }.items()
    }
)
"""Role -> names of the figures in ``[appraisal.ROLE]``, of which each weighs one thing that the role looks at."""

SPANS = (
    "finance_delay",
    "aid_institutions",
    "aid_stability",
    "squeeze_trust",
    "squeeze_wariness",
    "squeeze_resentment",
    "secure_stability",
    "award_skills",
    "award_stability",
    "reform_institutions",
    "reform_stability",
    "balance_autonomy",
    "regional_stability",
)
"""Names of the figures in ``[minds.span]``: role, and what it looks at."""


class Choosing(Section):
    variety: Weight
    """Utility that a second move of the same kind loses."""
    duty: Weight
    """What answering an event is worth in itself."""
    time_price: Weight
    """Utility of a point of leaders' time."""
    money_price: Weight
    """Utility of a year's budget of the instrument that pays."""
    stale: Weight
    """Staleness of a move that is fully present in everybody's mind."""
    stale_most: Ratio
    """Presence beyond which a move counts no more."""


class Novice(Section):
    first: Weight
    """Liking of the first kind in a doctrine's list of rules."""
    step: Weight
    """What each further place loses."""
    mood: Weight
    """Weight of how a move strikes its actor this turn."""
    fewer: Annotated[Figure, unit("orders", low=0, high=40)]
    """Orders that it gives less than its doctrine allows."""


class Expert(Section):
    lean: Weight
    """Utility by which a trial leans toward or away from a kind of move."""
    stride: Ratio
    """How many times the leaning found best is tried as the bolder plan."""


class Aims(Section):
    brisk: Annotated[Figure, unit("%/yr", low=0.1, high=50)]
    """Growth that counts as 100 points."""
    heavy: Annotated[Figure, unit("ratio", low=0.01, high=100)]
    """External debt over GDP that counts as no points."""
    place: Share
    """Dependence of hosts, beside their trust, in how a rival stands."""
    governance: Share
    """Institutions, beside skills, in the quality of a country."""


class HostsSeen(Section):
    size_floor: Weight
    """Importance of a host whatever its economy; the rest goes with the root of its size."""
    size_slope: Weight
    governance: Points
    """Institutions that need no help, in the eyes of who gives it."""
    institutions: Points
    """Institutions that are enough for the host itself."""
    stability: Points
    safety: Points
    """Stability that is enough for a partner in security."""
    skills: Points
    autonomy: Points
    ambition: GrowthRate
    """Growth hoped for above the trend."""
    slowdown: Annotated[Figure, unit("%/yr", low=0.1, high=50)]
    """Growth short of the hope that counts once."""
    debt: Ratio
    """Debt over GDP that worries nobody."""
    overdue_debt: Ratio
    """Debt over GDP to one creditor beyond which other terms are wanted."""
    slow_debt: Ratio
    """The same where growth is slow."""
    owing: Ratio
    """Strain of a debt to one creditor, for the whole GDP owed; at most 1."""
    suitors: Ratio
    """Courtship for one rival memorandum a project."""
    suitors_most: Ratio
    mines_most: Count
    """Mines beyond which more argue for no more processing."""
    war_heat: Span
    """Tension of a war that counts once."""
    absorption: Annotated[Figure, unit("ratio", low=0.001, high=100)]
    """Building sites over GDP that a country can carry."""
    sites_most: Ratio


class TiesSeen(Section):
    opinion: Share
    """Weight of public opinion beside the government's own trust in what a host feels for a power."""
    good_quality: Share
    """Quality of a power above which its aid holds rivals back."""
    files_most: Count
    """Waiting ventures that one visit can push."""
    people: Annotated[Figure, unit("people", low=1, high=100000)]
    """Alumni and students that halve the want of more."""
    load: Ratio
    """Load of agencies above which they are strained."""
    load_slope: Ratio
    support: Points
    """Support at home below which leaders look for applause."""
    support_span: Span
    fear: Span
    """Wariness and grievance together that count once."""
    fear_most: Ratio
    wronged: Span
    """Grievance against those who control exports that counts once."""
    resentment: Span
    """Resentment of a host that counts as full anxiety."""
    provocation: Span
    """Grievance that counts once as a provocation."""
    heat: Span
    """Tension above its usual level that does."""
    contest_dependence: Ratio
    """What a rival's gain of all dependence counts for."""
    contest_trust: Ratio
    contest_sites: Ratio
    contest_most: Ratio
    strayed: Ratio
    """How far rivals may come before a patron thinks that a host has strayed."""
    grip: Ratio
    """Grip on a channel for the whole share of it; at most 1."""


class VenturesSeen(Section):
    hope_spread: Annotated[Figure, unit("%-points", low=0.2, high=100)]
    """How gently hope falls with the margin."""
    hope_short: PercentPoints
    """Margin short of the hurdle at which a venture finds a firm with even odds."""
    study_short: PercentPoints
    """The same in the eyes of who pays for a study."""
    study_age: Ratio
    """Urgency of a fresh file, beside its age in times to lapse."""
    margin_wanted: PercentPoints
    """Margin at which no public money is needed any more."""
    readiness: Share
    """Readiness for money before any preparation."""
    hopeless: PercentPoints
    """Gap that nobody tries to close."""
    gap_floor: Annotated[Figure, unit("ratio", low=0.01, high=1000)]
    """What divides a point closed of a small gap, and how much more for each point of gap."""
    gap_slope: Annotated[Figure, unit("ratio", low=0, high=1000)]
    rivals_most: Count
    """Rival memoranda on the same project beyond which more raise no alarm."""
    teaching: Points
    """Skills for a billion dollars from which a sector is known to teach."""


class RoutesSeen(Section):
    detour: Share
    """What a leg counts that only routes through rivals use."""
    tight_floor: Ratio
    """What works on a leg count whatever its load; the rest goes with how tight it is."""
    tight_slope: Ratio
    tight: Ratio
    """Load over capacity beyond which a leg is tight."""
    tight_most: Ratio
    dwell_most: Annotated[Figure, unit("days", low=0, high=365)]
    """Days of avoidable waiting that count."""
    draught: Annotated[Figure, unit("m", low=-10, high=10)]
    """Depth wanted beyond need."""
    draught_most: Annotated[Figure, unit("m", low=0, high=50)]
    """Metres lacking that count."""


class SupplySeen(Section):
    mineral_floor: Weight
    """Importance of a mineral whatever its weight among all; the rest goes with that."""
    mineral_slope: Weight
    product_floor: Weight
    """The same of what a venture yields."""
    product_slope: Weight
    store: Annotated[Figure, unit("days", low=1, high=3000)]
    """Days of stock that are enough."""
    coming: Ratio
    """How fast stakes bought take away the want of more, for a whole demand bought."""
    felt_rung: Annotated[Figure, unit("level", low=0, high=4)]
    """Rung of control from which its seller feels the loss."""


class Minds(Section):
    """``[minds.*]``: what all minds have in common."""

    choice: Choosing
    novice: Novice
    expert: Expert
    aims: Aims
    span: Annotated[FigureTable, unit("points", low=0.1, high=1000)]
    """Points of a lack or a feeling that count once, by role."""
    host: HostsSeen
    ties: TiesSeen
    venture: VenturesSeen
    route: RoutesSeen
    supply: SupplySeen
