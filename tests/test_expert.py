"""Minds that look ahead: worlds on their own, no peeking, screening that finds what is there, words and advice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from greatgame.agents.foresight import Effort, Expert, Thought
from greatgame.agents.futures import Present, luck
from greatgame.agents.objectives import aims, objective
from greatgame.agents.screening import clear, design, shrunk
from greatgame.cli import app
from greatgame.errors import GreatGameError
from greatgame.lab import expertise
from greatgame.model import GreatGameModel
from greatgame.scenario import IndexedScenario, open_scenario
from greatgame.session import Session
from json_page import documented

SMALL = Effort(pairs=8, checks=3, study=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main scenario, two quarters long, so that looking ahead is quick."""
    folder = tmp_path_factory.mktemp("short")
    text = '[scenario]\nid = "short"\nextends = "tokyo-2026"\nturns = 2\n'
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def short(folder: Path) -> IndexedScenario:
    """The same, opened."""
    return open_scenario(folder)


def expert_of(model: GreatGameModel, name: str) -> Expert:
    """The mind that looks ahead in a seat."""
    decider = next(agent.decider for agent in model.agents if agent.name == name)
    assert isinstance(decider, Expert)
    return decider


def test_a_world_is_the_campaign_it_is_alone(short: IndexedScenario) -> None:
    for strategy, strength in (("expert", "standard"), ("all-round", "expert")):
        together = GreatGameModel(short, strategy, strength, seeds=(4, 5), effort=SMALL).play()
        alone = GreatGameModel(short, strategy, strength, seeds=(5,), effort=SMALL).play()
        assert together.digest(1) == alone.digest()
        assert together.digest(0) != alone.digest()


def test_experts_do_not_know_the_luck_to_come(short: IndexedScenario) -> None:
    seen = []
    for later in (70, 71):
        model = GreatGameModel(short, seeds=(7,), strategy="expert", effort=SMALL)
        model.open()
        view = model.view
        # Another future for the same present: what is not yet known must not change the orders.
        other = GreatGameModel(short, seeds=(later,)).world.tape
        perception = view.perception.copy()
        model.world.tape = model.world.tape.spliced(other, 0)
        model.world.tape.seeds = (7,)
        model.step()
        assert np.array_equal(view.perception, perception)
        seen.append(model.intents[0, model.catalogue.mine[short.player]].copy())
    assert np.array_equal(seen[0], seen[1])


def test_futures_have_fresh_luck_and_the_same_present(short: IndexedScenario) -> None:
    model = GreatGameModel(short, seeds=(1, 2))
    model.step()
    model.open()
    present = Present(model.view, 0, np.array([1]))
    world = present.futures("trial", 3, 2)
    assert world.tape.seeds == (*luck(2, 1, 0, "trial", 3),) * 2
    assert set(world.tape.seeds).isdisjoint(model.seeds)
    assert np.array_equal(world.state.trust, np.repeat(model.world.state.trust[1:], 6, axis=0))
    assert len({*luck(2, 1, 0, "trial", 3), *luck(2, 1, 0, "check", 3), *luck(2, 2, 0, "trial", 3)}) == 9


@pytest.mark.parametrize("kinds", [1, 9, 18, 40])
def test_design_tells_all_changes_apart(kinds: int) -> None:
    trials = design(kinds, 8)
    assert set(np.unique(trials)) == {-1.0, 1.0}
    assert np.array_equal(trials.T @ trials, len(trials) * np.eye(kinds))
    assert not trials.sum(axis=0).any()


def test_screening_finds_what_is_there() -> None:
    trials = design(10, 32)
    worth = np.array([0.0, 1.5, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.4])
    noise = np.random.default_rng(1).normal(0.0, 0.5, len(trials))
    lean = shrunk(trials @ worth + noise, trials)
    assert lean[1] > 0.9
    assert lean[3] < -0.9
    assert 0.0 < lean[9] < 1.0
    assert np.abs(lean[[0, 2, 4, 5, 6, 7, 8]]).mean() < 0.4
    assert not shrunk(np.zeros(len(trials)), trials).any()


def test_a_gain_within_its_error_is_not_clear() -> None:
    assert clear(np.array([1.0, 1.2, 0.9]))
    assert not clear(np.array([3.0, -2.9, 0.2]))
    assert not clear(np.array([-1.0, -1.1, -0.9]))
    assert not clear(np.zeros(4))


def test_every_government_has_an_objective_of_its_own(tokyo: IndexedScenario) -> None:
    model = GreatGameModel(tokyo, seeds=(3, 4))
    opening = model.world.state.copy()
    model.step()
    for actor, name in enumerate(tokyo.names.actors):
        points = objective(tokyo, model.world.state, actor)
        assert points.shape == (2,)
        assert np.all((points > 0.0) & (points < 100.0)), name
        assert abs(float(objective(tokyo, opening, actor)[0]) - float(points.mean())) < 10.0
    first = {name: set(aims(tokyo, actor)) for actor, name in enumerate(tokyo.names.actors) if actor != tokyo.player}
    # A seat is judged by what bears weight in its doctrine, and by nothing else.
    for name, chosen in first.items():
        doctrine = tokyo.doctrine(name)
        assert chosen == {c for c in chosen if doctrine.weights.number(c) > 0}
        assert len(chosen) >= 5


def test_objective_follows_the_state(tokyo: IndexedScenario) -> None:
    state = GreatGameModel(tokyo, seeds=(0,)).world.state
    for actor, name in enumerate(tokyo.names.actors):
        before = objective(tokyo, state, actor)[0]
        changed = state.copy()
        if actor == tokyo.player:
            changed.score[...] += 5.0
        elif actor < len(tokyo.names.powers):
            changed.trust[:, :, actor] += 10.0
        else:
            changed.autonomy[:, actor - len(tokyo.names.powers)] += 10.0
        assert objective(tokyo, changed, actor)[0] > before, name


def test_experts_say_what_they_found(short: IndexedScenario) -> None:
    model = GreatGameModel(short, seeds=(3,), strategy="expert", effort=SMALL)
    model.step()
    mind = expert_of(model, short.names.powers[short.player])
    assert "in 3 futures" in mind.words()
    assert mind.seconds > 0.0
    still, leaning = np.zeros(3), np.array([0.6, 0.0, 0.0])
    plain = Thought("usual", still, 0.0, 0.0, 61.0, 16).words("usual")
    assert plain == "in 16 futures no plan clearly gained over usual; 61.0 points are expected at the end"
    found = Thought("usual", leaning, 1.2, 0.4, 62.2, 16).words("usual")
    assert "usual with leanings of its own gained +1.2 ± 0.4 points over usual as it is" in found


def test_any_government_can_look_ahead(short: IndexedScenario) -> None:
    host, firm = short.names.hosts[0], short.names.firms[0]
    model = GreatGameModel(short, seeds=(2,), seats={host: "expert"}, effort=SMALL)
    model.step()
    assert expert_of(model, host).thoughts
    with pytest.raises(GreatGameError, match="government"):
        model.expert(firm)


def test_session_advises_and_records(short: IndexedScenario, folder: Path, tmp_path: Path) -> None:
    session = Session.new(short, seed=5)
    advice = session.advice()
    assert "futures" in advice.text
    assert not session.queue
    for advised in advice.orders:
        session.submit(advised.order, advised.amount)
    assert [queued.order for queued in session.queue] == [advised.order for advised in advice.orders]
    watched = Session.new(short, seed=5, strategy="expert")
    record = watched.advance()
    player = watched.player
    assert [remark.actor for remark in record.remarks] == [player]
    assert record.remarks[0].text == advice.text
    mine = [given for given in record.orders if given.actor == player]
    assert {given.order for given in mine} == {advised.order for advised in advice.orders}
    assert all(given.reasons for given in mine)
    watched.save(tmp_path / "watched.json")
    assert Session.load(tmp_path / "watched.json", folder).digest == watched.digest
    over = Session.new(short, seed=5, strategy="do-nothing").play()
    with pytest.raises(GreatGameError, match="over"):
        over.advice()


def test_advice_leaves_out_what_the_level_keeps_back() -> None:
    free, held = (Session.new("quick", seed=2, level=level) for level in ("ambassador", "cadet"))
    assert {"japan/stockpile"} & {"/".join(row.order.split("/")[:2]) for row in free.advice().orders}
    for _ in range(2):
        kinds = {row.order.split("/")[1] for row in held.advice().orders}
        assert kinds
        assert not kinds & held.hidden
        held.advance()


def test_advice_on_the_command_line(short: IndexedScenario, folder: Path, tmp_path: Path) -> None:
    session = Session.new(folder, seed=5)
    session.save(tmp_path / "mine.json")
    told = CliRunner().invoke(app, ["advise", str(tmp_path / "mine.json"), "--json"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout) == {"quarter": session.quarter, **session.advice().as_dict()}
    usual = CliRunner().invoke(app, ["advise", str(tmp_path / "mine.json"), "--strategy", session.stand_in, "--json"])
    assert [row["order"] for row in json.loads(usual.stdout)["orders"]] == [row.order for row in session.draft()]
    session.play().save(tmp_path / "over.json")
    late = CliRunner().invoke(app, ["advise", str(tmp_path / "over.json")])
    assert late.exit_code == 2
    assert "the campaign is over" in late.output


def test_study_compares_on_the_same_luck(short: IndexedScenario) -> None:
    said: list[str] = []
    found = expertise.run(short, seeds=2, say=said.append, effort=SMALL)
    assert len(said) == len(short.file.strategy) + 2
    assert set(found.gains) == set(short.file.strategy)
    assert found.gains["do-nothing"].mean > 0
    assert set(found.losses) == {"total", *short.names.pillars}
    content = found.as_dict()
    assert content["expert"]["seconds_a_turn"] > 0
    documented(content, content["expert"], content["rivals"], *content["expert"]["over"].values())
    name, gain = next(iter(content["expert"]["over"].items()))
    assert gain["total"] == pytest.approx(float(found.files[name].total.mean()))
    assert gain["mean"] == pytest.approx(content["expert"]["mean"] - gain["total"])
