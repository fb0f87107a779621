"""The application: settings that mend themselves, screens, the menu of a campaign, the command that opens it all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pygame
import pytest
from typer.testing import CliRunner

from greatgame.cli import app as commands
from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.shelf import Shelf
from greatgame.ui import bench, settings
from greatgame.ui.app import App
from greatgame.ui.campaign import Campaign
from greatgame.ui.debrief.screen import DebriefScreen
from greatgame.ui.game_menu import GameMenu, SaveDialogue
from greatgame.ui.home import settings_file, shelf_folder
from greatgame.ui.kit import Drop, Modal, window
from greatgame.ui.kit.keys import DEFAULT_KEYS
from greatgame.ui.load_game import LoadScreen
from greatgame.ui.new_game import NewGameScreen
from greatgame.ui.room.screen import RoomScreen
from greatgame.ui.screen import Screen
from greatgame.ui.settings import Settings
from greatgame.ui.settings_screen import SettingsScreen
from greatgame.ui.shots import drawn
from greatgame.ui.title import TitleScreen
from greatgame.views.beginnings import beginning

pytestmark = pytest.mark.usefixtures("display", "own_home")


@pytest.fixture
def app() -> App:
    return App(language="en", open_window=False)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return Campaign(Session.new("quick", 7), Shelf(tmp_path / "saves"))


def strike(app: App, key: int, mod: int = 0) -> None:
    app.ui.input.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=""))


def press(app: App, name: str) -> None:
    """Click the widget of a name."""
    app.ui.settle()
    widget = next(widget for widget in app.ui.top.walk() if widget.name == name)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        app.ui.input.handle(pygame.Event(kind, button=1, pos=widget.rect.center))


# --- Settings ---------------------------------------------------------------------------------------


def test_settings_are_kept(tmp_path: Path) -> None:
    chosen = Settings(language="ja", scale=1.5, palette="high-contrast", reduced_motion=True).with_key("why", "f2")
    assert settings.write(chosen, tmp_path / "new" / "settings.json") == ""
    assert settings.read(tmp_path / "new" / "settings.json") == settings.Found(chosen)


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "\x00", '{"language": 1, "scale": "big", "keys": {"fly": "x"}}'])
def test_damaged_settings_become_the_usual_ones(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    found = settings.read(path)
    assert found.settings == Settings()
    assert found.problems


def test_what_is_good_in_damaged_settings_is_kept() -> None:
    settings_file().write_text(json.dumps({"language": "ja", "scale": 7, "keys": {"why": "tab"}}), encoding="utf-8")
    app = App(open_window=False)
    assert (app.settings.language, app.settings.scale, dict(app.settings.keys)) == ("ja", 1.0, {})
    assert len(app.ui.toasts) == 1


def test_settings_that_cannot_be_kept_hold_all_the_same(app: App, own_home: Path) -> None:
    settings_file().mkdir()
    app.go("settings")
    app.change(scale=2.0)
    assert app.ui.scale == 2.0
    assert len(app.ui.toasts) == 1


def test_two_actions_never_share_a_key() -> None:
    chosen = Settings().with_key("why", "h")
    assert (chosen.all_keys["why"], chosen.all_keys["how"]) == ("h", "y")
    assert len(set(chosen.all_keys.values())) == len(DEFAULT_KEYS)
    assert dict(chosen.with_key("why", "y").keys) == {}


# --- Screens -----------------------------------------------------------------------------------------


def test_one_walks_through_the_screens_by_keyboard(app: App) -> None:
    app.reset("title")
    seen: list[type[Screen]] = []
    for name in ("title:play", "title:load", "title:settings"):
        while app.ui.focus is None or app.ui.focus.name != name:
            strike(app, pygame.K_TAB)
        strike(app, pygame.K_RETURN)
        assert app.screen is not None
        seen.append(type(app.screen))
        drawn(app)
        strike(app, pygame.K_ESCAPE)
        assert isinstance(app.screen, TitleScreen)
    assert seen == [NewGameScreen, LoadScreen, SettingsScreen]


def test_rivals_that_give_no_orders_have_no_temper_to_choose(app: App) -> None:
    screen = app.go("new-game", seed=7)
    assert isinstance(screen, NewGameScreen)
    found = beginning(screen.scenario)
    assert [level.quiet for level in found.levels] == [True, False, False, False]

    def drop() -> Drop:
        app.ui.settle()
        (row,) = (widget for widget in app.ui.root.walk() if isinstance(widget, Drop) and widget.name == "temper")
        return row

    drop().on_press(app.ui, drop().rect.center)
    assert not app.ui.layers, "at the first level it does not open"
    assert drop().said() == app.ui.say("new-temper-quiet")
    screen._set_level(1)
    drop().on_press(app.ui, drop().rect.center)
    assert app.ui.layers
    drop().take(app.ui, 2)
    assert drop().chosen == 2
    screen._set_level(0)
    assert drop().chosen == 0, "what it shows is what is played"
    screen.begin()
    assert app.campaign is not None
    assert app.campaign.session.scenario.variant.temper == found.tempers[0].id


def test_the_language_changes_at_once_and_the_focus_stays(app: App) -> None:
    app.go("settings")
    press(app, "language")
    strike(app, pygame.K_DOWN)
    strike(app, pygame.K_RETURN)
    assert (app.settings.language, app.ui.language) == ("ja", "ja")
    assert app.ui.focus is not None
    assert app.ui.focus.name == "language"
    assert settings.read(settings_file()).settings.language == "ja"


def test_keys_make_everything_larger_and_smaller(app: App) -> None:
    app.reset("title")
    strike(app, pygame.K_EQUALS, pygame.KMOD_CTRL)
    assert app.ui.scale == 1.25
    strike(app, pygame.K_MINUS, pygame.KMOD_CTRL)
    strike(app, pygame.K_MINUS, pygame.KMOD_CTRL)
    assert app.ui.scale == 1.0


def test_a_key_is_laid_otherwise(app: App) -> None:
    app.go("settings")
    press(app, "key:why")
    strike(app, pygame.K_TAB)
    assert isinstance(app.ui.top, Modal), "Tab moves the focus and cannot be laid"
    strike(app, pygame.K_F2)
    assert app.ui.keys["why"] == "f2"
    press(app, "reset-keys")
    assert app.ui.keys == DEFAULT_KEYS


def test_a_save_is_deleted_only_after_a_question(app: App, campaign: Campaign) -> None:
    kept = campaign.save("mine")
    assert kept.path is not None
    app.go("load")
    press(app, f"delete:{kept.path.name}")
    press(app, "first")
    assert kept.path.exists()
    press(app, f"delete:{kept.path.name}")
    press(app, "Delete")
    assert not kept.path.exists()


def test_a_save_that_cannot_be_read_is_shown_with_the_reason(app: App) -> None:
    shelf_folder().mkdir()
    torn = shelf_folder() / "Torn.save.json"
    torn.write_text("{", encoding="utf-8")
    app.go("load")
    press(app, f"load:{torn.name}")
    assert app.campaign is None
    assert app.ui.tooltip.visible


def test_a_crash_is_noticed_at_the_next_start(app: App, campaign: Campaign) -> None:
    campaign.autosave()
    app.reset("title")
    assert isinstance(app.ui.top, Modal)
    press(app, app.ui.say("title-crashed-no"))
    assert app.ui.layers == []
    assert app.shelf.unfinished() is None


# --- The command -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--language", "xx"], "there are: en, ja"),
        (["--scale", "9"], "from 1.0 to 2.0"),
        (["--size", "big"], "such as 1280x720"),
        (["--seed", "3"], "need --scenario"),
        (["nothing.json"], "nothing.json"),
        (["--describe", "no-such-folder/shown.json"], "no folder no-such-folder"),
    ],
)
def test_bad_arguments_are_named(arguments: list[str], complaint: str) -> None:
    done = CliRunner().invoke(commands, ["play", *arguments])
    assert done.exit_code == 2
    assert complaint in done.output


@pytest.mark.skipif(not os.sys.platform.startswith("linux"), reason="screens are missing on servers")  # type: ignore[attr-defined]
def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(commands, ["play"])
    assert done.exit_code == 2
    assert "no screen found" in done.output
    assert "--shot" in done.output


def test_plain_greatgame_without_a_screen_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    done = CliRunner().invoke(commands, [])
    assert done.exit_code == 0
    assert "What to do next" in done.output


def test_pygame_in_place_of_pygame_ce_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pygame, "IS_CE")
    with pytest.raises(GreatGameError, match="pygame-ce"):
        window.check_pygame()


# --- The menu of a campaign -----------------------------------------------------------------------------


@pytest.fixture
def playing(app: App, campaign: Campaign) -> App:
    """With a campaign over the title."""
    app.reset("title")
    app.campaign = campaign
    return app


def test_escape_opens_the_menu_of_the_campaign_and_closes_it(playing: App) -> None:
    strike(playing, pygame.K_ESCAPE)
    assert isinstance(playing.ui.top, GameMenu)
    strike(playing, pygame.K_ESCAPE)
    assert isinstance(playing.ui.top, TitleScreen)


def test_a_save_is_named_without_typing_and_replaced_only_on_a_second_word(playing: App) -> None:
    playing.menu()
    press(playing, "menu-save")
    press(playing, "first")
    assert isinstance(playing.ui.top, TitleScreen)
    dialogue = SaveDialogue(playing)
    playing.ui.push(dialogue)
    press(playing, "first")
    assert dialogue.problem.text
    press(playing, "first")
    assert isinstance(playing.ui.top, TitleScreen)
    assert [row.kind for row in playing.shelf.entries()] == ["named"]


def test_a_turn_that_is_taken_back_is_shown_as_it_was(playing: App, campaign: Campaign) -> None:
    room = playing.go("room")
    assert isinstance(room, RoomScreen)
    before = room.state.top
    campaign.commit()
    drawn(playing)
    assert room.state.top.turn.value == before.turn.value + 1
    playing.undo_turn()
    drawn(playing)
    assert room.state.top.turn.value == before.turn.value
    assert all(figure.account().adds_up for figure in room.inspector.sheet(room.subject).figures)


def test_a_turn_that_is_taken_back_from_the_debrief_opens_the_room(app: App) -> None:
    over = Session.new("quick", 7).play()
    campaign = app.play(over)
    assert isinstance(app.screen, DebriefScreen)
    strike(app, pygame.K_ESCAPE)
    press(app, "menu-undo-turn")
    drawn(app)
    assert (campaign.session.finished, over.finished) == (False, True), "what was shown of it stays as it was"
    assert [screen.name for screen in app.stack] == ["title", "room"]
    app.home()


def test_quick_saves_are_made_and_loaded_by_key(playing: App) -> None:
    assert playing.campaign is not None
    strike(playing, pygame.K_F9)
    assert playing.campaign.session.turn == 0
    strike(playing, pygame.K_F5)
    playing.campaign.commit()
    strike(playing, pygame.K_F9)
    assert playing.campaign.session.turn == 0
    assert len(playing.ui.toasts) == 3


def test_a_quick_load_shows_the_campaign_whatever_was_shown(playing: App) -> None:
    assert playing.campaign is not None
    playing.go("room")
    playing.campaign.quicksave()
    playing.campaign.commit()
    playing.go("debrief")
    playing.ui.layers.clear()
    strike(playing, pygame.K_F9)
    assert [screen.name for screen in playing.stack] == ["title", "room"]
    playing.home()


def test_a_finished_save_opens_its_end(app: App, own_home: Path) -> None:
    session = Session.new("quick", 7).play()
    app.shelf.save(session, "Over")
    app.go("title")
    assert app.take_up(app.shelf.entries()[0])
    assert [screen.name for screen in app.stack] == ["title", "debrief"]
    app.home()


# --- The bench ------------------------------------------------------------------------------------------


def test_the_bench_measures_the_window_and_leaves_the_players_files_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "TIMES", 1)
    monkeypatch.setattr(bench, "SEQUENCE", 0.2)
    monkeypatch.setattr(bench, "SETTLING", 0.1)
    done = CliRunner().invoke(commands, ["bench", "--window", "--seconds", "0.3", "--json", "-"])
    pygame.display.init()
    pygame.display.set_mode((1280, 720))
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert found["frames"] > 0
    assert found["frame_median"] <= found["frame_p99"] <= found["frame_longest"]
    assert min(found["turn"], found["preview"], found["commit_longest"]) > 0
    assert found["idle_share"] >= 0
    assert not shelf_folder().exists()
