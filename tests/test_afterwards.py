"""The end of a game: long computations piece by piece, and the cards that show them."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from greatgame.errors import GreatGameError
from greatgame.lab import afterwards, debrief, gaps
from greatgame.lab.forecast import CancelledError
from greatgame.lab.worker import Worker
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario.naming import DEAD_LETTER, in_general
from greatgame.session import Session
from greatgame.text import JAPANESE, Text, missing, tell, translations
from greatgame.views.debrief import assumptions, course, ledger, luck, result, theirs
from greatgame.views.figures import Figure
from greatgame.world.ledger import BOUND

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
    assert found.gaps == whole.gaps


@pytest.fixture(scope="module")
def idle_signer() -> Session:
    """Five half-years by somebody who signs memoranda and finances nothing: in the fourth they begin to lapse."""
    session = Session.new("quick", seed=3)
    for _ in range(5):
        for move in session.moves():
            if move.kind == "mou" and session.remaining()["diplomacy"] >= 1.0:
                session.submit(move.id)
        session.advance()
    return session


@pytest.fixture(scope="module")
def opened(idle_signer: Session) -> tuple[gaps.Gap, ...]:
    return gaps.gaps(idle_signer, "all-round")


def test_the_gap_opens_where_the_strategy_gains_most(idle_signer: Session, opened: tuple[gaps.Gap, ...]) -> None:
    other = idle_signer.beside("all-round")
    lead = [0.0]
    for turn in range(idle_signer.turn):
        other.advance()
        lead.append(other.score().total - idle_signer.fork(turn + 1).score().total)
    gained = [after - before for before, after in pairwise(lead)]
    assert [row.turn for row in opened] == sorted(range(5), key=lambda turn: -gained[turn])[: len(opened)]
    for row in opened:
        assert row.widened == pytest.approx(gained[row.turn])
        assert row.gap == pytest.approx(lead[row.turn + 1])
    whole = debrief.Debriefing(idle_signer, [1, 2], lambda words: None)
    reference, _ = whole.reference("all-round", whole.play([1, 2]), idle_signer.score().total)
    assert -reference.own_luck == pytest.approx(lead[-1])


def test_memoranda_that_lapsed_are_told_with_what_the_ledger_says(
    idle_signer: Session, opened: tuple[gaps.Gap, ...]
) -> None:
    """No order did it: it was left undone, so no order left out can show it."""
    worst, other = opened[0], idle_signer.beside("all-round")
    while other.turn < idle_signer.turn:
        other.advance()
    first = worst.reasons[0]
    lapsed, theirs = (
        [
            line.change
            for line in played.explain("credibility.japan", worst.turn).entries
            if in_general(line.cause) == DEAD_LETTER
        ]
        for played in (idle_signer, other)
    )
    assert len(lapsed) > 10
    assert first.cause == f"{len(lapsed)} memoranda lapsed"
    assert first.actor is None
    moved = first.figures[0]
    assert moved.path == "credibility.japan"
    assert moved.here == pytest.approx(sum(lapsed))
    assert moved.there == pytest.approx(sum(theirs))
    assert moved.effect > 0.2
    assert first.effect >= moved.effect
    assert sum(reason.effect for reason in worst.reasons) == pytest.approx(worst.widened, abs=1.0)
    assert first.text.startswith(f"{first.cause}: Credibility: Japan −")
    assert not any(missing(reason.text, JAPANESE) for row in opened for reason in row.reasons)


def test_the_timeline_tells_where_the_gap_opened(idle_signer: Session, opened: tuple[gaps.Gap, ...]) -> None:
    found = replace(afterwards.Afterwards(5, "2028H1", idle_signer.score().total), gaps=opened, orders=())
    card = course.course(idle_signer, found)
    assert card.strategy == "All-round"
    assert [row.turn for row in card.gaps] == [row.turn for row in opened]
    for shown, row in zip(card.gaps, opened, strict=True):
        assert shown.widened.value == row.widened
        assert [reason.effect.value for reason in shown.reasons] == [reason.effect for reason in row.reasons]
        for figure in (shown.widened, *(reason.effect for reason in shown.reasons)):
            account = figure.account()
            assert account.adds_up
            assert not [text for text in (account.title, account.note) if missing(text, JAPANESE)]
    words = card.gaps[0].reasons[0].text
    assert re.fullmatch(r"\d+ memoranda lapsed: Credibility: Japan −\d+\.\d points \(All-round: (0|−\d+\.\d)\)", words)
    assert re.fullmatch(r"覚書\d+件が失効：日本の約束の信用 −.+点（「全方位」では.+）", tell(words, JAPANESE))


def test_no_gap_opens_to_the_strategy_that_played(session: Session, found: afterwards.Afterwards) -> None:
    assert session.strategy == "all-round"
    assert found.gaps == ()
    card = course.course(session, found)
    assert (card.gaps, card.strategy) == ((), None)


def test_what_a_bound_took_back_did_not_count(idle_signer: Session) -> None:
    """Of a fall that the end of the scale cut short only what happened is told."""
    line = idle_signer.explain("credibility.japan").entries[0]
    entries = [replace(line, cause=cause, change=by) for cause, by in (("a", -30.0), ("b", -10.0), ("c", 5.0))]
    cut = [*entries, replace(line, cause=BOUND, change=20.0)]
    assert [(row.cause, change) for row, change in gaps.within_bounds(cut)] == [("a", -15.0), ("b", -5.0), ("c", 5.0)]
    assert [change for _, change in gaps.within_bounds(entries)] == [-30.0, -10.0, 5.0]


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
