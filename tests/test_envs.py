"""Seats for machines: the checkers of Gymnasium and PettingZoo, masks, rewards, seeds, many worlds as one."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from greatgame import envs
from greatgame.envs import GovernmentsEnv, SeatEnv, SeatVectorEnv
from greatgame.errors import GreatGameError
from greatgame.scenario import IndexedScenario
from greatgame.session import Session

with warnings.catch_warnings():
    # PettingZoo warns of its own older modules when its tests are imported.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pettingzoo.test import api_test, parallel_api_test, parallel_seed_test, seed_test

PAGE = Path(__file__).parent.parent / "docs" / "ENVS.md"
EXAMPLE = Path(__file__).parent.parent / "examples" / "search_policy.py"
NAME = envs.name_of("tokyo-2026")


@pytest.fixture(scope="module")
def short(tokyo: IndexedScenario, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The main scenario, three quarters long."""
    folder = tmp_path_factory.mktemp("short")
    text = '[scenario]\nid = "short"\nextends = "tokyo-2026"\nturns = 3\n'
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The checkers recommend habits (numbered agents, equal spaces) that governments do not share."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def chosen(random: np.random.Generator, masks: Any) -> Any:
    """One possible action for each row."""
    return np.array([random.choice(np.flatnonzero(mask)) for mask in masks])


def test_shipped_scenarios_are_registered() -> None:
    assert f"greatgame/Tokyo2026-v{envs.VERSION}" == NAME
    made = gymnasium.make(NAME)
    assert isinstance(made.unwrapped, SeatEnv)
    assert isinstance(gymnasium.make_vec(NAME, num_envs=2).unwrapped, SeatVectorEnv)


def test_gymnasium_accepts_the_seat(short: str) -> None:
    check_env(SeatEnv(short, render_mode="ansi"))


def test_pettingzoo_accepts_all_governments(short: str) -> None:
    parallel_api_test(envs.parallel_env(scenario=short, orders=2), num_cycles=8)
    api_test(envs.env(scenario=short, orders=2), num_cycles=60)


def test_pettingzoo_finds_equal_seeds_equal(short: str) -> None:
    seed_test(lambda: envs.env(scenario=short, orders=2), num_cycles=10)
    parallel_seed_test(lambda: envs.parallel_env(scenario=short, orders=2), num_cycles=10)


def test_same_seed_and_orders_are_the_session_s_campaign(short: str) -> None:
    env, random = SeatEnv(short), np.random.default_rng(3)
    session = Session.new(short, seed=11)
    _, info = env.reset(seed=11)
    over, total = False, 0.0
    opening = info["objective"]
    while not over:
        action = chosen(random, [info["action_mask"]])[0]
        if action < len(env.moves):
            session.submit(env.moves[action])
        quarter = info["turn"]
        _, reward, over, _, info = env.step(action)
        total += reward
        if info["turn"] > quarter:
            session.advance()
    assert env.table.model.digest() == session.digest
    assert info["objective"] == pytest.approx(session.score().total)
    assert total == pytest.approx(info["objective"] - opening)


def test_mask_is_what_the_session_accepts(short: str) -> None:
    env, session = SeatEnv(short), Session.new(short, seed=4)
    env.reset(seed=4)
    random = np.random.default_rng(0)
    for _ in range(6):
        legal = {move.id for move in session.moves()}
        possible = {env.moves[i] for i in np.flatnonzero(env.action_masks()[:-1])}
        assert possible == legal
        action = int(random.choice(np.flatnonzero(env.action_masks()[:-1])))
        session.submit(env.moves[action])
        assert env.step(np.int64(action))[4]["possible"]


def test_an_impossible_action_gives_no_order(short: str) -> None:
    env = SeatEnv(short, orders=1)
    _, info = env.reset(seed=1)
    impossible = int(np.flatnonzero(info["action_mask"] == 0)[0])
    *_, info = env.step(np.int64(impossible))
    assert not info["possible"]
    # The one choice of the quarter is gone, so that it has ended.
    assert info["turn"] == 1
    assert env.table.model.intents[0, env.table.catalogue.mine[env.table.scenario.player]].sum() == 0


def test_worlds_of_the_vector_are_campaigns_of_their_own(short: str) -> None:
    vector = SeatVectorEnv(3, short, orders=4)
    random = np.random.default_rng(8)
    seen, info = vector.reset(seed=20)
    taken: list[Any] = []
    while info["turn"][0] < 3:
        taken.append(chosen(random, info["action_mask"]))
        seen, _, over, _, info = vector.step(taken[-1])
    assert over.all()
    single = SeatEnv(short, orders=4)
    for world in range(3):
        single.reset(seed=20 + world)
        quarter, end = 0, len(single.moves)
        waiting = False
        for actions in taken:
            if waiting and actions[world] == end:
                continue
            waiting = False
            alone, _, _, _, told = single.step(actions[world])
            waiting, quarter = told["turn"] > quarter, told["turn"]
        assert single.table.model.digest() == vector.table.model.digest(world)
        assert alone.tobytes() == seen[world].tobytes()


def test_vector_begins_anew_after_the_end(short: str) -> None:
    vector = SeatVectorEnv(2, short, reward="final")
    vector.reset(seed=[5, 9])
    end = np.full(2, len(vector.table.catalogue.mine[vector.table.scenario.player]))
    paid = [vector.step(end)[1] for _ in range(3)]
    assert not paid[0].any()
    assert not paid[1].any()
    assert paid[2] == pytest.approx(vector.table.standing(vector.seat))
    _, rewards, over, _, info = vector.step(end)
    assert not over.any()
    assert not rewards.any()
    assert info["turn"].tolist() == [0, 0]
    assert vector.table.model.seeds != (5, 9)


@pytest.mark.parametrize("seed", [5, np.int64(5), [5, 6], (5, 6), [np.int64(5), 6]])
def test_later_campaigns_of_the_vector_follow_from_its_seeds(short: str, seed: Any) -> None:
    drawn = []
    for _ in range(2):
        vector = SeatVectorEnv(2, short)
        vector.reset(seed=seed)
        assert vector.table.model.seeds == (5, 6)
        vector.reset()
        drawn.append(vector.table.model.seeds)
    assert drawn[0] == drawn[1]
    if not isinstance(seed, list | tuple):
        generator = np.random.default_rng(np.random.SeedSequence(5))
        assert drawn[0] == tuple(generator.integers(envs.seat.SEEDS, size=2).tolist())


def test_governments_wait_for_each_other(short: str) -> None:
    env = GovernmentsEnv(short, orders=3)
    seen, _ = env.reset(seed=2)
    first, *others = env.agents
    ends = {agent: env.table.actions(agent) - 1 for agent in env.agents}
    order = int(np.flatnonzero(seen[first]["action_mask"])[0])
    seen, rewards, *_ = env.step({**ends, first: order})
    assert not any(rewards.values())
    assert env.table.model.world.turn == 0
    assert all(seen[agent]["action_mask"].sum() == 1 for agent in others)
    _, rewards, *_ = env.step(ends)
    assert env.table.model.world.turn == 1
    assert all(rewards.values())


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"seat": "atlantis"}, "government"),
        ({"reward": "gold"}, "reward"),
        ({"variables": ["trsut"]}, "trust"),
        ({"variables": []}, "at least one"),
        ({"variables": "trust"}, "variables 'trust': give a list of names, even for one"),
        ({"variables": ["trust", "mood", "trust"]}, "variable 'trust' is named twice"),
        ({"orders": 0}, "at least 1"),
        ({"orders": 1.5}, "orders 1.5 is no whole number"),
        ({"orders": "3"}, "orders '3' is no whole number"),
        ({"render_mode": "human"}, "ansi"),
        ({"strength": "wise"}, "standard"),
    ],
)
def test_bad_options_are_explained(options: dict[str, Any], complaint: str) -> None:
    with pytest.raises(GreatGameError, match=complaint):
        SeatEnv(**options)


@pytest.mark.parametrize(
    ("seats", "complaint"),
    [
        ([], "name at least one government"),
        ("japan", "seats 'japan': give a list of names, even for one"),
        (["japan", "japan"], "government 'japan' is named twice"),
        (["jappan"], "did you mean japan"),
    ],
)
@pytest.mark.parametrize("make", [envs.parallel_env, envs.env])
def test_bad_seats_are_explained(make: Any, seats: Any, complaint: str) -> None:
    with pytest.raises(GreatGameError, match=complaint):
        make(seats=seats)


def test_names_that_there_are_not_are_explained(short: str) -> None:
    with pytest.raises(GreatGameError, match="unknown government 'mars'"):
        GovernmentsEnv(short, seats=["japan", "china"]).moves("mars")
    with pytest.raises(GreatGameError, match="unknown scenario 'tokio-2026': did you mean tokyo-2026"):
        envs.name_of("tokio-2026")


def test_every_environment_names_its_figures_and_moves(short: str) -> None:
    seat, vector = SeatEnv(short), SeatVectorEnv(2, short)
    side_by_side, in_turn = envs.parallel_env(scenario=short).unwrapped, envs.env(scenario=short).unwrapped
    assert vector.moves == seat.moves == side_by_side.moves(seat.seat) == in_turn.moves(seat.seat)
    assert vector.figures == seat.figures == side_by_side.figures == in_turn.figures
    assert seat.observation_space.shape == (len(seat.figures),)


def test_explain_opens_the_figures_but_the_seat_s_own_means(short: str) -> None:
    session, env = Session.new(short, seed=1), SeatEnv(short)
    means = (*(f"left.{name}" for name in session.scenario.names.resources), "orders_left", "time")
    assert env.figures[-len(means) :] == means
    for figure in env.figures[: -len(means)]:
        assert session.explain(figure).path == figure
    for figure in means:
        with pytest.raises(GreatGameError):
            session.explain(figure)


def test_figures_are_scaled_as_the_page_says(short: str) -> None:
    env = SeatEnv(short, variables=["growth", "price"])
    seen, _ = env.reset(seed=1)
    state = env.table.model.world.state
    growth, price = state.growth[0].reshape(-1), state.price[0].reshape(-1)
    # The mean size at the start is that of the opening state, before the first quarter's shocks.
    mean = env.table.features.scenario.price.mean()
    assert seen[: len(growth)] == pytest.approx((growth + 25) / 50)
    assert seen[len(growth) :][: len(price)] == pytest.approx(price / (price + mean), rel=0.05)


@pytest.mark.parametrize(
    ("seed", "complaint"),
    [
        ([1], "give one whole number, or a list of 2"),
        ("x", "give one whole number, or a list of 2"),
        (1.5, "give one whole number, or a list of 2"),
        (True, "seed True is no whole number"),
        ([True, False], "seed True is no whole number"),
        ([1, 2.5], "seed 2.5 is no whole number"),
        ([1, -1], "seed -1 is out of range"),
    ],
)
def test_seeds_of_the_vector_are_whole_numbers(short: str, seed: Any, complaint: str) -> None:
    with pytest.raises(GreatGameError, match=complaint):
        SeatVectorEnv(2, short).reset(seed=seed)


@pytest.mark.parametrize(
    ("count", "complaint"),
    [(0, "at least 1 campaign"), (1.5, "no whole number"), ("x", "no whole"), (None, "no whole"), (True, "no whole")],
)
def test_worlds_of_the_vector_are_a_whole_number(short: str, count: Any, complaint: str) -> None:
    with pytest.raises(GreatGameError, match=complaint):
        SeatVectorEnv(count, short)
    assert SeatVectorEnv(np.int64(2), short).reset(seed=3)[0].shape[0] == 2  # type: ignore[arg-type]


def test_steps_out_of_order_are_explained(short: str) -> None:
    with pytest.raises(GreatGameError, match="reset"):
        SeatEnv(short).step(np.int64(0))
    with pytest.raises(GreatGameError, match="reset"):
        SeatEnv(short).action_masks()
    with pytest.raises(GreatGameError, match="reset"):
        SeatVectorEnv(2, short).action_masks()
    with pytest.raises(GreatGameError, match="reset"):
        GovernmentsEnv(short).state()
    seat = SeatEnv(short)
    seat.reset(seed=1)
    with pytest.raises(GreatGameError, match="whole numbers"):
        seat.step(3.7)  # type: ignore[arg-type]  # wrong on purpose
    vector = SeatVectorEnv(2, short)
    vector.reset(seed=1)
    with pytest.raises(GreatGameError, match="one for each world"):
        vector.step(np.array([0]))


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"china": float("nan")}, "actions of china are .*nan.*: give 1 whole numbers"),
        ({"china": 10**6}, "actions of china are .*1000000"),
        ({"mars": 0}, "unknown government 'mars'"),
        (None, "give a dictionary"),
    ],
)
def test_a_wrong_action_of_one_leaves_all_as_they_were(short: str, wrong: Any, complaint: str) -> None:
    env = GovernmentsEnv(short, seats=["japan", "china"])
    seen, _ = env.reset(seed=2)
    order = int(np.flatnonzero(seen["japan"]["action_mask"])[0])
    given: Any = wrong if wrong is None else {"japan": order, **wrong}
    with pytest.raises(GreatGameError, match=complaint):
        env.step(given)
    assert not env.table.queue.any()
    _, _, _, _, infos = env.step({"japan": order})
    assert infos["japan"]["possible"]
    assert env.table.queue.sum() == 1.0


@pytest.mark.parametrize("wrong", [None, 10**6, 0.5])
def test_a_wrong_action_in_turn_is_refused_at_once(short: str, wrong: Any) -> None:
    env = envs.env(scenario=short, seats=["japan", "china"])
    env.reset(seed=2)
    with pytest.raises(GreatGameError, match="actions of japan"):
        env.step(wrong)
    assert env.agent_selection == "japan"
    for agent in ("japan", "china"):
        env.step(env.action_space(agent).n - 1)
    assert env.agent_selection == "japan"


def test_what_is_missing_is_said() -> None:
    code = (
        "import sys; sys.modules['gymnasium'] = None\n"
        "from greatgame.errors import GreatGameError\n"
        "try:\n    import greatgame.envs\nexcept GreatGameError as error:\n    print(error)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "gymnasium" in told.stdout
    assert "[envs]" in told.stdout


def test_page_runs() -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(code) == 1
    exec(compile(code[0], str(PAGE), "exec"), {})


def test_example_beats_doing_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 60
    monkeypatch.setattr(sys, "argv", [str(EXAMPLE), "1", "8", "2", "12"])
    found = runpy.run_path(str(EXAMPLE))
    assert found["gain"].mean() > found["half"]
    assert "held-out seeds: +" in capsys.readouterr().out
