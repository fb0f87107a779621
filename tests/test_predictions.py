"""Predictions: statements that are uncertain, answers that change nothing, and their score."""

from __future__ import annotations

import math
import pickle
from pathlib import Path

import pytest

from greatgame.errors import GreatGameError
from greatgame.lab import predictions as lab
from greatgame.lab.measures import reader
from greatgame.saves import PredictionPart
from greatgame.session import Session
from greatgame.text import JAPANESE, missing
from greatgame.views.figures import Account, Figure
from greatgame.views.predictions import TEMPLATES, predictions, statement


def stated(session: Session) -> lab.Statements:
    return lab.run(lab.question_of(session, futures=48))


@pytest.fixture(scope="module")
def played() -> Session:
    """Four half-years, each with answers."""
    session = Session.new("quick", seed=7)
    for turn in range(4):
        lab.put(session, stated(session))
        for number, part in enumerate(list(session.predictions)):
            if part.turn == turn:
                lab.answer(session, part.goal, (number % 11) / 10)
        session.advance()
    return session


def test_statements_are_uncertain_and_of_different_fields() -> None:
    session = Session.new("quick", seed=7)
    found = stated(session)
    assert len(found.parts) == lab.STATED
    assert all(lab.LEAST <= part.chance <= lab.MOST for part in found.parts)
    assert all(part.turn == 0 and part.due in (0, 1) and part.answer is None for part in found.parts)
    variables = {part.goal.split(".")[0] for part in found.parts}
    assert all(sum(name in field for name in variables) == 1 for field in lab.FIELDS)


def test_the_same_position_is_asked_the_same() -> None:
    session = Session.new("quick", seed=7)
    question = lab.question_of(session, futures=48)
    assert lab.run(pickle.loads(pickle.dumps(question))) == stated(session)
    assert pickle.loads(pickle.dumps(stated(session))).complete


def test_answers_change_nothing(played: Session) -> None:
    plain = Session.new("quick", seed=7)
    for _ in range(4):
        plain.advance()
    assert plain.digests == played.digests


def test_a_figure_is_not_asked_about_twice_at_a_time(played: Session) -> None:
    for turn in range(4):
        open_then = [p.goal.split()[0] for p in played.predictions if p.turn <= turn <= p.due]
        assert len(open_then) == len(set(open_then))


def test_answers_are_kept_in_saves(played: Session, tmp_path: Path) -> None:
    played.save(tmp_path / "s.json")
    again = Session.load(tmp_path / "s.json")
    assert again.predictions == played.predictions
    assert lab.accuracy(again) == lab.accuracy(played)
    assert again.fork().predictions == played.predictions


def test_taking_a_turn_back_forgets_what_came_after(played: Session) -> None:
    twin = played.fork()
    twin.undo_turn()
    assert {part.turn for part in twin.predictions} == {0, 1, 2, 3}
    twin.undo_turn()
    assert {part.turn for part in twin.predictions} == {0, 1, 2}


def test_outcomes_and_the_score(played: Session) -> None:
    rows = lab.answered(played)
    assert rows
    for part, came in rows:
        path, _, mark = part.goal.split()
        variable = path.split(".")[0]
        state = played.at(part.due + 1)
        assert came == (reader(played.scenario, path)(state)[0] >= float(mark)), variable
    found = lab.accuracy(played)
    assert found is not None
    squares = [(part.answer or 0.0 - float(came)) for part, came in rows]
    assert len(squares) == found.answers
    assert found.brier == pytest.approx(sum(((part.answer or 0.0) - came) ** 2 for part, came in rows) / len(rows))
    assert sum(row.answers for row in found.bins) == found.answers
    assert all(0 <= row.share <= 1 for row in found.bins)
    assert lab.accuracy(Session.new("quick", seed=7)) is None


def test_answers_out_of_range() -> None:
    session = Session.new("quick", seed=7)
    lab.put(session, stated(session))
    goal = session.predictions[0].goal
    for probability in (-0.1, 1.1, math.nan):
        with pytest.raises(GreatGameError, match="choose from 0 to 1"):
            lab.answer(session, goal, probability)
    with pytest.raises(GreatGameError, match="no statement of this turn"):
        lab.answer(session, "trust.nowhere >= 3", 0.5)
    lab.answer(session, goal, 0.68)
    assert session.predictions[0].answer == 0.7
    lab.put(session, stated(session))
    assert session.predictions[0].answer == 0.7, "an answer is not thrown away"
    assert len(session.predictions) == lab.STATED
    lab.answer(session, goal, None)
    assert session.predictions[0].answer is None
    other = Session.new("quick", seed=7)
    other.advance()
    with pytest.raises(GreatGameError, match="turn 0"):
        lab.put(other, stated(session))


def test_no_statements_when_it_is_over() -> None:
    session = Session.new("quick", seed=7, level="cadet").play()
    with pytest.raises(GreatGameError, match="over"):
        lab.question_of(session)


def figures(view: object) -> list[Figure]:
    found: list[Figure] = []
    for value in vars(view).values():
        if isinstance(value, Figure):
            found.append(value)
        elif isinstance(value, tuple):
            found += [figure for row in value for figure in figures(row) if not isinstance(row, str)]
    return found


def test_the_view_opens_every_number_in_both_languages(played: Session) -> None:
    view = predictions(played)
    assert view.score is not None
    assert view.model is not None
    assert len(view.answered) == len(lab.answered(played))
    assert len(view.waiting) + len(view.answered) == len(played.predictions)
    for figure in figures(view):
        account: Account = figure.account()
        assert account.adds_up, figure.title
        assert account.total == figure.value
        for text in (figure.title, figure.unit, figure.threshold, account.note):
            assert not missing(text, JAPANESE)
    assert sum(1 for figure in figures(view)) == 2 + 2 * len(view.answered) + 2 * len(view.calibration)


def test_every_kind_of_statement_can_be_told(played: Session) -> None:
    goals = ["trust.kazakhstan.japan >= 60", "wariness.china.japan >= 60", "grievance.china.japan >= 20"]
    goals += ["tension.taiwan >= 40", "support.japan >= 60", "pledge.disbursed >= 300", "price.gallium >= 700"]
    goals += ["control.china.japan.gallium >= 3", "volume.trans-caspian >= 5", "sponsor.gallium-pavlodar >= 1"]
    for goal in goals:
        part = PredictionPart(turn=0, due=2, goal=goal, chance=0.5, answer=None)
        words = statement(played.scenario, part)
        assert "2027H1" in words
        assert words.endswith(".")
        assert not missing(words, JAPANESE)
        assert words.template in {*TEMPLATES.values()}
