"""Figures of the state and derived ones: every account adds up, luck stands last, own orders are marked."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.text import Text, missing, tell
from greatgame.views.derived import GOALS, TOTAL
from greatgame.views.figures import Figure
from greatgame.views.hosts import host_card
from greatgame.views.origins import origins_by_name
from greatgame.views.pipeline import project_row
from greatgame.views.readings import Readings
from greatgame.views.titles import TITLES, Unit, printed
from greatgame.world.variables import VARIABLES, cell_name, shape


@pytest.fixture(scope="module")
def readings() -> Readings:
    session = Session.new("tokyo-2026", seed=1)
    host = session.scenario.names.hosts[0]
    for _ in range(3):
        session.submit(f"{session.player}/visit/{host}/leaders")
        session.advance()
    return Readings(session)


def every_path(readings: Readings) -> list[str]:
    """All cells of the state, and all derived figures."""
    s = readings.scenario
    cells = [cell_name(s, v, index) for v in VARIABLES for index in np.ndindex(*shape(s, v))]
    names = s.names
    return [
        *cells,
        TOTAL,
        GOALS,
        *(f"mean.{name}" for name in ("trust", "autonomy", "growth", "skills", "institutions")),
        *(f"utilisation.{name}" for name in names.corridors),
        *(f"debt_share.{host}.{creditor}" for host in names.hosts for creditor in names.creditors),
        *(f"supply_share.{mineral}.{source}" for mineral in names.minerals for source in names.sources),
        *(f"stock_days.{mineral}" for mineral in names.minerals),
    ]


def said(figure: Figure) -> list[str]:
    """Every text of a figure except sources, which are titles of publications."""
    account = figure.account()
    return [figure.title, figure.unit, figure.threshold, account.note, *(line.label for line in account.lines)]


def test_every_figure_opens_to_lines_that_add_up(readings: Readings) -> None:
    for path in every_path(readings):
        figure = readings.figure(path)
        account = figure.account()
        assert account.adds_up, path
        assert account.total == pytest.approx(figure.value, rel=1e-9, abs=1e-9), path
        assert figure.path == path
        assert figure.unit, path


def test_every_title_threshold_and_note_is_told_in_japanese(readings: Readings) -> None:
    for path in every_path(readings):
        figure = readings.figure(path)
        for text in (figure.title, figure.unit, figure.threshold, figure.account().note):
            assert missing(text, "ja") == [], path


def test_own_orders_are_marked_and_luck_stands_last(readings: Readings) -> None:
    host = readings.scenario.names.hosts[0]
    lines = readings.figure(f"trust.{host}.{readings.session.player}").account().lines
    assert [line.amount > 0 for line in lines if line.mine] == [True]
    shaken = [line.chance for line in readings.figure("tension.taiwan").account().lines]
    assert any(shaken)
    assert shaken == sorted(shaken)


def test_the_first_line_is_where_the_figure_stood(readings: Readings) -> None:
    host = readings.scenario.names.hosts[0]
    figure = readings.figure(f"trust.{host}.{readings.session.player}")
    opening = figure.account().lines[0]
    assert opening.label == "At the start of 2026Q3"
    assert figure.change == pytest.approx(figure.value - opening.amount)
    assert tell(opening.label, "ja") == "2026年第3四半期のはじめ"


def test_the_score_opens_down_to_the_hosts(readings: Readings) -> None:
    score = readings.figure(TOTAL).account()
    trust = next(line.opens for line in score.lines if line.opens and line.opens.path == "score.trust")
    average = next(line.opens for line in trust.account().lines if line.opens and line.opens.path == "mean.trust")
    assert [line.opens.path for line in average.account().lines if line.opens] == [
        f"trust.{host}.{readings.session.player}" for host in readings.scenario.names.hosts
    ]


def test_the_score_s_account_adds_up_by_hand(readings: Readings) -> None:
    """Points times weight, as they are printed, are the printed amount up to its last digit."""
    lines = readings.figure(TOTAL).account().lines
    assert len(lines) == len(readings.scenario.names.pillars)
    for line in lines:
        points, weight = (float(digits) for digits in re.findall(r"\d+\.\d+", line.label))
        assert points * weight / 100.0 == pytest.approx(line.amount, abs=0.01), line.label


def test_the_sources_of_the_score_say_whose_weight_is_meant(readings: Readings) -> None:
    [source] = readings.figure(TOTAL).account().sources
    assert source.startswith("Weight (Pledge kept 2, Supply secured 2, ")
    assert source.count("a judgement: ") == 1
    assert tell(source, "ja").startswith("重み（約束の履行 2、")
    [source] = readings.figure("score.calm").account().sources
    assert source.startswith("Weight (Calm among powers 1.25), a judgement: ")


def test_figures_of_different_origin_are_told_apart(readings: Readings) -> None:
    weight, one = (readings.rows[path] for path in ("score.weights.calm", "flashpoint.taiwan.tension"))
    other = replace(one, path="another", value=7.0)
    told = origins_by_name(readings.scenario, [(Text("a"), weight), (Text("b"), one), (Text("c"), other)])
    assert [text.partition(")")[0] for text in told] == ["Weight (a 1.25", "Index (b 48, c 7"]


def test_a_figure_starts_from_a_figure_of_the_scenario(readings: Readings) -> None:
    account = readings.figure("volume.trans-caspian").account()
    assert len(account.sources) == 1
    assert account.sources[0].startswith("4.119 Mt/yr (2025): ")
    assumed = readings.figure("tension.taiwan").account().sources[0]
    assert assumed.startswith("48 index, assumed: ")


def test_at_the_start_and_at_the_end_accounts_add_up_too() -> None:
    session = Session.new("quick", seed=2)
    for path in ("trust.kazakhstan.japan", TOTAL, "debt_share.kyrgyzstan.china"):
        assert Readings(session).figure(path).account().adds_up
    session.play()
    for path in ("trust.kazakhstan.japan", TOTAL, "debt_share.kyrgyzstan.china"):
        assert Readings(session).figure(path).account().adds_up


def test_the_score_changes_from_the_first_quarter_on() -> None:
    session = Session.new("quick", seed=1)
    start = Readings(session).figure("total_score")
    assert start.change is None
    session.advance()
    now = Readings(session).figure("total_score")
    assert now.change == pytest.approx(now.value - start.value)
    assert Readings(session).figure("score.trust").change is not None


def test_an_unknown_figure_is_named(readings: Readings) -> None:
    with pytest.raises(GreatGameError, match="trsut"):
        readings.figure("trsut.kazakhstan.japan")
    with pytest.raises(GreatGameError, match="narnia"):
        readings.figure("utilisation.narnia")


@pytest.mark.parametrize(
    "path", ["", "score", "score.narnia", "score.trust.x", "mean", "mean.mood", "turn.1", "capex.x", "debt_share.x.y"]
)
def test_a_derived_figure_of_an_odd_name_is_refused_in_words(readings: Readings, path: str) -> None:
    with pytest.raises(GreatGameError):
        readings.figure(path)


def test_what_is_looked_up_by_an_odd_name_says_what_there_is(readings: Readings) -> None:
    with pytest.raises(GreatGameError, match="did you mean kazakhstan"):
        host_card(readings, "kazakstan")
    with pytest.raises(GreatGameError, match="unknown name 'narnia'"):
        project_row(readings, "narnia")


def test_every_variable_has_a_title() -> None:
    assert {variable.name for variable in VARIABLES} == set(TITLES)


def test_digits_follow_the_unit() -> None:
    assert printed(-0.01, Unit("points")) == "0.0"
    assert printed(1234.5, Unit("USD mn", 1.0, 0), signed=True) == "+1,234"


def test_the_past_can_be_looked_at_but_not_the_future(readings: Readings) -> None:
    assert readings.session.at(0).trust.shape == readings.state.trust.shape
    with pytest.raises(GreatGameError, match="turn 9"):
        readings.session.at(9)
