"""The gradebook: points against the rubric, as far as they can be measured, and the evidence for the rest.

Points of a game are no marks.  What is measured is what was foretold, what
was answered where there is a best answer, and what the team's orders are
worth with luck removed.  Open answers stand beside an empty column: they are
for the teacher to judge.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from greatgame.classroom.exercise import Rubric
from greatgame.classroom.findings import ClassFacts, TeamFacts
from greatgame.classroom.state import Seat

COIN_SCORE = 0.25
"""Brier score of always saying one half: it earns nothing."""
DIGITS = 1
FORMULA = frozenset("=+-@＝＋－＠")
"""Letters with which spreadsheets take a text for a formula; those of Japanese keyboards, too."""


def columns(facts: ClassFacts) -> list[str]:
    """The head of the table: who it is, points by row of the rubric, the sum of those known, and the evidence."""
    rubric = facts.room.exercise.plan.rubric
    points = [f"{name} (of {row.points:g})" for name, row in rubric.items()]
    office = ["office"] if facts.room.exercise.plan.role else []
    return ["team", "student", *office, *points, "measured", "of", *(f"{name}: evidence" for name in rubric)]


def rows(facts: ClassFacts) -> Iterator[list[str]]:
    """One row a student, in the order of teams; points that a teacher has to give are empty."""
    rubric = facts.room.exercise.plan.rubric
    for team in facts.teams:
        for seat in facts.room.state.members(team.team.id):
            given = {name: points(facts, team, seat, row) for name, row in rubric.items()}
            known = {name: value for name, value in given.items() if value is not None}
            yield [
                safe(team.team.name),
                safe(seat.name),
                *([seat.role or ""] if facts.room.exercise.plan.role else []),
                *("" if value is None else f"{value:.{DIGITS}f}" for value in given.values()),
                f"{sum(known.values()):.{DIGITS}f}",
                f"{sum(rubric[name].points for name in known):g}",
                *(safe(evidence(facts, team, seat, row)) for row in rubric.values()),
            ]


def written(facts: ClassFacts) -> str:
    """The table as CSV, with the mark by which spreadsheets know UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns(facts))
    writer.writerows(rows(facts))
    return "\ufeff" + stream.getvalue()


def points(facts: ClassFacts, team: TeamFacts, seat: Seat, row: Rubric) -> float | None:
    """Points of one row for one student; None where a teacher has to judge."""
    if row.measure == "calibration":
        own = [each.brier for each in team.foretold if each.seat == seat.id]
        return row.points * _within(1.0 - sum(own) / len(own) / COIN_SCORE) if own else None
    if row.measure == "decisions":
        others = [each.decisions for each in facts.teams if each is not team]
        if not others:
            return None
        better = sum((team.decisions > other) + 0.5 * (team.decisions == other) for other in others)
        return row.points * better / len(others)
    plan = facts.room.exercise.plan
    keyed = [name for name in row.questions if plan.question[name].key is not None]
    if not keyed or len(keyed) < len(row.questions):
        return None
    right = sum(_last(facts, seat, name) == plan.question[name].key for name in keyed)
    return row.points * right / len(keyed)


def evidence(facts: ClassFacts, team: TeamFacts, seat: Seat, row: Rubric) -> str:
    """What a row is judged by."""
    if row.measure == "calibration":
        own = [each for each in team.foretold if each.seat == seat.id]
        given = sum(each.given for each in own)
        score = sum(each.brier for each in own) / len(own) if own else 0.0
        return f"{given} of {len(own)} forecasts given, Brier score {score:.3f}" if own else ""
    if row.measure == "decisions":
        return f"{team.total:.1f} points, {team.decisions:.1f} of them without luck"
    texts = facts.room.exercise.texts[facts.room.state.language]
    found = []
    for name in row.questions:
        answer = _last(facts, seat, name)
        if answer is not None:
            found.append(texts.question[name].options.get(str(answer), str(answer)))
    return " | ".join(found)


def _last(facts: ClassFacts, seat: Seat, question: str) -> object:
    """The answer as it was given last: a question may be asked before and after."""
    found = None
    for step in facts.room.exercise.plan.step:
        answers = facts.room.state.answers.get(step.id, {}).get(seat.id, {})
        found = answers.get(question, found)
    return found


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line[:1] in FORMULA else line
