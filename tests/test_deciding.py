"""What helps to decide: previews of orders, what the others are likely to do, the order of the queue."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conftest import Extended
from greatgame.errors import GreatGameError, OrderError, ScenarioError
from greatgame.lab import counsel
from greatgame.scenario import open_scenario
from greatgame.session import Session
from greatgame.views.advisors import advised

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


def test_what_a_pillar_is_made_of_is_previewed_with_it(session: Session) -> None:
    """An order that earns standards tells whose: the share that it draws toward the player, at its own scale."""
    order = next(move.id for move in session.moves() if move.kind == "digital-standards")
    effects = session.preview([order]).effects
    places = [effect.path for effect in effects]
    share = effects[places.index(f"dependence.{order.split('/')[2]}.digital.japan")]
    assert "score.standards" in places
    assert 0.002 < share.late.mean < 0.05
    assert share.actor is None
    moved = [effect for effect in effects if effect.actor is None and not effect.path.startswith(("score.", "total"))]
    assert moved[0] == share


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


def test_units_of_a_queued_order_are_previewed_in_all_and_not_on_top(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text(
        '[scenario]\nid = "twice"\nextends = "tokyo-2026"\ntitle = "Two scholarships"\n[kind.scholarships]\nmost = 2\n'
    )
    session, order = Session.new(tmp_path, seed=3), "japan/scholarships/kazakhstan"
    fresh = {units: session.preview({order: units}) for units in (1, 2)}
    session.submit(TALKS)
    for queued in (1, 2):
        session.submit(order)
        for units in (1, 2):
            found = session.preview({order: units})
            assert (found.orders, found.beside) == ({order: units}, {TALKS: 1}), queued
            assert found.pipeline == fresh[units].pipeline
    both = session.preview([order, STATEMENT])
    assert (both.orders, both.beside) == ({order: 1, STATEMENT: 1}, {TALKS: 1})
    with pytest.raises(OrderError):
        session.preview({order: 3})


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
    for place in (-1, 3):
        with pytest.raises(GreatGameError, match=f"the queue has no place {place}: give one from 0 to 2"):
            session.reorder(STATEMENT, place)
    session.reorder(STATEMENT, 2)
    assert [row.order for row in session.queue] == [VISIT, TALKS, STATEMENT]
    session.reorder(STATEMENT, 2)
    assert session.undo()
    assert session.undoable
    assert [row.order for row in session.queue] == [STATEMENT, VISIT, TALKS]
    assert session.redoable
    with pytest.raises(OrderError, match="it is not in the queue"):
        session.reorder("japan/grant/kazakhstan/social", 0)


# Advisors


def test_advisors_disagree_and_say_why() -> None:
    session = played()
    found = counsel.run(replace(session.counsel_question(), futures=32, horizon=6))
    by_name = {opinion.advisor: opinion for opinion in found.opinions}
    assert set(by_name) == set(session.scenario.file.advisor)
    assert len({opinion.first.order for opinion in found.opinions}) == len(by_name)
    for opinion in found.opinions:
        assert opinion.first.order in found.candidates
        assert sum(part.gain for part in opinion.first.parts) == pytest.approx(opinion.first.gain)
        assert sum(part.weight for part in opinion.first.parts) == pytest.approx(1.0)
        assert opinion.first.low <= opinion.first.gain <= opinion.first.high
        assert opinion.second is not None
        assert opinion.second.gain <= opinion.first.gain
        assert opinion.upset.n == found.futures
        assert opinion.agreed is None
        for beside in opinion.others:
            assert beside.finalist.order == by_name[beside.advisor].first.order
            assert beside.difference == pytest.approx(beside.finalist.gain - opinion.first.gain)
            assert beside.difference <= 0


def test_an_advisor_of_the_same_mind_says_so_and_names_the_best_besides(extended: Extended) -> None:
    mind = (
        'weights = { unit = "weight", assumption = "the other\'s", values = { trust = 2.0, calm = 2.0, home = 1.0 } }'
    )
    twin = extended(f'[advisor.second-thought]\nname = "Second thought"\ntext = "As the ministry."\n{mind}\n')
    session = Session.new(open_scenario(twin), seed=3)
    found = counsel.run(replace(session.counsel_question(), futures=32, horizon=6))
    by_name = {opinion.advisor: opinion for opinion in found.opinions}
    assert len({opinion.first.order for opinion in found.opinions}) == len(by_name) == 4
    ministry, twin_opinion = by_name["foreign-ministry"], by_name["second-thought"]
    assert ministry.agreed is None
    assert twin_opinion.agreed is not None
    assert (twin_opinion.agreed.advisor, twin_opinion.agreed.finalist) == ("foreign-ministry", ministry.first)
    assert twin_opinion.agreed.theirs == twin_opinion.first
    cards = {card.advisor: card for card in advised(session.scenario, found)}
    assert [bool(card.agreed) for card in cards.values()] == [False, False, False, True]
    first, second = cards["second-thought"].agreed
    assert first.text.startswith("Agrees with Foreign ministry that ")
    assert first.figure is not None
    assert first.figure.value == pytest.approx(ministry.first.gain)
    assert second.figure is not None
    assert second.figure.account().adds_up
    assert cards["second-thought"].sure == twin_opinion.first.helps


def test_counsel_is_the_same_in_another_process() -> None:
    from greatgame.lab.worker import Worker

    session = played()
    asked = replace(session.counsel_question(seed=5), candidates=6, futures=8, horizon=2)
    with Worker[Any]() as worker:
        worker.start(asked)
        assert worker.wait() == counsel.run(asked)
        worker.start(session.preview_question([VISIT]))
        assert worker.wait() == session.preview([VISIT])
        worker.start(session.intents_question())
        assert worker.wait() == session.intents()


def test_what_is_queued_is_taken_into_account() -> None:
    session = played().fork()
    session.submit(TALKS)
    asked = replace(session.counsel_question(), candidates=4, futures=4, horizon=1)
    found = counsel.run(asked)
    assert found.queue == {TALKS: 1}
    assert TALKS not in found.candidates


def test_an_advisor_that_cannot_be_is_refused(extended: Extended) -> None:
    head = '[advisor.poet]\nname = "Poet"\ntext = "Rhymes."\n'
    weights = 'weights = {{ unit = "weight", assumption = "for this test", values = {{ {} }} }}\n'
    for values, problem in (
        ("rhyme = 1.0", "unknown pillar"),
        ("trust = -1.0", "cannot count"),
        ("", "weighs nothing"),
    ):
        with pytest.raises(ScenarioError, match=problem):
            open_scenario(extended(head + weights.format(values)))


@pytest.mark.trial
def test_advice_beside_a_draft_is_worth_taking() -> None:
    gains: list[float] = []
    for seed in (11, 12):
        game = Session.new("tokyo-2026", seed=seed)
        while not game.finished:
            game.fill({row.order: row.amount for row in game.draft()})
            game.fill([opinion.first.order for opinion in game.counsel().opinions if opinion.first.helps])
            game.advance()
        gains.append(game.score().total - game.beside(game.stand_in).play().score().total)
    assert min(gains) > 1.0, gains
