"""Analysis of batches whose answers are known: planted boxes, functions with published indices, pure noise."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from batches import write_batch
from greatgame.analysis.describe import distribution, split
from greatgame.analysis.discovery import default_goal, discover, goal_named, wilson
from greatgame.analysis.plots import bands, by_value
from greatgame.analysis.read import Lines, open_results
from greatgame.analysis.report import html, sentences
from greatgame.analysis.sensitivity import RATIO, SOBOL, Index, sensitivity
from greatgame.analysis.tables import COLUMNS, Analysis, analyse, as_csv, as_dict, discovery_rows
from greatgame.cli import app
from greatgame.errors import GreatGameError
from json_page import documented

Dice = np.random.Generator
THIRD = {"first": (0.0, 1.0), "second": (0.0, 1.0), "third": (0.0, 1.0)}


def ishigami(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
    """Ishigami and Homma (1990): total order indices 0.56, 0.44 and 0.24."""
    a, b, c = values["first"], values["second"], values["third"]
    return {"total": np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a) + 0.0 * seeds}


def planted(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
    """Fails in four of five futures with first > 0.6 and second < 0.4, else in one of ten."""
    share = 0.8 if values["first"] > 0.6 and values["second"] < 0.4 else 0.1
    bad = dice.random(len(seeds)) < share
    return {"total": np.where(bad, 30.0, 60.0), "score.calm": 50.0 + dice.normal(size=len(seeds))}


def noise(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
    return {"total": 50.0 + 10.0 * dice.normal(size=len(seeds))}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch with a planted box, a lever that does nothing, and two failures."""
    folder = tmp_path_factory.mktemp("box")
    return write_batch(folder / "b", THIRD, planted, n=300, levers={"strategy": ["a", "b"]}, failed=2)


@pytest.mark.parametrize("levers", [{}, {"strategy": ["a", "b"]}])
def test_sobol_indices_of_a_function_whose_indices_are_published(tmp_path: Path, levers: dict[str, list[str]]) -> None:
    ranges = dict.fromkeys(THIRD, (-np.pi, np.pi))
    folder = write_batch(tmp_path / "b", ranges, ishigami, design="sobol", n=512, seeds=1, levers=levers)
    results = open_results(folder)
    found = {row.factor: row for row in sensitivity(results).indices}
    assert {found[name].method for name in ranges} == {SOBOL}
    for factor, total, first in (("first", 0.56, 0.31), ("second", 0.44, 0.44), ("third", 0.24, 0.0)):
        assert found[factor].total == pytest.approx(total, abs=0.08)
        assert found[factor].first == pytest.approx(first, abs=0.1)
    assert [row.factor for row in sensitivity(results).of("total")][:3] == ["first", "second", "third"]


def test_planted_box_is_found_and_said_in_words(box: Path) -> None:
    results = open_results(box)
    found = discover(results, goal_named("total < 45", results))
    sides = {row.factor: row for row in found.restrictions}
    assert set(sides) == {"first", "second"}
    assert sides["first"].low == pytest.approx(0.6, abs=0.08)
    assert sides["second"].high == pytest.approx(0.4, abs=0.08)
    assert 0.7 < found.density < 0.9
    assert found.elsewhere < 0.2
    assert found.density_low > found.elsewhere
    words = r"Fails \(total below 45\) in \d+ % of futures in which first is above 0\.\d+ and second is below 0\.\d+"
    assert re.match(words, found.sentence)


def test_nothing_is_found_in_noise(tmp_path: Path) -> None:
    results = open_results(write_batch(tmp_path / "b", THIRD, noise, n=500))
    found = discover(results, goal_named("total < 45", results))
    assert found.chosen is None
    assert "No box" in found.sentence or "other half" in found.sentence
    assert not any(row.matters for row in sensitivity(results).indices)
    shares = split(results, "total")
    assert (shares.points, shares.luck) == pytest.approx((0.5, 0.0), abs=0.06), (
        "no more than half is left in a mean of two"
    )


def test_a_lever_by_name_is_measured_by_what_lies_between_its_values(tmp_path: Path) -> None:
    def better(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": 50.0 + (10.0 if values["strategy"] == "bold" else 0.0) + 5.0 * dice.normal(size=len(seeds))}

    levers = {"strategy": ["bold", "shy"]}
    results = open_results(write_batch(tmp_path / "b", {"x": (0.0, 1.0)}, better, n=100, levers=levers))
    index = next(row for row in sensitivity(results).indices if row.factor == "strategy")
    # Half the campaigns stand 10 apart: a variance of 25, beside one of 12.5 from the luck of two seeds.
    assert (index.method, index.matters) == (RATIO, True)
    assert index.first == pytest.approx(25.0 / 37.5, abs=0.08)
    rows = {row.group: row.mean for row in analyse(results).distributions if row.outcome == "total"}
    assert rows["strategy = bold"] - rows["strategy = shy"] == pytest.approx(10.0, abs=1.5)


@pytest.mark.parametrize("seeds", [1, 8])
@pytest.mark.parametrize("design", ["sobol", "latin-hypercube"])
@pytest.mark.parametrize("bold", ["bold", 3.0])
def test_lists_and_ranges_are_shares_of_the_same_whole(tmp_path: Path, design: str, bold: Any, seeds: int) -> None:
    def both(values: Mapping[str, Any], numbers: Any, dice: Dice) -> Mapping[str, Any]:
        # A variance of 25 from each of the two, and as much from luck, which equal seeds share.
        luck = 5.0 * np.linspace(-1.5, 1.5, 8)[numbers]
        return {"total": 10.0 * (values["lever"] == bold) + 5.0 * np.sqrt(12.0) * values["x"] + luck}

    levers = {"lever": [bold, 1.0 if bold == 3.0 else "shy"]}
    ranges = {"x": (0.0, 1.0), "idle": (0.0, 1.0)}
    folder = write_batch(tmp_path / "b", ranges, both, design=design, n=256, seeds=seeds, levers=levers)
    found = {row.factor: row for row in sensitivity(open_results(folder)).indices}
    assert found["lever"].method == RATIO
    assert found["lever"].first == pytest.approx(0.5, abs=0.07)
    assert found["x"].first == pytest.approx(0.5, abs=0.12)
    assert [found[name].matters for name in ("lever", "x", "idle")] == [True, True, False]


PULLS = np.array([2.0, -1.0, 0.8, -0.6])
"""How strongly each of four seeds lets a factor act: little of it is left in the mean, much between the seeds."""


def pulled(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
    """Additive, but for what the seed does to the first factor; the third does nothing."""
    return {"total": 10.0 * PULLS[seeds] * values["first"] + 2.0 * values["second"] + 3.0 * seeds}


@pytest.mark.parametrize("seeds", [1, 2, 4])
@pytest.mark.parametrize("design", ["sobol", "latin-hypercube"])
def test_shares_are_of_what_lies_between_points_on_equal_seeds(tmp_path: Path, design: str, seeds: int) -> None:
    results = open_results(write_batch(tmp_path / "b", THIRD, pulled, design=design, n=256, seeds=seeds))
    found = {row.factor: row for row in sensitivity(results).indices}
    assert all(row.first + row.first_half < 1.3 for row in found.values()), "no share of a share"
    first, second = (10.0 * PULLS[:seeds].mean()) ** 2, 2.0**2
    for name, share in (("first", first), ("second", second), ("third", 0.0)):
        assert found[name].first == pytest.approx(share / (first + second), abs=0.1)
        if design == "sobol":
            assert found[name].total == pytest.approx(share / (first + second), abs=0.1)
    assert max(found, key=lambda name: found[name].first) == ("first" if first > second else "second")
    assert not found["third"].matters
    assert any("may be the luck of these seeds" in note for note in sensitivity(results).notes) == (seeds > 1)


@pytest.mark.parametrize("seeds", [1, 2, 4])
def test_shares_of_lists_are_exact_and_no_more_than_the_whole(tmp_path: Path, seeds: int) -> None:
    levels = {name: [0.0, 0.5, 1.0] for name in THIRD}
    results = open_results(write_batch(tmp_path / "b", {}, pulled, levers=levels, seeds=seeds))
    found = {row.factor: row for row in sensitivity(results).indices}
    first, second = (10.0 * PULLS[:seeds].mean()) ** 2, 2.0**2
    assert [found[name].first for name in THIRD] == pytest.approx(
        [first / (first + second), second / (first + second), 0.0], abs=1e-9
    )
    # Beside other seeds the first would pull the other way; the second does the same in every world.
    assert [found[name].matters for name in THIRD] == [seeds == 1, seeds > 1, False]
    said = next(sentence for sentence in sentences(analyse(results)) if "What moves" in sentence)
    assert ("points on one seed." in said) == (seeds == 1)


def test_one_list_is_told_from_luck_by_the_seeds(tmp_path: Path) -> None:
    def level(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": (values["strategy"] == "a") * 3.0 + dice.normal(size=len(seeds))}

    levers = {"strategy": ["a", "b"]}
    (found,) = sensitivity(open_results(write_batch(tmp_path / "many", {}, level, seeds=9, levers=levers))).indices
    assert found.first == pytest.approx(1.0)
    assert found.matters
    once = sensitivity(open_results(write_batch(tmp_path / "once", {}, level, seeds=1, levers=levers)))
    assert once.indices == ()
    assert "cannot be told from luck" in once.notes[0]


def test_luck_that_strikes_each_point_otherwise_makes_no_total_order(tmp_path: Path) -> None:
    def struck(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {
            "total": noise(values, seeds, dice)["total"],
            "score.calm": 30.0 * values["first"] + dice.normal(size=len(seeds)),
        }

    results = open_results(write_batch(tmp_path / "b", THIRD, struck, design="sobol", n=256, seeds=4))
    found = sensitivity(results)
    assert [row.total > 0.5 for row in found.of("total")] == [True] * 3
    assert not any(row.matters for row in found.of("total"))
    assert [row.factor for row in found.of("score.calm") if row.matters] == ["first"]
    assert "No factor was shown to move total." in sentences(analyse(results))


def test_the_report_says_of_which_outcomes_nothing_can_be_said(tmp_path: Path) -> None:
    def some(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        lost = np.nan if values["first"] > 0.9 else 1.0
        return {"total": 10.0 * values["first"] + seeds, "score.calm": 1.0 * seeds, "score.home": lost}

    page = html(analyse(open_results(write_batch(tmp_path / "b", THIRD, some, n=80))))
    assert "Nothing that was varied moves score.calm: equal seeds end alike at all points." in page
    assert "without a number for score.home" in page


def test_the_order_of_a_grid_is_no_effect(tmp_path: Path) -> None:
    def first(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": 10.0 * values["a"] + 0.1 * dice.normal(size=len(seeds))}

    levels = [0.0, 0.25, 0.5, 0.75, 1.0]
    results = open_results(write_batch(tmp_path / "b", {}, first, levers=dict.fromkeys("abc", levels)))
    found = {row.factor: row for row in sensitivity(results).indices}
    assert {row.method for row in found.values()} == {RATIO}
    assert found["a"].first == pytest.approx(1.0, abs=0.05)
    assert [found[name].matters for name in "abc"] == [True, False, False]


def test_a_list_without_effect_on_many_seeds_does_not_matter(tmp_path: Path) -> None:
    results = open_results(write_batch(tmp_path / "b", {}, noise, seeds=400, levers={"strategy": ["a", "b"]}))
    assert not any(row.matters for row in sensitivity(results).indices)


def test_a_lever_may_be_a_range(tmp_path: Path) -> None:
    def rising(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": 10.0 * values["x"] + 0.0 * seeds}

    folder = write_batch(tmp_path / "b", {"x": (0.0, 1.0)}, rising, n=100)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    space = manifest["space"]
    space["levers"], space["uncertainties"] = space["uncertainties"], []
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    results = open_results(folder)
    (factor,) = results.factors
    assert (factor.lever, factor.numeric, factor.range) == (True, True, "0 to 1")
    assert sensitivity(results).indices[0].matters


def test_luck_is_told_from_what_was_varied_and_from_the_two_together(tmp_path: Path) -> None:
    def three(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        pull = np.array([1.0, -1.0, 1.0, -1.0])[seeds] * (2.0 if values["b"] else -2.0)
        return {"total": 50.0 + values["a"] + 4.0 * np.array([-1.0, -1.0, 1.0, 1.0])[seeds] + pull}

    # Sums of squares by hand: a variance of 1 between points, 16 between seeds, 4 where the two meet.
    results = open_results(write_batch(tmp_path / "b", {}, three, seeds=4, levers={"a": [-1.0, 1.0], "b": [0, 1]}))
    shares = split(results, "total")
    assert (shares.points, shares.luck, shares.interaction) == pytest.approx((1 / 21, 16 / 21, 4 / 21))
    told = analyse(results)
    content = as_dict(told)
    assert [content[key]["total"] for key in ("between_points", "luck", "interaction")] == pytest.approx(
        [1 / 21, 16 / 21, 4 / 21]
    )
    said = next(sentence for sentence in sentences(told) if "luck" in sentence)
    assert "76 % is luck that strikes all points alike, 19 % is what was varied acting otherwise" in said
    assert "5 % lies between the points' means" in said


def test_luck_is_never_all_where_points_differ_on_one_seed(tmp_path: Path) -> None:
    def swept(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        turned = np.array([1.0, -1.0, 0.7, -0.7])[seeds] * 12.0 * (values["first"] - 0.5)
        return {"total": 50.0 + 10.0 * np.array([-1.0, 1.0, -1.2, 1.3])[seeds] + turned + values["second"]}

    folder = write_batch(tmp_path / "b", THIRD, swept, design="sobol", n=64, seeds=4)
    told = analyse(open_results(folder))
    shares = told.splits["total"]
    assert 0.8 < shares.luck < 0.95
    assert 0.05 < shares.interaction < 0.2
    assert shares.points + shares.luck + shares.interaction == pytest.approx(1.0)
    text = " ".join(sentences(told))
    assert "100 % is luck" not in text
    assert "<1 % lies between the points' means over these seeds, more than half of which may be chance" in text
    assert "What moves total most: second" in text
    assert "shares of the differences between the points' means over these seeds, which are <1 % of all" in text


def test_luck_of_points_with_seeds_of_their_own_cannot_be_told_apart(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {"x": (0.0, 1.0)}, noise, n=80, seeds=2)
    _edit(folder, lambda table: table.set_column(2, "seed", table["run"]))
    told = analyse(open_results(folder))
    assert np.isnan([told.splits["total"].luck, told.splits["total"].interaction]).all()
    assert told.splits["total"].points == pytest.approx(0.5, abs=0.1)
    assert "Not all points were played with the same seeds" in told.sensitivity.uneven
    text = " ".join(sentences(told))
    assert re.search(r"\d+ % lies between campaigns of the same point: luck, alone or together", text)
    assert "No factor was shown" not in text
    assert "Nothing that was varied" not in text


def _edit(folder: Path, change: Any) -> None:
    """Write the results of a batch of one part otherwise."""
    part = folder / "parts" / "part-00000.parquet"
    pq.write_table(change(pq.read_table(part)), part)


def _fail(folder: Path, *runs: int) -> None:
    """Let these campaigns have failed."""

    def change(table: pa.Table) -> pa.Table:
        broken = pc.is_in(table["run"], pa.array(runs))
        status = pc.if_else(broken, "failed", table["status"])
        total = pc.if_else(broken, pa.scalar(None, pa.float64()), table["total"])
        error = pc.if_else(broken, "turn 3: the dice were lost", pa.nulls(len(table), pa.string()))
        for name, values in (("status", status), ("error", error), ("total", total)):
            table = table.set_column(table.column_names.index(name), name, values)
        return table

    _edit(folder, change)


GRID = {"caution": [0.0, 0.5, 1.0], "grievance": [0.0, 1.0]}


def sloped(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
    return {"total": 50.0 + 10.0 * values["caution"] + 6.0 * values["grievance"] + 3.0 * dice.normal(size=len(seeds))}


def _sum_of_shares(told: Analysis) -> float:
    return sum(index.first for index in told.sensitivity.indices)


def test_an_unfinished_grid_has_no_shares_and_says_so_first(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {}, sloped, levers=GRID, seeds=40, part_size=120)
    whole = analyse(open_results(folder))
    assert 0.9 < _sum_of_shares(whole) <= 1.0
    assert not any("planned" in sentence for sentence in sentences(whole))
    (folder / "parts" / "part-00001.parquet").unlink()
    told = analyse(open_results(folder))
    assert told.sensitivity.indices == ()
    found = sentences(told)
    assert found[0] == "Of 240 campaigns planned, 120 have not been played; the figures are of the rest."
    assert not any("What moves total most" in sentence or "No factor" in sentence for sentence in found)
    assert "the design is not balanced and no shares of variance can be formed. Resume the batch." in found[-1]
    assert "not balanced" in html(told).split('id="sensitivity"')[1]


def test_unplayed_seeds_of_some_points_are_left_out_of_shares(tmp_path: Path) -> None:
    # As in a batch that is expanded by seeds: all points have the first 30, some have the rest.
    folder = write_batch(tmp_path / "b", {}, sloped, levers=GRID, seeds=40)
    few = write_batch(tmp_path / "few", {}, sloped, levers=GRID, seeds=30)
    _edit(folder, lambda table: table.filter(pc.or_(pc.less(table["seed"], 30), pc.less(table["point"], 3))))
    told = analyse(open_results(folder))
    assert 0.9 < _sum_of_shares(told) <= 1.0
    assert told.splits["total"].campaigns == open_results(few).campaigns
    assert (
        "shares are of the 180 campaigns on the 30 seeds that all points were played with" in told.sensitivity.notes[0]
    )


def test_a_few_failures_in_a_grid_leave_its_shares_with_a_caution(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {}, sloped, levers=GRID, seeds=40)
    _fail(folder, 3, 50, 90)
    told = analyse(open_results(folder))
    assert _sum_of_shares(told) == pytest.approx(0.99, abs=0.02)
    assert told.sensitivity.notes[0].startswith("3 campaigns failed")
    assert sentences(told)[0] == "Of 240 campaigns planned, 3 failed; the figures are of the rest."
    _fail(folder, *range(40, 52))
    told = analyse(open_results(folder))
    assert "shares are of the 168 campaigns on the 28 seeds" in told.sensitivity.notes[0]
    assert _sum_of_shares(told) <= 1.0
    _fail(folder, *range(80, 120))
    assert analyse(open_results(folder)).sensitivity.indices == (), "one point of the grid is missing"


def test_samples_of_ranges_that_are_not_whole_are_left_out_of_shares(tmp_path: Path) -> None:
    def both(values: Mapping[str, Any], numbers: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": 10.0 * (values["lever"] == "bold") + 5.0 * np.sqrt(12.0) * values["x"] + 0.0 * numbers}

    levers = {"lever": ["bold", "shy"]}
    folder = write_batch(tmp_path / "b", {"x": (0.0, 1.0)}, both, n=128, levers=levers, part_size=1000)
    # The second half of the batch was not played, nor one point of the last sample.
    _edit(folder, lambda table: table.filter(pc.less(table["point"], 2 * 64 + 1)))
    told = analyse(open_results(folder))
    assert "shares are of the 256 campaigns of the 64 samples of the ranges" in told.sensitivity.notes[0]
    found = {row.factor: row.first for row in told.sensitivity.indices}
    assert found["lever"] == pytest.approx(0.5, abs=0.1)
    assert found["x"] == pytest.approx(0.5, abs=0.12)


def test_tables_without_rows_have_their_header(tmp_path: Path, box: Path) -> None:
    folder = write_batch(tmp_path / "b", {}, noise, n=1, seeds=10)
    result = CliRunner().invoke(app, ["analyse", str(folder)])
    assert result.exit_code == 0, result.stderr
    for name, first in (("discovery", "goal,step,reported,coverage"), ("sensitivity", "outcome,factor,method,first")):
        text = (folder / "csv" / f"{name}.csv").read_text(encoding="utf-8")
        assert text.startswith(first)
        assert text.count("\n") == 1
    rows = discovery_rows(analyse(open_results(box)))
    assert as_csv(rows, COLUMNS["discovery"]).splitlines()[0] == ",".join(rows[0]) == text_of(folder, "discovery")


def text_of(folder: Path, name: str) -> str:
    return (folder / "csv" / f"{name}.csv").read_text(encoding="utf-8").strip()


def test_seeds_that_all_points_share_are_one_sample_of_luck(tmp_path: Path) -> None:
    def shared(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": np.sqrt(12.0) * values["x"] + np.array([-1.0, 1.0, 0.0])[seeds]}

    results = open_results(write_batch(tmp_path / "b", {"x": (0.0, 1.0)}, shared, n=200, seeds=3))
    shares = split(results, "total")
    assert (shares.points, shares.luck) == pytest.approx((0.6, 0.4), abs=0.03), (
        "variances of 1 and, by three seeds, 2/3"
    )
    assert shares.interaction == 0.0
    whole = analyse(results).distributions[0]
    assert whole.high - whole.mean == pytest.approx(4.303 / np.sqrt(3.0), abs=0.001), "three seeds, not 600 campaigns"


def test_report_is_whole_and_stands_alone(box: Path) -> None:
    page = html(analyse(open_results(box)))
    assert page.count("<svg") >= 4
    for heading in ("Findings", "What was run", "What matters", "When it fails", "Data dictionary", "failed"):
        assert heading in page
    assert "turn 3: the dice were lost" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert page == html(analyse(open_results(box))), "the same files give the same report to the letter"


def test_numbers_for_programs_have_no_nan(box: Path) -> None:
    content = as_dict(analyse(open_results(box)))
    assert content["failed"] == 2
    assert content["campaigns"] == 1198
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_command_writes_report_and_tables(box: Path, tmp_path: Path) -> None:
    page, sheets, data = tmp_path / "r.html", tmp_path / "csv", tmp_path / "a.json"
    arguments = ["analyse", str(box), "--goal", "total < 45", "--out", str(page), "--csv", str(sheets)]
    result = CliRunner().invoke(app, [*arguments, "--json", str(data)])
    assert result.exit_code == 0, result.stderr
    assert "Fails (total below 45)" in " ".join(result.stdout.split())
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    with (sheets / "distributions.csv").open(encoding="utf-8") as file:
        assert {row["outcome"] for row in csv.DictReader(file)} == {"total", "score.calm"}
    content = json.loads(data.read_text(encoding="utf-8"))
    discovery = content["discoveries"][0]
    assert discovery["found"]
    documented(content, *(content[name][0] for name in ("distributions", "sensitivity", "dictionary")))
    documented(discovery, discovery["goal"], discovery["restrictions"][0])


def test_only_seeds_were_varied(tmp_path: Path) -> None:
    page = html(analyse(open_results(write_batch(tmp_path / "b", {}, noise, n=1, seeds=100))))
    assert "Nothing was varied but the seed" in page


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        (lambda b: (b / "manifest.json").unlink(), "is no batch"),
        (lambda b: (b / "manifest.json").write_text("{", encoding="utf-8"), "cannot be read"),
        (lambda b: (b / "manifest.json").write_text("{}", encoding="utf-8"), "lacks format"),
        (lambda b: (b / "points.parquet").write_bytes(b"PAR1"), "points.parquet"),
        (lambda b: [part.unlink() for part in (b / "parts").iterdir()], "holds no parts"),
        (lambda b: next((b / "parts").iterdir()).write_bytes(b"PAR1 and then nothing"), "--resume"),
    ],
)
def test_damaged_batch_is_refused_with_the_reason(tmp_path: Path, harm: Any, complaint: str) -> None:
    folder = write_batch(tmp_path / "b", {"x": (0.0, 1.0)}, noise, n=20)
    harm(folder)
    result = CliRunner().invoke(app, ["analyse", str(folder)])
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("goal", "complaint"), [("totl < 3", "did you mean total"), ("total", "total < 45")])
def test_goal_that_is_not_understood(box: Path, goal: str, complaint: str) -> None:
    with pytest.raises(GreatGameError, match=complaint):
        goal_named(goal, open_results(box))


def test_a_tiny_sobol_design_names_no_factor(tmp_path: Path) -> None:
    def steep(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": 30.0 * values["first"] + 3.0 * values["second"] + 0.0 * seeds}

    found = analyse(open_results(write_batch(tmp_path / "few", THIRD, steep, design="sobol", n=4)))
    assert (found.sensitivity.indices, found.sensitivity.unclear) == ((), ("total",))
    assert "The Sobol design is too small to say what moves total: raise design.points." in sentences(found)
    assert "too small" in found.sensitivity.notes[0]
    enough = analyse(open_results(write_batch(tmp_path / "many", THIRD, steep, design="sobol", n=256)))
    assert enough.sensitivity.unclear == ()
    assert any(sentence.startswith("What moves total most: first") for sentence in sentences(enough))


@pytest.mark.parametrize(
    ("total", "half", "vague"),
    [
        (1.93, 0.7, True),
        (1.5, 0.1, True),
        (0.2, 0.4, True),
        (0.5, float("nan"), True),
        (1.2, 0.6, True),
        (1.1, 0.3, False),
        (0.8, 0.3, False),
        (0.001, 0.002, False),
    ],
)
def test_an_index_that_says_nothing_is_known_by_its_interval(total: float, half: float, vague: bool) -> None:
    assert Index("total", "x", SOBOL, first=0.0, first_half=0.1, total=total, total_half=half).vague == vague


def test_outcomes_without_numbers_are_left_out_without_a_warning(tmp_path: Path) -> None:
    def lost(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        whole = 10.0 * values["first"] + seeds
        lost = np.nan if values["strategy"] == "b" else np.inf
        return {"total": lost, "score.calm": whole if values["strategy"] == "b" else lost, "score.home": whole}

    folder = write_batch(tmp_path / "b", THIRD, lost, n=30, levers={"strategy": ["a", "b"]})
    results = open_results(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = html(analyse(results))
        assert bands(Lines(("2026Q1", "2026Q2"), np.arange(2), {"x": np.full((2, 2), np.nan)}), "x") is None
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL).split("</style>")[1].casefold()
    assert "No campaign has a finite total." in page
    by_strategy = by_value(results, results.named("score.calm"), results.factors[0])
    assert by_strategy is not None
    assert by_value(results, results.outcomes[0], results.factors[0]) is None


@pytest.mark.parametrize("design", ["sobol", "latin-hypercube"])
def test_an_outcome_that_no_factor_moves_is_left_out_without_a_warning(tmp_path: Path, design: str) -> None:
    def still(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        rare = 1.0 if values["first"] > 0.98 else 0.0
        return {"total": 10.0 * values["first"] + seeds, "luck": 1.0 * seeds, "rare": rare}

    folder = write_batch(tmp_path / "b", THIRD, still, design=design, n=64)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = sensitivity(open_results(folder))
    assert "total" in {index.outcome for index in found.indices}
    assert "luck" not in {index.outcome for index in found.indices} | set(found.unclear)


@pytest.mark.parametrize(
    ("levels", "share", "tied"),
    [
        ([50.00001, 50.00002, 50.00003, 50.00004], 0.25, False),
        ([47.1, 47.1, 60.0, 60.0], 0.5, True),
        ([1.0, 2.0, 2.0, 2.0], 0.25, False),
        ([40.0, 40.0, 40.0, 40.0], 0.0, False),
    ],
)
def test_the_worst_quarter_is_a_quarter_or_says_that_it_is_not(
    tmp_path: Path, levels: list[float], share: float, tied: bool
) -> None:
    def level(values: Mapping[str, Any], seeds: Any, dice: Dice) -> Mapping[str, Any]:
        return {"total": np.array(levels)[seeds]}

    results = open_results(write_batch(tmp_path / "b", {"x": (0.0, 1.0)}, level, n=50, seeds=4))
    goal = default_goal(results)
    assert goal.failed(results).mean() == share
    assert goal_named(f"total < {goal.text.split()[-1]}", results).threshold == goal.threshold
    said = "Many campaigns end alike, so that 50 % of them count as failure instead of a quarter."
    assert (said in discover(results, goal).sentence) == tied


def test_a_factor_that_moves_next_to_nothing_does_not_matter() -> None:
    def index(total: float) -> Index:
        return Index("total", "x", "Sobol", first=0.0, first_half=0.01, total=total, total_half=0.002)

    assert [index(total).matters for total in (0.001, 0.004, 0.02)] == [False, False, True]


def test_wilson_interval_and_quantiles() -> None:
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
    found = distribution("x", np.arange(101.0), np.arange(101))
    assert found.quantiles == (5.0, 25.0, 50.0, 75.0, 95.0)
    assert (found.mean, found.n) == (50.0, 101)
