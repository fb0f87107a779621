"""What helps to decide: previews of orders, what the others are likely to do, the order of the queue."""

from __future__ import annotations

from functools import cache

import pytest

from greatgame.errors import GreatGameError, OrderError
from greatgame.session import Session

VISIT = "japan/visit/kazakhstan/leaders"
STATEMENT = "japan/joint-statement/united-states"
TALKS = "japan/reassurance/china"


@cache
def played() -> Session:
    """A campaign in its second turn, never changed by a test."""
    session = Session.new("tokyo-2026", seed=3)
    session.advance()
    return session


@pytest.fixture
def session() -> Session:
    return played().fork()


def test_a_preview_says_what_an_order_moves_and_who_minds(session: Session) -> None:
    found = session.preview([STATEMENT])
    paths = {effect.path: effect for effect in found.effects}
    assert paths["wariness.china.japan"].soon.mean > 0.5
    assert paths["score.calm"].late.mean < 0
    assert {effect.actor for effect in found.reactions} >= {"china", "russia"}
    assert found.delay == 0
    assert found.chances[0].event == "admitted"
    assert found.chances[0].with_orders.share == 1.0
    assert all(effect.late.low <= effect.late.middle <= effect.late.high for effect in found.effects)


def test_a_preview_is_the_same_each_time_and_leaves_the_campaign_alone(session: Session) -> None:
    before = session.digest
    first = session.preview([VISIT])
    assert session.preview([VISIT]) is first
    assert session.fork().preview([VISIT]) == first
    assert session.preview([VISIT], seed=1) != first
    assert (session.digest, session.queue) == (before, ())


def test_a_queued_order_is_previewed_against_the_rest_of_the_queue(session: Session) -> None:
    fresh = session.preview([STATEMENT])
    session.submit(STATEMENT)
    session.submit(TALKS)
    queued = session.preview([STATEMENT])
    assert queued.beside == {TALKS: 1}
    assert queued.orders == fresh.orders == {STATEMENT: 1}


def test_what_cannot_be_ordered_cannot_be_previewed(session: Session) -> None:
    with pytest.raises(OrderError, match="exclude each other"):
        session.preview([VISIT, "japan/visit/kazakhstan/ministers"])
    with pytest.raises(OrderError, match="no such move"):
        session.preview(["japan/visit/atlantis"])
    with pytest.raises(GreatGameError, match="2 futures"):
        session.preview([VISIT], futures=1)


def test_intents_are_likely_orders_of_everyone_else(session: Session) -> None:
    found = session.intents()
    assert found == session.intents()
    assert {intent.actor for intent in found.intents} > {"china", "russia"}
    assert session.player not in {intent.actor for intent in found.intents}
    for actor in {intent.actor for intent in found.intents}:
        shares = [intent.probability.share for intent in found.of(actor)]
        assert shares == sorted(shares, reverse=True)
        assert len(shares) <= 3


def test_likely_orders_are_given_more_often_than_unlikely_ones() -> None:
    told: list[tuple[float, bool]] = []
    for seed in range(4):
        session = Session.new("quick", seed=seed)
        likely = session.intents().intents
        given = {row.order for row in session.advance().orders}
        told += [(intent.probability.share, intent.order in given) for intent in likely]
    often = [hit for share, hit in told if share >= 0.7]
    seldom = [hit for share, hit in told if share < 0.4]
    assert sum(often) / len(often) > sum(seldom) / len(seldom) + 0.2


def test_the_queue_can_be_put_in_another_order_and_back(session: Session) -> None:
    for order in (VISIT, TALKS, STATEMENT):
        session.submit(order)
    session.reorder(STATEMENT, 0)
    assert [row.order for row in session.queue] == [STATEMENT, VISIT, TALKS]
    session.reorder(STATEMENT, 99)
    assert [row.order for row in session.queue] == [VISIT, TALKS, STATEMENT]
    session.reorder(STATEMENT, 2)
    assert session.undo()
    assert session.undoable
    assert [row.order for row in session.queue] == [STATEMENT, VISIT, TALKS]
    assert session.redoable
    with pytest.raises(OrderError, match="it is not in the queue"):
        session.reorder("japan/grant/kazakhstan/social", 0)
