"""The widget kit: colours that can be read, layout, and widgets driven by mouse and keyboard."""

from __future__ import annotations

import pygame
import pytest

from greatgame.paths import data_dir
from greatgame.ui.kit import (
    PALETTES,
    AccountView,
    Button,
    Cell,
    Column,
    Drop,
    Entry,
    FigureLabel,
    Heading,
    Label,
    Modal,
    Rich,
    Row,
    Scroll,
    Slider,
    Spacer,
    Table,
    Tabs,
    Theme,
    Toggle,
    Ui,
    Widget,
    paint,
)
from greatgame.ui.kit.account import account_lines, amount_text
from greatgame.ui.kit.keys import DEFAULT_KEYS, FIXED, key_label
from greatgame.ui.kit.labels import HEADING
from greatgame.ui.kit.table import title_lines
from greatgame.ui.kit.theme import ENOUGH
from greatgame.ui.kit.words import Span
from greatgame.views.figures import Account, AccountLine, Figure
from kit_bench import Clock, click, drawn, figure, strike

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ui(clock: Clock) -> Ui:
    return Ui((1280, 720), clock=clock)


@pytest.mark.parametrize("theme", PALETTES.values(), ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    poor = [(ink, ground, round(value, 2)) for ink, ground, value in theme.pairs() if value < ENOUGH]
    assert poor == []


@pytest.mark.parametrize("theme", PALETTES.values(), ids=lambda theme: theme.name)
def test_actors_differ_in_colour_or_pattern_and_letters_can_be_read_on_them(theme: Theme) -> None:
    looks = [theme.look(place) for place in range(7)]
    assert len({(look.colour, look.pattern) for look in looks}) == len(looks)
    from greatgame.ui.kit.theme import contrast

    assert all(contrast(theme.ink_on(look.colour), look.colour) >= ENOUGH for look in looks)


def test_digits_are_all_of_one_width(ui: Ui) -> None:
    assert len({ui.fonts.width(digit, 16, bold) for digit in "0123456789" for bold in (False, True)}) <= 2


def test_every_icon_can_be_drawn(ui: Ui) -> None:
    icons = sorted(path.stem for path in (data_dir("assets") / "icons").glob("*.svg"))
    assert len(icons) > 60
    for icon in icons:
        assert pygame.mask.from_surface(ui.fonts.icon(icon, 20, (255, 255, 255))).count(), icon


def test_rows_and_columns_share_what_is_left(ui: Ui) -> None:
    fixed, grows, twice = (
        Spacer().fixed(width=100, height=10),
        Spacer().fixed(height=10).growing(),
        Spacer().fixed(height=10).growing(2),
    )
    ui.show(Row([fixed, grows, twice], gap=10))
    ui.settle()
    assert [child.rect.width for child in (fixed, grows, twice)] == [100, 387, 773]
    assert twice.rect.right == 1280


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_texts_side_by_side_stand_on_one_line(scale: float) -> None:
    ui = Ui((900, 200), scale=scale)
    row = Row([Label("A", size=14), FigureLabel(figure(), size=22), Rich("B", size=16), Row([Label("C", size=20)])])
    ui.show(Column([row, Rich("two\nlines")]))
    ui.settle()
    assert len({child.baseline(ui) for child in row.children}) == 1
    lines = [widget.rect.top for widget in row.children]
    assert len(set(lines)) > 1


def test_a_text_that_does_not_fit_is_reported(ui: Ui) -> None:
    narrow = Label("a label that is far too long").fixed(width=50)
    ui.show(Column([Row([narrow])]))
    drawn(ui)
    assert ui.truncated == [("Label", "a label that is far too long")]


def test_everything_is_reached_by_the_keyboard(ui: Ui) -> None:
    done: list[object] = []
    widgets: list[Widget] = [
        Button("Go", lambda: done.append("go")),
        Toggle("On", False, done.append),
        Slider(1.0, 1.0, 2.0, 0.25, done.append, words=lambda v: f"{v:.0%}"),
        Tabs([("a", None), ("b", None)], 0, done.append),
        Drop(["x", "y"], 0, done.append),
        Rich("[link](there)", on_link=done.append),
        Entry("", done.append),
    ]
    ui.show(Column(widgets))
    keys = [pygame.K_RETURN, pygame.K_SPACE, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RETURN, pygame.K_RETURN]
    for key in keys:
        strike(ui, pygame.K_TAB)
        strike(ui, key)
        if isinstance(ui.focus, Widget) and ui.layers:
            strike(ui, pygame.K_DOWN)
            strike(ui, pygame.K_RETURN)
    strike(ui, pygame.K_TAB)
    ui.input.handle(pygame.Event(pygame.TEXTINPUT, text="z"))
    assert done == ["go", True, 1.25, 1, 1, "there", "z"]
    assert ui.truncated == []


def test_a_button_that_cannot_be_used_says_why(ui: Ui) -> None:
    done: list[int] = []
    button = Button("Go", lambda: done.append(1), why_not="the purse is empty")
    ui.show(Column([button]))
    ui.settle()
    click(ui, button.rect.center)
    assert not done
    assert ui.tooltip.visible
    assert button.said() == "the purse is empty"


def test_the_focus_stays_when_a_screen_is_built_anew(ui: Ui) -> None:
    def build() -> Widget:
        return Column([Button("A", lambda: None, name="a"), Button("B", lambda: None, name="b")])

    ui.show(build())
    strike(ui, pygame.K_TAB)
    strike(ui, pygame.K_DOWN)
    assert ui.focus is not None
    assert ui.focus.name == "b"
    ui.show(build())
    assert ui.focus is ui.root.children[1]


def test_a_dialogue_takes_the_input_and_gives_it_back(ui: Ui) -> None:
    done: list[str] = []
    below = Button("below", lambda: done.append("below"))
    ui.show(Column([below]))
    strike(ui, pygame.K_TAB)
    ui.push(Modal("Sure?", [Label("text")], actions=[Button("yes", lambda: done.append("yes"), name="first")]))
    ui.settle()
    strike(ui, pygame.K_RETURN)
    strike(ui, pygame.K_TAB)
    assert ui.focus is not below
    strike(ui, pygame.K_ESCAPE)
    assert (done, ui.layers, ui.focus) == (["yes"], [], below)


def test_a_long_title_of_a_dialogue_is_read_whole(ui: Ui) -> None:
    words = "Somebody challenges you: Renewal of three power plants under the policy that bans them, second tranche"
    ui.push(Modal(words, [Label("text")], icon="swords", actions=[Button("yes", lambda: None)]))
    drawn(ui)
    assert isinstance(ui.top, Modal)
    title = ui.top.head.children[-1]
    assert title.size(ui, title.rect.width)[1] == title.rect.height > ui.px(2 * HEADING)
    assert title.tip is None, "nothing had to be left out"
    assert ui.top.body.whole == ui.top.body.rect.height, "and the dialogue is as much higher"


def test_a_figure_is_opened_line_by_line_by_keyboard(ui: Ui) -> None:
    ui.show(Column([FigureLabel(figure())]))
    strike(ui, pygame.K_TAB)
    strike(ui, pygame.K_y)
    assert ui.tooltip.visible
    strike(ui, pygame.K_y)
    view = ui.top
    assert isinstance(view, AccountView)
    drawn(ui)
    while not isinstance(ui.focus, Rich):
        strike(ui, pygame.K_TAB)
    strike(ui, pygame.K_RETURN)
    assert view.shown.title == "Part"
    strike(ui, pygame.K_ESCAPE)
    assert view.shown.title == "Trust"
    strike(ui, pygame.K_ESCAPE)
    assert ui.layers == []


def test_the_mouse_over_a_figure_shows_its_value_and_then_its_account(ui: Ui, clock: Clock) -> None:
    label = FigureLabel(figure())
    ui.show(Column([label]))
    ui.settle()
    ui.input.handle(pygame.Event(pygame.MOUSEMOTION, pos=label.rect.center, rel=(0, 0), buttons=(0, 0, 0)))
    clock.now = 0.3
    ui.time.tick()
    assert ui.tooltip.visible
    before = drawn(ui).copy()
    clock.now = 1.0
    ui.time.tick()
    assert pygame.image.tobytes(drawn(ui), "RGB") != pygame.image.tobytes(before, "RGB")


def test_a_table_is_sorted_and_walked_by_keyboard(ui: Ui) -> None:
    opened: list[Figure] = []
    ui.on_figure = opened.append
    rows = [[Cell("b"), Cell(figure=figure(1.0))], [Cell("a"), Cell(figure=figure(2.0))]]
    table = Table([Heading("Name"), Heading("Trust", 140, align="right")], rows)
    ui.show(Column([table]))
    strike(ui, pygame.K_TAB)
    strike(ui, pygame.K_RETURN)
    ui.settle()
    assert [row.row for row in table.body.children[0].children] == [1, 0]  # type: ignore[attr-defined]
    strike(ui, pygame.K_TAB)
    strike(ui, pygame.K_DOWN)
    strike(ui, pygame.K_RETURN)
    assert [found.value for found in opened] == [1.0]
    drawn(ui)
    assert ui.truncated == []


def test_titles_of_a_table_stand_in_few_lines_and_no_word_is_broken(ui: Ui) -> None:
    rows = [[Cell("トルクメニスタン"), *(Cell(figure=figure(1.0), unit=False) for _ in range(2))]]
    titles = ("", "首位の大国の影響力", "アメリカ")
    table = Table([Heading(title, grow=0) for title in titles], rows)
    for width, lines in ((600, 1), (312, 2), (268, 3)):
        fields = table.fields(ui, pygame.Rect(0, 0, width, 0))
        broken = [title_lines(ui, title, field.width) for title, field in zip(titles, fields, strict=True)]
        assert max(map(len, broken)) == lines
        assert broken[2] == ["アメリカ"]


def test_the_focus_is_brought_into_view(ui: Ui) -> None:
    buttons = [Button(f"{n}", lambda: None) for n in range(60)]
    scroll = Scroll(Column(buttons))
    ui.show(scroll)
    strike(ui, pygame.K_TAB, pygame.KMOD_SHIFT)
    ui.settle()
    assert ui.focus is buttons[-1]
    assert scroll.rect.contains(buttons[-1].rect)


def test_nothing_is_due_while_nothing_happens(ui: Ui, clock: Clock) -> None:
    done: list[int] = []
    assert ui.time.pause() == pytest.approx(0.5)
    ui.after(0.2, lambda: done.append(1))
    assert ui.time.pause() == pytest.approx(0.2)
    clock.now = 0.3
    assert not ui.time.tick()
    assert done == [1]
    ui.animate(lambda seconds: seconds < 1)
    assert ui.time.tick()
    clock.now = 2.0
    ui.time.tick()
    assert not ui.time.animating


def test_no_action_is_laid_on_a_key_that_moves_the_focus() -> None:
    assert {action for action, key in DEFAULT_KEYS.items() if key in FIXED} == {"back"}
    assert key_label("ctrl+k") == "Ctrl+K"
    assert key_label("ctrl++") == "Ctrl++"


def test_spans_measure_what_is_drawn(ui: Ui) -> None:
    text = Rich((Span("Kerning AVAVA, "), Span("bold", bold=True)))
    width, height = text.size(ui, 1000)
    assert width == ui.fonts.width("Kerning AVAVA, ", 16) + ui.fonts.width("bold", 16, True)
    assert height == round(16 * 1.35)


class Counted(Label):
    """Counts how often it is asked for its size."""

    asked = 0

    def size(self, ui: Ui, width: int) -> tuple[int, int]:
        self.asked += 1
        return super().size(ui, width)


def test_a_widget_deep_inside_is_measured_once_for_each_width(ui: Ui) -> None:
    deep = Counted("Deep")
    inside: Widget = deep
    for _ in range(8):
        inside = Column([Row([inside])])
    ui.show(inside)
    ui.settle()
    assert deep.asked <= 2, "for the width that is there, and for its own"
    deep.text = "Deeper than before"
    ui.relayout()
    ui.settle()
    assert deep.rect.width > ui.fonts.width("Deeper", ui.px(16))


def test_a_shadow_is_soft_at_the_edge_and_even_along_it() -> None:
    surface = pygame.Surface((600, 400))
    surface.fill((200, 200, 200))
    paint.shadow(surface, pygame.Rect(100, 100, 400, 200), 10)
    along = {surface.get_at((x, 306))[0] for x in range(150, 450)}
    assert len(along) == 1
    down = [surface.get_at((300, y))[0] for y in range(300, 332)]
    assert down == sorted(down)
    assert down[0] < down[-1] == 200


def test_the_mark_of_the_focus_is_whole_at_the_edge_of_a_scrolling_area(ui: Ui) -> None:
    buttons = [Button(str(number), lambda: None, name=str(number)) for number in range(40)]
    ui.show(Column([Label("Above"), Scroll(Column(buttons), name="list").fixed(width=300).growing()], pad=20))
    strike(ui, pygame.K_TAB)
    surface = pygame.Surface(ui.screen.size)
    ui.draw(surface)
    ring, rect = ui.theme.focus, buttons[0].rect
    assert surface.get_at((rect.left - 2, rect.centery))[:3] == ring
    assert surface.get_at((rect.centerx, rect.top - 2))[:3] == ring


def test_amounts_have_the_decimals_that_tell_something() -> None:
    """Small lines of a ledger are no noughts, large ones no row of digits."""
    shown = [amount_text(amount) for amount in (1234.5, -56.78, 1.234, 0.0456, -0.00123, 0.00034, 0.05, 0.0, 2.0)]
    assert shown == ["+1,234", "−56.8", "+1.23", "+0.046", "−0.001", "+0.0003", "+0.05", "+0", "+2"]
    assert [amount_text(amount) for amount in (-0.0, -0.00001)] == ["+0", "+0.00"], "no minus before nothing"


def test_the_amounts_of_an_account_add_up_as_they_are_printed(ui: Ui) -> None:
    amounts = (1.151, 13.542, 3.684, 8.272, 7.349, -1.053)
    lines = tuple(AccountLine(f"line {place}", amount) for place, amount in enumerate(amounts))
    labels = [part for row in account_lines(ui, Account("Total", "points", sum(amounts), lines)) for part in row.walk()]
    *shown, total = [part.text for part in labels if isinstance(part, Label) and part.align == "right"]
    assert shown[1] == "+13.54"
    assert total == "32.95 points"
    assert sum(float(text.replace("−", "-")) for text in shown) == pytest.approx(32.95, abs=0.01)
