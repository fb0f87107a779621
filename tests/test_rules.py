"""Rules one by one: what a mechanism does to the state it is shown, and what never happens."""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np
import pytest

from conftest import Extended
from greatgame.agents.minds import Decider, DoNothing, Given
from greatgame.agents.view import View
from greatgame.model import GreatGameModel
from greatgame.moves.legality import LOST, OPEN, OPERATING, public_share
from greatgame.rules.context import Turn, uneven
from greatgame.rules.corridors import conditions, divided
from greatgame.rules.found import places
from greatgame.rules.indicators import pillar_parts
from greatgame.rules.minerals import (
    flow_by_source,
    needed,
    passing,
    project_supply,
    supply_by_source,
)
from greatgame.rules.suppliers import give_up, switch
from greatgame.scenario import open_scenario, varied
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.ledger import BOUND
from greatgame.world.spans import Drift, Drifts
from greatgame.world.state import SCALE, start
from greatgame.world.variables import FARTHEST, VARIABLES, find_cell
from greatgame.world.world import Causes, Part


class Once(Given):
    """Gives its orders in the first turn and none afterwards."""

    def decide(self, view: View, actor: int, utility: Floats) -> Floats:
        orders = super().decide(view, actor, utility)
        return orders if view.turn == 0 else np.zeros_like(orders)


def quiet_model(scenario: IndexedScenario, orders: tuple[str, ...] = (), seeds: int = 1) -> GreatGameModel:
    """A model in which nobody acts, save that the named orders are given in the first turn."""
    model = GreatGameModel(scenario, strategy="do-nothing", seeds=range(seeds))
    amounts = np.zeros(model.catalogue.size)
    for order in orders:
        amounts[model.catalogue.number(order)] = 1.0
    deciders: dict[str, Decider] = {name: DoNothing() for name in model.catalogue.actors}
    deciders |= {model.catalogue.actors[a]: Once(amounts) for a in set(model.catalogue.actor[amounts > 0])}
    return GreatGameModel(scenario, strategy="do-nothing", seeds=range(seeds), deciders=deciders)


def after(
    scenario: IndexedScenario, orders: tuple[str, ...], turns: int, read: Callable[[GreatGameModel], Floats]
) -> Floats:
    """A figure some turns after the orders, less the same without them."""
    result = []
    for given in (orders, ()):
        model = quiet_model(scenario, given)
        for _ in range(turns):
            model.step()
        result.append(read(model))
    return result[0] - result[1]


@pytest.mark.parametrize("strategy", ["all-round", "provocative"])
def test_the_state_stays_on_its_grid_and_within_its_bounds(tokyo: IndexedScenario, strategy: str) -> None:
    model = GreatGameModel(tokyo, strategy=strategy, seeds=range(24))
    while not model.finished:
        model.step()
        state = model.world.state
        for variable in VARIABLES:
            values = getattr(state, variable.name)
            assert np.isfinite(values).all(), variable.name
            assert (values >= variable.low).all(), variable.name
            assert (values <= variable.high).all(), variable.name
            assert (values * SCALE == np.rint(values * SCALE)).all(), variable.name
        assert (state.dependence.sum(-1) <= 1.0).all()
        assert (public_share(state.package) <= tokyo.finance.cap + 1e-5).all()


def test_relative_changes_of_one_figure_multiply(extended: Extended) -> None:
    def event(name: str, change: float) -> str:
        figure = f'{{ value = {change}, unit = "ratio", assumption = "a change to be tried" }}'
        return (
            f'[event.{name}]\nname = "Change"\ntext = "A price changes."\n'
            f'effects = [{{ variable = "price.gallium", relative = true, change = {figure} }}]\n'
            'chance = { value = 0, unit = "probability", assumption = "only where it is injected" }\n'
            f'[[injected]]\nevent = "{name}"\nquarter = "2026Q1"\n'
        )

    def price(*changes: float) -> float:
        text = "".join(event(f"change-{number}", change) for number, change in enumerate(changes))
        model = GreatGameModel(open_scenario(extended(text)), "do-nothing", seeds=[3], ledger=True)
        model.open()
        cell = model.game.names.minerals.at("gallium")
        ledger = model.world.ledger
        assert ledger is not None
        assert not any(row.causes == (BOUND,) for row in ledger.items)
        return float(model.world.state.price[0, cell])

    plain = price()
    assert price(-0.6, -0.6) == pytest.approx(plain * 0.16, rel=1e-4)
    assert price(0.27, 1.0) == pytest.approx(plain * 2.54, rel=1e-4)


def test_debt_beyond_that_of_the_start_slows_growth(tokyo: IndexedScenario) -> None:
    def growth(more: float) -> Floats:
        model = GreatGameModel(tokyo, "do-nothing", seeds=range(8))
        model.world.state.debt[:, :, 0] += more * model.world.state.gdp
        model.step()
        return np.array(model.world.state.growth)

    assert (growth(0.2) < growth(0.1)).all()
    assert (growth(0.1) < growth(0.0)).all()


@pytest.mark.filterwarnings("error")
def test_what_grows_without_end_is_held_like_any_other_figure(extended: Extended) -> None:
    change = '{ value = 2, unit = "ratio", assumption = "as much as an event can give" }'
    grown = ("gdp.kazakhstan", "debt.kazakhstan.china", "volume.northern", "capital.logistics")
    effects = ", ".join(f'{{ variable = "{path}", relative = true, change = {change} }}' for path in grown)
    scenario = open_scenario(
        extended(
            f'[event.flood]\nname = "Flood"\ntext = "More of all."\neffects = [{effects}]\n'
            'chance = { value = 1, unit = "probability", assumption = "in every turn" }\n'
            'cooldown = { value = 0, unit = "quarters", assumption = "in every turn" }\n'
        )
    )
    model, booked = (GreatGameModel(scenario, strategy="do-nothing", seeds=[3], ledger=kept) for kept in (False, True))
    while not model.finished:
        model.step()
        booked.step()
        assert booked.world.state.digest() == model.world.state.digest()
    for path in grown:
        variable, index = find_cell(scenario, path)
        assert getattr(model.world.state, variable.name)[(0, *index)] <= FARTHEST
    assert float(model.world.state.debt.max()) > 0.3 * FARTHEST
    ledger = booked.world.ledger
    assert ledger is not None
    assert any(row.causes == (BOUND,) and row.variable == "debt" and row.delta.any() for row in ledger.items)


def test_works_that_change_nothing_cannot_be_ordered(tokyo: IndexedScenario) -> None:
    whole, without = (quiet_model(s) for s in (tokyo, varied(tokyo, without=["caspian"])))
    possible = []
    for model in (whole, without):
        model.open()
        book = model.catalogue
        block = book.blocks["works"]
        ids = np.array(book.ids)[block.span][model.view.legal[0, block.span]]
        possible.append({str(name).split("/")[-1] for name in ids})
    assert possible == [{"customs", "greening", "dredging"}, {"customs"}]


def test_chance_hurries_long_turns_as_much_as_short_ones(tokyo: IndexedScenario) -> None:
    spread, luck = tokyo.pledge.start_noise, np.random.default_rng(5).standard_normal(200_000)
    quarter, half_year = (uneven(scenario, spread, luck) for scenario in (tokyo, open_scenario("quick")))
    assert float(np.median(quarter)) == pytest.approx(1.0, abs=0.01)
    assert float(half_year.mean()) == pytest.approx(float(quarter.mean()), rel=0.01)
    assert float(half_year.std()) < float(quarter.std())


def test_a_signed_memorandum_lapses_and_costs_trust(tokyo: IndexedScenario) -> None:
    order = "japan/mou/bukhara-data-centre"
    host, japan = tokyo.names.hosts.at("uzbekistan"), tokyo.names.powers.at("japan")
    early = after(tokyo, (order,), 1, lambda m: m.world.state.trust[0, host, japan])
    # A complete bid waits for the host a year longer than a memorandum that has not progressed.
    late = after(tokyo, (order,), 14, lambda m: m.world.state.trust[0, host, japan])
    assert early > 0 > late
    never = varied(tokyo, without=["pledge"])
    assert after(never, (order,), 14, lambda m: m.world.state.trust[0, host, japan]) > 0


def test_students_come_home_after_their_studies(tokyo: IndexedScenario) -> None:
    order = "japan/scholarships/kyrgyzstan"
    cell = tokyo.names.hosts.at("kyrgyzstan"), tokyo.names.powers.at("japan")
    lag = tokyo.steps(tokyo.human.delay)

    def alumni(model: GreatGameModel) -> Floats:
        return np.asarray(model.world.state.alumni[0, *cell])

    assert after(tokyo, (order,), lag - 1, alumni) == 0
    assert after(tokyo, (order,), lag, alumni) == pytest.approx(tokyo.human.cohort)


def test_controls_pass_less_the_higher_the_rung(tokyo: IndexedScenario) -> None:
    state = GreatGameModel(tokyo, seeds=[0]).world.state
    shares = []
    for rung in range(5):
        state.control[:] = rung
        shares.append(float(passing(tokyo, state)[0, 0, 0, 0]))
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.1


def test_ore_counts_once_it_is_refined(tokyo: IndexedScenario) -> None:
    model = GreatGameModel(tokyo, seeds=[0])
    state, names = model.world.state, tokyo.names
    mine = names.projects.at("kuirektykol-rare-earths")
    mineral, host = int(tokyo.project_mineral[mine]), int(tokyo.project_host[mine])
    buyer = names.buyers.at("japan")
    state.stage[:, mine], state.sponsor[:, mine] = OPERATING, names.powers.at("japan") + 1
    direct, detour = (array[host, 0, buyer, mineral] for array in project_supply(tokyo, state))
    assert detour > direct > 0
    state.processing[:] = 1.0
    assert project_supply(tokyo, state)[1][host, 0, buyer, mineral] == 0
    without, _ = project_supply(varied(tokyo, without=["delivery"]), state)
    assert without[host, 0, buyer, mineral] == pytest.approx(direct + detour)


def contracted(model: GreatGameModel, mineral: str) -> tuple[float, float]:
    """Japan's contracts for a mineral with the power that controls exports, and with all, t/yr."""
    s, names = model.world.scenario, model.world.scenario.names
    held = model.world.state.contract[0, names.buyers.at("japan"), names.minerals.at(mineral)]
    return float(held[s.controller_source[0]]), float(held.sum())


def test_after_an_embargo_dependence_falls_over_years() -> None:
    """After 2010 a third of the dependence went, over years; nobody gives up anything while he is short."""
    s = open_scenario("long-2035")
    deciders = {name: DoNothing() for name in quiet_model(s).catalogue.actors}
    model = GreatGameModel(s, strategy="do-nothing", seeds=[0], deciders=deciders, ledger=True)
    rung = (..., s.controllers[0], s.names.buyers.at("japan"), s.names.minerals.at("light-rare-earths"))
    # Four rungs up teach what four uses of the weapon teach.
    model.world.state.awareness[(..., *rung[2:])] = 4 * s.controls.awareness_gain
    first, before = contracted(model, "light-rare-earths"), model.world.state.contract.copy()
    shares = [first[0] / first[1]]
    for year in range(9):
        for _ in range(4):
            model.world.state.control[rung] = 4.0 if year == 0 else 0.0
            model.step()
        now = contracted(model, "light-rare-earths")
        shares.append(now[0] / now[1])
        if year == 0:
            assert now[0] == first[0]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.69
    assert shares[2] > 0.5
    assert shares[-1] < shares[0] * 2 / 3
    # What is contracted comes back to what is needed, and the ledger has all of it.
    need = s.demand[rung[2:]] * (1.0 - model.world.state.saved[(0, *rung[2:])])
    assert need <= now[1] < 1.1 * need
    ledger = model.world.ledger
    assert ledger is not None
    booked = before.reshape(-1)
    for item in ledger.items:
        if item.variable == "contract":
            cells = np.arange(len(booked)) if item.cells is None else item.cells
            np.add.at(booked, cells, item.delta.reshape(-1))
    assert np.array_equal(booked, model.world.state.contract.reshape(-1))


def test_who_is_not_alert_gives_up_no_contract(tokyo: IndexedScenario) -> None:
    model = quiet_model(tokyo)
    before = model.world.state.contract.copy()
    for _ in range(8):
        model.world.state.control[:] = model.world.state.awareness[:] = 0.0
        model.world.state.saved[:] = 0.2
        model.step()
    assert np.array_equal(model.world.state.contract, before)


def test_who_holds_something_back_loses_contracts_first(tokyo: IndexedScenario) -> None:
    """With a second controlling power that lets all through, the first one's contracts make room before its own."""
    s = copy.copy(tokyo)
    second = tokyo.names.sources.at("malaysia")
    s.controller_source = np.array([*tokyo.controller_source, second])
    model = quiet_model(tokyo)
    turn, buyer = Turn(model.world, model.catalogue, None), tokyo.names.buyers.at("japan")
    turn.scenario, state = s, turn.state
    mineral = tokyo.names.minerals.at("light-rare-earths")
    at = (0, buyer, mineral)
    share = np.ones((1, 2, *s.demand.shape))
    share[0, 0, buyer, mineral] = 0.5
    turn.flow = flow_by_source(s, state, share)
    before, sent = state.contract[at].copy(), turn.flow[:, *at].copy()
    surplus = np.zeros((1, *s.demand.shape))
    surplus[at] = sent[1] + 0.25 * sent[second]
    give_up(turn, np.full(surplus.shape, 0.4), surplus, share)
    left = state.contract[at] / np.maximum(before, 1e-9)
    assert left[tokyo.controller_source[0]] == pytest.approx(0.6)
    assert left[second] == pytest.approx(0.9)
    assert left[before > 0].min() == left[tokyo.controller_source[0]]
    assert np.count_nonzero(state.contract[at] != before) == 2
    assert turn.flow[:, *at] == pytest.approx(flow_by_source(s, state, share)[:, *at])


def test_a_store_is_not_filled_with_what_industry_lacks(tokyo: IndexedScenario) -> None:
    """Under a quota what arrives is what is used and what comes into the store, whatever is ordered for it."""
    mineral, buyer = tokyo.names.minerals.at("light-rare-earths"), tokyo.names.buyers.at("japan")
    at = (0, buyer, mineral)
    purse = (0, tokyo.names.powers.at("japan"), tokyo.names.resources.at("equity"))

    def turn(rung: float, *orders: str) -> tuple[float, float, float]:
        """Tonnes used and stored beyond what contracts bring, share of need unmet, and money left."""
        model = quiet_model(tokyo, orders)
        state = model.world.state
        state.control[:, tokyo.controllers, buyer, mineral], state.purse[purse] = rung, 1000.0
        need, arriving = needed(tokyo, state)[at] / 4.0, supply_by_source(tokyo, state)[at].sum() / 4.0
        stock = state.stock[at]
        model.step()
        used = need * (1.0 - state.unmet[at])
        return float(used + state.stock[at] - stock - arriving), float(state.unmet[at]), float(state.purse[purse])

    order = "japan/stockpile/light-rare-earths/buy"
    (none, _, money), (month, unmet, left) = turn(0.0), turn(0.0, order)
    # In free trade the market brings the whole order beside what industry uses.
    assert none == pytest.approx(0.0, abs=0.01)
    assert unmet == 0.0
    assert month == pytest.approx(tokyo.demand[buyer, mineral] * tokyo.answers.stock_order / 365.0, rel=0.2)
    assert left < money
    # Under a quota nothing comes into the store, industry keeps what it has, and nothing is paid.
    quota = turn(3.0)
    assert quota[0] == pytest.approx(0.0, abs=0.01)
    assert quota[1] > 0.1
    assert turn(3.0, order) == pytest.approx(quota, abs=0.01)
    # A licence leaves a part of the order, which is what is paid for.
    part, _, rest = turn(1.0, order)
    assert 0.0 < part < 0.9 * month
    assert (money - rest) / (money - left) == pytest.approx(part / month, abs=1e-4)


def test_buyers_together_contract_no_more_than_a_source_refines(tokyo: IndexedScenario) -> None:
    model = quiet_model(tokyo)
    state = model.world.state
    before = state.contract[0].copy()
    for _ in range(12):
        state.control[:, tokyo.controllers], state.awareness[:] = 4.0, 100.0
        model.step()
    free = np.ones(len(tokyo.names.sources), dtype=bool)
    free[tokyo.controller_source] = False
    refined, now = state.refined[0], state.contract[0]
    assert (now >= before)[..., free].all()
    assert (now.sum(0) > before.sum(0))[:, free].any()
    assert (now.sum(0) <= np.maximum(before.sum(0), refined) + 1e-3)[:, free].all()
    assert (now <= np.maximum(before, tokyo.answers.room * refined) + 1e-3)[..., free].all()


def test_what_a_source_has_left_is_shared_by_what_buyers_want(tokyo: IndexedScenario) -> None:
    model = quiet_model(tokyo)
    turn, state = Turn(model.world, model.catalogue, None), model.world.state
    state.contract[:] = 0.0
    turn.flow = flow_by_source(tokyo, state, passing(tokyo, state))
    switch(turn, np.full((1, *tokyo.demand.shape), 1e9))
    taken = state.contract[0, :, tokyo.names.minerals.at("germanium"), tokyo.names.sources.at("canada")]
    refined = tokyo.refined[tokyo.names.minerals.at("germanium"), tokyo.names.sources.at("canada")]
    assert taken == pytest.approx(np.full(len(taken), refined / len(taken)))
    # One buyer alone comes to its ceiling.
    state.contract[:] = 0.0
    wanted = np.zeros((1, *tokyo.demand.shape))
    wanted[:, 0] = 1e9
    switch(turn, wanted)
    alone = state.contract[0, :, tokyo.names.minerals.at("germanium"), tokyo.names.sources.at("canada")]
    assert alone == pytest.approx([tokyo.answers.room * refined, 0.0, 0.0])


def test_a_price_collapse_shuts_the_mine(tokyo: IndexedScenario) -> None:
    model = quiet_model(tokyo)
    mine = tokyo.names.projects.at("appak-uranium")
    assert model.world.state.stage[0, mine] == OPERATING
    model.world.state.close_price[:, mine] *= 8.0
    for _ in range(5):
        model.step()
    assert model.world.state.stage[0, mine] == LOST


def test_a_squeeze_works_at_once_and_is_remembered(tokyo: IndexedScenario) -> None:
    order = "russia/labour-permits/tajikistan/squeeze"
    host, russia = tokyo.names.hosts.at("tajikistan"), tokyo.names.powers.at("russia")
    growth = after(tokyo, (order,), 1, lambda m: m.world.state.growth[0, host])
    later = after(tokyo, (order,), 12, lambda m: m.world.state.trust[0, host, russia])
    assert growth < 0
    assert later < -1.0
    calm = varied(tokyo, without=["coercion"])
    assert after(calm, (order,), 1, lambda m: m.world.state.growth[0, host]) == 0


def test_several_tranches_in_one_quarter_stay_within_the_cap(tokyo: IndexedScenario) -> None:
    project = "kaz-wind"
    orders = tuple(f"japan/{kind}/{project}" for kind in ("oda-loan", "policy-bank-loan", "co-finance"))
    model = GreatGameModel(tokyo, strategy="do-nothing", seeds=[0])
    venture = tokyo.names.ventures.at(f"japan/{project}")
    model.world.state.package[:, venture, 0] = 0.45
    amounts = np.zeros(model.catalogue.size)
    amounts[[model.catalogue.number(order) for order in orders]] = 1.0
    bank = model.world.state.purse[0, tokyo.names.powers.at("japan")].copy()
    deciders = {"japan": Given(amounts)}
    played = GreatGameModel(tokyo, strategy="do-nothing", deciders=deciders, world=model.world)
    played.step()
    assert public_share(played.world.state.package)[0, venture] == pytest.approx(tokyo.finance.cap, abs=1e-4)
    left = played.world.state.purse[0, tokyo.names.powers.at("japan")]
    full = sum(model.catalogue.money[model.catalogue.number(order)] for order in orders)
    assert (bank + tokyo.budget[0] * 1.5 - left)[1:].sum() < full + 500


def test_orders_beyond_the_purse_are_refused_in_the_order_of_the_catalogue(tokyo: IndexedScenario) -> None:
    visits = tuple(f"japan/visit/{host}/leaders" for host in tokyo.names.hosts)
    model = quiet_model(tokyo, visits)
    model.step()
    assert model.turn is not None
    outcome = [int(model.turn.outcome[0, model.catalogue.number(order)]) for order in visits]
    able = int(tokyo.budget[0, 0] // 3.0)
    assert outcome.count(3) == min(able, len(visits))
    assert outcome.count(2) == len(visits) - outcome.count(3)
    assert sorted(outcome, reverse=True) == outcome


def test_the_sea_level_limits_what_ships_carry() -> None:
    tokyo = open_scenario("tokyo-2026")
    volumes = []
    for fall in (0.0, 3.0):
        model = GreatGameModel(tokyo, strategy="do-nothing", seeds=range(8))
        model.world.post("caspian_level", {"experiment": -fall})
        model.play()
        volumes.append(model.world.state.volume[:, tokyo.names.corridors.at("trans-caspian")].mean())
    assert volumes[1] < volumes[0]


def test_freight_that_a_war_drives_off_takes_the_routes_around_it(tokyo: IndexedScenario) -> None:
    war, names = np.flatnonzero(tokyo.at_war), tokyo.names.corridors
    volumes = []
    for tension in (30.0, 100.0):
        model = quiet_model(tokyo, seeds=8)
        for _ in range(4):
            model.world.state.tension[:, war] = tension
            model.step()
        volumes.append(model.world.state.volume.mean(axis=0))
    change = volumes[1] - volumes[0]
    across = [names.at("northern"), names.at("siberian")]
    assert (change[across] < 0).all()
    assert change[names.at("trans-caspian")] > 0.05
    # Only what had no other way stays at home.
    assert 0.0 < -change.sum() < 0.4 * -change[across].sum()


GROUPS = """
[corridor.northern]
reaches = ["european-union"]
[corridor.trans-caspian]
reaches = ["european-union"]
[corridor.southern]
reaches = ["united-states"]
[corridor.siberian]
reaches = ["japan"]
[corridor.turkmen-caspian]
reaches = ["japan"]
"""


def test_freight_keeps_its_total_among_the_routes_that_it_can_choose(extended: Extended) -> None:
    scenario = open_scenario(extended(GROUPS))
    names, trend = scenario.names.corridors, scenario.volume[:, None]
    north, around, alone = (names.at(name) for name in ("northern", "trans-caspian", "southern"))
    # In the first world prices are those of the start.
    appeal = np.ones((len(names), 2))
    appeal[[north, alone], 1] = 0.5
    usual, wanted = divided(scenario, trend, appeal).T
    assert usual.tolist() == scenario.volume.tolist()
    assert wanted[north] < usual[north]
    assert wanted[around] > usual[around]
    assert wanted[[north, around]].sum() == pytest.approx(usual[[north, around]].sum())
    assert wanted[north] / wanted[around] == pytest.approx(0.5 * usual[north] / usual[around])
    # Nothing else leads where this one does.
    assert wanted[alone] == 0.5 * usual[alone]
    others = [c for c in range(len(names)) if c not in {north, around, alone}]
    assert wanted[others].tolist() == usual[others].tolist()


def test_a_squeeze_holds_up_cargo_and_drives_freight_off(tokyo: IndexedScenario) -> None:
    host, channel, names = tokyo.names.hosts.at("kazakhstan"), CHANNELS.index("transit"), tokyo.names.corridors
    powers = [tokyo.names.powers.at(name) for name in ("russia", "china")]
    japan = tokyo.names.buyers.at("japan")
    for scenario in (tokyo, varied(tokyo, without=["coercion"])):
        models = [quiet_model(scenario) for _ in range(2)]
        models[1].world.state.squeeze[:, host, channel, powers] = 1.0
        for model in models:
            model.step()
        free, squeezed = (model.world.state for model in models)
        if scenario is tokyo:
            assert squeezed.access[0, host, japan] < 0.85 * free.access[0, host, japan]
            across = [names.at(name) for name in ("northern", "eastern", "siberian")]
            assert (squeezed.reliability[0, across] < 0.8 * free.reliability[0, across]).all()
            assert squeezed.volume[0, names.at("eastern")] < free.volume[0, names.at("eastern")]
            assert squeezed.volume[0, names.at("southern")] > free.volume[0, names.at("southern")]
        else:
            assert squeezed.access.tolist() == free.access.tolist()
            assert squeezed.reliability.tolist() == free.reliability.tolist()


def test_a_squeeze_counts_once_a_corridor_and_not_at_a_border_that_exports_need_not_pass(
    tokyo: IndexedScenario,
) -> None:
    state, names = start(tokyo), tokyo.names
    free = conditions(tokyo, state)
    state.squeeze[0, names.hosts.at("kazakhstan"), CHANNELS.index("transit"), names.powers.at("china")] = 0.8
    now = conditions(tokyo, state)
    let_pass = 1.0 - 0.8 * tokyo.coercion.leg_loss
    west, east, south = (names.corridors.at(name) for name in ("trans-caspian", "eastern", "southern"))
    assert now.steady[[west, east]] == pytest.approx(let_pass * free.steady[[west, east]])
    assert now.exported[east] == pytest.approx(let_pass * free.exported[east])
    assert now.exported[west] == free.exported[west]
    assert now.steady[south] == now.exported[south] == free.steady[south]


def test_channels_are_the_ones_of_the_schema(tokyo: IndexedScenario) -> None:
    assert tuple(tokyo.names.channels) == CHANNELS


def test_changes_in_one_go_are_those_made_one_by_one(tokyo: IndexedScenario) -> None:
    drifts = Drifts({"terms": Drift("back", 0.1, tokyo.terms), "alliance": Drift("fades", 0.3, 0.0)})
    worlds = [GreatGameModel(tokyo, seeds=range(3), ledger=ledger).world for ledger in (False, False, True)]
    for size in (7.3, 250.0):
        # A copy is changed as its original is, and independently of it.
        worlds = [*worlds[:3], copy.deepcopy(worlds[0])]
        for i, world in enumerate(worlds):
            world.state.alliance[1] = 0.5
            world.state.terms[...] += np.arange(3.0)[:, None]
            luck = np.linspace(-size, size, 3)[:, None]
            trust: Causes = {"luck": luck[..., None], "one host": Part((..., 0, slice(None)), luck / 3.0)}
            changes: dict[str, Causes] = {"trust": trust, "skills": {"luck": luck, "all": 0.7}, "debt": {"new": 1.0}}
            if i == 1:
                changes["terms"] = {"back": 0.1 * (tokyo.terms - world.state.terms)}
                changes["alliance"] = {"fades": -0.3 * world.state.alliance}
                for name, causes in changes.items():
                    world.post(name, causes)
            else:
                world.post_all(changes, drifts)
        assert all(world.state.digests() == worlds[0].state.digests() for world in worlds)
    assert worlds[0].state.trust.min() == 0.0
    assert worlds[0].state.trust.max() == 100.0


def test_a_pillar_whose_parts_are_all_nothing_is_nothing(tokyo: IndexedScenario) -> None:
    model = quiet_model(tokyo, seeds=2)
    begun = model.world.state
    # In the first world nothing has been begun.
    begun.pledge[0] = begun.stage[0] = begun.sponsor[0] = OPEN
    model.step()
    state, pledge = model.world.state, tokyo.names.pillars.at("pledge")
    assert not state.pledge[0, 1:].any()
    assert state.score[0, pledge] == 0.0 < state.score[1, pledge]
    for name, parts in pillar_parts(tokyo, state).items():
        whole = np.clip(np.add.reduce(list(parts.values())), 0.0, 100.0)
        assert state.score[:, tokyo.names.pillars.at(name)] == pytest.approx(whole, abs=1e-4)


@pytest.mark.parametrize("shape", [(0, 5), (1, 7), (3, 8), (5, 13), (64, 131)])
@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 1.0])
def test_places_are_those_where_something_holds(shape: tuple[int, int], share: float) -> None:
    holds = np.random.default_rng(5).random(shape) < share
    for laid in (holds, np.asfortranarray(holds)):
        assert places(laid).tolist() == np.flatnonzero(holds).tolist()
