"""The study of balance: what it counts, what it calls dominant, granted or dead, and its page of record."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from greatgame.cli import app
from greatgame.errors import GreatGameError
from greatgame.lab import balance
from greatgame.lab.balance import Balance, Cell
from greatgame.lab.balance_page import answers, page
from greatgame.lab.ensemble import Campaigns
from greatgame.lab.goals import goals_of
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario import IndexedScenario, available, open_scenario

PAGE = Path(__file__).resolve().parents[1] / "docs" / "BALANCE.md"
SMALL = ["--campaigns", "8", "--scenario", "quick", "--strategy", "all-round", "--strategy", "do-nothing"]


@pytest.fixture(scope="module")
def studied() -> tuple[Balance, list[Cell]]:
    return balance.run([open_scenario("quick")], 8, ["all-round", "do-nothing"], ["as-published", "hard"])


def planted(cells: list[Cell], gain: dict[str, float]) -> list[Cell]:
    """The cells with points added to every pillar of a strategy."""

    def better(cell: Cell) -> Campaigns:
        more = gain.get(cell.strategy, 0.0)
        return dataclasses.replace(cell.played, score=cell.played.score + more, total=cell.played.total + more)

    return [dataclasses.replace(cell, played=better(cell)) for cell in cells]


def judged(cells: list[Cell]) -> Balance:
    quick = open_scenario("quick")
    names = list(dict.fromkeys(cell.strategy for cell in cells))
    return balance._judged([quick], names, cells, {"quick": goals_of(quick, None)}, len(cells[0].played.seeds))


def test_every_combination_is_played_equally(studied: tuple[Balance, list[Cell]]) -> None:
    found, cells = studied
    assert (found.seeds, found.campaigns, len(cells)) == (2, 8, 4)
    assert {(cell.temper, cell.strategy, cell.played.seeds) for cell in cells} == {
        (temper, name, (0, 1)) for temper in ("as-published", "hard") for name in ("all-round", "do-nothing")
    }
    assert {arena.hash for arena in found.arenas} == {open_scenario("quick").hash}
    mean = np.mean([cell.played.total for cell in cells if cell.strategy == "all-round"])
    assert next(row.mean for row in found.standings if row.strategy == "all-round") == pytest.approx(mean)


def test_a_strategy_that_is_best_at_everything_is_found(studied: tuple[Balance, list[Cell]]) -> None:
    found = judged(planted(studied[1], {"do-nothing": 60.0}))
    assert found.dominant == "do-nothing"
    assert answers(found)[0].startswith("One strategy dominates: do-nothing")
    split = found.standings[0], dataclasses.replace(found.standings[1], best_pillars=("pledge",))
    first = dataclasses.replace(split[0], best_pillars=split[0].best_pillars[1:], best_arenas=1)
    assert dataclasses.replace(found, standings=(first, split[1])).dominant is None


def test_goals_are_out_of_reach_open_or_granted(studied: tuple[Balance, list[Cell]]) -> None:
    low = judged(planted(studied[1], {"all-round": -100.0, "do-nothing": -100.0}))
    assert low.beyond_reach == {"quick": [row.goal for row in low.goals]}
    high = judged(planted(studied[1], {"all-round": 100.0, "do-nothing": 100.0}))
    assert high.granted == [row.goal for row in high.goals]
    assert high.beyond_reach == {}
    assert all(row.by_scenario == {"quick": 1.0} for row in high.goals)
    apart = judged(planted(studied[1], {"all-round": 100.0, "do-nothing": -100.0}))
    assert [row.verdict for row in apart.goals] == ["open"] * len(apart.goals)
    assert {row.strategy for row in apart.goals} == {"all-round"}
    assert apart.unmoved == {}


def test_a_move_that_nobody_makes_is_dead(studied: tuple[Balance, list[Cell]]) -> None:
    found, cells = studied
    silent = [dataclasses.replace(cell, played=_without(cell, "visit")) for cell in cells]
    assert set(judged(silent).dead) - set(found.dead) == {"visit (player)", "visit (others)"}


def _without(cell: Cell, kind: str) -> Campaigns:
    orders = cell.played.orders.copy()
    orders[:, :, catalogue_of(cell.scenario).kind_names.index(kind)] = 0.0
    return dataclasses.replace(cell.played, orders=orders)


def test_goals_about_other_figures_are_refused(tokyo: IndexedScenario) -> None:
    with pytest.raises(GreatGameError, match="balance keeps scores only"):
        balance.run([tokyo], 8, goals=["gdp.kazakhstan > 1"])
    with pytest.raises(GreatGameError, match="two strategies or more"):
        balance.run([tokyo], 8, ["quiet"])


def test_the_command_writes_what_it_found(tmp_path: Path) -> None:
    out, written = tmp_path / "out", tmp_path / "BALANCE.md"
    done = CliRunner().invoke(app, ["balance", *SMALL, "--temper", "hard", "--out", str(out), "--page", str(written)])
    assert done.exit_code == 0, done.output
    record = json.loads((out / "balance.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((out / "campaigns.csv").open(encoding="utf-8")))
    assert len(rows) == record["campaigns"] == 8
    assert {row["temper"] for row in rows} == {"hard"}
    text = written.read_text(encoding="utf-8")
    assert "--scenario quick --strategy all-round --strategy do-nothing --temper hard" in text
    assert f"`{open_scenario('quick').hash}`" in text
    for wrong in (["--scenario", "nowhere"], ["--strategy", "none"], ["--temper", "none"], ["--goal", "supply"]):
        refused = CliRunner().invoke(app, ["balance", "--campaigns", "2", "--scenario", "quick", *wrong])
        assert refused.exit_code == 2, refused.output
        assert "Traceback" not in refused.output


def test_the_page_is_the_same_for_the_same_study(studied: tuple[Balance, list[Cell]]) -> None:
    again, _ = balance.run([open_scenario("quick")], 8, ["all-round", "do-nothing"], ["as-published", "hard"])
    assert page(again, "COMMAND") == page(studied[0], "COMMAND")


def test_page_of_record_is_of_these_scenarios() -> None:
    """Where this fails, run the command that the page names, or tools/study.py --restamp if no result has changed."""
    found = dict(re.findall(r"^\| ([a-z0-9-]+) \| `(\w{16})` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert found == {name: open_scenario(name).hash for name in available()}
