"""The session: what front ends may rely on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from greatgame.agents.view import View
from greatgame.errors import GreatGameError, OrderError, OrdersError
from greatgame.indicators import DERIVED, figure, measure, memoranda, unit_of
from greatgame.measured import SECURED
from greatgame.model import GreatGameModel
from greatgame.moves.legality import legal
from greatgame.recording import Notes
from greatgame.rules.indicators import autonomy_parts, security_parts
from greatgame.scenario.indexed import Floats, open_scenario
from greatgame.scenario.naming import in_general
from greatgame.session import Session
from greatgame.text import JAPANESE, tell
from greatgame.views.opened import opened
from greatgame.words import significant
from greatgame.world.ledger import BOUND, Ledger
from greatgame.world.state import State
from greatgame.world.variables import BY_NAME, VARIABLES, axis, cell_name

SCENARIO = "tokyo-2026"
few = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    # A failing campaign is a fine example as it is; making it smaller takes minutes.
    phases=(Phase.explicit, Phase.generate),
)


@pytest.fixture(scope="module")
def played() -> Session:
    """Ten quarters played by the autopilot; tests only read it."""
    session = Session.new(SCENARIO, seed=10, strategy="all-round")
    for _ in range(10):
        session.advance()
    return session


def answerable(session: Session) -> Iterator[tuple[str, list[str]]]:
    """The player's events of the open turn, with the orders that answer them."""
    for event in session.events:
        if event.actor == session.player and event.choices:
            yield event.id, [choice.order for choice in event.choices if choice.order is not None]


# A campaign by hand


def test_walk_through() -> None:
    session = Session.new(SCENARIO, seed=3)
    assert (session.turn, session.quarter, session.finished, session.history) == (0, "2026Q1", False, [])
    move = next(move for move in session.moves() if move.kind == "visit")
    assert move.legal
    assert move.actor == session.player
    assert move.price.diplomacy > 0
    before = session.remaining()
    session.submit(move.id)
    assert [row.order for row in session.queue] == [move.id]
    after = session.remaining()
    cost = session.price([move.id])
    assert all(after[name] == before[name] - cost[name] for name in before)
    record = session.advance()
    assert (record.turn, record.quarter, session.quarter) == (0, "2026Q1", "2026Q2")
    assert session.queue == ()
    given = [order for order in record.orders if order.actor == session.player]
    assert [(order.order, order.outcome, order.reasons) for order in given] == [(move.id, "done", ())]
    assert record.digest == session.digest == session.digests[-1]
    line = next(line for line in session.explain("purse.japan.diplomacy", 0).entries if line.order == move.id)
    assert (line.actor, line.change) == ("japan", -move.price.diplomacy)


def test_prices_of_the_player_are_given_in_both_currencies() -> None:
    session = Session.new(SCENARIO)
    own = next(move for move in session.moves() if move.price.money_usd_mn > 0)
    assert own.price.money_jpy_bn == pytest.approx(own.price.money_usd_mn * session.scenario.exchange_rate / 1000)
    assert own.price.resource in session.purse()
    other = next(move for move in session.moves("china") if move.price.money_usd_mn > 0)
    assert other.price.money_jpy_bn is None
    price = session.price({own.id: 2})
    assert price[own.price.resource or ""] == pytest.approx(2 * own.price.money_usd_mn, abs=1e-5)


def possible(session: Session, number: int) -> bool:
    """Whether an order is legal and the purse pays for one of it, asked of the rules and not of the desk."""
    book = session.catalogue
    purse = session.state.purse[0, book.actor[number]]
    time, money = book.diplomacy[number], book.money[number]
    paid = purse[0] >= time - 1e-9 and purse[book.resource[number]] >= money - 1e-9
    return bool(legal(book, session.state)[0, number] and paid)


def test_moves_agree_with_the_rules_for_every_seat() -> None:
    session = Session.new(SCENARIO, seed=5)
    session.advance()
    book = session.catalogue
    for actor in ("japan", "china", "kazakhstan", "logistics"):
        rows = session.moves(actor, all=True)
        assert [row.id for row in rows] == [book.ids[n] for n in book.mine[book.actors.index(actor)]]
        assert {row.id for row in rows if row.legal} == {row.id for row in session.moves(actor)}
        assert any(row.legal for row in rows) or actor == "logistics"
        for row in rows[::9]:
            assert actor == "logistics" or possible(session, book.number(row.id)) == (not row.failing), row.id
    with pytest.raises(GreatGameError, match="no actor 'atlantis'"):
        session.moves("atlantis")


# Orders that cannot be given


def test_an_unknown_order_names_the_closest() -> None:
    with pytest.raises(OrderError, match="japan/visit/kazakhstan/leaders"):
        Session.new(SCENARIO).submit("japan/visit/kazakstan/leaders")


def test_an_order_of_another_actor_is_refused() -> None:
    session = Session.new(SCENARIO)
    with pytest.raises(OrderError, match="for China to give, and you play Japan"):
        session.submit(session.moves("china")[0].id)


@pytest.mark.parametrize("amount", [0, -1, True, 1.5, "2", None])
def test_a_bad_amount_is_refused(amount: object) -> None:
    session = Session.new(SCENARIO)
    with pytest.raises(OrderError, match="whole number"):
        session.submit("japan/visit/kazakhstan/ministers", amount)  # type: ignore[arg-type]  # that is the test
    assert session.queue == ()


def test_more_than_one_turn_allows_is_refused() -> None:
    session = Session.new(SCENARIO)
    most = next(move for move in session.moves() if move.most == 1)
    session.submit(most.id)
    with pytest.raises(OrderError, match="at most 1 can be given in one turn; queued already: 1"):
        session.submit(most.id)
    assert not next(move for move in session.moves(all=True) if move.id == most.id).legal


def test_orders_that_exclude_each_other_are_refused() -> None:
    session = Session.new(SCENARIO)
    session.submit("japan/visit/kazakhstan/ministers")
    with pytest.raises(OrderError, match="“Ministers' visit: Kazakhstan” exclude each other"):
        session.submit("japan/visit/kazakhstan/leaders")


def test_the_purse_is_counted_after_the_queue() -> None:
    session = Session.new(SCENARIO)
    for host in session.scenario.names.hosts:
        if session.remaining()["diplomacy"] >= 3:
            session.submit(f"japan/visit/{host}/leaders")
    late = session.scenario.names.hosts[-1]
    with pytest.raises(OrderError, match="points of leaders' time"):
        session.submit(f"japan/visit/{late}/leaders")


def test_all_faulty_orders_of_a_plan_are_named_at_once() -> None:
    plan = ["japan/visit/kazakstan/leaders", "japan/visit/kazakhstan/ministers", "china/visit/kazakhstan/leaders"]
    with pytest.raises(OrdersError) as caught:
        Session.new(SCENARIO).question(queue=plan, pinned=())
    assert [fault.order for fault in caught.value.faults] == [plan[0], plan[2]]
    assert [plan[i] in line for i, line in zip((0, 2), str(caught.value).splitlines(), strict=True)] == [True, True]
    assert caught.value.order == plan[0]


def test_every_failing_condition_is_named_at_once() -> None:
    session = Session.new(SCENARIO)
    for host in session.scenario.names.hosts:
        if session.remaining()["diplomacy"] >= 3:
            session.submit(f"japan/visit/{host}/leaders")
    faulty = max(session.moves(all=True), key=lambda move: len(move.failing))
    with pytest.raises(OrderError) as caught:
        session.submit(faulty.id)
    assert caught.value.reasons == faulty.failing
    assert len(faulty.failing) >= 3


def test_a_seat_that_a_strategy_plays_takes_no_orders(played: Session) -> None:
    with pytest.raises(GreatGameError, match="played by the strategy 'all-round'"):
        played.submit("japan/visit/kazakhstan/leaders")


def test_beginning_badly() -> None:
    for arguments, words in (
        ({"scenario": "tokio-2026"}, "tokyo-2026"),
        ({"strategy": "bold"}, "unknown strategy 'bold'"),
        ({"strength": "divine"}, "novice, standard"),
        ({"seed": -1}, "out of range"),
        ({"seed": "7"}, "no whole number"),
        ({"without": ["gravity"]}, "unknown mechanism 'gravity'"),
    ):
        with pytest.raises(GreatGameError, match=words):
            Session.new(**arguments)


def test_the_end_is_the_end() -> None:
    session = Session.new(SCENARIO, seed=1, strategy="do-nothing").play()
    assert session.finished
    assert session.quarter == session.history[-1].quarter == "2030Q4"
    assert len(session.digests) == session.scenario.turns
    assert session.moves() == []
    assert session.events == ()
    with pytest.raises(GreatGameError, match="ended in 2030Q4"):
        session.advance()
    human = Session.new(SCENARIO, seed=1).play()
    with pytest.raises(GreatGameError, match="over"):
        human.submit("japan/visit/kazakhstan/leaders")


# Undo


def test_undo_and_redo() -> None:
    session = Session.new(SCENARIO)
    first, second = "japan/visit/kazakhstan/ministers", "japan/visit/uzbekistan/ministers"
    assert not session.undo()
    assert not session.redo()
    session.submit(first)
    session.submit(second)
    states = [[], [first], [first, second], [first], []]

    def orders() -> list[str]:
        return [row.order for row in session.queue]

    session.withdraw(second)
    session.clear()
    for expected in reversed(states[:-1]):
        assert session.undo()
        assert orders() == expected
    assert not session.undo()
    for expected in states[1:]:
        assert session.redo()
        assert orders() == expected
    assert session.undo()
    session.submit(second)
    assert not session.redo(), "a new order ends what could be redone"
    with pytest.raises(OrderError, match="not in the queue"):
        session.withdraw("japan/visit/tajikistan/ministers")


def test_an_order_takes_the_place_of_another_in_one_step() -> None:
    session = Session.new(SCENARIO)
    ministers, leaders = "japan/visit/kazakhstan/ministers", "japan/visit/kazakhstan/leaders"
    other = "japan/visit/uzbekistan/ministers"

    def orders() -> list[str]:
        return [row.order for row in session.queue]

    session.submit(ministers)
    session.submit(other)
    session.replace([ministers], leaders)
    assert orders() == [leaders, other]
    session.undo()
    assert orders() == [ministers, other]
    session.redo()
    session.replace([leaders, other])
    assert orders() == []
    session.undo()
    assert orders() == [leaders, other]
    for taken, order, words in (
        ([other], ministers, "exclude each other"),
        ([ministers], None, "not in the queue"),
        ([leaders], "china/statement", "no such move"),
    ):
        with pytest.raises(GreatGameError, match=words):
            session.replace(taken, order)
        assert orders() == [leaders, other], "it stays as it was"
    session.replace([], ministers.replace("kazakhstan", "tajikistan"))
    assert len(orders()) == 3
    session.undo()
    session.replace([])
    session.replace([other], other)
    assert orders() == [leaders, other]
    session.undo()
    assert orders() == [ministers, other], "what changes nothing is no step"


def test_who_gives_every_draft_plays_like_the_strategy() -> None:
    session = Session.new("quick", seed=7)
    while not session.finished:
        assert session.fill({row.order: row.amount for row in session.draft()}) == session.queue
        session.advance()
    assert session.digests == session.beside(session.stand_in).play().digests
    with pytest.raises(GreatGameError, match="over"):
        session.draft()
    with pytest.raises(GreatGameError, match="over"):
        session.fill(["japan/visit/leader/kazakhstan"])


def test_a_draft_fills_what_the_queue_leaves() -> None:
    session = Session.new(SCENARIO, seed=7)
    drafted = {row.order: row.amount for row in session.draft()}
    dear = next(order for order in drafted if session.price([order])["diplomacy"] >= 3.0)
    others = [move.id for move in session.moves() if move.price.diplomacy >= 3.0 and move.id not in drafted]
    for other in others:
        if session.remaining()["diplomacy"] >= 3.0 and other in {move.id for move in session.moves()}:
            session.submit(other)
    before = session.queue
    added = {row.order for row in session.fill(drafted)}
    assert added
    assert dear not in added, "what there is no time left for stays out"
    assert all(left >= -1e-9 for left in session.remaining().values())
    assert session.fill(drafted) == ()
    assert session.undo()
    assert session.queue == before
    assert session.fill([]) == ()
    assert {row.order for row in session.draft("human-capital")} != set(drafted)
    with pytest.raises(GreatGameError, match="strategy"):
        session.draft("nobody")
    with pytest.raises(OrderError):
        session.fill(["japan/nonsense"])


def test_undo_turn_goes_back_exactly() -> None:
    session = Session.new(SCENARIO, seed=11)
    with pytest.raises(GreatGameError, match="first turn"):
        session.undo_turn()
    for _ in range(3):
        session.submit(session.moves()[0].id)
        session.advance()
    digests, last = session.digests, session.history[-1]
    live = session.state.copy()
    session.undo_turn()
    assert (session.turn, session.digests) == (2, digests[:2])
    assert max(item.turn for item in session.ledger.items) == 2, "the open turn's shocks are in the ledger"
    assert [row.order for row in session.queue] == [row.order for row in last.orders if row.actor == "japan"]
    assert session.advance() == last
    assert session.digests == digests
    assert all(np.array_equal(getattr(session.state, v.name), getattr(live, v.name)) for v in VARIABLES)
    session.undo_turn()
    session.clear()
    assert session.advance().digest != digests[-1], "another choice makes another world"


# Records


def test_records_are_json(played: Session) -> None:
    for record in played.history:
        text = json.dumps(record.as_dict(), allow_nan=False)
        assert json.loads(text) == record.as_dict()
    for result in (played.score(), played.counterfactual(), played.explain("caspian_level"), played.moves(all=True)[0]):
        json.dumps(result.as_dict(), allow_nan=False)


def test_orders_of_a_turn_carry_what_chose_them() -> None:
    model = GreatGameModel(SCENARIO, seeds=[7], ledger=True)
    for _ in range(4):
        model.open()
        notes, utility, view = Notes(model), model.utility[0].copy(), model.view
        margins, remembered = view.margins[0].copy(), view.memory[0] >= 1.0
        model.step()
        invest = model.catalogue.blocks["invest"]
        for number in np.flatnonzero(model.intents[0]):
            parts = {reason.consideration: reason.part for reason in notes.reasons(int(number))}
            assert list(parts.values()) == sorted(parts.values(), key=abs, reverse=True)
            if invest.start <= number < invest.stop:
                assert sum(parts.values()) == pytest.approx(margins[number - invest.start])
                assert "hurdle" in parts
            else:
                assert sum(parts.values()) == pytest.approx(utility[number])
                usual = float(model.weights.inertia[number] * remembered[number])
                assert parts.get("habit", 0.0) == pytest.approx(usual, abs=1e-6) or "duty" in parts


def test_novices_give_their_rule_of_thumb() -> None:
    record = Session.new(SCENARIO, seed=2, strength="novice", strategy="all-round").advance()
    chinese = [order for order in record.orders if order.actor == "china"]
    assert chinese
    for order in chinese:
        assert {reason.consideration for reason in order.reasons} <= {"rule of thumb", "perception"}


def test_why(played: Session) -> None:
    order = next(row for row in played.history[3].orders if row.actor == "china")
    assert played.why(order.order, 3) == played.why(order.order, "2026Q4") == order
    assert order.reasons
    absent = next(i for i in played.catalogue.ids if i not in {row.order for row in played.history[3].orders})
    with pytest.raises(OrderError, match="was not given in 2026Q4"):
        played.why(absent, 3)
    with pytest.raises(GreatGameError, match="not over yet"):
        played.why(order.order, played.turn)
    with pytest.raises(GreatGameError, match="advance first"):
        Session.new(SCENARIO).why(order.order)


def test_refused_orders_are_recorded_as_refused() -> None:
    class Reckless:
        """Orders the first of everything: much of it is impossible, more cannot be paid."""

        def decide(self, view: View, actor: int, utility: Floats) -> Floats:
            return np.ones_like(utility)

    from greatgame.recording import record_turn

    model = GreatGameModel(SCENARIO, seeds=[1], ledger=True, deciders={"japan": Reckless()})
    opening = model.world.state.copy()
    model.open()
    notes = Notes(model)
    model.step()
    record = record_turn(model, notes, 0, opening, model.world.state)
    outcomes = {order.outcome for order in record.orders if order.actor == "japan"}
    assert outcomes == {"done", "refused: not possible", "refused: cannot be paid"}
    for order in record.orders:
        assert (order.admitted > 0) == (order.outcome == "done")


def test_answers_to_events() -> None:
    spoken, silent = 0, 0
    for seed in range(4):
        session = Session.new(SCENARIO, seed=seed)
        while not session.finished:
            expected = {}
            for event, orders in answerable(session):
                if (seed + session.turn) % 2:
                    session.submit(orders[-1])
                    spoken += 1
                else:
                    silent += 1
                expected[event] = orders[-1 if (seed + session.turn) % 2 else 0].split("/")[-1]
            news = [event.id for event in session.events]
            record = session.advance()
            assert [event.id for event in record.events] == news
            assert {e.id: e.choice for e in record.events if e.actor == "japan" and e.choices} == expected
    assert spoken
    assert silent


def test_events_are_those_whose_effects_struck(played: Session) -> None:
    names = {event.name for event in played.scenario.file.event.values()}
    for record in played.history:
        struck = {
            cause
            for item in played.ledger.items
            if item.turn == record.turn and item.phase == "shocks" and item.cells is not None
            for cause in np.array(item.causes)[np.flatnonzero(item.delta[0])]
        }
        assert struck & names <= {event.name for event in record.events}
        assert all(event.choice in {c.id for c in event.choices} for event in record.events if event.choices)


@pytest.mark.parametrize("name", ["tokyo-2026", "quick", "dry-caspian"])
def test_the_start_is_measured_before_the_first_turn(name: str) -> None:
    session = Session.new(name, seed=3, strategy="do-nothing")
    names = session.scenario.names
    before = session.score()
    told = session.indicators()["score"]
    assert told["pillars"] == before.points()
    assert told["total"] == session.figure("total_score") == pytest.approx(before.total)
    for row in before.pillars:
        assert session.figure(f"score.{row.pillar}") == row.points
    roads = [(session.figure(f"transit_days.{c}"), session.figure(f"reliability.{c}")) for c in names.corridors]
    assert all(days > 1.0 and 0.0 < steady < 1.0 for days, steady in roads)
    session.advance()
    # A quarter in which Japan does nothing is no leap of anything.
    assert session.score().points()["corridor"] == pytest.approx(before.points()["corridor"], abs=8.0)
    for corridor, (days, steady) in zip(names.corridors, roads, strict=True):
        assert session.figure(f"transit_days.{corridor}") == pytest.approx(days, rel=0.2)
        assert session.figure(f"reliability.{corridor}") == pytest.approx(steady, abs=0.2)
    # What was measured before the turn is where the ledger of the turn begins.
    assert session.explain("score.corridor").opening == before.points()["corridor"]
    assert session.explain("autonomy.kazakhstan", 0).opening == session.at(0).autonomy[0, 0]


def test_minds_judge_the_first_turn_by_the_state_as_it_is() -> None:
    """Security of supply differs between minerals from the first turn on, and so does what minds make of it."""
    model = GreatGameModel("tokyo-2026", seeds=[3, 4])
    shown = model.world.state
    assert shown.security == pytest.approx(security_parts(model.game, shown).sum(axis=0), abs=1e-4)
    assert shown.autonomy == pytest.approx(autonomy_parts(model.game, shown).sum(axis=0), abs=1e-4)
    assert np.ptp(shown.security[0, 0]) > 20.0
    model.open()
    assert model.view.insecurity == pytest.approx(np.clip(1.0 - shown.security / 100.0 + shown.unmet, 0.0, 1.0))


def test_headlines_are_what_moved_the_score(played: Session) -> None:
    assert any(line.order for record in played.history for line in record.headlines)
    for record in played.history:
        assert 1 <= len(record.headlines) <= 3
        sizes = [abs(line.score_effect) for line in record.headlines]
        assert sizes == sorted(sizes, reverse=True)
        for line in record.headlines:
            story = played.explain(line.path, record.turn)
            assert (story.change, story.closing) == (line.change, line.value)
            assert line.cause in story.by_cause()
            # Of a figure that is measured anew the ledger names what weighs most, in a fall as in a rise.
            if line.path.startswith("security."):
                assert line.why in {words[0 if line.change > 0 else 1] for words in SECURED}
            assert line.text.endswith(f": {line.why}")
    assert any(line.path.startswith("security.") for record in played.history for line in record.headlines)


# Explanations


def test_every_derived_figure_is_made_of_parts_that_add_up(played: Session) -> None:
    before, scenario = (played.turn, played.digest), played.scenario
    firsts = {name: [axis(scenario, kind)[0] for kind in kinds] for name, (kinds, _) in DERIVED.items()}
    paths = [".".join((name, *parts)) for name, parts in firsts.items()]
    for path in (*paths, "mou_conversion", "goals_reached", "mean.trust"):
        for turn in (None, 8, played.turn - 1):
            found = opened(played, path, turn)
            assert found is not None
            assert sum(part.amount for part in found.parts) == pytest.approx(found.value)
            if path in {"goals_reached", "mean.trust"}:
                continue
            state = played.state if turn is None else played.at(turn + 1)
            ledger = played.ledger if turn is None else played.ledger.until(turn + 1)
            plain = figure(scenario, state, path, ledger=ledger)
            assert found.value == pytest.approx(plain)
            assert found.unit == ("share" if path == "mou_conversion" else unit_of(path))
    assert (played.turn, played.digest) == before


def test_memoranda_are_followed_one_by_one(played: Session) -> None:
    past, names = memoranda(played.scenario, played.ledger), played.scenario.names
    within = sum(past.converted(signing) for signing in past.ripe)
    assert within == pytest.approx((past.conversion or 0.0) * len(past.ripe))
    for signing in past.signings:
        venture = names.ventures[signing.venture]
        signed = played.explain(f"signed.{venture}", signing.turn)
        assert signed.closing == 1.0 or len(signed.entries) > 1
        if signing.took is not None:
            close = played.explain(f"sponsor.{venture.split('/')[1]}", signing.turn + signing.took)
            assert close.closing == played.scenario.player + 1
    assert {signing.took is None for signing in past.signings} == {True, False}


def test_explanations_add_up(played: Session) -> None:
    assert played.explain("trust.kazakhstan.japan", "2027q1") == played.explain("trust.kazakhstan.japan", 4)
    whole = played.explain("trust.kazakhstan.japan")
    assert whole.opening + sum(line.change for line in whole.entries) == whole.closing
    assert whole.closing == played.figure("trust.kazakhstan.japan")
    assert [played.explain(f"purse.japan.{name}").unit for name in ("diplomacy", "loans")] == ["points", "USD mn"]
    parts = [played.explain("trust.kazakhstan.japan", turn) for turn in range(played.turn + 1)]
    assert [line for part in parts for line in part.entries] == list(whole.entries)
    assert [part.closing for part in parts[:-1]] == [part.opening for part in parts[1:]]
    assert any(line.order and line.actor for line in whole.entries)


def test_what_happens_to_a_project_is_put_down_to_it(played: Session) -> None:
    """Each delivery and each dead letter by name in the ledger; all of them together where a campaign is summed up."""
    names = {project.name for project in played.scenario.file.project.values()}
    powers = played.scenario.names.powers
    lines = [line for power in powers for line in played.explain(f"credibility.{power}").entries]
    told = [line for line in lines if in_general(line.cause) != line.cause]
    assert {str(in_general(line.cause)) for line in told} == {"project delivered", "dead letter"}
    assert {line.cause.partition(": ")[2] for line in told} <= names
    assert all(tell(line.cause, JAPANESE) not in {line.cause, ""} for line in told)
    whole = [played.explain(f"credibility.{power}").by_cause(by_project=False) for power in powers]
    delivered = sum(line.change for line in told if line.cause.startswith("project delivered"))
    assert sum(causes.get("project delivered", 0.0) for causes in whole) == pytest.approx(delivered) != 0.0


def test_money_of_a_project_is_put_down_to_it(played: Session) -> None:
    """What was committed and spent, and what came back when a venture ended, each with its project."""
    names = {project.name for project in played.scenario.file.project.values()}
    for path, head in (("pledge.committed", "financial close"), ("pledge.disbursed", "construction")):
        story = played.explain(path)
        assert {line.cause.partition(": ")[0] for line in story.entries} == {head}
        assert {line.cause.partition(": ")[2] for line in story.entries} <= names
        assert story.by_cause(by_project=False) == {head: pytest.approx(story.change)}
    rows = [(actor, r) for actor in played.scenario.names.powers for r in played.scenario.names.resources]
    purses = [f"purse.{actor}.{resource}" for actor, resource in rows]
    back = {line.cause for path in purses for line in played.explain(path).entries if line.cause.startswith("returned")}
    told = {cause for cause in back if in_general(cause) != cause}
    assert {str(in_general(cause)) for cause in told} <= {"returned: dead letter", "returned: lost a contest"}
    assert told
    assert {cause.split(": ", 2)[2] for cause in told} <= names
    assert all(tell(cause, JAPANESE).startswith("返却：") for cause in told)


def test_what_orders_do_is_put_down_to_them(played: Session) -> None:
    """Also where several draw the same shares at once, and where a contest is lost to a rival's award."""
    ordered = {kind.name for kind in played.scenario.file.kind.values()} | {"lost a contest"}
    felt = [item for item in played.ledger.items if item.variable in {"trust", "dependence", "mood"}]
    named = {cause for item in felt for cause in item.causes if item.orders is not None and min(item.orders) >= 0}
    alone = {str(in_general(cause)) for item in felt for cause in item.causes if item.orders is None}
    assert {"Gas contract", "Security cooperation", "lost a contest"} <= {str(in_general(cause)) for cause in named}
    assert not alone & ordered


@pytest.mark.parametrize(
    ("path", "turn", "words"),
    [
        ("trust.kazakstan.japan", None, "closest: kazakhstan"),
        ("trst.kazakhstan.japan", None, "closest: trust"),
        ("trust.kazakhstan", None, "should have the form trust.HOST.POWER"),
        ("zzzzzz", None, "there are: trust"),
        ("TRUST.kazakhstan.japan", None, "closest: trust"),
        ("total_score", None, r"points now\) and has no entries of its own: open .* score\.pledge, "),
        ("stock_days.gallium", "2026Q2", r"days in 2026Q2\) .*: stock\.japan\.gallium$"),
        ("utilisation.nowhere", None, "is not one of the corridors"),
        ("trust.kazakhstan.japan", "2031Q1", "2026Q1 to 2028Q3"),
        ("trust.kazakhstan.japan", 11, "has not begun"),
        ("trust.kazakhstan.japan", -1, "no turn -1"),
        ("trust.kazakhstan.japan", "soon", "give its name or number"),
    ],
)
def test_bad_questions_are_told_what_there_is(played: Session, path: str, turn: int | str | None, words: str) -> None:
    with pytest.raises(GreatGameError, match=words):
        played.explain(path, turn)


def test_no_figure_is_suggested_that_is_refused(played: Session) -> None:
    with pytest.raises(GreatGameError, match=r"is not one of the variables; closest: [a-z, ]+$") as refusal:
        played.explain("utilisatio.trans-caspian")
    assert "utilisation" not in str(refusal.value).partition("closest:")[2]


def test_a_share_is_told_on_no_scale_of_points(played: Session) -> None:
    """Whoever opens a figure by its path reads shares from 0 to 1, so its words must hold for these too."""
    found = opened(played, "supply_share.light-rare-earths.china")
    assert found is not None
    assert (found.unit, found.note) == ("share", "")
    assert "scale" not in found.threshold


@pytest.mark.parametrize("head", DERIVED)
def test_a_derived_figure_names_what_can_be_opened(played: Session, head: str) -> None:
    axes, _ = DERIVED[head]
    path = ".".join([head, *(axis(played.scenario, name)[0] for name in axes)])
    with pytest.raises(GreatGameError, match="is derived") as refusal:
        played.explain(path)
    words = str(refusal.value)
    assert f"({significant(played.figure(path), 4)} " in words
    for named in re.findall(r"\b(?:score|debt|stock|mined|refined|volume)\.[\w.-]+\w", words):
        if head != "debt_share" or named.count(".") == 2:
            played.explain(named)


def add_up(opening: State, closing: State, ledger: Ledger, turn: int) -> None:
    """Opening plus entries is closing, to the last bit, for every variable and world."""
    for variable in VARIABLES:
        before, after = getattr(opening, variable.name), getattr(closing, variable.name)
        total = ledger.total(variable, turn, before.shape)
        assert np.array_equal(before + total, after), f"{variable.name} in turn {turn}"


def test_a_ledger_knows_its_turns(played: Session) -> None:
    ledger = played.ledger
    assert [item for turn in range(played.turn + 1) for item in ledger.of_turn(turn)] == ledger.items
    early = ledger.until(3)
    assert early.items == [item for item in ledger.items if item.turn < 3] != []
    before = early.total(BY_NAME["trust"], 2, played.state.trust.shape)
    assert np.array_equal(before, ledger.total(BY_NAME["trust"], 2, played.state.trust.shape))
    assert not early.of_turn(3)


PICKS = st.lists(st.lists(st.integers(0, 10_000), max_size=8), min_size=2, max_size=4)


@few
@given(seed=st.integers(0, 2**63 - 1), picks=PICKS, cell=st.integers(0, 10_000))
def test_random_campaigns_add_up(seed: int, picks: list[list[int]], cell: int) -> None:
    session = Session.new(SCENARIO, seed=seed)
    for row in picks:
        for pick in row:
            if legal := session.moves():
                session.submit(legal[pick % len(legal)].id)
        queue = {row.order: float(row.amount) for row in session.queue}
        record = session.advance()
        mine = [order for order in record.orders if order.actor == session.player]
        assert {order.order: order.admitted for order in mine} == queue, "what the desk accepts, the rules admit"
    past = [session.fork()]
    while past[-1].turn:
        past.append(past[-1].fork())
        past[-1].undo_turn()
    starts = [world._past[-1].state for world in reversed(past)]
    for turn, (opening, closing) in enumerate(pairwise(starts)):
        add_up(opening, closing, session.ledger, turn)
    for variable in VARIABLES:
        sizes = [len(axis(session.scenario, name)) for name in variable.axes]
        index = np.unravel_index(cell % int(np.prod(sizes, dtype=int)), sizes) if sizes else ()
        path = cell_name(session.scenario, variable, tuple(int(i) for i in index))
        for explained in (None, *range(session.turn + 1)):
            story = session.explain(path, explained)
            assert story.opening + sum(line.change for line in story.entries) == story.closing, path


class Dice:
    """Orders anything, legal or not, in any amount."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.default_rng(seed)

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        asked = self.generator.random(utility.shape) < 0.1
        amounts = np.where(asked, self.generator.integers(1, 4, utility.shape), 0).astype(np.float64)
        # Nonsense must not get into the books either.
        amounts[self.generator.random(utility.shape) < 0.01] = np.nan
        amounts[self.generator.random(utility.shape) < 0.01] = -1.0
        return amounts


@few
@given(seed=st.integers(0, 2**31))
def test_several_worlds_of_chaos_add_up(seed: int) -> None:
    names = open_scenario(SCENARIO).names
    deciders = {actor: Dice(seed + i) for i, actor in enumerate(names.actors)}
    model = GreatGameModel(SCENARIO, seeds=[seed, seed + 1, 5], ledger=True, deciders=deciders)
    for turn in range(4):
        opening = model.world.state.copy()
        model.step()
        assert model.world.ledger is not None
        add_up(opening, model.world.state, model.world.ledger, turn)
    assert model.world.ledger is not None
    assert any(item.causes == (BOUND,) for item in model.world.ledger.items), "bounds were reached, and add up too"


def test_a_change_outside_the_books_is_seen() -> None:
    """The property above can fail: a rule that writes past the door is caught."""
    model = GreatGameModel(SCENARIO, seeds=[1], ledger=True)
    opening = model.world.state.copy()
    model.step()
    model.world.state.trust[0, 0, 0] += 2.0**-20
    assert model.world.ledger is not None
    with pytest.raises(AssertionError, match="trust in turn 0"):
        add_up(opening, model.world.state, model.world.ledger, 0)


# Forks, counterfactuals, scores


def test_a_fork_goes_its_own_way(played: Session) -> None:
    before = played.digests
    twin, other = played.fork(), played.fork()
    assert twin.advance() == other.advance()
    assert played.digests == before
    human = Session.new(SCENARIO, seed=4)
    human.submit("japan/visit/kazakhstan/ministers")
    copy = human.fork()
    assert copy.queue == human.queue
    copy.clear()
    assert human.queue
    assert copy.undo()
    assert copy.advance().digest == human.advance().digest


def test_an_ensemble_begins_here(played: Session) -> None:
    ensemble = played.ensemble([10, 8, 9])
    assert ensemble.world.turn == played.turn
    present = played.state
    for world in range(3):
        assert np.array_equal(ensemble.world.state.tension[world], present.tension[0]), "the shocks have struck"
    ensemble.play()
    assert ensemble.digest(0) == played.fork().play().digest, "its own seed brings its own future"
    assert len({ensemble.digest(world) for world in range(3)}) == 3
    other = played.ensemble([7], strategy="do-nothing").play()
    assert other.digest() != ensemble.digest(0)
    with pytest.raises(GreatGameError, match="there are no seeds"):
        played.ensemble([])


def test_the_counterfactual_meets_the_same_luck(played: Session) -> None:
    same = played.counterfactual("all-round")
    assert set(same.difference.values()) == {0.0}
    assert same.total_difference == 0.0
    assert same.indicators == played.history[-1].indicators
    idle = played.counterfactual()
    assert idle.quarter == "2028Q2"
    assert idle.difference["pledge"] > 0
    mine = played.score().points()
    assert all(idle.score.points()[p] + d == pytest.approx(mine[p]) for p, d in idle.difference.items())
    with pytest.raises(GreatGameError, match="unknown strategy"):
        played.counterfactual("bold")


def test_the_score_is_the_sum_of_its_parts(played: Session) -> None:
    for session in (played, Session.new(SCENARIO)):
        score = session.score()
        assert sum(row.weight for row in score.pillars) == pytest.approx(1.0)
        assert score.total == pytest.approx(sum(row.weight * row.points for row in score.pillars))
        for row in score.pillars:
            assert sum(row.parts.values()) == pytest.approx(row.points, abs=1e-4)
    assert played.score().total == pytest.approx(played.history[-1].indicators["score"]["total"])


# Indicators


def test_indicators_and_figures_are_the_same_numbers(played: Session) -> None:
    game, state = played.scenario, played.state
    all_of_them = played.indicators()
    assert played.figure("utilisation.trans-caspian") == all_of_them["corridors"]["trans-caspian"]["utilisation"]
    assert played.figure("volume.trans-caspian") == all_of_them["corridors"]["trans-caspian"]["volume"]
    assert played.figure("debt_share.kyrgyzstan.china") == all_of_them["debt_share"]["kyrgyzstan"]["china"]
    assert played.figure("caspian_level") == all_of_them["caspian_level"]
    assert (
        played.figure("dependence.kazakhstan.trade.china") == all_of_them["dependence"]["kazakhstan"]["trade"]["china"]
    )
    mineral = all_of_them["supply"]["light-rare-earths"]
    assert played.figure("supply_share.light-rare-earths.china") == mineral["supply_share"]["china"]
    assert played.figure("stock_days.light-rare-earths") == mineral["stock_days"]
    assert played.figure("total_score") == pytest.approx(played.score().total)
    assert played.figure("mou_conversion") == all_of_them["memoranda"]["conversion"]
    for row in all_of_them["supply"].values():
        assert sum(row["supply_share"].values()) == pytest.approx(1.0)
    for row in all_of_them["debt_share"].values():
        assert sum(row.values()) == pytest.approx(1.0)
    with pytest.raises(GreatGameError, match="ledger"):
        figure(game, state, "mou_conversion")
    with pytest.raises(GreatGameError, match="two years"):
        Session.new(SCENARIO).figure("mou_conversion")
    with pytest.raises(GreatGameError, match=r"should have the form utilisation\.CORRIDOR"):
        figure(game, state, "utilisation")


def test_every_benchmark_and_every_series_that_goes_on_has_a_figure(played: Session) -> None:
    file = played.scenario.file
    measures = {row.measure for row in file.benchmark.values()}
    measures |= {row.measure for row in file.history.values() if row.measure is not None}
    assert len(measures) > 60
    assert [name for name in measures if not np.isfinite(played.figure(name))] == []


def test_memoranda_are_all_accounted_for() -> None:
    session = Session.new(SCENARIO, seed=7, strategy="all-round").play()
    for record in session.history:
        row = record.indicators["memoranda"]
        ended = row["dead_letters"] + row["lost_contests"]
        assert row["inherited"] + row["signed"] == row["standing"] + row["closed"] + ended
        assert (row["conversion"] is None) == (record.turn < 7)
    assert session.history[-1].indicators["memoranda"]["closed"] > 0


def test_one_world_of_many_measures_like_itself() -> None:
    many = GreatGameModel(SCENARIO, seeds=[1, 7, 9])
    alone = GreatGameModel(SCENARIO, seeds=[7])
    for _ in range(2):
        many.step()
        alone.step()
    assert measure(many.game, many.world.state, 1) == measure(alone.game, alone.world.state)


def test_the_order_of_switches_does_not_matter() -> None:
    one = Session.new(SCENARIO, without=["wariness", "caspian"])
    two = Session.new(SCENARIO, without=["caspian", "wariness", "caspian"])
    assert one.scenario.hash == two.scenario.hash
    assert set(one.scenario.switched_off) == {"wariness", "caspian"}
    assert one.advance().digest == two.advance().digest != Session.new(SCENARIO).advance().digest
