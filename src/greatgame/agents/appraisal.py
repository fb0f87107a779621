"""Appraisal: what speaks for and against every move, by consideration.

For each role one function says what speaks for and against its moves:
``{consideration: strength}``, forms over the readings of a turn, of order one
(:mod:`greatgame.agents.forms`, :mod:`greatgame.agents.readings`).  A doctrine's
weights turn strengths into utility; the weighted parts of a chosen move are
the recorded reasons.  The functions know expected effects, not outcomes: they
read the same state that everyone sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from greatgame.agents.forms import Form, Number, Sight, Strength, laid_out
from greatgame.agents.view import links
from greatgame.moves.catalogue import Block, Catalogue
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.vocabulary import CHANNELS

Strengths = Mapping[str, Form | Number]
_Appraiser = Callable[[Block, Sight], Strengths]


DIGITAL = CHANNELS.index("digital")
NEVER = -9.0
"""Strength that rules a move out where its mechanism is switched off."""


def _host_weight(s: IndexedScenario, block: Block) -> Floats:
    """Importance of the host by size of its economy, 0.4 to 1: ``[entry]``."""
    weight: Floats = 0.4 + 0.6 * np.sqrt(s.gdp / s.gdp.max())
    return weight[block.host]


def _mineral_weight(s: IndexedScenario, block: Block) -> Floats:
    """Importance of the mineral for supply, 0.3 to 1: ``[entry]``."""
    return np.minimum(1.0, 0.3 + 4.0 * s.importance[block.mineral])


def _size(s: IndexedScenario, block: Block, base: float, slope: float, unit: float, most: float) -> Floats:
    """Weight of a project by its cost: ``base + slope * sqrt(cost / unit)``, at most ``most``."""
    return np.minimum(base + slope * np.sqrt(s.capex[block.project] / unit), most)


def _visit(block: Block, see: Sight) -> Strengths:
    weight = _host_weight(block.scenario, block)
    return {
        "relations": 0.9 * block.size * weight * see("cold", "host", "actor") - see.stale,
        "commitment": 0.16 * block.size * see("files", "host", "actor"),
        "contest": 0.8 * block.size * see("contest", "host", "actor"),
        "influence": 0.25 * block.size * weight,
    }


def _open_venture(block: Block, see: Sight) -> Strengths:
    s = block.scenario
    worth = _size(s, block, 0.0, 1.0, 1000.0, 1.6)
    led = s.firm_led[block.actor].astype(np.float64)
    pledged = (block.actor == s.player) * np.minimum(0.3 + worth, 1.6)
    share = s.dependence[block.host, block.sector_channel, block.actor]
    rivals = 0.35 * (1.0 - led) * see("followed", "venture")
    return {
        "commerce": 0.8 * worth * (led * see("hopeful", "venture") + 0.6 * (1.0 - led)),
        "supply": 1.2 * see("need", "venture"),
        "connectivity": 0.8 * links(s)[block.venture],
        "influence": 0.4 * _host_weight(s, block) + 0.3 * (1.0 - share),
        "contest": rivals + 0.5 * see("contest", "host", "actor"),
        "relations": 0.3 * see("invited", "venture"),
        "commitment": 0.8 * pledged * see("promise", "venture"),
        "caution": -see("strain", "actor") - 0.5 * see("risk", "host"),
        "quality": np.where(s.sector_skills[block.project] > 0.5, 0.5, 0.0),
    }


def _study(block: Block, see: Sight) -> Strengths:
    worth = 1.6 * _size(block.scenario, block, 0.5, 0.5, 500.0, 1.5)
    return {"commitment": worth * see("unprepared")}


def _finance(block: Block, see: Sight) -> Strengths:
    """An instrument is worth what it closes of the gap to the firms' hurdle."""
    worth = _size(block.scenario, block, 1.1, 0.3, 500.0, 1.7)
    late = block.effect("delay") / 50.0
    return {
        "commitment": worth * (2.4 * see("closed") - late * see("short_and_ready", "venture")),
        "supply": 0.8 * see("closed_for_supply"),
        "debt": see("owed", "host") * (-0.5 * (block.instrument <= 1)),
    }


def _aid(block: Block, see: Sight) -> Strengths:
    s = block.scenario
    trust, governance, unsettling = (block.effect(name) for name in ("trust", "institutions", "stability"))
    return {
        "relations": 0.7 * np.sign(trust) * see("cold", "host", "actor") - see.stale,
        "quality": see("weak_institutions", "host") * (0.55 / 40.0 * (governance > 0)),
        "influence": 0.2 * _host_weight(s, block),
        "caution": see("unstable", "host") * (-0.5 / 40.0 * (unsettling < 0)) - 0.15 * (trust < 0),
        "contest": see("contest", "host", "actor") * (0.4 * (s.quality[block.actor] > 0.5)),
    }


def _train(block: Block, see: Sight) -> Strengths:
    few = see("few_people", "host", "actor")
    return {
        "quality": 0.9 * block.scenario.quality[block.actor] * few,
        "relations": 0.5 * see("few_and_cold", "host", "actor") - 0.5 * see.stale,
        "influence": 0.3 * few,
    }


def _standards(block: Block, see: Sight) -> Strengths:
    way = see("way", "host", "actor")
    return {
        "influence": 0.7 * see("new_way", "host", "actor") - 0.8 * see.stale,
        "contest": 0.6 * see("behind", "host", "actor"),
        "commerce": 0.3 * way,
        "quality": 0.2 * block.scenario.quality[block.actor] * way,
    }


def _works(block: Block, see: Sight) -> Strengths:
    gain = 0.4 * block.is_item("customs") * see("waiting_on_tight", "leg")
    gain += 1.4 * block.is_item("greening") * see("tightness", "leg")
    gain += 0.9 * block.scenario.on("caspian") * block.is_item("dredging") * see("shallow", "leg")
    return {"connectivity": 1.9 * gain - 0.4 * see.stale}


def _statement(block: Block, see: Sight) -> Strengths:
    felt = see("wronged", "actor")
    apart = 1.0 - see("alliance", "actor", "power")
    return {
        "contest": 0.5 * felt + 0.3 * apart,
        "commitment": 0.35 * see("unpopular", "actor") + 0.25 * block.scenario.on("values") * apart,
        "caution": -0.0045 * see("feared", "actor"),
        "grievance": 0.4 * felt,
    }


def _reassure(block: Block, see: Sight) -> Strengths:
    return {"caution": 0.95 * see("fear", "power", "actor") - 0.7 * see.stale}


def _stockpile(block: Block, see: Sight) -> Strengths:
    buy = block.is_item("buy")
    bought = buy * _mineral_weight(block.scenario, block) * see("store", "buyer", "mineral")
    return {"supply": 1.1 * (bought + 3.0 * (1.0 - buy) * see("unmet", "buyer", "mineral"))}


def _substitute(block: Block, see: Sight) -> Strengths:
    return {"supply": 0.9 * _mineral_weight(block.scenario, block) * see("substitutes", "buyer", "mineral")}


def _equity(block: Block, see: Sight) -> Strengths:
    s = block.scenario
    need = np.maximum(s.demand[block.buyer, block.mineral], 1e-9)
    step = np.minimum(8.0 * s.equity_tonnes[block.mineral] / need, 1.0)
    return {"supply": 1.1 * _mineral_weight(s, block) * step * see("sources", "buyer", "mineral")}


def _trade_response(block: Block, see: Sight) -> Strengths:
    hard = block.is_item("counter-measure")
    return {
        "grievance": 0.8 * see("controlled") + 0.01 * see("grievance", "actor", "power"),
        "supply": 0.6 * see("unanswered") - see.stale,
        "caution": -(0.25 + 0.9 * hard) / 100.0 * see("ties", "actor", "power"),
    }


def _control(block: Block, see: Sight) -> Strengths:
    """The controlling power's calculus: leverage and grievance against its own losses (mechanism 6)."""
    s = block.scenario
    up = block.is_item("tighten")
    down = 1.0 - up
    rung, hold = see("control", "actor", "buyer", "mineral"), see("hold")
    taught = see("awareness", "buyer", "mineral") / 100.0
    pressure = see("pressure", "power", "actor") / 100.0
    restraint = Form(0.3)
    if s.on("de-risking"):
        restraint = s.ties.restraint / 100.0 * see("ties", "actor", "power")
    loss = s.controls.revenue * (hold + see("hold_by_rung") / 4.0)
    regained = s.controls.revenue * see("loss_of_quotas")
    off = 0.0 if s.on("export-controls") else NEVER
    costs = 0.45 + 0.7 * restraint + 0.6 * loss + 0.8 * taught + 0.8 * pressure + 0.25 * rung
    relief = 0.15 * rung + 0.5 * restraint + 0.5 * regained + 0.6 * pressure + 0.4 * taught - 0.3
    return {
        "grievance": (up - 0.9 * down) * see("provocation", "actor", "power"),
        "leverage": up * (0.55 * (hold - see("hold_by_rung") / 4.0) - 0.5 * see.stale),
        "caution": relief * down - costs * up + off,
    }


def _squeeze(block: Block, see: Sight) -> Strengths:
    """Pressure where a dependent host strays; favours where it does not (mechanism 11)."""
    hard = block.is_item("squeeze")
    soft = 1.0 - hard
    cold = see("cooled", "host", "actor") / 30.0
    fear = see("alarmed", "actor") / 25.0
    resented = see("resentment", "host", "actor") / 30.0
    off = 0.0 if block.scenario.on("coercion") else NEVER
    return {
        "leverage": (0.8 * hard - 0.24 * soft) * see("grip", "host", "channel", "actor"),
        "contest": 0.8 * hard * see("strayed") + 0.15 * soft * see("contest", "host", "actor"),
        "grievance": 0.5 * hard * (cold + fear),
        "relations": soft * (0.5 * see("cold", "host", "actor") - see.stale),
        "caution": 0.5 * soft * see("squeeze", "host", "channel", "actor")
        - hard * (1.5 + 0.4 * see.stale + 0.5 * resented)
        + off,
        "influence": 0.25 * soft * see("dependence", "host", "channel", "actor"),
    }


def _relief(block: Block, see: Sight) -> Strengths:
    strain = see("owing", "host", "power")
    return {
        "relations": 0.7 * see("owing_and_cold", "host", "power") - see.stale,
        "contest": 0.6 * see("owing_and_contested", "host", "power"),
        "influence": 0.2 * strain,
        "commerce": -0.6 * strain,
    }


def _secure(block: Block, see: Sight) -> Strengths:
    share = see.share("security", "actor")
    return {
        "security": 0.6 / 40.0 * see("insecure", "host") + 0.25 * share - see.stale,
        "influence": 0.35 * (1.0 - share),
        "contest": 0.5 * see("contest", "host", "actor"),
    }


def _supply(block: Block, see: Sight) -> Strengths:
    return {
        "influence": 0.35 * _host_weight(block.scenario, block),
        "relations": 0.5 * see("cold", "host", "actor") - see.stale,
        "commerce": 0.35 - see.stale,
        "contest": 0.4 * see("contest", "host", "actor"),
    }


def _sanction(block: Block, see: Sight) -> Strengths:
    """Banks that help a war economy: the more so, the more the host trades with the aggressor (mechanism 13)."""
    return {
        "grievance": 1.4 * see("war_trade", "host") - see.stale,
        "relations": -0.5 + 0.2 * see("cold", "host", "actor"),
        "caution": -0.35,
    }


def _award(block: Block, see: Sight) -> Strengths:
    """The host judges a bid by its needs of the moment (mechanism 3)."""
    s, c, p = block.scenario, block.scenario.contest, block.power
    if not s.on("bid-contest"):
        return {"growth": 1.0}
    share = see("dependence", "host", "sector_channel", "power")
    whole = see("mean_share", "host", "power")
    slow = 0.6 + see("slowdown", "host")
    unskilled = 0.4 + see("unskilled", "host") / 40.0
    unsettled = 1.0 + see("unstable", "host") / 30.0
    growth = 0.5 + c.need_volume * 0.5 * s.debt_share[p] + c.need_speed * (s.speed[p] - 1.0) * slow
    if s.on("standards"):
        growth = growth + s.standards.advantage * (block.sector_channel == DIGITAL) * share
    away = c.need_autonomy * (share + whole - 0.25) + 0.5 * see("anxiety", "host", "power")
    lent = 2.0 * c.need_debt * np.where(s.firm_led[p], 0.25, s.debt_share[p])
    return {
        "growth": growth,
        "quality": c.need_quality * (s.quality[p] - 0.5) * unskilled,
        "debt": -lent * see("indebted", "host"),
        # A bidder whose word counts for little is believed less, whatever the friendship.
        "relations": c.need_trust * see("warmth", "host", "power")
        + c.need_credibility / 50.0 * (see("credibility", "power") - 50.0),
        "autonomy": -float(s.on("multi-vector")) * away,
        "caution": -0.5 * see("sites", "host") - 0.2 * s.conditions[p] * unsettled,
    }


def _solicit(block: Block, see: Sight) -> Strengths:
    s = block.scenario
    share = see("dependence", "host", "sector_channel", "power")
    return {
        "growth": 0.35 * _size(s, block, 0.0, 1.0, 1000.0, 1.2) * see("alone", "venture"),
        "autonomy": float(s.on("multi-vector")) * (0.3 - share - 0.4 * see("anxiety", "host", "power")),
        "relations": 0.3 * see("warmth", "host", "power"),
    }


def _reform(block: Block, see: Sight) -> Strengths:
    weak = see("poor_institutions", "host") / 40.0
    return {
        "quality": 1.3 * weak - 0.5 * see.stale,
        "caution": -0.25 - 0.5 / 25.0 * see("unstable", "host"),
        "growth": 0.3 * weak,
    }


def _terms(block: Block, see: Sight) -> Strengths:
    """Courted by all, a host raises its price; left alone, it lowers it (mechanism 12)."""
    if not block.scenario.on("multi-vector"):
        return {"commerce": NEVER}
    up = block.is_item("raise")
    down = 1.0 - up
    courted, terms = see("courted", "host"), see("terms", "host") / 100.0
    rising = 0.6 * courted + 0.5 * see("boom") - 0.4 * terms
    falling = 0.4 * terms - 0.5 * courted - 0.2
    return {
        "commerce": up * rising + down * falling,
        "growth": (0.25 * down - 0.35 * up) * (0.5 + terms),
        "caution": -0.25 - see.stale,
    }


def _processing(block: Block, see: Sight) -> Strengths:
    """Ore that leaves unrefined argues for a rule, jobs lost elsewhere against it (mechanism 12)."""
    direction = block.is_item("adopt") - block.is_item("repeal")
    return {
        "growth": 0.4 * direction * see("ore", "host"),
        "autonomy": 0.25 * direction,
        "caution": -0.55,
    }


def _align(block: Block, see: Sight) -> Strengths:
    lean = block.is_item("lean")
    away = 1.0 - lean
    share, largest = see("mean_share", "host", "power"), see("largest_share", "host")
    counsel = lean * (0.25 + 0.8 * (largest - share)) + 2.2 * away * (share - 0.2) - 0.25
    return {
        "autonomy": float(block.scenario.on("multi-vector")) * counsel,
        "relations": (0.5 * lean - 0.4 * away) * see("warmth", "host", "power") - see.stale,
        "grievance": (away - 0.5 * lean) * see("anxiety", "host", "power"),
        "security": 0.3 * lean * share - 0.8 * away * see.share("security", "power"),
        "caution": -0.3 - 0.3 * away,
    }


def _balance(block: Block, see: Sight) -> Strengths:
    felt = 0.7 / 30.0 * see("bound", "host") + 0.5 * see("most_anxiety", "host")
    return {"autonomy": float(block.scenario.on("multi-vector")) * felt - 0.8 * see.stale, "caution": -0.2}


def _restructure(block: Block, see: Sight) -> Strengths:
    return {
        "debt": see("overdue", "host", "power") - see.stale,
        "caution": -0.45,
        "autonomy": -0.5 * see.share("finance", "power"),
    }


def _regional(block: Block, see: Sight) -> Strengths:
    return {
        "growth": 0.45 - 1.2 * see.stale,
        "relations": 0.3 - 0.2 / 60.0 * see("unstable", "neighbour"),
        "autonomy": 0.25 * see("most_anxiety", "host"),
    }


def _respond(block: Block, see: Sight) -> Strengths:
    """What speaks for each answer to an event, as the scenario says."""
    s = block.scenario
    parts: dict[str, Floats] = {}
    for i in range(len(block)):
        event = s.file.event[s.names.events[block.event[i]]]
        choice = list(event.choices.values())[block.choice[i]]
        for name in choice.considerations.values:
            row = parts.setdefault(name, np.zeros(len(block)))
            row[i] += 0.4 * choice.considerations.number(name)
    return parts


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
    "award": _award,
    "solicit": _solicit,
    "reform": _reform,
    "terms": _terms,
    "processing": _processing,
    "align": _align,
    "balance": _balance,
    "restructure": _restructure,
    "regional": _regional,
    "respond": _respond,
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
