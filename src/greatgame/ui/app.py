"""The application: one window, a stack of screens, the settings, the campaign that is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from greatgame import memory
from greatgame.errors import GreatGameError, SaveError, refusal
from greatgame.session import Session
from greatgame.shelf import Entry, Shelf
from greatgame.ui import assets, routes, settings
from greatgame.ui.campaign import Campaign
from greatgame.ui.capsules import opened
from greatgame.ui.classes.classroom import Classroom
from greatgame.ui.faults import Faults
from greatgame.ui.game_menu import GameMenu
from greatgame.ui.home import settings_file, shelf_folder
from greatgame.ui.kit import Button, Modal, Rich, Ui, Widget, Window
from greatgame.ui.kit.outline import OutlineFile
from greatgame.ui.kit.words import Span
from greatgame.ui.screen import Screen
from greatgame.ui.settings import SCALES, Settings

TITLE = "Great Game"


@runtime_checkable
class Reader(Protocol):
    """A screen that opens topics itself: the encyclopaedia."""

    def read(self, topic: str) -> None:
        """Open a topic."""


class App:
    """What all screens share.

    ``open_window`` False leaves the window away: everything else works, and
    pictures can be drawn.  ``describe`` names a file that is to say what the
    window shows.

    Raises:
        GreatGameError: where an asset is missing or damaged, or there is no screen.
    """

    def __init__(
        self,
        size: tuple[int, int] = (1280, 720),
        *,
        language: str | None = None,
        scale: float | None = None,
        open_window: bool = True,
        describe: Path | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        assets.check()
        self.problems = settings.read(settings_file())
        chosen = self.problems.settings
        self.settings: Settings = replace(
            chosen, language=language or chosen.language, scale=chosen.scale if scale is None else scale
        )
        look = self.settings
        self.ui = Ui(
            size,
            language=look.language,
            scale=look.scale,
            theme=look.theme,
            reduced_motion=look.reduced_motion,
            keys=look.all_keys,
            **({} if clock is None else {"clock": clock}),
        )
        self.ui.on_action = self._act
        self.ui.on_link = self.open_link
        self.shelf = Shelf(shelf_folder())
        self.campaign: Campaign | None = None
        """The campaign that is open, if one is."""
        self.classroom = Classroom(self.ui)
        """The class that is held, if one is."""
        self.stack: list[Screen] = []
        self._resting: tuple[Screen | None, list[Widget]] = None, []
        """A screen, and the dialogues that stood on it when the encyclopaedia was opened."""
        self.window: Window | None = None
        self.pictured = False
        """Whether pictures are drawn of it: then nothing may come later."""
        self.whole = False
        """Whether what pictures show is worked out from as many futures as the game plays."""
        self.faults = Faults(self)
        if open_window:
            self.window = Window(self.ui, TITLE)
            self.window.on_quit = self._leave
            self.window.on_error = self.faults.take
            self.window.on_drop = self.open_file
            if describe is not None:
                self.window.after_turn = OutlineFile(self.ui, describe).look
        self._tell_problems()

    # Screens

    @property
    def screen(self) -> Screen | None:
        """The screen that is shown."""
        return self.stack[-1] if self.stack else None

    def go(self, name: str, **given: Any) -> Screen:
        """Open a screen above the present one."""
        return self.put(routes.screen(name, self, **given))

    def put(self, screen: Screen) -> Screen:
        """Show a screen above the present one."""
        if self.screen is not None:
            self.screen.hide()
        self.stack.append(screen)
        screen.show()
        return screen

    def back(self) -> None:
        """Leave the screen that is shown; the first one stays."""
        if len(self.stack) > 1:
            self.stack.pop().hide()
            self.stack[-1].show()
            self._unrest()

    def home(self) -> None:
        """Leave everything and show the title; an open campaign is saved."""
        if self.campaign is not None:
            self.campaign.leave()
            self.campaign = None
        self.reset("title")

    def reset(self, name: str, **given: Any) -> Screen:
        """Show a screen with nothing below it."""
        while self.stack:
            self.stack.pop().hide()
        return self.go(name, **given)

    # The campaign

    def play(self, session: Session) -> Campaign:
        """Begin with a new session and open the chart room."""
        return self._open(session)

    def take_up(self, entry: Entry) -> bool:
        """Go on from a save; False, with the reason told, where it cannot be."""
        if entry.problem:
            self.refuse(entry.path, entry.problem)
            return False
        try:
            session = Session.load(entry.path)
        except GreatGameError as error:
            self.refuse(entry.path, refusal(error))
            return False
        self._open(session, entry.campaign)
        return True

    def refuse(self, path: Path, reason: str) -> None:
        """Say which file cannot be loaded, once, and why; all that is wrong in it, the command line tells."""
        words = self.ui.say("load-refused", file=path.name, reason=self.ui.tell(reason))
        self.tell(self.ui.say("load-failed"), words)

    def open_file(self, path: Path) -> bool:
        """Open a run capsule or a save that lies anywhere; False, with the reason told, where it cannot be."""
        try:
            session = opened(path)
        except SaveError as error:
            self.refuse(path, refusal(error))
            return False
        except GreatGameError as error:
            # What is wrong with a capsule names its file.
            self.tell(self.ui.say("load-failed"), refusal(error))
            return False
        self.play(session)
        return True

    def _open(self, session: Session, key: str = "") -> Campaign:
        # One is left before the other begins: an autosave of the campaign that is open has the same key.
        if self.campaign is not None:
            self.campaign.leave()
        campaign = self.campaign = Campaign(session, self.shelf, key, self.ui.after)
        campaign.on_problem = lambda problem: self._told(problem, False)
        campaign.autosave()
        self._show_campaign(campaign)
        memory.settle()
        return campaign

    def _show_campaign(self, campaign: Campaign) -> None:
        """Show the campaign's own screen, and nothing but the title below it."""
        title = routes.screen("title", self)
        while self.stack:
            self.stack.pop().hide()
        self.stack.append(title)
        self.go("debrief" if campaign.session.finished and routes.known("debrief") else "room")

    # Settings

    def change(self, **given: Any) -> None:
        """Change settings, keep them, and show everything anew."""
        self.settings = replace(self.settings, **given)
        look = self.settings
        self.ui.configure(
            language=look.language,
            scale=look.scale,
            theme=look.theme,
            reduced_motion=look.reduced_motion,
            keys=look.all_keys,
        )
        if self.screen is not None:
            self.screen.refresh()
        if reason := settings.write(self.settings, settings_file()):
            self.ui.toast(self.ui.say("settings-not-kept", reason=reason), icon="triangle-alert")

    def resize_text(self, step: int) -> None:
        """Make everything larger or smaller by a step."""
        place = min(range(len(SCALES)), key=lambda n: abs(SCALES[n] - self.settings.scale))
        scale = SCALES[max(0, min(place + step, len(SCALES) - 1))]
        if scale != self.settings.scale:
            self.change(scale=scale)

    def _tell_problems(self) -> None:
        if self.problems.problems:
            self.ui.toast(self.ui.say("settings-damaged"), icon="triangle-alert", seconds=8.0)

    # What every screen answers to

    def _act(self, action: str) -> bool:
        deeds: dict[str, Callable[[], None]] = {
            "help": self.help,
            "full-screen": self._full_screen,
            "larger": lambda: self.resize_text(1),
            "smaller": lambda: self.resize_text(-1),
            "back": self._step_back,
            "quick-save": self.quick_save,
            "quick-load": self.quick_load,
        }
        if action not in deeds:
            return False
        deeds[action]()
        return True

    def _step_back(self) -> None:
        """Back to the screen below; from the campaign's own screen to the menu, so that no game is left by mistake."""
        if self.campaign is not None and len(self.stack) <= 2:
            self.menu()
        else:
            self.back()

    def menu(self) -> None:
        """The menu of an open campaign: save, load, settings, leave."""
        self.ui.push(GameMenu(self))

    def quick_save(self) -> None:
        """Keep a quick save and say so."""
        if self.campaign is not None:
            kept = self.campaign.quicksave()
            self._told(self.ui.say("menu-saved") if kept else kept.problem, bool(kept))

    def quick_load(self) -> None:
        """Go on from the latest quick save."""
        if self.campaign is None:
            return
        if self.campaign.quickload():
            self._show_changed(self.campaign)
            self._told(self.ui.say("menu-loaded"), True)
        else:
            self._told(self.campaign.problem or self.ui.say("menu-no-quick"), False)

    def undo_turn(self) -> None:
        """Go back to the turn before, its orders in the queue again."""
        if self.campaign is None:
            return
        if self.campaign.undo_turn():
            self._show_changed(self.campaign)
        else:
            self._told(self.ui.say("menu-first-turn"), False)

    def _show_changed(self, campaign: Campaign) -> None:
        """Whatever else is shown tells of what the campaign was before; the room hears of the change itself."""
        if self.screen is not None and self.screen.name != "room":
            self._show_campaign(campaign)

    def _told(self, text: str, well: bool) -> None:
        self.ui.toast(self.ui.tell(text), icon="circle-check" if well else "triangle-alert")

    def help(self) -> None:
        """Open the encyclopaedia about what has the focus, or about the screen that is shown."""
        if routes.known("encyclopaedia") and not self._reading():
            self._look_up(self._topic())

    def _look_up(self, topic: str) -> None:
        """Open the encyclopaedia; dialogues rest and come back with the screen that they stand on."""
        resting = self.screen, list(self.ui.layers)
        self.go("encyclopaedia", topic=topic)
        self._resting = resting

    def _unrest(self) -> None:
        screen, layers = self._resting
        if layers and screen is self.screen:
            self._resting = None, []
            self.ui.layers.extend(layers)
            self.ui.refreshed()
            self.ui.input.focus_first(layers[-1])

    def _topic(self) -> str:
        """What the tip, the focus or the mouse is at; then what is around it; last the screen."""
        ui = self.ui
        if ui.tooltip.figure is not None and ui.tooltip.figure.path:
            return f"figure:{ui.tooltip.figure.path}"
        for widget in (ui.focus, ui.hovered):
            for around in reversed(ui.top.path_to(widget) if widget is not None else []):
                if around.figure is not None and around.figure.path:
                    return f"figure:{around.figure.path}"
                topic = around.topic or (around.name if isinstance(around, Modal) else "")
                if topic and around is not self.screen:
                    return topic
        return self.screen.topic if self.screen is not None else ""

    def open_link(self, target: str) -> None:
        """Open the encyclopaedia at a link's target; where it is open, read on there."""
        screen = self.screen
        if isinstance(screen, Reader):
            self.ui.layers.clear()
            screen.read(target)
        elif routes.known("encyclopaedia"):
            self._look_up(target)

    def _reading(self) -> bool:
        return isinstance(self.screen, Reader)

    def _full_screen(self) -> None:
        if self.window is not None and not self.window.toggle_full_screen():
            self._told(self.ui.say("app-no-full-screen"), False)

    def tell(self, title: str, text: str, icon: str = "triangle-alert") -> None:
        """Say something that has to be read."""
        dialogue: Modal
        close = Button(self.ui.say("kit-close"), lambda: dialogue.close(self.ui), name="first", kind="primary")
        dialogue = Modal(title, [Rich((Span(self.ui.tell(text)),))], icon=icon, actions=[close])
        self.ui.push(dialogue)

    # Beginning and end

    def run(self) -> None:
        """Show the title, unless a screen is shown already, and go on until the window is closed."""
        if self.screen is None:
            self.reset("title")
        assert self.window is not None
        self.window.run()

    def quit(self) -> None:
        """Close the window in good order."""
        if self._leave() and self.window is not None:
            self.window.running = False

    def _leave(self) -> bool:
        self.classroom.stop()
        if self.campaign is not None:
            self.campaign.leave()
            self.campaign = None
        return True
