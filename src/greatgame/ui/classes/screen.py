"""Classes: the exercises that are shipped, and the class that is held with one of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from greatgame.classroom.load import Exercise, available, load_exercise
from greatgame.ui.classes.classroom import Classroom, Held, Links, Tried, browse, fresh, kept, missing_packages, remove
from greatgame.ui.classes.words import described, headed
from greatgame.ui.kit import (
    SMALL,
    Button,
    Column,
    Drop,
    Icon,
    Label,
    Modal,
    Panel,
    Rich,
    Row,
    Scroll,
    Span,
    Widget,
    Wrap,
)
from greatgame.ui.screen import Screen, narrow, titled
from greatgame.ui.shots import shot

if TYPE_CHECKING:
    from greatgame.ui.app import App

SHARE = 0.44
"""Of the window's width, for the list."""


class ClassScreen(Screen):
    """Choose an exercise; try it out, or hold the class."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.exercises: list[Exercise] = []
        self.chosen = ""
        self.unserved = missing_packages()
        """Whether classes can only be looked at here."""
        self._unread = available()
        while self._unread and app.pictured:
            self._read_one()

    @property
    def room(self) -> Classroom:
        """The application's classes."""
        return self.app.classroom

    def opened(self) -> None:
        self.room.told = self.refresh
        if self._unread:
            self.ui.poll(self._read_one)

    def left(self) -> None:
        self.room.told = lambda: None

    def _read_one(self) -> bool:
        """Read another exercise, one at a time so that the window answers meanwhile."""
        if self._unread:
            self.exercises.append(load_exercise(self._unread.pop(0)))
            self.exercises.sort(key=lambda row: (row.plan.minutes, row.id))
        if not self._unread:
            self.chosen = self.chosen or self.exercises[0].id
        self.refresh()
        return bool(self._unread)

    def build(self) -> Widget:
        ui = self.ui
        reading = [Row([Icon("clock"), Label(ui.say("lesson-reading"), ink="muted")], gap=8)] if self._unread else []
        if narrow(ui):
            parts = [*self._choice(), *reading, *self._right()]
            return titled(self, ui.say("lesson-title"), Scroll(Column(parts, gap=10), name="exercise"))
        rows = [self._row(exercise) for exercise in self.exercises]
        left = Scroll(Column([*rows, *reading], gap=8), name="exercises").growing(SHARE)
        right = Panel([Scroll(Column(list(self._right()), gap=10), name="exercise")], pad=16)
        return titled(self, ui.say("lesson-title"), Row([left, right.growing(1 - SHARE)], gap=12, middle=False))

    def _choice(self) -> list[Widget]:
        """The exercises where there is no room for a list beside what is told of one."""
        ids = [row.id for row in self.exercises]
        titles = [row.texts[self.ui.language].title for row in self.exercises]

        def choose(number: int) -> None:
            self.chosen = ids[number]
            self.refresh()

        return [Drop(titles, ids.index(self.chosen), choose, name="exercise")] if self.chosen else []

    def _row(self, exercise: Exercise) -> Widget:
        def choose() -> None:
            self.chosen = exercise.id
            self.refresh()

        words = exercise.texts[self.ui.language]
        minutes = self.ui.say("lesson-minutes", minutes=exercise.plan.minutes)
        note = f"{minutes} · {words.ages}"
        row = Button(words.title, choose, icon="users", note=note, align="left", name=exercise.id)
        row.chosen = exercise.id == self.chosen
        return row

    def _right(self) -> list[Widget]:
        exercise = next((row for row in self.exercises if row.id == self.chosen), None)
        parts = self._held(self.room.held) if self.room.held else []
        if exercise is None:
            return parts
        tried = self.room.tried
        return [
            *parts,
            *headed(self.ui, exercise),
            *([self._missing()] if self.unserved else []),
            Wrap(self._deeds(exercise), gap=10),
            *(self._tried(tried) if tried and tried.exercise == exercise.id else []),
            *described(self.ui, exercise),
        ]

    def _missing(self) -> Widget:
        said = Rich(self.ui.say("lesson-missing"), ink="warning").growing()
        return Row([Icon("triangle-alert", ink="warning"), said], gap=10, middle=False)

    def _deeds(self, exercise: Exercise) -> list[Widget]:
        ui, room, name = self.ui, self.room, exercise.id
        busy = room.tried is not None and room.tried.findings is None and not room.tried.problem
        why = ui.say("lesson-not-installed") if self.unserved else ""
        other = why or (ui.say("lesson-one-at-a-time") if room.held and not room.held.problem else "")
        trial = Button(
            ui.say("lesson-try"),
            lambda: room.try_out(name),
            icon="flask-conical",
            why_not=why or (ui.say("lesson-trying") if busy else ""),
            name="try",
        )
        begun = kept(name)
        if not begun:
            return [trial, self._hold(ui.say("lesson-hold"), exercise, fresh(name), other, "hold")]
        date = datetime.fromtimestamp(begun[0].stat().st_mtime).date()
        return [
            trial,
            self._hold(ui.say("lesson-new"), exercise, fresh(name), other, "new"),
            self._hold(ui.say("lesson-go-on", date=date), exercise, begun[0], other, "go-on"),
            Button(
                ui.say("lesson-delete"), lambda: self._ask(begun[0]), icon="trash-2", why_not=other, name="delete-class"
            ),
        ]

    def _ask(self, file: Path) -> None:
        ui = self.ui

        def delete() -> None:
            ui.pop()
            if reason := remove(file):
                ui.toast(ui.tell(reason), icon="triangle-alert")
            self.refresh()

        actions = [
            Button(ui.say("load-keep"), lambda: ui.pop(), name="first"),
            Button(ui.say("lesson-delete"), delete, icon="trash-2", name="delete"),
        ]
        words = ui.say("lesson-delete-text", file=str(file))
        ui.push(Modal(ui.say("lesson-delete-ask"), [Rich((Span(words),))], icon="trash-2", actions=actions))

    def _hold(self, words: str, exercise: Exercise, file: Path, why: str, name: str) -> Button:
        def hold() -> None:
            self.room.hold(exercise.id, file)

        kind = "plain" if name == "new" else "primary"
        return Button(words, hold, icon="play", kind=kind, why_not=why, name=name)

    # What runs

    def _held(self, held: Held) -> list[Widget]:
        ui, links = self.ui, held.links
        title = next((row.texts[ui.language].title for row in self.exercises if row.id == held.exercise), "")
        parts: list[Widget] = [Rich(ui.say("lesson-held", title=title), size=18)]
        if held.problem:
            parts = [Rich(ui.say("lesson-ended")), Rich((Span(held.problem),), ink="warning", size=15)]
        elif links is None:
            parts.append(Row([Icon("clock"), Label(ui.say("lesson-starting"), ink="muted")], gap=8))
        else:
            parts += [
                Rich(ui.say("lesson-students", address=links.students, pin=links.pin), size=20),
                self._link("lesson-teacher", links.teacher, "teacher"),
                self._link("lesson-wall", links.wall, "wall"),
            ]
        stop = ui.say("kit-close" if held.problem else "lesson-stop")
        parts.append(Wrap([Button(stop, self._stop, icon="x", name="stop")]))
        return [Panel(parts, ground="raised", edge="accent", gap=10)]

    def _link(self, message: str, address: str, name: str) -> Widget:
        ui = self.ui
        button = Button(ui.say(message), lambda: browse(address), icon="external-link", name=name)
        return Column([Wrap([button]), Rich((Span(address),), size=SMALL, ink="muted")], gap=4)

    def _stop(self) -> None:
        self.room.stop_holding()
        self.refresh()

    def _tried(self, tried: Tried) -> list[Widget]:
        ui, found = self.ui, tried.findings
        if tried.problem:
            return [Rich(ui.say("lesson-try-failed")), Rich((Span(tried.problem),), ink="warning", size=15)]
        if found is None:
            return [Row([Icon("clock"), Rich(ui.say("lesson-trying"), ink="muted").growing()], gap=8)]
        run = found["rehearsal"]
        told = ui.say(
            "lesson-tried",
            seats=run["seats"],
            minutes=found["minutes"],
            seconds=round(run["seconds"]),
            tap=round(run["acknowledged_p99"] * 1000),
            round=round(max(run["resolved"], default=0.0), 1),
            packet=round(run["packet"]),
        )
        complaints = [Rich((Span(f"• {row}"),), ink="warning", size=15) for row in found["complaints"]]
        end = Rich(ui.say("lesson-to-change" if complaints else "lesson-well"), ink="warning" if complaints else "gain")
        parts: list[Widget] = [Rich(ui.say("lesson-address", address=found["address"])), Rich(told), end, *complaints]
        return [Panel(parts, ground="raised")]


@shot("class")
def _listed(app: App) -> None:
    app.go("class")


@shot("class-held")
def _holding(app: App) -> None:
    kept_file = fresh("taster-45")
    kept_file.parent.mkdir(parents=True)
    kept_file.touch()
    address = "http://192.168.1.20:8765"
    links = Links(
        f"{address}/t/K7wq2mX9vLe0TzPq3RbN5cYd8HsG1uJf",
        f"{address}/p/Zr4tLb81oWk6AxCv2MnQ9eSg7DyU0hTi",
        address,
        "482913",
    )
    app.classroom.held = Held("taster-45", links)
    app.go("class")


@shot("class-tried")
def _tried_out(app: App) -> None:
    run = {"seats": 6, "seconds": 14.2, "acknowledged_p99": 0.031, "resolved": [0.4, 0.3], "packet": 3.1}
    found = {"address": "http://192.168.1.20:8765", "minutes": 45.0, "rehearsal": run, "complaints": []}
    app.classroom.tried = Tried("taster-45", found)
    app.go("class")


@shot("class-missing")
def _not_installed(app: App) -> None:
    screen = app.go("class")
    assert isinstance(screen, ClassScreen)
    screen.unserved = True
    screen.refresh()


@shot("class-delete")
def _deleting(app: App) -> None:
    file = fresh("taster-45")
    file.parent.mkdir(parents=True)
    file.touch()
    screen = app.go("class")
    assert isinstance(screen, ClassScreen)
    screen._ask(file)
