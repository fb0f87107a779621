"""Appraisal of what hosts decide: bids, terms, alignment, and answers to events.

See :mod:`greatgame.agents.appraisal`.
"""

from __future__ import annotations

import numpy as np

from greatgame.agents.forms import Sight, Strengths
from greatgame.agents.yardsticks import BILLION, NEVER, size
from greatgame.moves.catalogue import Block
from greatgame.scenario.indexed import Floats
from greatgame.scenario.vocabulary import CHANNELS

DIGITAL = CHANNELS.index("digital")


def award(block: Block, see: Sight) -> Strengths:
    """The host judges a bid by its needs of the moment (mechanism 3)."""
    s, c, k, p = block.scenario, block.scenario.contest, see.weights, block.power
    if not s.on("bid-contest"):
        return {"growth": 1.0}
    share = see("dependence", "host", "sector_channel", "power")
    whole = see("mean_share", "host", "power")
    slow = k.usual_haste + see("slowdown", "host")
    unskilled = k.usual_teaching + see("unskilled", "host") / see.span.award_skills
    unsettled = 1.0 + see("unstable", "host") / see.span.award_stability
    growth = k.any_bid + c.need_volume * k.volume * s.debt_share[p] + c.need_speed * (s.speed[p] - 1.0) * slow
    if s.on("standards"):
        growth = growth + s.standards.advantage * (block.sector_channel == DIGITAL) * share
    away = c.need_autonomy * (share + whole - k.free_share) + k.anxiety * see("anxiety", "host", "power")
    lent = k.debt * c.need_debt * np.where(s.firm_led[p], k.firms_debt, s.debt_share[p])
    return {
        "growth": growth,
        "quality": c.need_quality * (s.quality[p] - k.usual_quality) * unskilled,
        "debt": -lent * see("indebted", "host"),
        # A bidder whose word counts for little is believed less, whatever the friendship.
        "relations": c.need_trust * see("warmth", "host", "power")
        + c.need_credibility / 50.0 * (see("credibility", "power") - 50.0),
        "autonomy": -float(s.on("multi-vector")) * away,
        "caution": -k.sites * see("sites", "host") - k.conditions * s.conditions[p] * unsettled,
    }


def solicit(block: Block, see: Sight) -> Strengths:
    s, k = block.scenario, see.weights
    share = see("dependence", "host", "sector_channel", "power")
    away = k.free_share - k.share * share - k.anxiety * see("anxiety", "host", "power")
    return {
        "growth": k.alone * size(block, k, BILLION) * see("alone", "venture"),
        "autonomy": float(s.on("multi-vector")) * away,
        "relations": k.warmth * see("warmth", "host", "power"),
    }


def reform(block: Block, see: Sight) -> Strengths:
    k, weak = see.weights, see("poor_institutions", "host") / see.span.reform_institutions
    return {
        "quality": k.institutions * weak - k.stale * see.stale,
        "caution": -k.costs - k.unstable / see.span.reform_stability * see("unstable", "host"),
        "growth": k.growth * weak,
    }


def terms(block: Block, see: Sight) -> Strengths:
    """Courted by all, a host raises its price; left alone, it lowers it (mechanism 12)."""
    if not block.scenario.on("multi-vector"):
        return {"commerce": NEVER}
    k, up = see.weights, block.is_item("raise")
    down = 1.0 - up
    courted, terms = see("courted", "host"), see("terms", "host") / 100.0
    rising = k.courted * courted + k.boom * see("boom") - k.terms * terms
    falling = k.easing_terms * terms - k.easing_courted * courted - k.easing_bar
    return {
        "commerce": up * rising + down * falling,
        "growth": (k.easing_growth * down - k.growth * up) * (k.growth_floor + terms),
        "caution": -k.costs - k.stale * see.stale,
    }


def processing(block: Block, see: Sight) -> Strengths:
    """Ore that leaves unrefined argues for a rule, jobs lost elsewhere against it (mechanism 12)."""
    direction = block.is_item("adopt") - block.is_item("repeal")
    return {
        "growth": see.weights.ore * direction * see("ore", "host"),
        "autonomy": see.weights.autonomy * direction,
        "caution": -see.weights.costs,
    }


def align(block: Block, see: Sight) -> Strengths:
    k, lean = see.weights, block.is_item("lean")
    away = 1.0 - lean
    share, largest = see("mean_share", "host", "power"), see("largest_share", "host")
    toward = lean * (k.lean + k.lean_room * (largest - share))
    counsel = toward + k.leave_share * away * (share - k.free_share) - k.bar
    return {
        "autonomy": float(block.scenario.on("multi-vector")) * counsel,
        "relations": (k.lean_warmth * lean - k.leave_warmth * away) * see("warmth", "host", "power")
        - k.stale * see.stale,
        "grievance": (k.leave_anxiety * away - k.lean_anxiety * lean) * see("anxiety", "host", "power"),
        "security": k.lean_security * lean * share - k.leave_security * away * see.share("security", "power"),
        "caution": -k.costs - k.leave_costs * away,
    }


def balance(block: Block, see: Sight) -> Strengths:
    k = see.weights
    felt = k.bound / see.span.balance_autonomy * see("bound", "host") + k.anxiety * see("most_anxiety", "host")
    return {"autonomy": float(block.scenario.on("multi-vector")) * felt - k.stale * see.stale, "caution": -k.costs}


def restructure(block: Block, see: Sight) -> Strengths:
    k = see.weights
    return {
        "debt": k.overdue * see("overdue", "host", "power") - k.stale * see.stale,
        "caution": -k.costs,
        "autonomy": -k.share * see.share("finance", "power"),
    }


def regional(block: Block, see: Sight) -> Strengths:
    k = see.weights
    return {
        "growth": k.growth - k.stale * see.stale,
        "relations": k.neighbours - k.unstable / see.span.regional_stability * see("unstable", "neighbour"),
        "autonomy": k.anxiety * see("most_anxiety", "host"),
    }


def respond(block: Block, see: Sight) -> Strengths:
    """What speaks for each answer to an event, as the scenario says."""
    k = see.weights
    parts: dict[str, Floats] = {}
    for i in range(len(block)):
        choice = block.answer(i)
        for name in choice.considerations.values:
            row = parts.setdefault(name, np.zeros(len(block)))
            row[i] += k.said * choice.considerations.number(name)
    return parts
