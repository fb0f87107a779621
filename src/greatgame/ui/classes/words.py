"""What an exercise is, as widgets."""

from __future__ import annotations

from collections.abc import Iterator

from greatgame.classroom.exercise import Step
from greatgame.classroom.load import Exercise
from greatgame.ui.kit import Column, Label, Rich, Row, Span, Ui, Widget


def facts(ui: Ui, exercise: Exercise) -> str:
    """Minutes, for whom, and how it is played, in a line."""
    meta = exercise.plan.exercise
    form = "strategies" if meta.play == "strategies" else meta.worlds
    return " · ".join(
        (
            ui.say("lesson-minutes", minutes=exercise.plan.minutes),
            exercise.texts[ui.language].ages,
            ui.say(f"lesson-form-{form}"),
            ui.say("lesson-teams", least=meta.teams.least, most=meta.teams.most),
        )
    )


def headed(ui: Ui, exercise: Exercise) -> Iterator[Widget]:
    """Title, facts and summary."""
    words = exercise.texts[ui.language]
    yield Rich((Span(words.title, bold=True),), size=20)
    yield Rich((Span(facts(ui, exercise)),), size=15, ink="muted")
    yield Rich((Span(" ".join(words.summary.split())),))


def described(ui: Ui, exercise: Exercise) -> Iterator[Widget]:
    """Aims and steps."""
    plan, words = exercise.plan, exercise.texts[ui.language]
    yield Label(ui.say("lesson-aims"), bold=True, ink="accent")
    for name in plan.objective:
        yield Row([Label("•", ink="accent"), Rich((Span(words.objective[name]),)).growing()], gap=8, middle=False)
    yield Label(ui.say("lesson-steps"), bold=True, ink="accent")
    yield Column([_step(ui, step, words.step[step.id].title) for step in plan.step], gap=3)


def _step(ui: Ui, step: Step, title: str) -> Widget:
    minutes = Label(ui.say("lesson-minutes", minutes=step.minutes), ink="muted", align="right").fixed(width=76)
    played = step.kind in {"round", "practice"}
    return Row([minutes, Rich((Span(title, bold=played),)).growing()], gap=12, middle=False)
