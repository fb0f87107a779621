"""Patterns of the field that the model must reproduce, with confidence intervals; and rivals that answer."""

from __future__ import annotations

import pytest

from greatgame.errors import GreatGameError
from greatgame.lab import patterns, startyear
from greatgame.scenario import open_scenario


@pytest.fixture(scope="module")
def table() -> patterns.PatternTable:
    return patterns.run(open_scenario("tokyo-2026"), seeds=64)


@pytest.mark.parametrize("pattern", [1, 2, 5, 6, 7, 8])
def test_pattern_holds(table: patterns.PatternTable, pattern: int) -> None:
    findings = [f for f in table.findings if f.pattern == pattern]
    assert findings
    assert not [(f.claim, f.effect) for f in findings if not f.holds]


def test_rivals_and_hosts_answer(table: patterns.PatternTable) -> None:
    """The same rivals, the same luck, another player: other orders."""
    findings = [f for f in table.findings if f.pattern == 0]
    assert len(findings) >= 5
    assert not [(f.claim, f.effect) for f in findings if not f.holds]


def test_a_scenario_that_is_too_short_is_told(short_scenario: str) -> None:
    with pytest.raises(GreatGameError, match="more than two years"):
        patterns.run(open_scenario(short_scenario), seeds=2)


def test_starting_year_is_near_the_data() -> None:
    lines = startyear.run(open_scenario("tokyo-2026"), seeds=24).lines
    assert len(lines) >= 12
    assert not [(line.name, line.found, line.published) for line in lines if not line.near]
