"""By when what a class foretells is decided."""

from __future__ import annotations

from greatgame.classroom.load import Exercise
from greatgame.messages import messages
from greatgame.scenario.naming import when
from greatgame.text import tell


def decided(exercise: Exercise, forecast: str, language: str) -> str:
    """When a forecast's statement is decided: the turn at whose end, and the round."""
    rounds = exercise.plan.rounds
    place = next(number for number, step in enumerate(rounds) if forecast in step.forecasts)
    if rounds[place].forecasts[forecast].due == "end":
        place = len(rounds) - 1
    step, turn = rounds[place], sum(row.turns for row in rounds[: place + 1])
    quarter = tell(when(exercise.scenario.quarter(turn - 1)), language)
    return messages(language)("paper-due-at", quarter=quarter, step=exercise.texts[language].step[step.id].title)
