"""Scenarios: reading, merging, validating, indexing, and what a faulty one is answered with."""

from __future__ import annotations

import copy
import importlib
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import greatgame
from conftest import Broken, Extended
from greatgame.errors import Fault, GreatGameError, ScenarioError
from greatgame.indicators import figure as figure_of
from greatgame.lab.goals import goals_of
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario import IndexedScenario, available, list_levers, load, open_scenario, varied
from greatgame.scenario.check import IMPORT_SLACK, LIMITS, MAX_ORDERS, cross_check
from greatgame.scenario.check_moves import AIMS, EFFECTS, MAX_PLAYER_KINDS, expand, possible_orders
from greatgame.scenario.figures import UNITS, Figure, FigureTable
from greatgame.scenario.headline import headline
from greatgame.scenario.load import MAX_BYTES, Loaded, folder_of
from greatgame.scenario.schema import ScenarioFile
from greatgame.scenario.sources import list_figures, origins, summary
from greatgame.scenario.vocabulary import CHANNELS, MECHANISMS, PILLARS, ROLES
from greatgame.text import tell
from greatgame.world.state import start
from greatgame.world.variables import BY_NAME

Document = dict[str, Any]
Edit = Callable[[Document], object]

LOADING = importlib.import_module("greatgame.scenario.load")
"""The module; its name in the package is that of its main function."""

ASSUMED = {"assumption": "made for this test only"}


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """The faults that loading a folder reports; it must report some."""
    with pytest.raises(ScenarioError) as caught:
        load(folder)
    return caught.value.faults


def only(faults: tuple[Fault, ...] | list[Fault]) -> Fault:
    """The one fault of a list of one."""
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]


def figure(value: float, unit: str) -> Document:
    """A figure as a scenario file writes it."""
    return {"value": value, "unit": unit, **ASSUMED}


def table(unit: str, **values: float) -> Document:
    """A table of figures as a scenario file writes it."""
    return {"values": {key.replace("_", "-"): value for key, value in values.items()}, "unit": unit, **ASSUMED}


def checked(tokyo: IndexedScenario, edit: Edit) -> list[Fault]:
    """What the consistency check finds after an edit of the document, whose shape must stay valid."""
    document = copy.deepcopy(tokyo.loaded.document)
    edit(document)
    return cross_check(Loaded(ScenarioFile.model_validate(document), document, tokyo.loaded.origin))


# ---------------------------------------------------------------- the main scenario


def test_the_main_scenario_is_shipped_and_without_fault(tokyo: IndexedScenario) -> None:
    assert "tokyo-2026" in available()
    assert cross_check(tokyo.loaded) == []


def test_a_scenario_opens_by_name_and_by_folder(tokyo: IndexedScenario) -> None:
    assert open_scenario(folder_of("tokyo-2026")).hash == tokyo.hash


def test_quarters_have_calendar_names(tokyo: IndexedScenario, broken: Broken) -> None:
    assert [tokyo.quarter(turn) for turn in (0, 3, 4, 19)] == ["2026Q1", "2026Q4", "2027Q1", "2030Q4"]
    broken("scenario.toml", r'^start = "2026Q1"', 'start = "2025Q4"')
    folder = broken("scenario.toml", r"^turns = \d+", "turns = 4\nquarters_per_turn = 2")
    assert [open_scenario(folder).quarter(turn) for turn in range(3)] == ["2025Q4", "2026Q2", "2026Q4"]


def test_arrays_are_frozen(tokyo: IndexedScenario) -> None:
    arrays = {name: value for name, value in vars(tokyo).items() if isinstance(value, np.ndarray)}
    assert len(arrays) > 60
    assert [name for name, array in arrays.items() if array.flags.writeable] == []
    with pytest.raises(ValueError, match="read-only"):
        tokyo.trust[0, 0] = 0.0
    assert not any(part.flags.writeable for pair in tokyo.prerequisites for part in pair)


def test_coefficients_are_frozen_and_spelt_in_full(tokyo: IndexedScenario) -> None:
    with pytest.raises(AttributeError, match="frozen"):
        tokyo.debt.worry = 0.0
    with pytest.raises(AttributeError, match="wory"):
        _ = tokyo.debt.wory


def test_labels_are_names(tokyo: IndexedScenario) -> None:
    file, names = tokyo.file, tokyo.names
    assert tokyo.label(names.powers[0]) == file.power[names.powers[0]].name
    assert tokyo.label(names.hosts[0]) == file.host[names.hosts[0]].name
    assert tokyo.label(names.firms[0]) == file.firm[names.firms[0]].name


def test_money_in_yen_is_turned_into_dollars(tokyo: IndexedScenario) -> None:
    player = tokyo.names.powers[tokyo.player]
    budgets = tokyo.file.power[player].budgets
    assert budgets.unit == "JPY bn/yr"
    dollars = budgets.number("loans") * 1000.0 / tokyo.exchange_rate / 4.0
    assert tokyo.budget[tokyo.player, tokyo.names.resources.at("loans")] == pytest.approx(dollars)


def test_some_order_is_paid_from_every_budget(tokyo: IndexedScenario) -> None:
    book = catalogue_of(tokyo)
    costly = book.money > 0
    spent = set(zip(book.actor[costly].tolist(), book.resource[costly].tolist(), strict=True))
    for power, file in tokyo.file.power.items():
        for name in file.budgets.values:
            assert (tokyo.names.powers.at(power), tokyo.names.resources.at(name)) in spent, (power, name)


# ---------------------------------------------------------------- mechanisms and hash


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_mechanism_can_be_switched_off(tokyo: IndexedScenario, mechanism: str) -> None:
    without = open_scenario("tokyo-2026", without=[mechanism])
    assert tokyo.on(mechanism)
    assert without.switched_off == (mechanism,)
    assert without.hash != tokyo.hash
    assert varied(tokyo, without=[mechanism]) is without


def test_an_unknown_mechanism_is_named(tokyo: IndexedScenario) -> None:
    with pytest.raises(GreatGameError, match=r"unknown mechanism 'gravity'"):
        varied(tokyo, without=["gravity"])


def test_a_file_can_switch_a_mechanism_off(extended: Extended) -> None:
    assert open_scenario(extended("[mechanisms]\ncoercion = false\n")).switched_off == ("coercion",)


def test_measures_of_the_record_may_be_derived(tokyo: IndexedScenario) -> None:
    derived = ["mou_conversion", "total_score", "stock_days.gallium", "debt_share.kyrgyzstan.others"]
    derived += ["supply_share.gallium.australia", "utilisation.northern", "mined.gallium.australia", "caspian_level"]
    marks = ("history", "caspian-level"), ("benchmark", "trans-caspian-volume")
    for place, measure in enumerate(derived):
        # Both tables are checked by the same rule, so each measure is tried in one of them.
        assert checked(tokyo, _put(*marks[place % 2], measure=measure)) == []


def test_the_hash_changes_with_a_number(tokyo: IndexedScenario, broken: Broken) -> None:
    folder = broken("scenario.toml", r"^exchange_rate = \{ value = [\d.]+", "exchange_rate = { value = 163.25")
    assert open_scenario(folder).hash != tokyo.hash


def test_the_hash_does_not_change_with_a_text(tokyo: IndexedScenario, broken: Broken) -> None:
    broken("scenario.toml", r'^title = ".*"', 'title = "Another title"')
    folder = broken("sources.toml", r'^title = ".*"', 'title = "Another publication"')
    changed = open_scenario(folder)
    assert changed.title == "Another title"
    assert changed.hash == tokyo.hash


# ---------------------------------------------------------------- files that cannot be read


def test_an_unknown_scenario_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"unknown scenario 'tokio-2026': did you mean 'tokyo-2026'\?"):
        load("tokio-2026")
    with pytest.raises(ScenarioError, match=r"unknown scenario 'zzz': shipped: .*tokyo-2026"):
        load("zzz")


@pytest.mark.parametrize("name", ["x" * 5000, "nul\0byte", "", "no/such/folder"])
def test_a_name_that_no_folder_can_have_is_unknown(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError, match="unknown scenario"):
        load(name)


UNREADABLE: dict[str, tuple[bytes, str, str]] = {
    "broken TOML": (b"[power.japan\n", "not TOML", "mend the line named"),
    "Shift-JIS": ('name = "日本"\n'.encode("shift_jis"), "not UTF-8 (byte 8)", "save the file as UTF-8"),
    "UTF-16": ("name = 1\n".encode("utf-16"), "not UTF-8 (byte 0)", "save the file as UTF-8"),
    "too large": (b"#" * (MAX_BYTES + 1), "larger than 4,000,000 bytes", "is this the right file?"),
    "nested too deeply": (b"x = " + b"[" * 100_000, "nested too deeply", "is this the right file?"),
    "a name of many parts": (b"[a" + b".a" * 3000 + b"]", "nested too deeply", "is this the right file?"),
    "endless number": (b"x = " + b"9" * 10_000, "thousands of digits", "shorten or mend it"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(broken: Broken, case: str) -> None:
    content, problem, remedy = UNREADABLE[case]
    folder = broken("scenario.toml", r"^turns", "turns")
    (folder / "extra.toml").write_bytes(content)
    fault = only(faults_of(folder))
    assert fault.file == "extra.toml"
    assert problem in fault.problem
    assert fault.remedy == remedy


def test_a_mark_of_the_byte_order_is_no_part_of_a_file(extended: Extended) -> None:
    folder = extended("")
    file = folder / "scenario.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load(folder).file.scenario.id == "variant"


def test_files_are_found_whatever_the_case_of_their_ending_and_hidden_ones_left_alone(extended: Extended) -> None:
    folder = extended("")
    (folder / "Words.TOML").write_text("[host.kazakhstan]\nletter = 'Q'\n", encoding="utf-8")
    (folder / ".#scenario.toml").symlink_to("nowhere")
    (folder / "._scenario.toml").write_bytes(b"\xff\xfe\x00")
    assert load(folder).file.host["kazakhstan"].letter == "Q"


def test_a_scenario_that_was_changed_is_read_again(extended: Extended, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = extended("turns = 5\n")
    first = open_scenario(folder)
    assert open_scenario(folder) is first
    extended("turns = 12\n")
    assert (first.turns, open_scenario(folder).turns) == (5, 12)
    # One that it extends counts as well, and the same name elsewhere is another scenario.
    below = folder.parent / "below"
    below.mkdir()
    (below / "scenario.toml").write_text('[scenario]\nid = "below"\nextends = "variant"\n', encoding="utf-8")
    monkeypatch.chdir(folder.parent)
    assert open_scenario("below").turns == 12
    extended("turns = 6\n")
    assert open_scenario("below").turns == 6
    (below / "variant").mkdir()
    (below / "variant" / "scenario.toml").write_text('[scenario]\nid = "inner"\nextends = "quick"\n', encoding="utf-8")
    assert open_scenario("variant").id == "variant"
    monkeypatch.chdir(below)
    assert open_scenario("variant").id == "inner"
    (below / "variant" / "scenario.toml").unlink()
    with pytest.raises(ScenarioError, match="no scenario"):
        open_scenario("variant")


@pytest.mark.parametrize(("name", "words"), [("", "has no scenario.toml"), ("notes.txt", "this is a file")])
def test_what_holds_no_scenario_is_told_from_a_wrong_name(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ScenarioError, match=words):
        load(tmp_path / name)


def test_what_is_not_a_file_is_named(broken: Broken) -> None:
    folder = broken("scenario.toml", r"^turns", "turns")
    (folder / "extra.toml").mkdir()
    assert only(faults_of(folder)).problem.startswith("cannot be read: Is a directory")


def test_every_unreadable_file_is_reported_at_once(broken: Broken) -> None:
    folder = broken("scenario.toml", r"^turns", "turns")
    (folder / "one.toml").write_text("x = ", encoding="utf-8")
    (folder / "two.toml").write_text("[y", encoding="utf-8")
    assert [fault.file for fault in faults_of(folder)] == ["one.toml", "two.toml"]


def test_a_key_given_in_two_files_is_a_fault_of_the_second(broken: Broken) -> None:
    folder = broken("scenario.toml", r"^turns", "turns")
    (folder / "zusatz.toml").write_text('[power.japan]\nletter = "X"\n', encoding="utf-8")
    fault = only(faults_of(folder))
    assert str(fault) == "zusatz.toml: power.japan.letter = 'X': already given in powers.toml -> keep one of the two"


def test_a_section_may_be_spread_over_files(broken: Broken, tokyo: IndexedScenario) -> None:
    folder = broken("scenario.toml", r"^turns = \d+\n", "")
    (folder / "zusatz.toml").write_text(f'[scenario]\nturns = {tokyo.turns}\nid = "{tokyo.id}"\n', encoding="utf-8")
    assert load(folder).where("scenario", "turns") == "zusatz.toml"


# ---------------------------------------------------------------- wrong fields

WRONG_FIELDS: dict[str, tuple[Edit, str]] = {
    "wrong unit": (
        lambda d: d["mineral"]["gallium"].update(price=figure(580, "t")),
        "minerals.toml: mineral.gallium.price = 580 t: wrong unit 't'; this field is in 'USD/kg' "
        "-> convert the figure to that unit",
    ),
    "NaN": (
        lambda d: d["mineral"]["gallium"]["mined"]["values"].update(china=float("nan")),
        "minerals.toml: mineral.gallium.mined.values.china = nan: must be a finite number -> give a finite number",
    ),
    "infinite": (
        lambda d: d["mineral"]["gallium"].update(price=figure(float("inf"), "USD/kg")),
        "minerals.toml: mineral.gallium.price.value = inf: must be a finite number -> give a finite number",
    ),
    "negative money": (
        lambda d: d["project"]["cku-railway"].update(capex=figure(-20, "USD mn")),
        "projects.toml: project.cku-railway.capex = -20 USD mn: must be above 0: other figures are divided by it "
        "-> raise it",
    ),
    "negative money in a table": (
        lambda d: d["power"]["japan"].update(budgets=table("JPY bn/yr", grants=-1)),
        "powers.toml: power.japan.budgets.values.grants = -1: is below the smallest allowed value 0 "
        "-> check the figure and its unit",
    ),
    "what passes in another unit": (
        lambda d: d["rules"]["export-controls"]["passing"].update(unit="ratio"),
        "rules.toml: rules.export-controls.passing: wrong unit 'ratio'; this field is in 'share' "
        "-> convert the figure to that unit",
    ),
    "more than all passes": (
        lambda d: d["rules"]["export-controls"]["passing"]["values"].update(free=7.0),
        "rules.toml: rules.export-controls.passing.values.free = 7.0: is above the largest allowed value 1 "
        "-> check the figure and its unit",
    ),
    "no output in a year": (
        lambda d: d["host"]["kyrgyzstan"]["gdp_history"]["values"].update({"2012": 0}),
        "hosts.toml: host.kyrgyzstan.gdp_history.values.2012 = 0: must be above 0: other figures are divided by it "
        "-> raise it",
    ),
    "absurdly large": (
        lambda d: d["mineral"]["gallium"]["mined"]["values"].update(china=1e12),
        "minerals.toml: mineral.gallium.mined.values.china = 1000000000000.0: "
        "is absurdly large (limit 1e9) -> check the unit",
    ),
    "larger than any float": (
        lambda d: d["mineral"]["gallium"]["price"].update(value=16**9000),
        "minerals.toml: mineral.gallium.price.value = a huge number: is absurdly large -> check the unit",
    ),
    "text for a number": (
        lambda d: d["mineral"]["gallium"]["mined"]["values"].update(china="many"),
        "minerals.toml: mineral.gallium.mined.values.china = 'many': is not a number "
        "-> give one number, without quotes",
    ),
    "number in quotes": (
        lambda d: d["mineral"]["gallium"]["price"].update(value="580"),
        "minerals.toml: mineral.gallium.price.value = '580': is not a number -> give one number, without quotes",
    ),
    "truth for a number": (
        lambda d: d["mineral"]["gallium"]["price"].update(value=True),
        "minerals.toml: mineral.gallium.price.value = True: is not a number -> give one number, without quotes",
    ),
    "word for a truth": (
        lambda d: d.update(mechanisms={"debt": "yes"}),
        "scenario.toml: mechanisms.debt = 'yes': is neither true nor false -> write true or false, without quotes",
    ),
    "list for a number": (
        lambda d: d["mineral"]["gallium"]["mined"]["values"].update(china=[1, 2]),
        "minerals.toml: mineral.gallium.mined.values.china: is not a number -> give one number, without quotes",
    ),
    "row without unit": (
        lambda d: d["mineral"]["gallium"]["mined"]["values"].update(china={"value": 3}),
        "minerals.toml: mineral.gallium.mined.values.china.unit: is missing -> add it",
    ),
    "row in another unit": (
        lambda d: d["mineral"]["gallium"]["mined"]["values"].update(china=figure(3, "days")),
        "minerals.toml: mineral.gallium.mined.values.china = 3 days: is in 'days', the table in 't/yr' "
        "-> give every row of a table in the table's unit",
    ),
    "bare number": (
        lambda d: d["mineral"]["gallium"].update(price=5),
        "minerals.toml: mineral.gallium.price = 5: is not a table -> write { value = ..., unit = ..., and its origin }",
    ),
    "no origin": (
        lambda d: d["mineral"]["gallium"].update(price={"value": 5, "unit": "USD/kg"}),
        "minerals.toml: mineral.gallium.price = 5 USD/kg: give either source (with year and grade) "
        "or assumption (the reason) -> give one of the two",
    ),
    "source without year": (
        lambda d: d["mineral"]["gallium"].update(price={"value": 5, "unit": "USD/kg", "source": "U26"}),
        "minerals.toml: mineral.gallium.price = 5 USD/kg: a sourced figure needs year and grade (A, B, C or D) "
        "-> add them",
    ),
    "assumption without reason": (
        lambda d: d["mineral"]["gallium"].update(price={"value": 5, "unit": "USD/kg", "assumption": "guess"}),
        "minerals.toml: mineral.gallium.price = 5 USD/kg: an assumption needs its reason in words "
        "-> say why in a sentence",
    ),
    "price below what a price can be": (
        lambda d: d["mineral"]["gallium"].update(price=figure(1e-7, "USD/kg")),
        "minerals.toml: mineral.gallium.price = 1e-07 USD/kg: is below the smallest allowed value 0.001 "
        "-> check the figure and its unit",
    ),
    "no output of a host": (
        lambda d: d["host"]["kyrgyzstan"].update(gdp=figure(0, "USD mn")),
        "hosts.toml: host.kyrgyzstan.gdp = 0 USD mn: is below the smallest allowed value 1 "
        "-> check the figure and its unit",
    ),
    "series without years": (
        lambda d: d["history"]["caspian-level"]["series"]["values"].update(today=-29.0),
        "history.toml: history.caspian-level.series.values.today = -29.0: the key is not a year -> use years as keys",
    ),
    "missing section": (lambda d: d.pop("host"), "hosts.toml: host: is missing -> add it"),
    "unknown field": (
        lambda d: d["rules"]["hybrid-finance"].update(capp=3),
        "rules.toml: rules.hybrid-finance.capp = 3: is not known here -> did you mean 'cap'? If not, remove it",
    ),
    "name that is no id": (
        lambda d: d["power"].update({"Great Britain": d["power"]["japan"]}),
        "powers.toml: power.Great Britain = 'Great Britain': is not an id -> use lower-case words joined by hyphens",
    ),
    "start that is no quarter": (
        lambda d: d["scenario"].update(start="spring"),
        "scenario.toml: scenario.start = 'spring': is not a quarter -> write year and quarter, e.g. 2026Q1",
    ),
    "unknown name of a few": (
        lambda d: d["leg"]["aktau-port"].update(mode="canal"),
        "corridors.toml: leg.aktau-port.mode = 'canal': is not allowed here "
        "-> use 'rail', 'port', 'ferry', 'border', 'sea' or 'road'",
    ),
    "fraction of a turn": (
        lambda d: d["scenario"].update(turns=2.5),
        "scenario.toml: scenario.turns = 2.5: is not a whole number -> give one number, without quotes or fractions",
    ),
    "too many turns": (
        lambda d: d["scenario"].update(turns=900),
        "scenario.toml: scenario.turns = 900: should be less than or equal to 80 -> lower it",
    ),
    "text for a table": (
        lambda d: d["power"].update(japan="a country"),
        "powers.toml: power.japan = 'a country': is not a table -> write a table",
    ),
    "text too long": (
        lambda d: d["scenario"].update(title="x" * 200),
        f"scenario.toml: scenario.title = '{'x' * 56}...: should have at most 120 characters -> shorten it",
    ),
}


@pytest.mark.parametrize("case", WRONG_FIELDS)
def test_a_wrong_field_is_one_fault_in_plain_words(
    tokyo: IndexedScenario, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    edit, message = WRONG_FIELDS[case]
    document = copy.deepcopy(tokyo.loaded.document)
    edit(document)
    monkeypatch.setattr(LOADING, "_document", lambda *_, **__: (document, tokyo.loaded.origin))
    assert str(only(faults_of(folder_of("tokyo-2026")))) == message


DIVISORS = {
    "score.scales.volume": "scenario.toml",
    "score.scales.growth": "scenario.toml",
    "score.scales.debt": "scenario.toml",
    "score.scales.standards": "scenario.toml",
    "rules.pledge.lapse": "rules.toml",
    "rules.wariness.watchful": "rules.toml",
    "rules.coercion.step": "rules.toml",
    "rules.society.goodwill": "rules.toml",
    "power.china.preparation": "powers.toml",
    "host.kyrgyzstan.population": "hosts.toml",
    "scenario.pledge": "scenario.toml",
}
"""What rules or minds divide by, and the file that says it."""


@pytest.mark.parametrize("path", DIVISORS)
@pytest.mark.parametrize("value", [0, -3])
def test_what_others_are_divided_by_is_above_zero(
    tokyo: IndexedScenario, monkeypatch: pytest.MonkeyPatch, path: str, value: float
) -> None:
    document = copy.deepcopy(tokyo.loaded.document)
    node: Any = document
    for step in path.split("."):
        node = node[step]
    node["value"] = value
    monkeypatch.setattr(LOADING, "_document", lambda *_, **__: (document, tokyo.loaded.origin))
    shown = f"{DIVISORS[path]}: {path} = {value} {node['unit']}: must be above 0"
    assert str(only(faults_of(folder_of("tokyo-2026")))).startswith(shown)


STARTS: dict[str, str] = {
    "host.*.gdp": "gdp",
    "host.*.growth": "growth",
    "host.*.debt.*": "debt",
    "host.*.institutions": "institutions",
    "host.*.skills": "skills",
    "host.*.stability": "stability",
    "host.*.terms": "terms",
    **{f"tie.*.{name}.*": name for name in ("trust", "mood")},
    **{f"tie.*.{channel}.*": "dependence" for channel in CHANNELS},
    "power.*.support": "support",
    "power.*.credibility": "credibility",
    "power.*.wariness.*": "wariness",
    "power.*.ties.*": "ties",
    "flashpoint.*.tension": "tension",
    "mineral.*.price": "price",
    "mineral.*.mined.*": "mined",
    "mineral.*.refined.*": "refined",
    "mineral.*.demand.*": "contract",
    "mineral.*.controls.*": "control",
    "leg.*.capacity": "capacity",
    "leg.*.dwell": "dwell",
    "corridor.*.volume": "volume",
    "caspian.level": "caspian_level",
    "caspian.design": "caspian_design",
    "firm.*.capital": "capital",
    "project.*.progress": "built",
    "defaults.maturity.*": "prepared",
}
"""Figures that a state variable begins with, and which."""


@pytest.mark.parametrize("pattern", STARTS)
def test_what_a_variable_begins_with_lies_within_its_bounds(tokyo: IndexedScenario, pattern: str) -> None:
    levers = [lever for lever in list_levers(tokyo) if fnmatch(lever.path, pattern)]
    variable = BY_NAME[STARTS[pattern]]
    assert levers, pattern
    assert min(lever.low for lever in levers) >= variable.low
    assert max(lever.high for lever in levers) <= variable.high


def test_shipped_scenarios_begin_within_all_bounds() -> None:
    for name in available():
        opening = start(open_scenario(name))
        for variable in BY_NAME.values():
            values = getattr(opening, variable.name)
            assert (values >= variable.low).all(), (name, variable.name)
            assert (values <= variable.high).all(), (name, variable.name)


def test_unknown_units_are_answered_with_those_of_the_field(broken: Broken) -> None:
    fault = only(faults_of(broken("scenario.toml", r'unit = "JPY bn"', 'unit = "gold"')))
    assert (fault.file, fault.field, fault.value) == ("scenario.toml", "scenario.pledge", "3000 gold")
    assert fault.problem == "wrong unit 'gold'; this field is in 'JPY bn'"


def test_what_may_be_in_any_unit_is_in_a_known_one(broken: Broken) -> None:
    fault = only(faults_of(broken("benchmarks.toml", r'unit = "[^"]+"', 'unit = "gold"')))
    assert fault.problem.startswith("wrong unit 'gold'; this field is in 'share', '%', ")
    assert fault.problem.endswith(f" or '{list(UNITS)[-1]}'")


def test_two_faults_of_one_file_are_both_reported(broken: Broken) -> None:
    broken("scenario.toml", r"^turns = \d+", "turns = -3")
    folder = broken("scenario.toml", r"^exchange_rate = \{ value = [\d.]+", "exchange_rate = { value = -155")
    with pytest.raises(ScenarioError) as caught:
        load(folder)
    assert [fault.field for fault in caught.value.faults] == ["scenario.turns", "scenario.exchange_rate"]
    for field in ("scenario.turns = -3", "scenario.exchange_rate = -155 JPY/USD"):
        assert f"scenario.toml: {field}: " in str(caught.value)


def test_faults_that_hide_each_other_are_reported_at_once(extended: Extended) -> None:
    faults = faults_of(
        extended(
            "[power.japan.budgets]\n"
            'unit = "days"\nassumption = "made for this test"\n'
            "values = { bank = nan, grants = -3, gold = 4, loans = 1e8 }\n"
            "[power.japan]\nsuport = 3\n"
            "[mineral.gallium.imports.japan.values]\nchina = -0.2\n"
            "[mineral.tungsten.imports.japan.values]\nchina = 0.2\n"
            '[firm.logistics]\npower = "japon"\n'
        )
    )
    assert {(fault.field, fault.problem.split("'")[0].strip()) for fault in faults} == {
        ("power.japan.budgets", "wrong unit"),
        ("power.japan.budgets.values.bank", "must be a finite number"),
        ("power.japan.budgets.values.grants", "is below the smallest allowed value 0"),
        ("power.japan.budgets.values.loans", "is above the largest allowed value 1e+07"),
        ("power.japan.budgets.values.gold", "unknown budget"),
        ("power.japan.suport", "is not known here"),
        ("mineral.gallium.imports.japan.values.china", "is below the smallest allowed value 0"),
        ("mineral.tungsten.imports.japan", "the shares should sum to 1"),
        ("firm.logistics.power", "unknown power"),
    }


def test_where_a_name_is_faulty_sums_and_what_hangs_on_it_wait(extended: Extended) -> None:
    """What stands in for a name is no name that others may refer to."""
    folder = extended(
        '[firm.logistics]\npower = 5\n[project.cku-railway]\ncapex = { value = nan, unit = "t" }\nsector = "canals"\n'
        "[mineral.tungsten.imports.japan.values]\nchina = 0.2\n"
    )
    with pytest.raises(ScenarioError, match="once this is mended, sums and what hangs on its names are che") as caught:
        load(folder)
    fields = {fault.field.removeprefix("project.cku-railway.") for fault in caught.value.faults}
    assert fields == {"firm.logistics.power", "capex", "capex.value", "sector"}


def test_inconsistencies_of_two_files_are_both_reported(broken: Broken) -> None:
    broken("corridors.toml", r'^legs    = \["khorgos-dostyk", ', 'legs    = ["khorgos", ')
    folder = broken("firms.toml", r'^power    = "japan"', 'power    = "japon"')
    faults = faults_of(folder)
    assert {fault.file for fault in faults} == {"corridors.toml", "firms.toml"}
    assert any("unknown leg -> did you mean 'khorgos-dostyk'?" in str(fault) for fault in faults)
    assert any("= 'japon': unknown power -> did you mean 'japan'?" in str(fault) for fault in faults)


# ---------------------------------------------------------------- inconsistencies


def _put(*steps: str | int, **values: Any) -> Edit:
    """An edit that puts values into the table at the end of the steps."""

    def edit(document: Document) -> None:
        node: Any = document
        for step in steps:
            node = node[step]
        node.update({key.replace("__", "-"): value for key, value in values.items()})

    return edit


def _drop(*steps: str) -> Edit:
    def edit(document: Document) -> None:
        node: Any = document
        for step in steps[:-1]:
            node = node[step]
        del node[steps[-1]]

    return edit


def _event(**values: Any) -> Edit:
    """An event of its own, so that edits do not depend on the scenario's."""
    event = {"name": "E", "text": "E", "chance": figure(0.1, "probability"), "effects": [], **values}
    return lambda d: d["event"].update(test=event)


def _effect(variable: str, value: float, unit: str, **more: Any) -> Edit:
    return _event(effects=[{"variable": variable, "change": figure(value, unit), **more}])


def _kind(role: str, *actors: str, **values: Any) -> Edit:
    kind = {"name": "K", "text": "K", "role": role, "actors": list(actors), "effort": "none", **values}
    return lambda d: d["kind"].update(test=kind)


CHOICE = {"name": "C", "considerations": table("weight", caution=1), "effects": []}
ITEM = {"name": "I"}

INCONSISTENT: dict[str, tuple[Edit, str]] = {
    "player without demand": (
        _put("scenario", player="china"),
        "scenario.toml: scenario.player = 'china': the player has no demand for a mineral, and the score weighs supply "
        "-> give it a demand for one, or set the weight of supply in [score.weights] to 0",
    ),
    "player": (_put("scenario", player="atlantis"), "scenario.player = 'atlantis': unknown power"),
    "mechanism": (_put(mechanisms={"gravity": True}), "mechanisms.gravity = 'gravity': unknown mechanism"),
    "score weight unknown": (_put("score", "weights", "values", glory=1), "values.glory = 'glory': unknown pillar"),
    "score weight missing": (
        _drop("score", "weights", "values", "calm"),
        "score.weights.values.calm: this pillar is missing",
    ),
    "score weight negative": (
        _put("score", "weights", "values", calm=-1),
        "values.calm = -1: a pillar cannot count against",
    ),
    "pillar without parts": (_drop("score", "parts", "calm"), "score.parts.calm: this pillar has no parts"),
    "parts of no pillar": (
        _put("score", "parts", glory=table("weight", fame=1)),
        "score.parts = 'glory': unknown pillar",
    ),
    "part missing": (
        _put("score", "parts", trust=table("weight", hosts=1)),
        "score.parts.trust.values.credibility: this part is missing",
    ),
    "part negative": (
        _put("score", "parts", trust=table("weight", hosts=1.5, credibility=-0.5)),
        "score.parts.trust.values.credibility = -0.5: a part cannot count against its pillar",
    ),
    "parts without weight": (
        _put("score", "parts", trust=table("weight", hosts=0, credibility=0)),
        "score.parts.trust: no part of the pillar counts",
    ),
    "score without weight": (
        _put("score", weights=table("weight", **dict.fromkeys(PILLARS, 0))),
        "score.weights: no pillar has a weight",
    ),
    "attention": (_drop("defaults", "attention", "values", "heavy"), "attention.values.heavy: this effort is missing"),
    "channel weights": (
        _put(channel_weights=table("share", **dict.fromkeys(CHANNELS, 0.2))),
        "channel_weights = 1.2: the shares should sum to 1",
    ),
    "passing unknown": (
        _put("rules", "export-controls", "passing", "values", ban=0),
        "passing.values.ban = 'ban': unknown rung",
    ),
    "passing rises": (
        _put("rules", "export-controls", "passing", "values", embargo=1.0),
        "rules.export-controls.passing: more passes at a harder rung",
    ),
    "aggressor": (_put("flashpoint", "taiwan", aggressor="atlantis"), "flashpoint.taiwan.aggressor = 'atlantis'"),
    "against": (_put("flashpoint", "taiwan", against=["atlantis"]), "flashpoint.taiwan.against = 'atlantis'"),
    "budget": (
        _put("power", "china", budgets=table("USD mn/yr", gold=3)),
        "budgets.values.gold = 'gold': unknown budget",
    ),
    "wariness of itself": (
        _put("power", "china", wariness=table("index", china=3)),
        "values.china = 'china': unknown other",
    ),
    "ties": (_put("power", "china", ties=table("index", atlantis=3)), "power.china.ties.values.atlantis = 'atlantis'"),
    "led by no firm": (_put("power", "china", firm_led=True), "power.china.firm_led = true: its ventures need a firm"),
    "creditor": (_put("host", "kyrgyzstan", debt=table("USD mn", atlantis=3)), "host.kyrgyzstan.debt.values.atlantis"),
    "neighbour": (
        _put("host", "kyrgyzstan", neighbours=["kyrgyzstan"]),
        "neighbours = 'kyrgyzstan': unknown neighbour",
    ),
    "tie missing": (
        _drop("tie", "kyrgyzstan"),
        "tie.kyrgyzstan: this host has no tie -> add the section [tie.kyrgyzstan]",
    ),
    "tie of nobody": (
        lambda d: d["tie"].update(atlantis=d["tie"]["kyrgyzstan"]),
        "tie.atlantis = 'atlantis': unknown host",
    ),
    "trust": (_put("tie", "kyrgyzstan", trust=table("index", atlantis=3)), "tie.kyrgyzstan.trust.values.atlantis"),
    "shares of a tie": (
        _put("tie", "kyrgyzstan", trade=table("share", china=0.7, russia=0.4)),
        "tie.kyrgyzstan.trade = 1.1: the powers' shares sum to more than 1",
    ),
    "imports do not sum": (
        _put("mineral", "gallium", "imports", japan=table("share", china=0.9)),
        "mineral.gallium.imports.japan = 0.9: the shares should sum to 1",
    ),
    "buyer of imports": (
        _put("mineral", "gallium", "imports", russia=table("share", china=1)),
        "mineral.gallium.imports.russia = 'russia': unknown buyer",
    ),
    "mined where": (
        _put("mineral", "gallium", "mined", "values", atlantis=3),
        "gallium.mined.values.atlantis = 'atlantis'",
    ),
    "refined where": (_put("mineral", "gallium", "refined", "values", atlantis=3), "gallium.refined.values.atlantis"),
    "demand": (
        _put("mineral", "gallium", "demand", "values", atlantis=3),
        "gallium.demand.values.atlantis = 'atlantis'",
    ),
    "stock": (
        _put("mineral", "gallium", stock=table("days", russia=3)),
        "stock.values.russia = 'russia': unknown buyer",
    ),
    "controller": (
        _put("mineral", "gallium", controls={"atlantis": table("level", japan=1)}),
        "mineral.gallium.controls.atlantis = 'atlantis': unknown power",
    ),
    "controlled": (
        _put("mineral", "gallium", controls={"china": table("level", russia=1)}),
        "controls.china.values.russia = 'russia': unknown buyer",
    ),
    "equity source": (_put("mineral", "uranium", equity_source="atlantis"), "uranium.equity_source = 'atlantis'"),
    "equity without lag": (
        lambda d: d["mineral"]["gallium"].update(equity_source="canada", equity_lag=None),
        "mineral.gallium.equity_lag: an equity_source needs this too",
    ),
    "no buyer": (
        lambda d: [mineral["demand"].update(values={}) for mineral in d["mineral"].values()],
        "mineral: no power has a demand for a mineral -> give at least one power a demand",
    ),
    "no importance": (
        lambda d: [mineral.update(importance=figure(0, "weight")) for mineral in d["mineral"].values()],
        "mineral: no mineral has an importance",
    ),
    "leg host": (_put("leg", "aktau-port", host="atlantis"), "leg.aktau-port.host = 'atlantis': unknown host"),
    "leg crosses": (
        _put("leg", "aktau-port", crosses="atlantis"),
        "leg.aktau-port.crosses = 'atlantis': unknown power",
    ),
    "dwell floor": (
        _put("leg", "aktau-port", dwell=figure(1, "days"), dwell_floor=figure(2, "days")),
        "leg.aktau-port.dwell_floor = 2: is above the dwell of 1 days",
    ),
    "corridor leg": (
        _put("corridor", "southern", legs=["atlantis"]),
        "corridor.southern.legs = 'atlantis': unknown leg",
    ),
    "corridor leg twice": (_put("corridor", "southern", legs=["iran-rail"] * 2), "legs = 'iran-rail': is named twice"),
    "corridor reaches": (_put("corridor", "southern", reaches=["atlantis"]), "corridor.southern.reaches = 'atlantis'"),
    "corridor hosts": (_put("corridor", "southern", hosts=["atlantis"]), "corridor.southern.hosts = 'atlantis'"),
    "project host": (
        _put("project", "tashkent-airport", host="atlantis"),
        "project.tashkent-airport.host = 'atlantis'",
    ),
    "project sector": (_put("project", "tashkent-airport", sector="spying"), "sector = 'spying': unknown sector"),
    "sponsors": (
        _put("project", "tashkent-airport", sponsors=["japan", "atlantis"]),
        "sponsors = 'atlantis': unknown power",
    ),
    "requires": (_put("project", "tashkent-airport", requires=["atlantis"]), "requires = 'atlantis': unknown project"),
    "output": (
        lambda d: d["project"]["tashkent-airport"].update(
            outputs=[{"mineral": "gold", "stage": "mined", "tonnes": figure(1, "t/yr"), "offtake": figure(1, "share")}]
        ),
        "project.tashkent-airport.outputs.mineral = 'gold': unknown mineral",
    ),
    "widens": (_put("project", "tashkent-airport", widens=[{"leg": "styx"}]), "widens.leg = 'styx': unknown leg"),
    "open with sponsor": (_put("project", "tashkent-airport", status="open"), "an open project has no sponsor yet"),
    "signed without sponsor": (_drop("project", "tashkent-airport", "sponsor"), "status 'signed' needs one"),
    "foreign sponsor": (
        _put("project", "tashkent-airport", sponsor="russia"),
        "sponsor = 'russia': unknown sponsor among the project's sponsors",
    ),
    "unknown firm": (_put("project", "tashkent-airport", firm="atlantis"), "firm = 'atlantis': unknown firm"),
    "unskilled firm": (_put("project", "tashkent-airport", firm="telecom-carrier"), "this firm has no skill in port"),
    "firm of another": (
        _put("firm", "trading-infrastructure", power="china"),
        "project.tashkent-airport.firm = 'trading-infrastructure': this firm is of china, the sponsor is japan",
    ),
    "built without firm": (
        _drop("project", "gallium-pavlodar", "firm"),
        "a firm of japan must lead a project that is building",
    ),
    "firm power": (_put("firm", "telecom-carrier", power="atlantis"), "firm.telecom-carrier.power = 'atlantis'"),
    "firm core": (
        _put("firm", "telecom-carrier", core=["spying"]),
        "firm.telecom-carrier.core = 'spying': unknown sector",
    ),
    "firm side": (
        _put("firm", "telecom-carrier", side=["spying"]),
        "firm.telecom-carrier.side = 'spying': unknown sector",
    ),
    "firm sector twice": (
        _put("firm", "telecom-carrier", core=["telecom"], side=["telecom"]),
        "firm.telecom-carrier.side = 'telecom': is named twice",
    ),
    "maturity of an open project": (
        lambda d: d["project"]["gallium-pavlodar"].update(maturity="early", progress=None),
        "maturity = 'early': tells how far a signed project has come, and this one is building",
    ),
    "maturity and progress": (
        _put("project", "tashkent-airport", maturity="early", progress=figure(0.1, "share")),
        "maturity = 'early': stands beside a figure of the same thing, progress",
    ),
    "default maturity": (_drop("defaults", "maturity", "values", "early"), "values.early: this maturity is missing"),
    "default skill": (_put("defaults", "skill", "values", main=1), "values.main = 'main': unknown kind of sector"),
    "own prerequisite": (
        _put("project", "tashkent-airport", requires=["tashkent-airport"]),
        "prerequisites go in a circle: tashkent-airport -> tashkent-airport",
    ),
    "doctrine missing": (_drop("doctrine", "russia"), "doctrine.russia: this government has no doctrine"),
    "doctrine of nobody": (
        lambda d: d["doctrine"].update(atlantis=d["doctrine"]["russia"]),
        "doctrine.atlantis = 'atlantis': unknown government",
    ),
    "subject of the record": (
        _put("history", "caspian-level", about=["atlantis"]),
        "history.caspian-level.about = 'atlantis': unknown subject",
    ),
    "subject of the record twice": (
        _put("history", "caspian-level", about=["gallium", "gallium"]),
        "history.caspian-level.about = 'gallium': is named twice",
    ),
    "consideration": (
        _put("doctrine", "russia", weights=table("weight", glory=1)),
        "values.glory = 'glory': unknown consid",
    ),
    "taste": (
        _put("doctrine", "russia", tastes=table("weight", parade=1)),
        "tastes.values.parade = 'parade': unknown kind",
    ),
    "rule of thumb": (
        _put("doctrine", "russia", rules=["parade"]),
        "doctrine.russia.rules = 'parade': unknown kind of move",
    ),
    "strategy avoids": (
        _put("strategy", "quiet", avoid=["parade"]),
        "strategy.quiet.avoid = 'parade': unknown kind of move",
    ),
    "kind actor": (_kind("visit", "atlantis"), "kind.test.actors = 'atlantis': unknown actor"),
    "kind actor twice": (_kind("visit", "powers", "china"), "kind.test.actors = 'china': is named twice"),
    "kind of a host": (_kind("visit", "kyrgyzstan"), "only powers can make moves of role visit"),
    "kind of a power": (_kind("reform", "china"), "only hosts can make moves of role reform"),
    "kind of a government": (_kind("invest", "china"), "only firms can make moves of role invest"),
    "buyer without demand": (_kind("substitute", "russia"), "moves of role substitute need a buyer"),
    "kind target": (_kind("visit", "china", targets=["japan"]), "kind.test.targets = 'japan': unknown host"),
    "kind target mineral": (_kind("substitute", "japan", targets=["gold"]), "targets = 'gold': unknown mineral"),
    "kind target buyer": (
        _kind("control", "china", targets=["russia"], items={"relax": ITEM}),
        "kind.test.targets = 'russia': unknown buyer",
    ),
    "kind without targets": (_kind("reform", "hosts", targets=["japan"]), "kinds of role reform take no targets"),
    "kind sector": (_kind("open-venture", "china", sectors=["spying"]), "kind.test.sectors = 'spying': unknown sector"),
    "kind without sectors": (_kind("visit", "china", sectors=["port"]), "kinds of role visit take no sectors"),
    "variant": (
        _kind("works", "china", items={"bribes": ITEM}),
        "items.bribes = 'bribes': unknown variant for the role works",
    ),
    "no variant": (_kind("squeeze", "china", channel="trade"), "kind.test.items: the role squeeze needs variants"),
    "no channel": (_kind("secure", "china"), "kind.test.channel: this kind of move needs it"),
    "no instrument": (
        _kind("finance", "china", resource="bank", share=figure(0.2, "share")),
        "kind.test.instrument: this kind of move needs it -> give loans or bank or insurance or cofinance",
    ),
    "no share": (
        _kind("finance", "china", resource="bank", instrument="bank"),
        "kind.test.share: this kind of move needs it",
    ),
    "no resource": (_kind("aid", "china", price=figure(2, "USD mn")), "kind.test.resource: this kind of move needs it"),
    "variant without resource": (
        _kind("aid", "china", items={"large": {"name": "L", "price": figure(2, "USD mn")}}),
        "kind.test.resource: this kind of move needs it",
    ),
    "effect name": (
        _kind("aid", "china", effects=table("points", glory=1)),
        "effects.values.glory = 'glory': unknown effect",
    ),
    "measure": (
        _kind("aid", "china", measure="glory"),
        "kind.test.measure = 'glory': no variable 'glory' -> use one of: trust, ",
    ),
    "measure of no host": (
        _kind("aid", "china", measure="trust.@.*"),
        "kind.test.measure = 'trust.@.*': 'china' is not one of the hosts ('@' stands for it) -> use one of: ",
    ),
    "measure too short": (
        _kind("aid", "china", measure="trust.@"),
        "kind.test.measure = 'trust.@': should have the form trust.HOST.POWER -> mend the path",
    ),
    "measure of a corridor where none is": (
        lambda d: [d.update(corridor={}), _kind("aid", "china", measure="volume.*")(d)],
        "kind.test.measure = 'volume.*': this scenario has no corridors -> remove it",
    ),
    "effect on a conflict where none is": (
        lambda d: [d.update(flashpoint={}), _effect("tension.taiwan", 1, "points")(d)],
        "event.test.effects.0.variable = 'tension.taiwan': this scenario has no flashpoints -> remove it",
    ),
    "benchmark of nothing": (
        _put("benchmark", "trans-caspian-volume", measure="glory.nowhere"),
        "benchmark.trans-caspian-volume.measure = 'glory.nowhere': unknown measure -> use one of: trust, ",
    ),
    "benchmark of a corridor": (
        _put("benchmark", "trans-caspian-volume", measure="volume.nowhere"),
        "benchmark.trans-caspian-volume.measure = 'volume.nowhere': 'nowhere' is not one of the corridors "
        "-> did you mean 'northern'?",
    ),
    "history of a corridor": (
        _put("history", "caspian-level", measure="utilisation.trans-caspia"),
        "history.caspian-level.measure = 'utilisation.trans-caspia': 'trans-caspia' is not one of the corridors "
        "-> did you mean 'trans-caspian'?",
    ),
    "history too short": (
        _put("history", "caspian-level", measure="debt_share.kyrgyzstan"),
        "'debt_share.kyrgyzstan': should have the form debt_share.HOST.CREDITOR",
    ),
    "measure of a variant": (
        _kind("aid", "china", items={"large": {"name": "L", "measure": "glory.*"}}),
        "kind.test.items.large.measure = 'glory.*': no variable 'glory'",
    ),
    "event variable": (
        _effect("glory.japan", 1, "points"),
        "event.test.effects.0.variable = 'glory.japan': no variable 'glory'",
    ),
    "event path too short": (
        _effect("trust.japan", 1, "points"),
        "event.test.effects.0.variable = 'trust.japan': should have the form trust.HOST.POWER -> mend the path",
    ),
    "event cell": (_effect("trust.japan.china", 1, "points"), "'trust.japan.china': 'japan' is not one of the hosts"),
    "event firm": (_effect("appetite.atlantis", 1, "%-points"), "is not one of the firms"),
    "event lag": (
        _effect("works.aktau-port.in-99", 1, "ratio", relative=True),
        "'in-99' is not one of the works_lag -> did you mean 'in-",
    ),
    "event venture": (_effect("prepared.atlantis", 1, "share"), "is not one of the ventures -> use one of: japan/"),
    "points in shares": (_effect("support.japan", 1, "share"), "wrong unit; a change of support is in 'points'"),
    "shares in points": (_effect("disruption.aktau-port", 1, "points"), "a change of disruption is in 'share'"),
    "growth in points": (_effect("growth.kyrgyzstan", 1, "points"), "a change of growth is in '%/yr'"),
    "rungs in points": (_effect("control.china.japan.gallium", 1, "points"), "a change of control is in 'level'"),
    "the sea in points": (_effect("caspian_level", 1, "points"), "a change of caspian_level is in 'm'"),
    "relative in points": (
        _effect("price.gallium", 1, "points", relative=True),
        "event.test.effects.0.change = 1 points: wrong unit; a relative change is in 'ratio'",
    ),
    "price not relative": (_effect("price.gallium", 1, "ratio"), "price (in USD/kg) changes by a ratio of its value"),
    "more than three times as much": (
        _effect("price.gallium", 27, "ratio", relative=True),
        "event.test.effects.0.change = 27 ratio: a relative change lies between -1 and 2 "
        "-> give a ratio of the present value: 0.1 is ten per cent more",
    ),
    "less than nothing": (_effect("price.gallium", -1.5, "ratio", relative=True), "lies between -1 and 2"),
    "condition variable": (_event(when=[{"variable": "glory.japan", "above": 1}]), "event.test.when.0.variable"),
    "empty condition": (
        _event(when=[{"variable": "support.japan"}]),
        "when.0 = support.japan: this condition always holds",
    ),
    "impossible condition": (
        _event(when=[{"variable": "support.japan", "above": 9, "below": 3}]),
        "this condition never holds: above 9 and below 3",
    ),
    "condition beyond the bounds": (
        _event(when=[{"variable": "support.japan", "above": 120}]),
        "event.test.when.0.above = 120: this condition never holds: support lies between 0 and 100",
    ),
    "conditions against each other": (
        _event(when=[{"variable": "support.japan", "above": 60}, {"variable": "support.japan", "below": 50}]),
        "these never hold together: above 60 and below 50",
    ),
    "injected without events": (
        lambda d: d.update(injected=[{"event": "disaster", "quarter": "2026Q2"}], mechanisms={"events": False}),
        "injected.0: never happens: the mechanism 'events' is switched off",
    ),
    "condition on NaN": (
        _event(when=[{"variable": "support.japan", "above": float("nan")}]),
        "event.test.when.0.above = nan: must be a finite number",
    ),
    "event actor": (
        _event(actor="atlantis", choices={"c": CHOICE}),
        "event.test.actor = 'atlantis': unknown government",
    ),
    "two with one letter": (
        _put("host", "kazakhstan", letter="C"),
        "host.kazakhstan.letter = 'C': is that of china too",
    ),
    "actor without choice": (_event(actor="japan"), "event.test.actor = 'japan': has no choice to make"),
    "choice without actor": (_event(choices={"c": CHOICE}), "event.test.choices: nobody is there to choose"),
    "first answer that costs money": (
        _event(actor="japan", choices={"c": {**CHOICE, "price": figure(1, "USD mn")}}),
        "event.test.choices.c.price = 1.0: the first answer is what silence gives, and may cost nothing",
    ),
    "first answer that costs time": (
        _event(actor="japan", choices={"c": {**CHOICE, "effort": "light"}}),
        "event.test.choices.c.effort = 'light': the first answer is what silence gives, and may cost nothing",
    ),
    "answer that a host has no money for": (
        _event(actor="kazakhstan", choices={"c": CHOICE, "d": {**CHOICE, "price": figure(1, "USD mn")}}),
        "event.test.choices.d.price = 1.0: only powers have money of their own",
    ),
    "priced answers without a purse": (
        lambda d: d["kind"]["answer"].pop("resource"),
        "kind.answer.resource: this kind of move needs it",
    ),
    "choice consideration": (
        _event(actor="japan", choices={"c": {**CHOICE, "considerations": table("weight", glory=1)}}),
        "choices.c.considerations.values.glory = 'glory': unknown consideration",
    ),
    "choice effect": (
        _event(
            actor="japan",
            choices={"c": {**CHOICE, "effects": [{"variable": "support.japan", "change": figure(1, "m")}]}},
        ),
        "event.test.choices.c.effects.0.change = 1 m: wrong unit",
    ),
    "unknown source": (
        _put("scenario", pledge={"value": 1, "unit": "JPY bn", "year": 2025, "source": "NIP25+RUMOUR", "grade": "A"}),
        "scenario.pledge.source = 'RUMOUR': unknown source -> add the section [source.RUMOUR], or mend the key",
    ),
    "unknown source of a row": (
        _put(
            "mineral",
            "gallium",
            "mined",
            "values",
            china={"value": 1, "unit": "t/yr", "year": 2025, "source": "RUMOUR", "grade": "A"},
        ),
        "mineral.gallium.mined.values.china.source = 'RUMOUR': unknown source",
    ),
    "unused source": (
        _put("source", IDLE={"title": "Never read"}),
        "source.IDLE: no figure names this source -> remove it",
    ),
    "id in two sections": (
        lambda d: d["other_source"].update(kazakhstan={"name": "K"}),
        "other_source.kazakhstan: this id is given twice",
    ),
    "reserved id": (lambda d: d["other_source"].update(others={"name": "O"}), "this word is kept for a group"),
    "no sector": (lambda d: d.update(sector={}), "sector: has no entry -> give at least one"),
}


@pytest.mark.parametrize("case", INCONSISTENT)
def test_an_inconsistency_is_reported_where_it_is(tokyo: IndexedScenario, case: str) -> None:
    edit, message = INCONSISTENT[case]
    assert any(message in str(fault) for fault in checked(tokyo, edit)), [str(f) for f in checked(tokyo, edit)]


@pytest.mark.parametrize("variable", ["works.aktau-port.in-1", "pledge.announced", "prepared.japan/tashkent-airport"])
def test_any_figure_of_the_state_can_be_changed_by_an_event(tokyo: IndexedScenario, variable: str) -> None:
    if variable.startswith("prepared"):
        assert checked(tokyo, _effect(variable, 0.1, "share")) == []
    else:
        assert checked(tokyo, _effect(variable, 0.1, "ratio", relative=True)) == []


def _without(document: Document, section: str) -> None:
    """Take a section out, and what names its entries: events, rules of strategies, and who leads projects."""
    document[section] = {}
    for part in ("event", "strategy"):
        document[part] = {name: entry for name, entry in document[part].items() if "tension." not in str(entry)}
    for power in document["power"].values():
        power["firm_led"] = power["firm_led"] and section != "firm"
    for project in document["project"].values():
        if section == "firm":
            project.pop("firm", None)


@pytest.mark.parametrize("section", ["flashpoint", "firm"])
def test_a_world_without_conflicts_or_firms_can_be_played(tokyo: IndexedScenario, section: str) -> None:
    document = copy.deepcopy(tokyo.loaded.document)
    _without(document, section)
    loaded = Loaded(ScenarioFile.model_validate(document), document, tokyo.loaded.origin)
    assert [fault for fault in cross_check(loaded) if not fault.field.startswith("source.")] == []
    model = GreatGameModel(IndexedScenario(loaded), seeds=[1, 2])
    for _ in range(2):
        model.step()
    assert np.isfinite(model.world.state.flat).all()
    path = {"flashpoint": "tension.taiwan", "firm": "capital.metal-smelter"}[section]
    with pytest.raises(GreatGameError, match=f"'{path}' names nothing: this scenario has no {section}s$"):
        figure_of(model.game, model.world.state, path)


def test_a_player_without_demand_is_not_judged_by_its_supply(tokyo: IndexedScenario) -> None:
    problem = "the player has no demand for a mineral"

    def told(**weights: float) -> bool:
        def edit(d: Document) -> None:
            d["scenario"]["player"] = "china"
            d["score"]["weights"]["values"].update(weights)

        return any(problem in str(fault) for fault in checked(tokyo, edit))

    assert told()
    assert not told(supply=0)
    # Whoever buys one mineral has a supply.
    assert not any(problem in str(fault) for fault in checked(tokyo, _put("scenario", player="united-states")))
    with pytest.raises(ScenarioError, match=problem):
        varied(tokyo, changes={f"mineral.{name}.demand.japan": 0 for name in tokyo.names.minerals})


def test_the_goal_of_a_pillar_that_does_not_count_is_none(tokyo: IndexedScenario) -> None:
    assert len(goals_of(tokyo, None)) == len(PILLARS)
    unweighed = varied(tokyo, changes={"score.weights.supply": 0.0})
    assert [goal.path for goal in goals_of(unweighed, None)] == [name for name in PILLARS if name != "supply"]


def test_a_scenario_that_says_little_is_told_how_to_extend_another(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text('[scenario]\nid = "little"\n', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"to take over what another says, write extends under \[scenario\]"):
        load(tmp_path)


def test_nothing_that_stands_in_for_a_fault_is_offered(broken: Broken) -> None:
    with pytest.raises(ScenarioError) as found:
        load(broken("projects.toml", r"^sponsors .*", 'sponsors = "japan"'))
    assert "stand-in" not in str(found.value)


def test_import_shares_may_miss_one_by_rounding(tokyo: IndexedScenario) -> None:
    rounded = table("share", china=1 - 0.9 * IMPORT_SLACK)
    assert checked(tokyo, _put("mineral", "gallium", "imports", japan=rounded)) == []


def test_an_event_needs_a_kind_of_move_that_answers_it(tokyo: IndexedScenario) -> None:
    faults = checked(
        tokyo, lambda d: [d["kind"].pop(name) for name, k in list(d["kind"].items()) if k["role"] == "respond"]
    )
    assert faults
    assert all("no kind of move lets this government answer" in fault.problem for fault in faults)


def test_a_host_needs_a_project(tokyo: IndexedScenario) -> None:
    def move_away(document: Document) -> None:
        for project in document["project"].values():
            if project["host"] == "turkmenistan":
                project["host"] = "uzbekistan"

    assert str(only(checked(tokyo, move_away))).startswith("hosts.toml: host.turkmenistan: no project is in this host")


def test_every_circle_of_prerequisites_is_named(broken: Broken) -> None:
    for name, needed in (("tashkent-airport", "uzb-hospitals"), ("uzb-hospitals", "tashkent-airport")):
        broken("projects.toml", rf"^\[project\.{name}\]$", f'[project.{name}]\nrequires = ["{needed}"]')
    folder = broken(
        "projects.toml", r"^\[project\.kgz-scholars\]$", '[project.kgz-scholars]\nrequires = ["kgz-scholars"]'
    )
    assert sorted(str(fault) for fault in faults_of(folder)) == [
        "projects.toml: project.kgz-scholars.requires: prerequisites go in a circle: kgz-scholars -> kgz-scholars "
        "-> remove one of them",
        "projects.toml: project.tashkent-airport.requires: prerequisites go in a circle: "
        "tashkent-airport -> uzb-hospitals -> tashkent-airport -> remove one of them",
    ]


def test_a_circle_runs_in_the_direction_of_need(tokyo: IndexedScenario) -> None:
    def ring(document: Document) -> None:
        for name, needed in (
            ("kgz-scholars", "uzb-hospitals"),
            ("uzb-hospitals", "tjk-scholars"),
            ("tjk-scholars", "kgz-scholars"),
        ):
            document["project"][name]["requires"] = [needed]

    assert "circle: kgz-scholars -> uzb-hospitals -> tjk-scholars -> kgz-scholars" in only(checked(tokyo, ring)).problem


def _copies(section: str, count: int) -> Edit:
    def edit(document: Document) -> None:
        name, entry = next(iter(document[section].items()))
        document[section].update({f"{name}-{number}": entry for number in range(count)})

    return edit


@pytest.mark.parametrize(
    ("section", "what"), [("power", "power and host"), ("project", "project"), ("event", "event"), ("firm", "firm")]
)
def test_a_world_of_absurd_size_is_refused(tokyo: IndexedScenario, section: str, what: str) -> None:
    faults = [str(fault) for fault in checked(tokyo, _copies(section, LIMITS[what]))]
    assert any(f"entries of {what}; at most {LIMITS[what]} are possible -> remove some" in fault for fault in faults)


def test_too_many_possible_orders_are_refused(tokyo: IndexedScenario) -> None:
    faults = checked(tokyo, _copies("kind", 200))
    assert any(f"different orders would be possible; at most {MAX_ORDERS:,} are" in str(fault) for fault in faults)


def test_the_count_of_possible_orders_is_the_catalogue(tokyo: IndexedScenario) -> None:
    size = catalogue_of(tokyo).size
    assert size <= possible_orders(tokyo.file) <= 1.1 * size


def test_a_player_has_few_kinds_of_move(tokyo: IndexedScenario) -> None:
    kinds = [k for k in tokyo.file.kind.values() if tokyo.file.scenario.player in expand(tokyo.file, k.actors)]
    assert len(kinds) <= MAX_PLAYER_KINDS
    faults = checked(tokyo, _copies("kind", MAX_PLAYER_KINDS))
    assert any(f"kinds of move for the player; at most {MAX_PLAYER_KINDS}" in str(fault) for fault in faults)


def test_every_role_has_an_aim() -> None:
    assert sorted(AIMS) == sorted(ROLES)


def test_the_effects_that_rules_read_are_known() -> None:
    """A rule that reads a new effect has to name it in ``check_moves.EFFECTS``."""
    source = Path(greatgame.__file__).parent
    read = {
        name
        for folder in ("rules", "agents", "moves")
        for file in (source / folder).glob("*.py")
        for name in re.findall(r'\.effect\("([a-z-]+)"\)', file.read_text(encoding="utf-8"))
    }
    assert read
    assert read <= set(EFFECTS)


# ---------------------------------------------------------------- any damage at all


def _places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    parts: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, part in parts:
        yield from _places(part, (*path, key))


ODD_VALUES: tuple[Any, ...] = (
    *("atlantis", "japan", "kazakhstan", "others", "powers", "gallium", "aktau-port", "trust.kazakhstan.japan", ""),
    *(-1, 0, 1, 1e-9, 1e6, 1e300, float("nan"), float("inf"), True, [], {}, ["japan"], ["japan", "japan"], None),
)


@settings(max_examples=45, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_scenario_is_answered_with_faults_or_works(
    tokyo: IndexedScenario, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    whole = tokyo.loaded.document
    section = data.draw(st.sampled_from(sorted(whole)))
    document = {**whole, section: copy.deepcopy(whole[section])}
    *above, last = data.draw(
        st.sampled_from([(section, *place) for place in _places(document[section])] or [(section,)])
    )
    node: Any = document
    for step in above:
        node = node[step]
    if data.draw(st.booleans()):
        del node[last]
    else:
        node[last] = data.draw(st.sampled_from(ODD_VALUES))
    monkeypatch.setattr(LOADING, "_document", lambda *_, **__: (document, tokyo.loaded.origin))
    faults: tuple[Fault, ...] = ()
    try:
        scenario = IndexedScenario(load("tokyo-2026"))
    except ScenarioError as error:
        faults = error.faults
    else:
        for name, array in vars(scenario).items():
            if isinstance(array, np.ndarray) and array.dtype == np.float64:
                assert np.isfinite(array).all(), name
        return
    assert faults
    assert all(fault.file and fault.field and fault.problem for fault in faults)


# ---------------------------------------------------------------- extending


def test_an_extension_replaces_one_figure(tokyo: IndexedScenario, extended: Extended) -> None:
    folder = extended(
        '[mineral.gallium]\nprice = { value = 777, unit = "USD/kg", assumption = "a shortage at the start" }\n'
    )
    variant = open_scenario(folder)
    place = tokyo.names.minerals.at("gallium")
    assert variant.price[place] == 777
    assert np.delete(variant.price, place).tolist() == np.delete(tokyo.price, place).tolist()
    assert variant.file.mineral["gallium"].price.source is None
    assert variant.loaded.where("mineral", "gallium", "price") == "scenario.toml"
    assert variant.loaded.where("mineral", "gallium", "mined") == "tokyo-2026/minerals.toml"
    assert (variant.id, variant.hash != tokyo.hash) == ("variant", True)


def test_an_extension_replaces_one_table(extended: Extended) -> None:
    folder = extended(
        '[mineral.gallium.mined]\nunit = "t/yr"\nassumption = "one mine is left"\nvalues = { china = 5 }\n'
    )
    variant = open_scenario(folder)
    mined = dict(zip(variant.names.sources, variant.mined[variant.names.minerals.at("gallium")], strict=True))
    assert {name: tonnes for name, tonnes in mined.items() if tonnes} == {"china": 5.0}


def test_an_extension_replaces_one_row(tokyo: IndexedScenario, extended: Extended) -> None:
    row = '{ value = 5, unit = "t/yr", assumption = "most mines are closed" }'
    variant = open_scenario(extended(f"[mineral.gallium.mined.values]\nchina = {row}\n"))
    mineral, china = tokyo.names.minerals.at("gallium"), tokyo.names.sources.at("china")
    expected = np.array(tokyo.mined)
    expected[mineral, china] = 5
    assert variant.mined.tolist() == expected.tolist()
    figures = {row.path: row for row in list_figures(variant.file)}
    assert figures["mineral.gallium.mined.china"].assumption == "most mines are closed"
    assert figures["mineral.gallium.mined.russia"].source is not None


def test_a_number_never_takes_over_the_source_of_another(extended: Extended) -> None:
    faults = faults_of(extended("[mineral.gallium]\nprice = { value = 777 }\n"))
    assert [str(fault) for fault in faults] == [
        "scenario.toml: mineral.gallium.price.unit: is missing -> add it",
        "scenario.toml: mineral.gallium.price = 777: give either source (with year and grade) or assumption "
        "(the reason) -> give one of the two",
    ]


def test_an_extension_adds_a_power_of_its_own(tokyo: IndexedScenario, extended: Extended) -> None:
    """A new power is a scenario edit: no code names a country."""
    document = tokyo.loaded.document["power"]["russia"]
    figures = {key: value for key, value in document.items() if isinstance(value, dict) and "value" in value}
    lines = ["[power.korea]", 'name = "Korea"', 'letter = "K"', "firm_led = false"]
    lines += [
        f'{key} = {{ value = {f["value"]}, unit = "{f["unit"]}", assumption = "as another" }}'
        for key, f in figures.items()
    ]
    lines += [
        f'{key} = {{ unit = "index", assumption = "as another", values = {{ china = 30 }} }}'
        for key in ("wariness", "ties")
    ]
    lines += ['budgets = { unit = "USD mn/yr", assumption = "as another", values = { grants = 10 } }']
    lines += [
        "[doctrine.korea]",
        'text = "Build."',
        'weights = { unit = "weight", assumption = "as another", values = {} }',
    ]
    variant = open_scenario(extended("\n".join(lines) + "\n"))
    assert variant.names.powers == (*tokyo.names.powers, "korea")
    assert variant.trust.shape == (len(tokyo.names.hosts), len(tokyo.names.powers) + 1)


def test_faults_of_an_extension_name_the_file_of_each_part(extended: Extended) -> None:
    faults = faults_of(
        extended(
            '[project.tashkent-airport]\nrequires = ["cku-railway"]\n'
            '[project.cku-railway]\nrequires = ["tashkent-airport"]\n'
        )
    )
    assert only(faults).file == "scenario.toml"
    # The firm is named in the base, its fault comes from the extension.
    faults = faults_of(extended('[firm.trading-infrastructure]\npower = "china"\n'))
    assert {fault.file for fault in faults} == {"tokyo-2026/projects.toml"}


def _power(tokyo: IndexedScenario, name: str) -> str:
    """The tables of a new power with the figures of another."""
    document = tokyo.loaded.document["power"]["russia"]
    figures = {key: value for key, value in document.items() if isinstance(value, dict) and "value" in value}
    lines = [f"[power.{name}]", f'name = "{name.title()}"', 'letter = "N"', "firm_led = false"]
    lines += [
        f'{key} = {{ value = {f["value"]}, unit = "{f["unit"]}", assumption = "as another" }}'
        for key, f in figures.items()
    ]
    units = {"wariness": "index", "ties": "index", "budgets": "USD mn/yr"}
    lines += [f'{key} = {{ unit = "{unit}", assumption = "as another", values = {{}} }}' for key, unit in units.items()]
    lines += [f"[doctrine.{name}]", 'text = "Build."']
    lines += ['weights = { unit = "weight", assumption = "as another", values = {} }']
    return "\n".join(lines) + "\n"


def test_an_extension_makes_a_power_of_what_was_another_source(tokyo: IndexedScenario, extended: Extended) -> None:
    assert "this id is given twice" in str(faults_of(extended(_power(tokyo, "india"))))
    variant = open_scenario(extended('without = ["other_source.india"]\n' + _power(tokyo, "india")))
    assert variant.names.powers == (*tokyo.names.powers, "india")
    assert set(variant.names.sources) == set(tokyo.names.sources)
    assert "india" not in variant.file.other_source
    assert "india" in tokyo.file.other_source
    place = [s.names.sources.at("india") for s in (tokyo, variant)]
    assert variant.mined[:, place[1]].tolist() == tokyo.mined[:, place[0]].tolist()
    assert variant.mined[:, place[1]].any()


def test_parts_are_left_out_by_table_key_row_and_any_letters(tokyo: IndexedScenario, extended: Extended) -> None:
    without = [
        "event.border-*",
        "history.*",
        "host.*.gdp_history",
        "tie.kazakhstan.trust.china",
        "tie.*.mood.values.russia",
        "power.japan.conditions",
    ]
    variant = open_scenario(extended(f"without = {without}\n"))
    file = variant.file
    assert set(tokyo.names.events) - set(variant.names.events) == {"border-incident", "border-closure"}
    assert file.history == {}
    assert [host.gdp_history for host in file.host.values()] == [None] * len(file.host)
    assert "china" not in file.tie["kazakhstan"].trust.values
    assert "china" in file.tie["uzbekistan"].trust.values
    assert not any("russia" in tie.mood.values for tie in file.tie.values())
    assert file.power["japan"].conditions is None
    assert tokyo.file.power["japan"].conditions is not None
    assert variant.loaded.where("event", "dry-year") == "tokyo-2026/events.toml"


def test_what_is_written_anew_takes_nothing_over(tokyo: IndexedScenario, extended: Extended) -> None:
    weights = 'weights = { unit = "weight", assumption = "made for this test", values = {} }\n'
    anew = '[doctrine.china]\ntext = "Anew."\n' + weights
    before = tokyo.file.doctrine["china"]
    assert before.rules
    assert load(extended(anew)).file.doctrine["china"].rules == before.rules
    assert load(extended('without = ["doctrine.china"]\n' + anew)).file.doctrine["china"].rules == []


def test_paths_are_looked_up_in_the_base_as_it_is(extended: Extended) -> None:
    for paths in (["event.*"], ["event.*", "event.dry-year"], ["event.dry-year", "event.*"]):
        assert load(extended(f"without = {paths}\n")).file.event == {}


def test_what_an_extension_leaves_out_is_gone_for_those_that_extend_it(extended: Extended, tmp_path: Path) -> None:
    first = extended('without = ["event.border-*"]\n')
    second = tmp_path / "second"
    second.mkdir()

    def write(text: str) -> Path:
        head = '[scenario]\nid = "second"\nextends = "variant"\n'
        (second / "scenario.toml").write_text(head + text, encoding="utf-8")
        return second

    events = open_scenario(first).names.events
    assert open_scenario(write("")).names.events == events
    assert load(write("")).file.scenario.without == []
    further = load(write('without = ["event.dry-year"]\n'))
    assert set(further.file.event) == set(events) - {"dry-year"}
    assert further.where("event", "disaster") == "variant/tokyo-2026/events.toml"
    gone = only(faults_of(write('without = ["event.border-closure"]\n')))
    assert (gone.file, gone.field, gone.value) == ("scenario.toml", "scenario.without", "'event.border-closure'")
    assert gone.problem == "variant has nothing of this name"


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("other_source.indai", "did you mean 'other_source.india'?"),
        ("other_sources.india", "did you mean 'other_source.india'?"),
        ("event.cpc-stopage", "did you mean 'event.cpc-stoppage'?"),
        ("tie.kazakhstan.trust.jappan", "did you mean 'tie.kazakhstan.trust.japan'?"),
        ("tie.*.trust.zzz", "use one of: japan, china, russia, united-states, european-union"),
        ("event.zzz*", "use one of: kazakhstan-unrest, "),
        ("corridor.northern.legs.border", "corridor.northern.legs has no parts of its own: "),
    ],
)
def test_what_is_not_there_cannot_be_left_out(extended: Extended, path: str, remedy: str) -> None:
    fault = only(faults_of(extended(f'without = ["{path}", "event.dry-year"]\n')))
    assert (fault.file, fault.field, fault.value) == ("scenario.toml", "scenario.without", repr(path))
    assert fault.problem == "tokyo-2026 has nothing of this name"
    assert fault.remedy.startswith(remedy)


def test_only_who_extends_another_leaves_something_out(broken: Broken, extended: Extended) -> None:
    folder = broken("scenario.toml", r"^turns", 'without = ["event.dry-year"]\nturns')
    fault = only(faults_of(folder))
    assert (fault.field, fault.problem) == ("scenario.without", "this scenario extends no other")
    for wrong in ('"event.dry-year"', "[5]"):
        assert only(faults_of(extended(f"without = {wrong}\n"))).field.startswith("scenario.without")


def test_the_hash_follows_from_what_is_left_out(tokyo: IndexedScenario, extended: Extended) -> None:
    hashes = [IndexedScenario(load(extended(""))).hash]
    folder = extended('without = ["event.dry-year"]\n')
    (folder.parent / "again").mkdir()
    shutil.copy(folder / "scenario.toml", folder.parent / "again")
    hashes += [IndexedScenario(load(path)).hash for path in (folder, folder.parent / "again")]
    assert len({tokyo.hash, *hashes}) == 3
    assert hashes[1] == hashes[2]


def test_a_host_that_is_left_out_is_looked_for_everywhere(extended: Extended) -> None:
    """Every fault says what still refers to it and what its author does about it, with no name that resembles it."""
    host = "kyrgyzstan"
    faults = faults_of(extended(f'without = ["host.{host}", "tie.{host}", "doctrine.{host}"]\n'))
    shown = [str(fault) for fault in faults]
    assert (
        "tokyo-2026/hosts.toml: host.kazakhstan.neighbours = 'kyrgyzstan': unknown neighbour "
        "-> override [host.kazakhstan] neighbours in scenario.toml, or take out host.kazakhstan too" in shown
    )
    assert (
        "tokyo-2026/minerals.toml: mineral.antimony.mined.values.kyrgyzstan = 'kyrgyzstan': unknown source of minerals "
        '-> take it out too: without = ["mineral.antimony.mined.kyrgyzstan"] in scenario.toml' in shown
    )
    places = {fault.file.removeprefix("tokyo-2026/") for fault in faults}
    assert places >= {"corridors.toml", "projects.toml", "moves.toml", "events.toml", "history.toml"}
    for fault in faults:
        assert host in fault.value, fault
        assert "did you mean" not in fault.remedy, fault
        assert "in scenario.toml" in fault.remedy, fault


def test_remedies_for_what_is_inherited_are_for_the_author_of_the_extension(extended: Extended) -> None:
    folder = extended('[firm.trading-infrastructure]\npower = "china"\n')
    (folder / "own.toml").write_text('[project.cku-railway]\nname = "Railway"\n', encoding="utf-8")
    found = {fault.field: fault.remedy for fault in faults_of(folder)}
    assert "project.tashkent-airport.firm" in found
    for field, remedy in found.items():
        table, _, key = field.rpartition(".")
        # That is where the author's other projects are.
        assert remedy == f"name a firm of the sponsor (override [{table}] {key} in own.toml)"
    (folder / "own.toml").unlink()
    # What is the author's own, is mended where it is.
    own = only(faults_of(extended("[score.weights.values]\npledge = -1\n")))
    assert (own.file, own.remedy) == ("scenario.toml", "give 0 or more")
    # What is too much cannot be overridden with nothing.
    much = only(faults_of(extended('[project.cku-railway]\nstatus = "open"\n')))
    assert much.remedy == 'remove it, or give the status (without = ["project.cku-railway.sponsor"] in scenario.toml)'
    gone = {fault.field: fault.remedy for fault in faults_of(extended('without = ["tie.kazakhstan"]\n'))}
    assert gone == {"tie.kazakhstan": "add the section [tie.kazakhstan] (in scenario.toml)"}


def test_a_new_text_does_not_keep_the_translation_of_the_old_one(tokyo: IndexedScenario, extended: Extended) -> None:
    assert tokyo.file.power["china"].name_ja
    assert tokyo.file.scenario.title_ja
    folder = extended('title = "Another world"\n[power.china]\nname = "Cathay"\n[kind.visit]\nname_ja = "x"\n')
    variant = load(folder).file
    assert (variant.power["china"].name, variant.power["china"].name_ja) == ("Cathay", None)
    assert variant.power["japan"].name_ja == tokyo.file.power["japan"].name_ja
    assert (variant.kind["visit"].name, variant.kind["visit"].name_ja) == (tokyo.file.kind["visit"].name, "x")
    assert variant.scenario.title_ja is None
    for title in (open_scenario(folder).title, headline(str(folder)).title):
        assert tell(title, "ja") == "Another world"


def test_sources_that_an_extension_no_longer_needs_are_not_its_fault(
    tokyo: IndexedScenario, extended: Extended
) -> None:
    uses = Counter(key for _, origin in origins(tokyo.file) if origin.source for key in origin.source.split("+"))
    path, single = next(
        (path, origin)
        for path, origin in origins(tokyo.file)
        if isinstance(origin, Figure) and len(path) == 3 and origin.source and uses[origin.source] == 1
    )
    section, entity, field = path
    number = f'{{ value = {single.value}, unit = "{single.unit}", assumption = "made up here" }}'
    variant = load(extended(f"[{section}.{entity}]\n{field} = {number}\n"))
    assert getattr(getattr(variant.file, section)[entity], field).source is None
    # The base itself, without that use, has a source too many.
    document = copy.deepcopy(tokyo.loaded.document)
    document[section][entity][field] = {"value": single.value, "unit": single.unit, **ASSUMED}
    faults = cross_check(Loaded(ScenarioFile.model_validate(document), document, tokyo.loaded.origin))
    assert [fault.field for fault in faults] == [f"source.{single.source}"]


def test_a_scenario_that_extends_itself_is_refused(broken: Broken) -> None:
    folder = broken("scenario.toml", r'^id = "tokyo-2026"', 'id = "tokyo-2026"\nextends = "broken"')
    fault = only(faults_of(folder))
    assert (fault.field, fault.value) == ("scenario.extends", "'broken'")
    assert fault.problem == "extends itself: broken -> broken"


def test_scenarios_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for name, base in (("one", "two"), ("two", "three"), ("three", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "scenario.toml").write_text(f'[scenario]\nextends = "{base}"\n', encoding="utf-8")
    assert only(faults_of(tmp_path / "one")).problem == "extends itself: one -> two -> three -> one"


def test_an_unknown_base_is_named_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text('[scenario]\nextends = "atlantis"\n', encoding="utf-8")
    fault = only(faults_of(tmp_path))
    assert (fault.file, fault.field, fault.value) == ("scenario.toml", "scenario.extends", "'atlantis'")
    assert "tokyo-2026" in fault.remedy


# ---------------------------------------------------------------- figures and their sources


def test_every_number_is_listed_with_its_origin(tokyo: IndexedScenario) -> None:
    rows = list_figures(tokyo.file)
    assert len({row.path for row in rows}) == len(rows)
    for row in rows:
        assert row.sourced == (row.assumption is None)
        assert (row.grade is not None) == row.sourced, row.path
        preferred = row.unit == "weight" or row.path.startswith(("appraisal.", "minds."))
        assert row.kind == ("preference" if preferred else "figure")


def test_rows_of_the_list_stand_for_the_figures_of_the_file(tokyo: IndexedScenario) -> None:
    rows = {row.path: row for row in list_figures(tokyo.file)}
    gallium = tokyo.file.mineral["gallium"]
    assert rows["mineral.gallium.mined.china"].value == gallium.mined.number("china")
    assert rows["rules.hybrid-finance.cap"].value == tokyo.finance.cap
    assert rows["score.weights.pledge"].kind == "preference"
    assert rows["doctrine.china.orders"].kind == "figure"
    assert rows["history.caspian-level.series.1995"].year == 1995
    project = next(name for name, p in tokyo.file.project.items() if p.outputs)
    assert rows[f"project.{project}.outputs.0.tonnes"].value == tokyo.file.project[project].outputs[0].tonnes.value


def test_the_list_is_in_the_order_of_the_sections(tokyo: IndexedScenario) -> None:
    sections = list(dict.fromkeys(row.path.split(".")[0] for row in list_figures(tokyo.file)))
    assert sections == [name for name in ScenarioFile.model_fields if name in sections]


def test_the_summary_counts(tokyo: IndexedScenario) -> None:
    rows = list_figures(tokyo.file)
    counts = summary(rows)
    assert counts.figures + counts.preferences == len(rows)
    assert counts.sourced == sum(row.source is not None and row.unit != "weight" for row in rows)
    assert counts.share_sourced == counts.sourced / counts.figures
    assert summary([]).share_sourced == 0.0


def test_two_thirds_of_the_figures_name_a_source(tokyo: IndexedScenario) -> None:
    assert summary(list_figures(tokyo.file)).share_sourced > 2 / 3


def test_a_row_inherits_the_origin_of_its_table_unless_it_has_its_own() -> None:
    own = Figure(value=2, unit="t", assumption="counted by hand")
    shared = FigureTable(values={"a": 1.0, "b": own}, unit="t", year=2025, source="X", grade="A")
    assert (shared.figure("a").source, shared.figure("b").source) == ("X", None)
    assert (shared.number("b"), shared.number("c"), float(own)) == (2.0, 0.0, 2.0)
