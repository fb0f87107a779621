"""The words of an exercise in one language: ``en.toml`` and ``ja.toml``.

Every id of the plan has its words here; briefs come at two levels of
reading.  What only the teacher reads stands under ``guide``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from greatgame.scenario.section import Id, Section

LANGUAGES = ("en", "ja")

Line = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(min_length=1, max_length=4000)]


class Brief(Section):
    """What a team (or an office of it) is told before it begins, in plain and in full words."""

    who: Line
    """The team, in a line."""
    plain: Paragraph
    """Short sentences and no terms; a blank line begins a paragraph."""
    full: Paragraph
    """The same at greater length, with terms and figures."""
    aims: Annotated[list[Line], Field(min_length=1, max_length=6)]
    """What the team wants."""
    secret: Paragraph | None = None
    """What only this seat is told."""


class StepText(Section):
    """Words of a step."""

    title: Line
    """Of the step."""
    show: Paragraph
    """On the projector and on students' pages."""
    say: Paragraph
    """The teacher's script."""
    watch: Paragraph | None = None
    """What the teacher looks out for."""


class QuestionText(Section):
    """Words of a question."""

    ask: Paragraph
    """The question."""
    options: dict[Id, Line] = {}
    """Of a choice, by the ids of the plan."""
    why: Paragraph | None = None
    """Why the key is the best answer, or what good answers have in common."""


class RubricText(Section):
    """Words of a row of the rubric, with what full, half and few points look like."""

    name: Line
    """Of the row."""
    full: Line
    """What all points look like."""
    half: Line
    """What about half of them look like."""
    few: Line
    """What few of them look like."""


class Slide(Section):
    """A page for the screen."""

    title: Line
    """At its top."""
    points: Annotated[list[Line], Field(min_length=1, max_length=6)]
    """A line each."""


class Worksheet(Section):
    """Tasks on paper, with a key for the teacher."""

    title: Line
    """At its top."""
    tasks: Annotated[list[Line], Field(min_length=1, max_length=8)]
    """In order."""
    key: Annotated[list[Line], Field(min_length=1, max_length=8)]
    """One line for each task."""


class IfThen(Section):
    """What to do where something does not go as planned."""

    happens: Line
    """What a teacher may meet."""
    do: Line
    """What helps."""
    orders: bool = False
    """Whether it can only happen where teams give orders, not where they write strategies."""


class Guide(Section):
    """What only the teacher reads."""

    overview: Paragraph
    """What it is, for whom, and what matters."""
    before: Annotated[list[Line], Field(min_length=1)]
    """To be prepared."""
    if_then: Annotated[list[IfThen], Field(min_length=3)]
    """Rows after the common ones."""
    rules: Annotated[list[Line], Field(min_length=3)]
    """For discussing real countries."""
    limits: Annotated[list[Line], Field(min_length=3)]
    """What the model does not know."""
    paper: Paragraph
    """How to run it without a network."""
    slide: Annotated[list[Slide], Field(min_length=2)]
    """For the screen, in order."""
    worksheet: Annotated[dict[Id, Worksheet], Field(min_length=1)]
    """By id; ``ledger`` and ``forecast`` are there where the exercise uses them."""


class Texts(Section):
    """The whole file."""

    title: Line
    """Of the exercise."""
    summary: Paragraph
    """What happens in it, in three or four sentences."""
    ages: Line
    """For whom it is."""
    objective: dict[Id, Line]
    """What students can do afterwards, beginning with a verb."""
    brief: dict[Id, Brief]
    """By role, where there are roles; else by seat."""
    step: dict[Id, StepText]
    """By id of the step."""
    question: dict[Id, QuestionText] = {}
    """By id of the question."""
    forecast: dict[Id, Line] = {}
    """Statements in words."""
    rubric: dict[Id, RubricText]
    """By id of the row."""
    discussion: dict[Id, Line] = {}
    """Questions for the debrief, asked where something of the kind happened."""
    guide: Guide
    """What only the teacher reads."""
