"""The shelf: all saves with date, place and level; those that cannot be read with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greatgame import capsule
from greatgame.scenario.naming import when
from greatgame.shelf import Entry
from greatgame.ui.capsules import listing
from greatgame.ui.home import capsules_folder
from greatgame.ui.kit import (
    SMALL,
    Button,
    Column,
    Icon,
    Label,
    Modal,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Span,
    Widget,
)
from greatgame.ui.screen import Screen, titled
from greatgame.ui.shots import shot

if TYPE_CHECKING:
    from greatgame.ui.app import App

ICONS = {"auto": "history", "quick": "zap", "named": "save"}


class LoadScreen(Screen):
    """Choose a save and go on from it."""

    topic = "saves"

    def build(self) -> Widget:
        ui = self.ui
        entries = self.app.shelf.entries()
        where = Rich((Span(ui.say("load-where", folder=str(self.app.shelf.folder))),), size=SMALL, ink="muted")
        saves: list[Widget] = [self._row(entry) for entry in entries] or [Panel([Rich(ui.say("load-none"))])]
        capsules = listing(ui, self.app.open_file)
        rows = Scroll(Column([*saves, where, Spacer(6), *capsules], gap=8), name="saves")
        return titled(self, ui.say("load-title"), rows)

    def _row(self, entry: Entry) -> Widget:
        ui = self.ui
        kind = entry.name or ui.say(f"load-{entry.kind}")
        date = ui.say("load-date", date=entry.written.date(), time=f"{entry.written:%H:%M}")
        head = Row(
            [
                Label(kind, bold=True, elide=True).growing(),
                Label(date, size=SMALL, ink="muted", align="right"),
            ],
            gap=12,
        )
        if entry.readable:
            said: Widget = Rich((Span(self._said(entry)),), ink="muted", size=15)
            icon = Icon(ICONS[entry.kind], size=24)
        else:
            broken = ui.say("load-broken", reason=ui.tell(entry.problem))
            said = Rich((Span(broken),), ink="warning", size=15)
            icon = Icon("triangle-alert", size=24, ink="warning")
        words = Column([head, said], gap=4).growing()
        delete = Button("", lambda: self._ask(entry), icon="trash-2", kind="quiet", name=f"delete:{entry.path.name}")
        delete.tip = ui.say("load-delete")
        load = Button(
            ui.say("load-go"),
            lambda: self._load(entry),
            name=f"load:{entry.path.name}",
            why_not=ui.tell(entry.problem),
        )
        return Panel([Row([icon, words, load, delete], gap=14)], ground="panel", pad=12)

    def _said(self, entry: Entry) -> str:
        ui = self.ui
        place = ui.say("load-after", quarter=when(entry.quarter)) if entry.quarter else ui.say("load-first")
        parts = [ui.tell(entry.title), place, ui.say("load-turn", turn=entry.turn, turns=entry.turns)]
        if entry.finished:
            parts.append(ui.say("load-over"))
        if entry.strategy is not None:
            parts.append(ui.say("load-played"))
        return " · ".join(parts)

    def _load(self, entry: Entry) -> None:
        self.app.take_up(entry)

    def _ask(self, entry: Entry) -> None:
        ui = self.ui

        def delete() -> None:
            ui.pop()
            kept = self.app.shelf.delete(entry)
            if kept.problem:
                ui.toast(ui.tell(kept.problem), icon="triangle-alert")
            self.refresh()

        actions = [
            Button(ui.say("load-keep"), lambda: ui.pop(), name="first"),
            Button(ui.say("load-delete"), delete, icon="trash-2"),
        ]
        ui.push(Modal(ui.say("load-delete-ask"), [Rich(ui.say("load-delete-text"))], icon="trash-2", actions=actions))


@shot("load-empty")
def _empty(app: App) -> None:
    app.go("load")


@shot("load", campaign="quick", turns=2)
def _some(app: App) -> None:
    assert app.campaign is not None
    app.campaign.save("Before the summit")
    app.campaign.quicksave()
    app.campaign.autosave()
    (app.shelf.folder / "Torn.save.json").write_text('{"kind": "great-game-save", "form', encoding="utf-8")
    app.go("load")


@shot("load-capsules", campaign="quick", turns=2)
def _capsules(app: App) -> None:
    assert app.campaign is not None
    app.campaign.save("Before the summit")
    capsules_folder().mkdir(parents=True)
    for team in ("team-1", "team-2"):
        (capsules_folder() / f"{team}.capsule.zip").write_bytes(capsule.packed(app.campaign.session))
    app.go("load")


@shot("load-capsule-torn", campaign="quick", turns=2)
def _torn(app: App) -> None:
    _capsules(app)
    path = capsules_folder() / "team-2.capsule.zip"
    path.write_bytes(path.read_bytes()[:-400])
    app.open_file(path)
