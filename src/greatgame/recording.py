"""Recording: what was decided in a turn, why, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from greatgame.agents.agents import Firm, Government
from greatgame.agents.foresight import Expert
from greatgame.agents.minds import Appraiser, RulesOfThumb
from greatgame.agents.strategist import REASON, Strategist, rules_say
from greatgame.agents.weighing import Appraisal
from greatgame.explain import events_of, headlines
from greatgame.indicators import measure
from greatgame.model import GreatGameModel
from greatgame.records import OrderRecord, PillarScore, Reason, Remark, Score, TurnRecord
from greatgame.rules.context import DONE, REFUSED_ILLEGAL, REFUSED_UNPAID
from greatgame.rules.finance import margin_parts
from greatgame.rules.indicators import pillar_parts
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.world.state import State

OUTCOMES = {DONE: "done", REFUSED_ILLEGAL: "refused: not possible", REFUSED_UNPAID: "refused: cannot be paid"}

SMALL = 1e-9
"""Parts below this are rounding."""


class Notes:
    """What stands behind the decisions of the open turn, noted before its orders change the world."""

    def __init__(self, model: GreatGameModel) -> None:
        self.model = model
        self.appraisal = model.appraisal
        self.perception: Floats = model.view.perceived(slice(0, 1))[0]
        self.seats = {agent.number: agent for agent in model.agents}
        self.rules: dict[int, float] = {}
        """What the rules of strategies add, by catalogue number."""
        for agent in model.agents:
            if isinstance(agent, Government) and isinstance(agent.decider, Strategist):
                self.rules |= rules_say(agent.decider, model.view)
        self.margins: dict[str, Floats] = {}
        if block := model.catalogue.blocks.get("invest"):
            parts = margin_parts(model.game, model.view.state, block)
            self.margins = {name: np.broadcast_to(part, (1, len(block)))[0].copy() for name, part in parts.items()}

    def reasons(self, number: int) -> tuple[Reason, ...]:
        """Weighted considerations behind one order, largest first; none where somebody simply gave it."""
        book = self.model.catalogue
        block, place = book.block(number)
        seat = self.seats[int(book.actor[number])]
        if isinstance(seat, Firm) and getattr(seat, "decider", None) is None:
            return _sorted({name: float(part[place]) for name, part in self.margins.items()})
        decider = seat.decider if isinstance(seat, Government) else None
        if isinstance(decider, Appraiser | Strategist):
            return _sorted(self._appraised(block.role, number))
        if isinstance(decider, Expert):
            thought = decider.thoughts[0]
            parts = self._appraised(block.role, number, decider.appraisals.get(thought.way))
            return _sorted({**parts, "foresight": float(thought.lean[book.kind_of[number]])})
        if isinstance(decider, RulesOfThumb):
            liking = float(decider.liking[book.kind_of[number]])
            return _sorted({"rule of thumb": liking, "perception": float(self.perception[number])})
        return ()

    def remarks(self) -> tuple[Remark, ...]:
        """What the minds that look ahead made of the turn."""
        found = [(agent.name, agent.decider) for agent in self.seats.values() if isinstance(agent, Government)]
        label = self.model.game.label
        return tuple(Remark(name, label(name), mind.words()) for name, mind in found if isinstance(mind, Expert))

    def _appraised(self, role: str, number: int, by: Appraisal | None = None) -> dict[str, float]:
        appraisal = by or self.appraisal
        parts = appraisal.parts(number)
        # What is left of the utility is the worth of answering at all, or of going on as before.
        rest = float(appraisal.utility[0, number]) - sum(parts.values())
        name = "duty" if role == "respond" else "habit"
        parts[name] = parts.get(name, 0.0) + rest
        parts[REASON] = self.rules.get(number, 0.0)
        return parts


def _sorted(parts: Mapping[str, float]) -> tuple[Reason, ...]:
    rows = [Reason(name, part) for name, part in parts.items() if abs(part) > SMALL]
    return tuple(sorted(rows, key=lambda reason: -abs(reason.part)))


def record_turn(model: GreatGameModel, notes: Notes, turn: int, opening: State, closing: State) -> TurnRecord:
    """The record of the turn that a model of one world, with a ledger, has just finished."""
    scenario, book, ledger, resolved = model.game, model.catalogue, model.world.ledger, model.turn
    assert ledger is not None
    assert resolved is not None
    given = np.flatnonzero(model.intents[0])
    in_order = given[np.lexsort((given, book.actor[given]))]
    return TurnRecord(
        turn=turn,
        quarter=scenario.quarter(turn),
        events=events_of(book, ledger, turn, resolved.orders[0]),
        orders=tuple(_order(model, notes, int(number)) for number in in_order),
        indicators=measure(scenario, closing, ledger=ledger),
        headlines=headlines(book, ledger, range(turn, turn + 1), opening, closing),
        digest=closing.digest(),
        remarks=notes.remarks(),
    )


def _order(model: GreatGameModel, notes: Notes, number: int) -> OrderRecord:
    book, resolved = model.catalogue, model.turn
    assert resolved is not None
    actor = book.actors[int(book.actor[number])]
    return OrderRecord(
        actor=actor,
        actor_name=model.game.label(actor),
        order=book.ids[number],
        kind=book.kind(number).name,
        text=book.describe(number),
        amount=float(model.intents[0, number]),
        admitted=float(resolved.orders[0, number]),
        outcome=OUTCOMES[int(resolved.outcome[0, number])],
        reasons=notes.reasons(number),
    )


def score_of(scenario: IndexedScenario, state: State) -> Score:
    """The score of a world of one, and the parts of each pillar."""
    pillars = []
    for pillar, arrays in pillar_parts(scenario, state).items():
        place = scenario.names.pillars.at(pillar)
        parts = {name: float(np.broadcast_to(part, (1,))[0]) for name, part in arrays.items()}
        points = float(state.score[0, place])
        goal, weight = float(scenario.pillar_goals[place]), float(scenario.pillar_weights[place])
        pillars.append(PillarScore(pillar, points, goal, weight, parts))
    return Score(tuple(pillars), sum(row.points * row.weight for row in pillars))
