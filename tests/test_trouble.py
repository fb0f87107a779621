"""What goes wrong on a player's machine: a clear message, and nothing that was played is lost."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

import greatgame
from greatgame import saves
from greatgame.errors import GreatGameError, SaveError
from greatgame.messages import messages
from greatgame.paths import data_dir
from greatgame.session import Session
from greatgame.text import JAPANESE, translations
from greatgame.ui.app import App
from greatgame.ui.faults import FaultDialogue
from greatgame.ui.home import HOME
from greatgame.ui.kit import Button, Modal, Rich, Widget
from greatgame.ui.kit.words import plain
from greatgame.ui.load_game import LoadScreen
from greatgame.ui.map.atlas import atlas
from greatgame.ui.orders import background
from greatgame.ui.orders.deciding import deciding
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.screen import Screen
from greatgame.ui.shots import drawn
from greatgame.ui.title import TitleScreen
from greatgame.views.geography import places

pytestmark = pytest.mark.usefixtures("display")

ASSETS = data_dir("assets")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv(HOME, str(folder))
    return folder


# --- Assets -------------------------------------------------------------------------------------------


def forget() -> None:
    """Read everything anew."""
    for kept in (data_dir, messages, translations, atlas, places):
        kept.cache_clear()


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the assets that may be damaged."""
    folder = tmp_path / "data"
    shutil.copytree(ASSETS, folder / "assets", copy_function=os.symlink)
    (folder / "scenarios").symlink_to(data_dir("scenarios"))
    monkeypatch.setenv("GREATGAME_DATA", str(folder))
    forget()
    yield folder / "assets"
    monkeypatch.undo()
    forget()


NEEDED = (
    "fonts/GameSans-Regular.ttf",
    "fonts/GameSans-Bold.ttf",
    "text/start.en.ftl",
    "text/start.ja.ftl",
    "text/engine.ja.toml",
    "map/map.json",
    "map/places.toml",
)


@pytest.mark.parametrize("damage", ["gone", "torn", "other"])
@pytest.mark.parametrize("name", NEEDED)
def test_what_the_window_needs_is_asked_for_by_name(assets: Path, name: str, damage: str) -> None:
    file = assets / name
    contents = file.read_bytes()
    file.unlink()
    if damage == "torn":
        file.write_bytes(contents[: len(contents) // 2 + 7])
    if damage == "other":
        file.write_bytes(b"\x00\xff[1]")
    with pytest.raises(GreatGameError, match="reinstall greatgame") as told:
        App(open_window=False)
    assert file.name in str(told.value)


def test_a_lost_icon_is_an_empty_box(assets: Path) -> None:
    (assets / "icons" / "play.svg").unlink()
    (assets / "icons" / "settings.svg").unlink()
    (assets / "icons" / "settings.svg").write_text("<svg", encoding="utf-8")
    app = App(language="en", open_window=False)
    app.go("title")
    drawn(app)
    assert app.ui.fonts.lost == {"play", "settings"}


# --- Saves --------------------------------------------------------------------------------------------


@pytest.fixture
def app() -> App:
    made = App(language="en", open_window=False)
    made.go("title")
    return made


@pytest.fixture
def saved(app: App) -> Path:
    """A save of a campaign with one turn."""
    session = Session.new("quick", 7)
    session.advance()
    path = app.shelf.save(session, "Mine").path
    assert path is not None
    return path


def test_the_title_names_the_turn_with_which_going_on_opens(app: App, saved: Path) -> None:
    app.reset("title")
    (go_on,) = [widget for widget in app.ui.root.walk() if widget.name == "title:continue"]
    assert isinstance(go_on, Button)
    assert go_on.badge == Session.load(saved).quarter == "2026H2"


def damaged(contents: bytes) -> Iterator[bytes]:
    """Contents of a save cut off, turned over or replaced."""
    for share in (0.0, 0.001, 0.3, 0.9, 0.99):
        yield contents[: int(len(contents) * share)]
    for place in range(40, len(contents), len(contents) // 12):
        yield contents[:place] + bytes([contents[place] ^ 1]) + contents[place + 1 :]
    yield b"[" * 100_000
    yield b"\x00" * 1000
    yield contents.replace(b'"turns"', b'"burns"')


def test_no_damaged_save_is_loaded_or_touched(app: App, saved: Path) -> None:
    contents = saved.read_bytes()
    for number, wrong in enumerate(damaged(contents)):
        saved.write_bytes(wrong)
        app.reset("title")
        screen = app.go("load")
        drawn(app)
        entry = app.shelf.entries()[0]
        assert app.take_up(entry) is False, f"damage {number} went unnoticed"
        assert isinstance(app.ui.top, Modal)
        assert app.screen is screen
        assert saved.read_bytes() == wrong
        app.ui.pop()


def kept_otherwise(path: Path, **other: Any) -> bytes:
    """A save whose own checksum is right, of other contents."""
    document = json.loads(path.read_text(encoding="utf-8"))
    scenario = document["scenario"] | other.pop("scenario", {})
    document = document | other | {"scenario": scenario}
    return json.dumps(document | {"checksum": saves.checksum(document)}).encode()


def test_why_a_save_is_refused_is_told_in_the_language_of_the_game_and_the_file_named_once(
    app: App, saved: Path, tmp_path: Path
) -> None:
    app.change(language=JAPANESE)
    contents = saved.read_bytes()
    cases = {
        "壊れ": contents[:500],
        "書き換え": contents.replace(b'"seed": 7', b'"seed": 8'),
        "より新しい版": kept_otherwise(saved, format=99),
        "シナリオが変わって": kept_otherwise(saved, scenario={"hash": "0" * 16}),
        "シナリオがない": kept_otherwise(saved, scenario={"id": "atlantis"}),
        "版0.0.1": kept_otherwise(saved, program="0.0.1", strength="iron"),
        "セーブではありません": b"{}",
        "もうありません": b"",
    }
    entry = app.shelf.entries()[0]
    lies = tmp_path / "dropped.json"
    ways: tuple[tuple[Path, Callable[[], bool]], ...] = (
        (saved, lambda: app.take_up(entry)),
        (lies, lambda: app.open_file(lies)),
    )
    for words, wrong in cases.items():
        for path in (saved, lies):
            path.write_bytes(wrong)
            if not wrong:
                path.unlink()
        for path, way in ways:
            assert way() is False
            told = "".join(plain(widget.spans(app.ui)) for widget in app.ui.top.walk() if isinstance(widget, Rich))
            assert words in told
            assert told.count(path.name) == 1
            assert not re.search("[A-Za-z]{3,}", told.replace(path.name, "").replace("atlantis", "")), told
            app.ui.pop()
    # The command line goes on telling file and field.
    lies.write_bytes(cases["シナリオが変わって"])
    with pytest.raises(SaveError, match=r"scenario\.hash = 0"):
        Session.load(lies)


def test_a_save_that_goes_away_while_it_is_shown_is_told(app: App, saved: Path) -> None:
    screen = app.go("load")
    assert isinstance(screen, LoadScreen)
    entry = app.shelf.entries()[0]
    saved.unlink()
    assert app.take_up(entry) is False
    assert app.campaign is None


# --- The disk -----------------------------------------------------------------------------------------


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: Path, save: saves.Save) -> None:
        raise SaveError(f"cannot write {path}") from OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(saves, "write", write)


@pytest.fixture
def playing(app: App) -> App:
    app.play(Session.new("quick", 7))
    return app


@pytest.mark.usefixtures("no_room")
def test_a_full_disk_is_told_once_and_the_game_goes_on(playing: App) -> None:
    assert playing.campaign is not None
    playing.campaign.commit()
    playing.campaign.commit()
    assert playing.campaign.session.turn == 2
    assert ["no room left" in toast.text for toast in playing.ui.toasts] == [True]
    assert playing.ui.on_action is not None
    playing.ui.on_action("quick-save")
    assert len(playing.ui.toasts) == 2
    playing.home()
    assert isinstance(playing.screen, TitleScreen)


def test_a_home_that_cannot_be_written_to_is_told(app: App, own_home: Path) -> None:
    own_home.write_text("a file where the folder should be", encoding="utf-8")
    app.play(Session.new("quick", 7))
    app.change(scale=1.25)
    assert app.campaign is not None
    app.campaign.commit()
    assert (app.campaign.session.turn, app.ui.scale) == (1, 1.25)
    assert len(app.ui.toasts) == 2


# --- Faults -------------------------------------------------------------------------------------------


class Faulty(Screen):
    """Fails when its button is pressed, and when it is drawn if that is wished."""

    drawable = True

    def build(self) -> Widget:
        return Button("Fail", self._fail, name="fail")

    def _fail(self) -> None:
        raise ZeroDivisionError("a fault in a screen")

    def draw(self, ui: object, surface: pygame.Surface) -> None:
        if not self.drawable:
            raise ZeroDivisionError("a fault in a picture")


@pytest.fixture
def window() -> Iterator[App]:
    """With a window, a campaign, and a screen that fails."""
    app = App(language="en")
    app.play(Session.new("quick", 7))
    app.put(Faulty(app))
    yield app
    pygame.display.quit()
    pygame.display.init()
    pygame.display.set_mode((1280, 720))


def turn(app: App, key: int | None = None) -> None:
    """Let the window handle a key and draw."""
    assert app.window is not None
    if key is not None:
        pygame.event.post(pygame.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
    pygame.event.post(pygame.Event(pygame.WINDOWEXPOSED))
    app.window.guarded_turn()


def test_a_fault_in_a_screen_is_told_and_the_campaign_is_kept(window: App, own_home: Path) -> None:
    window.ui.input.step(1)
    turn(window, pygame.K_RETURN)
    assert isinstance(window.ui.top, FaultDialogue)
    assert "a fault in a screen" in (own_home / "fault.txt").read_text(encoding="utf-8")
    assert window.shelf.latest() is not None
    turn(window, pygame.K_RETURN)
    assert isinstance(window.ui.top, Faulty)
    turn(window, pygame.K_RETURN)
    window.ui.input.give(next(w for w in window.ui.top.walk() if w.name == "home"))
    turn(window, pygame.K_RETURN)
    assert isinstance(window.ui.top, TitleScreen)
    assert window.shelf.unfinished() is None, "it was left in good order"


def test_a_screen_that_cannot_be_drawn_gives_way_to_the_title(window: App) -> None:
    assert isinstance(window.screen, Faulty)
    window.screen.drawable = False
    for _ in range(3):
        turn(window)
    assert isinstance(window.screen, TitleScreen)
    assert isinstance(window.ui.top, FaultDialogue)
    assert window.campaign is None
    assert window.shelf.unfinished() is not None


def test_when_nothing_works_any_more_the_program_ends_with_a_message(app: App) -> None:
    fault = ZeroDivisionError("no end")
    for _ in range(5):
        app.faults.take(fault)
    with pytest.raises(GreatGameError, match=r"cannot go on \(no end\).*fault\.txt"):
        app.faults.take(fault)


def test_a_fault_in_the_background_stops_nothing_else(app: App) -> None:
    ticks: list[str] = []

    def told(word: str) -> bool:
        ticks.append(word)
        return True

    def fail() -> bool:
        raise ZeroDivisionError

    app.ui.poll(lambda: told("look"))
    app.ui.poll(fail)
    app.ui.animate(lambda seconds: told("frame"))
    with pytest.raises(ZeroDivisionError):
        app.ui.time.tick()
    app.ui.time.tick()
    assert ticks == ["look", "frame"]
    assert app.ui.time.animating


# --- Workers ------------------------------------------------------------------------------------------


@pytest.fixture
def room() -> Iterator[App]:
    """With a window in which a campaign is played; its background answers from processes of its own."""
    background.process.cache_clear()
    app = App(language="en")
    app.play(Session.new("quick", 7))
    yield app
    for lane in deciding(app).lanes.values():
        lane.close()
    background.process.cache_clear()
    pygame.display.quit()
    pygame.display.init()
    pygame.display.set_mode((1280, 720))


def until(app: App, holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window run until something holds."""
    assert app.window is not None
    end = time.monotonic() + seconds
    while not holds():
        app.window.turn()
        assert time.monotonic() < end


def test_a_lost_worker_is_told_and_asked_anew(room: App) -> None:
    desk = deciding(room)
    lane = desk.lanes[background.TUNNEL]
    until(room, lambda: lane.process_id is not None)
    assert lane.process_id is not None
    os.kill(lane.process_id, signal.SIGKILL)
    until(room, lambda: bool(room.ui.toasts))
    assert room.ui.toasts[0].text == room.ui.say("orders-background-lost")
    until(room, lambda: desk.forecast is not None)
    assert desk.notice == ""


def test_without_any_worker_the_game_goes_on(monkeypatch: pytest.MonkeyPatch, room: App) -> None:
    def none() -> None:
        raise OSError(errno.EAGAIN, "no process can be started")

    monkeypatch.setattr(background, "Worker", none)
    assert room.campaign is not None
    desk = deciding(room)
    for lane in desk.lanes.values():
        lane.close()
    room.campaign.submit(room.campaign.session.moves()[0].id)
    until(room, lambda: bool(desk.notice))
    room.campaign.commit()
    drawn(room)
    assert room.campaign.session.turn == 1
    assert room.shelf.latest() is not None


# --- The window ---------------------------------------------------------------------------------------


def test_the_window_changes_in_the_middle_of_the_sequence_of_a_turn(room: App) -> None:
    assert room.window is not None
    assert room.campaign is not None
    campaign, screen = room.campaign, room.screen
    assert isinstance(screen, RoomScreen)
    while room.ui.layers:
        room.ui.pop()
    screen.commit()
    screen.commit()
    until(room, lambda: campaign.session.turn == 1)
    for number, size in enumerate(((960, 540), (1600, 900), (1000, 700), (1280, 720))):
        room.ui.resize(size)
        drawn(room)
        room.change(scale=(1.0, 2.0, 1.5, 1.0)[number], language=("ja", "en")[number % 2])
        room.window.turn()
        drawn(room)
    assert room.screen is screen
    assert room.shelf.latest() is not None


def test_the_screen_is_filled_and_the_window_comes_back(window: App) -> None:
    turn(window, pygame.K_F11)
    assert window.ui.screen.size == pygame.display.get_desktop_sizes()[0]
    turn(window, pygame.K_F11)
    assert window.ui.screen.size == (1280, 720)
    assert window.ui.toasts == []


def test_a_screen_that_cannot_be_filled_is_told(window: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise pygame.error("not supported")

    monkeypatch.setattr(pygame.display, "get_desktop_sizes", refuse)
    turn(window, pygame.K_F11)
    assert [toast.text for toast in window.ui.toasts] == [window.ui.say("app-no-full-screen")]
    assert window.ui.screen.size == (1280, 720)


@pytest.mark.trial
def test_a_hundred_random_inputs_a_second_break_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "fuzz_window.py"), "--events", "50", "--seed", "5"],
        env=os.environ | {"PYTHONPATH": str(Path(greatgame.__file__).parents[1]), "PYTHONUTF8": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "nothing went wrong" in done.stdout
