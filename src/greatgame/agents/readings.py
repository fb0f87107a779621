"""Readings: the figures that appraisals are linear in, worked out once a turn for all who look.

A reading has a figure for every cell of its axes (``hosts powers``), or for
every entry of one role where it depends on what only that role's moves have.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from greatgame.agents.reading import LISTED, Reading, as_it_is, of_the_view, reading
from greatgame.agents.tables import chance, wars
from greatgame.agents.view import View
from greatgame.rules.context import largest
from greatgame.rules.minerals import dearer
from greatgame.rules.society import suitors
from greatgame.scenario.indexed import Floats
from greatgame.world.world import in_turn

STALE = "stale"
"""The one reading that has a figure for every entry of the catalogue: how present the order still is."""

READINGS: Mapping[str, Reading] = LISTED
"""All of them by name, in the order in which they stand below."""


as_it_is("dependence", "squeeze", "resentment", "terms")
as_it_is("alliance", "grievance", "ties", "pressure", "credibility")
as_it_is("control", "awareness", "unmet")
of_the_view("hosts powers", "cold", "contest", "warmth", "anxiety", "mean_share")
of_the_view("hosts", "risk", "sites", "owed", "largest_share", "most_anxiety")
of_the_view("powers", "strain", "wronged", "feared", "alarmed")
of_the_view("powers powers", "provocation")
of_the_view("ventures", "need")


# By host: what it lacks.


def _short(of: Floats, enough: Floats | float) -> Floats:
    """Points that a figure lacks to ``enough``, at least 0."""
    lack: Floats = np.maximum(enough - of, 0.0)
    return lack


@reading("hosts")
def weak_institutions(view: View) -> Floats:
    """Points that institutions lack to need no help."""
    return _short(view.state.institutions, view.minds["host"].governance)


@reading("hosts")
def poor_institutions(view: View) -> Floats:
    """Points that institutions lack to be enough for the host itself."""
    return _short(view.state.institutions, view.minds["host"].institutions)


@reading("hosts")
def unstable(view: View) -> Floats:
    """Points that stability lacks."""
    return _short(view.state.stability, view.minds["host"].stability)


@reading("hosts")
def insecure(view: View) -> Floats:
    """Points that stability lacks in the eyes of a partner in security."""
    return _short(view.state.stability, view.minds["host"].safety)


@reading("hosts")
def unskilled(view: View) -> Floats:
    """Points that skills lack."""
    return _short(view.state.skills, view.minds["host"].skills)


@reading("hosts")
def bound(view: View) -> Floats:
    """Points that autonomy lacks."""
    return _short(view.state.autonomy, view.minds["host"].autonomy)


@reading("hosts")
def slowdown(view: View) -> Floats:
    """Growth below ambition, which lies above the starting trend."""
    k = view.minds["host"]
    slow: Floats = _short(view.state.growth, view.scenario.growth + k.ambition) / k.slowdown
    return slow


@reading("hosts")
def indebted(view: View) -> Floats:
    """Debt over GDP beyond what worries nobody."""
    deep: Floats = np.maximum(view.owed - view.minds["host"].debt, 0.0)
    return deep


@reading("hosts")
def courted(view: View) -> Floats:
    """Courtship by rival memoranda on open projects, per project."""
    k = view.minds["host"]
    return np.minimum(suitors(view.scenario, view.state, view.signatures) * k.suitors, k.suitors_most)


@reading("hosts")
def ore(view: View) -> Floats:
    """Mines that run, as far as they count."""
    return np.minimum(view.raw_mines, view.minds["host"].mines_most)


@reading("hosts")
def war_trade(view: View) -> Floats:
    """Share of trade with powers at war, by the heat of the war."""
    s, trade, once = view.scenario, view.channel("trade"), view.minds["host"].war_heat
    heat = np.zeros(trade.shape[:2])
    for q, aggressor in wars(s):
        heat += trade[:, :, aggressor] * (view.state.tension[:, q, None] / once)
    return heat


# By host and power: ties.


@reading("hosts powers")
def files(view: View) -> Floats:
    """A power's ventures that wait in a host, as far as one visit can push them."""
    return np.minimum(view.waiting, view.minds["ties"].files_most)


@reading("hosts powers")
def few_people(view: View) -> Floats:
    """How few alumni and students a power has in a host, 1 for none."""
    few: Floats = view.few
    return few


@reading("hosts powers")
def few_and_cold(view: View) -> Floats:
    """How few people, by the distance of trust."""
    return view.few * view.cold


@reading("hosts powers")
def cooled(view: View) -> Floats:
    """Trust lost since the start, points, at least 0."""
    lost: Floats = np.maximum(view.scenario.trust - view.state.trust, 0.0)
    return lost


@reading("hosts powers")
def way(view: View) -> Floats:
    """How far a power can still enter a host's digital stack."""
    return view.way


@reading("hosts powers")
def new_way(view: View) -> Floats:
    """The same, by the share that the power has not got yet."""
    return view.way * (1.0 - view.channel("digital"))


@reading("hosts powers")
def behind(view: View) -> Floats:
    """The same, by how far the power is behind the first."""
    digital = view.channel("digital")
    return view.way * (largest(digital)[..., None] - digital)


@reading("hosts powers")
def owing(view: View) -> Floats:
    """How much a host owes a power, 0 to 1."""
    return view.owing


@reading("hosts powers")
def owing_and_cold(view: View) -> Floats:
    """How much it owes, by the distance of trust."""
    return view.owing * view.cold


@reading("hosts powers")
def owing_and_contested(view: View) -> Floats:
    """How much it owes, by how far rivals have come."""
    return view.owing * view.contest


@reading("hosts creditors")
def overdue(view: View) -> Floats:
    """Why a host wants other terms from a creditor: debt that is too deep, and slow growth where it owes something."""
    k, weights = view.minds["host"], view.scenario.appraisal["restructure"]
    slow = (_short(view.state.growth, view.scenario.growth) / k.slowdown)[..., None]
    deep = np.maximum(view.owed_to - k.overdue_debt, 0.0)
    why: Floats = weights.deep * deep + weights.slow * slow * (view.owed_to > k.slow_debt)
    return why


# By power.


@reading("powers")
def unpopular(view: View) -> Floats:
    """How far support at home is below what leaders are content with."""
    k = view.minds["ties"]
    lack: Floats = _short(view.state.support, k.support) / k.support_span
    return lack


@reading("powers powers")
def fear(view: View) -> Floats:
    """Wariness and grievance that one power feels toward another, as far as they count."""
    k = view.minds["ties"]
    return np.minimum((view.state.wariness + view.state.grievance) / k.fear, k.fear_most)


# By venture and project.


@reading("ventures")
def hopeful(view: View) -> Floats:
    """How likely a venture is to find a firm, 0 to 1."""
    return view.hopeful


@reading("ventures")
def promise(view: View) -> Floats:
    """The same, by the part of the player's pledge that is still to be committed."""
    left = np.maximum(0.0, 1.0 - view.state.pledge[:, 1] / max(view.scenario.pledge_target_jpy, 1.0))
    return view.hopeful * left[:, None]


@reading("ventures")
def followed(view: View) -> Floats:
    """Other powers that have signed for the same project, as far as they alarm."""
    return np.minimum(view.rivals, view.minds["venture"].rivals_most)


@reading("ventures")
def alone(view: View) -> Floats:
    """1 where nobody else has signed for the project, a half for one rival ..."""
    rare: Floats = 1.0 / (1.0 + view.rivals)
    return rare


@reading("ventures")
def invited(view: View) -> Floats:
    """Whether the host has asked for the venture, 0 or 1."""
    return (view.state.solicited > 0).astype(np.float64)


@reading(role="study")
def unprepared(view: View) -> Floats:
    """What a study would still do for a venture: preparation missing, by hope and by how late it is."""
    state, block, k = view.state, view.catalogue.blocks["study"], view.minds["venture"]
    late = k.study_age + state.age.take(block.venture, axis=1) / view.scenario.pledge.lapse
    hope = chance(view.margin.take(block.venture, axis=1), k.study_short, k.hope_spread)
    return hope * (1.0 - state.prepared.take(block.venture, axis=1)) * late


@reading("ventures")
def short_and_ready(view: View) -> Floats:
    """Whether the margin falls short of what firms want, by how ready the venture is for money."""
    return (view.gap > 0) * view.ready


@reading(role="finance")
def closed(view: View) -> Floats:
    """What an instrument closes of the gap to the firms' hurdle, by how ready the venture is for money."""
    return view.closed


@reading(role="finance")
def closed_for_supply(view: View) -> Floats:
    """The same, by what the product would mean for supply."""
    return view.closed * view.need.take(view.catalogue.blocks["finance"].venture, axis=1)


# By leg.


def _urgency(view: View) -> Floats:
    """How much works on a leg count, the more the tighter it is: ``[world, leg]``."""
    k = view.minds["route"]
    urgent: Floats = k.tight_floor + k.tight_slope * view.bottleneck
    return urgent


@reading("legs")
def waiting_on_tight(view: View) -> Floats:
    """Avoidable days at a leg, as far as they count, the more the tighter it is."""
    most = view.minds["route"].dwell_most
    slack = np.minimum(np.maximum(view.state.dwell - view.scenario.leg_dwell_floor, 0.0), most)
    return slack * _urgency(view)


@reading("legs")
def tightness(view: View) -> Floats:
    """Tightness of a leg beyond the usual, the more the tighter it is."""
    return np.maximum(view.bottleneck - view.minds["route"].tight, 0.0) * _urgency(view)


@reading("legs")
def shallow(view: View) -> Floats:
    """Metres that the sea lacks, as far as they count, the more the tighter the leg is."""
    state, k = view.state, view.minds["route"]
    lack = np.minimum(np.maximum(state.caspian_design - state.caspian_level + k.draught, 0.0), k.draught_most)
    return lack[:, None] * _urgency(view)


# By buyer and mineral: supply.


@reading("buyers minerals")
def store(view: View) -> Floats:
    """How much an order for the store would help: what it lacks, by how badly the mineral is needed, and what it buys.

    It buys the less, the dearer the mineral is, and nothing where nothing arrives.
    """
    state = view.state
    days = state.stock * (365.0 / np.maximum(view.scenario.demand, 1e-9))
    lack = np.maximum(1.0 - days / view.minds["supply"].store, 0.0)
    return lack * view.insecurity * (1.0 - state.unmet) / dearer(view.scenario, state)[:, None]


@reading("buyers minerals")
def substitutes(view: View) -> Floats:
    """How much substitution would help: what can still be substituted, by how badly the mineral is needed."""
    coming = view.state.saved + view.researched
    return np.maximum(1.0 - coming / np.maximum(view.scenario.substitutable, 1e-6), 0.0) * view.insecurity


@reading("buyers minerals")
def sources(view: View) -> Floats:
    """How much own sources would help: what is not bought yet, by how badly the mineral is needed."""
    room = np.maximum(1.0 - view.bought * (view.minds["supply"].coming / np.maximum(view.scenario.demand, 1e-9)), 0.0)
    return room * view.insecurity


@reading("")
def boom(view: View) -> Floats:
    """How far the prices of minerals have risen since the start, weighted mean of logarithms."""
    return in_turn(view.scenario.importance * np.log(dearer(view.scenario, view.state)))


# By entry, where powers, buyers and minerals meet.


@reading(role="trade-response")
def controlled(view: View) -> Floats:
    """Highest rung of controls against the actor, 0 to 1."""
    return view.controlled


@reading(role="trade-response")
def unanswered(view: View) -> Floats:
    """The same, by the pressure that the actor does not apply yet."""
    pressed = view.catalogue.blocks["trade-response"].pick(view.state.pressure, "actor", "power") / 100.0
    unpressed: Floats = view.controlled * (1.0 - pressed)
    return unpressed


@reading(role="control")
def hold(view: View) -> Floats:
    """Share of a buyer's need that the controller supplies."""
    return view.hold


@reading(role="control")
def hold_by_rung(view: View) -> Floats:
    """The same, by the rung that is applied."""
    return view.hold * view.rung


@reading(role="control")
def loss_of_quotas(view: View) -> Floats:
    """Trade lost on the rungs of control that their seller feels."""
    loss: Floats = view.hold * (1.0 + view.rung / 4.0) * (view.rung >= view.minds["supply"].felt_rung)
    return loss


@reading("hosts channels powers")
def grip(view: View) -> Floats:
    """Grip that a share of a channel gives, at most 1."""
    return np.minimum(view.state.dependence * view.minds["ties"].grip, 1.0)


@reading(role="squeeze")
def strayed(view: View) -> Floats:
    """How far a host has strayed beyond what is overlooked, by what is not squeezed yet."""
    block = view.catalogue.blocks["squeeze"]
    beyond = np.maximum(block.pick(view.contest, "host", "actor") - view.minds["ties"].strayed, 0.0)
    left: Floats = beyond * (1.0 - block.pick(view.state.squeeze, "host", "channel", "actor"))
    return left
