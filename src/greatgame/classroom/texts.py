"""The words of an exercise in one language: ``en.toml`` and ``ja.toml``.

Every id of the plan has its words here; briefs come at two levels of
reading.  What only the teacher reads stands under ``guide``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from greatgame.scenario.schema import Id, Section

LANGUAGES = ("en", "ja")

Line = Annotated[str, Field(min_length=1, max_length=300)]
Paragraph = Annotated[str, Field(min_length=1, max_length=4000)]


class Brief(Section):
    """What a team (or an office of it) is told before it begins, in plain and in full words."""

    who: Line
    plain: Paragraph
    full: Paragraph
    aims: Annotated[list[Line], Field(min_length=1, max_length=6)]
    secret: Paragraph | None = None
    """What only this seat is told."""


class StepText(Section):
    """Words of a step."""

    title: Line
    show: Paragraph
    """On the projector and on students' pages."""
    say: Paragraph
    """The teacher's script."""
    watch: Paragraph | None = None
    """What the teacher looks out for."""


class QuestionText(Section):
    """Words of a question."""

    ask: Paragraph
    options: dict[Id, Line] = {}
    why: Paragraph | None = None
    """Why the key is the best answer, or what good answers have in common."""


class RubricText(Section):
    """Words of a row of the rubric, with what full, half and few points look like."""

    name: Line
    full: Line
    half: Line
    few: Line


class Slide(Section):
    title: Line
    points: Annotated[list[Line], Field(min_length=1, max_length=6)]


class Worksheet(Section):
    title: Line
    tasks: Annotated[list[Line], Field(min_length=1, max_length=8)]
    key: Annotated[list[Line], Field(min_length=1, max_length=8)]
    """One line for each task."""


class IfThen(Section):
    """What to do where something does not go as planned."""

    happens: Line
    do: Line


class Guide(Section):
    """What only the teacher reads."""

    overview: Paragraph
    before: Annotated[list[Line], Field(min_length=1)]
    """To be prepared."""
    if_then: Annotated[list[IfThen], Field(min_length=3)]
    rules: Annotated[list[Line], Field(min_length=3)]
    """For discussing real countries."""
    limits: Annotated[list[Line], Field(min_length=3)]
    """What the model does not know."""
    paper: Paragraph
    """How to run it without a network."""
    slide: Annotated[list[Slide], Field(min_length=2)]
    worksheet: Annotated[dict[Id, Worksheet], Field(min_length=1)]


class Texts(Section):
    """The whole file."""

    title: Line
    summary: Paragraph
    ages: Line
    """For whom it is."""
    objective: dict[Id, Line]
    brief: dict[Id, Brief]
    """By role, where there are roles; else by seat."""
    step: dict[Id, StepText]
    question: dict[Id, QuestionText] = {}
    forecast: dict[Id, Line] = {}
    """Statements in words."""
    rubric: dict[Id, RubricText]
    discussion: dict[Id, Line] = {}
    """Questions for the debrief, each chosen where its finding is there (:mod:`greatgame.classroom.findings`)."""
    guide: Guide
