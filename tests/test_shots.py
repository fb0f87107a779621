"""All screens in all languages and sizes: nothing is cut off, every glyph is there, every figure opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pygame
import pytest
from fluent.syntax import FluentParser, ast

from greatgame.messages import Messages
from greatgame.paths import data_dir
from greatgame.scenario import available, open_scenario
from greatgame.text import ENGLISH, JAPANESE, LANGUAGES, missing, translations
from greatgame.ui.app import App
from greatgame.ui.capsules import found as capsules
from greatgame.ui.kit import Entry, Widget, paint
from greatgame.ui.map import MapView
from greatgame.ui.routes import ROUTES, screen
from greatgame.ui.shots import Shot, all_shots, drawn, own_home, staged
from greatgame.views.figures import Figure
from greatgame.views.titles import CHANGES
from speech import LANGUAGE_NAMES, foreign, heard, quotations

pytestmark = pytest.mark.usefixtures("display")

TEXTS = data_dir("assets") / "text"
NESTED = 2
"""How deep lines that open figures of their own are followed."""


@pytest.fixture(scope="module")
def quoted() -> tuple[str, ...]:
    """Titles of publications, which are told in their own language."""
    return quotations(open_scenario(available()[0]))


@pytest.mark.parametrize(
    "language", [row if row == ENGLISH else pytest.param(row, marks=pytest.mark.trial) for row in LANGUAGES]
)
@pytest.mark.parametrize("shot", all_shots(), ids=lambda shot: shot.name)
def test_a_screen_fits_at_any_size_in_its_language_and_every_figure_adds_up(
    shot: Shot, language: str, quoted: tuple[str, ...]
) -> None:
    cut = {}
    with own_home(), heard() as said:
        app = staged(shot, language)
        # Between them the languages try all sizes at which parts stand beside or below each other; words are longest
        # in English.
        scales: tuple[float, ...] = (1.0, 1.25, 2.0) if language == ENGLISH else (1.5, 2.0)
        if shot.name.startswith(("room", "orders")):
            # tests/test_room_layout.py looks at these in three windows.
            scales = scales[1:2]
        for scale in scales:
            if scale != app.ui.scale:
                app.ui.configure(scale=scale)
            drawn(app)
            if missed := [*app.ui.truncated, *outside(app.ui.top, app.ui.screen)]:
                cut[scale] = missed
        said += [app.ui.tell(widget.said()) for widget in app.ui.top.walk()]
        typed = [widget.text for widget in app.ui.top.walk() if isinstance(widget, Entry)]
        typed += [entry.name for entry in app.shelf.entries()]
        typed += [path.name for path in capsules()]
        if language == ENGLISH:
            check_figures(app)
    assert cut == {}
    assert app.ui.fonts.lost == set(), "icons that are not there"
    assert foreign(language, said, quoted, (*typed, *LANGUAGE_NAMES[language])) == []


def check_figures(app: App) -> None:
    """Every figure opens and adds up, is told in both languages and has a unit; help opens from here."""
    shown = [widget.figure for widget in app.ui.top.walk() if widget.figure is not None]
    assert [complaint for figure in shown for complaint in accounts(figure, NESTED)] == []
    app.help()
    assert all(figure.title for figure in shown)
    assert app.screen is not None
    assert app.screen.name == "encyclopaedia", "help does not open"
    assert {template for figure in shown for text in texts(figure) for template in missing(text, JAPANESE)} == set()
    bare = [figure.title for figure in shown if not figure.unit and not re.search(r"[^\d.,+−-]", figure.text)]
    assert bare == [], "a figure is shown without a unit"
    changes = [figure.title for figure in shown if re.match(r"[+−-]", figure.text) and figure.unit in CHANGES]
    assert changes == [], "a change of a share is shown in per cent"


def outside(widget: Widget, screen: pygame.Rect) -> Iterator[tuple[str, str]]:
    """What can be used and lies beside the window; what an area scrolls up and down may lie below it."""
    if isinstance(widget, MapView):
        return
    rect = widget.rect
    if widget.focusable and widget.visible and rect.width and (rect.left < -1 or rect.right > screen.right + 1):
        yield type(widget).__name__, f"{widget.name} lies at {rect}"
    for child in widget.children:
        yield from outside(child, screen)


def accounts(figure: Figure, depth: int) -> Iterator[str]:
    """Figures whose account does not add up."""
    account = figure.account()
    if not account.adds_up:
        yield f"{figure.title}: lines do not add up to {account.total}"
    for line in account.lines:
        if line.opens is not None and depth:
            yield from accounts(line.opens, depth - 1)


def texts(figure: Figure) -> Iterator[str]:
    """Everything that a figure and its account say."""
    account = figure.account()
    yield from (figure.title, figure.unit, figure.threshold, account.title, account.unit, account.note)
    yield from (text for line in account.lines for text in (line.label, line.note))
    yield from account.sources


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_leads_to_a_screen(name: str) -> None:
    from importlib import import_module

    module, _, kind = ROUTES[name].partition(":")
    assert hasattr(import_module(f"greatgame.ui.{module}"), kind)


def test_a_screen_is_opened_by_its_name() -> None:
    with own_home():
        assert screen("settings", App(open_window=False)).topic == "settings"


# --- Messages ---------------------------------------------------------------------------------------


@cache
def catalogue(language: str) -> dict[str, tuple[str, set[str]]]:
    """Message -> (file, variables) of a language."""
    found: dict[str, tuple[str, set[str]]] = {}
    for path in sorted(TEXTS.glob(f"*.{language}.ftl")):
        resource = FluentParser().parse(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{path.name}: {entry.id.name} is there twice"
                found[entry.id.name] = path.name.split(".")[0], variables(entry)
    return found


def variables(node: ast.BaseNode) -> set[str]:
    """Names of the variables within a message."""
    if isinstance(node, ast.VariableReference):
        return {node.id.name}
    found: set[str] = set()
    for value in vars(node).values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.BaseNode):
                found |= variables(item)
    return found


def test_every_message_is_there_in_every_language() -> None:
    english = catalogue(ENGLISH)
    for language in LANGUAGES:
        other = catalogue(language)
        assert english.keys() ^ other.keys() == set()
        assert {key for key in english if english[key][0] != other[key][0]} == set(), "another file"


def test_messages_use_the_same_variables_in_every_language() -> None:
    english = catalogue(ENGLISH)
    for language in LANGUAGES:
        other = catalogue(language)
        assert {key: (english[key][1], other[key][1]) for key in english if english[key][1] != other[key][1]} == {}


def functions(node: ast.BaseNode) -> set[str]:
    """Names of the functions within a message."""
    found = {node.id.name} if isinstance(node, ast.FunctionReference) else set()
    for value in vars(node).values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.BaseNode):
                found |= functions(item)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_said(language: str) -> None:
    """With none, with one and with several: no function is unknown and no selector without a way."""
    say = Messages(language)
    for key, (_, names) in catalogue(language).items():
        for value in (0, 1, 2, 1234.5):
            said = say(key, **{name: date(2026, 11, 22) if name == "date" else value for name in names})
            # Between Japanese sentences stands nothing.
            assert said or key.endswith("-sentences")


def test_messages_use_known_functions_only() -> None:
    used = set()
    for path in TEXTS.glob("*.ftl"):
        used |= functions(FluentParser().parse(path.read_text(encoding="utf-8")))
    assert used <= {"NUMBER", "DATETIME"}


def test_every_sign_that_is_said_is_in_the_font() -> None:
    font = pygame.font.Font(data_dir("assets") / "fonts" / "GameSans-Regular.ttf", 16)
    said = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.ftl"))]
    said += [english + japanese for english, japanese in translations(JAPANESE).items()]
    said += [path.read_text(encoding="utf-8") for path in (data_dir("scenarios")).rglob("*.toml")]
    said += [path.read_text(encoding="utf-8") for path in (data_dir("assets") / "encyclopaedia").glob("*.toml")]
    said += [path.read_text(encoding="utf-8") for path in (data_dir("assets") / "map").glob("*.toml")]
    signs = sorted(set("".join(said)) - set("\n\t\r"))
    measured = zip(signs, font.metrics("".join(signs)), strict=True)
    assert [sign for sign, size in measured if size is None] == []


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_both_weights_hold_the_same_signs(style: str) -> None:
    font = pygame.font.Font(data_dir("assets") / "fonts" / f"GameSans-{style}.ttf", 16)
    needed = "AÄğışİЖҚқ亜腕弌熙ぁヶ、。「」→←↑↓▲▼≥≤≠±×−–—…①③★✓₸₽€¥°㎡％●○■□"
    assert [sign for sign, size in zip(needed, font.metrics(needed), strict=True) if size is None] == []


def test_boxes_of_all_sizes_are_drawn_to_their_edges() -> None:
    surface = pygame.Surface((200, 100))
    for size in ((3, 3), (40, 20), (200, 100)):
        surface.fill((0, 0, 0))
        paint.box(surface, pygame.Rect((0, 0), size), (255, 255, 255), 6)
        centre = (size[0] // 2, size[1] // 2)
        assert surface.get_at(centre)[:3] == (255, 255, 255)
        assert surface.get_at((centre[0], size[1] - 1))[:3] == (255, 255, 255)
