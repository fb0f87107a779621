"""Batches: designs, faults, equal bytes whoever runs them, resume, expand, rebuilding a row."""

from __future__ import annotations

import errno
import json
import logging
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import distributed
import numpy as np
import pyarrow.parquet as parquet
import pytest
from distributed.comm.core import CommClosedError
from typer.testing import CliRunner, Result

from greatgame.analysis.read import open_results
from greatgame.analysis.tables import analyse, dictionary_rows
from greatgame.batch import run as batch_run
from greatgame.batch import store, worker
from greatgame.batch.book import open_book
from greatgame.batch.check import checked
from greatgame.batch.engines import Dask, Engine, Inline, Processes, engine_named
from greatgame.batch.plan import all_parts, grown, part_size
from greatgame.batch.run import Progress, run, share_named
from greatgame.batch.space import Space, space_of
from greatgame.batch.sweep import Sweep, SweepError
from greatgame.batch.worker import Done, Job
from greatgame.cli import app
from greatgame.errors import GreatGameError
from greatgame.model import GreatGameModel

SHORT = 'scenario = "tokyo-2026"\nseeds = 20\nturns = 2\npart = 8\n'
WEIGHT = "doctrine.china.weights.grievance"
POINTS = f"""
scenario = "tokyo-2026"
seeds = 3
turns = 2
part = 4
timelines = ["total", "trust.kazakhstan.japan", "utilisation.trans-caspian"]
[design]
kind = "latin-hypercube"
points = 2
[levers]
strategy = ["all-round", "do-nothing"]
[uncertainties]
{WEIGHT} = {{ low = 0.5, high = 2.0 }}
"""

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a sweep and gives its file."""

    def write(text: str) -> Path:
        file = tmp_path / "sweep.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a batch."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def rows(folder: Path, kind: str = "parts") -> list[dict[str, Any]]:
    """All rows of a batch in order of run."""
    found = [row for file in sorted((folder / kind).glob("*.parquet")) for row in parquet.read_table(file).to_pylist()]
    return sorted(found, key=lambda row: (row["run"], row.get("turn", 0)))


def call(*arguments: object) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


# --- Designs ---------------------------------------------------------------------------------------


def sweep(**given: Any) -> Sweep:
    return Sweep.model_validate({"scenario": "tokyo-2026", "seeds": 2, **given})


UNIT = {"low": 0.0, "high": 1.0}


def ranges(count: int) -> dict[str, Any]:
    return {f"rules.x.y{number}": UNIT for number in range(count)}


def test_a_grid_has_every_combination_once() -> None:
    asked = sweep(
        design={"kind": "grid"},
        levers={"strategy": ["a", "b"]},
        uncertainties={"x.y": [1.0, 2.0], "x.z": {"low": 0.0, "high": 1.0, "steps": 3}},
    )
    space = space_of(asked)
    found = {tuple(space.values(point).values()) for point in range(space.points)}
    assert space.points == len(found) == 12
    assert {row[2] for row in found} == {0.0, 0.5, 1.0}


def test_a_latin_hypercube_has_one_value_in_each_layer() -> None:
    space = space_of(sweep(design={"kind": "latin-hypercube", "points": 8}, uncertainties=ranges(3)))
    for name in space.names:
        assert sorted(int(8 * float(value)) for value in space.columns[name]) == list(range(8))


def test_a_sobol_design_is_saltellis_and_grows_from_its_beginning() -> None:
    small = sweep(design={"kind": "sobol", "points": 8, "seed": 3}, uncertainties=ranges(3))
    large = sweep(design={"kind": "sobol", "points": 16, "seed": 3}, uncertainties=ranges(3))
    space, more = space_of(small), space_of(large)
    assert (space.points, more.points) == (8 * 5, 16 * 5)
    assert space.problem is not None
    assert space.problem["n"] == 8
    assert all(more.columns[name][:40] == space.columns[name] for name in space.names)
    table = np.array([list(space.values(point).values()) for point in range(5)])
    # Row 0 is a sample, row 4 its pair; those between take one coordinate from the pair.
    for place in range(3):
        changed = table[0].copy()
        changed[place] = table[4, place]
        assert (table[1 + place] == changed).all()


def test_expanded_points_keep_their_numbers() -> None:
    def asked(points: int, names: list[str]) -> Sweep:
        design = {"kind": "latin-hypercube", "points": points}
        return sweep(design=design, levers={"strategy": names}, uncertainties=ranges(2))

    first = space_of(asked(4, ["a", "b"]))
    second = space_of(asked(6, ["a", "new", "b"]), first)
    assert second.batches == (4, 2)
    assert second.points == 18
    for name in first.names:
        assert second.columns[name][:8] == first.columns[name]
    keys = set(zip(second.samples, second.columns["strategy"], strict=True))
    assert len(keys) == 18
    third = space_of(asked(6, ["a", "new", "b"]), second)
    assert (third.columns, third.samples) == (second.columns, second.samples)


def test_parts_cover_every_campaign_once() -> None:
    tranches = grown([], points=3, seeds=5, size=4, sweep_hash="x")
    tranches = grown(tranches, points=4, seeds=7, size=4, sweep_hash="y")
    parts = list(all_parts(tranches))
    assert [part.number for part in parts] == list(range(len(parts)))
    cells = [(cell.point, slot) for part in parts for cell in part.cells for slot in range(*cell.slots)]
    assert len(cells) == len(set(cells)) == 4 * 7
    assert max(part.campaigns for part in parts) == 4
    # Twenty parts, ten for each of two workers.
    assert part_size(1, 10_000) == 500
    assert part_size(100, 1000) == 511
    assert part_size(1, 512) == 256
    assert part_size(1000, 4) == 128
    assert part_size(1000, 100_000) * 4096 >= 1000 * 100_000


# --- Faults ----------------------------------------------------------------------------------------


def faults(file: Path) -> str:
    with pytest.raises(SweepError) as caught:
        checked(file)
    return str(caught.value)


def test_all_faults_of_form_and_of_meaning_at_once(written: Written) -> None:
    file = written("""
scenario = "tokyo-2026"
seeds = 0
colour = 3
turns = 99
strategy = "al-round"
temper = "angry"
without = ["evnts"]
outcomes = ["trust.kazakhstan.japn"]
[design]
kind = "sobol"
points = 12
[levers]
strength = { low = 0, high = 1 }
[uncertainties]
doctrine.china.weights.grievanc = [1.0]
doctrine.china.weights.grievance = { low = 2, high = 1 }
power.japan.attention = { low = nan, high = 1 }
doctrine.russia.weights.caution = { low = 0, high = "much" }
mineral.gallium.price = { low = -5, high = 1 }
""")
    text = faults(file)
    expected = {
        "sweep.toml: seeds = 0": "below the least",
        "sweep.toml: colour = 3": "not known here",
        "sweep.toml: turns = 99": "20 turns",
        "sweep.toml: strategy": "all-round",
        "sweep.toml: temper": "angry",
        "sweep.toml: without[0] = 'evnts'": "did you mean events",
        "sweep.toml: outcomes[0] = 'trust.kazakhstan.japn'": "closest: japan",
        "sweep.toml: design.points = 12": "use 8 or 16",
        "sweep.toml: levers.strength": "chosen by name",
        "sweep.toml: uncertainties.doctrine.china.weights.grievanc = 1.0": "unknown figure",
        "sweep.toml: uncertainties.doctrine.china.weights.grievance": "low = 2 is not below high = 1",
        "sweep.toml: uncertainties.power.japan.attention.low = nan": "finite",
        "sweep.toml: uncertainties.doctrine.russia.weights.caution.high = 'much'": "not a number",
        "sweep.toml: uncertainties.mineral.gallium.price = -5.0": "",
    }
    for place, problem in expected.items():
        assert any(place in line and problem in line for line in text.splitlines()), f"{place}: {problem}\n{text}"


HEAD = 'scenario = "tokyo-2026"\nseeds = 9\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("seeds = 3", "scenario: is missing"),
        ('scenario = "tokyo-2025"\nseeds = 3', "did you mean 'tokyo-2026'"),
        ("scenario = 3 =", "not TOML"),
        (HEAD.replace("9", "99999999999"), "absurdly large"),
        (HEAD + f"[uncertainties]\n{WEIGHT} = {{ low = 0, high = 1 }}", "ranges need one"),
        (
            HEAD + f'design.kind = "grid"\n[levers]\n{WEIGHT} = {{ low = 0, high = 1.5 }}',
            "= { low = 0, high = 1.5 }: is a range without",
        ),
        (HEAD + 'design = { kind = "sobol", points = 8 }', "there is none"),
        (HEAD + 'outcomes = ["stock_days.japan.gallium"]', "the form stock_days.MINERAL"),
        (HEAD + 'timelines = ["debt_share.kyrgyzstan.chin"]', "closest: china"),
        (HEAD + 'levers.strategy = ["quiet", "loud"]', "loud"),
        (HEAD + 'levers.strategy = ["quiet", "quiet"]', "more than once"),
        (HEAD + 'strategy = "quiet"\nlevers.strategy = ["quiet"]', "keep one"),
        (HEAD + f'levers.{WEIGHT} = ["much"]', "give numbers"),
        (
            HEAD + "levers.score.scales.volume = [0, 1]",
            "levers.score.scales.volume = 0.0: score.scales.volume = 0 is out",
        ),
        (HEAD + f"[levers]\n{WEIGHT} = [1]\n[uncertainties]\n{WEIGHT} = [2]", "is the same as"),
    ],
)
def test_a_fault_is_told(written: Written, text: str, complaint: str) -> None:
    assert complaint in faults(written(text))


def test_a_design_at_fault_is_not_missing(written: Written) -> None:
    text = HEAD + f'design = {{ kind = "sobl", points = 8 }}\n[uncertainties]\n{WEIGHT} = {{ low = 0, high = 1 }}'
    (fault,) = faults(written(text)).splitlines()[1:]
    assert "design.kind = 'sobl'" in fault


def test_an_absurd_number_of_campaigns_is_refused_before_it_is_drawn(written: Written) -> None:
    listed = ", ".join(str(0.5 + number / 1000) for number in range(400))
    other = "doctrine.russia.weights.caution"
    text = f'scenario = "tokyo-2026"\nseeds = 90000\n[uncertainties]\n{WEIGHT} = [{listed}]\n{other} = [{listed}]'
    assert "160,000 x 90,000 campaigns" in faults(written(text))


def test_bad_commands_are_refused(written: Written, tmp_path: Path) -> None:
    file = written(SHORT)
    for extra, complaint in (
        (["--slice", "3/2"], "I-th of N"),
        (["--engine", "gpu"], "unknown engine"),
        (["--workers", "0"], "at least one"),
        (["--engine", "inline", "--scheduler", "tcp://x:1"], "--scheduler is for"),
    ):
        result = call("batch", file, "--out", tmp_path / "out", *extra)
        assert (result.exit_code, complaint in result.stderr) == (2, True), result.output
    assert not (tmp_path / "out").exists()
    assert share_named("2/8") == (2, 8)


# --- Equal bytes -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short batch run in this process without any trouble."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "sweep.toml").write_text(SHORT)
    run(folder / "sweep.toml", folder / "out", Inline())
    return folder / "out"


def test_rows_are_the_campaigns_that_the_seeds_give_alone(undisturbed: Path) -> None:
    found = rows(undisturbed)
    assert [row["seed"] for row in found] == [row["run"] for row in found] == list(range(20))
    model = GreatGameModel("tokyo-2026", seeds=[7])
    model.step()
    model.step()
    assert found[7]["digest"] == model.digest()
    assert found[7]["total"] == model.score()
    assert found[7]["score.trust"] == model.score("trust")
    assert (found[7]["status"], found[7]["error"]) == ("ok", None)


def test_every_file_says_where_it_comes_from(undisturbed: Path) -> None:
    manifest = json.loads((undisturbed / "manifest.json").read_text())
    for file in undisturbed.rglob("*.parquet"):
        stated = {key.decode(): value.decode() for key, value in parquet.read_schema(file).metadata.items()}
        assert stated["version"] == manifest["version"]
        assert stated["scenario_hash"] == manifest["scenario"]["hash"]
        assert stated["sweep_hash"] == manifest["sweep_hash"]
        assert stated["seeds"]
    assert parquet.read_schema(undisturbed / "parts" / "part-00001.parquet").metadata[b"seeds"] == b"8-15"


def test_any_size_of_parts_gives_the_same_rows(written: Written, undisturbed: Path, tmp_path: Path) -> None:
    run(written(SHORT.replace("part = 8", "part = 5")), tmp_path / "out", Inline(), block=2)
    assert rows(tmp_path / "out") == rows(undisturbed)


def test_slices_side_by_side_make_the_whole(written: Written, undisturbed: Path, tmp_path: Path) -> None:
    file = written(SHORT)
    for which in (2, 1):
        assert call("batch", file, "--out", tmp_path / "out", "--slice", f"{which}/2", "--workers", 1).exit_code == 0
    assert contents(tmp_path / "out") == contents(undisturbed)


def test_points_and_time_lines(written: Written, tmp_path: Path) -> None:
    file = written(POINTS)
    run(file, tmp_path / "a", Inline())
    run(file, tmp_path / "b", Inline(), block=1)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    found, lines = rows(tmp_path / "a"), rows(tmp_path / "a", "lines")
    assert len(found) == 4 * 3
    assert [row["quarter"] for row in lines[:2]] == ["2026Q1", "2026Q2"]
    assert len(lines) == 2 * len(found)
    assert [row["total"] for row in lines[1::2]] == [row["total"] for row in found]
    points = parquet.read_table(tmp_path / "a" / "points.parquet").to_pylist()
    assert [row["strategy"] for row in points] == ["all-round", "do-nothing"] * 2
    assert all(0.5 <= row[WEIGHT] <= 2.0 for row in points)
    by_point = {row["point"]: row["total"] for row in found if row["seed"] == 0}
    assert by_point[0] != by_point[1]


def test_every_column_of_every_table_stands_in_the_dictionary(written: Written, tmp_path: Path) -> None:
    file = written(POINTS + "mineral.gallium.price = [200, 500]\n")
    run(file, tmp_path / "a", Inline())
    results = open_results(tmp_path / "a")
    found = dictionary_rows(analyse(results))
    tables = ["points.parquet", "parts/part-00000.parquet", "lines/part-00000.parquet"]
    columns = {name for table in tables for name in parquet.read_schema(tmp_path / "a" / table).names}
    assert {row["column"] for row in found} == columns
    courses = {row["column"]: row["unit"] for row in found if row["meaning"].startswith("course")}
    assert courses == {"total": "points", "trust.kazakhstan.japan": "points", "utilisation.trans-caspian": "share"}
    numeric = {factor.name: factor.numeric for factor in results.factors}
    assert numeric == {"strategy": False, WEIGHT: True, "mineral.gallium.price": True}


# --- Resume and expand -----------------------------------------------------------------------------


def test_a_batch_that_is_there_is_not_begun_again(written: Written, undisturbed: Path) -> None:
    file = written(SHORT)
    with pytest.raises(GreatGameError, match="--resume"):
        run(file, undisturbed, Inline())
    assert run(file, undisturbed, Inline(), resume=True).played == 0
    with pytest.raises(GreatGameError, match=r"strategy was None and is 'quiet'"):
        run(written(SHORT + 'strategy = "quiet"'), undisturbed, Inline(), resume=True)


def test_killed_truncated_and_resumed_it_is_byte_for_byte_the_same(written: Written, tmp_path: Path) -> None:
    text = SHORT.replace("seeds = 20", "seeds = 96")
    run(written(text), tmp_path / "whole", Inline())
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "greatgame", "batch", str(written(text)), "--out", str(out), "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: len(list(out.glob("parts/*.parquet"))) >= 2)
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    newest = max(out.glob("parts/*.parquet"), key=lambda file: file.stat().st_mtime_ns)
    newest.write_bytes(newest.read_bytes()[:-100])
    damaged = min(out.glob("parts/*.parquet"))
    data = bytearray(damaged.read_bytes())
    data[200] ^= 255
    damaged.write_bytes(data)
    left = out / "parts" / f".{newest.name}.{socket.gethostname()}-{process.pid}-1.draft"
    left.write_bytes(b"half")
    result = run(written(text), out, Inline(), resume=True)
    assert result.played >= 8
    assert contents(out) == contents(tmp_path / "whole")


def test_what_another_task_is_writing_is_not_swept_up(written: Written, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(written(SHORT), out, Inline())
    target = min(out.glob("parts/*.parquet"))
    target.unlink()
    here, ended = socket.gethostname(), subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = {f"{here}-{os.getpid()}-1": True, f"{here}-{ended.pid}-1": False, "other-1-1": True, f"{here}-x-1-1": True}
    drafts = {target.with_name(f".{target.name}.{name}.draft"): stays for name, stays in names.items()}
    old = target.with_name(f".{target.name}.old-1-1.draft")
    for draft in (*drafts, old):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    run(written(SHORT), out, Inline(), resume=True)
    assert {draft: draft.exists() for draft in drafts} == drafts
    assert not old.exists()


def until(ready: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that happens elsewhere."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def test_expanding_runs_only_what_is_new(written: Written, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(written(POINTS), out, Inline())
    before, parts = rows(out), contents(out)
    larger = POINTS.replace("seeds = 3", "seeds = 5").replace("points = 2", "points = 3")
    with pytest.raises(GreatGameError, match="--expand"):
        run(written(larger), out, Inline(), resume=True)
    assert run(written(larger), out, Inline(), expand=True).played == 6 * 5 - 4 * 3
    after = {row["run"]: row for row in rows(out)}
    assert len(after) == 6 * 5
    assert all(after[row["run"]] == row for row in before)
    kept = {name: data for name, data in contents(out).items() if name in parts and name.startswith(("parts", "lines"))}
    assert kept == {name: data for name, data in parts.items() if name.startswith(("parts", "lines"))}
    with pytest.raises(GreatGameError, match="seeds were 5 and are 3"):
        run(written(POINTS), out, Inline(), expand=True)


def test_points_that_are_lost_or_damaged_are_written_again(written: Written, tmp_path: Path) -> None:
    out = tmp_path / "out"
    larger = POINTS.replace("seeds = 3", "seeds = 5").replace("points = 2", "points = 3")
    for text in (POINTS, larger):
        run(written(text), out, Inline(), expand=True)
        before = contents(out)
        (out / "points.parquet").unlink()
        told = call("analyse", out)
        assert (told.exit_code, "--resume" in told.stderr) == (2, True), told.output
        assert run(written(text), out, Inline(), resume=True).played == 0
        assert contents(out) == before
    (out / "points.parquet").write_bytes(before["points.parquet"][:-50])
    run(written(larger), out, Inline(), resume=True)
    assert contents(out) == before
    table = parquet.read_table(out / "points.parquet")
    parquet.write_table(table.drop_columns(table.column_names[-1:]), out / "points.parquet")
    run(written(larger), out, Inline(), resume=True)
    assert contents(out) == before
    more = larger.replace('"do-nothing"]', '"do-nothing", "speed-match"]')
    run(written(more), out, Inline(), expand=True)
    (out / "points.parquet").unlink()
    with pytest.raises(GreatGameError, match="cannot be drawn again"):
        run(written(more), out, Inline(), resume=True)


# --- Trouble ---------------------------------------------------------------------------------------


class Broken(GreatGameModel):
    """A model in which one seed fails in the second turn, alone or beside others."""

    def step(self) -> None:
        if 5 in self.seeds and self.world.turn == 1:
            raise ZeroDivisionError("no hosts\nleft")
        super().step()


def test_a_failure_is_a_row_and_the_batch_goes_on(
    written: Written, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GreatGameModel", Broken)
    text = SHORT + 'timelines = ["total"]\n'
    result = call("batch", written(text), "--out", tmp_path / "out", "--engine", "inline")
    assert result.exit_code == 1
    assert "1 of them failed" in result.stdout
    found = rows(tmp_path / "out")
    assert [row["seed"] for row in found if row["status"] == "failed"] == [5]
    assert found[5]["error"] == "playing 2026Q2: ZeroDivisionError: no hosts left"
    assert found[5]["total"] is found[5]["digest"] is None
    assert [row for row in found if row["seed"] != 5] == [row for row in rows(undisturbed) if row["seed"] != 5]
    assert {row["run"] for row in rows(tmp_path / "out", "lines")} == set(range(20)) - {5}
    assert "failed when the batch was made" in call("run", "--from-row", tmp_path / "out", 5).stderr


class Endless(GreatGameModel):
    """A model in which a figure of one seed is no number from the second turn on."""

    def step(self) -> None:
        super().step()
        if self.world.turn == 2 and 5 in self.seeds:
            self.world.state.score[list(self.seeds).index(5), 0] = np.nan


def test_what_is_no_number_is_a_failure(written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GreatGameModel", Endless)
    out = tmp_path / "out"
    assert run(written(SHORT + 'timelines = ["score.pledge"]\n'), out, Inline()).failed == 1
    failed = [row for row in rows(out) if row["status"] == "failed"]
    assert [(row["seed"], row["total"], row["digest"]) for row in failed] == [(5, None, None)]
    assert failed[0]["error"] == "measuring: no finite number came out for score.pledge, total"
    assert 5 not in {row["run"] for row in rows(out, "lines")}


DECIDER = """
import numpy as np


class Moody:
    def decide(self, view, actor, utility):
        if view.turn == 1 and float(view.state.caspian_level.min()) < LEVEL:
            raise ValueError("too dry")
        return np.zeros(utility.shape)


class Never:
    def decide(self, view, actor, utility):
        raise ValueError("I never decide")
"""


def test_a_strategy_of_ones_own_fails_in_rows_where_it_fails(written: Written, tmp_path: Path) -> None:
    levels = []
    for seed in range(20):
        model = GreatGameModel("tokyo-2026", strategy="do-nothing", seeds=[seed])
        model.step()
        model.open()
        levels.append(float(model.view.state.caspian_level[0]))
    middle = sorted(levels)[6]
    own = tmp_path / "own.py"
    own.write_text(DECIDER.replace("LEVEL", repr(middle)))
    file, out = written(SHORT + 'strategy = "own.py:Moody"'), tmp_path / "out"
    assert run(file, out, Inline()).failed == 6
    found = rows(out)
    assert [row["seed"] for row in found if row["status"] == "failed"] == [s for s in range(20) if levels[s] < middle]
    failed = next(row for row in found if row["status"] == "failed")
    assert failed["error"].startswith("playing 2026Q2: the decision of japan failed (error): ValueError: too dry")
    played = next(row["run"] for row in found if row["status"] == "ok")
    assert call("run", "--from-row", out, played, "--quiet").exit_code == 0
    own.write_text(own.read_text() + "# changed")
    with pytest.raises(GreatGameError, match="was changed since"):
        run(file, out, Inline(), resume=True)
    assert "I never decide" in faults(written(SHORT + 'levers.strategy = ["own.py:Never"]'))


def test_a_folder_that_cannot_be_written(written: Written, undisturbed: Path, tmp_path: Path) -> None:
    file = written(SHORT)
    result = call("batch", file, "--out", file / "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot write" in result.stderr
    with pytest.raises(GreatGameError, match="is not empty"):
        run(file, tmp_path, Inline())
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "manifest.json").write_text("[]")
    with pytest.raises(GreatGameError, match="format None"):
        run(file, tmp_path / "foreign", Inline(), resume=True)


def test_a_full_disk_loses_no_finished_part(
    written: Written, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out, synced = written(SHORT), tmp_path / "out", os.fsync

    def full(handle: int) -> None:
        if len(list(out.glob("parts/part-*.parquet"))) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        synced(handle)

    monkeypatch.setattr(os, "fsync", full)
    result = call("batch", file, "--out", out, "--workers", 1)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert "--resume" in result.stderr
    assert not list(out.rglob(".*"))
    monkeypatch.undo()
    assert run(file, out, Inline(), resume=True).before == 16
    assert contents(out) == contents(undisturbed)


class Dying:
    """An engine that is told when the first part is done."""

    def __init__(self, engine: Engine, strike: Callable[[], None]) -> None:
        self.engine, self.strike = engine, strike

    def results(self, jobs: Iterator[Job]) -> Iterator[Done]:
        for number, done in enumerate(self.engine.results(jobs)):
            if number == 0:
                self.strike()
            yield done


def test_local_processes_one_of_them_killed_give_the_same_bytes(
    written: Written, undisturbed: Path, tmp_path: Path
) -> None:
    def strike() -> None:
        worker = next(child for child in multiprocessing.active_children() if "Process-" in child.name)
        worker.kill()

    result = run(written(SHORT), tmp_path / "out", Dying(Processes(2), strike), block=3)
    assert result.played == 20
    assert contents(tmp_path / "out") == contents(undisturbed)


@pytest.mark.trial
def test_a_killed_dask_worker_loses_nothing(written: Written, tmp_path: Path) -> None:
    text = SHORT.replace("seeds = 20", "seeds = 64").replace("turns = 2", "turns = 3")
    run(written(text), tmp_path / "whole", Inline())
    cluster: Any = distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None
    )
    with cluster:

        def strike() -> None:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

        result = run(written(text), tmp_path / "out", Dying(Dask(cluster.scheduler_address, 2), strike))
    assert result.played == 64
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


class Answer:
    """A part's future on a cluster: made, failed by itself, or lost with the scheduler."""

    def __init__(self, error: Exception | None, status: str) -> None:
        self.error, self.status = error, status

    def result(self) -> Done:
        if self.error is not None:
            raise self.error
        return Done(0, 1, 0, ())

    def release(self) -> None:
        pass


class Cluster:
    """A cluster's client whose parts all come out as the one answer, and the module that it comes from."""

    KilledWorker, CancelledError, client = distributed.KilledWorker, distributed.CancelledError, distributed.client
    as_completed = set

    def __init__(self, answer: Answer, refuses: Exception | None = None, workers: int = 1) -> None:
        self.answer, self.refuses, self.workers = answer, refuses, workers

    def nthreads(self) -> dict[str, int]:
        return {str(number): 1 for number in range(self.workers)}

    def submit(self, *_: object, **__: object) -> Answer:
        if self.refuses is not None:
            raise self.refuses
        return self.answer


LOST = distributed.client.FutureCancelledError("run_part-1", "scheduler-connection-lost")
CLOSED = CommClosedError("in <TCP (closed)>: Stream is closed")
MADE = Answer(None, "finished")
LEVEL = logging.getLogger("distributed.client").level


@pytest.mark.parametrize(
    ("cluster", "raises", "says"),
    [
        (Cluster(Answer(LOST, "cancelled")), store.BatchError, "'tcp://here:1' (scheduler-connection-lost): start it"),
        (Cluster(Answer(CLOSED, "pending")), store.BatchError, "'tcp://here:1': start it again, then go on with --res"),
        (Cluster(MADE, CLOSED), store.BatchError, "lost the connection to the Dask scheduler at 'tcp://here:1'"),
        (Cluster(MADE, distributed.client.ClosedClientError("closed")), store.BatchError, "lost the connection"),
        (Cluster(Answer(GreatGameError("another scenario"), "error")), GreatGameError, "another scenario"),
        (Cluster(Answer(PermissionError(13, "Denied"), "error")), PermissionError, "Denied"),
    ],
)
def test_a_lost_scheduler_is_told_and_a_parts_own_failure_stays(
    cluster: Cluster, raises: type[Exception], says: str
) -> None:
    job: Any = None
    try:
        with pytest.raises(raises, match=re.escape(says)):
            list(Dask("tcp://here:1", 1)._on(cluster, cluster, iter([job])))
    finally:
        logging.getLogger("distributed.client").setLevel(LEVEL)


def test_a_scheduler_without_workers_is_waited_for_aloud() -> None:
    for workers, words in ((0, "waiting for workers at tcp://here:1"), (1, "")):
        told: list[str] = []
        idle = Cluster(MADE, workers=workers)
        assert list(Dask("tcp://here:1", 1, told.append)._on(idle, idle, iter([]))) == []
        assert " ".join(told).startswith(words)
        assert len(told) == (workers == 0)


INTERRUPTED = """
import sys
import greatgame.sooner, mesa
from greatgame.batch import store

class Stop:
    def find_spec(self, name, *_):
        if name == "pandas.core.api":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stop())
try:
    store.arrow()
except KeyboardInterrupt:
    print("heard")
"""
"""A program that is interrupted while it reads pandas."""


def test_an_interrupt_is_heard_while_pandas_is_read() -> None:
    """Pyarrow would swallow it, as would an import of a library that is deferred, and go on with half of pandas."""
    said = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=120, check=True)
    assert said.stdout.strip() == "heard"


def test_no_scheduler_is_told(written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.batch.engines.SECONDS_TO_ANSWER", 0.2)
    with pytest.raises(GreatGameError, match="no Dask scheduler answers"):
        run(written(SHORT), tmp_path / "out", engine_named(None, 1, "tcp://127.0.0.1:9"))


# --- One campaign from its row ---------------------------------------------------------------------


def test_a_row_rebuilds_to_the_same_digest(written: Written, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(written(POINTS), out, Inline())
    last = rows(out)[-1]
    result = call("run", "--from-row", out, last["run"], "--quiet")
    assert (result.exit_code, last["digest"] in result.stdout) == (0, True), result.output
    part = out / "parts" / "part-00000.parquet"
    assert call("run", "--from-row", part, 0, "--quiet").exit_code == 0
    table = parquet.read_table(part)
    wrong = table.set_column(table.schema.get_field_index("digest"), "digest", [["0" * 32] * table.num_rows])
    store.write_table(wrong, part)
    altered = call("run", "--from-row", out, 0, "--quiet")
    assert altered.exit_code == 1
    assert "ANOTHER campaign" in altered.stderr


def test_a_row_of_ones_own_scenario_is_saved_with_its_folder(
    written: Written, extended: Callable[[str], Path], tmp_path: Path
) -> None:
    folder, out, kept = extended(""), tmp_path / "out", tmp_path / "row.save.json"
    run(written(f'scenario = "{folder.name}"\nseeds = 1\nturns = 1\ntemper = "hard"'), out, Inline())
    result = call("run", "--from-row", out, 0, "--quiet", "--save", kept)
    assert result.exit_code == 0, result.output
    assert json.loads(kept.read_text(encoding="utf-8"))["scenario"]["folder"] == str(folder.resolve())


def test_what_cannot_be_rebuilt_is_told(undisturbed: Path, tmp_path: Path) -> None:
    for arguments, complaint in (
        ([undisturbed, 20], "there is no run 20"),
        ([tmp_path, 0], "holds no batch"),
        ([undisturbed, 0, "--seed", 3], "leave out seed"),
    ):
        result = call("run", "--from-row", *arguments)
        assert (result.exit_code, complaint in result.stderr) == (2, True), result.output


def test_progress_tells_rate_and_remaining_time(written: Written, tmp_path: Path) -> None:
    seen: list[tuple[int, float | None]] = []

    def watch(progress: Progress) -> None:
        seen.append((progress.played, progress.remaining))

    run(written(SHORT), tmp_path / "out", Inline(), watch=watch)
    assert [played for played, _ in seen] == [0, 8, 16, 20]
    assert seen[0][1] is None
    assert seen[-1][1] == 0.0


def test_memory_holds_no_rows(written: Written, tmp_path: Path) -> None:
    progress = run(written(SHORT), tmp_path / "out", Inline())
    book = open_book(tmp_path / "out")
    assert isinstance(book.space, Space)
    assert len(progress.complaints) <= worker.COMPLAINTS
    assert batch_run.BLOCK == 512
    assert threading.active_count() < 20
