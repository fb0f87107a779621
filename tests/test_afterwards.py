"""The end of a game: long computations piece by piece, and the cards that show them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace

import pytest

from greatgame.errors import GreatGameError
from greatgame.lab import afterwards, debrief
from greatgame.lab.forecast import CancelledError
from greatgame.lab.worker import Worker
from greatgame.moves.catalogue import catalogue_of
from greatgame.session import Session
from greatgame.text import JAPANESE, Text, missing, translations
from greatgame.views.debrief import assumptions, course, ledger, luck, result, theirs
from greatgame.views.figures import Figure

REPLAYS, TRIED = 12, 6


@pytest.fixture(scope="module")
def session() -> Session:
    """Three half-years by a strategy."""
    session = Session.new("quick", seed=7, strategy="all-round")
    for _ in range(3):
        session.advance()
    return session


@pytest.fixture(scope="module")
def pieces(session: Session) -> list[afterwards.Afterwards]:
    return list(afterwards.pieces(afterwards.question_of(session, REPLAYS, tried=TRIED)))


@pytest.fixture(scope="module")
def found(pieces: list[afterwards.Afterwards]) -> afterwards.Afterwards:
    return pieces[-1]


def test_pieces_come_one_after_another(pieces: list[afterwards.Afterwards]) -> None:
    done = [piece.done for piece in pieces]
    assert done == sorted(done)
    assert done[0] == 0
    assert [piece.complete for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert pieces[-1].done == pieces[-1].of
    assert pieces[0].luck is None
    assert pieces[1].luck is not None
    assert pieces[1].orders is None


def test_it_says_what_the_laboratory_says(session: Session, found: afterwards.Afterwards) -> None:
    whole = debrief.run(session, REPLAYS)
    assert found.luck == whole.luck
    assert found.replays == whole.replays
    assert found.orders == whole.orders
    assert found.quarters == whole.quarters
    assert found.references == whole.references
    assert found.refusals == whole.refusals


def test_switches(session: Session, found: afterwards.Afterwards) -> None:
    names = {(row.kind, row.name) for row in found.switches}
    assert ("mechanism", "debt") in names
    assert ("temper", "hard") in names
    assert ("strength", "novice") in names
    assert ("strength", "standard") not in names
    assert all(row.elsewhere.n == TRIED for row in found.switches)
    assert all(row.total - found.total == pytest.approx(row.difference) for row in found.switches)
    for _, _, scenario, _ in afterwards._arms(session):
        assert catalogue_of(scenario).ids == session.catalogue.ids, "orders keep their numbers"


def test_fewer_assumptions_are_tried_where_so_many_are_asked_for(session: Session) -> None:
    question = replace(afterwards.question_of(session, 2, tried=2), assumptions=2, references=())
    found = afterwards.run(question)
    assert [row.name for row in found.switches] == [name for _, name, *_ in list(afterwards._arms(session))[:2]]
    assert found.complete


def test_a_temper_can_be_switched_back() -> None:
    session = Session.new("quick", seed=7, temper="hard", without=["debt"])
    session.advance()
    arms = {(kind, name): scenario for kind, name, scenario, _ in afterwards._arms(session)}
    plain = arms["temper", "as-published"]
    assert (plain.variant.temper, plain.variant.without) == ("as-published", ("debt",))
    assert ("mechanism", "debt") not in arms
    assert ("temper", "hard") not in arms


def test_a_worker_tells_piece_by_piece(session: Session, found: afterwards.Afterwards) -> None:
    question = afterwards.question_of(session, REPLAYS, tried=TRIED)
    with Worker[afterwards.Afterwards]() as worker:
        worker.start(question)
        assert worker.wait() == found


def test_it_can_be_given_up(session: Session) -> None:
    class Set:
        def is_set(self) -> bool:
            return True

    told: list[afterwards.Afterwards] = []
    with pytest.raises(CancelledError):
        afterwards.question_of(session, REPLAYS, tried=TRIED).answer(told.append, Set())
    assert len(told) == 1


def test_questions_that_cannot_be(session: Session) -> None:
    with pytest.raises(GreatGameError, match="nothing to debrief"):
        afterwards.question_of(Session.new("quick", seed=7))
    with pytest.raises(GreatGameError, match="2 or more"):
        afterwards.run(afterwards.question_of(session, 1))


def inside(view: object) -> Iterator[Figure | str]:
    """Every figure and text of a view."""
    if isinstance(view, Figure | str):
        yield view
    elif isinstance(view, tuple):
        for part in view:
            yield from inside(part)
    elif hasattr(view, "__dataclass_fields__"):
        for name in view.__dataclass_fields__:
            yield from inside(getattr(view, name))


def test_every_number_of_the_cards_opens(session: Session, found: afterwards.Afterwards) -> None:
    waterfalls = tuple(ledger.waterfall(session, choice.path) for choice in ledger.choices(session))
    cards = (
        result.result(session, found),
        course.course(session, found),
        waterfalls,
        luck.luck(session, found),
        theirs.theirs(session),
        assumptions.assumptions(session, found),
    )
    own = set(translations(JAPANESE))
    assert pickle.loads(pickle.dumps(found)) == found
    for card in cards:
        figures = [part for part in inside(card) if isinstance(part, Figure)]
        assert figures
        for figure in figures:
            account = figure.account()
            assert account.adds_up, figure.title
            assert account.total == figure.value
            assert isinstance(figure.title, Text)
            if card is not waterfalls:
                assert figure.title.template in own or not missing(figure.title, JAPANESE), figure.title


def test_cards_before_anything_is_known(session: Session) -> None:
    assert result.result(session).idle is None
    assert not course.course(session).known
    empty = afterwards.Afterwards(3, "2027H1", 50.0)
    assert luck.luck(session, empty) is None
    assert assumptions.assumptions(session, empty).holding is None


def test_the_first_card(session: Session, found: afterwards.Afterwards) -> None:
    card = result.result(session, found)
    assert len(card.lines) == 5
    assert {figure.path for line in card.lines for figure in line.pillars} == {
        f"score.{name}" for name in session.scenario.names.pillars
    }
    assert card.idle is not None
    assert card.idle.value == pytest.approx(session.counterfactual().score.total)


def test_turning_points_are_told_best_and_worst(session: Session, found: afterwards.Afterwards) -> None:
    card = course.course(session, found)
    assert [moment.quarter for moment in card.moments] == [record.quarter for record in session.history]
    assert card.known
    assert max(len(card.best), len(card.costly)) <= course.SHOWN
    assert card.best or card.costly
    # None is told whose effect would be shown as nothing.
    assert all(round(row.effect.value, 1) > 0 for row in card.best)
    assert all(round(row.effect.value, 1) < 0 for row in card.costly)
    assert card.moments[-1].total.value == pytest.approx(session.score().total)


def test_a_waterfall_leads_from_the_start_to_the_end(session: Session) -> None:
    for choice in ledger.choices(session):
        fall = ledger.waterfall(session, choice.path)
        level = fall.opening.value
        for step in fall.steps:
            assert step.begin == pytest.approx(level)
            level = step.end
        assert level == pytest.approx(fall.closing.value, abs=1e-9)
        assert len(fall.steps) <= ledger.STEPS
        assert fall.low <= min(fall.opening.value, fall.closing.value)


def test_replays_are_all_in_the_bars(session: Session, found: afterwards.Afterwards) -> None:
    card = luck.luck(session, found)
    assert card is not None
    assert sum(bar.count.value for bar in card.bars) == REPLAYS
    assert sum(bar.holds_result for bar in card.bars) == 1
    assert all(card.bars[0].low <= row.mean.value <= card.bars[-1].high for row in card.beside)
    assert [row.name for row in card.beside] == ["All-round", "Do nothing"]


def test_everybody_else_has_a_game(session: Session) -> None:
    rows = theirs.theirs(session)
    names = session.scenario.names
    assert {row.actor for row in rows} == set(names.actors) - {session.player}
    for row in rows:
        assert row.change.value == pytest.approx(row.after.value - row.before.value)
        assert 0 <= row.after.value <= 100
        assert len(row.aims) <= theirs.SHOWN
        assert (row.projects is None) == row.host
