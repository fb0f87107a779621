"""Variants of a scenario: consistent with a scenario read from files, composable, cheap, and picky."""

from __future__ import annotations

import numpy as np
import pytest

from greatgame.errors import GreatGameError, ScenarioError
from greatgame.model import GreatGameModel
from greatgame.scenario import IndexedScenario, list_levers, varied
from greatgame.scenario.figures import Figure
from greatgame.scenario.schema import ScenarioFile
from greatgame.scenario.variants import tempers
from greatgame.words import AS_PUBLISHED

CHANGES = {
    "scenario.pledge": 2500.0,
    "rules.values.joint_multiplier": 0.7,
    "rules.hybrid-finance.cap": 0.5,
    "power.japan.budgets.values.grants": 77.0,
    "mineral.gallium.price.value": 300.0,
    "mineral.gallium.mined.china": 900.0,
    "project.gallium-pavlodar.outputs.0.tonnes": 3.0,
    "leg.aktau-port.capacity": 20.0,
    "firm.metal-smelter.aversion": 1.3,
    "defaults.noise": 0.1,
    "doctrine.china.weights.values.grievance": 2.0,
    "doctrine.china.tastes.visit": 0.5,
    "doctrine.china.threshold": 0.5,
    "strategy.all-round.weights.supply": 1.3,
    "event.kazakhstan-unrest.chance": 0.01,
}
"""A figure of every part of a scenario, spelt in every way."""


@pytest.mark.parametrize("path", CHANGES)
def test_variant_is_what_its_document_gives(path: str, tokyo: IndexedScenario) -> None:
    variant = varied(tokyo, changes={path: CHANGES[path]})
    anew = IndexedScenario(variant.loaded)
    assert ScenarioFile.model_validate(variant.loaded.document) == variant.file
    assert anew.hash == variant.hash != tokyo.hash
    for name, value in vars(anew).items():
        if isinstance(value, np.ndarray):
            assert np.array_equal(value, getattr(variant, name)), name


def test_every_lever_can_be_set_and_shows_its_value(tokyo: IndexedScenario) -> None:
    levers = {lever.path: lever for lever in list_levers(tokyo)}
    assert len(levers) > 1500
    assert all(lever.low <= lever.value <= lever.high for lever in levers.values())
    assert levers["doctrine.china.weights.supply"].value == 0.0
    assert not any(path.startswith(("source.", "history.", "benchmark.")) for path in levers)
    tried = 0
    for path in list(levers)[::150]:
        try:
            variant = varied(tokyo, changes={path: levers[path].high})
        except ScenarioError:
            # Shares of a whole, and steps of a ladder, cannot be set alone.
            continue
        tried += 1
        assert {lever.path: lever.value for lever in list_levers(variant)}[path] == levers[path].high
    assert tried > 10


def test_the_doctrine_of_the_players_seat_is_no_lever(tokyo: IndexedScenario) -> None:
    assert not any(lever.path.startswith("doctrine.japan.") for lever in list_levers(tokyo))
    for part in ("weights.caution", "tastes.visit", "orders"):
        with pytest.raises(GreatGameError, match=rf"moves nothing: .*; vary strategy.NAME.{part}, such as strategy"):
            varied(tokyo, changes={f"doctrine.japan.{part}": 1.0})


def test_variants_compose_in_any_order(tokyo: IndexedScenario) -> None:
    change = {"doctrine.china.weights.grievance": 3.0}
    one = varied(varied(varied(tokyo, temper="hard"), changes=change), without=["events", "debt"])
    other = varied(varied(tokyo, without=["debt", "events"], changes=change), temper="hard")
    assert one is other
    assert one.switched_off == ("debt", "events")
    assert one.file.doctrine["china"].weights.number("grievance") == 3.0
    assert varied(one) is one
    assert varied(tokyo) is tokyo
    assert varied(one, changes={"doctrine.china.weights.grievance": 2.0}).hash != one.hash


def test_changed_figure_loses_the_source_of_the_old_one(tokyo: IndexedScenario) -> None:
    assert tokyo.file.scenario.pledge.source
    pledge = varied(tokyo, changes={"scenario.pledge": 2000}).file.scenario.pledge
    assert isinstance(pledge, Figure)
    assert (pledge.value, pledge.source, pledge.unit) == (2000.0, None, "JPY bn")
    assert pledge.assumption


def test_original_is_left_alone(tokyo: IndexedScenario) -> None:
    before = tokyo.hash, tokyo.file.model_dump_json(), repr(tokyo.loaded.document["mineral"])
    varied(tokyo, temper="hard", without=["events"], changes=CHANGES)
    assert (tokyo.hash, tokyo.file.model_dump_json(), repr(tokyo.loaded.document["mineral"])) == before


def test_tempers_are_listed_and_change_doctrines(tokyo: IndexedScenario) -> None:
    assert tempers(tokyo)[0] == AS_PUBLISHED
    assert varied(tokyo, temper=AS_PUBLISHED) is tokyo
    leverage = {
        temper: varied(tokyo, temper=temper).file.doctrine["china"].weights.number("leverage")
        for temper in ("accommodating", AS_PUBLISHED, "hard")
    }
    assert list(leverage.values()) == sorted(set(leverage.values()))


def test_variant_plays_by_its_own_figures(tokyo: IndexedScenario) -> None:
    changed = varied(tokyo, changes={"power.japan.budgets.grants": 0.0})
    models = [GreatGameModel(game, seeds=[3]) for game in (tokyo, changed)]
    for model in models:
        model.open()
    grants = tokyo.names.resources.at("grants")
    assert [model.world.state.purse[0, tokyo.player, grants] > 0 for model in models] == [True, False]


@pytest.mark.parametrize(
    ("figure", "value", "role", "item"),
    [
        ("caspian.least_wait", 30.0, "works", "customs"),
        ("control-answers.substitute_least", 1.0, "substitute", None),
        ("coercion.complete", 0.0, "squeeze", "squeeze"),
        ("multi-vector.terms_most", 0.0, "terms", "raise"),
        ("multi-vector.terms_least", 100.0, "terms", "lower"),
    ],
)
def test_what_may_be_ordered_hangs_on_the_scenarios_figures(
    figure: str, value: float, role: str, item: str | None, tokyo: IndexedScenario
) -> None:
    def open_to_all(scenario: IndexedScenario) -> tuple[int, int]:
        """Entries of the item that may be ordered at the start, and others of its role."""
        model = GreatGameModel(scenario, seeds=[1])
        block = model.catalogue.blocks[role]
        legal, these = (
            model.view.legal[0, block.numbers],
            block.is_item(item) > 0 if item else np.full(len(block), True),
        )
        return int(legal[these].sum()), int(legal[~these].sum())

    before, others = open_to_all(tokyo)
    assert before > 0
    assert open_to_all(varied(tokyo, changes={f"rules.{figure}": value})) == (0, others)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"changes": {"mineral.galium.price": 1}}, r"unknown figure .*did you mean mineral\.gallium\.price"),
        ({"changes": {"nonsense": 1}}, r"unknown figure 'nonsense'.*scenarios sources"),
        ({"changes": {"source.NIP25.date": 1}}, "unknown figure"),
        ({"changes": {"mineral.gallium.price": -1}}, r"price = -1 is out of bounds: give a value from 0.001 to 1e\+06"),
        ({"changes": {"rules.coercion.step": 0}}, r"step = 0 is out of bounds: give a value above 0 to 1 \(share\)"),
        ({"changes": {"leg.aktau-port.days": -1}}, r"days = -1 is out of bounds: give a value from 0 to 120"),
        ({"changes": {"mineral.gallium.price": float("nan")}}, "is no number"),
        ({"changes": {"mineral.gallium.price": "cheap"}}, "is no number"),
        ({"temper": "harsh"}, "unknown temper 'harsh': did you mean hard"),
        ({"without": ["gravity"]}, "unknown mechanism 'gravity'"),
    ],
)
def test_what_cannot_be_varied_is_named(arguments: dict[str, object], complaint: str, tokyo: IndexedScenario) -> None:
    with pytest.raises(GreatGameError, match=complaint):
        varied(tokyo, **arguments)  # type: ignore[arg-type]


def test_figures_that_no_longer_fit_together_are_named(tokyo: IndexedScenario) -> None:
    with pytest.raises(ScenarioError, match="sum to more than 1"):
        varied(tokyo, changes={"tie.kazakhstan.trade.china": 0.99})
    name, place = next(
        (name, place)
        for name, event in tokyo.file.event.items()
        for place, effect in enumerate(event.effects)
        if effect.relative
    )
    with pytest.raises(ScenarioError, match="a relative change lies between -1 and 2"):
        varied(tokyo, changes={f"event.{name}.effects.{place}.change": 50})
