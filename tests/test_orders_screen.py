"""Deciding in the window: the queue, the order book, previews, the wind tunnel, advisors, the palette, lost workers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import pygame
import pytest

from greatgame.errors import GreatGameError
from greatgame.lab import counsel
from greatgame.session import Session
from greatgame.text import LANGUAGES, say
from greatgame.ui.app import App
from greatgame.ui.campaign import Campaign
from greatgame.ui.kit import FigureLabel, Icon, Label, Rich, Scroll, plot
from greatgame.ui.kit.charts import FanChart
from greatgame.ui.kit.outline import words as words_of
from greatgame.ui.kit.words import plain
from greatgame.ui.orders import background, fans
from greatgame.ui.orders.atonce import AtOnce
from greatgame.ui.orders.background import Lane
from greatgame.ui.orders.book import BookSheet
from greatgame.ui.orders.card import MindChip, price_line
from greatgame.ui.orders.deciding import DRAFT, Deciding, deciding
from greatgame.ui.orders.fans import fan_card, fan_view
from greatgame.ui.orders.palette import Command, Palette, found
from greatgame.ui.orders.panels import AdvisorsPanel, ForecastPanel
from greatgame.ui.orders.places import forecast_place
from greatgame.ui.orders.purses import PurseField, PurseStrip
from greatgame.ui.orders.queue import QueueItem, QueuePanel, Sparing
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.shots import Shot, all_shots, staged
from greatgame.views.orders import as_text
from greatgame.views.outlook import PreviewView

pytestmark = pytest.mark.usefixtures("display", "own_home")


@pytest.fixture
def app() -> App:
    """The chart room of a short campaign, where nothing is worked out beside the window."""
    app = App(language="en", open_window=False)
    app.campaign = Campaign(Session.new("quick", 7), app.shelf)
    app.go("room")
    app.ui.layers.clear()
    app.ui.refreshed()
    return app


@pytest.fixture
def desk(app: App) -> Deciding:
    """A desk that answers at once."""
    assert app.campaign is not None
    return Deciding(app.ui, app.campaign, futures=8, lanes=lambda name: AtOnce())


def strike(app: App, key: int, mod: int = 0) -> None:
    app.ui.input.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=""))


def write(app: App, text: str) -> None:
    for letter in text:
        app.ui.input.handle(pygame.Event(pygame.TEXTINPUT, text=letter))


def tab_to(app: App, name: str) -> None:
    """Go to a widget with Tab."""
    for _ in range(300):
        if app.ui.focus is not None and app.ui.focus.name == name:
            return
        strike(app, pygame.K_TAB)
    raise AssertionError(f"Tab does not reach {name}")


def queued(app: App) -> list[str]:
    assert app.campaign is not None
    return [row.order for row in app.campaign.session.queue]


def legal(app: App, count: int) -> list[tuple[str, str]]:
    """(kind, order) of orders that can be given together."""
    assert app.campaign is not None
    trial, chosen = app.campaign.session.fork(), list[tuple[str, str]]()
    for move in trial.moves():
        if len(chosen) < count and all(kind != move.kind for kind, _ in chosen):
            trial.submit(move.id)
            chosen.append((move.kind, move.id))
    return chosen


def test_the_card_of_an_answer_says_what_it_is_compared_with(app: App, desk: Deciding) -> None:
    assert app.campaign is not None
    app.campaign.session.inject("new-deposit", 0)
    [event] = [event for event in app.campaign.session.events if event.id == "new-deposit"]
    for choice, effects in zip(event.choices, (False, True), strict=True):
        app.ui.push(BookSheet(app.ui, desk, str(choice.order)))
        desk.settle()
        app.ui.settle()
        shown = {widget.name for widget in app.ui.top.walk()}
        assert "beside" in shown
        assert any(name.startswith("late:") for name in shown) == effects
        app.ui.pop()


def test_a_queued_order_s_line_keeps_within_its_column_and_its_tip_tells_what_it_leaves_out(
    app: App, desk: Deciding
) -> None:
    assert app.campaign is not None
    chosen = [order for _, order in legal(app, 12) if order.split("/")[1] in {"digital-standards", "visit", "oda-loan"}]
    dear = next(move for move in app.campaign.session.moves() if move.kind == "digital-standards").id
    for order in dict.fromkeys([dear, *chosen]):
        app.campaign.submit(order)
    desk.settle()
    panel = QueuePanel(desk, lambda order: None, lambda: None)
    ahead = {}
    for width in (270, 460):
        panel.layout(app.ui, pygame.Rect(0, 0, width, 150))
        panel.layout(app.ui, pygame.Rect(0, 0, width, 150))
        rows = [widget for widget in panel.walk() if isinstance(widget, QueueItem)]
        assert len(rows) > 2
        for row in rows:
            cross = next(widget for widget in row.walk() if widget.name == f"remove:{row.row.order}")
            [line] = [widget for widget in row.walk() if isinstance(widget, Sparing)]
            for part in line.children:
                assert not part.visible or part.rect.right <= cross.rect.left, (width, row.row.text, part.name)
        tip = next(row.said() for row in rows if row.row.order == dear)
        assert "JPY bn" in tip
        assert "USD mn" in tip
        assert "Futures in which the total is higher with the order" in tip
        ahead[width] = any(widget.name == f"ahead:{dear}" for row in rows for widget in row.walk())
    assert ahead == {270: False, 460: True}


def test_a_price_is_told_in_the_unit_of_the_purse_that_it_is_taken_from(app: App, desk: Deciding) -> None:
    orders = [order for kind, order in legal(app, 12) if kind in {"grant", "oda-loan", "visit"}]
    dear = next(order for order in orders if desk.book.price(order, 1).dollars and desk.book.price(order, 1).time)
    assert app.campaign is not None
    app.campaign.submit(dear)
    panel = QueuePanel(desk, lambda order: None, lambda: None)
    panel.layout(app.ui, pygame.Rect(0, 0, 270, 150))
    told = {widget.name: words_of(app.ui, widget) for widget in panel.walk() if widget.visible}
    price = desk.book.price(dear, 1)
    assert price.dollars is not None
    assert told[f"money:{dear}"] == f"{price.dollars.text} {desk.book.purses()[-1].remaining.unit}"
    card = price_line(app.ui, price)
    said = [words_of(app.ui, widget) for widget in card.walk() if words_of(app.ui, widget)]
    assert said[:2] == [str(price.purse), f"{price.dollars.text} {price.dollars.unit}"], "the purse, and what it pays"
    assert said[2] == "=", "the yen are no second price"
    assert "leaders' time" in said
    strip = PurseStrip(desk.book.purses())
    strip.layout(app.ui, pygame.Rect(0, 0, 900, 22))
    assert first_purse(app, strip).startswith("leaders' time ")


def first_purse(app: App, strip: PurseStrip) -> str:
    """What the first of the purses says."""
    return next(widget for widget in strip.walk() if isinstance(widget, PurseField)).words(app.ui)


def test_the_queue_says_by_when_its_odds_hold(app: App, desk: Deciding) -> None:
    assert app.campaign is not None
    panel = QueuePanel(desk, lambda order: None, lambda: None)

    def words() -> list[str]:
        panel.layout(app.ui, pygame.Rect(0, 0, 282, 150))
        return [str(widget.text) for widget in panel.walk() if isinstance(widget, Label)]

    told = app.ui.say("orders-by", quarter=str(desk.book.queue().horizon))
    assert told not in words(), "an empty queue has no odds"
    app.campaign.submit(legal(app, 1)[0][1])
    assert told in words()


# --- The keyboard alone ------------------------------------------------------------------------------


def test_orders_are_drafted_undone_moved_and_committed_by_keyboard(app: App) -> None:
    first, second = legal(app, 2)
    for kind, order in (first, second):
        tab_to(app, "queue-add")
        strike(app, pygame.K_RETURN)
        assert isinstance(app.ui.top, BookSheet)
        tab_to(app, f"kind:{kind}")
        strike(app, pygame.K_RETURN)
        tab_to(app, f"target:{order}")
        strike(app, pygame.K_RETURN)
        tab_to(app, "order")
        strike(app, pygame.K_RETURN)
        strike(app, pygame.K_ESCAPE)
    orders = [first[1], second[1]]
    assert queued(app) == orders
    strike(app, pygame.K_z, pygame.KMOD_CTRL)
    assert queued(app) == orders[:1]
    strike(app, pygame.K_y, pygame.KMOD_CTRL)
    assert queued(app) == orders
    tab_to(app, f"queued:{orders[1]}")
    strike(app, pygame.K_UP, pygame.KMOD_CTRL)
    assert queued(app) == orders[::-1]
    strike(app, pygame.K_DELETE)
    assert queued(app) == orders[:1]
    app.ui.reduced_motion = True
    tab_to(app, "commit")
    strike(app, pygame.K_RETURN)
    assert app.campaign is not None
    assert app.campaign.session.turn == 0, "the first stroke only asks"
    strike(app, pygame.K_RETURN)
    end = time.monotonic() + 60
    while app.campaign.session.turn == 0 and time.monotonic() < end:
        time.sleep(0.005)
        app.ui.time.tick()
    session = app.campaign.session
    assert [row.order for row in session.history[0].orders if row.actor == session.player] == orders[:1]


def test_orders_change_places_by_mouse(app: App) -> None:
    assert app.campaign is not None
    orders = [order for _, order in legal(app, 2)]
    for order in orders:
        app.campaign.submit(order)
    app.ui.settle()
    row = next(widget for widget in app.ui.root.walk() if widget.name == f"queued:{orders[0]}")
    begin = row.rect.left + 3, row.rect.centery
    end = begin[0], begin[1] + row.rect.height
    app.ui.input.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=begin))
    app.ui.input.handle(pygame.Event(pygame.MOUSEMOTION, pos=end, rel=(0, 0), buttons=(1, 0, 0)))
    app.ui.input.handle(pygame.Event(pygame.MOUSEBUTTONUP, button=1, pos=end))
    assert queued(app) == orders[::-1]


# --- The order book ----------------------------------------------------------------------------------


def test_the_book_lists_what_cannot_be_done_with_the_reasons(app: App, desk: Deciding) -> None:
    locked = next(row for row in desk.book.all_targets() if not row.legal)
    app.ui.push(BookSheet(app.ui, desk, locked.order))
    tab_to(app, "order")
    strike(app, pygame.K_RETURN)
    assert queued(app) == []
    assert app.ui.tooltip.visible, "the button says why"


def test_the_arrow_of_a_reaction_goes_where_its_figure_goes(app: App, desk: Deciding) -> None:
    """More wariness goes up, though it is bad."""
    assert app.campaign is not None
    order = next(move.id for move in app.campaign.session.moves() if move.kind == "visit")
    desk.preview(order, 1, DRAFT)
    desk.settle()
    found = desk.preview(order)
    assert isinstance(found, PreviewView)
    signs = set()
    for mind in found.minded:
        icon, _, figure = MindChip(app.ui, mind).children
        assert isinstance(icon, Icon)
        assert isinstance(figure, FigureLabel)
        assert icon.icon == ("trending-up" if mind.row.late.value > 0 else "trending-down")
        assert figure.ink == ("loss" if mind.row.way < 0 else "gain")
        signs.add((icon.icon, figure.ink))
    assert ("trending-up", "loss") in signs


def test_the_book_is_narrowed_to_what_is_selected(app: App, desk: Deciding) -> None:
    host = app.campaign.session.scenario.names.hosts[0] if app.campaign else ""
    sheet = BookSheet(app.ui, desk, about=f"host:{host}", only=True)
    app.ui.push(sheet)
    rows = [row for kind in sheet.book.kinds() for row in sheet.book.targets(kind.kind)]
    assert rows
    assert {row.host for row in rows} == {host}
    sheet.book.narrow(app.ui, False)
    assert len(sheet.book.kinds()) == len(desk.book.kinds())


@pytest.mark.parametrize(("width", "columns"), [(1280, 3), (1000, 2), (520, 1)])
def test_lists_take_turns_where_there_is_no_room(app: App, desk: Deciding, width: int, columns: int) -> None:
    app.ui.resize((width, 700))
    kind, order = legal(app, 1)[0]
    sheet = BookSheet(app.ui, desk, order)
    app.ui.push(sheet)
    assert sheet.book.columns == columns
    steps = 0
    while sheet.book.back(app.ui):
        steps += 1
    assert steps == 3 - columns
    assert sheet.book.kind == ("" if columns < 3 else kind)


# --- Previews, forecast, advice -----------------------------------------------------------------------


def test_a_draft_is_previewed_and_queued_orders_too(app: App, desk: Deciding) -> None:
    order = legal(app, 1)[0][1]
    assert desk.preview(order, 1, DRAFT) is None or isinstance(desk.preview(order), PreviewView)
    assert isinstance(desk.preview(order), PreviewView)
    version = desk.version
    desk.campaign.submit(order)
    assert desk.version > version, "panels hear of the change"
    assert isinstance(desk.preview(order) or desk.preview(order), PreviewView)


def shown_of(app: App, desk: Deciding, path: str) -> list[str]:
    """Median, range and difference beside a chart of the forecast."""
    assert desk.forecast is not None
    fan = next(fan for fan in desk.forecast.fans if fan.path == path)
    for made in (
        fan_view(app.ui, fan, desk.swapped, difference=True),
        fan_card(app.ui, fan, desk.forecast, desk.swapped),
    ):
        named = {widget.name: widget for widget in made.walk() if isinstance(widget, FigureLabel)}
        figures = [named[f"{name}:{path}"].figure for name in ("fan", "fan-low", "fan-high", "fan-diff")]
        texts = [figure.text for figure in figures if figure is not None]
        charts = [widget.figure for widget in made.walk() if isinstance(widget, fans.FanChart | FanChart)]
        assert [figure.text for figure in charts if figure is not None] == texts[:1]
    return texts


def test_the_queue_is_compared_with_a_pinned_plan(app: App, desk: Deciding) -> None:
    first, second = (order for _, order in legal(app, 2))
    assert desk.forecast is not None
    assert desk.forecast.same
    desk.campaign.submit(first)
    desk.settle()
    desk.compare()
    assert desk.pinned == {first: 1}
    assert desk.forecast.same
    desk.campaign.submit(second)
    desk.settle()
    assert not desk.forecast.same
    assert desk.pinned == {first: 1}, "it stays while the queue changes"
    drawn = shown_of(app, desk, "total")
    desk.compare()
    assert desk.swapped
    fan = desk.forecast.fans[0]
    numbers = [[plan.median, plan.low, plan.high, plan.difference] for plan in (fan.queue, fan.pinned)]
    assert numbers[0] != numbers[1]
    assert drawn == [figure.text for figure in numbers[0]]
    assert shown_of(app, desk, "total") == [figure.text for figure in numbers[1]], "numbers go with the picture"
    desk.unpin()
    assert (desk.pinned, desk.swapped) == ({}, False)
    desk.campaign.commit()
    assert desk.forecast is None, "another turn, another question"


def test_advice_can_be_queued(app: App, desk: Deciding) -> None:
    assert len(desk.advice) == 3
    assert len({card.gain.value for card in desk.advice}) > 1, "they weigh the same futures differently"
    for card in desk.advice:
        wanted = card.order not in {row.order for row in desk.session.queue}
        assert desk.campaign.submit(card.order) or not wanted, "each recommends something that can be ordered"
    assert {card.order for card in desk.advice} <= {row.order for row in desk.session.queue}


def test_a_key_drafts_the_orders_of_the_strategy_that_plays_on(app: App) -> None:
    assert app.campaign is not None
    session = app.campaign.session
    drafted = {row.order: row.amount for row in session.draft()}
    assert drafted
    strike(app, pygame.K_d)
    assert {row.order: row.amount for row in session.queue} == drafted
    assert any(str(len(drafted)) in toast.text for toast in app.ui.toasts)
    strike(app, pygame.K_d)
    assert {row.order: row.amount for row in session.queue} == drafted, "there is nothing to add"
    assert app.campaign.undo()
    assert not session.queue, "a draft is one change"
    session.play()
    strike(app, pygame.K_d)
    assert not session.queue


def test_predictions_are_kept_in_the_session(app: App, desk: Deciding) -> None:
    asked = [part.goal for part in desk.session.predictions]
    assert asked
    assert desk.campaign.foretell(asked[0], 0.7)
    assert not desk.campaign.foretell("nothing", 0.7)
    assert "nothing" in desk.campaign.problem
    assert desk.session.predictions[0].answer == pytest.approx(0.7)


def test_the_forecast_can_be_stopped_and_gone_on_with(app: App) -> None:
    assert app.campaign is not None
    lanes = {name: Held() for name in ("desk", "tunnel")}
    desk = Deciding(app.ui, app.campaign, lanes=lanes.__getitem__)
    assert desk.forecasting
    desk.stop()
    assert not desk.forecasting
    assert "forecast" not in lanes["tunnel"].asked
    desk.again()
    assert "forecast" in lanes["tunnel"].asked
    desk.close()
    assert not lanes["tunnel"].asked


def test_where_nothing_more_can_be_ordered_nobody_goes_on_advising(app: App) -> None:
    assert app.campaign is not None
    lanes = {name: Held() for name in ("desk", "tunnel")}
    desk = Deciding(app.ui, app.campaign, lanes=lanes.__getitem__)
    asked = replace(lanes["desk"].asked["counsel"], candidates=4, futures=8, horizon=2)
    lanes["desk"].told["counsel"](counsel.run(asked))
    assert desk.advice
    order = app.campaign.session.moves()[0].id
    assert app.campaign.submit(order)
    desk._begin()
    assert desk.advising
    while moves := app.campaign.session.moves():
        assert app.campaign.submit(moves[0].id)
    assert not desk.advising, "what was asked was given up"
    desk._begin()
    assert not desk.advising
    assert desk.advice == ()
    assert desk.unadvised == "orders-advisors-none"
    assert app.campaign.clear()
    desk._begin()
    assert desk.advising
    assert desk.unadvised == "orders-advisors-first"
    desk.close()


class Held(Lane):
    """Keeps questions and answers none."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, Any] = {}
        self.told: dict[str, Callable[[Any], None]] = {}

    @property
    def busy(self) -> bool:
        return bool(self.asked)

    def ask(self, slot: str, task: Any, told: Callable[[Any], None], **given: Any) -> None:
        self.asked[slot], self.told[slot] = task, told

    def drop(self, slot: str) -> None:
        self.asked.pop(slot, None)

    def clear(self) -> None:
        self.asked.clear()


# --- Processes beside the window -----------------------------------------------------------------------


class Slow:
    """A question that takes its time; the same answer whenever it is asked."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds

    def answer(self, tell: Callable[[Any], None], cancel: Any) -> None:
        time.sleep(self.seconds)
        tell(Said(self.seconds))


class Said:
    """Its answer."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.complete = seconds, True


def waited(lane: Lane, condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "no answer comes"
        lane.wait()


def test_a_lost_process_is_told_and_another_one_answers() -> None:
    lane, told, lost = Lane(), list[float](), list[bool]()
    lane.ask("one", Slow(0.5), lambda said: told.append(said.seconds), lost=lambda: lost.append(True))
    first = lane.process_id
    assert first is not None
    os.kill(first, signal.SIGTERM)
    waited(lane, lambda: told)
    assert (told, lost) == ([0.5], [True])
    assert lane.process_id not in (None, first)
    lane.close()
    assert lane.process_id is None


def test_when_no_process_stays_the_reason_is_told_and_one_can_ask_again(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lost:
        """A process that is gone as soon as it is asked."""

        process_id, busy = None, False

        def start(self, task: Any) -> None:
            raise GreatGameError("the worker's process has ended unexpectedly (exit code -9)")

        def close(self) -> None:
            """Nothing is left to end."""

    assert app.campaign is not None
    monkeypatch.setattr(background, "Worker", Lost)
    desk = Deciding(app.ui, app.campaign, lanes=lambda name: Lane())
    desk.settle(5.0)
    assert desk.notice == "orders-lost-for-good"
    assert "exit code -9" in desk.reason
    assert app.ui.toasts
    monkeypatch.setattr(background, "Worker", Instant)
    desk.again()
    desk.settle(5.0)
    assert desk.notice == ""
    assert desk.forecast is not None


class Instant:
    """A worker that answers in this process."""

    process_id, busy = 1, False

    def __init__(self) -> None:
        self.latest: Any = None

    def start(self, task: Any) -> None:
        smaller = {"futures": 8} if hasattr(task, "futures") else {}
        told: list[Any] = []
        replace(task, **smaller).answer(told.append, Event())
        self.latest = told[-1]

    def poll(self, seconds: float = 0.0) -> Any:
        return self.latest

    def cancel(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is left to end."""


# --- The palette -----------------------------------------------------------------------------------------


def test_the_palette_finds_orders_subjects_and_actions_by_a_few_letters(app: App) -> None:
    strike(app, pygame.K_k, pygame.KMOD_CTRL)
    palette = app.ui.top
    assert isinstance(palette, Palette)
    groups = {command.group for command in palette.findings.commands}
    assert {"action", "screen", "order", "host", "project", "concept"} <= groups
    host = app.campaign.session.scenario.names.hosts[1] if app.campaign else ""
    write(app, host[:6])
    assert palette.findings.rows[0].group == "host"
    strike(app, pygame.K_DOWN)
    strike(app, pygame.K_RETURN)
    assert app.ui.layers == []
    assert isinstance(app.screen, RoomScreen)
    assert app.screen.subject == f"host:{host}"


def test_the_palette_opens_an_order_in_the_book(app: App) -> None:
    strike(app, pygame.K_k, pygame.KMOD_CTRL)
    palette = app.ui.top
    assert isinstance(palette, Palette)
    order = next(command for command in palette.findings.commands if command.group == "order")
    palette.take(app.ui, order)
    assert isinstance(app.ui.top, BookSheet)


def test_what_begins_with_the_letters_comes_first() -> None:
    rows = [Command(title, "", "", lambda: None, words=words) for title, words in (("Bread", "tea"), ("Tea", ""))]
    assert [row.title for row in found(rows, "tea")] == ["Tea", "Bread"]
    assert found(rows, "tea cup") == []


def test_predictions_are_shown_by_their_key(app: App) -> None:
    strike(app, pygame.K_p)
    assert isinstance(app.screen, RoomScreen)
    panel = forecast_place(app.screen)
    assert isinstance(panel, ForecastPanel)
    assert panel.shown == 2


def test_the_wind_tunnel_opens_and_closes_by_its_key(app: App) -> None:
    strike(app, pygame.K_w)
    assert app.screen is not None
    assert app.screen.name == "wind-tunnel"
    strike(app, pygame.K_w)
    assert isinstance(app.screen, RoomScreen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_an_advisor_s_doubt_is_read_whole_in_the_room(scale: float, language: str) -> None:
    """The longest order with the longest qualifier: all of it stands in the panel, nothing is elided."""
    shot = Shot("advisors", lambda app: None, "tokyo-2026", 0, "all-round")
    app = staged(shot, language, scale, (1280, 800))
    desk = deciding(app)
    session = desk.session
    longest = max((as_text(move.text) for move in session.moves()), key=lambda text: len(app.ui.tell(text)))
    for words in ("{order} (no clear gain)", "{order} (worth less than waiting)"):
        text = say(words, order=longest)
        panel = AdvisorsPanel(desk, lambda advisor: None)
        desk.advice = tuple(replace(card, recommendation=text, sure=False) for card in desk.advice)
        assert desk.advice
        panel.layout(app.ui, pygame.Rect(0, 0, app.ui.px(330), app.ui.px(160)))
        said = [widget for widget in panel.walk() if getattr(widget, "text", None) == text]
        assert len(said) == len(desk.advice)
        assert all(isinstance(widget, Rich) for widget in said)
        assert all(widget.size(app.ui, widget.rect.width)[1] <= widget.rect.height for widget in said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_what_the_others_intend_is_read_whole(size: tuple[int, int], language: str) -> None:
    app = staged(next(shot for shot in all_shots() if shot.name == "orders-rivals"), language, size=size)
    app.ui.settle()
    (list_of_all,) = (
        widget for widget in app.ui.root.walk() if isinstance(widget, Scroll) and widget.name == "intents"
    )
    said = {plain(widget.spans(app.ui)): widget for widget in list_of_all.walk() if isinstance(widget, Rich)}
    assert len(said) > 10
    assert said.keys() <= {app.ui.tell(row.text) for row in deciding(app).intents}
    assert all(widget.size(app.ui, widget.rect.width)[1] <= widget.rect.height for widget in said.values())
    if size == (1920, 1080):
        assert list_of_all.whole <= list_of_all.rect.height, "there is nothing to scroll"


def test_the_line_of_a_goal_is_named_at_it_in_small_and_large_charts(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    for module in (plot, fans):
        monkeypatch.setattr(module, "name_level", lambda ui, surface, area, level, name, colour: named.append(name))
    staged_app = staged(Shot("fans", lambda app: None, "tokyo-2026", 0, "all-round"))
    view = deciding(staged_app).forecast
    assert view is not None
    fan = replace(next(fan for fan in view.fans if fan.goal is not None), goal=None)
    middle = fan.queue.band.q50[-1] * fan.scale
    ui = staged_app.ui
    for goal, words in ((None, {""}), (middle, {f"Goal {middle:.1f}".removesuffix(".0")})):
        for widget in (
            fan_view(ui, replace(fan, goal=goal), False, difference=False),
            fan_card(ui, replace(fan, goal=goal), view, False),
        ):
            named.clear()
            widget.layout(ui, pygame.Rect(0, 0, 300, 200))
            widget.draw(ui, pygame.Surface((300, 200)))
            assert set(named) - {""} == words - {""}
