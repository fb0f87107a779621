"""Appraisal: what speaks for and against every move, by consideration.

For each role one function says what speaks for and against its moves:
``{consideration: strength}``, forms over the readings of a turn, of order one
(:mod:`greatgame.agents.forms`, :mod:`greatgame.agents.readings`).  A doctrine's
weights turn strengths into utility; the weighted parts of a chosen move are
the recorded reasons.  The functions know expected effects, not outcomes: they
read the same state that everyone sees.  Every number of the equations is a
figure of the scenario, ``[appraisal.ROLE]``, and reached as ``see.weights``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from greatgame.agents import appraisal_hosts
from greatgame.agents.forms import Form, Sight, Strength, Strengths, laid_out
from greatgame.agents.tables import links
from greatgame.agents.yardsticks import BILLION, HALF_A_BILLION, NEVER, TOP, host_weight, mineral_weight, size
from greatgame.moves.catalogue import Block, Catalogue

_Appraiser = Callable[[Block, Sight], Strengths]


def _visit(block: Block, see: Sight) -> Strengths:
    k, weight = see.weights, host_weight(block.scenario, block)
    return {
        "relations": k.cold * block.size * weight * see("cold", "host", "actor") - k.stale * see.stale,
        "commitment": k.files * block.size * see("files", "host", "actor"),
        "contest": k.contest * block.size * see("contest", "host", "actor"),
        "influence": k.host * block.size * weight,
    }


def _open_venture(block: Block, see: Sight) -> Strengths:
    s, k = block.scenario, see.weights
    worth = size(block, k, BILLION)
    led = s.firm_led[block.actor].astype(np.float64)
    pledged = (block.actor == s.player) * np.minimum(k.pledge_floor + worth, k.pledge_most)
    share = s.dependence[block.host, block.sector_channel, block.actor]
    rivals = k.followed * (1.0 - led) * see("followed", "venture")
    return {
        "commerce": k.worth * worth * (led * see("hopeful", "venture") + k.state_led * (1.0 - led)),
        "supply": k.need * see("need", "venture"),
        "connectivity": k.link * links(s)[block.venture],
        "influence": k.host * host_weight(s, block) + k.newcomer * (1.0 - share),
        "contest": rivals + k.contest * see("contest", "host", "actor"),
        "relations": k.invited * see("invited", "venture"),
        "commitment": k.promise * pledged * see("promise", "venture"),
        "caution": -k.strain * see("strain", "actor") - k.risk * see("risk", "host"),
        "quality": np.where(s.sector_skills[block.project] > s.minds["venture"].teaching, k.teaching, 0.0),
    }


def _study(block: Block, see: Sight) -> Strengths:
    worth = see.weights.unprepared * size(block, see.weights, HALF_A_BILLION)
    return {"commitment": worth * see("unprepared")}


def _finance(block: Block, see: Sight) -> Strengths:
    """An instrument is worth what it closes of the gap to the firms' hurdle."""
    k, worth = see.weights, size(block, see.weights, HALF_A_BILLION)
    late = block.effect("delay") / see.span.finance_delay
    return {
        "commitment": worth * (k.closed * see("closed") - late * see("short_and_ready", "venture")),
        "supply": k.closed_for_supply * see("closed_for_supply"),
        "debt": see("owed", "host") * (-k.owed * (block.instrument <= 1)),
    }


def _aid(block: Block, see: Sight) -> Strengths:
    s, k, span = block.scenario, see.weights, see.span
    good = s.quality[block.actor] > s.minds["ties"].good_quality
    trust, governance, unsettling = (block.effect(name) for name in ("trust", "institutions", "stability"))
    return {
        "relations": k.cold * np.sign(trust) * see("cold", "host", "actor") - k.stale * see.stale,
        "quality": see("weak_institutions", "host") * (k.institutions / span.aid_institutions * (governance > 0)),
        "influence": k.host * host_weight(s, block),
        "caution": see("unstable", "host") * (-k.unstable / span.aid_stability * (unsettling < 0))
        - k.resented * (trust < 0),
        "contest": see("contest", "host", "actor") * (k.contest * good),
    }


def _train(block: Block, see: Sight) -> Strengths:
    k, few = see.weights, see("few_people", "host", "actor")
    return {
        "quality": k.teaching * block.scenario.quality[block.actor] * few,
        "relations": k.cold * see("few_and_cold", "host", "actor") - k.stale * see.stale,
        "influence": k.newcomer * few,
    }


def _standards(block: Block, see: Sight) -> Strengths:
    k, way = see.weights, see("way", "host", "actor")
    return {
        "influence": k.newcomer * see("new_way", "host", "actor") - k.stale * see.stale,
        "contest": k.behind * see("behind", "host", "actor"),
        "commerce": k.market * way,
        "quality": k.teaching * block.scenario.quality[block.actor] * way,
    }


def _works(block: Block, see: Sight) -> Strengths:
    k = see.weights
    gain = k.customs * block.is_item("customs") * see("waiting_on_tight", "leg")
    gain += k.greening * block.is_item("greening") * see("tightness", "leg")
    gain += k.dredging * block.scenario.on("caspian") * block.is_item("dredging") * see("shallow", "leg")
    return {"connectivity": k.gain * gain - k.stale * see.stale}


def _statement(block: Block, see: Sight) -> Strengths:
    k, felt = see.weights, see("wronged", "actor")
    apart = 1.0 - see("alliance", "actor", "power")
    return {
        "contest": k.wronged * felt + k.apart * apart,
        "commitment": k.unpopular * see("unpopular", "actor") + k.shared_values * block.scenario.on("values") * apart,
        "caution": -k.feared * see("feared", "actor"),
        "grievance": k.grievance * felt,
    }


def _reassure(block: Block, see: Sight) -> Strengths:
    return {"caution": see.weights.fear * see("fear", "power", "actor") - see.weights.stale * see.stale}


def _stockpile(block: Block, see: Sight) -> Strengths:
    buy = block.is_item("buy")
    bought = buy * mineral_weight(block.scenario, block) * see("store", "buyer", "mineral")
    return {"supply": see.weights.store * (bought + see.weights.unmet * (1.0 - buy) * see("unmet", "buyer", "mineral"))}


def _substitute(block: Block, see: Sight) -> Strengths:
    weight = mineral_weight(block.scenario, block)
    return {"supply": see.weights.substitutes * weight * see("substitutes", "buyer", "mineral")}


def _equity(block: Block, see: Sight) -> Strengths:
    s, k = block.scenario, see.weights
    need = np.maximum(s.demand[block.buyer, block.mineral], 1e-9)
    step = np.minimum(k.step * s.equity_tonnes[block.mineral] / need, 1.0)
    return {"supply": k.sources * mineral_weight(s, block) * step * see("sources", "buyer", "mineral")}


def _trade_response(block: Block, see: Sight) -> Strengths:
    k, hard = see.weights, block.is_item("counter-measure")
    return {
        "grievance": k.controlled * see("controlled") + k.grievance * see("grievance", "actor", "power"),
        "supply": k.unanswered * see("unanswered") - k.stale * see.stale,
        "caution": -(k.ties + k.hard_ties * hard) / 100.0 * see("ties", "actor", "power"),
    }


def _control(block: Block, see: Sight) -> Strengths:
    """The controlling power's calculus: leverage and grievance against its own losses (mechanism 6)."""
    s, k = block.scenario, see.weights
    up = block.is_item("tighten")
    down = 1.0 - up
    rung, hold = see("control", "actor", "buyer", "mineral"), see("hold")
    taught = see("awareness", "buyer", "mineral") / 100.0
    pressure = see("pressure", "power", "actor") / 100.0
    restraint = Form(k.unknown_ties)
    if s.on("de-risking"):
        restraint = s.ties.restraint / 100.0 * see("ties", "actor", "power")
    loss = s.controls.revenue * (hold + see("hold_by_rung") / TOP)
    regained = s.controls.revenue * see("loss_of_quotas")
    off = 0.0 if s.on("export-controls") else NEVER
    costs = k.costs + k.restraint * restraint + k.loss * loss + k.taught * taught + k.pressed * pressure + k.rung * rung
    relief = k.easing_rung * rung + k.easing_restraint * restraint + k.easing_loss * regained
    relief = relief + k.easing_pressed * pressure + k.easing_taught * taught - k.easing_costs
    return {
        "grievance": (k.provoked * up - k.easing_provoked * down) * see("provocation", "actor", "power"),
        "leverage": up * (k.hold * (hold - see("hold_by_rung") / TOP) - k.stale * see.stale),
        "caution": relief * down - costs * up + off,
    }


def _squeeze(block: Block, see: Sight) -> Strengths:
    """Pressure where a dependent host strays; favours where it does not (mechanism 11)."""
    k, span = see.weights, see.span
    hard = block.is_item("squeeze")
    soft = 1.0 - hard
    cold = see("cooled", "host", "actor") / span.squeeze_trust
    fear = see("alarmed", "actor") / span.squeeze_wariness
    resented = see("resentment", "host", "actor") / span.squeeze_resentment
    off = 0.0 if block.scenario.on("coercion") else NEVER
    return {
        "leverage": (k.grip * hard - k.easing_grip * soft) * see("grip", "host", "channel", "actor"),
        "contest": k.strayed * hard * see("strayed") + k.easing_contest * soft * see("contest", "host", "actor"),
        "grievance": k.grievance * hard * (cold + fear),
        "relations": soft * (k.easing_cold * see("cold", "host", "actor") - k.easing_stale * see.stale),
        "caution": k.easing_squeeze * soft * see("squeeze", "host", "channel", "actor")
        - hard * (k.costs + k.stale * see.stale + k.resented * resented)
        + off,
        "influence": k.easing_hold * soft * see("dependence", "host", "channel", "actor"),
    }


def _relief(block: Block, see: Sight) -> Strengths:
    k, strain = see.weights, see("owing", "host", "power")
    return {
        "relations": k.cold * see("owing_and_cold", "host", "power") - k.stale * see.stale,
        "contest": k.contest * see("owing_and_contested", "host", "power"),
        "influence": k.owing * strain,
        "commerce": -k.loss * strain,
    }


def _secure(block: Block, see: Sight) -> Strengths:
    k, share = see.weights, see.share("security", "actor")
    return {
        "security": k.unstable / see.span.secure_stability * see("insecure", "host")
        + k.share * share
        - k.stale * see.stale,
        "influence": k.newcomer * (1.0 - share),
        "contest": k.contest * see("contest", "host", "actor"),
    }


def _supply(block: Block, see: Sight) -> Strengths:
    k = see.weights
    return {
        "influence": k.host * host_weight(block.scenario, block),
        "relations": k.cold * see("cold", "host", "actor") - k.stale * see.stale,
        "commerce": k.market - k.stale_market * see.stale,
        "contest": k.contest * see("contest", "host", "actor"),
    }


def _sanction(block: Block, see: Sight) -> Strengths:
    """Banks that help a war economy: the more so, the more the host trades with the aggressor (mechanism 13)."""
    k = see.weights
    return {
        "grievance": k.war_trade * see("war_trade", "host") - k.stale * see.stale,
        "relations": -k.offence + k.cold * see("cold", "host", "actor"),
        "caution": -k.costs,
    }


_APPRAISERS: dict[str, _Appraiser] = {
    "visit": _visit,
    "open-venture": _open_venture,
    "study": _study,
    "finance": _finance,
    "aid": _aid,
    "train": _train,
    "standards": _standards,
    "works": _works,
    "statement": _statement,
    "reassure": _reassure,
    "stockpile": _stockpile,
    "substitute": _substitute,
    "equity": _equity,
    "trade-response": _trade_response,
    "control": _control,
    "squeeze": _squeeze,
    "relief": _relief,
    "secure": _secure,
    "supply": _supply,
    "sanction": _sanction,
    "award": appraisal_hosts.award,
    "solicit": appraisal_hosts.solicit,
    "reform": appraisal_hosts.reform,
    "terms": appraisal_hosts.terms,
    "processing": appraisal_hosts.processing,
    "align": appraisal_hosts.align,
    "balance": appraisal_hosts.balance,
    "restructure": appraisal_hosts.restructure,
    "regional": appraisal_hosts.regional,
    "respond": appraisal_hosts.respond,
}


@lru_cache(maxsize=16)
def strengths(catalogue: Catalogue) -> Mapping[str, Mapping[str, Strength]]:
    """What speaks for and against the moves of each role, before weights."""
    return {
        role: {
            name: laid_out(strength, len(block))
            for name, strength in _APPRAISERS[role](block, Sight(catalogue, block)).items()
        }
        for role, block in catalogue.blocks.items()
        if role in _APPRAISERS
    }
