"""Predictions: statements that are uncertain now, for the player to give a probability, and how good it was.

Statements come from futures with fresh luck, so that none of them is foregone
and none betrays what comes.  Answers are scored by Brier's rule (1950,
Monthly Weather Review 78): the mean squared distance between probability and
outcome, 0 for perfect foresight and 0.25 for always saying one half.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from greatgame.errors import GreatGameError
from greatgame.indicators import player_buyer
from greatgame.lab.forecast import Signal, seeds_of
from greatgame.lab.goals import Goal, goals_of
from greatgame.lab.measures import reader
from greatgame.memory import swept
from greatgame.position import Orders, Position
from greatgame.records import Record
from greatgame.saves import PredictionPart
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.vocabulary import CONTROL_LADDER
from greatgame.session import Session
from greatgame.world.state import State
from greatgame.world.variables import BY_NAME, cell_name

FUTURES = 96
STATED = 3
"""Statements a turn, each from another field."""
AHEAD_QUARTERS = 4.0
"""How far the later statements look ahead."""
LEAST, MOST = 0.15, 0.85
"""Shares of futures between which a statement is uncertain."""
TARGETS = (0.5, 0.35, 0.65)
"""Shares that marks are set to, in turn, so that one half is not always the answer."""
STEP = 0.1
"""Answers come in steps of this probability."""
COIN = 0.25
"""What always saying one half would score."""

FIELDS: tuple[tuple[str, ...], ...] = (
    ("trust", "wariness", "grievance", "tension", "support"),
    ("sponsor", "pledge"),
    ("price", "control", "volume"),
)
"""Variables of each field: relations, projects, materials and roads."""
STEPS = {"pledge": 10.0, "volume": 0.1}
"""Marks are rounded to this, or to one point."""
WHOLE = frozenset({"sponsor", "control"})
"""Variables that count, with marks of their own."""
SIGNIFICANT = 2
"""Digits of a price's mark."""


@dataclass(frozen=True)
class PredictionQuestion:
    """What is asked; it can be sent to another process."""

    position: Position
    queue: Orders | None
    taken: frozenset[str] = frozenset()
    """Figures about which a statement is open already."""
    futures: int = FUTURES
    seed: int = 0

    def answer(self, tell: Callable[[Statements], None], cancel: Signal) -> None:
        """Tell of the statements; see :class:`greatgame.lab.worker.Task`."""
        tell(run(self))


@dataclass(frozen=True)
class Statements(Record):
    """Statements of one turn, without answers."""

    turn: int
    parts: tuple[PredictionPart, ...]

    @property
    def complete(self) -> bool:
        """Statements come in one piece."""
        return True


@dataclass(frozen=True)
class _Candidate:
    field: int
    goal: Goal
    due: int
    chance: float


def question_of(session: Session, futures: int = FUTURES, seed: int = 0) -> PredictionQuestion:
    """What to ask about the open turn of a session, its queue included.

    Raises:
        GreatGameError: where the campaign is over.
    """
    if session.finished:
        raise GreatGameError("the campaign is over: there is nothing left to foretell")
    waiting = frozenset(part.goal.split()[0] for part in session.predictions if part.turn < session.turn <= part.due)
    queue = {session.catalogue.number(row.order): row.amount for row in session.queue}
    return PredictionQuestion(session.position().ordinary(), queue or None, waiting, futures, seed)


def run(question: PredictionQuestion) -> Statements:
    """State what is uncertain now: one thing of each field where there is one.

    Raises:
        GreatGameError: where the campaign is over, or for too few futures.
    """
    position = question.position
    if position.left < 1:
        raise GreatGameError("the campaign is over: there is nothing left to foretell")
    if question.futures < 8:
        raise GreatGameError(f"statements need 8 futures or more, not {question.futures}")
    scenario = position.scenario
    ahead = min(max(1, round(AHEAD_QUARTERS / scenario.dt)), position.left)
    with swept():
        model = position.futures(seeds_of(question.seed, "predictions", question.futures), [question.queue])
        states: dict[int, State] = {}
        for step in range(ahead):
            model.step()
            if step in (0, ahead - 1):
                states[step] = model.world.state.select(range(question.futures))
    candidates = list(_candidates(scenario, position, states, question.taken))
    return Statements(position.turn, _chosen(candidates, position.turn, question.seed))


def _candidates(
    scenario: IndexedScenario, position: Position, states: dict[int, State], taken: frozenset[str]
) -> Iterator[_Candidate]:
    """Everything uncertain, field by field."""
    for number, field in enumerate(FIELDS):
        target = TARGETS[(position.turn + number) % len(TARGETS)]
        for variable in field:
            for path in _paths(scenario, variable, position.state):
                if path in taken:
                    continue
                for step, state in states.items():
                    read = reader(scenario, path)
                    values, now = read(state), float(read(position.state)[0])
                    mark = _mark(variable, values, now, target)
                    goal = Goal(path, ">=", mark)
                    chance = float(goal.reached(values).mean())
                    if LEAST <= chance <= MOST:
                        yield _Candidate(number, goal, position.turn + step, chance)


def _paths(scenario: IndexedScenario, variable: str, state: State) -> Iterator[str]:
    """Figures of a variable that concern the player."""
    me, names = scenario.player, scenario.names
    others = [p for p in range(len(names.powers)) if p != me]
    buyer = player_buyer(scenario)
    cells: dict[str, list[tuple[int, ...]]] = {
        "trust": [(h, me) for h in range(len(names.hosts))],
        "wariness": [(p, me) for p in others],
        "grievance": [(p, me) for p in others],
        "tension": [(i,) for i in range(len(names.flashpoints))],
        "support": [(me,)],
        "sponsor": [(j,) for j in range(len(names.projects)) if state.sponsor[0, j] == 0],
        "pledge": [(i,) for i in range(len(names.pledge))],
        "price": [(m,) for m in range(len(names.minerals))],
        "control": [(p, buyer, m) for p in scenario.controllers for m in range(len(names.minerals)) if buyer >= 0],
        "volume": [(c,) for c in range(len(names.corridors))],
    }
    for cell in cells[variable]:
        yield cell_name(scenario, BY_NAME[variable], cell)


def _mark(variable: str, values: Floats, now: float, target: float) -> float:
    """The mark that about ``target`` of the values reach."""
    if variable == "sponsor":
        return 1.0
    if variable == "control":
        return min(max(now, 0.0) + 1.0, len(CONTROL_LADDER) - 1.0)
    wanted = float(np.quantile(values, 1.0 - target))
    if variable == "price":
        return float(f"{wanted:.{SIGNIFICANT}g}")
    step = STEPS.get(variable, 1.0)
    return round(round(wanted / step) * step, 6)


def _chosen(candidates: Sequence[_Candidate], turn: int, seed: int) -> tuple[PredictionPart, ...]:
    """One candidate of each field, drawn by turn and seed; what is told soon and what late take turns."""
    draws = seeds_of(seed, f"statements of turn {turn}", len(FIELDS))
    parts: list[PredictionPart] = []
    for number, draw in enumerate(draws):
        rows = [row for row in candidates if row.field == number]
        soon = [row for row in rows if (row.due == turn) == (number == turn % len(FIELDS))]
        if chosen := (soon or rows):
            row = chosen[draw % len(chosen)]
            parts.append(PredictionPart(turn=turn, due=row.due, goal=str(row.goal), chance=row.chance, answer=None))
    return tuple(parts[:STATED])


# Outcomes


@dataclass(frozen=True)
class Bin(Record):
    """Answers of one probability."""

    stated: float
    answers: int
    came_true: int

    @property
    def share(self) -> float:
        """Share of them that came true."""
        return self.came_true / self.answers


@dataclass(frozen=True)
class Accuracy(Record):
    """How good the answers were whose outcome is known."""

    answers: int
    brier: float
    model: float
    """What the shares of futures would have scored on the same statements."""
    bins: tuple[Bin, ...]
    """By stated probability; well calibrated where each came true about as often as it was said."""


def outcome(session: Session, part: PredictionPart) -> bool | None:
    """Whether a statement came true; None before it is due."""
    if part.due >= session.turn:
        return None
    (goal,) = goals_of(session.scenario, [part.goal])
    values = reader(session.scenario, goal.path)(session.at(part.due + 1))
    return bool(goal.reached(values)[0])


def answered(session: Session) -> list[tuple[PredictionPart, bool]]:
    """Statements with an answer and a known outcome, oldest first."""
    pairs = [(part, outcome(session, part)) for part in session.predictions if part.answer is not None]
    return [(part, came) for part, came in pairs if came is not None]


def accuracy(session: Session) -> Accuracy | None:
    """How good the answers were so far; None before the first outcome is known."""
    rows = answered(session)
    if not rows:
        return None
    stated = np.array([part.answer for part, _ in rows], dtype=float)
    chances = np.array([part.chance for part, _ in rows])
    came = np.array([float(true) for _, true in rows])
    steps = sorted({round(float(p), 6) for p in stated})
    bins = [(p, np.isclose(stated, p)) for p in steps]
    return Accuracy(
        answers=len(rows),
        brier=float(((stated - came) ** 2).mean()),
        model=float(((chances - came) ** 2).mean()),
        bins=tuple(Bin(p, int(np.count_nonzero(at)), int(came[at].sum())) for p, at in bins),
    )


def put(session: Session, statements: Statements) -> None:
    """Keep the statements of the open turn in the session; once one is answered they stay as they are.

    Raises:
        GreatGameError: where they are another turn's.
    """
    if statements.turn != session.turn:
        raise GreatGameError(f"these statements are of turn {statements.turn}, and turn {session.turn} is open")
    mine = [part for part in session.predictions if part.turn == session.turn]
    if not any(part.answer is not None for part in mine):
        session.predictions = [part for part in session.predictions if part.turn != session.turn]
        session.predictions += statements.parts


def answer(session: Session, goal: str, probability: float | None) -> None:
    """Say how likely a statement of the open turn is, in tenths; None takes the answer back.

    Raises:
        GreatGameError: for a statement that is not of this turn, or a probability out of range.
    """
    if probability is not None and not 0 <= probability <= 1:
        raise GreatGameError(f"a probability of {probability:g}: choose from 0 to 1")
    for place, part in enumerate(session.predictions):
        if part.turn == session.turn and part.goal == goal:
            given = None if probability is None else round(round(probability / STEP) * STEP, 6)
            session.predictions[place] = part.model_copy(update={"answer": given})
            return
    raise GreatGameError(f"{goal!r} is no statement of this turn")
