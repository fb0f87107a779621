"""The model in a world of its own, with one of many things: nothing rests on what the shipped scenarios hold."""

from __future__ import annotations

import numpy as np
import pytest
from rich.console import Console

from elsewhere import elsewhere
from greatgame.model import GreatGameModel
from greatgame.report import Report
from greatgame.scenario.indexed import IndexedScenario
from greatgame.session import Session
from greatgame.world.variables import VARIABLES


@pytest.fixture(scope="module")
def one() -> IndexedScenario:
    return elsewhere()


def _told(session: Session) -> str:
    console = Console(width=400)
    with console.capture() as told:
        console.print(Report(session).render())
    return told.get()


@pytest.mark.parametrize("minerals", [1, 2])
def test_a_world_alone_is_the_world_among_others(minerals: int) -> None:
    scenario = elsewhere(minerals)
    together = GreatGameModel(scenario, seeds=range(6)).play()
    alone = [GreatGameModel(scenario, seeds=[seed]).play().digest() for seed in range(6)]
    assert [together.digest(world) for world in range(6)] == alone
    assert len(set(alone)) == 6


def test_every_change_is_in_the_ledger(one: IndexedScenario) -> None:
    model = GreatGameModel(one, seeds=[7], ledger=True)
    ledger = model.world.ledger
    assert ledger is not None
    for turn in range(one.turns):
        before = model.world.state.copy()
        model.step()
        for variable in VARIABLES:
            opening, closing = (getattr(state, variable.name)[0] for state in (before, model.world.state))
            for index in np.ndindex(opening.shape):
                entries = ledger.entries(variable, index, opening.shape, turn=turn)
                assert closing[index] - opening[index] == sum(entry.change for entry in entries), variable.name


def test_its_report_speaks_of_what_is_there(one: IndexedScenario) -> None:
    session = Session.new(one, seed=7, strategy="all-round").play()
    told = _told(session)
    assert "Trust in Alba: rose most in Zedland (" in told
    assert "rose least" not in told
    assert "least secure is metal at" in told
    assert "Caspian" not in told


def test_a_mind_may_like_what_nobody_can_do(one: IndexedScenario) -> None:
    """Shipped strategies like moves of which this world has none, such as shares in a mine that nobody offers."""
    session = Session.new(one, seed=3)
    liked = {name for kept in one.file.strategy.values() if kept.tastes for name in kept.tastes.values}
    assert liked - set(session.catalogue.kinds)
    for name in one.file.strategy:
        Session.new(one, seed=3, strategy=name).advance()


def test_supply_counts_what_the_player_uses() -> None:
    """A mineral without demand is neither a danger nor a merit: the pillar is that of the other mineral."""
    used, both = (elsewhere(2, demand) for demand in ((100.0, 0.0), (100.0, 100.0)))
    assert used.cares.tolist() == [[1.0, 0.0]]
    assert both.cares == pytest.approx(both.importance[None])
    state = GreatGameModel(used, seeds=[1]).world.state
    assert state.security[0, 0, 1] == pytest.approx(100.0)
    pillar = used.names.pillars.at("supply")
    assert state.score[0, pillar] == pytest.approx(state.security[0, 0, 0], abs=1e-5)
    assert state.security[0, 0, 0] < 99.0
    told = _told(Session.new(used, seed=7, strategy="all-round").play())
    assert "least secure is metal at" in told
