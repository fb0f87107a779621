"""Views of decisions: the order book, previews, forecasts and advice; numbers are figures whose accounts add up."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest

from greatgame.errors import OrderError
from greatgame.lab import counsel
from greatgame.lab.common import Mark
from greatgame.lab.measures import TOTAL
from greatgame.lab.preview import Effect, Spread
from greatgame.lab.statistics import share_of
from greatgame.messages import messages
from greatgame.moves.catalogue import catalogue_of
from greatgame.session import Session
from greatgame.text import JAPANESE, LANGUAGES, missing, tell, translations
from greatgame.views import advisors, made, orders, outlook, prospects
from greatgame.views.advisors import advised
from greatgame.views.figures import Figure
from greatgame.views.orders import OrderBook, does
from greatgame.views.outlook import CHANCES, intended, previewed
from greatgame.views.prospects import duel, forecast_view

VISIT = "japan/visit/kazakhstan/leaders"
LOAN = "japan/policy-bank-loan/kaz-wind"
STATEMENT = "japan/joint-statement/united-states"
GRANT = "japan/grant/kazakhstan/social"


@cache
def drafted() -> Session:
    """A campaign with orders in the queue, never changed by a test."""
    session = Session.new("tokyo-2026", seed=3)
    for order in (VISIT, LOAN):
        session.submit(order)
    return session


@cache
def shown() -> dict[str, Any]:
    """Everything that the views of decisions hand out, once."""
    session = drafted()
    scenario, book = session.scenario, OrderBook(session)
    found = counsel.run(replace(session.counsel_question(), candidates=6, futures=48, horizon=4))
    return {
        "kinds": book.kinds(),
        "targets": book.all_targets(),
        "queue": book.queue(),
        "cards": [book.card(order) for order in (VISIT, LOAN, GRANT)],
        "preview": previewed(scenario, session.preview([STATEMENT])),
        "late": previewed(scenario, session.preview(["japan/scholarships/kazakhstan"])),
        "project": previewed(scenario, session.preview([LOAN])),
        "forecast": forecast_view(scenario, session.forecast(futures=80, horizon=4)),
        "same": forecast_view(scenario, session.forecast(futures=4, horizon=1, queue=(), pinned=())),
        "advisors": advised(scenario, found),
        "intents": intended(scenario, session.intents()),
    }


def parts(thing: Any) -> Iterator[Any]:
    """A thing and everything inside it."""
    yield thing
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, list | tuple):
        for part in thing:
            yield from parts(part)
    elif is_dataclass(thing) and not isinstance(thing, Figure):
        for field in fields(thing):
            yield from parts(getattr(thing, field.name))


def figures() -> list[Figure]:
    return [part for part in parts(shown()) if isinstance(part, Figure)]


def test_every_account_adds_up_to_its_figure() -> None:
    assert len(figures()) > 300
    for figure in figures():
        account = figure.account()
        assert account.adds_up, figure.title
        assert account.total == pytest.approx(figure.value), figure.title
        assert account.lines, figure.title


def test_every_sentence_of_these_views_can_be_told_in_japanese() -> None:
    said: set[str] = set(CHANCES.values())
    for module in (advisors, made, orders, outlook, prospects):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                said |= {str(part.value) for part in node.args[:1] if isinstance(part, ast.Constant)}
    assert len(said) > 50
    assert sorted(said - translations(JAPANESE).keys()) == []


def test_what_is_left_is_the_purse_less_the_queue() -> None:
    session, view = drafted(), OrderBook(drafted()).queue()
    assert [row.order for row in view.rows] == [VISIT, LOAN]
    remaining = session.remaining()
    for purse in view.purses:
        assert purse.remaining.value == pytest.approx(remaining[purse.purse])
        assert 0.0 <= purse.spent <= 1.0
    mine = [line for line in view.purses[0].remaining.account().lines if line.mine]
    assert [line.amount for line in mine] == [-3.0]
    assert view.undoable
    assert not view.redoable


def test_kinds_are_few_and_every_impossible_order_says_why() -> None:
    kinds, targets = shown()["kinds"], shown()["targets"]
    assert len(kinds) <= 18
    assert [row.possible.value > 0 for row in kinds] == sorted((row.possible.value > 0 for row in kinds), reverse=True)
    assert all(row.failing for row in targets if not row.legal)
    assert not any(row.failing for row in targets if row.legal)
    assert len({row.order for row in targets}) == len(targets)


def test_prices_are_in_both_currencies() -> None:
    session, card = drafted(), OrderBook(drafted()).card(LOAN)
    assert card.price.time is None
    assert card.price.dollars is not None
    assert card.price.yen is not None
    assert card.price.yen.value == pytest.approx(card.price.dollars.value * session.scenario.exchange_rate / 1000.0)
    assert card.queued == 1
    assert not card.legal


def test_there_is_no_card_of_another_government_s_order() -> None:
    with pytest.raises(OrderError, match="it is an order of China; choose one of your own"):
        OrderBook(drafted()).card(drafted().moves("china", all=True)[0].id)


def test_a_level_keeps_kinds_for_later() -> None:
    session = Session.new("tokyo-2026", level="cadet")
    kinds = {row.kind for row in OrderBook(session).kinds()}
    assert kinds
    assert not kinds & session.hidden


def test_who_minds_comes_first() -> None:
    minded = shown()["preview"].minded
    assert minded[0].row.way < 0
    assert [row.row.way for row in minded] == sorted(row.row.way for row in minded)
    assert all(row.letter for row in minded)


@pytest.mark.parametrize(
    ("path", "soon", "late", "way"),
    [
        ("support.japan", 1.5, -0.21, -1),
        ("support.japan", -1.5, 0.21, 1),
        ("support.japan", 1.5, -0.004, 0),
        ("wariness.china.japan", 3.0, -0.4, 1),
        ("wariness.china.japan", -3.0, 0.4, -1),
        ("tension.taiwan", -3.0, 0.4, -1),
    ],
)
def test_whether_an_effect_is_welcome_is_told_of_the_figure_that_is_printed(
    path: str, soon: float, late: float, way: int
) -> None:
    """At once it may be larger, and the other way round; the colour goes with what stands in the line."""
    now, then = (Spread(turn, change, 0.0, change, change, change) for turn, change in ((0, soon), (3, late)))
    row = outlook.effect_row(drafted().scenario, Effect(path, path, "points", None, now, then, 0))
    assert row.way == way
    assert row.late.text == f"{late:+.2f}".replace("-0.00", "+0.00").replace("-", "−")


def test_an_answer_says_that_silence_is_the_first_answer() -> None:
    session = Session.new("quick", seed=1)
    session.inject("new-deposit", 0)
    [event] = [event for event in session.events if event.id == "new-deposit"]
    first, second = (previewed(session.scenario, session.preview([str(choice.order)])) for choice in event.choices)
    name = event.choices[0].name
    assert first.anyway
    assert first.beside == f"“{name}” happens anyway: it counts if you give no answer."
    assert (first.delay.text, first.effects) == ("No figure clearly differs from giving no answer.", ())
    assert not second.anyway
    assert second.beside == f"Compared with “{name}”, which counts if you give no answer."
    assert [(mind.actor, mind.row.soon.value > 3.0) for mind in second.minded] == [("kazakhstan", True)]
    for view in (first, second):
        assert view.beside is not None
        assert not missing(view.beside, JAPANESE)
    assert shown()["project"].beside is None


def test_odds_say_by_when_they_hold() -> None:
    session = drafted()
    preview = session.preview([LOAN])
    now, then = preview.quarters[0], preview.quarters[-1]
    assert (now, then) == ("2026Q1", "2026Q4")
    at_once, *later = shown()["project"].chances
    assert at_once.title.endswith(f"in {now}")
    assert later
    assert [row.title for row in later if f"at the end of {then}: " not in row.title] == []
    assert shown()["project"].ahead.title.endswith(f"at the end of {then}")
    # The queue says it once for all its orders, the cards in words of their own.
    assert OrderBook(session).queue().horizon == shown()["project"].horizon == then
    for language in LANGUAGES:
        for key in ("orders-by", "orders-ahead", "room-ahead"):
            assert then in messages(language)(key, quarter=then), key
    figure = shown()["forecast"].duel.figure
    assert figure.title.endswith(f"at the end of {shown()['forecast'].quarters[-1]}")


def test_the_queue_s_horizon_ends_with_the_campaign() -> None:
    session = Session.new("quick", seed=1)
    last = session.scenario.quarter(session.scenario.turns - 1)
    while session.turn < session.scenario.turns - 1:
        session.advance()
    order = next(move.id for move in session.moves())
    assert OrderBook(session).queue().horizon == last == previewed(session.scenario, session.preview([order])).horizon
    session.advance()
    assert OrderBook(session).queue().horizon is None


def test_an_answer_is_described_by_what_it_changes() -> None:
    """Not by what answers are in general: on its card, and as the reason of an advisor who recommends it."""
    scenario, book = drafted().scenario, catalogue_of(drafted().scenario)
    general = book.kind(book.number("japan/answer/sea-lane-crisis/trial-trains")).spec.text
    [trains, wait] = [does(book, f"japan/answer/sea-lane-crisis/{answer}") for answer in ("trial-trains", "wait")]
    assert trains == "At once: Trust in Japan: Kazakhstan +2.0 points."
    assert tell(trains, JAPANESE) == "すぐに起きる変化：カザフスタンの日本への信頼 +2.0点。"
    assert wait == "At once: Support at home: Japan −2.0 points."
    assert does(book, VISIT) == scenario.file.kind["visit"].text
    session = Session.new(scenario, seed=1)
    session.inject("sea-lane-crisis", 0)
    [event] = [event for event in session.events if event.id == "sea-lane-crisis"]
    order = event.choices[1].order
    assert OrderBook(session).card(str(order)).text == trains
    asked = session.counsel_question()
    found = counsel.run(replace(asked, possible=(book.number(str(order)),), candidates=1, futures=4, horizon=1))
    assert {card.mechanism for card in advised(scenario, found)} == {trains}
    for number, order in enumerate(book.ids):
        if book.block(number)[0].role == "respond":
            assert not missing(does(book, order), JAPANESE), order
            assert does(book, order) != general


def test_plans_that_come_out_alike_have_no_odds() -> None:
    """The first answer to an event happens without it too: neither plan is ahead, as the forecast says as well."""
    session = Session.new("tokyo-2026", seed=1)
    session.inject("new-deposit", 0)
    [event] = [event for event in session.events if event.id == "new-deposit"]
    first, second = (session.preview([str(choice.order)]) for choice in event.choices)
    assert (first.alike, second.alike) == (True, False)
    same, other = (previewed(session.scenario, preview).ahead for preview in (first, second))
    assert (same.text, same.unit) == ("alike", "")
    assert same.account().adds_up
    assert not missing(same.text, JAPANESE)
    assert other.unit == "%"
    forecast = session.forecast(futures=4, queue=[str(event.choices[0].order)], pinned=())
    assert duel(forecast).text == "Both plans come out alike."


@pytest.mark.parametrize(
    ("gap", "apart", "marks", "said"),
    [
        (-0.5, True, 1, "{} is worth 0.50 points less on the mean of 64 futures. It does better in 20 of them."),
        (-0.5, True, 0, "{} is worth 0.50 points less on the mean of 64 futures."),
        (0.25, True, 0, "{} is worth 0.25 points more on the mean of 64 futures."),
        (-0.5, False, 0, "{} instead makes no clear difference on the mean of 64 futures."),
        (-0.001, True, 0, "{} instead makes no clear difference on the mean of 64 futures."),
    ],
)
def test_advisors_weigh_the_runner_up_by_the_mean_as_all_other_advice(
    gap: float, apart: bool, marks: int, said: str
) -> None:
    session = drafted()
    found = counsel.run(replace(session.counsel_question(), candidates=4, futures=8, horizon=1))
    opinion = found.opinions[0]
    assert opinion.second is not None
    second = replace(opinion.second, gain=opinion.first.gain + gap)
    mark = Mark("figure", "tension.taiwan", "high tension", 10, 5, 0.5, 0.1, 0.01)
    other = replace(opinion, second=second, apart=apart, marks=(mark,) * marks, upset=share_of(20, 64))
    (card,) = advised(session.scenario, replace(found, opinions=(other,)))
    assert card.upset.text == said.format(opinion.second.text)
    assert card.upset.figure is not None
    assert card.upset.figure.value == pytest.approx(gap)
    assert not missing(card.upset.text, JAPANESE)


def test_an_advisor_s_reason_is_among_what_is_told() -> None:
    """The pillars that make up the gain are named, whatever else the order moves."""
    for card in shown()["advisors"]:
        lines = {line.label: line.amount for line in card.gain.account().lines}
        told = {figure.title: figure.value for figure in card.pillars}
        assert told.items() <= lines.items()
        assert len(told) <= 3
        if card.gain.value >= 0.005:
            best = max(lines, key=lines.__getitem__)
            assert told.get(best) == lines[best] or len(told) == 3
        for figure in card.pillars:
            assert figure.account().adds_up
    assert any(card.pillars for card in shown()["advisors"])


def test_a_late_effect_is_announced() -> None:
    late = shown()["late"]
    assert late.pipeline is not None
    assert late.pipeline.figure is not None
    assert late.pipeline.figure.value > 4


@pytest.mark.parametrize(
    ("mean", "gained", "said"),
    [
        (0.28, 101, "Better than no order now by 0.28 points on average, and ahead in 101 of 200 futures."),
        (-0.28, 101, "Worse than no order now by 0.28 points on average, and behind in 99 of 200 futures."),
        (0.001, 101, "No clear difference: ahead of no order now in 101 of 200 futures."),
        (0.0, 60, "No clear difference: ahead of no order now in 60 of 200 futures."),
    ],
)
def test_mean_and_count_of_a_forecast_are_told_apart(mean: float, gained: int, said: str) -> None:
    """A clear mean may come of few futures: then a count of half of them is no victory."""
    found = drafted().forecast(futures=8, horizon=1)
    reach = 1.0 if mean == 0.0 else abs(mean) / 2.0
    total = replace(found.differences[TOTAL], mean=mean, low=mean - reach, high=mean + reach)
    lead = replace(found.goals[0], gained=gained, lost=200 - gained)
    told = duel(
        replace(found, futures=200, differences={**found.differences, TOTAL: total}, goals=(lead, *found.goals[1:]))
    )
    assert told.text == said
    assert told.figure is not None
    assert told.figure.value == (200 - gained if said.startswith("Worse") else gained)
    assert not missing(told.text, JAPANESE)


def test_a_forecast_counts_identical_futures() -> None:
    view = shown()["forecast"]
    assert view.duel.figure is not None
    assert view.duel.figure.value <= 80
    assert view.complete
    assert view.fans[0].path == "total"
    for fan in view.fans:
        assert fan.plans(swapped=False) == (fan.queue, fan.pinned)
        assert fan.plans(swapped=True) == (fan.pinned, fan.queue)
        for plan in (fan.queue, fan.pinned):
            assert plan.low.value <= plan.median.value <= plan.high.value
            assert plan.median.value == pytest.approx(plan.band.q50[-1] * fan.scale)
        assert fan.queue.difference.value == -fan.pinned.difference.value
    goals = drafted().scenario.file.score.goals
    found = {fan.path: fan.goal for fan in view.fans}
    assert {name: found[name] for name in ("supply", "calm")} == {
        name: goals.number(name) for name in ("supply", "calm")
    }
    assert shown()["same"].same
