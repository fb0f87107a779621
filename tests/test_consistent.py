"""The model at one with itself: what the start says goes on, and nothing counts twice, appears or vanishes."""

from __future__ import annotations

import numpy as np
import pytest

from greatgame.agents.minds import Decider, DoNothing, Given
from greatgame.agents.view import View
from greatgame.model import GreatGameModel
from greatgame.moves.legality import OPEN, OPERATING
from greatgame.rules.corridors import conditions, leg_capacity, leg_load, start_conditions
from greatgame.rules.finance import effort
from greatgame.rules.indicators import security_parts
from greatgame.rules.minerals import flow_by_source, passing, supply_by_source
from greatgame.rules.opening import opening_position
from greatgame.scenario import available, open_scenario, varied
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.session import Session
from greatgame.world.state import State
from greatgame.world.tape import STREAMS
from test_rules import after, quiet_model


def _start(scenario: IndexedScenario) -> State:
    return opening_position(scenario).copy()


@pytest.mark.parametrize("name", available())
def test_hosts_send_at_the_start_what_the_scenario_says_is_imported(name: str) -> None:
    scenario = open_scenario(name)
    imported = scenario.contract[:, :, scenario.host_source]
    arriving = supply_by_source(scenario, _start(scenario))[0][:, :, scenario.host_source]
    # Where a buyer's own projects send more than that, it gets what they send.
    assert (arriving >= imported - 0.01).all()
    assert arriving.sum() == pytest.approx(imported.sum(), rel=0.05)


def test_what_hosts_send_falls_when_routes_do_and_never_rises_above_the_contract(tokyo: IndexedScenario) -> None:
    state, hosts = _start(tokyo), tokyo.host_source

    def sent() -> float:
        return float(flow_by_source(tokyo, state, passing(tokyo, state))[hosts].sum())

    usual, access = sent(), state.access.copy()
    state.access[...] = access / 2.0
    assert sent() == pytest.approx(usual / 2.0, rel=1e-3)
    state.stage[...] = 0.0
    state.access[...] = access
    contracts = sent()
    state.access[...] = 1.0
    assert sent() == pytest.approx(contracts)


def test_nobody_is_newly_short_of_what_nothing_touches(tokyo: IndexedScenario) -> None:
    """Uranium is under no control: a quarter in which nobody acts leaves its buyers supplied as they were."""
    model = quiet_model(tokyo)
    uranium = tokyo.names.minerals.at("uranium")
    assert model.world.state.unmet[0, :, uranium] == pytest.approx(0.0)
    model.world.tape = model.world.tape.without(tuple(STREAMS))
    model.step()
    assert model.world.state.unmet[0, :, uranium] == pytest.approx(0.0, abs=0.02)


def test_a_corridor_that_begins_at_the_border_of_a_controller_is_not_blocked_by_it(tokyo: IndexedScenario) -> None:
    model = quiet_model(tokyo)
    names = tokyo.names
    china, japan = names.powers.at("china"), names.buyers.at("japan")
    before = model.world.state.access[0, :, japan].copy()
    model.world.state.control[0, china, japan] = 4.0
    model.step()
    reached = model.world.state.access[0, :, japan]
    west = start_conditions(tokyo)[2][names.corridors.at("trans-caspian"), 0]
    # Kazakh ore still leaves by the route that begins at the Chinese border and leads away from it.
    assert 0.3 * west < reached[names.hosts.at("kazakhstan")] < before[names.hosts.at("kazakhstan")]


def test_what_ran_at_the_start_is_contained_in_the_levels_of_the_start(tokyo: IndexedScenario) -> None:
    session = Session.new("tokyo-2026", seed=3, strategy="do-nothing")
    session.advance()
    for name in tokyo.names.hosts:
        for figure in ("institutions", "skills"):
            causes = {line.cause: line.change for line in session.explain(f"{figure}.{name}", 0).entries}
            assert causes.get("projects with standards", 0.0) == causes.get("work in running projects", 0.0) == 0.0
    model = GreatGameModel(tokyo, strategy="do-nothing", seeds=[3])
    model.step()
    fresh = GreatGameModel(tokyo, strategy="do-nothing", seeds=[3])
    project = tokyo.names.projects.at("bukhara-data-centre")
    fresh.world.state.stage[0, project] = OPERATING
    fresh.world.state.sponsor[0, project] = tokyo.names.powers.at("japan") + 1
    fresh.step()
    host = tokyo.names.hosts.at("uzbekistan")
    assert fresh.world.state.skills[0, host] > model.world.state.skills[0, host]


def test_files_that_are_prepared_keep_no_agency_busy(tokyo: IndexedScenario) -> None:
    japan = tokyo.names.powers.at("japan")
    mine = np.flatnonzero((tokyo.venture_power == japan) & (_start(tokyo).stage[0, tokyo.venture_project] == OPEN))
    one = tokyo.names.ventures.at("japan/bukhara-data-centre")
    assert len(mine) > 2 * tokyo.agency_capacity[japan]
    pace, load = [], []
    for ready in (0.0, 1.0):
        model = quiet_model(varied(tokyo, without=["multi-vector"]))
        state = model.world.state
        state.signed[0, mine], state.prepared[0, mine], state.age[0, mine] = 1.0, ready, 0.0
        state.prepared[0, one] = 0.25
        model.open()
        load.append(float(View(model.world, model.catalogue).load[0, japan]))
        model.step()
        pace.append(float(state.prepared[0, one]) - 0.25)
    assert load[1] < 0.1 < 1.0 < load[0]
    assert pace[1] > 1.5 * pace[0] > 0.0
    assert (effort(tokyo, np.ones((1, len(tokyo.names.powers)), dtype=np.int64)) == 1.0).all()


def test_crowding_counts_all_corridors_that_share_a_leg(tokyo: IndexedScenario) -> None:
    state = _start(tokyo)
    one, other = (tokyo.names.corridors.at(name) for name in ("trans-caspian", "northern"))
    shared = tokyo.names.legs.at("khorgos-dostyk")
    assert leg_load(tokyo, state.volume)[0, shared] >= state.volume[0, one] + state.volume[0, other]
    usual = conditions(tokyo, state)[1][one, 0]
    state.volume[0, other] = leg_capacity(tokyo, state)[0, shared]
    assert conditions(tokyo, state)[1][one, 0] > usual + 0.1


def test_corridors_that_share_a_leg_never_carry_more_than_it_can(tokyo: IndexedScenario) -> None:
    """The leg at the Chinese border is made so narrow that three corridors want its room at once."""
    narrow = varied(tokyo, changes={"leg.khorgos-dostyk.capacity": 4.0, "rules.delivery.adjustment": 1.0})
    model = quiet_model(narrow)
    leg, names = narrow.names.legs.at("khorgos-dostyk"), narrow.names.corridors
    sharing = [names.at(name) for name in ("trans-caspian", "northern", "eastern")]
    for _ in range(8):
        model.step()
    state = model.world.state
    assert (state.volume[0, sharing] > 0.3).all()
    assert leg_load(narrow, state.volume)[0, leg] == pytest.approx(leg_capacity(narrow, state)[0, leg], rel=0.1)
    alone = names.at("southern")
    assert state.volume[0, alone] > tokyo.volume[alone]


def test_a_shortage_takes_from_todays_security_once(tokyo: IndexedScenario) -> None:
    state = _start(tokyo)
    japan, today = tokyo.names.buyers.at("japan"), 100.0 * tokyo.score_parts["supply"]["today"]
    before = security_parts(tokyo, state)
    state.unmet[0, japan] = 0.4
    after = security_parts(tokyo, state)
    assert after[0, 0, japan] == pytest.approx(0.6 * today)
    assert after[1:] == pytest.approx(before[1:])


def test_a_store_is_filled_from_what_trade_brings_and_emptied_only_into_a_gap(tokyo: IndexedScenario) -> None:
    names = tokyo.names
    china, japan = names.powers.at("china"), names.buyers.at("japan")
    heavy, antimony = names.minerals.at("heavy-rare-earths"), names.minerals.at("antimony")

    paid: list[float] = []

    def changed(order: str, rung: float, mineral: int, share: float, dearer: float = 1.0) -> float:
        """Tonnes that the first turn's order makes a difference of; what it cost is noted."""
        stock, left = [], []
        for orders in ((order,), ()):
            model = quiet_model(varied(tokyo, without=["coercion"]), orders)
            state = model.world.state
            state.control[0, china, japan, :] = rung
            state.stock[0, japan] *= share
            state.price *= dearer
            state.unmet[0, japan] = 0.5
            model.step()
            stock.append(float(state.stock[0, japan, mineral]))
            left.append(float(state.purse[0, tokyo.player].sum()))
        paid.append(left[1] - left[0])
        return stock[0] - stock[1]

    order = tokyo.answers.stock_order / 365.0 * tokyo.demand[japan]
    free, shut = (changed("japan/stockpile/heavy-rare-earths/buy", rung, heavy, 0.1) for rung in (0.0, 4.0))
    assert 0.75 * order[heavy] < free <= order[heavy] + 0.01
    assert shut < 0.3 * order[heavy]
    # What is not delivered is not paid for.
    assert 0.0 < paid[1] / paid[0] == pytest.approx(shut / free, abs=0.15)
    # The same money buys the less the dearer the mineral is when the order is carried out.
    dear = changed("japan/stockpile/heavy-rare-earths/buy", 0.0, heavy, 0.1, dearer=2.0)
    assert dear == pytest.approx(free / 2.0, rel=0.01)
    assert paid[2] == pytest.approx(paid[0], rel=0.01)
    # Under no control there is no gap, and what is released into none stays where it is.
    assert changed("japan/stockpile/antimony/release", 0.0, antimony, 1.0) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("name", ["tokyo-2026", "quick"])
def test_research_pays_when_its_lag_is_over(name: str) -> None:
    scenario = open_scenario(name)
    japan, tungsten = scenario.names.buyers.at("japan"), scenario.names.minerals.at("tungsten")
    lag = scenario.steps(scenario.answers.substitution_lag)
    orders = ("japan/substitution/tungsten",)

    def saved(turns: int) -> float:
        return float(after(scenario, orders, turns, lambda model: model.world.state.saved[0, japan, tungsten]))

    assert abs(saved(lag)) < 1e-4 < 0.01 < saved(lag + 1)


def test_money_is_kept_for_as_many_quarters_whatever_the_turn() -> None:
    kept = []
    for name in ("tokyo-2026", "quick"):
        scenario = open_scenario(name)
        model = quiet_model(scenario)
        while not model.finished:
            model.step()
        purse = model.world.state.purse[0, scenario.player]
        kept.append(purse / scenario.budget[scenario.player] - scenario.dt)
    assert kept[0] == pytest.approx(kept[1], abs=0.01)


class Thrice(Given):
    """Gives its orders in the first three turns and none afterwards."""

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        orders = super().decide(view, actor, utility)
        return orders if view.turn < 3 else np.zeros_like(orders)


def test_an_order_left_out_is_below_one_however_often_it_was_repeated(tokyo: IndexedScenario) -> None:
    book = GreatGameModel(tokyo, seeds=[1]).catalogue
    amounts, entry = np.zeros(book.size), book.number("japan/visit/kazakhstan/ministers")
    amounts[entry] = 1.0
    deciders: dict[str, Decider] = {name: DoNothing() for name in book.actors} | {"japan": Thrice(amounts)}
    model = GreatGameModel(tokyo, strategy="do-nothing", seeds=[1], deciders=deciders)
    present = []
    for _ in range(5):
        model.step()
        present.append(float(model.world.memory[0, entry]))
    assert 1.0 == present[0] < present[1] <= present[2]
    assert tokyo.society.memory**2 < present[4] < present[3] < 1.0
