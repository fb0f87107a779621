"""How minds appraise is the scenario's to say: every figure is read, varied ones take effect, and faults are named."""

from __future__ import annotations

import numpy as np
import pytest

from conftest import Extended
from greatgame.agents.appraisal import strengths
from greatgame.agents.foresight import Effort, Expert
from greatgame.agents.minds import RulesOfThumb
from greatgame.agents.objectives import HOSTS, POWERS
from greatgame.errors import ScenarioError
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario import IndexedScenario, open_scenario
from greatgame.scenario.coefficients import Coefficients
from greatgame.scenario.indexed import Floats
from greatgame.scenario.schema_appraisal import APPRAISED, SPANS, Minds
from greatgame.scenario.sources import list_figures
from greatgame.scenario.variants import list_levers, varied
from greatgame.scenario.vocabulary import ROLES
from greatgame.text import JAPANESE, missing
from greatgame.views.origins import origin
from greatgame.views.reference.numbers import title_of
from greatgame.world.state import start
from greatgame.world.world import World


class _Watched(Coefficients):
    """Coefficients that note which of them are read."""

    def __init__(self, plain: Coefficients, head: str, read: set[str]) -> None:
        self.__dict__.update(_plain=plain, _head=head, _read=read)

    def __getattr__(self, name: str) -> float:
        held = vars(self)
        held["_read"].add(f"{held['_head']}.{name}")
        number: float = getattr(held["_plain"], name)
        return number


def _nowhere(world: World, way: str, lean: Floats) -> None:
    """Plays nothing on."""


def test_every_figure_is_read(tokyo: IndexedScenario) -> None:
    scenario, read = IndexedScenario(tokyo.loaded), set[str]()
    scenario.appraisal = {role: _Watched(k, f"appraisal.{role}", read) for role, k in scenario.appraisal.items()}
    scenario.minds = {name: _Watched(k, f"minds.{name}", read) for name, k in scenario.minds.items()}
    model = GreatGameModel(scenario, seeds=[1])
    model.step()
    doctrine = scenario.doctrine(scenario.names.powers[1])
    novice = RulesOfThumb(scenario, model.catalogue, doctrine)
    Expert(scenario, model.catalogue, {"novice": novice}, lambda view, way: model.appraisal, _nowhere, Effort())
    state = start(scenario)
    for actor, table in ((scenario.player, POWERS), (len(scenario.names.powers), HOSTS)):
        for measure in table.values():
            measure(scenario, state, actor)
    assert read == {row.path for row in list_figures(scenario.file) if row.path.startswith(("appraisal.", "minds."))}


def test_every_role_that_appraises_has_its_figures(tokyo: IndexedScenario) -> None:
    assert set(tokyo.appraisal) == set(APPRAISED) == set(ROLES) - {"invest"}
    levers = {lever.path: lever for lever in list_levers(tokyo)}
    for role, names in APPRAISED.items():
        assert {f"appraisal.{role}.{name}" for name in names} <= set(levers)
    assert (levers["appraisal.visit.cold"].low, levers["appraisal.visit.cold"].high) == (-20, 20)
    assert set(tokyo.minds) == set(Minds.model_fields)
    assert levers["minds.span.award_skills"].low > 0, "a strength is divided by it"


def test_all_of_them_are_preferences(tokyo: IndexedScenario) -> None:
    rows = {row.path: row for row in list_figures(tokyo.file)}
    assert rows["appraisal.visit.cold"].kind == "preference"
    assert (rows["minds.supply.store"].unit, rows["minds.supply.store"].kind) == ("days", "preference")
    assert (rows["doctrine.china.orders"].unit, rows["doctrine.china.orders"].kind) == ("orders", "figure")


def test_each_is_called_something_in_both_languages(tokyo: IndexedScenario) -> None:
    rows = [row for row in list_figures(tokyo.file) if row.path.startswith(("appraisal.", "minds."))]
    titles = {row.path: title_of(tokyo, row.path) for row in rows}
    assert len({str(title) for title in titles.values()}) == len(titles)
    assert [path for path, title in titles.items() if missing(title, JAPANESE)] == []
    assert {row.assumption for row in rows if missing(origin(tokyo, row), JAPANESE)} == set()
    assert titles["appraisal.visit.cold"] == "How moves are weighed · Visits · Coldness of the tie"


def test_a_varied_weight_takes_effect_in_its_role_only(tokyo: IndexedScenario) -> None:
    other = varied(tokyo, changes={"appraisal.visit.host": 0.5})
    before, after = (strengths(catalogue_of(scenario)) for scenario in (tokyo, other))
    assert np.array_equal(after["visit"]["influence"].constants, 2.0 * before["visit"]["influence"].constants)
    assert np.array_equal(after["supply"]["influence"].constants, before["supply"]["influence"].constants)


@pytest.mark.parametrize("change", [{"appraisal.visit.cold": 9.0}, {"minds.choice.variety": 3.0}])
def test_a_varied_figure_changes_what_is_ordered(change: dict[str, float], tokyo: IndexedScenario) -> None:
    other = varied(tokyo, changes=change)
    assert other.hash != tokyo.hash
    models = [GreatGameModel(scenario, seeds=[3]) for scenario in (tokyo, other)]
    for model in models:
        model.step()
    assert not np.array_equal(models[0].intents, models[1].intents)


def test_a_scenario_overrides_single_figures(extended: Extended, tokyo: IndexedScenario) -> None:
    text = "[appraisal.visit.values]\ncold = 0.8\n"
    text += '[minds.ties]\nopinion = { value = 0.5, unit = "share", assumption = "tried in a test" }'
    other = open_scenario(extended(text))
    assert (other.appraisal["visit"].cold, other.appraisal["visit"].files) == (0.8, tokyo.appraisal["visit"].files)
    assert (other.minds["ties"].opinion, other.minds["ties"].people) == (0.5, tokyo.minds["ties"].people)


def test_faults_are_named_all_at_once(extended: Extended) -> None:
    table = '{ unit = "weight", assumption = "tried in a test", values = { colt = 1.0, stale = 1.0 } }'
    with pytest.raises(ScenarioError) as caught:
        open_scenario(extended(f"[appraisal]\nreassure = {table}\nvisits = {table}\n[minds.span.values]\nbreadth = 1"))
    message = str(caught.value)
    assert "appraisal.reassure.values.fear: this figure is missing" in message
    assert "appraisal.reassure.values.colt = 'colt': unknown figure" in message
    assert "appraisal = 'visits': unknown role -> did you mean 'visit'?" in message
    assert f"minds.span.values.breadth = 'breadth': unknown figure -> use one of: {SPANS[0]}" in message


def test_wrong_units_low_values_and_missing_figures_are_named(extended: Extended) -> None:
    text = '[appraisal.relief]\nunit = "points"\nassumption = "tried in a test"\nvalues = { cold = 1.0 }\n'
    text += '[minds.ties]\npeople = { value = 0.0, unit = "people", assumption = "tried in a test" }'
    with pytest.raises(ScenarioError) as caught:
        open_scenario(extended(text))
    message = str(caught.value)
    assert "appraisal.relief: wrong unit 'points'; this field is in 'weight'" in message
    assert "minds.ties.people = 0.0 people: is below the smallest allowed value 1" in message
    assert "appraisal.relief.values.loss: this figure is missing" in message
