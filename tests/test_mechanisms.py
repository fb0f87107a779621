"""Nothing is decoration: every mechanism and every kind of move changes something, as documented."""

from __future__ import annotations

import pytest

from greatgame.lab import ablate, effects
from greatgame.lab.ensemble import play
from greatgame.lab.statistics import paired
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario import open_scenario
from greatgame.scenario.vocabulary import MECHANISMS

SEEDS = 128
"""Campaigns with and without each mechanism; the weakest move a pillar by a thirtieth of a standard deviation."""


@pytest.fixture(scope="module")
def ablation() -> ablate.AblationTable:
    return ablate.run(open_scenario("tokyo-2026"), SEEDS)


@pytest.fixture(scope="module")
def studied() -> dict[tuple[str, str], effects.MoveEffect]:
    table = effects.run(open_scenario("tokyo-2026"), seeds=16)
    return {(m.kind, m.item): m for m in table.moves}


@pytest.mark.parametrize("name", MECHANISMS)
def test_mechanism(ablation: ablate.AblationTable, name: str) -> None:
    """Switching a mechanism off moves at least one pillar beyond noise, eight pillars being looked at."""
    row = ablation.effects[name]
    assert name not in ablation.idle, {pillar: (p.effect, p.effect_low, p.effect_high) for pillar, p in row.items()}


# The pillar that each mechanism is there for, and what happens to it without the mechanism.
DIRECTIONS = {
    "pledge": ("trust", "+"),
    "hybrid-finance": ("pledge", "-"),
    "human-capital": ("hosts", "-"),
    "export-controls": ("home", "+"),
    "control-answers": ("supply", "-"),
    "delivery": ("supply", "+"),
    "caspian": ("corridor", "+"),
    "coercion": ("hosts", "+"),
    "rear-base": ("hosts", "-"),
    "multi-vector": ("standards", "-"),
}


@pytest.mark.parametrize("name", DIRECTIONS)
def test_mechanism_works_in_its_direction(ablation: ablate.AblationTable, name: str) -> None:
    pillar, sign = DIRECTIONS[name]
    effect = ablation.effects[name][pillar]
    assert effect.low > 0 if sign == "+" else effect.high < 0, (pillar, effect)


def test_every_kind_of_move_is_studied(studied: dict[tuple[str, str], effects.MoveEffect]) -> None:
    assert {kind for kind, _ in studied} == set(catalogue_of(open_scenario("tokyo-2026")).kinds)


def test_every_move_has_its_documented_sign(studied: dict[tuple[str, str], effects.MoveEffect]) -> None:
    wrong = {key: (m.measure, m.sign, m.effect) for key, m in studied.items() if not m.as_documented}
    assert not wrong


def test_every_move_can_be_made(studied: dict[tuple[str, str], effects.MoveEffect]) -> None:
    assert not [key for key, m in studied.items() if m.made == 0]


def test_a_move_against_itself_has_no_effect() -> None:
    """A study whose arms are equal finds nothing: the instrument itself is sound."""
    scenario = open_scenario("tokyo-2026")
    base = ablate.run(scenario, 16, mechanisms=())
    again = play(scenario, range(16), "all-round")
    same = play(scenario, range(16), "all-round")
    assert base.effects == {}
    assert not any(paired(again.score[:, i], same.score[:, i]).clear for i in range(again.score.shape[1]))


def test_studies_are_the_same_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = open_scenario("tokyo-2026")
    whole = effects.run(scenario, seeds=5, kinds=["scholarships"])
    monkeypatch.setattr(effects, "TOGETHER", 4)
    assert effects.run(scenario, seeds=5, kinds=["scholarships"]).as_dict() == whole.as_dict()
