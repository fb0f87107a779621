"""The seven lenses of the map: figures that open, keys that can be selected, and what has no place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.text import JAPANESE, missing
from greatgame.views.chart import STAGES, Chart, tables
from greatgame.views.figures import Figure
from greatgame.views.geography import Places
from greatgame.views.lenses import LENSES, rounded


@pytest.fixture(scope="module")
def chart() -> Chart:
    """The map after one turn."""
    session = Session.new("quick", seed=7)
    session.advance()
    return Chart(session)


def test_there_are_seven_lenses() -> None:
    assert len(LENSES) == 7


@pytest.mark.parametrize("key", LENSES)
def test_every_figure_of_a_lens_opens_into_lines_that_add_up(chart: Chart, key: str) -> None:
    figures = chart.lens(key).figures()
    assert figures
    for figure in figures:
        account = figure.account()
        assert account.adds_up, figure.title
        assert account.total == pytest.approx(figure.value), figure.title


@pytest.mark.parametrize("key", LENSES)
def test_a_lens_is_told_in_japanese(chart: Chart, key: str) -> None:
    lens = chart.lens(key)
    texts: list[str] = [lens.title, lens.note, lens.signs, lens.scale.title]
    texts += [text for table in tables(lens) for text in (table.title, *table.columns)]
    texts += [text for figure in lens.figures() for text in (figure.title, figure.unit, figure.threshold)]
    assert [untold for text in texts for untold in missing(text, JAPANESE)] == []
    assert [untold for stage in STAGES.values() for untold in missing(stage, JAPANESE)] == []


@pytest.mark.parametrize("key", LENSES)
def test_everything_that_is_shown_stands_in_the_table_view(chart: Chart, key: str) -> None:
    lens = chart.lens(key)
    listed = tables(lens)
    rows = [row for table in listed for row in table.rows]
    assert set(lens.order) <= {row.key for row in rows}
    shown = {id(cell) for row in rows for cell in row.cells if isinstance(cell, Figure)}
    ends = {id(lens.scale.low), id(lens.scale.high)}
    assert {id(figure) for figure in lens.figures()} - ends == shown
    assert all(len(row.cells) == len(table.columns) for table in listed for row in table.rows if row.cells)


@pytest.mark.parametrize("key", LENSES)
def test_the_table_names_the_powers_whose_colours_the_map_shows(chart: Chart, key: str) -> None:
    lens = chart.lens(key)
    assert lens.led == (lens.leaders is not None)
    if lens.leaders is None:
        return
    table = tables(lens)[0]
    assert table.columns[:2] == (lens.leaders, lens.scale.title)
    for row, area in zip(table.rows, lens.areas, strict=True):
        assert row.cells[0] == (chart.session.scenario.label(area.leader) if area.leader else None)


@pytest.mark.parametrize("key", LENSES)
def test_levels_lie_within_the_scale(chart: Chart, key: str) -> None:
    lens = chart.lens(key)
    levels = [*(a.level for a in lens.areas), *(b.level for group in lens.bars for b in group.bars)]
    levels += [level for way in lens.ways for level in (way.level, way.width)]
    assert all(0.0 <= level <= 1.0 for level in levels)


def test_the_leader_is_the_power_with_the_largest_figure(chart: Chart) -> None:
    lens, s = chart.lens("influence"), chart.session.scenario
    state = chart.session.state
    for area in lens.areas:
        weights = [
            sum(float(w) * float(d) for w, d in zip(s.channel_weights, channels, strict=True))
            for channels in state.dependence[0, s.names.hosts.at(area.host)].T
        ]
        assert area.leader == s.names.powers[weights.index(max(weights))]
        assert area.figure.value == pytest.approx(100.0 * max(weights))


def test_stages_follow_the_state(chart: Chart) -> None:
    s, state = chart.session.scenario, chart.session.state
    by_name = {site.project: site for site in chart.sites}
    assert len(by_name) == len(s.names.projects)
    for j, name in enumerate(s.names.projects):
        expected = {0: ("open", "signed", "prepared", "financed"), 1: ("building",), 2: ("operating",), 3: ("lost",)}
        assert by_name[name].stage in expected[round(float(state.stage[0, j]))]
        assert (by_name[name].sponsor is None) == (by_name[name].stage == "open")


def test_a_leg_carries_what_its_corridors_carry(chart: Chart) -> None:
    s, state = chart.session.scenario, chart.session.state
    for way in chart.ways:
        users = [c for c, slots in enumerate(s.route_slots) if s.names.legs.at(way.leg) in slots]
        assert way.flow.value == pytest.approx(sum(float(state.volume[0, c]) for c in users))
        assert len(way.corridors) == len(users)


def test_what_has_no_place_is_left_out_or_stands_at_its_host(chart: Chart) -> None:
    known = chart.places
    without = replace(known, projects={}, legs={}, flashpoints={})
    lens = Chart(chart.session, without).lens("projects")
    assert {site.at for site in lens.sites} == {known.centre(host) for host in chart.session.scenario.names.hosts}
    assert lens.ways == ()
    nowhere = Chart(chart.session, Places())
    assert [nowhere.lens(key).sites for key in LENSES] == [()] * 7
    assert len(nowhere.lens("security").areas) == len(chart.session.scenario.names.hosts)


def test_an_unknown_lens_is_refused_with_the_ones_there_are(chart: Chart) -> None:
    with pytest.raises(GreatGameError, match="influence"):
        chart.lens("influenc")


@pytest.mark.parametrize(
    ("value", "end"), [(0.3, 1.0), (1.0, 1.0), (3.0, 5.0), (28.0, 50.0), (17596.0, 20000.0), (20543.0, 25000.0)]
)
def test_scales_end_at_handy_figures(value: float, end: float) -> None:
    assert rounded(value) == end
