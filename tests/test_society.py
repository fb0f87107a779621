"""What stays as it is while nobody acts, and who loses a tender."""

from __future__ import annotations

import numpy as np
import pytest

from greatgame.moves.legality import OPEN, bid_ready
from greatgame.scenario import varied
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.vocabulary import MECHANISMS
from greatgame.world.variables import find_cell
from test_rules import quiet_model

BETS = "multi-vector"


def only(scenario: IndexedScenario, *mechanisms: str) -> IndexedScenario:
    """The scenario with all other mechanisms switched off."""
    return varied(scenario, without=[name for name in MECHANISMS if name not in mechanisms])


def test_the_dependence_of_the_start_does_not_dissolve_by_itself(tokyo: IndexedScenario) -> None:
    model = quiet_model(only(tokyo, BETS))
    before = model.world.state.dependence.copy()
    assert (before > tokyo.vector.dominant).any()
    model.step()
    assert np.allclose(model.world.state.dependence, before, atol=1e-6)


@pytest.mark.parametrize(
    ("path", "value"), [("squeeze.tajikistan.labour.russia", 0.5), ("dependence.tajikistan.labour.russia", 0.95)]
)
def test_more_of_it_or_a_squeeze_makes_a_host_spread_its_bets(tokyo: IndexedScenario, path: str, value: float) -> None:
    after = []
    for mechanisms in ((), (BETS,)):
        model = quiet_model(only(tokyo, *mechanisms))
        variable, cell = find_cell(tokyo, path)
        getattr(model.world.state, variable.name)[0][cell] = value
        model.step()
        after.append(model.world.state.dependence[0][cell])
    assert after[1] < after[0]


def test_opinion_keeps_its_distance_from_trust(tokyo: IndexedScenario) -> None:
    model = quiet_model(only(tokyo))
    state = model.world.state
    before = state.mood.copy()
    assert np.abs(before - state.trust).max() > 10.0
    state.trust[0, 0, 0] += 10.0
    model.step()
    moved = model.world.state.mood - before
    assert moved[0, 0, 0] == pytest.approx(tokyo.society.mood_follow * 10.0, rel=0.1)
    moved[0, 0, 0] = 0.0
    assert np.abs(moved).max() < 0.01


def test_a_statement_binds_both(tokyo: IndexedScenario) -> None:
    model = quiet_model(tokyo, ("japan/joint-statement/united-states",))
    model.step()
    there, here = (tokyo.names.powers.at(name) for name in ("united-states", "japan"))
    alliance = model.world.state.alliance[0]
    assert alliance[there, here] == alliance[here, there] > 0


def test_only_a_bid_that_was_ready_loses_a_tender(tokyo: IndexedScenario) -> None:
    """A file that no firm stands behind is no bid: it costs no trust when another wins."""
    slots = tokyo.venture_slot
    contested = np.flatnonzero((slots[:, tokyo.player] >= 0) & ((slots >= 0).sum(axis=1) > 1)).tolist()
    stage = quiet_model(tokyo).world.state.stage[0]
    project = next(j for j in contested if stage[j] == OPEN and not tokyo.firm_led[_rival(tokyo, j)])
    rival = _rival(tokyo, project)
    mine, theirs = slots[project, [tokyo.player, rival]].tolist()
    host = tokyo.names.hosts[tokyo.project_host[project]]
    award = f"{host}/award/{tokyo.names.projects[project]}/{tokyo.names.powers[rival]}"
    trust = []
    for backer in (0.0, 1.0):
        model = quiet_model(tokyo, (award,))
        state = model.world.state
        state.signed[0, [mine, theirs]] = state.prepared[0, [mine, theirs]] = 1.0
        state.backer[0, mine] = backer
        assert bid_ready(tokyo, state)[0, mine] == bool(backer)
        model.step()
        assert model.world.state.sponsor[0, project] == rival + 1
        trust.append(model.world.state.trust[0, tokyo.project_host[project], tokyo.player])
    assert trust[0] - trust[1] == pytest.approx(tokyo.contest.lost_trust, rel=0.5)


def _rival(s: IndexedScenario, project: int) -> int:
    """The first power beside the player that may sponsor a project."""
    return int(next(p for p in np.flatnonzero(s.venture_slot[project] >= 0) if p != s.player))
