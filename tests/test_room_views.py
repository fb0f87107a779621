"""Views of the chart room: top bar, host cards, pipeline, cable, events, resolution, inspector, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise

import numpy as np
import pytest

from greatgame.errors import GreatGameError
from greatgame.indicators import cell_of
from greatgame.measured import SECURED
from greatgame.moves.legality import OPEN, bid_ready
from greatgame.session import BY_HAND, Session
from greatgame.text import JAPANESE, Text, missing
from greatgame.views import resolve
from greatgame.views.cable import CableItem, cable
from greatgame.views.events import event_card, event_cards
from greatgame.views.figures import Figure
from greatgame.views.given import stage_of
from greatgame.views.hosts import host_cards
from greatgame.views.how import HOW
from greatgame.views.inspector import Inspector
from greatgame.views.pipeline import STAGES, pipeline
from greatgame.views.readings import Readings
from greatgame.views.resolve import HOSTS, MOST, PHASES, RIVALS, YOU, Resolution, resolution
from greatgame.views.titles import TITLES, unit_of
from greatgame.views.topbar import topbar


@pytest.fixture(scope="module")
def readings() -> Readings:
    """Two turns in: an event waits for an answer, and the player has given an order."""
    session = Session.new("tokyo-2026", seed=1)
    host = session.scenario.names.hosts[0]
    session.advance()
    session.submit(f"{session.player}/visit/{host}/leaders")
    session.advance()
    return Readings(session)


@pytest.fixture(scope="module")
def inspector(readings: Readings) -> Inspector:
    return Inspector(readings)


def figures(value: object) -> Iterator[Figure]:
    """Every figure within a record."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from figures(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from figures(getattr(value, field.name))


def texts(value: object) -> Iterator[Text]:
    """Every text within a record, figures apart."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value) and not isinstance(value, Figure):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def every_view(readings: Readings) -> list[object]:
    names = readings.scenario.names
    sheets = Inspector(readings)
    kinds = {"host": names.hosts, "power": names.powers, "corridor": names.corridors, "mineral": names.minerals}
    return [
        topbar(readings),
        cable(readings),
        host_cards(readings),
        pipeline(readings).rows,
        event_cards(readings),
        resolution(readings),
        [sheets.sheet(f"{kind}:{name}") for kind, axis in kinds.items() for name in axis],
    ]


def test_every_figure_of_every_view_opens_and_adds_up(readings: Readings) -> None:
    found = [figure for view in every_view(readings) for figure in figures(view)]
    assert len(found) > 350
    for figure in found:
        account = figure.account()
        assert account.adds_up, figure.title
        assert account.total == pytest.approx(figure.value, rel=1e-9, abs=1e-9), figure.title


@pytest.mark.parametrize("text", [*STAGES.values(), *PHASES.values(), *HOW.values(), *TITLES.values()])
def test_words_of_the_views_are_told_in_japanese(text: str) -> None:
    assert missing(Text(text), "ja") == []


def test_the_top_bar_says_where_the_campaign_stands(readings: Readings) -> None:
    bar = topbar(readings)
    assert (bar.quarter, bar.turn.text, bar.turns, bar.goal_count) == ("2026Q3", "3/20", 20, 8)
    assert bar.pledge.text == "3.00"
    assert bar.alerts[0].urgent
    assert bar.alerts[0].target == "event:taiwan-crisis"


def test_an_alert_goes_away_once_the_answer_is_queued() -> None:
    session = Session.new("tokyo-2026", seed=1)
    session.advance()
    card = next(card for card in event_cards(Readings(session)) if card.mine)
    assert any(alert.target == f"event:{card.id}" for alert in topbar(Readings(session)).alerts)
    assert card.choices[0].order is not None
    session.submit(card.choices[0].order)
    later = Readings(session)
    assert not any(alert.target == f"event:{card.id}" for alert in topbar(later).alerts)
    again = event_card(later, card.id)
    assert again is not None
    assert [choice.queued for choice in again.choices] == [True, False]


def test_memoranda_lapse_when_the_alert_says() -> None:
    session = Session.new("tokyo-2026", seed=1)
    s = session.scenario
    mine = np.flatnonzero(s.venture_power == s.player)
    project = [f"project:{s.names.projects[j]}" for j in s.venture_project]
    lapsed: dict[str, int] = {}
    called: dict[str, dict[int, str]] = {}
    for _ in range(10):
        turn, signed = session.turn, session.state.signed[0].copy()
        for alert in topbar(Readings(session)).alerts:
            if "lapses" in alert.text.template:
                called.setdefault(alert.target, {})[turn] = str(alert.text).split("end of ")[1]
        session.advance()
        gone = [v for v in mine if signed[v] > 0 and session.state.signed[0, v] == 0]
        open_still = [v for v in gone if session.state.stage[0, s.venture_project[v]] == OPEN]
        lapsed.update((project[v], turn) for v in open_still)
    assert len(lapsed) > 10, "nobody gives an order, so that what was inherited comes to nothing"
    for name, turn in lapsed.items():
        quarters = called[name]
        assert set(quarters.values()) == {s.quarter(turn)}, name
        assert min(quarters) <= turn - 3, "a year's notice"


def test_memoranda_are_called_before_they_lapse_and_ready_bids_are_given_time() -> None:
    session = Session.new("tokyo-2026", seed=1, strategy="all-round")
    s = session.scenario
    while session.turn < s.pledge.lapse - 1:
        session.advance()
    state = session.state
    mine = np.flatnonzero((s.venture_power == s.player) & (state.signed[0] > 0))
    old = mine[(state.age[0, mine] >= s.pledge.lapse - 1) & (state.stage[0, s.venture_project[mine]] == OPEN)]
    ready = old[bid_ready(s, state)[0, old]]
    prepared = old[(state.prepared[0, old] >= 1.0) & ~np.isin(old, ready)]
    assert len(prepared) > 0, "files that are prepared, but behind which nobody stands"
    assert len(ready) > 0
    called = {alert.target for alert in topbar(Readings(session)).alerts}
    target = [f"project:{s.names.projects[j]}" for j in s.venture_project]
    assert {target[v] for v in prepared} <= called
    assert not {target[v] for v in ready} & called


def test_nothing_waits_for_you_where_a_strategy_plays_your_seat() -> None:
    session = Session.new("quick", seed=7, strategy="all-round", seats={"uzbekistan": BY_HAND})
    session.inject("japan-election", 0)
    readings = Readings(session)
    card = event_card(readings, "japan-election")
    assert card is not None
    assert (card.actor, card.mine) == (session.player, False)
    assert [choice.order for choice in card.choices] == [None, None]
    assert not any(alert.target.startswith("event:") for alert in topbar(readings).alerts)
    player, uzbekistan = (session.scenario.label(seat) for seat in (session.player, "uzbekistan"))
    table = cable(readings).table
    assert table == (
        f"The strategy “All-round” plays {player} here: you can look on, but give no orders.",
        f"Played by hand elsewhere, without orders from here on: {uzbekistan}.",
    )
    assert not any(missing(words, JAPANESE) for words in table)
    alone = Session.new("quick", seed=7)
    assert cable(Readings(alone)).table == ()
    alone.inject("japan-election", 0)
    waits = event_card(Readings(alone), "japan-election")
    assert waits is not None
    assert waits.mine
    assert cable(Readings(session.play())).table == ()


def test_host_cards_tell_the_history_and_who_leads(readings: Readings) -> None:
    cards = host_cards(readings)
    assert [card.id for card in cards] == list(readings.scenario.names.hosts)
    for card in cards:
        assert len(card.history) == readings.session.turn + 2
        assert card.history[-1] == pytest.approx(card.trust.value)
        assert all(lead.share.value >= 5.0 for lead in card.leads)
        assert card.next


def test_the_pipeline_is_in_the_order_of_the_stages(readings: Readings) -> None:
    found = pipeline(readings)
    order = [list(STAGES).index(row.stage) for row in found.rows]
    assert order == sorted(order)
    assert set(found.by_stage()) <= set(STAGES)
    assert len(found.rows) == len(readings.scenario.names.projects)
    for row in found.mine():
        assert any(bidder.mine for bidder in row.bidders)
    for before, after in pairwise(row for row in found.rows if row.stage == "signed"):
        assert before.mine >= after.mine


def test_stages_follow_the_state(readings: Readings) -> None:
    names = readings.scenario.names
    for row in pipeline(readings).rows:
        assert row.stage == stage_of(readings, names.projects.at(row.id))
        if row.stage == "prepared" and row.mine:
            assert row.progress is not None
            assert row.progress.value >= 100.0


def test_the_cable_tells_three_headlines_and_before_the_first_turn_the_briefing(readings: Readings) -> None:
    news = cable(readings)
    assert 1 <= len(news.items) <= 3
    assert all(item.figure.change for item in news.items)
    start = cable(Readings(Session.new("tokyo-2026", seed=1)))
    assert start.items == ()
    assert start.briefing
    scenario = readings.scenario
    assert [goal.figure.path for goal in start.goals] == [f"score.{pillar}" for pillar in scenario.names.pillars]
    assert [float(str(goal.wanted)) for goal in start.goals] == scenario.pillar_goals.tolist()
    assert news.goals == ()


def test_what_an_event_does_when_a_turn_opens_is_in_that_turn_s_cable_only() -> None:
    session = Session.new("tokyo-2026", seed=1)
    told: list[dict[str, CableItem]] = []
    for _ in range(9):
        session.advance()
        told.append({item.target: item for item in cable(Readings(session)).items})
        for line, item in zip(session.history[-1].headlines, told[-1].values(), strict=True):
            variable, index = cell_of(session.scenario, line.path)
            scale = unit_of(session.scenario, variable, index).scale
            assert item.figure.value == pytest.approx(line.value * scale)
            assert item.change.value == pytest.approx(line.change * scale)
            assert item.figure.account().total == pytest.approx(item.figure.value)
            assert item.change.account().adds_up
    strait = "figure:tension.taiwan"
    item = told[-1][strait]
    assert (item.good, item.change.value > 0) == (False, True), "more tension never helps"
    present = Readings(session).figure("tension.taiwan")
    assert abs(present.value - item.figure.value) > 1, "an event has moved it since"
    for before, after in pairwise(told):
        for target in before.keys() & after.keys():
            start = after[target].figure.value - after[target].change.value
            assert start == pytest.approx(before[target].figure.value), target


def test_the_cable_says_which_part_of_a_measured_figure_moved_and_which_way() -> None:
    session = Session.new("tokyo-2026", seed=2)
    s, said = session.scenario, set[str]()
    for _ in range(8):
        session.advance()
        before, after = session.at(session.turn - 1), session.at(session.turn)
        for item in cable(Readings(session)).items:
            variable, index = cell_of(s, item.target.removeprefix("figure:"))
            rose = item.change.value > 0
            if variable == "security":
                said.add(item.why)
                assert item.why in {words[0 if rose else 1] for words in SECURED}
                if item.why in SECURED[0]:
                    unmet = float(after.unmet[(0, *index)] - before.unmet[(0, *index)])
                    assert (unmet < 0) == (item.why == SECURED[0][0]), "true of what was met"
            if variable == "unmet":
                said.add(item.why)
                assert item.why.startswith(
                    ("Less arrives", "Stocks fill less") if rose else ("More arr", "Stocks fill m")
                )
                assert (item.figure.unit, item.change.unit) == ("%", "%-points")
    assert len(said) >= 3
    everything = [Text(words) for pair in SECURED for words in pair]
    assert not [words for words in everything if missing(words, JAPANESE)]


def test_events_bring_their_choices_with_effects(readings: Readings) -> None:
    card = event_cards(readings)[0]
    assert card.mine
    assert [choice.order for choice in card.choices] == [
        f"{readings.session.player}/answer/{card.id}/{choice.id}" for choice in card.choices
    ]
    assert all(choice.effects for choice in card.choices)
    assert card.effects[0].text.startswith("+")
    assert card.effects[0].account().sources
    assert event_card(readings, "no-such-event") is None


def test_a_turn_is_told_in_causal_order(readings: Readings) -> None:
    told = resolution(readings)
    assert told is not None
    order = [list(PHASES).index(beat.phase) for beat in told.beats]
    assert order == sorted(order)
    assert any(beat.phase == YOU for beat in told.beats)
    for phase, most in MOST.items():
        assert sum(beat.phase == phase and not (phase == YOU and beat.refused) for beat in told.beats) <= most
    assert {RIVALS, HOSTS} <= {beat.phase for beat in told.beats}
    assert all(beat.actor != readings.session.player for beat in told.answered)
    assert resolution(Readings(Session.new("quick", seed=1))) is None


def told_in_full(session: Session, monkeypatch: pytest.MonkeyPatch) -> Resolution:
    with monkeypatch.context() as patch:
        patch.setattr(resolve, "MOST", dict.fromkeys(PHASES, 1000))
        found = resolution(Readings(session))
    assert found is not None
    return found


def test_nothing_of_a_turn_is_left_out_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.new("tokyo-2026", seed=7, strategy="all-round")
    for _ in range(4):
        session.advance()
    record = session.history[-1]
    own = [order for order in record.orders if order.actor == session.player]
    assert len(own) > MOST[YOU] + 2
    refused = own[0], own[-1]
    rows = tuple(replace(row, outcome="refused") if row in refused else row for row in record.orders)
    session.history[-1] = replace(record, orders=rows)
    whole, told = told_in_full(session, monkeypatch), resolution(Readings(session))
    assert told is not None
    mine = [beat.order for beat in told.beats if beat.phase == YOU]
    assert mine == [row.order for row in (*own[: MOST[YOU]], own[-1])], "a refusal is told whatever its place"
    for phase, more in told.more.items():
        shown = sum(beat.phase == phase for beat in told.beats)
        assert shown + more == sum(beat.phase == phase for beat in whole.beats)


def test_everyone_who_moved_against_the_player_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.new("tokyo-2026", seed=7, strategy="all-round")
    for _ in range(4):
        session.advance()
    whole = told_in_full(session, monkeypatch)
    monkeypatch.setattr(resolve, "MOST", dict.fromkeys(PHASES, 0))
    told = resolution(Readings(session))
    assert told is not None
    against = [beat.order for beat in whole.beats if beat.answers_you]
    assert against
    assert [beat.order for beat in told.answered] == against


def test_own_orders_show_what_came_of_them(readings: Readings) -> None:
    told = resolution(readings)
    assert told is not None
    visit = next(beat for beat in told.beats if beat.phase == YOU)
    assert visit.effect is not None
    assert visit.effect.text.startswith("+")
    assert visit.places == (f"host:{readings.scenario.names.hosts[0]}",)


def test_the_inspector_offers_what_would_move_a_figure(inspector: Inspector) -> None:
    names = inspector.readings.scenario.names
    host, me = names.hosts[0], inspector.readings.session.player
    sheet = inspector.sheet(f"figure:trust.{host}.{me}")
    assert f"{me}/visit/{host}/leaders" in [action.order for action in sheet.actions]
    assert all(host in action.order for action in sheet.actions)
    assert sheet.how
    assert sheet.sources


def test_an_impossible_action_says_what_stands_in_the_way(inspector: Inspector) -> None:
    for name in inspector.readings.scenario.names.projects:
        for action in inspector.sheet(f"project:{name}").actions:
            assert action.legal != bool(action.failing)


@pytest.mark.parametrize("subject", ["", "narnia:x", "host:narnia", "figure:trust.narnia.japan", "leg"])
def test_an_unknown_subject_is_refused(inspector: Inspector, subject: str) -> None:
    with pytest.raises(GreatGameError):
        inspector.sheet(subject)


def test_the_views_stand_at_the_start_and_at_the_end() -> None:
    session = Session.new("quick", seed=3)
    assert len(every_view(Readings(session))) == 7
    session.play()
    ended = Readings(session)
    assert topbar(ended).finished
    assert topbar(ended).alerts == ()
    assert event_cards(ended) == ()
    assert Inspector(ended).sheet(f"host:{session.scenario.names.hosts[0]}").actions == ()
