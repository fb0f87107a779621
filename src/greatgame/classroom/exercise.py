"""What the file of an exercise may contain: ``exercise.toml``, the plan of a class without its words.

The words stand beside it, in one file for each language
(:mod:`greatgame.classroom.texts`).  An exercise is a list of steps; rounds
among them are played, all others are held.  Everything that has words has an
id of its own, under which they stand in both languages.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from greatgame.scenario.section import Id, Quarter, Section
from greatgame.words import AS_PUBLISHED
from greatgame.world.tape import MAX_SEED

CONCEPTS = ("interdependence", "hedging", "soft-power", "debt-and-capacity", "credibility", "multipolarity")
"""Concepts of international relations that objectives lead to."""

TOOLS = ("forecast", "advisors", "intents", "ledger", "escalation", "predictions")
"""What a page offers beside orders, and may lock until a round."""

MEASURES = (
    "preparation",
    "strategy-statement",
    "calibration",
    "reasoning",
    "adaptation",
    "perspective",
    "reflection",
    "decisions",
)
"""What a row of the rubric is judged by; see :mod:`greatgame.classroom.gradebook`."""

STEPS = ("join", "quiz", "brief", "practice", "round", "briefing", "reveal", "debrief", "exit", "export")
"""Kinds of step, in the usual order."""

Minutes = Annotated[float, Field(gt=0, le=120)]


class Teams(Section):
    """How many teams there can be."""

    least: Annotated[int, Field(ge=1, le=12)]
    """Fewer cannot play."""
    most: Annotated[int, Field(ge=1, le=12)]
    """More cannot play; in a shared world at most one for each seat."""
    usual: Annotated[int, Field(ge=1, le=12)]
    """What the room begins with where the teacher says nothing."""


class Meta(Section):
    """What is played, and by whom."""

    id: Id
    """The folder's name."""
    scenario: str
    """Name of a shipped scenario, or of a folder with one inside the exercise's own folder."""
    level: Id | None = None
    """How much of the model is played; none: all of it."""
    temper: str = AS_PUBLISHED
    """Temper of the governments that the program plays."""
    strength: Literal["novice", "standard", "expert"] = "standard"
    """How well those governments choose."""
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)]
    """Of the luck that all worlds of the class share."""
    worlds: Literal["own", "shared"] = "own"
    """Whether each team has a copy of the world of its own, or all sit in one."""
    play: Literal["orders", "strategies"] = "orders"
    """Whether a team gives orders, or writes a strategy that is played in many worlds."""
    seats: Annotated[list[Id], Field(min_length=1, max_length=12)]
    """Governments that are played: all of them by each team in its own world, or one by each team of a shared one."""
    strategy: str = "all-round"
    """Who plays the scenario's player where no team does."""
    carry_on: str = "do-nothing"
    """Who orders for a team in those turns of a round that come after the first, where it has the player's seat; in any
    other seat the government goes on by its published doctrine.  ``default`` is meant in the same way."""
    default: str = "all-round"
    """Who orders for a team that has locked nothing when time is up."""
    worlds_a_strategy: Annotated[int, Field(ge=8, le=256)] = 64
    """Worlds in which each strategy is played, where teams write strategies."""
    figures: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=4)] = []
    """Figures that stand beside the points of teams in worlds of their own, such as ``growth.kazakhstan``."""
    teams: Teams
    """How many teams there can be."""


class Role(Section):
    """One of several offices within a team, which have to agree on its orders."""

    seat: Id
    """The government that it belongs to."""
    kinds: list[Id] = []
    """Kinds of move that this office drafts; none: it drafts nothing and agrees."""
    consents: list[Id] = []
    """Kinds of move that do not count without its consent, whoever drafts them."""


class Agreement(Section):
    """When an order of a team with offices counts; without this, once every office that is held agrees.

    What does not count when the drafts are locked falls away.
    """

    lead: Id | None = None
    """The office whose consent carries a draft; it says when the team is ready, may strike any draft, and stands in for
    offices that nobody holds."""
    votes: Annotated[int, Field(ge=1, le=12)] | None = None
    """How many offices, the drafting one among them, carry a draft without the leading one."""


class Objective(Section):
    """What students can do afterwards."""

    concept: Literal[CONCEPTS]  # type: ignore[valid-type]  # pydantic takes a tuple of literals
    """Of international relations, which it leads to."""
    questions: list[Id] = []
    """Questions that show whether it was reached."""


class Question(Section):
    """A question at a checkpoint, answered by each student."""

    form: Literal["choice", "number", "text"]
    """How it is answered."""
    options: Annotated[list[Id], Field(max_length=6)] = []
    """Of a choice, in the order shown."""
    key: Id | None = None
    """The best option of a choice; none where every answer is a view."""
    low: float | None = None
    """Least that a number can be."""
    high: float | None = None
    """Most that a number can be."""


class Forecast(Section):
    """A statement that students give a probability of; scored by Brier's rule."""

    goal: Annotated[str, Field(max_length=200)]
    """Figure, sign and mark, such as ``trust.kazakhstan.japan >= 60``."""
    due: Literal["round", "end"] = "round"
    """When it is true or not: after this round, or at the campaign's end."""


class Step(Section):
    """One part of the class."""

    id: Id
    """Of its own, under which its words stand."""
    kind: Literal[STEPS]  # type: ignore[valid-type]
    """What is done in it."""
    minutes: Minutes
    """How long it is planned to take."""
    questions: list[Id] = []
    """Asked in this step."""
    turns: Annotated[int, Field(ge=1, le=40)] = 1
    """Turns of the campaign that a round (or the practice) plays."""
    plan: Minutes | None = None
    """Minutes of a round until orders are locked; the rest is for resolving and reading."""
    unlocks: list[Literal[TOOLS]] = []  # type: ignore[valid-type]
    """Tools offered from here on; ``escalation`` is the card of whoever stood against the player's team last turn."""
    forecasts: dict[Id, Forecast] = {}
    """Statements to give a probability of, in rounds."""
    injected: list[Id] = []
    """Events that happen when this round opens."""


class Rubric(Section):
    """One row of the gradebook."""

    measure: Literal[MEASURES]  # type: ignore[valid-type]
    """What it is judged by."""
    points: Annotated[float, Field(gt=0, le=100)]
    """Most that can be had; all rows without bonus add up to 100."""
    bonus: bool = False
    """Points above the hundred."""
    questions: list[Id] = []
    """Answers that it is judged by, where it is judged by answers."""


class ExerciseFile(Section):
    """The whole of ``exercise.toml``."""

    exercise: Meta
    """What is played, and by whom."""
    role: dict[Id, Role] = {}
    """Offices within a team, where it has several."""
    agreement: Agreement | None = None
    """When an order of a team with offices counts."""
    objective: Annotated[dict[Id, Objective], Field(min_length=1)]
    """What students can do afterwards."""
    step: Annotated[list[Step], Field(min_length=3, max_length=40)]
    """The parts of the class, in order; the first is of kind ``join``."""
    question: dict[Id, Question] = {}
    """Asked in steps; one question may be asked in several, such as before and after."""
    rubric: Annotated[dict[Id, Rubric], Field(min_length=1)]
    """Rows of the gradebook."""
    until: Quarter | None = None
    """Last quarter that is shown where a class does not play to the scenario's end; none: all of it."""

    @property
    def rounds(self) -> tuple[Step, ...]:
        """The rounds that count."""
        return tuple(step for step in self.step if step.kind == "round")

    @property
    def minutes(self) -> float:
        """How long the class is."""
        return sum(step.minutes for step in self.step)
