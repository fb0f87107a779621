"""The model is a Mesa model: agents, ``DataCollector`` and ``batch_run`` work on it unchanged."""

from __future__ import annotations

import gc
import weakref

import mesa
import pytest

from greatgame.agents.agents import Firm, Government
from greatgame.errors import GreatGameError
from greatgame.lab import bench
from greatgame.model import GreatGameModel
from greatgame.scenario import IndexedScenario


def test_every_government_and_firm_is_a_mesa_agent() -> None:
    model = GreatGameModel(rng=1)
    names = model.game.names
    assert isinstance(model, mesa.Model)
    assert [agent.name for agent in model.agents if isinstance(agent, Government)] == list(names.actors)
    assert [agent.name for agent in model.agents if isinstance(agent, Firm)] == list(names.firms)


def test_batch_run_plays_the_same_campaigns_as_an_ensemble() -> None:
    rows = mesa.batch_run(
        GreatGameModel,
        parameters={"strategy": ["all-round", "do-nothing"], "world_seed": [3, 4]},
        number_processes=1,
        max_steps=20,
        data_collection_period=-1,
        display_progress=False,
    )
    found = {(row["strategy"], int(row["world_seed"])): row["digest"] for row in rows if row["digest"]}
    assert len(found) == 4
    for strategy in ("all-round", "do-nothing"):
        ensemble = GreatGameModel(strategy=strategy, seeds=[3, 4]).play()
        assert [found[strategy, seed] for seed in (3, 4)] == [ensemble.digest(0), ensemble.digest(1)]


def test_data_collector_keeps_every_quarter() -> None:
    model = GreatGameModel(rng=5).play()
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == model.game.turns
    assert list(table["quarter"])[:2] == ["2026Q1", "2026Q2"]
    assert table["pledge"].iloc[-1] == model.score("pledge")


def test_a_collector_of_ones_own_works() -> None:
    model = GreatGameModel(rng=5)
    model.datacollector = mesa.DataCollector(
        model_reporters={"trust": lambda m: float(m.world.state.trust.mean())},
        agent_reporters={"orders": lambda agent: int(agent.model.intents[0, agent.mine].sum())},
    )
    model.step()
    assert model.datacollector.get_model_vars_dataframe().shape == (1, 1)
    assert model.datacollector.get_agent_vars_dataframe()["orders"].sum() > 10


def test_stepping_past_the_end_changes_nothing() -> None:
    model = GreatGameModel(rng=5).play()
    before = model.digest()
    model.step()
    assert model.digest() == before
    assert not model.running


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"strength": "godlike"}, "godlike"),
        ({"strategy": "nonsense"}, "all-round"),
        ({"seeds": [-1]}, "out of range"),
        ({"seeds": [1.5]}, "seed 1.5 is no whole number"),
        ({"seeds": []}, "there are no seeds"),
        ({"seeds": 5}, "give a list of whole numbers"),
        ({"seeds": [1], "world_seed": 2}, "give one of the two"),
        ({"world_seed": 2.5}, "seed 2.5 is no whole number"),
        ({"deciders": {"atlantis": None}}, "atlantis"),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(GreatGameError, match=message):
        GreatGameModel(rng=1, **arguments)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.trial
def test_benchmark_measures_and_compares() -> None:
    report = bench.run("quick", seconds=0.1, workers=2, sizes=(1, 16))
    assert report.identical
    assert set(report.rates) == {1, 16}
    assert report.together_ratio is not None
    assert report.together_ratio > 1.0
    assert report.ratio > 1
    assert "agents decide" in report.phases[1]
    assert report.as_dict()["ratio"] == report.ratio
    assert all(0.0 < wait.median <= wait.longest for wait in report.waits.values())
    assert {"preview of an order", "resolving a turn"} <= report.waits.keys()


def test_a_model_that_is_done_with_leaves_memory(tokyo: IndexedScenario) -> None:
    model = GreatGameModel(tokyo, seeds=[1])
    seen = weakref.ref(model)
    del model
    gc.collect()
    assert seen() is None
