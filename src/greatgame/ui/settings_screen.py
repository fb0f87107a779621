"""Settings: each holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greatgame.text import LANGUAGES
from greatgame.ui.kit import (
    PALETTES,
    SMALL,
    Button,
    Chip,
    Column,
    Drop,
    Item,
    Label,
    Modal,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Toggle,
    Ui,
    Widget,
    Wrap,
)
from greatgame.ui.kit.keys import DEFAULT_KEYS, key_label
from greatgame.ui.screen import Screen, titled
from greatgame.ui.settings import SCALES, may_lay
from greatgame.ui.shots import shot

if TYPE_CHECKING:
    from greatgame.ui.app import App

SAMPLE = "ABCDE"
"""Letters of the sample that shows how actors are told apart."""


class SettingsScreen(Screen):
    """Language, size, colours, motion, keys."""

    topic = "settings"

    def build(self) -> Widget:
        looks = Panel([Scroll(Column(self._looks(), gap=16))], pad=18)
        head, words, rows = self._keys()
        keys = Panel([head, words, Scroll(rows, name="keys")], gap=8, pad=18)
        content = Row([looks.growing(0.48), keys.growing(0.52)], gap=12, middle=False)
        return titled(self, self.ui.say("settings-title"), content)

    def _looks(self) -> list[Widget]:
        ui, app = self.ui, self.app
        now = app.settings
        languages, palettes = list(LANGUAGES), list(PALETTES)
        return [
            self._row(
                "settings-language",
                Drop(
                    list(LANGUAGES.values()),
                    languages.index(now.language),
                    lambda n: app.change(language=languages[n]),
                    name="language",
                ),
            ),
            self._row(
                "settings-scale",
                Drop(
                    [f"{scale:.0%}" for scale in SCALES],
                    min(range(len(SCALES)), key=lambda n: abs(SCALES[n] - now.scale)),
                    lambda n: app.change(scale=SCALES[n]),
                    name="scale",
                ),
            ),
            self._row(
                "settings-palette",
                Drop(
                    [ui.say(f"settings-palette-{name}") for name in palettes],
                    palettes.index(now.palette),
                    lambda n: app.change(palette=palettes[n]),
                    name="palette",
                ),
            ),
            Column(
                [
                    Label(ui.say("settings-actors"), size=SMALL, bold=True, ink="accent"),
                    Wrap([Chip(letter, look=(place, letter)) for place, letter in enumerate(SAMPLE)]),
                ],
                gap=6,
            ),
            Column(
                [
                    Toggle(
                        ui.say("settings-motion"),
                        now.reduced_motion,
                        lambda on: app.change(reduced_motion=on),
                        name="motion",
                    ),
                    Rich(ui.say("settings-motion-note"), size=SMALL, ink="muted"),
                ],
                gap=4,
            ),
        ]

    def _row(self, title: str, drop: Widget) -> Widget:
        return Column([Label(self.ui.say(title), size=SMALL, bold=True, ink="accent"), drop], gap=6)

    def _keys(self) -> tuple[Widget, Widget, Widget]:
        ui = self.ui
        reset = Button(
            ui.say("settings-keys-reset"), lambda: self.app.change(keys={}), icon="undo-2", name="reset-keys"
        )
        head = Row([Label(ui.say("settings-keys"), size=SMALL, bold=True, ink="accent"), Spacer(), reset], gap=10)
        words = Rich(ui.say("settings-keys-text"), size=SMALL, ink="muted")
        return head, words, Column([self._key(action) for action in DEFAULT_KEYS], gap=0)

    def _key(self, action: str) -> Widget:
        ui = self.ui
        laid = self.app.settings.all_keys[action]
        mine = action in self.app.settings.keys
        row = Row(
            [
                Rich(ui.say(f"action-{action}"), size=15).growing(),
                Label(key_label(laid), size=15, bold=mine, ink="accent" if mine else "muted", align="right"),
            ],
            gap=10,
        )
        return Item(row, lambda: self._ask(action), name=f"key:{action}", pad=6)

    def _ask(self, action: str) -> None:
        self.ui.push(KeyQuestion(self, action))

    def lay(self, action: str, key: str) -> None:
        """Lay an action on a key; the action that was there takes the free one."""
        before = self.app.settings
        after = before.with_key(action, key)
        self.app.change(keys=after.keys)
        moved = [name for name, laid in after.all_keys.items() if name != action and laid != before.all_keys[name]]
        for name in moved:
            said = self.ui.say(
                "settings-key-swapped", other=self.ui.say(f"action-{name}"), stroke=key_label(after.all_keys[name])
            )
            self.ui.toast(said, icon="keyboard")


class KeyQuestion(Modal):
    """Waits for a key and lays the action on it."""

    focusable = True

    def __init__(self, screen: SettingsScreen, action: str) -> None:
        ui = screen.ui
        title = ui.say(f"action-{action}")
        super().__init__(title, [Rich(ui.say("settings-key-ask", action=title))], icon="keyboard", width=480)
        self.screen, self.action = screen, action

    def on_key(self, ui: Ui, key: str) -> bool:
        if key == "escape":
            ui.pop(self)
        elif may_lay(key):
            ui.pop(self)
            self.screen.lay(self.action, key)
        else:
            ui.toast(ui.say("settings-key-fixed", stroke=key_label(key)), icon="keyboard")
        return True


@shot("settings")
def _settings(app: App) -> None:
    app.go("settings")


@shot("settings-key")
def _key_asked(app: App) -> None:
    screen = app.go("settings")
    app.ui.push(KeyQuestion(screen, "why"))  # type: ignore[arg-type]
