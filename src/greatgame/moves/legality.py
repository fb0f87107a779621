"""What may be ordered: for every entry, the conditions it must meet.

Each role has one function that returns its conditions in words together with
an array ``[world, entry]`` of whether they hold.  A move is legal when all its
conditions hold and it can be paid.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache, reduce
from typing import NamedTuple

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.scenario.indexed import Bools, Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import CONTROL_LADDER
from greatgame.text import Text, say
from greatgame.world.state import State

Condition = tuple[str, Bools]


class Requirement(NamedTuple):
    """A condition in words, and where it holds."""

    text: str
    holds: Bools
    """``[world, entry]``, or ``[world, venture]`` where it is ``shared`` by all entries of a venture."""
    shared: bool = False


OPEN, BUILDING, OPERATING, LOST = 0.0, 1.0, 2.0, 3.0
"""Stages of a project."""

NEAR = 1e-9


class Facts:
    """What the rules of several roles ask about the present state, looked up once."""

    def __init__(self, scenario: IndexedScenario, state: State) -> None:
        self.scenario = scenario
        self.state = state

    @cached_property
    def open(self) -> Bools:
        """Whether a venture's project is still open: ``[world, venture]``."""
        return self._of_project(self.state.stage == OPEN)

    def needed(self, stage: float) -> Bools:
        """Whether the prerequisites of a venture's project have reached a stage: ``[world, venture]``."""
        return self._of_project(prerequisites_met(self.scenario, self.state, stage))

    @cached_property
    def signed(self) -> Bools:
        """Whether a memorandum is signed: ``[world, venture]``."""
        found: Bools = self.state.signed > 0
        return found

    @cached_property
    def unsigned(self) -> Bools:
        """Whether no memorandum is signed: ``[world, venture]``."""
        return ~self.signed

    @cached_property
    def researched(self) -> Floats:
        """Substitution on its way: ``[world, buyer, mineral]``."""
        coming: Floats = np.einsum("wbml->wbm", self.state.research)
        return coming

    @cached_property
    def bought(self) -> Floats:
        """Equity tonnes on their way: ``[world, buyer, mineral]``."""
        coming: Floats = np.einsum("wbml->wbm", self.state.equity)
        return coming

    def _of_project(self, holds: Bools) -> Bools:
        return holds.take(self.scenario.venture_project, axis=1)


@lru_cache(maxsize=64)
def _by_item(block: Block, item: str, this: float, others: float) -> Floats:
    """One bound for the entries that are the variant ``item``, another for the others: ``[entry]``."""
    return np.where(block.is_item(item) > 0, this, others)


_Rule = Callable[[Facts, Block], list[Requirement]]


def legal(catalogue: Catalogue, state: State, known: Facts | None = None) -> Bools:
    """Whether each entry may be ordered, price aside: ``[world, entry]``.

    ``known`` are facts of that state which the caller has already.
    """
    facts = known or Facts(catalogue.scenario, state)
    result = np.ones((state.worlds, catalogue.size), dtype=np.bool_)
    for block, rule in _ruled(catalogue):
        found = rule(facts, block)
        allowed = result[:, block.span]
        if of_ventures := [holds for _, holds, shared in found if shared]:
            # What holds for a whole venture is looked up once, not once a condition.
            allowed[...] = reduce(np.logical_and, of_ventures).take(block.venture, axis=1)
        for _, holds, shared in found:
            if not shared:
                allowed &= holds
    return result


@lru_cache(maxsize=16)
def _ruled(catalogue: Catalogue) -> tuple[tuple[Block, _Rule], ...]:
    """The blocks whose entries must meet conditions, and the rule of each."""
    return tuple((block, _RULES[block.role]) for block in catalogue.blocks.values() if block.role in _RULES)


def conditions(scenario: IndexedScenario, state: State, block: Block) -> list[Condition]:
    """The conditions of one role's entries in words, each with an array ``[world, entry]``."""
    rule = _RULES.get(block.role)
    found = rule(Facts(scenario, state), block) if rule else []
    return [(text, holds.take(block.venture, axis=1) if shared else holds) for text, holds, shared in found]


def prerequisites_met(scenario: IndexedScenario, state: State, stage: float) -> Bools:
    """Whether every prerequisite of a project has reached ``stage``: ``[world, project]``."""
    projects = state.stage.shape[1]
    reached = np.ones((state.worlds, projects + 1), dtype=np.bool_)
    np.logical_and(state.stage >= stage, state.stage < LOST, out=reached[:, :projects])
    return reduce(np.logical_and, [reached.take(needed, axis=1) for needed in _needed(scenario)])


@lru_cache(maxsize=16)
def _needed(s: IndexedScenario) -> tuple[Ints, ...]:
    """The first, second ... prerequisite of each project, one past the last where it has none: ``[project]``."""
    projects, nobody = len(s.names.projects), np.zeros(0, dtype=np.int64)
    found = []
    for waiting, needed in s.prerequisites or ((nobody, nobody),):
        found.append(np.full(projects, projects))
        found[-1][waiting] = needed
    return tuple(found)


def bid_ready(scenario: IndexedScenario, state: State) -> Bools:
    """Whether a venture is a bid that a host can judge: ``[world, venture]``."""
    backed = (state.backer > 0) | _unled(scenario)
    return (state.signed > 0) & (state.prepared >= 1.0) & backed


@lru_cache(maxsize=16)
def _unled(s: IndexedScenario) -> Bools:
    """Whether a venture needs no firm to lead it: ``[venture]``."""
    unled: Bools = ~s.firm_led[s.venture_power]
    return unled


def public_share(package: Floats) -> Floats:
    """Share of a venture's cost covered by public loans and co-finance, by its package ``[..., instrument]``."""
    share: Floats = package[..., 0] + package[..., 1] + package[..., 3]
    return share


def _open_venture(facts: Facts, block: Block) -> list[Requirement]:
    return [
        Requirement("the project is still open", facts.open, True),
        Requirement("no memorandum is signed yet", facts.unsigned, True),
        Requirement("its prerequisites are at least being built", facts.needed(BUILDING), True),
    ]


def _under_preparation(facts: Facts) -> list[Requirement]:
    return [
        Requirement("the project is still open", facts.open, True),
        Requirement("a memorandum is signed", facts.signed, True),
    ]


def _study(facts: Facts, block: Block) -> list[Requirement]:
    state = facts.state
    return [
        *_under_preparation(facts),
        Requirement("no study has been made yet", state.studied == 0, True),
        Requirement("preparation is not complete", state.prepared < 1.0, True),
    ]


@lru_cache(maxsize=16)
def _limits(s: IndexedScenario, block: Block) -> tuple[Ints, Ints, Floats, Text]:
    """The ventures that can be financed; for every entry, its place among what covers them, and the most before it.

    What covers them are loans and co-finance of each, then insurance of each.
    The last result says it all in words.
    """
    insures = block.instrument == s.names.instruments.at("insurance")
    # Insurance has the whole cost as its limit, loans and co-finance share another.
    limit: Floats = np.where(insures, 1.0, s.finance.cap) - block.unit + NEAR
    text = say(
        "insurance stays within the cost, loans and co-finance within {share:.0f} % of it", share=100 * s.finance.cap
    )
    ventures, place = np.unique(block.venture, return_inverse=True)
    return ventures, place + insures * len(ventures), limit, text


def _finance(facts: Facts, block: Block) -> list[Requirement]:
    ventures, cells, limit, text = _limits(facts.scenario, block)
    package = facts.state.package.take(ventures, axis=1)
    insurance = package[..., facts.scenario.names.instruments.at("insurance")]
    held = np.concatenate([public_share(package), insurance], axis=1).take(cells, axis=1)
    return [*_under_preparation(facts), Requirement(text, held <= limit)]


@lru_cache(maxsize=16)
def _stake(s: IndexedScenario, block: Block) -> Floats:
    """Equity that each entry commits, USD mn: ``[entry]``."""
    stake: Floats = s.finance.firm_equity * s.capex[block.project]
    return stake


@lru_cache(maxsize=16)
def _enough(s: IndexedScenario) -> Text:
    return say("preparation is {share:.0f} % done", share=100 * s.finance.equity_from)


def _invest(facts: Facts, block: Block) -> list[Requirement]:
    state = facts.state
    return [
        *_under_preparation(facts),
        Requirement("no firm has committed itself yet", state.backer == 0, True),
        Requirement(_enough(facts.scenario), state.prepared >= facts.scenario.finance.equity_from, True),
        Requirement("the firm has the equity", block.pick(state.capital, "firm") >= _stake(facts.scenario, block)),
    ]


def _award(facts: Facts, block: Block) -> list[Requirement]:
    s, state = facts.scenario, facts.state
    return [
        Requirement("the project is still open", facts.open, True),
        Requirement("the bid is prepared and financed", bid_ready(s, state), True),
        Requirement("its prerequisites are operating", facts.needed(OPERATING), True),
    ]


def _solicit(facts: Facts, block: Block) -> list[Requirement]:
    state = facts.state
    return [
        Requirement("the project is still open", facts.open, True),
        Requirement("the power has not signed", facts.unsigned, True),
        Requirement("the power has not been asked yet", state.solicited == 0, True),
    ]


def _works(facts: Facts, block: Block) -> list[Requirement]:
    s, state = facts.scenario, facts.state
    slack = (state.dwell - s.leg_dwell_floor).take(block.leg, axis=1)
    found = [Requirement("waiting can still be cut", slack > _by_item(block, "customs", s.caspian.least_wait, -np.inf))]
    if not s.on("caspian"):
        helps = np.broadcast_to(_with_some_effect(s, block), slack.shape)
        found.append(Requirement("what a leg can carry is limited in this campaign", helps))
    return found


def _with_some_effect(s: IndexedScenario, block: Block) -> Bools:
    """Which works change anything with the mechanisms that are on: ``[entry]``."""
    # Where legs carry whatever comes, berths and depth change nothing.
    return (block.is_item("customs") > 0) | s.on("caspian")


def in_play(catalogue: Catalogue) -> Bools:
    """Whether an entry can ever be given with the mechanisms that are on: ``[entry]``."""
    found = np.ones(catalogue.size, dtype=np.bool_)
    if block := catalogue.blocks.get("respond"):
        found[block.span] = catalogue.scenario.on("events")
    if block := catalogue.blocks.get("works"):
        found[block.span] = _with_some_effect(catalogue.scenario, block)
    return found


@lru_cache(maxsize=16)
def _demand(s: IndexedScenario, block: Block) -> Floats:
    """Demand of each entry's buyer for its mineral, tonnes a year: ``[entry]``."""
    return s.demand[block.buyer, block.mineral]


@lru_cache(maxsize=16)
def _store(s: IndexedScenario, block: Block) -> tuple[Floats, Floats]:
    """Tonnes below which the store may be filled, and above which it may be emptied: ``[entry]`` each."""
    cap = s.answers.stock_cap / 365.0 * _demand(s, block)
    buying = block.is_item("buy") > 0
    return np.where(buying, cap, np.inf), np.where(buying, -np.inf, s.answers.release_least * cap)


def _stockpile(facts: Facts, block: Block) -> list[Requirement]:
    s, state = facts.scenario, facts.state
    held = block.pick(state.stock, "buyer", "mineral")
    full, empty = _store(s, block)
    shortage = _by_item(block, "buy", -np.inf, s.answers.release_from)
    return [
        Requirement("the store is not full", held < full),
        Requirement("there is something to release", held > empty),
        Requirement("there is a shortage to relieve", block.pick(state.unmet, "buyer", "mineral") > shortage),
    ]


@lru_cache(maxsize=16)
def _substitutable(s: IndexedScenario, block: Block) -> Floats:
    """Share of demand below which more can be substituted: ``[entry]``."""
    share: Floats = s.substitutable[block.mineral] - s.answers.substitute_least
    return share


def _substitute(facts: Facts, block: Block) -> list[Requirement]:
    coming = block.pick(facts.researched + facts.state.saved, "buyer", "mineral")
    return [Requirement("more demand can be substituted", coming < _substitutable(facts.scenario, block))]


@lru_cache(maxsize=16)
def _source(s: IndexedScenario, block: Block) -> tuple[Ints, Floats]:
    """Flat (buyer, mineral, source) cell that an equity entry buys into, and the most that it may come to, t/yr."""
    shape = len(s.names.buyers), len(s.names.minerals), len(s.names.sources)
    cells = np.ravel_multi_index((block.buyer, block.mineral, s.equity_source[block.mineral]), shape)
    return cells, s.answers.equity_most * _demand(s, block)


def _equity(facts: Facts, block: Block) -> list[Requirement]:
    cells, most = _source(facts.scenario, block)
    at_source = facts.state.contract.reshape(facts.state.worlds, -1).take(cells, axis=1)
    coming = block.pick(facts.bought, "buyer", "mineral")
    return [Requirement("the source is not bought out", at_source + coming < most)]


def _trade_response(facts: Facts, block: Block) -> list[Requirement]:
    beyond = block.pick(facts.state.control, "power", "own_buyer") >= CONTROL_LADDER.index("slow-walk")
    return [Requirement("it controls exports to us beyond a licence", np.logical_or.reduce(beyond, axis=2))]


def _control(facts: Facts, block: Block) -> list[Requirement]:
    state = facts.state
    rung, top = block.pick(state.control, "actor", "buyer", "mineral"), len(CONTROL_LADDER) - 1
    return [
        Requirement("controls are not at the top of the ladder", rung < _by_item(block, "tighten", top, np.inf)),
        Requirement("there is a control to relax", rung > _by_item(block, "tighten", -np.inf, 0.0)),
    ]


def _squeeze(facts: Facts, block: Block) -> list[Requirement]:
    k, state = facts.scenario.coercion, facts.state
    held = block.pick(state.squeeze, "host", "channel", "power")
    needs = block.pick(state.dependence, "host", "channel", "power") > k.needs
    return [
        Requirement("the host depends on it", needs),
        Requirement("the squeeze is not complete", held < _by_item(block, "squeeze", k.complete, np.inf)),
    ]


def _relief(facts: Facts, block: Block) -> list[Requirement]:
    state = facts.state
    owed, gdp = block.pick(state.debt, "host", "power"), state.gdp.take(block.host, axis=1)
    return [Requirement("the host owes it money", owed > facts.scenario.debt.relief_from * gdp)]


def _terms(facts: Facts, block: Block) -> list[Requirement]:
    k, terms = facts.scenario.vector, facts.state.terms.take(block.host, axis=1)
    below, above = _by_item(block, "raise", k.terms_most, np.inf), _by_item(block, "raise", -np.inf, k.terms_least)
    return [Requirement("terms can move that way", (terms < below) & (terms > above))]


def _processing(facts: Facts, block: Block) -> list[Requirement]:
    rule = facts.state.processing.take(block.host, axis=1)
    below, above = _by_item(block, "adopt", 0.5, np.inf), _by_item(block, "adopt", -np.inf, 0.5)
    return [Requirement("the rule is not already so", (rule < below) & (rule > above))]


def _respond(facts: Facts, block: Block) -> list[Requirement]:
    state = facts.state
    return [Requirement("the event waits for an answer", state.pending.take(block.event, axis=1) > 0)]


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
