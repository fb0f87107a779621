"""What a team plays for, on paper: each goal with its level now, the level to be reached, and by when."""

from __future__ import annotations

from collections.abc import Iterator

from greatgame.classroom.load import Exercise
from greatgame.classroom.paper_cards import campaign
from greatgame.classroom.results import aimed, readings_of
from greatgame.lab.theirs import standings
from greatgame.leaf import Block, Grid, Heading, Paragraph
from greatgame.messages import Messages, messages
from greatgame.scenario.naming import when
from greatgame.session import Session
from greatgame.text import tell

PLEDGE = "pledge.committed"
"""What was promised, in money; what it counts for is a pillar."""


def goal_blocks(exercise: Exercise, seat: str, language: str) -> Iterator[Block]:
    """The goals of a seat: the scenario's for its player; of any other its published aims, which have no such level."""
    say, session = messages(language), campaign(exercise, seat)
    ends = tell(when(session.scenario.quarter(session.scenario.turns - 1)), language)
    last = tell(when(session.scenario.quarter(played(exercise, session) - 1)), language)
    yield Heading(say("paper-goals"))
    if seat != session.player:
        yield Paragraph(say("paper-goals-other", last=last), "note")
        (game,) = (each for each in standings(session) if each.actor == seat)
        aims = [(aimed(session, seat, aim.name, language), f"{aim.before:.1f}") for aim in game.aims]
        yield Grid((say("paper-aim"), say("paper-now")), aims, (4, 1), frozenset({1}), small=True)
        return
    yield Paragraph(say("paper-goals-note"), "note")
    by = say("paper-by-end", quarter=ends)
    rows = [(name, now, goal, by) for name, now, goal in _rows(session, say)]
    head = [say(f"paper-{name}") for name in ("goal", "now", "target", "by")]
    yield Grid(head, rows, (4, 1.2, 1.6, 1.8), frozenset({1, 2, 3}), small=True)
    if last != ends:
        yield Paragraph(say("paper-goals-shorter", last=last, ends=ends), "note")


def played(exercise: Exercise, session: Session) -> int:
    """Turns of a class's campaigns; strategies are played to the scenario's end."""
    if exercise.plan.exercise.play == "strategies":
        return session.scenario.turns
    return sum(step.turns for step in exercise.plan.rounds)


def _rows(session: Session, say: Messages) -> Iterator[tuple[str, str, str]]:
    """Name, level now and level to be reached: of the money that was pledged, and of each pillar."""
    readings, scenario = readings_of(session), session.scenario
    pledged, goals = readings.figure(PLEDGE), scenario.pillar_goals
    name = say("paper-with-unit", name=pledged.title, unit=pledged.unit)
    yield name, f"{pledged.value:.2f}", f"{scenario.pledge_target_jpy / 1000.0:.2f}"
    for pillar, goal in zip(scenario.names.pillars, goals.tolist(), strict=True):
        figure = readings.figure(f"score.{pillar}")
        yield say.tell(figure.title), f"{figure.value:.1f}", f"{goal:g}"
