"""The end of a game on screen: cards, what is worked out behind them, and what is taken away."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from greatgame import capsule, export
from greatgame.lab import predictions
from greatgame.lab.afterwards import Afterwards, question_of, run
from greatgame.leaf import html
from greatgame.messages import messages
from greatgame.session import Session
from greatgame.text import LANGUAGES
from greatgame.ui.app import App
from greatgame.ui.debrief import findings
from greatgame.ui.debrief.charts import AWAY, MARK, Way
from greatgame.ui.debrief.screen import CARDS, DebriefScreen
from greatgame.ui.shots import drawn
from greatgame.ui.watch.trial import TrialScreen
from greatgame.views.debrief.course import Turning, course
from greatgame.views.debrief.page import report

pytestmark = pytest.mark.usefixtures("display", "own_home")


@pytest.fixture(scope="module")
def played() -> Session:
    """Two half-years by hand."""
    session = Session.new("quick", seed=7)
    for _ in range(2):
        for _ in range(2):
            session.submit(session.moves()[0].id)
        session.advance()
    return session


@pytest.fixture(scope="module")
def found(played: Session) -> Afterwards:
    return run(question_of(played, 12, tried=3))


@pytest.fixture
def app() -> App:
    return App(language="en", open_window=False)


@pytest.fixture
def screen(app: App, played: Session, found: Afterwards) -> DebriefScreen:
    made = DebriefScreen(app, 7, session=played, found=found)
    app.put(made)
    return made


def press(app: App, name: str) -> None:
    """Click the widget of a name."""
    app.ui.settle()
    widget = next(widget for widget in app.ui.top.walk() if widget.name == name)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        app.ui.input.handle(pygame.Event(kind, button=1, pos=widget.rect.center))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("high", [110, 210])
def test_the_line_of_the_score_has_a_scale_and_no_mark_lies_on_a_name(
    app: App, played: Session, found: Afterwards, scale: float, high: int
) -> None:
    app.ui.configure(scale=scale)
    card = course(played, found)
    total = card.moments[0].total
    # Each turn costs something here, the lowest one among them.
    costly = tuple(Turning(turn, "", (), "", total, None, total) for turn in range(len(card.moments)))
    way = Way(replace(card, costly=costly), 0, lambda turn: None, high)
    way.layout(app.ui, pygame.Rect(0, 0, 1200, app.ui.px(high)))
    assert way.ticks
    for tick in way.ticks:
        assert way.plot.top <= way.level(tick) <= way.plot.bottom
    points = {way.place(turn)[1]: card.moments[turn].total.value for turn in range(len(card.moments))}
    assert all(way.level(value) == y for y, value in points.items())
    assert max(points) + app.ui.px(AWAY + MARK // 2) <= way.plot.bottom + 1, "names stand below the plot"


def until(app: App, over: Callable[[], object]) -> None:
    """Let time pass until something holds."""
    end = time.monotonic() + 60
    while not over():
        assert time.monotonic() < end, "it does not come"
        app.ui.time.tick()
        time.sleep(0.01)


def take(app: App, *names: str) -> None:
    """Click what is to be taken away, and wait for it."""
    for name in names:
        press(app, f"take:{name}")
        screen = app.screen
        assert isinstance(screen, DebriefScreen)
        until(app, lambda made=screen.exports: not made.busy)  # type: ignore[misc]


# --- What is taken away -------------------------------------------------------------------------------


def test_every_gift_lies_where_the_screen_says(app: App, screen: DebriefScreen, own_home: Path) -> None:
    take(app, "report", "tables", "strategy", "capsule")
    files = sorted(path.relative_to(own_home).as_posix() for path in own_home.rglob("*.*") if path.is_file())
    stem = screen.exports.stem
    assert files == [
        f"exports/{stem}/capsule.zip",
        f"exports/{stem}/ledger.csv",
        f"exports/{stem}/orders.csv",
        f"exports/{stem}/report.html",
        f"exports/{stem}/turns.csv",
        f"strategies/mine-{stem}.toml",
    ]
    assert all(folder.is_dir() and folder.is_relative_to(own_home) for folder in screen.exports.folders)
    assert len(screen.exports.made) == len(files)


def test_a_full_disk_is_told_and_nothing_is_lost(
    app: App, screen: DebriefScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(app, "report")
    report = screen.exports.folder / "report.html"
    before = report.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    take(app, "report", "tables", "capsule")
    assert all("no room left" in row.problem for row in screen.exports.made)
    assert report.read_bytes() == before
    assert sorted(path.name for path in report.parent.iterdir()) == ["report.html"]


def test_a_folder_that_cannot_be_made_is_told(app: App, screen: DebriefScreen, own_home: Path) -> None:
    (own_home / "exports").write_text("no folder")
    take(app, "tables")
    (row,) = screen.exports.made
    assert "Not saved in" in row.problem


def test_the_strategy_plays_the_campaign(app: App, screen: DebriefScreen, played: Session) -> None:
    take(app, "strategy")
    again = Session.new("quick", seed=7, strategy=str(screen.exports.strategy_file))
    for _ in range(played.turn):
        again.advance()
    assert again.digests == played.digests
    press(app, "take:test")
    tested = app.screen
    assert isinstance(tested, TrialScreen)
    assert tested.beginning.scenario.id == played.scenario.id
    assert tested.strategies[tested.chosen].spec == str(screen.exports.strategy_file)


def test_there_is_nothing_to_test_before_the_strategy_is_made(app: App, screen: DebriefScreen) -> None:
    press(app, "take:test")
    assert app.screen is screen


def test_tables_hold_every_turn_order_and_entry(played: Session) -> None:
    read = {name: list(csv.DictReader(io.StringIO(text))) for name, text in export.tables(played).items()}
    assert [row["quarter"] for row in read["turns.csv"]] == [record.quarter for record in played.history]
    assert len(read["orders.csv"]) == sum(len(record.orders) for record in played.history)
    trust = [row for row in read["ledger.csv"] if row["variable"] == "trust.uzbekistan.japan"]
    opening, closing = (float(played.at(turn).trust[0, 1, played.scenario.player]) for turn in (0, played.turn))
    assert opening + sum(float(row["change"]) for row in trust) == pytest.approx(closing)


def test_a_capsule_replays_with_what_it_holds(played: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = capsule.packed(played)
    assert made == capsule.packed(played)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        archive.extractall(tmp_path / "else")
    monkeypatch.chdir(tmp_path / "else")
    monkeypatch.setenv("GREATGAME_DATA", str(tmp_path / "nothing"))
    again = Session.load(capsule.SAVE)
    assert again.digest == played.digest
    assert played.digest in Path(capsule.README).read_text()


def test_a_capsule_holds_the_strategy_files_of_its_seats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from greatgame.guide import template
    from greatgame.scenario.indexed import open_scenario

    mine = tmp_path / "mine.toml"
    mine.write_text(template(open_scenario("quick"), "mine"))
    session = Session.new("quick", seed=7, strategy=str(mine))
    session.advance()
    with zipfile.ZipFile(io.BytesIO(capsule.packed(session))) as archive:
        archive.extractall(tmp_path / "else")
    mine.unlink()
    monkeypatch.chdir(tmp_path / "else")
    assert Session.load(capsule.SAVE).digest == session.digest


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_tells_all_cards(played: Session, found: Afterwards, language: str) -> None:
    whole, early = (html(report(played, messages(language), known)) for known in (found, None))
    say = messages(language)
    assert whole.count("<h2>") == 7
    assert early.count("<h2>") == 3
    assert say("debrief-tab-hold").lstrip("6 ") in whole
    assert played.digest in whole
    assert "http" not in whole
    assert whole.count("<h3>") == early.count("<h3>") == played.turn


def test_the_report_is_written_as_a_pdf_where_that_can_be_done(
    app: App, screen: DebriefScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(app, "pages")
    (made,) = screen.exports.made
    assert (made.path.name, made.problem) == ("report.pdf", "")
    assert made.path.read_bytes().startswith(b"%PDF-")
    monkeypatch.setattr("greatgame.extras.find_spec", lambda package: None)
    assert '".[class]"' in screen.exports.no_pages
    screen.refresh()
    take(app, "pages")
    assert screen.exports.made == [made]


# --- Replay -------------------------------------------------------------------------------------------


def test_the_timeline_and_the_report_tell_where_the_gap_opened(app: App, played: Session, found: Afterwards) -> None:
    assert found.gaps
    for gaps in (found.gaps, ()):
        known = replace(found, gaps=gaps)
        screen = DebriefScreen(app, 2, session=played, found=known)
        app.put(screen)
        app.ui.settle()
        names = [widget.name for widget in app.ui.top.walk() if widget.name.startswith("gap:")]
        assert names == [f"gap:{row.turn}" for row in gaps]
        page = html(report(played, messages("en"), known))
        assert (app.ui.say("debrief-gaps") in page) == bool(gaps)
        for row in gaps:
            press(app, f"gap:{row.turn}")
            assert screen.moment == row.turn


def test_a_campaign_is_played_on_from_a_turn(app: App, screen: DebriefScreen, played: Session) -> None:
    screen._choose_moment(1)
    press(app, "take:again")
    assert app.campaign is not None
    assert app.campaign.session.turn == 1
    assert [row.order for row in app.campaign.session.queue] == list(played.as_save().turns[1].orders)
    assert played.turn == 2


def test_a_strategys_campaign_is_not_played_on(app: App, found: Afterwards) -> None:
    session = Session.new("quick", seed=7, strategy="all-round")
    session.advance()
    app.put(DebriefScreen(app, 7, session=session, found=found))
    press(app, "take:again")
    assert app.campaign is None


def test_predictions_are_scored(app: App) -> None:
    session = Session.new("quick", seed=7)
    asked = predictions.run(predictions.question_of(session, 24))
    predictions.put(session, asked)
    for part in asked.parts:
        predictions.answer(session, part.goal, 0.7)
    while not any(part.due < session.turn for part in session.predictions):
        session.advance()
    screen = DebriefScreen(app, 1, session=session, found=Afterwards(session.turn, session.quarter, 50.0, 1, 1))
    app.put(screen)
    drawn(app)
    titles = [widget.figure.title for widget in screen.walk() if widget.figure is not None]
    assert "Your predictions" in titles


# --- The worker ---------------------------------------------------------------------------------------


def test_a_lost_worker_is_told_and_can_go_on(app: App, played: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "REPLAYS", 8)
    monkeypatch.setattr(findings, "TRIED", 2)
    screen = DebriefScreen(app, 4, session=played)
    app.put(screen)
    worker = screen.findings._worker
    assert worker is not None
    worker._process.kill()
    until(app, lambda: screen.findings.problem)
    assert "ended unexpectedly" in screen.findings.problem
    drawn(app)
    press(app, "again")
    until(app, lambda: screen.findings.latest is not None and screen.findings.latest.luck is not None)
    press(app, "stop")
    assert screen.findings.stopped
    assert not screen.findings.busy
    for number in range(len(CARDS)):
        screen._go(number)
        drawn(app)


def test_leaving_ends_the_worker(app: App, played: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "REPLAYS", 8)
    app.go("title")
    screen = DebriefScreen(app, 4, session=played)
    app.put(screen)
    assert screen.findings.busy
    app.back()
    assert screen.findings._worker is None


def test_back_from_a_campaigns_own_end_leaves_it_in_good_order(app: App, played: Session) -> None:
    app.go("title")
    app.play(played.fork())
    app.reset("title")
    app.put(DebriefScreen(app, 7))
    press(app, "back")
    assert app.campaign is None
    assert [screen.name for screen in app.stack] == ["title"]
    assert app.shelf.unfinished() is None
