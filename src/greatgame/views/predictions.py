"""The player's predictions: what is asked this turn, what came of earlier answers, and how good they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from greatgame.indicators import cell_of
from greatgame.lab.goals import goals_of
from greatgame.lab.predictions import COIN, accuracy, answered
from greatgame.records import Record
from greatgame.saves import PredictionPart
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import when
from greatgame.scenario.vocabulary import CONTROL_LADDER
from greatgame.session import Session
from greatgame.text import Text, named, say
from greatgame.views.figures import Account, AccountLine, Figure
from greatgame.views.names import label
from greatgame.world.variables import BY_NAME, axis

PERCENT = Text("%")
OPTIONS = tuple(step / 10 for step in range(11))
"""Probabilities that can be chosen."""
UNITLESS = Text("Brier score")


UNDER: Mapping[str, str] = {
    "licence": "licences",
    "slow-walk": "slow-walked licences",
    "quota": "quotas",
    "embargo": "an embargo",
}
"""Rung of export control -> how exports are held under it."""

TEMPLATES: Mapping[str, str] = {
    "trust": "Trust in {b} in {a} stands at {mark:.0f} points or more at the end of {quarter}.",
    "wariness": "{a} is wary of {b} by {mark:.0f} points or more at the end of {quarter}.",
    "grievance": "{a} bears {b} a grievance of {mark:.0f} points or more at the end of {quarter}.",
    "tension": "Tension ({a}) stands at {mark:.0f} points or more at the end of {quarter}.",
    "support": "Support at home in {a} stands at {mark:.0f} points or more at the end of {quarter}.",
    "pledge.announced": "Projects worth JPY {trillions:g} tn or more are announced in all by the end of {quarter}.",
    "pledge.committed": "Of the pledge, JPY {trillions:g} tn or more are committed by the end of {quarter}.",
    "pledge.disbursed": "Of the pledge, JPY {trillions:g} tn or more are paid out by the end of {quarter}.",
    "sponsor": "Construction of {a} has begun by the end of {quarter}.",
    "price": "{a} costs USD {mark:,.4g} a kilogram or more at the end of {quarter}.",
    "control": "{a} holds exports of {c} to {b} under {rung} or worse at the end of {quarter}.",
    "volume": "{a} carries {mark:.1f} Mt a year or more at the end of {quarter}.",
}
"""Variable, or figure, in words; ``a``, ``b`` and ``c`` are the names along its axes."""


@dataclass(frozen=True)
class Asked(Record):
    """A statement of the open turn."""

    goal: str
    """Name by which it is answered."""
    text: str
    answer: float | None
    """The player's probability, one of :data:`OPTIONS`."""


@dataclass(frozen=True)
class Answered(Record):
    """A statement whose outcome is known."""

    text: str
    answer: Figure
    futures: Figure
    """Share of futures in which it came true, as they were seen then."""
    came_true: bool


@dataclass(frozen=True)
class Calibrated(Record):
    """Answers of one probability."""

    stated: Figure
    share: Figure
    """How often they came true."""


@dataclass(frozen=True)
class Predictions(Record):
    """Everything about the player's predictions."""

    asked: tuple[Asked, ...]
    waiting: tuple[Asked, ...]
    """Answered in earlier turns and not due yet."""
    answered: tuple[Answered, ...]
    """The latest first."""
    score: Figure | None
    """Brier score; None before the first outcome."""
    model: Figure | None
    """What the futures' shares would have scored on the same statements."""
    calibration: tuple[Calibrated, ...]


def predictions(session: Session) -> Predictions:
    """The predictions of a session as they stand."""
    rows = answered(session)
    known = {id(part) for part, _ in rows}
    mine = [part for part in session.predictions if part.turn == session.turn]
    waiting = [part for part in session.predictions if part.turn != session.turn and part.answer is not None]
    found = accuracy(session)
    return Predictions(
        asked=tuple(_asked(session, part) for part in mine),
        waiting=tuple(_asked(session, part) for part in waiting if id(part) not in known),
        answered=tuple(_answered(session, part, came) for part, came in reversed(rows)),
        score=None if found is None else _score(session, rows, Text("Your predictions"), own=True),
        model=None if found is None else _score(session, rows, Text("The futures' shares"), own=False),
        calibration=() if found is None else tuple(_calibrated(session, rows, row.stated) for row in found.bins),
    )


def statement(scenario: IndexedScenario, part: PredictionPart) -> Text:
    """What is stated, in a sentence.

    Raises:
        GreatGameError: for a goal that is none.
    """
    (goal,) = goals_of(scenario, [part.goal])
    variable, cell = cell_of(scenario, goal.path)
    axes = BY_NAME[variable].axes
    names = [label(scenario, kind, axis(scenario, kind)[i]) for kind, i in zip(axes, cell, strict=True)]
    quarter = when(scenario.quarter(min(part.due, scenario.turns - 1)))
    template = TEMPLATES.get(goal.path) or TEMPLATES.get(variable)
    if template is None:
        return say("{goal} at the end of {quarter}", goal=str(goal), quarter=quarter)
    rung = Text(UNDER.get(CONTROL_LADDER[int(goal.value)], "")) if variable == "control" else Text("")
    along = dict(zip("abc", names, strict=False))
    trillions = round(goal.value) / 1000
    return say(template, mark=goal.value, trillions=trillions, quarter=quarter, rung=rung, **along)


def _asked(session: Session, part: PredictionPart) -> Asked:
    return Asked(part.goal, statement(session.scenario, part), part.answer)


def _answered(session: Session, part: PredictionPart, came: bool) -> Answered:
    text = statement(session.scenario, part)
    assert part.answer is not None
    return Answered(text, _stated(part.answer, text, part), _futures(part, text), came)


def _stated(answer: float, text: str, part: PredictionPart) -> Figure:
    title = say("Your probability: {statement}", statement=text)
    line = AccountLine(Text("as you said"), 100.0 * answer, mine=True)
    return _percent(title, 100.0 * answer, (line,), Text("Said in the turn in which it was asked."))


def _futures(part: PredictionPart, text: str) -> Figure:
    title = say("Share of futures: {statement}", statement=text)
    line = AccountLine(Text("futures in which it came true"), 100.0 * part.chance, chance=True)
    note = Text("Counted over futures of that moment with luck of their own, the seat played on by a strategy.")
    return _percent(title, 100.0 * part.chance, (line,), note)


def _percent(title: str, value: float, lines: tuple[AccountLine, ...], note: str) -> Figure:
    account = Account(title, PERCENT, value, lines, note)
    return Figure(title, value, PERCENT, f"{value:.0f}", lambda: account)


def _score(session: Session, rows: list[tuple[PredictionPart, bool]], title: str, own: bool) -> Figure:
    """Mean squared distance between probability and outcome, one line for each statement."""

    def account() -> Account:
        lines = [
            AccountLine(statement(session.scenario, part), (_said(part, own) - float(came)) ** 2 / len(rows), mine=own)
            for part, came in rows
        ]
        note = Text("Each line is the squared distance between probability and outcome, divided by their number.")
        return Account(title, UNITLESS, value, tuple(lines), note, (BRIER,))

    value = sum((_said(part, own) - float(came)) ** 2 for part, came in rows) / len(rows)
    threshold = say("{coin:.2f} is what always saying one half would score; lower is better", coin=COIN)
    return Figure(title, value, UNITLESS, f"{value:.3f}", account, threshold)


BRIER = named(
    "Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78",
    "Brier (1950) 確率で表した予報の検証、Monthly Weather Review 78",
)


def _said(part: PredictionPart, own: bool) -> float:
    said = part.answer if own else part.chance
    assert said is not None
    return said


def _calibrated(session: Session, rows: list[tuple[PredictionPart, bool]], stated: float) -> Calibrated:
    chosen = [(part, came) for part, came in rows if part.answer is not None and abs(part.answer - stated) < 1e-6]
    title = say("Came true of what you gave {stated:.0f} %", stated=100.0 * stated)
    lines = tuple(
        AccountLine(statement(session.scenario, part), 100.0 * float(came) / len(chosen), mine=True)
        for part, came in chosen
    )
    value = 100.0 * sum(came for _, came in chosen) / len(chosen)
    note = Text("Each statement that came true counts for its part of one hundred.")
    said = _percent(Text("Probability given"), 100.0 * stated, (AccountLine(Text("as you said"), 100.0 * stated),), "")
    return Calibrated(said, _percent(title, value, lines, note))
