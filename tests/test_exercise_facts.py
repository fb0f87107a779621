"""What the guides of the shipped exercises say about the model is what the model does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from greatgame.classroom.load import Exercise, load_exercise
from greatgame.classroom.strategies import weights_of
from greatgame.lab.ensemble import play
from greatgame.model import GreatGameModel
from greatgame.scenario.variants import varied
from greatgame.session import Session


def _campaign(exercise: Exercise, strategy: str) -> Session:
    """The class's own luck and events, with a strategy that orders in the first turn of each round only."""
    meta, rows, turn = exercise.plan.exercise, [], 0
    firsts = set()
    for step in exercise.plan.rounds:
        rows += [(exercise.scenario.first_quarter(turn), event) for event in step.injected]
        firsts.add(turn)
        turn += step.turns
    session = Session.new(varied(exercise.scenario, injected=rows), meta.seed, level=meta.level)
    for now in range(turn):
        if now in firsts and strategy != "do-nothing":
            for order in _orders(session, strategy):
                session.submit(order)
        session.advance()
    return session


def _orders(session: Session, strategy: str) -> Iterator[str]:
    model = session.position(strategy).futures([session.seed], [None])
    model.step()
    book = session.catalogue
    for number in book.mine[session.scenario.player]:
        if model.intents[0, number]:
            yield book.ids[int(number)]


def test_without_orders_old_memoranda_lapse_or_go_to_rivals() -> None:
    session = _campaign(load_exercise("standard-90"), "do-nothing")
    told = session.indicators()["memoranda"]
    assert told.items() >= {"inherited": 26, "signed": 0, "dead_letters": 22, "lost_contests": 3, "closed": 1}.items()
    lost = session.at(4).trust[0, :2, 0] - session.at(3).trust[0, :2, 0]
    assert lost == pytest.approx([-8.9, -8.8], abs=0.5), "nine points late in 2027"


def test_without_orders_the_taster_ends_as_its_guide_says() -> None:
    session = _campaign(load_exercise("taster-45"), "do-nothing")
    lost = session.at(0).trust[0, 0, 0] - session.at(session.turn).trust[0, 0, 0]
    assert lost == pytest.approx(10.0, abs=1.0)
    assert session.at(session.turn).credibility[0, 0] == pytest.approx(36.2, abs=0.5)


def test_a_loud_country_meets_the_control_list_that_a_quiet_one_is_spared() -> None:
    exercise = load_exercise("standard-90")
    lists = {}
    for strategy in ("quiet-diplomacy", "bloc-builder"):
        session = _campaign(exercise, strategy)
        lists[strategy] = [event.id for turn in session.history[2:4] for event in turn.events]
        assert {"sea-lane-crisis", "japan-election"} <= set(lists[strategy])
    assert "control-rush" in lists["bloc-builder"]
    assert "control-rush" not in lists["quiet-diplomacy"]


def test_the_same_stop_of_licences_does_different_damage() -> None:
    exercise = load_exercise("export-shock")
    missing, fallen = {}, {}
    for strategy in ("all-round", "stockpile-fortress", "do-nothing"):
        session = _campaign(exercise, strategy)
        mineral = session.scenario.names.minerals.at("heavy-rare-earths")
        missing[strategy] = float(session.at(3).unmet[0, 0, mineral])
        supply = session.scenario.names.pillars.at("supply")
        fallen[strategy] = float(session.at(2).score[0, supply] - session.at(3).score[0, supply])
    assert missing == pytest.approx({"all-round": 0.61, "stockpile-fortress": 0.32, "do-nothing": 0.3}, abs=0.04)
    assert 12 < fallen["all-round"] < 20


def test_the_crossing_is_the_weakest_link_and_days_are_lost_to_the_sea() -> None:
    exercise = load_exercise("corridor-problem")
    session = Session.new(exercise.scenario, exercise.plan.exercise.seed, level="envoy")
    capacities = {
        leg: session.figure(f"capacity.{leg}") for leg in ("kazakh-rail", "aktau-port", "caspian-ferry", "alat-port")
    }
    assert capacities == {"kazakh-rail": 10, "aktau-port": 15, "caspian-ferry": 6, "alat-port": 15}
    days = {
        name: _campaign(exercise, name).figure("transit_days.trans-caspian")
        for name in ("do-nothing", "corridor-first")
    }
    assert days["corridor-first"] < days["do-nothing"] - 1


@pytest.mark.parametrize(
    ("weight", "factor", "low", "high"),
    [("commitment", 0, -7.1, -6.1), ("caution", 0, -2.7, -1.7), ("supply", 3, 0.3, 1.1)],
)
def test_weights_do_what_the_strategy_lab_says(weight: str, factor: float, low: float, high: float) -> None:
    exercise = load_exercise("strategy-lab")
    usual = weights_of(exercise)
    assert set(usual) >= {"commerce", "supply", "influence", "quality", "relations", "caution", "commitment"}
    changes = {f"strategy.all-round.weights.{weight}": usual[weight] * factor}
    seeds = range(100, 164)
    before, after = play(exercise.scenario, seeds), play(varied(exercise.scenario, changes=changes), seeds)
    assert low < float((after.total - before.total).mean()) < high


def test_supply_has_the_price_that_the_strategy_lab_tells() -> None:
    exercise = load_exercise("strategy-lab")
    changes = {"strategy.all-round.weights.supply": weights_of(exercise)["supply"] * 3}
    seeds, pillars = range(100, 164), exercise.scenario.names.pillars
    gained = play(varied(exercise.scenario, changes=changes), seeds).score - play(exercise.scenario, seeds).score
    mean = {name: float(gained[:, place].mean()) for place, name in enumerate(pillars)}
    assert 4.5 < mean["supply"] < 5.6
    assert -0.9 < mean["trust"] < -0.2
    assert all(-0.5 < mean[name] < 0.0 for name in ("calm", "home"))


def test_debt_grows_under_the_usual_doctrine_as_the_hosts_teacher_reads() -> None:
    exercise = load_exercise("host-side")
    model = GreatGameModel(exercise.scenario, strategy=exercise.plan.exercise.strategy, seeds=range(32))
    host, lender = exercise.scenario.names.hosts.at("kyrgyzstan"), exercise.scenario.names.powers.at("china")
    owed = [float(model.world.state.debt[:, host, lender].mean())]
    while exercise.scenario.quarter(model.world.turn) != "2028H1":
        model.step()
    owed.append(float(model.world.state.debt[:, host, lender].mean()))
    assert owed == pytest.approx([1600.0, 2500.0], abs=100.0)
