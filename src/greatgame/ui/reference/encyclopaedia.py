"""The encyclopaedia: an index that is searched as one types, and the article that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greatgame.ui.kit import (
    SMALL,
    Button,
    Chip,
    Column,
    Entry,
    Label,
    Panel,
    Rich,
    Row,
    Rule,
    Scroll,
    Spacer,
    Span,
    Ui,
    Widget,
)
from greatgame.ui.reference.lines import Lines
from greatgame.ui.reference.pages import article_parts
from greatgame.ui.screen import Screen, narrow
from greatgame.ui.shots import shot
from greatgame.views.reference.articles import Topic
from greatgame.views.reference.library import SECTIONS, Library, library

if TYPE_CHECKING:
    from greatgame.ui.app import App

INDEX_WIDTH = 376
LONGEST = 40
KEYS = "play:keys"
"""The article that shows which key does what."""


class EncyclopaediaScreen(Screen):
    """Look something up, follow links, come back."""

    topic = "encyclopaedia"

    def __init__(self, app: App, topic: str = "") -> None:
        super().__init__(app)
        session = None if app.campaign is None else app.campaign.session
        self.library: Library = library(session)
        self.trail = [self.library.resolve(topic)]
        """Topics that were read, the first one first."""
        self.place = 0
        self.query = ""
        self._lines: Lines | None = None
        self.browsing = False
        """In a narrow window: whether the index stands in the article's place."""
        self.unfolded = {self.shown.partition(":")[0]}

    @property
    def shown(self) -> str:
        """The topic that is read."""
        return self.trail[self.place]

    # Going about

    def read(self, topic: str) -> None:
        """Open an article; what was read before can be come back to."""
        topic = self.library.resolve(topic)
        if topic != self.shown:
            self.trail = [*self.trail[: self.place + 1], topic]
            self.place += 1
        self.unfolded.add(topic.partition(":")[0])
        if narrow(self.ui):
            self.query, self.browsing = "", False
        self.refresh()

    def step(self, by: int) -> None:
        """Go back or forward among what was read."""
        place = self.place + by
        if 0 <= place < len(self.trail):
            self.place = place
            self.refresh()

    def search(self, text: str) -> None:
        """Find topics by a few letters."""
        self.query = text
        self.refresh()

    def on_key(self, ui: Ui, key: str) -> bool:
        if key in ("alt+left", "alt+right"):
            self.step(-1 if key == "alt+left" else 1)
            return True
        if key == "escape" and self.query:
            self.search("")
            return True
        if key == "enter" and ui.focus is not None and ui.focus.name == "search":
            found = self.library.find(self.query, ui.language)
            if self.query and found:
                self.read(found[0].topic)
            return True
        if key in ("ctrl+f", "/"):
            self._to_search("")
            return True
        if key in ("page up", "page down"):
            return self._article.on_key(ui, key)
        return False

    def _to_search(self, text: str) -> None:
        entry = next(widget for widget in self.walk() if isinstance(widget, Entry))
        self.ui.input.give(entry)
        if text:
            entry.on_text(self.ui, text)

    def opened(self) -> None:
        if self.ui.focus is None:
            entry = next(widget for widget in self.walk() if isinstance(widget, Entry))
            self.ui.input.focus = entry

    # Widgets

    def build(self) -> Widget:
        ui = self.ui
        beside = not narrow(ui)
        self._article = Scroll(Column(self._parts(), gap=10, pad=6), name=f"article {self.shown}")
        if beside:
            index = Panel([self._search(), self._index().growing()], gap=8, pad=10)
            page = Panel([self._article], pad=18)
            content: Widget = Row([index.fixed(width=INDEX_WIDTH), page.growing()], gap=12, middle=False)
        else:
            below = self._index().growing() if self.query or self.browsing else self._article
            content = Panel([self._search(), below], gap=8, pad=10)
        parts = [self._head(beside).fixed(height=44), content.growing()]
        if beside:
            parts.append(Rich(ui.say("ency-keys"), size=SMALL, ink="muted"))
        return Column(parts, gap=10, pad=16 if beside else 10)

    def _head(self, beside: bool) -> Widget:
        ui = self.ui
        back = Button(ui.say("app-back"), self.app.back, icon="chevron-left", kind="quiet", name="back")
        earlier = Button("", lambda: self.step(-1), icon="undo-2", kind="quiet", name="earlier")
        earlier.tip, earlier.enabled = ui.say("ency-earlier"), self.place > 0
        later = Button("", lambda: self.step(1), icon="redo-2", kind="quiet", name="later")
        later.tip, later.enabled = ui.say("ency-later"), self.place < len(self.trail) - 1
        title = Label(ui.say("ency-title"), size=24, bold=True)
        contents = Button(ui.say("ency-contents"), self._browse, icon="list", name="contents")
        contents.chosen, contents.visible = self.browsing, not beside
        return Row([back, title, Spacer(), contents, earlier, later], gap=12)

    def _browse(self) -> None:
        """In a narrow window: show the index in place of the article, or the article again."""
        self.browsing = not self.browsing
        self.query = ""
        self.refresh()

    def _search(self) -> Widget:
        ui = self.ui
        return Entry(self.query, self.search, hint=ui.say("ency-search"), longest=LONGEST, name="search", width=280)

    def _index(self) -> Widget:
        ui = self.ui
        if self.query:
            found: list[Topic | str] = list(self.library.find(self.query, ui.language))
            if not found:
                return Column([Rich(ui.say("ency-none"), ink="muted")])
        else:
            found = self._folded()
        chosen = next((n for n, row in enumerate(found) if isinstance(row, Topic) and row.topic == self.shown), -1)
        lines = Lines(
            len(found),
            lambda number: self._line(found[number]),
            lambda number: self._open(found[number]),
            chosen=-1 if self.query else chosen,
            typed=self._to_search,
            name=f"index {self.query}",
        )
        if self._lines is not None and self._lines.name == lines.name:
            lines.stand_as(self._lines)
        self._lines = lines
        return lines

    def _folded(self) -> list[Topic | str]:
        """Sections, and the topics of those that are unfolded."""
        rows: list[Topic | str] = []
        for section in SECTIONS:
            topics = [row for row in self.library.topics if row.section == section]
            if topics:
                rows += [section, *(topics if section in self.unfolded else [])]
        return rows

    def _line(self, row: Topic | str) -> Widget:
        ui = self.ui
        if isinstance(row, str):
            icon = "chevron-down" if row in self.unfolded else "chevron-right"
            return Label(ui.tell(SECTIONS[row]), bold=True, ink="accent", icon=icon, elide=True)
        title = Label(row.title, elide=True)
        if not self.query:
            return Row([Spacer(14), title.growing()], gap=6)
        section = Label(SECTIONS[row.section], size=SMALL, ink="muted", align="right", elide=True)
        return Row([title.growing(), section], gap=8)

    def _open(self, row: Topic | str) -> None:
        if isinstance(row, Topic):
            self.read(row.topic)
            return
        self.unfolded ^= {row}
        self.refresh()

    def _parts(self) -> list[Widget]:
        ui = self.ui
        article = self.library.article(self.shown)
        parts: list[Widget] = [
            Label(article.section, size=SMALL, bold=True, ink="muted"),
            Rich((Span(ui.tell(article.title), bold=True),), size=26),
            Rule(),
        ]
        first = len(parts)
        parts += article_parts(ui, article, self.read)
        if self.shown == KEYS:
            parts.insert(first + 1, self._keys())
        return parts

    def _keys(self) -> Widget:
        """The table of keys as it is laid now."""
        ui = self.ui
        rows = [
            Row([Row([Chip(ui.key(action)), Spacer()]).fixed(width=92), Label(ui.say(f"action-{action}")).growing()])
            for action in ui.keys
        ]
        return Column(rows, gap=4)


@shot("encyclopaedia")
def _start(app: App) -> None:
    app.go("encyclopaedia")


@shot("encyclopaedia-concept", campaign="quick", turns=2)
def _concept(app: App) -> None:
    app.go("encyclopaedia", topic="concept:trust")


@shot("encyclopaedia-mechanism")
def _mechanism(app: App) -> None:
    app.go("encyclopaedia", topic="mechanism:hybrid-finance")


@shot("encyclopaedia-order")
def _order(app: App) -> None:
    app.go("encyclopaedia", topic="order:visit")


@shot("encyclopaedia-dossier", campaign="quick", turns=2)
def _dossier(app: App) -> None:
    assert app.campaign is not None
    app.go("encyclopaedia", topic=f"host/{app.campaign.session.scenario.names.hosts[0]}")


@shot("encyclopaedia-record")
def _record(app: App) -> None:
    app.go("encyclopaedia", topic="concept:caspian-level")


@shot("encyclopaedia-keys")
def _all_keys(app: App) -> None:
    app.go("encyclopaedia", topic=KEYS)


@shot("encyclopaedia-search")
def _found(app: App) -> None:
    screen = app.go("encyclopaedia", topic="concept:debt")
    assert isinstance(screen, EncyclopaediaScreen)
    screen.search("ra")
