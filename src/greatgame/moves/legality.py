"""What may be ordered: for every entry, the conditions it must meet.

Each role has one function that returns its conditions in words together with
an array ``[world, entry]`` of whether they hold.  A move is legal when all its
conditions hold and it can be paid.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from greatgame.moves.catalogue import Catalogue, MoveKind
from greatgame.scenario.indexed import Bools, IndexedScenario, Ints
from greatgame.world.state import State

Condition = tuple[str, Bools]
_Rule = Callable[[IndexedScenario, State, MoveKind], list[Condition]]

OPEN, BUILDING, OPERATING, LOST = 0.0, 1.0, 2.0, 3.0
"""Stages of a project."""

NEAR = 1e-9


def legal(catalogue: Catalogue, state: State) -> Bools:
    """Whether each entry may be ordered, price aside: ``[world, entry]``."""
    result = np.ones((state.worlds, catalogue.size), dtype=np.bool_)
    for kind in catalogue.kinds.values():
        for _, holds in conditions(catalogue.scenario, state, kind):
            result[:, kind.span] &= holds
    return result


def conditions(scenario: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    """The conditions of one kind's entries, each with an array ``[world, entry]``."""
    rule = _RULES.get(kind.role)
    return rule(scenario, state, kind) if rule else []


def payable(catalogue: Catalogue, state: State, numbers: Ints) -> tuple[Bools, Bools]:
    """Whether the actor has the diplomacy and the money for one unit of each entry, ``[world, len(numbers)]``."""
    firms = catalogue.actor[numbers] >= len(catalogue.scenario.names.actors)
    actor = np.where(firms, 0, catalogue.actor[numbers])
    time = state.purse[:, actor, 0] + NEAR >= catalogue.diplomacy[numbers]
    money = state.purse[:, actor, catalogue.resource[numbers]] + NEAR >= catalogue.money[numbers]
    return time | firms, money | firms


def failing(catalogue: Catalogue, state: State, number: int, world: int = 0) -> list[str]:
    """Why one move cannot be ordered now; empty when it can."""
    kind = catalogue.kind(number)
    i = number - kind.start
    reasons = [
        text for text, holds in conditions(catalogue.scenario, state, kind) if not bool(np.broadcast_to(holds, (state.worlds, len(kind)))[world, i])
    ]
    time, money = payable(catalogue, state, np.array([number]))
    if not time[world, 0]:
        left = state.purse[world, catalogue.actor[number], 0]
        reasons.append(f"it takes {catalogue.diplomacy[number]:g} points of diplomatic time, {left:.1f} are left")
    if not money[world, 0]:
        left = state.purse[world, catalogue.actor[number], catalogue.resource[number]]
        resource = catalogue.scenario.names.resources[catalogue.resource[number]]
        reasons.append(f"it costs USD {catalogue.money[number]:,.0f} mn of {resource}, {left:,.0f} are left")
    return reasons


def prerequisites_met(scenario: IndexedScenario, state: State, stage: float) -> Bools:
    """Whether every prerequisite of a project has reached ``stage``: ``[world, project]``."""
    met = np.ones(state.stage.shape, dtype=np.bool_)
    for j, needed in enumerate(scenario.requires):
        for other in needed:
            met[:, j] &= (state.stage[:, other] >= stage) & (state.stage[:, other] < LOST)
    return met


def bid_ready(scenario: IndexedScenario, state: State) -> Bools:
    """Whether a venture is a bid that a host can judge: ``[world, venture]``."""
    led = scenario.firm_led[scenario.venture_power]
    backed = (state.backer > 0) | ~led
    return (state.signed > 0) & (state.prepared >= 1.0) & backed


def public_share(state: State) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Share of a venture's capital cost covered by public loans and co-finance: ``[world, venture]``."""
    package = state.package
    share: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = package[..., 0] + package[..., 1] + package[..., 3]
    return share


def _open_venture(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    return [
        ("the project is still open", state.stage[:, kind.project] == OPEN),
        ("no memorandum is signed yet", state.signed[:, kind.venture] == 0),
        ("its prerequisites are at least being built", prerequisites_met(s, state, BUILDING)[:, kind.project]),
    ]


def _under_preparation(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    return [
        ("the project is still open", state.stage[:, kind.project] == OPEN),
        ("a memorandum is signed", state.signed[:, kind.venture] > 0),
    ]


def _study(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    return [
        *_under_preparation(s, state, kind),
        ("no study has been made yet", state.studied[:, kind.venture] == 0),
        ("preparation is not complete", state.prepared[:, kind.venture] < 1.0),
    ]


def _finance(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    unit = kind.spec.share.value if kind.spec.share else 0.0
    place = s.names.instruments.at(str(kind.spec.instrument))
    if kind.spec.instrument == "insurance":
        room = state.package[:, kind.venture, place] + unit <= 1.0 + NEAR
        text = "no more than the whole cost is insured"
    else:
        room = public_share(state)[:, kind.venture] + unit <= s.finance.cap + NEAR
        text = f"public money stays within {100 * s.finance.cap:.0f} % of the cost"
    return [*_under_preparation(s, state, kind), (text, room)]


def _invest(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    need = s.finance.firm_equity * s.capex[kind.project]
    return [
        *_under_preparation(s, state, kind),
        ("no firm has committed itself yet", state.backer[:, kind.venture] == 0),
        ("preparation is half done", state.prepared[:, kind.venture] >= 0.5),
        ("the firm has the equity", state.capital[:, kind.firm] >= need),
    ]


def _award(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    return [
        ("the project is still open", state.stage[:, kind.project] == OPEN),
        ("the bid is prepared and financed", bid_ready(s, state)[:, kind.venture]),
        ("its prerequisites are operating", prerequisites_met(s, state, OPERATING)[:, kind.project]),
    ]


def _solicit(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    return [
        ("the project is still open", state.stage[:, kind.project] == OPEN),
        ("the power has not signed", state.signed[:, kind.venture] == 0),
        ("the power has not been asked yet", state.solicited[:, kind.venture] < 0.05),
    ]


def _works(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    modes = [s.file.leg[name].mode for name in s.names.legs]
    port = np.array([mode in {"port", "ferry"} for mode in modes])[kind.leg]
    items = np.array(kind.items)
    slack = state.dwell[:, kind.leg] - s.leg_dwell_floor[kind.leg] > 0.05
    return [
        ("dwell time can still be cut", slack | (items != "customs")),
        ("it is a port or a ferry", np.broadcast_to(port | (items != "greening"), slack.shape)),
        ("draught limits loading there", np.broadcast_to(s.leg_caspian[kind.leg] | (items != "dredging"), slack.shape)),
    ]


def _stockpile(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    held = state.stock[:, kind.buyer, kind.mineral]
    cap = s.answers.stock_cap / 365.0 * s.demand[kind.buyer, kind.mineral]
    buying = np.array(kind.items) == "buy"
    return [
        ("the store is not full", ~buying | (held < cap)),
        ("there is something to release", buying | (held > 0.01 * cap)),
        ("there is a shortage to relieve", buying | (state.unmet[:, kind.buyer, kind.mineral] > 0.02)),
    ]


def _substitute(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    coming = state.research[:, kind.buyer, kind.mineral].sum(-1) + state.saved[:, kind.buyer, kind.mineral]
    return [("more demand can be substituted", coming < s.substitutable[kind.mineral] - 0.005)]


def _equity(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    at_source = state.contract[:, kind.buyer, kind.mineral, s.equity_source[kind.mineral]]
    coming = state.equity[:, kind.buyer, kind.mineral].sum(-1)
    room = at_source + coming < 0.6 * s.demand[kind.buyer, kind.mineral]
    return [("the source is not bought out", room)]


def _trade_response(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    buyers = [s.names.buyers.place.get(s.names.actors[a], 0) for a in kind.actor]
    worst = state.control[:, kind.power, buyers].max(-1)
    return [("it controls exports to us beyond a licence", worst >= 2.0)]


def _control(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    rung = state.control[:, kind.actor, kind.buyer, kind.mineral]
    tighten = np.array(kind.items) == "tighten"
    return [
        ("controls are not at the top of the ladder", ~tighten | (rung < 4)),
        ("there is a control to relax", tighten | (rung > 0)),
    ]


def _squeeze(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    channel = s.names.channels.at(str(kind.spec.channel))
    held = state.squeeze[:, kind.host, channel, kind.power]
    hard = np.array(kind.items) == "squeeze"
    needs = state.dependence[:, kind.host, channel, kind.power] > 0.02
    return [
        ("the host depends on it", needs),
        ("the squeeze is not complete", ~hard | (held < 0.99)),
    ]


def _relief(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    owed = state.debt[:, kind.host, kind.power]
    return [("the host owes it money", owed > 0.002 * state.gdp[:, kind.host])]


def _terms(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    raising = np.array(kind.items) == "raise"
    terms = state.terms[:, kind.host]
    return [("terms can move that way", np.where(raising, terms < 95, terms > 5))]


def _processing(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    adopt = np.array(kind.items) == "adopt"
    rule = state.processing[:, kind.host]
    return [("the rule is not already so", np.where(adopt, rule < 0.5, rule > 0.5))]


def _respond(s: IndexedScenario, state: State, kind: MoveKind) -> list[Condition]:
    return [("the event waits for an answer", state.pending[:, kind.event] > 0)]


_RULES: dict[str, _Rule] = {
    "open-venture": _open_venture,
    "study": _study,
    "finance": _finance,
    "invest": _invest,
    "award": _award,
    "solicit": _solicit,
    "works": _works,
    "stockpile": _stockpile,
    "substitute": _substitute,
    "equity": _equity,
    "trade-response": _trade_response,
    "control": _control,
    "squeeze": _squeeze,
    "relief": _relief,
    "restructure": _relief,
    "terms": _terms,
    "processing": _processing,
    "respond": _respond,
}
