"""Several seats given by hand in one campaign, and events that are injected."""

from pathlib import Path

import pytest

from greatgame.errors import GreatGameError, OrderError
from greatgame.lab import afterwards, debrief
from greatgame.lab.transcribe import transcribe
from greatgame.saves import InjectionPart, read, write
from greatgame.scenario.indexed import open_scenario
from greatgame.scenario.variants import varied
from greatgame.session import BY_HAND, Session
from greatgame.views.debrief.otherwise import otherwise

TURNS = 3


@pytest.fixture(scope="module")
def played() -> Session:
    session = Session.new("quick", seed=5, strategy="all-round")
    for _ in range(TURNS):
        session.advance()
    return session


def others(session: Session) -> tuple[str, str]:
    """A host and a rival."""
    return session.scenario.names.hosts[0], next(p for p in session.scenario.names.powers if p != session.player)


def given(session: Session, turn: int, seat: str) -> list[tuple[str, int]]:
    return [(row.order, int(row.amount)) for row in session.history[turn].orders if row.actor == seat]


def by_hand(session: Session) -> Session:
    return Session.new("quick", seed=5, seats=dict.fromkeys(others(session), BY_HAND))


def test_what_a_mind_would_order_does_the_same_by_hand(played: Session) -> None:
    table = by_hand(played)
    assert table.hands == (played.player, *others(played))
    count = 0
    for turn in range(TURNS):
        for seat in table.hands:
            for order, units in given(played, turn, seat):
                table.submit(order, units)
                count += seat != table.player
        assert table.advance().digest == played.history[turn].digest
    assert count > 0, "a test of several seats needs orders of theirs"


def test_each_seat_has_its_own_queue_and_purse(played: Session, tmp_path: Path) -> None:
    table = by_hand(played)
    host, rival = others(table)
    mine, theirs = table.moves()[0].id, table.moves(host)[0].id
    table.submit(mine)
    purse = table.remaining()
    table.submit(theirs)
    assert table.remaining() == purse
    assert [row.order for row in table.queue] == [mine]
    assert [row.order for row in table.desk(host).queued()] == [theirs]
    assert not table.desk(rival).queued()
    table.withdraw(theirs)
    assert table.desk(host).undo()
    twin = table.fork()
    assert [row.order for row in twin.desk(host).queued()] == [theirs]
    table.save(tmp_path / "table.json")
    again = Session.load(tmp_path / "table.json")
    assert again.desk(host).queue == table.desk(host).queue
    again.advance()
    assert again.history[0].digest == table.advance().digest == twin.advance().digest
    again.undo_turn()
    assert [row.order for row in again.desk(host).queued()] == [theirs]
    with pytest.raises(GreatGameError, match="by hand"):
        table.desk("nobody")
    idle = next(seat for seat in table.scenario.names.hosts if seat != host)
    with pytest.raises(OrderError, match="is for"):
        table.submit(table.moves(idle)[0].id)


def test_a_strategy_may_play_while_a_host_is_played_by_hand(tmp_path: Path) -> None:
    session = Session.new("quick", seed=2, strategy="all-round", seats={"kazakhstan": BY_HAND})
    order = session.moves("kazakhstan")[0].id
    session.submit(order)
    record = session.advance()
    assert order in [row.order for row in record.orders if row.actor == "kazakhstan"]
    assert any(row.actor == session.player for row in record.orders)
    session.save(tmp_path / "host.json")
    assert Session.load(tmp_path / "host.json").digest == session.digest
    with pytest.raises(GreatGameError, match="played by the strategy"):
        session.submit(session.moves(session.player)[0].id)


def test_forecasts_let_the_doctrine_play_the_other_seats() -> None:
    session = Session.new("quick", seed=2, seats={"kazakhstan": BY_HAND})
    session.advance()
    assert session.forecast(futures=4, horizon=1).futures == 4


def order_some(session: Session, seat: str) -> None:
    """Queue orders of a seat, as many as go together."""
    for move in session.moves(seat)[::4]:
        if move.id in {row.id for row in session.moves(seat)}:
            session.submit(move.id)


@pytest.fixture(scope="module")
def rivalled() -> Session:
    """The player gives no order and China gives many: whatever they did is not the player's doing."""
    session = Session.new("quick", seed=7, seats={"china": BY_HAND})
    for _ in range(TURNS):
        order_some(session, "china")
        session.advance()
    assert any(row.actor == "china" and row.outcome == "done" for row in session.history[0].orders)
    return session


def apart(session: Session, strategy: str) -> float:
    """The difference that the window shows."""
    other = session.beside(strategy)
    while other.turn < session.turn:
        other.advance()
    assert otherwise(session, other).total.difference.value == session.score().total - other.score().total
    return session.score().total - other.score().total


def test_in_the_counterfactual_other_hands_repeat_their_orders(rivalled: Session) -> None:
    assert rivalled.counterfactual("do-nothing").total_difference == 0.0
    assert apart(rivalled, "do-nothing") == 0.0
    known = rivalled.counterfactual("all-round").total_difference
    assert known != 0.0
    assert apart(rivalled, "all-round") == known
    [row] = debrief.run(rivalled, replays=2, references=["all-round"]).references
    assert row.own_luck == pytest.approx(known)


def test_a_strategy_beside_itself_differs_in_nothing() -> None:
    session = Session.new("quick", seed=7, strategy="all-round", seats={"uzbekistan": BY_HAND})
    for _ in range(TURNS):
        order_some(session, "uzbekistan")
        session.advance()
    assert session.counterfactual("all-round").total_difference == 0.0
    assert apart(session, "all-round") == 0.0
    other = session.beside("all-round")
    other.advance()
    assert other.digest == other.fork().digest == session.history[0].digest
    assert other.fork(0).advance().digest == other.digest


def test_a_debrief_judges_the_players_orders_alone(rivalled: Session) -> None:
    whole = debrief.run(rivalled, replays=2)
    assert (whole.refusals.orders, whole.refusals.refused_here, whole.orders, whole.quarters) == (0, 0, (), ())
    *_, found = afterwards.pieces(afterwards.question_of(rivalled, 2, tried=2))
    assert found.complete
    assert found.refusals == whole.refusals
    assert (found.orders, found.quarters) == ((), ())
    assert found.references == whole.references
    assert {row.strategy: row.own_luck for row in found.references}["do-nothing"] == 0.0


def test_a_transcript_holds_the_players_orders_alone() -> None:
    session = Session.new("quick", seed=7, seats={"china": BY_HAND})
    mine, theirs = session.moves()[0].id, session.moves("china")[0].id
    for order in (mine, theirs):
        session.submit(order)
    session.advance()
    made = transcribe(session, "mine")
    assert (made.orders, made.exact) == (1, True)


def test_an_injected_event_happens_in_every_world_and_is_kept(tmp_path: Path) -> None:
    session = Session.new("quick", seed=1)
    order = session.moves()[0].id
    session.submit(order)
    before = session.digest
    session.inject("border-closure")
    assert session.digest == before
    assert [row.order for row in session.queue] == [order]
    session.retract("border-closure")
    with pytest.raises(GreatGameError, match="nothing to retract"):
        session.retract("border-closure")
    plain = session.fork()
    session.inject("border-closure")
    session.advance()
    plain.advance()
    assert "border-closure" in [event.id for event in session.events]
    assert "border-closure" not in [event.id for event in plain.events]
    session.save(tmp_path / "shock.json")
    again = Session.load(tmp_path / "shock.json")
    assert [event.id for event in again.events] == [event.id for event in session.events]
    assert again.advance().digest == session.advance().digest
    futures = again.ensemble([1, 2, 3])
    assert futures.game.injected
    assert "disaster" not in [event.id for event in again.events]
    again.inject("disaster", again.turn)
    assert "disaster" in [event.id for event in again.events]
    with pytest.raises(GreatGameError, match="must be one from"):
        again.inject("disaster", 0)
    with pytest.raises(GreatGameError, match=f"not injected in {again.scenario.quarter(again.turn + 1)}"):
        again.retract("disaster")
    while not again.finished:
        again.advance()
    for change in (again.inject, again.retract):
        with pytest.raises(GreatGameError, match="the campaign is over"):
            change("disaster")


def test_injections_that_cannot_be_are_refused() -> None:
    scenario = open_scenario("quick")
    with pytest.raises(GreatGameError, match="unknown event"):
        varied(scenario, injected=[("2027Q1", "no-such-event")])
    with pytest.raises(GreatGameError, match="unknown quarter"):
        varied(scenario, injected=[("2040Q1", "border-closure")])
    with pytest.raises(GreatGameError, match="switched off"):
        varied(scenario, without=["events"], injected=[("2027Q1", "border-closure")])
    twice = varied(scenario, injected=[("2027Q1", "border-closure"), ("2027H1", "border-closure")])
    assert twice.variant.injected == (("2027Q1", "border-closure"),)
    assert twice.hash != scenario.hash


def test_a_save_with_a_forged_injection_is_refused(tmp_path: Path) -> None:
    session = Session.new("quick", seed=1)
    session.inject("border-closure")
    save = session.as_save()
    part = save.scenario.model_copy(update={"injected": [InjectionPart(quarter="2026Q3", event="no-such-event")]})
    write(tmp_path / "forged.json", save.model_copy(update={"scenario": part}))
    assert read(tmp_path / "forged.json").save.scenario.injected
    with pytest.raises(GreatGameError, match="no-such-event"):
        Session.load(tmp_path / "forged.json")


def test_a_debrief_replays_the_orders_of_all_hands() -> None:
    session = Session.new("quick", seed=2, seats={"kazakhstan": BY_HAND})
    host, mine = session.moves("kazakhstan")[0].id, session.moves()[0].id
    for order in (host, mine):
        session.submit(order)
    session.advance()
    session.advance()
    found = debrief.run(session, replays=4, references=["do-nothing"])
    assert host in [row.order for row in session.history[0].orders]
    assert {point.orders for point in found.orders} == {(mine,)}
    assert found.luck.replays == 4
