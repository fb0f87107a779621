"""The encyclopaedia: an article for everything, links that lead somewhere, figures that add up, both languages."""

from __future__ import annotations

import re

import numpy as np
import pygame
import pytest

from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario import IndexedScenario, available, open_scenario
from greatgame.scenario.sources import list_figures, summary
from greatgame.session import Session
from greatgame.text import ENGLISH, JAPANESE, LANGUAGES, Text, missing, tell
from greatgame.ui.app import App
from greatgame.ui.kit import AccountView
from greatgame.ui.kit.input import Input
from greatgame.ui.reference.encyclopaedia import EncyclopaediaScreen
from greatgame.ui.reference.lines import Lines
from greatgame.ui.routes import ROUTES
from greatgame.ui.shots import own_home
from greatgame.views.figures import Figure
from greatgame.views.readings import Readings
from greatgame.views.reference.articles import Article
from greatgame.views.reference.data import DataBook
from greatgame.views.reference.library import HOME, SECTIONS, Library
from greatgame.views.reference.search import folded, romaji
from greatgame.views.reference.written import parts, written
from greatgame.world.variables import VARIABLES

LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.fixture(scope="module")
def library() -> Library:
    session = Session.new("tokyo-2026", seed=7)
    return Library(session.scenario, session)


@pytest.fixture(scope="module")
def articles(library: Library) -> list[Article]:
    return [library.article(row.topic) for row in library.topics]


def test_every_section_has_topics_and_every_topic_an_article(library: Library, articles: list[Article]) -> None:
    assert {row.section for row in library.topics} == set(SECTIONS)
    assert len(library.by_topic) == len(library.topics)
    assert [article.topic for article in articles] == [row.topic for row in library.topics]
    assert [article.topic for article in articles if not article.blocks] == []


def test_links_lead_to_articles(library: Library, articles: list[Article]) -> None:
    linked = {topic for article in articles for topic in article.links}
    for article in articles:
        linked |= {found for block in article.blocks for text in block.paragraphs for found in LINK.findall(text)}
    for row in written().values():
        linked |= set(row.also)
    assert linked - library.by_topic.keys() == set()


def test_every_article_is_reached_by_a_link_or_the_index(library: Library) -> None:
    assert {row.topic for row in library.find("", ENGLISH)} == library.by_topic.keys()


def test_figures_of_articles_add_up(articles: list[Article]) -> None:
    figures = [figure for article in articles for block in article.blocks for figure in block.figures]
    assert len(figures) > 1000
    assert [figure.title for figure in figures if not figure.account().adds_up] == []
    assert [figure.title for figure in figures if not figure.unit] == []


@pytest.mark.parametrize("scenario", available())
def test_every_scenario_can_be_looked_up(scenario: str) -> None:
    other = Library(open_scenario(scenario))
    linked = {topic for row in other.topics for topic in other.article(row.topic).links}
    assert linked <= other.by_topic.keys()


def test_levels_are_told_one_by_one(library: Library, tokyo: IndexedScenario) -> None:
    texts = library.article("concept:levels").blocks[0].paragraphs
    assert all(any(level.text in text for text in texts) for level in tokyo.file.level.values())


def test_every_figure_of_the_state_has_an_article(library: Library) -> None:
    assert [row.name for row in VARIABLES if library.resolve(row.name) == HOME] == []


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - {"title", "learn", "encyclopaedia"}))
def test_every_screen_has_an_article(name: str, library: Library) -> None:
    assert library.resolve(name) != HOME


def test_what_other_views_call_a_topic_leads_to_it(library: Library, tokyo: IndexedScenario) -> None:
    host, power, project = tokyo.names.hosts[0], tokyo.names.powers[1], tokyo.names.projects[0]
    assert library.resolve(f"host/{host}") == f"country:{host}"
    assert library.resolve(f"power:{power}") == f"country:{power}"
    assert library.resolve(f"project/{project}") == f"project:{project}"
    assert library.resolve(f"figure:trust.{host}.{power}") == "concept:trust"
    assert library.resolve("no such thing") == HOME


def test_every_government_has_its_dossier(library: Library, tokyo: IndexedScenario) -> None:
    for name in tokyo.names.actors:
        article = library.article(f"country:{name}")
        heads = {str(block.heading): block for block in article.blocks}
        assert len(heads[""].paragraphs) >= 3, name
        weights = [figure.value for figure in heads["Published doctrine"].figures]
        assert weights == sorted(weights, reverse=True), name
        assert len(weights) == len(tokyo.doctrine(name).weights.values), name
        assert heads["Its levers"].links, name
        assert heads["In the levels"].paragraphs, name


def test_what_each_variant_of_an_order_takes_is_what_it_costs(library: Library, tokyo: IndexedScenario) -> None:
    book, heading = catalogue_of(tokyo), "What it takes"
    for name, kind in tokyo.file.kind.items():
        if kind.role == "respond":
            continue
        blocks = {str(block.heading): block for block in library.article(f"order:{name}").blocks}
        shown = {figure.value for figure in blocks[heading].figures} if heading in blocks else set()
        assert shown == {float(book.diplomacy[number]) for number in book.numbers_of(name)}, kind.name


def test_what_each_answer_to_an_event_takes_is_what_it_costs(library: Library, tokyo: IndexedScenario) -> None:
    block = catalogue_of(tokyo).blocks["respond"]
    taken = 0
    for place, name in enumerate(tokyo.names.events):
        blocks = {str(part.heading): part for part in library.article(f"event:{name}").blocks}
        takes = blocks.get("What an answer takes")
        shown = [] if takes is None else [figure.value for figure in takes.figures]
        mine = np.flatnonzero(block.event == place)
        costs = [cost for i in mine for cost in (float(block.diplomacy[i]), float(block.money[i])) if cost]
        assert shown == costs, name
        taken += len(costs)
    assert taken > 12


def _record(library: Library, topic: str) -> dict[str, Figure]:
    blocks = {str(block.heading): block for block in library.article(topic).blocks}
    return {str(figure.title): figure for figure in blocks["Record of the past"].figures}


def test_the_record_of_the_past_stands_beside_what_continues_it(library: Library, tokyo: IndexedScenario) -> None:
    wanted: dict[str, set[str]] = {}
    for row in tokyo.file.history.values():
        course = row.series.path()
        years = dict.fromkeys(str(year) for year, _ in (course[0], course[-1]))
        for subject in [*(row.measure or "").split(".")[:1], *row.about]:
            topic = library.resolve(subject)
            if subject and topic != HOME:
                wanted.setdefault(topic, set()).add(f"{row.name}, {'–'.join(years)}")
    assert wanted.keys() >= {"concept:caspian-level", "mineral:gallium", "corridor:northern", "country:tajikistan"}
    for topic, titles in wanted.items():
        assert titles - _record(library, topic).keys() == set(), topic


def test_a_record_goes_from_year_to_year_and_names_its_sources(library: Library) -> None:
    figure = _record(library, "corridor:trans-caspian")["Trans-Caspian volume, 2019–2025"]
    assert (figure.value, figure.text) == (4.119, "0.759 → 4.119")
    assert figure.threshold == "lowest 0.586 in 2021, highest 4.484 in 2024"
    account = figure.account()
    assert [(line.label, line.note) for line in account.lines][:2] == [("2019", "0.759"), ("2020", "0.783")]
    assert account.adds_up
    assert "ministry of transport" in account.note
    assert [source.partition(":")[0] for source in account.sources] == ["2019, 2020, 2021, 2022, 2023, 2024", "2025"]


def test_the_price_of_a_mineral_and_the_output_of_a_host_have_their_record(library: Library) -> None:
    assert "World price: Gallium, 2006–2025" in _record(library, "mineral:gallium")
    assert "Economic output: Tajikistan, 2010–2024" in _record(library, "country:tajikistan")
    short = _record(library, "concept:control-ladder")[
        "Days from the announcement of a control to its effect, 2010–2026"
    ]
    assert (short.text, short.threshold) == ("0 → 29 → 0", "")


# --- Languages --------------------------------------------------------------------------------------


def test_both_languages_have_the_same_texts() -> None:
    english, japanese = parts(ENGLISH), parts(JAPANESE)
    assert english.keys() ^ japanese.keys() == set()
    for topic, row in written().items():
        assert all(JAPANESE in paragraph.other for paragraph in row.paragraphs), topic
        assert topic.startswith("country:") or JAPANESE in row.title.other, topic
        for paragraph in row.paragraphs:
            assert LINK.findall(paragraph) == LINK.findall(paragraph.other[JAPANESE]), topic


def test_articles_are_told_in_japanese(articles: list[Article], tokyo: IndexedScenario) -> None:
    texts: list[Text | str] = []
    for article in articles:
        texts += [article.title, article.section]
        for block in article.blocks:
            texts += [block.heading, *block.paragraphs, *(link.title for link in block.links)]
            for figure in block.figures:
                texts += [figure.title, figure.unit, figure.threshold]
                texts += [line.label for line in figure.account().lines]
    found = {template for text in texts for template in missing(text, JAPANESE)}
    assert found == set()


# --- Finding ----------------------------------------------------------------------------------------


def test_search_finds_by_any_name(library: Library, tokyo: IndexedScenario) -> None:
    assert library.find("trust", ENGLISH)[0].topic == "concept:trust"
    assert library.find("信頼", JAPANESE)[0].topic == "concept:trust"
    assert "concept:trust" in {row.topic for row in library.find("shinrai", JAPANESE)}
    mineral = tokyo.names.minerals[2]
    kana = romaji(tell(library.by_topic[f"mineral:{mineral}"].title, JAPANESE))
    assert library.find(kana, JAPANESE)[0].topic == f"mineral:{mineral}"
    assert library.find("zzz no such thing", ENGLISH) == ()


def test_kana_are_read_as_they_are_typed() -> None:
    assert romaji("ガリウム") == "gariumu"
    assert romaji("ショック") == "shokku"
    assert romaji("キャッシュ") == "kyasshu"
    assert romaji("ウズベキスタン") == "uzubekisutan"
    assert folded("Éclair ＡＢＣ") == "eclair abc"
    assert folded("ガ") == "ガ"


# --- The screen -------------------------------------------------------------------------------------


def press(app: App, key: int, text: str = "", mod: int = 0) -> None:
    """A key as the window hears it."""
    hears: Input = app.ui.input
    hears.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=mod))
    if text:
        hears.handle(pygame.Event(pygame.TEXTINPUT, text=text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_read_and_return_by_keyboard(language: str) -> None:
    with own_home():
        app = App(language=language, open_window=False)
        app.go("new-game", seed=7)
        press(app, pygame.K_F1)
        screen = app.screen
        assert isinstance(screen, EncyclopaediaScreen)
        assert screen.shown == "play:new-game"
        for letter in "brier":
            press(app, ord(letter), letter)
        press(app, pygame.K_RETURN)
        assert screen.shown == "play:predictions"
        press(app, pygame.K_LEFT, mod=pygame.KMOD_ALT)
        assert screen.shown == "play:new-game"
        press(app, pygame.K_RIGHT, mod=pygame.KMOD_ALT)
        assert screen.shown == "play:predictions"
        press(app, pygame.K_ESCAPE)
        assert screen.query == ""
        press(app, pygame.K_ESCAPE)
        assert type(app.screen).__name__ == "NewGameScreen"


def test_a_link_is_followed_within_the_encyclopaedia() -> None:
    with own_home():
        app = App(open_window=False)
        app.reset("encyclopaedia", topic="mechanism:wariness")
        app.open_link("concept:wariness")
        screen = app.screen
        assert isinstance(screen, EncyclopaediaScreen)
        assert (len(app.stack), screen.shown, screen.trail[0]) == (1, "concept:wariness", "mechanism:wariness")


def test_help_is_about_what_has_the_focus() -> None:
    with own_home():
        app = App(open_window=False)
        app.play(Session.new("quick", seed=7))
        press(app, pygame.K_ESCAPE)
        host = app.campaign.session.scenario.names.hosts[1] if app.campaign else ""
        card = next(widget for widget in app.ui.top.walk() if widget.topic == f"host:{host}")
        app.ui.input.give(card)
        press(app, pygame.K_F1)
        assert isinstance(app.screen, EncyclopaediaScreen)
        assert app.screen.shown == f"country:{host}"
        app.back()
        figure = next(widget for widget in app.ui.top.walk() if widget.figure and widget.figure.path == "total_score")
        app.ui.input.give(figure)
        press(app, pygame.K_F1)
        assert isinstance(app.screen, EncyclopaediaScreen)
        assert app.screen.shown == "play:score"
        app.back()
        app.ui.open_figure(Readings(Session.new("quick", seed=7)).figure(f"growth.{host}"))
        press(app, pygame.K_F1)
        assert isinstance(app.screen, EncyclopaediaScreen)
        assert app.screen.shown == "concept:growth"
        press(app, pygame.K_ESCAPE)
        assert isinstance(app.ui.top, AccountView), "what stood on the screen is there again"
        press(app, pygame.K_ESCAPE)
        assert app.ui.layers == []


# --- Data and model ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(tokyo: IndexedScenario) -> DataBook:
    return DataBook(tokyo)


def test_every_figure_is_listed_with_its_source_or_its_reason(book: DataBook, tokyo: IndexedScenario) -> None:
    rows = list_figures(tokyo.file)
    assert [entry.path for entry in book.entries] == [row.path for row in rows]
    assert [entry.path for entry in book.entries if not (entry.reason and entry.title and entry.origin)] == []
    assert len({entry.title for entry in book.entries}) > 0.99 * len(rows)


def test_counts_add_up_and_say_how_many_are_sourced(book: DataBook, tokyo: IndexedScenario) -> None:
    whole, sourced, assumed, judgements = book.counts
    counted = summary(list_figures(tokyo.file))
    assert (whole.value, sourced.value, assumed.value) == (counted.figures, counted.sourced, counted.assumed)
    assert judgements.value == counted.preferences
    assert all(figure.account().adds_up for figure in book.counts)


def test_figures_are_found_by_words_section_and_origin(book: DataBook) -> None:
    assert book.find("", ENGLISH) == book.entries
    assert {entry.path.split(".")[0] for entry in book.find("", ENGLISH, section="firm")} == {"firm"}
    assert all(entry.figure.account().sources for entry in book.find("信頼", JAPANESE, origin="assumed"))
    assert {str(entry.origin) for entry in book.find("", ENGLISH, origin="A")} == {"grade A"}
    assert len(book.find_sources("")) == len(book.sources)
    assert sum(source.figures.value for source in book.sources) >= book.counts[1].value


def test_a_long_list_makes_only_the_lines_that_are_seen(book: DataBook) -> None:
    with own_home():
        app = App(open_window=False)
        app.go("data")
        app.ui.settle()
        lines = next(widget for widget in app.ui.top.walk() if isinstance(widget, Lines))
        assert lines.count == len(book.entries)
        assert len(lines.children) < 40
        app.ui.input.give(lines)
        press(app, pygame.K_END)
        app.ui.settle()
        assert lines.cursor == lines.count - 1
        assert lines.children[-1].rect.bottom <= lines.rect.bottom + 1
        press(app, pygame.K_RETURN)
        assert isinstance(app.ui.top, AccountView)
        assert app.ui.top.shown.title == book.entries[-1].title
