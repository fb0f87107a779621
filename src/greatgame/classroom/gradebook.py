"""The gradebook: points against the rubric, as far as they can be measured, and the evidence for the rest.

Points of a game are no marks.  What is measured is what was foretold, which
questions before the game were answered by choice or number, rightly or not,
what was answered elsewhere where there is a best answer, and what the team's
orders are worth with luck removed, between doing nothing (no points) and the advisors'
usual orders (all).  A round that the default decided is no decision: points
for decisions count by the share of rounds that the team decided itself.  Open
answers stand beside an empty column: they are for the teacher to judge.

The table is in the language of its packet.  In English the head has the ids of
the rubric's rows, which a program may look for; in every language the columns
have the same order.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

import numpy as np

from greatgame.classroom.cabinet import who
from greatgame.classroom.digits import NONE, plain
from greatgame.classroom.exercise import Rubric
from greatgame.classroom.findings import ClassFacts, TeamFacts
from greatgame.classroom.state import Seat
from greatgame.messages import messages as catalogue

FORECAST_SCALE = {0.10: 1.0, 0.25: 0.5, 0.40: 0.0}
"""Mean forecast score (Brier's) -> share of the points, linear between and level outside; the rubric says the same.

0.25 is what always saying one half scores.
"""
DIGITS = 1
SPAN = 1.0
"""Points by which the advisors' usual orders must be ahead of doing nothing, for a team to be placed between them."""
FORMULA = frozenset("=+-@＝＋－＠")
"""Letters with which spreadsheets take a text for a formula; those of Japanese keyboards, too."""


def columns(facts: ClassFacts, language: str) -> list[str]:
    """The head: who it is, points by row of the rubric, the sum of those known, rounds by default, the evidence."""
    say, plan = catalogue(language), facts.room.exercise.plan
    named = facts.room.exercise.texts[language].rubric
    names = {name: name if language == "en" else named[name].name for name in plan.rubric}
    points = [say("grades-of", row=names[name], points=f"{row.points:g}") for name, row in plan.rubric.items()]
    office = [say("grades-office")] if plan.role else []
    known = [say("grades-measured"), say("grades-most"), say("grades-defaulted")]
    judged = [
        say("grades-foretold" if row.measure == "calibration" else "grades-evidence", row=names[name])
        for name, row in plan.rubric.items()
    ]
    asked = facts.room.exercise.texts[language].question
    compared = [say("grades-compared", name=name, ask=asked[name].ask) for name in facts.asked_again]
    return [say("grades-team"), say("grades-student"), *office, *points, *known, *judged, *compared]


def rows(facts: ClassFacts, language: str) -> Iterator[list[str]]:
    """One row a student, in the order of teams; points that a teacher has to give are empty."""
    exercise = facts.room.exercise
    rubric = exercise.plan.rubric
    for team in facts.teams:
        for seat in facts.room.state.members(team.team.id):
            given = {name: points(facts, team, seat, row) for name, row in rubric.items()}
            known = {name: value for name, value in given.items() if value is not None}
            yield [
                safe(team.team.name),
                safe(seat.name),
                *([who(exercise, seat.role, language) if seat.role else ""] if exercise.plan.role else []),
                *("" if value is None else f"{value:.{DIGITS}f}" for value in given.values()),
                f"{sum(known.values()):.{DIGITS}f}",
                f"{sum(rubric[name].points for name in known):g}",
                str(team.defaulted),
                *(safe(evidence(facts, team, seat, row, language)) for row in rubric.values()),
                *(safe(changed(facts, seat, name, language)) for name in facts.asked_again),
            ]


def written(facts: ClassFacts, language: str) -> str:
    """The table as CSV, with the mark by which spreadsheets know UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns(facts, language))
    writer.writerows(rows(facts, language))
    return "\ufeff" + stream.getvalue()


def points(facts: ClassFacts, team: TeamFacts, seat: Seat, row: Rubric) -> float | None:
    """Points of one row for one student; None where a teacher has to judge."""
    if row.measure == "calibration":
        own = [each.brier for each in team.foretold if each.seat == seat.id]
        return row.points * scaled(sum(own) / len(own), FORECAST_SCALE) if own else None
    if row.measure == "decisions":
        mine, idle, usual = team.decisions, team.idle, team.usual
        if mine is None or idle is None or usual is None or usual - idle < SPAN:
            return None
        return row.points * team.decided * scaled(mine, {idle: 0.0, usual: 1.0})
    asked = [(name, facts.room.exercise.plan.question[name]) for name in row.questions]
    # What was answered on paper is not known here.
    if not asked or seat.paper:
        return None
    if row.measure == "preparation":
        # Whether an open answer has the reasons that the rubric asks for is for a teacher to see.
        if any(question.form == "text" for _, question in asked):
            return None
        earned = sum(_first(facts, seat, name) is not None for name, _ in asked)
    elif any(question.key is None for _, question in asked):
        return None
    else:
        earned = sum(_last(facts, seat, name) == question.key for name, question in asked)
    return row.points * earned / len(asked)


def evidence(facts: ClassFacts, team: TeamFacts, seat: Seat, row: Rubric, language: str) -> str:
    """What a row is judged by, in words; nothing where nothing was measured or answered."""
    say = catalogue(language)
    if row.measure == "calibration":
        own = [each for each in team.foretold if each.seat == seat.id]
        given = sum(each.given for each in own)
        score = sum(each.brier for each in own) / len(own) if own else 0.0
        if not own:
            return ""
        parts = [say("packet-foretold", given=given, asked=len(own)), say("packet-brier-said", score=plain(score, 3))]
        return say("office-sentences").join(parts)
    if row.measure == "decisions":
        # The score of another government's player says nothing of what this team decided.
        if team.decisions is None:
            return ""
        if team.luck is None:
            parts = [say("grades-mean", total=plain(team.total, 1))]
        else:
            parts = [say("grades-decisions", total=plain(team.total, 1), decisions=plain(team.decisions, 1))]
        if team.idle is not None and team.usual is not None:
            parts.append(say("grades-beside", idle=plain(team.idle, 1), usual=plain(team.usual, 1)))
        if team.defaulted:
            parts.append(say("grades-decided", decided=team.rounds - team.defaulted, rounds=team.rounds))
        return say("office-sentences").join(parts)
    texts = facts.room.exercise.texts[language]
    found = []
    for name in row.questions:
        # Preparation is what was answered the first time: the same question may come back after the game.
        answer = (_first if row.measure == "preparation" else _last)(facts, seat, name)
        if answer is not None:
            found.append(texts.question[name].options.get(str(answer), str(answer)))
    return " | ".join(found)


def changed(facts: ClassFacts, seat: Seat, question: str, language: str) -> str:
    """What a student answered to a choice the first time and the last; nothing where neither time."""
    options = facts.room.exercise.texts[language].question[question].options
    answers = facts.answers(seat, question)
    if all(answer is None for answer in answers):
        return ""
    before, after = (options.get(str(answers[time]), NONE) for time in (0, -1))
    return catalogue(language)("grades-changed", before=before, after=after)


def _first(facts: ClassFacts, seat: Seat, question: str) -> object:
    """The answer when the question was first asked."""
    return next(iter(facts.answers(seat, question)), None)


def _last(facts: ClassFacts, seat: Seat, question: str) -> object:
    """The answer as it was given last: a question may be asked before and after."""
    return next((answer for answer in reversed(facts.answers(seat, question)) if answer is not None), None)


def scaled(value: float, scale: Mapping[float, float]) -> float:
    """Share of a row's points by its scale, whose values rise: linear between them, level outside."""
    return float(np.interp(value, list(scale), list(scale.values())))


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line[:1] in FORMULA else line
