"""The same scenario, seed and orders: the same world, in any process and any ensemble."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import greatgame
from greatgame.agents.choice import choose
from greatgame.lab.ensemble import play
from greatgame.model import GreatGameModel
from greatgame.rules import society
from greatgame.rules.context import Turn
from greatgame.scenario import open_scenario
from greatgame.session import Session

SCENARIO = "tokyo-2026"
SEEDS = tuple(range(100, 164))

REPLAY = """
import sys
from greatgame.session import Session
print("\\n".join(Session.load(sys.argv[1]).digests))
print("\\n".join(Session.new(seed=12, strategy="all-round").play().digests))
"""


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A saved campaign of explicit orders, and the digests to be met: its own and those of a strategy."""
    session = Session.new(SCENARIO, seed=9)
    for turn in range(4):
        for _ in range(5):
            legal = session.moves()
            session.submit(legal[(37 * turn + 11) % len(legal)].id)
        session.advance()
    path = tmp_path_factory.mktemp("saves") / "by-hand.json"
    session.save(path)
    return path, session.digests + Session.new(SCENARIO, seed=12, strategy="all-round").play().digests


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_another_process_agrees(by_hand: tuple[Path, list[str]], hash_seed: str) -> None:
    path, digests = by_hand
    source = str(Path(greatgame.__file__).parents[1])
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": source}
    command = [sys.executable, "-c", REPLAY, str(path)]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == digests


def disagreeing(turns: int, chosen: tuple[int, ...]) -> list[int]:
    """Worlds of an ensemble of 64 whose digest differs, after some turn, from the same seed's alone."""
    ensemble = GreatGameModel(SCENARIO, seeds=SEEDS)
    alone = {world: GreatGameModel(SCENARIO, seeds=[SEEDS[world]]) for world in chosen}
    wrong = set()
    for _ in range(turns):
        ensemble.step()
        for world, model in alone.items():
            model.step()
            if ensemble.digest(world) != model.digest():
                wrong.add(world)
    return sorted(wrong)


def test_a_world_of_an_ensemble_is_the_campaign_alone() -> None:
    assert disagreeing(20, (0, 1, 31, 63)) == []


def test_every_world_of_an_ensemble_for_a_year() -> None:
    assert disagreeing(4, tuple(range(0, 64, 3))) == []


def test_a_leak_between_worlds_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = society._people

    def leaking(turn: Turn) -> None:
        honest(turn)
        turn.world.post("trust", {"what they think in other worlds": 1e-4 * turn.state.trust.mean(axis=0)})

    monkeypatch.setattr(society, "_people", leaking)
    assert disagreeing(2, (0, 31, 63)) == [0, 31, 63]


def test_a_session_is_the_model() -> None:
    session = Session.new(SCENARIO, seed=21, strategy="all-round")
    model = GreatGameModel(SCENARIO, seeds=[21])
    for _ in range(5):
        model.step()
        assert session.advance().digest == model.digest()


def test_the_size_of_a_block_does_not_show() -> None:
    """Seed 78 of the quiet strategy once met a tie that other worlds then decided."""
    scenario = open_scenario("tokyo-2026")
    seeds = range(60, 100)
    whole = play(scenario, seeds, "quiet", digests=True, block=40).digests
    assert play(scenario, seeds, "quiet", digests=True, block=17).digests == whole
    assert GreatGameModel(scenario, strategy="quiet", seeds=[78]).play().digest() == whole[18]


def test_ties_go_to_the_first_entry_whatever_other_worlds_look_like() -> None:
    model = GreatGameModel(open_scenario("tokyo-2026"), seeds=[0, 1])
    model.open()
    mine = model.catalogue.mine[model.game.player]
    equal = np.ones((2, len(mine)))
    fewer = equal.copy()
    fewer[1, : len(mine) // 2] = -np.inf
    both = [choose(model.view, model.game.player, u, 0.0, 12) for u in (equal, fewer)]
    assert (both[0][0] == both[1][0]).all()
    assert both[0][0][0] == 1.0
