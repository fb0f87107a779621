"""Data and model: every figure with its source, the sources, and what the model does not know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.ui.kit import (
    SMALL,
    Column,
    Drop,
    Entry,
    FigureLabel,
    Icon,
    Item,
    Label,
    Panel,
    Rich,
    Row,
    Scroll,
    Spacer,
    Tabs,
    Ui,
    Widget,
    Wrap,
)
from greatgame.ui.kit.table import Cell, CellView
from greatgame.ui.reference.lines import Lines
from greatgame.ui.reference.pages import article_parts
from greatgame.ui.screen import Screen, narrow, titled
from greatgame.ui.shots import shot
from greatgame.views.reference.data import ANY, ORIGINS, DataBook, FigureEntry, SourceEntry
from greatgame.views.reference.library import library
from greatgame.views.reference.numbers import SECTIONS

if TYPE_CHECKING:
    from greatgame.ui.app import App

FIGURES, SOURCES, MECHANISMS, LIMITS = range(4)
TABS = ("data-figures", "data-sources", "data-mechanisms", "data-limits")


class DataScreen(Screen):
    """Look through the figures by words, section and origin; each opens its source."""

    topic = "data"

    def __init__(self, app: App, tab: int = FIGURES) -> None:
        super().__init__(app)
        session = None if app.campaign is None else app.campaign.session
        self.library = library(session)
        self.book = DataBook(self.library.scenario)
        self.tab = tab
        self.query = ""
        self.section = ANY
        self.origin = ANY

    def build(self) -> Widget:
        ui = self.ui
        pages: tuple[Callable[[], Widget], ...] = (self._figures, self._sources, self._mechanisms, self._limits)
        tabs = Tabs([(ui.say(name), None) for name in TABS], self.tab, self._choose_tab, name="tabs")
        return titled(self, ui.say("data-title"), pages[self.tab](), tabs=tabs)

    # What is chosen

    def _choose_tab(self, tab: int) -> None:
        self.tab, self.query = tab, ""
        self.refresh()

    def search(self, text: str) -> None:
        """Show what answers a few letters."""
        self.query = text
        self.refresh()

    def choose_section(self, number: int) -> None:
        """Show the figures of one section."""
        self.section = (ANY, *self.book.sections)[number]
        self.refresh()

    def choose_origin(self, number: int) -> None:
        """Show the figures of one origin."""
        self.origin = tuple(ORIGINS)[number]
        self.refresh()

    def _type(self, text: str) -> None:
        entry = next(widget for widget in self.walk() if isinstance(widget, Entry))
        self.ui.input.give(entry)
        entry.on_text(self.ui, text)

    # Pages

    def _search(self) -> Widget:
        return Entry(self.query, self.search, hint=self.ui.say("ency-search"), name="search", width=260)

    def _figures(self) -> Widget:
        ui = self.ui
        found = self.book.find(self.query, ui.language, self.section, self.origin)
        sections = (ANY, *self.book.sections)
        names = [ui.say("data-all-sections") if not name else ui.tell(SECTIONS.get(name, name)) for name in sections]
        filters = [
            self._search(),
            Drop(names, sections.index(self.section), self.choose_section, name="section"),
            Drop(
                [ui.tell(text) for text in ORIGINS.values()],
                tuple(ORIGINS).index(self.origin),
                self.choose_origin,
                name="origin",
            ),
            _count(ui.say("data-found", count=len(found))),
        ]
        roomy = not narrow(ui)
        lines = Lines(
            len(found),
            lambda number: figure_line(ui, found[number], roomy),
            lambda number: ui.open_figure(found[number].figure),
            height=34 if roomy else 56,
            striped=True,
            typed=self._type,
            name=f"figures {self.query} {self.section} {self.origin}",
        )
        table = Panel([_headings(ui), lines] if roomy else [lines], gap=4, pad=8)
        counts: list[Widget] = [self._counts()] if ui.screen.height / ui.scale > 600 else []
        return Column([*counts, Wrap(filters, gap=10), table.growing()], gap=10)

    def _counts(self) -> Widget:
        ui = self.ui
        parts = [
            Row([Label(ui.tell(figure.title), size=SMALL, ink="muted"), FigureLabel(figure, unit=False)], gap=8)
            for figure in self.book.counts
        ]
        return Panel([Wrap(parts, gap=28)], pad=10)

    def _sources(self) -> Widget:
        ui = self.ui
        found = self.book.find_sources(self.query)
        lines = Lines(
            len(found),
            lambda number: source_line(found[number]),
            lambda number: ui.open_figure(found[number].figures),
            height=52,
            striped=True,
            typed=self._type,
            name=f"sources {self.query}",
        )
        head = Wrap([self._search(), _count(ui.say("data-found-sources", count=len(found)))], gap=10)
        return Column([head, Panel([lines], pad=8).growing()], gap=10)

    def _mechanisms(self) -> Widget:
        ui = self.ui
        rows: list[Widget] = []
        for topic in (row for row in self.library.topics if row.section == "mechanism"):
            first = self.library.article(topic.topic).blocks[0].paragraphs[0]
            words = Column([Label(topic.title, bold=True), Rich(ui.tell(first), ink="muted", size=15)], gap=2).growing()
            line = Row([Icon("book-open", size=20), words], gap=12)
            rows.append(Item(line, self._reader(topic.topic), pad=10, name=topic.topic, topic=topic.topic))
        return Panel([Scroll(Column(rows, gap=2), name="mechanisms")], pad=10)

    def _reader(self, topic: str) -> Callable[[], None]:
        return lambda: self.app.open_link(topic)

    def _limits(self) -> Widget:
        article = self.library.article("play:limits")
        parts = article_parts(self.ui, article, self.app.open_link)
        return Panel([Scroll(Column(parts, gap=12), name="limits")], pad=18)


def _count(text: str) -> Widget:
    """How many there are, on the line of the filters."""
    return Column([Spacer(9), Label(text, size=SMALL, ink="muted")], gap=0)


WIDTHS = (0.4, 150, 44, 136, 0.6)
"""Of the columns of figures: what, value, year, origin, source or reason; shares of what is left, or units."""


def _columns(widgets: list[Widget]) -> Widget:
    for widget, width in zip(widgets, WIDTHS, strict=True):
        if isinstance(width, float):
            widget.growing(width)
        else:
            widget.fixed(width=width)
    return Row(widgets, gap=16)


def _headings(ui: Ui) -> Widget:
    names = ("data-what", "data-value", "data-year", "data-origin", "data-source")
    titles = [Label(ui.say(name), size=SMALL, bold=True, ink="muted", elide=True) for name in names]
    titles[1].align = "right"
    return Row([Spacer(4), _columns(list(titles)).growing(), Spacer(16)], gap=4).fixed(height=24)


def figure_line(ui: Ui, entry: FigureEntry, roomy: bool) -> Widget:
    """One figure: in columns, or in two lines where there is no room."""
    value = CellView(Cell(figure=entry.figure), "right")
    title = Label(entry.title, size=15, elide=True)
    origin = Label(entry.origin.capital, size=15, ink="muted", elide=True)
    reason = Label(entry.reason.capital, size=15, ink="muted", elide=True)
    if roomy:
        return _columns([title, value, Label(entry.year, size=15, ink="muted"), origin, reason])
    upper = Row([title.growing(), value.fixed(width=150)], gap=10)
    lower = Row([origin.fixed(width=140), reason.growing()], gap=10)
    return Column([Spacer(4), upper.fixed(height=24), lower.fixed(height=22)], gap=0)


def source_line(entry: SourceEntry) -> Widget:
    """One source: its title, what is known of it, and how many figures rest on it."""
    words = Column(
        [
            Label(entry.title, size=15, elide=True),
            Label(entry.about, size=SMALL, ink="muted", elide=True),
        ],
        gap=0,
    )
    value = CellView(Cell(figure=entry.figures), "right")
    return Row([words.growing(), value.fixed(width=120, height=24)], gap=12)


@shot("data-figures")
def _all_figures(app: App) -> None:
    app.go("data")


@shot("data-found", campaign="quick", turns=1)
def _found(app: App) -> None:
    screen = app.go("data")
    assert isinstance(screen, DataScreen)
    screen.origin = "assumed"
    screen.search("trust")


@shot("data-sources")
def _all_sources(app: App) -> None:
    app.go("data", tab=SOURCES)


@shot("data-mechanisms")
def _all_mechanisms(app: App) -> None:
    app.go("data", tab=MECHANISMS)


@shot("data-limits")
def _limits(app: App) -> None:
    app.go("data", tab=LIMITS)
