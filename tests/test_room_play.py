"""The chart room at work: the end of a turn, challenges and their answers, and that every shown figure adds up."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from greatgame.session import BY_HAND, Session
from greatgame.text import JAPANESE, LANGUAGES, Text, missing
from greatgame.ui.app import App
from greatgame.ui.kit import AccountView, Button, FigureLabel, Item, Label, Modal
from greatgame.ui.map import Spot
from greatgame.ui.orders.atonce import AtOnce
from greatgame.ui.orders.deciding import Deciding
from greatgame.ui.room.escalating import Answers
from greatgame.ui.room.frame import Frame
from greatgame.ui.room.resolving import Resolving
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.room.thinking import Thinking
from greatgame.ui.shots import Shot, all_shots, own_home, staged
from greatgame.ui.watch.replay import ReplayScreen
from greatgame.views.cable import Alert, alerts
from greatgame.views.escalation import STANCES, YIELD, Challenge, challenge
from greatgame.views.events import event_cards
from greatgame.views.figures import Figure
from greatgame.views.orders import OrderBook
from greatgame.views.readings import Readings
from greatgame.views.resolve import PHASES
from test_room_layout import complaints

pytestmark = pytest.mark.usefixtures("display")

ROOM = {shot.name: shot for shot in all_shots() if shot.name.startswith("room")}


@pytest.fixture
def room() -> Iterator[RoomScreen]:
    """The room after three turns, the cable closed."""
    with own_home():
        app = staged(Shot("play", lambda app: None, "tokyo-2026", 3, "all-round"), pictured=False)
        screen = app.go("room")
        assert isinstance(screen, RoomScreen)
        app.ui.pop()
        yield screen


def committed(room: RoomScreen) -> Resolving:
    room.commit()
    assert room.armed, "one stroke ends no turn"
    room.commit()
    while isinstance(room.ui.top, Thinking):
        time.sleep(0.005)
        room.ui.time.tick()
    assert isinstance(room.ui.top, Resolving)
    return room.ui.top


# The end of a turn


def test_a_turn_is_worked_out_beside_the_window(room: RoomScreen) -> None:
    before, turn = room.session, room.session.turn
    room.commit()
    room.commit()
    assert isinstance(room.ui.top, Thinking)
    assert room.session is before, "whatever happens meanwhile finds the campaign as it was"
    assert room.ui.top.on_key(room.ui, "enter"), "and no key reaches the room"
    while isinstance(room.ui.top, Thinking):
        time.sleep(0.005)
        room.ui.time.tick()
    assert (before.turn, room.session.turn, room.readings.session) == (turn, turn + 1, room.session)


def test_the_same_turn_comes_out_beside_the_window_and_in_it(room: RoomScreen) -> None:
    twin = room.session.fork()
    twin.advance()
    committed(room)
    assert room.session.digest == twin.digest


def test_the_sequence_shows_each_beat_on_the_map_in_causal_order(room: RoomScreen) -> None:
    sequence = committed(room)
    order = [list(PHASES).index(beat.phase) for beat in sequence.told.beats]
    assert order == sorted(order)
    assert 6.0 <= sequence.pace * len(order) <= 10.0
    shown = 0
    for number, beat in enumerate(sequence.told.beats, start=1):
        sequence.show(number)
        if any(room.on_map(key) for key in beat.places):
            assert room.map.effects.running, beat.text
            shown += 1
    assert shown > 2


def test_the_list_says_how_much_more_there_was(room: RoomScreen) -> None:
    sequence = committed(room)
    sequence.skip()
    said = {widget.name: widget.text for widget in sequence.walk() if isinstance(widget, Label)}
    more = {phase: count for phase, count in sequence.told.more.items() if count}
    assert more
    for phase, count in more.items():
        assert str(count) in said[f"more {phase}"]


def left_for(room: RoomScreen, path: Path) -> RoomScreen:
    """The room of another campaign, whose save was dropped on the window."""
    Session.new("quick", seed=3).save(path)
    assert room.app.open_file(path)
    other = room.app.screen
    assert isinstance(other, RoomScreen)
    assert other is not room
    return other


@pytest.mark.parametrize("ticks", [0, 1])
def test_a_turn_of_a_campaign_that_was_left_is_dropped(room: RoomScreen, tmp_path: Path, ticks: int) -> None:
    """At once, or while its figures are shown and the rest is to come."""
    ui, turn, threads = room.ui, room.session.turn, set(threading.enumerate())
    room.commit()
    room.commit()
    (work,) = set(threading.enumerate()) - threads
    if ticks:
        work.join(60)
        ui.time.tick()
        assert isinstance(ui.top, Thinking)
    other = left_for(room, tmp_path / "other.json")
    layers, kept = list(ui.layers), room.app.shelf.entries()
    work.join(60)
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        ui.time.tick()
        time.sleep(0.005)
    assert (room.session.turn, other.session.turn) == (turn + ticks, 0)
    assert ui.layers == layers, "what happened in the other campaign is not told here"
    assert room.app.shelf.entries() == kept, "and the campaign that was left is not the latest"
    assert kept[0].scenario == "quick"


def test_why_a_dropped_file_cannot_be_opened_is_read_before_the_turn_is_told(room: RoomScreen, tmp_path: Path) -> None:
    torn = tmp_path / "torn.json"
    torn.write_text("{", encoding="utf-8")
    turn, threads = room.session.turn, set(threading.enumerate())
    room.commit()
    room.commit()
    (work,) = set(threading.enumerate()) - threads
    assert not room.app.open_file(torn)
    told = room.ui.top
    work.join(60)
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        room.ui.time.tick()
        time.sleep(0.005)
    assert room.ui.top is told
    room.ui.pop(told)
    while isinstance(room.ui.top, Thinking):
        room.ui.time.tick()
        time.sleep(0.005)
    assert isinstance(room.ui.top, Resolving)
    assert room.session.turn == turn + 1


def test_the_sequence_of_a_campaign_that_was_left_is_over(room: RoomScreen, tmp_path: Path) -> None:
    sequence = committed(room)
    left_for(room, tmp_path / "other.json")
    focus = room.ui.focus
    assert not sequence._frame(0.1)
    assert sequence.over
    assert room.ui.focus is focus


def test_under_the_encyclopaedia_the_sequence_comes_to_its_list(room: RoomScreen) -> None:
    sequence = committed(room)
    room.app.help()
    assert sequence not in room.ui.layers
    room.ui.time.tick()
    assert sequence.over
    room.app.back()
    room.ui.settle()
    assert room.ui.top is sequence
    assert room.ui.focus in list(sequence.walk())
    assert not room.map.effects.running


def test_any_key_skips_the_sequence_and_then_closes_it(room: RoomScreen) -> None:
    sequence = committed(room)
    assert not sequence.over
    sequence.on_key(room.ui, "space")
    assert sequence.over
    assert not room.map.effects.running
    sequence.on_key(room.ui, "enter")
    assert sequence not in room.ui.layers
    assert room.ui.layers, "a challenge or the news follow"


def test_the_end_of_the_campaign_opens_the_debrief() -> None:
    with own_home():
        app = App(open_window=False)
        app.play(Session.new("quick", seed=3))
        room = app.screen
        assert isinstance(room, RoomScreen)
        while not room.session.finished:
            room.session.advance()
        room.after_turn()
        assert app.screen is not room
        assert type(app.screen).__name__ == "DebriefScreen"


def test_enter_ends_the_turn_after_a_click_and_opens_what_tab_has_chosen(room: RoomScreen) -> None:
    ui = room.ui
    ui.settle()
    host = next(widget for widget in room.walk() if widget.name == f"host:{room.session.scenario.names.hosts[1]}")
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        ui.input.handle(pygame.Event(kind, pos=host.rect.center, button=1))
    assert room.subject == host.name
    ui.input.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode=""))
    assert room.armed
    ui.input.step(1)
    focus = ui.focus
    ui.input.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode=""))
    assert not isinstance(ui.top, Thinking), f"{focus} took the key"


def test_an_earlier_stroke_does_not_take_back_a_later_one(room: RoomScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[Callable[[], None]] = []
    monkeypatch.setattr(room.ui, "after", lambda seconds, call: timers.append(call))
    room.commit()
    room.armed = False  # as when that turn has been ended, within the time of the stroke
    room.commit()
    timers[0]()
    assert room.armed
    timers[1]()
    assert not room.armed


# Challenges


def challenged(room: RoomScreen) -> Challenge:
    found = challenge(room.readings, room.book)
    assert found is not None
    return found


def test_a_challenge_offers_four_answers_with_an_order_or_its_failing_conditions(room: RoomScreen) -> None:
    found = challenged(room)
    assert found.beat.answers_you
    assert [answer.stance for answer in found.answers] == list(STANCES)
    for answer in found.answers[:-1]:
        assert answer.order is not None or answer.failing
    assert found.answers[-1].order is None
    for words in (name for pair in STANCES.values() for name in pair):
        assert missing(Text(words), JAPANESE) == []


def test_every_answer_to_a_challenge_tells_the_odds_of_what_is_at_stake(room: RoomScreen) -> None:
    found, campaign = challenged(room), room.app.campaign
    assert campaign is not None
    assert found.subject.startswith("project:")
    able = [answer for answer in found.answers if answer.order is not None and not answer.failing]
    apart = [answer for answer in able if found.subject.split(":")[1] not in str(answer.order).split("/")]
    assert apart, "one that is about something else"
    answers = Answers(Deciding(room.ui, campaign, futures=8, lanes=lambda name: AtOnce()), found, lambda answer: None)
    answers.freshen(room.ui)
    answers.desk.settle()
    answers.freshen(room.ui)
    for answer in able:
        told = [w.name for w in answers.walk() if w.name.startswith("odds") and w.name.endswith(str(answer.order))]
        assert len(told) == 2, answer.stance


def test_an_answer_is_queued_and_another_takes_its_place(room: RoomScreen) -> None:
    able = [answer for answer in challenged(room).answers if answer.order is not None and not answer.failing]
    queues = []
    for answer in able:
        queues.append(room.session.queue)
        assert room.show_challenge()
        card = room.ui.top
        item = next(widget for widget in card.walk() if widget.name == f"answer {answer.stance}")
        item.on_press(room.ui, item.rect.center)
        assert card not in room.ui.layers
        queued = {row.order for row in room.session.queue}
        assert queued & {other.order for other in able} == {answer.order}
    assert len(able) > 1
    assert not any(alert.target == "challenge:" for alert in _alerts(room)), "it is answered"
    for before in reversed(queues):
        assert room.campaign.undo()
        assert room.session.queue == before, "an answer is one step"


def places(card: Modal) -> dict[str, tuple[int, ...]]:
    """Where everything lies that a click on a card chooses."""
    return {widget.name: tuple(widget.rect) for widget in card.walk() if isinstance(widget, Item | Button)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_on_the_card_moves_when_the_odds_arrive(
    room: RoomScreen, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ui, campaign = room.ui, room.app.campaign
    assert campaign is not None
    ui.configure(language=language)
    desk = Deciding(ui, campaign, futures=8, lanes=lambda name: AtOnce())
    monkeypatch.setattr("greatgame.ui.room.escalating.deciding", lambda app: desk)
    for size, scale in (((1920, 1080), 1.0), ((1280, 720), 1.0), ((1280, 720), 1.5), ((1280, 720), 2.0)):
        ui.resize(size)
        ui.configure(scale=scale)
        with monkeypatch.context() as patch:
            patch.setattr(desk, "preview", lambda *order, **about: None)
            assert room.show_challenge()
            card = ui.top
            assert isinstance(card, Modal)
            before = places(card)
        assert len(before) == 5, "an answer each, and the way out"
        assert not any(widget.name.startswith("odds") for widget in card.walk())
        desk.news()
        ui.settle()
        assert places(card) == before, (size, scale)
        assert sum(widget.name.startswith("odds") for widget in card.walk()) > 3
        found = list(complaints(ui, card, ui.screen))
        assert found == [], (size, scale)
        if scale == 1.0:
            assert card.body.whole <= card.body.rect.height, "there is nothing to scroll"
        ui.pop(card)


def test_what_an_answer_has_done_to_the_queue_is_told(room: RoomScreen) -> None:
    def chosen(stance: str) -> str:
        assert room.show_challenge()
        item = next(widget for widget in room.ui.top.walk() if widget.name == f"answer {stance}")
        item.on_press(room.ui, item.rect.center)
        return room.ui.toasts[-1].text

    insist = challenged(room).answers[0]
    assert insist.order is not None
    name = room.book.name(insist.order)
    assert chosen(YIELD) == room.ui.say("room-answer-none")
    assert chosen(insist.stance) == room.ui.say("room-answer-in", orders=name)
    assert chosen(YIELD) == room.ui.say("room-answer-out", orders=name)


def test_another_answer_to_an_event_is_one_step() -> None:
    with own_home():
        app = App(open_window=False)
        app.play(Session.new("quick", seed=3))
        app.ui.layers.clear()
        room = app.screen
        assert isinstance(room, RoomScreen)
        card = next(card for card in event_cards(room.readings) if card.mine)
        orders = [choice.order for choice in card.choices if choice.order is not None][:2]

        def answer(place: int) -> list[str]:
            room.show_event(card.id)
            items = [widget for widget in app.ui.top.walk() if widget.name.startswith("choice ")]
            items[place].on_press(app.ui, items[place].rect.center)
            return [row.order for row in room.session.queue]

        assert answer(0) == orders[:1]
        assert answer(1) == orders[1:]
        assert room.campaign.undo()
        assert [row.order for row in room.session.queue] == orders[:1]
        assert answer(0) == [], "given again it is taken back"
        assert room.campaign.undo()
        assert room.campaign.undo()
        assert not room.session.undoable


def test_backing_down_takes_out_what_presses_on(room: RoomScreen) -> None:
    insist = challenged(room).answers[0]
    assert insist.order is not None
    assert room.campaign.submit(insist.order)
    assert insist.order in challenged(room).queued
    queue = room.session.queue
    assert room.show_challenge()
    item = next(widget for widget in room.ui.top.walk() if widget.name == f"answer {YIELD}")
    item.on_press(room.ui, item.rect.center)
    assert room.session.queue == ()
    assert room.campaign.undo()
    assert room.session.queue == queue


def test_a_change_in_the_cable_has_its_unit_where_the_value_has_another() -> None:
    with own_home():
        app = staged(Shot("cable", lambda app: None, "tokyo-2026", 0, "all-round"), pictured=False)
        assert app.campaign is not None
        session = Session.new("tokyo-2026", seed=1)
        session.advance()
        app.campaign.session = session
        app.go("room")
    units = {w.name: w.unit for w in app.ui.top.walk() if isinstance(w, FigureLabel) and w.name.startswith("moved")}
    assert units["moved figure:unmet.japan.heavy-rare-earths"], "points of per cent are no per cent"
    assert not units["moved figure:support.japan"]


def test_what_is_told_in_passing_lies_on_no_figure_of_the_forecast(room: RoomScreen) -> None:
    ui = room.ui
    ui.toast("It is in the queue now.")
    ui.settle()
    (frame,) = room.children
    assert isinstance(frame, Frame)
    (toast,) = ui.toasts
    assert not toast.place_taken.colliderect(frame.panels["forecast"].rect)
    # A dialogue lies on the forecast itself; there the foot of the window is free.
    room.menu()
    ui.settle()
    assert toast.place_taken.bottom > frame.panels["forecast"].rect.bottom - ui.px(40)


def test_a_challenge_stays_among_the_alerts_until_it_is_answered(room: RoomScreen) -> None:
    alert = next(alert for alert in _alerts(room) if alert.target == "challenge:")
    room.follow(alert.target)
    assert room.ui.top.name == "escalation"


def test_who_else_gives_orders_is_said_when_a_save_is_opened(tmp_path: Path) -> None:
    session = Session.new("quick", seed=7, strategy="all-round", seats={"uzbekistan": BY_HAND})
    session.inject("japan-election", 0)
    session.save(tmp_path / "half.json")
    with own_home():
        app = App(language="en", open_window=False)
        assert app.open_file(tmp_path / "half.json")
        app.ui.settle()
        named = {widget.name: widget for widget in app.ui.top.walk()}
        assert {"table 0", "table 1", "watch"} <= named.keys()
        room = app.screen
        assert isinstance(room, RoomScreen)
        app.ui.pop()
        room.show_event("japan-election")
        assert not any(widget.name.startswith("choice ") for widget in app.ui.top.walk())
        app.ui.pop()
        room.watch()
        assert isinstance(app.screen, ReplayScreen)


def test_no_challenge_waits_where_a_strategy_plays_the_seat(room: RoomScreen) -> None:
    session = room.session.fork()
    assert challenge(Readings(session), OrderBook(session)) is not None
    session.strategy = "all-round"
    assert challenge(Readings(session), OrderBook(session)) is None


def test_a_level_may_leave_challenges_out(room: RoomScreen) -> None:
    level = next(name for name, row in room.session.scenario.file.level.items() if "escalation" in row.hides)
    easy = Session.new("tokyo-2026", seed=7, level=level)
    easy.advance()
    assert challenge(Readings(easy), OrderBook(easy)) is None


def _alerts(room: RoomScreen) -> tuple[Alert, ...]:
    return alerts(room.readings)


# Figures


def shown_number(text: str) -> float | None:
    """The number that a printed figure says; None where it says a word or a fraction."""
    plain = text.replace(",", "").replace("−", "-")
    return float(plain) if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain) else None


def faults(figure: Figure) -> Iterator[str]:
    account = figure.account()
    total = sum(line.amount for line in account.lines)
    slack = 1e-6 * max(1.0, abs(figure.value))
    if abs(total - figure.value) > slack or abs(account.total - figure.value) > slack:
        yield f"{figure.title}: lines add up to {total}, shown is {figure.value}"
    number = shown_number(str(figure.text))
    decimals = len(str(figure.text).partition(".")[2])
    if number is not None and abs(number - figure.value) > 0.5000001 * 10**-decimals:
        yield f"{figure.title}: prints {figure.text} for {figure.value}"
    chances = [line.chance for line in account.lines]
    if chances != sorted(chances):
        yield f"{figure.title}: chance does not stand last"


@pytest.mark.parametrize("name", ROOM)
def test_every_widget_that_shows_a_figure_opens_an_account_of_the_shown_value(name: str) -> None:
    with own_home():
        app = staged(ROOM[name], pictured=False)
        app.ui.settle()
        # What lies on the map has the same test among the map's.
        widgets = [w for layer in (app.ui.root, *app.ui.layers) for w in layer.walk() if not isinstance(w, Spot)]
        figures = {id(widget.figure): widget.figure for widget in widgets if widget.figure is not None}
        assert [fault for figure in figures.values() for fault in faults(figure)] == []
        label = next(widget for widget in widgets if isinstance(widget, FigureLabel))
        label.on_key(app.ui, "enter")
        assert isinstance(app.ui.top, AccountView), "Enter opens it"
        assert app.ui.top.shown is label.figure
