"""The command palette: every action, screen, order, subject and concept, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pygame

from greatgame.text import JAPANESE, tell
from greatgame.ui.kit import Column, Entry, Icon, Item, Label, Modal, Rich, Row, Scroll, Ui, Widget
from greatgame.ui.orders.live import Live
from greatgame.views.reference.search import folded, rank, romaji

SHOWN = 40
"""Findings that are listed at most."""
WIDTH, HIGH = 720, 520


@dataclass(frozen=True)
class Command:
    """Something that can be done or looked at."""

    title: str
    """As it is read, in the language of the window."""
    group: str
    """What it is: an action, a screen, an order..."""
    icon: str
    act: Callable[[], None]
    badge: str = ""
    """Its key."""
    words: str = ""
    """What it is found by beside the title: the title in the other languages."""

    @cached_property
    def names(self) -> tuple[str, str]:
        """What it is called, folded: as it is read, and otherwise, also as Japanese is typed in Latin letters."""
        return folded(self.title), f"{folded(self.words)} {romaji(self.title + self.words)} {folded(self.group)}"


def every(text: str) -> str:
    """A text in all languages, for finding."""
    return f"{text} {tell(text, JAPANESE)}"


def found(commands: Sequence[Command], query: str) -> list[Command]:
    """Commands that answer a query, the best first; all of them for an empty one."""
    asked = folded(query).strip()
    ranked = [(rank(asked, command.names[:1], command.names[1]), command) for command in commands]
    return [command for place, command in sorted(((p, c) for p, c in ranked if p is not None), key=lambda row: row[0])]


class Findings(Live):
    """What answers to the letters typed."""

    def __init__(self, commands: Sequence[Command], take: Callable[[Command], None]) -> None:
        super().__init__(name="findings")
        self.commands, self.take = commands, take
        self.query = ""

    @property
    def rows(self) -> list[Command]:
        """In their order."""
        return found(self.commands, self.query)[:SHOWN]

    def state(self, ui: Ui) -> Hashable:
        return self.query

    def build(self, ui: Ui) -> Widget:
        rows: list[Widget] = [self._row(command, place) for place, command in enumerate(self.rows)]
        if not rows:
            rows = [Rich(ui.say("orders-nothing-found"), ink="muted")]
        return Scroll(Column(rows, gap=1))

    def _row(self, command: Command, place: int) -> Widget:
        parts: list[Widget] = [
            Icon(command.icon, size=18),
            Label(command.title, elide=True).growing(),
            Label(command.group, size=14, ink="muted"),
        ]
        if command.badge:
            parts.append(Label(command.badge, size=14, ink="accent"))
        return Item(Row(parts, gap=10), lambda: self.take(command), pad=7, name=f"command:{place}")


class Palette(Modal):
    """A line to type in, and what it finds."""

    def __init__(self, ui: Ui, commands: Sequence[Command]) -> None:
        super().__init__(ui.say("orders-palette"), [], width=WIDTH, icon="search", name="palette")
        self.findings = Findings(commands, lambda command: self.take(ui, command))
        self.entry = Entry("", lambda text: self._typed(ui, text), hint=ui.say("orders-palette-hint"), name="first")
        self.panel.children = [Row([Icon("search", size=20), self.entry.growing()], gap=10), self.findings.growing()]
        self.panel.gap = 10

    def layout(self, ui: Ui, rect: pygame.Rect) -> None:
        self.rect = pygame.Rect(rect)
        margin = ui.px(24)
        size = min(ui.px(WIDTH), rect.width - margin), min(ui.px(HIGH), rect.height - margin)
        panel = pygame.Rect((0, 0), size)
        panel.midtop = rect.centerx, rect.top + (rect.height - size[1]) // 3
        self.panel.layout(ui, panel)

    def _typed(self, ui: Ui, text: str) -> None:
        self.findings.query = text
        ui.relayout()

    def take(self, ui: Ui, command: Command) -> None:
        """Do it."""
        self.close(ui)
        command.act()

    def on_key(self, ui: Ui, key: str) -> bool:
        if ui.focus is self.entry:
            rows = self.findings.rows
            if key == "enter" and rows:
                self.take(ui, rows[0])
                return True
            if key == "down" and rows:
                self._go_to(ui, 0)
                return True
        if key == "up" and ui.focus is not None and ui.focus.name == "command:0":
            return ui.input.give(self.entry)
        return super().on_key(ui, key)

    def _go_to(self, ui: Ui, place: int) -> None:
        ui.settle()
        row = next((w for w in self.findings.walk() if w.name == f"command:{place}"), None)
        if row is not None:
            ui.input.give(row)
