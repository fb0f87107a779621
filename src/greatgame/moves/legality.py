"""What may be ordered: for every entry, the conditions it must meet.

Each role has one function that returns its conditions in words together with
an array ``[world, entry]`` of whether they hold.  A move is legal when all its
conditions hold and it can be paid.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.world.state import State

Condition = tuple[str, Bools]
_Rule = Callable[[IndexedScenario, State, Block], list[Condition]]

OPEN, BUILDING, OPERATING, LOST = 0.0, 1.0, 2.0, 3.0
"""Stages of a project."""

NEAR = 1e-9


def legal(catalogue: Catalogue, state: State) -> Bools:
    """Whether each entry may be ordered, price aside: ``[world, entry]``."""
    result = np.ones((state.worlds, catalogue.size), dtype=np.bool_)
    for block in catalogue.blocks.values():
        for _, holds in conditions(catalogue.scenario, state, block):
            result[:, block.span] &= holds
    return result


def conditions(scenario: IndexedScenario, state: State, block: Block) -> list[Condition]:
    """The conditions of one role's entries, each with an array ``[world, entry]``."""
    rule = _RULES.get(block.role)
    return rule(scenario, state, block) if rule else []


def payable(catalogue: Catalogue, state: State, numbers: Ints) -> tuple[Bools, Bools]:
    """Whether the actor has the diplomacy and the money for one unit of each entry, ``[world, len(numbers)]``."""
    firms = catalogue.actor[numbers] >= len(catalogue.scenario.names.actors)
    actor = np.where(firms, 0, catalogue.actor[numbers])
    time = state.purse[:, actor, 0] + NEAR >= catalogue.diplomacy[numbers]
    money = state.purse[:, actor, catalogue.resource[numbers]] + NEAR >= catalogue.money[numbers]
    return time | firms, money | firms


def failing(catalogue: Catalogue, state: State, number: int, world: int = 0) -> list[str]:
    """Why one move cannot be ordered now; empty when it can."""
    block, i = catalogue.block(number)
    reasons = [text for text, holds in conditions(catalogue.scenario, state, block) if not holds[world, i]]
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
    for projects, needed in scenario.prerequisites:
        reached = state.stage.take(needed, axis=1)
        met[:, projects] &= (reached >= stage) & (reached < LOST)
    return met


def bid_ready(scenario: IndexedScenario, state: State) -> Bools:
    """Whether a venture is a bid that a host can judge: ``[world, venture]``."""
    led = scenario.firm_led[scenario.venture_power]
    backed = (state.backer > 0) | ~led
    return (state.signed > 0) & (state.prepared >= 1.0) & backed


def public_share(state: State) -> Floats:
    """Share of a venture's capital cost covered by public loans and co-finance: ``[world, venture]``."""
    package = state.package
    share: Floats = package[..., 0] + package[..., 1] + package[..., 3]
    return share


def _open_venture(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    return [
        ("the project is still open", state.stage.take(block.project, axis=1) == OPEN),
        ("no memorandum is signed yet", state.signed.take(block.venture, axis=1) == 0),
        ("its prerequisites are at least being built", prerequisites_met(s, state, BUILDING).take(block.project, axis=1)),
    ]


def _under_preparation(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    return [
        ("the project is still open", state.stage.take(block.project, axis=1) == OPEN),
        ("a memorandum is signed", state.signed.take(block.venture, axis=1) > 0),
    ]


def _study(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    return [
        *_under_preparation(s, state, block),
        ("no study has been made yet", state.studied.take(block.venture, axis=1) == 0),
        ("preparation is not complete", state.prepared.take(block.venture, axis=1) < 1.0),
    ]


def _finance(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    insurance = s.names.instruments.at("insurance")
    covered = state.package[:, block.venture, insurance] + block.unit <= 1.0 + NEAR
    shared = public_share(state).take(block.venture, axis=1) + block.unit <= s.finance.cap + NEAR
    insures = block.instrument == insurance
    return [
        *_under_preparation(s, state, block),
        ("no more than the whole cost is insured", covered | ~insures),
        (f"public money stays within {100 * s.finance.cap:.0f} % of the cost", shared | insures),
    ]


def _invest(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    need = s.finance.firm_equity * s.capex[block.project]
    return [
        *_under_preparation(s, state, block),
        ("no firm has committed itself yet", state.backer.take(block.venture, axis=1) == 0),
        ("preparation is half done", state.prepared.take(block.venture, axis=1) >= 0.5),
        ("the firm has the equity", state.capital.take(block.firm, axis=1) >= need),
    ]


def _award(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    return [
        ("the project is still open", state.stage.take(block.project, axis=1) == OPEN),
        ("the bid is prepared and financed", bid_ready(s, state).take(block.venture, axis=1)),
        ("its prerequisites are operating", prerequisites_met(s, state, OPERATING).take(block.project, axis=1)),
    ]


def _solicit(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    return [
        ("the project is still open", state.stage.take(block.project, axis=1) == OPEN),
        ("the power has not signed", state.signed.take(block.venture, axis=1) == 0),
        ("the power has not been asked yet", state.solicited.take(block.venture, axis=1) < 0.05),
    ]


def _works(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    slack = (state.dwell - s.leg_dwell_floor).take(block.leg, axis=1) > 0.05
    return [("waiting can still be cut", slack | (block.is_item("customs") == 0))]


def _stockpile(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    held = block.pick(state.stock, "buyer", "mineral")
    cap = s.answers.stock_cap / 365.0 * s.demand[block.buyer, block.mineral]
    buying = block.is_item("buy") > 0
    return [
        ("the store is not full", ~buying | (held < cap)),
        ("there is something to release", buying | (held > 0.01 * cap)),
        ("there is a shortage to relieve", buying | (block.pick(state.unmet, "buyer", "mineral") > 0.02)),
    ]


def _substitute(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    coming = state.research[:, block.buyer, block.mineral].sum(-1) + block.pick(state.saved, "buyer", "mineral")
    return [("more demand can be substituted", coming < s.substitutable[block.mineral] - 0.005)]


def _equity(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    at_source = state.contract[:, block.buyer, block.mineral, s.equity_source[block.mineral]]
    coming = state.equity[:, block.buyer, block.mineral].sum(-1)
    room = at_source + coming < 0.6 * s.demand[block.buyer, block.mineral]
    return [("the source is not bought out", room)]


def _trade_response(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    buyers = [s.names.buyers.place.get(s.names.actors[a], 0) for a in block.actor]
    worst = state.control[:, block.power, buyers].max(-1)
    return [("it controls exports to us beyond a licence", worst >= 2.0)]


def _control(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    rung = block.pick(state.control, "actor", "buyer", "mineral")
    tighten = block.is_item("tighten") > 0
    return [
        ("controls are not at the top of the ladder", ~tighten | (rung < 4)),
        ("there is a control to relax", tighten | (rung > 0)),
    ]


def _squeeze(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    held = block.pick(state.squeeze, "host", "channel", "power")
    hard = block.is_item("squeeze") > 0
    needs = block.pick(state.dependence, "host", "channel", "power") > 0.02
    return [
        ("the host depends on it", needs),
        ("the squeeze is not complete", ~hard | (held < 0.99)),
    ]


def _relief(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    owed = block.pick(state.debt, "host", "power")
    return [("the host owes it money", owed > 0.002 * state.gdp[:, block.host])]


def _terms(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    raising = block.is_item("raise") > 0
    terms = state.terms.take(block.host, axis=1)
    return [("terms can move that way", np.where(raising, terms < 95, terms > 5))]


def _processing(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    adopt = block.is_item("adopt") > 0
    rule = state.processing.take(block.host, axis=1)
    return [("the rule is not already so", np.where(adopt, rule < 0.5, rule > 0.5))]


def _respond(s: IndexedScenario, state: State, block: Block) -> list[Condition]:
    return [("the event waits for an answer", state.pending.take(block.event, axis=1) > 0)]


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
