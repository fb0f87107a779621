"""What ``class list`` and ``class show`` tell of exercises; keys are documented in docs/JSON.md."""

from __future__ import annotations

from typing import Any

from greatgame.classroom.cabinet import rule
from greatgame.classroom.exercise import Step
from greatgame.classroom.load import Exercise, available, load_exercise

Document = dict[str, Any]


def listed() -> list[Document]:
    """The shipped exercises in a line each, shortest first."""
    rows = [_head(load_exercise(name)) for name in available()]
    return sorted(rows, key=lambda row: (row["minutes"], row["id"]))


def described(exercise: Exercise) -> Document:
    """One exercise: its head, aims, steps, questions and rubric, with words in both languages."""
    plan, texts = exercise.plan, exercise.texts
    return {
        **_head(exercise),
        "summary": {language: words.summary for language, words in texts.items()},
        "scenario": plan.exercise.scenario,
        "level": plan.exercise.level,
        "seed": plan.exercise.seed,
        "seats": list(plan.exercise.seats),
        "roles": {name: role.seat for name, role in plan.role.items()},
        "offices": [
            {
                "id": name,
                "name": {language: words.brief[name].who for language, words in texts.items()},
                "kinds": list(role.kinds),
                "consents": list(role.consents),
            }
            for name, role in plan.role.items()
        ],
        "agreement": {language: rule(exercise, language) for language in texts} if plan.role else None,
        "objectives": [
            {
                "id": name,
                "concept": row.concept,
                "text": {language: words.objective[name] for language, words in texts.items()},
                "questions": list(row.questions),
            }
            for name, row in plan.objective.items()
        ],
        "steps": [_step(exercise, step) for step in plan.step],
        "questions": [
            {
                "id": name,
                "form": row.form,
                "ask": {language: words.question[name].ask for language, words in texts.items()},
            }
            for name, row in plan.question.items()
        ],
        "rubric": [
            {
                "id": name,
                "measure": row.measure,
                "points": row.points,
                "bonus": row.bonus,
                "name": {language: words.rubric[name].name for language, words in texts.items()},
            }
            for name, row in plan.rubric.items()
        ],
    }


def _head(exercise: Exercise) -> Document:
    meta = exercise.plan.exercise
    return {
        "id": exercise.id,
        "title": {language: words.title for language, words in exercise.texts.items()},
        "minutes": exercise.plan.minutes,
        "ages": {language: words.ages for language, words in exercise.texts.items()},
        "worlds": meta.worlds,
        "play": meta.play,
        "rounds": len(exercise.plan.rounds),
        "teams": meta.teams.model_dump(),
    }


def _step(exercise: Exercise, step: Step) -> Document:
    playing = step.kind in {"round", "practice"}
    return {
        "id": step.id,
        "kind": step.kind,
        "title": {language: words.step[step.id].title for language, words in exercise.texts.items()},
        "minutes": step.minutes,
        "plan": step.plan,
        "turns": step.turns if playing else 0,
        "unlocks": list(step.unlocks),
        "injected": list(step.injected),
        "questions": list(step.questions),
        "forecasts": {name: {"goal": row.goal, "due": row.due} for name, row in step.forecasts.items()},
    }
